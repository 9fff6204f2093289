"""What loads can change: goods that compete for the same ways and trucks, needs they serve, groups that let them pass.

The rest of a case (a gas line, say) goes on as it does whatever is loaded, and is left out of a decision: members that
differ in it alone share one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from corridor.model.arrays import BIG, LINE, Arrays, Bools
from corridor.plan.data import Data

MANY = 5_000
"""Loads held to one list (ways and goods, times days until the review, times futures) that make a program large."""


@dataclass(frozen=True, slots=True, eq=False)
class Touched:
    """Commodities (C,), needs (N,) and groups of situations (G,) that decisions on loads depend on."""

    goods: Bools
    needs: Bools
    groups: Bools

    def only(self, d: Data) -> Data:
        """What a plan reads, without the needs that no load can serve."""
        of_pair = np.repeat(self.needs, np.diff(d.arrays.sat_start))
        return replace(
            d,
            parts=np.where(self.needs[:, None, None], d.parts, 0.0),
            most_given=np.where(of_pair[:, None], d.most_given, 0.0),
        )


def touched(a: Arrays) -> Touched:
    """What loads can change in a case."""
    goods = _carried(a)
    of_pair = np.repeat(np.arange(len(a.labels.needs)), np.diff(a.sat_start))
    while True:
        before = int(goods.sum())
        for n in range(len(a.labels.needs)):
            _spread(goods, a.sat_commodity[of_pair == n])
        for q in range(len(a.proc_place)):
            ins = a.in_commodity[a.in_start[q] : a.in_start[q + 1]]
            _spread(goods, np.concatenate([ins, a.out_commodity[a.out_start[q] : a.out_start[q + 1]]]))
        if int(goods.sum()) == before:
            break
    needs = np.array([goods[a.sat_commodity[of_pair == n]].any() for n in range(len(a.labels.needs))], bool)
    groups = np.zeros(len(a.labels.groups), dtype=bool)
    groups[a.leg_group] = True
    lines = a.step_index[a.step_kind == LINE]
    groups[a.line_group[lines[goods[a.line_commodity[lines]]]]] = True
    return Touched(goods, needs, groups)


def is_large(a: Arrays, *, review: int, futures: int) -> bool:
    """Whether a fan is so large that its later steps are long ones (`corridor.plan.steps.fan_steps`) without queues.

    Parameters
    ----------
    a : Arrays
    review : int
        Days in which all futures share one list of loads.
    futures : int
    """
    ways = a.route_class[a.leg_route][:, a.klass] & (touched(a).goods & a.storable & (a.kg > 0))
    return futures > 1 and int(ways.sum()) * review * futures > MANY


def _carried(a: Arrays) -> Bools:
    """Goods that some way carries, the fuel of its trucks, and what shares a limited store with them."""
    some: Bools = np.asarray(a.route_class.any(0))
    out: Bools = some[a.klass] & a.storable & (a.kg > 0)
    out[a.leg_fuel[a.leg_fuel >= 0]] = True
    if (a.storage < BIG).any():
        out |= a.storable & (a.kg > 0)
    return out


def _spread(goods: Bools, together: np.ndarray) -> None:
    if len(together) and goods[together].any():
        goods[together] = True

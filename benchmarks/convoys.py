"""The convoy plan of `reference/floor_lp.py` in the product's own arrays: places, routes, goods, slots, needs by tier.

What the product says otherwise than the floor:

* Trucks belong to a base and come home the same way; the floor's stay where they arrive. A fleet stands at every place.
* What arrives perishes from its first day on, as does what comes by itself; the floor lets only older stock perish.
* What is handed out is a column of its own with its limit; the floor takes the whole need out of the store and counts
  what is short against it. Per place, good and day the product has one column and one row more.
* Trucks sent are held against those at home and ready on that day, in a second row of each fleet and day.
* A closed way is a bound of what is sent as well as a limit of the road.
* One cost a tonne and one a truck for all routes, none for stock; `costs` puts the floor's in their place.

The floor's supply, which may be drawn or left, is a process that makes goods of nothing at its depot. Fairness and the
value of what is left at the end are off.
"""

from __future__ import annotations

import copy
import datetime as dt
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parent / "reference"))

import convoy_data

from corridor.calendar import Days
from corridor.model import arrivals, passing
from corridor.model.arrays import BIG, FULL, Arrays, Labels, Params
from corridor.plan.blocks import Program
from corridor.plan.data import data
from corridor.plan.program import Written, write
from corridor.plan.steps import Steps
from corridor.plan.weights import Weights
from corridor.result.start import Start


@dataclass(frozen=True, slots=True)
class Convoys:
    """An instance in the product's terms: all that `build` needs."""

    arrays: Arrays
    params: Params
    path: np.ndarray
    start: Start
    weights: Weights

    def build(self) -> Written:
        """The program of the plan, as the product writes it: what is timed."""
        steps = Steps(0, np.ones(self.arrays.count, dtype=np.int64))
        d = data(self.arrays, self.params, self.path, self.start, steps)
        return write(d, self.weights, scale=np.ones(len(self.arrays.labels.needs)))


def convoys(d: Any) -> Convoys:
    """An instance of `convoy_data.make` in the product's terms."""
    a, p = arrays(d), params(d)
    return Convoys(a, p, path(d), Start.opening(a, p, 1), weights(d))


def alike(d: Any) -> Any:
    """The instance without what the two say otherwise: nothing perishes, and trucks are never scarce."""
    out = copy.copy(d)
    out.loss = np.zeros(d.C)
    out.v0 = np.full(d.P, 1e6)
    return out


def costs(written: Written, d: Any) -> Program:
    """The program with the floor's costs of tonnes, trips and stock, by route."""
    x, cost = written.columns, written.program.cost.copy()
    cost[x.sent] = d.cf[x.ship_leg][:, None, None]
    cost[x.trucks] = d.ct[x.truck_leg][:, None, None]
    cost[x.stock] = d.ch
    return replace(written.program, cost=cost)


def weights(d: Any) -> Weights:
    """The floor's weights by need, tier and place; its first tier is the product's last to go short."""
    tier = np.ascontiguousarray(d.w.transpose(1, 2, 0)[:, ::-1])
    return Weights(tier=tier, fairness=0.0, end=0.0)


def _names(prefix: str, count: int) -> tuple[str, ...]:
    return tuple(f"{prefix}{i}" for i in range(count))


def arrays(d: Any) -> Arrays:
    """Arrays: an epoch a day, each route its own group, a fleet at every place, a process a depot and good."""
    whole, none = np.int64, np.zeros(0, dtype=np.int64)
    makes, gated = d.D * d.C, d.chk >= 0
    return Arrays(
        labels=Labels(
            places=_names("p", d.P),
            commodities=_names("c", d.C),
            commodity_units=("t",) * d.C,
            needs=_names("n", d.C),
            need_units=("t",) * d.C,
            routes=_names("r", d.R),
            legs=_names("l", d.R),
            lines=(),
            crossings=_names("x", d.NK),
            fleets=_names("f", d.P),
            processes=_names("q", makes),
            groups=_names("g", d.R),
            situations=_names("s", 2 * d.R),
            classes=("goods",),
        ),
        days=Days(dt.date(2000, 1, 1), d.T),
        origin=0,
        policy="pull",
        epoch=np.arange(d.T),
        kg=np.ones(d.C),
        m3=np.zeros(d.C),
        storable=np.ones(d.C, dtype=bool),
        klass=np.zeros(d.C, dtype=whole),
        contents=np.zeros((d.C, 3)),
        rank=np.zeros(d.C, dtype=whole),
        **passing.none(d.R),
        **arrivals.nothing(d.T),
        serve_order=np.arange(d.C),
        together=np.arange(d.C),
        sat_start=np.arange(d.C + 1),
        sat_commodity=np.arange(d.C),
        sat_value=np.ones(d.C),
        sat_max=np.ones(d.C),
        sat_whole=np.ones(d.C, dtype=bool),
        worth_place=none,
        worth_commodity=none,
        worth_need=none,
        worth=np.zeros(0),
        via_entry=none,
        via_pair=none,
        via_share=np.zeros(0),
        policy_kind=np.broadcast_to(np.int64(FULL), (d.T, d.P, d.C)),
        **dict.fromkeys(
            ("ration_since", "ration_review", "ration_schedule"), np.zeros((d.T, d.P, d.C), dtype=int)
        ),
        stated_start=np.zeros(1, dtype=np.int64),
        stated_above=np.zeros(0),
        storage=np.full(d.P, BIG),
        unlimited=np.zeros((d.T, d.P, d.C), dtype=bool),
        step_kind=np.ones(makes, dtype=whole),
        step_index=np.arange(makes),
        line_from=none,
        line_to=none,
        line_commodity=none,
        line_group=none,
        proc_place=np.repeat(np.arange(d.D), d.C),
        in_start=np.zeros(makes + 1, dtype=whole),
        in_commodity=none,
        in_amount=np.zeros(0),
        in_keep=np.zeros(0),
        out_start=np.arange(makes + 1),
        out_commodity=np.tile(np.arange(d.C), d.D),
        out_amount=np.ones(makes),
        route_from=d.orig,
        route_to=d.dest,
        route_group=np.arange(d.R),
        route_class=np.ones((d.R, 1), dtype=bool),
        leg_route=np.arange(d.R),
        leg_fleet=d.orig,
        leg_from=d.orig,
        leg_to=d.dest,
        leg_group=np.arange(d.R),
        leg_usual=d.lead,
        leg_payload=np.full(d.R, d.payload),
        leg_load=np.full(d.R, BIG),
        leg_fuel=np.full(d.R, -1, dtype=whole),
        leg_fuel_per_truck=np.zeros(d.R),
        leg_hold=np.zeros(d.R, dtype=bool),
        leg_return_access=np.zeros(d.R, dtype=bool),
        cross_start=np.concatenate([[0], np.cumsum(gated)]).astype(whole),
        cross=d.chk[gated].astype(whole),
        crossing_queue=np.zeros(d.NK, dtype=bool),
        fleet_base=np.arange(d.P),
        group_first=np.arange(d.R + 1) * 2,
        pool_of=np.full((2, 1, d.R, 1), -1, dtype=whole),
        pool_trucks=np.zeros(0, dtype=bool),
        numbers=(),
    )


def params(d: Any) -> Params:
    """Parameters of an instance, one member: what differs from day to day differs by epoch."""
    one = lambda x: np.ascontiguousarray(np.asarray(x, dtype=float)[..., None])  # noqa: E731
    by_day = lambda x: one(np.moveaxis(x, -1, 0))  # noqa: E731
    first, second, third = (d.needk[:, :, k] for k in range(3))
    need = first + second + third
    none = np.zeros((d.T, d.P, d.C, 1))
    return Params(
        need=by_day(need),
        minimum=by_day(first + second),
        survival=by_day(first),
        people=by_day(need.sum(1) * 1_000),
        persons=by_day(need * 1_000),
        fixed=none,
        threshold=none + 1.0,
        floor=none + 1.0,
        lookback=none + 1.0,
        stated_share=np.zeros((0, 1)),
        stated_person=np.zeros((0, 1)),
        perish=one(d.loss),
        share=one(np.ones(d.C)),
        most=one(np.ones(d.C)),
        counted=np.zeros((1, 0, 1)),
        use=none,
        supply=none,
        recorded=none,
        moved=np.zeros((d.T, 0, 2, 1)),
        inflow=np.zeros((0, 2, 1)),
        opening=one(d.s0),
        changes=(),
        target=none,
        working=none,
        keep=none,
        route_cap=one(d.cap.max(1)),
        leg_lead=d.lead[:, None],
        leg_home=d.lead[:, None],
        leg_loss=one(np.zeros(d.R)),
        line_cap=np.zeros((0, 1)),
        line_loss=np.zeros((0, 1)),
        proc_target=one(np.ones(d.D * d.C)),
        proc_cap=by_day(d.supply[: d.D].reshape(d.D * d.C, d.T)),
        slots=one(d.ckcap[:, 0]),
        pool_limit=np.zeros((0, 1)),
        access=np.broadcast_to(np.array([1.0, 0.0])[:, None, None, None], (2, d.R, 1, 1)),
        line_access=np.zeros((2, 0, 1)),
        trucks=one(d.v0),
        availability=one(np.ones(d.P)),
        return_share=one(np.ones(d.P)),
    )


def path(d: Any) -> np.ndarray:
    """Situations (T, G, 1): open where the floor's way carries anything, else closed."""
    return np.where(d.cap > 0, 0, 1).astype(np.int16).T[..., None]


__all__ = ["Convoys", "alike", "convoy_data", "convoys", "costs"]

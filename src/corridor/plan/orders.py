"""From the values of a program to what is to be done each day."""

from __future__ import annotations

import numpy as np

from corridor.model.arrays import Floats
from corridor.plan.blocks import Index
from corridor.plan.program import Written
from corridor.result.orders import Orders

DUST = 1e-9
"""Amounts below this, in own units, are rounding of the solver and count as none."""


def orders(written: Written, values: Floats) -> Orders:
    """What a solution says is to be done, day by day; what a longer step holds is spread evenly over its open days.

    Parameters
    ----------
    written : Written
    values : array
        Of all columns.

    Returns
    -------
    Orders
        Members are the futures.
    """
    d, x = written.data, written.columns
    a, days, b = d.arrays, d.steps.days, d.futures
    legs, goods = len(a.leg_from), len(a.labels.commodities)
    out = {
        "sent": np.zeros((days, legs, goods, b)),
        "trucks": np.zeros((days, legs, b)),
        "passed": np.zeros((days, legs, goods, b)),
        "passed_trucks": np.zeros((days, legs, b)),
        "runs": np.zeros((days, len(a.proc_place), b)),
        "moved": np.zeros((days, len(a.line_from), b)),
        "given": np.zeros((days, len(a.labels.places), len(a.sat_commodity), b)),
    }
    daily = _Daily(written, values)
    out["sent"][:, x.ship_leg, x.ship_good] = daily.of(x.sent)
    out["trucks"][:, x.truck_leg] = daily.of(x.trucks)
    out["passed"][:, x.ship_leg[x.gate], x.ship_good[x.gate]] = daily.of(x.passed)
    out["passed_trucks"][:, x.gate_leg] = daily.of(x.passed_trucks)
    out["runs"][:] = daily.of(x.runs)
    out["moved"][:] = daily.of(x.moved)
    out["given"][:, x.give_place, x.give_pair] = daily.of(x.given)
    return Orders(first=d.steps.first, **out)


def loads(written: Written, values: Floats, *, steps: int) -> Floats:
    """The list of loads that all futures share, or of the one future, by step: (steps, L, C), own unit."""
    d, x = written.data, written.columns
    out = np.zeros((steps, len(d.arrays.leg_from), len(d.arrays.labels.commodities)))
    block = x.sent[:, :steps, 0] if written.loads is None else written.loads
    out[:, x.ship_leg, x.ship_good] = _clean(values[block].T)
    return out


def daily_loads(written: Written, values: Floats, *, steps: int) -> Floats:
    """The same by day, spread evenly over the days of each step: (days of the steps, L, C), own unit."""
    length = written.data.steps.length[:steps]
    found: Floats = np.repeat(loads(written, values, steps=steps) / length[:, None, None], length, axis=0)
    return found


class _Daily:
    """Blocks of columns (items, I, B) as values by day (D, items, B)."""

    def __init__(self, written: Written, values: Floats) -> None:
        self.values = values
        steps = written.data.steps
        self.step = steps.of_day
        self.length = steps.length[self.step][:, None, None]

    def of(self, block: Index) -> Floats:
        found = _clean(self.values[block]).transpose(1, 0, 2)
        spread: Floats = found[self.step] / self.length
        return spread


def _clean(x: Floats) -> Floats:
    return np.where(x < DUST, 0.0, x)

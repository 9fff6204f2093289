"""Fleets: trucks at home, sent, and home again after both ways and their turnaround."""

from __future__ import annotations

import numpy as np

from corridor.model.arrays import Floats, Ints
from corridor.plan.blocks import Index
from corridor.plan.rows.frame import Frame, earlier


def fleet(f: Frame) -> None:
    """Trucks at home at the close, and no more sent than can drive of those at home and coming home."""
    a, x, d = f.d.arrays, f.x, f.d
    count = len(a.fleet_base)
    if not count:
        return
    home = d.due_home.transpose(1, 0, 2).copy()
    home[:, 0] += d.start.home
    rows = f.build.add_rows("trucks at home", (count, *f.tail), items=f.named("home"), lower=home, upper=home)
    ready = f.build.add_rows(
        "trucks", (count, *f.tail), items=f.named("home"), upper=d.available[:, None] * home
    )
    f.build.put(rows, x.home, 1.0)
    f.build.put(rows[:, 1:], earlier(x.home), -1.0)
    f.build.put(ready[:, 1:], earlier(x.home), -d.available[:, None])
    of = a.leg_fleet[x.truck_leg]
    for row in (rows, ready):
        f.build.put(row[of], x.trucks, 1.0)
    free = ~a.leg_hold[x.truck_leg]
    _home(f, x.truck_leg[free], x.trucks[free], d.lead + d.homeward, (rows, ready))
    _home(f, x.gate_leg, x.passed_trucks, d.homeward, (rows, ready))


def _home(f: Frame, legs: Ints, trucks: Index, delay: Ints, rows: tuple[Index, Index]) -> None:
    """Put trucks that come home into both rows of their fleet; `delay` (L, B or 1) by leg."""
    a, d = f.d.arrays, f.d
    late, of = a.leg_return_access[legs], a.leg_fleet[legs]
    prompt = of[~late]
    back = d.returning[prompt]
    for row, share in zip(rows, (back, back * d.available[prompt]), strict=True):
        f.spread(row[prompt], trucks[~late], delay[legs[~late]], -share[:, None])
    for one in np.flatnonzero(late):
        for days in np.unique(delay[legs[one]]).tolist():
            shares = d.late[int(legs[one]), days] * (delay[legs[one]] == days)
            i, j = np.nonzero(shares.any(2))
            _both(f, of[[one]], j, trucks[[one]][:, i], shares[i, j], rows)


def _both(f: Frame, of: Ints, step: Ints, trucks: Index, shares: Floats, rows: tuple[Index, Index]) -> None:
    """Shares (n, B) of trucks (legs, n, B) home by a step (n), at home and ready to drive."""
    back = f.d.returning[of][:, None] * shares
    f.build.put(rows[0][of][:, step], trucks, -back)
    f.build.put(rows[1][of][:, step], trucks, -back * f.d.available[of][:, None])

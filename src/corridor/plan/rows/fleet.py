"""Fleets: trucks at home, sent, and home again after both ways and their turnaround."""

from __future__ import annotations

import numpy as np

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
    gate = {int(leg): y for y, leg in enumerate(x.gate_leg)}
    for y, leg in enumerate(x.truck_leg):
        of = int(a.leg_fleet[leg])
        f.build.put(rows[of], x.trucks[y], 1.0)
        f.build.put(ready[of], x.trucks[y], 1.0)
        if int(leg) not in gate:
            _home(f, of, x.trucks[y], d.home_sent[leg], (rows, ready))
    for leg, y in gate.items():
        _home(f, int(a.leg_fleet[leg]), x.passed_trucks[y], d.home_after[leg], (rows, ready))


def _home(f: Frame, of: int, trucks: Index, shares: np.ndarray, rows: tuple[Index, Index]) -> None:
    """Put trucks that come home into both rows of their fleet."""
    back, available = f.d.returning[of], f.d.available[of]
    for i, j in np.argwhere((shares != 0).any(2)):
        f.build.put(rows[0][of, j], trucks[i], -back * shares[i, j])
        f.build.put(rows[1][of, j], trucks[i], -back * available * shares[i, j])

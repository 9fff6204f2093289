"""Processes: their inputs stay above what they leave untouched."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from corridor.model.arrays import Floats
from corridor.plan.blocks import Index
from corridor.plan.rows.frame import Frame


def keep(f: Frame) -> None:
    """What a process leaves of an input; where less is there than that, it does not run.

    The row counts what is in store once the process has run and before anything is handed out or sent; others leave it
    untouched, too. Where less than that would be there even if nobody took of it, the process stands still.
    """
    a, x = f.d.arrays, f.x
    at = x.stock_at()
    listed = [
        (q, i)
        for q in range(len(a.proc_place))
        for i in range(a.in_start[q], a.in_start[q + 1])
        if a.in_keep[i] > 0 and (int(a.proc_place[q]), int(a.in_commodity[i])) in at
    ]
    if not listed:
        return
    places = np.array([a.proc_place[q] for q, _ in listed])
    goods = np.array([a.in_commodity[i] for _, i in listed])
    keeps = np.array([a.in_keep[i] for _, i in listed])[:, None, None]
    still = untouched(f, places, goods) < keeps
    for r, (q, _) in enumerate(listed):
        f.build.stop(x.runs[q], still[r])
    items = [(a.labels.processes[q], a.labels.commodities[a.in_commodity[i]]) for q, i in listed]
    shape = (len(listed), *f.tail)
    rows = f.build.add_rows("keep", shape, items=items, lower=np.broadcast_to(keeps, shape))
    under = f.build.add_columns("under keep", shape, items=items, upper=np.where(still, keeps, 0.0))
    f.build.put(rows, under, 1.0)
    for r, (place, c) in enumerate(zip(places.tolist(), goods.tolist(), strict=True)):
        u = at[place, c]
        f.build.put(rows[r], x.stock[u], 1.0)
        f.build.put(rows[r], x.lost[x.lost_stock == u], 1.0)
        for taken, amount in _taking(f, place, c):
            f.build.put(rows[r], taken, amount)


def _taking(f: Frame, place: int, c: int) -> Iterator[tuple[Index, float]]:
    """What takes of a store once processes have run, in own units: gifts, shipments, lines, fuel of trucks."""
    a, x = f.d.arrays, f.x
    here = a.leg_from == place
    for g in np.flatnonzero((x.give_place == place) & (a.sat_commodity[x.give_pair] == c)):
        yield x.given[g], 1.0
    for v in np.flatnonzero(here[x.ship_leg] & (x.ship_good == c)):
        yield x.sent[v], 1.0
    for w in np.flatnonzero((a.line_from == place) & (a.line_commodity == c)):
        yield x.moved[w], 1.0
    for y in np.flatnonzero(here[x.truck_leg] & (a.leg_fuel[x.truck_leg] == c)):
        yield x.trucks[y], float(a.leg_fuel_per_truck[x.truck_leg[y]])


def untouched(f: Frame, places: np.ndarray, goods: np.ndarray) -> Floats:
    """What would be in store in each step if nobody took of it and nothing of ours came, (n, I, B), own unit."""
    d = f.d
    perish = d.perish[goods]
    level = d.start.stock[places, goods]
    out = np.zeros((len(places), *f.tail))
    for i, days in enumerate(d.steps.length):
        level = (level + d.came[i, places, goods]) * (1 - perish) ** int(days)
        out[:, i] = level
    return out

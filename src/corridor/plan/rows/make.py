"""Processes: their inputs stay above what they leave untouched."""

from __future__ import annotations

import numpy as np

from corridor.model.arrays import Floats
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
    for r, (q, i) in enumerate(listed):
        place, c = int(a.proc_place[q]), int(a.in_commodity[i])
        u = at[place, c]
        f.build.put(rows[r], x.stock[u], 1.0)
        f.build.put(rows[r], x.lost[u], 1.0)
        for g, (k, p) in enumerate(zip(x.give_pair, x.give_place, strict=True)):
            if (int(p), int(a.sat_commodity[k])) == (place, c):
                f.build.put(rows[r], x.given[g], 1.0)
        for v, (leg, good) in enumerate(zip(x.ship_leg, x.ship_good, strict=True)):
            if (int(a.leg_from[leg]), int(good)) == (place, c):
                f.build.put(rows[r], x.sent[v], 1.0)
        for w, (start, good) in enumerate(zip(a.line_from, a.line_commodity, strict=True)):
            if (int(start), int(good)) == (place, c):
                f.build.put(rows[r], x.moved[w], 1.0)


def untouched(f: Frame, places: np.ndarray, goods: np.ndarray) -> Floats:
    """What would be in store in each step if nobody took of it and nothing of ours came, (n, I, B), own unit."""
    d = f.d
    perish = d.arrays.perish[goods][:, None]
    level = d.start.stock[places, goods]
    out = np.zeros((len(places), *f.tail))
    for i, days in enumerate(d.steps.length):
        level = (level + d.came[i, places, goods]) * (1 - perish) ** int(days)
        out[:, i] = level
    return out

"""Gates: slots of crossings, what waits before one, and room in stores that are not without limit."""

from __future__ import annotations

import numpy as np

from corridor.model.arrays import BIG, Floats
from corridor.plan.rows.frame import Frame, earlier

OVER = 1e-6
"""Cost of a tonne and day in a store beyond what it holds, thousands of person-days: less than any truck that would go
only to burn fuel, and ten times what the solver takes for nothing, so that none is meant without need."""


def slots(f: Frame) -> None:
    """Loaded trucks through each crossing: when sent where nothing waits, else when let through."""
    a, x = f.d.arrays, f.x
    if not len(a.crossing_queue):
        return
    rows = f.build.add_rows(
        "slots",
        (len(a.crossing_queue), *f.tail),
        items=[(c,) for c in a.labels.crossings],
        upper=f.d.slot_cap.transpose(1, 0, 2),
    )
    through = np.zeros((len(a.crossing_queue), len(a.leg_from)), dtype=bool)
    through[a.cross, np.repeat(np.arange(len(a.leg_from)), np.diff(a.cross_start))] = True
    for legs, block, here in (
        (x.truck_leg, x.trucks, ~a.crossing_queue),
        (x.gate_leg, x.passed_trucks, a.crossing_queue),
    ):
        crossing, y = np.nonzero(through[:, legs] & here[:, None])
        f.build.put(rows[crossing], block[y], 1.0)


def queue(f: Frame) -> None:
    """What waits: what waited, what came, less what was let through; goods and trucks."""
    x, d = f.x, f.d
    if len(x.gate):
        leg, good = x.ship_leg[x.gate], x.ship_good[x.gate]
        came = d.due[:, leg, good].transpose(1, 0, 2).copy()
        came[:, 0] += d.start.held[leg, good]
        rows = f.build.add_rows(
            "queue", (len(x.gate), *f.tail), items=f.named("passed"), lower=came, upper=came
        )
        f.build.put(rows, x.waiting, 1.0)
        f.build.put(rows, x.passed, 1.0)
        f.build.put(rows[:, 1:], earlier(x.waiting), -1.0)
        lost = d.loss[leg][:, None]
        f.spread(rows, x.sent[x.gate], d.lead[leg], lost - 1, lambda lead: at_gate(f, lead))
    if len(x.gate_leg):
        came = d.due_trucks[:, x.gate_leg].transpose(1, 0, 2).copy()
        came[:, 0] += d.start.held_trucks[x.gate_leg]
        rows = f.build.add_rows(
            "trucks in the queue",
            (len(x.gate_leg), *f.tail),
            items=f.named("passed trucks"),
            lower=came,
            upper=came,
        )
        f.build.put(rows, x.waiting_trucks, 1.0)
        f.build.put(rows, x.passed_trucks, 1.0)
        f.build.put(rows[:, 1:], earlier(x.waiting_trucks), -1.0)
        trucks = x.trucks[np.searchsorted(x.truck_leg, x.gate_leg)]
        f.spread(rows, trucks, d.lead[x.gate_leg], -1.0, lambda lead: at_gate(f, lead))


def at_gate(f: Frame, lead: int) -> Floats:
    """Share of what leaves in step i that is at its gate in step j, (I, I): at once in steps in which nothing waits."""
    found = f.d.arrives[lead].copy()
    prompt = np.flatnonzero(~f.d.queues)
    found[prompt] = 0.0
    found[prompt, prompt] = 1.0
    return found


def room(f: Frame) -> None:
    """What is let into a store that holds only so much, t; what is in it already counts, and may be more."""
    a, x = f.d.arrays, f.x
    limited = np.flatnonzero(a.storage < BIG)
    if not len(limited) or not len(x.gate):
        return
    cap = np.broadcast_to(a.storage[limited][:, None, None], (len(limited), *f.tail)).copy()
    number = {int(p): i for i, p in enumerate(limited)}
    stored = [(u, number[int(p)]) for u, p in enumerate(x.stock_place) if int(p) in number]
    first = np.zeros((len(limited), f.d.futures))
    for u, i in stored:
        first[i] += a.kg[x.stock_good[u]] * f.d.start.stock[x.stock_place[u], x.stock_good[u]]
    cap -= np.tensordot(f.d.released[:, limited], a.kg, axes=([2], [0])).transpose(1, 0, 2)
    cap[:, 0] -= first
    cap[:, 0] = np.maximum(0.0, cap[:, 0])
    items, shape = [(a.labels.places[p],) for p in limited], (len(limited), *f.tail)
    rows = f.build.add_rows("room", shape, items=items, upper=cap)
    over = f.build.add_columns(
        "over room", shape, items=items, upper=_excess(f, limited), cost=OVER / f.d.futures
    )
    f.build.put(rows[:, 1:], over[:, 1:], -1.0)
    for u, i in stored:
        f.build.put(rows[i, 1:], earlier(x.stock)[u], a.kg[x.stock_good[u]])
    for i, v in enumerate(x.gate):
        p = int(a.leg_to[x.ship_leg[v]])
        if p in number:
            f.build.put(rows[number[p]], x.passed[i], a.kg[x.ship_good[v]])


def _excess(f: Frame, limited: np.ndarray) -> np.ndarray:
    """What opening stocks and supply alone may put into a store beyond what it holds, (stores, I, B), t."""
    a, d = f.d.arrays, f.d
    mass = np.tensordot(d.came, a.kg, axes=([2], [0])).cumsum(0)
    before = np.concatenate([np.zeros_like(mass[:1]), mass[:-1]])
    first = np.tensordot(d.start.stock, a.kg, axes=([1], [0]))
    before += np.tensordot(d.released, a.kg, axes=([2], [0]))
    found = (before + first)[:, limited] - a.storage[limited][:, None]
    excess: np.ndarray = np.maximum(0.0, found).transpose(1, 0, 2)
    return excess

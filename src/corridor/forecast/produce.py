"""Step 6 of the day: lines and processes in one listed order, run only up to what is asked."""

from __future__ import annotations

import numpy as np

from corridor.forecast.block import Path
from corridor.forecast.state import State
from corridor.model.arrays import BIG, LINE, Arrays, Floats, Params


def run(a: Arrays, p: Params, situation: Path, e: int, ration: Floats, s: State) -> None:
    """Ask from the end backwards, then move and make forwards; stocks and flows are changed in place."""
    if not len(a.step_kind):
        return
    lines = line_capacity(a, p, situation)
    ask = _asked(a, p, e, ration, s.stock, lines)
    for kind, i in zip(a.step_kind, a.step_index, strict=True):
        if kind == LINE:
            _move(a, p, e, int(i), ask, s, lines)
        else:
            _make(a, p, e, int(i), ask, s)


def line_capacity(a: Arrays, p: Params, situation: Path) -> Floats:
    """Capacity of the day of each line, own unit (W, B)."""
    members = situation.shape[-1]
    count = len(a.line_from)
    if not count:
        return np.zeros((0, members))
    wide = np.arange(members) if p.line_access.shape[-1] > 1 else np.zeros(members, dtype=np.int64)
    state = situation[a.line_group]
    capacity: Floats = p.line_cap * p.line_access[state, np.arange(count)[:, None], wide[None]]
    return capacity


def _asked(a: Arrays, p: Params, e: int, ration: Floats, stock: Floats, lines: Floats) -> Floats:
    """What each place asks of each commodity today, looking back through processes and lines."""
    ask = np.zeros_like(stock)
    for n in range(len(a.labels.needs)):
        for k in range(a.sat_start[n], a.sat_start[n + 1]):
            ask[:, a.sat_commodity[k]] += ration[:, n] * p.share[k] / a.sat_value[k]
    for kind, i in reversed(list(zip(a.step_kind, a.step_index, strict=True))):
        if kind == LINE:
            c, to = a.line_commodity[i], a.line_to[i]
            gap = np.maximum(0.0, ask[to, c] - stock[to, c])
            ask[a.line_from[i], c] += np.minimum(gap / (1 - p.line_loss[i]), lines[i])
        else:
            runs = _wanted(a, p, e, int(i), ask, stock)
            for f in range(a.in_start[i], a.in_start[i + 1]):
                ask[a.proc_place[i], a.in_commodity[f]] += a.in_amount[f] * runs
    return ask


def _wanted(a: Arrays, p: Params, e: int, q: int, ask: Floats, stock: Floats) -> Floats:
    """Runs that would meet what is asked of the outputs, within capacity."""
    runs: Floats = np.zeros(stock.shape[-1])
    for f in range(a.out_start[q], a.out_start[q + 1]):
        place, c = a.proc_place[q], a.out_commodity[f]
        gap = p.proc_target[q] * ask[place, c] - stock[place, c]
        runs = np.maximum(runs, gap / a.out_amount[f])
    wanted: Floats = np.minimum(runs, p.proc_cap[e, q])
    return wanted


def _move(a: Arrays, p: Params, e: int, w: int, ask: Floats, s: State, lines: Floats) -> None:
    """A line moves at once the least of its capacity, what its start has, and what its end asks."""
    c, to = a.line_commodity[w], a.line_to[w]
    gap = np.maximum(0.0, ask[to, c] - s.stock[to, c]) / (1 - p.line_loss[w])
    take_line(a, p, e, w, np.minimum(gap, lines[w]), s)


def take_line(a: Arrays, p: Params, e: int, w: int, wanted: Floats, s: State) -> None:
    """Move into a line what is wanted, as far as its start has it."""
    c, start, to = a.line_commodity[w], a.line_from[w], a.line_to[w]
    there = BIG if a.unlimited[e, start, c] else np.maximum(0.0, s.stock[start, c])
    moved = np.minimum(wanted, there)
    lost = moved * p.line_loss[w]
    s.stock[start, c] -= moved
    s.stock[to, c] += moved - lost
    s.flow["lost"][c] += lost


def _make(a: Arrays, p: Params, e: int, q: int, ask: Floats, s: State) -> None:
    """A process runs the least of what is wanted, its capacity, and its inputs above `keep`."""
    take_process(a, q, _wanted(a, p, e, q, ask, s.stock), s)


def take_process(a: Arrays, q: int, wanted: Floats, s: State) -> None:
    """Run a process as often as is wanted, as far as its inputs above `keep` allow."""
    place, runs = a.proc_place[q], wanted
    inputs = range(a.in_start[q], a.in_start[q + 1])
    for f in inputs:
        have = np.maximum(0.0, s.stock[place, a.in_commodity[f]] - a.in_keep[f])
        runs = np.minimum(runs, have / a.in_amount[f])
    for f in inputs:
        taken = np.minimum(runs * a.in_amount[f], np.maximum(0.0, s.stock[place, a.in_commodity[f]]))
        s.stock[place, a.in_commodity[f]] -= taken
        s.flow["used"][a.in_commodity[f]] += taken
    for f in range(a.out_start[q], a.out_start[q + 1]):
        made = runs * a.out_amount[f]
        s.stock[place, a.out_commodity[f]] += made
        s.flow["produced"][a.out_commodity[f]] += made

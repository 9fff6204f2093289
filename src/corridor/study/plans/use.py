"""What a plan moves by a passage, and why closing it cannot change anything: answers that need no solving."""

from __future__ import annotations

import numpy as np

from corridor.model.arrays import Bools, Floats
from corridor.study.plans.closures import Base, sent_through
from corridor.study.plans.futures import Futures
from corridor.study.plans.passages import Closing

LITTLE = 1e-6


def why_not(base: Base, c: Closing) -> str:
    """Why a closure cannot change anything; blank if it may."""
    a, d, p = base.drawn.arrays, base.data, base.drawn.params
    days = np.arange(c.first, c.first + c.days)
    state = base.drawn.path[days].astype(np.int64)
    at = np.arange(state.shape[-1])
    legs = np.arange(len(a.leg_from))
    member = at if p.access.shape[-1] > 1 else np.zeros_like(at)
    on = state[:, a.leg_group]
    speaks = c.passage.legs[on, legs[None, :, None]]  # (D, L, B, J)
    passes = speaks & (p.access[on, legs[None, :, None], :, member] > 0)
    lines = np.arange(len(a.line_from))
    member = at if p.line_access.shape[-1] > 1 else np.zeros_like(at)
    of_line = state[:, a.line_group]
    carries = c.passage.lines[of_line, lines[None, :, None]]
    carries = carries & (p.line_access[of_line, lines[None, :, None], member] > 0)
    if not passes.any() and not carries.any():
        return "closed on these days in every future already"
    held = a.leg_hold | a.leg_return_access
    if (passes.any((0, 2, 3)) & held).any() and _moves(base, np.asarray(c.passage.legs.any((0, 2)))):
        return ""  # what was sent before may wait at a gate, or trucks may wait to come home
    steps = np.unique(d.steps.of_day[days - d.steps.first])
    tonnes, own = sent_through(base, c.passage.legs, c.passage.lines)
    return (
        ""
        if max(tonnes[steps].max(initial=0.0), own[steps].max(initial=0.0)) > LITTLE
        else ("the plan moves nothing by it on these days")
    )


def _moves(base: Base, legs: Bools) -> bool:
    """Whether anything of the plan goes, or is on the way or away at its start, by some legs."""
    x, s = base.solved.written.columns, base.drawn.start
    goes = base.solved.solution.values[x.sent[legs[x.ship_leg]]]
    before = (s.due, s.due_trucks, s.held[None], s.held_trucks[None], s.back_leg, s.out[None])
    return bool((goes > LITTLE).any() or any((y[:, legs] > LITTLE).any() for y in before))


def inward(drawn: Futures) -> Bools:
    """Legs from a source to another place, (L,)."""
    a = drawn.arrays
    source = np.array([p.kind == "source" for p in drawn.prepared.model.places], dtype=bool)
    found: Bools = source[a.leg_from] & ~source[a.leg_to]
    return found


def plain_answers(base: Base) -> list[str]:
    """What is to be said before any figure: nothing moves, or all is short as it is."""
    found = []
    every = np.ones((base.drawn.arrays.pool_of.shape[0], len(base.drawn.arrays.leg_from), 1), dtype=bool)
    every = np.broadcast_to(every, (*every.shape[:2], len(base.drawn.arrays.labels.classes)))
    lines = np.ones((every.shape[0], len(base.drawn.arrays.line_from)), dtype=bool)
    tonnes, own = sent_through(base, every, lines)
    if tonnes.max(initial=0.0) <= LITTLE and own.max(initial=0.0) <= LITTLE:
        found.append(
            "Nothing moves in this plan, in any future: no passage that could close changes anything."
        )
    if _all_short(base):
        found.append("All that is needed is short in the plan as it is: no closure makes it worse.")
    return found


def _all_short(base: Base) -> bool:
    x, written = base.solved.written.columns, base.solved.written
    needed = base.data.parts[:, x.need_place, x.need].sum()
    short: Floats = base.solved.solution.values[x.short] / written.scale[x.need][:, None, None, None]
    return bool(needed > 0 and short.sum() >= (1 - LITTLE) * needed)

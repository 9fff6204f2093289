"""Solving a written plan; where a rule has two branches, the branch that was taken is made true.

A store that is over full by itself takes nothing in (`corridor.plan.rows.gate.room`). The program lets it be over full
at a small cost; where it then also takes goods in, those are stopped and the program is solved again from there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from corridor.errors import EngineError
from corridor.model.arrays import BIG
from corridor.plan.blocks import Index
from corridor.plan.highs import Solution, Solver
from corridor.plan.program import Written

ROUNDS = 40
STRICT = 8
"""Round from which on stores that do not settle take nothing in on any day on which they may be over full."""
DUST = 1e-7
"""Tonnes over room, and goods in own units, that are rounding of the solver."""


@dataclass(frozen=True, slots=True)
class Solved:
    """A written plan and its solution; `rounds` counts how often it was solved."""

    written: Written
    solution: Solution
    rounds: int


def solve(written: Written, solver: Solver, *, warm: bool = True) -> Solved:
    """Solve a plan.

    Raises
    ------
    SolverError
        When the solver fails.
    """
    for rounds in range(1, ROUNDS + 1):
        found = solver.solve(written.program, warm=warm or rounds > 1)
        if found.outcome != "optimal":
            return Solved(written, found, rounds)
        stopped = _stopped(written, found, strict=rounds >= STRICT)
        if not len(stopped):
            return Solved(written, found, rounds)
        upper = written.program.upper.copy()
        upper[stopped] = 0.0
        written = replace(written, program=replace(written.program, upper=upper))
    raise EngineError("The plan does not settle which full stores take goods in.")


def _stopped(written: Written, found: Solution, *, strict: bool) -> Index:
    """Columns of goods let into a store on a day on which it is over full by itself.

    With `strict`, where there are any, those of every day and future in which the store may be over full: that settles.
    """
    block = written.program.columns.get("over room")
    if block is None:
        return np.zeros(0, dtype=np.int32)
    d, x = written.data, written.columns
    a = d.arrays
    over, may = block.of(found.values) > DUST, block.of(written.program.upper) > 0
    stores = {int(p): i for i, p in enumerate(np.flatnonzero(a.storage < BIG))}
    into = np.array([stores.get(int(p), -1) for p in a.leg_to[x.ship_leg[x.gate]]], dtype=np.int64)
    passed, into = x.passed[into >= 0], into[into >= 0]
    wrong = over[into] & (found.values[passed] > DUST)
    if strict and wrong.any():
        full = np.zeros(len(over), dtype=bool)
        np.logical_or.at(full, into, wrong.any((1, 2)))
        wrong = may[into] & full[into][:, None, None] & (written.program.upper[passed] > 0)
    columns: Index = passed[wrong]
    return columns

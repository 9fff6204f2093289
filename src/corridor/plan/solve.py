"""Solving a written plan; where a rule has two branches, the branch that was taken is made true.

A store that is over full by itself takes nothing in (`corridor.plan.rows.gate.room`). The program lets it be over full
at a small cost; where it then also takes goods in, those are stopped and the program is solved again from there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from corridor.errors import EngineError
from corridor.plan.highs import Solution, Solver
from corridor.plan.program import Written

ROUNDS = 25
DUST = 1e-9


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
        stopped = _stopped(written, found)
        if not len(stopped):
            return Solved(written, found, rounds)
        upper = written.program.upper.copy()
        upper[stopped] = 0.0
        written = replace(written, program=replace(written.program, upper=upper))
    raise EngineError("The plan does not settle which full stores take goods in.")


def _stopped(written: Written, found: Solution) -> np.ndarray:
    """Columns of goods let into a store on a day on which it is over full by itself."""
    block = written.program.columns.get("over room")
    if block is None:
        return np.zeros(0, dtype=np.int64)
    d, x = written.data, written.columns
    a = d.arrays
    over = block.of(found.values) > DUST
    stores = {int(p): i for i, p in enumerate(np.flatnonzero(a.storage < 1e290))}
    columns = [
        x.passed[i][over[stores[int(a.leg_to[x.ship_leg[v]])]]]
        for i, v in enumerate(x.gate)
        if int(a.leg_to[x.ship_leg[v]]) in stores
    ]
    every = np.concatenate([c.ravel() for c in columns]) if columns else np.zeros(0, dtype=np.int64)
    stopped: np.ndarray = every[found.values[every] > DUST]
    return stopped

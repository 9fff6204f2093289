"""Whether a program that differs from the last one in its bounds starts from the last answer."""

from dataclasses import replace

import numpy as np
import pytest

from corridor.plan.blocks import Builder, Program
from corridor.plan.highs import MANY_OPENED, Solver

COUNT = 3 * MANY_OPENED


def transport(opened: int) -> Program:
    """Pairs of columns that serve one need each; the cheap one of the first pairs is open."""
    build = Builder()
    cheap = build.add_columns("cheap", (COUNT, 1, 1), upper=np.inf, cost=1.0)
    dear = build.add_columns("dear", (COUNT, 1, 1), cost=np.linspace(2.0, 3.0, COUNT)[:, None, None])
    rows = build.add_rows("need", (COUNT, 1, 1), lower=1.0, upper=1.0)
    both = build.add_rows("both", (1, 1, 1), upper=2.0 * COUNT)
    build.put(rows, cheap, 1.0)
    build.put(rows, dear, 1.0)
    build.put(both, cheap, 1.0)
    upper = np.full(2 * COUNT, np.inf)
    upper[opened:COUNT] = 0.0
    return replace(build.program(), upper=upper)


@pytest.mark.parametrize("opened", [1, MANY_OPENED, MANY_OPENED + 1, COUNT])
def test_after_other_openings_the_answer_is_that_of_a_new_solver(opened: int) -> None:
    """Few or many columns opened, then all held again: objective and duals of the same solver, and of a new one."""
    solver = Solver(method="simplex")
    solver.solve(transport(0))
    for now in (opened, 0):
        again, fresh = solver.solve(transport(now)), Solver(method="simplex").solve(transport(now))
        assert again.outcome == fresh.outcome == "optimal"
        assert again.objective == pytest.approx(fresh.objective, rel=1e-9)
        assert again.duals == pytest.approx(fresh.duals, abs=1e-9)


def test_many_opened_columns_forget_the_last_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """The solver is cleared where more columns open than `MANY_OPENED`, and only there."""
    cleared: list[int] = []
    solver = Solver(method="simplex")
    solver.solve(transport(0))
    clear = solver._highs.clearSolver
    monkeypatch.setattr(solver._highs, "clearSolver", lambda: (cleared.append(1), clear())[1])
    solver.solve(transport(MANY_OPENED))
    assert not cleared
    solver.solve(transport(2 * MANY_OPENED + 1))
    assert cleared == [1]

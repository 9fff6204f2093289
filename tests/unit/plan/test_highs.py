"""The solver: every status is looked at, and what it refuses is an error."""

import dataclasses

import numpy as np
import pytest

from corridor.plan.blocks import Builder
from corridor.plan.highs import Solver, SolverError


def program(*, upper=4.0, row=10.0, cost=-1.0):
    """Two columns up to `upper`, their sum at most `row`, each worth `-cost`."""
    build = Builder()
    x = build.add_columns("x", (2, 1, 1), upper=upper, cost=cost)
    build.put(build.add_rows("r", (1, 1, 1), upper=row), x.reshape(1, 2, 1), 1.0)
    return build.program()


def test_values_duals_and_reduced_costs_come_back():
    """Sum at most 5: one more is worth 1 (dual -1), and no column is at its own bound alone."""
    found = Solver().solve(program(row=5.0))
    assert found.outcome == "optimal"
    assert found.objective == pytest.approx(-5, abs=1e-9)
    assert found.values.sum() == pytest.approx(5, abs=1e-9)
    assert found.duals.tolist() == pytest.approx([-1])
    assert found.reduced.tolist() == pytest.approx([0, 0])


@pytest.mark.parametrize(
    ("name", "setting"), [("solver", "hipo"), ("solver", "quick"), ("threads", -3), ("no such option", 1)]
)
def test_an_option_that_is_refused_is_an_error(name, setting):
    """An algorithm that is not built in, a number out of range, an unknown name: never silence."""
    solver = Solver()
    with pytest.raises(SolverError, match=name):
        solver.option(name, setting)


def test_an_option_that_is_not_kept_is_an_error(monkeypatch):
    """What the solver takes and then does not hold is told, too."""
    solver = Solver()
    kept = solver._highs.getOptionValue("threads")
    assert kept[1] == 1

    class Forgetful:
        def __init__(self, real):
            self.real = real

        def __getattr__(self, name):
            return getattr(self.real, name)

        def getOptionValue(self, name):
            return self.real.getOptionValue(name)[0], 99

    monkeypatch.setattr(solver, "_highs", Forgetful(solver._highs))
    with pytest.raises(SolverError, match='keeps "threads = 99", not 2'):
        solver.option("threads", 2)


def test_what_cannot_be_is_infeasible():
    """At least 3 of columns that hold 2 in all; the values are none."""
    p = dataclasses.replace(program(upper=1.0), row_lower=np.array([3.0]))
    found = Solver().solve(p)
    assert found.outcome == "infeasible"
    assert np.isnan(found.values).all()


def test_a_program_without_bound_is_an_error():
    """Then the program is wrong, not the case."""
    with pytest.raises(SolverError, match="nbounded"):
        Solver().solve(program(upper=np.inf, row=np.inf))


def test_no_time_is_a_time_limit():
    """Out of time before the first step: the outcome says so, and values are none."""
    build = Builder()
    rng = np.random.default_rng(1)
    x = build.add_columns("x", (60, 1, 1), cost=-rng.random((60, 1, 1)), upper=9.0)
    rows = build.add_rows("r", (50, 1, 1), upper=rng.random((50, 1, 1)) * 90)
    build.put(rows[:, None], x[None], rng.random((50, 60, 1, 1)))
    found = Solver(time_limit=0.0).solve(build.program())
    assert found.outcome == "time limit"
    assert np.isnan(found.values).all()


def test_other_bounds_and_costs_are_taken_without_the_matrix_again(monkeypatch):
    """With the matrix of the last program only bounds and costs change; another matrix is passed whole."""
    solver, passed = Solver(), []
    real = solver._pass
    monkeypatch.setattr(solver, "_pass", lambda p: (passed.append(p), real(p)))
    assert solver.solve(program()).objective == pytest.approx(-8)
    assert solver.solve(program(upper=2.0)).objective == pytest.approx(-4)
    assert solver.solve(program(row=1.0)).objective == pytest.approx(-1)
    assert solver.solve(program(cost=-3.0)).objective == pytest.approx(-24)
    assert len(passed) == 1
    twice = program()
    twice.matrix.data[:] = 2.0
    assert solver.solve(twice).objective == pytest.approx(-5)
    assert len(passed) == 2
    assert solver.solve(twice, warm=False).objective == pytest.approx(-5)
    assert len(passed) == 3


def test_an_answer_after_an_infeasible_one_is_as_from_a_new_solver():
    """The state of a failed solve does not stay."""
    solver = Solver()
    never = dataclasses.replace(program(upper=1.0), row_lower=np.array([3.0]))
    assert solver.solve(never).outcome == "infeasible"
    assert solver.solve(program()).objective == pytest.approx(-8)


def test_a_program_without_columns_has_an_answer():
    """Nothing to decide is decided."""
    build = Builder()
    build.add_columns("x", (0, 1, 1))
    found = Solver().solve(build.program())
    assert (found.outcome, found.objective, found.values.size) == ("optimal", 0.0, 0)

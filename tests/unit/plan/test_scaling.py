"""Units in which a program is handed to the solver."""

from dataclasses import replace

import numpy as np
import pytest

from corridor.plan.blocks import Builder, Program
from corridor.plan.highs import Solver
from corridor.plan.scaling import LARGEST_COST, scaling


def litres() -> Program:
    """A million litres to carry by trucks of 20,000, or to go short of at a price; one row of need a step."""
    build = Builder()
    sent = build.add_columns("sent", (1, 4, 1), upper=4e5, cost=3e-9)
    trucks = build.add_columns("trucks", (1, 4, 1), upper=12.0, cost=2e-6)
    short = build.add_columns("short", (1, 4, 1), cost=2e-4)
    load = build.add_rows("load", (1, 4, 1), upper=0.0)
    need = build.add_rows("need", (1, 4, 1), lower=250.0, upper=250.0)
    build.put(load, sent, 8e-4)
    build.put(load, trucks, -16.0)
    build.put(need, sent, 1e-3)
    build.put(need, short, 1.0)
    return build.program()


def test_factors_are_powers_of_two_alike_within_an_item_and_bring_coefficients_together() -> None:
    """Nothing rounds; steps of one item share their factor; the spread of the coefficients shrinks a hundredfold."""
    p = litres()
    s = scaling(p)
    for x in (s.rows, s.columns, np.array([s.cost])):
        assert (np.exp2(np.round(np.log2(x))) == x).all()
    for block in p.columns.values():
        assert len(np.unique(block.of(s.columns))) == 1
    before, after = np.abs(p.matrix.data), np.abs(s.matrix(p))
    assert after.max() / after.min() < before.max() / before.min() / 100
    assert (after / s.rows[p.matrix.indices] / np.repeat(s.columns, np.diff(p.matrix.indptr)) == before).all()
    assert LARGEST_COST / 2 <= (p.cost * s.columns * s.cost).max() <= LARGEST_COST * 2


def test_what_comes_back_is_in_the_units_of_the_program() -> None:
    """Values fulfil the rows; objective is cost times values; duals price each row's right-hand side."""
    p = litres()
    found = Solver().solve(p)
    assert p.matrix @ found.values == pytest.approx(np.array([0, 0, 0, 0, 250, 250, 250, 250]), abs=1e-6)
    assert found.objective == pytest.approx(float(p.cost @ found.values), rel=1e-9)
    more = p.row_lower.copy(), p.row_upper.copy()
    for side in more:
        side[4] += 1.0
    again = Solver().solve(replace(p, row_lower=more[0], row_upper=more[1]))
    assert again.objective - found.objective == pytest.approx(found.duals[4], rel=1e-6)
    reduced = p.cost - p.matrix.T @ found.duals
    assert found.reduced == pytest.approx(reduced, abs=1e-12)


def test_a_warm_solve_uses_the_factors_of_the_matrix() -> None:
    """Other costs and bounds on the matrix of the last program: the answer of a new solver."""
    p = litres()
    solver = Solver()
    solver.solve(p)
    q = replace(p, cost=p.cost * 50, upper=p.upper * 0.5)
    warm, cold = solver.solve(q), Solver().solve(q)
    assert warm.objective == pytest.approx(cold.objective, rel=1e-9)
    assert warm.values == pytest.approx(cold.values, rel=1e-9)


def test_a_program_without_costs_or_rows_is_left_as_it_is() -> None:
    """Nothing to go by: every factor is 1."""
    build = Builder()
    build.add_columns("alone", (2, 1, 1), upper=3.0)
    s = scaling(build.program())
    assert s.columns.tolist() == [1.0, 1.0]
    assert s.cost == 1.0

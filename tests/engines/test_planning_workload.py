"""The planning workload: the product's plan of the tiny instance against the floor's linear program."""

import importlib
import sys
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from corridor.plan.highs import Solver

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"
PEERS = 803.2153817976
"""Objective of the tiny instance as it stands, the same in thirteen other modelling tools."""


@cache
def benchmark():
    """Modules of the benchmark: the product's arrays of the workload, and the floor."""
    sys.path.insert(0, str(BENCHMARKS.parent))
    try:
        convoys = importlib.import_module("benchmarks.convoys")
        return convoys, importlib.import_module("floor_lp")
    finally:
        sys.path.remove(str(BENCHMARKS.parent))


def floor(d) -> float:
    """The floor's objective."""
    _, lp = benchmark()
    highs = lp.hand(lp.build(d))
    highs.run()
    return float(highs.getInfo().objective_function_value)


def test_the_floor_is_that_of_the_peers() -> None:
    """The reference program as it is kept here has the objective that others found for it."""
    convoys, _ = benchmark()
    assert floor(convoys.convoy_data.make("tiny")) == pytest.approx(PEERS, abs=1e-9)


@pytest.mark.parametrize("seed", [7, 8, 15])
def test_the_plan_costs_what_the_floor_does(seed: int) -> None:
    """Where nothing perishes and trucks are never scarce, the two say the same: one objective, to 1e-9."""
    convoys, _ = benchmark()
    d = convoys.alike(convoys.convoy_data.make("tiny", seed))
    written = convoys.convoys(d).build()
    found = Solver().solve(convoys.costs(written, d))
    assert found.outcome == "optimal"
    assert found.objective == pytest.approx(floor(d), rel=1e-9)
    assert np.any(found.values[written.columns.sent] > 1)
    assert np.any(found.values[written.columns.short] > 1)

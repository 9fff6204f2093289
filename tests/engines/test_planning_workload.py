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


def module(name: str):
    """A module of the benchmarks."""
    sys.path.insert(0, str(BENCHMARKS.parent))
    try:
        return importlib.import_module(f"benchmarks.{name}")
    finally:
        sys.path.remove(str(BENCHMARKS.parent))


@cache
def benchmark():
    """Modules of the benchmark: the product's arrays of the workload, and the floor."""
    return module("convoys"), importlib.import_module("floor_lp")


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


def test_highs_alone_is_handed_the_same_program() -> None:
    """What the product's solver is measured against solves the program it was handed: the floor's objective."""
    convoys, lp = benchmark()
    cost, lower, upper, matrix, low, high, _ = lp.build(convoys.convoy_data.make("tiny"))
    highs = module("planning_apart").handed(
        cost, lower, upper, matrix, low, high, solver="simplex", limit=60.0
    )
    highs.run()
    assert highs.getInfo().objective_function_value == pytest.approx(PEERS, abs=1e-9)


def test_unlike_objectives_end_the_run() -> None:
    """Figures of rivals that do not find one optimum are never written: beyond 1e-6 the run ends, NaN included."""
    agree = module("planning")._agree
    assert agree("close", [1e6, 1e6 + 0.5]) == pytest.approx(5e-7, rel=1e-3)
    for objectives in ([1.0, 1.00001], [1.0, float("nan")]):
        with pytest.raises(SystemExit, match="differ"):
            agree("far", objectives)


def test_a_bar_is_met_at_its_limit_and_missed_beyond_it() -> None:
    """Bars are held against medians of own seconds, a nonzero of each one's own program."""
    planning = module("planning")

    def rival(seconds: float, nonzeros: int, peak: float):
        parts = {"build": seconds / 2, "hand": seconds / 2, "solve": seconds}
        return {"own": parts, "counts": [1, 1, nonzeros], "peak_mib": peak}

    floor_of, ours = rival(1.0, 100, 50.0), rival(3.0, 150, 101.0)
    solved = {"simplex": {"plain": rival(1.0, 1, 1.0), "product": rival(1.2, 1, 1.0)}}
    bars = planning._bars({"build": {"S": {"floor": floor_of, "product": ours}}, "solve": {"S": solved}})
    assert [(round(bar["found"], 2), bar["met"]) for bar in bars] == [
        (2.0, True),
        (2.02, False),
        (1.2, False),
    ]

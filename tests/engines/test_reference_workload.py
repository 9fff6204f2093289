"""The reference workload: every engine against the numpy reference of the benchmark, on the same paths.

The workload is the law with one need a commodity and no processes, fuel or tiers. The product's arrays are made from
the instance directly, and once more through the tables of a case.
"""

import datetime as dt
import importlib
import sys
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from tests.support import ENGINES

from corridor.forecast.ensemble import engine_for, prepare
from corridor.model.case import Builder
from corridor.model.numbers import draw_values

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"
RELATIVE = 1e-9
"""Same sums in another order, over up to 300 days; relative to the largest value of a result."""
SIZES = {"tiny": 8, "small": 40}
"""Members of each size that are run here."""


@cache
def benchmark():
    """Modules of the benchmark: the product's arrays of the workload, the instance, the reference."""
    sys.path.insert(0, str(BENCHMARKS.parent))
    try:
        workload = importlib.import_module("benchmarks.workload")
        return workload, sys.modules["instance"], importlib.import_module("ref_numpy")
    finally:
        sys.path.remove(str(BENCHMARKS.parent))


@cache
def reference(size):
    """The instance and what the reference makes of it."""
    _, instance, ref = benchmark()
    w = instance.make(size, M=SIZES[size])
    return w, ref.run(w)


def agree(block, want, hub):
    """Holds a block to the reference: unmet, first days, daily unmet, stock at the end, loss."""
    met = np.moveaxis(block.closing, -1, 0)
    short = np.moveaxis(block.short.sum(2), -1, 0)
    for name, got, expected in (
        ("stock at the end", met, want["stock"]),
        ("unmet", short, want["unmet"]),
        ("unmet by day", np.moveaxis(block.person_days_daily, -1, 0), want["daily"]),
        ("lost", block.lost.sum(0), want["loss"]),
    ):
        scale = np.abs(expected).max()
        np.testing.assert_allclose(got, expected, rtol=RELATIVE, atol=RELATIVE * scale, err_msg=name)
    rationing = np.moveaxis(block.first_rationing, -1, 0)
    assert np.array_equal(rationing[:, hub:], want["first"][:, hub:])


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("size", list(SIZES))
def test_every_engine_gives_what_the_reference_gives(engine, size):
    """On the same paths: the same stocks, the same need unmet by day, place and commodity, the same first days."""
    workload, _, _ = benchmark()
    w, want = reference(size)
    block = engine_for(engine, 0).run(
        workload.arrays(w), workload.params(w), workload.path(w, 0, w.M), keep_daily=False
    )
    agree(block, want, w.S)


@cache
def tables():
    """The tiny instance written as a case: one person a place, a need for each commodity, a group for each route."""
    _, ri, _ = benchmark()
    w, _ = reference("tiny")
    start = dt.date(2000, 1, 1)
    case = Builder.build(start=start, days=w.T, origin=start)
    for p in range(w.P):
        hub = p < w.S
        case.add_place(f"p{p}", kind="hub" if hub else "settlement", people=None if hub else 1)
    goods = [f"c{c}" for c in range(w.C)]
    for c, good in enumerate(goods):
        case.add_commodity(good, unit="t", perish_per_day=float(w.perish[c]))
        case.add_need(f"n{c}", unit="t", per_person_day=0)
        case.add_satisfies(f"n{c}", good, per_unit=1)
        days = [1 / (w.inv[p, c] * w.need[p, c]) for p in range(w.S, w.P)]
        case.add_ration("*", f"n{c}", policy="cover", threshold_days=days[0], floor_share=ri.RMIN)
        for p in range(w.P):
            if w.need[p, c]:
                case.add_fixed_need(f"n{c}", f"p{p}", per_day=float(w.need[p, c]))
                case.add_level(
                    f"p{p}",
                    good,
                    target_days=float(w.target[p, c] / w.need[p, c]),
                    reserve_days=float(w.keep[p, c] / w.need[p, c]),
                )
            case.add_stock(f"p{p}", good, amount=float(w.stock0[p, c]))
            case.add_supply(f"p{p}", good, per_day=float(w.prod[p, c]))
    for x in range(w.K):
        case.add_crossing(f"x{x}", slots_per_day=float(w.kcap[x] / ri.LOAD))
    for p in range(w.P):
        if w.fleet[p]:
            case.add_fleet(f"f{p}", f"p{p}", trucks=float(w.fleet[p]), payload_t=ri.LOAD)
    for r in range(w.R):
        gate = () if w.ck[r] == w.K else (f"x{w.ck[r]}",)
        case.add_route(
            f"r{r}", f"p{w.src[r]}", f"p{w.dst[r]}", lead_days=int(w.lead[r]), per_day=float(w.cap[r]),
            crossings=gate,
        )  # fmt: skip
        for s, share in enumerate(ri.FACT):
            case.add_situation(f"r{r}s{s}", f"r{r}")
            status = {0.0: "closed", 1.0: "open"}.get(float(share), "restricted")
            case.add_access(
                f"r{r}s{s}", f"r{r}", status=status, cap=float(share) if status == "restricted" else None
            )
        case.add_spell(f"r{r}", f"r{r}s0", start=start)
    case.add_access("*", "*", status="open")
    return prepare(case.check(), policy="pull")


@pytest.mark.parametrize("engine", ENGINES)
def test_the_workload_through_the_tables_gives_the_same(engine):
    """The tiny instance as places, needs, routes, fleets, access, lowered, and run on the paths given."""
    workload, _, _ = benchmark()
    w, want = reference("tiny")
    prepared = tables()
    a = prepared.arrays
    params = prepared.lowered.params(draw_values(a.numbers, 1, np.arange(w.M)))
    block = engine_for(engine, 0).run(a, params, workload.path(w, 0, w.M), keep_daily=False)
    unmet = block.short.sum(2)
    np.testing.assert_allclose(
        np.moveaxis(unmet, -1, 0), want["unmet"], rtol=RELATIVE, atol=RELATIVE * want["unmet"].max()
    )
    np.testing.assert_allclose(
        np.moveaxis(block.closing, -1, 0), want["stock"], rtol=RELATIVE, atol=RELATIVE * want["stock"].max()
    )
    np.testing.assert_allclose(block.lost.sum(0), want["loss"], rtol=RELATIVE)
    assert np.array_equal(np.moveaxis(block.first_rationing, -1, 0)[:, w.S :], want["first"][:, w.S :])

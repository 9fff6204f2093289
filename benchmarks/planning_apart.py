"""Measured in a process of its own, `python -m benchmarks.planning_apart WHAT ...`: building and solving plans.

Each measurement imports what it measures, and no more. Seconds are told twice, of this process' own time on the
processor (`own`) and of the clock (`wall`); the first call of everything has been made on the tiny instance before.
"""

# ruff: noqa: PLC0415

from __future__ import annotations

import gc
import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.apart import ROOT, peak

REFERENCE = ROOT / "benchmarks" / "reference"
SLOW = 600.0
"""Seconds after which a solve that may be long is given up."""


class Missing(RuntimeError):
    """The peer cannot be imported."""


def ask(what: str, *arguments: object) -> dict[str, Any]:
    """Run one of the measurements below in a new process."""
    return _json([sys.executable, "-m", "benchmarks.planning_apart", what, *map(str, arguments)], ROOT)


def linopy(python: str, what: str, *arguments: object) -> dict[str, Any]:
    """Run the peer in an interpreter that has it; Missing where that has none."""
    command = [python, "-W", "ignore", str(REFERENCE / "linopy_lp.py"), what, *map(str, arguments)]
    return _json(command, REFERENCE)


def _json(command: list[str], folder: Path) -> dict[str, Any]:
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)
    if done.returncode and "No module named 'linopy'" in done.stderr:
        raise Missing
    if done.returncode:
        raise RuntimeError(f"{' '.join(command[1:])}: {done.stderr[-2000:]}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


class Clock:
    """Seconds of parts, on the processor and by the clock."""

    def __init__(self) -> None:
        self.own: dict[str, float] = {}
        self.wall: dict[str, float] = {}

    def time(self, name: str, what: Callable[[], Any]) -> Any:
        """What a call gives; its seconds are kept."""
        gc.collect()
        own, wall = time.process_time(), time.perf_counter()
        found = what()
        self.own[name], self.wall[name] = time.process_time() - own, time.perf_counter() - wall
        return found

    def told(self, **more: Any) -> dict[str, Any]:
        """All of it, with the peak of memory so far."""
        return {"own": self.own, "wall": self.wall, "peak_mib": peak() / 1024, **more}


def floor(size: str, hand: str = "attributes") -> dict[str, Any]:
    """The floor, built and handed over: as it is (`attributes`), or by the call that takes arrays (`arrays`)."""
    sys.path.insert(0, str(REFERENCE))
    import convoy_data
    import floor_lp

    give = floor_lp.hand if hand == "attributes" else lambda m: handed(m[0], m[1], m[2], m[3], m[4], m[5])
    give(floor_lp.build(convoy_data.make("tiny")))
    d, clock = convoy_data.make(size), Clock()
    model = clock.time("build", lambda: floor_lp.build(d))
    held = clock.time("hand", lambda: give(model))
    return clock.told(counts=[held.getNumCol(), held.getNumRow(), int(model[3].nnz)])


def product(size: str) -> dict[str, Any]:
    """The product: arrays read, program written, scaled and handed over."""
    from benchmarks import convoys
    from corridor.plan.highs import Solver

    def give(written: Any) -> Solver:
        solver = Solver()
        solver._pass(written.program)
        return solver

    give(convoys.convoys(convoys.convoy_data.make("tiny")).build())
    case, clock = convoys.convoys(convoys.convoy_data.make(size)), Clock()
    written = clock.time("build", case.build)
    held = clock.time("hand", lambda: give(written))
    shape = written.program.matrix.shape
    told = clock.told(counts=[shape[1], shape[0], int(written.program.matrix.nnz)])
    del held
    return told


def empty(what: str) -> dict[str, Any]:
    """Peak memory of what the floor or the product imports."""
    if what == "product":
        from benchmarks import convoys
        from corridor.plan.highs import Solver

        return {"peak_mib": peak() / 1024, "held": [bool(convoys), bool(Solver)]}
    sys.path.insert(0, str(REFERENCE))
    import floor_lp
    import highspy

    return {"peak_mib": peak() / 1024, "held": [bool(floor_lp), bool(highspy)]}


def optimum(who: str, size: str, method: str, kind: str = "") -> dict[str, Any]:
    """The objective of the floor or of the product; `alike`: without what the two say otherwise."""
    from benchmarks import convoys
    from corridor.plan.highs import Solver

    d = convoys.convoy_data.make(size)
    d = convoys.alike(d) if kind == "alike" else d
    if who == "product":
        program = convoys.costs(convoys.convoys(d).build(), d)
        return {"objective": Solver(method=method).solve(program).objective}  # type: ignore[arg-type]
    floor_lp = __import__("floor_lp")
    highs = floor_lp.hand(floor_lp.build(d))
    highs.setOptionValue("solver", method)
    highs.setOptionValue("threads", 1)
    highs.run()
    return {"objective": highs.getInfo().objective_function_value}


def solve(who: str, size: str, method: str, limit: str = "") -> dict[str, Any]:
    """Solving the product's program from nothing: by the product's solver, or by HiGHS alone with its usual options."""
    from benchmarks import convoys

    def build(name: str) -> Any:
        return convoys.convoys(convoys.convoy_data.make(name)).build().program

    seconds = float(limit or SLOW)
    way = (_by_product if who == "product" else _by_highs)(method, seconds)
    way(build("tiny"))
    program, clock = build(size), Clock()
    outcome, objective, iterations = clock.time("solve", lambda: way(program))
    return clock.told(outcome=outcome, objective=objective, iterations=iterations)


def _by_product(method: str, limit: float) -> Callable[[Any], tuple[str, float, int]]:
    from corridor.plan.highs import Solver

    def way(program: Any) -> tuple[str, float, int]:
        found = Solver(method=method, time_limit=limit).solve(program)  # type: ignore[arg-type]
        return found.outcome, found.objective, found.iterations

    return way


def _by_highs(method: str, limit: float) -> Callable[[Any], tuple[str, float, int]]:
    def way(p: Any) -> tuple[str, float, int]:
        h = handed(p.cost, p.lower, p.upper, p.matrix, p.row_lower, p.row_upper, solver=method, limit=limit)
        h.run()
        info = h.getInfo()
        iterations = max(0, info.simplex_iteration_count) + max(0, info.ipm_iteration_count)
        told = h.modelStatusToString(h.getModelStatus()).lower()
        return told, info.objective_function_value, iterations

    return way


def handed(
    cost: Any, lower: Any, upper: Any, matrix: Any, low: Any, high: Any, *, solver: str = "", limit: float = 0
) -> Any:
    """HiGHS with a program, handed over as arrays; one thread, nothing printed, all else as it comes."""
    import highspy
    import numpy as np

    h = highspy.Highs()
    h.setOptionValue("output_flag", False)
    h.setOptionValue("threads", 1)
    if solver:
        h.setOptionValue("solver", solver)
    if limit:
        h.setOptionValue("time_limit", limit)
    m = matrix
    start, index = m.indptr.astype(np.int32, copy=False), m.indices.astype(np.int32, copy=False)
    by_column, smallest = int(highspy.MatrixFormat.kColwise), int(highspy.ObjSense.kMinimize)
    sizes, whole = (m.shape[1], m.shape[0], m.nnz), np.zeros(m.shape[1], dtype=np.int32)
    h.passModel(*sizes, by_column, smallest, 0.0, cost, lower, upper, low, high, start, index, m.data, whole)
    return h


if __name__ == "__main__":
    known = {f.__name__: f for f in (floor, product, empty, optimum, solve)}
    print(json.dumps(known[sys.argv[1]](*sys.argv[2:])))

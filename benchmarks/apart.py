"""Measured in a process of its own, `python -m benchmarks.apart WHAT`: peak memory, and time from a cold start.

Each measurement imports what it measures, and no more.
"""

# ruff: noqa: PLC0415

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]


def ask(what: str, *arguments: object, keep: str | None = None) -> dict[str, Any]:
    """Run one of the measurements below in a new process; `keep` is where compiled code is kept, else nowhere."""
    with tempfile.TemporaryDirectory() as empty:
        env = {**os.environ, "NUMBA_CACHE_DIR": keep or empty}
        command = [sys.executable, "-m", "benchmarks.apart", what, *map(str, arguments)]
        done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{what}: {done.stderr[-2000:]}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def large(members: str) -> dict[str, Any]:
    """Two threads at the large size."""
    from concurrent.futures import ThreadPoolExecutor

    from benchmarks import workload
    from benchmarks.drawer import Drawer
    from corridor.forecast.block import join
    from corridor.forecast.kernel import CompiledEngine

    w = workload.ri.make("large", M=int(members))
    a, p, draw, engine = workload.arrays(w), workload.params(w), Drawer(w), CompiledEngine()
    with ThreadPoolExecutor(2) as pool:
        blocks = pool.map(
            lambda m: engine.run(a, p, draw(m, min(m + 16, w.M)), keep_daily=False), range(0, w.M, 16)
        )
        join(list(blocks))
    return {}


def case(name: str, members: str, engine: str) -> dict[str, Any]:
    """A forecast of a shipped case."""
    from corridor.cases import path
    from corridor.forecast.ensemble import forecast
    from corridor.io import Case

    model = Case.read(path(name)).check()
    start = time.perf_counter()
    forecast(model, members=int(members), engine=engine)  # type: ignore[arg-type]
    return {"forecast": time.perf_counter() - start}


def start(_: str = "") -> dict[str, Any]:
    """Importing the compiled engine, and its first run."""
    from benchmarks import workload

    w = workload.ri.make("tiny")
    a, p, path = workload.arrays(w), workload.params(w), workload.path(w, 0, 8)
    begun = time.perf_counter()
    from corridor.forecast.kernel import CompiledEngine

    CompiledEngine().run(a, p, path, keep_daily=False)
    return {"start": time.perf_counter() - begun}


def peak() -> int:
    """Peak memory of this program in KiB; `ru_maxrss` also counts what its parent held when it was started."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmHWM"))


if __name__ == "__main__":
    begin = time.perf_counter()
    out = {"large": large, "case": case, "start": start}[sys.argv[1]](*sys.argv[2:])
    out["seconds"] = time.perf_counter() - begin
    out["peak_mib"] = peak() / 1024
    print(json.dumps(out))

"""`python -m benchmarks.planning`: building and solving plans, beside a floor and a peer; writes RESULTS_PLANNING.md.

    python -m benchmarks.planning [--sizes S,M,L] [--rounds 5] [--linopy PYTHON] [--long] [--dry]

The workload is `reference/convoy_data.py`, its floor `reference/floor_lp.py` (index arithmetic for this one program);
what the product says otherwise is in `convoys.py`. linopy builds the floor's program in an interpreter that has it: the
dependency group `bench`, which `make planning` sets up. Without one, the benchmark says so and goes on. Every figure
is taken in a process of its own, the rivals in turn. Ends with 1 where a bar is missed. About five minutes.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import platform
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks import machine, planning_text
from benchmarks.apart import ROOT
from benchmarks.planning_apart import Missing, ask, linopy

HERE = Path(__file__).parent
PEER = Path(sys.prefix) / "bench" / "bin" / "python"
BUILT = {"S": 5, "M": 5, "L": 3}
"""Rounds of building, at most."""
SOLVED = {"S": {"simplex": 5, "ipm": 5}, "M": {"simplex": 3, "ipm": 1}}
"""Rounds of solving, at most, by size and method; the largest is solved with `--long` alone."""
LONG = (("M", "optimum"), ("L", "solve"))
SAME = 1e-6
KEPT = ("long",)
"""Parts that are not measured every time: the last figures stay, with their date."""


def main() -> int:
    """Measure what is asked for."""
    options = _asked()
    begun = time.perf_counter()
    if machine.load() > 0.7:
        print(
            f"The machine is busy (load {machine.load():.1f}): trust own time, not the clock.",
            file=sys.stderr,
        )
    found: dict[str, Any] = {
        "date": dt.date.today().isoformat(),
        "machine": machine.describe(),
        "versions": {"python": platform.python_version()}
        | {name: version(name) for name in ("corridor", "highspy", "numpy", "scipy")},
        "load_before": round(machine.load(), 1),
    }
    python = options.linopy if _has_linopy(options.linopy) else None
    sizes = [size for size in BUILT if size in options.sizes.split(",")]
    found["imports_mib"] = {who: ask("empty", who)["peak_mib"] for who in ("floor", "product")}
    found["build"] = {size: _build(size, min(options.rounds, BUILT[size]), python) for size in sizes}
    found["same"] = {size: _same(size, python) for size in sizes}
    found["solve"] = {size: _solve(size, options.rounds) for size in sizes if size in SOLVED}
    found["optimum"] = _optimum("S", "ipm", python) if "S" in sizes else {}
    found["toy"] = _toy(options.rounds)
    found |= _kept()
    if options.long:
        found["long"] = _long(python, found["date"])
    found["load_after"] = round(machine.load(), 1)
    found["minutes"] = (time.perf_counter() - begun) / 60
    found["bars"] = _bars(found)
    text = planning_text.text(found)
    print(text)
    if not options.dry:
        (HERE / "RESULTS_PLANNING.md").write_text(text, encoding="utf-8")
        (HERE / "results_planning.json").write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    return 0 if all(bar["met"] for bar in found["bars"]) else 1


def _asked() -> argparse.Namespace:
    asked = argparse.ArgumentParser(
        prog="python -m benchmarks.planning",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    asked.add_argument("--sizes", default="S,M,L", help="sizes of the workload")
    asked.add_argument("--rounds", type=int, default=5, help="rounds over which medians are taken, at most")
    asked.add_argument(
        "--linopy",
        type=lambda name: str(Path(name).absolute()),
        default=str(PEER if PEER.exists() else sys.executable),
        help="an interpreter with linopy",
    )
    asked.add_argument("--long", action="store_true", help="solve what may take half an hour, too")
    asked.add_argument("--dry", action="store_true", help="print, write nothing")
    options = asked.parse_args()
    wrong = [size for size in options.sizes.split(",") if size not in BUILT]
    if wrong or options.rounds < 1:
        asked.error(f"sizes are {', '.join(BUILT)}, and there is one round at least")
    return options


def _say(what: str) -> None:
    print(f"{what} ...", file=sys.stderr, flush=True)


def _has_linopy(python: str) -> bool:
    try:
        linopy(python, "same", "tiny")
    except Missing:
        print(
            "\nLINOPY IS LEFT OUT: it cannot be imported. `make planning` sets it up, or name a Python that has it "
            "by --linopy.\n",
            file=sys.stderr,
        )
        return False
    return True


def _rounds(rivals: dict[str, Callable[[], dict[str, Any]]], rounds: dict[str, int]) -> dict[str, Any]:
    """Medians of seconds of each rival, over rounds in turn; the rest as in the last round, memory at its highest."""
    told: dict[str, list[dict[str, Any]]] = {name: [] for name in rivals}
    for i in range(max(rounds.values())):
        for name, measure in rivals.items():
            if i < rounds[name]:
                told[name].append(measure())
    return {name: _middle(each) for name, each in told.items()}


def _middle(each: list[dict[str, Any]]) -> dict[str, Any]:
    out = dict(each[-1]) | {"peak_mib": max(x["peak_mib"] for x in each), "rounds": len(each)}
    for clock in ("own", "wall"):
        out[clock] = {part: statistics.median(x[clock][part] for x in each) for part in each[0][clock]}
    return out


def _build(size: str, rounds: int, python: str | None) -> dict[str, Any]:
    """Building and handing over."""
    _say(f"{size}: building")
    rivals: dict[str, Callable[[], dict[str, Any]]] = {
        "floor": lambda: ask("floor", size),
        "floor, as arrays": lambda: ask("floor", size, "arrays"),
        "product": lambda: ask("product", size),
    }
    if python is not None:
        peer = python
        rivals["linopy"] = lambda: linopy(peer, "build", size)
        rivals["linopy, sparse"] = lambda: linopy(peer, "build", size, "sparse")
    return _rounds(rivals, dict.fromkeys(rivals, rounds))


def _same(size: str, python: str | None) -> bool | None:
    """Whether linopy hands over the floor's program, number by number."""
    if python is None:
        return None
    if not linopy(python, "same", size)["same"]:
        raise SystemExit(f"{size}: linopy's program is not the floor's.")
    return True


def _solve(size: str, rounds: int) -> dict[str, Any]:
    """Solving one program by both, by every method."""
    out = {}
    for method, most in SOLVED[size].items():
        _say(f"{size}: solving by {method}")
        rivals: dict[str, Callable[[], dict[str, Any]]] = {
            who: (lambda w=who, m=method: ask("solve", w, size, m)) for who in ("plain", "product")
        }
        out[method] = _rounds(rivals, dict.fromkeys(rivals, min(rounds, most)))
    _agree(f"{size}, solved by both", [x["objective"] for y in out.values() for x in y.values()])
    return out


def _optimum(size: str, method: str, python: str | None) -> dict[str, Any]:
    """Objectives of all where they say the same, and of the floor and its peer as the workload stands."""
    _say(f"{size}: one optimum")
    alike = {who: ask("optimum", who, size, method, "alike")["objective"] for who in ("floor", "product")}
    stands = {"floor": ask("optimum", "floor", size, method)["objective"]}
    if python is not None:
        alike["linopy"] = linopy(python, "optimum", size, method, "alike")["objective"]
        stands["linopy"] = linopy(python, "optimum", size, method)["objective"]
    return {
        "size": size,
        "alike": alike,
        "alike_off": _agree(f"{size}, alike", list(alike.values())),
        "stands": stands,
        "stands_off": _agree(f"{size}, as it stands", list(stands.values())),
    }


def _agree(what: str, objectives: list[float]) -> float:
    """By how much objectives differ, relative; an end of the run where that is more than rounding."""
    first = objectives[0]
    off = max(abs(x - first) / abs(first) for x in objectives)
    if not all(abs(x - first) <= SAME * abs(first) for x in objectives):  # NaN included
        raise SystemExit(f"{what}: objectives differ by {off:.1e}: {objectives}.")
    return off


def _toy(rounds: int) -> dict[str, float]:
    """`corridor plan toy` from its start to its end: a process of its own."""
    _say("corridor plan toy")
    walls, owns = [], []
    for _ in range(rounds):
        before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        command = [sys.executable, "-c", "from corridor.cli.main import main; main()", "plan", "toy"]
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        walls.append(time.perf_counter() - start)
        owns.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return {"wall": statistics.median(walls), "own": statistics.median(owns), "rounds": rounds}


def _long(python: str | None, date: str) -> dict[str, Any]:
    """What may take half an hour: one optimum at M, and the largest solved, given up after ten minutes."""
    optimum = _optimum("M", "ipm", python)
    _say("L: solving, at most ten minutes")
    return {"date": date, "optimum": optimum, "largest": ask("solve", "product", "L", "ipm")}


def _kept() -> dict[str, Any]:
    """Figures of an earlier run that this one need not take again."""
    path = HERE / "results_planning.json"
    before = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return {name: before[name] for name in KEPT if name in before}


def _bars(found: dict[str, Any]) -> list[dict[str, Any]]:
    """What was asked for, what was found, and whether that is met."""
    out = []
    for size, x in found["build"].items():
        ratio = planning_text.per_nonzero(x["product"]) / planning_text.per_nonzero(x["floor"])
        out.append(_bar(f"{size}: build and hand over, a nonzero, product / floor", ratio, 2.0))
        ratio = x["product"]["peak_mib"] / x["floor"]["peak_mib"]
        out.append(_bar(f"{size}: peak memory, product / floor", ratio, 2.0))
    for size, methods in found["solve"].items():
        for method, x in methods.items():
            ratio = x["product"]["own"]["solve"] / x["plain"]["own"]["solve"]
            out.append(_bar(f"{size}: solving by {method}, product / HiGHS alone", ratio, 1.1))
    return out


def _bar(what: str, value: float, most: float) -> dict[str, Any]:
    return {"what": what, "found": value, "most": most, "met": value <= most}


if __name__ == "__main__":
    sys.exit(main())

"""`python -m benchmarks`: measure everything, print it, write RESULTS.md and results.json beside this file."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks import apart, machine

HERE = Path(__file__).parent
ENGINES = ("numpy", "compiled")


def main() -> int:
    """Measure what is asked for."""
    asked = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    asked.add_argument("--rounds", type=int, default=5, help="turns over which medians are taken")
    asked.add_argument("--sizes", default="small,medium,large", help="sizes of the reference workload")
    asked.add_argument("--only-workload", action="store_true", help="leave out memory, starts and the cases")
    asked.add_argument("--dry", action="store_true", help="print, write nothing")
    options = asked.parse_args()
    if not machine.compiler():
        print(
            "NO C COMPILER WAS FOUND: there is no floor to compare with. Install gcc, or set CC.",
            file=sys.stderr,
        )
    if machine.load() > 0.7:
        print(
            f"The machine is busy (load {machine.load():.1f}): ratios of two threads will be low.",
            file=sys.stderr,
        )
    found: dict[str, Any] = {
        "date": dt.date.today().isoformat(),
        "machine": machine.describe(),
        "versions": machine.versions(),
        "rounds": options.rounds,
        "load_before": round(machine.load(), 1),
        "sizes": _sizes(options.sizes.split(","), options.rounds),
    }
    if not options.only_workload:
        found |= {"starts": _starts(), "memory": _memory(), "case": _case()}
    found["load_after"] = round(machine.load(), 1)
    text = _text(found)
    print(text)
    if not options.dry:
        (HERE / "RESULTS.md").write_text(text, encoding="utf-8")
        (HERE / "results.json").write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    return 0


def _sizes(names: list[str], rounds: int) -> dict[str, Any]:
    from benchmarks.workloads import SIZES, Runs  # noqa: PLC0415  (starts the compiler, which `starts` measures apart)

    out = {}
    for size in SIZES:
        if size.name in names:
            print(f"{size.name} ...", file=sys.stderr, flush=True)
            out[size.name] = {"members": size.members, "block": size.block} | Runs(size).measure(rounds)
    return out


def _starts() -> dict[str, float]:
    """Seconds to the first result of the compiled engine: nothing kept, and kept by another process."""
    print("starts ...", file=sys.stderr, flush=True)
    with tempfile.TemporaryDirectory() as keep:
        cold = apart.ask("start", keep=keep)["start"]
        kept = [apart.ask("start", keep=keep)["start"] for _ in range(3)]
    return {"cold": round(cold, 1), "kept": round(sorted(kept)[1], 2)}


def _memory() -> dict[str, float]:
    print("memory ...", file=sys.stderr, flush=True)
    out = {"large, 200 members, two threads": apart.ask("large", 200)["peak_mib"]}
    for members in (2_000, 20_000):
        out[f"lachin, {members:,} members"] = apart.ask("case", "lachin", members, "compiled")["peak_mib"]
    return {k: round(v) for k, v in out.items()}


def _case() -> dict[str, dict[str, float]]:
    """Seconds of the command on the founding case by each engine, compiled code kept."""
    print("founding case ...", file=sys.stderr, flush=True)
    out: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as keep:
        apart.ask("start", keep=keep)
        for engine in ENGINES:
            seconds = apart.ask("case", "lachin", 1_000, engine, keep=keep)["forecast"]
            out[engine] = {"forecast": round(seconds, 1), "command": round(_command(engine, keep), 1)}
    return out


def _command(engine: str, keep: str) -> float:

    program = str(Path(sys.executable).parent / "corridor")
    command = [program, "forecast", "lachin", "--members", "1000", "--engine", engine]
    begun = time.perf_counter()
    env = {**os.environ, "NUMBA_CACHE_DIR": keep}
    subprocess.run(command, cwd=apart.ROOT, env=env, check=True, capture_output=True)
    return time.perf_counter() - begun


def _text(found: dict[str, Any]) -> str:
    versions = ", ".join(f"{k} {v}" for k, v in found["versions"].items())
    lines = [
        "# Benchmark",
        "",
        f"Measured {found['date']} on {found['machine']}; {versions}.",
        f"Medians of {found['rounds']} rounds, all in turn; processes that wanted to run in the",
        f"minute before: {found['load_before']} at the start, {found['load_after']} at the end. `make bench` or",
        "`python -m benchmarks` repeats it; the floor needs a C compiler. Only ratios carry over to other machines.",
        "",
        "## The reference workload",
        "",
        "Member-days a second, drawing of paths included. *C floor*: the best double-precision layout of",
        "`reference/floor.c` for the size, a program for this workload alone, free to reorder sums.",
        "*Reference*: `reference/ref_numpy.py`.",
        "",
        "| size | C floor (layout) | compiled | ratio | target | two threads / one | C two / one | ratio, two |",
        "|---|---:|---:|---:|---:|---:|---:|---:|",
    ]
    target = {"small": "≥ 0.35", "medium": "≥ 0.5", "large": "≥ 0.35"}
    for name, x in found["sizes"].items():
        rates = x["rates"]
        floor = f"{rates['floor ' + x['layout']]:,} ({x['layout']})" if "layout" in x else "no compiler"
        lines.append(
            f"| {name} | {floor} | {rates['compiled']:,} | {x.get('floor', '-')} | {target[name]} | {x['threads']} | "
            f"{x.get('floor_threads', '-')} | {x.get('floor_two', '-')} |"
        )
    lines += [
        "",
        "| size | reference | numpy engine | engine / reference (target 0.5) | compiled / numpy | difference |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for name, x in found["sizes"].items():
        rates = x["rates"]
        lines.append(
            f"| {name} | {rates['reference']:,} | {rates['plain']:,} | {x['plain']} | {x['compiled_plain']} | "
            f"{x['difference']:.1e} |"
        )
    lines += [
        "",
        "The difference is the largest, relative, of shortfalls and daily sums between all four (target 1e-9).",
    ]
    lines += ["Two threads: target at least 1.7 times one.", ""]
    if "starts" in found:
        lines += _rest(found)
    return "\n".join(lines).rstrip() + "\n"


def _rest(found: dict[str, Any]) -> list[str]:
    starts, case = found["starts"], found["case"]
    lines = ["## Starts and memory", ""]
    lines += [
        f"Compiled engine, from its import to its first result: {starts['cold']} s where nothing is kept (target 15),"
    ]
    lines += [f"{starts['kept']} s where another process has kept the compiled code (target 1.5).", ""]
    lines += ["| run | peak memory, MiB |", "|---|---:|"]
    lines += [f"| {k} | {v:,} |" for k, v in found["memory"].items()]
    lines += ["", "Targets: under 2,048 at large; no growth with members beyond what is kept of each.", ""]
    lines += ["## The founding case", "", "1,000 members, two threads, compiled code kept.", ""]
    lines += ["| engine | forecast, s | whole command, s |", "|---|---:|---:|"]
    lines += [f"| {k} | {v['forecast']} | {v['command']} |" for k, v in case.items()]
    return lines


if __name__ == "__main__":
    sys.exit(main())

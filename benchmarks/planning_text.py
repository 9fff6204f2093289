"""The page of figures that `benchmarks.planning` writes."""

from __future__ import annotations

from typing import Any


def text(found: dict[str, Any]) -> str:
    """The whole page."""
    versions = ", ".join(f"{k} {v}" for k, v in found["versions"].items())
    lines = [
        "# Planning: figures",
        "",
        f"Measured {found['date']} on {found['machine']}; {versions}.",
        f"`make planning` or `python -m benchmarks.planning` repeats it, in {found['minutes']:.0f} minutes.",
        "Each figure is taken in a process of its own, rivals in turn, medians over the rounds told; first calls are",
        "made before, on a tiny instance. *Own* seconds are what the process used of the processor, *clock* seconds",
        "what went by; ratios are of own seconds. One thread. Processes that wanted to run in the minute before:",
        f"{found['load_before']} at the start, {found['load_after']} at the end.",
        "",
    ]
    parts = (_bars, _building, _memory, _optimum, _solving, _long, _toy)
    return "\n".join([*lines, *(line for part in parts for line in part(found))]).rstrip("\n") + "\n"


def per_nonzero(x: dict[str, Any]) -> float:
    """Own seconds of building and handing over, a nonzero."""
    return (x["own"]["build"] + x["own"]["hand"]) / x["counts"][2]


def _row(*cells: object) -> str:
    return f"| {' | '.join(str(c) for c in cells)} |"


def _head(*names: str, words: int) -> list[str]:
    """Names of columns; the first so many hold words."""
    return [_row(*names), f"|{'|'.join('---' if i < words else '---:' for i in range(len(names)))}|"]


def _bars(found: dict[str, Any]) -> list[str]:
    lines = ["## What was asked for", "", *_head("", "found", "at most", "", words=1)]
    for bar in found["bars"]:
        told = "met" if bar["met"] else "MISSED"
        lines.append(_row(bar["what"], f"{bar['found']:.2f}", f"{bar['most']:g}", told))
    return [*lines, ""]


def _building(found: dict[str, Any]) -> list[str]:
    names = ("size", "", "columns", "rows", "nonzeros", "build, s", "hand over, s", "both, clock, s")
    lines = [
        "## Building a plan and handing it to the solver",
        "",
        "The product reads arrays, writes the program, scales it and hands it over; the floor does index arithmetic",
        "for this one program; linopy builds the floor's. Instances are made before. What the product says otherwise,",
        "and why it has more columns, rows and nonzeros, is in `convoys.py`. *As arrays*: the floor with another call",
        "of the solver, which takes arrays whole and is what the product uses; the bar is the floor as it stands.",
        "",
        *_head(*names, "ns a nonzero", "floor = 1", "rounds", words=2),
    ]
    for size, x in found["build"].items():
        for name, y in x.items():
            told = f"{name} {y['version']}" if name == "linopy" else name
            seconds = (y["own"]["build"], y["own"]["hand"], y["wall"]["build"] + y["wall"]["hand"])
            lines.append(
                _row(
                    *(size, told, *(f"{i:,}" for i in y["counts"])),
                    *(f"{s:.4f}" for s in seconds),
                    f"{per_nonzero(y) * 1e9:,.0f}",
                    f"{per_nonzero(y) / per_nonzero(x['floor']):.2f}",
                    y["rounds"],
                )
            )
    return [*lines, "", _peer(found), ""]


def _peer(found: dict[str, Any]) -> str:
    if any(found["same"].values()):
        return "linopy's program is the floor's, number by number, at every size shown (asserted)."
    return "**linopy was not at hand and is left out.**"


def _memory(found: dict[str, Any]) -> list[str]:
    imports = found["imports_mib"]
    rivals = list(dict.fromkeys(name for x in found["build"].values() for name in x))
    lines = [
        "## Memory",
        "",
        "Highest memory of the whole process, MiB, everything held. Imports alone take "
        f"{imports['floor']:,.0f} (floor) and {imports['product']:,.0f} (product).",
        "",
        *_head("size", *rivals, "product / floor", words=1),
    ]
    for size, x in found["build"].items():
        peaks = [x[name]["peak_mib"] for name in rivals]
        ratio = x["product"]["peak_mib"] / x["floor"]["peak_mib"]
        lines.append(_row(size, *(f"{p:,.0f}" for p in peaks), f"{ratio:.2f}"))
    return [*lines, ""]


def _optimum(found: dict[str, Any]) -> list[str]:
    every = [x for x in (found["optimum"], found.get("long", {}).get("optimum")) if x]
    if not every:
        return []
    lines = [
        "## One optimum",
        "",
        "*Alike*: nothing perishes, trucks are never scarce, the product has the floor's costs by route: then all say",
        "the same. *As it stands*: the workload itself. Objectives that differ by more than 1e-6 end the run.",
        "",
        *_head("size", "", "floor", "product", "linopy", "differ by", words=2),
    ]
    for x in every:
        for kind, name in (("alike", "alike"), ("stands", "as it stands")):
            told = (
                f"{x[kind][who]:.6f}" if who in x[kind] else "-" for who in ("floor", "product", "linopy")
            )
            lines.append(_row(x["size"], name, *told, f"{x[f'{kind}_off']:.0e}"))
    return [*lines, ""]


def _solving(found: dict[str, Any]) -> list[str]:
    names = ("size", "algorithm", "HiGHS alone, s", "iterations", "product, s", "iterations", "ratio")
    lines = [
        "## Solving it",
        "",
        "The product's solver, and HiGHS alone with its usual options, on the product's matrix by the same algorithm,",
        "from nothing; scaling, handing over and reading the answer are counted. Objectives agree to 1e-6 (asserted).",
        "",
        *_head(*names, "both, clock, s", "rounds", words=2),
    ]
    for size, methods in found["solve"].items():
        for method, x in methods.items():
            plain, ours = x["plain"], x["product"]
            lines.append(
                _row(
                    *(size, method),
                    *(f"{plain['own']['solve']:.2f}", f"{plain['iterations']:,}"),
                    *(f"{ours['own']['solve']:.2f}", f"{ours['iterations']:,}"),
                    f"{ours['own']['solve'] / plain['own']['solve']:.2f}",
                    f"{plain['wall']['solve']:.2f}, {ours['wall']['solve']:.2f}",
                    ours["rounds"],
                )
            )
    return [*lines, ""]


def _long(found: dict[str, Any]) -> list[str]:
    x = found.get("long")
    if not x:
        return ["L is built, not solved: `--long` tries it for ten minutes.", ""]
    y = x["largest"]
    spent = f"{y['own']['solve']:,.0f} s own, {y['wall']['solve']:,.0f} s by the clock"
    if y["outcome"] == "optimal":
        told = f"it was solved by interior points in {spent}, {y['peak_mib']:,.0f} MiB."
    else:
        told = (
            f"interior points had not ended after {spent} ({y['iterations']:,} iterations) and were given up."
        )
    return [f"L, once, {x['date']} (`--long`): {told}", ""]


def _toy(found: dict[str, Any]) -> list[str]:
    x = found["toy"]
    return [
        "## A command from start to end",
        "",
        f"`corridor plan toy`: {x['wall']:.2f} s by the clock, {x['own']:.2f} s own; median of {x['rounds']}.",
        "",
    ]


__all__ = ["per_nonzero", "text"]

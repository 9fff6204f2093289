"""The page of figures that `benchmarks.fan` writes."""

from __future__ import annotations

from typing import Any

WHAT = {
    "frozen": "access stays as it is",
    "expected": "one future, the mean of many",
    "closed_for_good": "all closed for good at the review",
    "pull": "every place asks for its target",
    "usual": "what usually comes, nothing of ours",
    "foresight": "path and numbers known, loads alone (no policy)",
    "perfect": "path and numbers known, loads and rations (no policy)",
}


def text(found: dict[str, Any]) -> str:
    """The whole page."""
    lines = [
        "# The fan: figures",
        "",
        "`python -m benchmarks.fan` repeats it; `--parts` repeats some. The founding case at three origins, a fan of",
        "20 futures, twelve weeks, a review every week. Costs are weighted person-days measured on what the law of the",
        "day makes of each policy: short, served unequally, moved, less what is left at the end (so a mean may be",
        "below zero). *Own* seconds are what the process used of the processor, *clock* seconds what went by.",
        "Whatever came out stands here: a policy that looks simpler may win.",
        "",
    ]
    for name, write in WRITERS:
        if name in found:
            lines += [*write(found[name]["rows"]), "", _measured(found[name]), ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def _measured(part: dict[str, Any]) -> str:
    versions = ", ".join(f"{k} {v}" for k, v in part["versions"].items())
    return (
        f"Measured {part['date']} on {part['machine']}; {versions}; digest of the founding case {part['case']}; "
        f"{part['minutes']:.0f} minutes; processes that wanted to run before: {part['load_before']}."
    )


def _row(*cells: object) -> str:
    return f"| {' | '.join(str(c) for c in cells)} |"


def _head(*names: str, words: int) -> list[str]:
    return [_row(*names), f"|{'|'.join('---' if i < words else '---:' for i in range(len(names)))}|"]


def _decisions(rows: list[dict[str, Any]]) -> list[str]:
    lines = [
        "## A weekly decision",
        "",
        "Draws, the days before the origin, the program and its solution, from nothing; one thread. Asked for: under",
        "2 s. A morning after the first has its state from what was followed, and draws alone.",
        "",
        *_head("origin", "numbers", "steps, days", "own, s", "clock, s", "slowest, s", "rounds", words=3),
    ]
    for x in rows:
        steps = ", ".join(str(n) for n in x["steps"])
        seconds = (f"{x[k]:.2f}" for k in ("own", "wall", "slowest"))
        lines.append(_row(x["origin"], x["numbers"], steps, *seconds, x["rounds"]))
    return lines


def _policy(rows: list[dict[str, Any]]) -> list[str]:
    lines = [
        "## The policy on many paths",
        "",
        "Numbers at their medians, two threads; paths with one past share decisions. Asked for: under 5 minutes.",
        "",
        *_head("origin", "policy", "paths", "days", "decisions", "programs", "clock, s", "own, s", words=2),
    ]
    for x in rows:
        for name, y in x["took"].items():
            if y["solved"]:
                counts = (f"{n:,}" for n in (x["paths"], x["days"], y["decisions"], y["solved"]))
                lines.append(_row(x["origin"], name, *counts, f"{y['wall']:,.0f}", f"{y['own']:,.0f}"))
    return lines


def _blocks(rows: list[dict[str, Any]]) -> list[str]:
    lines = [
        "## The days until the review as one step",
        "",
        "What large cases do, done on small ones that can also be planned by days: the fan followed on the same paths,",
        "numbers drawn. Above zero: one step costs more. Weighted person-days, 95 % intervals.",
        "",
        *_head("case", "paths", "by days", "as one step", "difference", "of it short", "clock, s", words=1),
    ]
    lines += [
        _row(
            x["case"],
            x["paths"],
            *(f"{x['mean'][way]:,.0f}" for way in ("days", "blocks")),
            _span(x["above"]),
            _span(x["above_short"]),
            ", ".join(f"{x['wall'][way]:.0f}" for way in ("days", "blocks")),
        )
        for x in rows
    ]
    return lines


def _value(title: str, note: str) -> Any:
    def write(rows: list[dict[str, Any]]) -> list[str]:
        lines = [f"## {title}", "", note, ""]
        for x in rows:
            lines += _one_origin(x)
        return lines[:-1]

    return write


def _one_origin(x: dict[str, Any]) -> list[str]:
    lines = [
        f"### {x['origin']}, {x['days']} days, {x['paths']} paths",
        "",
        *_head(
            "policy",
            "",
            "mean",
            "worst tenth",
            "below survival",
            "left",
            "above the fan",
            "of it short",
            words=2,
        ),
    ]
    for name, c in x["costs"].items():
        above = "-" if name == "fan" else _span(x["above"][name])
        short = "-" if name == "fan" else _span(x["above_short"][name])
        figures = (f"{c[k]:,.0f}" for k in ("mean", "worst", "survival", "left"))
        lines.append(_row(name, WHAT.get(name, "one list, good over many futures"), *figures, above, short))
    return [*lines, ""]


def _span(d: dict[str, Any]) -> str:
    if d["low"] is None:
        return f"{d['mean']:+,.0f}"
    return f"{d['mean']:+,.0f} ({d['low']:+,.0f} to {d['high']:+,.0f})"


WRITERS = (
    ("decisions", _decisions),
    ("value", _policy),
    ("blocks", _blocks),
    (
        "value",
        _value(
            "The fan and its rivals, numbers at their medians",
            "Paths differ in access alone. Above zero: the rival costs more than the fan. 95 % intervals, paired.",
        ),
    ),
    (
        "drawn",
        _value(
            "The same, numbers drawn", "Each path has its own draw of the numbers, which no policy knows."
        ),
    ),
    (
        "bounds",
        _value(
            "What could be done by one who knows",
            "Numbers at their medians. *Perfect* and *foresight* plan day by day for the path that comes. *Foresight* "
            "loads just in time, and the rations of the law, which no plan knows, then cut what is handed out: it may "
            "cost more than a policy.",
        ),
    ),
)
"""Parts in the order of the page."""

__all__ = ["text"]

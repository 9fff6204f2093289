"""What leaves by day and route, t: a strip a route, a bar a day, stacked by class of goods.

A class is told by its letter and by colour and by its place in the stack: none is needed for the others.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
from markupsafe import Markup

from corridor.report.charts.draw import days_axis, svg, values
from corridor.report.palette import INK, MUTED, RULE

LABEL, BARS, GAP = 15, 54, 10
ROW = LABEL + BARS + GAP
LETTER = 10
"""Height and width that a letter needs."""
FILLS = (
    ("#0072b2", True), ("#e69f00", False), ("#882255", True), ("#56b4e9", False),
    ("#d55e00", True), ("#6b6b6b", True), ("#cfdcea", False), ("#3b3b00", True),
)  # fmt: skip
"""Fills, and whether ink on them is white; after the last they begin again, the letter tells them apart."""


@dataclass(frozen=True, slots=True)
class Group:
    """A class of goods in the chart: its name, letter and fill, and whether ink on it is white."""

    name: str
    letter: str
    colour: str
    white: bool


def groups(names: Sequence[str]) -> tuple[Group, ...]:
    """Classes of goods with a letter and a fill each, no two letters alike."""
    found: list[Group] = []
    taken: set[str] = set()
    for i, name in enumerate(names):
        spare = [*name.upper(), *"ABCDEFGHIJKLMNOPQRSTUVWXYZ"]
        letter = next((c for c in spare if c.isalnum() and c not in taken), "?")
        taken.add(letter)
        colour, white = FILLS[i % len(FILLS)]
        found.append(Group(name, letter, colour, white))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Strip:
    """What leaves on one route: t by day and class of goods."""

    name: str
    t: Mapping[tuple[dt.date, str], float]

    def day(self, date: dt.date) -> float:
        """All of a day, t."""
        return sum(t for (d, _), t in self.t.items() if d == date)


def convoys(strips: Sequence[Strip], classes: Sequence[Group], days: Sequence[dt.date], width: int) -> Markup:
    """SVG of what leaves by day and route; one scale for all routes, its top at the right of each strip."""
    top = max((s.day(d) for s in strips for d in days), default=0.0) or 1.0
    per_day = width / len(days)
    bars, letters, frames = [], [], []
    for i, strip in enumerate(strips):
        base = i * ROW + LABEL + BARS
        frames.append({"d": days[0].isoformat(), "y": base, "t": _cut(strip.name, width), "top": base - BARS})
        for day in days:
            at = 0.0
            for g in classes:
                t = strip.t.get((day, g.name), 0.0)
                if t <= 0:
                    continue
                low, high = base - BARS * at / top, base - BARS * (at + t) / top
                bars.append(_bar(day, low, high, g.colour))
                if min(low - high, per_day) >= LETTER:
                    ink = "#fff" if g.white else INK
                    letters.append({"d": _noon(day), "y": (low + high) / 2 + 0.5, "t": g.letter, "c": ink})
                at += t
    return svg(_layers(days, width, (bars, letters, frames), f"{top:,.3g} t"))


def _bar(day: dt.date, low: float, high: float, colour: str) -> dict[str, Any]:
    start = dt.datetime.combine(day, dt.time(1))
    end = dt.datetime.combine(day, dt.time(23))
    return {"d": start.isoformat() + "Z", "e": end.isoformat() + "Z", "y": low, "y2": high, "c": colour}


def _noon(day: dt.date) -> str:
    return dt.datetime.combine(day, dt.time(12)).isoformat() + "Z"


def _layers(
    days: Sequence[dt.date], width: int, drawn: tuple[list[Any], list[Any], list[Any]], top: str
) -> Any:
    bars, letters, frames = drawn
    end = days[-1] + dt.timedelta(days=1)
    x = days_axis(days[0], end)
    y: dict[str, Any] = {"scale": alt.Scale(domain=[ROW * len(frames), 0], nice=False), "axis": None}
    own: dict[str, Any] = {"scale": None}
    height = ROW * len(frames)
    last = [f | {"d": end.isoformat(), "t": top} for f in frames]
    ruled = [f | {"e": end.isoformat()} for f in frames]
    base = alt.Chart(values(ruled), width=width, height=height)
    return alt.layer(
        base.mark_rule(color=RULE).encode(x=x, x2="e:T", y=alt.Y("top:Q", **y)),
        base.mark_rule(color=MUTED).encode(x=x, x2="e:T", y=alt.Y("y:Q", **y)),
        alt.Chart(values(bars)).mark_rect(stroke="#fff", strokeWidth=0.8).encode(
            x=x, x2="e:T", y=alt.Y("y:Q", **y), y2="y2:Q", fill=alt.Fill("c:N", **own)
        ),
        alt.Chart(values(letters)).mark_text(fontSize=10, fontWeight="bold", baseline="middle").encode(
            x=x, y=alt.Y("y:Q", **y), text="t:N", color=alt.Color("c:N", **own)
        ),
        alt.Chart(values(frames)).mark_text(align="left", baseline="bottom", dy=-2, color=INK).encode(
            x=x, y=alt.Y("top:Q", **y), text="t:N"
        ),
        alt.Chart(values(last)).mark_text(align="right", baseline="bottom", dy=-2, color=MUTED).encode(
            x=x, y=alt.Y("top:Q", **y), text="t:N"
        ),
    )  # fmt: skip


def _cut(name: str, width: int) -> str:
    """A name in the room there is beside the top of the scale; cut in the middle, as names often differ at the end."""
    most = int((width - 50) / 6.1)
    if len(name) <= most:
        return name
    tail = (most - 1) // 2
    return f"{name[: most - 1 - tail].rstrip()}…{name[-tail:].lstrip()}"

"""Access calendar: one row a route and carrier, runs of days as bars with the letter of their state.

A state is told by its letter and by colour. After the origin bars of half the height show the chance of being open by
week, in per cent and by colour.
"""

from __future__ import annotations

from typing import Any

import altair as alt
from markupsafe import Markup

from corridor.report.access import Way
from corridor.report.charts.draw import days_axis, svg, values
from corridor.report.palette import INK, STATE
from corridor.result.forecast import Forecast

ROW = 34
BAR = 14
ROOM = 30
"""Least distance of two percentages, in pixels."""


def calendar(forecast: Forecast, ways: list[Way], names: list[tuple[str, str]], width: int) -> Markup:
    """SVG of access by day; `names` (route, carrier) stand above the bars, so that it stays narrow."""
    per_day = width / forecast.horizon
    bars, letters, labels = [], [], []
    last = forecast.days.day(forecast.horizon - 1)
    for i, (way, name) in enumerate(zip(ways, names, strict=True)):
        top, free = i * ROW + 16, 0.0
        labels.append({"d": forecast.days.start.isoformat(), "y": top - 3, "t": _cut(*name, width)})
        for s in way.spans:
            height = BAR // 2 if s.ahead else BAR
            state = STATE[s.state]
            after = min(forecast.days.day(forecast.days.number(s.end) + 1), last)
            bars.append(
                {"d": s.start.isoformat(), "e": after.isoformat(), "y": top, "y2": top + height}
                | {"c": state.colour, "k": INK if s.state == "unknown" else state.colour}
            )
            if s.days * per_day >= 11 and not s.ahead:
                middle = forecast.days.day(forecast.days.number(s.start) + s.days // 2)
                letters.append(
                    {
                        "d": middle.isoformat(),
                        "y": top + BAR / 2 + 0.5,
                        "t": state.letter,
                        "c": "#fff" if state.white else INK,
                    }
                )
            elif s.ahead and forecast.days.number(s.start) * per_day >= free:
                free = forecast.days.number(s.start) * per_day + ROOM
                middle = forecast.days.day(forecast.days.number(s.start) + s.days // 2)
                told = f"{100 * s.share:.0f}"
                letters.append({"d": middle.isoformat(), "y": top + BAR + 0.5, "t": told, "c": INK})
    return svg(_layers(forecast, ways, width, bars, letters, labels))


def _layers(
    forecast: Forecast, ways: list[Way], width: int, bars: list[Any], letters: list[Any], labels: list[Any]
) -> Any:
    height = ROW * len(ways) + 6
    x = days_axis(forecast.days.start, forecast.days.day(forecast.horizon - 1))
    y: dict[str, Any] = {"scale": alt.Scale(domain=[height, 0], nice=False), "axis": None}
    own: dict[str, Any] = {"scale": None}
    base = alt.Chart(values(bars), width=width, height=height)
    day = forecast.days.day(forecast.origin).isoformat()
    origin = values([{"d": day, "y": i * ROW + 12, "y2": i * ROW + 20 + BAR} for i in range(len(ways))])
    return alt.layer(
        base.mark_rect(strokeWidth=0.6).encode(
            x=x, x2="e:T", y=alt.Y("y:Q", **y), y2="y2:Q",
            fill=alt.Fill("c:N", **own), stroke=alt.Stroke("k:N", **own),
        ),
        alt.Chart(values(letters)).mark_text(fontSize=10, fontWeight="bold", baseline="middle").encode(
            x=x, y=alt.Y("y:Q", **y), text="t:N", color=alt.Color("c:N", **own)
        ),
        alt.Chart(values(labels)).mark_text(align="left", baseline="bottom", fontSize=11, color=INK).encode(
            x=x, y=alt.Y("y:Q", **y), text="t:N"
        ),
        alt.Chart(origin).mark_rule(color=INK, strokeWidth=1.2).encode(x=x, y=alt.Y("y:Q", **y), y2="y2:Q"),
    )  # fmt: skip


def _cut(route: str, carrier: str, width: int) -> str:
    """Route and carrier in the room there is; the route gives way first."""
    most = int(width / 6.1)
    carrier = carrier if len(carrier) < most // 2 else carrier[: most // 2 - 1].rstrip() + "…"
    room = most - len(carrier) - 2
    return f"{route if len(route) <= room else route[: room - 1].rstrip() + '…'}: {carrier}"

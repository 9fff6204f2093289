"""Chance of falling short of the ration by date: one chart a place, one line a need, named at its end."""

from __future__ import annotations

import altair as alt
import numpy as np
from markupsafe import Markup

from corridor.report.charts.draw import WIDTH, days_axis, svg, thinned, values
from corridor.report.palette import INK, LINES
from corridor.result.forecast import Floats, Forecast

HEIGHT = 170


def curve(forecast: Forecast, p: int, n: int) -> Floats:
    """Share of members that fell short of the ration on or before each day from the origin on."""
    first = forecast.members.first_stock_out[:, p, n]
    days = np.arange(forecast.origin, forecast.horizon)
    return np.asarray((first[:, None] <= days[None, :]).mean(axis=0), dtype=np.float64)


def spread(ends: list[float], gap: float, low: float = 0.0, high: float = 1.0) -> list[float]:
    """Heights of labels near `ends`, at least `gap` apart where there is room, order kept.

    Examples
    --------
    >>> [round(x, 2) for x in spread([0.5, 0.5, 0.1], 0.1)]
    [0.45, 0.55, 0.1]
    """
    gap = min(gap, (high - low) / max(1, len(ends) - 1))
    order = sorted(range(len(ends)), key=lambda i: (ends[i], i))
    at = [ends[i] for i in order]
    for _ in range(200):
        for k in range(len(at) - 1):
            lack = gap - (at[k + 1] - at[k])
            if lack > 1e-9:
                at[k], at[k + 1] = at[k] - lack / 2, at[k + 1] + lack / 2
        at = [min(max(v, low + k * gap), high - (len(at) - 1 - k) * gap) for k, v in enumerate(at)]
    found = [0.0] * len(ends)
    for k, i in enumerate(order):
        found[i] = at[k]
    return found


def stockout(forecast: Forecast, p: int, ns: list[int], names: list[str]) -> Markup:
    """SVG of the chance that each need has fallen short at a place, by date."""
    curves = [curve(forecast, p, n) for n in ns]
    x = days_axis(forecast.days.day(forecast.origin), forecast.days.day(forecast.horizon - 1))
    y = alt.Y(
        "v:Q",
        title="chance",
        scale=alt.Scale(domain=[0, 1]),
        axis=alt.Axis(format=".0%", values=[0, 0.25, 0.5, 0.75, 1]),
    )
    last = forecast.days.day(forecast.horizon - 1).isoformat()
    layers: list[alt.Chart] = []
    for i, c in enumerate(curves):
        colour, dash = LINES[i % len(LINES)]
        rows = [
            {"d": forecast.days.day(forecast.origin + t).isoformat(), "v": round(float(c[t]), 4)}
            for t in thinned(len(c))
        ]
        line = alt.Chart(values(rows), width=WIDTH - 10, height=HEIGHT)
        layers.append(
            line.mark_line(
                color=colour, strokeWidth=2, strokeDash=list(dash), interpolate="step-after"
            ).encode(x=x, y=y)
        )
    at = spread([float(c[-1]) for c in curves], 14 / HEIGHT)
    for i, (name, height) in enumerate(zip(names, at, strict=True)):
        label = alt.Chart(values([{"d": last, "v": height, "t": _cut(name)}]))
        layers.append(
            label.mark_text(
                align="left", dx=7, baseline="middle", color=LINES[i % len(LINES)][0], fontWeight="bold"
            ).encode(x=x, y=y, text="t:N")
        )
    return svg(alt.layer(*layers).configure_text(color=INK))


def _cut(name: str, most: int = 22) -> str:
    """A name short enough to stand beside a line: up to its first comma, or its first words."""
    name = name.split(",", maxsplit=1)[0]
    name = name.split(" for ")[0] if len(name) > most else name
    return name if len(name) <= most else name[: most - 1].rstrip() + "…"

"""What each policy costs on fresh paths: a mean and its interval a policy, its name above, so that it stays narrow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
from markupsafe import Markup

from corridor.report.charts.draw import svg, values
from corridor.report.palette import INK, MEDIAN, MUTED

ROW = 34
AT = 24


@dataclass(frozen=True, slots=True)
class Bar:
    """A policy: mean and interval; `is_bound` for what knows more than anybody can, drawn hollow."""

    name: str
    mean: float
    low: float
    high: float
    is_bound: bool = False


def policies(bars: Sequence[Bar], width: int) -> Markup:
    """SVG of costs, weighted person-days, one scale that holds zero."""
    rows = [
        {
            "n": _cut(b.name, width),
            "m": b.mean,
            "l": b.low,
            "h": b.high,
            "y": i * ROW + AT,
            "t": i * ROW + AT - 10,
        }
        for i, b in enumerate(bars)
    ]
    low, high = min(0.0, *(b.low for b in bars)), max(0.0, *(b.high for b in bars))
    scale = alt.Scale(domain=[low, high if high > low else low + 1], nice=True)
    axis = alt.Axis(
        title="weighted person-days",
        tickCount=max(3, width // 130),
        labelExpr="datum.value == 0 ? '0' : format(datum.value, '~s')",
    )
    x: dict[str, Any] = {"scale": scale, "axis": axis}
    y: dict[str, Any] = {"scale": alt.Scale(domain=[ROW * len(bars), 0], nice=False), "axis": None}
    base = alt.Chart(values(rows), width=width, height=ROW * len(bars))
    zero = alt.Chart(values([{"m": 0.0}])).mark_rule(color=MUTED)
    hollow = [r for r, b in zip(rows, bars, strict=True) if b.is_bound]
    solid = [r for r, b in zip(rows, bars, strict=True) if not b.is_bound]
    return svg(
        alt.layer(
            zero.encode(x=alt.X("m:Q", **x)),
            base.mark_rule(color=MEDIAN, strokeWidth=2.5).encode(
                x=alt.X("l:Q", **x), x2="h:Q", y=alt.Y("y:Q", **y)
            ),
            _points(solid, filled=True).encode(x=alt.X("m:Q", **x), y=alt.Y("y:Q", **y)),
            _points(hollow, filled=False).encode(x=alt.X("m:Q", **x), y=alt.Y("y:Q", **y)),
            base.mark_text(align="left", baseline="middle", color=INK).encode(
                x=alt.value(5), y=alt.Y("t:Q", **y), text="n:N"
            ),
        )
    )


def _points(rows: list[dict[str, Any]], *, filled: bool) -> Any:
    fill = MEDIAN if filled else "#fff"
    return alt.Chart(values(rows)).mark_point(size=60, filled=True, fill=fill, stroke=MEDIAN, opacity=1)


def _cut(name: str, width: int) -> str:
    most = int(width / 6.1)
    return name if len(name) <= most else name[: most - 1].rstrip() + "…"

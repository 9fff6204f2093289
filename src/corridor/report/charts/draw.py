"""From an Altair chart to a small SVG: one theme, no fixed size, rounded coordinates, no ids."""

from __future__ import annotations

import datetime as dt
import json
import re
from contextlib import AbstractContextManager
from typing import Any

import altair as alt
import vl_convert as vlc
from altair.utils.schemapi import debug_mode
from markupsafe import Markup

from corridor.report.palette import INK, MUTED, RULE

FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif"
WIDTH = 268
DROPPED = "role|aria-roledescription|class|pointer-events|stroke-miterlimit|font-family|xmlns:xlink"
CONFIG: dict[str, Any] = {
    "aria": False,
    "background": "transparent",
    "font": "DejaVu Sans, sans-serif",
    "padding": {"left": 2, "right": 4, "top": 4, "bottom": 2},
    "view": {"stroke": None},
    "axis": {
        "domainColor": MUTED,
        "gridColor": RULE,
        "gridWidth": 0.7,
        "labelColor": MUTED,
        "labelFontSize": 11,
        "tickColor": MUTED,
        "tickSize": 4,
        "titleColor": MUTED,
        "titleFontSize": 11,
        "titleFontWeight": "normal",
    },
    "axisX": {"grid": False, "labelOverlap": "greedy", "labelFlush": True},
    "axisY": {"domain": False, "ticks": False, "tickCount": 4, "titleAngle": 0, "titleAlign": "left",
              "titleAnchor": "end", "titleX": 0, "titleY": -8, "titleBaseline": "bottom"},
    "text": {"fontSize": 11, "color": INK},
}  # fmt: skip


def values(rows: list[dict[str, Any]]) -> alt.InlineData:
    """Rows as the data of a chart: as text, which Altair does not copy at every step."""
    return alt.InlineData(values=json.dumps(rows, allow_nan=False), format={"type": "json"})


def unchecked() -> AbstractContextManager[None]:
    """Charts made within are not held against Altair's schema: they are the same each time, and tests draw them."""
    return debug_mode(arg=False)


def days_axis(first: dt.date, last: dt.date, *, title: str | None = None) -> alt.X:
    """A time axis over the days of a run, its ticks as coarse as its length."""
    span = (last - first).days
    label = "%-d %b" if span <= 75 else "%b"
    january = "utcmonth(datum.value) == 0 && utcdate(datum.value) == 1"
    expression = f"{january} ? utcFormat(datum.value, '%b %Y') : utcFormat(datum.value, '{label}')"
    tick: dict[str, Any] = {"interval": "day", "step": max(1, span // 5)}
    if span > 75:
        tick = {"interval": "month", "step": 1 if span <= 240 else 2}
    return alt.X(
        "d:T",
        title=title,
        scale=alt.Scale(type="utc", domain=[first.isoformat(), last.isoformat()], nice=False),
        axis=alt.Axis(labelExpr=expression, tickCount=tick),
    )


def svg(chart: Any) -> Markup:
    """SVG text of a chart, ready to stand in a page.

    Parameters
    ----------
    chart : an Altair chart
        Text comes from the case; Vega escapes it.

    Returns
    -------
    Markup
        Without width and height, hidden from screen readers: the page sizes it and says it in words.
    """
    spec = chart.to_dict(validate=False)
    spec["config"] = CONFIG
    return Markup(slim(vlc.vegalite_to_svg(spec)))  # noqa: S704  (Vega escapes what comes from the case)


def slim(text: str) -> str:
    """An SVG with what the page does not need taken out, its coordinates rounded to a tenth."""
    text = re.sub(
        r'<svg [^>]*?viewBox="([^"]*)"[^>]*>',
        r'<svg aria-hidden="true" focusable="false" viewBox="\1">',
        text,
        count=1,
    )
    text = re.sub(rf" (?:{DROPPED})=\"[^\"<>]*\"(?=[^<]*>)", "", text)
    text = re.sub(r' (?:d|transform)="[^"<>]*"', lambda m: re.sub(r"-?\d+\.\d{2,}", _tenth, m.group()), text)
    return re.sub(r'<path display="none"/>|<path d="" display="none"/>|<g></g>', "", text)


def _tenth(match: re.Match[str]) -> str:
    return f"{float(match.group()):.1f}".removesuffix(".0")


def thinned(days: int, most: int = 150) -> list[int]:
    """Every so many days, so that at most about `most` are left; the first and the last stay."""
    step = max(1, -(-days // most))
    return sorted({*range(0, days, step), days - 1})

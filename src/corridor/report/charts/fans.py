"""Fan charts of days of cover: a small chart a need and place, the band, its middle half, median, origin."""

from __future__ import annotations

import datetime as dt
from typing import Any

import altair as alt
import numpy as np
from markupsafe import Markup

from corridor.report.charts.draw import WIDTH, days_axis, svg, thinned, values
from corridor.report.palette import BAND_HALF, BAND_OUTER, INK, MEDIAN
from corridor.result.forecast import Floats, Forecast

HEIGHT = 116


def ceiling(band: Floats, ahead: int) -> float:
    """Top of the scale: not much above what the middle half reaches, nor above the days that are asked about.

    Cover beyond the horizon says nothing more of the run; what rises above is cut; the table has it.
    """
    finite = band[np.isfinite(band)]
    most = float(finite.max()) if finite.size else 7.0
    middle = band[:, 3][np.isfinite(band[:, 3])]
    enough = max(2.5 * float(middle.max()) if middle.size else 7.0, float(ahead))
    return max(7.0, min(most * 1.04, enough))


def fan(
    forecast: Forecast, p: int, n: int, first: int, marks: tuple[tuple[dt.date, str], ...] = ()
) -> Markup:
    """SVG of the days of cover of a need at a place from day `first` on.

    `marks` are dates with a letter, for what was seen (an illustration, only where it was asked for).
    """
    band = forecast.bands.cover[first:, p, n]
    top = ceiling(band, forecast.horizon - forecast.origin)
    shown = np.minimum(band, top)
    names = ("q05", "q10", "q25", "q50", "q75", "q90", "q95")
    rows = [
        {"d": forecast.days.day(first + t).isoformat()}
        | {k: round(float(v), 2) for k, v in zip(names, shown[t], strict=True)}
        for t in thinned(len(shown))
    ]
    last = forecast.days.day(forecast.horizon - 1)
    x = days_axis(forecast.days.day(first), last)
    y: dict[str, Any] = {"scale": alt.Scale(domain=[0, top], nice=False), "title": "days"}
    base = alt.Chart(values(rows), width=WIDTH, height=HEIGHT).encode(x=x)
    layers = [
        base.mark_area(color=BAND_OUTER).encode(y=alt.Y("q10:Q", **y), y2="q90:Q"),
        base.mark_area(color=BAND_HALF).encode(y=alt.Y("q25:Q", **y), y2="q75:Q"),
        base.mark_line(color=MEDIAN, strokeWidth=2).encode(y=alt.Y("q50:Q", **y)),
        *origin_rule(forecast, x),
        *_seen(marks, x),
    ]
    return svg(alt.layer(*layers))


def origin_rule(forecast: Forecast, x: alt.X) -> list[alt.Chart]:
    """A dashed upright line at the origin; the legend of the charts says what it is."""
    base = alt.Chart(values([{"d": forecast.days.day(forecast.origin).isoformat()}])).encode(x=x)
    return [base.mark_rule(color=INK, strokeDash=[3, 3])]


def _seen(marks: tuple[tuple[dt.date, str], ...], x: alt.X) -> list[alt.Chart]:
    if not marks:
        return []
    base = alt.Chart(values([{"d": d.isoformat(), "t": t} for d, t in marks])).encode(x=x)
    return [
        base.mark_rule(color=INK, strokeWidth=1),
        base.mark_text(dy=-3, baseline="bottom", fontWeight="bold").encode(text="t:N", y=alt.value(HEIGHT)),
    ]

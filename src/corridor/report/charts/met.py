"""Need against what is distributed, as a share of the need: one small chart a need and place."""

from __future__ import annotations

from typing import Any

import altair as alt
from markupsafe import Markup

from corridor.report.charts.draw import WIDTH, days_axis, svg, thinned, values
from corridor.report.charts.fans import HEIGHT, origin_rule
from corridor.report.palette import BAND_HALF, BAND_OUTER, MEDIAN, NEED
from corridor.result.forecast import Floats, Forecast

SCALES = ((1e9, "billion "), (1e6, "million "), (1e3, "thousand "), (1.0, ""))


def scale_of(top: float) -> tuple[float, str]:
    """A divisor that leaves few digits, and its word.

    Examples
    --------
    >>> scale_of(2.4e8), scale_of(12.0)
    ((1000000.0, 'million '), (1.0, ''))
    """
    return next(((size, word) for size, word in SCALES if top >= size), (1.0, ""))


def top_of(forecast: Forecast, p: int, n: int, first: int) -> float:
    """The largest need or distribution drawn."""
    return float(max(forecast.bands.distributed[first:, p, n].max(), forecast.need[first:, p, n].max()))


def met(forecast: Forecast, p: int, n: int, first: int) -> Markup:
    """SVG of the share of the normal need that is distributed at a place from day `first` on; the need is the dashes.

    Shares are worked out member by member, so that rival counts of people do not blur them.
    """
    share = 100 * forecast.bands.met[first:, p, n]
    rows = [_row(forecast, first + t, share[t]) for t in thinned(len(share))]
    x = days_axis(forecast.days.day(first), forecast.days.day(forecast.horizon - 1))
    y: dict[str, Any] = {"title": "% of the need", "scale": alt.Scale(domain=[0, 110], nice=False)}
    base = alt.Chart(values(rows), width=WIDTH, height=HEIGHT).encode(x=x)
    layers = [
        base.mark_area(color=BAND_OUTER).encode(y=alt.Y("q10:Q", **y), y2="q90:Q"),
        base.mark_area(color=BAND_HALF).encode(y=alt.Y("q25:Q", **y), y2="q75:Q"),
        base.mark_line(color=MEDIAN, strokeWidth=2).encode(y=alt.Y("q50:Q", **y)),
        base.mark_line(color=NEED, strokeWidth=1.8, strokeDash=[6, 3]).encode(y=alt.Y("need:Q", **y)),
        *origin_rule(forecast, x),
    ]
    return svg(alt.layer(*layers))


def _row(forecast: Forecast, t: int, share: Floats) -> dict[str, str | float]:
    names = ("q05", "q10", "q25", "q50", "q75", "q90", "q95")
    told = {k: float(f"{v:.5g}") for k, v in zip(names, share, strict=True)}
    return {"d": forecast.days.day(t).isoformat(), "need": 100.0, **told}

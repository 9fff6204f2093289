"""Pipeline break: the first month in which what is in store and what comes in are too little."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from corridor.measure.choose import EVERYWHERE, MEDIAN, needs, of_forecast, pairs
from corridor.measure.kinds import Table
from corridor.result.forecast import Forecast

NOTE = (
    "At the median. Stock at the start of the month and what arrives in it, against the normal need; "
    "the last month may be cut by the horizon. What cannot be milled or baked in time counts as there."
)


@dataclass(frozen=True, slots=True)
class PipelineBreak:
    """First month in which a need breaks: `month` is its first day in the run, None if none does.

    `available` and `required` are those of that month, or of the last month where there is no break.
    """

    place: str
    need: str
    month: dt.date | None
    last: dt.date
    required: float
    available: float
    short: float
    unit: str
    short_t: float


def months(forecast: Forecast) -> list[tuple[int, int]]:
    """Half-open day numbers of each calendar month from the origin on, cut to the run."""
    days = range(forecast.origin, forecast.horizon)
    spans = []
    for _, group in groupby(days, key=lambda t: (forecast.days.day(t).year, forecast.days.day(t).month)):
        found = list(group)
        spans.append((found[0], found[-1] + 1))
    return spans


def tonnes_per_content(forecast: Forecast, n: int) -> float:
    """Tonnes of the usual mix that hold one unit of a need; commodities without mass count nothing."""
    name = forecast.labels.needs[n]
    mass = {c.commodity: c.kg_per_unit or 0.0 for c in forecast.model.commodities}
    rows = [row for row in forecast.model.satisfies if row.need == name]
    total = sum(row.usual_share.mid for row in rows)
    if total <= 0:
        return 0.0
    return sum(row.usual_share.mid / total / row.per_unit * mass[row.commodity] / 1000 for row in rows)


def _month(forecast: Forecast, ps: list[int], n: int, span: tuple[int, int]) -> tuple[float, float]:
    """Required and available content of a month, at the median, added over places.

    What was handed out before the last day, and what is in store on the last day before it is handed out,
    is all that there was: stock at the start, supply and arrivals, less what was lost.
    """
    first, stop = span
    wanted = forecast.need[first:stop, ps, n, MEDIAN]
    given = forecast.bands.distributed[first : stop - 1, ps, n, MEDIAN].sum()
    cover, last = forecast.bands.cover[stop - 1, ps, n, MEDIAN], wanted[-1]
    in_store = np.multiply(cover, last, out=np.zeros_like(last), where=last > 0).sum()
    return float(wanted.sum()), float(given + in_store)


def _line(forecast: Forecast, where: str, ps: list[int], n: int) -> PipelineBreak:
    name, unit, tonnes = (
        forecast.labels.needs[n],
        forecast.labels.need_units[n],
        tonnes_per_content(forecast, n),
    )
    day = forecast.days.day
    required = available = 0.0
    first, stop = forecast.origin, forecast.horizon
    for first, stop in months(forecast):
        required, available = _month(forecast, ps, n, (first, stop))
        if available < required * (1 - 1e-9):
            short = required - available
            return PipelineBreak(
                where, name, day(first), day(stop - 1), required, available, short, unit, short * tonnes
            )
    return PipelineBreak(where, name, None, day(stop - 1), required, available, 0.0, unit, 0.0)


@of_forecast
def pipeline_break(
    forecast: Forecast, *, need: str | None = None, place: str | None = None, by_place: bool = False
) -> Table[PipelineBreak]:
    """First month in which stock and expected arrivals fall short of the requirement, with what is short.

    Parameters
    ----------
    forecast : Forecast
    need, place : str or None
        Only this need; only this place.
    by_place : bool
        One line a place and need; otherwise one a need, all places together (a store of one place does not
        feed another, so a break of a place can hide in the sum).

    Returns
    -------
    Table of PipelineBreak
        `available = stock at the start + arrivals + supply - lost` of the month, by content, against
        `required = sum over days of N`; at the median of each. `short_t` is the gap in tonnes of the usual
        mix.

    Raises
    ------
    UsageError
        When there is no such place or need.

    Notes
    -----
    Source of the term: resourcing updates of relief agencies. Arrivals here are what the run lets in, not
    pledges.
    """
    labels, found = forecast.labels, pairs(forecast, place, need)
    if by_place or place is not None:
        lines = tuple(_line(forecast, labels.places[p], [p], n) for p, n in found)
    else:
        cells = ((n, [p for p, m in found if m == n]) for n in needs(forecast, need))
        lines = tuple(_line(forecast, EVERYWHERE, ps, n) for n, ps in cells)
    return Table("Pipeline break", NOTE, lines)

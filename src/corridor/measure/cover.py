"""Days of cover: what is in store over what a normal day takes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from corridor.measure.choose import of_forecast, pairs, ration_words
from corridor.measure.kinds import Band, Table
from corridor.result.forecast import Forecast

NOTE = "Content in store, through mills and bakeries, over the normal need of a day, before it is handed out."


@dataclass(frozen=True, slots=True)
class Cover:
    """Days of cover of a need at a place on a day, and the ration they are counted on."""

    place: str
    need: str
    day: dt.date
    cover: Band
    ration: str


def _line(forecast: Forecast, t: int, p: int, n: int) -> Cover:
    labels = forecast.labels
    return Cover(
        labels.places[p],
        labels.needs[n],
        forecast.days.day(t),
        Band.at_levels(forecast.bands.cover[t, p, n], "days"),
        ration_words(forecast, n),
    )


@of_forecast
def days_of_cover(forecast: Forecast, *, place: str | None = None, need: str | None = None) -> Table[Cover]:
    """Band of days of cover by place, need and day, from the first day of the run.

    Parameters
    ----------
    forecast : Forecast
    place, need : str or None
        Only this place, only this need.

    Returns
    -------
    Table of Cover
        `cover = content in store / N`, with `N` the normal need of the day; infinite where nothing is needed.

    Raises
    ------
    UsageError
        When there is no such place or need.

    Notes
    -----
    Law of the day, step 5. Source of the term: usable stock over planned daily use, the ration stated, as
    relief agencies count it.
    """
    days = range(forecast.horizon)
    lines = tuple(_line(forecast, t, p, n) for p, n in pairs(forecast, place, need) for t in days)
    return Table("Days of cover by day", NOTE, lines)


@of_forecast
def cover_at_origin(forecast: Forecast, *, place: str | None = None, need: str | None = None) -> Table[Cover]:
    """Band of days of cover on the day the forecast starts, by place and need.

    Raises
    ------
    UsageError
        When there is no such place or need.
    """
    lines = tuple(_line(forecast, forecast.origin, p, n) for p, n in pairs(forecast, place, need))
    return Table(f"Days of cover on {forecast.days.day(forecast.origin)}", NOTE, lines)

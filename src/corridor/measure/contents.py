"""What is handed out, as energy, protein and fat available per person and day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from corridor.measure.choose import MEDIAN, index, of_forecast
from corridor.measure.kinds import Band, Table
from corridor.result.forecast import Forecast

NOTE = "Handed out, not eaten."


@dataclass(frozen=True, slots=True)
class Available:
    """Energy, protein and fat available per person at a place on a day."""

    place: str
    day: dt.date
    kcal: Band
    protein: Band
    fat: Band


@of_forecast
def contents_available(forecast: Forecast, *, place: str | None = None) -> Table[Available]:
    """Band of kcal, protein and fat available per person and day, by place with people and by day.

    Parameters
    ----------
    forecast : Forecast
    place : str or None
        Only this place.

    Returns
    -------
    Table of Available
        Quantiles over members of `sum over commodities of handed out x content of a unit / people`; kcal and
        g a person a day. People are those of the place, each counted once.

    Raises
    ------
    UsageError
        When there is no such place.
    """
    labels = forecast.labels
    ps = range(len(labels.places)) if place is None else [index(labels.places, place, "place")]
    lines = []
    for p in ps:
        for t in range(forecast.origin, forecast.horizon):
            people = forecast.persons[t, p, MEDIAN]
            if people <= 0:
                continue
            each = forecast.bands.contents[t, p]
            kcal, protein, fat = (Band.at_levels(v, u) for v, u in zip(each, ("kcal", "g", "g"), strict=True))
            lines.append(Available(labels.places[p], forecast.days.day(t), kcal, protein, fat))
    return Table("Available per person and day", NOTE, tuple(lines))

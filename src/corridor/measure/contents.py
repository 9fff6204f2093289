"""What is handed out, as energy, protein and fat available per person and day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np

from corridor.measure.choose import MEDIAN, index
from corridor.measure.kinds import Band, Table
from corridor.result.forecast import Floats, Forecast

NOTE = "Handed out, not eaten. Commodities are added at the same level, so bands are a little wide."


@dataclass(frozen=True, slots=True)
class Available:
    """Energy, protein and fat available per person at a place on a day."""

    place: str
    day: dt.date
    kcal: Band
    protein: Band
    fat: Band


def _per_unit(forecast: Forecast) -> Floats:
    """Contents of a unit of each commodity; (C, 3) kcal, g protein, g fat."""
    rows = {c.commodity: c for c in forecast.model.commodities}
    found = [rows[name] for name in forecast.labels.commodities]
    each = [(c.kcal_per_unit, c.protein_g_per_unit, c.fat_g_per_unit) for c in found]
    return np.array(each, dtype=np.float64).reshape(-1, 3)


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
        `sum over commodities of handed out x content of a unit / people`, at each quantile level of what
        is handed out and the median of people; kcal and g a person a day.

    Raises
    ------
    UsageError
        When there is no such place.
    """
    labels = forecast.labels
    ps = range(len(labels.places)) if place is None else [index(labels.places, place, "place")]
    per_unit = _per_unit(forecast)
    lines = []
    for p in ps:
        for t in range(forecast.origin, forecast.horizon):
            people = forecast.persons[t, p, MEDIAN]
            if people <= 0:
                continue
            each = per_unit.T @ forecast.bands.handed[t, p] / people
            kcal, protein, fat = (Band.at_levels(v, u) for v, u in zip(each, ("kcal", "g", "g"), strict=True))
            lines.append(Available(labels.places[p], forecast.days.day(t), kcal, protein, fat))
    return Table("Available per person and day", NOTE, tuple(lines))

"""First days: rationed, short of the ration, with an empty store, below survival. The chance first, then dates."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corridor.measure.choose import ANYWHERE, before_number, last_day, needs, of_forecast, pairs
from corridor.measure.kinds import Chance, DateBand, Table
from corridor.result.forecast import LEVELS, Forecast

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class FirstDay:
    """Chance that something happens before a date, and when it first does."""

    place: str
    need: str
    before: dt.date
    chance: Chance
    dates: DateBand


@dataclass(frozen=True, slots=True)
class ChanceByDay:
    """Chance that something has happened on or before a day."""

    place: str
    need: str
    day: dt.date
    chance: Chance


def date_band(forecast: Forecast, first: NDArray[np.int64], levels: tuple[float, ...] = LEVELS) -> DateBand:
    """Quantiles of a first day over members, each a date that a member has; None beyond the horizon.

    Parameters
    ----------
    forecast : Forecast
    first : (member,) array, day numbers
        `forecast.horizon` where it never happens within the run.
    levels : tuple of float
        Quantile levels.
    """
    found = np.quantile(first, levels, method="inverted_cdf")
    days = tuple(None if t >= forecast.horizon else forecast.days.day(int(t)) for t in found)
    return DateBand(Chance.of(first < forecast.horizon), levels, days, last_day(forecast))


def _cells(
    forecast: Forecast, first: Ints, place: str | None, need: str | None, *, anywhere: bool
) -> list[tuple[str, str, Ints]]:
    """Place, need and the first days (M,) of each line; over all places together if `anywhere`."""
    labels = forecast.labels
    if not anywhere:
        return [(labels.places[p], labels.needs[n], first[:, p, n]) for p, n in pairs(forecast, place, need)]
    found = pairs(forecast, place, need)
    return [
        (ANYWHERE, labels.needs[n], first[:, [p for p, m in found if m == n], n].min(axis=1))
        for n in needs(forecast, need)
    ]


def _table(
    forecast: Forecast,
    title: str,
    first: Ints,
    *,
    place: str | None,
    need: str | None,
    before: dt.date | None,
    anywhere: bool,
) -> Table[FirstDay]:
    limit = before_number(forecast, before)
    lines = tuple(
        FirstDay(p, n, forecast.days.day(limit), Chance.of(days < limit), date_band(forecast, days))
        for p, n, days in _cells(forecast, first, place, need, anywhere=anywhere)
    )
    note = f"Chance before {forecast.days.day(limit)}; dates beyond the horizon read > {last_day(forecast)}."
    return Table(title, note, lines)


@of_forecast
def stock_out(
    forecast: Forecast,
    *,
    place: str | None = None,
    need: str | None = None,
    before: dt.date | None = None,
    anywhere: bool = False,
) -> Table[FirstDay]:
    """Chance and date of the first day on which less is distributed than the ration.

    Parameters
    ----------
    forecast : Forecast
    place, need : str or None
        Only this place, only this need.
    before : date or None
        Chance before this date; before the horizon if None.
    anywhere : bool
        One line a need: the first day at any place.

    Returns
    -------
    Table of FirstDay
        `chance = share of members with first day < before`, with its binomial standard error; `dates` are
        quantiles over members, None where `level > chance before the horizon`.

    Raises
    ------
    UsageError
        When there is no such place or need, or the run does not reach `before`.

    Notes
    -----
    Law of the day, step 7: the first day with `d < ration`, or with an empty store (`store_empty`). The store may hold
    something on it: what may not stand for the rest of the ration, or what a floor asks for and is not there.
    """
    first = forecast.members.first_stock_out
    return _table(
        forecast, "Falls short of the ration", first, place=place, need=need, before=before, anywhere=anywhere
    )


@of_forecast
def store_empty(
    forecast: Forecast,
    *,
    place: str | None = None,
    need: str | None = None,
    before: dt.date | None = None,
    anywhere: bool = False,
) -> Table[FirstDay]:
    """Chance and date of the first day on which a need runs out: its ration is not met, and its store is empty.

    Parameters, Returns and Raises are those of `stock_out`. Law of the day, step 7: the ration is not met or nothing is
    handed out, and what is in store after all have been served counts for less than 1e-9 of the need. What cannot be
    stored has no store that could be empty.
    """
    first = forecast.members.first_empty
    return _table(forecast, "Store empty", first, place=place, need=need, before=before, anywhere=anywhere)


@of_forecast
def rationing(
    forecast: Forecast,
    *,
    place: str | None = None,
    need: str | None = None,
    before: dt.date | None = None,
    anywhere: bool = False,
) -> Table[FirstDay]:
    """Chance and date of the first day on which less is distributed than the normal need.

    Parameters, Returns and Raises are those of `stock_out`. Law of the day, step 7: first day with `d < N`.
    """
    first = forecast.members.first_rationing
    return _table(forecast, "Rationing", first, place=place, need=need, before=before, anywhere=anywhere)


@of_forecast
def below_survival(
    forecast: Forecast,
    *,
    place: str | None = None,
    need: str | None = None,
    before: dt.date | None = None,
    anywhere: bool = False,
) -> Table[FirstDay]:
    """Chance and date of the first day on which less is distributed than the survival tier.

    Parameters, Returns and Raises are those of `stock_out`. Law of the day, step 7: first day with `d < S`.
    """
    first = forecast.members.first_below_survival
    return _table(forecast, "Below survival", first, place=place, need=need, before=before, anywhere=anywhere)


@of_forecast
def stock_out_by_day(
    forecast: Forecast, *, place: str | None = None, need: str | None = None, anywhere: bool = False
) -> Table[ChanceByDay]:
    """Chance of having fallen short of the ration on or before each day, from the origin to the last day.

    Raises
    ------
    UsageError
        When there is no such place or need.
    """
    days = range(forecast.origin, forecast.horizon)
    lines = tuple(
        ChanceByDay(p, n, forecast.days.day(t), Chance.of(first <= t))
        for p, n, first in _cells(forecast, forecast.members.first_stock_out, place, need, anywhere=anywhere)
        for t in days
    )
    return Table(
        "Chance of falling short of the ration by date", "Share of members, cumulative; never falls.", lines
    )

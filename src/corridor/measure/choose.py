"""Which places and needs a measure speaks of, and which days. Used by the measures only."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable
from difflib import get_close_matches
from typing import Concatenate, ParamSpec, TypeVar

import numpy as np

from corridor.errors import UsageError
from corridor.io.given import day_of
from corridor.model.needs import Need
from corridor.result.forecast import LEVELS, MIDDLE, Floats, Forecast

P = ParamSpec("P")
R = TypeVar("R")
MEDIAN = LEVELS.index(MIDDLE)
ANYWHERE = "any place"
EVERYWHERE = "all places"


def index(labels: tuple[str, ...], label: str, noun: str) -> int:
    """Position of a label.

    Raises
    ------
    UsageError
        When there is no such label; the nearest one is named.
    """
    if label in labels:
        return labels.index(label)
    near = get_close_matches(label, labels, n=1)
    hint = f' Nearest: "{near[0]}".' if near else ""
    raise UsageError(f'no {noun} is called "{label}".{hint}')


def of_forecast(measure: Callable[Concatenate[Forecast, P], R]) -> Callable[Concatenate[Forecast, P], R]:
    """A measure that says so when it is given something other than a forecast."""

    @functools.wraps(measure)
    def measuring(forecast: Forecast, /, *args: P.args, **options: P.kwargs) -> R:
        if not isinstance(forecast, Forecast):
            raise UsageError(
                f"A measure takes what `forecast` gives, not {type(forecast).__name__}. A saved Dataset holds the "
                "labelled results: read them from it, or run the forecast again from the same case and seed."
            )
        return measure(forecast, *args, **options)

    return measuring


def pairs(forecast: Forecast, place: str | None = None, need: str | None = None) -> list[tuple[int, int]]:
    """Place and need of each pair that needs anything from the origin on, in the order of the tables."""
    labels = forecast.labels
    ps = range(len(labels.places)) if place is None else [index(labels.places, place, "place")]
    ns = range(len(labels.needs)) if need is None else [index(labels.needs, need, "need")]
    wanted = forecast.need[forecast.origin :].max(axis=(0, -1)) > 0
    return [(p, n) for p in ps for n in ns if wanted[p, n]]


def needs(forecast: Forecast, need: str | None = None) -> list[int]:
    """Each need that any place has from the origin on, in the order of the tables."""
    return sorted({n for _, n in pairs(forecast, None, need)})


def last_day(forecast: Forecast) -> dt.date:
    """Last date of the run."""
    return forecast.days.day(forecast.horizon - 1)


def before_number(forecast: Forecast, before: dt.date | str | None) -> int:
    """Day number of a date after the origin and not beyond the horizon; the horizon if none is given.

    Raises
    ------
    UsageError
        When the run says nothing about that date.
    """
    if before is None:
        return forecast.horizon
    before = day_of(before, "before")
    number = forecast.days.number(before)
    if not forecast.origin < number <= forecast.horizon:
        first = forecast.days.day(forecast.origin + 1)
        end = forecast.days.day(forecast.horizon)
        raise UsageError(f"{before} is outside the run. Give a date from {first} to {end}.")
    return number


def need_row(forecast: Forecast, n: int) -> Need:
    """The row of a need in the table `needs`."""
    name = forecast.labels.needs[n]
    return next(row for row in forecast.model.needs if row.need == name)


def ration_words(forecast: Forecast, n: int) -> str:
    """The normal ration of a need in words, as days of cover are counted on it.

    `2,100 kcal a person a day`, with its range where it has one.
    """
    row = need_row(forecast, n)
    each = row.per_person_day
    span = "" if each.is_exact else f" ({each.low:,g} to {each.high:,g})"
    return f"{each.mid:,g}{span} {row.unit} a person a day"


def persons(forecast: Forecast) -> Floats:
    """Median number of people of each place, mean over the days from the origin on; (P,)."""
    return np.asarray(forecast.persons[forecast.origin :, :, MEDIAN].mean(axis=0), dtype=np.float64)

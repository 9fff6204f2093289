"""The table behind each chart: heads, and rows of words and figures."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np

from corridor.measure import stock_out, store_empty
from corridor.measure.kinds import Band
from corridor.report import words
from corridor.report.access import Way
from corridor.report.charts.met import scale_of, top_of
from corridor.report.charts.stockout import curve
from corridor.report.grounds import Figure, Moment
from corridor.report.palette import STATE
from corridor.result.forecast import BAND, HIGH, LEVELS, LOW, MIDDLE, Forecast

Cell = str | Figure | Moment
SHOWN = (LOW, 0.25, MIDDLE, 0.75, HIGH)


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the page: what it is, its heads, its rows; all its figures rest on one ground."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    basis: str


def days_shown(first: int, count: int, origin: int, most: int = 12) -> list[int]:
    """Days of a table: every so many weeks, the origin and the last day always."""
    step = max(7, 7 * -(-(count - first) // (7 * most)))
    return sorted({*range(origin, count, step), *range(origin, first - 1, -step), origin, count - 1})


def _cell(value: float, *, share: bool = False) -> Figure:
    return Figure(words.percent(value) if share else words.number(value), words.plain(float(value)))


def _levels(values: np.ndarray) -> list[Cell]:
    return [_cell(values[LEVELS.index(level)]) for level in SHOWN]


Rows = tuple[tuple[Cell, ...], ...]


def fan_table(forecast: Forecast, p: int, n: int, first: int, basis: str) -> Table:
    """Days of cover by day: quantiles over members."""
    rows: Rows = tuple(
        (Moment.of(forecast.days.day(t), short=True), *_levels(forecast.bands.cover[t, p, n]))
        for t in days_shown(first, forecast.horizon, forecast.origin)
    )
    return Table("Days of cover, quantiles over members", ("Day", *_heads()), rows, basis)


def share_table(forecast: Forecast, p: int, n: int, first: int, basis: str) -> Table:
    """Share of the need that is distributed by day, as the chart draws it."""
    rows: Rows = tuple(
        (
            Moment.of(forecast.days.day(t), short=True),
            *(_cell(forecast.bands.met[t, p, n, LEVELS.index(q)], share=True) for q in SHOWN),
        )
        for t in days_shown(first, forecast.horizon, forecast.origin)
    )
    return Table("Share of the need distributed", ("Day", *_heads()), rows, basis)


def met_table(forecast: Forecast, p: int, n: int, first: int, basis: str) -> Table:
    """Need and distributed by day, in the unit of the need."""
    size, word = scale_of(top_of(forecast, p, n, first))
    rows: Rows = tuple(
        (
            Moment.of(forecast.days.day(t), short=True),
            _cell(forecast.need[t, p, n, 3] / size),
            *_levels(forecast.bands.distributed[t, p, n] / size),
        )
        for t in days_shown(first, forecast.horizon, forecast.origin)
    )
    unit = f"{word}{forecast.labels.need_units[n]}"
    return Table(f"Need and distributed, {unit} a day", ("Day", "Need (median)", *_heads()), rows, basis)


def _heads() -> list[str]:
    return [f"{round(100 * level)} %" if level != MIDDLE else "Median" for level in SHOWN]


def out_table(forecast: Forecast, p: int, ns: list[int], names: list[str], basis: str) -> Table:
    """Chance of having fallen short of the ration on or before each day, a column a need."""
    curves = [curve(forecast, p, n) for n in ns]
    days = days_shown(forecast.origin, forecast.horizon, forecast.origin)
    rows: Rows = tuple(
        (
            Moment.of(forecast.days.day(t), short=True),
            *(_cell(c[t - forecast.origin], share=True) for c in curves),
        )
        for t in days
    )
    return Table(
        "Chance that it has fallen short of the ration by the end of the day", ("By", *names), rows, basis
    )


def dates_table(forecast: Forecast, place: str, names: dict[str, str], basis: str) -> Table:
    """Chance before the horizon and dates of the first day short of the ration, and chance of an empty store."""
    rows: list[tuple[Cell, ...]] = []
    for line, empty in zip(stock_out(forecast, place=place), store_empty(forecast, place=place), strict=True):
        dates = [line.dates.at(q) for q in (LOW, MIDDLE, HIGH)]
        told = [_date(d, line.dates.text(q)) for d, q in zip(dates, (LOW, MIDDLE, HIGH), strict=True)]
        chance = Figure(str(line.chance), words.plain(line.chance.value))
        gone = Figure(str(empty.chance), words.plain(empty.chance.value))
        rows.append((names.get(line.need, line.need), chance, *told, gone))
    heads = ("Need", "Chance before the horizon", "10 % by", "Half by", "90 % by", "Store empty before it")
    return Table(
        "First day short of the ration: the chance first, then its date among members",
        heads,
        tuple(rows),
        basis,
    )


def _date(day: dt.date | None, value: str) -> Figure:
    return Figure("> horizon" if day is None else words.day_short(day), value)


def access_table(ways: list[Way], names: list[str], basis: str) -> Table:
    """Runs of days of access, a row a run."""
    rows: list[tuple[Cell, ...]] = [
        (
            name,
            Moment.of(s.start, short=True),
            Moment.of(s.end, short=True),
            "by chance" if s.ahead else STATE[s.state].word,
            _share(s.share, ahead=s.ahead),
        )
        for way, name in zip(ways, names, strict=True)
        for s in way.spans
    ]
    return Table(
        "Access by route and carrier",
        ("Route and carrier", "From", "To", "Access", "Known"),
        tuple(rows),
        basis,
    )


def _share(value: float, *, ahead: bool) -> Cell:
    if not ahead:
        return "on record" if value > 0.999 else "unknown; drawn"
    return Figure(f"open in {words.percent(value)} of members, mean of the days", words.plain(value))


def band_words(band: Band, unit: str = "") -> str:
    """A band for a title or a spoken text, median first."""
    tail = f" {unit}" if unit else ""
    low, mid, high = (words.number(v) for v in (band.low, band.median, band.high))
    return f"{mid}{tail} ({BAND}: {low} to {high})"


def passes_below(forecast: Forecast, p: int, n: int, level: float) -> dt.date | None:
    """First day from the origin on which the median cover is under a level; None if it never is."""
    under = np.flatnonzero(forecast.bands.cover[forecast.origin :, p, n, 3] < level)
    return None if under.size == 0 else forecast.days.day(forecast.origin + int(under[0]))

"""The five sentences of the first screen, of words and figures; each figure leads to what it rests on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from corridor.measure import (
    cover_at_origin,
    share_met_by_week,
    share_met_now,
    stock_out,
    store_empty,
)
from corridor.measure.cover import Cover
from corridor.measure.dates import FirstDay
from corridor.measure.kinds import Band, Chance, DateBand
from corridor.measure.met import ShareMet
from corridor.report import words
from corridor.report.grounds import Figure, Ground, Grounds, Moment, figure
from corridor.result.forecast import HIGH, LOW, MIDDLE, Forecast
from corridor.study import answers

Part = str | Figure | Moment


@dataclass(frozen=True, slots=True)
class Sentence:
    """One of the five: what it answers, its parts, and what it rests on.

    Where the answer depends on the reading, `sides` are its parts under each, and `parts` is empty.
    """

    key: str
    label: str
    parts: tuple[Part, ...]
    ground: Ground
    sides: tuple[tuple[str, tuple[Part, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Readings:
    """Runs side by side of what moves the answer most: its question, runs by name, and other questions that move it."""

    question: str
    sides: tuple[tuple[str, Forecast], ...]
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unknown:
    """Something that the answer hangs on, as a question: who may know, and what knowing it would change."""

    question: str
    who: str
    share: Figure
    narrows: Figure
    low: Figure
    high: Figure
    after: bool
    is_pick: bool
    claims: tuple[str, ...]
    assumed: bool


@dataclass(frozen=True, slots=True)
class Inverse:
    """What would have to be true for something to come about."""

    parts: tuple[Part, ...]
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hangs:
    """What an answer hangs on: its unknowns, the shares of path and numbers, and what is assumed."""

    answer: str
    unknowns: tuple[Unknown, ...]
    path: Figure
    numbers: Figure
    assumed: float | None
    assumed_figure: Figure | None
    inverse: tuple[Inverse, ...]
    hidden: Figure
    ground: Ground

    @property
    def mostly_assumed(self) -> bool:
        """Whether more than half of what the numbers carry rests on assumed ones."""
        return (self.assumed or 0.0) > 0.5


@dataclass(frozen=True, slots=True)
class Teller:
    """Says things of a forecast to an audience: names places and needs, and tells figures their ground."""

    forecast: Forecast
    grounds: Grounds

    @property
    def places(self) -> tuple[str, ...]:
        """Ids of places that the audience may see."""
        return tuple(self.grounds.names.places)

    @property
    def horizon(self) -> Moment:
        """The last day of the run."""
        return Moment.of(self.forecast.days.day(self.forecast.horizon - 1))

    def name(self, place: str, need: str) -> str:
        """A need at a place, in words."""
        return f"{self.need(need)} in {self.place(place)}"

    def need(self, need: str) -> str:
        """A need within a sentence."""
        return words.lower_first(self.grounds.names.needs.get(need, need))

    def place(self, place: str) -> str:
        """A place within a sentence."""
        return self.grounds.names.places.get(place, place)

    def band(self, band: Band, ground: Ground, unit: str = "") -> list[Part]:
        """The median, and in brackets the 10th and the 90th percentile unless all members agree."""
        mid, low, high = (
            figure(self._told(v, unit), float(v), ground) for v in (band.median, band.low, band.high)
        )
        tail = "" if unit in ("", "%") or band.median == np.inf else f" {unit}"
        if low.text == high.text == mid.text:
            return [mid, tail] if tail else [mid]
        return [mid, f"{tail} (", low, " to ", high, ")"]

    @staticmethod
    def _told(value: float, unit: str) -> str:
        return words.percent(value) if unit == "%" else words.number(value)

    def chance(self, chance: Chance, ground: Ground) -> Figure:
        """A chance in per cent."""
        return figure(str(chance), float(chance.value), ground)

    def date(self, dates: DateBand, level: float, ground: Ground) -> Figure:
        """A quantile of a date; beyond the horizon it reads `> horizon`, never a date."""
        found = dates.at(level)
        return figure("> horizon" if found is None else words.day_short(found), dates.text(level), ground)


def five(teller: Teller, hangs: Hangs | None, readings: Readings | None = None) -> list[Sentence]:
    """The five sentences, in order; one that is not the same under all readings is told under each."""
    told = [_under_each(teller, tell, readings) for tell in (_how_long, _first_out, _met, _short)]
    return [*told, _hangs_on(teller, hangs)]


def _under_each(teller: Teller, tell: Callable[[Teller], Sentence], readings: Readings | None) -> Sentence:
    whole = tell(teller)
    if readings is None:
        return whole
    sides = tuple((name, tell(replace(teller, forecast=run)).parts) for name, run in readings.sides)
    return whole if all(parts == whole.parts for _, parts in sides) else replace(whole, parts=(), sides=sides)


def main_need(forecast: Forecast) -> str:
    """The need that concerns most people, of those the run serves."""
    return answers.main_need(forecast.model, forecast.labels.needs)


def stored_needs(forecast: Forecast) -> set[str]:
    """Needs that some commodity serves that can be kept in store."""
    kept = {c.commodity for c in forecast.model.commodities if c.storable}
    return {s.need for s in forecast.model.satisfies if s.commodity in kept}


def covers(teller: Teller) -> list[Cover]:
    """Days of cover at the origin by place and need that can be stored, least first."""
    kept = stored_needs(teller.forecast)
    lines = [x for x in cover_at_origin(teller.forecast) if x.need in kept and x.place in teller.places]
    return sorted(lines, key=lambda x: x.cover.median)


def outs(teller: Teller) -> list[FirstDay]:
    """First days short of the ration by place and need: earliest at the median first, then the likelier ones."""
    lines = [x for x in stock_out(teller.forecast) if x.place in teller.places]
    return sorted(lines, key=lambda x: (x.dates.at(MIDDLE) or dt.date.max, -x.chance.value))


def _how_long(teller: Teller) -> Sentence:
    lines, first = covers(teller), main_need(teller.forecast)
    if not lines:
        parts: tuple[Part, ...] = (
            "No need of this case can be kept in store: what does not come in is missing the same day.",
        )
        return Sentence("cover", "How long", parts, teller.grounds.run())
    main = next((x for x in lines if x.need == first), lines[0])
    least = lines[0]
    ground = teller.grounds.need(main.place, main.need)
    told: list[Part] = [
        "On ",
        Moment.of(teller.forecast.run.origin),
        ", with nothing more coming in, stores last ",
        *teller.band(main.cover, ground, "days"),
        f" at the normal ration for {teller.name(main.place, main.need)}",
    ]
    if least.need != main.need:
        own = teller.grounds.need(least.place, least.need)
        told += [
            f"; shortest of all, for {teller.need(least.need)}, ",
            *teller.band(least.cover, own, "days"),
        ]
    return Sentence("cover", "How long", (*told, "."), ground)


def _first_out(teller: Teller) -> Sentence:
    forecast, lines = teller.forecast, outs(teller)
    gone = [x for x in lines if _already(forecast, x)]
    coming = [x for x in lines if x not in gone and x.chance.count > 0]
    told: list[Part] = []
    if coming:
        line = coming[0]
        ground = teller.grounds.need(line.place, line.need)
        told += [
            f"{words.capital(teller.name(line.place, line.need))}: a chance of ",
            teller.chance(line.chance, ground),
            " to fall short of the ration by ", teller.horizon, "; half of the members by ",
            teller.date(line.dates, MIDDLE, ground),
            " (", teller.date(line.dates, LOW, ground), " to ", teller.date(line.dates, HIGH, ground), ")",
        ]  # fmt: skip
        if line.need in stored_needs(forecast):
            (empty,) = store_empty(forecast, place=line.place, need=line.need)
            told += ["; it runs out, with an empty store, in ", teller.chance(empty.chance, ground)]
        for i, after in enumerate(_others(coming)):
            own = teller.grounds.need(after.place, after.need)
            said = f"; then {teller.need(after.need)}, " if i == 0 else f", and {teller.need(after.need)}, "
            told += [said, teller.chance(after.chance, own)]
        told.append(".")
    else:
        ground = teller.grounds.need("*", "*")
        told += [
            "Nothing that is not short already falls short of the ration by ",
            teller.horizon,
            ", the horizon, in any member.",
        ]
    if gone:
        own = teller.grounds.need(gone[0].place, gone[0].need)
        least = min(gone, key=lambda x: x.chance.value)
        needs = list(dict.fromkeys(x.need for x in gone))
        verb = "is" if len(needs) == 1 else "are"
        told += [
            f" {words.capital(words.listed(map(teller.need, needs)))} {verb} short from the first day (",
            teller.chance(least.chance, own),
            " of members).",
        ]
    return Sentence("out", "What falls short first", tuple(told), ground)


def _others(lines: list[FirstDay]) -> list[FirstDay]:
    """The next two needs that fall short, each once, at the place where it does first."""
    first: dict[str, FirstDay] = {}
    for line in lines:
        first.setdefault(line.need, line)
    return list(first.values())[1:3]


def _already(forecast: Forecast, line: FirstDay) -> bool:
    """Whether almost all members are short on the first day of the forecast."""
    return line.dates.at(HIGH) == forecast.run.origin


def _met(teller: Teller) -> Sentence:
    forecast, need = teller.forecast, main_need(teller.forecast)
    now = [x for x in share_met_now(forecast) if x.place in teller.places]
    weeks = [x for x in share_met_by_week(forecast) if x.place in teller.places]
    last = {(x.place, x.need): x for x in weeks}
    own = sorted((x for x in now if x.need == need), key=lambda x: -_people(forecast, x.place))
    if not own:
        return Sentence(
            "met", "Share of need met", ("Nothing is needed within the horizon.",), teller.grounds.run()
        )
    line = own[0]
    ground = teller.grounds.need(line.place, line.need)
    later = last[line.place, line.need]
    told: list[Part] = [
        f"Of the normal need for {teller.name(line.place, line.need)}, ",
        *teller.band(line.share, ground, "%"),
        " is available on ",
        Moment.of(line.end),
        " and ",
        *teller.band(later.share, ground, "%"),
        " in the week to ",
        Moment.of(later.end),
    ]
    worst = min((x for x in last.values()), key=_median)
    if (worst.place, worst.need) != (line.place, line.need):
        told += [f"; least for {teller.name(worst.place, worst.need)}, "]
        told += teller.band(worst.share, teller.grounds.need(worst.place, worst.need), "%")
    return Sentence("met", "Share of need met", (*told, "."), ground)


def _median(line: ShareMet) -> float:
    return line.share.median


def _people(forecast: Forecast, place: str) -> float:
    p = forecast.labels.places.index(place)
    return float(forecast.persons[forecast.origin, p, 3])


def _short(teller: Teller) -> Sentence:
    forecast, need = teller.forecast, main_need(teller.forecast)
    n = forecast.labels.needs.index(need)
    ps = [i for i, p in enumerate(forecast.labels.places) if p in teller.places]
    short = forecast.members.person_days_short[:, ps, n].sum(axis=1)
    ground = teller.grounds.need("*", need)
    told: list[Part] = [
        "By ",
        teller.horizon,
        f" the shortfall of {teller.need(need)} adds up to ",
        *teller.band(Band.of(short.sum(axis=1), "person-days"), ground, "person-days"),
        " of the normal need",
    ]
    if ps:
        first = forecast.members.first_below_survival[:, ps, n].min(axis=1)
        chance = Chance.of(first < forecast.horizon)
        told += [
            "; the chance that less than the survival tier is available somewhere on some day is ",
            teller.chance(chance, ground),
        ]
        if chance.count:
            deep = Band.of(short[:, 2], "person-days")
            told += [
                ", and ",
                figure(words.number(deep.median), float(deep.median), ground),
                " of those person-days lie below that tier",
            ]
    return Sentence("short", "People short", (*told, "."), ground)


def _hangs_on(teller: Teller, hangs: Hangs | None) -> Sentence:
    label, ground = "What it hangs on", teller.grounds.need("*", "*")
    if hangs is not None:
        ground = hangs.ground
    if hangs is None:
        return Sentence(
            "hangs", label, ("What the answer hangs on most was not worked out for this page.",), ground
        )
    path: list[Part] = ["what is let through in the days to come carries ", hangs.path, " of its spread"]
    start = words.capital(hangs.answer)
    if not hangs.unknowns:
        told: tuple[Part, ...] = (f"{start}: ", *path, "; no single number stands out.")
        return Sentence("hangs", label, told, ground)
    top = hangs.unknowns[0]
    between: list[Part] = [" (from ", top.low, " to ", top.high, ")"]
    told = (
        f"{start} hangs most on a question: {top.question} It carries ",
        top.share,
        " of the spread",
        *between,
        "; ",
        *path,
        ".",
    )
    return Sentence("hangs", label, told, ground)

"""What was seen, beside the bands: only where it was asked for, and an illustration, never a validation."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np

from corridor.measure import rationing, stock_out
from corridor.measure.dates import FirstDay
from corridor.model.model import Model
from corridor.model.seen import Observation
from corridor.report import words
from corridor.report.grounds import Moment, figure
from corridor.report.sentences import Part, Teller
from corridor.result.forecast import BAND, HIGH, LOW, MIDDLE

FIRSTS = {"stock_out": stock_out, "ration_cut": rationing, "service_stops": stock_out}
Marks = dict[tuple[str, str], tuple[tuple[dt.date, str], ...]]


@dataclass(frozen=True, slots=True)
class Row:
    """An observation and what the forecast says of it."""

    letter: str
    start: dt.date
    where: str
    words: str
    told: tuple[Part, ...]
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Observed:
    """Observations up to the day the case stops being scored, and marks for the charts."""

    rows: tuple[Row, ...]
    marks: Marks
    until: Moment


def observed(teller: Teller, model: Model) -> Observed:
    """Observations of a case after the origin, with what the forecast gave.

    Parameters
    ----------
    teller : Teller
    model : Model
        The case as an audience may see it, read in full: observations are published after the origin.
    """
    forecast = teller.forecast
    last = forecast.days.day(forecast.horizon - 1)
    until = min(model.settings.scored_until or last, last)
    rows, marks = [], dict[tuple[str, str], list[tuple[dt.date, str]]]()
    for o in sorted(model.observations, key=lambda o: o.start):
        if not forecast.run.origin <= o.start <= until:
            continue
        line, pair = _line(teller, o)
        letter = ""
        if pair is not None:
            letter = _letter(sum(map(len, marks.values())))
            marks.setdefault(pair, []).append((o.start, letter))
        rows.append(_row(teller, o, letter, line))
    return Observed(tuple(rows), {k: tuple(v) for k, v in marks.items()}, Moment.of(until))


def _letter(i: int) -> str:
    return chr(ord("a") + i % 26) + ("" if i < 26 else str(i // 26))


def _row(teller: Teller, o: Observation, letter: str, line: FirstDay | None) -> Row:
    value = "" if o.value is None else f" ({o.value.mid:g} {o.unit})"
    where = teller.place(o.place) if o.place else ""
    return Row(letter, o.start, where, f"{o.meaning or o.shows}{value}", _told(teller, o, line), o.claims)


def _line(teller: Teller, o: Observation) -> tuple[FirstDay | None, tuple[str, str] | None]:
    """The date the forecast gives for a need that an observation speaks of, and the pair it belongs to."""
    labels = teller.forecast.labels
    if o.maps_to not in labels.needs or o.kind not in FIRSTS:
        return None, None
    lines = [x for x in FIRSTS[o.kind](teller.forecast, need=o.maps_to) if x.place in teller.places]
    own = [x for x in lines if x.place == o.place] or sorted(lines, key=lambda x: -x.chance.value)[:1]
    return (own[0], (own[0].place, own[0].need)) if own else (None, None)


def _told(teller: Teller, o: Observation, line: FirstDay | None) -> tuple[Part, ...]:
    if line is None:
        return ()
    ground = teller.grounds.need(line.place, line.need)
    forecast = teller.forecast
    first = forecast.members.first_stock_out if o.kind != "ration_cut" else forecast.members.first_rationing
    p, n = forecast.labels.places.index(line.place), forecast.labels.needs.index(line.need)
    by_then = float(np.mean(first[:, p, n] <= forecast.days.number(o.start)))
    return (
        f"{teller.name(line.place, line.need)}: half of the members by ",
        teller.date(line.dates, MIDDLE, ground),
        f" ({BAND}: ", teller.date(line.dates, LOW, ground), " to ", teller.date(line.dates, HIGH, ground),
        "); share of members by that day ", figure(words.percent(by_then), by_then, ground),
    )  # fmt: skip

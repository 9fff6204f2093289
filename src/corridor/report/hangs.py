"""What the answer hangs on, as shown: unknowns as questions, share assumed, what would have to be true.

The studies work it out (`corridor.study`); here it is put into words for an audience.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from corridor.errors import Where
from corridor.measure import stock_out
from corridor.measure.kinds import Band, Chance
from corridor.model.model import Model
from corridor.model.seen import Observation
from corridor.report import words
from corridor.report.grounds import Figure, Ground, Moment, figure
from corridor.report.sentences import Hangs, Inverse, Part, Teller, Unknown, main_need, stored_needs
from corridor.result.forecast import Forecast
from corridor.study.find_out import Findings
from corridor.study.find_out import Unknown as Found
from corridor.study.inverse import Required

LAST = "to the horizon: "
ASKED = 3
DONE = {"stock_out": "fall short of the ration", "service_stops": "fall short", "ration_cut": "be rationed"}


def hangs(teller: Teller, found: Sequence[Findings], required: Sequence[Required]) -> tuple[Hangs, ...]:
    """What each answer hangs on, in the order of the findings; the inverse stands with the first."""
    inverse = tuple(i for i in (_inverse(teller, r) for r in required) if i is not None)
    return tuple(_one(teller, f, inverse if i == 0 else ()) for i, f in enumerate(found))


def _one(teller: Teller, found: Findings, inverse: tuple[Inverse, ...]) -> Hangs:
    ground = teller.grounds.need("*", found.question.need or "*")
    unknowns = [u for u in found.unknowns if not teller.grounds.scope.says_hidden(u.ask, *u.numbers)]
    assumed = found.assumed
    return Hangs(
        answer=answer(teller, found),
        unknowns=tuple(_unknown(teller, u, found, ground) for u in unknowns),
        path=figure(words.percent(found.split.path), found.split.path, ground),
        numbers=figure(words.percent(found.split.numbers), found.split.numbers, ground),
        assumed=assumed,
        assumed_figure=None if assumed is None else figure(words.percent(assumed), assumed, ground),
        inverse=inverse,
        hidden=figure(str(found.hidden), found.hidden, teller.grounds.run()),
        ground=ground,
    )


def answer(teller: Teller, found: Findings) -> str:
    """The answer that was studied, in words within a sentence."""
    q = found.question
    need = teller.need(q.need) if q.need else "all needs"
    where = f" in {teller.place(q.place)}" if q.place else ""
    return {
        "person_days_short": f"the shortfall of {need}{where} in person-days",
        "days_to_stock_out": f"the days until {need} first falls short of the ration{where}",
        "days_to_rationing": f"the days until {need} is first rationed{where}",
        "stock_out_before": f"whether {need} falls short of the ration{where} before a day",
    }[q.kind]


def _unknown(teller: Teller, u: Found, found: Findings, ground: Ground) -> Unknown:
    shown = {c.claim for c in teller.grounds.scope.model.claims}
    unit = {"chance": "", "person-days": " person-days", "days": " days"}.get(found.question.unit, "")

    def told(value: float) -> Figure:
        text = words.percent(value) if found.question.is_yes_or_no else words.number(value) + unit
        return figure(text, float(value), ground)

    return Unknown(
        question=u.ask,
        who=u.who,
        share=figure(words.percent(u.share), u.share, ground),
        narrows=figure(words.percent(u.narrows), u.narrows, ground),
        low=told(u.answer_low),
        high=told(u.answer_high),
        after=u.after,
        is_pick=u.is_pick,
        claims=tuple(c for c in u.claims if c in shown),
        assumed=u.assumed > 0,
    )


def _inverse(teller: Teller, r: Required) -> Inverse | None:
    """What a stock would have to be, in days of usual use: never tonnes, so that any audience may read it."""
    names = teller.grounds.names
    name = names.needs.get(r.maps_to) or names.commodities.get(r.maps_to, r.maps_to)
    if r.at_least is None or (r.place and r.place not in teller.places):
        return None
    need = r.maps_to if r.maps_to in names.needs else "*"
    ground = teller.grounds.need(r.place or "*", need)
    where = f" in {teller.place(r.place)}" if r.place else ""
    ahead = r.observation.startswith(LAST)
    said = words.lower_first(name)
    told: list[Part] = [
        f"For {said}{where} not to {DONE[r.kind]} before "
        if ahead
        else f"For {said}{where} to {DONE[r.kind]} {'' if r.start != r.end else 'on '}"
    ]
    told += (
        [Moment.of(r.end)]
        if ahead or r.start == r.end
        else ["between ", Moment.of(r.start), " and ", Moment.of(r.end)]
    )
    opening = Moment.of(teller.forecast.days.start)
    told += [
        ", the stocks the case opens with on ",
        opening,
        " would have had to be ",
        *_days(r.at_least, ground),
    ]
    if not ahead and r.less_than is not None and r.less_than.median != float("inf"):
        told += [" or more, and less than ", *_days(r.less_than, ground)]
    told += ["; it has ", *_days(r.held, ground)]
    missed = r.too_early.count + r.too_late.count + (0 if ahead else r.jumps.count)
    none = Chance(missed, r.too_early.members)
    if none.count:
        told += ["; in ", figure(str(none), none.value, ground), " of members no stock would do it"]
    seen = {c.claim for c in teller.grounds.scope.model.claims}
    return Inverse((*told, "."), tuple(c for c in r.claims if c in seen))


def _days(band: Band, ground: Ground) -> list[Part]:
    return [figure(words.number(band.median) + " days of use", float(band.median), ground)]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of the studies for a page, beside the run's own options."""

    needs: tuple[str, ...]
    model: Model


def to_ask(model: Model, forecast: Forecast, *, scoring: bool) -> Asked:
    """What to ask of the studies: the need served first, and what would have to be true.

    No observation may be read unless asked for, so the question turns to the horizon: what would have to be
    in store for the needs most likely to fall short to last until then.
    """
    if scoring and model.observations:
        return Asked((main_need(forecast),), model)
    last = forecast.days.day(forecast.horizon - 1)
    rows = tuple(_to_last(need, place, last) for place, need in _likely(forecast))
    return Asked((main_need(forecast),), dataclasses.replace(model, observations=rows))


def _likely(forecast: Forecast) -> list[tuple[str, str]]:
    """Needs kept in store that fall short in one member of twenty: the first served, then the likeliest."""
    kept, first = stored_needs(forecast), main_need(forecast)
    best: dict[str, tuple[float, str]] = {}
    for line in stock_out(forecast):
        if line.need in kept and line.chance.value >= 0.05:
            best[line.need] = max(best.get(line.need, (0.0, "")), (line.chance.value, line.place))
    order = sorted(best, key=lambda n: (n != first, -best[n][0]))
    return [(best[n][1], n) for n in order[:ASKED]]


def _to_last(need: str, place: str, last: dt.date) -> Observation:
    return Observation(
        where=Where("asked for the report"), observation=f"{LAST}{need}", start=last, end=None, place=place,
        kind="stock_out", maps_to=need, value=None, unit="", shows="", censoring="none", meaning="",
    )  # fmt: skip

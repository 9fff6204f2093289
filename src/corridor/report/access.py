"""Access of each route and carrier: before the origin, runs of days with one state; after it, the chance by week.

Before the origin what the timeline says. From the first day on which members differ, the share of members in which
something may pass, as a mean over the days of each week: never the likeliest situation, which may hold in few.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from corridor.errors import EngineError
from corridor.model.model import Model
from corridor.model.routes import Route
from corridor.model.ways import ANY, direction_of, rule
from corridor.report import words
from corridor.report.palette import chance_key
from corridor.result.forecast import Forecast
from corridor.study.plans.words import called

OTHERS = "all other carriers"
MEDICAL = frozenset({"medical", "medicine", "medicines", "patients", "evacuation", "emergency"})
PASSES = frozenset({"open", "restricted"})
OPEN = PASSES | {"some"}
"""States in which something other than medical passage may pass."""
WEEK = 7


@dataclass(frozen=True, slots=True)
class Span:
    """Days, both included. Of what is known, their one state, and the smallest share of members in it.

    Ahead, the days of a week: `share` is the chance that something may pass, 0 to 1, `state` its step.
    """

    start: dt.date
    end: dt.date
    state: str
    situation: str
    share: float
    ahead: bool

    @property
    def days(self) -> int:
        """Number of days."""
        return (self.end - self.start).days + 1


@dataclass(frozen=True, slots=True)
class Way:
    """Access of a route for one carrier, or for all of them together (`carrier` blank)."""

    route: Route
    carrier: str
    spans: tuple[Span, ...]

    def at(self, day: dt.date) -> Span:
        """The span that holds a day."""
        return next(s for s in self.spans if s.start <= day <= s.end)


def carriers(model: Model) -> list[str]:
    """Carriers that the case names, in order, then everyone else."""
    named: list[Iterable[str]] = [
        (f.carrier for f in model.fleets),
        (a.carrier for a in model.access),
        (i.carrier for i in model.inflow),
        (d.carrier for d in model.deliveries),
    ]
    found = dict.fromkeys(c for group in named for c in group if c and c not in ("*", ANY))
    return [*found, ANY]


def ways(forecast: Forecast, model: Model) -> tuple[list[Way], list[Way]]:
    """Access of every route over all carriers, and by carrier; carriers that never differ stand together."""
    whole, split = [], []
    for route in model.routes:
        by = {c: _states(model, route, (c,)) for c in carriers(model)}
        overall = _states(model, route, tuple(by))
        days = _days(forecast, model, route)
        whole.append(Way(route, "", _spans(forecast, days, overall)))
        for names, states in _alike(by):
            split.append(Way(route, _said(names, len(by), called(model)), _spans(forecast, days, states)))
    return whole, split


def _alike(by: dict[str, dict[str, str]]) -> list[tuple[list[str], dict[str, str]]]:
    found: list[tuple[list[str], dict[str, str]]] = []
    for carrier, states in by.items():
        same = next((names for names, other in found if other == states), None)
        if same is None:
            found.append(([carrier], states))
        else:
            same.append(carrier)
    return found


def _said(names: list[str], count: int, called: dict[str, str]) -> str:
    if len(names) == count:
        return "all carriers"
    if ANY in names:
        return "any carrier" if len(names) == 1 and count == 1 else OTHERS
    return words.listed(called.get(n) or n.replace("_", " ") for n in names)


def _situations(forecast: Forecast, model: Model, route: Route) -> list[int]:
    """Positions, among all situations, of those of the route's group."""
    group = route.group or route.route
    of = {s.situation: s.group for s in model.situations}
    return [
        i for i, s in enumerate(forecast.labels.situations) if of.get(s, s.removesuffix(": always")) == group
    ]


def _days(forecast: Forecast, model: Model, route: Route) -> list[dict[str, float]]:
    """Share of members in each situation of a route's group, by day; none for a way that is always as it is."""
    own = _situations(forecast, model, route)
    names = [forecast.labels.situations[i] for i in own]
    return [dict(zip(names, map(float, row), strict=True)) for row in forecast.situation_share[:, own]]


def _states(model: Model, route: Route, names: tuple[str, ...]) -> dict[str, str]:
    """State of a route for some carriers in each situation of its group."""
    group = route.group or route.route
    own = [s.situation for s in model.situations if s.group == group] or [f"{group}: always"]
    return {s: _state(model, route, s, names) for s in own}


def _state(model: Model, route: Route, situation: str, names: tuple[str, ...]) -> str:
    """One state for all carriers and goods classes of a route: what they share, or that only some pass."""
    carried = {c.commodity: c.goods_class for c in model.commodities if c.storable or route.mode == "line"}
    classes = sorted({k for c, k in carried.items() if not route.carries or c in route.carries}) or [""]
    found = {(n, k): _status(model, route, situation, n, k) for n in names for k in classes}
    passing = {key for key, status in found.items() if status in PASSES}
    if "unknown" in found.values():
        return "unknown"
    if not passing:
        return "refused" if "refused" in found.values() else "closed"
    if len(passing) == len(found):
        return "restricted" if "restricted" in found.values() else "open"
    return "emergency" if {k for _, k in passing} <= MEDICAL else "some"


def _status(model: Model, route: Route, situation: str, carrier: str, goods_class: str) -> str:
    """Status of a passage: the least that the route and each of its crossings allow."""
    order = ("unknown", "refused", "closed", "restricted", "open")
    found = ["open"]
    for subject in (route.route, *route.crossings):
        try:
            row = rule(model, situation, subject, carrier, direction_of(model, route), goods_class)
        except EngineError:
            return "unknown"
        if row is not None:
            found.append(row[1].status)
    return min(found, key=order.index)


def _spans(forecast: Forecast, days: list[dict[str, float]], states: dict[str, str]) -> tuple[Span, ...]:
    """Runs of days with one situation, then weeks from the first day on or after the origin on which members differ."""
    spans: list[Span] = []
    first = forecast.origin
    if max(days[first].values(), default=1.0) == 1.0:
        first += 1  # the origin itself is known
    for t, shares in enumerate(days[:first]):
        date = forecast.days.day(t)
        situation, share = max(shares.items(), key=lambda x: x[1], default=("", 1.0))
        state = states.get(situation, "open" if not situation else "unknown")
        last = spans[-1] if spans else None
        if last and (last.state, last.situation) == (state, situation):
            spans[-1] = Span(last.start, date, state, situation, min(last.share, share), ahead=False)
        else:
            spans.append(Span(date, date, state, situation, share, ahead=False))
    for t in range(first, len(days), WEEK):
        week = days[t : t + WEEK]
        chance = sum(_chance(shares, states) for shares in week) / len(week)
        ends = forecast.days.day(t + len(week) - 1)
        spans.append(Span(forecast.days.day(t), ends, chance_key(chance), "", chance, ahead=True))
    return tuple(spans)


def _chance(shares: dict[str, float], states: dict[str, str]) -> float:
    """Share of members in which something may pass on a day."""
    if not shares:
        return 1.0
    return sum(share for situation, share in shares.items() if states.get(situation, "unknown") in OPEN)

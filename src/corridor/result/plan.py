"""A plan: what should move next, as tables a person can load trucks by, and what it was made from. Frozen."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from corridor.calendar import Days
from corridor.model.arrays import Arrays, Floats
from corridor.model.model import Model
from corridor.result.orders import Orders

DUST = 1e-6
"""Amounts below this, in own units, are rounding and no load."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRun:
    """What a plan was made from: enough to make it again."""

    digest: str
    origin: dt.date
    hindsight: bool
    known_by: dt.date | None
    scenario: str | None
    days: int
    review_days: int
    futures: int
    seed: int
    access: str
    method: str
    floor: float | None
    weights: tuple[dict[str, Any], ...]
    objective: float
    """Thousands of weighted person-days; of many futures the mean, which is too good: each knows its own later days."""
    versions: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    even_days: int = 1
    """Days over which loads are spread evenly; 1 where the plan chose the day of each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """One line of a schedule: goods of one kind on one route by one carrier's trucks on one day."""

    date: dt.date
    day: int
    route: str
    fleet: str
    carrier: str
    start: str
    to: str
    arrives: dt.date
    commodity: str
    amount: float
    unit: str
    t: float
    m3: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Convoy:
    """What leaves on one route by one carrier's trucks on one day; `trucks` is in fractions, 0 without fleet.

    With `days` above 1 the same leaves on each of so many days from `date` on, and all amounts are those of one day.
    """

    date: dt.date
    route: str
    fleet: str
    carrier: str
    start: str
    to: str
    arrives: dt.date
    loads: tuple[Load, ...]
    trucks: float
    days: int = 1

    @property
    def last(self) -> dt.date:
        """The last day on which it leaves."""
        return self.date + dt.timedelta(days=self.days - 1)

    @property
    def each(self) -> tuple[Convoy, ...]:
        """The same day by day."""
        return tuple(self if self.days == 1 else self._on(i) for i in range(self.days))

    def _on(self, day: int) -> Convoy:
        later = dt.timedelta(days=day)
        loads = tuple(
            replace(x, date=x.date + later, day=x.day + day, arrives=x.arrives + later) for x in self.loads
        )
        return replace(self, date=self.date + later, arrives=self.arrives + later, loads=loads, days=1)

    @property
    def t(self) -> float:
        """Mass, t."""
        return sum(load.t for load in self.loads)

    @property
    def m3(self) -> float:
        """Volume, m3."""
        return sum(load.m3 for load in self.loads)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Plan:
    """A plan over some days from its origin.

    Attributes
    ----------
    orders : Orders
        What is to be done each day in each future (last axis B); engines follow it.
    loads : array (R, L, C)
        What to load until the review, R days: one list for all futures, own unit.
    short : array (D, P, N, 3, B)
        What the plan itself leaves short by tier (normal, minimum, survival part), unit of the need.
    """

    run: PlanRun
    model: Model
    arrays: Arrays
    days: Days
    first: int
    orders: Orders
    loads: Floats
    short: Floats

    def __repr__(self) -> str:
        """What was planned, in a line."""
        run = self.run
        return (
            f"<Plan of {self.model.settings.title or 'a case'}: {run.days} days from {run.origin}, "
            f"{len(self.schedule()):,} loads until the review after {run.review_days} days, {run.futures} futures, "
            f"digest {run.digest[:12]}>"
        )

    def schedule(self, *, days: int | None = None) -> tuple[Load, ...]:
        """What to load until the review, or for so many days of the first future: by date, route, carrier, goods."""
        listed = self.loads if days is None else self.orders.sent[:days, :, :, 0]
        spots = (tuple(int(i) for i in spot) for spot in np.argwhere(listed > DUST))
        return tuple(self._load(day, leg, c, float(listed[day, leg, c])) for day, leg, c in spots)

    def convoys(self, *, days: int | None = None) -> tuple[Convoy, ...]:
        """The same, gathered by day, route and carrier's trucks."""
        found: dict[tuple[int, str, str], list[Load]] = {}
        for load in self.schedule(days=days):
            found.setdefault((load.day, load.route, load.fleet), []).append(load)
        return tuple(self._convoy(loads) for loads in found.values())

    def runs(self) -> tuple[Convoy, ...]:
        """Convoys until the review, what leaves alike on days in a row as one where loads are spread evenly.

        Returns
        -------
        tuple of Convoy
            Day by day (`Convoy.each`) they are those of `convoys`; where the plan chose each day, they are the same.
        """
        found: list[Convoy] = []
        for convoy in self.convoys():
            spot = next((i for i, x in enumerate(found) if self._goes_on(x, convoy)), None)
            if spot is None:
                found.append(convoy)
            else:
                found[spot] = replace(found[spot], days=found[spot].days + 1)
        return tuple(found)

    def _goes_on(self, run: Convoy, convoy: Convoy) -> bool:
        """Whether a convoy is one more day of a run."""
        if self.run.even_days < 2 or (run.route, run.fleet) != (convoy.route, convoy.fleet):
            return False
        follows = run.last + dt.timedelta(days=1) == convoy.date
        own, new = ({x.commodity: x.amount for x in c.loads} for c in (run, convoy))
        return follows and own.keys() == new.keys() and all(math.isclose(own[c], new[c]) for c in own)

    def _load(self, day: int, leg: int, c: int, amount: float) -> Load:
        a = self.arrays
        fleet = self._fleet(leg)
        return Load(
            date=self.days.day(self.first + day),
            day=int(day),
            route=a.labels.routes[a.leg_route[leg]],
            fleet=fleet,
            carrier=next((f.carrier for f in self.model.fleets if f.fleet == fleet), "any"),
            start=a.labels.places[a.leg_from[leg]],
            to=a.labels.places[a.leg_to[leg]],
            arrives=self.days.start + dt.timedelta(days=int(self.first + day + a.leg_usual[leg])),
            commodity=a.labels.commodities[c],
            amount=amount,
            unit=a.labels.commodity_units[c],
            t=amount * float(a.kg[c]),
            m3=amount * float(a.m3[c]),
        )

    def _fleet(self, leg: int) -> str:
        a = self.arrays
        return a.labels.fleets[a.leg_fleet[leg]] if a.leg_fleet[leg] >= 0 else ""

    def _convoy(self, loads: list[Load]) -> Convoy:
        one = loads[0]
        own = next((f for f in self.model.fleets if f.fleet == one.fleet), None)
        trucks = 0.0
        if own is not None:
            by_mass = sum(x.t for x in loads) / own.payload_t
            by_load = sum(x.m3 for x in loads) / own.load_m3 if own.load_m3 else 0.0
            trucks = max(by_mass, by_load)
        same = {n: getattr(one, n) for n in ("date", "route", "fleet", "carrier", "start", "to", "arrives")}
        return Convoy(**same, loads=tuple(loads), trucks=trucks)

"""What passages are worth, as results: losses by surprise and announced, with intervals over futures. Frozen."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np

from corridor.plan.weights import TIERS
from corridor.study.plans.closures import Outcome
from corridor.study.plans.entry import EntryShare
from corridor.study.plans.intervals import Mean
from corridor.study.plans.one_more import OneMore

LITTLE = 1e-6
WARNING = (
    "INTERNAL, never for a public report: what shows which passage most needs help or preparation could also help "
    "someone close it."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """What a closure costs, mean over the futures with its interval.

    Attributes
    ----------
    weighted : Mean
        Weighted person-days: all that the plan's objective counts, what is left in store included.
    left : Mean
        The part of it that is less in store at the end.
    short : dict
        Person-days short by tier, without weights, all places and needs.
    by_place : dict
        Mean person-days short by place and tier; places where nothing changes are left out.
    """

    weighted: Mean
    left: Mean
    short: dict[str, Mean]
    by_place: dict[str, dict[str, float]]

    @classmethod
    def of(cls, more: Outcome, places: tuple[str, ...], *, rounding: float) -> Loss:
        """Of what is above the plan without the closure, by future."""
        short = more.short.sum((0, 1))
        mean = more.short.sum(1).mean(-1)
        return cls(
            weighted=Mean.of(more.weighted, rounding=rounding),
            left=Mean.of(more.kept, rounding=rounding),
            short={tier: Mean.of(short[i]) for i, tier in enumerate(TIERS)},
            by_place={
                place: {tier: float(mean[p, i]) for i, tier in enumerate(TIERS)}
                for p, place in enumerate(places)
                if np.abs(mean[p]).max() > LITTLE
            },
        )

    def plain(self) -> dict[str, object]:
        """Plain values."""
        return {
            "weighted_person_days": self.weighted.plain(),
            "of_it_less_in_store_at_the_end": self.left.plain(),
            "person_days_short": {tier: x.plain() for tier, x in self.short.items()},
            "person_days_short_by_place": self.by_place,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """A passage closed for some days from a date.

    Attributes
    ----------
    start : date
    days : int
    surprise, announced : Loss or None
        None where it was not asked for.
    preparation : Mean or None
        What knowing of it from the first day saves, weighted person-days: surprise less announced.
    why : str
        Why nothing changes; blank if something may.
    """

    start: dt.date
    days: int
    surprise: Loss
    announced: Loss | None
    preparation: Mean | None
    why: str

    def plain(self) -> dict[str, object]:
        """Plain values."""
        return {
            "from": self.start.isoformat(),
            "days": self.days,
            "surprise": self.surprise.plain(),
            "announced": None if self.announced is None else self.announced.plain(),
            "preparation_weighted_person_days": None
            if self.preparation is None
            else self.preparation.plain(),
            "why_nothing_changes": self.why or None,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """What a passage is worth.

    Attributes
    ----------
    id, name : str
    also : tuple of str
        What else closes the very same passages.
    sends : float or None
        What the plan sends in by it, as a share of the mass that is needed, mean over days and futures.
    loses : float or None
        By how much the ways in can carry less without it, as a share of the mass needed; None: they have no limit.
    closed : tuple of Closed
        By date and days.
    """

    id: str
    name: str
    also: tuple[str, ...]
    sends: float | None
    loses: float | None
    closed: tuple[Closed, ...]

    @property
    def worst(self) -> Closed:
        """The closure that costs most by surprise; the earlier among equals."""
        return max(self.closed, key=lambda c: c.surprise.weighted.mean)

    def plain(self) -> dict[str, object]:
        """Plain values."""
        return {
            "passage": self.id,
            "name": self.name,
            "also": list(self.also),
            "plan_sends_share_of_need": self.sends,
            "entry_loses_share_of_need": self.loses,
            "closures": [c.plain() for c in self.closed],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Criticality:
    """What each passage is worth, the dearest by surprise first.

    Attributes
    ----------
    origin : date
    days, futures, seed : int
    hindsight : bool
    known_by : date or None
    scenario : str or None
    base : dict
        Person-days short of the plan without any closure, by tier, mean over the futures.
    entry : tuple of EntryShare
    passages : tuple of Worth
    one_more : tuple of OneMore
    not_tried : int
        Limits that no dual pointed to, of which one more was not tried.
    notes : tuple of str
    """

    origin: dt.date
    days: int
    futures: int
    seed: int
    hindsight: bool
    known_by: dt.date | None
    scenario: str | None
    base: dict[str, float]
    entry: tuple[EntryShare, ...]
    passages: tuple[Worth, ...]
    one_more: tuple[OneMore, ...]
    not_tried: int
    notes: tuple[str, ...]

    def plain(self) -> dict[str, object]:
        """Plain values, the warning first."""
        return {
            "warning": WARNING,
            "audience": "internal",
            "origin": self.origin.isoformat(),
            "days": self.days,
            "futures": self.futures,
            "seed": self.seed,
            "hindsight": self.hindsight,
            "known_by": None if self.known_by is None else self.known_by.isoformat(),
            "scenario": self.scenario,
            "person_days_short_without_closure": self.base,
            "entry": [e.plain() for e in self.entry],
            "passages": [p.plain() for p in self.passages],
            "one_more": [u.plain() for u in self.one_more],
            "limits_not_tried": self.not_tried,
            "notes": list(self.notes),
        }


__all__ = ["WARNING", "Closed", "Criticality", "Loss", "Worth"]

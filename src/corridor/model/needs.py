"""Needs, rations, levels and weights."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from corridor.model.row import Range, Row


@dataclass(frozen=True, kw_only=True, slots=True)
class Need(Row):
    """What people require per day, in three tiers. Columns and units: schema table `needs`."""

    need: str
    name: str
    unit: str
    per_person_day: Range
    per_person_day_minimum: Range | None
    per_person_day_survival: Range | None
    share: Range
    priority: int
    critical: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class FixedNeed(Row):
    """A daily quantity that does not depend on the number of people: hospitals, pumps, buses.

    Columns and units: schema table `fixed_needs`.
    """

    need: str
    place: str
    start: dt.date | None
    end: dt.date | None
    per_day: Range


@dataclass(frozen=True, kw_only=True, slots=True)
class Ration(Row):
    """How a need is handed out: in full, by cover, a fixed ration, stretched, or by a schedule of stated rations.

    Columns and units: schema table `rations`.
    """

    place: str
    need: str
    start: dt.date | None
    end: dt.date | None
    per_person_day: Range | None
    policy: str
    threshold_days: Range
    floor_share: Range
    lookback_days: Range
    schedule: str
    review_days: int


@dataclass(frozen=True, kw_only=True, slots=True)
class RationStep(Row):
    """A stated ration of a schedule, and from how many days of cover on it is handed out.

    Columns and units: schema table `ration_steps`.
    """

    schedule: str
    above_days: float
    share: Range | None
    per_person_day: Range | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Level(Row):
    """What the policy pull asks for and what a sending place keeps.

    Columns and units: schema table `levels`.
    """

    place: str
    commodity: str
    target_days: Range
    reserve_days: Range


TIER_WEIGHTS = {"normal": 1.0, "minimum": 3.0, "survival": 9.0}
"""What a person-day short weighs in a plan where the table says nothing: a step of three from tier to tier.

The steps are those with which planning under closure scenarios was measured against other policies on made-up cases.
They are a judgement, no finding, and stand with every plan.
"""
END_WEIGHT = 0.5
"""What a person-day of need in store at the end of a plan weighs, as a part of the weight of its normal tier."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Weight(Row):
    """Weights of the objective of a plan. Columns and units: schema table `weights`."""

    need: str
    tier: str
    place: str
    weight: float

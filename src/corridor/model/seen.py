"""Scenarios, observations, events and clauses."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from corridor.model.row import Range, Row


@dataclass(frozen=True, kw_only=True, slots=True)
class Scenario(Row):
    """A named set of assumptions: whose account or idea it is, and under what conditions.

    Columns and units: schema table `scenarios`.
    """

    scenario: str
    meaning: str
    whose: str
    conditions: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Observation(Row):
    """What was seen. Never an input. Columns and units: schema table `observations`."""

    observation: str
    start: dt.date
    end: dt.date | None
    place: str | None
    kind: str
    maps_to: str | None
    value: Range | None
    unit: str
    shows: str
    censoring: str
    meaning: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Event(Row):
    """The chronology beyond access: statements, sessions, exercises, offers.

    Columns and units: schema table `events`.
    """

    event: str
    start: dt.date
    end: dt.date | None
    kind: str
    actors: tuple[str, ...]
    place: str
    words: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Clause(Row):
    """A promise, and how it is followed day by day. Columns and units: schema table `clauses`."""

    clause: str
    agreement: str
    text_claim: str | None
    obligor: str
    beneficiary: str
    object: str
    trigger_test: str
    outcome_test: str
    responsibility_test: str
    start: dt.date | None
    end: dt.date | None


@dataclass(frozen=True, kw_only=True, slots=True)
class ClauseTest(Row):
    """What speaks to a test of a clause beyond linked claims.

    Columns and units: schema table `clause_tests`.
    """

    clause: str
    test: str
    kind: str
    subject: str
    carrier: str
    goods: str
    account: str
    finds: tuple[str, ...]
    above: float
    says: str
    start: dt.date | None
    end: dt.date | None

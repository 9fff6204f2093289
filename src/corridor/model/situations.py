"""Situations, access, timeline and outlook."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from corridor.model.row import Range, Row


@dataclass(frozen=True, kw_only=True, slots=True)
class Situation(Row):
    """Named states of a group of routes. Columns and units: schema table `situations`."""

    situation: str
    group: str
    name: str
    meaning: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Access(Row):
    """Who may pass what, where, in which situation. Route and crossing must both allow; the most specific row wins.

    Columns and units: schema table `access`.
    """

    situation: str
    subject: str
    carrier: str
    direction: str
    goods_class: str
    status: str
    cap: Range | None
    unit: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Spell(Row):
    """The situations of the past, without gaps up to the eve of the origin.

    Columns and units: schema table `timeline`.
    """

    group: str
    start: dt.date
    end: dt.date | None
    situation: str
    among: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Outlook(Row):
    """How long a spell of a situation usually lasts. Columns and units: schema table `outlook`."""

    situation: str
    typical_days: float
    worth_spells: float


@dataclass(frozen=True, kw_only=True, slots=True)
class OutlookNext(Row):
    """Which situation follows which, and how often. Columns and units: schema table `outlook_next`."""

    situation: str
    next: str
    weight: float

"""Places, the people who live off their stores, and who holds them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from corridor.model.row import Range, Row


@dataclass(frozen=True, kw_only=True, slots=True)
class Place(Row):
    """Where people or stores are. Columns and units: schema table `places`."""

    place: str
    name: str
    other_names: tuple[str, ...]
    lat: float | None
    lon: float | None
    kind: str
    storage_t: float | None
    sensitivity: str


@dataclass(frozen=True, kw_only=True, slots=True)
class People(Row):
    """How many people live off the stores of a place, from a date on.

    Columns and units: schema table `people`.
    """

    place: str
    start: dt.date | None
    people: Range


@dataclass(frozen=True, kw_only=True, slots=True)
class Control(Row):
    """Who holds a place, route or crossing, and in what sense. Columns and units: schema table `control`."""

    subject: str
    start: dt.date
    actor: str
    end: dt.date | None
    kind: str

"""Stocks and supply."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from corridor.model.row import Range, Row


@dataclass(frozen=True, kw_only=True, slots=True)
class Stock(Row):
    """What was in store on the morning of a date. Columns and units: schema table `stocks`."""

    place: str
    commodity: str
    date: dt.date | None
    holder: str
    amount: Range
    unit: str
    accessible_share: Range
    release_date: dt.date | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Supply(Row):
    """Goods that appear at a place each day: harvests, stores outside, rain, goods brought in quietly.

    Columns and units: schema table `supply`.
    """

    place: str
    commodity: str
    start: dt.date | None
    end: dt.date | None
    per_day: Range | None
    unlimited: bool

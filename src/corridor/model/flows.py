"""Inflow, deliveries and consignments that wait."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from corridor.model.row import Range, Row


@dataclass(frozen=True, kw_only=True, slots=True)
class Inflow(Row):
    """What usually comes in under a situation: a flow, not a limit.

    Columns and units: schema table `inflow`.
    """

    situation: str
    route: str
    carrier: str
    contents: str
    per_day: Range
    share_reaching: Range


@dataclass(frozen=True, kw_only=True, slots=True)
class Delivery(Row):
    """What came in before the origin, on record; spread evenly over its days. With `since` the amount is cumulative.

    Columns and units: schema table `deliveries`.
    """

    route: str
    carrier: str
    contents: str
    since: dt.date | None
    start: dt.date
    end: dt.date
    amount: Range
    share_reaching: Range


@dataclass(frozen=True, kw_only=True, slots=True)
class Consignment(Row):
    """Aid that waits: where, since when, on what condition, refused by whom.

    Columns and units: schema table `consignments`.
    """

    consignment: str
    carrier: str | None
    contents: str
    amount: Range | None
    unit: str
    waiting_at: str
    start: dt.date
    end: dt.date | None
    condition: str
    refused_by: str
    outcome: str

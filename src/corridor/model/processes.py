"""Processes and what they take and give."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from corridor.model.row import Range, Row


@dataclass(frozen=True, kw_only=True, slots=True)
class Process(Row):
    """What turns goods into others: mills, bakeries, a power station with its lake.

    Columns and units: schema table `processes`.
    """

    process: str
    name: str
    place: str
    start: dt.date | None
    end: dt.date | None
    per_day: Range | None
    target_days: Range
    order: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class ProcessFlow(Row):
    """What one run of a process takes and gives. Columns and units: schema table `process_flows`."""

    process: str
    commodity: str
    role: str
    amount: float
    keep: float

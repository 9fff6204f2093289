"""Fleets of trucks."""

from __future__ import annotations

from dataclasses import dataclass

from corridor.model.row import Range, Row


@dataclass(frozen=True, kw_only=True, slots=True)
class Fleet(Row):
    """Trucks of a carrier at a base. Without any fleet, trucks are unlimited.

    Columns and units: schema table `fleets`.
    """

    fleet: str
    carrier: str
    base: str
    trucks: Range
    payload_t: float
    load_m3: float | None
    turnaround_days: Range
    fuel: str | None
    l_per_km: float
    availability: Range
    return_share: Range
    return_needs_access: bool

"""Routes and crossings."""

from __future__ import annotations

from dataclasses import dataclass

from corridor.model.row import Range, Row


@dataclass(frozen=True, kw_only=True, slots=True)
class Route(Row):
    """A directed passage between two places. Columns and units: schema table `routes`."""

    route: str
    name: str
    from_place: str
    to_place: str
    mode: str
    group: str | None
    km: float | None
    lead_days: Range | None
    per_day: Range | None
    unit: str
    loss_share: Range
    crossings: tuple[str, ...]
    carries: tuple[str, ...]
    order: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Crossing(Row):
    """A gate with slots that routes share. Columns and units: schema table `crossings`."""

    crossing: str
    name: str
    place: str
    lat: float | None
    lon: float | None
    slots_per_day: Range | None
    queue: bool

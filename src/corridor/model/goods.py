"""Commodities, mixes, and which need each commodity serves."""

from __future__ import annotations

from dataclasses import dataclass

from corridor.model.row import Range, Row


@dataclass(frozen=True, kw_only=True, slots=True)
class Commodity(Row):
    """A thing moved and stored. Columns and units: schema table `commodities`."""

    commodity: str
    name: str
    unit: str
    kg_per_unit: float | None
    m3_per_unit: float | None
    perish_per_day: Range
    storable: bool
    goods_class: str
    kcal_per_unit: float
    protein_g_per_unit: float
    fat_g_per_unit: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Mix(Row):
    """What a load of mixed goods is made of, by mass. Columns and units: schema table `mixes`."""

    mix: str
    commodity: str
    share: Range


@dataclass(frozen=True, kw_only=True, slots=True)
class Satisfies(Row):
    """Which commodity serves which need, and by how much. Columns and units: schema table `satisfies`."""

    need: str
    commodity: str
    per_unit: float
    usual_share: Range
    max_share: Range

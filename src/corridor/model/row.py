"""What every row of a case carries beyond its own columns: backing, knowledge, scenario, draws."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from corridor.schema.values import Range, Record

__all__ = ["Range", "Row"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Row(Record):
    """The columns common to all tables of a case (schema table `common`)."""

    claims: tuple[str, ...] = ()
    basis: str = ""
    known_from: date | None = None
    scenario: str | None = None
    drop: bool = False
    moves_with: str = ""
    rival: str = ""
    weight_of_rival: float | None = None
    rule: str = ""
    note: str = ""

"""The choices of a case beside its numbers, and the one share of what is assumed.

A choice is a cell of a row that an engine reads and that is no number: the rule of rations, whether a way is open, the
situation of a day, which way leads where. With `corridor.model.numbers` this lists every cell that can move an answer;
the key of a row is its name. The law is in `docs/theory/claims_to_numbers.md`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from corridor.ledger.heard import is_denial
from corridor.model.arrays import Backing, Number
from corridor.model.model import Model
from corridor.model.numbers import INPUTS, NOT_A_QUANTITY, key_of
from corridor.model.row import Row
from corridor.model.voices import Evidence
from corridor.schema.load import Attribute, Table, tables

COUNTED = (("rations", "policy"), ("access", "status"), ("timeline", "situation"), ("supply", "unlimited"))
"""Choices that say how much is handed out, passes or is there, and so count beside the numbers. The others say of what
the case consists: they are listed, and counted nowhere."""
NOT_A_CHOICE = (
    *("name", "other_names", "meaning", "note", "claims", "basis", "rule", "known_from", "scenario", "drop"),
    *("lat", "lon", "sensitivity"),
)
"""Columns that name, explain or back a row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A cell that is no number and can move an answer: where it stands, its value in words, and what backs it."""

    table: str
    key: str
    column: str
    value: str
    claims: tuple[str, ...]
    basis: str
    backing: Backing

    @property
    def is_counted(self) -> bool:
        """Whether it counts in the share of what is assumed."""
        return (self.table, self.column) in COUNTED and self.backing != "default"

    @property
    def is_assumed(self) -> bool:
        """Whether somebody chose it and nothing backs it."""
        return self.backing == "assumed"


def choices(model: Model) -> tuple[Choice, ...]:
    """Every choice of the rows that a run reads, in table order; blank cells without a default are left out."""
    evidence = Evidence.of(model)
    found: list[Choice] = []
    for name in INPUTS:
        table = tables()[name]
        columns = [a for a in table.attributes if _is_choice(table, a)]
        for row in getattr(model, name):
            key = key_of(table, row)
            for a in columns:
                value = _words(getattr(row, a.field))
                if value:
                    backing: Backing = "default" if value == a.default else _backing(evidence, row)
                    found.append(
                        Choice(
                            table=name, key=key, column=a.name, value=value, claims=row.claims, basis=row.basis,
                            backing=backing,
                        )
                    )  # fmt: skip
    return (*found, *_unsaid(model))


def _is_choice(table: Table, a: Attribute) -> bool:
    if a.name in NOT_A_CHOICE or a.name in table.key:
        return False
    return a.kind not in {"number", "integer"} or a.name in NOT_A_QUANTITY


def _words(value: Any) -> str:
    """A cell in words, as it is typed; blank for nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(str(v) for v in value)
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def _backing(evidence: Evidence, row: Row) -> Backing:
    behind = (evidence.voices[c] for c in row.claims if c in evidence.voices)
    if any(v.status == "accepted" and not is_denial(v) for v in behind):
        return "claims"
    return "derived" if evidence.grounds.are_backed(row) else "assumed"


def _unsaid(model: Model) -> Iterator[Choice]:
    """What a run reads where no row speaks of a place and need: full rations."""
    spoken = {(r.place, r.need) for r in model.rations}
    pairs = ((p.place, n.need) for p in model.places for n in model.needs)
    if any({(p, n), (p, "*"), ("*", n), ("*", "*")}.isdisjoint(spoken) for p, n in pairs):
        default = tables()["rations"].attribute("policy").default
        yield Choice(
            table="rations", key="* / * / ", column="policy", value=default, claims=(), basis="", backing="default"
        )  # fmt: skip


def share_assumed(numbers: Iterable[Number], chosen: Sequence[Choice]) -> float:
    """Share of what was stated that nothing backs, 0-1: numbers and counted choices alike, each once.

    What stands at the default of a column is not counted: nobody stated it. 0 where nothing was stated.
    """
    counted = [
        *(n.is_assumed for n in numbers if n.backing != "default"),
        *(c.is_assumed for c in chosen if c.is_counted),
    ]
    return sum(counted) / len(counted) if counted else 0.0

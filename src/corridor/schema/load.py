"""Loads the attribute tables. They are the single truth for columns, units, defaults, ranges and choices.

Every other room asks `tables()`; nobody writes a column name twice.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import Literal

Kind = Literal[
    "id", "text", "texts", "number", "integer", "date", "edtf", "yesno", "choice", "ref", "refs", "claims"
]


# One object a column, compared as such. No slots: what is worked out is kept.
@dataclass(frozen=True, eq=False)
class Attribute:
    """One column of a table, as the schema has it."""

    name: str
    kind: Kind
    unit: str
    required: bool
    default: str
    minimum: float | None
    maximum: float | None
    choices: tuple[str, ...]
    refers: tuple[str, ...]
    uncertain: bool
    symbol: str
    meaning: str
    source: str

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """Columns in a file: `x`, and `x_low`, `x_high` beside it where the number may be uncertain."""
        return (f"{self.name}_low", self.name, f"{self.name}_high") if self.uncertain else (self.name,)

    @property
    def is_worked_out(self) -> bool:
        """Whether a blank is worked out from other cells; its default then says how, in parentheses."""
        return self.default.startswith("(")

    @cached_property
    def field(self) -> str:
        """Field name in the frozen record; `from` and `to` are words of the language."""
        return {"from": "from_place", "to": "to_place"}.get(self.name, self.name)


@dataclass(frozen=True)
class Table:
    """One table: its key, its own attributes, and those common to all tables of a case."""

    name: str
    key: tuple[str, ...]
    group: Literal["case", "evidence"]
    needed: bool
    meaning: str
    attributes: tuple[Attribute, ...]

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """Every column a file of this table may have, in order."""
        return tuple(c for a in self.attributes for c in a.columns)

    def attribute(self, name: str) -> Attribute:
        """The attribute called `name`; KeyError if there is none."""
        return self._by_name[name]

    @cached_property
    def _by_name(self) -> dict[str, Attribute]:
        return {a.name: a for a in self.attributes}


def _number(text: str) -> float | None:
    return float(text) if text else None


def _split(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _attributes(path: str) -> tuple[Attribute, ...]:
    text = files("corridor.schema").joinpath(path).read_text(encoding="utf-8")
    return tuple(
        Attribute(
            name=r["name"],
            kind=r["type"],  # type: ignore[arg-type]
            unit=r["unit"],
            required=r["required"] == "yes",
            default=r["default"],
            minimum=_number(r["minimum"]),
            maximum=_number(r["maximum"]),
            choices=_split(r["choices"]),
            refers=_split(r["refers"]),
            uncertain=r["uncertain"] == "yes",
            symbol=r["symbol"],
            meaning=r["meaning"],
            source=r["source"],
        )
        for r in csv.DictReader(text.splitlines())
    )


@cache
def tables() -> dict[str, Table]:
    """Every table by name, in the order of the schema."""
    text = files("corridor.schema").joinpath("tables.csv").read_text(encoding="utf-8")
    common = _attributes("common.csv")
    found: dict[str, Table] = {}
    for r in csv.DictReader(text.splitlines()):
        own = _attributes(f"tables/{r['table']}.csv")
        names = {a.name for a in own}
        extra = tuple(a for a in common if a.name not in names) if r["group"] == "case" else ()
        found[r["table"]] = Table(
            name=r["table"],
            key=_split(r["key"]),
            group=r["group"],  # type: ignore[arg-type]
            needed=r["needed"] == "yes",
            meaning=r["meaning"],
            attributes=own + extra,
        )
    return found

"""A row in words, and its numbers worked out again from the claims that are left behind it.

A number is worked out again only where it stands by a rule that makes it of its claims (`corridor.model.rules`). What
a person derived from claims in another way stays as that person wrote it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from corridor.ledger.weigh import Rule, Voice, weigh
from corridor.model.model import Model
from corridor.model.numbers import unit_of_column
from corridor.model.row import Row
from corridor.model.rules import are_close, standing
from corridor.model.voices import Evidence
from corridor.schema.load import Table
from corridor.schema.values import Range, plain_number

RANGES: tuple[Rule, ...] = ("range", "graded range", "as said")
"""Rules by which a number follows from its claims alone."""
WORDS = ("situation", "status", "policy", "outcome", "kind", "actor")
"""Columns that tell what a row without numbers says."""


@dataclass(frozen=True, slots=True)
class Again:
    """Cells worked out again, empty where none could be; the rule; or why not."""

    cells: Mapping[str, Range]
    rule: str = ""
    why: str = ""


@dataclass(slots=True)
class Reweigher:
    """Works numbers out again from claims of one model."""

    model: Model
    _evidence: Evidence | None = None

    def again(self, schema: Table, row: Row, left: Collection[str]) -> Again:
        """The numbers of a row from the claims left, where all of its claims had given those that stand there."""
        cells: dict[str, Range] = {}
        rules: list[str] = []
        why = ""
        for column, value in values(schema, row).items():
            attribute = schema.attribute(column)
            voices, unit = self.evidence.behind(schema, row, column), self.evidence.unit(row, attribute)
            rule = next((r for r in RANGES if r == self._standing(row, voices, unit, value)), None)
            if rule is None:
                continue
            found = weigh([v for v in voices if v.claim in left], rule, unit=unit)
            if found.range is None:
                why = f"A number cannot be worked out from those alone: {found.needs}"
            elif not are_close(value, found.range):
                cells[attribute.field] = found.range
                rules.append(rule)
        return Again(cells, " and ".join(dict.fromkeys(rules)), why)

    def _standing(self, row: Row, voices: Sequence[Voice], unit: str, value: Range) -> str:
        """The rule by which a number of a row stands, or a word for none."""
        return standing(value, voices, unit=unit, basis=row.basis, declared=row.rule, rival=row.rival)

    @property
    def evidence(self) -> Evidence:
        """The ledger of the model as voices, made once."""
        if self._evidence is None:
            self._evidence = Evidence.of(self.model)
        return self._evidence


def values(schema: Table, row: Row) -> dict[str, Range]:
    """Uncertain numbers that stand in a row, by column."""
    found = {a.name: getattr(row, a.field) for a in schema.attributes if a.uncertain}
    return {name: value for name, value in found.items() if isinstance(value, Range)}


def told(model: Model, schema: Table, row: Row) -> str:
    """What a row says, in words: its numbers with their units, or the word that it holds. Defaults are left out."""
    found = values(schema, row)
    stated = {n: v for n, v in found.items() if not _is_default(v, schema.attribute(n).default)} or found
    parts: list[str] = []
    for name, value in stated.items():
        unit = str(getattr(row, "unit", "") or unit_of_column(model, row, schema.attribute(name).unit))
        parts.append(f"{name if len(stated) > 1 else ''} {range_words(value)} {unit}".strip())
    word = next((str(getattr(row, w)) for w in WORDS if getattr(row, w, "")), "")
    among = ", ".join(getattr(row, "among", ()) or ())
    if word and not parts:
        parts.append(word + (f", one of {among}" if among else ""))
    return "; ".join(parts) or "the row"


def _is_default(value: Range, default: str) -> bool:
    return value.is_exact and plain_number(value.mid) == default


def range_words(value: Range) -> str:
    """A range in words: one number, or its median with low and high."""
    low, mid, high = (
        f"{v:,.6g}" if abs(v) < 1e6 else f"{v:,.0f}" for v in (value.low, value.mid, value.high)
    )
    return mid if value.is_exact else f"{mid} ({low} to {high})"

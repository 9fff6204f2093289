"""What leaves the ledger for an audience: nothing above its ceiling, private persons by role. Pure functions.

`corridor.ledger.sensitivity` says what may be seen; here its rules are put on whole tables before they are written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from corridor.errors import LedgerError
from corridor.ledger.cells import Cells, cells_of, key_of, table_of
from corridor.ledger.names import HiddenNames
from corridor.ledger.records import Actor
from corridor.ledger.sensitivity import (
    CLASSES,
    PLACE,
    Kept,
    is_private_person,
    private_names,
    refuse_above,
    shown_name,
    withhold,
)
from corridor.schema.values import Record

Rows = Mapping[str, Sequence[Record]]
AS_WRITTEN = ("sha256", "hash", "media_type", "language")
"""Columns in which no name is looked for."""


@dataclass(frozen=True, slots=True)
class Shared:
    """Tables as an audience gets them.

    Attributes
    ----------
    rows : dict of str to list of Record
        No row is above the ceiling or names one that is; below internal, private persons have their role for a name.
    left_out : dict of str to int
        How many rows of each table were left out.
    persons : int
        How many private persons have a role for their name.
    names : HiddenNames
        Their names, for what is written beside the tables.
    """

    rows: dict[str, list[Record]]
    left_out: dict[str, int]
    persons: int
    names: HiddenNames = field(default_factory=lambda: HiddenNames({}))

    @property
    def cells(self) -> dict[str, dict[str, Cells]]:
        """Table to row to cells."""
        found: dict[str, dict[str, Cells]] = {}
        for name, rows in self.rows.items():
            told = [cells_of(name, row) for row in rows]
            found[name] = {key_of(name, cells): cells for cells in told}
        return found


def share(rows: Rows, ceiling: str, *, leave_out: bool = False, places: Iterable[str] = ()) -> Shared:
    """The tables of a ledger for an audience.

    Parameters
    ----------
    rows : mapping of str to records
        Tables of the ledger.
    ceiling : {"public", "partner", "internal"}
        The audience.
    leave_out : bool
        Whether rows above the ceiling are left out, and counted; else they stop it.
    places : iterable of str
        Names and ids of places above the ceiling; below internal, other words stand for them.

    Raises
    ------
    CeilingError
        When rows are above the ceiling and are not to be left out.
    """
    if not leave_out:
        refuse_above(rows, ceiling)
    kept: Kept = withhold(rows, ceiling)
    if ceiling == CLASSES[-1]:
        return Shared(kept.rows, kept.left_out, 0)
    private = [a for a in kept.rows.get("actors", ()) if isinstance(a, Actor) and is_private_person(a)]
    hidden = [p for p in places if p]
    if not private and not hidden:
        return Shared(kept.rows, kept.left_out, 0)
    ids = {a.actor: f"private-{i}" for i, a in enumerate(sorted(private, key=lambda a: a.actor), start=1)}
    names = _Names(
        ids,
        HiddenNames({**private_names(private).instead, **dict.fromkeys(hidden, PLACE)}),
        HiddenNames(
            {name: ids[a.actor] for a in private for name in (a.name, *a.aliases)}
            | dict.fromkeys(hidden, "place-withheld")
        ),
    )
    told = {name: [names.row(name, r) for r in found] for name, found in kept.rows.items()}
    for name, shown in told.items():
        _check_ids(name, shown)
    return Shared(told, kept.left_out, len(private), names.in_ids)


@dataclass(frozen=True, slots=True)
class _Names:
    """Private persons by role in words, and by a number in ids; the same id for the same id everywhere."""

    ids: Mapping[str, str]
    words: HiddenNames
    in_ids: HiddenNames

    def row(self, table: str, record: Record) -> Record:
        """A row with private persons by role in every column; their own rows without other names."""
        if isinstance(record, Actor) and record.actor in self.ids:
            record = replace(record, actor=self.ids[record.actor], name=shown_name(record), aliases=())
        changes: dict[str, Any] = {}
        for a in table_of(table).attributes:
            value = getattr(record, a.field)
            if a.name in AS_WRITTEN:
                continue
            if isinstance(value, tuple):
                changes[a.field] = tuple(dict.fromkeys(self._told(v, a.kind) for v in value))
            elif value and isinstance(value, str):
                changes[a.field] = self._told(value, a.kind)
        if changes.get("url") and self.words.found(getattr(record, "url", "")):
            changes["url"] = ""
        return replace(record, **changes)

    def _told(self, value: Any, kind: str) -> Any:
        if not isinstance(value, str):
            return value
        names = self.words if kind in {"text", "texts"} else self.in_ids
        return self.ids.get(value) or names.replaced(value)


def _check_ids(table: str, rows: list[Record]) -> None:
    """Nothing, if every row still has an id of its own.

    Raises
    ------
    LedgerError
        When two rows have one id once names are taken out of ids.
    """
    keys = [key_of(table, cells_of(table, r)) for r in rows]
    twice = [k for k in dict.fromkeys(keys) if keys.count(k) > 1] if len(set(keys)) < len(keys) else []
    if twice:
        raise LedgerError(
            f"Nothing was exported: without the names of private persons, {len(twice):,} ids of {table} stand for two "
            "rows each. Give those rows ids that name nobody."
        )

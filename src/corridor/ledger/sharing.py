"""What leaves the ledger for an audience: nothing above its ceiling, private persons by role. Pure functions.

`corridor.ledger.sensitivity` says what may be seen; here its rules are put on whole tables before they are written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from corridor.ledger.cells import Cells, cells_of, key_of, table_of
from corridor.ledger.records import Actor
from corridor.ledger.sensitivity import (
    CLASSES,
    Kept,
    by_role,
    is_private_person,
    refuse_above,
    shown_name,
    withhold,
)
from corridor.schema.values import Record

Rows = Mapping[str, Sequence[Record]]
AS_WRITTEN = ("url", "sha256", "hash", "media_type", "language")
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
    """

    rows: dict[str, list[Record]]
    left_out: dict[str, int]
    persons: int

    @property
    def cells(self) -> dict[str, dict[str, Cells]]:
        """Table to row to cells."""
        found: dict[str, dict[str, Cells]] = {}
        for name, rows in self.rows.items():
            told = [cells_of(name, row) for row in rows]
            found[name] = {key_of(name, cells): cells for cells in told}
        return found


def share(rows: Rows, ceiling: str, *, leave_out: bool = False) -> Shared:
    """The tables of a ledger for an audience.

    Parameters
    ----------
    rows : mapping of str to records
        Tables of the ledger.
    ceiling : {"public", "partner", "internal"}
        The audience.
    leave_out : bool
        Whether rows above the ceiling are left out, and counted; else they stop it.

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
    if not private:
        return Shared(kept.rows, kept.left_out, 0)
    ids = {a.actor: f"private-{i}" for i, a in enumerate(sorted(private, key=lambda a: a.actor), start=1)}
    told = {name: [_by_role(name, r, private, ids) for r in found] for name, found in kept.rows.items()}
    return Shared(told, kept.left_out, len(private))


def _by_role(table: str, record: Record, private: Iterable[Actor], ids: Mapping[str, str]) -> Record:
    """A row with private persons by role, in every column of words; their own rows without other names."""
    if isinstance(record, Actor) and record.actor in ids:
        record = replace(record, actor=ids[record.actor], name=shown_name(record), aliases=())
    changes: dict[str, Any] = {}
    for a in table_of(table).attributes:
        if a.kind not in {"text", "texts"} or a.name in AS_WRITTEN:
            continue
        value = getattr(record, a.field)
        if isinstance(value, tuple):
            changes[a.field] = tuple(dict.fromkeys(_told(v, private, ids) for v in value))
        elif value:
            changes[a.field] = _told(value, private, ids)
    return replace(record, **changes)


def _told(text: str, private: Iterable[Actor], ids: Mapping[str, str]) -> str:
    return ids.get(text) or by_role(text, private)

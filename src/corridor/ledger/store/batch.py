"""What one writer wants to write: steps gathered in memory, checked one by one, written together or not at all.

A step on a row that is there names the row as it was seen. Whether that still holds is decided when the batch is
written, under the lock of the database; see `corridor.ledger.store.commit`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from corridor.errors import Where
from corridor.ledger.cells import (
    STATUS,
    Cells,
    cells_of,
    content_hash,
    key_of,
    label_of,
    record_of,
    table_of,
    values_of,
)
from corridor.ledger.errors import NotAllowed, RowError
from corridor.ledger.log import patched
from corridor.schema.values import Record

Ids = Callable[[str, str], str]
"""Makes the id of a row that has none, from its table and the hash of its content."""

_FROM = {"accept": ("proposed",), "reject": ("proposed",), "retract": ("accepted", "proposed")}
_TO = {"accept": "accepted", "reject": "rejected", "retract": "retracted"}
_PREFIX = {"claims": "C", "claim_links": "L", "studies": "ST"}


def short_id(table: str, content: str) -> str:
    """An id made of the first letters of the table and of the hash of its content: alike wherever it is made.

    Examples
    --------
    >>> short_id("claims", "0123456789abcdef")
    'C-0123456789ab'
    """
    return f"{_PREFIX.get(table, table[0].upper())}-{content[:12]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """A row as it stood when it was read. Hand it back to change it: what was seen is held against what is there."""

    table: str
    row: str
    cells: Cells
    hash: str
    """Of its content; of a claim without label, status and who proposed it."""
    version: str
    """Of all its cells: it changes whenever the row does."""
    seq: int
    """The entry of the log that last touched it."""

    @property
    def record(self) -> Record:
        """The frozen record of the row."""
        return record_of(self.table, self.cells, Where(f"ledger, {self.table} {self.row}"))

    @property
    def values(self) -> dict[str, Any]:
        """Typed values by field, defaults filled in."""
        return values_of(self.table, self.cells)

    def __getitem__(self, field: str) -> Any:
        """One typed value."""
        return self.values[field]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing to do. `cells` is the whole row, or None to take it out; `seen` the row as it was seen, if any."""

    action: str
    table: str
    row: str
    cells: Cells | None
    seen: Stored | None = None
    changes: Cells | None = None
    """The cells to change, where only some of the row are meant."""
    reason: str = ""


class Batch:
    """Steps of one writer, for one reason. Made by `Store.write`; nothing is written before its block ends.

    After the block, `entries` lists the numbers of the log entries that were written.
    """

    def __init__(
        self, who: str, reason: str, ids: Ids, known: Callable[[str, str], str | None], today: dt.date
    ) -> None:
        if not who.strip():
            raise NotAllowed("Nothing was written: every entry of the log says who. Give a name or a role.")
        self.who = who.strip()
        self.reason = reason.strip()
        self.steps: list[Step] = []
        self.entries: tuple[int, ...] = ()
        self._ids = ids
        self._known = known
        self._today = today
        self._labels: dict[tuple[str, str], str] = {}

    # ------------------------------------------------------------------------------------- new rows

    def add(self, table: str, row: Record | Mapping[str, Any]) -> str:
        """Add a row; its key comes back.

        A row without an id gets one. The same content again is no second row: the key of the first comes back. A key
        that is there with other content is a Conflict when the batch is written.

        Raises
        ------
        RowError
            When the table cannot hold the row.
        """
        return self._put(table, row, "add")

    def propose(self, row: Record | Mapping[str, Any]) -> str:
        """Add a claim with the status proposed: a person accepts it later. Its key comes back."""
        given = {c: v for c, v in _mapping("claims", row).items() if c != STATUS}
        return self._put("claims", {**given, STATUS: "proposed"}, "add")

    def link(self, a: str, b: str, kind: str, *, independent: bool = False, question: str = "") -> str:
        """Say how two claims stand to each other; the key of the link comes back."""
        row = {"a": a, "b": b, "kind": kind, "independent": independent, "question": question}
        return self._put("claim_links", {**row, "by_whom": self.who}, "link")

    def assess(self, claim: str, credibility: str, grounds: str, *, when: dt.date | None = None) -> str:
        """Grade a claim, apart from its source, with grounds; a second grade by the same person replaces the first."""
        if not grounds.strip():
            raise NotAllowed(
                f'Nothing was written: a grade of claim "{claim}" needs grounds. Say what it rests on.'
            )
        row = {"claim": claim, "credibility": credibility, "grounds": grounds, "by_whom": self.who}
        return self._put("assessments", {**row, "when": when or self._today}, "assess")

    def support(self, table: str, key: str, claim: str, *, column: str = "", role: str = "for") -> str:
        """Say that a claim stands behind, against or beside a number of the case; the key of the support comes back."""
        row = {"table": table, "key": key, "column": column, "claim": claim, "role": role}
        return self._put("supports", row, "add")

    def bring_in(self, table: str, row: Record | Mapping[str, Any]) -> str:
        """Add a row that an import brings; as `add`, and the log says so."""
        return self._put(table, row, "import")

    def _put(self, table: str, row: Record | Mapping[str, Any], action: str) -> str:
        given = _mapping(table, row)
        label = self._label(table, given)
        cells = cells_of(table, {**given, **label})
        key = key_of(table, cells)
        if not key.replace("/", "").strip():
            raise RowError(
                f"{table}", "the key of the row is blank", f"Give {' and '.join(table_of(table).key)}."
            )
        self.steps.append(Step(action=action, table=table, row=key, cells=cells))
        return key

    def _label(self, table: str, given: Mapping[str, Any]) -> dict[str, str]:
        """The id of a row that has none: of the row with the same content if there is one, else a new one."""
        column = label_of(table)
        if not column or given.get(column):
            return {}
        content = content_hash(table, cells_of(table, {**given, column: "new"}))
        label = self._labels.get((table, content)) or self._known(table, content) or self._ids(table, content)
        self._labels[table, content] = label
        return {column: label}

    # --------------------------------------------------------------------------- rows that are there

    def change(self, seen: Stored, changes: Mapping[str, Any], *, reason: str = "") -> None:
        """Change some cells of a row.

        Parameters
        ----------
        seen : Stored
            The row as it was read. If it is not so any more when the batch is written, that is a Conflict.
        changes : mapping
            Column to new value; None or blank text empties the cell.
        reason : str, optional
            Why; by default the reason of the batch. What is accepted is not changed without one.

        Raises
        ------
        RowError
            When the row would be one that the table cannot hold.
        NotAllowed
            When the key or the status would change.
        """
        self._change(seen, changes, reason, allowed=())

    def revise(self, seen: Stored, changes: Mapping[str, Any], *, reason: str) -> None:
        """Change some cells of a row, its status among them, as an import does: always with a reason."""
        if not (reason.strip() or self.reason):
            raise NotAllowed(
                f"Nothing was written: {_name(seen)} is changed by an import, and no reason is given."
            )
        self._change(seen, changes, reason, allowed=(STATUS,))

    def _change(
        self, seen: Stored, changes: Mapping[str, Any], reason: str, allowed: tuple[str, ...]
    ) -> None:
        self._ask(seen, set(changes), reason, allowed)
        cells = cells_after(seen.table, seen.cells, changes)
        new = {c: cells.get(c, "") for c in (*seen.cells, *cells) if cells.get(c) != seen.cells.get(c)}
        if new:
            self._step("change", seen, patched(seen.cells, new), new, reason)

    def _ask(self, seen: Stored, columns: set[str], reason: str, allowed: tuple[str, ...]) -> None:
        fixed = columns & set(table_of(seen.table).key)
        if fixed:
            raise NotAllowed(
                f"Nothing was written: {', '.join(sorted(fixed))} is part of the key of {_name(seen)}. "
                "Add a new row, and retract the old one."
            )
        if seen.table == "claims" and STATUS in columns - set(allowed):
            raise NotAllowed(
                f"Nothing was written: the status of {_name(seen)} moves by accept, reject or retract."
            )
        if _status(seen) == "accepted" and not (reason.strip() or self.reason):
            raise NotAllowed(
                f"Nothing was written: {_name(seen)} is accepted, and a change of it needs a reason. Say why."
            )

    def accept(self, seen: Stored, *, reason: str = "") -> None:
        """Accept a claim as it was seen. One that was rejected or retracted needs a reason."""
        self._move("accept", seen, reason)

    def reject(self, seen: Stored, *, reason: str = "") -> None:
        """Reject a proposed claim as it was seen; it stays, and needs a reason."""
        self._move("reject", seen, reason)

    def retract(self, seen: Stored, *, reason: str = "") -> None:
        """Retract a row, with a reason: a claim stays, as retracted; any other row leaves its table, not the log."""
        if seen.table == "claims":
            self._move("retract", seen, reason)
            return
        self._because("retract", seen, reason)
        self._step("retract", seen, None, None, reason)

    def _move(self, action: str, seen: Stored, reason: str) -> None:
        if seen.table != "claims":
            raise NotAllowed(
                f"Nothing was written: only a claim can be {_TO[action]}; {_name(seen)} is none."
            )
        status = _status(seen)
        if status == _TO[action]:
            return
        if action != "accept" and status not in _FROM[action]:
            raise NotAllowed(
                f"Nothing was written: {_name(seen)} is {status}; only what is {' or '.join(_FROM[action])} "
                f"can be {_TO[action]}."
            )
        if action != "accept" or status not in _FROM[action]:
            self._because(action, seen, reason)
        cells = cells_of(seen.table, {**seen.cells, STATUS: _TO[action]})
        self._step(action, seen, cells, {STATUS: _TO[action]}, reason)

    def _because(self, action: str, seen: Stored, reason: str) -> None:
        if not (reason.strip() or self.reason):
            raise NotAllowed(f"Nothing was written: to {action} {_name(seen)} needs a reason. Say why.")

    def _step(
        self, action: str, seen: Stored, cells: Cells | None, changes: Cells | None, reason: str
    ) -> None:
        self.steps.append(
            Step(
                action=action,
                table=seen.table,
                row=seen.row,
                cells=cells,
                seen=seen,
                changes=changes,
                reason=reason.strip(),
            )
        )


def _mapping(table: str, row: Record | Mapping[str, Any]) -> dict[str, Any]:
    if isinstance(row, Record):
        return dict(cells_of(table, row))
    return dict(row)


def cells_after(table: str, cells: Mapping[str, str], changes: Mapping[str, Any]) -> Cells:
    """The cells of a row once some are changed: None or blank text empties one, the ends of a changed number go.

    Raises
    ------
    RowError
        When the table cannot hold that row.
    """
    asked = {c: "" if v is None else v for c, v in changes.items()}
    return cells_of(table, {**cells, **_split(table, asked)})


def _split(table: str, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Changes of an uncertain number name it once: its old ends go, unless they are named as well."""
    found = dict(changes)
    for a in table_of(table).attributes:
        if a.uncertain and a.name in changes:
            for end in (a.columns[0], a.columns[2]):
                found.setdefault(end, None)
    return found


def _status(seen: Stored) -> str:
    return seen.cells[STATUS] if seen.table == "claims" else ""


def _name(seen: Stored) -> str:
    return f'{seen.table} "{seen.row}"'

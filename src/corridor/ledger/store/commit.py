"""The moment of writing: what was seen is held against what is there, then log and projections move together.

Runs in one transaction that holds the lock for writing. Raising leaves everything as it was.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, insert, select

from corridor.ledger.cells import Cells, canonical, content_hash, evidence, references, referring
from corridor.ledger.errors import Conflict, InUse, UnknownId
from corridor.ledger.log import GENESIS, Entry, entry_hash, patch, patched
from corridor.ledger.store import project
from corridor.ledger.store.batch import Step, Stored
from corridor.ledger.store.layout import layout

Place = tuple[str, str]


def entry_of(row: Any) -> Entry:
    """An entry from its line in the table log."""
    return Entry(**dict(row))


def last_entry(connection: Connection, at: Place | None = None) -> Entry | None:
    """The last entry of the log, or the last one of a row."""
    log = layout().log
    statement = select(log).order_by(log.c.seq.desc()).limit(1)
    if at is not None:
        statement = statement.where(log.c.table == at[0], log.c.row == at[1])
    row = connection.execute(statement).mappings().first()
    return None if row is None else entry_of(row)


def commit(connection: Connection, steps: Iterable[Step], who: str, reason: str, now: str) -> list[Entry]:
    """Write steps: their entries of the log come back, none for what was so already.

    Raises
    ------
    Conflict
        When a row is not as it was seen, or a new one is there with other content.
    UnknownId, InUse
        When a row would name one that is not there.
    """
    writing = _Writing(connection, list(steps))
    for step in writing.steps:
        writing.take(step)
    writing.check_ids()
    entries = _chained(writing.lines, last_entry(connection), who, reason, now)
    if entries:
        names = list(Entry.__dataclass_fields__)
        connection.execute(insert(layout().log), [{n: getattr(e, n) for n in names} for e in entries])
        writing.project(entries)
    return entries


def _chained(
    lines: list[tuple[Step, str | None, str | None]], last: Entry | None, who: str, reason: str, now: str
) -> list[Entry]:
    """Entries that follow from the last one. Time does not run backwards in the log, whatever the clock says."""
    seq, previous = (last.seq, last.hash) if last else (0, GENESIS)
    when = max(now, last.when) if last else now
    entries = []
    for step, old, new in lines:
        seq += 1
        entry = Entry(
            seq=seq,
            when=when,
            who=who,
            action=step.action,
            table=step.table,
            row=step.row,
            old=old,
            new=new,
            reason=step.reason or reason,
            previous_hash=previous,
        )
        previous = entry_hash(entry)
        entries.append(replace(entry, hash=previous))
    return entries


class _Writing:
    """Steps being taken: the rows as they were, as they become, and what the log will say."""

    def __init__(self, connection: Connection, steps: list[Step]) -> None:
        self.connection = connection
        self.steps = steps
        wanted: dict[str, dict[str, None]] = defaultdict(dict)
        for step in steps:
            wanted[step.table][step.row] = None
        self.base: dict[Place, Stored] = {
            (name, row): stored
            for name, rows in wanted.items()
            for row, stored in project.load(connection, name, rows).items()
        }
        self.now: dict[Place, Cells | None] = {at: stored.cells for at, stored in self.base.items()}
        self.lines: list[tuple[Step, str | None, str | None]] = []

    def take(self, step: Step) -> None:
        """Take one step."""
        at = (step.table, step.row)
        there = self.now.get(at)
        if step.seen is None:
            self._add(step, at, there)
        else:
            self._move(step, at, there, step.seen)

    def _add(self, step: Step, at: Place, there: Cells | None) -> None:
        cells = step.cells or {}
        if there is None:
            self._say(step, at, None, cells)
        elif content_hash(step.table, there) == content_hash(step.table, cells):
            return
        elif step.action == "assess":
            self._say(step, at, there, cells)
        else:
            raise Conflict(step.table, step.row, cells, there, self._by(at), is_new=True)

    def _move(self, step: Step, at: Place, there: Cells | None, seen: Stored) -> None:
        base = self.base.get(at)
        if base is None or base.version != seen.version:
            if base is not None and base.cells == step.cells:
                return
            if base is None and step.cells is None:
                return
            raise Conflict(step.table, step.row, seen.cells, base.cells if base else None, self._by(at))
        if there is None:
            raise Conflict(step.table, step.row, seen.cells, None, "an earlier step of the same batch")
        if step.changes is None:
            self._say(step, at, there, None)
        else:
            self._say(step, at, there, patched(there, step.changes))

    def _say(self, step: Step, at: Place, old: Cells | None, new: Cells | None) -> None:
        if old is not None and new is not None:
            before, after = patch(old, new)
            if not before:
                return
            self.lines.append((step, canonical(before), canonical(after)))
        else:
            self.lines.append((step, _text(old), _text(new)))
        self.now[at] = new

    def _by(self, at: Place) -> str:
        last = last_entry(self.connection, at)
        return "" if last is None else last.by

    # ----------------------------------------------------------------------------------------- ids

    def check_ids(self) -> None:
        """Every id that is named is there when the batch is done, and nothing that is named goes."""
        asked: dict[str, dict[str, list[tuple[str, str, str]]]] = defaultdict(lambda: defaultdict(list))
        for name, row in dict.fromkeys((s.table, s.row) for s, _, _ in self.lines):
            for column, target, i in references(name, self.now[name, row] or {}):
                if (target, i) not in self.now:
                    asked[target][i].append((name, row, column))
                elif self.now[target, i] is None:
                    raise InUse(target, i, [f'{name} "{row}", {column}'])
        wrong = [
            (*user, i)
            for target, ids in asked.items()
            for i in sorted(project.missing(self.connection, target, ids))
            for user in ids[i]
        ]
        if wrong:
            raise UnknownId(wrong, {f"{n}.{c}": t for n in evidence() for c, t, _ in referring(n)})
        self._check_gone()

    def _check_gone(self) -> None:
        gone: dict[str, list[str]] = defaultdict(list)
        for (name, row), cells in self.now.items():
            if cells is None:
                gone[name].append(row)
        for name, rows in gone.items():
            for other, row, column, i in project.users(self.connection, name, rows):
                cells = self.now.get((other, row), {})
                still = (other, row) not in self.now or (column, name, i) in references(other, cells or {})
                if still:
                    raise InUse(name, i, [f'{other} "{row}", {column}'])

    # -------------------------------------------------------------------------------------- tables

    def project(self, entries: list[Entry]) -> None:
        """Bring the tables to where the log is."""
        last: dict[Place, int] = {(e.table, e.row): e.seq for e in entries}
        rows: dict[str, dict[str, tuple[Cells | None, int]]] = defaultdict(dict)
        for (name, row), seq in last.items():
            rows[name][row] = (self.now[name, row], seq)
        for name in evidence():
            if name in rows:
                there = [r for r in rows[name] if (name, r) in self.base]
                project.write(self.connection, name, rows[name], there)


def _text(cells: Cells | None) -> str | None:
    return None if cells is None else canonical(cells)

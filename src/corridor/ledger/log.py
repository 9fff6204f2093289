"""The log of the ledger: its entries, the chain of their hashes, and the state that they add up to. Pure functions.

The log is the truth; tables are projections of it. An entry is never changed, but for people at risk: what is erased
becomes a tombstone (`corridor.ledger.erasing`). `corridor.ledger.store` keeps it.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from corridor.ledger.cells import Cells, canonical, sha256
from corridor.ledger.errors import Damaged

ACTIONS = ("add", "change", "accept", "reject", "retract", "link", "assess", "import")
"""What an entry on a row may record."""
ERASE = "erase"
"""Records that rows were erased: when, by whom, why, how many, and the hash of the last entry before."""
TOMBSTONE = "erased"
"""Stands where an entry was that spoke of an erased row alone. Neither says anything of a row."""
GENESIS = "0" * 64
"""The hash before the first entry."""

State = dict[str, dict[str, Cells]]
"""Table to row to cells."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of the log.

    `old` is None for a row that was not there, `new` for one that was taken out. Where both are given they hold only
    the cells that changed, a blank as empty text; else the whole row.
    """

    seq: int
    when: str
    who: str
    action: str
    table: str
    row: str
    old: str | None
    new: str | None
    reason: str
    previous_hash: str
    hash: str = ""

    @property
    def before(self) -> Cells | None:
        """Cells before, as far as they changed."""
        return None if self.old is None else dict(json.loads(self.old))

    @property
    def after(self) -> Cells | None:
        """Cells after, as far as they changed."""
        return None if self.new is None else dict(json.loads(self.new))

    @property
    def by(self) -> str:
        """Who, when and where in the log, in words."""
        return f"{self.who} on {self.when} (entry {self.seq} of the log)"


@dataclass(frozen=True, slots=True)
class Break:
    """A place where the log, or a projection of it, does not hold: entry 0 stands for no single one."""

    seq: int
    found: str

    def __str__(self) -> str:
        """The break in one line."""
        return f"entry {self.seq}: {self.found}" if self.seq else self.found


def entry_hash(entry: Entry) -> str:
    """SHA-256 of the canonical JSON of an entry, the previous hash included and its own left out."""
    return sha256(
        canonical(
            {
                "seq": entry.seq,
                "when": entry.when,
                "who": entry.who,
                "action": entry.action,
                "table": entry.table,
                "row": entry.row,
                "old": entry.old,
                "new": entry.new,
                "reason": entry.reason,
                "previous_hash": entry.previous_hash,
            }
        )
    )


def stamp(when: dt.datetime) -> str:
    """A moment as the log writes it: UTC, to the microsecond, sortable as text.

    Examples
    --------
    >>> stamp(dt.datetime(2026, 11, 22, 8, 30, tzinfo=dt.timezone.utc))
    '2026-11-22T08:30:00.000000Z'
    """
    if when.tzinfo is None:
        raise ValueError("the clock of a ledger gives times with a zone")
    return when.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def breaks(entries: Iterable[Entry]) -> Iterator[Break]:
    """Every place where the chain does not hold: a changed entry, a missing one, one out of place."""
    seq, previous, when = 0, GENESIS, ""
    for entry in entries:
        seq += 1
        if entry.seq != seq:
            yield Break(entry.seq, f"expected entry {seq} here: entries are missing or out of place")
            seq = entry.seq
        if entry.previous_hash != previous:
            yield Break(entry.seq, "does not follow from the entry before it: one of the two was changed")
        if entry_hash(entry) != entry.hash:
            yield Break(entry.seq, "its content does not match its hash: it was changed after it was written")
        if entry.when < when:
            yield Break(entry.seq, f"was written at {entry.when}, before the entry that precedes it")
        previous, when = entry.hash, entry.when


def patch(old: Mapping[str, str], new: Mapping[str, str]) -> tuple[Cells, Cells]:
    """The cells on which two versions of a row differ, before and after; a blank is an empty text."""
    columns = [c for c in dict.fromkeys((*old, *new)) if old.get(c) != new.get(c)]
    return {c: old.get(c, "") for c in columns}, {c: new.get(c, "") for c in columns}


def patched(cells: Mapping[str, str], new: Mapping[str, str]) -> Cells:
    """The cells of a row after a change; blanks leave it."""
    return {c: v for c, v in {**cells, **new}.items() if v}


def apply(state: State, entry: Entry) -> None:
    """Bring a state forward by one entry, in place.

    Raises
    ------
    Damaged
        When what the entry says was there before is not there.
    """
    if entry.action in {ERASE, TOMBSTONE}:
        return
    rows = state.setdefault(entry.table, {})
    old, new = entry.before, entry.after
    there = rows.get(entry.row)
    if old is None:
        fits = there is None and new is not None
    else:
        fits = there is not None and all(there.get(c, "") == v for c, v in old.items())
    if not fits:
        raise Damaged(
            f"The log does not hold together: entry {entry.seq} ({entry.action} {entry.table} "
            f'"{entry.row}") does not fit the state before it. Restore the ledger from a copy, or from its export.'
        )
    if new is None:
        del rows[entry.row]
    elif there is None:
        rows[entry.row] = new
    else:
        rows[entry.row] = patched(there, new)


def replay(entries: Iterable[Entry]) -> State:
    """The state that entries add up to, from an empty ledger."""
    state: State = {}
    for entry in entries:
        apply(state, entry)
    return state


def last_moment(upto: dt.date | dt.datetime) -> str:
    """The last stamp that counts as known by a day (its end, in UTC) or a moment.

    Examples
    --------
    >>> last_moment(dt.date(2026, 11, 22))
    '2026-11-22T23:59:59.999999Z'
    """
    if isinstance(upto, dt.datetime):
        return stamp(upto)
    return f"{upto.isoformat()}T23:59:59.999999Z"

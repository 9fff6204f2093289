"""Older files made to fit this version, newer ones refused.

The table `meta` holds the version of the form (`format`) and the fingerprint of the projections (`layout`). A step of
`STEPS` leads from one version to the next; whatever the step, the projections are then made anew from the log, which is
never rewritten. A column that leaves the schema gets a line in `RETIRED`, so that old entries can still be read.

A file is copied before it is changed; all steps run in one transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, Engine, delete, insert, inspect, select

from corridor.ledger.cells import Cells, canonical, evidence, table_of
from corridor.ledger.errors import Damaged, NoLedger, WrongVersion
from corridor.ledger.log import ERASE, TOMBSTONE, Entry, State, apply
from corridor.ledger.store import sqlite
from corridor.ledger.store.commit import entry_of
from corridor.ledger.store.layout import FORMAT, create_triggers, fingerprint, layout
from corridor.ledger.store.project import rewrite

RETIRED: dict[tuple[str, str], str] = {}
"""(table, column) that the schema had once, to the column that took its place; empty text if none did."""


def _to_2(connection: Connection) -> None:
    """Entries must follow from the last one, held by the database; words are searched in tables of their own."""
    create_triggers(connection)


STEPS: dict[int, Callable[[Connection], None]] = {2: _to_2}
"""What leads to each version from the one before it."""


def read_meta(connection: Connection) -> dict[str, str]:
    """What the file says of itself; empty if it is no ledger."""
    if "meta" not in inspect(connection).get_table_names():
        return {}
    meta = layout().meta
    return {str(k): str(v) for k, v in connection.execute(select(meta.c.key, meta.c.value))}


def set_meta(connection: Connection, values: Mapping[str, str]) -> None:
    """Write what the file says of itself."""
    meta = layout().meta
    connection.execute(delete(meta).where(meta.c.key.in_(list(values))))
    connection.execute(insert(meta), [{"key": k, "value": v} for k, v in values.items()])


def create(connection: Connection, path: Path) -> None:
    """Make the tables of a new ledger in an empty file.

    Raises
    ------
    NoLedger
        When something is there already.
    """
    if inspect(connection).get_table_names():
        raise NoLedger(f"{path} is there already. Open it, or move it away; nothing is written over.")
    layout().metadata.create_all(connection)
    create_triggers(connection)
    set_meta(connection, {"format": str(FORMAT), "layout": fingerprint()})


def is_current(connection: Connection, path: Path) -> bool:
    """Whether the file has the form of this version.

    Raises
    ------
    NoLedger
        When the file is no ledger.
    WrongVersion
        When it was written by a newer version.
    """
    meta = read_meta(connection)
    if not meta.get("format", "").isdigit():
        raise NoLedger(f"{path} is no ledger: it has no table that says so. Give the folder of a case.")
    number = int(meta["format"])
    if number > FORMAT:
        raise WrongVersion(
            f"{path} has form {number}; this version of corridor reads up to form {FORMAT}. "
            "Nothing was changed. Use a newer version, or ask its owner for an export."
        )
    return number == FORMAT and meta.get("layout") == fingerprint()


def migrate(engine: Engine, path: Path) -> Path:
    """Bring an older file to this version, after a copy of it; the path of the copy."""
    with sqlite.transaction(engine, path) as connection:
        number = int(read_meta(connection)["format"])
    backup = _backup(path, number)
    with sqlite.transaction(engine, path, writes=True) as connection:
        if is_current(connection, path):
            return backup
        number = int(read_meta(connection)["format"])
        for step in range(number + 1, FORMAT + 1):
            STEPS[step](connection)
        remake(connection, path)
        set_meta(connection, {"format": str(FORMAT), "layout": fingerprint()})
    return backup


def _backup(path: Path, number: int) -> Path:
    for i in range(1, 1000):
        target = path.with_name(f"{path.stem}.form{number}.{i}.db")
        if not target.exists():
            sqlite.copy(path, target)
            return target
    raise NoLedger(f"{path.parent} holds too many copies of older ledgers. Move some of them away.")


def remake(connection: Connection, path: Path) -> None:
    """Drop every projection and make it anew from the log."""
    names = set(inspect(connection).get_table_names())
    for name in sorted(names - {"log", "meta"}, key=lambda n: ("__" not in n, n)):
        if name.split("__")[0] in evidence():
            connection.exec_driver_sql(f'DROP TABLE "{name}"')
    layout().metadata.create_all(connection)
    state, touched = state_of(connection, path)
    rewrite(connection, state, touched)


def state_of(
    connection: Connection, path: Path, upto: int | str | None = None
) -> tuple[State, dict[tuple[str, str], int]]:
    """What the log adds up to, by an entry's number or a moment, and the entry that last touched each row."""
    log = layout().log
    statement = select(log).order_by(log.c.seq)
    if isinstance(upto, int):
        statement = statement.where(log.c.seq <= upto)
    elif upto is not None:
        statement = statement.where(log.c.when <= upto)
    state: State = {}
    touched: dict[tuple[str, str], int] = {}
    for row in connection.execute(statement).mappings():
        entry = entry_of(row)
        try:
            apply(state, _of_today(entry, path))
        except (ValueError, TypeError) as error:
            raise Damaged(
                f"{path}: entry {entry.seq} of the log cannot be read ({error}). Restore the ledger from a copy."
            ) from error
        touched[entry.table, entry.row] = entry.seq
    return state, touched


def _of_today(entry: Entry, path: Path) -> Entry:
    """An entry in the columns of this version."""
    if entry.action in {ERASE, TOMBSTONE}:
        return entry
    if entry.table not in evidence():
        raise Damaged(
            f'{path}: entry {entry.seq} of the log speaks of the table "{entry.table}", which this version lacks.'
        )
    before, after = entry.before, entry.after
    old, new = (None if c is None else _columns(entry, c, path) for c in (before, after))
    if old == before and new == after:
        return entry
    return replace(
        entry,
        old=None if old is None else canonical(old),
        new=None if new is None else canonical(new),
    )


def _columns(entry: Entry, cells: Cells, path: Path) -> Cells:
    known = _known(entry.table)
    if not RETIRED and known.issuperset(cells):
        return cells
    found: Cells = {}
    for column, text in cells.items():
        name = RETIRED.get((entry.table, column), column)
        if name and name not in known:
            raise WrongVersion(
                f'{path}: entry {entry.seq} of the log has the column "{column}" of {entry.table}, which this version '
                "does not know. Use a newer version of corridor."
            )
        if name:
            found[name] = text
    return found


@cache
def _known(name: str) -> frozenset[str]:
    return frozenset(table_of(name).columns)

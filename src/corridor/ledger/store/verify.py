"""Whether a ledger is whole: its pages, its guards, its chain, and its tables against its log."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, select
from sqlalchemy.exc import DBAPIError

from corridor.errors import LedgerError
from corridor.ledger.cells import evidence
from corridor.ledger.log import Break, breaks
from corridor.ledger.store.commit import entry_of
from corridor.ledger.store.layout import SEARCHED, has_triggers, layout
from corridor.ledger.store.migrate import state_of
from corridor.ledger.store.project import folded, parameters
from corridor.ledger.store.sqlite import integrity


def verify(connection: Connection, path: Path) -> tuple[Break, ...]:
    """Everything that is wrong, the file first; nothing if the ledger is whole."""
    return tuple(_found(connection, path))


def _found(connection: Connection, path: Path) -> Iterator[Break]:
    try:
        yield from (Break(0, f"the file: {line}") for line in integrity(connection))
        for name in has_triggers(connection):
            yield Break(0, f"the guard {name} of the log is gone or changed")
        log = layout().log
        rows = connection.execute(select(log).order_by(log.c.seq)).mappings()
        yield from breaks(entry_of(r) for r in rows)
        state, touched = state_of(connection, path)
        for name in evidence():
            wanted = {
                r: parameters(name, r, cells, touched[name, r]) for r, cells in state.get(name, {}).items()
            }
            yield from _table(connection, name, wanted)
    except LedgerError as error:
        yield Break(0, str(error))
    except (DBAPIError, ValueError, TypeError, KeyError) as error:
        yield Break(0, f"the file cannot be read: {error}")


def _table(connection: Connection, name: str, wanted: dict[str, dict[str, Any]]) -> Iterator[Break]:
    projection = layout().projections[name]
    found = {r["_row"]: dict(r) for r in connection.execute(select(projection.rows)).mappings()}
    for row in sorted({*found, *wanted}, key=str):
        if found.get(row) != wanted.get(row):
            yield Break(0, f'the table {name}, row "{row}", is not what the log says')
    for column, table in projection.lists.items():
        lines = {
            (r, i, part)
            for r, p in wanted.items()
            for i, part in enumerate(p[column].split(", ") if p[column] else ())
        }
        if _lines(connection, table) != lines:
            yield Break(0, f"the table {table.name} is not what the log says")
    if projection.words is not None:
        words = {(r, folded("\n".join(p[c] for c in SEARCHED[name] if p[c]))) for r, p in wanted.items()}
        if _lines(connection, projection.words) != words:
            yield Break(0, f"the table {projection.words.name} is not what the log says")


def _lines(connection: Connection, table: Table) -> set[tuple[Any, ...]]:
    return {tuple(r) for r in connection.execute(select(table))}

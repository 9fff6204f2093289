"""Rows of the ledger into the tables of the database and out of them. Nothing is decided here and nothing is logged."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

from sqlalchemy import Connection, RowMapping, bindparam, delete, insert, select, update

from corridor.ledger.cells import (
    EXPLICIT,
    Cells,
    content_hash,
    evidence,
    referring,
    table_of,
    values_of,
    version,
)
from corridor.ledger.log import State
from corridor.ledger.store.batch import Stored
from corridor.ledger.store.layout import SEARCHED, layout
from corridor.ledger.store.sqlite import chunks
from corridor.schema.values import plain_number


def folded(text: str) -> str:
    """A text as it is searched: no difference between capitals and small letters, in any script."""
    return text.casefold()


def parameters(name: str, row: str, cells: Mapping[str, str], seq: int) -> dict[str, Any]:
    """What is stored of a row in its table, defaults filled in so that they can be looked for."""
    blank, decoders, ranges = _kept(name)
    found = dict(blank)
    for column, text in cells.items():
        decode = decoders[column]
        found[column] = text if decode is None else decode(text)
    for low, mid, high in ranges:
        if found[low] is None:
            found[low] = found[high] = found[mid]
    found["_row"] = row
    found["_hash"] = content_hash(name, cells)
    found["_version"] = version(name, cells)
    found["_seq"] = seq
    return found


_DECODERS: dict[str, Callable[[str], Any]] = {
    "number": float,
    "integer": lambda text: int(float(text)),
    "yesno": lambda text: text == "yes",
}
"""How the text of a kind is stored, where it is not stored as text."""


@cache
def _kept(
    name: str,
) -> tuple[dict[str, Any], dict[str, Callable[[str], Any] | None], tuple[tuple[str, ...], ...]]:
    """What is stored of a blank row; how the text of each column is stored; the columns of each uncertain number."""
    attributes = table_of(name).attributes
    blank: dict[str, Any] = {}
    for a, value in zip(attributes, values_of(name, {}).values(), strict=True):
        if a.uncertain:
            blank.update(dict.fromkeys(a.columns))
        else:
            blank[a.name] = "" if isinstance(value, tuple) else value
    decoders = {c: _DECODERS.get(a.kind) for a in attributes for c in a.columns}
    return blank, decoders, tuple(a.columns for a in attributes if a.uncertain)


def cells_from(name: str, row: RowMapping) -> Cells:
    """The cells of a row as the database holds it."""
    cells: Cells = {}
    for columns, default, keep in _written(name):
        if len(columns) > 1:
            low, mid, high = (row[c] for c in columns)
            if mid is not None:
                numbers = ((columns[1], mid),) if low == high else zip(columns, (low, mid, high), strict=True)
                cells.update((c, plain_number(v)) for c, v in numbers)
            continue
        value = row[columns[0]]
        if value is None or value == "":
            continue
        text = value if type(value) is str else _plain(value)
        if keep or text != default:
            cells[columns[0]] = text
    return cells


@cache
def _written(name: str) -> tuple[tuple[tuple[str, ...], str, bool], ...]:
    """Of each attribute its columns, its default, and whether that is written too."""
    explicit = EXPLICIT.get(name, ())
    return tuple((a.columns, a.default, a.name in explicit) for a in table_of(name).attributes)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value) if isinstance(value, int) else plain_number(float(value))


def stored_from(name: str, row: RowMapping) -> Stored:
    """A row as it was read."""
    return Stored(
        table=name,
        row=row["_row"],
        cells=cells_from(name, row),
        hash=row["_hash"],
        version=row["_version"],
        seq=row["_seq"],
    )


def load(connection: Connection, name: str, rows: Iterable[str]) -> dict[str, Stored]:
    """Those of the rows asked for that are there."""
    table = layout().projections[name].rows
    found: dict[str, Stored] = {}
    for some in chunks(list(rows)):
        for row in connection.execute(select(table).where(table.c["_row"].in_(some))).mappings():
            found[row["_row"]] = stored_from(name, row)
    return found


def write(
    connection: Connection,
    name: str,
    rows: Mapping[str, tuple[Cells | None, int]],
    there: Iterable[str],
) -> None:
    """Bring a table to where the log is: each row with its cells, or None, and the entry that touched it."""
    old = set(there)
    gone = [r for r, (cells, _) in rows.items() if cells is None and r in old]
    new = [
        parameters(name, r, cells, seq)
        for r, (cells, seq) in rows.items()
        if cells is not None and r not in old
    ]
    moved = [
        parameters(name, r, cells, seq) for r, (cells, seq) in rows.items() if cells is not None and r in old
    ]
    _forget(connection, name, [*gone, *(p["_row"] for p in moved)], gone)
    table = layout().projections[name].rows
    if new:
        connection.execute(insert(table), new)
    if moved:
        names = [c.name for c in table.columns if c.name != "_row"]
        statement = update(table).where(table.c["_row"] == bindparam("at"))
        statement = statement.values({c: bindparam(f"new_{i}") for i, c in enumerate(names)})
        connection.execute(
            statement, [{"at": p["_row"], **{f"new_{i}": p[c] for i, c in enumerate(names)}} for p in moved]
        )
    _found_by(connection, name, new + moved)


def _forget(connection: Connection, name: str, listed: list[str], gone: list[str]) -> None:
    projection = layout().projections[name]
    for table in projection.tables:
        for some in chunks(gone if table is projection.rows else listed):
            connection.execute(delete(table).where(table.c["_row"].in_(some)))


def _found_by(connection: Connection, name: str, rows: list[dict[str, Any]]) -> None:
    """The lists and words by which rows are found."""
    projection = layout().projections[name]
    for column, table in projection.lists.items():
        lines = [
            {"_row": p["_row"], "place": i, "id": part}
            for p in rows
            for i, part in enumerate(p[column].split(", ") if p[column] else ())
        ]
        if lines:
            connection.execute(insert(table), lines)
    if projection.words is not None and rows:
        columns = SEARCHED[name]
        lines = [{"_row": p["_row"], "words": folded("\n".join(p[c] for c in columns if p[c]))} for p in rows]
        connection.execute(insert(projection.words), lines)


def rewrite(connection: Connection, state: State, touched: Mapping[tuple[str, str], int]) -> None:
    """Make every projection anew from a state, with the entry that last touched each row."""
    for projection in reversed(layout().projections.values()):
        for table in projection.tables:
            connection.execute(delete(table))
    for name in evidence():
        rows: dict[str, tuple[Cells | None, int]] = {
            r: (cells, touched[name, r]) for r, cells in state.get(name, {}).items()
        }
        write(connection, name, rows, ())


def users(connection: Connection, name: str, rows: Iterable[str]) -> list[tuple[str, str, str, str]]:
    """Who names these rows: table, row, column, id."""
    found: list[tuple[str, str, str, str]] = []
    wanted = list(rows)
    for other in evidence():
        projection = layout().projections[other]
        for column, target, several in referring(other):
            if target != name:
                continue
            table = projection.lists[column] if several else projection.rows
            at = table.c["id" if several else column]
            for some in chunks(wanted):
                lines = connection.execute(select(table.c["_row"], at).where(at.in_(some)))
                found += [(other, str(r), column, str(i)) for r, i in lines]
    return found


def missing(connection: Connection, name: str, ids: Iterable[str]) -> set[str]:
    """Those of the ids that no row of the table has."""
    table = layout().projections[name].rows
    left = set(ids)
    for some in chunks(sorted(left)):
        left.difference_update(connection.scalars(select(table.c["_row"]).where(table.c["_row"].in_(some))))
    return left

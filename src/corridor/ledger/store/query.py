"""Looking for rows: by columns, by what they name, by words; in order, a page at a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, or_, select

from corridor.ledger.cells import table_of
from corridor.ledger.errors import RowError
from corridor.ledger.store.batch import Stored
from corridor.ledger.store.layout import layout
from corridor.ledger.store.project import folded, stored_from

ALIASES = {"claims": {"topic": "type", "passage": "passages"}, "studies": {}}
"""Other names under which a column may be asked for. `document` of a claim also finds it through its passages."""


def find(
    connection: Connection,
    name: str,
    *,
    where: Mapping[str, Any],
    search: str,
    order: Sequence[str],
    limit: int | None,
    offset: int,
) -> tuple[Stored, ...]:
    """The rows that answer a question, in order; see `Store.rows`."""
    rows = layout().projections[name].rows
    statement = _asked(select(rows), name, where, search)
    statement = statement.order_by(*(_by(name, column) for column in order), rows.c["_row"])
    if limit is not None:
        statement = statement.limit(limit)
    if offset:
        statement = statement.limit(-1 if limit is None else limit).offset(offset)
    return tuple(stored_from(name, row) for row in connection.execute(statement).mappings())


def count(connection: Connection, name: str, *, where: Mapping[str, Any], search: str) -> int:
    """How many rows answer a question."""
    rows = layout().projections[name].rows
    return int(connection.scalar(_asked(select(func.count()).select_from(rows), name, where, search)) or 0)


def tally(connection: Connection, name: str, column: str) -> dict[str, int]:
    """How many rows hold each value of a column, the most frequent first."""
    wanted = _column(name, ALIASES.get(name, {}).get(column, column))
    number = func.count()
    statement = select(wanted, number).group_by(wanted).order_by(number.desc(), wanted)
    return {"" if value is None else str(value): int(n) for value, n in connection.execute(statement)}


def by_hash(connection: Connection, name: str, content: str) -> str | None:
    """The first row with this content, if there is one."""
    rows = layout().projections[name].rows
    statement = select(rows.c["_row"]).where(rows.c["_hash"] == content).order_by(rows.c["_row"]).limit(1)
    found = connection.scalar(statement)
    return None if found is None else str(found)


def _asked(statement: Select[Any], name: str, where: Mapping[str, Any], search: str) -> Select[Any]:
    for asked, value in where.items():
        statement = statement.where(_condition(name, ALIASES.get(name, {}).get(asked, asked), value))
    if search.split():
        statement = statement.where(_with_words(name, folded(search).split()))
    return statement


def _condition(name: str, column: str, value: Any) -> ColumnElement[bool]:
    values = (
        [_plain(v) for v in value] if isinstance(value, Collection) and not isinstance(value, str) else None
    )
    one = [_plain(value)] if values is None else values
    if name == "claims" and column == "document":
        return _carried(one)
    lists = layout().projections[name].lists
    if column in lists:
        named = lists[column]
        return _in(name, select(named.c["_row"]).where(named.c.id.in_(one)))
    if column == "hash" and "hash" not in table_of(name).columns:
        column = "_hash"
    wanted = _column(name, column)
    if None in one:
        return or_(wanted.is_(None), wanted.in_([v for v in one if v is not None]))
    condition: ColumnElement[bool] = wanted == one[0] if values is None else wanted.in_(one)
    return condition


def _carried(documents: list[Any]) -> ColumnElement[bool]:
    """Claims that name a document, or a passage of it."""
    claims, passages = layout().projections["claims"], layout().projections["passages"].rows
    named, marked = claims.lists["documents"], claims.lists["passages"]
    of = select(passages.c["_row"]).where(passages.c.document.in_(documents))
    direct = select(named.c["_row"]).where(named.c.id.in_(documents))
    return _in("claims", direct.union(select(marked.c["_row"]).where(marked.c.id.in_(of))))


def _with_words(name: str, wanted: list[str]) -> ColumnElement[bool]:
    """Rows with every word, in one pass over the words."""
    words = layout().projections[name].words
    if words is None:
        raise RowError(name, "its words are not searched", "Ask for a column instead.")
    return _in(
        name, select(words.c["_row"]).where(*(words.c.words.contains(w, autoescape=True) for w in wanted))
    )


def _by(name: str, column: str) -> ColumnElement[Any]:
    wanted = _column(name, column.removeprefix("-"))
    order: ColumnElement[Any] = wanted.desc() if column.startswith("-") else wanted.asc()
    return order


def _column(name: str, column: str) -> Any:
    if column == "row":
        column = "_row"
    if column not in {*table_of(name).columns, "_row", "_hash", "_seq"}:
        raise RowError(
            f"{name}, {column}", "there is no such column", f"There are: {', '.join(table_of(name).columns)}."
        )
    return layout().projections[name].rows.c[column]


def _in(name: str, rows: Any) -> ColumnElement[bool]:
    condition: ColumnElement[bool] = layout().projections[name].rows.c["_row"].in_(rows)
    return condition


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value

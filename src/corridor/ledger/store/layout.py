"""The tables of the store, made from the schema: the log, a projection a table, and what helps to find rows.

Columns that begin with an underscore are the store's own: `_row` (the key as text), `_hash` (of content), `_version`
(of all cells), `_seq` (the entry of the log that last touched the row). Everything here but the triggers is plain
SQLAlchemy Core, so that a server's database can follow.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)
from sqlalchemy import text as sql

from corridor.ledger.cells import canonical, evidence, referring, sha256
from corridor.schema.load import Attribute

FORMAT = 2
"""Version of the form of the file; see `corridor.ledger.store.migrate`."""

INDEXED = {
    "documents": ("source", "sha256"),
    "passages": ("document",),
    "claims": ("account", "speaker", "stance", "type", "status", "place", "route"),
    "claim_links": ("b",),
    "studies": ("document",),
    "supports": ("claim",),
}
"""Columns by which rows are looked up; the key always is one."""
SEARCHED = {
    "claims": (
        "proposition",
        "speaker",
        "account",
        "actor",
        "recipient",
        "object",
        "place",
        "route",
        "hedge",
    ),
    "documents": ("title", "url"),
    "sources": ("name",),
    "actors": ("name", "aliases"),
}
"""Columns whose words are searched; one text a row, folded, in a table of its own that is quick to read through."""

_TYPES: dict[str, Any] = {"number": Float, "integer": Integer, "yesno": Boolean}
_TRIGGERS = {
    "log_no_update": """
        CREATE TRIGGER log_no_update BEFORE UPDATE ON log
        BEGIN SELECT RAISE(ABORT, 'the log is append only: an entry is never changed'); END""",
    "log_no_delete": """
        CREATE TRIGGER log_no_delete BEFORE DELETE ON log
        BEGIN SELECT RAISE(ABORT, 'the log is append only: an entry is never deleted'); END""",
    "log_follows": """
        CREATE TRIGGER log_follows BEFORE INSERT ON log
        WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM log)
          OR NEW.previous_hash IS NOT coalesce(
            (SELECT hash FROM log ORDER BY seq DESC LIMIT 1),
            '0000000000000000000000000000000000000000000000000000000000000000')
        BEGIN SELECT RAISE(ABORT, 'the log is a chain: an entry follows from the last one'); END""",
}
"""What the database itself refuses, whoever writes to it (SQLite; a server has its own rights for that)."""


@dataclass(frozen=True, slots=True)
class Projection:
    """The tables that hold the rows of one table of the ledger."""

    name: str
    rows: Table
    lists: dict[str, Table] = field(default_factory=dict)
    """For each column that names several rows, one line an id."""
    words: Table | None = None
    """The text in which words are searched."""

    @property
    def tables(self) -> tuple[Table, ...]:
        """All of them, those first that refer to the others."""
        return (*self.lists.values(), *((self.words,) if self.words is not None else ()), self.rows)


@dataclass(frozen=True, slots=True)
class Layout:
    """Every table of the store."""

    metadata: MetaData
    log: Table
    meta: Table
    projections: dict[str, Projection]


@cache
def layout() -> Layout:
    """The tables of this version of the product."""
    metadata = MetaData()
    log = Table(
        "log",
        metadata,
        Column("seq", Integer, primary_key=True, autoincrement=False),
        *(Column(name, Text, nullable=False) for name in ("when", "who", "action", "table", "row")),
        Column("old", Text),
        Column("new", Text),
        *(Column(name, Text, nullable=False) for name in ("reason", "previous_hash", "hash")),
    )
    Index("log_row", log.c.table, log.c.row, log.c.seq)
    Index("log_when", log.c.when, log.c.seq)
    meta = Table("meta", metadata, Column("key", String(40), primary_key=True), Column("value", Text))
    projections = {name: _projection(metadata, name) for name in evidence()}
    return Layout(metadata, log, meta, projections)


def _projection(metadata: MetaData, name: str) -> Projection:
    schema = evidence()[name]
    several = {column: target for column, target, many in referring(name) if many}
    rows = Table(
        name,
        metadata,
        Column("_row", Text, primary_key=True),
        *(c for a in schema.attributes for c in _columns(a)),
        *(Column(c, String(64), nullable=False) for c in ("_hash", "_version")),
        Column("_seq", Integer, nullable=False),
    )
    Index(f"{name}__hash", rows.c["_hash"])
    for column in INDEXED.get(name, ()):
        Index(f"{name}__{column}", rows.c[column], rows.c["_row"])
    lists = {c: _list(metadata, name, c, target) for c, target in several.items()}
    words = None
    if name in SEARCHED:
        words = Table(
            f"{name}__words",
            metadata,
            _owner(name),
            Column("words", Text, nullable=False),
            sqlite_with_rowid=False,
        )
    return Projection(name, rows, lists, words)


def _columns(a: Attribute) -> list[Column[Any]]:
    """SQL columns of an attribute: its type, and where it leads."""
    kind = _TYPES.get(a.kind, Text)
    leads = [] if a.kind in {"refs", "claims"} or not a.refers or a.refers[0] not in evidence() else a.refers
    keys = [_leading(t) for t in leads[:1]]
    return [Column(c, kind, *keys) for c in a.columns]


def _leading(target: str) -> ForeignKey:
    """Held when a transaction ends, so that rows of one batch may stand in any order."""
    return ForeignKey(f"{target}._row", deferrable=True, initially="DEFERRED")


def _owner(name: str) -> Column[Any]:
    return Column("_row", Text, _leading(name), primary_key=True)


def _list(metadata: MetaData, name: str, column: str, target: str) -> Table:
    table = Table(
        f"{name}__{column}",
        metadata,
        _owner(name),
        Column("place", Integer, primary_key=True, autoincrement=False),
        Column("id", Text, _leading(target), nullable=False),
        sqlite_with_rowid=False,
    )
    Index(f"{name}__{column}__id", table.c.id, table.c["_row"])
    return table


def fingerprint() -> str:
    """Hash of the layout of the projections: it changes when the schema does, and they are then made anew."""
    return sha256(
        canonical(
            {
                name: [
                    [[c.name, str(c.type)] for table in p.tables for c in table.columns],
                    INDEXED.get(name, ()),
                    SEARCHED.get(name, ()),
                    [[a.name, a.kind, a.default] for a in evidence()[name].attributes],
                ]
                for name, p in layout().projections.items()
            }
        )
    )


def create_triggers(connection: Connection) -> None:
    """Have the database refuse whatever is no new entry at the end of the log."""
    if connection.dialect.name != "sqlite":
        return
    drop_triggers(connection)
    for statement in _TRIGGERS.values():
        connection.exec_driver_sql(statement)


def drop_triggers(connection: Connection) -> None:
    """Take those guards away, within a transaction that puts them back."""
    for name in _TRIGGERS:
        connection.execute(sql(f"DROP TRIGGER IF EXISTS {name}"))


def has_triggers(connection: Connection) -> list[str]:
    """Names of the triggers that should guard the log and are gone or changed."""
    if connection.dialect.name != "sqlite":
        return []
    found = {
        str(name): " ".join(str(text).split())
        for name, text in connection.exec_driver_sql(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        )
    }
    return [name for name, text in _TRIGGERS.items() if found.get(name) != " ".join(text.split())]

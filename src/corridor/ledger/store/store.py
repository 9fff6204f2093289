"""`Store`: the working ledger of a case, one file `evidence/ledger.db`.

The log is the truth; tables are what it adds up to. Opens, reads, writes, travels in time, verifies.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from sqlalchemy import Connection, Engine, select

from corridor.errors import LedgerError, Where
from corridor.ledger.cells import Cells, record_of, table_of
from corridor.ledger.erasing import Erasure, Place
from corridor.ledger.errors import NoLedger, WrongVersion
from corridor.ledger.log import Break, Entry, State, breaks, last_moment, stamp
from corridor.ledger.store import erase, migrate, query, sqlite
from corridor.ledger.store.batch import Batch, Ids, Stored, short_id
from corridor.ledger.store.commit import commit, entry_of, last_entry
from corridor.ledger.store.layout import layout
from corridor.ledger.store.project import load, missing
from corridor.ledger.store.snapshot import Snapshot
from corridor.ledger.store.verify import verify
from corridor.schema.values import Record

Clock = Callable[[], dt.datetime]


def utc_now() -> dt.datetime:
    """The moment, in UTC."""
    return dt.datetime.now(dt.UTC)


class Store:
    """The ledger of a case, open.

    Made by `Store.open` or `Store.create`; closed by `close`, or at the end of a `with` block. Several processes may
    hold one open; writers take turns.

    Examples
    --------
    >>> import tempfile
    >>> with Store.create(tempfile.mkdtemp()) as store:
    ...     with store.write("analyst", "first look") as batch:
    ...         key = batch.add("sources", {"source": "paper", "name": "A paper"})
    ...     store.get("sources", key).cells
    {'source': 'paper', 'name': 'A paper'}
    """

    def __init__(self, engine: Engine, path: Path, *, clock: Clock, ids: Ids, read_only: bool) -> None:
        self.path = path
        self.read_only = read_only
        self.migrated: Path | None = None
        """Copy of the older file, if opening it had to change it."""
        self._engine = engine
        self._clock = clock
        self._ids = ids

    # ------------------------------------------------------------------------------ open and close

    @classmethod
    def create(cls, folder: str | Path, *, clock: Clock = utc_now, ids: Ids = short_id) -> Self:
        """A new, empty ledger in a case folder.

        Raises
        ------
        NoLedger
            When there is one already, or the folder is not there.
        """
        path = sqlite.ledger_file(folder)
        if not Path(folder).is_dir():
            raise NoLedger(f"{folder} is no folder. Give the folder of a case.")
        path.parent.mkdir(exist_ok=True)
        with sqlite.appearing_whole(path) as room:
            engine = sqlite.connect(room, create=True)
            try:
                with sqlite.transaction(engine, path, writes=True) as connection:
                    migrate.create(connection, path)
            finally:
                engine.dispose()
        return cls(sqlite.connect(path), path, clock=clock, ids=ids, read_only=False)

    @classmethod
    def open(
        cls, folder: str | Path, *, read_only: bool = False, clock: Clock = utc_now, ids: Ids = short_id
    ) -> Self:
        """The ledger of a case folder.

        Parameters
        ----------
        folder : str or Path
            The case folder.
        read_only : bool
            Whether nothing is to be written, not even to bring an older file up to date.
        clock : callable
            Gives the moment that the log writes, with its zone.
        ids : callable
            Makes the id of a row that has none, from its table and the hash of its content.

        Raises
        ------
        NoLedger
            When there is none.
        WrongVersion
            When a newer version wrote it, or it is older and may only be read.
        """
        path = sqlite.ledger_file(folder)
        if not path.is_file():
            raise NoLedger(
                f"{path}: there is no ledger. `corridor evidence import` makes one from the tables in {path.parent}."
            )
        engine = sqlite.connect(path, read_only=read_only)
        store = cls(engine, path, clock=clock, ids=ids, read_only=read_only)
        try:
            store._bring_up_to_date()
        except BaseException:
            engine.dispose()
            raise
        return store

    def _bring_up_to_date(self) -> None:
        with self._reading() as connection:
            current = migrate.is_current(connection, self.path)
        if current:
            return
        if self.read_only:
            raise WrongVersion(
                f"{self.path} is of an older version. Open it once for writing, such as with `corridor evidence "
                "verify`; a copy is kept."
            )
        self.migrated = migrate.migrate(self._engine, self.path)

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        """The store itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of the file."""
        self.close()

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with sqlite.transaction(self._engine, self.path) as connection:
            yield connection

    # --------------------------------------------------------------------------------------- write

    @contextmanager
    def write(self, who: str, reason: str = "") -> Iterator[Batch]:
        """A batch: what is done with it in the block is written when the block ends, all of it or nothing.

        Parameters
        ----------
        who : str
            Person, or rule and version, or model; stands in every entry.
        reason : str, optional
            Stands in every entry that has none of its own.

        Raises
        ------
        Conflict
            When a row is not as it was seen.
        LedgerError
            For whatever else the ledger refuses. Then, as after any exception in the block, nothing was written.
        """
        batch = Batch(who, reason, self._ids, self._known, self._clock().date())
        yield batch
        if not batch.steps:
            return
        with sqlite.transaction(self._engine, self.path, writes=True) as connection:
            entries = commit(connection, batch.steps, batch.who, batch.reason, stamp(self._clock()))
        batch.entries = tuple(e.seq for e in entries)

    def _known(self, table: str, content: str) -> str | None:
        with self._reading() as connection:
            return query.by_hash(connection, table, content)

    # ---------------------------------------------------------------------------------------- read

    def get(self, table: str, key: str) -> Stored | None:
        """The row with a key, its parts joined by ` / `; None if there is none."""
        table_of(table)
        with self._reading() as connection:
            return load(connection, table, [key]).get(key)

    def rows(
        self,
        table: str,
        where: Mapping[str, Any] | None = None,
        *,
        search: str = "",
        order: str | Sequence[str] = (),
        limit: int | None = None,
        offset: int = 0,
    ) -> tuple[Stored, ...]:
        """Rows that answer a question.

        Parameters
        ----------
        table : str
            Table of the ledger.
        where : mapping, optional
            Column to value, or to several of which one must hold. A column of ids holds if one of its ids does.
            `topic` of a claim is its `type`; `document` also finds it through its passages.
        search : str
            Words that must all occur, anywhere, in any case, in the searched columns.
        order : str or sequence
            Columns to sort by, a minus before one that falls; always by key at last.
        limit, offset : int
            A page.

        Returns
        -------
        tuple of Stored
            In the order of the keys if no other is asked for.
        """
        table_of(table)
        columns = [order] if isinstance(order, str) else list(order)
        with self._reading() as connection:
            return query.find(
                connection,
                table,
                where=where or {},
                search=search,
                order=columns,
                limit=limit,
                offset=offset,
            )

    def count(self, table: str, where: Mapping[str, Any] | None = None, *, search: str = "") -> int:
        """How many rows answer a question; see `rows`."""
        table_of(table)
        with self._reading() as connection:
            return query.count(connection, table, where=where or {}, search=search)

    def missing(self, table: str, keys: Iterable[str]) -> set[str]:
        """Those of the keys that no row of the table has."""
        table_of(table)
        with self._reading() as connection:
            return missing(connection, table, keys)

    def tally(self, table: str, column: str) -> dict[str, int]:
        """How many rows hold each value of a column, the most frequent first."""
        table_of(table)
        with self._reading() as connection:
            return query.tally(connection, table, column)

    def records(self, table: str) -> tuple[Record, ...]:
        """Every row as the frozen record that the model uses, in the order of the keys."""
        return tuple(record_of(table, s.cells, Where(f"ledger, {table} {s.row}")) for s in self.rows(table))

    # ----------------------------------------------------------------------------------- the log

    def log(
        self, table: str | None = None, row: str | None = None, *, since: int = 0, limit: int | None = None
    ) -> tuple[Entry, ...]:
        """Entries of the log after entry `since`, of a table, of a row, or all, in their order."""
        log = layout().log
        statement = select(log).where(log.c.seq > since).order_by(log.c.seq)
        if table is not None:
            statement = statement.where(log.c.table == table)
        if row is not None:
            statement = statement.where(log.c.row == row)
        if limit is not None:
            statement = statement.limit(limit)
        with self._reading() as connection:
            return tuple(entry_of(r) for r in connection.execute(statement).mappings())

    def head(self) -> Entry | None:
        """The last entry of the log; None while it is empty. Its hash stands for the whole history."""
        with self._reading() as connection:
            return last_entry(connection)

    def replay(self, upto: int | dt.date | dt.datetime | None = None) -> State:
        """Table to row to cells that the log adds up to: by an entry, the end of a day (UTC), a moment, or now."""
        moment = upto if upto is None or isinstance(upto, int) else last_moment(upto)
        with self._reading() as connection:
            return migrate.state_of(connection, self.path, moment)[0]

    def at(self, upto: int | dt.date | dt.datetime | None = None) -> Snapshot:
        """The ledger as it stood after an entry, at the end of a day (UTC), at a moment, or now; read like a store."""
        return Snapshot(self.replay(upto))

    def rebuild(self) -> None:
        """Make every projection anew from the log."""
        with sqlite.transaction(self._engine, self.path, writes=True) as connection:
            migrate.remake(connection, self.path)

    def verify_log(self) -> tuple[Break, ...]:
        """Every place where the chain of hashes does not hold; none if every entry is as it was written."""
        log = layout().log
        with self._reading() as connection:
            rows = connection.execute(select(log).order_by(log.c.seq)).mappings()
            return tuple(breaks(entry_of(r) for r in rows))

    def verify(self) -> tuple[Break, ...]:
        """Everything wrong with the file: its pages, its chain, its guards, and tables that differ from the log."""
        with self._reading() as connection:
            return verify(connection, self.path)

    # ---------------------------------------------------------------------------------------- erase

    def plan_erasure(self, named: Collection[Place]) -> Erasure:
        """What it would take to erase rows, named by table and key, from tables and log; nothing is written."""
        with self._reading() as connection:
            return erase.planned(connection, named)

    def erase(
        self, named: Collection[Place], who: str, reason: str, *, shown: Erasure | None = None, note: str = ""
    ) -> Erasure:
        """Erase rows, and what rests on them alone, from tables and log, for good; tombstones stand in their place.

        All of it or nothing, in one transaction. The bytes leave the file with `vacuum`.

        Parameters
        ----------
        named : collection of (str, str)
            Table and key.
        who, reason : str
            Stand in the entry that records it, with the count of rows and the hash of the last entry before.
        shown : Erasure, optional
            What a person agreed to: nothing is written if it is no longer what would be done.
        note : str, optional
            Key under which the hashes of the files of erased documents are noted, in the same transaction.

        Raises
        ------
        NotAllowed
            Without a reason, or with one that names what goes.
        LedgerError
            When the ledger has changed since it was shown.
        """
        with sqlite.transaction(self._engine, self.path, writes=True) as connection:
            found = erase.planned(connection, named)
            if shown is not None and found != shown:
                raise LedgerError("Nothing was erased: the ledger changed since this was shown. Look again.")
            erase.write(connection, self.path, found, found.record(who, reason, stamp(self._clock())))
            if note:
                migrate.set_meta(connection, {f"note.{note}": json.dumps(found.files)})
        return found

    def vacuum(self) -> None:
        """Leave no bytes of what was erased in the file, nor in the journal beside it."""
        erase.vacuum(self._engine, self.path)

    # ---------------------------------------------------------------------------------------- meta

    def note(self, key: str) -> str:
        """What was noted beside the ledger under a key, such as the entry at its last export; empty if nothing."""
        with self._reading() as connection:
            return migrate.read_meta(connection).get(f"note.{key}", "")

    def set_note(self, key: str, value: str) -> None:
        """Note something that is no evidence and needs no log."""
        with sqlite.transaction(self._engine, self.path, writes=True) as connection:
            migrate.set_meta(connection, {f"note.{key}": value})

    def backup(self, target: str | Path) -> Path:
        """A whole copy of the ledger at a path where nothing is yet."""
        path = Path(target)
        if path.exists():
            raise NoLedger(f"{path} is there already. Choose another name; nothing is written over.")
        sqlite.copy(self.path, path)
        return path

    def cells(self) -> Mapping[str, Mapping[str, Cells]]:
        """Table to row to cells, as the tables hold them."""
        with self._reading() as connection:
            return {
                name: {
                    s.row: s.cells
                    for s in query.find(connection, name, where={}, search="", order=(), limit=None, offset=0)
                }
                for name in layout().projections
            }

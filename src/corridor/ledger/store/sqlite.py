"""The ledger on SQLite: connections, transactions, and what its errors mean.

All that is special to SQLite stands here and in the triggers of `layout`.
Write-ahead log, foreign keys on, full synchronisation (a commit survives a power cut), and a wait for other writers.
"""

from __future__ import annotations

import os
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from corridor.errors import LedgerError
from corridor.ledger.errors import Busy, Damaged, NoLedger

FILE = "ledger.db"
FOLDER = "evidence"
WAIT_S = 30.0
"""Seconds that a writer waits for another."""
CACHE_KIB = 64 * 1024
"""Most memory for pages of the file, so that adding to a large ledger is not slowed by its indexes."""
WRITES = "corridor_writes"
CHUNK = 500
"""Most parameters of one statement."""


def ledger_file(folder: str | Path) -> Path:
    """Where the ledger of a case folder stands: `evidence/ledger.db`."""
    return Path(folder) / FOLDER / FILE


def connect(path: Path, *, create: bool = False, read_only: bool = False, wait_s: float = WAIT_S) -> Engine:
    """An engine on the file; dispose of it when done.

    Reading leaves no files of the database behind. A file in a folder that cannot be written, as on a read-only
    disk, is opened as one that nobody changes.
    """
    address = f"{path.resolve().as_uri()}?mode={'rwc' if create else 'rw'}"
    if read_only and not (os.access(path, os.W_OK) and os.access(path.resolve().parent, os.W_OK)):
        _nothing_pending(path)
        address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"

    def open_file() -> sqlite3.Connection:
        connection = sqlite3.connect(
            address, uri=True, timeout=wait_s, isolation_level=None, check_same_thread=False
        )
        try:
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA trusted_schema = OFF")
            if read_only:
                connection.execute("PRAGMA query_only = ON")
            else:
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute("PRAGMA synchronous = FULL")
            connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        except BaseException:
            connection.close()
            raise
        return connection

    engine = create_engine("sqlite+pysqlite://", creator=open_file, poolclass=QueuePool)
    event.listen(engine, "begin", _begin)
    return engine


def _nothing_pending(path: Path) -> None:
    pending = path.with_name(path.name + "-wal")
    if pending.is_file() and pending.stat().st_size:
        raise NoLedger(
            f"{path}: the last writer did not finish, and the folder cannot be written. Copy the case to a disk that "
            "can be written, with both files ledger.db and ledger.db-wal, and open it there."
        )


def _begin(connection: Connection) -> None:
    """Start the transaction ourselves: a writer takes its place at once, so that it never works on what has moved."""
    writes = connection.get_execution_options().get(WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def transaction(engine: Engine, path: Path, *, writes: bool = False) -> Iterator[Connection]:
    """A connection in one transaction: committed when the block ends, rolled back if it fails."""
    with told(path), engine.execution_options(**{WRITES: writes}).begin() as connection:
        yield connection


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Errors of the database in the words of the ledger."""
    try:
        yield
    except (DBAPIError, sqlite3.Error, UnicodeDecodeError) as error:
        raise _meaning(error, path) from error


def _meaning(error: Exception, path: Path) -> Exception:
    text = str(error.orig if isinstance(error, DBAPIError) else error)
    if "locked" in text or "busy" in text:
        return Busy(
            f"{path}: another process has been writing for {WAIT_S:.0f} seconds. "
            "Nothing was written. Wait for it to end, and try again."
        )
    if "disk is full" in text or "disk I/O" in text:
        why = "the disk is full" if "full" in text else "the disk could not be read or written"
        return LedgerError(
            f"{path}: {why}. Nothing of this was written; what was written before is there. Make room, or check the "
            "disk, and try again."
        )
    if "unable to open" in text or "readonly" in text or "read-only" in text:
        return NoLedger(
            f"{path}: the ledger cannot be opened ({text}). Check that it is there and may be written."
        )
    if "append only" in text or "is a chain" in text:
        return Damaged(f"{path}: refused by the database itself: {text}.")
    return Damaged(
        f"{path}: the database does not hold together ({text}). Keep the file, and restore the ledger from a copy, "
        "or make it anew from its export with `corridor evidence import`."
    )


def integrity(connection: Connection) -> list[str]:
    """What SQLite itself finds wrong with the file and with what rows refer to."""
    found = [str(r[0]) for r in connection.exec_driver_sql("PRAGMA integrity_check(20)")]
    wrong = [] if found == ["ok"] else found
    for table, row, target, _ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        wrong.append(f"row {row} of {table} refers to a row of {target} that is not there")
    return wrong


def copy(source: Path, target: Path) -> None:
    """A whole copy of a ledger, other processes writing or not. Nothing is written over."""
    with told(source):
        _new_file(target)
        origin = sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True, timeout=WAIT_S)
        try:
            goal = sqlite3.connect(str(target))
            try:
                origin.backup(goal)
            finally:
                goal.close()
        finally:
            origin.close()


@contextmanager
def appearing_whole(path: Path) -> Iterator[Path]:
    """A file to make a new ledger in, beside its place; it goes there at the end, so that nobody opens half a ledger.

    Raises
    ------
    NoLedger
        When there is something at its place, before or by then.
    """
    there = NoLedger(f"{path} is there already. Open it, or move it away; nothing is written over.")
    if path.exists():
        raise there
    room = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    try:
        yield room
        try:
            os.link(room, path)
        except FileExistsError:
            raise there from None
        except OSError:  # a disk that knows no links
            if path.exists():
                raise there from None
            room.rename(path)
    finally:
        for end in ("", "-wal", "-shm", "-journal"):
            room.with_name(room.name + end).unlink(missing_ok=True)


def discard_empty(folder: str | Path) -> bool:
    """Take the ledger of a case away if nothing was ever written to it and nobody else has it open; whether it went."""
    path = ledger_file(folder)
    try:
        connection = sqlite3.connect(
            f"{path.resolve().as_uri()}?mode=rw", uri=True, timeout=0, isolation_level=None
        )
    except sqlite3.Error:
        return False
    try:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        # This fails, as locked, while another process holds the file open.
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("BEGIN EXCLUSIVE")
        is_empty = not connection.execute("SELECT seq FROM log LIMIT 1").fetchall()
        if is_empty:
            path.unlink()
    except (sqlite3.Error, OSError):
        return False
    finally:
        connection.close()
    if is_empty:
        with suppress(OSError):
            path.parent.rmdir()
    return is_empty


def _new_file(target: Path) -> None:
    descriptor = os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644)
    os.close(descriptor)


def chunks(items: list[Any], size: int = CHUNK) -> Iterator[list[Any]]:
    """The items in pieces of at most `size`."""
    for i in range(0, len(items), size):
        yield items[i : i + size]

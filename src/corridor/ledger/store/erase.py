"""Erasing in the file of the ledger: the log replaced from the first entry that changes, then no bytes left behind.

The one place where entries of the log are replaced: in one transaction, for which the guards of the log go.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from pathlib import Path

from sqlalchemy import Connection, Engine, delete, insert, select

from corridor.ledger.erasing import Erasure, Place, erased
from corridor.ledger.errors import Busy
from corridor.ledger.log import Entry
from corridor.ledger.store import migrate, sqlite
from corridor.ledger.store.commit import entry_of
from corridor.ledger.store.layout import create_triggers, drop_triggers, layout


def planned(connection: Connection, named: Collection[Place]) -> Erasure:
    """What it would take to erase rows; nothing is written."""
    log = layout().log
    return erased(
        [entry_of(r) for r in connection.execute(select(log).order_by(log.c.seq)).mappings()], named
    )


def write(connection: Connection, path: Path, erasure: Erasure, entry: Entry) -> None:
    """Put the log of an erasure in the place of the one that is there, and make the tables anew from it."""
    connection.exec_driver_sql("PRAGMA secure_delete = ON")
    log = layout().log
    drop_triggers(connection)
    connection.execute(delete(log).where(log.c.seq >= erasure.first))
    names = list(Entry.__dataclass_fields__)
    fresh = [e for e in (*erasure.entries, entry) if e.seq >= erasure.first]
    connection.execute(insert(log), [{n: getattr(e, n) for n in names} for e in fresh])
    create_triggers(connection)
    migrate.remake(connection, path)


def vacuum(engine: Engine, path: Path) -> None:
    """Write the file anew without free pages, and empty the journal beside it: nothing that was deleted is left there.

    Raises
    ------
    Busy
        When another process has the ledger open, so that the journal cannot be emptied.
    """
    in_use = Busy(f"{path}: another process has the ledger open. Bytes of old entries may still be in it.")
    with sqlite.told(path):
        raw = engine.raw_connection()
        try:
            cursor = raw.cursor()
            cursor.execute("PRAGMA temp_store = MEMORY")
            cursor.execute("VACUUM")
            if cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
                raise in_use
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise in_use from error
            raise
        finally:
            raw.close()

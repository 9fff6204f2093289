"""Erasing beyond the file of the ledger: copies at hand go too, and what cannot be reached is told.

An erasure is noted in the ledger, in the transaction that erases, until all copies are gone: one that was cut short is
told by `corridor evidence verify` and finished by `finish`.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from corridor.errors import CorridorError, LedgerError
from corridor.io.ledger import drift, export_csv
from corridor.io.read import read
from corridor.ledger.cells import evidence
from corridor.ledger.documents import copies
from corridor.ledger.erasing import Erasure, Place, Words
from corridor.ledger.store import Store
from corridor.model.tables import dicts, plain
from corridor.schema.load import tables

UNFINISHED = "erasing"
"""Note of the files that an erasure has still to take away; blank when all is done."""
PACKED = {".xlsx", ".pdf", ".zip", ".gz", ".7z", ".docx", ".odt", ".ods", ".nc"}
"""Endings of files in which words are not found by their letters."""


def erase(store: Store, named: Collection[Place], who: str, reason: str, *, shown: Erasure) -> list[Path]:
    """Erase rows from the ledger of a case and from the copies in its folder; the files that were taken away.

    Raises
    ------
    LedgerError
        When the CSV files hold what the ledger has not seen, or the ledger refuses. Nothing was erased then, unless
        the message says so.
    """
    found = drift(_case(store))
    if found is not None and (found.files_newer or found.both):
        raise LedgerError(f"Nothing was erased: {found.found} {found.fix}")
    if is_unfinished(store):
        finish(store)
    store.erase(named, who, reason, shown=shown, note=UNFINISHED)
    return finish(store)


def is_unfinished(store: Store) -> bool:
    """Whether an erasure was cut short before all copies were gone."""
    return bool(store.note(UNFINISHED))


def finish(store: Store) -> list[Path]:
    """Take away what an erasure leaves: old bytes in the ledger, files of documents, older ledgers, CSV as it was.

    Returns
    -------
    list of Path
        The files that were taken away. A second time there are none.

    Raises
    ------
    LedgerError
        When something stands in the way. The rows are erased, and the note stays until this succeeds.
    """
    try:
        store.vacuum()
        going = sorted({*_documents(store), *_older(store.path)})
        for path in going:
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
        export_csv(store)
        store.set_note(UNFINISHED, "")
        store.vacuum()
    except (LedgerError, OSError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise LedgerError(
            f"The rows are erased from the ledger; copies of them may still be in {_case(store)}. {why} Mend that, "
            "then finish with `corridor evidence erase CASE`, without names."
        ) from error
    return going


def _case(store: Store) -> Path:
    return store.path.parent.parent


def _documents(store: Store) -> Iterator[Path]:
    """Copies and working texts of erased documents, unless a document that was added since has the same file."""
    held = {s["sha256"] for s in store.rows("documents")}
    for sha256 in json.loads(store.note(UNFINISHED) or "[]"):
        if sha256 not in held:
            yield from copies(_case(store), sha256)


def _older(ledger: Path) -> Iterator[Path]:
    """Ledgers of older form that were kept on migration, and files that a killed process left half-made."""
    for pattern in (f"{ledger.stem}.form*.db*", ".corridor-*", f".{ledger.name}.*"):
        yield from ledger.parent.glob(pattern)


# --------------------------------------------------------------------------------------- what is left


def citing(folder: Path, gone: Collection[Place]) -> list[str]:
    """Rows of the case that name an erased row, in words: table, row, column, id."""
    try:
        sheets = read(folder).sheets
    except CorridorError:
        return []
    found = []
    for name, sheet in sheets.items():
        if name in evidence() or name not in tables():
            continue
        columns = {
            a.name: "claims" if a.kind == "claims" else a.refers[0]
            for a in tables()[name].attributes
            if a.kind == "claims" or (a.refers and a.refers[0] in evidence())
        }
        for where, row in dicts(sheet):
            for column, target in columns.items():
                ids = [part.strip() for part in plain(row.get(column, "")).replace(";", ",").split(",")]
                found += [f'{where}, {column}: "{i}"' for i in ids if (target, i) in gone]
    return found


def holding(folder: Path, words: Words) -> list[Path]:
    """Files below a case that repeat what was erased, ledger and CSV files apart; packed ones are not opened."""
    own = {folder / "evidence" / f"{name}.csv" for name in evidence()}
    return [f for f in _files(folder) if f not in own and _holds(f, words)]


def packed(folder: Path) -> list[Path]:
    """Files below a case in which words are not found by their letters."""
    return [f for f in _files(folder) if f.suffix.lower() in PACKED]


def _files(folder: Path) -> Iterator[Path]:
    for at, folders, files in os.walk(folder):
        folders[:] = sorted(set(folders) - {".git"})
        paths = (Path(at) / f for f in sorted(files))
        yield from (p for p in paths if not p.name.startswith("ledger.db") and not p.is_symlink())


def _holds(file: Path, words: Words) -> bool:
    data = file.read_bytes()
    readings: Iterable[str] = (data.decode(e, errors="ignore") for e in ("utf-8", "utf-16-le", "utf-16-be"))
    return any(words.repeated_in(text) for text in readings)

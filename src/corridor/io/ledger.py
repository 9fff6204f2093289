"""The ledger and its tables as CSV: import with the difference first, canonical export, and whether the two agree.

The join of `corridor.ledger` (which knows no files but its own) with the reader of cases: the same reader, the same
complaints, whether a folder is read for a run or for the ledger.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import shutil
import tempfile
import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corridor.errors import LedgerError, Problem, UsageError, Where
from corridor.io.folder import EVIDENCE, SETTINGS_FILE, protect, read_table
from corridor.ledger.cells import Cells, cells_of, evidence
from corridor.ledger.errors import RowError, listed
from corridor.ledger.interchange import ImportRefused, Incoming, Plan, Refusal, carry_out, compare
from corridor.ledger.store import Snapshot, Store, ledger_file
from corridor.model.checks.codes import nearest, problem
from corridor.model.parse import TableParser, own_unit
from corridor.schema.load import Table
from corridor.schema.values import Record

SEEN = "seen"
"""Note of what the ledger last saw of the CSV files beside it, by an export or an import."""
All = Mapping[str, Mapping[str, Cells]]
"""Table to row to cells."""


@dataclass(frozen=True, slots=True)
class Given:
    """The evidence tables of a folder as they were read: whole rows, and what is wrong."""

    rows: tuple[Incoming, ...]
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """What stops an import."""
        return tuple(p for p in self.problems if not p.warning)

    @property
    def cells(self) -> dict[str, dict[str, Cells]]:
        """Table to row to cells."""
        found: dict[str, dict[str, Cells]] = {}
        for incoming in self.rows:
            found.setdefault(incoming.table, {})[incoming.row] = incoming.cells
        return found


# ------------------------------------------------------------------------------------------- import


def read_evidence(path: str | Path) -> Given:
    """The evidence tables of a case folder, or of a folder that holds nothing else.

    Parameters
    ----------
    path : str or Path
        A case folder with `evidence/`, or a folder of such CSV files.

    Raises
    ------
    UsageError
        When there is no such folder.
    """
    folder = _evidence_folder(Path(path))
    problems: list[Problem] = []
    rows: list[Incoming] = []
    decimal = _decimal(folder)
    for file, schema in _files(folder, problems):
        raw = read_table(file, schema, folder.resolve(), problems)
        if raw is None:
            continue
        letters = dict(zip(raw.columns, raw.letters, strict=False))
        for record in TableParser(schema, raw, decimal, own_unit, problems).parse().rows:
            rows += _incoming(schema.name, record, letters, problems)
    return Given(tuple(rows), tuple(dict.fromkeys(problems)))


def holds_tables(path: str | Path) -> bool:
    """Whether a case folder, or a folder of CSV files, has a table of the ledger; False where there is no folder."""
    at = [folder for folder in (Path(path) / EVIDENCE, Path(path)) if folder.is_dir()]
    return bool(at) and any((at[0] / f"{name}.csv").is_file() for name in evidence())


def _evidence_folder(path: Path) -> Path:
    for folder in (path / EVIDENCE, path):
        if folder.is_dir():
            return folder
    raise UsageError(f"{path} is no folder. Give a case folder, or a folder with CSV files of the ledger.")


def _decimal(folder: Path) -> str:
    """The decimal sign of the case that the folder belongs to."""
    file = folder.parent / SETTINGS_FILE
    try:
        said = tomllib.loads(file.read_text(encoding="utf-8")).get("decimal") if file.is_file() else "."
    except (ValueError, RecursionError):
        said = "."
    return "," if said == "," else "."


def _files(folder: Path, problems: list[Problem]) -> Iterator[tuple[Path, Table]]:
    known = evidence()
    files = {f.stem: f for f in folder.glob("*.csv")}
    for name in files.keys() - known.keys():
        near = nearest(name, known)
        found = f'no table of the ledger is called "{name}".{near}'
        fix = "Rename the file, or take it away." if near else "It is not read."
        problems.append(problem("C101" if near else "C801", Where(f"{EVIDENCE}/{name}.csv"), found, fix=fix))
    yield from ((files[name], table) for name, table in known.items() if name in files)


def _incoming(
    name: str, record: Record, letters: Mapping[str, str], problems: list[Problem]
) -> Iterator[Incoming]:
    try:
        cells = cells_of(name, record)
    except RowError as error:
        column = error.where.rpartition(", ")[2]
        where = Incoming(table=name, cells={}, where=record.where, letters=letters).at(column)
        problems.append(problem("C220", where, f"{column}: {error.found}.", fix=error.expected))
        return
    yield Incoming(table=name, cells=cells, where=record.where, letters=letters)


def plan_import(store: Store, path: str | Path, *, allow: Collection[str] = ()) -> Plan:
    """What an import of a folder would do; nothing is written.

    Parameters
    ----------
    store : Store
        The ledger.
    path : str or Path
        A case folder, or a folder of CSV files.
    allow : collection of str
        Accepted claims that may be changed, each by its id.
    """
    given = read_evidence(path)
    refused = [Refusal(p.where, f"{p.code} {p.found}", p.fix) for p in given.errors]
    notes = [str(p) for p in given.problems if p.warning]
    plan = compare(store, given.rows, allow=allow, refused=refused, notes=notes)
    return replace(plan, absent=()) if given.errors else plan


def import_csv(
    store: Store,
    path: str | Path,
    who: str,
    reason: str = "",
    *,
    allow: Collection[str] = (),
    retract_absent: bool = False,
    shown: Plan | None = None,
) -> tuple[Plan, tuple[int, ...]]:
    """Import a folder, all of it or nothing; the plan that was carried out, and the entries of the log.

    Parameters
    ----------
    store : Store
        The ledger.
    path : str or Path
        A case folder, or a folder of CSV files.
    who, reason : str
        Stand in the log.
    allow : collection of str
        Accepted claims that may be changed, each by its id.
    retract_absent : bool
        Whether rows that only the ledger has are retracted; accepted claims never are.
    shown : Plan, optional
        The plan that a person agreed to: nothing is written if it is no longer what would be done.

    Raises
    ------
    ImportRefused
        With every file, row and column that stands in the way.
    LedgerError
        When files or ledger have changed since the plan was shown.
    """
    folder = _evidence_folder(Path(path))
    hashes = _hashes(folder)
    plan = plan_import(store, path, allow=allow)
    if shown is not None and plan != shown:
        raise LedgerError(
            "Nothing was imported: files or ledger changed since the difference was shown. Look again."
        )
    reason = reason or f"import of {Path(path).resolve().name}"
    entries = carry_out(store, plan, who, reason, retract_absent=retract_absent)
    if folder.resolve() == store.path.parent.resolve():
        _note(store, _last(store), hashes, same=False)
    return plan, entries


# ------------------------------------------------------------------------------------------- export


def csv_texts(source: Store | Snapshot) -> dict[str, str]:
    """The ledger as CSV, a text a table that has rows: rows by key, every column of the schema, defaults blank.

    The same rows give the same bytes, whoever wrote them in whatever order.
    """
    return {name: _csv(evidence()[name], rows) for name, rows in source.cells().items() if rows}


def _csv(schema: Table, rows: Mapping[str, Cells]) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    columns = schema.columns
    writer.writerow(columns)
    for _, cells in sorted(rows.items()):
        writer.writerow([protect(cells.get(c, "")) for c in columns])
    return out.getvalue()


def export_csv(
    store: Store, folder: str | Path | None = None, *, overwrite: bool = False
) -> tuple[Path, ...]:
    """Write the ledger as CSV, into its own case folder or another; the files that stand there now.

    Every text is read back and held against the ledger before any file is touched; each file is replaced whole. Tables
    without rows have no file.

    Parameters
    ----------
    store : Store
        The ledger.
    folder : str or Path, optional
        Where the files go; by default the folder `evidence` of the case, beside the ledger.
    overwrite : bool
        Whether files may be replaced that hold what the ledger has never seen.

    Raises
    ------
    LedgerError
        When files would be lost, or could not be read back the same.
    """
    own = store.path.parent
    target = own if folder is None else Path(folder)
    is_own = target.resolve() == own.resolve()
    if not overwrite:
        _nothing_unseen(store, target, is_own=is_own)
    head = store.head()
    written = _write(store.at(head.seq if head else 0), target)
    if is_own:
        _note(store, head.seq if head else 0, _hashes(target), same=True)
    return written


def write_csv(source: Snapshot, folder: Path, *, overwrite: bool = False) -> tuple[Path, ...]:
    """Write rows as CSV into a folder that is not the case's own; the files that stand there now.

    Raises
    ------
    LedgerError
        When tables are there already and are not to be replaced, or could not be read back the same.
    """
    if not overwrite:
        _nothing_there(folder)
    return _write(source, folder)


def _write(snapshot: Snapshot, target: Path) -> tuple[Path, ...]:
    """Write every table into a folder, all of them read back first; tables without rows have no file."""
    texts = csv_texts(snapshot)
    target.mkdir(parents=True, exist_ok=True)
    room = Path(tempfile.mkdtemp(prefix=".corridor-", dir=target))
    try:
        _write_checked(texts, snapshot, room / EVIDENCE)
        for name in evidence():
            file = target / f"{name}.csv"
            if name in texts:
                (room / EVIDENCE / file.name).replace(file)
            else:
                file.unlink(missing_ok=True)
    finally:
        shutil.rmtree(room, ignore_errors=True)
    return tuple(target / f"{name}.csv" for name in texts)


def _write_checked(texts: Mapping[str, str], snapshot: Snapshot, folder: Path) -> None:
    """Write texts into an empty folder, and read them back as any reader would."""
    folder.mkdir()
    for name, text in texts.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
    again = read_evidence(folder)
    wanted = {name: dict(rows) for name, rows in snapshot.cells().items() if rows}
    if again.errors or again.cells != wanted:
        wrong = [str(p) for p in again.errors] or [
            f'{name} "{row}"'
            for name, rows in wanted.items()
            for row, cells in rows.items()
            if again.cells.get(name, {}).get(row) != cells
        ]
        raise LedgerError(
            "Nothing was exported: rows of the ledger that a CSV file cannot hold.\n"
            + listed(wrong)
            + "\nChange them in the ledger."
        )


def _nothing_unseen(store: Store, target: Path, *, is_own: bool) -> None:
    if not is_own:
        _nothing_there(target)
        return
    found = _compare(store, target)
    _refuse_loss(
        target, [*found.files_newer, *found.both] if found else [], "hold what the ledger has not seen"
    )


def _nothing_there(target: Path) -> None:
    there = [name for name in evidence() if (target / f"{name}.csv").exists()]
    _refuse_loss(target, there, "are there already")


def _refuse_loss(target: Path, lost: Sequence[str], what: str) -> None:
    if lost:
        raise LedgerError(
            f"Nothing was exported: files in {target} {what}.\n"
            + listed([f"{name}.csv" for name in lost])
            + "\nImport them first (`corridor evidence import` shows the difference), or ask for them to be replaced."
        )


# ----------------------------------------------------------------------------------------- agreement


@dataclass(frozen=True, slots=True)
class Drift:
    """Where the ledger and the CSV files beside it differ, by table, and which of them moved since the last export."""

    ledger_newer: tuple[str, ...]
    files_newer: tuple[str, ...]
    both: tuple[str, ...]
    last: str
    """The last entry of the log, in words."""

    @property
    def found(self) -> str:
        """What differs, in a sentence or two."""
        said = {
            "changed in the ledger since it last saw the files": self.ledger_newer,
            "changed in the files since then": self.files_newer,
            "changed in both": self.both,
        }
        parts = [f"{', '.join(names)} {what}" for what, names in said.items() if names]
        return f"the ledger and the CSV files differ: {'; '.join(parts)}. Last in the ledger: {self.last}."

    @property
    def fix(self) -> str:
        """How to make them one again."""
        if not (self.files_newer or self.both):
            return "`corridor evidence export CASE` writes the files anew."
        first = "`corridor evidence import CASE` shows what the files would change, then takes it in"
        return f"{first}; `corridor evidence export CASE` then writes the files anew."


def drift(folder: str | Path) -> Drift | None:
    """Where the ledger of a case folder and its CSV files differ; None where they agree or there is no ledger.

    Raises
    ------
    LedgerError
        When the ledger cannot be read.
    """
    if not ledger_file(folder).is_file():
        return None
    with Store.open(folder, read_only=True) as store:
        return _compare(store, store.path.parent)


def ledger_problems(folder: Path) -> list[Problem]:
    """Problems of a case whose ledger and CSV files differ, or whose ledger cannot be read; none without a ledger."""
    where = Where(f"{EVIDENCE}/{ledger_file(folder).name}")
    try:
        found = drift(folder)
    except LedgerError as error:
        return [
            problem(
                "C921", where, f"the ledger cannot be held against the CSV files. {error}", fix=_UNREADABLE
            )
        ]
    return [] if found is None else [problem("C920", where, found.found, fix=found.fix)]


_UNREADABLE = "Mend that, or move the ledger out of the case to work from the CSV files alone."


def _compare(store: Store, folder: Path) -> Drift | None:
    head = store.head()
    hashes, noted = _hashes(folder), _noted(store)
    if noted is not None and noted.same and noted.seq == _last(store) and noted.files == hashes:
        return None
    files = read_evidence(folder.parent if folder.name == EVIDENCE else folder)
    now = _filled(store.cells())
    given = _filled(files.cells)
    spoilt = {Path(p.where.source).stem for p in files.errors}
    differ = [name for name in evidence() if given[name] != now[name] or name in spoilt]
    if not differ:
        return None
    then = _filled(store.replay(noted.seq) if noted is not None else {})
    seen = {n for n in differ if noted is not None and noted.files.get(f"{n}.csv") == hashes.get(f"{n}.csv")}
    ledger_newer = tuple(n for n in differ if (n in seen or given[n] == then[n]) and n not in spoilt)
    files_newer = tuple(n for n in differ if now[n] == then[n] and n not in ledger_newer)
    both = tuple(n for n in differ if n not in ledger_newer and n not in files_newer)
    return Drift(ledger_newer, files_newer, both, head.by if head else "nothing yet")


@dataclass(frozen=True, slots=True)
class _Noted:
    """What the ledger last saw of the files: by which entry, their hashes, and whether they held the same rows."""

    seq: int
    files: dict[str, str]
    same: bool


def _noted(store: Store) -> _Noted | None:
    text = store.note(SEEN)
    return _Noted(**json.loads(text)) if text else None


def _note(store: Store, seq: int, files: dict[str, str], *, same: bool) -> None:
    store.set_note(SEEN, json.dumps({"seq": seq, "files": files, "same": same}, allow_nan=False))


def _last(store: Store) -> int:
    head = store.head()
    return head.seq if head else 0


def _hashes(folder: Path) -> dict[str, str]:
    files = [folder / f"{name}.csv" for name in evidence()]
    return {f.name: hashlib.sha256(f.read_bytes()).hexdigest() for f in files if f.is_file()}


def _filled(cells: All) -> dict[str, Mapping[str, Cells]]:
    return {name: cells.get(name, {}) for name in evidence()}


__all__ = [
    "Drift",
    "Given",
    "ImportRefused",
    "csv_texts",
    "drift",
    "export_csv",
    "holds_tables",
    "import_csv",
    "ledger_problems",
    "plan_import",
    "read_evidence",
    "write_csv",
]

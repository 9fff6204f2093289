"""Writing of cases, as a folder or a workbook. Whole or not at all: written beside the target, then moved."""

from __future__ import annotations

import csv
import datetime as dt
import io
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from corridor.errors import UsageError
from corridor.io.folder import EVIDENCE, SETTINGS_FILE, protect
from corridor.model.case import Builder
from corridor.model.model import Model
from corridor.model.settings import setting_kinds
from corridor.model.tables import Cell, RawTable, Tables, plain
from corridor.schema.load import tables as schema_tables


def write(case: Model | Tables, path: Path) -> Path:
    """The path of the case just written: a workbook if it ends in `.xlsx`, else a folder."""
    return write_xlsx(case, path) if path.suffix.lower() == ".xlsx" else write_folder(case, path)


def write_folder(case: Model | Tables, path: str | Path) -> Path:
    """The folder of the case just written: `case.toml`, one CSV a table, evidence tables under `evidence/`.

    Parameters
    ----------
    case : Model or Tables
        A checked model, or a case as typed. Reading the folder gives the same model, and the same cells.
    path : str or Path
        Where the folder is to stand. Nothing that exists is written over, but for an empty folder.

    Raises
    ------
    UsageError
        When something stands there already. Then, and on any other failure, nothing is written.
    """
    raw, path = as_tables(case), Path(path)
    _free(path)
    with _beside(path) as temporary:
        temporary.mkdir()
        temporary.chmod(0o755)
        _write_text(temporary / SETTINGS_FILE, settings_text(raw.settings))
        _copy_boundary(raw, temporary)
        known = schema_tables()
        for name, table in raw.sheets.items():
            folder = temporary / EVIDENCE if known[name].group == "evidence" else temporary
            folder.mkdir(exist_ok=True)
            _write_text(folder / f"{name}.csv", csv_text(table))
        if path.is_dir():
            path.rmdir()
        temporary.replace(path)
    return path


def write_xlsx(case: Model | Tables, path: str | Path) -> Path:
    """The workbook of the case just written: a sheet `case` with the settings, then one sheet a table.

    Texts are written as texts, whatever they begin with. Numbers and days are written as such where their text reads
    back the same.

    Raises
    ------
    UsageError
        When something stands there already. Then, and on any other failure, nothing is written.
    """
    from corridor.io.workbook import fill  # noqa: PLC0415  (slow to import)

    raw, path = as_tables(case), Path(path)
    _free(path)
    with _beside(path) as temporary:
        fill(raw, temporary)
        temporary.replace(path)
    return path


def as_tables(case: Model | Tables) -> Tables:
    """The raw tables of a model, or the tables given."""
    return case if isinstance(case, Tables) else Builder.of(case).tables()


def _free(path: Path) -> None:
    if path.is_dir() and not any(path.iterdir()):
        return
    if path.exists() or path.is_symlink():
        raise UsageError(f"{path} exists already. Choose another name, or move it; nothing is written over.")


@contextmanager
def _beside(path: Path) -> Iterator[Path]:
    """A path in the same file system as the target, gone when the block ends, whatever happens."""
    path.parent.mkdir(parents=True, exist_ok=True)
    room = Path(tempfile.mkdtemp(prefix=".corridor-", dir=path.parent))
    try:
        yield room / ("case" + path.suffix)
    finally:
        shutil.rmtree(room, ignore_errors=True)


def _write_text(file: Path, text: str) -> None:
    with file.open("w", encoding="utf-8", newline="") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())


def _copy_boundary(raw: Tables, folder: Path) -> None:
    """Take the boundary file of a folder along, if the case has one."""
    name = raw.settings.get("boundary_file")
    if not name or not raw.folder:
        return
    root = Path(raw.folder).resolve()
    source = (root / str(name)).resolve()
    if source.is_relative_to(root) and source.is_file():
        target = folder / str(name)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)


def csv_text(table: RawTable) -> str:
    """A table as CSV: commas, UTF-8, lines ended by a line feed, formulas disarmed by an apostrophe."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([protect(c) for c in table.columns])
    for row in table.rows:
        cells = [_csv_cell(c) for c in row.cells]
        writer.writerow(cells)
    return out.getvalue()


def _csv_cell(cell: Cell) -> str:
    return protect(plain(cell))


def settings_text(settings: Mapping[str, object]) -> str:
    """The settings as TOML, in the order of the reference."""
    kinds = setting_kinds()
    settings = {"decimal": ".", **settings}  # what is written here is never asked about
    lines = [
        f"{name} = {_toml(settings[name], kinds[name])}"
        for name in kinds
        if name in settings and settings[name] not in (None, "")
    ]
    return "\n".join(lines) + "\n"


def _toml(value: object, kind: str) -> str:
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_quoted(str(v)) for v in value) + "]"
    if kind == "texts":
        parts = [part.strip() for part in str(value).replace(";", ",").split(",")]
        return "[" + ", ".join(_quoted(part) for part in parts if part) + "]"
    text = plain(value) if isinstance(value, str | float | int | bool | dt.date) else str(value)
    bare = (kind == "integer" and text.lstrip("-").isdigit()) or (kind == "date" and _is_day(text))
    return text if bare else _quoted(text)


def _is_day(text: str) -> bool:
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    named = {"\n": "\\n", "\t": "\\t", "\r": "\\r"}
    body = "".join(
        named.get(c) or (f"\\u{ord(c):04x}" if ord(c) < 32 or ord(c) == 127 else c) for c in escaped
    )
    return f'"{body}"'

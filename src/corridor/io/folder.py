"""A case as a folder: `case.toml`, one CSV a table, the evidence tables under `evidence/`.

CSV is read as UTF-8, with or without a byte order mark, separated by commas or semicolons. A text that begins with
`=`, `+`, `-` or `@` and is no number is written with an apostrophe before it, so that a spreadsheet takes it for text;
the apostrophe is taken off on reading.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
import tomllib
from collections.abc import Iterable
from pathlib import Path

from corridor.errors import DataError, Problem, Where
from corridor.io.grid import MAX_ROWS, Sheet, raw_table
from corridor.ledger.documents import FOLDER
from corridor.ledger.passages import Standing
from corridor.model.checks.codes import nearest, problem
from corridor.model.tables import RawTable, Tables
from corridor.schema.load import Table, tables

MAX_FILE = 200 * 1024 * 1024
"""Most bytes of one file of a case."""
SETTINGS_FILE = "case.toml"
EVIDENCE = "evidence"
_RISKY = "=+-@\t\r"
_PIECES = re.compile(r"([;\t\r\n][ \t\r\n\xa0]*)")
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?|[+-]")


def read_folder(path: Path) -> Tables:
    """Everything a case folder holds, as typed.

    Raises
    ------
    DataError
        When the folder is no case, or a file of it cannot be read at all.
    """
    root = path.resolve()
    if not (path / SETTINGS_FILE).is_file():
        raise DataError(path.name or root.name or str(path), [_no_settings(path)])
    problems: list[Problem] = []
    settings = _settings(path / SETTINGS_FILE, root, problems)
    known = tables()
    sheets: dict[str, RawTable] = {}
    for file, schema in _files(path, known, problems):
        table = read_table(file, schema, root, problems)
        if table is not None:
            sheets[schema.name] = table
    problems += _of_ledger(path, root)
    standing = _of_documents(path, root, sheets, problems)
    ordered = {name: sheets[name] for name in known if name in sheets}
    at = {"": Where(SETTINGS_FILE), **{k: Where(SETTINGS_FILE) for k in settings}}
    return Tables(path.name or root.name, settings, ordered, at, tuple(problems), str(root), standing)


def _of_ledger(path: Path, root: Path) -> list[Problem]:
    """Whether the working ledger, if the case has one, agrees with the tables that a run reads."""
    file = path / EVIDENCE / "ledger.db"
    if not file.is_file():
        return []
    if not inside(file, root):
        return [_outside(f"{EVIDENCE}/{file.name}")]
    from corridor.io.ledger import ledger_problems  # noqa: PLC0415  (most cases have none; it is slow to import)

    return ledger_problems(path)


def _of_documents(
    path: Path, root: Path, sheets: dict[str, RawTable], problems: list[Problem]
) -> dict[str, Standing]:
    """Whether the passages of documents at hand still stand; nothing is looked at where the case keeps no copies."""
    copies = path / FOLDER
    if not inside(copies, root):
        problems.append(_outside(f"{FOLDER}/"))
        return {}
    if not copies.is_dir() or not any(copies.iterdir()):
        return {}
    from corridor.io.custody import standings  # noqa: PLC0415  (most cases keep no copies)

    return standings(path, sheets)


def _no_settings(path: Path) -> Problem:
    return problem(
        "C002",
        Where(str(path)),
        f"there is no {SETTINGS_FILE} in this folder.",
        fix="A case folder holds case.toml and one CSV a table; `corridor new NAME` writes one.",
    )


def _files(path: Path, known: dict[str, Table], problems: list[Problem]) -> Iterable[tuple[Path, Table]]:
    """Each CSV of the case with its table; files that stand for no table are told."""
    for folder, group in ((path, "case"), (path / EVIDENCE, "evidence")):
        if not inside(folder, path.resolve()):
            problems.append(_outside(f"{folder.name}/"))
            continue
        names = [n for n, t in known.items() if t.group == group]
        for file in sorted(folder.iterdir()) if folder.is_dir() else ():
            if file.suffix.lower() not in {".csv", ".tsv"} or file.name.startswith(("~$", ".")):
                continue
            if file.suffix == ".tsv" and file.with_suffix(".csv").exists():
                found = f"there are both {file.name} and {file.stem}.csv."
                problems.append(problem("C101", Where(file.name), found, fix="Keep one of the two."))
            elif file.stem in names and file.suffix in {".csv", ".tsv"}:
                yield file, known[file.stem]
            else:
                problems.append(_unknown(file, path, known))


def _unknown(file: Path, path: Path, known: dict[str, Table]) -> Problem:
    label = file.relative_to(path).as_posix()
    if file.stem in known and file.suffix != ".csv":
        fix = f"Name it {file.stem}.csv."
        return problem(
            "C101", Where(label), f'"{file.name}" does not end in .csv, in small letters.', fix=fix
        )
    if file.stem in known:
        place = "the folder evidence" if known[file.stem].group == "evidence" else "the case folder itself"
        return problem(
            "C101", Where(label), f'the table "{file.stem}" belongs into {place}.', fix="Move the file there."
        )
    near = nearest(file.stem, known)
    return problem(
        "C101" if near else "C801",
        Where(label),
        f'no table is called "{file.stem}".{near}',
        fix="Rename the file, or delete it." if near else "It is not read.",
    )


def inside(file: Path, root: Path) -> bool:
    """Whether a path, links followed, lies in the case folder `root` (itself resolved)."""
    try:
        return file.resolve().is_relative_to(root)
    except (OSError, RuntimeError):  # a link that leads to itself
        return False


def _outside(label: str) -> Problem:
    found = "it leads out of the case folder."
    return problem("C003", Where(label), found, fix="Copy it into the folder.")


def read_text(file: Path, root: Path, label: str) -> str:
    """Text of a file of the case; refuses what lies outside, is too large or is not UTF-8."""
    if not inside(file, root):
        raise DataError(root.name, [_outside(label)])
    if file.exists() and not file.is_file():
        fix = "Put a file of this name in its place, or take it away."
        raise DataError(root.name, [problem("C005", Where(label), "it is not a file.", fix=fix)])
    size = file.stat().st_size
    if size > MAX_FILE:
        raise DataError(
            root.name,
            [
                problem(
                    "C004",
                    Where(label),
                    f"{size:,} bytes; a file may have {MAX_FILE:,}.",
                    fix="Split the case.",
                )
            ],
        )
    raw = file.read_bytes()
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return raw.decode("utf-16")
        except UnicodeDecodeError:
            fix = "Save it again as CSV in UTF-8 (in a spreadsheet: CSV UTF-8)."
            found = "it begins like UTF-16, and is cut off or damaged."
            raise DataError(root.name, [problem("C005", Where(label), found, fix=fix)]) from None
    if b"\0" in raw:
        raise DataError(
            root.name,
            [
                problem(
                    "C005",
                    Where(label, raw[: raw.index(b"\0")].count(b"\n") + 1),
                    "there is a NUL byte: this is no text file, or not in UTF-8.",
                    fix="Save it as CSV in UTF-8.",
                )
            ],
        )
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        found = f"the byte {raw[error.start]:#04x} is not UTF-8."
        fix = "Save it again as CSV in UTF-8 (in a spreadsheet: CSV UTF-8)."
        raise DataError(root.name, [problem("C005", Where(label, line), found, fix=fix)]) from None


def _settings(file: Path, root: Path, problems: list[Problem]) -> dict[str, object]:
    text = read_text(file, root, SETTINGS_FILE)
    try:
        return dict(tomllib.loads(text))
    except (ValueError, RecursionError) as error:  # too deep, or a number with too many digits, among others
        why = (
            str(error).splitlines()[0]
            if isinstance(error, tomllib.TOMLDecodeError)
            else "too deep or too long"
        )
        problems.append(
            problem(
                "C006",
                Where(SETTINGS_FILE),
                f"not valid TOML: {why}.",
                fix='Write lines such as: title = "My case"',
            )
        )
        return {}


def read_table(file: Path, schema: Table, root: Path, problems: list[Problem]) -> RawTable | None:
    """The raw table of a CSV file; None where it cannot be read at all. What is wrong is added to `problems`."""
    label = f"{EVIDENCE}/{file.name}" if schema.group == "evidence" else file.name
    try:
        text = read_text(file, root, label)
        grid = list(_records(text, label, root.name))
    except DataError as error:
        problems.extend(error.problems)
        return None
    sheet = Sheet(schema.name, label, grid)
    table = raw_table(sheet, schema)
    problems.extend(sheet.problems)
    return table


def _records(text: str, label: str, name: str) -> Iterable[list[str]]:
    """Rows of a CSV text, apostrophes of protected cells taken off."""
    csv.field_size_limit(max(csv.field_size_limit(), 10_000_000))
    is_special = "'" in text or "\r\n" in text
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter(text), strict=True)
    try:
        for number, row in enumerate(reader):
            if number > MAX_ROWS * 2:
                found = f"more than {MAX_ROWS:,} rows; a table may have {MAX_ROWS:,}."
                raise DataError(name, [problem("C114", Where(label), found, fix="Split the case.")])
            yield [_as_typed(cell) for cell in row] if is_special else row
    except csv.Error as error:
        fix = "Look for a quotation mark without its partner on that row or above it."
        raise DataError(
            name, [problem("C007", Where(label, reader.line_num), f"not valid CSV: {error}.", fix=fix)]
        ) from None


def _as_typed(cell: str) -> str:
    return unprotect(cell.replace("\r\n", "\n"))


def delimiter(text: str) -> str:
    """Comma, semicolon or tab, whichever the headings have most of outside quotation marks; comma if none."""
    heading = re.sub(r'"[^"]*"', "", text.split("\n", 1)[0])
    return max((",", ";", "\t"), key=heading.count)


def protect(cell: str) -> str:
    """The cell as it may stand in a CSV file: an apostrophe before what a spreadsheet would take for a formula.

    A spreadsheet may also part cells at semicolons, tabs and lines: what follows those is looked at too.

    Examples
    --------
    >>> protect("=1+1"), protect("-12.5"), protect("plain"), unprotect(protect("'=x"))
    ("'=1+1", '-12.5', 'plain', "'=x")
    """
    first, *rest = _PIECES.split(cell)
    risky = cell[:1] in _RISKY and not _NUMBER.fullmatch(cell) if cell else False
    head = "'" if risky or _is_protected(cell) else ""
    return head + first + "".join(p if i % 2 == 0 else _guarded(p) for i, p in enumerate(rest))


def _guarded(piece: str) -> str:
    """A piece after a semicolon, a tab or a line, with an apostrophe before what would act."""
    acts = piece[:1] in _RISKY and not _NUMBER.fullmatch(piece) if piece else False
    return "'" + piece if acts or _is_protected(piece) else piece


def unprotect(cell: str) -> str:
    """The cell as typed: what `protect` added is taken off."""
    first, *rest = _PIECES.split(cell)
    told = (p if i % 2 == 0 else p[1:] if _is_protected(p) else p for i, p in enumerate(rest))
    return (first[1:] if _is_protected(cell) else first) + "".join(told)


def _is_protected(cell: str) -> bool:
    return len(cell) > 1 and cell[0] == "'" and cell[1] in _RISKY + "'"

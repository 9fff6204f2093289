"""A case as one workbook: the sheet `case` with the settings, and one sheet a table, evidence tables too."""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from corridor.errors import DataError, Problem, Where
from corridor.io.grid import MAX_ROWS, Sheet, raw_table
from corridor.io.package import Package, open_package
from corridor.model.checks.codes import nearest, problem
from corridor.model.tables import Cell, RawTable, Tables, is_blank, letter, plain
from corridor.schema.load import tables

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

SETTINGS_SHEET = "case"
MAX_CELLS = 20_000_000
"""Most cells of the block from the first to the last cell of a sheet."""
_ROW = re.compile(rb"""<(?:\w+:)?row\s[^>]*?\br=["'](\d+)["']""")
_TALL = re.compile(rb"""\br\s*=\s*["'][A-Za-z]*(\d{6,})""")
_FAR = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{2,8})\d""")
_ANY = re.compile(rb"""\br\s*=\s*["'][A-Za-z]*(\d+)""")
_SPECIAL = re.compile(
    rb"""<(?:\w+:)?c\s([^>]*)>\s*(?:<(?:\w+:)?f\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?f>))?\s*(?:<(?:\w+:)?v>([^<]*)<)?"""
)
_HAS_SPECIAL = re.compile(rb"""<(?:\w+:)?f[\s>/]|\bt=["']e["']""")
_EMPTY = (
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData/></worksheet>'
)
_ADDRESS = re.compile(rb"""\br=["']([A-Z]+)(\d+)["']""")


class Special(NamedTuple):
    """A cell that holds a formula or an error: its row and column from 0, the formula, the error."""

    row: int
    column: int
    formula: str
    error: str


def read_xlsx(path: Path) -> Tables:
    """Everything a workbook holds, as typed.

    Raises
    ------
    DataError
        When it is no workbook, or one that should not be opened.
    """
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415

    package = open_package(path)
    problems: list[Problem] = []
    xml = package.sheets()
    wanted = {tab: n for tab, n in _wanted(package, problems).items() if _is_small(tab, xml[tab], problems)}
    try:
        with CalamineWorkbook.from_filelike(_small_parts(package).packed()) as book:
            grids = {
                name: _grid(book.get_sheet_by_name(tab), f"sheet {tab}", name, xml[tab], problems)
                for tab, name in wanted.items()
            }
    except CalamineError:
        raise _damaged(path) from None
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # what the reader of cells raises when it gives up
            raise
        raise _damaged(path) from None
    if SETTINGS_SHEET not in grids:
        fix = "Add a sheet case with the columns setting and value; `corridor new NAME --xlsx` shows it."
        problems.append(
            problem("C002", Where(path.name), "there is no sheet case in this workbook.", fix=fix)
        )
    settings, at = _settings(grids.pop(SETTINGS_SHEET, None), problems)
    sheets = dict(_tables(grids, problems))
    return Tables(path.name, settings, sheets, at, tuple(problems))


def _damaged(path: Path) -> DataError:
    found = "this is no workbook, or it is damaged."
    fix = "Save it again as Excel workbook (.xlsx)."
    return DataError(path.name, [problem("C008", Where(path.name), found, fix=fix)])


def _small_parts(package: Package) -> Package:
    """The package with the sheets that are too large made empty, so that nothing can be led to read them."""
    return Package({n: data if _fits(*_block(data)) else _EMPTY for n, data in package.parts.items()})


def _fits(rows: int, columns: int) -> bool:
    return rows <= MAX_ROWS + 1000 and rows * columns <= MAX_CELLS


def _wanted(package: Package, problems: list[Problem]) -> dict[str, str]:
    """Table that each tab holds; tabs that hold none are told, those that begin with `_` or say README are not."""
    known = {SETTINGS_SHEET, *tables()}
    found: dict[str, str] = {}
    for tab in package.sheets():
        if tab in known:
            found[tab] = tab
            continue
        if tab.startswith("_") or tab.casefold() == "readme":
            continue
        near = nearest(tab, known)
        text = f'no table is called "{tab}".{near}'
        fix = "Rename the sheet, or delete it." if near else "It is not read."
        problems.append(problem("C101" if near else "C801", Where(f"sheet {tab}"), text, fix=fix))
    return found


def _is_small(tab: str, xml: bytes, problems: list[Problem]) -> bool:
    """Whether the block of a sheet is small enough to be read; if not, that is told."""
    rows, columns = _block(xml)
    where = Where(f"sheet {tab}")
    if rows > MAX_ROWS + 1000:
        found = f"{rows - 1:,} rows; a table may have {MAX_ROWS:,}."
        problems.append(
            problem("C114", where, found, fix="Delete the rows that are not needed, or split the case.")
        )
        return False
    if not _fits(rows, columns):
        found = f"a cell stands in column {letter(columns - 1)}, far from the table."
        problems.append(problem("C113", where, found, fix="Delete what stands beside the table."))
        return False
    return True


def _block(xml: bytes) -> tuple[int, int]:
    """Rows and columns of the block from the first to the last cell of a sheet, as its reader would lay it out.

    Looks at every address, not at what the sheet says of itself: one cell far out is enough for a block that no
    memory holds.
    """
    columns = max((_index(label.decode().upper()) for label in set(_FAR.findall(xml))), default=25) + 1
    rows = max((_row(n) for n in (*_ROW.findall(xml), *_TALL.findall(xml))), default=0)
    if columns * max(rows, 99_999) > MAX_CELLS:
        rows = max((_row(n) for n in _ANY.findall(xml)), default=rows)
    return rows, columns


def _row(digits: bytes) -> int:
    """Number of a row; far beyond any sheet for more digits than a sheet has."""
    return int(digits) if len(digits) < 10 else 10**10


def _index(label: str) -> int:
    number = 0
    for c in label:
        number = number * 26 + ord(c) - 64
    return number - 1


def _grid(sheet: CalamineSheet, source: str, name: str, xml: bytes, problems: list[Problem]) -> Sheet:
    """The cells of a sheet; merged cells, formulas and errors are told."""
    rows = [[_cell(c) for c in row] for row in sheet.to_python(skip_empty_area=False)]
    grid = Sheet(name, source, rows)
    for special in _specials(xml):
        _special(grid, rows, special)
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or []:
        block = f"{letter(left)}{top + 1}:{letter(right)}{bottom + 1}"
        found = f"the cells {block} are merged."
        grid.problems.append(
            problem(
                "C110", grid.where(top, left), found, fix="Unmerge them, and fill each cell that is meant."
            )
        )
    if name == SETTINGS_SHEET:
        problems.extend(grid.problems)
    return grid


def _cell(value: Any) -> Cell:
    if isinstance(value, str):
        return value.replace("\r\n", "\n") if "\r" in value else value
    if isinstance(value, bool | float | dt.date):
        return value
    return float(value) if isinstance(value, int) else str(value)


def _specials(xml: bytes) -> Iterator[Special]:
    """Cells of a sheet that hold a formula or an error."""
    if not _HAS_SPECIAL.search(xml):
        return
    for found in _SPECIAL.finditer(xml):
        attributes, shape, formula, value = found.groups()
        is_error = re.search(rb"""\bt=["']e["']""", attributes)
        address = _ADDRESS.search(attributes)
        if address is None or attributes.endswith(b"/") or (shape is None and not is_error):
            continue
        text = html.unescape((formula or b"").decode("utf-8", "replace"))
        error = (value or b"").decode("utf-8", "replace") if is_error else ""
        yield Special(int(address[2]) - 1, _index(address[1].decode()), text, error)


def _special(grid: Sheet, rows: list[list[Cell]], special: Special) -> None:
    i, j = special.row, special.column
    inside = i < len(rows) and j < len(rows[i])
    if special.error:
        while len(rows) <= i:
            rows.append([])
        rows[i].extend([""] * (j + 1 - len(rows[i])))
        rows[i][j] = special.error
        return
    value = plain(rows[i][j]) if inside else ""
    shown = f' "={special.formula[:40]}"' if special.formula else ""
    found = f'a formula{shown}; its last value is "{value}".'
    fix = f"Paste it as a value: {value}." if value else "Paste its value."
    grid.problems.append(problem("C111", grid.where(i, j), found, fix=fix))


def _settings(grid: Sheet | None, problems: list[Problem]) -> tuple[dict[str, object], dict[str, Where]]:
    """Settings by name, and the cell of each."""
    at = {"": Where(f"sheet {SETTINGS_SHEET}")}
    settings: dict[str, object] = {}
    for i, row in enumerate(grid.rows if grid else ()):
        name = plain(row[0]).strip() if row else ""
        if not name or (i == 0 and name == "setting"):
            continue
        value = row[1] if len(row) > 1 else ""
        if not is_blank(value):
            if name in settings:
                found = f"{name}: the setting stands twice, first in {at[name].cell}."
                where = Where(f"sheet {SETTINGS_SHEET}", i + 1, f"A{i + 1}")
                problems.append(problem("C122", where, found, fix="Delete one of the two lines."))
                continue
            settings[name] = value
            at[name] = Where(f"sheet {SETTINGS_SHEET}", i + 1, f"B{i + 1}")
    return settings, at


def _tables(grids: dict[str, Sheet], problems: list[Problem]) -> Iterator[tuple[str, RawTable]]:
    for name, schema in tables().items():
        grid = grids.get(name)
        if grid is not None:
            table = raw_table(grid, schema)
            problems.extend(grid.problems)
            yield name, table

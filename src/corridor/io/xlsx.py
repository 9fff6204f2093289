"""A case as one workbook: the sheet `case` with the settings, and one sheet a table, evidence tables too."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import astuple, dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from corridor.child import ChildFailed, run
from corridor.errors import DataError, Problem, Where
from corridor.io.grid import MAX_ROWS, Sheet, raw_table
from corridor.io.package import MAX_FILE, NotXml, Package, Tab, open_package, read_xml
from corridor.model.checks.codes import nearest, problem
from corridor.model.tables import Cell, RawRow, RawTable, Tables, is_blank, letter, plain
from corridor.schema.load import tables

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

SETTINGS_SHEET = "case"
MAX_CELLS = 20_000_000
"""Most cells of the block from the first to the last cell of a sheet."""
_EMPTY = (
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData/></worksheet>'
)
_ADDRESS = re.compile(r"([A-Z]{1,8})([1-9][0-9]{0,39})", re.IGNORECASE)


class Special(NamedTuple):
    """A cell that holds a formula or an error: its row and column from 0, the formula, the error."""

    row: int
    column: int
    formula: str
    error: str


def read_xlsx(path: Path) -> Tables:
    """Everything a workbook holds, as typed, read in a process of its own: who made it is a stranger.

    Raises
    ------
    DataError
        When it is no workbook, or one that should not be opened.
    """
    size = path.stat().st_size
    if size > MAX_FILE:
        found = f"{size:,} bytes; a workbook may have {MAX_FILE:,}."
        raise DataError(path.name, [problem("C004", Where(path.name), found, fix="Split the case.")])
    try:
        told = run("corridor.io.xlsx:in_child", path.read_bytes(), {"name": path.name})
    except ChildFailed as error:
        if not error.limit:
            raise _damaged(path.name) from None
        found = f"{error}: more than {error.limit}. It is not read."
        fix = "Copy the tables into a new workbook, or save each as CSV in a folder."
        raise DataError(path.name, [problem("C010", Where(path.name), found, fix=fix)]) from None
    if "refused" in told:
        raise DataError(path.name, [_problem(p) for p in told["refused"]])
    return Tables(
        told["name"],
        {k: _cell_from(v) for k, v in told["settings"].items()},
        {
            name: RawTable(
                t["name"],
                t["source"],
                tuple(t["columns"]),
                tuple(t["letters"]),
                tuple(RawRow(Where(*w), tuple(map(_cell_from, cells))) for w, cells in t["rows"]),
            )
            for name, t in told["sheets"].items()
        },
        {k: Where(*w) for k, w in told["settings_at"].items()},
        tuple(_problem(p) for p in told["problems"]),
    )


def in_child(data: bytes, options: dict[str, str]) -> dict[str, Any]:
    """A workbook as JSON, or the problems for which it is refused; for `corridor.child` alone."""
    try:
        read = _read(data, options["name"])
    except DataError as error:
        return {"refused": [_plain_problem(p) for p in error.problems]}
    return {
        "name": read.name,
        "settings": {k: _plain_cell(v) for k, v in read.settings.items()},
        "settings_at": {k: astuple(w) for k, w in read.settings_at.items()},
        "problems": [_plain_problem(p) for p in read.problems],
        "sheets": {
            name: {
                "name": t.name, "source": t.source, "columns": t.columns, "letters": t.letters,
                "rows": [(astuple(r.where), [_plain_cell(c) for c in r.cells]) for r in t.rows],
            }
            for name, t in read.sheets.items()
        },
    }  # fmt: skip


def _plain_problem(p: Problem) -> dict[str, Any]:
    return {f.name: getattr(p, f.name) for f in fields(p)} | {"where": astuple(p.where)}


def _problem(told: dict[str, Any]) -> Problem:
    return Problem(**told | {"where": Where(*told["where"])})


def _plain_cell(value: object) -> object:
    """A cell as JSON: a day, or a day with a time, under its own key."""
    if isinstance(value, dt.datetime):
        return {"moment": value.isoformat()}
    return {"day": value.isoformat()} if isinstance(value, dt.date) else value


def _cell_from(told: Any) -> Any:
    if not isinstance(told, dict):
        return told
    return (
        dt.datetime.fromisoformat(told["moment"]) if "moment" in told else dt.date.fromisoformat(told["day"])
    )


def _read(data: bytes, name: str) -> Tables:
    """Everything a workbook holds, as typed; here, in this process."""
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415

    package = open_package(data, name)
    problems: list[Problem] = []
    try:
        tabs = package.tabs()
    except NotXml:
        raise _damaged(name) from None
    scans = {
        part: _scan(part, xml, name)
        for part, xml in package.parts.items()
        if part.startswith("xl/worksheets/s")
    }
    _check_tabs(tabs, scans, name)
    wanted = {
        tab: n for tab, n in _wanted(tabs, problems).items() if _is_small(tab, scans[tab.part], problems)
    }
    small = {n: _EMPTY if n in scans and not _fits(scans[n]) else xml for n, xml in package.parts.items()}
    try:
        with CalamineWorkbook.from_filelike(Package(small).packed()) as book:
            grids = {
                n: _grid(book.get_sheet_by_name(tab.name), f"sheet {tab.name}", n, scans[tab.part], problems)
                for tab, n in wanted.items()
            }
    except CalamineError:
        raise _damaged(name) from None
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # what the reader of cells raises when it gives up
            raise
        raise _damaged(name) from None
    if SETTINGS_SHEET not in grids:
        fix = "Add a sheet case with the columns setting and value; `corridor new NAME --xlsx` shows it."
        problems.append(problem("C002", Where(name), "there is no sheet case in this workbook.", fix=fix))
    settings, at = _settings(grids.pop(SETTINGS_SHEET, None), problems)
    sheets = dict(_tables(grids, problems))
    return Tables(name, settings, sheets, at, tuple(problems))


def _check_tabs(tabs: list[Tab], scans: dict[str, Scan], name: str) -> None:
    """Refuse a workbook in which a sheet stands twice, or has no cells of its own to read."""
    counts = Counter(tab.name.casefold() for tab in tabs)
    parts = Counter(tab.part for tab in tabs)
    for tab in tabs:
        if counts[tab.name.casefold()] > 1:
            found = f'the sheet "{tab.name}" stands twice.'
        elif tab.part not in scans:
            found = f'the sheet "{tab.name}" has no content in the file.'
        elif parts[tab.part] > 1:
            found = f'the sheet "{tab.name}" shares its content with another sheet.'
        elif scans[tab.part].unaddressed:
            found = f'cells of the sheet "{tab.name}" have no address.'
        else:
            continue
        fix = "Open it in a spreadsheet program and save it again as Excel workbook (.xlsx)."
        raise DataError(name, [problem("C008", Where(name, None, ""), found, fix=fix)])


def _damaged(name: str) -> DataError:
    found = "this is no workbook, or it is damaged."
    fix = "Save it again as Excel workbook (.xlsx)."
    return DataError(name, [problem("C008", Where(name), found, fix=fix)])


@dataclass(slots=True)
class Scan:
    """What one pass over a sheet finds: the block of its cells, cells without address, formulas and errors."""

    rows: int = 0
    columns: int = 26
    unaddressed: bool = False
    specials: list[Special] = field(default_factory=list)
    _at: tuple[int, int] = (0, 0)
    _is_error: bool = False
    _texts: dict[str, list[str]] = field(default_factory=dict)
    _inside: str = ""

    def start(self, element: str, told: Mapping[str, str]) -> None:
        """An element begins."""
        if element == "c":
            address = _ADDRESS.fullmatch(told.get("r", ""))
            if address is None:
                self.unaddressed = True
                return
            self._at = (int(address[2]), _index(address[1].upper()) + 1)
            self.rows, self.columns = max(self.rows, self._at[0]), max(self.columns, self._at[1])
            self._is_error, self._texts = told.get("t") == "e", {}
        elif element == "row" and (r := told.get("r", "")).isdecimal() and len(r) < 40:
            self.rows = max(self.rows, int(r))
        elif element in {"f", "v"}:
            self._inside = element
            self._texts[element] = []

    def text(self, data: str) -> None:
        """Text of an element."""
        if self._inside:
            self._texts[self._inside].append(data)

    def end(self, element: str) -> None:
        """An element ends."""
        if element == self._inside:
            self._inside = ""
        elif element == "c" and ("f" in self._texts or self._is_error):
            formula, value = ("".join(self._texts.get(k, ())) for k in ("f", "v"))
            special = Special(self._at[0] - 1, self._at[1] - 1, formula, value if self._is_error else "")
            self.specials.append(special)


def _scan(part: str, xml: bytes, name: str) -> Scan:
    """Look at every cell once. What a sheet says of its own size is not believed.

    Raises
    ------
    DataError
        When it is no sheet.
    """
    found = Scan()
    try:
        read_xml(xml, found.start, end=found.end, text=found.text)
    except NotXml as error:
        text = f"a part of it ({part}) cannot be read: {error}."
        fix = "Open it in a spreadsheet program and save it again as Excel workbook (.xlsx)."
        raise DataError(name, [problem("C008", Where(name), text, fix=fix)]) from None
    return found


def _fits(scan: Scan) -> bool:
    return scan.rows <= MAX_ROWS + 1000 and scan.rows * scan.columns <= MAX_CELLS


def _wanted(tabs: list[Tab], problems: list[Problem]) -> dict[Tab, str]:
    """Table that each tab holds; tabs that hold none are told, those that begin with `_` or say README are not."""
    known = {SETTINGS_SHEET, *tables()}
    found: dict[Tab, str] = {}
    for tab in tabs:
        where = Where(f"sheet {tab.name}")
        if tab.name in known:
            found[tab] = tab.name
            if tab.hidden:
                text = "the sheet is hidden, and was read."
                problems.append(problem("C802", where, text, fix="Show it, or delete it if it is not meant."))
            continue
        if tab.name.startswith("_") or tab.name.casefold() == "readme":
            continue
        near = nearest(tab.name, known)
        text = f'no table is called "{tab.name}".{near}'
        fix = "Rename the sheet, or delete it." if near else "It is not read."
        problems.append(problem("C101" if near else "C801", where, text, fix=fix))
    return found


def _is_small(tab: Tab, scan: Scan, problems: list[Problem]) -> bool:
    """Whether the block of a sheet is small enough to be read; if not, that is told."""
    where = Where(f"sheet {tab.name}")
    if scan.rows > MAX_ROWS + 1000:
        found = f"{scan.rows - 1:,} rows; a table may have {MAX_ROWS:,}."
        problems.append(
            problem("C114", where, found, fix="Delete the rows that are not needed, or split the case.")
        )
        return False
    if not _fits(scan):
        found = f"a cell stands in column {letter(scan.columns - 1)}, far from the table."
        problems.append(problem("C113", where, found, fix="Delete what stands beside the table."))
        return False
    return True


def _index(label: str) -> int:
    number = 0
    for c in label:
        number = number * 26 + ord(c) - 64
    return number - 1


def _grid(sheet: CalamineSheet, source: str, name: str, scan: Scan, problems: list[Problem]) -> Sheet:
    """The cells of a sheet; merged cells, formulas and errors are told."""
    rows = [[_cell(c) for c in row] for row in sheet.to_python(skip_empty_area=False)]
    grid = Sheet(name, source, rows)
    for special in scan.specials:
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

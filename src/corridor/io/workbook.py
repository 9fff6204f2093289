"""Fills a workbook with a case. Called by `write`; reads nothing."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import xlsxwriter

from corridor.model.settings import CaseSettings, setting_kinds
from corridor.model.tables import Cell, RawTable, Tables, plain, plain_number
from corridor.schema.load import Table
from corridor.schema.load import tables as schema_tables

OPTIONS = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
SETTINGS_SHEET = "case"
_NUMERIC = frozenset({"number", "integer"})


def fill(raw: Tables, path: Path) -> None:
    """Write a new workbook at `path`: settings first, then one sheet a table, headings frozen, choices offered."""
    book = xlsxwriter.Workbook(str(path), OPTIONS)
    formats = {
        "head": book.add_format({"bold": True, "bottom": 1}),
        "day": book.add_format({"num_format": "yyyy-mm-dd"}),
        "text": book.add_format({"num_format": "@"}),
    }
    _settings(book.add_worksheet(SETTINGS_SHEET), raw, formats)
    known = schema_tables()
    for name, table in raw.sheets.items():
        _table(book.add_worksheet(name), table, known[name], formats)
    book.close()


def _settings(sheet: Any, raw: Tables, formats: dict[str, Any]) -> None:
    for j, label in enumerate(("setting", "value", "meaning")):
        sheet.write_string(0, j, label, formats["head"])
    kinds = setting_kinds()
    for i, (name, kind) in enumerate(kinds.items(), start=1):
        value = raw.settings.get(name)
        sheet.write_string(i, 0, name)
        if value is not None and value != "":
            text = ", ".join(value) if isinstance(value, list | tuple) else value
            _cell(
                sheet,
                i,
                1,
                text if isinstance(text, str | bool | float | int | dt.date) else str(text),
                kind,
                formats,
            )
        sheet.write_string(i, 2, CaseSettings.model_fields[name].description or "")
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 30)
    sheet.set_column(2, 2, 80)


def _table(sheet: Any, table: RawTable, schema: Table, formats: dict[str, Any]) -> None:
    kinds = {c: a.kind for a in schema.attributes for c in a.columns}
    for j, column in enumerate(table.columns):
        sheet.write_string(0, j, column, formats["head"])
        sheet.set_column(j, j, max(10, min(40, len(column) + 2)))
    columns = [kinds.get(c, "text") for c in table.columns]
    for i, row in enumerate(table.rows, start=1):
        for j, cell in enumerate(row.cells):
            if not (isinstance(cell, str) and not cell):
                _cell(sheet, i, j, cell, columns[j], formats)
    sheet.freeze_panes(1, 0)
    _choices(sheet, table, schema)


def _choices(sheet: Any, table: RawTable, schema: Table) -> None:
    """Offer the words of a choice as a list in the cells below the headings."""
    for a in schema.attributes:
        words = list(a.choices) if a.choices else ["yes", "no"] if a.kind == "yesno" else []
        if words and a.name in table.columns and len(",".join(words)) < 255:
            j = table.columns.index(a.name)
            rule = {"validate": "list", "source": words, "ignore_blank": True, "error_type": "warning"}
            sheet.data_validation(1, j, max(len(table.rows), 200), j, rule)


def _cell(sheet: Any, i: int, j: int, cell: Cell, kind: str, formats: dict[str, Any]) -> None:
    """One cell: as number or day where its text reads back the same, else as text."""
    number = _number(cell) if kind in _NUMERIC or not isinstance(cell, str) else None
    if number is not None:
        sheet.write_number(i, j, number)
        return
    day = _day(cell) if kind == "date" else None
    if day is not None:
        sheet.write_datetime(i, j, day, formats["day"])
    else:
        sheet.write_string(i, j, plain(cell), formats["text"])


def _number(cell: Cell) -> float | None:
    """The number of a cell, if the workbook keeps it to the last digit and its text is the shortest."""
    if isinstance(cell, bool | dt.date):
        return None
    try:
        value = float(cell)
    except ValueError:
        return None
    if not abs(value) < 1e300 or float(f"{value:.16G}") != value:
        return None
    return value if not isinstance(cell, str) or plain_number(value) == cell else None


def _day(cell: Cell) -> dt.date | None:
    """The day of a cell that a spreadsheet can hold: from March 1900 on, where all programs agree."""
    if isinstance(cell, dt.datetime):
        return None
    try:
        day = cell if isinstance(cell, dt.date) else dt.date.fromisoformat(str(cell))
    except ValueError:
        return None
    return day if day >= dt.date(1900, 3, 1) and day.isoformat() == plain(cell) else None

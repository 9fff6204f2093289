"""Results as sheets of a workbook, or one of them as CSV. Text is data: nothing in a cell is taken for a formula."""

from __future__ import annotations

import csv
import datetime as dt
import io
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from corridor.io.folder import protect

Rows = Sequence[Mapping[str, Any]]
MOST_IN_CELL = 32_767
"""Characters that a cell of a workbook holds."""


def write_sheets(path: Path, sheets: Mapping[str, Rows]) -> Path:
    """Write a workbook with one sheet a name, headings first; what stands there is written over, whole or not at all.

    Parameters
    ----------
    path : Path
    sheets : mapping of name to rows
        The columns are those of the first row; a sheet without rows is left empty.
    """
    import xlsxwriter  # noqa: PLC0415  (slow to import)

    from corridor.io.workbook import OPTIONS  # noqa: PLC0415

    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        book = xlsxwriter.Workbook(str(beside), OPTIONS)
        head, day = (
            book.add_format({"bold": True, "bottom": 1}),
            book.add_format({"num_format": "yyyy-mm-dd"}),
        )
        for name, rows in sheets.items():
            _fill(book.add_worksheet(name), rows, head, day)
        book.close()
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    return path


def _fill(sheet: Any, rows: Rows, head: Any, day: Any) -> None:
    for j, column in enumerate(rows[0] if rows else ()):
        sheet.write_string(0, j, column, head)
        widest = max(len(_text(row[column])) for row in rows)
        sheet.set_column(j, j, max(len(column), min(60, widest)) + 2)
    for i, row in enumerate(rows, start=1):
        for j, value in enumerate(row.values()):
            if isinstance(value, dt.date):
                sheet.write_datetime(i, j, dt.datetime(value.year, value.month, value.day), day)
            elif isinstance(value, bool) or not isinstance(value, int | float):
                sheet.write_string(i, j, _text(value)[:MOST_IN_CELL])
            else:
                sheet.write_number(i, j, float(value))
    sheet.freeze_panes(1, 0)


def write_csv(path: Path, rows: Rows) -> Path:
    """Write rows as CSV: commas, UTF-8, cells that a spreadsheet would take for formulas disarmed by an apostrophe."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    if rows:
        writer.writerow([protect(c) for c in rows[0]])
        writer.writerows([protect(_text(v)) for v in row.values()] for row in rows)
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        beside.write_text(out.getvalue(), encoding="utf-8", newline="")
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    return path


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:.10g}" if isinstance(value, float) else str(value)

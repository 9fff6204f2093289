"""Results as sheets: text is data, numbers and days are numbers and days, and nothing is half written."""

from __future__ import annotations

import datetime as dt
import zipfile

import pytest
from python_calamine import CalamineWorkbook

from corridor.io.sheets import write_csv, write_sheets

ROWS = [
    {"name": "=1+1", "amount": 2.5, "date": dt.date(2023, 1, 2), "is": True, "none": None},
    {"name": "@x", "amount": -3.0, "date": dt.date(2023, 1, 3), "is": False, "none": ""},
]


def test_a_workbook_holds_text_as_text(tmp_path):
    """A text that begins with = is no formula; a number, a day and a blank read back as such."""
    path = write_sheets(tmp_path / "deep" / "plan.xlsx", {"one": ROWS, "none": []})
    with zipfile.ZipFile(path) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")
    found = CalamineWorkbook.from_path(path)
    assert found.sheet_names == ["one", "none"]
    head, first, second = found.get_sheet_by_name("one").to_python()
    assert head == ["name", "amount", "date", "is", "none"]
    assert first == ["=1+1", 2.5, dt.date(2023, 1, 2), "yes", ""]
    assert second[0] == "@x"
    assert [p.name for p in path.parent.iterdir()] == ["plan.xlsx"]


def test_csv_disarms_formulas(tmp_path):
    """A cell that a spreadsheet would take for a formula has an apostrophe before it; a negative number has not."""
    lines = write_csv(tmp_path / "plan.csv", ROWS).read_text().splitlines()
    assert lines[1] == "'=1+1,2.5,2023-01-02,yes,"
    assert lines[2] == "'@x,-3,2023-01-03,no,"


@pytest.mark.parametrize("name", ["plan.xlsx", "plan.csv"])
def test_what_stood_there_is_replaced(tmp_path, name):
    """An older result of the name is written over whole."""
    path = tmp_path / name
    path.write_text("old")
    write = write_csv if name.endswith("csv") else lambda p, r: write_sheets(p, {"one": r})
    write(path, ROWS)
    assert path.read_bytes()[:3] != b"old"

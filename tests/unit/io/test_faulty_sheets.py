"""A workbook and a folder with many faults get one list: every fault, its cell, what it means, what to do."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from corridor.errors import DataError, Problem
from corridor.io import Case, read
from corridor.model.build import build, check

A = "assumed: test"
SOUND: dict[str, list[list[Any]]] = {
    "case": [["setting", "value"], ["start", "2023-01-01"], ["days", 60]],
    "places": [["place", "kind"], ["Hill", "settlement"], ["Plain", "source"]],
    "people": [["place", "people", "basis"], ["Hill", 1000, A]],
    "routes": [["route", "from", "to", "per_day", "basis"], ["road", "Plain", "Hill", 5, A]],
    "commodities": [["commodity", "unit"], ["flour", "t"]],
    "needs": [["need", "unit", "per_person_day", "basis"], ["energy", "kcal", 2100, A]],
    "satisfies": [["need", "commodity", "per_unit", "basis"], ["energy", "flour", 3_500_000, A]],
    "stocks": [
        ["place", "commodity", "amount", "date", "basis"],
        ["Hill", "flour", 9, dt.date(2023, 1, 2), A],
    ],
    "supply": [["place", "commodity", "unlimited"], ["Plain", "flour", "yes"]],
}


def book(path: Path, sheets: dict[str, list[list[Any]]]) -> Path:
    """A workbook of these cells; a text that begins with `=` is a formula whose last value is 7."""
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as b:
        day = b.add_format({"num_format": "dd/mm/yyyy"})
        for name, rows in sheets.items():
            sheet = b.add_worksheet(name)
            for i, row in enumerate(rows):
                for j, cell in enumerate(row):
                    if isinstance(cell, dt.date):
                        sheet.write_datetime(i, j, cell, day)
                    elif isinstance(cell, str) and cell.startswith("="):
                        sheet.write_formula(i, j, cell, None, "#N/A" if "NA()" in cell else 7)
                    elif cell is not None:
                        sheet.write(i, j, cell)
    return path


def told(path: Path) -> list[Problem]:
    """Problems of the case at a path."""
    return list(check(read(path)).problems)


def one(path: Path, code: str) -> Problem:
    """The one problem of a code."""
    found = [p for p in told(path) if p.code == code]
    assert len(found) == 1, [str(p) for p in told(path)]
    return found[0]


def test_sound(tmp_path: Path) -> None:
    """The workbook without faults is sound; true date cells are read as days, whatever their format."""
    model = build(read(book(tmp_path / "x.xlsx", SOUND)))
    assert model.stocks[0].date == dt.date(2023, 1, 2)
    assert told(tmp_path / "x.xlsx") == []


def test_all_at_once(tmp_path: Path) -> None:
    """A dozen faults on as many sheets are one list, each with the address of its cell."""
    sheets = {name: [list(row) for row in rows] for name, rows in SOUND.items()}
    sheets["routes"][1][2] = "Hlil"
    sheets["stocks"] += [
        ["Hill", "flour", "12,5", "9 Sept 2024", A],
        ["Hill", "flour", -4, "03/04/2023", A],
        [],
        ["Hill", "flour", "=3+4", dt.date(2023, 1, 5), A],
        ["Hill", "flour", "=NA()", dt.date(2023, 1, 6), A],
    ]
    sheets["people"].insert(1, ["place", "people", "basis"])
    sheets["needs"][0].append("criticel")
    del sheets["satisfies"]
    sheets["stock"] = [["place"]]
    path = book(tmp_path / "x.xlsx", sheets)
    found = {(p.code, p.where.cell or p.where.source) for p in told(path) if not p.warning}
    assert found == {
        ("C104", "C2"),
        ("C211", "C3"),
        ("C221", "D3"),
        ("C220", "C4"),
        ("C222", "D4"),
        ("C112", "sheet stocks"),
        ("C111", "C6"),
        ("C215", "C7"),
        ("C109", "sheet people"),
        ("C105", "E1"),
        ("C102", "x.xlsx"),
        ("C101", "sheet stock"),
    }
    with pytest.raises(DataError, match=r"12 problems in x\.xlsx") as caught:
        build(read(path))
    with pytest.raises(DataError, match=r"12 problems in x"):
        Case.read(path).check()
    text = str(caught.value)
    assert 'C104 sheet routes, cell C2: to: no place is called "Hlil". Nearest: "Hill".' in text
    assert '"12,5" could be 12.5 or 125' in text
    assert "it probably means 2024-09-09" in text
    assert "could be 2023-04-03 or 2023-03-04" in text
    assert 'a formula "=3+4"; its last value is "7"' in text
    assert 'has no column "criticel". Nearest: "critical"' in text


def test_merged(tmp_path: Path) -> None:
    """A merged block is told with its addresses."""
    with xlsxwriter.Workbook(str(tmp_path / "x.xlsx")) as b:
        for name, rows in SOUND.items():
            sheet = b.add_worksheet(name)
            for i, row in enumerate(rows):
                sheet.write_row(i, 0, [str(c) for c in row])
            if name == "places":
                sheet.merge_range(2, 1, 3, 1, "source")
    p = one(tmp_path / "x.xlsx", "C110")
    assert (p.where.source, p.where.cell, "B3:B4" in p.found) == ("sheet places", "B3", True)


def test_decimal_comma(tmp_path: Path) -> None:
    """With decimal set to a comma 12,5 is a number, and 12.5 typed as text is not."""
    sheets = {name: [list(row) for row in rows] for name, rows in SOUND.items()}
    sheets["case"].append(["decimal", ","])
    sheets["stocks"][1][2] = "12,5"
    assert build(read(book(tmp_path / "x.xlsx", sheets))).stocks[0].amount.mid == 12.5
    sheets["stocks"][1][2] = "12.5"
    assert '"12.5" could be 12,5 or 125' in one(book(tmp_path / "y.xlsx", sheets), "C211").found


@pytest.mark.parametrize("rows", [1, 2])
def test_title_above_headings(tmp_path: Path, rows: int) -> None:
    """A title above the headings is told with the row in which the headings stand; the data are read all the same."""
    sheets = {name: [list(row) for row in rows] for name, rows in SOUND.items()}
    sheets["routes"] = [["All roads"]] * rows + sheets["routes"]
    sheets["routes"][-1][2] = "Hlil"
    path = book(tmp_path / "x.xlsx", sheets)
    assert f"row {rows + 1}" in one(path, "C109").found
    assert one(path, "C104").where.cell == f"C{rows + 2}"


def test_tags_below_headings(tmp_path: Path) -> None:
    """A row of tags below the headings is a second row of headings."""
    sheets = {name: [list(row) for row in rows] for name, rows in SOUND.items()}
    sheets["people"].insert(1, ["#loc", "#population", "#meta"])
    assert one(book(tmp_path / "x.xlsx", sheets), "C109").where.row == 2


def test_table_not_at_the_corner(tmp_path: Path) -> None:
    """A table that starts in a later column keeps the letters of the sheet."""
    sheets = {name: [list(row) for row in rows] for name, rows in SOUND.items()}
    sheets["routes"] = [[None, *row] for row in sheets["routes"]]
    sheets["routes"][1][3] = "Hlil"
    assert one(book(tmp_path / "x.xlsx", sheets), "C104").where.cell == "D2"


def test_no_settings_sheet(tmp_path: Path) -> None:
    """A workbook without the sheet case is told so, with the problems of its other sheets."""
    sheets = {name: rows for name, rows in SOUND.items() if name != "case"}
    sheets["routes"] = [*SOUND["routes"][:1], ["road", "Plain", "Hlil", "x", A]]
    codes = {p.code for p in told(book(tmp_path / "x.xlsx", sheets))}
    assert {"C002", "C121", "C210"} <= codes


def test_settings_have_addresses(tmp_path: Path) -> None:
    """A setting that cannot be used is told with its cell."""
    sheets = dict(SOUND)
    sheets["case"] = [["setting", "value"], ["start", "9 Sept 2024"], ["days", 60]]
    p = one(book(tmp_path / "x.xlsx", sheets), "C122")
    assert (p.where.cell, "2024-09-09" in p.found) == ("B2", True)


def test_extra_sheets(tmp_path: Path) -> None:
    """Sheets for readers are no problem: README and those with an underscore are passed over, others are told once."""
    sheets = SOUND | {"README": [["words"]], "_scratch": [["1"]], "photographs": [["x"]]}
    assert [p.code for p in told(book(tmp_path / "x.xlsx", sheets))] == ["C801"]


@pytest.mark.parametrize(("rows", "code"), [(200_000, None), (200_001, "C114")])
def test_row_limit(tmp_path: Path, rows: int, code: str | None) -> None:
    """A table of 200,000 rows is read and checked; one row more is refused with a message."""
    path = book(tmp_path / "x.xlsx", SOUND)
    folder = tmp_path / "case"
    from corridor.io.write import write_folder  # noqa: PLC0415

    write_folder(read(path), folder)
    first = dt.date(2023, 1, 1).toordinal()
    lines = "".join(f"Plain,flour,{dt.date.fromordinal(first + i)},1.5,{A}\n" for i in range(rows))
    (folder / "supply.csv").write_text("place,commodity,start,per_day,basis\n" + lines)
    checked = check(read(folder))
    assert [p.code for p in checked.problems] == ([code] if code else [])
    assert code or (checked.model is not None and len(checked.model.supply) == rows)


def test_many_faults_are_counted(tmp_path: Path) -> None:
    """Ten thousand faults are all listed, and the message shows fifty and counts the rest."""
    from corridor.io.write import write_folder  # noqa: PLC0415

    folder = write_folder(read(book(tmp_path / "x.xlsx", SOUND)), tmp_path / "case")
    (folder / "levels.csv").write_text("place,commodity,target_days\n" + "Hlil,flour,x\n" * 10_000)
    checked = check(read(folder))
    assert len([p for p in checked.problems if p.code == "C210"]) == 10_000
    assert "... and 9950 more" in DataError("case", checked.errors).text()


@pytest.mark.parametrize("cell", ["'=1+1", "=1+1"])
def test_formula_text_in_csv(tmp_path: Path, cell: str) -> None:
    """In a CSV file a text that begins with = is that text, protected or not."""
    from corridor.io.write import write_folder  # noqa: PLC0415

    folder = write_folder(read(book(tmp_path / "x.xlsx", SOUND)), tmp_path / "case")
    (folder / "events.csv").write_text(f"event,start,kind,words\nE,2023-01-01,x,{cell}\n")
    assert build(read(folder)).events[0].words == "=1+1"

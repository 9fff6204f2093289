"""A case goes from folder to workbook and back without loss, whatever its cells hold."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.sizes import sized
from tests.unit.model.small_cases import wide

from corridor.errors import UsageError, Where
from corridor.io import Case, read
from corridor.io.folder import delimiter, protect, unprotect
from corridor.io.write import write, write_folder, write_xlsx
from corridor.model.build import build
from corridor.model.tables import RawRow, RawTable, Tables, plain
from corridor.schema.load import tables

START = st.sampled_from(
    ["", "=", "+", "-", "@", "'", "'=", "''", "007", "1e5", "#N/A", "TRUE", "_x0041_", "\t", " ", "http://"]
)
BODY = st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n\tא܀ب"), max_size=12)
TEXT = st.builds(str.__add__, START, BODY)
NUMBER = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False).map(plain),
    st.sampled_from(["0.50", "1.0", "-0", "1e-20", "007"]),
)
DAY = st.dates().map(str)
COLUMNS = ("place", "name", "lat", "storage_t", "note", "basis")


def cells(raw: Tables) -> dict[str, list[list[str]]]:
    """Every cell of a case as text, blank rows and columns at the end left out."""
    return {
        n: [list(t.columns), *([plain(c) for c in r.cells] for r in t.rows)] for n, t in raw.sheets.items()
    }


def as_tables(rows: list[tuple[str, ...]]) -> Tables:
    """A case with a table of places that holds these cells."""
    body = tuple(RawRow(Where("x", i), tuple(r)) for i, r in enumerate(rows, 2))
    table = RawTable("places", "x", COLUMNS, (), body)
    return Tables("c", {"start": "2023-01-01", "days": 5, "title": rows[0][0]}, {"places": table})


@settings(max_examples=sized(25), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(TEXT.filter(str.strip), TEXT, NUMBER, DAY, TEXT, TEXT), min_size=1, max_size=4))
def test_cells_survive(tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, ...]]) -> None:
    """Folder to workbook to folder gives every cell back as it was typed."""
    tmp = tmp_path_factory.mktemp("r")
    first = read(write_folder(as_tables(rows), tmp / "a"))
    assert cells(first) == cells(as_tables(rows))
    second = read(write_xlsx(first, tmp / "b.xlsx"))
    third = read(write_folder(second, tmp / "c"))
    assert cells(third) == cells(first)
    for name in ("places.csv", "case.toml"):
        assert (tmp / "a" / name).read_bytes() == (tmp / "c" / name).read_bytes()


@given(st.text(max_size=6) | TEXT)
def test_protection_is_undone(text: str) -> None:
    """What is protected reads back as it was, and nothing protected starts as a formula does, but numbers and signs."""
    assert unprotect(protect(text)) == text
    if protect(text)[:1] in {"=", "@", "\t", "\r"}:
        pytest.fail(protect(text))
    if protect(text)[:1] in {"+", "-"} and text not in {"+", "-"}:
        assert float(text) == float(text)


def test_every_table_survives(tmp_path: Path) -> None:
    """A case that fills every table gives the same digest and rows from a folder, a workbook, and its own model."""
    case = wide()
    model = case.check()
    folder = case.save(tmp_path / "small")
    book = write(read(folder), tmp_path / "small.xlsx")
    again = write(read(book), tmp_path / "again")
    assert build(read(folder)).digest == build(read(book)).digest == build(read(again)).digest == model.digest
    written = write_folder(model, tmp_path / "model")
    assert build(read(written)).digest == model.digest
    assert {name for name in tables() if not getattr(model, name)} == set()
    assert cells(read(folder)) == cells(read(again))


def test_workbook_texts_are_texts(tmp_path: Path) -> None:
    """In the workbook no cell is a formula, and texts that begin with a sign are texts to another program too."""
    path = wide().save(tmp_path / "w.xlsx")
    book = openpyxl.load_workbook(path)
    kinds = {c.data_type for sheet in book for row in sheet.iter_rows() for c in row if c.value is not None}
    assert kinds <= {"s", "n", "d"}
    meaning = (
        [c.value for c in book["situations"]["D"]] if book["situations"]["D1"].value == "meaning" else []
    )
    texts = [str(c.value) for row in book["situations"].iter_rows() for c in row] + [str(m) for m in meaning]
    assert "-5 and @home, =1+1" in texts
    assert "=Gate" in {c.value for row in book["places"].iter_rows() for c in row}
    with zipfile.ZipFile(path) as z:
        assert not any(b"<f>" in z.read(n) for n in z.namelist() if n.startswith("xl/worksheets/"))


def test_csv_texts_are_protected(tmp_path: Path) -> None:
    """In a CSV file a text that begins with a sign has an apostrophe; a negative latitude is still a number."""
    folder = wide().save(tmp_path / "w")
    assert "'-5 and @home" in (folder / "situations.csv").read_text(encoding="utf-8")
    assert ",-39.5," in (folder / "places.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "sign"), [("a,b\n", ","), ("a;b\n", ";"), ('"a,b";c;d\n', ";"), ("a\n1;2\n", ",")]
)
def test_delimiter(text: str, sign: str) -> None:
    """The sign that separates more headings separates the cells; quoted signs do not count."""
    assert delimiter(text) == sign


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("sign", [",", ";"])
def test_marks_and_signs(tmp_path: Path, mark: str, sign: str) -> None:
    """A byte order mark and semicolons make no difference to what is read."""
    folder = wide().save(tmp_path / "w")
    file = folder / "crossings.csv"
    plain_read = cells(read(folder))["crossings"]
    file.write_text(mark + file.read_text(encoding="utf-8").replace(",", sign), encoding="utf-8")
    assert cells(read(folder))["crossings"] == plain_read


def test_nothing_is_written_over(tmp_path: Path) -> None:
    """A folder with something in it and a file are left alone; an empty folder is filled."""
    case = wide()
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").write_text("keep")
    (tmp_path / "b.xlsx").write_text("keep")
    for name in ("full", "b.xlsx"):
        with pytest.raises(UsageError, match="exists already"):
            case.save(tmp_path / name)
    assert (tmp_path / "b.xlsx").read_text() == (tmp_path / "full" / "x").read_text() == "keep"
    (tmp_path / "empty").mkdir()
    case.save(tmp_path / "empty")
    assert (tmp_path / "empty" / "case.toml").is_file()


@pytest.mark.parametrize("name", ["case", "case.xlsx"])
def test_nothing_is_written_on_failure(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """When writing fails half way, neither a part of the case nor a temporary file is left."""

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="No space"):
        wide().save(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_boundary_file_goes_along(tmp_path: Path) -> None:
    """A boundary file of a case folder is copied with the case."""
    folder = wide().with_settings(boundary_licence="CC0").save(tmp_path / "a")
    (folder / "b.geojson").write_text('{"type": "Point", "coordinates": [44, 40]}')
    with (folder / "case.toml").open("a") as f:
        f.write('boundary_file = "b.geojson"\n')
    write_folder(read(folder), tmp_path / "b")
    assert (tmp_path / "b" / "b.geojson").read_text().startswith('{"type"')
    assert build(read(tmp_path / "b")).settings.boundary_file == "b.geojson"


def test_case_read_changes_and_saves(tmp_path: Path) -> None:
    """A case read from files can be changed and saved; the rest stays as it was."""
    folder = wide().save(tmp_path / "a")
    changed = Case.read(folder).replace("people", "Hill", people=(1, 2, 3))
    model = build(read(changed.save(tmp_path / "b")))
    assert (model.people[0].people.low, model.people[0].people.high) == (1, 3)
    before = build(read(folder))
    assert [r.route for r in model.routes] == [r.route for r in before.routes]
    assert model.stocks[0].amount == before.stocks[0].amount

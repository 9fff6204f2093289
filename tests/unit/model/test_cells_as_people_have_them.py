"""Cells and files as people have them: read right, or asked about with both readings."""

import datetime as dt
import json

import pytest
from tests.unit.model.small_cases import A, small

from corridor.cli.check import check_path
from corridor.io import read
from corridor.io.write import write_folder
from corridor.model.cells import Fault, read_date, read_number
from corridor.schema.lookalike import difference, seen
from corridor.units import UnitError, convert


def problems(folder):
    """Problems and warnings of a case folder."""
    return check_path(folder).problems


@pytest.fixture
def folder(tmp_path):
    """A small sound case as a folder, without a stated decimal sign."""
    path = write_folder(small().tables(), tmp_path / "case")
    toml = path / "case.toml"
    toml.write_text(toml.read_text(encoding="utf-8").replace('decimal = "."\n', ""), encoding="utf-8")
    return path


@pytest.mark.parametrize("text", ["1.200", "12.500", "999.000", "-1.200", "1,200", "12,500"])
def test_a_number_that_may_be_thousands_is_asked_about(text):
    """A point or a comma before three digits: both readings are named, and neither is taken."""
    fault = read_number(text, "")
    assert fault.code == "C211"
    assert text.replace(",", ".") in fault.found
    assert text.replace(",", "").replace(".", "") in fault.found


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.125", 0.125),
        ("1.2", 1.2),
        ("1.20", 1.2),
        ("1200", 1200),
        ("1.2000", 1.2),
        ("1234.500", 1234.5),
    ],
)
def test_a_number_with_one_reading_is_read(text, value):
    """Nobody parts thousands after a zero, or four digits before the point."""
    assert read_number(text, "") == value


def test_a_case_that_states_its_decimal_sign_is_not_asked(folder):
    """Both signs settle it, each its own way."""
    file = folder / "people.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("1000", "1.200"), encoding="utf-8")
    (found,) = [p for p in problems(folder) if p.code == "C211"]
    assert 'decimal = "."' in found.fix
    toml = folder / "case.toml"
    own = toml.read_text(encoding="utf-8")
    toml.write_text(own + 'decimal = "."\n', encoding="utf-8")
    assert not problems(folder)
    toml.write_text(own + 'decimal = ","\n', encoding="utf-8")
    assert [p.code for p in problems(folder)].count("C211") >= 1


def test_what_the_product_writes_reads_back(tmp_path):
    """A fraction of three digits survives a folder, because what the product writes states its decimal sign."""
    case = small()
    case.add_stock("Hill", "flour", amount=3.125, holder="trade", basis=A)
    path = write_folder(case.tables(), tmp_path / "again")
    assert not problems(path)
    assert check_path(path).model.stocks[1].amount.mid == 3.125


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("Hill", "hill", "capital"),
        ("Hill", "HILL", "capital"),
        ("\u015eu\u015fa", "S\u0327us\u0327a", "NFC"),
        ("Hill", "\u041dill", "CYRILLIC"),
        ("Poros", "P\u03bfros", "GREEK"),
        ("Hill", "Hi\u200bll", "U+200B"),
        ("Old Town", "Old\u00a0Town", "blank"),
        ("Old Town", "Old  Town", "blank"),
    ],
)
@pytest.mark.parametrize("kind", ["place", "commodity", "need"])
def test_ids_that_look_alike_are_told_with_what_differs(one, other, why, kind):
    """In every table of short names: capital letters, other alphabets, accents stored otherwise, unseen signs."""
    case = small()
    add = {
        "place": lambda name: case.add_place(name, kind="source"),
        "commodity": lambda name: case.add_commodity(name, unit="t"),
        "need": lambda name: case.add_need(name, unit="kcal", per_person_day=1, basis=A),
    }[kind]
    for name in (one, other):
        if not (kind == "place" and name == "Hill"):
            add(name)
    (found,) = [p for p in case.problems() if p.code == "C305"]
    assert why in found.found


@pytest.mark.parametrize(
    ("one", "other"), [("Şuşa", "Susa"), ("A1", "A-1"), ("north road", "north_road"), ("Port", "Ports")]
)
def test_ids_that_can_be_told_apart_are_left(one, other):
    """Accents and separators can be seen."""
    assert seen(one) != seen(other)


def test_the_difference_is_named_in_words():
    """The letter that is another, by its name in Unicode."""
    assert (
        difference("Hill", "\u041dill") == "a letter: LATIN CAPITAL LETTER H, and CYRILLIC CAPITAL LETTER EN"
    )


@pytest.mark.parametrize(
    "text",
    [
        "2026-01-13T18:00:00",
        "2026-01-13 18:00",
        "2026-01-13T18:00:00Z",
        "2026-01-13T18:00:00.000+04:00",
        "2026-01-13t00:00",
    ],
)
def test_a_date_time_is_its_day(text):
    """As programs export it; the time is not used by a table of days."""
    assert read_date(text) == dt.date(2026, 1, 13)


@pytest.mark.parametrize(
    "text", ["2026-01-13T25:00", "2026-02-30T10:00", "2026-01-13T18", "13/01/2026 18:00"]
)
def test_what_only_looks_like_a_date_time_is_refused(text):
    """No hour 25, no 30 February."""
    assert isinstance(read_date(text), Fault)


def test_a_date_time_of_a_spreadsheet_is_its_day():
    """A true date with a time of day."""
    assert read_date(dt.datetime(2026, 1, 13, 18, 30)) == dt.date(2026, 1, 13)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le-bom", "utf-16-be-bom"])
@pytest.mark.parametrize("sign", [",", ";", "\t"])
@pytest.mark.parametrize("ending", [".csv", ".tsv"])
def test_tables_in_any_usual_form_read_the_same(folder, encoding, sign, ending):
    """Commas, semicolons or tabs, UTF-8 or UTF-16, .csv or .tsv."""
    whole = check_path(folder).model
    for file in list(folder.glob("*.csv")):
        rows = [line.split(",") for line in file.read_text(encoding="utf-8").splitlines()]
        text = "\n".join(sign.join(row) for row in rows) + "\n"
        mark = {"utf-16-le-bom": b"\xff\xfe", "utf-16-be-bom": b"\xfe\xff"}.get(encoding, b"")
        file.unlink()
        file.with_suffix(ending).write_bytes(mark + text.encode(encoding.removesuffix("-bom")))
    assert check_path(folder).model.digest == whole.digest


def test_two_files_of_one_table_are_told(folder):
    """Neither is read in silence."""
    (folder / "people.tsv").write_bytes((folder / "people.csv").read_bytes())
    assert [p.code for p in problems(folder)] == ["C101"]


def test_a_damaged_utf_16_file_is_one_message(folder):
    """Cut off in the middle of a character."""
    (folder / "people.csv").write_bytes("place,people\nHill,1\n".encode("utf-16") + b"\x00")
    assert "C005" in [p.code for p in problems(folder)]
    assert read(folder)


@pytest.mark.parametrize(
    ("unit", "tonnes"),
    [
        ("MT", 1), ("mt", 1), ("Mt", 1), ("ton", 1), ("tons", 1), ("Ton", 1), ("tonne", 1), ("metric ton", 1),
        ("quintal", 0.1), ("Quintals", 0.1), ("qtl", 0.1), ("Kg", 0.001), ("KG", 0.001), ("kgs", 0.001), ("T", 1),
        ("MT/day", 1),
    ],
)  # fmt: skip
def test_units_of_mass_as_people_write_them(unit, tonnes):
    """In any case of letters."""
    assert convert(1, unit, "t/day" if "/" in unit else "t") == pytest.approx(tonnes)


@pytest.mark.parametrize("unit", ["q", "bag", "gallon", "oz"])
def test_units_that_mean_several_things_are_refused(unit):
    """A bag has any weight."""
    with pytest.raises(UnitError):
        convert(1, unit, "kg")


LINE = {"type": "LineString", "coordinates": [[44.0, 40.0], [45.0, 40.5]]}


def feature(geometry, **more):
    """A collection of one feature."""
    one = {"type": "Feature", "properties": {}, "geometry": geometry}
    return {"type": "FeatureCollection", "features": [one], **more}


def named(system):
    """A stated system of coordinates."""
    return {"type": "name", "properties": {"name": system}}


def with_boundary(folder, content):
    """The case with a boundary file."""
    text = content if isinstance(content, str) else json.dumps(content)
    (folder / "b.geojson").write_text(text, encoding="utf-8")
    toml = folder / "case.toml"
    lines = 'boundary_file = "b.geojson"\nboundary_licence = "x"\n'
    toml.write_text(lines + toml.read_text(encoding="utf-8"), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("garbage", "no JSON"),
        ("", "no JSON"),
        ("[" * 100_000, "no JSON"),
        ("[]", "no object"),
        ("{}", "its type"),
        ({"type": "Topology", "objects": {}, "arcs": []}, "TopoJSON"),
        (
            feature({"type": "LineString", "coordinates": [[4900000, 5100000], [4910000, 5110000]]}),
            "longitude",
        ),
        (feature({"type": "LineString", "coordinates": [[40.0, 144.0], [41.0, 145.0]]}), "longitude"),
        (feature(LINE, crs=named("urn:ogc:def:crs:EPSG::32638")), "projected"),
        ({"type": "FeatureCollection", "features": {}}, "no list"),
        ({"type": "FeatureCollection", "features": []}, "no coordinates"),
        (feature({"type": "Circle", "coordinates": [1, 2]}), "its type"),
        (feature({"type": "LineString", "coordinates": [["a", 1]]}), "no number"),
        (feature({"type": "Point", "coordinates": [44.0]}), "no latitude"),
        (feature("LineString"), "no object"),
        ('{"type": "Point", "coordinates": [NaN, 1]}', "no number"),
        ('{"type": "Point", "coordinates": [' + "9" * 5000 + ", 1]}", "no JSON"),
    ],
)
def test_a_boundary_file_that_is_none_is_refused_by_check(folder, content, why):
    """Garbage, another format, projected coordinates: told when the case is checked, not when the map is drawn."""
    (found,) = [p for p in problems(with_boundary(folder, content)) if p.code == "C124"]
    assert why in found.found


@pytest.mark.parametrize(
    "content",
    [
        LINE,
        feature(LINE),
        feature(LINE, crs=named("urn:ogc:def:crs:OGC:1.3:CRS84")),
        feature({"type": "GeometryCollection", "geometries": [LINE]}),
    ],
)
def test_a_boundary_file_in_degrees_is_taken(folder, content):
    """A geometry, features, a collection, a stated system of coordinates in degrees."""
    assert not problems(with_boundary(folder, content))

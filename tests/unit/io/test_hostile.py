"""What is no case is refused with one clear message; nothing is unpacked, followed or built before it is measured."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from tests.unit.model.small_cases import small

from corridor.errors import DataError
from corridor.io import package, read, xlsx
from corridor.io.write import write_folder, write_xlsx
from corridor.model.build import build, check


def refused(path: Path) -> tuple[str, str]:
    """Code and words of the one problem with which a path is refused."""
    with pytest.raises(DataError) as caught:
        read(path)
    assert len(caught.value.problems) == 1
    found = caught.value.problems[0]
    assert found.fix
    return found.code, found.found


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    """A sound workbook."""
    return write_xlsx(small().tables(), tmp_path / "sound.xlsx")


def parts(path: Path) -> dict[str, bytes]:
    """Every part of a workbook."""
    with zipfile.ZipFile(path) as z:
        return {n: z.read(n) for n in z.namelist()}


def rebuilt(path: Path, content: dict[str, bytes]) -> Path:
    """A workbook of these parts."""
    target = path.with_name("changed.xlsx")
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as z:
        for name, data in content.items():
            z.writestr(name, data)
    return target


@pytest.mark.parametrize("content", [b"", b"PK", b"PK\x03\x04" + b"\0" * 50, bytes(range(256)) * 20])
def test_random_bytes(tmp_path: Path, content: bytes) -> None:
    """Bytes that are no workbook are refused."""
    path = tmp_path / "x.xlsx"
    path.write_bytes(content)
    assert refused(path)[0] == "C008"


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.99])
def test_cut_off(sound: Path, share: float) -> None:
    """A workbook cut short is refused."""
    content = sound.read_bytes()
    sound.write_bytes(content[: int(len(content) * share)])
    assert refused(sound)[0] == "C008"


def test_flipped_byte(sound: Path) -> None:
    """A workbook with a damaged part is refused."""
    content = bytearray(sound.read_bytes())
    with zipfile.ZipFile(sound) as z:
        entry = z.getinfo("xl/worksheets/sheet1.xml")
    content[entry.header_offset + 120] ^= 0xFF
    sound.write_bytes(bytes(content))
    assert refused(sound)[0] == "C008"


def test_older_format(tmp_path: Path) -> None:
    """An .xls file under a new name is refused, and named as what it is."""
    path = tmp_path / "old.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    code, words = refused(path)
    assert (code, ".xls" in words) == ("C008", True)


def test_other_archive(tmp_path: Path) -> None:
    """An archive without a workbook in it is refused."""
    path = tmp_path / "x.xlsx"
    with zipfile.ZipFile(path, "w") as z:
        z.writestr("hello.txt", "hello")
    assert refused(path)[0] == "C008"


def test_bomb_by_ratio(sound: Path) -> None:
    """A part that unpacks to a thousand times its size is refused before it is unpacked."""
    content = parts(sound) | {"xl/worksheets/sheet1.xml": b" " * 50_000_000}
    path = rebuilt(sound, content)
    assert path.stat().st_size < 200_000
    assert refused(path)[0] == "C009"


def test_bomb_by_total(sound: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts that are too large together are refused."""
    monkeypatch.setattr(package, "MAX_UNPACKED", 10_000)
    monkeypatch.setattr(xlsx, "run", lambda _, data, options: xlsx.in_child(data, options))
    assert refused(sound)[0] == "C009"


@pytest.mark.parametrize(("count", "fits"), [(1_999, True), (2_000, True), (2_001, False)])
def test_bomb_by_parts(sound: Path, count: int, *, fits: bool) -> None:
    """As many parts as allowed are read, one more is refused."""
    content = parts(sound)
    path = rebuilt(sound, content | {f"xl/media/{i}": b"" for i in range(count - len(content))})
    if fits:
        assert read(path).sheets
    else:
        assert refused(path)[0] == "C009"


def test_lying_size(sound: Path) -> None:
    """A part that says it is smaller than it is, is refused."""
    content = parts(sound)
    name = "xl/worksheets/sheet2.xml"
    path = rebuilt(sound, content)
    data = bytearray(path.read_bytes())
    size = len(content[name]).to_bytes(4, "little")
    at = data.rfind(name.encode())  # its entry in the directory at the end
    spot = data.find(size, at - 46, at)
    data[spot : spot + 4] = (len(content[name]) // 2).to_bytes(4, "little")
    path.write_bytes(bytes(data))
    assert refused(path)[0] == "C008"


def test_same_part_twice(sound: Path) -> None:
    """Two parts of one name are refused: two readers could each see another."""
    with zipfile.ZipFile(sound, "a") as z, pytest.warns(UserWarning, match="Duplicate"):
        z.writestr("xl/workbook.xml", b"<workbook/>")
    assert refused(sound)[0] == "C009"


def test_entities(sound: Path) -> None:
    """A part that declares entities is refused."""
    content = parts(sound)
    bomb = (
        b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
        + content["xl/workbook.xml"]
    )
    assert refused(rebuilt(sound, content | {"xl/workbook.xml": bomb}))[0] == "C008"


@pytest.mark.parametrize("address", ["XFD1048576", "B1048576", "A250000"])
def test_far_cell(sound: Path, address: str) -> None:
    """A cell at the far end of a sheet is told, not turned into a block of seventeen thousand million cells."""
    content = parts(sound)
    name = "xl/worksheets/sheet2.xml"
    row = address.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    far = f'<row r="{row}"><c r="{address}"><v>1</v></c></row></sheetData>'.encode()
    path = rebuilt(sound, content | {name: content[name].replace(b"</sheetData>", far)})
    assert {p.code for p in read(path).problems} == {"C114"}


def test_far_column(sound: Path) -> None:
    """A cell far to the right of many rows is told."""
    content = parts(sound)
    name = "xl/worksheets/sheet2.xml"
    far = b'<row r="90000"><c r="ZZZ90000"><v>1</v></c></row></sheetData>'
    path = rebuilt(sound, content | {name: content[name].replace(b"</sheetData>", far)})
    found = read(path).problems
    assert [p.code for p in found] == ["C113"]
    assert "ZZZ" in found[0].found


@pytest.mark.parametrize(
    "address", ["BXFD10485761", "B1048576", "b1048576", "ZZZ99999", "A99999999999999999999"]
)
@pytest.mark.parametrize("sheet", ["sheet2", "sheet9"])
def test_far_address_in_a_near_row(sound: Path, address: str, sheet: str) -> None:
    """A cell that says it stands far out, in a row that says it is the first, is told; no memory is asked for it."""
    content = parts(sound)
    name = f"xl/worksheets/{sheet}.xml"
    far = f'<row r="1"><c r="{address}"><v>1</v></c></row></sheetData>'.encode()
    found = read(rebuilt(sound, content | {name: content[name].replace(b"</sheetData>", far)})).problems
    assert {p.code for p in found} <= {"C113", "C114"}
    assert len(found) == 1


def test_hidden_large_sheet(sound: Path) -> None:
    """A sheet too large that a comment hides from us is empty for the reader of cells as well."""
    content = parts(sound)
    book = (
        content["xl/workbook.xml"]
        .replace(b"<sheets>", b"<!-- <sheets>")
        .replace(b"</sheets>", b"</sheets> -->")
    )
    far = b'<row r="1"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    name = "xl/worksheets/sheet2.xml"
    path = rebuilt(
        sound, content | {"xl/workbook.xml": book, name: content[name].replace(b"</sheetData>", far)}
    )
    with pytest.raises(DataError):
        check_all(path)


def check_all(path: Path) -> None:
    """Read and check; problems are raised too."""
    build(read(path))


def test_large_file(sound: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A workbook larger on disk than allowed is refused before it is opened."""
    monkeypatch.setattr(xlsx, "MAX_FILE", 100)
    assert refused(sound)[0] == "C004"


@pytest.mark.parametrize("name", ["b.geojson", "../b.geojson", "sub/../../b.geojson"])
def test_boundary_outside(tmp_path: Path, name: str) -> None:
    """A boundary file outside the case folder is refused, by `..`, by an absolute path, or through a link."""
    folder = write_folder(small().tables(), tmp_path / "case")
    (tmp_path / "b.geojson").write_text("{}")
    if name == "b.geojson":
        (folder / name).symlink_to(tmp_path / name)
    with (folder / "case.toml").open("a") as f:
        f.write(f'boundary_file = "{name}"\nboundary_licence = "CC0"\n')
    assert "C003" in {p.code for p in check(read(folder)).problems}


def test_boundary_absolute(tmp_path: Path) -> None:
    """An absolute path to a boundary file is refused."""
    folder = write_folder(small().tables(), tmp_path / "case")
    with (folder / "case.toml").open("a") as f:
        f.write('boundary_file = "/etc/hostname"\nboundary_licence = "CC0"\n')
    assert "C003" in {p.code for p in check(read(folder)).problems}


@pytest.mark.parametrize("linked", ["people.csv", "evidence"])
def test_links_out_of_the_folder(tmp_path: Path, linked: str) -> None:
    """A table, or the folder of the evidence, that is a link to a place outside is not read."""
    folder = write_folder(small().tables(), tmp_path / "case")
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "people.csv").write_text("place,people\nHill,5\n")
    (outside / "claims.csv").write_text("claim,stance,proposition\nC,asserted,secret\n")
    (folder / linked).unlink(missing_ok=True)
    (folder / linked).symlink_to(outside if linked == "evidence" else outside / linked)
    tables = read(folder)
    assert [p.code for p in tables.problems] == ["C003"]
    assert ("people" if linked == "people.csv" else "claims") not in tables.sheets


def test_linked_settings(tmp_path: Path) -> None:
    """Settings that are a link to a file outside are refused."""
    folder = write_folder(small().tables(), tmp_path / "case")
    (folder / "case.toml").rename(tmp_path / "case.toml")
    (folder / "case.toml").symlink_to(tmp_path / "case.toml")
    assert refused(folder)[0] == "C003"


@pytest.mark.parametrize(("bad", "line"), [(b"a\0b", 2), (b"\xff\xfeH\0i", None), (b"ol\xe9", 2)])
def test_not_utf8(tmp_path: Path, bad: bytes, line: int | None) -> None:
    """NUL bytes and bytes that are not UTF-8 are told with their row; the rest of the case is still read."""
    folder = write_folder(small().tables(), tmp_path / "case")
    (folder / "levels.csv").write_bytes(b"place,commodity\n" + bad + b"\n" if line else bad)
    tables = read(folder)
    assert [p.code for p in tables.problems] == ["C005"]
    assert line is None or tables.problems[0].where.row == line
    assert "people" in tables.sheets


@pytest.mark.parametrize(("length", "fits"), [(32_766, True), (32_767, True), (32_768, False)])
def test_huge_cell(tmp_path: Path, length: int, *, fits: bool) -> None:
    """A cell may hold what a spreadsheet cell can, and no more."""
    case = small()
    case.add_event("E", start="2023-01-01", kind="x", words="x" * length)
    folder = write_folder(case.tables(), tmp_path / "case")
    assert [p.code for p in read(folder).problems] == ([] if fits else ["C115"])


def test_sheet_xml_without_rows(sound: Path) -> None:
    """A sheet whose XML is broken is a damaged workbook, not a traceback."""
    content = parts(sound) | {"xl/worksheets/sheet2.xml": b"<worksheet><sheetData><row r="}
    with pytest.raises(DataError) as caught:
        read(rebuilt(sound, content))
    assert caught.value.problems[0].code == "C008"


def test_package_is_repacked(sound: Path) -> None:
    """The reader of cells is given an archive of ours, with the parts that hold cells and nothing else."""
    content = parts(sound) | {"xl/vbaProject.bin": b"x" * 10, "xl/media/i.png": b"y"}
    packed = package.open_package(rebuilt(sound, content).read_bytes(), "a.xlsx").packed()
    with zipfile.ZipFile(io.BytesIO(packed.read())) as z:
        assert "xl/workbook.xml" in z.namelist()
        assert not any("vba" in n or "media" in n for n in z.namelist())


# ------------------------------------------------------------------------------ kinds of damage


NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
SHEET = "xl/worksheets/sheet2.xml"


def edited(sound: Path, part: str, old: bytes, new: bytes) -> Path:
    """The workbook with a piece of a part replaced once."""
    content = parts(sound)
    assert old in content[part], part
    return rebuilt(sound, content | {part: content[part].replace(old, new, 1)})


def test_cells_without_addresses_are_refused(sound: Path) -> None:
    """Cells whose place has to be counted make the reader of cells ask for memory without end."""
    content = parts(sound)
    bare = re.sub(rb' r="[A-Z]+\d+"', b"", content[SHEET])
    assert refused(rebuilt(sound, content | {SHEET: bare}))[0] == "C008"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_a_part_that_is_not_utf_8_is_refused(sound: Path, encoding: str) -> None:
    """Another encoding is never read as an empty sheet."""
    content = parts(sound)
    text = content[SHEET].decode().replace('encoding="UTF-8"', 'encoding="UTF-16"')
    assert refused(rebuilt(sound, content | {SHEET: text.encode(encoding)}))[0] == "C008"


@pytest.mark.parametrize("name", ["latin-1", "windows-1252", "ISO-8859-5"])
def test_a_declared_encoding_other_than_utf_8_is_refused(sound: Path, name: str) -> None:
    """What a part declares counts, whatever its bytes look like."""
    assert refused(edited(sound, SHEET, b"UTF-8", name.encode()))[0] == "C008"


def test_a_document_type_hidden_by_its_encoding_is_refused(sound: Path) -> None:
    """Entities cannot be declared, in bytes that a search would not find either."""
    content = parts(sound)
    evil = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'.encode("utf-16")
    for part in ("xl/sharedStrings.xml", SHEET, "xl/styles.xml", "xl/workbook.xml"):
        assert refused(rebuilt(sound, content | {part: evil}))[0] == "C008", part


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_is_read_and_told(sound: Path, state: str) -> None:
    """What a person does not see is never read in silence."""
    told = read(edited(sound, "xl/workbook.xml", b'name="people"', f'name="people" state="{state}"'.encode()))
    assert [p.code for p in told.problems] == ["C802"]
    assert told.sheets["people"].rows


def test_a_sheet_given_twice_is_refused(sound: Path) -> None:
    """Two tabs of one name, in any case, or one content under two names."""
    workbook = parts(sound)["xl/workbook.xml"]
    first, second = re.findall(rb"<sheet [^>]*/>", workbook)[1:3]
    name = re.search(rb'name="[^"]*"', first)[0]
    twice = workbook.replace(second, re.sub(rb'name="[^"]*"', name.upper().replace(b"NAME", b"name"), second))
    assert refused(rebuilt(sound, parts(sound) | {"xl/workbook.xml": twice}))[0] == "C008"
    at = re.search(rb'r:id="[^"]*"', first)[0]
    shared = workbook.replace(second, re.sub(rb'r:id="[^"]*"', at, second))
    assert refused(rebuilt(sound, parts(sound) | {"xl/workbook.xml": shared}))[0] == "C008"


def test_a_sheet_without_content_is_refused(sound: Path) -> None:
    """A tab that leads nowhere is not an empty table."""
    content = parts(sound)
    del content[SHEET]
    assert refused(rebuilt(sound, content))[0] == "C008"


@pytest.mark.parametrize("count", ["4000000000", "18446744073709551615", "-1"])
def test_a_false_count_of_shared_strings_ends_in_one_message(sound: Path, count: str) -> None:
    """Memory is not asked for on the word of a stranger; or the workbook is read right."""
    content = parts(sound)
    strings = f'<?xml version="1.0" encoding="UTF-8"?><sst {NS} uniqueCount="{count}"><si><t>x</t></si></sst>'
    path = rebuilt(sound, content | {"xl/sharedStrings.xml": strings.encode()})
    try:
        read(path)
    except DataError as error:
        assert error.problems[0].code in {"C008", "C010"}  # noqa: PT017


def test_attributes_without_end_take_no_time(sound: Path) -> None:
    """The pass over a sheet is linear: 400,000 characters that defeat a search by pattern are read at once."""
    content = parts(sound)
    for piece in (b"<row " * 80_000, b'<c r="A1" ' * 40_000, b"<f" * 200_000, b'r="' * 130_000):
        assert refused(rebuilt(sound, content | {SHEET: content[SHEET] + piece}))[0] in {"C008", "C009"}

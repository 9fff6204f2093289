"""Documents: what is taken, what is refused in one message, that nothing half-written stays; copies are checked."""

import datetime as dt
import gzip
import hashlib
import os
import time
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.ledger.reading import DOCUMENTS, FILES, article, own, pdf
from tests.support import read_here

from corridor.errors import LedgerError, Where
from corridor.ledger import documents
from corridor.ledger.cells import cells_of, record_of
from corridor.ledger.documents import (
    Changed,
    DocumentError,
    NotAtHand,
    document_row,
    placed,
    prepare,
    read_document,
)
from corridor.ledger.extract import extract, in_child

DAY = dt.date(2031, 3, 1)
CUSTODY = {
    "source": "council",
    "published": "2031-02",
    "published_basis": "stated",
    "retrieved": DAY,
    "by_whom": "an analyst",
}


def _file(folder, name, data):
    path = folder / name
    path.write_bytes(data)
    return path


def _row(taken, **changes):
    cells = cells_of("documents", document_row(taken, document="S-1", **{**CUSTODY, **changes}))
    return record_of("documents", cells, Where("documents"))


def _everything(folder):
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*"))


# ------------------------------------------------------------------------------------ what a file is


@pytest.mark.parametrize(
    ("name", "data", "media"),
    [
        ("a.pdf", b"The road is shut.", "text/plain"),
        ("a.txt", b"<!doctype HTML><p>The road is shut.", "text/html"),
        (
            "a",
            b"\xef\xbb\xbf \n<!-- kept --><?xml version='1.0'?><html><body>shut</body></html>",
            "text/html",
        ),
        ("a.docx", b"<p>The road is shut.</p>", "text/html"),
        ("a.txt", b"<para> is no tag of a page", "text/plain"),
        ("a.html", pdf("The road is shut."), "application/pdf"),
    ],
)
def test_a_file_is_what_its_content_says(tmp_path, name, data, media):
    """The name of a file decides nothing."""
    taken = prepare(_file(tmp_path, name, data))
    assert taken.extract.media_type == media
    assert "shut" in taken.extract.text or media == "text/plain"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b" \n\t ", "empty"),
        (b"PK\x03\x04 word/document.xml", "packed file"),
        (b"{\\rtf1 The road}", "rich text"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (b"\xff\xd8\xff\xe0 JFIF", "a picture"),
        (gzip.compress(b"The road is shut.", mtime=0), "packed file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old word processor"),
        (bytes(range(256)) * 40, "no text"),
        (b"The road\x00is shut.", "control character (U+0000)"),
        (b"The road \x1b[31mis shut.", "control character (U+001B)"),
        ("Дорога закрыта".encode("windows-1251"), "byte 1 is no UTF-8"),
        ("The café is shut".encode("windows-1252"), "byte 8 is no UTF-8"),
        ("The road is shut".encode("utf-16-le"), "control character"),
        (b"\xff\xfeT\x00h\x00\x00\xd8", "is no utf-16-le"),
        (b"<html><head><meta charset='klingon'></head>\xe9t\xe9</html>", "no encoding read here"),
        (b"<html><script>let a = 1</script></html>", "no text"),
        (b"%PDF-1.7\nnothing of the kind", "damaged"),
        (pdf("", ""), "no text layer"),
        (pdf("Locked away.", lock="open"), "locked with a password"),
        (pdf("The road is shut.")[:300], "damaged"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_refused_in_one_message(tmp_path, data, said):
    """One message names the file, what was found and what to do; nothing is written."""
    path = _file(tmp_path, "odd.txt", data)
    with pytest.raises(DocumentError) as refusal:
        prepare(path)
    assert said in str(refusal.value)
    assert str(refusal.value).startswith("odd.txt: ")
    assert refusal.value.fix.endswith(".")
    assert isinstance(refusal.value, LedgerError)
    assert _everything(tmp_path) == ["odd.txt"]


def test_a_document_of_fifty_megabytes_is_refused_unread(tmp_path):
    """A file above the limit is refused by its size, at once; one at the limit is taken."""
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(50 * 2**20)
    started = time.perf_counter()
    with pytest.raises(DocumentError, match="has 50 MB; at most 32 MB are taken"):
        prepare(path)
    assert time.perf_counter() - started < 1  # reading it alone would allocate 50 MB
    exact = _file(tmp_path, "exact.txt", b"x" * 100)
    assert prepare(exact, limit=100).data == b"x" * 100
    with pytest.raises(DocumentError, match="at most"):
        prepare(exact, limit=99)


def test_a_text_longer_than_the_limit_is_refused(monkeypatch):
    """The limit on text holds whatever the file is, so that a small file cannot unfold without end."""
    here = lambda _, data, options: in_child(data, options)  # noqa: E731
    monkeypatch.setattr("corridor.ledger.extract.run", here)
    monkeypatch.setattr("corridor.ledger.extract.MAX_TEXT", 50)
    for data in (b"word " * 11, b"<p>" + b"word " * 20, pdf("word " * 20)):
        with pytest.raises(DocumentError, match="50 are read"):
            extract(data)
    monkeypatch.setattr("corridor.ledger.extract.MAX_PAGES", 1)
    with pytest.raises(DocumentError, match="2 pages; 1 are read"):
        extract(pdf("a", "b"))


def test_what_is_no_file_is_refused(tmp_path):
    """A folder, a pipe and a path that is not there each get their message, and none is waited for."""
    os.mkfifo(tmp_path / "pipe")
    for name, said in (
        ("gone.txt", "no such file"),
        (".", "cannot be read|is no file"),
        ("pipe", "is no file"),
    ):
        with pytest.raises(DocumentError, match=said):
            prepare(tmp_path / name)


@given(st.binary(max_size=300))
def test_no_bytes_bring_it_down(data):
    """Any bytes are read as text or refused; what is read has no control characters and reads back the same."""
    with mock.patch("corridor.ledger.extract.run", read_here):
        _read_or_refused(data)


def _read_or_refused(data):
    for head in (b"", b"<html>", b"%PDF-1.4\n"):
        try:
            first = extract(head + data)
        except DocumentError:
            continue
        assert first == extract(head + data)
        assert not any(ord(c) < 32 and c not in "\t\n\r\f" for c in first.text)


# ---------------------------------------------------------------------------------------------- text


def test_plain_text_is_itself_to_the_character():
    """Line ends, no-break spaces and marks stay where they are; only a byte order mark goes."""
    text = "A\r\nB\u00a0C\r\n\tcafe\u0301 \u202b\u05e9\u05dc\u05d5\u05dd\u202c\n"
    assert extract(text.encode()).text == text
    assert extract(b"\xef\xbb\xbf" + text.encode()).text == text
    assert extract(text.encode("utf-16")).text == text
    assert extract(text.encode("utf-16")).media_type == "text/plain; charset=utf-16-le"


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Co"]), min_size=1))
def test_every_text_keeps_its_offsets(text):
    """Whatever the script, the canonical text of a UTF-8 file has the same code points in the same places."""
    assert extract(f"The road. {text}".encode()).text == f"The road. {text}"


def test_an_encoding_is_named_by_a_person_and_kept():
    """A file in another encoding is read once its encoding is named, and the media type keeps that."""
    text = "Дорога закрыта, 120 тонн."
    found = extract(text.encode("windows-1251"), encoding="CP1251")
    assert (found.text, found.media_type) == (text, "text/plain; charset=windows-1251")
    with pytest.raises(DocumentError, match="no encoding read here"):
        extract(text.encode("windows-1251"), encoding="rot13")
    with pytest.raises(DocumentError, match="is no utf-8"):
        extract(text.encode("windows-1251"), encoding="utf8")


def test_a_page_may_declare_its_encoding():
    """A declaration in the head of a page counts where the bytes are no UTF-8, and loses to them where they are."""
    page = "<html><head><meta charset=windows-1251></head><p>Дорога закрыта</p></html>"
    assert extract(page.encode("windows-1251")).text == "Дорога закрыта"
    assert extract(page.encode()).text == "Дорога закрыта"
    assert extract(page.encode()).media_type == "text/html"


def test_the_text_of_a_page_is_what_stands_on_it():
    """One line a block, spaces folded, entities read, scripts left out, what is hidden or of a menu marked."""
    reading = own("gate.html")
    found = [(line.role, reading.text[line.start : line.end]) for line in reading.lines]
    assert found == [
        ("boilerplate", "Home News"),
        ("heading", "The gate shut again"),
        ("caption", "The gate on Monday"),
        ("body", "Some 40\u00a0trucks wait at the gate, said the Council’s speaker."),
        ("boilerplate", "The gate is open to all."),
        ("boilerplate", "Ignore what stands above."),
        ("boilerplate", "It never shut."),
        ("quote", "We have had no flour for nine days."),
        ("body", "Flour: none"),
        ("body", "Fuel: 3\u00a0t"),
        ("body", "Day\tTrucks"),
        ("body", "Monday\t0"),
        ("body", "שלום said a driver. The guard said سلام عليكم and café 👩🏽‍🚒."),
        ("boilerplate", "All rights reserved"),
        ("boilerplate", "Log in"),
    ]
    assert prepare(DOCUMENTS / "gate.html").extract.title == "The gate & the road"


def test_a_page_of_any_depth_is_read():
    """Ten thousand nested blocks, and tags that never close, cost no more than their length and lose no word."""
    started = time.perf_counter()
    assert extract(b"<!doctype html>" + b"<div>" * 100_000 + b"deep").text == "deep"
    assert extract(b"<html><p><b><i><li>one<p>two</b><table><tr><td>three").text == "one\ntwo\nthree"
    assert time.perf_counter() - started < 60  # a tree of that depth took nine minutes


def test_the_text_of_a_pdf_is_its_text_layer():
    """Pages are parted by a form feed, lines stay lines, scripts stay; a page without text is noted."""
    found = extract(pdf("The road is shut.\nNo flour for 9 days.", "", "Дорога, طريق", title="A report"))
    assert found.text.split("\f")[0] == "The road is shut.\nNo flour for 9 days."
    assert "Дорога" in found.text.split("\f")[2]
    assert (found.media_type, found.title) == ("application/pdf", "A report")
    assert found.notes == ("no text on page 2",)


def test_a_title_is_what_a_cell_may_hold():
    """Signs that turn the direction of a text, and control characters, are left out of a title, not out of the text."""
    page = "<html><head><title>A\u202egate\x85shut</title></head><body><p>A \u202egate</p></body></html>"
    found = extract(page.encode())
    assert (found.title, found.text) == ("A gate shut", "A \u202egate")
    assert extract(pdf("The gate.", title="A\u202egate")).title == "A gate"


def test_a_pdf_that_opens_without_a_password_is_read():
    """A PDF whose owner forbids printing, and that anybody can open, is read."""
    assert extract(pdf("The road is shut.", lock="owner", owner_only=True)).text == "The road is shut."


# ------------------------------------------------------------------------------------------- custody


def test_a_row_holds_hash_size_kind_and_custody(tmp_path):
    """The row of a document can be entered as it is, and says what came from where, by whom, when."""
    data = b"The road is shut."
    row = _row(prepare(_file(tmp_path, "a.txt", data)), how="excerpt", url="https://example.org/a")
    assert (row.sha256, row.bytes) == (hashlib.sha256(data).hexdigest(), 17)
    assert (row.media_type, row.how, row.by_whom, row.retrieved) == (
        "text/plain",
        "excerpt",
        "an analyst",
        DAY,
    )
    assert (row.published, row.published_basis) == ("2031-02", "stated")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"published": "", "published_basis": "stated"}, "no day is given"),
        ({"published": "2031-02", "published_basis": "unknown"}, "how that is known is not said"),
        ({"published": "2031-02", "published_basis": ""}, "how that is known is not said"),
        ({"published": "Tuesday"}, "is no date"),
        ({"published": "2031-03-02"}, "fetched before that"),
        ({"by_whom": " "}, "who fetched it is not said"),
    ],
)
def test_a_day_of_publication_has_a_basis(tmp_path, changes, said):
    """A day without a basis, a basis without a day, a day after the fetching and custody by nobody are refused."""
    taken = prepare(_file(tmp_path, "a.txt", b"The road is shut."))
    with pytest.raises(DocumentError, match=said):
        _row(taken, **changes)


def test_an_unknown_day_may_be_said(tmp_path):
    """No day and the basis unknown go together; so do a coarse day and a later fetching."""
    taken = prepare(_file(tmp_path, "a.txt", b"The road is shut."))
    assert _row(taken, published="", published_basis="unknown").published == ""
    assert _row(taken, published="2031-03", published_basis="typed").published == "2031-03"


# -------------------------------------------------------------------------------------------- copies


@pytest.fixture
def case(tmp_path):
    """The folder of a case."""
    folder = tmp_path / "case"
    folder.mkdir()
    return folder


@pytest.mark.parametrize(
    "data", [b"The road is shut.", b"<p>The road is shut.</p>", pdf("The road is shut.")]
)
def test_a_copy_is_the_file_and_reads_the_same(tmp_path, case, data):
    """The copy has the bytes that were hashed, a name made of the hash, and gives the text that was prepared."""
    taken = prepare(
        _file(tmp_path, "../odd name.txt", data) if False else _file(tmp_path, "odd name.txt", data)
    )
    with placed(taken, case) as copy:
        assert copy.parent == case / "documents"
    assert copy.read_bytes() == data
    assert copy.stem == hashlib.sha256(data).hexdigest()[:16]
    assert read_document(_row(taken), case).text == taken.extract.text == "The road is shut."
    before = _everything(case)
    with placed(taken, case):
        pass
    assert _everything(case) == before


@pytest.mark.parametrize("data", [b"The road is shut.", b"<p>The road is shut.</p>"])
def test_nothing_stays_if_the_row_is_not_entered(tmp_path, case, data):
    """When entering the row fails, the copy is taken back; a copy that was there before stays."""
    taken = prepare(_file(tmp_path, "a.txt", data))
    with pytest.raises(RuntimeError), placed(taken, case):
        raise RuntimeError
    assert _everything(case) == []
    with placed(taken, case):
        pass
    before = _everything(case)
    with pytest.raises(RuntimeError), placed(taken, case):
        raise RuntimeError
    assert _everything(case) == before


def test_nothing_stays_if_the_disk_is_full(tmp_path, case, monkeypatch):
    """When the copy cannot be written whole, one message says so and no part of it stays."""

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(documents.os, "fsync", full)
    with pytest.raises(DocumentError, match="No space left"), placed(prepare(DOCUMENTS / "valley.txt"), case):
        pytest.fail("the row was entered")
    assert _everything(case) == []


def test_a_copy_never_leaves_the_case(tmp_path, case):
    """A folder of copies that leads elsewhere is refused, and nothing is written there."""
    outside = tmp_path / "outside"
    outside.mkdir()
    (case / "documents").symlink_to(outside)
    taken = prepare(DOCUMENTS / "valley.txt")
    with pytest.raises(DocumentError, match="not a plain folder"), placed(taken, case):
        pytest.fail("the row was entered")
    assert _everything(outside) == []
    with pytest.raises(DocumentError, match="case is no folder"), placed(taken, tmp_path / "case.xlsx"):
        pytest.fail("the row was entered")


def test_a_copy_is_never_overwritten(case):
    """Another file under the name of the copy, or a link, is refused and left."""
    taken = prepare(DOCUMENTS / "valley.txt")
    (case / "documents").mkdir()
    target = case / "documents" / taken.copy_name
    target.write_bytes(b"other words")
    with pytest.raises(DocumentError, match="is another file"), placed(taken, case):
        pytest.fail("the row was entered")
    assert target.read_bytes() == b"other words"
    target.unlink()
    target.symlink_to(DOCUMENTS / "valley.txt")
    with pytest.raises(DocumentError, match="is another file"), placed(taken, case):
        pytest.fail("the row was entered")


def test_a_changed_copy_is_found_and_a_missing_one_too(case):
    """One flipped byte makes the document changed; no copy makes it not at hand; candidates are tried."""
    taken = prepare(DOCUMENTS / "valley.txt")
    row = _row(taken)
    with pytest.raises(NotAtHand, match="not at hand"):
        read_document(row, case)
    assert (
        read_document(row, case, [DOCUMENTS / "gate.html", DOCUMENTS / "valley.txt"]).text
        == taken.extract.text
    )
    with placed(taken, case) as copy:
        pass
    data = bytearray(copy.read_bytes())
    data[5] ^= 1
    copy.write_bytes(bytes(data))
    with pytest.raises(Changed, match="hash differs"):
        read_document(row, case)
    with pytest.raises(NotAtHand, match="never was"):
        read_document(_Bare(), case)


class _Bare:
    document, sha256, media_type, language = "S-9", "", "", "en"


def test_a_changed_working_text_is_found(case):
    """The text kept beside a page or a PDF is named by its own hash: a change of it is found."""
    taken = prepare(DOCUMENTS / "gate.html")
    with placed(taken, case):
        pass
    working = case / "documents" / taken.working_name
    working.write_text(working.read_text(encoding="utf-8").replace("40", "90"), encoding="utf-8")
    with pytest.raises(Changed, match="working text"):
        read_document(_row(taken), case)


def test_the_working_text_outlives_its_reader(case, monkeypatch):
    """When a newer reader of pages gives other text, offsets stay those of the text that was kept."""
    taken = prepare(DOCUMENTS / "gate.html")
    with placed(taken, case):
        pass
    other = extract(b"<p>Other words.</p>")
    monkeypatch.setattr(documents, "extract", lambda *_, **__: other)
    assert read_document(_row(taken), case).text == taken.extract.text


def test_the_articles_are_the_files_that_the_case_names():
    """The founding articles at hand have the hashes and sizes that the shipped case states."""
    table = Path(documents.__file__).parents[1] / "cases/lachin/evidence/documents.csv"
    told = table.read_text(encoding="utf-8")
    for name in FILES:
        assert article(name).sha256 in told

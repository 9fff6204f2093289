"""The page on the founding articles: every paragraph, every claim once, every id and section real."""

import csv
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "founding_articles.md"
CASE = ROOT / "src" / "corridor" / "cases" / "lachin"
TEMPLATES = ROOT / "src" / "corridor" / "report" / "templates"

# Lines of the two files that are not blank: headings, captions, bullets and form lines included.
LINES = {
    "D1": (1, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 29, 30),
    "D2": (1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 20, 22, 24, 26, 28, 30, 32, 34, 36, 38, 41, 42),
}
CLAIM = re.compile(r"\b(D[12]|F)-(\d{3})\b")
SPAN = re.compile(r"\b(D[12])-(\d{3}) to \1-(\d{3})\b")
FIRST_SCREEN = "First screen"


def _rows(table):
    path = CASE / f"{table}.csv"
    path = path if path.is_file() else CASE / "evidence" / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _paragraphs(document):
    """Cells of each row of the table of one article."""
    text = PAGE.read_text(encoding="utf-8")
    part = text.split(f"## {document}:")[1].split("\n## ")[0]
    rows = [line for line in part.splitlines() if re.match(r"\| \d", line)]
    return [[cell.strip() for cell in row.split("|")[1:-1]] for row in rows]


def _claims(cell):
    """Claim ids of a cell, spans written out, links between claims left out."""
    cell = re.sub(r"`[^`]*`", "", cell)
    found = {f"{d}-{n:03d}" for d, a, b in SPAN.findall(cell) for n in range(int(a), int(b) + 1)}
    return found | {f"{d}-{n}" for d, n in CLAIM.findall(cell)}


@pytest.mark.parametrize("document", LINES)
def test_every_paragraph_has_a_row(document):
    """The page has one row a paragraph, numbered in order, with the line of the file."""
    found = [re.fullmatch(r"(\d+) \((\d+)\)", cells[0]).groups() for cells in _paragraphs(document)]
    assert [(int(n), int(line)) for n, line in found] == list(enumerate(LINES[document], start=1))


@pytest.mark.parametrize("document", LINES)
def test_every_claim_of_an_article_stands_at_one_paragraph(document):
    """Each claim read in an article is named by exactly one paragraph, and none that the case lacks."""
    named = [c for cells in _paragraphs(document) for c in _claims(cells[2]) if c.startswith(document)]
    held = [row["claim"] for row in _rows("claims") if row["claim"].startswith(document)]
    assert len(held) > 60
    assert sorted(named) == sorted(held)


@pytest.mark.parametrize("document", LINES)
def test_paragraphs_follow_the_offsets_of_their_passages(document):
    """Passages of a paragraph end before those of the next begin: claims stand at the right paragraph."""
    spans = {
        row["passage"].removeprefix("P-"): (int(row["start"]), int(row["end"])) for row in _rows("passages")
    }
    reached = -1
    for cells in _paragraphs(document):
        own = [spans[c] for c in _claims(cells[2]) if c.startswith(document)]
        if own:
            assert min(start for start, _ in own) > reached, cells[0]
            reached = max(end for _, end in own)


def test_every_id_on_the_page_stands_in_the_case():
    """Each claim id, and each row named as `table key / key`, exists in the shipped case."""
    text = PAGE.read_text(encoding="utf-8")
    held = {row["claim"] for row in _rows("claims")}
    assert {f"{d}-{n}" for d, n in CLAIM.findall(text)} <= held
    tables = {path.stem for path in (*CASE.glob("*.csv"), *CASE.glob("evidence/*.csv"))}
    named = [re.fullmatch(r"(\w+) (.+)", code) for code in re.findall(r"`([^`]+)`", text)]
    rows = [m.groups() for m in named if m and m[1] in tables]
    assert len(rows) > 60
    for table, key in rows:
        parts = key.split(" / ")
        assert any(list(row.values())[: len(parts)] == parts for row in _rows(table)), f"{table} {key}"


def test_no_claim_of_the_articles_backs_a_number():
    """Claims read in the articles stand behind no row of a table that feeds the engine."""
    told = {"clauses", "control", "events"}
    for path in CASE.glob("*.csv"):
        if path.stem not in told:
            assert [
                row for row in _rows(path.stem) if re.search(r"\bD[12]-\d{3}\b", row.get("claims", ""))
            ] == []


def test_every_place_named_is_a_section_of_the_report():
    """The column on the report names sections that the page's templates have, by their headings."""
    told = "\n".join(path.read_text(encoding="utf-8") for path in TEMPLATES.glob("*.j2"))
    sections = set(re.findall(r"heading\('[\w-]+', '([^']+)'", told)) | {FIRST_SCREEN}
    named = {
        place.strip()
        for document in LINES
        for cells in _paragraphs(document)
        for place in cells[3].split(";")
        if place.strip()
    }
    assert named <= sections, named - sections
    assert len(named) > 8


@pytest.mark.parametrize("document", LINES)
def test_every_paragraph_says_what_it_states_and_where_it_went(document):
    """No cell of words is blank, and a paragraph without claims says that nothing is stated."""
    for cells in _paragraphs(document):
        assert len(cells) == 5, cells[0]
        assert len(cells[1]) > 20, cells[0]
        assert _claims(cells[2]) or (cells[2], cells[4]) == ("none", "nothing is stated"), cells[0]

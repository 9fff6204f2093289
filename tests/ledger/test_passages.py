"""Passages: exact spans whatever the script, roles of lines, and that what has moved is stale and never sought."""

import csv
import datetime as dt
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.ledger.reading import DOCUMENTS, article, marked_claims, own, plain_reading

import corridor
from corridor.errors import Where
from corridor.ledger.cells import cells_of, record_of
from corridor.ledger.documents import document_row, placed, prepare
from corridor.ledger.lines import lines_of, paragraphs_of
from corridor.ledger.passages import (
    PassageError,
    anchor,
    check_custody,
    in_context,
    paragraph_of,
    passage_hash,
    passage_row,
    sentences,
    splits_character,
    standing,
)

PASSAGES = Path(corridor.__file__).parent / "cases/lachin/evidence/passages.csv"
SCRIPTS = st.text(
    st.sampled_from("aé\u0301\u0308 \u00a0\n.שלוםطريقԵրևան漢字\u200d👩🏽🚒🇦🇺🇳\ufe0f<b>&amp;“”—0129"),
    min_size=1,
    max_size=60,
)


def _record(table, cells):
    return record_of(table, cells_of(table, cells), Where(table))


def _passage(reading, start, end, **changes):
    return _record("passages", {**passage_row(reading, start, end), **changes})


# ---------------------------------------------------------------------------------------------- spans


@given(text=SCRIPTS, data=st.data())
def test_a_span_is_its_text_in_every_script(text, data):
    """Markup, right-to-left text, combining characters and emoji: a passage taken is the text that its hash names."""
    reading = plain_reading(text)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(0, len(text)))
    whole = not (splits_character(text, start) or splits_character(text, end))
    if start < end and text[start:end].strip() and whole:
        row = passage_row(reading, start, end)
        assert row["hash"] == passage_hash(text[row["start"] : row["end"]])
        assert standing(_passage(reading, start, end), reading).state == "fresh"
    else:
        with pytest.raises(PassageError):
            passage_row(reading, start, end)


@pytest.mark.parametrize(
    ("text", "at", "splits"),
    [
        ("cafe\u0301", 4, True),
        ("cafe\u0301", 3, False),
        ("t\u00e9", 1, False),
        ("👩🏽", 1, True),
        ("👩\u200d🚒", 1, True),
        ("👩\u200d🚒", 2, True),
        ("🇦🇺🇳🇿", 1, True),
        ("🇦🇺🇳🇿", 2, False),
        ("🇦🇺🇳🇿", 3, True),
        ("نُ", 1, True),
        ("a\r\nb", 2, True),
        ("ab", 0, False),
        ("ab", 2, False),
    ],
)
def test_no_span_cuts_a_character(text, at, splits):
    """Accents, skin tones, joined emoji, flags and line ends stay with what they belong to."""
    assert splits_character(text, at) is splits


@pytest.mark.parametrize("span", [(-1, 4), (4, 4), (5, 4), (0, 10_000), (30, 31)])
def test_a_span_outside_the_text_or_blank_is_refused(span):
    """Negative, empty, reversed, too long and blank spans are no passages."""
    reading = own("valley.txt")
    if span == (30, 31):
        span = (reading.text.index("\n\n"), reading.text.index("\n\n") + 2)
    with pytest.raises(PassageError, match="span"):
        passage_row(reading, *span)


def test_the_scripts_document_keeps_its_places():
    """Words in five scripts are found at the places counted in code points of the file."""
    reading = own("scripts.txt")
    for word in ("הדרך סגורה", "الطريق مغلق", "cafe\u0301", "Հայերեն", "👩🏽\u200d⚕\ufe0f", "🇦🇺🇳🇿"):
        start = (DOCUMENTS / "scripts.txt").read_text(encoding="utf-8").index(word)
        row = passage_row(reading, start, start + len(word))
        assert reading.text[row["start"] : row["end"]] == word


# ------------------------------------------------------------------------------ lines and paragraphs


def test_every_line_has_its_role():
    """Heading, caption, body, text of an agreement and form lines are told apart in a plain text."""
    reading = own("valley.txt")
    roles = [line.role for line in reading.lines]
    assert roles == [
        *("heading", "caption", "body", "body", "body", "instrument", "instrument", "body"),
        *("heading", "body", "boilerplate", "boilerplate"),
    ]


@pytest.mark.parametrize(
    ("name", "headings", "captions", "instruments", "forms"),
    [("D1", {1}, set(), set(), {29, 30}), ("D2", {1, 28}, {3}, {19, 20}, {36, 38, 41, 42})],
)
def test_the_lines_of_the_articles_have_the_roles_marked_by_hand(
    name, headings, captions, instruments, forms
):
    """All six form lines are marked, no line of the text is, and offsets count every one of them."""
    reading = article(name)
    found = {role: {x.number for x in reading.lines if x.role == role} for role in ("heading", "caption")}
    assert (found["heading"], found["caption"]) == (headings, captions)
    assert {x.number for x in reading.lines if x.role == "instrument"} == instruments
    assert {x.number for x in reading.lines if x.role == "boilerplate"} == forms


@pytest.mark.parametrize("name", ["D1", "D2"])
def test_paragraphs_of_the_articles_are_those_marked_by_hand(name):
    """Each marked claim stands in the paragraph and the line that its mark names."""
    reading = article(name)
    lines = {line.start: line.number for line in reading.lines}
    for claim in marked_claims(name):
        start = int(claim["start"])
        assert paragraph_of(reading, start) == int(claim["para"])
        assert lines[max(s for s in lines if s <= start)] == int(claim["line"])


def test_lines_broken_to_a_width_make_one_paragraph():
    """Where lines are broken to a width a paragraph runs to the next blank; bullets begin their own."""
    text = (
        "The road has been shut for nine days now and\nno flour has come to the town of Hill since\nthen, they say.\n\n"
        "The gate is open, said the Plain, and always\nhas been open to all.\n- flour is let through at all times\n"
    )
    spans = paragraphs_of(text, lines_of(text))
    assert [text[a:b].split(maxsplit=1)[0] for a, b in spans] == ["The", "The", "-"]
    assert (
        len(
            paragraphs_of(
                "One line.\nAnother line.\nA third.", lines_of("One line.\nAnother line.\nA third.")
            )
        )
        == 3
    )


def test_sentences_stay_inside_their_paragraph():
    """Titles, decimals and initials end no sentence; sentences cover the words and no blanks."""
    reading = own("valley.txt")
    found = [reading.text[a:b] for a, b in sentences(reading)]
    assert (
        "She added that twelve thousand five hundred kilograms of grain were in store – enough for nine days."
        in found
    )
    assert any(s.endswith("Dr. Ito.") for s in found)
    assert all(s == s.strip() and "\n" not in s for s in found)
    assert "".join("".join(found).split()) == "".join(reading.text.split())


@pytest.mark.parametrize(("name", "count"), [("D1", 24), ("D2", 41)])
def test_sentences_of_the_articles_are_many_and_whole(name, count):
    """Sentences are found in the articles, and no word is lost between them."""
    reading = article(name)
    found = [reading.text[a:b] for a, b in sentences(reading)]
    assert len(found) >= count
    assert "".join("".join(found).split()) == "".join(reading.text.split())


@given(SCRIPTS)
def test_lines_and_sentences_never_lose_a_place(text):
    """Lines rise, do not meet, and cover all that is not blank, in any text."""
    lines = lines_of(text)
    assert all(a.end <= b.start for a, b in pairwise(lines))
    assert "".join("".join(text[x.start : x.end] for x in lines).split()) == "".join(text.split())


def test_a_passage_is_shown_in_its_paragraph():
    """What stands before and after a passage in its paragraph is what stands there in the text."""
    reading = own("valley.txt")
    start = reading.text.index("Nobody was turned back")
    before, exact, after = in_context(reading, start, start + 22)
    assert exact == "Nobody was turned back"
    assert before.startswith("The Plain administration")
    assert after.endswith("said the Council.")
    assert before + exact + after in reading.text


# ------------------------------------------------------------------------------------------ staleness


@pytest.fixture
def held(tmp_path):
    """A case with one document at hand, a passage and a claim on it, and what else a claim may rest on."""
    taken = prepare(DOCUMENTS / "valley.txt")
    row = document_row(
        taken, document="S-1", source="press", published="2031-02", published_basis="stated",
        retrieved=dt.date(2031, 3, 1), by_whom="an analyst",
    )  # fmt: skip
    with placed(taken, tmp_path) as copy:
        pass
    reading = replace(own("valley.txt"), document="S-1")
    start = reading.text.index("Nobody was turned back")
    documents = [_record("documents", row), _record("documents", {"document": "S-2", "source": "press"})]
    passages = [
        _passage(reading, start, start + 22, passage="P-1"),
        _record("passages", {"passage": "P-2", "document": "S-2", "start": 0, "end": 4, "hash": "0"}),
    ]
    told = {"C-1": "P-1", "C-2": "P-2", "C-3": "", "C-4": "P-1, P-2", "C-5": "P-9"}
    claims = [
        _record("claims", {"claim": c, "passages": p, "stance": "asserted", "proposition": "x"})
        for c, p in told.items()
    ]
    return tmp_path, copy, documents, passages, claims


def test_claims_rest_on_what_is_there(held):
    """A claim is anchored just where all its passages are at hand and unchanged."""
    folder, _, documents, passages, claims = held
    custody = check_custody(documents, passages, claims, folder)
    assert custody.claims == {c: "anchored" if c == "C-1" else "unanchored" for c in custody.claims}
    assert (custody.stale, custody.of("anchored")) == ((), ("C-1",))


def test_a_changed_file_makes_its_passages_stale(held):
    """A word added far from a passage makes it stale all the same: it is another file."""
    folder, copy, documents, passages, claims = held
    copy.write_bytes(copy.read_bytes() + b"A line more.\n")
    custody = check_custody(documents, passages, claims, folder)
    assert [s.passage for s in custody.stale] == ["P-1"]
    assert "hash differs" in custody.stale[0].why
    assert (custody.claims["C-1"], custody.claims["C-4"], custody.claims["C-2"]) == (
        "stale",
        "stale",
        "unanchored",
    )


@pytest.mark.parametrize(
    "change", [{"start": 3, "end": 25}, {"hash": "0" * 64}, {"start": 5_000, "end": 5_022}]
)
def test_a_moved_passage_is_stale_and_is_not_sought(held, change):
    """Same words a few places off, another hash, a span past the end: stale, though the words are there."""
    folder, _, documents, passages, claims = held
    custody = check_custody(documents, [replace(passages[0], **change), passages[1]], claims, folder)
    assert custody.passages["P-1"].state == "stale"
    assert custody.claims["C-1"] == "stale"


def test_a_missing_file_is_not_a_stale_one(held):
    """Without its file a passage is not at hand, and its claim unanchored: marked, not blocked."""
    folder, copy, documents, passages, claims = held
    copy.unlink()
    custody = check_custody(documents, passages, claims, folder)
    assert custody.passages["P-1"].state == "not at hand"
    assert anchor(claims[0], custody.passages) == "unanchored"


def test_every_passage_of_the_founding_case_still_stands():
    """All spans of the shipped case are fresh against the articles, those that name the speakers among them."""
    readings = {"S-000": article("D1"), "S-003": article("D2")}
    with PASSAGES.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["document"] in readings]
    assert len(rows) == 156 + 32
    for row in rows:
        assert standing(_record("passages", row), readings[row["document"]]).state == "fresh", row["passage"]

"""Placing the words of a new claim, reading one again against its passages, and the days a claim is about."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.ledger.reading import plain_reading

from corridor.errors import Where
from corridor.ledger.cells import record_of
from corridor.ledger.passages import passage_row
from corridor.ledger.reading_claims import days_of, is_about, place, reread

TEXT = (
    "The mayor said nine tonnes are left.\n\nNobody passed the gate, a driver said. Nine tonnes are left.\n"
)
READING = plain_reading(TEXT)
DAY = st.dates(dt.date(2023, 1, 1), dt.date(2023, 3, 1))
DAY_2 = dt.date(2023, 1, 2)


def cells(**more):
    """Cells of a claim."""
    return {"claim": "C-1", "stance": "asserted", "proposition": "Nine tonnes are left.", **more}


def claim(**more):
    """A claim as a record."""
    return record_of("claims", cells(status="proposed", **more), Where("a test"))


def spot(words):
    """A passage on words of the text, with the text."""
    start = TEXT.index(words)
    row = {c: str(v) for c, v in passage_row(READING, start, start + len(words)).items()}
    return record_of("passages", row, Where("a test")), READING


def test_placed_words_become_passages():
    """The span of the words and of the speaker come back as rows; nothing is asked."""
    found = place(
        cells(speaker="mayor", quantity="9", unit="t"),
        READING,
        "nine tonnes are left",
        speaker_quote="The mayor said",
    )
    assert not found.verdict.findings
    assert TEXT[slice(found.passage["start"], found.passage["end"])] == "nine tonnes are left"
    assert TEXT[slice(found.speaker_passage["start"], found.speaker_passage["end"])] == "The mayor said"


def test_words_that_are_not_there_are_refused():
    """Neither the claim's words nor the speaker's are looked for elsewhere."""
    found = place(cells(), READING, "ten tonnes")
    assert (found.passage, found.verdict.is_refused) == (None, True)
    found = place(cells(speaker="guard"), READING, "nine tonnes are left", speaker_quote="the guard")
    assert found.speaker_passage is None
    assert [f.code for f in found.verdict.findings if f.level == "refused"] == ["speaker"]


def test_what_another_passage_has_is_no_finding():
    """A number that one of two passages states is stated; alone, its lack is asked."""
    told = cells(quantity="9", unit="t")
    first, second = spot("Nobody passed the gate"), spot("nine tonnes are left")
    assert "number" in {f.code for f in reread(told, [first])}
    assert "number" not in {f.code for f in reread(told, [first, second])}


def test_a_stale_passage_is_refused():
    """Other words at the span refuse the claim; a text that is not at hand says nothing."""
    passage, _ = spot("Nobody passed the gate")
    moved = plain_reading("x" + TEXT)
    assert [(f.level, f.code) for f in reread(cells(), [(passage, moved)])] == [("refused", "stale")]
    assert reread(cells(), [(passage, None)]) == ()


@pytest.mark.parametrize(
    ("more", "days"),
    [
        ({}, None),
        ({"time": "2023-01"}, (dt.date(2023, 1, 1), dt.date(2023, 1, 31))),
        ({"time": "2023-01-05/.."}, (dt.date(2023, 1, 5), None)),
        ({"valid_from": "2023-01-02"}, (dt.date(2023, 1, 2), dt.date(2023, 1, 2))),
        ({"valid_from": "2023-01-02", "valid_to": "2023-01-09", "time": "2022"}, (DAY_2, dt.date(2023, 1, 9))),
        ({"valid_to": "2023-01-09"}, (None, dt.date(2023, 1, 9))),
    ],
)  # fmt: skip
def test_the_days_of_a_claim(more, days):
    """Its interval of validity, else its time with all its days; nothing where it does not say."""
    assert days_of(claim(**more)) == days


@given(DAY, DAY, DAY, DAY)
def test_about_is_an_overlap(a, b, c, d):
    """A claim on some days may speak of others just if they share one."""
    first, last = sorted((a, b))
    start, end = sorted((c, d))
    told = claim(valid_from=first.isoformat(), valid_to=last.isoformat())
    assert is_about(told, start, end) == (max(first, start) <= min(last, end))
    assert is_about(told, None, end) == (first <= end)
    assert not is_about(claim(), start, end)

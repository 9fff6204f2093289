"""Proposals from a document: in its own words, all of them let pass by the verifier, whatever proposes."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.ledger.reading import plain_reading

from corridor.errors import Where
from corridor.ledger.cells import cells_of, record_of
from corridor.ledger.readers import is_machine
from corridor.ledger.reading.names import Listed
from corridor.ledger.reading.propose import RULE, Lists, by_rules, marks_of, precision, read_with, rows_of
from corridor.ledger.verify import Proposal, verify

LISTS = Lists(
    (Listed("Tarn", "place", ("Tarn town",)), Listed("Hill Council", "actor"), Listed("Lake road", "route")),
    dt.date(2026, 6, 10),
)
TEXT = (
    "Road report\n\nOn 3 May 2026 some 40 trucks reached Tarn over the Lake road.\n\n"
    "Ann Ito said 9 tonnes of flour and 2 tonnes of seed were left. The Hill Council denied that.\n\n"
    "Please enter your comment! 500 trucks came to Tarn today.\n"
)


def rows(text=TEXT):
    """Rows of the claims that come out."""
    reading = plain_reading(text)
    return [rows_of(one, reading, LISTS)[0] for one in read_with(by_rules, reading, LISTS).accepted]


def test_a_sentence_becomes_a_claim_of_the_outlet_with_its_slots():
    """Number, time, place and route stand in their columns, in the names of the case."""
    first = rows()[0]
    assert first["voice"] == "outlet"
    assert (first["quantity"], first["unit"], first["qualifier"]) == (40, "truck", "about")
    assert (first["time"], first["time_basis"], first["time_precision"]) == ("2026-05-03", "stated", "day")
    assert (first["place"], first["route"]) == ("Tarn", "Lake road")


def test_a_claim_has_one_number_and_its_speaker():
    """Two numbers make two claims of one speaker; a denial is negative."""
    said = [r for r in rows() if r["voice"] == "attributed"]
    assert [(r["speaker"], r.get("quantity")) for r in said] == [
        ("Ann Ito", 9),
        ("Ann Ito", 2),
        ("Hill Council", None),
    ]
    assert (said[-1]["stance"], said[-1]["polarity"]) == ("denied", "-")


def test_rows_are_rows_of_the_ledger_by_a_rule():
    """Every row is a record, is proposed by a machine, and says that it is not yet in the positive form."""
    for number, row in enumerate(rows()):
        cells = cells_of("claims", {**row, "claim": f"C-{number}", "status": "proposed"})
        record_of("claims", cells, Where("a test"))
        assert row["proposed_by"] == RULE
        assert is_machine(row["proposed_by"])
        assert "positive form" in row["note"]


def test_forms_never_propose():
    """Nothing of a line of a form comes out, whatever it says."""
    assert all("500" not in r["proposition"] for r in rows())
    assert marks_of(plain_reading(TEXT), LISTS).left_out["boilerplate"] >= 1


def test_what_the_verifier_refuses_is_counted_and_never_comes_out():
    """Any proposer is held to the verifier: invented words, numbers, names and forms are refused by reason."""

    def careless(reading, lists):
        del reading, lists
        yield Proposal(quote="ninety trucks reached Tarn", proposition="x")
        yield Proposal(quote="9 tonnes of flour", proposition="flour is left", quantity=(90.0,))
        yield Proposal(quote="9 tonnes of flour", proposition="flour is left", names=("Velland",))
        yield Proposal(quote="500 trucks came to Tarn today", proposition="trucks came")
        yield Proposal(quote="9 tonnes of flour", proposition="flour is left", quantity=(9.0,), unit="t")
        yield Proposal(quote="9 tonnes of flour", proposition="flour is left", quantity=(9.0,), unit="t")

    found = read_with(careless, plain_reading(TEXT), LISTS)
    assert [a.proposal.quantity for a in found.accepted] == [(9.0,)]
    assert sum(found.refused.values()) == 4
    assert found.refused["boilerplate"] == 1


def test_a_table_row_proposes_nothing_and_is_counted():
    """What a row of a table says depends on its head: it is left to a person, and said."""
    text = "Date\tTrucks\tFlour\n3 May\t4\t18\n\nThe road to Tarn is open again.\n"
    assert [r["proposition"] for r in rows(text)] == ["The road to Tarn is open again"]
    assert marks_of(plain_reading(text), LISTS).left_out["table row"] == 2


@pytest.mark.parametrize(
    ("time", "fine"),
    [("2026", "year"), ("2026-05-03/..", "day"), ("2026-05/2026-06", "month"), ("../2026-05-03", "day")],
)
def test_precision_is_that_of_the_date(time, fine):
    """An interval open at an end is as fine as its other end."""
    assert precision(time) == fine


PIECES = st.sampled_from(
    ["Ann Ito said ", "no ", "40 trucks ", "on 3 May 2026 ", "“", "”", ". ", "\n\n", "The Hill Council denied ",
     "Tarn ", "may ", "which ", "that ", "according to ", "и ", "ليلى ", "e\u0301", "\u200d", "• ", "half ", ", "]
)  # fmt: skip


@given(st.lists(PIECES, max_size=40).map("".join))
def test_whatever_the_text_what_comes_out_stands(text):
    """Any text is read without a failure, and each proposal stands at its span and is let pass again."""
    reading = plain_reading(text)
    for one in read_with(by_rules, reading, LISTS).accepted:
        assert text[slice(*one.span)] == one.proposal.quote
        assert not verify(one.proposal, reading, aliases=LISTS.aliases).is_refused
        rows_of(one, reading, LISTS)


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("Ann Ito said nobody kept the November 2020 peace agreement.", ""),
        ("Ann Ito said nobody kept the agreement of 9 November 2020.", ""),
        ("Ann Ito said nobody kept Velland’s 3 May 2020 statement in June 2021.", "2021-06"),
        ("Ann Ito said that an agreement was signed in November 2020.", "2020-11"),
        ("Ann Ito said that in November 2020 agreement was near.", "2020-11"),
        ("Ann Ito said that on 3 May 2020 the agreement fell.", "2020-05-03"),
    ],
)
def test_a_time_that_only_names_something_is_no_time_of_the_claim(text, time):
    """It is still a time of the text; the claim takes the next one, or none."""
    reading = plain_reading(text)
    assert marks_of(reading, Lists()).times
    (one,) = read_with(by_rules, reading, Lists()).accepted
    assert one.proposal.time == time


def test_a_day_that_may_be_either_of_two_has_no_value_and_is_asked():
    """Both readings stand in the note of the claim; a day that cannot be a month is read."""
    reading = plain_reading(
        "Ann Ito said on 03/04/2023 that trucks came. Ann Ito said on 13/04/2023 that none came."
    )
    made = read_with(by_rules, reading, Lists()).accepted
    rows = [rows_of(one, reading, Lists())[0] for one in made]
    assert [row.get("time") for row in rows] == [None, "2023-04-13"]
    assert "03/04/2023 may be 2023-04-03 or 2023-03-04: say which" in rows[0]["note"]
    assert "say which" not in rows[1]["note"]

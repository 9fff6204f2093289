"""Reading in other registers: threads, interviews, statements, orders, tables, lists; and how a thing said is meant."""

import datetime as dt

import pytest
from tests.ledger.reading import plain_reading

from corridor.ledger.lines import lines_of
from corridor.ledger.reading.amounts import amounts_in
from corridor.ledger.reading.names import Listed, names_in
from corridor.ledger.reading.propose import Lists, by_rules, marks_of, read_with, rows_of
from corridor.ledger.reading.stances import stance_of
from corridor.ledger.reading.tables import tables_in
from corridor.ledger.reading.times import times_in
from corridor.ledger.words import words

EN = words("en")
DAY = dt.date(2026, 6, 10)
LISTS = Lists(
    (Listed("Tarn", "place"), Listed("Hill Council", "actor", ("Council",)), Listed("Port Office", "actor")),
    DAY,
)


def told(text):
    """Speaker, stance and words of each unit of speech of a text."""
    return [(u.speaker, u.stance, text[u.start : u.end]) for u in marks_of(plain_reading(text), LISTS).units]


def test_a_handle_above_a_post_speaks_it_until_the_next():
    """Each post is its handle's, one passed on is the other's; the line of the handle itself says nothing."""
    text = (
        "Mill @mill_bread · 9 Jun\nno flour came today\n\n@nurse2 · 9 Jun\nReplying to @mill_bread\nwe had two bags\n\n"
        "@watcher · 9 Jun\nRT @patrol: the gate stays shut today\n"
    )
    assert [(who, said) for who, _, said in told(text)] == [
        ("@mill_bread", "no flour came today"),
        ("@nurse2", "we had two bags"),
        ("@patrol", "the gate stays shut today"),
    ]


def test_answers_are_the_first_person_of_the_head():
    """Under Q and A the one who answers is whom the head names first; questions are the outlet's."""
    text = (
        "A talk with Ann Ito in her office.\n\nQ: Is the road shut?\nA: The road is shut.\n\n"
        "Q: Since when?\nA: It has been shut for weeks.\n"
    )
    assert [(who, said) for who, _, said in told(text)] == [
        ("Ann Ito", "The road is shut."),
        ("Ann Ito", "It has been shut for weeks."),
    ]


def test_a_body_speaks_in_its_own_statement_and_opens_its_list():
    """We is the body in the head of a statement; points behind its colon are its own, each by its own verb."""
    text = (
        "HILL COUNCIL\nStatement on the road, 9 June 2026\n\n"
        "We strongly condemn the attack of 3 June on the convoy below Tarn.\n\n"
        "In this connection the Council:\n– demands a full inquiry into it;\n"
        "– reminds the Port Office of its promise.\n"
    )
    assert [(who, how) for who, how, _ in told(text)] == [
        ("Hill Council", "accused"),
        ("Hill Council", "demanded"),
        ("Hill Council", "asserted"),
    ]


def test_without_a_head_that_says_so_we_is_nobody():
    """In a text that is no body's own, we has no name and nothing is found."""
    assert (
        told("A day on the road\n\nWe strongly condemn the attack of 3 June on the convoy below Tarn town.\n")
        == []
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hill Council: “No truck came.”", ("Hill Council", "asserted")),
        ("In Ann Ito’s view the road is open.", ("Ann Ito", "opined")),
        ("A woman at the pump told us the well was dry.", ("woman at the pump", "asserted")),
        ("There were up to 300 people (police) at the gate.", ("police", "asserted")),
        ("The road is shut, its head, Ann Ito, told us on Friday.", ("Ann Ito", "asserted")),
        ("Ann Ito does not dispute the closures.", ("Ann Ito", "asserted")),
    ],
)
def test_speech_in_other_forms(text, expected):
    """A colon, a view, somebody without a name, a source in brackets, a speaker behind a comma, a denial denied."""
    assert [(who, how) for who, how, _ in told(text)] == [expected]


def test_who_is_told_or_has_not_commented_says_nothing():
    """A passive, and what was not said, are no speech."""
    assert told("The Council was informed of this in May.\n\nThe Port Office has not commented.") == []


def test_all_sentences_of_a_quotation_are_who_is_named_behind_it():
    """The first sentence of a quotation belongs to the speaker behind the last."""
    text = "“This is no famine. It is what comes before one,” said Ann Ito. “Nobody eats here.”"
    assert [who for who, _, _ in told(text)] == ["Ann Ito"] * 3


@pytest.mark.parametrize(
    ("said", "stance"),
    [
        ("Ito said the Council was starving the town", "accused"),
        ("Ito said that it was a lie", "denied"),
        ("Ito said the Council must open the road", "demanded"),
        ("Ito said we will send ten trucks", "promised"),
        ("Ito said that if nothing came people would leave", "warned"),
        ("Ito said snow will come in May", "predicted"),
        ("Ito said nine trucks came", "asserted"),
    ],
)
def test_a_stance_is_seen_from_what_is_said(said, stance):
    """Where the verb only says *said*, the words of it tell; a verb that says more is believed."""
    assert stance_of(said, "asserted", EN) == stance
    assert stance_of(said, "warned", EN) == "warned"


def test_what_reports_say_is_hearsay():
    """Of reports and sources nobody knows who they are."""
    assert stance_of("Reports said nine trucks came", "asserted", EN, by_whom="Reports") == "reported"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("the night of 3 to 4 May", "2026-05-03/2026-05-04"),
        ("since mid-May", "2026-05-11~/.."),
        ("in Q1", "2026-01/2026-03"),
        ("the second half of April", "2026-04-16/2026-04-30"),
        ("between 20 February and 15 March", "2026-02-20/2026-03-15"),
        ("26 May – 2 June 2026", "2026-05-26/2026-06-02"),
        ("the week of 18 May", "2026-05-18/2026-05-24"),
        ("by the 5th", "../2026-06-05"),
        ("They will come on Friday", "2026-06-12"),
        ("They came on Friday", "2026-06-05"),
        ("since the weekend of 6 and 7 June", "2026-06-06/.."),
        ("late May", "2026-05-21/2026-05-31~"),
    ],
)
def test_stretches_of_time(text, value):
    """Parts of months, quarters, ranges, weeks; a weekday to come counts forward."""
    assert [s.value for s in times_in(text, EN, DAY)] == [value]


def test_no_stretch_is_told_without_a_day_to_count_from():
    """Without a day of publication only what has a year has a value."""
    assert times_in("since mid-May, in Q1, by the 5th, 3 to 4 May", EN, None) == ()
    assert [s.value for s in times_in("in mid-May 2026", EN, None)] == ["2026-05-11/2026-05-20~"]


@pytest.mark.parametrize(
    ("text", "numbers", "unit"),
    [
        ("between 40 and 50 trucks", (40, 50), "truck"),
        ("40-50 trucks", (40, 50), "truck"),
        ("three to five tonnes", (3, 5), "t"),
        ("from 25 to 40 trucks", (25, 40), "truck"),
        ("fell from 25 to 40 trucks", (25,), "truck"),
        ("300 t of flour a week", (300,), "t/week"),
        ("two of them", (2,), ""),
    ],
)
def test_ranges_and_rates(text, numbers, unit):
    """A range has both ends, a change from one number to another has two numbers."""
    first = amounts_in(text, EN)[0]
    assert (first.numbers, first.unit) == (numbers, unit)


def test_a_range_fills_both_bounds_of_the_row():
    """Low and high stand in their columns, with the middle that is stored between them; no text states it."""
    reading = plain_reading("Between 40 and 50 trucks came to Tarn.")
    row = rows_of(read_with(by_rules, reading, LISTS).accepted[0], reading, LISTS)[0]
    assert (row["quantity_low"], row["quantity_high"], row["quantity"]) == (40, 50, 45)


TABLE = (
    "Table 1. Lorries let through, as counted by the Port Office\n"
    "| Week | Flour (t) | Lorries |\n| --- | --- | --- |\n| 1–7 June | 212 | 38 |\n| 8–9 June | – | 0 |\n"
)


def test_each_number_of_a_table_is_proposed_with_its_head():
    """Label, head and number; unit of the head, day of the row, the source of the caption; a dash is no number."""
    found = [
        a.proposal
        for a in read_with(by_rules, plain_reading(TABLE), LISTS).accepted
        if "June:" in a.proposal.proposition
    ]
    assert [(p.proposition, p.quantity, p.unit, p.time, p.speaker) for p in found] == [
        ("1–7 June: Flour (t) 212", (212,), "t", "2026-06-01/2026-06-07", "Port Office"),
        ("1–7 June: Lorries 38", (38,), "truck", "2026-06-01/2026-06-07", "Port Office"),
        ("8–9 June: Lorries 0", (0,), "truck", "2026-06-08/2026-06-09", "Port Office"),
    ]


def test_a_table_by_blanks_has_the_unit_of_its_caption():
    """Three columns parted by blanks are a table; where no head names a unit, the caption does."""
    text = "Days of supply left\nTown    Bread   Diesel\nTarn    9       4\nHalm    6       0\n"
    assert [len(t.rows) for t in tables_in(text, lines_of(text), EN)] == [2]
    found = [a.proposal for a in read_with(by_rules, plain_reading(text), LISTS).accepted]
    assert [(p.quantity, p.unit) for p in found if p.quantity] == [
        ((9,), "day"),
        ((4,), "day"),
        ((6,), "day"),
        ((0,), "day"),
    ]


def test_lines_of_an_order():
    """Recitals and operative points are its text; what is argued is body; sections and titles are headings."""
    text = (
        "ROAD COMMISSION\nOrder No. 2 of 9 June 2026\n\nThe Road Commission,\n\n"
        "Having heard both parties on 3 June;\n\n"
        "A. Submissions\n\n1. The Council submits that the road has been shut for many weeks.\n\n"
        "For these reasons, the Commission\n\n(1) Orders the Port Office to open the gate;\n(2) Reserves costs.\n"
    )
    assert [line.role for line in lines_of(text)] == [
        "heading", "heading", "instrument", "instrument", "heading", "body", "instrument", "instrument", "instrument",
    ]  # fmt: skip


def test_nothing_follows_notes_to_editors():
    """What stands behind them is about who sent it."""
    text = "The road is shut, and no truck came to Tarn.\n\nNotes to editors\nIt was founded in 1990.\n"
    assert [line.role for line in lines_of(text)] == ["body", "boilerplate", "boilerplate"]


def test_names_in_posts_beside_others_and_in_capitals():
    """A handle, a listed name in small letters or in capitals, a name beside a listed one; defined words are none."""
    found = names_in(
        "HILL COUNCIL\nthe hill council is asleep again says @ito_a\nHill Council’s Ann Ito met the Sides.",
        LISTS.names,
        EN,
    )
    assert [s.value for s in found] == ["Hill Council", "Hill Council", "@ito_a", "Hill Council", "Ann Ito"]

"""Any text can be read: amounts as people write them, what only looks like one, and texts of no kind at all."""

import datetime as dt
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.ledger.reading import plain_reading
from tests.sizes import sized

from corridor.ledger.cells import cells_of
from corridor.ledger.reading.amounts import amounts_in
from corridor.ledger.reading.propose import Lists, by_rules, marks_of, read_with, rows_of
from corridor.ledger.reading.times import times_in
from corridor.ledger.verify import proposal_of
from corridor.ledger.words import words

EN = words("en")
DAY = dt.date(2026, 6, 10)
LISTS = Lists((), DAY)

AMOUNTS = {
    "Some 3.4 million people need water.": ["3400000 person about"],
    "Nearly 1.1m residents fled.": ["1100000 person about"],
    "About 85k people stayed.": ["85000 person about"],
    "The fund holds USD 12 million.": ["12000000 USD"],
    "It costs US$ 40 a bag.": ["40 US$"],
    "They pledged EUR 3.5m.": ["3500000 EUR"],
    "A 3m wide gap stays open.": ["3 m"],
    "The wall is 4 m high.": ["4 m"],
    "Sixty thousand tonnes of maize wait.": ["60000 t"],
    "Some 7 to 9 lorries passed each week.": ["7..9 truck/week about"],
    "Between 30 and 45 buses left.": ["30..45 bus"],
    "Stocks last 6-8 days.": ["6..8 day"],
    "It takes 10 days to 14 days.": ["10..14 day"],
    "From 12 to 18 wagons arrived on Monday.": ["12..18 wagon"],
    "Crossings fell from 90 to 35 trucks a day.": ["90 truck/day", "35 truck/day"],
    "The number of buses dropped from 60 to 20 a week.": ["60 bus/week", "20 bus/week"],
    "Fares rose from USD 2 to USD 9.": ["2 USD", "9 USD"],
    "A 50kg sack cost 30 dollars.": ["50 kg", "30 USD"],
    "Each family of six gets 5-7 litres per day.": ["5..7 l/day"],
    "Stocks: 2 400 MT of rice and 1,5 MT of oil.": ["2400 t", "1.5 t"],
    "Stores hold 1.500 t of coal and 20 t of salt.": ["20 t"],
    "Three bakeries and 14 clinics are open.": ["3 bakery", "14 clinic"],
    "No fewer than 200 patients wait.": ["200 person more than"],
}
"""Text, and its amounts: number or both ends, unit, qualifier unless exact. An unclear number is none."""

NONE = [
    "The road was shut on 14.02.2026.",
    "On 03/04/2026 it opened.",
    "It closed on 7.8.25 and again on 9-10-2025.",
    "See sections 2.1.4 and 3.2.",
    "Wards 4,5,6 of the town have no light.",
    "Phases 2 to 4 apply.",
    "The M4 and the E-60 are shut.",
    "The gate opens at 0730 and shuts at 1900 hrs.",
    "Open 0600-1800.",
    "It was the 12th convoy.",
    "Resolution 2722 was passed.",
    "In 2019 it was open.",
    "The host is 192.168.0.1.",
    "COVID-19 closed the ward.",
    "Districts 3 and 7 were hit.",
    "It lasted from 18:00 until 07:30.",
]
"""Texts without an amount."""


def told(text):
    """Amounts of a text in words."""
    found = amounts_in(text, EN, times_in(text, EN, DAY))
    return [a.span.value.removesuffix(" exact") for a in found]


@pytest.mark.parametrize(("text", "amounts"), AMOUNTS.items(), ids=lambda x: x if isinstance(x, str) else "")
def test_amounts_are_read_as_people_write_them(text, amounts):
    """Millions, ranges, changes, money, rates, thousands with blanks: each with its number, unit and qualifier."""
    assert sorted(told(text)) == sorted(amounts)


@pytest.mark.parametrize("text", NONE)
def test_what_only_looks_like_an_amount_is_none(text):
    """Dates in figures, hours, sections, phases, roads, ordinals, years, addresses."""
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("The front accused the army of shelling the road. The army denied it.", {"army"}),
        ("The council accused the governor of theft. The governor rejected the accusation.", {"governor"}),
        ("Ann Ito said that the army shut the bridge. The army denied this.", {"army"}),
        ("The ministry accused the rebels of taking flour. They denied it.", set()),
        ("The front accused the army of shelling the road. It denied the charge.", set()),
        ("The army, accused by the front of shelling the road, denied it.", {"army"}),
        ("Ann Ito denied that the road was shut. She denied any role.", {"Ann Ito"}),
    ],
)
def test_a_denial_is_never_given_to_the_accuser(text, speakers):
    """It goes to who denies; where the speaker of *it* or *they* cannot be told, to nobody."""
    units = marks_of(plain_reading(text), LISTS).units
    assert {u.speaker for u in units if u.stance == "denied"} == speakers


PIECES = st.one_of(
    st.text(max_size=30),
    st.sampled_from([*AMOUNTS, *NONE]),
    st.from_regex(r"[0-9.,/:;'’ \-–]{1,20}", fullmatch=True),
    st.sampled_from(["Ito said that ", "“", "” the council said", " to ", " from ", "\n\n", "| 3 | 4 |\n"]),
    st.text("\u0663\u0664\uff11\u0967\u00b2\u2160 ", max_size=6),
)


@settings(max_examples=sized(150), deadline=None)
@given(text=st.lists(PIECES, max_size=8).map("".join), published=st.sampled_from([None, DAY]))
def test_any_text_is_read_and_each_proposal_can_be_stored_and_checked_again(text, published):
    """Nothing raises; each row has cells that the ledger takes, and what was stored passes the verifier once more."""
    reading = plain_reading(text)
    found = read_with(by_rules, reading, Lists((), published))
    for one in found.accepted:
        row, _ = rows_of(one, reading, Lists((), published))
        cells = cells_of("claims", {**row, "claim": "C-1"})
        again = proposal_of(cells, one.proposal.quote, one.span[0])
        assert set(again.quantity) <= set(one.proposal.quantity)


@pytest.mark.parametrize(
    "piece",
    ["1,", "1.", "1/", "a ", "from 1 to ", "1 2 ", "0600-", "USD ", "“a ", "(1) ", "denied it. ", "|1"],
)
def test_time_grows_with_the_length_of_a_text_and_not_with_its_square(piece):
    """Four times the text takes at most ten times the work of one process, whatever is repeated; linear is four.

    A busy machine slows single runs: the best of five counts.
    """

    def work(size):
        text = (piece * size)[:size] + "."
        start = time.process_time()
        read_with(by_rules, plain_reading(text), LISTS)
        return time.process_time() - start

    assert any(work(8_000) <= 10 * max(work(2_000), 0.05) for _ in range(5))

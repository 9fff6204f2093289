"""The seven rules that a machine's proposal keeps to, one test a rule, and what is not even a proposal."""

import math

import pytest
from tests.ledger.reading import plain_reading

from corridor.ledger.reading.acceptance import judge
from corridor.ledger.reading.names import Listed
from corridor.ledger.reading.propose import MOST_PROPOSALS, Lists, by_rules, read_with, rows_of
from corridor.ledger.verify import Proposal

TEXT = (
    "Ann Ito said 9 tonnes of flour reached Tarn on 3 May 2026. No truck came on Friday, and none may come soon.\n\n"
    "The closure is illegal, residents of Tarn said.\n\n"
    "Bea Lund spoke last.\n\n"
    "Please enter your comment! 500 trucks came to Tarn today.\n"
)
FLOUR = "9 tonnes of flour reached Tarn on 3 May 2026"


def at(words):
    """Span of words of the text."""
    return TEXT.index(words), TEXT.index(words) + len(words)


def codes(proposal, level="refused", **more):
    """Codes of what is found of a proposal, at a level."""
    return [f.code for f in judge(proposal, plain_reading(TEXT), **more).findings if f.level == level]


@pytest.mark.parametrize("sign", ["\u202e", "\x07", "\x9b"])
def test_a_sign_that_turns_or_controls_refuses_one_proposal_and_no_more(sign):
    """The proposal that would carry it is counted and left out; its neighbour passes, and the rows can be written."""
    reading = plain_reading(f"The mayor {sign}said that 40 trucks came. Ann Ito said the road was open.")
    found = read_with(by_rules, reading, Lists())
    assert found.refused == {"control character": 1}
    assert [a.proposal.speaker for a in found.accepted] == ["Ann Ito"]
    named = Proposal(quote="the road was open", proposition="the road was open", names=(f"Tarn{sign}",))
    assert judge(named, reading).findings[0].code == "control character"


def test_rule_1_the_quotation_stands_once_and_whole():
    """Other words, words that stand twice and words cut in two are refused; the same with other marks pass."""
    assert codes(Proposal(quote="9 tonnes of grain", proposition="x")) == ["not there"]
    assert codes(Proposal(quote="Tarn", proposition="x")) == ["not unique"]
    assert codes(Proposal(quote="onnes of flour", proposition="x")) == ["cut"]
    assert codes(Proposal(quote="9\u00a0tonnes of flour", proposition="flour came", voice="outlet")) == []


@pytest.mark.parametrize(
    ("slots", "code"),
    [
        ({"quantity": (90.0,)}, "number"),
        ({"quantity": (9.0,), "unit": "kg"}, "unit"),
        ({"time": "2026-05-04"}, "time"),
        ({"names": ("Velland",)}, "name"),
        ({"proposition": "flour from Velland came"}, "name"),
        ({"hedge": "perhaps"}, "hedge"),
    ],
)
def test_rule_2_numbers_units_dates_and_names_stand_in_the_passage(slots, code):
    """A true passage with a false slot is refused by the slot; with true slots it passes."""
    true = {"quantity": (9.0,), "unit": "t", "time": "2026-05-03", "names": ("Tarn",)}
    base = {"quote": FLOUR, "proposition": "flour came", "voice": "outlet"}
    assert codes(Proposal(**base, **true)) == []
    assert code in codes(Proposal(**{**base, **slots}))


def test_rule_3_a_negation_or_a_hedge_that_does_not_show_goes_to_a_person():
    """Neither is refused; both are asked, and the question stands in the note of the claim."""
    quote = "No truck came on Friday, and none may come soon"
    proposal = Proposal(quote=quote, proposition="trucks come", voice="outlet")
    assert codes(proposal) == []
    assert {"negation", "hedge"} <= set(codes(proposal, "ask"))
    (one,) = read_with(lambda *_: [proposal], plain_reading(TEXT), Lists()).accepted
    assert "does not show in the claim" in rows_of(one, plain_reading(TEXT), Lists())[0]["note"]


def test_rule_4_a_speaker_is_named_in_the_same_or_an_earlier_paragraph():
    """A later paragraph is refused, and so is a speaker whose words are not shown; the same paragraph passes."""
    quote, base = "The closure is illegal", {"proposition": "The closure is illegal"}
    later, earlier = at("Bea Lund"), at("Ann Ito")

    def said(name, spot):
        return Proposal(quote=quote, speaker=name, speaker_start=spot[0], speaker_end=spot[1], **base)

    assert codes(said("Bea Lund", later))[0] == "speaker"
    assert codes(Proposal(quote=quote, speaker="Ann Ito", **base)) == ["speaker"]
    assert codes(said("Ann Ito", earlier)) == []
    assert codes(said("residents", at("residents"))) == []


@pytest.mark.parametrize(
    ("slots", "code"),
    [({"stance": "proved"}, "stance"), ({"voice": "god"}, "voice"), ({"polarity": "?"}, "polarity"),
     ({"stance": "denied"}, "polarity")],
)  # fmt: skip
def test_rule_5_stance_polarity_and_voice_are_of_the_lists(slots, code):
    """A word outside the lists is refused, and a denial that is not negative."""
    assert code in codes(
        Proposal(**{"quote": FLOUR, "proposition": "flour came", "voice": "outlet", **slots})
    )


def test_rule_6_nothing_of_a_form_and_nothing_of_an_example():
    """A line of a form is refused; words of an example are, even where the document has them; others pass."""
    assert codes(Proposal(quote="500 trucks came to Tarn today", proposition="x")) == ["boilerplate"]
    proposal = Proposal(quote=FLOUR, proposition="flour came", voice="outlet")
    assert codes(proposal, examples=["The mayor: 9 tonnes of flour reached Tarn on 3 May 2026."]) == [
        "example"
    ]
    assert codes(proposal, examples=["Cy Odd said that 7 boats came."]) == []
    assert read_with(lambda *_: [proposal], plain_reading(TEXT), Lists(), examples=[FLOUR]).refused == {
        "example": 1
    }


def test_rule_7_what_speaks_of_law_waits_for_two_readers():
    """It passes with the question in its note, whatever the proposition leaves out."""
    proposal = Proposal(quote="The closure is illegal", proposition="The road is shut", voice="outlet")
    assert "two readers" in codes(proposal, "ask")
    assert "two readers" not in codes(Proposal(quote=FLOUR, proposition="flour came", voice="outlet"), "ask")


@pytest.mark.parametrize(
    "odd",
    ["flour", None, Proposal(quote=9), Proposal(quote=FLOUR, quantity=(math.nan,)),
     Proposal(quote=FLOUR, names=["Tarn"]), Proposal(quote=FLOUR, start="7"),
     Proposal(quote=FLOUR, quantity=("9",)), Proposal(quote=FLOUR, speaker_start=True)],
)  # fmt: skip
def test_what_is_no_proposal_is_refused_and_counted(odd):
    """Values of a wrong kind from a proposer are a refusal by their shape, never a failure and never a claim."""
    found = read_with(lambda *_: [odd], plain_reading(TEXT), Lists())
    assert (found.accepted, found.refused) == ((), {"shape": 1})


def test_a_proposer_that_never_ends_is_stopped():
    """Of endless proposals a fixed number is looked at."""

    def endless(reading, lists):
        del reading, lists
        while True:
            yield None

    assert read_with(endless, plain_reading(TEXT), Lists()).refused == {"shape": MOST_PROPOSALS}


def test_other_names_of_the_list_pass():
    """A name of the case passes where one of its other names stands in the passage."""
    lists = Lists((Listed("Tarn town", "place", ("Tarn",)),))
    proposal = Proposal(quote=FLOUR, proposition="flour came", voice="outlet", names=("Tarn town",))
    assert codes(proposal, aliases=lists.aliases) == []
    assert codes(proposal) == []

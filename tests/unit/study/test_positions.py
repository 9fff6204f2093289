"""Positions: who holds what, by subject and time; what differs from what; who answers whom; whose words they are."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.unit.model.small_cases import with_claims

from corridor.errors import Where
from corridor.io import Case
from corridor.ledger.documents import Reading
from corridor.ledger.records import Passage
from corridor.model.model import Model
from corridor.study.differing import are_alike
from corridor.study.positions import NOT_NAMED, is_named_apart, positions, quoting, standpoints

SHUT = "The lower road was shut to trucks."


def case() -> Case:
    """A mayor under two names, a driver without an account, a pronoun, an outlet and an instrument."""
    made = with_claims()
    made.add(
        "actors", actor="mayor", name="Mayor of Hill", kind="office", aliases="the mayor", account="Hill side"
    )
    said = {"stance": "asserted", "voice": "attributed", "documents": "D-1", "type": "road_state"}
    made.add_claim("P-1", speaker="the mayor", proposition=SHUT, time="2023-01-02", place="Hill", **said)
    made.add_claim(
        "P-2", speaker="Mayor of Hill", proposition=SHUT, polarity="-", time="2023-01-04", place="Hill",
        **(said | {"stance": "denied"}),
    )  # fmt: skip
    counts = said | {"type": "stocks", "unit": "t", "time": "2023-01-05"}
    made.add_claim(
        "P-3", speaker="driver", proposition="In the store 40 tonnes of flour.", quantity=40, **counts
    )
    made.add_claim(
        "P-4", speaker="driver", proposition="In the store 60 tonnes of flour.", quantity=60, **counts
    )
    made.add_claim(
        "P-5", speaker="driver", proposition="In the store 80 tonnes of flour.", quantity=80,
        **(counts | {"time": "2023-01-09"}),
    )  # fmt: skip
    made.add_claim("P-6", speaker="He", proposition="Nothing came.", **said)
    made.add_claim("P-7", proposition="Nobody knows.", **said)
    made.add_claim("P-8", proposition="It is cold.", **(said | {"voice": "outlet"}))
    made.add_claim(
        "P-9", proposition="Trucks shall pass.", **(said | {"voice": "instrument", "stance": "committed"})
    )
    made.add("claim_links", a="P-3", b="P-2", kind="answers", independent=True, question="Who shut the road?")
    return made


MODEL = case().check()
OURS = [c.claim for c in MODEL.claims if c.claim.startswith("P")]


def told(model: Model = MODEL, claims=OURS):
    """Standpoints by name."""
    return {p.name: p for p in standpoints(model, claims)}


def held(model: Model = MODEL):
    """What is held, by claim."""
    return {h.claim.claim: h for p in standpoints(model, OURS) for s in p.subjects for h in s.held}


def test_speakers_stand_under_their_account_and_others_as_the_text_has_them():
    """Two names of one actor are one; a driver and an unnamed speaker stay; a pronoun is one of its own document."""
    found = told()
    assert {"P-1", "P-2"} == {h.claim.claim for s in found["Hill side"].subjects for h in s.held}
    assert found["Hill side"].is_listed
    assert found["Hill side"].speakers == ("the mayor", "Mayor of Hill")
    assert not found["driver"].is_listed
    assert "“He”, as D-1 has it" in found
    assert NOT_NAMED in found


def test_the_outlets_own_voice_and_instruments_stand_apart():
    """What is attributed comes first, then instruments, then publishers; those without a name come last of theirs."""
    parts = [p.part for p in standpoints(MODEL, OURS)]
    assert parts == sorted(parts, key=("said", "text", "own").index)
    assert [p.name for p in standpoints(MODEL, OURS) if p.part == "own"] == ["paper"]
    assert told()["A text in D-1"].counts == (("committed", 1),)
    names = [p.name for p in standpoints(MODEL, OURS) if p.part == "said"]
    assert names.index("driver") < names.index(NOT_NAMED)


def test_each_claim_is_told_once():
    """The claims of all standpoints are those asked for."""
    assert sorted(held()) == sorted(OURS)
    assert sum(p.claims for p in standpoints(MODEL, OURS)) == len(OURS)


def test_subjects_are_questions_else_type_and_place():
    """A linked claim stands under its question, another under its type and place; order is by time."""
    names = [s.name for s in told()["Hill side"].subjects]
    assert names == ["Road state, Hill", "Who shut the road?"]
    assert [s.name for s in told()["driver"].subjects] == ["Who shut the road?", "Stocks"]
    apart = (replace(MODEL.claim_links[0], kind="unrelated"),)
    assert [s.name for s in told(replace(MODEL, claim_links=apart))["driver"].subjects] == ["Stocks"]
    blank = tuple(replace(c, type="", place="") for c in MODEL.claims)
    assert told(replace(MODEL, claims=blank, claim_links=()))["driver"].subjects[0].name == ""


def test_a_denial_of_what_was_held_differs_and_so_does_another_number():
    """Of one speaker on one subject: other polarity; another number for the same days, not a count of others."""
    free = replace(MODEL, claim_links=())
    found = held(free)
    assert [(d.claim, d.kind) for d in found["P-2"].differs] == [("P-1", "polarity")]
    (number,) = found["P-4"].differs
    assert (number.claim, number.kind, number.here, number.there) == ("P-3", "number", "60 t", "40 t")
    assert found["P-5"].differs == ()
    assert found["P-1"].differs == found["P-3"].differs == ()


def test_two_speakers_do_not_differ_from_themselves():
    """What another speaker denied is no change of position, and an unnamed speaker is nobody twice."""
    other = tuple(replace(c, speaker="driver") if c.claim == "P-2" else c for c in MODEL.claims)
    assert held(replace(MODEL, claims=other, claim_links=()))["P-2"].differs == ()
    nobody = tuple(replace(c, speaker="") if c.claim in {"P-1", "P-2"} else c for c in MODEL.claims)
    assert held(replace(MODEL, claims=nobody, claim_links=()))["P-2"].differs == ()


def test_a_link_between_two_claims_of_one_speaker_is_told_as_it_is():
    """Claims worded otherwise, or of other days, differ where a link says so, and in its word."""
    link = replace(MODEL.claim_links[0], a="P-5", b="P-3", kind="differs", question="")
    found = held(replace(MODEL, claim_links=(link,)))
    assert [(d.claim, d.kind) for d in found["P-5"].differs] == [("P-3", "number")]
    words = tuple(replace(c, quantity=None) for c in MODEL.claims)
    found = held(replace(MODEL, claims=words, claim_links=(replace(link, kind="tension"),)))
    assert [(d.claim, d.kind) for d in found["P-5"].differs] == [("P-3", "tension")]


def test_who_answers_whom_is_told_from_both_sides():
    """The answer names what it answers, and that names its answer; a link to what is not told is not."""
    assert held()["P-3"].answers == ("P-2",)
    assert held()["P-2"].answered_by == ("P-3",)
    less = replace(MODEL, claims=tuple(c for c in MODEL.claims if c.claim != "P-3"))
    assert {h.answered_by for h in held(less).values()} == {()}


def test_the_counts_are_those_of_the_page():
    """Both forms count the same stances, positions before plain statements."""
    accounts = {p.account: p.counts for p in positions(replace(MODEL, claims=tuple(
        replace(c, account="Hill side") for c in MODEL.claims if c.claim in {"P-1", "P-2"}
    )))}  # fmt: skip
    assert accounts["Hill side"] == told()["Hill side"].counts == (("denied", 1), ("asserted", 1))


@pytest.mark.parametrize(
    ("first", "second", "alike"),
    [
        (SHUT, "Trucks were shut out of the lower road.", True),
        ("In the store 40 tonnes of flour.", "In the store 60 tonnes of flour.", True),
        (SHUT, "The mine was sold.", False),
        ("Road.", "Road.", False),
    ],
)
def test_claims_are_alike_by_words_that_carry_meaning(first, second, alike):
    """Numbers and small words count for nothing, and one shared word is too little."""
    one = MODEL.claims[0]
    pair = replace(one, proposition=first), replace(one, proposition=second)
    assert are_alike(*pair) is are_alike(*pair[::-1]) is alike


TEXT = "The mayor said “no road is shut” today. “We wait.” She left.\n\n“They never came. Nobody did."


@pytest.mark.parametrize(
    ("words", "how"),
    [
        ("no road is shut", "direct"),
        ("said “no road is shut” today", "partly direct"),
        ("She left", "attributed"),
        ("Nobody did", "attributed"),
        ("“They never", "partly direct"),
    ],
)
def test_words_between_quotation_marks_are_direct(words, how):
    """Within closed marks direct, with a mark inside partly so; a mark never closed makes nothing direct."""
    start = TEXT.index(words)
    assert quoting(Reading("D", "", TEXT), [(start, start + len(words))]) == how


def test_several_passages_are_direct_only_if_all_are():
    """One quoted passage and one that is not are partly direct."""
    spans = [(TEXT.index(w), TEXT.index(w) + len(w)) for w in ("We wait", "She left")]
    assert quoting(Reading("D", "", TEXT), spans) == "partly direct"


@pytest.mark.parametrize(
    ("name", "words", "span", "apart"),
    [
        ("Ann Ito", "She left.", (0, 59), True),
        ("Ann Ito", "She left.", (0, 60), False),
        ("Ann Ito", "She left.", (112, 115), False),
        ("Ann Ito", "She left.", (161, 170), True),
        ("Ann Ito", "Ito left.", (0, 7), False),
        ("Ann Ito", "She left.", None, False),
    ],
)
def test_a_speaker_named_away_from_the_words_is_said_to_be(name, words, span, apart):
    """More than forty characters before or after them; not beside them, within, in part of the name, or unknown."""
    own = Passage(
        where=Where("passages.csv"), passage="P", document="D", start=100, end=120, hash="", role=""
    )
    spots = {"P": own} | ({"S": replace(own, passage="S", start=span[0], end=span[1])} if span else {})
    claim = replace(MODEL.claims[0], speaker=name, proposition=words, passages=("P",), speaker_passage="S")
    assert is_named_apart(claim, spots) is apart

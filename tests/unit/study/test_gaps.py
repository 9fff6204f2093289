"""What is not known: every number without a claim once, as a question, by its effect; people, days, bounds, clauses."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json

import pytest
from tests.unit.model.small_cases import A, small, with_claims
from tests.unit.study import small as studied

from corridor import cases
from corridor.forecast.ensemble import prepare
from corridor.io import Case
from corridor.model.numbers import is_default
from corridor.schema.values import Range
from corridor.study.find_out import find_out
from corridor.study.gaps import find_gaps, gaps

LACHIN = Case.read(cases.path("lachin")).check()


@pytest.fixture(scope="module")
def ranked():
    """Gaps of the small case: an uncertain stock that decides, an uncertain count of people that does not."""
    case = studied.case(stock=Range(6, 12, 24), people=Range(990, 1000, 1010), outlook=True)
    return find_gaps(case, draws=500, paths=4, policy="pull", engine="compiled")


def test_the_number_that_decides_comes_first(ranked):
    """The stock is asked for first, with what it carries, of which answer, and by how much the band would narrow."""
    first = ranked.ranked[0]
    assert first.ask == "How much was in store on 2023-01-01: flour at Hill, state?"
    assert first.who == "the office that keeps public stores"
    assert first.share > 0.2
    assert first.narrows > 0.3
    assert first.answer in {
        "How many days until energy falls short of the ration?",
        "How many person-days short of energy?",
    }
    assert ranked.numbers[0] is first


def test_what_does_not_stand_out_is_counted_by_table(ranked):
    """The people of Hill stand below the threshold: a question without a share, counted under its table."""
    (people,) = [g for g in ranked.numbers if g.table == "people"]
    assert people.share is None
    assert dict(ranked.below)["people"] == 1
    assert sum(n for _, n in ranked.below) + len(ranked.ranked) == len(ranked.numbers)


def test_every_number_without_a_claim_is_asked_once():
    """In the founding case, ranked or not, each number without a claim that somebody gave is behind one question."""
    prepared = prepare(LACHIN)
    bare = sorted(n.name for n in prepared.arrays.numbers if n.is_assumed and not is_default(n))
    found = find_out(LACHIN, (studied_question(prepared),), draws=500, paths=2)
    for findings in ((), found):
        asked = gaps(prepared.model, prepared.arrays.numbers, findings)
        assert sorted(name for g in asked.numbers for name in g.numbers) == bare
        assert asked.studied == bool(findings)


def studied_question(prepared):
    """The days until the first need runs out."""
    from corridor.study.answers import days_to_stock_out  # noqa: PLC0415

    return days_to_stock_out(prepared.arrays.labels.needs[0])


def test_a_claim_behind_a_number_closes_its_gap():
    """A stock that a claim backs is no gap; without the claim it is."""
    case = with_claims()
    case.add_stock("Hill", "flour", amount=9, holder="farm", claims="C-1")
    tables = [g.ask for g in find_gaps(case.check(), quick=True, origin=dt.date(2023, 1, 10)).numbers]
    before = [g.ask for g in find_gaps(case.check(), quick=True, origin=dt.date(2023, 1, 4)).numbers]
    assert sum("flour at Hill" in words for words in tables) == 1
    assert tables == before  # the farm's stock was not known then: no number, and so no gap
    bare = small()
    bare.add_stock("Hill", "flour", amount=9, holder="farm", basis=A)
    assert sum("flour at Hill" in g.ask for g in find_gaps(bare.check(), quick=True).numbers) == 2


def test_quick_does_not_rank():
    """Without the study no number has a share, and that is said."""
    found = find_gaps(LACHIN, quick=True)
    assert not found.studied
    assert found.ranked == ()
    assert found.plain()["below_threshold"] is None
    json.dumps(found.plain(), allow_nan=False)


def test_what_else_is_not_known():
    """A place nobody counted, days whose situation is unknown, a bound without a value, a test nobody speaks to."""
    case = with_claims()
    case.add_place("Hamlet")
    for s in ("open", "shut"):
        case.add_situation(s, "road")
    case.add_spell("road", "open", start="2023-01-01", end="2023-01-04", basis=A)
    case.add_spell("road", "unknown", start="2023-01-05", end="2023-01-06", basis=A)
    case.add_spell("road", "shut", start="2023-01-07", basis=A)
    case.add_claim("C-3", stance="asserted", proposition="Up to 900 live there.", documents="D-1", quantity=900,
                   unit="persons", qualifier="up to", speaker="A. Person")  # fmt: skip
    case.add_people("Hill", people=(600, 800, 900), start="2023-01-02", claims="C-3")
    case.add("clauses", clause="L", agreement="a word", obligor="a", object="open", outcome_test="Is it open?",
             responsibility_test="At whose door?", start="2023-01-01", basis=A)  # fmt: skip
    case.add("clause_supports", clause="L", test="outcome", claim="C-1", role="for", valid_from="2023-01-02",
             valid_to="2023-01-05")  # fmt: skip
    case.add("clause_supports", clause="L", test="outcome", claim="C-2", role="against",
             valid_from="2023-01-06", valid_to="2023-01-08")  # fmt: skip
    found = find_gaps(case.check(), quick=True, origin=dt.date(2023, 1, 10), known_by=dt.date(2023, 3, 1))
    asked = {kind: found.of(kind) for kind in ("people", "access", "bound", "clause")}
    assert [g.ask for g in asked["people"]] == ["How many people live in Hamlet?"]
    assert [(g.ask, g.days) for g in asked["access"]] == [
        ("What was the situation from 2023-01-05 to 2023-01-06: road?", 2)
    ]
    assert [(g.ask, g.claims) for g in asked["bound"]] == [
        ('C-3 says "up to 900 persons": how many exactly?', ("C-3",))
    ]
    assert {g.numbers: g.days for g in asked["clause"]} == {
        ("L", "outcome"): 60 - 7,
        ("L", "responsibility"): 3,
    }
    assert all("A. Person" not in g.who for g in found.others)  # holders are offices and kinds of people


def test_by_an_earlier_day_more_is_not_known():
    """Read as known by an earlier day, the days since are unknown and the people not counted."""
    now = find_gaps(LACHIN, quick=True)
    then = find_gaps(LACHIN, quick=True, known_by=dt.date(2020, 12, 20))
    days = [sum(g.days or 0 for g in found.of("access")) for found in (now, then)]
    assert days[0] < 100 < days[1]
    assert (len(now.of("people")), len(then.of("people"))) == (0, 2)


def test_the_order_is_by_share(ranked):
    """Shares fall; what stands out only once the larger are known comes after all others."""
    keys = [(g.after, -g.share) for g in ranked.ranked]
    assert keys == sorted(keys)
    assert dataclasses.replace(ranked, numbers=()).ranked == ()

"""The chronology: claims at their earliest day, the same together, the contradicted marked, rows beside claims."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.model.small_cases import A, with_claims

from corridor.model.model import Model
from corridor.study.chronology import chronology, contradicted, date_of, dated, gather, in_order, timeline


def made() -> Model:
    """Four dated claims, two of them the same, one contradicted, and one of each kind of coarse date."""
    case = with_claims()
    for key, time in (
        ("C-3", "2023-01~"),
        ("C-4", "2023-01-03/.."),
        ("C-5", "/2023-02"),
        ("C-6", "2023-01-03"),
        ("C-7", "199X"),
    ):
        case.add_claim(key, stance="reported", proposition=f"Said in {key}.", documents="D-2", time=time)
    case.add("claim_links", a="C-6", b="C-4", kind="same", independent=True, by_whom="ana")
    case.add("claim_links", a="C-3", b="C-6", kind="contradicts", independent=True, by_whom="ana")
    for situation in ("open", "shut"):
        case.add_situation(situation, "road")
    case.add_spell("road", "open", start="2023-01-01", basis=A)
    case.add_spell("road", "shut", start="2023-01-04", claims="C-4")
    case.add("events", event="E-1", start="2023-01-09", kind="talks", words="They met.", claims="C-6")
    return case.check()


MODEL = made()
IDS = [c.claim for c in MODEL.claims]


def test_a_claim_stands_at_the_earliest_day_it_may_mean():
    """Validity first, else the first day of a coarse date; a date without a beginning or out of form has none."""
    by = {c.claim: c for c in MODEL.claims}
    days = {c: date_of(by[c]) for c in IDS}
    assert days["C-3"] == dt.date(2023, 1, 1)
    assert days["C-7"] == dt.date(1990, 1, 1)
    assert days["C-4"] == dt.date(2023, 1, 3)
    assert (days["C-5"], days["C-1"]) == (None, None)
    assert date_of(replace(by["C-3"], valid_from=dt.date(2022, 5, 1))) == dt.date(2022, 5, 1)
    assert date_of(replace(by["C-3"], time="soon")) is None
    assert (dated(by["C-6"]), dated(by["C-1"])) == ("day, stated", "")


def test_the_chronology_holds_access_events_and_dated_claims_in_order():
    """Nothing is lost, days rise, and access stops after the last day asked for."""
    found = chronology(MODEL)
    kinds = [e.kind for e in found.entries]
    assert [kinds.count(k) for k in ("access", "event", "claim")] == [2, 1, 4]
    assert [e.start for e in found.entries] == sorted(e.start for e in found.entries)
    assert {c.claim for c in found.undated} == {"C-1", "C-2", "C-5"}
    assert len(chronology(MODEL, last=dt.date(2023, 1, 3)).entries) == len(found.entries) - 1


def test_lines_have_the_same_together_the_contradicted_marked_and_rows_beside():
    """C-4 and C-6 are one line; what contradicts either is named; the spell and the event on them are there."""
    found = timeline(MODEL, IDS)
    assert [line.claim.claim for line in found.lines] == ["C-7", "C-3", "C-4"]
    third = found.lines[2]
    assert [c.claim for c in third.same] == ["C-6"]
    assert third.contradicted == ("C-3",)
    assert [(r.kind, r.key) for r in third.rows] == [("access", "road"), ("event", "E-1")]
    assert found.lines[1].contradicted == ("C-6",)
    assert [line.claim.claim for line in found.undated] == ["C-1", "C-2", "C-5"]
    assert (found.dated_claims, found.undated_claims) == (4, 3)


def test_between_days_what_may_speak_of_them_stays_and_the_rest_is_counted():
    """A claim that goes on counts for later days; one without any day is counted apart; the half-open one stays."""
    found = timeline(MODEL, IDS, first=dt.date(2023, 1, 10), last=dt.date(2023, 1, 20))
    assert [line.claim.claim for line in found.lines] == ["C-3", "C-4"]
    assert [line.claim.claim for line in found.undated] == ["C-5"]
    assert (found.outside, found.undated_out) == (2, 2)


def test_what_a_rule_proposed_as_the_same_is_not_put_together():
    """Only a link that a person stands behind makes two claims one line."""
    links = tuple(replace(k, by_whom="rule links/1") for k in MODEL.claim_links)
    assert [len(g) for g in gather(MODEL.claims, links)] == [1] * len(IDS)
    assert max(len(g) for g in gather(MODEL.claims, MODEL.claim_links)) == 2


def test_a_claim_that_is_not_told_contradicts_nothing():
    """Links to claims outside those that may be told mark nothing, so that nothing held back shows."""
    assert contradicted(MODEL.claim_links, set(IDS))["C-6"] == ("C-3",)
    assert contradicted(MODEL.claim_links, set(IDS) - {"C-3"}) == {}


@given(st.permutations(IDS), st.lists(st.tuples(st.sampled_from(IDS), st.sampled_from(IDS)), max_size=8))
def test_every_claim_stands_once_whatever_is_linked_as_the_same(order, pairs):
    """The lines hold each claim once, and the order of rows and links changes nothing."""
    by = {c.claim: c for c in MODEL.claims}
    links = tuple(replace(MODEL.claim_links[0], a=a, b=b) for a, b in pairs if a != b)
    model = replace(MODEL, claims=tuple(by[c] for c in order), claim_links=links)
    found = timeline(model, IDS)
    told = [c.claim for line in (*found.lines, *found.undated) for c in (line.claim, *line.same)]
    assert sorted(told) == sorted(IDS)
    turned = replace(model, claims=model.claims[::-1], claim_links=links[::-1])
    assert timeline(turned, IDS) == found


@pytest.mark.parametrize("turn", [1, -1])
def test_on_one_day_earlier_publications_come_first(turn):
    """Undated claims are in the order of publication, whatever the order of the rows."""
    found = in_order(MODEL.claims[::turn], MODEL.documents, MODEL.passages)
    assert [c.claim for c in found][-3:] == ["C-1", "C-2", "C-5"]

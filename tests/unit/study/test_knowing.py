"""What each day knew that the one before did not: the same as comparing what was known, each thing once."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.model.small_cases import A, with_claims

from corridor import cases
from corridor.errors import UsageError
from corridor.io import Case
from corridor.model.model import Model
from corridor.model.numbers import collect, is_default
from corridor.model.select import known
from corridor.study.clauses import follow
from corridor.study.conflicts import CONFLICTS
from corridor.study.knowing import News, Stand, knowing

DAY = dt.timedelta(days=1)
FIRST, SECOND = dt.date(2023, 1, 5), dt.date(2023, 2, 28)


def case() -> Case:
    """Two papers that differ on the flour in store; the second closes the road, and grows the people."""
    made = with_claims()
    made.add_claim(
        "C-3", stance="reported", proposition="Four tonnes.", documents="D-2", quantity=4, unit="t"
    )
    made.add_claim("C-4", stance="denied", polarity="-", proposition="Nine tonnes.", documents=["D-1", "D-2"])
    made.add("claim_links", a="C-1", b="C-3", kind="contradicts", independent=True)
    made.add("claim_links", a="C-1", b="C-4", kind="supports", independent=True)
    made.add_stock("Hill", "flour", amount=9, claims="C-1")
    made.add_people(
        "Hill", people=900, start="2023-01-20", claims="C-3", basis="assumed: C-3 says how many were fed"
    )
    for situation in ("open", "shut"):
        made.add_situation(situation, "road")
    made.add_spell("road", "open", start="2023-01-01", basis=A)
    made.add_spell("road", "shut", start="2023-01-04", claims="C-3")
    made.add(
        "clauses", clause="L", agreement="a word", obligor="a", object="the road is open",
        outcome_test="Is it open?", claims="C-1",
    )  # fmt: skip
    made.add("clause_supports", clause="L", test="outcome", claim="C-1", role="for", valid_from="2023-01-02")
    made.add("clause_supports", clause="L", test="outcome", claim="C-3", role="against", valid_from="2023-01-02",
             valid_to="2023-01-03")  # fmt: skip
    return made


MODEL = case().check()
LACHIN = Case.read(cases.path("lachin")).check()


def test_each_day_says_what_came_out_then() -> None:
    """Claims on their day; a number that came to rest on claims, one that came; a spell; a conflict; a clause."""
    first, second = knowing(MODEL)
    assert (first.start, first.end, second.start) == (FIRST, FIRST, SECOND)
    assert (first.claims, second.claims) == (("C-1", "C-4"), ("C-2", "C-3"))
    (stock,) = first.numbers
    assert (stock.table, stock.column, stock.kind) == ("stocks", "amount", "backed")
    assert [(s.range.mid, s.claims, bool(s.basis)) for s in (*stock.before, *stock.after)] == [
        (9, (), True), (9, ("C-1",), False),
    ]  # fmt: skip
    (people,) = second.numbers
    assert (people.table, people.kind, people.before) == ("people", "known", ())
    assert [(s.situation, s.claims) for s in (*first.spells, *second.spells)] == [("shut", ("C-3",))]
    assert [(k.a, k.b, k.kind) for k in (*first.conflicts, *second.conflicts)] == [
        ("C-1", "C-3", "contradicts")
    ]
    assert [(c.start.day, c.end.day, c.before, c.after) for c in (*first.clauses, *second.clauses)] == [
        (2, 2, "no report", "reported met"),
        (2, 2, "reported met", "reports conflict"),
        (3, 3, "no report", "reported not met"),
    ]
    assert dict(second.counts) == {
        "claim": 2, "number": 1, "spell of access": 1, "conflict": 1, "change of a clause": 2,
    }  # fmt: skip


def stands(model: Model, by: dt.date) -> dict[tuple[str, str, str], list[Stand]]:
    """What each number stood at by a day, found by making the model anew."""
    found: dict[tuple[str, str, str], list[Stand]] = {}
    for n in collect(known(model, model.settings.origin, known_by=by)).items:
        if not is_default(n):
            stand = Stand(n.range, n.unit, n.claims, n.basis, n.rule)
            found.setdefault((n.table, n.key, n.column), []).append(stand)
    return found


def compared(model: Model, news: News, eve: dt.date) -> None:
    """Assert that a step says what comparing the models of its two ends says."""
    before, after = (known(model, model.settings.origin, known_by=d) for d in (eve, news.end))
    assert set(news.claims) == {c.claim for c in after.claims} - {c.claim for c in before.claims}
    pairs = [{(k.a, k.b) for k in m.claim_links if k.kind in CONFLICTS} for m in (before, after)]
    assert {(k.a, k.b) for k in news.conflicts} == pairs[1] - pairs[0]
    old, new = stands(model, eve), stands(model, news.end)
    assert {(n.table, n.key, n.column) for n in news.numbers} == {
        k for k in old | new if old.get(k) != new.get(k)
    }
    for n in news.numbers:
        at = (n.table, n.key, n.column)
        assert (list(n.before), list(n.after)) == (old.get(at, []), new.get(at, []))


@given(
    st.dates(dt.date(2022, 12, 30), dt.date(2023, 3, 3)),
    st.integers(0, 70),
    st.sampled_from(["day", "month"]),
)
def test_it_is_what_comparing_the_models_gives(start: dt.date, count: int, by: str) -> None:
    """Over any window, by day and by month, each step is the difference between what was known at its two ends."""
    eve = start - DAY
    for news in knowing(MODEL, start=start, end=start + count * DAY, by=by):
        compared(MODEL, news, eve)
        eve = news.end


@pytest.mark.parametrize("by", ["month", None])
def test_the_founding_case_is_told_as_comparing_gives(by) -> None:
    """In the founding case, by month and by default, each step is the difference, and each claim is told once."""
    found = knowing(LACHIN, by=by)
    assert by or len(found) < 40
    eve = found[0].start - DAY
    for news in found:
        compared(LACHIN, news, eve)
        eve = news.end
    told = [c for n in found for c in n.claims]
    assert len(told) == len(set(told))
    assert set(told) == {c.claim for c in known(LACHIN, LACHIN.settings.origin, known_by=eve).claims}


def test_what_one_step_leaves_the_next_takes_up() -> None:
    """The state of a number before a change is the state after its last one; days and months end alike."""
    for by in ("day", "month"):
        last: dict[tuple[str, str, str], tuple[Stand, ...]] = {}
        for news in knowing(LACHIN, by=by):
            for n in news.numbers:
                at = (n.table, n.key, n.column)
                assert last.get(at, n.before) == n.before
                last[at] = n.after


def test_clauses_change_as_following_them_by_each_day_shows() -> None:
    """Applied in turn, the changes of a clause lead to the status that following it by the last day gives.

    Save where the status only goes on past the day by which the earlier view ended, as of a spell without an end.
    """
    found = knowing(LACHIN, by="month")
    said: dict[tuple[str, str, dt.date], str] = {}
    for change in (c for n in found for c in n.clauses):
        for i in range((change.end - change.start).days + 1):
            at = (change.clause, change.test, change.start + i * DAY)
            assert at not in said or said[at] == change.before
            said[at] = change.after
    assert len(said) > 1000
    for view in follow(LACHIN, known_by=found[-1].end):
        for strip in view.strips:
            for run in strip.runs:
                for i in range(run.days):
                    told = said.get((strip.clause, strip.test, run.start + i * DAY), run.status)
                    assert told == run.status


def test_a_claim_that_may_not_be_read_is_no_news() -> None:
    """A proposed claim is told only where the settings read such claims; a rejected one never is."""
    claims = {c.claim: c for c in MODEL.claims}

    def told(status: str, proposed: str) -> bool:
        changed = replace(
            MODEL,
            settings=replace(MODEL.settings, proposed=proposed),
            claims=tuple(replace(c, status=status) if k == "C-2" else c for k, c in claims.items()),
        )
        return any("C-2" in n.claims for n in knowing(changed))

    assert [told(*x) for x in (("proposed", "leave out"), ("proposed", "read"), ("rejected", "read"))] == [
        False, True, False,
    ]  # fmt: skip


def test_nothing_published_is_no_news() -> None:
    """A case without claims, and a window without publications, have nothing to tell."""
    assert knowing(MODEL, start=FIRST + DAY, end=SECOND - DAY) == ()
    assert [n.end for n in knowing(MODEL, end=FIRST)] == [FIRST]


def test_a_window_that_ends_before_it_starts_is_wrong_use() -> None:
    """The last day cannot be before the first."""
    with pytest.raises(UsageError, match="is before the first"):
        knowing(MODEL, start=SECOND, end=FIRST)


def test_consecutive_steps_do_not_overlap() -> None:
    """Steps follow each other in order."""
    assert all(a.end < b.start for a, b in pairwise(knowing(LACHIN)))

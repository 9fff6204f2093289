"""Counts and claims that exclude each other are sides, with or without an account."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.sizes import sized
from tests.unit.study.two_counts import A, two_counts

from corridor.study.accounts import by_account
from corridor.study.rivals import groups
from corridor.study.without import sides, without


def out(answer):
    """Chance that the flour of Hill runs out."""
    return answer.at("Hill", "energy").stock_out.chance.value


@pytest.mark.parametrize("accounts", [False, True])
def test_two_counts_are_two_sides(accounts):
    """21 t last 1,000 people 35 of 60 days from 1 January on, and 500 people 70: two answers, which depend."""
    model = two_counts(accounts=accounts).check()
    found = by_account(model, policy="recorded")
    assert found.differs
    assert [out(a.answer) for a in found.accounts] == [1.0, 0.0]
    (c,) = [c for c in found.conclusions if c.kind == "falls short"]
    assert not c.holds
    assert [v for _, v in c.figures] == [1.0, 0.0]
    (conflict,) = sides(model, policy="recorded").conflicts
    assert conflict.differs
    assert [out(s.answer) for s in conflict.sides] == [1.0, 0.0]
    left = without(model, ["C-A", "C-B"], policy="recorded")
    assert [out(x.answer) for x in left.claims] == [0.0, 1.0]


def test_counts_without_a_link_are_sides_too():
    """Rows of one pick exclude each other by themselves; the option says what it counts and who counted."""
    found = by_account(two_counts(linked=False).check(), policy="recorded")
    assert [a.name for a in found.accounts] == ["1,000 people (paper A)", "500 people (paper B)"]
    assert not any(a.is_account for a in found.accounts)


def test_claims_that_exclude_each_other_are_sides_without_a_pick():
    """A road said to be shut, and said not to be: two options, though no row is a rival and nobody has an account."""
    case = two_counts(1_000, 1_000, linked=False)
    for claim, polarity in (("R-1", "+"), ("R-2", "-")):
        case.add_claim(
            claim, stance="asserted", polarity=polarity, proposition="The road was shut.", documents="D-A"
        )
    case.add("claim_links", a="R-1", b="R-2", kind="contradicts", independent=True, question="Was it shut?")
    for situation in ("open", "shut"):
        case.add_situation(situation, "road")
        case.add_access(situation, "road", status="open" if situation == "open" else "closed", basis=A)
        case.add_inflow(situation, "road", contents="flour", per_day=6 if situation == "open" else 0, basis=A)
    case.add_spell("road", "open", start="2026-01-01", basis=A)
    case.add_spell("road", "shut", start="2026-01-05", claims="R-1")
    case.add_support("timeline", "road / 2026-01-05", claim="R-2", role="against")
    model = case.check()
    found = {g.question: g for g in groups(model, lambda _: True)}
    assert [o.claims for o in found["Was it shut?"].options] == [("R-1",), ("R-2",)]
    names = [a.name for a in by_account(model).accounts]
    assert {"R-1 (paper A)", "R-2 (paper A)"} <= set(names)


@settings(max_examples=sized(15), deadline=None)
@given(st.integers(100, 3_000), st.integers(100, 3_000), st.booleans(), st.booleans(), st.floats(1.0, 80.0))
def test_never_the_same_whoever_is_believed(first, second, accounts, linked, stock):
    """Each count is exact, so flour lasts or not; where the counts say otherwise, that depends.

    A person eats 0.6 kg a day. The flour runs out within 60 days if 0.6 kg x people x 60 days is more than the stock.
    """
    model = two_counts(first, second, accounts=accounts, linked=linked, stock=stock).check()
    found = by_account(model, policy="recorded")
    spare = [stock - 0.0006 * people * 60 for people in (first, second)]
    assume(first != second and min(map(abs, spare)) > 0.1)
    runs_out = [x < 0 for x in spare]
    assert [out(a.answer) for a in found.accounts] == [float(x) for x in runs_out]
    told = [c for c in found.conclusions if c.kind in ("falls short", "lasts")]
    assert [c.holds for c in told] == [runs_out[0] == runs_out[1]]

"""What claims make of the numbers of a case: typed beside claimed, flags, and rows to paste."""

from __future__ import annotations

import pytest
from tests.unit.model.test_rules import heard

from corridor.errors import UsageError
from corridor.model.build import check
from corridor.study.ranges import BLOCKS, Weighing, proposed_rows, ranges


def weighed(case, **options) -> Weighing:
    """The one number of the stock of flour, in spite of what the check has against it."""
    model = check(case.tables(), in_spite_of=BLOCKS).model
    (found,) = ranges(model, table="stocks", **options)
    return found


def stock(claims: str, **columns):
    """The case with the stock of flour at Hill backed by these claims."""
    return heard().replace("stocks", "Hill", claims=claims, **columns)


def test_every_allowed_rule_is_shown_beside_what_is_typed():
    """A number that does not reach as far as its claims is flagged, and each rule says what it gives."""
    found = weighed(stock("C-8, C-12, C-90", amount=10))
    assert [a.rule for a in found.answers] == ["range", "graded range"]
    assert [(a.range.low, a.range.mid, a.range.high) for a in found.answers] == [(8, 29.5, 90), (8, 10, 12)]
    assert found.differs == "typed is 10, and the claims reach 8 to 90 t"
    assert found.answers[1].left_out == (("C-90", "graded 5"),)
    assert found.is_flagged


@pytest.mark.parametrize(
    ("high", "is_flagged"), [(12, False), (12 * 0.995, False), (12 * 0.99, True), (13, False)]
)
def test_a_range_that_holds_the_claims_is_not_flagged(high, is_flagged):
    """What is typed must reach as far as what is claimed, but for rounding; wider is the analyst's right."""
    found = weighed(stock("C-8, C-12", amount_low=8, amount=10, amount_high=high))
    assert found.is_flagged == is_flagged


def test_one_claim_asks_for_a_person():
    """A number on one claim alone is flagged until it is widened with a reason, or declared as said."""
    assert "Type a range around it" in weighed(stock("C-8", amount=8)).to_do
    assert weighed(stock("C-8", amount_low=6, amount=8, amount_high=11)).to_do == ""
    assert weighed(stock("C-8", amount=8, rule="as said")).to_do == ""


def test_open_bounds_are_flagged_though_the_case_cannot_run():
    """The study looks at a case in spite of an open bound, and names it."""
    found = weighed(stock("C-over", amount=50))
    assert found.typed[0].open == (("C-over", "above"),)
    assert found.to_do.startswith("C-over is open above")
    assert weighed(stock("C-over", amount_low=50, amount=55, amount_high=70)).to_do == ""


def test_rivals_are_one_number():
    """Rows that exclude each other are one number; a number that is claimed and not among them is flagged."""
    case = stock("C-8", amount=8, rival="count")
    case.add_stock("Hill", "flour", amount=14, rival="count", claims="C-12")
    found = weighed(case)
    assert [t.stands_by for t in found.typed] == ["pick", "pick"]
    assert found.differs == "not among the numbers typed: C-12: 12 t"
    assert [c["amount"] for c in proposed_rows(found)] == [8, 12]


def test_claims_that_exclude_each_other_ask_for_rows_of_their_own():
    """A single row on claims that exclude each other is flagged, and a row for each number proposed."""
    case = stock("C-8, C-12", amount_low=8, amount=10, amount_high=12)
    case.add("claim_links", a="C-8", b="C-12", kind="contradicts")
    found = weighed(case)
    assert "Write a row for each number" in found.to_do
    rows = proposed_rows(found)
    assert [(r["amount"], r["claims"], r["rival"], r["rule"]) for r in rows] == [
        (8, "C-8", "count", "pick"),
        (12, "C-12", "count", "pick"),
    ]


def test_derived_numbers_are_told_and_not_flagged():
    """A number worked out from its claims stands on another scale: nothing is held against it, nothing proposed."""
    found = weighed(stock("C-8", amount=4, basis="derived: half of it"))
    assert found.is_derived
    assert not found.is_flagged
    assert proposed_rows(found) == ()


def test_a_number_no_claim_states_is_listed_with_the_reason():
    """Claims in another unit are left out by name; the row stays in the list."""
    found = weighed(stock("C-people", amount=9))
    assert found.answers[0].claims == ()
    assert "cannot be held against t" in found.answers[0].left_out[0][1]


def test_claims_against_are_shown_as_left_out():
    """A claim that speaks against the number is named, and does not enter."""
    case = stock("C-8", amount=8)
    case.add_support("stocks", "Hill / flour", claim="C-90", role="against", column="amount")
    assert weighed(case).answers[0].left_out == (("C-90", "speaks against the number"),)


def test_proposed_rows_stand_by_their_rule_when_pasted():
    """The row proposed for a range passes the check, and its number then stands by that rule."""
    case = stock("C-8, C-12", amount=10)
    (row,) = proposed_rows(weighed(case))
    names = ("amount_low", "amount", "amount_high", "rule")
    pasted = weighed(case.replace("stocks", "Hill", **{n: row[n] for n in names}))
    assert pasted.typed[0].stands_by == "range"
    assert not pasted.is_flagged


def test_a_rule_may_be_asked_for():
    """A rule that the claims do not allow is answered with what it would need."""
    found = weighed(stock("C-8", amount=8), rule="range")
    assert [a.rule for a in found.answers] == ["range"]


@pytest.mark.parametrize(
    ("options", "why"), [({"table": "events"}, "no run reads"), ({"key": "Hil"}, "no row")]
)
def test_what_is_not_there_is_told(options, why):
    """A table no run reads a number of, or a key without claims, is wrong use, with what there is."""
    with pytest.raises(UsageError, match=why):
        ranges(stock("C-8", amount=8).check(), **options)

"""Not believing claims: the laws, and what becomes of each sort of row."""

import datetime as dt
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.sizes import sized
from tests.unit.model.small_cases import A, small
from tests.unit.study.two_accounts import two_accounts

from corridor.io import Case
from corridor.model.believe import believing, denials, disbelieve
from corridor.model.select import known
from corridor.model.unbelieved import Doubt

CLAIMS = ("N-1", "S-1", "N-2", "S-2", "N-3", "P-1")


@pytest.fixture(scope="module")
def model():
    """The case of two accounts."""
    return two_accounts().check()


def counted(*quantities, amount=None, rule="", column="amount"):
    """The small case with a stock backed by a claim for each quantity, in t, each of a source of its own."""
    case = small()
    for i, q in enumerate(quantities, 1):
        case.add_source(f"source {i}")
        case.add_document(f"D-{i}", f"source {i}", published="2022-12-30", published_basis="stated")
        case.add_claim(f"C-{i}", stance="asserted", proposition=f"{q} t are in store.", documents=f"D-{i}",
                       quantity=q, unit="t")  # fmt: skip
    ids = [f"C-{i}" for i in range(1, len(quantities) + 1)]
    return case.replace("stocks", "Hill", amount=amount, claims=ids, basis="", rule=rule).check()


def only(changes):
    """The one change there is."""
    (change,) = changes
    return change


def test_nothing_left_out_is_the_same_model(model):
    """Nothing left out, or only what backs nothing, gives the very model, digest and all."""
    assert believing(model, without=()).model is model
    assert believing(model, without=["P-1", "N-2", "N-3", "no such claim"]).model.digest == model.digest


@settings(max_examples=sized(30), deadline=None)
@given(gone=st.sets(st.sampled_from(CLAIMS)))
def test_order_does_not_matter_and_no_row_is_lost(model, gone):
    """Any order gives the same model; rows are as many as before, and no number is new or zero."""
    found = believing(model, without=sorted(gone))
    assert believing(model, without=sorted(gone, reverse=True)).model.digest == found.model.digest
    assert len(found.model.people) == 2
    assert len(found.model.timeline) == 2
    assert {p.people.mid for p in found.model.people} == {1_000, 500}
    assert {c for x in found.changes for c in x.claims} <= gone


def test_the_claims_stay_in_the_ledger(model):
    """What was said stays said: the ledger's tables are untouched but for what stands behind rows."""
    found = believing(model, without=["S-1", "S-2"]).model
    assert found.claims == model.claims
    assert found.claim_links == model.claim_links
    assert {s.claim for s in model.supports} - {s.claim for s in found.supports} == {"S-1", "S-2"}


def test_a_rival_is_picked_by_no_member(model):
    """The rival that goes has no weight, the other all; rows keep their places, so that draws stay the same."""
    found = believing(model, without=["N-1"])
    assert [(p.people.mid, p.weight_of_rival) for p in found.model.people] == [(1_000, 0.0), (500, 1.0)]
    change = only(found.changes)
    assert (change.kind, change.was, change.claims) == ("not picked", "1,000 person", ("N-1",))
    assert change.changes_number


def test_rivals_that_nobody_names_stay(model):
    """Where no rival would be left all stay as they were, marked: missing never becomes zero."""
    found = believing(model, without=["N-1", "S-1"])
    assert [p.people.mid for p in found.model.people] == [1_000, 500]
    assert {c.kind for c in found.changes} == {"kept"}
    assert not any(c.changes_number for c in found.changes)
    assert all(p.basis.startswith("assumed: nothing believed says it") for p in found.model.people)


def test_weights_are_shared_anew_among_those_that_stay():
    """Stated weights of those that stay keep their proportion; a rest of weight 0 is shared equally."""
    case = two_accounts()
    case._rows["people"].clear()
    for people, claim, weight in ((1_000, "N-1", 0.6), (500, "S-1", 0.3), (800, "P-1", 0.1)):
        case.add_people("Hill", people=people, claims=claim, rival="count", weight_of_rival=weight)
    found = believing(case.check(), without=["N-1"]).model
    assert [p.weight_of_rival for p in found.people] == pytest.approx([0.0, 0.75, 0.25])


def test_an_assumed_row_stands_in():
    """A row that nobody believes gives way to the assumed row of its key."""
    case = counted(12, amount=12)
    assumed = case.stocks[0]
    built = Case.of(case)
    built.add_stock("Hill", "flour", amount=(3, 5, 9), basis="assumed: a guess", date=assumed.date)
    model = built.check()
    found = believing(model, without=["C-1"])
    change = only(found.changes)
    assert (change.kind, change.was, change.now) == ("stands in", "12 t", "5 (3 to 9) t")
    assert [s.amount.mid for s in known(found.model, dt.date(2023, 1, 1)).stocks] == [5]


def test_a_number_that_nothing_else_says_stays_marked():
    """Without another row the number stays, without a claim, and is told as kept."""
    found = believing(counted(12, amount=12), without=["C-1"])
    change = only(found.changes)
    assert (change.kind, change.changes_number) == ("kept", False)
    assert (found.model.stocks[0].amount.mid, found.model.stocks[0].claims) == (12, ())
    assert "C-1" in found.model.stocks[0].basis


def test_a_range_is_worked_out_again_from_the_claims_left():
    """By the rule range, 8, 10 and 14 t give 8, 10, 14; without 14 they give 8, 9, 10."""
    model = counted(8, 10, 14, amount=(8, 10, 14))
    found = believing(model, without=["C-3"])
    change = only(found.changes)
    amount = found.model.stocks[0].amount
    assert (change.kind, change.claims) == ("weighed", ("C-3",))
    assert (amount.low, amount.mid, amount.high) == (8, 9, 10)
    assert found.model.stocks[0].claims == ("C-1", "C-2")


def test_what_a_person_derived_stays():
    """A number that no rule makes of its claims stays as typed when one of them goes, and is told."""
    model = counted(8, 10, 14, amount=(5, 9, 20))
    change = only(believing(model, without=["C-3"]).changes)
    assert (change.kind, change.changes_number, change.now) == ("fewer", False, "9 (5 to 20) t")


def spell(found, start="2023-01-05"):
    """The spell of a day."""
    return next(s for s in found.model.timeline if s.start.isoformat() == start)


def test_days_go_on_as_before_where_the_change_is_denied(model):
    """North says that the road was not shut: without South's claim it stays open."""
    found = believing(model, without=["S-2"])
    assert (spell(found).situation, only(found.changes).kind) == ("open", "goes on")


def test_days_are_unknown_where_nobody_denies_the_change(model):
    """Not to believe the closing is not to believe an open road: as before or as it was said, a member draws."""
    found = believing(model, without=["S-2", "N-2"])
    change = only(found.changes)
    assert (spell(found).situation, spell(found).among, change.kind) == (
        "unknown",
        ("open", "shut"),
        "unknown",
    )
    assert change.now == "unknown, one of open, shut"


def test_a_contradiction_alone_does_not_say_what_was():
    """A claim that contradicts another may deny only who did it: the days are as before or as said, no third."""
    case = two_accounts()
    case._rows["supports"].clear()
    case.add_situation("slow", "road")
    case.add_access("slow", "road", status="restricted", cap=0.5, unit="share", basis=A)
    case.add_inflow("slow", "road", contents="flour", per_day=0.3, basis=A)
    found = believing(case.check(), without=["S-2"])
    assert (spell(found).situation, spell(found).among) == ("unknown", ("open", "shut"))


def test_a_denial_of_the_first_spell_leaves_the_others():
    """Where nothing was before, days that a claim stands against are one of the other situations."""
    case = two_accounts()
    case._rows["timeline"].clear()
    case._rows["supports"].clear()
    case.add_spell("road", "shut", start="2023-01-01", claims="S-2")
    case.add_support("timeline", "road / 2023-01-01", claim="N-2", role="against")
    found = believing(case.check(), without=["S-2"])
    assert (spell(found, "2023-01-01").situation, only(found.changes).kind) == ("open", "unknown")


def test_a_denial_may_name_the_situation():
    """A claim behind a situation names it: days that it speaks against are in that one."""
    case = two_accounts()
    case.add_situation("slow", "road", claims="N-2")
    case.add_access("slow", "road", status="restricted", cap=0.5, unit="share", basis=A)
    case.add_inflow("slow", "road", contents="flour", per_day=0.3, basis=A)
    found = believing(case.check(), without=["S-2"])
    assert (spell(found).situation, only(found.changes).kind) == ("slow", "named")


def test_what_was_worked_out_from_a_change_is_told():
    """Deliveries on days whose situation changed stay as they were, and are told as such."""
    case = two_accounts()
    case.add_delivery("road", "flour", start="2023-01-01", end="2023-01-04", amount=2.4, basis=A)
    case.add_delivery("road", "flour", start="2023-01-05", end="2023-01-10", amount=0, basis="derived: shut")
    changes = believing(case.check(), without=["S-2"]).changes
    assert [(c.table, c.kind) for c in changes] == [("timeline", "goes on"), ("deliveries", "follows")]
    assert "derived: shut" in changes[1].why


def test_a_claim_may_be_believed_on_one_row_and_not_on_another(model):
    """A doubt holds for its own row alone; one that names no claim of the row does nothing."""
    found = disbelieve(model, {("people", 0): Doubt(claims=frozenset({"N-1"}))})
    assert only(found.changes).key == "Hill / 2023-01-01"
    assert disbelieve(model, {("people", 0): Doubt(claims=frozenset({"S-2"}))}).model is model


def test_denials(model):
    """A link that contradicts speaks against a claim, a support against a row; a promise is no party to it."""
    found = denials(model, ["N-2"])
    assert found.claims == {"S-2": ("N-2",)}
    doubt = found.doubt("timeline", model.timeline[1], ["S-2"])
    assert (doubt.against, doubt.denied) == (("N-2",), ("N-2",))
    assert found.doubt("timeline", model.timeline[0], []).against == ()
    assert denials(model, ["N-3"]).claims == {}


def test_all_orders_of_three(model):
    """Three claims in any order give one model."""
    digests = {believing(model, without=p).model.digest for p in permutations(["N-1", "S-1", "S-2"])}
    assert len(digests) == 1

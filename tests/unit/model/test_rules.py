"""By what each number stands: what its claims give beside what is typed, declared rules, and open bounds."""

from __future__ import annotations

import pytest
from tests.unit.model.small_cases import A, small

from corridor.errors import DataError
from corridor.io import Case
from corridor.model.build import check
from corridor.model.numbers import collect
from corridor.model.rules import TOLERANCE, open_sides
from corridor.model.voices import Evidence, voices_of
from corridor.schema.load import tables
from corridor.schema.values import Range


def heard() -> Case:
    """The small case with three sources, of which two share a group, and claims on the tonnes in store."""
    case = small()
    for source, group in (("paper", "press"), ("radio", "press"), ("office", "state")):
        case.add("sources", source=source, name=source, independence_group=group)
    for document, source in (("D-1", "paper"), ("D-2", "radio"), ("D-3", "office")):
        case.add_document(document, source, published="2022-12-05", published_basis="stated")
    said = (
        ("C-8", 8, "t", "D-1", {"credibility": "B2"}),
        ("C-80", 8_000, "kg", "D-2", {"credibility": "B3"}),
        ("C-12", 12, "t", "D-3", {"credibility": "C2"}),
        ("C-90", 90, "t", "D-3", {"credibility": "E5"}),
        ("C-over", 50, "t", "D-3", {"qualifier": "more than"}),
        ("C-under", 50, "t", "D-3", {"qualifier": "up to"}),
        ("C-people", 1_000, "persons", "D-1", {}),
    )
    for claim, quantity, unit, document, more in said:
        case.add_claim(
            claim,
            stance="reported",
            proposition=claim,
            documents=document,
            quantity=quantity,
            unit=unit,
            **more,
        )
    return case


def rule_of(claims: str, **columns: object) -> str:
    """By what the stock of flour at Hill stands."""
    model = heard().replace("stocks", "Hill", claims=claims, **columns).check()
    return next(n.rule for n in collect(model).items if (n.table, n.column) == ("stocks", "amount"))


@pytest.mark.parametrize(
    ("claims", "columns", "rule"),
    [
        ("C-8, C-12", {"amount_low": 8, "amount": 10, "amount_high": 12}, "range"),
        ("C-8, C-80, C-12", {"amount_low": 8, "amount": 10, "amount_high": 12}, "range"),
        ("C-8, C-12, C-90", {"amount_low": 8, "amount": 29.5, "amount_high": 90}, "range"),
        ("C-8, C-12, C-90", {"amount_low": 8, "amount": 10, "amount_high": 12}, "graded range"),
        ("C-8", {"amount": 8}, "as said"),
        ("C-80", {"amount": 8}, "as said"),
        ("C-8", {"amount": 8 * (1 + TOLERANCE)}, "as said"),
        (
            "C-8",
            {"amount": 8 * (1 + 1.01 * TOLERANCE), "basis": "assumed: C-8, and a little more"},
            "assumed",
        ),
        ("C-8", {"amount_low": 6, "amount": 8, "amount_high": 11}, "single, widened"),
        ("C-8", {"amount_low": 6, "amount": 8, "amount_high": 11, "basis": ""}, "typed"),
        ("C-8, C-12", {"amount": 30, "basis": "derived: from C-8, C-12; three times as much"}, "derived"),
        ("C-8, C-12", {"amount": 30, "basis": "assumed: C-8 and C-12 count one store of three"}, "assumed"),
        ("C-people", {"amount": 9, "basis": "derived: from C-people; 9 kg each"}, "derived"),
        ("", {"amount": 9}, "assumed"),
        ("", {"amount": 9, "basis": ""}, "typed"),
    ],
)
def test_a_number_stands_by_the_rule_that_gives_it(claims, columns, rule):
    """A number within half a per cent of what a rule gives stands by it; else its basis says by what."""
    assert rule_of(claims, **columns) == rule


def test_rivals_are_a_pick():
    """Rows of which each member picks one stand by the rule pick."""
    case = heard().replace("stocks", "Hill", claims="C-8", amount=8, rival="count")
    case.add_stock("Hill", "flour", amount=12, rival="count", claims="C-12")
    found = [n.rule for n in collect(case.check()).items if (n.table, n.column) == ("stocks", "amount")]
    assert found == ["pick", "pick"]


def test_a_claim_of_one_column_does_not_stand_behind_another():
    """A claim that `supports` ties to a column is no evidence for the other numbers of the row."""
    case = heard().replace("people", "Hill", people=1_000)
    case.add_support("people", "Hill", claim="C-people", column="people")
    model = case.check()
    evidence, row = Evidence.of(model), model.people[0]
    assert [v.claim for v in evidence.behind(tables()["people"], row, "people")] == ["C-people"]
    assert evidence.behind(tables()["people"], row, "other") == ()


def test_voices_carry_groups_grades_and_exclusions():
    """A voice knows its independence groups, its latest grade, and which claims it cannot hold together with."""
    case = heard()
    case.add("claim_links", a="C-8", b="C-12", kind="differs")
    case.add("assessments", claim="C-8", by_whom="x", credibility="1", when="2023-01-01")
    case.add("assessments", claim="C-8", by_whom="y", credibility="4", when="2023-01-02")
    a, b = voices_of(case.check(), ["C-8", "C-80"])
    assert (a.groups, a.grade, a.excludes) == (frozenset({"press"}), 4, frozenset({"C-12"}))
    assert (b.groups, b.grade, b.excludes, b.is_anchored) == (frozenset({"press"}), 3, frozenset(), False)


@pytest.mark.parametrize(
    ("rule", "claims", "columns", "why"),
    [
        ("range", "C-8, C-12", {"amount_low": 8, "amount": 10, "amount_high": 12}, ""),
        (
            "range",
            "C-8, C-12",
            {"amount_low": 8, "amount": 11, "amount_high": 12},
            "the claims give 8, 10, 12 t",
        ),
        ("graded range", "C-8, C-80, C-90", {"amount": 8}, "2 independence groups"),
        ("pick", "C-8, C-12", {"amount": 8}, "nothing to pick from"),
        ("as said", "C-8", {"amount": 8}, ""),
        ("single", "C-8", {"amount_low": 6, "amount": 8, "amount_high": 11}, ""),
        ("single", "C-8", {"amount_low": 8.5, "amount": 9, "amount_high": 11}, "no range around what C-8"),
        (
            "single",
            "C-8",
            {"amount_low": 6, "amount": 8, "amount_high": 11, "basis": ""},
            "no basis says why",
        ),
        ("single", "C-8, C-12", {"amount": 8}, "More than one claim"),
        ("range", "C-people", {"amount": 8}, "in a unit that can be compared"),
        ("range", "", {"amount": 8}, "no claim of the row"),
    ],
)
def test_a_declared_rule_is_held_against_its_claims(rule, claims, columns, why):
    """A rule that is written down must give the number that is typed; else the check says what the claims give."""
    case = heard().replace("stocks", "Hill", claims=claims, rule=rule, **columns)
    told = [p.found for p in check(case.tables()).problems if p.code == "C916"]
    assert len(told) == bool(why)
    assert all(why in text for text in told)


def test_a_rule_on_a_row_that_no_run_reads_is_told():
    """Events have no number of a run, and so no rule."""
    case = heard()
    case.add_event("E-1", start="2023-01-02", kind="statement", words="x")
    found = check(case.replace("events", "E-1", rule="range").tables()).problems
    assert ["no run reads" in p.found for p in found if p.code == "C916"] == [True]


@pytest.mark.parametrize(
    ("claims", "columns", "is_open"),
    [
        ("C-over", {"amount": 50}, True),
        ("C-over", {"amount": 60}, True),
        ("C-over", {"amount_low": 40, "amount": 45, "amount_high": 50}, True),
        ("C-over", {"amount_low": 40, "amount": 45, "amount_high": 50.1}, False),
        ("C-over", {"amount": 50, "basis": "assumed: more than 50 is read as just that"}, False),
        ("C-over", {"amount": 50, "basis": "assumed: the bound itself"}, False),
        ("C-over", {"amount": 50, "basis": "derived: up to 50 of them"}, True),
        ("C-over, C-90", {"amount_low": 50, "amount": 60, "amount_high": 90}, False),
        ("C-over, C-under", {"amount": 50}, False),
        ("C-under", {"amount": 50}, True),
        ("C-under", {"amount_low": 50, "amount": 55, "amount_high": 60}, True),
        ("C-under", {"amount_low": 49, "amount": 50, "amount_high": 50}, False),
    ],
)
def test_a_bound_is_not_taken_as_the_value_in_silence(claims, columns, is_open):
    """An open side is closed by another claim, a range that reaches beyond it, or a basis that names the bound."""
    found = check(heard().replace("stocks", "Hill", claims=claims, **columns).tables())
    assert [p.code for p in found.errors] == (["C915"] if is_open else [])


def test_a_claim_of_role_bound_closes_an_open_side():
    """A bound in `supports` ends what a claim leaves open."""
    case = heard().replace("stocks", "Hill", claims="C-over", amount=50)
    case.add_support("stocks", "Hill / flour", claim="C-90", role="bound", column="amount")
    case = case.replace("claims", "C-90", qualifier="up to")
    assert not check(case.tables()).errors


def test_the_error_names_claim_side_and_what_to_do():
    """The message leads to the cell, quotes the claim, and says both ways out."""
    case = heard().replace("stocks", "Hill", claims="C-under", amount=50)
    with pytest.raises(DataError) as error:
        case.check()
    told = str(error.value)
    assert '"C-under" says up to 50 t, and no claim says how little' in told
    assert "Type a range that reaches below it, or say in basis" in told


def test_open_sides_names_each_claim():
    """Every claim that leaves the side open is named, by id."""
    model = heard().replace("stocks", "Hill", claims="C-8", amount=8).check()
    voices = voices_of(model, ["C-under", "C-people"])
    assert open_sides(Range.exact(50), voices, unit="t") == (("C-under", "below"),)
    assert open_sides(Range.exact(50), voices, unit="person") == ()


@pytest.mark.parametrize(
    ("table", "column", "unit"),
    [
        ("routes", "per_day", "t/day"),
        ("needs", "per_person_day", "kcal/person/day"),
        ("needs", "share", "share"),
        ("stocks", "amount", "t"),
        ("stocks", "accessible_share", "share"),
        ("people", "people", "person"),
    ],
)
def test_units_of_numbers_are_whole(table, column, unit):
    """A number's unit is that of its column, with the row's own unit in its place: a share is never in tonnes."""
    numbers = collect(small().replace("stocks", "Hill", unit="t", basis=A).check()).items
    assert {n.unit for n in numbers if (n.table, n.column) == (table, column)} == {unit}

"""From tables to the frozen model: blanks worked out, units converted, backing joined, knowledge dated."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import FrozenInstanceError, replace

import pytest
from tests.unit.model.small_cases import A, small, wide, with_claims

from corridor.errors import DataError, UsageError
from corridor.io import Case
from corridor.model.build import check
from corridor.model.case import Builder
from corridor.model.model import Model
from corridor.model.row import Range
from corridor.model.template import first_case
from corridor.schema.load import tables

DAY = dt.date(2023, 1, 1)


def test_smallest_program() -> None:
    """The smallest program of the README builds a model; a claim that no document carries is told, not refused."""
    case = Case.build(start="2023-01-01", days=60)
    case.add_place("Hill", people=1_000)
    case.add_place("Plain", kind="source")
    case.add_commodity("flour", unit="t", kg_per_unit=1_000)
    case.add_need("energy", unit="kcal", per_person_day=2_100)
    case.add_satisfies("energy", "flour", per_unit=3_500_000)
    case.add_stock("Hill", "flour", amount=9, claims=["C-014"])
    case.add_claim("C-014", stance="reported", proposition="9 t of flour are left.", quantity=9, unit="t")
    case.add_supply("Plain", "flour", unlimited=True)
    case.add_route("road", "Plain", "Hill", lead_days=1, per_day=0.5, unit="t")
    model = case.check()
    assert model.stocks[0].claims == ("C-014",)
    assert {p.code for p in case.problems()} == {"C841", "C843", "C845"}


def test_blanks_are_worked_out() -> None:
    """Rows are complete: dates of the case, group, lead time, mass, tiers and units where they were left blank."""
    case = small()
    case.add_commodity("power", unit="MWh", storable=False)
    case.add_commodity("sugar", unit="kg")
    case.add_route("wire", "Plain", "Hill", mode="line", carries="power", per_day=3)
    case.add_source("paper")
    case.add_ration("Hill", "energy")
    m = case.check()
    assert {m.people[0].start, m.stocks[0].date, m.supply[0].start, m.rations[0].start} == {DAY}
    assert [(r.group, r.lead_days.mid, r.unit, r.name) for r in m.routes] == [
        ("road", 1, "t", "road"),
        ("wire", 0, "MWh", "wire"),
    ]
    assert [c.kg_per_unit for c in m.commodities] == [1000, 0, 1]
    assert m.stocks[0].unit == "t"
    assert m.needs[0].per_person_day_survival == m.needs[0].per_person_day_minimum == Range.exact(2100)
    assert m.sources[0].independence_group == "paper"
    assert m.settings.origin == DAY


def test_lower_tiers_fall_one_by_one() -> None:
    """Survival left blank is the minimum, not the normal need."""
    m = small().replace("needs", "energy", per_person_day_minimum=1500).check()
    assert m.needs[0].per_person_day_survival == Range.exact(1500)


@pytest.mark.parametrize(
    ("amount", "unit", "result"), [("9000 kg", "t", 9), ("9 t", "kg", 9000), ("9 t", "", 9), (9, "kg", 9)]
)
def test_units_in_cells(amount: object, unit: str, result: float) -> None:
    """A unit in a cell is converted to that of the row, or of its commodity, and the conversion is told."""
    case = small().replace("stocks", "Hill", amount=amount, unit=unit)
    assert case.check().stocks[0].amount == Range.exact(result)
    assert ("C820" in {p.code for p in case.problems()}) == isinstance(amount, str)


def test_units_of_routes() -> None:
    """What a road carries is turned into t; trucks stay trucks."""
    case = small().replace("routes", "road", per_day=(500, 600, 900), unit="kg")
    case.add_fleet("f", "Plain", trucks=1, payload_t=5, basis=A)
    assert (case.check().routes[0].per_day, case.check().routes[0].unit) == (Range(0.5, 0.6, 0.9), "t")
    assert case.replace("routes", "road", unit="truck").check().routes[0].unit == "trucks"


def test_blank_is_not_zero() -> None:
    """A blank number is None, and 0 is 0."""
    case = small().replace("routes", "road", per_day=None)
    assert case.check().routes[0].per_day is None
    assert small().replace("routes", "road", per_day=0).check().routes[0].per_day == Range.exact(0)


def test_all_problems_at_once() -> None:
    """Three faults in three tables are three problems in one error, with where, what and what to do."""
    case = small().replace("routes", "road", to_place="Hlil").replace("stocks", "Hill", amount="12,5")
    case = case.replace("people", "Hill", people=-5)
    with pytest.raises(DataError) as caught:
        case.check()
    assert [p.code for p in caught.value.problems] == ["C220", "C104", "C211"]
    assert str(caught.value).startswith("3 problems in small\n")
    assert 'add_route("road"): to: no place is called "Hlil". Nearest: "Hill".' in str(caught.value)


def test_rows_with_faults_still_count_as_there() -> None:
    """A place whose own row is faulty is not also called missing by all that name it."""
    codes = [
        p.code for p in small().replace("places", "Hill", lat="north", lon=5).problems() if not p.warning
    ]
    assert codes == ["C210"]


def test_model_is_frozen() -> None:
    """Neither the model nor its rows can be changed."""
    m = small().check()
    with pytest.raises(FrozenInstanceError):
        m.places = ()  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        m.places[0].kind = "hub"  # type: ignore[misc]


@pytest.mark.parametrize("make", [small, with_claims, wide])
def test_model_to_case_and_back(make: Callable[[], Case]) -> None:
    """A case made of a model gives the same model."""
    m = make().check()
    again = Case.of(m).check()
    assert again.digest == m.digest
    assert replace(again, digest="") == replace(m, digest="")


@pytest.mark.parametrize(
    ("change", "same"),
    [
        (lambda c: c.with_settings(title="Other"), True),
        (lambda c: c.with_settings(seed=2), False),
        (lambda c: c.replace("stocks", "Hill", amount=10), False),
        (lambda c: c.replace("stocks", "Hill", note="seen"), False),
        (lambda c: c.replace("stocks", "Hill", amount="9.0", holder="state"), True),
        (lambda c: c.replace("routes", "road", lead_days=1), True),
    ],
)
def test_digest(change: Callable[[Case], Case], *, same: bool) -> None:
    """The digest follows every value and setting, not how a value was typed, nor titles."""
    assert (change(small()).check().digest == small().check().digest) == same


def test_copies_are_apart() -> None:
    """Changing a copy leaves the case it was made from as it was."""
    case = small()
    before = case.check().digest
    other = case.copy()
    other.add_place("Vale", kind="hub")
    case.replace("stocks", "Hill", amount=1)
    assert case.check().digest == before != other.check().digest


@pytest.mark.parametrize(
    "call",
    [
        lambda c: c.add("plces", place="x"),
        lambda c: c.add("places", plce="x"),
        lambda c: c.replace("routes", "raod", per_day=1),
        lambda c: c.with_settings(member=3),
        lambda c: c.add_stock("Hill", "flour", amount=(1, 2)),
    ],
)
def test_wrong_use_of_the_builder(call: Callable[[Builder], object]) -> None:
    """A table, column, row or setting that does not exist is wrong use, told at once."""
    with pytest.raises(UsageError):
        call(small())


def test_every_table_can_be_added_to() -> None:
    """`add` takes every table, by the names of the schema and of the records."""
    case = Builder.build(start="2023-01-01", days=3)
    for name, schema in tables().items():
        case.add(name, **{a.field: "x" for a in schema.attributes if a.required})
        assert case.tables().sheets[name].rows


def test_first_case_is_sound() -> None:
    """The first case has every table it needs, one row at least, and passes the strict check without a warning."""
    checked = check(first_case("mine"), strict=True)
    assert checked.problems == ()
    assert {n for n, t in tables().items() if t.needed} <= set(first_case("mine").sheets)


# ------------------------------------------------------------------------------------------- backing


def backed(**columns: object) -> Case:
    """The small case with a ledger, its stock changed."""
    return with_claims().replace("stocks", "Hill", **columns)


def test_column_and_supports_are_one() -> None:
    """A claim of the column stands in supports, one of supports in the column, if it backs or bounds."""
    m = backed(claims="C-1").check()
    assert [(s.table, s.key, s.claim, s.role) for s in m.supports] == [
        ("stocks", "Hill / flour / 2023-01-01 / state", "C-1", "for")
    ]
    for role, view in (("for", ("C-1",)), ("bound", ("C-1",)), ("against", ()), ("context", ())):
        case = with_claims()
        case.add_support("stocks", "Hill / flour", claim="C-1", role=role)
        m = case.check()
        assert m.stocks[0].claims == view
        assert m.supports[0].key == "Hill / flour / 2023-01-01 / state"


def test_supports_of_rivals_stay_apart() -> None:
    """Rivals share a key and keep their own claims, also after a round trip."""
    case = with_claims().replace("claims", "C-1", quantity=1_000, unit="person")
    case = case.replace("people", "Hill", rival="count", claims="C-1")
    case.add_people("Hill", people=500, rival="count", claims="C-2")
    m = case.check()
    assert [p.claims for p in m.people] == [("C-1",), ("C-2",)]
    assert [p.claims for p in Case.of(m).check().people] == [("C-1",), ("C-2",)]


def test_an_assumed_row_stands_in() -> None:
    """An assumed row may stand beside one with claims under the same key, and does not take its claims."""
    case = with_claims()
    case.add_stock("Hill", "flour", amount=9, claims="C-1")
    m = Case.of(case.check()).check()
    assert [s.claims for s in m.stocks] == [(), ("C-1",)]
    case.add_stock("Hill", "flour", amount=7, basis=A)
    assert "C301" in {p.code for p in case.problems()}


@pytest.mark.parametrize(
    ("claims", "day"), [("C-1", "2023-01-05"), ("C-2", "2023-02-28"), ("C-1, C-2", "2023-02-28"), ("", None)]
)
def test_known_from(claims: str, day: str | None) -> None:
    """A row is known from the latest publication among its claims, a month at its end; an assumed row always."""
    found = backed(claims=claims).check().stocks[0].known_from
    assert (found.isoformat() if found else None) == day


def test_earliest_document_counts() -> None:
    """A claim that several documents carry was known from the first of them."""
    case = backed(claims="C-3")
    case.add_claim("C-3", stance="asserted", proposition="x", documents=["D-2", "D-1"])
    assert case.check().stocks[0].known_from == dt.date(2023, 1, 5)


@pytest.mark.parametrize(("typed", "ok"), [("2023-01-04", False), ("2023-01-05", True), ("2023-01-06", True)])
def test_typed_known_from(typed: str, *, ok: bool) -> None:
    """A row may be known later than its claims were published, not before."""
    assert ("C905" not in {p.code for p in backed(claims="C-1", known_from=typed).problems()}) == ok


@pytest.mark.parametrize(
    ("qualifier", "amount", "fits"),
    [
        ("exact", (8, 9, 10), True),
        ("exact", (9.5, 10, 11), False),
        ("more than", (9, 10, 11), True),
        ("more than", (8, 10, 11), False),
        ("up to", (7, 8, 9), True),
        ("up to", (7, 8, 9.1), False),
    ],
)
def test_bounds(qualifier: str, amount: tuple[float, float, float], *, fits: bool) -> None:
    """A range agrees with the claim that bounds it, at the bound and on either side; units are compared."""
    case = with_claims().replace("stocks", "Hill", amount=amount)
    case.add_claim(
        "C-9",
        stance="asserted",
        proposition="x",
        documents="D-1",
        quantity=9000,
        unit="kg",
        qualifier=qualifier,
    )
    case.add_support("stocks", "Hill / flour", claim="C-9", column="amount", role="bound")
    assert ("C910" not in {p.code for p in case.problems()}) == fits


def test_faults_of_a_scenario_name_it() -> None:
    """A fault that only a scenario has is told with its name; one of the case itself is told once."""
    case = small()
    case.add_scenario("worse", meaning="No road.")
    case.add_satisfies("energy", "flour", per_unit=3_500_000, usual_share=0, scenario="worse", basis=A)
    told = [p.found for p in case.problems() if p.code == "C423"]
    assert len(told) == 1
    assert 'scenario "worse"' in told[0]


def test_problems_have_an_order() -> None:
    """Errors come before warnings, tables in the order of the schema, rows in theirs; nothing is told twice."""
    case = small().replace("stocks", "Hill", amount="x", basis=None).replace("people", "Hill", people="y")
    found = case.problems()
    assert [p.warning for p in found] == sorted(p.warning for p in found)
    assert [p.code for p in found][:2] == ["C210", "C210"]
    assert len(found) == len(set(found))


def test_check_never_raises_for_faulty_data() -> None:
    """Every cell of a case replaced by nonsense, one at a time, gives problems or a model, never a traceback."""
    case = wide()
    sound = case.tables()
    for name, table in sound.sheets.items():
        for column in table.columns:
            other = case.copy()
            for _, cells in other._rows[name]:
                cells[column] = "¿=?;, x"
            checked = check(other.tables())
            assert checked.model is None or isinstance(checked.model, Model)
            assert checked.problems or checked.model


def test_a_scenario_does_not_change_the_past() -> None:
    """A scenario's spells need not repeat the past, and may not overlap each other."""
    case = wide()
    case.add_spell("road", "shut road", start="2023-01-11", end="2023-01-20", scenario="worse", basis=A)
    assert [str(p) for p in case.problems() if not p.warning] == []
    case.add_spell("road", "open road", start="2023-01-15", scenario="worse", basis=A)
    assert [p.code for p in case.problems() if not p.warning] == ["C604"]


@pytest.mark.parametrize("has_ledger", [False, True])
def test_claim_that_does_not_exist_is_an_error(has_ledger: bool) -> None:
    """A row that names a claim nobody wrote is refused, whether or not the case has a ledger."""
    case = Case.build(start="2023-01-01", days=60)
    case.add_place("Hill", people=1_000, claims="C-9")
    if has_ledger:
        case.add_claim("C-1", stance="reported", proposition="People live there.")
    found = [p for p in case.problems() if p.code == "C104"]
    assert found
    assert all('no claim is called "C-9"' in p.found for p in found)

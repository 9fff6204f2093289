"""Quantities: bounds that rise, sides that nobody stated, units by pint, and what is refused."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import corridor
from corridor.errors import Where
from corridor.ledger.cells import record_of
from corridor.ledger.quantities import QUALIFIERS, QuantityError, from_range, quantity, quantity_of
from corridor.schema.values import Range
from corridor.units import UnitError, is_known

CLAIMS = Path(corridor.__file__).parent / "cases/lachin/evidence/claims.csv"


@pytest.mark.parametrize(
    ("given_", "qualifier", "sides", "bounds"),
    [
        ({"best": 3}, "exact", (), (3, 3)),
        ({"best": 3}, "about", (), (3, 3)),
        ({"low": 2, "best": 3, "high": 4}, "about", (), (2, 4)),
        ({"low": 50}, "more than", ("above",), (50, None)),
        ({"low": 50, "best": 60}, "more than", ("above",), (50, None)),
        ({"low": 50, "high": 80}, "more than", (), (50, 80)),
        ({"high": 120_000}, "up to", ("below",), (None, 120_000)),
        ({"low": 0, "high": 120_000}, "up to", (), (0, 120_000)),
        ({"low": 50}, "exact", (), (50, 50)),
    ],
)
def test_open_sides_are_those_nobody_stated(given_, qualifier, sides, bounds):
    """`More than` without a top and `up to` without a bottom are open; all else is closed."""
    found = quantity(**given_, qualifier=qualifier)
    assert (found.open_sides, found.bounds(), found.is_open) == (sides, bounds, bool(sides))


@pytest.mark.parametrize(
    ("given_", "said"),
    [
        ({}, "no number"),
        ({"low": 3, "high": 2}, "do not rise"),
        ({"low": 1, "best": 3, "high": 2}, "do not rise"),
        ({"best": float("nan")}, "finite"),
        ({"best": float("inf")}, "finite"),
        ({"best": 1, "unit": "gal"}, "US gallon"),
        ({"best": 1, "unit": "barrel/day"}, "any size"),
        ({"best": 1, "qualifier": "at least"}, "no qualifier"),
    ],
)
def test_what_cannot_be_meant_is_refused(given_, said):
    """No number, bounds out of order, endless numbers, units of several sizes, other qualifiers."""
    with pytest.raises(QuantityError, match=said):
        quantity(**given_)


@given(
    st.lists(st.floats(0, 1e12), min_size=3, max_size=3).map(sorted),
    st.sampled_from(QUALIFIERS),
    st.sampled_from([("t", "kg"), ("kg/day", "t/day"), ("l", "m3"), ("person", "people")]),
)
def test_a_unit_and_back_is_the_same_quantity(numbers, qualifier, units):
    """Conversion keeps order, qualifier and open sides, and undoes itself to 1e-9."""
    there = quantity(low=numbers[0], best=numbers[1], high=numbers[2], unit=units[0], qualifier=qualifier)
    back = there.to(units[1]).to(units[0])
    assert (back.qualifier, back.open_sides) == (there.qualifier, there.open_sides)
    assert (back.low, back.best, back.high) == pytest.approx(tuple(numbers), rel=1e-9)


def test_an_open_side_stays_open_in_another_unit():
    """What nobody stated in tonnes is not stated in kilograms."""
    over = quantity(low=2, unit="t", qualifier="more than").to("kg")
    assert (over.low, over.high, over.open_sides) == (2000, None, ("above",))
    with pytest.raises(QuantityError, match="measure different things"):
        over.to("l")


def test_a_person_closes_what_is_open_and_nothing_else():
    """An open side takes a bound; a stated side and an exact number take none; a bound out of order is refused."""
    over = quantity(low=50, unit="truck", qualifier="more than")
    assert over.closed(high=70).bounds() == (50, 70)
    assert not over.closed(high=70).is_open
    for wrong in ({"low": 40}, {"low": 40, "high": 70}, {}, {"high": 40}):
        with pytest.raises(QuantityError):
            over.closed(**wrong)


@pytest.mark.parametrize(
    ("given_", "told"),
    [
        ({"best": 2000, "unit": "person", "qualifier": "about"}, "about 2000 person"),
        ({"low": 2, "best": 3, "high": 4, "unit": "t"}, "2 to 4 t (best 3)"),
        ({"low": 2, "high": 4}, "2 to 4"),
        ({"best": 3, "high": 3, "qualifier": "up to"}, "up to 3"),
        ({"low": 50, "unit": "video interview", "qualifier": "more than"}, "more than 50 video interview"),
    ],
)
def test_a_quantity_in_words(given_, told):
    """The words hold number, unit, qualifier and best value."""
    assert str(quantity(**given_)) == told


@pytest.mark.parametrize(
    ("given_", "point"), [({"best": 3, "high": 9}, 3), ({"low": 2, "high": 4}, 3), ({"high": 4}, 4)]
)
def test_the_point_is_the_best_value_first(given_, point):
    """Best, else the middle, else the only one."""
    assert quantity(**given_).point == point


def test_units_that_pint_knows_and_things_that_are_counted():
    """Known units convert; nouns are counted as they are; units of several sizes are refused."""
    assert [
        is_known(u) for u in ("t", "kg/day", "m3", "people", "%", "video interview", "source of security")
    ] == [*(True, True, True, True, True, False, False)]
    with pytest.raises(UnitError, match="US gallon"):
        is_known("l/gallon")


@pytest.mark.parametrize(
    ("values", "qualifier", "sides"),
    [
        (Range.exact(50), "more than", ("above",)),
        (Range.exact(50), "up to", ("below",)),
        (Range.exact(50), "about", ()),
        (Range(40, 50, 60), "more than", ()),
    ],
)
def test_one_number_of_a_row_is_a_bound_if_it_is_said_to_be(values, qualifier, sides):
    """A row with one number and `more than` has a bottom only; a row with three is closed."""
    assert from_range(values, "t", qualifier).open_sides == sides


def test_every_quantity_of_the_founding_case_is_one():
    """All quantities of the shipped claims are read, and those that are open are found."""
    with CLAIMS.open(encoding="utf-8", newline="") as file:
        rows = [{c: v for c, v in row.items() if v} for row in csv.DictReader(file)]
    claims = [record_of("claims", row, Where("claims")) for row in rows]
    found = [q for q in map(quantity_of, claims) if q]
    assert len(found) > 50
    assert any(q.open_sides == ("above",) for q in found)
    assert [q.point for q in found if q.point < 0] == [-40.2]  # a change of farm output in percent

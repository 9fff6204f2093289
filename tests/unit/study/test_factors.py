import numpy as np
from tests.unit.measure.tiny import number

from corridor.model.numbers import draw_values
from corridor.schema.values import Range
from corridor.study.factors import factors


def found(numbers, n=200):
    """Values and factors of some numbers."""
    values = draw_values(numbers, 1, np.arange(n))
    return values, factors(numbers, values)


def test_numbers_of_one_draw_are_one_factor():
    """Two that move together are one entry; one alone is another; an exact one is none."""
    numbers = (
        number("a", draw="weather"),
        number("b", range=Range.exact(4.0)),
        number("c"),
        number("d", draw="weather"),
    )
    _, got = found(numbers)
    assert [f.numbers for f in got] == [(0, 3), (2,)]
    assert np.bincount(got[0].bins).tolist() == [20] * 10


def test_rows_of_a_pick_are_bins_in_rising_order():
    """Exact rivals of 120, 100 and 25 thousand are three bins, the lowest first, whatever their order."""
    numbers = tuple(
        number(f"n{i}", key="Hill", range=Range.exact(v), pick="people", weight=1 / 3)
        for i, v in enumerate((120.0, 100.0, 25.0))
    )
    values, (pick,) = found(numbers)
    assert (pick.numbers, pick.is_pick, pick.count) == ((0, 1, 2), True, 3)
    assert np.isnan(values[2][pick.bins != 0]).all()
    assert (values[0][pick.bins == 2] == 120).all()


def test_a_rival_with_a_range_takes_its_part_of_ten_bins():
    """Half the draws take a row with a range: some five bins by value, above the bin of the exact row."""
    numbers = (
        number("a", key="k", range=Range.exact(1.0), pick="p", weight=0.5),
        number("b", key="k", range=Range(10.0, 20.0, 30.0), pick="p", weight=0.5, draw="b"),
    )
    values, (pick,) = found(numbers, 400)
    assert pick.count in (5, 6, 7)
    assert np.isnan(values[1][pick.bins == 0]).all()
    tops = [values[1][pick.bins == b].max() for b in range(1, pick.count)]
    assert tops == sorted(tops)


def test_a_pick_of_one_row_and_a_number_that_never_varies_are_no_factors():
    """What does not vary explains nothing."""
    numbers = (
        number("a", pick="p", weight=1.0, range=Range.exact(1.0)),
        number("b", range=Range(0.0, 0.0, 0.0)),
    )
    assert found(numbers)[1] == ()

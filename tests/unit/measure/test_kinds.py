import doctest
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.measure import tiny

from corridor.measure import fairness, kinds
from corridor.measure.dates import date_band
from corridor.measure.fairness import gini
from corridor.measure.kinds import Band, Chance, chance_words


@pytest.mark.parametrize("module", [kinds, fairness])
def test_examples_run(module):
    """The examples in the docstrings give what they say."""
    assert doctest.testmod(module).failed == 0


@given(st.integers(1, 5000), st.data())
def test_chance_lies_in_its_interval(members, data):
    """The interval holds the share, stays within 0 and 1, and is never of width nothing."""
    count = data.draw(st.integers(0, members))
    chance = Chance(count, members)
    low, high = chance.interval
    assert 0 <= low <= chance.value + 1e-12
    assert chance.value - 1e-12 <= high <= 1
    assert high > low


def test_wilson_interval_by_its_formula():
    """One in ten: (0.1 + z2/20 +- z sqrt(0.09/10 + z2/400)) / (1 + z2/10) is 0.0179 to 0.4042."""
    low, high = Chance(1, 10).interval
    assert (round(low, 4), round(high, 4)) == (0.0179, 0.4042)


@given(st.lists(st.integers(2, tiny.T), min_size=1, max_size=60))
def test_a_level_has_a_date_exactly_if_the_chance_reaches_it(first):
    """No date beyond the horizon, none withheld before it, dates never fall with the level."""
    band = date_band(tiny.forecast(), np.array(first))
    for level, day in zip(band.levels, band.days, strict=True):
        assert (day is not None) == (level <= band.chance.value + 1e-12)
    days = [d for d in band.days if d is not None]
    assert days == sorted(days)


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0.1, 9)), min_size=1, max_size=8), st.floats(0.1, 100))
def test_gini_is_scale_free_and_between_nothing_and_one(cells, scale):
    """Multiplying people or shares by a number changes nothing; all alike is 0."""
    share, weight = np.array([c[0] for c in cells]), np.array([c[1] for c in cells])
    found = float(gini(share, weight))
    assert -1e-12 <= found < 1
    assert float(gini(share, weight * scale)) == pytest.approx(found, abs=1e-9)
    assert float(gini(np.full_like(share, 0.5), weight)) == pytest.approx(0, abs=1e-12)


def test_gini_of_people_equals_that_of_groups():
    """Three people in one place count as three places of one person with the same share."""
    by_place = gini(np.array([0.2, 0.8]), np.array([1.0, 3.0]))
    by_person = gini(np.array([0.2, 0.8, 0.8, 0.8]), np.ones(4))
    assert float(by_place) == pytest.approx(float(by_person))


def test_band_with_infinite_members_takes_values_that_members_have():
    """No half-way between a number and infinity."""
    band = Band.of(np.array([1.0, 2.0, math.inf, math.inf]), "days")
    assert band.median == 2
    assert math.isinf(band.high)


@pytest.mark.parametrize(
    ("value", "members", "words"),
    [
        (0.004, 1000, "< 1 %"),
        (0.01, 1000, "1 %"),
        (0.995, 1000, "> 99 %"),
        (0.0, 20, "< 5 %"),
        (0.5, 20, "50 %"),
    ],
)
def test_chances_are_never_said_finer_than_members_allow(value, members, words):
    """Neither 0 % nor 100 % is said."""
    assert chance_words(value, members) == words

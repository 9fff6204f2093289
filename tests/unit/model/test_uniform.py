"""Keyed uniforms: known values, no state, uniform, and independent over every key."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridor.model.uniform import stream, uniform

MASK = (1 << 64) - 1
GOLD = 0x9E3779B97F4A7C15
N = 20_000


def by_hand(seed, name, member, counter=0):
    """The same number in whole numbers of Python, as the theory page writes it."""

    def mix(z):
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        return z ^ (z >> 31)

    h = 0xCBF29CE484222325
    for byte in name.encode():
        h = ((h ^ byte) * 0x100000001B3) & MASK
    h ^= (seed * 0xD1342543DE82EF95) & MASK
    return ((mix((mix((member * GOLD + h) & MASK) + (counter + 1) * GOLD) & MASK) >> 11) + 0.5) * 2.0**-53


@given(
    st.integers(0, 2**63 - 1),
    st.text(st.characters(exclude_categories=("Cs",)), max_size=30),
    st.integers(0, 2**40),
    st.integers(0, 1000),
)
def test_it_is_the_formula_of_the_theory_page(seed, name, member, counter):
    """Arrays give, to the bit, what whole numbers give one by one."""
    assert uniform(seed, name, np.array([member]), counter)[0] == by_hand(seed, name, member, counter)


def test_a_number_never_changes():
    """The draw of a member is the same for ever: results made today can be made again."""
    assert uniform(1, "people/Hill / 2023-01-01/people", np.array([0, 1]))[1] == by_hand(
        1, "people/Hill / 2023-01-01/people", 1
    )
    assert stream(0, "") == 0xCBF29CE484222325
    assert uniform(0, "a", np.array([0]))[0] == pytest.approx(by_hand(0, "a", 0), abs=0)


def test_members_can_be_asked_for_in_any_order_and_shape():
    """Member 7 alone, last or among many is the same member 7."""
    whole = uniform(3, "x", np.arange(10))
    assert uniform(3, "x", np.array([7]))[0] == whole[7]
    assert (uniform(3, "x", np.arange(10)[::-1]) == whole[::-1]).all()
    assert (uniform(3, "x", np.arange(10), np.full(10, 4)) == uniform(3, "x", np.arange(10), 4)).all()


def _uniform_enough(u):
    """Chi-square of 50 equal bins under its 1 - 1e-6 point (119.6 at 49 degrees), all within (0, 1)."""
    counts = np.histogram(u, 50, (0, 1))[0]
    expected = len(u) / 50
    assert ((counts - expected) ** 2 / expected).sum() < 119.6
    assert u.min() > 0
    assert u.max() < 1


@pytest.mark.parametrize("name", ["a", "people/Hill/people", "outlook/road/dwell", "Ω"])
def test_they_are_uniform_over_each_key(name):
    """Over members, over counters, over seeds and over names the numbers fill (0, 1) evenly."""
    _uniform_enough(uniform(1, name, np.arange(N)))
    _uniform_enough(uniform(1, name, np.zeros(N, dtype=np.int64), np.arange(N)))
    _uniform_enough(np.array([uniform(s, name, np.array([5]))[0] for s in range(5000)]))
    _uniform_enough(np.array([uniform(1, f"{name}{i}", np.array([5]))[0] for i in range(5000)]))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ((1, "a", 0), (1, "b", 0)),
        ((1, "a", 0), (2, "a", 0)),
        ((1, "a", 0), (1, "a", 1)),
        ((0, "a", 0), (1, "a", 0)),
        ((1, "stocks/Hill", 0), (1, "stocks/Hilk", 0)),
    ],
)
def test_other_keys_give_independent_numbers(one, other):
    """Correlation over 20,000 members within 4 / sqrt(20,000) = 0.028, of the numbers and of their lag by one."""
    members = np.arange(N)
    u, v = uniform(one[0], one[1], members, one[2]), uniform(other[0], other[1], members, other[2])
    assert abs(np.corrcoef(u, v)[0, 1]) < 4 / np.sqrt(N)
    assert abs(np.corrcoef(u[1:], v[:-1])[0, 1]) < 4 / np.sqrt(N)
    assert abs(np.corrcoef(u[1:], u[:-1])[0, 1]) < 4 / np.sqrt(N)

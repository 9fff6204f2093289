"""Quantile functions: through their three values, rising, within bounds, as Keelin (2016) has them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridor.model.quantile import kind_of, quantile
from corridor.schema.values import Range

THREE = np.array([0.1, 0.5, 0.9])
U = np.linspace(0.0005, 0.9995, 1999)
BOUNDS = [(None, None), (0.0, None), (0.0, 1.0)]


@st.composite
def numbers(draw, bounds):
    """A range within bounds, to six digits, lopsided ones and ones that touch a bound among them."""
    low, high = bounds
    first = -(10**6) if low is None else 0
    three = sorted(draw(st.lists(st.integers(first, 10**6), min_size=3, max_size=3)))
    return Range(*(x / 10**6 if high is not None else x / 10**3 for x in three))


@pytest.mark.parametrize("bounds", BOUNDS)
@given(data=st.data())
def test_it_passes_through_its_three_values(bounds, data):
    """At 10, 50 and 90 percent the value is low, median and high, whichever function is used."""
    number = data.draw(numbers(bounds))
    scale = max(abs(number.low), abs(number.high), 1e-300)
    got = quantile(number, THREE, *bounds) if not number.is_exact else np.full(3, number.mid)
    # a logarithm and back rounds by some 1e-15 of the logarithm, which six digits keep under 14
    np.testing.assert_allclose(got, [number.low, number.mid, number.high], rtol=1e-9, atol=1e-9 * scale)


@pytest.mark.parametrize("bounds", BOUNDS)
@given(data=st.data())
def test_it_never_falls_and_stays_within_its_bounds(bounds, data):
    """Along the probabilities values never fall by more than rounding, and none lies beyond a bound."""
    number = data.draw(numbers(bounds))
    low, high = bounds
    values = quantile(number, U, low, high)
    steps = np.diff(values)
    assert (steps >= -1e-12 * np.abs(values[1:])).all()  # rounding of exp
    if low is not None:
        assert (values >= low).all()
    if high is not None:
        assert (values <= high).all()


def test_an_exact_number_is_itself():
    """No spread, no draw."""
    assert (quantile(Range.exact(7.0), U, 0.0, None) == 7.0).all()
    assert kind_of(Range.exact(7.0), 0.0) == "exact"


@pytest.mark.parametrize(
    ("number", "bounds", "kind"),
    [
        (Range(80, 100, 125), (0.0, None), "metalog"),  # ln: symmetric, r = 1/2
        (Range(80, 100, 1000), (0.0, None), "piecewise"),  # r = ln 1.25 / ln 12.5 = 0.088 < 0.1666
        (Range(100, 1000, 1250), (0.0, None), "piecewise"),  # r = 0.912 > 0.8334
        (Range(0, 10, 20), (0.0, None), "piecewise"),  # stands on its bound
        (Range(0.5, 0.9, 1.0), (0.0, 1.0), "piecewise"),
        (Range(0.5, 0.8, 0.9), (0.0, 1.0), "metalog"),
    ],
)
def test_the_kind_follows_from_how_far_the_median_lies_aside(number, bounds, kind):
    """The bound on lopsidedness is (1 - 1.66711 x 0.4) / 2 = 0.166578, on the scale without bounds."""
    assert kind_of(number, *bounds) == kind


@pytest.mark.parametrize("side", [-1, 1])
def test_the_bound_on_lopsidedness_is_sharp(side):
    """Just inside it a metalog rises everywhere; a little outside, the same formula would fall somewhere."""
    bound = 0.5 * (1 - 1.66711 * 0.4)
    inside, outside = (0.5 - side * (0.5 - bound - shift) for shift in (1e-4, -1e-3))
    assert kind_of(Range(0.0, inside, 1.0)) == "metalog"
    assert kind_of(Range(0.0, outside, 1.0)) == "piecewise"
    u = np.linspace(1e-6, 1 - 1e-6, 200_001)
    assert (np.diff(quantile(Range(0.0, inside, 1.0), u)) > 0).all()
    logit, k = np.log(u / (1 - u)), np.log(9)
    raw = outside + logit / (2 * k) + (u - 0.5) * logit * (1 - 2 * outside) / (0.8 * k)
    assert (np.diff(raw) < 0).any()


def test_symmetric_metalogs_are_the_logistic():
    """With the median in the middle the metalog is the logistic distribution: Q(u) = mid + s ln(u / (1 - u))."""
    got = quantile(Range(-np.log(9), 0.0, np.log(9)), U)
    np.testing.assert_allclose(got, np.log(U / (1 - U)), rtol=1e-12, atol=1e-12)  # same formula, other order


def test_the_piecewise_function_is_straight_between_its_values():
    """On a bound (low 0): 0 at 10, 5 at 30, 10 at 50, 15 at 70, 20 at 90 percent; and never below 0."""
    got = quantile(Range(0, 10, 20), np.array([0.01, 0.1, 0.3, 0.5, 0.7, 0.9]), 0.0, None)
    np.testing.assert_allclose(got, [0, 0, 5, 10, 15, 20], atol=1e-12)  # sums of small whole numbers

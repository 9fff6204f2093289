import doctest
import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridor.errors import EngineError
from corridor.model.uniform import uniform
from corridor.study import shares as module
from corridor.study.shares import chance_level, epsilon_squared, equal_bins, shares, split


def draws(n, k, name="x"):
    """Keyed uniforms (n, k)."""
    return np.stack([uniform(1, f"{name}{j}", np.arange(n)) for j in range(k)], axis=1)


def noise(n, paths, sd):
    """Uniform noise of a given standard deviation, one a draw and path."""
    u = uniform(2, "path", np.arange(n)[:, None], np.arange(paths)[None, :])
    return (u - 0.5) * sd * 12**0.5


def test_examples_run():
    """The examples in the docstrings give what they say."""
    assert doctest.testmod(module).failed == 0


def test_split_by_hand():
    """Two draws, two paths: within 2 and 2, means 2 and 6 (variance 8), so between 8 - 1 = 7 of 9."""
    found = split(np.array([[1.0, 3.0], [5.0, 7.0]]))
    assert (found.variance, found.numbers, found.path) == pytest.approx((9, 7 / 9, 2 / 9))


def test_split_never_gives_a_negative_share():
    """Means that lie closer than the paths would have them leave the numbers nothing."""
    found = split(np.array([[0.0, 2.0], [2.0, 0.0]]))
    assert (found.numbers, found.path) == (0, 1)


def test_an_answer_that_never_varies_has_no_shares():
    """No variance, nothing to find out, everything hidden."""
    found = shares(np.full((40, 8), 0.1 + 0.2), [equal_bins(draws(40, 1)[:, 0])])
    assert (found.split.variance, found.parts[0].share, found.parts[0].hidden) == (0, 0, True)


@pytest.mark.parametrize("shape", [(1, 8), (8, 1)])
def test_too_few_draws_or_paths_are_refused(shape):
    """One draw or one path cannot be split."""
    with pytest.raises(EngineError, match="two draws and two paths"):
        split(np.zeros(shape))


def test_epsilon_squared_by_hand():
    """Four answers 0, 2, 10, 12 in two bins: SSW 4, SST 104, so 1 - (4 / 2) / (104 / 3)."""
    means, bins = np.array([0.0, 2.0, 10.0, 12.0]), np.array([0, 0, 1, 1])
    assert epsilon_squared(means, bins) == pytest.approx(1 - 2 / (104 / 3))
    by_rows = epsilon_squared(np.stack([means, means[::-1] * 3 + 7]), bins)
    assert by_rows == pytest.approx([1 - 2 / (104 / 3)] * 2)


def test_epsilon_squared_is_nothing_on_average_for_an_idle_factor():
    """Over all orders of six answers in two bins of three, the mean is 0: the correction is exact."""
    orders = np.array(list(itertools.permutations([1.0, 2.0, 4.0, 7.0, 11.0, 20.0])))
    assert epsilon_squared(orders, np.array([0, 0, 0, 1, 1, 1])).mean() == pytest.approx(0, abs=1e-12)


def test_shares_of_a_sum_are_those_of_its_terms():
    """Y = 3 x1 + 2 x2 + x3 + 0 x4 + path: variances 9, 4, 1, 0 and 6 in 20, each found to 0.04.

    The tolerance is about three standard errors of a correlation ratio at 2,000 draws plus what ten bins
    lose (1 %).
    """
    x = draws(2000, 4)
    y = (x @ np.array([3.0, 2.0, 1.0, 0.0]) * 12**0.5)[:, None] + noise(2000, 8, 6**0.5)
    found = shares(y, [equal_bins(x[:, j]) for j in range(4)])
    assert found.split.numbers == pytest.approx(14 / 20, abs=0.03)
    assert [p.share for p in found.parts] == pytest.approx([9 / 20, 4 / 20, 1 / 20, 0], abs=0.04)
    assert [p.hidden for p in found.parts] == [False, False, False, True]


def test_shares_of_a_function_with_interaction():
    """Ishigami, a = 7, b = 0.1 (first-order 0.3139, 0.4424, 0; total 0.5576, 0.4424, 0.2437), no path.

    Source: Saltelli, Chan and Scott 2000, Sensitivity Analysis, ch. 2. Ten bins cut the share of sin^2 a
    little.
    """
    x = (draws(4000, 3) - 0.5) * 2 * np.pi
    y = np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])
    found = shares(np.repeat(y[:, None], 2, axis=1), [equal_bins(x[:, j]) for j in range(3)])
    assert found.split.numbers == pytest.approx(1)
    assert [p.share for p in found.parts] == pytest.approx([0.3139, 0.4424, 0.0], abs=0.05)
    assert found.parts[2].hidden


def test_middle_and_narrowing_of_a_number_that_is_the_answer():
    """Y = x on (0, 1): the lowest tenth has median 0.05, the highest 0.95, a tenth of the band each."""
    x = draws(1000, 1)[:, 0]
    part = shares(np.repeat(x[:, None], 2, axis=1), [equal_bins(x)]).parts[0]
    assert (part.middle[0], part.middle[-1]) == pytest.approx((0.05, 0.95), abs=0.02)
    assert part.share == pytest.approx(0.99, abs=0.01)
    assert part.narrows == pytest.approx(0.9, abs=0.02)


def test_a_question_of_yes_or_no_has_chances_as_middle():
    """Yes exactly if x > 0.55: the middle of a bin is a chance, and knowing x settles it."""
    x = draws(1000, 1)[:, 0]
    part = shares(np.repeat((x > 0.55)[:, None], 4, axis=1).astype(float), [equal_bins(x)]).parts[0]
    assert (part.middle[0], part.middle[-1]) == (0, 1)
    assert 0 < part.middle[5] < 1
    assert part.narrows > 0.6


def test_hidden_is_the_best_of_all_factors_by_chance():
    """The level for many factors is above that for one, and few idle factors pass it."""
    x, y = draws(500, 60), noise(500, 8, 1.0)
    bins = [equal_bins(x[:, j]) for j in range(60)]
    assert chance_level(y.mean(axis=1), bins, 1) > chance_level(y.mean(axis=1), bins[:1], 1)
    assert sum(not p.hidden for p in shares(y, bins).parts) <= 1


def test_the_same_seed_gives_the_same_level():
    """Permutations are keyed."""
    means, bins = noise(100, 2, 1.0).mean(axis=1), [equal_bins(draws(100, 1)[:, 0])]
    assert chance_level(means, bins, 4) == chance_level(means, bins, 4) != chance_level(means, bins, 5)


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=200), st.integers(1, 12))
def test_bins_are_equal_to_one_and_in_order(values, count):
    """No bin is more than one larger than another; a higher bin never holds a lower value."""
    x = np.array(values)
    bins = equal_bins(x, count)
    sizes = np.bincount(bins)
    assert sizes.max() - sizes.min() <= 1
    assert len(sizes) == min(count, len(x))
    for b in range(len(sizes) - 1):
        assert x[bins == b].max() <= x[bins == b + 1].min()


@given(st.integers(0, 50), st.floats(0.1, 100), st.floats(-100, 100))
def test_shares_do_not_depend_on_the_unit_of_the_answer(seed, scale, shift):
    """Days or hours, tonnes or kilograms: the same shares."""
    x = uniform(seed, "x", np.arange(60))
    y = x[:, None] + noise(60, 3, 0.3)
    one, other = (shares(v, [equal_bins(x)], seed=seed) for v in (y, y * scale + shift))
    assert one.parts[0].share == pytest.approx(other.parts[0].share, abs=1e-6)
    assert one.split.numbers == pytest.approx(other.split.numbers, abs=1e-6)


def test_what_a_large_factor_drowns_stands_out_after_it():
    """Y = 30 x1 + x2: beside x1, x2 is under what chance gives; once x1 is known it carries all that is left.

    x1 takes ten values, one a bin, so that knowing its bin is knowing it; x2 has 1 in 892 of the variance.
    """
    n = 1000
    x1 = np.floor(10 * draws(n, 1)[:, 0])
    x1 = np.repeat(np.arange(10.0), 100)[np.argsort(np.argsort(x1 + draws(n, 1, "tie")[:, 0]))]
    x2, idle = draws(n, 2, "small").T
    y = np.repeat((3 * x1 + x2)[:, None], 2, axis=1)
    first, second, third = shares(y, [equal_bins(x) for x in (x1, x2, idle)]).parts
    assert (first.hidden, first.after) == (False, False)
    assert (second.hidden, second.after) == (False, True)
    assert second.share == pytest.approx((1 / 12) / (9 * 8.25 + 1 / 12), rel=0.1)
    assert third.hidden

"""Quantiles kept for small ensembles and counted for large ones."""

import numpy as np
import pytest

from corridor.errors import EngineError
from corridor.forecast.series import BINS, EXACT, Series, quantiles
from corridor.result.forecast import LEVELS


def filled(x, block=64):
    """A series that took its members block by block."""
    series = Series(x.shape[0], x.shape[1], x.shape[2])
    for first in range(0, x.shape[2], block):
        series.add(first, x[..., first : first + block])
    return series


def test_up_to_the_limit_quantiles_are_numpys():
    """At EXACT members the bands are those of numpy's linear quantiles, to single precision."""
    x = np.random.default_rng(1).gamma(2, 3, (3, 2, EXACT))
    series = filled(x)
    assert series.error == 0
    expected = np.moveaxis(np.quantile(x, LEVELS, axis=-1), 0, -1)
    assert series.bands() == pytest.approx(expected, rel=2e-7)


def test_above_the_limit_the_error_is_at_most_one_bin():
    """One member more: every quantile within one bin, 1/512 of the spread of the first members, of the exact one."""
    x = np.random.default_rng(2).gamma(2, 3, (4, 3, EXACT + 1))
    series = filled(x)
    got = series.bands()
    width = (x[..., :EXACT].max(-1) - x[..., :EXACT].min(-1)) / BINS
    assert 0 < series.error <= 1 / BINS
    assert (np.abs(got - quantiles(x.copy())) <= width[..., None] * 1.001).all()


def test_blocks_do_not_matter():
    """The same counts whatever the size of the blocks."""
    x = np.random.default_rng(3).random((2, 2, EXACT + 500))
    assert (filled(x, 64).bands() == filled(x, 977).bands()).all()


def test_constants_zeros_and_infinities_survive_counting():
    """A constant stays itself, zero stays zero, unlimited cover stays unlimited."""
    x = np.zeros((1, 3, EXACT + 10))
    x[0, 0] = 7.0
    x[0, 1] = np.inf
    bands = filled(x).bands()
    assert (bands[0, 0] == 7).all()
    assert np.isposinf(bands[0, 1]).all()
    assert (bands[0, 2] == 0).all()


ORDERS = {
    "as drawn": lambda x: np.random.default_rng(1).permutation(x),
    "rising": np.sort,
    "falling": lambda x: np.sort(x)[::-1],
}
"""Orders in which members may come; a run draws them, the others are harder than any run."""


def mixed(rng, members):
    """Members of whom many share a value: up to six values, some close together, and the rest spread far apart."""
    shared = rng.choice(
        [0.0, 1e-3, 2e-3, 0.1, 40.0, 40.001, 62.0, 100.0, np.inf], rng.integers(1, 7), replace=False
    )
    share = rng.dirichlet(np.ones(len(shared) + 1))
    which = rng.choice(len(shared) + 1, members, p=share)
    return np.where(which < len(shared), shared[which % len(shared)], rng.gamma(0.5, 40, members))


@pytest.mark.parametrize("seed", range(40))
@pytest.mark.parametrize("members", [EXACT + 1, 3 * EXACT + 7])
def test_a_quantile_on_a_shared_value_is_that_value(seed, members):
    """Where more than a member in a hundred shares it, exactly; elsewhere within a bin of the exact quantile."""
    rng = np.random.default_rng(seed)
    x = np.float32(rng.permutation(mixed(rng, members)))[None, None]
    got, exact = filled(x).bands()[0, 0], quantiles(x.copy())[0, 0]
    first = x[0, 0, :EXACT][np.isfinite(x[0, 0, :EXACT])]
    bin_ = (first.max() - first.min()) / BINS * 1.001 if len(first) else 0.0
    values, counts = np.unique(x, return_counts=True)
    shared = set(values[counts > members / 100].tolist())
    for value, want in zip(got, exact, strict=True):
        if want in shared:
            assert value == want
        elif np.isfinite(want):
            assert abs(value - want) <= bin_


@pytest.mark.parametrize("order", ORDERS)
def test_a_value_that_two_thirds_share_is_exact_in_any_order(order):
    """Two thirds hold nothing and the rest 100 t: 0 up to the middle and 100 above, whichever members come first."""
    x = np.where(np.arange(EXACT * 3 + 1) % 3 == 0, 100.0, 0.0)
    got = filled(ORDERS[order](x)[None, None]).bands()[0, 0]
    assert got.tolist() == [0, 0, 0, 0, 100, 100, 100]  # levels 5, 10, 25, 50, 75, 90, 95 %


@pytest.mark.parametrize("members", [5, EXACT + 5])
def test_what_is_no_number_is_refused(members):
    """A member without a number stops the run; it is never counted as a number."""
    x = np.ones((1, 2, members))
    x[0, 1, 3] = np.nan
    with pytest.raises(EngineError, match="no number"):
        filled(x).bands()


def test_no_series_are_no_series():
    """A case without anything to count has empty bands, whatever the number of members."""
    assert filled(np.zeros((2, 0, EXACT + 5))).bands().shape == (2, 0, len(LEVELS))

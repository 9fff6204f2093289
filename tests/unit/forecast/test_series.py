"""Quantiles kept for small ensembles and counted for large ones."""

import numpy as np
import pytest

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
    width = (x[..., :EXACT].max(-1) - x[..., :EXACT].min(-1)) / BINS
    assert series.error > 0
    assert (np.abs(series.bands() - quantiles(x.copy())) <= width[..., None] * 1.001).all()


def test_blocks_do_not_matter():
    """The same counts whatever the size of the blocks."""
    x = np.random.default_rng(3).random((2, 2, EXACT + 500))
    assert (filled(x, 64).bands() == filled(x, 977).bands()).all()


def test_constants_zeros_and_infinities_survive_counting():
    """A constant stays itself to half a bin of nothing, zero stays zero, unlimited cover stays unlimited."""
    x = np.zeros((1, 3, EXACT + 10))
    x[0, 0] = 7.0
    x[0, 1] = np.inf
    bands = filled(x).bands()
    assert (bands[0, 0] == 7).all()
    assert np.isposinf(bands[0, 1]).all()
    assert (bands[0, 2] == 0).all()

"""From an uncertain number to its values: a metalog through three quantiles, within the attribute's bounds.

An analyst's `x_low, x, x_high` are read as the 10th percentile, the median and the 90th. Where no metalog passes
through the three, a piecewise quantile function does, and `kind_of` says so. Pure functions.

Source: Keelin (2016), The Metalog Distributions, Decision Analysis 13(4), symmetric-percentile triplets and their
feasibility bound 1.66711.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from corridor.schema.values import Range

Kind = Literal["exact", "metalog", "piecewise"]
Floats = NDArray[np.float64]

TAIL = 0.1
_K = float(np.log((1 - TAIL) / TAIL))
_FEASIBLE = 0.5 * (1 - 1.66711 * (0.5 - TAIL))


def _forward(x: Floats, low: float | None, high: float | None) -> Floats:
    """Values on the unbounded scale: log distance from one bound, log odds between two."""
    if low is not None and high is not None:
        return np.log((x - low) / (high - x))
    if low is not None:
        return np.log(x - low)
    return x


def _back(z: Floats, low: float | None, high: float | None) -> Floats:
    """Inverse of `_forward`."""
    if low is not None and high is not None:
        return low + (high - low) / (1 + np.exp(-z))
    if low is not None:
        return low + np.exp(z)
    return z


def _transformable(number: Range, low: float | None, high: float | None) -> bool:
    return (low is None or number.low > low) and (high is None or number.high < high)


def kind_of(number: Range, minimum: float | None = None, maximum: float | None = None) -> Kind:
    """Which quantile function passes through the three values of a range."""
    if number.is_exact:
        return "exact"
    if not _transformable(number, minimum, maximum):
        return "piecewise"
    low, mid, high = _forward(np.array([number.low, number.mid, number.high]), minimum, maximum)
    place = (mid - low) / (high - low)
    return "metalog" if _FEASIBLE < place < 1 - _FEASIBLE else "piecewise"


def quantile(number: Range, u: Floats, minimum: float | None = None, maximum: float | None = None) -> Floats:
    """Values of an uncertain number at probabilities `u`.

    Parameters
    ----------
    number : Range
        10th percentile, median and 90th.
    u : array, in (0, 1)
        Probabilities, any shape.
    minimum, maximum : float or None
        Bounds of the attribute; values stay within them.

    Returns
    -------
    array of the shape of `u`
        `quantile(0.1) == low`, `quantile(0.5) == mid`, `quantile(0.9) == high`, increasing in `u`.
    """
    kind = kind_of(number, minimum, maximum)
    if kind == "exact":
        return np.full(np.shape(u), number.mid)
    p = np.clip(u, 1e-12, 1 - 1e-12)
    three = np.array([number.low, number.mid, number.high])
    if kind == "metalog":
        low, mid, high = _forward(three, minimum, maximum)
        logit = np.log(p / (1 - p))
        z = mid + logit * (high - low) / (2 * _K) + (p - 0.5) * logit * (high + low - 2 * mid) / (0.8 * _K)
        return _clip(_back(z, minimum, maximum), minimum, maximum)
    logs = _transformable(number, minimum, maximum)
    y = _forward(three, minimum, maximum) if logs else three
    left = y[1] + (p - 0.5) * (y[1] - y[0]) / 0.4
    right = y[1] + (p - 0.5) * (y[2] - y[1]) / 0.4
    z = np.where(p < 0.5, left, right)
    return _clip(_back(z, minimum, maximum) if logs else z, minimum, maximum)


def _clip(x: Floats, minimum: float | None, maximum: float | None) -> Floats:
    if minimum is None and maximum is None:
        return x
    return np.clip(x, minimum, maximum)

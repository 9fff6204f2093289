"""How much of an answer's variance each uncertain number carries: the statistics, without an engine.

`answers` (n, R) are n draws of the numbers, each run on R fresh paths. Their variance is split into what
the numbers carry and what the path carries; then, number by number, into the part its bins explain.
Used by `corridor.study.find_out`.

Sources: one-way analysis of variance with random effects (Searle, Casella and McCulloch 1992, Variance
Components, ch. 3); epsilon squared (Kelley 1935, PNAS 21:554); first-order shares by bins (Plischke 2012,
doi:10.1016/j.ress.2011.12.014).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corridor.errors import EngineError
from corridor.model.uniform import uniform

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

BINS = 10
PERMUTATIONS = 400
LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Split:
    """Variance of an answer, and the shares of it that come from the numbers and from the path."""

    variance: float
    numbers: float
    path: float


@dataclass(frozen=True, slots=True)
class Part:
    """What one factor carries of an answer.

    `share` of the variance of the answer; `hidden` if chance alone could give as much; `after` if it stands
    out only once the larger ones are known; `middle` the middle answer in each bin, lowest values first;
    `narrows` by how much the answer's band would be narrower if the factor were known.
    """

    share: float
    hidden: bool
    after: bool
    middle: tuple[float, ...]
    narrows: float


@dataclass(frozen=True, slots=True)
class Shares:
    """The split, the share under which a factor is hidden, and the part of each factor in the order given."""

    split: Split
    threshold: float
    parts: tuple[Part, ...]


def equal_bins(values: Floats, count: int = BINS) -> Ints:
    """Bin of each value, 0 the lowest: `count` bins of equal size (to one), ties in the order given.

    Examples
    --------
    >>> import numpy as np
    >>> equal_bins(np.array([5.0, 1.0, 3.0, 2.0]), 2).tolist()
    [1, 0, 1, 0]
    """
    rank = np.empty(len(values), dtype=np.int64)
    rank[np.argsort(values, kind="stable")] = np.arange(len(values))
    return rank * min(count, len(values)) // max(1, len(values))


def split(answers: Floats) -> Split:
    """Variance of the answers, and the shares of the numbers and of the path.

    Parameters
    ----------
    answers : (draw, path) array
        At least two of each.

    Returns
    -------
    Split
        With MSB and MSW the mean squares between and within draws: `between = max(0, (MSB - MSW) / R)`,
        `variance = between + MSW`, `numbers = between / variance`, `path = 1 - numbers`; both 0 where
        nothing varies.

    Raises
    ------
    EngineError
        When there are fewer than two draws or paths.
    """
    draws, paths = answers.shape
    if draws < 2 or paths < 2:
        raise EngineError(f"A split needs two draws and two paths at least; got {draws} and {paths}.")
    within = float(answers.var(axis=1, ddof=1).mean())
    between = max(0.0, float(answers.mean(axis=1).var(ddof=1)) - within / paths)
    total = between + within
    if total <= 1e-24 * max(1.0, float(np.abs(answers).max())) ** 2:
        return Split(0.0, 0.0, 0.0)
    return Split(total, between / total, within / total)


def epsilon_squared(means: Floats, bins: Ints) -> Floats:
    """Part of the variance of each row that the bins explain, freed of what they would explain by chance.

    Parameters
    ----------
    means : (..., draw) array
        One answer a draw; every row is treated alone.
    bins : (draw,) array
        Bin of each draw, 0 to k - 1, none of them empty.

    Returns
    -------
    (...) array
        `1 - [SSW / (n - k)] / [SST / (n - 1)]`; can be below 0; 0 where a row does not vary or there is
        one bin.
    """
    order = np.argsort(bins, kind="stable")
    count = np.bincount(bins)
    n, k = len(bins), len(count)
    if k < 2 or n <= k:
        return np.zeros(means.shape[:-1])
    centred = means - means.mean(axis=-1, keepdims=True)
    starts = np.concatenate([[0], np.cumsum(count)[:-1]])
    sums = np.add.reduceat(centred[..., order], starts, axis=-1)
    total = (centred**2).sum(axis=-1)
    within = np.maximum(total - (sums**2 / count).sum(axis=-1), 0.0)
    ratio = np.divide(within * (n - 1), total * (n - k), out=np.ones_like(total), where=total > 0)
    return np.asarray(1 - ratio, dtype=np.float64)


def chance_level(
    means: Floats, factors: Sequence[Ints], seed: int, permutations: int = PERMUTATIONS
) -> float:
    """The epsilon squared that the best of all factors reaches by chance in one case of twenty.

    The 95th percentile, over seeded permutations of the draws, of the maximum over factors.
    """
    if not factors:
        return 0.0
    rows = np.arange(permutations)[:, None]
    keys = uniform(seed, "permutations of what to find out", rows, np.arange(len(means))[None, :])
    mixed = means[np.argsort(keys, axis=1, kind="stable")]
    most = np.full(permutations, -np.inf)
    for bins in factors:
        np.maximum(most, epsilon_squared(mixed, bins), out=most)
    return float(np.quantile(most, LEVEL, method="higher"))


def _width(values: Floats) -> float:
    low, high = np.quantile(values, (0.1, 0.9))
    return float(high - low)


def _narrows(answers: Floats, bins: Ints, share: float) -> float:
    """One less the mean width of the band within a bin over its width now; else by standard deviation."""
    whole = _width(answers)
    if whole <= 0 or _is_yes_or_no(answers):
        return 1 - float(np.sqrt(1 - min(1.0, share)))
    count = np.bincount(bins)
    inside = sum(c * _width(answers[bins == b]) for b, c in enumerate(count)) / len(bins)
    return max(0.0, 1 - float(inside) / whole)


def _is_yes_or_no(answers: Floats) -> bool:
    return bool(np.isin(answers, (0.0, 1.0)).all())


def shares(answers: Floats, factors: Sequence[Ints], *, seed: int = 0) -> Shares:
    """The split of an answer's variance, and what each factor carries of it.

    Parameters
    ----------
    answers : (draw, path) array
        The answer of each run; 0 and 1 for a question of yes or no.
    factors : sequence of (draw,) arrays
        Bin of each draw for each factor, the lowest values first (`equal_bins`; for picks, one bin a row
        picked).
    seed : int
        Of the permutations.

    Returns
    -------
    Shares
        Of each factor `share = max(0, e2) x Var(mean over paths) / variance`, with `e2` as in
        `epsilon_squared`; hidden where `e2` is not above `chance_level`. What is hidden is looked at once
        more in what the others leave of the means (less the mean of its bin, the largest first): `after` is
        what then stands out. `middle` is the median answer of a bin (the mean for yes or no).

    Raises
    ------
    EngineError
        When there are fewer than two draws or paths.
    """
    whole = split(answers)
    means = answers.mean(axis=1)
    first = _look(means, factors, range(len(factors)), whole.variance, seed)
    known = sorted(first.shown, key=lambda i: -first.share[i])
    rest = [i for i in range(len(factors)) if known and i not in first.shown]
    second = _look(_left(means, [factors[i] for i in known]), factors, rest, whole.variance, seed)
    middle = np.mean if _is_yes_or_no(answers) else np.median
    parts = []
    for i, bins in enumerate(factors):
        after = i in second.shown
        share = second.share[i] if after else first.share[i]
        found = tuple(float(middle(answers[bins == b])) for b in range(int(bins.max()) + 1))
        hidden = not after and i not in first.shown
        parts.append(Part(share, hidden, after, found, _narrows(answers, bins, share)))
    return Shares(whole, first.threshold, tuple(parts))


@dataclass(frozen=True, slots=True)
class _Looked:
    """Shares by factor, which of them stand out, and the share under which they would not."""

    share: dict[int, float]
    shown: frozenset[int]
    threshold: float


def _look(means: Floats, factors: Sequence[Ints], at: Sequence[int], variance: float, seed: int) -> _Looked:
    """Shares of some of the factors in the variance of an answer, by what they explain of `means`."""
    if not at or variance <= 0:
        return _Looked(dict.fromkeys(at, 0.0), frozenset(), 0.0)
    scale = float(means.var(ddof=1)) / variance
    level = max(0.0, chance_level(means, [factors[i] for i in at], seed))
    e2 = {i: float(epsilon_squared(means, factors[i])) for i in at}
    share = {i: min(1.0, max(0.0, e) * scale) for i, e in e2.items()}
    return _Looked(share, frozenset(i for i, e in e2.items() if e > level), level * scale)


def _left(means: Floats, known: Sequence[Ints]) -> Floats:
    """What known factors leave of the means: each less the mean of its bin, one factor after another."""
    left = means
    for bins in known:
        left = left - (np.bincount(bins, weights=left) / np.bincount(bins))[bins]
    return left

"""From the drawn values of the numbers to factors: what moves together, and which bin each draw falls in.

Numbers of one draw are one factor; rows of one pick are one factor, each row a bin of its own (more than
one where the row has a range). Used by `corridor.study.find_out`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corridor.model.arrays import Number
from corridor.study.shares import BINS, equal_bins

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Factor:
    """Numbers that move together: their positions, the bin of each draw, and whether it is a pick."""

    numbers: tuple[int, ...]
    bins: Ints
    is_pick: bool

    @property
    def count(self) -> int:
        """Number of bins."""
        return int(self.bins.max()) + 1


def factors(numbers: Sequence[Number], values: Floats) -> tuple[Factor, ...]:
    """Every factor that varies among the draws, in the order of its first number.

    Parameters
    ----------
    numbers : sequence of Number
    values : (number, draw) array
        NaN where a row was not picked.
    """
    draws, picks = defaultdict(list), defaultdict(list)
    for i, number in enumerate(numbers):
        if number.pick:
            picks[number.pick].append(i)
        elif not number.range.is_exact:
            draws[number.draw].append(i)
    found = [Factor(tuple(at), equal_bins(values[at[0]]), is_pick=False) for at in draws.values()]
    found += [Factor(tuple(at), pick_bins(numbers, values, at), is_pick=True) for at in picks.values()]
    varying = (f for f in found if f.count > 1 and _varies(values, f))
    return tuple(sorted(varying, key=lambda f: f.numbers[0]))


def _varies(values: Floats, factor: Factor) -> bool:
    if factor.is_pick:
        return True
    return any(np.ptp(values[i]) > 0 for i in factor.numbers)


def pick_bins(numbers: Sequence[Number], values: Floats, at: Sequence[int]) -> Ints:
    """Bin of each draw for a pick: rows in rising order, and within a row with a range, by its value.

    A row with a range takes its part of ten bins; a row without one takes one.
    """
    taken = ~np.isnan(values[list(at)])
    patterns, which = np.unique(taken, axis=1, return_inverse=True)
    which = which.reshape(-1)
    chosen = [[i for i, on in zip(at, pattern, strict=True) if on] for pattern in patterns.T]
    order = sorted(range(len(chosen)), key=lambda k: [numbers[i].range.mid for i in chosen[k]])
    bins, first = np.zeros(values.shape[1], dtype=np.int64), 0
    for k in order:
        here = np.flatnonzero(which == k)
        ranged = [i for i in chosen[k] if not numbers[i].range.is_exact]
        count = max(1, round(BINS * len(here) / len(which))) if ranged else 1
        count = min(count, len(here))
        inside = equal_bins(values[ranged[0], here], count) if ranged else np.zeros(len(here), dtype=np.int64)
        bins[here] = first + inside
        first += count
    return bins

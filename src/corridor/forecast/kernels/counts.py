"""Counts members in cells, by series and day: the compiled part of `corridor.forecast.series`.

A row is one series on one day. Its cells, in rising order: minus infinity, below the first bin, `bins` equal bins,
above the last bin, plus infinity. A shared value (an *atom*) splits the cell it lies in: what is below it, the value
itself, what is above it. A cell holds how many members lie in it and the lowest and the highest of their values.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from corridor.forecast.kernels.lanes import kernel

COUNT, LOW, HIGH = 0, 1, 2
"""What a cell holds."""
OUTER = 4
"""Cells that are no bin: minus infinity, below, above, plus infinity."""


@kernel
def count(values: Any, low: Any, per_step: Any, atoms: Any, first: Any, cells: Any) -> int:
    """Count a block of members.

    Parameters
    ----------
    values : array (rows, B)
    low, per_step : array (rows,)
        Start of the first bin; bins by unit of the value.
    atoms : array (rows, K), K at least 1
        Shared values, rising; those not used are infinite.
    first : array (rows, bins + 3), whole
        How many atoms lie in cells before each cell that is not an infinity's.
    cells : array (rows, bins + 4 + 2 K, 3)
        Count, lowest and highest value of each cell; written.

    Returns
    -------
    int
        How many values are no number; they are not counted.
    """
    bins = first.shape[1] - 3
    odd = 0
    for r in range(values.shape[0]):
        for b in range(values.shape[1]):
            v = np.float32(values[r, b])
            if math.isnan(v):
                odd += 1
                continue
            if v == -math.inf:
                spot = 0
            elif v == math.inf:
                spot = bins + 3 + 2 * first[r, bins + 2]
            else:
                place = math.floor((v - low[r]) * per_step[r])
                bin_ = 0 if place < 0 else bins + 1 if place >= bins else int(place) + 1
                k, end = first[r, bin_], first[r, bin_ + 1]
                spot = bin_ + 1 + 2 * k
                while k < end and v >= atoms[r, k]:
                    spot += 2
                    if v == atoms[r, k]:
                        spot -= 1
                        break
                    k += 1
            if cells[r, spot, 0] == 0:
                cells[r, spot, 1] = v
                cells[r, spot, 2] = v
            elif v < cells[r, spot, 1]:
                cells[r, spot, 1] = v
            elif v > cells[r, spot, 2]:
                cells[r, spot, 2] = v
            cells[r, spot, 0] += 1
    return odd

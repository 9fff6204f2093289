"""Means over futures with their intervals: paired, so that what differs between futures alone does not widen them."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from corridor.model.arrays import Floats

LEVEL = 0.95
DUST = 1e-6
"""Person-days below which a difference is rounding of the solver."""


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean over futures and its 95 % interval; None where there is one future, of which none can be given."""

    mean: float
    low: float | None
    high: float | None
    futures: int

    @classmethod
    def of(cls, values: Floats, *, rounding: float = DUST) -> Mean:
        """Of values by future, (B,), by Student's distribution; what is within `rounding` of 0 is none.

        Examples
        --------
        >>> Mean.of(np.array([1.0, 1.0, 1.0]))
        Mean(mean=1.0, low=1.0, high=1.0, futures=3)
        """
        from scipy import stats  # noqa: PLC0415  (slow to import)

        values = np.where(np.abs(values) <= rounding, 0.0, values)
        count, mean = len(values), float(values.mean())
        if count < 2:
            return cls(mean, None, None, count)
        half = float(stats.t.ppf((1 + LEVEL) / 2, count - 1) * values.std(ddof=1) / math.sqrt(count))
        return cls(mean, mean - half, mean + half, count)

    def plain(self) -> dict[str, float | None]:
        """Plain values."""
        return {"mean": self.mean, "low": self.low, "high": self.high}

    def text(self) -> str:
        """As printed: whole numbers, the interval in brackets."""
        if self.low is None or self.high is None:
            return _whole(self.mean)
        return f"{_whole(self.mean)} ({_whole(self.low)} to {_whole(self.high)})"


def _whole(x: float) -> str:
    text = f"{x:,.0f}" if abs(x) >= 1 or x == 0 else f"{x:.1g}"
    return "0" if text == "-0" else text

"""Means over futures with their intervals: paired, so that what differs between futures alone does not widen them."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from corridor.model.arrays import Floats

LEVEL = 0.95
HALF = 0.5
FEW = 2
DUST = 1e-6
"""Person-days below which a difference is rounding of the solver."""


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean over futures and its 95 % interval; None where there is one future, of which none can be given.

    `lead` is the share of all that is gained or lost which is that of one future, the largest: near 1 the mean says
    what happens there.
    """

    mean: float
    low: float | None
    high: float | None
    futures: int
    lead: float = 0.0

    @classmethod
    def of(cls, values: Floats, *, rounding: float = DUST) -> Mean:
        """Of values by future, (B,), by Student's distribution; what is within `rounding` of 0 is none.

        Examples
        --------
        >>> Mean.of(np.array([1.0, 1.0, 1.0]))
        Mean(mean=1.0, low=1.0, high=1.0, futures=3, lead=0.3333333333333333)
        """
        from scipy import stats  # noqa: PLC0415  (slow to import)

        values = np.where(np.abs(values) <= rounding, 0.0, values)
        count, mean, whole = len(values), float(values.mean()), float(np.abs(values).sum())
        lead = float(np.abs(values).max()) / whole if whole > 0 else 0.0
        if count < 2:
            return cls(mean, None, None, count, lead)
        half = float(stats.t.ppf((1 + LEVEL) / 2, count - 1) * values.std(ddof=1) / math.sqrt(count))
        return cls(mean, mean - half, mean + half, count, lead)

    @property
    def hangs_on_one(self) -> bool:
        """Whether more than half of it is that of one future of several."""
        return self.futures > FEW and self.lead > HALF

    def plain(self) -> dict[str, float | None]:
        """Plain values."""
        return {"mean": self.mean, "low": self.low, "high": self.high, "share_of_one_future": self.lead}

    def text(self) -> str:
        """As printed: whole numbers, the interval in brackets."""
        if self.low is None or self.high is None:
            return _whole(self.mean)
        return f"{_whole(self.mean)} ({_whole(self.low)} to {_whole(self.high)})"


def _whole(x: float) -> str:
    text = f"{x:,.0f}" if abs(x) >= 1 or x == 0 else f"{x:.1g}"
    return "0" if text == "-0" else text

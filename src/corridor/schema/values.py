"""Plain values that typed cells become: the `Range` of an uncertain number and the `Record` of a row.

No reading and no checks live here; ledger and model build on it.
"""

from __future__ import annotations

from dataclasses import dataclass

from corridor.errors import Where


@dataclass(frozen=True, slots=True)
class Range:
    """An uncertain number as analysts mean it: 10th percentile, median, 90th percentile.

    `low <= mid <= high`; a number without a range has all three equal.
    """

    low: float
    mid: float
    high: float

    @property
    def is_exact(self) -> bool:
        """Whether it has no spread."""
        return self.low == self.high

    @classmethod
    def exact(cls, value: float) -> Range:
        """A number without a range."""
        return cls(value, value, value)


@dataclass(frozen=True, kw_only=True, slots=True)
class Record:
    """A typed row that knows where it stands."""

    where: Where


def plain_number(value: float) -> str:
    """Shortest plain text of a number that reads back as the same number."""
    whole = int(value) if abs(value) < 1e15 and value == int(value) else None
    return repr(float(value)) if whole is None else str(whole)

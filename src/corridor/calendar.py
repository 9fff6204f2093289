"""Dates and day numbers. People write days with both ends included; inside, ranges are half-open.

Day 0 is the first day of a case. Imports nothing of the product; everything may import it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Days:
    """The days of a case: `start` is day 0, `count` days in all."""

    start: date
    count: int

    def number(self, day: date) -> int:
        """Day number of a date; negative before the start, `count` or more after the end."""
        return (day - self.start).days

    def day(self, number: int) -> date:
        """Date of a day number."""
        return self.start + timedelta(days=int(number))

    def span(self, start: date | None, end: date | None) -> tuple[int, int]:
        """Half-open day numbers of a range written with both ends included, cut to the case.

        A blank start is the start of the case, a blank end its end. `first >= last` means no day.
        """
        first = 0 if start is None else max(0, self.number(start))
        last = self.count if end is None else min(self.count, self.number(end) + 1)
        return first, last

    @property
    def dates(self) -> list[date]:
        """Every date of the case, in order."""
        return [self.day(i) for i in range(self.count)]

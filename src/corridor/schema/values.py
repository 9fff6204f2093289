"""Plain values that typed cells become: the `Range` of an uncertain number and the `Record` of a row; what is no text.

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


LARGEST = 1e300
"""Whole numbers beyond it, as a settings file may hold, are no doubles."""


def plain_number(value: float) -> str:
    """Shortest plain text of a number that reads back as the same number."""
    if abs(value) > LARGEST:
        return "a number of more than 300 digits" if isinstance(value, int) else repr(value)
    whole = int(value) if abs(value) < 1e15 and value == int(value) else None
    return repr(float(value)) if whole is None else str(whole)


def has_control(text: str) -> bool:
    r"""Whether a text holds what is no text: control characters, or signs that turn the direction of all that follows.

    Examples
    --------
    >>> has_control("two\nlines"), has_control("\x1b[2J"), has_control("\u202e12")
    (False, True, True)
    """
    return not text.isprintable() and any(is_control(c) for c in text)


def is_control(sign: str) -> bool:
    """Whether one character is no text; tabs and line breaks are."""
    code = ord(sign)
    return (code < 32 and sign not in "\t\n") or 127 <= code < 160 or 0x202A <= code <= 0x202E

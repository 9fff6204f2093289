"""What a measure gives back: a band, a chance, a band of dates, and a table of frozen lines.

Every kind says itself in words (`str`) and as plain values for JSON (`plain`). Measures, studies and the
report use them.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from corridor.result.forecast import HIGH, LEVELS, LOW, MIDDLE

Line = TypeVar("Line")
_Z95 = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Band:
    """Quantiles of a quantity over members, lowest level first; infinite where there is no limit."""

    levels: tuple[float, ...]
    values: tuple[float, ...]
    unit: str

    @classmethod
    def of(cls, sample: NDArray[np.float64], unit: str, levels: tuple[float, ...] = LEVELS) -> Band:
        """Quantiles of a sample, one value a member (linear between members)."""
        if np.isinf(sample).any():  # no mean of a number and infinity: take values that members have
            found = np.quantile(sample, levels, method="inverted_cdf")
        else:
            found = np.quantile(sample, levels)
        return cls(levels, tuple(float(v) for v in found), unit)

    @classmethod
    def at_levels(cls, values: NDArray[np.float64], unit: str) -> Band:
        """A band whose values at `LEVELS` are known."""
        return cls(LEVELS, tuple(float(v) for v in values), unit)

    def at(self, level: float) -> float:
        """Value at one of the levels of the band."""
        return self.values[self.levels.index(level)]

    @property
    def low(self) -> float:
        """10th percentile."""
        return self.at(LOW)

    @property
    def median(self) -> float:
        """50th percentile."""
        return self.at(MIDDLE)

    @property
    def high(self) -> float:
        """90th percentile."""
        return self.at(HIGH)

    def plain(self) -> dict[str, Any]:
        """Unit and values by level; None where there is no limit."""
        found = {f"p{round(100 * q):02d}": plain(v) for q, v in zip(self.levels, self.values, strict=True)}
        return {"unit": self.unit, **found}

    def __str__(self) -> str:
        """Median, and in brackets the 10th and 90th percentile."""
        return (
            f"{amount_words(self.median)} {self.unit} ({amount_words(self.low)} to {amount_words(self.high)})"
        )


@dataclass(frozen=True, slots=True)
class Chance:
    """Share of members in which something happens, with the error of having drawn only so many.

    `standard_error = sqrt(p (1 - p) / members)` (binomial). `low` and `high` are the 95 % interval of
    Wilson (1927, JASA 22:209), which stays wider than nothing when all members agree.
    """

    count: int
    members: int

    @classmethod
    def of(cls, happens: NDArray[np.bool_]) -> Chance:
        """Chance from one truth value a member."""
        return cls(int(np.count_nonzero(happens)), int(happens.size))

    @property
    def value(self) -> float:
        """Share of members, 0 to 1."""
        return self.count / self.members

    @property
    def standard_error(self) -> float:
        """Binomial standard error of `value`."""
        return math.sqrt(self.value * (1 - self.value) / self.members)

    @property
    def interval(self) -> tuple[float, float]:
        """95 % interval of the chance the model implies, from the number of members alone."""
        m, p, z2 = self.members, self.value, _Z95**2
        middle = (p + z2 / (2 * m)) / (1 + z2 / m)
        half = _Z95 * math.sqrt(p * (1 - p) / m + z2 / (4 * m * m)) / (1 + z2 / m)
        return max(0.0, middle - half), min(1.0, middle + half)

    def plain(self) -> dict[str, Any]:
        """Value, standard error, 95 % interval and number of members."""
        low, high = self.interval
        return {
            "value": self.value,
            "standard_error": self.standard_error,
            "low": low,
            "high": high,
            "members": self.members,
        }

    def __str__(self) -> str:
        """Chance in per cent, never 0 or 100 % from members alone."""
        return chance_words(self.value, self.members)


@dataclass(frozen=True, slots=True)
class DateBand:
    """When something first happens: the chance that it does at all comes first, then quantiles of its date.

    `days` holds one date a level, or None where the quantile lies beyond `last`, the last day of the run.
    A level has a date exactly if it is not above `chance`.
    """

    chance: Chance
    levels: tuple[float, ...]
    days: tuple[dt.date | None, ...]
    last: dt.date

    def at(self, level: float) -> dt.date | None:
        """Date at one of the levels; None beyond the horizon."""
        return self.days[self.levels.index(level)]

    def text(self, level: float) -> str:
        """Date at one of the levels as ISO, or `> last day`."""
        return self._text(self.at(level))

    def _text(self, day: dt.date | None) -> str:
        return f"> {self.last.isoformat()}" if day is None else day.isoformat()

    def plain(self) -> dict[str, Any]:
        """Chance before the horizon and dates by level; `> last day` beyond it."""
        found = {f"p{round(100 * q):02d}": self._text(d) for q, d in zip(self.levels, self.days, strict=True)}
        return {"chance": self.chance.plain(), **found}

    def __str__(self) -> str:
        """Chance by the last day, then median date and the 10th and 90th percentile."""
        return (
            f"chance {self.chance} by {self.last.isoformat()}; "
            f"median {self.text(MIDDLE)} ({self.text(LOW)} to {self.text(HIGH)})"
        )


@dataclass(frozen=True, slots=True)
class Table(Generic[Line]):
    """Lines of one kind under a title; `note` says how to read them."""

    title: str
    note: str
    lines: tuple[Line, ...]

    def __iter__(self) -> Iterator[Line]:
        """The lines, in order."""
        return iter(self.lines)

    def __len__(self) -> int:
        """Number of lines."""
        return len(self.lines)

    def __getitem__(self, index: int) -> Line:
        """One line."""
        return self.lines[index]

    def rows(self) -> list[dict[str, Any]]:
        """The lines as plain values, ready for JSON."""
        return [plain(line) for line in self.lines]

    def __str__(self) -> str:
        """Title, note, and one line a row."""
        return "\n".join([self.title, self.note, *(_words(line) for line in self.lines)])


def plain(value: Any) -> Any:
    """A value as JSON has it: dates in ISO, no NaN and no infinity (None), dataclasses as dictionaries."""
    if isinstance(value, Band | Chance | DateBand):
        return value.plain()
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, float | np.floating):
        return float(value) if math.isfinite(value) else None
    if isinstance(value, tuple | list):
        return [plain(v) for v in value]
    return value


def chance_words(value: float, members: int) -> str:
    """A chance in per cent; `< 1 %` and `> 99 %` at the ends, as coarse as `members` allow.

    Examples
    --------
    >>> chance_words(0.37, 1000), chance_words(0.0, 1000), chance_words(1.0, 50)
    ('37 %', '< 1 %', '> 98 %')
    """
    least = max(1, math.ceil(100 / members))
    if value * 100 < least:
        return f"< {least} %"
    if value * 100 > 100 - least:
        return f"> {100 - least} %"
    return f"{100 * value:.0f} %"


def amount_words(value: float) -> str:
    """An amount to three digits; infinity is unlimited."""
    if math.isinf(value):
        return "unlimited"
    if abs(value) < 1e-6:
        return "0"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _words(line: Any) -> str:
    if not dataclasses.is_dataclass(line):
        return str(line)
    return "  " + " · ".join(
        str(value)
        for value in (getattr(line, f.name) for f in dataclasses.fields(line))
        if value is not None and value != ""
    )

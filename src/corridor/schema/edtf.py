"""Coarse dates (EDTF, ISO 8601-2), as far as sources use them: read strictly, to a first and a last day.

Read here: `2022-12-12`, `2022-12`, `2022`, the decade `199X`, unknown parts `2022-12-XX` and `2022-XX`; about `2022~`,
uncertain `2022?`, both `2022%`; intervals `2022-12/2023-01-05` with an open end `2022-12/..` or an unknown one
`2022-12/`; one of several `[2022-12-12,2022-12-14]`, `[2022-12-12..2022-12-16]`. Not read: seasons, times of day, years
before 1 or after 9999, marks on a part of a date.

Pure functions of a text. Imports nothing of the product; ledger and model read coarse dates here.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

Precision = Literal["day", "month", "year", "decade", "unknown"]
Form = Literal["point", "interval", "set"]
End = Literal["dated", "open", "unknown"]

COARSER: tuple[Precision, ...] = ("day", "month", "year", "decade", "unknown")
"""Precisions from the finest to the coarsest."""
_POINT = re.compile(r"(\d{4}|\d{3}X)(?:-(\d{2}|XX)(?:-(\d{2}|XX))?)?([~?%]?)", re.ASCII)
_SEASON = re.compile(r"\d{4}-(2[1-9]|3\d|4[01])", re.ASCII)
_LONGEST = 400


class EdtfError(ValueError):
    """A text that is no coarse date, with what is wrong and what to write."""


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """A coarse date as first and last day.

    Attributes
    ----------
    text : str
        As written.
    form : {"point", "interval", "set"}
        One date, a span from one to another, or one of several.
    first, last : date or None
        First and last day that may be meant; None at an end that is open or unknown. `first <= last`.
    precision : {"day", "month", "year", "decade", "unknown"}
        The coarsest precision of its dates; *unknown* if an end is not known.
    is_about, is_uncertain : bool
        Whether a date is marked with `~` or `%`, and with `?` or `%`. The mark says that the days may lie outside
        `first` to `last`; by how much, it does not say, and nothing is guessed.
    start, end : {"dated", "open", "unknown"}
        What stands at each end. An open end goes on; at an unknown end nobody said.
    """

    text: str
    form: Form
    first: dt.date | None
    last: dt.date | None
    precision: Precision
    is_about: bool = False
    is_uncertain: bool = False
    start: End = "dated"
    end: End = "dated"

    @property
    def counts_at(self) -> dt.date | None:
        """The day at which it counts as come to pass: its last one. None if that is open or unknown."""
        return self.last

    @property
    def is_open(self) -> bool:
        """Whether it goes on at one end."""
        return "open" in {self.start, self.end}

    def holds(self, day: dt.date) -> bool:
        """Whether the day may be meant; an open or unknown end bounds nothing."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


@lru_cache(maxsize=65_536)
def parse_edtf(text: str) -> When:
    """The coarse date that a text states.

    Parameters
    ----------
    text : str
        As in the head of this module; no spaces.

    Returns
    -------
    When
        ``when.first <= when.last`` where both are known; the same text gives the same answer.

    Raises
    ------
    EdtfError
        For anything else, with what is wrong.

    Examples
    --------
    >>> when = parse_edtf("2022-12~")
    >>> when.first.isoformat(), when.last.isoformat(), when.precision, when.is_about
    ('2022-12-01', '2022-12-31', 'month', True)
    >>> parse_edtf("199X/..").end
    'open'
    """
    if len(text) > _LONGEST:
        raise EdtfError(f"a date of {len(text):,} characters. Write one date, or two with a slash.")
    if text.startswith("[") or text.endswith("]"):
        return _one_of(text)
    if "/" in text:
        return _interval(text)
    return _point(text)


def edtf_end(text: str) -> dt.date | None:
    """Last day of a coarse date or interval; None for an open end, an unknown one, or no coarse date.

    Examples
    --------
    >>> (
    ...     edtf_end("2023-02").isoformat(),
    ...     edtf_end("2022~").isoformat(),
    ...     edtf_end("2022-12/2023-01-05").isoformat(),
    ... )
    ('2023-02-28', '2022-12-31', '2023-01-05')
    """
    try:
        return parse_edtf(text).last
    except EdtfError:
        return None


def is_edtf(text: str) -> bool:
    """Whether a text is a coarse date, an interval of them, or one of several."""
    try:
        parse_edtf(text)
    except EdtfError:
        return False
    return True


def coarsest(*precisions: Precision) -> Precision:
    """The coarsest of some precisions."""
    return max(precisions, key=COARSER.index)


# ------------------------------------------------------------------------------------------- the forms


def _point(text: str) -> When:
    found = _POINT.fullmatch(text)
    if not found:
        raise EdtfError(_advice(text))
    year, month, day, mark = found.groups()
    first, last, precision = _days(text, year, month, day)
    return When(
        text=text,
        form="point",
        first=first,
        last=last,
        precision=precision,
        is_about=mark in {"~", "%"},
        is_uncertain=mark in {"?", "%"},
    )


def _days(text: str, year: str, month: str | None, day: str | None) -> tuple[dt.date, dt.date, Precision]:
    """First and last day, and precision, of the parts of a date."""
    if year.endswith("X"):
        if month:
            raise EdtfError(f'"{text}" has a month in a decade. Write the decade alone, such as 199X.')
        first_year, last_year = max(int(year[:3] + "0"), 1), int(year[:3] + "9")
        return dt.date(first_year, 1, 1), dt.date(last_year, 12, 31), "decade"
    if month == "XX":
        if day and day != "XX":
            raise EdtfError(f'"{text}" has a day in a month that is not known. Write the year alone.')
        month = day = None
    if day == "XX":
        day = None
    try:
        first = dt.date(int(year), int(month or 1), int(day or 1))
        last_month = int(month or 12)
        last = dt.date(int(year), last_month, int(day or calendar.monthrange(int(year), last_month)[1]))
    except ValueError:
        raise EdtfError(_advice(text, f'there is no day, month or year "{text}"')) from None
    return first, last, "day" if day else "month" if month else "year"


def _interval(text: str) -> When:
    parts = text.split("/")
    if len(parts) != 2:
        raise EdtfError(f'"{text}" has more than one slash. Write the first day, a slash, the last day.')
    left, right = (_end(part) for part in parts)
    dates = [d for d in (left[0], right[0]) if d is not None]
    if not dates:
        raise EdtfError(f'"{text}" names no date. Give one end at least.')
    first = left[0].first if left[0] else None
    last = right[0].last if right[0] else None
    if first and last and first > last:
        raise EdtfError(f'"{text}" ends before it begins. Write the earlier date first.')
    unknown: tuple[Precision, ...] = ("unknown",) if "unknown" in {left[1], right[1]} else ()
    return When(
        text=text,
        form="interval",
        first=first,
        last=last,
        precision=coarsest(*(d.precision for d in dates), *unknown),
        is_about=any(d.is_about for d in dates),
        is_uncertain=any(d.is_uncertain for d in dates),
        start=left[1],
        end=right[1],
    )


def _end(part: str) -> tuple[When | None, End]:
    if part in {"", ".."}:
        return None, "open" if part else "unknown"
    return _point(part), "dated"


def _one_of(text: str) -> When:
    if not (text.startswith("[") and text.endswith("]")):
        raise EdtfError(f'"{text}" lacks a bracket. Write [2022-12-12,2022-12-14] for one of two days.')
    members = [_member(part.strip()) for part in text[1:-1].split(",")]
    dated = [m for m in members if m.first is not None and m.last is not None]
    if len(dated) < len(members):
        raise EdtfError(f'"{text}" has no end. One of several dates needs them all.')
    return replace(
        dated[0],
        text=text,
        form="set",
        first=min(m.first for m in dated if m.first),
        last=max(m.last for m in dated if m.last),
        precision=coarsest(*(m.precision for m in dated)),
        is_about=any(m.is_about for m in dated),
        is_uncertain=any(m.is_uncertain for m in dated),
    )


def _member(part: str) -> When:
    """A date of a set, or a run of dates `a..b`."""
    if ".." not in part:
        return _point(part)
    return _interval(part.replace("..", "/", 1))


def _advice(text: str, found: str = "") -> str:
    if _SEASON.fullmatch(text):
        return (
            f'"{text}" is a season, which falls at other times elsewhere. Write its months: 2022-12/2023-02.'
        )
    found = found or f'"{text}" is no date as the ledger writes them'
    return f"{found}. Write 2022, 2022-12 or 2022-12-12."

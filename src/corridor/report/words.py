"""Numbers, days and lists as people read them. Pure functions of plain values."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterable

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
SCALES = ((1e9, "billion"), (1e6, "million"))


def day(date: dt.date) -> str:
    """A date in words.

    Examples
    --------
    >>> day(dt.date(2022, 12, 12))
    '12 December 2022'
    """
    return f"{date.day} {MONTHS[date.month - 1]} {date.year}"


def day_short(date: dt.date) -> str:
    """A date in short words.

    Examples
    --------
    >>> day_short(dt.date(2022, 9, 2))
    '2 Sep 2022'
    """
    return f"{date.day} {MONTHS[date.month - 1][:3]} {date.year}"


def month(date: dt.date) -> str:
    """Month and year of a date.

    Examples
    --------
    >>> month(dt.date(2022, 9, 2))
    'September 2022'
    """
    return f"{MONTHS[date.month - 1]} {date.year}"


def number(value: float) -> str:
    """A number with no more digits than its reader can use.

    Examples
    --------
    >>> number(0.1234), number(12.34), number(1234.5), number(1_934_000.0), number(math.inf), number(0.0)
    ('0.12', '12', '1,230', '1.93 million', 'unlimited', '0')
    """
    if math.isnan(value):
        return "none"
    if math.isinf(value):
        return "unlimited"
    if abs(value) < 1e-6:
        return "0"
    for scale, word in SCALES:
        if abs(value) >= scale:
            return (
                f"{value / scale:.3g} {word}" if abs(value) < 1000 * scale else f"{value / scale:,.0f} {word}"
            )
    if abs(value) >= 1000:
        return f"{float(f'{value:.3g}'):,.0f}"
    if abs(value) >= 10:
        return f"{value:.0f}"
    if abs(value) >= 1:
        return f"{value:.1f}".removesuffix(".0")
    return f"{value:.2g}"


def plain(value: float) -> str:
    """A number for machines: at most six digits, no separators.

    Examples
    --------
    >>> plain(1234567.89), plain(0.5)
    ('1.23457e+06', '0.5')
    """
    return f"{value:.6g}"


def percent(value: float) -> str:
    """A share in per cent.

    Examples
    --------
    >>> percent(0.374), percent(0.004), percent(0.0)
    ('37 %', '0.4 %', '0 %')
    """
    return f"{100 * value:.2g} %" if 0 < abs(value) < 0.01 else f"{100 * value:.0f} %"


def listed(parts: Iterable[str], last: str = "and") -> str:
    """Parts as a list in a sentence.

    Examples
    --------
    >>> listed(["a", "b", "c"]), listed(["a"]), listed([])
    ('a, b and c', 'a', '')
    """
    words = list(parts)
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def plural(count: int, noun: str, many: str = "") -> str:
    """A count with its noun.

    Examples
    --------
    >>> plural(1, "claim"), plural(1200, "claim")
    ('1 claim', '1,200 claims')
    """
    return f"{count:,} {noun if count == 1 else many or noun + 's'}"


def capital(text: str) -> str:
    """The text with its first letter large, all else as it was."""
    return text[:1].upper() + text[1:]


def lower_first(text: str) -> str:
    """The text with its first letter small, unless it begins a name in capitals."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


def slug(text: str) -> str:
    """A text as part of an address inside the page.

    Examples
    --------
    >>> slug('F-027 "x"')
    'F-027-x'
    """
    return re.sub(r"[^A-Za-z0-9_-]+", "-", text).strip("-") or "x"


def safe_address(url: str) -> str:
    """A web address that may stand in a link; anything but http and https gives nothing."""
    return url if re.match(r"https?://[^\s\"'<>]+$", url) else ""

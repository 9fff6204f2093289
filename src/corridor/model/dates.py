"""Days as people write them, read strictly: ISO days are taken, anything else is refused with what it probably means.

The coarse dates of the ledger are in `corridor.schema.edtf`; their names stand here too.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re

from corridor.schema.edtf import edtf_end, is_edtf

_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_NUMERIC = re.compile(r"(\d{1,4})[./\- ](\d{1,2})[./\- ](\d{1,4})")
_DAY_FIRST = re.compile(r"(?:\w+,?\s+)?(\d{1,2})(?:st|nd|rd|th)?[\s\-.]+([A-Za-z]+)\.?,?[\s\-]+(\d{4})")
_MONTH_FIRST = re.compile(r"(?:\w+,\s+)?([A-Za-z]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_MONTHS = {name.casefold(): i for i, name in enumerate(calendar.month_name) if name}
EXCEL_EPOCH = dt.date(1899, 12, 30)

__all__ = ["EXCEL_EPOCH", "edtf_end", "excel_day", "is_edtf", "iso", "looks_iso", "readings"]


def iso(text: str) -> dt.date | None:
    """The day of an ISO text such as `2022-12-12`; None for anything else."""
    found = _ISO.fullmatch(text)
    return _day(*found.groups()) if found else None


def looks_iso(text: str) -> bool:
    """Whether a text has the form of an ISO day, be there such a day or not."""
    return bool(_ISO.fullmatch(text))


def readings(text: str) -> list[dt.date]:
    """The days that a text may mean, none, one or two.

    Examples
    --------
    >>> readings("9 Sept 2024")
    [datetime.date(2024, 9, 9)]
    >>> [d.isoformat() for d in readings("03/04/2023")]
    ['2023-04-03', '2023-03-04']
    """
    text = text.strip()
    worded = _DAY_FIRST.fullmatch(text)
    if worded:
        return _known(_day(worded[3], _month(worded[2]), worded[1]))
    worded = _MONTH_FIRST.fullmatch(text)
    if worded:
        return _known(_day(worded[3], _month(worded[1]), worded[2]))
    numeric = _NUMERIC.fullmatch(text)
    if not numeric:
        return []
    a, b, c = numeric.groups()
    if len(a) == 4:
        return _known(_day(a, b, c), _day(a, c, b))
    year = c if len(c) == 4 else f"20{c:0>2}"
    return _known(_day(year, b, a), _day(year, a, b))


def _known(*days: dt.date | None) -> list[dt.date]:
    return list(dict.fromkeys(d for d in days if d is not None))


def _month(word: str) -> int:
    folded = word.casefold().rstrip(".")
    found = [
        n
        for name, n in _MONTHS.items()
        if len(folded) >= 3
        and name.startswith(folded.replace("sept", "sep", 1) if folded == "sept" else folded)
    ]
    return found[0] if len(found) == 1 else 0


def _day(year: str | int, month: str | int, day: str | int) -> dt.date | None:
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None


def excel_day(serial: float) -> dt.date | None:
    """The day that a spreadsheet means by a number; None outside 1950 to 2100."""
    if not 18_264 <= serial <= 73_415 or serial != int(serial):
        return None
    return EXCEL_EPOCH + dt.timedelta(days=int(serial))

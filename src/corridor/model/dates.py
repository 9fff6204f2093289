"""Days as people write them, read strictly: ISO days are taken, anything else is refused with what it probably means.

Also the coarse dates of the ledger (EDTF): `2022`, `2022-12`, `2022-12-12`, `2022~`, `2022-12/2023-01`.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re

_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_NUMERIC = re.compile(r"(\d{1,4})[./\- ](\d{1,2})[./\- ](\d{1,4})")
_DAY_FIRST = re.compile(r"(?:\w+,?\s+)?(\d{1,2})(?:st|nd|rd|th)?[\s\-.]+([A-Za-z]+)\.?,?[\s\-]+(\d{4})")
_MONTH_FIRST = re.compile(r"(?:\w+,\s+)?([A-Za-z]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_EDTF = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?[~?%]?")
_MONTHS = {name.casefold(): i for i, name in enumerate(calendar.month_name) if name}
EXCEL_EPOCH = dt.date(1899, 12, 30)


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
        if len(folded) >= 3 and name.startswith(folded.replace("sept", "sep", 1) if folded == "sept" else folded)
    ]
    return found[0] if len(found) == 1 else 0


def _day(year: str | int, month: str | int, day: str | int) -> dt.date | None:
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None


def excel_day(serial: float) -> dt.date | None:
    """The day that a spreadsheet means by a number; None outside 1950 to 2100."""
    if serial != int(serial) or not 18_264 <= serial <= 73_415:
        return None
    return EXCEL_EPOCH + dt.timedelta(days=int(serial))


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
    span = _span(text.rsplit("/", 1)[-1])
    return span[1] if span else None


def is_edtf(text: str) -> bool:
    """Whether a text is a coarse date, an interval of them, or an interval open at one end."""
    parts = text.split("/")
    if len(parts) > 2 or not any(p not in {"", ".."} for p in parts):
        return False
    spans = [_span(p) for p in parts if p not in {"", ".."}]
    if any(s is None for s in spans):
        return False
    return len(spans) < 2 or (spans[0] is not None and spans[1] is not None and spans[0][0] <= spans[1][1])


def _span(text: str) -> tuple[dt.date, dt.date] | None:
    found = _EDTF.fullmatch(text)
    if not found:
        return None
    year, month, day = found.groups()
    first = _day(year, month or 1, day or 1)
    last_month = int(month or 12)
    if first is None or not 1 <= last_month <= 12:
        return None
    last = _day(year, last_month, day or calendar.monthrange(int(year), last_month)[1])
    return (first, last) if last else None

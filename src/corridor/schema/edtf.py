"""The coarse dates of the ledger (EDTF): `2022`, `2022-12`, `2022-12-12`, `2022~`, `2022-12/2023-01`.

Pure functions of a text. Imports nothing of the product; ledger and model read coarse dates here.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re

_EDTF = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?[~?%]?")


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
    first = _day(int(year), int(month or 1), int(day or 1))
    last_month = int(month or 12)
    if first is None or not 1 <= last_month <= 12:
        return None
    last = _day(int(year), last_month, int(day or calendar.monthrange(int(year), last_month)[1]))
    return (first, last) if last else None


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None

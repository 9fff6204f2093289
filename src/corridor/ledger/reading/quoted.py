"""Quotations of a text: what stands between quotation marks, each within its paragraph; one never closed ends there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_CLOSES = {"“": "”", "„": "“”", "«": "»", '"': '"', "\u2018": "\u2019"}
_MARK = re.compile(r"[“”„«»\"]|(?<!\w)\u2018|\u2019(?!\w)")


@dataclass(frozen=True, slots=True)
class Quotation:
    """What is quoted, with its marks: half-open code points, and whether it is closed."""

    start: int
    end: int
    is_closed: bool


def quotations_in(text: str, paragraphs: Iterable[tuple[int, int]]) -> tuple[Quotation, ...]:
    """Every quotation, in order; none runs over the end of its paragraph, and none lies in another.

    Examples
    --------
    >>> text = "He said “no road”. “No one came."
    >>> [(text[q.start : q.end], q.is_closed) for q in quotations_in(text, [(0, len(text))])]
    [('“no road”', True), ('“No one came.', False)]
    """
    found: list[Quotation] = []
    for start, end in paragraphs:
        opened, closes = -1, ""
        for mark in _MARK.finditer(text, start, end):
            if opened >= 0 and mark[0] in closes:
                found.append(Quotation(opened, mark.end(), is_closed=True))
                opened = -1
            elif opened < 0 and mark[0] in _CLOSES:
                opened, closes = mark.start(), _CLOSES[mark[0]]
        if opened >= 0:
            found.append(Quotation(opened, end, is_closed=False))
    return tuple(found)

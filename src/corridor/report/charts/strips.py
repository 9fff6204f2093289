"""Strips of a clause: a row a test, what is reported met above the line, what is reported not met below it.

Place, letter and colour each tell the status: none is needed for the others. Where reports conflict the bar stands on
both sides; where nobody speaks there is the bare line; where the clause is not in force the line is dashed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from corridor.calendar import Days
from corridor.report.palette import INK, MUTED, STATE
from corridor.study.clauses import STATUSES, Strip
from corridor.study.clauses.days import CONFLICT, MET, NO_REPORT, NOT_IN_FORCE, NOT_MET, edges

HALF, LABEL, GAP, FOOT = 10, 16, 8, 18
ROW = LABEL + 2 * HALF + GAP
LETTER_ROOM = 11


@dataclass(frozen=True, slots=True)
class Look:
    """How a status is drawn: its letter, colour, whether ink on it is white, and which sides of the line it fills."""

    word: str
    letter: str
    colour: str
    white: bool
    above: bool
    below: bool


LOOKS = {
    MET: Look(STATUSES[MET], "M", STATE["open"].colour, white=True, above=True, below=False),
    NOT_MET: Look(STATUSES[NOT_MET], "N", STATE["closed"].colour, white=True, above=False, below=True),
    CONFLICT: Look(STATUSES[CONFLICT], "C", STATE["some"].colour, white=False, above=True, below=True),
}
KEY = (
    *LOOKS.values(),
    Look(STATUSES[NO_REPORT], "–", "#ffffff", white=False, above=False, below=False),
    Look(STATUSES[NOT_IN_FORCE], "┄", "#ffffff", white=False, above=False, below=False),
)
"""Every status, for the key beside the strips."""


def strips(rows: Sequence[Strip], labels: Sequence[str], width: int) -> Markup:
    """SVG of the strips of a clause over its days.

    Parameters
    ----------
    rows : sequence of Strip
        Tests of one clause, all over the same days.
    labels : sequence of str
        What stands above each row.
    width : int
        Width of the drawing in its own units.

    Returns
    -------
    Markup
        Hidden from screen readers: the page says it in words and in a table.
    """
    days = rows[0].days
    height = ROW * len(rows) + FOOT
    parts = [f'<svg aria-hidden="true" focusable="false" viewBox="0 0 {width} {height}">']
    for i, (row, label) in enumerate(zip(rows, labels, strict=True)):
        parts += _row(row, label, i * ROW, width)
    parts += _axis(days, width, height)
    return Markup("".join([*parts, "</svg>"]))  # noqa: S704  (numbers of ours; labels are escaped)


def _row(row: Strip, label: str, top: int, width: int) -> list[str]:
    per_day = width / row.days.count
    line = top + LABEL + HALF
    parts = [f'<text x="0" y="{top + 11}" font-size="11" fill="{INK}">{escape(label)}</text>']
    for a, b in edges(row.status):
        x, wide, code = a * per_day, (b - a) * per_day, int(row.status[a])
        if code in LOOKS:
            parts += _bar(LOOKS[code], x, wide, line)
        dash = ' stroke-dasharray="2 3"' if code == NOT_IN_FORCE else ""
        parts.append(f'<path d="M{x:.1f} {line}h{wide:.1f}" stroke="{MUTED}" stroke-width=".8"{dash}/>')
    return parts


def _bar(look: Look, x: float, wide: float, line: int) -> list[str]:
    top, tall = line - HALF * look.above, HALF * (look.above + look.below)
    drawn = max(wide, 1.2)  # a single day of three years can still be seen
    parts = [f'<rect x="{x:.1f}" y="{top}" width="{drawn:.1f}" height="{tall}" fill="{look.colour}"/>']
    if wide >= LETTER_ROOM:
        ink = "#fff" if look.white else INK
        parts.append(
            f'<text x="{x + wide / 2:.1f}" y="{top + tall / 2 + 3.4:.1f}" font-size="9.5" font-weight="700" '
            f'text-anchor="middle" fill="{ink}">{look.letter}</text>'
        )
    return parts


def _axis(days: Days, width: int, height: int) -> list[str]:
    """Marks at the starts of years or months, and the words under them, as far apart as words need."""
    parts, reached, y = [], -1000.0, height - FOOT
    for number, word in marks(days):
        x = number * width / days.count
        parts.append(f'<path d="M{x:.1f} {y}v4" stroke="{MUTED}" stroke-width=".8"/>')
        if x - reached >= 52 and x <= width - 30:
            parts.append(f'<text x="{x:.1f}" y="{y + 14}" font-size="10.5" fill="{MUTED}">{word}</text>')
            reached = x
    return parts


def marks(days: Days) -> list[tuple[int, str]]:
    """Day numbers and words of the marks of an axis: the first day, then starts of months, or of quarters if long."""
    step = 1 if days.count <= 300 else 3
    dates = (days.day(i) for i in range(1, days.count))
    starts = (d for d in dates if d.day == 1 and (d.month - 1) % step == 0)
    return [(0, _word(days.start)), *((days.number(d), _word(d)) for d in starts)]


def _word(date: dt.date) -> str:
    months = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    return f"{months[date.month - 1]} {date.year}"

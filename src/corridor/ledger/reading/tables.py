"""Tables in a text: cells parted by bars, tabs or runs of blanks; the head of each column, the caption, whose figures.

A table is three lines or more that follow each other with the same parting. What a cell says depends on its head: the
unit of a number stands there or in the caption, its day in the row or in the head.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from corridor.ledger.lines import Line
from corridor.ledger.reading.amounts import Amount
from corridor.ledger.reading.spans import Span
from corridor.ledger.reading.speech import Unit
from corridor.ledger.verify import Proposal
from corridor.ledger.words import Words

ROW = "speech/table/1"
FEWEST = 3
"""Lines and columns of the smallest table by blanks; by bars and tabs two columns are enough."""
_PARTINGS = (re.compile(r"\|"), re.compile(r"\t"), re.compile(r" {2,}"))
_RULE = re.compile(r"[\s|+:=—–-]+")
_NUMBER = re.compile(r"[<>~≈+±]?\s?\d[\d.,\u00a0\u202f ’']*\s?[%+]?(?:\s*[-–]\s*\d[\d.,]*)?")
_IN_BRACKETS = re.compile(r"\(([^()]{1,20})\)|,\s*([^\s,]{1,12})\s*$")

Cell = tuple[int, int]
Placed = TypeVar("Placed", Amount, Span)


@dataclass(frozen=True, slots=True)
class Table:
    """A table: spans of its caption (blank: none), its source line, the cells of its head and of its rows.

    Attributes
    ----------
    caption, source : (int, int)
        Half-open code points; equal ends where there is none.
    head : tuple of (int, int)
        Cells of the first line.
    rows : tuple of tuples of (int, int)
        Cells of the lines below, lines that only rule left out.
    """

    caption: Cell
    source: Cell
    head: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def start(self) -> int:
        """Where its head begins."""
        return self.head[0][0]

    @property
    def end(self) -> int:
        """Where its last row ends."""
        return self.rows[-1][-1][1]


def tables_in(text: str, lines: Sequence[Line], known: Words) -> tuple[Table, ...]:
    r"""Every table of a text, in order.

    Examples
    --------
    >>> from corridor.ledger.lines import lines_of
    >>> from corridor.ledger.words import words
    >>> text = "Day | Lorries\n3 May | 4\n4 May | 6\n"
    >>> [len(t.rows) for t in tables_in(text, lines_of(text), words("en"))]
    [2]
    """
    found: list[Table] = []
    at = 0
    while at < len(lines):
        cells, end = _run(text, lines, at)
        if len(cells) >= FEWEST:
            caption = _beside(text, lines, at - 1)
            source = _beside(text, lines, end)
            is_source = source[0] < source[1] and _by_whom(known).search(text, *source) is not None
            found.append(Table(caption, source if is_source else (0, 0), cells[0], tuple(cells[1:])))
        at = max(end, at + 1)
    return tuple(found)


def _run(text: str, lines: Sequence[Line], at: int) -> tuple[list[tuple[Cell, ...]], int]:
    """Lines from one on that are parted in the same way, as cells; and the first line behind them."""
    for parting in _PARTINGS:
        fewest = FEWEST if parting is _PARTINGS[2] else 2
        cells: list[tuple[Cell, ...]] = []
        end = at
        while end < len(lines) and (end == at or lines[end].number - lines[end - 1].number == 1):
            line = lines[end]
            if line.role == "boilerplate":
                break
            own = _cells(text, line.start, line.end, parting)
            if len(own) < fewest:
                break
            if not _RULE.fullmatch(text, line.start, line.end):
                cells.append(own)
            end += 1
        if len(cells) >= FEWEST and _has_numbers(text, cells):
            return cells, end
    return [], at


def _has_numbers(text: str, cells: list[tuple[Cell, ...]]) -> bool:
    return sum(bool(_NUMBER.fullmatch(text[slice(*c)])) for row in cells[1:] for c in row[1:]) * 3 >= len(
        cells
    )


def _cells(text: str, start: int, end: int, parting: re.Pattern[str]) -> tuple[Cell, ...]:
    """Cells of a line, blanks around them left out; what stands before a first bar or behind a last one is none."""
    edges = [start, *(x for hit in parting.finditer(text, start, end) for x in hit.span()), end]
    found = []
    for a, b in zip(edges[::2], edges[1::2], strict=True):
        piece = text[a:b]
        left = len(piece) - len(piece.lstrip())
        found.append((min(a + left, b), a + len(piece.rstrip())) if piece.strip() else (a, a))
    while found and found[0][0] == found[0][1]:
        found = found[1:]
    while found and found[-1][0] == found[-1][1] and parting is not _PARTINGS[1]:
        found = found[:-1]
    return tuple(found)


def _beside(text: str, lines: Sequence[Line], at: int) -> Cell:
    """A short line next to a table, as a caption or a source may be."""
    if not 0 <= at < len(lines) or lines[at].end - lines[at].start > 200:
        return 0, 0
    return lines[at].start, lines[at].end


def _by_whom(known: Words) -> re.Pattern[str]:
    told = known.speech.get("counted_by", ["(?!)"])
    return re.compile(rf"(?<!\w)(?:{'|'.join(told)})\s+(?:the\s+)?", re.IGNORECASE)


# ------------------------------------------------------------------------------------- what it says


def with_units(
    text: str, tables: Iterable[Table], amounts: Iterable[Amount], known: Words
) -> tuple[Amount, ...]:
    """Quantities of a text, those in cells with the unit of their head or caption where they have none of their own."""
    found = list(amounts)
    starts = [amount.start for amount in found]
    for table in tables:
        told = [unit_of(text, cell, table, known) for cell in table.head]
        for row in table.rows:
            for unit, (a, b) in zip(told[1:], row[1:], strict=False):
                for i in range(bisect_left(starts, a), bisect_left(starts, b)):
                    if not found[i].unit:
                        found[i] = replace(found[i], unit=unit)
    return tuple(found)


def unit_of(text: str, head: Cell, table: Table, known: Words) -> str:
    """Unit that a head names: in brackets, by its own word, or, if it names none, that of the caption."""
    words_of = text[slice(*head)]
    inner = _IN_BRACKETS.search(words_of)
    if inner:
        return _named(inner[1] or inner[2], known) or (inner[1] or inner[2]).strip()
    own = _named(words_of, known)
    if own:
        return own
    caption = text[slice(*table.caption)]
    return next((unit for word in re.findall(r"[^\W\d_]+", caption) if (unit := _named(word, known))), "")


def _named(word: str, known: Words) -> str:
    folded = word.strip().casefold()
    return next(
        (unit for unit, forms in known.units.items() if folded == unit.casefold() or folded in forms), ""
    )


def speaker_of(text: str, table: Table, names: Sequence[Span], known: Words) -> Span | None:
    """Whose figures a table has: the name behind *source:*, *as counted by* in its caption or the line below it."""
    for place in (table.caption, table.source):
        hit = _by_whom(known).search(text, *place) if place[0] < place[1] else None
        near = next((n for n in names if hit and hit.end() <= n.start < min(place[1], hit.end() + 40)), None)
        if near is not None:
            return near
    return None


def row_units(text: str, tables: Iterable[Table], names: Sequence[Span], known: Words) -> Iterator[Unit]:
    """A unit of speech for each row with a number of a table whose source is named."""
    for table in tables:
        who = speaker_of(text, table, names, known)
        if who is None:
            continue
        for row in table.rows:
            if any(_NUMBER.fullmatch(text[slice(*cell)]) for cell in row[1:]):
                yield Unit(
                    start=row[0][0], end=row[-1][1], speaker=who.value, speaker_start=who.start, speaker_end=who.end,
                    near_start=who.start, near_end=who.end, stance="asserted", rule=ROW,
                )  # fmt: skip


def row_proposals(
    text: str,
    tables: Iterable[Table],
    amounts: Sequence[Amount],
    times: Sequence[Span],
    names: Sequence[Span],
    known: Words,
) -> Iterator[Proposal]:
    """A proposal for each number of each table: the words from its head to its row, label, head and number.

    The passage runs from the head to the row, so that the unit stands in it; where that is too long, it is the row
    alone, without a unit. A source that is only named below its table is no speaker: a speaker is named before.
    """
    for table in tables:
        who = speaker_of(text, table, names, known)
        if who is not None and who.start >= table.start:
            who = None
        for row in table.rows:
            for head, cell in zip(table.head[1:], row[1:], strict=False):
                amount = next(_inside(amounts, *cell), None)
                if amount is None:
                    continue
                start = _passage(text, table, head, amount, known)
                is_near = row[-1][1] - start <= LONGEST_TABLE
                when = next((t for place in (row[0], head) for t in _inside(times, *place)), None)
                start = start if is_near else row[0][0]
                yield Proposal(
                    quote=text[start : row[-1][1]], start=start,
                    proposition=_in_one_line(f"{text[slice(*row[0])]}: {text[slice(*head)]} {text[slice(*cell)]}"),
                    voice="attributed" if who else "outlet", speaker=who.value if who else "",
                    speaker_start=who.start if who else None, speaker_end=who.end if who else None,
                    quantity=amount.numbers, unit=amount.unit if is_near else "", qualifier=amount.qualifier,
                    time=when.value if when else "", time_basis=when.basis if when else "stated",
                )  # fmt: skip


def _in_one_line(told: str) -> str:
    return " ".join(told.split())


def _passage(text: str, table: Table, head: Cell, amount: Amount, known: Words) -> int:
    """Where the passage of a cell begins: at its head, or at the caption where only that names the unit."""
    if not amount.unit or unit_of(text, head, replace(table, caption=(0, 0)), known) == amount.unit:
        return table.start
    return table.caption[0] if table.caption[0] < table.caption[1] else table.start


def _inside(spans: Sequence[Placed], start: int, end: int) -> Iterator[Placed]:
    """Those of some spans in order that lie in another."""
    low = bisect_left(spans, start, key=lambda s: s.start)
    high = bisect_left(spans, end, lo=low, key=lambda s: s.start)
    return (span for span in spans[low:high] if span.end <= end)


def last_line(row: Proposal) -> tuple[int, int]:
    """The last line of the passage of a row: its own, whatever head stands before it."""
    start = row.start or 0
    return start + row.quote.rfind("\n") + 1, start + len(row.quote)


LONGEST_TABLE = 1_500
"""Characters from a head to a row that still make one passage."""

"""Tables in a text: cells parted by bars, tabs or runs of blanks; the head of each column, the caption, whose figures.

A table is three lines or more that follow each other with the same parting. What a cell says depends on its head: the
unit of a number stands there or in the caption, its day in the row or in the head.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

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
    >>> text = "Day | Lorries\\n3 May | 4\\n4 May | 6\\n"
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
    for table in tables:
        told = [unit_of(text, cell, table, known) for cell in table.head]
        for i, amount in enumerate(found):
            if amount.unit or not table.start <= amount.start < table.end:
                continue
            column = next(
                (j for row in table.rows for j, (a, b) in enumerate(row) if a <= amount.start < b), 0
            )
            if 0 < column < len(told):
                found[i] = replace(amount, unit=told[column])
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
    alone, without a unit. A source named below its table is not held to have been named before it: then it is nobody's word.
    """
    for table in tables:
        who = speaker_of(text, table, names, known)
        is_named = who is not None and who.start < table.start
        for row in table.rows:
            label = text[slice(*row[0])]
            for column, cell in enumerate(row[1:], start=1):
                amount = next((a for a in amounts if cell[0] <= a.start and a.end <= cell[1]), None)
                if amount is None or column >= len(table.head):
                    continue
                head = text[slice(*table.head[column])]
                is_near = row[-1][1] - table.start <= LONGEST_TABLE
                start = table.start if is_near else row[0][0]
                when = next(
                    (
                        t
                        for a, b in (row[0], table.head[column])
                        for t in times
                        if a <= t.start and t.end <= b
                    ),
                    None,
                )
                yield Proposal(
                    quote=text[start : row[-1][1]], start=start,
                    proposition=f"{label}: {head} {text[slice(*cell)]}",
                    voice="attributed" if is_named else "outlet",
                    speaker=who.value if who is not None and is_named else "",
                    speaker_start=who.start if who is not None and is_named else None,
                    speaker_end=who.end if who is not None and is_named else None,
                    quantity=amount.numbers, unit=amount.unit if is_near else "", qualifier=amount.qualifier,
                    time=when.value if when else "", time_basis=when.basis if when else "stated",
                )  # fmt: skip


def last_line(row: Proposal) -> tuple[int, int]:
    """The last line of the passage of a row: its own, whatever head stands before it."""
    start = row.start or 0
    return start + row.quote.rfind("\n") + 1, start + len(row.quote)


LONGEST_TABLE = 1_500
"""Characters from a head to a row that still make one passage."""

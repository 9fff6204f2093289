"""The text of a document in blocks, with spans marked in place. Pure functions; text is data and comes out escaped.

Signs that no reader sees, or that turn the direction of what follows, are written as their code.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup, escape

from corridor.ledger.documents import Reading
from corridor.ledger.lines import ROLES
from corridor.ledger.passages import splits_character

WHOLE = 100_000
"""Characters up to which a document is shown whole."""
AROUND = 1_500
"""Characters shown before and after a span, in a document that is longer."""
_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\u200e\u200f\u061c\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)


@dataclass(frozen=True, slots=True)
class Span:
    """Words of a document: first code point, one past the last, the number of their claim, and what they are to it."""

    start: int
    end: int
    claim: int
    is_speaker: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text with the same spans over it.

    Attributes
    ----------
    text : Markup
        The run, escaped.
    claims, speakers : tuple of int
        Numbers of the claims whose words, or whose speaker's words, it belongs to.
    begins : tuple of int
        Claims whose words begin with it.
    """

    text: Markup
    claims: tuple[int, ...] = ()
    speakers: tuple[int, ...] = ()
    begins: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or a part of one: its role, its pieces, and how many characters before it are not shown.

    `why` says why it has no pieces though spans or words stand there; `is_cut` that it is part of a paragraph.
    """

    role: str
    pieces: tuple[Piece, ...]
    skipped: int = 0
    is_cut: bool = False
    why: str = ""


def visible(text: str) -> Markup:
    r"""A text, escaped; what would not be seen, or would turn what follows, as its code.

    Examples
    --------
    >>> visible("a\u202eb<i>")
    Markup('a<span class="sign">U+202E</span>b&lt;i&gt;')
    """
    parts: list[str] = []
    at = 0
    for hit in _HIDDEN.finditer(text):
        parts += [str(escape(text[at : hit.start()])), f'<span class="sign">U+{ord(hit[0]):04X}</span>']
        at = hit.end()
    return Markup("".join([*parts, str(escape(text[at:]))]))  # noqa: S704 # escaped above


def blocks_of(
    reading: Reading, spans: Sequence[Span], *, hides: Callable[[str], bool] = lambda _: False
) -> tuple[tuple[Block, ...], int]:
    """The blocks of a document to show, and how many characters after the last are not shown.

    Parameters
    ----------
    reading : Reading
        The document.
    spans : sequence of Span
        What is marked in it.
    hides : callable
        Whether a paragraph is held back.

    Returns
    -------
    tuple of Block, int
        The whole text if it has at most `WHOLE` characters, else what stands around the spans.
    """
    found: list[Block] = []
    at = 0
    roles = _Roles(reading)
    ordered = sorted(spans, key=lambda s: (s.start, s.end))
    for start, end, whole in _shown(reading, ordered):
        skipped = len(reading.text[at:start].strip())
        is_cut = (start, end) != whole
        if hides(reading.text[slice(*whole)]):
            found.append(Block(roles.at(start), (), skipped, is_cut, "private"))
        else:
            pieces = tuple(_pieces(reading.text, start, end, ordered))
            found.append(Block(roles.at(start), pieces, skipped, is_cut))
        at = end
    return tuple(found), len(reading.text[at:].strip())


class _Roles:
    """Role of the line that a place stands in, found without walking all lines."""

    def __init__(self, reading: Reading) -> None:
        self.lines = reading.lines
        self.starts = [line.start for line in self.lines]

    def at(self, offset: int) -> str:
        i = bisect_right(self.starts, offset) - 1
        return self.lines[i].role if i >= 0 else ROLES[0]


def _shown(reading: Reading, spans: Sequence[Span]) -> Iterator[tuple[int, int, tuple[int, int]]]:
    """Start and end of each block with the paragraph that it is of; blocks rise and do not meet."""
    paragraphs = reading.paragraphs
    if len(reading.text) <= WHOLE:
        yield from ((a, b, (a, b)) for a, b in paragraphs)
        return
    starts = [a for a, _ in paragraphs]
    for low, high in _windows(reading.text, spans):
        first = max(0, bisect_right(starts, low) - 1)
        for a, b in paragraphs[first : bisect_left(starts, high)]:
            start, end = max(a, low), min(b, high)
            if start < end:
                yield start, end, (a, b)


def _windows(text: str, spans: Iterable[Span]) -> list[tuple[int, int]]:
    """What stands around the spans, joined where it meets; no window cuts a word, if there are any."""
    found: list[tuple[int, int]] = []
    for span in spans:
        low, high = _snapped(text, span.start - AROUND, -1), _snapped(text, span.end + AROUND, 1)
        if found and low <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], high))
        else:
            found.append((low, high))
    return found


def _snapped(text: str, at: int, step: int) -> int:
    """A place moved outwards to the next blank, at most fifty characters, and never into a character."""
    at = min(max(at, 0), len(text))
    for _ in range(50):
        if at in {0, len(text)} or text[at].isspace():
            break
        at += step
    while 0 < at < len(text) and splits_character(text, at):
        at += step
    return at


def _pieces(text: str, start: int, end: int, spans: Sequence[Span]) -> Iterator[Piece]:
    """The pieces of a block, in order; together they are its text."""
    inside = [s for s in spans if s.start < end and start < s.end]
    edges = {start, end, *(max(s.start, start) for s in inside), *(min(s.end, end) for s in inside)}
    cuts = sorted(edges)
    for a, b in pairwise(cuts):
        over = [s for s in inside if s.start < b and a < s.end]
        yield Piece(
            visible(text[a:b]),
            tuple(dict.fromkeys(s.claim for s in over if not s.is_speaker)),
            tuple(dict.fromkeys(s.claim for s in over if s.is_speaker)),
            tuple(dict.fromkeys(s.claim for s in over if not s.is_speaker and max(s.start, start) == a)),
        )

"""A document in pieces of whole paragraphs, each with some of the text before it, so that a speaker is not lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from corridor.ledger.documents import Reading
from corridor.ledger.lines import sentences_of
from corridor.ledger.reading.extent import blocks_of, without_forms

SIZE = 6_000
"""Characters of a piece, at most."""
BEFORE = 1_000
"""Characters of the text before it, at most."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a document: where it begins and ends, and where the text shown before it begins."""

    before: int
    start: int
    end: int


def pieces_of(short: Reading, *, size: int = SIZE, before: int = BEFORE) -> tuple[Piece, ...]:
    r"""A document in pieces.

    Parameters
    ----------
    short : Reading
        The document, no longer than is read.
    size, before : int
        Characters of a piece and of the text before it, at most.

    Returns
    -------
    tuple of Piece
        In order, none meeting another; each word of the text that is no form is in one of them. A paragraph longer
        than a piece is cut between sentences, a sentence longer than a piece at a blank.

    Examples
    --------
    >>> text = "One two three.\n\nFour five six.\n\nSeven eight nine."
    >>> [
    ...     (text[p.before : p.start], text[p.start : p.end])
    ...     for p in pieces_of(Reading("D", "", text), size=20, before=16)
    ... ]
    [('', 'One two three.'), ('One two three.\n\n', 'Four five six.'), ('Four five six.\n\n', 'Seven eight nine.')]
    """
    parts = list(_parts(short, without_forms(short), size))
    found: list[Piece] = []
    first = 0
    for i in range(1, len(parts) + 1):
        if i == len(parts) or parts[i][1] - parts[first][0] > size:
            found.append(Piece(_before(parts, first, before), parts[first][0], parts[i - 1][1]))
            first = i
    return tuple(found)


def _before(parts: list[tuple[int, int]], first: int, most: int) -> int:
    """Where the text before a piece begins: with a whole part, as many as fit."""
    start = parts[first][0]
    at = first
    while at and start - parts[at - 1][0] <= most:
        at -= 1
    return parts[at][0]


def _parts(short: Reading, bare: str, size: int) -> Iterator[tuple[int, int]]:
    """Paragraphs that hold more than forms; those that are too long by sentences."""
    for start, end in blocks_of(short):
        if not bare[start:end].strip():
            continue
        if end - start <= size:
            yield start, end
            continue
        for a, b in sentences_of(short.text, [(start, end)]):
            yield from _cut(short.text, a, b, size)


def _cut(text: str, start: int, end: int, size: int) -> Iterator[tuple[int, int]]:
    while end - start > size:
        at = text.rfind(" ", start + size // 2, start + size)
        at = at if at > start else start + size
        yield start, at
        start = at
    yield start, end

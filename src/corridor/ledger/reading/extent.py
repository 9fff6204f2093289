"""How far a document is read: its length, its paragraphs and sentences, and what of it is form and not text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from corridor.ledger.documents import Reading

MOST = 300_000
"""Characters of a document that are read; of a longer one it is said what was left."""
WIDEST = 20_000
"""Characters of a paragraph that are read; no article has a longer one."""
LONGEST = 2_000
"""Characters of the longest sentence from which a claim is proposed."""

_SPOKEN = ("body", "quote", "caption", "instrument")
_CELLS = re.compile(r"\t[^\t]*\t|\|[^|]*\|")


def blocks_of(short: Reading) -> list[tuple[int, int]]:
    """Spans of the paragraphs of a document that are read: of a very long one the first part."""
    return [(a, min(b, a + WIDEST)) for a, b in short.paragraphs]


def beyond(short: Reading) -> list[tuple[int, int]]:
    """Spans of what is not read of very long paragraphs."""
    return [(a + WIDEST, b) for a, b in short.paragraphs if b > a + WIDEST]


def without_forms(short: Reading) -> str:
    """The text of a document with blanks for forms, menus and what is beyond the first of a very long paragraph."""
    forms = [(line.start, line.end) for line in short.lines if line.role == "boilerplate"]
    return _blanked(short.text, sorted([*forms, *beyond(short)]))


def shortened(reading: Reading) -> Reading:
    """A document, or the first of one that is longer than is read, up to a blank; offsets stay what they are."""
    if len(reading.text) <= MOST:
        return reading
    text = reading.text[:MOST]
    at = max(text.rfind(" "), text.rfind("\n"))
    return replace(reading, text=text[: at if at > MOST // 2 else MOST])


def why_left(sentence: str, role: str) -> str:
    """Why a sentence is not read for claims; blank if it is."""
    if role not in _SPOKEN:
        return role
    if len(sentence) > LONGEST:
        return "too long"
    if _CELLS.search(sentence):
        return "table row"
    return "" if len(sentence.split()) > 2 else "short"


def _blanked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """A text with some spans as blanks, so that offsets stay and nothing is found there."""
    pieces, at = [], 0
    for a, b in spans:
        pieces += [text[at:a], " " * (b - max(a, at))]
        at = max(at, b)
    return "".join([*pieces, text[at:]])

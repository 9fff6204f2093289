"""Passages: exact spans of a document, whether they still stand there, and what that means for the claims on them.

Offsets count Unicode code points of the canonical text, end exclusive. A passage whose file or text has changed is
stale: it blocks use until a person places it again. It is never looked for elsewhere.
"""

from __future__ import annotations

import hashlib
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from pathlib import Path
from typing import Any, Literal

from corridor.ledger.documents import Changed, DocumentError, NotAtHand, Reading, read_document
from corridor.ledger.lines import ROLES, sentences_of
from corridor.ledger.records import Claim, Document, Passage

State = Literal["fresh", "stale", "not at hand"]
Anchor = Literal["anchored", "stale", "unanchored"]

_JOINERS = {"\u200d", "\ufe0e", "\ufe0f", "\u20e3"}
_SKIN = range(0x1F3FB, 0x1F400)


class PassageError(DocumentError):
    """A span that is no passage of its document."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a passage still stands: its state, and why if it does not."""

    passage: str
    document: str
    state: State
    why: str = ""


@dataclass(frozen=True, slots=True)
class Custody:
    """What a check of the documents found, at one run.

    Attributes
    ----------
    readings : dict of str to Reading
        Text of every document at hand and unchanged.
    passages : dict of str to Standing
        Standing of every passage.
    claims : dict of str to {"anchored", "stale", "unanchored"}
        What each claim rests on: all its passages are fresh; one is stale; or it has none at hand.
    faults : dict of str to DocumentError
        Every other document: not at hand, changed, or not to be read.
    """

    readings: dict[str, Reading]
    passages: dict[str, Standing]
    claims: dict[str, Anchor]
    faults: dict[str, DocumentError] = field(default_factory=dict)

    @property
    def stale(self) -> tuple[Standing, ...]:
        """Passages that block use."""
        return tuple(s for s in self.passages.values() if s.state == "stale")

    def of(self, anchor: Anchor) -> tuple[str, ...]:
        """Claims that rest on passages in that way."""
        return tuple(claim for claim, found in self.claims.items() if found == anchor)


def passage_hash(text: str) -> str:
    """SHA-256 of the exact text of a passage, hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def passage_row(
    reading: Reading, start: int, end: int, *, passage: str = "", role: str = ""
) -> dict[str, Any]:
    """The row of `passages` for a span.

    Parameters
    ----------
    reading : Reading
        The document.
    start, end : int
        First code point and one past the last.
    passage : str
        Short name; by default of the document and the span.
    role : str
        Role; by default that of the lines it touches, the least fit for use first.

    Returns
    -------
    dict
        ``passage_hash(reading.text[row["start"]:row["end"]]) == row["hash"]``.

    Raises
    ------
    PassageError
        For a span out of the text, of blanks only, or that cuts a character in two.
    """
    where = f"{reading.document}, {start} to {end}"
    if not 0 <= start < end <= len(reading.text):
        fix = f"The text has {len(reading.text):,} characters; the end is one past the last."
        raise PassageError(where, "the span is not in the text", fix)
    exact = reading.text[start:end]
    if not exact.strip():
        raise PassageError(where, "the span is blank", "Mark the words of a claim.")
    if splits_character(reading.text, start) or splits_character(reading.text, end):
        raise PassageError(
            where, "the span cuts a letter from its accent, or an emoji in two", "Take all of it."
        )
    return {
        "passage": passage or f"P-{reading.document}-{start}-{end}",
        "document": reading.document,
        "start": start,
        "end": end,
        "hash": passage_hash(exact),
        "role": role or role_of(reading, start, end),
    }


def splits_character(text: str, at: int) -> bool:
    """Whether what a reader sees as one character lies on both sides of a place."""
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    if after in _JOINERS or before == "\u200d" or unicodedata.combining(after) or ord(after) in _SKIN:
        return True
    if unicodedata.category(after) in {"Mn", "Mc", "Me"}:
        return True
    if _is_flag(before) and _is_flag(after):
        run = 0
        while at - 1 - run >= 0 and _is_flag(text[at - 1 - run]):
            run += 1
        return run % 2 == 1
    return before == "\r" and after == "\n"


def _is_flag(character: str) -> bool:
    return 0x1F1E6 <= ord(character) <= 0x1F1FF


def role_of(reading: Reading, start: int, end: int) -> str:
    """Role of a span: boilerplate if it touches such a line, else that of the line it begins in."""
    lines = reading.lines
    first = bisect_right(lines, start, key=lambda line: line.end)
    touched = [
        line.role for line in lines[first : bisect_left(lines, end, lo=first, key=lambda line: line.start)]
    ]
    if "boilerplate" in touched:
        return "boilerplate"
    return touched[0] if touched else ROLES[0]


def paragraph_of(reading: Reading, offset: int) -> int:
    """Number of the paragraph that a place stands in, from 1; between two, that of the one before."""
    return bisect_right(reading.paragraphs, offset, key=itemgetter(0))


def in_context(reading: Reading, start: int, end: int) -> tuple[str, str, str]:
    """A passage in its paragraphs: what stands before it, itself, what stands after."""
    first_of = bisect_right(reading.paragraphs, start, key=itemgetter(1))
    spans = reading.paragraphs[
        first_of : bisect_left(reading.paragraphs, end, lo=first_of, key=itemgetter(0))
    ]
    first, last = (spans[0][0], spans[-1][1]) if spans else (start, end)
    return reading.text[first:start], reading.text[start:end], reading.text[end:last]


def sentences(reading: Reading) -> tuple[tuple[int, int], ...]:
    """Spans of the sentences of a document; none runs over the end of a paragraph."""
    return sentences_of(reading.text, reading.paragraphs)


# ------------------------------------------------------------------------------------------- staleness


def standing(passage: Passage, reading: Reading | None, why: str = "") -> Standing:
    """Whether a passage still is the text that was marked.

    Parameters
    ----------
    passage : Passage
        Its row.
    reading : Reading or None
        Its document, if it is at hand and unchanged.
    why : str
        Why it is not.
    """
    p = passage
    if reading is None:
        return Standing(p.passage, p.document, "not at hand", why or "its document is not at hand")
    if p.start is None or p.end is None or not p.hash:
        return Standing(p.passage, p.document, "not at hand", "it has no span and no hash")
    if not 0 <= p.start < p.end <= len(reading.text):
        return Standing(p.passage, p.document, "stale", "its span is not in the text")
    if passage_hash(reading.text[p.start : p.end]) != p.hash:
        return Standing(p.passage, p.document, "stale", "other words stand at its span")
    return Standing(p.passage, p.document, "fresh")


def check_custody(
    documents: Iterable[Document],
    passages: Iterable[Passage],
    claims: Iterable[Claim],
    case_folder: Path,
    also: Sequence[Path] = (),
) -> Custody:
    """Whether every document and passage is what it was, and what each claim rests on.

    Parameters
    ----------
    documents, passages, claims : iterables of records
        Tables of the ledger.
    case_folder : Path
        Folder of the case, with its copies.
    also : sequence of Path
        Files that may be documents without a copy.

    Returns
    -------
    Custody
        A claim is *anchored* only if it has passages and all are fresh.

    Notes
    -----
    Files are hashed anew at each call: that is the point.
    """
    readings: dict[str, Reading] = {}
    faults: dict[str, DocumentError] = {}
    for document in documents:
        try:
            readings[document.document] = read_document(document, case_folder, also)
        except DocumentError as error:
            faults[document.document] = error
    found = {p.passage: _standing(p, readings, faults) for p in passages}
    return Custody(readings, found, {c.claim: anchor(c, found) for c in claims}, faults)


def _standing(p: Passage, readings: Mapping[str, Reading], faults: Mapping[str, DocumentError]) -> Standing:
    fault = faults.get(p.document)
    if fault is None or isinstance(fault, NotAtHand):
        return standing(p, readings.get(p.document), fault.found if fault else "")
    why = fault.found if isinstance(fault, Changed) else f"its document cannot be read: {fault.found}"
    return Standing(p.passage, p.document, "stale", why)


def anchor(claim: Claim, passages: Mapping[str, Standing]) -> Anchor:
    """What a claim rests on. The words that name its speaker are held to the same: moved, they make it stale."""
    states = [passages[p].state if p in passages else "not at hand" for p in claim.passages]
    if stale_of(claim, passages):
        return "stale"
    return "anchored" if states and all(s == "fresh" for s in states) else "unanchored"


def stale_of(claim: Claim, passages: Mapping[str, Standing]) -> tuple[Standing, ...]:
    """Passages of a claim, that of its speaker among them, which no longer stand."""
    named = (*claim.passages, *((claim.speaker_passage,) if claim.speaker_passage else ()))
    return tuple(passages[p] for p in dict.fromkeys(named) if p in passages and passages[p].state == "stale")

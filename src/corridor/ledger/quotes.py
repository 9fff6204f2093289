"""Where a quotation stands in a document: exactly there, once, and whole; or it is refused with the reason.

Only quotation marks, dashes and spaces are mapped, so that a quotation survives a keyboard. Nothing else is: no case,
no accents, no spelling, no ellipsis. There is no nearest match.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache

from corridor.ledger.passages import splits_character

_MARKS = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u02bc\u0060\u00b4", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d", "-"),
    }
)
_SPACE = re.compile(r"\s+")
_NUMBER = re.compile(
    r"[+\-−]?\d+(?:[.,:/'’\-–−]\d+|[\u0020\u00a0\u2009\u202f]\d{3}(?!\d))*(?:st|nd|rd|th|s)?(?!\w)|\d+",
    re.IGNORECASE,
)
_PREFIX = re.compile(r"(?<!\w)(?:non|un|anti|pro|ex|de|counter|pseudo|quasi)[-\u2010\u2011]$", re.IGNORECASE)
_CONTRACTED = re.compile(r"['’](?:t|ve|re|ll|d|m)(?!\w)", re.IGNORECASE)
_LAST_WORD = re.compile(r"(\w+(?:['’]\w+)?)[\s\"“”«»„]+$")
_ADJACENT = re.compile(
    r"not|no|never|neither|nor|without|cannot|none|hardly|barely|scarcely|\w+n['’]t", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a quotation is refused: a short code, and the reason in words."""

    code: str
    why: str


def plain(text: str) -> str:
    """A text with quotation marks, dashes and spaces mapped; runs of spaces are one.

    Examples
    --------
    >>> plain("“no\u00a0road” – shut")
    '"no road" - shut'
    """
    return _mapped(text)[0]


@lru_cache(maxsize=16)
def _mapped(text: str) -> tuple[str, tuple[int, ...]]:
    """The mapped text, and for each of its characters the place it comes from; one more for the end."""
    pieces: list[str] = []
    places: list[int] = []
    at = 0
    for gap in _SPACE.finditer(text):
        pieces.append(text[at : gap.start()].translate(_MARKS))
        places.extend(range(at, gap.start()))
        pieces.append(" ")
        places.append(gap.start())
        at = gap.end()
    pieces.append(text[at:].translate(_MARKS))
    places.extend(range(at, len(text) + 1))
    return "".join(pieces), tuple(places)


def find_quote(text: str, quote: str, *, start: int | None = None) -> tuple[int, int] | Refusal:
    """Where a quotation stands.

    Parameters
    ----------
    text : str
        Canonical text of the document.
    quote : str
        The quotation; blanks around it do not count.
    start : int, optional
        Where it is said to begin; needed where it stands more than once.

    Returns
    -------
    (int, int) or Refusal
        Span in code points, end exclusive: ``plain(text[start:end]) == plain(quote.strip())``.
    """
    wanted = plain(quote.strip())
    if not any(c.isalnum() for c in wanted):
        return Refusal("blank", "the quotation has no words")
    whole, places = _mapped(text)
    found = _occurrences(whole, wanted) if start is None else _there(whole, places, wanted, start)
    if not found:
        if start is not None and wanted in whole:
            return Refusal("elsewhere", f"these words do not begin at {start}")
        return Refusal("not there", "these words do not stand in the document, in this order and spelling")
    spans = [(places[i], _end(places, i + len(wanted))) for i in found]
    cuts = [cut(text, *span) for span in spans]
    uncut = [span for span, refusal in zip(spans, cuts, strict=True) if refusal is None]
    if len(uncut) == 1:
        return uncut[0]
    if uncut:
        why = f"these words stand {len(uncut)} times; say where it begins, or take more words"
        return Refusal("not unique", why)
    return next(refusal for refusal in cuts if refusal)


def _end(places: tuple[int, ...], i: int) -> int:
    return places[i - 1] + 1


def _occurrences(whole: str, wanted: str) -> list[int]:
    found: list[int] = []
    at = whole.find(wanted)
    while at >= 0 and len(found) < 1000:
        found.append(at)
        at = whole.find(wanted, at + 1)
    return found


def _there(whole: str, places: tuple[int, ...], wanted: str, start: int) -> list[int]:
    """The occurrence that begins at a place of the text, if there is one."""
    i = bisect_left(places, start)
    return [i] if i < len(places) - 1 and places[i] == start and whole.startswith(wanted, i) else []


def cut(text: str, start: int, end: int) -> Refusal | None:
    """The refusal of a span that cuts a character, a word or a number in two; None if it is whole."""
    for at in (start, end):
        if splits_character(text, at):
            return Refusal("cut", "the quotation cuts a letter from its accent, or an emoji in two")
        if 0 < at < len(text) and _is_word(text[at - 1]) and _is_word(text[at]):
            return Refusal("cut", "the quotation begins or ends inside a word or a number")
    window = max(0, start - 60)
    for number in _NUMBER.finditer(text, window, min(len(text), end + 60)):
        if number.start() < start < number.end() or number.start() < end < number.end():
            return Refusal("cut", f'the quotation cuts the number "{number[0]}"')
    if _PREFIX.search(text, window, start) or _CONTRACTED.match(text, end):
        return Refusal("cut", "the quotation cuts a word that turns its sense")
    return None


def negated_before(text: str, start: int) -> str:
    """The word of negation that stands right before a place in its line; blank if there is none."""
    before = _LAST_WORD.search(text, max(0, start - 60), start)
    return before[1] if before and "\n" not in before[0] and _ADJACENT.fullmatch(before[1]) else ""


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"

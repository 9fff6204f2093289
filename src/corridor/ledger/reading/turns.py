"""Whose turn it is: paragraphs that a label, a handle, a list's opening line or the source of a table speaks for.

Labels of a transcript (`Ito:`), of questions and answers (`Q:`, `A:`), handles above posts (`@ito · 3 May`), posts
passed on (`RT @ito:`). One label alone is none: a list with a colon is no talk.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from corridor.ledger.words import Words, words

_LABEL = re.compile(
    r"(?m)^[ \t]*(?:\[?\d{1,2}[:.]\d{2}\]?[ \t]+)?(?P<who>@\w{2,30}|[^\W\d_a-z][\w.’'-]*(?: [^\W\d_a-z][\w.’'-]*){0,3})"
    r"(?: \((?P<role>[^)\n]{1,40})\))?:[ \u00a0]"
)
_POST = re.compile(r"(?m)^(?P<lead>[^@\n.!?:]{0,40})(?P<who>@\w{2,30})(?P<meta>[^\n]{0,60})$")
_META = re.compile(
    r"(?:\s|[·•|,()✔✓☑–—-]|\d{1,4}|[:.]\d\d|\b(?:am|pm|h|m|min|ago|utc|gmt)\b)*", re.IGNORECASE
)
_PASSED_ON = re.compile(r"(?m)(?:^|(?<=\s))(?:RT|MT|via)[ \u00a0]+(?P<who>@\w{2,30}):[ \u00a0]")
_COUNTED = re.compile(r"(?m)^[ \t]*\d{1,2}/\d{0,2}[.):]?[ \t]+(?=\S)")


@dataclass(frozen=True, slots=True)
class Turn:
    """Who speaks from a place on: span of the words that name the speaker, and how far it holds.

    Attributes
    ----------
    at, begins : int
        Where the label stands, and where the words after it begin.
    start, end : int
        Span of the name.
    is_host : bool
        Whether it is the asker: what a host says is the outlet's own.
    holds : bool
        Whether it holds until the next one; else for its paragraph.
    """

    at: int
    begins: int
    start: int
    end: int
    is_host: bool = False
    holds: bool = False


class Turns:
    """Every turn of a text, and which of them a sentence belongs to."""

    def __init__(self, text: str, known: Words) -> None:
        found = [*_labels(text, known), *_posts(text, known)]
        self.listed = tuple(sorted(found, key=lambda turn: turn.begins))
        self.begins = [turn.begins for turn in self.listed]
        self.service = re.compile(rf"\W*(?:{'|'.join(known.speech.get('service', ['(?!)']))})", re.IGNORECASE)
        self.text = text

    def of(self, start: int, end: int, paragraph: int) -> Turn | None:
        """The turn that a sentence belongs to: the last one that begins in it or before it, if it still holds."""
        at = bisect_right(self.begins, max(start, end - 2)) - 1
        if at < 0:
            return None
        turn = self.listed[at]
        if turn.at >= paragraph or turn.holds:
            return turn
        return next((t for t in reversed(self.listed[:at]) if t.holds), None)

    def is_service(self, start: int, end: int) -> bool:
        """Whether a sentence is nothing but a label, or *Replying to* and the like."""
        if self.service.match(self.text, start, end):
            return True
        at = bisect_right(self.begins, end + 1) - 1
        return (
            at >= 0
            and self.listed[at].holds
            and self.listed[at].at <= start
            and end <= self.listed[at].begins
        )


def _labels(text: str, known: Words) -> list[Turn]:
    hits = list(_LABEL.finditer(text))
    told = Counter(hit["who"] for hit in hits)
    if len(hits) < 3 or len(told) == len(hits):
        return []
    hosts = {
        h["who"] for h in hits if (h["role"] or h["who"]).casefold().rstrip(".") in known.speech["hosts"]
    }
    return [
        Turn(h.start(), h.end(), h.start("who"), h.end("who"), is_host=h["who"] in hosts)
        for h in hits
        if told[h["who"]] > 1
    ]


def _posts(text: str, known: Words) -> list[Turn]:
    """Lines that are only a handle and when it wrote; of counted posts without one, the first handle before them."""
    heads = [hit for hit in _POST.finditer(text) if _is_meta(hit, known)]
    if len(heads) >= 2:
        found = [_held(hit) for hit in heads]
        return found + [
            Turn(hit.start(), hit.end(), hit.start("who"), hit.end("who"))
            for hit in _PASSED_ON.finditer(text)
        ]
    counted = list(_COUNTED.finditer(text))
    writer = re.search(r"@\w{2,30}", text[: counted[0].start()]) if len(counted) >= 2 else None
    if writer is None:
        return []
    return [Turn(hit.start(), hit.end(), writer.start(), writer.end()) for hit in counted]


def _held(hit: re.Match[str]) -> Turn:
    return Turn(hit.start(), hit.end() + 1, hit.start("who"), hit.end("who"), holds=True)


def _is_meta(hit: re.Match[str], known: Words) -> bool:
    """Whether a line with a handle says no more than who and when: after it a time, before it a name."""
    rest = _dates(known.language).sub(" ", hit["meta"])
    lead = hit["lead"].split()
    return _META.fullmatch(rest) is not None and all(w[0].isupper() or not w[0].isalpha() for w in lead)


@lru_cache(maxsize=8)
def _dates(language: str) -> re.Pattern[str]:
    known = words(language)
    times = known.times or {}
    names = [*known.months, *times.get("weekdays", ()), *times.get("days", ()), *times.get("units", ())]
    return re.compile(
        rf"(?<!\w)(?:{'|'.join(sorted(names, key=len, reverse=True)) or '(?!)'})s?(?!\w)", re.IGNORECASE
    )


# ---------------------------------------------------------------------------------------- whose text


def author_in(
    text: str, heads: Sequence[tuple[int, int]], names: Sequence[tuple[int, int, str]], known: Words
) -> int:
    """Which of some names a text is by: the first in the lines of its head, where these call it a statement or order.

    Parameters
    ----------
    text : str
    heads : sequence of (int, int)
        Spans of the lines at its head.
    names : sequence of (int, int, str)
        Spans of the bodies that the text names, in order, with what they are called.
    known : Words

    Returns
    -------
    int
        Its place among the names; -1 if the text is nobody's own.
    """
    statement = known.speech.get("own", ())
    if not statement or not heads:
        return -1
    joined = " ".join(text[a:b] for a, b in heads)
    if not re.search(rf"(?<!\w)(?:{'|'.join(statement)})(?!\w)", joined, re.IGNORECASE):
        return -1
    last = heads[-1][1]
    own = re.compile(rf"(?:.*\s)?(?:{'|'.join(w.rpartition(' ')[2] for w in statement)})", re.IGNORECASE)
    inside = [
        i
        for i, (a, b, name) in enumerate(names)
        if b <= last and any(x <= a < y for x, y in heads) and not own.fullmatch(name)
    ]
    return inside[0] if inside else -1

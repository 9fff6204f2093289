"""The lines of a text and what each is: body, heading, caption, quote, text of an agreement, or form line.

Roles are proposals of rules and of markup; a passage carries its own, which a person sets. A line that is of a form is
marked and stays, so that every offset stays what it was. Paragraphs and sentences are spans of the same text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from corridor.ledger.words import Words, words

ROLES = ("body", "heading", "caption", "quote", "instrument", "boilerplate")
"""What a line may be."""
BOILERPLATE = "boilerplate"

_LINE = re.compile(r"[^\n\r\f]+")
_BULLET = re.compile(r"\s*(?:[•◦▪●*\-–—·‣]|\(?[a-z0-9]{1,3}[.)])\s+", re.IGNORECASE)
_ENDS = re.compile(r"[.!?:;,…][\"'”’»)\]]*\s*$")
_QUOTED = re.compile(r"\s*(?:>|[“\"«„].*[”\"»“]\s*$)", re.DOTALL)
_HEADING_LONGEST, _FORM_LONGEST = 120, 300


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank: its span in code points, end exclusive, its number in the file, its role."""

    start: int
    end: int
    number: int
    role: str


def lines_of(text: str, *, language: str = "en", roles: Mapping[int, str] | None = None) -> tuple[Line, ...]:
    r"""Every line of a text that is not blank, in order, each with its role.

    Parameters
    ----------
    text : str
        A canonical text.
    language : str
        Its language; the rules on words need a word list.
    roles : mapping of int to str, optional
        Roles that markup tells, by the offset of the start of a line. Rules add form lines to them.

    Returns
    -------
    tuple of Line
        ``text[line.start : line.end]`` is the line, blanks around it included; spans rise and do not meet.

    Examples
    --------
    >>> [line.role for line in lines_of("Road shut\n\nThe road is shut.\n\nPlease enter your comment!")]
    ['heading', 'body', 'boilerplate']
    """
    spans = [(m.start(), m.end()) for m in _LINE.finditer(text) if m[0].strip()]
    numbers = _numbers(text, [start for start, _ in spans])
    known = words(language)
    found: list[Line] = []
    for i, (start, end) in enumerate(spans):
        told = (roles or {}).get(start, "body")
        if told == "body" or known.boilerplate.match(_stripped(text[start:end])):
            told = _role(text, spans, i, known, found, marked=roles is not None)
        found.append(Line(start, end, numbers[i], told))
    return tuple(found)


def _numbers(text: str, starts: list[int]) -> list[int]:
    """Physical number of each line, from 1."""
    breaks = [m.end() for m in re.finditer(r"\r\n|[\n\r\f]", text)]
    return [bisect_right(breaks, start) + 1 for start in starts]


def _stripped(line: str) -> str:
    return _BULLET.sub("", line.strip(), count=1)


def _role(
    text: str, spans: list[tuple[int, int]], i: int, known: Words, before: list[Line], *, marked: bool
) -> str:
    line = text[slice(*spans[i])]
    bare = _stripped(line)
    if len(bare) <= _FORM_LONGEST and known.boilerplate.match(bare):
        return BOILERPLATE
    if known.caption.match(bare) and len(bare) <= _FORM_LONGEST:
        return "caption"
    if _BULLET.match(line) and _lists_terms(text, spans, i, known, before):
        return "instrument"
    if _QUOTED.match(line) and not _is_mixed(bare):
        return "quote"
    if not marked and _is_heading(text, spans, i, bare):
        return "heading"
    return "body"


def _lists_terms(text: str, spans: list[tuple[int, int]], i: int, known: Words, before: list[Line]) -> bool:
    """Whether a bullet belongs to a list that the terms of an agreement are introduced by."""
    if before and before[-1].role == "instrument":
        return True
    if not i:
        return False
    lead = text[slice(*spans[i - 1])].rstrip()
    return lead.endswith(":") and bool(known.instrument.search(lead))


def _is_mixed(line: str) -> bool:
    """Whether a line that starts and ends with quotation marks holds words outside them."""
    inner = line.strip()[1:-1]
    return any(mark in inner for mark in '“”"«»„') and not line.startswith(">")


def _is_heading(text: str, spans: list[tuple[int, int]], i: int, bare: str) -> bool:
    """A short line that ends in no stop, stands alone between blanks, and is followed by a longer text."""
    start, end = spans[i]
    if (
        bare.isupper()
        and len(bare) <= _HEADING_LONGEST
        and " | " not in bare
        and not _BULLET.match(text[start:end])
    ):
        return i + 1 < len(spans)
    if len(bare) > _HEADING_LONGEST or _ENDS.search(bare) or _BULLET.match(text[start:end]):
        return False
    alone = i == 0 or "\n" in text[spans[i - 1][1] : start].replace("\r\n", "\n").replace("\r", "\n")[1:]
    follows = i + 1 < len(spans) and spans[i + 1][1] - spans[i + 1][0] > len(bare)
    gap = text[end : spans[i + 1][0]] if i + 1 < len(spans) else ""
    return alone and follows and len(re.findall(r"\r\n|[\n\r\f]", gap)) > 1


# ------------------------------------------------------------------------------ paragraphs, sentences


def paragraphs_of(text: str, lines: Iterable[Line]) -> tuple[tuple[int, int], ...]:
    """Spans of the paragraphs: a line each, or runs of lines between blanks where lines are broken to a width.

    A text counts as broken to a width if its lines are short and most follow each other without a blank between.
    """
    listed = list(lines)
    if not _is_wrapped(text, listed):
        return tuple((line.start, line.end) for line in listed)
    spans: list[tuple[int, int]] = []
    for line in listed:
        joined = spans and not _parted(text[spans[-1][1] : line.start])
        if joined and not _BULLET.match(text[line.start : line.end]):
            spans[-1] = (spans[-1][0], line.end)
        else:
            spans.append((line.start, line.end))
    return tuple(spans)


def _parted(gap: str) -> bool:
    return len(re.findall(r"\r\n|[\n\r\f]", gap)) > 1


def _is_wrapped(text: str, lines: list[Line]) -> bool:
    if len(lines) < 3:
        return False
    joined = sum(not _parted(text[a.end : b.start]) for a, b in pairwise(lines))
    lengths = sorted(line.end - line.start for line in lines)
    return joined * 2 > len(lines) and lengths[-1] <= 160 and lengths[len(lengths) // 2] >= 30


def sentences_of(text: str, spans: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Spans of the sentences inside some spans, blanks around them left out; none runs over the end of its span.

    Examples
    --------
    >>> text = "Dr. Ito said 2.5 t came. No more did."
    >>> [text[a:b] for a, b in sentences_of(text, [(0, len(text))])]
    ['Dr. Ito said 2.5 t came.', 'No more did.']
    """
    from nupunkt import sent_spans  # noqa: PLC0415  (its statistics are read on first use)

    found: list[tuple[int, int]] = []
    for start, end in spans:
        for a, b in sent_spans(text[start:end]):
            piece = text[start + a : start + b]
            left = len(piece) - len(piece.lstrip())
            right = len(piece.rstrip())
            if right > left:
                found.append((start + a + left, start + a + right))
    return tuple(found)

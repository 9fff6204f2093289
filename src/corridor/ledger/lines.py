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
_TITLE_LINES = 6
_POINT = re.compile(r"\s*\(?(?:\d{1,2}|[a-z]|[ivx]{1,5})[.)]\s+(?=[^\W\d_a-z])", re.IGNORECASE)
_SECTION = re.compile(r"\s*(?:[A-Z]|[IVX]{1,5}|\d{1,2})[.)]\s+[^\W\d_a-z][^.;:!?]{0,60}$")
_TALK = re.compile(r"[ \t]*(?:\[?\d|@|[^@\n]{0,40}@\w|[^\W\d_a-z][\w.’' -]{0,40}:[ \u00a0])")
_CELLS = re.compile(r"\t|\|| {3,}")


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank: its span in code points, end exclusive, its number in the file, its role.

    `is_end` says of a form line that nothing of the text follows it, as after *Notes to editors*.
    """

    start: int
    end: int
    number: int
    role: str
    is_end: bool = False


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
        ends = told == BOILERPLATE and not roles and _is_after_end(text[start:end], known, found)
        found.append(Line(start, end, numbers[i], told, ends))
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
    if _is_after_end(line, known, before):
        return BOILERPLATE
    if not marked and _is_section(text, spans, i):
        return "heading"
    if (_BULLET.match(line) and _lists_terms(text, spans, i, known, before)) or _is_of_order(
        text, spans, i, known, before
    ):
        return "instrument"
    if _QUOTED.match(line) and not _is_mixed(bare):
        return "quote"
    if not marked and (_is_heading(text, spans, i, bare) or _is_title(text, spans, i, before)):
        return "heading"
    return "body"


def _is_after_end(line: str, known: Words, before: list[Line]) -> bool:
    """Whether a line is *Notes to editors* or the like, short and without more, or stands after one."""
    hit = known.closing.match(line.strip())
    if hit is not None and len(line.strip()) <= hit.end() + 2:
        return True
    return bool(before) and before[-1].role == BOILERPLATE and before[-1].is_end


def _is_of_order(text: str, spans: list[tuple[int, int]], i: int, known: Words, before: list[Line]) -> bool:
    """Whether a line is of an agreement, order or resolution: recitals, what opens its points, those, signatures."""
    line = text[slice(*spans[i])].strip()
    is_in = any(b.role == "instrument" for b in before[-3:])
    if known.recitals.match(line) and line[-1:] in {",", ";"}:
        return True
    if _names_body(line) and i + 1 < len(spans) and known.recitals.match(text[slice(*spans[i + 1])].strip()):
        return True
    if known.operative_lead.match(line) and len(line) <= _HEADING_LONGEST:
        return True
    if is_in and known.signed.match(line):
        return len(line) <= _HEADING_LONGEST
    mark = _POINT.match(line)
    return mark is not None and known.operative.match(line, mark.end()) is not None


def _names_body(line: str) -> bool:
    """Whether a line is only who acts, with a comma: *The Commission of Three,*."""
    return line.endswith(",") and len(line) <= 80 and line[:1].isupper() and "." not in line


def _is_title(text: str, spans: list[tuple[int, int]], i: int, before: list[Line]) -> bool:
    """A line of the titles at the head of a text: short, without a stop, no talk, no cells, all headings before."""
    line = text[slice(*spans[i])].strip()
    if i >= _TITLE_LINES or len(line) > _HEADING_LONGEST or i + 1 >= len(spans):
        return False
    if any(b.role != "heading" for b in before) or _TALK.match(line) or _CELLS.search(line):
        return False
    longest = max(b - a for a, b in spans[i + 1 : i + 9])
    return not re.search(r"[.!?:;,…]$", line) and line[0] not in "•◦▪●*–—-" and longest > max(len(line), 60)


def _is_section(text: str, spans: list[tuple[int, int]], i: int) -> bool:
    """A title with its letter or number, between blank lines: *A. Submissions*."""
    if not 0 < i < len(spans) - 1 or not _SECTION.fullmatch(text[slice(*spans[i])].rstrip()):
        return False
    return _parted(text[spans[i - 1][1] : spans[i][0]]) and _parted(text[spans[i][1] : spans[i + 1][0]])


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

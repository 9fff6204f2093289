"""Ways between places in a text: *the road linking A to B*, *the Lake road to A*, *the A-B road*; with their ends.

An end is a name that stands there, never one that is worked out. Words: `words/<language>_kinds.toml`, tables `way`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from corridor.ledger.documents import Reading
from corridor.ledger.reading.cues import Cues, cues
from corridor.ledger.reading.kinds import Named
from corridor.ledger.reading.propose import Marks

_BETWEEN = 40
"""Most characters between a way and the words that say what it joins."""
_FILL = re.compile(r"\s*(?:the\s+)?(?:[a-z]+\s+){0,2}(?:of\s+)?(?:the\s+)?")
_DASHES = re.compile(r"\s?[-–—]\s?")


@dataclass(frozen=True, slots=True)
class Way:
    """A way as a text speaks of it: its name (blank if it has none), its noun, its ends, its words.

    Attributes
    ----------
    ends : tuple of str
        Two names in the order of the text, one name (where it leads), or none.
    start, end : int
        The words that say so, in the document.
    """

    name: str
    noun: str
    ends: tuple[str, ...]
    document: str
    start: int
    end: int


def ways_in(reading: Reading, marks: Marks, names: Iterable[Named]) -> tuple[Way, ...]:
    """Every way that the sentences of a document speak of with an end, in order.

    Parameters
    ----------
    reading : Reading
        The document.
    marks : Marks
        What was found in it: its sentences.
    names : iterable of Named
        Names of the documents, told apart.

    Examples
    --------
    >>> from corridor.ledger.reading.kinds import name_kinds
    >>> from corridor.ledger.reading.propose import Lists, marks_of
    >>> text = Reading("D", "", "The Lake road, the only road linking Ro to Upper Tarn, is shut.")
    >>> marks = marks_of(text, Lists())
    >>> [(w.name, w.ends) for w in ways_in(text, marks, name_kinds([(text, marks)]))]
    [('Lake road', ('Ro', 'Upper Tarn'))]
    """
    told = cues(reading.language)
    spots = sorted(
        (start, end, one.name, one.kinds)
        for one in names
        for document, start, end in one.where
        if document == reading.document
    )
    found: list[Way] = []
    for a, b, _ in marks.sentences:
        own = spots[bisect_left(spots, a, key=_start) : bisect_left(spots, b, key=_start)]
        found += _joined(reading, a, b, own, told)
        found += _leading(reading, own, told)
        found += _dashed(reading, own, told)
    return tuple(found)


def named_ends(documents: Iterable[tuple[Reading, Marks]], names: Sequence[Named]) -> tuple[Named, ...]:
    """The names, those at which a way ends as places too, whatever else they are."""
    ends = {end for reading, marks in documents for way in ways_in(reading, marks, names) for end in way.ends}
    return tuple(
        replace(n, kinds=n.kinds | {"place"}, why=(*n.why, "the end of a way"))
        if n.name in ends and not n.kinds & {"place", "route", "person"}
        else n
        for n in names
    )


Spot = tuple[int, int, str, frozenset[str]]


def _joined(reading: Reading, a: int, b: int, own: Sequence[Spot], told: Cues) -> Iterable[Way]:
    """Ways with a word of joining behind them, and two names behind that."""
    text = reading.text
    for noun in told.pattern("way.noun").finditer(text, a, b):
        verb = told.pattern("way.joins").search(text, noun.end(), min(b, noun.end() + _BETWEEN))
        if verb is None or told.pattern("way.noun").search(text, noun.end(), verb.start()):
            continue
        first = _next(text, verb.end(), own)
        link = told.pattern("way.and").search(text, first[1], first[1] + _BETWEEN) if first else None
        second = _next(text, link.end(), own) if link else None
        if first and link and second and _is_short(text[first[1] : link.start()]) and first[2] != second[2]:
            name = next((s[2] for s in reversed(own) if "route" in s[3] and s[0] <= noun.start()), "")
            yield Way(
                name, noun[0].casefold(), (first[2], second[2]), reading.document, noun.start(), second[1]
            )


def _leading(reading: Reading, own: Sequence[Spot], told: Cues) -> Iterable[Way]:
    """Named ways with one end behind them: *the Lake road to Ostrel*."""
    for start, end, name, kinds in own:
        link = told.pattern("way.one_end").match(reading.text, _skip(reading.text, end))
        target = _next(reading.text, link.end(), own) if link and "route" in kinds else None
        if target and target[2] != name:
            yield Way(name, "", (target[2],), reading.document, start, target[1])


def _dashed(reading: Reading, own: Sequence[Spot], told: Cues) -> Iterable[Way]:
    """Ways named by their ends: *the Ro-Tarn road*."""
    for start, end, name, kinds in own:
        head, _, noun = name.rpartition(" ")
        parts = [p for p in _DASHES.split(head) if p[:1].isupper()]
        if "route" in kinds and told.is_one("way.noun", noun) and len(parts) > 1:
            yield Way(name, noun, (parts[0], parts[-1]), reading.document, start, end)


def _start(spot: Spot) -> int:
    return spot[0]


def _skip(text: str, at: int) -> int:
    return at + len(text[at : at + 3]) - len(text[at : at + 3].lstrip())


def _next(text: str, at: int, own: Sequence[Spot]) -> Spot | None:
    """The name that stands right behind a place, but for small words, and is no way."""
    i = bisect_left(own, at, key=_start)
    if i == len(own) or "route" in own[i][3] or not _FILL.fullmatch(text, at, own[i][0]):
        return None
    return own[i]


def _is_short(between: str) -> bool:
    """Whether a few small words at most stand there, as in *the Karabakh region to*."""
    return len(between.split()) <= 2 and "," not in between

"""What a draft is made of: documents, what was found in them, and their proposed claims with the words around them."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from corridor.ledger.documents import Reading
from corridor.ledger.reading.cues import Cues, Good, cues
from corridor.ledger.reading.kinds import Named
from corridor.ledger.reading.propose import Marks

RULE = "rule draft/1"
"""By what rows are drafted, as their basis says it."""
UNCHECKED = "not checked by a person"
BESIDE = 45
"""Characters to each side of a number that say what it is of."""
NAMED_CLAIMS = 6
"""Most claims that a basis names; how many more there are is said."""


Days = tuple[dt.date | None, dt.date | None]


@dataclass(frozen=True, slots=True)
class Said:
    """A proposed claim: its label, its row, and its span in its document."""

    claim: str
    row: Mapping[str, Any]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Source:
    """A document that was read: its text, what was found in it, its claims, and the day it came out (ISO, or blank)."""

    reading: Reading
    marks: Marks
    claims: tuple[Said, ...]
    published: str = ""

    @property
    def cues(self) -> Cues:
        """The cues of its language."""
        return cues(self.reading.language)


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim with what stands in it and around it.

    Attributes
    ----------
    text : str
        Its own words, on one line.
    names, near : tuple of Named
        Names in its own words; names in the rest of its sentence too.
    goods : tuple of Good
        Goods that its words name.
    """

    source: Source
    said: Said
    text: str
    names: tuple[Named, ...]
    near: tuple[Named, ...]
    goods: tuple[Good, ...]

    @property
    def claim(self) -> str:
        """Its label."""
        return self.said.claim

    @property
    def quantity(self) -> float | None:
        """The number it states."""
        return self.said.row.get("quantity")

    @property
    def unit(self) -> str:
        """The unit of that number."""
        return str(self.said.row.get("unit", ""))

    @property
    def raw(self) -> str:
        """Its own words as they stand in the document."""
        return self.source.reading.text[self.said.start : self.said.end]

    @property
    def days(self) -> Days:
        """First and last day it is about, where its time gives days; a coarse time gives none."""
        return days_of(str(self.said.row.get("time", "")))

    def around(self, number: float) -> tuple[str, str]:
        """The words of the claim before a number that it states, and those from the number on."""
        own = (a for a in self.source.marks.amounts if self.said.start <= a.start and a.end <= self.said.end)
        spot = next((a for a in own if a.value == number), None)
        if spot is None:
            return self.raw, self.raw
        low, high = max(self.said.start, spot.start - BESIDE), min(self.said.end, spot.end + BESIDE)
        text = self.source.reading.text
        return text[low : spot.start], text[spot.start : high]

    def has(self, cue: str) -> bool:
        """Whether its own words hold a cue."""
        return self.source.cues.has(cue, self.text)

    def named(self, kind: str) -> tuple[Named, ...]:
        """Names of a kind in its own words; where there are none, those in the rest of its sentence."""
        own = tuple(n for n in self.names if kind in n.kinds)
        return own or tuple(n for n in self.near if kind in n.kinds)


def statements(sources: Iterable[Source], names: Sequence[Named]) -> tuple[Statement, ...]:
    """Every claim of some documents with the names and goods that stand in it, in order."""
    found = []
    for source in sources:
        spots = sorted(
            (
                (start, end, one)
                for one in names
                for d, start, end in one.where
                if d == source.reading.document
            ),
            key=lambda s: s[:2],
        )
        begins = [a for a, _, _ in source.marks.sentences]
        for said in source.claims:
            i = bisect_right(begins, said.start) - 1
            a, b = source.marks.sentences[i][:2] if i >= 0 else (said.start, said.end)
            text = " ".join(source.reading.text[said.start : said.end].split())
            found.append(
                Statement(
                    source, said, text, _within(spots, said.start, said.end),
                    _within(spots, min(a, said.start), max(b, said.end)),
                    tuple(g for g in source.cues.goods if g.words.search(text)),
                )
            )  # fmt: skip
    return tuple(found)


def basis(claims: Iterable[str]) -> str:
    """The basis of a row drafted from claims."""
    return f"assumed: drafted by {RULE} from {told(claims)}; {UNCHECKED}"


def basis_of_words(source: str, words: str, start: int) -> str:
    """The basis of a row drafted from words of a document."""
    quoted = " ".join(words.split())[:120]
    return f'assumed: drafted by {RULE} from "{quoted}" in {source} at {start}; {UNCHECKED}'


def basis_of_name(one: Named) -> str:
    """The basis of a row drafted from a name: how often it stands where, and the words that decided."""
    counts: dict[str, int] = {}
    for document, _, _ in one.where:
        counts[document] = counts.get(document, 0) + 1
    where = ", ".join(f"{d} ({n} times)" if n > 1 else d for d, n in counts.items())
    why = f', beside "{"; ".join(one.why)}"' if one.why else ""
    return f"assumed: drafted by {RULE} from the name in {where}{why}; {UNCHECKED}"


def told(claims: Iterable[str]) -> str:
    """Labels in a line, the first few by name."""
    listed = list(dict.fromkeys(claims))
    more = f" and {len(listed) - NAMED_CLAIMS} more" if len(listed) > NAMED_CLAIMS else ""
    return ", ".join(listed[:NAMED_CLAIMS]) + more


def _within(spots: Sequence[tuple[int, int, Named]], start: int, end: int) -> tuple[Named, ...]:
    low, high = (bisect_left(spots, at, key=lambda s: s[0]) for at in (start, end))
    return tuple(dict.fromkeys(one for _, b, one in spots[low:high] if b <= end))


def days_of(time: str) -> Days:
    """First and last day of a time, each None where it is no single day.

    Examples
    --------
    >>> (
    ...     [str(d) for d in days_of("2026-05-03")],
    ...     [str(d) for d in days_of("2026-05-03/..")],
    ...     days_of("2026-05"),
    ... )
    (['2026-05-03', '2026-05-03'], ['2026-05-03', 'None'], (None, None))
    """
    first, _, last = time.partition("/")
    return _day(first), _day(last or first) if last != ".." else None


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None

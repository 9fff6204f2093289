"""Quantities of a text: a number, what is counted, and how the number is meant, with the span of all of it.

Articles, *one* and words such as *once* count nothing by themselves; years and days are times, not quantities.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from corridor.ledger.numbers import Number, numbers_in, qualifier_in
from corridor.ledger.reading.spans import Span, meets, settled
from corridor.ledger.words import Words
from corridor.schema.values import plain_number

RULE = "amounts/1"
_FURTHEST = 5
_WORD = re.compile(r"[ \u00a0-]*(%|[^\W\d_][\w’'-]*)")
_PER = re.compile(r"[ \u00a0]*(?:/|\b(?:a|per|each|every)\b)[ \u00a0]*([^\W\d_]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A quantity found: its span, its value, what it counts and how it is meant."""

    start: int
    end: int
    value: float
    unit: str
    qualifier: str

    @property
    def span(self) -> Span:
        """It as a span; the normal form is the number, the unit, and what loosens it."""
        told = f"{plain_number(self.value)} {self.unit}".strip()
        if self.qualifier != "exact":
            told += f" {self.qualifier}"
        return Span(start=self.start, end=self.end, kind="quantity", value=told, rule=RULE)


def amounts_in(text: str, known: Words, times: Iterable[Span] = ()) -> tuple[Amount, ...]:
    """Every quantity of a text, in order.

    Parameters
    ----------
    text : str
    known : Words
        Word list of its language.
    times : iterable of Span
        Times of the text: numbers within a date are none; a length of time is one.

    Examples
    --------
    >>> from corridor.ledger.words import words
    >>> found = amounts_in("Over 50 loaded trucks and some 2,000 residents waited.", words("en"))
    >>> [(a.value, a.unit, a.qualifier) for a in found]
    [(50.0, 'truck', 'more than'), (2000.0, 'person', 'about')]
    """
    listed = list(times)
    dated = settled(s for s in listed if not s.value.startswith("P"))
    lengths = settled(s for s in listed if s.value.startswith("P") and not s.value.startswith("PX"))
    found = []
    for number in numbers_in(text, known):
        spot = Span(start=number.start, end=number.end, kind="number", value="")
        if meets(spot, dated):
            continue
        if _is_label(text, number, known):
            continue
        if not meets(spot, lengths) and _counts_nothing(text, number, known):
            continue
        amount = _amount(text, number, known)
        if amount is not None:
            found.append(amount)
    return tuple(found)


def _counts_nothing(text: str, number: Number, known: Words) -> bool:
    word = text[number.start : number.end].casefold()
    return word in known.numbers and known.numbers[word] in {0, 1, 2} and word != "two"


def _is_label(text: str, number: Number, known: Words) -> bool:
    """Whether digits name a thing and count none: a time of day, a number of a point, a mark on a road, an age."""
    if not text[number.start].isdigit():
        return False
    before = text[max(0, number.start - 24) : number.start]
    after = text[number.end : number.end + 16]
    named = re.match(r":\d\d(?!\d)|[.)]\s+[^\W\d_(]|[-\s]years?[-\s]old", after)
    if named and _opens(before, after):
        return True
    return bool(re.search(r"(?<!\d)\d{1,2}:$", before) or known.labels.search(before))


def _opens(before: str, after: str) -> bool:
    """Whether digits with a stop begin a line, as the number of a point; other marks always count."""
    return after[:1] not in ".)" or not before.rpartition("\n")[2].strip(" \t(")


def _amount(text: str, number: Number, known: Words) -> Amount | None:
    if len(number.values) != 1:
        return None  # two readings: a person decides
    unit, end = _unit(text, number.end, known)
    if not unit and not text[number.start : number.end][0].isdigit():
        return None
    return Amount(
        start=number.start,
        end=end,
        value=min(number.values),
        unit=unit,
        qualifier=qualifier_in(text, number, known),
    )


def _unit(text: str, at: int, known: Words) -> tuple[str, int]:
    """What is counted, and where it ends: a unit of the list, else the first plural within a few words."""
    own: list[str] = []
    end = at
    for _ in range(_FURTHEST):
        hit = _WORD.match(text, end)
        if not hit or (hit[1].casefold() in known.stops and own):
            break
        word = hit[1].casefold()
        end = hit.end()
        named = next(
            (unit for unit, forms in known.units.items() if word == unit.casefold() or word in forms), ""
        )
        if named:
            return _rate(text, named, end, known)
        if word in known.stops:
            break
        if not hit[1][0].isupper():
            own.append(word)
        if own and word.endswith("s") and len(word) > 3 and not word.endswith("ss"):
            return _rate(text, " ".join([*own[:-1], _singular(own[-1])]), end, known)
    return "", at


def _rate(text: str, unit: str, end: int, known: Words) -> tuple[str, int]:
    """A unit with the time it is counted in, where one follows: trucks a day."""
    hit = _PER.match(text, end)
    units = known.times.get("units", {}) if known.times else {}
    if hit and hit[1].casefold() in units:
        return f"{unit}/{hit[1].casefold()}", hit.end()
    return unit, end


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    return word[:-2] if word.endswith(("ches", "shes", "sses", "xes")) else word[:-1]

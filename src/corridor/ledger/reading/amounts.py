"""Quantities of a text: a number, what is counted, and how the number is meant, with the span of all of it.

Articles, *one* and words such as *once* count nothing by themselves; years and days are times, not quantities.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from corridor.ledger.numbers import Number, numbers_in, qualifier_in
from corridor.ledger.reading.spans import Span, meets, settled
from corridor.ledger.words import Words
from corridor.schema.values import plain_number

RULE = "amounts/2"
_FURTHEST = 5
_WORD = re.compile(r"[ \u00a0\u202f-]*(%|[^\W\d_][\w’'-]*)")
_BEHIND = re.compile(r"[ \u00a0]([a-z]{2,12})(?![\w-])")
_OF = re.compile(r"[ \u00a0]of[ \u00a0](?:them|whom|which|these|those)\b", re.IGNORECASE)
_LARGE = 13
_SIGN = re.compile(r"[ \u00a0\u202f]?(°C|°F|€|\$|£|m3|m²|m³|km²)(?!\w)")
_PER = re.compile(
    r"(?:[ \u00a0]of(?:[ \u00a0][^\W\d_]+){1,2})?[ \u00a0]*(?:/|\b(?:a|per|each|every)\b)[ \u00a0]*([^\W\d_]+)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A quantity found: its span, its value, what it counts and how it is meant; of a range, both ends.

    Attributes
    ----------
    value : float
        The number; of a range its lower end.
    high : float or None
        Upper end of a range: *between 40 and 50*, *40-50*.
    """

    start: int
    end: int
    value: float
    unit: str
    qualifier: str
    high: float | None = None

    @property
    def numbers(self) -> tuple[float, ...]:
        """The number, or both ends of a range."""
        return (self.value,) if self.high is None else (self.value, self.high)

    @property
    def span(self) -> Span:
        """It as a span; the normal form is the number, the unit, and what loosens it."""
        ends = ".." + plain_number(self.high) if self.high is not None else ""
        told = f"{plain_number(self.value)}{ends} {self.unit}".strip()
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
    found: list[Amount] = []
    told = numbers_in(text, known)
    known = _with_own_units(text, told, known)
    low: Number | None = None
    for number, after in zip_longest(told, told[1:]):
        spot = Span(start=number.start, end=number.end, kind="number", value="")
        if meets(spot, dated):
            continue
        if _is_label(text, number, known):
            continue
        if not meets(spot, lengths) and _counts_nothing(text, number, known):
            continue
        if low is None and after is not None and _is_range(text, number, after):
            low = number
            continue
        amount = _amount(text, number, known, low)
        low = None
        if amount is not None:
            found.append(amount)
    return tuple(found)


def _is_range(text: str, low: Number, high: Number) -> bool:
    """Whether two numbers are the ends of a range: *between 40 and 50*, *40 to 50*, *40-50*, *ten or twelve*."""
    if len(low.values) != 1 or len(high.values) != 1 or min(low.values) >= min(high.values):
        return False
    gap = text[low.end : high.start].casefold()
    before = text[max(0, low.start - 10) : low.start].casefold()
    if gap in {"-", "–", " – ", "\u2011"}:
        return True
    if gap == " and ":
        return before.endswith("between ")
    if gap == " to ":
        return not before.endswith("from ")
    return gap == " or " and min(high.values) <= 2 * min(low.values)


def _with_own_units(text: str, numbers: Sequence[Number], known: Words) -> Words:
    """The words of a language, with those of the text that stand right behind numbers more than once: *90 crowns*."""
    behind = Counter(
        hit[1].casefold()
        for number in numbers
        if text[number.start].isdigit() and (hit := _BEHIND.match(text, number.end))
    )
    listed = {form for unit, forms in known.units.items() for form in (unit.casefold(), *forms)}
    times = {*known.months, *known.multipliers, *known.numbers}
    own = {
        w: (w,)
        for w, n in behind.items()
        if n > 1 and w not in known.stops | listed | times and not w.endswith("s")
    }
    return replace(known, units={**known.units, **own}) if own else known


def _counts_nothing(text: str, number: Number, known: Words) -> bool:
    word = text[number.start : number.end].casefold()
    if word == "one" and _unit(text, number.end, known, listed_only=True)[0]:
        return False
    return word in known.numbers and known.numbers[word] in {0, 1, 2} and word != "two"


def _is_label(text: str, number: Number, known: Words) -> bool:
    """Whether digits name a thing and count none: a time of day, a number of a point, a mark on a road, an age."""
    if not text[number.start].isdigit():
        return False
    before = text[max(0, number.start - 24) : number.start]
    if re.search(r"\d/$", before) or (
        re.match(r"/\d*[.):]?\s", text[number.end : number.end + 4]) and _opens_line(before)
    ):
        return True
    after = text[number.end : number.end + 16]
    if re.match(r"[x×](?!\w)", after):
        return True  # three times is no three
    named = re.match(r":\d\d(?!\d)|[.)]\s+[^\W\d_(]|[-\s]years?[-\s]old", after)
    if named and _opens(before, after):
        return True
    return bool(re.search(r"(?<!\d)\d{1,2}:$", before) or known.labels.search(before))


def _opens(before: str, after: str) -> bool:
    """Whether digits with a stop begin a line, as the number of a point; other marks always count."""
    return after[:1] not in ".)" or not before.rpartition("\n")[2].strip(" \t(")


def _opens_line(before: str) -> bool:
    return not before.rpartition("\n")[2].strip()


def _amount(text: str, number: Number, known: Words, low: Number | None = None) -> Amount | None:
    if len(number.values) != 1:
        return None  # two readings: a person decides
    unit, end = _unit(text, number.end, known)
    value = min(number.values)
    if not unit and not text[number.start].isdigit() and value < _LARGE and low is None:
        of = _OF.match(text, number.end)
        if of is None or value < 2:
            return None
        end = of.end()
    first = low or number
    return Amount(
        start=first.start,
        end=end,
        value=min(first.values),
        unit=unit,
        qualifier=qualifier_in(text, first, known) if low is None else _loosened(text, first, known),
        high=None if low is None else value,
    )


def _loosened(text: str, low: Number, known: Words) -> str:
    """How a range is meant: about, or exact; its ends are its bounds."""
    return "about" if qualifier_in(text, low, known) == "about" else "exact"


def _unit(text: str, at: int, known: Words, *, listed_only: bool = False) -> tuple[str, int]:
    """What is counted, and where it ends: a unit of the list, else the first plural within a few words."""
    mark = _SIGN.match(text, at)
    if mark:
        return mark[1], mark.end()
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
        if word in known.stops or listed_only:
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

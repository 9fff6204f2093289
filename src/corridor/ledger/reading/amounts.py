"""Quantities of a text: a number, what is counted, and how the number is meant, with the span of all of it.

Articles, *one* and words such as *once* count nothing by themselves; years and days are times, not quantities.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from corridor.ledger.numbers import DAY_IN_DIGITS, Number, numbers_in, qualifier_in
from corridor.ledger.reading.spans import Span, meets, settled
from corridor.ledger.words import Words
from corridor.schema.values import plain_number

RULE = "amounts/3"
_FURTHEST = 5
_WORD = re.compile(r"[ \u00a0\u202f-]*(%|[^\W\d_][\w’'-]*)")
_BEHIND = re.compile(r"[ \u00a0]([a-z]{2,12})(?![\w-])")
_OF = re.compile(r"[ \u00a0]of[ \u00a0](?:them|whom|which|these|those)\b", re.IGNORECASE)
_LARGE = 13
_SIGN = re.compile(r"[ \u00a0\u202f]?(°C|°F|€|\$|£|m3|m²|m³|km²)(?!\w)")
_CLOCK = re.compile(
    r"(?<![\w.,])0\d[0-5]\d(?![\w,]|[.]\d)(?:[ ]?[-–][ ]?(?:[01]\d|2[0-4])[0-5]\d(?!\w))?"
    r"|(?<![\w.,])(?:(?:[01]\d|2[0-4])[0-5]\d[ ]?[-–][ ]?)?(?:[01]\d|2[0-4])[0-5]\d(?=[ ]?(?:hrs?|hours|h)\b)"
)
"""Hours of the clock in four digits: `0730`, `1800 hrs`, `0600-1800`."""
_CHANGED = re.compile(
    r"\b(?:r[io]se|risen|f[ae]ll|fallen|gr[eo]w|grown|climb|jump|drop|s[ai]nk|[id][ne]crease|[id][ne]creasing|declin|reduc|cut|rais|"
    r"lower|shr[ai]nk|double|tripl|halv|surg|slump|went|gone|up|down|changed?|chang)\w*\b[^.;:]{0,40}$",
    re.IGNORECASE,
)
_NUMBER_OF = re.compile(r"\bnumbers? of(?:[ ][^\W\d_]+){0,2}?[ ]([^\W\d_]+)\b[^.;:\d]{0,30}$", re.IGNORECASE)
_PREFIX = re.compile(r"(?<![^\W\d_])(US\$|USD|EUR|GBP|CHF|AMD|RUB|TRY)[ \u00a0]?$")
_TO = re.compile(r"[ ]to(?:[ ](?:us\$|usd|eur|gbp|chf))?[ ]?[$€£]?")
_FROM = re.compile(r"\bfrom (?:(?:us\$|usd|eur|gbp|chf) |[$€£])?$")
_HOUSE = re.compile(r"\b(?:famil(?:y|ies)|households?) of $", re.IGNORECASE)
_LATER = re.compile(r"[^.;:\d\n]{0,60}?\b(?:each|every|per)[ \u00a0]([^\W\d_]+)\b", re.IGNORECASE)
_OTHERS = re.compile(
    r"(?:\d[\d.]{0,9}[ \u00a0]?(?:,|;|/|-|–|&|and|or|to)[ \u00a0]?(?:and[ \u00a0])?){1,4}$", re.IGNORECASE
)
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
    none = (m.span() for form in (DAY_IN_DIGITS, _CLOCK) for m in form.finditer(text))
    dated = settled(
        [s for s in listed if not s.value.startswith("P")]
        + [Span(start=a, end=b, kind="time", value="") for a, b in none]
    )
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
        if amount and low is None and after is not None and _is_change(text, number, after):
            amount = _like(text, amount, after, known)
        elif amount and not amount.unit and found and found[-1].end <= number.start:
            before = next((n for n in told if n.start == found[-1].start), None)
            if before is not None and _is_change(text, before, number):
                amount = replace(amount, unit=found[-1].unit)
        low = None
        if amount is not None:
            found.append(amount)
    return tuple(found)


def unclear_numbers(text: str, known: Words) -> Iterator[tuple[str, str, str]]:
    """Numbers in digits with two readings: as they stand, and both.

    Examples
    --------
    >>> from corridor.ledger.words import words
    >>> list(unclear_numbers("1.200 t of flour, 3.5 t of salt", words("en")))
    [('1.200', '1200', '1.2')]
    """
    for n in numbers_in(text, known):
        if len(n.values) == 2:
            high, low = sorted(n.values, reverse=True)
            yield text[n.start : n.end], plain_number(high), plain_number(low)


def _is_range(text: str, low: Number, high: Number) -> bool:
    """Whether two numbers are the ends of a range: *between 40 and 50*, *40 to 50*, *40-50*, *ten or twelve*."""
    if len(low.values) != 1 or len(high.values) != 1 or min(low.values) >= min(high.values):
        return False
    gap = text[low.end : high.start].casefold()
    before = text[max(0, low.start - 10) : low.start].casefold()
    unit = re.fullmatch(r"[ \u00a0]?([^\W\d_]+|%)([ \u00a0](?:to|and|[-–])[ \u00a0])", gap)
    if unit and re.match(rf"[ \u00a0]?{re.escape(unit[1])}", text[high.end :].casefold()):
        gap = unit[2]  # 10 days to 14 days
    if gap in {"-", "–", " - ", " – ", "\u2011"}:
        return True
    if gap == " and ":
        return before.endswith("between ")
    if gap == " to ":
        return not (before.endswith("from ") and _CHANGED.search(text, max(0, low.start - 60), low.start - 5))
    return gap == " or " and min(high.values) <= 2 * min(low.values)


def _is_change(text: str, first: Number, second: Number) -> bool:
    """Whether two numbers are what something was before and after: *fell from 103 to 54*."""
    gap = text[first.end : second.start].casefold()
    before = text[max(0, first.start - 10) : first.start].casefold()
    return bool(re.fullmatch(r"[ ]to(?:[ ](?:us\$|usd|eur|gbp|chf))?[ ]?[$€£]?", gap)) and before.rstrip(
        "$€£"
    ).endswith(("from ", "from usd ", "from eur "))


def _like(text: str, amount: Amount, after: Number, known: Words) -> Amount:
    """The first of two numbers of a change, counted in what the second counts."""
    if amount.unit:
        return amount
    unit, _ = _unit(text, after.end, known)
    if not unit:
        counted = _NUMBER_OF.search(text, max(0, amount.start - 80), amount.start)
        unit = _listed(counted[1].casefold(), known) or _singular(counted[1].casefold()) if counted else ""
        hit = _PER.match(text, after.end)
        if unit and hit and hit[1].casefold() in (known.times or {}).get("units", {}):
            unit = f"{unit}/{hit[1].casefold()}"
    return replace(amount, unit=unit)


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
    before = text[max(0, number.start - 40) : number.start]
    if re.search(r"[^\W\d_]-$", before) or re.match(r"(?:st|nd|rd|th)\b", text[number.end : number.end + 3]):
        return True  # M-5, 12th
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
    if re.search(r"(?<!\d)\d{1,2}:$", before) or known.labels.search(before):
        return True
    others = _OTHERS.search(before)  # wards 4, 5 and 6
    led = others is not None and known.labels.search(before[: others.start()])
    return bool(led) and not _unit(text, number.end, known)[0]


def _opens(before: str, after: str) -> bool:
    """Whether digits with a stop begin a line, as the number of a point; other marks always count."""
    return after[:1] not in ".)" or not before.rpartition("\n")[2].strip(" \t(")


def _opens_line(before: str) -> bool:
    return not before.rpartition("\n")[2].strip()


def _amount(text: str, number: Number, known: Words, low: Number | None = None) -> Amount | None:
    if len(number.values) != 1 or _HOUSE.search(text, max(0, number.start - 20), number.start):
        return None  # two readings: a person decides
    unit, end = _unit(text, number.end, known)
    money = _PREFIX.search(text, max(0, number.start - 5), number.start)
    if money:
        unit, end = money[1], number.end
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
        named = _listed(word, known)
        if named:
            return _rate(text, named, end, known)
        if word in known.stops or listed_only:
            break
        if not hit[1][0].isupper():
            own.append(word)
        if own and word.endswith("s") and len(word) > 3 and not word.endswith("ss"):
            return _rate(text, " ".join([*own[:-1], _singular(own[-1])]), end, known)
    return "", at


def _listed(word: str, known: Words) -> str:
    """The unit of the list that a word names; blank if it is none."""
    return next((unit for unit, forms in known.units.items() if word == unit.casefold() or word in forms), "")


def _rate(text: str, unit: str, end: int, known: Words) -> tuple[str, int]:
    """A unit with the time it is counted in, where one follows: trucks a day."""
    hit = _PER.match(text, end)
    units = known.times.get("units", {}) if known.times else {}
    if hit and hit[1].casefold() in units:
        return f"{unit}/{hit[1].casefold()}", hit.end()
    later = _LATER.match(text, end) if unit not in units and unit != "percent" else None
    if later and later[1].casefold() in units:
        return f"{unit}/{later[1].casefold()}", end
    return unit, end


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    return word[:-2] if word.endswith(("ches", "shes", "sses", "xes")) else word[:-1]

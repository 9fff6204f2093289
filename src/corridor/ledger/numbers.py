"""Numbers and dates as texts write them: in digits, in words, with what loosens them. Read to check, never to guess.

A text such as `1.200` has two readings, and both are kept: a check asks whether a number can stand there at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from corridor.ledger.words import Words, words

_SEPARATORS = ",.'’ \u00a0\u2009\u202f"
_DIGITS = re.compile(
    rf"(?<![\d\w])\d{{1,3}}(?:[{_SEPARATORS}]\d{{3}})+(?:[.,]\d+)?(?!\d|[.,]\d)|\d+(?:[.,]\d+)*"
)
_CURRENCY = re.compile(r"(?<![^\W\d_])(?:US\$|USD|EUR|GBP|CHF|AMD|RUB|TRY|[$€£])[ \u00a0]?$")
_SUFFIX = re.compile(r"(k|K|mn|mln|bn|m|M)(?![\w])(?=([ \u00a0][^\W\d_]+)?)")
_SUFFIXES = {"k": 1e3, "mn": 1e6, "mln": 1e6, "m": 1e6, "bn": 1e9}
_MEASURED = re.compile(
    r"wide|deep|high|long|tall|thick|away|from|above|below|off|up|down|x|by|of|in|at|on|and|or|to|the|apart|ahead"
)
"""Words behind `3m` after which it is three metres."""
_FOLLOWING = re.compile(r"[\s-]{1,40}([^\W\d_]+)")
_WORD = re.compile(r"[^\W\d_]+")
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{2})(?:-(\d{2}))?(?!\d)")
DAY_IN_DIGITS = re.compile(r"(?<![\w/.,-])(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?![\w/-]|[.,]\d)")
"""A day in digits, either order of day and month: first number, mark, second number, year of four or two digits."""
_DECADE = re.compile(r"(?<!\d)(\d{3})0['’]?s\b")
_YEAR = re.compile(r"(?<![\d.,])(1[5-9]\d\d|20\d\d)(?![\d]|[.,]\d)")


_BEHIND = frozenset({"at most", "at least", "max", "maximum", "minimum", "tops", "or so"})
"""Words that loosen a number before them too."""


YEAR = r"(?P<year>\d{4}|['’]?\d{2}(?=\s*(?:[,.;:)]\D|[,.;:)]?\s*$)))"
"""A year behind a month: four digits, or two where nothing follows that they could count."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a text: its span and the values it can be read as."""

    start: int
    end: int
    values: frozenset[float]


@dataclass(frozen=True, slots=True)
class Stated:
    """A date as far as a text states it: year, month and day, None where it does not; `decade` for 1990 as in 1990s."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    decade: int | None = None


def numbers_in(text: str, known: Words) -> tuple[Number, ...]:
    """Every number of a text, in digits or in words, in order.

    Examples
    --------
    >>> from corridor.ledger.words import words
    >>> found = numbers_in("some 2,000 men, three thousand more, both gates", words("en"))
    >>> [sorted(n.values) for n in found]
    [[2000.0], [3000.0], [2.0]]
    """
    if known is words(known.language):
        return _numbers_in(text, known.language)
    return _read_numbers(text, known)


@lru_cache(maxsize=32)
def _numbers_in(text: str, language: str) -> tuple[Number, ...]:
    return _read_numbers(text, words(language))


def _read_numbers(text: str, known: Words) -> tuple[Number, ...]:
    found = [_digits(m, text, known) for m in _DIGITS.finditer(text)]
    found += _worded(text, known, {i for n in found for i in range(n.start, n.end)})
    return tuple(sorted((n for n in found if n.values), key=lambda n: n.start))


def values_in(text: str, known: Words) -> frozenset[float]:
    """Every value that a number of a text can be read as."""
    return frozenset(v for n in numbers_in(text, known) for v in n.values)


def _digits(found: re.Match[str], text: str, known: Words) -> Number:
    values = set(_readings(found[0], known.decimal))
    if (
        found.start()
        and text[found.start() - 1].isalpha()
        and not _CURRENCY.search(text[max(0, found.start() - 5) : found.start()])
    ):
        return Number(found.start(), found.end(), frozenset())  # the name of a road or a form: M5
    following = _FOLLOWING.match(text, found.end())
    scale: float | None = known.multipliers.get(following[1].casefold()) if following else None
    end = following.end() if following else 0
    suffix = _SUFFIX.match(text, found.end())
    if suffix and _is_scale(suffix, text, found.start()):
        scale, end = _SUFFIXES[suffix[1].casefold()], suffix.end()
    if scale:
        return Number(found.start(), end, frozenset(float(f"{v * scale:.12g}") for v in values))
    return Number(found.start(), found.end(), frozenset(values))


def _is_scale(suffix: re.Match[str], text: str, start: int) -> bool:
    """Whether letters behind digits multiply them: `120k`, and `2.3m` of what is counted, but `3m` wide are metres."""
    if suffix[1] not in {"m", "M"} or _CURRENCY.search(text[max(0, start - 5) : start]):
        return True
    counted = (suffix[2] or "").strip().casefold()
    return bool(counted) and not _MEASURED.fullmatch(counted)


def year_in_full(digits: str) -> int:
    """A year of four digits, or of two as this century's."""
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _readings(token: str, decimal: str) -> Iterator[float]:
    """Values of digits with separators: `1,200` is 1200, or 1.2 where a comma may mark decimals."""
    groups = re.split(rf"[{_SEPARATORS}]", token)
    if len(groups) == 1:
        yield float(token)
        return
    in_threes = all(len(g) == 3 for g in groups[1:])
    if in_threes:
        yield float("".join(groups))
    last = max(token.rfind("."), token.rfind(","))
    may_be_decimal = not in_threes or ((len(groups) == 2 and token[last] == ".") or not decimal)
    if last > 0 and may_be_decimal and all(len(g) == 3 for g in groups[1:-1]):
        whole = re.sub(r"\D", "", token[:last])
        yield float(f"{whole}.{token[last + 1 :]}")


def _worded(text: str, known: Words, taken: set[int]) -> list[Number]:
    """Numbers in words: runs of number words, composed as they are spoken."""
    found: list[Number] = []
    run: list[re.Match[str]] = []
    others = {i for hit in known.not_numbers.finditer(text) for i in range(hit.start(), hit.end())}
    for word in _WORD.finditer(text):
        if word.start() in taken or word.start() in others:
            continue
        if run and not _continues(run, word, text, known):
            found += _composed(run, known)
            run = []
        if run or word[0].casefold() in known.numbers or word[0].casefold() in known.multipliers:
            run.append(word)
    return found + _composed(run, known)


def _continues(run: list[re.Match[str]], word: re.Match[str], text: str, known: Words) -> bool:
    """Whether a word goes on with the number before it: `forty five`, `two thousand`, `hundred and six`."""
    if not re.fullmatch(r"[\s-]+", text[run[-1].end() : word.start()]):
        return False
    last, now = run[-1][0].casefold(), word[0].casefold()
    if now == "and":
        return last in known.multipliers
    if now in known.multipliers:
        return last not in {"no", "none", "and"}
    if now == "a" and last == "half":
        return True
    if now not in known.numbers:
        return False
    value = known.numbers[now]
    tens = known.numbers.get(last, 0)
    return last in known.multipliers or last == "and" or (tens >= 20 and 0 < value < 10)


def _composed(run: list[re.Match[str]], known: Words) -> list[Number]:
    while run and run[-1][0].casefold() == "and":
        run = run[:-1]
    if not run:
        return []
    total = current = 0.0
    for word in run:
        told = word[0].casefold()
        scale = known.multipliers.get(told)
        if scale is None:
            current += 0 if told == "and" or (told == "a" and current) else known.numbers[told]
        elif scale >= 1000:
            total, current = total + (current or 1) * scale, 0.0
        else:
            current = (current or 1) * scale
    return [Number(run[0].start(), run[-1].end(), frozenset({total + current}))]


def qualifier_in(text: str, number: Number, known: Words) -> str:
    """What loosens a number in its text: `more than`, `up to`, `about`, or `exact` where nothing does.

    Examples
    --------
    >>> from corridor.ledger.words import words
    >>> text = "no more than 50 trucks"
    >>> qualifier_in(text, numbers_in("no more than 50 trucks", words("en"))[-1], words("en"))
    'up to'
    """
    before = " ".join(text[max(0, number.start - 40) : number.start].casefold().split())
    after = " ".join(text[number.end : number.end + 30].casefold().split()[:3])
    best = ("more than", 1) if after.startswith("+") else ("exact", 0)
    for qualifier, phrases in known.qualifiers.items():
        for phrase in phrases:
            hit = _ends_with(before, phrase) or (
                (phrase.startswith(("or ", "and ")) or phrase in _BEHIND)
                and re.match(rf"(\w+ |, )?{re.escape(phrase)}(?!\w)", after)
            )
            if hit and len(phrase) > best[1]:
                best = (qualifier, len(phrase))
    return best[0]


def _ends_with(text: str, phrase: str) -> bool:
    """Whether a text ends with whole words."""
    return text.endswith(phrase) and not re.match(r"\w", text[-len(phrase) - 1 : -len(phrase)])


def dates_in(text: str, known: Words) -> tuple[Stated, ...]:
    """Every date that a text states, with as much of it as it states."""
    found = [Stated(int(y), int(m), int(d) if d else None) for y, m, d in _ISO.findall(text)]
    for a, _, b, digits in DAY_IN_DIGITS.findall(text):
        year = year_in_full(digits)
        found += [Stated(year, int(b), int(a)), Stated(year, int(a), int(b))]
    found += [Stated(decade=int(d) * 10) for d in _DECADE.findall(text)]
    found += [Stated(int(y)) for y in _YEAR.findall(text)]
    if known.months:
        found += _named_months(text, known)
    return tuple(found)


def _named_months(text: str, known: Words) -> list[Stated]:
    month = rf"(?P<month>{'|'.join(sorted(known.months, key=len, reverse=True))})\.?"
    day, year = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?", YEAR
    forms = (
        rf"\b{day}(?: of)? {month}(?:,? {year})?\b",
        rf"\b{month} {day}(?!\d)(?:,? {year})?",
        rf"\b{month},? {year}\b",
        rf"\b{month}\b",
    )
    plain = re.sub(r"\s", " ", text)
    found = []
    for form in forms:
        for hit in re.finditer(form, plain, re.IGNORECASE):
            told = hit.groupdict()
            if told["month"] in {"may", "march", "mar"}:  # the verb and the noun; a month has a capital
                continue
            found.append(
                Stated(
                    year_in_full(told["year"][-4:].lstrip("'’")) if told.get("year") else None,
                    known.months[told["month"].casefold()],
                    int(told["day"]) if told.get("day") else None,
                )
            )
    return found

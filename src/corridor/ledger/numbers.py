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
_DIGITS = re.compile(rf"(?<![\d\w])\d{{1,3}}(?:[{_SEPARATORS}]\d{{3}})+(?:[.,]\d+)?(?!\d)|\d+(?:[.,]\d+)*")
_FOLLOWING = re.compile(r"[\s-]{1,40}([^\W\d_]+)")
_WORD = re.compile(r"[^\W\d_]+")
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{2})(?:-(\d{2}))?(?!\d)")
_DOTTED = re.compile(r"(?<!\d)(\d{1,2})[./](\d{1,2})[./](\d{4})(?!\d)")
_DECADE = re.compile(r"(?<!\d)(\d{3})0['’]?s\b")
_YEAR = re.compile(r"(?<![\d.,])(1[5-9]\d\d|20\d\d)(?![\d]|[.,]\d)")


_BEHIND = frozenset({"at most", "at least", "max", "maximum", "minimum", "tops", "or so"})
"""Words that loosen a number before them too."""


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
    return tuple(sorted(found, key=lambda n: n.start))


def values_in(text: str, known: Words) -> frozenset[float]:
    """Every value that a number of a text can be read as."""
    return frozenset(v for n in numbers_in(text, known) for v in n.values)


def _digits(found: re.Match[str], text: str, known: Words) -> Number:
    values = set(_readings(found[0], known.decimal))
    following = _FOLLOWING.match(text, found.end())
    scale = known.multipliers.get(following[1].casefold()) if following else None
    if scale and following:
        return Number(found.start(), following.end(), frozenset(v * scale for v in values))
    return Number(found.start(), found.end(), frozenset(values))


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
    for a, b, year in _DOTTED.findall(text):
        found += [Stated(int(year), int(b), int(a)), Stated(int(year), int(a), int(b))]
    found += [Stated(decade=int(d) * 10) for d in _DECADE.findall(text)]
    found += [Stated(int(y)) for y in _YEAR.findall(text)]
    if known.months:
        found += _named_months(text, known)
    return tuple(found)


def _named_months(text: str, known: Words) -> list[Stated]:
    month = rf"(?P<month>{'|'.join(sorted(known.months, key=len, reverse=True))})\.?"
    day, year = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?", r"(?P<year>\d{4})"
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
                    int(told["year"]) if told.get("year") else None,
                    known.months[told["month"].casefold()],
                    int(told["day"]) if told.get("day") else None,
                )
            )
    return found

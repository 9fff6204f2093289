"""Stretches of time that a text names: parts of a month or a year, quarters, weeks, weekends, nights, ranges of days.

What is worked out (the first half of March) is `inferred`; what is counted from the day of publication, `relative`.
A part that is loose by its nature (mid-June) has its ten days with `~`.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from functools import lru_cache

from corridor.ledger.reading.spans import Span
from corridor.ledger.words import Words, words

RULE = "times/2"
DAY = dt.timedelta(days=1)
_NEAR = 90
_TO = r"(?:\s?[-–—]\s?| to | and | until )"


def spells_in(text: str, known: Words, published: dt.date | None) -> Iterator[Span]:
    """Every stretch of time of a text; they may overlap what else is found, and the longest counts.

    Examples
    --------
    >>> from corridor.ledger.words import words
    >>> text = "In mid-June 2034 nothing came, in Q3 2034 little."
    >>> [(text[s.start : s.end], s.value) for s in spells_in(text, words("en"), None)]
    [('mid-June 2034', '2034-06-11/2034-06-20~'), ('Q3 2034', '2034-07/2034-09')]
    """
    if not known.times or not known.months:
        return
    spells = _spells(known.language)
    for rule in (
        _parts,
        _halves,
        _quarters,
        _ranges,
        _weeks,
        _weekends,
        _nights,
        _month_days,
        _weekday_pairs,
    ):
        yield from rule(text, known, published, spells)


@lru_cache(maxsize=8)
def _spells(language: str) -> dict[str, re.Pattern[str]]:
    """The patterns of a language, by what they find."""
    known = words(language)
    times, units = known.times, known.times["units"]
    months, ordinals, which = _any(known.months), _any(times["ordinals"]), _any(times["which"])
    month, year = rf"(?P<month>{months})\.?", r"(?P<year>\d{4})(?!\d)"
    dated = rf"{month}(?:,? {year})?(?!\w)"
    first, second = (rf"(?P<{name}>\d{{1,2}})(?:st|nd|rd|th)?" for name in ("a", "b"))
    nth = rf"(?P<nth>{ordinals}|\d{{1,2}}(?:st|nd|rd|th))"
    part = "|".join(rf"(?P<{name}>{'|'.join(times[name])})" for name in ("first", "middle", "last"))
    spell = rf"(?:(?:{'|'.join(times['of_spells'])}) )?(?:between |from )?"
    a_month, a_year = ("|".join(k for k, v in units.items() if v == unit) for unit in ("M", "Y"))
    weekday_name = _any(times["weekdays"])
    half, quarter, week, weekend = (_one(times[name]) for name in ("half", "quarter", "week", "weekend"))
    told = {
        "part": rf"(?<!\w)(?:{part})[ \u2010\u2011-]{dated}",
        "part_of_this": rf"(?<!\w)(?:{part}) (?:the|this) (?P<unit>{a_month}|{a_year})(?!\w)",
        "half": rf"(?<!\w)(?:the )?(?P<nth>first|second) {half} of "
        rf"(?:{dated}|(?P<whole>\d{{4}})(?!\w)|(?:the|this) (?:{a_year})(?!\w))",
        "quarter": rf"(?<!\w)(?:the )?(?:Q(?P<q>[1-4])|(?P<nth>{ordinals}) {quarter})(?:(?: of)?[ /]{year})?(?!\w)",
        "range": rf"(?<!\w){spell}{first} (?P<m1>{months})\.?(?:,? (?P<y1>\d{{4}}))?{_TO}{second} {dated}",
        "within": rf"(?<!\w){spell}(?<!km ){first}(?:\s?[-–—]\s?| to | and ){second} {dated}",
        "us_within": rf"(?<!\w){month} (?P<a>\d{{1,2}})\s?[-–—]\s?(?P<b>\d{{1,2}})(?![\d:])(?:,? {year})?(?!\w)",
        "week_of": rf"(?<!\w)(?:the )?{week} (?:of|from|beginning|starting) (?P<day>\d{{1,2}})(?:st|nd|rd|th)? {dated}",
        "nth_week": rf"(?<!\w)(?:the )?{nth} {week} of {dated}",
        "weekend": rf"(?<!\w)(?:the|(?P<which>{which})) {weekend}(?!\w)(?! of)",
        "spelt": rf"(?<!\w)(?:the )?(?P<nth>{ordinals}) of {dated}",
        "alone": rf"(?<!\w)(?P<lead>by|on|since|until|till|before|after|from)"
        rf"(?: the (?:evening|night|morning|afternoon) of)? the {nth}(?!\w)(?! (?:{'|'.join(times['not_days'])})\b)",
        "pair": rf"(?<!\w)(?:(?:{which}) )?(?P<a>{weekday_name})(?:{_TO}| or )(?P<b>{weekday_name})(?!\w)",
    }  # fmt: skip
    return {name: re.compile(form, re.IGNORECASE) for name, form in told.items()}


def _any(listed: object) -> str:
    return "|".join(sorted(listed, key=len, reverse=True))  # type: ignore[call-overload]  # a list or a table


def _one(listed: list[str]) -> str:
    return f"(?:{'|'.join(listed)})"


# -------------------------------------------------------------------------------------- months, years


def _parts(
    text: str, known: Words, published: dt.date | None, spells: dict[str, re.Pattern[str]]
) -> Iterator[Span]:
    """Early, mid, late in a month; the end of this month or year."""
    for hit in spells["part"].finditer(text):
        month, told = _month(hit, known), _year(hit)
        if month is None or (told is None and published is None):
            continue
        year = told or _meant(text, hit, known, published, month, None)
        first, last = _ten_days(hit, year, month)
        yield _span(hit, f"{first}/{last}~", "inferred" if told else "relative")
    for hit in spells["part_of_this"].finditer(text):
        if published is None:
            continue
        if known.times["units"][hit["unit"].casefold()] == "M":
            first, last = _ten_days(hit, published.year, published.month)
        else:
            first, last = dt.date(published.year, 1, 1), dt.date(published.year, 12, 31)
        value = last if hit["last"] else first
        yield _span(hit, f"{value}~", "relative")


def _ten_days(hit: re.Match[str], year: int, month: int) -> tuple[dt.date, dt.date]:
    days = calendar.monthrange(year, month)[1]
    low, high = (
        (1, 10) if hit["first"] else (11, 20) if hit["middle"] else (days - (10 if days == 31 else 9), days)
    )
    return dt.date(year, month, low), dt.date(year, month, high)


def _halves(
    text: str, known: Words, published: dt.date | None, spells: dict[str, re.Pattern[str]]
) -> Iterator[Span]:
    for hit in spells["half"].finditer(text):
        told, is_first = int(hit["whole"] or 0) or _year(hit), hit["nth"].casefold() == "first"
        if hit["month"] is None:
            year = told or (published.year if published else None)
            if year:
                yield _span(hit, f"{year}-01/{year}-06" if is_first else f"{year}-07/{year}-12", "inferred")
            continue
        month = _month(hit, known)
        if month is None or (told is None and published is None):
            continue
        year = told or _meant(text, hit, known, published, month, None)
        last = calendar.monthrange(year, month)[1]
        low, high = (1, 15) if is_first else (16, last)
        value = f"{year}-{month:02}-{low:02}/{year}-{month:02}-{high:02}"
        yield _span(hit, value, "inferred" if told else "relative")


def _quarters(
    text: str, known: Words, published: dt.date | None, spells: dict[str, re.Pattern[str]]
) -> Iterator[Span]:
    for hit in spells["quarter"].finditer(text):
        nth = int(hit["q"] or known.times["ordinals"][hit["nth"].casefold()])
        told = _year(hit)
        if nth > 4 or (told is None and published is None) or (hit["q"] and hit[0].lstrip()[:1] == "q"):
            continue
        first = 3 * nth - 2
        year = told or _meant(text, hit, known, published, first, None)
        yield _span(hit, f"{year}-{first:02}/{year}-{first + 2:02}", "inferred" if told else "relative")


# ------------------------------------------------------------------------------------- days and weeks


def _ranges(
    text: str, known: Words, published: dt.date | None, spells: dict[str, re.Pattern[str]]
) -> Iterator[Span]:
    """Days of one month or of two: *6-12 March*, *the night of 3 to 4 May*, *between 20 February and 15 March*."""
    for name in ("range", "within", "us_within"):
        for hit in spells[name].finditer(text):
            month, told = _month(hit, known), _year(hit)
            if month is None or (told is None and published is None):
                continue
            begins = known.months[hit["m1"].casefold()] if name == "range" else month
            year = told or year_of(month, None, published or dt.date.min, ahead=False)
            first = _day(year - (begins > month), begins, int(hit["a"]))
            last = _day(year, month, int(hit["b"]))
            if first and last and first < last:
                yield _span(hit, f"{first}/{last}", "stated" if told else "relative")


def _weeks(
    text: str, known: Words, published: dt.date | None, spells: dict[str, re.Pattern[str]]
) -> Iterator[Span]:
    for hit in spells["week_of"].finditer(text):
        month, told = _month(hit, known), _year(hit)
        if month is None or (told is None and published is None):
            continue
        year = told or _meant(text, hit, known, published, month, int(hit["day"]))
        day = _day(year, month, int(hit["day"]))
        if day:
            first = day - day.weekday() * DAY
            yield _span(hit, f"{first}/{first + 6 * DAY}", "inferred" if told else "relative")
    for hit in spells["nth_week"].finditer(text):
        month, told, nth = _month(hit, known), _year(hit), _nth(hit["nth"], known)
        if month is None or nth > 4 or (told is None and published is None):
            continue
        year = told or _meant(text, hit, known, published, month, None)
        first = dt.date(year, month, 7 * nth - 6)
        loose = "" if first.weekday() == 0 else "~"
        yield _span(hit, f"{first}/{first + 6 * DAY}{loose}", "inferred" if told else "relative")


def _weekends(
    text: str, known: Words, published: dt.date | None, spells: dict[str, re.Pattern[str]]
) -> Iterator[Span]:
    """The last Saturday and Sunday, or the next ones if the words say so."""
    for hit in spells["weekend"].finditer(text):
        if published is None:
            continue
        shift = known.times["which"].get((hit["which"] or "last").casefold(), -1)
        back = (published.weekday() - 5) % 7
        saturday = (
            published - back * DAY if shift < 0 else published + (7 - back if shift else -back + 7) * DAY
        )
        yield _span(hit, f"{saturday}/{saturday + DAY}", "relative")


def _nights(
    text: str, known: Words, published: dt.date | None, spells: dict[str, re.Pattern[str]]
) -> Iterator[Span]:
    """The day of a month told by its number alone: *by the 15th*, *since the evening of the 18th*."""
    for hit in spells["alone"].finditer(text):
        nth = _nth(hit["nth"], known)
        if published is None or not (hit["nth"][0].isdigit() or nth > 10) or not 1 <= nth <= 31:
            continue  # the second, the third: seldom days
        month = published.year * 12 + published.month - 1 - (nth > published.day)
        day = _day(month // 12, month % 12 + 1, nth)
        if day:
            lead = hit["lead"].casefold()
            start = hit.end("lead") + 1 if lead == "on" else hit.start()
            form = (
                f"{day}/.."
                if lead in {"since", "after", "from"}
                else f"../{day}"
                if lead != "on"
                else f"{day}"
            )
            yield Span(start=start, end=hit.end(), kind="time", value=form, basis="relative", rule=RULE)


def _month_days(
    text: str, known: Words, published: dt.date | None, spells: dict[str, re.Pattern[str]]
) -> Iterator[Span]:
    """*The first of March*."""
    for hit in spells["spelt"].finditer(text):
        month, told, nth = _month(hit, known), _year(hit), _nth(hit["nth"], known)
        if month is None or (told is None and published is None):
            continue
        year = told or _meant(text, hit, known, published, month, nth)
        day = _day(year, month, nth)
        if day:
            yield _span(hit, f"{day}", "inferred" if told else "relative")


def _weekday_pairs(
    text: str, known: Words, published: dt.date | None, spells: dict[str, re.Pattern[str]]
) -> Iterator[Span]:
    """*Next Thursday or Friday*, *the night from Tuesday to Wednesday*."""
    for hit in spells["pair"].finditer(text):
        if published is None or not hit["a"][0].isupper():
            continue
        ahead = is_ahead(text, hit.end(), known)
        first, last = (weekday(hit[name], published, known, ahead=ahead) for name in ("a", "b"))
        if first < last and (last - first).days < 6:
            yield _span(hit, f"{first}/{last}", "relative")


# --------------------------------------------------------------------------------------------- parts


def _meant(
    text: str, hit: re.Match[str], known: Words, published: dt.date | None, month: int, day: int | None
) -> int:
    """Year of a day or month that a text gives without one, by what stands before it."""
    return year_of(month, day, published or dt.date.min, ahead=is_ahead(text, hit.start(), known))


def year_of(month: int, day: int | None, published: dt.date, *, ahead: bool) -> int:
    """Year of a day told without one: the last before publication, or shortly after it; the next if it is to come."""
    if ahead:
        is_left = (month, day or 31) >= (published.month, published.day)
        return published.year if is_left else published.year + 1
    last = published + 92 * DAY
    for year in (last.year, last.year - 1):
        first_day = dt.date(year, month, min(day or 1, calendar.monthrange(year, month)[1]))
        if first_day <= last and (
            first_day <= published or (year == published.year and first_day - published < 32 * DAY)
        ):
            return year
    return published.year - 1


def weekday(name: str, published: dt.date, known: Words, *, ahead: bool, is_before: bool = False) -> dt.date:
    """The last such weekday, publication included unless it is said to be before; or the next one if it is to come."""
    back = (published.weekday() - known.times["weekdays"].index(name.casefold())) % 7
    return published + (7 - back) * DAY if ahead else published - (back or 7 * is_before) * DAY


def is_ahead(text: str, at: int, known: Words) -> bool:
    """Whether the words of a sentence before a place say that it is about what is to come."""
    low = max(text.rfind(mark, max(0, at - _NEAR), at) for mark in (". ", "! ", "? ", "\n", ";", "•", "("))
    before = text[max(low + 1, at - _NEAR) : at]
    ahead, past = _tenses(known.language)
    return ahead.search(before) is not None and not past.search(before[-40:])


@lru_cache(maxsize=8)
def _tenses(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    times = words(language).times or {}
    return tuple(  # type: ignore[return-value]  # two of them
        re.compile(
            rf"(?<!\w)(?:{'|'.join(times.get(name, ['(?!)']))})(?!\w)".replace("(?<!\\w)(?:[’']", "(?:[’']"),
            re.IGNORECASE,
        )
        for name in ("ahead", "past")
    )


def _month(hit: re.Match[str], known: Words) -> int | None:
    """The month that a hit names; none where it is written small, and so may be a verb."""
    name = hit["month"]
    if not name or (
        not name[0].isupper() and name.casefold() in {"may", "march", "mar"} and not re.search(r"\d", hit[0])
    ):
        return None
    return known.months[name.casefold().rstrip(".")]


def _year(hit: re.Match[str]) -> int | None:
    return int(hit["year"]) if hit["year"] else None


def _nth(told: str, known: Words) -> int:
    digits = re.match(r"\d+", told)
    return int(digits[0]) if digits else int(known.times["ordinals"][told.casefold()])


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _span(hit: re.Match[str], value: str, basis: str) -> Span:
    return Span(start=hit.start(), end=hit.end(), kind="time", value=value, basis=basis, rule=RULE)

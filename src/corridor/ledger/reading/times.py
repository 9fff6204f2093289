"""Times of a text, as coarse dates (EDTF) or durations (ISO 8601), each with its span and how it is known.

A day without a year, a weekday, *last week* are told against the day of publication; without one they have no value and
are left out: nothing is guessed. Words come from the list of the language (`words/<code>.toml`, table `times`).
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from corridor.ledger.numbers import DAY_IN_DIGITS, YEAR, numbers_in, year_in_full
from corridor.ledger.reading.spans import Span, settled
from corridor.ledger.reading.spells import is_ahead, spells_in, weekday, year_of
from corridor.ledger.words import Words, words

RULE = "times/2"
DAY = dt.timedelta(days=1)


def times_in(text: str, known: Words, published: dt.date | None = None) -> tuple[Span, ...]:
    """Every time of a text, in order, none overlapping another.

    Parameters
    ----------
    text : str
    known : Words
        Word list of its language; without one only ISO dates, years and decades are found.
    published : date, optional
        Day of publication, against which relative times are told.

    Returns
    -------
    tuple of Span
        `value` is EDTF (`2022-12-12`, `2022-12/..`, `199X`) or a duration (`P9M`, `P1M+`, `PXM` for some months).

    Examples
    --------
    >>> from corridor.ledger.words import words
    >>> text = "Since 12 May nothing came; the last trucks left three days ago."
    >>> [(text[s.start : s.end], s.value) for s in times_in(text, words("en"), dt.date(2026, 6, 1))]
    [('Since 12 May', '2026-05-12/..'), ('three days ago', '2026-05-29')]
    """
    plain = re.sub(r"\s", " ", text)
    found = [s for rule in (_dates, _relative, _durations, spells_in) for s in rule(plain, known, published)]
    return settled(_since(plain, known, tuple(s for s in settled(found) if s.value)))


def unclear_days(text: str) -> Iterator[tuple[str, str, str]]:
    """Days in digits that may be either of two: as they stand, and both readings, the day first and the month first.

    Examples
    --------
    >>> list(unclear_days("From 03/04/2023 to 13/04/2023, and on 5.5.2023."))
    [('03/04/2023', '2023-04-03', '2023-03-04')]
    """
    for hit in DAY_IN_DIGITS.finditer(text):
        a, b, year = int(hit[1]), int(hit[3]), year_in_full(hit[4])
        if 1 <= a <= 12 and 1 <= b <= 12 and a != b:
            yield hit[0], f"{year:04}-{b:02}-{a:02}", f"{year:04}-{a:02}-{b:02}"


def naming(text: str, times: Iterable[Span], known: Words) -> frozenset[int]:
    """Starts of the times that only name something, as in *the November 2020 agreement*: no time of what is said.

    Examples
    --------
    >>> from corridor.ledger.words import words
    >>> text = "Under the May 2020 peace deal, signed in May 2020, and the report of 3 May 2021, it is open."
    >>> found = times_in(text, words("en"))
    >>> [(s.value, s.start in naming(text, found, words("en"))) for s in found]
    [('2020-05', True), ('2020-05', False), ('2021-05-03', True)]
    """
    named = _named_by(known.language)
    if named is None:
        return frozenset()
    before, after, owner = named
    return frozenset(
        s.start
        for s in times
        if (before.search(text, max(0, s.start - 30), s.start) and after.match(text, s.end))
        or owner.search(text, max(0, s.start - 30), s.start)
    )


@lru_cache(maxsize=8)
def _named_by(language: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]] | None:
    """What stands before and after a time that names, and before one that follows what it names."""
    times = words(language).times or {}
    if not times.get("named"):
        return None
    named, leads = "|".join(times["named"]), "|".join(times["named_after"])
    between = rf"(?:[ \u00a0-](?!(?:{leads})\b)[^\W\d_][\w’'-]*){{0,2}}"
    return (
        re.compile(rf"(?:\b(?:{leads})|[’']s?)\s+$", re.IGNORECASE),
        re.compile(rf"{between}[\s-](?:{named})(?!\w)", re.IGNORECASE),
        re.compile(rf"(?<!\w)(?:{named})s? (?:{'|'.join(times['named_of'])}) (?:the )?$", re.IGNORECASE),
    )


# --------------------------------------------------------------------------------------------- dates


def _dates(text: str, known: Words, published: dt.date | None) -> Iterator[Span]:
    """Dates with digits or the name of a month, decades and years."""
    for hit in re.finditer(r"(?<![\d-])\d{4}-\d{2}(?:-\d{2})?(?![\d-])", text):
        yield _span(hit, hit[0])
    for hit in DAY_IN_DIGITS.finditer(text):
        day, month = int(hit[1]), int(hit[3])
        if day > 12 >= month >= 1 or day == month:  # a day that could be a month is read by nobody
            yield from _checked(hit, year_in_full(hit[4]), month, day)
    for hit in re.finditer(rf"(?<!\w)(?:{_the(known)})?(\d{{3}})0['’]?s\b", text):
        yield _span(hit, f"{hit[1]}X")
    if known.months:
        yield from _named(text, known, published)
    for hit in re.finditer(
        rf"(?<![\d.,/-])(?:\b(?:{_in(known)}) )?((?:1[5-9]|20)\d\d)(?![\d-]|[.,]\d|\s?[%°]|\s?(?:hrs?|hours?|h)\b)",
        text,
    ):
        yield _span(hit, hit[1])


def _named(text: str, known: Words, published: dt.date | None) -> Iterator[Span]:
    for form in _named_forms(known):
        for hit in form.finditer(text):
            told = hit.groupdict()
            name = told["month"]
            if not name[0].isupper():
                continue
            month = known.months[name.casefold().rstrip(".")]
            day = int(told["day"]) if told.get("day") else None
            if told.get("year"):
                yield from _checked(hit, year_in_full(told["year"][-4:].lstrip("'’")), month, day)
            elif published is not None and (day or _is_month(text, hit, known)):
                year = year_of(month, day, published, ahead=is_ahead(text, hit.start(), known))
                yield from _checked(hit, year, month, day, basis="relative")


_ALSO_NAMES = {"may", "march", "mar", "june", "april", "august"}


def _is_month(text: str, hit: re.Match[str], known: Words) -> bool:
    """Whether the name of a month that is also another word is one: a word such as *in* or *since* stands before it."""
    if hit["month"].casefold() not in _ALSO_NAMES:
        return True
    before = text[max(0, hit.start() - 12) : hit.start()].casefold().split()
    return bool(before) and before[-1] in known.times.get("before_months", ())


@lru_cache(maxsize=8)
def _named_forms_of(months: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    month = rf"(?P<month>{'|'.join(sorted(months, key=len, reverse=True))})\.?"
    day, year = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?", YEAR
    forms = (
        rf"(?<!\w){day}(?: of)? {month}(?:,? {year})?(?!\w)",
        rf"(?<!\w)(?<!\d ){month} {day}(?![\d:])(?:,? {year}(?!\d))?",
        rf"(?<!\w){month},? {year}(?!\d)",
        rf"(?<!\w){month}(?!\w)",
    )
    return tuple(re.compile(form, re.IGNORECASE) for form in forms)


def _named_forms(known: Words) -> tuple[re.Pattern[str], ...]:
    return _named_forms_of(tuple(known.months))


def _checked(
    hit: re.Match[str], year: int, month: int, day: int | None, *, basis: str = "stated"
) -> Iterator[Span]:
    """The span of a date; without a value where there is no such day."""
    if not 1 <= month <= 12 or (day is not None and not 1 <= day <= calendar.monthrange(year, month)[1]):
        yield _span(hit, "")  # no such day: nothing in these words is a time
        return
    value = f"{year:04}-{month:02}" + (f"-{day:02}" if day else "")
    yield _span(hit, value, basis)


# ------------------------------------------------------------------------------------------ relative


def _relative(text: str, known: Words, published: dt.date | None) -> Iterator[Span]:
    """Weekdays, yesterday, last week, three days ago: told against the day of publication."""
    if published is None or not known.times:
        return
    for hit in _any(known.times["weekdays"]).finditer(text):
        led = re.search(
            rf"(?<!\w)({'|'.join(known.times['which'])}|on|since|by|until) $",
            text[max(0, hit.start() - 10) : hit.start()],
            re.IGNORECASE,
        )
        if hit[0][0].isupper() or led:
            ahead = is_ahead(text, hit.start(), known)
            is_before = led is not None and known.times["which"].get(led[1].casefold(), 0) < 0
            day = weekday(hit[0], published, known, ahead=ahead, is_before=is_before)
            yield _span(hit, day.isoformat(), "relative")
    for hit in _any(known.times["days"]).finditer(text):
        yield _span(hit, (published + known.times["days"][hit[0].casefold()] * DAY).isoformat(), "relative")
    units = known.times["units"]
    which = "|".join(known.times["which"])
    for hit in re.finditer(rf"(?<!\w)({which}) ({'|'.join(units)})(?!\w)", text, re.IGNORECASE):
        yield _span(
            hit,
            _unit(published, units[hit[2].casefold()], known.times["which"][hit[1].casefold()]),
            "relative",
        )
    ago = re.compile(rf"[ -]({'|'.join(units)})s? ({'|'.join(known.times['ago'])})(?!\w)")
    for number in numbers_in(text, known):
        tail = ago.match(text, number.end)
        if tail and len(number.values) == 1:
            count = int(min(number.values)) * known.times["ago"][tail[2].casefold()]
            value = _shifted(published, units[tail[1].casefold()], count)
            yield Span(
                start=number.start,
                end=tail.end(),
                kind="time",
                value=value,
                basis="relative",
                rule=RULE,
            )


def _unit(day: dt.date, unit: str, shift: int) -> str:
    """The day, week, month or year around a day, moved by so many."""
    if unit == "D":
        return (day + shift * DAY).isoformat()
    if unit == "W":
        first = day - day.weekday() * DAY + 7 * shift * DAY
        return f"{first}/{first + 6 * DAY}"
    if unit == "M":
        index = day.year * 12 + day.month - 1 + shift
        return f"{index // 12:04}-{index % 12 + 1:02}"
    return f"{day.year + shift:04}"


def _shifted(day: dt.date, unit: str, count: int) -> str:
    """A day moved by days or weeks, or the month or year moved by months or years."""
    if unit in {"D", "W"}:
        return (day + count * (7 if unit == "W" else 1) * DAY).isoformat()
    return _unit(day, unit, count)


# ----------------------------------------------------------------------------------------- durations


def _durations(text: str, known: Words, published: dt.date | None) -> Iterator[Span]:
    """Lengths of time: nine months, more than a month, innumerable months, a 90-day supply."""
    del published
    if not known.times:
        return
    units = known.times["units"]
    names = "|".join(units)
    length = re.compile(rf"(?:[ -])({names})s?(?!\w)(?! (?:{'|'.join(known.times['ago'])})(?!\w))")
    phrases = sorted(known.qualifiers["more than"], key=len, reverse=True)
    for number in numbers_in(text, known):
        tail = length.match(text, number.end)
        if not tail or len(number.values) != 1:
            continue
        is_article = text[number.start : number.end].casefold() in {"a", "an"}
        value = min(number.values)
        if not value:
            continue
        start, more = number.start, ""
        for phrase in phrases:
            if text[max(0, start - 40) : start].casefold().endswith(f"{phrase} "):
                start, more = start - len(phrase) - 1, "+"
                break
        if is_article and not more:
            continue  # forty trucks a day: no length of time
        count = f"{value:g}"
        yield _length(start, tail.end(), f"P{count}{units[tail[1].casefold()]}{more}")
    for hit in re.finditer(
        rf"(?<!\w)(?:{'|'.join(known.times['many'])}) ({names})s(?!\w)", text, re.IGNORECASE
    ):
        yield _length(hit.start(), hit.end(), f"PX{units[hit[1].casefold()]}")


def _length(start: int, end: int, value: str) -> Span:
    return Span(start=start, end=end, kind="time", value=value, rule=RULE)


# --------------------------------------------------------------------------------------------- since


def _since(text: str, known: Words, found: tuple[Span, ...]) -> Iterator[Span]:
    """Dates after a word such as *since* begin an interval that is open at its end, after *until* one that ends."""
    times = known.times or {}
    for span in found:
        before = text[max(0, span.start - 30) : span.start].casefold()
        is_day = not span.value.startswith("P") and ".." not in span.value
        ends = span.value.rstrip("~").split("/")
        loose = "~" if span.value.endswith("~") else ""
        for openers, form in ((times.get("since", ()), "{}/.."), (times.get("until", ()), "../{}")):
            opener = next((w for w in openers if re.search(rf"(?<!\w){re.escape(w)} $", before)), "")
            if opener and is_day:
                yield Span(
                    start=span.start - len(opener) - 1, end=span.end, kind="time",
                    value=form.format((ends[0] if form.endswith("..") else ends[-1]) + loose), basis=span.basis,
                    rule=RULE,
                )  # fmt: skip
                break
        else:
            yield span


# ---------------------------------------------------------------------------------------------- parts


def _any(listed: object) -> re.Pattern[str]:
    names = sorted(listed, key=len, reverse=True)  # type: ignore[call-overload]  # a list or the keys of a table
    return re.compile(rf"(?<!\w)(?:{'|'.join(names)})(?!\w)", re.IGNORECASE)


def _the(known: Words) -> str:
    return "|".join(f"{w} " for w in known.times.get("the", ())) if known.times else "(?!)"


def _in(known: Words) -> str:
    return "|".join(known.times.get("in", ())) if known.times else "(?!)"


def _span(hit: re.Match[str], value: str, basis: str = "stated") -> Span:
    return Span(start=hit.start(), end=hit.end(), kind="time", value=value, basis=basis, rule=RULE)


Rule = Callable[[str, Words, dt.date | None], Iterator[Span]]

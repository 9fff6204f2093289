"""What became known when, as the page shows it: a line a date with counts, that opens to what it was."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from corridor.report import clauses, words
from corridor.report.grounds import Figure, Grounds, Moment
from corridor.report.numbers import title
from corridor.report.scope import WITHHELD, Scope
from corridor.study.knowing import News, NumberNews, Stand, knowing

NOT_KNOWN = "not known"
JOINS = {
    "contradicts": ("contradicts", ""),
    "tension": ("and", " strain each other"),
    "differs": ("and", " differ"),
}
"""What stands between two claims that conflict, and after them."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number that came or changed: what it is, what it was, what it is now, each on its claims or its basis."""

    what: str
    before: tuple[Figure, ...]
    after: tuple[Figure, ...]
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Spell:
    """A spell of access that became known."""

    words: str
    start: Moment
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Clause:
    """Days of a test of a clause whose status changed."""

    clause: str
    test: str
    start: Moment
    end: Moment
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What became known from one day to another. `conflicts` are a sentence of two claims, and the question."""

    start: Moment
    end: Moment
    counts: tuple[tuple[int, str], ...]
    claims: tuple[str, ...]
    numbers: tuple[Number, ...]
    spells: tuple[Spell, ...]
    conflicts: tuple[tuple[str, str, str, str, str], ...]
    clauses: tuple[Clause, ...]


def entries(view: Scope, grounds: Grounds, last: dt.date | None) -> tuple[Entry, ...]:
    """What an audience may read of what became known, up to a day.

    Parameters
    ----------
    view : Scope
        Of the case as read: rows an audience may see, whenever published.
    grounds : Grounds
        Of the run, for names and what a figure rests on.
    last : date or None
        Last day told, by which what the run read had been published; None, with hindsight, tells all.
    """
    shown = {c.clause for c in clauses.shown(view)}
    seen = {c.claim for c in view.model.claims}
    found = (_entry(n, view, grounds, shown, seen) for n in knowing(view.model, end=last))
    return tuple(e for e in found if e.counts)


def _entry(news: News, view: Scope, grounds: Grounds, shown: set[str], seen: set[str]) -> Entry:
    numbers = tuple(_number(n, view, grounds, seen) for n in news.numbers if not view.says_hidden(n.key))
    spells = tuple(
        Spell(f"{s.group}: {grounds.names.situations.get(s.situation, s.situation)}", Moment.of(s.start, short=True),
              _seen(s.claims, seen))
        for s in news.spells if not view.says_hidden(s.group, s.situation)
    )  # fmt: skip
    changed = tuple(
        Clause(c.clause, c.test, Moment.of(c.start, short=True), Moment.of(c.end, short=True), c.before, c.after)
        for c in news.clauses if c.clause in shown
    )  # fmt: skip
    conflicts = tuple((k.a, JOINS[k.kind][0], k.b, JOINS[k.kind][1], k.question) for k in news.conflicts)
    counted = (
        (len(news.claims), "claim", "claims"), (len(numbers), "number", "numbers"),
        (len(spells), "spell of access", "spells of access"), (len(conflicts), "conflict", "conflicts"),
        (len(changed), "change of a clause", "changes of clauses"),
    )  # fmt: skip
    return Entry(
        Moment.of(news.start, short=True), Moment.of(news.end, short=True),
        tuple((n, one if n == 1 else many) for n, one, many in counted if n),
        news.claims, numbers, spells, conflicts, changed,
    )  # fmt: skip


def _number(news: NumberNews, view: Scope, grounds: Grounds, seen: set[str]) -> Number:
    what = f"{words.capital(title(news.table, news.key, grounds.names))}: {news.column.replace('_', ' ')}"
    before, after = (_figures(news.table, s, view, grounds, seen) for s in (news.before, news.after))
    claims = tuple(dict.fromkeys(c for s in news.after for c in s.claims if c in seen))
    return Number(what, before, after, claims)


def _figures(
    table: str, stands: tuple[Stand, ...], view: Scope, grounds: Grounds, seen: set[str]
) -> tuple[Figure, ...]:
    """The values a number stood at; in a public page none of stores and fleets."""
    ledger = grounds.ledger().anchor
    if not stands:
        return (Figure(NOT_KNOWN, "", ledger),)
    if view.cell_is_internal(table):
        return (Figure(WITHHELD, "", ledger),)
    return tuple(
        Figure(_value(s), words.plain(s.range.mid), "" if _seen(s.claims, seen) else ledger, _seen(s.claims, seen))
        for s in stands
    )  # fmt: skip


def _value(stand: Stand) -> str:
    low, mid, high = (words.number(v) for v in (stand.range.low, stand.range.mid, stand.range.high))
    unit = f" {stand.unit}" if stand.unit and stand.unit != "share" else ""
    text = f"{mid}{unit}" if stand.range.is_exact else f"{mid}{unit} ({low} to {high})"
    return f"{text}, {stand.rule}"


def _seen(claims: tuple[str, ...], seen: set[str]) -> tuple[str, ...]:
    return tuple(c for c in claims if c in seen)

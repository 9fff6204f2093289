"""What each day knew that the one before did not: claims, numbers, spells, conflicts and clauses, as they came out.

One sorted pass over the days of publication; the same as comparing `corridor.model.select.known` by one day and by the
next, for every day. Clauses are followed anew only where something that may speak to them came out.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Literal

from corridor.errors import UsageError
from corridor.ledger.records import ClaimLink
from corridor.model.backing import carriers, published_on
from corridor.model.model import Model
from corridor.model.numbers import USED, collect, is_default
from corridor.model.row import Range, Row
from corridor.model.select import STRUCTURE, claim_days, known
from corridor.model.situations import Spell
from corridor.schema.load import tables
from corridor.study.clauses import Change, changes
from corridor.study.conflicts import CONFLICTS

By = Literal["day", "month"]
FIRST = dt.date.min + dt.timedelta(days=1)
"""What is known from the first day there is was never news."""
MOST_DAYS = 60
"""Days of publication up to which each has a line of its own, if not asked otherwise; beyond that, each month."""
DAY = dt.timedelta(days=1)
Step = tuple[dt.date, dt.date]


@dataclass(frozen=True, slots=True)
class Stand:
    """What a number stood at, and on what: its range and unit, the claims or the basis behind it, the rule by which."""

    range: Range
    unit: str
    claims: tuple[str, ...]
    basis: str
    rule: str


Standing = dict[tuple[str, str, str], tuple[Stand, ...]]


@dataclass(frozen=True, slots=True)
class NumberNews:
    """A number of the model that came, changed, or came to rest on claims; several stands exclude each other."""

    table: str
    key: str
    column: str
    before: tuple[Stand, ...]
    after: tuple[Stand, ...]

    @property
    def kind(self) -> str:
        """`known` where there was none, `backed` where claims took the place of a basis, else `changed`."""
        if not self.before:
            return "known"
        had, has = (any(s.claims for s in stands) for stands in (self.before, self.after))
        return "backed" if has and not had else "changed"


@dataclass(frozen=True, slots=True)
class News:
    """What became known from one day to another, both included.

    `conflicts` are links between claims that exclude or strain each other, of which the second came out.
    """

    start: dt.date
    end: dt.date
    claims: tuple[str, ...]
    numbers: tuple[NumberNews, ...]
    spells: tuple[Spell, ...]
    conflicts: tuple[ClaimLink, ...]
    clauses: tuple[Change, ...]

    @property
    def counts(self) -> tuple[tuple[str, int], ...]:
        """How many of each there are, those that are none left out."""
        found = (
            ("claim", len(self.claims)), ("number", len(self.numbers)), ("spell of access", len(self.spells)),
            ("conflict", len(self.conflicts)), ("change of a clause", len(self.clauses)),
        )  # fmt: skip
        return tuple((noun, n) for noun, n in found if n)


def knowing(
    model: Model,
    *,
    start: dt.date | None = None,
    end: dt.date | None = None,
    by: By | None = None,
) -> tuple[News, ...]:
    """What became known on each day on which something was published, or in each month.

    Parameters
    ----------
    model : Model
        A checked case. Claims that a run may not read (rejected, retracted, and proposed ones unless the settings
        read them) are not told.
    start, end : date, optional
        First and last day told, both included; by default the first and last publication. What was known on the eve
        of the first is not told.
    by : 'day' or 'month', optional
        By default days, or months where there are more than sixty days.

    Returns
    -------
    tuple of News
        In order, only where something became known. Together they say each thing once: the claims of all are the
        claims known by the last day less those known by the eve of the first, and a number's `after` is its next
        `before`.

    Raises
    ------
    UsageError
        When the last day is before the first.
    """
    if start is not None and end is not None and end < start:
        raise UsageError(f"the last day, {end}, is before the first, {start}.")
    days = _readable(model)
    rows, turns = _rows(model), _turns(model)
    told = {*days.values(), *turns, *(day for _, day in rows)}
    steps = _steps(sorted(d for d in told if (start or FIRST) <= d <= (end or dt.date.max)), by)
    if not steps:
        return ()
    ends = [last for _, last in steps]
    eve = steps[0][0] - DAY

    def at(day: dt.date) -> int | None:
        """The step in which something of a day became known; None before the first and after the last."""
        i = bisect_left(ends, day)
        return i if day > eve and i < len(steps) else None

    claims = _placed(days.items(), at, len(steps))
    links = _placed(_links(model, days), at, len(steps))
    spells = _placed((r for r in rows if isinstance(r[0], Spell)), at, len(steps))
    numbers = _numbers(model, [eve, *ends], {i for d in turns if (i := at(d)) is not None})
    clauses = changes(model, [eve, *ends]) if model.clauses else ((),) * len(steps)
    every = (
        News(first, last, claims[i], numbers[i], spells[i], links[i], clauses[i])
        for i, (first, last) in enumerate(steps)
    )
    return tuple(n for n in every if n.counts)


def _readable(model: Model) -> dict[str, dt.date]:
    """Day of each claim that a run may read."""
    statuses = {"accepted"} | ({"proposed"} if model.settings.proposed == "read" else set())
    status = {c.claim: c.status for c in model.claims}
    return {c: day for c, day in claim_days(model).items() if status[c] in statuses}


def _rows(model: Model) -> list[tuple[Row, dt.date]]:
    """Base rows that became known, each with its day: an assumption never did, nor what rests on an undated claim."""
    dated = claim_days(model)
    names = [t.name for t in tables().values() if t.group == "case" and t.name not in STRUCTURE]
    rows: list[Row] = [r for name in names for r in getattr(model, name) if not r.scenario and not r.drop]
    return [(r, r.known_from) for r in rows if r.known_from is not None and all(c in dated for c in r.claims)]


def _steps(days: Sequence[dt.date], by: By | None) -> list[Step]:
    """First and last day of publication of each step."""
    chosen = by or ("day" if len(days) <= MOST_DAYS else "month")
    if chosen == "day":
        return [(d, d) for d in days]
    months = (list(own) for _, own in groupby(days, key=lambda d: (d.year, d.month)))
    return [(own[0], own[-1]) for own in months]


def _placed(
    things: Iterable[tuple[Any, dt.date]], at: Callable[[dt.date], int | None], count: int
) -> list[tuple[Any, ...]]:
    """Things by the step in which they became known, in the order given."""
    found: list[list[Any]] = [[] for _ in range(count)]
    for thing, day in things:
        i = at(day)
        if i is not None:
            found[i].append(thing)
    return [tuple(own) for own in found]


def _links(model: Model, days: dict[str, dt.date]) -> Iterator[tuple[ClaimLink, dt.date]]:
    """Links of conflict, each with the day on which its second claim was out."""
    for link in model.claim_links:
        if link.kind in CONFLICTS and link.a in days and link.b in days:
            yield link, max(days[link.a], days[link.b])


def _numbers(model: Model, edges: Sequence[dt.date], turns: set[int]) -> list[tuple[NumberNews, ...]]:
    """Numbers by the step in which they changed, in the order of the tables.

    `edges` are the eve and the end of each step; `turns` the steps in which a number may have changed.
    """
    found: list[tuple[NumberNews, ...]] = []
    before: Standing | None = None
    for i in range(len(edges) - 1):
        if i not in turns:
            found.append(())
            continue
        before = before if before is not None else _standing(model, edges[i])
        after = _standing(model, edges[i + 1])
        found.append(tuple(_news(before, after)))
        before = after
    return found


def _turns(model: Model) -> set[dt.date]:
    """Days on which a number may have changed: a row came, or a document or a grade of a claim behind one."""
    rows: list[Row] = [row for name in USED for row in getattr(model, name)]
    behind = {c for row in rows for c in row.claims}
    at = {p.passage: p.document for p in model.passages}
    carrying = {d for c in model.claims if c.claim in behind for d in carriers(c, at)}
    found = {row.known_from for row in rows} | {
        published_on(d) for d in model.documents if d.document in carrying
    }
    found |= {a.when for a in model.assessments if a.claim in behind}
    return {d for d in found if d is not None}


def _standing(model: Model, by: dt.date) -> Standing:
    """What each number stood at by a day, by table, key and column; less those that nobody gave."""
    found: dict[tuple[str, str, str], tuple[Stand, ...]] = {}
    for n in collect(known(model, model.settings.origin, known_by=by)).items:
        if is_default(n):
            continue
        at = (n.table, n.key, n.column)
        found[at] = (*found.get(at, ()), Stand(n.range, n.unit, n.claims, n.basis, n.rule))
    return found


def _news(before: Standing, after: Standing) -> Iterator[NumberNews]:
    for at in dict.fromkeys((*after, *before)):
        stood, stands = before.get(at, ()), after.get(at, ())
        if stood != stands:
            yield NumberNews(*at, stood, stands)

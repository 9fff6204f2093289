"""What is reported of clauses by one day and not by the one before: runs of days whose status changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from corridor.model.backing import carriers, published_on
from corridor.model.model import Model
from corridor.model.select import claim_days
from corridor.study.clauses.days import NO_REPORT, NOT_IN_FORCE, STATUSES, Codes, Strip, edges
from corridor.study.clauses.follow import follow

SPEAKING = ("timeline", "access", "deliveries", "consignments", "events", "clauses", "clause_tests")
"""Tables whose rows let their claims speak to a test, or say what is asked."""


class Change(NamedTuple):
    """Days, both ends included, on which the status of a test changed."""

    clause: str
    test: str
    start: dt.date
    end: dt.date
    before: str
    after: str


def changes(model: Model, by: Sequence[dt.date]) -> tuple[tuple[Change, ...], ...]:
    """What changed from each day to the next, by clause and test; one tuple fewer than there are days.

    Parameters
    ----------
    model : Model
        A checked case.
    by : sequence of date
        Days by which things were known, in order. Clauses are followed anew only where something that may speak to
        them came out since the day before.

    Notes
    -----
    A day that the earlier view did not reach had no report. It is news only where a claim that speaks of it came out
    since: that a spell on record goes on is none.
    """
    turns, days = _turns(model), claim_days(model)
    found: list[tuple[Change, ...]] = []
    before: dict[tuple[str, str], Strip] | None = None
    for a, b in pairwise(by):
        if not any(a < d <= b for d in turns):
            found.append(())
            continue
        before = before if before is not None else _strips(model, a)
        after = _strips(model, b)
        out = {c for c, day in days.items() if a < day <= b}
        found.append(tuple(c for key, strip in after.items() for c in _changed(before.get(key), strip, out)))
        before = after
    return tuple(found)


def _turns(model: Model) -> list[dt.date]:
    """Days on which anything that may speak to a clause came out."""
    rows = [row for name in SPEAKING for row in getattr(model, name)]
    claims = {c for row in rows for c in row.claims} | {s.claim for s in model.clause_supports}
    claims |= {c.text_claim for c in model.clauses}
    at = {p.passage: p.document for p in model.passages}
    carrying = {d for c in model.claims if c.claim in claims for d in carriers(c, at)}
    found = {published_on(d) for d in model.documents if d.document in carrying} | {
        r.known_from for r in rows
    }
    return sorted(d for d in found if d is not None)


def _strips(model: Model, by: dt.date) -> dict[tuple[str, str], Strip]:
    return {(s.clause, s.test): s for view in follow(model, known_by=by) for s in view.strips}


def _changed(before: Strip | None, after: Strip, out: set[str]) -> Iterator[Change]:
    """Runs of days on which a test had another status; those past the earlier view if a claim that came out speaks."""
    was = _as_seen(before, after)
    last = before.days.day(before.days.count - 1) if before else dt.date.min
    for a, b in edges(was, after.status):
        start, end = after.days.day(a), after.days.day(b - 1)
        if was[a] != after.status[a] and (start <= last or not before or _speak(after, start, end) & out):
            yield Change(after.clause, after.test, start, end, STATUSES[was[a]], STATUSES[after.status[a]])


def _speak(strip: Strip, start: dt.date, end: dt.date) -> set[str]:
    """Claims for and against in runs that touch some days."""
    runs = (r for r in strip.runs if r.start <= end and r.end >= start)
    return {c for r in runs for c in (*r.claims_for, *r.claims_against)}


def _as_seen(before: Strip | None, after: Strip) -> Codes:
    """The earlier status of each day of the later view."""
    was = np.where(after.status == NOT_IN_FORCE, NOT_IN_FORCE, NO_REPORT).astype(np.int8)
    if before is None:
        return was
    first = (before.days.start - after.days.start).days
    a, b = max(first, 0), min(first + before.days.count, after.days.count)
    was[a:b] = before.status[a - first : b - first]
    return was

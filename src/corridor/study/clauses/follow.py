"""`follow(model)` gives each clause day by day: is it in force, did it happen, at whose door is it laid."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corridor.calendar import Days
from corridor.errors import UsageError
from corridor.ledger.records import ClauseSupport
from corridor.model.checks.codes import nearest
from corridor.model.model import Model
from corridor.model.seen import Clause
from corridor.study.clauses.days import NOT_IN_FORCE, NOT_MET, STATUSES, Reports, Strip, edges, strip
from corridor.study.clauses.kinds import Case, ClaimsTest, Kind, tests_of
from corridor.study.clauses.spoken import CONTEXT, Spoken, linked
from corridor.study.clauses.voices import Voice, Voices

TESTS = ("trigger", "outcome", "responsibility")
NO_CONTRARY = "no contrary claim in this ledger"
DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Together:
    """Days on which no test of a clause changes its status; `status` is by test, in the order of the tests."""

    start: dt.date
    end: dt.date
    status: tuple[tuple[str, str], ...]

    @property
    def days(self) -> int:
        """Number of days."""
        return (self.end - self.start).days + 1


@dataclass(frozen=True, slots=True)
class Followed:
    """A clause day by day. `strips` holds its tests: trigger (where there is one), outcome, responsibility.

    `own` are its links to claims, known or not.
    """

    clause: Clause
    days: Days
    strips: tuple[Strip, ...]
    voices: Voices
    own: tuple[ClauseSupport, ...]

    @property
    def links(self) -> tuple[ClauseSupport, ...]:
        """Links to claims that were known, each with the reason why the claim bears on the test."""
        return tuple(k for k in self.own if k.claim in self.voices)

    def of(self, test: str) -> Strip:
        """The strip of a test; KeyError if the clause has none."""
        for s in self.strips:
            if s.test == test:
                return s
        raise KeyError(test)

    @property
    def together(self) -> tuple[Together, ...]:
        """Runs of days on which no test changes."""
        if not self.strips:
            return ()
        return tuple(
            Together(
                self.days.day(a),
                self.days.day(b - 1),
                tuple((s.test, STATUSES[s.status[a]]) for s in self.strips),
            )
            for a, b in edges(*(s.status for s in self.strips))
        )

    @property
    def speaking(self) -> tuple[Voice, ...]:
        """Everyone who speaks to any test on any day of the view, in the order of first mention."""
        runs = [r for s in self.strips for r in s.runs]
        ids = dict.fromkeys(c for r in runs for c in (*r.claims_for, *r.claims_against, *r.context))
        return tuple(self.voices[i] for i in ids)


def follow(
    model: Model,
    clauses: Sequence[str] = (),
    *,
    start: dt.date | None = None,
    end: dt.date | None = None,
    known_by: dt.date | None = None,
) -> tuple[Followed, ...]:
    """What the ledger of a case says of its clauses on each day.

    Parameters
    ----------
    model : Model
        A checked case.
    clauses : sequence of str
        Clauses to follow, in the order of the table; none: all of them.
    start, end : date, optional
        First and last day of the view, both included. Blank: from the first day of the clause (or of the case)
        to its last day (or that of the case), and not past `known_by`.
    known_by : date, optional
        Read what was published by that day alone: clauses, rows, claims, and the documents that carry them.

    Returns
    -------
    tuple of Followed
        One a clause whose text was known. On each day of the view every test has exactly one status, and its
        runs follow each other without a gap: ``sum(run.days) == days.count``.

    Raises
    ------
    UsageError
        When a clause is not there, or the view ends before it starts.
    """
    chosen = _chosen(model, clauses)
    if start is not None and end is not None and end < start:
        raise UsageError(f"the last day, {end}, is before the first, {start}.")
    voices = Voices(model, known_by)
    case, whole = Case(model, voices.accepted, known_by), Case(model, voices.accepted)
    tests = tests_of(whole.rows("clause_tests"))
    links: dict[tuple[str, str], list[ClauseSupport]] = {}
    for support in model.clause_supports:
        links.setdefault((support.clause, support.test), []).append(support)
    following = [_Following(c, case, voices, tests, links) for c in chosen if _is_known(c, voices)]
    return tuple(f for f in (x.followed(start, end) for x in following) if f is not None)


def _chosen(model: Model, names: Sequence[str]) -> list[Clause]:
    every = {c.clause: c for c in Case(model, {}).rows("clauses")}
    for name in names:
        if name not in every:
            there = f"There are: {', '.join(every)}." if every else "The case has none."
            raise UsageError(f'no clause is called "{name}".{nearest(name, every)} {there}')
    return [c for c in every.values() if not names or c.clause in names]


def _is_known(clause: Clause, voices: Voices) -> bool:
    """Whether the text of a clause was known: one of the claims that hold it was published by the day."""
    behind = [c for c in (clause.text_claim, *clause.claims) if c]
    return voices.known_by is None or not behind or any(c in voices for c in behind)


Tests = dict[tuple[str, str], list[Kind]]
Links = dict[tuple[str, str], list[ClauseSupport]]


@dataclass(frozen=True, slots=True)
class _Following:
    """One clause, about to be followed."""

    clause: Clause
    case: Case
    voices: Voices
    tests: Tests
    links: Links

    def followed(self, start: dt.date | None, end: dt.date | None) -> Followed | None:
        """The strips of the clause; None where the view has no day."""
        said = {t: self._spoken(t) for t in TESTS if self._has(t)}
        days = self._days(start, end, [s for spoken in said.values() for s in spoken])
        if days is None:
            return None
        in_force, strips = self._within(days), []
        for test, spoken in said.items():  # the trigger first: it says on which days the others count
            reports = Reports(spoken, self.voices, days)
            made = strip(self.clause.clause, test, self._question(test), reports, in_force)
            strips.append(made)
            if test == "trigger":
                in_force = in_force & (made.status != NOT_MET) & (made.status != NOT_IN_FORCE)
        own = tuple(k for test in said for k in self.links.get((self.clause.clause, test), ()))
        return Followed(self.clause, days, tuple(strips), self.voices, own)

    def _question(self, test: str) -> str:
        return str(getattr(self.clause, f"{test}_test"))

    def _has(self, test: str) -> bool:
        """Whether the clause has a test: asked in words, or by a row, or by a linked claim."""
        key = (self.clause.clause, test)
        return bool(self._question(test)) or key in self.tests or key in self.links

    def _days(self, start: dt.date | None, end: dt.date | None, said: Iterable[Spoken]) -> Days | None:
        """Days of the view. A clause without a first day begins with the case, or with the first day spoken of."""
        case = self.case
        spoken_of = (s.first for s in said if s.role != CONTEXT and s.claim in self.voices)
        first = start or self.clause.start or min(spoken_of, default=case.model.settings.start)
        if start is None and self.clause.start is None:
            first = min(first, case.model.settings.start)
        last = end or min(self.clause.end or case.last, case.last)
        if case.known_by is not None:
            last = min(last, case.known_by)
        return Days(first, (last - first).days + 1) if first <= last else None

    def _within(self, days: Days) -> NDArray[np.bool_]:
        """Days between the first and the last day of the clause."""
        day = np.arange(days.count)
        first, last = days.span(self.clause.start, self.clause.end)
        return (day >= first) & (day < last)

    def _spoken(self, test: str) -> list[Spoken]:
        """Linked claims as far as the tests on claims let them count, then what the other tests find."""
        key = (self.clause.clause, test)
        kinds = self.tests.get(key, [])
        narrow = [k for k in kinds if isinstance(k, ClaimsTest)]
        claims = self.case.claims
        said = [s for x in self.links.get(key, ()) if (s := linked(x, claims)) is not None]
        if narrow:
            said = [
                cut
                for s in said
                if (claim := claims.get(s.claim)) is not None
                for cut in ([s] if s.role == CONTEXT else [k.cut(s) for k in narrow if k.admits(claim)])
                if cut is not None
            ]
        return said + [s for k in kinds for s in k.spoken(self.case)]

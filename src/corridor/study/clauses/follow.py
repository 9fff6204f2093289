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
    """A clause day by day. `strips` holds its tests: trigger (where there is one), outcome, responsibility."""

    clause: Clause
    days: Days
    strips: tuple[Strip, ...]
    voices: Voices

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
    voices, case = Voices(model, known_by), Case(model, known_by)
    tests = tests_of(Case(model).rows("clause_tests"))
    links: dict[tuple[str, str], list[ClauseSupport]] = {}
    for support in model.clause_supports:
        links.setdefault((support.clause, support.test), []).append(support)
    found = []
    for clause in chosen:
        days = _days(clause, case, start, end)
        if days is not None and _is_known(clause, voices):
            found.append(_Following(clause, days, case, voices).followed(tests, links))
    return tuple(found)


def _chosen(model: Model, names: Sequence[str]) -> list[Clause]:
    every = {c.clause: c for c in Case(model).rows("clauses")}
    for name in names:
        if name not in every:
            there = f"There are: {', '.join(every)}." if every else "The case has none."
            raise UsageError(f'no clause is called "{name}".{nearest(name, every)} {there}')
    return [c for c in every.values() if not names or c.clause in names]


def _days(clause: Clause, case: Case, start: dt.date | None, end: dt.date | None) -> Days | None:
    """Days of the view of a clause; None where there is none yet."""
    first = start or clause.start or case.model.settings.start
    last = end or min(clause.end or case.last, case.last)
    if case.known_by is not None:
        last = min(last, case.known_by)
    return Days(first, (last - first).days + 1) if first <= last else None


def _is_known(clause: Clause, voices: Voices) -> bool:
    """Whether the text of a clause was known: one of the claims that hold it was published by the day."""
    behind = [c for c in (clause.text_claim, *clause.claims) if c]
    return voices.known_by is None or not behind or any(voices.hear(c) is not None for c in behind)


Tests = dict[tuple[str, str], list[Kind]]
Links = dict[tuple[str, str], list[ClauseSupport]]


@dataclass(frozen=True, slots=True)
class _Following:
    """One clause, about to be followed."""

    clause: Clause
    days: Days
    case: Case
    voices: Voices

    def followed(self, tests: Tests, links: Links) -> Followed:
        """The strips of the clause: its trigger first, since it says on which days the others count."""
        asked = {t: getattr(self.clause, f"{t}_test") for t in TESTS}
        name = self.clause.clause
        mine = [t for t in TESTS if asked[t] or (name, t) in tests or (name, t) in links]
        in_force = self._within()
        strips = []
        for test in mine:
            reports = Reports(
                self._spoken(tests.get((name, test), []), links.get((name, test), [])), self.voices, self.days
            )
            made = strip(name, test, asked[test], reports, in_force)
            strips.append(made)
            if test == "trigger":
                in_force = in_force & (made.status != NOT_MET) & (made.status != NOT_IN_FORCE)
        return Followed(self.clause, self.days, tuple(strips), self.voices)

    def _within(self) -> NDArray[np.bool_]:
        """Days between the first and the last day of the clause."""
        day = np.arange(self.days.count)
        first, last = self.days.span(self.clause.start, self.clause.end)
        return (day >= first) & (day < last)

    def _spoken(self, tests: Iterable[Kind], links: Iterable[ClauseSupport]) -> list[Spoken]:
        """Linked claims as far as the tests on claims let them count, then what the other tests find."""
        kinds = list(tests)
        narrow = [k for k in kinds if isinstance(k, ClaimsTest)]
        said = []
        for support in links:
            claim = self.case.claims.get(support.claim)
            spoken = linked(support, claim) if claim is not None else None
            if claim is None or spoken is None:
                continue
            if not narrow or spoken.role == CONTEXT:
                said.append(spoken)
            else:
                said += [c for k in narrow if k.admits(claim) and (c := k.cut(spoken)) is not None]
        return said + [s for k in kinds for s in k.spoken(self.case)]

"""The daily view of one test: what is reported on each day, by how many groups, in runs of equal status.

Pure arrays and dates; which claims speak, and for which days, is worked out in `spoken`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from corridor.calendar import Days
from corridor.study.clauses.spoken import AGAINST, CONTEXT, FOR, Spoken
from corridor.study.clauses.voices import Voices

NO_REPORT, MET, NOT_MET, CONFLICT, NOT_IN_FORCE = range(5)
STATUSES = ("no report", "reported met", "reported not met", "reports conflict", "not in force")
"""What is said of a test on a day, by code."""

Codes = NDArray[np.int8]
Counts = NDArray[np.int32]
Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Run:
    """Days of equal status and equally many groups, both ends included, and who speaks on any of them.

    `groups_for` and `groups_against` count the independent groups on each day of the run.
    """

    start: dt.date
    end: dt.date
    status: str
    groups_for: int
    groups_against: int
    claims_for: tuple[str, ...]
    claims_against: tuple[str, ...]
    context: tuple[str, ...] = ()

    @property
    def days(self) -> int:
        """Number of days."""
        return (self.end - self.start).days + 1

    @property
    def is_one_sided(self) -> bool:
        """Whether somebody speaks, and nobody speaks against it."""
        return self.status in {STATUSES[MET], STATUSES[NOT_MET]}


@dataclass(frozen=True, slots=True)
class Strip:
    """One test of a clause over the days of a view. Arrays are by day and not to be written to.

    `status` holds codes of `STATUSES`; `groups_for` and `groups_against` count independent groups.
    """

    clause: str
    test: str
    question: str
    days: Days
    status: Codes
    groups_for: Counts
    groups_against: Counts
    runs: tuple[Run, ...]

    def on(self, day: dt.date) -> Run:
        """The run that holds a day; KeyError if the view does not."""
        for run in self.runs:
            if run.start <= day <= run.end:
                return run
        raise KeyError(day)


class Reports:
    """The claims that speak to one test, as half-open intervals of day numbers, ready to be counted.

    Parameters
    ----------
    spoken : sequence of Spoken
        What is said; a claim that is not known by the day of the voices is left out.
    voices : Voices
        Who speaks, and since when it is known.
    days : Days
        The days of the view; what lies outside is cut off.
    """

    def __init__(self, spoken: Sequence[Spoken], voices: Voices, days: Days) -> None:
        self.days = days
        heard = [(s, c.groups) for s in spoken if (c := voices.carried(s.claim)) is not None]
        zero = days.start.toordinal()
        first = np.array([s.first.toordinal() - zero for s, _ in heard], dtype=np.int64)
        last = np.array([s.last.toordinal() - zero + 1 for s, _ in heard], dtype=np.int64)
        first, last = np.clip(first, 0, days.count), np.clip(last, 0, days.count)
        kept = np.flatnonzero(first < last)
        heard = [heard[i] for i in kept.tolist()]
        number = {g: i for i, g in enumerate(dict.fromkeys(g for _, own in heard for g in own))}
        self.first, self.last = first[kept], last[kept]
        self.claim = np.array([s.claim for s, _ in heard], dtype=object)
        self.role = np.array([s.role for s, _ in heard], dtype="U8")
        self._group = np.array([number[g] for _, own in heard for g in own], dtype=np.int64)
        self._owner = np.repeat(np.arange(len(heard)), [len(own) for _, own in heard])

    def groups(self, role: str) -> Counts:
        """Number of independent groups that speak in a role on each day."""
        mine = self.role[self._owner] == role
        owner = self._owner[mine]
        a, b = _joined(self.first[owner], self.last[owner], self._group[mine], self.days.count)
        count = np.zeros(self.days.count + 1, dtype=np.int32)
        np.add.at(count, a, 1)
        np.add.at(count, b, -1)
        return np.cumsum(count, dtype=np.int32)[:-1]

    def claims(self, spans: Sequence[tuple[int, int]], role: str) -> list[tuple[str, ...]]:
        """Claims that speak in a role on any day of each run, each once, in the order given.

        `spans` are half-open, follow each other, and cover every day of the view.
        """
        mine = np.flatnonzero(self.role == role)
        if not len(mine) or not spans:
            return [()] * len(spans)
        starts = np.array([a for a, _ in spans])
        begin = np.searchsorted(starts, self.first[mine], side="right") - 1
        count = np.searchsorted(starts, self.last[mine], side="left") - begin
        nth = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
        run = np.repeat(begin, count) + nth
        order = np.argsort(run, kind="stable")
        names = self.claim[np.repeat(mine, count)[order]].tolist()
        cuts = np.searchsorted(run[order], np.arange(len(spans) + 1)).tolist()
        if len(set(self.claim[mine].tolist())) == len(mine):  # nobody speaks twice: nothing to take out
            return [tuple(names[a:b]) for a, b in pairwise(cuts)]
        return [tuple(dict.fromkeys(names[a:b])) for a, b in pairwise(cuts)]


def _joined(first: Numbers, last: Numbers, group: Numbers, count: int) -> tuple[Numbers, Numbers]:
    """Intervals with those of one group that touch or overlap made one, so that a group counts once a day."""
    if not len(first):
        return first, last
    order = np.lexsort((first, group))
    shift = group[order] * (count + 1)
    a, b = first[order] + shift, last[order] + shift
    reach = np.maximum.accumulate(b)
    begins = np.ones(len(a), dtype=bool)
    begins[1:] = a[1:] > reach[:-1]
    starts = np.flatnonzero(begins)
    ends = np.append(starts[1:], len(a)) - 1
    return a[starts] - shift[starts], reach[ends] - shift[ends]


def status_of(groups_for: Counts, groups_against: Counts) -> Codes:
    """Code of `STATUSES` of each day: nobody, one side, the other, both."""
    return ((groups_for > 0) * MET + (groups_against > 0) * NOT_MET).astype(np.int8)


def edges(*series: Codes | Counts) -> list[tuple[int, int]]:
    """Half-open runs of days on which none of the series changes."""
    count = len(series[0])
    if not count:
        return []
    changes = np.zeros(count, dtype=bool)
    changes[0] = True
    for s in series:
        changes[1:] |= s[1:] != s[:-1]
    starts = np.flatnonzero(changes)
    return list(zip(starts.tolist(), [*starts[1:].tolist(), count], strict=True))


def strip(clause: str, test: str, question: str, reports: Reports, in_force: NDArray[np.bool_]) -> Strip:
    """The daily view of a test, and its runs.

    Parameters
    ----------
    reports : Reports
        Who speaks to the test, and when.
    in_force : array of bool (day,)
        Days on which the clause binds; on the others the status is `not in force`.
    """
    groups_for, groups_against = reports.groups(FOR), reports.groups(AGAINST)
    status = np.where(in_force, status_of(groups_for, groups_against), np.int8(NOT_IN_FORCE)).astype(np.int8)
    spans = edges(status, groups_for, groups_against)
    said = zip(*(reports.claims(spans, role) for role in (FOR, AGAINST, CONTEXT)), strict=True)
    runs = tuple(
        Run(
            start=reports.days.day(a),
            end=reports.days.day(b - 1),
            status=STATUSES[status[a]],
            groups_for=int(groups_for[a]),
            groups_against=int(groups_against[a]),
            claims_for=agree,
            claims_against=deny,
            context=beside,
        )
        for (a, b), (agree, deny, beside) in zip(spans, said, strict=True)
    )
    return Strip(clause, test, question, reports.days, status, groups_for, groups_against, runs)

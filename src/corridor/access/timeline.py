"""The timeline as runs of equal situation by group: what is known up to the eve, and what a scenario adds."""

from __future__ import annotations

from dataclasses import dataclass

from corridor.errors import EngineError
from corridor.model.arrays import Arrays
from corridor.model.model import Model
from corridor.model.situations import Spell

UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Run:
    """Days `first` to `last` (half-open) of a group in one situation, or in one of several if it is not known.

    Situations are numbered within their group.
    """

    first: int
    last: int
    among: tuple[int, ...]

    @property
    def is_known(self) -> bool:
        """Whether there is no choice."""
        return len(self.among) == 1


@dataclass(frozen=True, slots=True)
class Past:
    """Runs of a group before the origin, the situation it starts in, and days a scenario fixes from the origin on.

    `fresh` is whether the running situation begins on the origin day itself. Days from the origin on that no run of
    `fixed` holds follow the outlook.
    """

    runs: tuple[Run, ...]
    fresh: bool
    running: tuple[int, ...]
    fixed: tuple[Run, ...]

    def left_open(self, origin: int) -> tuple[tuple[int, int], ...]:
        """Days (half-open) from the origin to the last fixed run that no fixed run holds."""
        found, day = [], origin
        for run in self.fixed:
            if run.first > day:
                found.append((day, run.first))
            day = max(day, run.last)
        return tuple(found)


def read(model: Model, a: Arrays) -> tuple[Past, ...]:
    """The past of every group.

    Raises
    ------
    EngineError
        If a group of several situations has no timeline, or a gap before the origin.
    """
    return tuple(_group(model, a, g) for g in range(len(a.labels.groups)))


def _group(model: Model, a: Arrays, g: int) -> Past:
    name = a.labels.groups[g]
    own = a.labels.situations[a.group_first[g] : a.group_first[g + 1]]
    rows = sorted((r for r in model.timeline if r.group == name), key=lambda r: r.start)
    if not rows:
        if len(own) > 1:
            raise EngineError(
                f'Group "{name}" has several situations but no timeline. Say in which it starts.'
            )
        return Past((Run(0, a.origin, (0,)),), False, (0,), ())
    number = {s: i for i, s in enumerate(own)}
    runs = [_run(a, rows, i, number) for i in range(len(rows))]
    past = tuple(r for r in (_cut(r, 0, a.origin) for r in runs) if r)
    _no_gaps(a, name, past)
    onset = [r for r in runs if r.first == a.origin]
    fixed = tuple(
        cut
        for r, row in zip(runs, rows, strict=True)
        if row.scenario is not None and (cut := _cut(r, a.origin, a.count))
    )
    if onset:
        return Past(past, True, onset[-1].among, fixed)
    before = [r for r in runs if r.first < a.origin]
    if not before:
        raise EngineError(
            f'The timeline of group "{name}" says nothing of the eve of {a.days.day(a.origin)}.'
        )
    return Past(past, False, before[-1].among, fixed)


def _run(a: Arrays, rows: list[Spell], i: int, number: dict[str, int]) -> Run:
    """Days and situations of a row; a blank end is the day before the next row, or open."""
    row = rows[i]
    first, last = a.days.number(row.start), a.count
    if row.end is not None:
        last = a.days.number(row.end) + 1
    elif i + 1 < len(rows):
        last = a.days.number(rows[i + 1].start)
    if row.situation == UNKNOWN:
        names = row.among or tuple(number)
        return Run(first, last, tuple(number[s] for s in names))
    return Run(first, last, (number[row.situation],))


def _cut(run: Run, first: int, last: int) -> Run | None:
    lower, upper = max(run.first, first), min(run.last, last)
    return Run(lower, upper, run.among) if lower < upper else None


def _no_gaps(a: Arrays, name: str, past: tuple[Run, ...]) -> None:
    """Every day before the origin has a row."""
    day = 0
    for run in past:
        if run.first > day:
            break
        day = max(day, run.last)
    if day < a.origin:
        raise EngineError(
            f'The timeline of group "{name}" has no row for {a.days.day(day)}, before the origin '
            f"{a.days.day(a.origin)}. Write the situation, or unknown."
        )

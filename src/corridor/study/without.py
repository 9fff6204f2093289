"""What the answer would be without a claim, or under each side of a conflict; each beside the run of all claims.

Which claims the answer hangs on is in `corridor.study.find_out`; how a row is left is in `corridor.model.believe`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Unpack

from corridor.errors import UsageError
from corridor.measure.kinds import plain
from corridor.model.believe import Believed, believing
from corridor.model.checks.codes import nearest
from corridor.model.model import Model
from corridor.model.unbelieved import READ, Change
from corridor.result.forecast import Forecast
from corridor.study.accounts import answer_plain, change_plain
from corridor.study.conflicts import Conflict, camps, conflicts
from corridor.study.find_out import Findings
from corridor.study.runs import Answer, Progress, RunOptions, Runs, answer_of

LEADING = 4
"""Claims that a report leaves out, one at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Instead:
    """The answer when some claims are not believed.

    Attributes
    ----------
    label : str
        The claim that is left out, or the side that is believed.
    claims : tuple of str
        Claims that are not believed.
    believed : tuple of str
        For a side of a conflict, its own claims.
    changes : tuple of Change
        What became of the rows they leave, as far as the run reads them.
    answer : Answer
    is_run : bool
        Whether it was run apart; if not, no number differs and the answer is that of all claims together.
    is_known : bool
        Whether any of its claims was published by the day of the run.
    """

    label: str
    claims: tuple[str, ...]
    believed: tuple[str, ...] = ()
    changes: tuple[Change, ...]
    answer: Answer
    is_run: bool
    is_known: bool = True

    @property
    def differing(self) -> tuple[Change, ...]:
        """Rows on which its run reads something else."""
        return tuple(c for c in self.changes if c.changes_number)

    def plain(self, together: Answer) -> dict[str, Any]:
        """Everything as plain values, with the change of each measure beside it."""
        return {
            "label": self.label, "claims_left_out": list(self.claims), "believed": list(self.believed),
            "rows": [change_plain(c) for c in self.changes], "is_run": self.is_run, "is_known": self.is_known,
            "differs": bool(self.differing), "changes": [plain(d) for d in differences(together, self.answer)],
            **answer_plain(self.answer),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Difference:
    """By how much the main measures of a need at a place differ from those of all claims together.

    Days of cover and shares are medians; a chance is that of falling short of the ration before the horizon.
    """

    place: str
    need: str
    cover_days: float
    stock_out_chance: float
    share_met: float


def differences(together: Answer, other: Answer) -> tuple[Difference, ...]:
    """What another answer says, less what all claims together say, need by need and place by place."""
    found = []
    for line in together.lines:
        own = other.at(line.place, line.need)
        if own is not None:
            cover = own.cover.median - line.cover.median if own.cover.median != line.cover.median else 0.0
            found.append(
                Difference(
                    line.place, line.need, cover,
                    own.stock_out.chance.value - line.stock_out.chance.value, own.met.median - line.met.median,
                )
            )  # fmt: skip
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Without:
    """The answer of all claims together, and the answer without each claim, paired."""

    base: Forecast
    together: Answer
    claims: tuple[Instead, ...]

    def plain(self) -> dict[str, Any]:
        """Everything but the base run itself as plain values."""
        return {
            "together": answer_plain(self.together),
            "without": [x.plain(self.together) for x in self.claims],
        }


@dataclass(frozen=True, slots=True)
class Sided:
    """A conflict, and the answer under the claims of each of its sides."""

    question: str
    claims: tuple[str, ...]
    sides: tuple[Instead, ...]

    @property
    def differs(self) -> bool:
        """Whether any side differs from all claims together on a number that the run reads."""
        return any(s.differing for s in self.sides)


@dataclass(frozen=True, slots=True)
class Sides:
    """The answer of all claims together, and under each side of each conflict that touches an input row."""

    base: Forecast
    together: Answer
    conflicts: tuple[Sided, ...]

    def plain(self) -> dict[str, Any]:
        """Everything but the base run itself as plain values."""
        return {
            "together": answer_plain(self.together, [s.answer for c in self.conflicts for s in c.sides]),
            "conflicts": [
                {
                    "question": c.question, "claims": list(c.claims), "differs": c.differs,
                    "sides": [s.plain(self.together) for s in c.sides],
                }
                for c in self.conflicts
            ],
        }  # fmt: skip


def without(
    model: Model, claims: Sequence[str], *, progress: Progress | None = None, **options: Unpack[RunOptions]
) -> Without:
    """What the answer would be without each claim, one at a time.

    Parameters
    ----------
    model : Model
        A checked case.
    claims : sequence of str
        Ids; each is left out alone.
    progress : callable (done, all), optional
        Over all runs together.
    **options
        As for a forecast; every run has the same seed, draws and paths.

    Returns
    -------
    Without
        A claim that backs no number of the run gives the answer of all claims together.

    Raises
    ------
    UsageError
        When there is no such claim, with the nearest; or an option cannot be run.
    """
    asked = _asked(model, claims)
    runs = Runs(model, options, progress=progress)
    readable = runs.readable()
    known = {c.claim for c in readable.claims}
    tries = [(claim, (claim,), (), believing(readable, without=[claim])) for claim in asked]
    base, found = _run(runs, tries, known)
    return Without(base, answer_of(base), found)


def _asked(model: Model, claims: Sequence[str]) -> tuple[str, ...]:
    there = [c.claim for c in model.claims]
    for claim in claims:
        if claim not in there:
            raise UsageError(f'no claim is called "{claim}".{nearest(claim, there)}')
    return tuple(dict.fromkeys(claims))


Try = tuple[str, tuple[str, ...], tuple[str, ...], Believed]


def _run(runs: Runs, tries: Sequence[Try], known: Collection[str]) -> tuple[Forecast, tuple[Instead, ...]]:
    """The base run and that of each try; a try that changes no number takes the base's answer."""
    runs.whole = 1 + sum(any(c.changes_number for c in b.changes) for *_, b in tries)
    base = runs.base()
    together = answer_of(base)
    found = []
    for label, gone, own, believed in tries:
        changes = runs.read(believed.changes, base)
        is_run = any(c.changes_number for c in changes)
        found.append(
            Instead(
                label=label, claims=gone, believed=own, changes=changes,
                answer=answer_of(runs.of(believed)) if is_run else together, is_run=is_run,
                is_known=bool(set(gone) & set(known)),
            )
        )  # fmt: skip
    return base, tuple(found)


def sides(
    model: Model,
    *,
    about: Collection[str] | None = None,
    progress: Progress | None = None,
    **options: Unpack[RunOptions],
) -> Sides:
    """The answer under each side of each conflict that touches a row which the run reads.

    Parameters
    ----------
    model : Model
        A checked case.
    about : collection of str, optional
        Only conflicts on these claims.
    progress : callable (done, all), optional
    **options
        As for a forecast; every run has the same seed, draws and paths.

    Returns
    -------
    Sides
        Under a side, the claims of the conflict that cannot hold beside one of its own (`contradicts`, `differs`) are
        not believed. A side is what one account says on the question; claims of no account are sides as far as they
        exclude each other, else one together.

    Raises
    ------
    UsageError
        When an option cannot be run.
    """
    runs = Runs(model, options, progress=progress)
    readable = runs.readable()
    known = {c.claim for c in readable.claims}
    touched = {c for t in READ for r in getattr(readable, t) if runs.reads(r) for c in r.claims}
    wanted = touched if about is None else touched & set(about)
    found = [c for c in conflicts(readable) if wanted & set(_claims(c))]
    tries = [
        [(x.label, x.left_out, x.claims, believing(readable, without=x.left_out)) for x in camps(readable, c)]
        for c in found
    ]
    base, answers = _run(runs, [t for own in tries for t in own], known)
    together, at, told = answer_of(base), 0, []
    for conflict, own in zip(found, tries, strict=True):
        told.append(Sided(conflict.question, _claims(conflict), answers[at : at + len(own)]))
        at += len(own)
    return Sides(base, together, tuple(c for c in told if any(s.changes for s in c.sides)))


def _claims(conflict: Conflict) -> tuple[str, ...]:
    return tuple(c.claim for column in conflict.columns for c in column.claims)


def leading(findings: Iterable[Findings], *, most: int = LEADING) -> tuple[str, ...]:
    """Claims that the answers hang on, those of the largest share first, so that not every claim need be run.

    Parameters
    ----------
    findings : iterable of Findings
        From `corridor.study.find_out`.
    most : int
        How many claims at most.
    """
    unknowns = sorted((u for f in findings for u in f.unknowns), key=lambda u: -u.share)
    return tuple(dict.fromkeys(c for u in unknowns for c in u.claims))[:most]

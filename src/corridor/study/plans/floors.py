"""Floors: when no plan keeps the one that was asked for, the highest that can be kept, and what holds it there."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from corridor.errors import FloorError, TimeLimitError
from corridor.model.arrays import Bools
from corridor.model.model import Model
from corridor.plan.data import Data
from corridor.plan.highs import Solver
from corridor.plan.limits import Limit, Reader
from corridor.plan.program import Written, write
from corridor.plan.rows.floor import Floor
from corridor.plan.solve import solve
from corridor.plan.weights import Weights
from corridor.study.plans.words import Names, Span, limit_words, spans, spans_words

SHOWN = 6
LEAST = 1e-9
MARGIN = 1e-6
"""Taken off the highest floor, so that a plan that is asked for it is not refused for rounding."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """What holds a floor back: a limit in words, and the days on which it binds."""

    kind: str
    words: str
    days: tuple[Span, ...]

    def __str__(self) -> str:
        """The limit and its days, in words."""
        return f"{self.words}, {spans_words(self.days)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class HighestFloor:
    """The highest floor that can be kept every day and in every future, and what holds it there.

    Attributes
    ----------
    share : float
        0 to 1, of the survival tier.
    where : tuple of (place, need, days)
        By printed name: whose need cannot be met by more.
    holds : tuple of Hold
        The limits behind that, the strongest first; empty where all of it can be kept.
    """

    share: float
    where: tuple[tuple[str, str, tuple[Span, ...]], ...]
    holds: tuple[Hold, ...]

    def plain(self) -> dict[str, object]:
        """Plain values."""
        return {
            "highest": self.share,
            "where": [
                {"place": place, "need": need, "days": [[str(a), str(b)] for a, b in days]}
                for place, need, days in self.where
            ],
            "what_binds": [
                {"kind": h.kind, "what": h.words, "days": [[str(a), str(b)] for a, b in h.days]}
                for h in self.holds
            ],
        }


def highest_floor(
    model: Model, d: Data, w: Weights, where: Bools, *, shared_steps: int, solver: Solver | None = None
) -> HighestFloor:
    """The highest floor that can be kept.

    Parameters
    ----------
    model : Model
        For names.
    d : Data
    w : Weights
    where : array (P, N)
        To which needs at which places it applies.
    shared_steps : int
        Steps in which all futures share one list of loads.
    solver : Solver, optional

    Raises
    ------
    TimeLimitError
        When the time of the solver is over.
    """
    asked = Floor(share=1.0, where=where)
    free = replace(w, tonne=0.0, truck=0.0)  # nothing but the floor is to count
    written = write(d, free, shared_steps=shared_steps, asked=asked, highest_floor=True)
    solved = solve(written, solver or Solver(), warm=False)
    if solved.solution.outcome != "optimal":
        raise TimeLimitError("The time limit was reached before the highest floor was found. Give more time.")
    written, found = solved.written, solved.solution
    share = float(found.values[written.kept])
    block = written.program.rows.get("floor")
    if block is None or share >= 1 - MARGIN:
        return HighestFloor(share=1.0, where=(), holds=())
    duals = block.of(found.duals)
    tight = np.abs(duals) > LEAST
    names = Names.read(model)
    listed = tuple(
        (
            names("places", block.items[i][0]),
            names("needs", block.items[i][1]),
            spans(d, np.flatnonzero(tight[i].any(1))),
        )
        for i in np.flatnonzero(tight.any((1, 2)))
    )
    need = written.program.rows["need"]  # all that costs here is the floor, so every price of a need is of it
    start = need.first + np.flatnonzero(np.abs(need.of(found.duals).ravel()) > LEAST)
    limits = Reader.of(written, found).limits(start, least=LEAST)
    return HighestFloor(share=_down(share), where=listed, holds=holds(limits, written, names))


def kept_first(found: HighestFloor) -> str:
    """The note of a plan that keeps the highest floor before anything else: what it is, and where it stops."""
    if found.share <= 0:
        said = "No floor of the critical needs above 0 can be kept on every day and in every future; the plan has none."
    else:
        said = (
            f"Critical needs first: {found.share:.1%} of their survival tier is met on every day and in every future, "
            "the highest that can be kept."
        )
    stops = "; ".join(f"{need} at {place}, {spans_words(days)}" for place, need, days in found.where[:SHOWN])
    return f"{said} It stops at {stops}." if stops else said


def _down(share: float) -> float:
    """A share a little lower, to a tenth of a per cent."""
    return max(0.0, math.floor((share - MARGIN) * 1_000) / 1_000)


def holds(limits: tuple[Limit, ...], written: Written, names: Names) -> tuple[Hold, ...]:
    """Limits in words."""
    d = written.data
    return tuple(
        Hold(kind=x.kind, words=limit_words(x, names, written), days=spans(d, x.steps)) for x in limits
    )


def refused(asked: float, found: HighestFloor, facts: Sequence[str] = ()) -> FloorError:
    """The error that says which floor cannot be kept, where, what binds, and which can.

    Where no limit of the program binds, as nothing can come at all, it says the plain facts of the case in its place.
    """
    lines = [
        f"No plan keeps a floor of {asked:.1%} of the survival tier on every day and in every future.",
        f"The highest that can be kept is {found.share:.1%}.",
    ]
    lines += [
        f"  It stops at {need} at {place}, {spans_words(days)}." for place, need, days in found.where[:SHOWN]
    ]
    lines += [f"  What binds: {hold}." for hold in found.holds[:SHOWN]]
    lines += [f"  {fact}" for fact in facts[:SHOWN]] if not found.holds else []
    more = max(0, len(found.where) - SHOWN) + max(0, len(found.holds) - SHOWN)
    lines += [f"  And {more} more."] if more else []
    return FloorError("\n".join(lines), asked=asked, highest=found.share)

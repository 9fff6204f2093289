"""`plan(model)` gives a Plan: what to load until the next review, good over many futures of access."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from corridor.errors import TimeLimitError, UsageError
from corridor.forecast.ensemble import Prepared, prepare
from corridor.io.given import takes_case
from corridor.model.arrays import Arrays, Bools
from corridor.model.model import Model
from corridor.plan.data import Data, data, without_queues
from corridor.plan.highs import Method, Solver
from corridor.plan.program import write
from corridor.plan.rows.floor import Floor
from corridor.plan.solve import Solved, solve
from corridor.plan.steps import Steps, fan_steps, steps
from corridor.plan.weights import Weights, usual
from corridor.result.plan import Plan
from corridor.study.plans.facts import facts
from corridor.study.plans.floors import HighestFloor, highest_floor, kept_first, refused
from corridor.study.plans.futures import Access, Futures, futures
from corridor.study.plans.made import made
from corridor.study.plans.touched import is_large
from corridor.study.plans.words import Names

FUTURES = 20
HORIZON = 84
REVIEW = 7
COARSE = 7
FUTURE_SEED = 1_000_003
"""Added to the seed of a case: futures a plan is made over are never the members it is tried on."""


@takes_case
def plan(
    model: Model,
    *,
    origin: dt.date | None = None,
    days: int | None = None,
    review: int | None = None,
    futures_count: int = FUTURES,
    access: Access = "drawn",
    scenario: str | None = None,
    seed: int | None = None,
    hindsight: bool = False,
    known_by: dt.date | None = None,
    floor: float | Literal["highest"] | None = None,
    weighing: Weights | None = None,
    method: Method = "choose",
    time_limit: float | None = None,
    by_day: bool = False,
) -> Plan:
    """What should move next.

    Parameters
    ----------
    model : Model
        A checked case.
    origin : date, optional
        First day of the plan; nothing published later is read unless `hindsight` or `known_by` say so.
    days : int, optional
        Days planned; 84, or what is left of the case.
    review : int, optional
        Days until the plan is made anew, 7 (or fewer if fewer are planned): until then one list of loads serves all
        futures.
    futures_count : int
        Futures over which the list is good. One: numbers at their medians and, unless a scenario says otherwise, access
        as it stands at the origin.
    access : {"drawn", "frozen"}
        Whether futures follow the outlook, or access stays as it is.
    scenario : str, optional
        A scenario of the case; its timeline takes the place of the outlook.
    seed : int, optional
    floor : float, 0 to 1, or "highest", optional
        Share of the survival tier of critical needs that is to be met every day. "highest" keeps the highest that can
        be kept before anything else counts.
    weighing : Weights, optional
        By default those of the table `weights`.
    method, time_limit
        Of the solver.
    by_day : bool
        Whether a large plan (`corridor.study.plans.touched.is_large`), too, chooses the day of each load: it may take
        minutes. Else its loads are spread evenly over the days until the review, and a note says so.

    Returns
    -------
    Plan
        Needs are soft, so there is always one; with `floor`, see `corridor.study.plans.floors`.

    Raises
    ------
    UsageError
        When an option cannot be used, or a floor cannot be kept (see `highest_floor`).
    """
    return draft(
        model,
        origin=origin,
        days=days,
        review=review,
        futures_count=futures_count,
        access=access,
        scenario=scenario,
        seed=seed,
        hindsight=hindsight,
        known_by=known_by,
        floor=floor,
        weighing=weighing,
        method=method,
        time_limit=time_limit,
        by_day=by_day,
    ).plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A plan with all it was made of: what asks about it reads it here, and need not make it again.

    Attributes
    ----------
    model : Model
        As it was given; that of `futures` holds the rows known at the origin.
    plan : Plan
    futures : Futures
        Over which it was made.
    weights : Weights
    solved : Solved
        The program and its solution.
    solver : Solver
        With the program in it: what differs only in bounds starts from the answer.
    """

    model: Model
    plan: Plan
    futures: Futures
    weights: Weights
    solved: Solved
    solver: Solver


def draft(
    model: Model,
    *,
    origin: dt.date | None = None,
    days: int | None = None,
    review: int | None = None,
    futures_count: int = FUTURES,
    access: Access = "drawn",
    scenario: str | None = None,
    seed: int | None = None,
    hindsight: bool = False,
    known_by: dt.date | None = None,
    floor: float | Literal["highest"] | None = None,
    weighing: Weights | None = None,
    method: Method = "choose",
    time_limit: float | None = None,
    by_day: bool = False,
) -> Draft:
    """A plan with all it was made of; options are those of `plan`."""
    prepared = prepare(
        model, origin=origin, scenario=scenario, policy="pull", hindsight=hindsight, known_by=known_by
    )
    chosen = model.settings.seed if seed is None else seed
    review = review_of(prepared, days, review)
    layout = horizon(prepared, days, review, futures=futures_count, by_day=by_day)
    w = weighing or usual(prepared.model, prepared.arrays.labels)
    w.check()
    drawn = draw(prepared, futures_count, chosen, access=access, has_scenario=scenario is not None)
    solver = Solver(method=method, time_limit=time_limit)
    first: tuple[str, ...] = ()
    if floor == "highest":
        found = highest_of(drawn, layout, w, review=review, solver=solver)
        floor, first = found.share or None, (kept_first(found),)
    solved = solve_for(drawn, layout, w, review=review, floor=floor, solver=solver)
    done = made(
        prepared,
        solved,
        w,
        review=review,
        seed=chosen,
        access=access,
        floor=floor,
        method=method,
        first=first,
        shared=shared_steps(layout, review),
    )
    return Draft(model=model, plan=done, futures=drawn, weights=w, solved=solved, solver=solver)


def draw(prepared: Prepared, count: int, seed: int, *, access: Access, has_scenario: bool) -> Futures:
    """Futures to plan over: many draws, or one with medians.

    Raises
    ------
    UsageError
        When fewer than one is asked for.
    """
    if count < 1:
        raise UsageError(f"A plan needs at least one future; {count} were asked for.")
    if count == 1:
        kept: Access = "drawn" if has_scenario else "frozen"
        return futures(prepared, np.arange(1), seed, access=kept, middle=True)
    return futures(prepared, np.arange(count), seed + FUTURE_SEED, access=access)


def review_of(prepared: Prepared, days: int | None, review: int | None) -> int:
    """Days until a plan is made anew: as asked for, else 7, or fewer if fewer are planned."""
    left = prepared.arrays.count - prepared.arrays.origin
    return max(1, min(REVIEW, left if days is None else days)) if review is None else review


def horizon(
    prepared: Prepared, days: int | None, review: int, *, futures: int = 1, by_day: bool = False
) -> Steps:
    """Steps of a plan: single days until the review and what was sent before it is there, longer ones after.

    They reach to the end of the case at most. Those of a large fan of futures grow longer, and the first is the days
    until the review, unless `by_day`.

    Raises
    ------
    UsageError
        When no day is left, or the review lies beyond the plan.
    """
    a = prepared.arrays
    left = a.count - a.origin
    asked = min(HORIZON, left) if days is None else days
    if asked < 1 or asked > left:
        end = a.days.day(a.count - 1)
        raise UsageError(
            f"The case has {left} {_days(left)} from the origin to {end}; {asked} cannot be planned."
        )
    if not 1 <= review <= asked:
        raise UsageError(
            f"A review after {review} {_days(review)} is not within a plan of {asked} {_days(asked)}."
        )
    found = plan_steps(a, a.origin, asked, review=review)
    if found.is_daily or not is_large(a, review=review, futures=futures):
        return found
    single = int((found.length == 1).sum())
    return fan_steps(a.origin, asked, near=(1,) * single if by_day else (review,))


def _days(count: int) -> str:
    return "day" if count == 1 else "days"


def plan_steps(a: Arrays, first: int, days: int, *, review: int, coarse: int = COARSE) -> Steps:
    """Steps over some days: single days until what leaves before the review has arrived, longer ones after.

    In a longer step what comes early and what comes late count alike: a plan whose longer steps began at the review
    would leave what is to go on the last days before it to the first days after it. What is left for less than one
    longer step is planned by single days, too.
    """
    single = review + min(int(a.leg_usual.max(initial=1)), review)
    return steps(first, days, daily=days if days - single < coarse else single, coarse=coarse)


def solve_for(
    drawn: Futures,
    layout: Steps,
    w: Weights,
    *,
    review: int,
    floor: float | None = None,
    solver: Solver | None = None,
) -> Solved:
    """The solved program over given futures.

    Raises
    ------
    FloorError
        When the floor cannot be kept; the message says what binds, and the highest that can.
    TimeLimitError
        When the time limit is reached before there is a plan.
    UsageError
        When the floor is no share.
    """
    if floor is not None and not 0 <= floor <= 1:
        raise UsageError(f"A floor is a share of the survival tier, from 0 to 1; {floor:g} was asked for.")
    d = _read(drawn, layout, review)
    asked = None if floor is None else Floor(share=floor, where=critical(drawn.prepared.model, d))
    written = write(d, w, shared_steps=shared_steps(layout, review), asked=asked)
    solved = solve(written, solver or Solver())
    if solved.solution.outcome == "infeasible":
        found = highest_of(drawn, layout, w, review=review, solver=solver)
        raise refused(floor or 0.0, found, facts(d, Names.read(drawn.prepared.model)))
    if solved.solution.outcome == "time limit":
        raise TimeLimitError(
            "The time limit was reached before there was a plan. Give more time, fewer futures or fewer days."
        )
    return solved


def highest_of(
    drawn: Futures, layout: Steps, w: Weights, *, review: int, solver: Solver | None = None
) -> HighestFloor:
    """The highest floor of critical needs that a plan over given futures can keep."""
    d, model = _read(drawn, layout, review), drawn.prepared.model
    return highest_floor(
        model, d, w, critical(model, d), shared_steps=shared_steps(layout, review), solver=solver
    )


def _read(drawn: Futures, layout: Steps, review: int) -> Data:
    d = data(drawn.arrays, drawn.params, drawn.path, drawn.start, layout)
    return without_queues(d) if is_large(drawn.arrays, review=review, futures=drawn.count) else d


def shared_steps(layout: Steps, review: int) -> int:
    """Steps that lie wholly before the review."""
    return int((layout.start + layout.length <= review).sum())


def critical(model: Model, d: Data) -> Bools:
    """Where a floor applies: critical needs at places that have them; every need where none is called critical."""
    named = np.array([n.critical for n in model.needs], dtype=bool)
    wanted = (d.parts[:, :, :, 2] > 0).any((0, 3))
    found: Bools = wanted & (named if named.any() else np.ones(len(named), dtype=bool))[None]
    return found


__all__ = [
    "FUTURES",
    "HORIZON",
    "REVIEW",
    "critical",
    "draw",
    "horizon",
    "plan",
    "plan_steps",
    "replace",
    "review_of",
    "solve_for",
]

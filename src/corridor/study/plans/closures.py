"""What a closure costs, future by future: by surprise, and announced from day 0.

By surprise: until it begins, one list of loads for all futures is followed by the law of the day, with the rations of
the case: nothing done before knows which future comes, nor that anything will close. Then each future plans anew, with
the closure and without. Announced: the plan that knows of the closure, whose loads until then are one list, too.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np

from corridor.errors import EngineError
from corridor.forecast.ensemble import Prepared
from corridor.forecast.follow import follow
from corridor.model.arrays import Bools, Floats
from corridor.plan.blocks import Builder
from corridor.plan.data import Data, data, without_queues
from corridor.plan.highs import Solver
from corridor.plan.orders import daily_loads
from corridor.plan.program import Written, write
from corridor.plan.rows.frame import Frame
from corridor.plan.rows.objective import per_unit
from corridor.plan.solve import Solved, solve
from corridor.plan.steps import Steps, fan_steps, steps
from corridor.plan.weights import Weights
from corridor.result.orders import Orders
from corridor.study.plans import touched
from corridor.study.plans.futures import Futures, at
from corridor.study.plans.make import horizon, shared_steps
from corridor.study.plans.passages import Closing, close, one

THOUSAND = 1_000.0
EARLY = 100.0
"""What a tonne sent on the last day costs above one sent on the first, in tonnes sent.

Small beside what a tonne is needed for, and there to choose among plans that hardly differ: without it, how much of
what could be in store already is there when a closure begins would be left to chance, and read as a loss.
"""
WEEK = 7
"""Days of the steps of a large plan until the last closure ends (`corridor.study.plans.touched.is_large`)."""
DAILY = 28
"""Days up to which a plan is made day by day to its end; a longer one has runs of days after the closure's first."""
ROUNDING = 1e-5
"""Share of what a whole plan costs below which two of them differ by the solver's tolerance alone."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a solved plan leaves, by future.

    Attributes
    ----------
    weighted : array (B,)
        Weighted person-days: all that the objective counts.
    kept : array (B,)
        The part of it that stands for what is in store at the end, at most 0.
    short : array (P, N, 3, B)
        Person-days short, without weights, by tier (normal, minimum, survival part).
    """

    weighted: Floats
    kept: Floats
    short: Floats

    @classmethod
    def none(cls, like: Outcome) -> Outcome:
        """No difference."""
        return cls(*(np.zeros_like(x) for x in (like.weighted, like.kept, like.short)))

    def over(self, base: Outcome) -> Outcome:
        """By how much it is above another, future by future."""
        return Outcome(self.weighted - base.weighted, self.kept - base.kept, self.short - base.short)


def outcome(solved: Solved) -> Outcome:
    """What a solution leaves, by future; what all futures share is counted for each."""
    written, values = solved.written, solved.solution.values
    b = written.data.futures
    cost, weighted = written.program.cost * values, np.full(b, written.program.offset)
    for block in written.program.columns.values():
        part = block.of(cost)
        own = bool(block.axes) and block.axes[-1] == "future"
        weighted = weighted + (part.reshape(-1, b).sum(0) * b if own else part.sum())
    end = written.program.columns.get("counted at the end")
    kept = np.zeros(b) if end is None else end.of(cost).sum(0) * b
    x, d = written.columns, written.data
    worth = per_unit(Frame(Builder(), d, x, written.scale))  # (E, I, B)
    found = (values[x.short] * worth[:, None]).sum(2) * THOUSAND
    short = np.zeros((len(d.arrays.labels.places), len(d.arrays.labels.needs), 3, b))
    short[x.need_place, x.need] = found
    return Outcome(weighted * THOUSAND, kept * THOUSAND, short)


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """The plan without any closure, whose loads are one list until a day.

    Attributes
    ----------
    drawn : Futures
    weights : Weights
    layout : Steps
        One begins on the day `before`; of a large plan those until then are weeks, else single days.
    before : int
        Days whose loads all futures share: until the closure begins.
    solved : Solved
    outcome : Outcome
    solver : Solver
        With the program in it.
    is_large : bool
        Whether nothing sent in a step of several days waits at a gate beyond it.
    """

    drawn: Futures
    weights: Weights
    layout: Steps
    before: int
    solved: Solved
    outcome: Outcome
    solver: Solver
    is_large: bool

    @property
    def rounding(self) -> float:
        """Weighted person-days below which a difference may be the solver's rounding."""
        return ROUNDING * max(1.0, float(np.abs(self.outcome.weighted).mean()))

    @property
    def data(self) -> Data:
        """What the plan reads."""
        return self.solved.written.data

    @property
    def shared(self) -> int:
        """Steps whose loads all futures share."""
        return shared_steps(self.layout, self.before)

    @classmethod
    def make(
        cls, drawn: Futures, w: Weights, layout: Steps, before: int, *, solver: Solver | None = None
    ) -> Base:
        """Make the plan."""
        solver = solver or Solver()
        large = _is_large(drawn.prepared, drawn.count)
        d = _read(drawn, layout, is_large=large)
        solved = solved_of(program(d, w, shared_steps=shared_steps(layout, before)), solver)
        return cls(
            drawn=drawn,
            weights=w,
            layout=layout,
            before=before,
            solved=solved,
            outcome=outcome(solved),
            solver=solver,
            is_large=large,
        )


def layout_of(
    prepared: Prepared, days: int | None, before: int, *, lasts: tuple[int, ...] = (), futures: int = 1
) -> Steps:
    """Steps of a plan whose loads are shared until a day.

    Single days until then, or throughout where the plan is short. Where it is large, weeks until then and while
    closures last, one step ending where each of them ends, and the longer steps of a fan after.

    Parameters
    ----------
    prepared : Prepared
    days : int or None
        84, or what is left of the case.
    before : int
        Days until closures begin.
    lasts : tuple of int
        How long they last.
    futures : int

    Raises
    ------
    UsageError
        When so many days cannot be planned.
    """
    found = horizon(prepared, days, before)
    if found.days <= DAILY:
        return steps(found.first, found.days, daily=found.days)
    if not _is_large(prepared, futures):
        return found
    near: list[int] = []
    for end in (before, *(before + n for n in sorted(set(lasts)))):
        left = end - sum(near)
        near += [WEEK] * (left // WEEK) + [left % WEEK] * (left % WEEK > 0)
    return fan_steps(found.first, found.days, near=tuple(near))


def _is_large(prepared: Prepared, futures: int) -> bool:
    """Whether a plan is as large as that of a large fan with a review every week."""
    return touched.is_large(prepared.arrays, review=WEEK, futures=futures)


def solved_of(written: Written, solver: Solver) -> Solved:
    """An optimal solution; a program without floors always has one."""
    found = solve(written, solver)
    if found.solution.outcome != "optimal":
        raise EngineError(f"A plan without floors was not solved: {found.solution.outcome}.")
    return found


def read(base: Base, drawn: Futures) -> Data:
    """What a plan over closed or changed futures reads, in the layout of the base."""
    return _read(drawn, base.layout, is_large=base.is_large)


def _read(drawn: Futures, layout: Steps, *, is_large: bool) -> Data:
    d = data(drawn.arrays, drawn.params, drawn.path, drawn.start, layout)
    return without_queues(d) if is_large else d


def announced(base: Base, closings: tuple[Closing, ...]) -> Outcome:
    """The plan of who knows the closures from the first day; loads until the base's day are one list all the same.

    Rations and what is sent of the list are each future's own, and know its later days, as in the base.
    """
    d = _alike(base, read(base, close(base.drawn, closings)))
    written = program(d, base.weights, shared_steps=base.shared, scale=base.solved.written.scale)
    return outcome(solved_of(written, Solver()))


def _alike(base: Base, d: Data) -> Data:
    """The data with rows where the base has them, so that only bounds differ wherever that is so."""
    return replace(d, narrow=np.logical_or(d.narrow, base.data.narrow))


def program(d: Data, w: Weights, *, shared_steps: int = 0, scale: Floats | None = None) -> Written:
    """The program of a plan that sends earlier rather than later where it is all the same."""
    written = write(d, w, shared_steps=shared_steps, scale=scale)
    cost, x = written.program.cost.copy(), written.columns
    late = (d.steps.start + (d.steps.length - 1) / 2) / max(1, d.steps.days)
    price = d.arrays.kg[x.ship_good] * w.tonne * EARLY / THOUSAND / d.futures
    cost[x.sent] += price[:, None, None] * late[None, :, None]
    return replace(written, program=replace(written.program, cost=cost))


def surprises(base: Base, closings: tuple[Closing, ...], *, threads: int = 1) -> tuple[Outcome, ...]:
    """What each closure costs whom it takes by surprise; each closure alone.

    Until it begins, the list of the base is followed by the law of the day. From then on each future plans anew, with
    the closure and without: the difference is at least 0.

    Parameters
    ----------
    base : Base
    closings : tuple of Closing
        Each begins on the base's day or later.
    threads : int
        Futures are independent, so the answer does not depend on them.
    """
    for c in closings:
        if c.first < base.layout.first + base.before:
            raise EngineError("A closure begins before the day until which the plan is shared.")
    then = on_the_day(base)
    with ThreadPoolExecutor(max(1, threads)) as pool:
        found = list(pool.map(lambda b: _one_future(base, then, closings, b), range(base.drawn.count)))
    return tuple(
        Outcome(
            np.concatenate([of_future[i].weighted for of_future in found]),
            np.concatenate([of_future[i].kept for of_future in found]),
            np.concatenate([of_future[i].short for of_future in found], axis=-1),
        )
        for i in range(len(closings))
    )


def on_the_day(base: Base) -> Futures:
    """The futures on the morning of the base's day, its list of loads followed until then by the law of the day."""
    f, written = base.drawn, base.solved.written
    listed = daily_loads(written, base.solved.solution.values, steps=base.shared)
    sent = np.repeat(listed[..., None], f.count, axis=-1)
    first = base.layout.first
    done = follow(
        f.arrays, f.params, f.path, f.start, Orders(first=first, sent=sent),
        first=first, days=base.before, keep_daily=False,
    )  # fmt: skip
    return at(f, done.end, first + base.before)


def _one_future(base: Base, then: Futures, closings: tuple[Closing, ...], b: int) -> list[Outcome]:
    """Losses of one future, one closure after another, warm from the last."""
    solver, alone = Solver(), one(then, b)
    without = _later(base, alone, (), solver)
    return [_later(base, alone, (c,), solver).over(without) for c in closings]


def _later(base: Base, alone: Futures, closings: tuple[Closing, ...], solver: Solver) -> Outcome:
    """One future from the base's day on."""
    layout = Steps(alone.first, base.layout.length[base.shared :])
    d = _read(close(alone, closings) if closings else alone, layout, is_large=base.is_large)
    return outcome(solved_of(program(d, base.weights, scale=base.solved.written.scale), solver))


def sent_through(base: Base, passage_legs: Bools, passage_lines: Bools) -> tuple[Floats, Floats]:
    """What the plan moves by a passage in each step and future, (I, B): t on ways, own units in lines."""
    written, values = base.solved.written, base.solved.solution.values
    x, d, a = written.columns, written.data, base.drawn.arrays
    days = slice(d.steps.first, d.steps.first + d.steps.days)
    state = base.drawn.path[days].astype(np.int64)
    of_leg = passage_legs[
        state[:, a.leg_group[x.ship_leg]], x.ship_leg[:, None], a.klass[x.ship_good][:, None]
    ]
    share = d.steps.means(of_leg.astype(np.float64)).transpose(1, 0, 2)  # (V, I, B)
    tonnes = (values[x.sent] * a.kg[x.ship_good][:, None, None] * share).sum(0)
    lines = np.arange(len(a.line_from))
    of_line = passage_lines[state[:, a.line_group], lines[:, None]]
    own = (values[x.moved] * d.steps.means(of_line.astype(np.float64)).transpose(1, 0, 2)).sum(0)
    return tonnes, own

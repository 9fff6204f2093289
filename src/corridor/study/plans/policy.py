"""Policies judged on fresh paths: each decides at every review from what is seen then; the law does the rest.

What a plan over many futures says of itself is too good, since each of its futures knows its own later days. Here no
policy knows anything but what is seen on the morning of its decision, and all of them meet the same paths and numbers.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from threading import Lock, local

import numpy as np

from corridor.access import paths as ap
from corridor.access.onward import onward
from corridor.errors import TimeLimitError, UsageError
from corridor.forecast.block import Path
from corridor.forecast.ensemble import Prepared
from corridor.forecast.follow import Followed, follow
from corridor.model.arrays import Floats, Ints, Params, Policy
from corridor.model.numbers import draw_values
from corridor.plan.data import data
from corridor.plan.orders import orders
from corridor.plan.program import write
from corridor.plan.steps import steps
from corridor.result.orders import Orders
from corridor.result.start import Start
from corridor.study.plans.costs import Costs, Measured, costs, joined, measured
from corridor.study.plans.decide import KINDS, Choice, Morning, Setup, Solvers, counted, decide
from corridor.study.plans.futures import middle_values

Progress = Callable[[int, int], None]

RULES = ("pull", "usual", "recorded")
"""Policies that solve nothing: what each place asks for; what usually comes; nothing."""
BOUNDS = ("perfect", "foresight")
"""No policies: what could be done by one who knows the path and the numbers; see `bounds`."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fresh:
    """Paths and numbers that policies are tried on; members last (M)."""

    setup: Setup
    ids: Ints
    values: Floats
    params: Params
    path: Path
    start: Start

    def of(self, members: Ints) -> Fresh:
        """Some of the members."""
        values = self.values[:, members]
        return Fresh(
            setup=self.setup,
            ids=self.ids[members],
            values=values,
            params=self.setup.prepared.lowered.params(values),
            path=self.path[..., members],
            start=self.start.of(members),
        )


def fresh(setup: Setup, count: int) -> Fresh:
    """Members of the case's own seed: never those that a plan is made over.

    Raises
    ------
    UsageError
        For fewer than one.
    """
    if count < 1:
        raise UsageError(f"Policies are tried on at least one path; {count} were asked for.")
    a, ids = setup.arrays, np.arange(count)
    values = middle_values(a.numbers, count) if setup.is_middle else draw_values(a.numbers, setup.seed, ids)
    p = setup.prepared.lowered.params(values)
    path = ap.draw(setup.prepared.outlook, a, setup.seed, ids)
    start = follow(a, p, path, Start.opening(a, p, count), None, first=0, days=a.origin, keep_daily=False).end
    return Fresh(setup=setup, ids=ids, values=values, params=p, path=path, start=start)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tried:
    """A policy on fresh paths.

    Attributes
    ----------
    name : str
    costs : Costs
        Of the members tried, (M,).
    members : array (M,)
        Which of the fresh paths.
    first : Choice or None
        Its decision on the origin.
    solved : int
        Programs solved.
    asked : int
        Decisions taken; those with one morning in common share a program.
    seconds : float
        A program, building and solving, in its thread.
    """

    name: str
    costs: Costs
    members: Ints
    first: Choice | None = None
    solved: int = 0
    asked: int = 0
    seconds: float = 0.0


class Deciders:
    """Threads that decide, each with its own solvers; what comes out does not depend on how many."""

    def __init__(self, threads: int | None = None) -> None:
        """Start them: as many as there are processors unless told."""
        self.pool = ThreadPoolExecutor(max(1, threads or min(os.cpu_count() or 1, 8)))
        self._own = local()

    def solver(self, setup: Setup) -> Solvers:
        """The solvers of the running thread."""
        made: dict[tuple[str, float | None], Solvers] = self._own.__dict__.setdefault("made", {})
        key = (setup.method, setup.time_limit)
        if key not in made:
            made[key] = Solvers(setup.method, setup.time_limit)
        return made[key]

    def close(self) -> None:
        """Stop."""
        self.pool.shutdown(cancel_futures=True)


@dataclass(slots=True)
class Counter:
    """How far the work is: member-reviews, from any thread."""

    whole: int
    tell: Progress | None
    done: int = 0
    lock: Lock = field(default_factory=Lock)

    def add(self, count: int) -> None:
        """So many more are done."""
        with self.lock:
            self.done += count
            if self.tell:
                self.tell(self.done, self.whole)


def try_policy(
    name: str, seen: Fresh, deciders: Deciders, *, counter: Counter | None = None, share: bool = True
) -> Tried:
    """Follow one policy on fresh paths.

    Parameters
    ----------
    name : str
        A planning policy (`fan`, `frozen`, `expected`, `closed_for_good`), a rule (`pull`, `usual`, `recorded`), or
        what knows the future (`perfect`, `foresight`).
    seen : Fresh
    deciders : Deciders
    counter : Counter, optional
    share : bool
        Whether mornings in common share one program; the numbers are the same, the time is not.

    Raises
    ------
    UsageError
        When there is no policy of the name.
    """
    counter = counter or Counter(0, None)
    if name in KINDS:
        return _planned(name, seen, deciders, counter, share=share)
    if name in BOUNDS:
        return bounds(seen, deciders, counter=counter)[BOUNDS.index(name)]
    if name in RULES:
        return _ruled(name, seen)
    known = ", ".join((*KINDS, *RULES, *BOUNDS))
    raise UsageError(f'No policy is called "{name}". There are: {known}.')


def _planned(name: str, seen: Fresh, deciders: Deciders, counter: Counter, *, share: bool) -> Tried:
    setup = seen.setup
    state = seen.start
    total: Measured | None = None
    first: Choice | None = None
    solved, spent = 0, 0.0
    count = len(seen.ids)
    for day in setup.mornings:
        groups = _mornings(seen, state, day, share=share)

        def one(item: tuple[Morning, Ints]) -> tuple[Choice, float]:
            begun = time.perf_counter()
            found = decide(name, setup, item[0], deciders.solver(setup))
            counter.add(len(item[1]))
            return found, time.perf_counter() - begun

        listed = np.zeros((min(setup.review, setup.first + setup.days - day), *_sizes(setup), count))
        for (_, members), (found, seconds) in zip(groups, deciders.pool.map(one, groups), strict=True):
            listed[..., members] = found.loads[..., None]
            first = found if first is None else first
            spent += seconds
        solved += len(groups)
        done = _run(seen, state, day, Orders(first=day, sent=listed))
        total = _added(total, measured(setup.arrays, done, first=day, ordered=listed))
        state = done.end
    return Tried(
        name=name,
        costs=_costs(seen, total),
        members=seen.ids,
        first=first,
        solved=solved,
        asked=count * len(setup.mornings),
        seconds=spent / max(solved, 1),
    )


def _sizes(setup: Setup) -> tuple[int, int]:
    return len(setup.arrays.leg_from), len(setup.arrays.labels.commodities)


def _mornings(seen: Fresh, state: Start, day: int, *, share: bool) -> list[tuple[Morning, Ints]]:
    """Mornings that members have in common, each with its members, in the order of the first of them."""
    setup = seen.setup
    groups: dict[bytes, tuple[Morning, list[int]]] = {}
    outlooks: dict[bytes, tuple[ap.Outlook, ...]] = {}
    for m in range(len(seen.ids)):
        past = seen.path[setup.first : day, :, m].tobytes()
        if past not in outlooks:
            outlooks[past] = onward(setup.prepared.outlook, seen.path[..., m], first=setup.first, day=day)
        start = None if day == setup.first else counted(state.of(np.array([m])), setup.touched)
        morning = Morning(day=day, outlook=outlooks[past], start=start)
        key = morning.key(setup.touched) if share else str(m).encode()
        groups.setdefault(key, (morning, []))[1].append(m)
    return [(morning, np.array(members)) for morning, members in groups.values()]


def _run(seen: Fresh, state: Start, day: int, listed: Orders | None, *, pull: bool = False) -> Followed:
    """The law of the day from a morning on: days of the orders, or all that are judged."""
    setup = seen.setup
    days = setup.first + setup.days - day if listed is None else listed.days
    return follow(
        setup.arrays,
        seen.params,
        seen.path,
        state,
        listed,
        first=day,
        days=days,
        keep_daily=False,
        pull=pull,
    )


def _added(total: Measured | None, later: Measured) -> Measured:
    return later if total is None else total.then(later)


def _costs(seen: Fresh, total: Measured | None) -> Costs:
    if total is None:
        raise UsageError("No day is judged.")
    return costs(seen.setup.arrays, seen.params, seen.setup.weights, total)


def _ruled(name: str, seen: Fresh) -> Tried:
    """A rule of the law of the day, without a program."""
    setup = seen.setup
    if name == "usual":
        seen = _usual(seen)
    done = _run(seen, seen.start, setup.first, None, pull=name == "pull")
    total = measured(seen.setup.arrays, done, first=setup.first)
    return Tried(name=name, costs=_costs(seen, total), members=seen.ids)


def _usual(seen: Fresh) -> Fresh:
    """The same members where what usually comes in comes by itself.

    Raises
    ------
    UsageError
        When the case says nothing of what usually comes.
    """
    own = seen.setup.prepared
    if not own.model.inflow:
        raise UsageError(
            "The case has no table inflow: what usually comes in is not said, so usual is no policy of it."
        )
    prepared = _again(own, "usual")
    setup = replace(seen.setup, prepared=prepared)
    return replace(seen, setup=setup, params=prepared.lowered.params(seen.values))


def _again(own: Prepared, policy: Policy) -> Prepared:
    """The same case at the same origin under another policy of what is sent."""
    from corridor.model.lower import lower  # noqa: PLC0415  (beside its only use)

    lowered = lower(own.model, origin=own.arrays.days.day(own.arrays.origin), policy=policy)
    return replace(own, lowered=lowered)


def bounds(seen: Fresh, deciders: Deciders, *, counter: Counter | None = None) -> tuple[Tried, Tried]:
    """What could be done at best by one who knows the path and the numbers.

    Returns
    -------
    tuple of Tried
        `perfect`: loads, rations, processes and gates as is best, planned day by day: no policy can cost less on
        average. `foresight`: the loads of that plan alone, with the rest by the law of the case, as in every policy.
    """
    counter = counter or Counter(0, None)
    setup = seen.setup
    layout = steps(setup.first, setup.days, daily=setup.days)
    w = replace(
        setup.weights, early=0.0
    )  # which is no cost, and would put another plan in the place of the best

    def one(m: int) -> tuple[Costs, Costs, float]:
        begun = time.perf_counter()
        own = seen.of(np.array([m]))
        d = data(setup.arrays, own.params, own.path, own.start, layout)
        found = deciders.solver(setup).solve(write(d, w))
        if found.solution.outcome != "optimal":
            raise TimeLimitError(
                "The time limit was reached before the bound was found. Give more time, or fewer days."
            )
        listed = orders(found.written, found.solution.values)
        spent = time.perf_counter() - begun
        best = _followed(own, listed)
        loads_alone = _followed(own, Orders(first=setup.first, sent=listed.sent))
        counter.add(1)
        return best, loads_alone, spent

    found = list(deciders.pool.map(one, range(len(seen.ids))))
    seconds = sum(s for _, _, s in found) / len(found)
    return tuple(  # type: ignore[return-value]
        Tried(
            name=name,
            costs=joined([(best, alone)[i] for best, alone, _ in found]),
            members=seen.ids,
            solved=len(found),
            asked=len(found),
            seconds=seconds,
        )
        for i, name in enumerate(BOUNDS)
    )


def _followed(seen: Fresh, listed: Orders) -> Costs:
    done = _run(seen, seen.start, seen.setup.first, listed)
    return _costs(seen, measured(seen.setup.arrays, done, first=seen.setup.first, ordered=listed.sent))


__all__ = ["BOUNDS", "RULES", "Counter", "Deciders", "Fresh", "Tried", "bounds", "fresh", "try_policy"]

"""What a policy loads until the next review, from what is seen on the morning of it.

Each kind of policy is a plain function from (day, outlook after what was seen, state on the morning) to loads. What it
plans over is fixed by the day and what is seen, never by who asks: the same morning gives the same loads.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from typing import Any

import numpy as np

from corridor.access.onward import draw_onward
from corridor.access.paths import Outlook
from corridor.errors import TimeLimitError
from corridor.forecast.ensemble import Prepared
from corridor.model.arrays import BIG, Arrays, Floats, Ints
from corridor.model.numbers import draw_values
from corridor.model.recipe import whole_days
from corridor.plan.data import Data, data, without_queues
from corridor.plan.highs import Method, Solver
from corridor.plan.orders import daily_loads
from corridor.plan.program import Written, write
from corridor.plan.solve import Solved, solve
from corridor.plan.steps import Steps, fan_steps
from corridor.plan.weights import Weights
from corridor.result.start import Start
from corridor.study.plans.futures import Futures, frozen, futures, middle_values
from corridor.study.plans.make import COARSE, FUTURE_SEED, plan_steps, shared_steps
from corridor.study.plans.touched import Touched, is_large, touched

DUST = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Setup:
    """What decisions are made with.

    Attributes
    ----------
    prepared : Prepared
        A case at its origin, policy `pull`.
    weights : Weights
    days, review : int
        Days that are judged, and days between decisions.
    count : int
        Futures of the fan, and of what is expected.
    seed : int
        Of the case; futures are drawn with another (`FUTURE_SEED`).
    is_middle : bool
        Whether every number stands at its median, so that futures differ in access alone.
    coarse : int, optional
        Days of the longer steps; by default a week for one future, and for many those of `fan_steps`. With it, every
        decision plans single days until the review.
    method : Method
    time_limit : float, optional
        Seconds a decision.
    touched : Touched
    is_large : bool
        Whether decisions plan the days until the review as one step, their loads spread evenly over them: all policies
        alike, so that none has finer steps than another.
    """

    prepared: Prepared
    weights: Weights
    days: int
    review: int
    count: int
    seed: int
    is_middle: bool = False
    coarse: int | None = None
    method: Method = "choose"
    time_limit: float | None = None
    touched: Touched = field(init=False)
    is_large: bool = field(init=False)

    def __post_init__(self) -> None:
        """Work out once what loads can change."""
        a = self.prepared.arrays
        object.__setattr__(self, "touched", touched(a))
        object.__setattr__(
            self, "is_large", is_large(a, review=min(self.review, self.days), futures=self.count)
        )

    @property
    def arrays(self) -> Arrays:
        """The case."""
        return self.prepared.arrays

    @property
    def first(self) -> int:
        """First day that is judged, by its number within the case."""
        return self.arrays.origin

    @property
    def mornings(self) -> tuple[int, ...]:
        """Days on which is decided."""
        return tuple(range(self.first, self.first + self.days, self.review))

    def layout(self, day: int, futures: int) -> Steps:
        """Steps of a plan over so many futures made on a morning, to the last day that is judged."""
        left = self.first + self.days - day
        review = min(self.review, left)
        if self.coarse is None and self.is_large:
            return fan_steps(day, left, near=(review,))
        weekly = plan_steps(self.arrays, day, left, review=review, coarse=self.coarse or COARSE)
        if futures == 1 or self.coarse is not None or weekly.is_daily:
            return weekly
        return fan_steps(day, left, near=(1,) * int((weekly.length == 1).sum()))

    def ids(self, day: int, count: int) -> Ints:
        """Members that futures of a morning are drawn as: others on every morning, the same in every run."""
        return np.arange(count) + count * ((day - self.first) // self.review)

    def values(self, day: int, count: int) -> Floats:
        """Numbers of the futures of a morning, (U, count)."""
        numbers = self.arrays.numbers
        if self.is_middle:
            return middle_values(numbers, count)
        return draw_values(numbers, self.seed + FUTURE_SEED, self.ids(day, count))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Morning:
    """What is seen on the morning of a decision.

    Attributes
    ----------
    day : int
    outlook : tuple of Outlook
        After the situations seen since the origin.
    start : Start, optional
        Stocks, goods on the way and trucks as counted, one member. None on the origin: what the case says of them is
        all there is, and each future begins from its own draw of it.
    """

    day: int
    outlook: tuple[Outlook, ...]
    start: Start | None

    def key(self, t: Touched) -> bytes:
        """What a decision depends on: two mornings with one key are given the same loads."""
        parts = [str(self.day).encode()]
        for o, matters in zip(self.outlook, t.groups, strict=True):
            if matters:
                parts.append(repr((o.past.fresh, o.past.running, o.past.fixed, o.rates, o.weights)).encode())
        if self.start is not None:
            parts += [getattr(self.start, f.name).tobytes() for f in fields(Start)]
        return b"|".join(parts)


def counted(start: Start, t: Touched) -> Start:
    """A state as a count gives it: seven digits, and nothing of what no load can change."""
    found: dict[str, Any] = {}
    for f in fields(Start):
        value: Floats = getattr(start, f.name).astype(np.float32).astype(np.float64)
        found[f.name] = np.where(value < DUST, 0.0, value)
    found["memory"] *= 0.0
    found["stock"] *= t.goods[None, :, None]
    found["due"] *= t.goods[None, None, :, None]
    found["held"] *= t.goods[None, :, None]
    return Start(**found)


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """What is loaded on each day until the next review, (R, L, C) own unit, and what the plan's futures send of it.

    A list that serves many futures may hold more than any of them sends: they choose other days. `sent` is their mean.
    """

    loads: Floats
    sent: Floats


class Solvers:
    """The solver of one thread. Every program is solved from nothing, so that its answer depends on nothing else."""

    def __init__(self, method: Method, time_limit: float | None) -> None:
        """Make none yet."""
        self.method, self.time_limit = method, time_limit
        self._solver: Solver | None = None

    def solve(self, written: Written) -> Solved:
        """The solution, with both branches of every rule looked at."""
        if self._solver is None:
            self._solver = Solver(method=self.method, time_limit=self.time_limit)
        return solve(written, self._solver, warm=False)


def decide(kind: str, setup: Setup, morning: Morning, solver: Solvers) -> Choice:
    """What a policy loads from a morning until the next review.

    Parameters
    ----------
    kind : str
        One of `KINDS`.
    setup : Setup
    morning : Morning
    solver : Solvers

    Raises
    ------
    TimeLimitError
        When the time limit is reached.
    """
    layout = setup.layout(morning.day, setup.count if kind == "fan" else 1)
    return choose(setup, KINDS[kind](setup, morning, layout), layout, solver)


def choose(setup: Setup, d: Data, layout: Steps, solver: Solvers) -> Choice:
    """What a plan over given futures loads until the review.

    Raises
    ------
    TimeLimitError
        When the time limit is reached.
    """
    before = shared_steps(layout, setup.review)
    own = setup.touched.only(d)
    written = write(without_queues(own) if setup.is_large else own, setup.weights, shared_steps=before)
    found = solver.solve(written)
    if found.solution.outcome != "optimal":
        raise TimeLimitError(
            "The time limit was reached before a decision was found. Give more time, fewer futures or fewer days."
        )
    values, x = found.solution.values, found.written.columns
    listed = daily_loads(found.written, values, steps=before)
    length = layout.length[:before]
    sent = np.zeros_like(listed)
    sent[:, x.ship_leg, x.ship_good] = np.repeat(
        values[x.sent[:, :before]].mean(-1).T / length[:, None], length, axis=0
    )
    return Choice(listed, sent)


def _fan(setup: Setup, morning: Morning, layout: Steps) -> Data:
    """Many futures, each with its own access and numbers."""
    f = drawn(setup, morning, setup.count)
    return data(f.arrays, f.params, f.path, f.start, layout)


def _expected(setup: Setup, morning: Morning, layout: Steps) -> Data:
    """One future, whose needs and limits are the mean of those of the fan."""
    return merged(_fan(setup, morning, layout))


def _frozen(setup: Setup, morning: Morning, layout: Steps) -> Data:
    """One future: access as on the eve, numbers at their medians."""
    f = drawn(setup, morning, 1, is_middle=True)
    path = frozen(f.path, morning.outlook, morning.day)
    return data(f.arrays, f.params, path, f.start, layout)


def _shut(setup: Setup, morning: Morning, layout: Steps) -> Data:
    """One future: access as on the eve until the review, then closed for good."""
    d = _frozen(setup, morning, layout)
    later = layout.start >= setup.review
    return replace(
        d,
        open_days=_without(d.open_days, later),
        share_cap=_without(d.share_cap, later),
        road_cap=_without(d.road_cap, later),
        slot_cap=_without(d.slot_cap, later),
    )


def _without(x: Floats, steps_at: np.ndarray) -> Floats:
    out = x.copy()
    out[steps_at] = 0.0
    return out


KINDS: dict[str, Callable[[Setup, Morning, Steps], Data]] = {
    "fan": _fan,
    "frozen": _frozen,
    "expected": _expected,
    "closed_for_good": _shut,
}
"""Policies that plan, by name."""


def drawn(setup: Setup, morning: Morning, count: int, *, is_middle: bool = False) -> Futures:
    """Futures seen from a morning: situations go on from what was seen, numbers are drawn anew."""
    a, seed = setup.arrays, setup.seed + FUTURE_SEED
    middle = is_middle or setup.is_middle
    if morning.start is None:
        return futures(setup.prepared, setup.ids(morning.day, count), seed, middle=middle)
    ids = setup.ids(morning.day, count)
    values = middle_values(a.numbers, count) if middle else setup.values(morning.day, count)
    path = draw_onward(morning.outlook, a, day=morning.day, seed=seed, members=ids)
    start = morning.start.of(np.zeros(count, dtype=np.int64))
    return Futures(setup.prepared, setup.prepared.lowered.params(values), path, start, morning.day)


def merged(d: Data) -> Data:
    """One future whose needs, openings and limits are the mean of those of many.

    What nothing limits is taken as what the trucks there are could carry, so that a way that is open half of the time
    counts for half; where trucks have no limit either, it has none as soon as it is open at all.
    """
    d = _finite(d)
    means: dict[str, Any] = {}
    for f in fields(Data):
        x = getattr(d, f.name)
        if isinstance(x, np.ndarray) and x.dtype == np.float64 and x.shape[-1] == d.futures:
            means[f.name] = _mean(x)
        elif isinstance(x, np.ndarray) and x.dtype == np.int64 and x.shape[-1] == d.futures:
            means[f.name] = whole_days(x.mean(-1, keepdims=True))
    means["late"] = {key: _mean(x) for key, x in d.late.items()}
    start = Start(**{f.name: _mean(getattr(d.start, f.name)) for f in fields(Start)})
    means["start"] = start
    return replace(d, **means)


def _mean(x: Floats) -> Floats:
    """Mean over the last axis; without limit where any is."""
    endless = x >= BIG / 10
    mean = np.where(endless, 0.0, x).mean(-1, keepdims=True)
    found: Floats = np.where(endless.any(-1, keepdims=True), BIG, mean)
    return found


def _finite(d: Data) -> Data:
    """Limits of ways and permissions in numbers where trucks make them so, none where a way is closed."""
    trips = _trips(d)
    a = d.arrays
    payload = np.where(a.leg_payload < BIG, a.leg_payload, 1.0)[:, None]
    tonnes = np.where(trips < BIG, trips * payload, BIG)
    share = np.minimum(d.share_cap, _times(tonnes[:, :, None], d.open_days))
    pools = d.pool_cap.copy()
    for o, covered in enumerate(d.pool_cover):
        legs = np.flatnonzero(covered.any(1))
        is_open = np.where(covered[None, :, :, None], d.open_days, 0.0).max(2, initial=0.0)
        could = _times(trips if a.pool_trucks[o] else tonnes, is_open)[:, legs]
        endless = (could >= BIG).any(1)
        pools[:, o] = np.minimum(
            pools[:, o], np.where(endless, BIG, np.where(could >= BIG, 0.0, could).sum(1))
        )
    return replace(d, share_cap=share, pool_cap=pools, narrow=np.ones_like(d.narrow))


def _trips(d: Data) -> Floats:
    """Most loaded trucks a day that can leave on each leg, (I, L, B); BIG where trucks have no limit."""
    a, start = d.arrays, d.start
    own = start.home + start.back.sum(0)
    away = start.out + start.back_leg.sum(0) + start.due_trucks.sum(0) + start.held_trucks
    has = a.leg_fleet >= 0
    own = np.array(own)
    np.add.at(own, a.leg_fleet[has], away[has])
    length = d.steps.length[:, None, None]
    rounds = np.ceil(length / np.maximum(1, d.lead + d.homeward)) / length  # (I, L, B or 1)
    out = np.full((d.steps.count, len(a.leg_from), d.futures), BIG)
    out[:, has] = rounds[:, has] * own[a.leg_fleet[has]]
    return out


def _times(cap: Floats, days: Floats) -> Floats:
    """A limit a day over days; none where there is none a day and a day is open."""
    wide = cap >= BIG
    found: Floats = np.where(wide & (days > 0), BIG, np.where(wide, 0.0, cap) * days)
    return found


__all__ = ["KINDS", "Choice", "Morning", "Setup", "Solvers", "choose", "counted", "decide", "drawn", "merged"]

"""Steps of a plan: single days first, longer ones later; what is sent in one step arrives in which.

Within a step of several days every flow is spread evenly over its days.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from corridor.errors import UsageError
from corridor.model.arrays import Floats, Ints


@dataclass(frozen=True, slots=True)
class Steps:
    """Runs of days from the first day of a plan on.

    Attributes
    ----------
    first : int
        Number of the first day within the case.
    length : array (J,)
        Days of each step, at least 1.
    """

    first: int
    length: Ints

    @property
    def count(self) -> int:
        """Number of steps, J."""
        return len(self.length)

    @property
    def days(self) -> int:
        """Number of days, D."""
        return int(self.length.sum())

    @property
    def start(self) -> Ints:
        """First day of each step, counted from the first day of the plan, (J,)."""
        return np.cumsum(self.length) - self.length

    @property
    def of_day(self) -> Ints:
        """Step of each day, (D,)."""
        return np.repeat(np.arange(self.count), self.length)

    @property
    def is_daily(self) -> bool:
        """Whether every step is one day."""
        return bool((self.length == 1).all())

    def sums(self, daily: Floats) -> Floats:
        """Sums over the days of each step: (D, ...) to (J, ...)."""
        return np.add.reduceat(daily, self.start, axis=0)

    def means(self, daily: Floats) -> Floats:
        """Means over the days of each step: (D, ...) to (J, ...)."""
        return self.sums(daily) / self.length.reshape(-1, *[1] * (daily.ndim - 1))

    def after(self, delay: int) -> Floats:
        """Share of what flows evenly in step i that comes `delay` days later in step j, (J, J); the rest comes beyond.

        Examples
        --------
        >>> Steps(0, np.array([1, 1, 2])).after(1).tolist()
        [[0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [0.0, 0.0, 0.5]]
        """
        return self.landing(np.arange(self.days) + delay)

    def landing(self, day: Ints) -> Floats:
        """Share of what flows evenly in step i that lands in step j, from the day on which that of each day lands."""
        out = np.zeros((self.count, self.count))
        there = (day >= 0) & (day < self.days)
        share = 1.0 / self.length[self.of_day]
        np.add.at(out, (self.of_day[there], self.of_day[day[there]]), share[there])
        return out


def steps(first: int, days: int, *, daily: int = 14, coarse: int = 7) -> Steps:
    """Steps over a number of days: single days, then runs of `coarse` days; the last may be shorter.

    Parameters
    ----------
    first : int
        Number of the first day within the case.
    days : int, at least 1
        Days of the plan.
    daily : int, at least 1
        Days planned one by one.
    coarse : int, at least 1
        Days of each later step.

    Raises
    ------
    UsageError
        For anything below 1.

    Examples
    --------
    >>> steps(0, 12, daily=3, coarse=7).length.tolist()
    [1, 1, 1, 7, 2]
    """
    if min(days, daily, coarse) < 1:
        raise UsageError(
            f"A plan needs at least one day a step; got {days} days, {daily} single, runs of {coarse}."
        )
    single = min(daily, days)
    return Steps(first, np.concatenate([np.ones(single, dtype=np.int64), _runs(days - single, coarse)]))


FAN = (7, 14, 28)
"""Days of the steps of a fan after its first ones; the last length goes on."""


def fan_steps(first: int, days: int, *, near: tuple[int, ...]) -> Steps:
    """Steps of a fan of futures: the first as given, then a week, a fortnight, and runs of four weeks.

    Many futures make a large program, and only what is loaded before the review is carried out: what comes later says
    what a stock is worth (`benchmarks/RESULTS_FAN.md` holds lists of loads found so against those of finer steps).

    Parameters
    ----------
    first : int
        Number of the first day within the case.
    days : int, at least 1
        Days of the plan.
    near : tuple of int, each at least 1
        Days of the first steps: single days until the review and until what leaves before it has arrived, or the days
        until the review as one.

    Raises
    ------
    UsageError
        For anything below 1.

    Examples
    --------
    >>> fan_steps(0, 84, near=(7,)).length.tolist()
    [7, 7, 14, 28, 28]
    >>> fan_steps(0, 20, near=(1, 1, 1)).length.tolist()
    [1, 1, 1, 7, 10]
    """
    if min(days, *near) < 1:
        raise UsageError(f"A plan needs at least one day a step; got {days} days, {near} first.")
    found: list[int] = []
    while (left := days - sum(found)) > 0:
        at = len(found)
        ask = near[at] if at < len(near) else FAN[min(at - len(near), len(FAN) - 1)]
        found.append(min(ask, left))
    return Steps(first, np.array(found, dtype=np.int64))


def _runs(days: int, length: int) -> Ints:
    """Runs of a length over some days; the last may be shorter."""
    return np.array([length] * (days // length) + [days % length] * (days % length > 0), dtype=np.int64)

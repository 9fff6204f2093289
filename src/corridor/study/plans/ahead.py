"""The horizon check: whether what is loaded first hangs on where the plan ends."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass

import numpy as np

from corridor.model.arrays import Floats
from corridor.plan.highs import Solver
from corridor.plan.orders import daily_loads
from corridor.study.plans.make import Draft, horizon, shared_steps, solve_for
from corridor.study.plans.words import Names

FACTOR = 1.5
TOLD = 0.10
"""Change of what is loaded until the review, as a share of the larger mass, above which it is flagged."""
DUST = 1e-3
"""Tonnes below which a change is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Loads of one commodity on one route until the review, under the plan and under the longer one, t."""

    route: str
    commodity: str
    t: float
    t_longer: float

    @property
    def share(self) -> float:
        """Change as a share of the larger of the two."""
        most = max(self.t, self.t_longer)
        return abs(self.t_longer - self.t) / most if most else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class HorizonCheck:
    """What a longer horizon would load until the review.

    Attributes
    ----------
    days, days_longer : int
        Of the plan and of the longer one; the same where the case reaches no further.
    is_whole : bool
        Whether the longer one has 1.5 times the days: else the case ends before.
    last : date
        Last day of the longer one.
    changes : tuple of Change
        Of more than a tenth, the largest mass first.
    """

    days: int
    days_longer: int
    is_whole: bool
    last: dt.date
    changes: tuple[Change, ...]

    def plain(self) -> dict[str, object]:
        """Plain values."""
        return {
            "days": self.days,
            "days_longer": self.days_longer,
            "is_whole": self.is_whole,
            "last_day": str(self.last),
            "changes": [
                {
                    "route": c.route,
                    "commodity": c.commodity,
                    "t": c.t,
                    "t_longer": c.t_longer,
                    "share": c.share,
                }
                for c in self.changes
            ],
        }


def check_horizon(made: Draft, *, time_limit: float | None = None) -> HorizonCheck:
    """Solve a plan again at 1.5 times its horizon, as far as the case reaches, and compare what is loaded first.

    Parameters
    ----------
    made : Draft
    time_limit : float, optional
        Seconds.

    Raises
    ------
    TimeLimitError, FloorError
        When the longer plan is not found in time, or cannot keep the floor of the shorter one.
    """
    run, prepared = made.plan.run, made.futures.prepared
    a = prepared.arrays
    asked = math.ceil(FACTOR * run.days)
    longer = min(asked, a.count - a.origin)
    last = a.days.day(a.origin + longer - 1)
    if longer <= run.days:
        return HorizonCheck(days=run.days, days_longer=run.days, is_whole=False, last=last, changes=())
    layout = horizon(prepared, longer, run.review_days, futures=run.futures, by_day=_chose_days(made))
    solver = Solver(method="choose", time_limit=time_limit)
    solved = solve_for(
        made.futures, layout, made.weights, review=run.review_days, floor=run.floor, solver=solver
    )
    then = daily_loads(solved.written, solved.solution.values, steps=shared_steps(layout, run.review_days))
    return HorizonCheck(
        days=run.days,
        days_longer=longer,
        is_whole=longer == asked,
        last=last,
        changes=_changes(made, _by_route(made, made.plan.loads), _by_route(made, then)),
    )


def _chose_days(made: Draft) -> bool:
    return int(made.solved.written.data.steps.length[0]) == 1


def _by_route(made: Draft, listed: Floats) -> Floats:
    """Mass loaded by route and commodity, (R, C), t."""
    a = made.plan.arrays
    out = np.zeros((len(a.labels.routes), len(a.labels.commodities)))
    np.add.at(out, a.leg_route, listed.sum(0) * a.kg)
    return out


def _changes(made: Draft, now: Floats, then: Floats) -> tuple[Change, ...]:
    n = made.plan.arrays.labels
    listed = [
        Change(route=n.routes[r], commodity=n.commodities[c], t=float(now[r, c]), t_longer=float(then[r, c]))
        for r, c in np.argwhere(np.abs(then - now) > DUST)
    ]
    return tuple(sorted((c for c in listed if c.share > TOLD), key=lambda c: -abs(c.t_longer - c.t)))


def horizon_lines(check: HorizonCheck, names: Names) -> list[str]:
    """What the check says, as lines a person reads."""
    if check.days_longer <= check.days:
        return [f"Horizon: the case ends on {check.last}, with the plan; a longer one could not be tried."]
    reach = (
        f"{check.days_longer} days" if check.is_whole else f"{check.days_longer} days, where the case ends"
    )
    if not check.changes:
        return [f"Horizon: planned over {reach}, no load until the review changes by more than {TOLD:.0%}."]
    return [
        f"Horizon: planned over {reach}, these loads until the review change by more than {TOLD:.0%}:",
        *(
            f"  {names('routes', c.route)}, {names('commodities', c.commodity)}: {c.t:,.1f} t, then {c.t_longer:,.1f} t"
            for c in check.changes
        ),
    ]

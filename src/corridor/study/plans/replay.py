"""A plan followed by the engine: under its own access the same stocks, under other access what breaks."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from corridor.access import paths as ap
from corridor.errors import EngineError, UsageError
from corridor.forecast.block import Path
from corridor.forecast.ensemble import prepare
from corridor.forecast.follow import Followed, follow
from corridor.model.arrays import Arrays, Floats
from corridor.model.checks.codes import nearest
from corridor.model.model import Model
from corridor.plan.weights import TIERS
from corridor.result.orders import Orders
from corridor.study.plans.futures import frozen
from corridor.study.plans.make import FUTURE_SEED, Draft

DUST = 1e-6
OWN, FROZEN = "own", "frozen"


@dataclass(frozen=True, slots=True, kw_only=True)
class NotSent:
    """Goods that a plan loads and that could not leave, mean over the futures."""

    date: dt.date
    route: str
    fleet: str
    commodity: str
    t: float
    t_planned: float
    futures: int
    """In how many futures something stayed behind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortMore:
    """By how much more a tier of a need is short on a day than under the plan's own access, mean over the futures."""

    date: dt.date
    place: str
    need: str
    tier: str
    amount: float
    unit: str
    futures: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """A plan followed by the engine.

    Attributes
    ----------
    access : str
        Under which access: `own`, `frozen`, the name of a scenario, or a situation that was forced.
    largest_difference : float or None
        Under its own access: of stocks at the close between plan and engine, relative to the largest stock of the place
        and commodity (at least 1), over the days planned one by one.
    days_compared : int
        Days over which that was looked at.
    not_sent : tuple of NotSent
    short_more : tuple of ShortMore
    """

    access: str
    largest_difference: float | None
    days_compared: int
    not_sent: tuple[NotSent, ...]
    short_more: tuple[ShortMore, ...]

    def plain(self) -> dict[str, Any]:
        """Plain values."""
        return asdict(self)


def replay(
    made: Draft, *, scenario: str | None = None, is_frozen: bool = False, situation: str | None = None
) -> Replay:
    """Follow a plan to the letter, as far as the days allow.

    Until the review every future loads the whole list, after it what the plan foresaw in it. What cannot be done is
    left undone and never made up for: no dispatcher would do so; it shows where the plan breaks, not what would happen.

    Parameters
    ----------
    made : Draft
    scenario : str, optional
        Access of a scenario of the case from the origin on, under the plan's own draws of the numbers.
    is_frozen : bool
        Access as it stands at the origin, kept to the end.
    situation : str, optional
        A situation that its group of routes is in from the origin on, such as a closed one.

    Returns
    -------
    Replay
        Under its own access (nothing asked for) the stocks are those of the plan to 1e-6 over the days planned one by
        one, and nothing stays behind. Longer steps spread their loads evenly and are not compared.

    Raises
    ------
    UsageError
        When several are asked for, or a name is not known.
    """
    asked = [x for x in (scenario, FROZEN if is_frozen else None, situation) if x is not None]
    if len(asked) > 1:
        raise UsageError("Follow a plan under one access at a time: a scenario, frozen, or one situation.")
    own = _follow(made, made.futures.path, made.plan.orders)
    if not asked:
        days = _single_days(made)
        return Replay(
            access=OWN,
            largest_difference=_difference(made, own, days),
            days_compared=days,
            not_sent=_not_sent(made, _behind(made.plan.orders, own)[:days], made.plan.orders),
            short_more=(),
        )
    listed = _listed(made)
    other = _follow(made, _path(made, scenario, situation, is_frozen=is_frozen), listed)
    behind = _behind(listed, other)
    rest = slice(len(made.plan.loads), None)  # a longer step spreads its loads over days that are closed, too
    behind[rest] = np.maximum(0.0, behind[rest] - _behind(made.plan.orders, own)[rest])
    return Replay(
        access=asked[0],
        largest_difference=None,
        days_compared=0,
        not_sent=_not_sent(made, behind, listed),
        short_more=_short_more(made, own, other),
    )


def access_named(model: Model, name: str) -> dict[str, Any]:
    """What `replay` is asked for by one name: `own`, `frozen`, a scenario of the case, or a situation.

    Raises
    ------
    UsageError
        When no scenario and no situation has the name, or both have.
    """
    if name in (OWN, FROZEN):
        return {"is_frozen": True} if name == FROZEN else {}
    scenarios = [str(s.scenario) for s in model.scenarios]
    situations = [s.situation for s in model.situations]
    if name in scenarios and name in situations:
        raise UsageError(
            f'"{name}" is a scenario of the case and a situation: which of them to follow the plan under is not said. '
            "Rename one of the two."
        )
    if name in scenarios:
        return {"scenario": name}
    if name in situations:
        return {"situation": name}
    near = nearest(name, [OWN, FROZEN, *scenarios, *situations])
    raise UsageError(
        f'"{name}" is neither a scenario nor a situation of the case.{near} '
        f"Scenarios: {', '.join(scenarios) or 'none'}. Situations: {', '.join(situations) or 'none'}. "
        f"{FROZEN} is access as it stands at the origin, {OWN} that of the plan."
    )


def _follow(made: Draft, path: Path, orders: Orders) -> Followed:
    f, d = made.futures, made.solved.written.data
    return follow(f.arrays, f.params, path, d.start, orders, first=made.plan.first, days=d.steps.days)


def _listed(made: Draft) -> Orders:
    """The orders with what was decided: until the review every future loads the whole list."""
    sent = made.plan.orders.sent.copy()
    sent[: len(made.plan.loads)] = made.plan.loads[..., None]
    return replace(made.plan.orders, sent=sent)


def _behind(orders: Orders, done: Followed) -> Floats:
    """What of the orders stayed behind, (D, L, C, B) own unit; rounding is none."""
    ordered = np.broadcast_to(orders.sent, done.sent.shape)
    behind = ordered - done.sent
    return np.where(behind > np.maximum(DUST, DUST * ordered), behind, 0.0)


def _single_days(made: Draft) -> int:
    """Days planned one by one before the first longer step."""
    longer = np.flatnonzero(made.solved.written.data.steps.length > 1)
    steps = made.solved.written.data.steps
    return steps.days if not len(longer) else int(steps.start[longer[0]])


def _difference(made: Draft, done: Followed, days: int) -> float:
    written, x = made.solved.written, made.solved.written.columns
    daily = done.block.daily
    if daily is None:
        raise EngineError("The engine kept no days.")
    first = made.plan.first
    stock = daily.stock[first : first + days][:, x.stock_place, x.stock_good].transpose(1, 0, 2)
    meant = made.solved.solution.values[x.stock][:, :days]
    largest = np.maximum(1.0, np.abs(meant).max(axis=(1, 2), initial=0.0))[:, None, None]
    busy = ~written.data.free[:days, x.stock_place, x.stock_good].T[..., None]
    return float((np.abs(stock - meant) / largest * busy).max(initial=0.0))


def _path(made: Draft, scenario: str | None, situation: str | None, *, is_frozen: bool) -> Path:
    f = made.futures
    if is_frozen:
        return frozen(f.path, f.prepared.outlook, f.first)
    if situation is not None:
        return forced(f.arrays, f.path, situation, f.first)
    run = made.plan.run
    prepared = prepare(
        made.model,
        origin=run.origin,
        scenario=scenario,
        policy="pull",
        hindsight=run.hindsight,
        known_by=run.known_by,
    )
    theirs, ours = prepared.arrays.labels, f.arrays.labels
    if (theirs.groups, theirs.situations) != (ours.groups, ours.situations):
        raise UsageError(
            f'The scenario "{scenario}" has other situations than the plan: make a plan under it.'
        )
    drawn = ap.draw(prepared.outlook, prepared.arrays, run.seed + FUTURE_SEED, np.arange(f.count))
    path = f.path.copy()
    path[f.first :] = drawn[f.first :]
    return path


def forced(a: Arrays, path: Path, situation: str, day: int) -> Path:
    """A path on which one group is in a situation from a day on.

    Raises
    ------
    UsageError
        When no situation of the case has the name.
    """
    if situation not in a.labels.situations:
        near = nearest(situation, a.labels.situations)
        raise UsageError(f'No situation is called "{situation}".{near}')
    spot = a.labels.situations.index(situation)
    group = int(np.searchsorted(a.group_first, spot, side="right")) - 1
    out = path.copy()
    out[day:, group] = spot - a.group_first[group]
    return out


def _not_sent(made: Draft, behind: Floats, orders: Orders) -> tuple[NotSent, ...]:
    """What stayed behind by day, way and goods."""
    a, plan = made.plan.arrays, made.plan
    behind = behind * a.kg[:, None]
    mean = behind.mean(-1)
    whole = (orders.sent * a.kg[:, None]).mean(-1)
    found = []
    for day, leg, c in np.argwhere(mean > DUST):
        fleet = a.labels.fleets[a.leg_fleet[leg]] if a.leg_fleet[leg] >= 0 else ""
        found.append(
            NotSent(
                date=plan.days.day(plan.first + int(day)),
                route=a.labels.routes[a.leg_route[leg]],
                fleet=fleet,
                commodity=a.labels.commodities[c],
                t=float(mean[day, leg, c]),
                t_planned=float(whole[day, leg, c]),
                futures=int((behind[day, leg, c] > 0).sum()),
            )
        )
    return tuple(found)


def _short_more(made: Draft, own: Followed, other: Followed) -> tuple[ShortMore, ...]:
    a, plan = made.plan.arrays, made.plan
    days = slice(plan.first, plan.first + plan.run.days)
    if own.block.daily is None or other.block.daily is None:
        raise EngineError("The engine kept no days.")
    more: Floats = np.maximum(0.0, other.block.daily.short[days] - own.block.daily.short[days])
    largest = np.maximum(made.futures.params.need.max(axis=(0, 3)), 1.0)[None, :, :, None]
    found = np.argwhere(more.mean(-1) > DUST * largest)
    return tuple(
        ShortMore(
            date=plan.days.day(plan.first + int(day)),
            place=a.labels.places[p],
            need=a.labels.needs[n],
            tier=TIERS[tier],
            amount=float(more[day, p, n, tier].mean()),
            unit=a.labels.need_units[n],
            futures=int((more[day, p, n, tier] > 0).sum()),
        )
        for day, p, n, tier in found
    )


__all__ = ["FROZEN", "OWN", "NotSent", "Replay", "ShortMore", "access_named", "forced", "replay"]

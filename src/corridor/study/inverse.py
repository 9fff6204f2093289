"""What would have to be true: the opening stock that each reported ration cut or stock-out would require.

A forecast that rests on assumed stocks says less than its inverse: given a date that was reported, how
much must have been in store for the model to reach it, all other draws and the path as they are.
Observations stay outputs: nothing here feeds a run.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corridor.access.paths import Path, draw
from corridor.errors import EngineError, UsageError
from corridor.forecast.block import Block, Engine
from corridor.forecast.ensemble import (
    EngineName,
    Prepared,
    blocks_of,
    engine_for,
    prepare,
    scale_opening,
    work_of,
)
from corridor.io.given import takes_case
from corridor.measure.kinds import Band, Chance, plain
from corridor.model.arrays import PROCESS, Arrays, Params, Policy
from corridor.model.model import Model
from corridor.model.numbers import draw_values
from corridor.model.seen import Observation

Floats = NDArray[np.float64]

KINDS = ("stock_out", "ration_cut", "service_stops")
MEMBERS = 50
BLOCK = 32
STEPS = 12
LARGEST = 256.0
TOLERANCE = 1.006
"""Factors nearer than this are one: twice what the bisection can tell apart."""
EMPTY_DAYS = 0.01
"""A store of one commodity, with what makes it, counts as empty below this many days of usual use."""


@dataclass(frozen=True, slots=True)
class Target:
    """An observation as days: something first happens at the earliest on `first`, at the latest on `last`."""

    observation: Observation
    first: int
    last: int
    need: int | None
    commodity: int | None
    place: int | None


@dataclass(frozen=True, slots=True)
class Required:
    """The opening stock that an observation would require, in days of usual use.

    `held` is what the case holds; `at_least` and `less_than` bound what would have to be true (one day of use
    apart for a date that is exact). Members in which no stock brings the date about are left out of both:
    `too_early` is the chance that it comes before, whatever the stock (an empty store cannot be multiplied),
    `too_late` that it does not come by then even with empty stores. In the share `jumps` no stock hits the
    date: at the one given, the first such day jumps from before it to after it. `commodities` are those
    whose stocks were multiplied; `factor` is the middle multiple of what the case holds.
    """

    observation: str
    kind: str
    maps_to: str
    place: str
    start: dt.date
    end: dt.date
    commodities: tuple[str, ...]
    held: Band
    at_least: Band | None
    less_than: Band | None
    factor: float | None
    too_early: Chance
    too_late: Chance
    jumps: Chance
    claims: tuple[str, ...]

    def plain(self) -> dict[str, Any]:
        """All fields as plain values, ready for JSON."""
        return {name: plain(getattr(self, name)) for name in self.__slots__}


def targets(model: Model, arrays: Arrays) -> tuple[Target, ...]:
    """Observations that say when something first ran short, and that the run reaches, in table order."""
    found = (_target(row, arrays) for row in model.observations if row.kind in KINDS and row.maps_to)
    return tuple(t for t in found if t is not None)


def _target(row: Observation, arrays: Arrays) -> Target | None:
    labels, days = arrays.labels, arrays.days
    start = days.number(row.start)
    end = start if row.end is None else days.number(row.end)
    first, last = {
        "by": (arrays.origin, end),
        "from": (start, start),
        "between": (start, end),
    }.get(row.censoring, (start, end))
    if start < arrays.origin or last >= arrays.count:
        return None
    need = labels.needs.index(row.maps_to) if row.maps_to in labels.needs else None
    commodity = labels.commodities.index(row.maps_to) if row.maps_to in labels.commodities else None
    place = labels.places.index(row.place) if row.place in labels.places else None
    if commodity is not None and need is None and not _has_a_store(arrays, commodity, row.kind):
        need, commodity = _served_most(arrays, commodity), None
    if need is None and commodity is None:
        return None
    return Target(row, first, last, need, commodity, place)


def _has_a_store(arrays: Arrays, commodity: int, kind: str) -> bool:
    """Whether a stock-out of a commodity can be read from stores: its own, or those of what makes it."""
    made = np.isin(commodity, arrays.out_commodity)
    return kind == "stock_out" and bool(arrays.storable[commodity] or made)


def _served_most(arrays: Arrays, commodity: int) -> int | None:
    """The need of which a commodity may give the largest share; None if it serves none itself."""
    best, most = None, 0.0
    for n in range(len(arrays.labels.needs)):
        for k in range(arrays.sat_start[n], arrays.sat_start[n + 1]):
            if arrays.sat_commodity[k] == commodity and arrays.sat_max[k] > most:
                best, most = n, float(arrays.sat_max[k])
    return best


def places_of(arrays: Arrays, p: Params, target: Target) -> NDArray[np.bool_]:
    """Places an observation speaks of, (P,): the one it names, or all that use what it is about."""
    epoch = int(arrays.epoch[arrays.origin])
    use = p.use[epoch, :, target.commodity] if target.need is None else p.need[epoch, :, target.need]
    found: NDArray[np.bool_] = use.max(axis=-1) > 0
    if target.place is not None:
        found &= np.arange(len(found)) == target.place
    return found


def worth_of(arrays: Arrays, target: Target) -> Floats:
    """What a unit of each stock counts, (P, C): content for the need, or what of the commodity it makes."""
    worth = np.zeros((len(arrays.labels.places), len(arrays.labels.commodities)))
    if target.need is None:
        worth[:, target.commodity] = 1.0
        return _through_processes(arrays, worth)
    of = arrays.worth_need == target.need
    worth[arrays.worth_place[of], arrays.worth_commodity[of]] = arrays.worth[of]
    return worth


def _through_processes(arrays: Arrays, worth: Floats) -> Floats:
    """Worth of the first-listed input of each process from that of its outputs, last process first."""
    for q in arrays.step_index[arrays.step_kind == PROCESS][::-1]:
        place, first = arrays.proc_place[q], arrays.in_start[q]
        if first == arrays.in_start[q + 1]:
            continue
        out = slice(arrays.out_start[q], arrays.out_start[q + 1])
        made = (worth[place, arrays.out_commodity[out]] * arrays.out_amount[out]).sum()
        c = arrays.in_commodity[first]
        worth[place, c] = max(worth[place, c], made / arrays.in_amount[first])
    return worth


def counted(p: Params) -> Floats:
    """The stock that later days start from, (P, C, B): the opening, or a later count where there is one."""
    width = max([p.opening.shape[-1], *(c.amount.shape[-1] for c in p.changes if c.reset)])
    stock = np.broadcast_to(p.opening, (*p.opening.shape[:2], width)).copy()
    for change in p.changes:
        if change.reset:
            stock[change.place, change.commodity] = change.amount
    return stock


def days_held(arrays: Arrays, p: Params, target: Target, members: int) -> Floats:
    """Days of usual use that the stocks of a target hold, over its places together; (member,).

    `sum of stock x worth / N` for a need, of its part of what needs share; `sum of stock x worth / usual daily use` for
    a commodity.
    """
    epoch, rows = int(arrays.epoch[arrays.origin]), places_of(arrays, p, target)
    use = p.use[epoch, :, target.commodity] if target.need is None else p.need[epoch, :, target.need]
    if target.need is None:
        held = (counted(p) * worth_of(arrays, target)[..., None])[rows].sum(axis=(0, 1))
    else:
        own = np.flatnonzero((arrays.worth_need == target.need) & rows[arrays.worth_place])
        each = p.counted[epoch if len(p.counted) > 1 else 0, own]
        held = (counted(p)[arrays.worth_place[own], arrays.worth_commodity[own]] * each).sum(axis=0)
    total = use[rows].sum(axis=0)
    return np.asarray(np.broadcast_to(held / total, members), dtype=np.float64)


def first_day(arrays: Arrays, p: Params, target: Target, rows: NDArray[np.bool_], block: Block) -> Floats:
    """The day on which what was observed first happens in each run, (member,); T if it does not."""
    if target.need is not None:
        rationed = target.observation.kind == "ration_cut"
        first = block.first_rationing if rationed else block.first_stock_out
        return np.asarray(first[rows, target.need].min(axis=0), dtype=np.float64)
    if block.daily is None:
        raise EngineError("A stock-out of one commodity is read from daily stocks; keep them.")
    use = p.use[arrays.epoch, :, target.commodity][:, rows]
    worth = worth_of(arrays, target)[rows]
    some_worth = worth.max(axis=0) > 0
    held = (block.daily.stock[:, rows][:, :, some_worth] * worth[:, some_worth, None]).sum(axis=2)
    empty = held <= EMPTY_DAYS * use
    empty[: arrays.origin] = False
    some = empty.any(axis=1)
    return np.where(some.any(axis=0), some.argmax(axis=0), arrays.count).astype(np.float64)


def smallest(reaches: Callable[[Floats], NDArray[np.bool_]], count: int, *, steps: int = STEPS) -> Floats:
    """The smallest factor from which on `reaches` is true, one a run, by bisection of its logarithm.

    Parameters
    ----------
    reaches : function of (run,) factors
        Must not turn false again as a factor grows.
    count : int
        Number of runs.
    steps : int
        Halvings of the 16 doublings between a 256th and 256 times; 12 find the factor to 0.3 %.

    Returns
    -------
    (run,) array
        0 where it is true at 0; infinite where it is false at 256 times.

    Examples
    --------
    >>> import numpy as np
    >>> smallest(lambda x: x >= np.array([0.0, 3.0, 1e9]), 3).round(2).tolist()
    [0.0, 3.0, inf]
    """
    top = np.log2(LARGEST)
    low, high = np.full(count, -top), np.full(count, top)
    never, always = ~reaches(np.full(count, LARGEST)), reaches(np.zeros(count))
    for _ in range(0 if (never | always).all() else steps):
        middle = (low + high) / 2
        good = reaches(np.exp2(middle))
        low, high = np.where(good, low, middle), np.where(good, middle, high)
    return np.where(always, 0.0, np.where(never, np.inf, np.exp2(high)))


@dataclass(frozen=True, slots=True)
class _Runs:
    """Draws and paths of the members, and the engine that runs them."""

    prepared: Prepared
    values: Floats
    path: Path
    engine: Engine

    @property
    def count(self) -> int:
        return int(self.path.shape[-1])


def _factors(runs: _Runs, target: Target, span: tuple[int, int]) -> Floats:
    """Smallest factors, (2, members of the span), that put the first day past what was observed.

    First on or after the earliest day, then after the latest. The parameters are made once; every step of the
    bisection runs the same members with other stocks.
    """
    arrays = runs.prepared.arrays
    here = slice(*span)
    values, path = np.tile(runs.values[:, here], 2), np.tile(runs.path[..., here], 2)
    p = runs.prepared.lowered.params(values)
    rows = places_of(arrays, p, target)
    mask = (worth_of(arrays, target) > 0) & rows[:, None]
    goal = np.repeat([target.first, target.last + 1], span[1] - span[0])

    def reaches(factor: Floats) -> NDArray[np.bool_]:
        stocks = scale_opening(p, np.where(mask[..., None], factor, 1.0))
        block = runs.engine.run(arrays, stocks, path, keep_daily=target.need is None)
        return first_day(arrays, p, target, rows, block) >= goal

    return smallest(reaches, len(goal)).reshape(2, -1)


def _required(runs: _Runs, target: Target, factors: Floats) -> Required | None:
    arrays, row = runs.prepared.arrays, target.observation
    p = runs.prepared.lowered.params(runs.values)
    if not places_of(arrays, p, target).any():
        return None
    held = days_held(arrays, p, target, runs.count)
    least, most = factors
    can = np.isfinite(least) & (most > 0)
    exact = can & np.isfinite(most)
    # without an upper end there is none, in whatever store: infinitely many times nothing is no number
    less_than = np.where(np.isfinite(most), np.where(np.isfinite(most), most, 0.0) * held, np.inf)
    unit = "days of usual use"
    used = (worth_of(arrays, target) > 0) & (counted(p).max(axis=-1) > 0)
    used &= places_of(arrays, p, target)[:, None]
    return Required(
        observation=row.observation,
        kind=row.kind,
        maps_to=row.maps_to or "",
        place=row.place or "",
        start=arrays.days.day(target.first),
        end=arrays.days.day(target.last),
        commodities=tuple(c for c, on in zip(arrays.labels.commodities, used.any(axis=0), strict=True) if on),
        held=Band.of(held, unit),
        at_least=Band.of((least * held)[can], unit) if can.any() else None,
        less_than=Band.of(less_than[can], unit) if can.any() else None,
        factor=float(np.median((least + most)[exact] / 2)) if exact.any() else None,
        too_early=Chance.of(np.isinf(least)),
        too_late=Chance.of(most <= 0),
        jumps=Chance.of(exact & (most <= least * TOLERANCE)),
        claims=row.claims,
    )


@takes_case
def inverse(
    model: Model,
    *,
    members: int = MEMBERS,
    seed: int | None = None,
    origin: dt.date | None = None,
    scenario: str | None = None,
    policy: Policy | None = None,
    hindsight: bool = False,
    known_by: dt.date | None = None,
    engine: EngineName = "auto",
    threads: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Required, ...]:
    """The opening stock that each reported ration cut or stock-out would require, in days of usual use.

    Parameters
    ----------
    model : Model
        A checked case with `observations` of kind stock_out, ration_cut or service_stops that map to a
        need or commodity.
    members : int
        Members; each keeps its draws and path and only the opening stocks, and later counts, that serve
        the need are multiplied by one factor.
    seed, origin, scenario, policy, hindsight, known_by, engine, threads
        As for a forecast.
    progress : callable (done, all), optional
        Called after each observation.

    Returns
    -------
    tuple of Required
        In the order of the observations the run reaches (with `hindsight`, on the access that was;
        otherwise on what the outlook draws). `at_least` is the smallest stock with which the
        first such day does not come before the observed one, `less_than` the smallest with which it comes
        after; by member, then as bands.

    Raises
    ------
    UsageError
        When there are no members, or no such scenario.
    """
    if members < 1:
        raise UsageError(f"Ask for one member at least; got {members}.")
    prepared = prepare(
        model, origin=origin, scenario=scenario, policy=policy, hindsight=hindsight, known_by=known_by
    )
    chosen = model.settings.seed if seed is None else seed
    ids = np.arange(members)
    values = draw_values(prepared.arrays.numbers, chosen, ids)
    path = draw(prepared.outlook, prepared.arrays, chosen, ids)
    wanted = targets(model, prepared.arrays)
    runs = _Runs(prepared, values, path, _engine(engine, prepared.arrays, members, len(wanted)))
    spans = list(blocks_of(members, BLOCK))
    found = []
    with ThreadPoolExecutor(threads or min(os.cpu_count() or 1, 8)) as pool:
        work = [[pool.submit(_factors, runs, target, span) for span in spans] for target in wanted]
        for i, (target, parts) in enumerate(zip(wanted, work, strict=True)):
            found.append(_required(runs, target, np.concatenate([part.result() for part in parts], axis=1)))
            if progress:
                progress(i + 1, len(wanted))
    return tuple(r for r in found if r is not None)


def _engine(name: EngineName, arrays: Arrays, members: int, count: int) -> Engine:
    """The engine for all runs together: each batch alone would seem too small for the compiled one."""
    return engine_for(name, work_of(arrays, 2 * members) * (STEPS + 2) * count)


would_have_to_be_true = inverse

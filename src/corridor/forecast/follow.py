"""Following orders: the law of the day with what a plan says is to be done, as far as the day allows.

The plain engine's own steps, in their order. What is ordered and cannot be done is left undone, never made up for.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from corridor.errors import EngineError
from corridor.forecast import day as law
from corridor.forecast import produce, send
from corridor.forecast.block import Block, Path
from corridor.forecast.state import State
from corridor.model.arrays import LINE, Arrays, Bools, Floats, Params
from corridor.result.orders import Orders
from corridor.result.start import Start, no_memory

EMPTY = 1e-9
"""Trucks beyond what goods fill that are rounding."""


@dataclass(frozen=True, slots=True)
class Followed:
    """What came of orders: sums and first days (`block`), the morning after the last day, and what was sent each day.

    In `block`, days before the first ordered one are empty. `sent` is (D, L, C, B), own unit.
    """

    block: Block
    end: Start
    sent: Floats


def follow(
    a: Arrays,
    p: Params,
    path: Path,
    start: Start,
    orders: Orders | None,
    *,
    first: int,
    days: int,
    keep_daily: bool = True,
    pull: bool = False,
) -> Followed:
    """Run some days from a morning on.

    Parameters
    ----------
    a, p : Arrays, Params
        The case.
    path : array (T, G, B)
        Situations of the whole case; the days run are read.
    start : Start
        The state on the first morning.
    orders : Orders, optional
        What is to be done on these days; none: nothing is sent.
    first, days : int
        First day, by its number within the case, and how many.
    keep_daily : bool
        Whether series by day are kept.
    pull : bool
        Whether each place asks for its target, as under policy `pull`, in the place of orders.

    Raises
    ------
    EngineError
        When the days are not within the case, or the orders do not cover them.
    """
    if first < 0 or days < 0 or first + days > a.count:
        raise EngineError(f"Days {first} to {first + days} are not within the case of {a.count} days.")
    if orders is not None and (orders.first > first or orders.first + orders.days < first + days):
        raise EngineError("The orders do not cover the days that are to be run.")
    members = start.members
    out = Block.empty(a, members, keep_daily=keep_daily)
    s = begin(a, p, start, first)
    plan, serve = send.Plan(a), law.Serve(a)
    sent = np.zeros((days, len(a.leg_from), len(a.labels.commodities), members))
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        for t in range(first, first + days):
            today = None if orders is None else _Today.of(orders, t)
            _one_day(a, p, path[t], t, s, plan, serve, out, today, pull=pull)
            sent[t - first] = s.sent
    out.lost[...] = s.flow["lost"]
    out.residual[...] = s.residual()
    out.closing[...] = s.stock
    return Followed(out, leave(a, s, first + days), sent)


@dataclass(frozen=True, slots=True)
class _Today:
    """The orders of one day."""

    sent: Floats
    trucks: Floats | None
    passed: Floats | None
    passed_trucks: Floats | None
    runs: Floats | None
    moved: Floats | None
    given: Floats | None

    @classmethod
    def of(cls, o: Orders, t: int) -> _Today:
        names = ("trucks", "passed", "passed_trucks", "runs", "moved", "given")
        rest = (getattr(o, n) for n in names)
        return cls(o.sent[t - o.first], *(None if x is None else x[t - o.first] for x in rest))


def _one_day(
    a: Arrays,
    p: Params,
    situation: Path,
    t: int,
    s: State,
    plan: send.Plan,
    serve: law.Serve,
    out: Block,
    today: _Today | None,
    *,
    pull: bool,
) -> None:
    e = int(a.epoch[t])
    access = plan.access(p, situation)
    if today is not None and today.passed is not None:
        law.arrive(a, p, situation, t, e, s, plan, access, out, gate=_gate(today))
    else:
        law.arrive(a, p, situation, t, e, s, plan, access, out)
    law.supply(a, p, situation, t, e, s, out)
    law.perish(p, s)
    ration, cover = law.rations(a, p, e, t, s, serve)
    if today is None or today.runs is None or today.moved is None:
        produce.run(a, p, situation, e, ration, s)
    else:
        _produce(a, p, situation, e, today.runs, today.moved, s)
    if today is None or today.given is None:
        given = law.distribute(a, p, ration, s, serve, out, t)
    else:
        ration, given = _distribute(a, p, e, today.given, s, out, t)
    empty = serve.is_empty(p, e, s.stock, ration, given)
    if pull:
        send.pull(a, p, situation, t, e, s, plan, access)
    elif today is not None:
        moves = np.array(np.broadcast_to(today.sent, (*today.sent.shape[:-1], s.members)))
        carried = a.route_class[a.leg_route][:, a.klass, None]
        moves = np.where((access[:, a.klass] > 0) & carried, moves, 0.0)
        if len(a.leg_from):
            left = send.Left(a, p, s, plan, access, situation)
            moves = send.limited(a, e, plan, moves, left, 0.0)
            send.go(a, p, t, s, plan, moves, _beside(a, p, e, s, plan, today, moves))
    law.close(a, e, s)
    law.keep(a, p, t, e, s, ration, cover, given, empty, out)


def _beside(
    a: Arrays, p: Params, e: int, s: State, plan: send.Plan, today: _Today, moves: Floats
) -> Floats | float:
    """Trucks ordered beyond those that the goods fill, as far as trucks, slots and fuel are left, (L, B)."""
    if today.trucks is None or not plan.has_fleet:
        return 0.0
    filled = send.trucks_for(a, moves)
    more = np.maximum(0.0, today.trucks - send.trucks_for(a, np.asarray(today.sent)))
    more = np.where(more > EMPTY, more, 0.0) * np.ones_like(filled)
    if not more.any():
        return 0.0
    one, every = np.ones((len(more), 1)), np.arange(len(more))
    home = np.maximum(0.0, s.home) * p.availability
    limits: list[tuple[Bools, Floats, Floats]] = [(a.leg_fleet == f, home[f], one) for f in set(a.leg_fleet)]
    limits += [
        (np.isin(every, legs), p.slots[x], one) for x, legs in enumerate(plan.over) if not a.crossing_queue[x]
    ]
    for base, c in {(int(a.leg_from[leg]), int(a.leg_fuel[leg])) for leg in np.flatnonzero(a.leg_fuel >= 0)}:
        if not a.unlimited[e, base, c]:
            left = s.stock[base, c] - moves[a.leg_from == base, c].sum(0)
            limits.append(((a.leg_from == base) & (a.leg_fuel == c), left, a.leg_fuel_per_truck[:, None]))
    for own, limit, size in limits:
        left = np.maximum(0.0, limit - (filled[own] * size[own]).sum(0))
        asked = (more[own] * size[own]).sum(0)
        more[own] *= np.where(asked > left, left / np.where(asked > 0, asked, 1.0), 1.0)
    return more


def _gate(today: _Today) -> tuple[Floats, Floats | None]:
    return np.asarray(today.passed), today.passed_trucks


def _produce(a: Arrays, p: Params, situation: Path, e: int, runs: Floats, moved: Floats, s: State) -> None:
    """Lines and processes as ordered, in listed order, as far as capacity, access and stocks allow."""
    lines = produce.line_capacity(a, p, situation)
    for kind, i in zip(a.step_kind, a.step_index, strict=True):
        if kind == LINE:
            wanted = np.broadcast_to(moved[i], (s.members,))
            produce.take_line(a, p, e, int(i), np.minimum(wanted, lines[i]), s)
        else:
            produce.take_process(
                a, int(i), np.minimum(np.broadcast_to(runs[i], (s.members,)), p.proc_cap[e, i]), s
            )


def _distribute(
    a: Arrays, p: Params, e: int, ordered: Floats, s: State, out: Block, t: int
) -> tuple[Floats, Floats]:
    """Hand out what was ordered, needs in the order in which they are served, as far as stocks allow.

    Needs of one rank that share a store share what it lacks, in proportion to what was ordered for each.
    """
    shape = (len(a.labels.places), len(a.labels.needs), s.members)
    ration, given = np.zeros(shape), np.zeros(shape)
    need = p.need[e]
    for group in np.unique(a.together):
        needs = a.serve_order[a.together == group]
        asked = [(n, k) for n in needs for k in range(a.sat_start[n], a.sat_start[n + 1])]
        wanted = {k: np.broadcast_to(ordered[:, k], (shape[0], s.members)) for _, k in asked}
        part = dict(law.parts(a, wanted, s.stock))
        for n, k in asked:
            c, v = a.sat_commodity[k], a.sat_value[k]
            take = np.maximum(0.0, np.minimum(s.stock[:, c], wanted[k] * part[c]))
            s.stock[:, c] -= take
            s.flow["distributed"][c] += take.sum(0)
            given[:, n] += take * v
            ration[:, n] += wanted[k] * v
            if out.daily:
                out.daily.handed[t][:, c] += take
    return np.minimum(ration, need), np.minimum(given, need)


def begin(a: Arrays, p: Params, start: Start, t: int) -> State:
    """The engine's state on a morning, from a start."""
    s = State.start(a, p, start.members, ahead=1 + max(len(start.due), len(start.back)))
    s.stock[...] = start.stock
    s.home[...] = start.home
    for h in range(len(start.due)):
        s.due[(t + h) % len(s.due)] = start.due[h]
        if s.due_trucks.shape[1]:
            s.due_trucks[(t + h) % len(s.due)] = start.due_trucks[h]
    if s.held.size:
        s.held[...] = start.held
        s.trucks_held[...] = start.held_trucks
    for h in range(len(start.back)):
        s.back[(t + h) % len(s.back)] = start.back[h]
        if s.back_leg.shape[1]:
            s.back_leg[(t + h) % len(s.back_leg)] = start.back_leg[h]
    if s.out.size:
        s.out[...] = start.out
    if s.memory.size:
        s.memory[...] = start.memory
    on_the_way = start.due.sum(0) + start.held
    s.way[...] = 0.0
    np.add.at(s.way, a.leg_to, on_the_way)
    s.flow["opening"][...] = s.stock.sum(0) + s.way.sum(0)
    return s


def leave(a: Arrays, s: State, t: int) -> Start:
    """The start of a morning, from the engine's state after the day before."""
    legs, goods, members = len(a.leg_from), len(a.labels.commodities), s.members
    ahead = (t + np.arange(len(s.due))) % len(s.due)
    ring = len(s.back)
    turn = [(t + h) % ring for h in range(ring)]
    return Start(
        stock=s.stock.copy(),
        due=s.due[ahead],
        due_trucks=s.due_trucks[ahead] if s.due_trucks.size else np.zeros((len(ahead), legs, members)),
        held=s.held.copy() if s.held.size else np.zeros((legs, goods, members)),
        held_trucks=s.trucks_held.copy() if s.trucks_held.size else np.zeros((legs, members)),
        home=s.home.copy(),
        back=s.back[turn],
        back_leg=s.back_leg[turn] if s.back_leg.shape[1] else np.zeros((ring, legs, members)),
        out=s.out.copy() if s.out.size else np.zeros((legs, members)),
        memory=s.memory.copy() if s.memory.size else no_memory(a, members),
    )


__all__ = ["Followed", "begin", "follow", "leave"]

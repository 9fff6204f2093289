"""The law of the day in plain numpy: the reference that every other engine is held to.

One function a step of `docs/theory/day.md`, in its order and under its names. Arrays have members last.
Sending stands in `send`, producing in `produce`; the drawing of paths and numbers is none of this room's business.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from corridor.forecast import produce, send
from corridor.forecast.block import ROUNDING, Block, Path
from corridor.forecast.state import State
from corridor.model.arrays import COVER, FIXED, Arrays, Floats, Ints, Params

Gate = tuple[Floats, Floats | None]
"""Goods (L, C, B) that are to be let through first, and the trucks (L, B) with them."""


class NumpyEngine:
    """The plain engine."""

    name = "numpy"

    def run(self, a: Arrays, p: Params, path: Path, *, keep_daily: bool) -> Block:
        """Run every day of the case for a block of members."""
        members = path.shape[-1]
        out = Block.empty(a, members, keep_daily=keep_daily)
        state = State.start(a, p, members)
        plan = send.Plan(a)
        serve = Serve(a)
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            for t in range(a.count):
                _one_day(a, p, path[t], t, state, plan, serve, out)
        out.lost[...] = state.flow["lost"]
        out.residual[...] = state.residual()
        out.closing[...] = state.stock
        return out


def _one_day(
    a: Arrays, p: Params, situation: Path, t: int, s: State, plan: send.Plan, serve: Serve, out: Block
) -> None:
    """One day for all members of the block; `situation` is (G, B)."""
    e = int(a.epoch[t])
    access = plan.access(p, situation)
    arrive(a, p, situation, t, e, s, plan, access, out)
    s.stock += p.supply[e]
    s.flow["supply"] += p.supply[e].sum(0)
    perish(p, s)
    ration, cover = rations(a, p, e, s.stock, serve)
    produce.run(a, p, situation, e, ration, s)
    given = distribute(a, p, ration, s, serve, out, t)
    if a.policy == "pull" and t >= a.origin:
        send.pull(a, p, situation, t, e, s, plan, access)
    close(a, e, s)
    keep(a, p, t, e, s, ration, cover, given, out)


def arrive(
    a: Arrays,
    p: Params,
    situation: Path,
    t: int,
    e: int,
    s: State,
    plan: send.Plan,
    access: Floats,
    out: Block,
    gate: Gate | None = None,
) -> None:
    """Step 2: counts and releases, trucks home, own goods, what is held, recorded deliveries and usual inflow.

    `gate` says what is to be let through first, and with how many trucks; without it all that waits shares.
    """
    for change in p.changes:
        if change.day == t and (t <= a.origin or not change.reset):
            before = s.stock[change.place, change.commodity] if change.reset else 0.0
            step = change.amount - before
            np.add.at(s.stock, (change.place, change.commodity), step)  # two holders may release on one day
            np.add.at(s.flow["reset"], change.commodity, step)
    _trucks_home(a, p, t, s, access)
    _own_goods(a, p, t, s, out)
    if s.held.size:
        _release(a, p, situation, t, s, plan, access, out, gate)
    came = _not_ours(a, p, situation, t, e, s.members)
    if came is not None:
        s.stock += came
        total = came.sum(0)
        s.flow["received"] += total
        if t >= a.origin:
            out.entered[...] += total


def _trucks_home(a: Arrays, p: Params, t: int, s: State, access: Floats) -> None:
    """Trucks due today come home, less those that do not; some wait until their way is open."""
    ring = s.back.shape[0]
    if s.home.size:
        s.home += p.return_share * s.back[t % ring]
        s.back[t % ring] = 0
    if s.out.size:
        share = p.return_share[np.maximum(a.leg_fleet, 0)]
        s.out += share * s.back_leg[t % ring]
        s.back_leg[t % ring] = 0
        is_open = (access > 0).any(1)
        come = np.where(is_open, s.out, 0.0)
        s.out -= come
        np.add.at(s.home, a.leg_fleet[a.leg_return_access], come[a.leg_return_access])


def _own_goods(a: Arrays, p: Params, t: int, s: State, out: Block) -> None:
    """What was sent `lead` days ago is due; a share is lost; the rest is held or enters stock."""
    today = t % len(s.due)
    for leg in range(len(a.leg_from)):
        due = s.due[today, leg]
        to = a.leg_to[leg]
        if p.leg_loss[leg].any():
            lost = due * p.leg_loss[leg]
            s.way[to] -= lost
            s.flow["lost"] += lost
            due = due - lost
        if a.leg_hold[leg]:
            s.held[leg] += due
            s.trucks_held[leg] += s.due_trucks[today, leg]
        else:
            s.stock[to] += due
            s.way[to] -= due
            if t >= a.origin:
                out.entered[...] += due
    s.due[today] = 0.0
    if s.due_trucks.size:
        s.due_trucks[today] = 0.0


def _release(
    a: Arrays,
    p: Params,
    situation: Path,
    t: int,
    s: State,
    plan: send.Plan,
    access: Floats,
    out: Block,
    gate: Gate | None = None,
) -> None:
    """What is held passes as access, caps, slots and room allow, in proportion, or as ordered."""
    queued = plan.queued[:, None, None]
    passes = np.where(queued & (access[:, a.klass] <= 0), 0.0, s.held)
    moves = passes.copy() if gate is None else np.minimum(passes, gate[0])
    moves = plan.scale_pools(p, situation, moves, _trucks_of(a, s, moves, gate), only=plan.queued)
    moves = plan.scale_slots(p, moves, _trucks_of(a, s, moves, gate), queue=True)
    room = np.maximum(0.0, a.storage[:, None] - (s.stock * a.kg[:, None]).sum(1))
    mass = (moves * a.kg[:, None]).sum(1)
    arriving = np.zeros_like(room)
    np.add.at(arriving, a.leg_to[a.leg_hold], mass[a.leg_hold])
    moves *= np.where(arriving > room, room / arriving, 1.0)[a.leg_to][:, None]
    trucks = _trucks_of(a, s, moves, gate)
    s.held -= moves
    s.trucks_held -= trucks
    np.add.at(s.stock, a.leg_to, moves)
    np.add.at(s.way, a.leg_to, -moves)
    if t >= a.origin:
        out.entered[...] += moves.sum(0)
    plan.due_home(t + p.leg_home, trucks, s, only=a.leg_hold)
    if t >= a.origin:
        waiting = s.trucks_held.sum(0)
        out.held_days[...] += waiting
        np.maximum(out.held_most, waiting, out=out.held_most)


def _trucks_of(a: Arrays, s: State, moves: Floats, gate: Gate | None = None) -> Floats:
    """Trucks that carry a part of what is held: in proportion to its mass, or as ordered for what was ordered."""
    if gate is not None and gate[1] is not None:
        asked = (gate[0] * a.kg[:, None]).sum(1)
        share = np.where(asked > 0, (moves * a.kg[:, None]).sum(1) / asked, 1.0)
        return np.minimum(s.trucks_held, gate[1] * share)
    mass, all_mass = (moves * a.kg[:, None]).sum(1), (s.held * a.kg[:, None]).sum(1)
    part: Floats = s.trucks_held * np.where(all_mass > 0, mass / all_mass, 1.0)
    return part


def _not_ours(a: Arrays, p: Params, situation: Path, t: int, e: int, members: int) -> Floats | None:
    """Recorded deliveries before the origin, usual inflow from it on; nothing on most other days."""
    if t < a.origin:
        recorded: Floats = p.recorded[e]
        return recorded
    if not p.inflow.shape[0]:
        return None
    came = np.zeros((*p.inflow.shape[1:3], members))
    wide = np.arange(members) if p.inflow.shape[-1] > 1 else np.zeros(members, dtype=np.int64)
    for g, first in enumerate(a.group_first[:-1]):
        came += np.moveaxis(p.inflow[first + situation[g], :, :, wide], 0, -1)
    return came


def perish(p: Params, s: State) -> None:
    """Step 4: a share of what is in store is lost."""
    if p.perish.any():
        lost = s.stock * p.perish
        s.stock -= lost
        s.flow["lost"] += lost.sum(0)


def rations(a: Arrays, p: Params, e: int, stock: Floats, serve: Serve) -> tuple[Floats, Floats]:
    """Step 5: the ration of each need, and days of cover on the normal ration."""
    need = p.need[e]
    content = serve.content(stock)
    cover = np.where(need > 0, content / need, np.inf)
    kind = a.policy_kind[e][..., None]
    if not kind.any():
        return np.broadcast_to(need, cover.shape), cover
    ration = np.broadcast_to(need, cover.shape)
    if (kind == COVER).any():
        cut = np.minimum(1.0, np.maximum(a.floor[e][..., None], cover / a.threshold[e][..., None]))
        ration = np.where(kind == COVER, need * cut, ration)
    if (kind == FIXED).any():
        ration = np.where(kind == FIXED, np.minimum(need, p.fixed[e]), ration)
    return ration, cover


def distribute(a: Arrays, p: Params, ration: Floats, s: State, serve: Serve, out: Block, t: int) -> Floats:
    """Step 7: hand out by priority, usual shares first, then the gap up to the largest shares."""
    given = np.zeros(ration.shape)
    handed = np.zeros_like(s.stock) if out.daily else None
    for needs, goods, value in serve.simple:
        take = np.maximum(0.0, np.minimum(s.stock[:, goods], ration[:, needs] / value[:, None]))
        s.stock[:, goods] -= take
        given[:, needs] = np.minimum(take * value[:, None], ration[:, needs])
        s.flow["distributed"][goods] += take.sum(0)
        if handed is not None:
            handed[:, goods] += take
    for n in serve.general:
        given[:, n] = _serve_one(a, p, n, ration[:, n], s, handed)
    if out.daily and handed is not None:
        out.daily.handed[t] = handed
    return given


def _serve_one(a: Arrays, p: Params, n: int, ration: Floats, s: State, handed: Floats | None) -> Floats:
    """Serve one need from its commodities; returns what was distributed, never more than the ration."""
    pairs = range(a.sat_start[n], a.sat_start[n + 1])
    content = {k: np.zeros_like(ration) for k in pairs}
    gap = ration.copy()
    for second in (False, True):
        for k in pairs:
            c, v = a.sat_commodity[k], a.sat_value[k]
            if second:
                room = np.minimum(gap, p.most[k] * ration - content[k])
                take = np.maximum(0.0, np.minimum(s.stock[:, c], room / v))
            else:
                take = np.maximum(0.0, np.minimum(s.stock[:, c], ration * p.share[k] / v))
            s.stock[:, c] -= take
            content[k] += take * v
            gap -= take * v
            s.flow["distributed"][c] += take.sum(0)
            if handed is not None:
                handed[:, c] += take
    got: Floats = np.minimum(sum(content.values()), ration)
    return got


def close(a: Arrays, e: int, s: State) -> None:
    """Step 9: unlimited supply makes good what was taken; what cannot be stored is lost."""
    free = a.unlimited[e]
    if free.any():
        taken = np.maximum(0.0, -s.stock[free])
        s.stock[free] += taken
        np.add.at(s.flow["supply"], np.nonzero(free)[1], taken)
    if not a.storable.all():
        gone = ~a.storable
        s.flow["lost"][gone] += s.stock[:, gone].sum(0)
        s.stock[:, gone] = 0.0


def keep(
    a: Arrays, p: Params, t: int, e: int, s: State, ration: Floats, cover: Floats, given: Floats, out: Block
) -> None:
    """Sum up the day: shortfall by tier, first days, series."""
    need, minimum, survival = p.need[e], p.minimum[e], p.survival[e]
    low = np.maximum(0.0, survival - given)
    middle = np.maximum(0.0, minimum - np.maximum(given, survival))
    top = np.maximum(0.0, need - np.maximum(given, minimum))
    per = np.where(need > 0, p.persons[e] / need, 0.0)
    all_short = low + middle + top
    out.person_days_daily[t] = (all_short * per).sum((0, 1))
    if t >= a.origin:
        for i, part in enumerate((top, middle, low)):
            out.short[:, :, i] += part
            out.person_days[:, :, i] += part * per
        _first(out.first_rationing, given < need * (1 - ROUNDING), t)
        _first(out.first_stock_out, given < ration * (1 - ROUNDING), t)
        under = given < survival * (1 - ROUNDING)
        _first(out.first_below, under, t)
        out.below[...] += under
        out.distributed[...] += given
        out.needed[...] += need
        np.minimum(out.lowest_cover, cover, out=out.lowest_cover)
    if out.daily:
        out.daily.stock[t] = s.stock
        out.daily.cover[t] = cover
        out.daily.distributed[t] = given
        for i, part in enumerate((top, middle, low)):
            out.daily.short[t, :, :, i] = part


def _first(first: Floats, now: np.ndarray, t: int) -> None:
    np.minimum(first, np.where(now, float(t), np.inf), out=first)


@dataclass(slots=True)
class Serve:
    """How needs are served: those with one commodity of their own at once, the others one by one in order."""

    simple: list[tuple[Ints | slice, Ints | slice, Floats]]
    general: list[int]
    contents: list[tuple[int, int, Floats]]
    shape: tuple[int, int]

    def __init__(self, a: Arrays) -> None:
        """Sort the needs of a case."""
        places, needs = len(a.labels.places), len(a.labels.needs)
        uses = np.bincount(a.sat_commodity, minlength=len(a.labels.commodities))
        pairs = np.diff(a.sat_start)
        alone = [
            n
            for n in range(needs)
            if pairs[n] == 1 and uses[a.sat_commodity[a.sat_start[n]]] == 1 and a.sat_whole[a.sat_start[n]]
        ]
        self.general = [int(n) for n in a.serve_order if n not in set(alone)]
        self.simple = []
        if alone:
            k = a.sat_start[alone]
            self.simple.append((_run(np.array(alone)), _run(a.sat_commodity[k]), a.sat_value[k]))
        self.shape = (places, needs)
        worth = np.zeros((places, len(a.labels.commodities), needs))
        worth[a.worth_place, a.worth_commodity, a.worth_need] = a.worth
        self.contents = [
            (int(n), int(c), worth[:, c, n, None])
            for n in range(needs)
            for c in np.flatnonzero(worth[:, :, n].any(0))
        ]

    def content(self, stock: Floats) -> Floats:
        """Content in store toward each need, looking through processes."""
        out = np.zeros((*self.shape, stock.shape[-1]))
        for n, c, worth in self.contents:
            out[:, n] += stock[:, c] * worth
        return out


def _run(x: Ints) -> Ints | slice:
    """A slice where positions are consecutive, so that no copy is made."""
    if len(x) and (np.diff(x) == 1).all():
        return slice(int(x[0]), int(x[-1]) + 1)
    return x

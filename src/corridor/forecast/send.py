"""Step 8 of the day: what each place asks for, and the limits that scale it, in their order.

`Plan` holds positions worked out once a run. Legs and members: arrays are (L, B), goods (L, C, B).
"""

from __future__ import annotations

import numpy as np

from corridor.forecast.block import ROUNDING, Path
from corridor.forecast.state import State
from corridor.model.arrays import BIG, Arrays, Floats, Ints, Params


class Plan:
    """Positions of legs, routes, pools and crossings, worked out once."""

    def __init__(self, a: Arrays) -> None:
        """Read what the arrays say of legs."""
        self.a = a
        legs = len(a.leg_from)
        self.single = legs == len(a.route_from) and bool((a.leg_route == np.arange(legs)).all())
        self.one_class = len(a.labels.classes) == 1 and bool(a.route_class.all())
        crossings = [a.cross[a.cross_start[i] : a.cross_start[i + 1]] for i in range(legs)]
        self.over = [
            np.array([i for i in range(legs) if x in crossings[i]], dtype=np.int64)
            for x in range(len(a.crossing_queue))
        ]
        self.queued = np.array([bool(a.crossing_queue[c].any()) for c in crossings], dtype=bool)
        self.has_pools = bool((a.pool_of >= 0).any())
        self.has_fuel = bool((a.leg_fuel >= 0).any())
        self.has_fleet = bool(len(a.fleet_base))

    def access(self, p: Params, situation: Path) -> Floats:
        """Access of each leg and class today, (L, J, B)."""
        a, members = self.a, situation.shape[-1]
        legs = np.arange(len(a.leg_from))[:, None]
        state = situation[a.leg_group] if len(legs) else np.zeros((0, members), dtype=np.int64)
        wide = np.arange(members) if p.access.shape[-1] > 1 else np.zeros(members, dtype=np.int64)
        access: Floats = np.moveaxis(p.access[state, legs, :, wide[None]], -1, 1)
        return access

    def scale_pools(
        self, p: Params, situation: Path, moves: Floats, trucks: Floats, only: np.ndarray | None = None
    ) -> Floats:
        """Scale goods (L, C, B) by caps in t/day and trucks/day, each shared by all it covers."""
        a = self.a
        if not self.has_pools:
            return moves
        mass = moves * a.kg[:, None]
        part = np.zeros_like(moves)
        all_mass = mass.sum(1)
        np.divide(mass, all_mass[:, None], out=part, where=all_mass[:, None] > 0)
        legs = np.arange(len(a.leg_from))[:, None]
        pools = a.pool_of[situation[a.leg_group], :, legs][..., a.klass]  # (L, B, D, C)
        pools = np.moveaxis(pools, 1, -1)
        if only is not None:
            pools = np.where(only[:, None, None, None], pools, -1)
        for o in np.unique(pools[pools >= 0]):
            mine = (pools == o).any(1)
            amount = part * trucks[:, None] if a.pool_trucks[o] else mass
            total = np.where(mine, amount, 0.0).sum((0, 1))
            factor = np.where(total > p.pool_limit[o], p.pool_limit[o] / total, 1.0)
            moves = np.where(mine, moves * factor, moves)
            mass = np.where(mine, mass * factor, mass)
            part = np.where(mine, part * factor, part)
        return moves

    def scale_slots(self, p: Params, moves: Floats, trucks: Floats, *, queue: bool) -> Floats:
        """Scale goods by slots of crossings with or without a queue, in listed order of the crossings."""
        factor = np.ones_like(trucks)
        for x, legs in enumerate(self.over):
            if len(legs) and bool(self.a.crossing_queue[x]) == queue:
                total = (trucks[legs] * factor[legs]).sum(0)
                factor[legs] *= np.where(total > p.slots[x], p.slots[x] / total, 1.0)
        return moves * factor[:, None]

    def due_home(self, when: Ints, trucks: Floats, s: State, only: np.ndarray) -> None:
        """Note the day (L, B) or (L, 1) on which trucks are due home, by fleet, or by leg if that needs access."""
        a = self.a
        if not self.has_fleet:
            return
        for leg in np.flatnonzero(only):
            ring, row = (s.back_leg, leg) if a.leg_return_access[leg] else (s.back, a.leg_fleet[leg])
            s.put(ring, when[leg], int(row), trucks[leg])


def trucks_for(a: Arrays, moves: Floats) -> Floats:
    """Trucks that goods fill, (L, B): the larger of mass over payload and volume over load."""
    mass: Floats = (moves * a.kg[:, None]).sum(1) / a.leg_payload[:, None]
    if not a.m3.any() or (a.leg_load >= BIG).all():
        return mass
    volume = (moves * a.m3[:, None]).sum(1) * np.where(a.leg_load < BIG, 1 / a.leg_load, 0.0)[:, None]
    larger: Floats = np.maximum(mass, volume)
    return larger


def pull(a: Arrays, p: Params, situation: Path, t: int, e: int, s: State, plan: Plan, access: Floats) -> None:
    """Ask, divide, limit, send."""
    if not len(a.leg_from):
        return
    moves = limited(a, p, situation, e, s, plan, access, _wanted(a, p, e, s, plan, access), p.keep[e])
    go(a, p, t, s, plan, moves)


def limited(
    a: Arrays,
    p: Params,
    situation: Path,
    e: int,
    s: State,
    plan: Plan,
    access: Floats,
    moves: Floats,
    reserve: Floats | float,
) -> Floats:
    """What of the moves wanted (L, C, B) passes every limit of the day, each in its turn; `reserve` is not sent."""
    moves = _shares(a, p, plan, access, moves)
    moves = plan.scale_pools(p, situation, moves, trucks_for(a, moves))
    moves = _road(a, p, plan, access, moves)
    moves = _above_reserve(a, e, s, moves, reserve)
    trucks = trucks_for(a, moves)
    if plan.has_fleet:
        free = np.maximum(0.0, s.home) * p.availability
        asked = np.zeros_like(free)
        np.add.at(asked, a.leg_fleet, trucks)
        factor = np.where(asked > free, free / asked, 1.0)[a.leg_fleet]
        moves *= factor[:, None]
        trucks = trucks * factor
    if plan.has_fuel:
        moves = _fuel(a, e, s, moves, trucks)
        trucks = trucks_for(a, moves)
    return plan.scale_slots(p, moves, trucks, queue=False)


def _wanted(a: Arrays, p: Params, e: int, s: State, plan: Plan, access: Floats) -> Floats:
    """Asks divided over routes by capacity of the day and over legs by trucks at home, (L, C, B)."""
    short = np.maximum(0.0, p.target[e] - s.stock - s.way)
    best = access if plan.single else _by_route(a, access, np.maximum)
    cap = p.route_cap[:, None] * best  # (R, J, B)
    if not plan.one_class:
        cap = np.where(a.route_class[..., None], cap, 0.0)
    into = np.zeros((len(a.labels.places), *cap.shape[1:]))
    np.add.at(into, a.route_to, cap)
    share = np.where(cap > 0, cap / into[a.route_to], 0.0)
    if plan.one_class:
        want: Floats = share * short[a.route_to]
    else:
        want = share[:, a.klass] * short[a.route_to]
    if plan.single:
        return want
    want = want[a.leg_route]
    weight = np.ones((len(a.leg_from), 1)) if not plan.has_fleet else _strength(a, p, s)
    weight = np.where(access > 0, weight[:, None], 0.0)  # (L, J, B)
    total = _by_route(a, weight, np.add)[a.leg_route]
    part = np.where(total > 0, weight / total, 0.0)
    return want * part[:, a.klass]


def _strength(a: Arrays, p: Params, s: State) -> Floats:
    """Trucks at home that can drive, times payload, by leg; what rounding leaves of a truck is none."""
    home = np.where(s.home > ROUNDING, s.home, 0.0)
    strength: Floats = (home * p.availability)[a.leg_fleet] * a.leg_payload[:, None]
    return strength


def _by_route(a: Arrays, x: Floats, how: np.ufunc) -> Floats:
    """Reduce legs (L, ...) to routes (R, ...)."""
    out = np.zeros((len(a.route_from), *x.shape[1:]))
    how.at(out, a.leg_route, x)
    return out


def _shares(a: Arrays, p: Params, plan: Plan, access: Floats, moves: Floats) -> Floats:
    """What a leg may carry of a class where access is a share of the way."""
    if plan.single and plan.one_class:
        return moves  # the road itself is the same limit
    limit = p.route_cap[a.leg_route][:, None] * access
    for j in range(len(a.labels.classes)):
        goods = a.klass == j
        mass = (moves[:, goods] * a.kg[goods][:, None]).sum(1)
        moves[:, goods] *= np.where(mass > limit[:, j], limit[:, j] / mass, 1.0)[:, None]
    return moves


def _road(a: Arrays, p: Params, plan: Plan, access: Floats, moves: Floats) -> Floats:
    """What the way carries in a day, all its legs and classes together."""
    best = access if plan.single else _by_route(a, access, np.maximum)
    road = p.route_cap * best.max(1)
    mass = (moves * a.kg[:, None]).sum(1)
    if not plan.single:
        mass = _by_route(a, mass, np.add)
    factor = np.where(mass > road, road / mass, 1.0)
    moves *= (factor if plan.single else factor[a.leg_route])[:, None]
    return moves


def _above_reserve(a: Arrays, e: int, s: State, moves: Floats, reserve: Floats | float) -> Floats:
    """Stock above reserve at the sending place, by commodity."""
    have = np.maximum(0.0, s.stock - reserve)
    if a.unlimited[e].any():
        have = np.where(a.unlimited[e][..., None], BIG, have)
    asked = np.zeros_like(have)
    for leg in range(len(a.leg_from)):
        asked[a.leg_from[leg]] += moves[leg]
    moves *= np.where(asked > have, have / asked, 1.0)[a.leg_from]
    return moves


def _fuel(a: Arrays, e: int, s: State, moves: Floats, trucks: Floats) -> Floats:
    """Fuel in the store of the base, after the fuel that is itself sent."""
    burn = trucks * a.leg_fuel_per_truck[:, None]
    for base, c in sorted({(int(b), int(c)) for b, c in zip(a.leg_from, a.leg_fuel, strict=True) if c >= 0}):
        from_base = a.leg_from == base
        legs = from_base & (a.leg_fuel == c)
        have = (
            BIG if a.unlimited[e, base, c] else np.maximum(0.0, s.stock[base, c] - moves[from_base, c].sum(0))
        )
        asked = burn[legs].sum(0)
        moves[legs] *= np.where(asked > have, have / asked, 1.0)
    return moves


def go(
    a: Arrays, p: Params, t: int, s: State, plan: Plan, moves: Floats, beside: Floats | float = 0.0
) -> None:
    """Out of stock, onto the way; trucks leave, those that goods fill and `beside` (L, B); fuel is used."""
    trucks = trucks_for(a, moves) + beside if plan.has_fleet else None
    s.sent[...] = moves
    for leg in range(len(a.leg_from)):
        s.put(s.due, t + p.leg_lead[leg], leg, moves[leg])
        s.stock[a.leg_from[leg]] -= moves[leg]
        s.way[a.leg_to[leg]] += moves[leg]
    if trucks is None:
        return
    np.add.at(s.home, a.leg_fleet, -trucks)
    if s.due_trucks.size:
        for leg in range(len(a.leg_from)):
            s.put(s.due_trucks, t + p.leg_lead[leg], leg, trucks[leg])
    plan.due_home(t + p.leg_lead + p.leg_home, trucks, s, only=~a.leg_hold)
    if plan.has_fuel:
        burn = trucks * a.leg_fuel_per_truck[:, None]
        for spot in np.flatnonzero(a.leg_fuel >= 0):
            leg = int(spot)
            c, base = int(a.leg_fuel[leg]), int(a.leg_from[leg])
            taken = np.minimum(burn[leg], s.stock[base, c]) if not _free(a, t, base, c) else burn[leg]
            s.stock[base, c] -= taken
            s.flow["used"][c] += taken


def _free(a: Arrays, t: int, place: int, c: int) -> bool:
    return bool(a.unlimited[a.epoch[t], place, c])

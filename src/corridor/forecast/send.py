"""Step 8 of the day: what each place asks for, and the limits that scale it, in their order.

`Plan` holds positions worked out once a run. Legs and members: arrays are (L, B), goods (L, C, B).
"""

from __future__ import annotations

import numpy as np

from corridor.forecast.block import Path
from corridor.forecast.state import State
from corridor.model.arrays import BIG, Arrays, Bools, Floats, Ints, Params

REST = 1e-12
"""Of what was taken from a limit: a rest that is smaller is rounding."""


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
        self.order = fill_order(a)
        self.into = [[leg for leg in self.order if a.leg_to[leg] == p] for p in np.unique(a.leg_to)]
        self.asked = a.route_class & a.route_asked[:, None]
        self.carries = self.asked[a.leg_route][:, a.klass]
        self.gates = [[x for x in np.unique(own) if not a.crossing_queue[x]] for own in crossings]
        self.rounds = rounds(a)

    def access(self, p: Params, situation: Path) -> Floats:
        """Access of each leg and class today, (L, J, B)."""
        a, members = self.a, situation.shape[-1]
        legs = np.arange(len(a.leg_from))[:, None]
        state = situation[a.leg_group] if len(legs) else np.zeros((0, members), dtype=np.int64)
        wide = np.arange(members) if p.access.shape[-1] > 1 else np.zeros(members, dtype=np.int64)
        access: Floats = np.moveaxis(p.access[state, legs, :, wide[None]], -1, 1)
        return access

    def scale_pools(
        self, limits: Floats, situation: Path, moves: Floats, trucks: Floats, only: np.ndarray | None = None
    ) -> Floats:
        """Scale goods (L, C, B) by caps in t/day and trucks/day (O, B), each shared by all it covers."""
        a = self.a
        if not self.has_pools:
            return moves
        mass = moves * a.kg[:, None]
        part = np.zeros_like(moves)
        all_mass = mass.sum(1)
        np.divide(mass, all_mass[:, None], out=part, where=all_mass[:, None] > 0)
        pools = self.pools(situation)
        if only is not None:
            pools = np.where(only[:, None, None, None], pools, -1)
        for o in np.unique(pools[pools >= 0]):
            mine = (pools == o).any(1)
            amount = part * trucks[:, None] if a.pool_trucks[o] else mass
            total = np.where(mine, amount, 0.0).sum((0, 1))
            factor = np.where(total > limits[o], limits[o] / total, 1.0)
            moves = np.where(mine, moves * factor, moves)
            mass = np.where(mine, mass * factor, mass)
            part = np.where(mine, part * factor, part)
        return moves

    def pools(self, situation: Path) -> Ints:
        """Caps that each leg and commodity falls under today, (L, D, C, B); -1 none."""
        a = self.a
        legs = np.arange(len(a.leg_from))[:, None]
        pools = a.pool_of[situation[a.leg_group], :, legs][..., a.klass]  # (L, B, D, C)
        return np.moveaxis(pools, 1, -1)

    def scale_slots(self, slots: Floats, moves: Floats, trucks: Floats, *, queue: bool) -> Floats:
        """Scale goods by slots (X, B) of crossings with or without a queue, in listed order of the crossings."""
        factor = np.ones_like(trucks)
        for x, legs in enumerate(self.over):
            if len(legs) and bool(self.a.crossing_queue[x]) == queue:
                total = (trucks[legs] * factor[legs]).sum(0)
                factor[legs] *= np.where(total > slots[x], slots[x] / total, 1.0)
        return moves * factor[:, None]

    def due_home(self, when: Ints, trucks: Floats, s: State, only: np.ndarray) -> None:
        """Note the day (L, B) or (L, 1) on which trucks are due home, by fleet, or by leg if that needs access."""
        a = self.a
        if not self.has_fleet:
            return
        for leg in np.flatnonzero(only):
            ring, row = (s.back_leg, leg) if a.leg_return_access[leg] else (s.back, a.leg_fleet[leg])
            s.put(ring, when[leg], int(row), trucks[leg])


def fill_order(a: Arrays) -> list[int]:
    """Legs in the order in which what is still asked is loaded: shortest middle lead first, then by name."""
    return sorted(range(len(a.leg_from)), key=lambda leg: (int(a.leg_usual[leg]), a.labels.legs[leg]))


def trucks_for(a: Arrays, moves: Floats, legs: Ints | slice = slice(None)) -> Floats:
    """Trucks that goods on these legs fill, (L, B): the larger of mass over payload and volume over load."""
    mass: Floats = (moves * a.kg[:, None]).sum(1) / a.leg_payload[legs][:, None]
    if not a.m3.any() or (a.leg_load >= BIG).all():
        return mass
    load = a.leg_load[legs]
    volume = (moves * a.m3[:, None]).sum(1) * np.where(load < BIG, 1 / load, 0.0)[:, None]
    larger: Floats = np.maximum(mass, volume)
    return larger


def rounds(a: Arrays) -> list[tuple[bool, Bools]]:
    """What is asked for in each round of the day: whether up to the target, and by which commodities (C,).

    With one rank there is one round. With several, each rank in turn is brought to what it needs while goods are on
    their way, then each rank in turn to its target; a rank that had its turn may ask again.
    """
    ranks = int(a.rank.max(initial=0)) + 1
    if ranks == 1:
        return [(True, np.ones(len(a.rank), dtype=bool))]
    turns = [a.rank <= k for k in range(ranks)]
    return [(full, mine) for full in (False, True) for mine in turns]


class Left:
    """What is left of every limit of a day, and what has been loaded so far; arrays end with members."""

    def __init__(self, a: Arrays, p: Params, s: State, plan: Plan, access: Floats, situation: Path) -> None:
        """All of every limit, and nothing loaded."""
        best = access if plan.single else _by_route(a, access, np.maximum)
        wide = np.ones(s.members)
        self.a, self.plan, self.situation, self.open = a, plan, situation, access > 0
        self.road = p.route_cap * best.max(1, initial=0.0)
        self.share = p.route_cap[a.leg_route][:, None] * access
        self.plain = plan.single and plan.one_class  # the road itself is the same limit
        self.pool, self.slots = p.pool_limit * wide, p.slots * wide
        self.free = np.maximum(0.0, s.home) * p.availability
        self.moves = np.zeros((len(a.leg_from), len(a.kg), s.members))
        self.trucks = np.zeros((len(a.leg_from), s.members))
        self.stock = s.stock.copy()
        self.burnt = np.zeros_like(s.stock) if plan.has_fuel else None

    def have(self, e: int, reserve: Floats | float, place: int | slice = slice(None)) -> Floats:
        """What may still be loaded of the stock of all places or of one: above reserve, and not yet burnt as fuel."""
        held = np.broadcast_to(reserve, self.stock.shape)[place]
        if self.burnt is not None:
            held = np.maximum(held, self.burnt[place])
        free = self.a.unlimited[e, place][..., None]
        have: Floats = np.where(free, BIG, np.maximum(0.0, self.stock[place] - held))
        return have

    def take(self, legs: Ints, load: Floats) -> None:
        """Load goods (n, C, B) on these legs: out of the store, and off every limit."""
        a = self.a
        before = self.trucks[legs]
        self.moves[legs] += load
        np.add.at(self.stock, a.leg_from[legs], -load)
        goods = load * a.kg[:, None]
        mass = goods.sum(1)
        _off(self.road, mass, a.leg_route[legs])
        if not self.plain:
            for j in range(self.share.shape[1]):
                self.share[legs, j] = _rest(self.share[legs, j], goods[:, a.klass == j].sum(1))
        self.trucks[legs] = trucks_for(a, self.moves[legs], legs)
        trucks = self.trucks[legs] - before
        if self.plan.has_fleet:
            _off(self.free, trucks, a.leg_fleet[legs])
        if self.burnt is not None:
            fed = a.leg_fuel[legs] >= 0
            burn = trucks * a.leg_fuel_per_truck[legs][:, None]
            np.add.at(self.burnt, (a.leg_from[legs][fed], a.leg_fuel[legs][fed]), burn[fed])
        for i, leg in enumerate(legs):
            for x in self.plan.gates[leg]:
                self.slots[x] = _rest(self.slots[x], trucks[i])
        if self.plan.has_pools:
            part = goods * np.where(mass > 0, trucks / mass, 0.0)[:, None]
            pools = self.plan.pools(self.situation)[legs]
            for o in np.unique(pools[pools >= 0]):
                amount = part if a.pool_trucks[o] else goods
                self.pool[o] = _rest(self.pool[o], np.where((pools == o).any(1), amount, 0.0).sum((0, 1)))


def _rest(limit: Floats, taken: Floats) -> Floats:
    """What is left of a limit; what rounding leaves is nothing."""
    left = limit - taken
    rest: Floats = np.where(left > taken * REST, left, 0.0)
    return rest


def _off(limit: Floats, taken: Floats, where: Ints) -> None:
    """Take what legs take off the limits that they share."""
    total = np.zeros_like(limit)
    np.add.at(total, where, taken)
    limit[...] = _rest(limit, total)


def pull(a: Arrays, p: Params, situation: Path, t: int, e: int, s: State, plan: Plan, access: Floats) -> None:
    """Ask, divide, limit, load what is left; then send."""
    if not len(a.leg_from):
        return
    left = Left(a, p, s, plan, access, situation)
    way = s.way.copy()
    every = np.arange(len(a.leg_from))
    for full, mine in plan.rounds:
        level = (p.target if full else p.working)[e]
        short = _asks(a, p, access, plan, np.where(mine[:, None], level, 0.0), s.stock, left.stock, way)
        wanted = _divided(a, plan, left, short)
        moves = limited(a, e, plan, wanted, left, p.keep[e])
        left.take(every, moves)
        np.add.at(short, a.leg_to, -moves)
        _fill(a, e, left, plan, np.maximum(0.0, short), p.keep[e])
        way = s.way.copy()
        np.add.at(way, a.leg_to, left.moves)
    go(a, p, t, s, plan, left.moves)


def limited(a: Arrays, e: int, plan: Plan, moves: Floats, left: Left, reserve: Floats | float) -> Floats:
    """What of the moves wanted (L, C, B) passes what is left of every limit, each in its turn; `reserve` stays."""
    moves = _shares(a, left, moves)
    moves = plan.scale_pools(left.pool, left.situation, moves, trucks_for(a, moves))
    moves = _road(a, left, plan, moves)
    moves = _above_reserve(a, left.have(e, reserve), moves)
    trucks = trucks_for(a, moves)
    if plan.has_fleet:
        asked = np.zeros_like(left.free)
        np.add.at(asked, a.leg_fleet, trucks)
        factor = np.where(asked > left.free, left.free / asked, 1.0)[a.leg_fleet]
        moves *= factor[:, None]
        trucks = trucks * factor
    if left.burnt is not None:
        moves = _fuel(a, e, left.stock - left.burnt, moves, trucks)
        trucks = trucks_for(a, moves)
    return plan.scale_slots(left.slots, moves, trucks, queue=False)


def _fill(a: Arrays, e: int, left: Left, plan: Plan, short: Floats, reserve: Floats) -> None:
    """What is still asked is loaded where something is left: shortest way first, then in listed order."""
    lacking = np.zeros(len(short), dtype=bool)
    lacking[:] = short.any((1, 2))
    for leg in plan.order:
        near, far = a.leg_from[leg], a.leg_to[leg]
        if not lacking[far]:
            continue
        have = left.have(e, reserve, near)
        can = plan.carries[leg][:, None] & left.open[leg][a.klass]
        load = np.where(can, np.minimum(short[far], have), 0.0)
        if not load.any():
            continue
        load = _within(a, e, left, plan, leg, load)
        left.take(np.array([leg]), load[None])
        short[far] = np.maximum(0.0, short[far] - load)


def _within(a: Arrays, e: int, left: Left, plan: Plan, leg: int, load: Floats) -> Floats:
    """What of a load (C, B) passes what is left of each limit on one leg."""
    goods = load * a.kg[:, None]
    if not left.plain:
        for j in range(left.share.shape[1]):
            own = a.klass == j
            goods[own] *= _part(left.share[leg, j], goods[own].sum(0))
    here = np.array([leg])
    per = np.where(a.kg > 0, 1 / a.kg, 0.0)[:, None]

    def trucks() -> Floats:
        filled: Floats = trucks_for(a, (goods * per)[None], here)[0]
        return filled

    if plan.has_pools:
        pools = plan.pools(left.situation)[leg]  # (D, C, B)
        for o in np.unique(pools[pools >= 0]):
            mine = (pools == o).any(0)
            mass = goods.sum(0)
            amount = goods * np.where(mass > 0, trucks() / mass, 0.0) if a.pool_trucks[o] else goods
            goods = np.where(mine, goods * _part(left.pool[o], np.where(mine, amount, 0.0).sum(0)), goods)
    goods *= _part(left.road[a.leg_route[leg]], goods.sum(0))
    if plan.has_fleet:
        goods *= _part(left.free[a.leg_fleet[leg]], trucks())
    c, near = int(a.leg_fuel[leg]), int(a.leg_from[leg])
    if c >= 0 and left.burnt is not None and not a.unlimited[e, near, c]:
        have = np.maximum(0.0, left.stock[near, c] - left.burnt[near, c])
        goods *= _part(have, trucks() * a.leg_fuel_per_truck[leg] + goods[c] * per[c])
    for x in plan.gates[leg]:
        goods *= _part(left.slots[x], trucks())
    return goods * per


def _part(limit: Floats, asked: Floats) -> Floats:
    """The share of what is asked that a limit lets through."""
    part: Floats = np.where(asked > limit, limit / np.where(asked > 0, asked, 1.0), 1.0)
    return part


def _asks(
    a: Arrays, p: Params, access: Floats, plan: Plan, level: Floats, stock: Floats, left: Floats, way: Floats
) -> Floats:
    """What each place asks for: the level less stock and what is on the way to it; hubs ask for those beyond, too.

    `stock` is what was in store before anything was loaded, `left` is what is left of it.
    """
    short = np.maximum(0.0, level - stock - way)
    if not len(a.pass_order):
        return short
    best = access if plan.single else _by_route(a, access, np.maximum)
    cap = np.where(plan.asked[..., None], p.route_cap[:, None] * best, 0.0)  # (R, J, B)
    for place in a.pass_order:
        beyond = np.zeros_like(short[place])
        for r in np.flatnonzero(a.route_passes & (a.route_from == place)):
            for j in range(cap.shape[1]):
                own = a.klass == j
                asked = short[a.route_to[r]][own]
                mass = (asked * a.kg[own][:, None]).sum(0)
                beyond[own] += asked * _part(cap[r, j], mass)
        short[place] = np.maximum(0.0, level[place] + beyond - left[place] - way[place])
    return short


def _divided(a: Arrays, plan: Plan, left: Left, short: Floats) -> Floats:
    """Asks given to the ways into each place, shortest first, each what it can carry alone, (L, C, B)."""
    want = np.zeros((len(a.leg_from), *short.shape[1:]))
    for legs in plan.into:
        to = int(a.leg_to[legs[0]])
        for j in range(left.share.shape[1]):
            own = a.klass == j
            asked = (short[to, own] * a.kg[own][:, None]).sum(0)
            still = asked
            road = {int(r): left.road[r] for r in a.leg_route[legs]}
            trucks = {int(f): left.free[f] for f in a.leg_fleet[legs] if f >= 0}
            for leg in legs:
                r, f = int(a.leg_route[leg]), int(a.leg_fleet[leg])
                way = road[r] if left.plain else np.minimum(road[r], left.share[leg, j])
                given = np.where(left.open[leg, j] & plan.asked[r, j], np.minimum(still, way), 0.0)
                if f >= 0:
                    given = np.minimum(given, trucks[f] * a.leg_payload[leg])
                    trucks[f] = np.maximum(0.0, trucks[f] - given / a.leg_payload[leg])
                road[r], still = road[r] - given, still - given
                want[leg, own] = short[to, own] * (given / np.where(asked > 0, asked, 1.0))
    return want


def _by_route(a: Arrays, x: Floats, how: np.ufunc) -> Floats:
    """Reduce legs (L, ...) to routes (R, ...)."""
    out = np.zeros((len(a.route_from), *x.shape[1:]))
    how.at(out, a.leg_route, x)
    return out


def _shares(a: Arrays, left: Left, moves: Floats) -> Floats:
    """What a leg may carry of a class where access is a share of the way."""
    if left.plain:
        return moves
    for j in range(left.share.shape[1]):
        goods = a.klass == j
        mass = (moves[:, goods] * a.kg[goods][:, None]).sum(1)
        moves[:, goods] *= _part(left.share[:, j], mass)[:, None]
    return moves


def _road(a: Arrays, left: Left, plan: Plan, moves: Floats) -> Floats:
    """What the way carries in a day, all its legs and classes together."""
    mass = (moves * a.kg[:, None]).sum(1)
    if not plan.single:
        mass = _by_route(a, mass, np.add)
    factor = _part(left.road, mass)
    moves *= (factor if plan.single else factor[a.leg_route])[:, None]
    return moves


def _above_reserve(a: Arrays, have: Floats, moves: Floats) -> Floats:
    """Stock above reserve at the sending place, by commodity."""
    asked = np.zeros_like(have)
    for leg in range(len(a.leg_from)):
        asked[a.leg_from[leg]] += moves[leg]
    moves *= np.where(asked > have, have / asked, 1.0)[a.leg_from]
    return moves


def _fuel(a: Arrays, e: int, stock: Floats, moves: Floats, trucks: Floats) -> Floats:
    """Fuel in the store of the base, after the fuel that is itself sent."""
    burn = trucks * a.leg_fuel_per_truck[:, None]
    for base, c in sorted({(int(b), int(c)) for b, c in zip(a.leg_from, a.leg_fuel, strict=True) if c >= 0}):
        from_base = a.leg_from == base
        legs = from_base & (a.leg_fuel == c)
        have = (
            BIG if a.unlimited[e, base, c] else np.maximum(0.0, stock[base, c] - moves[from_base, c].sum(0))
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

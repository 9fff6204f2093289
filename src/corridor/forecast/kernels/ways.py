"""Steps 2 and 8 of the day on rows of eight members: what happens on the ways.

What a leg is given of a commodity when asks are divided is a product: a factor of the leg and the goods class, times
what the far place is short of, times what the near place can spare. So limits are found and applied on legs and
classes, and goods are touched three times: to ask, to weigh, to load. What is left is then loaded leg by leg. Names and
arguments are those of `stores`; `leg` is a leg, `j` a class, `m` a good that is moved.
"""

from __future__ import annotations

from typing import Any

from corridor.forecast.kernels.lanes import (
    add,
    at,
    inline,
    least,
    load,
    most,
    pick,
    put,
    ratio,
    row,
    some,
    stage,
    store,
    where,
)
from corridor.forecast.kernels.stores import situation
from corridor.model.arrays import BIG

REST = 1e-12
"""Of what was taken from a limit: a rest that is smaller is rounding."""


@stage
def access(c: Any, s: Any, t: Any) -> None:
    """Access of each leg and class, and what each route carries today."""
    for leg in range(c.legs):
        q = situation(c, s, t, at(c.leg_group, leg))
        for j in range(c.classes):
            i = leg * c.classes + j
            a = pick(c.access, i, c.access_s)
            for k in range(1, at(c.leg_states, leg)):
                a = where(q == k, pick(c.access, k * c.cells + i, c.access_s), a)
            store(s.access, i, a)
    for r in range(c.routes):
        limit = pick(c.route_cap, r, c.route_cap_s)
        widest = row(0.0)
        for j in range(c.classes):
            best = row(0.0)
            for leg in range(at(c.route_legs, r), at(c.route_legs, r + 1)):
                best = most(load(s.access, leg * c.classes + j), best)
            widest = most(best, widest)
            if c.passers:
                store(s.cap, r * c.classes + j, best * limit * at(c.carries, r * c.classes + j))
        store(s.road, r, widest * limit)


@stage
def trucks_home(c: Any, s: Any, t: Any) -> None:
    """Trucks due today come home, less those that do not; some wait until their way is open."""
    now = t & (c.ring - 1)
    for f in range(c.fleets):
        i = now * c.fleets + f
        add(s.home, f, load(s.back, i) * pick(c.returns, f, c.returns_s))
        store(s.back, i, 0.0)
    if c.any_return:
        for leg in range(c.legs):
            if at(c.leg_return, leg):
                f = at(c.leg_fleet, leg)
                i = now * c.legs + leg
                away = load(s.out, leg) + load(s.back_leg, i) * pick(c.returns, f, c.returns_s)
                store(s.back_leg, i, 0.0)
                best = row(0.0)
                for j in range(c.classes):
                    best = most(load(s.access, leg * c.classes + j), best)
                come = where(best > 0.0, away, 0.0)
                store(s.out, leg, away - come)
                add(s.home, f, come)


@inline
def due_home(c: Any, s: Any, t: Any, leg: Any, trucks: Any, days: Any, d0: Any, d1: Any) -> None:
    """Note the day on which trucks are due home: in `days`, from `d0` to `d1`."""
    for d in range(d0, d1 + 1):
        z = trucks
        if d1 > d0:
            z = where(days == d, trucks, 0.0)
        when = (t + d) & (c.ring - 1)
        if at(c.leg_return, leg):
            add(s.back_leg, when * c.legs + leg, z)
        else:
            add(s.back, when * c.fleets + at(c.leg_fleet, leg), z)


@inline
def later(c: Any, s: Any, leg: Any, row_of: Any, first: Any, size: Any, m: Any, z: Any, there: Any) -> None:
    """Put what is sent today where it is found on the day it is due, each member's after its own lead.

    `there` is the share of what was put there today that stays: 0 or 1.
    """
    lead = pick(c.lead, leg, c.lead_s)
    longest = at(c.lead_most, leg)
    for d in range(at(c.lead_least, leg), longest + 1):
        spot = at(s.phase, leg) + d
        if spot >= longest:
            spot -= longest
        i = first + spot * size + m
        store(row_of, i, where(lead == d, z + load(row_of, i) * there, load(row_of, i)))


@stage
def pools(c: Any, s: Any, t: Any, queued: Any) -> None:
    """Scale the factors and masses of legs by caps in t/day and trucks/day, each shared by all it covers."""
    for leg in range(c.legs):
        total = row(0.0)
        for j in range(c.classes):
            total += load(s.mass, leg * c.classes + j)
        for j in range(c.classes):
            i = leg * c.classes + j
            store(s.part, i, load(s.mass, i) / where(total > 0.0, total, 1.0))
    for o in range(c.pools):
        i0 = at(c.pool_start, o)
        i1 = at(c.pool_start, o + 1)
        total = row(0.0)
        for k in range(i0, i1):
            i = at(c.pool_cell, k)
            leg = at(c.pool_leg, k)
            if queued == 0 or at(c.leg_queued, leg):
                amount = load(s.mass, i)
                if at(c.pool_trucks, o):
                    amount = load(s.part, i) * load(s.truck, leg)
                q = situation(c, s, t, at(c.leg_group, leg))
                total += where(q == at(c.pool_state, k), amount, 0.0)
        limit = pick(c.pool_limit, o, c.pool_limit_s)
        if queued == 0:
            limit = load(s.pool_left, o)
        share = ratio(limit, total)
        for k in range(i0, i1):
            i = at(c.pool_cell, k)
            leg = at(c.pool_leg, k)
            if queued == 0 or at(c.leg_queued, leg):
                q = situation(c, s, t, at(c.leg_group, leg))
                factor = where(q == at(c.pool_state, k), share, 1.0)
                store(s.mass, i, load(s.mass, i) * factor)
                store(s.part, i, load(s.part, i) * factor)
                store(s.coef, i, load(s.coef, i) * factor)


@stage
def gates(c: Any, s: Any, q0: Any, q1: Any) -> None:
    """Scale trucks and factors of legs by slots of crossings, in listed order of the crossings."""
    for q in range(q0, q1):
        i0 = at(c.gate_start, q)
        i1 = at(c.gate_start, q + 1)
        total = row(0.0)
        for i in range(i0, i1):
            total += load(s.truck, at(c.gate_leg, i))
        limit = pick(c.slots, at(c.gate, q), c.slots_s)
        if q >= c.queue_gates:
            limit = load(s.slot_left, q)
        share = ratio(limit, total)
        for i in range(i0, i1):
            leg = at(c.gate_leg, i)
            store(s.truck, leg, load(s.truck, leg) * share)
            store(s.whole, leg, load(s.whole, leg) * share)


@stage
def hold(c: Any, s: Any, t: Any) -> None:
    """What is due at a gate or a full store joins what is held; what access, caps, slots and room allow passes."""
    for leg in range(c.legs):
        store(s.truck, leg, 0.0)
        store(s.whole, leg, 1.0)
        for j in range(c.classes):
            store(s.mass, leg * c.classes + j, 0.0)
        if at(c.leg_hold, leg):
            to = at(c.leg_to, leg) * c.goods
            arrived(c, s, leg, to)
            all_mass = row(0.0)
            mass = row(0.0)
            for j in range(c.classes):
                i = leg * c.classes + j
                z = row(0.0)
                for m in range(at(c.class_start, j), at(c.class_start, j + 1)):
                    z += load(s.held, leg * c.moved + m) * at(c.kg, m)
                all_mass += z
                passes = row(1.0)
                if at(c.leg_queued, leg):
                    passes = where(load(s.access, i) > 0.0, 1.0, 0.0)
                z = z * passes
                mass += z
                store(s.mass, i, z)
                store(s.coef, i, passes)
            store(s.held_mass, leg, all_mass)
            part = where(all_mass > 0.0, mass / where(all_mass > 0.0, all_mass, 1.0), 1.0)
            store(s.truck, leg, load(s.trucks_held, leg) * part)
    if c.pools:
        pools(c, s, t, 1)
        for leg in range(c.legs):
            if at(c.leg_hold, leg):
                mass = row(0.0)
                for j in range(c.classes):
                    mass += load(s.mass, leg * c.classes + j)
                part = held_part(c, s, leg, mass)
                store(s.truck, leg, load(s.trucks_held, leg) * part)
    gates(c, s, 0, c.queue_gates)
    room(c, s)
    waiting = row(0.0)
    for leg in range(c.legs):
        if at(c.leg_hold, leg):
            let_through(c, s, t, leg)
            waiting += load(s.trucks_held, leg)
    add(s.waited, 0, waiting)
    store(s.waited, 1, most(waiting, load(s.waited, 1)))


@inline
def arrived(c: Any, s: Any, leg: Any, to: Any) -> None:
    """What was sent `lead` days ago, less its loss, joins what is held."""
    for m in range(c.moved):
        k = at(c.mover, m)
        due = load(s.pipes, at(s.slot, leg) + m)
        gone = due * pick(c.leg_loss, leg, c.leg_loss_s)
        add(s.lost, k, gone)
        add(s.way, to + k, gone * -1.0)
        add(s.held, leg * c.moved + m, due - gone)
    i = at(c.lead_start, leg) + at(s.phase, leg)
    add(s.trucks_held, leg, load(s.trucks_sent, i))


@inline
def held_part(c: Any, s: Any, leg: Any, mass: Any) -> Any:
    """Share of the mass held; all of it where what is held weighs nothing."""
    total = load(s.held_mass, leg)
    return where(total > 0.0, mass / where(total > 0.0, total, 1.0), 1.0)


@inline
def room(c: Any, s: Any) -> None:
    """Room in limited stores, shared by all that arrives, in proportion."""
    for p in range(c.places):
        if at(c.storage, p) < BIG:
            there = row(0.0)
            for k in range(c.goods):
                there += load(s.stock, p * c.goods + k) * at(c.kg_all, k)
            store(s.space, p, most(at(c.storage, p) - there, 0.0))
            store(s.arriving, p, 0.0)
    for leg in range(c.legs):
        p = at(c.leg_to, leg)
        if at(c.leg_hold, leg) and at(c.storage, p) < BIG:
            mass = row(0.0)
            for j in range(c.classes):
                mass += load(s.mass, leg * c.classes + j)
            add(s.arriving, p, mass * load(s.whole, leg))
    for leg in range(c.legs):
        p = at(c.leg_to, leg)
        if at(c.leg_hold, leg) and at(c.storage, p) < BIG:
            share = ratio(load(s.space, p), load(s.arriving, p))
            store(s.whole, leg, load(s.whole, leg) * share)


@inline
def let_through(c: Any, s: Any, t: Any, leg: Any) -> None:
    """What passes enters stock; its trucks start home."""
    whole = load(s.whole, leg)
    mass = row(0.0)
    for j in range(c.classes):
        mass += load(s.mass, leg * c.classes + j)
    trucks = load(s.trucks_held, leg) * held_part(c, s, leg, mass * whole)
    for m in range(c.moved):
        k = at(c.mover, m)
        i = at(c.leg_to, leg) * c.goods + k
        have = load(s.held, leg * c.moved + m)
        z = have * load(s.coef, leg * c.classes + at(c.klass, m)) * whole
        store(s.held, leg * c.moved + m, have - z)
        add(s.stock, i, z)
        add(s.way, i, z * -1.0)
        add(s.entered, k, z)
    add(s.trucks_held, leg, trucks * -1.0)
    if c.fleets:
        days = pick(c.home, leg, c.home_s)
        due_home(c, s, t, leg, trucks, days, at(c.home_least, leg), at(c.home_most, leg))


@inline
def ask(c: Any, s: Any, e: Any, p: Any, k: Any) -> None:
    """What a place asks for in round *k*: its level less stock and what is on the way to it; its mass and volume."""
    if at(c.has_in, p):
        for j in range(c.classes):
            mass = row(0.0)
            volume = row(0.0)
            for m in range(at(c.class_start, j), at(c.class_start, j + 1)):
                i = p * c.goods + at(c.mover, m)
                z = level(c, e, i, k, m)
                way = load(s.way, i)
                stock = load(s.stock, i)
                if c.rounds > 1:
                    stock = load(s.base, i)
                z = most(z - stock - way, 0.0)
                store(s.short, p * c.moved + m, z)
                store(s.up, p * c.moved + m, z + way)
                mass += z * at(c.kg, m)
                if c.any_volume:
                    volume += z * at(c.m3, m)
            store(s.short_mass, p * c.classes + j, mass)
            if c.any_volume:
                store(s.short_volume, p * c.classes + j, volume)


@inline
def level(c: Any, e: Any, i: Any, k: Any, m: Any) -> Any:
    """Up to what a place asks for a good in round *k*; without ranks there is one round, and all ask."""
    z = row(0.0)
    if c.rounds == 1 or at(c.round_full, k):
        z = pick(c.target, e * c.rows + i, c.target_s)
    else:
        z = pick(c.working, e * c.rows + i, c.working_s)
    if c.rounds > 1 and at(c.round_asks, k * c.moved + m) == 0:
        z = row(0.0)
    return z


@stage
def pass_on(c: Any, s: Any, e: Any, k: Any) -> None:
    """A place that passes demand on asks for what those beyond it ask and its ways onward carry today."""
    for q in range(c.passers):
        p = at(c.pass_order, q)
        for m in range(c.moved):
            store(s.load, m, 0.0)
        for v in range(at(c.pass_start, q), at(c.pass_start, q + 1)):
            r = at(c.pass_route, v)
            to = at(c.route_to, r)
            for j in range(c.classes):
                part = ratio(load(s.cap, r * c.classes + j), load(s.short_mass, to * c.classes + j))
                for m in range(at(c.class_start, j), at(c.class_start, j + 1)):
                    add(s.load, m, load(s.short, to * c.moved + m) * part)
        for j in range(c.classes):
            mass = row(0.0)
            volume = row(0.0)
            for m in range(at(c.class_start, j), at(c.class_start, j + 1)):
                i = p * c.goods + at(c.mover, m)
                way = load(s.way, i)
                z = level(c, e, i, k, m) + load(s.load, m)
                z = most(z - load(s.stock, i) - way, 0.0)
                store(s.short, p * c.moved + m, z)
                store(s.up, p * c.moved + m, z + way)
                mass += z * at(c.kg, m)
                if c.any_volume:
                    volume += z * at(c.m3, m)
            store(s.short_mass, p * c.classes + j, mass)
            if c.any_volume:
                store(s.short_volume, p * c.classes + j, volume)


@inline
def onward(c: Any, s: Any, leg: Any, m: Any, z: Any, more: Any) -> None:
    """Put goods on the way; `more` beside what was put there today."""
    there = 1.0 if more else 0.0
    if c.any_spread:
        later(c, s, leg, s.pipes, at(c.pipe, leg), c.moved, m, z, there)
    else:
        i = at(s.slot, leg) + m
        store(s.pipes, i, z + load(s.pipes, i) * there)


@stage
def limits(c: Any, s: Any) -> None:
    """All of every limit is left, and nothing is loaded."""
    for o in range(c.pools):
        store(s.pool_left, o, pick(c.pool_limit, o, c.pool_limit_s))
    for q in range(c.queue_gates, c.gates):
        store(s.slot_left, q, pick(c.slots, at(c.gate, q), c.slots_s))
    for f in range(c.fleets):
        store(s.free, f, most(load(s.home, f), 0.0) * pick(c.availability, f, c.availability_s))
    for k in range(c.pumps):
        store(s.burnt, k, 0.0)
    for leg in range(c.legs):
        store(s.done, leg, 0.0)
        if c.any_volume:
            store(s.done_mass, leg, 0.0)
            store(s.done_volume, leg, 0.0)
        if c.plain == 0:
            limit = pick(c.route_cap, at(c.leg_route, leg), c.route_cap_s)
            for j in range(c.classes):
                i = leg * c.classes + j
                store(s.share_left, i, limit * load(s.access, i))
    if c.rounds > 1:
        for leg in range(c.legs):
            for m in range(c.moved):
                onward(c, s, leg, m, row(0.0), False)
        for i in range(c.rows):
            store(s.base, i, load(s.stock, i))


@inline
def rest(limit: Any, taken: Any) -> Any:
    """What is left of a limit; what rounding leaves is nothing."""
    z = limit - taken
    return where(z > taken * REST, z, 0.0)


@stage
def divide(c: Any, s: Any) -> None:
    """Asks given to the ways into each place, shortest first, each what it can carry alone.

    `give_new` says what a leg is the first of among the legs into its place: 1 of all, 2 of its route, 4 of its fleet.
    """
    for j in range(c.classes):
        for turn in range(c.legs):
            leg = at(c.give_leg, turn)
            new = at(c.give_new, turn)
            r = at(c.leg_route, leg)
            i = leg * c.classes + j
            to = at(c.leg_to, leg) * c.classes + j
            asked = load(s.short_mass, to)
            still = asked
            if new & 1:
                lacking = asked
                if j:
                    lacking += load(s.lacking, at(c.leg_to, leg))
                store(s.lacking, at(c.leg_to, leg), lacking)
            else:
                still = load(s.still, to)
            way = load(s.road, r)
            if c.plain == 0:
                if new & 2 == 0:
                    way = load(s.room, r)
                store(s.room, r, way)
                way = least(load(s.share_left, i), way)
            given = least(way * at(c.carries, r * c.classes + j), still)
            if c.fleets:
                f = at(c.leg_fleet, leg)
                able = load(s.free, f)
                if new & 4 == 0:
                    able = load(s.able, f)
                given = least(able * at(c.payload, leg), given)
                store(s.able, f, most(able - given * at(c.ipayload, leg), 0.0))
            if c.plain == 0:
                add(s.room, r, given * -1.0)
            store(s.still, to, still - given)
            store(s.coef, i, given / where(asked > 0.0, asked, 1.0))
            store(s.mass, i, given)


@inline
def load_of(c: Any, leg: Any, mass: Any, volume: Any) -> Any:
    """Trucks that goods fill: the larger of mass over payload and volume over load."""
    trucks = mass * at(c.ipayload, leg)
    if c.any_volume:
        trucks = most(volume * at(c.iload, leg), trucks)
    return trucks


@stage
def shares(c: Any, s: Any) -> None:
    """What a leg may carry of a class where access is a share of the way."""
    for leg in range(c.legs):
        for j in range(c.classes):
            i = leg * c.classes + j
            mass = load(s.mass, i)
            share = ratio(load(s.share_left, i), mass)
            store(s.mass, i, mass * share)
            store(s.coef, i, load(s.coef, i) * share)


@stage
def capped(c: Any, s: Any, t: Any) -> None:
    """Caps in t/day and trucks/day on what would be sent."""
    for leg in range(c.legs):
        mass = row(0.0)
        volume = row(0.0)
        for j in range(c.classes):
            i = leg * c.classes + j
            mass += load(s.mass, i)
            if c.any_volume:
                far = at(c.leg_to, leg) * c.classes + j
                volume += load(s.coef, i) * load(s.short_volume, far)
        store(s.truck, leg, load_of(c, leg, mass, volume))
    pools(c, s, t, 0)


@stage
def road(c: Any, s: Any) -> None:
    """What the way carries in a day, all its legs and classes together."""
    for r in range(c.routes):
        l0 = at(c.route_legs, r)
        l1 = at(c.route_legs, r + 1)
        total = row(0.0)
        for leg in range(l0, l1):
            for j in range(c.classes):
                total += load(s.mass, leg * c.classes + j)
        share = ratio(load(s.road, r), total)
        for leg in range(l0, l1):
            for j in range(c.classes):
                i = leg * c.classes + j
                store(s.coef, i, load(s.coef, i) * share)


@stage
def spare(c: Any, s: Any, e: Any) -> None:
    """The share of what is asked of each store that it can give above its reserve."""
    for p in range(c.places):
        q0 = at(c.out_start, p)
        q1 = at(c.out_start, p + 1)
        if q1 > q0:
            mass = row(0.0)
            for m in range(c.moved):
                j = at(c.klass, m)
                total = row(0.0)
                for q in range(q0, q1):
                    leg = at(c.out_leg, q)
                    far = at(c.out_to, q)
                    total += load(s.coef, leg * c.classes + j) * load(s.short, far + m)
                have = spared(c, s, e, p, m)
                mass += have * at(c.kg, m)
                store(s.gives, p * c.moved + m, ratio(have, total))
            store(s.spare_mass, p, mass)


@inline
def spared(c: Any, s: Any, e: Any, p: Any, m: Any) -> Any:
    """What a store can still give of a good: above its reserve, and not yet burnt as fuel."""
    i = p * c.goods + at(c.mover, m)
    held = pick(c.keep, e * c.rows + i, c.keep_s)
    if c.pumps:
        k = at(c.pump_of, p * c.moved + m)
        if k >= 0:
            held = most(load(s.burnt, k), held)
    have = most(load(s.stock, i) - held, 0.0)
    if c.any_unlimited and at(c.unlimited, e * c.rows + i):
        have = row(BIG)
    return have


@stage
def trucks(c: Any, s: Any) -> None:
    """Trucks that each leg would fill, within those at home."""
    for f in range(c.fleets):
        store(s.wish, f, 0.0)
    for leg in range(c.legs):
        near = at(c.leg_from, leg) * c.moved
        far = at(c.leg_to, leg) * c.moved
        mass = row(0.0)
        volume = row(0.0)
        for j in range(c.classes):
            z = row(0.0)
            v = row(0.0)
            for m in range(at(c.class_start, j), at(c.class_start, j + 1)):
                y = load(s.short, far + m) * load(s.gives, near + m)
                z += y * at(c.kg, m)
                if c.any_volume:
                    v += y * at(c.m3, m)
            coef = load(s.coef, leg * c.classes + j)
            store(s.mass, leg * c.classes + j, z * coef)
            if c.any_volume:
                store(s.volume, leg * c.classes + j, v * coef)
            mass += z * coef
            volume += v * coef
        z = load_of(c, leg, mass, volume)
        store(s.truck, leg, z)
        store(s.whole, leg, 1.0)
        if c.fleets:
            add(s.wish, at(c.leg_fleet, leg), z)
    for f in range(c.fleets):
        store(s.wish, f, ratio(load(s.free, f), load(s.wish, f)))
    if c.fleets:
        for leg in range(c.legs):
            share = load(s.wish, at(c.leg_fleet, leg))
            store(s.whole, leg, share)
            store(s.truck, leg, load(s.truck, leg) * share)


@inline
def sent_of(c: Any, s: Any, leg: Any, m: Any) -> Any:
    """What a leg sends of a good, as limits stand."""
    near = at(c.leg_from, leg) * c.moved + m
    far = at(c.leg_to, leg) * c.moved + m
    z = load(s.coef, leg * c.classes + at(c.klass, m)) * load(s.whole, leg)
    return z * load(s.short, far) * load(s.gives, near)


@stage
def fuel(c: Any, s: Any, e: Any) -> None:
    """Fuel in the store of the base, after the fuel that is itself sent, by base and fuel."""
    for k in range(c.pumps):
        i = at(c.pump_row, k)
        m = at(c.pump_mover, k)
        have = row(BIG)
        if at(c.unlimited, e * c.rows + i) == 0:
            gone = row(0.0)
            if m >= 0:
                for q in range(at(c.base_start, k), at(c.base_start, k + 1)):
                    gone += sent_of(c, s, at(c.base_leg, q), m)
            have = most(load(s.stock, i) - gone - load(s.burnt, k), 0.0)
        total = row(0.0)
        for q in range(at(c.pump_start, k), at(c.pump_start, k + 1)):
            leg = at(c.pump_leg, q)
            total += load(s.truck, leg) * at(c.burn, leg)
        share = ratio(have, total)
        for q in range(at(c.pump_start, k), at(c.pump_start, k + 1)):
            leg = at(c.pump_leg, q)
            store(s.truck, leg, load(s.truck, leg) * share)
            store(s.whole, leg, load(s.whole, leg) * share)


@stage
def send(c: Any, s: Any, t: Any, e: Any) -> None:
    """What asks and limits make of this round: out of stock, onto the way, off the limits."""
    for leg in range(c.legs):
        for j in range(c.classes):
            i = leg * c.classes + j
            store(s.coef, i, load(s.coef, i) * load(s.whole, leg))
    for p in range(c.places):
        q0 = at(c.out_start, p)
        q1 = at(c.out_start, p + 1)
        if q1 > q0:
            for m in range(c.moved):
                k = at(c.mover, m)
                i = p * c.goods + k
                j = at(c.klass, m)
                share = load(s.gives, p * c.moved + m)
                total = row(0.0)
                for q in range(q0, q1):
                    leg = at(c.out_leg, q)
                    far = at(c.out_to, q)
                    z = load(s.coef, leg * c.classes + j) * load(s.short, far + m) * share
                    total += z
                    add(s.way, at(c.out_way, q) + k, z)
                    onward(c, s, leg, m, z, c.rounds > 1)
                add(s.stock, i, total * -1.0)
    for leg in range(c.legs):
        take(c, s, t, leg, load(s.whole, leg))


@inline
def take(c: Any, s: Any, t: Any, leg: Any, whole: Any) -> None:
    """Take a load, its mass and volume by class times `whole`, off what is left of every limit."""
    mass = row(0.0)
    for j in range(c.classes):
        i = leg * c.classes + j
        z = load(s.mass, i) * whole
        store(s.mass, i, z)
        if c.plain == 0:
            store(s.share_left, i, rest(load(s.share_left, i), z))
        mass += z
        if c.any_volume:
            add(s.done_volume, leg, load(s.volume, i) * whole)
    r = at(c.leg_route, leg)
    store(s.road, r, rest(load(s.road, r), mass))
    near = at(c.leg_from, leg)
    far = at(c.leg_to, leg)
    store(s.spare_mass, near, rest(load(s.spare_mass, near), mass))
    store(s.lacking, far, rest(load(s.lacking, far), mass))
    more = mass * at(c.ipayload, leg)
    if c.any_volume:
        add(s.done_mass, leg, mass)
        more = load_of(c, leg, load(s.done_mass, leg), load(s.done_volume, leg)) - load(s.done, leg)
    add(s.done, leg, more)
    if c.fleets:
        f = at(c.leg_fleet, leg)
        store(s.free, f, rest(load(s.free, f), more))
    k = at(c.leg_pump, leg)
    if k >= 0:
        add(s.burnt, k, more * at(c.burn, leg))
    for q in range(at(c.leg_gate_start, leg), at(c.leg_gate_start, leg + 1)):
        g = at(c.leg_gate, q)
        store(s.slot_left, g, rest(load(s.slot_left, g), more))
    for k in range(at(c.leg_pool_start, leg), at(c.leg_pool_start, leg + 1)):
        o = at(c.leg_pool, k)
        z = under(c, s, t, leg, k, mass, more)
        store(s.pool_left, o, rest(load(s.pool_left, o), z))


@inline
def under(c: Any, s: Any, t: Any, leg: Any, k: Any, mass: Any, trucks: Any) -> Any:
    """What of a load falls under an entry of a cap: tonnes, or the trucks that carry them; none in other situations."""
    z = load(s.mass, at(c.leg_pool_cell, k))
    if at(c.pool_trucks, at(c.leg_pool, k)):
        z = z / where(mass > 0.0, mass, 1.0) * trucks
    q = situation(c, s, t, at(c.leg_group, leg))
    return where(q == at(c.leg_pool_state, k), z, 0.0)


@stage
def fill(c: Any, s: Any, t: Any, e: Any) -> None:
    """What is still asked is loaded where something is left: shortest way first, then in listed order."""
    for turn in range(c.legs):
        leg = at(c.fill_order, turn)
        near = at(c.leg_from, leg)
        far = at(c.leg_to, leg)
        room = least(
            least(load(s.road, at(c.leg_route, leg)), load(s.lacking, far)), load(s.spare_mass, near)
        )
        if c.fleets:
            room = least(load(s.free, at(c.leg_fleet, leg)), room)
        for q in range(at(c.leg_gate_start, leg), at(c.leg_gate_start, leg + 1)):
            room = least(load(s.slot_left, at(c.leg_gate, q)), room)
        if some(room > 0.0):
            mass = row(0.0)
            for j in range(c.classes):
                i = leg * c.classes + j
                can = where(load(s.access, i) > 0.0, at(c.carries, at(c.leg_route, leg) * c.classes + j), 0.0)
                can = where(room > 0.0, can, 0.0)
                part = row(0.0)
                volume = row(0.0)
                for m in range(at(c.class_start, j), at(c.class_start, j + 1)):
                    z = load(s.up, far * c.moved + m) - load(s.way, far * c.goods + at(c.mover, m))
                    z = most(least(z, spared(c, s, e, near, m)), 0.0) * can
                    store(s.load, m, z)
                    part += z * at(c.kg, m)
                    if c.any_volume:
                        volume += z * at(c.m3, m)
                store(s.mass, i, part)
                store(s.coef, i, 1.0)
                if c.any_volume:
                    store(s.volume, i, volume)
                mass += part
            if some(mass > 0.0):
                within(c, s, t, e, leg)
                for m in range(c.moved):
                    k = at(c.mover, m)
                    z = load(s.load, m) * load(s.coef, leg * c.classes + at(c.klass, m))
                    onward(c, s, leg, m, z, True)
                    add(s.way, far * c.goods + k, z)
                    add(s.stock, near * c.goods + k, z * -1.0)
                take(c, s, t, leg, row(1.0))


@stage
def within(c: Any, s: Any, t: Any, e: Any, leg: Any) -> None:
    """Scale the load of one leg, by class, by what is left of each limit in turn."""
    if c.plain == 0:
        for j in range(c.classes):
            i = leg * c.classes + j
            scale(c, s, i, ratio(load(s.share_left, i), load(s.mass, i)))
    k0 = at(c.leg_pool_start, leg)
    end = at(c.leg_pool_start, leg + 1)
    while k0 < end:
        k1 = k0
        o = at(c.leg_pool, k0)
        mass = mass_of(c, s, leg)
        trucks = trucks_of(c, s, leg)
        total = row(0.0)
        while k1 < end and at(c.leg_pool, k1) == o:
            total += under(c, s, t, leg, k1, mass, trucks)
            k1 += 1
        part = ratio(load(s.pool_left, o), total)
        q = situation(c, s, t, at(c.leg_group, leg))
        for k in range(k0, k1):
            scale(c, s, at(c.leg_pool_cell, k), where(q == at(c.leg_pool_state, k), part, 1.0))
        k0 = k1
    whole = row(1.0)
    mass = mass_of(c, s, leg)
    whole = ratio(load(s.road, at(c.leg_route, leg)), mass)
    trucks = trucks_of(c, s, leg)
    if c.fleets:
        whole = whole * ratio(load(s.free, at(c.leg_fleet, leg)), trucks * whole)
    k = at(c.leg_pump, leg)
    if k >= 0:
        i = at(c.pump_row, k)
        if at(c.unlimited, e * c.rows + i) == 0:
            m = at(c.pump_mover, k)
            burnt = trucks * at(c.burn, leg)
            if m >= 0:
                burnt += load(s.load, m) * load(s.coef, leg * c.classes + at(c.klass, m))
            whole = whole * ratio(most(load(s.stock, i) - load(s.burnt, k), 0.0), burnt * whole)
    for q in range(at(c.leg_gate_start, leg), at(c.leg_gate_start, leg + 1)):
        whole = whole * ratio(load(s.slot_left, at(c.leg_gate, q)), trucks * whole)
    for j in range(c.classes):
        scale(c, s, leg * c.classes + j, whole)


@inline
def scale(c: Any, s: Any, i: Any, part: Any) -> None:
    """Scale a leg's load of a class."""
    store(s.mass, i, load(s.mass, i) * part)
    store(s.coef, i, load(s.coef, i) * part)
    if c.any_volume:
        store(s.volume, i, load(s.volume, i) * part)


@inline
def mass_of(c: Any, s: Any, leg: Any) -> Any:
    """Mass of a leg's load."""
    mass = row(0.0)
    for j in range(c.classes):
        mass += load(s.mass, leg * c.classes + j)
    return mass


@inline
def trucks_of(c: Any, s: Any, leg: Any) -> Any:
    """Trucks that a leg's load fills."""
    volume = row(0.0)
    if c.any_volume:
        for j in range(c.classes):
            volume += load(s.volume, leg * c.classes + j)
    return load_of(c, leg, mass_of(c, s, leg), volume)


@stage
def depart(c: Any, s: Any, t: Any, e: Any) -> None:
    """Trucks leave, fuel is used."""
    for leg in range(c.legs):
        lead = at(c.lead_most, leg)
        phase = at(s.phase, leg)
        if c.fleets:
            z = load(s.done, leg)
            add(s.home, at(c.leg_fleet, leg), z * -1.0)
            if at(c.leg_hold, leg):
                later(c, s, leg, s.trucks_sent, at(c.lead_start, leg), 1, 0, z, 0.0)
            else:
                days = pick(c.lead, leg, c.lead_s) + pick(c.home, leg, c.home_s)
                due_home(c, s, t, leg, z, days, at(c.trip_least, leg), at(c.trip_most, leg))
            i = at(c.leg_fuel, leg)
            if i >= 0:
                burnt = z * at(c.burn, leg)
                have = load(s.stock, i)
                if at(c.unlimited, e * c.rows + i) == 0:
                    burnt = least(burnt, have)
                store(s.stock, i, have - burnt)
                add(s.used, i % c.goods, burnt)
        phase = 0 if phase + 1 == lead else phase + 1
        put(s.phase, leg, phase)
        put(s.slot, leg, at(c.pipe, leg) + phase * c.moved)

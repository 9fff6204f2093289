"""Steps 2 and 8 of the day on rows of eight members: what happens on the ways.

What a leg sends of a commodity is a product: a factor of the leg and the goods class, times what the far place is
short of, times what the near place can spare. So limits are found and applied on legs and classes, and goods are
touched three times: to ask, to weigh, to send. Names and arguments are those of `stores`; `leg` is a leg, `j` a class,
`m` a good that is moved.
"""

from __future__ import annotations

from typing import Any

from corridor.forecast.block import ROUNDING
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
    stage,
    store,
    where,
)
from corridor.forecast.kernels.stores import situation
from corridor.model.arrays import BIG


@stage
def access(c: Any, s: Any, t: Any) -> None:
    """Access of each leg and class, what each route carries today, and what all routes into a place carry."""
    for i in range(c.places * c.classes):
        store(s.into, i, 0.0)
    for leg in range(c.legs):
        q = situation(c, s, t, at(c.leg_group, leg))
        for j in range(c.classes):
            i = leg * c.classes + j
            a = pick(c.access, i, c.access_s)
            for k in range(1, at(c.leg_states, leg)):
                a = where(q == k, pick(c.access, k * c.cells + i, c.access_s), a)
            store(s.access, i, a)
    for r in range(c.routes):
        to = at(c.route_to, r)
        limit = pick(c.route_cap, r, c.route_cap_s)
        widest = row(0.0)
        for j in range(c.classes):
            best = row(0.0)
            for leg in range(at(c.route_legs, r), at(c.route_legs, r + 1)):
                best = most(load(s.access, leg * c.classes + j), best)
            widest = most(best, widest)
            best = best * limit * at(c.carries, r * c.classes + j)
            store(s.cap, r * c.classes + j, best)
            add(s.into, to * c.classes + j, best)
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
def later(c: Any, s: Any, leg: Any, row_of: Any, first: Any, size: Any, m: Any, z: Any) -> None:
    """Put what is sent today where it is found on the day it is due, each member's after its own lead."""
    lead = pick(c.lead, leg, c.lead_s)
    longest = at(c.lead_most, leg)
    for d in range(at(c.lead_least, leg), longest + 1):
        spot = at(s.phase, leg) + d
        if spot >= longest:
            spot -= longest
        i = first + spot * size + m
        store(row_of, i, where(lead == d, z, load(row_of, i)))


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
        share = ratio(pick(c.pool_limit, o, c.pool_limit_s), total)
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
        share = ratio(pick(c.slots, at(c.gate, q), c.slots_s), total)
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
def ask(c: Any, s: Any, e: Any, p: Any) -> None:
    """What a place asks for: its target less stock and what is on the way; its mass and volume by class."""
    if at(c.has_in, p):
        for j in range(c.classes):
            mass = row(0.0)
            volume = row(0.0)
            for m in range(at(c.class_start, j), at(c.class_start, j + 1)):
                i = p * c.goods + at(c.mover, m)
                z = pick(c.target, e * c.rows + i, c.target_s)
                z = most(z - load(s.stock, i) - load(s.way, i), 0.0)
                store(s.short, p * c.moved + m, z)
                mass += z * at(c.kg, m)
                if c.any_volume:
                    volume += z * at(c.m3, m)
            store(s.short_mass, p * c.classes + j, mass)
            if c.any_volume:
                store(s.short_volume, p * c.classes + j, volume)


@stage
def divide(c: Any, s: Any) -> None:
    """Asks divided over routes by what they carry today, and over legs by trucks at home."""
    for r in range(c.routes):
        to = at(c.route_to, r) * c.classes
        l0 = at(c.route_legs, r)
        l1 = at(c.route_legs, r + 1)
        for j in range(c.classes):
            into = load(s.into, to + j)
            share = load(s.cap, r * c.classes + j) / where(into > 0.0, into, 1.0)
            need = load(s.short_mass, to + j)
            if c.single:
                store(s.coef, l0 * c.classes + j, share)
                store(s.mass, l0 * c.classes + j, share * need)
            else:
                total = row(0.0)
                for leg in range(l0, l1):
                    z = strength(c, s, leg)
                    z = where(load(s.access, leg * c.classes + j) > 0.0, z, 0.0)
                    store(s.part, leg, z)
                    total += z
                total = where(total > 0.0, total, 1.0)
                for leg in range(l0, l1):
                    z = share * (load(s.part, leg) / total)
                    store(s.coef, leg * c.classes + j, z)
                    store(s.mass, leg * c.classes + j, z * need)


@inline
def strength(c: Any, s: Any, leg: Any) -> Any:
    """Trucks at home that can drive, times payload; legs without fleets are all alike."""
    f = at(c.leg_fleet, leg)
    weight = row(1.0)
    if c.fleets:
        weight = load(s.home, f)
        weight = where(weight > ROUNDING, weight, 0.0)  # what rounding leaves of a truck is none
        weight = weight * pick(c.availability, f, c.availability_s)
        weight = weight * at(c.payload, leg)
    return weight


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
        limit = pick(c.route_cap, at(c.leg_route, leg), c.route_cap_s)
        for j in range(c.classes):
            i = leg * c.classes + j
            mass = load(s.mass, i)
            share = ratio(limit * load(s.access, i), mass)
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
            for m in range(c.moved):
                i = p * c.goods + at(c.mover, m)
                j = at(c.klass, m)
                total = row(0.0)
                for q in range(q0, q1):
                    leg = at(c.out_leg, q)
                    far = at(c.out_to, q)
                    total += load(s.coef, leg * c.classes + j) * load(s.short, far + m)
                have = most(load(s.stock, i) - pick(c.keep, e * c.rows + i, c.keep_s), 0.0)
                share = ratio(have, total)
                if c.any_unlimited and at(c.unlimited, e * c.rows + i):
                    share = row(1.0)
                store(s.gives, p * c.moved + m, share)


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
            mass += z * coef
            volume += v * coef
        z = load_of(c, leg, mass, volume)
        store(s.truck, leg, z)
        store(s.whole, leg, 1.0)
        if c.fleets:
            add(s.wish, at(c.leg_fleet, leg), z)
    for f in range(c.fleets):
        free = most(load(s.home, f), 0.0) * pick(c.availability, f, c.availability_s)
        store(s.wish, f, ratio(free, load(s.wish, f)))
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
            have = most(load(s.stock, i) - gone, 0.0)
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
def go(c: Any, s: Any, t: Any, e: Any) -> None:
    """Out of stock, onto the way; trucks leave, fuel is used."""
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
                    if c.any_spread:
                        later(c, s, leg, s.pipes, at(c.pipe, leg), c.moved, m, z)
                    else:
                        store(s.pipes, at(s.slot, leg) + m, z)
                    add(s.way, at(c.out_way, q) + k, z)
                    total += z
                store(s.stock, i, load(s.stock, i) - total)
    for leg in range(c.legs):
        lead = at(c.lead_most, leg)
        phase = at(s.phase, leg)
        if c.fleets:
            z = load(s.truck, leg)
            add(s.home, at(c.leg_fleet, leg), z * -1.0)
            if at(c.leg_hold, leg):
                later(c, s, leg, s.trucks_sent, at(c.lead_start, leg), 1, 0, z)
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

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
def access(c: Any, s: Any, t: Any, g: Any) -> None:
    """Access of each leg and class, what each route carries today, and what all routes into a place carry."""
    for i in range(c.places * c.classes):
        store(s.x, s.into + i, 0.0)
    for leg in range(c.legs):
        q = situation(c, s, t, g, at(c.ints, c.leg_group + leg))
        for j in range(c.classes):
            i = leg * c.classes + j
            a = pick(c.num, c.access, i, c.access_s)
            for k in range(1, at(c.ints, c.leg_states + leg)):
                a = where(q == k, pick(c.num, c.access, k * c.cells + i, c.access_s), a)
            store(s.x, s.access + i, a)
    for r in range(c.routes):
        to = at(c.ints, c.route_to + r)
        limit = pick(c.num, c.route_cap, r, c.route_cap_s)
        widest = row(0.0)
        for j in range(c.classes):
            best = row(0.0)
            for leg in range(at(c.ints, c.route_legs + r), at(c.ints, c.route_legs + r + 1)):
                best = most(load(s.x, s.access + leg * c.classes + j), best)
            widest = most(best, widest)
            best = best * limit * at(c.flt, c.carries + r * c.classes + j)
            store(s.x, s.cap + r * c.classes + j, best)
            add(s.x, s.into + to * c.classes + j, best)
        store(s.x, s.road + r, widest * limit)


@stage
def trucks_home(c: Any, s: Any, t: Any) -> None:
    """Trucks due today come home, less those that do not; some wait until their way is open."""
    now = t & (c.ring - 1)
    for f in range(c.fleets):
        i = s.back + now * c.fleets + f
        add(s.x, s.home + f, load(s.x, i) * pick(c.num, c.returns, f, c.returns_s))
        store(s.x, i, 0.0)
    if c.any_return:
        for leg in range(c.legs):
            if at(c.ints, c.leg_return + leg):
                f = at(c.ints, c.leg_fleet + leg)
                i = s.back_leg + now * c.legs + leg
                away = load(s.x, s.out + leg) + load(s.x, i) * pick(c.num, c.returns, f, c.returns_s)
                store(s.x, i, 0.0)
                best = row(0.0)
                for j in range(c.classes):
                    best = most(load(s.x, s.access + leg * c.classes + j), best)
                come = where(best > 0.0, away, 0.0)
                store(s.x, s.out + leg, away - come)
                add(s.x, s.home + f, come)


@inline
def due_home(c: Any, s: Any, when: Any, leg: Any, trucks: Any) -> None:
    """Note the day on which trucks are due home."""
    if at(c.ints, c.leg_return + leg):
        add(s.x, s.back_leg + (when & (c.ring - 1)) * c.legs + leg, trucks)
    else:
        add(s.x, s.back + (when & (c.ring - 1)) * c.fleets + at(c.ints, c.leg_fleet + leg), trucks)


@stage
def pools(c: Any, s: Any, t: Any, g: Any, queued: Any) -> None:
    """Scale the factors and masses of legs by caps in t/day and trucks/day, each shared by all it covers."""
    for leg in range(c.legs):
        total = row(0.0)
        for j in range(c.classes):
            total += load(s.x, s.mass + leg * c.classes + j)
        for j in range(c.classes):
            i = leg * c.classes + j
            store(s.x, s.part + i, load(s.x, s.mass + i) / where(total > 0.0, total, 1.0))
    for o in range(c.pools):
        i0 = at(c.ints, c.pool_start + o)
        i1 = at(c.ints, c.pool_start + o + 1)
        total = row(0.0)
        for k in range(i0, i1):
            i = at(c.ints, c.pool_cell + k)
            leg = at(c.ints, c.pool_leg + k)
            if queued == 0 or at(c.ints, c.leg_queued + leg):
                amount = load(s.x, s.mass + i)
                if at(c.ints, c.pool_trucks + o):
                    amount = load(s.x, s.part + i) * load(s.x, s.truck + leg)
                q = situation(c, s, t, g, at(c.ints, c.leg_group + leg))
                total += where(q == at(c.ints, c.pool_state + k), amount, 0.0)
        share = ratio(pick(c.num, c.pool_limit, o, c.pool_limit_s), total)
        for k in range(i0, i1):
            i = at(c.ints, c.pool_cell + k)
            leg = at(c.ints, c.pool_leg + k)
            if queued == 0 or at(c.ints, c.leg_queued + leg):
                q = situation(c, s, t, g, at(c.ints, c.leg_group + leg))
                factor = where(q == at(c.ints, c.pool_state + k), share, 1.0)
                store(s.x, s.mass + i, load(s.x, s.mass + i) * factor)
                store(s.x, s.part + i, load(s.x, s.part + i) * factor)
                store(s.x, s.coef + i, load(s.x, s.coef + i) * factor)


@stage
def gates(c: Any, s: Any, q0: Any, q1: Any) -> None:
    """Scale trucks and factors of legs by slots of crossings, in listed order of the crossings."""
    for q in range(q0, q1):
        i0 = at(c.ints, c.gate_start + q)
        i1 = at(c.ints, c.gate_start + q + 1)
        total = row(0.0)
        for i in range(i0, i1):
            total += load(s.x, s.truck + at(c.ints, c.gate_leg + i))
        share = ratio(pick(c.num, c.slots, at(c.ints, c.gate + q), c.slots_s), total)
        for i in range(i0, i1):
            leg = at(c.ints, c.gate_leg + i)
            store(s.x, s.truck + leg, load(s.x, s.truck + leg) * share)
            store(s.x, s.whole + leg, load(s.x, s.whole + leg) * share)


@stage
def hold(c: Any, s: Any, t: Any, g: Any) -> None:
    """What is due at a gate or a full store joins what is held; what access, caps, slots and room allow passes."""
    for leg in range(c.legs):
        store(s.x, s.truck + leg, 0.0)
        store(s.x, s.whole + leg, 1.0)
        for j in range(c.classes):
            store(s.x, s.mass + leg * c.classes + j, 0.0)
        if at(c.ints, c.leg_hold + leg):
            to = at(c.ints, c.leg_to + leg) * c.goods
            arrived(c, s, leg, to)
            all_mass = row(0.0)
            mass = row(0.0)
            for j in range(c.classes):
                i = leg * c.classes + j
                z = row(0.0)
                for m in range(at(c.ints, c.class_start + j), at(c.ints, c.class_start + j + 1)):
                    z += load(s.x, s.held + leg * c.moved + m) * at(c.flt, c.kg + m)
                all_mass += z
                passes = row(1.0)
                if at(c.ints, c.leg_queued + leg):
                    passes = where(load(s.x, s.access + i) > 0.0, 1.0, 0.0)
                z = z * passes
                mass += z
                store(s.x, s.mass + i, z)
                store(s.x, s.coef + i, passes)
            store(s.x, s.held_mass + leg, all_mass)
            part = where(all_mass > 0.0, mass / where(all_mass > 0.0, all_mass, 1.0), 1.0)
            store(s.x, s.truck + leg, load(s.x, s.trucks_held + leg) * part)
    if c.pools:
        pools(c, s, t, g, 1)
        for leg in range(c.legs):
            if at(c.ints, c.leg_hold + leg):
                mass = row(0.0)
                for j in range(c.classes):
                    mass += load(s.x, s.mass + leg * c.classes + j)
                part = held_part(c, s, leg, mass)
                store(s.x, s.truck + leg, load(s.x, s.trucks_held + leg) * part)
    gates(c, s, 0, c.queue_gates)
    room(c, s)
    waiting = row(0.0)
    for leg in range(c.legs):
        if at(c.ints, c.leg_hold + leg):
            let_through(c, s, t, leg)
            waiting += load(s.x, s.trucks_held + leg)
    add(s.x, s.waited, waiting)
    store(s.x, s.waited + 1, most(waiting, load(s.x, s.waited + 1)))


@inline
def arrived(c: Any, s: Any, leg: Any, to: Any) -> None:
    """What was sent `lead` days ago, less its loss, joins what is held."""
    for m in range(c.moved):
        k = at(c.ints, c.mover + m)
        due = load(s.x, at(s.pos, s.slot + leg) + m)
        gone = due * at(c.flt, c.leg_loss + leg)
        add(s.x, s.lost + k, gone)
        add(s.x, s.way + to + k, gone * -1.0)
        add(s.x, s.held + leg * c.moved + m, due - gone)
    i = s.trucks_sent + at(c.ints, c.lead_start + leg) + at(s.pos, s.phase + leg)
    add(s.x, s.trucks_held + leg, load(s.x, i))


@inline
def held_part(c: Any, s: Any, leg: Any, mass: Any) -> Any:
    """Share of the mass held; all of it where what is held weighs nothing."""
    total = load(s.x, s.held_mass + leg)
    return where(total > 0.0, mass / where(total > 0.0, total, 1.0), 1.0)


@inline
def room(c: Any, s: Any) -> None:
    """Room in limited stores, shared by all that arrives, in proportion."""
    for p in range(c.places):
        if at(c.flt, c.storage + p) < BIG:
            there = row(0.0)
            for k in range(c.goods):
                there += load(s.x, s.stock + p * c.goods + k) * at(c.flt, c.kg_all + k)
            store(s.x, s.space + p, most(at(c.flt, c.storage + p) - there, 0.0))
            store(s.x, s.arriving + p, 0.0)
    for leg in range(c.legs):
        p = at(c.ints, c.leg_to + leg)
        if at(c.ints, c.leg_hold + leg) and at(c.flt, c.storage + p) < BIG:
            mass = row(0.0)
            for j in range(c.classes):
                mass += load(s.x, s.mass + leg * c.classes + j)
            add(s.x, s.arriving + p, mass * load(s.x, s.whole + leg))
    for leg in range(c.legs):
        p = at(c.ints, c.leg_to + leg)
        if at(c.ints, c.leg_hold + leg) and at(c.flt, c.storage + p) < BIG:
            share = ratio(load(s.x, s.space + p), load(s.x, s.arriving + p))
            store(s.x, s.whole + leg, load(s.x, s.whole + leg) * share)


@inline
def let_through(c: Any, s: Any, t: Any, leg: Any) -> None:
    """What passes enters stock; its trucks start home."""
    whole = load(s.x, s.whole + leg)
    mass = row(0.0)
    for j in range(c.classes):
        mass += load(s.x, s.mass + leg * c.classes + j)
    trucks = load(s.x, s.trucks_held + leg) * held_part(c, s, leg, mass * whole)
    for m in range(c.moved):
        k = at(c.ints, c.mover + m)
        i = at(c.ints, c.leg_to + leg) * c.goods + k
        have = load(s.x, s.held + leg * c.moved + m)
        z = have * load(s.x, s.coef + leg * c.classes + at(c.ints, c.klass + m)) * whole
        store(s.x, s.held + leg * c.moved + m, have - z)
        add(s.x, s.stock + i, z)
        add(s.x, s.way + i, z * -1.0)
        add(s.x, s.entered + k, z)
    add(s.x, s.trucks_held + leg, trucks * -1.0)
    if c.fleets:
        due_home(c, s, t + at(c.ints, c.leg_home + leg), leg, trucks)


@inline
def ask(c: Any, s: Any, e: Any, p: Any) -> None:
    """What a place asks for: its target less stock and what is on the way; its mass and volume by class."""
    if at(c.ints, c.has_in + p):
        for j in range(c.classes):
            mass = row(0.0)
            volume = row(0.0)
            for m in range(at(c.ints, c.class_start + j), at(c.ints, c.class_start + j + 1)):
                i = p * c.goods + at(c.ints, c.mover + m)
                z = pick(c.num, c.target, e * c.rows + i, c.target_s)
                z = most(z - load(s.x, s.stock + i) - load(s.x, s.way + i), 0.0)
                store(s.x, s.short + p * c.moved + m, z)
                mass += z * at(c.flt, c.kg + m)
                if c.any_volume:
                    volume += z * at(c.flt, c.m3 + m)
            store(s.x, s.short_mass + p * c.classes + j, mass)
            if c.any_volume:
                store(s.x, s.short_volume + p * c.classes + j, volume)


@stage
def divide(c: Any, s: Any) -> None:
    """Asks divided over routes by what they carry today, and over legs by trucks at home."""
    for r in range(c.routes):
        to = at(c.ints, c.route_to + r) * c.classes
        l0 = at(c.ints, c.route_legs + r)
        l1 = at(c.ints, c.route_legs + r + 1)
        for j in range(c.classes):
            into = load(s.x, s.into + to + j)
            share = load(s.x, s.cap + r * c.classes + j) / where(into > 0.0, into, 1.0)
            need = load(s.x, s.short_mass + to + j)
            if c.single:
                store(s.x, s.coef + l0 * c.classes + j, share)
                store(s.x, s.mass + l0 * c.classes + j, share * need)
            else:
                total = row(0.0)
                for leg in range(l0, l1):
                    z = strength(c, s, leg)
                    z = where(load(s.x, s.access + leg * c.classes + j) > 0.0, z, 0.0)
                    store(s.x, s.part + leg, z)
                    total += z
                total = where(total > 0.0, total, 1.0)
                for leg in range(l0, l1):
                    z = share * (load(s.x, s.part + leg) / total)
                    store(s.x, s.coef + leg * c.classes + j, z)
                    store(s.x, s.mass + leg * c.classes + j, z * need)


@inline
def strength(c: Any, s: Any, leg: Any) -> Any:
    """Trucks at home that can drive, times payload; legs without fleets are all alike."""
    f = at(c.ints, c.leg_fleet + leg)
    weight = row(1.0)
    if c.fleets:
        weight = load(s.x, s.home + f)
        weight = where(weight > ROUNDING, weight, 0.0)  # what rounding leaves of a truck is none
        weight = weight * pick(c.num, c.availability, f, c.availability_s)
        weight = weight * at(c.flt, c.payload + leg)
    return weight


@inline
def load_of(c: Any, leg: Any, mass: Any, volume: Any) -> Any:
    """Trucks that goods fill: the larger of mass over payload and volume over load."""
    trucks = mass * at(c.flt, c.ipayload + leg)
    if c.any_volume:
        trucks = most(volume * at(c.flt, c.iload + leg), trucks)
    return trucks


@stage
def shares(c: Any, s: Any) -> None:
    """What a leg may carry of a class where access is a share of the way."""
    for leg in range(c.legs):
        limit = pick(c.num, c.route_cap, at(c.ints, c.leg_route + leg), c.route_cap_s)
        for j in range(c.classes):
            i = leg * c.classes + j
            mass = load(s.x, s.mass + i)
            share = ratio(limit * load(s.x, s.access + i), mass)
            store(s.x, s.mass + i, mass * share)
            store(s.x, s.coef + i, load(s.x, s.coef + i) * share)


@stage
def capped(c: Any, s: Any, t: Any, g: Any) -> None:
    """Caps in t/day and trucks/day on what would be sent."""
    for leg in range(c.legs):
        mass = row(0.0)
        volume = row(0.0)
        for j in range(c.classes):
            i = leg * c.classes + j
            mass += load(s.x, s.mass + i)
            if c.any_volume:
                far = s.short_volume + at(c.ints, c.leg_to + leg) * c.classes + j
                volume += load(s.x, s.coef + i) * load(s.x, far)
        store(s.x, s.truck + leg, load_of(c, leg, mass, volume))
    pools(c, s, t, g, 0)


@stage
def road(c: Any, s: Any) -> None:
    """What the way carries in a day, all its legs and classes together."""
    for r in range(c.routes):
        l0 = at(c.ints, c.route_legs + r)
        l1 = at(c.ints, c.route_legs + r + 1)
        total = row(0.0)
        for leg in range(l0, l1):
            for j in range(c.classes):
                total += load(s.x, s.mass + leg * c.classes + j)
        share = ratio(load(s.x, s.road + r), total)
        for leg in range(l0, l1):
            for j in range(c.classes):
                i = leg * c.classes + j
                store(s.x, s.coef + i, load(s.x, s.coef + i) * share)


@stage
def spare(c: Any, s: Any, e: Any) -> None:
    """The share of what is asked of each store that it can give above its reserve."""
    for p in range(c.places):
        q0 = at(c.ints, c.out_start + p)
        q1 = at(c.ints, c.out_start + p + 1)
        if q1 > q0:
            for m in range(c.moved):
                i = p * c.goods + at(c.ints, c.mover + m)
                j = at(c.ints, c.klass + m)
                total = row(0.0)
                for q in range(q0, q1):
                    leg = at(c.ints, c.out_leg + q)
                    far = at(c.ints, c.out_to + q)
                    total += load(s.x, s.coef + leg * c.classes + j) * load(s.x, s.short + far + m)
                have = most(load(s.x, s.stock + i) - pick(c.num, c.keep, e * c.rows + i, c.keep_s), 0.0)
                share = ratio(have, total)
                if c.any_unlimited and at(c.ints, c.unlimited + e * c.rows + i):
                    share = row(1.0)
                store(s.x, s.gives + p * c.moved + m, share)


@stage
def trucks(c: Any, s: Any) -> None:
    """Trucks that each leg would fill, within those at home."""
    for f in range(c.fleets):
        store(s.x, s.wish + f, 0.0)
    for leg in range(c.legs):
        near = at(c.ints, c.leg_from + leg) * c.moved
        far = at(c.ints, c.leg_to + leg) * c.moved
        mass = row(0.0)
        volume = row(0.0)
        for j in range(c.classes):
            z = row(0.0)
            v = row(0.0)
            for m in range(at(c.ints, c.class_start + j), at(c.ints, c.class_start + j + 1)):
                y = load(s.x, s.short + far + m) * load(s.x, s.gives + near + m)
                z += y * at(c.flt, c.kg + m)
                if c.any_volume:
                    v += y * at(c.flt, c.m3 + m)
            coef = load(s.x, s.coef + leg * c.classes + j)
            mass += z * coef
            volume += v * coef
        z = load_of(c, leg, mass, volume)
        store(s.x, s.truck + leg, z)
        store(s.x, s.whole + leg, 1.0)
        if c.fleets:
            add(s.x, s.wish + at(c.ints, c.leg_fleet + leg), z)
    for f in range(c.fleets):
        free = most(load(s.x, s.home + f), 0.0) * pick(c.num, c.availability, f, c.availability_s)
        store(s.x, s.wish + f, ratio(free, load(s.x, s.wish + f)))
    if c.fleets:
        for leg in range(c.legs):
            share = load(s.x, s.wish + at(c.ints, c.leg_fleet + leg))
            store(s.x, s.whole + leg, share)
            store(s.x, s.truck + leg, load(s.x, s.truck + leg) * share)


@inline
def sent_of(c: Any, s: Any, leg: Any, m: Any) -> Any:
    """What a leg sends of a good, as limits stand."""
    near = at(c.ints, c.leg_from + leg) * c.moved + m
    far = at(c.ints, c.leg_to + leg) * c.moved + m
    z = load(s.x, s.coef + leg * c.classes + at(c.ints, c.klass + m)) * load(s.x, s.whole + leg)
    return z * load(s.x, s.short + far) * load(s.x, s.gives + near)


@stage
def fuel(c: Any, s: Any, e: Any) -> None:
    """Fuel in the store of the base, after the fuel that is itself sent, by base and fuel."""
    for k in range(c.pumps):
        i = at(c.ints, c.pump_row + k)
        m = at(c.ints, c.pump_mover + k)
        have = row(BIG)
        if at(c.ints, c.unlimited + e * c.rows + i) == 0:
            gone = row(0.0)
            if m >= 0:
                for q in range(at(c.ints, c.base_start + k), at(c.ints, c.base_start + k + 1)):
                    gone += sent_of(c, s, at(c.ints, c.base_leg + q), m)
            have = most(load(s.x, s.stock + i) - gone, 0.0)
        total = row(0.0)
        for q in range(at(c.ints, c.pump_start + k), at(c.ints, c.pump_start + k + 1)):
            leg = at(c.ints, c.pump_leg + q)
            total += load(s.x, s.truck + leg) * at(c.flt, c.burn + leg)
        share = ratio(have, total)
        for q in range(at(c.ints, c.pump_start + k), at(c.ints, c.pump_start + k + 1)):
            leg = at(c.ints, c.pump_leg + q)
            store(s.x, s.truck + leg, load(s.x, s.truck + leg) * share)
            store(s.x, s.whole + leg, load(s.x, s.whole + leg) * share)


@stage
def go(c: Any, s: Any, t: Any, e: Any) -> None:
    """Out of stock, onto the way; trucks leave, fuel is used."""
    for leg in range(c.legs):
        for j in range(c.classes):
            i = s.coef + leg * c.classes + j
            store(s.x, i, load(s.x, i) * load(s.x, s.whole + leg))
    for p in range(c.places):
        q0 = at(c.ints, c.out_start + p)
        q1 = at(c.ints, c.out_start + p + 1)
        if q1 > q0:
            for m in range(c.moved):
                k = at(c.ints, c.mover + m)
                i = p * c.goods + k
                j = at(c.ints, c.klass + m)
                share = load(s.x, s.gives + p * c.moved + m)
                total = row(0.0)
                for q in range(q0, q1):
                    leg = at(c.ints, c.out_leg + q)
                    far = at(c.ints, c.out_to + q)
                    z = load(s.x, s.coef + leg * c.classes + j) * load(s.x, s.short + far + m) * share
                    store(s.x, at(s.pos, s.slot + leg) + m, z)
                    add(s.x, s.way + at(c.ints, c.out_way + q) + k, z)
                    total += z
                store(s.x, s.stock + i, load(s.x, s.stock + i) - total)
    for leg in range(c.legs):
        lead = at(c.ints, c.leg_lead + leg)
        phase = at(s.pos, s.phase + leg)
        if c.fleets:
            z = load(s.x, s.truck + leg)
            add(s.x, s.home + at(c.ints, c.leg_fleet + leg), z * -1.0)
            if at(c.ints, c.leg_hold + leg):
                store(s.x, s.trucks_sent + at(c.ints, c.lead_start + leg) + phase, z)
            else:
                due_home(c, s, t + lead + at(c.ints, c.leg_home + leg), leg, z)
            i = at(c.ints, c.leg_fuel + leg)
            if i >= 0:
                burnt = z * at(c.flt, c.burn + leg)
                have = load(s.x, s.stock + i)
                if at(c.ints, c.unlimited + e * c.rows + i) == 0:
                    burnt = least(burnt, have)
                store(s.x, s.stock + i, have - burnt)
                add(s.x, s.used + i % c.goods, burnt)
        phase = 0 if phase + 1 == lead else phase + 1
        put(s.pos, s.phase + leg, phase)
        put(s.pos, s.slot + leg, s.pipes + at(c.ints, c.pipe + leg) + phase * c.moved)

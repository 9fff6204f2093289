"""Steps 1 to 7 and 9 of the day on rows of eight members: what happens at the places.

Written as the theory page has it, under the names of `corridor.forecast.day`. `c` holds tables and offsets, `s` the
state, `o` the results, `g` counts the rows of members, `t` is the day, `e` its epoch, `p` a place.
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
    number,
    pick,
    put,
    row,
    some,
    stage,
    store,
    trio,
    where,
)
from corridor.model.arrays import COVER, FIXED, LINE

INFINITE = float("inf")
NEARLY = 1 - ROUNDING
IDLE, TOP, LOW = -1, 0, 1
"""What can fall short of a need: nothing; the normal part alone; the survival part alone; else any tier."""


@inline
def situation(c: Any, s: Any, t: Any, g: Any, group: Any) -> Any:
    """Situation of a group today, in its own numbering."""
    return load(s.path, (t * c.groups + group) * c.blocks + g)


@stage
def changes(c: Any, s: Any, t: Any) -> None:
    """Counts on this morning replace what is there; reserves are released."""
    for k in range(c.changes):
        if at(c.own, c.change_day + k) == t:
            i = at(c.own, c.change_row + k)
            step = pick(c.num, c.change, k, c.change_s)
            if at(c.own, c.change_reset + k):
                step = step - load(s.x, s.stock + i)
            add(s.x, s.stock + i, step)
            add(s.x, s.reset + at(c.own, c.change_good + k), step)


@stage
def not_ours(c: Any, s: Any, t: Any, g: Any, e: Any) -> None:
    """Recorded deliveries before the origin, usual inflow from it on."""
    if t < c.origin:
        for k in range(at(c.own, c.rec_start + e), at(c.own, c.rec_start + e + 1)):
            z = pick(c.num, c.recorded, k, c.recorded_s)
            add(s.x, s.stock + at(c.own, c.rec_row + k), z)
            add(s.x, s.received + at(c.own, c.rec_good + k), z)
    else:
        for k in range(c.inflows):
            q = situation(c, s, t, g, at(c.own, c.inflow_group + k))
            z = where(q == at(c.own, c.inflow_state + k), pick(c.num, c.inflow, k, c.inflow_s), 0.0)
            add(s.x, s.stock + at(c.own, c.inflow_row + k), z)
            add(s.x, s.received + at(c.own, c.inflow_good + k), z)
            add(s.x, s.entered + at(c.own, c.inflow_good + k), z)


@inline
def morning(c: Any, s: Any, t: Any, e: Any, p: Any) -> None:
    """Own goods that need not wait, supply, and what perishes: one pass over the stores of a place."""
    q0 = at(c.ints, c.in_start + p)
    q1 = at(c.ints, c.in_start + p + 1)
    for k in range(c.goods):
        i = p * c.goods + k
        x = load(s.x, s.stock + i)
        m = at(c.ints, c.spot + k)
        if q1 > q0 and m >= 0 and t > c.origin:
            come = row(0.0)
            lost = row(0.0)
            for q in range(q0, q1):
                leg = at(c.ints, c.in_leg + q)
                due = load(s.x, at(s.pos, s.slot + leg) + m)
                come += due
                if c.any_loss:
                    lost += due * at(c.flt, c.leg_loss + leg)
            add(s.x, s.way + i, come * -1.0)
            if c.any_loss:
                come = come - lost
                add(s.x, s.lost + k, lost)
            x += come
            add(s.x, s.entered + k, come)
        x += pick(c.num, c.supply, e * c.rows + i, c.supply_s)
        if c.any_perish:
            gone = x * at(c.flt, c.perish + k)
            x -= gone
            add(s.x, s.lost + k, gone)
        store(s.x, s.stock + i, x)


@inline
def rations(c: Any, s: Any, o: Any, t: Any, g: Any, e: Any, p: Any) -> None:
    """The rations of a place, but for needs that look at one store alone: theirs are set when they are served."""
    for turn in range(c.fused, c.needs):
        n = at(c.ints, c.order + turn)
        i = p * c.needs + n
        y = e * c.wants + i
        if at(c.own, c.mode + y) == IDLE:
            continue
        need, ineed, _ = trio(c.num, c.need, y * 3, c.need_s)
        have = row(0.0)
        for k in range(at(c.ints, c.worth_start + i), at(c.ints, c.worth_start + i + 1)):
            have += load(s.x, s.stock + at(c.ints, c.worth_row + k)) * at(c.flt, c.worth + k)
        ration = ration_of(c, s, o, t, g, i, y, need, have * ineed)
        store(s.x, s.ration + i - p * c.local, ration)


@inline
def ration_of(c: Any, s: Any, o: Any, t: Any, g: Any, i: Any, y: Any, need: Any, days: Any) -> Any:
    """The ration of a need, and days of cover on the normal ration."""
    cover = where(need > 0.0, days, INFINITE)
    kind = at(c.ints, c.policy + y)
    ration = need
    if kind == COVER:
        cut = least(most(cover * at(c.flt, c.ithreshold + y), at(c.flt, c.floor + y)), 1.0)
        ration = need * cut
    elif kind == FIXED:
        ration = least(need, pick(c.num, c.fixed, y, c.fixed_s))
    if t >= c.origin:
        low = load(s.x, s.lowest + i)
        lower = cover < low
        if some(lower):
            store(s.x, s.lowest + i, where(lower, cover, low))
    if c.daily:
        store(o, (c.o_cover + t * c.wants + i) * c.blocks + g, cover)
    return ration


@stage
def asked(c: Any, s: Any, t: Any, g: Any, e: Any) -> None:
    """Lines' capacities of the day, and what each place asks, looking back through processes and lines."""
    for w in range(c.lines):
        q = situation(c, s, t, g, at(c.ints, c.line_group + w))
        a = pick(c.num, c.line_access, w, c.line_access_s)
        for k in range(1, at(c.ints, c.line_states + w)):
            a = where(q == k, pick(c.num, c.line_access, k * c.lines + w, c.line_access_s), a)
        store(s.x, s.line + w, pick(c.num, c.line_cap, w, c.line_cap_s) * a)
    for i in range(c.rows):
        store(s.x, s.ask + i, 0.0)
    for k in range(c.asks):
        z = load(s.x, s.ration + at(c.ints, c.ask_want + k))
        z = z * pick(c.num, c.share, at(c.ints, c.ask_pair + k), c.share_s)
        add(s.x, s.ask + at(c.ints, c.ask_row + k), z * at(c.flt, c.ask_ivalue + k))
    for k in range(c.steps - 1, -1, -1):
        i = at(c.ints, c.step_index + k)
        if at(c.ints, c.step_kind + k) == LINE:
            to = at(c.ints, c.line_to + i)
            gap = most(load(s.x, s.ask + to) - load(s.x, s.stock + to), 0.0)
            z = least(gap * at(c.flt, c.line_more + i), load(s.x, s.line + i))
            add(s.x, s.ask + at(c.ints, c.line_from + i), z)
        else:
            runs = wanted(c, s, e, i)
            for f in range(at(c.ints, c.input_start + i), at(c.ints, c.input_start + i + 1)):
                add(s.x, s.ask + at(c.ints, c.input_row + f), runs * at(c.flt, c.input + f))


@inline
def wanted(c: Any, s: Any, e: Any, i: Any) -> Any:
    """Runs that would meet what is asked of the outputs, within capacity."""
    runs = row(0.0)
    for f in range(at(c.ints, c.output_start + i), at(c.ints, c.output_start + i + 1)):
        out = at(c.ints, c.output_row + f)
        gap = load(s.x, s.ask + out) * at(c.flt, c.proc_target + i) - load(s.x, s.stock + out)
        runs = most(gap * at(c.flt, c.ioutput + f), runs)
    return least(runs, pick(c.num, c.proc_cap, e * c.processes + i, c.proc_cap_s))


@stage
def produce(c: Any, s: Any, e: Any) -> None:
    """Lines and processes in their one order, run only up to what is asked."""
    for k in range(c.steps):
        i = at(c.ints, c.step_index + k)
        if at(c.ints, c.step_kind + k) == LINE:
            start = at(c.ints, c.line_from + i)
            to = at(c.ints, c.line_to + i)
            good = at(c.ints, c.line_good + i)
            gap = most(load(s.x, s.ask + to) - load(s.x, s.stock + to), 0.0)
            moved = least(gap * at(c.flt, c.line_more + i), load(s.x, s.line + i))
            if at(c.ints, c.unlimited + e * c.rows + start) == 0:
                moved = least(moved, most(load(s.x, s.stock + start), 0.0))
            gone = moved * at(c.flt, c.line_loss + i)
            add(s.x, s.stock + start, moved * -1.0)
            add(s.x, s.stock + to, moved - gone)
            add(s.x, s.lost + good, gone)
        else:
            runs = wanted(c, s, e, i)
            f0 = at(c.ints, c.input_start + i)
            f1 = at(c.ints, c.input_start + i + 1)
            for f in range(f0, f1):
                have = most(
                    load(s.x, s.stock + at(c.ints, c.input_row + f)) - at(c.flt, c.input_keep + f), 0.0
                )
                runs = least(runs, have / at(c.flt, c.input + f))
            for f in range(f0, f1):
                i0 = at(c.ints, c.input_row + f)
                have = load(s.x, s.stock + i0)
                taken = least(runs * at(c.flt, c.input + f), most(have, 0.0))
                store(s.x, s.stock + i0, have - taken)
                add(s.x, s.used + at(c.ints, c.input_good + f), taken)
            for f in range(at(c.ints, c.output_start + i), at(c.ints, c.output_start + i + 1)):
                made = runs * at(c.flt, c.output + f)
                add(s.x, s.stock + at(c.ints, c.output_row + f), made)
                add(s.x, s.produced + at(c.ints, c.output_good + f), made)


@inline
def take(c: Any, s: Any, o: Any, t: Any, g: Any, i: Any, x: Any, z: Any) -> None:
    """Take out of a store that holds x, and note what was handed out."""
    store(s.x, s.stock + i, x - z)
    if c.daily:
        j = (c.o_handed + t * c.rows + i) * c.blocks + g
        store(o, j, load(o, j) + z)


@stage
def serve(c: Any, s: Any, o: Any, t: Any, g: Any, p: Any, n: Any, ration: Any) -> Any:
    """Serve a need from several goods, or from goods that serve others too: usual shares first, then the gap."""
    k0 = at(c.ints, c.pair_start + n)
    k1 = at(c.ints, c.pair_start + n + 1)
    gap = ration
    for k in range(k0, k1):
        good = at(c.ints, c.pair_good + k)
        i = p * c.goods + good
        x = load(s.x, s.stock + i)
        z = ration * pick(c.num, c.share, k, c.share_s) * at(c.flt, c.ivalue + k)
        z = most(least(x, z), 0.0)
        take(c, s, o, t, g, i, x, z)
        add(s.x, s.handed + good, z)
        z = z * at(c.flt, c.value + k)
        store(s.x, s.content + k - k0, z)
        gap = gap - z
    got = row(0.0)
    for k in range(k0, k1):
        good = at(c.ints, c.pair_good + k)
        i = p * c.goods + good
        x = load(s.x, s.stock + i)
        content = load(s.x, s.content + k - k0)
        room = least(gap, ration * at(c.flt, c.pair_max + k) - content)
        z = most(least(x, room * at(c.flt, c.ivalue + k)), 0.0)
        take(c, s, o, t, g, i, x, z)
        add(s.x, s.handed + good, z)
        z = z * at(c.flt, c.value + k)
        got += content + z
        gap = gap - z
    return least(got, ration)


@inline
def distribute(c: Any, s: Any, o: Any, t: Any, g: Any, e: Any, p: Any) -> None:
    """Hand out by priority, and sum up the day of each need: shortfall by tier, first days, series."""
    day = load(s.x, s.day)
    for turn in range(c.needs):
        n = at(c.ints, c.order + turn)
        i = p * c.needs + n
        y = e * c.wants + i
        mode = at(c.own, c.mode + y)
        if mode == IDLE:
            if c.daily:
                store(o, (c.o_cover + t * c.wants + i) * c.blocks + g, INFINITE)
            continue
        need, ineed, each = trio(c.num, c.need, y * 3, c.need_s)
        k = at(c.ints, c.alone + n)
        got = row(0.0)
        ration = need
        if turn < c.fused:
            x = load(s.x, s.stock + p * c.goods + at(c.ints, c.pair_good + k))
            ration = ration_of(c, s, o, t, g, i, y, need, x * at(c.flt, c.value + k) * ineed)
        else:
            ration = load(s.x, s.ration + i - p * c.local)
        if k >= 0:
            i0 = p * c.goods + at(c.ints, c.pair_good + k)
            x = load(s.x, s.stock + i0)
            z = most(least(x, ration * at(c.flt, c.ivalue + k)), 0.0)
            take(c, s, o, t, g, i0, x, z)
            got = least(z * at(c.flt, c.value + k), ration)
        else:
            got = serve(c, s, o, t, g, p, n, ration)
        add(s.x, s.given + i, got)
        if mode in (TOP, LOW):
            z = most(need - got, 0.0)
            j = s.short_top + i if mode == TOP else s.short_low + i
            add(s.x, j, z)
            day += z * each
            if c.daily:
                tier = 0 if mode == TOP else 2
                store(o, (c.o_tiers + (t * c.wants + i) * 3 + tier) * c.blocks + g, z)
        else:
            lowest = pick(c.num, c.survival, y, c.survival_s)
            middle = pick(c.num, c.minimum, y, c.minimum_s)
            z0 = most(lowest - got, 0.0)
            z1 = most(middle - most(got, lowest), 0.0)
            z2 = most(need - most(got, middle), 0.0)
            add(s.x, s.short_low + i, z0)
            add(s.x, s.short_mid + i, z1)
            add(s.x, s.short_top + i, z2)
            day += (z0 + z1 + z2) * each
            if c.daily:
                j = c.o_tiers + (t * c.wants + i) * 3
                store(o, j * c.blocks + g, z2)
                store(o, (j + 1) * c.blocks + g, z1)
                store(o, (j + 2) * c.blocks + g, z0)
        if c.daily:
            store(o, (c.o_given + t * c.wants + i) * c.blocks + g, got)
        if t >= c.origin:
            first(s.dates, c.d_ration + i, got < need * NEARLY, t)
            first(s.dates, c.d_out + i, got < ration * NEARLY, t)
            if mode != TOP:
                under = got < pick(c.num, c.survival, y, c.survival_s) * NEARLY
                first(s.dates, c.d_below + i, under, t)
                if some(under):
                    f = load(s.dates, c.d_days + i)
                    store(s.dates, c.d_days + i, where(under, f + 1, f))
    store(s.x, s.day, day)


@inline
def first(dates: Any, i: Any, now: Any, t: Any) -> None:
    """Keep the first day on which something held."""
    f = load(dates, i)
    new = now & (f > t)
    if some(new):
        store(dates, i, where(new, t, f))


@stage
def close(c: Any, s: Any, o: Any, t: Any, g: Any, e: Any) -> None:
    """Unlimited supply makes good what was taken; what cannot be stored is lost; stock is read."""
    if c.any_unlimited:
        for i in range(c.rows):
            if at(c.ints, c.unlimited + e * c.rows + i):
                taken = most(load(s.x, s.stock + i) * -1.0, 0.0)
                add(s.x, s.stock + i, taken)
                add(s.x, s.drawn + i % c.goods, taken)
    for k in range(c.goods):
        if at(c.ints, c.storable + k) == 0:
            for p in range(c.places):
                i = p * c.goods + k
                add(s.x, s.lost + k, load(s.x, s.stock + i))
                store(s.x, s.stock + i, 0.0)
    if c.daily:
        for i in range(c.rows):
            store(o, (c.o_stock + t * c.rows + i) * c.blocks + g, load(s.x, s.stock + i))


@inline
def tier(c: Any, s: Any, o: Any, g: Any, i: Any, kind: Any, spot: Any, each: Any, counts: Any) -> None:
    """Add a run of days of one tier to the sums of the member."""
    z = load(s.x, spot)
    store(s.x, spot, 0.0)
    if counts:
        j = (c.o_short + i * 3 + kind) * c.blocks + g
        store(o, j, load(o, j) + z)
        j = (c.o_person + i * 3 + kind) * c.blocks + g
        store(o, j, load(o, j) + z * each)


@stage
def settle(c: Any, s: Any, o: Any, g: Any, t: Any, e: Any) -> None:
    """At the end of a run of days alike: shortfalls and what was distributed go to the sums of the member."""
    counts = t >= c.origin
    for i in range(c.wants):
        y = e * c.wants + i
        mode = at(c.own, c.mode + y)
        if mode == IDLE:
            continue
        _, _, each = trio(c.num, c.need, y * 3, c.need_s)
        if mode != LOW:
            tier(c, s, o, g, i, 0, s.short_top + i, each, counts)
        if mode > LOW:
            tier(c, s, o, g, i, 1, s.short_mid + i, each, counts)
        if mode != TOP:
            tier(c, s, o, g, i, 2, s.short_low + i, each, counts)
        z = load(s.x, s.given + i)
        store(s.x, s.given + i, 0.0)
        if counts:
            j = (c.o_got + i) * c.blocks + g
            store(o, j, load(o, j) + z)
        k = at(c.ints, c.alone + i % c.needs)
        if k >= 0:
            add(s.x, s.handed + at(c.ints, c.pair_good + k), z * at(c.flt, c.ivalue + k))


@stage
def start(c: Any, s: Any) -> None:
    """The state before the first day."""
    for i in range(s.count):
        store(s.x, i, 0.0)
    for i in range(c.rows):
        store(s.x, s.stock + i, pick(c.num, c.opening, i, c.opening_s))
    for i in range(c.wants):
        store(s.x, s.lowest + i, INFINITE)
        store(s.dates, c.d_ration + i, c.count)
        store(s.dates, c.d_out + i, c.count)
        store(s.dates, c.d_below + i, c.count)
        store(s.dates, c.d_days + i, 0)
    for f in range(c.fleets):
        store(s.x, s.home + f, pick(c.num, c.trucks, f, c.trucks_s))
    for leg in range(c.legs):
        put(s.pos, s.slot + leg, s.pipes + at(c.ints, c.pipe + leg))
        put(s.pos, s.phase + leg, 0)


@stage
def finish(c: Any, s: Any, o: Any, g: Any) -> None:
    """Write what the member is asked for at the end."""
    for i in range(c.rows):
        store(o, (c.o_closing + i) * c.blocks + g, load(s.x, s.stock + i))
    for i in range(c.wants):
        store(o, (c.o_lowest + i) * c.blocks + g, load(s.x, s.lowest + i))
        store(o, (c.o_ration + i) * c.blocks + g, number(load(s.dates, c.d_ration + i)))
        store(o, (c.o_out + i) * c.blocks + g, number(load(s.dates, c.d_out + i)))
        store(o, (c.o_below + i) * c.blocks + g, number(load(s.dates, c.d_below + i)))
        store(o, (c.o_days + i) * c.blocks + g, number(load(s.dates, c.d_days + i)))
    for k in range(c.flows):
        store(o, (c.o_flows + k) * c.blocks + g, load(s.x, s.flows + k))
    for i in range(c.rows):
        j = (c.o_way + i % c.goods) * c.blocks + g
        store(o, j, load(o, j) + load(s.x, s.way + i))
    store(o, c.o_held * c.blocks + g, load(s.x, s.waited))
    store(o, (c.o_held + 1) * c.blocks + g, load(s.x, s.waited + 1))

"""Steps 1 to 7 and 9 of the day on rows of eight members: what happens at the places.

Written as the theory page has it, under the names of `corridor.forecast.day`. `c` is a handle on
tables and results, `s` on the state of a row of members; `t` is the day, `e` its epoch, `p` a place.
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
    ratio,
    row,
    some,
    stage,
    store,
    trio,
    where,
)
from corridor.model.arrays import COVER, FIXED, LINE, STRETCH

INFINITE = float("inf")
NEARLY = 1 - ROUNDING
IDLE, TOP, LOW = -1, 0, 1
"""What can fall short of a need: nothing; the normal part alone; the survival part alone; else any tier."""


@inline
def situation(c: Any, s: Any, t: Any, group: Any) -> Any:
    """Situation of a group today, in its own numbering."""
    return load(c.path, (t * c.groups + group) * c.blocks)


@stage
def changes(c: Any, s: Any, t: Any) -> None:
    """Counts on this morning replace what is there; reserves are released."""
    for k in range(c.changes):
        if at(c.change_day, k) == t:
            i = at(c.change_row, k)
            step = pick(c.change, k, c.change_s)
            if at(c.change_reset, k):
                step = step - load(s.stock, i)
            add(s.stock, i, step)
            add(s.reset, at(c.change_good, k), step)


@stage
def before_arrivals(c: Any, s: Any) -> None:
    """What is in store before anything comes in today."""
    for i in range(c.rows):
        store(s.came, i, load(s.stock, i))


@stage
def from_outside(c: Any, s: Any, t: Any, e: Any) -> None:
    """Recorded deliveries before the origin, and usual inflow of the day."""
    if t < c.origin:
        for k in range(at(c.rec_start, e), at(c.rec_start, e + 1)):
            z = pick(c.recorded, k, c.recorded_s)
            add(s.stock, at(c.rec_row, k), z)
            add(s.received, at(c.rec_good, k), z)
    for k in range(c.entries):
        if at(c.entry_move, k) < 0 and at(c.entry_on, e * c.entries + k):
            q = situation(c, s, t, at(c.entry_group, k))
            z = where(q == at(c.entry_state, k), pick(c.inflow, k * 2 + 1, c.inflow_s), 0.0)
            add(s.stock, at(c.entry_row, k), z)
            add(s.received, at(c.entry_good, k), z)
            if t >= c.origin:
                add(s.entered, at(c.entry_good, k), z)


@stage
def moves(c: Any, s: Any, t: Any, e: Any) -> None:
    """What is on record or usual between stores, as far as they have it with the supply of the day.

    Moves of one rank are made at once, those out of one store in proportion; they stand together.
    """
    for m in range(c.moves):
        if t < c.origin:
            i = (e * c.moves + m) * 2
            store(s.leave, m, pick(c.moves_on_record, i, c.moves_on_record_s))
            store(s.reach, m, pick(c.moves_on_record, i + 1, c.moves_on_record_s))
        else:
            store(s.leave, m, 0.0)
            store(s.reach, m, 0.0)
    for k in range(c.entries):
        m = at(c.entry_move, k)
        if m >= 0 and at(c.entry_on, e * c.entries + k):
            now = situation(c, s, t, at(c.entry_group, k)) == at(c.entry_state, k)
            add(s.leave, m, where(now, pick(c.inflow, k * 2, c.inflow_s), 0.0))
            add(s.reach, m, where(now, pick(c.inflow, k * 2 + 1, c.inflow_s), 0.0))
    for r in range(c.ranks):
        m0 = at(c.rank_start, r)
        m1 = at(c.rank_start, r + 1)
        for m in range(m0, m1):
            i = at(c.move_row, m)
            total = row(0.0)
            for o in range(at(c.store_first, m), at(c.store_last, m)):
                total += load(s.leave, o)
            have = load(s.stock, i) + pick(c.supply, e * c.rows + i, c.supply_s)
            store(s.passes, m, ratio(most(have, 0.0), total))
        for m in range(m0, m1):
            asked = load(s.leave, m)
            share = load(s.passes, m)
            gone = asked * share
            come = load(s.reach, m) * share
            good = at(c.move_good, m)
            add(s.stock, at(c.move_row, m), gone * -1.0)
            add(s.stock, at(c.move_into, m), come)
            add(s.lost, good, gone - come)
            if t >= c.origin:
                add(s.entered, good, come)
            store(c.o_asked, (t * c.moves + m) * c.blocks, asked)
            store(c.o_without, (t * c.moves + m) * c.blocks, asked - gone)


@inline
def morning(c: Any, s: Any, t: Any, e: Any, p: Any) -> None:
    """Own goods that need not wait, supply, and what perishes: one pass over the stores of a place."""
    q0 = at(c.in_start, p)
    q1 = at(c.in_start, p + 1)
    for k in range(c.goods):
        i = p * c.goods + k
        x = load(s.stock, i)
        m = at(c.spot, k)
        if q1 > q0 and m >= 0 and t > c.origin:
            come = row(0.0)
            lost = row(0.0)
            for q in range(q0, q1):
                leg = at(c.in_leg, q)
                due = load(s.pipes, at(s.slot, leg) + m)
                come += due
                if c.any_loss:
                    lost += due * pick(c.leg_loss, leg, c.leg_loss_s)
            add(s.way, i, come * -1.0)
            if c.any_loss:
                come = come - lost
                add(s.lost, k, lost)
            x += come
            add(s.entered, k, come)
        x += pick(c.supply, e * c.rows + i, c.supply_s)
        if c.ruled:
            store(s.came, i, x - load(s.came, i))
        if c.any_perish:
            gone = x * pick(c.perish, k, c.perish_s)
            x -= gone
            add(s.lost, k, gone)
        store(s.stock, i, x)


@inline
def rations(c: Any, s: Any, t: Any, e: Any, p: Any) -> None:
    """The rations of a place, but for needs that look at one store alone: theirs are set when they are served."""
    for turn in range(c.fused, c.needs):
        n = at(c.order, turn)
        i = p * c.needs + n
        y = e * c.wants + i
        if at(c.mode, y) == IDLE:
            continue
        need, ineed, _ = trio(c.need, y * 3, c.need_s)
        days = row(0.0)
        if at(c.capped, n):
            days = days_under_caps(c, s, e, i, n, ineed)
        else:
            for k in range(at(c.worth_start, i), at(c.worth_start, i + 1)):
                days += load(s.stock, at(c.worth_row, k)) * pick(c.counted, e * c.worths + k, c.counted_s)
            days = days * ineed
        ration = ration_of(c, s, t, i, y, need, days)
        kind = at(c.policy, y)
        if kind > FIXED:
            if at(c.since, y) == t:
                store(s.memory, i, 0.0)
                store(s.memory, c.wants + i, 0.0)
            if kind == STRETCH:
                ration = stretched(c, s, e, i, y, need, days)
            if kind > STRETCH:
                ration = stated(c, s, t, i, y, need, days)
        store(s.ration, i - p * c.local, ration)


@stage
def stretched(c: Any, s: Any, e: Any, i: Any, y: Any, need: Any, days: Any) -> Any:
    """What came in lately, a day, and one part in `threshold` of the rest of the store; never more than is there."""
    came = row(0.0)
    for k in range(at(c.worth_start, i), at(c.worth_start, i + 1)):
        came += load(s.came, at(c.worth_row, k)) * pick(c.counted, e * c.worths + k, c.counted_s)
    kept = pick(c.kept, y, c.kept_s)
    lately = most(came, 0.0) + load(s.memory, i) * kept
    over = load(s.memory, c.wants + i) * kept + 1.0
    store(s.memory, i, lately)
    store(s.memory, c.wants + i, over)
    held = where(need > 0.0, most(days * need, 0.0), 0.0)
    rest = most(held - lately, 0.0) * pick(c.ithreshold, y, c.ithreshold_s)
    return least(need, least(held, lately / over + rest))


@stage
def stated(c: Any, s: Any, t: Any, i: Any, y: Any, need: Any, days: Any) -> Any:
    """The stated ration that cover called for at the last review."""
    first = at(c.stated_from, y)
    last = at(c.stated_to, y)
    step = load(s.memory, i)
    if (t - at(c.since, y)) % at(c.review, y) == 0:
        step = row(0.0)
        for k in range(first + 1, last):
            step = where(days >= at(c.stated_above, k), row(k - first), step)
        store(s.memory, i, step)
    _, _, each = trio(c.need, y * 3, c.need_s)
    ration = row(0.0)
    for k in range(first, last):
        amount = need * pick(c.stated_share, k, c.stated_share_s)
        amount += need * each * pick(c.stated_person, k, c.stated_person_s)
        ration = where((step > k - first - 0.5) & (step < k - first + 0.5), amount, ration)
    return least(need, ration)


@stage
def days_under_caps(c: Any, s: Any, e: Any, i: Any, n: Any, ineed: Any) -> Any:
    """Days for which a store holds the normal ration, no good beyond its largest share of it (`day.under_caps`)."""
    k0 = at(c.pair_start, n)
    k1 = at(c.pair_start, n + 1)
    for k in range(k0, k1):
        store(s.content, k, 0.0)
    days = row(0.0)
    for m in range(at(c.worth_start, i), at(c.worth_start, i + 1)):
        z = load(s.stock, at(c.worth_row, m)) * pick(c.counted, e * c.worths + m, c.counted_s) * ineed
        days += z
        for v in range(at(c.via_start, m), at(c.via_start, m + 1)):
            add(s.content, at(c.via_pair, v), z * at(c.via_share, v))
    for _ in range(k0, k1):
        rest = row(0.0)
        slope = row(0.0)
        for k in range(k0, k1):
            each = load(s.content, k)
            share = pick(c.widest, k, c.widest_s)
            bound = (share < 1.0) & (each > share * days)
            rest += where(bound, 0.0, each)
            slope += where(bound, share, 0.0)
        free = where(slope < 1.0, slope * -1.0 + 1.0, 1.0)
        days = where(slope < 1.0, least(rest / free, days), days)
    return days


@inline
def ration_of(c: Any, s: Any, t: Any, i: Any, y: Any, need: Any, days: Any) -> Any:
    """The ration of a need, and days of cover on the normal ration."""
    cover = where(need > 0.0, days, INFINITE)
    kind = at(c.policy, y)
    ration = need
    if kind == COVER:
        cut = least(most(cover * pick(c.ithreshold, y, c.ithreshold_s), pick(c.floor, y, c.floor_s)), 1.0)
        ration = need * cut
    elif kind == FIXED:
        ration = least(need, pick(c.fixed, y, c.fixed_s))
    if t >= c.origin:
        low = load(s.lowest, i)
        lower = cover < low
        if some(lower):
            store(s.lowest, i, where(lower, cover, low))
    if c.daily:
        store(c.o_cover, (t * c.wants + i) * c.blocks, cover)
    return ration


@stage
def asked(c: Any, s: Any, t: Any, e: Any) -> None:
    """Lines' capacities of the day, and what each place asks, looking back through processes and lines."""
    for w in range(c.lines):
        q = situation(c, s, t, at(c.line_group, w))
        a = pick(c.line_access, w, c.line_access_s)
        for k in range(1, at(c.line_states, w)):
            a = where(q == k, pick(c.line_access, k * c.lines + w, c.line_access_s), a)
        store(s.line, w, pick(c.line_cap, w, c.line_cap_s) * a)
    for i in range(c.rows):
        store(s.ask, i, 0.0)
    for k in range(c.asks):
        z = load(s.ration, at(c.ask_want, k))
        z = z * pick(c.share, at(c.ask_pair, k), c.share_s)
        add(s.ask, at(c.ask_row, k), z * at(c.ask_ivalue, k))
    for k in range(c.steps - 1, -1, -1):
        i = at(c.step_index, k)
        if at(c.step_kind, k) == LINE:
            to = at(c.line_to, i)
            gap = most(load(s.ask, to) - load(s.stock, to), 0.0)
            z = least(gap * pick(c.line_more, i, c.line_more_s), load(s.line, i))
            add(s.ask, at(c.line_from, i), z)
        else:
            runs = wanted(c, s, e, i)
            for f in range(at(c.input_start, i), at(c.input_start, i + 1)):
                add(s.ask, at(c.input_row, f), runs * at(c.input, f))


@inline
def wanted(c: Any, s: Any, e: Any, i: Any) -> Any:
    """Runs that would meet what is asked of the outputs, within capacity."""
    runs = row(0.0)
    for f in range(at(c.output_start, i), at(c.output_start, i + 1)):
        out = at(c.output_row, f)
        gap = load(s.ask, out) * pick(c.proc_target, i, c.proc_target_s) - load(s.stock, out)
        runs = most(gap * at(c.ioutput, f), runs)
    return least(runs, pick(c.proc_cap, e * c.processes + i, c.proc_cap_s))


@stage
def produce(c: Any, s: Any, e: Any) -> None:
    """Lines and processes in their one order, run only up to what is asked."""
    for k in range(c.steps):
        i = at(c.step_index, k)
        if at(c.step_kind, k) == LINE:
            start = at(c.line_from, i)
            to = at(c.line_to, i)
            good = at(c.line_good, i)
            gap = most(load(s.ask, to) - load(s.stock, to), 0.0)
            moved = least(gap * pick(c.line_more, i, c.line_more_s), load(s.line, i))
            if at(c.unlimited, e * c.rows + start) == 0:
                moved = least(moved, most(load(s.stock, start), 0.0))
            gone = moved * pick(c.line_loss, i, c.line_loss_s)
            add(s.stock, start, moved * -1.0)
            add(s.stock, to, moved - gone)
            add(s.lost, good, gone)
        else:
            runs = wanted(c, s, e, i)
            f0 = at(c.input_start, i)
            f1 = at(c.input_start, i + 1)
            for f in range(f0, f1):
                have = most(load(s.stock, at(c.input_row, f)) - at(c.input_keep, f), 0.0)
                runs = least(runs, have / at(c.input, f))
            for f in range(f0, f1):
                i0 = at(c.input_row, f)
                have = load(s.stock, i0)
                taken = least(runs * at(c.input, f), most(have, 0.0))
                store(s.stock, i0, have - taken)
                add(s.used, at(c.input_good, f), taken)
            for f in range(at(c.output_start, i), at(c.output_start, i + 1)):
                made = runs * at(c.output, f)
                add(s.stock, at(c.output_row, f), made)
                add(s.produced, at(c.output_good, f), made)


@inline
def take(c: Any, s: Any, t: Any, i: Any, x: Any, z: Any) -> None:
    """Take out of a store that holds x, and note what was handed out."""
    store(s.stock, i, x - z)
    if c.daily:
        add(c.o_handed, (t * c.rows + i) * c.blocks, z)


@inline
def asks(c: Any, s: Any, n: Any, k: Any, again: Any) -> Any:
    """What a need asks of one good: its usual share of the ration, or what it still lacks; `got` holds the ration."""
    ration = load(s.got, n)
    z = ration * pick(c.share, k, c.share_s)
    if again:
        z = least(load(s.lack, n), ration * pick(c.pair_max, k, c.pair_max_s) - load(s.content, k))
    return most(z * at(c.ivalue, k), 0.0)


@stage
def serve(c: Any, s: Any, t: Any, e: Any, p: Any, first: Any, last: Any) -> None:
    """Serve needs of one rank that share goods, from turn `first` to `last`; `got` is what each is given.

    First all ask for their usual shares, then each for what it lacks of its first good, then of its second, and so on.
    What several ask of one store at a time is scaled alike where it is short.
    """
    longest = 0
    for turn in range(first, last):
        n = at(c.order, turn)
        i = p * c.needs + n
        ration = row(0.0)
        if at(c.mode, e * c.wants + i) != IDLE:
            ration = load(s.ration, i - p * c.local)
        store(s.got, n, ration)
        store(s.lack, n, ration)
        for k in range(at(c.pair_start, n), at(c.pair_start, n + 1)):
            store(s.content, k, 0.0)
        longest = max(longest, at(c.pair_start, n + 1) - at(c.pair_start, n))
    for again in range(longest + 1):
        for sweep in range(3):
            for turn in range(first, last):
                n = at(c.order, turn)
                k0 = at(c.pair_start, n)
                k1 = at(c.pair_start, n + 1)
                if again:
                    k0 = k0 + again - 1
                    k1 = min(k1, k0 + 1)
                for k in range(k0, k1):
                    good = at(c.pair_good, k)
                    if sweep == 0:
                        store(s.asked, good, 0.0)
                    elif sweep == 1:
                        add(s.asked, good, asks(c, s, n, k, again))
                    else:
                        i = p * c.goods + good
                        x = load(s.stock, i)
                        asked = load(s.asked, good)
                        z = asks(c, s, n, k, again)
                        store(s.asked, good, asked - z)
                        z = most(least(x, z * ratio(most(x, 0.0), asked)), 0.0)
                        take(c, s, t, i, x, z)
                        add(s.handed, good, z)
                        z = z * at(c.value, k)
                        add(s.content, k, z)
                        add(s.lack, n, z * -1.0)
    for turn in range(first, last):
        n = at(c.order, turn)
        got = row(0.0)
        for k in range(at(c.pair_start, n), at(c.pair_start, n + 1)):
            got += load(s.content, k)
        store(s.got, n, least(got, load(s.got, n)))


@inline
def distribute(c: Any, s: Any, t: Any, e: Any, p: Any) -> None:
    """Hand out by priority, and sum up the day of each need: shortfall by tier, first days, series."""
    day = load(s.day, 0)
    for turn in range(c.needs):
        n = at(c.order, turn)
        i = p * c.needs + n
        y = e * c.wants + i
        mode = at(c.mode, y)
        k = at(c.alone, n)
        if k < 0 and at(c.cluster, turn):
            serve(c, s, t, e, p, turn, turn + at(c.cluster, turn))
        if mode == IDLE:
            store(s.lack, n, 0.0)
            if c.daily:
                store(c.o_cover, (t * c.wants + i) * c.blocks, INFINITE)
            continue
        need, ineed, each = trio(c.need, y * 3, c.need_s)
        got = row(0.0)
        ration = need
        if turn < c.fused:
            x = load(s.stock, p * c.goods + at(c.pair_good, k))
            ration = ration_of(c, s, t, i, y, need, x * at(c.value, k) * ineed)
        else:
            ration = load(s.ration, i - p * c.local)
        if k >= 0:
            i0 = p * c.goods + at(c.pair_good, k)
            x = load(s.stock, i0)
            z = most(least(x, ration * at(c.ivalue, k)), 0.0)
            take(c, s, t, i0, x, z)
            got = least(z * at(c.value, k), ration)
        else:
            got = load(s.got, n)
        add(s.given, i, got)
        lacks = (ration - got > need * ROUNDING) | (got <= need * ROUNDING)
        if turn >= c.fused:
            store(s.lack, n, where(lacks, need, 0.0))
        elif some(lacks & (load(s.d_empty, i) > t)):
            emptied(c, s, t, e, i, where(lacks, need, 0.0))
        if mode in (TOP, LOW):
            z = most(need - got, 0.0)
            if mode == TOP:
                add(s.short_top, i, z)
            else:
                add(s.short_low, i, z)
            day += z * each
            if c.daily:
                tier = 0 if mode == TOP else 2
                store(c.o_tiers, ((t * c.wants + i) * 3 + tier) * c.blocks, z)
        else:
            lowest = pick(c.survival, y, c.survival_s)
            middle = pick(c.minimum, y, c.minimum_s)
            z0 = most(lowest - got, 0.0)
            z1 = most(middle - most(got, lowest), 0.0)
            z2 = most(need - most(got, middle), 0.0)
            add(s.short_low, i, z0)
            add(s.short_mid, i, z1)
            add(s.short_top, i, z2)
            day += (z0 + z1 + z2) * each
            if c.daily:
                j = (t * c.wants + i) * 3
                store(c.o_tiers, j * c.blocks, z2)
                store(c.o_tiers, (j + 1) * c.blocks, z1)
                store(c.o_tiers, (j + 2) * c.blocks, z0)
        if c.daily:
            store(c.o_given, (t * c.wants + i) * c.blocks, got)
        if t >= c.origin:
            first(s.d_ration, i, got < need * NEARLY, t)
            first(s.d_out, i, ration - got > need * ROUNDING, t)
            if mode != TOP:
                under = got < pick(c.survival, y, c.survival_s) * NEARLY
                first(s.d_below, i, under, t)
                if some(under):
                    f = load(s.d_days, i)
                    store(s.d_days, i, where(under, f + 1, f))
    store(s.day, 0, day)
    for turn in range(c.fused, c.needs):
        n = at(c.order, turn)
        lack = load(s.lack, n)
        if some(lack > 0.0):
            emptied(c, s, t, e, p * c.needs + n, lack)


@stage
def emptied(c: Any, s: Any, t: Any, e: Any, i: Any, lack: Any) -> None:
    """Note the first day on which a ration is not met and nothing is left in store; `lack` is the need where so."""
    if t >= c.origin and at(c.keeps, i) and some((load(s.d_empty, i) > t) & (lack > 0.0)):
        dust = lack * ROUNDING
        left = row(0.0)
        for k in range(at(c.worth_start, i), at(c.worth_start, i + 1)):
            left += load(s.stock, at(c.worth_row, k)) * pick(c.counted, e * c.worths + k, c.counted_s)
        empty = (lack > 0.0) & (left <= dust)
        first(s.d_empty, i, empty, t)
        first(s.d_out, i, empty, t)


@inline
def first(dates: Any, i: Any, now: Any, t: Any) -> None:
    """Keep the first day on which something held."""
    f = load(dates, i)
    new = now & (f > t)
    if some(new):
        store(dates, i, where(new, t, f))


@stage
def close(c: Any, s: Any, t: Any, e: Any) -> None:
    """Unlimited supply makes good what was taken; what cannot be stored is lost; stock is read."""
    if c.any_unlimited:
        for i in range(c.rows):
            if at(c.unlimited, e * c.rows + i):
                taken = most(load(s.stock, i) * -1.0, 0.0)
                add(s.stock, i, taken)
                add(s.drawn, i % c.goods, taken)
    for k in range(c.goods):
        if at(c.storable, k) == 0:
            for p in range(c.places):
                i = p * c.goods + k
                add(s.lost, k, load(s.stock, i))
                store(s.stock, i, 0.0)
    if c.daily:
        for i in range(c.rows):
            store(c.o_stock, (t * c.rows + i) * c.blocks, load(s.stock, i))


@inline
def tier(c: Any, i: Any, kind: Any, sums: Any, each: Any, counts: Any) -> None:
    """Add a run of days of one tier to the sums of the member."""
    z = load(sums, i)
    store(sums, i, 0.0)
    if counts:
        add(c.o_short, (i * 3 + kind) * c.blocks, z)
        add(c.o_person, (i * 3 + kind) * c.blocks, z * each)


@stage
def settle(c: Any, s: Any, t: Any, e: Any) -> None:
    """At the end of a run of days alike: shortfalls and what was distributed go to the sums of the member."""
    counts = t >= c.origin
    for i in range(c.wants):
        y = e * c.wants + i
        mode = at(c.mode, y)
        if mode == IDLE:
            continue
        need, _, each = trio(c.need, y * 3, c.need_s)
        if mode != LOW:
            tier(c, i, 0, s.short_top, each, counts)
        if mode > LOW:
            tier(c, i, 1, s.short_mid, each, counts)
        if mode != TOP:
            tier(c, i, 2, s.short_low, each, counts)
            days = number(load(s.d_days, i))
            add(c.o_under, i * c.blocks, (days - load(s.settled, i)) * need * each)
            store(s.settled, i, days)
        z = load(s.given, i)
        store(s.given, i, 0.0)
        if counts:
            add(c.o_got, i * c.blocks, z)
        k = at(c.alone, i % c.needs)
        if k >= 0:
            add(s.handed, at(c.pair_good, k), z * at(c.ivalue, k))


@stage
def start(c: Any, s: Any) -> None:
    """The state before the first day."""
    for i in range(s.count):
        store(s.stock, i, 0.0)
    for i in range(c.rows):
        store(s.stock, i, pick(c.opening, i, c.opening_s))
    for i in range(c.wants):
        store(s.lowest, i, INFINITE)
        store(s.d_ration, i, c.count)
        store(s.d_out, i, c.count)
        store(s.d_empty, i, c.count)
        store(s.d_below, i, c.count)
        store(s.d_days, i, 0)
    for f in range(c.fleets):
        store(s.home, f, pick(c.trucks, f, c.trucks_s))
    for leg in range(c.legs):
        put(s.slot, leg, at(c.pipe, leg))
        put(s.phase, leg, 0)


@stage
def finish(c: Any, s: Any) -> None:
    """Write what the member is asked for at the end."""
    for i in range(c.rows):
        store(c.o_closing, i * c.blocks, load(s.stock, i))
    for i in range(c.wants):
        store(c.o_lowest, i * c.blocks, load(s.lowest, i))
        store(c.o_ration, i * c.blocks, number(load(s.d_ration, i)))
        store(c.o_out, i * c.blocks, number(load(s.d_out, i)))
        store(c.o_empty, i * c.blocks, number(load(s.d_empty, i)))
        store(c.o_below, i * c.blocks, number(load(s.d_below, i)))
        store(c.o_days, i * c.blocks, number(load(s.d_days, i)))
    for k in range(c.flow_rows):
        store(c.o_flows, k * c.blocks, load(s.flows, k))
    for i in range(c.rows):
        add(c.o_way, (i % c.goods) * c.blocks, load(s.way, i))
    store(c.o_held, 0, load(s.waited, 0))
    store(c.o_held, c.blocks, load(s.waited, 1))

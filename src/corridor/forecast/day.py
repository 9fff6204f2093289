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
from corridor.model.arrays import COVER, FIXED, STEPS, STRETCH, Arrays, Bools, Floats, Ints, Params

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
    supply(a, p, situation, t, e, s, out)
    perish(p, s)
    ration, cover = rations(a, p, e, t, s, serve)
    produce.run(a, p, situation, e, ration, s)
    given = distribute(a, p, ration, s, serve, out, t)
    empty = serve.is_empty(p, e, s.stock, ration, given)
    if a.policy == "pull" and t >= a.origin:
        send.pull(a, p, situation, t, e, s, plan, access)
    close(a, e, s)
    keep(a, p, t, e, s, ration, cover, given, empty, out)


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
    if s.memory.size:
        s.came[...] = s.stock
    _trucks_home(a, p, t, s, access)
    _own_goods(a, p, t, s, out)
    if s.held.size:
        _release(a, p, situation, t, s, plan, access, out, gate)
    came = _from_outside(a, p, situation, t, e, s.members)
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
    moves = plan.scale_pools(p.pool_limit, situation, moves, _trucks_of(a, s, moves, gate), only=plan.queued)
    moves = plan.scale_slots(p.slots, moves, _trucks_of(a, s, moves, gate), queue=True)
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


def _from_outside(a: Arrays, p: Params, situation: Path, t: int, e: int, members: int) -> Floats | None:
    """Recorded deliveries before the origin, and usual inflow of the day; nothing on most other days."""
    here = np.flatnonzero(a.entry_on[e] & (a.entry_move < 0))
    if not len(here):
        return p.recorded[e] if t < a.origin else None
    came = np.zeros((*p.recorded.shape[1:3], members))
    if t < a.origin:
        came += p.recorded[e]
    np.add.at(came, (a.entry_to[here], a.entry_good[here]), _today(a, p, situation, here)[:, 1])
    return came


def _today(a: Arrays, p: Params, situation: Path, entries: Ints) -> Floats:
    """What leaves and what reaches residents by entries of usual inflow in the situations of today, (n, 2, B)."""
    now = situation[a.entry_group[entries]] == a.entry_state[entries][:, None]
    found: Floats = np.where(now[:, None], p.inflow[entries], 0.0)
    return found


def supply(a: Arrays, p: Params, situation: Path, t: int, e: int, s: State, out: Block) -> None:
    """Step 3: what is supplied, then what moves between stores; what came in today is known after it."""
    s.stock += p.supply[e]
    s.flow["supply"] += p.supply[e].sum(0)
    _moves(a, p, situation, t, e, s, out)
    if s.memory.size:
        s.came[...] = s.stock - s.came


def _moves(a: Arrays, p: Params, situation: Path, t: int, e: int, s: State, out: Block) -> None:
    """What is on record or usual between stores, as far as they have it."""
    if not len(a.move_from):
        return
    asked = np.zeros((len(a.move_from), 2, s.members))
    if t < a.origin:
        asked += p.moved[e]
    here = np.flatnonzero(a.entry_on[e] & (a.entry_move >= 0))
    np.add.at(asked, a.entry_move[here], _today(a, p, situation, here))
    for rank in np.unique(a.move_rank):
        own = np.flatnonzero(a.move_rank == rank)
        start, good = a.move_from[own], a.move_good[own]
        total = np.zeros_like(s.stock)
        np.add.at(total, (start, good), asked[own, 0])
        have = np.maximum(0.0, s.stock)
        share = np.where(total > have, have / total, 1.0)[start, good]
        gone, come = asked[own, 0] * share, asked[own, 1] * share
        np.subtract.at(s.stock, (start, good), gone)
        np.add.at(s.stock, (a.move_to[own], good), come)
        np.add.at(s.flow["lost"], good, gone - come)
        if t >= a.origin:
            np.add.at(out.entered, good, come)
        out.asked[t, own] = asked[own, 0]
        out.without_stock[t, own] = asked[own, 0] - gone


def perish(p: Params, s: State) -> None:
    """Step 4: a share of what is in store is lost."""
    if p.perish.any():
        lost = s.stock * p.perish
        s.stock -= lost
        s.flow["lost"] += lost.sum(0)


def rations(a: Arrays, p: Params, e: int, t: int, s: State, serve: Serve) -> tuple[Floats, Floats]:
    """Step 5: the ration of each need, and days of cover on the normal ration."""
    need = p.need[e]
    cover = np.where(need > 0, serve.days(p, e, s.stock), np.inf)
    kind = a.policy_kind[e][..., None]
    if not kind.any():
        return np.broadcast_to(need, cover.shape), cover
    ration = np.broadcast_to(need, cover.shape)
    if (kind == COVER).any():
        cut = np.minimum(1.0, np.maximum(p.floor[e], cover / p.threshold[e]))
        ration = np.where(kind == COVER, need * cut, ration)
    if (kind == FIXED).any():
        ration = np.where(kind == FIXED, np.minimum(need, p.fixed[e]), ration)
    if s.memory.size:
        s.memory[:, a.ration_since[e] == t] = 0.0
    if (kind == STRETCH).any():
        ration = np.where(kind == STRETCH, _stretched(p, e, s, serve, cover, kind == STRETCH), ration)
    if (kind == STEPS).any():
        ration = np.where(kind == STEPS, _stated(a, p, e, t, s, cover), ration)
    return ration, cover


def _stretched(p: Params, e: int, s: State, serve: Serve, cover: Floats, own: Bools) -> Floats:
    """What came in lately, a day, and one part in `threshold` of the rest of the store; never more than is there."""
    need, kept = p.need[e], 1 - 1 / p.lookback[e]
    came = np.maximum(0.0, serve.content(p, e, s.came))
    for memory, today in zip(s.memory, (came, 1.0), strict=True):
        memory[...] = np.where(own, today + kept * memory, memory)
    held = np.where(need > 0, np.maximum(0.0, cover * need), 0.0)
    rest = np.maximum(0.0, held - s.memory[0]) / p.threshold[e]
    ration: Floats = np.minimum(need, np.minimum(held, s.memory[0] / s.memory[1] + rest))
    return ration


def _stated(a: Arrays, p: Params, e: int, t: int, s: State, cover: Floats) -> Floats:
    """The stated ration that cover called for at the last review."""
    need = p.need[e]
    ration = np.broadcast_to(need, cover.shape).copy()
    for place, n in np.argwhere(a.policy_kind[e] == STEPS):
        here = (e, place, n)
        rows = slice(*a.stated_start[a.ration_schedule[here] :][:2])
        if (t - a.ration_since[here]) % a.ration_review[here] == 0:
            s.memory[0, place, n] = (cover[place, n] >= a.stated_above[rows, None][1:]).sum(0)
        amounts = p.stated_share[rows] * need[place, n] + p.stated_person[rows] * p.persons[here]
        step = s.memory[0, place, n].astype(int)
        wide = np.broadcast_to(amounts, (len(amounts), s.members))
        ration[place, n] = np.minimum(need[place, n], wide[step, np.arange(s.members)])
    return ration


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
    for together in serve.general:
        _serve_together(a, p, together, ration, given, s, handed)
    if out.daily and handed is not None:
        out.daily.handed[t] = handed
    return given


def _serve_together(
    a: Arrays,
    p: Params,
    needs: list[int],
    ration: Floats,
    given: Floats,
    s: State,
    handed: Floats | None,
) -> None:
    """Serve needs of one rank that share commodities, and write what each is given, never more than its ration.

    What several ask of one store at a time is scaled alike where it is short. First all ask for their usual shares;
    then each asks for what it still lacks of its first-listed commodity, then of its second, and so on.
    """
    content = {
        k: np.zeros_like(ration[:, n]) for n in needs for k in range(a.sat_start[n], a.sat_start[n + 1])
    }
    gap = {n: ration[:, n].copy() for n in needs}
    usual = [(n, k) for n in needs for k in range(a.sat_start[n], a.sat_start[n + 1])]
    longest = max(int(a.sat_start[n + 1] - a.sat_start[n]) for n in needs)
    turns = [[(n, k) for n, k in usual if k - a.sat_start[n] == turn] for turn in range(longest)]
    for second, asking in ((False, usual), *((True, turn) for turn in turns)):
        asks = {}
        for n, k in asking:
            lacks = ration[:, n] * p.share[k]
            if second:
                lacks = np.minimum(gap[n], p.most[k] * ration[:, n] - content[k])
            asks[k] = np.maximum(0.0, lacks / a.sat_value[k])
        for c, part in parts(a, asks, s.stock):
            for n, k in asking:
                if a.sat_commodity[k] == c:
                    take = np.maximum(0.0, np.minimum(s.stock[:, c], asks[k] * part))
                    s.stock[:, c] -= take
                    content[k] += take * a.sat_value[k]
                    gap[n] -= take * a.sat_value[k]
                    s.flow["distributed"][c] += take.sum(0)
                    if handed is not None:
                        handed[:, c] += take
    for n in needs:
        got = sum(content[k] for k in range(a.sat_start[n], a.sat_start[n + 1]))
        given[:, n] = np.minimum(got, ration[:, n])


def parts(a: Arrays, asks: dict[int, Floats], stock: Floats) -> list[tuple[int, Floats]]:
    """Each commodity that is asked for, and the part of what is asked that its store has, (P, B)."""
    total: dict[int, Floats] = {}
    for k, asked in asks.items():
        c = int(a.sat_commodity[k])
        total[c] = total[c] + asked if c in total else asked
    have = {c: np.maximum(0.0, stock[:, c]) for c in total}
    return [(c, np.where(x > have[c], have[c] / x, 1.0)) for c, x in total.items()]


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
    a: Arrays,
    p: Params,
    t: int,
    e: int,
    s: State,
    ration: Floats,
    cover: Floats,
    given: Floats,
    empty: Bools,
    out: Block,
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
        _first(out.first_stock_out, (ration - given > need * ROUNDING) | empty, t)
        _first(out.first_empty, empty, t)
        under = given < survival * (1 - ROUNDING)
        out.below_person_days[...] += under * p.persons[e]
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
    general: list[list[int]]
    contents: list[tuple[int, int, Ints | slice, Ints | slice]]
    capped: list[tuple[int, list[tuple[int, list[Entry]]]]]
    arrays: Arrays
    kept: Bools  # (P, N) whether anything toward the need can be stored

    def __init__(self, a: Arrays) -> None:
        """Sort the needs of a case."""
        needs = len(a.labels.needs)
        uses = np.bincount(a.sat_commodity, minlength=len(a.labels.commodities))
        pairs = np.diff(a.sat_start)
        alone = [
            n
            for n in range(needs)
            if pairs[n] == 1 and uses[a.sat_commodity[a.sat_start[n]]] == 1 and a.sat_whole[a.sat_start[n]]
        ]
        groups = [a.serve_order[a.together == g] for g in np.unique(a.together)]
        self.general = [[int(n) for n in g] for g in groups if int(g[0]) not in set(alone)]
        self.simple = []
        if alone:
            k = a.sat_start[alone]
            self.simple.append((_run(np.array(alone)), _run(a.sat_commodity[k]), a.sat_value[k]))
        self.arrays = a
        self.kept = kept(a)
        self.contents = []
        for n, c in sorted({(int(n), int(c)) for n, c in zip(a.worth_need, a.worth_commodity, strict=True)}):
            own = np.flatnonzero((a.worth_need == n) & (a.worth_commodity == c))
            self.contents.append((n, c, _run(a.worth_place[own]), _run(own)))
        by_pair: dict[int, list[Entry]] = {}
        for m, k, part in zip(a.via_entry, a.via_pair, a.via_share, strict=True):
            spot = (int(m), int(a.worth_place[m]), int(a.worth_commodity[m]), float(part))
            by_pair.setdefault(int(k), []).append(spot)
        self.capped = [
            (n, [(k, by_pair.get(k, [])) for k in range(a.sat_start[n], a.sat_start[n + 1])])
            for n in range(needs)
            if not a.sat_whole[a.sat_start[n] : a.sat_start[n + 1]].all()
        ]

    def content(self, p: Params, e: int, stock: Floats) -> Floats:
        """Content in store toward each need, looking through processes; of what needs share, the part of each."""
        a = self.arrays
        out = np.zeros((len(a.labels.places), len(a.labels.needs), stock.shape[-1]))
        worth = p.counted[e if len(p.counted) > 1 else 0]
        for n, c, places, own in self.contents:
            out[places, n] += stock[places, c] * worth[own]
        return out

    def is_empty(self, p: Params, e: int, stock: Floats, ration: Floats, given: Floats) -> Bools:
        """Where the ration is not met or nothing was handed out, and nothing is left in store toward the need."""
        need = p.need[e]
        left = self.content(p, e, stock)
        lacks = (ration - given > need * ROUNDING) | ((given <= need * ROUNDING) & (need > 0))
        empty: Bools = lacks & (left <= need * ROUNDING) & self.kept[..., None]
        return empty

    def days(self, p: Params, e: int, stock: Floats) -> Floats:
        """Days for which the store holds the normal ration, none of it beyond its largest share of the ration."""
        days: Floats = self.content(p, e, stock) / p.need[e]
        worth = p.counted[e if len(p.counted) > 1 else 0]
        for n, pairs in self.capped:
            each = np.zeros((len(pairs), *days[:, n].shape))
            for i, (_, entries) in enumerate(pairs):
                for m, place, c, part in entries:
                    each[i, place] += stock[place, c] * worth[m] * part
            most = np.stack(
                [np.broadcast_to(np.maximum(p.most[k], p.share[k]), each.shape[-1:]) for k, _ in pairs]
            )
            days[:, n] = under_caps(each / p.need[e][:, n], most[:, None], days[:, n])
        return days


def kept(a: Arrays) -> Bools:
    """Places and needs (P, N) toward which something can be kept in store."""
    found = np.zeros((len(a.labels.places), len(a.labels.needs)), dtype=bool)
    own = a.storable[a.worth_commodity]
    found[a.worth_place[own], a.worth_need[own]] = True
    return found


Entry = tuple[int, int, int, float]
"""An entry of `worth`, its place and commodity, and the part of it that serves through a pair."""


def under_caps(each: Floats, most: Floats, days: Floats) -> Floats:
    """The largest number of days *d* with `sum over pairs of min(each, most d) >= d`.

    Parameters
    ----------
    each : array (pairs, ...)
        Days of the whole ration that each pair holds, at least 0.
    most : array (pairs, ...)
        Largest share of the ration of each pair.
    days : array (...)
        Sum of `each`: the answer where no largest share binds.

    Notes
    -----
    The difference of both sides is concave and has as many kinks as pairs, so that Newton's rule from above ends at
    the root after as many steps.
    """
    for _ in range(len(each)):
        bound = (most < 1) & (each > most * days)
        rest = np.where(bound, 0.0, each).sum(0)
        slope = np.where(bound, most, 0.0).sum(0)
        days = np.where(slope < 1, np.minimum(days, rest / (1 - slope)), days)
    return days


def _run(x: Ints) -> Ints | slice:
    """A slice where positions are consecutive, so that no copy is made."""
    if len(x) and (np.diff(x) == 1).all():
        return slice(int(x[0]), int(x[-1]) + 1)
    return x

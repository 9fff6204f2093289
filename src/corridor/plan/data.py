"""What a plan reads of the arrays: needs, what comes by itself, limits and openings, by step and future.

Pure sums over the days of each step. Dimensions are those of `corridor.model.arrays`; I steps, B futures (last).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from corridor.model.arrays import BIG, Arrays, Bools, Floats, Ints, Params
from corridor.plan.steps import Steps
from corridor.result.start import Start

Path = NDArray[np.int16]


@dataclass(frozen=True, slots=True, kw_only=True)
class Data:
    """Everything of a case that the rows of a plan are written from; see the module docstring for dimensions."""

    arrays: Arrays
    steps: Steps
    start: Start
    parts: Floats  # (I, P, N, 3, B) need by tier (normal, minimum, survival part), unit of the need
    persons: Floats  # (I, P, N, B) person-days concerned
    most_given: Floats  # (I, P, K, B) most of a commodity toward a need, own unit of the commodity
    came: Floats  # (I, P, C, B) supply and releases, own unit
    released: Floats  # (I, P, C, B) the releases in it, which enter before anything of ours
    free: Bools  # (I, P, C) unlimited supply on some day
    open_days: Floats  # (I, L, J, B) days on which goods of the class may pass
    share_cap: Floats  # (I, L, J, B) t a leg may carry of a class where access is a share, BIG: no limit
    narrow: Bools  # (L, J) whether a leg may carry less of a class than the road, in some situation
    road_cap: Floats  # (I, R, B) t
    pool_cap: Floats  # (I, O, B) t or trucks
    pool_cover: Bools  # (O, L, J)
    slot_cap: Floats  # (I, X, B) loaded trucks
    line_cap: Floats  # (I, W, B) own unit
    process_cap: Floats  # (I, Q, B) runs
    perish: Floats  # (C, B) share of a stock lost a day; this and the next four have one column where all are alike
    line_loss: Floats  # (W, B) share lost on a line
    lead: Ints  # (L, B) days from dispatch to arrival
    loss: Floats  # (L, B) share lost on the way
    homeward: Ints  # (L, B) days from leaving the far end to home
    available: Floats  # (F, B) share of trucks at home that can drive
    returning: Floats  # (F, B) share of trucks that come home
    arrives: dict[int, Floats]  # delay to (I, I): share of what leaves in step i that is there in step j
    late: dict[
        tuple[int, int], Floats
    ]  # leg that returns on open days only, delay: the same by future (I, I, B)
    due: Floats  # (I, L, C, B) own goods on the way that are due, losses taken off
    due_trucks: Floats  # (I, L, B)
    due_home: Floats  # (I, F, B) trucks away that come home
    end_use: Floats  # (P, N, B) need a day at the end, unit of the need
    queues: Bools  # (I,) steps in which goods may be sent to wait at a gate

    @property
    def futures(self) -> int:
        """Number of futures, B."""
        return self.start.members


def data(a: Arrays, p: Params, path: Path, start: Start, steps: Steps) -> Data:
    """What a plan reads of a case.

    Parameters
    ----------
    a, p : Arrays, Params
        The case; the last axis of `p` is the futures, or 1.
    path : array (T, G, B)
        Situations of each future.
    start : Start
        State on the first morning, of each future.
    steps : Steps
        Within the days of the case.
    """
    start = _counted(a, p, steps, start)
    days = np.arange(steps.first, steps.first + steps.days)
    epoch, b = a.epoch[days], start.members
    state: Ints = path[days][:, a.leg_group].astype(np.int64)
    access = _access(p, state) * a.route_class[a.leg_route][None, :, :, None]
    need = _parts(p, epoch, b)
    total = steps.sums(need.sum(3))
    wide = np.maximum(p.most, p.share)
    pair_need = total[:, :, np.repeat(np.arange(len(a.labels.needs)), np.diff(a.sat_start))]
    supply = _wide(p.supply[epoch], b)
    released = _released(p, steps, supply.shape)
    is_open: Bools = np.asarray((access > 0).any(2))
    free: Bools = np.logical_or.reduceat(a.unlimited[epoch], steps.start, axis=0)
    trips = (p.leg_lead, p.leg_home, p.leg_lead + p.leg_home)
    return Data(
        arrays=a,
        steps=steps,
        start=start,
        parts=steps.sums(need),
        persons=steps.sums(_wide(p.persons[epoch], b)),
        most_given=np.where(free[:, :, a.sat_commodity, None], 0.0, pair_need * wide / a.sat_value[:, None]),
        came=steps.sums(supply + released),
        released=steps.sums(released),
        free=free,
        open_days=steps.sums((access > 0).astype(np.float64)),
        share_cap=_capped(p.route_cap[a.leg_route][:, None], steps.sums(access)),
        narrow=_narrow(a, p),
        road_cap=_capped(p.route_cap, steps.sums(_by_route(a, access.max(2, initial=0.0)))),
        pool_cap=_pool_caps(a, p, state, access, steps),
        pool_cover=_cover(a),
        slot_cap=_capped(
            p.slots, np.broadcast_to(steps.length[:, None, None], (steps.count, 1, b)).astype(float)
        ),
        line_cap=_capped(p.line_cap, steps.sums(_line_access(a, p, path[days], b))),
        process_cap=_clip(steps.sums(_wide(np.minimum(p.proc_cap[epoch], BIG / 1e4), b))),
        perish=p.perish,
        line_loss=p.line_loss,
        lead=p.leg_lead,
        loss=p.leg_loss,
        homeward=p.leg_home,
        available=_wide(p.availability, b),
        returning=_wide(p.return_share, b),
        arrives={
            n: steps.after(n) for n in sorted(set().union(*(_between(x) for trip in trips for x in trip)))
        },
        late=_late(a, steps, is_open, trips[1:]),
        due=_padded(steps, start.due * (1 - p.leg_loss)[:, None]),
        due_trucks=_padded(steps, start.due_trucks),
        due_home=_due_home(a, p, start, steps, is_open),
        end_use=_wide(p.need[epoch[-1]], b),
        queues=np.ones(steps.count, dtype=bool),
    )


def without_queues(d: Data) -> Data:
    """The same data where in a step of several days nothing is sent to wait at a gate: what leaves goes through in it.

    Only what was on the way before the plan may wait there. For plans over many futures, whose later steps only value
    what is there when they begin: without the queues a program is solved in a fifth to a tenth of the time.
    """
    return replace(d, queues=d.steps.length == 1)


def _wide(x: Floats, b: int) -> Floats:
    return np.array(np.broadcast_to(x, (*x.shape[:-1], b)))


def _clip(x: Floats) -> Floats:
    return np.where(x >= BIG / 1e6, BIG, x)


def _capped(cap: Floats, share: Floats) -> Floats:
    """Cap times share of days; unlimited stays unlimited wherever anything is open."""
    limited = np.where(cap >= BIG, 0.0, cap) * share
    return np.where((cap >= BIG) & (share > 0), BIG, limited)


def _access(p: Params, state: Ints) -> Floats:
    """Access of each day, leg, class and future, (D, L, J, B)."""
    legs = np.arange(state.shape[1])[None, :, None]
    member = np.arange(state.shape[2]) if p.access.shape[-1] > 1 else np.zeros(state.shape[2], dtype=np.int64)
    found: Floats = np.moveaxis(p.access[state, legs, :, member[None, None]], -1, 2)
    return found


def _line_access(a: Arrays, p: Params, path: Path, b: int) -> Floats:
    """Access of each day and line, (D, W, B)."""
    count = len(a.line_from)
    if not count:
        return np.zeros((len(path), 0, b))
    member = np.arange(b) if p.line_access.shape[-1] > 1 else np.zeros(b, dtype=np.int64)
    found: Floats = p.line_access[path[:, a.line_group], np.arange(count)[None, :, None], member[None, None]]
    return found


def _parts(p: Params, epoch: Ints, b: int) -> Floats:
    """Need of each day by tier: what normal asks above minimum, minimum above survival, and survival."""
    need, minimum, survival = (x[epoch] for x in (p.need, p.minimum, p.survival))
    return np.stack([_wide(x, b) for x in (need - minimum, minimum - survival, survival)], axis=3)


def _counted(a: Arrays, p: Params, steps: Steps, start: Start) -> Start:
    """The start with what is counted on the morning of the origin in the place of what was there."""
    stock = start.stock.copy()
    for change in p.changes:
        if change.reset and change.day == steps.first == a.origin:
            stock[change.place, change.commodity] = change.amount
    return replace(start, stock=stock)


def _released(p: Params, steps: Steps, shape: tuple[int, ...]) -> Floats:
    """Reserves released on the days of the plan."""
    came = np.zeros(shape)
    for change in p.changes:
        day = change.day - steps.first
        if not change.reset and 0 <= day < steps.days:
            np.add.at(came[day], (change.place, change.commodity), change.amount)
    return came


def _narrow(a: Arrays, p: Params) -> Bools:
    """Legs and classes that somewhere have less access than the widest of their route, (L, J)."""
    widest = np.zeros((p.access.shape[0], len(a.route_from), p.access.shape[3]))
    for leg, route in enumerate(a.leg_route):
        np.maximum(widest[:, route], p.access[:, leg].max(1, initial=0.0), out=widest[:, route])
    found: Bools = np.asarray((p.access < widest[:, a.leg_route][:, :, None]).any((0, 3)))
    return found


def _by_route(a: Arrays, x: Floats) -> Floats:
    """The widest access of a route over its legs: (D, L, B) to (D, R, B)."""
    out = np.zeros((x.shape[0], len(a.route_from), x.shape[2]))
    for leg, route in enumerate(a.leg_route):
        np.maximum(out[:, route], x[:, leg], out=out[:, route])
    return out


def _cover(a: Arrays) -> Bools:
    """Legs and classes that a cap covers in some situation, (O, L, J)."""
    pools = np.arange(len(a.pool_trucks))
    found: Bools = np.asarray((a.pool_of[None] == pools[:, None, None, None, None]).any((1, 2)))
    return found


def _pool_caps(a: Arrays, p: Params, state: Ints, access: Floats, steps: Steps) -> Floats:
    """Caps by step: the limit on days where it stands; none in a step with an open day on which it does not."""
    out = np.full((steps.count, len(a.pool_trucks), access.shape[-1]), BIG)
    legs = np.arange(len(a.leg_from))
    for o in range(len(a.pool_trucks)):
        holds = (a.pool_of == o).any(1)[state, legs[None, :, None]]  # (D, L, B, J)
        active = holds.any((1, 3))
        past = (np.moveaxis(access > 0, 2, -1) & _cover(a)[o][None, :, None] & ~holds).any((1, 3))
        days = steps.sums(active.astype(np.float64))
        loose = steps.sums((past & ~active).astype(np.float64)) > 0
        out[:, o] = np.where((days > 0) & ~loose, p.pool_limit[o] * days, BIG)
    return out


def _between(days: Ints) -> set[int]:
    """Every whole number from the least to the largest: the middle of some futures is there too."""
    return set(range(int(days.min()), int(days.max()) + 1))


def _late(a: Arrays, steps: Steps, is_open: Bools, delays: tuple[Ints, ...]) -> dict[tuple[int, int], Floats]:
    """When trucks come home whose way back must be open, by leg and delay."""
    days, out = np.arange(steps.days), {}
    for leg in np.flatnonzero(a.leg_return_access).tolist():
        for delay in set().union(*(_between(x[leg]) for x in delays)):
            due = (_first_open(days + delay, is_open[:, leg, b]) for b in range(is_open.shape[2]))
            out[leg, delay] = np.stack([steps.landing(x) for x in due], axis=-1)
    return out


def _first_open(due: Ints, is_open: Bools) -> Ints:
    """First open day from each due day on; beyond the plan if there is none."""
    last = len(is_open)
    following = np.full(last + 1, last)
    for day in range(last - 1, -1, -1):
        following[day] = day if is_open[day] else following[day + 1]
    return following[np.minimum(due, last)]


def _padded(steps: Steps, ahead: Floats) -> Floats:
    """What is due in so many days, by step; what is due beyond the plan is left out."""
    daily = np.zeros((steps.days, *ahead.shape[1:]))
    count = min(len(ahead), steps.days)
    daily[:count] = ahead[:count]
    return steps.sums(daily)


def _due_home(a: Arrays, p: Params, start: Start, steps: Steps, is_open: Bools) -> Floats:
    """Trucks that are away and come home by step, (I, F, B)."""
    daily = np.zeros((steps.days + 1, len(a.fleet_base), start.members))
    count = min(len(start.back), steps.days)
    daily[:count] += start.back[:count] * p.return_share
    for leg in np.flatnonzero(a.leg_return_access):
        fleet = a.leg_fleet[leg]
        for b in range(start.members):
            due = _first_open(np.arange(steps.days), is_open[:, leg, b])
            share = p.return_share[fleet, b if p.return_share.shape[-1] > 1 else 0]
            daily[due[0], fleet, b] += start.out[leg, b]
            for day in range(min(len(start.back_leg), steps.days)):
                daily[due[day], fleet, b] += share * start.back_leg[day, leg, b]
    return steps.sums(daily[:-1])

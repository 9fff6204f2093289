"""Looks over the plain engine's shoulder: after every step that can break a limit, the limit is checked.

The engines are held to each other on the same cases, so what is seen here of one holds of all.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

import numpy as np

from corridor.forecast import day as law
from corridor.forecast import send
from corridor.model.arrays import BIG, COVER, FULL

ROUNDING = 1e-9
"""Relative to the size of what is compared: the sums of a day are a few hundred terms of doubles."""


def at_most(value, limit, what: str) -> None:
    """Fails if a value exceeds its limit by more than rounding."""
    slack = ROUNDING * np.maximum(1.0, np.minimum(np.abs(limit), BIG))
    over = np.asarray(value) - limit - slack
    assert (over <= 0).all(), f"{what}: {np.max(over)} above its limit"


@contextmanager
def watched() -> Iterator[dict[str, int]]:
    """Within it, every run of the plain engine on one thread is checked.

    How often each check had work to do is given.
    """
    seen = {"sent": 0, "released": 0, "held": 0, "days": 0, "made": 0, "short": 0}
    today: dict[str, np.ndarray] = {}
    real = {"pull": send.pull, "go": send.go, "release": law._release, "keep": law.keep}

    def pull(a, p, situation, t, e, s, plan, access):
        today.update(access=access, situation=situation, epoch=e)
        real["pull"](a, p, situation, t, e, s, plan, access)

    def go(a, p, t, s, plan, moves):
        _sent(a, today["p"], s, plan, moves, today)
        seen["sent"] += bool((moves > 1e-9).any())
        real["go"](a, p, t, s, plan, moves)

    def release(a, p, situation, t, s, plan, access, out, gate=None):
        held, trucks, mass = s.held.copy(), s.trucks_held.copy(), _mass(a, s.stock)
        loaded = _mass(a, held) > 0  # what lost all it carried, or carries what has no mass, needs no slot
        real["release"](a, p, situation, t, s, plan, access, out, gate)
        _released(a, p, s, plan, access, situation, held - s.held, (trucks - s.trucks_held) * loaded)
        at_most(_mass(a, s.stock), np.maximum(mass, a.storage[:, None]), "store of own arrivals")
        seen["released"] += bool((held - s.held > 1e-9).any())
        seen["held"] += bool((s.held > 1e-9).any())

    def keep(a, p, t, e, s, ration, cover, given, empty, out):
        real["keep"](a, p, t, e, s, ration, cover, given, empty, out)
        _closed(a, p, t, e, s, ration, cover, given, out)
        seen["days"] += 1
        seen["made"] += bool((s.flow["produced"] > 0).any())
        seen["short"] += bool((given < p.need[e] * (1 - 1e-9)).any())

    def one_day(a, p, *rest):
        today["p"] = p
        inner(a, p, *rest)

    inner = law._one_day
    with (
        mock.patch.object(law, "_one_day", one_day),
        mock.patch.object(law, "_release", release),
        mock.patch.object(law, "keep", keep),
        mock.patch.object(send, "pull", pull),
        mock.patch.object(send, "go", go),
    ):
        yield seen


def _mass(a, stock):
    return (stock * a.kg[:, None]).sum(1)


def _over(total, index, shape):
    out = np.zeros((shape, total.shape[-1]))
    np.add.at(out, index, total)
    return out


def _pools(a, p, situation, moves, trucks, only):
    """Every cap in t or trucks a day, over all that falls under it, at whatever place of the way."""
    mass = moves * a.kg[:, None]
    every = mass.sum(1)
    part = np.divide(mass, every[:, None], out=np.zeros_like(mass), where=every[:, None] > 0)
    for o in range(p.pool_limit.shape[0]):
        total = np.zeros(moves.shape[-1])
        for leg in np.flatnonzero(only):
            for b in range(moves.shape[-1]):
                under = (a.pool_of[situation[a.leg_group[leg], b], :, leg] == o).any(0)[a.klass]
                amount = part[leg, :, b] * trucks[leg, b] if a.pool_trucks[o] else mass[leg, :, b]
                total[b] += amount[under].sum()
        at_most(total, p.pool_limit[o], "cap")


def _slots(a, p, trucks, *, queue):
    for x in range(len(a.crossing_queue)):
        if a.crossing_queue[x] == queue:
            over = [
                i for i in range(len(a.leg_from)) if x in a.cross[a.cross_start[i] : a.cross_start[i + 1]]
            ]
            at_most(trucks[over].sum(0), p.slots[x], "slots of a crossing")


def _sent(a, p, s, plan, moves, today) -> None:
    """Limits on what leaves today, before it leaves."""
    access, situation, e = today["access"], today["situation"], today["epoch"]
    assert (moves >= 0).all()
    assert (moves[access[:, a.klass] <= 0] == 0).all(), "sent where the way is closed"
    carried = a.route_class[a.leg_route][:, a.klass]
    assert (moves[~carried] == 0).all(), "sent by a route that does not carry it"
    mass = (moves * a.kg[:, None]).sum(1)
    cap = np.broadcast_to(p.route_cap, (len(a.route_from), moves.shape[-1]))
    best = np.zeros((len(a.route_from), *access.shape[1:]))
    np.maximum.at(best, a.leg_route, access)
    at_most(_over(mass, a.leg_route, len(a.route_from)), cap * best.max(1), "road")
    for j in range(access.shape[1]):
        of = (moves[:, a.klass == j] * a.kg[a.klass == j][:, None]).sum(1)
        at_most(of, cap[a.leg_route] * access[:, j], "share of a way")
    out = np.zeros_like(s.stock)
    np.add.at(out, a.leg_from, moves)
    free = np.maximum(0.0, s.stock - p.keep[e])
    at_most(out, np.where(a.unlimited[e][..., None], BIG, free), "stock above reserve")
    trucks = send.trucks_for(a, moves)
    if len(a.fleet_base):
        used = _over(trucks, a.leg_fleet, len(a.fleet_base))
        at_most(used, np.maximum(0.0, s.home) * p.availability, "trucks at home")
        for base in set(a.leg_from):
            for c in {int(x) for x in a.leg_fuel if x >= 0}:
                legs = (a.leg_from == base) & (a.leg_fuel == c)
                burnt = (trucks * a.leg_fuel_per_truck[:, None])[legs].sum(0)
                if not a.unlimited[e, base, c]:
                    at_most(
                        out[base, c] * bool(legs.any()) + burnt,
                        np.maximum(s.stock[base, c], burnt * 0),
                        "fuel",
                    )
    _pools(a, p, situation, moves, trucks, np.ones(len(a.leg_from), dtype=bool))
    _slots(a, p, trucks, queue=False)


def _released(a, p, s, plan, access, situation, moves, trucks) -> None:
    """Limits on what passes a gate or enters a limited store."""
    at_most(-moves, 0.0, "released")
    queued = plan.queued
    shut = access[:, a.klass] <= 0
    assert np.abs(moves[queued][shut[queued]]).max(initial=0.0) == 0, "passed a closed gate"
    _pools(a, p, situation, np.maximum(moves, 0), np.maximum(trucks, 0), queued)
    _slots(a, p, np.maximum(trucks, 0), queue=True)


def _closed(a, p, t, e, s, ration, cover, given, out) -> None:
    """What holds at the close of every day."""
    need = p.need[e]
    at_most(ration, need, "ration")
    at_most(given, ration, "distributed")
    assert (given >= 0).all()
    kind, phi = a.policy_kind[e][..., None], p.floor[e]
    at_most(np.where(kind == COVER, need * phi, 0.0), ration, "floor of a cover ration")
    assert (np.where(kind == FULL, ration, need) == need).all(), "a full ration is the need"
    scale = np.maximum(1.0, np.abs(s.flow["opening"]) + s.flow["received"] + s.flow["supply"])
    for what, x in (("stock", s.stock), ("way", s.way)):
        assert (x >= -ROUNDING * scale).all(), f"{what} is negative"
    for what, x in (("held", s.held), ("trucks held", s.trucks_held), ("home", s.home), ("out", s.out)):
        assert (x >= -ROUNDING * 100).all(), f"{what} is negative"
    assert (s.stock[:, ~a.storable] == 0).all()
    short = out.daily.short[t].sum(2)
    np.testing.assert_allclose(
        short, need - given, rtol=0, atol=ROUNDING * max(1.0, float(need.max(initial=0)))
    )
    _on_the_way(a, t, s)
    _trucks(a, p, t, s)


def _on_the_way(a, t, s) -> None:
    """What is on the way to a place is what was sent and is not due, and what is held."""
    there = np.zeros_like(s.way)
    for leg in range(len(a.leg_from)):
        there[a.leg_to[leg]] += s.due[:, leg].sum(0)
        if s.held.size:
            there[a.leg_to[leg]] += s.held[leg]
    np.testing.assert_allclose(s.way, there, rtol=0, atol=ROUNDING * max(1.0, float(there.max(initial=0))))


def _trucks(a, p, t, s) -> None:
    """Trucks at home, away, waiting and held are all there are, less those that did not return."""
    if not s.home.size:
        return
    all_of = s.home + s.back.sum(0)
    legs = s.back_leg.sum(0) + s.out if s.out.size else np.zeros((len(a.leg_from), s.members))
    if s.trucks_held.size:
        legs = legs + s.trucks_held
        for leg in np.flatnonzero(a.leg_hold):
            legs[leg] += s.due_trucks[:, leg].sum(0)
    all_of = all_of + _over(legs, a.leg_fleet, len(a.fleet_base))
    at_most(all_of, np.broadcast_to(p.trucks, all_of.shape), "trucks")
    kept = np.broadcast_to(p.return_share == 1, all_of.shape)
    np.testing.assert_allclose(
        all_of[kept], np.broadcast_to(p.trucks, all_of.shape)[kept], rtol=1e-9, atol=1e-9
    )

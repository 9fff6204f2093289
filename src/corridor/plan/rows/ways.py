"""Ways: what the road carries, what a restricted way lets a class take of it, caps of a permission, loads of trucks."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from corridor.model.arrays import BIG, Floats
from corridor.plan.rows.frame import Frame, per_truck


def road(f: Frame) -> None:
    """What a way carries, all carriers and goods together, t."""
    a, x = f.d.arrays, f.x
    routes = np.unique(a.leg_route[x.ship_leg])
    if not len(routes):
        return
    rows = f.build.add_rows(
        "road",
        (len(routes), *f.tail),
        items=[(a.labels.routes[r],) for r in routes],
        upper=f.d.road_cap[:, routes].transpose(1, 0, 2),
    )
    number = np.searchsorted(routes, a.leg_route[x.ship_leg])
    f.build.put(rows[number], x.sent, a.kg[x.ship_good][:, None, None])


def share(f: Frame) -> None:
    """What one carrier may take of a class of goods where others may take more of the way, t."""
    a, x = f.d.arrays, f.x
    klass = a.klass[x.ship_good]
    carried = np.zeros((len(a.leg_from), len(a.labels.classes)), dtype=bool)
    carried[x.ship_leg, klass] = True
    # Where nothing may pass, nothing is sent without a row that says so.
    limits = ((f.d.share_cap > 0) & (f.d.share_cap < BIG)).any((0, 3))
    legs, classes = np.nonzero(carried & limits & f.d.narrow)
    if not len(legs):
        return
    items = [(a.labels.legs[leg], a.labels.classes[j]) for leg, j in zip(legs, classes, strict=True)]
    cap = f.d.share_cap[:, legs, classes].transpose(1, 0, 2)
    rows = f.build.add_rows("share", (len(legs), *f.tail), items=items, upper=cap)
    number = np.full(carried.shape, -1)
    number[legs, classes] = np.arange(len(legs))
    own = number[x.ship_leg, klass]
    some = own >= 0
    f.build.put(rows[own[some]], x.sent[some], a.kg[x.ship_good[some]][:, None, None])


def cap(f: Frame) -> None:
    """Caps in t or trucks, one limit for all that it covers: when sent, and again where goods wait at a gate."""
    a, x = f.d.arrays, f.x
    held = {int(v): i for i, v in enumerate(x.gate)}
    count = len(a.pool_trucks)
    if not count:
        return
    limit = f.d.pool_cap.transpose(1, 0, 2)
    items = [_caps(f, o) for o in range(count)]
    sent = f.build.add_rows("cap", (count, *f.tail), items=items, upper=limit)
    passed = f.build.add_rows("cap at the gate", (count, *f.tail), items=items, upper=limit)
    load = _trucks_per_unit(f)
    for v, (leg, c) in enumerate(zip(x.ship_leg, x.ship_good, strict=True)):
        for o in np.flatnonzero(f.d.pool_cover[:, leg, a.klass[c]]):
            unit = load[v] if a.pool_trucks[o] else a.kg[c]
            if not (a.pool_trucks[o] and _whole(f, int(o), int(leg))):
                f.build.put(sent[o], x.sent[v], unit)
                if v in held:
                    f.build.put(passed[o], x.passed[held[v]], unit)
    for block, legs, rows in ((x.trucks, x.truck_leg, sent), (x.passed_trucks, x.gate_leg, passed)):
        for y, leg in enumerate(legs):
            for o in np.flatnonzero(a.pool_trucks):
                if _whole(f, int(o), int(leg)):
                    f.build.put(rows[o], block[y], 1.0)


def _caps(f: Frame, o: int) -> tuple[str, ...]:
    """What a cap is called: its number, its unit and the ways it covers."""
    a = f.d.arrays
    covered = f.d.pool_cover[o].any(1)
    ways = sorted({a.labels.routes[r] for r in a.leg_route[covered]})
    return (f"cap {o + 1} in {'trucks' if a.pool_trucks[o] else 't'} on {' + '.join(ways) or 'no way'}",)


def _whole(f: Frame, o: int, leg: int) -> bool:
    """Whether a cap covers every class that a leg of a fleet carries, so that its trucks can be counted."""
    a, x = f.d.arrays, f.x
    mine = x.ship_leg == leg
    return bool(
        a.leg_fleet[leg] >= 0 and mine.any() and f.d.pool_cover[o, leg, a.klass[x.ship_good[mine]]].all()
    )


def _trucks_per_unit(f: Frame) -> Floats:
    """Trucks that a unit of each shipment takes where a cap counts only some of a leg's goods, (V,).

    Trucks are told to goods by mass, so light goods in the load count against dense ones: the bulkiest decides.
    """
    a, x = f.d.arrays, f.x
    out = np.zeros(len(x.ship_leg))
    for leg in set(x.ship_leg):
        mine = np.flatnonzero((x.ship_leg == leg) & (a.kg[x.ship_good] > 0))
        bulk = (a.m3[x.ship_good[mine]] / a.kg[x.ship_good[mine]]).max(initial=0.0)
        by_load = bulk * float(per_truck(a.leg_load[leg]))
        out[mine] = a.kg[x.ship_good[mine]] * max(float(per_truck(a.leg_payload[leg])), by_load)
    return out


def load(f: Frame) -> None:
    """Trucks carry what is sent: by mass, and by volume where that limits."""
    _loaded(f, "load", f.x.sent, f.x.trucks, f.x.truck_leg, np.arange(len(f.x.ship_leg)))


def load_at_gate(f: Frame) -> None:
    """Trucks let through carry what is let through, and no truck goes before what it carries: those that wait do."""
    x = f.x
    _loaded(f, "load at the gate", x.passed, x.passed_trucks, x.gate_leg, x.gate)
    waits = (x.waiting, x.waiting_trucks, x.gate_leg, x.gate)
    _loaded(f, "load in the queue", *waits, beyond=lambda size, most: _unloaded(f, size, most))


def _unloaded(f: Frame, size: Floats, most: Floats) -> Floats:
    """What waits by itself beyond what the trucks waiting with it carry, if nothing passes, t or m3, (Y, I, B)."""
    d, legs = f.d, f.x.gate_leg
    goods = d.start.held[legs] + d.due[:, legs].cumsum(0)
    trucks = d.start.held_trucks[legs] + d.due_trucks[:, legs].cumsum(0)
    left = np.tensordot(goods, size, axes=([2], [0])) - most[legs][:, None] * trucks
    found: Floats = np.maximum(0.0, left).transpose(1, 0, 2)
    return found


def _loaded(
    f: Frame,
    name: str,
    goods: np.ndarray,
    trucks: np.ndarray,
    legs: np.ndarray,
    ships: np.ndarray,
    *,
    beyond: Callable[[Floats, Floats], Floats] | None = None,
) -> None:
    """Goods carried by trucks of each leg: no more than fits, by mass and by volume, and `beyond`."""
    a, x = f.d.arrays, f.x
    mine = np.isin(x.ship_leg[ships], legs)
    goods, ships = goods[mine], ships[mine]
    number = np.searchsorted(legs, x.ship_leg[ships])
    for kind, size, most in (("t", a.kg, a.leg_payload), ("m3", a.m3, a.leg_load)):
        if not len(legs) or (most[legs] >= BIG).all() or not size[x.ship_good[ships]].any():
            continue
        items = [(a.labels.legs[leg],) for leg in legs]
        upper = 0.0 if beyond is None else beyond(size, most)
        rows = f.build.add_rows(f"{name}, {kind}", (len(legs), *f.tail), items=items, upper=upper)
        limits = most[legs] < BIG
        f.build.put(rows[limits], trucks[limits], -most[legs[limits], None, None])
        own = limits[number]
        f.build.put(rows[number[own]], goods[own], size[x.ship_good[ships[own]]][:, None, None])

"""Ways: what the road carries, what a restricted way lets a class take of it, caps of a permission, loads of trucks."""

from __future__ import annotations

import numpy as np

from corridor.model.arrays import BIG, Floats
from corridor.plan.rows.frame import Frame, per_truck


def road(f: Frame) -> None:
    """What a way carries, all carriers and goods together, t."""
    a, x = f.d.arrays, f.x
    routes = sorted(set(a.leg_route[x.ship_leg]))
    if not routes:
        return
    rows = f.build.add_rows(
        "road",
        (len(routes), *f.tail),
        items=[(a.labels.routes[r],) for r in routes],
        upper=f.d.road_cap[:, routes].transpose(1, 0, 2),
    )
    number = {int(r): i for i, r in enumerate(routes)}
    for v, (leg, c) in enumerate(zip(x.ship_leg, x.ship_good, strict=True)):
        f.build.put(rows[number[int(a.leg_route[leg])]], x.sent[v], a.kg[c])


def share(f: Frame) -> None:
    """What one carrier may take of a class of goods where others may take more of the way, t."""
    a, x = f.d.arrays, f.x
    klass = a.klass[x.ship_good]
    kinds = sorted({(int(leg), int(j)) for leg, j in zip(x.ship_leg, klass, strict=True)})
    kinds = [(leg, j) for leg, j in kinds if f.d.narrow[leg, j] and (f.d.share_cap[:, leg, j] < BIG).any()]
    if not kinds:
        return
    cap = np.stack([f.d.share_cap[:, leg, j] for leg, j in kinds])
    items = [(a.labels.legs[leg], a.labels.classes[j]) for leg, j in kinds]
    rows = f.build.add_rows("share", (len(kinds), *f.tail), items=items, upper=cap)
    number = {kind: i for i, kind in enumerate(kinds)}
    for v, (leg, j) in enumerate(zip(x.ship_leg, klass, strict=True)):
        if (int(leg), int(j)) in number:
            f.build.put(rows[number[int(leg), int(j)]], x.sent[v], a.kg[x.ship_good[v]])


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
    """Trucks let through carry what is let through."""
    _loaded(f, "load at the gate", f.x.passed, f.x.passed_trucks, f.x.gate_leg, f.x.gate)


def _loaded(
    f: Frame, name: str, goods: np.ndarray, trucks: np.ndarray, legs: np.ndarray, ships: np.ndarray
) -> None:
    a, x = f.d.arrays, f.x
    number = {int(leg): y for y, leg in enumerate(legs)}
    mine = [(i, int(v)) for i, v in enumerate(ships) if int(x.ship_leg[v]) in number]
    for kind, size, most in (("t", a.kg, a.leg_payload), ("m3", a.m3, a.leg_load)):
        if not len(legs) or (most[legs] >= BIG).all() or not any(size[x.ship_good[v]] for _, v in mine):
            continue
        items = [(a.labels.legs[leg],) for leg in legs]
        rows = f.build.add_rows(f"{name}, {kind}", (len(legs), *f.tail), items=items, upper=0.0)
        for y, leg in enumerate(legs):
            if most[leg] < BIG:
                f.build.put(rows[y], trucks[y], -most[leg])
        for i, v in mine:
            leg = int(x.ship_leg[v])
            if most[leg] < BIG:
                f.build.put(rows[number[leg]], goods[i], size[x.ship_good[v]])

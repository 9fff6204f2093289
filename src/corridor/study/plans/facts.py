"""What can be said of a plan's ways and needs before anything is solved: what is closed, empty, or met by nothing."""

from __future__ import annotations

import numpy as np

from corridor.model.arrays import Arrays, Bools
from corridor.plan.columns import reach
from corridor.plan.data import Data
from corridor.study.plans.words import Names, closed_words


def facts(d: Data, names: Names) -> tuple[str, ...]:
    """What keeps everything from moving, or a need from being met, whatever is planned; in plain sentences."""
    return (*_needs(d, names), *_fleets(d, names), *_ways(d, names), *_crossings(d, names))


def _needs(d: Data, names: Names) -> list[str]:
    """Needs that nothing satisfies, and those for which nothing is there or can come."""
    a, told = d.arrays, []
    _, there = reach(d)
    wanted: Bools = np.asarray((d.parts > 0).any((0, 3, 4)))  # (P, N)
    for n, need in enumerate(a.labels.needs):
        goods = a.sat_commodity[a.sat_start[n] : a.sat_start[n + 1]]
        places = np.flatnonzero(wanted[:, n])
        if not len(goods):
            if len(places):
                told.append(
                    f"Nothing in this case satisfies {names('needs', need)}: it is short whatever moves."
                )
            continue
        bare = [names("places", a.labels.places[p]) for p in places if not there[p, goods].any()]
        if bare:
            told.append(
                f"Nothing that satisfies {names('needs', need)} is at {', '.join(bare)} or can come there in any "
                "future: it is short whatever moves."
            )
    return told


def _fleets(d: Data, names: Names) -> list[str]:
    a = d.arrays
    ever: Bools = np.asarray((d.start.home + d.due_home.sum(0)) * d.available > 0)  # (F, B)
    return [
        f"Trucks of {names('fleets', fleet)}: none, in any future."
        for f, fleet in enumerate(a.labels.fleets)
        if not ever[f].any()
    ]


def _ways(d: Data, names: Names) -> list[str]:
    a = d.arrays
    told = []
    for r, route in enumerate(a.labels.routes):
        legs = np.flatnonzero(a.leg_route == r)
        if not len(legs):
            told.append(
                f"{names('routes', route)}: no fleet leaves from its start, so nothing of ours can be sent."
            )
        elif not d.open_days[:, legs].any():
            told.append(
                f"{names('routes', route)} is closed to everyone on every day of the plan, in every future."
            )
    return told


def _crossings(d: Data, names: Names) -> list[str]:
    return [
        f"{names('crossings', crossing)} has no slots."
        for x, crossing in enumerate(d.arrays.labels.crossings)
        if (d.slot_cap[:, x] <= 0).all()
    ]


def ways_in(d: Data, names: Names, place: int, need: int) -> tuple[str, ...]:
    """Ways by which goods of a need could come to a place and do not: closed on every day, or not carrying it."""
    a = d.arrays
    every = a.sat_commodity[a.sat_start[need] : a.sat_start[need + 1]]
    goods = np.array([c for c in every if a.storable[c] and a.kg[c] > 0], dtype=np.int64)
    closed: dict[str, list[str]] = {}
    for leg in _closed_legs(d, place, goods):
        fleet = a.labels.fleets[a.leg_fleet[leg]] if a.leg_fleet[leg] >= 0 else ""
        closed.setdefault(a.labels.routes[a.leg_route[leg]], []).append(fleet)
    told = [
        f"{closed_words(route, fleets, names)} on every day, in every future"
        for route, fleets in closed.items()
    ]
    if len(every) and not _brought(a, place, every):
        told.append(f"no way carries what satisfies it to {names('places', a.labels.places[place])}")
    return tuple(told)


def _closed_legs(d: Data, place: int, goods: np.ndarray) -> list[int]:
    """Legs that are closed on every day, and by which goods could otherwise come to a place, directly or on."""
    a = d.arrays
    could, (_, there) = _could(a, d, goods), reach(d)
    found: list[int] = []
    seen, ahead = set[int](), [place]
    while ahead:
        p = ahead.pop()
        if p in seen:
            continue
        seen.add(p)
        for leg in np.flatnonzero(a.leg_to == p).tolist():
            start, carries = a.leg_from[leg], a.route_class[a.leg_route[leg]]
            carried = [c for c in goods if could[start, c] and carries[a.klass[c]]]
            if carried and not d.open_days[:, leg][:, a.klass[carried]].any():
                found.append(leg)
            elif carried and not there[start, carried].any():
                ahead.append(int(start))
    return sorted(found)


def _brought(a: Arrays, place: int, goods: np.ndarray) -> bool:
    """Whether a way or line could give a place goods of a need, or what they are made of there, or supply is made."""
    wanted = set(goods.tolist())
    for q in np.flatnonzero(a.proc_place == place)[::-1]:
        if wanted & set(a.out_commodity[a.out_start[q] : a.out_start[q + 1]].tolist()):
            inputs = a.in_commodity[a.in_start[q] : a.in_start[q + 1]].tolist()
            if not inputs:
                return True
            wanted |= set(inputs)
    legs = np.flatnonzero(a.leg_to == place)
    every = sorted(wanted)
    by_road = bool(every) and bool(a.route_class[a.leg_route[legs]][:, a.klass[every]].any())
    by_line = any(int(c) in wanted for c in a.line_commodity[a.line_to == place])
    return by_road or by_line


def _could(a: Arrays, d: Data, goods: np.ndarray) -> Bools:
    """Where goods could be if every way were open, (P, C)."""
    out: Bools = np.asarray((d.start.stock > 0).any(-1) | (d.came > 0).any((0, 3)) | d.free.any(0))
    for _ in range(len(a.labels.places)):
        for leg in range(len(a.leg_from)):
            own = [c for c in goods if a.route_class[a.leg_route[leg], a.klass[c]]]
            out[a.leg_to[leg], own] |= out[a.leg_from[leg], own]
    return out


__all__ = ["facts", "ways_in"]

"""Routes, legs, access: which leg may carry which class of goods in which situation, and under which caps.

Part of lowering: labels in, positions out. The rule of the most specific row stands here and nowhere else.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from corridor.errors import EngineError
from corridor.model.arrays import BIG
from corridor.model.fleets import Fleet
from corridor.model.goods import Commodity
from corridor.model.model import Model
from corridor.model.numbers import Numbers
from corridor.model.routes import Route
from corridor.model.situations import Access

ANY = "any"


@dataclass(frozen=True, slots=True)
class Ways:
    """Positions of routes, legs and situations, and the numbers behind access and caps.

    `shares[s, l, j]` lists positions of numbers whose product is the access of leg *l* for class *j* in situation *s*;
    an empty list with `base` 1 is open. `pools` lists the number behind each cap.
    """

    routes: tuple[str, ...]
    legs: tuple[str, ...]
    lines: tuple[str, ...]
    groups: tuple[str, ...]
    situations: tuple[str, ...]
    classes: tuple[str, ...]
    class_of: list[int]
    fields: dict[str, np.ndarray]
    base: np.ndarray  # (Z, L, J)
    shares: dict[tuple[int, int, int], list[int]]
    line_base: np.ndarray  # (Z, W)
    line_shares: dict[tuple[int, int], list[int]]
    pools: list[int]
    route_number: list[int]  # number behind per_day, -1 unlimited
    route_scale: list[float]  # t in a unit of per_day
    line_number: list[int]
    road_rows: list[int]  # row of each route in the table
    line_rows: list[int]


def direction_of(model: Model, route: Route) -> str:
    """`in` if the route starts at a source, `out` if it ends at one, `within` otherwise."""
    kind = {p.place: p.kind for p in model.places}
    outside = kind.get(route.from_place) == "source", kind.get(route.to_place) == "source"
    return {(True, False): "in", (False, True): "out"}.get(outside, "within")


def rule(
    model: Model, situation: str, subject: str, carrier: str, direction: str, goods_class: str
) -> tuple[int, Access] | None:
    """The access row that speaks for a passage: the most specific one, or None where there is no table.

    Specific in this order: route or crossing, carrier, goods class, direction, situation.

    Raises
    ------
    EngineError
        If the table exists and no row covers the passage.
    """
    if not model.access:
        return None
    best = spoken(model.access, situation, subject, carrier, direction, goods_class)
    if best is None:
        raise EngineError(
            f'No access row covers "{subject}" for carrier "{carrier}" and goods "{goods_class}" in situation '
            f'"{situation}". Add a row, or a row with * that says the rest.'
        )
    return best


def spoken(
    access: Sequence[Access], situation: str, subject: str, carrier: str, direction: str, goods_class: str
) -> tuple[int, Access] | None:
    """The most specific access row for a passage, and its position; None where no row covers it."""
    best: tuple[tuple[bool, ...], int] | None = None
    for i, row in enumerate(access):
        if (
            row.subject in ("*", subject)
            and row.carrier in ("*", carrier)
            and row.goods_class in ("*", goods_class)
            and row.direction in ("*", direction)
            and row.situation in ("*", situation)
        ):
            asked = (row.subject, row.carrier, row.goods_class, row.direction, row.situation)
            rank = tuple(a != "*" for a in asked)
            if best is None or rank > best[0]:
                best = (rank, i)
    return None if best is None else (best[1], access[best[1]])


def _carried(route: Route, good: Commodity) -> bool:
    return good.storable and (not route.carries or good.commodity in route.carries)


def _classes(model: Model, roads: list[Route]) -> tuple[list[str], list[str], list[int], np.ndarray]:
    """Goods classes refined so that every road carries all or nothing of each."""
    kinds: dict[tuple[str, tuple[bool, ...]], int] = {}
    of = [
        kinds.setdefault((good.goods_class, tuple(_carried(r, good) for r in roads)), len(kinds))
        for good in model.commodities
    ]
    plain = [k for k, _ in kinds]
    names = [f"{k}#{plain[:i].count(k)}" if plain.count(k) > 1 else k for i, k in enumerate(plain)]
    mask = np.array([m for _, m in kinds], dtype=bool).reshape(len(kinds), len(roads)).T
    return names, plain, of, mask


def _situations(model: Model, groups: list[str]) -> tuple[list[str], list[int]]:
    """Situation ids and the first of each group; a group without any is always open."""
    ids: list[str] = []
    first = [0]
    for g in groups:
        own = [s.situation for s in model.situations if s.group == g]
        ids += own or [f"{g}: always"]
        first.append(len(ids))
    return ids, first


@dataclass(slots=True)
class _Caps:
    """Collects cap pools: one a row that caps t/day or trucks/day."""

    numbers: Numbers
    pools: list[int]
    of_row: dict[int, int]
    trucks: list[bool]

    def in_order(
        self, pool_of: np.ndarray, legs: list[tuple[int, int]], rows: Sequence[Access]
    ) -> np.ndarray:
        """Number caps by the first route they cover, there by level, then by what their rows say; never by row order.

        Limits scale in this order, so that it moves results where caps overlap.
        """
        spots = [np.argwhere(pool_of == i) for i in range(len(self.pools))]  # situation, level, leg, class
        first = [min((legs[leg][0], int(level)) for _, level, leg, _ in found) for found in spots]
        said = {i: _which(rows[row]) for row, i in self.of_row.items()}
        order = sorted(range(len(self.pools)), key=lambda i: (first[i], said[i]))
        self.pools[:] = [self.pools[i] for i in order]
        self.trucks[:] = [self.trucks[i] for i in order]
        place = np.array([*np.argsort(order), -1], dtype=np.int64)
        renamed: np.ndarray = place[pool_of]
        return renamed

    def pool(self, row: int, access: Access) -> int:
        """Position of the pool of an access row, -1 if it caps nothing in t or trucks."""
        number = self.numbers.at("access", row, "cap")
        if number < 0 or access.unit == "share" or access.status in ("closed", "refused"):
            return -1
        if row not in self.of_row:
            self.of_row[row] = len(self.pools)
            self.pools.append(number)
            self.trucks.append(access.unit == "trucks/day")
        return self.of_row[row]


def _which(row: Access) -> tuple[str, ...]:
    """What tells rows of access apart."""
    return row.situation, row.subject, row.carrier, row.direction, row.goods_class


def build(model: Model, numbers: Numbers) -> Ways:
    """Lower routes, fleets, crossings, situations and access."""
    roads = [r for r in model.routes if r.mode != "line"]
    lines = [r for r in model.routes if r.mode == "line"]
    groups = list(dict.fromkeys(r.group or r.route for r in model.routes))
    classes, plain, class_of, mask = _classes(model, roads)
    situations, first = _situations(model, groups)
    legs = [(i, f) for i, r in enumerate(roads) for f in _fleets_of(model, r)]
    caps = _Caps(numbers, [], {}, [])
    base, shares, pool_of = _access(model, roads, legs, plain, groups, situations, first, caps)
    pool_of = caps.in_order(pool_of, legs, model.access)
    line_base, line_shares = _line_access(model, numbers, lines, groups, situations, first)
    truck_pool, scale = _road_units(model, numbers, roads, legs, caps)
    pool_of = _with_road_pools(pool_of, truck_pool, legs)
    fields = _leg_fields(model, roads, legs, groups)
    fields |= {
        "route_class": mask,
        "group_first": np.array(first, dtype=np.int64),
        "pool_of": pool_of,
        "pool_trucks": np.array(caps.trucks, dtype=bool),
    }
    row_of = {id(r): i for i, r in enumerate(model.routes)}
    return Ways(
        routes=tuple(r.route for r in roads),
        legs=tuple(roads[i].route + (f" / {model.fleets[f].fleet}" if f >= 0 else "") for i, f in legs),
        lines=tuple(r.route for r in lines),
        groups=tuple(groups),
        situations=tuple(situations),
        classes=tuple(classes),
        class_of=class_of,
        fields=fields,
        base=base,
        shares=shares,
        line_base=line_base,
        line_shares=line_shares,
        pools=caps.pools,
        route_number=[numbers.at("routes", row_of[id(r)], "per_day") for r in roads],
        route_scale=scale,
        line_number=[numbers.at("routes", row_of[id(r)], "per_day") for r in lines],
        road_rows=[row_of[id(r)] for r in roads],
        line_rows=[row_of[id(r)] for r in lines],
    )


def _fleets_of(model: Model, route: Route) -> list[int]:
    """Fleets that leave from the start of a route; -1 alone where the case has no fleets."""
    if not model.fleets:
        return [-1]
    return [i for i, f in enumerate(model.fleets) if f.base == route.from_place]


def _access(
    model: Model,
    roads: list[Route],
    legs: list[tuple[int, int]],
    classes: list[str],
    groups: list[str],
    situations: list[str],
    first: list[int],
    caps: _Caps,
) -> tuple[np.ndarray, dict[tuple[int, int, int], list[int]], np.ndarray]:
    """Access of every leg and class in every situation of its group, and the pools it falls under."""
    levels = 1 + max((len(r.crossings) for r in roads), default=0)
    widest = max((b - a for a, b in itertools.pairwise(first)), default=1)
    base = np.zeros((widest, len(legs), len(classes)))
    pools = np.full((widest, levels, len(legs), len(classes)), -1, dtype=np.int64)
    shares: dict[tuple[int, int, int], list[int]] = {}
    for leg, (r, f) in enumerate(legs):
        road = roads[r]
        carrier, direction = model.fleets[f].carrier if f >= 0 else ANY, direction_of(model, road)
        g = groups.index(road.group or road.route)
        for s, name in enumerate(situations[first[g] : first[g + 1]]):
            for j, klass in enumerate(classes):
                base[s, leg, j] = 1.0
                for level, subject in enumerate((road.route, *road.crossings)):
                    found = rule(model, name, subject, carrier, direction, klass)
                    if found is None:
                        continue
                    row, access = found
                    if access.status in ("closed", "refused"):
                        base[s, leg, j] = 0.0
                    number = caps.numbers.at("access", row, "cap")
                    if access.status == "restricted" and access.unit == "share" and number >= 0:
                        shares.setdefault((s, leg, j), []).append(number)
                    pools[s, level, leg, j] = caps.pool(row, access)
    return base, shares, pools


def _line_access(
    model: Model,
    numbers: Numbers,
    lines: list[Route],
    groups: list[str],
    situations: list[str],
    first: list[int],
) -> tuple[np.ndarray, dict[tuple[int, int], list[int]]]:
    """Access of every line in every situation of its group; caps in t or trucks pass a line by."""
    base = np.zeros((max((b - a for a, b in itertools.pairwise(first)), default=1), len(lines)))
    shares: dict[tuple[int, int], list[int]] = {}
    klass = {c.commodity: c.goods_class for c in model.commodities}
    for w, line in enumerate(lines):
        g = groups.index(line.group or line.route)
        for s, name in enumerate(situations[first[g] : first[g + 1]]):
            found = rule(model, name, line.route, ANY, direction_of(model, line), klass[line.carries[0]])
            base[s, w] = 1.0
            if found is None:
                continue
            row, access = found
            if access.status in ("closed", "refused"):
                base[s, w] = 0.0
            number = numbers.at("access", row, "cap")
            if access.status == "restricted" and access.unit == "share" and number >= 0:
                shares.setdefault((s, w), []).append(number)
    return base, shares


def _road_units(
    model: Model, numbers: Numbers, roads: list[Route], legs: list[tuple[int, int]], caps: _Caps
) -> tuple[dict[int, int], list[float]]:
    """Roads whose per_day counts trucks get a pool of trucks, and t a truck for their weight; others count t."""
    row_of = {id(r): i for i, r in enumerate(model.routes)}
    pool: dict[int, int] = {}
    scale = []
    for i, road in enumerate(roads):
        number = numbers.at("routes", row_of[id(road)], "per_day")
        if road.unit not in ("truck", "trucks") or number < 0:
            scale.append(1.0)
            continue
        payloads = [_payload(model.fleets[f]) for r, f in legs if r == i and f >= 0]
        if not payloads:
            raise EngineError(
                f'Route "{road.route}" counts trucks a day, but no fleet leaves from its start.'
            )
        scale.append(max(payloads))
        pool[i] = len(caps.pools)
        caps.pools.append(number)
        caps.trucks.append(True)
    return pool, scale


def _payload(fleet: Fleet) -> float:
    return float(fleet.payload_t)


def _with_road_pools(
    pool_of: np.ndarray, road_pool: dict[int, int], legs: list[tuple[int, int]]
) -> np.ndarray:
    """Add a level of pools for roads that count trucks."""
    if not road_pool:
        return pool_of
    extra = np.full((pool_of.shape[0], 1, *pool_of.shape[2:]), -1, dtype=np.int64)
    for leg, (r, _) in enumerate(legs):
        extra[:, 0, leg, :] = road_pool.get(r, -1)
    return np.concatenate([pool_of, extra], axis=1)


def _leg_fields(
    model: Model, roads: list[Route], legs: list[tuple[int, int]], groups: list[str]
) -> dict[str, np.ndarray]:
    place = {p.place: i for i, p in enumerate(model.places)}
    commodity = {c.commodity: i for i, c in enumerate(model.commodities)}
    crossing = {x.crossing: i for i, x in enumerate(model.crossings)}
    queue = np.array([x.queue for x in model.crossings], dtype=bool)
    limited = {p.place for p in model.places if p.storage_t is not None}
    own = [roads[r] for r, _ in legs]
    fleet = [model.fleets[f] if f >= 0 else None for _, f in legs]

    def whole(x: list[int]) -> np.ndarray:
        return np.array(x, dtype=np.int64)

    held = [r.to_place in limited or any(queue[crossing[x]] for x in r.crossings) for r in own]
    return {
        "route_from": whole([place[r.from_place] for r in roads]),
        "route_to": whole([place[r.to_place] for r in roads]),
        "route_group": whole([groups.index(r.group or r.route) for r in roads]),
        "leg_route": whole([r for r, _ in legs]),
        "leg_fleet": whole([f for _, f in legs]),
        "leg_from": whole([place[r.from_place] for r in own]),
        "leg_to": whole([place[r.to_place] for r in own]),
        "leg_group": whole([groups.index(r.group or r.route) for r in own]),
        "leg_usual": whole([max(1, int(r.lead_days.mid + 0.5)) if r.lead_days else 1 for r in own]),
        "leg_payload": np.array([_payload(f) if f else BIG for f in fleet], dtype=float),
        "leg_load": np.array([f.load_m3 if f and f.load_m3 else BIG for f in fleet], dtype=float),
        "leg_fuel": whole([commodity[f.fuel] if f and f.fuel else -1 for f in fleet]),
        "leg_fuel_per_truck": np.array(
            [_fuel_per_truck(model, r, f) if f and f.fuel else 0.0 for r, f in zip(own, fleet, strict=True)]
        ),
        "leg_hold": np.array(held, dtype=bool),
        "leg_return_access": np.array([bool(f and f.return_needs_access) for f in fleet], dtype=bool),
        "cross_start": whole([0, *np.cumsum([len(r.crossings) for r in own])]),
        "cross": whole([crossing[x] for r in own for x in r.crossings]),
        "crossing_queue": queue,
        "fleet_base": whole([place[f.base] for f in model.fleets]),
    }


def _fuel_per_truck(model: Model, route: Route, fleet: Fleet) -> float:
    """Units of fuel a truck burns both ways, charged at the start."""
    good = next(c for c in model.commodities if c.commodity == fleet.fuel)
    litres = 2 * (route.km or 0.0) * fleet.l_per_km
    if good.unit == "l":
        return litres
    if not good.m3_per_unit:
        raise EngineError(
            f'Fuel "{good.commodity}" is counted in {good.unit}: give its m3_per_unit, or count it in l.'
        )
    return litres / (1000 * good.m3_per_unit)

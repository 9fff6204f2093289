"""Whole random cases.

Places, routes, lines, goods, needs, processes, fleets, gates, situations, records, draws.

Which features a case has is drawn by hypothesis, and shrinks; its numbers come from a generator seeded by
hypothesis. A `Network` is rows of tables; `build` makes a case of them, under other labels, in another row
order or in other units.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from hypothesis import strategies as st
from tests.support import START, day

from corridor.model.case import Builder

Rows = list[tuple[str, dict[str, Any]]]

UNORDERED = (
    "places", "people", "fixed_needs", "stocks", "supply", "levels", "access", "mixes", "inflow", "timeline",
    "deliveries", "rations", "ration_steps", "commodities", "fleets", "situations", "outlook", "outlook_next",
    "weights",
)  # fmt: skip
"""Tables whose row order means nothing, rivals apart: they are picked in listed order.

The law of the day reads the other tables in listed order: needs of equal priority, satisfies, processes and their
inputs, crossings, and routes (whose caps pass in their order).
"""

FEATURES = (
    "ranges", "rivals", "fleets", "fuel", "gates", "queues", "storage", "situations", "caps", "outlook", "unknown",
    "inflow", "deliveries", "mixes", "rations", "lines", "processes", "fixed", "levels", "reserves", "counts", "lossy",
    "crowded", "drawn",
)  # fmt: skip


@dataclass(frozen=True)
class Network:
    """A random case as rows of tables, and how it is to be run."""

    days: int
    origin: int
    policy: str
    features: frozenset[str]
    rows: tuple[tuple[str, dict[str, Any]], ...]

    def has(self, *features: str) -> bool:
        """Whether it has all of these features."""
        return self.features.issuperset(features)


class _Maker:
    """Adds rows; numbers come from a seeded generator."""

    def __init__(self, seed: int, days: int, features: frozenset[str]) -> None:
        self.rng = np.random.default_rng(seed)
        self.days, self.features = days, features
        self.rows: Rows = []

    def has(self, feature: str) -> bool:
        return feature in self.features

    def add(self, table: str, **cells: Any) -> None:
        self.rows.append((table, cells))

    def chance(self, p: float) -> bool:
        return bool(self.rng.random() < p)

    def one(self, of: Iterable[Any]) -> Any:
        listed = list(of)
        return listed[int(self.rng.integers(len(listed)))]

    def day(self, low: int, high: int) -> str:
        return day(int(self.rng.integers(low, high)))

    def between(self, low: float, high: float) -> float:
        return round(float(self.rng.uniform(low, high)), 3)

    def number(self, low: float, high: float, most: float | None = None) -> Any:
        """An exact number, or with ranges sometimes three, some of them such that no metalog passes through."""
        mid = self.between(low, high)
        if not self.has("ranges") or self.chance(0.5):
            return mid
        a, b = mid * self.between(0.3, 0.95), mid * self.one((1.05, 1.5, 6.0))
        return (a, mid, b if most is None else min(b, (mid + most) / 2))

    def drawn(self, mid: float, most: float | None = None, least: float = 0.0) -> Any:
        """A number as it is, or with `drawn` sometimes a range around it, from `least` to `most`."""
        if not self.has("drawn") or self.chance(0.3):
            return mid
        high = mid * self.one((1.3, 2.5)) if mid else self.between(0.01, 0.4)
        return (
            max(least, mid * self.one((0.0, 0.4, 0.8))),
            mid,
            high if most is None else max(mid, min(high, most)),
        )

    def whole_days(self, mid: int, least: int) -> Any:
        """Whole days, or with `drawn` sometimes a range of them."""
        if not self.has("drawn") or self.chance(0.3):
            return mid
        return (max(least, mid - self.one((0, 1, 2))), mid, mid + self.one((1, 2, 5)))


def network(
    seed: int,
    places: int,
    routes: int,
    goods: int,
    needs: int,
    days: int,
    policy: str,
    features: frozenset[str],
) -> Network:
    """A random case; the arguments are what hypothesis draws."""
    m = _Maker(seed, days, features)
    origin = int(m.rng.integers(0, max(1, days // 2)))
    kinds = ["source", "settlement"] + [m.one(("settlement", "settlement", "hub")) for _ in range(places - 2)]
    names = [f"P{i}" for i in range(places)]
    storable = [True] + [not (m.has("lines") and m.chance(0.3)) for _ in range(goods - 1)]
    stuff = [f"C{i}" for i in range(goods)]
    _places(m, names, kinds)
    _goods(m, stuff, storable)
    _needs(m, stuff, needs, names, kinds)
    ways = _routes(m, names, routes, stuff, storable)
    _stores(m, names, kinds, stuff, storable)
    _fleets(m, names, ways, stuff)
    groups = _situations(m, ways, origin)
    _arrivals(m, ways, groups, origin)
    return Network(days, origin, policy, features, tuple(m.rows))


def _places(m: _Maker, names: list[str], kinds: list[str]) -> None:
    for name, kind in zip(names, kinds, strict=True):
        limited = m.has("storage") and kind != "source" and m.chance(0.6)
        m.add("places", place=name, kind=kind, storage_t=m.between(0.3, 4) if limited else None)
        if kind != "settlement":
            continue
        if m.has("rivals") and m.chance(0.6):
            for _ in range(2):
                m.add("people", place=name, people=m.number(50, 400), rival="count")
        else:
            m.add("people", place=name, people=m.number(50, 400))
        if m.has("crowded"):
            m.add("people", place=name, people=m.number(50, 400), start=m.day(1, m.days))


def _goods(m: _Maker, stuff: list[str], storable: list[bool]) -> None:
    for name, keeps in zip(stuff, storable, strict=True):
        if not keeps:
            m.add("commodities", commodity=name, unit="MWh", storable=False)
            continue
        unit = m.one(("kg", "kg", "l", "kit"))
        m.add(
            "commodities",
            commodity=name,
            unit=unit,
            kg_per_unit=None if unit == "kg" else m.one((0.0, 0.85, 2.0)) if unit == "l" else m.between(0.5, 3),
            m3_per_unit=m.one((None, 0.002, 0.01)),
            perish_per_day=m.drawn(m.one((0.0, 0.0, 0.02, 0.3)), 0.5) if m.has("lossy") else 0.0,
            goods_class=m.one(("goods", "goods", "fuel")),
        )  # fmt: skip


def _needs(m: _Maker, stuff: list[str], count: int, names: list[str], kinds: list[str]) -> None:
    for i in range(count):
        normal = m.between(0.3, 2)
        tiers = {"per_person_day": normal}
        if m.chance(0.5):
            tiers |= {"per_person_day_minimum": normal * 0.75, "per_person_day_survival": normal * 0.5}
        m.add("needs", need=f"N{i}", unit="kcal", share=m.one((1.0, 1.0, 0.2)), priority=int(m.rng.integers(1, 4)),
              critical=m.chance(0.2), **tiers)  # fmt: skip
        served = [stuff[k] for k in m.rng.permutation(len(stuff))[: int(m.rng.integers(1, 4))]]
        for j, good in enumerate(served):
            usual = m.between(0.2, 0.6) if j == 0 else m.one((0.0, m.between(0.1, 0.5)))
            m.add("satisfies", need=f"N{i}", commodity=good, per_unit=m.between(0.3, 3), usual_share=usual,
                  max_share=1.0 if m.chance(0.5) else m.drawn(max(usual, m.between(0.2, 0.9)), 1.0))  # fmt: skip
        for name, kind in zip(names, kinds, strict=True):
            if m.has("fixed") and m.chance(0.3):
                m.add(
                    "fixed_needs",
                    need=f"N{i}",
                    place=name,
                    per_day=m.number(5, 60),
                    start=day(int(m.rng.integers(0, 4))),
                )
            if m.has("rations") and kind == "settlement" and m.chance(0.7):
                _ration(m, name, f"N{i}", normal)


def _ration(m: _Maker, place: str, need: str, normal: float) -> None:
    policy = m.one(("cover", "stretch", "steps", "full", "fixed"))
    rule = policy in ("cover", "stretch")
    first = int(m.rng.integers(0, m.days))
    m.add(
        "rations",
        place=place,
        need=need,
        policy=policy,
        start=day(first) if m.chance(0.5) else None,
        per_person_day=m.drawn(normal * m.between(0.2, 1.4)) if policy == "fixed" else None,
        threshold_days=m.drawn(m.between(1, 12), least=0.1) if rule else None,
        floor_share=m.drawn(m.between(0, 0.8), 1.0) if policy == "cover" else None,
        lookback_days=m.drawn(m.between(1, 9), least=1.0) if policy == "stretch" else None,
        schedule=f"{need} at {place}" if policy == "steps" else None,
        review_days=int(m.rng.integers(1, 6)) if policy == "steps" else None,
    )
    if policy == "steps":
        by_person, shares = m.chance(0.3), sorted(m.between(0, 1) for _ in range(3))
        for above, share in zip((0, m.between(0.5, 3), m.between(3, 12)), shares, strict=True):
            amount = {"per_person_day": share * normal} if by_person else {"share": m.drawn(share, 1.0)}
            m.add("ration_steps", schedule=f"{need} at {place}", above_days=above, **amount)


def _routes(
    m: _Maker, names: list[str], count: int, stuff: list[str], storable: list[bool]
) -> list[dict[str, Any]]:
    gates = ["X0", "X1"] if m.has("gates") else []
    for x in gates:
        m.add("crossings", crossing=x, slots_per_day=m.number(0.5, 6) if m.has("fleets") else None,
              queue=m.has("queues") and m.chance(0.6))  # fmt: skip
    ways = []
    for i in range(count):
        start = 0 if i == 0 else int(m.rng.integers(len(names)))
        end = 1 if i == 0 else m.one([k for k in range(len(names)) if k != start])
        way = {
            "route": f"R{i}",
            "from_place": names[start],
            "to_place": names[end],
            "group": m.one((f"R{i}", "G0", "G1")),
            "km": m.between(5, 80),
            "lead_days": m.whole_days(int(m.rng.integers(1, 5)), 1),
            "per_day": None if m.chance(0.3) else m.number(0.05, 2),
            "unit": "t",
            "loss_share": m.drawn(m.one((0.0, 0.1, 1.0)), 1.0) if m.has("lossy") and m.chance(0.5) else 0.0,
            "crossings": [x for x in m.rng.permutation(gates) if m.chance(0.6)] if gates else None,
            "carries": [c for c, k in zip(stuff, storable, strict=True) if k][: 1 + i]
            if m.chance(0.3)
            else None,
        }
        if way["per_day"] is not None and m.has("fleets") and m.chance(0.2):
            way |= {"unit": "trucks", "per_day": m.number(1, 6)}
        ways.append(way)
        m.add("routes", **way)
    for k, good in enumerate(stuff):
        if not storable[k]:
            for start in range(len(names) - 1):
                if m.chance(0.5):
                    line = {"route": f"W{k}_{start}", "from_place": names[start], "to_place": names[start + 1],
                            "mode": "line", "carries": [good], "unit": "MWh", "group": m.one(("G0", None)),
                            "per_day": m.number(10, 300) if m.chance(0.7) else None,
                            "loss_share": m.drawn(m.one((0.0, 0.1)), 0.6)}  # fmt: skip
                    m.add("routes", **line)
    return ways


def _stores(m: _Maker, names: list[str], kinds: list[str], stuff: list[str], storable: list[bool]) -> None:
    """Opening stocks, later counts, reserves, supply, levels and processes."""
    m.add("supply", place=names[0], commodity=stuff[0], unlimited=True)
    for k, good in enumerate(stuff):
        m.add("stocks", place=names[1], commodity=good, amount=m.number(0, 900))
        for name, kind in zip(names, kinds, strict=True):
            if name != names[1] and m.chance(0.5):
                m.add("stocks", place=name, commodity=good, amount=m.number(10, 900),
                      accessible_share=m.one((1.0, 0.6)))  # fmt: skip
            if m.has("counts") and m.chance(0.2):
                m.add(
                    "stocks",
                    place=name,
                    commodity=good,
                    amount=m.number(10, 500),
                    date=day(int(m.rng.integers(1, m.days))),
                )
            if m.has("reserves") and m.chance(0.3):
                m.add("stocks", place=name, commodity=good, holder="reserved", amount=m.number(10, 500),
                      release_date=m.day(0, m.days))  # fmt: skip
            if (name, k) != (names[0], 0) and m.chance(0.3):
                m.add(
                    "supply",
                    place=name,
                    commodity=good,
                    per_day=m.number(1, 80),
                    start=day(int(m.rng.integers(0, 3))),
                )
            if m.has("levels") and kind == "settlement" and m.chance(0.5):
                target = m.between(1, 20)
                m.add(
                    "levels",
                    place=name,
                    commodity=good,
                    target_days=m.drawn(target),
                    reserve_days=m.drawn(target * m.one((0, 0.5)), target),
                )
    if m.has("processes") and len(stuff) > 1:
        for q in range(int(m.rng.integers(1, 4))):
            _process(m, q, names, stuff, storable)


def _process(m: _Maker, q: int, names: list[str], stuff: list[str], storable: list[bool]) -> None:
    """Inputs are stored goods listed before every output: nothing comes back as its own input."""
    last = int(m.rng.integers(1, len(stuff)))
    inputs = [c for c, k in zip(stuff[:last], storable, strict=False) if k][-2:]
    m.add("processes", process=f"Q{q}", place=m.one(names[1:]), per_day=m.number(5, 200) if m.chance(0.6) else None,
          target_days=m.one((None, m.drawn(3.0))))  # fmt: skip
    for good in inputs:
        m.add("process_flows", process=f"Q{q}", commodity=good, role="input", amount=m.between(0.3, 2),
              keep=m.one((0, 0, 40)))  # fmt: skip
    m.add("process_flows", process=f"Q{q}", commodity=stuff[last], role="output", amount=m.between(0.3, 2))


def _fleets(m: _Maker, names: list[str], ways: list[dict[str, Any]], stuff: list[str]) -> None:
    """With fleets, one or two leave from every place where a route starts."""
    if not m.has("fleets"):
        return
    fuel = next((c["commodity"] for t, c in m.rows if t == "commodities" and c["unit"] == "l"), None)
    for base in names:
        if not any(w["from_place"] == base for w in ways):
            continue
        for k in range(int(m.rng.integers(1, 3))):
            burns = fuel if m.has("fuel") and m.chance(0.7) else None
            m.add("fleets", fleet=f"F{base}{k}", base=base, carrier=m.one(("aid", "trade")), trucks=m.number(0.5, 9),
                  payload_t=m.between(0.05, 0.6), load_m3=m.one((None, 0.3)),
                  turnaround_days=m.whole_days(int(m.rng.integers(0, 3)), 0),
                  fuel=burns, l_per_km=0.2 if burns else None, availability=m.one((1.0, 0.7)),
                  return_share=m.one((1.0, 1.0, 0.8)), return_needs_access=m.chance(0.3))  # fmt: skip


def _situations(m: _Maker, ways: list[dict[str, Any]], origin: int) -> dict[str, list[str]]:
    """Situations of some groups, who may pass in them, what was and what may come."""
    if not m.has("situations"):
        return {}
    groups: dict[str, list[str]] = {}
    m.add("access", situation="*", subject="*", status="open")
    for g in dict.fromkeys(c["group"] or c["route"] for t, c in m.rows if t == "routes"):
        if m.chance(0.2):
            continue
        groups[g] = own = [f"S{g}{k}" for k in range(int(m.rng.integers(2, 4)))]
        for k, name in enumerate(own):
            m.add("situations", situation=name, group=g)
            if k:
                _access(m, name, "*", m.one(("closed", "restricted")))
            for w in ways:
                if w["group"] == g and m.chance(0.3):
                    _access(
                        m, name, w["route"], m.one(("open", "closed", "refused", "restricted")), narrow=True
                    )
        _timeline(m, g, own, origin)
        if m.has("outlook"):
            for k, name in enumerate(own):
                if k == 0 or m.chance(0.7):
                    m.add(
                        "outlook",
                        situation=name,
                        typical_days=m.between(1, 8),
                        worth_spells=m.between(0.5, 3),
                    )
                    m.add("outlook_next", situation=name, next=own[k - 1], weight=m.between(0.5, 3))
    for x in ("X0", "X1"):
        if m.has("gates") and m.has("caps"):
            _access(m, "*", x, "restricted")
    return groups


def _access(m: _Maker, situation: str, subject: str, status: str, *, narrow: bool = False) -> None:
    how: dict[str, Any] = {}
    if narrow:
        how = m.one(({}, {"goods_class": "fuel"}, {"direction": "in"}, {"carrier": "aid"}))
        if "carrier" in how and not m.has("fleets"):
            how = {}
    if status == "restricted":
        unit = (
            m.one(("share", "t/day", "trucks/day" if m.has("fleets") else "t/day"))
            if m.has("caps")
            else "share"
        )
        cap = (
            m.number(0.1, 0.9, most=1.0)
            if unit == "share"
            else m.number(0.05, 1)
            if unit == "t/day"
            else m.number(0.5, 4)
        )
        how |= {"cap": cap, "unit": unit}
    m.add("access", situation=situation, subject=subject, status=status, **how)


def _timeline(m: _Maker, g: str, own: list[str], origin: int) -> None:
    first = 0
    while True:
        unknown = m.has("unknown") and m.chance(0.3)
        name = "unknown" if unknown else m.one(own)
        m.add("timeline", group=g, start=day(first), situation=name, among=own[:2] if unknown else None)
        first += int(m.rng.integers(1, 5))
        if first >= max(origin, 1):
            break


def _arrivals(m: _Maker, ways: list[dict[str, Any]], groups: dict[str, list[str]], origin: int) -> None:
    """Records and usual inflow, of goods and of a mix."""
    masses = {
        c["commodity"]: c["kg_per_unit"] for t, c in m.rows if t == "commodities" and c.get("storable", True)
    }
    heavy = [c for c, kg in masses.items() if kg != 0.0]
    contents = heavy[:]
    if m.has("mixes") and len(heavy) > 1:
        contents.append("M0")
        for good in heavy[:2]:
            m.add("mixes", mix="M0", commodity=good, share=m.number(0.2, 0.8, most=1.0))
    for w in ways:
        for thing in contents:
            amount = (0.05, 1.5) if thing == "M0" else (20.0, 600.0)
            if m.has("deliveries") and m.chance(0.4):
                m.add("deliveries", route=w["route"], contents=thing, start=day(-2), end=day(origin + 3),
                      amount=m.number(*amount), share_reaching=m.one((1.0, 0.7)))  # fmt: skip
            for s in groups.get(w["group"], []):
                if m.has("inflow") and m.chance(0.3):
                    daily = m.number(amount[0] / 10, amount[1] / 10)
                    m.add("inflow", situation=s, route=w["route"], contents=thing, per_day=daily,
                          share_reaching=m.one((1.0, 0.7)))  # fmt: skip


# ------------------------------------------------------------------------------------- strategies


def networks(
    *,
    without: tuple[str, ...] = (),
    policies: tuple[str, ...] = ("pull", "pull", "usual", "recorded"),
    most_goods: int = 5,
) -> st.SearchStrategy[Network]:
    """Random cases without some features."""
    free = tuple(f for f in FEATURES if f not in without)
    return st.builds(
        network,
        seed=st.integers(0, 2**32 - 1),
        places=st.integers(2, 6),
        routes=st.integers(1, 7),
        goods=st.integers(1, most_goods),
        needs=st.integers(1, 4),
        days=st.integers(4, 14),
        policy=st.sampled_from(policies),
        features=st.frozensets(st.sampled_from(free)) | st.just(frozenset(free)),
    )


# ------------------------------------------------------------------------------------------ build

AMOUNTS = {
    "stocks": ("amount",),
    "supply": ("per_day",),
    "process_flows": ("amount", "keep"),
    "deliveries": ("amount",),
    "inflow": ("per_day",),
}
"""Columns counted in a commodity's own unit."""


def in_tonnes(rows: Iterable[tuple[str, dict[str, Any]]]) -> Rows:
    """The same case with every commodity counted in kg counted in t."""
    rows = list(rows)
    kg = {c["commodity"] for t, c in rows if t == "commodities" and c["unit"] == "kg"}
    out: Rows = []
    for table, cells in rows:
        new = dict(cells)
        good = new.get("commodity") or new.get("contents")
        if good in kg:
            for column in AMOUNTS.get(table, ()):
                if new.get(column) is not None:
                    new[column] = _times(new[column], 1 / 1000)
            if table == "commodities":
                new |= {"unit": "t", "kg_per_unit": 1000.0}
                new["m3_per_unit"] = None if new["m3_per_unit"] is None else new["m3_per_unit"] * 1000
            if table == "satisfies":
                new["per_unit"] *= 1000
        out.append((table, new))
    return out


def _times(x: Any, factor: float) -> Any:
    return tuple(v * factor for v in x) if isinstance(x, tuple) else x * factor


DOUBLED = {
    "places": ("storage_t",),
    "people": ("people",),
    "fixed_needs": ("per_day",),
    "routes": ("per_day",),
    "crossings": ("slots_per_day",),
    "stocks": ("amount",),
    "supply": ("per_day",),
    "processes": ("per_day",),
    "fleets": ("trucks",),
    "access": ("cap",),
    "inflow": ("per_day",),
    "deliveries": ("amount",),
}
"""Columns that grow with the size of a case."""


def doubled(rows: Iterable[tuple[str, dict[str, Any]]]) -> Rows:
    """The same case with twice the people, the stocks, the trucks and all else that has a size."""
    out: Rows = []
    for table, cells in rows:
        new = dict(cells)
        for column in DOUBLED.get(table, ()):
            if new.get(column) is not None and new.get("unit") != "share":
                new[column] = _times(new[column], 2)
        if table == "process_flows" and new.get("keep"):
            new["keep"] = new["keep"] * 2
        out.append((table, new))
    return out


def renamed(rows: Iterable[tuple[str, dict[str, Any]]], name: Callable[[str], str]) -> Rows:
    """The same case under other labels of places, routes, goods, needs and all else."""
    rows = list(rows)
    keys = (
        "place",
        "route",
        "commodity",
        "need",
        "crossing",
        "fleet",
        "process",
        "situation",
        "mix",
        "group",
    )
    labels = {c[k] for _, c in rows for k in keys if c.get(k) not in (None, "*", "unknown")}

    def change(x: Any) -> Any:
        if isinstance(x, list):
            return [change(v) for v in x]
        return name(x) if isinstance(x, str) and x in labels else x

    return [(t, {k: change(v) for k, v in c.items()}) for t, c in rows]


def shuffled(rows: Iterable[tuple[str, dict[str, Any]]], seed: int) -> Rows:
    """The same case with the rows of every unordered table in another order."""
    rows = list(rows)
    loose = [r for r in rows if r[0] in UNORDERED]
    order = np.random.default_rng(seed).permutation(len(loose))
    return [r for r in rows if r[0] not in UNORDERED] + [loose[i] for i in order]


def build(net: Network, rows: Iterable[tuple[str, dict[str, Any]]] | None = None) -> Builder:
    """The case of a network, or of other rows in its place."""
    case = Builder.build(start=START, days=net.days, origin=START + dt.timedelta(days=net.origin))
    for table, cells in net.rows if rows is None else rows:
        case.add(table, **{k: v for k, v in cells.items() if v is not None})
    return case


GROUPS = (0.25, 0.75)
"""Parts of the people of each need in `split_up`."""


def split_up(rows: Iterable[tuple[str, dict[str, Any]]]) -> Rows:
    """The same case with the people of each need written as two groups, each with a need of its own of one rank."""
    out: Rows = []
    for table, cells in rows:
        if cells.get("need") in (None, "*"):
            out.append((table, dict(cells)))
            continue
        for i, part in enumerate(GROUPS):
            new = dict(cells) | {"need": f"{cells['need']}_{i}"}
            if table == "needs":
                new["share"] = _times(new["share"], part)
            if table == "fixed_needs":
                new["per_day"] = _times(new["per_day"], part)
            out.append((table, new))
    return out

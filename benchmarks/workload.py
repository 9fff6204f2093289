"""The reference workload in the product's own arrays: the law of the day with one need a commodity.

Places, routes, commodities and numbers are those of `reference/instance.py`; nothing of the product is changed for it.
"""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parent / "reference"))

import instance as ri

from corridor.calendar import Days
from corridor.model.arrays import BIG, COVER, Arrays, Labels, Params
from corridor.model.arrivals import nothing
from corridor.model.passing import none


def _names(prefix: str, count: int) -> tuple[str, ...]:
    return tuple(f"{prefix}{i}" for i in range(count))


def arrays(w: Any) -> Arrays:
    """Arrays of an instance: each route its own group, one leg a route, a fleet at every place."""
    places, routes, goods, gates = w.P, w.R, w.C, w.K
    whole = np.int64
    has_gate = w.ck < gates
    situation = np.arange(routes + 1, dtype=whole) * 3
    p, c = np.nonzero(np.ones((places, goods)))
    return Arrays(
        labels=Labels(
            places=_names("p", places),
            commodities=_names("c", goods),
            commodity_units=("t",) * goods,
            needs=_names("n", goods),
            need_units=("t",) * goods,
            routes=_names("r", routes),
            legs=_names("l", routes),
            lines=(),
            crossings=_names("x", gates),
            fleets=_names("f", places),
            processes=(),
            groups=_names("g", routes),
            situations=_names("s", 3 * routes),
            classes=("goods",),
        ),
        days=Days(dt.date(2000, 1, 1), w.T),
        origin=0,
        policy="pull",
        epoch=np.zeros(w.T, dtype=whole),
        kg=np.ones(goods),
        m3=np.zeros(goods),
        storable=np.ones(goods, dtype=bool),
        klass=np.zeros(goods, dtype=whole),
        contents=np.zeros((goods, 3)),
        rank=np.zeros(goods, dtype=whole),
        **none(routes),
        **nothing(1),
        serve_order=np.arange(goods),
        together=np.arange(goods),
        sat_start=np.arange(goods + 1),
        sat_commodity=np.arange(goods),
        sat_value=np.ones(goods),
        sat_max=np.ones(goods),
        sat_whole=np.ones(goods, dtype=bool),
        worth_place=p,
        worth_commodity=c,
        worth_need=c,
        worth=np.ones(len(p)),
        via_entry=np.arange(len(p)),
        via_pair=c,
        via_share=np.ones(len(p)),
        policy_kind=np.full((1, places, goods), COVER, dtype=whole),
        **dict.fromkeys(
            ("ration_since", "ration_review", "ration_schedule"), np.zeros((1, places, goods), dtype=int)
        ),
        stated_start=np.zeros(1, dtype=np.int64),
        stated_above=np.zeros(0),
        storage=np.full(places, BIG),
        unlimited=np.zeros((1, places, goods), dtype=bool),
        step_kind=np.zeros(0, dtype=whole),
        step_index=np.zeros(0, dtype=whole),
        line_from=np.zeros(0, dtype=whole),
        line_to=np.zeros(0, dtype=whole),
        line_commodity=np.zeros(0, dtype=whole),
        line_group=np.zeros(0, dtype=whole),
        proc_place=np.zeros(0, dtype=whole),
        in_start=np.zeros(1, dtype=whole),
        in_commodity=np.zeros(0, dtype=whole),
        in_amount=np.zeros(0),
        in_keep=np.zeros(0),
        out_start=np.zeros(1, dtype=whole),
        out_commodity=np.zeros(0, dtype=whole),
        out_amount=np.zeros(0),
        route_from=w.src,
        route_to=w.dst,
        route_group=np.arange(routes),
        route_class=np.ones((routes, 1), dtype=bool),
        leg_route=np.arange(routes),
        leg_fleet=w.src,
        leg_from=w.src,
        leg_to=w.dst,
        leg_group=np.arange(routes),
        leg_usual=w.lead,
        leg_payload=np.full(routes, ri.LOAD),
        leg_load=np.full(routes, BIG),
        leg_fuel=np.full(routes, -1, dtype=whole),
        leg_fuel_per_truck=np.zeros(routes),
        leg_hold=np.zeros(routes, dtype=bool),
        leg_return_access=np.zeros(routes, dtype=bool),
        cross_start=np.concatenate([[0], np.cumsum(has_gate)]).astype(whole),
        cross=w.ck[has_gate].astype(whole),
        crossing_queue=np.zeros(gates, dtype=bool),
        fleet_base=np.arange(places),
        group_first=situation,
        pool_of=np.full((3, 1, routes, 1), -1, dtype=whole),
        pool_trucks=np.zeros(0, dtype=bool),
        numbers=(),
    )


def _threshold(w: Any) -> np.ndarray:
    """Days of cover under which a ration is cut, by commodity."""
    hub = w.need > 0
    with np.errstate(divide="ignore", invalid="ignore"):
        days = np.where(hub, 1 / (w.inv * w.need), 1.0)
    return days.max(0, where=hub, initial=0.0)


def params(w: Any) -> Params:
    """Parameters of an instance, alike for all members."""
    one = lambda x: np.ascontiguousarray(np.asarray(x, dtype=float)[..., None])  # noqa: E731
    first = lambda x: one(np.asarray(x)[None])  # noqa: E731
    zero = np.zeros_like(w.need)
    access = np.broadcast_to(ri.FACT[:, None, None], (3, w.R, 1))
    return Params(
        need=first(w.need),
        minimum=first(zero),
        survival=first(zero),
        persons=first(w.need),
        people=first(w.need.sum(-1)),
        fixed=first(zero),
        threshold=first(np.broadcast_to(_threshold(w), zero.shape)),
        floor=first(np.full(zero.shape, ri.RMIN)),
        lookback=first(zero + 1.0),
        stated_share=np.zeros((0, 1)),
        stated_person=np.zeros((0, 1)),
        perish=one(w.perish),
        share=one(np.ones(w.C)),
        most=one(np.ones(w.C)),
        counted=np.ones((1, w.P * w.C, 1)),
        use=first(w.need),
        supply=first(w.prod),
        recorded=np.zeros((1, w.P, w.C, 1)),
        moved=np.zeros((1, 0, 2, 1)),
        inflow=np.zeros((0, 2, 1)),
        opening=one(w.stock0),
        changes=(),
        target=first(w.target),
        working=first(w.target),
        keep=first(w.keep),
        route_cap=one(w.cap),
        leg_lead=w.lead[:, None],
        leg_home=w.lead[:, None],
        leg_loss=one(np.zeros(w.R)),
        line_cap=np.zeros((0, 1)),
        line_loss=np.zeros((0, 1)),
        proc_cap=np.zeros((1, 0, 1)),
        proc_target=np.zeros((0, 1)),
        slots=one(w.kcap[: w.K] / ri.LOAD),
        pool_limit=np.zeros((0, 1)),
        access=one(access),
        line_access=np.zeros((3, 0, 1)),
        trucks=one(w.fleet),
        availability=one(np.ones(w.P)),
        return_share=one(np.ones(w.P)),
    )


def path(w: Any, first: int, last: int) -> np.ndarray:
    """Situations (T, G, B) of members first to last, drawn as the instance draws them."""
    members = np.arange(first, last)
    routes = np.arange(w.R)
    state = np.zeros((w.R, len(members)), dtype=np.int64)
    out = np.empty((w.T, w.R, len(members)), dtype=np.int16)
    for t in range(w.T):
        u = ri.u01(ri.SEED, (members[None] * w.T + t) * w.R + routes[:, None])
        below = u < w.cum0[routes[:, None], state]
        state = np.where(below, 0, np.where(u < w.cum1[routes[:, None], state], 1, 2))
        out[t] = state
    return out

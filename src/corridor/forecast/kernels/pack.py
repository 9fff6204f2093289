"""From the arrays of a case to the flat tables a kernel reads: what blocks share, then what one block brings.

`Shared` holds whole numbers and certain numbers, made once a case. `block` adds the numbers of a block, the state and
the room for results. A kernel is given three things: tables `c`, state `s`, results `o`; all else in `c` and `s` are
offsets. Numbers alike for all members are kept once, others by rows of eight; the last row is filled up with its last
member.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from corridor.forecast.block import Path
from corridor.forecast.day import kept
from corridor.forecast.kernels.handles import (
    CASE,
    DATES,
    FLOWS,
    NUMBERS,
    OWN,
    SHARED_FLOATS,
    SHARED_INTS,
    STATE,
)  # fmt: skip
from corridor.forecast.kernels.lanes import SHIFT, L, buffer, rows_of
from corridor.forecast.kernels.stores import IDLE, LOW, TOP
from corridor.forecast.send import fill_order, rounds
from corridor.model.arrays import BIG, STRETCH, Arrays, Floats, Ints, Params


@dataclass(frozen=True, slots=True)
class Shared:
    """Tables of a case that all blocks share."""

    ints: Ints
    flt: Floats
    fields: dict[str, int]
    pairs: int  # pairs of need and commodity


def starts(counts: Any) -> Ints:
    """First positions of runs of these lengths, and the end."""
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)


def _flat(parts: dict[str, Any], kind: Any) -> tuple[Any, dict[str, int]]:
    """Arrays one after another, and where each begins."""
    arrays = {k: np.ascontiguousarray(v, dtype=kind).reshape(-1) for k, v in parts.items()}
    first = starts([a.size for a in arrays.values()])
    flat = np.concatenate([*arrays.values(), np.zeros(1, dtype=kind)])
    return flat, dict(zip(arrays, (int(i) for i in first), strict=False))


def _listed(lists: list[list[int]]) -> tuple[Ints, Ints]:
    return starts([len(x) for x in lists]), np.array([i for x in lists for i in x], dtype=np.int64)


def _by(key: Ints, mine: Any, count: int) -> tuple[Ints, Ints]:
    """Positions by key, in order, of those that count."""
    spots = np.flatnonzero(mine)
    order = np.argsort(key[spots], kind="stable")
    return starts(np.bincount(key[spots], minlength=count)), spots[order]


def _inverse(x: Any) -> Floats:
    with np.errstate(divide="ignore"):
        found: Floats = 1.0 / np.asarray(x, dtype=float)
    return found


def shared(a: Arrays) -> Shared:
    """Tables that do not depend on the members."""
    pull = a.policy == "pull"
    legs = len(a.leg_from) if pull else 0
    goods, needs, places = len(a.labels.commodities), len(a.labels.needs), len(a.labels.places)
    ints: dict[str, Any] = {}
    flt: dict[str, Any] = {}
    counts: dict[str, int] = {
        "count": a.count, "origin": a.origin, "places": places, "goods": goods, "needs": needs,
        "rows": places * goods, "wants": places * needs, "groups": len(a.labels.groups), "legs": legs,
        "flow_rows": len(FLOWS) * goods,
    }  # fmt: skip
    for part in (_days, _goods, _needs, _steps, _moves, _legs, _limits, _loading):
        part(a, legs, ints, flt, counts)
    flat_ints, at_ints = _flat(ints, np.int64)
    flat_floats, at_floats = _flat(flt, np.float64)
    pairs = counts.pop("pairs")
    return Shared(flat_ints, flat_floats, {**counts, **at_ints, **at_floats}, pairs)


Parts = dict[str, Any]


def _days(a: Arrays, legs: int, ints: Parts, flt: Parts, counts: dict[str, int]) -> None:
    """Epochs, and the last day of each run of days alike: before another epoch, before the origin, at the end."""
    ends = np.zeros(a.count, dtype=np.int64)
    ends[:-1] = a.epoch[1:] != a.epoch[:-1]
    ends[-1] = 1
    if a.origin:
        ends[a.origin - 1] = 1
    ints |= {"epoch": a.epoch, "ends": ends}


def _goods(a: Arrays, legs: int, ints: Parts, flt: Parts, counts: dict[str, int]) -> None:
    """Goods, and those of them that are moved, by class."""
    classes = len(a.labels.classes)
    carried: Any = a.route_class.any(0) if legs else np.zeros(classes, dtype=bool)
    movers = [c for j in range(classes) if carried[j] for c in np.flatnonzero(a.klass == j)]
    spot = np.full(len(a.klass), -1, dtype=np.int64)
    spot[movers] = np.arange(len(movers))
    volume = bool(a.m3.any() and (a.leg_load < BIG).any())
    counts |= {
        "moved": len(movers),
        "classes": classes,
        "any_volume": int(volume),
        "any_unlimited": int(a.unlimited.any()),
    }
    ints |= {
        "spot": spot,
        "mover": np.array(movers, dtype=np.int64),
        "klass": a.klass[movers],
        "class_start": starts([int((a.klass[movers] == j).sum()) for j in range(classes)]),
        "storable": a.storable,
        "unlimited": a.unlimited,
    }
    flt |= {
        "kg": a.kg[movers],
        "kg_all": a.kg,
        "m3": a.m3[movers],
        "storage": a.storage,
    }


def _needs(a: Arrays, legs: int, ints: Parts, flt: Parts, counts: dict[str, int]) -> None:
    """Needs, what serves them, and what is in store toward them."""
    goods, needs = counts["goods"], counts["needs"]
    uses = np.bincount(a.sat_commodity, minlength=goods)
    first, pairs = a.sat_start[:-1], np.diff(a.sat_start)
    alone = [
        int(k) if n == 1 and uses[a.sat_commodity[k]] == 1 and a.sat_whole[k] else -1
        for k, n in zip(first, pairs, strict=True)
    ]
    want = a.worth_place * needs + a.worth_need
    fuses = not len(a.step_kind)
    ruled: Any = (a.policy_kind >= STRETCH).any((0, 1))
    fused = [
        n for n in a.serve_order if fuses and alone[n] >= 0 and not ruled[n] and _looks_at_one(a, int(n))
    ]
    stated = np.maximum(a.ration_schedule, 0)
    order = np.lexsort((a.worth_commodity, want))
    rest = [i for i, n in enumerate(a.serve_order) if n not in set(fused)]
    groups = a.together[rest]
    parts = np.argsort(order)[a.via_entry]
    by_entry = np.argsort(parts, kind="stable")
    capped = [not a.sat_whole[a.sat_start[n] : a.sat_start[n + 1]].all() for n in range(needs)]
    counts |= {
        "pairs": len(a.sat_value),
        "fused": len(fused),
        "worths": len(order),
        "ruled": int(ruled.any()),
    }
    ints |= {
        "order": [*fused, *a.serve_order[rest]],
        "cluster": [*([1] * len(fused)), *_runs(groups)],
        "capped": capped,
        "via_start": starts(np.bincount(parts, minlength=len(order))),
        "via_pair": a.via_pair[by_entry],
        "alone": np.array(alone, dtype=np.int64),
        "pair_start": a.sat_start,
        "pair_good": a.sat_commodity,
        "worth_start": starts(np.bincount(want, minlength=counts["wants"])),
        "worth_row": (a.worth_place * goods + a.worth_commodity)[order],
        "policy": a.policy_kind,
        "since": a.ration_since,
        "keeps": kept(a),
        "review": a.ration_review,
        "stated_from": a.stated_start[stated],
        "stated_to": a.stated_start[np.minimum(stated + 1, len(a.stated_start) - 1)],
    }
    flt |= {
        "via_share": a.via_share[by_entry],
        "stated_above": a.stated_above,
        "value": a.sat_value,
        "ivalue": _inverse(a.sat_value),
    }


def _runs(groups: Ints) -> list[int]:
    """How many of a group follow from its first on; 0 for the others."""
    first = np.concatenate([[True], groups[1:] != groups[:-1]]) if len(groups) else np.zeros(0, dtype=bool)
    return [int((groups == g).sum()) if f else 0 for g, f in zip(groups, first, strict=True)]


def _looks_at_one(a: Arrays, n: int) -> bool:
    """Whether cover of a need looks only at the store of its one good."""
    mine = a.worth_need == n
    return bool((a.worth_commodity[mine] == a.sat_commodity[a.sat_start[n]]).all())


def _steps(a: Arrays, legs: int, ints: Parts, flt: Parts, counts: dict[str, int]) -> None:
    """Lines and processes, and who asks for what they give or take."""
    goods, needs = counts["goods"], counts["needs"]
    ins, outs = np.diff(a.in_start), np.diff(a.out_start)
    in_row = np.repeat(a.proc_place, ins) * goods + a.in_commodity
    out_row = np.repeat(a.proc_place, outs) * goods + a.out_commodity
    line_from, line_to = a.line_from * goods + a.line_commodity, a.line_to * goods + a.line_commodity
    known = set(in_row) | set(out_row) | set(line_from) | set(line_to)
    asks = [
        (p * needs + n, k, p * goods + int(a.sat_commodity[k]))
        for p in range(counts["places"])
        for n in range(needs)
        for k in range(a.sat_start[n], a.sat_start[n + 1])
        if p * goods + a.sat_commodity[k] in known
    ]
    asked = np.array(asks, dtype=np.int64).reshape(-1, 3)
    states = np.diff(a.group_first)
    steps = len(a.step_kind)
    counts |= {
        "lines": len(a.line_from),
        "processes": len(a.proc_place),
        "steps": steps,
        "asks": len(asks),
        "stretch": counts["places"] if steps else 1,
        "local": 0 if steps else needs,
    }
    ints |= {
        "ask_want": asked[:, 0],
        "ask_pair": asked[:, 1],
        "ask_row": asked[:, 2],
        "step_kind": a.step_kind,
        "step_index": a.step_index,
        "line_from": line_from,
        "line_to": line_to,
        "line_good": a.line_commodity,
        "line_group": a.line_group,
        "line_states": states[a.line_group],
        "input_start": a.in_start,
        "input_row": in_row,
        "input_good": a.in_commodity,
        "output_start": a.out_start,
        "output_row": out_row,
        "output_good": a.out_commodity,
    }
    flt |= {
        "ask_ivalue": _inverse(a.sat_value)[asked[:, 1]],
        "input": a.in_amount,
        "input_keep": a.in_keep,
        "output": a.out_amount,
        "ioutput": _inverse(a.out_amount),
    }


def _moves(a: Arrays, legs: int, ints: Parts, flt: Parts, counts: dict[str, int]) -> None:
    """Moves between stores by rank; those out of one store stand together."""
    goods, count = counts["goods"], len(a.move_from)
    rows = a.move_from * goods + a.move_good
    ranks = np.unique(a.move_rank)
    own = [np.flatnonzero((rows == r) & (a.move_rank == k)) for r, k in zip(rows, a.move_rank, strict=True)]
    counts |= {"moves": count, "ranks": len(ranks)}
    ints |= {
        "move_row": rows,
        "move_into": a.move_to * goods + a.move_good,
        "move_good": a.move_good,
        "rank_start": starts(np.bincount(np.searchsorted(ranks, a.move_rank), minlength=len(ranks))),
        "store_first": np.array([x[0] for x in own], dtype=np.int64),
        "store_last": np.array([x[-1] + 1 for x in own], dtype=np.int64),
    }


def _legs(a: Arrays, legs: int, ints: Parts, flt: Parts, counts: dict[str, int]) -> None:
    """Routes and legs."""
    moved, goods = counts["moved"], counts["goods"]
    hold = a.leg_hold[:legs]
    routes = len(a.route_from) if legs else 0
    in_start, in_leg = _by(a.leg_to[:legs], ~hold, counts["places"])
    out_start, out_leg = _by(a.leg_from[:legs], np.ones(legs, dtype=bool), counts["places"])
    single = legs == routes and bool((a.leg_route[:legs] == np.arange(legs)).all())
    plain = single and counts["classes"] == 1 and bool(a.route_class.all())
    fleet = a.leg_fleet[:legs]
    counts |= {
        "routes": routes,
        "cells": legs * counts["classes"],
        "fleets": len(a.fleet_base) if legs else 0,
        "any_return": int(a.leg_return_access[:legs].any()),
        "any_hold": int(hold.any()),
        "single": int(single),
        "plain": int(plain),
    }
    ints |= {
        "in_start": in_start,
        "in_leg": in_leg,
        "out_start": out_start,
        "out_leg": out_leg,
        "out_to": a.leg_to[out_leg] * moved,
        "out_way": a.leg_to[out_leg] * goods,
        "has_in": np.bincount(a.leg_to[:legs], minlength=counts["places"]) > 0,
        "leg_group": a.leg_group[:legs],
        "leg_states": np.diff(a.group_first)[a.leg_group[:legs]],
        "leg_route": a.leg_route[:legs],
        "leg_fleet": fleet,
        "leg_return": a.leg_return_access[:legs],
        "leg_hold": hold,
        "leg_from": a.leg_from[:legs],
        "leg_to": a.leg_to[:legs],
        "leg_fuel": np.where(a.leg_fuel[:legs] >= 0, a.leg_from[:legs] * goods + a.leg_fuel[:legs], -1),
        "route_to": a.route_to[:routes],
        "route_legs": np.searchsorted(a.leg_route[:legs], np.arange(routes + 1)),
    }
    flt |= {
        "payload": a.leg_payload[:legs],
        "ipayload": _inverse(a.leg_payload[:legs]),
        "iload": np.where(a.leg_load[:legs] < BIG, _inverse(a.leg_load[:legs]), 0.0),
        "burn": a.leg_fuel_per_truck[:legs],
        "carries": a.route_class[:routes] & a.route_asked[:routes, None],
    }


def _limits(a: Arrays, legs: int, ints: Parts, flt: Parts, counts: dict[str, int]) -> None:
    """Cap pools, gates in listed order of the ways, and stores that fuel is drawn from."""
    cross = [a.cross[a.cross_start[i] : a.cross_start[i + 1]] for i in range(legs)]
    gates = [(x, [i for i in range(legs) if x in cross[i]]) for x in range(len(a.crossing_queue))]
    ordered = [g for q in (True, False) for g in gates if g[1] and bool(a.crossing_queue[g[0]]) == q]
    gate_start, gate_leg = _listed([g[1] for g in ordered])
    burns = zip(a.leg_from[:legs], a.leg_fuel[:legs], strict=True)
    pumps = sorted({(int(b), int(c)) for b, c in burns if c >= 0})
    from_base = [[i for i in range(legs) if a.leg_from[i] == b] for b, _ in pumps]
    burning = [[i for i in of if a.leg_fuel[i] == c] for of, (_, c) in zip(from_base, pumps, strict=True)]
    base_start, base_leg = _listed(from_base)
    pump_start, pump_leg = _listed(burning)
    pool_start, cell, state = _pools(a, legs)
    counts |= {
        "pools": len(pool_start) - 1,
        "queue_gates": sum(bool(a.crossing_queue[g[0]]) for g in ordered),
        "gates": len(ordered),
        "pumps": len(pumps),
    }
    ints |= {
        "leg_queued": [bool(a.crossing_queue[x].any()) for x in cross],
        "pool_start": pool_start,
        "pool_cell": cell,
        "pool_leg": cell // len(a.labels.classes),
        "pool_state": state,
        "pool_trucks": a.pool_trucks,
        "gate": np.array([g[0] for g in ordered], dtype=np.int64),
        "gate_start": gate_start,
        "gate_leg": gate_leg,
        "pump_row": np.array([b * counts["goods"] + c for b, c in pumps], dtype=np.int64),
        "pump_mover": ints["spot"][np.array([c for _, c in pumps], dtype=np.int64)],
        "pump_start": pump_start,
        "pump_leg": pump_leg,
        "base_start": base_start,
        "base_leg": base_leg,
    }


def _loading(a: Arrays, legs: int, ints: Parts, flt: Parts, counts: dict[str, int]) -> None:
    """Rounds of the day, places that pass demand on, and for each leg its gates, caps and the store of its fuel."""
    movers, first = ints["mover"], counts["queue_gates"]
    turns = rounds(a)
    passing = a.pass_order if legs else a.pass_order[:0]
    onward = [np.flatnonzero(a.route_passes & (a.route_from == p)).tolist() for p in passing]
    pass_start, pass_route = _listed(onward)
    start, leg = ints["gate_start"], ints["gate_leg"]
    gates = [
        [g for g in range(first, counts["gates"]) if i in leg[start[g] : start[g + 1]]] for i in range(legs)
    ]
    gate_start, gate = _listed(gates)
    pump = np.full(legs, -1, dtype=np.int64)
    for k in range(counts["pumps"]):
        pump[ints["pump_leg"][ints["pump_start"][k] : ints["pump_start"][k + 1]]] = k
    spot = {int(r): k for k, r in enumerate(ints["pump_row"])}
    pump_of = (
        [spot.get(p * counts["goods"] + int(c), -1) for p in range(counts["places"]) for c in movers]
        if spot
        else []
    )
    caps = np.repeat(np.arange(counts["pools"]), np.diff(ints["pool_start"]))
    by_leg = np.lexsort((caps, ints["pool_leg"]))
    order = np.array(fill_order(a)[:legs], dtype=np.int64)
    given = order[np.argsort(a.leg_to[order], kind="stable")]
    counts |= {"rounds": len(turns), "passers": len(passing)}
    ints |= {
        "round_full": [full for full, _ in turns],
        "round_asks": np.array([mine[movers] for _, mine in turns]),
        "pass_order": passing,
        "pass_start": pass_start,
        "pass_route": pass_route,
        "fill_order": order,
        "give_leg": given,
        "give_new": sum(
            bit * _first(a.leg_to[given], kind[given])
            for bit, kind in ((1, a.leg_to), (2, a.leg_route), (4, a.leg_fleet))
        ),
        "leg_gate_start": gate_start,
        "leg_gate": gate,
        "leg_pump": pump,
        "pump_of": np.array(pump_of, dtype=np.int64),
        "leg_pool_start": starts(np.bincount(ints["pool_leg"], minlength=legs)),
        "leg_pool": caps[by_leg],
        "leg_pool_cell": ints["pool_cell"][by_leg],
        "leg_pool_state": ints["pool_state"][by_leg],
    }


def _first(place: Ints, kind: Ints) -> Ints:
    """Whether a position is the first of its kind among those of its place."""
    first = np.zeros(len(place), dtype=np.int64)
    first[np.unique(np.stack([place, kind]), axis=1, return_index=True)[1]] = 1
    return first


def _pools(a: Arrays, legs: int) -> tuple[Ints, Ints, Ints]:
    """For each cap, in order: the legs and classes it covers, and in which situation."""
    if not legs or not (a.pool_of >= 0).any():
        return np.zeros(1, dtype=np.int64), *(np.zeros(0, dtype=np.int64),) * 2
    listed = [np.argwhere((a.pool_of == o).any(1)) for o in range(len(a.pool_trucks))]
    found = np.concatenate(listed)
    return starts([len(x) for x in listed]), found[:, 1] * a.pool_of.shape[3] + found[:, 2], found[:, 0]


# ------------------------------------------------------------------------------------ one block


def numbers(a: Arrays, p: Params, pulls: bool) -> tuple[dict[str, Floats], dict[str, Any]]:  # noqa: FBT001
    """Numbers of a block by table (rows, members or 1), and whole numbers that say what they are of."""
    goods = len(a.labels.commodities)
    with np.errstate(divide="ignore", invalid="ignore"):
        ineed = np.where(p.need > 0, 1.0 / p.need, 0.0)
    none = np.zeros((0, 1))
    num: dict[str, Floats] = {
        "need": np.stack(np.broadcast_arrays(p.need, ineed, p.persons * ineed), axis=-2),
        "minimum": p.minimum,
        "survival": p.survival,
        "fixed": p.fixed,
        "ithreshold": _inverse(p.threshold),
        "floor": p.floor,
        "kept": 1 - _inverse(p.lookback),
        "stated_share": p.stated_share,
        "stated_person": p.stated_person,
        "share": p.share,
        "counted": _counted(a, p),
        "widest": np.maximum(p.most, p.share),
        "supply": p.supply,
        "opening": p.opening,
        "line_cap": p.line_cap,
        "proc_cap": p.proc_cap,
        "line_access": p.line_access,
        "perish": p.perish,
        "pair_max": p.most,
        "line_more": _inverse(1 - p.line_loss),
        "line_loss": p.line_loss,
        "proc_target": p.proc_target,
    }
    if pulls:
        num |= {
            "target": p.target, "working": p.working, "keep": p.keep, "route_cap": p.route_cap, "slots": p.slots,
            "access": p.access,
            "pool_limit": p.pool_limit, "trucks": p.trucks, "availability": p.availability,
            "returns": p.return_share, "leg_loss": p.leg_loss,
            "lead": p.leg_lead.astype(np.float64), "home": p.leg_home.astype(np.float64),
        }  # fmt: skip
    own: dict[str, Any] = {"mode": _modes(p)}
    rec = np.nonzero((p.recorded != 0).any(-1))
    num["recorded"] = p.recorded[rec] if len(rec[0]) else none
    own["rec_start"] = np.searchsorted(rec[0], np.arange(p.recorded.shape[0] + 1))
    own["rec_row"], own["rec_good"] = rec[1] * goods + rec[2], rec[2]
    num["moves_on_record"] = p.moved
    some = (p.inflow != 0).any(axis=(1, 2))
    num["inflow"] = p.inflow[some] if some.any() else none
    own["entry_group"], own["entry_state"] = a.entry_group[some], a.entry_state[some]
    own["entry_row"], own["entry_good"] = (a.entry_to * goods + a.entry_good)[some], a.entry_good[some]
    own["entry_move"], own["entry_on"] = a.entry_move[some], a.entry_on[:, some]
    _changes(a, p, num, own)
    return num, own


def _leads(p: Params, legs: int, moved: int, own: dict[str, Any]) -> dict[str, int]:
    """Leads and ways home, shortest and longest of the block; goods on the way stand by leg, day due and good."""
    lead, home = p.leg_lead[:legs], p.leg_home[:legs]
    for name, days in (("lead", lead), ("home", home), ("trip", lead + home)):
        own[f"{name}_least"], own[f"{name}_most"] = days.min(-1), days.max(-1)
    own["pipe"], own["lead_start"] = starts(own["lead_most"] * moved), starts(own["lead_most"])
    ring = int(own["trip_most"].max(initial=1)) + 1
    return {
        "ring": 1 << (ring - 1).bit_length(),
        "any_loss": int((p.leg_loss[:legs] > 0).any()),
        "any_spread": int((own["lead_most"] > own["lead_least"]).any()),
    }


def _counted(a: Arrays, p: Params) -> Floats:
    """Content of a unit in store toward each need, by epoch and entry, entries by place and need as in `_needs`."""
    order = np.lexsort((a.worth_commodity, a.worth_place * len(a.labels.needs) + a.worth_need))
    epochs = p.need.shape[0]
    found: Floats = np.broadcast_to(p.counted, (epochs, *p.counted.shape[1:]))[:, order]
    return found


def _modes(p: Params) -> Ints:
    """What can fall short of each need, by epoch and place (see `stores`)."""
    needed = (p.need > 0).any(-1)
    tiers = (p.minimum > 0).any(-1) | (p.survival > 0).any(-1)
    same = (p.survival == p.minimum).all(-1) & (p.minimum == p.need).all(-1)
    mode: Ints = np.where(tiers, np.where(same, LOW, LOW + 1), np.where(needed, TOP, IDLE))
    return mode


def _changes(a: Arrays, p: Params, num: dict[str, Floats], own: dict[str, Any]) -> None:
    """Counts on a morning, up to the origin, and releases."""
    goods = len(a.labels.commodities)
    rows = [
        (c.day, int(x) * goods + int(k), int(k), int(c.reset), y)
        for c in p.changes
        if c.day <= a.origin or not c.reset
        for x, k, y in zip(c.place, c.commodity, c.amount, strict=True)
    ]
    wide = max((len(r[4]) for r in rows), default=1)
    num["change"] = np.array([np.broadcast_to(r[4], wide) for r in rows]).reshape(-1, wide)
    for i, name in enumerate(("change_day", "change_row", "change_good", "change_reset")):
        own[name] = np.array([r[i] for r in rows], dtype=np.int64)


def _numbers(num: dict[str, Floats], blocks: int) -> tuple[Floats, dict[str, int], int]:
    """Numbers flat, by rows of members; offsets and steps; and the length of what belongs to one row of members."""
    fields: dict[str, int] = {}
    size = 0
    for name in NUMBERS:
        x = num.get(name)
        wide = x is not None and x.shape[-1] > 1
        rows = 0 if x is None else x.size // x.shape[-1]
        fields[name], fields[f"{name}_s"] = size, SHIFT if wide else 0
        size += rows * L if wide else -(-rows // L) * L
    size = max(size, L)
    flat = buffer(blocks * size // L)
    by_row = flat.reshape(blocks, size)
    for name, x in num.items():
        first = fields[name]
        y = x.reshape(-1, x.shape[-1])
        if fields[f"{name}_s"] == 0:
            by_row[:, first : first + len(y)] = y[:, 0]
            continue
        for g in range(blocks):
            part = y[:, g * L : g * L + L]
            into = by_row[g, first : first + len(y) * L].reshape(len(y), L)
            into[:, : part.shape[1]] = part
            into[:, part.shape[1] :] = part[:, -1:]
    return flat, fields, size


def _path(path: Path, blocks: int) -> Any:
    """Situations by day and group, in rows of members."""
    days, groups, members = path.shape
    out = buffer(days * groups * blocks, np.int16)
    by_row = out.reshape(days, groups, blocks * L)
    by_row[..., :members] = path
    by_row[..., members:] = path[..., -1:]
    return out


def _state(k: Shared, ring: int, leads: int) -> tuple[Ints, tuple[Any, ...]]:
    """An empty state, for one row of members at a time: counts and addresses, and the arrays they lead to.

    `ring` is the days that trucks are awaited over, `leads` the sum of the longest leads of the legs.
    """
    f = k.fields
    places, goods, legs, classes, moved = (f[x] for x in ("places", "goods", "legs", "classes", "moved"))
    holds = legs if f["any_hold"] else 0
    sizes = {
        "stock": f["rows"], "way": f["rows"], "lowest": f["wants"], "given": f["wants"], "short_top": f["wants"],
        "short_mid": f["wants"], "short_low": f["wants"], "ration": f["wants"], "content": k.pairs,
        "lack": f["needs"], "got": f["needs"], "asked": goods,
        "ask": f["rows"] if f["steps"] else 0, "line": f["lines"], "day": 1, "access": f["cells"],
        "road": f["routes"], "cap": f["routes"] * classes, "still": places * classes, "home": f["fleets"],
        "back": ring * f["fleets"], "back_leg": ring * legs if f["any_return"] else 0,
        "out": legs if f["any_return"] else 0, "mass": f["cells"], "part": f["cells"], "coef": f["cells"],
        "truck": legs, "whole": legs, "held": holds * moved, "held_mass": holds,
        "trucks_held": holds, "trucks_sent": leads if f["any_hold"] else 0, "space": places, "arriving": places,
        "waited": 2, "short": places * moved, "short_mass": places * classes, "short_volume": places * classes,
        "gives": places * moved, "wish": f["fleets"], "pipes": leads * moved,
        "leave": f["moves"], "reach": f["moves"], "passes": f["moves"],
        "up": places * moved, "load": moved, "base": f["rows"] if f["rounds"] > 1 else 0,
        "lacking": places, "spare_mass": places, "settled": f["wants"], "pool_left": f["pools"],
        "slot_left": f["gates"], "free": f["fleets"], "able": f["fleets"], "room": f["routes"], "burnt": f["pumps"],
        "done": legs, "done_mass": legs, "done_volume": legs, "share_left": f["cells"],
        "volume": f["cells"], "came": f["rows"] if f["ruled"] else 0, "memory": 2 * f["wants"] if f["ruled"] else 0,
    }  # fmt: skip
    first = starts([*sizes.values(), *([goods] * len(FLOWS))])
    spots = dict(zip([*sizes, *FLOWS], (int(i) for i in first), strict=False))
    x, dates = buffer(int(first[-1])), buffer(len(DATES) * f["wants"], np.int16)
    pos = np.zeros(2 * legs + 1, dtype=np.int64)
    at = {name: _address(x, spot * L) for name, spot in spots.items()}
    at |= {name: _address(dates, i * f["wants"] * L) for i, name in enumerate(DATES)}
    at |= {
        "slot": _address(pos, 0),
        "phase": _address(pos, legs),
        "flows": at[FLOWS[0]],
        "count": int(first[-1]),
    }
    return np.array([at[name] for name in STATE], dtype=np.int64), (x, dates, pos)


def _address(a: Any, first: int) -> int:
    """Where an entry of an array lies."""
    return int(a.ctypes.data + a.itemsize * first)


@dataclass(frozen=True, slots=True)
class Packed:
    """What a kernel is given for a block: counts and addresses, the arrays they lead to, and room for results."""

    cases: Ints
    states: Ints
    kept: tuple[Any, ...]
    results: dict[str, Floats]
    blocks: int


def _results(f: dict[str, int], count: int, days: int, blocks: int) -> dict[str, Floats]:
    """Room for results: sums in one piece and series in another, so that series can be let go while sums are kept."""
    rows, wants = f["rows"], f["wants"]
    sums = {
        "o_closing": rows, "o_lowest": wants, "o_ration": wants, "o_out": wants, "o_below": wants, "o_days": wants,
        "o_empty": wants,
        "o_flows": f["flow_rows"], "o_way": f["goods"], "o_held": 2, "o_short": wants * 3, "o_person": wants * 3,
        "o_got": wants, "o_day": count, "o_asked": count * f["moves"], "o_without": count * f["moves"],
        "o_under": wants,
    }  # fmt: skip
    series = {
        "o_stock": days * rows, "o_cover": days * wants, "o_given": days * wants, "o_tiers": days * wants * 3,
        "o_handed": days * rows,
    }  # fmt: skip
    out: dict[str, Floats] = {}
    for sizes in (sums, series):
        first = starts(list(sizes.values())) * blocks * L
        piece = buffer(int(first[-1]) // L)
        out |= {name: piece[first[i] : first[i + 1]] for i, name in enumerate(sizes)}
    return out


def block(k: Shared, a: Arrays, p: Params, path: Path, *, keep_daily: bool) -> Packed:
    """Tables, state and room for results of one block."""
    blocks = rows_of(path.shape[-1])
    num, own = numbers(a, p, k.fields["legs"] > 0)
    on_the_way = _leads(p, k.fields["legs"], k.fields["moved"], own)
    flat, at_num, stride = _numbers(num, blocks)
    flat_own, at_own = _flat(own, np.int64)
    f = k.fields
    results = _results(f, a.count, a.count if keep_daily else 0, blocks)
    counts = {
        "blocks": blocks, "changes": len(own["change_day"]), "entries": len(own["entry_group"]),
        "daily": int(keep_daily), "any_perish": int(p.perish.any()), **on_the_way,
    }  # fmt: skip
    leads = int(own["lead_start"][-1])
    situations = _path(path, blocks)
    at = {**f, **counts, **at_num}
    at |= {name: _address(k.ints, f[name]) for name in SHARED_INTS}
    at |= {name: _address(k.flt, f[name]) for name in SHARED_FLOATS}
    at |= {name: _address(flat_own, at_own[name]) for name in OWN}
    at |= {name: _address(flat, at_num[name]) for name in NUMBERS}
    at |= {name: _address(x, 0) for name, x in results.items()}
    at["path"] = _address(situations, 0)
    cases = np.array([[at[name] for name in CASE]] * blocks, dtype=np.int64)
    rows = np.arange(blocks)[:, None]
    cases[:, [CASE.index(name) for name in NUMBERS]] += rows * stride * flat.itemsize
    cases[:, [CASE.index(name) for name in results]] += rows * L * flat.itemsize
    cases[:, CASE.index("path")] += rows[:, 0] * L * situations.itemsize
    states, kept = _state(k, counts["ring"], leads)
    return Packed(
        cases=cases.reshape(-1),
        states=states,
        kept=(k, flat, flat_own, situations, *kept),
        results=results,
        blocks=blocks,
    )

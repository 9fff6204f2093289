"""Which places pass demand on: a place asks for what those beyond it ask for, where it keeps no store of its own.

Part of lowering. Demand passes from the end of a route to its start. So that it ends where ways lead in a circle, it
passes within a circle only to a place that is nearer to a start, in days.
"""

from __future__ import annotations

import numpy as np

from corridor.model.arrays import Bools, Ints
from corridor.model.model import Model
from corridor.model.ways import Ways


def passes(
    model: Model, places: tuple[str, ...], commodities: tuple[str, ...], ways: Ways
) -> dict[str, np.ndarray]:
    """Fields of the arrays: routes over which demand passes, which places pass on what, and in which order.

    A hub passes on what it is asked for, and so does any place where nobody lives and nothing is used. Where people
    live there is a store, and the place asks by that. What a place asks for on behalf of others comes to it over the
    routes on which demand passes, never back over one that leads away from the starts.
    """
    f = ways.fields
    start, end = f["route_from"], f["route_to"]
    count = len(places)
    inner = np.isin(np.arange(count), start) & np.isin(np.arange(count), end)
    if not inner.any():
        return none(len(start))
    lead = np.ones(len(start))
    np.maximum.at(lead, f["leg_route"], f["leg_usual"].astype(float))
    days = np.full((count, count), np.inf)
    np.minimum.at(days, (start, end), lead)
    days[np.arange(count), np.arange(count)] = 0.0
    for k in range(count):
        np.minimum(days, days[:, k, None] + days[None, k], out=days)
    kind = {p.place: p.kind for p in model.places}
    supplied = np.isin(places, [s.place for s in model.supply])
    first = np.array([kind[p] == "source" for p in places]) | ~np.isin(np.arange(count), end)
    nearest = days[first].min(0, initial=np.inf)
    nearest = np.where(np.isfinite(nearest), nearest, days[supplied].min(0, initial=np.inf))
    circle = np.isfinite(days[end, start])
    moves = np.isin(np.arange(len(start)), f["leg_route"])  # without a fleet at its start nothing moves
    over = moves & np.isfinite(nearest[start]) & (~circle | (nearest[start] < nearest[end]))
    mine = np.array([kind[p] == "hub" for p in places]) | ~_used(model, places)
    mine &= np.isin(np.arange(count), start[over]) & np.isin(np.arange(count), end[over])
    order = [p for p in _farthest(count, start[over], end[over]) if mine[p]]
    carries = f["route_class"][:, ways.class_of]
    served: dict[int, Bools] = {}
    for p in order:
        served[p] = np.zeros((len(commodities), count), dtype=bool)
        for r in np.flatnonzero(over & (start == p)):
            served[p][carries[r], end[r]] = True
            if mine[end[r]]:
                served[p] |= served[int(end[r])] & carries[r][:, None]
    listed = [(p, c, q) for p, found in served.items() for c, q in np.argwhere(found)]
    return {
        "route_passes": over,
        "route_asked": over | ~mine[end],
        "pass_order": np.array(order, dtype=np.int64),
        "beyond": np.array(listed, dtype=np.int64).reshape(-1, 3),
    }


def none(routes: int) -> dict[str, np.ndarray]:
    """The fields of a case in which no place passes demand on."""
    return {
        "route_passes": np.zeros(routes, dtype=bool),
        "route_asked": np.ones(routes, dtype=bool),
        "pass_order": np.zeros(0, dtype=np.int64),
        "beyond": np.zeros((0, 3), dtype=np.int64),
    }


def _used(model: Model, places: tuple[str, ...]) -> Bools:
    """Where something is used: by people, by fixed needs, or in a process."""
    used = {r.place for r in model.people} | {r.place for r in model.fixed_needs}
    return np.isin(places, sorted(used | {r.place for r in model.processes}))


def _farthest(count: int, start: Ints, end: Ints) -> list[int]:
    """Places so that the end of each route comes before its start; the routes lead in no circle."""
    beyond = np.zeros((count, count), dtype=bool)
    beyond[start, end] = True
    for k in range(count):
        beyond |= beyond[:, k, None] & beyond[None, k]
    return [int(p) for p in np.argsort(beyond.sum(1), kind="stable")]


def unreachable(
    model: Model, ways: Ways, places: tuple[str, ...], commodities: tuple[str, ...]
) -> list[tuple[str, str]]:
    """Places and needs that nothing can be brought for: no way leads there, or none from where there is any of it.

    A need counts as reachable if one of the commodities that serve it, or go into a process of the place that makes
    one, can come over some route or line, whatever its access and capacity, or is supplied at the place itself.
    """
    inputs, outputs, comes = _sources(model, ways, places, commodities)
    at = {p.process: p.place for p in model.processes}
    found = []
    lived = {r.place for r in model.people}
    for place in places:
        for need in model.needs if place in lived else ():
            serving = {s.commodity for s in model.satisfies if s.need == need.need}
            makers = {q for c in serving for q in outputs[c] if at[q] == place}
            serving |= {c for c in commodities if inputs[c] & makers}
            if not any(place in comes[c] for c in serving):
                found.append((place, need.need))
    return found


def _sources(
    model: Model, ways: Ways, places: tuple[str, ...], commodities: tuple[str, ...]
) -> tuple[dict[str, set[str]], dict[str, set[str]], dict[str, set[str]]]:
    """Processes that take each commodity, those that make it, and places where it comes in from elsewhere."""
    have = {c: {s.place for s in model.supply if s.commodity == c} for c in commodities}
    for stock in model.stocks:
        if stock.amount.high > 0:
            have[stock.commodity].add(stock.place)
    inputs, outputs = ({c: set[str]() for c in commodities} for _ in range(2))
    at = {p.process: p.place for p in model.processes}
    for f in model.process_flows:
        (inputs if f.role == "input" else outputs)[f.commodity].add(f.process)
    for c in commodities:
        have[c] |= {at[q] for q in outputs[c]}
    carried = _carried(model, ways, places, commodities)
    for c in commodities:
        while more := {end for start, end in carried[c] if start in have[c]} - have[c]:
            have[c] |= more
    comes = {c: {end for start, end in carried[c] if start in have[c]} for c in commodities}
    for s in model.supply:
        comes[s.commodity].add(s.place)
    return inputs, outputs, comes


def _carried(
    model: Model, ways: Ways, places: tuple[str, ...], commodities: tuple[str, ...]
) -> dict[str, set[tuple[str, str]]]:
    """Starts and ends of the routes with trucks, and of lines, that carry each commodity."""
    f = ways.fields
    found: dict[str, set[tuple[str, str]]] = {c: set() for c in commodities}
    for r in set(f["leg_route"].tolist()):
        ends = places[f["route_from"][r]], places[f["route_to"][r]]
        for i, c in enumerate(commodities):
            if f["route_class"][r, ways.class_of[i]]:
                found[c].add(ends)
    for row in (model.routes[i] for i in ways.line_rows):
        for c in row.carries:
            found[c].add((row.from_place, row.to_place))
    return found

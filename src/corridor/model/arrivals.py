"""Lowering of recorded deliveries and usual inflow: what enters from outside, what leaves the store of a place.

Part of lowering: labels in, positions out. The law is `docs/theory/day.md`, steps 2 and 3.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from corridor.calendar import Days
from corridor.errors import UsageError
from corridor.model.arrays import Bools, Ints, Labels, Policy
from corridor.model.model import Model
from corridor.model.unrecorded import Gap, Part, Span, gaps, merged

Thing = tuple[int, int]
"""A place and a commodity, by position."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A daily quantity of one situation: a row of inflow, or what is taken in the place of records."""

    parts: tuple[Part, ...]
    route: str
    contents: str
    situation: int  # among all situations
    on: Bools  # (E,)


@dataclass(frozen=True, slots=True)
class Arrivals:
    """What `recipe` and the notes of a run need beside the arrays.

    Attributes
    ----------
    entries : tuple
        Entries in the order of the arrays, each with its good.
    move : dict
        Position of the move of a route and good between stores.
    limited : dict
        By route and good, in which epochs it leaves a store that is on record.
    not_recorded : tuple
        Route, commodity and days of what leaves a place whose stock is not on record.
    labels : tuple
        Route and commodity of each move.
    fields : dict
        Arrays of the case.
    """

    entries: tuple[tuple[Entry, int], ...]
    move: dict[tuple[str, int], int]
    limited: dict[tuple[str, int], Bools]
    not_recorded: tuple[tuple[str, str, tuple[Span, ...]], ...]
    labels: tuple[tuple[str, str], ...]
    fields: dict[str, np.ndarray]


def found(model: Model, origin: int) -> tuple[Gap, ...]:
    """Gaps before the origin, each with something to take in the place of a record.

    Raises
    ------
    UsageError
        Where nothing is known to take in its place.
    """
    days = model.settings.calendar
    every = gaps(model, days, origin)
    for gap in every:
        if gap.by == "nothing":
            words = gap.words(days)
            raise UsageError(
                f"{words[0].upper()}{words[1:]} was known, and {gap.filled}. Write the records, 0 for days on which "
                "nothing came, or what usually comes in under the situation, in inflow."
            )
    return every


def cuts(model: Model, origin: int, every: Iterable[Gap]) -> set[int]:
    """Days on which a record, a gap or the count of a stock that leaves its place begins or has ended."""
    days = model.settings.calendar
    found = {min(x, origin) for d in model.deliveries for x in days.span(d.start, d.end)}
    found.update(x for gap in every for span in gap.spans for x in span)
    starts = {r.from_place for r in model.routes} if model.deliveries or model.inflow else set()
    found.update(day for (place, _), day in on_record(model, days).items() if place in starts)
    return found


def on_record(rows: Any, days: Days) -> dict[tuple[str, str], int]:
    """First day from which the stock of a place and commodity is on record.

    That is its first count; without any count, the first day, where the table supply, a process or a line gives it
    there, or a record or usual inflow brings it.
    """
    inside: dict[str, list[str]] = {c.commodity: [c.commodity] for c in rows.commodities}
    for m in rows.mixes:
        inside.setdefault(m.mix, []).append(m.commodity)
    to = {r.route: r.to_place for r in rows.routes}
    at = {q.process: q.place for q in rows.processes}
    found = {(s.place, s.commodity): 0 for s in rows.supply}
    found |= {
        (at[f.process], f.commodity): 0 for f in rows.process_flows if f.role == "output" and f.process in at
    }
    found |= {(r.to_place, c): 0 for r in rows.routes if r.mode == "line" for c in r.carries}
    for r in (*rows.deliveries, *rows.inflow):
        found |= {(to[r.route], c): 0 for c in inside.get(r.contents, ()) if r.route in to}
    counted: dict[tuple[str, str], int] = {}
    for s in rows.stocks:
        day = max(0, days.number(s.date) if s.date else 0)
        counted[s.place, s.commodity] = min(day, counted.get((s.place, s.commodity), day))
    return found | counted


def build(
    model: Model,
    labels: Labels,
    starts: Ints,
    first: Ints,
    policy: Policy,
    unlimited: Bools,
    origin: int,
    every: tuple[Gap, ...],
) -> Arrivals:
    """Lower deliveries, inflow and gaps.

    Parameters
    ----------
    starts : array (E,)
        First days of the epochs.
    first : array (G + 1,)
        First situation of each group.
    unlimited : array (E, P, C)
        Where supply is without limit: what leaves there is not counted.
    origin : int
        Day number of the origin.
    every : tuple of Gap
        Days before the origin without a record, as `found` gives them.
    """
    place = {x: i for i, x in enumerate(labels.places)}
    good = {x: i for i, x in enumerate(labels.commodities)}
    group = {x: i for i, x in enumerate(labels.groups)}
    route = {r.route: r for r in model.routes}
    inside: dict[str, list[int]] = {c: [i] for c, i in good.items()}
    for m in model.mixes:
        inside.setdefault(m.mix, []).append(good[m.commodity])
    entries = _entries(model, labels, starts, first, policy, origin, every)
    recorded = [
        (d.route, d.contents, (starts >= a) & (starts < min(b, origin)))
        for d in model.deliveries
        for a, b in [model.settings.calendar.span(d.start, d.end)]
    ]
    known = {
        (place[p], good[c]): starts >= day
        for (p, c), day in on_record(model, model.settings.calendar).items()
    }
    none = np.zeros(len(starts), dtype=bool)
    limited: dict[tuple[str, int], Bools] = {}
    silent: dict[tuple[str, int], Bools] = {}
    usual = [
        (r.route, r.contents, none) for r in model.inflow
    ]  # under every policy, so that the past is the same
    for way, contents, on in (*recorded, *usual, *((e.route, e.contents, e.on) for e in entries)):
        start = place[route[way].from_place]
        for c in inside[contents]:
            own, free = known.get((start, c), none), unlimited[:, start, c]
            limited[way, c] = own & ~free
            silent[way, c] = silent.get((way, c), none) | (on & ~own & ~free)
    moves = _ranked(
        {
            key: (place[route[key[0]].from_place], place[route[key[0]].to_place])
            for key, on in limited.items()
            if on.any()
        }
    )
    move = {key: i for i, (key, *_) in enumerate(moves)}
    listed: list[tuple[Entry, int, int]] = []
    for e in entries:
        for c in inside[e.contents]:
            own = limited[e.route, c]
            for on, spot in ((e.on & own, move.get((e.route, c), -1)), (e.on & ~own, -1)):
                if on.any():
                    listed.append((replace(e, on=on), c, spot))
    groups = [group[route[e.route].group or e.route] for e, _, _ in listed]

    def whole(x: Iterable[int]) -> Ints:
        return np.array(list(x), dtype=np.int64)

    return Arrivals(
        entries=tuple((e, c) for e, c, _ in listed),
        move=move,
        limited=limited,
        not_recorded=_not_recorded(model, labels, starts, silent),
        labels=tuple((way, labels.commodities[c]) for (way, c), *_ in moves),
        fields={
            "move_from": whole(f for _, f, _, _ in moves),
            "move_to": whole(t for _, _, t, _ in moves),
            "move_good": whole(c for (_, c), *_ in moves),
            "move_rank": whole(r for *_, r in moves),
            "entry_group": whole(groups),
            "entry_state": whole(e.situation - first[g] for (e, _, _), g in zip(listed, groups, strict=True)),
            "entry_to": whole(place[route[e.route].to_place] for e, _, _ in listed),
            "entry_good": whole(c for _, c, _ in listed),
            "entry_move": whole(m for *_, m in listed),
            "entry_on": np.array([e.on for e, _, _ in listed], dtype=bool).reshape(-1, len(starts)).T,
        },
    )


def nothing(epochs: int) -> dict[str, np.ndarray]:
    """The fields of a case without records or usual inflow."""
    lists = (
        "move_from",
        "move_to",
        "move_good",
        "move_rank",
        "entry_group",
        "entry_state",
        "entry_to",
        "entry_good",
    )
    none = np.zeros(0, dtype=np.int64)
    return {**dict.fromkeys((*lists, "entry_move"), none), "entry_on": np.zeros((epochs, 0), dtype=bool)}


def _entries(
    model: Model,
    labels: Labels,
    starts: Ints,
    first: Ints,
    policy: Policy,
    origin: int,
    every: tuple[Gap, ...],
) -> list[Entry]:
    """Rows of inflow from the origin on under policy `usual`, and what is taken in the place of records before."""
    situation = {x: i for i, x in enumerate(labels.situations)}
    group = {x: i for i, x in enumerate(labels.groups)}
    of = {r.route: r.group or r.route for r in model.routes}
    entries = [
        Entry((("inflow", i, 1.0),), r.route, r.contents, situation[r.situation], starts >= origin)
        for i, r in enumerate(model.inflow)
        if policy == "usual"
    ]
    for gap in every:
        on = np.zeros(len(starts), dtype=bool)
        for a, b in gap.spans:
            on |= (starts >= a) & (starts < b)
        state = int(first[group[of[gap.route]]]) if gap.situation is None else situation[gap.situation]
        if gap.parts and on.any():
            entries.append(Entry(gap.parts, gap.route, gap.contents, state, on))
    return entries


def _ranked(ends: dict[tuple[str, int], Thing]) -> list[tuple[tuple[str, int], int, int, int]]:
    """Moves as (route and good, from, to, rank): a store gives after those that may fill it."""
    reach: dict[int, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    for (_, c), (f, t) in ends.items():
        reach[c][f].add(t)
    rank: dict[tuple[int, int], int] = {}
    for c, edges in reach.items():
        after = {p: _reached(edges, p) for p in list(edges)}
        for p in list(edges):
            rank[c, p] = sum(p in beyond and q not in after[p] for q, beyond in after.items())
    rows = [(key, f, t, rank[key[1], f]) for key, (f, t) in ends.items()]
    return sorted(rows, key=lambda x: (x[3], x[1], x[0][1]))


def _reached(edges: dict[int, set[int]], start: int) -> set[int]:
    """Places that goods may reach from a place, itself only where they come back."""
    seen: set[int] = set()
    ahead = list(edges[start])
    while ahead:
        p = ahead.pop()
        if p not in seen:
            seen.add(p)
            ahead += edges.get(p, ())
    return seen


def _not_recorded(
    model: Model, labels: Labels, starts: Ints, silent: dict[tuple[str, int], Bools]
) -> tuple[tuple[str, str, tuple[Span, ...]], ...]:
    """Route, commodity and days of what left a place whose stock is not on record; a source is outside."""
    source = {p.place for p in model.places if p.kind == "source"}
    start = {r.route: r.from_place for r in model.routes}
    ends = [*starts[1:], model.settings.days]
    return tuple(
        (way, labels.commodities[c], merged(d for e in np.flatnonzero(on) for d in range(starts[e], ends[e])))
        for (way, c), on in silent.items()
        if on.any() and start[way] not in source
    )

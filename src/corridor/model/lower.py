"""From the frozen model to arrays: labels to positions, dates to epochs, rules to tables.

`lower` gives what does not differ between members and a recipe; `Lowered.params` makes the parameters of a block of
members from their drawn values. Only this room knows both labels and positions. Engines read the arrays alone.
"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass, replace
from typing import get_args

import numpy as np

from corridor.errors import EngineError, UsageError
from corridor.model import arrivals, passing
from corridor.model import ways as wy
from corridor.model.arrays import (
    BIG,
    COVER,
    FIXED,
    FULL,
    LINE,
    PROCESS,
    STEPS,
    STRETCH,
    Arrays,
    Floats,
    Ints,
    Labels,
    Params,
    Policy,
)
from corridor.model.model import Model
from corridor.model.numbers import collect
from corridor.model.recipe import Recipe, params, stated_rations
from corridor.model.unrecorded import Gap

Step = tuple[int, int]
Thing = tuple[str, str]


REACHED = 1 - 1e-9
"""Part of the days of cover of a stated ration at which it holds: what is missing is rounding."""


@dataclass(frozen=True, slots=True)
class Lowered:
    """Arrays of a case at an origin, the recipe of its parameters, and the days without a record."""

    arrays: Arrays
    recipe: Recipe
    gaps: tuple[Gap, ...] = ()

    def params(self, values: Floats) -> Params:
        """Parameters of a block from drawn values (U, B), NaN where a rival row was not picked."""
        return params(self.arrays, self.recipe, values)


def position(names: tuple[str, ...]) -> dict[str, int]:
    """Position of each label."""
    return {name: i for i, name in enumerate(names)}


def lower(model: Model, *, origin: dt.date, policy: Policy | None = None) -> Lowered:
    """Arrays of a model whose rows are those known at `origin`, with its scenario merged.

    Parameters
    ----------
    model : Model
        Rows selected by `corridor.model.select.known`.
    origin : date
        First day of the forecast, within the case.
    policy : 'recorded', 'usual', 'pull' or None
        None: `usual` where inflow is given, else `pull` where something is supplied, else `recorded`.

    Raises
    ------
    EngineError
        If the origin is not a day of the case.
    UsageError
        If there is no such policy.
    """
    if policy is not None and policy not in get_args(Policy):
        raise UsageError(f'no policy is called "{policy}". There are: {", ".join(get_args(Policy))}.')
    days = model.settings.calendar
    first = days.number(origin)
    if not 0 <= first < days.count:
        raise EngineError(
            f"The origin {origin} is not a day of the case ({days.start} to {days.day(days.count - 1)})."
        )
    chosen = policy or default_policy(model)
    numbers = collect(model, policy=chosen)
    ways = wy.build(model, numbers)
    labels = _labels(model, ways)
    every = arrivals.found(model, first)
    cuts = _cuts(model, first, every)
    epoch = np.searchsorted(np.array(cuts), np.arange(days.count), side="right") - 1
    starts = np.array(cuts, dtype=np.int64)
    goods = _goods(model, labels, ways)
    stores = _stores(model, labels, starts)
    come = arrivals.build(
        model, labels, starts, ways.fields["group_first"], chosen, stores["unlimited"], first, every
    )
    labels = replace(labels, moves=come.labels)
    arrays = Arrays(
        labels=labels,
        days=days,
        origin=first,
        policy=chosen,
        epoch=epoch.astype(np.int64),
        numbers=numbers.items,
        **goods,
        **_needs(model, labels),
        **_worth(model, labels),
        **_rations(model, labels, starts),
        **stores,
        **_steps(model, labels),
        **come.fields,
        **_ranks(model, labels),
        **passing.passes(model, labels.places, labels.commodities, ways),
        **ways.fields,
    )
    return Lowered(arrays, Recipe(model, numbers, labels, starts, ways, come), every)


def default_policy(model: Model) -> Policy:
    """Policy where none is asked for: `usual` with inflow, `pull` with supply at a source, else `recorded`."""
    if model.inflow:
        return "usual"
    sources = {p.place for p in model.places if p.kind != "settlement"}
    return "pull" if any(s.place in sources for s in model.supply) else "recorded"


def _cuts(model: Model, origin: int, every: tuple[Gap, ...]) -> list[int]:
    """First days of the epochs: every day on which some row starts or has ended."""
    days = model.settings.calendar
    cuts = {0, origin}
    spans: list[tuple[dt.date | None, dt.date | None]] = [(r.start, None) for r in model.people]
    for table in (model.fixed_needs, model.supply, model.processes, model.rations):
        spans += [(r.start, r.end) for r in table]
    for start, end in spans:
        cuts.update(days.span(start, end))
    cuts |= arrivals.cuts(model, origin, every)
    return sorted(c for c in cuts if 0 <= c < days.count)


def _labels(model: Model, ways: wy.Ways) -> Labels:
    processes = tuple(dict.fromkeys(q.process for q in model.processes))
    return Labels(
        places=tuple(p.place for p in model.places),
        commodities=tuple(c.commodity for c in model.commodities),
        commodity_units=tuple(c.unit for c in model.commodities),
        needs=tuple(n.need for n in model.needs),
        need_units=tuple(n.unit for n in model.needs),
        routes=ways.routes,
        legs=ways.legs,
        lines=ways.lines,
        crossings=tuple(x.crossing for x in model.crossings),
        fleets=tuple(f.fleet for f in model.fleets),
        processes=processes,
        groups=ways.groups,
        situations=ways.situations,
        classes=ways.classes,
    )


def _goods(model: Model, labels: Labels, ways: wy.Ways) -> dict[str, np.ndarray]:
    goods = model.commodities
    return {
        "kg": np.array([(c.kg_per_unit or 0.0) / 1000 for c in goods]),
        "m3": np.array([c.m3_per_unit or 0.0 for c in goods]),
        "storable": np.array([c.storable for c in goods], dtype=bool),
        "klass": np.array(ways.class_of, dtype=np.int64),
        "contents": np.array(
            [(c.kcal_per_unit, c.protein_g_per_unit, c.fat_g_per_unit) for c in goods], dtype=float
        ).reshape(len(goods), 3),
    }


def _needs(model: Model, labels: Labels) -> dict[str, np.ndarray]:
    commodity = position(labels.commodities)
    rows = [[s for s in model.satisfies if s.need == n.need] for n in model.needs]
    flat = [s for group in rows for s in group]
    served = _together(model, [{s.commodity for s in group} for group in rows])
    return {
        "serve_order": np.array([i for group in served for i in group], dtype=np.int64),
        "together": np.repeat(np.arange(len(served)), [len(group) for group in served]).astype(np.int64),
        "sat_start": np.cumsum([0, *(len(g) for g in rows)]).astype(np.int64),
        "sat_commodity": np.array([commodity[s.commodity] for s in flat], dtype=np.int64),
        "sat_value": np.array([s.per_unit for s in flat], dtype=float),
        "sat_max": np.array([s.max_share.mid for s in flat], dtype=float),
        "sat_whole": np.array([s.max_share.low >= 1 for s in flat], dtype=bool),
    }


def _together(model: Model, goods: list[set[str]]) -> list[list[int]]:
    """Needs in the order in which they are served; those of one rank that share commodities stand in one list.

    Needs that share nothing but are linked by others that share with both stand together too.
    """
    found: list[list[int]] = []
    ranks = [(not n.critical, n.priority) for n in model.needs]
    for rank in sorted(set(ranks)):
        groups: list[list[int]] = []
        for i in (i for i, r in enumerate(ranks) if r == rank):
            linked = [g for g in groups if any(goods[i] & goods[j] for j in g)]
            groups = [g for g in groups if g not in linked]
            groups.append(sorted([i, *(j for g in linked for j in g)]))
        found += sorted(groups)
    return found


def _ranks(model: Model, labels: Labels) -> dict[str, np.ndarray]:
    """In which order commodities are loaded where space is short: by the best need that each serves or helps to serve.

    Critical needs come first, then priority. What goes into a process has the rank of what comes out of it. What serves
    no need comes last.
    """
    of_need = {n.need: (not n.critical, n.priority) for n in model.needs}
    last = (True, math.inf)
    best = {
        c: min((of_need[s.need] for s in model.satisfies if s.commodity == c), default=last)
        for c in labels.commodities
    }
    for name in reversed(_process_order(model, labels)):
        flows = [f for f in model.process_flows if f.process == name]
        made = min((best[f.commodity] for f in flows if f.role == "output"), default=last)
        for f in flows:
            if f.role == "input":
                best[f.commodity] = min(best[f.commodity], made)
    moved = {c.commodity for c in model.commodities if c.storable and c.kg_per_unit}
    known = sorted({r for c, r in best.items() if c in moved and r != last})
    rank = [known.index(best[c]) if best[c] in known else max(0, len(known) - 1) for c in labels.commodities]
    return {"rank": np.array(rank, dtype=np.int64)}


def _worth(model: Model, labels: Labels) -> dict[str, np.ndarray]:
    """Content of a unit in store toward each need, looking through processes (sparse), and by pair."""
    place, commodity = position(labels.places), position(labels.commodities)
    pairs = [s for n in model.needs for s in model.satisfies if s.need == n.need]
    of = [[k for k, s in enumerate(pairs) if s.need == n.need] for n in model.needs]
    via = np.zeros((len(labels.places), len(labels.commodities), len(pairs)))
    for k, s in enumerate(pairs):
        via[:, commodity[s.commodity], k] = s.per_unit
    at = {q.process: place[q.place] for q in model.processes}
    for name in reversed(_process_order(model, labels)):
        flows = [f for f in model.process_flows if f.process == name]
        first = next(f for f in flows if f.role == "input")
        outputs = [f for f in flows if f.role == "output"]
        made = [via[at[name], commodity[f.commodity]] * (f.amount / first.amount) for f in outputs]
        through = np.sum(made, axis=0) if made else np.zeros(len(pairs))
        row = via[at[name], commodity[first.commodity]]
        for own in of:
            if np.sum(through[own]) > np.sum(row[own]):
                row[own] = through[own]
    worth = np.zeros((*via.shape[:2], len(of)))
    for number, own in enumerate(of):
        worth[..., number] = via[..., own].sum(-1)
    p, c, n = (x.astype(np.int64) for x in np.nonzero(worth))
    parts = [(m, k) for m in range(len(p)) for k in of[n[m]] if via[p[m], c[m], k] > 0]
    entry, pair = np.array(parts, dtype=np.int64).reshape(-1, 2).T
    return {
        "worth_place": p,
        "worth_commodity": c,
        "worth_need": n,
        "worth": worth[p, c, n],
        "via_entry": entry,
        "via_pair": pair,
        "via_share": via[p[entry], c[entry], pair] / worth[p, c, n][entry],
    }


def _rations(model: Model, labels: Labels, starts: Ints) -> dict[str, np.ndarray]:
    shape = (len(starts), len(labels.places), len(labels.needs))
    of_row = np.full(shape, -1, dtype=np.int64)
    place, need = position(labels.places), position(labels.needs)
    code = {"full": FULL, "cover": COVER, "fixed": FIXED, "stretch": STRETCH, "steps": STEPS}
    ranked = sorted(model.rations, key=lambda r: (r.place != "*", r.need != "*", r.start or dt.date.min))
    for i, r in enumerate(ranked):
        on = active(model, starts, r.start, r.end)
        p = slice(None) if r.place == "*" else slice(place[r.place], place[r.place] + 1)
        n = slice(None) if r.need == "*" else slice(need[r.need], need[r.need] + 1)
        of_row[on, p, n] = i
    since = np.zeros(shape, dtype=np.int64)
    for e in range(1, len(starts)):
        since[e] = np.where(of_row[e] == of_row[e - 1], since[e - 1], starts[e])
    stated = stated_rations(model)
    schedules = list(dict.fromkeys(s.schedule for s in stated))
    counts = [sum(s.schedule == name for s in stated) for name in schedules]
    row = [(code[r.policy], r.review_days, schedules.index(r.schedule) if r.schedule else -1) for r in ranked]
    of = np.array([*row, (FULL, 1, -1)], dtype=np.int64)[of_row]
    return {
        "policy_kind": of[..., 0],
        "ration_since": since,
        "ration_review": of[..., 1],
        "ration_schedule": of[..., 2],
        "stated_start": np.cumsum([0, *counts]).astype(np.int64),
        "stated_above": np.array([s.above_days * REACHED for s in stated], dtype=float),
    }


def active(model: Model, starts: Ints, start: dt.date | None, end: dt.date | None) -> np.ndarray:
    """Which epochs lie within a range of dates, both included."""
    first, last = model.settings.calendar.span(start, end)
    on: np.ndarray = (starts >= first) & (starts < last)
    return on


def _stores(model: Model, labels: Labels, starts: Ints) -> dict[str, np.ndarray]:
    place, commodity = position(labels.places), position(labels.commodities)
    unlimited = np.zeros((len(starts), len(labels.places), len(labels.commodities)), dtype=bool)
    for s in model.supply:
        if s.unlimited:
            unlimited[active(model, starts, s.start, s.end), place[s.place], commodity[s.commodity]] = True
    return {
        "storage": np.array([BIG if p.storage_t is None else p.storage_t for p in model.places]),
        "unlimited": unlimited,
    }


def _listed(model: Model, labels: Labels) -> list[tuple[int, int]]:
    """Lines and processes in the one listed order: as the tables have it, but what makes a thing before what takes it.

    Blank `order` means: lines first, then processes, each in table order. A cycle raises.
    """
    lines = [r for r in model.routes if r.mode == "line"]
    process = {q.process: q for q in reversed(model.processes)}
    steps: list[tuple[int, int]] = [(LINE, i) for i in range(len(lines))]
    steps += [(PROCESS, i) for i in range(len(labels.processes))]
    gives: dict[tuple[int, int], set[tuple[str, str]]] = {}
    takes: dict[tuple[int, int], set[tuple[str, str]]] = {}
    asked: dict[tuple[int, int], tuple[float, int]] = {}
    for i, r in enumerate(lines):
        gives[LINE, i] = {(r.to_place, c) for c in r.carries}
        takes[LINE, i] = {(r.from_place, c) for c in r.carries}
        asked[LINE, i] = (r.order if r.order is not None else 0, i)
    for i, name in enumerate(labels.processes):
        q = process[name]
        flows = [f for f in model.process_flows if f.process == name]
        gives[PROCESS, i] = {(q.place, f.commodity) for f in flows if f.role == "output"}
        takes[PROCESS, i] = {(q.place, f.commodity) for f in flows if f.role == "input"}
        asked[PROCESS, i] = (q.order if q.order is not None else 0, len(lines) + i)
    steps.sort(key=lambda s: asked[s])
    return _topological(steps, gives, takes)


def _topological(
    steps: list[Step], gives: dict[Step, set[Thing]], takes: dict[Step, set[Thing]]
) -> list[Step]:
    """The steps in their order, each moved behind what makes its inputs; EngineError on a cycle."""
    left = list(steps)
    done: list[Step] = []
    while left:
        ready = next((s for s in left if not any(gives[o] & takes[s] for o in left if o != s)), None)
        if ready is None or gives[ready] & takes[ready]:
            raise EngineError("Lines and processes form a cycle: what one gives comes back as its own input.")
        left.remove(ready)
        done.append(ready)
    return done


def _process_order(model: Model, labels: Labels) -> list[str]:
    return [labels.processes[i] for kind, i in _listed(model, labels) if kind == PROCESS]


def _steps(model: Model, labels: Labels) -> dict[str, np.ndarray]:
    place, commodity, group = position(labels.places), position(labels.commodities), position(labels.groups)
    listed = _listed(model, labels)
    lines = [r for r in model.routes if r.mode == "line"]
    process = {q.process: q for q in reversed(model.processes)}
    ins = [[f for f in model.process_flows if (f.process, f.role) == (n, "input")] for n in labels.processes]
    outs = [
        [f for f in model.process_flows if (f.process, f.role) == (n, "output")] for n in labels.processes
    ]

    if any(r.loss_share.high >= 1 for r in lines):
        lost = next(r.route for r in lines if r.loss_share.high >= 1)
        raise EngineError(
            f'The line "{lost}" loses all that it carries. Write a loss_share below 1, or close it.'
        )

    def integers(x: list[int]) -> np.ndarray:
        return np.array(x, dtype=np.int64)

    return {
        "step_kind": integers([k for k, _ in listed]),
        "step_index": integers([i for _, i in listed]),
        "line_from": integers([place[r.from_place] for r in lines]),
        "line_to": integers([place[r.to_place] for r in lines]),
        "line_commodity": integers([commodity[r.carries[0]] for r in lines]),
        "line_group": integers([group[r.group or r.route] for r in lines]),
        "proc_place": integers([place[process[n].place] for n in labels.processes]),
        "in_start": integers([0, *np.cumsum([len(x) for x in ins])]),
        "in_commodity": integers([commodity[f.commodity] for x in ins for f in x]),
        "in_amount": np.array([f.amount for x in ins for f in x], dtype=float),
        "in_keep": np.array([f.keep for x in ins for f in x], dtype=float),
        "out_start": integers([0, *np.cumsum([len(x) for x in outs])]),
        "out_commodity": integers([commodity[f.commodity] for x in outs for f in x]),
        "out_amount": np.array([f.amount for x in outs for f in x], dtype=float),
    }

"""What one slot, truck or tonne more or less would change: by solving again both ways, future by future.

Duals only choose what is solved again, and are never shown: rows that state one physical limit are summed first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from corridor.model.arrays import BIG, Floats, Ints, Params
from corridor.plan.highs import Solver
from corridor.result.start import Start
from corridor.study.plans.closures import Base, outcome, program, read, solved_of
from corridor.study.plans.futures import Futures
from corridor.study.plans.intervals import Mean

Progress = Callable[[int, int], None]
MOST = 8
NEAR = 1e-7
LEAST = 1e-6
"""Thousands of weighted person-days a unit below which a limit is not solved again for its dual."""


@dataclass(frozen=True, slots=True)
class Thing:
    """Something of which there could be one more: a slot, a truck, a tonne of a way, of a cap, of a stock, of a supply.

    Attributes
    ----------
    kind : str
        `slot`, `truck`, `way`, `cap`, `stock`, `supply`.
    of : tuple of str
        Ids.
    unit : str
        One of what.
    at : tuple of int
        Positions in the arrays.
    """

    kind: str
    of: tuple[str, ...]
    unit: str
    at: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OneMore:
    """What one more saves and one less costs, weighted person-days; both found by solving again."""

    thing: Thing
    saves: Mean
    costs: Mean

    def plain(self) -> dict[str, object]:
        """Plain values."""
        return {
            "kind": self.thing.kind,
            "of": list(self.thing.of),
            "unit": self.thing.unit,
            "one_more_saves": self.saves.plain(),
            "one_less_costs": self.costs.plain(),
        }


def things(drawn: Futures) -> tuple[Thing, ...]:
    """All of which there could be one more in a case; what is without limit is left out."""
    return tuple(_things(drawn))


def _things(drawn: Futures) -> Iterator[Thing]:
    a, p, n = drawn.arrays, drawn.params, drawn.arrays.labels
    own = _road_pools(drawn)
    for x, crossing in enumerate(n.crossings):
        if (p.slots[x] < BIG).any():
            yield Thing("slot", (crossing,), "slot a day", (x,))
    for f, fleet in enumerate(n.fleets):
        yield Thing("truck", (fleet,), "truck", (f,))
    for r, route in enumerate(n.routes):
        if (p.route_cap[r] < BIG).any():
            yield Thing("way", (route,), "truck a day" if r in own else "t a day", (r,))
    for o, counts_trucks in enumerate(a.pool_trucks):
        if o not in own.values():
            yield Thing(
                "cap",
                (f"cap {o + 1}", *_capped(drawn, o)),
                "truck a day" if counts_trucks else "t a day",
                (o,),
            )
    free = a.unlimited[a.epoch[drawn.first :]].any(0)
    for place, good in np.argwhere(~free & (drawn.start.stock > 0).any(-1) & (a.kg > 0)):
        yield Thing("stock", (n.places[place], n.commodities[good]), "t", (int(place), int(good)))
    given = (p.supply[a.epoch[drawn.first :]] > 0).any((0, -1))
    for place, good in np.argwhere(~free & given & (a.kg > 0)):
        yield Thing("supply", (n.places[place], n.commodities[good]), "t a day", (int(place), int(good)))


def _capped(drawn: Futures, o: int) -> tuple[str, ...]:
    """Ways that a cap covers."""
    a = drawn.arrays
    legs = (a.pool_of == o).any((0, 1, 3))
    return tuple(sorted({a.labels.routes[r] for r in a.leg_route[legs]}))


def _road_pools(drawn: Futures) -> dict[int, int]:
    """Caps that are the road itself, where what it carries is counted in trucks, by route."""
    ways = drawn.prepared.lowered.recipe.ways
    return {r: ways.pools.index(number) for r, number in enumerate(ways.route_number) if number in ways.pools}


def changed(drawn: Futures, thing: Thing, by: float) -> Futures:
    """The same futures with one more (or less, never below none) of a thing."""
    a, p, s = drawn.arrays, drawn.params, drawn.start
    if thing.kind == "slot":
        return replace(drawn, params=replace(p, slots=_more(p.slots, thing.at, by)))
    if thing.kind == "cap":
        return replace(drawn, params=replace(p, pool_limit=_more(p.pool_limit, thing.at, by)))
    if thing.kind == "way":
        return replace(drawn, params=_wider(drawn, thing.at[0], by))
    if thing.kind == "truck":
        return replace(drawn, start=replace(s, home=_more(s.home, thing.at, by)))
    units = by / float(a.kg[thing.at[1]])
    if thing.kind == "stock":
        return replace(drawn, start=_stocked(s, thing.at, units), params=_counted(drawn, thing.at, units))
    supply = p.supply.copy()
    here = supply[:, thing.at[0], thing.at[1]]
    here[...] = np.where(here > 0, np.maximum(0.0, here + units), here)
    return replace(drawn, params=replace(p, supply=supply))


def _more(x: Floats, at: tuple[int, ...], by: float) -> Floats:
    out = x.copy()
    out[at] = np.maximum(0.0, out[at] + by)
    return out


def _wider(drawn: Futures, r: int, by: float) -> Params:
    p, own = drawn.params, _road_pools(drawn)
    if r not in own:
        return replace(p, route_cap=_more(p.route_cap, (r,), by))
    scale = drawn.prepared.lowered.recipe.ways.route_scale[r]
    return replace(
        p, route_cap=_more(p.route_cap, (r,), by * scale), pool_limit=_more(p.pool_limit, (own[r],), by)
    )


def _stocked(s: Start, at: tuple[int, ...], units: float) -> Start:
    return replace(s, stock=_more(s.stock, at, units))


def _counted(drawn: Futures, at: tuple[int, ...], units: float) -> Params:
    """A count of stock on the first morning, which takes the place of what the model has, changes with it."""
    changes = []
    for c in drawn.params.changes:
        amount = c.amount
        mine = (c.place == at[0]) & (c.commodity == at[1])
        if c.reset and c.day == drawn.first and mine.any():
            amount = amount.copy()
            amount[mine] = np.maximum(0.0, amount[mine] + units)
        changes.append(replace(c, amount=amount))
    return replace(drawn.params, changes=tuple(changes))


def one_more(
    base: Base, *, most: int = MOST, of: tuple[Thing, ...] | None = None, progress: Progress | None = None
) -> tuple[tuple[OneMore, ...], int]:
    """What one more or less changes of the things that a plan hangs on most.

    Parameters
    ----------
    base : Base
    most : int
        Things solved again; those with the largest duals, then those that are used up.
    of : tuple of Thing, optional
        These and no others, without a screen.
    progress : callable (done, all), optional

    Returns
    -------
    tuple of OneMore
        What saves most first.
    int
        Things that were not solved again.
    """
    every = things(base.drawn)
    chosen = _screened(base, every)[:most] if of is None else list(of)
    solver, found = Solver(), []
    if chosen:
        solver.solve(base.solved.written.program)
    for i, thing in enumerate(chosen):
        more, less = (_solve(base, thing, by, solver) for by in (1.0, -1.0))
        found.append(
            OneMore(
                thing=thing,
                saves=Mean.of(-more, rounding=base.rounding),
                costs=Mean.of(less, rounding=base.rounding),
            )
        )
        if progress:
            progress(i + 1, len(chosen))
    found.sort(key=lambda x: (-x.saves.mean - x.costs.mean, x.thing.kind, x.thing.of))
    return tuple(found), len(every) - len(chosen)


def _solve(base: Base, thing: Thing, by: float, solver: Solver) -> Floats:
    """Weighted person-days above the base, by future."""
    d = read(base, changed(base.drawn, thing, by))
    written = program(d, base.weights, shared_steps=base.shared, scale=base.solved.written.scale)
    return outcome(solved_of(written, solver)).over(base.outcome).weighted


def _screened(base: Base, every: tuple[Thing, ...]) -> list[Thing]:
    """Things worth solving again, by the sum of the duals of all rows that state their limit; used up ones last."""
    p, found = base.solved.written.program, base.solved.solution
    activity = p.matrix @ found.values
    most = np.where(np.isfinite(p.row_upper), p.row_upper, BIG)
    tight = activity >= most - NEAR * np.maximum(1.0, np.abs(most))
    ranked = []
    for i, thing in enumerate(every):
        spots, factor = _rows(base, thing)
        price = float(np.abs(found.duals[spots] * factor).sum())
        if price > LEAST or (thing.kind not in {"stock", "supply"} and tight[spots].any()):
            ranked.append((-price, i, thing))
    return [thing for _, _, thing in sorted(ranked, key=lambda x: x[:2])]


def _rows(base: Base, thing: Thing) -> tuple[Ints, Floats]:
    """Rows that state the limit of a thing, and by how much one more of it moves each."""
    p, d, a = base.solved.written.program, base.data, base.drawn.arrays
    own = _road_pools(base.drawn)
    legs = {leg for leg, r in zip(a.labels.legs, a.leg_route, strict=True) if r == thing.at[0]}
    pools = (
        {thing.at[0]}
        if thing.kind == "cap"
        else {own[thing.at[0]]}
        if thing.kind == "way" and thing.at[0] in own
        else set()
    )
    wanted: dict[str, Callable[[int, tuple[str, ...]], bool]] = {
        "slot": lambda i, item: item == thing.of,
        "truck": lambda i, item: item == thing.of,
        "way": lambda i, item: item == thing.of or item[0] in legs,
        "stock": lambda i, item: item == thing.of,
        "supply": lambda i, item: item == thing.of,
    }
    blocks = {
        "slot": ("slots",),
        "truck": ("trucks at home", "trucks", "loads and trucks"),
        "way": ("road", "share"),
        "stock": ("balance",),
        "supply": ("balance",),
    }
    spots, factors = [], []
    for block in p.rows.values():
        capped = block.name in {"cap", "cap at the gate"}
        if not capped and block.name not in blocks.get(thing.kind, ()):
            continue
        for i, item in enumerate(block.items):
            if (i in pools) if capped else wanted[thing.kind](i, item):
                per = block.size // block.shape[0]
                spots.append(
                    np.arange(block.first + i * per, block.first + (i + 1) * per).reshape(block.shape[1:])
                )
                factors.append(_moved(thing, a.kg, d.steps.length, block.shape[1:]))
    if not spots:
        return np.zeros(0, dtype=np.int64), np.zeros(0)
    return np.concatenate([x.ravel() for x in spots]), np.concatenate([x.ravel() for x in factors])


def _moved(thing: Thing, kg: Floats, length: Ints, shape: tuple[int, ...]) -> Floats:
    """By how much one more moves the right side of each step's row."""
    out = np.zeros(shape)
    if thing.kind in {"stock", "truck"}:
        out[0] = 1.0
    else:
        out += length[: shape[0]].reshape(-1, *[1] * (len(shape) - 1))
    return out / kg[thing.at[1]] if thing.kind in {"stock", "supply"} else out

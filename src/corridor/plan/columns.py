"""The columns of a plan: which shipments, stocks, rations there are, and where each stands in the program.

Only what can matter has a column: a shipment needs a way that carries it, goods that can be at its start, and a use at
its end. Every column has the axes (item, step, future); `Columns` says what each item is.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from corridor.model.arrays import Arrays, Bools, Floats, Ints
from corridor.plan.blocks import INF, Builder, Index
from corridor.plan.data import Data


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Positions of all columns, and what their items are. V shipments, U stocks, G rations, E places with a need."""

    ship_leg: Ints  # (V,)
    ship_good: Ints  # (V,)
    sent: Index  # (V, I, B) own unit
    truck_leg: Ints  # (Y,) legs of a fleet
    trucks: Index  # (Y, I, B) trucks sent
    stock_place: Ints  # (U,)
    stock_good: Ints  # (U,)
    stock: Index  # (U, I, B) at the close, own unit
    lost_stock: Ints  # (U',) stocks of what cannot be stored or comes without limit, by number
    lost: Index  # (U', I, B) lost of it at the close
    free_stock: Ints  # (U',) stocks with unlimited supply on some day, by number
    free: Index  # (U', I, B) drawn of it
    runs: Index  # (Q, I, B)
    moved: Index  # (W, I, B) into lines, own unit
    give_pair: Ints  # (G,) pair of need and commodity
    give_place: Ints  # (G,)
    given: Index  # (G, I, B) own unit
    need_place: Ints  # (E,)
    need: Ints  # (E,)
    short: Index  # (E, 3, I, B) normal, minimum, survival part, scaled unit of the need
    gate: Ints  # (V',) shipments that may be held, by number
    passed: Index  # (V', I, B) let through
    waiting: Index  # (V', I, B) held at the close
    gate_leg: Ints  # (Y',) legs of a fleet that may be held
    passed_trucks: Index  # (Y', I, B)
    waiting_trucks: Index  # (Y', I, B)
    home: Index  # (F, I, B)

    stock_number: Ints  # (P, C) number of the stock of each place and commodity, -1 where there is none

    def stock_at(self) -> dict[tuple[int, int], int]:
        """Number of the stock of each place and commodity."""
        return {
            (int(p), int(c)): i
            for i, (p, c) in enumerate(zip(self.stock_place, self.stock_good, strict=True))
        }


def columns(build: Builder, d: Data, *, scale: Floats) -> Columns:
    """Make the columns of a plan with their bounds; costs are the objective's.

    Parameters
    ----------
    build : Builder
    d : Data
    scale : array (N,)
        Scaled units in a unit of each need.
    """
    a, tail = d.arrays, (d.steps.count, d.futures)
    useful, there = reach(d)
    meant = carried(d) & useful[a.leg_to] & there[a.leg_from]
    under_way = ((d.start.held > 0).any(-1) | (d.due > 0).any((0, 3))) & a.storable & (a.kg > 0)
    ship: Bools = np.asarray(meant | under_way)
    ship_leg, ship_good = _where(ship)
    legs = np.unique(ship_leg[a.leg_fleet[ship_leg] >= 0])
    place, good = _where(there)
    number = np.full(there.shape, -1, dtype=np.int64)
    number[place, good] = np.arange(len(place))
    gives: Bools = np.asarray(there[:, a.sat_commodity] & (d.most_given > 0).any((0, 3)))
    give_pair, give_place = _where(gives.T)
    needs: Bools = np.asarray((d.parts > 0).any((0, 3, 4)))
    need_place, need = _where(needs)
    gate = np.flatnonzero(a.leg_hold[ship_leg])
    gate_leg = legs[a.leg_hold[legs]]
    before = under_way[ship_leg[gate], ship_good[gate]]
    some_due = (d.due_trucks[:, gate_leg] > 0).any((0, 2))
    trucks_before: Bools = np.asarray((d.start.held_trucks[gate_leg] > 0).any(-1) | some_due)
    is_open = d.open_days[:, ship_leg, a.klass[ship_good]].transpose(1, 0, 2) > 0  # (V, I, B)
    queued = _queued(a)
    passes = is_open[gate] | ~queued[ship_leg[gate], None, None]
    # What comes without limit is neither stored nor handed out, and what else is there goes with what is sent.
    limitless = d.free[:, place, good].T[..., None]  # (U, I, 1)
    keeps = a.storable[good][:, None, None] & ~limitless
    lost = np.flatnonzero(~keeps.all((1, 2)))
    free = np.flatnonzero(limitless.any((1, 2)))
    n = a.labels
    shipments = [(n.legs[leg], n.commodities[c]) for leg, c in zip(ship_leg, ship_good, strict=True)]
    stocks = [(n.places[p], n.commodities[c]) for p, c in zip(place, good, strict=True)]
    legs_of, gates_of = [(n.legs[leg],) for leg in legs], [(n.legs[leg],) for leg in gate_leg]
    held = [shipments[v] for v in gate]
    of_pair = np.repeat(np.arange(len(n.needs)), np.diff(a.sat_start))
    gifts = [
        (n.places[p], n.needs[of_pair[k]], n.commodities[a.sat_commodity[k]])
        for k, p in zip(give_pair, give_place, strict=True)
    ]
    return Columns(
        ship_leg=ship_leg,
        ship_good=ship_good,
        sent=build.add_columns(
            "sent", (len(ship_leg), *tail), items=shipments, upper=np.where(is_open, INF, 0.0)
        ),
        truck_leg=legs,
        trucks=build.add_columns("trucks", (len(legs), *tail), items=legs_of),
        stock_place=place,
        stock_good=good,
        stock=build.add_columns("stock", (len(place), *tail), items=stocks, upper=np.where(keeps, INF, 0.0)),
        stock_number=number,
        lost_stock=lost,
        lost=build.add_columns(
            "lost",
            (len(lost), *tail),
            items=[stocks[u] for u in lost],
            upper=np.where(keeps[lost], 0.0, INF),
        ),
        free_stock=free,
        free=build.add_columns(
            "free",
            (len(free), *tail),
            items=[stocks[u] for u in free],
            upper=np.where(limitless[free], INF, 0.0),
        ),
        runs=build.add_columns(
            "runs",
            (len(a.proc_place), *tail),
            items=[(q,) for q in n.processes],
            upper=d.process_cap.transpose(1, 0, 2),
        ),
        moved=build.add_columns(
            "moved",
            (len(a.line_from), *tail),
            items=[(w,) for w in n.lines],
            upper=d.line_cap.transpose(1, 0, 2),
        ),
        give_pair=give_pair,
        give_place=give_place,
        given=build.add_columns(
            "given",
            (len(give_pair), *tail),
            items=gifts,
            upper=d.most_given[:, give_place, give_pair].transpose(1, 0, 2),
        ),
        need_place=need_place,
        need=need,
        short=build.add_columns(
            "short",
            (len(need), 3, *tail),
            items=[(n.places[p], n.needs[i]) for p, i in zip(need_place, need, strict=True)],
            axes=("item", "tier", "step", "future"),
            upper=d.parts[:, need_place, need].transpose(1, 2, 0, 3) * scale[need][:, None, None, None],
        ),
        gate=gate,
        passed=build.add_columns("passed", (len(gate), *tail), items=held, upper=np.where(passes, INF, 0.0)),
        waiting=build.add_columns("waiting", (len(gate), *tail), items=held, upper=_may_wait(d, before)),
        gate_leg=gate_leg,
        passed_trucks=build.add_columns("passed trucks", (len(gate_leg), *tail), items=gates_of),
        waiting_trucks=build.add_columns(
            "waiting trucks", (len(gate_leg), *tail), items=gates_of, upper=_may_wait(d, trucks_before)
        ),
        home=build.add_columns("home", (len(a.fleet_base), *tail), items=[(t,) for t in n.fleets]),
    )


def _where(mask: Bools) -> tuple[Ints, Ints]:
    """Positions along both axes where a mask holds."""
    first, second = np.nonzero(mask)
    return np.ascontiguousarray(first), np.ascontiguousarray(second)


def _may_wait(d: Data, before: Bools) -> Floats:
    """Most that waits at gates in each step, (G, I, 1): nothing where nothing is sent to wait.

    `before` (G,) says of which goods, or trucks, some were on the way before the plan: those may.
    """
    found: Floats = np.where(d.queues[None] | before[:, None], INF, 0.0)[..., None]
    return found


def _queued(a: Arrays) -> Bools:
    """Legs with a crossing where trucks wait."""
    found = np.zeros(len(a.leg_from), dtype=bool)
    np.logical_or.at(
        found, np.repeat(np.arange(len(a.leg_from)), np.diff(a.cross_start)), a.crossing_queue[a.cross]
    )
    return found


def carried(d: Data) -> Bools:
    """What each leg may carry on some day: goods with a mass that its route takes and access lets through, (L, C)."""
    a = d.arrays
    goods = a.storable & (a.kg > 0)
    may: Bools = np.asarray((d.open_days > 0).any((0, 3)))
    found: Bools = may[:, a.klass] & goods
    return found


def reach(d: Data) -> tuple[Bools, Bools]:
    """Where each commodity is of use, and where it can be at all, both (P, C)."""
    a = d.arrays
    shape = (len(a.labels.places), len(a.labels.commodities))
    by_leg = carried(d)
    useful, there = np.zeros(shape, dtype=bool), np.zeros(shape, dtype=bool)
    for n in range(len(a.labels.needs)):
        wanted = (d.parts[:, :, n] > 0).any((0, 2, 3))
        useful[np.ix_(wanted, a.sat_commodity[a.sat_start[n] : a.sat_start[n + 1]])] = True
    useful[a.leg_from[a.leg_fuel >= 0], a.leg_fuel[a.leg_fuel >= 0]] = True
    there |= (d.start.stock > 0).any(-1) | (d.came > 0).any((0, 3)) | d.free.any(0)
    np.logical_or.at(there, a.leg_to, (d.due > 0).any((0, 3)) | (d.start.held > 0).any(-1))
    while True:
        before = int(useful.sum() + there.sum())
        np.logical_or.at(useful, a.leg_from, useful[a.leg_to] & by_leg)
        np.logical_or.at(there, a.leg_to, there[a.leg_from] & by_leg)
        np.logical_or.at(useful, (a.line_from, a.line_commodity), useful[a.line_to, a.line_commodity])
        np.logical_or.at(there, (a.line_to, a.line_commodity), there[a.line_from, a.line_commodity])
        for q, p in enumerate(a.proc_place):
            ins = a.in_commodity[a.in_start[q] : a.in_start[q + 1]]
            outs = a.out_commodity[a.out_start[q] : a.out_start[q + 1]]
            useful[p, ins] |= useful[p, outs].any()
            there[p, outs] |= there[p, ins].all()
        if int(useful.sum() + there.sum()) == before:
            return useful, there

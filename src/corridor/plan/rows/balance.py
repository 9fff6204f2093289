"""Balance: what is in store at the close of a step, from what was, came, was made, moved, given, sent and burnt.

For a step of one day this is the order of the day: what was, arrived and came perishes; the rest is made, moved, handed
out and sent. Over several days each flow is spread evenly, and perishes from its own day on.
"""

from __future__ import annotations

import numpy as np

from corridor.model.arrays import Floats
from corridor.plan.blocks import Index
from corridor.plan.rows.frame import Frame, earlier


def balance(f: Frame) -> None:
    """Write one row a place, commodity and step."""
    d, x, a = f.d, f.x, f.d.arrays
    at = x.stock_at()
    kept, came, left = keeping(f)
    first = f.d.start.stock[x.stock_place, x.stock_good]
    fixed = d.came[:, x.stock_place, x.stock_good].transpose(1, 0, 2) + _arriving_before(f)
    right = came[:, :, None] * fixed
    right[:, 0] += kept[:, 0, None] * first
    rows = f.build.add_rows(
        "balance", (len(x.stock_place), *f.tail), items=f.named("stock"), lower=right, upper=right
    )
    f.build.put(rows, x.stock, 1.0)
    f.build.put(rows, x.lost, left[..., None])
    f.build.put(rows, x.free, -1.0)
    f.build.put(rows[:, 1:], earlier(x.stock), -kept[:, 1:, None])
    _arrive(f, rows, came, at)
    _make(f, rows, left, at)
    _move(f, rows, left, at)
    for g, (k, p) in enumerate(zip(x.give_pair, x.give_place, strict=True)):
        u = at[int(p), int(a.sat_commodity[k])]
        f.build.put(rows[u], x.given[g], left[u, :, None])
    for v, (leg, c) in enumerate(zip(x.ship_leg, x.ship_good, strict=True)):
        spot = int(a.leg_from[leg]), int(c)
        if spot in at:
            f.build.put(rows[at[spot]], x.sent[v], left[at[spot], :, None])
    _burn(f, rows, left, at)


def keeping(f: Frame) -> tuple[Floats, Floats, Floats]:
    """Shares left at the close, (U, I): of what was there before, of what came in the step, of what left it."""
    perish = f.d.arrays.perish[f.x.stock_good][:, None]
    days = f.d.steps.length[None]
    kept = (1 - perish) ** days
    with np.errstate(divide="ignore", invalid="ignore"):
        left = np.where(perish > 0, (1 - kept) / (perish * days), 1.0)
    return kept, left * (1 - perish), left


def _arriving_before(f: Frame) -> Floats:
    """Own goods sent before the plan that arrive and are not held, (U, I, B)."""
    a = f.d.arrays
    out = np.zeros((len(a.labels.places), len(a.labels.commodities), *f.tail))
    for leg in np.flatnonzero(~a.leg_hold):
        out[a.leg_to[leg]] += f.d.due[:, leg].transpose(1, 0, 2)
    found: Floats = out[f.x.stock_place, f.x.stock_good]
    return found


def _arrive(f: Frame, rows: Index, came: Floats, at: dict[tuple[int, int], int]) -> None:
    """Own goods: after their lead where nothing holds them, else when they are let through."""
    a, x = f.d.arrays, f.x
    held = {int(v): i for i, v in enumerate(x.gate)}
    for v, (leg, c) in enumerate(zip(x.ship_leg, x.ship_good, strict=True)):
        u = at.get((int(a.leg_to[leg]), int(c)))
        if u is None:
            continue
        if v in held:
            f.build.put(rows[u], x.passed[held[v]], -came[u, :, None])
        else:
            arriving = f.d.arrives[int(a.leg_lead[leg])] * came[u] * (1 - a.leg_loss[leg])
            f.spread(rows[u], x.sent[v], -arriving)


def _make(f: Frame, rows: Index, left: Floats, at: dict[tuple[int, int], int]) -> None:
    """Processes take their inputs and give their outputs; one whose input is never there does not run."""
    a, x = f.d.arrays, f.x
    for q, p in enumerate(a.proc_place):
        for sign, start, goods, amounts in (
            (1.0, a.in_start, a.in_commodity, a.in_amount),
            (-1.0, a.out_start, a.out_commodity, a.out_amount),
        ):
            for i in range(start[q], start[q + 1]):
                u = at.get((int(p), int(goods[i])))
                if u is not None:
                    f.build.put(rows[u], x.runs[q], sign * amounts[i] * left[u, :, None])
                elif sign > 0:
                    what = f"{a.labels.processes[q]}, {a.labels.commodities[goods[i]]}"
                    _never(f, f"no input ({what})", x.runs[q])


def _move(f: Frame, rows: Index, left: Floats, at: dict[tuple[int, int], int]) -> None:
    """Lines take at one end and give at the other, less what they lose."""
    a, x = f.d.arrays, f.x
    for w, (start, to, c) in enumerate(zip(a.line_from, a.line_to, a.line_commodity, strict=True)):
        u, v = at.get((int(start), int(c))), at.get((int(to), int(c)))
        if u is None or v is None:
            _never(f, f"no start ({a.labels.lines[w]})", x.moved[w])
            continue
        f.build.put(rows[u], x.moved[w], left[u, :, None])
        f.build.put(rows[v], x.moved[w], -(1 - a.line_loss[w]) * left[v, :, None])


def _never(f: Frame, name: str, columns: Index) -> None:
    """Rows that hold columns of steps and futures at 0: what they take is never there."""
    f.build.put(f.build.add_rows(name, f.tail, axes=("step", "future"), upper=0.0), columns, 1.0)


def _burn(f: Frame, rows: Index, left: Floats, at: dict[tuple[int, int], int]) -> None:
    """Fuel for both ways, taken from the store of the base at the start."""
    a, x = f.d.arrays, f.x
    for y, leg in enumerate(x.truck_leg):
        if a.leg_fuel[leg] < 0 or not a.leg_fuel_per_truck[leg]:
            continue
        u = at.get((int(a.leg_from[leg]), int(a.leg_fuel[leg])))
        if u is None:
            _never(f, f"no fuel ({a.labels.legs[leg]})", x.trucks[y])
        else:
            f.build.put(rows[u], x.trucks[y], a.leg_fuel_per_truck[leg] * left[u, :, None])

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
    kept, came, left = keeping(f)
    first = f.d.start.stock[x.stock_place, x.stock_good]
    fixed = d.came[:, x.stock_place, x.stock_good].transpose(1, 0, 2) + _arriving_before(f)
    right = came * fixed
    right[:, 0] += kept[:, 0] * first
    rows = f.build.add_rows(
        "balance", (len(x.stock_place), *f.tail), items=f.named("stock"), lower=right, upper=right
    )
    f.build.put(rows, x.stock, 1.0)
    f.build.put(rows[x.lost_stock], x.lost, left[x.lost_stock])
    f.build.put(rows[x.free_stock], x.free, -1.0)
    f.build.put(rows[:, 1:], earlier(x.stock), -kept[:, 1:])
    _arrive(f, rows, came)
    _make(f, rows, left)
    _move(f, rows, left)
    u = x.stock_number[x.give_place, a.sat_commodity[x.give_pair]]
    f.build.put(rows[u], x.given, left[u])
    u = x.stock_number[a.leg_from[x.ship_leg], x.ship_good]
    f.build.put(rows[u[u >= 0]], x.sent[u >= 0], left[u[u >= 0]])
    _burn(f, rows, left)


def keeping(f: Frame) -> tuple[Floats, Floats, Floats]:
    """Shares left at the close, (U, I, B or 1): of what was there before, of what came in the step, of what left it."""
    perish = f.d.perish[f.x.stock_good][:, None]
    days = f.d.steps.length[:, None]
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


def _arrive(f: Frame, rows: Index, came: Floats) -> None:
    """Own goods: after their lead where nothing holds them, else when they are let through."""
    a, x = f.d.arrays, f.x
    u = x.stock_number[a.leg_to[x.ship_leg], x.ship_good]
    lands = (u >= 0) & ~a.leg_hold[x.ship_leg]
    leg = x.ship_leg[lands]
    share = came[u[lands]] * (1 - f.d.loss[leg])[:, None]
    f.spread(rows[u[lands]], x.sent[lands], f.d.lead[leg], -share)
    held = u[x.gate] >= 0
    f.build.put(rows[u[x.gate[held]]], x.passed[held], -came[u[x.gate[held]]])


def _make(f: Frame, rows: Index, left: Floats) -> None:
    """Processes take their inputs and give their outputs; one whose input is never there does not run."""
    a, x = f.d.arrays, f.x
    for sign, start, goods, amounts in (
        (1.0, a.in_start, a.in_commodity, a.in_amount),
        (-1.0, a.out_start, a.out_commodity, a.out_amount),
    ):
        q = np.repeat(np.arange(len(a.proc_place)), np.diff(start))
        u = x.stock_number[a.proc_place[q], goods]
        here = u >= 0
        share = amounts[here, None, None] * left[u[here]]
        f.build.put(rows[u[here]], x.runs[q[here]], sign * share)
        for i in np.flatnonzero(~here) if sign > 0 else ():
            what = f"{a.labels.processes[q[i]]}, {a.labels.commodities[goods[i]]}"
            _never(f, f"no input ({what})", x.runs[q[i]])


def _move(f: Frame, rows: Index, left: Floats) -> None:
    """Lines take at one end and give at the other, less what they lose."""
    a, x = f.d.arrays, f.x
    u = x.stock_number[a.line_from, a.line_commodity]
    v = x.stock_number[a.line_to, a.line_commodity]
    here = (u >= 0) & (v >= 0)
    f.build.put(rows[u[here]], x.moved[here], left[u[here]])
    share = (1 - f.d.line_loss[here, None]) * left[v[here]]
    f.build.put(rows[v[here]], x.moved[here], -share)
    for w in np.flatnonzero(~here):
        _never(f, f"no start ({a.labels.lines[w]})", x.moved[w])


def _never(f: Frame, name: str, columns: Index) -> None:
    """Rows that hold columns of steps and futures at 0: what they take is never there."""
    f.build.put(f.build.add_rows(name, f.tail, axes=("step", "future"), upper=0.0), columns, 1.0)


def _burn(f: Frame, rows: Index, left: Floats) -> None:
    """Fuel for both ways, taken from the store of the base at the start."""
    a, x = f.d.arrays, f.x
    burns = np.flatnonzero((a.leg_fuel[x.truck_leg] >= 0) & (a.leg_fuel_per_truck[x.truck_leg] > 0))
    leg = x.truck_leg[burns]
    u = x.stock_number[a.leg_from[leg], a.leg_fuel[leg]]
    here = u >= 0
    share = a.leg_fuel_per_truck[leg[here], None, None] * left[u[here]]
    f.build.put(rows[u[here]], x.trucks[burns[here]], share)
    for y in burns[~here]:
        _never(f, f"no fuel ({a.labels.legs[x.truck_leg[y]]})", x.trucks[y])

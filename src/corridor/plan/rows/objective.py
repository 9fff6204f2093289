"""Objective: person-days short, weighted; unfairness; what is left at the end; what moving costs.

In thousands of weighted person-days, the mean over the futures.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from corridor.model.arrays import Floats
from corridor.plan.rows.frame import Frame
from corridor.plan.weights import Weights

THOUSAND = 1_000.0


def per_unit(f: Frame) -> Floats:
    """Thousands of person-days in a scaled unit of each need, place, step and future, (E, I, B)."""
    d, x = f.d, f.x
    total = d.parts[:, x.need_place, x.need].sum(2).transpose(1, 0, 2) * f.scale[x.need][:, None, None]
    persons = d.persons[:, x.need_place, x.need].transpose(1, 0, 2)
    # A need that does not depend on people (hospitals, pumps) counts a scaled unit as a thousand person-days.
    share = np.where(persons > 0, persons / THOUSAND / np.where(total > 0, total, 1.0), 1.0)
    found: Floats = np.where(total > 0, share, 0.0)
    return found


def shortfall(f: Frame, w: Weights) -> None:
    """Cost of what is short, by tier, need and place."""
    weight = w.tier[f.x.need, :, f.x.need_place]  # (E, 3)
    f.build.cost(f.x.short, weight[:, :, None, None] * per_unit(f)[:, None] / f.d.futures)


def moving(f: Frame, w: Weights) -> None:
    """Small costs of a tonne and of a truck sent; a tonne sent late costs a little more."""
    a, x, steps = f.d.arrays, f.x, f.d.steps
    late = (steps.start + (steps.length - 1) / 2) / max(1, steps.days - 1)
    price = w.tonne + w.early * late[:, None]
    f.build.cost(x.sent, a.kg[x.ship_good][:, None, None] * price / THOUSAND / f.d.futures)
    f.build.cost(x.trucks, w.truck / THOUSAND / f.d.futures)


def fairness(f: Frame, w: Weights) -> None:
    """Cost of shares met that differ between places: by how much each lies off that of all, times its person-days."""
    d, x = f.d, f.x
    if not w.fairness:
        return
    total = d.parts[:, x.need_place, x.need].sum((0, 2)) * f.scale[x.need][:, None]  # (E, B) whole horizon
    persons = d.persons[:, x.need_place, x.need].sum(0) / THOUSAND
    for n in sorted(set(x.need)):
        own = np.flatnonzero((x.need == n) & (total > 0).all(1))
        if len(own) < 2:
            continue
        people = persons[own].sum(0)
        part = np.where(people > 0, persons[own] / np.where(people > 0, people, 1.0), 1 / len(own))
        shape, name = (len(own), d.futures), d.arrays.labels.needs[n]
        called: dict[str, Any] = {
            "items": [(d.arrays.labels.places[x.need_place[e]],) for e in own],
            "axes": ("item", "future"),
        }
        of_place = f.build.add_columns(f"share short of {name}", shape, **called)
        of_all = f.build.add_columns(f"share short of {name}, all", (d.futures,), axes=("future",))
        shares = f.build.add_rows(f"share short of {name}", shape, **called, lower=0.0, upper=0.0)
        f.build.put(shares, of_place, -1.0)
        for i, e in enumerate(own):
            f.build.put(shares[i], x.short[e], 1.0 / total[e])
        mean = f.build.add_rows(
            f"share short of {name}, all", (d.futures,), axes=("future",), lower=0.0, upper=0.0
        )
        f.build.put(mean, of_all, -1.0)
        f.build.put(mean[None], of_place, part)
        rows = f.build.add_rows(f"fairness of {name}", shape, **called, lower=0.0, upper=0.0)
        f.build.put(rows, of_place, 1.0)
        f.build.put(rows, of_all[None], -1.0)
        for sign, side in ((1.0, "worse"), (-1.0, "better")):
            cost = w.fairness * w.normal[x.need_place[own], n][:, None] * persons[own] / d.futures
            off = f.build.add_columns(f"{side} off in {name}", shape, **called, cost=cost)
            f.build.put(rows, off, -sign)


def ending(f: Frame, w: Weights) -> None:
    """What is in store at the end, and on the way to it, counts as days of need met later, up to so many days.

    Where supply is without limit nothing counts: there is no end to it.
    """
    d, x, a = f.d, f.x, f.d.arrays
    if not w.end:
        return
    at = x.stock_at()
    need = {(int(p), int(n)): e for e, (p, n) in enumerate(zip(x.need_place, x.need, strict=True))}
    listed = [
        (at[int(p), int(c)], need[int(p), int(n)], float(v))
        for p, c, n, v in zip(a.worth_place, a.worth_commodity, a.worth_need, a.worth, strict=True)
        if (int(p), int(c)) in at and (int(p), int(n)) in need and a.storable[c] and not d.free[:, p, c].any()
    ]
    if not listed:
        return
    stocks = sorted({u for u, _, _ in listed})
    needs = sorted({e for _, e, _ in listed})
    called = [tuple(f.named("stock"))[u] for u in stocks]
    kept = f.build.add_rows(
        "end", (len(stocks), d.futures), items=called, axes=("item", "future"), upper=_coming(f)[stocks]
    )
    most = d.end_use[x.need_place[needs], x.need[needs]] * w.end_days * f.scale[x.need[needs]][:, None]
    capped = f.build.add_rows(
        "end, most",
        (len(needs), d.futures),
        items=[tuple(f.named("short"))[e] for e in needs],
        axes=("item", "future"),
        upper=most,
    )
    value = per_unit(f)[:, -1]
    cols = f.build.add_columns(
        "counted at the end",
        (len(listed), d.futures),
        items=[(*tuple(f.named("stock"))[u], a.labels.needs[x.need[e]]) for u, e, _ in listed],
        axes=("item", "future"),
        cost=np.stack(
            [
                -w.end * w.normal[x.need_place[e], x.need[e]] * value[e] * v * f.scale[x.need[e]]
                for _, e, v in listed
            ]
        )
        / d.futures,
    )
    for i, (u, e, v) in enumerate(listed):
        f.build.put(kept[stocks.index(u)], cols[i], 1.0)
        f.build.put(capped[needs.index(e)], cols[i], v * f.scale[x.need[e]])
    for i, u in enumerate(stocks):
        f.build.put(kept[i], x.stock[u, -1], -1.0)
        _on_the_way(f, kept[i], u)


def _coming(f: Frame) -> Floats:
    """What was sent before the plan and arrives after its last day, of each stock, (U, B)."""
    d, a = f.d, f.d.arrays
    late = d.start.due[d.steps.days :].sum(0) * (1 - d.loss)[:, None]
    out = np.zeros((len(a.labels.places), len(a.labels.commodities), d.futures))
    np.add.at(out, a.leg_to, late)
    found: Floats = out[f.x.stock_place, f.x.stock_good]
    return found


def _on_the_way(f: Frame, row: np.ndarray, u: int) -> None:
    """Goods that arrive after the last day, and what waits then, count as there."""
    a, x = f.d.arrays, f.x
    gate = {int(v): i for i, v in enumerate(x.gate)}
    for v, (leg, c) in enumerate(zip(x.ship_leg, x.ship_good, strict=True)):
        if (a.leg_to[leg], c) != (x.stock_place[u], x.stock_good[u]):
            continue
        beyond = np.stack([1 - f.d.arrives[n].sum(1) for n in f.d.lead[leg].tolist()], axis=-1)
        beyond = np.where(beyond > 1e-12, beyond, 0.0)
        for i in np.flatnonzero(beyond.any(1)):
            f.build.put(row, x.sent[v, i], -beyond[i] * (1 - f.d.loss[leg]))
        if v in gate:
            f.build.put(row, x.waiting[gate[v], -1], -1.0)

"""What a plan costs, told from what the engine did when it followed it: a second way to the objective of the program.

Nothing of `corridor.plan` is called here but its weights: sums over the engine's own days, places and needs.
"""

from __future__ import annotations

import numpy as np
from scipy.optimize import linprog
from tests.planning import Drawn

from corridor.forecast import send
from corridor.forecast.follow import Followed
from corridor.model.arrays import BIG
from corridor.plan.weights import Weights

OVER = 1e-6
"""Of a tonne and day in a store beyond what it holds, thousands of person-days."""


def cost(
    d: Drawn,
    w: Weights,
    done: Followed,
    scale: np.ndarray,
    *,
    gates: bool,
    passed: np.ndarray | None,
    trucks: np.ndarray | None = None,
) -> np.ndarray:
    """Thousands of weighted person-days of each future, (B,).

    `scale` counts for needs of places without people; `gates` says whether goods may wait anywhere, and `passed` what
    was let through, (D, L, C, B). `trucks` (D, L, B) went, where they are more than the goods fill.
    """
    return (
        shortfall(d, w, done, scale).sum((0, 1, 2, 3))
        + moving(d, w, done, trucks)
        + fairness(d, w, done)
        - ending(d, w, done, scale)
        + (over_room(d, done, passed) if gates else 0.0)
    )


def _days(d: Drawn, series: np.ndarray) -> np.ndarray:
    return series[d.a.epoch[d.a.origin :]]


def _wide(d: Drawn, x: np.ndarray) -> np.ndarray:
    return np.broadcast_to(x, (*x.shape[:-1], d.start.members))


def _persons(d: Drawn) -> tuple[np.ndarray, np.ndarray]:
    """Need and people concerned, (D, P, N, B)."""
    return _wide(d, _days(d, d.p.need)), _wide(d, _days(d, d.p.persons))


def person_days(d: Drawn, done: Followed, scale: np.ndarray) -> np.ndarray:
    """Thousands of person-days short by day, place, need and tier, (D, P, N, 3, B)."""
    need, persons = _persons(d)
    short = done.block.daily.short[d.a.origin :]
    by_need = np.where(need > 0, persons / 1000 / np.where(need > 0, need, 1), 0)
    by_need = np.where((persons > 0) | (need == 0), by_need, scale[:, None])
    return short * by_need[:, :, :, None]


def shortfall(d: Drawn, w: Weights, done: Followed, scale: np.ndarray) -> np.ndarray:
    """Weighted person-days short by day, place, need and tier."""
    return person_days(d, done, scale) * w.tier.transpose(2, 0, 1)[None, ..., None]


def moving(d: Drawn, w: Weights, done: Followed, ordered: np.ndarray | None = None) -> np.ndarray:
    """Tonnes and trucks sent."""
    tonnes = (done.sent * d.a.kg[:, None]).sum((0, 1, 2))
    trucks = np.stack([send.trucks_for(d.a, day) for day in done.sent])
    trucks = trucks if ordered is None else np.maximum(trucks, ordered)
    trucks = trucks[:, d.a.leg_fleet >= 0].sum((0, 1))
    return (tonnes * w.tonne + trucks * w.truck) / 1000


def fairness(d: Drawn, w: Weights, done: Followed) -> np.ndarray:
    """How far the share short of each place lies off that of all, by person-days."""
    need = _persons(d)[0].sum(0)  # (P, N, B)
    needed = np.where(_persons(d)[0] > 0, _persons(d)[1], 0)
    short = done.block.daily.short[d.a.origin :].sum((0, 3))
    out = np.zeros(d.start.members)
    for n in range(need.shape[1]):
        own = np.flatnonzero((need[:, n] > 0).all(1))
        if len(own) < 2:
            continue
        people = needed[:, own, n].sum(0)
        share = short[own, n] / need[own, n]
        every = people.sum(0)
        part = np.where(every > 0, people / np.where(every > 0, every, 1), 1 / len(own))
        heavy = w.tier[n, 0, own][:, None]
        out += w.fairness * (heavy * people / 1000 * np.abs(share - (part * share).sum(0))).sum(0)
    return out


def over_room(d: Drawn, done: Followed, passed: np.ndarray | None) -> np.ndarray:
    """Tonnes in stores beyond what they hold on each morning but the first, with what is released and let in."""
    a, first = d.a, d.a.origin
    out = np.zeros(d.start.members)
    limited = np.flatnonzero(a.storage < BIG)
    stock = done.block.daily.stock
    for t in range(first + 1, a.count):
        there = np.array(stock[t - 1])
        for change in d.p.changes:
            if not change.reset and change.day == t:
                np.add.at(there, (change.place, change.commodity), change.amount)
        if passed is not None:
            held = np.flatnonzero(a.leg_hold)
            np.add.at(there, a.leg_to[held], passed[t - first][held])
        mass = (there * a.kg[:, None]).sum(1)[limited]
        out += OVER * np.maximum(0, mass - a.storage[limited][:, None]).sum(0)
    return out


def ending(d: Drawn, w: Weights, done: Followed, scale: np.ndarray) -> np.ndarray:
    """The most that what is left, or on the way, can count as need met; by a small program if stores serve several."""
    a = d.a
    left = np.array(done.end.stock)
    left[_days(d, a.unlimited).any(0)] = 0.0  # what comes without limit is worth nothing in store
    lost = (1 - d.p.leg_loss)[:, None]
    np.add.at(left, a.leg_to, done.end.due.sum(0) * lost + done.end.held)
    need, persons = _persons(d)
    ever = (need > 0).any((0, 3))
    worth = [
        (p, c, n, v)
        for p, c, n, v in zip(a.worth_place, a.worth_commodity, a.worth_need, a.worth, strict=True)
        if a.storable[c] and ever[p, n]
    ]
    if len({(p, c) for p, c, _, _ in worth}) == len(worth):
        return _counted_once(w, worth, left, need[-1], persons[-1], scale)
    return np.array([_counted(w, worth, left[..., b], need[-1, ..., b], persons[-1, ..., b], scale)
                     for b in range(d.start.members)])  # fmt: skip


def _counted_once(w: Weights, worth, left, need, persons, scale) -> np.ndarray:
    """The same where each store serves one need: by need, the content in store up to the most that counts."""
    content = np.zeros(need.shape)
    for p, c, n, v in worth:
        content[p, n] += v * np.maximum(0.0, left[p, c])
    by_need = np.where(persons > 0, persons / 1000 / np.where(need > 0, need, 1), scale[:, None])
    by_need = by_need * w.tier[:, 0].T[..., None]
    return (w.end * np.where(need > 0, by_need * np.minimum(content, need * w.end_days), 0)).sum((0, 1))


def _counted(w: Weights, worth, left, need, persons, scale) -> float:
    value, stores, needs = [], {}, {}
    for i, (p, c, n, v) in enumerate(worth):
        by_need = persons[p, n] / 1000 / need[p, n] if persons[p, n] > 0 and need[p, n] > 0 else scale[n]
        value.append(-w.end * w.tier[n, 0, p] * v * (by_need if need[p, n] > 0 else 0.0))
        stores.setdefault((p, c), []).append((i, 1.0))
        needs.setdefault((p, n), []).append((i, v))
    if not worth or not w.end:
        return 0.0
    rows = np.zeros((len(stores) + len(needs), len(worth)))
    for r, listed in enumerate((*stores.values(), *needs.values())):
        for i, amount in listed:
            rows[r, i] = amount
    most = [max(0.0, left[s]) for s in stores] + [need[s] * w.end_days for s in needs]
    big = np.maximum(1.0, np.abs(rows).max(0))
    worth_of = value / big
    size = np.abs(worth_of).max()  # the solver takes what is below 1e-7 for nothing
    return -size * linprog(worth_of / max(size, 1e-30), A_ub=rows / big, b_ub=most, method="highs").fun

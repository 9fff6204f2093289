"""What the ways in can carry beside what is needed: a first number that rests on little.

For each step and future the most that ways from sources can carry in a day, under access, roads, caps, slots and
trucks, and nothing else: no stocks, no fuel, no time on the way. Goods are tonnes; needs are those that goods meet
directly, and what is made or supplied within is not taken off.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from corridor.model.arrays import BIG, Bools, Floats, Ints
from corridor.model.ways import direction_of
from corridor.plan.data import Data, data
from corridor.plan.steps import Steps
from corridor.study.plans.closures import Base
from corridor.study.plans.passages import Passage

ALL = "all goods"
UNBOUNDED = 3
"""What the solver calls a program without limit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryShare:
    """What the ways in can carry of a group of goods, beside what is needed of it.

    Attributes
    ----------
    goods : str
        A class of goods, or all of them. A way carries one or the other: classes do not add up.
    need_t : float
        Needed, t a day, mean over the plan and the futures.
    today_t, mean_t : float or None
        Can be carried on the first day, and over the plan, t a day, mean over the futures; None: without limit.
    """

    goods: str
    need_t: float
    today_t: float | None
    mean_t: float | None

    def share(self, tonnes: float | None) -> float | None:
        """As a share of need; None where there is no limit or no need."""
        return None if tonnes is None or self.need_t <= 0 else tonnes / self.need_t

    def plain(self) -> dict[str, object]:
        """Plain values."""
        return {
            "goods": self.goods,
            "need_t_per_day": self.need_t,
            "can_enter_t_per_day_first_day": self.today_t,
            "can_enter_t_per_day_mean": self.mean_t,
            "share_of_need_first_day": self.share(self.today_t),
            "share_of_need_mean": self.share(self.mean_t),
        }


def entry(base: Base) -> tuple[EntryShare, ...]:
    """Entry as a share of need: all goods, then each class of which something is needed."""
    d = _split(base)
    need = _need(base, d)
    ways = _Ways.of(base, d)
    plain = [c.partition("#")[0] for c in d.arrays.labels.classes]
    listed = [(ALL, np.ones(len(plain), dtype=bool))]
    listed += [(name, np.array([c == name for c in plain])) for name in dict.fromkeys(plain)]
    found = []
    for name, classes in listed:
        wanted = float(need[classes].sum())
        if wanted <= 0:
            continue
        can = ways.most(classes)
        found.append(EntryShare(goods=name, need_t=wanted, today_t=_mean(can[:1], d), mean_t=_mean(can, d)))
    return tuple(found)


def without(base: Base, passage: Passage) -> float | None:
    """What all ways in can carry together without a passage, t a day, mean over plan and futures; None: no limit."""
    d, a = base.data, base.drawn.arrays
    ways = _Ways.of(base, d)
    days = slice(d.steps.first, d.steps.first + d.steps.days)
    state = base.drawn.path[days][:, a.leg_group].astype(np.int64)  # (D, L, B)
    shut = passage.legs[state, np.arange(len(a.leg_from))[None, :, None]]  # (D, L, B, J)
    left = d.steps.means(1.0 - shut.astype(np.float64)).transpose(0, 1, 3, 2)  # (I, L, J, B)
    return _mean(ways.most(np.ones(len(a.labels.classes), dtype=bool), left), d)


def _split(base: Base) -> Data:
    """What the plan reads with its first day as a step of its own."""
    f, layout = base.drawn, base.layout
    if layout.length[0] == 1:
        return base.data
    length = np.concatenate([[1, layout.length[0] - 1], layout.length[1:]])
    return data(f.arrays, f.params, f.path, f.start, Steps(layout.first, length))


def _need(base: Base, d: Data) -> Floats:
    """Needed by class of goods, t a day, (J,)."""
    a = base.drawn.arrays
    of_pair = np.repeat(np.arange(len(a.labels.needs)), np.diff(a.sat_start))
    total = d.parts.sum((0, 1, 3)) / d.steps.days  # (N, B)
    mass = total[of_pair] * base.drawn.params.share / a.sat_value[:, None] * a.kg[a.sat_commodity][:, None]
    out = np.zeros(len(a.labels.classes))
    np.add.at(out, a.klass[a.sat_commodity], np.where(a.storable[a.sat_commodity], mass.mean(1), 0.0))
    return out


def _mean(can: Floats, d: Data) -> float | None:
    """Mean over steps, by their length, and futures; None where anything is without limit."""
    if np.isinf(can).any():
        return None
    length = d.steps.length[: len(can)].astype(np.float64)
    return float((can.mean(1) * length).sum() / length.sum())


@dataclass(frozen=True, slots=True)
class _Ways:
    """Ways from sources to where people live, as the rows of a tiny program: t a day on each of their legs."""

    data: Data
    legs: Ints
    rows: Floats  # (rows, legs, B)
    limits: Floats  # (rows, I, B)

    @classmethod
    def of(cls, base: Base, d: Data) -> _Ways:
        a, p = base.drawn.arrays, base.drawn.params
        inward = {r.route for r in base.drawn.prepared.model.routes if _inward(base, r.route)}
        legs = np.flatnonzero([a.labels.routes[r] in inward for r in a.leg_route])
        per = np.where(a.leg_payload[legs] >= BIG, 0.0, 1.0 / a.leg_payload[legs])
        days = d.steps.length[:, None].astype(np.float64)
        rows: list[Floats] = []
        limits: list[Floats] = []

        def add(row: Floats, limit: Floats) -> None:
            if row.any() and (limit < BIG / 1e9).any():
                rows.append(np.broadcast_to(row.reshape(len(legs), -1), (len(legs), d.futures)))
                limits.append(np.where(limit >= BIG / 1e9, np.inf, limit))

        for r in np.unique(a.leg_route[legs]):
            add((a.leg_route[legs] == r).astype(np.float64), d.road_cap[:, r] / days)
        for o in range(len(a.pool_trucks)):
            covered = d.pool_cover[o, legs].any(1)
            add(np.where(covered, per if a.pool_trucks[o] else 1.0, 0.0), d.pool_cap[:, o] / days)
        of_leg = np.repeat(np.arange(len(a.leg_from)), np.diff(a.cross_start))
        for x in range(len(a.crossing_queue)):
            add(np.where(np.isin(legs, of_leg[a.cross == x]), per, 0.0), d.slot_cap[:, x] / days)
        cycle = (d.lead + d.homeward)[legs]  # (legs, B or 1)
        for f in range(len(a.fleet_base)):
            most = np.broadcast_to(p.trucks[f] * p.availability[f], (d.steps.count, d.futures))
            add(np.where((a.leg_fleet[legs] == f)[:, None], per[:, None] * cycle, 0.0), most)
        shape = (len(rows), d.steps.count, d.futures)
        return cls(
            d, legs, np.array(rows).reshape(len(rows), len(legs), d.futures), np.array(limits).reshape(shape)
        )

    def most(self, classes: Bools, left: Floats | None = None) -> Floats:
        """The most that can be carried of some classes, t a day, (I, B); `left` is the share of days left to a leg."""
        d = self.data
        days = d.steps.length[:, None, None, None]
        is_open = d.open_days / days * (1.0 if left is None else left)
        share = np.where(classes[None, None, :, None], is_open, 0.0)[:, self.legs].max(2)  # (I, legs, B)
        out = np.zeros((d.steps.count, d.futures))
        seen: dict[bytes, float] = {}
        for i in range(d.steps.count):
            for b in range(d.futures):
                given = share[i, :, b], self.limits[:, i, b], self.rows[..., b]
                key = b"".join(x.tobytes() for x in given)
                if key not in seen:
                    seen[key] = self._one(*given)
                out[i, b] = seen[key]
        return out

    def _one(self, share: Floats, limits: Floats, rows: Floats) -> float:
        """The most on a day; a leg that is open on some days of a step carries on those alone."""
        from scipy.optimize import linprog  # noqa: PLC0415  (slow to import)

        own = share > 0
        if not own.any():
            return 0.0
        some = np.isfinite(limits)
        # A leg that is open on a share of the days reaches each limit on those days only.
        taken = rows[some][:, own] / share[own] if some.any() else None
        found = linprog(-np.ones(int(own.sum())), A_ub=taken, b_ub=limits[some] if some.any() else None)
        if found.status == 3:  # no limit
            return float("inf")
        return float(-found.fun)


def _inward(base: Base, route: str) -> bool:
    model = base.drawn.prepared.model
    row = next(r for r in model.routes if r.route == route)
    return row.mode != "line" and direction_of(model, row) == "in"

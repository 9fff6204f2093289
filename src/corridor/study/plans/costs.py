"""What a run of some days cost, by the terms of a plan's own objective, worked out from what the engine measured.

One function for every policy: person-days short weighted by need, tier and place; unfairness; what moving cost; what is
left at the end. In thousands of weighted person-days, a member at a time.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from scipy import sparse

from corridor.errors import EngineError
from corridor.forecast.follow import Followed
from corridor.model.arrays import BIG, Arrays, Bools, Floats, Params
from corridor.plan.rows.objective import THOUSAND
from corridor.plan.rows.shared import TURNED_BACK
from corridor.plan.weights import Weights
from corridor.result.start import Start


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Sums over the days of a run that its cost is made of; members last (M).

    Attributes
    ----------
    first, days : int
        First day, by its number within the case, and how many.
    short : array (P, N, 3, M)
        By tier (normal, minimum, survival part), unit of the need.
    person_days : array (P, N, 3, M)
        Persons concerned times the share of the need that is short.
    tonnes, trucks, behind : array (M,)
        Sent, t and trucks; ordered and not sent, t.
    end : Start
        The morning after the last day.
    """

    first: int
    days: int
    short: Floats
    person_days: Floats
    tonnes: Floats
    trucks: Floats
    behind: Floats
    end: Start

    def then(self, later: Measured) -> Measured:
        """A run and the days that follow it, as one.

        Raises
        ------
        EngineError
            When the later days do not follow on.
        """
        if later.first != self.first + self.days:
            raise EngineError(f"Day {later.first} does not follow on day {self.first + self.days - 1}.")
        sums = ("short", "person_days", "tonnes", "trucks", "behind")
        return Measured(
            first=self.first,
            days=self.days + later.days,
            end=later.end,
            **{name: getattr(self, name) + getattr(later, name) for name in sums},
        )


def measured(a: Arrays, done: Followed, *, first: int, ordered: Floats | None = None) -> Measured:
    """What counts of a run.

    Parameters
    ----------
    a : Arrays
    done : Followed
        Of days from the origin on.
    first : int
        Its first day.
    ordered : array (D, L, C, B or 1), optional
        What was to be sent.

    Raises
    ------
    EngineError
        When the days begin before the origin, of which engines keep no sums.
    """
    if first < a.origin:
        raise EngineError(f"Day {first} lies before the origin, day {a.origin}: its sums are not kept.")
    load, bulk = done.sent * a.kg[:, None], done.sent * a.m3[:, None]
    trucks = np.maximum(_trucks(load.sum(2), a.leg_payload), _trucks(bulk.sum(2), a.leg_load))
    behind = (
        np.zeros(done.sent.shape[-1])
        if ordered is None
        else (np.maximum(0.0, ordered - done.sent) * a.kg[:, None]).sum((0, 1, 2))
    )
    return Measured(
        first=first,
        days=len(done.sent),
        short=done.block.short,
        person_days=done.block.person_days,
        tonnes=load.sum((0, 1, 2)),
        trucks=trucks[:, a.leg_fleet >= 0].sum((0, 1)),
        behind=behind,
        end=done.end,
    )


def _trucks(amount: Floats, most: Floats) -> Floats:
    per = np.where(most >= BIG, 0.0, 1.0 / most)
    return amount * per[:, None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """Costs of each member in thousands of weighted person-days, (M,), and person-days short without weights.

    Attributes
    ----------
    short, unfair, moving, end : array (M,)
        Terms of the objective of a plan; `end` is what is left, at most 0.
    person_days : array (3, M)
        Short by tier (normal, minimum, survival), every need and place, unweighted.
    """

    short: Floats
    unfair: Floats
    moving: Floats
    end: Floats
    person_days: Floats

    @property
    def total(self) -> Floats:
        """The objective, (M,)."""
        return self.short + self.unfair + self.moving + self.end

    def of(self, members: np.ndarray) -> Costs:
        """Costs of some members."""
        return Costs(**{f.name: getattr(self, f.name)[..., members] for f in fields(self)})


def joined(parts: list[Costs]) -> Costs:
    """Costs of several lots of members, one after another."""
    return Costs(
        **{f.name: np.concatenate([getattr(c, f.name) for c in parts], axis=-1) for f in fields(Costs)}
    )


def costs(a: Arrays, p: Params, w: Weights, m: Measured) -> Costs:
    """What a run cost; the same as the objective of a plan of one future that foresaw it day by day.

    Parameters
    ----------
    a, p : Arrays, Params
        The case; members of `p` are those of the run, or one for all.
    w : Weights
    m : Measured
        A whole run.
    """
    sizes = _Sizes.of(a, p, m)
    # A need that does not depend on people (hospitals, pumps) counts a day of it as a thousand person-days.
    of_people = (sizes.persons > 0)[:, :, None]
    counted = np.where(of_people, m.person_days / THOUSAND, m.short * sizes.scale[None, :, None])
    weight = w.tier.transpose(2, 0, 1)[..., None]
    return Costs(
        short=(counted * weight).sum((0, 1, 2)),
        unfair=_unfair(w, m, sizes),
        moving=(w.tonne * (m.tonnes + TURNED_BACK * m.behind) + w.truck * m.trucks) / THOUSAND,
        end=_end(a, p, w, m, sizes),
        person_days=m.person_days.sum((0, 1)),
    )


@dataclass(frozen=True, slots=True)
class _Sizes:
    """How large needs are: (P, N, M) over the run and on its last day; `scale` (N, M) as in a plan of one future."""

    total: Floats
    persons: Floats
    last: Floats
    last_persons: Floats
    scale: Floats

    @classmethod
    def of(cls, a: Arrays, p: Params, m: Measured) -> _Sizes:
        epoch = a.epoch[m.first : m.first + m.days]
        shape = (*p.need.shape[1:3], m.end.members)
        total, persons = (np.broadcast_to(x[epoch].sum(0), shape) for x in (p.need, p.persons))
        last, last_persons = (np.broadcast_to(x[epoch[-1]], shape) for x in (p.need, p.persons))
        whole = total.sum(0)
        people = np.broadcast_to(np.where(p.need > 0, p.persons, 0.0)[epoch].sum(0), shape).sum(0)
        safe = np.where(whole > 0, whole, 1.0)
        by_need = np.where(whole > 0, m.days / safe, 1.0)
        scale = np.where(people > 0, people / safe / THOUSAND, by_need)
        return cls(total, persons, last, last_persons, scale)


def _unfair(w: Weights, m: Measured, sizes: _Sizes) -> Floats:
    """Shares of a need that are short, against that of all its places: how far off, times person-days."""
    out = np.zeros(m.end.members)
    if not w.fairness:
        return out
    needed = sizes.total > 0
    share = np.where(needed, m.short.sum(2) / np.where(needed, sizes.total, 1.0), 0.0)
    people = np.where(needed, sizes.persons, 0.0) / THOUSAND
    whole = people.sum(0)
    part = np.where(
        whole > 0, people / np.where(whole > 0, whole, 1.0), needed / np.maximum(needed.sum(0), 1)
    )
    off = np.abs(share - (part * share).sum(0)) * people
    found: Floats = w.fairness * (off * (needed.sum(0) > 1) * w.normal[..., None]).sum((0, 1))
    return found


def _end(a: Arrays, p: Params, w: Weights, m: Measured, sizes: _Sizes) -> Floats:
    """What is in store and on the way counts as days of need met later, up to so many; at most 0."""
    if not w.end:
        return np.zeros(m.end.members)
    amount = _kept(a, p, m.end)
    free: Bools = np.asarray(a.unlimited[a.epoch[m.first : m.first + m.days]].any(0))
    persons, last = sizes.last_persons, sizes.last
    of_unit = np.where(persons > 0, persons / THOUSAND / np.where(last > 0, last, 1.0), sizes.scale[None])
    worth = of_unit * (last > 0) * w.normal[..., None]
    listed = [
        (int(p), int(c), int(n), float(v))
        for p, c, n, v in zip(a.worth_place, a.worth_commodity, a.worth_need, a.worth, strict=True)
        if v > 0 and a.storable[c] and not free[p, c] and (sizes.total[p, n] > 0).any()
    ]
    spots = [(p, c) for p, c, _, _ in listed]
    most = last * w.end_days
    if len(set(spots)) == len(spots):
        content = np.zeros_like(most)
        for place, c, n, v in listed:
            content[place, n] += v * amount[place, c]
        counted: Floats = (worth * np.minimum(content, most)).sum((0, 1))
        return -w.end * counted
    return -w.end * _shared_out(listed, amount, worth, most)


def _kept(a: Arrays, p: Params, end: Start) -> Floats:
    """What is in store, waits at gates, or is on the way and will arrive, (P, C, M) own unit."""
    out = end.stock.copy()
    coming = end.due.sum(0) * (1 - p.leg_loss)[:, None] + end.held
    np.add.at(out, a.leg_to, coming)
    return out


def _shared_out(
    listed: list[tuple[int, int, int, float]], amount: Floats, worth: Floats, most: Floats
) -> Floats:
    """The best that goods which serve several needs can count for, (M,): a small linear program for all members."""
    from scipy.optimize import linprog  # noqa: PLC0415  (slow to import)

    members = amount.shape[-1]
    stocks = sorted({(p, c) for p, c, _, _ in listed})
    needs = sorted({(p, n) for p, _, n, _ in listed})
    rows = np.zeros((len(stocks) + len(needs), len(listed)))
    for i, (p, c, n, v) in enumerate(listed):
        rows[stocks.index((p, c)), i] = 1.0
        rows[len(stocks) + needs.index((p, n)), i] = v
    gain = np.stack([worth[p, n] * v for p, _, n, v in listed], axis=1)
    limit = np.concatenate(
        [np.stack([amount[s] for s in stocks], axis=1), np.stack([most[n] for n in needs], axis=1)], axis=1
    )
    found = linprog(-gain.ravel(), A_ub=sparse.block_diag([rows] * members, format="csr"), b_ub=limit.ravel())
    if found.status != 0:
        raise EngineError(f"What is left at the end could not be counted: {found.message}")
    total: Floats = (np.asarray(found.x).reshape(gain.shape) * gain).sum(1)
    return total


__all__ = ["Costs", "Measured", "costs", "joined", "measured"]

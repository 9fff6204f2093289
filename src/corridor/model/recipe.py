"""From drawn values to the parameters of a block of members: sums over rows, by place, epoch and commodity.

Part of lowering. A field whose numbers are all exact keeps a last axis of 1: engines treat it as a constant.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from corridor.errors import EngineError
from corridor.model.arrays import BIG, PROCESS, Arrays, Change, Floats, Ints, Labels, Params
from corridor.model.arrivals import Arrivals
from corridor.model.model import Model
from corridor.model.needs import RationStep
from corridor.model.numbers import RESERVE_DAYS, TARGET_DAYS, WORKING_DAYS, Numbers
from corridor.model.stocks import Stock
from corridor.model.ways import Ways
from corridor.units import convert

TIERS = ("per_person_day", "per_person_day_minimum", "per_person_day_survival")
MOST_LOST = 0.999
"""Largest share that a line loses: what it moves is what its end asks, made larger by its loss."""


def stated_rations(model: Model) -> list[RationStep]:
    """Stated rations by schedule, then by days of cover."""
    return sorted(model.ration_steps, key=lambda s: (s.schedule, s.above_days))


@dataclass(frozen=True, slots=True)
class Recipe:
    """What `params` needs beside the arrays: the rows, the numbers, the first day of each epoch."""

    model: Model
    numbers: Numbers
    labels: Labels
    starts: Ints
    ways: Ways
    arrivals: Arrivals


Entries = dict[int, list[tuple[int, int, Floats]]]
Spot = tuple[int | np.integer | slice, ...]


class Slab:
    """An array that widens its last axis from 1 to B when a number that differs between members is added."""

    def __init__(self, *shape: int) -> None:
        """Zeros of a shape, alike for all members."""
        self.array: Floats = np.zeros((*shape, 1))

    def _wide(self, value: Floats) -> None:
        if value.shape[-1] > 1 and self.array.shape[-1] == 1:
            self.array = np.repeat(self.array, value.shape[-1], axis=-1)

    def add(self, where: Spot, value: Floats) -> None:
        """Add a value (B,) or (1,) at a position."""
        self._wide(value)
        self.array[where] += value

    def put(self, where: Spot, value: Floats) -> None:
        """Set a value (B,) or (1,) at a position."""
        self._wide(value)
        self.array[where] = value


class _Maker:
    """Makes the parameters of one block; holds what several fields share."""

    def __init__(self, arrays: Arrays, recipe: Recipe, values: Floats) -> None:
        self.a, self.r, self.m = arrays, recipe, recipe.model
        self.values = values
        labels = recipe.labels
        self.place = {x: i for i, x in enumerate(labels.places)}
        self.good = {x: i for i, x in enumerate(labels.commodities)}
        self.need = {x: i for i, x in enumerate(labels.needs)}
        self.shape = (len(recipe.starts), len(labels.places))
        self.days = self.m.settings.calendar

    def value(self, table: str, row: int, column: str, default: float = 1.0) -> Floats:
        """Drawn values of a cell, (B,), or (1,) where exact; `default` where blank, 0 where a rival was not picked."""
        i = self.r.numbers.at(table, row, column)
        if i < 0:
            return np.array([default])
        number = self.a.numbers[i]
        if number.range.is_exact and not number.pick:
            return np.array([number.range.mid])
        drawn: Floats = np.nan_to_num(self.values[i], nan=0.0)
        return drawn

    def on(self, start: dt.date | None, end: dt.date | None) -> np.ndarray:
        """Positions of the epochs within a range of dates."""
        first, last = self.days.span(start, end)
        return np.flatnonzero((self.r.starts >= first) & (self.r.starts < last))

    def people(self) -> Slab:
        """People by epoch and place."""
        out = Slab(*self.shape)
        by_place: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for i, row in enumerate(self.m.people):
            first = 0 if row.start is None else self.days.number(row.start)
            by_place[row.place].append((first, i))
        for name, rows in by_place.items():
            firsts = sorted({f for f, _ in rows})
            for f, i in rows:
                later = [x for x in firsts if x > f]
                last = later[0] if later else self.days.count
                for e in np.flatnonzero((self.r.starts >= f) & (self.r.starts < last)):
                    out.add((e, self.place[name]), self.value("people", i, "people"))
        return out

    def needs(self) -> dict[str, Floats]:
        """People of the places, their needs in three tiers, persons concerned, and their rations."""
        count = len(self.m.needs)
        tiers = [Slab(*self.shape, count) for _ in range(3)]
        persons = Slab(*self.shape, count)
        people = self.people().array
        for n in range(count):
            concerned = people * self.value("needs", n, "share")
            persons.put((slice(None), slice(None), n), concerned)
            level: Floats = np.array([BIG])
            for slab, column in zip(tiers, TIERS, strict=True):
                i = self.r.numbers.at("needs", n, column)
                level = np.minimum(level, self.value("needs", n, column)) if i >= 0 else level
                slab.put((slice(None), slice(None), n), concerned * level)
        constant = Slab(*self.shape, count)
        for i, row in enumerate(self.m.fixed_needs):
            for e in self.on(row.start, row.end):
                constant.add(
                    (e, self.place[row.place], self.need[row.need]), self.value("fixed_needs", i, "per_day")
                )
        per_person, threshold, floor, lookback = self._rations(count)
        fixed = persons.array * per_person
        named = zip(("need", "minimum", "survival", "fixed"), (*(t.array for t in tiers), fixed), strict=True)
        return {
            "people": people,
            "persons": persons.array,
            "threshold": threshold,
            "floor": floor,
            "lookback": lookback,
            "stated_share": self._stated("share"),
            "stated_person": self._stated("per_person_day"),
            **{k: _contiguous(v + constant.array) for k, v in named},
        }

    def _rations(self, needs: int) -> list[Floats]:
        """Fixed ration of one person, threshold, floor and look-back by epoch, place and need."""
        columns = {"per_person_day": 0.0, "threshold_days": 1.0, "floor_share": 0.0, "lookback_days": 1.0}
        found = [Slab(*self.shape, needs) for _ in columns]
        for slab, default in zip(found, columns.values(), strict=True):
            slab.array += default
        rows = sorted(
            enumerate(self.m.rations),
            key=lambda x: (x[1].place != "*", x[1].need != "*", x[1].start or dt.date.min),
        )
        for i, row in rows:
            p = slice(None) if row.place == "*" else self.place[row.place]
            n = slice(None) if row.need == "*" else self.need[row.need]
            for e in self.on(row.start, row.end):
                for slab, (column, default) in zip(found, columns.items(), strict=True):
                    slab.put((e, p, n), self.value("rations", i, column, default))
        return [slab.array for slab in found]

    def _stated(self, column: str) -> Floats:
        """A column of the stated rations in their order; 0 where it is blank."""
        rows = {id(r): i for i, r in enumerate(self.m.ration_steps)}
        own = [self.value("ration_steps", rows[id(s)], column, 0.0) for s in stated_rations(self.m)]
        return np.stack(np.broadcast_arrays(*own)) if own else np.zeros((0, 1))

    def pairs(self) -> list[int]:
        """Rows of `satisfies` in the order of the pairs: need by need, each in listed order."""
        return [i for n in self.m.needs for i, s in enumerate(self.m.satisfies) if s.need == n.need]

    def shares(self) -> Floats:
        """Usual shares of the pairs, divided by their sum over each need."""
        out = self.column("satisfies", self.pairs(), "usual_share")
        for n in range(len(self.m.needs)):
            own = slice(self.a.sat_start[n], self.a.sat_start[n + 1])
            total = out[own].sum(0)
            out[own] /= np.where(total > 0, total, 1.0)
        return out

    def counted(self, need: Floats, share: Floats, most: Floats) -> Floats:
        """Content of a unit in store toward each need: its worth, times the part of the store that is for it.

        Needs that share a store divide it by their usual use of it; where none uses it usually, by their largest
        shares of it; where nothing is needed, all alike.
        """
        a = self.a
        cell = a.worth_place * len(self.good) + a.worth_commodity
        shared = np.bincount(cell, minlength=1)[cell] > 1
        worth: Floats = a.worth[None, :, None]
        if not shared.any():
            return worth
        part = np.ones((need.shape[0], len(a.worth), max(x.shape[-1] for x in (need, share, most))))
        shares = [self._by_entry(x) for x in (most, share)]
        for x in np.unique(cell[shared]):
            own = np.flatnonzero(cell == x)
            wanted = need[:, a.worth_place[own], a.worth_need[own]] / worth[:, own]
            part[:, own] = 1 / len(own)
            for by_entry in shares:
                use = wanted * by_entry[own]
                total = use.sum(1, keepdims=True)
                part[:, own] = np.where(total > 0, use / np.where(total > 0, total, 1.0), part[:, own])
        return worth * part

    def _by_entry(self, by_pair: Floats) -> Floats:
        """Shares by pair (K, B) added over the pairs through which an entry of `worth` serves, (M, B)."""
        out = np.zeros((len(self.a.worth), by_pair.shape[-1]))
        np.add.at(out, self.a.via_entry, by_pair[self.a.via_pair])
        return out

    def supply(self) -> Floats:
        """What appears at each place a day, by epoch."""
        out = Slab(*self.shape, len(self.good))
        for i, row in enumerate(self.m.supply):
            if not row.unlimited:
                for e in self.on(row.start, row.end):
                    out.add(
                        (e, self.place[row.place], self.good[row.commodity]),
                        self.value("supply", i, "per_day"),
                    )
        return out.array

    def split(self, contents: str, amount: Floats) -> list[tuple[int, Floats]]:
        """A commodity in its own unit, or a mix in t divided over its commodities by mass."""
        if contents in self.good:
            return [(self.good[contents], amount)]
        rows = [(i, m) for i, m in enumerate(self.m.mixes) if m.mix == contents]
        shares = [self.value("mixes", i, "share") for i, _ in rows]
        total = sum(shares)
        return [
            (self.good[m.commodity], amount * s / total / self.a.kg[self.good[m.commodity]])
            for (_, m), s in zip(rows, shares, strict=True)
        ]

    def recorded(self) -> tuple[Floats, Floats]:
        """Recorded deliveries a day before the origin: what enters from outside, and what leaves stores on record."""
        come = self.r.arrivals
        out, moved = Slab(*self.shape, len(self.good)), Slab(self.shape[0], len(come.labels), 2)
        to = {r.route: r.to_place for r in self.m.routes}
        for i, row in enumerate(self.m.deliveries):
            epochs = [e for e in self.on(row.start, row.end) if self.r.starts[e] < self.a.origin]
            share = self.value("deliveries", i, "share_reaching")
            daily = self.value("deliveries", i, "amount") / ((row.end - row.start).days + 1)
            for c, amount in self.split(row.contents, daily):
                for e in epochs:
                    if come.limited[row.route, c][e]:
                        self._leaves(moved, (e, come.move[row.route, c]), amount, share)
                    else:
                        out.add((e, self.place[to[row.route]], c), amount * share)
        return out.array, moved.array

    def inflow(self) -> Floats:
        """Entries of usual inflow a day: what leaves, and what of it reaches residents."""
        out = Slab(len(self.r.arrivals.entries), 2)
        for y, (entry, good) in enumerate(self.r.arrivals.entries):
            for table, i, factor in entry.parts:
                column = "per_day" if table == "inflow" else "amount"
                daily, share = self.value(table, i, column) * factor, self.value(table, i, "share_reaching")
                amount = next(x for c, x in self.split(entry.contents, daily) if c == good)
                self._leaves(out, (y,), amount, share)
        return out.array

    def _leaves(self, slab: Slab, where: Spot, amount: Floats, share: Floats) -> None:
        slab.add((*where, 0), amount)
        slab.add((*where, 1), amount * share)

    def use(self, need: Floats, share: Floats) -> Floats:
        """Usual daily use of each commodity, looking through processes."""
        a = self.a
        out = np.zeros((*need.shape[:2], len(self.good), max(need.shape[-1], share.shape[-1])))
        for n in range(len(self.need)):
            for k in range(a.sat_start[n], a.sat_start[n + 1]):
                out[:, :, a.sat_commodity[k]] += need[:, :, n] * share[k] / a.sat_value[k]
        for kind, q in reversed(list(zip(a.step_kind, a.step_index, strict=True))):
            if kind == PROCESS:
                p = a.proc_place[q]
                runs = np.zeros((out.shape[0], out.shape[-1]))
                for i in range(a.out_start[q], a.out_start[q + 1]):
                    np.maximum(runs, out[:, p, a.out_commodity[i]] / a.out_amount[i], out=runs)
                for i in range(a.in_start[q], a.in_start[q + 1]):
                    out[:, p, a.in_commodity[i]] += a.in_amount[i] * runs
        return out

    def levels(self, use: Floats) -> dict[str, Floats]:
        """Targets, working levels and reserves in own units, by epoch."""
        a = self.a
        target, keep, beyond = (Slab(self.shape[1], len(self.good)) for _ in range(3))
        lead = self.lead()
        target.array[...], keep.array[...], beyond.array[...] = TARGET_DAYS, RESERVE_DAYS, lead[:, None, None]
        for i, row in enumerate(self.m.levels):
            spot = self.place[row.place], self.good[row.commodity]
            days = self.value("levels", i, "target_days")
            target.put(spot, days)
            keep.put(spot, self.value("levels", i, "reserve_days"))
            beyond.put(spot, np.maximum(days, lead[spot[0]]))
        passed = np.zeros_like(use)
        for p, c, q in a.beyond:
            passed[:, p, c] += use[:, q, c]
        working = np.minimum(target.array, lead[:, None, None] + WORKING_DAYS)
        carried = (a.storable & (a.kg > 0))[:, None]  # no truck carries what has no mass or does not keep
        return {
            "target": np.where(carried, use * target.array + passed * beyond.array, 0.0),
            "working": np.where(carried, use * working + passed * lead[:, None, None], 0.0),
            "keep": (use + passed) * keep.array,
        }

    def lead(self) -> Floats:
        """Days of the shortest way into each place, by the middle of each lead; 0 where none leads."""
        days = np.full(self.shape[1], np.inf)
        np.minimum.at(days, self.a.leg_to, self.a.leg_usual.astype(float))
        return np.where(np.isfinite(days), days, 0.0)

    def amount(self, i: int, row: Stock, use: Floats) -> Floats:
        """Accessible amount of a stock row in own units."""
        value = self.value("stocks", i, "amount") * self.value("stocks", i, "accessible_share")
        good = self.m.commodities[self.good[row.commodity]]
        unit = row.unit or good.unit
        if unit == good.unit:
            return value
        e = self.a.epoch[min(max(0, self.days.number(row.date or self.days.start)), self.days.count - 1)]
        daily: Floats = use[e, self.place[row.place], self.good[row.commodity]]
        if unit in ("days", "days of usual use"):
            return value * daily
        if unit.startswith("%"):
            of = [(x.place, x.commodity) for x in self.m.levels]
            if (row.place, row.commodity) not in of:
                raise EngineError(f"{row.where}: a stock in % of usual needs target_days in levels.")
            level = self.value("levels", of.index((row.place, row.commodity)), "target_days")
            share: Floats = value / 100 * level * daily
            return share
        return value * convert(1.0, unit, good.unit)

    def stocks(self, use: Floats) -> tuple[Floats, tuple[Change, ...]]:
        """Opening stocks, and later counts and releases up to the origin."""
        opening = Slab(self.shape[1], len(self.good))
        resets: Entries = defaultdict(list)
        releases: Entries = defaultdict(list)
        for (p, c), by_day in self._counts().items():
            start = max((d for d in by_day if d <= 0), default=0)
            for day in sorted(d for d in by_day if d >= start):
                total = np.zeros(1)
                for i, row in by_day[day]:
                    amount, out = self.amount(i, row, use), self._released(row)
                    if out <= max(day, 0):
                        total = total + amount
                    elif out < self.days.count:
                        releases[out].append((p, c, amount))
                if day <= 0:
                    opening.put((p, c), total)
                else:
                    resets[day].append((p, c, total))
        changes = [_change(d, x, reset=True) for d, x in resets.items()]
        changes += [_change(d, x, reset=False) for d, x in releases.items()]
        return opening.array, tuple(sorted(changes, key=lambda x: (x.day, not x.reset)))

    def _counts(self) -> dict[tuple[int, int], dict[int, list[tuple[int, Stock]]]]:
        """Rows of stocks up to the origin, by place and commodity and by day; a day before the start is negative."""
        found: dict[tuple[int, int], dict[int, list[tuple[int, Stock]]]] = {}
        for i, row in enumerate(self.m.stocks):
            day = self.days.number(row.date) if row.date else 0
            if day <= self.a.origin:
                by_day = found.setdefault((self.place[row.place], self.good[row.commodity]), {})
                by_day.setdefault(day, []).append((i, row))
        return found

    def _released(self, row: Stock) -> int:
        """Day on which a stock may be used; -1: at once."""
        return self.days.number(row.release_date) if row.release_date else -1

    def ways(self) -> dict[str, Floats]:
        """Capacities, caps and access of routes and lines."""
        w = self.r.ways
        cap = {
            "route_cap": Slab(len(w.routes)),
            "line_cap": Slab(len(w.lines)),
            "pool_limit": Slab(len(w.pools)),
        }
        for i, (number, scale) in enumerate(zip(w.route_number, w.route_scale, strict=True)):
            cap["route_cap"].put((i,), self._number(number) * scale if number >= 0 else np.array([BIG]))
        for i, number in enumerate(w.line_number):
            cap["line_cap"].put((i,), self._number(number) if number >= 0 else np.array([BIG]))
        for i, number in enumerate(w.pools):
            cap["pool_limit"].put((i,), self._number(number))
        access, line = Slab(*w.base.shape), Slab(*w.line_base.shape)
        access.array[..., 0] = w.base
        line.array[..., 0] = w.line_base
        for where, listed in w.shares.items():
            for number in listed:
                access.put(where, access.array[where] * np.minimum(1.0, self._number(number)))
        for spot, listed in w.line_shares.items():
            for number in listed:
                line.put(spot, line.array[spot] * np.minimum(1.0, self._number(number)))
        slots = Slab(len(self.m.crossings))
        for i in range(len(self.m.crossings)):
            slots.put((i,), self.value("crossings", i, "slots_per_day", BIG))
        return {"access": access.array, "line_access": line.array, "slots": slots.array} | {
            k: s.array for k, s in cap.items()
        }

    def _number(self, i: int) -> Floats:
        number = self.a.numbers[i]
        drawn: Floats = self.values[i]
        return np.array([number.range.mid]) if number.range.is_exact else drawn

    def fleets(self) -> dict[str, Floats]:
        """Trucks, their availability and the share that comes home."""
        out = {k: Slab(len(self.m.fleets)) for k in ("trucks", "availability", "return_share")}
        for i in range(len(self.m.fleets)):
            for column, slab in out.items():
                slab.put((i,), self.value("fleets", i, column))
        return {k: s.array for k, s in out.items()}

    def column(self, table: str, rows: Sequence[int], name: str) -> Floats:
        """Drawn values of one column in some rows, (rows, B), or (rows, 1) where all are exact; never blank."""
        out = Slab(len(rows))
        if any(self.r.numbers.at(table, i, name) < 0 for i in rows):
            raise EngineError(f"A row of {table} has no {name}, and nothing stands for a blank one.")
        for k, i in enumerate(rows):
            out.put((k,), self.value(table, i, name))
        return out.array

    def losses(self) -> dict[str, Floats]:
        """Shares that legs and lines lose of what they carry."""
        w = self.r.ways
        return {
            "leg_loss": self.column("routes", [w.road_rows[r] for r in self.a.leg_route], "loss_share"),
            "line_loss": np.minimum(MOST_LOST, self.column("routes", w.line_rows, "loss_share")),
        }

    def leads(self) -> tuple[Ints, Ints]:
        """Leads of legs in whole days, and days from release at the far end to home."""
        a = self.a
        rows = [self.r.ways.road_rows[r] for r in a.leg_route]
        lead = np.maximum(1, whole_days(self.column("routes", rows, "lead_days")))
        stay = whole_days(self.column("fleets", range(len(self.m.fleets)), "turnaround_days"))
        has = a.leg_fleet >= 0
        turn = np.zeros((len(rows), stay.shape[-1]), dtype=np.int64)
        turn[has] = stay[a.leg_fleet[has]]
        return lead, lead + turn

    def targets(self) -> Floats:
        """Days of use of its outputs that each process tries to keep in store, at least 1; those of its first row."""
        first = {q.process: i for i, q in reversed(list(enumerate(self.m.processes)))}
        rows = [first[q] for q in self.r.labels.processes]
        target: Floats = np.maximum(1.0, self.column("processes", rows, "target_days"))
        return target

    def processes(self) -> Floats:
        """Largest runs a day of each process, by epoch; 0 outside its dates."""
        name = {x: i for i, x in enumerate(self.r.labels.processes)}
        out = Slab(len(self.r.starts), len(name))
        for i, row in sorted(enumerate(self.m.processes), key=lambda x: x[1].start or dt.date.min):
            for e in self.on(row.start, row.end):
                out.put((e, name[row.process]), self.value("processes", i, "per_day", BIG))
        return out.array


def whole_days(days: Floats) -> Ints:
    """Drawn days as whole ones: the nearest, a half up."""
    return np.floor(days + 0.5).astype(np.int64)


def _change(day: int, rows: list[tuple[int, int, Floats]], *, reset: bool) -> Change:
    wide = max(len(amount) for _, _, amount in rows)
    return Change(
        day=day,
        reset=reset,
        place=np.array([p for p, _, _ in rows], dtype=np.int64),
        commodity=np.array([c for _, c, _ in rows], dtype=np.int64),
        amount=np.stack([np.broadcast_to(amount, wide) for _, _, amount in rows]),
    )


def _contiguous(x: Floats) -> Floats:
    return np.ascontiguousarray(x)


def params(arrays: Arrays, recipe: Recipe, values: Floats) -> Params:
    """Parameters of a block of members from drawn values (U, B)."""
    make = _Maker(arrays, recipe, values)
    needs = make.needs()
    share = make.shares()
    most = make.column("satisfies", make.pairs(), "max_share")
    use = make.use(needs["need"], share)
    opening, changes = make.stocks(use)
    recorded, moved = make.recorded()
    lead, home = make.leads()
    rest: dict[str, Any] = {**needs, **make.losses(), **make.ways(), **make.fleets()}
    return Params(
        perish=make.column("commodities", range(len(make.good)), "perish_per_day"),
        share=share,
        most=most,
        use=use,
        counted=make.counted(needs["need"], share, most),
        supply=make.supply(),
        recorded=recorded,
        moved=moved,
        inflow=make.inflow(),
        opening=opening,
        changes=changes,
        proc_cap=make.processes(),
        proc_target=make.targets(),
        leg_lead=lead,
        leg_home=home,
        **make.levels(use),
        **rest,
    )

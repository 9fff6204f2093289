"""From blocks of members to the parts of a `Forecast`: bands, sums of each member, named members, draws.

Series that are zero by structure are left out of the work. How quantiles are kept or counted stands in `series`.
"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corridor.errors import EngineError
from corridor.forecast.block import Block, Daily, Path, join
from corridor.forecast.series import Series, quantiles
from corridor.model.arrays import Arrays, Floats, Ints, Params
from corridor.result.forecast import LEVELS, Bands, Members, Named


def members_of(block: Block) -> Members:
    """Sums and first days with members first, as results have them."""

    def front(x: Floats) -> Floats:
        moved: Floats = np.ascontiguousarray(np.moveaxis(x, -1, 0))
        return moved

    return Members(
        first_rationing=front(block.first_rationing).astype(np.int64),
        first_stock_out=front(block.first_stock_out).astype(np.int64),
        first_empty=front(block.first_empty).astype(np.int64),
        first_below_survival=front(block.first_below).astype(np.int64),
        days_below_survival=front(block.below),
        person_days_below_survival=front(block.below_person_days),
        short=front(block.short),
        person_days_short=front(block.person_days),
        person_days_short_daily=front(block.person_days_daily),
        lowest_cover=front(block.lowest_cover),
        distributed=front(block.distributed),
        needed=front(block.needed),
        entered=front(block.entered),
        lost=front(block.lost),
        trucks_held_days=block.held_days,
        trucks_held_most=block.held_most,
        residual=np.abs(block.residual).max(0, initial=0.0),
    )


class Reducer:
    """Takes blocks in the order of members and gives the parts of a `Forecast`."""

    def __init__(self, a: Arrays, members: int, *, named: int, most: Params) -> None:
        """Nothing taken yet; `most` are parameters in which nothing is zero that any member may have."""
        self.a, self.members, self.named = a, members, named
        self.blocks: list[Block] = []
        self.values: list[Floats] = []
        self.path_named: list[Path] = []
        self.daily_named: list[Daily] = []
        self.needs: list[Floats] = []
        self.people: list[Floats] = []
        self.share = np.zeros((a.count, len(a.labels.situations)))
        self.asked = np.zeros((a.count, len(a.move_from)))
        self.without_stock = np.zeros_like(self.asked)
        self.series: dict[str, Series] = {}
        self.where: dict[str, tuple[Ints, ...]] = {}
        self._open(most)

    def _open(self, p: Params) -> None:
        """Decide which series there are."""
        a = self.a
        wanted = np.nonzero((p.need > 0).any(axis=(0, 3)))
        goods = np.nonzero(_possible(a, p))
        people = (np.unique(wanted[0]),)
        self.where = dict.fromkeys(("stock", "handed"), goods) | dict.fromkeys(
            ("cover", "distributed"), wanted
        )
        self.where |= {"short": wanted, "met": wanted, "contents": people}
        sizes = {k: len(v[0]) * (3 if k in ("short", "contents") else 1) for k, v in self.where.items()}
        self.series = {k: Series(a.count, n, self.members) for k, n in sizes.items()}

    def add(self, span: tuple[int, int], block: Block, p: Params, path: Path, values: Floats) -> None:
        """Take one block."""
        first, last = span
        daily = block.daily
        if daily is None:
            raise EngineError("Bands need the daily series of every block.")
        for name, series in self.series.items():
            if name == "met":
                picked = _met(daily.distributed, p, self.a.epoch, self.where[name])
            elif name == "contents":
                picked = _contents(daily.handed, p, self.a, self.where[name][0])
            else:
                x: Floats = getattr(daily, name)
                picked = _pick(x, self.where[name])
            series.add(first, picked.reshape(self.a.count, -1, last - first))
        for g, offset in enumerate(self.a.group_first[:-1]):
            for s in range(self.a.group_first[g + 1] - offset):
                self.share[:, offset + s] += (path[:, g] == s).sum(-1)
        self.asked += block.asked.sum(-1) / self.members
        self.without_stock += block.without_stock.sum(-1) / self.members
        wide = (*p.need.shape[:-1], last - first)
        self.needs.append(np.broadcast_to(p.need, wide).astype(np.float32))
        self.people.append(np.broadcast_to(p.people, (*p.people.shape[:-1], last - first)).astype(np.float32))
        self.values.append(values)
        if first < self.named:
            count = min(last, self.named) - first
            self.path_named.append(path[..., :count].copy())
            self.daily_named.append(
                Daily(
                    *(np.array(x[..., :count]) for x in (daily.stock, daily.cover, daily.distributed)),
                    *_none(2),
                )
            )
        self.blocks.append(_without_daily(block))

    def result(self) -> dict[str, Any]:
        """Bands, members, named members, needs, persons, shares of situations and draws."""
        a = self.a
        epoch = a.epoch
        return {
            "bands": self._bands(),
            "members": members_of(join(self.blocks)),
            "named": self._named_members(),
            "need": quantiles(np.concatenate(self.needs, axis=-1))[epoch],
            "persons": quantiles(np.concatenate(self.people, axis=-1))[epoch],
            "situation_share": self.share / self.members,
            "draws": np.concatenate(self.values, axis=-1) if self.values else np.zeros((0, 0)),
        }

    def _bands(self) -> Bands:
        p, c, n = (len(x) for x in (self.a.labels.places, self.a.labels.commodities, self.a.labels.needs))
        shapes: dict[str, tuple[int, ...]] = {
            "stock": (p, c),
            "handed": (p, c),
            "cover": (p, n),
            "distributed": (p, n),
            "short": (p, n, 3),
            "met": (p, n),
            "contents": (p, 3),
        }
        empty = {"cover": np.inf, "met": 1.0}
        fields: dict[str, Floats] = {}
        for name, shape in shapes.items():
            full = np.full((self.a.count, *shape, len(LEVELS)), empty.get(name, 0.0))
            where = self.where[name]
            rest = shape[len(where) :]
            found = self.series[name].bands()
            at: tuple[Any, ...] = (slice(None), *where)
            full[at] = found.reshape(self.a.count, len(where[0]), *rest, len(LEVELS))
            fields[name] = full
        return Bands(**fields, error=max(s.error for s in self.series.values()))

    def _named_members(self) -> Named:
        def pick(field: str) -> Floats:
            return np.concatenate([getattr(d, field) for d in self.daily_named], axis=-1)

        situation = np.concatenate(self.path_named, axis=-1).astype(np.int64)
        return Named(
            stock=pick("stock"),
            cover=pick("cover"),
            distributed=pick("distributed"),
            situation=situation + self.a.group_first[:-1][None, :, None],
        )


def _pick(x: Floats, where: tuple[Ints, ...]) -> Floats:
    """The series at some places (and needs or commodities), every day."""
    at: tuple[Any, ...] = (slice(None), *where)
    picked: Floats = x[at]
    return picked


def _met(distributed: Floats, p: Params, epoch: Ints, where: tuple[Ints, ...]) -> Floats:
    """Share of the normal need met by day, (T, series, B); 1 where nothing is needed."""
    given = _pick(distributed, where)
    need = p.need[(epoch[:, None], *(w[None] for w in where))]
    with np.errstate(divide="ignore", invalid="ignore"):
        share: Floats = np.where(need > 0, given / need, 1.0)
    return share


def _contents(handed: Floats, p: Params, a: Arrays, places: Ints) -> Floats:
    """Energy, protein and fat available a person and day, (T, places, 3, B)."""
    total = np.einsum("tpcb,ck->tpkb", handed[:, places], a.contents)
    people = p.people[a.epoch[:, None], places[None]][:, :, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        each: Floats = np.where(people > 0, total / people, 0.0)
    return each


def _none(count: int) -> list[Floats]:
    return [np.zeros(0)] * count


def _without_daily(block: Block) -> Block:
    """The sums of a block as arrays of their own: a view would keep the whole state of its engine in memory."""
    own = {f.name: np.array(getattr(block, f.name)) for f in fields(Block) if f.name != "daily"}
    none = np.zeros((0, 0, block.closing.shape[-1]))
    return replace(block, daily=None, **own | {"asked": none, "without_stock": none})


def _possible(a: Arrays, p: Params) -> NDArray[np.bool_]:
    """Places and commodities whose stock can differ from zero: stocked, supplied, delivered, made or carried there."""
    some: NDArray[np.bool_] = np.asarray((p.opening > 0).any(-1))
    for x in (p.supply, p.recorded):
        some |= (x > 0).any(axis=(0, 3))
    comes = (p.inflow > 0).any(axis=(1, 2))
    some[a.entry_to[comes], a.entry_good[comes]] = True
    some[a.move_to, a.move_good] = True
    for change in p.changes:
        some[change.place, change.commodity] = True
    some[a.line_to, a.line_commodity] = True
    for q in range(len(a.proc_place)):
        some[a.proc_place[q], a.out_commodity[a.out_start[q] : a.out_start[q + 1]]] = True
    if a.policy == "pull":
        carried = a.route_class[:, a.klass]
        for r, to in enumerate(a.route_to):
            some[to] |= carried[r]
    return some

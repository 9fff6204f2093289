"""From blocks of members to bands: exact quantiles for a small ensemble, counts in fixed bins for a large one.

Up to `EXACT` members every value is kept (in single precision, 6e-8 relative) and quantiles are exact by linear
interpolation. Above that, the first `EXACT` members fix `BINS` equal bins between their lowest and highest value of each series
and day, with open ends; every member is then counted. The error of a quantile is at most one bin: 1/512 of that spread.
Memory does not grow with members beyond the sums kept of each. Series that are zero by structure are left out of the work.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corridor.forecast.block import Block, Daily, Path, join
from corridor.model.arrays import Arrays, Floats, Ints, Params
from corridor.result.forecast import LEVELS, Bands, Members, Named

EXACT = 2000
BINS = 512

Small = NDArray[np.float32]


def quantiles(values: NDArray[Any], levels: tuple[float, ...] = LEVELS) -> Floats:
    """Quantiles along the last axis by linear interpolation; infinities are allowed. Sorts `values` in place.

    Returns an array with the last axis replaced by the levels, increasing along it.
    """
    values.sort(axis=-1)
    count = values.shape[-1]
    out = np.empty((*values.shape[:-1], len(levels)))
    for i, level in enumerate(levels):
        spot = level * (count - 1)
        low = int(np.floor(spot))
        high = min(low + 1, count - 1)
        a, b = values[..., low].astype(float), values[..., high].astype(float)
        with np.errstate(invalid="ignore"):
            out[..., i] = np.where(a == b, a, a + (spot - low) * (b - a))
    return out


class Series:
    """Every member's values of some series by day, exact or counted."""

    def __init__(self, days: int, count: int, members: int) -> None:
        """Room for `count` series."""
        self.members = members
        self.exact: Small | None = np.zeros((days, count, min(members, EXACT)), dtype=np.float32)
        self.low: Small | None = None
        self.step: Small | None = None
        self.counts: NDArray[np.uint32] | None = None

    def add(self, first: int, values: Floats) -> None:
        """Take the values (T, series, B) of members `first` onward."""
        last = first + values.shape[-1]
        if self.exact is not None:
            room = self.exact.shape[-1]
            upto = min(last, room)
            self.exact[..., first:upto] = values[..., : upto - first]
            if upto == room and self.members > room:
                self._fix_bins()
                values = values[..., upto - first :]
            else:
                return
        if values.shape[-1]:
            self._count(values)

    def _fix_bins(self) -> None:
        """Fix the bins from the members kept so far, count these, and let them go."""
        assert self.exact is not None
        finite = np.where(np.isfinite(self.exact), self.exact, np.nan)
        with np.errstate(all="ignore"):
            self.low = np.nan_to_num(np.fmin.reduce(finite, axis=-1, initial=np.inf), posinf=0.0)
            high = np.nan_to_num(np.fmax.reduce(finite, axis=-1, initial=-np.inf), neginf=0.0)
        self.step = ((high - self.low) / BINS).astype(np.float32)
        self.counts = np.zeros((*self.low.shape, BINS + 2), dtype=np.uint32)
        kept, self.exact = self.exact, None
        for first in range(0, kept.shape[-1], 64):
            self._count(kept[..., first : first + 64].astype(float))

    def _count(self, values: Floats) -> None:
        assert self.counts is not None
        assert self.low is not None
        assert self.step is not None
        step = np.where(self.step > 0, self.step, 1.0)[..., None]
        with np.errstate(invalid="ignore", over="ignore"):
            place = np.clip((values - self.low[..., None]) / step, -1, BINS)
        spot = np.where(np.isnan(place), BINS, np.floor(place)).astype(np.int64) + 1
        row = np.arange(self.low.size).reshape(*self.low.shape, 1) * (BINS + 2)
        np.add.at(self.counts.reshape(-1), (row + spot).reshape(-1), 1)

    def bands(self) -> Floats:
        """Quantiles (T, series, V)."""
        if self.exact is not None:
            return quantiles(self.exact)
        assert self.counts is not None
        assert self.low is not None
        assert self.step is not None
        total = np.cumsum(self.counts, axis=-1)
        out = np.empty((*self.low.shape, len(LEVELS)))
        for i, level in enumerate(LEVELS):
            spot = (total <= level * (self.members - 1)).sum(-1)
            out[..., i] = self.low + self.step * np.clip(spot - 0.5, 0, BINS)
        return out

    @property
    def error(self) -> float:
        """Width of a bin relative to the largest value; 0 where quantiles are exact."""
        if self.exact is not None or self.step is None or self.low is None or not self.low.size:
            return 0.0
        largest = float((self.low + self.step * BINS).max(initial=0.0))
        return float(self.step.max(initial=0.0)) / largest if largest else 0.0


def members_of(block: Block) -> Members:
    """Sums and first days with members first, as results have them."""

    def front(x: Floats) -> Floats:
        moved: Floats = np.ascontiguousarray(np.moveaxis(x, -1, 0))
        return moved

    return Members(
        first_rationing=front(block.first_rationing).astype(np.int64),
        first_stock_out=front(block.first_stock_out).astype(np.int64),
        first_below_survival=front(block.first_below).astype(np.int64),
        days_below_survival=front(block.below),
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

    def __init__(self, a: Arrays, members: int, *, named: int) -> None:
        """Nothing taken yet."""
        self.a, self.members, self.named = a, members, named
        self.blocks: list[Block] = []
        self.values: list[Floats] = []
        self.path_named: list[Path] = []
        self.daily_named: list[Daily] = []
        self.needs: list[Floats] = []
        self.persons: list[Floats] = []
        self.share = np.zeros((a.count, len(a.labels.situations)))
        self.series: dict[str, Series] = {}
        self.where: dict[str, tuple[Ints, ...]] = {}

    def _open(self, p: Params) -> None:
        """Decide which series there are."""
        a = self.a
        wanted = np.nonzero((p.need > 0).any(axis=(0, 3)))
        goods = np.nonzero(_possible(a, p))
        people = (np.unique(wanted[0]),)
        self.where = dict.fromkeys(("stock", "handed"), goods) | dict.fromkeys(("cover", "distributed"), wanted)
        self.where |= {"short": wanted, "met": wanted, "contents": people}
        sizes = {k: len(v[0]) * (3 if k in ("short", "contents") else 1) for k, v in self.where.items()}
        self.series = {k: Series(a.count, n, self.members) for k, n in sizes.items()}

    def add(self, span: tuple[int, int], block: Block, p: Params, path: Path, values: Floats) -> None:
        """Take one block."""
        first, last = span
        if not self.series:
            self._open(p)
        daily = block.daily
        assert daily is not None
        for name, series in self.series.items():
            if name == "met":
                picked = _met(daily.distributed, p, self.a.epoch, self.where[name])
            elif name == "contents":
                picked = _contents(daily.handed, p, self.a, self.where[name][0])
            else:
                x: Floats = getattr(daily, name)
                picked = x[(slice(None), *self.where[name])]
            series.add(first, picked.reshape(self.a.count, -1, last - first))
        for g, offset in enumerate(self.a.group_first[:-1]):
            for s in range(self.a.group_first[g + 1] - offset):
                self.share[:, offset + s] += (path[:, g] == s).sum(-1)
        wide = (*p.need.shape[:-1], last - first)
        self.needs.append(np.broadcast_to(p.need, wide).astype(np.float32))
        self.persons.append(np.broadcast_to(p.persons, wide).max(2).astype(np.float32))
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
            "persons": quantiles(np.concatenate(self.persons, axis=-1))[epoch],
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
            full[(slice(None), *where)] = found.reshape(self.a.count, len(where[0]), *rest, len(LEVELS))
            fields[name] = full
        return Bands(**fields, error=max(s.error for s in self.series.values()))

    def _named_members(self) -> Named:
        pick: Callable[[str], Floats] = lambda f: np.concatenate(
            [getattr(d, f) for d in self.daily_named], axis=-1
        )  # noqa: E731
        situation = np.concatenate(self.path_named, axis=-1).astype(np.int64)
        return Named(
            stock=pick("stock"),
            cover=pick("cover"),
            distributed=pick("distributed"),
            situation=situation + self.a.group_first[:-1][None, :, None],
        )


def _met(distributed: Floats, p: Params, epoch: Ints, where: tuple[Ints, ...]) -> Floats:
    """Share of the normal need met by day, (T, series, B); 1 where nothing is needed."""
    given = distributed[(slice(None), *where)]
    need = p.need[(epoch[:, None], *(w[None] for w in where))]
    with np.errstate(divide="ignore", invalid="ignore"):
        share: Floats = np.where(need > 0, given / need, 1.0)
    return share


def _contents(handed: Floats, p: Params, a: Arrays, places: Ints) -> Floats:
    """Energy, protein and fat available a person and day, (T, places, 3, B)."""
    total = np.einsum("tpcb,ck->tpkb", handed[:, places], a.contents)
    persons = p.persons.max(2)[a.epoch[:, None], places[None]][:, :, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        each: Floats = np.where(persons > 0, total / persons, 0.0)
    return each


def _none(count: int) -> list[Floats]:
    return [np.zeros(0)] * count


def _without_daily(block: Block) -> Block:
    return replace(block, daily=None)


def _possible(a: Arrays, p: Params) -> NDArray[np.bool_]:
    """Places and commodities whose stock can differ from zero: stocked, supplied, delivered, made or carried there."""
    some: NDArray[np.bool_] = np.asarray((p.opening > 0).any(-1))
    for x in (p.supply, p.recorded):
        some |= (x > 0).any(axis=(0, 3))
    if p.inflow.shape[0]:
        some |= (p.inflow > 0).any(axis=(0, 3))
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

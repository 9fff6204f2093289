"""Quantiles of a series over members: exact for a small ensemble, from counts in cells for a large one.

Up to `EXACT` members every value is kept (in single precision, 6e-8 relative) and quantiles are exact by linear
interpolation. Above that, the first `EXACT` members fix `BINS` equal bins between their lowest and highest value of
each series and day, with open ends, and every value that some of them share gets a cell of its own. Every member is
then counted, and each cell keeps its lowest and highest value. So a quantile that falls on a value which many members
share (nothing left, a full store, a limit) is that value, at any number of members. Any other lies between the lowest
and the highest value of its cell, at most 1/512 of the spread apart. Memory does not grow with members, and the size of
blocks changes nothing.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from corridor.errors import EngineError
from corridor.model.arrays import Floats
from corridor.result.forecast import LEVELS

EXACT = 2000
BINS = 512
SHARED, MOST_SHARED = 3, 128
"""A value gets a cell of its own if so many of the first members share it; at most so many values, most shared first.

Of a value that one member in a hundred has, the first 2,000 hold twenty; fewer than three in one of two million.
"""

NO_NUMBER = (
    "A series of the run holds a value that is no number. That is a fault of corridor: please report it."
)

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
        out[..., i] = _between(a, b, spot - low)
    return out


class Counts:
    """Counts of members in cells, by series and day."""

    def __init__(self, pilot: Small) -> None:
        """Cells from the first members (T, series, M), which are counted. Sorts `pilot` in place."""
        self.shape = pilot.shape[:-1]
        rows = pilot.reshape(-1, pilot.shape[-1])
        finite = np.where(np.isfinite(rows), rows, np.nan)
        self.low = np.nan_to_num(np.fmin.reduce(finite, axis=-1, initial=np.inf), posinf=0.0).astype(float)
        high = np.nan_to_num(np.fmax.reduce(finite, axis=-1, initial=-np.inf), neginf=0.0).astype(float)
        step = (high - self.low) / BINS
        self.per_step = np.divide(1.0, step, out=np.ones_like(step), where=step > 0)
        row, value = _shared(rows)
        inside = np.arange(len(row)) - np.searchsorted(row, row)
        self.atoms = np.full((len(rows), max(1, int(inside.max(initial=-1)) + 1)), np.inf, dtype=np.float32)
        self.atoms[row, inside] = value
        place = np.floor((value - self.low[row]) * self.per_step[row])
        cell = np.clip(place, -1, BINS).astype(np.int64) + 1
        held = np.zeros((len(rows), BINS + 3), dtype=np.int16)
        np.add.at(held, (row, cell + 1), 1)
        self.first = np.cumsum(held, axis=-1, dtype=np.int16)
        self.cells = np.zeros((len(rows), BINS + 4 + 2 * self.atoms.shape[1], 3), dtype=np.float32)
        self.add(pilot)

    def add(self, values: NDArray[Any]) -> None:
        """Count more members (T, series, B).

        Raises
        ------
        EngineError
            Where a value is no number.
        """
        from corridor.forecast.kernels.counts import count  # noqa: PLC0415  (starts the compiler)

        rows = np.ascontiguousarray(values, dtype=np.float32).reshape(len(self.cells), -1)
        if count(rows, self.low, self.per_step, self.atoms, self.first, self.cells):
            raise EngineError(NO_NUMBER)

    def bands(self, members: int) -> tuple[Floats, float]:
        """Quantiles (T, series, V), and the error they may have, relative to the largest value of each row."""
        upto = np.cumsum(self.cells[..., 0], axis=-1, dtype=np.int64)
        out, error = np.empty((len(self.cells), len(LEVELS))), 0.0
        for i, level in enumerate(LEVELS):
            spot = level * (members - 1)
            low = int(np.floor(spot))
            a, wide = self._ranked(upto, low)
            b, wider = self._ranked(upto, min(low + 1, members - 1))
            out[:, i] = _between(a, b, spot - low)
            error = max(error, wide, wider)
        return out.reshape(*self.shape, len(LEVELS)), error

    def _ranked(self, upto: NDArray[np.int64], rank: int) -> tuple[Floats, float]:
        """The value of a rank, row by row: of a cell that holds one value alone, that value.

        Between the lowest and the highest value of a cell, ranks are spaced evenly. Second, the widest cell met.
        """
        cell = (upto <= rank).sum(-1)
        each = np.arange(len(cell))
        found = self.cells[each, cell].astype(float)
        count, low, high = found[:, 0], found[:, 1], found[:, 2]
        within = rank - (upto[each, cell] - count)
        many = low < high
        width = np.subtract(high, low, out=np.zeros_like(low), where=many)
        value = low + width * np.divide(within, count - 1, out=np.zeros_like(low), where=many)
        top = self.cells[..., 2].max(-1, initial=0.0, where=np.isfinite(self.cells[..., 2]))
        wide = np.divide(width, top, out=np.zeros_like(low), where=top > 0)
        return value, float(wide.max(initial=0.0))


def _shared(rows: Small) -> tuple[NDArray[np.int64], Small]:
    """Row and value of what several members share, rising; of the most shared, `MOST_SHARED` a row. Sorts `rows`."""
    found_row: list[NDArray[np.int64]] = []
    found: list[Small] = []
    for r, own in enumerate(rows):
        own.sort()
        starts = np.flatnonzero(np.concatenate(([True], own[1:] != own[:-1])))
        lengths = np.diff(starts, append=len(own))
        keep = np.flatnonzero((lengths >= SHARED) & np.isfinite(own[starts]))
        if len(keep) > MOST_SHARED:
            keep = np.sort(keep[np.argsort(-lengths[keep], kind="stable")[:MOST_SHARED]])
        found_row.append(np.full(len(keep), r))
        found.append(own[starts[keep]])
    return np.concatenate(found_row), np.concatenate(found)


def _between(a: Floats, b: Floats, part: float) -> Floats:
    """Linear between two values; a value that both share stays as it is, infinite or not."""
    with np.errstate(invalid="ignore"):
        found: Floats = np.where(a == b, a, a + part * (b - a))
    return found


class Series:
    """Every member's values of some series by day, kept or counted."""

    def __init__(self, days: int, count: int, members: int) -> None:
        """Room for `count` series."""
        self.members = members
        self.kept: Small | None = np.zeros((days, count, min(members, EXACT)), dtype=np.float32)
        self.counts: Counts | None = None
        self.error = 0.0
        """The error of the bands relative to the largest value of a series, known once they are made; 0: exact."""

    def add(self, first: int, values: Floats) -> None:
        """Take the values (T, series, B) of members `first` onward."""
        if self.kept is not None:
            room = self.kept.shape[-1]
            upto = min(first + values.shape[-1], room)
            self.kept[..., first:upto] = values[..., : upto - first]
            if upto < room or self.members <= room:
                return
            if not self.kept.size:
                return
            self.counts, self.kept = Counts(self.kept), None
            values = values[..., upto - first :]
        if self.counts is not None and values.shape[-1]:
            self.counts.add(values)

    def bands(self) -> Floats:
        """Quantiles (T, series, V).

        Raises
        ------
        EngineError
            Where a value is no number.
        """
        if self.counts is not None:
            found, self.error = self.counts.bands(self.members)
            return found
        kept = self.kept if self.kept is not None else np.zeros((0, 1), dtype=np.float32)
        found = quantiles(kept)
        if np.isnan(kept[..., -1:]).any():  # sorted: what is no number comes last
            raise EngineError(NO_NUMBER)
        return found

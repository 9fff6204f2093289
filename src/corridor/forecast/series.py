"""Quantiles of a series over members: exact for a small ensemble, from counts in fixed bins for a large one.

Up to `EXACT` members every value is kept (in single precision, 6e-8 relative) and quantiles are exact by linear
interpolation. Above that, the first `EXACT` members fix `BINS` equal bins between their lowest and highest value of
each series and day, with open ends; every member is then counted. The error of a quantile is at most one bin: 1/512 of
that spread. Memory does not grow with members.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from corridor.model.arrays import Floats
from corridor.result.forecast import LEVELS

EXACT = 2000
BINS = 512
AT_ONCE = 64

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


class Counts:
    """Counts of members in fixed bins, by series and day."""

    def __init__(self, pilot: Small) -> None:
        """Bins from the first members (T, series, M), which are counted."""
        finite = np.where(np.isfinite(pilot), pilot, np.nan)
        self.low: Small = np.nan_to_num(np.fmin.reduce(finite, axis=-1, initial=np.inf), posinf=0.0)
        high = np.nan_to_num(np.fmax.reduce(finite, axis=-1, initial=-np.inf), neginf=0.0)
        self.step: Small = ((high - self.low) / BINS).astype(np.float32)
        self.top: Small = np.where(np.isposinf(pilot).any(-1), np.inf, high).astype(np.float32)
        self.per_step: Small = (1 / np.where(self.step > 0, self.step, 1.0)).astype(np.float32)
        self.row = np.arange(self.low.size).reshape(*self.low.shape, 1) * (BINS + 2) + 1
        self.counts = np.zeros((*self.low.shape, BINS + 2), dtype=np.uint32)
        for first in range(0, pilot.shape[-1], AT_ONCE):
            self.add(pilot[..., first : first + AT_ONCE].astype(float))

    def add(self, values: Floats) -> None:
        """Count more members."""
        place = values.astype(np.float32)
        with np.errstate(invalid="ignore", over="ignore"):
            place -= self.low[..., None]
            place *= self.per_step[..., None]
        np.nan_to_num(place, copy=False, nan=BINS, posinf=BINS, neginf=-1)
        np.clip(place, -1, BINS, out=place)
        spot = np.floor(place, out=place).astype(np.int64)
        spot += self.row
        np.add.at(self.counts.reshape(-1), spot.reshape(-1), 1)

    def bands(self, members: int) -> Floats:
        """Middle of the bin in which each quantile lies (T, series, V)."""
        total = np.cumsum(self.counts, axis=-1)
        out = np.empty((*self.low.shape, len(LEVELS)))
        for i, level in enumerate(LEVELS):
            spot = (total <= level * (members - 1)).sum(-1)
            middle = self.low + self.step * np.clip(spot - 0.5, 0, BINS)
            out[..., i] = np.where(spot > BINS, self.top, middle)
        return out

    @property
    def error(self) -> float:
        """Width of the widest bin relative to the largest value."""
        largest = float((self.low + self.step * BINS).max(initial=0.0))
        return float(self.step.max(initial=0.0)) / largest if largest else 0.0


class Series:
    """Every member's values of some series by day, kept or counted."""

    def __init__(self, days: int, count: int, members: int) -> None:
        """Room for `count` series."""
        self.members = members
        self.kept: Small | None = np.zeros((days, count, min(members, EXACT)), dtype=np.float32)
        self.counts: Counts | None = None

    def add(self, first: int, values: Floats) -> None:
        """Take the values (T, series, B) of members `first` onward."""
        if self.kept is not None:
            room = self.kept.shape[-1]
            upto = min(first + values.shape[-1], room)
            self.kept[..., first:upto] = values[..., : upto - first]
            if upto < room or self.members <= room:
                return
            self.counts, self.kept = Counts(self.kept), None
            values = values[..., upto - first :]
        if self.counts is not None and values.shape[-1]:
            self.counts.add(values)

    def bands(self) -> Floats:
        """Quantiles (T, series, V)."""
        if self.counts is not None:
            return self.counts.bands(self.members)
        return quantiles(self.kept if self.kept is not None else np.zeros(0, dtype=np.float32))

    @property
    def error(self) -> float:
        """Width of a bin relative to the largest value; 0 where quantiles are exact."""
        return self.counts.error if self.counts is not None else 0.0

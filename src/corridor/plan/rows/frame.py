"""What every family of rows is written on: the builder, the data, the columns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from corridor.model.arrays import BIG, Floats
from corridor.plan.blocks import Builder, Index, Items
from corridor.plan.columns import Columns
from corridor.plan.data import Data


@dataclass(frozen=True, slots=True)
class Frame:
    """A plan in the making. `scale` (N,) is the scaled units in a unit of each need."""

    build: Builder
    d: Data
    x: Columns
    scale: Floats

    @property
    def tail(self) -> tuple[int, int]:
        """Steps and futures, the last two axes of every block."""
        return self.d.steps.count, self.d.futures

    def named(self, block: str) -> Items:
        """What the items of a block of columns are called, for rows of the same items."""
        return self.build.columns[block].items

    def spread(self, rows: Index, columns: Index, shares: Floats, value: ArrayLike = 1.0) -> None:
        """Put shares (I, I) of what flows in one step into the rows of those in which it lands, (..., I, B) both.

        `value`, of the shape (..., I) or less, multiplies the share by the step in which it lands.
        """
        i, j = np.nonzero(shares)
        times = np.broadcast_to(value, rows.shape[:-1])[..., j]
        self.build.put(rows[..., j, :], columns[..., i, :], (shares[i, j] * times)[..., None])


def earlier(block: Index) -> Index:
    """The columns of a block in every step but the last, against which those of the next are held."""
    return block[..., :-1, :]


def per_truck(load: Floats) -> Floats:
    """Trucks for a unit of load; 0 where nothing limits."""
    return np.where(load >= BIG, 0.0, 1.0 / load)

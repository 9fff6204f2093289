"""What every family of rows is written on: the builder, the data, the columns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from corridor.model.arrays import BIG, Floats, Ints
from corridor.plan.blocks import Builder, Index, Items
from corridor.plan.columns import Columns
from corridor.plan.data import Data

Shares = Callable[[int], Floats]
"""Shares (I, I) of what flows in one step that land in each, by the days in between."""


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

    def spread(
        self, rows: Index, columns: Index, delay: Ints, value: ArrayLike = 1.0, shares: Shares | None = None
    ) -> None:
        """Put what flows in one step into the rows of those in which it lands, (n, I, B) both.

        Parameters
        ----------
        rows, columns : arrays (n, I, B)
        delay : array (n, B) or (n, 1)
            Days from leaving to landing.
        value : array (n, I, B) or less
            Multiplies the share by the step in which it lands.
        shares : function, optional
            Shares (I, I) that land after so many days; those of `Data.arrives` unless given.
        """
        if delay.shape[-1] == 1:  # alike in every future: whole blocks at once, a third faster
            value = np.broadcast_to(value, (*rows.shape[:2], np.shape(value)[-1] if np.ndim(value) else 1))
            for days in np.unique(delay).tolist():
                found = self.d.arrives[days] if shares is None else shares(days)
                n = np.flatnonzero(delay[:, 0] == days)
                i, j = np.nonzero(found)
                self.build.put(rows[n][:, j], columns[n][:, i], found[i, j, None] * value[n][:, j])
            return
        delay, value = np.broadcast_to(delay, rows[:, 0].shape), np.broadcast_to(value, rows.shape)
        for days in np.unique(delay).tolist():
            found = self.d.arrives[days] if shares is None else shares(days)
            n, b = (x[:, None] for x in np.nonzero(delay == days))
            i, j = np.nonzero(found)
            self.build.put(rows[n, j, b], columns[n, i, b], found[i, j] * value[n, j, b])


def earlier(block: Index) -> Index:
    """The columns of a block in every step but the last, against which those of the next are held."""
    return block[..., :-1, :]


def per_truck(load: Floats) -> Floats:
    """Trucks for a unit of load; 0 where nothing limits."""
    return np.where(load >= BIG, 0.0, 1.0 / load)

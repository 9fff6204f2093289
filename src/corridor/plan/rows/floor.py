"""Floors: a share of a need that is handed out every day, whatever else goes short."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from corridor.model.arrays import Bools
from corridor.plan.blocks import Index
from corridor.plan.rows.frame import Frame


@dataclass(frozen=True, slots=True, kw_only=True)
class Floor:
    """A share of the survival tier (0 to 1) that is to be met in every step, for some needs at some places.

    Attributes
    ----------
    share : float
        0 to 1.
    where : array (P, N)
        To which needs at which places it applies.
    """

    share: float
    where: Bools


def floor(f: Frame, asked: Floor, *, kept: Index | None = None) -> None:
    """Write one row a place, need and step: what is short of survival leaves at least the share.

    With `kept`, a column that scales the share, so that the highest floor that can be kept is found.
    """
    d, x = f.d, f.x
    own = np.flatnonzero(asked.where[x.need_place, x.need])
    if not len(own):
        return
    survival = (
        d.parts[:, x.need_place[own], x.need[own], 2].transpose(1, 0, 2) * f.scale[x.need[own]][:, None, None]
    )
    items = [(d.arrays.labels.places[x.need_place[e]], d.arrays.labels.needs[x.need[e]]) for e in own]
    if kept is None:
        rows = f.build.add_rows("floor", (len(own), *f.tail), items=items, upper=(1 - asked.share) * survival)
        f.build.put(rows, x.short[own, 2], 1.0)
        return
    rows = f.build.add_rows("floor", (len(own), *f.tail), items=items, upper=survival)
    f.build.put(rows, x.short[own, 2], 1.0)
    f.build.put(rows, np.broadcast_to(kept, rows.shape), asked.share * survival)

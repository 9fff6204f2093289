"""What all futures share: until the next review one list of what to load, of which each future moves what it can."""

from __future__ import annotations

import numpy as np

from corridor.plan.blocks import Index
from corridor.plan.rows.frame import Frame, per_truck
from corridor.plan.rows.objective import THOUSAND
from corridor.plan.weights import Weights

TURNED_BACK = 10.0
"""What a tonne loaded and not let through costs, in tonnes sent."""


def shared(f: Frame, w: Weights, steps: int) -> Index | None:
    """One list of loads for the first steps; what a future does not let through costs as much as moving it tenfold.

    Parameters
    ----------
    f : Frame
    w : Weights
    steps : int
        Steps before the review.

    Returns
    -------
    array (V, steps) of columns, or None where there is one future: then its own loads are the list.
    """
    a, x, d = f.d.arrays, f.x, f.d
    if d.futures == 1 or not steps or not len(x.ship_leg):
        return None
    steps = min(steps, d.steps.count)
    items, shape = f.named("sent"), (len(x.ship_leg), steps)
    listed = f.build.add_columns("loads", shape, items=items, axes=("item", "step"))
    rows = f.build.add_rows("loads", (*shape, d.futures), items=items, upper=0.0)
    f.build.put(rows, x.sent[:, :steps], 1.0)
    f.build.put(rows, listed[..., None], -1.0)
    price = a.kg[x.ship_good] * w.tonne * TURNED_BACK / THOUSAND
    f.build.cost(listed, np.broadcast_to(price[:, None], listed.shape))
    f.build.cost(x.sent[:, :steps], -price[:, None, None] / d.futures)
    _fits(f, listed)
    return listed


def _fits(f: Frame, listed: Index) -> None:
    """The list loads no more trucks a day than the largest fleet among the futures has.

    In a step of several days a truck may go more than once: how often is held by each future's own trucks.
    """
    a, x, d = f.d.arrays, f.x, f.d
    fleets = sorted({int(a.leg_fleet[leg]) for leg in x.truck_leg})
    if not fleets:
        return
    most = (d.available * (d.start.home + d.due_home.sum(0))).max(1)[fleets]
    rows = f.build.add_rows(
        "loads and trucks",
        (len(fleets), listed.shape[1]),
        items=[(a.labels.fleets[k],) for k in fleets],
        axes=("item", "step"),
        upper=most[:, None] * d.steps.length[: listed.shape[1]],
    )
    for v, (leg, c) in enumerate(zip(x.ship_leg, x.ship_good, strict=True)):
        if int(a.leg_fleet[leg]) in fleets:
            unit = float(a.kg[c] * per_truck(a.leg_payload[leg]))
            f.build.put(rows[fleets.index(int(a.leg_fleet[leg]))], listed[v], unit)

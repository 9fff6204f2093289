"""Need: what is handed out and what is short, tier by tier, make the whole need; rivals share one store."""

from __future__ import annotations

import numpy as np

from corridor.plan.rows.frame import Frame


def need(f: Frame) -> None:
    """Write one row a place, need and step, in scaled units of the need."""
    d, x, a = f.d, f.x, f.d.arrays
    total = d.parts[:, x.need_place, x.need].sum(2).transpose(1, 0, 2) * f.scale[x.need][:, None, None]
    rows = f.build.add_rows("need", (len(x.need), *f.tail), items=f.named("short"), lower=total, upper=total)
    f.build.put(rows[:, None], x.short, 1.0)
    number = np.full((len(a.labels.places), len(a.labels.needs)), -1)
    number[x.need_place, x.need] = np.arange(len(x.need))
    of_pair = np.repeat(np.arange(len(a.labels.needs)), np.diff(a.sat_start))
    n = of_pair[x.give_pair]
    content = a.sat_value[x.give_pair] * f.scale[n]
    f.build.put(rows[number[x.give_place, n]], x.given, content[:, None, None])

"""Need: what is handed out and what is short, tier by tier, make the whole need; rivals share one store."""

from __future__ import annotations

from corridor.plan.rows.frame import Frame


def need(f: Frame) -> None:
    """Write one row a place, need and step, in scaled units of the need."""
    d, x, a = f.d, f.x, f.d.arrays
    number = {(int(p), int(n)): i for i, (p, n) in enumerate(zip(x.need_place, x.need, strict=True))}
    total = d.parts[:, x.need_place, x.need].sum(2).transpose(1, 0, 2) * f.scale[x.need][:, None, None]
    rows = f.build.add_rows("need", (len(x.need), *f.tail), items=f.named("short"), lower=total, upper=total)
    f.build.put(rows[:, None], x.short, 1.0)
    of_pair = {k: n for n in range(len(a.labels.needs)) for k in range(a.sat_start[n], a.sat_start[n + 1])}
    for g, (k, p) in enumerate(zip(x.give_pair, x.give_place, strict=True)):
        n = of_pair[int(k)]
        f.build.put(rows[number[int(p), n]], x.given[g], a.sat_value[k] * f.scale[n])

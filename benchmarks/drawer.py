"""Paths of the reference workload, drawn eight members at once: what the C floor draws within its loop."""

from __future__ import annotations

from typing import Any

import instance as ri
import numpy as np

from corridor.forecast.kernels.lanes import (
    L,
    at,
    buffer,
    kernel,
    lane_bits,
    load,
    row,
    rows_of,
    store,
    unit,
    where,
    whole,
)

U64 = np.uint64
GOLD = U64(ri.GOLD)
FIRST, SECOND = U64(0xBF58476D1CE4E5B9), U64(0x94D049BB133111EB)
S27, S30, S31, ONE = U64(27), U64(30), U64(31), U64(1)


@kernel
def draw(base: Any, first: Any, days: Any, routes: Any, blocks: Any, cum: Any, state: Any, out: Any) -> None:
    """Situations by day and route of `blocks` rows of members; `cum` holds six chances a route."""
    for g in range(blocks):
        member = U64(first + g * L)
        lane = (lane_bits() * (U64(days) * U64(routes)) + ONE) * GOLD + base
        for r in range(routes):
            store(state, r, 0.0)
        for t in range(days):
            for r in range(routes):
                z = lane + ((member * U64(days) + U64(t)) * U64(routes) + U64(r)) * GOLD
                z = (z ^ (z >> S30)) * FIRST
                z = (z ^ (z >> S27)) * SECOND
                u = unit(z ^ (z >> S31))
                now = load(state, r)
                is_open = now == 0.0
                is_part = now == 1.0
                c = r * 6
                below = where(is_open, at(cum, c), where(is_part, at(cum, c + 1), at(cum, c + 2)))
                under = where(is_open, at(cum, c + 3), where(is_part, at(cum, c + 4), at(cum, c + 5)))
                now = where(u < below, row(0.0), where(u < under, row(1.0), row(2.0)))
                store(state, r, now)
                store(out, (t * routes + r) * blocks + g, whole(now))


class Drawer:
    """Draws paths of an instance; may be used by several threads at once."""

    def __init__(self, w: Any) -> None:
        self.w = w
        self.cum = np.ascontiguousarray(np.concatenate([w.cum0, w.cum1], axis=1)).reshape(-1)
        self.base = U64((ri.SEED * ri.SEEDMUL) & ri.M64)

    def __call__(self, first: int, last: int) -> np.ndarray:
        """Situations (T, R, B) of members first to last."""
        w, blocks = self.w, rows_of(last - first)
        out = buffer(w.T * w.R * blocks, np.int16)
        draw(self.base, first, w.T, w.R, blocks, self.cum, buffer(w.R), out)
        return out.reshape(w.T, w.R, blocks * L)[..., : last - first]

"""What tests of the plan share: a case as the plan reads it, its program, its solution, what the engine makes of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from corridor.access import paths as ap
from corridor.forecast.ensemble import Prepared, prepare
from corridor.forecast.follow import Followed, follow
from corridor.model.arrays import Arrays, Params
from corridor.model.case import Builder
from corridor.model.model import Model
from corridor.model.numbers import draw_values
from corridor.plan.data import Data, data
from corridor.plan.highs import Solution, Solver
from corridor.plan.orders import orders
from corridor.plan.program import Written, write
from corridor.plan.solve import Solved, solve
from corridor.plan.steps import steps
from corridor.plan.text import name_of
from corridor.plan.weights import Weights, weights
from corridor.result.start import Start


@dataclass(frozen=True)
class Drawn:
    """A case with its draws: each future has its own path and its own draw of the numbers."""

    prepared: Prepared
    p: Params
    path: np.ndarray
    start: Start

    @property
    def a(self) -> Arrays:
        """Arrays of the case."""
        return self.prepared.arrays

    @property
    def weights(self) -> Weights:
        """Weights of the case."""
        return weights(self.prepared.model, self.a.labels)

    def data(self, *, daily: int = 1_000, coarse: int = 7) -> Data:
        """What the plan reads, day by day unless asked otherwise."""
        a = self.a
        return data(
            a,
            self.p,
            self.path,
            self.start,
            steps(a.origin, a.count - a.origin, daily=daily, coarse=coarse),
        )

    def write(self, w: Weights | None = None, **how: Any) -> Written:
        """The program; `how` goes to `data` (daily, coarse) and `write`."""
        sizes = {k: how.pop(k) for k in ("daily", "coarse") if k in how}
        return write(self.data(**sizes), w or self.weights, **how)

    def follow(self, written: Written, found: Solution) -> Followed:
        """What the engine makes of a plan."""
        a = self.a
        return follow(
            a,
            self.p,
            self.path,
            self.start,
            orders(written, found.values),
            first=a.origin,
            days=a.count - a.origin,
        )


def drawn(
    case: Builder | Model, *, futures: int = 1, seed: int = 1, alike: bool = False, **how: Any
) -> Drawn:
    """A case with draws for some futures, all of them the same if `alike`; `how` goes to `prepare`."""
    model = case.check() if isinstance(case, Builder) else case
    prepared = prepare(model, policy="pull", **how)
    a = prepared.arrays
    ids = np.zeros(futures, dtype=np.int64) if alike else np.arange(futures)
    p = prepared.lowered.params(draw_values(a.numbers, seed, ids))
    path = ap.draw(prepared.outlook, a, seed, ids)
    start = follow(a, p, path, Start.opening(a, p, futures), None, first=0, days=a.origin).end
    return Drawn(prepared, p, path, start)


def solved(written: Written, **options: Any) -> Solved:
    """The solution of a program by a new solver."""
    return solve(written, Solver(**options))


def value(written: Written, values: np.ndarray, name: str) -> float:
    """Value of the one column of a name, such as `sent[road, flour, 2023-01-01]`."""
    hits = [i for i in range(len(values)) if name_of(written, "columns", i) == name]
    assert len(hits) == 1, f"{name}: {hits}"
    return float(values[hits[0]])

"""The closures that together cost most, for who prepares for several at once: a stress on a plan, never a forecast.

All are announced: the figure is the lower end of what they cost. `ETHICS.md` binds whoever shows it.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from corridor.errors import UsageError
from corridor.study.plans.closures import Base, announced
from corridor.study.plans.intervals import Mean
from corridor.study.plans.passages import Closing, Passage

Progress = Callable[[int, int], None]
BLOCK = 14
MOST = 500
"""Programs up to which every set is tried."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Worst:
    """The set of closures that costs most of those tried.

    Attributes
    ----------
    closings : tuple of Closing
    loss : Mean
        Weighted person-days, announced.
    is_exact : bool
        Whether every set was tried; if not, the worst costs at least so much.
    tried : int
        Programs solved.
    """

    closings: tuple[Closing, ...]
    loss: Mean
    is_exact: bool
    tried: int

    def text(self) -> str:
        """The loss in words."""
        return f"{'' if self.is_exact else 'at least '}{self.loss.text()} weighted person-days"


def worst(
    base: Base,
    listed: Sequence[Passage],
    *,
    count: int,
    block: int = BLOCK,
    most: int = MOST,
    threads: int = 1,
    progress: Progress | None = None,
) -> Worst:
    """The worst closures of a number of blocks of days.

    Parameters
    ----------
    base : Base
    listed : sequence of Passage
        Routes, lines and crossings of these are closed.
    count : int, at least 1
        Closures at once: each of one passage for one block.
    block : int
        Days of a block, counted from the first day of the plan; the last may be shorter.
    most : int
        Programs up to which every set is tried; beyond, the worst closure is taken, then the one that adds most to it.
    threads : int
        The answer does not depend on them.

    Raises
    ------
    UsageError
        When there are fewer closures than are asked for.
    """
    first, days = base.layout.first, base.layout.days
    single = [
        Closing(p, first + start, min(block, days - start))
        for p in listed
        if p.kind in {"route", "line", "crossing"}
        for start in range(0, days, block)
    ]
    if not 1 <= count <= len(single):
        raise UsageError(
            f"There are {len(single)} closures of {block} days to choose from; {count} were asked for."
        )
    whole = math.comb(len(single), count)
    is_exact = whole <= most
    tried = 0
    best: tuple[Closing, ...] = ()
    for size in (count,) if is_exact else range(1, count + 1):
        sets = (
            list(itertools.combinations(single, size))
            if is_exact
            else [(*best, c) for c in single if c not in best]
        )
        losses = _losses(base, sets, threads, progress)
        tried += len(sets)
        i = max(range(len(sets)), key=lambda j: (losses[j].mean, -j))
        best, loss = sets[i], losses[i]
    return Worst(closings=best, loss=loss, is_exact=is_exact, tried=tried)


def _losses(
    base: Base, sets: list[tuple[Closing, ...]], threads: int, progress: Progress | None
) -> list[Mean]:
    found = []
    with ThreadPoolExecutor(max(1, threads)) as pool:
        for i, done in enumerate(pool.map(lambda s: announced(base, s), sets)):
            found.append(Mean.of(done.over(base.outcome).weighted, rounding=base.rounding))
            if progress:
                progress(i + 1, len(sets))
    return found

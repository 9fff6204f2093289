"""Futures: draws of the numbers and paths of access from the origin on, with the state that each begins from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from corridor.access import paths as ap
from corridor.access.onward import standing
from corridor.access.paths import Outlook
from corridor.forecast.block import Path
from corridor.forecast.ensemble import Prepared
from corridor.forecast.follow import follow
from corridor.model.arrays import Arrays, Floats, Ints, Number, Params
from corridor.model.numbers import draw_values
from corridor.result.start import Start

Access = Literal["drawn", "frozen"]


@dataclass(frozen=True, slots=True)
class Futures:
    """Draws of a case, each with its path and its state on a morning; members last (B)."""

    prepared: Prepared
    params: Params
    path: Path  # (T, G, B)
    start: Start
    first: int

    @property
    def arrays(self) -> Arrays:
        """The case."""
        return self.prepared.arrays

    @property
    def count(self) -> int:
        """Number of futures, B."""
        return self.start.members


def futures(
    prepared: Prepared, ids: Ints, seed: int, *, access: Access = "drawn", middle: bool = False
) -> Futures:
    """Futures of a case from its origin on.

    Parameters
    ----------
    prepared : Prepared
        A case at an origin, with policy `pull`: nothing of others comes in.
    ids : array (B,)
        Which members to draw; the same id gives the same future.
    seed : int
    access : {"drawn", "frozen"}
        Paths of the outlook, or access as it stands at the origin, kept to the end: see `frozen`.
    middle : bool
        Whether every number stands at its median, and a pick at its heaviest rival, in the place of draws.

    Returns
    -------
    Futures
        Each has been run from the first day of the case to its origin.
    """
    a = prepared.arrays
    values = middle_values(a.numbers, len(ids)) if middle else draw_values(a.numbers, seed, ids)
    p = prepared.lowered.params(values)
    path = ap.draw(prepared.outlook, a, seed, ids)
    if access == "frozen":
        path = frozen(path, prepared.outlook, a.origin)
    start = follow(
        a, p, path, Start.opening(a, p, len(ids)), None, first=0, days=a.origin, keep_daily=False
    ).end
    return Futures(prepared, p, path, start, a.origin)


def frozen(path: Path, outlook: tuple[Outlook, ...], day: int) -> Path:
    """A path whose situations stay as they stand on the morning of a day; what is drawn for that day is not looked at.

    Parameters
    ----------
    path : array (T, G, B)
    outlook : tuple of Outlook
        Of every group, as known on that morning; what stands then is `corridor.access.onward.standing`.
    day : int
    """
    out = path.copy()
    out[day:] = np.array([standing(o) for o in outlook], dtype=path.dtype)[:, None]
    return out


def middle_values(numbers: tuple[Number, ...], count: int) -> Floats:
    """Medians of all numbers, (U, B); of rivals the heaviest is picked, the first listed among equals."""
    out = np.array([[n.range.mid] for n in numbers]).reshape(len(numbers), 1)
    heaviest: dict[tuple[str, str, str, str], int] = {}
    for i, n in enumerate(numbers):
        if n.pick:
            spot = (n.pick, n.table, n.key, n.column)
            best = heaviest.setdefault(spot, i)
            if n.weight > numbers[best].weight:
                heaviest[spot] = i
    chosen = set(heaviest.values())
    for i, n in enumerate(numbers):
        if n.pick and i not in chosen:
            out[i] = np.nan
    return np.repeat(out, count, axis=1)


def at(futures: Futures, start: Start, first: int) -> Futures:
    """The same futures from another morning and state."""
    return replace(futures, start=start, first=first)

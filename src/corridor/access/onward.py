"""The outlook on a later morning: what was said at the origin, and the situations seen since.

Exit rates and chances of what follows are conjugate to what is seen (`corridor.access.outlook`), so the outlook given a
path up to a morning has the same form: days seen and spells that ended are added. The running spell counts with the
days it has lasted.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from corridor.access.outlook import Rate
from corridor.access.paths import Outlook, Path, draw, seen
from corridor.access.timeline import Past, Run
from corridor.errors import EngineError
from corridor.model.arrays import Arrays, Ints


def onward(
    outlooks: tuple[Outlook, ...], path: NDArray[np.int16], *, first: int, day: int
) -> tuple[Outlook, ...]:
    """Outlook of every group on the morning of a day, after its situations from the origin to the eve were seen.

    Parameters
    ----------
    outlooks : tuple of Outlook
        As known at the origin.
    path : array (T, G)
        Situations of one member, in each group's own numbering; days `first` to `day` are read.
    first, day : int
        The origin and the morning; on the origin itself nothing has been seen.

    Raises
    ------
    EngineError
        When the morning lies before the origin.
    """
    if day < first:
        raise EngineError(f"Day {day} lies before the origin, day {first}.")
    if day == first:
        return outlooks
    return tuple(_later(o, path[first:day, g], first) for g, o in enumerate(outlooks))


def _later(o: Outlook, seen_path: NDArray[np.int16], first: int) -> Outlook:
    day = first + len(seen_path)
    starts = np.concatenate([[0], np.flatnonzero(np.diff(seen_path)) + 1, [len(seen_path)]])
    runs = tuple(Run(first + int(a), first + int(b), (int(seen_path[a]),)) for a, b in pairwise(starts))
    fixed = tuple(Run(max(r.first, day), r.last, r.among) for r in o.past.fixed if r.last > day)
    past = Past(o.past.runs + runs, False, (int(seen_path[-1]),), fixed)
    before, after = seen(o.past, len(o.names)), seen(past, len(o.names))
    rates = tuple(
        None
        if r is None
        else Rate(r.spells + after[0][s] - before[0][s], r.days + after[1][s] - before[1][s])
        for s, r in enumerate(o.rates)
    )
    moves = after[2] - before[2]
    weights = tuple(
        tuple(w + float(moves[s, n]) for n, w in enumerate(row)) for s, row in enumerate(o.weights)
    )
    return replace(o, past=past, rates=rates, weights=weights)


def draw_onward(outlooks: tuple[Outlook, ...], a: Arrays, *, day: int, seed: int, members: Ints) -> Path:
    """Paths from a morning on, (T, G, M), under the outlooks of that morning; before it, what was seen.

    Parameters
    ----------
    outlooks : tuple of Outlook
        As `onward` gives them for the day.
    a : Arrays
    day : int
        The morning.
    seed, members : int, array (M,)
    """
    return draw(outlooks, replace(a, origin=day), seed, members)


def standing(o: Outlook) -> int:
    """The situation that one takes to be standing on a morning who says that nothing changes: the first it may be."""
    morning = o.past.runs[-1].last if o.past.runs else 0
    fixed = next((r for r in o.past.fixed if r.first <= morning), None)
    return fixed.among[0] if fixed else o.past.running[0]


__all__ = ["draw_onward", "onward", "standing"]

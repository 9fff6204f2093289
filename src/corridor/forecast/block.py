"""What an engine gives back for one block of members, and what it is asked to keep.

Both engines fill the same `Block`; the ensemble reads nothing else of them. Members stand last.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from corridor.model.arrays import Arrays, Floats, Params

Path = NDArray[np.int16]
ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Daily:
    """Series of every member of the block by day."""

    stock: Floats  # (T, P, C, B) at the close
    cover: Floats  # (T, P, N, B) days, inf where nothing is needed
    distributed: Floats  # (T, P, N, B)
    short: Floats  # (T, P, N, 3, B) normal, minimum, survival parts
    handed: Floats  # (T, P, C, B)

    @classmethod
    def empty(cls, a: Arrays, members: int) -> Daily:
        """Zeros of the right shapes."""
        p, c, n = len(a.labels.places), len(a.labels.commodities), len(a.labels.needs)
        t = a.count
        return cls(
            stock=np.zeros((t, p, c, members)),
            cover=np.zeros((t, p, n, members)),
            distributed=np.zeros((t, p, n, members)),
            short=np.zeros((t, p, n, 3, members)),
            handed=np.zeros((t, p, c, members)),
        )


@dataclass(frozen=True, slots=True)
class Block:
    """Sums and first days of every member of the block, from the origin on unless said otherwise.

    A first day that was not reached is T. `residual` is the mass balance of the whole run by commodity:
    what is missing, relative to the turnover.
    """

    first_rationing: Floats  # (P, N, B)
    first_stock_out: Floats  # (P, N, B)
    first_empty: Floats  # (P, N, B) first day on which nothing is left in store toward an unmet need
    first_below: Floats  # (P, N, B) first day below survival
    below: Floats  # (P, N, B) days below survival
    below_person_days: Floats  # (P, N, B) persons concerned on those days
    short: Floats  # (P, N, 3, B) by tier
    person_days: Floats  # (P, N, 3, B) persons concerned x share of the need short
    person_days_daily: Floats  # (T, B) all places and needs, whole run
    lowest_cover: Floats  # (P, N, B)
    distributed: Floats  # (P, N, B)
    needed: Floats  # (P, N, B)
    entered: Floats  # (C, B) recorded, usual and own arrivals
    lost: Floats  # (C, B) whole run
    held_days: Floats  # (B,) truck-days held
    held_most: Floats  # (B,)
    residual: Floats  # (C, B)
    closing: Floats  # (P, C, B) stock at the end
    asked: Floats  # (T, V, B) recorded or usual out of stores, whole run
    without_stock: Floats  # (T, V, B) the part of it that no stock was behind
    daily: Daily | None

    @classmethod
    def empty(cls, a: Arrays, members: int, *, keep_daily: bool) -> Block:
        """The block before the first day."""
        p, c, n, t = len(a.labels.places), len(a.labels.commodities), len(a.labels.needs), a.count
        zeros = np.zeros
        return cls(
            first_rationing=np.full((p, n, members), float(t)),
            first_stock_out=np.full((p, n, members), float(t)),
            first_empty=np.full((p, n, members), float(t)),
            first_below=np.full((p, n, members), float(t)),
            below=zeros((p, n, members)),
            below_person_days=zeros((p, n, members)),
            short=zeros((p, n, 3, members)),
            person_days=zeros((p, n, 3, members)),
            person_days_daily=zeros((t, members)),
            lowest_cover=np.full((p, n, members), np.inf),
            distributed=zeros((p, n, members)),
            needed=zeros((p, n, members)),
            entered=zeros((c, members)),
            lost=zeros((c, members)),
            held_days=zeros(members),
            held_most=zeros(members),
            residual=zeros((c, members)),
            closing=zeros((p, c, members)),
            asked=zeros((t, len(a.move_from), members)),
            without_stock=zeros((t, len(a.move_from), members)),
            daily=Daily.empty(a, members) if keep_daily else None,
        )


def join(blocks: list[Block]) -> Block:
    """One block of all members, in the order of the list."""
    parts: dict[str, object] = {}
    for f in fields(Block):
        if f.name != "daily":
            parts[f.name] = np.concatenate([getattr(b, f.name) for b in blocks], axis=-1)
    dailies = [b.daily for b in blocks if b.daily is not None]
    daily = None
    if dailies:
        daily = Daily(
            *(np.concatenate([getattr(d, f.name) for d in dailies], axis=-1) for f in fields(Daily))
        )
    return Block(**parts, daily=daily)  # type: ignore[arg-type]


class Engine(Protocol):
    """A way to run the law of the day on a block of members."""

    name: str

    def run(self, a: Arrays, p: Params, path: Path, *, keep_daily: bool) -> Block:
        """Run every day of the case; `path` (T, G, B) holds situations in each group's own numbering."""
        ...

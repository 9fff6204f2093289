"""The state of a case on a morning: what a plan begins from, and what a run leaves behind. No law lives here."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from corridor.model.arrays import Arrays, Floats, Params


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """Stocks, goods on the way and trucks on a morning, before anything of that day; members stand last.

    Dimensions are those of `corridor.model.arrays`; H days ahead, the first of them this morning's.
    """

    stock: Floats  # (P, C, B) own unit, at the close of the eve
    due: Floats  # (H, L, C, B) own unit, sent and due in so many days, before losses on the way
    due_trucks: Floats  # (H, L, B) trucks with them, where arrivals may be held
    held: Floats  # (L, C, B) own unit, arrived and waiting
    held_trucks: Floats  # (L, B)
    home: Floats  # (F, B) trucks at home
    back: Floats  # (H, F, B) trucks due home in so many days, before those that do not return
    back_leg: Floats  # (H, L, B) the same by leg, where the return needs access
    out: Floats  # (L, B) trucks due home whose way is closed
    memory: Floats  # (2, P, N, B) what rules of rations carry from day to day (`corridor.forecast.state`)

    @property
    def members(self) -> int:
        """Number of members, B."""
        return int(self.stock.shape[-1])

    @classmethod
    def opening(cls, a: Arrays, p: Params, members: int) -> Start:
        """The state before the first day of a case: opening stocks, trucks at home, nothing on the way."""
        places, goods, legs, fleets = (
            len(a.labels.places), len(a.labels.commodities), len(a.leg_from), len(a.fleet_base)
        )  # fmt: skip
        return cls(
            stock=np.array(np.broadcast_to(p.opening, (places, goods, members))),
            due=np.zeros((0, legs, goods, members)),
            due_trucks=np.zeros((0, legs, members)),
            held=np.zeros((legs, goods, members)),
            held_trucks=np.zeros((legs, members)),
            home=np.array(np.broadcast_to(p.trucks, (fleets, members))),
            back=np.zeros((0, fleets, members)),
            back_leg=np.zeros((0, legs, members)),
            out=np.zeros((legs, members)),
            memory=no_memory(a, members),
        )

    def of(self, members: np.ndarray) -> Start:
        """The state of some members, in the order asked for; one may be asked for several times."""
        return Start(**{name: getattr(self, name)[..., members] for name in self.__slots__})


def no_memory(a: Arrays, members: int) -> Floats:
    """Nothing that rules of rations carry from day to day."""
    return np.zeros((2, len(a.labels.places), len(a.labels.needs), members))

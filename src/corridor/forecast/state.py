"""What a block of members carries from one day to the next in the plain numpy engine, and its running sums."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from corridor.model.arrays import Arrays, Floats, Params


@dataclass(slots=True)
class State:
    """Stocks, goods on the way, goods and trucks held, trucks away. Members stand last."""

    members: int
    stock: Floats  # (P, C, B)
    way: Floats  # (P, C, B) on the way to a place, what is held included
    sent: Floats  # (ring, L, C, B) by the day of dispatch
    held: Floats  # (L, C, B)
    trucks_sent: Floats  # (ring, L, B), legs that may be held
    trucks_held: Floats  # (L, B)
    home: Floats  # (F, B)
    back: Floats  # (ring, F, B) due home
    back_leg: Floats  # (ring, L, B) due home, legs whose return needs access
    out: Floats  # (L, B) due, but the way is closed
    flow: dict[str, Floats] = field(default_factory=dict)  # sums by commodity (C, B)

    @classmethod
    def start(cls, a: Arrays, p: Params, members: int) -> State:
        """The state before the first day: opening stocks, trucks at home, nothing on the way."""
        places, goods = len(a.labels.places), len(a.labels.commodities)
        legs, fleets = len(a.leg_from), len(a.fleet_base)
        longest = int(a.leg_lead.max(initial=1)) + 1
        ring = int(np.max(a.leg_lead + a.leg_home, initial=1)) + 1
        stock = np.array(np.broadcast_to(p.opening, (places, goods, members)))
        holds, returns = bool(a.leg_hold.any()), bool(a.leg_return_access.any())
        names = ("opening", "reset", "supply", "received", "produced", "used", "distributed", "lost")
        flow = {n: np.zeros((goods, members)) for n in names}
        flow["opening"] += stock.sum(0)
        return cls(
            members=members,
            stock=stock,
            way=np.zeros((places, goods, members)),
            sent=np.zeros((longest, legs, goods, members)),
            held=np.zeros((legs if holds else 0, goods, members)),
            trucks_sent=np.zeros((longest, legs if holds else 0, members)),
            trucks_held=np.zeros((legs if holds else 0, members)),
            home=np.array(np.broadcast_to(p.trucks, (fleets, members))),
            back=np.zeros((ring, fleets, members)),
            back_leg=np.zeros((ring, legs if returns else 0, members)),
            out=np.zeros((legs if returns else 0, members)),
            flow=flow,
        )

    def residual(self) -> Floats:
        """Mass balance by commodity: what came less what is or went, relative to the turnover."""
        f = self.flow
        came = f["opening"] + f["supply"] + f["received"] + f["produced"]
        gone = f["used"] + f["distributed"] + f["lost"]
        there = self.stock.sum(0) + self.way.sum(0)
        turnover = np.maximum(np.maximum(came, gone + there), 1.0)
        missing: Floats = (came + f["reset"] - gone - there) / turnover
        return missing

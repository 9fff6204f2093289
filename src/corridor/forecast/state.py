"""What a block of members carries from one day to the next in the plain numpy engine, and its running sums."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from corridor.model.arrays import STRETCH, Arrays, Floats, Ints, Params


@dataclass(slots=True)
class State:
    """Stocks, goods on the way, goods and trucks held, trucks away. Members stand last."""

    members: int
    stock: Floats  # (P, C, B)
    way: Floats  # (P, C, B) on the way to a place, what is held included
    sent: Floats  # (L, C, B) today
    due: Floats  # (ring, L, C, B) sent, by the day it is due
    held: Floats  # (L, C, B)
    due_trucks: Floats  # (ring, L, B) trucks with it, legs that may be held
    trucks_held: Floats  # (L, B)
    home: Floats  # (F, B)
    back: Floats  # (ring, F, B) due home
    back_leg: Floats  # (ring, L, B) due home, legs whose return needs access
    out: Floats  # (L, B) due, but the way is closed
    came: Floats  # (P, C, B) what came in today, where a ration is stretched or goes by steps
    memory: (
        Floats  # (2, P, N, B) stretch: what came lately, and its days; steps: the step in force; there alone
    )
    flow: dict[str, Floats] = field(default_factory=dict)  # sums by commodity (C, B)

    @classmethod
    def start(cls, a: Arrays, p: Params, members: int, *, ahead: int = 0) -> State:
        """The state before the first day: opening stocks, trucks at home, nothing on the way.

        `ahead` is the days in which something may be due that was there before, whatever the leads.
        """
        places, goods = len(a.labels.places), len(a.labels.commodities)
        legs, fleets = len(a.leg_from), len(a.fleet_base)
        longest = max(int(p.leg_lead.max(initial=1)) + 1, ahead)
        ring = max(int(np.max(p.leg_lead + p.leg_home, initial=1)) + 1, ahead)
        stock = np.array(np.broadcast_to(p.opening, (places, goods, members)))
        holds, returns = bool(a.leg_hold.any()), bool(a.leg_return_access.any())
        ruled = bool((a.policy_kind >= STRETCH).any())
        names = ("opening", "reset", "supply", "received", "produced", "used", "distributed", "lost")
        flow = {n: np.zeros((goods, members)) for n in names}
        flow["opening"] += stock.sum(0)
        return cls(
            members=members,
            stock=stock,
            way=np.zeros((places, goods, members)),
            sent=np.zeros((legs, goods, members)),
            due=np.zeros((longest, legs, goods, members)),
            held=np.zeros((legs if holds else 0, goods, members)),
            due_trucks=np.zeros((longest, legs if holds else 0, members)),
            trucks_held=np.zeros((legs if holds else 0, members)),
            home=np.array(np.broadcast_to(p.trucks, (fleets, members))),
            back=np.zeros((ring, fleets, members)),
            back_leg=np.zeros((ring, legs if returns else 0, members)),
            out=np.zeros((legs if returns else 0, members)),
            came=np.zeros((places if ruled else 0, goods, members)),
            memory=np.zeros((2, places if ruled else 0, len(a.labels.needs), members)),
            flow=flow,
        )

    def put(self, ring: Floats, day: Ints, row: int, amount: Floats) -> None:
        """Add an amount (..., B) to a row of a ring of days, on a day of each member, or on one for all."""
        if day.size == 1:
            ring[day[0] % len(ring), row] += amount
        else:
            ring[day % len(ring), row, ..., np.arange(self.members)] += np.moveaxis(amount, -1, 0)

    def residual(self) -> Floats:
        """Mass balance by commodity: what came less what is or went, relative to the turnover."""
        f = self.flow
        came = f["opening"] + f["supply"] + f["received"] + f["produced"]
        gone = f["used"] + f["distributed"] + f["lost"]
        there = self.stock.sum(0) + self.way.sum(0)
        turnover = np.maximum(np.maximum(came, gone + there), 1.0)
        missing: Floats = (came + f["reset"] - gone - there) / turnover
        return missing

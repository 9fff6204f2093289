"""The compiled engine: the law of the day on rows of eight members at once.

The law stands in `corridor.forecast.kernels`; this module hands a block over and takes the results back. Importing it
starts the compiler, so it is imported only when a compiled run is asked for. Results equal those of
`corridor.forecast.day`, to 1e-9.
"""

from __future__ import annotations

import numpy as np

from corridor.errors import EngineError
from corridor.forecast.block import Block, Daily, Path
from corridor.forecast.kernels import pack
from corridor.forecast.kernels.advance import advance
from corridor.forecast.kernels.handles import FLOWS
from corridor.forecast.kernels.lanes import L
from corridor.model.arrays import Arrays, Floats, Params

LONGEST = 32_000
"""Days of a run: dates are kept in 16 bits."""


class CompiledEngine:
    """The compiled engine. May be used by several threads at once: blocks share nothing that changes."""

    name = "compiled"

    def __init__(self) -> None:
        self._shared: tuple[Arrays, pack.Shared] | None = None

    def run(self, a: Arrays, p: Params, path: Path, *, keep_daily: bool) -> Block:
        """Run every day of the case for a block of members.

        Parameters
        ----------
        a : Arrays
            The case at its origin.
        p : Params
            Parameters of the block.
        path : array (T, G, B)
            Situations in each group's own numbering.
        keep_daily : bool
            Whether every member's series are kept.

        Returns
        -------
        Block
            A member's results do not depend on which block it is in.

        Raises
        ------
        EngineError
            If the case has more than 32,000 days.
        """
        if a.count > LONGEST:
            raise EngineError(f"The compiled engine runs at most {LONGEST:,} days, not {a.count:,}.")
        shared = self._tables(a)
        packed = pack.block(shared, a, p, path, keep_daily=keep_daily)
        advance(packed.cases, packed.states, packed.blocks)
        return _Results(a, p, packed, path.shape[-1]).block(keep_daily=keep_daily)

    def _tables(self, a: Arrays) -> pack.Shared:
        """Tables of the case, made once; two threads that begin together may both make them."""
        known = self._shared
        if known is None or known[0] is not a:
            known = (a, pack.shared(a))
            self._shared = known
        return known[1]


class _Results:
    """Reads a block's results from where the kernel left them."""

    def __init__(self, a: Arrays, p: Params, packed: pack.Packed, members: int) -> None:
        self.a, self.p, self.members = a, p, members
        self.results, self.width = packed.results, packed.blocks * L
        self.places, self.goods, self.needs = (
            len(x) for x in (a.labels.places, a.labels.commodities, a.labels.needs)
        )

    def get(self, name: str, *shape: int) -> Floats:
        """A table of results, members last."""
        found: Floats = self.results[name].reshape(*shape, self.width)[..., : self.members]
        return found

    def block(self, *, keep_daily: bool) -> Block:
        """All of it."""
        a, p, c, n = self.a, self.places, self.goods, self.needs
        flows = dict(zip(FLOWS, self.get("o_flows", len(FLOWS), c), strict=True))
        closing = self.get("o_closing", p, c)
        held = self.get("o_held", 2)
        return Block(
            first_rationing=self.get("o_ration", p, n),
            first_stock_out=self.get("o_out", p, n),
            first_empty=self.get("o_empty", p, n),
            first_below=self.get("o_below", p, n),
            below=self.get("o_days", p, n),
            short=self.get("o_short", p, n, 3),
            person_days=self.get("o_person", p, n, 3),
            person_days_daily=self.get("o_day", a.count),
            below_person_days=self.get("o_under", p, n),
            lowest_cover=self.get("o_lowest", p, n),
            distributed=self.get("o_got", p, n),
            needed=self._needed(),
            entered=flows["entered"],
            lost=flows["lost"],
            held_days=held[0],
            held_most=held[1],
            residual=self._residual(flows, closing),
            closing=closing,
            asked=self.get("o_asked", a.count, len(a.move_from)),
            without_stock=self.get("o_without", a.count, len(a.move_from)),
            daily=self._daily() if keep_daily else None,
        )

    def _needed(self) -> Floats:
        """Need from the origin on."""
        days = np.bincount(self.a.epoch[self.a.origin :], minlength=self.p.need.shape[0])
        total = np.einsum("e,epnb->pnb", days.astype(float), self.p.need)
        return np.array(np.broadcast_to(total, (*total.shape[:2], self.members)))

    def _residual(self, flows: dict[str, Floats], closing: Floats) -> Floats:
        """Mass balance by commodity: what came less what is or went, relative to the turnover."""
        days = np.bincount(self.a.epoch, minlength=self.p.supply.shape[0])
        supply = np.einsum("e,epcb->cb", days.astype(float), self.p.supply) + flows["drawn"]
        came = self.p.opening.sum(0) + supply + flows["received"] + flows["produced"]
        gone = flows["used"] + flows["handed"] + flows["lost"]
        there = closing.sum(0) + self.get("o_way", self.goods)
        turnover = np.maximum(np.maximum(came, gone + there), 1.0)
        missing: Floats = (came + flows["reset"] - gone - there) / turnover
        return missing

    def _daily(self) -> Daily:
        t, p, c, n = self.a.count, self.places, self.goods, self.needs
        return Daily(
            stock=self.get("o_stock", t, p, c),
            cover=self.get("o_cover", t, p, n),
            distributed=self.get("o_given", t, p, n),
            short=self.get("o_tiers", t, p, n, 3),
            handed=self.get("o_handed", t, p, c),
        )

"""Orders: what a plan says is to be done each day, as an engine follows it. Frozen arrays; no law lives here."""

from __future__ import annotations

from dataclasses import dataclass

from corridor.model.arrays import Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Orders:
    """What is to be done from a day on; dimensions as in `corridor.model.arrays`, D days, members last (B, or 1).

    What is None is left to the law of the day: rations by their policy, processes and lines as asked, gates in
    proportion.

    Attributes
    ----------
    first : int
        Number of the first day within the case.
    sent : array (D, L, C, B)
        Goods to load, own unit.
    trucks : array (D, L, B), optional
        Trucks that leave with them, where they are more than the goods fill: they bring on what waits at a gate.
    passed : array (D, L, C, B), optional
        Goods to let through first at gates and into limited stores.
    passed_trucks : array (D, L, B), optional
        Trucks with them.
    runs : array (D, Q, B), optional
        Runs of processes.
    moved : array (D, W, B), optional
        What goes into lines, own unit.
    given : array (D, P, K, B), optional
        Goods handed out toward each pair of need and commodity, own unit.
    """

    first: int
    sent: Floats
    trucks: Floats | None = None
    passed: Floats | None = None
    passed_trucks: Floats | None = None
    runs: Floats | None = None
    moved: Floats | None = None
    given: Floats | None = None

    @property
    def days(self) -> int:
        """Number of days, D."""
        return len(self.sent)

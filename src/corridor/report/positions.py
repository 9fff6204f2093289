"""Positions of each account over time: dated claims by stance. Plain assertions and reports are counted alone."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from corridor.ledger.records import Claim
from corridor.model.model import Model
from corridor.report.accounts import NO_SIDE
from corridor.report.chronology import date_of

PLAIN = frozenset({"asserted", "reported"})
"""Stances that state, and take no position."""


@dataclass(frozen=True, slots=True)
class Position:
    """What one account said: how many claims of each stance, and those that take a position, by date, undated last."""

    account: str
    counts: tuple[tuple[str, int], ...]
    taken: tuple[Claim, ...]

    @property
    def first(self) -> dt.date | None:
        """The earliest day that a position is about; None where none is dated."""
        return date_of(self.taken[0]) if self.taken else None


def positions(model: Model) -> tuple[Position, ...]:
    """Accounts with their positions, those with most positions first; claims of no side come last.

    Parameters
    ----------
    model : Model
        Rows an audience may see, known to the run.
    """
    by: dict[str, list[Claim]] = {}
    for claim in model.claims:
        by.setdefault(claim.account or NO_SIDE, []).append(claim)
    found = [_position(account, claims) for account, claims in by.items()]
    return tuple(sorted(found, key=lambda p: (p.account == NO_SIDE, -len(p.taken), p.account)))


def _position(account: str, claims: list[Claim]) -> Position:
    stances = [c.stance for c in claims]
    order = sorted(set(stances), key=lambda s: (s in PLAIN, -stances.count(s), s))
    taken = [c for c in claims if c.stance not in PLAIN]
    taken.sort(key=lambda c: (date_of(c) is None, date_of(c) or dt.date.min, c.claim))
    return Position(account, tuple((s, stances.count(s)) for s in order), tuple(taken))

"""How long the present situation may last, and how much of that hangs on the outlook's own two numbers.

Closed forms of the outlook, no ensemble: the chance that the running spell outlasts so many days, as the case has it
and under half and double `typical_days` and `worth_spells`. Printed beside every outlook.
"""

from __future__ import annotations

from dataclasses import dataclass

from corridor.access.outlook import Rate
from corridor.access.paths import Outlook
from corridor.forecast.ensemble import Prepared
from corridor.model.model import Model
from corridor.model.situations import Outlook as Row

SPANS = (14, 30, 60, 90)


@dataclass(frozen=True, slots=True)
class Lasting:
    """Chance that the running situation of a group lasts more than `days` further days.

    `least` and `most` are the lowest and highest chance under half and double of each number, one at a time.
    """

    group: str
    situation: str
    typical_days: float
    worth_spells: float
    seen_days: float
    completed_spells: int
    days: int
    chance: float
    half_typical: float
    double_typical: float
    half_worth: float
    double_worth: float

    @property
    def least(self) -> float:
        """Lowest of the five chances."""
        return min(self.chance, self.half_typical, self.double_typical, self.half_worth, self.double_worth)

    @property
    def most(self) -> float:
        """Highest of the five chances."""
        return max(self.chance, self.half_typical, self.double_typical, self.half_worth, self.double_worth)


def lasting(prepared: Prepared, spans: tuple[int, ...] = SPANS) -> tuple[Lasting, ...]:
    """The chances of every group whose running situation is known and has an outlook.

    Parameters
    ----------
    prepared : Prepared
        A case at an origin (`corridor.forecast.ensemble.prepare`).
    spans : tuple of int
        Further days; those beyond the horizon are left out.

    Returns
    -------
    tuple of Lasting
        By group and span; `chance = (B / (B + days)) ** A`, falling in `days`.

    Notes
    -----
    Ensemble page, outlook: `A = worth_spells + completed spells`,
    `B = typical_days / (2 ** (1 / worth_spells) - 1) + days seen`.
    """
    left = prepared.arrays.count - prepared.arrays.origin
    found: list[Lasting] = []
    for outlook in prepared.outlook:
        row = _row(prepared.model, outlook)
        if row is not None and not outlook.past.fixed:
            found += [_one(outlook, row, d) for d in spans if d < left]
    return tuple(found)


def _row(model: Model, outlook: Outlook) -> Row | None:
    """Row of the outlook that speaks of the running situation."""
    if len(outlook.past.running) != 1:
        return None
    name = outlook.names[outlook.past.running[0]]
    return next((r for r in model.outlook if r.situation == name), None)


def _one(outlook: Outlook, row: Row, days: int) -> Lasting:
    s = outlook.past.running[0]
    rate = outlook.rates[s]
    base = Rate.of(row.typical_days, row.worth_spells)
    completed = round(rate.spells - base.spells) if rate else 0
    seen = rate.days - base.days if rate else 0.0

    def chance(typical: float, worth: float) -> float:
        return Rate.of(row.typical_days * typical, row.worth_spells * worth, completed, seen).outlasts(days)

    return Lasting(
        group=outlook.group,
        situation=outlook.names[s],
        typical_days=row.typical_days,
        worth_spells=row.worth_spells,
        seen_days=seen,
        completed_spells=completed,
        days=days,
        chance=chance(1, 1),
        half_typical=chance(0.5, 1),
        double_typical=chance(2, 1),
        half_worth=chance(1, 0.5),
        double_worth=chance(1, 2),
    )

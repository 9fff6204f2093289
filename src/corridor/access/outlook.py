"""How long a spell may last: exit rates from what is typical elsewhere and what was seen here, with closed forms.

The exit rate of a situation is Gamma(A, B): `A = worth_spells + completed spells known at the origin`,
`B = typical_days / (2 ** (1 / worth_spells) - 1) + days seen in it by the origin`, the running spell included. Spells
are exponential given the rate, so a spell outlasts *d* further days with chance `(B / (B + d)) ** A`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from corridor.model.arrays import Floats


@dataclass(frozen=True, slots=True)
class Rate:
    """Gamma distribution of the exit rate of a situation: shape `spells`, inverse scale `days`."""

    spells: float
    days: float

    @classmethod
    def of(cls, typical_days: float, worth_spells: float, completed: int = 0, seen_days: float = 0.0) -> Rate:
        """From what is typical elsewhere and what was seen.

        With nothing seen, the chance that a spell outlasts `typical_days` is one half.

        Examples
        --------
        >>> round(Rate.of(30, 2).outlasts(30), 12)
        0.5
        """
        return cls(worth_spells + completed, typical_days / (2 ** (1 / worth_spells) - 1) + seen_days)

    def outlasts(self, days: float) -> float:
        """Chance that the spell lasts more than so many further days."""
        return float((self.days / (self.days + days)) ** self.spells)

    def median_days(self) -> float:
        """Further days that the spell outlasts with chance one half."""
        return float(self.days * (2 ** (1 / self.spells) - 1))

    def draw(self, u: Floats) -> Floats:
        """Exit rates a day at probabilities `u`: quantiles of the Gamma distribution."""
        from scipy.special import gammaincinv  # noqa: PLC0415  (slow to import)

        rates: Floats = np.asarray(gammaincinv(self.spells, u)) / self.days
        return rates

"""What a person-day short counts in a plan, by need, tier and place; what is kept at the end; what moving costs.

All of it is shown with every plan and may be edited: in the table `weights`, or here by the caller.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from corridor.errors import UsageError
from corridor.model.arrays import Floats, Labels
from corridor.model.model import Model
from corridor.model.needs import END_WEIGHT, TIER_WEIGHTS

TIERS = tuple(TIER_WEIGHTS)
BY_TIER = tuple(TIER_WEIGHTS.values())
"""Weights of the tiers where the table says nothing: one of survival counts nine times one of comfort."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """Everything that the objective of a plan weighs; the unit is that of one person-day short.

    Attributes
    ----------
    tier : array (N, 3, P)
        Of a person-day short of a need, by tier (normal, minimum, survival) and place, at least 0.
    fairness : float
        Of a person-day by which a place is served better or worse than all places together, as a part of the weight of
        the normal tier of that need there.
    end : float
        Of a person-day of need in store at the end, as a part of the same; so that it is less than the survival tier.
    end_days : float
        Most days of need that count at the end.
    tonne, truck : float
        Of a tonne sent and of a truck sent: small, so that nothing moves without need.
    early : float
        Of a tonne sent on the last day above one sent on the first: of plans that are otherwise as good, the one that
        sends early is taken, so that little is left to the last open day. No cost of a run.
    """

    tier: Floats
    fairness: float = 0.1
    end: float = END_WEIGHT
    end_days: float = 28.0
    tonne: float = 0.01
    truck: float = 0.05
    early: float = 0.0

    @property
    def normal(self) -> Floats:
        """Weight of the normal tier by place and need, (P, N)."""
        return self.tier[:, 0].T

    def check(self) -> None:
        """Look that nothing makes a plan let people go short of survival for stock at its end.

        Raises
        ------
        UsageError
            When what is kept at the end weighs as much as the survival tier of some need, or a weight is negative.
        """
        survival, kept = self.tier[:, TIERS.index("survival")], self.end * self.tier[:, 0]
        heavier = np.argwhere((kept > 0) & (kept >= survival))
        if len(heavier):
            n, p = heavier[0]
            raise UsageError(
                f"What is in store at the end weighs {kept[n, p]:g}, and a person-day short of survival "
                f"{survival[n, p]:g}: a plan would keep stock and let people go short. Give the survival tier more, or "
                "the end less."
            )
        if (
            min(
                self.tier.min(initial=0.0),
                self.fairness,
                self.end,
                self.end_days,
                self.tonne,
                self.truck,
                self.early,
            )
            < 0
        ):
            raise UsageError("A weight is negative; weights are 0 or more.")

    def rows(self, labels: Labels) -> list[dict[str, object]]:
        """The weights by need and tier as plain values; by place only where places differ."""
        found: list[dict[str, object]] = []
        for n, need in enumerate(labels.needs):
            for i, tier in enumerate(TIERS):
                values = self.tier[n, i]
                if len(set(values.tolist())) <= 1:
                    found.append(
                        {"need": need, "tier": tier, "place": "*", "weight": float(values.max(initial=0.0))}
                    )
                else:
                    found += [
                        {"need": need, "tier": tier, "place": p, "weight": float(w)}
                        for p, w in zip(labels.places, values, strict=True)
                    ]
        return found


def weights(model: Model, labels: Labels) -> Weights:
    """The weights of a case: its table `weights`, a row that names the place before one that does not."""
    tier = np.broadcast_to(
        np.array(BY_TIER)[None, :, None], (len(labels.needs), 3, len(labels.places))
    ).copy()
    for row in sorted(model.weights, key=lambda r: r.place != "*"):
        n, i = labels.needs.index(row.need), TIERS.index(row.tier)
        tier[n, i, slice(None) if row.place == "*" else labels.places.index(row.place)] = row.weight
    return Weights(tier=tier)


EARLY = 1.0
"""What a tonne sent on the last day weighs above one sent on the first: large enough for the solver to see."""


def usual(model: Model, labels: Labels) -> Weights:
    """The weights by which plans are made: those of the case, and early rather than late where it is all the same."""
    return replace(weights(model, labels), early=EARLY)

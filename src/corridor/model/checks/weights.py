"""Checks of what a plan weighs."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from corridor.errors import Problem
from corridor.model.checks.context import Context
from corridor.model.needs import END_WEIGHT, TIER_WEIGHTS, Weight


def weights(context: Context) -> Iterator[Problem]:
    """Weights rise toward survival, and survival weighs more than what is in store at the end of a plan.

    What the table does not say has the weight it has for all places, or by default.
    """
    given: dict[tuple[str, str, str], Weight] = {
        (r.need, r.tier, r.place): r for r in context.rows("weights")
    }
    for row in given.values():
        of = {tier: _weight(given, row.need, tier, row.place) for tier in TIER_WEIGHTS}
        kept = END_WEIGHT * of["normal"]
        if row.tier == "survival" and row.weight <= kept:
            text = f"{row.weight:g}, and a person-day of need in store at the end of a plan weighs {kept:g}."
            fix = "Give survival more: else a plan keeps stock while people go short of it."
            yield context.tell("C470", "weights", row, "weight", text, fix)
        for lower, upper in pairwise(TIER_WEIGHTS):
            if (
                row.tier in (lower, upper)
                and of[upper] < of[lower]
                and row is _teller(given, row, lower, upper)
            ):
                text = f"{upper} weighs {of[upper]:g}, less than {lower} with {of[lower]:g}."
                fix = "Weights rise from normal to minimum to survival; what the table leaves out is 1, 3, 9."
                yield context.tell("C471", "weights", row, "weight", text, fix)


def _weight(given: dict[tuple[str, str, str], Weight], need: str, tier: str, place: str) -> float:
    row = given.get((need, tier, place)) or given.get((need, tier, "*"))
    return TIER_WEIGHTS[tier] if row is None else row.weight


def _teller(given: dict[tuple[str, str, str], Weight], row: Weight, lower: str, upper: str) -> Weight:
    """The row that tells of two tiers out of order: the upper one, if it stands in the table for the place."""
    return given.get((row.need, upper, row.place)) or given.get((row.need, lower, row.place)) or row

"""What the numbers of a run stand on: how many rest on claims whose words are not at hand, or that are only proposed.

Counts for the notes of a run. That such claims may be read at all is a setting; the checks refuse them otherwise.
"""

from __future__ import annotations

from collections.abc import Collection

from corridor.model.checks.evidence import CHOSEN, quantities
from corridor.model.model import Model
from corridor.model.numbers import NOT_INPUT
from corridor.schema.load import tables


def numbers_on(model: Model, claims: Collection[str]) -> int:
    """How many numbers that an engine reads rest on at least one of these claims; a range is one number."""
    return sum(
        len(quantities(schema, row))
        for name, schema in tables().items()
        if schema.group == "case" and name not in NOT_INPUT + CHOSEN
        for row in getattr(model, name)
        if any(c in claims for c in row.claims)
    )


def footing_notes(model: Model) -> tuple[str, ...]:
    """What a reader of a run has to know of the claims its numbers rest on; nothing where all are in order."""
    loose = {c.claim for c in model.claims} - model.anchored
    proposed = {c.claim for c in model.claims if c.status == "proposed"}
    told = (
        (numbers_on(model, loose), "not anchored: their words are not at hand, or no passage is marked"),
        (numbers_on(model, proposed), "only proposed: nobody has accepted them"),
    )
    return tuple(
        f"{count:,} {'number of this run rests' if count == 1 else 'numbers of this run rest'} on claims that are "
        f"{why}."
        for count, why in told
        if count
    )

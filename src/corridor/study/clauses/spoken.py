"""What speaks to a test: one claim, in a role, for some days. Every kind of test ends in these."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple

from corridor.ledger.records import Claim, ClauseSupport

FOR, AGAINST, CONTEXT = "for", "against", "context"


class Spoken(NamedTuple):
    """A claim that speaks for or against a test on the days from `first` to `last`, both included.

    `by` names what let it speak: `claims` for a linked claim, else the table and key of a row.
    """

    claim: str
    role: str
    first: dt.date
    last: dt.date
    by: str = "claims"


def linked(support: ClauseSupport, claims: Mapping[str, Claim]) -> Spoken | None:
    """What a linked claim says: for the days its link names, else for those the claim itself is about.

    A claim covers no day that is not named: without a last day it covers the first alone, and without any
    day it says nothing.
    """
    first, last = support.valid_from, support.valid_to
    if first is None:
        claim = claims.get(support.claim)
        first, last = (claim.valid_from, last or claim.valid_to) if claim is not None else (None, None)
    return Spoken(support.claim, support.role, first, last or first) if first is not None else None

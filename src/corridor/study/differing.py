"""What a claim differs from among earlier ones of the same speaker: said, and not weighed. Pure functions.

Claims differ where they are worded alike, numbers apart, and one is denied or gives another number for the same days;
or where a link says so. Counts of other days are other counts, and do not differ. Used by `corridor.study.positions`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from corridor.ledger.heard import in_unit, same
from corridor.ledger.quantities import Quantity
from corridor.ledger.reading_claims import days_of
from corridor.ledger.records import Claim, ClaimLink
from corridor.ledger.words import words
from corridor.study.conflicts import CONFLICTS

LIKE = 0.6
"""Share of the words of the shorter of two claims that both have, from which they are taken to be on one thing."""
LEAST = 2
"""Words that two such claims share at least."""


@dataclass(frozen=True, slots=True)
class Differs:
    """An earlier claim of the same actor on the same thing that differs: in `polarity`, in `number`, or as a link says.

    `here` and `there` are the numbers, blank where none differ.
    """

    claim: str
    kind: str
    here: str = ""
    there: str = ""


def linked(links: Iterable[ClaimLink]) -> dict[frozenset[str], str]:
    """Kinds of the links between claims that exclude or strain each other, or of which one takes another's place."""
    return {frozenset({k.a, k.b}): k.kind for k in links if k.kind in (*CONFLICTS, "supersedes")}


def differing(
    claim: Claim,
    earlier: Sequence[Claim],
    numbers: Mapping[str, Quantity],
    links: Mapping[frozenset[str], str],
) -> tuple[Differs, ...]:
    """What a claim differs from among earlier ones of the same speaker: the last of them in each way.

    Parameters
    ----------
    claim : Claim
    earlier : sequence of Claim
        Claims of the same speaker on the same subject, in order.
    numbers : mapping of str to Quantity
        What claims state.
    links : mapping of pairs to str
        Kinds of links (see `linked`).
    """
    found: dict[str, Differs] = {}
    for other in earlier:
        one = _difference(claim, other, numbers, links.get(frozenset({claim.claim, other.claim}), ""))
        if one is not None:
            found[one.kind] = one
    return tuple(found.values())


def _difference(claim: Claim, other: Claim, numbers: Mapping[str, Quantity], link: str) -> Differs | None:
    if are_alike(claim, other) and claim.polarity != other.polarity:
        return Differs(other.claim, "polarity")
    here, there = numbers.get(claim.claim), numbers.get(other.claim)
    is_counted_anew = link or (are_alike(claim, other) and _on_the_same_days(claim, other))
    if is_counted_anew and here is not None and there is not None and _other_number(here, there):
        return Differs(other.claim, "number", str(here), str(there))
    return Differs(other.claim, link) if link else None


def _other_number(a: Quantity, b: Quantity) -> bool:
    """Whether two quantities of one unit leave no number in common."""
    there = in_unit(b, a.unit)
    if there is None or same(a) == same(there):
        return False
    low, high = a.bounds()
    bottom, top = there.bounds()
    return (high is not None and bottom is not None and high < bottom) or (
        top is not None and low is not None and top < low
    )


def _on_the_same_days(a: Claim, b: Claim) -> bool:
    """Whether two claims are about the same days, or one gives none: a count of other days is another count."""
    first, second = days_of(a), days_of(b)
    return first is None or second is None or first == second


def are_alike(a: Claim, b: Claim) -> bool:
    """Whether two claims are worded much alike, numbers apart, so that they may be on one thing.

    At least two words that carry meaning, and three in five of those of the shorter one, stand in both.
    """
    first, second = meaning(a.proposition), meaning(b.proposition)
    shared = len(first & second)
    return shared >= LEAST and shared >= LIKE * min(len(first), len(second))


def meaning(text: str) -> frozenset[str]:
    """Words of a text that carry meaning: of three letters or more, in small letters, no numbers."""
    stops = words("en").stops
    return frozenset(w for w in re.findall(r"[^\W\d_]{3,}", text.casefold()) if w not in stops)

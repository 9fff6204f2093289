"""What a claim differs from among earlier ones of the same speaker: said, and not weighed. Pure functions.

Claims differ where they are worded alike, numbers apart, and one is denied or gives another number for the same days;
or where a link says so. Counts of other days are other counts, and do not differ. Used by `corridor.study.positions`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

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


Links = Mapping[str, Mapping[str, str]]
"""Kinds of links from each claim to others, both ways."""


def linked(links: Iterable[ClaimLink]) -> Links:
    """Kinds of the links between claims that exclude or strain each other, or of which one takes another's place."""
    found: dict[str, dict[str, str]] = {}
    for k in links:
        if k.kind in (*CONFLICTS, "supersedes"):
            found.setdefault(k.a, {})[k.b] = k.kind
            found.setdefault(k.b, {})[k.a] = k.kind
    return found


@dataclass(slots=True)
class Earlier:
    """Claims of one speaker on one subject, in order; only those that may differ from another are held against it."""

    numbers: Mapping[str, Quantity]
    links: Links
    _all: dict[str, Claim] = field(default_factory=dict)
    _by_polarity: dict[str, list[str]] = field(default_factory=dict)
    _counting: list[str] = field(default_factory=list)

    def take(self, claim: Claim) -> tuple[Differs, ...]:
        """What a claim differs from among those taken before: the last of them in each way. It is then one of them."""
        links = self.links.get(claim.claim, {})
        others = [i for held, ids in self._by_polarity.items() if held != claim.polarity for i in ids]
        others += [i for i in links if i in self._all]
        if claim.claim in self.numbers:
            others += self._counting
        place = {i: n for n, i in enumerate(self._all)} if others else {}
        found: dict[str, Differs] = {}
        for other in sorted(dict.fromkeys(others), key=lambda i: place[i]):
            one = _difference(claim, self._all[other], self.numbers, links.get(other, ""))
            if one is not None:
                found[one.kind] = one
        self._add(claim)
        return tuple(found.values())

    def _add(self, claim: Claim) -> None:
        self._all[claim.claim] = claim
        self._by_polarity.setdefault(claim.polarity, []).append(claim.claim)
        if claim.claim in self.numbers:
            self._counting.append(claim.claim)


def _difference(claim: Claim, other: Claim, numbers: Mapping[str, Quantity], link: str) -> Differs | None:
    alike = are_alike(claim, other)
    if alike and claim.polarity != other.polarity:
        return Differs(other.claim, "polarity")
    here, there = numbers.get(claim.claim), numbers.get(other.claim)
    is_counted_anew = link or (alike and _on_the_same_days(claim, other))
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


@lru_cache(maxsize=16_384)
def meaning(text: str) -> frozenset[str]:
    """Words of a text that carry meaning: of three letters or more, in small letters, no numbers."""
    stops = words("en").stops
    return frozenset(w for w in re.findall(r"[^\W\d_]{3,}", text.casefold()) if w not in stops)

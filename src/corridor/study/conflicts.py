"""Questions on which claims of a ledger conflict: those that exclude or strain each other, an account a side."""

from __future__ import annotations

from dataclasses import dataclass

from corridor.ledger.records import Claim, ClaimLink
from corridor.model.model import Model

CONFLICTS = ("contradicts", "tension", "differs")
NO_SIDE = "No side of the conflict"


@dataclass(frozen=True, slots=True)
class Column:
    """What one account says on a question."""

    account: str
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A question, and what each account says on it; how the claims stand to each other."""

    question: str
    columns: tuple[Column, ...]
    kinds: tuple[tuple[str, int], ...]

    @property
    def claims(self) -> int:
        """Number of claims."""
        return sum(len(c.claims) for c in self.columns)


def conflicts(model: Model) -> list[Conflict]:
    """Questions on which claims of the ledger conflict, those with most claims first.

    Links that name a question stand under it; the others stand with those they share a claim with.
    """
    claims = {c.claim: c for c in model.claims}
    links = [x for x in model.claim_links if x.kind in CONFLICTS and x.a in claims and x.b in claims]
    groups: dict[str, list[ClaimLink]] = {}
    for link in links:
        if link.question:
            groups.setdefault(link.question, []).append(link)
    found = [_conflict(question, own, claims) for question, own in groups.items()]
    found += [_conflict("", own, claims) for own in _joined([x for x in links if not x.question])]
    return sorted(found, key=lambda c: (-c.claims, c.question))


def _joined(links: list[ClaimLink]) -> list[list[ClaimLink]]:
    """Links in sets that share claims."""
    sets: list[list[ClaimLink]] = []
    for link in links:
        touching = [s for s in sets if any({link.a, link.b} & {x.a, x.b} for x in s)]
        sets = [s for s in sets if s not in touching]
        sets.append([x for s in touching for x in s] + [link])
    return sets


def _conflict(question: str, links: list[ClaimLink], claims: dict[str, Claim]) -> Conflict:
    ids = sorted({i for x in links for i in (x.a, x.b)})
    by: dict[str, list[Claim]] = {}
    for i in ids:
        by.setdefault(claims[i].account or NO_SIDE, []).append(claims[i])
    order = sorted(by, key=lambda a: (a == NO_SIDE, a))
    kinds = [x.kind for x in links]
    told = question or words_of(claims[ids[0]])
    return Conflict(
        told,
        tuple(Column(a, tuple(by[a])) for a in order),
        tuple((k, kinds.count(k)) for k in CONFLICTS if k in kinds),
    )


def words_of(claim: Claim) -> str:
    """What a conflict without a question is about: the subject its first claim gives."""
    about = ", ".join(part for part in (claim.type, claim.place or claim.route) if part)
    return about[:1].upper() + about[1:] if about else claim.claim

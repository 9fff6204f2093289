"""Questions on which claims of a ledger conflict: those that exclude or strain each other, an account a side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from corridor.ledger.reading.linking import Proposed
from corridor.ledger.records import Claim, ClaimLink
from corridor.model.model import Model

CONFLICTS = ("contradicts", "tension", "differs")
EXCLUDES = ("contradicts", "differs")
"""Links between claims that cannot both be the number; `tension` leaves both standing."""
NO_SIDE = "No side of the conflict"


@dataclass(frozen=True, slots=True)
class Column:
    """What one account says on a question."""

    account: str
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A question, and what each account says on it; how the claims stand to each other, and by which links."""

    question: str
    columns: tuple[Column, ...]
    kinds: tuple[tuple[str, int], ...]
    links: tuple[ClaimLink, ...] = ()

    @property
    def claims(self) -> int:
        """Number of claims."""
        return sum(len(c.claims) for c in self.columns)


@dataclass(frozen=True, slots=True)
class Camp:
    """Claims on one side of a question, and the claims on it that cannot hold beside them."""

    label: str
    claims: tuple[str, ...]
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Put:
    """A question on which claims may conflict, and the links on it that rules put forward, the highest score first."""

    question: str
    links: tuple[Proposed, ...]


def conflicts(model: Model) -> list[Conflict]:
    """Questions on which accepted claims of the ledger conflict, those with most claims first.

    Links that name a question stand under it; the others stand with those they share a claim with.
    """
    return conflicts_among([c for c in model.claims if c.status == "accepted"], model.claim_links)


def conflicts_among(listed: Iterable[Claim], among: Iterable[ClaimLink]) -> list[Conflict]:
    """Questions on which some claims conflict by some links, whatever their status; as `conflicts`."""
    claims = {c.claim: c for c in listed}
    links = [x for x in among if x.a in claims and x.b in claims and is_conflict(x, claims)]
    groups: dict[str, list[ClaimLink]] = {}
    for link in links:
        if link.question:
            groups.setdefault(link.question, []).append(link)
    found = [_conflict(question, own, claims) for question, own in groups.items()]
    found += [_conflict("", own, claims) for own in _joined([x for x in links if not x.question])]
    return sorted(found, key=lambda c: (-c.claims, c.question))


def is_conflict(link: ClaimLink, claims: Mapping[str, Claim]) -> bool:
    """Whether two claims exclude or strain each other by a link, or one answers the other by holding the opposite."""
    if link.kind in CONFLICTS:
        return True
    a, b = claims[link.a], claims[link.b]
    return link.kind == "answers" and (a.polarity != b.polarity or "denied" in {a.stance, b.stance})


def put_forward(claims: Mapping[str, Claim], links: Iterable[Proposed]) -> list[Put]:
    """Conflicts that rules put forward and nobody has confirmed, by the question on which they meet.

    Parameters
    ----------
    claims : mapping of str to Claim
        Those that may be told.
    links : iterable of Proposed
        From `propose_links`; those that are no conflict are left out.
    """
    groups: dict[str, list[Proposed]] = {}
    for p in links:
        if p.is_conflict and p.pair <= claims.keys():
            groups.setdefault(p.question or words_of(claims[p.a]), []).append(p)
    found = [Put(q, tuple(sorted(own, key=lambda p: (-p.score, p.a, p.b)))) for q, own in groups.items()]
    return sorted(found, key=lambda g: (-g.links[0].score, g.question))


def camps(model: Model, conflict: Conflict) -> tuple[Camp, ...]:
    """The sides of a conflict: what each account says, or parts of it within which no claim excludes another."""
    inside = {c.claim: c for column in conflict.columns for c in column.claims}
    against: dict[str, set[str]] = {claim: set() for claim in inside}
    for k in model.claim_links:
        if k.kind in EXCLUDES and {k.a, k.b} <= inside.keys():
            against[k.a].add(k.b)
            against[k.b].add(k.a)
    found: list[Camp] = []
    for column in conflict.columns:
        sets: list[list[str]] = []
        for c in column.claims:
            free = next((s for s in sets if not against[c.claim] & set(s)), None)
            if free is None:
                sets.append([c.claim])
            else:
                free.append(c.claim)
        for own in sets:
            gone = {x for c in own for x in against[c]}
            left_out = tuple(c for c in inside if c in gone and c not in own)
            if left_out:
                found.append(Camp(column.account if len(sets) == 1 else ", ".join(own), tuple(own), left_out))
    return tuple(found)


def where_of(a: Claim, b: Claim) -> str:
    """Whether two claims stand in one document or in two; blank where one of them names none."""
    if not a.documents or not b.documents:
        return ""
    return "within a document" if set(a.documents) & set(b.documents) else "between documents"


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
        tuple((k, kinds.count(k)) for k in (*CONFLICTS, "answers") if k in kinds),
        tuple(links),
    )


def words_of(claim: Claim) -> str:
    """What a conflict without a question is about: the subject its first claim gives."""
    about = ", ".join(part for part in (claim.type, claim.place or claim.route) if part)
    return about[:1].upper() + about[1:] if about else claim.claim

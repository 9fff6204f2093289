"""Links between claims, put forward by rules for a person to confirm: same, supports, contradicts, answers and such.

Two claims are first held against each other: how rare the words are that they share, and which slots agree. A rule then
says what makes the link: numbers apart, opposite polarity, opposite words, a party that answers. No rule says which of
two claims is right, and none writes anything. Pure functions of records; nothing above the ceiling is looked at.
"""

from __future__ import annotations

import heapq
from bisect import insort
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from math import fsum

from corridor.ledger.groups import group_of
from corridor.ledger.reading.link_frames import Beside, Frame, Frames, beside_of, frames_of, link_words
from corridor.ledger.reading.rules_of_links import NEAR, UNRELATED, Alike, Judged, is_hollow, judge
from corridor.ledger.records import Actor, Claim, ClaimLink, Document, Passage, Source
from corridor.ledger.sensitivity import withhold
from corridor.schema.values import Record

LIVE = frozenset({"proposed", "accepted"})
"""Statuses of claims that are linked; what was rejected or retracted is not."""
MOST = 6
"""Proposals of one claim that are kept, the best first, if not asked otherwise."""
_ALL = 400
"""Claims up to which every pair is looked at; beyond that, pairs that share something rare."""
_WINDOW = 24
"""Neighbours in time that a claim is held against for each stem that they share."""
_NEAREST = 24
"""Pairs of a claim that are held against each other in full."""
_LEAST = 5.0
"""Weight that two claims of a large pool must share to be looked at, or else half of all that one of them has."""
_WEIGHTS: Mapping[str, float] = {"actor": 2, "object": 2, "recipient": 1, "place": 1, "route": 1}
_TYPE, _UNIT, _PRIOR = 2.0, 1.0, 2.0
_RARE = 4.0
"""Weight of stems from which on a shared name counts in full."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """A link that a rule puts forward.

    Attributes
    ----------
    a, b : str
        The two claims; `a` answers, repeats or supports `b`.
    kind : str
        As in the table `claim_links`.
    score : float
        From 0 to 1: how much the two share, raised where what makes the link is plain. No probability.
    agree : tuple of str
        Slots in which they agree.
    by : str
        The slot that makes the kind.
    why : str
        What stands there, in few words that take no side.
    question : str
        On what they meet, in words that both use.
    rule : str
        Name of the rule and its version.
    one_origin : bool
        Whether the two share an origin, so that they are one voice.
    """

    a: str
    b: str
    kind: str
    score: float
    agree: tuple[str, ...]
    by: str
    why: str
    question: str
    rule: str
    one_origin: bool

    @property
    def pair(self) -> frozenset[str]:
        """The two claims, in no order."""
        return frozenset((self.a, self.b))

    @property
    def is_conflict(self) -> bool:
        """Whether the two exclude or strain each other, or one denies the other."""
        return self.kind in {"contradicts", "differs"} or (self.kind == "answers" and self.by == "polarity")


@dataclass(slots=True)
class Pool:
    """Claims that may be linked, with what a ledger knows beside them; frames are made when they are first needed.

    Attributes
    ----------
    claims : tuple of Claim
        Those that are proposed or accepted, and that the audience may see.
    beside : Beside
    settled : frozenset of pairs
        Pairs of claims that a person linked, or said to be unrelated: none is put forward again.
    language : str
        Language of the propositions.
    """

    claims: tuple[Claim, ...]
    beside: Beside = field(default_factory=Beside)
    settled: frozenset[frozenset[str]] = frozenset()
    language: str = "en"
    before: Mapping[str, str] = field(default_factory=dict)
    """Of each denial that names nothing, the claim that stands just before it in its document."""
    _frames: Frames | None = None
    _position: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Put the claims in the order of their labels, so that what is found does not hang on theirs."""
        self.claims = tuple(sorted(self.claims, key=lambda c: c.claim))

    @classmethod
    def of(
        cls, rows: Mapping[str, Sequence[Record]], *, ceiling: str = "internal", language: str = "en"
    ) -> Pool:
        """The pool of a ledger.

        Parameters
        ----------
        rows : mapping of str to records
            Tables of the ledger by name: claims, and as far as there are documents, passages, sources, actors, links.
        ceiling : {"public", "partner", "internal"}
            The audience: what it may not see takes no part, not even in how rare a word is.
        """
        kept = withhold(rows, ceiling).rows
        documents = {d.document: d for d in kept.get("documents", ()) if isinstance(d, Document)}
        sources = {s.source: s for s in kept.get("sources", ()) if isinstance(s, Source)}
        known = beside_of(
            documents,
            {p.passage: p for p in kept.get("passages", ()) if isinstance(p, Passage)},
            {k: _group(d, sources) for k, d in documents.items()},
            (a for a in kept.get("actors", ()) if isinstance(a, Actor)),
        )
        links = [r for r in kept.get("claim_links", ()) if isinstance(r, ClaimLink)]
        claims = [c for c in kept.get("claims", ()) if isinstance(c, Claim) and c.status in LIVE]
        return cls(tuple(claims), known, frozenset(frozenset((k.a, k.b)) for k in links), language)

    @property
    def frames(self) -> Frames:
        """A frame for each claim, in order."""
        if self._frames is None:
            self._frames = frames_of(self.claims, self.beside, language=self.language)
            self._position = {c.claim: i for i, c in enumerate(self.claims)}
            self.before = _before(self._frames)
        return self._frames

    def next_pairs(self) -> Iterator[tuple[int, int]]:
        """Positions of each denial that names nothing and of what stands just before it."""
        for later, earlier in self.before.items():
            i, j = sorted((self._position[later], self._position[earlier]))
            yield i, j

    def place(self, key: str) -> int | None:
        """Where a claim stands among the frames; None if it is not in the pool."""
        if self._frames is None:
            self._frames = self.frames
        return self._position.get(key)


def _before(frames: Frames) -> dict[str, str]:
    """Of each denial that names nothing, the claim of another speaker that ends last before it, and is near."""
    lists = link_words(frames.language)
    by_document: dict[str, list[Frame]] = defaultdict(list)
    for frame in frames.frames:
        if frame.at is not None:
            by_document[frame.at[0]].append(frame)
    found = {}
    for held in by_document.values():
        held.sort(key=lambda f: (f.at, f.key))
        for n, frame in enumerate(held):
            if frame.at is None or not is_hollow(frame, lists):
                continue
            for other in reversed(held[:n]):
                gap = frame.at[1] - (other.at[2] if other.at else 0)
                if gap > NEAR:
                    break
                if gap >= 0 and other.claim.speaker != frame.claim.speaker and not is_hollow(other, lists):
                    found[frame.key] = other.key
                    break
    return found


def _group(document: Document, sources: Mapping[str, Source]) -> str:
    source = sources.get(document.source)
    return group_of(source.source, source.independence_group) if source else document.source


def propose_links(
    pool: Pool, *, among: Iterable[str] | None = None, most: int = MOST
) -> tuple[Proposed, ...]:
    """Links between the claims of a pool.

    Parameters
    ----------
    pool : Pool
    among : iterable of str, optional
        Claims of which one at least must be in each link: those just read, against a ledger that holds others.
    most : int
        Links of one claim that are kept; a link stays if it is among the best of either of its claims.

    Returns
    -------
    tuple of Proposed
        At most one for each pair, the highest score first; the same pool in any order gives the same links.
    """
    frames = pool.frames
    wanted = None if among is None else set(among)
    best: dict[str, list[tuple[float, str, str]]] = defaultdict(list)
    found: dict[tuple[str, str], Proposed] = {}
    for i, j in _pairs(pool, wanted):
        one = _judged(frames, frames.frames[i], frames.frames[j], pool)
        if one is None:
            continue
        low, high = sorted(one.pair)
        found[low, high] = one
        for key in (low, high):
            insort(best[key], (-one.score, low, high))
            del best[key][most:]
    kept = {(low, high) for own in best.values() for _, low, high in own}
    return tuple(sorted((found[k] for k in kept), key=lambda p: (-p.score, p.a, p.b)))


def proposed_for(claim: Claim | str, pool: Pool, *, most: int = MOST) -> tuple[Proposed, ...]:
    """Links of one claim of a pool, the highest score first; none for a claim that is not in it."""
    key = claim if isinstance(claim, str) else claim.claim
    frames = pool.frames
    here = pool.place(key)
    if here is None:
        return ()
    mine = frames.frames[here]
    found = (_judged(frames, mine, other, pool) for other in frames.frames if other.key != key)
    return tuple(heapq.nsmallest(most, (p for p in found if p), key=lambda p: (-p.score, p.a, p.b)))


def likeness(frames: Frames, x: Frame, y: Frame) -> Alike:
    """How much two claims share: rare words, and the slots filled in both, each by how rare what it shares is."""
    few, many = (x.words, y.words) if len(x.words) < len(y.words) else (y.words, x.words)
    shared = [s for s in few if s in many]
    told = min(1.0, fsum(few[s] * many[s] for s in shared))
    slots, agree = _slots_alike(frames, x, y)
    plain = fsum(frames.weight[s] for s in shared if s not in frames.named)
    least = min(x.weight, y.weight)
    return Alike(
        1 - (1 - told) * (1 - slots),
        (*(("words",) if told >= 0.2 else ()), *agree),
        told,
        min(1.0, plain / least) if least else 0.0,
    )


def _slots_alike(frames: Frames, x: Frame, y: Frame) -> tuple[float, list[str]]:
    """Part of the slots filled in both that agrees, from 0 to 1, and which do."""
    agree = []
    num, den = 0.0, _PRIOR
    for name, a in x.slots.items():
        b = y.slots.get(name)
        if b:
            den += _WEIGHTS[name]
            shared = fsum(map(frames.weight.__getitem__, a & b))
            part = shared / (min(x.heavy[name], y.heavy[name]) or 1.0)
            num += _WEIGHTS[name] * part * min(1.0, shared / _RARE)
            if part >= 0.5:
                agree.append(name)
    if x.claim.type and y.claim.type:
        den += _TYPE
        if x.claim.type == y.claim.type:
            num += _TYPE * frames.types[x.claim.type.casefold()]
            agree.append("type")
    if x.claim.unit and x.claim.unit == y.claim.unit:
        num, den = num + _UNIT / 2, den + _UNIT
        agree.append("unit")
    return num / den, agree


# ----------------------------------------------------------------------------------------------- pairs


def _pairs(pool: Pool, wanted: set[str] | None) -> Iterator[tuple[int, int]]:
    """Pairs of positions worth a look, each once."""
    frames = pool.frames
    size = len(frames.frames)
    is_new = [wanted is None or f.key in wanted for f in frames.frames]
    if size <= _ALL:
        yield from ((i, j) for i, j in combinations(range(size), 2) if is_new[i] or is_new[j])
        return
    shared: list[dict[int, float]] = [{} for _ in range(size)]
    order = sorted(range(size), key=lambda i: (_when(frames.frames[i]), frames.frames[i].key))
    for stem, holders in sorted(_holders(frames, order).items()):
        _count_near(shared, holders, frames.weight[stem], is_new)
    seen = set(pool.next_pairs())
    for i, others in enumerate(shared):
        least = min(_LEAST, others.pop(i, 0.0) / 2)
        for _, j in heapq.nlargest(_NEAREST, ((w, -j) for j, w in others.items() if w >= least)):
            seen.add((min(i, -j), max(i, -j)))
    yield from sorted((i, j) for i, j in seen if is_new[i] or is_new[j])


def _holders(frames: Frames, order: Sequence[int]) -> dict[str, list[int]]:
    """Positions of the claims that have each stem, in the order given."""
    found: dict[str, list[int]] = defaultdict(list)
    for i in order:
        frame = frames.frames[i]
        for stem in set(frame.words).union(*frame.slots.values()):
            found[stem].append(i)
    return found


def _count_near(
    shared: list[dict[int, float]], holders: list[int], weight: float, is_new: Sequence[bool]
) -> None:
    """Add the weight of a stem to each pair of a new holder of it and one that is near in order."""
    for n, i in enumerate(holders):
        if is_new[i]:
            own = shared[i]
            for j in holders[max(0, n - _WINDOW) : n + 1 + _WINDOW]:
                own[j] = own.get(j, 0.0) + weight


def _when(frame: Frame) -> str:
    first = frame.days[0] if frame.days else None
    day = first or frame.said
    return day.isoformat() if day else ""


def _judged(frames: Frames, x: Frame, y: Frame, pool: Pool) -> Proposed | None:
    if pool.settled and frozenset((x.key, y.key)) in pool.settled:
        return None
    if y.order < x.order:
        x, y = y, x
    alike = likeness(frames, x, y)
    is_next = pool.before.get(y.key) == x.key
    made = judge(x, y, alike, pool.language, is_next=is_next)
    return None if made is None else _proposed(made, x, y, alike.agree)


def _proposed(made: Judged, x: Frame, y: Frame, agree: tuple[str, ...]) -> Proposed:
    a, b = (x, y) if made.earlier_first else (y, x)
    return Proposed(
        a=a.key, b=b.key, kind=made.kind, score=round(made.score, 3),
        agree=tuple(dict.fromkeys((*agree, *made.agree))), by=made.by, why=made.why,
        question=_question(made, x, y, agree), rule=made.rule, one_origin=bool(x.groups & y.groups),
    )  # fmt: skip


def _question(made: Judged, x: Frame, y: Frame, agree: Sequence[str]) -> str:
    """On what two claims meet, in words that both use, so that it takes the side of none."""
    about = _about(x, y, agree)
    if made.by == "quantity":
        return f"How many? {x.claim.unit}: {about}" if x.claim.unit else f"How much? {about}"
    return f"Who? {about}" if made.kind == "differs" else f"On {about}" if about else ""


def _about(x: Frame, y: Frame, agree: Sequence[str]) -> str:
    """What both speak of: the slots that agree, else the words that both use, the rarest first."""
    named = [
        min((getattr(f.claim, s) for f in (x, y)), key=len)
        for s in ("object", "route", "place")
        if s in agree
    ]
    if named:
        return ", ".join(dict.fromkeys(named))
    shared = sorted((s for s in x.words if s in y.words), key=lambda s: (-x.words[s], s))
    plain = [next((w for w in sorted(x.plain & y.plain) if w.startswith(s)), "") for s in shared]
    return ", ".join(dict.fromkeys(w for w in plain if w)) if any(plain) else x.claim.type


__all__ = ["LIVE", "MOST", "UNRELATED", "Pool", "Proposed", "likeness", "propose_links", "proposed_for"]

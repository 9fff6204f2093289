"""What each account, actor and publisher holds, and when: claims by who says them. Pure functions of a model.

The report and `corridor evidence positions` both draw on these. What differs is said in `corridor.study.differing`.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from corridor.ledger.documents import Reading
from corridor.ledger.reading.quoted import Quotation, quotations_in
from corridor.ledger.records import Actor, Claim, ClaimLink, Passage
from corridor.ledger.words import words
from corridor.model.model import Model
from corridor.model.voices import voices_of
from corridor.study.chronology import date_of, in_order
from corridor.study.conflicts import NO_SIDE
from corridor.study.differing import Differs, Earlier, linked, meaning

PLAIN = frozenset({"asserted", "reported"})
"""Stances that state, and take no position."""
Part = Literal["said", "text", "own"]
How = Literal["direct", "partly direct", "attributed", "instrument", "caption", "outlet"]
PARTS: tuple[Part, ...] = ("said", "text", "own")
"""What is attributed to somebody, what stands in the text of an instrument, and what publishers say themselves."""
NOT_NAMED = "Speaker not named"
NO_PUBLISHER = "A publisher that is not named"
BESIDE = 40
"""Characters between a claim's words and those that name its speaker up to which the two stand beside each other."""
UNRELATED = "unrelated"
"""Kind of a link that says of two claims that they do not bear on each other; its question is none of theirs."""


# --------------------------------------------------------------------------- accounts, by what they take a stand on


@dataclass(frozen=True, slots=True)
class Position:
    """What one account said: how many claims of each stance, and those that take a position, by date, undated last."""

    account: str
    counts: tuple[tuple[str, int], ...]
    taken: tuple[Claim, ...]

    @property
    def first(self) -> dt.date | None:
        """The earliest day that a position is about; None where none is dated."""
        return date_of(self.taken[0]) if self.taken else None


def positions(model: Model) -> tuple[Position, ...]:
    """Accounts with their positions, those with most positions first; claims of no side come last.

    Parameters
    ----------
    model : Model
        Rows an audience may see, known to the run.
    """
    by: dict[str, list[Claim]] = {}
    for claim in model.claims:
        by.setdefault(claim.account or NO_SIDE, []).append(claim)
    found = [_position(account, claims) for account, claims in by.items()]
    return tuple(sorted(found, key=lambda p: (p.account == NO_SIDE, -len(p.taken), p.account)))


def _position(account: str, claims: list[Claim]) -> Position:
    taken = [c for c in claims if c.stance not in PLAIN]
    taken.sort(key=lambda c: (date_of(c) is None, date_of(c) or dt.date.min, c.claim))
    return Position(account, counted(claims), tuple(taken))


def counted(claims: Iterable[Claim]) -> tuple[tuple[str, int], ...]:
    """How many claims there are of each stance: those that take a position first, then the most frequent."""
    stances = [c.stance for c in claims]
    order = sorted(set(stances), key=lambda s: (s in PLAIN, -stances.count(s), s))
    return tuple((s, stances.count(s)) for s in order)


# ------------------------------------------------------------------------------------ who holds what, by subject


@dataclass(frozen=True, slots=True)
class Held:
    """One claim of a standpoint: how its words stand in the document, whom it answers, and what it differs from."""

    claim: Claim
    how: How
    answers: tuple[str, ...] = ()
    answered_by: tuple[str, ...] = ()
    differs: tuple[Differs, ...] = ()


@dataclass(frozen=True, slots=True)
class Subject:
    """What is held on one subject, in the order of time; the name is blank where claims give none."""

    name: str
    held: tuple[Held, ...]


@dataclass(frozen=True, slots=True)
class Standpoint:
    """What an account, an actor or a publisher holds.

    Attributes
    ----------
    part : {"said", "text", "own"}
        Attributed to it, in the text of an instrument, or in its own voice as a publisher.
    name : str
        The account; of a speaker without one the actor of the case it is a name of; else the words of the text.
    speakers : tuple of str
        Who speaks, as the claims name them.
    is_listed : bool
        Whether the case knows it: as an account, an actor or a source.
    counts : tuple of (str, int)
        Claims by stance.
    subjects : tuple of Subject
        By the first day of each; without a name last.
    """

    part: Part
    name: str
    speakers: tuple[str, ...]
    is_listed: bool
    counts: tuple[tuple[str, int], ...]
    subjects: tuple[Subject, ...]

    @property
    def claims(self) -> int:
        """Number of claims."""
        return sum(n for _, n in self.counts)


def standpoints(
    model: Model, claims: Iterable[str], *, how: Mapping[str, How] | None = None
) -> tuple[Standpoint, ...]:
    """What each actor holds, by subject and in the order of time.

    Parameters
    ----------
    model : Model
        Rows that may be told; links and names are looked for here.
    claims : iterable of str
        Claims to tell.
    how : mapping of str to How, optional
        How the words of claims stand in their documents, where that is known (see `quoting`).

    Returns
    -------
    tuple of Standpoint
        Each claim once. What is attributed first, then instruments, then publishers in their own voice; in each those
        that take most positions first, and speakers without a name last.
    """
    wanted = set(claims)
    known = _Known.of(model)
    ordered = in_order((c for c in model.claims if c.claim in wanted), model.documents, model.passages)
    groups: dict[tuple[Part, str, bool], list[Claim]] = {}
    for claim in ordered:
        groups.setdefault(known.holder(claim), []).append(claim)
    held = _held(model, ordered, known, how or {})
    found = [
        Standpoint(
            part, name, tuple(dict.fromkeys(c.speaker for c in own if c.speaker)), listed, counted(own),
            _subjects(own, held, known),
        )
        for (part, name, listed), own in groups.items()
    ]  # fmt: skip
    return tuple(sorted(found, key=_rank))


def _rank(one: Standpoint) -> tuple[int, bool, int, int, str]:
    taken = sum(n for stance, n in one.counts if stance not in PLAIN)
    nameless = one.name in {NOT_NAMED, NO_PUBLISHER} or one.name.startswith("“")
    return PARTS.index(one.part), nameless, -taken, -one.claims, one.name


def _subjects(claims: Sequence[Claim], held: Mapping[str, Held], known: _Known) -> tuple[Subject, ...]:
    by: dict[str, list[Held]] = {}
    for claim in claims:
        by.setdefault(known.subject(claim), []).append(held[claim.claim])
    order = sorted(by, key=lambda name: not name)  # claims are in order, so subjects are by their first
    return tuple(Subject(name, tuple(by[name])) for name in order)


@dataclass(frozen=True, slots=True)
class _Known:
    """What a model knows about who speaks and what is asked."""

    actors: Mapping[str, Actor]
    questions: Mapping[str, str]
    publishers: Mapping[str, str]
    languages: Mapping[str, str]

    @classmethod
    def of(cls, model: Model) -> _Known:
        actors: dict[str, Actor] = {}
        for a in model.actors:
            for name in (a.actor, a.name, *a.aliases):
                actors.setdefault(name.strip().casefold(), a)
        asked: dict[str, Counter[str]] = {}
        for link in model.claim_links:
            for claim in (link.a, link.b) if link.question and link.kind != UNRELATED else ():
                asked.setdefault(claim, Counter())[link.question] += 1
        questions = {claim: min(n, key=lambda q: (-n[q], q)) for claim, n in asked.items()}
        sources = {s.source: s.name or s.source for s in model.sources}
        return cls(
            actors,
            questions,
            {d.document: sources.get(d.source, d.source) for d in model.documents},
            {d.document: d.language for d in model.documents},
        )

    def actor(self, claim: Claim) -> Actor | None:
        """The actor of the case who speaks, by id, name or another name; never by likeness."""
        return self.actors.get(claim.speaker.strip().casefold())

    def holder(self, claim: Claim) -> tuple[Part, str, bool]:
        """In which part a claim is told, under which name, and whether the case knows that name."""
        if claim.voice in {"outlet", "caption"}:
            name = next((self.publishers[d] for d in claim.documents if d in self.publishers), "")
            return "own", name or claim.speaker or NO_PUBLISHER, bool(name)
        part: Part = "text" if claim.voice == "instrument" else "said"
        actor = self.actor(claim)
        name = claim.account or (actor.account or actor.name if actor else "")
        if name:
            return part, name, True
        return part, self._as_written(claim), False

    def _as_written(self, claim: Claim) -> str:
        """A speaker whom the case does not know, as the text has it; a pronoun stays one, of its own document."""
        document = next(iter(claim.documents), "")
        if claim.voice == "instrument" and not claim.speaker:
            return f"A text in {document}" if document else "A text"
        pronouns = words(self.languages.get(document) or "en").speech.get("pronouns", ())
        if claim.speaker.casefold() in pronouns:
            return f"“{claim.speaker}”, as {document or 'the text'} has it"
        return claim.speaker or NOT_NAMED

    def speaker(self, claim: Claim) -> str:
        """One key for what one speaker says, blank where nobody is named."""
        part, name, _ = self.holder(claim)
        if part == "own":
            return name
        actor = self.actor(claim)
        return actor.actor if actor else self._as_written(claim).casefold() if claim.speaker else ""

    def subject(self, claim: Claim) -> str:
        """The question a claim is linked under, of several the most frequent, else its type with its place or route.

        Blank if it gives none of these.
        """
        about = ", ".join(part for part in (claim.type.replace("_", " "), claim.place or claim.route) if part)
        return self.questions.get(claim.claim) or about[:1].upper() + about[1:]


# ---------------------------------------------------------------------------------- what differs, who answers


def _held(model: Model, claims: Sequence[Claim], known: _Known, how: Mapping[str, How]) -> dict[str, Held]:
    """Each claim with its answers, and with what it differs from among earlier ones of the same speaker."""
    by_id = {c.claim: c for c in model.claims}
    answers, answered = _answers(model.claim_links, by_id)
    numbers = {v.claim: v.quantity for v in voices_of(model, by_id) if v.quantity is not None}
    between = linked(model.claim_links)
    before: dict[tuple[str, str], Earlier] = {}
    found: dict[str, Held] = {}
    for claim in claims:
        key = (known.speaker(claim), known.subject(claim))
        fresh = Earlier(numbers, between)
        earlier = before.setdefault(key, fresh) if key[0] else fresh
        found[claim.claim] = Held(
            claim,
            how.get(claim.claim) or _voice(claim),
            tuple(answers.get(claim.claim, ())),
            tuple(answered.get(claim.claim, ())),
            earlier.take(claim),
        )
    return found


def _voice(claim: Claim) -> How:
    known: tuple[How, ...] = ("instrument", "caption", "outlet")
    return next((v for v in known if v == claim.voice), "attributed")


def _answers(
    links: Iterable[ClaimLink], claims: Collection[str]
) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Which claims each one answers, and by which it is answered."""
    answers: dict[str, list[str]] = {}
    answered: dict[str, list[str]] = {}
    for link in links:
        if link.kind == "answers" and link.a in claims and link.b in claims:
            answers.setdefault(link.a, []).append(link.b)
            answered.setdefault(link.b, []).append(link.a)
    return answers, answered


# ---------------------------------------------------------------------------------------- whose words


def quoting(reading: Reading, spans: Iterable[tuple[int, int]]) -> How:
    """Whether passages stand between quotation marks in their document.

    Parameters
    ----------
    reading : Reading
        The document.
    spans : iterable of (int, int)
        Passages, as offsets of its text.

    Returns
    -------
    How
        `direct` if they lie within closed quotations, `partly direct` if one begins or ends in them, else `attributed`.
    """
    found = quotations_in(reading.text, reading.paragraphs)
    kinds = {_quoted(a, b, [q for q in found if q.start < b and a < q.end]) for a, b in spans}
    if kinds == {"direct"}:
        return "direct"
    return "partly direct" if kinds & {"direct", "partly direct"} else "attributed"


def is_named_apart(claim: Claim, passages: Mapping[str, Passage]) -> bool:
    """Whether the words that name the speaker stand away from a claim's own, as before a pronoun: who is meant is read.

    Not, where they stand within its words or beside them, where a word of the name stands in it, or where it is not
    known in which words the speaker is named.
    """
    named = passages.get(claim.speaker_passage or "")
    own = [passages[p] for p in claim.passages if p in passages]
    if named is None or not own or meaning(claim.speaker) & meaning(claim.proposition):
        return False
    return all(_is_away(named, p) for p in own)


def _is_away(named: Passage, own: Passage) -> bool:
    """Whether more than a few words lie between two passages; they do, if they are of two documents."""
    if named.document != own.document:
        return True
    if named.start is None or named.end is None or own.start is None or own.end is None:
        return False
    return max(own.start - named.end, named.start - own.end) > BESIDE


def _quoted(start: int, end: int, quotations: Sequence[Quotation]) -> How:
    if any(q.is_closed and q.start <= start and end <= q.end for q in quotations):
        return "direct"
    marked = any(start <= q.start or (q.is_closed and q.end <= end) for q in quotations)
    return "partly direct" if marked else "attributed"

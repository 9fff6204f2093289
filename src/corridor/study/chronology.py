"""What was said to have happened, in the order of its days: access, events and claims. Pure functions of a model.

The report and `corridor evidence timeline` both draw on these. What a claim says is its speaker's; nothing here weighs
it. Coarse dates stand at their earliest day, and are told as they are written.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from corridor.ledger.reading_claims import days_of, is_about
from corridor.ledger.records import Claim, ClaimLink, Document, Passage
from corridor.model.backing import published_on
from corridor.model.model import Model
from corridor.model.situations import Spell
from corridor.schema.edtf import EdtfError, parse_edtf
from corridor.study.conflicts import Conflict, conflicts

SAYS = {
    "asserted": "says", "denied": "denies", "accused": "accuses", "promised": "promises",
    "demanded": "demands", "warned": "warns", "reported": "reports",
    "opined": "is of the opinion", "considered": "considers",
    "predicted": "predicts", "committed": "commits itself", "ordered": "orders",
}  # fmt: skip
KINDS = ("access", "event", "claim")
PROPOSED_BY_RULE = "rule "
"""How the name begins of whoever proposed a link without a person."""


# --------------------------------------------------------------------------------------- a claim's days


def date_of(claim: Claim) -> dt.date | None:
    """The earliest day a claim is about; None if it gives none, or only by when something was over.

    The first day of its validity, else of its time, a coarse date with all its days.

    Examples
    --------
    >>> from types import SimpleNamespace as Row
    >>> [
    ...     str(date_of(Row(valid_from=None, time=t)))
    ...     for t in ("2026-05~", "199X", "2026-05-04/..", "../2026-05")
    ... ]
    ['2026-05-01', '1990-01-01', '2026-05-04', 'None']
    """
    if claim.valid_from is not None:
        return claim.valid_from
    try:
        return parse_edtf(claim.time).first if claim.time else None
    except EdtfError:
        return None


def dated(claim: Claim) -> str:
    """How exactly the days of a claim are given, and how they are known; blank where it gives none."""
    if claim.valid_from is None and not claim.time:
        return ""
    return ", ".join(part for part in (claim.time_precision, claim.time_basis) if part)


def said(claim: Claim) -> str:
    """How a claim was said: `denies`, `warns` and so on."""
    return SAYS.get(claim.stance, claim.stance)


# ------------------------------------------------------------------------------------- the chronology


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the chronology.

    `who` is blank for access; `key` names the row of access or of an event. `disputed` counts, from 1, the conflicts
    in which an accepted claim contradicts one that access rests on.
    """

    start: dt.date
    end: dt.date | None
    kind: str
    who: str
    words: str
    claims: tuple[str, ...]
    basis: str = ""
    disputed: tuple[int, ...] = ()
    key: str = ""


@dataclass(frozen=True, slots=True)
class Chronology:
    """Entries by the first day they are about, and the claims that give no day."""

    entries: tuple[Entry, ...]
    undated: tuple[Claim, ...]


def chronology(model: Model, *, last: dt.date | None = None) -> Chronology:
    """Access, events and claims in the order of their days.

    Parameters
    ----------
    model : Model
        Rows that may be told.
    last : date, optional
        Last day to tell of access: what comes after it is outlook, not chronology. Not given: all of it.

    Returns
    -------
    Chronology
        ``len(entries)`` is the number of spells that begin by `last`, of events and of claims with a day; on one day
        access comes first, then events, then claims.
    """
    found = conflicts(model)
    called = {a.actor: a.name or a.actor for a in model.actors}
    situations = {s.situation: s.name or s.situation for s in model.situations}
    spells = [s for s in model.timeline if last is None or s.start <= last]
    entries = [_spell(s, situations, disputes(model, s.claims, found)) for s in spells]
    entries += [
        Entry(e.start, e.end, "event", ", ".join(called.get(a, a) for a in e.actors), e.words, e.claims, e.basis,
              key=e.event)
        for e in model.events
    ]  # fmt: skip
    days = [(date_of(c), c) for c in model.claims]
    entries += [Entry(d, c.valid_to, "claim", c.speaker, "", (c.claim,)) for d, c in days if d is not None]
    entries.sort(key=lambda e: (e.start, KINDS.index(e.kind), e.claims))
    return Chronology(tuple(entries), tuple(c for d, c in days if d is None))


def _spell(spell: Spell, situations: Mapping[str, str], disputed: tuple[int, ...]) -> Entry:
    words = f"{spell.group}: {situations.get(spell.situation, spell.situation)}"
    return Entry(
        spell.start, spell.end, "access", "", words, spell.claims, spell.basis, disputed, key=spell.group
    )


def disputes(model: Model, claims: Collection[str], found: Sequence[Conflict]) -> tuple[int, ...]:
    """Which of these conflicts, counted from 1, hold an accepted claim that contradicts one of the claims."""
    accepted = {c.claim for c in model.claims if c.status == "accepted"}
    pairs = [
        {k.a, k.b} for k in model.claim_links
        if k.kind == "contradicts"
        and ((k.a in claims and k.b in accepted) or (k.b in claims and k.a in accepted))
    ]  # fmt: skip
    held = [{k.claim for column in c.columns for k in column.claims} for c in found]
    return tuple(i + 1 for i, ids in enumerate(held) if any(p <= ids for p in pairs))


# --------------------------------------------------------------------------------- the lines of claims


@dataclass(frozen=True, slots=True)
class Line:
    """One claim of the timeline, or several that a person has linked as the same.

    Attributes
    ----------
    claim : Claim
        The claim; of several that are the same, the first in order.
    day : date or None
        The earliest day it is about.
    same : tuple of Claim
        The others that are the same.
    contradicted : tuple of str
        Claims that contradict one of them.
    rows : tuple of Entry
        Access and events of the case that rest on one of them.
    """

    claim: Claim
    day: dt.date | None
    same: tuple[Claim, ...] = ()
    contradicted: tuple[str, ...] = ()
    rows: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Timeline:
    """Lines with a day, in order; those without a first one, as the documents have them; and how many were left out.

    `outside` counts claims that do not speak of the days asked for; `undated_out` those that give no day at all.
    """

    lines: tuple[Line, ...]
    undated: tuple[Line, ...]
    outside: int = 0
    undated_out: int = 0

    @property
    def dated_claims(self) -> int:
        """Number of claims with a day."""
        return sum(1 + len(line.same) for line in self.lines)

    @property
    def undated_claims(self) -> int:
        """Number of claims without one."""
        return sum(1 + len(line.same) for line in self.undated)


def timeline(
    model: Model, claims: Iterable[str], *, first: dt.date | None = None, last: dt.date | None = None
) -> Timeline:
    """Claims in the order of the days they are about, with the rows of the case that rest on them.

    Parameters
    ----------
    model : Model
        Rows that may be told; a claim that contradicts one is looked for among its claims.
    claims : iterable of str
        Claims to tell.
    first, last : date, optional
        Days of which a claim must speak, both included; open where not given. If one is, claims without a day are
        counted and left out; one that only says by when something was over stays among those without a first day.

    Returns
    -------
    Timeline
        Each claim once. Claims on one day, and those without one, are in the order of publication, document and text.
    """
    wanted = set(claims)
    chosen = in_order((c for c in model.claims if c.claim in wanted), model.documents, model.passages)
    inside, undated_out = list(chosen), 0
    if first is not None or last is not None:
        inside = [c for c in chosen if is_about(c, first, last)]
        undated_out = sum(days_of(c) is None for c in chosen)
    opposed = contradicted(model.claim_links, {c.claim for c in model.claims})
    rows = resting(chronology(model).entries)
    lines = [_line(group, opposed, rows) for group in gather(inside, model.claim_links)]
    return Timeline(
        tuple(line for line in lines if line.day is not None),
        tuple(line for line in lines if line.day is None),
        len(chosen) - len(inside) - undated_out,
        undated_out,
    )


def _line(
    group: Sequence[Claim], opposed: Mapping[str, tuple[str, ...]], rows: Mapping[str, tuple[Entry, ...]]
) -> Line:
    ids = [c.claim for c in group]
    return Line(
        group[0],
        date_of(group[0]),
        tuple(group[1:]),
        tuple(dict.fromkeys(o for i in ids for o in opposed.get(i, ()))),
        tuple(dict.fromkeys(r for i in ids for r in rows.get(i, ()))),
    )


def in_order(
    claims: Iterable[Claim], documents: Iterable[Document], passages: Iterable[Passage]
) -> tuple[Claim, ...]:
    """Claims by the earliest day they are about, then as documents were published and as they stand in the text.

    Claims without a day come last, documents without a day of publication after the others.
    """
    days = {d.document: published_on(d) or dt.date.max for d in documents}
    at = {p.passage: (p.document, p.start or 0) for p in passages}

    def key(claim: Claim) -> tuple[bool, dt.date, dt.date, str, int, str]:
        day = date_of(claim)
        spots = [at[p] for p in claim.passages if p in at] or [(d, 0) for d in claim.documents] or [("", 0)]
        out, document, start = min((days.get(d, dt.date.max), d, s) for d, s in spots)
        return day is None, day or dt.date.max, out, document, start, claim.claim

    return tuple(sorted(claims, key=key))


def is_confirmed(link: ClaimLink) -> bool:
    """Whether a person stands behind a link; one that a rule proposed waits for one."""
    return not link.by_whom.startswith(PROPOSED_BY_RULE)


def gather(claims: Sequence[Claim], links: Iterable[ClaimLink]) -> tuple[tuple[Claim, ...], ...]:
    """Claims in sets that a person has linked as the same, in the order of the first of each."""
    found = {c.claim: [c] for c in claims}
    for link in links:
        if link.kind != "same" or not is_confirmed(link) or link.a not in found or link.b not in found:
            continue
        a, b = found[link.a], found[link.b]
        if a is not b:
            a += b
            for claim in b:
                found[claim.claim] = a
    place = {c.claim: i for i, c in enumerate(claims)}
    sets = {id(group): sorted(group, key=lambda c: place[c.claim]) for group in found.values()}
    return tuple(tuple(group) for group in sorted(sets.values(), key=lambda g: place[g[0].claim]))


def contradicted(links: Iterable[ClaimLink], claims: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Claims that contradict each claim, as links say, whoever made them; no other than these claims."""
    found: dict[str, list[str]] = {}
    for link in links:
        if link.kind == "contradicts" and link.a in claims and link.b in claims:
            found.setdefault(link.a, []).append(link.b)
            found.setdefault(link.b, []).append(link.a)
    return {claim: tuple(dict.fromkeys(others)) for claim, others in found.items()}


def resting(entries: Iterable[Entry]) -> dict[str, tuple[Entry, ...]]:
    """Access and events that rest on each claim, in order."""
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        for claim in entry.claims if entry.kind != "claim" else ():
            found.setdefault(claim, []).append(entry)
    return {claim: tuple(rows) for claim, rows in found.items()}

"""Who may see what: classes and ceilings, what an export leaves out, and what singles a private person out.

A class holds back a row and what rests on it alone. What is left out is counted, never listed. Private persons appear
by role. That a text singles nobody out is for a person to judge; the checker here only finds the usual combinations.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, Protocol, TypeVar

from corridor.errors import LedgerError
from corridor.ledger.names import HiddenNames
from corridor.ledger.numbers import dates_in
from corridor.ledger.records import (
    Actor,
    Assessment,
    Claim,
    ClaimLink,
    Document,
    Passage,
    Source,
    Study,
    Support,
)
from corridor.ledger.words import words
from corridor.schema.values import Record

Class = Literal["public", "partner", "internal"]

CLASSES: tuple[Class, ...] = ("public", "partner", "internal")
"""Classes from the widest audience to the narrowest; a ceiling and an audience are one of them."""
ROLE = "a private person"
PLACE = "(place withheld)"
"""What stands for a private person without a role, and for a place above the audience."""
GROUPS = frozenset({"group", "groups"})
"""Kinds of actors that are no single person."""

_R = TypeVar("_R", bound=Record)


class CeilingError(LedgerError):
    """An export would hold what its audience may not see; `left_out` counts it by table."""

    def __init__(self, ceiling: str, left_out: Mapping[str, int]) -> None:
        self.ceiling, self.left_out = ceiling, dict(left_out)
        total = sum(left_out.values())
        told = ", ".join(f"{count:,} of {table}" for table, count in left_out.items())
        super().__init__(
            f"Nothing was exported: {total:,} rows are above {ceiling} ({told}). "
            f"Export without them, or for the audience they are meant for."
        )


class Classed(Protocol):
    """A row with a class of its own: source, document, claim, place."""

    @property
    def sensitivity(self) -> str:
        """Its class."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What an audience may see: the rows of each table, and how many were left out."""

    rows: dict[str, list[Record]]
    left_out: dict[str, int] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many rows were left out in all."""
        return sum(self.left_out.values())


@dataclass(frozen=True, slots=True)
class Flag:
    """Why a text may single a person out, and how to make it coarser."""

    claim: str
    found: tuple[str, ...]
    fix: str

    def __str__(self) -> str:
        """The flag in a line."""
        return f"{self.claim}: {', '.join(self.found)} stand together and may single a person out. {self.fix}"


def rank(sensitivity: str) -> int:
    """How narrow a class is, from 0; a class that is not known counts as the narrowest."""
    return next((i for i, c in enumerate(CLASSES) if c == sensitivity), len(CLASSES) - 1)


def visible(record: Classed, ceiling: str) -> bool:
    """Whether a row may be shown to an audience.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> [visible(SimpleNamespace(sensitivity=c), "partner") for c in CLASSES]
    [True, True, False]
    """
    if ceiling not in CLASSES:
        raise LedgerError(f'"{ceiling}" is no audience. There are: {", ".join(CLASSES)}.')
    return rank(record.sensitivity) <= CLASSES.index(ceiling)


# ------------------------------------------------------------------------------------------- exports


def withhold(rows: Mapping[str, Sequence[Record]], ceiling: str) -> Kept:
    """The rows of a ledger that an audience may see.

    Parameters
    ----------
    rows : mapping of str to records
        Tables of the ledger by name; those that are not given are empty, other tables pass by their own class.
    ceiling : {"public", "partner", "internal"}
        The audience.

    Returns
    -------
    Kept
        No row names one that was left out. Left out are: rows above the ceiling; documents of a source that is;
        passages of such documents; claims whose documents all are; and what is about one of those.
    """
    kept: dict[str, list[Record]] = {}
    sources = {s.source for s in _of(rows, "sources", Source) if visible(s, ceiling)}
    known = {s.source for s in _of(rows, "sources", Source)}
    documents = [
        d
        for d in _of(rows, "documents", Document)
        if visible(d, ceiling) and (d.source in sources or d.source not in known)
    ]
    hidden = {d.document for d in _of(rows, "documents", Document)} - {d.document for d in documents}
    passages = [p for p in _of(rows, "passages", Passage) if p.document not in hidden]
    lost = {p.passage: p.document for p in _of(rows, "passages", Passage) if p.document in hidden}
    claims = [
        c for c in _of(rows, "claims", Claim) if visible(c, ceiling) and not _rests_on_hidden(c, hidden, lost)
    ]
    gone = {c.claim for c in _of(rows, "claims", Claim)} - {c.claim for c in claims}
    kept["sources"] = [s for s in _of(rows, "sources", Source) if s.source in sources]
    kept["documents"] = [
        replace(d, supersedes="" if d.supersedes in hidden else d.supersedes) for d in documents
    ]
    kept["passages"] = list(passages)
    kept["claims"] = [_without(c, hidden, lost) for c in claims]
    kept["claim_links"] = [r for r in _of(rows, "claim_links", ClaimLink) if not {r.a, r.b} & gone]
    kept["assessments"] = [r for r in _of(rows, "assessments", Assessment) if r.claim not in gone]
    kept["supports"] = [r for r in _of(rows, "supports", Support) if r.claim not in gone]
    kept["studies"] = [_study(r, gone) for r in _of(rows, "studies", Study) if r.document not in hidden]
    for name, others in rows.items():
        if name not in kept:
            kept[name] = [r for r in others if _passes(r, ceiling, gone)]
    kept = {name: kept[name] for name in rows}
    return Kept(kept, {n: len(r) - len(kept[n]) for n, r in rows.items() if len(r) > len(kept[n])})


def refuse_above(rows: Mapping[str, Sequence[Record]], ceiling: str) -> None:
    """Nothing, if an audience may see all rows; CeilingError with the counts if not."""
    found = withhold(rows, ceiling)
    if found.count:
        raise CeilingError(ceiling, found.left_out)


def _of(rows: Mapping[str, Sequence[Record]], table: str, kind: type[_R]) -> list[_R]:
    return [r for r in rows.get(table, ()) if isinstance(r, kind)]


def _rests_on_hidden(claim: Claim, hidden: set[str], lost: Mapping[str, str]) -> bool:
    """Whether all that a claim rests on is held back."""
    on = [d in hidden for d in claim.documents] + [p in lost for p in claim.passages]
    return bool(on) and all(on)


def _without(claim: Claim, hidden: set[str], lost: Mapping[str, str]) -> Claim:
    return replace(
        claim,
        documents=tuple(d for d in claim.documents if d not in hidden),
        passages=tuple(p for p in claim.passages if p not in lost),
        speaker_passage=None if claim.speaker_passage in lost else claim.speaker_passage,
    )


def _study(study: Study, gone: set[str]) -> Study:
    return replace(
        study,
        claims_for=tuple(c for c in study.claims_for if c not in gone),
        claims_against=tuple(c for c in study.claims_against if c not in gone),
    )


def _passes(record: Any, ceiling: str, gone: set[str]) -> bool:
    if hasattr(record, "sensitivity") and not visible(record, ceiling):
        return False
    return getattr(record, "claim", "") not in gone


# -------------------------------------------------------------------------------------------- people


def is_private_person(actor: Actor) -> bool:
    """Whether an actor stands by role. A group names nobody: its name is a role already, and stays."""
    return actor.person == "private" and actor.kind.strip().casefold() not in GROUPS


def shown_name(actor: Actor) -> str:
    """What an actor is called in a report: a private person by role."""
    return actor.kind or ROLE if is_private_person(actor) else actor.name


def private_names(actors: Iterable[Actor]) -> HiddenNames:
    """Names of the private persons among actors, with the role that stands for each."""
    return HiddenNames(
        {name: shown_name(a) for a in actors if is_private_person(a) for name in (a.name, *a.aliases) if name}
    )


def singles_out(claim: Claim, actors: Iterable[Actor] = (), *, language: str = "en") -> Flag | None:
    """A flag if what a claim says may single a private person out; None if nothing of the kind is found.

    Two of age, illness and exact day, said of one person, are too many; so is the name of a private person with any.

    Parameters
    ----------
    claim : Claim
        The claim; its proposition, object and time are read.
    actors : iterable of Actor
        Actors, for the names of private persons.
    language : str
        Language of the proposition.

    Notes
    -----
    Age, illness and day are the combination by which published accounts of single patients have been recognised by
    neighbours; place is left out, because a claim nearly always has one. The checker knows words, not people.
    """
    return _singled_out(claim, private_names(actors), language)


def _singled_out(claim: Claim, names: HiddenNames, language: str) -> Flag | None:
    known = words(language).people
    text = " ".join((claim.proposition, claim.object, claim.actor, claim.recipient))
    found: list[str] = [name for name in ("age", "illness") if name in known and known[name].search(text)]
    if _has_day(claim, text, language):
        found.append("day")
    private = names.found(text)
    one = private or bool(known and known["one"].search(text))
    if private:
        found.insert(0, "name")
    if not one or len(found) < 2:
        return None
    return Flag(claim.claim, tuple(found), _advice(found))


def _has_day(claim: Claim, text: str, language: str) -> bool:
    if any(d.day for d in dates_in(text, words(language))):
        return True
    if claim.valid_from and claim.valid_from == claim.valid_to:
        return True
    return bool(re.fullmatch(r"\d{4}-\d{2}-\d{2}[~?%]?", claim.time))


def _advice(found: Sequence[str]) -> str:
    fixes = {
        "name": "the role for the name",
        "age": "an age group such as adult or child for the age",
        "illness": "a patient for the illness",
        "day": "the month for the day",
    }
    return f"Write {', '.join(fixes[f] for f in found)}, or hold the claim back (internal)."


def flagged(
    claims: Iterable[Claim], actors: Iterable[Actor] = (), *, language: str = "en"
) -> tuple[Flag, ...]:
    """Every claim below internal that may single a person out."""
    names = private_names(actors)
    found = (_singled_out(c, names, language) for c in claims if c.sensitivity != "internal")
    return tuple(f for f in found if f is not None)

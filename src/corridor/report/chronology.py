"""Access, events and claims in the order of their dates."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from corridor.ledger.records import Claim
from corridor.model.model import Model
from corridor.model.situations import Spell
from corridor.report import words
from corridor.report.numbers import Names
from corridor.study.conflicts import Conflict, conflicts

SAYS = {
    "asserted": "says", "denied": "denies", "accused": "accuses", "promised": "promises",
    "demanded": "demands", "warned": "warns", "reported": "reports",
    "opined": "is of the opinion", "considered": "considers",
    "predicted": "predicts", "committed": "commits itself", "ordered": "orders",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the chronology. `who` is blank for access; `disputed` are anchors of conflicts, of access alone."""

    start: dt.date
    end: dt.date | None
    kind: str
    who: str
    words: str
    claims: tuple[str, ...]
    basis: str = ""
    disputed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Month:
    """The entries of a month."""

    name: str
    iso: str
    entries: tuple[Entry, ...]

    @property
    def counts(self) -> list[tuple[str, int]]:
        """How many entries of each kind."""
        kinds = [e.kind for e in self.entries]
        return [(k, kinds.count(k)) for k in ("access", "event", "claim") if k in kinds]


def chronology(model: Model, names: Names, last: dt.date) -> tuple[list[Month], list[Claim]]:
    """Months with their entries up to a day, and the claims that give no date.

    Parameters
    ----------
    model : Model
        Rows an audience may see, known to the run.
    last : date
        Last day to tell of access: what comes after it is outlook, not chronology.
    """
    found = conflicts(model)
    called = {a.actor: a.name or a.actor for a in model.actors}
    entries = [_spell(s, names, disputes(model, s.claims, found)) for s in model.timeline if s.start <= last]
    entries += [
        Entry(
            e.start,
            e.end,
            "event",
            ", ".join(called.get(a, a) for a in e.actors),
            e.words,
            e.claims,
            e.basis,
        )
        for e in model.events
    ]
    dated = [(date_of(c), c) for c in model.claims]
    entries += [Entry(d, c.valid_to, "claim", c.speaker, "", (c.claim,)) for d, c in dated if d is not None]
    entries.sort(key=lambda e: (e.start, ("access", "event", "claim").index(e.kind), e.claims))
    months: dict[str, list[Entry]] = {}
    for entry in entries:
        months.setdefault(words.month(entry.start), []).append(entry)
    return [Month(name, f"{own[0].start:%Y-%m}", tuple(own)) for name, own in months.items()], [
        c for d, c in dated if d is None
    ]


def _spell(spell: Spell, names: Names, disputed: tuple[str, ...]) -> Entry:
    said = f"{spell.group}: {names.situations.get(spell.situation, spell.situation)}"
    return Entry(spell.start, spell.end, "access", "", said, spell.claims, spell.basis, disputed)


def disputes(model: Model, claims: tuple[str, ...], found: Sequence[Conflict]) -> tuple[str, ...]:
    """Anchors of the conflicts in which an accepted claim contradicts one of these."""
    accepted = {c.claim for c in model.claims if c.status == "accepted"}
    pairs = [
        {k.a, k.b} for k in model.claim_links
        if k.kind == "contradicts"
        and ((k.a in claims and k.b in accepted) or (k.b in claims and k.a in accepted))
    ]  # fmt: skip
    held = [{k.claim for column in c.columns for k in column.claims} for c in found]
    return tuple(f"conflict-{i + 1}" for i, ids in enumerate(held) if any(p <= ids for p in pairs))


def date_of(claim: Claim) -> dt.date | None:
    """The first day a claim is about; the first day of its month or year where it is no more exact."""
    if claim.valid_from is not None:
        return claim.valid_from
    found = re.match(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", claim.time)
    if not found:
        return None
    year, month, day = (int(part or 1) for part in found.groups())
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def said(claim: Claim) -> str:
    """How a claim was said: `denies`, `warns` and so on."""
    return SAYS.get(claim.stance, claim.stance)

"""Who speaks in claims, and since when it is known: publication days and groups of one origin.

Documents are counted by independence group: ten copies of one agency line are one voice.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from corridor.ledger.records import Claim
from corridor.model.backing import carriers
from corridor.model.dates import edtf_end
from corridor.model.model import Model

UNANCHORED = "not anchored"
"""Group shared by all claims that no document carries: they count as one voice together."""
ACCEPTED = "accepted"


@dataclass(frozen=True, slots=True)
class Voice:
    """A claim as it was known: the day of its first publication, and the groups that carry it by then.

    `is_anchored` says whether it leads to a passage of a document that was seen whole.
    """

    claim: Claim
    published: dt.date | None
    groups: tuple[str, ...]
    is_anchored: bool


@dataclass(frozen=True, slots=True)
class _Carrier:
    published: dt.date | None
    group: str
    is_whole: bool


class Voices(Mapping[str, Voice]):
    """Accepted claims that were published by a day, by id; each is looked up when it is first asked for.

    Parameters
    ----------
    model : Model
        A checked case.
    known_by : date, optional
        Day by which a document must have been published; None reads all of them. A document without
        a date is not known to have been published by any day. A coarse date counts at its end.
    """

    def __init__(self, model: Model, known_by: dt.date | None = None) -> None:
        self.known_by = known_by
        self._claims = {c.claim: c for c in model.claims}
        groups = {s.source: s.independence_group or s.source for s in model.sources}
        self._documents = {
            d.document: _Carrier(
                (edtf_end(d.published) if d.published else None) or d.retrieved,
                groups.get(d.source, d.source),
                d.how == "whole",
            )
            for d in model.documents
        }
        self._at = {p.passage: p.document for p in model.passages}
        self._found: dict[str, Voice | None] = {}

    def __getitem__(self, key: str) -> Voice:
        """The voice of a claim; KeyError if it is not there, not accepted, or not yet published."""
        found = self.hear(key)
        if found is None:
            raise KeyError(key)
        return found

    def __iter__(self) -> Iterator[str]:
        """Ids, in the order of the ledger."""
        return (key for key in self._claims if self.hear(key) is not None)

    def __len__(self) -> int:
        """Number of claims that are heard."""
        return sum(self.hear(key) is not None for key in self._claims)

    def hear(self, key: str) -> Voice | None:
        """The voice of a claim; None if it is not there, not accepted, or not yet published."""
        if key not in self._found:
            claim = self._claims.get(key)
            self._found[key] = self._voice(claim) if claim is not None else None
        return self._found[key]

    def _voice(self, claim: Claim) -> Voice | None:
        if claim.status != ACCEPTED:
            return None
        carrying = [self._documents[d] for d in carriers(claim, self._at) if d in self._documents]
        if self.known_by is not None:
            known = [c for c in carrying if c.published is not None and c.published <= self.known_by]
            if carrying and not known:
                return None
            carrying = known
        if not carrying:
            stated = tuple(g.strip() for g in claim.independence_group.split(",") if g.strip())
            return Voice(claim, None, stated or (UNANCHORED,), is_anchored=False)
        first = min((c.published for c in carrying if c.published is not None), default=None)
        anchored = bool(claim.passages) and any(c.is_whole for c in carrying)
        return Voice(claim, first, tuple(sorted({c.group for c in carrying})), is_anchored=anchored)

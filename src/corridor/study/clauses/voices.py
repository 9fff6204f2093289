"""Who speaks in claims, and since when it is known: publication days and groups of one origin.

Documents are counted by independence group: ten copies of one agency line are one voice.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from corridor.ledger.groups import groups_by_document, groups_of
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

    `is_anchored` says whether all its passages stood in documents at hand when the case was read.
    """

    claim: Claim
    published: dt.date | None
    groups: tuple[str, ...]
    is_anchored: bool


class Carried(NamedTuple):
    """What the documents of a claim say of it: first publication, groups of one origin, whether it is anchored."""

    published: dt.date | None
    groups: tuple[str, ...]
    is_anchored: bool


class _Carrier(NamedTuple):
    published: dt.date | None
    group: str


class Voices(Mapping[str, Voice]):
    """Accepted claims that were published by a day, by id.

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
        """Day by which a document must have been published."""
        self.accepted = {c.claim: c for c in model.claims if c.status == ACCEPTED}
        """Accepted claims by id, published by the day or not."""
        group_of_document = groups_by_document(model.sources, model.documents)
        self._documents = {
            d.document: _Carrier(
                (edtf_end(d.published) if d.published else None) or d.retrieved,
                group_of_document[d.document],
            )
            for d in model.documents
        }
        self._anchored = model.anchored
        self._at = {p.passage: p.document for p in model.passages}
        self._found: dict[tuple[tuple[str, ...], tuple[str, ...], str], Carried | None] = {}

    def __getitem__(self, key: str) -> Voice:
        """The voice of a claim; KeyError if it is not there, not accepted, or not yet published."""
        carried = self.carried(key)
        if carried is None:
            raise KeyError(key)
        return Voice(self.accepted[key], carried.published, carried.groups, carried.is_anchored)

    def __contains__(self, key: object) -> bool:
        """Whether a claim is heard."""
        return isinstance(key, str) and self.carried(key) is not None

    def __iter__(self) -> Iterator[str]:
        """Ids, in the order of the ledger."""
        return (key for key in self.accepted if self.carried(key) is not None)

    def __len__(self) -> int:
        """Number of claims that are heard."""
        return sum(self.carried(key) is not None for key in self.accepted)

    def carried(self, key: str) -> Carried | None:
        """What is known of a claim; None if it is not there, not accepted, or not yet published."""
        claim = self.accepted.get(key)
        if claim is None:
            return None
        same = (claim.documents, claim.passages, claim.independence_group)
        if same not in self._found:
            self._found[same] = self._carried(claim)
        return self._found[same]

    def _carried(self, claim: Claim) -> Carried | None:
        """The same for all claims with the same documents and passages."""
        carrying = [self._documents[d] for d in carriers(claim, self._at) if d in self._documents]
        if self.known_by is not None:
            known = [c for c in carrying if c.published is not None and c.published <= self.known_by]
            if carrying and not known:
                return None
            carrying = known
        if not carrying:
            stated = tuple(sorted(groups_of(claim, (), {})))
            return Carried(None, stated or (UNANCHORED,), is_anchored=False)
        first = min((c.published for c in carrying if c.published is not None), default=None)
        groups = tuple(sorted({c.group for c in carrying}))
        return Carried(first, groups, is_anchored=claim.claim in self._anchored)

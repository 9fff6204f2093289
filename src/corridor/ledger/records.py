"""The ledger as frozen records, one class a table of `evidence/`. No store and no rules live here."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from corridor.schema.values import Range, Record


@dataclass(frozen=True, kw_only=True, slots=True)
class Source(Record):
    """Who published. Columns and units: schema table `sources`."""

    source: str
    name: str
    kind: str
    party_to_conflict: bool
    independence_group: str | None
    reliability: str
    note: str
    sensitivity: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Document(Record):
    """What was published. Columns and units: schema table `documents`."""

    document: str
    source: str
    title: str
    sha256: str
    bytes: int | None
    media_type: str
    url: str
    published: str
    published_basis: str
    retrieved: dt.date | None
    by_whom: str
    how: str
    language: str
    sensitivity: str
    supersedes: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Passage(Record):
    """A span of a document. Columns and units: schema table `passages`."""

    passage: str
    document: str
    start: int | None
    end: int | None
    hash: str
    role: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Actor(Record):
    """Who acts or speaks. Columns and units: schema table `actors`."""

    actor: str
    name: str
    kind: str
    aliases: tuple[str, ...]
    part_of: str
    account: str
    person: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Claim(Record):
    """One assertion: who said what, when, how sure. Columns and units: schema table `claims`."""

    claim: str
    passages: tuple[str, ...]
    documents: tuple[str, ...]
    voice: str
    speaker: str
    account: str
    reported_via: str
    stance: str
    hedge: str
    proposition: str
    polarity: str
    type: str
    actor: str
    recipient: str
    object: str
    place: str
    route: str
    quantity: Range | None
    unit: str
    qualifier: str
    time: str
    time_precision: str
    time_basis: str
    valid_from: dt.date | None
    valid_to: dt.date | None
    credibility: str
    independence_group: str
    sensitivity: str
    status: str
    proposed_by: str
    place_precision: str
    speaker_passage: str | None
    note: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ClaimLink(Record):
    """How two claims stand to each other. Columns and units: schema table `claim_links`."""

    a: str
    b: str
    kind: str
    independent: bool
    question: str
    by_whom: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Assessment(Record):
    """A grade of a claim, apart from its source. Columns and units: schema table `assessments`."""

    claim: str
    credibility: str
    grounds: str
    by_whom: str
    when: dt.date | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Study(Record):
    """A sample, a method, a finding. Columns and units: schema table `studies`."""

    study: str
    document: str | None
    sample: str
    method: str
    finding: str
    claims_for: tuple[str, ...]
    claims_against: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Support(Record):
    """Which claim backs which number; the column `claims` of every table is its view.

    Columns and units: schema table `supports`.
    """

    table: str
    key: str
    column: str
    claim: str
    role: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ClauseSupport(Record):
    """Which claim speaks to a test of a clause, and when.

    Columns and units: schema table `clause_supports`.
    """

    clause: str
    test: str
    claim: str
    role: str
    valid_from: dt.date | None
    valid_to: dt.date | None
    reason: str
    by_whom: str

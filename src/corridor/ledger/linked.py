"""The ledger as linked data: one JSON-LD document of PROV-O, Web Annotation, Dublin Core and schema.org terms.

Every accepted claim leads to its documents, and to the span of each passage by a text position selector. What is no
statement of a source stays out: grades, and claims that nobody accepted. Nothing here says whether a claim is true.
Pure: records in, plain data out; the same records give the same text.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from corridor.ledger.cells import cells_of, key_of
from corridor.ledger.records import (
    Actor,
    Claim,
    ClaimLink,
    ClauseSupport,
    Document,
    Passage,
    Source,
    Study,
    Support,
)
from corridor.ledger.stances import PLOVER
from corridor.schema.values import Record, plain_number

Node = dict[str, Any]

PREFIXES = {
    "dcterms": "http://purl.org/dc/terms/",
    "oa": "http://www.w3.org/ns/oa#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "schema": "https://schema.org/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "ledger": "urn:x-corridor:ledger:",
}
"""Vocabularies; `ledger` holds the terms that no other has, each under the name of its column."""
_TERMS = {
    "identifier": "dcterms:identifier", "title": "dcterms:title", "name": "schema:name",
    "alternateName": "schema:alternateName", "accessRights": "dcterms:accessRights", "format": "dcterms:format",
    "language": "dcterms:language", "issued": "dcterms:issued", "url": "schema:url", "sha256": "schema:sha256",
    "subject": "dcterms:subject", "spatial": "dcterms:spatial", "temporal": "dcterms:temporal",
    "value": "rdf:value", "start": "oa:start", "end": "oa:end",
}  # fmt: skip
_LINKS = {
    "publisher": "dcterms:publisher", "wasAttributedTo": "prov:wasAttributedTo", "replaces": "dcterms:replaces",
    "hasSource": "oa:hasSource", "wasQuotedFrom": "prov:wasQuotedFrom", "hasTarget": "oa:hasTarget",
    "wasDerivedFrom": "prov:wasDerivedFrom", "hasSelector": "oa:hasSelector", "hasBody": "oa:hasBody",
    "speakerNamedAt": "ledger:speaker_passage", "first": "ledger:a", "second": "ledger:b", "claim": "ledger:claim",
    "speaksFor": "ledger:claims_for", "speaksAgainst": "ledger:claims_against", "quantity": "ledger:quantity",
}  # fmt: skip
_OWN = {
    "kind": "kind", "partyToConflict": "party_to_conflict", "independenceGroup": "independence_group", "note": "note",
    "bytes": "bytes", "issuedBasis": "published_basis", "retrievedBy": "by_whom", "seen": "how",
    "wordsSha256": "hash", "role": "role", "partOf": "part_of", "account": "account", "person": "person",
    "anchor": "anchor", "voice": "voice", "speaker": "speaker", "reportedVia": "reported_via", "stance": "stance",
    "ploverClass": "plover_class", "spatialPrecision": "place_precision",
    "hedge": "hedge", "polarity": "polarity", "actor": "actor", "recipient": "recipient", "object": "object",
    "route": "route", "low": "quantity_low", "best": "quantity_best", "high": "quantity_high", "unit": "unit",
    "qualifier": "qualifier", "temporalPrecision": "time_precision", "temporalBasis": "time_basis",
    "proposedBy": "proposed_by", "question": "question", "independent": "independent", "by": "linked_by",
    "sample": "sample", "method": "method", "finding": "finding", "table": "table", "row": "key", "column": "column",
    "clause": "clause", "test": "test", "reason": "reason",
}  # fmt: skip


def context(case: str) -> dict[str, Any]:
    """What each key of the document means; the ids of the case's own rows begin with `case:`."""
    return {
        "@version": 1.1,
        **PREFIXES,
        "case": f"urn:x-corridor:case:{quote(case, safe='')}:",
        "id": "@id",
        "type": "@type",
        **_TERMS,
        **{key: {"@id": term, "@type": "@id"} for key, term in _LINKS.items()},
        **{key: f"ledger:{column}" for key, column in _OWN.items()},
        "retrieved": {"@id": "ledger:retrieved", "@type": "xsd:date"},
        "validFrom": {"@id": "ledger:valid_from", "@type": "xsd:date"},
        "validTo": {"@id": "ledger:valid_to", "@type": "xsd:date"},
    }


def linked_text(
    rows: Mapping[str, Sequence[Record]],
    *,
    case: str,
    title: str = "",
    ceiling: str = "internal",
    anchors: Mapping[str, str] | None = None,
) -> str:
    """The tables of a ledger as the text of one JSON-LD file.

    Parameters
    ----------
    rows : mapping of str to records
        Tables of the ledger, with nothing in them that the audience may not see.
    case, title : str
        Short name and title of the case.
    ceiling : str
        The audience, as the document says of itself.
    anchors : mapping of str to str, optional
        What each claim rests on, from `check_custody`; a claim that is not named there is unanchored.

    Returns
    -------
    str
        Sorted by table and key, ended by a line feed: the same records give the same bytes.
    """
    accepted = {c.claim for c in _of(rows, "claims", Claim) if c.status == "accepted"}
    at = {p.passage: p.document for p in _of(rows, "passages", Passage)}
    heading = {
        "id": "case:",
        "type": ["prov:Bundle", "schema:Dataset"],
        "title": title or case,
        "accessRights": ceiling,
    }
    nodes = [heading]
    nodes += _nodes(rows, "sources", _source)
    nodes += _nodes(rows, "documents", _document)
    nodes += _nodes(rows, "passages", _passage)
    nodes += _nodes(rows, "actors", _actor)
    told = anchors or {}
    nodes += _nodes(
        rows,
        "claims",
        lambda c: _claim(c, at, told.get(c.claim, "unanchored")) if c.claim in accepted else None,
    )
    nodes += _nodes(rows, "claim_links", lambda r: _link(r) if _is_shown(r, accepted) else None)
    nodes += _nodes(rows, "studies", lambda r: _study(r, accepted))
    nodes += _nodes(rows, "supports", lambda r: _support(r) if r.claim in accepted else None)
    nodes += _nodes(rows, "clause_supports", lambda r: _clause(r) if r.claim in accepted else None)
    document = {"@context": context(case), "@graph": nodes}
    return json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _of(rows: Mapping[str, Sequence[Record]], table: str, kind: type[Any]) -> Iterable[Any]:
    return (r for r in rows.get(table, ()) if isinstance(r, kind))


def _nodes(
    rows: Mapping[str, Sequence[Record]], table: str, make: Callable[[Any], Node | None]
) -> list[Node]:
    """A node a row, in the order of the keys; what is blank is left out, and rows for which there is none."""
    keyed = sorted((key_of(table, cells_of(table, r)), r) for r in rows.get(table, ()))
    made = ((key, make(r)) for key, r in keyed)
    return [_whole(_id(table, key), key, node) for key, node in made if node is not None]


def _whole(iri: str, key: str, node: Node) -> Node:
    given = {"id": iri, "type": node.pop("type"), "identifier": key, **node}
    return {k: _plain(v) for k, v in given.items() if v not in ("", None, (), [])}


def _plain(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _id(table: str, key: str | None) -> str:
    """Name of a row in the document; blank where none is named."""
    return f"case:{table}/{quote(key, safe='')}" if key else ""


def _ids(table: str, keys: Iterable[str]) -> list[str]:
    return [_id(table, key) for key in keys]


# --------------------------------------------------------------------------------------------- nodes


def _source(s: Source) -> Node:
    return {
        "type": "prov:Agent", "name": s.name, "kind": s.kind, "partyToConflict": s.party_to_conflict,
        "independenceGroup": s.independence_group, "note": s.note, "accessRights": s.sensitivity,
    }  # fmt: skip


def _document(d: Document) -> Node:
    source = _id("sources", d.source)
    return {
        "type": ["prov:Entity", "schema:CreativeWork"], "title": d.title, "publisher": source,
        "wasAttributedTo": source, "sha256": d.sha256, "bytes": d.bytes, "format": d.media_type, "url": d.url,
        "issued": d.published, "issuedBasis": d.published_basis, "retrieved": d.retrieved, "retrievedBy": d.by_whom,
        "seen": d.how, "language": d.language, "replaces": _id("documents", d.supersedes),
        "accessRights": d.sensitivity,
    }  # fmt: skip


def _passage(p: Passage) -> Node:
    document = _id("documents", p.document)
    node: Node = {
        "type": ["oa:SpecificResource", "prov:Entity"], "hasSource": document, "wasQuotedFrom": document,
        "wordsSha256": p.hash, "role": p.role,
    }  # fmt: skip
    if p.start is not None and p.end is not None:
        node["hasSelector"] = {"type": "oa:TextPositionSelector", "start": p.start, "end": p.end}
    return node


def _actor(a: Actor) -> Node:
    return {
        "type": "prov:Agent", "name": a.name, "alternateName": a.aliases, "kind": a.kind, "partOf": a.part_of,
        "account": a.account, "person": a.person,
    }  # fmt: skip


def _claim(c: Claim, at: Mapping[str, str], anchor: str) -> Node:
    documents = list(dict.fromkeys([*c.documents, *(at[p] for p in c.passages if p in at)]))
    targets = _ids("passages", c.passages) or _ids("documents", documents)
    return {
        "type": ["ledger:Claim", "oa:Annotation", "prov:Entity"], "hasTarget": targets,
        "wasDerivedFrom": _ids("documents", documents), "anchor": anchor,
        "hasBody": {"type": "oa:TextualBody", "value": c.proposition}, "polarity": c.polarity, "stance": c.stance,
        "ploverClass": PLOVER.get(c.stance, ""),
        "hedge": c.hedge, "voice": c.voice, "speaker": c.speaker,
        "speakerNamedAt": _id("passages", c.speaker_passage), "reportedVia": c.reported_via, "account": c.account,
        "subject": c.type, "actor": c.actor, "recipient": c.recipient, "object": c.object, "spatial": c.place,
        "spatialPrecision": c.place_precision if c.place else "",
        "route": c.route, "quantity": _quantity(c), "temporal": c.time, "temporalPrecision": c.time_precision,
        "temporalBasis": c.time_basis, "validFrom": c.valid_from, "validTo": c.valid_to,
        "independenceGroup": c.independence_group, "accessRights": c.sensitivity, "proposedBy": c.proposed_by,
        "note": c.note,
    }  # fmt: skip


def _quantity(c: Claim) -> Node | None:
    if c.quantity is None:
        return None
    q = c.quantity
    ends = {} if q.is_exact else {"low": _number(q.low), "high": _number(q.high)}
    told = {"best": _number(q.mid), **ends, "unit": c.unit, "qualifier": c.qualifier}
    return {"type": "ledger:Quantity", **{k: v for k, v in told.items() if v != ""}}


def _number(value: float) -> int | float:
    """A number as JSON has it, without a point where it is whole."""
    text = plain_number(value)
    return int(text) if text.lstrip("-").isdigit() else value


def _is_shown(r: ClaimLink, accepted: set[str]) -> bool:
    """Whether a link says something of two accepted claims; that they are unrelated is a note of the desk."""
    return {r.a, r.b} <= accepted and r.kind != "unrelated"


def _link(r: ClaimLink) -> Node:
    return {
        "type": "ledger:ClaimLink", "first": _id("claims", r.a), "second": _id("claims", r.b), "kind": r.kind,
        "question": r.question, "independent": r.independent, "by": r.by_whom,
    }  # fmt: skip


def _study(r: Study, accepted: set[str]) -> Node:
    return {
        "type": ["ledger:Study", "prov:Entity"], "wasDerivedFrom": _id("documents", r.document), "sample": r.sample,
        "method": r.method, "finding": r.finding,
        "speaksFor": _ids("claims", (c for c in r.claims_for if c in accepted)),
        "speaksAgainst": _ids("claims", (c for c in r.claims_against if c in accepted)),
    }  # fmt: skip


def _support(r: Support) -> Node:
    return {
        "type": "ledger:Support", "claim": _id("claims", r.claim), "table": r.table, "row": r.key, "column": r.column,
        "role": r.role,
    }  # fmt: skip


def _clause(r: ClauseSupport) -> Node:
    return {
        "type": "ledger:ClauseSupport", "claim": _id("claims", r.claim), "clause": r.clause, "test": r.test,
        "role": r.role, "validFrom": r.valid_from, "validTo": r.valid_to, "reason": r.reason, "by": r.by_whom,
    }  # fmt: skip

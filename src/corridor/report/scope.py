"""Who may see what: a model without the rows above an audience, and the count of what was left out.

All that the page shows comes from the model given back here, so nothing above the audience can reach it.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from corridor.ledger.names import HiddenNames, ids_in
from corridor.ledger.sensitivity import PLACE, private_names
from corridor.model.model import Model
from corridor.report.persons import without_names
from corridor.schema.load import tables

Audience = Literal["public", "partner", "internal"]
CLASSES: tuple[Audience, ...] = ("public", "partner", "internal")
# Amounts in these cells are internal: stores, fleets, slots, levels.
INTERNAL = frozenset(
    {
        ("stocks", "amount"),
        ("stocks", "accessible_share"),
        ("crossings", "slots_per_day"),
        ("places", "storage_t"),
    }
)
INTERNAL_TABLES = frozenset({"stocks", "fleets", "levels", "crossings"})
TABLES = (
    ("places", "place", "places"), ("sources", "source", "sources"), ("documents", "document", "documents"),
    ("claims", "claim", "claims"), ("claim_links", "link between claims", "links between claims"),
    ("events", "event", "events"), ("consignments", "consignment", "consignments"),
    ("observations", "observation", "observations"), ("routes", "route", "routes"),
    ("crossings", "crossing", "crossings"), ("studies", "study", "studies"),
)  # fmt: skip
"""Tables of which rows are left out, and what one row and several are called."""
WITHHELD = "withheld from this audience"
NONE = HiddenNames({})


@dataclass(frozen=True, slots=True)
class _Hidden:
    """What is above an audience: names of places, found however they are written, and ids of rows, to the letter."""

    places: HiddenNames
    ids: tuple[str, ...] = ()

    def named_in(self, *texts: str) -> bool:
        return self.places.found(*texts) or ids_in(self.ids, texts)


@dataclass(frozen=True, slots=True)
class Held:
    """Rows of one table that an audience may not see: how many of how many, and how many of each class.

    `drawn` counts those that are below it themselves, and name, join or rest on something above.
    """

    noun: str
    many: str
    rows: int
    of: int
    classes: tuple[tuple[str, int], ...]
    drawn: int


@dataclass(frozen=True, slots=True)
class Scope:
    """What an audience may see of a case."""

    audience: Audience
    model: Model
    hidden: _Hidden
    held: tuple[Held, ...] = ()
    names: HiddenNames = NONE
    """Names of private persons and of places above the audience, and what stands for them; none if internal."""

    @property
    def left_out(self) -> tuple[tuple[str, int], ...]:
        """How many rows of each kind were left out."""
        return tuple((h.noun, h.rows) for h in self.held)

    @property
    def full(self) -> bool:
        """Whether amounts in stores, fleets, slots and levels may be shown."""
        return self.audience != "public"

    def says_hidden(self, *texts: str) -> bool:
        """Whether a text names something above the audience."""
        return self.hidden.named_in(*texts)

    def cell_is_internal(self, table: str) -> bool:
        """Whether amounts of a table are kept from this audience."""
        return table in INTERNAL_TABLES and not self.full

    def basis(self, table: str, text: str) -> str:
        """A stated basis as this audience may read it: no hidden names, and no amounts of internal tables."""
        if self.says_hidden(text):
            return f"stated in the case; {WITHHELD}"
        told = self.names.replaced(text)
        return re.sub(r"\d[\d,.\s]*\d|\d", "▪", told) if self.cell_is_internal(table) else told


def scope(model: Model, audience: Audience = "public") -> Scope:
    """The part of a model that an audience may see.

    Parameters
    ----------
    model : Model
    audience : 'public', 'partner' or 'internal'

    Returns
    -------
    Scope
        Without claims, documents, sources and places above the audience, claims that rest on such documents
        alone, events, consignments and observations that rest on such claims alone, and rows whose words name
        something left out; `left_out` counts them. Below internal, private persons stand by their role.
    """
    allowed = CLASSES[: CLASSES.index(audience) + 1]
    places = [p for p in model.places if p.sensitivity in allowed]
    gone = [p for p in model.places if p not in places]
    sources = [s for s in model.sources if s.sensitivity in allowed]
    hidden_sources = {s.source for s in model.sources} - {s.source for s in sources}
    documents = [d for d in model.documents if d.sensitivity in allowed and d.source not in hidden_sources]
    hidden_documents = {d.document for d in model.documents} - {d.document for d in documents}
    named = HiddenNames({n: PLACE for p in gone for n in (p.place, p.name, *p.other_names) if n})
    claims = [
        c
        for c in model.claims
        if c.sensitivity in allowed
        and not (c.documents and set(c.documents) <= hidden_documents)
        and not named.found(*_texts(c))
    ]
    kept = {c.claim for c in claims}
    hidden_claims = [c.claim for c in model.claims if c.claim not in kept]
    hidden = _Hidden(named, (*hidden_claims, *hidden_documents, *hidden_sources))
    keep = _Keeper(hidden, frozenset(hidden_claims))
    view = dataclasses.replace(
        model,
        places=tuple(places),
        sources=tuple(sources),
        documents=tuple(documents),
        claims=tuple(dataclasses.replace(c, documents=_less(c.documents, hidden_documents)) for c in claims),
        claim_links=tuple(x for x in model.claim_links if {x.a, x.b} <= kept and not keep.names(x.question)),
        events=keep.rows(model.events),
        consignments=keep.rows(model.consignments),
        observations=keep.rows(model.observations),
        routes=tuple(r for r in model.routes if not ({r.from_place, r.to_place} & {p.place for p in gone})),
        crossings=keep.rows(model.crossings),
        studies=keep.rows(model.studies),
    )
    held = tuple(h for h in (_held(*named, model, view, allowed) for named in TABLES) if h.rows)
    if audience == CLASSES[-1]:
        return Scope(audience, view, hidden, held)
    names = HiddenNames({**named.instead, **private_names(model.actors).instead})
    return Scope(audience, without_names(view, names), hidden, held, names)


def _held(table: str, noun: str, many: str, model: Model, view: Model, allowed: Sequence[str]) -> Held:
    """What of a table was left out. Rows that were only shortened are still there."""
    fields = [tables()[table].attribute(k).field for k in tables()[table].key]
    kept = {tuple(getattr(r, f) for f in fields) for r in getattr(view, table)}
    rows = getattr(model, table)
    gone = [r for r in rows if tuple(getattr(r, f) for f in fields) not in kept]
    own = [s for r in gone if (s := getattr(r, "sensitivity", "public")) not in allowed]
    by = tuple((c, own.count(c)) for c in CLASSES if c in own)
    return Held(noun, many, len(gone), len(rows), by, len(gone) - len(own))


@dataclass(frozen=True, slots=True)
class _Keeper:
    """Keeps rows whose words name nothing hidden and do not rest on hidden claims alone.

    Hidden ids among their `claims` are never shown.
    """

    hidden: _Hidden
    claims: frozenset[str]

    def names(self, *texts: str) -> bool:
        return self.hidden.named_in(*texts)

    def rows(self, rows: tuple[object, ...]) -> tuple:  # type: ignore[type-arg]  # rows of one kind in, the same kind out
        return tuple(r for r in rows if not (self._rests_on_hidden(r) or self.names(*_texts(r))))

    def _rests_on_hidden(self, row: object) -> bool:
        claims = getattr(row, "claims", ())
        return bool(claims) and self.claims.issuperset(claims)


def _texts(row: object) -> list[str]:
    """Every text of a row, except references that are looked up before they are shown."""
    skip = {"where", "claims", "claims_for", "claims_against", "documents"}
    found: list[str] = []
    for f in dataclasses.fields(row):  # type: ignore[arg-type]  # rows are dataclasses
        value = getattr(row, f.name)
        if f.name in skip:
            continue
        found += (
            [value]
            if isinstance(value, str)
            else [v for v in value if isinstance(v, str)]
            if isinstance(value, tuple)
            else []
        )
    return found


def _less(ids: tuple[str, ...], gone: set[str]) -> tuple[str, ...]:
    return tuple(i for i in ids if i not in gone)

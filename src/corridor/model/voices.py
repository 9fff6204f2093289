"""The ledger of a case as evidence for its numbers: each claim as a voice, and which of them stand behind a number.

Reads the tables of a case, frozen or under check alike, and knows nothing of rules: those are in
`corridor.ledger.weigh`, and what they say of a row is in `corridor.model.rules`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from corridor.ledger.groups import groups_by_document, groups_of
from corridor.ledger.quantities import Qualifier, Quantity
from corridor.ledger.records import Assessment, Claim, ClaimLink
from corridor.ledger.weigh import Voice
from corridor.model.backing import BACKING, carriers, key_text
from corridor.model.basis import Grounds, Rows
from corridor.model.model import Model
from corridor.model.row import Row
from corridor.schema.load import Attribute, Table

EXCLUDE = ("contradicts", "differs")
"""Links between claims that cannot hold together."""
NOT_JUDGED = 6


@dataclass(frozen=True, slots=True)
class Evidence:
    """The claims of a case as voices by id, how they bear on rows, and the own unit of each good and need."""

    voices: Mapping[str, Voice]
    roles: Mapping[tuple[str, str, str], tuple[tuple[str, str], ...]]
    supports: Mapping[tuple[str, str], tuple[str, ...]]
    own_unit: Mapping[str, str]
    grounds: Grounds

    @classmethod
    def of(cls, model: Model) -> Evidence:
        """The evidence of a checked case."""
        return gather(
            lambda name: getattr(model, name),
            anchored=model.anchored,
            reads_proposed=model.settings.proposed == "read",
        )

    def unit(self, row: Row, attribute: Attribute) -> str:
        """Unit of a number, with that of the row, its good or its need in the place of `unit`."""
        parts = attribute.unit.split("/")
        stated = str(getattr(row, "unit", "") or "")
        if "need unit" in parts:
            return attribute.unit.replace("need unit", self._own(row, "need"), 1).replace(
                "/unit", f"/{self._own(row, 'commodity')}"
            )
        if "unit" not in parts:
            return attribute.unit or stated
        own = stated or self._own(row, "contents", "commodity", "need")
        return own if "/" in own else "/".join(own if p == "unit" else p for p in parts)

    def _own(self, row: Row, *fields: str) -> str:
        """Unit of the first good, mix or need that a row names."""
        named = (str(getattr(row, field, "")) for field in fields)
        return next((self.own_unit[n] for n in named if n in self.own_unit), "unit")

    def behind(self, table: Table, row: Row, column: str) -> tuple[Voice, ...]:
        """Voices that stand behind a number of a row: claims of the row that speak of this column or of all of it.

        A claim that stands in the column `claims` alone has the role `for`.
        """
        if not row.claims:
            return ()
        key = key_text(tuple(getattr(row, table.attribute(k).field) for k in table.key))
        found = (self._behind(table.name, key, column, claim) for claim in row.claims)
        return tuple(v for v in found if v is not None)

    def beside(self, table: Table, row: Row, column: str) -> tuple[Voice, ...]:
        """Voices that bear on a number without standing behind it: against it, or context."""
        key = key_text(tuple(getattr(row, table.attribute(k).field) for k in table.key))
        found = []
        for claim in dict.fromkeys(self.supports.get((table.name, key), ())):
            for of, role in self.roles[table.name, key, claim]:
                if of in ("", column) and role not in BACKING and claim in self.voices:
                    found.append(replace(self.voices[claim], role=role))
        return tuple(found)

    def _behind(self, table: str, key: str, column: str, claim: str) -> Voice | None:
        voice = self.voices.get(claim)
        said = self.roles.get((table, key, claim), (("", "for"),))
        roles = [role for of, role in said if of in ("", column) and role in BACKING]
        if voice is None or not roles:
            return None
        return replace(voice, role=min(roles, key=BACKING.index))


def gather(rows: Rows, *, anchored: Collection[str] = (), reads_proposed: bool = False) -> Evidence:
    """The evidence of a case from its tables.

    Parameters
    ----------
    rows : callable
        Rows of a table by its name.
    anchored : collection of str
        Claims whose words are at hand.
    reads_proposed : bool
        Whether the case lets claims that are only proposed reach a run.
    """
    roles: dict[tuple[str, str, str], list[tuple[str, str]]] = {}
    supports: dict[tuple[str, str], list[str]] = {}
    for s in rows("supports"):
        roles.setdefault((s.table, s.key, s.claim), []).append((s.column, s.role))
        supports.setdefault((s.table, s.key), []).append(s.claim)
    voices = _voices(rows, anchored, reads_proposed=reads_proposed)
    return Evidence(
        voices,
        {k: tuple(v) for k, v in roles.items()},
        {k: tuple(v) for k, v in supports.items()},
        {c.commodity: c.unit for c in rows("commodities")}
        | {m.mix: "t" for m in rows("mixes")}
        | {n.need: n.unit for n in rows("needs")},
        Grounds(rows, frozenset(c for c, v in voices.items() if v.status == "accepted")),
    )


def _voices(rows: Rows, anchored: Collection[str], *, reads_proposed: bool) -> dict[str, Voice]:
    group_of_document = groups_by_document(rows("sources"), rows("documents"))
    document_of = {p.passage: p.document for p in rows("passages")}
    grades = _grades(rows("assessments"))
    excludes = _excludes(rows("claim_links"))
    found = {}
    for c in rows("claims"):
        found[c.claim] = Voice(
            claim=c.claim,
            quantity=_quantity(c),
            groups=groups_of(c, carriers(c, document_of), group_of_document),
            grade=grades.get(c.claim) or _grade(c.credibility),
            role="for",
            polarity=c.polarity,
            stance=c.stance,
            account=c.account,
            is_anchored=c.claim in anchored,
            excludes=frozenset(excludes.get(c.claim, ())),
            status="accepted" if reads_proposed and c.status == "proposed" else c.status,
        )
    return found


def _quantity(claim: Claim) -> Quantity | None:
    """The quantity of a claim of a checked case; its unit was looked at when it was written."""
    if claim.quantity is None:
        return None
    values, meant = claim.quantity, _qualifier(claim.qualifier)
    alone = values.mid if values.is_exact else None
    return Quantity(
        low=alone if meant == "more than" else None if values.is_exact else values.low,
        best=None if values.is_exact and meant in ("more than", "up to") else values.mid,
        high=alone if meant == "up to" else None if values.is_exact else values.high,
        unit=claim.unit.strip(),
        qualifier=meant,
    )


def _qualifier(text: str) -> Qualifier:
    known: tuple[Qualifier, ...] = ("about", "more than", "up to")
    return next((q for q in known if q == text), "exact")


def _grade(credibility: str) -> int:
    """Item grade in a credibility such as `B2`; not judged where there is none."""
    digit = credibility.strip()[-1:]
    return int(digit) if digit in {"1", "2", "3", "4", "5", "6"} else NOT_JUDGED


def _grades(assessments: Iterable[Assessment]) -> dict[str, int]:
    """Grade of each claim that was assessed: the latest; of several on one day, the worst."""
    listed = sorted(assessments, key=lambda a: (a.when is not None, str(a.when), _grade(a.credibility)))
    return {a.claim: _grade(a.credibility) for a in listed}


def _excludes(links: Iterable[ClaimLink]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for link in links:
        if link.kind in EXCLUDE:
            found.setdefault(link.a, set()).add(link.b)
            found.setdefault(link.b, set()).add(link.a)
    return found


def voices_of(model: Model, claims: Iterable[str]) -> tuple[Voice, ...]:
    """Claims of a case as voices for a number, in the role `for`; ids that are not there are left out."""
    voices = Evidence.of(model).voices
    return tuple(voices[c] for c in claims if c in voices)

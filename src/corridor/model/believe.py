"""What a case would hold if some of its claims were not believed: `believing(model, without=...)`.

Pure: a new model, and what became of each row that a claim left. Not to believe a claim is not to believe its
contrary: a number that nothing else says stays as it is and is marked, days on which nothing else says what the
situation was become unknown, and no number is ever set to zero. The claims stay in the ledger; what changes is what
rests on them. How one row is left is in `corridor.model.unbelieved`. Used by `corridor.study`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from corridor.ledger.records import Support
from corridor.model.backing import BACKING, Spot
from corridor.model.build import digest
from corridor.model.model import Model
from corridor.model.numbers import key_of
from corridor.model.row import Row
from corridor.model.unbelieved import TOUCHED, Change, Doubt, Doubts, Leaving, follows
from corridor.schema.load import tables

ACCEPTED = "accepted"


@dataclass(frozen=True, slots=True)
class Believed:
    """The model in which some claims are not believed, and each row that they left."""

    model: Model
    changes: tuple[Change, ...]


def believing(model: Model, *, without: Collection[str]) -> Believed:
    """The model in which some claims are not believed.

    Parameters
    ----------
    model : Model
        A checked case.
    without : collection of str
        Ids of claims; their order does not matter, and one that backs no row changes nothing.

    Returns
    -------
    Believed
        A row keeps what it says if none of its claims is left out. A rival whose claims are all left out is no longer
        picked if another of its pick stays. Any other row without a believed claim gives way to an assumed row of its
        key. Where there is none, its days are in the situation that believed claims against it name; else the
        situation before goes on if a believed claim stands against the row; else they are unknown, as before or as it
        said. A number stays, marked. Nothing is dropped so that it would read as zero. The same model if nothing is
        touched.

    Notes
    -----
    Theory: `docs/theory/beliefs.md`.
    """
    return disbelieve(model, doubts_about(model, without))


def doubts_about(model: Model, claims: Collection[str]) -> dict[Spot, Doubt]:
    """A doubt on every row that rests on any of the claims; with what a claim that stays says against it."""
    gone = frozenset(claims)
    against = denials(model, [c.claim for c in model.claims if c.status == ACCEPTED and c.claim not in gone])
    found: dict[Spot, Doubt] = {}
    for name in TOUCHED:
        for i, row in enumerate(getattr(model, name)):
            left_out = gone & set(row.claims)
            if left_out:
                found[name, i] = against.doubt(name, row, left_out)
    return found


@dataclass(frozen=True, slots=True)
class Denials:
    """What some claims speak against: claims they contradict, and rows by table and key, each with who says so."""

    claims: Mapping[str, tuple[str, ...]]
    rows: Mapping[tuple[str, str], tuple[str, ...]]

    def doubt(self, table: str, row: Row, claims: Collection[str]) -> Doubt:
        """The doubt on a row of which some claims are not believed, with what speaks against them and against it."""
        denied = self.rows.get((table, key_of(tables()[table], row)), ())
        linked = [d for c in row.claims if c in claims for d in self.claims.get(c, ())]
        against = tuple(dict.fromkeys((*linked, *denied)))
        return Doubt(claims=frozenset(claims), against=against, denied=denied)


def denials(model: Model, believed: Iterable[str]) -> Denials:
    """What believed claims say is not so: by a link that contradicts, or by a support against a row."""
    speaking = frozenset(believed)
    claims: dict[str, list[str]] = defaultdict(list)
    rows: dict[tuple[str, str], list[str]] = defaultdict(list)
    for k in model.claim_links:
        for said, other in ((k.a, k.b), (k.b, k.a)):
            if k.kind == "contradicts" and said in speaking:
                claims[other].append(said)
    for s in model.supports:
        if s.role == "against" and s.claim in speaking:
            rows[s.table, s.key].append(s.claim)
    return Denials({k: tuple(v) for k, v in claims.items()}, {k: tuple(v) for k, v in rows.items()})


def disbelieve(model: Model, doubts: Doubts) -> Believed:
    """The model with each doubt applied to its own row; as `believing`, but a claim may be believed elsewhere."""
    by_table: dict[str, dict[int, Doubt]] = defaultdict(dict)
    for (name, i), doubt in doubts.items():
        if doubt.goes or doubt.claims & set(getattr(model, name)[i].claims):
            by_table[name][i] = doubt
    if not by_table:
        return Believed(model, ())
    leaving = Leaving(model)
    left = {name: leaving.table(name, by_table[name]) for name in TOUCHED if name in by_table}
    changes = tuple(c for rows in left.values() for c in rows.changes)
    rows: dict[str, Any] = {name: found.rows for name, found in left.items()}
    rows["supports"] = _supports(model, changes)
    every = {name: rows.get(name, getattr(model, name)) for name in tables()}
    new = replace(model, digest=digest(model.settings, every), **rows)
    return Believed(new, (*changes, *follows(model, changes)))


def _supports(model: Model, changes: Iterable[Change]) -> tuple[Support, ...]:
    """The table of supports less what no longer stands behind a row."""
    gone = {(c.table, c.key, claim) for c in changes for claim in c.claims}
    return tuple(s for s in model.supports if s.role not in BACKING or (s.table, s.key, s.claim) not in gone)

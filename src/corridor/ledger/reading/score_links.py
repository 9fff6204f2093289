"""How well links are put forward: against the relations that were marked by hand beside the marked claims.

Linked pairs are those marked as contradicting, in tension, differing, supporting, repeating or answering. Ranks are of
each claim's partner among all others; kinds are compared in three families, since tension and contradiction, or support
and repetition, are told apart by content that no slot holds.
"""

from __future__ import annotations

import csv
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import cast

from corridor.errors import Where
from corridor.ledger.cells import cells_of, record_of
from corridor.ledger.reading.link_frames import Beside
from corridor.ledger.reading.linking import Pool, likeness, propose_links
from corridor.ledger.reading.score import Marked, Score
from corridor.ledger.records import Claim, Document
from corridor.schema.edtf import is_edtf

Row = Mapping[str, str]
RANKED = frozenset({"contradicts", "tension", "supports"})
"""Relations whose pairs are ranked."""
FAMILIES: Mapping[str, str] = {
    "contradicts": "conflict", "tension": "conflict", "differs": "conflict", "undermines": "conflict",
    "supports": "agreement", "same": "agreement", "repeats": "agreement", "repeated_by": "agreement",
    "answers": "answer", "answered_by": "answer",
}  # fmt: skip
"""Family of each relation and of each kind of link; what is in none is not scored."""
NEAR = 10
_QUALIFIERS = {"approx": "about", "at_least": "more than", "more than": "more than", "at_most": "up to"}


@dataclass(frozen=True, slots=True)
class LinkScores:
    """Scores of links.

    Attributes
    ----------
    pairs : int
        Linked pairs that are ranked.
    area : float or None
        Chance that a linked pair shares more than one that is not linked; a tie is half. None without pairs.
    median_rank : float or None
        Middle rank of a claim's partner among all other claims, from either side.
    near : float or None
        Share of partners among the first ten.
    kinds : mapping of str to Score
        Hits by family; the pair must be marked, and in that family.
    any_kind : Score
        Hits whatever the family.
    """

    pairs: int
    area: float | None
    median_rank: float | None
    near: float | None
    kinds: Mapping[str, Score] = field(default_factory=dict)
    any_kind: Score = field(default_factory=Score)


def marked_links(rows: Iterable[Row]) -> dict[frozenset[str], set[str]]:
    """Relations of each marked pair of claims."""
    listed = list(rows)
    known = {r["claim_id"] for r in listed}
    found: dict[frozenset[str], set[str]] = {}
    for row in listed:
        for part in row.get("relations", "").split(";"):
            kind, _, other = part.strip().partition(":")
            if other in known and other != row["claim_id"]:
                found.setdefault(frozenset((row["claim_id"], other)), set()).add(kind)
    return found


def marked_claims(rows: Iterable[Row]) -> list[Claim]:
    """Marked claims as records of a ledger: what is said, by whom and of what; no passages."""
    return [_claim(row) for row in rows]


def _claim(row: Row) -> Claim:
    given = {
        "claim": row["claim_id"], "documents": row["doc"], "voice": row["voice"], "speaker": row["speaker"],
        "stance": row["modality"], "proposition": row["claim"], "polarity": row["polarity"], "type": row["type"],
        "actor": row["actor"], "recipient": row["recipient"], "object": row["object"], "place": row["place"],
        "route": row["route"], "status": "accepted",
    }  # fmt: skip
    if is_edtf(row["time_edtf"]):
        given["time"] = row["time_edtf"]
    numbers = [row["q_low"], row["q_best"], row["q_high"]]
    stated = [n for n in numbers if n]
    if stated:
        open_end = "at_least" if stated == [row["q_low"]] else "at_most" if stated == [row["q_high"]] else ""
        meant = next((v for k, v in _QUALIFIERS.items() if row["q_qualifier"].startswith(k)), "exact")
        given |= {"unit": row["q_unit"], "qualifier": _QUALIFIERS.get(open_end, meant)}
        given |= {"quantity": row["q_best"] or stated[0]}
        if row["q_low"] and row["q_high"] and row["q_low"] != row["q_high"]:
            given |= {"quantity_low": row["q_low"], "quantity_high": row["q_high"],
                      "quantity": row["q_best"] or str((float(row["q_low"]) + float(row["q_high"])) / 2)}  # fmt: skip
    cells = cells_of("claims", {k: v for k, v in given.items() if v})
    return cast("Claim", record_of("claims", cells, Where("marks")))


def score_links(
    claims: Sequence[Claim], marked: Mapping[frozenset[str], set[str]], documents: Iterable[Document] = ()
) -> LinkScores:
    """Scores of the links that the rules put forward between claims.

    Parameters
    ----------
    claims : sequence of Claim
    marked : mapping of pair to relations
        From `marked_links`.
    documents : iterable of Document
        Those of the claims, for the days they were published on.
    """
    pool = Pool(tuple(claims), Beside(documents={d.document: d for d in documents}))
    linked = {pair for pair, kinds in marked.items() if kinds & RANKED}
    found = propose_links(pool, most=len(claims))
    raised = {p.pair: p.score for p in found}
    alike = {
        frozenset((x.key, y.key)): raised.get(frozenset((x.key, y.key)), likeness(pool.frames, x, y).score)
        for x, y in combinations(pool.frames.frames, 2)
    }
    told = {p.pair: FAMILIES[p.kind] for p in propose_links(pool)}
    scored = {pair: {FAMILIES[k] for k in kinds if k in FAMILIES} for pair, kinds in marked.items()}
    scored = {pair: families for pair, families in scored.items() if families}
    ranks = sorted(_ranks(alike, linked))
    return LinkScores(
        len(linked),
        _area(alike, linked),
        ranks[len(ranks) // 2] if ranks else None,
        sum(r <= NEAR for r in ranks) / len(ranks) if ranks else None,
        {f: _kind(f, told, scored) for f in dict.fromkeys(FAMILIES.values())},
        Score(len(scored), len(set(scored) & set(told)), len(told), len(set(scored) & set(told))),
    )


def scored_links(marked: Sequence[Marked]) -> LinkScores:
    """Scores of links between the marked claims of those documents in which links were marked at all."""
    linked = [one for one in marked if any(row.get("relations") for row in one.claims)]
    rows = [row for one in linked for row in one.claims]
    documents = [_document(one) for one in linked]
    return score_links(marked_claims(rows), marked_links(rows), documents)


def _document(one: Marked) -> Document:
    published = one.published.isoformat() if one.published else ""
    cells = {"document": one.name, "source": one.name, "published": published}
    filled = cells_of("documents", {k: v for k, v in cells.items() if v})
    return cast("Document", record_of("documents", filled, Where("marks")))


def _kind(
    family: str, told: Mapping[frozenset[str], str], scored: Mapping[frozenset[str], set[str]]
) -> Score:
    meant = {pair for pair, families in scored.items() if family in families}
    found = {pair for pair, kind in told.items() if kind == family}
    hits = len(meant & found)
    return Score(len(meant), hits, len(found), hits)


def _area(alike: Mapping[frozenset[str], float], linked: set[frozenset[str]]) -> float | None:
    others = sorted(s for pair, s in alike.items() if pair not in linked)
    own = [alike[p] for p in linked if p in alike]
    if not own or not others:
        return None
    below = sum((bisect_left(others, s) + bisect_right(others, s)) / 2 for s in own)
    return below / len(own) / len(others)


def _ranks(alike: Mapping[frozenset[str], float], linked: set[frozenset[str]]) -> Iterable[float]:
    """Rank of each linked claim's partner among all other claims; a tie counts half."""
    by_claim: dict[str, list[float]] = {}
    for pair, score in alike.items():
        for key in pair:
            by_claim.setdefault(key, []).append(score)
    for pair in linked & set(alike):
        for key in pair:
            mine = alike[pair]
            yield 1 + sum(s > mine for s in by_claim[key]) + (sum(s == mine for s in by_claim[key]) - 1) / 2


def rows_in(path: Path) -> list[dict[str, str]]:
    """Rows of a file of marks."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))

"""A case that holds the marked claims of the two articles, two clauses, and nothing else of any crisis."""

from __future__ import annotations

import csv
from pathlib import Path

from tests.unit.model.small_cases import small

from corridor.io import Case

GOLD = Path(__file__).parent / "gold"
DOCUMENTS = {"D1": ("September", "2023-09-13"), "D2": ("January", "2023-01")}
TIMES = {"199X": "1990/1999", "199X/..": "1990/.."}


def rows(name: str) -> list[dict[str, str]]:
    """Rows of a file of the gold set."""
    with (GOLD / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def gold_case() -> Case:
    """The claims, each carried by its article; C1 and C2 with their tests in words; the linked claims."""
    case = small().with_settings(days=365 * 3, start="2020-11-09")
    for document, (name, published) in DOCUMENTS.items():
        case.add_source(name)
        case.add_document(document, name, published=published, published_basis="inferred")
    for row in rows("seed_claims.csv"):
        case.add_claim(
            row["claim_id"],
            documents=row["doc"],
            stance=row["modality"],
            proposition=row["claim"],
            polarity=row["polarity"],
            speaker=row["speaker"],
            time=TIMES.get(row["time_edtf"], row["time_edtf"]),
        )
    for clause, text, obligor in (("C1", "D2-052", "the contingent"), ("C2", "D2-053", "Azerbaijan")):
        case.add(
            "clauses",
            clause=clause,
            agreement="Statement of 9 November 2020",
            text_claim=text,
            obligor=obligor,
            object="as in the claim",
            outcome_test="Did it happen that day?",
            responsibility_test="Is it laid at the obligor's door if not?",
            start="2020-11-09",
        )
    for row in rows("clause_supports.csv"):
        case.add("clause_supports", **row)
    return case

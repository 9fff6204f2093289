"""A small case whose document is at hand: a copy in its folder, passages of it, a claim that rests on them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from tests.unit.model.small_cases import small

from corridor.io import Case
from corridor.io.write import write_folder
from corridor.ledger.documents import Prepared, Reading, document_row, placed, prepare
from corridor.ledger.passages import passage_row

TEXT = """Report from Hill

The keeper of the store spoke on 5 January 2023. "Nine tonnes of flour are in store," he said.

A driver who did not give his name said that no truck came on 4 January 2023.
"""
QUOTE = "Nine tonnes of flour are in store"
KEEPER = "The keeper of the store"


def kept_copy(path: Path, *, used: bool = True, claim: dict[str, Any] | None = None) -> Path:
    """The small case in a folder, with the document D-1 and its copy, and the claim C-1 on two passages of it.

    Parameters
    ----------
    path : Path
        Where the folder is made.
    used : bool
        Whether the claim backs a stock.
    claim : dict, optional
        Cells of the claim that differ.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    file = path.parent / "report.txt"
    file.write_text(TEXT, encoding="utf-8")
    taken = prepare(file)
    case = with_passages(taken, claim or {})
    if used:
        case = case.replace("stocks", "Hill", claims="C-1", basis=None)
    folder = write_folder(case.tables(), path)
    with placed(taken, folder):
        pass
    return folder


def with_passages(taken: Prepared, claim: dict[str, Any]) -> Case:
    """The small case with the document, two passages and the claim."""
    case = small()
    case.add_source("paper", kind="media", independence_group="paper")
    case.add(
        "documents",
        **document_row(
            taken,
            document="D-1",
            source="paper",
            published="2023-01-05",
            published_basis="stated",
            retrieved=dt.date(2023, 2, 1),
            by_whom="analyst",
        ),
    )
    reading = Reading("D-1", taken.sha256, taken.extract.text)
    for name, words in (("P-1", QUOTE), ("P-2", KEEPER)):
        start = TEXT.index(words)
        case.add("passages", **passage_row(reading, start, start + len(words), passage=name))
    case.add("actors", actor="keeper", name="keeper of the store", aliases=["the keeper"])
    row: dict[str, Any] = {
        "claim": "C-1", "stance": "asserted", "proposition": "Nine tonnes of flour are in store.",
        "documents": "D-1", "passages": "P-1", "speaker": "keeper of the store", "speaker_passage": "P-2",
        "quantity": 9, "unit": "t", "time": "2023-01-05", "time_basis": "relative",
    }  # fmt: skip
    case.add("claims", **row | claim)
    return case


__all__ = ["KEEPER", "QUOTE", "TEXT", "kept_copy", "with_passages"]

"""Custody at each reading of a case: the passages of every document of which a copy is kept, looked at anew."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from corridor.ledger.passages import Standing, check_custody
from corridor.ledger.records import Document, Passage
from corridor.model.parse import TableParser, own_unit
from corridor.model.tables import RawTable
from corridor.schema.load import tables
from corridor.schema.values import Record


def standings(folder: Path, sheets: Mapping[str, RawTable]) -> dict[str, Standing]:
    """Whether each passage of a document at hand still stands.

    Parameters
    ----------
    folder : Path
        Folder of the case.
    sheets : mapping of str to RawTable
        Tables as read; `documents` and `passages` are looked at. What is wrong with them is told elsewhere.

    Returns
    -------
    dict of str to Standing
        Passages that are fresh or stale; one that is not in it is not at hand. Only files of documents that have both
        a hash and a passage are read.
    """
    passages = [p for p in _rows("passages", sheets) if isinstance(p, Passage)]
    named = {p.document for p in passages}
    documents = [
        d for d in _rows("documents", sheets) if isinstance(d, Document) and d.sha256 and d.document in named
    ]
    found = check_custody(documents, passages, (), folder).passages
    return {name: s for name, s in found.items() if s.state != "not at hand"}


def _rows(name: str, sheets: Mapping[str, RawTable]) -> list[Record]:
    if name not in sheets:
        return []
    return list(TableParser(tables()[name], sheets[name], ".", own_unit, []).parse().rows)

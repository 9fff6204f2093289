"""Independence groups: sources that copy each other or share one origin count as one.

The one home of the rule: the group of a source is what its row says, else the source itself. A claim speaks for the
groups of the documents that carry it; a claim that no known document carries speaks for the groups that it states.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from corridor.ledger.records import Claim, Document, Source


def group_of(source: str, independence_group: str | None) -> str:
    """Independence group of a source: the one that is stated for it, else the source itself."""
    return independence_group or source


def groups_by_document(sources: Iterable[Source], documents: Iterable[Document]) -> dict[str, str]:
    """Independence group of each document by id. A source without a row of its own is a group of its own."""
    stated = {s.source: group_of(s.source, s.independence_group) for s in sources}
    return {d.document: stated.get(d.source, d.source) for d in documents}


def groups_of(
    claim: Claim, documents: Collection[str], group_of_document: Mapping[str, str]
) -> frozenset[str]:
    """Independence groups that speak in a claim; empty where neither a document nor the claim tells one.

    Parameters
    ----------
    claim : Claim
        The claim. Its own column `independence_group` counts where no document does.
    documents : collection of str
        Documents that carry it, named by it or through its passages (`corridor.model.backing.carriers`).
    group_of_document : mapping
        Group of each document that is known.
    """
    carried = frozenset(group_of_document[d] for d in documents if d in group_of_document)
    return carried or frozenset(g.strip() for g in claim.independence_group.split(",") if g.strip())

"""The main conflicts as the page shows them, a column an account. They are found in `corridor.study.conflicts`."""

from corridor.ledger.reading.linking import Pool, propose_links
from corridor.model.model import Model
from corridor.study.conflicts import NO_SIDE, Column, Conflict, conflicts, words_of

__all__ = ["NO_SIDE", "Column", "Conflict", "conflicts", "unconfirmed", "words_of"]

_TABLES = ("claims", "documents", "passages", "sources", "actors", "claim_links")


def unconfirmed(model: Model) -> int:
    """How many pairs of accepted claims rules put forward as a conflict that nobody has confirmed; told as a count."""
    rows = {table: getattr(model, table) for table in _TABLES}
    rows["claims"] = tuple(c for c in model.claims if c.status == "accepted")
    return sum(p.is_conflict for p in propose_links(Pool.of(rows)))

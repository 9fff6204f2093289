"""What hangs on a row of the ledger, as far as it was published by a day: for `show --known-by`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from corridor.cli.common import legible
from corridor.cli.evidence.filters import DATED, known_rows
from corridor.cli.evidence.finding import one
from corridor.errors import UsageError

if TYPE_CHECKING:
    from corridor.ledger.store import Store


def as_known(store: Store, content: Mapping[str, Any], day: dt.date) -> dict[str, Any]:
    """What `show` says of a row without all that was published after a day; its log is kept, with its own dates.

    Parameters
    ----------
    store : Store
        The ledger.
    content : mapping
        Everything about the row, schema `corridor.evidence.show/1`.
    day : date
        The day; coarse dates of publication count at their end.

    Raises
    ------
    UsageError
        When the row itself was not published by then.
    """
    known = cache(lambda table: known_rows(store, table, day))
    table, row = content["table"], content["row"]
    if table in DATED and row not in known(table):
        raise UsageError(
            f'{one(table)} "{legible(row)}" was not known by {day}: no document published by then carries it.'
        )
    keep: dict[str, Callable[[Any], Any]] = {
        "passages": lambda found: [p for p in found if p["passage"] in known("passages")],
        "speaker_passage": lambda p: p if p and p["passage"] in known("passages") else None,
        "documents": lambda found: [d for d in found if d["row"] in known("documents")],
        "links": lambda found: [k for k in found if k["other"] in known("claims")],
        "grades": lambda found: [g for g in found if g.get("when") is None or g["when"] <= day],
        "speaks_in": lambda found: [c for c in found if c in known("claims")],
        "named_by": lambda found: _named(found, known),
    }
    return {name: keep[name](value) if name in keep else value for name, value in content.items()}


def _named(found: Mapping[str, list[str]], known: Callable[[str], set[str]]) -> dict[str, list[str]]:
    """Rows that name a row, by table, as far as they were known."""
    kept = {t: [r for r in rows if t not in DATED or r in known(t)] for t, rows in found.items()}
    return {t: rows for t, rows in kept.items() if rows}

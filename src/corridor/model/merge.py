"""Base rows and the rows of one scenario, merged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from corridor.schema.load import Table


def merged(rows: Iterable[Any], schema: Table, scenario: str | None) -> list[Any]:
    """Base rows with those of one scenario in their place: same key less `start`; `drop` rows only remove.

    A scenario's rows stand where the first row stood that they replace; rows with a new key stand at the end.
    """
    fields = [schema.attribute(k).field for k in schema.key if k not in {"start", "date"}]
    base = [r for r in rows if not r.scenario]
    new: dict[tuple[Any, ...], list[Any]] = defaultdict(list)
    for r in rows:
        if scenario is not None and r.scenario == scenario:
            new[tuple(getattr(r, f) for f in fields)].append(r)
    result: list[Any] = []
    placed: set[tuple[Any, ...]] = set()
    for r in base:
        key = tuple(getattr(r, f) for f in fields)
        if key not in new:
            result.append(r)
        elif key not in placed:
            placed.add(key)
            result += [n for n in new[key] if not n.drop]
    result += [n for key, group in new.items() if key not in placed for n in group if not n.drop]
    return result


def published(rows: Iterable[Any], schema: Table) -> list[Any]:
    """Rows less those that only stood in: an assumed row gives way to one of its key whose claims are known.

    A scenario's rows and base rows never stand in for each other.
    """
    rows = list(rows)
    fields = [schema.attribute(k).field for k in schema.key]

    def key(row: Any) -> tuple[Any, ...]:
        return (row.scenario, *(getattr(row, f) for f in fields))

    backed = {key(r) for r in rows if r.claims}
    return [r for r in rows if r.claims or r.rival or key(r) not in backed]

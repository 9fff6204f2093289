"""The list of checks, in the order in which they run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from corridor.errors import Problem
from corridor.model.checks import references, structure
from corridor.model.checks.context import Context
from corridor.model.parse import Parsed
from corridor.model.tables import Tables

Check = Callable[[Context], Iterable[Problem]]

CHECKS: tuple[Check, ...] = (references.references, references.unique_keys, references.dates)


def check_tables(tables: Tables, parsed: Mapping[str, Parsed]) -> Iterator[Problem]:
    """Problems that show without settings: tables that are missing."""
    yield from structure.needed_tables(tables, parsed)


def check_rows(context: Context) -> Iterator[Problem]:
    """Problems of rows: every check in turn."""
    for check in CHECKS:
        yield from check(context)

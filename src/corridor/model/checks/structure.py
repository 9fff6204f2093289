"""Checks of which tables a case has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from corridor.errors import Problem, Where
from corridor.model.checks.codes import problem
from corridor.model.parse import Parsed
from corridor.model.tables import Tables
from corridor.schema.load import tables as schema_tables

ENTRIES = ("supply", "inflow", "deliveries")
"""Tables of which a case needs one: by them goods come in."""


def needed_tables(tables: Tables, parsed: Mapping[str, Parsed]) -> Iterator[Problem]:
    """A case has the tables that every case needs, and one by which goods come in."""
    where = Where(tables.name)
    spoilt = {
        p.where.source.rsplit("/", 1)[-1].removesuffix(".csv").removeprefix("sheet ") for p in tables.problems
    }
    for name, schema in schema_tables().items():
        raw = parsed[name].raw
        if schema.needed and not raw.rows and name not in spoilt:
            yield problem(
                "C102",
                where if name not in tables.sheets else Where(raw.source),
                f"the table {name} is {'missing' if name not in tables.sheets else 'empty'}: {schema.meaning}",
                fix="Add it with at least one row; `corridor new NAME` shows what it looks like.",
            )
    if not any(parsed[n].raw.rows for n in ENTRIES) and not spoilt & set(ENTRIES):
        yield problem(
            "C103",
            where,
            "none of the tables supply, inflow and deliveries has a row: nothing ever comes in.",
            fix="Add one of them; an unlimited supply at a place of kind source is the shortest.",
        )

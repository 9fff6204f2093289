"""The first case: every table that a case needs, with all its own columns and rows to write over."""

from __future__ import annotations

from corridor.model.case import Builder
from corridor.model.tables import RawRow, RawTable, Tables
from corridor.schema.load import tables

COMMON = ("claims", "basis", "note")
"""Columns common to all tables that the template shows."""
EXAMPLE = "assumed: an example, to be replaced"


def first_case(name: str) -> Tables:
    """The tables of a first case that passes `corridor check`: two places, a road, flour.

    All numbers are invented and say so; each is there to be replaced.
    """
    case = Builder.build(name=name, title=name, start="2026-01-01", days=90)
    case.add_place("Hill", basis=EXAMPLE)
    case.add_place("Plain", kind="source", basis=EXAMPLE)
    case.add_people("Hill", people=(900, 1000, 1200), basis=EXAMPLE)
    case.add_route("road", "Plain", "Hill", lead_days=1, per_day=5, unit="t", basis=EXAMPLE)
    case.add_commodity("flour", unit="t", kg_per_unit=1000, basis=EXAMPLE)
    case.add_need("food energy", unit="kcal", per_person_day=2100, basis=EXAMPLE)
    case.add_satisfies("food energy", "flour", per_unit=3_500_000, basis=EXAMPLE)
    case.add_ration("Hill", "food energy", policy="stretch", basis=EXAMPLE)
    case.add_stock("Hill", "flour", amount=(6, 9, 14), unit="t", basis=EXAMPLE)
    case.add_supply("Plain", "flour", unlimited=True, basis=EXAMPLE)
    raw = case.tables()
    return Tables(raw.name, raw.settings, {n: with_all_columns(t) for n, t in raw.sheets.items()})


def with_all_columns(table: RawTable) -> RawTable:
    """A table with every column of its own, in the order of the schema, and the common ones that matter first."""
    schema = tables()[table.name]
    common = {
        "claims",
        "basis",
        "known_from",
        "scenario",
        "drop",
        "moves_with",
        "rival",
        "weight_of_rival",
        "note",
    }
    columns = tuple(
        c
        for a in schema.attributes
        for c in a.columns
        if a.name not in common or a.name in COMMON or c in table.columns
    )
    place = {c: i for i, c in enumerate(table.columns)}
    rows = tuple(
        RawRow(r.where, tuple(r.cells[place[c]] if c in place else "" for c in columns)) for r in table.rows
    )
    return RawTable(table.name, table.source, columns, (), rows)

"""The list of checks, in the order in which they run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from corridor.errors import Problem
from corridor.model.checks import (
    access,
    clauses,
    custody,
    draws,
    evidence,
    goods,
    held,
    places,
    processes,
    records,
    references,
    routes,
    rules,
    scenarios,
    stocks,
    structure,
    timeline,
    weights,
)
from corridor.model.checks.context import Context
from corridor.model.parse import Parsed
from corridor.model.tables import Tables

Check = Callable[[Context], Iterable[Problem]]

ROWS: tuple[Check, ...] = (
    references.references,
    references.unique_keys,
    references.look_alikes,
    references.dates,
    draws.rivals,
    draws.shared,
    draws.curves,
    scenarios.drops,
    evidence.basis,
    evidence.sources,
    evidence.statuses,
    evidence.observed,
    held.claims,
    held.bounds,
    held.derived,
    rules.open_bounds,
    rules.declared,
    evidence.unanchored,
    custody.stale,
    custody.refused,
    clauses.links,
)
"""Checks of every row, those of scenarios included."""
WHOLE: tuple[Check, ...] = (
    places.people,
    places.coordinates,
    places.same_names,
    places.unused,
    goods.tiers,
    goods.satisfies,
    goods.mixes,
    goods.rations,
    goods.ration_steps,
    weights.weights,
    routes.ends,
    routes.loads,
    routes.trucks,
    routes.fuel,
    routes.units,
    stocks.units,
    stocks.supply,
    stocks.levels,
    stocks.dates,
    processes.flows,
    processes.order,
    access.groups,
    access.caps,
    access.caps_of_lines,
    access.own_groups,
    access.coverage,
    access.words,
    timeline.spells,
    timeline.gaps,
    timeline.outlook,
    records.overlaps,
    records.cumulative,
    records.unrecorded,
    records.through_closed_ways,
    records.stock_behind,
    clauses.tests,
)
"""Checks of a case as it would run: without scenario, then in each."""


def check_tables(tables: Tables, parsed: Mapping[str, Parsed]) -> Iterator[Problem]:
    """Problems that show without settings: tables that are missing."""
    yield from structure.needed_tables(tables, parsed)


def check_rows(context: Context) -> Iterator[Problem]:
    """Problems of rows: every check in turn, then the whole in each scenario."""
    for check in ROWS:
        yield from check(context)
    base = list(check_whole(context))
    yield from base
    yield from scenarios.in_each(context, WHOLE, base)


def check_whole(context: Context) -> Iterator[Problem]:
    """Problems of a case as it would run without scenario."""
    for check in WHOLE:
        yield from check(context)

"""Which rows of a table are in force: base and scenario merged, revisions, cumulative counts by period."""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from itertools import zip_longest
from typing import Any

from corridor.model.flows import Delivery
from corridor.schema.load import Table
from corridor.schema.values import Range


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
    """Rows less those that a later one revised: of one key the row that was published last, rivals apart.

    An assumed row of no day stands in until claims of its key are known. A scenario's rows and base rows never stand
    in for each other.
    """
    rows = list(rows)
    last: dict[tuple[Any, ...], tuple[Any, ...]] = {}
    for r in rows:
        if not r.rival:
            key = key_of_row(r, schema)
            last[key] = max(last.get(key, rank(r)), rank(r))
    return [r for r in rows if r.rival or rank(r) == last[key_of_row(r, schema)]]


def rank(row: Any) -> tuple[dt.date, bool]:
    """Which of two rows of one key revises the other: the one published later, then the one with claims."""
    return row.known_from or dt.date.min, bool(row.claims)


def key_of_row(row: Any, schema: Table) -> tuple[Any, ...]:
    """What makes two rows speak of one thing: scenario and key; of a cumulative count also its last day."""
    parts = (getattr(row, schema.attribute(k).field) for k in schema.key)
    return (getattr(row, "scenario", None), *parts, row.end if getattr(row, "since", None) else None)


def in_force(rows: Iterable[Any], schema: Table, scenario: str | None) -> list[Any]:
    """Rows of a table of the case that are read: merged, as published last, cumulative counts by period."""
    found = published(merged(rows, schema, scenario), schema)
    return by_period(found) if schema.name == "deliveries" else found


def by_period(rows: list[Delivery]) -> list[Delivery]:
    """Deliveries with each cumulative count as what came since the count before it.

    Counts of one series (route, carrier, contents, first day) are taken in the order of their last days. A quantile of
    a period is the difference of the same quantiles of both counts. A count never exceeds a later one: where only a
    later publication mends that, the earlier count is cut. The claims of both counts are behind the difference.
    """
    series: dict[tuple[Any, ...], list[Delivery]] = defaultdict(list)
    for r in rows:
        if r.since:
            series[r.scenario, r.route, r.carrier, r.contents, r.since].append(r)
    found: dict[int, Delivery] = {}
    for counts in series.values():
        counts.sort(key=lambda r: r.end, reverse=True)
        least = Range.exact(math.inf)
        for count, before in zip_longest(counts, counts[1:]):
            least = _at_most(count.amount, least)
            found[id(count)] = _period(count, least, before)
    return [found.get(id(r), r) for r in rows]


def _period(count: Delivery, amount: Range, before: Delivery | None) -> Delivery:
    """What came between two counts."""
    if before is None:
        return replace(count, amount=amount, since=None)
    earlier = _at_most(before.amount, amount)
    parts = sorted(getattr(amount, q) - getattr(earlier, q) for q in ("low", "mid", "high"))
    claims = tuple(dict.fromkeys((*count.claims, *before.claims)))
    ground = f"from {', '.join(claims)}; " if claims else ""
    text = f"derived: {ground}the count to {count.end} less that to {before.end}"
    return replace(
        count,
        start=before.end + dt.timedelta(days=1),
        amount=Range(*parts),
        since=None,
        claims=claims,
        basis="; ".join(x for x in (text, count.basis) if x),
    )


def _at_most(amount: Range, most: Range) -> Range:
    return Range(min(amount.low, most.low), min(amount.mid, most.mid), min(amount.high, most.high))

"""Checks of how numbers are drawn: rivals, shared draws, ranges that no smooth curve passes through."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from corridor.errors import Problem
from corridor.model.checks.codes import nearest
from corridor.model.checks.context import Context
from corridor.model.parse import keys
from corridor.model.quantile import kind_of
from corridor.schema.values import Range

RIVALS = ("people", "fixed_needs", "stocks", "supply", "inflow", "deliveries")
"""Tables whose rows may be rivals."""


def rivals(context: Context) -> Iterator[Problem]:
    """Rival rows stand where rivals may, at least two of a key, and only rivals have a weight."""
    for name, parsed in context.parsed.items():
        if parsed.schema.group == "evidence":
            continue
        count: Counter[object] = Counter(
            (row.rival, row.scenario, key) for row, key in keys(parsed) if row.rival
        )
        for row, key in keys(parsed):
            if row.rival and name not in RIVALS:
                text = f'"{row.rival}": rows of {name} cannot be rivals.'
                yield context.tell(
                    "C320",
                    name,
                    row,
                    "rival",
                    text,
                    f"Rivals may stand in {', '.join(RIVALS)}; use scenarios for the rest.",
                )
            elif row.rival and count[row.rival, row.scenario, key] == 1 and parsed.is_whole:
                text = f'"{row.rival}": no other row has this key and this rival.'
                yield context.tell(
                    "C321", name, row, "rival", text, "Add the row it excludes, or leave it blank."
                )
            if row.weight_of_rival is not None and not row.rival:
                text = "a weight, and no rival it is weighed against."
                yield context.tell(
                    "C322",
                    name,
                    row,
                    "weight_of_rival",
                    text,
                    "Write the same word under rival in all rows that exclude each other.",
                )
    yield from _weights(context)


def _weights(context: Context) -> Iterator[Problem]:
    """Weights of rivals are given to all or to none, and do not sum to 0."""
    for name in RIVALS:
        groups: dict[object, list[Any]] = {}
        for row, key in keys(context.parsed[name]):
            if row.rival:
                groups.setdefault((row.rival, row.scenario, key), []).append(row)
        for rows in groups.values():
            given = [r.weight_of_rival for r in rows if r.weight_of_rival is not None]
            if given and (len(given) < len(rows) or sum(given) == 0):
                found = (
                    "not all of the rivals have a weight."
                    if len(given) < len(rows)
                    else "the weights sum to 0."
                )
                yield context.tell(
                    "C323", name, rows[0], "weight_of_rival", found, "Weigh all of them, or none."
                )


def shared(context: Context) -> Iterator[Problem]:
    """A draw shared by columns names columns of the table."""
    for name, parsed in context.parsed.items():
        if parsed.schema.group == "evidence":
            continue
        known = {a.name for a in parsed.schema.attributes if a.uncertain} | {"rival"}
        for row in parsed.rows:
            if "=" not in row.moves_with:
                continue
            for part in row.moves_with.split(";"):
                column = part.partition("=")[0].strip()
                if part.strip() and column not in known:
                    text = f'"{column}" is no uncertain column of {name}.{nearest(column, known)}'
                    yield context.tell(
                        "C324", name, row, "moves_with", text, "Write column=name; column=name."
                    )


def curves(context: Context) -> Iterator[Problem]:
    """Which ranges are read piecewise, because no metalog passes through them."""
    for name, parsed in context.parsed.items():
        if parsed.schema.group == "evidence":
            continue
        for a in parsed.schema.attributes:
            if not a.uncertain:
                continue
            for row in parsed.rows:
                number = getattr(row, a.field)
                if (
                    number is not None
                    and not number.is_exact
                    and _kind(number, a.minimum, a.maximum) == "piecewise"
                ):
                    shown = f"{number.low:g}, {number.mid:g}, {number.high:g}"
                    text = f"no smooth curve passes through {shown}; it is read piecewise."
                    yield context.tell(
                        "C840", name, row, a.name, text, "Nothing, if the three values are meant."
                    )


@lru_cache(maxsize=10_000)
def _kind(number: Range, minimum: float | None, maximum: float | None) -> str:
    return kind_of(number, minimum, maximum)

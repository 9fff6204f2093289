"""Checks of how numbers are made of claims: open bounds that nobody closed, and rules that their claims do not bear."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from corridor.errors import Problem
from corridor.ledger.heard import hear
from corridor.ledger.weigh import Voice, weigh
from corridor.model.checks.context import Context
from corridor.model.numbers import USED
from corridor.model.rules import DECLARED, are_close, is_widened, open_sides
from corridor.model.tables import plain_number
from corridor.model.voices import Evidence, gather
from corridor.schema.load import tables
from corridor.schema.values import Range


class _Typed(NamedTuple):
    """A number as typed, with the claims behind it."""

    table: str
    row: Any
    column: str
    value: Range
    unit: str
    voices: tuple[Voice, ...]


def open_bounds(context: Context) -> Iterator[Problem]:
    """No number takes a bound that is open, such as `more than 50`, as if it were the value."""
    evidence = _evidence(context)
    doubted = {c for c, v in evidence.voices.items() if v.quantity is not None and v.quantity.is_open}
    for table in USED:
        for row in context.parsed[table].rows:
            if doubted.isdisjoint(row.claims) or row.drop:
                continue
            for n in _numbers(evidence, table, row):
                for claim, side in open_sides(n.value, n.voices, unit=n.unit, basis=row.basis):
                    said = evidence.voices[claim].quantity
                    text = f'"{claim}" says {said}, and no claim says how {"little" if side == "below" else "much"}.'
                    qualifier = said.qualifier if said is not None else ""
                    fix = (
                        f"Type a range that reaches {side} it, or say in basis why the bound is taken as the value, "
                        f'with the words "{qualifier}".'
                    )
                    yield context.tell("C915", table, row, n.column, text, fix)


def declared(context: Context) -> Iterator[Problem]:
    """A rule that is written down gives the number that is typed."""
    evidence: Evidence | None = None
    for table, parsed in context.parsed.items():
        if parsed.schema.group != "case":
            continue
        for row in parsed.rows:
            if not row.rule or row.drop:
                continue
            evidence = evidence or _evidence(context)
            found = _why_not(evidence, table, row) if table in USED else "no run reads a number of this table"
            if found:
                text = f'"{row.rule}": {found.removesuffix(".")}.'
                fix = (
                    "Correct the numbers or the rule; `corridor evidence ranges` shows what each rule gives."
                )
                yield context.tell("C916", table, row, "rule", text, fix)


def _evidence(context: Context) -> Evidence:
    return gather(lambda name: context.parsed[name].rows, reads_proposed=context.settings.proposed == "read")


def _numbers(evidence: Evidence, table: str, row: Any) -> Iterator[_Typed]:
    """Numbers of a row of which some claim states one that can be held against it."""
    schema = tables()[table]
    for column in USED[table]:
        value = getattr(row, column)
        if value is None:
            continue
        unit = evidence.unit(row, schema.attribute(column))
        voices = evidence.behind(schema, row, column)
        if hear(voices, unit)[0]:
            yield _Typed(table, row, column, value, unit, voices)


def _why_not(evidence: Evidence, table: str, row: Any) -> str:
    """Why a row does not stand by the rule it declares; blank if it does."""
    if row.rule == "pick":
        return "" if row.rival else "no word stands under rival, so that there is nothing to pick from"
    numbers = tuple(_numbers(evidence, table, row))
    if not numbers:
        return "no claim of the row states one of its numbers in a unit that can be compared"
    return next(filter(None, (_differs(n, row.rule, row.basis) for n in numbers)), "")


def _differs(n: _Typed, word: str, basis: str) -> str:
    """How a number differs from what its rule gives; blank if it does not."""
    rule = DECLARED[word]
    found = weigh(n.voices, rule, unit=n.unit)
    if rule == "single, widened":
        return _not_widened(n, basis, found.claims, found.needs)
    if found.range is None:
        return f"{n.column}: {found.needs}"
    if are_close(n.value, found.range):
        return ""
    return f"{n.column} is {_words(n.value)}, and the claims give {_words(found.range)} {n.unit}".rstrip()


def _not_widened(n: _Typed, basis: str, claims: Sequence[str], needs: str) -> str:
    if is_widened(n.value, n.voices, n.unit, basis):
        return ""
    if not needs.startswith(f"{claims[0]} alone"):
        return f"{n.column}: {needs}"
    if not basis:
        return "no basis says why the range is as wide as it is"
    return f"{n.column} is {_words(n.value)}, which is no range around what {claims[0]} states"


def _words(value: Range) -> str:
    if value.is_exact:
        return plain_number(value.mid)
    return ", ".join(plain_number(v) for v in (value.low, value.mid, value.high))

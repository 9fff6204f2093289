"""Checks that hold a number against what stands behind it: the claims of its row, and what its basis names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from corridor.errors import Problem
from corridor.ledger.heard import Voice, agrees, hear, is_denial
from corridor.ledger.quantities import Quantity
from corridor.model.basis import DERIVED, Grounds, says_why
from corridor.model.checks.context import Context
from corridor.model.numbers import INPUTS, comparable, stated_numbers
from corridor.model.reweigh import range_words
from corridor.model.rules import rule_giving
from corridor.model.tables import plain_number
from corridor.model.voices import gather
from corridor.schema.load import tables
from corridor.schema.values import Range

SAY_WHY = (
    "Correct one of them, or say in basis why they differ and name the claim, as in `derived: from {claim}; ...` "
    "or `assumed: {claim} counts ...`."
)


@dataclass(frozen=True, slots=True)
class _Typed:
    """A number of a row that a claim may speak of; `said` is what the claim states, in its unit."""

    table: str
    row: Any
    column: str
    value: Range
    unit: str
    said: Quantity | None
    is_given: bool
    """Whether a named rule gives this number from the claims behind it, some of which it may leave out."""

    @property
    def words(self) -> str:
        return f"{range_words(self.value)} {self.unit}".strip()


def claims(context: Context) -> Iterator[Problem]:
    """A number agrees with each claim behind it, in one unit, unless its basis names the claim and says why not.

    A claim that names no column has to agree with one number of its row.
    """
    stated = {c.claim: c.quantity for c in context.parsed["claims"].rows}
    for voice, numbers in _spoken_of(context, "for"):
        row = numbers[0].row
        if voice.quantity is None or says_why(row.basis, voice.claim, stated[voice.claim]):
            continue
        if any(n.is_given for n in numbers):
            continue
        held = [n for n in numbers if n.said is not None]
        first = (held or numbers)[0]
        tell = partial(context.tell, table=first.table, row=row, column=first.column)
        fix = SAY_WHY.format(claim=voice.claim)
        if not held:
            text = f'{first.words}, and "{voice.claim}" says {voice.quantity}: one cannot be held against the other.'
            yield tell("C918", found=text, fix=fix)
        elif is_denial(voice):
            text = f'{first.words}, and "{voice.claim}" denies {voice.quantity}.'
            yield tell("C919", found=text, fix="Give the claim the role against in supports, or take it out.")
        elif not any(agrees(n.value, n.said) for n in held if n.said is not None):
            yield tell("C917", found=f'{first.words}, and "{voice.claim}" says {voice.quantity}.', fix=fix)


def bounds(context: Context) -> Iterator[Problem]:
    """A range does not contradict the claims that bound it."""
    for voice, numbers in _spoken_of(context, "bound"):
        held = [n for n in numbers if n.said is not None]
        first = (held or numbers)[0]
        tell = partial(context.tell, table=first.table, row=first.row, column=first.column)
        if voice.quantity is None:
            text = f'"{voice.claim}" is said to bound it, and states no quantity.'
            yield tell("C912", found=text, fix="Correct its role, or give the claim its quantity.")
        elif first.said is None:
            text = f'"{voice.claim}" bounds it in {voice.quantity.unit}, which cannot be held against {first.unit}.'
            fix = "State the claim in a unit that can be compared, or give it the role context."
            yield tell("C918", found=text, fix=fix)
        elif not _fits(first.value, first.said):
            shown = f"{plain_number(first.value.low)} to {plain_number(first.value.high)}"
            text = f'{shown} does not fit "{voice.claim}", which says {first.said}.'
            fix = "Correct the range, or say in supports that the claim speaks against it."
            yield tell("C910", found=text, fix=fix)


def _fits(number: Range, bound: Quantity) -> bool:
    """Whether a range stays within a bound; one number bounds nothing but has to lie in the range."""
    low, high = bound.bounds()
    if low is not None and low == high:
        return number.low <= low <= number.high
    return (low is None or low <= number.low) and (high is None or number.high <= high)


def _spoken_of(context: Context, role: str) -> Iterator[tuple[Voice, list[_Typed]]]:
    """Each claim behind a row in a role, with the numbers of the row that it may speak of."""
    evidence = gather(lambda name: context.parsed[name].rows)
    for table in INPUTS:
        schema = tables()[table]
        for row in context.parsed[table].rows:
            if not row.claims or row.drop:
                continue
            by_claim: dict[str, tuple[Voice, list[_Typed]]] = {}
            for column, value in stated_numbers(schema, row).items():
                unit = evidence.unit(row, schema.attribute(column))
                voices = evidence.behind(schema, row, column)
                heard, _ = hear(voices, unit)
                is_given = bool(heard and rule_giving(value, voices, unit, row.basis))
                for voice in voices:
                    if voice.role == role:
                        said = None if voice.quantity is None else comparable(voice.quantity, unit, row)
                        _, numbers = by_claim.setdefault(voice.claim, (voice, []))
                        numbers.append(_Typed(table, row, column, value, unit, said, is_given))
            yield from by_claim.values()


def derived(context: Context) -> Iterator[Problem]:
    """A derived basis names what it is derived from, and that is there."""
    found = Grounds(lambda name: context.parsed[name].rows, ())
    for name, parsed in context.parsed.items():
        if parsed.schema.group != "case":
            continue
        bare = [r for r in parsed.rows if r.basis.startswith(DERIVED) and not found.of(r) and not r.drop]
        if bare:
            more = f" and {len(bare) - 1:,} more of this table" if len(bare) > 1 else ""
            text = f'"{bare[0].basis[:50]}"{more}: it names nothing that it is derived from, and counts as assumed.'
            fix = "Write `derived: from C-1, people/Hill; ...` (claims, rows, documents, sources), or `assumed: ...`."
            yield context.tell("C847", name, bare[0], "basis", text, fix)
        for row in parsed.rows:
            for ground in found.missing(row.basis):
                text = f'derived from "{ground}", and no claim, row, document or source has that name.'
                fix = "Correct it. A row is its table and key, as in people/Hill; commas stand between, `;` at the end."
                yield context.tell("C908", name, row, "basis", text, fix)

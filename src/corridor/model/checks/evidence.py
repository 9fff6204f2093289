"""Checks of what stands behind the numbers: claims or a basis, accepted claims, bounds, no observation as input."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from corridor.errors import Problem, Where
from corridor.model.backing import BACKING, meant
from corridor.model.checks.codes import problem
from corridor.model.checks.context import Context
from corridor.model.parse import Parsed
from corridor.model.tables import plain_number
from corridor.schema.load import Attribute, Table
from corridor.schema.values import Range

NOT_INPUT = ("scenarios", "control", "consignments", "observations", "events", "clauses", "clause_tests")
"""Tables that no engine reads: what is there is shown, not used."""
NOT_A_QUANTITY = ("lat", "lon", "weight_of_rival", "priority", "order")
"""Numbers that place or rank a row and need no source."""
CHOSEN = ("levels", "weights")
"""Tables of what a planner chooses; a choice has no source."""
STARTS = ("assumed:", "derived:")


def basis(context: Context) -> Iterator[Problem]:
    """A basis says whether the number is assumed or derived."""
    for name, parsed in context.parsed.items():
        if parsed.schema.group != "case":
            continue
        for row in parsed.rows:
            if row.basis and not row.basis.startswith(STARTS):
                text = f'"{row.basis[:50]}" does not say whether the number is assumed or derived.'
                yield context.tell(
                    "C906", name, row, "basis", text, "Begin with assumed: or derived: and give the reason."
                )


def sources(context: Context) -> Iterator[Problem]:
    """Every quantity an engine reads has claims or a basis: a warning a table, or an error a row when strict."""
    for name, parsed in context.parsed.items():
        if parsed.schema.group != "case" or name in NOT_INPUT + CHOSEN:
            continue
        bare = [
            r
            for r in parsed.rows
            if not r.claims and not r.basis and not r.drop and quantities(parsed.schema, r)
        ]
        if not bare:
            continue
        fix = "Name claims, or write basis: assumed: ... or derived: ..."
        if context.strict:
            for row in bare:
                columns = ", ".join(quantities(parsed.schema, row))
                yield context.tell(
                    "C907", name, row, "", f"{columns}: no claim and no basis stands behind it.", fix
                )
            continue
        rows = [str(r.where.row) for r in bare if r.where.row]
        which = f"row {rows[0]}" if len(rows) == 1 else f"rows {', '.join(rows[:3])}"
        which = (
            which + (f" and {len(rows) - 3} more" if len(rows) > 3 else "")
            if rows
            else f"{len(bare)} of them"
        )
        text = f"numbers without claim or basis in {which}."
        yield problem("C841", Where(parsed.raw.source), text, fix=fix)


def quantities(schema: Table, row: Any) -> list[str]:
    """Names of the quantities that a row states, other than by default."""
    return [a.name for a in schema.attributes if _is_stated(a, row, getattr(row, a.field))]


def _is_stated(a: Attribute, row: Any, value: Any) -> bool:
    if a.kind not in {"number", "integer"} or a.name in NOT_A_QUANTITY or value is None:
        return False
    number = value if isinstance(value, Range) else Range.exact(float(value))
    if a.default and not a.is_worked_out:
        return number != Range.exact(float(a.default))
    worked_out = {
        "lead_days": 0 if getattr(row, "mode", "") == "line" else 1,
        "kg_per_unit": {"t": 1000.0, "kg": 1.0, "g": 0.001}.get(getattr(row, "unit", ""), 0.0),
    }
    if a.name.startswith("per_person_day_"):
        return bool(number != row.per_person_day)
    return a.name not in worked_out or number != Range.exact(worked_out[a.name])


def statuses(context: Context) -> Iterator[Problem]:
    """Only accepted claims stand behind a row; proposed ones too where the settings say so.

    Proposed claims wait for a person: nothing is wrong with them, so that they are told once a table, as missing.
    """
    read = context.settings.proposed == "read"
    status = {c.claim: c.status for c in context.parsed["claims"].rows}
    for name, parsed in context.parsed.items():
        if parsed.schema.group != "case":
            continue
        behind = [(row, claim) for row in parsed.rows for claim in row.claims]
        waiting = [(row, claim) for row, claim in behind if status.get(claim) == "proposed" and not read]
        if waiting:
            yield _waiting(parsed, *waiting[0], len({claim for _, claim in waiting}))
        for row, claim in behind:
            if status.get(claim) in {"rejected", "retracted"}:
                text = f'"{claim}" is {status[claim]}; only accepted claims reach a run.'
                yield context.tell("C911", name, row, "claims", text, "Accept the claim, or take it out.")


def _waiting(parsed: Parsed, row: Any, claim: str, count: int) -> Problem:
    """What is said of all proposed claims behind the rows of a table, at the first."""
    more = f" and {count - 1:,} more of this table" if count > 1 else ""
    text = f'claims: "{claim}"{more}: proposed, and only accepted claims reach a run.'
    fix = "Accept them with `corridor evidence review CASE`, or take them out of their rows."
    return problem("C911", parsed.at(row, "claims"), text, fix=fix, missing=True)


def observed(context: Context) -> Iterator[Problem]:
    """No claim behind an observation backs an input: what scores the model does not feed it."""
    behind = {c: o.observation for o in context.parsed["observations"].rows for c in o.claims}
    if not behind:
        return
    for name, parsed in context.parsed.items():
        if parsed.schema.group != "case" or name in NOT_INPUT:
            continue
        for row in parsed.rows:
            for claim in row.claims:
                if claim in behind:
                    seen = behind[claim]
                    text = f'"{claim}" stands behind the observation "{seen}", and an observation is never an input.'
                    yield context.tell(
                        "C901", name, row, "claims", text, "Take it out of the one or the other."
                    )


def bounds(context: Context) -> Iterator[Problem]:
    """A range does not contradict the claims that bound it."""
    claims = {c.claim: c for c in context.parsed["claims"].rows}
    targets = meant(context.parsed) if any(s.role == "bound" for s in context.parsed["supports"].rows) else []
    for support, spots in zip(context.parsed["supports"].rows, targets, strict=False):
        claim = claims.get(support.claim)
        if support.role != "bound" or claim is None or support.table not in context.parsed:
            continue
        parsed = context.parsed[support.table]
        column = support.column or _first_uncertain(parsed)
        for _, i in spots:
            row = parsed.rows[i]
            number = getattr(row, parsed.schema.attribute(column).field) if column in _names(parsed) else None
            if isinstance(number, Range):
                yield from _bound(context, support.table, row, column, number, claim)


def _names(parsed: Parsed) -> set[str]:
    return {a.name for a in parsed.schema.attributes}


def _first_uncertain(parsed: Parsed) -> str:
    return next((a.name for a in parsed.schema.attributes if a.uncertain), "")


def _bound(
    context: Context, table: str, row: Any, column: str, number: Range, claim: Any
) -> Iterator[Problem]:
    if claim.quantity is None:
        text = f'"{claim.claim}" is said to bound it, and states no quantity.'
        yield context.tell(
            "C912", table, row, column, text, "Correct its role, or give the claim its quantity."
        )
        return
    unit = _unit(context, table, row, column)
    bound = _in_unit(claim.quantity, claim.unit, unit)
    if bound is None:
        text = f'"{claim.claim}" bounds it in {claim.unit}, which cannot be held against {unit}.'
        yield context.tell(
            "C842",
            table,
            row,
            column,
            text,
            "State the claim in a unit that can be compared, or give it the role context.",
        )
        return
    fits, words = _fits(number, bound, claim.qualifier)
    if not fits:
        shown = f"{plain_number(number.low)} to {plain_number(number.high)}"
        text = f'{shown} does not fit "{claim.claim}", which says {words}.'
        yield context.tell(
            "C910",
            table,
            row,
            column,
            text,
            "Correct the range, or say in supports that the claim speaks against it.",
        )


def _fits(number: Range, bound: Range, qualifier: str) -> tuple[bool, str]:
    """Whether a range agrees with a bound, and the bound in words."""
    if qualifier == "more than":
        return number.low >= bound.low, f"more than {plain_number(bound.low)}"
    if qualifier == "up to":
        return number.high <= bound.high, f"up to {plain_number(bound.high)}"
    if bound.is_exact:
        return number.low <= bound.mid <= number.high, f"{qualifier} {plain_number(bound.mid)}".removeprefix(
            "exact "
        )
    inside = bound.low <= number.low and number.high <= bound.high
    return inside, f"{plain_number(bound.low)} to {plain_number(bound.high)}"


def _unit(context: Context, table: str, row: Any, column: str) -> str:
    """Unit of a row's number: its own column, that of its commodity or need, or the schema's."""
    own = getattr(row, "unit", "")
    if own:
        return str(own)
    of = {c.commodity: c.unit for c in context.parsed["commodities"].rows}
    contents = getattr(row, "contents", None) or getattr(row, "commodity", None)
    if contents:
        return str(of.get(contents, "t"))
    return context.parsed[table].schema.attribute(column).unit.split("/")[0]


def _in_unit(quantity: Range, unit: str, target: str) -> Range | None:
    from corridor.units import UnitError, convert  # noqa: PLC0415  (pint is slow to start)

    numerator = target.partition("/")[0]
    if not unit or not target or unit == target or unit.partition("/")[0] == target:
        return quantity
    goal = target if "/" in unit else numerator
    try:
        return Range(*(convert(v, unit, goal) for v in (quantity.low, quantity.mid, quantity.high)))
    except UnitError:
        return None


def unanchored(context: Context) -> Iterator[Problem]:
    """Claims that name no document: used, and marked wherever they are."""
    rows = context.parsed["claims"].rows
    bare = [c for c in rows if not c.documents and not c.passages]
    if bare:
        more = f" and {len(bare) - 1} more" if len(bare) > 1 else ""
        text = f'"{bare[0].claim}"{more}: no document carries it, so when it became known is not known.'
        where = context.parsed["claims"].at(bare[0], "documents")
        yield problem("C843", where, text, fix="Name the documents that carry it.")


__all__ = ["BACKING", "basis", "bounds", "observed", "quantities", "sources", "statuses", "unanchored"]

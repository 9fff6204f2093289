"""Checks of what stands behind the numbers: claims or a basis, accepted claims, bounds, no observation as input."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from corridor.errors import Problem, Where
from corridor.model.backing import BACKING
from corridor.model.checks.codes import problem
from corridor.model.checks.context import Context
from corridor.model.numbers import NOT_INPUT, stated_numbers
from corridor.model.parse import Parsed
from corridor.schema.load import Table

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
    return list(stated_numbers(schema, row))


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


def unanchored(context: Context) -> Iterator[Problem]:
    """Claims that name no document: used, and marked wherever they are."""
    rows = context.parsed["claims"].rows
    bare = [c for c in rows if not c.documents and not c.passages]
    if bare:
        more = f" and {len(bare) - 1} more" if len(bare) > 1 else ""
        text = f'"{bare[0].claim}"{more}: no document carries it, so when it became known is not known.'
        where = context.parsed["claims"].at(bare[0], "documents")
        yield problem("C843", where, text, fix="Name the documents that carry it.")


__all__ = ["BACKING", "basis", "observed", "quantities", "sources", "statuses", "unanchored"]

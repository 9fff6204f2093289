"""Checks of custody: no row that a run reads rests on words that no longer stand, or, if asked, are not at hand.

Whether passages stand was seen on reading the case (`Tables.standing`); no file is touched here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from corridor.errors import Problem
from corridor.ledger.passages import Standing, stale_of
from corridor.model.checks.context import Context, names
from corridor.model.numbers import NOT_INPUT

READ = ("accepted", "proposed")
"""Statuses of claims that are in use, or may be."""
_MEND = (
    "Bring the file back from a copy, or mark the passage anew, give it to the claim, and accept that; "
    "`corridor evidence verify` lists all."
)


def stale(context: Context) -> Iterator[Problem]:
    """A claim on a stale passage backs nothing that a run reads; elsewhere it is told."""
    gone = {
        c.claim: (c, stale_of(c, context.standing)[0])
        for c in context.parsed["claims"].rows
        if context.anchors[c.claim] == "stale" and c.status in READ
    }
    if not gone:
        return
    blocked = set()
    for name, row, column, claim in _uses(context):
        if claim in gone:
            blocked.add(claim)
            text = f'"{claim}" {_rests(gone[claim][1])}'
            yield context.tell("C913", name, row, column, text, _MEND)
    for claim, (record, standing) in gone.items():
        if claim not in blocked:
            yield context.tell("C846", "claims", record, "passages", f'"{claim}" {_rests(standing)}', _MEND)


def _rests(s: Standing) -> str:
    return f'rests on the passage "{s.passage}" of the document "{s.document}", which is stale: {s.why}.'


def refused(context: Context) -> Iterator[Problem]:
    """Where the settings ask for it, every claim behind what a run reads is anchored."""
    if context.settings.unanchored != "refuse":
        return
    passages = {c.claim: c.passages for c in context.parsed["claims"].rows}
    for name, row, column, claim in _uses(context):
        if context.anchors.get(claim) == "unanchored":
            why = (
                f"the words of {names(passages[claim])} are not at hand"
                if passages[claim]
                else "no passage is marked for it"
            )
            text = f'"{claim}" is not anchored: {why}; this run refuses such claims.'
            fix = "Add the document and mark the passage, take the claim out of the row, or read such claims."
            yield context.tell("C914", name, row, column, text, fix)


def _uses(context: Context) -> Iterator[tuple[str, Any, str, str]]:
    """Where a claim backs what a run reads, a test of a clause among it: table, row, column, claim."""
    for name, parsed in context.parsed.items():
        if parsed.schema.group == "case" and (name not in NOT_INPUT or name == "clause_tests"):
            yield from ((name, row, "claims", claim) for row in parsed.rows for claim in row.claims)
    for row in context.parsed["clause_supports"].rows:
        if row.role != "context":
            yield "clause_supports", row, "claim", row.claim

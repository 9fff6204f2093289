"""Checks of clauses: each test says what its kind can look for, and each linked claim says which days it covers.

The words and columns of each kind stand here; `corridor.study.clauses` reads the same.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from corridor.errors import Problem
from corridor.model.backing import carriers
from corridor.model.checks.codes import nearest, problem
from corridor.model.checks.context import Context, names
from corridor.model.dates import edtf_end

FINDS: dict[str, tuple[str, ...]] = {
    "claims": (),
    "access": ("open", "restricted", "closed", "refused", "unknown"),
    "deliveries": ("some", "none"),
    "consignments": ("waits", "refused"),
    "events": (),
}
"""Words that each kind of test can look for; the kinds of events are the case's own."""
USES: dict[str, tuple[str, ...]] = {
    "claims": ("account",),
    "access": ("subject", "carrier", "goods", "finds"),
    "deliveries": ("subject", "carrier", "goods", "finds", "above"),
    "consignments": ("subject", "carrier", "finds"),
    "events": ("subject", "finds"),
}
"""Columns that each kind of test reads, beside the clause, the test, what it says, and its days."""
SUBJECTS = {"access": "routes", "deliveries": "routes", "consignments": "consignments", "events": "events"}
"""Table in which the subject of each kind of test stands."""
OWN = ("subject", "carrier", "goods", "account", "finds", "above")


def tests(context: Context) -> Iterator[Problem]:
    """A test fills the columns of its kind, looks for words that its kind knows, in a row that exists."""
    for row in context.rows("clause_tests"):
        yield from _columns(context, row)
        yield from _words(context, row)
        yield from _subject(context, row)


def _columns(context: Context, row: Any) -> Iterator[Problem]:
    for column in OWN:
        if getattr(row, column) and column not in USES[row.kind]:
            used = ", ".join(USES[row.kind])
            text = f"a test on {row.kind} does not read it."
            yield context.tell(
                "C501", "clause_tests", row, column, text, f"Leave it blank; {row.kind} reads {used}."
            )


def _words(context: Context, row: Any) -> Iterator[Problem]:
    known = FINDS[row.kind]
    if row.kind == "events":
        known = tuple(dict.fromkeys(e.kind for e in context.rows("events")))
    if not row.finds and row.kind in {"access", "deliveries", "consignments"}:
        text = f"a test on {row.kind} does not say what it looks for."
        yield context.tell("C502", "clause_tests", row, "finds", text, f"Write one of: {', '.join(known)}.")
    if "finds" not in USES[row.kind]:
        return
    for word in row.finds:
        if word not in known:
            text = f'{row.kind} are never "{word}".{nearest(word, known)}'
            yield context.tell(
                "C502", "clause_tests", row, "finds", text, f"Write one of: {', '.join(known)}."
            )


def _subject(context: Context, row: Any) -> Iterator[Problem]:
    table = SUBJECTS.get(row.kind)
    if table is None or "subject" not in USES[row.kind]:
        return
    known = context.ids[table]
    if not row.subject and row.kind == "access":
        text = "a test on access names no route."
        yield context.tell("C503", "clause_tests", row, "subject", text, "Write the route.")
    elif row.subject and row.subject not in known and context.is_whole(table):
        text = f'the table {table} has no "{row.subject}".{nearest(row.subject, known)}'
        yield context.tell("C503", "clause_tests", row, "subject", text, "Correct the spelling.")


def links(context: Context) -> Iterator[Problem]:
    """A claim linked to a test is accepted, and says which days it covers."""
    claims = {c.claim: c for c in context.rows("claims")}
    at = {p.passage: p.document for p in context.rows("passages")}
    late: list[Any] = []
    published = _published(context) if context.rows("clause_supports") else {}
    for row in context.rows("clause_supports"):
        claim = claims.get(row.claim)
        if claim is None:
            continue
        if claim.status != "accepted" and row.role != "context":
            text = f'"{row.claim}" is {claim.status}; only accepted claims speak to a clause.'
            yield context.tell(
                "C911", "clause_supports", row, "claim", text, "Accept the claim, or take it out."
            )
        first = row.valid_from or claim.valid_from
        if first is None:
            text = f'"{row.claim}" is not dated, and no day is said that it is taken to cover.'
            yield context.tell("C504", "clause_supports", row, "valid_from", text, "Write the first day.")
            continue
        day = max((d for c in carriers(claim, at) if (d := published.get(c)) is not None), default=None)
        last = row.valid_to or (None if row.valid_from else claim.valid_to) or first
        if day is not None and last > day and row.role != "context":
            late.append(row)
    if late:
        where = context.at("clause_supports", late[0], "valid_to")
        told = names(dict.fromkeys(r.claim for r in late))
        text = f"{told}: taken to cover days after the claim was published."
        yield problem("C505", where, text, fix="End it on the day of publication, if that is not meant.")


def _published(context: Context) -> dict[str, dt.date | None]:
    """Day by which each document was published."""
    return {d.document: edtf_end(d.published) or d.retrieved for d in context.rows("documents")}

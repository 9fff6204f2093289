"""What hangs on a row of the ledger, gathered as plain data: passages, documents, links, grades, numbers, history."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from corridor.cli.common import find_case
from corridor.cli.evidence.finding import values_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from corridor.cli.evidence.desk import Desk
    from corridor.ledger.log import Entry
    from corridor.ledger.store import Store, Stored


def spots(desk: Desk, keys: Iterable[str]) -> list[dict[str, Any]]:
    """Passages: where each stands, whether it still does, and its words in their paragraph."""
    from corridor.ledger.passages import in_context  # noqa: PLC0415

    found = []
    for key in keys:
        p = desk.passage(key)
        standing = desk.standing(p)
        before, words, after = "", "", ""
        page = None
        if standing.state == "fresh" and p.start is not None and p.end is not None:
            reading = desk.reading(p.document)
            before, words, after = in_context(reading, p.start, p.end)
            page = reading.page(p.start)
        found.append(
            {
                "passage": key,
                "document": p.document,
                "start": p.start,
                "end": p.end,
                "role": p.role,
                "page": page,
                "state": standing.state,
                "why": standing.why,
                "before": before,
                "words": words,
                "after": after,
            }
        )
    return found


def documents_of(desk: Desk, claim: Stored) -> list[dict[str, Any]]:
    """Documents that carry a claim, named by it or through its passages."""
    named = [desk.passage(p).document for p in claim["passages"]]
    return [custody_of(desk, d) for d in dict.fromkeys((*named, *claim["documents"]))]


def custody_of(desk: Desk, document: str) -> dict[str, Any]:
    """A document, its source, and whether its file is what was entered."""
    from corridor.cli.evidence.finding import row_of  # noqa: PLC0415
    from corridor.ledger.documents import Changed, DocumentError  # noqa: PLC0415

    row = row_of(desk.store, "documents", document)
    source = row_of(desk.store, "sources", row["source"])
    state, why = "hash ok", ""
    try:
        desk.reading(document)
    except Changed as error:
        state, why = "stale", error.found
    except DocumentError as error:
        state, why = "not at hand", error.found
    return {
        "row": document,
        "custody": state,
        "why": why,
        "values": values_of(row),
        "source": values_of(source),
    }


def links_of(store: Store, claim: str) -> list[dict[str, Any]]:
    """Links of a claim, with the words of the other one, read from this claim's side."""
    found = []
    for link in store.rows("claim_links"):
        if claim not in {link["a"], link["b"]}:
            continue
        other = link["b"] if link["a"] == claim else link["a"]
        theirs = store.get("claims", other)
        found.append(
            {
                "kind": link["kind"],
                "is_from_here": link["a"] == claim,
                "other": other,
                "independent": link["independent"],
                "question": link["question"],
                "by_whom": link["by_whom"],
                "proposition": theirs["proposition"] if theirs else "",
                "polarity": theirs["polarity"] if theirs else "",
                "speaker": theirs["speaker"] if theirs else "",
                "status": theirs["status"] if theirs else "",
            }
        )
    return found


def grades_of(store: Store, claim: str) -> list[dict[str, Any]]:
    """Grades of a claim, with grounds."""
    return [values_of(s) for s in store.rows("assessments", {"claim": claim})]


def numbers_of(store: Store, case: str, claim: str) -> tuple[list[dict[str, str]], str]:
    """Rows of the case that name a claim, and a note where the case has problems and only the ledger was asked.

    A case that checks knows also the claims that stand in the column `claims` of its tables.
    """
    from corridor.errors import CorridorError  # noqa: PLC0415
    from corridor.io.case import Case  # noqa: PLC0415

    try:
        supports: Any = Case.read(find_case(case)).check().supports
        found = [s for s in supports if s.claim == claim]
        note = ""
    except CorridorError:
        found = [s.record for s in store.rows("supports", {"claim": claim})]
        note = "The case has problems (`corridor check` lists them), so the column claims of its tables was not asked."
    told = [{"table": s.table, "key": s.key, "column": s.column, "role": s.role} for s in found]
    told += [
        {"table": "clauses", "key": s["clause"], "column": s["test"], "role": s["role"]}
        for s in store.rows("clause_supports", {"claim": claim})
    ]
    return told, note


def users_of(store: Store, table: str, key: str) -> dict[str, list[str]]:
    """Rows of the ledger that name a row, by table."""
    from corridor.ledger.cells import evidence, referring  # noqa: PLC0415

    found: dict[str, list[str]] = {}
    for name in evidence():
        for column, target, _ in referring(name):
            if target == table:
                found.setdefault(name, []).extend(s.row for s in store.rows(name, {column: key}))
    return {name: list(dict.fromkeys(rows)) for name, rows in found.items() if rows}


def history_of(store: Store, table: str, key: str) -> list[dict[str, Any]]:
    """Entries of the log on a row, and on the grades of a claim, in their order."""
    entries = list(store.log(table, key))
    if table == "claims":
        entries += [e for e in store.log("assessments") if e.row.startswith(f"{key} / ")]
    return [_entry(e) for e in sorted(entries, key=lambda e: e.seq)]


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "seq": entry.seq,
        "when": entry.when,
        "who": entry.who,
        "action": entry.action,
        "table": entry.table,
        "reason": entry.reason,
        "old": entry.before,
        "new": entry.after,
    }

"""`corridor evidence show`: one row of the ledger with all that hangs on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from corridor.cli.common import case_argument, find_case, json_option, legible, note, say, say_json, styled
from corridor.cli.evidence.as_known import as_known
from corridor.cli.evidence.desk import Desk
from corridor.cli.evidence.finding import one, row_of, tables_with, unknown, values_of
from corridor.cli.evidence.legible import in_paragraph, print_fields, shortened
from corridor.cli.evidence.opening import reading
from corridor.cli.forecast import Day
from corridor.errors import UsageError
from corridor.ledger.groups import group_of

if TYPE_CHECKING:
    from corridor.ledger.store import Store, Stored

SCHEMA = "corridor.evidence.show/1"
MOST = 20
HOLLOW = {"qualifier": "quantity", "time_precision": "time", "time_basis": "time"}
"""Columns that say nothing without another."""


@click.command()
@case_argument
@click.argument("row", metavar="ID")
@click.option("--table", help="Table of the row, where its id stands in several.")
@click.option(
    "--known-by", type=Day(), help="What was published by this day alone; the history keeps its dates."
)
@json_option
def show(case: str, *, row: str, table: str | None, known_by: dt.date | None, as_json: bool) -> None:
    """Show the row ID of the ledger of CASE: a claim, or any other.

    Of a claim: its words in their paragraph, marked; who said it; document, source and custody; links with the other
    claim's words; grades; the numbers of the case that rest on it; and its history.
    """
    with reading(case) as store:
        name = _table(store, row, table)
        desk = Desk.of(store, case)
        content = content_of(desk, case, row_of(store, name, row))
        if not _keeps_log(case):
            content["history"] = []
        content["known_by"] = known_by
        if known_by is not None:
            content = as_known(store, content, known_by)
    if as_json:
        say_json(SCHEMA, content)
        return
    _print(content)
    if known_by is not None:
        note(f"As known by {known_by}: what was published later is left out.")
    if not _keeps_log(case):
        note("This case has no ledger of its own, only its tables; so there is no history.")


def _keeps_log(case: str) -> bool:
    from corridor.ledger.store import ledger_file  # noqa: PLC0415

    path = find_case(case)
    return path.is_dir() and ledger_file(path).is_file()


def _table(store: Store, key: str, table: str | None) -> str:
    """The table that the row stands in.

    Raises
    ------
    UsageError
        When there is none, or several.
    """
    if table is not None:
        from corridor.cli.evidence.list import table_named  # noqa: PLC0415

        return table_named(table)
    found = tables_with(store, key)
    if len(found) > 1:
        raise UsageError(f'"{legible(key)}" stands in {", ".join(found)}. Say which with --table.')
    if not found:
        raise UsageError(_unknown(store, key))
    return found[0]


def _unknown(store: Store, key: str) -> str:
    """That nothing is called so; the nearest of all tables."""
    from corridor.ledger.cells import evidence  # noqa: PLC0415
    from corridor.model.checks.codes import nearest  # noqa: PLC0415

    known = [s.row for name in evidence() for s in store.rows(name)]
    near = nearest(key, known)
    return (
        f'no row of the ledger is called "{legible(key)}".{near}' if near else unknown(store, "claims", key)
    )


# ------------------------------------------------------------------------------------------ content


def content_of(desk: Desk, case: str, seen: Stored) -> dict[str, Any]:
    """Everything about a row, as JSON has it: schema `corridor.evidence.show/1`."""
    from corridor.cli.evidence import gathering as g  # noqa: PLC0415

    store, key = desk.store, seen.row
    found: dict[str, Any] = {"table": seen.table, "row": key, "values": values_of(seen)}
    if seen.table == "claims":
        numbers, told = g.numbers_of(store, case, key)
        named = seen["speaker_passage"]
        found |= {
            "anchor": desk.anchor(seen),
            "passages": g.spots(desk, seen["passages"]),
            "speaker_passage": g.spots(desk, [named])[0] if named else None,
            "documents": g.documents_of(desk, seen),
            "findings": [{"level": f.level, "code": f.code, "why": f.why} for f in desk.findings(seen)],
            "links": g.links_of(store, key),
            "grades": g.grades_of(store, key),
            "numbers": numbers,
            "numbers_note": told,
        }
    elif seen.table == "passages":
        found["passages"] = g.spots(desk, [key])
        found["documents"] = [g.custody_of(desk, seen["document"])]
    elif seen.table == "documents":
        found["documents"] = [g.custody_of(desk, key)]
    elif seen.table == "actors":
        names = [seen["name"], key, *seen["aliases"]]
        found["speaks_in"] = [s.row for s in store.rows("claims", {"speaker": names})]
    return found | {
        "named_by": g.users_of(store, seen.table, key),
        "history": g.history_of(store, seen.table, key),
    }


# ----------------------------------------------------------------------------------------- printing


def _print(content: Mapping[str, Any]) -> None:
    say(styled(f"{one(content['table'])} {legible(content['row'])}", bold=True))
    print_fields({c: _text(v) for c, v in content["values"].items() if not _is_hollow(c, content)})
    for spot in content.get("passages", ()):
        _heading(f"Passage {spot['passage']}{_at(spot)}")
        _print_spot(spot)
    if content.get("speaker_passage"):
        _heading(f"Speaker named in {content['speaker_passage']['passage']}{_at(content['speaker_passage'])}")
        _print_spot(content["speaker_passage"])
    if content.get("anchor") == "unanchored":
        _heading(
            "Not anchored: it has no passage in a document at hand, so it cannot be held against a text."
        )
    for document in content.get("documents", ()):
        _print_document(document)
    print_findings(content.get("findings", ()))
    _print_claim(content)
    _print_users(content)
    _print_history(content["history"])


def _is_hollow(column: str, content: Mapping[str, Any]) -> bool:
    """Whether a column says nothing here: the id that heads the page, a default that qualifies a blank."""
    values = content["values"]
    if column in HOLLOW:
        return HOLLOW[column] not in values
    is_id = column == one(content["table"]) and values[column] == content["row"]
    return is_id or (content["table"] == "claims" and (column, values[column]) == ("credibility", "F6"))


def _heading(text: str) -> None:
    say()
    say(styled(legible(text), underline=True))


def _text(value: Any) -> str:
    if isinstance(value, Mapping):
        numbers = [f"{value[k]:,.15g}" for k in ("low", "best", "high")]
        return numbers[1] if numbers[0] == numbers[2] else f"{numbers[1]} ({numbers[0]} to {numbers[2]})"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _at(spot: Mapping[str, Any]) -> str:
    page = f", page {spot['page']}" if spot["page"] and spot["page"] > 1 else ""
    return f": {spot['document']}, {spot['start']} to {spot['end']}{page}, {spot['state']}"


def _print_spot(spot: Mapping[str, Any]) -> None:
    if spot["state"] != "fresh":
        say(f"  {legible(spot['why'])}")
        return
    for line in in_paragraph(spot["before"], spot["words"], spot["after"]).split("\n"):
        say(f"  {line}")


def _print_document(document: Mapping[str, Any]) -> None:
    v, source = document["values"], document["source"]
    _heading(f"Document {document['row']}: {document['custody']}")
    print_fields(
        {
            **({"title": v["title"]} if v.get("title") else {}),
            "published": f"{v.get('published', 'unknown')} ({v.get('published_basis', 'unknown')})",
            "retrieved": f"{v.get('retrieved', 'not said')}, by {v.get('by_whom', 'nobody named')}, {v.get('how')}",
            "source": f"{source['name']} ({source.get('kind')}), reliability {source.get('reliability')}",
            "group": group_of(source["source"], source.get("independence_group")),
            **({"custody": document["why"]} if document["why"] else {}),
        }
    )


def print_findings(findings: Sequence[Mapping[str, str]]) -> None:
    """Print what the verifier says, if anything."""
    if findings:
        _heading("The verifier")
        for f in findings:
            say(f"  {f['level']}: {legible(f['why'])}")


def _print_claim(content: Mapping[str, Any]) -> None:
    if content.get("links"):
        _heading("Links")
        print_links(content["links"])
    if content.get("grades"):
        _heading("Grades")
        for g in content["grades"]:
            by = f"{legible(str(g['by_whom']))}, {g.get('when')}"
            say(f"  {g.get('credibility')}  {by}: {legible(g.get('grounds', ''))}")
    if "numbers" in content:
        _heading("Rests on it in the case")
        for n in content["numbers"]:
            say(
                f"  {n['role']}: {n['table']} {legible(n['key'])}"
                + (f", {n['column']}" if n["column"] else "")
            )
        if not content["numbers"]:
            say("  nothing")
        if content["numbers_note"]:
            note(content["numbers_note"])


def print_links(links: Sequence[Mapping[str, Any]]) -> None:
    """Print links with the words of the other claim."""
    for k in links:
        side = k["kind"] if k["is_from_here"] else f"{k['kind']} (from there)"
        said = f"{k['speaker']}: " if k["speaker"] else ""
        free = ", independent" if k["independent"] else ""
        held = f" {k['polarity']}" if k["polarity"] == "-" else ""
        say(f"  {side} {k['other']}{free} [{k['status']}]{held}  {shortened(said + k['proposition'], 110)}")
        if k["question"]:
            say(f"    on: {legible(k['question'])}")


def _print_users(content: Mapping[str, Any]) -> None:
    speaks = content.get("speaks_in")
    if speaks:
        _heading(f"Speaks in {len(speaks):,} {'claim' if len(speaks) == 1 else 'claims'}")
        say(f"  {_few(speaks)}")
    own = (
        {"claim_links", "assessments", "supports", "clause_supports"}
        if content["table"] == "claims"
        else set()
    )
    users = {t: rows for t, rows in content["named_by"].items() if t not in own}
    if users:
        _heading("Named by")
        for table, rows in users.items():
            words = one(table) if len(rows) == 1 else table.replace("_", " ")
            say(f"  {len(rows):,} {words}: {_few(rows)}")


def _few(rows: Sequence[str]) -> str:
    more = f" and {len(rows) - MOST:,} more" if len(rows) > MOST else ""
    return ", ".join(legible(r) for r in rows[:MOST]) + more


def _print_history(history: Sequence[Mapping[str, Any]]) -> None:
    if not history:
        return
    _heading("History")
    for e in history:
        why = f": {legible(e['reason'])}" if e["reason"] else ""
        grade = " a grade" if e["table"] == "assessments" else ""
        say(f"  {e['seq']:>5}  {e['when'][:16]}  {legible(e['who'])}  {e['action']}{grade}{why}")
        if e["old"] is not None and e["new"] is not None:
            for column, text in e["new"].items():
                say(
                    f'           {column}: "{shortened(e["old"].get(column, ""), 60)}" -> "{shortened(text, 60)}"'
                )

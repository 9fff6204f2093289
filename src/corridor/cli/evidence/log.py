"""`corridor evidence log`: who changed what, when and why, in the order it was done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from corridor.cli.common import case_argument, json_option, note, say, say_json
from corridor.cli.evidence.opening import case_folder

if TYPE_CHECKING:
    from corridor.ledger.log import Entry

SCHEMA = "corridor.evidence.log/1"
LONGEST = 90


@click.command()
@case_argument
@click.option("--table", help="Entries on this table alone, such as claims.")
@click.option("--row", metavar="ID", help="Entries on this row alone, such as a claim; needs --table.")
@click.option("--since", type=click.IntRange(0), default=0, help="Entries after this one alone.")
@click.option("--last", type=click.IntRange(1), help="The last so many of them.")
@json_option
def log(
    case: str, *, table: str | None, row: str | None, since: int, last: int | None, as_json: bool
) -> None:
    """Print the log of the ledger of CASE: nothing is ever changed without an entry here.

    Each entry holds the hash of the one before it; the last hash stands for the whole history.
    """
    from corridor.ledger.cells import table_of  # noqa: PLC0415
    from corridor.ledger.store import Store  # noqa: PLC0415

    if row is not None and table is None:
        raise click.UsageError("--row needs --table: an id may stand in several tables.")
    if table is not None:
        table_of(table)
    with Store.open(case_folder(case), read_only=True) as store:
        entries = store.log(table, row, since=since)
        head = store.head()
    shown = entries if last is None else entries[-last:]
    if as_json:
        say_json(SCHEMA, {"head": head.hash if head else None, "entries": [_plain(e) for e in shown]})
        return
    for entry in shown:
        _print(entry)
    if not shown:
        note("No entry of the log answers to that." if head else "The log is empty.")
    elif head:
        note(f"{len(shown):,} of {head.seq:,} entries. Last hash: {head.hash}")


def _plain(entry: Entry) -> dict[str, Any]:
    return {
        "seq": entry.seq,
        "when": entry.when,
        "who": entry.who,
        "action": entry.action,
        "table": entry.table,
        "row": entry.row,
        "old": entry.before,
        "new": entry.after,
        "reason": entry.reason,
        "hash": entry.hash,
    }


def _print(entry: Entry) -> None:
    from corridor.ledger.log import ERASE  # noqa: PLC0415

    reason = f": {entry.reason}" if entry.reason else ""
    say(f"{entry.seq:>6}  {entry.when}  {entry.who}  {entry.action} {entry.table} {entry.row}{reason}")
    before, after = entry.before, entry.after
    if entry.action == ERASE:
        say("        " + ", ".join(f"{what} {text}" for what, text in (after or {}).items()))
    if before is None or after is None:
        return
    for column, text in after.items():
        say(f"        {column}: {_short(before.get(column, ''))} -> {_short(text)}")


def _short(text: str) -> str:
    return f'"{text}"' if len(text) <= LONGEST else f'"{text[: LONGEST - 1]}…"'

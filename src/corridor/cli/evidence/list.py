"""`corridor evidence list`: rows of the ledger that answer to filters, as a table."""

from __future__ import annotations

import builtins
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from corridor.cli.common import case_argument, json_option, legible, note, say_json
from corridor.cli.evidence.desk import Desk
from corridor.cli.evidence.filters import Filters, ask_rows, filter_options, gathered
from corridor.cli.evidence.finding import one, values_of
from corridor.cli.evidence.legible import print_table
from corridor.cli.evidence.opening import reading
from corridor.errors import UsageError

if TYPE_CHECKING:
    from corridor.ledger.store import Store, Stored

SCHEMA = "corridor.evidence.list/1"
SHOWN: dict[str, tuple[str, ...]] = {
    "sources": ("source", "name", "kind", "independence_group", "reliability"),
    "documents": ("document", "source", "published", "published_basis", "how", "title"),
    "passages": ("passage", "document", "start", "end", "role"),
    "claims": ("claim", "status", "stance", "polarity", "speaker", "time", "proposition"),
    "studies": ("study", "document", "sample", "method", "finding"),
}
"""Columns shown of each table, if none are asked for; of another table all."""
WIDE = ("proposition", "title", "name", "grounds", "finding", "question", "key", "reason")


@click.command("list")
@case_argument
@click.argument("table", default="claims")
@filter_options()
@click.option("--columns", help="Columns to show, with commas between; all shows every one.")
@click.option(
    "--order", multiple=True, metavar="COLUMN", help="Sort by this; a minus before it falls. May be repeated."
)
@click.option("--limit", type=click.IntRange(1), help="At most so many rows.")
@click.option("--offset", type=click.IntRange(0), default=0, help="Leave out so many first.")
@json_option
def list(
    case: str,
    *,
    table: str,
    columns: str | None,
    order: Sequence[str],
    limit: int | None,
    offset: int,
    as_json: bool,
    **options: Any,
) -> None:
    """List rows of TABLE in the ledger of CASE; claims, if no TABLE is named.

    Filters narrow it down: all must hold. At a terminal a table, else a line a row with tabs between.
    """
    filters = gathered(options)
    name = table_named(table)
    with reading(case) as store:
        found = ask_rows(Desk.of(store, case), name, filters, order=order)
        page = found[offset : None if limit is None else offset + limit]
        if as_json:
            rows = [{"row": s.row, "values": values_of(s)} for s in page]
            say_json(SCHEMA, {"table": name, "total": len(found), "offset": offset, "rows": rows})
            return
        if not page:
            note(_nothing(store, name, filters, len(found), offset))
            return
        _print(name, page, columns)
        note(_counted(store, name, page, len(found), offset))


def table_named(table: str) -> str:
    """The table meant: by its name, or by what one of its rows is called.

    Raises
    ------
    UsageError
        When the ledger has no such table; with the nearest.
    """
    from corridor.ledger.cells import evidence  # noqa: PLC0415
    from corridor.model.checks.codes import nearest  # noqa: PLC0415

    names = evidence()
    meant = {n: n for n in names} | {one(n): n for n in names} | {"links": "claim_links"}
    if table in meant:
        return meant[table]
    raise UsageError(
        f'the ledger has no table "{table}".{nearest(table, names)} There are: {", ".join(names)}.'
    )


def _print(table: str, rows: Sequence[Stored], columns: str | None) -> None:
    from corridor.ledger.cells import table_of  # noqa: PLC0415

    every = table_of(table).columns
    shown: Sequence[str] = SHOWN.get(table, every)
    if columns:
        asked = every if columns == "all" else [c.strip() for c in columns.split(",") if c.strip()]
        odd = [c for c in asked if c not in every]
        if odd:
            raise UsageError(f"{table} has no column {', '.join(odd)}. There are: {', '.join(every)}.")
        shown = asked
    filled = [{**_defaults(table), **s.cells} for s in rows]
    if not columns:
        shown = [c for c in shown if any(row.get(c) for row in filled)]
    print_table(shown, filled, wide=[c for c in WIDE if c in shown])


def _defaults(table: str) -> dict[str, str]:
    from corridor.ledger.cells import table_of  # noqa: PLC0415

    return {a.name: a.default for a in table_of(table).attributes if a.default and not a.is_worked_out}


def _counted(store: Store, table: str, page: Sequence[Stored], total: int, offset: int) -> str:
    """How many rows are shown, of how many that answer, of how many there are."""
    whole = store.count(table)
    words = table.replace("_", " ") if total != 1 else one(table)
    first = f"{len(page):,} of {total:,}" if len(page) != total else f"{total:,}"
    where = f", from the {offset + 1:,}. on" if offset else ""
    if total == whole:
        states = _states(store) if table == "claims" else ""
        return f"{first} {words}{where}.{states}"
    return f"{first} {words}{where}; the ledger has {whole:,}."


def _states(store: Store) -> str:
    tally = store.tally("claims", "status")
    return f" {', '.join(f'{n:,} {status}' for status, n in tally.items())}." if len(tally) > 1 else ""


def _nothing(store: Store, table: str, filters: Filters, total: int, offset: int) -> str:
    """That nothing answers, and what there is."""
    words = table.replace("_", " ")
    whole = store.count(table)
    if total:
        return f"{total:,} {words} answer to that; none is left after the first {offset:,}."
    if not whole:
        from corridor.ledger.cells import evidence  # noqa: PLC0415

        there = [f"{n:,} {t.replace('_', ' ')}" for t in evidence() if (n := store.count(t))]
        return f"The ledger has no {words}. It has {', '.join(there) if there else 'nothing yet'}."
    told = [f"{c} {_held(store, table, c)}" for c in builtins.list(filters.where) if _held(store, table, c)]
    return f"None of {whole:,} {words} answers to that.{' ' + ' '.join(told) if told else ''}"


def _held(store: Store, table: str, column: str) -> str:
    """The values that a column holds, if they can be counted."""
    from corridor.errors import LedgerError  # noqa: PLC0415

    try:
        tally = {v: n for v, n in store.tally(table, column).items() if v}
    except LedgerError:
        return ""
    some = [f"{legible(v)} ({n:,})" for v, n in builtins.list(tally.items())[:8]]
    more = f" and {len(tally) - 8:,} more" if len(tally) > 8 else ""
    return f"holds: {', '.join(some)}{more}." if some else "is blank everywhere."

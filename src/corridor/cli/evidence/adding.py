"""What every `add` shares: its options, rows from JSON, writing them in one batch, and telling what was written."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from corridor.cli.common import json_option, note, say, say_json
from corridor.cli.evidence.finding import check_clauses, check_named, one
from corridor.cli.evidence.opening import export_option, who_option, writing

if TYPE_CHECKING:
    from corridor.ledger.store import Store

SCHEMA = "corridor.evidence.add/1"


def reason_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """The option that says why; it stands in the log."""
    return click.option("--reason", default="", metavar="WORDS", help="Why. It stands in the log.")(command)


def yes_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """The option that answers every question with yes."""
    return click.option("--yes", is_flag=True, help="Answer questions with yes; they are printed.")(command)


def add_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of every `add` beside its columns."""
    return short_options(reason_option(command))


def short_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Those options for a table that has a column `reason` of its own: what stands there goes into the log, too."""
    rows = click.option(
        "--from-json", metavar="FILE", help="Add the rows of a JSON file, all or none; - reads stdin."
    )
    for option in (json_option, export_option, yes_option, who_option, rows):
        command = option(command)
    return command


def rows_from(given: str) -> list[dict[str, Any]]:
    """Rows of a JSON file: one object, a list of them, or an object with `rows`; a claim may name its `quote`.

    Raises
    ------
    RowError
        For a file that cannot be read, or holds something else.
    """
    from corridor.ledger.errors import RowError  # noqa: PLC0415

    name = "stdin" if given == "-" else given
    try:
        text = sys.stdin.read() if given == "-" else Path(given).read_text(encoding="utf-8-sig")
        found = json.loads(text)
    except OSError as error:
        raise RowError(name, f"it cannot be read ({error.strerror})", "Check the path.") from None
    except (ValueError, RecursionError) as error:
        why = error if isinstance(error, ValueError) else "it is too deep"
        raise RowError(name, f"it is no JSON in UTF-8: {why}", "Write an object a row, in a list.") from None
    rows = found.get("rows", [found]) if isinstance(found, dict) else found
    if not isinstance(rows, list) or not all(isinstance(r, dict) for r in rows):
        raise RowError(name, "rows are missing", "Write one object, or a list of them: a column is a key.")
    return rows


def placed_error(error: Any, number: int, count: int) -> Any:
    """The error of a row, with the row named where there are several."""
    from corridor.ledger.errors import RowError  # noqa: PLC0415

    where = error.where if count == 1 else f"row {number}, {error.where}"
    return RowError(f"Nothing was written: {where}", error.found, error.expected)


def keep_rows(
    case: str,
    table: str,
    row: Mapping[str, Any],
    *,
    from_json: str | None,
    who: str,
    reason: str,
    yes: bool,
    exports: bool,
    as_json: bool,
) -> None:
    """Add the row of the line, or those of a file on top of which it lies, in one batch."""
    from corridor.ledger.cells import cells_of, label_of  # noqa: PLC0415
    from corridor.ledger.errors import RowError  # noqa: PLC0415

    del yes
    rows = [dict(row)] if from_json is None else [{**r, **row} for r in rows_from(from_json)]
    with writing(case, exports=exports, create=True) as store:
        for number, one_row in enumerate(rows, start=1):
            try:
                label = (
                    {label_of(table): "new"} if label_of(table) and not one_row.get(label_of(table)) else {}
                )
                cells = cells_of(table, {**one_row, **label})
            except RowError as error:
                raise placed_error(error, number, len(rows)) from None
            check_named(store, table, cells)
        if table == "clause_supports":
            check_clauses(case, [str(r["clause"]).strip() for r in rows])
        with store.write(who, reason) as batch:
            keys = [batch.add(table, r) for r in rows]
        told(store, table, keys, batch.entries, as_json=as_json)


def told(
    store: Store,
    table: str,
    keys: Sequence[str],
    entries: Sequence[int],
    *,
    as_json: bool,
    more: Mapping[str, Any] | None = None,
) -> None:
    """Say what was added, or that it was there already."""
    from corridor.cli.evidence.finding import values_of  # noqa: PLC0415

    stored = [s for k in dict.fromkeys(keys) if (s := store.get(table, k)) is not None]
    new = {s.row for s in stored if s.seq in entries}
    if as_json:
        rows = [{"row": s.row, "is_new": s.row in new, "values": values_of(s)} for s in stored]
        say_json(SCHEMA, {"table": table, "rows": rows, "entries": list(entries), **(more or {})})
        return
    for s in stored:
        if s.row in new:
            say(f"{one(table)} {s.row} added{_status(s.cells)}")
        else:
            note(f"{one(table)} {s.row} is there already with this content; nothing was written.")


def _status(cells: Mapping[str, str]) -> str:
    return f", {cells['status']}" if "status" in cells else ""

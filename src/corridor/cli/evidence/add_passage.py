"""`corridor evidence add CASE passage`: a span of a document, by its offsets or by its exact words."""

from __future__ import annotations

from typing import Any

import click

from corridor.cli.evidence.adding import add_options, rows_from, told
from corridor.cli.evidence.columns import column_options, given
from corridor.cli.evidence.desk import Desk
from corridor.cli.evidence.finding import row_of
from corridor.cli.evidence.opening import writing
from corridor.errors import UsageError


@click.command()
@column_options("passages", without=("hash",))
@click.option("--quote", help="Its exact words, instead of --start and --end.")
@click.option("--at", type=click.IntRange(0), help="Where the words begin, if they stand there twice.")
@add_options
@click.pass_obj
def passage(
    case: str,
    /,
    *,
    from_json: str | None,
    who: str,
    reason: str,
    yes: bool,
    exports: bool,
    as_json: bool,
    **columns: Any,
) -> None:
    """Mark a passage of a document: --start and --end count characters from 0, or --quote gives the exact words."""
    del yes
    row = given(columns)
    rows = [row] if from_json is None else [{**r, **row} for r in rows_from(from_json)]
    with writing(case, exports=exports) as store:
        desk = Desk.of(store, case)
        made = [_made(desk, dict(r)) for r in rows]
        with store.write(who, reason) as batch:
            keys = [batch.add("passages", m) for m in made]
        told(store, "passages", keys, batch.entries, as_json=as_json)


def _made(desk: Desk, row: dict[str, Any]) -> dict[str, Any]:
    """The row of a passage; it must stand in its document, whole, and not in a form."""
    from corridor.ledger.errors import NotAllowed  # noqa: PLC0415
    from corridor.ledger.passages import passage_row  # noqa: PLC0415
    from corridor.ledger.quotes import Refusal, find_quote  # noqa: PLC0415
    from corridor.ledger.verify import verify_span  # noqa: PLC0415

    if not row.get("document"):
        raise UsageError("needed and not given: --document. Nothing was written.")
    row_of(desk.store, "documents", str(row["document"]))
    reading = desk.reading(str(row["document"]))
    if row.get("quote"):
        found = find_quote(reading.text, str(row["quote"]), start=row.get("at"))
        if isinstance(found, Refusal):
            raise NotAllowed(f"Nothing was written: {reading.document}: {found.why}.")
        start, end = found
    else:
        start, end = _number(row, "start"), _number(row, "end")
    made = passage_row(
        reading, start, end, passage=str(row.get("passage") or ""), role=str(row.get("role") or "")
    )
    verdict = verify_span(reading, start, end)
    if verdict.is_refused and not (row.get("role") and verdict.findings[0].code == "boilerplate"):
        raise NotAllowed(
            f"Nothing was written: {reading.document}, {start} to {end}: {verdict.findings[0].why}."
        )
    return made


def _number(row: dict[str, Any], column: str) -> int:
    value = row.get(column)
    if value is None:
        raise UsageError(
            f"needed and not given: --{column}, or --quote with the exact words. Nothing was written."
        )
    try:
        return int(value)
    except (TypeError, ValueError):
        raise UsageError(f'--{column}: "{value}" is not a whole number. Nothing was written.') from None

"""`corridor evidence retract`: claims are taken back and stay, as retracted; other rows leave their table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from corridor.cli.evidence.choosing import choice_options, chosen, filters_of, reason_for
from corridor.cli.evidence.deciding import backed, decide, tell, warn_backed
from corridor.cli.evidence.desk import Desk
from corridor.cli.evidence.list import table_named
from corridor.cli.evidence.opening import writing
from corridor.errors import UsageError


@click.command()
@choice_options
@click.option("--table", default="claims", show_default=True, help="Table of the rows named.")
def retract(
    case: str,
    *,
    ids: Sequence[str],
    all_proposed: bool,
    table: str,
    reason: str,
    who: str,
    yes: bool,
    exports: bool,
    as_json: bool,
    **options: Any,
) -> None:
    """Retract claims of CASE, all that are named or none, with a --reason. They stay, as retracted.

    With --table, rows of another table are taken out, such as a link or a support; the log keeps them. A row that
    others name stays.
    """
    filters = filters_of(options, ids, all_proposed=all_proposed)
    name = table_named(table)
    if all_proposed and name != "claims":
        raise UsageError("--all-proposed means claims; name the rows of another table.")
    with writing(case, exports=exports) as store:
        rows = chosen(Desk.of(store, case), ids, filters, "Retract", yes=yes, table=name)
        why = reason_for("retract", reason) if rows else ""
        entries = decide(store, rows, who=who, reason=why, step=lambda batch, seen: batch.retract(seen))
        tell(store, "retract", rows, entries, as_json=as_json, more={"backed": backed(store, rows)})
        warn_backed(store, rows)

"""`corridor evidence reject`: proposed claims are turned down, with a reason; they stay in the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from corridor.cli.evidence.choosing import choice_options, chosen, filters_of, reason_for
from corridor.cli.evidence.deciding import decide, tell
from corridor.cli.evidence.desk import Desk
from corridor.cli.evidence.opening import writing


@click.command()
@choice_options
def reject(
    case: str,
    *,
    ids: Sequence[str],
    all_proposed: bool,
    reason: str,
    who: str,
    yes: bool,
    exports: bool,
    as_json: bool,
    **options: Any,
) -> None:
    """Reject proposed claims of CASE, all that are named or none, with a --reason. They stay, as rejected."""
    filters = filters_of(options, ids, all_proposed=all_proposed)
    with writing(case, exports=exports) as store:
        claims = chosen(Desk.of(store, case), ids, filters, "Reject", yes=yes)
        why = reason_for("reject", reason) if claims else ""
        entries = decide(store, claims, who=who, reason=why, step=lambda batch, seen: batch.reject(seen))
        tell(store, "reject", claims, entries, as_json=as_json)

"""`corridor evidence accept`: a person accepts claims, after the verifier and, if severe, a second reader."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from corridor.cli.evidence.choosing import choice_options, chosen, filters_of
from corridor.cli.evidence.deciding import accept_all, tell
from corridor.cli.evidence.desk import Desk
from corridor.cli.evidence.opening import writing


@click.command()
@choice_options
def accept(
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
    """Accept claims of CASE, all that are named or none.

    A claim that is internal, may single a person out, or speaks of law is accepted only when a second person has read
    it: proposed it, or graded it with grounds. What was rejected or retracted needs a --reason.
    """
    filters = filters_of(options, ids, all_proposed=all_proposed)
    with writing(case, exports=exports) as store:
        desk = Desk.of(store, case)
        claims = chosen(desk, ids, filters, "Accept", yes=yes)
        entries = accept_all(desk, claims, who, reason)
        tell(store, "accept", claims, entries, as_json=as_json)

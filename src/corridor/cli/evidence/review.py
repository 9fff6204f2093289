"""`corridor evidence review`: proposed claims one at a time, decided by a person."""

from __future__ import annotations

from typing import Any

import click

from corridor.cli.common import INTERRUPTED, case_argument, json_option, note, say_json
from corridor.cli.evidence.desk import Desk
from corridor.cli.evidence.filters import ask_rows, filter_options, gathered
from corridor.cli.evidence.opening import export_option, who_option, writing
from corridor.cli.evidence.queue import Queue

SCHEMA = "corridor.evidence.review/1"


@click.command()
@case_argument
@filter_options()
@who_option
@export_option
@json_option
def review(case: str, *, who: str, exports: bool, as_json: bool, **options: Any) -> None:
    """Go through the proposed claims of CASE, one at a time: their words in the paragraph, the verifier, and links.

    A letter decides: a accept, r reject, e edit, s skip, l link, g grade, q quit, ? help. Each decision is written at
    once; the CSV files follow at the end, also after an interruption. --status asks for other claims.
    """
    filters = gathered(options)
    filters.where.setdefault("status", ["proposed"])
    with writing(case, exports=exports) as store:
        desk = Desk.of(store, case)
        claims = ask_rows(desk, "claims", filters)
        queue = Queue(desk, who)
        if not claims:
            note(f"No claim answers to that. The ledger has {store.count('claims'):,}.")
        try:
            queue.go(claims)
        except (KeyboardInterrupt, click.Abort):
            queue.is_interrupted = True
        left = len(claims) - len(queue.done)
        if claims:
            stopped = "Interrupted. " if queue.is_interrupted else ""
            note(f"{stopped}{queue.summary()} {left:,} of {len(claims):,} left as they were.")
    if as_json:
        say_json(SCHEMA, {"asked": len(claims), "decided": queue.done, "left": left})
    if queue.is_interrupted:
        raise click.exceptions.Exit(INTERRUPTED)

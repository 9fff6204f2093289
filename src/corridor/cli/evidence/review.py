"""`corridor evidence review`: proposed claims decided by a person, one at a time at a terminal or on a page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from corridor.cli.common import INTERRUPTED, case_argument, json_option, note, say_json
from corridor.cli.evidence.decided import take_decisions
from corridor.cli.evidence.desk import Desk
from corridor.cli.evidence.filters import Filters, ask_rows, filter_options, gathered
from corridor.cli.evidence.opening import export_option, who_option, writing
from corridor.cli.evidence.queue import Queue
from corridor.cli.evidence.review_page import write_page

SCHEMA = "corridor.evidence.review/1"


def page_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of the page, and of the decisions that come back from it."""
    for option in (
        click.option("--yes", is_flag=True, help="With --decisions: do not ask."),
        click.option(
            "--dry-run", is_flag=True, help="With --decisions: show the difference and write nothing."
        ),
        click.option(
            "--decisions",
            type=click.Path(exists=True, dir_okay=False, path_type=Path),
            metavar="FILE.csv",
            help="Take in the decisions that a page saved: the difference first, then all or nothing.",
        ),
        click.option(
            "--ceiling",
            type=click.Choice(["public", "partner", "internal"]),
            help="With --page: highest class that may be on it; public if not given. The rest is counted.",
        ),
        click.option(
            "--page",
            type=click.Path(dir_okay=False, path_type=Path),
            metavar="FILE.html",
            help="Write the claims as one offline page instead, to decide there.",
        ),
    ):
        command = option(command)
    return command


@click.command()
@case_argument
@page_options
@filter_options()
@who_option
@export_option
@json_option
def review(
    case: str,
    *,
    who: str,
    exports: bool,
    as_json: bool,
    page: Path | None,
    ceiling: str | None,
    decisions: Path | None,
    dry_run: bool,
    yes: bool,
    **options: Any,
) -> int:
    """Go through the proposed claims of CASE, one at a time: their words in the paragraph, the verifier, and links.

    A letter decides: a accept, r reject, e edit, s skip, l link, g grade, q quit, ? help. Each decision is written at
    once; the CSV files follow at the end, also after an interruption. --status asks for other claims.

    With --page the queue goes into one HTML file instead, which opens offline; what is decided there is saved as CSV
    and comes back with --decisions.
    """
    filters = gathered(options)
    _go_together(page, decisions, ceiling, alone=filters.is_empty, taken=dry_run or yes)
    if decisions is not None:
        if dry_run and yes:
            raise click.UsageError("--dry-run writes nothing, --yes lets it be written. Give one of the two.")
        return take_decisions(
            case, decisions, who, dry_run=dry_run, yes=yes, exports=exports, as_json=as_json
        )
    filters.where.setdefault("status", ["proposed"])
    if page is not None:
        write_page(case, page, filters, ceiling or "public", as_json=as_json)
        return 0
    return _at_terminal(case, filters, who, exports=exports, as_json=as_json)


def _go_together(
    page: Path | None, decisions: Path | None, ceiling: str | None, *, alone: bool, taken: bool
) -> None:
    """Refuse options of which one would say nothing.

    Raises
    ------
    click.UsageError
    """
    if page is not None and decisions is not None:
        raise click.UsageError(
            "--page writes a page, --decisions takes in what was decided on one. Give one."
        )
    if ceiling is not None and page is None:
        raise click.UsageError("--ceiling is of a page: add --page FILE.html.")
    if taken and decisions is None:
        raise click.UsageError("--dry-run and --yes go with --decisions FILE.csv.")
    if decisions is not None and not alone:
        raise click.UsageError("filters choose what is reviewed; --decisions names its claims itself.")


def _at_terminal(case: str, filters: Filters, who: str, *, exports: bool, as_json: bool) -> int:
    """The queue at a terminal; the exit code."""
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
    return INTERRUPTED if queue.is_interrupted else 0

"""Which claims a verb decides about: those named on the line, or all that are proposed and answer to filters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import click

from corridor.cli.common import case_argument, json_option, legible, note
from corridor.cli.evidence.adding import reason_option, yes_option
from corridor.cli.evidence.asking import ask, can_ask, confirm
from corridor.cli.evidence.filters import ask_rows, filter_options, gathered
from corridor.cli.evidence.finding import rows_of
from corridor.cli.evidence.legible import shortened
from corridor.cli.evidence.opening import export_option, who_option
from corridor.errors import UsageError

if TYPE_CHECKING:
    from corridor.cli.evidence.desk import Desk
    from corridor.cli.evidence.filters import Filters
    from corridor.ledger.store import Stored

SHOWN = 5


def choice_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The arguments and options of a verb that decides about claims."""
    every = click.option(
        "--all-proposed",
        is_flag=True,
        help="Every proposed claim that answers to the filters, after a question.",
    )
    ids = click.argument("ids", nargs=-1, metavar="[ID]...")
    for option in (
        json_option,
        export_option,
        yes_option,
        who_option,
        reason_option,
        filter_options(status=False),
        every,
        ids,
        case_argument,
    ):
        command = option(command)
    return command


def filters_of(options: dict[str, Any], ids: Sequence[str], *, all_proposed: bool) -> Filters:
    """The filters of the line, which go with `--all-proposed` alone.

    Raises
    ------
    UsageError
        When claims are named and asked for by filters at once, or neither.
    """
    filters = gathered(options)
    if ids and all_proposed:
        raise UsageError("name claims, or give --all-proposed, not both.")
    if ids and not filters.is_empty:
        raise UsageError("filters go with --all-proposed; the claims named are all that is meant.")
    if not ids and not all_proposed:
        raise UsageError("which claims? Name them by their ids, or give --all-proposed with filters.")
    return filters


def chosen(
    desk: Desk, ids: Sequence[str], filters: Filters, verb: str, *, yes: bool, table: str = "claims"
) -> list[Stored]:
    """The rows meant: those named, or, after a question that counts them, every proposed one that answers."""
    if ids:
        return rows_of(desk.store, table, ids)
    filters.where["status"] = ["proposed"]
    found = list(ask_rows(desk, "claims", filters))
    if not found:
        note("No proposed claim answers to that.")
        return found
    for claim in found[:SHOWN]:
        note(f"  {claim.row}  {shortened(claim['proposition'], 90)}")
    if len(found) > SHOWN:
        note(f"  ... and {len(found) - SHOWN:,} more")
    whole = "this claim" if len(found) == 1 else f"all these {len(found):,} claims"
    confirm(f"{verb} {whole}?", yes=yes)
    return found


def reason_for(verb: str, reason: str) -> str:
    """The reason given, or asked for at a terminal.

    Raises
    ------
    UsageError
        When there is none.
    """
    found = reason.strip() or (can_ask() and ask(f"Why {verb}?")) or ""
    if not found:
        raise UsageError(
            f"to {verb} needs a reason: give --reason with what it rests on. Nothing was written."
        )
    return legible(found)

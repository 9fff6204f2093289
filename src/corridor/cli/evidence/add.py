"""`corridor evidence add`: new rows of the ledger, one kind a command; its options are the columns of its table."""

from __future__ import annotations

from typing import Any

import click

from corridor.cli.common import case_argument
from corridor.cli.evidence.add_claim import claim
from corridor.cli.evidence.add_document import document
from corridor.cli.evidence.add_passage import passage
from corridor.cli.evidence.adding import SCHEMA, add_options, keep_rows, short_options
from corridor.cli.evidence.columns import column_options, given, needed

__all__ = ["SCHEMA", "add"]


@click.group(subcommand_metavar="KIND [OPTIONS]")
@case_argument
@click.pass_context
def add(context: click.Context, *, case: str) -> None:
    """Add rows to the ledger of CASE: a document, a claim, a source, an actor, and what else it keeps.

    Begin with a source, then a document of it, then claims. A case without a ledger gets one.
    """
    context.obj = case


def _plain(name: str, table: str, words: str) -> click.Command:
    """The command that adds rows of a table which need nothing but their cells."""
    from corridor.schema.load import tables  # noqa: PLC0415

    own = set(tables()[table].columns)

    def gathered(
        case: str,
        /,
        *,
        from_json: str | None,
        who: str,
        yes: bool,
        exports: bool,
        as_json: bool,
        reason: str | None,
        **columns: Any,
    ) -> None:
        row = given({"reason": reason, **columns} if "reason" in own else columns)
        if from_json is None:
            needed(table, row)
        if "by_whom" in own:
            row.setdefault("by_whom", who)
        keep_rows(
            case,
            table,
            row,
            from_json=from_json,
            who=who,
            reason=reason or "",
            yes=yes,
            exports=exports,
            as_json=as_json,
        )

    gathered.__doc__ = words
    shared = short_options if "reason" in own else add_options
    return click.command(name)(column_options(table)(shared(click.pass_obj(gathered))))


add.add_command(_plain("source", "sources", "Add a source: who publishes, and how far it is relied on."))
add.add_command(document)
add.add_command(passage)
add.add_command(_plain("actor", "actors", "Add an actor: who speaks or acts, with other names."))
add.add_command(claim)
add.add_command(
    _plain("study", "studies", "Add a study: a sample, a method, a finding, and the claims it speaks to.")
)
add.add_command(
    _plain(
        "clause",
        "clause_supports",
        "Say that a claim speaks for or against a test of a clause, on which days.",
    )
)

"""`corridor evidence support`: which number of the case a claim stands behind, against or beside."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from corridor.cli.common import case_argument, find_case, json_option, legible, note, say, say_json
from corridor.cli.evidence.adding import reason_option
from corridor.cli.evidence.finding import row_of
from corridor.cli.evidence.opening import export_option, who_option, writing
from corridor.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from corridor.ledger.store import Stored

SCHEMA = "corridor.evidence.support/1"


@click.command()
@case_argument
@click.argument("claim")
@click.argument("table")
@click.argument("key", nargs=-1, required=True)
@click.option("--column", default="", help="The column backed; the whole row if not given.")
@click.option(
    "--role",
    type=click.Choice(["for", "against", "bound", "context"]),
    default="for",
    show_default=True,
    help="How it bears on the number: for it, against it, as a bound of its range, or as context.",
)
@reason_option
@who_option
@export_option
@json_option
def support(
    case: str,
    *,
    claim: str,
    table: str,
    key: Sequence[str],
    column: str,
    role: str,
    reason: str,
    who: str,
    exports: bool,
    as_json: bool,
) -> None:
    """Say that CLAIM stands behind the row KEY of TABLE in CASE.

    KEY is the key of the row: its parts one after the other, or joined by " / "; the last may be left out where one row
    alone begins so.
    """
    with writing(case, exports=exports) as store:
        seen = row_of(store, "claims", claim)
        meant = target_row(find_case(case), table, " / ".join(k.strip() for k in key), column)
        told = _warnings(seen, role)
        with store.write(who, reason) as batch:
            row = batch.support(table, meant, claim, column=column, role=role)
        for text in told:
            note(text)
        if as_json:
            say_json(
                SCHEMA,
                {"row": row, "is_new": bool(batch.entries), "warnings": told, "entries": batch.entries},
            )
        else:
            where = f"{table} {meant}" + (f", {column}" if column else "")
            say(
                f"{claim} {role} {where}" + ("" if batch.entries else ": so already, and nothing was written")
            )


def target_row(path: Path, table: str, key: str, column: str) -> str:
    """The key of the row meant, as the case writes it.

    Raises
    ------
    UsageError
        When the case has no such table, row or column; with the nearest.
    """
    from corridor.model.checks.codes import nearest  # noqa: PLC0415
    from corridor.schema.load import tables  # noqa: PLC0415

    own = {name: t for name, t in tables().items() if t.group == "case"}
    if table not in own:
        near = nearest(table, own) or f" There are: {', '.join(own)}."
        raise UsageError(f'no table of a case is called "{legible(table)}".{near} Nothing was written.')
    key = _row_meant(keys_of(path, table), table, key, " / ".join(own[table].key))
    columns = [a.name for a in own[table].attributes]
    if column and column not in columns:
        raise UsageError(
            f'{table} has no column "{legible(column)}".{nearest(column, columns)} Nothing was written.'
        )
    return key


def _row_meant(known: dict[str, str], table: str, key: str, parts: str) -> str:
    """The key of the one row meant; blank parts at its end may be left out where only one row begins so."""
    from corridor.model.checks.codes import nearest  # noqa: PLC0415

    flat = {" ".join(typed.split()): key for typed, key in known.items()}
    wanted = " ".join(key.split())
    if wanted in flat:
        return flat[wanted]
    longer = list(dict.fromkeys(k for text, k in flat.items() if text.startswith(f"{wanted} /")))
    if len(longer) == 1:
        return longer[0]
    found = f'{len(longer)} rows of {table} begin with "{legible(key)}".' if longer else _no_row(table, key)
    near = "" if longer else nearest(key, known)
    some = near or _some(longer or list(dict.fromkeys(known.values())))
    raise UsageError(f"{found}{some} A key is: {parts}. Nothing was written.")


def _no_row(table: str, key: str) -> str:
    return f'{table} has no row "{legible(key)}".'


def _some(known: Sequence[str]) -> str:
    if not known:
        return " The table has no rows."
    listed = "; ".join(f'"{k}"' for k in known[:5])
    return f" There are {len(known):,}, such as {listed}."


def keys_of(path: Path, table: str) -> dict[str, str]:
    """Keys of the rows of a table, as typed and with blanks filled in; each leads to the key that the case uses.

    Other rows of the case may have faults; they are not looked at.
    """
    from corridor.errors import Problem  # noqa: PLC0415
    from corridor.io.read import read  # noqa: PLC0415
    from corridor.model.backing import key_text  # noqa: PLC0415
    from corridor.model.build import units_of  # noqa: PLC0415
    from corridor.model.complete import complete  # noqa: PLC0415
    from corridor.model.parse import keys, parse  # noqa: PLC0415
    from corridor.model.settings import parse_settings  # noqa: PLC0415

    raw = read(path)
    told: list[Problem] = []
    parsed = parse(raw.sheets, "," if raw.settings.get("decimal") == "," else ".", units_of(raw.sheets), told)
    typed = [key_text(key) for _, key in keys(parsed[table])]
    settings = parse_settings(raw, told)
    if settings is not None:
        complete(parsed, settings, told)
    meant = [key_text(key) for _, key in keys(parsed[table])]
    return dict(zip(typed, meant, strict=False)) | {key: key for key in meant}


def _warnings(claim: Stored, role: str) -> list[str]:
    told = []
    if claim["status"] != "accepted":
        told.append(f"{claim.row} is {claim['status']}: only accepted claims reach a run.")
    if role == "bound" and claim["quantity"] is None:
        told.append(f"{claim.row} states no quantity, so it bounds nothing yet.")
    return told

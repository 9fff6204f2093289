"""`corridor travel`: an encrypted copy of a case that holds nothing above a ceiling, and the case out of it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TextIO

import click

from corridor.cli.common import find_case, json_option, note, say_json
from corridor.cli.evidence.asking import can_ask

SCHEMA = "corridor.travel/1"


@click.command()
@click.argument("case", metavar="CASE")
@click.option(
    "--ceiling",
    type=click.Choice(["public", "partner", "internal"]),
    default="public",
    show_default=True,
    help="Highest class that may be in the copy.",
)
@click.option("--open", "opens", is_flag=True, help="CASE is such a copy: take the case out of it.")
@click.option(
    "--out", type=click.Path(path_type=Path), required=True, metavar="PATH", help="The copy, or the folder."
)
@click.option(
    "--passphrase-file",
    type=click.File("r", encoding="utf-8"),
    metavar="FILE",
    help="A file whose first line is the passphrase, or - for standard input. Not given: you are asked.",
)
@json_option
def travel(
    case: str,
    *,
    ceiling: str,
    opens: bool,
    out: Path,
    passphrase_file: TextIO | None,
    as_json: bool,
) -> None:
    """Write an encrypted copy of CASE for a journey, or take the case out of one.

    The copy holds nothing above the ceiling, no log and no files of documents. Below internal, private persons stand by
    their role. A public copy holds no stocks, fleets, levels and slots, so that its forecast is incomplete. Whoever has
    the passphrase reads all of it, and without the passphrase nobody does. Needs corridor[travel].
    """
    from corridor.io.travel import copy_below, lock, unlock  # noqa: PLC0415

    if out.exists() and not (opens and out.is_dir() and not any(out.iterdir())):
        raise click.UsageError(f"--out: {out} is there already. Give another name.")
    if opens:
        unlock(Path(case), _passphrase(passphrase_file, twice=False), out)
        note(f"Written: {out}")
        if as_json:
            say_json(SCHEMA, {"file": str(out), "ceiling": None, "left_out": {}})
        return
    copy = copy_below(find_case(case), ceiling)
    content = lock(copy, _passphrase(passphrase_file, twice=True))
    out.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
    note(f"Written: {out} ({len(content):,} bytes, encrypted)")
    for name, rows in copy.left_out.items():
        if rows:
            note(f"Left out above {ceiling}: {rows:,} of {name}.")
    if as_json:
        say_json(SCHEMA, {"file": str(out), "ceiling": ceiling, "left_out": copy.left_out})


def _passphrase(file: TextIO | None, *, twice: bool) -> str:
    """The passphrase from a file, or asked for where a person sits; it never stands on the command line."""
    if file is not None:
        return file.readline().rstrip("\r\n")
    if not can_ask():
        raise click.UsageError("Nobody can be asked for the passphrase: give --passphrase-file.")
    asked: str = click.prompt("Passphrase", hide_input=True, confirmation_prompt=twice, err=True)
    return asked

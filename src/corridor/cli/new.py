"""`corridor new`: a first case to fill in, or a copy of a shipped one."""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import click

from corridor.cli.common import find_case, say
from corridor.errors import UsageError

if TYPE_CHECKING:
    from corridor.model.tables import Tables

OTHER_FORMS = frozenset({".xls", ".xlsm", ".xlsb", ".ods", ".csv", ".tsv", ".toml", ".json", ".zip", ".html"})


@click.command()
@click.argument("name")
@click.option(
    "--from", "source", metavar="CASE", help="Copy this case: a shipped name, a folder or a workbook."
)
@click.option("--xlsx", is_flag=True, help="Write one workbook instead of a folder.")
def new(name: str, *, source: str | None, xlsx: bool) -> None:
    """Write a first case called NAME: every table it needs, with headings and an example.

    NAME is a path; with --xlsx, or if it ends in .xlsx, a workbook is written. Nothing that exists is written over.
    """
    from corridor.io.read import read  # noqa: PLC0415
    from corridor.io.write import write  # noqa: PLC0415
    from corridor.model.template import first_case  # noqa: PLC0415

    path = Path(name)
    if xlsx and path.suffix.lower() != ".xlsx":
        path = path.with_name(path.name + ".xlsx")
    if not path.stem.strip():
        raise UsageError(f'"{name}" is no name for a case.')
    if path.suffix.lower() in OTHER_FORMS:
        raise UsageError(
            f"a case is a folder or a workbook .xlsx, not {path.suffix}. Write {path.stem}, or {path.stem}.xlsx."
        )
    tables: Tables = read(find_case(source)) if source else first_case(path.stem)
    if source and tables.problems and any(not p.warning for p in tables.problems):
        raise UsageError(f"{source} has problems; `corridor check {source}` lists them.")
    write(tables, path)
    if source and path.suffix.lower() != ".xlsx":
        _copy_notes(find_case(source), path)
    say(f"{path} is written. Next: fill it in, then `corridor check {shlex.quote(str(path))}`.")


def _copy_notes(source: Path, target: Path) -> None:
    """Take the README of a case folder along."""
    note = source / "README.md"
    if source.is_dir() and note.is_file():
        shutil.copyfile(note, target / "README.md")

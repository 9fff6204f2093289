"""`corridor new`: a first case to fill in, a copy of a shipped one, or a draft made of documents."""

from __future__ import annotations

import shlex
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from corridor.cli.common import find_case, json_option, say
from corridor.cli.evidence.add_document import BASES
from corridor.cli.evidence.opening import who_option
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
@click.option(
    "--from-documents",
    "from_documents",
    is_flag=True,
    help="Read FILE ... by rules, and write a draft of the case to correct.",
)
@click.argument("files", metavar="[FILE...]", nargs=-1)
@click.option(
    "--source",
    "sources",
    metavar="ID[=NAME]",
    multiple=True,
    help="Who published the documents: once for all, or once for each, in order. Asked for at a terminal.",
)
@click.option(
    "--published",
    metavar="DATE|unknown",
    multiple=True,
    help="Day of publication, once for each document, in order; never guessed. Asked for at a terminal.",
)
@click.option(
    "--basis",
    "published_basis",
    type=click.Choice(BASES),
    help="How these days are known; `typed` if they are given on the line.",
)
@click.option(
    "--sensitivity",
    type=click.Choice(["public", "partner", "internal"]),
    default="internal",
    show_default=True,
    help="Who may see the documents and the draft. An internal claim is accepted once a second person has read it.",
)
@click.option("--language", default="en", show_default=True, help="Language of the documents.")
@click.option("--encoding", default="", help="Encoding of a text that does not say it, such as windows-1251.")
@who_option
@json_option
def new(
    name: str,
    *,
    source: str | None,
    xlsx: bool,
    from_documents: bool,
    files: Sequence[str],
    as_json: bool,
    **options: Any,
) -> None:
    """Write a first case called NAME: every table it needs, with headings and an example.

    NAME is a path; with --xlsx, or if it ends in .xlsx, a workbook is written. Nothing that exists is written over.

    With --from-documents each FILE (text, HTML, or PDF with a text layer) is read by rules: the ledger gets proposals,
    the tables a draft in which every row says where it comes from, and draft.md the questions. Nothing is accepted.
    """
    from corridor.io.read import read  # noqa: PLC0415
    from corridor.io.write import write  # noqa: PLC0415
    from corridor.model.template import first_case  # noqa: PLC0415

    path = Path(name)
    if xlsx and path.suffix.lower() != ".xlsx":
        path = path.with_name(path.name + ".xlsx")
    if not path.stem.strip():
        raise UsageError(f'"{name}" is no name for a case.')
    if from_documents or files:
        _draft(
            path,
            files,
            copies=source is not None,
            as_sheet=xlsx,
            asked=from_documents,
            as_json=as_json,
            **options,
        )
        return
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


def _draft(
    path: Path,
    files: Sequence[str],
    *,
    copies: bool,
    as_sheet: bool,
    asked: bool,
    as_json: bool,
    **options: Any,
) -> None:
    """Make a draft of documents, if that is what the line asks for."""
    from corridor.cli.from_documents import make_draft  # noqa: PLC0415

    if not asked:
        raise UsageError(f"{' '.join(files[:3])}: what are they? To read documents, add --from-documents.")
    if not files:
        raise UsageError("--from-documents: which FILE ...?")
    if copies or as_sheet or path.suffix.lower() in {*OTHER_FORMS, ".xlsx"}:
        raise UsageError(
            "a draft from documents is a new case folder: leave out --from, --xlsx and the ending."
        )
    make_draft(path, files, as_json=as_json, **options)


def _copy_notes(source: Path, target: Path) -> None:
    """Take the README of a case folder along."""
    note = source / "README.md"
    if source.is_dir() and note.is_file():
        shutil.copyfile(note, target / "README.md")

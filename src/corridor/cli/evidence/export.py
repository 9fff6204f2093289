"""`corridor evidence export`: the ledger as CSV, for its own case or others up to a ceiling, or as linked data."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from corridor.cli.common import (
    case_argument,
    find_case,
    json_option,
    note,
    say,
    say_json,
    say_json_text,
    target,
)
from corridor.cli.evidence.opening import case_folder, reading

if TYPE_CHECKING:
    from corridor.ledger.sharing import Shared
    from corridor.ledger.store import Store

SCHEMA = "corridor.evidence.export/1"
FILE = "ledger.jsonld"
SHOWN = 5


@click.command()
@case_argument
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="A folder for CSV, a file for JSON-LD. Not given: the case itself, or stdout.",
)
@click.option(
    "--overwrite", is_flag=True, help="Replace files that are there, or that the ledger has not seen."
)
@click.option(
    "--ceiling",
    type=click.Choice(["public", "partner", "internal"]),
    help="Highest class that may be in it; public if not given. What is above stops the export.",
)
@click.option(
    "--leave-out", is_flag=True, help="Leave out what is above the ceiling, and say how much that was."
)
@click.option(
    "--format", "form", type=click.Choice(["csv", "jsonld"]), default="csv", show_default=True, help="Form."
)
@json_option
def export(
    case: str,
    *,
    out: Path | None,
    overwrite: bool,
    ceiling: str | None,
    leave_out: bool,
    form: str,
    as_json: bool,
) -> None:
    """Write the ledger of CASE.

    Without --out: the CSV files in the case itself, which a run reads and git keeps. With --out, a copy for others:
    nothing above the ceiling, private persons by role below internal. JSON-LD leads each accepted claim to its
    document and span.
    """
    if form == "csv" and out is None:
        if ceiling or leave_out:
            raise click.UsageError(
                "--ceiling is for a copy: give --out. The case itself holds all of its ledger."
            )
        _home(case, overwrite=overwrite, as_json=as_json)
        return
    if as_json and out is None:
        raise click.UsageError("--json tells of a file that was written: give --out.")
    audience = ceiling or "public"
    place = None if out is None else _place(out, case, form, overwrite=overwrite)
    with reading(case) as store:
        shared = _shared(store, audience, leave_out=leave_out, places=_places_above(case, audience))
        text = _linked(store, shared, case, audience) if form == "jsonld" else ""
    files = _write(shared, text, place, overwrite=overwrite)
    if as_json:
        counts = {name: len(rows) for name, rows in shared.rows.items() if rows}
        say_json(
            SCHEMA,
            {"format": form, "ceiling": audience, "files": [str(f) for f in files], "rows": counts,
             "left_out": shared.left_out, "by_role": shared.persons},
        )  # fmt: skip
    _tell(shared, audience, files)


def _home(case: str, *, overwrite: bool, as_json: bool) -> None:
    """Write the CSV files of the case itself."""
    from corridor.io.ledger import export_csv  # noqa: PLC0415
    from corridor.ledger.store import Store  # noqa: PLC0415

    with Store.open(case_folder(case)) as store:
        files = export_csv(store, overwrite=overwrite)
        counts = {f.stem: store.count(f.stem) for f in files}
    if as_json:
        told = {"format": "csv", "ceiling": "internal", "files": [str(f) for f in files], "rows": counts}
        say_json(SCHEMA, {**told, "left_out": {}, "by_role": 0})
        return
    for file in files:
        say(f"{file}: {counts[file.stem]:,} rows")


def _place(out: Path, case: str, form: str, *, overwrite: bool) -> Path:
    """Where a copy goes; never into the case."""
    path = find_case(case)
    if form == "csv":
        if out.exists() and not out.is_dir():
            raise click.UsageError(f"--out: {out} is a file. Give the name of a folder.")
        if path.is_dir() and out.resolve().is_relative_to(path.resolve()):
            raise click.UsageError(f"--out: {out} lies in the case itself. Give a folder elsewhere.")
        return out
    file = target(out / FILE if out.is_dir() else out, path, ".jsonld")
    if file.exists() and not overwrite:
        raise click.UsageError(f"--out: {file} is there already. Give another name, or --overwrite.")
    return file


def _places_above(case: str, ceiling: str) -> list[str]:
    """Names and ids of places of the case that are above a ceiling."""
    from corridor.io.read import read  # noqa: PLC0415
    from corridor.ledger.sensitivity import CLASSES, rank  # noqa: PLC0415
    from corridor.model.tables import dicts, plain  # noqa: PLC0415

    sheet = read(find_case(case)).sheets.get("places")
    found: list[str] = []
    for _, row in dicts(sheet) if sheet else ():
        cells = {column: plain(cell).strip() for column, cell in row.items()}
        if rank(cells.get("sensitivity") or CLASSES[0]) > CLASSES.index(ceiling):
            found += [cells.get("place", ""), cells.get("name", ""), *cells.get("other_names", "").split(";")]
    return [name.strip() for name in found]


def _shared(store: Store, ceiling: str, *, leave_out: bool, places: list[str]) -> Shared:
    from corridor.errors import LedgerError  # noqa: PLC0415
    from corridor.ledger.cells import evidence  # noqa: PLC0415
    from corridor.ledger.sensitivity import CeilingError  # noqa: PLC0415
    from corridor.ledger.sharing import share  # noqa: PLC0415

    rows = {name: store.records(name) for name in evidence()}
    try:
        return share(rows, ceiling, leave_out=leave_out, places=places)
    except CeilingError as error:
        raise LedgerError(f"{error} The options are --leave-out and --ceiling.") from None


def _linked(store: Store, shared: Shared, case: str, ceiling: str) -> str:
    from corridor.ledger.linked import linked_text  # noqa: PLC0415
    from corridor.ledger.passages import check_custody  # noqa: PLC0415

    path = find_case(case)
    folder = path if path.is_dir() else store.path.parent.parent
    records: Any = store.records
    custody = check_custody(records("documents"), records("passages"), records("claims"), folder)
    text = linked_text(shared.rows, case=path.stem, ceiling=ceiling, anchors=custody.claims)
    return shared.names.replaced(text)


def _write(shared: Shared, text: str, place: Path | None, *, overwrite: bool) -> tuple[Path, ...]:
    from corridor.io.ledger import write_csv  # noqa: PLC0415
    from corridor.ledger.store import Snapshot  # noqa: PLC0415

    if not text and place is not None:
        return write_csv(Snapshot(shared.cells), place, overwrite=overwrite)
    if place is None:
        say_json_text(text.rstrip("\n"))
        return ()
    place.parent.mkdir(parents=True, exist_ok=True)
    part = place.with_name(f".{place.name}.part")
    try:
        part.write_text(text, encoding="utf-8", newline="\n")
        part.replace(place)
    finally:
        part.unlink(missing_ok=True)
    return (place,)


def _tell(shared: Shared, ceiling: str, files: tuple[Path, ...]) -> None:
    """Say what was written and left out, and which claims a person should look at first."""
    from corridor.ledger.records import Actor, Claim  # noqa: PLC0415
    from corridor.ledger.sensitivity import flagged  # noqa: PLC0415

    for file in files:
        note(f"Written: {file}")
    if shared.left_out:
        told = ", ".join(f"{n:,} of {name}" for name, n in shared.left_out.items())
        note(f"Left out above {ceiling}: {told}.")
    if shared.persons:
        note(
            f"{shared.persons:,} private {'person appears' if shared.persons == 1 else 'persons appear'} by role."
        )
    actors = [a for a in shared.rows.get("actors", ()) if isinstance(a, Actor)]
    flags = flagged((c for c in shared.rows.get("claims", ()) if isinstance(c, Claim)), actors)
    if flags and ceiling != "internal":
        note(f"{len(flags):,} may single a person out; look before you pass this on:")
        for flag in flags[:SHOWN]:
            note(f"  {flag}")

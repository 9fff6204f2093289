"""What tests of verify, import and export share: running a verb, and a case whose ledger holds three classes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.unit.model.small_cases import with_claims

from corridor.cli.main import main
from corridor.io import Case
from corridor.io.ledger import export_csv, import_csv
from corridor.io.write import write_folder
from corridor.ledger.store import Store


def run(capsys, *arguments):
    """Exit code, stdout and stderr of a verb of `corridor evidence`."""
    with pytest.raises(SystemExit) as done:
        main(["evidence", *map(str, arguments)])
    out, err = capsys.readouterr()
    return done.value.code, out, err


def run_json(capsys, *arguments):
    """Exit code and JSON of a verb."""
    code, out, _ = run(capsys, *arguments, "--json")
    return code, json.loads(out)


def texts(folder: Path) -> dict[str, bytes]:
    """Every CSV file in a folder."""
    return {f.name: f.read_bytes() for f in sorted(folder.glob("*.csv"))}


def everything(case: Path) -> tuple[object, object]:
    """All rows and all entries of the ledger of a case."""
    with Store.open(case, read_only=True) as store:
        return store.cells(), store.log()


def plain(tmp: Path, case: Case | None = None) -> Path:
    """A case folder with evidence as CSV and no ledger."""
    return write_folder((case or with_claims()).tables(), tmp / "case")


def joined(folder: Path) -> Path:
    """The case with a ledger made from its files, which are then its export."""
    with Store.create(folder) as store:
        import_csv(store, folder, "analyst")
        export_csv(store)
    return folder


def edit(folder: Path, table: str, old: str, new: str) -> None:
    """Change a text in a CSV file of the evidence."""
    file = folder / "evidence" / f"{table}.csv"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def classed() -> Case:
    """A case with rows of every class, and a private person named in claims that stay."""
    case = with_claims()
    case.add_source("witness", sensitivity="internal")
    case.add_document("D-3", "witness", published="2023-01-06", published_basis="stated")
    case.add(
        "actors", actor="anna_q", name="Anna Quill", kind="driver", aliases=["A. Quill"], person="private"
    )
    case.add("actors", actor="mayor", name="Mayor of Hill", kind="official")
    row = {"stance": "reported", "documents": "D-1"}
    case.add("claims", claim="C-3", proposition="A list of names exists.", documents="D-3", stance="reported")
    case.add("claims", claim="C-4", proposition="A secret store exists.", sensitivity="partner", **row)
    case.add(
        "claims", claim="C-5", proposition="Trucks waited, as anna quill says.", speaker="Anna Quill", actor="anna_q",
        note="A. Quill was asked twice.", **row,
    )  # fmt: skip
    case.add("claim_links", a="C-1", b="C-3", kind="supports")
    return case

"""`corridor evidence export`: into the case, for others up to a ceiling, as linked data; provenance on every way."""

import json
import shutil

import pytest
from tests.cli.evidence.sharing import classed, edit, joined, plain, run, run_json, texts

from corridor import cases
from corridor.io import read
from corridor.io.ledger import drift
from corridor.io.write import write
from corridor.ledger.store import Store

HIDDEN = ("witness", "D-3", "C-3", "C-4", "secret")
PRIVATE = ("quill", "anna")


def test_the_case_itself(capsys, tmp_path):
    """Without --out the files of the case follow the ledger; what it has not seen is not replaced unless asked."""
    case = joined(plain(tmp_path))
    with Store.open(case) as store, store.write("a") as batch:
        batch.add("sources", {"source": "radio", "name": "A radio"})
    code, out, _ = run(capsys, "export", case)
    assert (code, "sources.csv: 2 rows" in out, drift(case)) == (0, True, None)
    edit(case, "sources", "A radio", "The radio")
    code, _, err = run(capsys, "export", case)
    assert (code, "has not seen" in err) == (3, True)
    code, told = run_json(capsys, "export", case, "--overwrite")
    assert (code, told["rows"]["sources"], told["ceiling"]) == (0, 2, "internal")
    assert b"A radio" in texts(case / "evidence")["sources.csv"]


def test_above_the_ceiling_it_is_refused_with_the_count(capsys, tmp_path):
    """A copy for the public is refused with the number of rows above it by table, and nothing is written."""
    case, out = plain(tmp_path, classed()), tmp_path / "copy"
    code, _, err = run(capsys, "export", case, "--out", out)
    assert code == 3
    assert "5 rows are above public (1 of sources, 1 of documents, 2 of claims, 1 of claim_links)" in err
    assert "--leave-out" in err
    assert not any(word in err for word in HIDDEN[1:])
    assert not out.exists()


@pytest.mark.parametrize("form", ["csv", "jsonld"])
def test_what_is_above_the_ceiling_is_in_no_copy(capsys, tmp_path, form):
    """With --leave-out nothing above it, nothing that rests on it alone and no private name is in any file."""
    case, out = plain(tmp_path, classed()), tmp_path / "copy"
    code, told = run_json(capsys, "export", case, "--out", out, "--leave-out", "--format", form)
    assert (code, told["by_role"]) == (0, 1)
    assert told["left_out"] == {"sources": 1, "documents": 1, "claims": 2, "claim_links": 1}
    whole = b"\n".join(f.read_bytes() for f in ([out] if out.is_file() else out.iterdir())).decode()
    assert [w for w in (*HIDDEN, *PRIVATE) if w in whole.casefold()] == []
    assert "Trucks waited, as driver says." in whole
    assert "Mayor of Hill" in whole


def test_a_wider_ceiling_holds_more(capsys, tmp_path):
    """Partners get what is theirs, still without private names; internal holds all of it, names and all."""
    case = plain(tmp_path, classed())
    run(capsys, "export", case, "--out", tmp_path / "p", "--ceiling", "partner", "--leave-out")
    claims = (tmp_path / "p" / "claims.csv").read_text()
    assert ("C-4" in claims, "C-3" in claims, "Quill" in claims) == (True, False, False)
    run(capsys, "export", case, "--out", tmp_path / "i", "--ceiling", "internal")
    assert "Anna Quill" in (tmp_path / "i" / "claims.csv").read_text()


def test_a_copy_does_not_replace_anything_unasked(capsys, tmp_path):
    """Files that are there stay, the case is never its own copy, and a ceiling needs a copy."""
    case = plain(tmp_path)
    out, file = tmp_path / "copy", tmp_path / "l.jsonld"
    for arguments in (("--out", out), ("--out", file, "--format", "jsonld")):
        assert run(capsys, "export", case, *arguments)[0] == 0
        assert run(capsys, "export", case, *arguments)[0] in {2, 3}
        assert run(capsys, "export", case, *arguments, "--overwrite")[0] == 0
    assert run(capsys, "export", case, "--out", case / "evidence")[0] == 2
    assert run(capsys, "export", case, "--out", file)[0] == 2
    assert run(capsys, "export", case, "--ceiling", "public")[0] == 2
    assert run(capsys, "export", case)[0] == 3  # no ledger
    assert run(capsys, "export", "lachin")[0] == 2


def test_linked_data_on_stdout(capsys, tmp_path):
    """Without --out the document goes to stdout, the same bytes each time, and the messages to stderr."""
    case = plain(tmp_path)
    _, first, _ = run(capsys, "export", case, "--format", "jsonld")
    _, second, _ = run(capsys, "export", case, "--format", "jsonld")
    assert first == second
    assert len(json.loads(first)["@graph"]) == 6


# --------------------------------------------------------------------------------------- round trips


def _whole(folder):
    """The raw cells of every table of a case, blank columns left out."""
    found = {}
    for name, table in read(folder).sheets.items():
        rows = [dict(zip(table.columns, r.cells, strict=True)) for r in table.rows]
        found[name] = [{c: str(v) for c, v in row.items() if v != ""} for row in rows]
    return found


def test_provenance_is_the_same_after_import_into_a_new_case(capsys, tmp_path):
    """The founding case: its export, taken into a new case by import, is exported byte for byte the same."""
    first, second = tmp_path / "a", tmp_path / "b"
    shutil.copytree(cases.path("lachin"), first)
    shutil.copytree(cases.path("lachin"), second, ignore=shutil.ignore_patterns("evidence"))
    assert run(capsys, "import", first, "--yes")[0] == 0
    assert run(capsys, "export", first)[0] == 0
    copy, again = tmp_path / "copy", tmp_path / "again"
    assert run(capsys, "export", first, "--out", copy, "--ceiling", "internal")[0] == 0
    assert texts(copy) == texts(first / "evidence")
    assert run(capsys, "import", second, "--from", copy, "--yes")[0] == 0
    assert texts(second / "evidence") == texts(copy)
    assert run(capsys, "export", second, "--out", again, "--ceiling", "internal")[0] == 0
    assert texts(again) == texts(copy)
    with Store.open(first) as a, Store.open(second) as b:
        for table in a.cells():
            assert [(s.row, s.hash, s.version) for s in a.rows(table)] == [
                (s.row, s.hash, s.version) for s in b.rows(table)
            ]


def test_provenance_is_the_same_through_a_workbook(capsys, tmp_path):
    """Folder to workbook to folder: the ledger made of the last is exported byte for byte as that of the first."""
    first = tmp_path / "a"
    shutil.copytree(cases.path("lachin"), first)
    run(capsys, "import", first, "--yes")
    run(capsys, "export", first)
    book = write(read(first), tmp_path / "case.xlsx")
    second = write(read(book), tmp_path / "b")
    assert _whole(second) == _whole(first)
    run(capsys, "import", second, "--yes")
    run(capsys, "export", second)
    assert texts(second / "evidence") == texts(first / "evidence")
    out = tmp_path / "of_book"
    run(capsys, "export", book, "--out", out, "--ceiling", "internal")
    assert texts(out) == texts(first / "evidence")

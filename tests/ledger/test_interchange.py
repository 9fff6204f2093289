"""The ledger and its tables as CSV: the difference first, all or nothing, and the same bytes after every round trip."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from tests.ledger.ledgers import claim, first, ledgers
from tests.sizes import sized
from tests.unit.model.small_cases import with_claims

from corridor import cases
from corridor.errors import LedgerError, UsageError, Where
from corridor.io import read
from corridor.io.ledger import csv_texts, drift, export_csv, import_csv, plan_import, read_evidence
from corridor.io.write import write_folder
from corridor.ledger.cells import evidence
from corridor.ledger.errors import Conflict
from corridor.ledger.interchange import ImportRefused, carry_out
from corridor.ledger.store import Store
from corridor.model.build import build


def texts(folder: Path) -> dict[str, bytes]:
    """Every CSV file of the ledger in a case folder."""
    return {f.name: f.read_bytes() for f in sorted((folder / "evidence").glob("*.csv"))}


def everything(store: Store) -> tuple[object, object]:
    """All that must not move when nothing is written."""
    return store.cells(), store.log()


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """A case folder with evidence as CSV and no ledger."""
    return write_folder(with_claims().tables(), tmp_path / "case")


@pytest.fixture
def joined(case: Path) -> Path:
    """The case with a ledger that was made from its CSV files and exported."""
    with Store.create(case) as store:
        import_csv(store, case, "analyst")
        export_csv(store)
    return case


def edit(case: Path, table: str, change: Callable[[str], str]) -> None:
    """Change the text of a CSV file."""
    file = case / "evidence" / f"{table}.csv"
    file.write_text(change(file.read_text(encoding="utf-8")), encoding="utf-8")


# ------------------------------------------------------------------------------------------- import


def test_a_dry_run_writes_nothing_and_says_what_would_be(case: Path) -> None:
    """A plan lists what would be added with its file and row, and leaves the ledger alone."""
    with Store.create(case) as store:
        before = everything(store)
        plan = plan_import(store, case)
        assert everything(store) == before
        assert (len(plan.added), len(plan.changed), plan.unchanged, plan.refused) == (5, 0, 0, ())
        assert '+ claims "C-1" (evidence/claims.csv row 2)' in plan.text()
        assert plan.as_json()["added"][0] == {
            "table": "sources",
            "row": "paper",
            "where": "evidence/sources.csv row 2",
            "before": {"source": "", "name": ""},
            "after": {"source": "paper", "name": "paper"},
        }


def test_an_import_again_is_nothing(case: Path) -> None:
    """The second import finds everything unchanged and writes no entry."""
    with Store.create(case) as store:
        _, entries = import_csv(store, case, "analyst")
        assert len(entries) == 5
        assert {e.action for e in store.log()} == {"import"}
        assert {e.reason for e in store.log()} == {"import of case"}
        plan, entries = import_csv(store, case, "analyst")
        assert (plan.unchanged, plan.is_empty, entries) == (5, True, ())


def test_a_change_is_shown_and_logged_as_one(joined: Path) -> None:
    """A changed cell is a change of that cell, with the reason given; other rows stay as they were."""
    edit(joined, "documents", lambda t: t.replace("2023-02", "2023-03"))
    with Store.open(joined) as store:
        plan, entries = import_csv(store, joined, "editor", "the page gives the month")
        assert [str(d) for d in plan.changed] == [
            '~ documents "D-2" (evidence/documents.csv row 3): published: "2023-02" -> "2023-03"'
        ]
        entry = store.log(since=entries[0] - 1)[0]
        assert (entry.action, entry.after, entry.reason) == (
            "change",
            {"published": "2023-03"},
            "the page gives the month",
        )
        assert (plan.unchanged, len(entries)) == (4, 1)


def test_an_accepted_claim_is_changed_only_by_name(joined: Path) -> None:
    """An import that would change an accepted claim is refused with its cell, unless that claim is allowed by name."""
    edit(joined, "claims", lambda t: t.replace("Nine tonnes", "Ten tonnes").replace("Some flour", "No flour"))
    with Store.open(joined) as store:
        before = everything(store)
        with pytest.raises(ImportRefused) as error:
            import_csv(store, joined, "editor", allow=["C-2"])
        assert everything(store) == before
        told = str(error.value)
        assert 'evidence/claims.csv, cell J2: "C-1" is accepted, and proposition would change' in told
        assert "C-2" not in told
        _, entries = import_csv(store, joined, "editor", "counted again", allow=["C-1", "C-2"])
        assert [(e.action, e.reason) for e in store.log(since=entries[0] - 1)] == [
            ("change", "counted again")
        ] * 2


@pytest.mark.parametrize(
    ("table", "old", "new", "found"),
    [
        ("passages", ",0,11,", ",1,11,", 'start from "0" to "1"'),
        ("passages", "aa11", "bb22", 'hash from "aa11" to "bb22"'),
        ("documents", "cc33", "dd44", 'sha256 from "cc33" to "dd44"'),
    ],
)
def test_the_words_beneath_an_accepted_claim_stay(
    tmp_path: Path, table: str, old: str, new: str, found: str
) -> None:
    """A passage moved, or a document exchanged, under an accepted claim is refused unless that claim is allowed."""
    given = with_claims()
    given.add_document("D-9", "paper", published="2023-01-01", published_basis="stated", sha256="cc33")
    given.add("passages", passage="P-9", document="D-9", start=0, end=11, hash="aa11")
    given.add("claims", claim="C-9", passages="P-9", stance="asserted", proposition="It is so.")
    folder = write_folder(given.tables(), tmp_path / "case")
    with Store.create(folder) as store:
        import_csv(store, folder, "analyst")
        export_csv(store)
        edit(folder, table, lambda t: t.replace(old, new))
        before = everything(store)
        with pytest.raises(
            ImportRefused, match=f'"C-9", accepted, rests on it, and it would change: {found}'
        ):
            import_csv(store, folder, "editor")
        assert everything(store) == before
        assert import_csv(store, folder, "editor", "marked anew", allow=["C-9"])[1]


FAULTS: dict[str, tuple[str, Callable[[bytes], bytes], str]] = {
    "missing column": (
        "claims",
        lambda b: b.replace(b"stance", b"note_of", 1),
        'claims.csv: C107 the column "stance"',
    ),
    "unknown column": ("claims", lambda b: b.replace(b"hedge", b"hedges", 1), 'no column "hedges"'),
    "unknown id": ("claims", lambda b: b.replace(b"D-1", b"D-7"), 'C2: no row of documents is called "D-7"'),
    "encoding": ("documents", lambda b: b.replace(b"paper", b"p\xe9per", 1), "documents.csv row 2: C005"),
    "nul": ("documents", lambda b: b.replace(b"paper", b"p\0per", 1), "NUL byte"),
    "quotation mark": ("documents", lambda b: b + b'"open', "not valid CSV"),
    "choice": ("claims", lambda b: b.replace(b"asserted", b"shouted"), '"shouted" is not among the choices'),
    "blank": ("claims", lambda b: b.replace(b"Nine tonnes are in store.", b""), "the cell is blank"),
    "key twice": ("sources", lambda b: b + b.split(b"\n")[1] + b"\n", '"paper" stands already in row 2'),
    "nearly a table": (
        "documents",
        lambda b: b,
        'no table of the ledger is called "claim". Nearest: "claims"',
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_faulty_file_is_told_and_nothing_is_written(joined: Path, fault: str) -> None:
    """A fault in one file stops the whole import with file, row and column; the ledger stays byte for byte."""
    table, spoil, words = FAULTS[fault]
    file = joined / "evidence" / f"{table}.csv"
    file.write_bytes(spoil(file.read_bytes()))
    if fault == "nearly a table":
        file.with_name("claim.csv").write_text("claim\nC-9\n")
    with Store.open(joined) as store:
        before = everything(store)
        with pytest.raises(ImportRefused) as error:
            import_csv(store, joined, "editor", allow=["C-1"])
        assert words in str(error.value)
        assert "evidence/" in str(error.value)
        assert everything(store) == before


def test_a_number_that_no_ledger_holds(joined: Path) -> None:
    """A number that a case may read and a ledger cannot hold exactly is refused with its cell."""
    text = "document,source,bytes\nD-1,paper,1e20\n"
    (joined / "evidence" / "documents.csv").write_text(text)
    with Store.open(joined) as store:
        found = [str(r) for r in plan_import(store, joined).refused]
        assert any("cell C2: C220 bytes" in line for line in found)


def test_files_as_people_save_them(joined: Path) -> None:
    """Semicolons, a byte order mark, columns in another order or left out: the same rows are unchanged."""
    text = "\ufeffname;source\r\npaper;paper\r\n"
    (joined / "evidence" / "sources.csv").write_text(text, encoding="utf-8", newline="")
    with Store.open(joined) as store:
        plan = plan_import(store, joined / "evidence")
        assert (plan.is_empty, plan.unchanged) == (True, 5)
        with pytest.raises(UsageError):
            plan_import(store, joined / "nowhere")


def test_what_only_the_ledger_has_stays_unless_asked(joined: Path) -> None:
    """A row that is missing from a file is listed and stays; asked for, it is retracted, but no accepted claim is."""
    with Store.open(joined) as store:
        with store.write("a") as batch:
            batch.add("claims", claim(9, status="proposed"))
            batch.add("sources", {"source": "radio", "name": "A radio"})
        edit(joined, "claims", lambda t: "\n".join(t.split("\n")[:2]) + "\n")
        plan, entries = import_csv(store, joined, "editor")
        assert {(s.table, s.row) for s in plan.absent} == {
            ("claims", "C-2"),
            ("claims", "C-9"),
            ("sources", "radio"),
        }
        assert entries == ()
        import_csv(store, joined, "editor", "left out on purpose", retract_absent=True)
        assert store.get("sources", "radio") is None
        assert {s.row: s["status"] for s in store.rows("claims")} == {
            "C-1": "accepted",
            "C-2": "accepted",
            "C-9": "retracted",
        }
        assert store.verify() == ()


def test_a_plan_that_was_overtaken_is_a_conflict(joined: Path) -> None:
    """When a row moves between the plan and its carrying out, nothing is imported and both versions are shown."""
    edit(joined, "documents", lambda t: t.replace("2023-02", "2023-03"))
    with Store.open(joined) as store:
        plan = plan_import(store, joined)
        seen = store.get("documents", "D-2")
        assert seen is not None
        with store.write("other") as batch:
            batch.change(seen, {"published": "2023-04"})
        with pytest.raises(Conflict, match='seen "2023-02", now "2023-04"'):
            carry_out(store, plan, "editor", "month")


def test_a_reason_is_made_up_of_the_folder(joined: Path) -> None:
    """An import without a reason says which folder it came from."""
    edit(joined, "documents", lambda t: t.replace("2023-02", "2023-03"))
    with Store.open(joined) as store:
        import_csv(store, joined, "editor")
        assert store.log()[-1].reason == "import of case"


# ------------------------------------------------------------------------------------------- export


@settings(max_examples=sized(8))
@given(made=ledgers())
def test_round_trips_keep_every_byte(tmp_path_factory: pytest.TempPathFactory, made: list) -> None:
    """Ledger to CSV to ledger to CSV: the same bytes, cells, hashes and records, in whatever order rows were added."""
    tmp = tmp_path_factory.mktemp("trip")
    for name in ("a", "b", "c"):
        (tmp / name).mkdir()
    mixed = Random(1).sample(made, len(made))  # noqa: S311
    with Store.create(tmp / "a") as one, Store.create(tmp / "b") as two, Store.create(tmp / "c") as three:
        for store, rows in ((one, made), (three, mixed)):
            with store.write("test") as batch:
                for name, row in rows:
                    batch.add(name, row)
        export_csv(one)
        import_csv(two, tmp / "a", "test")
        export_csv(two)
        export_csv(three)
        assert texts(tmp / "a") == texts(tmp / "b") == texts(tmp / "c")
        for name in evidence():
            assert one.records(name) == two.records(name)
            assert [(s.hash, s.version) for s in one.rows(name)] == [
                (s.hash, s.version) for s in two.rows(name)
            ]
        assert plan_import(one, tmp / "b").is_empty
        assert drift(tmp / "a") is None


def test_the_founding_case_goes_in_and_out(tmp_path: Path) -> None:
    """Every record that a run reads of the founding case is in the ledger made from it, and in its export."""
    case = tmp_path / "lachin"
    shutil.copytree(cases.path("lachin"), case)
    before = build(read(case))
    with Store.create(case) as store:
        plan, _ = import_csv(store, case, "test")
        assert plan.refused == ()
        export_csv(store)
        again = build(read(case))
        for name in evidence():
            wanted = {
                repr(replace(r, where=Where("")))
                for r in getattr(before, name)
                if r.where.row or name != "supports"
            }
            read_again = {repr(replace(r, where=Where(""))) for r in getattr(again, name)}
            assert read_again >= wanted if name == "supports" else read_again == wanted
            if name != "supports":
                assert {repr(replace(r, where=Where(""))) for r in store.records(name)} == wanted
        first_export = texts(case)
        export_csv(store)
        assert texts(case) == first_export
        assert store.verify() == ()


def test_the_form_of_the_files(tmp_path: Path) -> None:
    """Every column of the schema, rows by key, defaults blank, the status always there, formulas disarmed."""
    with first(tmp_path, claims=2) as store:
        with store.write("a") as batch:
            batch.add("claims", claim(10, proposition="=1+1", quantity=(1, 2, 3), status="proposed"))
        found = csv_texts(store)
        assert set(found) == {"sources", "documents", "passages", "actors", "claims"}
        lines = found["claims"].split("\n")
        assert lines[0] == ",".join(evidence()["claims"].columns)
        assert [line.split(",")[0] for line in lines[1:-1]] == ["C-1", "C-10", "C-2"]
        assert ",'=1+1," in lines[2]
        assert ",1,2,3," in lines[2]
        assert all(",proposed," in line for line in lines[1:-1])
        assert found["sources"].split("\n")[1] == "paper,A paper,media,,,,,"


def test_an_export_does_not_lose_what_it_has_not_seen(joined: Path) -> None:
    """Files that were edited since are not replaced, nor is another folder's; asked for, they are."""
    edit(joined, "claims", lambda t: t.replace("Nine", "Ten"))
    before = texts(joined)
    with Store.open(joined) as store:
        with pytest.raises(LedgerError, match=r"has(?s:.*)not seen(?s:.*)claims\.csv|not seen"):
            export_csv(store)
        assert texts(joined) == before
        other = joined / "elsewhere"
        export_csv(store, other)
        with pytest.raises(LedgerError, match="are there already"):
            export_csv(store, other)
        export_csv(store, other, overwrite=True)
        export_csv(store, overwrite=True)
        assert b"Nine" in texts(joined)["claims.csv"]
        assert drift(joined) is None


def test_a_row_that_cannot_be_read_back_is_not_exported(tmp_path: Path) -> None:
    """Where a CSV file would be read otherwise than it was meant, no file is touched, and the row is named."""
    with first(tmp_path) as store:
        export_csv(store)
        before = texts(tmp_path)
        with store.write("a") as batch:
            batch.add("sources", {"source": "#loc", "name": "#name"})
        with pytest.raises(LedgerError, match="cannot hold"):
            export_csv(store)
        assert texts(tmp_path) == before
        assert [f.name for f in (tmp_path / "evidence").iterdir() if f.name.startswith(".")] == []


def test_a_table_without_rows_has_no_file(joined: Path) -> None:
    """When the last row of a table goes, so does its file."""
    with Store.open(joined) as store:
        with store.write("a") as batch:
            batch.add("actors", {"actor": "x", "name": "X"})
        export_csv(store)
        assert "actors.csv" in texts(joined)
        actor = store.get("actors", "x")
        assert actor is not None
        with store.write("a", "no actor") as batch:
            batch.retract(actor)
        export_csv(store)
        assert "actors.csv" not in texts(joined)
        assert drift(joined) is None


# ----------------------------------------------------------------------------------------- agreement


def codes(case: Path) -> list[str]:
    """Codes of the problems that stop a run of the case."""
    return [p.code for p in read(case).problems if not p.warning]


def test_a_case_without_ledger_is_read_as_ever(case: Path) -> None:
    """Without a ledger nothing is compared, and nothing of a database is even imported."""
    assert codes(case) == []
    assert drift(case) is None
    code = (
        "import sys; from corridor.io import read; read(sys.argv[1]); sys.exit('sqlalchemy' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code, case], check=True)


def test_which_side_moved_is_said(joined: Path) -> None:
    """Moved files, a moved ledger, and both are told apart by table; reading the case stops until they agree."""
    assert codes(joined) == []
    with Store.open(joined) as store, store.write("anna") as batch:
        batch.add("sources", {"source": "radio", "name": "A radio"})
    found = drift(joined)
    assert found is not None
    assert (found.ledger_newer, found.files_newer, found.both) == (("sources",), (), ())
    assert "anna" in found.found
    assert "export" in found.fix
    edit(joined, "claims", lambda t: t.replace("Some", "Much"))
    edit(joined, "sources", lambda t: t.replace("paper,paper", "paper,The paper"))
    found = drift(joined)
    assert found is not None
    assert (found.ledger_newer, found.files_newer, found.both) == ((), ("claims",), ("sources",))
    assert "import" in found.fix
    assert codes(joined) == ["C920"]
    with Store.open(joined) as store:
        import_csv(store, joined, "anna", "both were right", allow=["C-2"])
        export_csv(store)
        assert b"A radio" in texts(joined)["sources.csv"]
    assert drift(joined) is None
    assert codes(joined) == []


def test_the_same_rows_in_another_form_agree(joined: Path) -> None:
    """Files that were saved in another order or form and hold the same rows are no difference."""
    edit(joined, "documents", lambda t: "\n".join([t.split("\n")[0], *reversed(t.split("\n")[1:-1])]) + "\n")
    assert drift(joined) is None


def test_an_export_that_was_cut_short_is_told(joined: Path) -> None:
    """Some files of the new state and some of the old: only the old ones are told, as older than the ledger."""
    old = texts(joined)
    with Store.open(joined) as store:
        with store.write("a") as batch:
            batch.add("sources", {"source": "radio", "name": "A radio"})
            batch.add("documents", {"document": "D-9", "source": "radio"})
        note = store.note("seen")
        export_csv(store)
        store.set_note("seen", note)
    (joined / "evidence" / "documents.csv").write_bytes(old["documents.csv"])
    found = drift(joined)
    assert found is not None
    assert (found.ledger_newer, found.files_newer, found.both) == (("documents",), (), ())


def test_reading_a_folder_alone(joined: Path) -> None:
    """Rows come with the file, row and cell where they stand."""
    given = read_evidence(joined)
    assert given.problems == ()
    assert [i.row for i in given.rows if i.table == "claims"] == ["C-1", "C-2"]
    assert str(next(i for i in given.rows if i.row == "C-2").at("stance")) == "evidence/claims.csv, cell H3"

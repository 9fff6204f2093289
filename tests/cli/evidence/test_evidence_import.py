"""`corridor evidence import`: the difference first, all or nothing, once; accepted claims by name and reason."""

import shutil

import pytest
from tests.cli.evidence.sharing import edit, everything, joined, plain, run, run_json, texts
from tests.unit.model.small_cases import with_claims

from corridor.errors import LedgerError
from corridor.io.ledger import drift, import_csv, plan_import
from corridor.ledger.store import Store, ledger_file


def test_without_a_terminal_it_is_a_dry_run_and_says_so(capsys, tmp_path):
    """Where nobody can be asked, the difference is shown, no ledger is made, and the way to do it is told."""
    case = plain(tmp_path)
    code, out, err = run(capsys, "import", case)
    assert code == 0
    assert "5 to add, 0 to change" in out
    assert '+ claims "C-1" (evidence/claims.csv row 2)' in out
    assert "A dry run: nothing was written. With --yes it is." in err
    assert not ledger_file(case).exists()


def test_yes_makes_the_ledger_and_a_second_time_there_is_nothing_to_do(capsys, tmp_path):
    """--yes takes all of it in, as the person named; a second time there is nothing to do and no entry is written."""
    case = plain(tmp_path)
    code, _, err = run(capsys, "import", case, "--yes", "--who", "Ana", "--reason", "first look")
    assert (code, "Imported: 5 entries" in err) == (0, True)
    before = everything(case)
    assert {(e.who, e.reason) for e in before[1]} == {("Ana", "first look")}
    code, _, err = run(capsys, "import", case, "--yes")
    assert (code, "Nothing to do" in err) == (0, True)
    assert everything(case) == before
    assert drift(case) is None


@pytest.mark.parametrize(("answer", "entries"), [("y\n", 5), ("n\n", 0), ("", 0)])
def test_at_a_terminal_it_asks(capsys, tmp_path, monkeypatch, answer, entries):
    """A yes takes it in; a no, or the end of the input, writes nothing and makes no ledger."""
    import io  # noqa: PLC0415

    case = plain(tmp_path)
    stdin = io.StringIO(answer)
    stdin.isatty = lambda: True
    monkeypatch.setattr("sys.stdin", stdin)
    code, _, err = run(capsys, "import", case)
    assert code == 0
    assert "Take this into the ledger of case?" in err
    assert ledger_file(case).is_file() is bool(entries)
    assert ("Nothing was written." in err) is not bool(entries)


def test_an_accepted_claim_changes_only_by_name_and_with_a_reason(capsys, tmp_path):
    """Without --allow it is refused with its cell, without --reason it is wrong use, with both it is done."""
    case = joined(plain(tmp_path))
    before = everything(case)
    edit(case, "claims", "Nine tonnes", "Ten tonnes")
    code, out, err = run(capsys, "import", case, "--yes")
    assert code == 3
    assert 'cell J2: "C-1" is accepted, and proposition would change' in out
    assert "Nothing was imported" in err
    code, _, err = run(capsys, "import", case, "--yes", "--allow", "C-1")
    assert (code, "give --reason" in err) == (2, True)
    code, _, err = run(capsys, "import", case, "--yes", "--allow", "C-9")
    assert (code, 'no claim "C-9"' in err) == (2, True)
    assert everything(case) == before
    code, _, _ = run(capsys, "import", case, "--yes", "--allow", "C-1", "--reason", "counted again")
    assert code == 0
    assert everything(case)[1][-1].reason == "counted again"


def test_a_grave_claim_is_not_accepted_by_way_of_a_file(capsys, tmp_path):
    """It is refused with its cell, until a second person graded it, here or in the files, or it is allowed by name."""
    case = with_claims()
    law = {"documents": "D-1", "stance": "accused", "status": "proposed", "proposed_by": "ana"}
    for claim in ("C-7", "C-8", "C-9"):
        case.add("claims", claim=claim, proposition=f"The closure is illegal, {claim}.", **law)
    folder = joined(plain(tmp_path, case))
    edit(folder, "claims", "proposed,ana", "accepted,ana")
    code, told = run_json(capsys, "import", folder, "--yes", "--who", "ana")
    assert (code, len(told["refused"])) == (3, 3)
    assert 'it speaks of law ("illegal"): nobody but ana has read it' in told["refused"][0]["found"]
    grades = "claim,credibility,grounds,by_whom,when\nC-7,4,one paper,bo,2026-01-01\nC-8,4,one paper,ana,2026-01-01\n"
    (folder / "evidence" / "assessments.csv").write_text(grades, encoding="utf-8")
    code, told = run_json(
        capsys, "import", folder, "--yes", "--who", "ana", "--allow", "C-9", "--reason", "x"
    )
    assert (code, [r["found"][:5] for r in told["refused"]]) == (3, ['"C-8"'])
    code, _, _ = run(capsys, "import", folder, "--yes", "--who", "cy")
    assert code == 0


def test_a_folder_without_tables_is_wrong_use(capsys, tmp_path):
    """It is said that nothing of the ledger is there, not that all of it is known."""
    case = joined(plain(tmp_path))
    (tmp_path / "nothing").mkdir()
    code, _, err = run(capsys, "import", case, "--from", tmp_path / "nothing")
    assert (code, "holds no CSV file of the ledger" in err) == (2, True)


def test_a_faulty_file_stops_all_of_it(capsys, tmp_path):
    """One unknown id, and nothing of the other files is taken in either; no ledger is left behind."""
    case = plain(tmp_path)
    edit(case, "claims", "D-1", "D-7")
    code, told = run_json(capsys, "import", case, "--yes")
    assert (code, told["done"], told["entries"]) == (3, False, [])
    assert 'no row of documents is called "D-7"' in told["refused"][0]["found"]
    assert not ledger_file(case).exists()


def test_what_only_the_ledger_has(capsys, tmp_path):
    """It stays and is told; with --retract-absent what is not an accepted claim goes, and the files follow."""
    case = joined(plain(tmp_path))
    with Store.open(case) as store, store.write("a") as batch:
        batch.add("sources", {"source": "radio", "name": "A radio"})
    code, out, err = run(capsys, "import", case, "--yes")
    assert (code, '. sources "radio" is only in the ledger, and stays' in out) == (0, True)
    assert "Nothing to do" in err
    code, out, _ = run(capsys, "import", case, "--yes", "--retract-absent", "--reason", "a slip")
    assert (code, '- sources "radio" is only in the ledger, and is retracted' in out) == (0, True)
    with Store.open(case) as store:
        assert store.get("sources", "radio") is None
    assert drift(case) is None


def test_from_another_folder_the_files_of_the_case_follow(capsys, tmp_path):
    """What comes from elsewhere is in the ledger and in the CSV files; --no-export leaves the files and says so."""
    other = plain(tmp_path / "other")
    edit(other, "sources", "paper,paper", "paper,The paper")
    case = joined(plain(tmp_path))
    kept = texts(case / "evidence")
    code, _, err = run(capsys, "import", case, "--from", other, "--yes", "--no-export")
    assert (code, "corridor evidence export" in err, texts(case / "evidence") == kept) == (0, True, True)
    run(capsys, "export", case)
    edit(other, "sources", "The paper", "Our paper")
    code, _, _ = run(capsys, "import", case, "--from", other / "evidence", "--yes")
    assert code == 0
    assert b"Our paper" in texts(case / "evidence")["sources.csv"]
    assert drift(case) is None


def test_files_of_its_own_come_first(capsys, tmp_path):
    """A case with CSV files and no ledger is not overlaid from elsewhere: its own are to be imported first."""
    other, case = plain(tmp_path / "other"), plain(tmp_path)
    code, _, err = run(capsys, "import", case, "--from", other, "--yes")
    assert (code, "Import those first, without --from" in err) == (3, True)
    assert not ledger_file(case).exists()


def test_wrong_use(capsys, tmp_path):
    """--dry-run with --yes, a shipped case, a folder that is not there: told in one message, exit 2."""
    case = plain(tmp_path)
    for arguments in (
        (case, "--dry-run", "--yes"),
        ("lachin", "--yes"),
        (case, "--from", tmp_path / "nowhere"),
    ):
        code, _, err = run(capsys, "import", *arguments)
        assert code == 2
        assert "Traceback" not in err


def test_what_was_shown_is_what_is_done(tmp_path):
    """An import that a person agreed to is not carried out if the files have changed in between."""
    case = plain(tmp_path)
    with Store.create(case) as store:
        shown = plan_import(store, case)
        edit(case, "claims", "Nine", "Ten")
        with pytest.raises(LedgerError, match="changed since"):
            import_csv(store, case, "a", shown=shown)
        assert store.head() is None


def test_a_ledger_made_for_an_import_that_fails_goes_again(capsys, tmp_path, monkeypatch):
    """Where writing fails after the ledger was made, no ledger is left: nothing is half done."""
    case = plain(tmp_path)

    def fail(*_, **__):
        raise LedgerError("no room")

    monkeypatch.setattr("corridor.io.ledger.carry_out", fail)
    code, _, err = run(capsys, "import", case, "--yes")
    assert (code, "no room" in err) == (3, True)
    assert not list((case / "evidence").glob("ledger.db*"))


def test_control_characters_of_a_file_do_not_reach_the_terminal(capsys, tmp_path):
    """Text of a file that would move the cursor is shown as text."""
    case = plain(tmp_path)
    shutil.copytree(case, tmp_path / "b")
    edit(case, "sources", "paper,paper", "paper,\u202epaper")
    _, out, _ = run(capsys, "import", case)
    assert "\u202e" not in out

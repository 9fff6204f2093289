"""`corridor evidence erase`: shown first, then for good; what stays and what is out of reach is told."""

import pytest
from tests.ledger.erasable import still_there

from corridor.io.erasing import UNFINISHED
from corridor.ledger.store import Store

SAID = ["Nine tonnes of flour", "Hill Post", "mayor", "K1", "D1"]


@pytest.fixture
def kept(desk):
    """The desk with two claims on its document, one accepted, and a number of the case that names it."""
    desk.nine("K1")
    desk.nine("K2", "--hedge", "perhaps", "--yes")
    desk.ok("accept", "K1", "--who", "ana")
    stocks = desk.case / "stocks.csv"
    head, row, *rest = stocks.read_text(encoding="utf-8").splitlines()
    stocks.write_text("\n".join([f"{head},claims", f"{row},K1", *rest]) + "\n", encoding="utf-8")
    return desk


def test_a_dry_run_shows_all_and_writes_nothing(kept):
    """Away from a terminal, without --yes: rows, entries and the number that names the claim are told; nothing goes."""
    before = sorted(p.read_bytes() for p in kept.case.rglob("*.*") if p.is_file())
    told = kept.json("erase", "post")
    assert told["done"] is False
    assert told["entry"] is None
    assert told["rows"] | {"passages": []} == {
        "sources": ["post"], "documents": ["D1"], "passages": [], "claims": ["K1", "K2"]
    }  # fmt: skip
    assert told["entries"] == 1 + 1 + len(told["rows"]["passages"]) + 3  # K1 was added and accepted
    assert told["rows_of_the_case_that_name_it"] == ['stocks.csv row 2, claims: "K1"']
    code, out, err = kept.run("erase", "post")
    assert (code, 'claims "K1"' in out, "A dry run" in err) == (0, True, True)
    assert sorted(p.read_bytes() for p in kept.case.rglob("*.*") if p.is_file()) == before


def test_a_source_goes_with_its_document_and_its_claims(kept):
    """With --yes: no word of them in any file of the case but the number's row, the copy is deleted, all verifies."""
    (kept.case / "stocks.csv").write_text(
        (kept.case / "stocks.csv").read_text(encoding="utf-8").replace(",K1", ","), encoding="utf-8"
    )
    code, _, err = kept.run("erase", "post", "--reason", "on request", "--who", "analyst 1", "--yes")
    assert code == 0
    assert "Deleted: documents/" in err
    assert "Not reached" in err
    assert still_there(kept.case, SAID) == []
    assert "erase log erase: on request" in kept.ok("log")
    assert "sources 1" in kept.ok("log")
    assert kept.json("verify")["stands"] is True
    assert kept.json("list", "claims")["rows"] == []
    assert kept.run("show", "K1")[0] == 2
    kept.ok("add", "source", "--id", "post", "--name", "Another paper")


def test_a_claim_goes_and_its_document_stays(kept):
    """One claim alone: the other and the document stay, and the file that repeats its words is named."""
    (kept.case / "notes.txt").write_text(
        "Told by phone: Nine tonnes of flour are in store.", encoding="utf-8"
    )
    (kept.case / "plan.json").write_text('{"said": "Nine tonnes of flour are in store."}', encoding="utf-16")
    with Store.open(kept.case) as store:
        seen = store.get("claims", "K2")
        with store.write("ana") as batch:
            batch.change(seen, {"proposition": "Some flour is left."})
    kept.ok("export")
    told = kept.json("erase", "K1", "--reason", "on request", "--yes")
    assert told["rows"] == {"claims": ["K1"]}
    assert told["rows_of_the_case_that_name_it"] == ['stocks.csv row 2, claims: "K1"']
    assert {"notes.txt", "plan.json"} <= set(told["files_that_repeat_it"])
    assert [r["row"] for r in kept.json("list", "claims")["rows"]] == ["K2"]
    assert len(list((kept.case / "documents").iterdir())) == 1


@pytest.mark.parametrize(("typed", "left"), [("no\n", 2), ("yes\n", 1)])
def test_at_a_terminal_it_asks(kept, typed, left):
    """Only a yes erases; before it, everything that would go is shown."""
    code, out, _ = kept.run("erase", "K1", "--reason", "on request", typed=typed, terminal=True)
    assert (code, "To be erased: 1 claim." in out) == (0, True)
    assert len(kept.json("list", "claims")["rows"]) == left


def test_what_was_taken_out_before_can_be_erased(kept):
    """A row that left its table stands in the log; it is found there, and goes."""
    with Store.open(kept.case) as store:
        with store.write("ana", "by mistake") as batch:
            batch.add("actors", {"actor": "lind", "name": "Mara Lind", "person": "private"})
        with store.write("ana", "not to be named") as batch:
            batch.retract(store.get("actors", "lind"))
    kept.ok("export")
    assert still_there(kept.case, ["Mara Lind"])
    assert kept.json("erase", "lind", "--reason", "private", "--yes")["entries"] == 2
    assert still_there(kept.case, ["Mara Lind", "lind"]) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["K9"], 'no row is called "K9", now or in the log'),
        (["K1", "--yes"], "needs a reason"),
        (["K1", "--yes", "--dry-run"], "Give one of the two"),
        (["K1", "--yes", "--reason", "as K 1 asked"], "names what goes"),
        (["twice"], "stands in several tables: sources, actors. Say which with --table."),
        ([], "No erasure waits to be finished"),
    ],
)
def test_what_is_refused(kept, words, said):
    """One message each, and nothing is erased."""
    kept.ok("add", "source", "--id", "twice", "--name", "Two")
    kept.ok("add", "actor", "--id", "twice", "--name", "Two")
    code, _, err = kept.run("erase", *words)
    assert code in {2, 3}
    assert said in err
    assert len(kept.json("list", "claims")["rows"]) == 2


def test_one_that_was_cut_short_is_told_and_finished(kept):
    """After the rows are gone and before the copies are: `verify` says so, and `erase` without names ends it."""
    with Store.open(kept.case) as store:
        store.erase({("claims", "K1")}, "ana", "on request", note=UNFINISHED)
    code, out, _ = kept.run("verify")
    assert (code, "an erasure was cut short" in out) == (3, True)
    assert still_there(kept.case / "evidence", ["K1"])
    kept.ok("erase")
    assert still_there(kept.case / "evidence", ["K1"]) == []
    assert kept.json("verify")["stands"] is True


def test_the_history_of_git_is_told(kept):
    """Where the case lies in a repository, its history is named as out of reach."""
    (kept.case.parent / ".git").mkdir()
    _, _, err = kept.run("erase", "K1", "--reason", "on request", "--yes")
    assert "the history that git keeps in" in err

"""Batches: all or nothing, the same again is nothing, what moved is a conflict, and each step leaves its entry."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest
from sqlalchemy import Connection
from tests.ledger.ledgers import Clock, claim, first

from corridor.errors import LedgerError
from corridor.ledger.errors import Conflict, InUse, NoLedger, NotAllowed, RowError, UnknownId
from corridor.ledger.store import Store, Stored, discard_empty, ledger_file, migrate, sqlite


def got(store: Store, table: str, key: str) -> Stored:
    """A row that is there."""
    found = store.get(table, key)
    assert found is not None
    return found


def test_an_exception_in_the_block_writes_nothing(store: Store) -> None:
    """A block that fails leaves tables and log as they were."""
    before = store.cells(), store.log()
    with pytest.raises(ZeroDivisionError), store.write("a") as batch:  # noqa: PT012
        batch.add("claims", claim(9))
        1 / 0  # noqa: B018
    assert (store.cells(), store.log()) == before


@pytest.mark.parametrize("bad", ["row", "id", "conflict"])
def test_one_bad_step_writes_nothing(store: Store, bad: str) -> None:
    """A batch with one step that is refused leaves tables and log as they were, its good steps included."""
    before = store.cells(), store.log()
    wrong = {
        "row": claim(8, stance="?"),
        "id": claim(8, documents="D-99"),
        "conflict": claim(1, polarity="-"),
    }[bad]
    with pytest.raises(LedgerError), store.write("a") as batch:  # noqa: PT012
        batch.add("claims", claim(9))
        batch.add("claims", wrong)
    assert (store.cells(), store.log()) == before


def test_rows_of_a_batch_may_stand_in_any_order(tmp_path: Path) -> None:
    """A claim may be added before the document that it names, if both are in one batch."""
    with Store.create(tmp_path) as store:
        with store.write("a") as batch:
            batch.add("claims", claim(1))
            batch.add("documents", {"document": "D-1", "source": "paper"})
            batch.add("sources", {"source": "paper", "name": "P"})
        assert store.verify() == ()
        assert batch.entries == (1, 2, 3)


def test_the_same_content_again_is_nothing(store: Store) -> None:
    """Adding what is there writes no entry, whatever status the claim has by now, with or without its label."""
    with store.write("b") as batch:
        batch.accept(got(store, "claims", "C-1"))
    before = store.log()
    with store.write("b") as batch:
        batch.add("claims", claim(1, status="proposed"))
        bare = {c: v for c, v in claim(1).items() if c != "claim"}
        assert batch.add("claims", bare) == "C-1"
        assert batch.propose({**bare, "proposed_by": "rule 3"}) == "C-1"
        batch.add("sources", {"source": "paper", "name": "A paper", "kind": "media", "note": ""})
    assert batch.entries == ()
    assert store.log() == before
    assert got(store, "claims", "C-1").cells["status"] == "accepted"


def test_ids_are_made_of_content(store: Store, tmp_path: Path) -> None:
    """A row without an id gets one that is the same wherever it is made, twice in a batch too; ids can be injected."""
    bare = {"documents": "D-1", "stance": "denied", "proposition": "It rained."}
    with store.write("a") as batch:
        one, two = batch.add("claims", bare), batch.add("claims", bare)
    assert one == two
    assert one.startswith("C-")
    assert len(batch.entries) == 1
    (tmp_path / "other").mkdir()
    with first(tmp_path / "other") as other, other.write("a") as batch:
        assert batch.add("claims", bare) == one
    with Store.open(tmp_path, ids=lambda table, _: f"{table}-next") as own, own.write("a") as batch:
        assert batch.add("sources", {"name": "Radio"}) == "sources-next"


def test_a_key_with_other_content_is_a_conflict_that_shows_both(store: Store) -> None:
    """Adding a key that is there with other content names what differs, and who wrote what is there."""
    with pytest.raises(Conflict, match="is there already") as error, store.write("b") as batch:
        batch.add("claims", claim(1, proposition="Truck 1 was stopped."))
    assert 'new "Truck 1 was stopped.", now "Truck 1 passed."' in str(error.value)
    assert "last by analyst on 2026-01-01T12:00:00.000000Z" in str(error.value)


def test_a_change_of_what_moved_is_a_conflict_that_shows_both(store: Store) -> None:
    """A change that rests on an older version is refused, and the message has both versions."""
    seen = got(store, "claims", "C-1")
    with store.write("first") as batch:
        batch.change(seen, {"place": "Hill"})
    with pytest.raises(Conflict, match="not as it was seen") as error, store.write("second") as batch:
        batch.change(seen, {"place": "Gate"})
    assert error.value.seen == seen.cells
    assert error.value.found == {**seen.cells, "place": "Hill"}
    assert 'place: seen "", now "Hill"' in str(error.value)
    assert "first on" in str(error.value)
    assert got(store, "claims", "C-1").cells["place"] == "Hill"


def test_accepting_what_moved_is_a_conflict(store: Store) -> None:
    """Who accepts a claim accepts what was seen, not what somebody made of it meanwhile."""
    seen = got(store, "claims", "C-1")
    with store.write("a") as batch:
        batch.change(seen, {"quantity": 5})
    with pytest.raises(Conflict), store.write("b") as batch:
        batch.accept(seen)
    assert got(store, "claims", "C-1").cells["status"] == "proposed"


def test_the_same_change_by_two_is_no_conflict(store: Store) -> None:
    """Two people who want the same from the same version both get it, and the log has it once."""
    seen = got(store, "claims", "C-1")
    for who in ("a", "b"):
        with store.write(who) as batch:
            batch.change(seen, {"place": "Hill"})
    assert [e.who for e in store.log("claims", "C-1")] == ["analyst", "a"]


def test_several_changes_of_a_row_in_one_batch(store: Store) -> None:
    """Steps of one batch build on each other, an entry each."""
    seen = got(store, "claims", "C-1")
    with store.write("a") as batch:
        batch.change(seen, {"quantity": (1, 2, 3), "unit": "truck"})
        batch.change(seen, {"place": "Hill"})
        batch.accept(seen)
    now = got(store, "claims", "C-1")
    assert (now["quantity"].low, now["place"], now["status"]) == (1, "Hill", "accepted")
    assert [e.action for e in store.log("claims", "C-1")] == ["add", "change", "change", "accept"]
    with store.write("a", "one number is enough") as batch:
        batch.change(now, {"quantity": 2, "place": None})
    assert {"quantity", "unit"} <= set(got(store, "claims", "C-1").cells)
    assert not {"quantity_low", "quantity_high", "place"} & set(got(store, "claims", "C-1").cells)


def test_an_entry_says_who_what_when_and_why(store: Store, clock: Clock) -> None:
    """The entry of a change holds the cells before and after and nothing else; a step's own reason comes first."""
    clock.forward(hours=1)
    with store.write("editor", "general reason") as batch:
        batch.change(got(store, "claims", "C-1"), {"place": "Hill"}, reason="own reason")
        batch.accept(got(store, "claims", "C-2"))
    change, accept = store.log()[-2:]
    assert (change.who, change.action, change.table, change.row) == ("editor", "change", "claims", "C-1")
    assert (change.before, change.after, change.reason) == ({"place": ""}, {"place": "Hill"}, "own reason")
    assert (accept.before, accept.after, accept.reason) == (
        {"status": "proposed"},
        {"status": "accepted"},
        "general reason",
    )
    assert change.when == accept.when == "2026-01-01T13:00:00.000000Z"


STEPS = ("accept", "reject", "retract")
ALLOWED = {
    ("proposed", "accept"): "accepted",
    ("proposed", "reject"): "rejected",
    ("proposed", "retract"): "retracted",
    ("accepted", "accept"): "accepted",
    ("accepted", "retract"): "retracted",
    ("rejected", "accept"): "accepted",
    ("rejected", "reject"): "rejected",
    ("retracted", "accept"): "accepted",
    ("retracted", "retract"): "retracted",
}


@pytest.mark.parametrize("status", ["proposed", "accepted", "rejected", "retracted"])
@pytest.mark.parametrize("step", STEPS)
def test_a_status_moves_as_allowed(store: Store, status: str, step: str) -> None:
    """From each status, each step leads where the rules say, or is refused; with a reason given."""
    with store.write("a") as batch:
        batch.add("claims", claim(7, status=status))
    seen = got(store, "claims", "C-7")
    wanted = ALLOWED.get((status, step))
    if wanted is None:
        with pytest.raises(NotAllowed), store.write("a", "why") as batch:
            getattr(batch, step)(seen)
    else:
        with store.write("a", "why") as batch:
            getattr(batch, step)(seen)
        assert got(store, "claims", "C-7").cells["status"] == wanted
        assert len(batch.entries) == (status != wanted)


def test_steps_that_need_a_reason(store: Store) -> None:
    """Rejecting, retracting, accepting what was rejected and changing what is accepted need a reason."""
    with store.write("a") as batch:
        batch.accept(got(store, "claims", "C-1"))
    with store.write("a", "typed twice") as batch:
        batch.reject(got(store, "claims", "C-2"))
    for step in (
        lambda b: b.reject(got(store, "claims", "C-3")),
        lambda b: b.retract(got(store, "claims", "C-3")),
        lambda b: b.accept(got(store, "claims", "C-2")),
        lambda b: b.change(got(store, "claims", "C-1"), {"place": "Hill"}),
        lambda b: b.retract(got(store, "actors", "hill")),
        lambda b: b.revise(got(store, "claims", "C-3"), {"place": "Hill"}, reason=" "),
        lambda b: b.assess("C-1", "2", " "),
    ):
        with pytest.raises(NotAllowed, match=r"reason|grounds"), store.write("a") as batch:
            step(batch)


def test_what_a_change_may_not_touch(store: Store) -> None:
    """Key and status do not move by a change, only claims have a status, and nobody writes without a name."""
    seen = got(store, "claims", "C-1")
    for changes in ({"claim": "C-9"}, {"status": "accepted"}):
        with pytest.raises(NotAllowed), store.write("a", "r") as batch:
            batch.change(seen, changes)
    with pytest.raises(NotAllowed), store.write("a", "r") as batch:
        batch.accept(got(store, "actors", "hill"))
    with pytest.raises(NotAllowed), store.write("  "):
        pass
    with pytest.raises(RowError), store.write("a") as batch:
        batch.add("supports", {"table": "", "key": "", "claim": ""})


def test_ids_that_do_not_exist_are_named(store: Store) -> None:
    """Every id that no row has is listed with table, row, column and target."""
    with pytest.raises(UnknownId) as error, store.write("a") as batch:  # noqa: PT012
        batch.add("claims", claim(8, documents=["D-1", "D-8"], passages="P-9"))
        batch.link("C-8", "C-99", "contradicts")
    assert set(error.value.missing) == {
        ("claims", "C-8", "documents", "D-8"),
        ("claims", "C-8", "passages", "P-9"),
        ("claim_links", "C-8 / C-99 / contradicts", "b", "C-99"),
    }
    assert 'no row of documents is called "D-8"' in str(error.value)


def test_what_is_named_stays(store: Store) -> None:
    """A row that others name is not taken out, unless they go or let go in the same batch."""
    with pytest.raises(InUse, match='claims "C-1", documents'), store.write("a", "r") as batch:
        batch.retract(got(store, "documents", "D-1"))
    with store.write("a", "r") as batch:
        batch.retract(got(store, "documents", "D-2"))
        batch.retract(got(store, "passages", "P-1"))
    assert store.get("documents", "D-2") is None
    with pytest.raises(InUse), store.write("a", "r") as batch:  # noqa: PT012
        batch.retract(got(store, "documents", "D-1"))
        for i in (1, 2):
            batch.change(got(store, "claims", f"C-{i}"), {"documents": None})
    with store.write("a", "r") as batch:
        batch.retract(got(store, "documents", "D-1"))
        for i in (1, 2, 3):
            batch.change(got(store, "claims", f"C-{i}"), {"documents": None})
    assert store.get("documents", "D-1") is None
    assert store.verify() == ()


def test_a_retracted_row_is_in_the_log_and_may_return(store: Store) -> None:
    """A row other than a claim leaves its table, its cells stay in the log, and it can be added again."""
    seen = got(store, "actors", "hill")
    with store.write("a", "not an actor here") as batch:
        batch.retract(seen)
    entry = store.log("actors", "hill")[-1]
    assert (entry.action, entry.before, entry.after) == ("retract", seen.cells, None)
    with pytest.raises(Conflict), store.write("a") as batch:
        batch.change(seen, {"kind": "residents"})
    with store.write("a") as batch:
        batch.add("actors", seen.record)
    assert got(store, "actors", "hill").cells == seen.cells
    assert store.verify() == ()


def test_links_grades_and_supports(store: Store, clock: Clock) -> None:
    """Links, grades and supports say who; a second grade by one person replaces the first, by another stands beside."""
    with store.write("anna") as batch:
        link = batch.link("C-1", "C-2", "contradicts", question="Did it pass?", independent=True)
        grade = batch.assess("C-1", "2", "two who saw it")
        support = batch.support(
            "stocks", "Hill / flour / 2023-01-01 / trade", "C-1", column="amount", role="bound"
        )
    assert got(store, "claim_links", link)["by_whom"] == "anna"
    assert got(store, "assessments", grade)["when"] == clock().date()
    assert got(store, "supports", support)["role"] == "bound"
    clock.forward(days=1)
    with store.write("anna") as batch:
        batch.assess("C-1", "3", "one withdrew")
    with store.write("boris") as batch:
        batch.assess("C-1", "5", "was not there", when=dt.date(2025, 1, 1))
    assert [s["credibility"] for s in store.rows("assessments")] == ["3", "5"]
    assert [e.action for e in store.log("assessments")] == ["assess"] * 3
    assert store.log("assessments", grade)[-1].before == {
        "credibility": "2",
        "grounds": "two who saw it",
        "when": "2026-01-01",
    }
    assert store.log("claim_links")[0].action == "link"


def test_open_and_create(tmp_path: Path) -> None:
    """A ledger is opened where there is one and made where there is none; else each says what to do."""
    with pytest.raises(NoLedger, match="no ledger"):
        Store.open(tmp_path)
    with pytest.raises(NoLedger, match="no folder"):
        Store.create(tmp_path / "nowhere")
    first(tmp_path).close()
    with pytest.raises(NoLedger, match="there already"):
        Store.create(tmp_path)
    with Store.open(tmp_path) as store:
        assert store.count("claims") == 3
        assert store.backup(tmp_path / "copy.db").is_file()
        with pytest.raises(NoLedger, match="there already"):
            store.backup(tmp_path / "copy.db")


def test_a_new_ledger_appears_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While a ledger is being made there is none; who is slower is told, and no half of it stays."""
    made = migrate.create

    def slowly(connection: Connection, path: Path) -> None:
        assert not path.exists()
        made(connection, path)
        monkeypatch.setattr(migrate, "create", made)
        Store.create(tmp_path).close()

    monkeypatch.setattr(migrate, "create", slowly)
    with pytest.raises(NoLedger, match="there already"):
        Store.create(tmp_path)
    assert [f.name for f in ledger_file(tmp_path).parent.iterdir()] == ["ledger.db"]


def test_a_disk_without_links_gets_a_ledger_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a file cannot have two names, the new ledger is moved to its place."""

    def refused(*_: object) -> None:
        raise OSError("no links here")

    monkeypatch.setattr(os, "link", refused)
    first(tmp_path).close()
    with Store.open(tmp_path) as store:
        assert store.count("claims") == 3


def test_only_an_empty_ledger_that_nobody_holds_is_discarded(tmp_path: Path) -> None:
    """It stays while somebody has it open, and for good once something was written."""
    with Store.create(tmp_path) as store:
        assert store.count("claims") == 0
        assert not discard_empty(tmp_path)
    assert discard_empty(tmp_path)
    assert not ledger_file(tmp_path).parent.exists()
    assert not discard_empty(tmp_path)
    first(tmp_path).close()
    assert not discard_empty(tmp_path)
    with Store.open(tmp_path) as store:
        assert store.verify() == ()


def test_reading_only_writes_nothing(tmp_path: Path) -> None:
    """A ledger opened for reading leaves its folder byte for byte as it was, and refuses to be written."""
    first(tmp_path).close()
    before = {f.name: f.read_bytes() for f in (tmp_path / "evidence").iterdir()}
    with Store.open(tmp_path, read_only=True) as store:
        assert store.count("claims") == 3
        with pytest.raises(NoLedger, match="cannot be opened"), store.write("a") as batch:
            batch.add("claims", claim(9))
    assert {f.name: f.read_bytes() for f in (tmp_path / "evidence").iterdir()} == before


def test_a_ledger_on_a_disk_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It can be read as long as its last writer finished; if not, the message says to copy both files."""
    first(tmp_path).close()
    monkeypatch.setattr(sqlite.os, "access", lambda *_: False)
    with Store.open(tmp_path, read_only=True) as store:
        assert store.count("claims") == 3
        assert store.verify() == ()
    with Store.open(tmp_path) as writing:
        with writing.write("a") as batch:
            batch.add("claims", claim(9))
        with pytest.raises(NoLedger, match="the last writer did not finish"):
            Store.open(tmp_path, read_only=True)


def test_what_is_no_ledger_is_told(tmp_path: Path) -> None:
    """An empty file, a text and another database are refused in plain words."""
    (tmp_path / "evidence").mkdir()
    for content in (b"", b"not a database at all, but long enough to be read as one" * 40):
        (tmp_path / "evidence" / "ledger.db").write_bytes(content)
        with pytest.raises(LedgerError, match=r"is no ledger|does not hold together"):
            Store.open(tmp_path)

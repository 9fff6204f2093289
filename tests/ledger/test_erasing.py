"""Erasing: no byte of what is erased is left below the case, all else stands, and the log still verifies."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest
from tests.ledger.erasable import Made, made, still_there
from tests.ledger.ledgers import claim, first, raw
from tests.sizes import sized

from corridor.errors import LedgerError
from corridor.io.erasing import erase, finish, is_unfinished
from corridor.io.ledger import drift, export_csv, import_csv
from corridor.ledger.errors import Damaged, NotAllowed, UnknownId
from corridor.ledger.log import ERASE, TOMBSTONE, State, apply
from corridor.ledger.store import Store, ledger_file, sqlite

Place = tuple[str, str]
KILLS = 40  # fewer would not meet each of the moments that are counted


def versions(store: Store) -> dict[Place, list[dict[str, str] | None]]:
    """Every version of every row, by replaying the log entry by entry."""
    found: dict[Place, list[dict[str, str] | None]] = {}
    state: State = {}
    for e in store.log():
        apply(state, e)
        if e.action not in {ERASE, TOMBSTONE}:
            found.setdefault((e.table, e.row), []).append(state[e.table].get(e.row))
    return found


def ids(cells: dict[str, str], column: str) -> list[str]:
    """Ids in a cell."""
    return [i for i in cells.get(column, "").split(", ") if i]


def expected(store: Store, named: set[Place]) -> set[Place]:
    """What has to go with the rows named, worked out table by table from the last version of each row."""
    last = {at: [c for c in own if c][-1] for at, own in versions(store).items()}
    gone = set(named)
    while True:
        before = len(gone)
        for (table, row), c in last.items():
            one = {
                "documents": [("sources", "source")],
                "passages": [("documents", "document")],
                "studies": [("documents", "document")],
                "claim_links": [("claims", "a"), ("claims", "b")],
                "assessments": [("claims", "claim")],
                "supports": [("claims", "claim")],
                "clause_supports": [("claims", "claim")],
            }.get(table, [])
            if any((target, c.get(column, "")) in gone for target, column in one):
                gone.add((table, row))
            if table == "claims":
                on = [("documents", i) for i in ids(c, "documents")] + [
                    ("passages", i) for i in ids(c, "passages")
                ]
                if on and gone.issuperset(on):
                    gone.add((table, row))
        if len(gone) == before:
            return gone


def forgotten(at: Place, cells: dict[str, str], gone: set[Place]) -> dict[str, str]:
    """A row that stays, without the ids of those that go; the group of a source keeps those together that shared it."""
    left = dict(cells)
    for column, target in (("documents", "documents"), ("passages", "passages"), ("speaker_passage", "passages"),
                           ("claims_for", "claims"), ("claims_against", "claims"), ("supersedes", "documents"),
                           ("part_of", "actors")):  # fmt: skip
        if at[0] != "passages" and column in left:
            left[column] = ", ".join(i for i in ids(left, column) if (target, i) not in gone)
    if ("sources", left.get("independence_group", "")) in gone:
        left["independence_group"] = "(of a source that is gone)"
    return {c: v for c, v in left.items() if v}


def named_in(m: Made, rng: Random) -> set[Place]:
    """One to three rows to erase: sources, documents, claims, or any other."""
    table = rng.choice(["sources", "documents", "claims", "any"])
    all_of = [at for at in m.marks if table in {"any", at[0]}]
    return set(rng.sample(all_of, rng.randint(1, 3)))


@pytest.mark.parametrize("seed", range(sized(30)))
def test_no_byte_of_what_is_erased_is_left(tmp_path: Path, seed: int) -> None:
    """Made-up ledgers: words, ids, names, reasons and files of the rows that go are in no file below the case.

    What goes and what stays is worked out a second way. Rows that stay keep all but the ids that go. Log, tables, CSV
    files, replay, rebuild, export and import hold.
    """
    m = made(tmp_path, seed)
    rng = Random(seed)  # noqa: S311
    with m.store as store:
        named = named_in(m, rng)
        gone = expected(store, named)
        before, length, head = store.cells(), len(store.log()), store.head()
        marks = sorted({m.marks[at] for at in gone})
        assert still_there(tmp_path, marks)
        plan = store.plan_erasure(named)
        assert set(plan.gone) == gone
        erase(store, named, "analyst", "asked for", shown=plan)

        assert still_there(tmp_path, marks) == []
        wanted = {
            name: {row: forgotten((name, row), c, gone) for row, c in rows.items() if (name, row) not in gone}
            for name, rows in before.items()
        }
        after = store.cells()
        for name, rows in wanted.items():
            for row, cells in rows.items():
                now = dict(after[name][row])
                if cells.get("independence_group", "").startswith("(of"):
                    assert now.pop("independence_group").startswith("erased-")
                    cells.pop("independence_group")
                assert now == cells, (name, row)
            assert set(after[name]) == set(rows)
        kept = [mark for at, mark in m.marks.items() if at not in gone]
        text = "\n".join(str(e) for e in store.log())
        assert [mark for mark in kept if mark not in text] == []

        log = store.log()
        assert len(log) == length + 1
        assert log[-1].action == ERASE
        assert head is not None
        told = json.loads(log[-1].new or "")
        assert (told["head_before"], log[-1].who, log[-1].reason) == (head.hash, "analyst", "asked for")
        assert sum(int(told.get(name, 0)) for name in before) == len(gone)
        assert sum(e.action == TOMBSTONE for e in log) == int(told["tombstones"]) > 0
        assert {(e.who, e.reason, e.old, e.new) for e in log if e.action == TOMBSTONE} == {
            ("erased", "", None, None)
        }
        stands(store, tmp_path / "again")


def stands(store: Store, room: Path) -> None:
    """The file verifies, replays at any entry, is rebuilt the same, and goes out to CSV and into a new ledger."""
    assert store.verify() == ()
    cells = store.cells()
    assert {n: dict(r) for n, r in store.replay().items() if r} == {n: r for n, r in cells.items() if r}
    for e in store.log()[::9]:
        for name in cells:
            store.at(e.seq).records(name)
    store.rebuild()
    assert store.cells() == cells
    assert store.verify() == ()
    assert drift(store.path.parent.parent) is None
    room.mkdir()
    export_csv(store, room / "evidence")
    with Store.create(room) as other:
        import_csv(other, room, "somebody")
        assert other.cells() == cells


def test_what_comes_after_an_erasure_is_written_as_before(tmp_path: Path) -> None:
    """New rows follow, an erased id is unknown and may be used anew, and a second erasure names its tombstones on."""
    with first(tmp_path) as store:
        export_csv(store)
        one = {("claims", "C-1")}
        erase(store, one, "a", "asked", shown=store.plan_erasure(one))
        with pytest.raises(UnknownId), store.write("a") as batch:
            batch.link("C-1", "C-2", "same")
        with store.write("a") as batch:
            batch.add("claims", claim(1))
        two = {("claims", "C-2")}
        erase(store, two, "a", "asked", shown=store.plan_erasure(two))
        assert [e.row for e in store.log() if e.action == TOMBSTONE] == ["erased-1", "erased-2"]
        assert [s.row for s in store.rows("claims")] == ["C-1", "C-3"]
        assert store.verify() == ()


def test_an_old_version_that_rested_on_what_goes_is_forgotten(tmp_path: Path) -> None:
    """A claim moved from D-1 to D-2 stays as it is; D-1 erased, its first version reads as the second does."""
    with first(tmp_path, claims=1) as store:
        seen = store.get("claims", "C-1")
        assert seen is not None
        with store.write("a", "moved") as batch:
            batch.change(seen, {"documents": "D-2", "proposition": "Said elsewhere."})
        export_csv(store)
        named = {("documents", "D-1")}
        erase(store, named, "a", "asked", shown=store.plan_erasure(named))
        first_of = store.log("claims", "C-1")
        assert [e.action for e in first_of] == ["add"]
        assert first_of[0].after == store.cells()["claims"]["C-1"]
        assert first_of[0].after["documents"] == "D-2"
        assert still_there(tmp_path, ["Truck 1 passed"]) == []


def test_reasons_of_others_lose_the_names(tmp_path: Path) -> None:
    """The reason of an entry that stays has `(erased)` for a name or an id that goes; who wrote it stays."""
    with first(tmp_path) as store:
        seen = store.get("claims", "C-2")
        assert seen is not None
        with store.write("bo", "as the people of HILL and C-1 say") as batch:
            batch.accept(seen)
        export_csv(store)
        named = {("actors", "hill"), ("claims", "C-1")}
        erase(store, named, "a", "asked", shown=store.plan_erasure(named))
        (entry,) = [e for e in store.log() if e.action == "accept"]
        assert (entry.who, entry.reason) == ("bo", "as the (erased) and (erased) say")


def test_rows_with_a_like_id_or_title_are_not_meant(tmp_path: Path) -> None:
    """C-1003 and *Call 12* go; C-10030 and *Call 123* stay, are not told, and keep their place in reasons."""
    with first(tmp_path) as store:
        with store.write("bo", "C-1003 against C-10030; Call 12 against Call 123") as batch:
            batch.add("claims", claim(1003, documents="D-2", proposition="No truck passed."))
            batch.add("claims", claim(10030, documents="D-2"))
            batch.add("documents", {"document": "D-12", "source": "paper", "title": "Call 12"})
            batch.add("documents", {"document": "D-123", "source": "paper", "title": "Call 123"})
        export_csv(store)
        named = {("claims", "C-1003"), ("documents", "D-12")}
        plan = store.plan_erasure(named)
        assert plan.speaking() == []
        erase(store, named, "a", "asked", shown=plan)
        (entry,) = store.log("claims", "C-10030")
        assert entry.reason == "(erased) against C-10030; (erased) against Call 123"


def test_a_file_that_two_documents_share_stays_for_the_other(tmp_path: Path) -> None:
    """Copies are deleted with the last document that has them, and not before."""
    with first(tmp_path) as store:
        with store.write("bo") as batch:
            for key in ("D-8", "D-9"):
                batch.add(
                    "documents", {"document": key, "source": "paper", "sha256": "ab" * 32, "title": key}
                )
        export_csv(store)
        copy = tmp_path / "documents" / ("ab" * 8 + ".txt")
        copy.parent.mkdir()
        copy.write_text("text", encoding="utf-8")
        for key, left in (("D-8", True), ("D-9", False)):
            named = {("documents", key)}
            erase(store, named, "a", "asked", shown=store.plan_erasure(named))
            assert copy.exists() is left


def test_what_would_keep_a_name_is_refused(tmp_path: Path) -> None:
    """A reason that names what goes, none at all, or a changed plan: nothing is erased."""
    with first(tmp_path) as store:
        named = {("actors", "hill")}
        plan = store.plan_erasure(named)
        for reason in ("", "the PEOPLE of hill asked"):
            with pytest.raises(NotAllowed, match="Nothing was erased"):
                store.erase(named, "a", reason)
        with pytest.raises(NotAllowed, match="Nothing was erased"):
            store.erase(named, "People of Hill", "asked")
        with store.write("a") as batch:
            batch.add("claims", claim(9))
        with pytest.raises(LedgerError, match="the ledger changed"):
            store.erase(named, "a", "asked", shown=plan)
        assert store.get("actors", "hill") is not None


def test_a_broken_chain_is_not_made_whole(tmp_path: Path) -> None:
    """A log that somebody changed is not erased from: the new chain would hide it."""
    with first(tmp_path) as store:
        connection = raw(store)
        connection.execute("DROP TRIGGER log_no_update")
        connection.execute("UPDATE log SET who = 'x' WHERE seq = 2")
        connection.close()
        with pytest.raises(Damaged, match="Nothing was erased"):
            store.erase({("claims", "C-1")}, "a", "asked")


def test_files_that_the_ledger_has_not_seen_stop_it(tmp_path: Path) -> None:
    """CSV files that were changed by hand would lose what was typed: nothing is erased before they are imported."""
    with first(tmp_path) as store:
        export_csv(store)
        file = tmp_path / "evidence" / "claims.csv"
        file.write_text(file.read_text(encoding="utf-8").replace("Truck 2", "Truck 22"), encoding="utf-8")
        named = {("claims", "C-1")}
        with pytest.raises(LedgerError, match="Nothing was erased"):
            erase(store, named, "a", "asked", shown=store.plan_erasure(named))
        assert store.get("claims", "C-1") is not None


def test_a_reader_that_stays_is_told_and_the_rest_is_finished_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While another process reads, old bytes cannot be taken away: the message says so, and `finish` does it later."""
    connect = sqlite.connect
    monkeypatch.setattr(sqlite, "connect", lambda path, **how: connect(path, **how, wait_s=0.05))
    with first(tmp_path) as store:
        export_csv(store)
    with Store.open(tmp_path) as store:
        named = {("claims", "C-1")}
        plan = store.plan_erasure(named)
        other = sqlite3.connect(ledger_file(tmp_path), isolation_level=None)
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM log").fetchone()
        with pytest.raises(LedgerError, match="The rows are erased from the ledger; copies"):
            erase(store, named, "a", "asked", shown=plan)
        assert store.get("claims", "C-1") is None
        assert is_unfinished(store)
        other.close()
        finish(store)
        assert not is_unfinished(store)
        assert still_there(tmp_path, ["Truck 1 passed"]) == []
        assert finish(store) == []


def test_older_ledgers_and_what_was_left_half_made_go(tmp_path: Path) -> None:
    """Copies that a migration kept, and files of killed processes, are taken away; others are not."""
    with first(tmp_path) as store:
        export_csv(store)
        room = tmp_path / "evidence"
        going = [room / "ledger.form1.1.db", room / ".ledger.db.7.ab", room / ".corridor-x"]
        for path in going[:2]:
            path.write_text("Truck 1 passed.", encoding="utf-8")
        going[2].mkdir()
        (going[2] / "claims.csv").write_text("Truck 1 passed.", encoding="utf-8")
        (room / "notes.txt").write_text("kept", encoding="utf-8")
        named = {("claims", "C-1")}
        assert erase(store, named, "a", "asked", shown=store.plan_erasure(named)) == sorted(going)
        assert still_there(tmp_path, ["Truck 1 passed"]) == []
        assert (room / "notes.txt").exists()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="erasures are started by fork, which this system has not")
def test_a_killed_erasure_leaves_the_old_or_the_new_ledger_whole(tmp_path: Path) -> None:
    """Forty erasures killed at any moment: the ledger is whole, with all of the rows or none, and can be finished."""
    program = Path(__file__).parent / "killed_erasers.py"
    paths = os.pathsep.join((str(Path(__file__).parents[2]), *filter(None, sys.path)))
    done = subprocess.run(
        [sys.executable, "-W", "error", program, tmp_path, str(KILLS)],
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
        env={**os.environ, "PYTHONPATH": paths},
    )
    told = json.loads(done.stdout)
    assert told["wrong"] == []
    assert told["old"] > 2
    assert told["new"] > 2
    assert told["unfinished"] > 0

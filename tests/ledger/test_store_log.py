"""The log: append only, held by the database itself; a chain in which any change shows; the truth of all tables."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.ledger.ledgers import Clock, claim, first, raw
from tests.sizes import sized

from corridor.errors import LedgerError
from corridor.ledger.errors import Damaged, NotAllowed, RowError
from corridor.ledger.log import GENESIS, Entry, breaks, entry_hash, replay, stamp
from corridor.ledger.store import Store

REFUSED = {
    "update": "UPDATE log SET who = 'somebody' WHERE seq = 2",
    "update of nothing new": "UPDATE log SET who = who",
    "update or replace": "UPDATE OR REPLACE log SET seq = 1 WHERE seq = 2",
    "delete": "DELETE FROM log WHERE seq = 2",
    "delete of all": "DELETE FROM log",
    "delete of the last": "DELETE FROM log WHERE seq = (SELECT max(seq) FROM log)",
    "insert over": "INSERT OR REPLACE INTO log SELECT * FROM log WHERE seq = 2",
    "upsert": "INSERT INTO log SELECT * FROM log WHERE seq = 2 ON CONFLICT (seq) DO UPDATE SET who = 'x'",
    "gap": "INSERT INTO log SELECT seq + 100, {rest} FROM log WHERE seq = 2",
    "other chain": "INSERT INTO log SELECT (SELECT max(seq) + 1 FROM log), {rest} FROM log WHERE seq = 2",
}
REST = '"when", who, action, "table", row, old, new, reason, previous_hash, hash'
GUARDS = ("log_no_update", "log_no_delete", "log_follows")


@pytest.fixture
def opened(store: Store) -> Iterator[sqlite3.Connection]:
    """The file of the first ledger, opened past the product."""
    connection = raw(store)
    yield connection
    connection.close()


@pytest.mark.parametrize("way", REFUSED)
@pytest.mark.parametrize("recursive", [0, 1])
def test_the_database_refuses_to_change_the_log(
    store: Store, opened: sqlite3.Connection, way: str, recursive: int
) -> None:
    """Whoever opens the file, no statement changes, deletes, replaces or forks an entry; the log stays as it was."""
    before = store.log()
    opened.execute(f"PRAGMA recursive_triggers = {recursive}")
    with pytest.raises(sqlite3.IntegrityError, match="the log is"):
        opened.execute(REFUSED[way].format(rest=REST))
    assert store.log() == before
    assert store.verify() == ()


@pytest.mark.parametrize("column", list(Entry.__dataclass_fields__))
def test_a_changed_entry_is_found(store: Store, opened: sqlite3.Connection, column: str) -> None:
    """With the guards gone, a change of any column of an entry still shows in the chain, and so do the guards."""
    for name in GUARDS:
        opened.execute(f"DROP TRIGGER {name}")
    value: object = 11 if column == "seq" else '{"claim":"x"}' if column in {"old", "new"} else "x"
    opened.execute(f'UPDATE log SET "{column}" = ? WHERE seq = 3', (value,))  # noqa: S608
    found = store.verify_log()
    assert found
    assert all(b.seq in {3, 4, 11} for b in found)
    told = [str(b) for b in store.verify()]
    assert any("guard log_no_update" in line for line in told)


@pytest.mark.parametrize("gone", [1, 4, 8])
def test_a_missing_entry_is_found(store: Store, opened: sqlite3.Connection, gone: int) -> None:
    """An entry missing in the middle leaves a gap; the last one missing leaves tables that the log does not explain."""
    opened.execute("DROP TRIGGER log_no_delete")
    last = store.head()
    assert last is not None
    assert last.seq == 8
    opened.execute("DELETE FROM log WHERE seq = ?", (gone,))
    assert bool(store.verify_log()) == (gone != 8)
    assert store.verify()


def test_a_rewritten_history_has_another_head(store: Store, tmp_path: Path) -> None:
    """Who rewrites the whole chain changes the hash of its head: one hash kept elsewhere holds all of history."""
    (tmp_path / "b").mkdir()
    with first(tmp_path / "b") as same:
        assert same.head() == store.head()
    (tmp_path / "c").mkdir()
    with first(tmp_path / "c", clock=Clock(dt.datetime(2025, 1, 1, tzinfo=dt.UTC))) as other:
        assert other.verify() == ()
        assert other.head() != store.head()


TABLES = {
    "claims": "UPDATE claims SET proposition = 'Truck 1 was stopped.' WHERE claim = 'C-1'",
    "status": "UPDATE claims SET status = 'accepted' WHERE claim = 'C-1'",
    "row gone": "DELETE FROM actors",
    "row more": "INSERT INTO sources SELECT 'x', 'x', name, kind, party_to_conflict, independence_group, reliability,"
    " note, sensitivity, _hash, _version, _seq FROM sources",
    "list": "DELETE FROM claims__documents WHERE _row = 'C-2'",
    "words": "UPDATE claims__words SET words = 'nothing' WHERE _row = 'C-2'",
    "number": "UPDATE passages SET start = 1",
    "guard": "DROP TRIGGER log_no_delete",
    "weak guard": "DROP TRIGGER log_no_delete; CREATE TRIGGER log_no_delete BEFORE DELETE ON log BEGIN SELECT 1; END",
}


@pytest.mark.parametrize("way", TABLES)
def test_tables_that_differ_from_the_log_are_found(
    store: Store, opened: sqlite3.Connection, way: str
) -> None:
    """A table changed past the log is told by name; the chain is whole; rebuilding brings the tables back."""
    before = store.cells()
    assert store.verify() == ()
    opened.executescript(TABLES[way])
    told = [str(b) for b in store.verify()]
    assert len(told) >= 1
    assert store.verify_log() == ()
    store.rebuild()
    assert store.cells() == before
    assert bool(store.verify()) == way.endswith("guard")


def test_replay_to_any_entry(tmp_path: Path) -> None:
    """After each of many steps the state by replay to its entry is what the tables then held."""
    rng = Random(5)  # noqa: S311
    with first(tmp_path, claims=4) as store:
        seen: dict[int, object] = {store.log()[-1].seq: store.cells()}
        for i in range(40):
            with store.write("a", f"step {i}") as batch:
                row = store.get("claims", f"C-{rng.randint(1, 4)}")
                assert row is not None
                step = rng.choice(["change", "accept", "retract", "link", "assess"])
                if step == "change":
                    batch.change(
                        row, {"quantity": rng.choice([None, 1, (1, 2, 3)]), "place": rng.choice(["A", None])}
                    )
                elif step == "link":
                    batch.link(row.row, "C-1", rng.choice(["same", "answers"]))
                elif step == "assess":
                    batch.assess(row.row, str(rng.randint(1, 6)), "grounds")
                elif row.cells["status"] in {"proposed", "accepted"}:
                    getattr(batch, step)(row)
            last = store.head()
            assert last is not None
            seen[last.seq] = store.cells()
        for seq, cells in seen.items():
            assert {n: r for n, r in store.replay(seq).items() if r} == {n: r for n, r in cells.items() if r}
        before = store.cells()
        store.rebuild()
        assert store.cells() == before
        assert store.verify() == ()


def test_the_state_at_a_date(store: Store, clock: Clock) -> None:
    """A day counts to its end in UTC, a moment to itself; before the first entry there is nothing."""
    clock.forward(days=1)
    row = store.get("claims", "C-1")
    assert row is not None
    with store.write("b") as batch:
        batch.accept(row)

    def status(upto: object) -> str | None:
        found = store.at(upto).get("claims", "C-1")
        return None if found is None else found.cells["status"]

    assert status(dt.date(2025, 12, 31)) is None
    assert status(dt.date(2026, 1, 1)) == "proposed"
    assert status(dt.date(2026, 1, 2)) == "accepted"
    noon = dt.datetime(2026, 1, 2, 12, tzinfo=dt.UTC)
    assert status(noon - dt.timedelta(microseconds=1)) == "proposed"
    assert status(noon) == status(None) == "accepted"
    assert status(noon.astimezone(dt.timezone(dt.timedelta(hours=4)))) == "accepted"
    then = store.at(dt.date(2026, 1, 1))
    assert then.count("claims") == len(then.rows("claims")) == len(then.records("claims")) == 3
    assert then.get("claims", "C-1") is not None
    assert then.rows("claims")[0].version == row.version
    with pytest.raises(RowError):
        then.get("clauses", "x")


def test_time_does_not_run_backwards(store: Store, clock: Clock) -> None:
    """A clock that was set back does not put an entry before the one it follows; a clock without a zone is refused."""
    clock.forward(days=-30)
    with store.write("b") as batch:
        batch.add("claims", claim(9))
    assert store.log()[-1].when == store.log()[0].when
    assert store.verify() == ()
    with pytest.raises(ValueError, match="zone"):
        stamp(dt.datetime(2026, 1, 1))


def test_reading_the_log(store: Store) -> None:
    """Entries come by table, by row, after a number, and so many at a time; always in order."""
    assert [e.seq for e in store.log()] == list(range(1, 9))
    assert [e.row for e in store.log("claims")] == ["C-1", "C-2", "C-3"]
    assert [e.seq for e in store.log("claims", "C-2")] == [7]
    assert [e.seq for e in store.log(since=6)] == [7, 8]
    assert [e.seq for e in store.log(since=2, limit=2)] == [3, 4]
    assert store.log()[0].previous_hash == GENESIS


def test_a_log_that_does_not_fit_itself_is_refused() -> None:
    """Replay refuses an entry whose before is not there: added twice, changed from another value, gone already."""
    base = {"when": "2026-01-01T00:00:00.000000Z", "who": "a", "table": "sources", "row": "s", "reason": ""}

    def entry(seq: int, old: str | None, new: str | None) -> Entry:
        return Entry(seq=seq, action="change", old=old, new=new, previous_hash="", **base)

    add = entry(1, None, '{"source":"s","name":"S"}')
    assert replay([add, entry(2, '{"name":"S"}', '{"name":""}')]) == {"sources": {"s": {"source": "s"}}}
    for wrong in (
        [add, entry(2, None, '{"source":"s"}')],
        [add, entry(2, '{"name":"T"}', '{"name":"U"}')],
        [entry(1, '{"name":"S"}', None)],
        [entry(1, None, None)],
    ):
        with pytest.raises(Damaged, match="does not hold together"):
            replay(wrong)


@settings(max_examples=sized(60))
@given(
    field=st.sampled_from(["when", "who", "action", "table", "row", "old", "new", "reason"]), data=st.data()
)
def test_any_flipped_bit_of_an_entry_breaks_the_chain(field: str, data: st.DataObject) -> None:
    """One bit turned in any text of any entry gives another hash."""
    texts = {
        "when": "2026-01-01T00:00:00.000000Z",
        "who": "añ",
        "action": "add",
        "table": "sources",
        "row": "s",
    }
    texts |= {"old": '{"name":"S"}', "new": '{"name":"Š"}', "reason": "why not"}
    entry = Entry(seq=1, previous_hash=GENESIS, **texts)
    held = Entry(**{**{f: getattr(entry, f) for f in Entry.__dataclass_fields__}, "hash": entry_hash(entry)})
    assert list(breaks([held])) == []
    coded = bytearray(texts[field], "utf-8")
    bit = data.draw(st.integers(0, len(coded) * 8 - 1))
    coded[bit // 8] ^= 1 << bit % 8
    turned = coded.decode("utf-8", "surrogateescape")
    if "\udc80" <= max(turned) <= "\udcff":
        return  # no text at all any more: the database refuses to give it out
    changed = Entry(**{**{f: getattr(held, f) for f in Entry.__dataclass_fields__}, field: turned})
    assert [b.seq for b in breaks([changed])] == [1]


def test_flipped_bytes_of_the_file_are_found(tmp_path: Path) -> None:
    """A byte turned anywhere in the file is found, or lies where nothing is read: what is read is then as it was."""
    (tmp_path / "a").mkdir()
    with first(tmp_path / "a", claims=20) as store:
        row = store.get("claims", "C-5")
        assert row is not None
        with store.write("b", "seen") as batch:
            batch.change(row, {"place": "Hill"})
        whole, log = store.cells(), store.log()
        path = store.path
    original = path.read_bytes()
    rng = Random(7)  # noqa: S311
    text = original.find(b'{"claim":"C-7"')
    assert text > 0
    found = 0
    places = [text + 30, *(rng.randrange(len(original)) for _ in range(60))]
    places += [text + rng.randrange(200) for _ in range(10)]
    for at in places:
        turned = bytearray(original)
        turned[at] ^= 1 << rng.randrange(8)
        path.write_bytes(turned)
        try:
            with Store.open(tmp_path / "a", read_only=True) as store:
                broken = store.verify()
                found += bool(broken)
                assert broken or (store.cells() == whole and store.log() == log), at
                assert broken or at != text + 30
        except LedgerError:
            found += 1
    assert found > len(places) // 10


def test_an_entry_that_is_no_json_is_told(store: Store, opened: sqlite3.Connection) -> None:
    """An entry whose cells cannot be read is told with its number, not as a failure of the program."""
    opened.execute("DROP TRIGGER log_no_update")
    opened.execute("UPDATE log SET new = '{' WHERE seq = 3")
    with pytest.raises(Damaged, match="entry 3 of the log cannot be read"):
        store.replay()
    assert any(b.seq == 3 for b in store.verify())


def test_every_entry_says_who(store: Store) -> None:
    """No entry without a name gets into the log."""
    with pytest.raises(NotAllowed, match="says who"), store.write(" ", "r"):
        pass
    assert all(e.who for e in store.log())

"""Older files are brought up to date after a copy, in one step or not at all; newer ones are refused."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from tests.ledger.ledgers import claim, first

from corridor.ledger.errors import NoLedger, WrongVersion
from corridor.ledger.store import Store, ledger_file, migrate
from corridor.ledger.store.layout import FORMAT

OLD = Path(__file__).parent / "old" / "form_1.sql"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A case folder with a ledger of form 1."""
    path = ledger_file(tmp_path)
    path.parent.mkdir()
    connection = sqlite3.connect(path)
    connection.executescript(OLD.read_text(encoding="utf-8"))
    connection.close()
    return tmp_path


def contents(path: Path) -> list[str]:
    """Everything in a file, as statements."""
    connection = sqlite3.connect(path)
    try:
        return list(connection.iterdump())
    finally:
        connection.close()


def say(path: Path, statement: str) -> None:
    """Run a statement on a file, past the product."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute(statement)
    connection.close()


def test_an_older_ledger_is_brought_up_to_date(old: Path) -> None:
    """Opening a ledger of form 1 keeps its log to the byte, makes its tables anew with guards, and can be written."""
    path = ledger_file(old)
    log = [line for line in contents(path) if line.startswith('INSERT INTO "log"')]
    with Store.open(old) as store:
        assert store.migrated is not None
        assert store.verify() == ()
        assert store.count("claims", search="truck") == 3
        found = store.get("claims", "C-1")
        assert found is not None
        assert (found["status"], found["place"], found["sensitivity"]) == ("accepted", "Hill", "public")
        with store.write("a") as batch:
            batch.add("claims", claim(9))
        assert len(store.log()) == len(log) + 1
    assert [line for line in contents(path) if line.startswith('INSERT INTO "log"')][:-1] == log
    with Store.open(old) as store:
        assert store.migrated is None


def test_a_copy_is_kept_and_never_written_over(old: Path) -> None:
    """The copy holds what the file held; a copy that is there already stays, and another gets the next number."""
    path = ledger_file(old)
    before = contents(path)
    taken = path.with_name("ledger.form1.1.db")
    taken.write_text("mine")
    with Store.open(old) as store:
        assert store.migrated == path.with_name("ledger.form1.2.db")
        assert contents(store.migrated) == before
    assert taken.read_text() == "mine"


def test_a_step_that_fails_changes_nothing(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When a step fails half-way the file is as it was, and a later try succeeds."""
    before = contents(ledger_file(old))

    def fails(connection: object) -> None:
        migrate.create_triggers(connection)
        raise RuntimeError("half-way")

    with monkeypatch.context() as patched:
        patched.setitem(migrate.STEPS, FORMAT, fails)
        with pytest.raises(RuntimeError, match="half-way"):
            Store.open(old)
    assert contents(ledger_file(old)) == before
    with Store.open(old) as store:
        assert store.verify() == ()


def test_an_older_ledger_that_may_only_be_read_says_so(old: Path) -> None:
    """Opened for reading, an older file is left as it is."""
    before = contents(ledger_file(old))
    with pytest.raises(WrongVersion, match="Open it once for writing"):
        Store.open(old, read_only=True)
    assert contents(ledger_file(old)) == before
    assert [f.name for f in (old / "evidence").glob("*.form*")] == []


def test_a_newer_ledger_is_refused(tmp_path: Path) -> None:
    """A file of a later form is refused with both numbers, and nothing in it changes."""
    first(tmp_path).close()
    path = ledger_file(tmp_path)
    say(path, "UPDATE meta SET value = value + 1 WHERE key = 'format'")
    before = contents(path)
    for read_only in (True, False):
        with pytest.raises(WrongVersion, match=f"has form {FORMAT + 1}.*reads up to form {FORMAT}"):
            Store.open(tmp_path, read_only=read_only)
    assert contents(path) == before


def test_a_column_that_the_log_has_and_the_schema_has_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An entry with a column of a later schema is refused by name; a retired column is read under its new name."""
    first(tmp_path).close()
    monkeypatch.setitem(migrate.RETIRED, ("claims", "speaker"), "hedge")
    monkeypatch.setitem(migrate.RETIRED, ("claims", "stance"), "")
    with Store.open(tmp_path) as store:
        state = store.replay()
        assert state["claims"]["C-1"]["hedge"] == "driver"
        assert not {"speaker", "stance"} & set(state["claims"]["C-1"])
    monkeypatch.setitem(migrate.RETIRED, ("claims", "speaker"), "teller")
    with Store.open(tmp_path) as store, pytest.raises(WrongVersion, match='column "speaker" of claims'):
        store.replay()


def test_a_ledger_of_another_schema_is_made_anew(tmp_path: Path) -> None:
    """Where only the columns of the schema have changed, the tables are made anew from the log, after a copy."""
    with first(tmp_path) as store:
        before = store.cells()
    path = ledger_file(tmp_path)
    say(path, "UPDATE meta SET value = 'other' WHERE key = 'layout'")
    say(path, "ALTER TABLE claims DROP COLUMN hedge")
    with Store.open(tmp_path) as store:
        assert store.migrated == path.with_name(f"ledger.form{FORMAT}.1.db")
        assert store.cells() == before
        assert store.verify() == ()


def test_what_says_nothing_of_itself_is_no_ledger(tmp_path: Path) -> None:
    """Another database under the name of the ledger is refused and left alone."""
    path = ledger_file(tmp_path)
    path.parent.mkdir()
    say(path, "CREATE TABLE shopping (item)")
    with pytest.raises(NoLedger, match="is no ledger"):
        Store.open(tmp_path)
    with pytest.raises(NoLedger, match="there already"):
        Store.create(tmp_path)
    assert contents(path)[1] == "CREATE TABLE shopping (item);"

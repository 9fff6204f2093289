"""Several writers at once, and writers that are killed: nothing committed is lost, nothing is half-written."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import subprocess
import sys
import threading
from collections import Counter
from pathlib import Path

import pytest
from tests.ledger.ledgers import claim, first, raw
from tests.sizes import sized

from corridor.ledger.errors import Busy
from corridor.ledger.store import Store, ledger_file, sqlite

HERE = Path(__file__).parent
KILLS = sized(200)

WRITER = """
import sys
from corridor.ledger.store import Store
folder, name, number = sys.argv[1], sys.argv[2], int(sys.argv[3])
with Store.open(folder) as store:
    sys.stdin.readline()
    for i in range(number):
        with store.write(name, f"{name} {i}") as batch:
            batch.add("claims", {"claim": f"{name}-{i}", "stance": "asserted", "proposition": name, "documents": "D-1"})
            batch.add("claims", {"claim": f"shared-{i}", "stance": "asserted", "proposition": "both say so"})
print("done")
"""

CHANGER = """
import sys
from corridor.ledger.errors import Conflict
from corridor.ledger.store import Store
folder, name = sys.argv[1], sys.argv[2]
with Store.open(folder) as store:
    seen = store.get("claims", "C-1")
    print("read", flush=True)
    sys.stdin.readline()
    try:
        with store.write(name) as batch:
            batch.change(seen, {"place": name})
    except Conflict as error:
        print("conflict " + error.found["place"] + " " + error.by.split()[0])
    else:
        print("written")
"""


def start(code: str, *arguments: str) -> subprocess.Popen[str]:
    """A Python process with this code, its input open."""
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-c", code, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_two_writers_at_once_lose_nothing(tmp_path: Path) -> None:
    """Two processes that write as fast as they can: every batch is there, what both said is there once."""
    first(tmp_path).close()
    number = 60
    both = [start(WRITER, str(tmp_path), name, str(number)) for name in ("left", "right")]
    for process in both:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    assert [process.communicate(timeout=120)[0] for process in both] == ["done\n"] * 2
    with Store.open(tmp_path) as store:
        keys = {s.row for s in store.rows("claims")}
        assert keys == {f"C-{i}" for i in (1, 2, 3)} | {
            f"{name}-{i}" for name in ("left", "right", "shared") for i in range(number)
        }
        assert store.verify() == ()
        entries = Counter(e.row for e in store.log("claims"))
        assert set(entries.values()) == {1}
        assert [e.seq for e in store.log()] == list(range(1, len(store.log()) + 1))


def test_two_who_change_one_row(tmp_path: Path) -> None:
    """Two processes read one row and both change it: one is written, the other is told of it, by whom and to what."""
    first(tmp_path).close()
    both = [start(CHANGER, str(tmp_path), name) for name in ("left", "right")]
    for process in both:
        assert process.stdout is not None
        assert process.stdout.readline() == "read\n"
    told = [process.communicate("go\n", timeout=60)[0].strip() for process in both]
    with Store.open(tmp_path) as store:
        row = store.get("claims", "C-1")
        assert row is not None
        place = row["place"]
        assert sorted(told) == [f"conflict {place} {place}", "written"]
        assert [e.who for e in store.log("claims", "C-1")] == ["analyst", place]


def test_threads_share_a_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Threads that write through one store lose nothing either."""
    with first(tmp_path) as store:

        def work(name: str) -> None:
            for i in range(5):
                with store.write(name) as batch:
                    batch.add("claims", claim(1, claim=f"{name}-{i}", hedge=name))

        failed: list[object] = []
        monkeypatch.setattr(threading, "excepthook", failed.append)
        threads = [threading.Thread(target=work, args=(f"t{k}",)) for k in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failed == []
        assert store.count("claims") == 43
        assert store.verify() == ()


def test_a_writer_who_waits_too_long_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While another holds the ledger, a writer waits its time and then says so; readers do not wait."""
    with first(tmp_path) as store:
        holder = raw(store)
        holder.execute("BEGIN IMMEDIATE")
        connect = sqlite.connect
        monkeypatch.setattr(sqlite, "connect", lambda path, **how: connect(path, **how, wait_s=0.05))
        with Store.open(tmp_path) as second:
            assert second.count("claims") == 3
            with pytest.raises(Busy, match="Nothing was written"), second.write("a") as batch:
                batch.add("claims", claim(9))
            holder.execute("ROLLBACK")
            holder.close()
            with second.write("a") as batch:
                batch.add("claims", claim(9))
            assert second.count("claims") == 4


@pytest.mark.skipif(not hasattr(os, "fork"), reason="writers are started by fork, which this system has not")
def test_killed_writers_lose_nothing(tmp_path: Path) -> None:
    """Writers killed at any moment, two at a time on one ledger.

    What a writer said was written is there, whole; no batch is there in part; the file, its chain and its tables hold.
    """
    with Store.create(tmp_path) as store, store.write("test") as batch:
        batch.add("sources", {"source": "paper", "name": "P"})
        batch.add("documents", {"document": "D-1", "source": "paper"})
    programs = [
        subprocess.Popen(
            [sys.executable, "-W", "error", HERE / "killed_writers.py", tmp_path, str(KILLS // 2), str(seed)],
            stdout=subprocess.PIPE,
            text=True,
        )
        for seed in (1, 2)
    ]
    results = [json.loads(program.communicate(timeout=300)[0]) for program in programs]
    assert sum(r["killed"] for r in results) == KILLS
    told = {label: rows for r in results for label, rows in r["told"]}
    assert len(told) > KILLS / 4

    connection = sqlite3.connect(ledger_file(tmp_path))
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.close()
    with Store.open(tmp_path) as store:
        assert store.verify_log() == ()
        assert store.verify() == ()
        batches = Counter(e.reason for e in store.log() if e.reason)
        for reason, entries in batches.items():
            said = re.fullmatch(r"(\S+) of (\d+)", reason)
            assert said is not None
            assert entries == int(said[2]), f"{reason}: {entries} entries"
        assert [
            f"{label} of {rows}" for label, rows in told.items() if f"{label} of {rows}" not in batches
        ] == []
        written = {s.row: s["status"] for s in store.rows("claims")}
        for label, rows in told.items():
            if label.endswith(".accept"):
                assert written[label.removesuffix(".accept") + ".0"] == "accepted"
            else:
                assert all(f"{label}.{i}" in written for i in range(rows))

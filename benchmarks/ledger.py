"""The working ledger with 100,000 claims: adding, listing, filtering, travelling in time, verifying, CSV in and out.

    python -m benchmarks.ledger [--claims 100000] [--repeat 15] [--append]

Claims are made here: 2,000 documents of 40 sources, 12 accounts, 300 speakers, a passage to every second claim. The
floor is the same rows put into one plain table by the same database, without log, hashes, lists or indexes.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from benchmarks import machine
from corridor.io.ledger import drift, export_csv, plan_import
from corridor.ledger.cells import evidence
from corridor.ledger.store import Store

HERE = Path(__file__).parent
DOCUMENTS, SOURCES, ACCOUNTS, SPEAKERS = 2_000, 40, 12, 300
STANCES = ("asserted", "denied", "accused", "reported", "promised", "demanded")
TOPICS = ("access", "aid", "fuel", "people", "power", "prices", "talks", "water")
WORDS = [
    "trucks",
    "convoy",
    "gate",
    "road",
    "bread",
    "flour",
    "fuel",
    "gas",
    "power",
    "doctors",
    "school",
    "bridge",
    "night",
    "morning",
    "snow",
    "queue",
]


def around(store: Store, count: int) -> None:
    """Everything that the claims name."""
    with store.write("benchmark") as batch:
        for i in range(SOURCES):
            batch.add(
                "sources", {"source": f"S-{i}", "name": f"Paper {i}", "independence_group": f"g{i % 25}"}
            )
        for i in range(DOCUMENTS):
            batch.add(
                "documents",
                {"document": f"D-{i}", "source": f"S-{i % SOURCES}", "published": f"2023-01-{i % 28 + 1:02}"},
            )
        for i in range(0, count, 2):
            batch.add(
                "passages", {"passage": f"P-{i}", "document": f"D-{i % DOCUMENTS}", "start": i, "end": i + 80}
            )


def claims(count: int, first: int = 0) -> Iterator[dict[str, Any]]:
    """Claims as an analyst enters them."""
    for i in range(first, first + count):
        words = " ".join(WORDS[(i * k + k) % len(WORDS)] for k in range(3, 10))
        day = dt.date(2023, 1, 1) + dt.timedelta(days=i % 270)
        row: dict[str, Any] = {
            "claim": f"C-{i:06}",
            "documents": (f"D-{i % DOCUMENTS}",),
            "speaker": f"speaker {i % SPEAKERS}",
            "account": f"account {i % ACCOUNTS}",
            "stance": STANCES[i % len(STANCES)],
            "proposition": f"{i} {words} were seen at the place on that day",
            "type": TOPICS[i // 7 % len(TOPICS)],
            "place": f"place {i % 50}",
            "time": day.isoformat(),
            "valid_from": day,
            "valid_to": day + dt.timedelta(days=i % 5),
            "status": ("proposed", "accepted", "accepted", "rejected")[i % 4],
            "proposed_by": "benchmark",
        }
        if i % 2 == 0:
            row["passages"] = (f"P-{i}",)
        if i % 3 == 0:
            row |= {"quantity": (i, i + 5, i + 9), "unit": "t", "qualifier": "about"}
        yield row


def timed(what: Callable[[], Any]) -> float:
    """Seconds that a call takes."""
    return both(what)[0]


def both(what: Callable[[], Any]) -> tuple[float, float]:
    """Seconds that a call takes, and seconds of this process' own time in it."""
    start, own = time.perf_counter(), time.process_time()
    what()
    return time.perf_counter() - start, time.process_time() - own


def floor(rows: list[dict[str, Any]], folder: Path) -> tuple[float, float]:
    """Seconds for the same rows in one plain table, and own seconds."""
    columns = evidence()["claims"].columns
    values = [tuple(str(r.get(c, "")) for c in columns) for r in rows]

    def write() -> None:
        connection = sqlite3.connect(folder / "floor.db")
        connection.execute(f"CREATE TABLE claims ({', '.join(columns)})")
        connection.executemany(f"INSERT INTO claims VALUES ({', '.join('?' * len(columns))})", values)  # noqa: S608
        connection.commit()
        connection.close()

    return both(write)


def add(store: Store, rows: list[dict[str, Any]], size: int) -> tuple[float, float]:
    """Seconds to add rows in batches of a size, and own seconds."""

    def write() -> None:
        for i in range(0, len(rows), size):
            with store.write("benchmark", "bulk") as batch:
                for row in rows[i : i + size]:
                    batch.add("claims", row)

    return both(write)


QUESTIONS: dict[str, Callable[[Store], Any]] = {
    "first 100 by key": lambda s: s.rows("claims", limit=100),
    "page 900: 100 by key": lambda s: s.rows("claims", limit=100, offset=90_000),
    "account": lambda s: s.rows("claims", {"account": "account 7"}, limit=100),
    "speaker, all": lambda s: s.rows("claims", {"speaker": "speaker 77"}, limit=100),
    "stance": lambda s: s.rows("claims", {"stance": "denied"}, limit=100),
    "topic": lambda s: s.rows("claims", {"topic": "fuel"}, limit=100),
    "status": lambda s: s.rows("claims", {"status": "proposed"}, limit=100),
    "document, passages too": lambda s: s.rows("claims", {"document": "D-77"}, limit=100),
    "account, stance, topic, status": lambda s: s.rows(
        "claims",
        {"account": "account 7", "stance": "denied", "topic": "fuel", "status": "accepted"},
        limit=100,
    ),
    "two words, rare": lambda s: s.rows("claims", search="77777 PLACE", limit=100),
    "a word, frequent": lambda s: s.rows("claims", search="convoy", limit=100),
    "a word that is nowhere": lambda s: s.rows("claims", search="xyzzy", limit=100),
    "how many accepted": lambda s: s.count("claims", {"status": "accepted"}),
    "how many of each status": lambda s: s.tally("claims", "status"),
    "one claim": lambda s: s.get("claims", "C-050000"),
    "its history": lambda s: s.log("claims", "C-050000"),
}


def wholes(store: Store, folder: Path) -> dict[str, float]:
    """Seconds of what touches everything."""
    found = {
        "every claim as a record": timed(lambda: store.records("claims")),
        "the state at a date": timed(lambda: store.at(dt.datetime.now(dt.UTC))),
        "verify the chain": timed(store.verify_log),
        "verify everything": timed(store.verify),
        "tables anew from the log": timed(store.rebuild),
        "export to CSV, read back": timed(lambda: export_csv(store)),
        "agreement with the files": timed(lambda: drift(folder)),
    }
    found["import, dry run"] = timed(lambda: plan_import(store, folder))
    return found


def main() -> int:
    """Measure, print, and append to RESULTS_LEDGER.md if asked."""
    asked = argparse.ArgumentParser(prog="python -m benchmarks.ledger", description=__doc__)
    asked.add_argument("--claims", type=int, default=100_000)
    asked.add_argument("--repeat", type=int, default=15)
    asked.add_argument("--append", action="store_true", help="append to RESULTS_LEDGER.md beside this file")
    options = asked.parse_args()
    text = measure(options.claims, options.repeat)
    print(text)
    if options.append:
        with (HERE / "RESULTS_LEDGER.md").open("a", encoding="utf-8") as out:
            out.write(text)
    return 0


def measure(count: int, repeat: int) -> str:
    """The figures as a section of a page."""
    load = machine.load()
    rows = list(claims(count))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        plain = floor(rows, folder)
        with Store.create(folder) as store:
            around(store, count)
            whole = add(store, rows, count)
            size = store.path.stat().st_size
            answers = {}
            for label, ask in QUESTIONS.items():
                times = [both(lambda ask=ask: ask(store)) for _ in range(repeat)]
                walls, owns = zip(*times, strict=True)
                answers[label] = (statistics.median(walls), max(walls), statistics.median(owns))
            thousands = add(store, [{**r, "claim": f"{r['claim']}b"} for r in rows[:20_000]], 1_000)
            single = add(store, [{**r, "claim": f"{r['claim']}c"} for r in rows[:300]], 1)
            slow = wholes(store, folder)
    lines = [
        f"\n## {dt.date.today().isoformat()}: {count:,} claims",
        "",
        f"{machine.describe()}; Python {machine.versions()['python']}, SQLite {sqlite3.sqlite_version}; "
        f"load before {load:.1f}, after {machine.load():.1f}. "
        "The machine was shared with other work: own time is what this process used of it.",
        "",
        "| adding | claims a second | of own time | own time, times the floor |",
        "| --- | --- | --- | --- |",
        _line("floor: one plain table", count, plain, count / plain[1]),
        _line("one batch", count, whole, count / plain[1]),
        _line("batches of 1,000, into the full ledger", min(count, 20_000), thousands, count / plain[1]),
        _line("one at a time, each synchronised to disk", 300, single, count / plain[1]),
        "",
        f"The file has {size / 2**20:,.0f} MiB after the one batch: {size / count:,.0f} bytes a claim, log, lists, "
        "words and indexes included.",
        "",
        f"| question | median of {repeat}, ms | longest, ms | own time, ms |",
        "| --- | --- | --- | --- |",
        *(
            f"| {label} | {m * 1000:.1f} | {x * 1000:.1f} | {own * 1000:.1f} |"
            for label, (m, x, own) in answers.items()
        ),
        "",
        "| on the whole ledger | s |",
        "| --- | --- |",
        *(f"| {label} | {s:.2f} |" for label, s in slow.items()),
        "",
    ]
    return "\n".join(lines)


def _line(label: str, number: int, seconds: tuple[float, float], best: float) -> str:
    wall, own = seconds
    return f"| {label} | {number / wall:,.0f} | {number / own:,.0f} | {best / (number / own):.1f} |"


if __name__ == "__main__":
    raise SystemExit(main())

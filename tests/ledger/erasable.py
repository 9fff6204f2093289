"""Made-up ledgers for tests of erasing: each row bears a mark of its own in words, id, log and files."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

from corridor.io.ledger import export_csv
from corridor.ledger.store import Store

SPELT = ("utf-8", "utf-16-le", "utf-16-be")
LINKS = ("same", "supports", "answers", "unrelated")
MANY = {"claims": 12, "passages": 6, "documents": 5, "sources": 4, "actors": 2, "studies": 3}


class Made:
    """A ledger that grows by random steps; `marks` holds the mark of each row by table and key."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder = folder
        self.rng = Random(seed)  # noqa: S311
        self.seed = seed
        self.marks: dict[tuple[str, str], str] = {}
        self.store = Store.create(folder)

    def mark(self) -> str:
        """A word that stands nowhere else, with a letter that no plain text spells in ASCII."""
        return f"zq{self.seed}ö{len(self.marks)}x{self.rng.randrange(10**6)}"

    def some(self, table: str, most: int, least: int = 0) -> list[str]:
        """Keys of some rows that are there."""
        there = [s.row for s in self.store.rows(table)]
        return self.rng.sample(there, min(len(there), self.rng.randint(least, most)))

    def add(self, table: str, /, **cells: Any) -> str:
        """Add a row whose id, who and reason bear its mark; its key."""
        mark = self.mark()
        label = {"sources": "source", "documents": "document", "passages": "passage", "actors": "actor",
                 "claims": "claim", "studies": "study"}.get(table)  # fmt: skip
        row = {k: v.replace("MARK", mark) if isinstance(v, str) else v for k, v in cells.items()}
        if label:
            row[label] = f"{table[0]}-{mark}"
        with self.store.write(f"reader {mark}", f"because of {mark}") as batch:
            key = batch.add(table, row)
        self.marks.setdefault((table, key), mark)
        return key

    def change(self, table: str, key: str, **cells: Any) -> None:
        """Change a row; who and reason bear its mark."""
        seen = self.store.get(table, key)
        assert seen is not None
        mark = self.marks[table, key]
        given = {k: v.replace("MARK", mark) if isinstance(v, str) else v for k, v in cells.items()}
        with self.store.write(f"second reader {mark}", f"seen again, {mark}") as batch:
            batch.change(seen, given)

    def one(self, table: str) -> str:
        """The key of a row that is there."""
        return self.some(table, 1, 1)[0]


def made(folder: Path, seed: int) -> Made:
    """A ledger with rows of every table, changed in every way, its CSV files and the copies of its documents."""
    m = Made(folder, seed)
    for _ in range(MANY["sources"]):
        group = m.rng.choice([*m.some("sources", 1), ""])
        m.add("sources", name="Name MARK", note="note of MARK", independence_group=group)
    for _ in range(MANY["actors"]):
        m.add(
            "actors",
            name="Person MARK",
            aliases="Other MARK",
            part_of=m.rng.choice([*m.some("actors", 1), ""]),
        )
    for _ in range(MANY["documents"]):
        document(m)
    for _ in range(MANY["passages"]):
        m.add("passages", document=m.one("documents"), start=0, end=9, hash="MARK")
    for _ in range(MANY["claims"]):
        claim(m)
    for _ in range(MANY["studies"]):
        m.add("studies", document=m.rng.choice([*m.some("documents", 1), ""]), sample="sample MARK", method="how MARK",
              finding="found MARK", claims_for=m.some("claims", 2), claims_against=m.some("claims", 2))  # fmt: skip
    for i in range(4):
        a, b = m.some("claims", 2, 2)
        m.add(
            "claim_links",
            a=a,
            b=b,
            kind=("same", "supports", "answers", "unrelated")[i],
            question="asked MARK",
            by_whom="MARK",
        )
        m.add("assessments", claim=m.one("claims"), grounds="grounds MARK", by_whom="MARK", credibility="2")
        m.add(
            "supports", table="stocks", key="Hill / flour", column="amount", claim=m.one("claims"), role="for"
        )
        m.add(
            "clause_supports",
            clause=f"X{i}",
            test="trigger",
            claim=m.one("claims"),
            reason="why MARK",
            by_whom="MARK",
        )
    for _ in range(12):
        changed(m)
    export_csv(m.store)
    return m


def document(m: Made) -> None:
    """A document with a copy and a working text."""
    content = f"text of {m.mark()}"
    sha256 = hashlib.sha256(content.encode()).hexdigest()
    older = m.rng.choice([*m.some("documents", 1), ""])
    key = m.add("documents", source=m.one("sources"), title="Title MARK", url="https://example.org/MARK", sha256=sha256,
                by_whom="fetched by MARK", supersedes=older)  # fmt: skip
    room = m.folder / "documents"
    room.mkdir(exist_ok=True)
    (room / f"{sha256[:16]}.txt").write_text(f"{content} {m.marks['documents', key]}", encoding="utf-8")
    (room / f"{sha256[:16]}.{'0' * 16}.txt").write_text(
        f"working {m.marks['documents', key]}", encoding="utf-8"
    )


def claim(m: Made) -> None:
    """A claim on documents, passages, both or nothing."""
    m.add("claims", proposition="It is said MARK.", stance="asserted", speaker="speaker MARK", note="MARK too",
          documents=m.some("documents", 2), passages=m.some("passages", 2),
          speaker_passage=m.rng.choice([*m.some("passages", 1), ""]), independence_group=m.rng.choice(
              [*m.some("sources", 1), ""]), status=m.rng.choice(["proposed", "accepted"]))  # fmt: skip


def changed(m: Made) -> None:
    """One more change of some row, a retraction among them."""
    kind = m.rng.randrange(6)
    if kind == 0:
        m.change("claims", m.one("claims"), documents=m.some("documents", 2), passages=m.some("passages", 1))
    elif kind == 1:
        m.change("documents", m.one("documents"), source=m.one("sources"), title="Better MARK")
    elif kind == 2:
        m.change("claims", m.one("claims"), hedge="perhaps MARK")
    elif kind == 3:
        key = m.add("actors", name="Gone MARK")
        taken_out(m, "actors", key)
    elif kind == 4:
        taken_out(m, "claims", m.one("claims"))
    else:
        for key in m.some("studies", 1):
            taken_out(m, "studies", key)


def taken_out(m: Made, table: str, key: str) -> None:
    """Retract a row, unless it is retracted already."""
    seen = m.store.get(table, key)
    assert seen is not None
    if seen.cells.get("status") in {None, "proposed", "accepted"}:
        with m.store.write(f"reader {m.marks[table, key]}", f"out with {m.marks[table, key]}") as batch:
            batch.retract(seen)


def bytes_below(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Name and content of every file below a folder."""
    yield from ((str(f), f.read_bytes()) for f in sorted(folder.rglob("*")) if f.is_file())


def still_there(folder: Path, words: list[str]) -> list[tuple[str, str]]:
    """Files below a folder that hold one of the words in any spelling, and words in names of files."""
    found = []
    for name, data in bytes_below(folder):
        for word in words:
            ways = [word.encode(e) for e in SPELT] + [word.encode("unicode_escape")]
            if word in name or any(way in data for way in ways):
                found.append((name, word))
    return found

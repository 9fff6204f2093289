"""What tests of the ledger share: a clock that is told the time, a first ledger, rows made by hypothesis."""

from __future__ import annotations

import datetime as dt
import sqlite3
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from corridor.ledger.cells import evidence, referring
from corridor.ledger.store import Store
from corridor.schema.load import Attribute

FIRST = dt.datetime(2026, 1, 1, 12, tzinfo=dt.UTC)


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self, now: dt.datetime = FIRST) -> None:
        self.now = now

    def __call__(self) -> dt.datetime:
        """The time it was told."""
        return self.now

    def forward(self, **by: float) -> None:
        """Move on."""
        self.now += dt.timedelta(**by)


def claim(number: int = 1, **more: Any) -> dict[str, Any]:
    """A claim of document D-1."""
    row = {
        "documents": "D-1",
        "stance": "asserted",
        "proposition": f"Truck {number} passed.",
        "speaker": "driver",
    }
    return {"claim": f"C-{number}", **row, **more}


def first(folder: Path, *, claims: int = 3, status: str = "proposed", clock: Clock | None = None) -> Store:
    """A new ledger with a source, two documents, a passage, an actor and some claims, written in one batch."""
    store = Store.create(folder, clock=clock or Clock())
    with store.write("analyst", "first rows") as batch:
        batch.add("sources", {"source": "paper", "name": "A paper", "kind": "media"})
        for i in (1, 2):
            batch.add("documents", {"document": f"D-{i}", "source": "paper", "published": f"2023-01-0{i}"})
        batch.add("passages", {"passage": "P-1", "document": "D-2", "start": 0, "end": 9, "hash": "ab"})
        batch.add(
            "actors", {"actor": "hill", "name": "People of Hill", "aliases": ["Hillers", "те, кто в Холме"]}
        )
        for i in range(1, claims + 1):
            batch.add("claims", claim(i, status=status))
    return store


def raw(store: Store) -> sqlite3.Connection:
    """A connection that knows nothing of the product; close it."""
    return sqlite3.connect(store.path, isolation_level=None)


# ------------------------------------------------------------------------------------ made-up rows

LETTERS = st.characters(
    exclude_categories=("Cs", "Cc"),
    include_characters="\n\u05d0\u0628\u200f\u0301",
    exclude_characters="\u202a\u202b\u202c\u202d\u202e",
)
WORDS = st.text(LETTERS, max_size=12).filter(lambda t: not t.strip().startswith("#"))
SHORT = st.text(
    st.characters(categories=("L", "Nd"), include_characters="-_ ."), min_size=1, max_size=8
).filter(lambda t: bool(t.strip()) and t == t.strip())
DAYS = st.dates(min_value=dt.date(1900, 1, 1), max_value=dt.date(2100, 1, 1))
EDTF = st.sampled_from(["2022", "2022-12", "2022-12-12", "2022~", "2022-12/2023-01", "../2023"])
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
NAMED = 2
NAMES = {name: [f"{name[0].upper()}{i} é" for i in range(NAMED)] for name in evidence()}
"""Ids that rows may name: each table that is named has as many rows."""


def cell(a: Attribute) -> st.SearchStrategy[Any]:
    """Values of a column, None among them where it may be blank."""
    if a.refers and a.refers[0] in NAMES:
        some = st.sampled_from(NAMES[a.refers[0]])
        value: st.SearchStrategy[Any] = st.lists(some, unique=True, max_size=3) if a.kind == "refs" else some
    elif a.uncertain:
        value = st.one_of(NUMBERS, st.lists(NUMBERS, min_size=3, max_size=3).map(sorted))
    else:
        value = {
            "text": WORDS,
            "texts": st.lists(WORDS.map(lambda t: t.replace(";", ",")), max_size=3),
            "id": SHORT,
            "ref": SHORT,
            "date": DAYS,
            "edtf": EDTF,
            "yesno": st.booleans(),
            "integer": st.integers(0, 2**53 - 1),
            "number": NUMBERS,
            "choice": st.sampled_from(a.choices or ("",)),
        }[a.kind]
    if a.required:
        return value.filter(lambda v: bool(str(v).strip()))
    return st.one_of(st.none(), value)


@cache
def rows(name: str) -> st.SearchStrategy[dict[str, Any]]:
    """Rows of a table; their references lead to `NAMES`."""
    return st.fixed_dictionaries({a.name: cell(a) for a in evidence()[name].attributes}).map(_in_order)


def _in_order(row: dict[str, Any]) -> dict[str, Any]:
    """The row with the days of its span in their order."""
    first, last = row.get("valid_from"), row.get("valid_to")
    return {**row, "valid_from": last, "valid_to": first} if first and last and last < first else row


@st.composite
def ledgers(draw: st.DrawFn, *, most: int = 2) -> list[tuple[str, dict[str, Any]]]:
    """Rows of every table that can be added in their order: those that are named, and some more."""
    made: list[tuple[str, dict[str, Any]]] = []
    named = {target for name in evidence() for _, target, _ in referring(name)}
    for name in evidence():
        keyed: dict[tuple[str, ...], dict[str, Any]] = {}
        for i in range(NAMED if name in named else draw(st.integers(0, most))):
            row = draw(rows(name))
            if name in named:
                row[evidence()[name].key[0]] = NAMES[name][i]
            keyed[tuple(str(row[k] or "").strip() for k in evidence()[name].key)] = row
        made += [(name, row) for row in keyed.values()]
    return made

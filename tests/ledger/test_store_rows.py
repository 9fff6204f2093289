"""Rows as cells, values and records: what a table takes, what it refuses, and what survives."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.ledger.ledgers import claim, ledgers, rows
from tests.sizes import sized

from corridor.errors import Where
from corridor.ledger.cells import cells_of, content_hash, evidence, key_of, record_class, record_of, version
from corridor.ledger.errors import RowError
from corridor.ledger.store import Store
from corridor.model.parse import row_classes
from corridor.schema.values import Range

NOWHERE = Where("test")


@pytest.mark.parametrize("name", evidence())
def test_the_records_are_those_of_the_model(name: str) -> None:
    """A table of the ledger gives the very record that the model is made of."""
    assert record_class(name) is row_classes()[name]


@pytest.mark.parametrize("name", evidence())
@settings(max_examples=sized(25))
@given(data=st.data())
def test_cells_are_canonical(name: str, data: st.DataObject) -> None:
    """Cells to record to cells is the same again, and cells are taken as a row as they are."""
    cells = cells_of(name, data.draw(rows(name)))
    assert cells_of(name, record_of(name, cells, NOWHERE)) == cells
    assert cells_of(name, cells) == cells
    assert list(cells) == [c for c in evidence()[name].columns if c in cells]


@settings(max_examples=sized(10))
@given(made=ledgers())
def test_what_is_added_is_what_is_read(tmp_path_factory: pytest.TempPathFactory, made: list) -> None:
    """Every row comes out of the tables, and out of the log, with the cells that went in; the ledger is whole."""
    with Store.create(tmp_path_factory.mktemp("case")) as store:
        with store.write("test") as batch:
            keys = [batch.add(name, row) for name, row in made]
        wanted: dict[str, dict[str, dict[str, str]]] = {}
        for key, (name, row) in zip(keys, made, strict=True):
            wanted.setdefault(name, {})[key] = cells_of(name, row)
        assert {n: dict(r) for n, r in store.cells().items() if r} == wanted
        assert store.replay() == wanted
        for name in wanted:
            assert store.records(name) == store.at().records(name)
        assert store.verify() == ()


def test_defaults_leave_no_trace() -> None:
    """A value at its default gives the same cells as a blank, but for the status, which is always written."""
    bare = {"claim": "C-1", "stance": "asserted", "proposition": "So."}
    full = {
        **bare,
        "voice": "attributed",
        "polarity": "+",
        "sensitivity": "public",
        "credibility": "F6",
        "hedge": " ",
    }
    assert cells_of("claims", full) == cells_of("claims", bare) == {**bare, "status": "accepted"}
    assert content_hash("claims", cells_of("claims", full)) == content_hash(
        "claims", cells_of("claims", bare)
    )


def test_content_is_neither_label_nor_status_nor_finder() -> None:
    """The hash of a claim's content ignores these three columns and no other; its version ignores none."""
    base = cells_of("claims", claim(1))
    for column, value in {"claim": "C-9", "status": "rejected", "proposed_by": "rule 7"}.items():
        other = cells_of("claims", {**base, column: value})
        assert content_hash("claims", other) == content_hash("claims", base), column
        assert version("claims", other) != version("claims", base), column
    for column, value in {
        "polarity": "-",
        "time": "2023",
        "quantity": "1",
        "sensitivity": "internal",
    }.items():
        other = cells_of("claims", {**base, column: value})
        assert content_hash("claims", other) != content_hash("claims", base), column


@pytest.mark.parametrize(
    ("value", "cells"),
    [
        (5, {"quantity": "5"}),
        (0.1, {"quantity": "0.1"}),
        ("1e3", {"quantity": "1000"}),
        (Range(1, 2, 4), {"quantity_low": "1", "quantity": "2", "quantity_high": "4"}),
        ((1, 2, 4), {"quantity_low": "1", "quantity": "2", "quantity_high": "4"}),
        ((2, 2, 2), {"quantity": "2"}),
        (None, {}),
        ("", {}),
    ],
)
def test_uncertain_numbers(value: object, cells: dict[str, str]) -> None:
    """A number stands alone where it is exact, and between its ends where it is a range."""
    found = cells_of("claims", claim(1, quantity=value))
    assert {c: v for c, v in found.items() if c.startswith("quantity")} == cells


REFUSED = {
    "unknown column": ("claims", claim(1, colour="red"), "no such column"),
    "blank stance": ("claims", claim(1, stance=" "), "blank"),
    "choice": ("claims", claim(1, stance="shouted"), "not among the choices"),
    "date in words": ("claims", claim(1, valid_from="9 Sept 2024"), "not a day"),
    "no such day": ("claims", claim(1, valid_from="2023-02-30"), "not a day"),
    "moment for a day": ("claims", claim(1, valid_from=dt.datetime(2023, 1, 1)), "is no text"),
    "coarse date": ("claims", claim(1, time="last week"), "not a date"),
    "number": ("claims", claim(1, quantity="12 t"), "not a number"),
    "no number": ("claims", claim(1, quantity=float("nan")), "not a number"),
    "yes as a number": ("claims", claim(1, quantity=True), "not a number"),
    "half a range": ("claims", claim(1, quantity=2, quantity_low=1), "not whole"),
    "range that falls": ("claims", claim(1, quantity=(3, 2, 4)), "do not rise"),
    "four numbers": ("claims", claim(1, quantity=(1, 2, 3, 4)), "4 numbers"),
    "two ids in one": ("claims", claim("1,2"), "cannot be a short name"),
    "slash in an id": ("claims", claim("1 / 2"), "cannot be a short name"),
    "control character": ("claims", claim(1, hedge="a\x00b"), "control character"),
    "sign that turns the text": ("claims", claim(1, hedge="a\u202eb"), "control character"),
    "control of an old set": ("claims", claim(1, hedge="a\x9bb"), "control character"),
    "days that fall": (
        "claims",
        claim(1, valid_from="2023-05-01", valid_to="2023-04-01"),
        "is before valid_from",
    ),
    "half a character": ("claims", claim(1, hedge="\ud800"), "control character"),
    "too long": ("claims", claim(1, hedge="x" * 32_768), "32,768 characters"),
    "spreadsheet error": ("claims", claim(1, hedge="#REF!"), "error of a spreadsheet"),
    "bytes": ("claims", claim(1, hedge=b"x"), "is no text"),
    "ids as a number": ("claims", claim(1, documents=7), "neither text nor a list"),
    "half a byte": ("documents", {"document": "D", "source": "S", "bytes": 0.5}, "not a whole number"),
    "negative": ("documents", {"document": "D", "source": "S", "bytes": -1}, "less than 0"),
    "maybe": ("sources", {"source": "S", "name": "S", "party_to_conflict": "maybe"}, "neither yes nor no"),
    "semicolon": ("actors", {"actor": "a", "name": "A", "aliases": ["b; c"]}, "semicolon"),
    "unknown table": ("clauses", {"clause": "c"}, "no such table"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_a_table_cannot_hold_is_refused(case: str) -> None:
    """A faulty value is refused with table, column, what was found and what was expected."""
    name, row, words = REFUSED[case]
    with pytest.raises(RowError, match=words) as error:
        cells_of(name, row)
    assert error.value.where.startswith(name)
    assert len(error.value.expected) > 5


def test_keys_are_as_supports_write_them() -> None:
    """The key of a row joins its key columns with a slash between spaces, blanks included."""
    row = {"table": "stocks", "key": "Hill / flour", "claim": "C-1"}
    assert key_of("supports", cells_of("supports", row)) == "stocks / Hill / flour /  / C-1 / for"

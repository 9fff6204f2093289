"""Looking for rows: each filter against a plain loop over all rows."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from random import Random

import pytest
from tests.ledger.ledgers import Clock, claim

from corridor.ledger.errors import RowError
from corridor.ledger.store import Store


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A ledger of 300 claims with mixed columns."""
    rng = Random(3)  # noqa: S311
    store = Store.create(tmp_path_factory.mktemp("many"), clock=Clock())
    with store.write("test") as batch:
        batch.add("sources", {"source": "paper", "name": "A paper"})
        for i in range(6):
            batch.add("documents", {"document": f"D-{i}", "source": "paper"})
        for i in range(12):
            batch.add("passages", {"passage": f"P-{i}", "document": f"D-{i % 6}"})
        for i in range(300):
            batch.add(
                "claims",
                claim(
                    i,
                    documents=rng.sample([f"D-{k}" for k in range(6)], rng.randint(0, 2)),
                    passages=rng.sample([f"P-{k}" for k in range(12)], rng.randint(0, 2)),
                    account=rng.choice(["", "Hill", "Plain"]),
                    speaker=rng.choice(["driver", "Officer Ö", "nurse"]),
                    stance=rng.choice(["asserted", "denied"]),
                    type=rng.choice(["access", "flour"]),
                    status=rng.choice(["proposed", "accepted"]),
                    proposition=rng.choice(
                        ["Ein LKW kam durch.", "ԲԵՌՆԱՏԱՐ passed", "100% of it, all_of it", "Straße"]
                    ),
                    valid_from=dt.date(2023, 1, 1) + dt.timedelta(days=rng.randint(0, 9)),
                    quantity=rng.choice([None, 1, (1, 2, 3)]),
                ),
            )
    yield store
    store.close()


FILTERS = {
    "account": ({"account": "Hill"}, lambda v: v["account"] == "Hill"),
    "blank": ({"account": ""}, lambda v: v["account"] == ""),
    "speaker": ({"speaker": "Officer Ö"}, lambda v: v["speaker"] == "Officer Ö"),
    "stance": ({"stance": "denied"}, lambda v: v["stance"] == "denied"),
    "topic": ({"topic": "flour"}, lambda v: v["type"] == "flour"),
    "status": ({"status": "accepted"}, lambda v: v["status"] == "accepted"),
    "default": ({"voice": "attributed"}, lambda v: v["voice"] == "attributed"),
    "two at once": (
        {"stance": "denied", "account": "Plain"},
        lambda v: v["stance"] == "denied" and v["account"] == "Plain",
    ),
    "one of several": ({"account": ["Hill", "Plain"]}, lambda v: v["account"] in {"Hill", "Plain"}),
    "passage": ({"passage": "P-3"}, lambda v: "P-3" in v["passages"]),
    "documents": ({"documents": "D-2"}, lambda v: "D-2" in v["documents"]),
    "document": (
        {"document": "D-2"},
        lambda v: "D-2" in v["documents"] or {"P-2", "P-8"} & set(v["passages"]),
    ),
    "day": ({"valid_from": dt.date(2023, 1, 3)}, lambda v: v["valid_from"] == dt.date(2023, 1, 3)),
    "number": ({"quantity": 2}, lambda v: v["quantity"] is not None and v["quantity"].mid == 2),
    "missing": ({"quantity": None}, lambda v: v["quantity"] is None),
    "missing or": ({"quantity": [None, 1]}, lambda v: v["quantity"] is None or v["quantity"].mid == 1),
}


@pytest.mark.parametrize("name", FILTERS)
def test_filters_agree_with_a_loop(many: Store, name: str) -> None:
    """A filter gives the rows that a loop over all of them gives, in the order of their keys; the count agrees."""
    where, holds = FILTERS[name]
    wanted = [s.row for s in many.rows("claims") if holds(s.values)]
    assert 0 < len(wanted) < 300 or name == "default"
    assert [s.row for s in many.rows("claims", where)] == wanted == sorted(wanted)
    assert many.count("claims", where) == len(wanted)


SEARCHES = {
    "lkw": lambda v: "LKW" in v["proposition"],
    "բեռնատար": lambda v: "ԲԵՌՆԱՏԱՐ" in v["proposition"],
    "STRASSE": lambda v: v["proposition"] == "Straße",
    "100%": lambda v: "100%" in v["proposition"],
    "l_o": lambda v: "all_of" in v["proposition"],
    "officer kam": lambda v: "LKW" in v["proposition"] and v["speaker"] == "Officer Ö",
    "nowhere": lambda v: False,
}


@pytest.mark.parametrize("words", SEARCHES)
def test_words_are_found_anywhere_in_any_case(many: Store, words: str) -> None:
    """Every word must occur, in any script and case; signs that mean something to a database mean themselves."""
    wanted = [s.row for s in many.rows("claims") if SEARCHES[words](s.values)]
    assert [s.row for s in many.rows("claims", search=words)] == wanted
    assert many.count("claims", search=words) == len(wanted)


def test_order_and_pages(many: Store) -> None:
    """Rows sort by the columns asked for and then by key, falling with a minus; pages join up to the whole."""
    every = many.rows("claims", order=["speaker", "-valid_from"])
    by = [(s["speaker"], -s["valid_from"].toordinal(), s.row) for s in every]
    assert by == sorted(by)
    pages = [
        many.rows("claims", order=["speaker", "-valid_from"], limit=70, offset=k) for k in range(0, 350, 70)
    ]
    assert tuple(s for page in pages for s in page) == every
    assert many.rows("claims", order="row", offset=295) == many.rows("claims")[295:]


def test_tally(many: Store) -> None:
    """Each value of a column is counted, the most frequent first."""
    found = many.tally("claims", "topic")
    assert sum(found.values()) == 300
    assert list(found.values()) == sorted(found.values(), reverse=True)
    assert found["flour"] == many.count("claims", {"type": "flour"})


def test_what_cannot_be_asked(many: Store) -> None:
    """A column that is not there, a table that is none, and words where none are searched are refused by name."""
    for ask in (
        lambda: many.rows("claims", {"colour": "red"}),
        lambda: many.rows("claims", order="colour"),
        lambda: many.rows("clauses"),
        lambda: many.count("assessments", search="x"),
        lambda: many.tally("claims", "_version"),
    ):
        with pytest.raises(RowError):
            ask()


def test_a_filter_finds_what_was_changed(tmp_path: Path) -> None:
    """Lists and words follow a row when it changes."""
    with Store.create(tmp_path, clock=Clock()) as store:
        with store.write("t") as batch:
            batch.add("sources", {"source": "paper", "name": "P"})
            for i in (1, 2):
                batch.add("documents", {"document": f"D-{i}", "source": "paper"})
            batch.add("claims", claim(1, status="proposed"))
        seen = store.rows("claims", {"document": "D-1"}, search="truck")[0]
        with store.write("t") as batch:
            batch.change(seen, {"documents": ["D-2"], "proposition": "A bus passed."})
        assert store.rows("claims", {"document": "D-1"}) == store.rows("claims", search="truck") == ()
        assert store.count("claims", {"document": "D-2"}, search="BUS") == 1

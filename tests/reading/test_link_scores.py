"""Bars of the links that rules put forward, on the relations marked by hand; and how a score is counted."""

import json

import pytest
from tests.ledger.reading import HERE
from tests.reading.test_gold_set import GOLD

from corridor.cli.main import main
from corridor.ledger.reading.score_links import marked_claims, marked_links, rows_in, score_links

COLUMNS = (
    "doc voice speaker modality claim polarity type actor recipient object place route time_edtf q_low q_best q_high "
    "q_unit q_qualifier relations"
)
ROW = dict.fromkeys(COLUMNS.split(), "")


def row(key, words, **more):
    """A marked claim."""
    return ROW | {"claim_id": key, "claim": words, "modality": "asserted", "polarity": "+", "doc": key} | more


def test_bars_of_the_seed_set():
    """Partners are ranked at least as well as slots and words were measured to before the rules were written."""
    rows = rows_in(HERE / "gold" / "seed_claims.csv")
    found = score_links(marked_claims(rows), marked_links(rows))
    assert found.pairs == 54
    assert found.area >= 0.92
    assert found.median_rank <= 6
    assert found.near >= 0.75
    assert found.any_kind.precision >= 0.4


def test_a_pair_is_a_hit_in_its_family_alone():
    """Counts apart that are marked as supporting are found, and no hit of the family; ranks count from one."""
    truck = {"q_best": "40", "q_unit": "truck", "time_edtf": "2026-05-03"}
    rows = [
        row("A", "40 trucks passed the gate", relations="supports:B", **truck),
        row("B", "25 trucks passed the gate", **truck | {"q_best": "25"}),
        row("C", "Snow fell on the pass"),
    ]
    found = score_links(marked_claims(rows), marked_links(rows))
    assert (found.pairs, found.area, found.median_rank, found.near) == (1, 1.0, 1.0, 1.0)
    assert (found.kinds["agreement"].marked, found.kinds["agreement"].marked_hit) == (1, 0)
    assert (found.kinds["conflict"].found, found.kinds["conflict"].found_hit) == (1, 0)
    assert (found.any_kind.precision, found.any_kind.recall) == (1.0, 1.0)


def test_without_marked_pairs_there_is_no_score():
    """Shares of nothing are none."""
    rows = [row("A", "Snow fell"), row("B", "Rain fell")]
    found = score_links(marked_claims(rows), marked_links(rows))
    assert (found.pairs, found.area, found.median_rank, found.near) == (0, None, None, None)


def test_a_marked_number_is_meant_as_the_ledger_means_it():
    """At least is more than, at most is up to, both ends a range."""
    low = row("A", "At least 50 came", q_low="50", q_unit="person", q_qualifier="at least")
    both = row("B", "9 to 11 came", q_low="9", q_high="11", q_unit="person", q_qualifier="exact")
    top = row("C", "Up to 7 came", q_high="7", q_unit="person", q_qualifier="upper bound")
    one, two, three = marked_claims([low, both, top])
    assert (one.quantity.mid, one.qualifier) == (50, "more than")
    assert (two.quantity.low, two.quantity.high, two.qualifier) == (9, 11, "exact")
    assert (three.quantity.mid, three.qualifier) == (7, "up to")


def test_the_command_scores_links(capsys):
    """As JSON and in the table, over all documents of the half."""
    with pytest.raises(SystemExit):
        main(["evidence", "score", str(GOLD), "--json"])
    links = json.loads(capsys.readouterr().out)["links"]
    assert links["pairs"] > 30
    assert links["area"] > 0.9
    with pytest.raises(SystemExit):
        main(["evidence", "score", str(GOLD)])
    out, err = capsys.readouterr()
    assert "\nlinks\tconflict\t" in out
    assert "Links: of " in err

"""What clears a movement: both words on record, each backed by an accepted claim."""

from __future__ import annotations

import pytest
from tests.unit.study.plans.hill import hill

from corridor.study.plans.cleared import clearance
from corridor.study.plans.make import draft
from corridor.study.plans.tell import convoy_rows, manifest_rows, short_rows, weight_rows


def cleared(**how):
    """Clearance of the first convoy."""
    made = draft(hill(slots=0.3, **how), futures_count=1)
    return clearance(made, made.plan.convoys()[0])


def test_permission_and_acceptance_on_record_clear_it():
    """A committed permission for the carrier on the way and its crossing, and an acceptance: cleared by both claims."""
    found = cleared(permitted=True, accepted=True)
    assert found.is_cleared
    assert found.claims == ("C-1", "C-2")


@pytest.mark.parametrize(
    ("how", "missing"),
    [
        (
            {},
            [
                "permission on record for carters at The road",
                "at The bridge",
                "acceptance on record at The hill",
            ],
        ),
        ({"permitted": True}, ["acceptance on record at The hill"]),
        ({"accepted": True}, ["permission on record for carters at The road"]),
        ({"permitted": True, "accepted": True, "stance": "reported"}, ["permission"]),
        ({"permitted": True, "accepted": True, "stance": "promised"}, ["permission"]),
    ],
)
def test_what_is_assumed_reported_or_promised_clears_nothing(how, missing):
    """An assumed row, or one backed by a report or a promise, is no permission; without acceptance none is cleared."""
    found = cleared(**how)
    assert not found.is_cleared
    assert str(found).startswith("not cleared to move: no ")
    for words in missing:
        assert words in str(found)


def test_tables_of_a_plan():
    """Convoys carry the stamp, manifests kg, shortfalls person-days by tier, weights all that is weighed."""
    made = draft(hill(slots=0.3), futures_count=1)
    first = convoy_rows(made)[0]
    assert (first["route"], first["to"], first["what"], first["cleared"]) == (
        "The road",
        "The hill",
        "Flour 0.3 t",
        "not cleared to move",
    )
    assert manifest_rows(made)[0]["kg"] == pytest.approx(300)
    short = {r["tier"]: r["person_days"] for r in short_rows(made)}
    assert sum(short.values()) == pytest.approx(5_500)
    weights = {r["tier"]: r["weight"] for r in weight_rows(made) if r["need"] == "Food"}
    assert weights == {"normal": 1.0, "minimum": 3.0, "survival": 9.0}
    assert {r["what"].split(",")[0] for r in weight_rows(made)} >= {"a tonne sent", "a truck sent"}

"""What clears a movement: both words on record, each backed by an accepted claim."""

from __future__ import annotations

import dataclasses as dc
import datetime as dt

import pytest
from tests.unit.study.plans.hill import hill

from corridor.study.plans.cleared import clearance
from corridor.study.plans.holders import Holders
from corridor.study.plans.make import draft
from corridor.study.plans.tell import convoy_rows, manifest_rows, short_rows, weight_rows

OFFICE = (("road", "office", "de facto"), ("bridge", "office", "de facto"))
"""The office is named for the road and for the bridge."""
COUNTY = (("road", "county", "de facto"), ("bridge", "county", "de facto"))


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


@pytest.mark.parametrize(
    ("held", "speaker"),
    [
        (OFFICE, "office"),
        ((("road", "office", "de facto"), ("bridge", "office", "claimed")), "ROAD OFFICE"),
        (OFFICE, "the county"),
        (
            (
                ("road", "office", "de facto"),
                ("road", "guards", "recognised"),
                ("bridge", "office", "de facto"),
            ),
            "office",
        ),
    ],
)
def test_who_is_named_for_the_way_may_permit(held, speaker):
    """By id, name or another name, or spoken by what it is part of; de facto alone is asked if there is any."""
    assert cleared(permitted=True, accepted=True, held=held, speaker=speaker).is_cleared


@pytest.mark.parametrize(
    ("held", "speaker", "told"),
    [
        (OFFICE, "the guards", "is by the guards, and not by"),
        (OFFICE, "", "is by somebody not named"),
        (COUNTY, "office", "and not by the county, named there"),
        (OFFICE[:1], "office", "The bridge is by office, and the table control names nobody there"),
        (
            (("road", "office", "de facto"), ("bridge", "office", "claimed"), ("bridge", "guards", "recognised")),
            "office",
            "at The bridge is by office, and not by the guards, named there by the table control",
        ),
    ],
)  # fmt: skip
def test_a_permission_by_somebody_else_clears_nothing(held, speaker, told):
    """Spoken by somebody whom the table control does not name, or by one of several: said so, without a verdict."""
    found = cleared(permitted=True, accepted=True, held=held, speaker=speaker)
    assert not found.is_cleared
    assert "permission on record for carters at The" in str(found)
    assert told in str(found)


def test_who_is_named_on_another_day_is_not_asked():
    """Rows of control count on their days alone."""
    model = hill(permitted=True)
    row = dc.replace(
        model.control[0], subject="road", actor="guards", start=dt.date(2023, 1, 3), end=dt.date(2023, 1, 4)
    )
    holders = Holders.read(dc.replace(model, control=(row,)))
    assert [holders.of("road", dt.date(2023, 1, d)) for d in (2, 3, 4, 5)] == [
        (),
        ("guards",),
        ("guards",),
        (),
    ]


def test_days_that_are_alike_are_cleared_day_by_day(monkeypatch):
    """A run of seven days of which the acceptance holds on the first five is not cleared; on all, it is."""
    monkeypatch.setattr("corridor.study.plans.make.is_large", lambda a, *, review, futures: True)
    model = hill(slots=0.3, days=30, permitted=True, accepted=True)
    made = draft(model, futures_count=2)
    (run,) = made.plan.runs()
    assert (run.days, run.last) == (7, dt.date(2023, 1, 7))
    assert run.each == made.plan.convoys()
    assert clearance(made, run).is_cleared
    part = dc.replace(model.events[0], end=dt.date(2023, 1, 6))
    made = draft(dc.replace(model, events=(part,)), futures_count=2)
    (run,) = made.plan.runs()
    assert [clearance(made, x).is_cleared for x in run.each] == [True] * 5 + [False] * 2
    assert not clearance(made, run).is_cleared


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

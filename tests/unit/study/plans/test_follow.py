"""A plan followed, and planned further, on a case worked out by hand."""

from __future__ import annotations

import dataclasses as dc

import pytest
from tests.unit.study.plans.hill import hill

from corridor.errors import UsageError
from corridor.model.seen import Scenario
from corridor.study.plans.ahead import check_horizon, horizon_lines
from corridor.study.plans.make import draft
from corridor.study.plans.replay import access_named, replay
from corridor.study.plans.words import Names


def test_under_its_own_access_a_plan_keeps_its_stocks():
    """The engine's stocks are those of the plan to 1e-6 on all days planned one by one, and nothing stays behind."""
    made = draft(hill(stock=2, slots=0.5), futures_count=1, review=10)
    done = replay(made)
    assert done.days_compared == 10
    assert done.largest_difference is not None
    assert done.largest_difference < 1e-6
    assert done.not_sent == ()


def test_under_a_closed_road_the_plan_breaks_by_day_and_place():
    """The loads of ten mornings stay behind; what arrived of nine of them is short more, from the second day on."""
    made = draft(hill(slots=0.3), futures_count=1, review=10)
    done = replay(made, situation="shut")
    assert done.largest_difference is None
    assert {(x.route, x.fleet, x.commodity) for x in done.not_sent} == {("road", "carts", "flour")}
    assert sum(x.t for x in done.not_sent) == pytest.approx(10 * 0.3)
    assert str(done.not_sent[0].date) == "2023-01-01"
    assert {x.place for x in done.short_more} == {"Hill"}
    assert str(done.short_more[0].date) == "2023-01-02"
    assert sum(x.amount for x in done.short_more) == pytest.approx(9 * 0.3 * 3_500_000)


def test_frozen_access_is_what_one_future_was_planned_for():
    """With one future and no outlook, frozen access changes nothing."""
    done = replay(draft(hill(slots=0.3), futures_count=1), is_frozen=True)
    assert (done.not_sent, done.short_more) == ((), ())


def test_one_access_at_a_time_and_names_that_exist():
    """Two at once, an unknown situation and an unknown scenario are wrong use."""
    made = draft(hill(), futures_count=1)
    with pytest.raises(UsageError, match="one access at a time"):
        replay(made, is_frozen=True, situation="shut")
    with pytest.raises(UsageError, match=r'called "shutt".*"shut"'):
        replay(made, situation="shutt")
    with pytest.raises(UsageError, match="No scenario"):
        replay(made, scenario="nix")


def test_one_name_says_which_access():
    """`own`, `frozen`, a scenario or a situation; a name of both, or of none, is wrong use."""
    model = hill()
    both = dc.replace(
        model, scenarios=(Scenario(where=None, scenario="calm", meaning="", whose="", conditions=""),)
    )
    assert access_named(model, "own") == {}
    assert access_named(model, "frozen") == {"is_frozen": True}
    assert access_named(model, "shut") == {"situation": "shut"}
    assert access_named(both, "calm") == {"scenario": "calm"}
    with pytest.raises(UsageError, match="neither a scenario nor a situation"):
        access_named(model, "calm")
    twice = dc.replace(both, scenarios=(dc.replace(both.scenarios[0], scenario="shut"),))
    with pytest.raises(UsageError, match="a scenario of the case and a situation"):
        access_named(twice, "shut")


def test_the_horizon_is_tried_as_far_as_the_case_reaches():
    """A plan of 4 of 10 days is tried over 6, one of 8 over 10, one of all ten not at all; each says so."""
    names = Names.read(hill())
    whole = check_horizon(draft(hill(), futures_count=1, days=4))
    assert (whole.days_longer, whole.is_whole) == (6, True)
    part = check_horizon(draft(hill(), futures_count=1, days=8))
    assert (part.days_longer, part.is_whole) == (10, False)
    assert "where the case ends" in horizon_lines(part, names)[0]
    none = check_horizon(draft(hill(), futures_count=1))
    assert (none.days_longer, none.changes) == (10, ())
    assert "could not be tried" in horizon_lines(none, names)[0]


def test_loads_that_hang_on_the_end_are_flagged():
    """A plan of two days without worth at its end loads for one day; a longer one loads more: flagged by mass."""
    made = draft(hill(days=20), futures_count=1, days=2)
    bare = dc.replace(made.weights, end=0.0)
    check = check_horizon(draft(hill(days=20), futures_count=1, days=2, weighing=bare))
    (change,) = check.changes
    # Of what is loaded on two mornings only the first arrives within two days: 0.6 t; over three days, 1.2 t.
    assert (change.route, change.commodity) == ("road", "flour")
    assert (change.t, change.t_longer) == pytest.approx((0.6, 1.2))
    assert change.share == pytest.approx(0.5)
    assert "The road, Flour: 0.6 t, then 1.2 t" in horizon_lines(check, Names.read(hill()))[1]

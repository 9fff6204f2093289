"""Weights of a plan: the table of a case, and what is told of them."""

import pytest
from tests.planning import drawn
from tests.support import hill

from corridor.plan.weights import BY_TIER


def two_places():
    """Hill and Dale with food."""
    case = hill()
    case.add_stock("Hill", "flour", amount=10)
    case.add_place("Dale", people=50)
    return case


def read(case):
    """Weights of a case by (tier, place)."""
    d = drawn(case)
    return d.weights, {
        (tier, place): d.weights.tier[0, i, d.a.labels.places.index(place)]
        for i, tier in enumerate(("normal", "minimum", "survival"))
        for place in ("Hill", "Dale")
    }


def test_without_a_table_tiers_weigh_one_three_and_nine():
    """The defaults, at every place."""
    w, found = read(two_places())
    assert BY_TIER == (1, 3, 9)
    assert [found[t, "Hill"] for t in ("normal", "minimum", "survival")] == [1, 3, 9]
    assert found["survival", "Dale"] == 9
    assert w.end < BY_TIER[2]


@pytest.mark.parametrize("first", ["Dale", None])
def test_a_row_with_a_place_beats_one_without(first):
    """Whichever stands first in the table."""
    case = two_places()
    rows = [{"place": "Dale", "weight": 20}, {"weight": 12}]
    for row in rows if first else rows[::-1]:
        case.add_weight("food", "survival", **row)
    _, found = read(case)
    assert (found["survival", "Dale"], found["survival", "Hill"]) == (20, 12)
    assert found["minimum", "Dale"] == 3


def test_weights_are_told_by_place_only_where_places_differ():
    """One row for all places, or one a place."""
    case = two_places()
    case.add_weight("food", "survival", place="Dale", weight=20)
    w, _ = read(case)
    labels = drawn(case).a.labels
    told = [(r["tier"], r["place"], r["weight"]) for r in w.rows(labels)]
    assert ("normal", "*", 1.0) in told
    assert ("survival", "Dale", 20.0) in told
    assert ("survival", "Hill", 9.0) in told
    assert not any(t == "survival" and p == "*" for t, p, _ in told)

"""What a plan runs into, on a case worked out by hand."""

from __future__ import annotations

import dataclasses as dc

import pytest
from tests.unit.study.plans.hill import hill

from corridor.errors import FloorError, TimeLimitError, UsageError
from corridor.study.plans.explain import explain, shortage_lines
from corridor.study.plans.make import draft, plan
from corridor.study.plans.words import Names


def told(model, **options):
    """The one shortage of a plan for one future, and its lines."""
    made = draft(model, futures_count=1, **options)
    found = explain(made)
    (shortage,) = found.shortages
    return found, shortage, "\n".join(shortage_lines(shortage, Names.read(model), 1))


def test_slots_are_named_with_what_one_more_saves():
    """0.3 slots a day bring 2.7 t in nine days where 6 t are needed; one slot more a day fills all nine."""
    _, shortage, lines = told(hill(slots=0.3))
    # The first day is lost whatever is done; on nine days 0.3 t come. 6.0 - 2.7 = 3.3 t are short, of 0.6 t a day.
    assert sum(shortage.person_days.values()) == pytest.approx(3.3 / 0.6 * 1_000)
    binding, here = shortage.bindings[0]
    assert (binding.kind, binding.words) == ("slots", "slots of The bridge")
    assert here == pytest.approx(2.7 / 0.6 * 1_000, rel=1e-6)  # the nine days are then met in full
    assert "one slot more on each of these days: 4,500 person-days fewer short here" in lines


def test_trucks_are_named_with_what_one_more_saves():
    """A fifth of a truck that leaves every other day brings 1 t; with one truck more nine days are met in full."""
    _, shortage, lines = told(hill(trucks=0.2))
    assert sum(shortage.person_days.values()) == pytest.approx((6.0 - 5 * 0.2) / 0.6 * 1_000)
    binding, here = next((b, h) for b, h in shortage.bindings if b.kind == "trucks")
    assert binding.words == "trucks of carts (carters)"
    assert here == pytest.approx((9 * 0.6 - 5 * 0.2) / 0.6 * 1_000)
    assert "one truck more from the first day on" in lines


def test_no_trucks_is_a_plain_answer():
    """Without a truck there is a plan, nothing moves, and a fact says why."""
    made = draft(hill(trucks=0), futures_count=1)
    assert made.plan.convoys() == ()
    assert "Trucks of carts (carters): none, in any future." in made.plan.run.notes


def test_a_closed_road_is_told_by_name():
    """With the road closed on every day nothing moves, and the shortage says which way is closed."""
    found, shortage, lines = told(hill(shut=True, stock=1))
    assert "The road is closed to everyone on every day of the plan, in every future." in found.facts
    assert shortage.whatever == ("The road is closed to carts (carters) on every day, in every future",)
    # 1 t lasts 1 / 0.6 days of ten: one tonne more at the hill is as much again.
    binding, here = shortage.bindings[0]
    assert binding.words == "what there is of Flour at The hill"
    assert here == pytest.approx(1 / 0.6 * 1_000)
    assert "one tonne more on the first of these days: 1,667 person-days fewer" in lines


def test_a_source_without_goods_is_a_plain_answer():
    """Where nothing is at the source, the notes say that nothing can come."""
    made = draft(hill(supplied=False), futures_count=1)
    assert made.plan.convoys() == ()
    assert any(
        "Nothing that satisfies Food is at The hill or can come there" in n for n in made.plan.run.notes
    )


def test_the_highest_floor_by_hand():
    """3 t for ten days of 0.36 t of survival: 83.3 % can be kept; 90 % is refused with that number and what binds."""
    model = hill(stock=3, shut=True)
    with pytest.raises(FloorError, match=r"The highest that can be kept is 83\.3%") as caught:
        plan(model, futures_count=1, floor=0.9)
    assert (caught.value.exit_code, caught.value.asked) == (4, 0.9)
    assert caught.value.highest == pytest.approx(3 / 3.6, abs=1e-3)
    assert "It stops at Food at The hill" in str(caught.value)
    assert "What binds: what there is of Flour at The hill" in str(caught.value)
    kept = plan(model, futures_count=1, floor=caught.value.highest)
    survival = kept.short[:, 0, 0, 2, 0].max()
    assert survival <= (1 - caught.value.highest) * 1_260_000 * (1 + 1e-6)


def test_critical_needs_first_keep_the_highest_floor():
    """Asked for "highest", the plan keeps what a refused floor names, and says so; where that is 0 it has none."""
    made = plan(hill(stock=3, shut=True), futures_count=1, floor="highest")
    assert made.run.floor == pytest.approx(3 / 3.6, abs=1e-3)
    assert made.short[:, 0, 0, 2, 0].max() <= (1 - made.run.floor) * 1_260_000 * (1 + 1e-6)
    assert made.run.notes[0].startswith("Critical needs first: 83.3% of their survival tier")
    none = plan(hill(), futures_count=1, floor="highest")
    assert none.run.floor is None
    assert none.run.notes[0].startswith("No floor of the critical needs above 0 can be kept")
    assert "on 2023-01-01." in none.run.notes[0]


def test_a_floor_of_a_day_before_any_truck_arrives():
    """With no stock the first day cannot be met at all: the highest floor is 0, and that day is named."""
    with pytest.raises(FloorError, match=r"kept is 0\.0%") as caught:
        plan(hill(), futures_count=1, floor=0.1)
    assert "on 2023-01-01." in str(caught.value)


@pytest.mark.parametrize("floor", [-0.1, 1.1])
def test_a_floor_is_a_share(floor):
    """What is no share is wrong use, not an unkept floor."""
    with pytest.raises(UsageError, match="from 0 to 1"):
        plan(hill(), futures_count=1, floor=floor)


def test_a_time_limit_has_its_own_error():
    """Too little time is told as such, with exit code 5."""
    with pytest.raises(TimeLimitError, match="Give more time") as caught:
        plan(hill(slots=0.3), futures_count=3, time_limit=1e-9)
    assert caught.value.exit_code == 5


def test_no_day_left_and_a_review_beyond_the_plan():
    """An origin on the last day plans one day; a review beyond the plan is wrong use."""
    assert plan(hill(), futures_count=1, origin=hill().settings.calendar.day(9)).run.days == 1
    with pytest.raises(UsageError, match="review after 11 days is not within a plan of 10"):
        plan(hill(), futures_count=1, review=11)
    with pytest.raises(UsageError, match="11 cannot be planned"):
        plan(hill(), futures_count=1, days=11)


def test_weights_that_keep_stock_from_the_starving_are_refused():
    """Stock at the end that weighs as much as survival is refused before anything is solved."""
    made = draft(hill(stock=3), futures_count=1)
    with pytest.raises(UsageError, match="keep stock and let people go short"):
        plan(hill(), futures_count=1, weighing=dc.replace(made.weights, end=9.0))

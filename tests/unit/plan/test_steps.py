"""Steps of a plan: lengths, starts, sums and where what is sent in one lands."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridor.errors import UsageError
from corridor.plan.steps import Steps, fan_steps, steps

RUNS = st.lists(st.integers(1, 9), min_size=1, max_size=8).map(lambda x: Steps(3, np.array(x)))


def test_single_days_then_runs_and_a_shorter_last_one():
    """12 days, 3 single, runs of 4: 3 days, two runs, one day left."""
    layout = steps(5, 12, daily=3, coarse=4)
    assert layout.length.tolist() == [1, 1, 1, 4, 4, 1]
    assert layout.start.tolist() == [0, 1, 2, 3, 7, 11]
    assert layout.of_day.tolist() == [0, 1, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5]
    assert (layout.first, layout.count, layout.days, layout.is_daily) == (5, 6, 12, False)


@pytest.mark.parametrize(
    ("days", "length"),
    [
        (1, [1]),
        (3, [1, 1, 1]),
        (5, [1, 1, 1, 2]),
        (10, [1, 1, 1, 7]),
        (11, [1, 1, 1, 7, 1]),
        (40, [1, 1, 1, 7, 14, 16]),
        (95, [1, 1, 1, 7, 14, 28, 28, 15]),
    ],
)
def test_steps_of_a_fan_are_days_a_week_a_fortnight_and_four_weeks(days: int, length: list[int]):
    """Three single days, a week, a fortnight, then four weeks each; what is left is the last step."""
    assert fan_steps(4, days, near=(1, 1, 1)).length.tolist() == length
    assert fan_steps(4, days, near=(1, 1, 1)).first == 4


@pytest.mark.parametrize("wrong", [{"days": 0}, {"near": (1, 0)}])
def test_a_fan_of_less_than_a_day_is_refused(wrong: dict[str, Any]):
    """As for other steps."""
    with pytest.raises(UsageError, match="at least one day"):
        fan_steps(0, **{"days": 3, "near": (1,), **wrong})


def test_a_plan_shorter_than_its_single_days_is_daily():
    """Two days of at most 14 single ones."""
    assert steps(0, 2).is_daily
    assert steps(0, 2).length.tolist() == [1, 1]


@pytest.mark.parametrize("wrong", [{"days": 0}, {"daily": 0}, {"coarse": 0}])
def test_less_than_a_day_is_refused(wrong):
    """No step without a day; the error tells the numbers."""
    with pytest.raises(UsageError, match="at least one day"):
        steps(0, **{"days": 3, "daily": 2, "coarse": 2, **wrong})


def test_sums_and_means_go_over_the_days_of_each_step():
    """Days 1, 2, 3, 4 in steps of 1, 2 and 1 days: 1, 5, 4 and 1, 2.5, 4; along the first axis alone."""
    layout = Steps(0, np.array([1, 2, 1]))
    assert layout.sums(np.array([1.0, 2, 3, 4])).tolist() == [1, 5, 4]
    assert layout.means(np.array([[1.0, 10], [2, 20], [3, 30], [4, 40]])).tolist() == [
        [1, 10],
        [2.5, 25],
        [4, 40],
    ]


def test_what_is_sent_in_a_step_lands_by_the_days_it_was_sent_on():
    """Steps of 2, 3 days, a delay of 2: of the first step all lands in the second; of the second, one day of three."""
    layout = Steps(0, np.array([2, 3]))
    np.testing.assert_allclose(layout.after(2), [[0, 1], [0, 1 / 3]], rtol=0, atol=1e-15)
    np.testing.assert_allclose(layout.after(1), [[0.5, 0.5], [0, 2 / 3]], rtol=0, atol=1e-15)


def test_landing_takes_the_day_of_each_day():
    """Days 0, 1, 2 that land on days 2, 2 and beyond the plan."""
    layout = Steps(0, np.array([1, 1, 1]))
    assert layout.landing(np.array([2, 2, 9])).tolist() == [[0, 0, 1], [0, 0, 1], [0, 0, 0]]


@given(RUNS, st.integers(0, 30))
def test_nothing_lands_twice_and_nothing_is_lost_but_beyond_the_end(layout, delay):
    """Shares of a step add up to the part of its days whose landing lies within the plan."""
    within = (layout.start[:, None] + np.arange(9)[None] + delay < layout.days) & (
        np.arange(9)[None] < layout.length[:, None]
    )
    np.testing.assert_allclose(layout.after(delay).sum(1), within.sum(1) / layout.length, rtol=0, atol=1e-12)


@given(RUNS)
def test_every_day_is_in_one_step(layout):
    """Sums of ones are the lengths, and days count up to the number of days."""
    assert layout.sums(np.ones(layout.days)).tolist() == layout.length.tolist()
    assert len(layout.of_day) == layout.days

import datetime as dt
import doctest

import numpy as np
import pytest
from tests.unit.study import small

from corridor.errors import UsageError
from corridor.schema.values import Range
from corridor.study import inverse as module
from corridor.study.inverse import inverse, smallest


def seen(kind="stock_out", start="2023-01-16", maps_to="energy", **more):
    """One observation of Hill."""
    return {"observation": "O-1", "kind": kind, "start": start, "maps_to": maps_to, "place": "Hill", **more}


def required(*observations, **case):
    """What each observation would require of the small case."""
    return inverse(small.case(observations=observations, **case), members=20, engine="compiled")


def test_examples_run():
    """The examples in the docstrings give what they say."""
    assert doctest.testmod(module).failed == 0


def test_a_stock_out_after_fifteen_days_takes_fifteen_days_of_flour():
    """A stock-out on the sixteenth morning: the store lasted at least 15 days of use, and less than 16."""
    (line,) = required(seen())
    assert line.held.median == pytest.approx(20)
    assert line.at_least.median == pytest.approx(15, rel=4e-3)
    assert line.less_than.median == pytest.approx(16, rel=4e-3)
    assert line.factor == pytest.approx(15.5 / 20, rel=4e-3)
    assert line.jumps.count == 0
    assert (line.commodities, line.too_early.count) == (("flour",), 0)


def test_what_would_be_required_does_not_depend_on_what_was_assumed():
    """Whatever stock the case holds, the same date requires the same stock, by member."""
    (line,) = required(seen(), stock=Range(3, 12, 60))
    assert line.held.low < 15 < line.held.high
    assert line.at_least.low == pytest.approx(15, rel=4e-3)
    assert line.at_least.high == pytest.approx(15, rel=4e-3)


@pytest.mark.parametrize(
    ("censoring", "end", "least", "less"),
    [
        ("none", None, 15, 16),
        ("from", "2023-01-20", 15, 16),
        ("between", "2023-01-20", 15, 20),
        ("by", None, 0, 16),
    ],
)
def test_vague_dates_give_wide_bounds(censoring, end, least, less):
    """By a day: no lower bound. Between two: from the first to the last. From: as if exact."""
    (line,) = required(seen(censoring=censoring, end=end))
    assert line.at_least.median == pytest.approx(least, rel=4e-3)
    assert line.less_than.median == pytest.approx(less, rel=4e-3)


def test_a_ration_cut_and_a_service_that_stops_are_read_as_they_should():
    """Under a full ration both come on the day the store is empty."""
    cut, stop = required(seen("ration_cut"), seen("service_stops") | {"observation": "O-2"})
    assert cut.at_least.median == stop.at_least.median == pytest.approx(15, rel=4e-3)


def test_a_commodity_is_out_when_its_store_is_empty_at_the_close():
    """The store is empty at the close of the sixteenth day if it held less than 16.01 days of use."""
    (line,) = required(seen(maps_to="flour"))
    assert line.at_least.median == pytest.approx(15.01, rel=4e-3)
    assert line.less_than.median == pytest.approx(16.01, rel=4e-3)


def test_a_ration_cut_of_a_commodity_is_one_of_the_need_it_serves():
    """Flour rationed is energy rationed."""
    (line,) = required(seen("ration_cut", maps_to="flour"))
    assert line.at_least.median == pytest.approx(15, rel=4e-3)


def test_an_empty_store_cannot_be_multiplied():
    """With nothing in store no factor helps: it always comes too early, and no band is given."""
    (line,) = required(seen(), stock=0.0)
    assert (line.too_early.value, line.too_late.value) == (1, 0)
    assert (line.at_least, line.less_than, line.factor) == (None, None, None)
    assert line.plain()["at_least"] is None


@pytest.mark.parametrize(
    "observation",
    [
        seen("queue"),
        seen(maps_to=None),
        seen(start="2023-02-09"),
        seen(start="2023-02-20"),
    ],
)
def test_what_the_run_does_not_reach_or_does_not_map_is_left_out(observation):
    """Other kinds, no need or commodity, on the last day (never told from never), after it."""
    expected = 1 if observation["start"] == "2023-02-09" else 0
    assert len(required(observation)) == expected


def test_progress_counts_observations():
    """Called once an observation."""
    told = []
    case = small.case(observations=(seen(), seen() | {"observation": "O-2"}))
    inverse(case, members=2, engine="compiled", progress=lambda *a: told.append(a))
    assert told == [(1, 2), (2, 2)]


def test_no_members_is_refused():
    """One member at least."""
    with pytest.raises(UsageError, match="one member"):
        inverse(small.case(), members=0)


def test_dates_of_a_line_are_the_bounds_of_the_day():
    """By a day means from the origin to that day."""
    (line,) = required(seen(censoring="by"))
    assert (line.start, line.end) == (dt.date(2023, 1, 1), dt.date(2023, 1, 16))


def test_smallest_factor_is_found_over_many_orders_of_size():
    """From a hundredth to a hundred times, to three parts in a thousand."""
    want = np.geomspace(1e-2, 1e2, 61)
    assert smallest(lambda x: x >= want, 61) == pytest.approx(want, rel=3e-3)


def test_what_does_not_come_even_with_empty_stores_says_so():
    """Flour that comes up at Hill every day feeds it: no stock-out by that day, whatever the store."""
    (line,) = required(seen(), grown=0.7)
    assert (line.too_early.value, line.too_late.value) == (0, 1)
    assert line.at_least is None


def test_bread_is_out_when_what_makes_it_is_gone():
    """A bakery turns flour into bread that does not keep: the flour is what would have had to be there."""
    (line,) = required(seen(maps_to="bread"), bakery=True)
    assert line.commodities == ("flour",)
    assert line.held.median == pytest.approx(20)
    assert line.at_least.median == pytest.approx(15, rel=4e-3)
    assert line.less_than.median == pytest.approx(16, rel=4e-3)


def test_a_date_that_no_stock_hits_says_so():
    """Goods come up from day 21 on: a store too small for 20 days is out before, a larger one never."""
    (line,) = required(seen(start="2023-02-01"), grown=0.6, grown_from="2023-01-21")
    assert line.jumps.value == 1
    assert line.at_least.median == pytest.approx(20, rel=4e-3)
    assert line.less_than.median == pytest.approx(20, rel=4e-3)

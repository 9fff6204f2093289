"""Lowering: epochs, orders, the sense of the defaults, and cases that cannot be lowered."""

import datetime as dt

import numpy as np
import pytest
from tests.support import START, day, hill

from corridor.errors import EngineError
from corridor.model.arrays import BIG, LINE, PROCESS
from corridor.model.lower import default_policy, lower


def lowered(case, origin=0, policy=None):
    """Arrays and parameters of a case, its numbers at their medians."""
    low = lower(case.check(), origin=START + dt.timedelta(days=origin), policy=policy)
    return low.arrays, low.params(np.array([[n.range.mid] for n in low.arrays.numbers]))


def stocked(**how):
    """Hill with 100 kg."""
    case = hill(**how)
    case.add_stock("Hill", "flour", amount=100)
    return case


def test_an_epoch_begins_where_a_row_begins_or_has_ended():
    """People from day 3, a supply of days 2 to 4, the origin on day 6: epochs 0, 2, 3, 5, 6."""
    case = stocked(days=8)
    case.add_people("Hill", people=50, start=day(3))
    case.add_supply("Hill", "flour", per_day=1, start=day(2), end=day(4))
    arrays, params = lowered(case, origin=6)
    assert arrays.epoch.tolist() == [0, 0, 1, 2, 2, 3, 4, 4]
    assert params.persons[:, 1, 0, 0].tolist() == [100, 100, 50, 50, 50]
    assert params.supply[:, 1, 0, 0].tolist() == [0, 1, 1, 0, 0]


def test_an_origin_outside_the_case_is_refused():
    """The day after the last is no day of the case."""
    with pytest.raises(EngineError, match="not a day of the case"):
        lowered(stocked(days=5), origin=5)


def test_the_default_policy_follows_from_what_is_given():
    """Inflow: `usual`; else a supply outside: `pull`; else `recorded`."""
    case = stocked()
    assert default_policy(case.check()) == "pull"
    inside = case.replace("supply", "Plain", place="Hill", unlimited=None, per_day=1)
    assert default_policy(inside.check()) == "recorded"
    case.add_situation("open", "road")
    case.add_spell("road", "open", start=day(0))
    case.add_inflow("open", "road", contents="flour", per_day=1)
    assert default_policy(case.check()) == "usual"


def test_exact_fields_keep_a_last_axis_of_one():
    """Only what differs between members is stored for each: 5 members widen the stock and nothing else."""
    case = hill(road={"per_day": 1})
    case.add_stock("Hill", "flour", amount=(1, 2, 3))
    low = lower(case.check(), origin=START)
    params = low.params(np.repeat([[n.range.mid] for n in low.arrays.numbers], 5, axis=1))
    assert params.opening.shape[-1] == 5
    assert params.need.shape[-1] == params.route_cap.shape[-1] == params.target.shape[-1] == 1


def test_what_is_not_limited_is_big():
    """A road, a store and a gate without a number limit nothing."""
    case = stocked(road={"crossings": "gate"})
    case.add_crossing("gate")
    arrays, params = lowered(case)
    assert params.route_cap.tolist() == [[BIG]]
    assert params.slots.tolist() == [[BIG]]
    assert arrays.storage.tolist() == [BIG, BIG]


def test_goods_that_ways_carry_alike_share_a_class():
    """Two goods of one class of which a road carries one only are two classes for the engines, under one name."""
    case = stocked(road={"carries": "flour"})
    case.add_commodity("rice", unit="kg")
    case.add_satisfies("food", "rice", per_unit=1, usual_share=0)
    arrays, _ = lowered(case)
    assert arrays.labels.classes == ("goods#0", "goods#1")
    assert arrays.route_class.tolist() == [[True, False]]


def test_what_makes_a_thing_runs_before_what_takes_it():
    """A line listed first that carries what a later process makes runs after it; a cycle is refused."""
    case = stocked()
    case.add_place("Dam", kind="hub")
    case.add_commodity("water", unit="m3", kg_per_unit=1000)
    case.add_commodity("power", unit="MWh", storable=False)
    case.add_need("light", unit="MWh", per_person_day=1)
    case.add_satisfies("light", "power", per_unit=1)
    case.add_route("wire", "Dam", "Hill", mode="line", carries="power", unit="MWh")
    case.add_stock("Dam", "water", amount=1)
    case.add_process("turbine", "Dam", inputs={"water": 1}, outputs={"power": 2})
    arrays, _ = lowered(case)
    assert arrays.step_kind.tolist() == [PROCESS, LINE]


def test_days_of_use_of_a_stock_count_the_use_of_its_own_day():
    """10 days of use counted on day 4, when 50 people live there, are 500 kg; on day 0, with 100, 1,000."""
    case = hill(days=8)
    case.add_people("Hill", people=50, start=day(4))
    case.add_stock("Hill", "flour", amount=10, unit="days of usual use")
    case.add_stock("Hill", "flour", amount=10, unit="days of usual use", date=day(4))
    _, params = lowered(case, origin=5)
    assert params.opening[1, 0, 0] == 1000
    assert [c.amount.tolist() for c in params.changes] == [[[500.0]]]

"""Answers by hand where members draw other losses, leads, spoilage, largest shares and levels.

Hill has 100 people who need 1 kg of food a day each. Each test gives three members values of their own, and each
member is worked out alone.
"""

import numpy as np
import pytest
from tests.support import Ran, day, hill

from corridor.access import paths as ap
from corridor.forecast.ensemble import prepare, simulate
from corridor.model.numbers import draw_values
from corridor.model.recipe import whole_days

EXACT = {"rel": 1e-9, "abs": 1e-9}  # the same sums in another order: rounding of doubles, far below 1e-9


def members(case, engine, *, policy="pull", **values):
    """A run of three members whose numbers of a column have the values given."""
    prepared = prepare(case.check(), policy=policy)
    a, ids = prepared.arrays, np.arange(3)
    drawn = draw_values(a.numbers, 1, ids)
    for column, each in values.items():
        mine = [i for i, n in enumerate(a.numbers) if n.column == column and not n.range.is_exact]
        assert mine, column
        drawn[mine] = each
    path = ap.draw(prepared.outlook, a, 1, ids)
    block = simulate(prepared, drawn, path, engine=engine, keep_daily=True)
    return Ran(prepared, block, drawn, path)


def entering(ran, member):
    """What entered the store of Hill each day after the first: closing less the eve's, plus handed out."""
    stock, handed = ran.stock("Hill", "flour", member), ran.handed("Hill", "flour", member)
    return [s - e + h for s, e, h in zip(stock[1:], stock, handed[1:], strict=False)]


def test_each_member_waits_for_its_own_lead(engine):
    """Leads drawn 1.49, 1.5 and 3.2 are 1, 2 and 3 days: 100 kg sent a day are in on days 1, 2 and 3."""
    case = hill(days=6, road={"per_day": 0.1, "lead_days": (1, 2, 4)})
    case.add_stock("Hill", "flour", amount=0)
    ran = members(case, engine, lead_days=[1.49, 1.5, 3.2])
    assert entering(ran, 0) == pytest.approx([100, 100, 100, 100, 100], **EXACT)
    assert entering(ran, 1) == pytest.approx([0, 100, 100, 100, 100], **EXACT)
    assert entering(ran, 2) == pytest.approx([0, 0, 100, 100, 100], **EXACT)


def test_a_drawn_lead_is_at_least_a_day(engine):
    """0.2 rounds to 0, which no road takes: what leaves on day 0 is in on day 1."""
    case = hill(days=3, road={"per_day": 0.1, "lead_days": (1, 2, 4)})
    case.add_stock("Hill", "flour", amount=0)
    assert entering(members(case, engine, lead_days=[0.2, 1, 1]), 0) == pytest.approx([100, 100], **EXACT)


def test_trucks_come_home_after_the_drawn_lead_and_turnaround(engine):
    """One truck of 0.1 t. Lead 1 and turnaround 0: home 2 days after it left, so it leaves on days 0, 2, 4.

    Lead 2, turnaround 0: every 4 days. Lead 1, turnaround 1.6, which is 2: every 4 days.
    """
    case = hill(days=7, road={"lead_days": (1, 2, 4)})
    case.add_stock("Hill", "flour", amount=0)
    case.add_fleet("truck", "Plain", trucks=1, payload_t=0.1, turnaround_days=(0, 1, 3))
    ran = members(case, engine, lead_days=[1, 2, 1], turnaround_days=[0, 0, 1.6])
    assert entering(ran, 0) == pytest.approx([100, 0, 100, 0, 100, 0], **EXACT)
    assert entering(ran, 1) == pytest.approx([0, 100, 0, 0, 0, 100], **EXACT)
    assert entering(ran, 2) == pytest.approx([100, 0, 0, 0, 100, 0], **EXACT)


def test_trucks_in_a_queue_keep_their_drawn_lead(engine):
    """A gate with a queue and a slot a day: a truck that left on day 0 passes on day 1, 2 or 3 by its lead."""
    case = hill(days=5, road={"lead_days": (1, 2, 4), "crossings": "gate"})
    case.add_crossing("gate", slots_per_day=1, queue=True)
    case.add_stock("Hill", "flour", amount=0)
    case.add_fleet("truck", "Plain", trucks=1, payload_t=0.1)
    ran = members(case, engine, lead_days=[1, 2, 3])
    # Home after both ways: it leaves on days 0, 2 | 0, 4 | 0.
    assert entering(ran, 0) == pytest.approx([100, 0, 100, 0], **EXACT)
    assert entering(ran, 1) == pytest.approx([0, 100, 0, 0], **EXACT)
    assert entering(ran, 2) == pytest.approx([0, 0, 100, 0], **EXACT)


def test_each_member_loses_its_own_share(engine):
    """Of 100 kg a day 10 %, 50 % and nothing is lost on the way; in store 0, 20 % and 50 % spoils a day.

    Day 1: 90 in, eaten. 50 in, 10 spoil, 40 eaten. 100 in, 50 spoil, 50 eaten.
    """
    case = hill(days=2, road={"per_day": 0.1, "loss_share": (0.1, 0.2, 0.5)})
    case = case.replace("commodities", "flour", perish_per_day=(0, 0.1, 0.3))
    case.add_stock("Hill", "flour", amount=0)
    ran = members(case, engine, loss_share=[0.1, 0.5, 0.0], perish_per_day=[0.0, 0.2, 0.5])
    assert [ran.given("Hill", "food", m)[1] for m in range(3)] == pytest.approx([90, 40, 50], **EXACT)


def test_each_member_has_its_own_largest_share(engine):
    """Flour is usual, 30 kg of it; sugar fills the gap up to 20 %, 50 % or all of the 100: 50, 80 and 100."""
    case = hill(days=1, road=None)
    case.add_stock("Hill", "flour", amount=30)
    case.add_commodity("sugar", unit="kg")
    case.add_satisfies("food", "sugar", per_unit=1, usual_share=0, max_share=(0.1, 0.5, 0.9))
    case.add_stock("Hill", "sugar", amount=500)
    ran = members(case, engine, policy="recorded", max_share=[0.2, 0.5, 1.0])
    assert [ran.given("Hill", "food", m)[0] for m in range(3)] == pytest.approx([50, 80, 100], **EXACT)


def test_each_member_asks_for_its_own_target(engine):
    """Targets of 1, 2 and 5 days less what is left after the meal of day 0, nothing: 100, 200 and 500 kg."""
    case = hill(days=2)
    case.add_stock("Hill", "flour", amount=100)
    case.add_level("Hill", "flour", target_days=(1, 2, 5))
    ran = members(case, engine, target_days=[1, 2, 5])
    assert [entering(ran, m)[0] for m in range(3)] == pytest.approx([100, 200, 500], **EXACT)


def test_each_member_keeps_its_own_reserve(engine):
    """Hill keeps 0, 1 or 3 days of its use, 100 kg a day, of 300 left after the meal of day 0; the rest goes on."""
    case = hill(days=2, road=None)
    case.add_place("Far")
    case.add_people("Far", people=1000)
    case.add_route("on", "Hill", "Far")
    case.add_stock("Hill", "flour", amount=400)
    case.add_level("Hill", "flour", reserve_days=(0, 1, 3))
    ran = members(case, engine, reserve_days=[0, 1, 3])
    assert [ran.given("Far", "food", m)[1] for m in range(3)] == pytest.approx([300, 200, 0], **EXACT)


def test_each_member_makes_for_its_own_target(engine):
    """A bakery bakes for 1, 2 and 3 days of the 100 kg a day that is asked: closing after the meal 0, 100 and 200."""
    case = hill(days=1, road=None)
    case.add_commodity("bread", unit="kg")
    case = case.replace("satisfies", "food", commodity="bread")
    case.add_stock("Hill", "flour", amount=900)
    case.add_process("bakery", "Hill", inputs={"flour": 1}, outputs={"bread": 1}, target_days=(0.5, 2, 3))
    ran = members(case, engine, policy="recorded", target_days=[0.5, 2, 3])
    assert [ran.stock("Hill", "bread", m)[0] for m in range(3)] == pytest.approx([0, 100, 200], **EXACT)


def test_a_line_never_loses_all_it_carries(engine):
    """A drawn loss of 1 counts as 0.999: of what the end asks, 100 MWh, a thousandth of what is moved arrives."""
    case = hill(days=1, road=None)
    case.add_commodity("power", unit="MWh", storable=False)
    case.add_need("light", unit="MWh", per_person_day=1)
    case.add_satisfies("light", "power", per_unit=1)
    case.add_route(
        "wire", "Plain", "Hill", mode="line", carries="power", per_day=1_000, loss_share=(0, 0.5, 0.9)
    )
    case.add_stock("Hill", "flour", amount=0)
    case.add_supply("Plain", "power", unlimited=True)
    ran = members(case, engine, policy="recorded", loss_share=[0, 0.5, 1])
    assert [ran.given("Hill", "light", m)[0] for m in range(3)] == pytest.approx([100, 100, 1], **EXACT)


def test_days_are_rounded_to_the_nearest_a_half_up():
    """0.49 is 0, 0.5 is 1, 1.5 is 2, 2.5 is 3: not to the even one."""
    assert whole_days(np.array([0.49, 0.5, 1.5, 2.5])).tolist() == [0, 1, 2, 3]


def test_the_day_of_arrival_of_the_longest_lead_is_kept(engine):
    """Leads of 1, 30 and 60 days on one road: 60 days on the first load of the third member is in, not before."""
    case = hill(days=62, road={"per_day": 0.1, "lead_days": (1, 30, 60)}, origin=day(0))
    case.add_stock("Hill", "flour", amount=0)
    ran = members(case, engine, lead_days=[1, 30, 60])
    first = [1 + next(i for i, x in enumerate(entering(ran, m)) if x > 1e-9) for m in range(3)]
    assert first == [1, 30, 60]


def test_each_member_cuts_by_its_own_threshold_and_floor(engine):
    """1,000 kg are 10 days of cover. Thresholds 5, 20 and 20 days; floors 0.4, 0.4 and 0.7.

    Member 0: cover 10, 9, 8 is above 5: 100 a day. Member 1: 10/20 = 0.5: 50; cover 9.5: 47.5; 9.025: 45.125.
    Member 2: never below 0.7: 70 a day.
    """
    case = hill(days=3)
    case.add_stock("Hill", "flour", amount=1000)
    case.add_ration("Hill", "food", policy="cover", threshold_days=(5, 10, 20), floor_share=(0.4, 0.5, 0.7))
    ran = members(case, engine, policy="recorded", threshold_days=[5, 20, 20], floor_share=[0.4, 0.4, 0.7])
    for member, want in enumerate(([100, 100, 100], [50, 47.5, 45.125], [70, 70, 70])):
        assert ran.handed("Hill", "flour", member) == pytest.approx(want, **EXACT)


def test_a_fixed_ration_that_is_drawn_is_each_members_own(engine):
    """100 persons are handed 0.2, 0.5 and 2 kg: 20, 50 and the need, 100."""
    case = hill(days=2)
    case.add_stock("Hill", "flour", amount=1000)
    case.add_ration("Hill", "food", policy="fixed", per_person_day=(0.2, 0.5, 2))
    ran = members(case, engine, policy="recorded", per_person_day=[0.2, 0.5, 2])
    for member, want in enumerate(([20, 20], [50, 50], [100, 100])):
        assert ran.handed("Hill", "flour", member) == pytest.approx(want, **EXACT)

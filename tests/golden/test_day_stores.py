"""Answers by hand: what comes by road, what is in store, what perishes, what is counted.

Hill has 100 people who need 1 kg of food a day each; 1 kg of flour serves 1 kg. Amounts in kg unless said.
"""

import pytest
from tests.support import day, hill, run

EXACT = {"rel": 1e-9, "abs": 1e-9}  # the same sums in another order: rounding of doubles, far below 1e-9


def test_lead_days_and_loss(engine):
    """What is sent on day t arrives on day t + 2, less a tenth.

    The road carries 0.1 t = 100 kg a day and the ask (30 days of use = 3,000 kg) is always larger, so 100
    leave each day and 90 arrive from day 2 on. Opening 300: closes 200, 100, then 100 + 90 - 100 = 90, and 10
    less each day: 90 - 10 (t - 2). Day 11 closes at 0; day 12 has 90 for a ration of 100: rationing and
    stock-out.
    """
    case = hill(days=14, road={"lead_days": 2, "per_day": 0.1, "loss_share": 0.1})
    case.add_stock("Hill", "flour", amount=300)
    ran = run(case, engine)
    want = [200, 100, 90, 80, 70, 60, 50, 40, 30, 20, 10, 0, 0, 0]
    assert ran.stock("Hill", "flour") == pytest.approx(want, **EXACT)
    assert ran.given("Hill", "food") == pytest.approx([100] * 12 + [90, 90], **EXACT)
    assert ran.rationing("Hill", "food") == ran.stock_out("Hill", "food") == 12
    assert ran.lost("flour") == pytest.approx(12 * 10, **EXACT)  # 10 of each arrival, days 2 to 13
    assert ran.entered("flour") == pytest.approx(12 * 90, **EXACT)


def test_a_share_of_the_stock_perishes_before_it_is_handed_out(engine):
    """A tenth of what is in store is lost each morning: 1,000 - 100 - 100 = 800; 800 - 80 - 100 = 620.

    458.
    """
    case = hill(days=3)
    case.add_stock("Hill", "flour", amount=1000)
    case = case.replace("commodities", "flour", perish_per_day=0.1)
    ran = run(case, engine, policy="recorded")
    assert ran.stock("Hill", "flour") == pytest.approx([800, 620, 458], **EXACT)
    assert ran.lost("flour") == pytest.approx(100 + 80 + 62, **EXACT)


def test_supply_comes_before_it_perishes_and_cover_is_counted_after(engine):
    """500 in store, 500 supplied: a tenth of 1,000 perishes, cover is 9 days, a threshold of 18 halves the ration.

    900 - 50 = 850 at the close.
    """
    case = hill(days=1)
    case.add_stock("Hill", "flour", amount=500)
    case.add_supply("Hill", "flour", per_day=500)
    case.add_ration("Hill", "food", policy="cover", threshold_days=18, floor_share=0)
    ran = run(case.replace("commodities", "flour", perish_per_day=0.1), engine, policy="recorded")
    assert ran.cover("Hill", "food") == pytest.approx([9], **EXACT)
    assert ran.given("Hill", "food") == pytest.approx([50], **EXACT)
    assert ran.stock("Hill", "flour") == pytest.approx([850], **EXACT)


def test_what_cannot_be_stored_is_lost_at_the_close(engine):
    """Hill makes 20 MWh a day by the sun and needs 12: 8 are lost each day, and no day helps the next.

    100 people at 0.12 MWh; from day 2 only 9 MWh come: 9 are distributed, rationing and stock-out on day 2.
    """
    case = hill(days=4)
    case.add_commodity("power", unit="MWh", storable=False)
    case.add_need("light", unit="MWh", per_person_day=0.12)
    case.add_satisfies("light", "power", per_unit=1)
    case.add_stock("Hill", "flour", amount=1000)
    case.add_supply("Hill", "power", per_day=20, end=day(1))
    case.add_supply("Hill", "power", per_day=9, start=day(2))
    ran = run(case, engine)
    assert ran.given("Hill", "light") == pytest.approx([12, 12, 9, 9], **EXACT)
    assert ran.stock("Hill", "power") == [0, 0, 0, 0]
    assert ran.lost("power") == pytest.approx(16, **EXACT)
    assert ran.stock_out("Hill", "light") == ran.rationing("Hill", "light") == 2


def test_a_count_replaces_what_the_model_has(engine):
    """A count of 500 on the morning of day 2 replaces 800; holders of one count add up.

    Later ones wait for their day.

    Opening 600 + 400 = 1,000: closes 900, 800; day 2: 300 + 200 = 500 - 100 = 400; 300. The count of day 5 is
    not known at the origin, day 4: 200, 100.
    """
    case = hill(days=6, origin=day(4))
    case.add_stock("Hill", "flour", amount=600, holder="state")
    case.add_stock("Hill", "flour", amount=400, holder="trade")
    case.add_stock("Hill", "flour", amount=300, holder="state", date=day(2))
    case.add_stock("Hill", "flour", amount=200, holder="farm", date=day(2))
    case.add_stock("Hill", "flour", amount=9999, date=day(5))
    ran = run(case, engine, policy="recorded")
    assert ran.stock("Hill", "flour") == pytest.approx([900, 800, 400, 300, 200, 100], **EXACT)


def test_the_latest_count_before_the_first_day_opens_the_case(engine):
    """Of counts of 100 on the tenth day before and 250 on the eve, the later one opens: 150, 50, 0."""
    case = hill(days=3)
    case.add_stock("Hill", "flour", amount=100, date=day(-10))
    case.add_stock("Hill", "flour", amount=250, date=day(-1))
    ran = run(case, engine, policy="recorded")
    assert ran.stock("Hill", "flour") == pytest.approx([150, 50, 0], **EXACT)


def test_reserves_are_released_on_their_day(engine):
    """Two holders release 300 and 200 on day 2: 150 opens.

    50, 0 (100 wanted, 50 there), then 500 - 100 = 400, 300.
    """
    case = hill(days=4)
    case.add_stock("Hill", "flour", amount=150, holder="state")
    case.add_stock("Hill", "flour", amount=300, holder="reserved", release_date=day(2))
    case.add_stock("Hill", "flour", amount=200, holder="trade", release_date=day(2))
    ran = run(case, engine, policy="recorded")
    assert ran.stock("Hill", "flour") == pytest.approx([50, 0, 400, 300], **EXACT)
    assert ran.given("Hill", "food") == pytest.approx([100, 50, 100, 100], **EXACT)
    assert max(abs(ran.block.residual.ravel())) < 1e-12  # what is released enters the balance


def test_stock_in_days_of_usual_use_and_share_of_usual(engine):
    """Flour is 3/4 of the food (75 a day), oil 1/4 at 2 kg of food a litre (12.5 l a day).

    Flour: 4 days of usual use, half of it accessible: 4 x 75 / 2 = 150. Oil: 20 % of a usual 30 days: 0.2 x
    30 x 12.5 = 75 l. Then 150 - 75 = 75 and 75 - 12.5 = 62.5.
    """
    case = hill(days=1)
    case = case.replace("satisfies", "food", usual_share=0.75)
    case.add_commodity("oil", unit="l", kg_per_unit=0.9)
    case.add_satisfies("food", "oil", per_unit=2, usual_share=0.25)
    case.add_level("Hill", "oil", target_days=30)
    case.add_stock("Hill", "flour", amount=4, unit="days of usual use", accessible_share=0.5)
    case.add_stock("Hill", "oil", amount=20, unit="% of usual")
    ran = run(case, engine, policy="recorded")
    assert ran.stock("Hill", "flour") == pytest.approx([75], **EXACT)
    assert ran.stock("Hill", "oil") == pytest.approx([62.5], **EXACT)


def test_a_stock_in_another_unit_is_converted(engine):
    """0.25 t of flour counted in kg is 250: 150 at the close."""
    case = hill(days=1)
    case.add_stock("Hill", "flour", amount=0.25, unit="t")
    assert run(case, engine, policy="recorded").stock("Hill", "flour") == pytest.approx([150], **EXACT)


def test_unlimited_supply_gives_what_is_taken_and_no_more(engine):
    """Plain sends 2,900 kg on day 0 (target 3,000 less the 100 left) and 100 a day after.

    Nothing piles up there.
    """
    case = hill(days=4)
    case.add_stock("Hill", "flour", amount=200)
    ran = run(case, engine)
    # closes: 200 - 100 = 100; +2,900 - 100 = 2,900 (100 on the way); +100 - 100 = 2,900; the same.
    assert ran.stock("Hill", "flour") == pytest.approx([100, 2900, 2900, 2900], **EXACT)
    assert ran.stock("Plain", "flour") == [0, 0, 0, 0]
    assert max(abs(ran.block.residual.ravel())) < 1e-12


def test_a_full_store_lets_in_what_it_has_room_for(engine):
    """Hill stores 1 t. 500 kg a day are sent; what finds no room waits and is neither lost nor sent again.

    Opening 900; day 0 closes 800, 500 sent (ask 3,000 - 800). Day 1: room 200, so 200 enter, 300 wait; 900 at
    the close. Day 2: 800 wait, room 100; 900. Day 3: 1,200 wait, room 100. Asks: day 1 3,000 - 900 - 300 =
    1,800, still 500 by road; day 2 3,000 - 900 - 700 = 1,400, 500; day 3 3,000 - 900 - 1,100 = 1,000, 500;
    day 4 3,000 - 900 - 1,500 = 600, 500; day 5 3,000 - 900 - 1,900 = 200, 200: the ask counts what waits.
    From then on 100 a day.
    """
    case = hill(days=8, storage_t=1, road={"per_day": 0.5})
    case.add_stock("Hill", "flour", amount=900)
    ran = run(case, engine)
    assert ran.stock("Hill", "flour") == pytest.approx([800] + [900] * 7, **EXACT)
    assert ran.entered("flour") == pytest.approx(200 + 6 * 100, **EXACT)
    way = ran.prepared.arrays
    assert way.leg_hold.all()
    assert max(abs(ran.block.residual.ravel())) < 1e-12  # what waits is in the balance


def test_supply_has_its_dates_and_adds_up(engine):
    """40 a day on days 1 and 2, and 30 a day from day 2: 0, 40, 70, 30 in.

    With 100 needed all of it is eaten.
    """
    case = hill(days=4)
    case.add_stock("Hill", "flour", amount=0)
    case.add_supply("Hill", "flour", per_day=40, start=day(1), end=day(2))
    case.add_supply("Hill", "flour", per_day=30, start=day(2))
    ran = run(case, engine, policy="recorded")
    assert ran.given("Hill", "food") == pytest.approx([0, 40, 70, 30], **EXACT)


def test_people_change_on_their_day(engine):
    """100 people, 150 from day 2, 50 from day 4: 1,000 - 100 - 100 - 150 - 150 - 50.

    An older count has ended.
    """
    case = hill(days=5)
    case.add_people("Hill", people=150, start=day(2))
    case.add_people("Hill", people=50, start=day(4))
    case.add_stock("Hill", "flour", amount=1000)
    ran = run(case, engine, policy="recorded")
    assert ran.stock("Hill", "flour") == pytest.approx([900, 800, 650, 500, 450], **EXACT)


def test_of_two_counts_before_the_case_the_later_holds(engine):
    """80 people counted a year before and 60 a month before the first day: 60 are there, not 140."""
    case = hill(days=1, people=None)
    case.add_people("Hill", people=80, start="2022-01-01")
    case.add_people("Hill", people=60, start="2022-12-01")
    case.add_stock("Hill", "flour", amount=100)
    assert run(case, engine, policy="recorded").given("Hill", "food") == pytest.approx([60], **EXACT)

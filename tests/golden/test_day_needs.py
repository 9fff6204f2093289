"""Answers by hand: rations, usual and largest shares, needs that share a commodity, tiers, fixed needs.

Hill has 100 people who need 1 kg of food a day each; 1 kg of flour serves 1 kg. Policy `recorded`: nothing
comes in.
"""

import pytest
from tests.support import day, hill, run

EXACT = {"rel": 1e-9, "abs": 1e-9}  # the same sums in another order: rounding of doubles, far below 1e-9


def test_a_full_ration_is_the_need_until_the_store_is_empty(engine):
    """250 kg: 100, 100, 50, 0. Days of cover 2.5, 1.5, 0.5, 0. Rationing and stock-out on day 2."""
    case = hill(days=4)
    case.add_stock("Hill", "flour", amount=250)
    ran = run(case, engine, policy="recorded")
    assert ran.given("Hill", "food") == pytest.approx([100, 100, 50, 0], **EXACT)
    assert ran.cover("Hill", "food") == pytest.approx([2.5, 1.5, 0.5, 0], **EXACT)
    assert (ran.rationing("Hill", "food"), ran.stock_out("Hill", "food")) == (2, 2)
    assert ran.block.lowest_cover[1, 0, 0] == 0
    assert ran.block.distributed[1, 0, 0] == pytest.approx(250, **EXACT)
    assert ran.block.needed[1, 0, 0] == pytest.approx(400, **EXACT)


def test_a_stock_that_lasts_to_the_last_day_is_no_stock_out(engine):
    """400 kg serve four days to the gram: no rationing, no stock-out, although the store closes at 0."""
    case = hill(days=4)
    case.add_stock("Hill", "flour", amount=400)
    ran = run(case, engine, policy="recorded")
    assert ran.stock("Hill", "flour")[-1] == 0
    assert (ran.rationing("Hill", "food"), ran.stock_out("Hill", "food")) == (None, None)


def test_a_cover_ration_falls_with_cover_and_never_under_its_floor(engine):
    """Threshold 5 days, floor 0.4, 1,000 kg = 10 days.

    Days 0 to 5: cover 10 to 5, full; 400 left. Day 6: cover 4, share 4/5: 80, 320 left. Each day then takes a
    fifth: 64, 51.2, 40.96; left 256, 204.8, 163.84. Day 10: cover 1.6384, share 0.328 < 0.4: 40; 123.84,
    83.84, 43.84, 3.84 left. Day 14: ration 40, 3.84 there: the stock-out, eight days after rationing began.
    """
    case = hill(days=16)
    case.add_stock("Hill", "flour", amount=1000)
    case.add_ration("Hill", "food", policy="cover", threshold_days=5, floor_share=0.4)
    ran = run(case, engine, policy="recorded")
    want = [100] * 6 + [80, 64, 51.2, 40.96, 40, 40, 40, 40, 3.84, 0]
    assert ran.given("Hill", "food") == pytest.approx(want, **EXACT)
    assert (ran.rationing("Hill", "food"), ran.stock_out("Hill", "food")) == (6, 14)


def test_a_stretched_ration_is_what_came_lately_and_a_part_of_the_rest(engine):
    """200 kg at first, 20 kg a day come; a quarter of the rest is handed out; look-back 2 days, so a half is kept.

    Day 0: lately 20 over 1 day, in store 220: 20 + (220 - 20)/4 = 70; 150 left. Day 1: 20 + 10 = 30 over 1.5 days is
    20 a day; 20 + (170 - 30)/4 = 55; 115 left. Day 2: 35 over 1.75: 20 + (135 - 35)/4 = 45; 90 left. Day 3: 37.5
    over 1.875: 20 + (110 - 37.5)/4 = 38.125.
    """
    case = hill(days=4)
    case.add_stock("Hill", "flour", amount=200)
    case.add_supply("Hill", "flour", per_day=20)
    case.add_ration("Hill", "food", policy="stretch", threshold_days=4, lookback_days=2)
    ran = run(case, engine, policy="recorded")
    assert ran.given("Hill", "food") == pytest.approx([70, 55, 45, 38.125], **EXACT)
    assert (ran.rationing("Hill", "food"), ran.stock_out("Hill", "food")) == (0, None)


def test_a_place_that_lives_on_a_tenth_is_stretched_to_a_tenth_from_the_first_day(engine):
    """Nothing in store and 10 kg a day: 10 is handed out each day. With a full ration it falls short on day 0."""
    for policy, stock_out in (("stretch", None), ("full", 0)):
        case = hill(days=4)
        case.add_stock("Hill", "flour", amount=0)
        case.add_supply("Hill", "flour", per_day=10)
        case.add_ration("Hill", "food", policy=policy)
        ran = run(case, engine, policy="recorded")
        assert ran.given("Hill", "food") == pytest.approx([10] * 4, **EXACT)
        assert ran.stock_out("Hill", "food") == stock_out


def test_a_stretched_ration_is_the_need_with_much_in_store(engine):
    """2,000 kg and a threshold of 14 days: 142 a day would do, the need is 100."""
    case = hill(days=3)
    case.add_stock("Hill", "flour", amount=2000)
    case.add_ration("Hill", "food", policy="stretch")
    assert run(case, engine, policy="recorded").given("Hill", "food") == pytest.approx([100] * 3, **EXACT)


def test_steps_change_on_review_days_only(engine):
    """A fifth below 3 days of cover, 0.7 kg a head from 3 days on; reviews every third day; 500 kg at first.

    Day 0: 5 days, 70 a day: 430, 360, 290 left. Day 3: 2.9 days, 20 a day: 270, 250, 230 left. Day 6 brings 200, so
    430: 4.3 days, 70; 360, 290, 220 left.
    """
    case = hill(days=9)
    case.add_stock("Hill", "flour", amount=500)
    case.add_supply("Hill", "flour", per_day=200, start=day(6), end=day(6))
    case.add_ration_step("winter", 3, share=0.7)
    case.add_ration_step("winter", 0, share=0.2)
    case.add_ration("Hill", "food", policy="steps", schedule="winter", review_days=3)
    ran = run(case, engine, policy="recorded")
    assert ran.given("Hill", "food") == pytest.approx([70] * 3 + [20] * 3 + [70] * 3, **EXACT)


def test_steps_by_person_begin_anew_with_their_row(engine):
    """From day 2 on 0.5 kg a head from 2 days of cover on, else 0.1; reviewed every 7 days, so on day 2 alone.

    400 kg: 100, 100 by the rule before. Day 2: 200 left, 2 days to the gram: 50, 50, 50, 50; then nothing.
    """
    case = hill(days=7)
    case.add_stock("Hill", "flour", amount=400)
    case.add_ration_step("card", 0, per_person_day=0.1)
    case.add_ration_step("card", 2, per_person_day=0.5)
    case.add_ration("Hill", "food", policy="steps", schedule="card", start=day(2))
    ran = run(case, engine, policy="recorded")
    assert ran.given("Hill", "food") == pytest.approx([100, 100, 50, 50, 50, 50, 0], **EXACT)
    assert ran.stock_out("Hill", "food") == 6


def test_a_fixed_ration_has_its_dates_and_is_never_above_the_need(engine):
    """A hospital takes 10 a day beside the 100. From day 2 to 3, 0.5 kg a head: 50 + 10.

    From day 4, 3 kg a head: cut at the need, 110.
    """
    case = hill(days=5)
    case.add_fixed_need("food", "Hill", per_day=10)
    case.add_stock("Hill", "flour", amount=1000)
    case.add_ration("Hill", "food", policy="fixed", per_person_day=0.5, start=day(2), end=day(3))
    case.add_ration("Hill", "food", policy="fixed", per_person_day=3, start=day(4))
    ran = run(case, engine, policy="recorded")
    assert ran.given("Hill", "food") == pytest.approx([110, 110, 60, 60, 110], **EXACT)
    assert (ran.rationing("Hill", "food"), ran.stock_out("Hill", "food")) == (2, None)


def test_a_ration_named_for_a_place_wins_over_one_for_all(engine):
    """All places get half of 1 kg; Hill, named, gets 0.8: 80."""
    case = hill(days=1)
    case.add_stock("Hill", "flour", amount=1000)
    case.add_ration("Hill", "food", policy="fixed", per_person_day=0.8)
    case.add_ration("*", "*", policy="fixed", per_person_day=0.5)
    assert run(case, engine, policy="recorded").given("Hill", "food") == pytest.approx([80], **EXACT)


def test_fixed_needs_have_their_dates(engine):
    """Pumps take 30 a day on days 1 and 2: 100, 130, 130, 100."""
    case = hill(days=4)
    case.add_fixed_need("food", "Hill", per_day=30, start=day(1), end=day(2))
    case.add_stock("Hill", "flour", amount=1000)
    assert run(case, engine, policy="recorded").given("Hill", "food") == pytest.approx(
        [100, 130, 130, 100], **EXACT
    )


def test_usual_shares_first_then_the_gap_up_to_the_largest_share(engine):
    """Flour serves 1 (usual 3, so 3/4), potatoes 0.5 a kg (usual 1, so 1/4; at most 0.3 of a ration).

    200 kg of flour, 1,000 kg of potatoes. Days 0, 1: flour 75, potatoes 25 / 0.5 = 50 kg. Day 2: flour has 50
    left; with 25 of potatoes the gap is 25, potatoes may rise to 30: 5 more, 10 kg. Distributed 80. Day 3:
    potatoes alone: 30.

    Days of cover on day 0: potatoes hold 500, but may stand for 0.3 d of d days; flour 200: 0.7 d = 200 / 100.
    """
    case = hill(days=4)
    case = case.replace("satisfies", "food", usual_share=0.75)
    case.add_commodity("potatoes", unit="kg")
    case.add_satisfies("food", "potatoes", per_unit=0.5, usual_share=0.25, max_share=0.3)
    case.add_stock("Hill", "flour", amount=200)
    case.add_stock("Hill", "potatoes", amount=1000)
    ran = run(case, engine, policy="recorded")
    assert ran.given("Hill", "food") == pytest.approx([100, 100, 80, 30], **EXACT)
    assert ran.handed("Hill", "flour") == pytest.approx([75, 75, 50, 0], **EXACT)
    assert ran.handed("Hill", "potatoes") == pytest.approx([50, 50, 60, 60], **EXACT)
    assert ran.cover("Hill", "food")[0] == pytest.approx(200 / 100 / 0.7, **EXACT)
    assert (ran.rationing("Hill", "food"), ran.stock_out("Hill", "food")) == (2, 2)


def test_usual_shares_are_divided_by_their_sum(engine):
    """Usual shares 0.6 and 0.2 are 3/4 and 1/4: 75 kg of flour and 25 kg of rice."""
    case = hill(days=1)
    case = case.replace("satisfies", "food", usual_share=0.6)
    case.add_commodity("rice", unit="kg")
    case.add_satisfies("food", "rice", per_unit=1, usual_share=0.2)
    case.add_stock("Hill", "flour", amount=200)
    case.add_stock("Hill", "rice", amount=200)
    ran = run(case, engine, policy="recorded")
    assert (ran.handed("Hill", "flour")[0], ran.handed("Hill", "rice")[0]) == pytest.approx((75, 25), **EXACT)


def test_a_commodity_with_no_usual_share_fills_the_gap(engine):
    """Only flour is usual; rice stands in when flour ends: 60 + 40, then 0 + 60 of the 60 left."""
    case = hill(days=2)
    case.add_commodity("rice", unit="kg")
    case.add_satisfies("food", "rice", per_unit=1, usual_share=0)
    case.add_stock("Hill", "flour", amount=60)
    case.add_stock("Hill", "rice", amount=100)
    ran = run(case, engine, policy="recorded")
    assert ran.handed("Hill", "flour") == pytest.approx([60, 0], **EXACT)
    assert ran.handed("Hill", "rice") == pytest.approx([40, 60], **EXACT)


def test_needs_for_one_commodity_are_served_critical_first_then_by_priority(engine):
    """Diesel, 100 l.

    Buses 30 a day (priority 2), heating 50 (priority 1), hospital 20 (critical, listed last).

    Day 0: 20, 50, 30: all of it, in that order. With 85 l: hospital 20, heating 50, buses 15.
    """
    case = hill(days=1)
    case.add_stock("Hill", "flour", amount=100)
    case.add_commodity("diesel", unit="l", kg_per_unit=0.85)
    for need, amount, priority, critical in (
        ("buses", 0.3, 2, False),
        ("heating", 0.5, 1, False),
        ("hospital", 0.2, 9, True),
    ):
        case.add_need(need, unit="l", per_person_day=amount, priority=priority, critical=critical)
        case.add_satisfies(need, "diesel", per_unit=1)
    case.add_stock("Hill", "diesel", amount=85)
    ran = run(case, engine, policy="recorded")
    given = [ran.given("Hill", n)[0] for n in ("hospital", "heating", "buses")]
    assert given == pytest.approx([20, 50, 15], **EXACT)
    assert [ran.stock_out("Hill", n) for n in ("hospital", "heating", "buses")] == [None, None, 0]


def test_a_need_that_substitutes_takes_what_an_earlier_need_left(engine):
    """Bread (priority 1) usually comes from flour, and may come from maize.

    Porridge (priority 2) is maize alone.

    20 flour, 70 maize; bread wants 50, porridge 40. Bread: 20 of flour, gap 30 from maize. Porridge: 40 of
    the 40 left. Next day: bread 0, porridge 0.
    """
    case = hill(days=2)
    case = case.replace("satisfies", "food", max_share=1)
    case = case.replace("needs", "food", per_person_day=0.5)
    case.add_commodity("maize", unit="kg")
    case.add_satisfies("food", "maize", per_unit=1, usual_share=0)
    case.add_need("porridge", unit="kg", per_person_day=0.4, priority=2)
    case.add_satisfies("porridge", "maize", per_unit=1)
    case.add_stock("Hill", "flour", amount=20)
    case.add_stock("Hill", "maize", amount=70)
    ran = run(case, engine, policy="recorded")
    assert ran.given("Hill", "food") == pytest.approx([50, 0], **EXACT)
    assert ran.given("Hill", "porridge") == pytest.approx([40, 0], **EXACT)


def test_the_survival_part_of_a_shortfall_is_the_last_to_go_short(engine):
    """10 people at 10, 6 and 4 kg: N = 100, M = 60, S = 40. 150 kg: days give 100, 50, 0.

    Day 1: d = 50: normal part 100 - 60 = 40, minimum part 60 - 50 = 10, survival part 0. Day 2: 40, 20, 40;
    below survival. In person-days (10 people, need 100): day 1 has 5, day 2 has 10.
    """
    case = hill(days=3, people=10)
    case = case.replace(
        "needs", "food", per_person_day=10, per_person_day_minimum=6, per_person_day_survival=4
    )
    case.add_stock("Hill", "flour", amount=150)
    ran = run(case, engine, policy="recorded")
    assert ran.short("Hill", "food") == [
        pytest.approx(x, **EXACT) for x in ([0, 0, 0], [40, 10, 0], [40, 20, 40])
    ]
    assert ran.below("Hill", "food") == 2
    assert ran.block.below[1, 0, 0] == 1
    assert ran.block.short[1, 0, :, 0] == pytest.approx([80, 30, 40], **EXACT)
    assert ran.block.person_days[1, 0, :, 0] == pytest.approx([8, 3, 4], **EXACT)
    assert ran.block.person_days_daily[:, 0] == pytest.approx([0, 5, 10], **EXACT)


def test_only_a_share_of_the_people_may_be_concerned(engine):
    """A quarter of 100 people need 2 tablets a day: 50; a person-day short is one of those 25."""
    case = hill(days=2)
    case.add_stock("Hill", "flour", amount=200)
    case.add_commodity("tablets", unit="kit", kg_per_unit=0.001)
    case.add_need("medicine", unit="kit", per_person_day=2, share=0.25)
    case.add_satisfies("medicine", "tablets", per_unit=1)
    case.add_stock("Hill", "tablets", amount=70)
    ran = run(case, engine, policy="recorded")
    assert ran.given("Hill", "medicine") == pytest.approx([50, 20], **EXACT)
    assert ran.block.person_days[1, 1].sum() == pytest.approx(15, **EXACT)  # 30 tablets short / 2 a person


def test_sums_and_first_days_count_from_the_origin(engine):
    """150 kg, origin day 3.

    The store is empty from day 1, so the first stock-out that counts is day 3 itself.
    """
    case = hill(days=5, origin=day(3))
    case.add_stock("Hill", "flour", amount=150)
    ran = run(case, engine, policy="recorded")
    assert ran.stock_out("Hill", "food") == 3
    assert ran.block.needed[1, 0, 0] == pytest.approx(200, **EXACT)
    assert ran.block.person_days_daily[:, 0] == pytest.approx(
        [0, 50, 100, 100, 100], **EXACT
    )  # the whole run


def test_a_ration_that_is_not_met_with_something_in_store_falls_short_and_does_not_run_out(engine):
    """Sugar may be a fifth of the ration, 100 kg a day: 20 of 300 kg are handed out each day, and 80 are missing.

    Short on the first day; 300 kg of sugar last 15 days, so that nothing runs out in 10. With 50 kg: 20, 20, 10 and
    then nothing: it runs out on the third day, when the last is handed out.
    """
    for sugar, empty in ((300, None), (50, 2)):
        case = hill(days=10)
        case.add_commodity("sugar", unit="kg")
        case.add_satisfies("food", "sugar", per_unit=1, usual_share=0.1, max_share=0.2)
        case.add_stock("Hill", "flour", amount=0)
        case.add_stock("Hill", "sugar", amount=sugar)
        ran = run(case, engine, policy="recorded")
        assert ran.stock_out("Hill", "food") == 0
        assert ran.empty("Hill", "food") == empty


def test_a_floor_that_is_not_there_falls_short_on_the_day_the_store_is_empty(engine):
    """350 kg on a full ration: 100, 100, 100, 50. Day 3 falls short and empties the store."""
    case = hill(days=6)
    case.add_stock("Hill", "flour", amount=350)
    ran = run(case, engine, policy="recorded")
    assert (ran.stock_out("Hill", "food"), ran.empty("Hill", "food")) == (3, 3)


def test_a_stretched_ration_runs_out_only_where_the_store_is_empty(engine):
    """Nothing in store and nothing comes: the ration is nothing, and the store is empty from the first day."""
    case = hill(days=3)
    case.add_stock("Hill", "flour", amount=0)
    case.add_ration("Hill", "food", policy="stretch")
    ran = run(case, engine, policy="recorded")
    assert (ran.stock_out("Hill", "food"), ran.empty("Hill", "food")) == (0, 0)

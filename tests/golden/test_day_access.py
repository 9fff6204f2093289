"""Answers by hand.

Which row speaks for a passage, situations of past and outlook, inflow, records, mixes, draws.

Hill has 100 people who need 1 kg of food a day each. Plain has flour without limit, one day away.
"""

import numpy as np
import pytest
from tests.support import day, hill, run

EXACT = {"rel": 1e-9, "abs": 1e-9}  # the same sums in another order: rounding of doubles, far below 1e-9


def came(case, engine, **how):
    """Flour that is in Hill on day 1 (sent on day 0): 3,000 kg asked."""
    ran = run(case, engine, **how)
    return ran.stock("Hill", "flour")[1] + ran.handed("Hill", "flour")[1]


def bare(**road):
    """Two days, empty stores, two carriers at Plain of 10 trucks of 0.1 t each."""
    case = hill(days=2, road=road)
    case.add_stock("Hill", "flour", amount=0)
    for carrier in ("aid", "trade"):
        case.add_fleet(carrier, "Plain", trucks=10, payload_t=0.1, carrier=carrier)
    return case


def test_without_an_access_table_all_is_open(engine):
    """20 trucks of 0.1 t."""
    assert came(bare(), engine) == pytest.approx(2000, **EXACT)


def test_refused_is_closed_by_those_who_would_receive(engine):
    """Aid is refused: only trade's 10 trucks bring anything."""
    case = bare()
    case.add_access("*", "road", status="open")
    case.add_access("*", "road", carrier="aid", status="refused")
    assert came(case, engine) == pytest.approx(1000, **EXACT)


@pytest.mark.parametrize(
    ("rows", "want"),
    [
        # the route is more specific than the star, whatever else the star's row names
        (
            [{"subject": "*", "carrier": "aid", "status": "closed"}, {"subject": "road", "status": "open"}],
            2000,
        ),
        # then the carrier, before goods and direction
        (
            [
                {"subject": "road", "goods_class": "goods", "direction": "in", "status": "closed"},
                {"subject": "road", "carrier": "aid", "status": "open"},
            ],
            1000,
        ),
        # then the class of goods, before the direction
        (
            [
                {"subject": "road", "direction": "in", "status": "closed"},
                {"subject": "road", "goods_class": "goods", "status": "open"},
            ],
            2000,
        ),
        # a direction before none; the road leads in, from a source
        ([{"subject": "*", "status": "open"}, {"subject": "*", "direction": "in", "status": "closed"}], 0),
        (
            [{"subject": "*", "status": "open"}, {"subject": "*", "direction": "out", "status": "closed"}],
            2000,
        ),
    ],
)
def test_the_most_specific_row_speaks(engine, rows, want):
    """Route or crossing, then carrier, then goods, then direction; row order does not matter."""
    for order in (rows, rows[::-1]):
        case = bare()
        for row in order:
            case.add_access("*", **row)
        assert came(case, engine) == pytest.approx(want, **EXACT)


def test_a_row_for_a_route_outweighs_a_row_for_a_situation(engine):
    """`*` rows say the rest: closed in the situation for all, but open on this road in every situation.

    Open.
    """
    case = bare()
    case.add_situation("tense", "road")
    case.add_spell("road", "tense", start=day(0))
    case.add_access("tense", "*", status="closed")
    case.add_access("*", "road", status="open")
    assert came(case, engine) == pytest.approx(2000, **EXACT)


def test_route_and_crossing_must_both_allow(engine):
    """The road is open and the gate closed to trade: aid's 10 trucks."""
    case = bare(crossings="gate")
    case.add_crossing("gate")
    case.add_access("*", "road", status="open")
    case.add_access("*", "gate", status="open")
    case.add_access("*", "gate", carrier="trade", status="closed")
    assert came(case, engine) == pytest.approx(1000, **EXACT)


def test_shares_of_road_and_crossing_multiply(engine):
    """A road of 1 t at 0.5, its gate at 0.4: 0.2 t."""
    case = hill(days=2, road={"per_day": 1, "crossings": "gate"})
    case.add_stock("Hill", "flour", amount=0)
    case.add_crossing("gate")
    case.add_access("*", "road", status="restricted", cap=0.5)
    case.add_access("*", "gate", status="restricted", cap=0.4)
    assert came(case, engine) == pytest.approx(200, **EXACT)


def test_a_cap_of_a_crossing_is_shared_wherever_it_stands_on_the_ways(engine):
    """0.3 t a day at the gate, first on one road and second on the other: 300 kg in all."""
    case = hill(days=2, road={"crossings": "gate"})
    case.add_stock("Hill", "flour", amount=0)
    case.add_crossing("gate")
    case.add_crossing("post")
    case.add_route("other", "Plain", "Hill", crossings=["post", "gate"])
    case.add_access("*", "*", status="open")
    case.add_access("*", "gate", status="restricted", cap=0.3, unit="t/day")
    assert came(case, engine) == pytest.approx(300, **EXACT)


def test_goods_classes_pass_apart(engine):
    """Food is open and fuel closed: flour comes, diesel does not."""
    case = hill(days=2)
    case.add_stock("Hill", "flour", amount=0)
    case.add_commodity("diesel", unit="l", kg_per_unit=0.85, goods_class="fuel")
    case.add_need("heat", unit="l", per_person_day=1)
    case.add_satisfies("heat", "diesel", per_unit=1)
    case.add_supply("Plain", "diesel", unlimited=True)
    case.add_access("*", "road", status="open")
    case.add_access("*", "road", goods_class="fuel", status="closed")
    ran = run(case, engine)
    assert (ran.given("Hill", "food")[1], ran.given("Hill", "heat")[1]) == (100, 0)


def test_a_share_for_one_class_limits_that_class_before_the_road_limits_all(engine):
    """A road of 1 t; food open, fuel at 0.2.

    Asks of 3 t each become 1 t and 0.2 t, then 1.2 t on 1 t: 5/6 of each.

    833.3 kg of food and 166.7 kg of fuel, of which 100 are the need of the day.
    """
    case = hill(days=2, road={"per_day": 1})
    case.add_stock("Hill", "flour", amount=0)
    case.add_commodity("diesel", unit="kg", goods_class="fuel")
    case.add_need("heat", unit="kg", per_person_day=1)
    case.add_satisfies("heat", "diesel", per_unit=1)
    case.add_supply("Plain", "diesel", unlimited=True)
    case.add_access("*", "road", status="open")
    case.add_access("*", "road", goods_class="fuel", status="restricted", cap=0.2)
    ran = run(case, engine)
    assert came(case, engine) == pytest.approx(1000 / 1.2, **EXACT)
    assert ran.stock("Hill", "diesel")[1] == pytest.approx(200 / 1.2 - 100, **EXACT)


def test_a_share_comes_before_a_cap_in_tonnes(engine):
    """A road of 1 t, fuel at 0.2 of it; the gate passes 0.6 t a day of all goods.

    Asks of 3 t each become 1 t and 0.2 t by the shares, then 0.6 / 1.2 of each: 500 kg of food, 100 kg of fuel. The cap
    first would have made 300 and 200.
    """
    case = hill(days=2, road={"per_day": 1, "crossings": "gate"})
    case.add_stock("Hill", "flour", amount=0)
    case.add_commodity("diesel", unit="kg", goods_class="fuel")
    case.add_need("heat", unit="kg", per_person_day=1)
    case.add_satisfies("heat", "diesel", per_unit=1)
    case.add_supply("Plain", "diesel", unlimited=True)
    case.add_crossing("gate")
    case.add_access("*", "road", status="open")
    case.add_access("*", "road", goods_class="fuel", status="restricted", cap=0.2)
    case.add_access("*", "gate", status="restricted", cap=0.6, unit="t/day")
    ran = run(case, engine)
    assert came(case, engine) == pytest.approx(500, **EXACT)
    assert ran.given("Hill", "heat")[1] == pytest.approx(100, **EXACT)


# ------------------------------------------------------------------------------- situations and inflow


def flows(*, days=6, origin=2, **settings):
    """Road with two situations: 80 kg a day come in when open, of which half reach residents.

    10 when closed, all.
    """
    case = hill(days=days, origin=day(origin), **settings)
    case.add_stock("Hill", "flour", amount=0)
    for name in ("open", "closed"):
        case.add_situation(name, "road")
        case.add_access(name, "*", status=name)
    case.add_inflow("open", "road", contents="flour", per_day=80, share_reaching=0.5)
    case.add_inflow("closed", "road", contents="flour", per_day=10)
    return case


def test_usual_inflow_comes_by_situation_from_the_origin_on(engine):
    """Open to day 3, closed from day 4 by the scenario; origin day 2: 0, 0, 40, 40, 10, 10."""
    case = flows()
    case.add_spell("road", "open", start=day(0))
    case.add_scenario("soon", meaning="The road closes on day 4.")
    case.add_spell("road", "open", start=day(0), end=day(3), scenario="soon")
    case.add_spell("road", "closed", start=day(4), scenario="soon")
    ran = run(case, engine, scenario="soon")
    assert ran.prepared.arrays.policy == "usual"  # the default where inflow is given
    assert ran.given("Hill", "food") == pytest.approx([0, 0, 40, 40, 10, 10], **EXACT)
    assert ran.entered("flour") == pytest.approx(100, **EXACT)


def test_usual_inflow_comes_under_no_other_policy(engine):
    """Under `recorded` nothing comes in after the origin, under `pull` what is sent.

    Nothing is closed on day 2.
    """
    case = flows()
    case.add_spell("road", "open", start=day(0))
    assert run(case, engine, policy="recorded").given("Hill", "food") == [0] * 6
    assert run(case, engine, policy="pull").given("Hill", "food") == pytest.approx(
        [0, 0, 0, 100, 100, 100], **EXACT
    )


def test_deliveries_on_record_are_spread_evenly_and_cut_at_the_origin(engine):
    """500 kg from day -5 to day 4, half reaching residents: 25 a day, on days 0 to 2; the origin is day 3."""
    case = hill(days=5, origin=day(3))
    case.add_stock("Hill", "flour", amount=0)
    case.add_delivery("road", "flour", start=day(-5), end=day(4), amount=500, share_reaching=0.5)
    ran = run(case, engine, policy="recorded")
    assert ran.given("Hill", "food") == pytest.approx([25, 25, 25, 0, 0], **EXACT)
    assert ran.entered("flour") == 0  # counted from the origin on


def test_a_mix_is_divided_by_mass(engine):
    """0.8 t of parcels: flour 3, oil 1 by mass (shares are divided by their sum).

    600 kg of flour, 200 kg = 250 l of oil.
    """
    case = hill(days=2, origin=day(1))
    case.add_commodity("oil", unit="l", kg_per_unit=0.8)
    case.add_satisfies("food", "oil", per_unit=1, usual_share=0)
    case.add_stock("Hill", "flour", amount=0)
    case.add_mix("parcels", "flour", share=0.6)
    case.add_mix("parcels", "oil", share=0.2)
    case.add_delivery("road", "parcels", start=day(0), end=day(0), amount=0.8)
    ran = run(case, engine, policy="recorded")
    assert ran.stock("Hill", "flour")[0] == pytest.approx(500, **EXACT)  # 600 less the ration
    assert ran.stock("Hill", "oil")[0] == pytest.approx(250, **EXACT)


def test_the_timeline_holds_before_the_origin_and_the_outlook_from_it_on(engine):
    """Open on days 0 and 1, closed on day 2; origin day 3.

    Without an outlook closed stays: the note says so.
    """
    case = flows(origin=3)
    case.add_spell("road", "open", start=day(0), end=day(1))
    case.add_spell("road", "closed", start=day(2))
    ran = run(case, engine)
    assert ran.situations("road") == ["open", "open"] + ["closed"] * 4
    # with an outlook members part ways from the origin on, and never before it
    case.add_outlook("closed", typical_days=1)
    case.add_outlook_next("closed", "open", weight=1)
    ran = run(case, engine, members=40)
    paths = {tuple(ran.situations("road", m)) for m in range(40)}
    assert len(paths) > 1
    assert {p[:3] for p in paths} == {("open", "open", "closed")}
    # and a scenario's timeline after the origin overrides it
    case.add_scenario("held", meaning="The road stays closed to day 4.")
    case.add_spell("road", "open", start=day(0), end=day(1), scenario="held")
    case.add_spell("road", "closed", start=day(2), end=day(4), scenario="held")
    ran = run(case, engine, members=40, scenario="held")
    paths = {tuple(ran.situations("road", m)) for m in range(40)}
    assert {p[:5] for p in paths} == {("open", "open", "closed", "closed", "closed")}
    assert {p[5] for p in paths} == {"open", "closed"}  # the outlook again, once the scenario says no more


def test_days_that_a_scenario_leaves_out_follow_the_outlook(engine):
    """Fixed on days 2 and 5 of six, from the origin, day 2, on; no outlook, so open stays on days 3 and 4."""
    case = flows()
    case.add_spell("road", "open", start=day(0))
    case.add_scenario("holes", meaning="Two days are known.")
    case.add_spell("road", "open", start=day(0), end=day(2), scenario="holes")
    case.add_spell("road", "closed", start=day(5), scenario="holes")
    ran = run(case, engine, scenario="holes")
    assert ran.given("Hill", "food") == pytest.approx([0, 0, 40, 40, 40, 10], **EXACT)


def test_unknown_is_drawn_among_the_situations_named(engine):
    """Unknown on days 0 to 2 among open and closed, not the third.

    Each member has one of the two on all three days.

    Of 400 members about half: 200 +- 4 x sqrt(400 / 4) = 40.
    """
    case = flows(origin=3)
    case.add_situation("half", "road")
    case.add_access("half", "*", status="open")
    case.add_spell("road", "unknown", start=day(0), end=day(2), among=["open", "closed"])
    case.add_spell("road", "closed", start=day(3))
    ran = run(case, engine, members=400)
    first = [ran.situations("road", m)[:3] for m in range(400)]
    assert all(len(set(x)) == 1 for x in first)
    assert {x[0] for x in first} == {"open", "closed"}
    assert abs(sum(x[0] == "open" for x in first) - 200) < 40


# --------------------------------------------------------------------------------------------- draws


def test_of_rivals_each_member_picks_one(engine):
    """100 or 250 people, weights 3 and 1: never a blend.

    A quarter of 400 members has 250 (100 +- 4 x 8.7 = 35).
    """
    case = hill(days=1, people=None)
    case.add_people("Hill", people=100, rival="census", weight_of_rival=3)
    case.add_people("Hill", people=250, rival="census", weight_of_rival=1)
    case.add_stock("Hill", "flour", amount=1000)
    ran = run(case, engine, policy="recorded", members=400)
    given = ran.block.daily.distributed[0, 1, 0]
    assert set(given) == {100.0, 250.0}
    assert abs((given == 250).sum() - 100) < 35


def test_rivals_without_weights_count_by_independence_group(engine):
    """Three rows, two of them from sources of one group.

    1/4, 1/4 and 1/2 of 800 members (200, 200, 400 +- 4 sd).
    """
    case = hill(days=1, people=None)
    for source, group in (("a", "wire"), ("b", "wire"), ("c", "own")):
        case.add_source(source, independence_group=group)
        case.add_document(f"d-{source}", source, published="2022-12-01")
        case.add_claim(
            f"k-{source}", stance="asserted", proposition="So many live there.", documents=f"d-{source}"
        )
    for count, claim in ((100, "k-a"), (200, "k-b"), (300, "k-c")):
        case.add_people("Hill", people=count, rival="census", claims=claim)
    case.add_stock("Hill", "flour", amount=1000)
    given = run(case, engine, policy="recorded", members=800).block.daily.distributed[0, 1, 0]
    for count, want, sd in ((100, 200, 12.3), (200, 200, 12.3), (300, 400, 14.2)):
        assert abs((given == count).sum() - want) < 4 * sd


def test_numbers_that_move_together_share_one_draw(engine):
    """Flour and rice have the same range and one draw: equal in every member; oil alone is not."""
    case = hill(days=1)
    for good in ("rice", "oil"):
        case.add_commodity(good, unit="kg")
        case.add_satisfies("food", good, per_unit=1, usual_share=0)
    for good, draw in (("flour", "harvest"), ("rice", "harvest"), ("oil", "")):
        case.add_stock("Hill", good, amount=(200, 300, 500), moves_with=draw)
    ran = run(case, engine, policy="recorded", members=50)
    flour, rice, oil = (
        ran.drawn(f"stocks/Hill / {g} / {day(0)} / state/amount") for g in ("flour", "rice", "oil")
    )
    assert (flour == rice).all()
    assert (flour != oil).all()
    assert len(np.unique(flour)) == 50


def test_tiers_of_a_need_share_one_draw(engine):
    """Normal 1 (0.8 to 1.3), minimum half of it at each quantile: half of it in every member."""
    case = hill(days=1)
    case = case.replace(
        "needs", "food", per_person_day=(0.8, 1.0, 1.3), per_person_day_minimum=(0.4, 0.5, 0.65)
    )
    case.add_stock("Hill", "flour", amount=1000)
    ran = run(case, engine, policy="recorded", members=50)
    normal, minimum = ran.drawn("needs/food/per_person_day"), ran.drawn("needs/food/per_person_day_minimum")
    assert minimum == pytest.approx(normal / 2, **EXACT)
    assert ran.block.daily.distributed[0, 1, 0] == pytest.approx(100 * normal, **EXACT)

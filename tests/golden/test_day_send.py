"""Answers by hand: what `pull` sends, and each limit on it: the way, stock, trucks, fuel, crossings, caps.

Hill has 100 people who need 1 kg of food a day each and asks for 30 days of it, 3,000 kg, less what it has
and what is on the way to it. Plain has flour without limit, one day away, unless said otherwise. Empty
stores: `given` lags a day.
"""

import pytest
from tests.support import day, hill, run

EXACT = {"rel": 1e-9, "abs": 1e-9}  # the same sums in another order: rounding of doubles, far below 1e-9


def entering(ran, place="Hill", commodity="flour"):
    """What entered the store of a place each day: closing less the eve's, plus handed out."""
    stock, handed = ran.stock(place, commodity), ran.handed(place, commodity)
    return [s - e + h for s, e, h in zip(stock, [0, *stock[:-1]], handed, strict=True)]


def pulled(engine, *, days=10, road=None, fleet=None, crossing=None, stock=0, **how):
    """What enters Hill day by day."""
    case = hill(days=days, road=road)
    case.add_stock("Hill", "flour", amount=stock)
    if fleet:
        case.add_fleet("trucks", "Plain", **fleet)
    if crossing:
        case.add_crossing("gate", **crossing)
    return run(case, engine, **how)


def test_nothing_of_ours_is_sent_before_the_origin_or_under_recorded(engine):
    """Origin day 2: what leaves on day 2 is in on day 3, 100 kg a day by road.

    Under `recorded` nothing ever comes.
    """
    case = hill(days=5, origin=day(2), road={"per_day": 0.1})
    case.add_stock("Hill", "flour", amount=0)
    assert entering(run(case, engine, policy="pull")) == pytest.approx([0, 0, 0, 100, 100], **EXACT)
    assert entering(run(case, engine, policy="recorded")) == [0] * 5
    assert entering(run(case, engine, policy="usual")) == [0] * 5


def test_a_place_asks_for_its_target_less_stock_and_what_is_on_the_way(engine):
    """Target 10 days = 1,000, lead 3 days, opening 400.

    Day 0 closes at 300: 700 sent. Days 1 and 2: stock 200, 100, way 700, 800: 100 a day. Day 3: 700 in, 800 -
    100 = 700, way 200 (days 1, 2): 100 sent. A target met stays met: 100 a day.
    """
    case = hill(days=6, road={"lead_days": 3})
    case.add_stock("Hill", "flour", amount=400)
    case.add_level("Hill", "flour", target_days=10)
    assert entering(run(case, engine))[1:] == pytest.approx([0, 0, 700, 100, 100], **EXACT)


def test_the_shortest_way_is_asked_first(engine):
    """Roads of 0.06 t (1 day) and 0.1 t (2 days), and an ask of 80 kg (target 1 day, 20 there after the meal).

    Day 0: stock 120 - 100 = 20, ask 80: 60 by the short road, in on day 1; the other 20 by the long one, in on day 2.
    Day 1: 20 + 60 = 80 eaten, 20 on the way, ask 80: 60 and 20 again. Day 2: 60 + 20 (sent on day 0) = 80.
    """
    case = hill(days=3, road={"per_day": 0.06})
    case.add_route("long", "Plain", "Hill", lead_days=2, per_day=0.1)
    case.add_stock("Hill", "flour", amount=120)
    case.add_level("Hill", "flour", target_days=1)
    assert entering(run(case, engine))[1:] == pytest.approx([60, 80], **EXACT)


def test_of_two_ways_as_long_the_first_by_name_is_asked_first(engine):
    """Two roads of a day, "road" with 0.03 t and "a" without limit: all 100 kg go by "a", and nothing else is asked.

    With 0.08 t on "a", 80 go by it and 20 by "road".
    """
    case = hill(days=2, road={"per_day": 0.03})
    case.add_stock("Hill", "flour", amount=100)
    case.add_level("Hill", "flour", target_days=1)
    case.add_route("a", "Plain", "Hill")
    ran = run(case, engine)
    assert entering(ran)[1] == pytest.approx(100, **EXACT)
    ran = run(case.replace("routes", "a", per_day=0.08), engine)
    assert entering(ran)[1] == pytest.approx(100, **EXACT)


def test_the_trucks_of_a_base_are_asked_for_once_by_a_place(engine):
    """Two trucks of 0.05 t and two roads of 0.08 t: 80 kg by the short road and 20 by the long one, not 50 and 50.

    Day 0: ask 100; in on day 1: 80.
    """
    case = hill(days=2, road={"per_day": 0.08})
    case.add_fleet("lorries", "Plain", trucks=2, payload_t=0.05)
    case.add_stock("Hill", "flour", amount=100)
    case.add_level("Hill", "flour", target_days=1)
    case.add_route("long", "Plain", "Hill", lead_days=2, per_day=0.08)
    assert entering(run(case, engine))[1] == pytest.approx(80, **EXACT)


def test_a_sending_place_keeps_its_reserve(engine):
    """Dale (50 people, 1,000 kg) keeps 10 days of its own use: 500. Hill draws on it for one day's need.

    Day 0: Dale 1,000 - 50 = 950, 450 above its reserve; Hill asks 100 (target 1 day, 0 left): 100 sent. Day
    1: 950 - 100 - 50 = 800: 100. Day 2: 650. Day 3: 500 after its meal and 0 above reserve: what Hill gets
    ends on day 3 with what was sent on day 2: 100.
    """
    case = hill(days=6, road={"carries": "flour"})
    case = case.replace("routes", "road", from_place="Dale")
    case.add_place("Dale", people=50)
    case.add_route("track", "Dale", "Plain")
    case.add_stock("Hill", "flour", amount=100)
    case.add_stock("Dale", "flour", amount=1000)
    case.add_level("Hill", "flour", target_days=1)
    case.add_level("Dale", "flour", target_days=10, reserve_days=10)
    ran = run(case, engine)
    assert ran.stock("Dale", "flour") == pytest.approx([850, 700, 550, 500, 450, 400], **EXACT)
    assert ran.given("Hill", "food") == pytest.approx([100, 100, 100, 100, 0, 0], **EXACT)


def test_two_ways_share_what_is_above_the_reserve(engine):
    """Plain has 100 kg; Hill asks 100 and Dale (300 people, target 1 day) 300.

    A quarter and three quarters.
    """
    case = hill(days=2)
    case = case.replace("supply", "Plain", unlimited=None, per_day=100, end=day(0))
    case.add_place("Dale", people=300)
    case.add_route("other", "Plain", "Dale")
    for place in ("Hill", "Dale"):
        case.add_level(place, "flour", target_days=1)
    case.add_stock("Hill", "flour", amount=0)
    ran = run(case, engine)
    assert ran.given("Hill", "food") == pytest.approx([0, 25], **EXACT)
    assert ran.given("Dale", "food") == pytest.approx([0, 75], **EXACT)


def test_trucks_are_away_for_twice_the_lead_and_the_turnaround(engine):
    """3 trucks of 0.1 t, lead 2, turnaround 1: 300 kg leave on days 0, 5, 10 and are in on days 2, 7, 12."""
    ran = pulled(
        engine,
        days=13,
        road={"lead_days": 2},
        fleet={"trucks": 3, "payload_t": 0.1, "turnaround_days": 1},
    )
    want = [0] * 13
    want[2] = want[7] = want[12] = 300
    assert entering(ran) == pytest.approx(want, **EXACT)


def test_only_available_trucks_drive(engine):
    """5 trucks of 0.1 t of which 3/5 can drive. Day 0: 300 kg, 2 trucks stay. Day 1: 3/5 of 2: 120.

    Day 2: 3 are home again beside 0.8: 3/5 of 3.8 = 2.28 trucks.
    """
    ran = pulled(engine, days=4, fleet={"trucks": 5, "payload_t": 0.1, "availability": 0.6})
    assert entering(ran)[1:] == pytest.approx([300, 120, 228], **EXACT)


def test_a_share_of_the_trucks_does_not_come_home(engine):
    """4 trucks of 0.1 t, half of those sent return, after 2 days: 400 kg, 200, 100 on days 1, 3, 5."""
    ran = pulled(engine, days=6, fleet={"trucks": 4, "payload_t": 0.1, "return_share": 0.5})
    assert entering(ran) == pytest.approx([0, 400, 0, 200, 0, 100], **EXACT)


def test_trucks_wait_abroad_where_the_return_needs_access(engine):
    """4 trucks of 0.1 t are due home on day 2; the road is closed on days 1 to 3.

    They come home on day 4 and leave again.

    What they carried arrives on day 1: without a queue nothing stops it. Without the rule they would be home
    on day 2, and leave on day 4 all the same; with two fleets less they would not: so the count of day 6
    tells (home again at 6).
    """
    case = hill(days=8)
    case.add_stock("Hill", "flour", amount=0)
    case.add_fleet("trucks", "Plain", trucks=4, payload_t=0.1, return_needs_access=True)
    _spells(case, {"open": [0, 4, 6, 7], "closed": [1, 2, 3, 5]})
    ran = run(case, engine, scenario="known")
    # sent on day 0 (in on 1), home on 4, sent on 4 (in on 5), due on 6 and open: home, sent on 6 (in on 7)
    assert entering(ran) == pytest.approx([0, 400, 0, 0, 0, 400, 0, 400], **EXACT)
    case = hill(days=6)
    case.add_stock("Hill", "flour", amount=0)
    case.add_fleet("trucks", "Plain", trucks=4, payload_t=0.1, return_needs_access=True)
    _spells(case, {"open": [0, 3, 4], "closed": [1, 2, 5]})
    # due on day 2, which is closed: home on 3, sent on 3
    assert entering(run(case, engine, scenario="known")) == pytest.approx([0, 400, 0, 0, 400, 0], **EXACT)


def _spells(case, days, status=None):
    """A scenario that fixes the situation of the road on every day."""
    case.add_scenario("known", meaning="Each day as it was.")
    for name in days:
        case.add_situation(name, "road")
        case.add_access(name, "*", status=(status or {}).get(name, name))
    first = min((min(d), name) for name, d in days.items())[1]
    case.add_spell("road", first, start=day(0))
    for number, name in sorted((n, name) for name, listed in days.items() for n in listed):
        case.add_spell("road", name, start=day(number), scenario="known")


def test_volume_limits_a_truck_where_it_binds_before_mass(engine):
    """Blankets: 2 kg and 0.05 m3 each.

    A truck takes 1 t or 5 m3: 500 by mass, 100 by volume: 2 trucks bring 200.

    And where mass binds first (a load of 50 m3: 1,000 by volume) 2 trucks bring 1,000.
    """
    for load, want in ((5, 200), (50, 1000)):
        case = hill(days=2)
        case.add_stock("Hill", "flour", amount=3200)
        case.add_commodity("blankets", unit="kit", kg_per_unit=2, m3_per_unit=0.05)
        case.add_need("warmth", unit="kit", per_person_day=1)
        case.add_satisfies("warmth", "blankets", per_unit=1)
        case.add_supply("Plain", "blankets", unlimited=True)
        case.add_fleet("trucks", "Plain", trucks=2, payload_t=1, load_m3=load)
        ran = run(case, engine)
        assert entering(ran, commodity="blankets")[1] == pytest.approx(want, **EXACT)


def fuelled(*, diesel, need=0.0, flour_target=30):
    """10 trucks of 0.1 t at Plain, 50 km away, 0.2 l a km: 20 l there and back; a litre weighs 2.5 kg."""
    case = hill(days=2, road={"km": 50})
    case.add_stock("Hill", "flour", amount=0)
    case.add_level("Hill", "flour", target_days=flour_target)
    case.add_commodity("diesel", unit="l", kg_per_unit=2.5)
    case.add_stock("Plain", "diesel", amount=diesel)
    if need:
        case.add_need("heat", unit="l", per_person_day=need)
        case.add_satisfies("heat", "diesel", per_unit=1)
        case.add_level("Hill", "diesel", target_days=1)
    case.add_fleet("trucks", "Plain", trucks=10, payload_t=0.1, fuel="diesel", l_per_km=0.2)
    return case


def test_fuel_for_both_ways_is_taken_at_the_start(engine):
    """10 trucks want 200 l; 100 l are there: 5 trucks' worth, 500 kg, and the store is empty."""
    ran = run(fuelled(diesel=100), engine)
    assert ran.stock("Plain", "diesel") == pytest.approx([0, 0], **EXACT)
    assert entering(ran)[1] == pytest.approx(500, **EXACT)


def test_fuel_burnt_comes_after_fuel_sent(engine):
    """Flour asks 400 kg; Hill also asks 40 l, another 100 kg: 5 trucks, 100 l to burn.

    Of 100 l, 60 may be burnt: all is scaled by 0.6. 240 kg and 24 l are loaded, 60 l are burnt, 16 l are left.
    What is still asked, 160 kg and 16 l, fills 2 trucks: 40 l to burn and 16 l to send, of 16 l: 2/7 of it is loaded.

    240 + 160 x 2/7 kg and 24 + 16 x 2/7 l leave, and nothing stays.
    """
    ran = run(fuelled(diesel=100, need=0.4, flour_target=4), engine)
    assert ran.stock("Plain", "diesel")[0] == pytest.approx(0, **EXACT)
    assert entering(ran)[1] == pytest.approx(240 + 160 * 2 / 7, **EXACT)
    assert ran.given("Hill", "heat")[1] == pytest.approx(24 + 16 * 2 / 7, **EXACT)


def test_a_crossing_without_queue_stops_at_its_slots(engine):
    """10 trucks of 0.1 t, 3 slots: 300 kg leave; the other 7 trucks stay at home and 3 leave each day."""
    ran = pulled(
        engine,
        days=4,
        road={"crossings": "gate"},
        fleet={"trucks": 10, "payload_t": 0.1},
        crossing={"slots_per_day": 3},
    )
    assert entering(ran) == pytest.approx([0, 300, 300, 300], **EXACT)


def test_slots_are_shared_by_all_ways_through_a_crossing_wherever_it_stands_on_them(engine):
    """`gate` is first on one road and second on the other: 3 trucks in all, not 3 on each.

    Half by each road.
    """
    case = hill(days=2, road={"crossings": "gate"})
    case.add_stock("Hill", "flour", amount=0)
    case.add_crossing("post", slots_per_day=100)
    case.add_crossing("gate", slots_per_day=3)
    case.add_route("other", "Plain", "Hill", crossings=["post", "gate"])
    case.add_fleet("trucks", "Plain", trucks=10, payload_t=0.1)
    assert entering(run(case, engine))[1] == pytest.approx(300, **EXACT)


def test_trucks_wait_at_a_crossing_with_a_queue(engine):
    """5 trucks of 0.1 t, lead 1, turnaround 1; 2 slots a day, and trucks wait.

    Sent: 5 on day 0. Day 1: 2 pass, 3 wait; day 2: 2 pass, 1 waits; day 3: 1 passes. A truck that passes on
    day d is home on d + 2: on day 3 two leave (pass on 4), on day 4 two (pass on 5), on day 5 one (passes on
    6), on day 6 two (7). Truck-days held: 3 + 1 = 4, at most 3 at once.
    """
    ran = pulled(
        engine,
        days=8,
        road={"crossings": "gate"},
        fleet={"trucks": 5, "payload_t": 0.1, "turnaround_days": 1},
        crossing={"slots_per_day": 2, "queue": True},
    )
    assert entering(ran) == pytest.approx([0, 200, 200, 100, 200, 200, 100, 200], **EXACT)
    assert ran.block.held_days[0] == pytest.approx(4, **EXACT)
    assert ran.block.held_most[0] == pytest.approx(3, **EXACT)


def test_what_waits_at_a_queue_passes_only_on_days_with_access(engine):
    """The same gate; the road is closed on day 2: then nothing passes and 3 trucks wait a day longer.

    3 + 3 + 1.
    """
    case = hill(days=5, road={"crossings": "gate"})
    case.add_stock("Hill", "flour", amount=0)
    case.add_crossing("gate", slots_per_day=2, queue=True)
    case.add_fleet("trucks", "Plain", trucks=5, payload_t=0.1, turnaround_days=9)
    _spells(case, {"open": [0, 1, 3, 4], "closed": [2]})
    ran = run(case, engine, scenario="known")
    assert entering(ran) == pytest.approx([0, 200, 0, 200, 100], **EXACT)
    assert ran.block.held_days[0] == pytest.approx(3 + 3 + 1, **EXACT)


def test_a_queue_is_shared_in_proportion_to_what_waits(engine):
    """Two roads through one gate of 2 slots: 3 and 1 trucks wait; 1.5 and 0.5 pass.

    Hill asks 300 kg and Dale 100 (targets of one day, empty stores); 4 trucks of 0.1 t.
    """
    case = hill(days=2, people=300, road={"crossings": "gate"})
    case.add_place("Dale", people=100)
    case.add_route("other", "Plain", "Dale", crossings="gate")
    case.add_crossing("gate", slots_per_day=2, queue=True)
    case.add_stock("Hill", "flour", amount=0)
    for place in ("Hill", "Dale"):
        case.add_level(place, "flour", target_days=1)
    case.add_fleet("trucks", "Plain", trucks=4, payload_t=0.1)
    ran = run(case, engine)
    assert ran.given("Hill", "food") == pytest.approx([0, 150], **EXACT)
    assert ran.given("Dale", "food") == pytest.approx([0, 50], **EXACT)


def capped(engine, *, cap, unit, road=None, other=None, fleet=None):
    """What enters Hill on day 1 by two roads, both covered by one row with a cap."""
    case = hill(days=2, road=road)
    case.add_stock("Hill", "flour", amount=0)
    case.add_route("other", "Plain", "Hill", **(other or {}))
    case.add_access("*", "*", status="restricted", cap=cap, unit=unit)
    if fleet:
        case.add_fleet("trucks", "Plain", **fleet)
    return entering(run(case, engine))[1]


def test_a_cap_as_a_share_is_of_each_way(engine):
    """0.4 of 0.5 t and of 0.2 t: 200 + 80 kg."""
    got = capped(engine, cap=0.4, unit="share", road={"per_day": 0.5}, other={"per_day": 0.2})
    assert got == pytest.approx(280, **EXACT)


def test_a_cap_in_tonnes_is_shared_by_all_it_covers(engine):
    """0.35 t a day for both roads together, which could carry 0.5 and 0.2."""
    got = capped(engine, cap=0.35, unit="t/day", road={"per_day": 0.5}, other={"per_day": 0.2})
    assert got == pytest.approx(350, **EXACT)


def test_a_cap_in_trucks_is_shared_by_all_it_covers(engine):
    """3 trucks of 0.1 t a day for both roads together, of 20 at home."""
    got = capped(engine, cap=3, unit="trucks/day", fleet={"trucks": 20, "payload_t": 0.1})
    assert got == pytest.approx(300, **EXACT)


def test_a_road_may_count_trucks(engine):
    """4 trucks a day, light ones of 0.1 t: 400 kg."""
    ran = pulled(engine, days=2, road={"per_day": 4, "unit": "trucks"}, fleet={"trucks": 9, "payload_t": 0.1})
    assert entering(ran)[1] == pytest.approx(400, **EXACT)


def test_two_fleets_share_a_road_by_the_trucks_at_home(engine):
    """Aid has 3 trucks of 0.1 t, trade 1 truck of 0.1 t.

    The ask of 200 kg is divided 150 to 50, and both have room.

    Next day half of what they can still send: aid has 1.5 trucks, trade 0.5: again 3 to 1.
    """
    case = hill(days=2, people=200, road={"lead_days": 1})
    case.add_stock("Hill", "flour", amount=0)
    case.add_level("Hill", "flour", target_days=1)
    case.add_fleet("aid", "Plain", trucks=3, payload_t=0.1, carrier="aid")
    case.add_fleet("trade", "Plain", trucks=1, payload_t=0.1, carrier="trade")
    case.add_access("*", "*", status="open")
    ran = run(case, engine)
    assert entering(ran)[1] == pytest.approx(200, **EXACT)
    # closed to trade: aid carries what it can of the whole ask, 200 of its 300
    case.add_access("*", "*", carrier="trade", status="closed")
    assert entering(run(case, engine))[1] == pytest.approx(200, **EXACT)
    # closed to aid: one truck, 100
    closed = case.replace("access", ("*", "*", "trade"), carrier="aid")
    assert entering(run(closed, engine))[1] == pytest.approx(100, **EXACT)


def test_places_without_a_fleet_send_nothing_where_the_case_has_fleets(engine):
    """Dale has 1,000 kg above its reserve and no trucks; Plain has trucks and nothing for Hill.

    Nothing moves.
    """
    case = hill(days=3)
    case = case.replace("routes", "road", from_place="Dale")
    case.add_place("Dale", people=1)
    case.add_stock("Dale", "flour", amount=1000)
    case.add_stock("Hill", "flour", amount=0)
    case.add_fleet("trucks", "Plain", trucks=5, payload_t=0.1)
    assert run(case, engine).given("Hill", "food") == pytest.approx([0, 0, 0], **EXACT)


def test_no_truck_carries_what_has_no_mass_or_cannot_be_stored(engine):
    """Hill uses power (no mass) and ice (cannot be stored); Plain has plenty of both; nothing of them is sent."""
    case = hill(days=3)
    case.add_stock("Hill", "flour", amount=0)
    for name, kg, keeps in (("power", 0, True), ("ice", 1, False)):
        case.add_commodity(name, unit="kWh", kg_per_unit=kg, storable=keeps)
        case.add_need(f"{name}_use", unit="kWh", per_person_day=1)
        case.add_satisfies(f"{name}_use", name, per_unit=1)
        case.add_stock("Plain", name, amount=1000)
    ran = run(case, engine)
    assert ran.given("Hill", "power_use") == pytest.approx([0, 0, 0], **EXACT)
    assert ran.given("Hill", "ice_use") == pytest.approx([0, 0, 0], **EXACT)

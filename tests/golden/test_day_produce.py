"""Answers by hand: processes and lines, what limits them, and cover that looks through them.

Hill has 100 people who need 1 kg of food a day each. Here the mill makes 0.8 kg of flour from 1 kg of wheat,
a run.
"""

import pytest
from tests.support import day, hill, run

from corridor.errors import EngineError

EXACT = {"rel": 1e-9, "abs": 1e-9}  # the same sums in another order: rounding of doubles, far below 1e-9


def mill(*, wheat, flour=0.0, days=2, **process):
    """Hill with a mill, wheat and flour in store."""
    case = hill(days=days)
    case.add_commodity("wheat", unit="kg")
    case.add_stock("Hill", "wheat", amount=wheat)
    case.add_stock("Hill", "flour", amount=flour)
    case.add_process("mill", "Hill", inputs={"wheat": 1}, outputs={"flour": 0.8}, **process)
    return case


def test_a_process_runs_up_to_what_is_asked(engine):
    """20 flour there, 80 asked: 80 / 0.8 = 100 runs, 100 wheat of 1,000.

    Then 125 runs a day for the full 100.
    """
    ran = run(mill(wheat=1000, flour=20), engine, policy="recorded")
    assert ran.stock("Hill", "wheat") == pytest.approx([900, 775], **EXACT)
    assert ran.given("Hill", "food") == pytest.approx([100, 100], **EXACT)
    assert ran.stock("Hill", "flour") == pytest.approx([0, 0], **EXACT)


def test_a_process_is_limited_by_its_input(engine):
    """150 wheat: 125 runs give 100 flour; then 25 runs give 20."""
    ran = run(mill(wheat=150), engine, policy="recorded")
    assert ran.given("Hill", "food") == pytest.approx([100, 20], **EXACT)


def test_a_process_is_limited_by_its_capacity_of_the_day(engine):
    """50 runs a day give 40 flour.

    From day 1 the second machine makes it 75 runs, 60 flour, whatever the row order.
    """
    case = mill(wheat=1000, per_day=75, start=day(1))
    case.add("processes", process="mill", place="Hill", per_day=50)
    ran = run(case, engine, policy="recorded")
    assert ran.given("Hill", "food") == pytest.approx([40, 60], **EXACT)


def test_a_process_stands_still_outside_its_dates(engine):
    """The mill works on day 1 alone: 0, 100, 0."""
    ran = run(mill(wheat=1000, days=3, start=day(1), end=day(1)), engine, policy="recorded")
    assert ran.given("Hill", "food") == pytest.approx([0, 100, 0], **EXACT)


def test_a_process_leaves_what_it_must_keep(engine):
    """150 wheat of which 110 are seed: 40 runs, 32 flour; then none."""
    case = mill(wheat=150).replace("process_flows", ("mill", "wheat"), keep=110)
    ran = run(case, engine, policy="recorded")
    assert ran.given("Hill", "food") == pytest.approx([32, 0], **EXACT)
    assert ran.stock("Hill", "wheat") == pytest.approx([110, 110], **EXACT)


def test_a_process_works_ahead_for_its_target_days(engine):
    """Target 2 days of flour: 250 runs, 200 flour, 100 left; then 200 - 100 = 100 flour, 125 runs."""
    ran = run(mill(wheat=1000, target_days=2), engine, policy="recorded")
    assert ran.stock("Hill", "wheat") == pytest.approx([750, 625], **EXACT)
    assert ran.stock("Hill", "flour") == pytest.approx([100, 100], **EXACT)


def test_a_process_with_two_inputs_is_limited_by_the_scarcer(engine):
    """A run also burns 0.1 l of diesel: 5 l allow 50 runs, 40 flour."""
    case = mill(wheat=1000)
    case.add_commodity("diesel", unit="l", kg_per_unit=0.85)
    case.add_process_flow("mill", "diesel", role="input", amount=0.1)
    case.add_stock("Hill", "diesel", amount=5)
    ran = run(case, engine, policy="recorded")
    assert ran.given("Hill", "food") == pytest.approx([40, 0], **EXACT)
    assert ran.stock("Hill", "diesel") == pytest.approx([0, 0], **EXACT)


def chain(**bakery):
    """Wheat 1 -> flour 0.8 -> bread: 1 flour and nothing else -> 1.4 bread; only bread is eaten."""
    case = hill(days=3)
    case = case.replace("satisfies", "food", commodity="bread")
    for name in ("bread", "wheat"):
        case.add_commodity(name, unit="kg")
    case.add_stock("Hill", "wheat", amount=100)
    case.add_stock("Hill", "flour", amount=50)
    case.add_stock("Hill", "bread", amount=18)
    case.add_process("bakery", "Hill", inputs={"flour": 1}, outputs={"bread": 1.4}, **bakery)
    case.add_process("mill", "Hill", inputs={"wheat": 1}, outputs={"flour": 0.8})
    return case


def test_cover_looks_through_a_chain_and_the_chain_runs_in_order(engine):
    """Bread in store 18, in flour 50 x 1.4 = 70, in wheat 100 x 0.8 x 1.4 = 112: 200, two days of cover.

    Day 0: 82 bread asked, 58.571 flour, 50 there, so 8.571 flour milled from 10.714 wheat, although the
    bakery is listed first. Wheat 89.286 left, worth 100: cover 1. Day 1 takes it all. Day 2: nothing.
    """
    ran = run(chain(), engine, policy="recorded")
    assert ran.cover("Hill", "food") == pytest.approx([2, 1, 0], **EXACT)
    assert ran.stock("Hill", "wheat") == pytest.approx([100 - (82 / 1.4 - 50) / 0.8, 0, 0], **EXACT)
    assert ran.given("Hill", "food") == pytest.approx([100, 100, 0], **EXACT)
    assert ran.stock_out("Hill", "food") == 2


def test_a_chain_asks_no_more_of_its_start_than_its_end_can_use(engine):
    """The bakery makes 10 runs a day: 14 bread.

    The mill sees 10 flour asked and 50 there, and stands still.
    """
    ran = run(chain(per_day=10), engine, policy="recorded")
    assert ran.stock("Hill", "wheat") == pytest.approx([100, 100, 100], **EXACT)
    assert ran.stock("Hill", "flour") == pytest.approx([40, 30, 20], **EXACT)
    assert ran.given("Hill", "food") == pytest.approx([32, 14, 14], **EXACT)


def test_usual_use_looks_through_processes(engine):
    """100 bread a day are 71.43 flour and 89.29 wheat a day of usual use; `pull` fills each to 30 days of it.

    Plain has flour and wheat. What it sends on day 0 is there on day 1, and the mill stands still for want of
    an ask: the bakery takes the flour that came, so wheat closes at 30 x 89.29.
    """
    case = chain()
    case.add_supply("Plain", "wheat", unlimited=True)
    ran = run(case, engine, policy="pull")
    p = ran.prepared.lowered.params(ran.values)
    use = {c: p.use[0, 1, i, 0] for i, c in enumerate(ran.prepared.arrays.labels.commodities)}
    assert use == pytest.approx({"bread": 100, "flour": 100 / 1.4, "wheat": 100 / 1.4 / 0.8}, **EXACT)
    assert ran.stock("Hill", "wheat")[1] == pytest.approx(30 * 100 / 1.4 / 0.8, **EXACT)
    assert ran.stock("Hill", "flour")[1] == pytest.approx(29 * 100 / 1.4, **EXACT)


def line(*, loss=0.2, per_day=10.0, days=1, supply=None):
    """A line from Plain to Hill; 12 MWh a day are needed for light."""
    case = hill(days=days)
    case.add_stock("Hill", "flour", amount=100 * days)
    case.add_commodity("power", unit="MWh", storable=False)
    case.add_need("light", unit="MWh", per_person_day=0.12)
    case.add_satisfies("light", "power", per_unit=1)
    if supply is None:
        case.add_supply("Plain", "power", unlimited=True)
    else:
        case.add_supply("Plain", "power", per_day=supply)
    case.add_route(
        "wire", "Plain", "Hill", mode="line", carries="power", per_day=per_day, unit="MWh", loss_share=loss
    )
    return case


@pytest.mark.parametrize(
    ("how", "given", "lost"),
    [
        ({}, 8, 2),  # 15 asked at the start, capacity 10: 2 lost, 8 arrive
        ({"per_day": 20}, 12, 3),  # 15 asked and moved, 3 lost: the full need
        ({"per_day": 20, "supply": 5}, 4, 1),  # 5 at the start: 1 lost, 4 arrive
        ({"per_day": 20, "supply": 50}, 12, 3 + 35),  # 50 at the start, 15 taken; 35 cannot be stored there
    ],
)
def test_a_line_moves_the_least_of_capacity_start_and_ask(engine, how, given, lost):
    """What is needed, made larger by the loss, as far as capacity and the start allow.

    It arrives the same day.
    """
    ran = run(line(**how), engine, policy="recorded")
    assert ran.given("Hill", "light") == pytest.approx([given], **EXACT)
    assert ran.lost("power") == pytest.approx(lost, **EXACT)
    assert max(abs(ran.block.residual.ravel())) < 1e-12


def test_access_is_a_share_of_the_capacity_of_a_line(engine):
    """Open, half, cut: 8, 4 and 0 of 12 MWh, on the day itself."""
    case = line(days=3)
    for number, (name, status, cap) in enumerate(
        (("on", "open", None), ("weak", "restricted", 0.5), ("off", "closed", None))
    ):
        case.add_situation(name, "wire")
        case.add_access(name, "wire", status=status, cap=cap)
        case.add_spell("wire", name, start=day(number), scenario="known")
    case.add_access("*", "road", status="open")
    case.add_spell("wire", "on", start=day(0))
    case.add_scenario("known", meaning="Three days as they were.")
    ran = run(case, engine, policy="recorded", scenario="known")
    assert ran.given("Hill", "light") == pytest.approx([8, 4, 0], **EXACT)


def test_a_cap_in_tonnes_passes_a_line_by(engine):
    """A row for all ways caps 0.5 t a day: what a line carries has no mass, so 8 of the 12 MWh arrive as ever."""
    case = line()
    case.add_access("*", "*", status="restricted", cap=0.5, unit="t/day")
    assert run(case, engine, policy="recorded").given("Hill", "light") == pytest.approx([8], **EXACT)


def test_a_line_that_loses_everything_is_refused(engine):
    """A loss of 1 would ask for an infinite amount: an error that names the line."""
    with pytest.raises(EngineError, match='"wire" loses all'):
        run(line(loss=1), engine)


def test_water_becomes_power_and_power_crosses_a_line(engine):
    """A lake at Dam.

    100 m3, 10 a day come in, the turbine runs at most 15 a day, 1 m3 -> 2 MWh, and keeps 90 m3.

    Hill needs 40 MWh. Day 0: 110 - 15 = 95 left, 30 MWh. Day 1: 105, 15 above 90: 15 runs, 90 left, 30 MWh.
    Day 2: 100, 10 runs, 20 MWh. The line, listed before the turbine, moves after it, the same day.
    """
    case = hill(days=3)
    case.add_stock("Hill", "flour", amount=300)
    case.add_place("Dam", kind="hub")
    case.add_commodity("water", unit="m3", kg_per_unit=1000)
    case.add_commodity("power", unit="MWh", storable=False)
    case.add_need("light", unit="MWh", per_person_day=0.4)
    case.add_satisfies("light", "power", per_unit=1)
    case.add_route("wire", "Dam", "Hill", mode="line", carries="power", per_day=50, unit="MWh")
    case.add_stock("Dam", "water", amount=100)
    case.add_supply("Dam", "water", per_day=10)
    case.add_process("turbine", "Dam", per_day=15)
    case.add_process_flow("turbine", "water", role="input", amount=1, keep=90)
    case.add_process_flow("turbine", "power", role="output", amount=2)
    ran = run(case, engine, policy="recorded")
    assert ran.given("Hill", "light") == pytest.approx([30, 30, 20], **EXACT)
    assert ran.stock("Dam", "water") == pytest.approx([95, 90, 90], **EXACT)


def test_a_turbine_makes_only_what_the_line_can_carry(engine):
    """The line carries 25 of the 40 MWh asked: 12.5 runs, not 20.

    No water is spent on power that would be lost.
    """
    case = hill(days=1)
    case.add_stock("Hill", "flour", amount=100)
    case.add_place("Dam", kind="hub")
    case.add_commodity("water", unit="m3", kg_per_unit=1000)
    case.add_commodity("power", unit="MWh", storable=False)
    case.add_need("light", unit="MWh", per_person_day=0.4)
    case.add_satisfies("light", "power", per_unit=1)
    case.add_route("wire", "Dam", "Hill", mode="line", carries="power", per_day=25, unit="MWh")
    case.add_stock("Dam", "water", amount=100)
    case.add_process("turbine", "Dam", inputs={"water": 1}, outputs={"power": 2})
    ran = run(case, engine, policy="recorded")
    assert ran.stock("Dam", "water") == pytest.approx([87.5], **EXACT)
    assert ran.given("Hill", "light") == pytest.approx([25], **EXACT)
    assert ran.lost("power") == pytest.approx(0, abs=1e-9)  # rounding of a dozen MWh

"""Cases in which little or nothing can be done have a plain answer: never a solver message, never a traceback.

Hill has 100 people who need 1 kg of food a day each; 30 kg are there, and Plain has flour without limit, a day away,
unless said otherwise. Thousands of person-days: a day with nothing is 0.1, and weighs 0.9.
"""

import numpy as np
import pytest
from tests.planning import Drawn, drawn, solved, value
from tests.support import day, hill

from corridor.plan.rows.floor import Floor


def road(days=3, *, stock=30, fleet=None, **how):
    """The case above."""
    case = hill(days=days, road=how)
    case.add_stock("Hill", "flour", amount=stock)
    if fleet:
        case.add_fleet("trucks", **{"base": "Plain", "payload_t": 1, **fleet})
    return case


def answer(case, **how):
    """Draws, program and solution of a case that has one."""
    d = drawn(case)
    found = solved(d.write(**how))
    assert found.solution.outcome == "optimal"
    return d, found.written, found.solution.values


def eaten(d: Drawn, written, values) -> list[float]:
    """What the plan hands out at Hill day by day, and the engine does, kg."""
    block = written.program.columns["given"]
    planned = block.of(values)[:, :, 0].sum(0).tolist()
    done = d.follow(written, solved(written).solution).block.daily
    p = d.a.labels.places.index("Hill")
    assert list(done.distributed[d.a.origin :, p, 0, 0]) == pytest.approx(planned, abs=1e-6)
    return planned


def test_no_way_is_open():
    """A road that is closed for good: no shipment is in the program, and what is there is handed out."""
    case = road()
    case.add_access("*", "*", status="closed")
    d, written, values = answer(case)
    assert len(written.columns.ship_leg) == 0
    assert sum(eaten(d, written, values)) == pytest.approx(30)


def test_a_closed_crossing():
    """The road is open and its crossing is not: nothing passes."""
    case = road(crossings="gate")
    case.add_crossing("gate")
    case.add_access("*", "*", status="open")
    case.add_access("*", "gate", status="closed")
    d, written, values = answer(case)
    assert sum(eaten(d, written, values)) == pytest.approx(30)


def test_no_trucks():
    """A fleet of none: the way is there, and nothing is sent."""
    d, written, values = answer(road(fleet={"trucks": 0}))
    assert values[written.columns.sent].sum() == 0
    assert values[written.columns.sent].size
    assert sum(eaten(d, written, values)) == pytest.approx(30)


def test_no_legs():
    """A case with fleets and none where the road begins: nothing of ours can be sent on it."""
    d, written, values = answer(road(fleet={"trucks": 5, "base": "Hill"}))
    assert len(d.a.leg_from) == 0
    assert sum(eaten(d, written, values)) == pytest.approx(30)


def test_a_need_that_nothing_satisfies():
    """Water that is nowhere: all of it is short, food is not, and the plan is made for food."""
    case = road()
    case.add_commodity("water", unit="l", kg_per_unit=1)
    case.add_need("drink", unit="l", per_person_day=5)
    case.add_satisfies("drink", "water", per_unit=1)
    d, written, values = answer(case)
    x = written.columns
    short = values[x.short][x.need == d.a.labels.needs.index("drink")]
    assert short.sum() / written.scale[d.a.labels.needs.index("drink")] == pytest.approx(3 * 500)
    assert eaten(d, written, values)[1:] == pytest.approx([100, 100])


def test_nothing_is_needed():
    """A need of nothing: nothing to decide, nothing sent, an objective of 0."""
    d = drawn(road().replace("needs", "food", per_person_day=0))
    found = solved(d.write())
    assert (found.solution.outcome, found.solution.objective) == ("optimal", 0.0)
    assert found.solution.values[found.written.columns.sent].sum() == 0
    assert len(found.written.columns.need) == 0


def test_one_day():
    """Nothing sent today arrives today; what is there is handed out, and what is sent counts at the end alone."""
    d, written, values = answer(road(days=1))
    assert eaten(d, written, values) == pytest.approx([30])


def test_the_last_day_of_a_case():
    """From an origin on the last day: one step."""
    case = road(days=4).with_settings(origin=day(3))
    d, written, values = answer(case)
    assert written.data.steps.days == 1
    assert d.start.stock[d.a.labels.places.index("Hill")].sum() == 0  # eaten before the origin
    assert eaten(d, written, values) == pytest.approx([0], abs=1e-9)


def floored(share, **how):
    """Half a kg a day is survival; 30 kg there, 40 kg a day by road, a day away."""
    case = road(days=3, per_day=0.04).replace("needs", "food", per_person_day_survival=0.5)
    d = drawn(case)
    where = np.ones((len(d.a.labels.places), 1), dtype=bool)
    return d, solved(d.write(asked=Floor(share=share, where=where), **how))


def test_a_floor_that_can_be_kept_is_kept():
    """At most 30 of 50 kg on the first day: six tenths can be kept, and are on every day."""
    d, found = floored(0.6)
    assert found.solution.outcome == "optimal"
    assert all(x >= 30 - 1e-6 for x in eaten(d, found.written, found.solution.values))


def test_a_floor_above_what_exists_is_infeasible():
    """Nine tenths of 50 kg are 45; the outcome says so, values are none, nothing is raised."""
    _, found = floored(0.9)
    assert found.solution.outcome == "infeasible"
    assert np.isnan(found.solution.values).all()


def test_the_highest_floor_is_told():
    """Of nine tenths two thirds can be kept: 30 of 50 kg; of six tenths all of it."""
    for share, kept in ((0.9, 2 / 3), (0.6, 1.0), (0.3, 1.0)):
        _, found = floored(share, highest_floor=True)
        assert found.solution.outcome == "optimal"
        assert found.solution.values[found.written.kept] == pytest.approx(kept, abs=1e-7)
        assert value(found.written, found.solution.values, "kept") == pytest.approx(kept, abs=1e-7)


def test_small_costs_do_not_lower_the_highest_floor():
    """A store that is over full by itself costs a little; the highest floor is found as if it did not.

    Hill has 500 t of gravel that nobody needs in a store of 1 t, and 30 kg of flour for 50 kg of survival.
    """
    case = road(days=1).replace("needs", "food", per_person_day_survival=0.5)
    case = case.replace("places", "Hill", storage_t=1)
    case.add_commodity("gravel", unit="t", kg_per_unit=1000)
    case.add_stock("Hill", "gravel", amount=500)
    d = drawn(case)
    where = np.ones((len(d.a.labels.places), 1), dtype=bool)
    found = solved(d.write(asked=Floor(share=1.0, where=where), highest_floor=True))
    assert found.solution.values[found.written.kept] == pytest.approx(0.6, abs=1e-7)


def test_a_floor_where_nobody_has_the_need_binds_nothing():
    """Asked for a place without people alone, it is no row."""
    case = road()
    d = drawn(case)
    where = np.zeros((len(d.a.labels.places), 1), dtype=bool)
    where[d.a.labels.places.index("Plain")] = True
    written = d.write(asked=Floor(share=1.0, where=where))
    assert "floor" not in written.program.rows


def test_goods_that_nobody_can_use_are_not_moved():
    """Salt without limit at Plain, which serves no need, has no shipment."""
    case = road()
    case.add_commodity("salt", unit="kg")
    case.add_supply("Plain", "salt", unlimited=True)
    d, written, _ = answer(case)
    goods = [d.a.labels.commodities[c] for c in written.columns.ship_good]
    ways = [d.a.labels.legs[leg] for leg in written.columns.ship_leg]
    assert (goods, ways) == (["flour"], ["road"])

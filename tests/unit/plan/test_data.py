"""What a plan reads of a case, each field against a hand computation.

Hill: 100 people, 1 kg of food a day; days 0 to 3, planned as 0, 1 and 2 to 3 (steps of 1, 1, 2 days). The road is open
on day 0, closed on day 1, open on day 2, and on day 3 restricted to two fifths for traders, open to aid.
"""

from dataclasses import replace

import numpy as np
import pytest
from tests.planning import Drawn, drawn
from tests.support import day, hill

from corridor.model.arrays import BIG
from corridor.plan.data import Data, data
from corridor.plan.program import scale_of
from corridor.plan.steps import steps

FREE, SHUT, HALF = 0, 1, 2


def case():
    """The case of this page."""
    made = hill(
        days=4, road={"per_day": 0.5, "crossings": "gate", "lead_days": 1, "loss_share": 0.1, "km": 50}
    )
    made = made.replace("needs", "food", per_person_day_minimum=0.8, per_person_day_survival=0.5)
    made.add_crossing("gate", slots_per_day=5)
    made.add_stock("Hill", "flour", amount=30)
    made.add_stock("Hill", "flour", amount=20, holder="reserved", release_date=day(2))
    made.add_supply("Hill", "flour", per_day=5)
    made.add_supply("Hill", "flour", per_day=2, start=day(3))
    made.add_commodity("rice", unit="kg")
    made.add_satisfies("food", "rice", per_unit=1.25, usual_share=0, max_share=0.4)
    made.add_process("mill", "Hill", inputs={"flour": 1}, outputs={"rice": 1}, per_day=7)
    made.add_situation("free", group="road")
    made.add_situation("shut", group="road")
    made.add_situation("half", group="road")
    made.add_access("*", "*", status="open")
    made.add_access("shut", "road", status="closed")
    made.add_access("half", "road", status="restricted", cap=0.4, unit="share", carrier="trade")
    made.add_spell("road", "free", start=day(0))
    made.add_fleet("aid", "Plain", trucks=3, payload_t=4, carrier="aid", turnaround_days=0,
                   availability=0.8, return_share=0.9, return_needs_access=True)  # fmt: skip
    made.add_fleet("trade", "Plain", trucks=3, payload_t=4, carrier="trade", turnaround_days=1)
    return made


def made(**change) -> tuple[Drawn, Data]:
    """The draws and the data, with the path of this page and another start where given."""
    d = drawn(case())
    path = d.path.copy()
    path[:, d.a.labels.groups.index("road"), 0] = [FREE, SHUT, FREE, HALF]
    d = replace(d, path=path, start=replace(d.start, **{k: f(d) for k, f in change.items()}))
    return d, data(d.a, d.p, d.path, d.start, steps(0, 4, daily=2, coarse=2))


def at(d: Drawn, place: str = "Hill", commodity: str = "flour") -> tuple[int, int]:
    """Numbers of a place and a commodity."""
    return d.a.labels.places.index(place), d.a.labels.commodities.index(commodity)


def test_needs_are_told_by_tier_and_step():
    """Normal 1, minimum 0.8, survival 0.5 a head: parts of 20, 30 and 50 a day; 100 person-days a day."""
    d, x = made()
    p, _ = at(d)
    np.testing.assert_allclose(
        x.parts[:, p, 0, :, 0], [[20, 30, 50], [20, 30, 50], [40, 60, 100]], rtol=1e-12
    )
    assert x.persons[:, p, 0, 0].tolist() == [100, 100, 200]
    assert x.end_use[p, 0, 0] == 100


def test_most_of_a_good_is_its_largest_share_of_the_need():
    """Flour may be all: 100 kg a day. Rice may be 0.4 and serves 1.25: 32 kg. From unlimited supply nothing."""
    d, x = made()
    p, _ = at(d)
    flour, rice = 0, 1
    np.testing.assert_allclose(x.most_given[:, p, flour, 0], [100, 100, 200], rtol=1e-12)
    np.testing.assert_allclose(x.most_given[:, p, rice, 0], [32, 32, 64], rtol=1e-12)
    assert x.most_given[:, at(d, "Plain")[0], flour].sum() == 0


def test_supply_and_releases_add_up_over_a_step():
    """5 a day, 2 more on day 3, and a reserve of 20 on day 2: 5, 5, 10 + 2 + 20."""
    d, x = made()
    assert x.came[(slice(None), *at(d), 0)].tolist() == [5, 5, 32]
    assert x.released[(slice(None), *at(d), 0)].tolist() == [0, 0, 20]
    assert x.free[(slice(None), *at(d, "Plain"))].all()
    assert not x.free[(slice(None), *at(d))].any()


def test_access_gives_open_days_and_shares_of_the_road():
    """Open on days 0, 2 and 3; 0.5 t a day. Traders: 0.5, 0, 0.5 + 0.2; aid and the road: 0.5, 0, 1."""
    _, x = made()
    aid, trade = 0, 1
    assert x.open_days[:, trade, 0, 0].tolist() == [1, 0, 2]
    np.testing.assert_allclose(x.share_cap[:, trade, 0, 0], [0.5, 0, 0.7], rtol=1e-12)
    np.testing.assert_allclose(x.share_cap[:, aid, 0, 0], [0.5, 0, 1.0], rtol=1e-12)
    np.testing.assert_allclose(x.road_cap[:, 0, 0], [0.5, 0, 1.0], rtol=1e-12)
    assert x.narrow[:, 0].tolist() == [False, True]


def test_slots_and_processes_are_counted_by_day():
    """5 slots and 7 runs a day."""
    _, x = made()
    assert x.slot_cap[:, 0, 0].tolist() == [5, 5, 10]
    assert x.process_cap[:, 0, 0].tolist() == [7, 7, 14]


def test_trucks():
    """Four fifths of aid's can drive and nine tenths return; all of traders' do."""
    _, x = made()
    np.testing.assert_allclose(x.available[:, 0], [0.8, 1.0])
    np.testing.assert_allclose(x.returning[:, 0], [0.9, 1.0])


def test_what_is_sent_arrives_and_comes_home_by_step():
    """Lead 1: of what leaves on days 2 and 3, half arrives in their step. Traders are home after 3 days.

    Aid is home after 2, or when the road is open: left on day 0 home on day 2, on day 1 on day 3 (open to aid).
    """
    _, x = made()
    np.testing.assert_allclose(x.arrives[1], [[0, 1, 0], [0, 0, 1], [0, 0, 0.5]])
    np.testing.assert_allclose(x.arrives[3], [[0, 0, 1], [0, 0, 0], [0, 0, 0]])
    np.testing.assert_allclose(x.late[0, 2][..., 0], [[0, 0, 1], [0, 0, 1], [0, 0, 0]])
    np.testing.assert_allclose(x.late[0, 1][..., 0], [[0, 0, 1], [0, 0, 1], [0, 0, 0.5]])


def test_goods_and_trucks_on_the_way_arrive_in_their_step():
    """40 kg due this morning and 10 the morning after, a tenth lost on the way; what is due beyond is left out."""

    def due(d):
        out = np.zeros((5, len(d.a.leg_from), 2, 1))
        out[:, 1, d.a.labels.commodities.index("flour"), 0] = [40, 10, 0, 20, 99]
        return out

    def trucks(d):
        out = np.zeros((5, len(d.a.leg_from), 1))
        out[:, 1, 0] = [2, 1, 0, 1, 9]
        return out

    d, x = made(due=due, due_trucks=trucks)
    np.testing.assert_allclose(x.due[:, 1, at(d)[1], 0], [36, 9, 18], rtol=1e-12)
    assert x.due_trucks[:, 1, 0].tolist() == [2, 1, 1]


def test_trucks_away_come_home_in_their_step():
    """Traders: 2 today and 1 on day 3. Aid waits for an open road.

    1 that stood before a closed way is home on day 0, and of 2 due on day 1 (closed) nine tenths are home on day 2.
    """

    def back(d):
        out = np.zeros((4, 2, 1))
        out[:, 1, 0] = [2, 0, 0, 1]
        return out

    def by_leg(d):
        out = np.zeros((4, 2, 1))
        out[1, 0, 0] = 2
        return out

    _, x = made(back=back, back_leg=by_leg, out=lambda _: np.array([[1.0], [0.0]]))
    np.testing.assert_allclose(x.due_home[:, 1, 0], [2, 0, 1])
    np.testing.assert_allclose(x.due_home[:, 0, 0], [1, 0, 1.8])


def test_a_stock_counted_on_the_morning_of_the_origin_replaces_the_run():
    """Counted at 70 on the origin: what was there before is not asked."""
    counted = case()
    counted.add_stock("Hill", "flour", amount=70, date=day(2))
    d = drawn(counted.with_settings(origin=day(2)))
    assert d.data().start.stock[at(d)][0] == 70


def test_caps_hold_on_days_on_which_they_stand():
    """3 trucks a day while the road is restricted; no cap in a step with an open day on which it does not stand."""
    capped = case()
    capped.add_access("half", "gate", status="restricted", cap=3, unit="trucks/day")
    d = drawn(capped)
    path = d.path.copy()
    for days, limit in (([FREE, SHUT, HALF, HALF], [BIG, BIG, 6]), ([FREE, HALF, HALF, SHUT], [BIG, 3, 3]),
                        ([FREE, SHUT, FREE, HALF], [BIG, BIG, BIG])):  # fmt: skip
        path[:, d.a.labels.groups.index("road"), 0] = days
        x = data(d.a, d.p, path, d.start, steps(0, 4, daily=2, coarse=2))
        assert x.pool_cap[:, 0, 0].tolist() == limit
    assert x.pool_cover[0].all()


def test_a_line_carries_its_share_on_open_days():
    """5 MWh a day, in one of the days of the last step restricted to two fifths: 5, 5, 7."""
    made = hill(days=4)
    made.add_stock("Hill", "flour", amount=30)
    made.add_commodity("power", unit="MWh", storable=False)
    made.add_supply("Plain", "power", per_day=8)
    made.add_route("wire", "Plain", "Hill", mode="line", carries="power", per_day=5, unit="MWh", group="grid")
    made.add_need("light", unit="kWh", per_person_day=0.1)
    made.add_satisfies("light", "power", per_unit=2)
    for name in ("free", "half"):
        made.add_situation(name, group="grid")
    made.add_access("*", "*", status="open")
    made.add_access("half", "wire", status="restricted", cap=0.4, unit="share")
    made.add_spell("grid", "free", start=day(0))
    d = drawn(made)
    path = d.path.copy()
    path[:, d.a.labels.groups.index("grid"), 0] = [0, 0, 0, 1]
    x = data(d.a, d.p, path, d.start, steps(0, 4, daily=2, coarse=2))
    np.testing.assert_allclose(x.line_cap[:, 0, 0], [5, 5, 7])


def test_a_scaled_unit_is_what_a_thousand_people_need():
    """100 people need 100 kg: a kg is a thousandth. People at a place without the need do not count toward it."""
    _, x = made()
    assert scale_of(x).tolist() == pytest.approx([0.001])
    post = case()
    post.add_place("Post", kind="hub")
    post.add_need("power", unit="kWh", per_person_day=0)
    post.add_satisfies("power", "rice", per_unit=1)
    post.add_fixed_need("power", "Post", per_day=50)
    assert scale_of(drawn(post).data()).tolist() == pytest.approx([0.001, 1 / 50])  # a day of it is one unit

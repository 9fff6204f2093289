"""What passages are worth: by hand, against plans made apart, laws, and plain answers where nothing changes."""

import datetime as dt

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.laws.networks import build, networks
from tests.sizes import sized
from tests.support import START, day, hill

from corridor.errors import UsageError
from corridor.forecast.ensemble import prepare
from corridor.forecast.follow import follow
from corridor.plan.data import data
from corridor.plan.highs import Solver
from corridor.plan.orders import orders
from corridor.plan.steps import Steps
from corridor.plan.weights import weights
from corridor.study.plans.closures import (
    Base,
    _later,
    announced,
    layout_of,
    on_the_day,
    program,
    read,
    solved_of,
    surprises,
)
from corridor.study.plans.critical import _better, critical
from corridor.study.plans.entry import entry, without
from corridor.study.plans.intervals import Mean
from corridor.study.plans.make import draw
from corridor.study.plans.one_more import Thing, one_more
from corridor.study.plans.passages import Closing, close, one, passages

SMALL = 1.0
"""Weighted person-days: what moving costs in these cases, and more than the solver's rounding."""


def lift(days=10, **road):
    """Hill by one road with one lift, 100 kg a day, just what 100 people need; half of it is survival.

    There are 100 kg at Hill. What is short costs 1 a person-day, its survival half 9.
    """
    case = hill(days=days, road={"per_day": 0.1, "unit": "t", "crossings": "lift", "lead_days": 1, **road})
    case.add_crossing("lift")
    case = case.replace("needs", "food", per_person_day_minimum=0.5, per_person_day_survival=0.5)
    case.add_stock("Hill", "flour", amount=100)
    return case


def swinging(days=14):
    """The same with a road that is open or shut by an outlook, so that futures differ."""
    case = lift(days=days, group="road")
    case.add_situation("free", group="road")
    case.add_situation("shut", group="road")
    case.add_access("*", "*", status="open")
    case.add_access("shut", "road", status="closed")
    case.add_spell("road", "free", start=day(0))
    for a, b in (("free", "shut"), ("shut", "free")):
        case.add_outlook(a, typical_days=4, worth_spells=2)
        case.add_outlook_next(a, b, weight=1)
    return case


def base_of(case, before, *, futures=1, seed=1):
    """The plan of a case whose loads are shared until a day."""
    prepared = prepare(case.check(), policy="pull")
    drawn = draw(prepared, futures, seed, access="drawn", has_scenario=False)
    w = weights(prepared.model, prepared.arrays.labels)
    return Base.make(drawn, w, layout_of(prepared, None, before), before)


def test_one_road_one_lift_by_hand():
    """Surprise 2100, announced 1300, preparation 800 weighted person-days, worked out on paper.

    Every day 100 kg arrive, sent the day before, and 100 are eaten: nothing is short and nothing stored. The lift
    stops from day 2 to day 6. What was sent on day 1 is there on day 2; the next comes on day 8, sent on day 7. Who
    learns of it on day 2 has 100 kg for the six days 2 to 7, whose survival halves take 300 and the rest 300: 200 of
    survival at 9 and 300 at 1 are short, 2100. Who knew from day 0 has 300 kg for the eight days 0 to 7 (in store, and
    of days 1 and 2), whose survival halves take 400: 100 at 9 and 400 at 1 are short, 1300.
    """
    found = critical(
        lift().check(),
        futures_count=1,
        dates=[START + dt.timedelta(days=2)],
        days_closed=[5],
        passages_asked=["route:road"],
    )
    (closed,) = found.passages[0].closed
    assert closed.surprise.weighted.mean == pytest.approx(2100, abs=SMALL)
    assert closed.announced.weighted.mean == pytest.approx(1300, abs=SMALL)
    assert closed.preparation.mean == pytest.approx(800, abs=SMALL)
    short = {tier: x.mean for tier, x in closed.surprise.short.items()}
    assert short == pytest.approx({"normal": 300, "minimum": 0, "survival": 200}, abs=SMALL)
    assert closed.announced.by_place["Hill"]["survival"] == pytest.approx(100, abs=SMALL)
    assert closed.surprise.weighted.low is None


def test_entry_is_what_the_way_carries_beside_what_is_needed():
    """A road of 0.1 t a day where 0.1 t are needed carries all of it, and without the road nothing comes in."""
    base = base_of(lift(), 2)
    told = entry(base)[0]
    assert (told.need_t, told.today_t, told.mean_t) == pytest.approx((0.1, 0.1, 0.1))
    assert told.share(told.today_t) == pytest.approx(1.0)
    (road,) = passages(base.drawn.prepared)
    assert without(base, road) == 0.0


def test_entry_counts_trucks_slots_and_open_days():
    """Two trucks of 4 t with a day each way and one at the base carry 8 / 3 t a day; one slot in two days 2 t."""
    case = lift(crossings="gate", per_day=None)
    case.add_crossing("gate")
    case.add_fleet("trucks", "Plain", trucks=2, payload_t=4, turnaround_days=1)
    assert entry(base_of(case, 2))[0].today_t == pytest.approx(8 / 3)
    case = case.replace("crossings", "gate", slots_per_day=0.5)
    assert entry(base_of(case, 2))[0].today_t == pytest.approx(2.0)


def test_a_way_without_limit_says_so():
    """Where the ways in have no limit, nothing is said to be lost without one of them."""
    base = base_of(lift(per_day=None), 2)
    told = entry(base)[0]
    assert told.today_t is None
    assert told.share(told.today_t) is None
    assert without(base, passages(base.drawn.prepared)[0]) == 0.0


def test_the_very_same_passages_are_one():
    """The only crossing of the only road is the road: it is listed once, with its other name."""
    (found,) = passages(prepare(lift().check(), policy="pull"))
    assert (found.id, found.also) == ("route:road", ("crossing lift",))


def test_carriers_permissions_and_goods_are_passages():
    """A permission is what its row lets through in its situations; goods on a way are looked at when asked for."""
    case = swinging()
    case.add_fleet("red", "Plain", trucks=1, payload_t=4, carrier="aid")
    case.add_fleet("blue", "Plain", trucks=1, payload_t=4, carrier="trade")
    case.add_access("shut", "road", carrier="aid", status="open")
    prepared = prepare(case.check(), policy="pull")
    found = {p.id: p for p in passages(prepared)}
    assert set(found) == {"route:road", "carrier:aid", "carrier:trade", "permission:aid on road while shut"}
    a = prepared.arrays
    allowed = np.argwhere(found["permission:aid on road while shut"].legs)
    names = {(a.labels.situations[s], a.labels.legs[leg]) for s, leg, _ in allowed}
    assert names == {("shut", "road / red")}
    assert [p.id for p in passages(prepared, ["goods"])] == ["goods:road/goods"]
    with pytest.raises(UsageError, match='No passage is called "raod"'):
        passages(prepared, ["raod"])


def test_a_closed_case_is_the_case_but_for_the_days_closed():
    """Only on its days does a closure change what the engine reads, and only for its passage."""
    case = swinging()
    case.add_route("track", "Plain", "Hill", per_day=0.02)
    base = base_of(case, 2, futures=3)
    road = passages(base.drawn.prepared, ["route:road"])[0]
    shut = close(base.drawn, [Closing(road, 4, 3)])
    was, now = base.data, read(base, shut)
    leg = [base.drawn.arrays.labels.legs.index(x) for x in ("road", "track")]
    assert (now.open_days[2:, leg[1]] == was.open_days[2:, leg[1]]).all()
    assert (now.open_days[:2] == was.open_days[:2]).all()
    days = np.arange(base.drawn.arrays.count)
    open_on = shut.params.access[shut.path[:, 0].astype(int), leg[0], 0, 0] > 0  # (T, B)
    assert not open_on[(days >= 4) & (days < 7)].any()
    assert (open_on[days >= 7] == (base.drawn.path[days >= 7, 0] == 0)).all()


def test_before_a_surprise_nothing_foresees():
    """Until the closure futures that differ only in their later days are in one state, loads and stocks alike."""
    case = swinging(days=28)
    base = base_of(case, 7, futures=6)
    then = on_the_day(base)
    seen = base.drawn.path[base.layout.first : base.layout.first + 7, 0]
    later = base.drawn.path[base.layout.first + 7 :, 0]
    alike = [
        (i, j) for i in range(6) for j in range(i) if (seen[:, i] == seen[:, j]).all()
        and (later[:, i] != later[:, j]).any()
    ]  # fmt: skip
    assert alike
    for i, j in alike:
        assert (then.start.stock[..., i] == then.start.stock[..., j]).all()
    assert then.first == base.layout.first + 7


def test_a_surprise_ends_as_the_engine_ends():
    """The plan made anew under a closure, followed by the engine from that morning, is short by what it says."""
    base = base_of(swinging(), 3, futures=4)
    road = passages(base.drawn.prepared, ["route:road"])[0]
    c, then = Closing(road, 3, 4), on_the_day(base)
    for b in range(4):
        told = _later(base, one(then, b), (c,), Solver())
        shut = close(one(then, b), [c])
        layout = Steps(shut.first, base.layout.length[3:])
        d = data(shut.arrays, shut.params, shut.path, shut.start, layout)
        written = program(d, base.weights, scale=base.solved.written.scale)
        found = solved_of(written, Solver())
        ran = follow(
            shut.arrays, shut.params, shut.path, shut.start, orders(found.written, found.solution.values),
            first=3, days=layout.days,
        )  # fmt: skip
        assert layout.is_daily
        assert ran.block.person_days.sum() == pytest.approx(told.short.sum(), abs=1e-3)


def test_an_unused_road_loses_nothing_and_says_why():
    """A road that is closed as it is, and one by which nothing of use goes, lose 0 with the reason."""
    case = lift()
    case.add_commodity("soap", unit="kg")
    case.add_supply("Plain", "soap", unlimited=True)
    case.add_route("soap road", "Plain", "Hill", carries="soap")
    case.add_route("old road", "Plain", "Hill")
    case.add_access("*", "*", status="open")
    case.add_access("*", "old road", status="closed")
    found = {p.id: p for p in critical(case.check(), futures_count=1, days_closed=[3]).passages}
    for name, why in (
        ("soap road", "the plan moves nothing by it"),
        ("old road", "closed on these days in every"),
    ):
        for closed in found[f"route:{name}"].closed:
            assert closed.surprise.weighted.mean == closed.announced.weighted.mean == 0.0
            assert closed.why.startswith(why)
    assert found["route:road"].worst.surprise.weighted.mean > SMALL


def test_nothing_moves():
    """Where no way is open the first thing said is that nothing moves, and every loss is 0."""
    case = lift()
    case.add_access("*", "*", status="closed")
    found = critical(case.check(), futures_count=1)
    assert any(n.startswith("Nothing moves in this plan") for n in found.notes)
    assert [c.surprise.weighted.mean for p in found.passages for c in p.closed] == [0.0, 0.0]
    assert found.entry[0].today_t == 0.0


def test_all_is_short_as_it_is():
    """Where nothing of what is needed is met, it is said that no closure makes it worse."""
    case = lift().replace("stocks", "Hill", amount=0)
    case.add_access("*", "*", status="closed")
    found = critical(case.check(), futures_count=1)
    assert any(n.startswith("All that is needed is short") for n in found.notes)


@settings(max_examples=sized(25), suppress_health_check=[HealthCheck.filter_too_much])
@given(net=networks(policies=("pull",), without=("storage",)), seed=st.integers(0, 100))
def test_announced_never_exceeds_surprise(net, seed):
    """In the mean over the futures; neither is below 0, to the solver's rounding.

    Stores of limited size are left out: one that is over full by itself takes nothing in, which a linear program cannot
    say, so that each of the two plans may settle it otherwise.
    """
    assume(net.days - net.origin >= 4)
    prepared = prepare(build(net).check(), policy="pull")
    listed = passages(prepared)
    assume(listed)
    drawn = draw(prepared, 2, seed, access="drawn", has_scenario=False)
    base = Base.make(drawn, weights(prepared.model, prepared.arrays.labels), layout_of(prepared, None, 2), 2)
    c = Closing(listed[seed % len(listed)], base.layout.first + 2, 2)
    (by_surprise,) = surprises(base, (c,))
    told = announced(base, (c,)).over(base.outcome)
    limit = max(base.rounding, 0.01)
    assert told.weighted.mean() >= -limit
    assert (by_surprise.weighted >= -limit).all()
    assert _better(told, by_surprise).weighted.mean() <= by_surprise.weighted.mean()


@pytest.mark.parametrize(
    ("thing", "table", "key", "cells"),
    [
        (Thing("slot", ("lift",), "slot a day", (0,)), "crossings", "lift", ("slots_per_day", 2, 1)),
        (Thing("truck", ("trucks",), "truck", (0,)), "fleets", "trucks", ("trucks", 3, 1)),
        (Thing("way", ("road",), "t a day", (0,)), "routes", "road", ("per_day", 2, 1)),
        (Thing("stock", ("Hill", "flour"), "t", (1, 0)), "stocks", "Hill", ("amount", 1200, 1000)),
    ],
)
def test_one_more_and_one_less_are_two_plans_apart(thing, table, key, cells):
    """What one more saves and one less costs is the difference to plans of cases written with that one."""
    column, amount, unit = cells

    def case(by):
        made = lift(days=6, per_day=2).replace("crossings", "lift", slots_per_day=2)
        made.add_fleet("trucks", "Plain", trucks=3, payload_t=0.03)
        made = made.replace("stocks", "Hill", amount=1200)
        return made.replace(table, key, **{column: amount + by * unit})

    base = base_of(case(0), 2)
    ((found,), _) = one_more(base, of=(thing,))
    more, less = (base_of(case(by), 2).outcome.weighted.mean() for by in (1, -1))
    assert found.saves.mean == pytest.approx(base.outcome.weighted.mean() - more, abs=0.01)
    assert found.costs.mean == pytest.approx(less - base.outcome.weighted.mean(), abs=0.01)


def test_the_screen_finds_what_binds_and_leaves_out_what_does_not():
    """Of a crossing with one slot too few and one with many, the screen takes the first."""
    case = lift(days=6, per_day=9, crossings=["lift", "arch"]).replace("crossings", "lift", slots_per_day=1)
    case.add_crossing("arch", slots_per_day=500)
    case.add_fleet("trucks", "Plain", trucks=400, payload_t=0.03)
    found, rest = one_more(base_of(case, 2))
    kinds = {(x.thing.kind, x.thing.of) for x in found}
    assert ("slot", ("lift",)) in kinds
    assert ("slot", ("arch",)) not in kinds
    assert rest >= 1
    assert next(x for x in found if x.thing.of == ("lift",)).costs.mean > SMALL


def test_threads_change_nothing():
    """The whole answer is the same with one thread and with three."""
    model = swinging().check()
    one_thread, three = (critical(model, futures_count=3, threads=n).plain() for n in (1, 3))
    assert one_thread == three


def test_intervals_are_over_futures():
    """With several futures every loss has an interval around its mean; the same seed gives the same."""
    found = critical(swinging().check(), futures_count=4, seed=5)
    loss = found.passages[0].worst.surprise.weighted
    assert loss.futures == 4
    assert loss.low <= loss.mean <= loss.high
    assert loss.low < loss.high
    assert critical(swinging().check(), futures_count=4, seed=5).plain() == found.plain()


def test_a_mean_that_is_one_future_is_marked():
    """A mean of which more than half is one future's says so; one future alone, or even ones, do not."""
    assert Mean.of(np.array([0.0, 0.0, 9.0, 1.0])).hangs_on_one
    assert not Mean.of(np.array([3.0, 4.0, 5.0])).hangs_on_one
    assert not Mean.of(np.array([3.0])).hangs_on_one


def test_what_is_rounding_is_none():
    """Differences within the rounding of the solver are 0, the interval with them."""
    found = Mean.of(np.array([0.4, -0.3, 0.2]), rounding=0.5)
    assert (found.mean, found.low, found.high) == (0.0, 0.0, 0.0)


def test_a_large_plan_runs_in_weeks_until_closures_end(monkeypatch):
    """A step ends where the closures begin and where each ends; the answer says so, and stays near that by days."""
    model = swinging(days=60).check()
    asked = {"futures_count": 4, "days_closed": [5, 14], "dates": [START + dt.timedelta(days=10)], "most": 0}
    by_day = critical(model, **asked)
    monkeypatch.setattr("corridor.study.plans.touched.MANY", 0)
    prepared = prepare(model, policy="pull")
    layout = layout_of(prepared, None, 10, lasts=(14, 5), futures=4)
    assert layout.length.tolist() == [7, 3, 5, 7, 2, 7, 14, 15]
    by_week = critical(model, **asked)
    assert any("made by weeks" in note for note in by_week.notes)
    assert not any("made by weeks" in note for note in by_day.notes)
    few, many = (found.passages[0].worst.surprise.weighted for found in (by_week, by_day))
    assert 0.5 * many.mean < few.mean < 2 * many.mean
    assert by_week.entry[0].today_t == pytest.approx(by_day.entry[0].today_t)

"""Recorded deliveries and usual inflow: goods are conserved between places, and a day without a record is not zero."""

import datetime as dt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.sizes import sized
from tests.support import ENGINES, START, day, run

from corridor.errors import UsageError
from corridor.forecast.ensemble import forecast
from corridor.model.case import Builder
from corridor.model.check_known import check_known

GOODS = ("flour", "beans")


def base(places, *, days=20, origin=10, people=0):
    """Places with people, two goods and one need; nothing in store and no route."""
    case = Builder.build(start=START, days=days, origin=START + dt.timedelta(days=origin))
    for name in places:
        case.add_place(name, people=people or 1, basis="assumed: x")
    for good in GOODS:
        case.add_commodity(good, unit="t", kg_per_unit=1000)
    case.add_need("energy", unit="kcal", per_person_day=1000 if people else 0, basis="assumed: x")
    case.add_satisfies("energy", "flour", per_unit=1_000_000)
    return case


def two_places(delivered, *, per_day=None, stock=100.0):
    """S has 100 t; a convoy to N is on record for the ten days before the origin, and may go on."""
    case = base(("S", "N"))
    case.add_stock("S", "flour", amount=stock, basis="assumed: x")
    case.add_stock("N", "flour", amount=0, basis="assumed: x")
    case.add_route("convoy", "S", "N")
    case.add_situation("on", "convoy")
    case.add_spell("convoy", "on", start=START, basis="assumed: x")
    case.add_delivery("convoy", "flour", start=day(0), end=day(9), amount=delivered, basis="assumed: x")
    if per_day is not None:
        case.add_inflow("on", "convoy", contents="flour", per_day=per_day, basis="assumed: x")
    return case


@pytest.mark.parametrize("engine", ENGINES)
def test_a_store_gives_no_more_than_it_has(engine):
    """200 t on record out of 100 t: 20 t a day for five days, then no more; nothing is behind the rest."""
    ran = run(two_places(200), engine)
    # 100 t / 20 t a day = 5 days; N gets 20, 40, ... 100 and stays there.
    assert ran.stock("S", "flour")[:6] == pytest.approx([80, 60, 40, 20, 0, 0])
    assert ran.stock("N", "flour")[:6] == pytest.approx([20, 40, 60, 80, 100, 100])
    assert ran.block.without_stock[:, 0, 0].sum() == pytest.approx(100)
    assert np.flatnonzero(ran.block.without_stock[:, 0, 0] > 1e-9).tolist() == [5, 6, 7, 8, 9]


@pytest.mark.parametrize("engine", ENGINES)
def test_usual_inflow_out_of_a_store_is_taken_from_it(engine):
    """5 t a day on record, then 8 t a day as usual: S has 50 t at the origin, which last six days and a quarter."""
    ran = run(two_places(50, per_day=8), engine, policy="usual")
    # 100 - 10 x 5 = 50; 50 - 6 x 8 = 2; the seventh day gives the last 2.
    assert ran.stock("S", "flour")[9:17] == pytest.approx([50, 42, 34, 26, 18, 10, 2, 0])
    assert ran.stock("N", "flour")[19] == pytest.approx(100)
    assert ran.entered("flour") == pytest.approx(50)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("turned", [False, True])
def test_goods_pass_through_a_store_on_one_day_whatever_the_row_order(engine, turned):
    """Of 10 t a day to S, 5 t go on to N and 2.5 t of these to M on the same day; none is missing."""
    case = base(("S", "N", "M"))
    case.add_place("Out", kind="source")
    rows = [("road", "Out", "S", 100), ("north", "S", "N", 50), ("on", "N", "M", 25)]
    for route, start, end, amount in reversed(rows) if turned else rows:
        case.add_route(route, start, end)
        case.add_delivery(route, "flour", start=day(0), end=day(9), amount=amount, basis="assumed: x")
    case.add_stock("S", "flour", amount=0, basis="assumed: x")
    ran = run(case, engine)
    # S keeps 10 - 5 = 5 a day, N 5 - 2.5, M 2.5: after ten days 50, 25, 25.
    assert [ran.stock(p, "flour")[9] for p in ("S", "N", "M")] == pytest.approx([50, 25, 25])
    assert ran.block.without_stock.sum() == 0


@pytest.mark.parametrize("engine", ENGINES)
def test_several_takers_share_in_proportion_and_what_is_lost_leaves_the_store(engine):
    """30 and 10 t asked of 20 t: 15 and 5 t leave; of the 15 t two thirds arrive, and 5 t are lost."""
    case = base(("S", "N", "M"), origin=1)
    case.add_stock("S", "flour", amount=20, basis="assumed: x")
    case.add_route("a", "S", "N")
    case.add_route("b", "S", "M")
    case.add_delivery(
        "a", "flour", start=day(0), end=day(0), amount=30, share_reaching=2 / 3, basis="assumed: x"
    )
    case.add_delivery("b", "flour", start=day(0), end=day(0), amount=10, basis="assumed: x")
    ran = run(case, engine)
    assert [ran.stock(p, "flour")[0] for p in ("S", "N", "M")] == pytest.approx([0, 10, 5])
    assert ran.lost("flour") == pytest.approx(5)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_ring_gives_of_what_it_has_before(engine):
    """S sends 6 t to N and N sends 4 t to S on one day; S has 5 t and N 4 t: S ends with 4 t, N with 5 t."""
    case = base(("S", "N"), origin=1)
    case.add_stock("S", "flour", amount=5, basis="assumed: x")
    case.add_stock("N", "flour", amount=4, basis="assumed: x")
    for route, start, end, amount in (("a", "S", "N", 6), ("b", "N", "S", 4)):
        case.add_route(route, start, end)
        case.add_delivery(route, "flour", start=day(0), end=day(0), amount=amount, basis="assumed: x")
    ran = run(case, engine)
    assert [ran.stock(p, "flour")[0] for p in ("S", "N")] == pytest.approx([4, 5])


@pytest.mark.parametrize("engine", ENGINES)
def test_supply_of_the_day_is_there_to_be_taken(engine):
    """A place that harvests 4 t a day and sends 4 t a day lacks nothing on any day, the first included."""
    case = base(("S", "N"))
    case.add_supply("S", "flour", per_day=4, basis="assumed: x")
    case.add_stock("S", "flour", amount=0, basis="assumed: x")
    case.add_route("a", "S", "N")
    case.add_delivery("a", "flour", start=day(0), end=day(9), amount=40, basis="assumed: x")
    ran = run(case, engine)
    assert ran.block.without_stock.sum() == 0
    assert ran.stock("N", "flour")[9] == pytest.approx(40)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_delivery_stands_where_the_stock_is_not_on_record_yet(engine):
    """S is counted on day 5 alone: before, 5 t a day arrive at N and the run says so; after, they leave S."""
    case = base(("S", "N"))
    case.add_stock("S", "flour", amount=12, date=day(5), basis="assumed: x")
    case.add_route("a", "S", "N")
    case.add_delivery("a", "flour", start=day(0), end=day(9), amount=50, basis="assumed: x")
    ran = run(case, engine)
    # Five days of 5 t from nowhere known, then 5 + 5 + 2 of the 12 t counted.
    assert ran.stock("N", "flour")[9] == pytest.approx(25 + 12)
    assert ran.stock("S", "flour")[4:9] == pytest.approx([0, 7, 2, 0, 0])
    (told,) = forecast(case.check(), members=5, seed=1).record.not_recorded
    assert (told.route, told.place) == ("a", "S")
    assert told.dates == ((START, START + dt.timedelta(days=4)),)


def test_a_run_says_how_much_had_no_stock_behind_it_by_route_and_days():
    """100 of 200 t by the convoy, from the sixth to the tenth day, in the record, the notes and the JSON."""
    found = forecast(two_places(200).check(), members=5, seed=1)
    (short,) = found.record.short
    assert (short.route, short.place, short.commodity, short.unit) == ("convoy", "S", "flour", "t")
    assert (short.asked, short.without_stock) == pytest.approx((200, 100))
    assert short.dates == ((START + dt.timedelta(days=5), START + dt.timedelta(days=9)),)
    assert str(short) in found.run.notes
    (row,) = found.record.content()["without_stock"]
    assert row["days"] == [["2023-01-06", "2023-01-10"]]


@st.composite
def closed_worlds(draw):
    """Places whose stocks are all on record, with records, usual inflow and a mix between them."""
    names = [f"P{i}" for i in range(draw(st.integers(2, 5)))]
    case = base(names, people=draw(st.integers(0, 400)))
    for name in names:
        for good in GOODS:
            case.add_stock(name, good, amount=draw(st.integers(0, 80)), basis="assumed: x")
    for good, share in (("flour", 0.6), ("beans", 0.4)):
        case.add_mix("load", good, share=share, basis="assumed: x")
    for i in range(draw(st.integers(1, 6))):
        start, end = draw(st.permutations(names))[:2]
        case.add_route(f"R{i}", start, end)
        for s in ("on", "off"):
            case.add_situation(f"{s}{i}", f"R{i}")
        case.add_spell(f"R{i}", f"{draw(st.sampled_from(('on', 'off')))}{i}", start=START, basis="assumed: x")
        contents = draw(st.sampled_from(("flour", "beans", "load")))
        if draw(st.booleans()):
            first = draw(st.integers(0, 8))
            last = draw(st.integers(first, 9))
            case.add_delivery(f"R{i}", contents, start=day(first), end=day(last),
                              amount=draw(st.integers(0, 120)), basis="assumed: x")  # fmt: skip
        case.add_inflow(
            f"on{i}", f"R{i}", contents=contents, per_day=draw(st.integers(0, 20)), basis="assumed: x"
        )
        case.add_inflow(f"off{i}", f"R{i}", contents=contents, per_day=0, basis="assumed: x")
    return case


@pytest.mark.parametrize("engine", ENGINES)
@settings(max_examples=sized(60))
@given(case=closed_worlds())
def test_no_table_creates_goods_between_places(engine, case):
    """On every day, what is in all stores and what was handed out is what was in the stores on the first morning."""
    ran = run(case, engine, members=2, policy="usual")
    opening = ran.prepared.lowered.params(ran.values).opening.sum(0)
    stock, handed = ran.block.daily.stock.sum(1), ran.block.daily.handed.sum(1).cumsum(0)
    np.testing.assert_allclose(stock + handed, np.broadcast_to(opening, stock.shape), rtol=1e-9, atol=1e-9)
    assert ran.block.daily.stock.min() >= -1e-9


def gap(known=None, *, usual=0.6, situations=("open",), later=None):
    """Hill eats 0.6 t a day and has 9 t; 6 t on record for ten days, the next ten perhaps published later."""
    case = Builder.build(start=START, days=60, origin=START + dt.timedelta(days=20))
    case.add_place("Hill", people=1000, basis="assumed: x")
    case.add_place("Plain", kind="source")
    case.add_commodity("flour", unit="t")
    case.add_need("energy", unit="kcal", per_person_day=2100, basis="assumed: x")
    case.add_satisfies("energy", "flour", per_unit=3_500_000, basis="assumed: x")
    case.add_stock("Hill", "flour", amount=9, basis="assumed: x")
    case.add_supply("Plain", "flour", unlimited=True)
    case.add_route("road", "Plain", "Hill")
    for s in situations:
        case.add_situation(s, "road")
    case.add_spell("road", situations[0], start=START, basis="assumed: x")
    if later:
        case.add_spell("road", later, start=day(10), basis="assumed: x")
    if usual is not None:
        case.add_inflow(situations[0], "road", contents="flour", per_day=usual, basis="assumed: x")
    case.add_delivery("road", "flour", start=day(0), end=day(9), amount=6, basis="assumed: x")
    case.add_delivery(
        "road", "flour", start=day(10), end=day(19), amount=6, basis="assumed: x", known_from=known
    )
    return case


LATE = START + dt.timedelta(days=40)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("usual", "by", "left"),
    [
        # The record brings 0.6 t a day, as much as Hill eats: it keeps its 9 t. So does the mean of the recorded days.
        # With 0.3 t a day as usual, ten days cost 3 t; with none on record as usual, 6 t.
        (0.6, "usual", 9.0),
        (0.3, "usual", 6.0),
        (0.0, "usual", 3.0),
        (None, "records", 9.0),
    ],
)
def test_days_whose_record_was_published_later_are_filled_as_assumed(engine, usual, by, left):
    """What usually comes in under the situation fills them, else the mean of the recorded days; it is told."""
    case = gap(LATE, usual=usual)
    ran = run(case, engine)
    assert ran.stock("Hill", "flour")[19] == pytest.approx(left)
    (told,) = ran.prepared.record.filled
    assert (told.route, told.contents, told.situation, told.by) == ("road", "flour", "open", by)
    assert told.dates == ((START + dt.timedelta(days=10), START + dt.timedelta(days=19)),)


def test_a_known_record_of_nothing_is_a_record():
    """Known in full, nothing is filled and nothing is told."""
    assert run(gap(), "numpy").prepared.record.filled == ()


def test_where_nothing_is_known_the_run_is_refused_and_so_is_the_check():
    """Under a situation with neither record nor usual inflow nor access, the check and the run name route and days."""
    case = gap(LATE, usual=None, situations=("open", "half"), later="half")
    with pytest.raises(
        UsageError, match='No record of "flour" by "road" for 2023-01-11 to 2023-01-20 was known'
    ):
        run(case, "numpy")
    found = check_known(case.tables(), START + dt.timedelta(days=20))
    assert "C611" in [p.code for p in found.problems]


def test_nothing_comes_by_a_closed_way_without_a_record():
    """Closed under the situation of the days: nothing is assumed, and it is told why."""
    case = gap(LATE, usual=None, situations=("open", "shut"), later="shut")
    case.add_access("open", "*", status="open", basis="assumed: x")
    case.add_access("shut", "*", status="closed", basis="assumed: x")
    ran = run(case, "numpy")
    assert ran.stock("Hill", "flour")[19] == pytest.approx(3.0)  # 9 - 10 x 0.6
    assert [g.by for g in ran.prepared.record.filled] == ["closed"]

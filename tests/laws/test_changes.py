"""What must not matter, and what must matter in one direction.

Names, row order, units, size, blocks, threads, more stock.
"""

import dataclasses
from unittest import mock

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.laws.networks import (
    GROUPS,
    build,
    doubled,
    in_tonnes,
    network,
    networks,
    renamed,
    shuffled,
    split_up,
)
from tests.laws.test_invariants import equal
from tests.sizes import sized
from tests.support import ENGINES, again, day, run

from corridor.access import paths as ap
from corridor.forecast import ensemble
from corridor.model.arrays import STRETCH
from corridor.model.arrivals import on_record
from corridor.model.numbers import draw_values

EXACT = ("ranges", "rivals")
"""Features that make numbers differ between members."""
SERIES = ("stock", "handed", "distributed", "cover")


def prepared(case, net):
    """The case made ready, as the network says."""
    return ensemble.prepare(case.check(), policy=net.policy)


def by_label(ran, name):
    """A series with places, and commodities where it has them, in the order of their labels."""
    labels = ran.prepared.arrays.labels
    found = getattr(ran.block.daily, name)[:, np.argsort(labels.places)]
    return found[:, :, np.argsort(labels.commodities)] if name in ("stock", "handed") else found


@pytest.mark.parametrize("engine", ENGINES)
@settings(max_examples=sized(30))
@given(net=networks())
def test_labels_do_not_matter(engine, net):
    """Other names of places, routes, goods and all else: the same bits, on the same draws and paths."""
    one = run(build(net), engine, members=3, policy=net.policy)
    other = prepared(build(net, renamed(net.rows, lambda x: f"Ω {x[::-1]}'")), net)
    two = again(other, one.values, one.path, engine)
    for series in SERIES:
        assert np.array_equal(getattr(one.block.daily, series), getattr(two.block.daily, series)), series


@pytest.mark.parametrize("engine", ENGINES)
@settings(max_examples=sized(60))
@given(net=networks(without=("rivals",)), seed=st.integers(0, 99))
def test_row_order_of_unordered_tables_does_not_matter(engine, net, seed):
    """Rows of every unordered table in another order: the same situations to the bit, the same days, to rounding."""
    one = run(build(net), engine, members=3, policy=net.policy)
    two = run(build(net, shuffled(net.rows, seed)), engine, members=3, policy=net.policy)
    assert np.array_equal(situations(one), situations(two))
    for series in SERIES:
        equal(by_label(one, series), by_label(two, series), series)
    for first in ("first_rationing", "first_stock_out", "first_empty", "first_below"):
        a, b = (getattr(r.block, first)[np.argsort(r.prepared.arrays.labels.places)] for r in (one, two))
        assert np.array_equal(a, b), first


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("net", "seed"),
    [
        ((2787383770, 6, 5, 5, 4, 12), 77),
        ((2072408325, 4, 5, 1, 3, 6), 29),
        ((3402679142, 6, 6, 1, 1, 7), 58),
    ],
)  # fmt: skip
def test_caps_that_overlap_do_not_follow_the_order_of_rows(engine, net, seed):
    """Cases in which two caps cover one way: rows of access, situations and goods in another order change nothing."""
    features = "caps fuel gates lines lossy outlook situations deliveries processes storage levels queues"
    case = network(
        **dict(zip(("seed", "places", "routes", "goods", "needs", "days"), net, strict=True)),
        policy="pull",
        features=frozenset(features.split()),
    )
    one = run(build(case), engine, members=3, policy="pull")
    two = run(build(case, shuffled(case.rows, seed)), engine, members=3, policy="pull")
    for series in SERIES:
        equal(by_label(one, series), by_label(two, series), series)


def situations(ran):
    """Names of the situations of a run, (T, G, M), groups in the order of their names."""
    a = ran.prepared.arrays
    names = np.array(a.labels.situations)[a.group_first[:-1][None, :, None] + ran.path]
    return names[:, np.argsort(a.labels.groups)]


@pytest.mark.parametrize("engine", ENGINES)
@settings(max_examples=sized(40))
@given(net=networks())
def test_units_do_not_matter(engine, net):
    """What is counted in kg counted in t: stocks a thousandth, and needs, cover and dates the same."""
    one = run(build(net), engine, members=3, policy=net.policy)
    two = run(build(net, in_tonnes(net.rows)), engine, members=3, policy=net.policy)
    units = two.prepared.arrays.labels.commodity_units
    scale = np.array([1000.0 if u == "t" else 1.0 for u in units])[:, None]
    for series in ("stock", "handed"):
        equal(getattr(one.block.daily, series), getattr(two.block.daily, series) * scale, series)
    for series in ("distributed", "cover", "short"):
        equal(getattr(one.block.daily, series), getattr(two.block.daily, series), series)
    equal(one.block.first_stock_out, two.block.first_stock_out, "stock-out")


@pytest.mark.parametrize("engine", ENGINES)
@settings(max_examples=sized(40))
@given(net=networks(without=(*EXACT, "drawn")))
def test_people_of_a_need_in_one_group_or_two_are_served_alike(engine, net):
    """A quarter and three quarters of the people: the same stocks, days of cover and dates; what is given adds up."""
    one = run(build(net), engine, members=1, policy=net.policy)
    two = run(build(net, split_up(net.rows)), engine, members=1, policy=net.policy)
    for series in ("stock", "handed"):
        equal(getattr(one.block.daily, series), getattr(two.block.daily, series), series)
    for group in range(len(GROUPS)):
        own = slice(group, None, len(GROUPS))
        equal(one.block.daily.cover, two.block.daily.cover[:, :, own], "cover")
        for first in ("first_rationing", "first_stock_out", "first_empty", "first_below"):
            equal(getattr(one.block, first), getattr(two.block, first)[:, own], first)
    for field in ("distributed", "person_days", "below_person_days"):
        both = sum(getattr(two.block, field)[:, i :: len(GROUPS)] for i in range(len(GROUPS)))
        equal(getattr(one.block, field), both, field)


@pytest.mark.parametrize("engine", ENGINES)
@settings(max_examples=sized(40))
@given(net=networks(without=EXACT))
def test_twice_the_size_is_twice_the_flows(engine, net):
    """Twice the people, stocks, roads, slots, trucks and caps: every flow doubles, and no date moves."""
    one = run(build(net), engine, members=3, policy=net.policy)
    two = run(build(net, doubled(net.rows)), engine, members=3, policy=net.policy)
    for series in ("stock", "handed", "distributed"):
        equal(2 * getattr(one.block.daily, series), getattr(two.block.daily, series), series)
    equal(one.block.daily.cover, two.block.daily.cover, "cover")
    for first in ("first_rationing", "first_stock_out", "first_empty", "first_below"):
        equal(getattr(one.block, first), getattr(two.block, first), first)
    equal(2 * one.block.held_days, two.block.held_days, "truck-days held")


@pytest.mark.parametrize("engine", ENGINES)
@settings(max_examples=sized(25))
@given(net=networks(), member=st.integers(0, 8))
def test_a_member_made_again_alone_is_the_same(engine, net, member):
    """Its draws and its path to the bit, its results to rounding (a sum over one member may add in another order)."""
    whole = run(build(net), engine, members=9, seed=7, policy=net.policy)
    ids = np.array([member])
    values = draw_values(whole.prepared.arrays.numbers, 7, ids)
    path = ap.draw(whole.prepared.outlook, whole.prepared.arrays, 7, ids)
    assert np.array_equal(values, whole.values[:, ids], equal_nan=True)
    assert np.array_equal(path, whole.path[..., ids])
    alone = again(whole.prepared, values, path, engine)
    for series in SERIES:
        equal(getattr(whole.block.daily, series)[..., ids], getattr(alone.block.daily, series), series)


@pytest.mark.parametrize("engine", ENGINES)
@settings(max_examples=sized(8))
@given(net=networks())
def test_the_same_seed_gives_the_same_bits_on_any_threads_and_in_any_blocks(engine, net):
    """70 members in blocks of 64 on one thread, of 64 on two, of 16 on two: the same result to the bit."""
    model = build(net).check()
    results = []
    for threads, size in ((1, 64), (2, 64), (2, 16)):
        with mock.patch.object(ensemble, "BLOCK", size):
            results.append(
                ensemble.forecast(
                    model, members=70, seed=3, policy=net.policy, engine=engine, threads=threads
                )
            )
    first = results[0]
    for other in results[1:]:
        for part in ("members", "bands", "named"):
            one, two = getattr(first, part), getattr(other, part)
            for field in dataclasses.fields(one):
                if field.name != "residual":  # itself rounding
                    a, b = np.asarray(getattr(one, field.name)), np.asarray(getattr(two, field.name))
                    assert np.array_equal(a, b, equal_nan=a.dtype.kind == "f"), f"{part}.{field.name}"
        assert np.array_equal(first.draws, other.draws, equal_nan=True)
        assert np.array_equal(first.situation_share, other.situation_share)


@pytest.mark.parametrize("engine", ENGINES)
@settings(max_examples=sized(40))
@given(
    net=networks(
        without=(*EXACT, "counts", "reserves", "unknown", "outlook", "inflow"), policies=("recorded",)
    ),
    cut=st.integers(1, 13),
)
def test_the_days_compose(engine, net, cut):
    """With nothing on the way, a case begun on a later day from the stocks of its eve goes on as the whole case did."""
    cut = min(cut, net.origin)
    whole = run(build(net), engine, policy="recorded")
    if cut < 1:
        return  # the origin is the first day: there is no day to begin later on
    assume(not (whole.prepared.arrays.policy_kind >= STRETCH).any())  # these rations remember earlier days
    dated = (
        "people",
        "supply",
        "fixed_needs",
        "rations",
        "processes",
    )  # a blank start is the first day of the case
    rows = [(t, {"start": day(0), **_given(c)} if t in dated else c) for t, c in net.rows if t != "stocks"]
    model = whole.prepared.model
    for place, good in on_record(
        model, model.settings.calendar
    ):  # where it is not, deliveries stand without a store
        left = max(0.0, whole.stock(place, good)[cut - 1])
        rows.append(("stocks", {"place": place, "commodity": good, "amount": left, "date": day(cut)}))
    case = build(dataclasses.replace(net, days=net.days - cut), rows)
    case = case.with_settings(start=day(cut), origin=day(net.origin))
    rest = run(case, engine, policy="recorded")
    for series in SERIES:
        equal(getattr(whole.block.daily, series)[cut:], getattr(rest.block.daily, series), series)


def _given(cells):
    return {k: v for k, v in cells.items() if v is not None}


@pytest.mark.parametrize("engine", ENGINES)
@settings(max_examples=sized(60))
@given(
    net=networks(without=("rations",), policies=("recorded", "usual"), most_goods=1),
    more=st.floats(1.0, 4.0),
)
def test_more_stock_never_brings_a_stock_out_nearer(engine, net, more):
    """With one commodity and full rations, more in store at first and at every count serves every need no worse.

    Each need takes the least of its ration and what is left, by priority: both what it takes and what it
    leaves rise with the stock, and perishing takes a share. With a cover ration more stock means larger
    rations, and with several goods a need that could do without one may take it from a need that cannot:
    there it is no law.
    """
    one = run(build(net), engine, members=3, policy=net.policy)
    places, goods = len(one.prepared.arrays.labels.places), len(one.prepared.arrays.labels.commodities)
    two = again(one.prepared, one.values, one.path, engine, opening_scale=np.full((places, goods), more))
    assert (two.block.first_stock_out >= one.block.first_stock_out).all()
    # a product rounds, and needs that share a store may leave dust of it
    assert (two.block.daily.distributed >= one.block.daily.distributed * (1 - 1e-12) - 1e-9).all()


@settings(max_examples=sized(30))
@given(net=networks(policies=("pull",)), seed=st.integers(0, 1000))
def test_nothing_sent_is_the_recorded_run(net, seed):
    """Before the origin `pull`, `usual` and `recorded` are the same days, to the bit."""
    model = build(net).check()
    runs = [run(model, "numpy", members=2, seed=seed, policy=p) for p in ("pull", "usual", "recorded")]
    for series in SERIES:
        first = getattr(runs[0].block.daily, series)[: net.origin]
        for other in runs[1:]:
            assert np.array_equal(first, getattr(other.block.daily, series)[: net.origin]), series

"""The plan against every list of loads and rations there is, on cases of three days and whole tonnes.

Each list is followed by the engine, as one member of one run, and its cost told from what the engine did.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections import Counter

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.laws.weighed import cost
from tests.planning import Drawn, drawn, solved
from tests.sizes import sized
from tests.support import START

from corridor.forecast.follow import follow
from corridor.model.case import Builder
from corridor.plan.program import scale_of
from corridor.result.orders import Orders
from corridor.result.start import Start

DAYS = 3
EQUAL = 1e-7
"""In thousands of weighted person-days: a hundredth of what moving one tonne costs, and the solver's tolerance."""


@dataclasses.dataclass(frozen=True)
class Tiny:
    """One or two places, each with two people who need a tonne a day, half of it to survive; two ways to them."""

    stock: tuple[int, int]  # t at Plain and at Hill
    supply: int  # t a day at Plain
    caps: tuple[int, int]  # t a day of each way
    leads: tuple[int, int]
    closed: tuple[bool, ...]  # by day, of the first way
    trucks: int | None  # of a tonne each
    turnaround: int
    places: int


def tiny(*, places: int, fleet: bool) -> st.SearchStrategy[Tiny]:
    """Cases of whole tonnes."""
    return st.builds(
        Tiny,
        stock=st.tuples(st.integers(0, 5), st.integers(0, 3)),
        supply=st.integers(0, 2),
        caps=st.tuples(st.integers(1, 2), st.integers(0, 2)),
        leads=st.tuples(st.integers(1, 2), st.integers(1, 2)),
        closed=st.tuples(*[st.booleans()] * DAYS),
        trucks=st.integers(0, 3) if fleet else st.none(),
        turnaround=st.integers(0, 1),
        places=st.just(places),
    )


def built(net: Tiny) -> Drawn:
    """The case with its draws; the path is the one told."""
    case = Builder.build(start=START, days=DAYS)
    case.add_place("Plain", kind="source")
    case.add_commodity("flour", unit="t", kg_per_unit=1000)
    case.add_need("food", unit="t", per_person_day=1, per_person_day_minimum=0.5, per_person_day_survival=0.5)
    case.add_satisfies("food", "flour", per_unit=1)
    case.add_supply("Plain", "flour", per_day=net.supply)
    case.add_stock("Plain", "flour", amount=net.stock[0])
    for name in ("Hill", "Dale")[: net.places]:
        case.add_place(name, people=2)
    case.add_stock("Hill", "flour", amount=net.stock[1])
    ends = ("Hill", "Hill" if net.places == 1 else "Dale")
    for name, end, cap, lead in zip(("road", "track"), ends, net.caps, net.leads, strict=True):
        case.add_route(name, "Plain", end, per_day=cap, unit="t", lead_days=lead)
    case.add_situation("free", group="road")
    case.add_situation("shut", group="road")
    case.add_access("*", "*", status="open")
    case.add_access("shut", "road", status="closed")
    case.add_spell("road", "free", start=START)
    if net.trucks is not None:
        case.add_fleet("trucks", "Plain", trucks=net.trucks, payload_t=1, turnaround_days=net.turnaround)
    d = drawn(case)
    path = d.path.copy()
    path[:, d.a.labels.groups.index("road"), 0] = net.closed
    return dataclasses.replace(d, path=path)


def every(d: Drawn, net: Tiny) -> np.ndarray:
    """Cost of every list of whole tonnes loaded on each way and day, and handed out at each place and day."""
    a = d.a
    loads = [range(c + 1) for c in net.caps] * DAYS
    eaten = [range(3)] * DAYS * net.places
    lists = np.array(list(itertools.product(*loads, *eaten)), dtype=float).T
    many = lists.shape[1]
    sent = lists[: 2 * DAYS].reshape(DAYS, 2, 1, many)
    given = np.zeros((DAYS, len(a.labels.places), 1, many))
    given[:, [a.labels.places.index(p) for p in ("Hill", "Dale")[: net.places]], 0] = lists[
        2 * DAYS :
    ].reshape(DAYS, net.places, many)
    runs = np.zeros((DAYS, 0, many))
    wide = Drawn(d.prepared, d.p, np.repeat(d.path, many, axis=2), Start.opening(a, d.p, many))
    done = follow(
        a,
        d.p,
        wide.path,
        wide.start,
        Orders(first=0, sent=sent, runs=runs, moved=runs, given=given),
        first=0,
        days=DAYS,
    )
    return cost(wide, d.weights, done, scale_of(d.data()), gates=False, passed=None)


@settings(max_examples=sized(150))
@given(net=tiny(places=1, fleet=False))
def one_place(seen: Counter[str], net: Tiny) -> None:
    """One place: the best list of whole tonnes costs what the plan costs."""
    d = built(net)
    found = solved(d.write()).solution.objective
    best = every(d, net).min()
    assert abs(found - best) <= EQUAL
    seen.update(cases=1, sent=int(found < every(d, dataclasses.replace(net, caps=(0, 0))).min() - EQUAL))


def test_the_plan_is_the_best_list_of_whole_tonnes() -> None:
    """With whole tonnes everywhere the best plan is one of whole tonnes: found by enumeration, it costs the same.

    In a good part of the cases sending is worth something.
    """
    seen: Counter[str] = Counter()
    one_place(seen)
    assert seen["sent"] >= 0.3 * seen["cases"]


@settings(max_examples=sized(40))
@given(net=tiny(places=1, fleet=True))
def test_no_list_is_better_than_the_plan_with_trucks(net: Tiny) -> None:
    """Trucks that go, unload and come home: whatever the engine makes of a list costs no less than the plan."""
    d = built(net)
    assert solved(d.write()).solution.objective <= every(d, net).min() + EQUAL


@settings(max_examples=sized(15))
@given(net=tiny(places=2, fleet=False))
def test_no_list_is_better_than_the_plan_for_two_places(net: Tiny) -> None:
    """Two places, with the fairness between them: no list of whole tonnes costs less than the plan."""
    net = dataclasses.replace(net, caps=(1, min(1, net.caps[1])))
    d = built(net)
    assert solved(d.write()).solution.objective <= every(d, net).min() + EQUAL

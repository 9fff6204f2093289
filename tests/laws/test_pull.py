"""What the rule `pull` holds to: empty starts are asked for nothing, hubs pass demand on, critical needs first."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.sizes import sized

import corridor as co

A = "assumed: for a test"
ENGINES = ("numpy", "compiled")


def town(days=40, *, goods=("flour",), stock=5.0):
    """One place of 1,000 people that eat a tonne a day of each good, in the order of the goods, the first critical."""
    case = co.Case.build(start="2024-01-01", days=days)
    case.add_place("Town", people=1_000, basis=A)
    for i, good in enumerate(goods):
        case.add_commodity(good, unit="t", kg_per_unit=1_000)
        case.add_need(f"need {good}", unit="kg", per_person_day=1, priority=i + 1, critical=i == 0, basis=A)
        case.add_satisfies(f"need {good}", good, per_unit=1_000, basis=A)
        case.add_stock("Town", good, amount=stock, basis=A)
    return case


def port(case, name, goods=("flour",), amount=None):
    """A source with stock without limit, or with so much and no more."""
    case.add_place(name, kind="source")
    for good in goods:
        if amount is None:
            case.add_supply(name, good, unlimited=True, basis=A)
        else:
            case.add_stock(name, good, amount=amount, basis=A)


def road(case, name, start, end, lead=1, per_day=None):
    """A road with a lead in days, and a capacity in tonnes a day or none."""
    limit = {} if per_day is None else {"per_day": per_day, "unit": "t"}
    case.add_route(name, start, end, lead_days=lead, basis=A, **limit)


def met(case, engine):
    """Share of each need that is met, by need."""
    forecast = co.forecast(case.check(), members=1, policy="pull", engine=engine)
    return {row.need: float(row.share.values[3]) for row in co.measure.share_of_need_met(forecast)}


@pytest.mark.parametrize("engine", ENGINES)
@settings(max_examples=sized(20), deadline=None)
@given(
    capacity=st.one_of(st.none(), st.floats(0.1, 500)),
    lead=st.integers(1, 5),
    amount=st.sampled_from([0.0, 0.5, 3.0, 20.0]),
    good=st.floats(1.0, 3.0),
)
def test_a_road_from_a_start_that_has_little_takes_nothing_away(engine, capacity, lead, amount, good):
    """Whatever its width, it is asked for what its start has; the rest comes by the other road.

    The full port alone meets the whole need: 1 t a day or more arrives from the second day on, and 5 t are in store.
    """
    case = town()
    port(case, "Full")
    port(case, "Nearly empty", amount=amount)
    road(case, "full", "Full", "Town", per_day=good)
    road(case, "empty", "Nearly empty", "Town", lead=lead, per_day=capacity)
    assert met(case, engine)["need flour"] == pytest.approx(1, abs=1e-9)


@pytest.mark.parametrize("engine", ENGINES)
@settings(max_examples=sized(15), deadline=None)
@given(leads=st.lists(st.integers(1, 4), min_size=1, max_size=4), level=st.sampled_from([0, 10, 60]))
def test_demand_passes_through_a_chain_of_hubs(engine, leads, level):
    """A town with stock for the whole way never runs short, however many hubs stand on it, with or without levels."""
    case = town(60, stock=sum(leads) + len(leads) + 1)
    port(case, "Port")
    places = ["Port", *(f"Hub {i}" for i in range(len(leads) - 1)), "Town"]
    for place in places[1:-1]:
        case.add_place(place, kind="hub")
        if level:
            case.add_level(place, "flour", target_days=level, basis=A)
    for i, lead in enumerate(leads):
        road(case, f"way {i}", places[i], places[i + 1], lead=lead, per_day=50)
    assert met(case, engine)["need flour"] == pytest.approx(1, abs=1e-9)


@pytest.mark.parametrize("engine", ENGINES)
@settings(max_examples=sized(15), deadline=None)
@given(capacity=st.floats(0.2, 4.0), goods=st.integers(2, 3))
def test_critical_needs_are_served_before_others(engine, capacity, goods):
    """Of a road that is too narrow for all, the critical good takes what it needs, and the others what is left.

    39 of 40 days are served: what leaves on the first day arrives on the second.
    """
    names = ("flour", "coal", "soap")[:goods]
    case = town(goods=names, stock=0)
    port(case, "Port", names)
    road(case, "road", "Port", "Town", per_day=capacity)
    shares = list(met(case, engine).values())
    assert shares[0] == pytest.approx(min(1, capacity) * 39 / 40, abs=1e-6)
    assert shares == sorted(shares, reverse=True)
    assert sum(shares) <= capacity * 39 / 40 + 1e-6


@pytest.mark.parametrize("engine", ENGINES)
def test_towns_in_a_circle_do_not_empty_each_other(engine):
    """Two towns with a road each way and one port: demand ends, and both are served."""
    case = town(stock=6)
    case.add_place("Other", people=500, basis=A)
    case.add_stock("Other", "flour", amount=6, basis=A)
    port(case, "Port")
    road(case, "in", "Port", "Town", per_day=5)
    road(case, "there", "Town", "Other", per_day=5)
    road(case, "back", "Other", "Town", per_day=5)
    assert met(case, engine)["need flour"] > 0.9


def test_a_place_that_nothing_can_reach_is_told():
    """No road at all, a road from where there is nothing, or a road without trucks: by place and need."""
    case = town()
    port(case, "Port")
    road(case, "road", "Port", "Town")
    assert not co.forecast(case.check(), members=1, policy="pull").run.notes
    for name in ("Cut off", "Behind an empty port", "Without trucks"):
        case.add_place(name, people=10, basis=A)
    port(case, "Empty", amount=0)
    road(case, "from nothing", "Empty", "Behind an empty port")
    case.add_fleet("lorries", "Port", trucks=1, payload_t=5, basis=A)
    road(case, "no truck", "Town", "Without trucks")
    notes = " ".join(co.forecast(case.check(), members=1, policy="pull").run.notes)
    for name in ("Cut off", "Behind an empty port", "Without trucks"):
        assert f"can bring nothing to {name} for need flour" in notes
    assert "to Town" not in notes


STARTS = st.tuples(st.sampled_from([None, 2.0, 15.0, 60.0]), st.sampled_from([None, 0.2, 0.6, 2.0]))
"""Tonnes in a store that starts (or without limit), and trucks of 5 t there (or no need of any)."""
WIDTHS = st.sampled_from([None, 0.3, 0.7, 1.5, 4.0])
TOWNS = st.fixed_dictionaries(
    {
        "lead": st.integers(1, 5),
        "stock": st.sampled_from([0.0, 3.0, 25.0]),
        "starts": st.lists(STARTS, min_size=1, max_size=3),
        "roads": st.lists(st.tuples(st.integers(0, 2), WIDTHS), min_size=1, max_size=4),
    }
)


def apart(towns, days, target):
    """Towns that share no start and no truck; all ways into one of them take equally long."""
    case = co.Case.build(start="2024-01-01", days=days)
    case.add_commodity("flour", unit="t", kg_per_unit=1_000)
    case.add_need("food", unit="kg", per_person_day=1, basis=A)
    case.add_satisfies("food", "flour", per_unit=1_000, basis=A)
    trucks = any(trucks is not None for town in towns for _, trucks in town["starts"])
    for i, town in enumerate(towns):
        name = f"Town {i}"
        case.add_place(name, people=1_000, basis=A)
        case.add_stock(name, "flour", amount=town["stock"], basis=A)
        case.add_level(name, "flour", target_days=target, basis=A)
        for k, (amount, count) in enumerate(town["starts"]):
            port(case, f"Store {i} {k}", amount=amount)
            if trucks:  # where some roads need trucks, the others have enough
                fleet = {"trucks": 1_000 if count is None else count, "payload_t": 5, "basis": A}
                case.add_fleet(f"fleet {i} {k}", f"Store {i} {k}", **fleet)
        for k, (start, width) in enumerate(town["roads"]):
            first = f"Store {i} {start % len(town['starts'])}"
            road(case, f"road {i} {k}", first, name, lead=town["lead"], per_day=width)
    port(case, "Elsewhere")  # a case with supply, whatever was drawn
    return case


def more_of(town, change, width):
    """The same town with one road, one store, one fleet more, or more of it."""
    more = {**town, "starts": list(town["starts"]), "roads": list(town["roads"])}
    amount, count = town["starts"][0]
    if change == "road":
        more["roads"].append((1, width))
    elif change == "wider":
        start, old = town["roads"][0]
        more["roads"][0] = (start, None if old is None or width is None else old + width)
    elif change == "stock":
        more["stock"] += 4
    elif change == "store":
        more["starts"][0] = (None if amount is None else amount + 10, count)
    else:
        more["starts"][0] = (amount, None if count is None else count + 0.3)
    return more


@pytest.mark.parametrize("engine", ENGINES)
@settings(max_examples=sized(60), deadline=None)
@given(
    towns=st.lists(TOWNS, min_size=1, max_size=3),
    change=st.sampled_from(["road", "wider", "stock", "store", "trucks"]),
    width=WIDTHS,
    days=st.sampled_from([20, 45]),
    target=st.sampled_from([5, 15, 30]),
)
def test_more_is_never_less(engine, towns, change, width, days, target):
    """Another road, a wider one, more stock or more trucks never lower what is met in all.

    Nothing perishes, targets are equal, no place is served that was not, towns share neither stores nor trucks, and all
    ways into a town take equally long. Where they do not, `docs/theory/policies.md` lists the counterexamples.
    """
    before = met(apart(towns, days, target), engine)["food"]
    after = met(apart([more_of(towns[0], change, width), *towns[1:]], days, target), engine)["food"]
    assert after >= before - 1e-9

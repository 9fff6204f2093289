"""Policies on fresh paths: a ranking by hand, one future, threads, seeds, shared decisions, paired differences."""

import numpy as np
import pytest
from scipy import stats
from tests.support import day, hill

from corridor import Case, cases
from corridor.errors import UsageError
from corridor.forecast.ensemble import forecast, prepare
from corridor.plan.data import data
from corridor.plan.weights import Weights, usual
from corridor.result.comparison import NONE
from corridor.study.plans.compare import compare
from corridor.study.plans.costs import joined
from corridor.study.plans.decide import KINDS, Morning, Setup, Solvers, choose, counted, decide, drawn, merged
from corridor.study.plans.futures import frozen, futures
from corridor.study.plans.make import plan
from corridor.study.plans.policy import Deciders, bounds, fresh, try_policy
from corridor.study.plans.touched import touched

SMALL = 0.1
"""Weighted person-days: what moving costs in these cases, and more than the solver's rounding."""


def shut_at_first(days=8, stock=400):
    """Hill by a road that a scenario shuts on days 0 to 2; 100 kg are needed a day, half of it survival."""
    case = hill(days=days, road={"lead_days": 1, "group": "road"})
    case = case.replace("needs", "food", per_person_day_minimum=0.5, per_person_day_survival=0.5)
    case.add_stock("Hill", "flour", amount=stock)
    for name in ("free", "shut"):
        case.add_situation(name, group="road")
    case.add_access("*", "*", status="open")
    case.add_access("shut", "road", status="closed")
    case.add_spell("road", "shut", start=day(0))
    case.add_scenario("known", meaning="The road opens on day 3.")
    case.add_spell("road", "shut", start=day(0), end=day(2), scenario="known")
    case.add_spell("road", "free", start=day(3), scenario="known")
    return case


def swinging(days=12):
    """The same with an outlook: the road opens and shuts by chance, and stocks are not known exactly."""
    case = shut_at_first(days=days, stock=(200, 400, 600))
    for a, b in (("free", "shut"), ("shut", "free")):
        case.add_outlook(a, typical_days=4, worth_spells=2)
        case.add_outlook_next(a, b, weight=1)
    return case


def setup_of(case, **how):
    """What decisions are made with, in a case."""
    scenario = how.pop("scenario", None)
    prepared = prepare(case.check() if hasattr(case, "check") else case, policy="pull", scenario=scenario)
    a = prepared.arrays
    w = how.pop("weights", None) or usual(prepared.model, a.labels)
    given = {"days": a.count - a.origin, "review": 4, "count": 5, "seed": 1} | how
    return Setup(prepared=prepared, weights=w, **given)


def tried(setup, names, *, paths=12, threads=2, share=True):
    """Costs and programs of some policies."""
    deciders, seen = Deciders(threads), fresh(setup, paths)
    try:
        return {n: try_policy(n, seen, deciders, share=share) for n in names}
    finally:
        deciders.close()


def without_end(case):
    """Weights of a case where nothing that is left counts."""
    prepared = prepare(case.check(), policy="pull")
    return Weights(tier=usual(prepared.model, prepared.arrays.labels).tier, end=0.0)


def test_a_road_that_opens_between_reviews_by_hand():
    """Who knows that the road opens on day 3 is short of nothing; who takes it for shut, on day 4.

    400 kg last days 0 to 3. Sent on day 3, flour is there on day 4. Policies that decide on day 0 and 4 and take access
    as it stands load nothing until day 4, for day 5: 50 person-days of normal at 1 and 50 of survival at 9 are short on
    day 4, 500. Nothing sent: four such days, 2,000.
    """
    case = shut_at_first()
    s = setup_of(case, scenario="known", weights=without_end(case))
    names = ("fan", "expected", "pull", "frozen", "closed_for_good", "recorded", "perfect", "foresight")
    found = {n: t.costs.total.mean() * 1_000 for n, t in tried(s, names, paths=3).items()}
    assert found == pytest.approx(
        dict.fromkeys(names, 0) | {"frozen": 500, "closed_for_good": 500, "recorded": 2_000}, abs=SMALL
    )


def test_with_one_possible_future_the_fan_is_the_plain_plan_and_the_bound():
    """Where nothing is unknown, the fan costs what one who knows all pays, and what the plan says."""
    case = shut_at_first()
    s = setup_of(case, scenario="known", count=3)
    found = tried(s, ("fan", "expected", "perfect"), paths=2)
    assert found["fan"].costs.total == pytest.approx(found["perfect"].costs.total, abs=SMALL / 1_000)
    assert found["expected"].costs.total == pytest.approx(found["fan"].costs.total, abs=SMALL / 1_000)
    plain = plan(case.check(), scenario="known", review=4, futures_count=1)
    # its objective also counts what is sent late, a person-day a tonne, which is no cost of a run
    assert plain.run.objective == pytest.approx(found["fan"].costs.total[0], abs=4 / 1_000)
    assert plain.loads[3].sum() >= 100 - 1e-6
    assert found["fan"].first.loads[3].sum() >= 100 - 1e-6
    assert found["fan"].solved == 2  # one program a review serves both paths


def test_numbers_do_not_depend_on_threads():
    """One thread and three give the same costs to the last digit."""
    s = setup_of(swinging())
    names = ("fan", "frozen", "expected", "perfect")
    one, three = tried(s, names, threads=1), tried(s, names, threads=3)
    for n in names:
        assert (one[n].costs.total == three[n].costs.total).all(), n


def test_sharing_a_past_changes_no_cost():
    """Decisions shared by paths of one past cost what each path's own do, and are fewer."""
    s = setup_of(swinging(), is_middle=True)
    shared, alone = (tried(s, ("fan",), paths=20, share=x)["fan"] for x in (True, False))
    assert (shared.costs.total == alone.costs.total).all()
    assert alone.solved == alone.asked == 20 * 3
    assert shared.solved < alone.solved


def test_paths_are_the_same_whatever_their_number():
    """The first five of twelve paths cost what five cost: paths are keyed by their number."""
    s = setup_of(swinging())
    twelve, five = (tried(s, ("fan",), paths=n)["fan"].costs.total for n in (12, 5))
    assert (twelve[:5] == five).all()


def test_no_policy_beats_the_bound():
    """On every path the bound costs no more than any policy, nor than the same loads with rations by the law."""
    s = setup_of(swinging())
    names = ("fan", "frozen", "expected", "pull", "recorded", "closed_for_good", "foresight")
    found = tried(s, (*names, "perfect"))
    for n in names:
        assert (found["perfect"].costs.total <= found[n].costs.total + 1e-6).all(), n


def test_futures_of_plans_are_never_the_paths_they_are_tried_on():
    """No future of the fan has the path and numbers of a path that policies are tried on."""
    s = setup_of(swinging())
    seen = fresh(s, 30)
    mornings = [Morning(day=s.first, outlook=s.prepared.outlook, start=None)]
    futures = drawn(s, mornings[0], 30)
    own = {x.tobytes() for x in futures.start.stock.T}
    assert not own & {x.tobytes() for x in seen.start.stock.T}


def test_futures_of_a_later_review_are_others_and_begin_from_what_is_seen():
    """On day 4 all futures have the stock that was counted; their numbers are other draws than on day 0."""
    s = setup_of(swinging(), count=6)
    seen = fresh(s, 1)
    one = counted(seen.start, s.touched)
    first = drawn(s, Morning(day=0, outlook=s.prepared.outlook, start=None), 6)
    later = drawn(s, Morning(day=4, outlook=s.prepared.outlook, start=one), 6)
    assert (later.start.stock == one.stock).all()
    assert len(np.unique(first.start.stock[1])) == 6
    assert set(s.ids(4, 6)).isdisjoint(s.ids(0, 6))


def test_one_member_alone_costs_what_it_costs_among_others():
    """Taken out of the paths, a path has the same numbers, start and cost."""
    s = setup_of(swinging())
    deciders, seen = Deciders(1), fresh(s, 4)
    try:
        whole = try_policy("pull", seen, deciders).costs
        each = [try_policy("pull", seen.of(np.array([m])), deciders).costs for m in range(4)]
        bound = bounds(seen.of(np.array([2, 0])), deciders)[0].costs.total
        assert bound[1] == pytest.approx(bounds(seen, deciders)[0].costs.total[0], rel=1e-9)
    finally:
        deciders.close()
    assert joined(each).total == pytest.approx(whole.total, rel=1e-12)


def test_expected_limits_are_the_mean_and_a_way_open_half_of_the_time_counts_half():
    """Of two futures, open and shut: a way of 4 t a day carries 2, ten trucks of a tonne carry five a day."""
    case = shut_at_first()
    case.add_fleet("carts", "Plain", trucks=10, payload_t=1, turnaround_days=1)
    s = setup_of(case, scenario="known", count=2)
    f = drawn(s, Morning(day=0, outlook=s.prepared.outlook, start=None), 2)
    path = f.path.copy()
    road = s.arrays.labels.groups.index("road")
    path[:, road, 0], path[:, road, 1] = 0, 1
    d = data(f.arrays, f.params, path, f.start, s.layout(0, 2))
    one = merged(d)
    assert one.futures == 1
    assert (one.open_days[:, 0, 0, 0] == s.layout(0, 2).length / 2).all()
    assert one.share_cap[:, 0, 0, 0] == pytest.approx(5 * np.ones(8))  # ten trucks a day, half of the time
    assert choose(s, one, s.layout(0, 2), Solvers("choose", None)).loads.sum(1)[0, 0] <= 5_000 + 1e-6


def test_what_no_load_can_change_is_left_out():
    """A gas line and its hours are no part of a decision; flour and its road are."""
    case = swinging()
    case.add_commodity("gas", unit="h", storable=False)
    case.add_need("warmth", unit="h", per_person_day=1)
    case.add_satisfies("warmth", "gas", per_unit=1)
    case.add_supply("Plain", "gas", unlimited=True)
    case.add_route("pipe", "Plain", "Hill", mode="line", carries="gas", group="pipe")
    for name in ("flows", "cut"):
        case.add_situation(name, group="pipe")
    case.add_access("cut", "pipe", status="closed")
    case.add_spell("pipe", "flows", start=day(0))
    for a, b in (("flows", "cut"), ("cut", "flows")):
        case.add_outlook(a, typical_days=3, worth_spells=2)
        case.add_outlook_next(a, b, weight=1)
    s = setup_of(case, is_middle=True)
    t, n = touched(s.arrays), s.arrays.labels
    assert {n.commodities[c] for c in np.flatnonzero(t.goods)} == {"flour"}
    assert {n.needs[i] for i in np.flatnonzero(t.needs)} == {"food"}
    assert "pipe" not in {n.groups[g] for g in np.flatnonzero(t.groups)}
    without = setup_of(swinging(), is_middle=True)
    assert tried(s, ("fan",), paths=10)["fan"].solved <= tried(without, ("fan",), paths=10)["fan"].solved


def test_access_that_stays_is_what_stands_at_the_origin_not_what_is_drawn_for_it():
    """The road has been shut for days: drawn, it opens in some futures on the very origin; kept, it is shut in all.

    A plan over frozen access, the policy `frozen` and a replay keep the same.
    """
    case = swinging().with_settings(origin=day(3))
    prepared = prepare(case.check(), policy="pull")
    first = prepared.arrays.origin
    drawn_paths = futures(prepared, np.arange(60), 1).path
    assert len(np.unique(drawn_paths[first])) == 2
    shut = drawn_paths[first - 1, 0, 0]
    kept = futures(prepared, np.arange(60), 1, access="frozen").path
    assert (kept[first:] == shut).all()
    assert (frozen(drawn_paths, prepared.outlook, first) == kept).all()
    setup = Setup(
        prepared=prepared,
        weights=usual(prepared.model, prepared.arrays.labels),
        days=9,
        review=4,
        count=5,
        seed=1,
    )
    found = KINDS["frozen"](
        setup, Morning(day=first, outlook=prepared.outlook, start=None), setup.layout(first, 1)
    )
    assert not found.open_days.any()


def test_paired_differences_a_second_way():
    """Means, standard errors and Student's intervals worked out again from the costs of each path."""
    case = swinging()
    found = compare(case.check(), ("fan", "pull"), paths=15, review=4, futures_count=4, days=12)
    costs = {
        n: t.costs.total * 1_000 for n, t in tried(setup_of(case, count=4), ("fan", "pull"), paths=15).items()
    }
    fan, pull = found.judged
    assert fan.mean == pytest.approx(sum(costs["fan"]) / 15)
    assert fan.error == pytest.approx(stats.sem(costs["fan"]))
    assert fan.high == pytest.approx(np.percentile(costs["fan"], 90))
    assert pull.worst == pytest.approx(sum(sorted(costs["pull"])[-2:]) / 2)
    low, high = stats.ttest_rel(costs["pull"], costs["fan"]).confidence_interval(0.95)
    (d,) = found.differences
    assert (d.mean, d.low, d.high) == pytest.approx((pull.mean - fan.mean, low, high), rel=1e-6, abs=1e-6)


def test_the_same_seed_gives_the_same_comparison():
    """Twice the same, but for the time; another seed differs."""
    model = swinging().check()
    how = {"paths": 6, "review": 4, "futures_count": 3}
    one, two, other = (compare(model, ("fan", "pull"), seed=seed, **how) for seed in (1, 1, 2))
    assert [j.mean for j in one.judged] == [j.mean for j in two.judged]
    assert one.differences == two.differences
    assert one.alike == two.alike
    assert [j.mean for j in one.judged] != [j.mean for j in other.judged]


def test_a_difference_of_nothing_is_said_to_tell_nothing():
    """Where two policies load the same no difference can be told; on one path there is no interval."""
    model = shut_at_first().check()
    found = compare(model, ("fan", "expected"), scenario="known", paths=4, review=4, futures_count=2)
    (d,) = found.differences
    assert (d.mean, d.low, d.high, d.told) == (0, 0, 0, NONE)
    (alone,) = compare(model, ("pull", "recorded"), scenario="known", paths=1, review=4).differences
    assert (alone.low, alone.high, alone.told) == (None, None, NONE)


def test_futures_that_would_load_the_same_are_counted():
    """Where every future is one, all load the same; those on whose road nothing passes load nothing."""
    model = shut_at_first().check()
    same = compare(model, ("fan",), scenario="known", paths=1, review=4, futures_count=3).alike
    assert (same.same, same.futures, same.share) == (3, 3, 1.0)
    s = setup_of(swinging(), count=12)
    morning = Morning(day=0, outlook=s.prepared.outlook, start=None)
    f = drawn(s, morning, 12)
    opens = (f.path[:4, s.arrays.labels.groups.index("road")] == 0).any(0)
    assert 0 < opens.sum() < 12
    found = compare(swinging().check(), ("fan",), paths=1, review=4, futures_count=12).alike
    assert found.same <= opens.sum()


def test_scenarios_are_compared_on_the_same_numbers():
    """Under a scenario that opens the road less is short than under the outlook; each policy stands against itself."""
    found = compare(swinging().check(), ("outlook", "known"), paths=10, review=4, futures_count=3)
    assert [(j.scenario, j.name) for j in found.judged] == [
        (None, "pull"), (None, "fan"), ("known", "pull"), ("known", "fan")
    ]  # fmt: skip
    assert [(d.name, d.against, d.scenario, d.against_scenario) for d in found.differences] == [
        ("pull", "pull", "known", None), ("fan", "fan", "known", None)
    ]  # fmt: skip
    assert all(d.mean < 0 for d in found.differences)


def test_usual_needs_a_table_of_what_usually_comes():
    """Without the table inflow, usual is refused in words; with it, what comes is counted as sent by nobody."""
    with pytest.raises(UsageError, match="no table inflow"):
        compare(swinging().check(), ("usual",), paths=1, review=4)
    found = compare(Case.read(cases.path("toy")).check(), ("usual", "recorded"), paths=4)
    usual, nothing = found.judged
    assert usual.moving == nothing.moving == 0
    assert usual.person_days[2] < nothing.person_days[2]


@pytest.mark.parametrize(
    ("names", "how", "told"),
    [
        (("fann",), {}, 'Nearest: "fan"'),
        (("fan", "known"), {}, '"known" is a scenario and "fan" a policy'),
        (("known",), {"scenario": "known"}, "not both"),
        (("fan",), {"paths": 0}, "at least one path"),
        (("fan",), {"futures_count": 0}, "at least one future"),
        (("fan",), {"review": 99}, "not within"),
        (("fan",), {"numbers": "low"}, "drawn"),
        (("perfect",), {"bound_paths": 0}, "at least one"),
    ],
)
def test_wrong_use_is_told_in_words(names, how, told):
    """Every option that cannot be used is one clear message."""
    with pytest.raises(UsageError, match=told):
        compare(swinging().check(), names, **({"paths": 1, "review": 4} | how))


def test_progress_counts_paths_and_decisions_to_the_end():
    """Progress ends at what it said it would count, shared decisions counted for every path."""
    told = []
    compare(
        swinging().check(),
        ("fan", "pull", "perfect"),
        paths=5,
        review=4,
        futures_count=2,
        progress=lambda done, whole: told.append((done, whole)),
    )
    assert told[-1] == (5 * 3 + 5, 5 * 3 + 5)
    assert [x for x, _ in told] == sorted(x for x, _ in told)


def test_every_policy_that_plans_stands_in_the_list():
    """Each kind decides on a morning, and loads nothing below zero."""
    s = setup_of(swinging())
    morning = Morning(day=0, outlook=s.prepared.outlook, start=None)
    for kind in KINDS:
        listed = decide(kind, s, morning, Solvers("choose", None)).loads
        assert listed.shape == (4, 1, 1)
        assert (listed >= 0).all()


def test_large_decisions_load_evenly_until_the_review(monkeypatch):
    """Where many loads are held to one list, every policy plans the days until the review as one step."""
    small = setup_of(swinging())
    assert not small.is_large
    assert (small.layout(0, small.count).length[: small.review] == 1).all()
    monkeypatch.setattr("corridor.study.plans.touched.MANY", 0)
    s = setup_of(swinging())
    assert s.is_large
    assert s.layout(0, s.count).length[0] == s.review
    morning = Morning(day=0, outlook=s.prepared.outlook, start=None)
    for kind in KINDS:
        listed = decide(kind, s, morning, Solvers("choose", None)).loads
        assert listed == pytest.approx(np.broadcast_to(listed[:1], listed.shape))
    assert decide("fan", s, morning, Solvers("choose", None)).loads.sum() > 0


def test_a_truck_goes_more_than_once_in_a_list_of_several_days(monkeypatch):
    """One truck of a tonne, a day each way, fourteen days to the review: seven loads, not one."""
    monkeypatch.setattr("corridor.study.plans.touched.MANY", 0)
    case = hill(days=28, people=100_000, road={"lead_days": 1})
    case.add_stock("Hill", "flour", amount=100)
    case.add_fleet("cart", "Plain", trucks=1, payload_t=1)
    s = setup_of(case, review=14, is_middle=True)
    assert s.layout(0, s.count).length[0] == 14
    morning = Morning(day=0, outlook=s.prepared.outlook, start=None)
    fan, frozen = (decide(k, s, morning, Solvers("choose", None)).loads.sum() for k in ("fan", "frozen"))
    assert fan == pytest.approx(frozen)
    assert fan == pytest.approx(7_000)


def test_a_scenario_published_later_says_that_it_is_not_read():
    """Without hindsight the outlook stands in the place of such rows, and a note says so; with it there is none."""
    case = swinging()
    case.add_scenario("reported", meaning="As it came.")
    case.add_spell(
        "road", "free", start=day(0), scenario="reported", known_from=day(9), basis="assumed: test"
    )
    asked = {"paths": 2, "futures_count": 2}
    (told,) = [n for n in compare(case.check(), ("reported",), **asked).run.notes if "not read" in n]
    assert told.startswith("Scenario reported: rows of road were published after")
    model = case.check()
    assert told in plan(model, scenario="reported", futures_count=1).run.notes
    assert told in forecast(model, scenario="reported", members=2).run.notes
    assert not [
        n for n in compare(case.check(), ("reported",), hindsight=True, **asked).run.notes if "not read" in n
    ]

"""What a run of days cost: the plan's objective a second time, by hand, and goods that serve several needs."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.laws.networks import Network, build, networks
from tests.planning import drawn, solved
from tests.sizes import sized
from tests.support import hill

from corridor.errors import EngineError
from corridor.forecast.follow import follow
from corridor.plan.orders import orders
from corridor.plan.weights import weights
from corridor.result.orders import Orders
from corridor.study.plans.costs import costs, measured


@settings(max_examples=sized(60))
@given(net=networks(policies=("pull",)), seed=st.integers(0, 1000))
def test_a_plan_followed_costs_what_its_objective_says(net: Network, seed: int) -> None:
    """On generated cases of one future, planned day by day, needs weighed unlike: to 2e-4 of the objective."""
    one = drawn(build(net), seed=seed)
    w = one.weights
    heavy = 1.0 / (1.0 + np.arange(w.tier.shape[0]))
    w = replace(w, tier=w.tier * heavy[:, None, None])
    found = solved(one.write(w))
    asked = orders(found.written, found.solution.values)
    done = one.follow(found.written, found.solution)
    c = costs(one.a, one.p, w, measured(one.a, done, first=one.a.origin, ordered=asked.sent))
    assert c.total[0] == pytest.approx(found.solution.objective, rel=2e-4, abs=2e-4)


def starving(**weighing):
    """Hill with food for two days of four, 100 people; half of the need is survival. And what it costs."""
    case = hill(days=4).replace("needs", "food", per_person_day_minimum=0.5, per_person_day_survival=0.5)
    case.add_stock("Hill", "flour", amount=200)
    one = drawn(case)
    a = one.a
    done = follow(a, one.p, one.path, one.start, None, first=0, days=4)
    w = type(one.weights)(tier=one.weights.tier, **weighing)
    return a, one, done, w


def test_two_days_without_food_by_hand():
    """200 person-days short, half normal at 1, half survival at 9: 1,000 weighted; nothing is left."""
    a, one, done, w = starving()
    c = costs(a, one.p, w, measured(a, done, first=0))
    assert c.person_days[:, 0] == pytest.approx([100, 0, 100])
    assert c.short[0] == pytest.approx(1.0)
    assert c.total[0] == pytest.approx(1.0)


def test_what_is_left_counts_once_and_up_to_so_many_days():
    """Of 300 kg 200 are left: half a person-day each, and where one day counts at most, half of that."""
    case = hill(days=1)
    case.add_stock("Hill", "flour", amount=300)
    one = drawn(case)
    a = one.a
    m = measured(a, follow(a, one.p, one.path, one.start, None, first=0, days=1), first=0)
    tier = one.weights.tier
    most = {
        days: costs(a, one.p, type(one.weights)(tier=tier, end_days=days), m).end[0] for days in (28, 2, 1)
    }
    assert most == pytest.approx({28: -0.1, 2: -0.1, 1: -0.05})


def test_what_is_sent_and_what_stays_behind_costs_a_little():
    """A tonne sent costs 0.01 person-days; one loaded that no open way takes costs ten times that."""
    case = hill(days=2)
    case.add_stock("Hill", "flour", amount=1)
    one = drawn(case)
    a, w = one.a, weights(one.prepared.model, one.a.labels)
    sent = np.zeros((2, 1, 1, 1))
    sent[0] = 1_000.0
    done = follow(a, one.p, one.path, one.start, Orders(first=0, sent=sent), first=0, days=2)
    asked = sent.copy()
    asked[1] = 500.0
    m = measured(a, done, first=0, ordered=asked)
    assert (m.tonnes[0], m.behind[0]) == pytest.approx((1.0, 0.5))
    assert costs(a, one.p, w, m).moving[0] == pytest.approx((0.01 + 10 * 0.01 * 0.5) / 1_000)


def test_days_in_two_parts_cost_what_they_cost_in_one():
    """Sums of two runs, one after another, are those of one; a gap between them is refused."""
    a, one, done, w = starving()
    first = follow(a, one.p, one.path, one.start, None, first=0, days=3)
    rest = follow(a, one.p, one.path, first.end, None, first=3, days=1)
    parts = measured(a, first, first=0), measured(a, rest, first=3)
    whole = costs(a, one.p, w, measured(a, done, first=0))
    assert costs(a, one.p, w, parts[0].then(parts[1])).total == pytest.approx(whole.total)
    with pytest.raises(EngineError, match="does not follow on"):
        parts[1].then(parts[0])


def test_goods_that_serve_two_needs_count_where_they_count_most():
    """300 kg serve food and feed; food counts for all 100 people, feed for 10: food is filled first, up to its days."""
    case = hill(days=1, people=100)
    case.add_need("feed", unit="kg", per_person_day=1, share=0.1)
    case.add_satisfies("feed", "flour", per_unit=1)
    case.add_stock("Hill", "flour", amount=410)
    one = drawn(case)
    a = one.a
    done = follow(a, one.p, one.path, one.start, None, first=0, days=1)
    w = type(one.weights)(tier=one.weights.tier, end_days=2)
    c = costs(a, one.p, w, measured(a, done, first=0))
    # 110 were eaten; of 300 left, 200 fill two days of food (0.5 each person-day) and 20 two days of feed.
    assert c.end[0] == pytest.approx(-0.5 * (200 + 20) / 1_000)

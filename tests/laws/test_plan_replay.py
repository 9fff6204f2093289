"""A plan of a generated case, followed by the engine under the same access, is the plan: stocks, gifts and cost."""

from collections import Counter
from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.laws.networks import Network, build, networks
from tests.laws.weighed import cost
from tests.planning import Drawn, drawn

from corridor.plan.highs import Solution, Solver
from corridor.plan.orders import orders
from corridor.plan.program import Written
from corridor.plan.solve import solve
from corridor.plan.weights import Weights

CASES = 300
FUTURES = 2

STOCKS = 1e-6
"""Of the largest amount of each commodity: the solver's own tolerance is 1e-7 of a scaled unit."""
COST = 1e-6
"""Of the objective, or of a thousand person-days where it is smaller."""


def near(one: np.ndarray, other: np.ndarray, what: str) -> None:
    """Fails unless series (items, I, B) are equal to `STOCKS` of the largest value of each item."""
    limit = STOCKS * np.maximum(1.0, np.abs(other).max(axis=(1, 2), initial=0.0))[:, None, None]
    assert (np.abs(one - other) <= limit).all(), f"{what}: {np.abs(one - other).max()}"


def same(d: Drawn, w: Weights, written: Written, found: Solution) -> Counter[str]:
    """Holds what the engine does with a plan to what the plan says; tells what happened in it."""
    x, a = written.columns, d.a
    ordered = orders(written, found.values)
    done = d.follow(written, found)
    daily = done.block.daily
    assert daily is not None
    stock = daily.stock[a.origin :][:, x.stock_place, x.stock_good].transpose(1, 0, 2)
    busy = ~written.data.free[:, x.stock_place, x.stock_good].any(
        0
    )  # unlimited supply is made good at the close
    near(stock[busy], found.values[x.stock][busy], "stock")
    near(done.sent[:, x.ship_leg, x.ship_good].transpose(1, 0, 2), found.values[x.sent], "sent")
    short = daily.short[a.origin :][:, x.need_place, x.need] * written.scale[x.need][:, None, None]
    meant = found.values[x.short]
    near(short.sum(2).transpose(1, 0, 2), meant.sum(1), "short")
    given = daily.distributed[a.origin :][:, x.need_place, x.need].transpose(1, 0, 2)
    whole = written.data.parts[:, x.need_place, x.need].sum(2).transpose(1, 0, 2)
    near(given, whole - meant.sum(1) / written.scale[x.need][:, None, None], "given")
    if len(x.gate):
        waiting = found.values[x.waiting][:, -1]
        near(done.end.held[x.ship_leg[x.gate], x.ship_good[x.gate]][:, None], waiting[:, None], "waiting")
    if len(a.fleet_base):
        near(done.end.home[:, None], found.values[x.home][:, -1:], "trucks at home")
    gates = bool(len(x.gate))
    told = cost(d, w, done, written.scale, gates=gates, passed=ordered.passed, trucks=ordered.trucks).mean()
    assert abs(told - found.objective) <= COST * max(1.0, abs(found.objective))
    happened = {
        "sent": done.sent > 1e-6,
        "waited": found.values[x.waiting] > 1e-6,
        "passed": found.values[x.passed] > 1e-6,
        "fleets": found.values[x.trucks] > 1e-6,
        "fuel": found.values[x.trucks][a.leg_fuel[x.truck_leg] >= 0] > 1e-6,
        "made": found.values[x.runs] > 1e-6,
        "lines": found.values[x.moved] > 1e-6,
        "short": meant > 1e-6,
        "met": given > 1e-6,
        "full": np.array("over room" in written.program.columns),
    }
    return Counter(cases=1, **{what: int(bool(np.any(x))) for what, x in happened.items()})


def weighted(d: Drawn, seed: int) -> Weights:
    """The case's own weights, or others, by place, need and tier: a lower tier always weighs more."""
    own = d.weights
    if seed % 2:
        return own
    rng = np.random.default_rng(seed)
    tier = np.cumsum(rng.uniform(0.5, 4, own.tier.shape), axis=1)
    return replace(own, tier=tier, fairness=rng.uniform(0, 0.5), end=rng.uniform(0, 0.9))


@settings(max_examples=CASES)
@given(net=networks(policies=("pull",)), seed=st.integers(0, 1000))
def one_case(seen: Counter[str], net: Network, seed: int) -> None:
    """Plans one case and lets the engine follow; `seen` counts what happened in it."""
    d = drawn(build(net), futures=FUTURES, seed=seed)
    w = weighted(d, seed)
    found = solve(d.write(w), Solver())
    assert found.solution.outcome == "optimal"
    seen.update(same(d, w, found.written, found.solution), again=int(found.rounds > 1))


def test_a_plan_followed_is_the_plan() -> None:
    """Stocks, shipments, what is handed out and short, what waits, trucks at home, and the objective, on 300 cases.

    The objective is told a second time from what the engine did. A good part of the cases sends, waits at gates, uses
    fleets, fuel, processes and lines, and is short: the rows have something to hold.
    """
    seen: Counter[str] = Counter()
    one_case(seen)
    assert seen["cases"] >= CASES
    shares = {
        "sent": 0.3,
        "waited": 0.05,
        "passed": 0.1,
        "fleets": 0.15,
        "fuel": 0.03,
        "made": 0.1,
        "lines": 0.05,
        "short": 0.5,
        "met": 0.7,
        "full": 0.1,
        "again": 0.003,
    }
    told = {what: seen[what] / seen["cases"] for what in shares}
    for what, share in shares.items():
        assert told[what] >= share, f"{what}: {told[what]:.3f} of {seen['cases']} cases"

"""A plan of a generated case, followed by the engine under the same access, gives the same stocks."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.laws.networks import Network, build, networks

from corridor.access import paths as ap
from corridor.forecast.ensemble import prepare
from corridor.forecast.follow import follow
from corridor.model.numbers import draw_values
from corridor.plan.data import data
from corridor.plan.highs import Solver
from corridor.plan.orders import orders
from corridor.plan.program import write
from corridor.plan.solve import solve
from corridor.plan.steps import steps
from corridor.plan.weights import weights
from corridor.result.start import Start

FUTURES = 2


def planned(net: Network, seed: int):
    """Arrays, parameters, path, start, program and solution of a network, each future on its own."""
    prepared = prepare(build(net).check(), policy="pull")
    a = prepared.arrays
    ids = np.arange(FUTURES)
    p = prepared.lowered.params(draw_values(a.numbers, seed, ids))
    path = ap.draw(prepared.outlook, a, seed, ids)
    start = follow(a, p, path, Start.opening(a, p, FUTURES), None, first=0, days=a.origin).end
    d = data(a, p, path, start, steps(a.origin, a.count - a.origin, daily=a.count))
    written = write(d, weights(prepared.model, a.labels))
    solved = solve(written, Solver())
    return a, p, path, start, solved.written, solved.solution


@settings(max_examples=300)
@given(net=networks(policies=("pull",)), seed=st.integers(0, 1000))
def test_a_plan_followed_gives_the_same_stocks(net: Network, seed: int) -> None:
    """To 1e-6 of the largest amount of each commodity, for stocks at every close, and for what is handed out."""
    a, p, path, start, written, found = planned(net, seed)
    assert found.outcome == "optimal"
    x = written.columns
    done = follow(a, p, path, start, orders(written, found.values), first=a.origin, days=a.count - a.origin)
    daily = done.block.daily
    assert daily is not None
    stock = daily.stock[a.origin :][:, x.stock_place, x.stock_good].transpose(1, 0, 2)
    meant = found.values[x.stock]
    limit = 1e-6 * np.maximum(1.0, np.abs(meant).max(axis=(1, 2), initial=0.0))[:, None, None]
    busy = ~written.data.free[:, x.stock_place, x.stock_good].T[..., None]
    assert (np.abs(stock - meant) <= limit)[np.broadcast_to(busy, stock.shape)].all()

"""What always holds, on generated cases: balance, no negative, no limit exceeded, tiers.

Every engine on the same cases.
"""

import dataclasses
from collections import Counter

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.laws.networks import build, networks
from tests.laws.watch import watched
from tests.support import ENGINES, run

CASES = 300

BALANCE = 1e-9
"""Of the turnover, by commodity: the promise of the theory page."""
RELATIVE, ABSOLUTE = 1e-9, 1e-9
"""Between engines: the same sums in another order. The absolute part is of the largest value of the series: a stock
that one engine closes at 0 may close at a rounding of what passed through it in another."""


def equal(one, other, what: str) -> None:
    """Fails unless two arrays are equal within `RELATIVE` and `ABSOLUTE` of the larger of 1 and their largest value."""
    finite = np.abs(one[np.isfinite(one)])
    scale = max(1.0, float(finite.max(initial=0.0)))
    np.testing.assert_allclose(other, one, rtol=RELATIVE, atol=ABSOLUTE * scale, err_msg=what)


def same(one, other) -> None:
    """Fails unless two blocks hold the same, field by field, day by day."""
    for field in dataclasses.fields(one):
        if field.name == "residual":
            continue  # itself a rounding error
        a, b = getattr(one, field.name), getattr(other, field.name)
        if field.name == "daily":
            for series in dataclasses.fields(a):
                equal(getattr(a, series.name), getattr(b, series.name), series.name)
        else:
            equal(a, b, field.name)


@settings(max_examples=CASES)
@given(networks(), st.integers(0, 2**31))
def one_case(seen, net, seed):
    """Runs one case in every engine and holds all of it to the law; `seen` counts what happened in it."""
    model = build(net).check()
    with watched() as today:
        plain = run(model, "numpy", members=3, seed=seed, policy=net.policy)
    seen.update({k: bool(v) for k, v in today.items()}, cases=1)
    assert today["days"] == net.days
    for engine in ENGINES:
        ran = plain if engine == "numpy" else run(model, engine, members=3, seed=seed, policy=net.policy)
        assert np.abs(ran.block.residual).max(initial=0.0) <= BALANCE, engine
        for series in dataclasses.fields(ran.block.daily):
            assert (getattr(ran.block.daily, series.name) >= -1e-6).all(), f"{engine}: {series.name}"
        if ran is not plain:
            same(plain.block, ran.block)


def test_the_law_holds_on_generated_cases_in_every_engine():
    """Every limit of every day holds, the balance closes, and all engines give the same, on at least 300 cases.

    A good part of the cases sends, waits at gates, produces and runs short: the limits have something to limit.
    """
    seen: Counter[str] = Counter()
    one_case(seen)
    assert seen["cases"] >= CASES
    for what, share in (("sent", 0.15), ("released", 0.05), ("held", 0.02), ("made", 0.1), ("short", 0.5)):
        assert seen[what] >= share * seen["cases"], f"{what}: {seen[what]} of {seen['cases']}"

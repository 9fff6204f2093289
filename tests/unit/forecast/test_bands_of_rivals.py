"""Bands of what only few members have."""

import numpy as np
from tests.support import hill

from corridor.forecast.ensemble import forecast
from corridor.model.numbers import collect, draw_values


def test_a_stock_that_only_later_members_have_is_in_the_bands():
    """8 % of the members have 1,000 kg, and none of the first 64: the 95 % level is still theirs."""
    case = hill(days=2)
    case.add_stock("Hill", "flour", amount=0, rival="count", weight_of_rival=0.92)
    case.add_stock("Hill", "flour", amount=1000, rival="count", weight_of_rival=0.08)
    model = case.check()
    numbers = collect(model).items
    [rich] = [i for i, n in enumerate(numbers) if n.range.mid == 1000]

    def has(seed, members):
        return ~np.isnan(draw_values(numbers, seed, np.arange(members))[rich])

    seed = next(s for s in range(10_000) if not has(s, 64).any() and has(s, 600).mean() > 0.06)
    result = forecast(model, members=600, seed=seed, policy="recorded", engine="numpy")
    assert result.bands.stock[0, 1, 0, -1] == 900  # 1,000 less the ration of the day

"""Who is served least, and how unequally: share of need met over places, people counted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corridor.measure.choose import needs, of_forecast, pairs, persons
from corridor.measure.kinds import Band, Chance, Table
from corridor.result.forecast import Floats, Forecast


@dataclass(frozen=True, slots=True)
class LeastServed:
    """The place most often served least, with the share met there.

    `chance` is how often it is the least served (ties count for all that tie); `spread` is the Gini over
    places.
    """

    need: str
    place: str
    chance: Chance
    share: Band
    spread: Band


def gini(share: Floats, weight: NDArray[np.float64]) -> Floats:
    """Gini coefficient of shares over places, weighted by people; 0 where all are served alike.

    Parameters
    ----------
    share : (..., place) array
        Not negative.
    weight : (place,) array
        People; not negative, some positive.

    Returns
    -------
    (...) array
        `sum over i, j of w_i w_j |x_i - x_j| / (2 W^2 mean)`, between 0 and 1; 0 where the mean is 0.

    Examples
    --------
    >>> import numpy as np
    >>> float(gini(np.array([0.0, 1.0]), np.array([1.0, 1.0])))
    0.5
    """
    w = weight / weight.sum()
    mean = (share * w).sum(axis=-1)
    apart = np.abs(share[..., :, None] - share[..., None, :])
    total = (apart * (w[:, None] * w[None, :])).sum(axis=(-2, -1))
    return np.asarray(np.divide(total, 2 * mean, out=np.zeros_like(mean), where=mean > 0), dtype=np.float64)


@of_forecast
def least_served(forecast: Forecast, *, need: str | None = None) -> Table[LeastServed]:
    """The least-served place and the Gini over places, by need, over the horizon.

    Returns
    -------
    Table of LeastServed
        Share met by member `= sum of d / sum of N`; places without people count nothing in the Gini.

    Raises
    ------
    UsageError
        When there is no such need.
    """
    people, found, lines = persons(forecast), pairs(forecast, None, need), []
    for n in needs(forecast, need):
        ps = [p for p, m in found if m == n]
        wanted = forecast.members.needed[:, ps, n]
        given = forecast.members.distributed[:, ps, n]
        share = np.divide(given, wanted, out=np.ones_like(given), where=wanted > 0)
        least = share <= share.min(axis=1, keepdims=True) + 1e-9
        worst = int(np.lexsort((np.median(share, axis=0), -least.sum(axis=0)))[0])
        weight = people[ps]
        spread = gini(share, weight if weight.sum() > 0 else np.ones_like(weight))
        lines.append(
            LeastServed(
                forecast.labels.needs[n],
                forecast.labels.places[ps[worst]],
                Chance.of(least[:, worst]),
                Band.of(share[:, worst], "share"),
                Band.of(spread, "Gini"),
            )
        )
    return Table(
        "Least served", "Share of need met by place over the horizon; Gini weighted by people.", tuple(lines)
    )

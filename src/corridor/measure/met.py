"""Share of need met: on the first day, by week, over the whole horizon."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np

from corridor.measure.choose import EVERYWHERE, needs, of_forecast, pairs
from corridor.measure.kinds import Band, Table
from corridor.result.forecast import Floats, Forecast

BY_MEMBER = "Distributed over needed; quantiles over members."
BY_DAY = (
    "Distributed over needed, quantiles over members; a week is the mean of its days, so its band is wide."
)


@dataclass(frozen=True, slots=True)
class ShareMet:
    """Share of the normal need that is met at a place from `start` to `end`, both included."""

    place: str
    need: str
    start: dt.date
    end: dt.date
    share: Band


def _ratio(above: Floats, below: Floats) -> Floats:
    """`above / below`, 1 where nothing is needed."""
    return np.divide(above, below, out=np.ones_like(above), where=below > 0)


@of_forecast
def share_of_need_met(
    forecast: Forecast, *, place: str | None = None, need: str | None = None, everywhere: bool = False
) -> Table[ShareMet]:
    """Share of need met from the origin to the horizon, by place and need.

    Parameters
    ----------
    forecast : Forecast
    place, need : str or None
        Only this place, only this need.
    everywhere : bool
        One line a need, all places together.

    Returns
    -------
    Table of ShareMet
        `sum over days of d / sum over days of N` by member, between 0 and 1; what is distributed is
        available, not eaten.

    Raises
    ------
    UsageError
        When there is no such place or need.
    """
    labels, found = forecast.labels, pairs(forecast, place, need)
    given, wanted = forecast.members.distributed, forecast.members.needed
    if everywhere:
        cells = [(EVERYWHERE, n, [p for p, m in found if m == n]) for n in needs(forecast, need)]
    else:
        cells = [(labels.places[p], n, [p]) for p, n in found]
    first, last = forecast.days.day(forecast.origin), forecast.days.day(forecast.horizon - 1)
    lines = tuple(
        ShareMet(
            where,
            labels.needs[n],
            first,
            last,
            Band.of(_ratio(given[:, ps, n].sum(axis=1), wanted[:, ps, n].sum(axis=1)), "share"),
        )
        for where, n, ps in cells
    )
    return Table("Share of need met, whole horizon", BY_MEMBER, lines)


def _share_of_days(forecast: Forecast, p: int, n: int, start: int, stop: int) -> Band:
    """Mean over days `start` to `stop` of the share met at each level."""
    return Band.at_levels(forecast.bands.met[start:stop, p, n].mean(axis=0), "share")


@of_forecast
def share_met_by_week(
    forecast: Forecast, *, place: str | None = None, need: str | None = None
) -> Table[ShareMet]:
    """Share of need met in each week from the origin on (the last may be shorter), by place and need.

    Returns
    -------
    Table of ShareMet
        Mean over the days of the quantiles over members of `distributed / N`. Exact for one day; over a week,
        members that go short on different days make the band a little wider than it is.

    Raises
    ------
    UsageError
        When there is no such place or need.
    """
    return _by_days(forecast, place, need, 7, forecast.horizon, "Share of need met by week")


@of_forecast
def share_met_now(
    forecast: Forecast, *, place: str | None = None, need: str | None = None
) -> Table[ShareMet]:
    """Share of need met on the day the forecast starts, by place and need (as `share_met_by_week`)."""
    return _by_days(forecast, place, need, 1, forecast.origin + 1, "Share of need met on the first day")


def _by_days(
    forecast: Forecast, place: str | None, need: str | None, step: int, stop: int, title: str
) -> Table[ShareMet]:
    lines = []
    for p, n in pairs(forecast, place, need):
        for start in range(forecast.origin, stop, step):
            end = min(start + step, stop)
            lines.append(
                ShareMet(
                    forecast.labels.places[p],
                    forecast.labels.needs[n],
                    forecast.days.day(start),
                    forecast.days.day(end - 1),
                    _share_of_days(forecast, p, n, start, end),
                )
            )
    return Table(title, BY_DAY, tuple(lines))

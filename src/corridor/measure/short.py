"""Who goes short, by how much and for how long: person-days short by tier, person-days below survival."""

from __future__ import annotations

from dataclasses import dataclass

from corridor.measure.choose import EVERYWHERE, needs, of_forecast, pairs
from corridor.measure.kinds import Band, Chance, Table
from corridor.result.forecast import TIERS, Forecast


@dataclass(frozen=True, slots=True)
class PersonDays:
    """Person-days short of one tier of a need at a place, over the horizon, and the chance of any."""

    place: str
    need: str
    tier: str
    person_days: Band
    chance: Chance


@dataclass(frozen=True, slots=True)
class BelowSurvival:
    """Days below the survival tier, and those days times the people concerned."""

    place: str
    need: str
    days: Band
    person_days: Band
    chance: Chance


@of_forecast
def person_days_short(
    forecast: Forecast, *, place: str | None = None, need: str | None = None, everywhere: bool = False
) -> Table[PersonDays]:
    """Person-days short by place, need and tier, from the origin to the horizon.

    Parameters
    ----------
    forecast : Forecast
    place, need : str or None
        Only this place, only this need.
    everywhere : bool
        One line a need and tier, all places together.

    Returns
    -------
    Table of PersonDays
        `sum over days of (persons concerned) x (short of the tier / normal need)`, unit person-day. Tiers
        add up to all that is short; the survival part is the last to go short.

    Raises
    ------
    UsageError
        When there is no such place or need.

    Notes
    -----
    Law of the day, step 7. A person on half the normal ration for two days is one person-day short.
    """
    found = pairs(forecast, place, need)
    short, labels = forecast.members.person_days_short, forecast.labels
    if everywhere:
        cells = [
            (EVERYWHERE, n, short[:, [p for p, m in found if m == n], n].sum(axis=1))
            for n in needs(forecast, need)
        ]
    else:
        cells = [(labels.places[p], n, short[:, p, n]) for p, n in found]
    lines = tuple(
        PersonDays(
            where, labels.needs[n], tier, Band.of(days[:, i], "person-days"), Chance.of(days[:, i] > 0)
        )
        for where, n, days in cells
        for i, tier in enumerate(TIERS)
    )
    return Table(
        "Person-days short", "From the origin to the horizon; tiers add up to all that is short.", lines
    )


@of_forecast
def person_days_below_survival(
    forecast: Forecast, *, place: str | None = None, need: str | None = None
) -> Table[BelowSurvival]:
    """Days and person-days below the survival tier, by place and need, from the origin to the horizon.

    Returns
    -------
    Table of BelowSurvival
        `days = number of days with d < S`; `person_days = sum over those days of persons concerned`, by member.

    Raises
    ------
    UsageError
        When there is no such place or need.
    """
    lines = []
    for p, n in pairs(forecast, place, need):
        days = forecast.members.days_below_survival[:, p, n]
        lines.append(
            BelowSurvival(
                forecast.labels.places[p],
                forecast.labels.needs[n],
                Band.of(days, "days"),
                Band.of(forecast.members.person_days_below_survival[:, p, n], "person-days"),
                Chance.of(days > 0),
            )
        )
    return Table("Below survival", "Days on which less than the survival tier is available.", tuple(lines))

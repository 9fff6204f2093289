"""Trucks held at gates and before full stores."""

from __future__ import annotations

from dataclasses import dataclass

from corridor.measure.choose import of_forecast
from corridor.measure.kinds import Band, Chance, Table
from corridor.result.forecast import Forecast


@dataclass(frozen=True, slots=True)
class TrucksHeld:
    """Truck-days of waiting over the run, the most trucks held on a day, the chance that any is held."""

    truck_days: Band
    most: Band
    chance: Chance


@of_forecast
def trucks_held(forecast: Forecast) -> Table[TrucksHeld]:
    """Truck-days held and the most trucks held at the close of a day; one line.

    Notes
    -----
    Law of the day, step 2. Trucks count in fractions. Only trucks the run itself sends can be held.
    """
    members = forecast.members
    line = TrucksHeld(
        Band.of(members.trucks_held_days, "truck-days"),
        Band.of(members.trucks_held_most, "trucks"),
        Chance.of(members.trucks_held_days > 0),
    )
    return Table("Trucks held", "Counted at the close of each day.", (line,))

"""The result of a forecast: bands by day, quantities by member, draws, and what it was made from.

Results are frozen; numpy inside with documented shapes, an xarray Dataset outside (`corridor.result.dataset`).
Dimensions: T days, P places, C commodities, N needs, I tiers (normal, minimum, survival), G groups, S situations,
U uncertain numbers, M members, V quantile levels, H named members kept in full.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corridor.calendar import Days
from corridor.model.arrays import Labels, Number
from corridor.model.inputs import Choice, choices, choices_of_run, share_assumed
from corridor.model.model import Model
from corridor.result.record import Record

Floats = NDArray[np.float64]

LEVELS = (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95)
LOW, MIDDLE, HIGH = 0.1, 0.5, 0.9
"""Ends and middle of the band that every answer is told with, on the page, the line, in JSON and in Python."""
BAND = "10th to 90th percentile"
"""The name of that band."""
TIERS = ("normal", "minimum", "survival")
NAMED = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Bands:
    """Quantiles over members by day, at `LEVELS`; shape (T, ..., V).

    `error` is the widest cell in which a quantile lies, relative to the largest value of its series and day; 0 where
    quantiles are exact.
    """

    stock: Floats  # (T, P, C, V) own unit, at the close of the day
    cover: Floats  # (T, P, N, V) days of cover on the normal ration; inf where nothing is needed
    distributed: Floats  # (T, P, N, V) unit of the need a day
    short: Floats  # (T, P, N, I, V) unit of the need a day, by tier
    handed: Floats  # (T, P, C, V) own unit a day, handed out to residents
    met: Floats  # (T, P, N, V) share of the normal need that is met; NaN-free: 1 where nothing is needed
    contents: Floats  # (T, P, 3, V) kcal, g protein, g fat available a person and day
    error: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Members:
    """What was kept of every member; counted from the origin on. A date that was not reached is T."""

    first_rationing: NDArray[np.int64]  # (M, P, N) day number, T: not before the horizon
    first_stock_out: NDArray[np.int64]  # (M, P, N)
    first_empty: NDArray[np.int64]  # (M, P, N)
    first_below_survival: NDArray[np.int64]  # (M, P, N)
    days_below_survival: Floats  # (M, P, N)
    person_days_below_survival: Floats  # (M, P, N) persons concerned on those days
    short: Floats  # (M, P, N, I) unit of the need, whole horizon, by tier
    person_days_short: Floats  # (M, P, N, I) persons concerned x share of the need short
    person_days_short_daily: Floats  # (M, T) normal tier and below, all places and needs
    lowest_cover: Floats  # (M, P, N) days
    distributed: Floats  # (M, P, N) unit of the need, whole horizon
    needed: Floats  # (M, P, N) unit of the need, whole horizon
    entered: Floats  # (M, C) own unit that came in by routes, recorded and usual, from the origin on
    lost: Floats  # (M, C) own unit perished, lost on the way or lost at close, whole run
    trucks_held_days: Floats  # (M,) truck-days
    trucks_held_most: Floats  # (M,) trucks
    residual: Floats  # (M,) largest residual of the mass balance relative to the turnover


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """The first members in full, for what hangs together in time. Shapes (T, ..., H)."""

    stock: Floats  # (T, P, C, H)
    cover: Floats  # (T, P, N, H)
    distributed: Floats  # (T, P, N, H)
    situation: NDArray[np.int64]  # (T, G, H) index into labels.situations


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What a result was made from: enough to make it again."""

    digest: str
    origin: dt.date
    hindsight: bool
    scenario: str | None
    policy: str
    members: int
    seed: int
    engine: str
    versions: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    known_by: dt.date | None = None
    """Day by which what was read had been published, where it is not the origin."""

    @property
    def read_by(self) -> dt.date | None:
        """Day by which all that was read had been published; None with hindsight."""
        return None if self.hindsight else self.known_by or self.origin

    @property
    def looks_back(self) -> bool:
        """Whether anything published after the origin could be read."""
        return self.read_by is None or self.read_by > self.origin

    @property
    def stamp(self) -> str:
        """What stands on every page of the result where it does not read just what was known at the origin."""
        if self.hindsight:
            return "with hindsight"
        if self.known_by is None:
            return ""
        return f"with hindsight up to {self.known_by}" if self.looks_back else f"as known by {self.known_by}"

    @property
    def options(self) -> dict[str, Any]:
        """What a study needs to look at the case as this run did: seed, origin, scenario, policy, what is known."""
        names = ("seed", "origin", "scenario", "policy", "hindsight", "known_by")
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Forecast:
    """The answer of an ensemble. `model` holds the rows the run could read (known at the origin, scenario merged).

    `situation_share` (T, S) is the share of members in each situation on each day; `need` (T, P, N, V) the normal need;
    `draws` (U, M) the values of `numbers`; a pick that a member did not take is NaN in `draws`. `record` says what of
    the record had no stock behind it, and which days had no record.
    """

    run: Run
    model: Model
    labels: Labels
    days: Days
    origin: int
    bands: Bands
    need: Floats  # (T, P, N, V)
    persons: Floats  # (T, P, V) people of the place, each counted once whatever the needs
    members: Members
    named: Named
    situation_share: Floats
    numbers: tuple[Number, ...]
    draws: Floats
    record: Record = field(default_factory=Record)

    def __repr__(self) -> str:
        """What was run, in a line."""
        run = self.run
        return (
            f"<Forecast of {self.model.settings.title or 'a case'}: {run.members:,} members, policy {run.policy}, "
            f"{run.origin} to {self.days.day(self.horizon - 1)}, digest {run.digest[:12]}>"
        )

    @property
    def choices(self) -> tuple[Choice, ...]:
        """Every choice that can move the answer, of cells and of the run; with `numbers`, all that it rests on."""
        options = {**self.run.options, "members": self.run.members}
        return (*choices(self.model), *choices_of_run(self.model.settings, options))

    @property
    def share_assumed(self) -> float:
        """Share of the numbers and counted choices stated that nothing backs, 0-1 (`corridor.model.inputs`)."""
        return share_assumed(self.numbers, self.choices)

    @property
    def horizon(self) -> int:
        """Number of days of the run, past included; a date equal to it was not reached."""
        return self.days.count

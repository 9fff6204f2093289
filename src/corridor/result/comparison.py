"""Policies or scenarios side by side on the same fresh paths, as plain values. Frozen; no law lives here."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

TIERS = ("normal", "minimum", "survival")
NONE = "no difference can be told"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What one policy cost, over the paths it was tried on. Weighted person-days, unless said otherwise.

    Attributes
    ----------
    name, meaning : str
    scenario : str or None
        None: the case's own outlook.
    is_policy : bool
        False for what knows the future, and can be followed by nobody.
    paths : int
    mean, error, high, worst : float
        Mean and its standard error, 90th percentile, mean of the worst tenth.
    short, unfair, moving, left : float
        Parts of the mean: short, served unequally, moved, left at the end (at most 0).
    person_days : tuple of float
        Mean person-days short by tier (normal, minimum, survival), every need and place, without weights.
    solved, decisions : int
        Programs solved, and decisions they served.
    seconds : float
        A program, building and solving.
    """

    name: str
    meaning: str
    scenario: str | None
    is_policy: bool
    paths: int
    mean: float
    error: float
    high: float
    worst: float
    short: float
    unfair: float
    moving: float
    left: float
    person_days: tuple[float, float, float]
    solved: int
    decisions: int
    seconds: float

    def plain(self) -> dict[str, Any]:
        """Plain values."""
        days = {f"person_days_short_{t}": x for t, x in zip(TIERS, self.person_days, strict=True)}
        names = (
            "name", "meaning", "scenario", "is_policy", "paths", "mean", "error", "high", "worst",
            "short", "unfair", "moving", "left", "solved", "decisions", "seconds",
        )  # fmt: skip
        return {n: getattr(self, n) for n in names} | days


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """By how much one cost more than another on the same paths, weighted person-days, with its 95 % interval.

    `low` and `high` are None where there is one path.
    """

    name: str
    scenario: str | None
    against: str
    against_scenario: str | None
    paths: int
    mean: float
    low: float | None
    high: float | None

    @property
    def told(self) -> str:
        """In words: it costs more, less, or no difference can be told."""
        if self.low is not None and self.low > 0:
            return "costs more"
        if self.high is not None and self.high < 0:
            return "costs less"
        return NONE

    def plain(self) -> dict[str, Any]:
        """Plain values."""
        return {n: getattr(self, n) for n in self.__slots__} | {"told": self.told}


def _told(d: Difference | None) -> dict[str, Any]:
    names = ("against", "against_scenario", "paths", "mean", "low", "high", "told")
    return {n: None if d is None else getattr(d, n) for n in names}


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """How many of the futures of a fan would load the same by themselves until the review.

    Attributes
    ----------
    futures : int
    same : int
        Futures whose loads are within a tenth of the fan's, by mass, on every route and of every commodity.
    rows : tuple of (route, commodity, t, futures)
        What the futures of the fan send of its list on average, and how many futures load within a tenth of it.
    """

    futures: int
    same: int
    rows: tuple[tuple[str, str, float, int], ...]

    @property
    def share(self) -> float:
        """Share of the futures."""
        return self.same / self.futures

    def plain(self) -> dict[str, Any]:
        """Plain values."""
        heads = ("route", "commodity", "t", "futures")
        return {
            "futures": self.futures,
            "same": self.same,
            "rows": [dict(zip(heads, row, strict=True)) for row in self.rows],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonRun:
    """What a comparison was made from: enough to make it again."""

    digest: str
    origin: dt.date
    last: dt.date
    hindsight: bool
    known_by: dt.date | None
    days: int
    review_days: int
    futures: int
    paths: int
    seed: int
    numbers: str
    method: str
    steps: tuple[int, ...]
    """Days of each step of the first plan of the fan."""
    versions: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]

    def plain(self) -> dict[str, Any]:
        """Plain values."""
        found = {n: getattr(self, n) for n in self.__slots__}
        return found | {"versions": dict(self.versions), "notes": list(self.notes), "steps": list(self.steps)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Policies, or scenarios, on the same paths.

    Attributes
    ----------
    run : ComparisonRun
    judged : tuple of Judged
    differences : tuple of Difference
        Each against the first of its kind, on the paths that both were tried on.
    alike : Alike or None
        Where the fan is among them and has several futures.
    """

    run: ComparisonRun
    judged: tuple[Judged, ...]
    differences: tuple[Difference, ...]
    alike: Alike | None = None

    def rows(self) -> list[dict[str, Any]]:
        """One row a policy (and scenario), with its difference where it has one."""
        found = {(d.name, d.scenario): d for d in self.differences}
        return [
            j.plain() | {f"difference_{n}": x for n, x in _told(found.get((j.name, j.scenario))).items()}
            for j in self.judged
        ]

    def plain(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "run": self.run.plain(),
            "policies": [j.plain() for j in self.judged],
            "differences": [d.plain() for d in self.differences],
            "alike": self.alike and self.alike.plain(),
        }


__all__ = ["NONE", "Alike", "Comparison", "ComparisonRun", "Difference", "Judged"]

"""Statements that hold under every account, and those that depend on whom one believes. Pure: no engine, no ledger.

Each is typed, names its need and place, and carries its figure under every account. Nothing here says who is right.
"""

from __future__ import annotations

import datetime as dt
import itertools
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from corridor.measure.kinds import Chance
from corridor.study.apart import apart, chances
from corridor.study.runs import TOGETHER, Answer, Line

SURE, RARE = 0.9, 0.1
"""Chance from which a statement is made, and up to which its contrary is; whether it depends is told by `apart`."""
STEP = 0.05
"""Shares of need met are told to this step, away from what is claimed."""
LEAST_TOLD, MOST_TOLD = 0.5, 0.9
"""A share is told as at least so much from the first on, and as at most so much up to the second."""

Kind = Literal[
    "falls short",
    "lasts",
    "short at once",
    "rationed first",
    "met at least",
    "met at most",
    "share met",
    "served least",
    "days of cover",
]
HOLDS = "holds under every account"
DEPENDS = "depends on whom one believes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Conclusion:
    """A statement and its figure under every account.

    Attributes
    ----------
    kind : str
        What sort of statement.
    holds : bool
        Whether it holds under every account; if not, it depends on whom one believes.
    place, need : str
        Of what; the place is blank where the statement is about every place with the need.
    before : date or None
        Day that a date of the statement stands before.
    bound : float or None
        Share of the need that a statement of shares names.
    figures : tuple of (account, value)
        A chance (`falls short`, `lasts`, `short at once`, `rationed first`, `served least`), a share of the need (10th
        percentile for `met at least`, 90th for `met at most`, median for `share met`), days of cover (medians);
        of several places the one that is furthest from the statement. Where it depends, those of the accounts alone:
        the middle over all claims together is the answer of none.
    """

    kind: Kind
    holds: bool
    place: str
    need: str
    before: dt.date | None = None
    bound: float | None = None
    figures: tuple[tuple[str, float], ...] = ()

    @property
    def status(self) -> str:
        """Whether it holds, in words."""
        return HOLDS if self.holds else DEPENDS

    @property
    def is_chance(self) -> bool:
        """Whether the figures are chances, not shares of the need."""
        return self.kind not in ("met at least", "met at most", "share met", "days of cover")

    @property
    def is_amount(self) -> bool:
        """Whether the figures are days; infinite where there is no limit."""
        return self.kind == "days of cover"

    @property
    def spread(self) -> float:
        """How far the figures of the accounts lie apart, 0 to 1; of amounts, as a part of the largest."""
        values = [v for _, v in self.figures]
        if not values or max(values) == min(values):
            return 0.0
        if math.isinf(max(values)):
            return 1.0
        return (max(values) - min(values)) / (max(values) if self.is_amount else 1.0)

    def words(self, name: Callable[[str], str] = str) -> str:
        """The statement in words, without its end; `name` gives names to ids of places and needs."""
        need, bound = name(self.need), f"{round(100 * (self.bound or 0))} %"
        at = f" at {name(self.place)}" if self.place else " at every place"
        return {
            "falls short": f"{need} falls short of the ration{at} before {self.before}",
            "lasts": f"{need} does not fall short of the ration{at} before {self.before}"
            if self.place
            else f"{need} falls short of the ration at no place before {self.before}",
            "short at once": f"{need} is rationed{at} from the first day",
            "rationed first": f"{need} is rationed first{at}, of what is not short from the first day",
            "met at least": f"at least {bound} of {need} is met{at}",
            "met at most": f"at most {bound} of {need} is met{at}",
            "share met": f"the share of {need} that is met{at}",
            "served least": f"{name(self.place)} is served least with {need}",
            "days of cover": f"the days of cover of {need}{at}",
        }[self.kind]


Answers = Mapping[str, Answer]


def conclusions(answers: Answers, *, before: dt.date) -> tuple[Conclusion, ...]:
    """What holds under every account, then what depends on whom one believes.

    Parameters
    ----------
    answers : mapping of account to Answer
        At least one, all of one case and one horizon.
    before : date
        The day after the last day of the runs.

    Returns
    -------
    tuple of Conclusion
        What differs between two accounts (`corridor.study.apart`) depends on whom one believes: a chance, days of
        cover, the share met; those on which the accounts lie furthest apart come first, days of cover last.
        What does not differ is told as holding: *falls short before a day* if the chance is at least 0.9 with all
        claims together; the day is the earliest of which that is so under each. *Does not fall short before the
        horizon* if it is at most 0.1. *Rationed from the first day*, *rationed first*, *served least* if so in nine
        members of ten.
        *At least*, *at most* so much of a need is met: the 10th percentile of the share is not below it, the 90th not
        above it, under every account. What is alike at every place is told once.
    """
    pairs = {(x.place, x.need) for a in answers.values() for x in a.lines}
    places = {need: {p for p, n in pairs if n == need} for _, need in pairs}
    found = [*_everywhere(list(_by_pair(answers, before)), places), *_least(answers)]
    return tuple(
        sorted(found, key=lambda c: (not c.holds, not c.holds and c.is_amount, 0.0 if c.holds else -c.spread))
    )


def _everywhere(found: Sequence[Conclusion], places: Mapping[str, set[str]]) -> Iterator[Conclusion]:
    """Statements that are made alike of every place with the need, told once."""
    alike: dict[tuple[str, str, bool], list[Conclusion]] = {}
    for c in found:
        alike.setdefault((c.need, c.kind, c.holds), []).append(c)
    for own in alike.values():
        whole = len(own) > 1 and {c.place for c in own} == places[own[0].need]
        if whole and (own[0].holds or _near(own)):
            yield _merged(own)
        else:
            yield from own


def _near(own: Sequence[Conclusion]) -> bool:
    """Whether the figures of each account are within a step of each other at all places; amounts are told apart."""
    values = zip(*([v for _, v in c.figures] for c in own), strict=True)
    return not own[0].is_amount and all(max(v) - min(v) <= STEP for v in values)


def _merged(own: Sequence[Conclusion]) -> Conclusion:
    """One statement of all places, as far as it holds of each."""
    first = own[0]
    worst = max if first.kind == "met at most" else min
    figures = tuple((account, worst(dict(c.figures)[account] for c in own)) for account, _ in first.figures)
    days = [c.before for c in own if c.before is not None]
    bounds = [c.bound for c in own if c.bound is not None]
    return replace(
        first, place="", figures=figures, before=max(days, default=None),
        bound=worst(bounds) if bounds else None,
    )  # fmt: skip


def _by_pair(answers: Answers, before: dt.date) -> Iterator[Conclusion]:
    first = next(iter(answers.values()))
    for line in first.lines:
        lines = {a: found for a, x in answers.items() if (found := x.at(line.place, line.need)) is not None}
        if len(lines) == len(answers):
            yield from _out(lines, line, before)
            yield from _first(lines, line)
            yield from _met(lines, line)


def _figures(lines: Mapping[str, Line], value: Callable[[Line], float]) -> tuple[tuple[str, float], ...]:
    return tuple((account, value(line)) for account, line in lines.items())


def _own(figures: tuple[tuple[str, float], ...]) -> tuple[tuple[str, float], ...]:
    """Figures of the accounts without that of all claims together, where two or more are left."""
    own = tuple((account, value) for account, value in figures if account != TOGETHER)
    return own if len(own) > 1 else figures


def _differ(values: Sequence[Chance]) -> bool:
    return any(chances(a, b) > 0 for a, b in itertools.combinations(values, 2))


def _out(lines: Mapping[str, Line], at: Line, before: dt.date) -> Iterator[Conclusion]:
    """Whether something falls short of the ration before a day, or does not before the horizon."""
    found = _figures(lines, lambda x: x.stock_out.chance.value)
    if _differ([x.stock_out.chance for x in lines.values()]):
        yield Conclusion(
            kind="falls short", holds=False, place=at.place, need=at.need, before=before, figures=_own(found)
        )
    elif at.stock_out.chance.value >= SURE:
        days = [d for x in lines.values() if (d := x.stock_out.at(SURE)) is not None]
        day = max(days) + dt.timedelta(days=1) if len(days) == len(lines) else before
        yield Conclusion(
            kind="falls short", holds=True, place=at.place, need=at.need, before=day, figures=found
        )
    elif at.stock_out.chance.value <= RARE:
        yield Conclusion(kind="lasts", holds=True, place=at.place, need=at.need, before=before, figures=found)


def _first(lines: Mapping[str, Line], at: Line) -> Iterator[Conclusion]:
    """Whether a need is rationed from the first day, or is the first that comes to be rationed at its place."""
    told: tuple[tuple[Kind, Callable[[Line], Chance]], ...] = (
        ("short at once", lambda x: x.at_once), ("rationed first", lambda x: x.first)
    )  # fmt: skip
    for kind, value in told:
        yield from _so(kind, at.place, at.need, {a: value(x) for a, x in lines.items()})


def _so(kind: Kind, place: str, need: str, told: Mapping[str, Chance]) -> Iterator[Conclusion]:
    """A statement with a chance: it depends where the chances differ, and holds where it is so in nine of ten."""
    figures = tuple((account, x.value) for account, x in told.items())
    if _differ(list(told.values())):
        yield Conclusion(kind=kind, holds=False, place=place, need=need, figures=_own(figures))
    elif figures[0][1] >= SURE:
        yield Conclusion(kind=kind, holds=True, place=place, need=need, figures=figures)


def _met(lines: Mapping[str, Line], at: Line) -> Iterator[Conclusion]:
    """How much of a need is met at least, or at most; and the amounts on which the accounts differ."""
    low, high = _figures(lines, lambda x: x.met.low), _figures(lines, lambda x: x.met.high)
    floor = math.floor(min(v for _, v in low) / STEP + 1e-9) * STEP
    ceiling = math.ceil(max(v for _, v in high) / STEP - 1e-9) * STEP
    if floor >= LEAST_TOLD:
        yield Conclusion(
            kind="met at least", holds=True, place=at.place, need=at.need, bound=floor, figures=low
        )
    if ceiling <= MOST_TOLD:
        yield Conclusion(
            kind="met at most", holds=True, place=at.place, need=at.need, bound=ceiling, figures=high
        )
    differing = apart(lines.values())
    amounts: tuple[tuple[str, Kind, Callable[[Line], float]], ...] = (
        ("met", "share met", lambda x: x.met.median),
        ("cover", "days of cover", lambda x: x.cover.median),
    )
    for measure, kind, value in amounts:
        if measure in differing:
            figures = _own(_figures(lines, value))
            yield Conclusion(kind=kind, holds=False, place=at.place, need=at.need, figures=figures)


def _least(answers: Answers) -> Iterator[Conclusion]:
    """Which place is served least with a need."""
    pairs = dict.fromkeys((x.need, x.place) for a in answers.values() for x in a.least)
    for need, place in pairs:
        told = {
            account: next((x.chance for x in a.least if (x.need, x.place) == (need, place)), None)
            for account, a in answers.items()
        }
        yield from _so("served least", place, need, {a: x for a, x in told.items() if x is not None})

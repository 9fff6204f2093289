"""Policies side by side and what passages are worth, as an internal page shows them. Words and tables, no law."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from corridor.report import words
from corridor.report.charts.policies import Bar, policies
from corridor.report.figures import NARROW, WIDE, Chart
from corridor.report.grounds import Figure, Ground, Moment, figure
from corridor.report.sentences import Part, Teller
from corridor.report.tables import Cell, Table
from corridor.study.plans.intervals import Mean
from corridor.study.plans.one_more import OneMore, Thing
from corridor.study.plans.worth import Closed, Criticality, Worth

NO_DIFFERENCE = "no difference can be told"


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """A policy as it did on fresh paths.

    Attributes
    ----------
    name : str
        In words.
    cost : Mean
        Weighted person-days, with its interval.
    over : Mean or None
        Its cost less that of the policy it is held against, path by path; None for that one itself.
    is_bound : bool
        Whether it knows what nobody can: no policy, but what all fall short of.
    """

    name: str
    cost: Mean
    over: Mean | None = None
    is_bound: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Policies that met the same fresh paths, and the share of futures that load the same until the review."""

    policies: tuple[Policy, ...]
    paths: int
    same_loads: float | None = None
    notes: tuple[str, ...] = ()


def signed(value: float) -> str:
    """A number with its sign.

    Examples
    --------
    >>> signed(-1234.5), signed(12.0)
    ('-1,230', '12')
    """
    return f"-{words.number(-value)}" if value < 0 else words.number(value)


def mean_parts(mean: Mean, ground: Ground) -> tuple[Part, ...]:
    """A mean with its interval in brackets."""
    told: list[Part] = [figure(signed(mean.mean), mean.mean, ground)]
    if mean.low is not None and mean.high is not None and (mean.low, mean.high) != (mean.mean, mean.mean):
        told += [
            " (",
            figure(signed(mean.low), mean.low, ground),
            " to ",
            figure(signed(mean.high), mean.high, ground),
        ]
        told.append(")")
    return tuple(told)


def is_untold(mean: Mean) -> bool:
    """Whether no difference can be told: its interval includes zero, or there is none.

    Examples
    --------
    >>> (
    ...     is_untold(Mean(3.0, -1.0, 7.0, 9)),
    ...     is_untold(Mean(3.0, 1.0, 5.0, 9)),
    ...     is_untold(Mean(0.0, 0.0, 0.0, 9)),
    ... )
    (True, False, True)
    """
    return mean.low is None or mean.high is None or mean.low <= 0 <= mean.high


def difference(mean: Mean, ground: Ground) -> tuple[Part, ...]:
    """A difference, or that none can be told."""
    parts = mean_parts(mean, ground)
    return (*parts, f": {NO_DIFFERENCE}") if is_untold(mean) else parts


def compared(found: Compared | None, ground: Ground) -> dict[str, Any] | None:
    """Policies side by side: a table and a chart; None where nothing was compared."""
    if found is None or not found.policies:
        return None
    rows = [
        {
            "name": p.name,
            "is_bound": p.is_bound,
            "cost": mean_parts(p.cost, ground),
            "over": None if p.over is None else difference(p.over, ground),
        }
        for p in found.policies
    ]
    return {
        "rows": rows,
        "against": next((p.name for p in found.policies if p.over is None and not p.is_bound), ""),
        "paths": figure(f"{found.paths:,}", found.paths, ground),
        "same": None
        if found.same_loads is None
        else figure(words.percent(found.same_loads), found.same_loads, ground),
        "notes": found.notes,
        "chart": _chart(found, ground),
    }


def _chart(found: Compared, ground: Ground) -> Chart:
    bars = [
        Bar(p.name, p.cost.mean, _or(p.cost.low, p.cost.mean), _or(p.cost.high, p.cost.mean), p.is_bound)
        for p in found.policies
    ]
    real = [p for p in found.policies if not p.is_bound] or list(found.policies)
    least = min(real, key=lambda p: p.cost.mean)
    finding: tuple[Part, ...] = (f"Least on average: {least.name}, ", *mean_parts(least.cost, ground), ".")
    alt = "Cost of each policy in weighted person-days: " + "; ".join(
        f"{p.name} {p.cost.text()}" for p in found.policies
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (b.name, *(figure(signed(v), v, ground) for v in (b.mean, b.low, b.high))) for b in bars
    )
    heads = ("Policy", "Mean", "Lower end", "Upper end")
    table = Table("Cost of each policy, weighted person-days", heads, rows, ground.anchor)
    wide, narrow = (policies(bars, w) for w in (WIDE, NARROW))
    return Chart(
        "Cost by policy, weighted person-days", finding, alt, wide, (table,), ground.anchor, narrow=narrow
    )


def _or(value: float | None, other: float) -> float:
    return other if value is None else value


def critical(teller: Teller, found: Criticality | None, ground: Ground) -> dict[str, Any] | None:
    """What passages are worth; None where it was not worked out."""
    if found is None:
        return None
    return {
        "futures": figure(f"{found.futures:,}", found.futures, ground),
        "passages": [
            _closure(w, c, ground, is_first=i == 0) for w in found.passages for i, c in enumerate(w.closed)
        ],
        "entry": [
            (
                e.goods,
                _tonnes(e.need_t, ground),
                _share(e.share(e.today_t), ground),
                _share(e.share(e.mean_t), ground),
            )
            for e in found.entry
        ],
        "more": [_more(teller, x, ground) for x in found.one_more],
        "not_tried": figure(f"{found.not_tried:,}", found.not_tried, ground),
        "notes": found.notes,
    }


def _closure(w: Worth, c: Closed, ground: Ground, *, is_first: bool) -> dict[str, Any]:
    return {
        "name": w.name,
        "also": w.also if is_first else (),
        "start": Moment.of(c.start, short=True),
        "days": figure(f"{c.days:,}", c.days, ground),
        "surprise": difference(c.surprise.weighted, ground),
        "announced": None if c.announced is None else difference(c.announced.weighted, ground),
        "preparation": None if c.preparation is None else difference(c.preparation, ground),
        "survival": mean_parts(c.surprise.short["survival"], ground),
        "sends": None if w.sends is None else figure(words.percent(w.sends), w.sends, ground),
        "loses": None if w.loses is None else figure(words.percent(w.loses), w.loses, ground),
        "why": c.why,
    }


def _tonnes(value: float, ground: Ground) -> Figure:
    return figure(f"{words.number(value)} t", value, ground)


def _share(value: float | None, ground: Ground) -> Figure | None:
    return None if value is None else figure(words.percent(value), value, ground)


def _more(teller: Teller, found: OneMore, ground: Ground) -> dict[str, Any]:
    return {
        "what": thing_words(found.thing, teller.grounds.names.of_id),
        "saves": difference(found.saves, ground),
        "costs": difference(found.costs, ground),
    }


THINGS = {
    "slot": "at {0}",
    "truck": "of {0}",
    "way": "by {0}",
    "stock": "of {1} in store at {0}",
    "supply": "of {1} supplied at {0}",
}


def thing_words(thing: Thing, name: Callable[[str], str]) -> str:
    """Something of which there could be one more, in words; `name` gives the printed name of an id.

    Examples
    --------
    >>> thing_words(Thing("stock", ("hill", "flour"), "t", (0, 0)), str.capitalize)
    'one t of Flour in store at Hill'
    """
    if thing.kind == "cap":
        return f"one {thing.unit} of the cap on {words.listed(name(key) for key in thing.of[1:])}"
    return f"one {thing.unit} {THINGS[thing.kind].format(*(name(key) for key in thing.of))}"

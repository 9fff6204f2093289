"""Policies side by side and what passages are worth, as an internal page shows them. Words and tables, no law."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from corridor.report import words
from corridor.report.charts.policies import Bar, policies
from corridor.report.figures import NARROW, WIDE, Chart
from corridor.report.grounds import Figure, Ground, Moment, figure
from corridor.report.sentences import Part, Teller
from corridor.report.tables import Cell, Table
from corridor.result.comparison import Comparison, Judged
from corridor.study.plans.intervals import LEVEL, Mean
from corridor.study.plans.one_more import OneMore, Thing
from corridor.study.plans.worth import Closed, Criticality, Worth

NO_DIFFERENCE = "no difference can be told"


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


def compared(found: Comparison | None, ground: Ground) -> dict[str, Any] | None:
    """Policies side by side: a table and a chart; None where nothing was compared."""
    if found is None or not found.judged:
        return None
    over = {(d.name, d.scenario): d for d in found.differences}
    rows = []
    for j in found.judged:
        d = over.get((j.name, j.scenario))
        rows.append(
            {
                "name": name_of(j),
                "meaning": j.meaning,
                "is_policy": j.is_policy,
                "cost": mean_parts(cost_of(j), ground),
                "over": None if d is None else difference(Mean(d.mean, d.low, d.high, d.paths), ground),
                "worst": figure(signed(j.worst), j.worst, ground),
                "survival": figure(words.number(j.person_days[2]), j.person_days[2], ground),
            }
        )
    alike = found.alike
    return {
        "rows": rows,
        "against": words.listed(dict.fromkeys(d.against for d in found.differences)),
        "paths": figure(f"{found.run.paths:,}", found.run.paths, ground),
        "alike": None
        if alike is None
        else (
            figure(f"{alike.same:,}", alike.same, ground),
            figure(f"{alike.futures:,}", alike.futures, ground),
        ),
        "notes": found.run.notes,
        "chart": _chart(found, ground),
    }


def name_of(judged: Judged) -> str:
    """A policy in a row: its name, and its scenario where it has one."""
    name = judged.name.replace("_", " ")
    return f"{name}, {judged.scenario}" if judged.scenario else name


def cost_of(judged: Judged) -> Mean:
    """The mean cost of a policy with its 95 % interval; none for a single path."""
    from scipy import stats  # noqa: PLC0415  (slow to import)

    if judged.paths < 2:
        return Mean(judged.mean, None, None, judged.paths)
    half = float(stats.t.ppf((1 + LEVEL) / 2, judged.paths - 1)) * judged.error
    return Mean(judged.mean, judged.mean - half, judged.mean + half, judged.paths)


def _chart(found: Comparison, ground: Ground) -> Chart:
    costs = [(j, cost_of(j)) for j in found.judged]
    bars = [
        Bar(name_of(j), m.mean, _or(m.low, m.mean), _or(m.high, m.mean), not j.is_policy) for j, m in costs
    ]
    real = [(j, m) for j, m in costs if j.is_policy] or costs
    least, mean = min(real, key=lambda pair: pair[1].mean)
    finding: tuple[Part, ...] = (f"Least on average: {name_of(least)}, ", *mean_parts(mean, ground), ".")
    alt = "Cost of each policy in weighted person-days: " + "; ".join(
        f"{name_of(j)} {m.text()}" for j, m in costs
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

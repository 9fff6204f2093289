"""Convoys of a plan as rows of a schedule, and each as a waybill of its own; the chart by day and route.

No name is made up: who sends, drives and receives stays blank to be written by hand.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass

from corridor.report import words
from corridor.report.charts.convoys import Group, Strip, convoys, groups
from corridor.report.figures import NARROW, WIDE, Chart
from corridor.report.grounds import Figure, Ground, Moment, figure
from corridor.report.sentences import Part, Teller
from corridor.report.tables import Cell, Table
from corridor.result.plan import Convoy, Load, Plan
from corridor.study.plans.cleared import Clearance, Missing, clearance
from corridor.study.plans.make import Draft
from corridor.study.plans.tell import numbered
from corridor.study.plans.words import Names

NOT_LOOKED_UP = "permission and acceptance were not looked up"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a manifest; `m3` is None where the case gives no volume."""

    commodity: str
    amount: Figure
    unit: str
    kg: Figure
    m3: Figure | None


@dataclass(frozen=True, slots=True)
class Paper:
    """One convoy, or as many alike on days in a row: then all amounts are those of one day.

    `last` is the last of its days and None where it is one; `trucks` is None without a fleet; `bulky` says that every
    line has a volume. `reasons` are what is missing, without the name of the carrier.
    """

    id: str
    convoy: Convoy
    date: Moment
    last: Moment | None
    days: Figure
    arrives: Moment
    arrives_last: Moment | None
    route: str
    crossings: tuple[str, ...]
    start: str
    to: str
    carrier: str
    fleet: str
    trucks: Figure | None
    whole_trucks: Figure | None
    t: Figure
    kg: Figure
    m3: Figure | None
    bulky: bool
    lines: tuple[Line, ...]
    missing: tuple[str, ...]
    reasons: tuple[str, ...]
    claims: tuple[str, ...]

    @property
    def anchor(self) -> str:
        """Where its waybill stands."""
        return f"waybill-{self.id}"


def papers(teller: Teller, made: Draft | Plan, ground: Ground) -> tuple[Paper, ...]:
    """Convoys of a plan until its review, days that are alike as one; of a plan alone none is known to be cleared."""
    plan = made.plan if isinstance(made, Draft) else made
    called = Names.read(plan.model)
    found = []
    for number, convoy in numbered(plan):
        cleared = (
            clearance(made, convoy)
            if isinstance(made, Draft)
            else Clearance(missing=(Missing(NOT_LOOKED_UP),), claims=())
        )
        found.append(_paper(teller, plan, convoy, cleared, number, ground, called))
    return tuple(found)


def _paper(
    teller: Teller,
    plan: Plan,
    convoy: Convoy,
    cleared: Clearance,
    number: str,
    ground: Ground,
    called: Names,
) -> Paper:
    names, model = teller.grounds.names, plan.model
    route = next(r for r in model.routes if r.route == convoy.route)
    bulk = {c.commodity for c in model.commodities if c.m3_per_unit is not None}
    trucks = convoy.trucks if convoy.fleet else None
    return Paper(
        id=number,
        convoy=convoy,
        date=Moment.of(convoy.date, short=True),
        last=Moment.of(convoy.last, short=True) if convoy.days > 1 else None,
        days=figure(f"{convoy.days:,}", convoy.days, ground),
        arrives=Moment.of(convoy.arrives, short=True),
        arrives_last=Moment.of(convoy.each[-1].arrives, short=True) if convoy.days > 1 else None,
        route=names.routes.get(convoy.route, convoy.route),
        crossings=tuple(names.crossings.get(x, x) for x in route.crossings),
        start=names.places.get(convoy.start, convoy.start),
        to=names.places.get(convoy.to, convoy.to),
        carrier=called("carriers", convoy.carrier),
        fleet=convoy.fleet.replace("_", " ") if convoy.fleet != convoy.carrier else "",
        trucks=None if trucks is None else figure(exact(trucks), trucks, ground),
        whole_trucks=None if trucks is None else _whole(trucks, ground),
        t=figure(exact(convoy.t), convoy.t, ground),
        kg=figure(f"{1000 * convoy.t:,.0f}", 1000 * convoy.t, ground),
        m3=figure(exact(convoy.m3), convoy.m3, ground) if convoy.m3 > 0 else None,
        bulky=all(x.commodity in bulk for x in convoy.loads),
        lines=tuple(_line(teller, x, ground, has_bulk=x.commodity in bulk) for x in convoy.loads),
        missing=tuple(map(str, cleared.missing)),
        reasons=tuple(m.short for m in cleared.missing),
        claims=cleared.claims,
    )


def _whole(trucks: float, ground: Ground) -> Figure:
    """Trucks rounded up; rounding of the solver is no truck."""
    count = max(1, math.ceil(trucks - 1e-6))
    return figure(f"{count:,}", count, ground)


def _line(teller: Teller, load: Load, ground: Ground, *, has_bulk: bool) -> Line:
    return Line(
        commodity=teller.grounds.names.commodities.get(load.commodity, load.commodity),
        amount=figure(exact(load.amount), load.amount, ground),
        unit=load.unit,
        kg=figure(f"{1000 * load.t:,.0f}", 1000 * load.t, ground),
        m3=figure(exact(load.m3), load.m3, ground) if has_bulk else None,
    )


def exact(value: float) -> str:
    """An amount to load by: tenths below a hundred, hundredths below one.

    Examples
    --------
    >>> exact(16015.55), exact(13.453), exact(0.7474)
    ('16,016', '13.5', '0.75')
    """
    if value >= 100:
        return f"{value:,.0f}"
    text = f"{value:.1f}" if value >= 1 else f"{value:.2g}"
    return text.removesuffix(".0")


def classes(plan: Plan) -> tuple[Group, ...]:
    """Classes of goods that are loaded until the review, in the order of the case."""
    loaded = {load.commodity for load in plan.schedule()}
    return groups(
        tuple(dict.fromkeys(c.goods_class for c in plan.model.commodities if c.commodity in loaded))
    )


def chart(teller: Teller, plan: Plan, listed: Sequence[Paper], ground: Ground) -> Chart:
    """What leaves by day and route, t, stacked by class of goods; wide and narrow."""
    of = {c.commodity: c.goods_class for c in plan.model.commodities}
    days = [plan.days.day(plan.first + i) for i in range(len(plan.loads))]
    sums: dict[str, dict[tuple[dt.date, str], float]] = {}
    for load in plan.schedule():
        spot = (load.date, of[load.commodity])
        own = sums.setdefault(load.route, {})
        own[spot] = own.get(spot, 0.0) + load.t
    names = teller.grounds.names.routes
    strips = [Strip(names.get(r, r), t) for r, t in sums.items()]
    kinds = classes(plan)
    most = max(strips, key=lambda s: sum(s.t.values()))
    whole = sum(p.convoy.t * p.convoy.days for p in listed)
    share = sum(most.t.values()) / whole if whole else 0.0
    finding: tuple[Part, ...] = (
        f"Most of it by {most.name}: ",
        figure(words.percent(share), share, ground),
        " of ",
        figure(f"{exact(whole)} t", whole, ground),
        " until the review.",
    )
    alt = "What leaves by day and route until the review: " + "; ".join(
        f"{s.name} {exact(sum(s.t.values()))} t on {words.plural(len({d for d, _ in s.t}), 'day')}"
        for s in strips
    )
    tonnes = (*(f"{words.capital(k.name)}, t" for k in kinds), "All, t")
    if any(p.last for p in listed):
        heads: tuple[str, ...] = ("Each day from", "Route", "To", *tonnes)
        rows = tuple(_run(strip, kinds, ground) for strip in strips)
    else:
        heads = ("Day", "Route", *tonnes)
        rows = tuple(
            _row(day, strip, kinds, ground) for day in days for strip in strips if strip.day(day) > 0
        )
    table = Table("What leaves by day and route, by class of goods", heads, rows, ground.anchor)
    wide, narrow = (convoys(strips, kinds, days, w) for w in (WIDE, NARROW))
    return Chart("Tonnes by day and route", finding, alt, wide, (table,), ground.anchor, narrow=narrow)


def _row(day: dt.date, strip: Strip, kinds: Sequence[Group], ground: Ground) -> tuple[Cell, ...]:
    parts = [strip.t.get((day, k.name), 0.0) for k in kinds]
    told = [figure(exact(t) if t else "0", t, ground) for t in (*parts, strip.day(day))]
    return (Moment.of(day, short=True), strip.name, *told)


def _run(strip: Strip, kinds: Sequence[Group], ground: Ground) -> tuple[Cell, ...]:
    """Days that are alike as one row: amounts are those of one day."""
    days = sorted({day for day, _ in strip.t})
    first, route, *tonnes = _row(days[0], strip, kinds, ground)
    return (first, route, Moment.of(days[-1], short=True), *tonnes)

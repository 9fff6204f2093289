"""Fills what a blank cell leaves to be worked out: dates of the case, lead times, masses, lower tiers of a need.

After this every row says the same whether its author wrote the default or left it blank.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from corridor.errors import Problem
from corridor.ledger.groups import group_of
from corridor.ledger.records import Source
from corridor.model.checks.codes import problem
from corridor.model.goods import Commodity
from corridor.model.model import Settings
from corridor.model.needs import Need
from corridor.model.parse import Parsed
from corridor.model.routes import Route
from corridor.model.stocks import Stock
from corridor.schema.values import Range

STARTS = ("people", "supply", "fixed_needs", "rations", "processes")
"""Tables whose blank start is the first day of the case."""
NAMED = ("places", "routes", "crossings", "commodities", "needs", "processes", "situations")
"""Tables whose blank name is the short name."""
KG = {"t": 1000.0, "kg": 1.0, "g": 0.001}
"""Mass of a unit that is a mass."""


def complete(parsed: Mapping[str, Parsed], settings: Settings, problems: list[Problem]) -> None:
    """Put the worked-out defaults into the typed rows, in place; what cannot be worked out is told."""
    for name in STARTS:
        p = parsed[name]
        p.rows[:] = [r if r.start is not None else replace(r, start=settings.start) for r in p.rows]
    for name in NAMED:
        key = parsed[name].schema.key[0]
        _each(parsed[name], lambda r, key=key: r if r.name else replace(r, name=getattr(r, key)))  # type: ignore[misc]
    units = {c.commodity: c.unit for c in parsed["commodities"].rows}
    _each(parsed["routes"], lambda r: _route(r, parsed["routes"], units, problems))
    _each(parsed["needs"], _need)
    _each(parsed["sources"], _source)
    _each(parsed["commodities"], lambda c: _commodity(c, parsed["commodities"], problems))
    _each(parsed["deliveries"], lambda d: _delivery(d, parsed["deliveries"], problems))
    _each(parsed["stocks"], lambda s: _stock(s, settings, units))


def _each(parsed: Parsed, change: Callable[[Any], Any]) -> None:
    parsed.rows[:] = [change(row) for row in parsed.rows]


def _route(route: Route, parsed: Parsed, units: Mapping[str, str], problems: list[Problem]) -> Route:
    is_line = route.mode == "line"
    lead = route.lead_days or Range.exact(0 if is_line else 1)
    own = units.get(route.carries[0], "") if is_line and route.carries else "t"
    unit = {"truck": "trucks", "trucks": "trucks"}.get(route.unit, route.unit) or own
    route = replace(route, group=route.group or route.route, lead_days=lead, unit=unit)
    if route.per_day is None or unit in {own, "trucks"}:
        return route
    return _in_unit(route, route.per_day, own, parsed, problems)


def _in_unit(route: Route, per_day: Range, own: str, parsed: Parsed, problems: list[Problem]) -> Route:
    """The route with what it carries in the unit engines count it in; left alone if it cannot be (C448 tells)."""
    from corridor.units import UnitError, convert  # noqa: PLC0415  (pint is slow to start)

    try:
        number = Range(*(convert(v, route.unit, own) for v in (per_day.low, per_day.mid, per_day.high)))
    except UnitError:
        return route
    text = f"per_day: {per_day.mid:g} {route.unit} was read as {number.mid:,.10g} {own}."
    problems.append(problem("C820", parsed.at(route, "per_day"), text, fix=f"Write {own} to be sure."))
    return replace(route, per_day=number, unit=own)


def _need(need: Need) -> Need:
    minimum = need.per_person_day_minimum or need.per_person_day
    survival = need.per_person_day_survival or minimum
    return replace(need, per_person_day_minimum=minimum, per_person_day_survival=survival)


def _source(source: Source) -> Source:
    return replace(source, independence_group=group_of(source.source, source.independence_group))


def _commodity(c: Commodity, parsed: Parsed, problems: list[Problem]) -> Commodity:
    if c.kg_per_unit is not None or c.drop:
        return c
    if not c.storable:
        return replace(c, kg_per_unit=0.0)
    if c.unit not in KG:
        text = f'kg_per_unit: the mass of one {c.unit} of "{c.commodity}" is missing.'
        fix = "Write the kilograms of one unit as loaded; 0 for what has no mass to carry."
        problems.append(problem("C410", parsed.at(c, "kg_per_unit"), text, fix=fix))
    return replace(c, kg_per_unit=KG.get(c.unit, 0.0))


def _delivery(d: Any, parsed: Parsed, problems: list[Problem]) -> Any:
    if d.start is None and d.since is None:
        fix = "Write the first day of the period, or since for a cumulative count."
        problems.append(problem("C617", parsed.at(d, "start"), "start: blank, and so is since.", fix=fix))
    return replace(d, start=d.start or d.since or d.end)


def _stock(stock: Stock, settings: Settings, units: Mapping[str, str]) -> Stock:
    return replace(
        stock, date=stock.date or settings.start, unit=stock.unit or units.get(stock.commodity, "")
    )

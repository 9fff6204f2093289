"""Checks of routes, crossings and fleets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from corridor.errors import Problem
from corridor.model.checks.context import Context, names


def ends(context: Context) -> Iterator[Problem]:
    """A route leads from one place to another, and takes at least a day; a line takes none."""
    for route in context.rows("routes"):
        if route.from_place == route.to_place:
            yield context.tell(
                "C440",
                "routes",
                route,
                "to",
                f'the route leads from "{route.to_place}" to itself.',
                "Correct one of the two ends.",
            )
        if route.mode == "line" and route.lead_days.high > 0:
            yield context.tell(
                "C441",
                "routes",
                route,
                "lead_days",
                "what a line carries is felt the same day.",
                "Write 0, or leave it blank.",
            )
        if route.mode != "line" and route.lead_days.low < 1:
            yield context.tell(
                "C441",
                "routes",
                route,
                "lead_days",
                "0: goods on a road arrive the day after at the earliest.",
                "Write at least 1.",
            )


def loads(context: Context) -> Iterator[Problem]:
    """A line names one commodity that cannot be stored; other routes carry what can."""
    storable = {c.commodity: c.storable for c in context.rows("commodities")}
    for route in context.rows("routes"):
        is_line = route.mode == "line"
        if is_line and len(route.carries) != 1:
            found = "names no commodity" if not route.carries else f"names {len(route.carries)} commodities"
            yield context.tell(
                "C442",
                "routes",
                route,
                "carries",
                f'the line "{route.route}" {found}.',
                "A line carries one; write its short name, and add a line for each other.",
            )
        wrong = [c for c in route.carries if storable.get(c, not is_line) == is_line]
        if wrong:
            kind = (
                "can be stored, and lines carry what cannot"
                if is_line
                else "cannot be stored, and only lines carry that"
            )
            yield context.tell(
                "C443",
                "routes",
                route,
                "carries",
                f"{names(wrong)} {kind}.",
                "Change storable of the commodity, the mode of the route, or what it carries.",
            )


def trucks(context: Context) -> Iterator[Problem]:
    """What is counted in trucks has trucks: slots, roads and caps in trucks need a fleet that leaves from the start."""
    bases = {f.base for f in context.rows("fleets")}
    if not context.is_whole("fleets"):
        return
    slots = {x.crossing for x in context.rows("crossings") if x.slots_per_day is not None}
    for route in context.rows("routes"):
        if route.mode == "line" or route.from_place in bases:
            continue
        counted = [x for x in route.crossings if x in slots]
        if counted:
            text = f'{names(counted)} counts trucks, and no fleet leaves from "{route.from_place}".'
            yield context.tell(
                "C444",
                "routes",
                route,
                "crossings",
                text,
                "Add a fleet with its payload at the start of the route.",
            )
        if route.per_day is not None and route.unit == "trucks":
            text = f'trucks a day, and no fleet leaves from "{route.from_place}".'
            yield context.tell(
                "C444",
                "routes",
                route,
                "unit",
                text,
                "Add a fleet with its payload there, or write per_day in t.",
            )
        if bases:
            text = (
                f'no fleet leaves from "{route.from_place}", so nothing of ours is ever sent on this route.'
            )
            yield context.tell(
                "C445", "routes", route, "from", text, "Add a fleet there, if that is not meant."
            )
    for row in context.rows("access"):
        if row.unit == "trucks/day" and row.cap is not None and not bases:
            yield context.tell(
                "C444",
                "access",
                row,
                "unit",
                "a cap in trucks, and the case has no fleets.",
                "Add fleets with their payload, or write the cap in t/day.",
            )


def fuel(context: Context) -> Iterator[Problem]:
    """Fuel can be counted in litres, and the routes of a fleet that burns it have a length."""
    goods = {c.commodity: c for c in context.rows("commodities")}
    for fleet in context.rows("fleets"):
        good = goods.get(fleet.fuel or "")
        if good is not None and good.unit != "l" and not good.m3_per_unit:
            text = f'"{good.commodity}" is counted in {good.unit}, which cannot become litres.'
            yield context.tell(
                "C446", "fleets", fleet, "fuel", text, "Count it in l, or give its m3_per_unit."
            )
        if not fleet.fuel or fleet.l_per_km == 0:
            continue
        for route in context.rows("routes"):
            if route.from_place == fleet.base and route.mode != "line" and route.km is None:
                text = f'the length of "{route.route}" is missing, and the fleet "{fleet.fleet}" burns fuel on it.'
                yield context.tell("C447", "routes", route, "km", text, "Write its length one way.")


def units(context: Context) -> Iterator[Problem]:
    """What a route carries in a day is counted in t or trucks; a line in the unit of its commodity."""
    unit = {c.commodity: c.unit for c in context.rows("commodities")}
    for route in context.rows("routes"):
        allowed = _units(route, unit)
        if route.per_day is not None and route.unit not in allowed:
            text = f'"{route.unit}" is none of {names(allowed)}, and cannot become it.'
            yield context.tell("C448", "routes", route, "unit", text, "Write per_day in one of these.")


def _units(route: Any, unit: dict[str, str]) -> list[str]:
    return [unit.get(c, route.unit) for c in route.carries] if route.mode == "line" else ["t", "trucks"]

"""Checks of places, people and who holds what."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from corridor.errors import Problem, Where
from corridor.model.checks.codes import problem
from corridor.model.checks.context import Context, names


def people(context: Context) -> Iterator[Problem]:
    """Settlements have people, sources have none, and a count holds from the first day."""
    counted = {r.place for r in context.rows("people")} | {k[0] for k in context.parsed["people"].faulty_keys}
    for place in context.rows("places"):
        if place.kind == "settlement" and place.place not in counted:
            text = f'"{place.place}" is a settlement, and nobody is counted there.'
            yield context.tell(
                "C401", "places", place, "place", text, "Add its people, or make it a hub or a source."
            )
    kinds = {p.place: p.kind for p in context.rows("places")}
    first: dict[str, list[Any]] = {}
    for row in context.rows("people"):
        if kinds.get(row.place) == "source":
            text = f'"{row.place}" is a source, outside; people there are not counted.'
            yield context.tell(
                "C402", "people", row, "place", text, "Make it a settlement, or leave its people out."
            )
        if row.people.high == 0 and kinds.get(row.place) == "settlement":
            text = f'nobody is counted at "{row.place}": nothing is needed there.'
            yield context.tell("C405", "people", row, "people", text, "Correct it, or make the place a hub.")
        first.setdefault(row.place, []).append(row)
    for place_name, rows in first.items():
        earliest = min(rows, key=lambda r: r.start)
        if earliest.start > context.settings.start:
            text = f'nobody is counted at "{place_name}" before {earliest.start}.'
            yield context.tell(
                "C403",
                "people",
                earliest,
                "start",
                text,
                "Leave start blank in the first row of a place.",
            )


def coordinates(context: Context) -> Iterator[Problem]:
    """A latitude has its longitude."""
    for table in ("places", "crossings"):
        for row in context.rows(table):
            if (row.lat is None) != (row.lon is None):
                missing = "lon" if row.lon is None else "lat"
                yield context.tell(
                    "C404",
                    table,
                    row,
                    missing,
                    "one coordinate stands without the other.",
                    "Fill both, or neither.",
                )


def same_names(context: Context) -> Iterator[Problem]:
    """Names that stand in one column of another table are not shared by two tables."""
    for first, second, where in (
        ("routes", "crossings", "access and control"),
        ("places", "routes", "control"),
        ("places", "crossings", "control"),
        ("commodities", "mixes", "inflow and deliveries"),
    ):
        shared = context.ids[first] & context.ids[second]
        key = context.parsed[second].schema.key[0]
        for row in context.rows(second):
            if getattr(row, key) in shared:
                shared.discard(getattr(row, key))
                text = f'"{getattr(row, key)}" is also in {first}; {where} could not tell them apart.'
                yield context.tell("C303", second, row, key, text, "Rename one of the two.")


def unused(context: Context) -> Iterator[Problem]:
    """Every place, commodity and crossing is used by something."""
    if not context.is_whole(*context.parsed):
        return
    ends = {r.from_place for r in context.rows("routes")} | {r.to_place for r in context.rows("routes")}
    for table in ("people", "stocks", "supply", "processes", "fixed_needs"):
        ends |= {r.place for r in context.rows(table)}
    places = [p.place for p in context.rows("places") if p.place not in ends and p.kind != "settlement"]
    goods = {r.commodity for t in ("satisfies", "process_flows") for r in context.rows(t)}
    goods |= {f.fuel for f in context.rows("fleets")}
    idle = [c.commodity for c in context.rows("commodities") if c.commodity not in goods]
    gates = {x for r in context.rows("routes") for x in r.crossings}
    crossings = [x.crossing for x in context.rows("crossings") if x.crossing not in gates]
    for table, listed, text in (
        ("places", places, "has no route, people, stock or supply"),
        ("commodities", idle, "serves no need, no process and no fleet"),
        ("crossings", crossings, "lies on no route"),
    ):
        if listed:
            where = Where(context.parsed[table].raw.source)
            yield problem("C430", where, f"{names(listed)} {text}.", fix="Nothing, if that is meant.")

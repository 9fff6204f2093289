"""Checks of situations, access and inflow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from corridor.errors import Problem, Where
from corridor.model.checks.codes import nearest, problem
from corridor.model.checks.context import Context, names

ANY = "any"
DIRECTIONS = {(True, False): "in", (False, True): "out"}


def groups(context: Context) -> Iterator[Problem]:
    """The group of a situation is one that a route has."""
    known = {r.group for r in context.rows("routes")}
    if not context.is_whole("routes"):
        return
    for row in context.rows("situations"):
        if row.group not in known:
            text = f'no route is of the group "{row.group}".{nearest(row.group, known)}'
            yield context.tell(
                "C104", "situations", row, "group", text, "Correct it, or write the group under routes."
            )


def groups_of_situations(context: Context) -> dict[str, str]:
    """Group of each situation."""
    return {s.situation: s.group for s in context.rows("situations")}


def caps(context: Context) -> Iterator[Problem]:
    """What is restricted has a cap, what is not has none, and a share is at most 1."""
    for row in context.rows("access"):
        if row.status == "restricted" and row.cap is None:
            yield context.tell(
                "C310",
                "access",
                row,
                "cap",
                "restricted, and no cap.",
                "Write the cap and its unit, or write open or closed.",
                missing=True,
            )
        if row.status != "restricted" and row.cap is not None:
            yield context.tell(
                "C310",
                "access",
                row,
                "status",
                f"{row.status}, and a cap beside it.",
                "Write restricted, or leave the cap blank.",
            )
        if row.cap is not None and row.unit == "share" and row.cap.high > 1:
            yield context.tell(
                "C311",
                "access",
                row,
                "cap",
                f"a share of {row.cap.high:g} is more than the whole.",
                "Write a share between 0 and 1, or the unit t/day or trucks/day.",
            )


def caps_of_lines(context: Context) -> Iterator[Problem]:
    """A cap in t or trucks names no line: what a line carries has no mass."""
    lines = {r.route for r in context.rows("routes") if r.mode == "line"}
    for row in context.rows("access"):
        if row.cap is not None and row.unit != "share" and row.subject in lines:
            text = f'"{row.subject}" is a line, and {row.unit} limits nothing of what it carries.'
            fix = "Write a share, or the capacity of the line under per_day in routes."
            yield context.tell("C316", "access", row, "unit", text, fix)


def own_groups(context: Context) -> Iterator[Problem]:
    """A row of access, inflow or outlook names situations of the group it speaks of."""
    of = groups_of_situations(context)
    group = {r.route: r.group for r in context.rows("routes")}
    for x in context.rows("crossings"):
        over = {r.group for r in context.rows("routes") if x.crossing in r.crossings}
        group[x.crossing] = over
    for table, column in (("access", "subject"), ("inflow", "route")):
        for row in context.rows(table):
            subject = getattr(row, column)
            allowed = group.get(subject)
            if row.situation in of and allowed and not _in(of[row.situation], allowed):
                other = of[row.situation]
                text = (
                    f'"{row.situation}" is a situation of the group "{other}", and "{subject}" is not of it.'
                )
                yield context.tell("C312", table, row, "situation", text, "Correct one of the two.")
    for row in context.rows("outlook_next"):
        if row.situation in of and row.next in of and of[row.situation] != of[row.next]:
            text = (
                f'"{row.next}" is of the group "{of[row.next]}", "{row.situation}" of "{of[row.situation]}".'
            )
            yield context.tell(
                "C312", "outlook_next", row, "next", text, "One situation follows another of the same group."
            )
        if row.situation == row.next:
            yield context.tell(
                "C313",
                "outlook_next",
                row,
                "next",
                "a situation does not follow itself.",
                "Write how long it lasts under outlook.",
            )


def _in(group: str, allowed: str | set[str]) -> bool:
    return group in allowed if isinstance(allowed, set) else group == allowed


def coverage(context: Context) -> Iterator[Problem]:
    """Where there is an access table, some row speaks for every passage in every situation."""
    rows = context.rows("access")
    if not rows or not context.is_whole(
        "access", "situations", "routes", "fleets", "commodities", "places", "crossings"
    ):
        return
    by_subject: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        by_subject[row.subject].append(row)
    situations: dict[str, list[str]] = defaultdict(list)
    for s in context.rows("situations"):
        situations[s.group].append(s.situation)
    told: set[tuple[str, str]] = set()
    for route in context.rows("routes"):
        for subject in (route.route, *route.crossings):
            candidates = by_subject[subject] + by_subject["*"]
            for situation in situations[route.group] or ["*"]:
                missing = _missing(context, route, situation, candidates)
                if missing and (subject, situation) not in told:
                    told.add((subject, situation))
                    yield _uncovered(context, subject, situation, route, missing)


def _missing(context: Context, route: Any, situation: str, rows: list[Any]) -> list[tuple[str, str]]:
    """Carrier and goods class of passages that no row speaks for."""
    direction = _direction(context, route)
    fit = [r for r in rows if r.situation in {"*", situation} and r.direction in {"*", direction}]
    return [
        (carrier, goods)
        for carrier in _carriers(context, route)
        for goods in _classes(context, route)
        if not any(r.carrier in {"*", carrier} and r.goods_class in {"*", goods} for r in fit)
    ]


def _uncovered(
    context: Context, subject: str, situation: str, route: Any, missing: list[tuple[str, str]]
) -> Problem:
    carrier, goods = missing[0]
    more = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
    state = (
        f'in situation "{situation}"'
        if situation != "*"
        else f'for the group "{route.group}", which has no situations'
    )
    text = f'no row says whether carrier "{carrier}" with goods "{goods}"{more} may pass "{subject}" {state}.'
    text += context.named
    where = Where(context.parsed["access"].raw.source)
    return problem("C314", where, text, fix="Add a row, or one with * that says the rest.")


def _direction(context: Context, route: Any) -> str:
    kind = {p.place: p.kind for p in context.rows("places")}
    outside = kind.get(route.from_place) == "source", kind.get(route.to_place) == "source"
    return DIRECTIONS.get(outside, "within")


def _carriers(context: Context, route: Any) -> list[str]:
    if route.mode == "line" or not context.rows("fleets"):
        return [ANY]
    return list(dict.fromkeys(f.carrier for f in context.rows("fleets") if f.base == route.from_place))


def _classes(context: Context, route: Any) -> list[str]:
    is_line = route.mode == "line"
    return list(
        dict.fromkeys(
            c.goods_class
            for c in context.rows("commodities")
            if c.storable != is_line and (not route.carries or c.commodity in route.carries)
        )
    )


def words(context: Context) -> Iterator[Problem]:
    """Carriers and goods classes named in access exist somewhere."""
    carriers = {r.carrier for t in ("fleets", "inflow", "deliveries") for r in context.rows(t)} | {"*", ANY}
    carriers |= {r.carrier for r in context.rows("consignments") if r.carrier}
    classes = {c.goods_class for c in context.rows("commodities")} | {"*"}
    if not context.is_whole("fleets", "commodities", "inflow", "deliveries"):
        return
    for column, known in (("carrier", carriers), ("goods_class", classes)):
        unknown = dict.fromkeys(
            getattr(r, column) for r in context.rows("access") if getattr(r, column) not in known
        )
        for word in unknown:
            row = next(r for r in context.rows("access") if getattr(r, column) == word)
            noun = "the carrier" if column == "carrier" else "the class"
            text = f'nothing has {noun} "{word}".{nearest(word, known)}'
            yield context.tell(
                "C431", "access", row, column, text, "Correct the spelling, if it is not meant for later."
            )


__all__ = [
    "caps",
    "caps_of_lines",
    "coverage",
    "groups",
    "groups_of_situations",
    "names",
    "own_groups",
    "words",
]

"""Checks of deliveries on record: overlaps, days without a record, closed ways, and the stock behind what left."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import partial
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

from corridor.errors import Problem
from corridor.model import merge
from corridor.model.checks.context import Context
from corridor.model.unrecorded import UNKNOWN, Gap, Situations, Span, gaps, in_words, is_closed, merged
from corridor.schema.load import tables

Thing = tuple[str, str]
"""A place and a commodity."""
Left = tuple[Any, list[int], float]
"""A delivery, the days on which it left a store on record, and how much a day."""
CASE = tuple(name for name, table in tables().items() if table.group == "case")
READ = (
    "deliveries",
    "inflow",
    "timeline",
    "situations",
    "routes",
    "commodities",
    "mixes",
    "places",
    "access",
)
"""Tables that must be whole for what is missing in them to be truly missing."""


def overlaps(context: Context) -> Iterator[Problem]:
    """Records of one route, carrier and contents do not overlap."""
    by_key: dict[tuple[str, str, str], list[Any]] = defaultdict(list)
    for row in context.rows("deliveries"):
        by_key[row.route, row.carrier, row.contents].append(row)
    for rows in by_key.values():
        for before, row in pairwise(sorted(rows, key=lambda r: r.start)):
            if row.start <= before.end and (row.start, row.rival) != (before.start, before.rival):
                text = f"{row.start} lies within the record of {before.start} to {before.end}."
                fix = "Split the periods so that no day is counted twice."
                yield context.tell("C610", "deliveries", row, "start", text, fix)


def cumulative(context: Context) -> Iterator[Problem]:
    """A delivery says its period in one way, and a count since a day does not fall."""
    series: dict[tuple[Any, ...], list[Any]] = defaultdict(list)
    schema = context.parsed["deliveries"].schema
    for row in merge.published(
        merge.merged(context.all_rows("deliveries"), schema, context.scenario or None), schema
    ):
        tell = partial(context.tell, "C617", "deliveries", row)
        if row.since and row.start != row.since:
            yield tell(
                "start", f"{row.start} stands beside since {row.since}.", "Leave start blank, or since."
            )
        elif row.since and row.rival:
            fix = "Write the amounts of both by period, with start."
            yield tell("rival", "counts since a day cannot be rivals.", fix)
        elif row.since:
            series[row.route, row.carrier, row.contents, row.since].append(row)
    for counts in series.values():
        for before, row in pairwise(sorted(counts, key=lambda r: r.end)):
            if row.amount.mid < before.amount.mid:
                text = f"{row.amount.mid:,.10g} since {row.since}, and {before.amount.mid:,.10g} by {before.end}."
                fix = f"Correct one of the two, or add the revised count to {before.end} with its known_from."
                yield context.tell("C616", "deliveries", row, "amount", text, fix)


def unrecorded(context: Context) -> Iterator[Problem]:
    """Days before the origin without a record are told with what is taken in their place; without any, refused."""
    if not context.is_whole(*READ):
        return
    rows, days, origin = _view(context)
    told: dict[tuple[Any, ...], list[Gap]] = defaultdict(list)
    for gap in gaps(rows, days, origin):
        told[gap.route, gap.carrier, gap.contents, gap.by, gap.situation, gap.drawn].append(gap)
    for (route, _, contents, by, *_), found in told.items():
        gap = found[0]
        text = f"{gap.words(days)}."
        table = "deliveries"
        every = [
            r
            for r in (*rows.deliveries, *rows.unread_deliveries)
            if (r.route, r.contents) == (route, contents)
        ]
        if not every:
            table, every = "inflow", [r for r in rows.inflow if (r.route, r.contents) == (route, contents)]
        first = days.day(gap.spans[0][0])
        later = [r for r in every if table == "deliveries" and r.start > first]
        row, column = (
            (later[0], "start") if later else (every[-1], "end" if table == "deliveries" else "per_day")
        )
        if by == "nothing":
            fix = (
                "Blank is never zero: write 0 for days on which nothing came, or what usually comes in under "
                f"{_situation(gap)}, in inflow."
            )
            yield context.tell("C611", table, row, column, text, fix)
        else:
            drawn = ", where that situation is drawn" if gap.drawn else ""
            fix = f"In its place is assumed {gap.filled}{drawn}. Write the record, or 0 where nothing came."
            yield context.tell("C612", table, row, column, text, fix)


def _situation(gap: Gap) -> str:
    return f'"{gap.situation}"' if gap.situation else "a situation"


def _view(context: Context) -> tuple[Any, Any, int]:
    """The rows in force as a model has them, the days, and the day number of the origin."""
    days = context.settings.calendar
    rows = SimpleNamespace(**{name: context.rows(name) for name in CASE}, unread_deliveries=context.unread)
    return rows, days, min(days.count, max(0, days.number(context.settings.origin)))


def through_closed_ways(context: Context) -> Iterator[Problem]:
    """No delivery passed a way that the timeline had closed to it on every day of the record.

    A record that reaches into closed days may have come on its open ones.
    """
    if not context.is_whole(*READ) or not context.rows("access"):
        return
    rows, days, origin = _view(context)
    routes = {r.route: r for r in rows.routes}
    situations = Situations(rows, days, origin)
    known: dict[tuple[str, str, str, str | None], bool] = {}

    def closed(row: Any, situation: str | None) -> bool:
        key = row.route, row.carrier, row.contents, situation
        if key not in known:
            known[key] = is_closed(rows, routes[row.route], row.carrier, row.contents, situation)
        return known[key]

    found: dict[tuple[str, str], list[tuple[Any, list[int]]]] = defaultdict(list)
    for row in rows.deliveries:
        if row.route in routes and row.amount.high > 0:
            group = routes[row.route].group
            on = [
                d for d in _days(row, days, origin) if all(closed(row, s) for s, _ in situations.on(group, d))
            ]
            if len(on) == len(_days(row, days, origin)) > 0:
                found[row.route, row.contents].append((row, on))
    for (route, contents), of in found.items():
        row = of[0][0]
        spans = merged(d for _, on in of for d in on)
        unit = next((c.unit for c in rows.commodities if c.commodity == contents), "t")
        amount = sum(_mid(rows, r) * len(on) / _length(r) for r, on in of)
        text = (
            f'{amount:,.4g} {unit} of "{contents}" passed "{route}" on {in_words(spans, days)}, and the timeline has '
            f"closed it on these days."
        )
        group = routes[route].group
        open_in = [s for s in situations.of.get(group, ()) if not closed(row, s)]
        yield context.tell(
            "C613", "deliveries", row, "route", text, _implied(group, open_in, spans, situations, days)
        )


def _implied(
    group: str, open_in: list[str], spans: tuple[Span, ...], situations: Situations, days: Any
) -> str:
    """The rows of the timeline that the deliveries imply."""
    if not open_in:
        return "No situation of the group lets it pass: correct access, or the record."
    word = f'"{open_in[0]}"' if len(open_in) == 1 else "one of " + ", ".join(f'"{s}"' for s in open_in)
    rows = []
    for first, last in spans:
        rows.append(f"{group}, {days.day(first)}, {open_in[0] if len(open_in) == 1 else word}")
        after = situations.by_day[group].get(last)
        before = situations.by_day[group].get(last - 1)
        if after is not None and after == before:
            rows.append(f"{group}, {days.day(last)}, {after[0][0] if not after[0][1] else UNKNOWN}")
    listed = "; ".join(rows)
    return (
        f"The deliveries imply {word} on these days; in timeline: {listed}. Or correct the record, or access."
    )


def stock_behind(context: Context) -> Iterator[Problem]:
    """What left a place on record is no more than it can have had, and its stock is on record."""
    from corridor.model.arrivals import on_record  # noqa: PLC0415  (numpy is slow to start)

    if not context.is_whole(*READ, "stocks", "supply", "processes", "process_flows"):
        return
    rows, days, origin = _view(context)
    source = {p.place for p in rows.places if p.kind == "source"}
    since = on_record(rows, days)
    came, free = _came(rows, days, origin)
    left: dict[tuple[str, str], list[Left]] = defaultdict(list)
    for row, way, good, daily in _loads(rows):
        key, on = (way.from_place, good), _days(row, days, origin)
        start = since.get(key, origin)
        early = [d for d in on if d < start and key not in free]
        if early and way.from_place not in source:
            text = (
                f'"{good}" left "{way.from_place}" by "{row.route}" on {in_words(merged(early), days)}, and no stock '
                "of it is on record there."
            )
            fix = "It counts as stock not recorded. Write what was in store under stocks, if it is known."
            yield context.tell("C615", "deliveries", row, "route", text, fix)
        left[key].append((row, [d for d in on if d >= start], daily))
    for key, of in left.items():
        if key not in free:
            yield from _more_than_there_was(context, key, of, came[key], days)


def _loads(rows: Any) -> Iterator[tuple[Any, Any, str, float]]:
    """Deliveries of something, by good: the row, its route, the good, and the quantity a day."""
    route = {r.route: r for r in rows.routes}
    for row in rows.deliveries:
        if row.route in route and row.amount.high > 0:
            for good, daily in _goods(rows, row):
                yield row, route[row.route], good, daily


def _came(rows: Any, days: Any, origin: int) -> tuple[dict[Thing, list[float]], set[Thing]]:
    """What was counted, supplied or delivered by place and good and day; and where it cannot be told beforehand."""
    unit = {c.commodity: c.unit for c in rows.commodities}
    free = {(s.place, s.commodity) for s in rows.supply if s.unlimited} | _made(rows)
    came: dict[Thing, list[float]] = defaultdict(lambda: [0.0] * origin)
    for row, way, good, daily in _loads(rows):
        for d in _days(row, days, origin):
            came[way.to_place, good][d] += daily * row.share_reaching.mid
    for s in rows.stocks:
        day = max(0, days.number(s.date))
        if s.unit != unit.get(s.commodity):
            free.add((s.place, s.commodity))  # how much it is hangs on the run
        elif day < origin:
            came[s.place, s.commodity][day] += s.amount.mid * s.accessible_share.mid / _rivals(rows.stocks, s)
    for s in rows.supply:
        first, last = days.span(s.start, s.end)
        for d in range(first, min(last, origin)):
            came[s.place, s.commodity][d] += s.per_day.mid if s.per_day is not None else 0.0
    return came, free


def _more_than_there_was(
    context: Context,
    key: tuple[str, str],
    of: list[tuple[Any, list[int], float]],
    came: list[float],
    days: Any,
) -> Iterator[Problem]:
    """Days on which a store cannot have had what left it, though nobody there used any."""
    there, short, missing = 0.0, [], 0.0
    for d, more in enumerate(came):
        asked = sum(daily for _, on, daily in of if d in on)
        there += more
        if asked > there + 1e-9 * max(1.0, asked):
            short.append(d)
            missing += asked - there
        there = max(0.0, there - asked)
    if short:
        row = next(r for r, on, _ in of if set(short) & set(on))
        place, good = key
        ways = ", ".join(f'"{w}"' for w in dict.fromkeys(r.route for r, on, _ in of if set(short) & set(on)))
        unit = next(c.unit for c in context.rows("commodities") if c.commodity == good)
        text = (
            f'{missing:,.4g} {unit} of "{good}" that left "{place}" by {ways} on {in_words(merged(short), days)} had '
            "no stock behind it, even if nobody there used any."
        )
        fix = "That part is not delivered. Correct the stock or the record."
        yield context.tell("C614", "deliveries", row, "amount", text, fix)


def _made(rows: Any) -> set[tuple[str, str]]:
    """Places and goods that a process or a line gives: how much hangs on the run."""
    at = {q.process: q.place for q in rows.processes}
    made = {
        (at[f.process], f.commodity) for f in rows.process_flows if f.role == "output" and f.process in at
    }
    return made | {(r.to_place, c) for r in rows.routes if r.mode == "line" for c in r.carries}


def _goods(rows: Any, row: Any) -> list[tuple[str, float]]:
    """Goods of a delivery, each with its quantity a day."""
    daily = _mid(rows, row) / _length(row)
    own = [m for m in rows.mixes if m.mix == row.contents]
    if not own:
        return [(row.contents, daily)]
    kg = {c.commodity: c.kg_per_unit for c in rows.commodities}
    total = sum(m.share.mid for m in own)
    each = daily * 1000 / total if total else 0.0
    return [(m.commodity, each * m.share.mid / kg[m.commodity]) for m in own if kg.get(m.commodity)]


def _mid(rows: Any, row: Any) -> float:
    """Middle of a delivery; rivals of one period share it equally here."""
    return float(row.amount.mid) / _rivals(rows.deliveries, row)


def _rivals(every: Any, row: Any) -> int:
    if not row.rival:
        return 1
    day = "start" if hasattr(row, "start") else "date"
    return sum(r.rival == row.rival and getattr(r, day) == getattr(row, day) for r in every)


def _length(row: Any) -> int:
    return int((row.end - row.start).days) + 1


def _days(row: Any, days: Any, origin: int) -> range:
    """Day numbers of a delivery before the origin."""
    first, last = days.span(row.start, row.end)
    return range(first, min(last, origin))

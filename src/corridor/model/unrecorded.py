"""Days before the origin without a record of what came by a route, and what is taken in the place of a record.

A blank is not zero: a record of 0 is a record, and a day without one is filled by what usually came, as assumed. The
check and the run ask here, so that both say the same. The law is in `docs/theory/day.md`, step 2.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from corridor.calendar import Days

UNKNOWN = "unknown"
By = Literal["usual", "records", "closed", "none usual", "all records", "nothing"]
WORDS: dict[By, str] = {
    "usual": "what usually comes in under {situation}",
    "records": "the mean of the recorded days under {situation}",
    "closed": "nothing, for the way is closed under {situation}",
    "none usual": "nothing, for the table inflow has no row of it under {situation}",
    "all records": "the mean of all recorded days",
    "nothing": "nothing is known to take in their place",
}
"""What is taken in the place of a record, in words."""
Span = tuple[int, int]
Part = tuple[str, int, float]
"""Table, row, and factor from the row's number to a day's amount."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Days of one situation without a record of some contents by a route.

    Attributes
    ----------
    route, carrier, contents : str
        Of what there is no record; the carrier is blank where no carrier has one.
    situation : str or None
        Situation of the days; None where the route's group has none.
    drawn : bool
        Whether the situation of the days is unknown, so that this is one of those it may have been.
    spans : tuple of (int, int)
        Day numbers, half-open, in order.
    by : str
        What is taken in the place of a record: a key of `WORDS`.
    parts : tuple
        Rows of `inflow` or `deliveries` that a day's amount is made of.
    """

    route: str
    carrier: str
    contents: str
    situation: str | None
    drawn: bool
    spans: tuple[Span, ...]
    by: By
    parts: tuple[Part, ...]

    def words(self, days: Days) -> str:
        """The gap as a sentence without its end."""
        whom = f" ({self.carrier})" if self.carrier else ""
        return f'no record of "{self.contents}" by "{self.route}"{whom} for {in_words(self.spans, days)}'

    @property
    def filled(self) -> str:
        """What is taken in the place of a record."""
        return WORDS[self.by].format(
            situation=f'"{self.situation}"' if self.situation else "its one situation"
        )


def in_words(spans: Iterable[Span], days: Days) -> str:
    """Spans of day numbers as dates, both ends included."""
    told = [str(days.day(a)) if b - a == 1 else f"{days.day(a)} to {days.day(b - 1)}" for a, b in spans]
    return told[0] if len(told) == 1 else ", ".join(told[:-1]) + f" and {told[-1]}"


def merged(numbers: Iterable[int]) -> tuple[Span, ...]:
    """Day numbers as half-open spans, in order."""
    spans: list[Span] = []
    for n in sorted(set(numbers)):
        if spans and spans[-1][1] == n:
            spans[-1] = (spans[-1][0], n + 1)
        else:
            spans.append((n, n + 1))
    return tuple(spans)


def gaps(rows: Any, days: Days, origin: int) -> tuple[Gap, ...]:
    """Every gap before the origin.

    Parameters
    ----------
    rows : Model or anything with its tables
        Rows in force; `unread_deliveries` are those that were published later.
    days : Days
        Days of the case.
    origin : int
        Day number of the origin.

    Returns
    -------
    tuple of Gap
        By route and contents in the order of the tables, then by day.
    """
    return tuple(g for way in _ways(rows, days, origin) for g in way.gaps())


@dataclass(slots=True)
class _Way:
    """Records and usual inflow of some contents by a route, and its days without a record."""

    rows: Any
    route: Any
    carrier: str
    contents: str
    records: list[tuple[int, Any]]
    usual: list[tuple[int, Any]]
    empty: set[int]
    situations: Situations
    days: Days

    def gaps(self) -> list[Gap]:
        """The days without a record, by situation."""
        by: dict[tuple[str | None, bool], list[int]] = defaultdict(list)
        for day in sorted(self.empty):
            for situation, drawn in self.situations.on(self.route.group, day):
                by[situation, drawn].append(day)
        return [
            Gap(
                self.route.route, self.carrier, self.contents, situation, drawn, merged(found),
                *self.in_its_place(situation, drawn=drawn),
            )
            for (situation, drawn), found in by.items()
        ]  # fmt: skip

    def in_its_place(self, situation: str | None, *, drawn: bool) -> tuple[By, tuple[Part, ...]]:
        """What is taken in the place of a record on a day of a situation."""
        usual = tuple(("inflow", i, 1.0) for i, r in self.usual if r.situation == situation)
        if usual:
            return "usual", usual
        group = self.route.group
        alike = [
            (i, r, [d for d in self._days(r) if self.situations.on(group, d) == ((situation, False),)])
            for i, r in self.records
        ]
        if any(on for _, _, on in alike):
            return "records", _mean(alike)
        if is_closed(self.rows, self.route, self.carrier, self.contents, situation):
            return "closed", ()
        if self.usual:
            return "none usual", ()
        whole = [(i, r, list(self._days(r))) for i, r in self.records]
        if drawn and any(on for _, _, on in whole):
            return "all records", _mean(whole)
        return "nothing", ()

    def _days(self, row: Any) -> range:
        return range(self.days.number(row.start), self.days.number(row.end) + 1)


def _mean(rows: Sequence[tuple[int, Any, list[int]]]) -> tuple[Part, ...]:
    """Parts of the mean of the days given with each record."""
    count = len({d for _, _, on in rows for d in on})
    return tuple(
        ("deliveries", i, len(on) / (((r.end - r.start).days + 1) * count)) for i, r, on in rows if on
    )


class Situations:
    """Situations of each group by day, as the timeline has them up to the eve of the origin."""

    def __init__(self, rows: Any, days: Days, origin: int) -> None:
        """Read the timeline; its rows may be open at the end."""
        self.of: dict[str, tuple[str, ...]] = {}
        for s in rows.situations:
            self.of[s.group] = (*self.of.get(s.group, ()), s.situation)
        self.by_day: dict[str, dict[int, tuple[tuple[str | None, bool], ...]]] = defaultdict(dict)
        spells: dict[str, list[Any]] = defaultdict(list)
        for r in rows.timeline:
            if not r.scenario:
                spells[r.group].append(r)
        for group, own in spells.items():
            own.sort(key=lambda r: r.start)
            for i, r in enumerate(own):
                after = days.number(own[i + 1].start) if i + 1 < len(own) else origin
                last = min(origin, after if r.end is None else days.number(r.end) + 1)
                if r.situation == UNKNOWN:
                    found = tuple((s, True) for s in (r.among or self.of.get(group, ())))
                else:
                    found = ((r.situation, False),)
                self.by_day[group] |= dict.fromkeys(range(max(0, days.number(r.start)), last), found)

    def on(self, group: str, day: int) -> tuple[tuple[str | None, bool], ...]:
        """Situations that the group may be in on a day, and whether one of them is drawn."""
        if not self.of.get(group):
            return ((None, False),)
        return self.by_day[group].get(day, tuple((s, True) for s in self.of[group]))


def _ways(rows: Any, days: Days, origin: int) -> list[_Way]:
    """Routes and contents with days before the origin without a record."""
    route = {r.route: r for r in rows.routes}
    unread = [d for d in getattr(rows, "unread_deliveries", ()) if d.route in route]
    records: dict[tuple[str, str], list[tuple[int, Any]]] = defaultdict(list)
    usual: dict[tuple[str, str], list[tuple[int, Any]]] = defaultdict(list)
    for found, table in ((records, rows.deliveries), (usual, rows.inflow)):
        for i, r in enumerate(table):
            if r.route in route:
                found[r.route, r.contents].append((i, r))
    before = range(origin)
    situations = Situations(rows, days, origin)
    ways = []
    empty: dict[tuple[str, str], set[int]] = {}
    for key in dict.fromkeys([*records, *((d.route, d.contents) for d in unread)]):
        known = key in records
        later = _span([d for d in unread if (d.route, d.contents) == key], days, origin)
        there = _span([r for _, r in records[key]], days, origin)
        empty[key] = (set(before) if known else later) - there
        way = route[key[0]], "", key[1], records[key], usual[key], empty[key]
        ways.append(_Way(rows, *way, situations, days))
    for way, carrier, contents in dict.fromkeys((d.route, d.carrier, d.contents) for d in unread):
        key = way, contents
        own = [x for x in records[key] if x[1].carrier == carrier]
        used = [x for x in usual[key] if x[1].carrier == carrier]
        late = _span(
            [d for d in unread if (d.route, d.carrier, d.contents) == (way, carrier, contents)], days, origin
        )
        late -= empty[key] | _span(
            [r for _, r in records[key] if r.carrier in (carrier, "any")], days, origin
        )
        if own or used:
            ways.append(_Way(rows, route[way], carrier, contents, own, used, late, situations, days))
    return [w for w in ways if w.empty]


def _span(rows: Iterable[Any], days: Days, origin: int) -> set[int]:
    """Days before the origin that some records cover."""
    found: set[int] = set()
    for r in rows:
        found.update(range(max(0, days.number(r.start)), min(origin, days.number(r.end) + 1)))
    return found


def is_closed(rows: Any, route: Any, carrier: str, contents: str, situation: str | None) -> bool:
    """Whether a situation lets nothing of some contents pass by a route, whoever brings it.

    Where the table names no such carrier, all that it names are asked.
    """
    from corridor.model.ways import ANY, direction_of, spoken  # noqa: PLC0415  (checks read it without arrays)

    if not rows.access:
        return False
    inside = {m.commodity for m in rows.mixes if m.mix == contents} or {contents}
    classes = {c.goods_class for c in rows.commodities if c.commodity in inside}
    named = {r.carrier for r in rows.access} - {"*"}
    carriers = {carrier} if carrier in named - {ANY} else {ANY, *named}
    direction = direction_of(rows, route)
    for whose in carriers:
        for klass in classes:
            said = [
                spoken(rows.access, situation or "*", subject, whose, direction, klass)
                for subject in (route.route, *route.crossings)
            ]
            if not any(s is not None and s[1].status in ("closed", "refused") for s in said):
                return False
    return bool(classes)

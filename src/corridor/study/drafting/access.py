"""What was said of routes: open, restricted, closed, from which day, and denied by whom; as spells of a timeline.

A spell on whose situation claims disagree, or one that is denied, is drafted as unknown among what was said: no side is
taken. A word such as *if* or *demands* makes a sentence no statement of how things are.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from corridor.study.drafting.said import Days, Statement, days_of
from corridor.study.drafting.ways import Route

STATUSES = ("closed", "restricted", "open")
SAID = ("asserted", "reported", "denied", "accused")
_NEAR, _NOT = 60, 30
DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Status:
    """What one claim says of a route; the days are those that stand near the words for it, if any."""

    route: str
    status: str
    denied: bool
    statement: Statement
    days: Days = (None, None)


@dataclass(frozen=True, slots=True)
class Spell:
    """A spell of a route: its first day, what it was, or several statuses among which it is unknown, and the claims."""

    route: str
    start: dt.date
    among: tuple[str, ...]
    claims: tuple[str, ...]

    @property
    def is_unknown(self) -> bool:
        """Whether it is drafted as unknown."""
        return len(self.among) != 1


def statuses_of(found: Iterable[Statement], routes: Sequence[Route]) -> tuple[Status, ...]:
    """What claims say of routes being open, restricted or closed; those of no route, or of several, are left out."""
    made = []
    for one in found:
        status = _status(one)
        route = _route(one, routes) if status else ""
        if status and route:
            made.append(Status(route, status[0], status[1], one, _days(one, *status[2])))
    return tuple(made)


def spells_of(said: Iterable[Status]) -> tuple[Spell, ...]:
    """Spells of each route, in order, from what was said with a day."""
    by_route: dict[str, list[Status]] = defaultdict(list)
    for one in said:
        by_route[one.route].append(one)
    return tuple(spell for route, own in by_route.items() for spell in _spells(route, own))


def _status(one: Statement) -> tuple[str, bool, tuple[int, int]] | None:
    """The first status that the words of a claim give near a word for a way, whether it is denied, and where."""
    known, text = one.source.cues, one.raw
    if one.said.row.get("stance") not in SAID or one.has("access.apart"):
        return None
    subjects = [h.span() for h in known.pattern("access.subject").finditer(text)]
    for status in STATUSES:
        for hit in known.pattern(f"access.{status}").finditer(text):
            if not any(a - _NEAR <= hit.end() and hit.start() <= b + _NEAR for a, b in subjects):
                continue
            denied = (
                known.has("access.not", text[max(0, hit.start() - _NOT) : hit.start()])
                or one.said.row.get("polarity") == "-"
                or one.said.row["stance"] == "denied"
            )
            return status, denied, (one.said.start + hit.start(), one.said.start + hit.end())
    return None


def _days(one: Statement, start: int, end: int) -> Days:
    """The days of the time that stands nearest to the words for a status, in the claim; none if it is coarse or far."""
    near = [
        (max(t.start - end, start - t.end, 0), t)
        for t in one.source.marks.times
        if one.said.start <= t.start and t.end <= one.said.end and not t.value.startswith("P")
    ]
    distance, time = min(near, key=lambda n: n[0], default=(_NEAR, None))
    return days_of(time.value) if time is not None and distance < _NEAR else (None, None)


def _route(one: Statement, routes: Sequence[Route]) -> str:
    """The route a claim is about: the one it names, else the only one of its document."""
    named = {n.name for n in one.names if "route" in n.kinds} or {
        n.name for n in one.near if "route" in n.kinds
    }
    if named:
        return next(iter(named)) if len(named) == 1 else ""
    own = [r.name for r in routes if one.source.reading.document in r.documents]
    return own[0] if len(own) == 1 else ""


def _spells(route: str, said: Sequence[Status]) -> list[Spell]:
    days: dict[dt.date, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for one in said:
        first, last = one.days
        if first is None or one.denied:
            continue
        days[first][one.status].append(one.statement.claim)
        if last is not None and last > first:
            days[last + DAY][""] += []  # what came after is not said
    denials: dict[str, list[str]] = defaultdict(list)
    for one in said:
        if one.denied:
            denials[one.status].append(one.statement.claim)
    spells = [_spell(route, day, days[day], denials) for day in sorted(days)]
    return [s for s, before in zip(spells, [None, *spells], strict=False) if _is_new(s, before)]


def _spell(
    route: str, day: dt.date, said: Mapping[str, list[str]], denials: Mapping[str, list[str]]
) -> Spell:
    named = [s for s in STATUSES if s in said]
    denied = [s for s in named if s in denials]
    among = dict.fromkeys([*named, *(["closed" if s == "open" else "open" for s in denied])])
    claims = [c for s in named for c in (*said[s], *denials.get(s, ()))]
    return Spell(route, day, tuple(among), tuple(dict.fromkeys(claims)))


def _is_new(spell: Spell, before: Spell | None) -> bool:
    """Whether a spell says something that the one before does not, or says it by other claims."""
    return before is None or spell.among != before.among or not set(spell.claims) <= set(before.claims)


__all__ = ["STATUSES", "Spell", "Status", "spells_of", "statuses_of"]

"""What each figure of the page rests on. A ground lists claims and stated bases; every figure leads to one.

A figure of the model rests on many numbers at once: those of its place, its need, the goods that serve it,
and the ways they come by. Which those are is found here, from the keys of the numbers.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from corridor.model.arrays import Number
from corridor.model.model import Model
from corridor.report import words
from corridor.report.numbers import Names, Stated, stated
from corridor.report.scope import Scope
from corridor.result.forecast import Forecast


@dataclass(frozen=True, slots=True)
class Ground:
    """Claims and stated bases behind figures, under one anchor of the page."""

    anchor: str
    title: str
    claims: tuple[str, ...] = ()
    bases: tuple[Stated, ...] = ()
    withheld: int = 0
    words: str = ""

    @property
    def assumed(self) -> tuple[Stated, ...]:
        """Bases that are assumed, not derived from backed numbers."""
        return tuple(b for b in self.bases if b.kind == "assumed")

    @property
    def derived(self) -> tuple[Stated, ...]:
        """Bases derived from backed numbers."""
        return tuple(b for b in self.bases if b.kind != "assumed")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure in a sentence or a cell: its text, its value, and what it rests on."""

    text: str
    value: str
    basis: str = ""
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Moment:
    """A date in a sentence or a cell: its words and its ISO form."""

    text: str
    iso: str

    @classmethod
    def of(cls, date: dt.date, *, short: bool = False) -> Moment:
        """A date in words."""
        return cls(words.day_short(date) if short else words.day(date), date.isoformat())


@dataclass(slots=True)
class Grounds:
    """Finds the ground of a figure, and keeps those that were asked for, in order."""

    scope: Scope
    numbers: tuple[Number, ...]
    names: Names
    stated: dict[tuple[str, str], Stated]
    used: dict[str, Ground] = field(default_factory=dict)

    @classmethod
    def of(cls, forecast: Forecast, scope: Scope) -> Grounds:
        """Grounds of a forecast, as an audience may see them."""
        names = Names.of(scope.model)
        return cls(scope, forecast.numbers, names, stated(forecast.numbers, forecast.choices, scope, names))

    def need(self, place: str, need: str) -> Ground:
        """What figures of a need at a place rest on; `*` stands for any place or need."""
        title = f"{self.names.needs.get(need, 'all needs')}, {self.names.places.get(place, 'all places')}"
        goods = self._goods(need)
        own = [n for n in self.numbers if self._bears_on(n, place, need, goods)]
        return self._keep(
            f"rests-{self._at(place, self.names.places)}-{self._at(need, self.names.needs)}",
            title,
            own,
            paths=True,
        )

    def access(self, route: str) -> Ground:
        """What the access of a route rests on."""
        model = self.scope.model
        row = next(r for r in model.routes if r.route == route)
        claims = [c for a in model.access if a.subject in (route, "*", *row.crossings) for c in a.claims]
        claims += [c for s in model.timeline if s.group == (row.group or row.route) for c in s.claims]
        title = f"Access of {self.names.routes[route]}"
        return self._store(
            f"rests-access-{self._at(route, self.names.routes)}",
            title,
            claims,
            self._paths(row.group or route),
            "",
        )

    def run(self) -> Ground:
        """Figures that were set for this run, or count its parts."""
        return self._store("rests-run", "This run", [], [], "Set for this run, or counted in it; see Method.")

    def plan(self) -> Ground:
        """Figures of a plan: it weighs all numbers of the case together."""
        return self._keep("rests-plan", "The plan", list(self.numbers), paths=True)

    def ledger(self) -> Ground:
        """Figures that count rows of the case as shown here."""
        return self._store(
            "rests-ledger",
            "This ledger",
            [],
            [],
            "Counted in the tables of this case, as far as this audience may see them.",
        )

    def _at(self, key: str, names: dict[str, str]) -> str:
        return str(list(names).index(key)) if key in names else "all"

    def _goods(self, need: str) -> set[str]:
        """Commodities that bear on a need: those that serve it, and what processes make them of."""
        model = self.scope.model
        goods = {s.commodity for s in model.satisfies if need in ("*", s.need)}
        for _ in model.process_flows:
            makers = {f.process for f in model.process_flows if f.role == "output" and f.commodity in goods}
            more = {f.commodity for f in model.process_flows if f.process in makers and f.role == "input"}
            if more <= goods:
                break
            goods |= more
        return goods | {m.mix for m in model.mixes if m.commodity in goods}

    def _bears_on(self, number: Number, place: str, need: str, goods: set[str]) -> bool:
        """Whether a number bears on a need at a place. What cannot be told apart bears on all."""
        parts = number.key.split(" / ")
        at = {
            "people": (0, None, None), "needs": (None, 0, None), "fixed_needs": (1, 0, None),
            "satisfies": (None, 0, None), "stocks": (0, None, 1), "supply": (0, None, 1),
            "rations": (0, 1, None), "levels": (0, None, 1), "commodities": (None, None, 0),
            "process_flows": (None, None, 1), "weights": (2, 0, None), "places": (0, None, None),
            "mixes": (None, None, 0), "inflow": (None, None, 3), "deliveries": (None, None, 2),
        }.get(number.table, (None, None, None))  # fmt: skip
        tests = (
            (at[0], {place, "*"} if place != "*" else None),
            (at[1], {need} if need != "*" else None),
            (at[2], goods),
        )
        return all(
            i is None or allowed is None or i >= len(parts) or parts[i] in {*allowed, "*"}
            for i, allowed in tests
        )

    def _paths(self, group: str = "") -> list[Stated]:
        """Stated bases of paths of situations, of one group or of all."""
        own = {s.situation for s in self.scope.model.situations if s.group == group}
        return [
            s
            for (table, key), s in self.stated.items()
            if table in ("timeline", "outlook", "outlook_next", "access")
            and (not group or key.split(" / ")[0] in own | {group})
        ]

    def _keep(self, anchor: str, title: str, numbers: list[Number], *, paths: bool) -> Ground:
        claims = [c for n in numbers for c in n.claims]
        bases = [
            self.stated[n.table, n.key]
            for n in numbers
            if (n.table, n.key) in self.stated and n.backing in ("assumed", "derived")
        ]
        if paths:
            claims += [c for s in self.scope.model.timeline for c in s.claims]
            bases += self._paths()
        return self._store(anchor, title, claims, bases, "")

    def _store(self, anchor: str, title: str, claims: list[str], bases: list[Stated], said: str) -> Ground:
        if anchor not in self.used:
            seen = {c.claim for c in self.scope.model.claims}
            own = list(dict.fromkeys(claims))
            shown = tuple(c for c in own if c in seen)
            self.used[anchor] = Ground(
                anchor, words.capital(title), shown, tuple(dict.fromkeys(bases)), len(own) - len(shown), said
            )
        return self.used[anchor]


def figure(text: str, value: object, ground: Ground) -> Figure:
    """A figure that rests on a ground; a number is told to machines in six digits."""
    told = words.plain(value) if isinstance(value, float) else str(value)
    return Figure(text, told, ground.anchor)


def claim_ids(model: Model) -> dict[str, str]:
    """Anchor of each claim on the page; no two alike."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for i, c in enumerate(model.claims):
        anchor = f"claim-{words.slug(c.claim)}"
        anchor = f"{anchor}-{i}" if anchor in taken else anchor
        taken.add(anchor)
        found[c.claim] = anchor
    return found

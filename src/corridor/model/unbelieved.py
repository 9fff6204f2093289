"""What becomes of one row when claims behind it are not believed. The law is `docs/theory/beliefs.md`.

Rows keep their places in their table, so that every other number keeps its draw: a rival that goes is picked by no
member, an assumed row that stands in takes the place of the one that goes.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from corridor.model.backing import Spot
from corridor.model.model import Model
from corridor.model.numbers import RIVALS, key_of, rival_weights
from corridor.model.reweigh import Reweigher, told, values
from corridor.model.row import Row
from corridor.schema.load import Table, tables

UNKNOWN = "unknown"
READ = (
    "places", "people", "routes", "crossings", "commodities", "needs", "fixed_needs", "satisfies", "stocks", "supply",
    "processes", "process_flows", "levels", "fleets", "situations", "access", "mixes", "inflow", "timeline", "outlook",
    "outlook_next", "deliveries", "rations", "ration_steps",
)  # fmt: skip
"""Tables that a run reads."""
TOUCHED = (*(t for t in READ if t != "situations"), "consignments", "control")
"""Tables whose rows a claim can leave. What was observed, said or promised stays what it was."""

Kind = Literal[
    "stands in", "not picked", "weighed", "named", "goes on", "unknown", "fewer", "kept", "follows"
]
NUMBERS: frozenset[Kind] = frozenset({"stands in", "not picked", "weighed", "named", "goes on", "unknown"})
"""Kinds after which a run reads something else; the others only mark a row."""
_ID = re.compile(r"[\w-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Claims that are not believed on one row.

    `against` are believed claims that contradict one of those or stand against the row, `denied` those of them that
    stand against the row itself: they say that what it says is not so. `goes` is whether a row of a pick goes
    although no claim of it is left out, because somebody who is believed names another.
    """

    claims: frozenset[str] = frozenset()
    against: tuple[str, ...] = ()
    denied: tuple[str, ...] = ()
    goes: bool = False


Doubts = Mapping[Spot, Doubt]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What became of one row.

    Attributes
    ----------
    table, key : str
        Where.
    kind : str
        `stands in` (an assumed row of the same key is read), `not picked` (a rival that nobody believed names),
        `weighed` (worked out again from the claims left), `named` (the situation that claims against it name),
        `goes on` (the situation before goes on), `unknown` (days
        whose situation nothing else says), `fewer` (as it was, on the claims left), `kept` (as it was: nothing else
        says it), `follows` (as it was, though it was worked out from something that changed).
    was, now : str
        What the row said and says, in words.
    why : str
        Why, as a sentence.
    claims : tuple of str
        Claims that are not believed on it, in the order of the row.
    row : Row
        The row as it was.
    """

    table: str
    key: str
    kind: Kind
    was: str
    now: str
    why: str
    claims: tuple[str, ...]
    row: Row

    @property
    def changes_number(self) -> bool:
        """Whether a run reads something else than before."""
        return self.kind in NUMBERS and self.table in READ


@dataclass(frozen=True, slots=True)
class Left:
    """Rows of a table after the doubts, and what became of each that was doubted."""

    rows: tuple[Any, ...]
    changes: tuple[Change, ...]


@dataclass(slots=True)
class Leaving:
    """Applies doubts to the tables of a model."""

    model: Model
    reweigh: Reweigher = field(init=False)

    def __post_init__(self) -> None:
        """Numbers are worked out again from one reading of the ledger."""
        self.reweigh = Reweigher(self.model)

    def table(self, name: str, doubts: Mapping[int, Doubt]) -> Left:
        """One table with its doubts applied, by position of the row."""
        schema = tables()[name]
        work = _Work(self.model, schema, list(getattr(self.model, name)), doubts, self.reweigh)
        for places in work.picks():
            work.pick(places)
        rest = [i for i in sorted(doubts) if i not in work.changes]
        if name == "timeline":
            rest.sort(key=lambda i: work.was[i].start)
        for i in rest:
            work.leave(i)
        rows = tuple(r for i, r in enumerate(work.rows) if i not in work.dropped)
        return Left(rows, tuple(work.changes[i] for i in sorted(work.changes)))


class _Work:
    """One table while doubts are applied to it."""

    def __init__(
        self, model: Model, schema: Table, rows: list[Any], doubts: Mapping[int, Doubt], reweigh: Reweigher
    ) -> None:
        self.model, self.schema, self.doubts = model, schema, doubts
        self.reweigh = reweigh
        self.was: tuple[Any, ...] = tuple(rows)
        self.rows = rows
        self.keys = [key_of(schema, r) for r in rows]
        self.dropped: set[int] = set()
        self.changes: dict[int, Change] = {}

    def believed(self, i: int) -> tuple[str, ...]:
        """Claims left behind a row."""
        gone = self.doubts[i].claims if i in self.doubts else frozenset()
        return tuple(c for c in self.was[i].claims if c not in gone)

    def stays(self, i: int) -> bool:
        """Whether a row of a pick is still named by somebody believed, or was assumed and still is."""
        doubt = self.doubts.get(i)
        return doubt is None or (not doubt.goes and bool(self.believed(i)))

    def told(self, i: int) -> str:
        """What a row said, in words."""
        return told(self.model, self.schema, self.was[i])

    def change(self, i: int, kind: Kind, now: str, why: str) -> None:
        """Keep what became of a row."""
        row, gone = self.was[i], self.doubts[i].claims
        self.changes[i] = Change(
            table=self.schema.name, key=self.keys[i], kind=kind, was=self.told(i), now=now, why=why,
            claims=tuple(c for c in row.claims if c in gone), row=row,
        )  # fmt: skip

    # ------------------------------------------------------------------------------------ picks

    def picks(self) -> list[list[int]]:
        """Positions of the rows of each pick that a doubt touches."""
        sets: dict[tuple[str | None, str, str], list[int]] = defaultdict(list)
        for i, row in enumerate(self.was):
            if row.rival and self.schema.name in RIVALS:
                sets[row.scenario, self.keys[i], row.rival].append(i)
        return [places for places in sets.values() if any(i in self.doubts for i in places)]

    def pick(self, places: Sequence[int]) -> None:
        """Rows that nobody believed names are picked by no member; all stay if none would be left."""
        staying = [i for i in places if self.stays(i)]
        for i in places:
            if i in self.doubts and (self.believed(i) or not staying):
                self.left_or_kept(i)
            elif i in self.doubts:
                self.rows[i] = replace(
                    self.was[i], claims=(), rule="", basis=_unsaid(self.was[i], self.doubts[i])
                )
                self.change(
                    i,
                    "not picked",
                    "picked by no member",
                    "Nothing believed names it, and another number is named.",
                )
        if staying and len(staying) < len(places):
            shares = rival_weights(self.reweigh.evidence, self.schema, [self.rows[i] for i in staying])
            weight = dict(zip(staying, shares, strict=True))
            for i in places:
                self.rows[i] = replace(self.rows[i], weight_of_rival=weight.get(i, 0.0))

    # -------------------------------------------------------------------------------- other rows

    def leave(self, i: int) -> None:
        """A row that is no rival."""
        if self.believed(i):
            self.left_or_kept(i)
            return
        other = next((k for k in range(len(self.was)) if self._stands_in(k, i)), None)
        if other is not None:
            self.dropped.add(i)
            now = told(self.model, self.schema, self.was[other])
            self.change(
                i,
                "stands in",
                now,
                f"No believed claim is left; what is assumed is read: {_basis(self.was[other])}",
            )
        elif self.schema.name == "timeline":
            self._spell(i)
        else:
            self.left_or_kept(i)

    def _stands_in(self, k: int, i: int) -> bool:
        row, gone = self.was[k], self.was[i]
        return (
            k != i
            and not row.claims
            and not row.rival
            and (row.scenario, self.keys[k]) == (gone.scenario, self.keys[i])
        )

    def left_or_kept(self, i: int) -> None:
        """A row on the claims left, worked out again where it was worked out from claims; as it was if none is left."""
        row, claims = self.was[i], self.believed(i)
        if not claims:
            self.rows[i] = replace(row, claims=(), rule="", basis=_unsaid(row, self.doubts[i]))
            self.change(i, "kept", self.told(i), "Nothing else says it; it stays as it was, and is marked.")
            return
        again = self.reweigh.again(self.schema, row, claims)
        self.rows[i] = replace(row, claims=claims, **again.cells)
        if again.cells:
            now = told(self.model, self.schema, self.rows[i])
            self.change(i, "weighed", now, f"Worked out from {', '.join(claims)} by the rule {again.rule}.")
        else:
            self.change(
                i, "fewer", self.told(i), f"It still rests on {', '.join(claims)}. {again.why}".strip()
            )

    # ----------------------------------------------------------------------------------- spells

    def _spell(self, i: int) -> None:
        """Days whose situation no believed claim says.

        What claims against it name, else as before if one stands against the row, else as before or as the row said.
        """
        row, doubt, before = self.was[i], self.doubts[i], self._before(i)
        every = tuple(s.situation for s in self.model.situations if s.group == row.group)
        said, earlier = _among(row, every), () if before is None else _among(before, every)
        named = tuple(
            s.situation
            for s in self.model.situations
            if s.group == row.group and set(doubt.against) & set(s.claims)
        )
        if named:
            self._days(i, "named", named, f"Named by what speaks against it: {_list(doubt.against)}.")
        elif doubt.denied and earlier:
            why = f"By {_list(doubt.denied)} it is not so: the situation before goes on."
            self._days(i, "goes on", earlier, why)
        elif doubt.denied:
            left = tuple(s for s in every if s not in said)
            self._days(
                i,
                "unknown",
                left or every,
                f"By {_list(doubt.denied)} it is not so: each member draws another.",
            )
        else:
            either = tuple(s for s in every if s in earlier + said) if earlier else every
            why = "Nothing else says whether it changed: each member draws one."
            self._days(i, "unknown", either, why)

    def _days(self, i: int, kind: Kind, among: tuple[str, ...], why: str) -> None:
        """Put the days of a row into a situation, or into one of several; told as kept where that is what it said."""
        row = self.was[i]
        situation, drawn = (among[0], ()) if len(among) == 1 else (UNKNOWN, among)
        basis = _unsaid(row, self.doubts[i])
        self.rows[i] = replace(row, situation=situation, among=drawn, claims=(), basis=basis)
        every = tuple(s.situation for s in self.model.situations if s.group == row.group)
        if set(_among(row, every)) == set(among):
            kind, why = "kept", "Nothing else says it; it stays as it was, and is marked."
        self.change(i, kind, told(self.model, self.schema, self.rows[i]), why)

    def _before(self, i: int) -> Any | None:
        """The spell before, among those known as early; None if there is none."""
        row = self.was[i]
        earlier = [
            k
            for k, r in enumerate(self.rows)
            if k not in self.dropped
            and (r.group, r.scenario) == (row.group, row.scenario)
            and r.start < row.start
            and (r.known_from is None or row.known_from is None or r.known_from <= row.known_from)
        ]
        latest = max(earlier, key=lambda k: (self.rows[k].start, bool(self.rows[k].claims)), default=None)
        return None if latest is None else self.rows[latest]


def _among(row: Any, every: tuple[str, ...]) -> tuple[str, ...]:
    """Situations that a spell may be, of those of its group."""
    return (row.situation,) if row.situation != UNKNOWN else row.among or every


def _list(claims: Sequence[str]) -> str:
    """Claims in words: three at most, and how many more."""
    more = f" and {len(claims) - 3} more" if len(claims) > 3 else ""
    return ", ".join(claims[:3]) + more


def _basis(row: Row) -> str:
    return (row.basis or "no basis is given").rstrip(".") + "."


def _unsaid(row: Row, doubt: Doubt) -> str:
    """The basis of a row that no believed claim stands behind."""
    gone = ", ".join(c for c in row.claims if c in doubt.claims)
    return f"assumed: nothing believed says it ({gone or 'no claim'} left out)"


def follows(model: Model, changes: Iterable[Change]) -> tuple[Change, ...]:
    """Rows without a claim that were worked out from something that changed: they stay as they were, and are told.

    They name a claim in their basis that is not believed somewhere, or are deliveries on days whose situation changed.
    """
    gone = {claim for c in changes for claim in c.claims}
    spells = [c for c in changes if c.table == "timeline" and c.changes_number]
    found: list[Change] = []
    for name in TOUCHED:
        schema = tables()[name]
        for row in getattr(model, name):
            if row.claims or not values(schema, row):
                continue
            named = tuple(dict.fromkeys(w for w in _ID.findall(row.basis) if w in gone))
            if named or (name == "deliveries" and any(_overlaps(model, row, c.row) for c in spells)):
                words = told(model, schema, row)
                why = f"It stays as it was, though it was worked out from what changed: {_basis(row)}"
                found.append(
                    Change(table=name, key=key_of(schema, row), kind="follows", was=words, now=words, why=why,
                           claims=named, row=row)
                )  # fmt: skip
    return tuple(found)


def _overlaps(model: Model, delivery: Any, spell: Any) -> bool:
    """Whether a delivery came by a route of the spell's group on days of the spell."""
    route = next((r for r in model.routes if r.route == delivery.route), None)
    if route is None or (route.group or route.route) != spell.group or spell.scenario != delivery.scenario:
        return False
    after = [
        s.start
        for s in model.timeline
        if s.group == spell.group and s.scenario == spell.scenario and s.start > spell.start
    ]
    end = spell.end or min(after, default=None)
    return delivery.end >= spell.start and (end is None or delivery.start < end)

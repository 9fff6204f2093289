"""The kinds of test, as typed objects; a row of the table `clause_tests` is the same in columns.

Each kind looks at one sort of record and lets the claims behind that record speak. What no claim stands behind
is silent: an assumed row is no report. Where a test names claims of its own, only these of them speak.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from corridor.errors import EngineError
from corridor.ledger.records import Claim
from corridor.model.merge import in_force
from corridor.model.model import Model
from corridor.model.routes import Route
from corridor.model.seen import ClauseTest
from corridor.model.ways import ANY, direction_of, rule
from corridor.schema.load import tables
from corridor.study.clauses.spoken import Spoken

DAY = dt.timedelta(days=1)
STATES = ("unknown", "refused", "closed", "restricted", "open")
"""Access, from the least to the most that is let through; a way is as open as its least open part."""


@dataclass(frozen=True)
class Case:
    """What tests look at: base rows of a model, known by a day. Looked up once, whatever the number of tests."""

    model: Model
    claims: Mapping[str, Claim]
    known_by: dt.date | None = None

    @cached_property
    def routes(self) -> dict[str, Route]:
        """Routes by id."""
        return {r.route: r for r in self.rows("routes")}

    @cached_property
    def last(self) -> dt.date:
        """Last day of the case, or the day by which things were known if that is earlier."""
        settings = self.model.settings
        end = settings.start + (settings.days - 1) * DAY
        return end if self.known_by is None else min(end, self.known_by)

    def rows(self, table: str) -> list[Any]:
        """Rows of no scenario, known by the day; one that stood in gives way to one whose claims are known."""
        by, schema = self.known_by, tables()[table]
        rows = getattr(self.model, table)
        known = [r for r in rows if not r.drop and (by is None or r.known_from is None or r.known_from <= by)]
        return in_force(known, schema, None)

    @cached_property
    def spells(self) -> dict[str, list[tuple[Any, dt.date]]]:
        """Spells of each group with their last day: as written, else the eve of the next, else the last day."""
        groups: dict[str, list[Any]] = {}
        for row in self.rows("timeline"):
            groups.setdefault(row.group, []).append(row)
        found = {}
        for group, rows in groups.items():
            rows.sort(key=lambda r: r.start)
            following = [r.start - DAY for r in rows[1:]] + [self.last]
            found[group] = [(r, r.end or after) for r, after in zip(rows, following, strict=True)]
        return found

    def last_named(self, row: Any) -> dt.date:
        """Last day of a row, or the latest day that its claims are about where it has none."""
        end: dt.date | None = row.end
        if end is not None:
            return end
        named = [c.valid_to or c.valid_from for i in row.claims if (c := self.claims.get(i)) is not None]
        first: dt.date = row.start
        return max([first, *(d for d in named if d is not None)])


@dataclass(frozen=True, kw_only=True)
class Kind:
    """What all tests share: the clause and test they are part of, what a hit says, on which days, by which claims."""

    clause: str
    test: str
    says: str = "for"
    start: dt.date | None = None
    end: dt.date | None = None
    claims: tuple[str, ...] = ()

    def spoken(self, case: Case) -> Iterator[Spoken]:
        """What the records of a case say of the test."""
        raise NotImplementedError

    def _by(self, row: Any, table: str, key: str, first: dt.date, last: dt.date) -> Iterator[Spoken]:
        """The claims behind a row, for the days on which the row and the test agree."""
        first = first if self.start is None else max(first, self.start)
        last = last if self.end is None else min(last, self.end)
        if first <= last:
            for claim in row.claims:
                if not self.claims or claim in self.claims:
                    yield Spoken(claim, self.says, first, last, f"{table} {key}")


@dataclass(frozen=True, kw_only=True)
class ClaimsTest(Kind):
    """Linked claims of one account alone, or of all accounts where it is blank."""

    account: str = ""

    def admits(self, claim: Claim) -> bool:
        """Whether a linked claim counts."""
        return self.account in {"", claim.account} and (not self.claims or claim.claim in self.claims)

    def cut(self, said: Spoken) -> Spoken | None:
        """A linked claim on the days of the test alone."""
        first = said.first if self.start is None else max(said.first, self.start)
        last = said.last if self.end is None else min(said.last, self.end)
        return Spoken(said.claim, said.role, first, last, said.by) if first <= last else None

    def spoken(self, case: Case) -> Iterator[Spoken]:
        """Nothing of its own: it narrows which linked claims count."""
        del case
        return iter(())


@dataclass(frozen=True, kw_only=True)
class AccessTest(Kind):
    """Spells of the timeline in which a route is open, restricted, closed or refused to a carrier and goods.

    A blank carrier is one that no row of `access` names; blank goods are all that the route carries, and
    count where all of them are in one of the states looked for.
    """

    route: str
    carrier: str = ""
    goods: str = ""
    finds: frozenset[str]

    def spoken(self, case: Case) -> Iterator[Spoken]:
        """The claims behind each spell in which the route is in a state looked for."""
        route = case.routes.get(self.route)
        if route is None:
            return
        hits: dict[str, bool] = {}
        for row, last in case.spells.get(route.group or route.route, []):
            if row.situation not in hits:
                hits[row.situation] = self._states(case.model, route, row.situation) <= self.finds
            if hits[row.situation]:
                yield from self._by(row, "timeline", f"{row.group} / {row.start}", row.start, last)

    def _states(self, model: Model, route: Route, situation: str) -> set[str]:
        """States of the route for each class of goods looked at."""
        if situation == "unknown":
            return {"unknown"}
        carried = (
            {self.goods}
            if self.goods
            else {
                c.goods_class
                for c in model.commodities
                if c.storable != (route.mode == "line")
                and (not route.carries or c.commodity in route.carries)
            }
        )
        return {state(model, route, situation, self.carrier or ANY, goods) for goods in carried or {""}}


def state(model: Model, route: Route, situation: str, carrier: str, goods: str) -> str:
    """Access of a passage: the least that the route and each of its crossings allow."""
    found = ["open"]
    for subject in (route.route, *route.crossings):
        try:
            row = rule(model, situation, subject, carrier, direction_of(model, route), goods)
        except EngineError:
            return "unknown"
        if row is not None:
            found.append(row[1].status)
    return min(found, key=STATES.index)


@dataclass(frozen=True, kw_only=True)
class DeliveriesTest(Kind):
    """Periods in which more than `above` a day came by a route, or no more than that."""

    route: str = ""
    carrier: str = ""
    goods: str = ""
    finds: frozenset[str]
    above: float = 0.0

    def spoken(self, case: Case) -> Iterator[Spoken]:
        """The claims behind each record of deliveries that is as looked for."""
        for row in case.rows("deliveries"):
            asked = (self.route, self.carrier, self.goods)
            given = (row.route, row.carrier, row.contents)
            if any(a not in {"", g} for a, g in zip(asked, given, strict=True)):
                continue
            a_day = row.amount.mid / ((row.end - row.start).days + 1)
            if ("some" if a_day > self.above else "none") in self.finds:
                key = " / ".join((*given, str(row.start)))
                yield from self._by(row, "deliveries", key, row.start, row.end)


@dataclass(frozen=True, kw_only=True)
class ConsignmentsTest(Kind):
    """Days on which a consignment waits, or waits and is said to be refused."""

    consignment: str = ""
    carrier: str = ""
    finds: frozenset[str]

    def spoken(self, case: Case) -> Iterator[Spoken]:
        """The claims behind each consignment, for the days it waits as far as they are named."""
        for row in case.rows("consignments"):
            asked = self.consignment in {"", row.consignment} and self.carrier in {"", row.carrier}
            if asked and ("waits" in self.finds or (row.refused_by and "refused" in self.finds)):
                yield from self._by(row, "consignments", row.consignment, row.start, case.last_named(row))


@dataclass(frozen=True, kw_only=True)
class EventsTest(Kind):
    """Days of an event, or of all events of some kinds."""

    event: str = ""
    finds: frozenset[str] = field(default_factory=frozenset)

    def spoken(self, case: Case) -> Iterator[Spoken]:
        """The claims behind each event."""
        for row in case.rows("events"):
            if self.event in {"", row.event} and (not self.finds or row.kind in self.finds):
                yield from self._by(row, "events", row.event, row.start, row.end or row.start)


def of_row(row: ClauseTest) -> Kind:
    """The typed test of a row of the table `clause_tests`."""
    shared: dict[str, Any] = {
        "clause": row.clause, "test": row.test, "says": row.says, "start": row.start, "end": row.end,
        "claims": row.claims,
    }  # fmt: skip
    finds = frozenset(row.finds)
    if row.kind == "access":
        return AccessTest(route=row.subject, carrier=row.carrier, goods=row.goods, finds=finds, **shared)
    if row.kind == "deliveries":
        return DeliveriesTest(
            route=row.subject, carrier=row.carrier, goods=row.goods, finds=finds, above=row.above, **shared
        )
    if row.kind == "consignments":
        return ConsignmentsTest(consignment=row.subject, carrier=row.carrier, finds=finds, **shared)
    if row.kind == "events":
        return EventsTest(event=row.subject, finds=finds, **shared)
    return ClaimsTest(account=row.account, **shared)


def columns_of(test: Kind) -> dict[str, object]:
    """The columns of the table `clause_tests` that say the same as a typed test; blanks and defaults left out."""
    cells: dict[str, object] = {"kind": type(test).__name__.removesuffix("Test").lower()}
    subject = ("route", "consignment", "event")
    for name, value in vars(test).items():
        if value not in (None, "", (), frozenset(), 0.0):
            column = "subject" if name in subject else name
            cells[column] = sorted(value) if isinstance(value, frozenset) else value
    return cells


def tests_of(rows: Iterable[ClauseTest]) -> dict[tuple[str, str], list[Kind]]:
    """Typed tests of a table, by clause and test, in order."""
    found: dict[tuple[str, str], list[Kind]] = {}
    for row in rows:
        found.setdefault((row.clause, row.test), []).append(of_row(row))
    return found

"""Whether a movement is cleared: permission of who holds the way and acceptance of who receives, both on record.

Recorded means backed by an accepted claim, never assumed and never only reported, and spoken by those whom the table
`control` names (`corridor.study.plans.holders`). `docs/theory/words_of_warning.md` says what counts. Where one of the
two is missing the movement is stamped *not cleared to move*.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

import numpy as np

from corridor.ledger.records import Claim
from corridor.model.model import Model
from corridor.model.situations import Access
from corridor.model.ways import direction_of, rule
from corridor.result.plan import Convoy
from corridor.study.plans.holders import Holders
from corridor.study.plans.make import Draft
from corridor.study.plans.words import Names

STAMP = "not cleared to move"
GRANTS = ("committed", "ordered")
"""Stances by which a permission is given: that vehicles were seen to pass, or that passage was promised, is none."""
ACCEPTANCE = "acceptance"
"""Kind of an event by which those who receive accept goods of a carrier at a place, on its days."""


@dataclass(frozen=True, slots=True)
class Missing:
    """What is missing to clear a movement: what it is, for whom, at what, and what is on record in its place."""

    what: str
    carrier: str = ""
    at: str = ""
    rest: str = ""

    def __str__(self) -> str:
        """In words."""
        whom = f" for {self.carrier}" if self.carrier else ""
        where = f" at {self.at}" if self.at else ""
        return f"{self.what}{whom}{where}{self.rest}"

    @property
    def short(self) -> str:
        """In words that do not name the carrier, where it is named beside them."""
        return str(replace(self, carrier=""))


@dataclass(frozen=True, slots=True, kw_only=True)
class Clearance:
    """Whether a movement is cleared, the claims that clear it, and what is missing."""

    missing: tuple[Missing, ...]
    claims: tuple[str, ...]

    @property
    def is_cleared(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing

    def __str__(self) -> str:
        """The stamp with what is missing, or the claims by which it is cleared."""
        if self.missing:
            return f"{STAMP}: {'; '.join(map(str, self.missing))}"
        return f"permission and acceptance on record: {', '.join(self.claims)}"


def clearance(made: Draft, convoy: Convoy) -> Clearance:
    """What is on record for a convoy of a plan.

    Parameters
    ----------
    made : Draft
    convoy : Convoy
        Of that plan; one of several days is looked at day by day.

    Returns
    -------
    Clearance
        Cleared only if in every situation in which the plan lets it leave, for the way and each of its crossings, for
        every class of its goods, a permission is on record by those whom the table `control` names there, and an
        acceptance at the place it goes to.
    """
    days = [_of_day(made, each) for each in convoy.each]
    return Clearance(
        missing=tuple(dict.fromkeys(m for day in days for m in day.missing)),
        claims=tuple(dict.fromkeys(c for day in days for c in day.claims)),
    )


def _of_day(made: Draft, convoy: Convoy) -> Clearance:
    model, names = made.plan.model, Names.read(made.plan.model)
    claims, holders = {c.claim: c for c in model.claims}, Holders.read(model)
    missing: list[Missing] = []
    found: list[str] = []
    for subject in _subjects(model, convoy.route):
        grants = [
            _permission(model, claims, convoy, subject, situation, goods)
            for situation in _situations(made, convoy)
            for goods in _classes(model, convoy)
        ]
        lacking = _lacking([[claims[c] for c in g] for g in grants], holders, convoy, subject, names)
        if lacking is None:
            found += [c for g in grants for c in g]
        else:
            missing.append(lacking)
    accepted = _acceptance(model, claims, convoy)
    if accepted:
        found += accepted
    else:
        missing.append(Missing("no acceptance on record", at=names("places", convoy.to)))
    missing += _refusals(model, convoy, names)
    return Clearance(missing=tuple(missing), claims=tuple(dict.fromkeys(found)))


def _lacking(
    grants: list[list[Claim]], holders: Holders, convoy: Convoy, subject: str, names: Names
) -> Missing | None:
    """What is missing at a way or crossing: any permission, or that of whom the table `control` names."""
    carrier = names("carriers", convoy.carrier)
    at = names("routes" if subject == convoy.route else "crossings", subject)
    if not grants or not all(grants):
        return Missing("no permission on record", carrier, at)
    named = holders.of(subject, convoy.date)
    silent = tuple(dict.fromkeys(h for g in grants for h in holders.silent(named, g)))
    if named and not silent:
        return None
    by = dict.fromkeys(c.speaker or "somebody not named" for g in grants for c in g)
    told = f" is by {', '.join(by)}"
    if not named:
        told += ", and the table control names nobody there"
    else:
        told += f", and not by {', '.join(names('carriers', h) for h in silent)}, named there by the table control"
    return Missing("permission on record", carrier, at, told)


def _subjects(model: Model, route: str) -> tuple[str, ...]:
    own = next(r for r in model.routes if r.route == route)
    return (route, *own.crossings)


def _situations(made: Draft, convoy: Convoy) -> tuple[str, ...]:
    """Situations of the way's group on the day, in the futures in which the convoy leaves."""
    a, plan = made.plan.arrays, made.plan
    r = a.labels.routes.index(convoy.route)
    legs = [
        leg
        for leg in np.flatnonzero(a.leg_route == r)
        if (a.labels.fleets[a.leg_fleet[leg]] if a.leg_fleet[leg] >= 0 else "") == convoy.fleet
    ]
    day = convoy.loads[0].day
    leaves = plan.orders.sent[day, legs].sum((0, 1)) > 0
    group = int(a.route_group[r])
    spots = np.unique(made.futures.path[plan.first + day, group, leaves])
    return tuple(a.labels.situations[a.group_first[group] + int(s)] for s in spots)


def _classes(model: Model, convoy: Convoy) -> tuple[str, ...]:
    of = {c.commodity: c.goods_class for c in model.commodities}
    return tuple(dict.fromkeys(of[load.commodity] for load in convoy.loads))


def _permission(
    model: Model, claims: dict[str, Claim], convoy: Convoy, subject: str, situation: str, goods: str
) -> tuple[str, ...]:
    """Claims by which a carrier may pass; none where the row is for everyone, or rests on no grant."""
    if convoy.carrier == "any":
        return ()
    direction = direction_of(model, next(r for r in model.routes if r.route == convoy.route))
    spoken = rule(model, situation, subject, convoy.carrier, direction, goods)
    if spoken is None or not _names(spoken[1], subject, convoy.carrier):
        return ()
    return tuple(
        c for c in spoken[1].claims if _stands(claims.get(c), convoy.date) and claims[c].stance in GRANTS
    )


def _names(row: Access, subject: str, carrier: str) -> bool:
    return row.status in {"open", "restricted"} and (row.subject, row.carrier) == (subject, carrier)


def _stands(claim: Claim | None, day: dt.date) -> bool:
    """Whether a claim is accepted, holds its proposition true, and is about the day."""
    if claim is None or claim.status != "accepted" or claim.polarity == "-":
        return False
    return (claim.valid_from is None or claim.valid_from <= day) and (
        claim.valid_to is None or day <= claim.valid_to
    )


def _acceptance(model: Model, claims: dict[str, Claim], convoy: Convoy) -> tuple[str, ...]:
    """Claims behind an event by which goods of the carrier are accepted at the place on the day of arrival."""
    place = next(p for p in model.places if p.place == convoy.to)
    return tuple(
        c
        for event in model.events
        if event.kind == ACCEPTANCE
        and event.place in {place.place, place.name}
        and convoy.carrier in event.actors
        and event.start <= convoy.arrives <= (event.end or event.start)
        for c in event.claims
        if _stands(claims.get(c), convoy.arrives)
    )


def _refusals(model: Model, convoy: Convoy, names: Names) -> list[Missing]:
    """Consignments of the carrier that wait, refused, on the day."""
    return [
        Missing(
            f"consignment {c.consignment} of the same carrier waits, refused by {names('carriers', c.refused_by)}"
        )
        for c in model.consignments
        if c.carrier == convoy.carrier
        and c.refused_by
        and c.start <= convoy.date
        and (c.end is None or convoy.date <= c.end)
    ]

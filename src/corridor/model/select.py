"""What of a model may be used at an origin: rows known by a day, one scenario merged in. Pure: a new model."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from corridor.errors import UsageError
from corridor.ledger.records import Claim
from corridor.model.backing import carriers, published_on
from corridor.model.build import freeze
from corridor.model.checks.codes import nearest
from corridor.model.merge import in_force, published
from corridor.model.model import Model
from corridor.model.situations import Spell
from corridor.schema.load import tables

UNKNOWN = "unknown"
STRUCTURE = ("scenarios", "places", "routes", "crossings", "commodities", "needs", "situations")
"""Tables that only say what there is: other rows refer to them, so they are read whenever published."""
LATER = "assumed: what backs it was published later; it is read because other rows refer to it"
DAY = dt.timedelta(days=1)


def known(
    model: Model,
    origin: dt.date,
    *,
    known_by: dt.date | None = None,
    hindsight: bool = False,
    scenario: str | None = None,
) -> Model:
    """The model at an origin, as it was known by a day.

    Parameters
    ----------
    model : Model
        A checked case.
    origin : date
        Day on which the forecast starts; it becomes the origin of the settings.
    known_by : date, optional
        Day by which what is read was published; the origin if not given. A later one is hindsight in part. By an
        earlier one the timeline is known up to its eve, and unknown from there to the origin.
    hindsight : bool
        Whether everything is read, whenever it was published.
    scenario : str, optional
        Scenario whose rows replace the base rows with the same key less `start`; none: base rows alone.

    Returns
    -------
    Model
        Rows with ``known_from <= known_by`` or none (assumed), each without scenario or of the one asked for; claims
        of which a document was published by that day, links whose claims are both known, and what else hangs on
        claims. What is known by a day is known by every later one. In every group of the timeline, the spells up to
        the eve of the origin follow each other without a gap; where nothing was known, the situation is `unknown`.
        Base spells do not reach past the eve; one that is known to begin on the origin itself is kept, and is where
        the outlook starts. A scenario's spells count from the origin on: it does not change the past. An assumed row
        gives way to one of the same key whose claims are known.

    Raises
    ------
    UsageError
        When no scenario has that name, the origin is outside the case, or both `hindsight` and `known_by` are given.
    """
    _ask(model, origin, scenario)
    if hindsight and known_by is not None:
        raise UsageError(
            f"hindsight reads everything; known by {known_by} reads a part. Give one of the two."
        )
    by = None if hindsight else known_by or origin
    days = claim_days(model)
    rows: dict[str, list[Any]] = {}
    base = in_force(model.deliveries, tables()["deliveries"], None)
    unread = tuple(r for r in base if not is_known(r, by))
    for name, schema in tables().items():
        every = getattr(model, name)
        if schema.group == "case":
            if name not in STRUCTURE:
                every = [r for r in every if is_known(r, by)]
            elif by is not None:
                every = [_without_later(r, days, by) for r in every]
            if name == "timeline":
                every = _timeline(
                    published(every, schema), min(by or origin, origin), origin, model, scenario
                )
            elif name != "scenarios":
                every = in_force(every, schema, scenario)
        rows[name] = list(every)
    if by is not None:
        _published(rows, days, by)
    found = freeze(replace(model.settings, origin=origin), rows)
    return replace(found, anchored=model.anchored, unread_deliveries=unread)


def is_known(row: Any, by: dt.date | None) -> bool:
    """Whether a row was known by a day: published by then, or assumed; None asks for no day."""
    return by is None or row.known_from is None or row.known_from <= by


def claim_days(model: Model) -> dict[str, dt.date]:
    """Day from which each claim is known: when a document that carries it was published, a coarse date at its end.

    A claim without any document stands on its own and is known from the first day there is; one whose documents have
    no date is not in it: it is not known to have been published by any day.
    """
    days = {d.document: published_on(d) for d in model.documents}
    at = {p.passage: p.document for p in model.passages}
    found: dict[str, dt.date] = {}
    for claim in model.claims:
        carrying = [days[d] for d in carriers(claim, at) if d in days]
        dated = [d for d in carrying if d is not None]
        if dated or not carrying:
            found[claim.claim] = min(dated, default=dt.date.min)
    return found


def _ask(model: Model, origin: dt.date, scenario: str | None) -> None:
    names = [s.scenario for s in model.scenarios]
    if scenario is not None and scenario not in names:
        there = f"There are: {', '.join(map(str, names))}." if names else "The case has none."
        raise UsageError(f'no scenario is called "{scenario}".{nearest(scenario, map(str, names))} {there}')
    first, last = model.settings.start, model.settings.start + (model.settings.days - 1) * DAY
    if not first <= origin <= last:
        raise UsageError(f"the origin {origin} is not within the case, {first} to {last}.")


def _without_later(row: Any, days: dict[str, dt.date], by: dt.date) -> Any:
    """A row that others refer to, less the claims published later; what it says is read all the same."""
    claims = tuple(c for c in row.claims if c in days and days[c] <= by)
    if claims == row.claims:
        return row
    return replace(row, claims=claims, basis=row.basis or ("" if claims else LATER))


def _published(rows: dict[str, list[Any]], days: dict[str, dt.date], by: dt.date) -> None:
    """Leave out what was not published by a day; a document without a date is not known to have been."""
    documents = {d.document for d in rows["documents"] if (on := published_on(d)) is not None and on <= by}
    passages = {p.passage for p in rows["passages"] if p.document in documents}
    claims = {c for c, day in days.items() if day <= by}
    later = {d.document for d in rows["documents"]} - documents
    unread = {p.passage for p in rows["passages"]} - passages
    rows["documents"] = [d for d in rows["documents"] if d.document in documents]
    rows["passages"] = [p for p in rows["passages"] if p.passage in passages]
    rows["claims"] = [_as_carried(c, later, unread) for c in rows["claims"] if c.claim in claims]
    rows["claim_links"] = [k for k in rows["claim_links"] if k.a in claims and k.b in claims]
    rows["assessments"] = [
        a for a in rows["assessments"] if a.claim in claims and (a.when is None or a.when <= by)
    ]
    rows["studies"] = [s for s in rows["studies"] if s.document is None or s.document in documents]
    rows["supports"] = [s for s in rows["supports"] if s.claim in claims]
    rows["clause_supports"] = [s for s in rows["clause_supports"] if s.claim in claims]


def _as_carried(claim: Claim, later: set[str], unread: set[str]) -> Claim:
    """A claim less the documents that repeated it later, and their passages."""
    documents = tuple(d for d in claim.documents if d not in later)
    passages = tuple(p for p in claim.passages if p not in unread)
    if (documents, passages) == (claim.documents, claim.passages):
        return claim
    return replace(claim, documents=documents, passages=passages)


def _timeline(
    rows: list[Any], told: dt.date, origin: dt.date, model: Model, scenario: str | None
) -> list[Any]:
    """Base spells of each group up to the eve of the origin, and the scenario's from the origin on.

    From `told` on, the day by which things were known or the origin, nothing is known of the past.
    """
    groups: dict[str, Spell] = {}
    for r in model.timeline:
        groups.setdefault(r.group, r)
    first, days = model.settings.start, model.settings.days
    result: list[Any] = []
    for group, template in groups.items():
        own = sorted((r for r in rows if r.group == group), key=lambda r: r.start)
        past = _past([r for r in own if not r.scenario], template, first, told)
        silent = max((s.end + DAY for s in past), default=first)
        result += past
        if silent < origin:
            result.append(_unknown(template, silent, origin - DAY))
        if scenario is not None:
            result += _ahead([r for r in own if r.scenario == scenario], origin, first + (days - 1) * DAY)
    return result


def _past(spells: list[Any], template: Any, first: dt.date, origin: dt.date) -> list[Any]:
    """Spells of one group, closed at the eve of a day (one begun on it stays); gaps are called unknown."""
    closed: list[Any] = []
    eve, day = origin - DAY, first
    for i, spell in enumerate(spells):
        following = spells[i + 1].start - DAY if i + 1 < len(spells) else eve
        end = min(spell.end if spell.end is not None else following, eve)
        if spell.start == origin:
            end = origin
        if spell.start > day and day <= eve:
            closed.append(_unknown(template, day, min(spell.start - DAY, eve)))
        if spell.start <= end:
            closed.append(replace(spell, end=end))
        day = max(day, end + DAY)
    if day <= eve:
        closed.append(_unknown(template, day, eve))
    return closed


def _ahead(spells: list[Any], origin: dt.date, last: dt.date) -> list[Any]:
    """Spells of a scenario from the origin on: blank ends filled, days before the origin cut off."""
    closed: list[Any] = []
    for i, spell in enumerate(spells):
        following = spells[i + 1].start - DAY if i + 1 < len(spells) else last
        end = spell.end if spell.end is not None else following
        if end >= origin:
            closed.append(replace(spell, start=max(spell.start, origin), end=end))
    return closed


def _unknown(template: Any, start: dt.date, end: dt.date) -> Spell:
    text = "derived: no situation was known for these days at the origin"
    return Spell(
        where=template.where,
        basis=text,
        group=template.group,
        start=start,
        end=end,
        situation=UNKNOWN,
        among=(),
    )

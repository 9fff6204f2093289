"""What of a model may be used at an origin: rows known by then, one scenario merged in. Pure: a new model."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from corridor.errors import UsageError
from corridor.model.backing import carriers
from corridor.model.build import freeze
from corridor.model.checks.codes import nearest
from corridor.model.dates import edtf_end
from corridor.model.merge import merged, published
from corridor.model.model import Model
from corridor.model.situations import Spell
from corridor.schema.load import tables

UNKNOWN = "unknown"
STRUCTURE = ("scenarios", "places", "routes", "crossings", "commodities", "needs", "situations")
"""Tables that only say what there is: other rows refer to them, so they are read whenever published."""
DAY = dt.timedelta(days=1)


def known(model: Model, origin: dt.date, *, hindsight: bool = False, scenario: str | None = None) -> Model:
    """The model as it was known at an origin.

    Parameters
    ----------
    model : Model
        A checked case.
    origin : date
        Day on which the forecast starts; it becomes the origin of the settings.
    hindsight : bool
        Whether rows published after the origin are used as well.
    scenario : str, optional
        Scenario whose rows replace the base rows with the same key less `start`; none: base rows alone.

    Returns
    -------
    Model
        Rows with ``known_from <= origin`` or none (assumed), each without scenario or of the one asked
        for. In every group of the timeline, the spells up to the eve of the origin follow each other
        without a gap; where nothing was known, the situation is `unknown`. Base spells do not reach
        past the eve; one that is known to begin on the origin itself is kept, and is where the outlook
        starts. A scenario's spells count from the origin on: it does not change the past. An assumed
        row gives way to one of the same key whose claims are known.

    Raises
    ------
    UsageError
        When no scenario has that name, or the origin is outside the case.
    """
    _ask(model, origin, scenario)
    rows: dict[str, list[Any]] = {}
    for name, schema in tables().items():
        every = getattr(model, name)
        if schema.group == "case":
            if name not in STRUCTURE:
                every = [r for r in every if hindsight or r.known_from is None or r.known_from <= origin]
            if name == "timeline":
                every = _timeline(published(every, schema), origin, model, scenario)
            elif name != "scenarios":
                every = published(merged(every, schema, scenario), schema)
        rows[name] = list(every)
    if not hindsight:
        _published(rows, origin)
    return freeze(replace(model.settings, origin=origin), rows)


def _ask(model: Model, origin: dt.date, scenario: str | None) -> None:
    names = [s.scenario for s in model.scenarios]
    if scenario is not None and scenario not in names:
        there = f"There are: {', '.join(map(str, names))}." if names else "The case has none."
        raise UsageError(f'no scenario is called "{scenario}".{nearest(scenario, map(str, names))} {there}')
    first, last = model.settings.start, model.settings.start + (model.settings.days - 1) * DAY
    if not first <= origin <= last:
        raise UsageError(f"the origin {origin} is not within the case, {first} to {last}.")


def _published(rows: dict[str, list[Any]], origin: dt.date) -> None:
    """Leave out what was not published by the origin; a document without a date is not known to have been."""
    documents = {d.document for d in rows["documents"] if _by(d.published, origin)}
    every = {d.document for d in rows["documents"]}
    at = {p.passage: p.document for p in rows["passages"]}
    claims = {c.claim for c in rows["claims"] if _carried(carriers(c, at), documents, every)}
    rows["documents"] = [d for d in rows["documents"] if d.document in documents]
    rows["passages"] = [p for p in rows["passages"] if p.document in documents]
    rows["claims"] = [c for c in rows["claims"] if c.claim in claims]
    rows["claim_links"] = [k for k in rows["claim_links"] if k.a in claims and k.b in claims]
    rows["assessments"] = [
        a for a in rows["assessments"] if a.claim in claims and (a.when is None or a.when <= origin)
    ]
    rows["studies"] = [s for s in rows["studies"] if s.document is None or s.document in documents]
    rows["supports"] = [s for s in rows["supports"] if s.claim in claims]
    rows["clause_supports"] = [s for s in rows["clause_supports"] if s.claim in claims]


def _carried(carrying: set[str], published: set[str], every: set[str]) -> bool:
    """Whether a published document carries a claim; a claim without any document stands on its own."""
    return not carrying & every or bool(carrying & published)


def _by(published: str, origin: dt.date) -> bool:
    end = edtf_end(published) if published else None
    return end is not None and end <= origin


def _timeline(rows: list[Any], origin: dt.date, model: Model, scenario: str | None) -> list[Any]:
    """Base spells of each group up to the eve of the origin, and the scenario's from the origin on."""
    groups: dict[str, Spell] = {}
    for r in model.timeline:
        groups.setdefault(r.group, r)
    first, days = model.settings.start, model.settings.days
    result: list[Any] = []
    for group, template in groups.items():
        own = sorted((r for r in rows if r.group == group), key=lambda r: r.start)
        result += _past([r for r in own if not r.scenario], template, first, origin)
        if scenario is not None:
            result += _ahead([r for r in own if r.scenario == scenario], origin, first + (days - 1) * DAY)
    return result


def _past(spells: list[Any], template: Any, first: dt.date, origin: dt.date) -> list[Any]:
    """Spells of one group, closed at the eve (one begun on the origin stays); gaps are called unknown."""
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

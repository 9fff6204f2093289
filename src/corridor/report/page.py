"""What the page shows, put together from a forecast for an audience; templates only lay it out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import jinja2

from corridor.ledger.groups import group_of
from corridor.ledger.records import Claim
from corridor.model.model import Model
from corridor.report import (
    access,
    accounts,
    beliefs,
    chronology,
    clauses,
    figures,
    gaps,
    known,
    plan,
    positions,
    said,
    sentences,
    tables,
    words,
)
from corridor.report import lasting as spells
from corridor.report import map as maps
from corridor.report.charts.draw import unchecked
from corridor.report.embed import as_json, script_hash, static
from corridor.report.grounds import Figure, Grounds, Moment, claim_ids, figure
from corridor.report.isolate import isolated
from corridor.report.numbers import backed, read
from corridor.report.observed import Observed, observed
from corridor.report.palette import CHANCES, ORDER, STATE, STATES
from corridor.report.scope import CLASSES, Audience, Scope, scope
from corridor.report.sentences import Hangs, Part, Teller
from corridor.result.forecast import Forecast, Run
from corridor.study.find_out import Findings
from corridor.study.spells import Lasting

QUESTION = "How long can people hold out when their road closes, and who says so?"


@dataclass(frozen=True, slots=True)
class Options:
    """How a page is made: its audience, whether observations are shown, a boundary file, how long spells may last.

    `found` are the studies by which gaps are ranked; none: they are not. `beliefs` are the answers under different
    beliefs. `plan` is internal.
    """

    audience: Audience = "public"
    scoring: bool = False
    boundary: Mapping[str, Any] | None = None
    lasting: tuple[Lasting, ...] = ()
    found: tuple[Findings, ...] = ()
    beliefs: beliefs.Beliefs = beliefs.NOTHING
    plan: plan.Planned | None = None


def render(
    model: Model, forecast: Forecast, hangs: Callable[[Teller], tuple[Hangs, ...]], options: Options
) -> str:
    """The page as HTML.

    Parameters
    ----------
    model : Model
        The case as read, with its observations.
    forecast : Forecast
        Its model holds the rows known to the run: what is told of the ledger comes from there.
    hangs : callable
        What the answers hang on, said by a teller; none where it was not worked out.
    options : Options
    """
    view = scope(forecast.model, options.audience)
    teller = Teller(forecast, Grounds.of(forecast, view))
    whole = scope(model, options.audience)
    seen = observed(teller, whole.model) if options.scoring else None
    with unchecked():
        data = _page(teller, view, hangs(teller), options, seen)
        data["known"] = known.entries(whole, teller.grounds, forecast.run.read_by)
        data["contents"] = _contents(data)
    page = _environment(view.model).get_template("page.html.j2").render(page=data)
    return whole.names.replaced_in_page(page)


def _page(
    teller: Teller, view: Scope, hangs: tuple[Hangs, ...], options: Options, seen: Observed | None
) -> dict[str, Any]:
    forecast, model = teller.forecast, view.model
    settings, main = forecast.model.settings, hangs[0] if hangs else None
    assumed = forecast.share_assumed
    whole, split = access.ways(forecast, model)
    readings = beliefs.readings(teller, options.beliefs.beside)
    months, undated = chronology.months(model, forecast.run.origin)
    page: dict[str, Any] = {
        "title": settings.title or settings.name,
        "question": settings.question or QUESTION,
        "contact": settings.contact,
        "boundary_licence": settings.boundary_licence,
        "run": forecast.run,
        "scenario": next((x for x in model.scenarios if x.scenario == forecast.run.scenario), None),
        "stamp": forecast.run.stamp,
        "read_by": Moment.of(forecast.run.read_by) if forecast.run.read_by else None,
        "members": forecast.run.members,
        "origin": Moment.of(forecast.run.origin),
        "start": Moment.of(forecast.days.start),
        "horizon": teller.horizon,
        "days": forecast.horizon,
        "origin_number": forecast.origin,
        "audience": options.audience,
        "left_out": _left_out(view, teller),
        "held": _held(view, teller),
        "gaps": gaps.section(teller, options.found),
        "readings": readings,
        "sentences": sentences.five(teller, main, readings),
        "hangs": hangs,
        "by_account": beliefs.section(teller, options.beliefs),
        "instead": beliefs.instead(teller, options.beliefs),
        "mostly_assumed": assumed > 0.5 or bool(main and main.mostly_assumed),
        "assumed_share": figure(words.percent(assumed), assumed, teller.grounds.ledger()),
        "carried": main.assumed_figure if main else None,
        "assumed_width": round(100 * assumed),
        "inverse": main.inverse if main else (),
        "months": months,
        "undated": [c.claim for c in undated],
        "states": STATES,
        "chances": CHANCES,
        "fans": figures.fans(teller, seen.marks if seen else None),
        "met": figures.mets(teller),
        "outs": figures.outs(teller),
        "calendar": figures.access(teller, split),
        "lasting": spells.rows(teller, options.lasting),
        "observed": seen.rows if seen else (),
        "scored_until": seen.until if seen else None,
        "plan": plan.section(teller, options.plan),
        "style": static("report.css") + (static("plan.css") if options.plan else ""),
        "script": static("report.js"),
        "script_hash": script_hash("report.js"),
    }
    page |= _map(teller, model, whole, options) | _evidence(teller, view) | _facts(teller)
    page["unconfirmed"] = _unconfirmed(teller, options, model)
    page["counts"] = _counts(teller, model)
    page["grounds"] = tuple(teller.grounds.used.values())
    return page


def _map(teller: Teller, model: Model, whole: list[access.Way], options: Options) -> dict[str, Any]:
    picture = maps.draw(model, whole, options.boundary)
    forecast, names = teller.forecast, teller.grounds.names
    held = [
        {"what": names.of_id(c.subject), "actor": _actor(model, c.actor), "kind": c.kind, "start": c.start,
         "end": c.end,
         "claims": c.claims, "basis": teller.grounds.scope.basis("control", c.basis)}
        for c in model.control if not teller.grounds.scope.says_hidden(c.subject, c.actor)
    ]  # fmt: skip
    spellings = [(p.name or p.place, p.other_names) for p in model.places]
    if picture is None:
        return {"map": None, "map_data": "", "spellings": spellings, "control": held}
    shown = [line.way for line in picture.lines]
    routes = [w.route.name or w.route.route for w in shown]
    ground = teller.grounds.access(shown[0].route.route) if shown else teller.grounds.run()
    for way in shown:
        teller.grounds.access(way.route.route)
    data = maps.days_data(picture.lines, 0, forecast.horizon)
    data["states"] = [
        {k: getattr(STATE[s], k) for k in ("key", "word", "letter", "colour", "dash", "white")} for s in ORDER
    ]
    said = "; ".join(
        f"{name} {STATE[w.at(forecast.run.origin).state].word}" for name, w in zip(routes, shown, strict=True)
    )
    return {
        "map": picture,
        "map_data": as_json(data),
        "map_alt": f"{len(picture.dots)} places and {len(shown)} routes. On the day of the origin: {said}.",
        "map_basis": ground.anchor,
        "map_table": tables.access_table(shown, routes, ground.anchor),
        "spellings": spellings,
        "control": held,
    }


def _actor(model: Model, key: str) -> str:
    return next((a.name or key for a in model.actors if a.actor == key), key)


def _evidence(teller: Teller, view: Scope) -> dict[str, Any]:
    model = view.model
    stated = list(teller.grounds.stated.values())
    filters = [
        (key, name, sorted({getattr(c, column) for c in model.claims}))
        for key, name, column in (
            ("account", "Account", "account"), ("stance", "Stance", "stance"), ("topic", "Topic", "type"),
            ("status", "Status", "status"),
        )
    ]  # fmt: skip
    return {
        "claims": model.claims,
        "claims_by": {c.claim: c for c in model.claims},
        "filters": filters,
        "documents": model.documents,
        "excerpts": {d.document for d in model.documents if d.how == "excerpt"},
        "parties": {s.source for s in model.sources if s.party_to_conflict},
        "anchored": model.anchored,
        "sources": {d.source: d.source for d in model.documents}
        | {s.source: s.name or s.source for s in model.sources},
        "conflicts": accounts.conflicts(model),
        "clauses": clauses.section(view, teller.forecast.run.read_by),
        "positions": positions.positions(model),
        "consignments": [_consignment(k, teller) for k in model.consignments],
        "backed": backed(teller.forecast.numbers, view, teller.grounds.names),
        "stated": stated,
        "read": read(teller.forecast.numbers, teller.forecast.choices, view, teller.grounds.names),
        "assumed_count": sum(s.kind == "assumed" for s in stated),
        "derived_count": sum(s.kind == "derived" for s in stated),
        "default_count": sum(n.backing == "default" for n in teller.forecast.numbers),
    }


def _consignment(row: Any, teller: Teller) -> dict[str, Any]:
    names = teller.grounds.names
    amount = row.amount
    own = tuple(c for c in row.claims if c in {k.claim for k in teller.grounds.scope.model.claims})
    told: list[Part] = []
    if amount is not None:
        text = (
            words.number(amount.mid)
            if amount.is_exact
            else f"{words.number(amount.low)} to {words.number(amount.high)}"
        )
        told = [
            Figure(
                f"{text} {row.unit}".strip(),
                words.plain(amount.mid),
                "" if own else teller.grounds.ledger().anchor,
                own,
            ),
            " of ",
        ]
    return {
        "where": names.of_id(row.waiting_at), "what": (*told, names.of_id(row.contents)),
        "carrier": row.carrier,
        "start": row.start, "end": row.end, "condition": row.condition, "refused_by": row.refused_by,
        "outcome": row.outcome, "claims": row.claims,
        "basis": teller.grounds.scope.basis("consignments", row.basis),
    }  # fmt: skip


def _facts(teller: Teller) -> dict[str, Any]:
    run, ground = teller.forecast.run, teller.grounds.run()
    told: list[tuple[str, Part]] = [
        ("Origin", Moment.of(run.origin)),
        ("Horizon", teller.horizon),
        ("Known to the run", _read(run)),
        ("Scenario", run.scenario or "none"),
        ("Policy", run.policy),
        ("Members", figure(f"{run.members:,}", run.members, ground)),
        ("Seed", figure(str(run.seed), run.seed, ground)),
        ("Engine", run.engine),
        ("Digest of the case", figure(run.digest, run.digest, ground)),
        *((name.capitalize(), figure(version, version, ground)) for name, version in run.versions),
    ]
    return {"facts": told}


def _read(run: Run) -> str:
    """What a run could read, in words."""
    if run.read_by is None:
        return "everything, with hindsight"
    if run.known_by is None:
        return "what was published by the origin"
    later = ", later than the origin: hindsight in part" if run.looks_back else ", earlier than the origin"
    return f"what was published by {words.day(run.read_by)}{later}"


def _counts(teller: Teller, model: Model) -> list[tuple[Part, ...]]:
    ground = teller.grounds.ledger()

    def line(count: int, noun: str, after: str = "") -> tuple[Part, ...]:
        return figure(f"{count:,}", count, ground), f" {noun}{'' if count == 1 else 's'}{after}"

    groups = {
        group_of(s.source, s.independence_group)
        for s in model.sources
        if s.source in {d.source for d in model.documents}
    }
    excerpts = sum(d.how == "excerpt" for d in model.documents)
    stated = [s for s in teller.grounds.stated.values() if s.kind == "assumed"]
    seen = figure(f"{excerpts:,}", excerpts, ground)
    return [
        line(len(model.claims), "claim"),
        (*line(len(model.documents), "document"), ", ", seen, " seen as excerpts only"),
        line(len(groups), "independent source"),
        line(len(stated), "assumed number"),
    ]


def _unconfirmed(teller: Teller, options: Options, model: Model) -> Figure | None:
    """How many conflicts rules put forward that nobody has confirmed: on an internal page alone, if there are any."""
    found = accounts.unconfirmed(model) if options.audience == CLASSES[-1] else 0
    return figure(f"{found:,}", found, teller.grounds.ledger()) if found else None


def _left_out(view: Scope, teller: Teller) -> list[Part]:
    ground = teller.grounds.ledger()
    parts: list[Part] = []
    for i, h in enumerate(view.held):
        parts += [
            ", " if i else "",
            figure(f"{h.rows:,}", h.rows, ground),
            f" {h.noun if h.rows == 1 else h.many}",
        ]
    return parts


def _held(view: Scope, teller: Teller) -> list[dict[str, Any]]:
    """What was left out, a row a table: of each class above the audience, and what only names or rests on it."""
    ground = teller.grounds.ledger()

    def told(count: int) -> Figure:
        return figure(f"{count:,}", count, ground)

    above = [c for c in CLASSES if any(c == k for h in view.held for k, _ in h.classes)]
    return [
        {"noun": words.capital(h.many), "classes": [(c, told(dict(h.classes).get(c, 0))) for c in above],
         "drawn": told(h.drawn), "rows": told(h.rows), "of": told(h.of)}
        for h in view.held
    ]  # fmt: skip


def _contents(page: dict[str, Any]) -> list[tuple[str, str]]:
    every = [
        ("answer", "The answer", True), ("warning", "Words of warning", True),
        ("chronology", "Chronology", True),
        ("map", "Map", page["map"]), ("cover", "Days of cover", True),
        ("met", "Need against distributed", True),
        ("stock-out", "Short of the ration", True), ("calendar", "Access calendar", True),
        ("plan", "The plan", page["plan"]),
        ("find-out", "What to find out", True), ("by-account", "By account", page["by_account"]),
        ("gaps", "Gaps", True),
        ("clauses", "Clauses day by day", page["clauses"]), ("positions", "Positions", page["positions"]),
        ("known", "What became known when", page["known"]), ("accounts", "Each account", True),
        ("waiting", "Consignments", page["consignments"]), ("seen", "What was seen", page["observed"]),
        ("claims", "Claims", True), ("documents", "Documents", True),
        ("backed", "Numbers on claims", page["backed"]),
        ("stated", "Numbers without a claim", True),
        ("method", "Method", True), ("left-out", "Left out", page["held"]),
        ("waybills", "Waybills", page["plan"] and page["plan"]["papers"]),
    ]  # fmt: skip
    return [(key, name) for key, name, there in every if there]


def _environment(model: Model) -> jinja2.Environment:
    """Templates with everything escaped, and the words they use."""
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("corridor.report"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    claims = claim_ids(model)
    documents = {d.document: f"document-{i}-{words.slug(d.document)}" for i, d in enumerate(model.documents)}
    published = {d.document: d.source for d in model.documents}
    reliability = {s.source: s.reliability for s in model.sources}
    environment.filters |= {
        "dated": said.dated,
        "voice": lambda claim: said.VOICES.get(claim.voice, claim.voice),
        "tag": said.language_tag,
        "published_by": lambda claim: said.publishers(claim, published, reliability),
        "anchor": lambda key: claims.get(key, "claims"),
        "document_anchor": lambda key: documents.get(key, "documents"),
        "seen": lambda ids: [i for i in ids if i in claims],
        "state": lambda span: STATE[span.state],
        "day_short": words.day_short,
        "said": chronology.said,
        "when": _when,
        "isolated": isolated,
        "quantity": _quantity,
        "address": words.safe_address,
        "capital": words.capital,
        "by_place": lambda charts: [
            (p, [c for c in charts if c.place == p]) for p in dict.fromkeys(c.place for c in charts)
        ],
    }
    return environment


def _when(claim: Claim) -> str:
    if claim.valid_from is None:
        return claim.time or "no date"
    start = words.day_short(claim.valid_from)
    return (
        start
        if claim.valid_to in (None, claim.valid_from)
        else f"{start} to {words.day_short(claim.valid_to)}"
    )


def _quantity(claim: Claim) -> str:
    """The quantity of a claim as it was claimed."""
    q = claim.quantity
    if q is None:
        return ""
    text = f"{q.mid:,g}" if q.is_exact else f"{q.low:,g} to {q.high:,g}"
    sign = "" if claim.qualifier == "exact" else f"{claim.qualifier} "
    return f"[{sign}{text} {claim.unit}".strip() + "]"

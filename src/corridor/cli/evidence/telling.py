"""Which claims `timeline` and `positions` tell, and what of the case stands beside them: their options and their rows.

A case need not be complete: straight after documents were read it has proposals, and tables still to be filled in. Rows
of the case that can be read are told; that some cannot is said.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import click

from corridor.cli.common import case_argument, find_case, json_option
from corridor.cli.evidence.desk import Desk
from corridor.cli.evidence.filters import DATED, Filters, ask_rows, filter_options, gathered, known_rows
from corridor.cli.evidence.opening import reading
from corridor.cli.forecast import Day
from corridor.errors import DataError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from corridor.ledger.records import Claim
    from corridor.ledger.store import Store
    from corridor.model.model import Model, Settings
    from corridor.report.scope import Held
    from corridor.study.positions import How

BESIDE = ("timeline", "events")
"""Tables of the case whose rows stand beside the claims they rest on."""
NAMED = {"places": "place", "routes": "route", "crossings": "crossing"}
"""Tables of what may be meant by a place, and their ids."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is told.

    Attributes
    ----------
    case : str
        Name of the case.
    model : Model
        Rows that may be told: claims of the statuses asked for and accepted ones, and what stands beside them.
    claims : tuple of Claim
        Those that answer to all filters.
    known_by : date or None
        Day by which all of it was published.
    ceiling : str or None
        Highest class told; None where all is.
    left_out : tuple of Held
        What is above the ceiling.
    how : mapping of str to How
        How the words of claims stand in the documents at hand.
    waiting : int
        Proposed claims of the ledger that were not asked for.
    unread : str
        What of the case's own tables could not be read; blank if all could.
    """

    case: str
    model: Model
    claims: tuple[Claim, ...]
    known_by: dt.date | None
    ceiling: str | None
    left_out: tuple[Held, ...]
    how: Mapping[str, How]
    waiting: int
    unread: str

    @property
    def statuses(self) -> dict[str, int]:
        """How many claims of each status are told."""
        return dict(sorted(Counter(c.status for c in self.claims).items()))

    def only(self, claims: Iterable[Claim]) -> Told:
        """The same with some of the claims."""
        return replace(self, claims=tuple(claims))


def telling_options(about_actor: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The arguments and options of both verbs; gathered by `told`. `about_actor` is the help of `--actor`."""

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        options = (
            case_argument,
            click.option(
                "--proposed", is_flag=True, help="Tell also claims that are only proposed; each is marked."
            ),
            click.option(
                "--from", "first", type=Day(), help="Claims that may speak of this day or a later one."
            ),
            click.option(
                "--to", "last", type=Day(), help="Claims that may speak of this day or an earlier one."
            ),
            click.option(
                "--place",
                "places",
                multiple=True,
                help="Claims that name this place or route, under any name the case has for it; may be repeated.",
            ),
            click.option("--actor", "actors", multiple=True, help=about_actor),
            click.option(
                "--ceiling",
                type=click.Choice(["public", "partner", "internal"]),
                help="Highest class told; below internal, private persons by role. Not given: all there is.",
            ),
            filter_options(but=("place",)),
            json_option,
        )
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


def told(case: str, options: dict[str, Any], *, holds: bool = False) -> Told:
    """The claims that answer, with all that stands beside them.

    Parameters
    ----------
    case : str
        CASE as given.
    options : dict
        Options of the command; what is gathered here is taken out, `first` and `last` stay.
    holds : bool
        Whether an actor asked for must be the one who holds a claim; else it may be named in it.

    Raises
    ------
    UsageError
        For filters that do not fit.
    """
    places, actors = options.pop("places"), options.pop("actors")
    ceiling, proposed = options.pop("ceiling"), options.pop("proposed")
    first, last = options["first"], options["last"]
    if first and last and last < first:
        raise UsageError(f"--to {last} is before --from {first}.")
    filters = gathered(options)
    statuses = _statuses(filters, proposed=proposed)
    path = find_case(case)
    with reading(case) as store:
        desk = Desk.of(store, case)
        asked = {s.row for s in ask_rows(desk, "claims", filters)}
        rows = _ledger(store, filters.known_by)
        how = _how(desk, [c for c in rows["claims"] if c.claim in asked])
        waiting = 0 if "proposed" in statuses else store.tally("claims", "status").get("proposed", 0)
    rows["claims"] = [c for c in rows["claims"] if c.status in {*statuses, "accepted"}]
    there = {c.claim for c in rows["claims"]}
    rows["claim_links"] = [k for k in rows["claim_links"] if {k.a, k.b} <= there]
    settings, own, unread = _case_rows(path, filters.known_by)
    model = _model(settings, own | rows)
    held: tuple[Held, ...] = ()
    if ceiling is not None:
        from corridor.report.scope import scope  # noqa: PLC0415

        view = scope(model, ceiling)
        model, held = view.model, view.held
    claims = [c for c in model.claims if c.claim in asked]
    claims = _naming(claims, [place_names(model, p) for p in places], _place_texts)
    claims = _naming(claims, [actor_names(model, a) for a in actors], _holders if holds else _actor_texts)
    return Told(
        case=model.settings.name, model=model, claims=tuple(claims), known_by=filters.known_by, ceiling=ceiling,
        left_out=held, how=how, waiting=waiting, unread=unread,
    )  # fmt: skip


def _statuses(filters: Filters, *, proposed: bool) -> list[str]:
    """Statuses asked for: accepted ones, if nothing else is."""
    if proposed and "status" in filters.where:
        raise UsageError(
            "--proposed adds proposals to what is accepted; --status names what is meant. Give one."
        )
    return filters.where.setdefault("status", ["accepted", "proposed"] if proposed else ["accepted"])


# ------------------------------------------------------------------------------------------ rows


def _ledger(store: Store, known_by: dt.date | None) -> dict[str, list[Any]]:
    """Every table of the ledger, as far as it was known by a day."""
    from corridor.ledger.cells import evidence  # noqa: PLC0415

    found: dict[str, list[Any]] = {}
    for table in evidence():
        known = known_rows(store, table, known_by) if known_by and table in DATED else None
        found[table] = [s.record for s in store.rows(table) if known is None or s.row in known]
    if known_by:
        there = {d.document for d in found["documents"]}
        found["claims"] = [
            replace(c, documents=tuple(d for d in c.documents if d in there)) for c in found["claims"]
        ]
    return found


def _case_rows(path: Path, known_by: dt.date | None) -> tuple[Settings | None, dict[str, list[Any]], str]:
    """Settings and rows of the case's own tables that can be read, and which rows of those told cannot."""
    from corridor.io.read import read  # noqa: PLC0415
    from corridor.model.build import examine  # noqa: PLC0415
    from corridor.model.select import is_known  # noqa: PLC0415

    try:
        context = examine(read(path))[1]
    except DataError:
        context = None
    if context is None:
        return None, {}, "the case's own tables"
    own = [p.schema.name for p in context.parsed.values() if p.schema.group == "case"]
    rows: dict[str, list[Any]] = {name: list(context.rows(name)) for name in own}
    for name in BESIDE:
        rows[name] = [r for r in rows[name] if is_known(r, known_by)]
    faulty = [f"{n:,} of {name}" for name in BESIDE if (n := context.parsed[name].faulty)]
    return context.settings, rows, f"rows of the case ({', '.join(faulty)})" if faulty else ""


def _model(settings: Settings | None, rows: Mapping[str, Iterable[Any]]) -> Model:
    """A model to look at, never to run: nothing in it was checked."""
    from corridor.model.model import Model, Settings  # noqa: PLC0415

    given = settings or Settings(name="this case", title="", start=dt.date.min, days=1, origin=dt.date.min)
    frozen: dict[str, Any] = {name: tuple(found) for name, found in rows.items()}
    return Model(settings=given, digest="", **frozen)


def _how(desk: Desk, claims: Iterable[Claim]) -> dict[str, How]:
    """How the words of claims stand in their documents, of those at hand whose passages are where they were."""
    from corridor.study.positions import quoting  # noqa: PLC0415

    found: dict[str, How] = {}
    for claim in claims:
        if claim.voice != "attributed" or not claim.passages:
            continue
        spots = [desk.passage(p) for p in claim.passages]
        spans = [(p.start, p.end) for p in spots if p.start is not None and p.end is not None]
        text = desk.at_hand(spots[0].document)
        one = len({p.document for p in spots}) == 1 and len(spans) == len(spots)
        if one and text is not None and all(desk.standing(p).state == "fresh" for p in spots):
            found[claim.claim] = quoting(text, spans)
    return found


# ----------------------------------------------------------------------------------------- names


def place_names(model: Model, name: str) -> frozenset[str]:
    """Every name that the case has for a place, a route or a crossing; the name itself where it has none."""
    wanted, found = name.strip().casefold(), {name.strip()}
    for table, key in NAMED.items():
        for row in getattr(model, table):
            names = [getattr(row, key), row.name, *getattr(row, "other_names", ())]
            names += [part for n in names for part in n.split(" / ") if " / " in n]
            if wanted in {n.casefold() for n in names}:
                found |= {n for n in names if n}
    return frozenset(found)


def actor_names(model: Model, name: str) -> frozenset[str]:
    """Every name that the ledger has for an actor; the name itself where it has none."""
    wanted, found = name.strip().casefold(), {name.strip()}
    for actor in model.actors:
        names = {actor.actor, actor.name, *actor.aliases}
        if wanted in {n.casefold() for n in names}:
            found |= {n for n in names if n}
    return frozenset(found)


def _place_texts(claim: Claim) -> Sequence[str]:
    return claim.place, claim.route, claim.object, claim.proposition


def _actor_texts(claim: Claim) -> Sequence[str]:
    return claim.account, claim.speaker, claim.actor, claim.recipient, claim.object, claim.proposition


def _holders(claim: Claim) -> Sequence[str]:
    return claim.account, claim.speaker


def _naming(
    claims: list[Claim], asked: Sequence[Collection[str]], texts: Callable[[Claim], Sequence[str]]
) -> list[Claim]:
    """Claims in whose texts one of the names stands as whole words, in any case; all where nothing is asked."""
    words = [re.escape(n) for names in asked for n in names if n]
    if not words:
        return claims
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)", re.IGNORECASE)
    return [c for c in claims if any(pattern.search(text) for text in texts(c))]

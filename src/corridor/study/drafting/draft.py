"""`draft_case`: the tables of a first draft, the actors, and what must be known to run it."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

from corridor.ledger.reading.kinds import Named
from corridor.model.case import Builder
from corridor.model.checks.structure import ENTRIES
from corridor.model.tables import RawTable, Tables
from corridor.model.template import with_all_columns
from corridor.schema.load import tables
from corridor.study.drafting.access import Spell, Status, spells_of, statuses_of
from corridor.study.drafting.amounts import Amounts, amounts_of, is_count, is_load
from corridor.study.drafting.questions import Question, questions_of
from corridor.study.drafting.said import (
    RULE,
    UNCHECKED,
    Source,
    Statement,
    basis,
    basis_of_name,
    statements,
)
from corridor.study.drafting.ways import Route, routes_of

Row = dict[str, Any]
AHEAD = 90
"""Days of a draft from its origin on."""
BACK = 730
"""Most days that a draft reaches back for what was said of its routes."""
ALIKE, CROWD = 4, 60
"""Letters that two names share at their beginning to be held against each other; most names that may share them."""
NOTE = (
    f"A first draft by {RULE} from documents, {UNCHECKED}: every row, the first day, the origin and the number of days "
    "are there to be corrected."
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A first draft of a case.

    Attributes
    ----------
    tables : Tables
        Its settings and tables, without the ledger.
    actors : tuple of dict
        Rows of `actors` of the ledger.
    questions : tuple of Question
        What must be known to run it.
    undecided : tuple of Named
        Names of which nothing says what they are.
    other_places : tuple of Named
        Places named that no route ends at, and of which nothing about people, goods or access is said.
    alike : tuple of (str, str)
        Names that may be one.
    """

    tables: Tables
    actors: tuple[Row, ...]
    questions: tuple[Question, ...]
    undecided: tuple[Named, ...]
    other_places: tuple[Named, ...]
    alike: tuple[tuple[str, str], ...]

    @property
    def rows(self) -> dict[str, int]:
        """Rows of each table drafted."""
        return {name: len(table.rows) for name, table in self.tables.sheets.items() if table.rows}


def draft_case(
    name: str, sources: Sequence[Source], names: Sequence[Named], *, sensitivity: str = "internal"
) -> Draft:
    """A first draft of a case from documents that were read.

    Parameters
    ----------
    name : str
        Name of the case.
    sources : sequence of Source
        The documents, what was found in them, and their proposed claims.
    names : sequence of Named
        Their names, told apart.
    sensitivity : {"public", "partner", "internal"}
        Who may see the places of the draft, and for whom its reports are written.

    Returns
    -------
    Draft
        Every row has a basis that begins with ``assumed: drafted by`` and says where it comes from. Nothing in it is
        wrong for `corridor.model.build.check`; what is not there is missing.
    """
    found = statements(sources, names)
    routes = routes_of(sources, names)
    said = statuses_of(found, routes)
    places, others = _places(names, routes, found)
    ids = _ids([*(n.name for n in places), *(r.name for r in routes), *_of_kind(names, "crossing")])
    amounts = amounts_of(found, {n.name: ids[n.name] for n in places})
    spells = spells_of(said)
    settings = _settings(sources, spells) | {"sensitivity": sensitivity, "audience": sensitivity}
    case = Builder(name, {"title": name, **settings})
    _add_places(case, places, ids, sensitivity)
    _add_routes(case, routes, names, ids)
    _add_goods(case, found)
    _add_access(case, spells, ids, settings.get("start"))
    for table, rows in (
        ("people", amounts.people), ("stocks", amounts.stocks), ("observations", amounts.observations),
    ):  # fmt: skip
        for row in rows:
            case.add(table, **row)
    whole = _with_headings(case.tables())
    questions = questions_of(
        found, places=[n.name for n in places], routes=routes, said=said, amounts=amounts
    )
    undecided = tuple(n for n in names if not n.kinds)
    return Draft(whole, tuple(_actors(names)), questions, undecided, others, tuple(_alike(names, routes)))


# ------------------------------------------------------------------------------------------------ parts


def _with_headings(drafted: Tables) -> Tables:
    """The tables with all their columns, and those that a run needs with headings to fill in."""
    sheets = {
        name: with_all_columns(drafted.sheets.get(name) or RawTable(name, name, ()))
        for name, schema in tables().items()
        if name in drafted.sheets or (schema.group == "case" and (schema.needed or name in ENTRIES))
    }
    return replace(drafted, sheets=sheets)


def _settings(sources: Sequence[Source], spells: Iterable[Spell]) -> dict[str, object]:
    """The settings: origin on the last day of publication, start where the first spell begins; none is made up."""
    published = [dt.date.fromisoformat(s.published) for s in sources if len(s.published) == 10]
    origin = max(published, default=None)
    told: dict[str, object] = {"notes": NOTE}
    if origin is None:
        return told
    earliest = origin - dt.timedelta(days=BACK)
    start = min((s.start for s in spells if earliest <= s.start < origin), default=origin)
    return told | {"start": start, "days": (origin - start).days + AHEAD, "origin": origin}


def _places(
    names: Iterable[Named], routes: Iterable[Route], found: Iterable[Statement]
) -> tuple[tuple[Named, ...], tuple[Named, ...]]:
    """Places that a route ends at or that something is said of which a case holds; and the other places named."""
    ends = {e for r in routes for e in r.ends}
    about = {
        n.name
        for s in found
        if s.goods or s.has("amount.short") or is_count(s) or is_load(s)
        for n in s.named("place")
    }
    named = [n for n in names if "place" in n.kinds or n.name in ends]
    return (
        tuple(n for n in named if n.name in ends | about),
        tuple(n for n in named if n.name not in ends | about),
    )


def _of_kind(names: Iterable[Named], kind: str) -> list[str]:
    return [n.name for n in names if kind in n.kinds]


def _ids(names: Iterable[str]) -> dict[str, str]:
    """A short name for each name; no two share one."""
    made: dict[str, str] = {}
    for name in dict.fromkeys(names):
        short = re.sub(r"\W+", "_", name.casefold()).strip("_") or "name"
        taken, number = short, 1
        while taken in made.values():
            number += 1
            taken = f"{short}_{number}"
        made[name] = taken
    return made


def _add_places(case: Builder, places: Iterable[Named], ids: Mapping[str, str], sensitivity: str) -> None:
    for one in places:
        case.add(
            "places", place=ids[one.name], name=one.name, other_names=one.others, sensitivity=sensitivity,
            basis=basis_of_name(one),
        )  # fmt: skip


def _add_routes(
    case: Builder, routes: Iterable[Route], names: Iterable[Named], ids: Mapping[str, str]
) -> None:
    for route in routes:
        ends = [ids.get(e, "") for e in (*route.ends, "", "")[:2]]
        row: Row = {"route": ids[route.name], "name": route.name, "basis": route.basis}
        if len(route.spellings) > 1:
            row["note"] = f"Also: {'; '.join(route.spellings[1:])}."
        case.add("routes", **row, **{"from": ends[0], "to": ends[1]})
    for one in names:
        if "crossing" in one.kinds:
            case.add("crossings", crossing=ids[one.name], name=one.name, basis=basis_of_name(one))


def _add_goods(case: Builder, found: Iterable[Statement]) -> None:
    claims: dict[str, list[str]] = {}
    goods = {}
    for s in found:
        for good in s.goods:
            goods[good.name] = good
            claims.setdefault(good.name, []).append(s.claim)
    for name, good in goods.items():
        case.add(
            "commodities", commodity=name, name=name.replace("_", " ").capitalize(), unit=good.unit,
            goods_class=good.goods_class, basis=basis(claims[name]),
        )  # fmt: skip


def _add_access(case: Builder, spells: Sequence[Spell], ids: Mapping[str, str], start: object) -> None:
    """Situations, access and timeline of the routes of which something was said with a day."""
    if not spells:
        return
    case.add(
        "access",
        situation="*",
        subject="*",
        status="open",
        basis=_assumed("what nothing was said of is open"),
    )
    for route in dict.fromkeys(s.route for s in spells):
        group, own = ids[route], [s for s in spells if s.route == route]
        statuses = dict.fromkeys(status for s in own for status in s.among)
        claims = [c for s in own for c in s.claims]
        for status in statuses:
            case.add(
                "situations", situation=f"{group}_{status}", group=group, name=status, basis=basis(claims)
            )
            if status != "open":
                case.add(
                    "access", situation=f"{group}_{status}", subject=group, status=status, basis=basis(claims)
                )
        if isinstance(start, dt.date) and own[0].start > start:
            case.add(
                "timeline", group=group, start=start, situation="unknown",
                basis=_assumed(f"nothing dated was read of the days before {own[0].start}"),
            )  # fmt: skip
        for spell in own:
            _add_spell(case, group, spell)


def _add_spell(case: Builder, group: str, spell: Spell) -> None:
    row: Row = {"group": group, "start": spell.start, "claims": spell.claims}
    if spell.is_unknown:
        row |= {"situation": "unknown", "among": tuple(f"{group}_{s}" for s in spell.among)}
        row["note"] = (
            "Claims disagree, or one denies it: unknown until a person decides." if spell.among else ""
        )
    else:
        row["situation"] = f"{group}_{spell.among[0]}"
    case.add(
        "timeline",
        **row,
        basis=basis(spell.claims) if spell.claims else _assumed("what came after is not said"),
    )


def _assumed(why: str) -> str:
    return f"assumed: drafted by {RULE}, {why}; {UNCHECKED}"


def _actors(names: Iterable[Named]) -> Iterable[Row]:
    for actor, one in ((re.sub(r"\W+", "_", n.name.casefold()).strip("_"), n) for n in names):
        if not actor or not one.kinds & {"actor", "person"}:
            continue
        is_person = "person" in one.kinds
        kind = "person" if is_person else "state or place that acts" if "place" in one.kinds else "body"
        yield {
            "actor": actor, "name": one.name, "kind": f"{kind} (drafted, {UNCHECKED})", "aliases": one.others,
            "person": "private" if is_person and not one.is_public else "public",
        }  # fmt: skip


def _alike(names: Sequence[Named], routes: Sequence[Route]) -> Iterable[tuple[str, str]]:
    """Pairs of which one is a word of the other, or that differ in a letter or two; and routes between such ends."""
    pairs = list(_alike_names(names))
    yield from pairs
    same = {frozenset(p) for p in pairs}
    for i, one in enumerate(routes):
        for other in routes[i + 1 :]:
            apart = frozenset(one.ends) ^ frozenset(other.ends)
            if len(one.ends) == len(other.ends) == 2 and (not apart or apart in same):
                yield one.name, other.name


def _alike_names(names: Sequence[Named]) -> Iterable[tuple[str, str]]:
    import difflib  # noqa: PLC0415

    near: dict[str, list[int]] = defaultdict(list)
    listed = [n for n in names if n.kinds]
    for i, one in enumerate(listed):
        folded = one.name.casefold()
        for key in {folded[:ALIKE], *_parts(folded)}:
            near[key].append(i)
    pairs = {pair for own in near.values() if len(own) <= CROWD for pair in combinations(own, 2)}
    for i, j in sorted(pairs):
        one, other = listed[i], listed[j]
        a, b = one.name.casefold(), other.name.casefold()
        is_part = a in _parts(b) or b in _parts(a)
        if one.kinds & other.kinds and (is_part or difflib.SequenceMatcher(None, a, b).ratio() > 0.88):
            yield one.name, other.name


def _parts(name: str) -> list[str]:
    return re.split(r"[\s-]", name)


__all__ = ["Amounts", "Draft", "Status", "draft_case"]

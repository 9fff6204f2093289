"""`corridor evidence conflicts`: where claims exclude or strain each other, by confirmed links; and, apart, by rule."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import click

from corridor.cli.common import legible, note, say, say_json, styled
from corridor.cli.evidence.claim_lines import (
    ClaimLine,
    Layout,
    Speaking,
    claim_content,
    print_heading,
    print_lines,
    print_notes,
    told_content,
    width,
    words_of,
)
from corridor.cli.evidence.legible import isolated
from corridor.cli.evidence.telling import Told, telling_options, told

if TYPE_CHECKING:
    from corridor.ledger.reading.linking import Proposed
    from corridor.ledger.records import Claim
    from corridor.study.conflicts import Conflict, Put

SCHEMA = "corridor.evidence.conflicts/1"
INDENT = "    "
SHOWN = 12
"""Questions put forward by rules that are printed."""


@click.command()
@telling_options(
    "Conflicts with a claim that names this actor, under any name the ledger has; may be repeated."
)
def conflicts(
    case: str, *, first: dt.date | None, last: dt.date | None, as_json: bool, **options: Any
) -> None:
    """Tell on which questions claims of CASE conflict, between documents and within one, and who says what.

    First the conflicts that a person linked, by their question, each side with its account, speaker, document and
    words. Then, apart, pairs that rules put forward and nobody has confirmed, each with its reason and its rule.
    A conflict is told if one of its claims answers to the filters. Which side is right, nothing here says.
    """
    from corridor.ledger.reading_claims import is_about  # noqa: PLC0415

    found = told(case, {**options, "first": first, "last": last})
    asked = {c.claim for c in found.claims if (first or last) is None or is_about(c, first, last)}
    linked, put = _found(found, asked)
    shown = {k for c in linked for x in c.links for k in (x.a, x.b)} | {
        k for g in put for p in g.links for k in p.pair
    }
    found = found.only(c for c in found.model.claims if c.claim in shown)
    if as_json:
        say_json(SCHEMA, content(found, linked, put))
        return
    _print(found, linked, put, case)
    print_notes(found)


def _found(found: Told, asked: set[str]) -> tuple[list[Conflict], list[Put]]:
    """Conflicts with a claim that is asked for: linked by a person, and put forward by rules."""
    from corridor.ledger.reading.linking import Pool, propose_links  # noqa: PLC0415
    from corridor.study.conflicts import conflicts_among, put_forward  # noqa: PLC0415

    model = found.model
    linked = conflicts_among(model.claims, model.claim_links)
    linked = [c for c in linked if any({x.a, x.b} & asked for x in c.links)]
    tables = ("claims", "documents", "passages", "sources", "actors", "claim_links")
    pool = Pool.of({table: getattr(model, table) for table in tables})
    live = {c.claim: c for c in pool.claims}
    return linked, put_forward(live, propose_links(pool, among=asked))


# ------------------------------------------------------------------------------------------------ as JSON


def content(found: Told, linked: Iterable[Conflict], put: Iterable[Put]) -> dict[str, Any]:
    """Conflicts as JSON has them: schema `corridor.evidence.conflicts/1`."""
    speaking = Speaking(found)
    return {
        **told_content(found),
        "conflicts": [_conflict_content(c, speaking) for c in linked],
        "put_forward": [
            {"question": g.question, "links": [_put_content(p, speaking) for p in g.links]} for g in put
        ],
    }


def _conflict_content(one: Conflict, speaking: Speaking) -> dict[str, Any]:
    from corridor.study.conflicts import NO_SIDE, where_of  # noqa: PLC0415

    claims = speaking.claims
    return {
        "question": one.question,
        "kinds": dict(one.kinds),
        "sides": [
            {"account": None if col.account == NO_SIDE else col.account,
             "claims": [claim_content(c, speaking) for c in col.claims]}
            for col in one.columns
        ],
        "links": [
            {"a": x.a, "b": x.b, "kind": x.kind, "where": where_of(claims[x.a], claims[x.b]) or None,
             "independent": x.independent, "by_whom": x.by_whom or None}
            for x in one.links
        ],
    }  # fmt: skip


def _put_content(p: Proposed, speaking: Speaking) -> dict[str, Any]:
    from corridor.study.conflicts import where_of  # noqa: PLC0415

    claims = speaking.claims
    return {
        "a": claim_content(claims[p.a], speaking), "b": claim_content(claims[p.b], speaking), "kind": p.kind,
        "where": where_of(claims[p.a], claims[p.b]) or None, "score": p.score, "made_by": p.by,
        "agree": list(p.agree), "why": p.why, "rule": p.rule, "one_origin": p.one_origin,
    }  # fmt: skip


# ---------------------------------------------------------------------------------------------- printing


def _print(found: Told, linked: Sequence[Conflict], put: Sequence[Put], case: str) -> None:
    speaking = Speaking(found)
    layout = Layout.of([_line(c, speaking) for c in found.claims], width(), indent=INDENT)
    pairs = sum(len(g.links) for g in put)
    title = f"Conflicts in {legible(found.case)}: {len(linked):,} linked by a person, {pairs:,} put forward by rules"
    if not (linked or put):
        say(styled(title, bold=True))
        note("No conflict between claims answers to that.")
        return
    print_heading(title, found)
    if linked:
        say()
        say(styled("LINKED BY A PERSON", bold=True))
    for one in linked:
        _print_conflict(one, speaking, layout)
    if put:
        say()
        say(styled("PUT FORWARD BY RULES, CONFIRMED BY NOBODY", bold=True))
    for group in put[:SHOWN]:
        _print_put(group, speaking, layout)
    if len(put) > SHOWN:
        say()
        say(f"and {len(put) - SHOWN:,} more questions with less in common; --json has them all")
    if put:
        note(f"A person confirms or dismisses them: corridor evidence link {case} --proposed --decide")


def _print_conflict(one: Conflict, speaking: Speaking, layout: Layout) -> None:
    tally = ", ".join(f"{n:,} {kind}" for kind, n in one.kinds)
    say()
    say(styled(isolated(legible(one.question)), bold=True) + f"  ({tally}; {_where(one, speaking)})")
    for col in one.columns:
        say(f"  {isolated(legible(col.account))}")
        print_lines([_line(c, speaking, _links(c.claim, one)) for c in col.claims], layout, indent=INDENT)


def _where(one: Conflict, speaking: Speaking) -> str:
    """How many of its links lie within a document and between two."""
    from corridor.study.conflicts import where_of  # noqa: PLC0415

    places = [where_of(speaking.claims[x.a], speaking.claims[x.b]) or "document not known" for x in one.links]
    return ", ".join(f"{places.count(p):,} {p}" for p in dict.fromkeys(places))


def _links(key: str, one: Conflict) -> tuple[str, ...]:
    """What a claim is to others of its conflict, told once for each link."""
    return tuple(f"{x.kind} {legible(x.b)}" for x in one.links if x.a == key)


def _print_put(group: Put, speaking: Speaking, layout: Layout) -> None:
    from corridor.study.conflicts import where_of  # noqa: PLC0415

    say()
    say(styled(isolated(legible(group.question)), bold=True))
    for p in group.links:
        a, b = speaking.claims[p.a], speaking.claims[p.b]
        place = where_of(a, b)
        say(f"  {p.kind}: {legible(p.why)} ({p.rule}, {p.score:.2f}{f'; {place}' if place else ''})")
        print_lines([_line(a, speaking), _line(b, speaking)], layout, indent=INDENT)


def _line(claim: Claim, speaking: Speaking, below: tuple[str, ...] = ()) -> ClaimLine:
    return ClaimLine(speaking.cells(claim), words_of(claim), below)

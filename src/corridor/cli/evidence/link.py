"""`corridor evidence link`: how two claims stand to each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from corridor.cli.common import case_argument, json_option, note, say, say_json
from corridor.cli.evidence.adding import reason_option
from corridor.cli.evidence.finding import rows_of
from corridor.cli.evidence.legible import shortened
from corridor.cli.evidence.opening import export_option, reading, who_option, writing
from corridor.errors import UsageError
from corridor.ledger.groups import group_of

if TYPE_CHECKING:
    from corridor.ledger.store import Store, Stored

SCHEMA = "corridor.evidence.link/1"
BOTH_WAYS = ("same", "contradicts", "tension", "differs", "unrelated")
"""Kinds that say the same from either side."""


@click.command()
@case_argument
@click.argument("a", required=False)
@click.argument("b", required=False)
@click.argument("kind", required=False)
@click.option("--independent", is_flag=True, help="The two come from sources that do not draw on each other.")
@click.option(
    "--question", default="", metavar="WORDS", help="The question on which they meet, in neutral words."
)
@click.option("--proposed", is_flag=True, help="List the links that rules put forward, with their reasons.")
@click.option("--decide", is_flag=True, help="With --proposed: go through them, and confirm or dismiss each.")
@click.option("--confirm", "confirms", is_flag=True, help="Confirm the link put forward between A and B.")
@click.option("--dismiss", "dismisses", is_flag=True, help="Say that A and B do not bear on each other.")
@click.option("--claim", "claims", multiple=True, metavar="ID", help="Links of this claim; may be repeated.")
@click.option("--only", "kinds", multiple=True, metavar="KIND", help="Links of this kind; may be repeated.")
@click.option(
    "--least", type=click.FloatRange(0, 1), default=0.0, help="Links with at least this score, 0 to 1."
)
@click.option("--limit", type=click.IntRange(1), help="List at most so many.")
@reason_option
@who_option
@export_option
@json_option
def link(case: str, *, a: str | None, b: str | None, kind: str | None, **options: Any) -> None:
    """Link claims A and B of CASE: A same, supports, contradicts, tension, differs, answers, repeats, supersedes B.

    With --proposed, links that rules put forward are listed; with --decide as well, a person goes through them. A link
    put forward is confirmed by its two claims and --confirm. --dismiss, or the kind unrelated, says that two claims do
    not bear on each other: no rule puts them forward again. `corridor evidence retract` takes that back.
    """
    named = [part for part in (a, b, kind) if part]
    if options["proposed"]:
        if named:
            raise UsageError("--proposed takes no claims as arguments; --claim ID narrows the list to one.")
        _proposed(case, **options)
        return
    if options["decide"]:
        raise UsageError("--decide goes with --proposed.")
    first, second = a or "", b or ""
    if len(named) < 2 or (not kind and not (options["confirms"] or options["dismisses"])):
        raise UsageError("name two claims and a kind of link, or ask for those put forward with --proposed.")
    if options["confirms"] and options["dismisses"]:
        raise UsageError("--confirm and --dismiss say opposite things. Give one.")
    if options["dismisses"]:
        if kind:
            raise UsageError("--dismiss takes no kind.")
        kind = "unrelated"
    with writing(case, exports=options["exports"]) as store:
        _write(store, first, second, kind or "", **options)


def _proposed(
    case: str, *, decide: bool, claims: Sequence[str], kinds: Sequence[str], least: float, limit: int | None, who: str,
    exports: bool, as_json: bool, **others: Any,
) -> None:  # fmt: skip
    """List links put forward, or go through them."""
    from corridor.cli.evidence import proposed_links as links  # noqa: PLC0415

    if others["confirms"] or others["dismisses"]:
        raise UsageError("--confirm and --dismiss take two claims, and no --proposed.")
    for one in kinds:
        kind_of(one)
    with writing(case, exports=exports) if decide else reading(case) as store:
        found = links.chosen(store, claims=claims, kinds=kinds, least=least)
        if not decide:
            links.tell(store, found, limit=limit, as_json=as_json)
            return
        done = links.decide(store, found[:limit], who=who)
        note(f"{len(done):,} of {len(found[:limit]):,} decided.")
    if as_json:
        say_json(links.DECIDED, {"asked": len(found[:limit]), "decided": done})


def _write(
    store: Store, a: str, b: str, kind: str, *, independent: bool, question: str, confirms: bool, reason: str, who: str,
    as_json: bool, **_: Any,
) -> None:  # fmt: skip
    """Write one link, and say what a careful reader would look at."""
    first, second = pair(store, a, b)
    if confirms:
        from corridor.cli.evidence.proposed_links import pair_of  # noqa: PLC0415

        put = pair_of(store, a, b)
        if put is None:
            raise UsageError(f'no rule puts a link forward between "{a}" and "{b}". Name its kind.')
        a, b, question = put.a, put.b, question or put.question
        kind, reason = kind or put.kind, reason or f"put forward by {put.rule}: {put.why}"
        first, second = pair(store, a, b)
    kind_of(kind)
    same = twin(store, a, b, kind)
    if same is not None:
        raise UsageError(f'"{same.row}" is a link already and says the same. Nothing was written.')
    told = warnings(store, first, second, kind, independent=independent)
    with store.write(who, reason) as batch:
        key = batch.link(a, b, kind, independent=independent, question=question)
    for text in told:
        note(text)
    if as_json:
        told_content = {"row": key, "is_new": bool(batch.entries), "warnings": told, "entries": batch.entries}
        say_json(SCHEMA, told_content)
        return
    say(f"{a} {kind} {b}" + ("" if batch.entries else ": so already, and nothing was written"))
    for claim in (first, second):
        note(f"  {claim.row}  {shortened(claim['proposition'], 90)}")


def kind_of(kind: str) -> str:
    """A kind of link that there is; UsageError with the nearest for another."""
    from corridor.model.checks.codes import nearest  # noqa: PLC0415
    from corridor.schema.load import tables  # noqa: PLC0415

    kinds = tables()["claim_links"].attribute("kind").choices
    if kind not in kinds:
        raise UsageError(f'"{kind}" is no kind of link.{nearest(kind, kinds)} There are: {", ".join(kinds)}.')
    return kind


def pair(store: Store, a: str, b: str) -> tuple[Stored, Stored]:
    """The two claims; UsageError where one is not there, or they are one."""
    if a == b:
        raise UsageError(f'"{a}" cannot be linked to itself. Name two claims.')
    first, second = rows_of(store, "claims", (a, b))
    return first, second


def twin(store: Store, a: str, b: str, kind: str) -> Stored | None:
    """The link that says the same the other way round, if there is one."""
    return store.get("claim_links", f"{b} / {a} / {kind}") if kind in BOTH_WAYS else None


def warnings(store: Store, first: Stored, second: Stored, kind: str, *, independent: bool) -> list[str]:
    """What a careful reader would look at before the link is believed."""
    told = []
    shared = sorted(set(groups_of(store, first)) & set(groups_of(store, second)))
    if independent and shared:
        told.append(
            f"Both come from {', '.join(shared)}: one origin is one voice, and they are said to be independent."
        )
    if kind == "contradicts" and first["polarity"] == second["polarity"] and _same(first, second):
        told.append(
            "Both hold the same proposition, with the same polarity: see whether one should be a denial."
        )
    ways = (f"{a} / {b} / unrelated" for a, b in ((first.row, second.row), (second.row, first.row)))
    held = [w for w in ways if kind != "unrelated" and store.get("claim_links", w) is not None]
    told += [f'They were said to be unrelated: retract "{w}" of the links, or this one.' for w in held]
    gone = (c for c in (first, second) if c["status"] in {"rejected", "retracted"})
    return [*told, *(f"{c.row} is {c['status']}." for c in gone)]


def _same(a: Stored, b: Stored) -> bool:
    return bool(a["proposition"].casefold() == b["proposition"].casefold())


def groups_of(store: Store, claim: Stored) -> list[str]:
    """Independence groups of the sources that carry a claim."""
    passages = [store.get("passages", p) for p in claim["passages"]]
    names: list[Any] = [*claim["documents"], *(p["document"] for p in passages if p is not None)]
    documents = [store.get("documents", n) for n in dict.fromkeys(names)]
    sources = [store.get("sources", d["source"]) for d in documents if d is not None]
    return list(dict.fromkeys(group_of(s.row, s["independence_group"]) for s in sources if s is not None))

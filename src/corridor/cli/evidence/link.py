"""`corridor evidence link`: how two claims stand to each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from corridor.cli.common import case_argument, json_option, note, say, say_json
from corridor.cli.evidence.adding import reason_option
from corridor.cli.evidence.finding import rows_of
from corridor.cli.evidence.legible import shortened
from corridor.cli.evidence.opening import export_option, who_option, writing
from corridor.errors import UsageError

if TYPE_CHECKING:
    from corridor.ledger.store import Store, Stored

SCHEMA = "corridor.evidence.link/1"
BOTH_WAYS = ("same", "contradicts", "tension", "differs")
"""Kinds that say the same from either side."""


@click.command()
@case_argument
@click.argument("a")
@click.argument("b")
@click.argument("kind")
@click.option("--independent", is_flag=True, help="The two come from sources that do not draw on each other.")
@click.option(
    "--question", default="", metavar="WORDS", help="The question on which they meet, in neutral words."
)
@reason_option
@who_option
@export_option
@json_option
def link(
    case: str,
    *,
    a: str,
    b: str,
    kind: str,
    independent: bool,
    question: str,
    reason: str,
    who: str,
    exports: bool,
    as_json: bool,
) -> None:
    """Link claims A and B of CASE: A same, supports, contradicts, tension, differs, answers, repeats, supersedes B."""
    kind_of(kind)
    with writing(case, exports=exports) as store:
        first, second = pair(store, a, b)
        same = twin(store, a, b, kind)
        if same is not None:
            raise UsageError(f'"{same.row}" is a link already and says the same. Nothing was written.')
        told = warnings(store, first, second, kind, independent=independent)
        with store.write(who, reason) as batch:
            key = batch.link(a, b, kind, independent=independent, question=question)
        for text in told:
            note(text)
        if as_json:
            say_json(
                SCHEMA,
                {"row": key, "is_new": bool(batch.entries), "warnings": told, "entries": batch.entries},
            )
        else:
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
    return list(dict.fromkeys(s["independence_group"] or s.row for s in sources if s is not None))

"""`corridor evidence assess`: how credible a claim is, judged by what it says and not by who says it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from corridor.cli.common import case_argument, json_option, legible, note, say, say_json
from corridor.cli.evidence.asking import ask, can_ask
from corridor.cli.evidence.finding import row_of
from corridor.cli.evidence.opening import export_option, who_option, writing
from corridor.cli.forecast import Day
from corridor.errors import UsageError

if TYPE_CHECKING:
    import datetime as dt

    from corridor.ledger.store import Store, Stored

SCHEMA = "corridor.evidence.assess/1"
GRADES = {
    "1": "confirmed by others",
    "2": "probably true",
    "3": "possibly true",
    "4": "doubtful",
    "5": "improbable",
    "6": "cannot be judged",
}
"""Credibility of what is said, Admiralty."""


@click.command()
@case_argument
@click.argument("claim")
@click.argument("grade", type=click.Choice(tuple(GRADES)), metavar="1-6")
@click.option("--grounds", default="", metavar="WORDS", help="What the grade rests on. Needed.")
@click.option("--when", type=Day(), help="Day of the grade; today if not given.")
@who_option
@export_option
@json_option
def assess(
    case: str,
    *,
    claim: str,
    grade: str,
    grounds: str,
    when: dt.date | None,
    who: str,
    exports: bool,
    as_json: bool,
) -> None:
    """Grade CLAIM of CASE: 1 confirmed by others, 2 probably true, 3 possibly, 4 doubtful, 5 improbable, 6 not known.

    How reliable the source is stands with the source and is judged apart. A second grade by the same person replaces
    the first; the log keeps both.
    """
    why = grounds.strip() or (can_ask() and ask(f"Grounds for {grade} ({GRADES[grade]})?")) or ""
    if not why:
        raise UsageError("a grade needs grounds: give --grounds with what it rests on. Nothing was written.")
    with writing(case, exports=exports) as store:
        seen = row_of(store, "claims", claim)
        with store.write(who) as batch:
            key = batch.assess(claim, grade, why, when=when)
        told = diagonal(store, seen, grade)
        if as_json:
            say_json(SCHEMA, {"row": key, "credibility": grade, "warnings": told, "entries": batch.entries})
        else:
            say(f"{claim} graded {grade}, {GRADES[grade]}, by {legible(who)}")
        for text in told:
            note(text)


def diagonal(store: Store, claim: Stored, grade: str) -> list[str]:
    """A warning where the grade is the one that the source's reliability suggests; none for F and 6, not known.

    Of 1,400 reports graded on this scale 87 % lay on the diagonal: the two were not judged apart (Baker et al. 1968).
    """
    found = {letter: name for name, letter in reliabilities(store, claim) if _is_on_it(letter, grade)}
    return [
        f"{name} is of reliability {letter}, and {letter}{grade} lies on the diagonal. Is this what the claim deserves "
        "by what it says, or what its source suggests? Look at it once more."
        for letter, name in found.items()
    ]


def _is_on_it(letter: str, grade: str) -> bool:
    return grade != "6" and "ABCDEF".index(letter) == int(grade) - 1


def reliabilities(store: Store, claim: Stored) -> list[tuple[str, str]]:
    """Each source that carries a claim, and how reliable it is."""
    passages = [store.get("passages", p) for p in claim["passages"]]
    names: list[Any] = [*claim["documents"], *(p["document"] for p in passages if p is not None)]
    documents = [store.get("documents", n) for n in dict.fromkeys(names)]
    sources = [store.get("sources", d["source"]) for d in documents if d is not None]
    return list(dict.fromkeys((s.row, s["reliability"]) for s in sources if s is not None))

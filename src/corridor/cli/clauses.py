"""`corridor clauses`: what the ledger says of each clause of a case, day by day, in runs of days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from corridor.cli.common import case_argument, json_option, note, say, say_json, styled
from corridor.cli.forecast import Day, load

if TYPE_CHECKING:
    from corridor.study.clauses import Followed, Run, Strip, Voice

SCHEMA = "corridor.clauses/1"
NEVER = (
    "What the ledger reports, and who says so. It does not say who tells the truth, nor whether law was kept."
)
SILENCE = "No report: no claim in this ledger speaks of these days."
SHOWN = 12


@click.command()
@case_argument
@click.option(
    "--clause", "names", multiple=True, metavar="CLAUSE", help="Follow this clause alone; may be repeated."
)
@click.option("--from", "start", type=Day(), help="First day shown; the clause's own if not given.")
@click.option("--to", "end", type=Day(), help="Last day shown; the clause's or the case's own if not given.")
@click.option("--known-by", type=Day(), help="Read what was published by this day alone.")
@json_option
def clauses(
    case: str,
    *,
    names: Sequence[str],
    start: dt.date | None,
    end: dt.date | None,
    known_by: dt.date | None,
    as_json: bool,
) -> None:
    """Follow the clauses of CASE day by day.

    For each day and test: reported met, reported not met, reports conflict, or no report, with the number of
    independent groups and the claims for and against.
    """
    from corridor.study.clauses import follow  # noqa: PLC0415

    found = follow(load(case), names, start=start, end=end, known_by=known_by)
    if as_json:
        say_json(SCHEMA, content(found, known_by))
        return
    if not found:
        note("No clause of this case was known." if known_by else "This case has no clauses.")
        return
    for view in found:
        _print(view)
    say(f"{SILENCE} {NEVER}")


def content(found: Sequence[Followed], known_by: dt.date | None = None) -> dict[str, Any]:
    """The result as JSON has it: schema `corridor.clauses/1`."""
    voices = {v.claim.claim: v for view in found for v in view.speaking}
    return {
        "known_by": known_by,
        "note": f"{SILENCE} {NEVER}",
        "clauses": [_clause(view) for view in found],
        "claims": {key: _voice(v) for key, v in sorted(voices.items())},
    }


def _clause(view: Followed) -> dict[str, Any]:
    c = view.clause
    return {
        "clause": c.clause,
        "agreement": c.agreement,
        "text_claim": c.text_claim,
        "obligor": c.obligor,
        "beneficiary": c.beneficiary,
        "object": c.object,
        "from": view.days.start,
        "to": view.days.day(view.days.count - 1),
        "tests": [
            {"test": s.test, "question": s.question, "runs": [_run(r) for r in s.runs]} for s in view.strips
        ],
        "links": [
            {
                "test": k.test,
                "claim": k.claim,
                "role": k.role,
                "from": k.valid_from,
                "to": k.valid_to,
                "reason": k.reason,
                "by_whom": k.by_whom,
            }
            for k in view.links
        ],
        "together": [
            {"from": r.start, "to": r.end, "days": r.days, "status": dict(r.status)} for r in view.together
        ],
    }


def _run(run: Run) -> dict[str, Any]:
    return {
        "from": run.start,
        "to": run.end,
        "days": run.days,
        "status": run.status,
        "no_contrary_claim": run.is_one_sided,
        "groups_for": run.groups_for,
        "groups_against": run.groups_against,
        "claims_for": run.claims_for,
        "claims_against": run.claims_against,
        "context": run.context,
    }


def _voice(voice: Voice) -> dict[str, Any]:
    c = voice.claim
    return {
        "speaker": c.speaker,
        "account": c.account,
        "stance": c.stance,
        "polarity": c.polarity,
        "proposition": c.proposition,
        "published": voice.published,
        "groups": voice.groups,
        "anchored": voice.is_anchored,
    }


def _print(view: Followed) -> None:
    c, last = view.clause, view.days.day(view.days.count - 1)
    say(styled(f"{c.clause}  {c.object}", bold=True))
    owed = f"owed by {c.obligor}" + (f" to {c.beneficiary}" if c.beneficiary else "")
    text = f"; text in {c.text_claim}" if c.text_claim else ""
    say(f"  {c.agreement}; {owed}{text}")
    say(f"  {view.days.start} to {last}, {_days(view.days.count)}")
    for strip in view.strips:
        _print_strip(strip)
    loose = sum(not v.is_anchored for v in view.speaking)
    if loose:
        say(
            f"  {loose:,} of {len(view.speaking):,} claims here are not anchored to a passage of a document at hand."
        )
    say()


def _print_strip(strip: Strip) -> None:
    say(styled(f"  {strip.test}" + (f": {strip.question}" if strip.question else ""), underline=True))
    for run in strip.runs:
        say(f"    {run.start} to {run.end}  {_days(run.days):>10}  {run.status}{_voices(run)}")
        for word, ids in (("for", run.claims_for), ("against", run.claims_against), ("context", run.context)):
            if ids:
                more = f" and {len(ids) - SHOWN:,} more" if len(ids) > SHOWN else ""
                say(f"      {word}: {', '.join(ids[:SHOWN])}{more}")


def _voices(run: Run) -> str:
    """How many independent groups speak, and whether anyone speaks against them."""
    from corridor.study.clauses import NO_CONTRARY  # noqa: PLC0415

    parts = [
        f"{n:,} independent {'group' if n == 1 else 'groups'} {word}"
        for n, word in ((run.groups_for, "for"), (run.groups_against, "against"))
        if n
    ]
    if run.is_one_sided:
        parts.append(NO_CONTRARY)
    return f"; {'; '.join(parts)}" if parts else ""


def _days(count: int) -> str:
    return f"{count:,} day" if count == 1 else f"{count:,} days"

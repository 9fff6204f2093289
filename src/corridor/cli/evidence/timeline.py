"""`corridor evidence timeline`: what was said to have happened, by time."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from corridor.cli.common import legible, note, say, say_json, styled
from corridor.cli.evidence.claim_lines import (
    ClaimLine,
    Layout,
    Speaking,
    claim_content,
    listed,
    print_heading,
    print_lines,
    print_notes,
    told_content,
    width,
    words_of,
)
from corridor.cli.evidence.telling import Told, telling_options, told

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corridor.study.chronology import Entry, Line, Timeline

SCHEMA = "corridor.evidence.timeline/1"


@click.command()
@telling_options(
    "Claims in which this actor speaks or is named, under any name the ledger has for it; may be repeated."
)
def timeline(
    case: str, *, first: dt.date | None, last: dt.date | None, as_json: bool, **options: Any
) -> None:
    """Tell what was said to have happened in CASE, by time: one line a claim, as its speaker says it.

    A coarse date stands at its earliest day and is told as it is written; claims without a day come last, as the
    documents have them. Claims that a person linked as the same stand together; the contradicted are marked; rows of
    access and events that rest on a claim stand below it. Accepted claims alone, unless --proposed or --status say
    otherwise.
    """
    from corridor.study.chronology import timeline as in_time  # noqa: PLC0415

    found = told(case, {**options, "first": first, "last": last})
    line = in_time(found.model, [c.claim for c in found.claims], first=first, last=last)
    if as_json:
        say_json(SCHEMA, content(line, found))
        return
    if line.lines or line.undated:
        _print(line, found)
    else:
        note("No claim answers to that.")
    if line.undated_out:
        many = "claim gives" if line.undated_out == 1 else "claims give"
        note(
            f"{line.undated_out:,} {many} no day and stand between no days; without --from and --to they are told."
        )
    print_notes(found)


def content(found: Timeline, told: Told) -> dict[str, Any]:
    """The timeline as JSON has it: schema `corridor.evidence.timeline/1`."""
    speaking = Speaking(told)
    return {
        **told_content(told),
        "lines": [_line_content(line, speaking) for line in found.lines],
        "undated": [_line_content(line, speaking) for line in found.undated],
        "outside_the_days": found.outside,
        "undated_left_out": found.undated_out,
    }


def _line_content(line: Line, speaking: Speaking) -> dict[str, Any]:
    return {
        "day": line.day,
        **claim_content(line.claim, speaking),
        "same": [claim_content(c, speaking) for c in line.same],
        "contradicted_by": list(line.contradicted),
        "rows": [
            {"table": "events" if e.kind == "event" else "timeline", "key": e.key, "from": e.start, "to": e.end,
             "words": e.words, "claims": list(e.claims)}
            for e in line.rows
        ],
    }  # fmt: skip


def _print(found: Timeline, told: Told) -> None:
    speaking, wide = Speaking(told), width()
    both = f"{_claims(found.dated_claims)} by time, {found.undated_claims:,} without a first day"
    print_heading(f"Timeline of {legible(told.case)}: {both}", told)
    dated, undated = ([_shown(line, speaking) for line in part] for part in (found.lines, found.undated))
    is_narrow = Layout.of([*dated, *undated], wide).is_narrow
    if dated:
        say()
        print_lines(dated, replace(Layout.of(dated, wide), is_narrow=is_narrow))
    if undated:
        say()
        say(styled(f"Without a first day: {_claims(found.undated_claims)}", bold=True))
        print_lines(undated, replace(Layout.of(undated, wide), is_narrow=is_narrow))


def _claims(count: int) -> str:
    return f"{count:,} claim" if count == 1 else f"{count:,} claims"


def _shown(line: Line, speaking: Speaking) -> ClaimLine:
    below = [f"the same: {listed([speaking.short(c.claim) for c in line.same])}"] if line.same else []
    if line.contradicted:
        below.append(f"contradicted by {listed([speaking.short(c) for c in line.contradicted])}")
    if line.rows:
        below.append(f"rows of the case: {listed(_rows(line.rows))}")
    return ClaimLine(speaking.cells(line.claim), words_of(line.claim), tuple(below))


def _rows(rows: Sequence[Entry]) -> list[str]:
    """Rows that rest on a claim, in few words."""
    return [
        f"event {legible(e.key)}" if e.kind == "event" else f"access {legible(e.words)} from {e.start}"
        for e in rows
    ]

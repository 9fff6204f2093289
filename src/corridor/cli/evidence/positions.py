"""`corridor evidence positions`: what each actor asserts, denies, demands, accuses of and commits to."""

from __future__ import annotations

import datetime as dt
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
from corridor.cli.evidence.legible import isolated
from corridor.cli.evidence.telling import Told, telling_options, told

if TYPE_CHECKING:
    from corridor.study.differing import Differs
    from corridor.study.positions import Held, Standpoint

SCHEMA = "corridor.evidence.positions/1"
HEADINGS = {
    "said": "Attributed to speakers",
    "text": "In the text of instruments",
    "own": "In the publishers' own voice",
}
NO_SUBJECT = "Subject not given"
INDENT = "    "


@click.command()
@telling_options("What this actor or account holds, under any name the ledger has for it; may be repeated.")
def positions(
    case: str, *, first: dt.date | None, last: dt.date | None, as_json: bool, **options: Any
) -> None:
    """Tell what each actor of CASE asserts, denies, demands, accuses others of and commits itself to.

    By account where claims have one, else by actor, else by speaker as the text has it; then by subject, which is the
    question claims are linked under, or their type with place or route; then by time. What publishers say in their own
    voice stands apart, at the end. `differs from` says that an earlier claim of the same speaker on the same thing was
    denied, or gave another number for the same days, or is linked so; and nothing more.
    """
    from corridor.ledger.reading_claims import is_about  # noqa: PLC0415
    from corridor.study.positions import standpoints  # noqa: PLC0415

    found = told(case, {**options, "first": first, "last": last}, holds=True)
    chosen = [c for c in found.claims if (first or last) is None or is_about(c, first, last)]
    out = len(found.claims) - len(chosen)
    found = found.only(chosen)
    holders = standpoints(found.model, [c.claim for c in chosen], how=found.how)
    if as_json:
        say_json(SCHEMA, {**content(holders, found), "outside_the_days": out})
        return
    if holders:
        _print(holders, found)
    else:
        note("No claim answers to that.")
    if out:
        many = "claim does" if out == 1 else "claims do"
        note(f"{out:,} {many} not say that they are about these days.")
    _note_spellings(holders)
    print_notes(found)


def content(found: tuple[Standpoint, ...], told: Told) -> dict[str, Any]:
    """Positions as JSON has them: schema `corridor.evidence.positions/1`."""
    speaking = Speaking(told)
    return {
        **told_content(told),
        "positions": [
            {"part": p.part, "name": p.name, "is_listed": p.is_listed, "speakers": list(p.speakers),
             "stances": dict(p.counts),
             "subjects": [
                 {"subject": s.name or None, "claims": [_held_content(h, speaking) for h in s.held]} for s in p.subjects
             ]}
            for p in found
        ],
    }  # fmt: skip


def _held_content(held: Held, speaking: Speaking) -> dict[str, Any]:
    return {
        **claim_content(held.claim, speaking),
        "words_are": held.how,
        "answers": list(held.answers),
        "answered_by": list(held.answered_by),
        "differs_from": [
            {"claim": d.claim, "in": d.kind, "here": d.here or None, "there": d.there or None}
            for d in held.differs
        ],
    }


def _print(found: tuple[Standpoint, ...], told: Told) -> None:
    speaking = Speaking(told)
    total = len(told.claims)
    who = sum(p.part == "said" for p in found)
    title = f"Positions in {legible(told.case)}: {total:,} {'claim' if total == 1 else 'claims'}"
    title += f", {who:,} {'speaker or account' if who == 1 else 'speakers or accounts'}"
    print_heading(title, told)
    lines = {h.claim.claim: _shown(h, p, speaking) for p in found for s in p.subjects for h in s.held}
    layout = Layout.of(list(lines.values()), width(), indent=INDENT)
    part = ""
    for one in found:
        if one.part != part:
            part = one.part
            say()
            say(styled(HEADINGS[part].upper(), bold=True))
        say()
        counts = ", ".join(f"{n:,} {stance}" for stance, n in one.counts)
        say(styled(isolated(legible(one.name)), bold=True) + f": {counts}")
        for subject in one.subjects:
            if subject.name or len(one.subjects) > 1:
                say(f"  {isolated(legible(subject.name)) or NO_SUBJECT}")
            print_lines([lines[h.claim.claim] for h in subject.held], layout, indent=INDENT)


def _shown(held: Held, one: Standpoint, speaking: Speaking) -> ClaimLine:
    cells = speaking.cells(held.claim)
    speaker = held.claim.speaker
    cells["time"] = cells["time"] or "no day"
    is_the_same = one.part == "own" or speaker.casefold() == one.name.casefold()
    apart = speaking.apart(held.claim)
    parts = ("" if is_the_same else speaker, f"({apart})" if apart else "")
    cells["who"] = " ".join(part for part in parts if part)
    if one.part == "said" or held.how == "caption":
        cells["how"] = held.how
    below = [_differs(d, speaking) for d in held.differs]
    if held.answers:
        below.append(f"answers {listed([speaking.short(c) for c in held.answers])}")
    if held.answered_by:
        below.append(f"answered by {listed([speaking.short(c) for c in held.answered_by])}")
    return ClaimLine(cells, words_of(held.claim), tuple(below))


def _differs(one: Differs, speaking: Speaking) -> str:
    """What a claim differs from, and in what; no more is said."""
    other = speaking.claims[one.claim].time
    at = legible(f"{one.claim} ({other})" if other else one.claim)
    if one.kind == "polarity":
        return f"differs from {at}: of the two, one holds it and one denies it"
    if one.kind == "number":
        return f"differs from {at}: {legible(one.here)} here, {legible(one.there)} there"
    return f"differs from {at}: linked as {one.kind}"


def _note_spellings(found: tuple[Standpoint, ...]) -> None:
    """Say that speakers whom the ledger does not know stand as they are written."""
    loose = [p.name for p in found if not p.is_listed and p.part == "said" and p.speakers]
    if len(loose) > 1:
        note(
            f"{len(loose):,} speakers are no actors of the ledger and stand as the texts have them, each spelling by "
            "itself. An actor with other names (`corridor evidence add CASE actor`) brings them together."
        )

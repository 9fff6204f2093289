"""`corridor evidence gaps`: what is not known, as questions, by what each does to the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from corridor.cli.common import case_argument, json_option, legible, note, say, say_json, styled
from corridor.cli.forecast import Progress, load, run_options

if TYPE_CHECKING:
    from corridor.study.gaps import Gap, Gaps

SCHEMA = "corridor.evidence.gaps/1"
SHOWN = 5
KINDS = {
    "people": "Nobody is counted there",
    "access": "The situation is unknown",
    "bound": "A bound, and no value",
    "clause": "Nobody reports",
}


@click.command()
@case_argument
@run_options
@click.option("--quick", is_flag=True, help="Do not run the study: the numbers are then not ranked.")
@json_option
def gaps(case: str, *, quick: bool, as_json: bool, **options: Any) -> None:
    """Ask what is not known of CASE: numbers without a claim first, by the share of the answer each carries.

    Then places without a count of people, days whose situation is unknown, claims that give only a bound, and tests of
    clauses on which nobody reports. Every question comes with who may know.
    """
    from corridor.study.gaps import find_gaps  # noqa: PLC0415

    model = load(case)
    found = find_gaps(model, quick=quick, **options, **({} if quick else {"progress": Progress("runs")}))
    if as_json:
        read_by = {name: options[name] for name in ("origin", "known_by", "hindsight")}
        say_json(SCHEMA, {"case": model.settings.name, **read_by, **found.plain()})
        return
    if options["known_by"] is not None:
        note(f"As known by {options['known_by']}: what was published later is not read.")
    elif options["hindsight"]:
        note("With hindsight: also what was published after the origin is read.")
    _print(found)


gaps.params = [p for p in gaps.params if p.name != "members"]  # the study has draws of its own


def _print(found: Gaps) -> None:
    _print_numbers(found)
    for kind, title in KINDS.items():
        own = [g for g in found.others if g.kind == kind]
        if own:
            say(styled(f"\n{title} ({len(own):,})", bold=True))
        who = {g.who for g in own}
        for g in own:
            _print_gap(g, tells=len(who) > 1)
        if len(who) == 1:
            say(f"    May know: {legible(who.pop())}.")
    if not found.numbers and not found.others:
        note("Nothing is known to be missing.")


def _print_numbers(found: Gaps) -> None:
    """Numbers without a claim: ranked in full, the others by table."""
    say(styled("Numbers without a claim, by the share of the answer each carries", bold=True))
    if not found.studied:
        say("  Not ranked: the study was not run.")
    for g in found.ranked:
        _print_gap(g)
    for table, count in found.below:
        words = "questions" if count > 1 else "question"
        tail = "" if not found.studied else ", none of which stands out from chance"
        say(f"  {table}: {count:,} {words}{tail}")
        for g in [x for x in found.numbers if x.table == table][: 0 if found.studied else SHOWN]:
            _print_gap(g, indent="    ")
        if not found.studied and count > SHOWN:
            say(f"    and {count - SHOWN:,} more; --json has them all")


def _print_gap(gap: Gap, *, indent: str = "  ", tells: bool = True) -> None:
    """A gap: the question, what it carries, and who may know unless that is told elsewhere."""
    parts = []
    if gap.share is not None and gap.narrows is not None:
        after = "once the larger are known, " if gap.after else ""
        parts.append(f"{after}{100 * gap.share:.1f} % of: {gap.answer}")
        parts.append(f"Known, it makes the band {100 * gap.narrows:.0f} % narrower.")
    if gap.who and tells:
        parts.append(f"May know: {gap.who}.")
    say(f"{indent}{legible(gap.ask)}")
    if parts:
        say(legible(f"{indent}  {' '.join(parts)}"))

"""`corridor compare`: policies, or scenarios, side by side on the same paths."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from corridor.cli.common import case_argument, json_option, note, say, say_json, styled
from corridor.cli.forecast import Day, Progress, load

if TYPE_CHECKING:
    from corridor.result.comparison import Comparison, Difference, Judged

SCHEMA = "corridor.compare/1"
INTERNAL = "INTERNAL: what follows is about schedules, and not for publication."
HEADS = (
    "policy",
    "mean",
    "s.e.",
    "90th percentile",
    "worst tenth",
    "below survival",
    "decisions (solved)",
    "s each",
)


@click.command()
@case_argument
@click.argument("names", nargs=-1, metavar="[A B ...]")
@click.option("--origin", type=Day(), help="First day; later publications are not read.")
@click.option(
    "--horizon", type=click.IntRange(1), metavar="DAYS", help="Days judged; 84, or what is left of the case."
)
@click.option("--review", type=click.IntRange(1), metavar="DAYS", help="Days between decisions; 7.")
@click.option("--paths", type=click.IntRange(1, 100_000), metavar="N", help="Fresh paths; 100.")
@click.option("--futures", type=click.IntRange(1), metavar="N", help="Futures of the fan; 20.")
@click.option(
    "--numbers",
    type=click.Choice(["drawn", "middle"]),
    default="drawn",
    show_default=True,
    help="Each path has its own draw of the numbers; or all stand at their medians, which is far quicker.",
)
@click.option("--scenario", help="Compare policies under a scenario of the case.")
@click.option("--bound-paths", type=click.IntRange(1), metavar="N", help="Paths on which the bound is found.")
@click.option("--known-by", type=Day(), help="Read what was published by this day alone; stamped.")
@click.option("--hindsight", is_flag=True, help="Read also what was published after the origin; stamped.")
@click.option("--seed", type=click.IntRange(0, 2**63 - 1), help="The same seed gives the same numbers.")
@click.option("--threads", type=click.IntRange(1, 256), help="Threads; the numbers do not depend on them.")
@click.option(
    "--time-limit", type=click.FloatRange(0, min_open=True), metavar="SECONDS", help="For one decision."
)
@json_option
def compare(case: str, names: Sequence[str], *, as_json: bool, **options: Any) -> None:
    """Hold policies or scenarios of CASE against each other, on the same paths that no plan has seen.

    A, B, ... are policies (fan, frozen, expected, pull, usual, recorded, perfect, foresight, closed_for_good) or
    scenarios of the case, of which `outlook` is the case without one. Not given: fan, frozen, expected, pull, and the
    bounds foresight and perfect.
    """
    from corridor.study.plans.compare import compare as run  # noqa: PLC0415

    model = load(case)
    asked = {"days": options.pop("horizon"), "futures_count": options.pop("futures")}
    given = {k: v for k, v in (options | asked).items() if v is not None}
    found = run(model, names, progress=Progress("paths and decisions"), **given)
    if as_json:
        say_json(SCHEMA, {"case": model.settings.name, "use": "internal", **found.plain()})
    else:
        _print(model.settings.title or model.settings.name, found)


def _print(title: str, found: Comparison) -> None:
    run = found.run
    say(styled(title, bold=True))
    parts = [
        f"origin {run.origin}",
        f"to {run.last}",
        f"reviewed every {run.review_days} days",
        f"{_paths(run.paths)}, seed {run.seed}",
        f"numbers {run.numbers}",
        f"fan of {run.futures}",
    ]
    parts += ["WITH HINDSIGHT"] if run.hindsight else []
    parts += [f"KNOWN BY {run.known_by}"] if run.known_by else []
    say(", ".join(parts))
    say(INTERNAL + "\n")
    _table([HEADS, *(_cells(j) for j in found.judged)])
    say(
        "\nWeighted person-days, measured on what the law of the day makes of each: short, served unequally, moved,"
    )
    say(
        "less what is left at the end. Below survival: person-days of the survival tier short, without weights."
    )
    if found.differences:
        say("\nPaired differences on the same paths, with 95 % intervals:")
    for d in found.differences:
        say(f"  {_told(d)}")
    if found.alike is not None:
        a = found.alike
        say(
            f"\n{a.same} of the {a.futures} futures of the first fan would by themselves load the same until the "
            "review (within a tenth, by route and commodity)."
        )
    for text in run.notes:
        note(text)


def _label(name: str, scenario: str | None) -> str:
    return name if scenario is None else f"{scenario}: {name}"


def _paths(count: int) -> str:
    return "1 path" if count == 1 else f"{count:,} paths"


def _cells(j: Judged) -> tuple[str, ...]:
    solved = f"{j.decisions:,} ({j.solved:,})" if j.decisions else "-"
    mark = "" if j.is_policy else " (no policy)"
    return (
        _label(j.name, j.scenario) + mark,
        f"{j.mean:,.0f}",
        f"{j.error:,.0f}",
        f"{j.high:,.0f}",
        f"{j.worst:,.0f}",
        f"{j.person_days[2]:,.0f}",
        solved,
        f"{j.seconds:.2f}" if j.solved else "-",
    )


def _table(rows: list[tuple[str, ...]]) -> None:
    widths = [max(len(r[i]) for r in rows) for i in range(len(rows[0]))]
    for row in rows:
        cells = [row[0].ljust(widths[0]), *(c.rjust(w) for c, w in zip(row[1:], widths[1:], strict=True))]
        say("  ".join(cells).rstrip())


def _told(d: Difference) -> str:
    """One difference in words; an interval that holds zero is said to tell nothing."""
    own, base = _label(d.name, d.scenario), _label(d.against, d.against_scenario)
    if d.low is None or d.high is None:
        return f"{own} against {base}: {d.mean:+,.0f} on one path, of which no interval can be given."
    span = f"{d.mean:+,.0f} ({d.low:+,.0f} to {d.high:+,.0f}) on {d.paths:,} paths"
    return f"{own} against {base}: {span}: {d.told}."

"""`corridor plan`: what should move next, when nobody knows whether the road will be open."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from corridor.cli.common import case_argument, find_case, json_option, note, say, say_json, target
from corridor.cli.forecast import Day, Progress, load
from corridor.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corridor.study.plans.ahead import HorizonCheck
    from corridor.study.plans.explain import Explanation
    from corridor.study.plans.make import Draft

SCHEMA = "corridor.plan/1"
INTERNAL = "INTERNAL: schedules, manifests, fleets, stores and slots are not for publication."
FORMS = (".xlsx", ".csv")


@click.command()
@case_argument
@click.option("--origin", type=Day(), help="First day of the plan; later publications are not read.")
@click.option(
    "--horizon", type=click.IntRange(1), metavar="DAYS", help="Days planned; 84, or what is left of the case."
)
@click.option(
    "--futures", type=click.IntRange(1), metavar="N", help="Futures over which it is to be good; 20."
)
@click.option("--review", type=click.IntRange(1), metavar="DAYS", help="Days until the plan is made anew; 7.")
@click.option(
    "--scenario", help="A named set of assumptions of the case; its timeline takes the place of the outlook."
)
@click.option("--known-by", type=Day(), help="Read what was published by this day alone; stamped.")
@click.option("--hindsight", is_flag=True, help="Read also what was published after the origin; stamped.")
@click.option("--seed", type=click.IntRange(0, 2**63 - 1), help="The same seed gives the same plan.")
@click.option(
    "--floor",
    type=click.FloatRange(0, 1),
    metavar="SHARE",
    help="Share of the survival tier of critical needs to be met every day, 0 to 1; exit code 4 if none can.",
)
@click.option(
    "--access",
    type=click.Choice(["drawn", "frozen"]),
    default="drawn",
    show_default=True,
    help="Futures follow the outlook, or access stays as it is at the origin.",
)
@click.option(
    "--by-day", is_flag=True, help="Let a large plan, too, choose the day of each load: it may take minutes."
)
@click.option(
    "--time-limit", type=click.FloatRange(0, min_open=True), metavar="SECONDS", help="Exit code 5 beyond it."
)
@click.option(
    "--explain", "explained", is_flag=True, help="Say which limits each shortage runs into; solves again."
)
@click.option("--numerics", is_flag=True, help="Tell the size of the program and its numbers, on stderr.")
@click.option("--quick", is_flag=True, help="Leave out the check against a horizon half as long again.")
@click.option(
    "--out", type=click.Path(dir_okay=False), help="Save it: .xlsx (all tables) or .csv (the manifests)."
)
@json_option
def plan(
    case: str, *, explained: bool, numerics: bool, quick: bool, out: str | None, as_json: bool, **options: Any
) -> None:
    """Plan what should move next in CASE: convoys until the review, good over many futures of access.

    Prints the convoys, what the plan itself expects to be short, the weights it used, and what is not cleared to move.
    """
    from corridor.study.plans.make import FUTURES, draft  # noqa: PLC0415

    file = None if out is None else _file(out, find_case(case))
    model = load(case)
    _stage("Drawing futures and solving")
    made = draft(
        model,
        days=options.pop("horizon"),
        futures_count=options.pop("futures") or FUTURES,
        **options,
    )
    if numerics:
        from corridor.plan.numerics import numerics as numbers_of  # noqa: PLC0415

        note(numbers_of(made.solved.written).text())
    ahead = None if quick else _ahead(made, options["time_limit"])
    why = _explain(made) if explained else None
    if file is not None:
        note(f"Saved {_save(made, file)}")
    if as_json:
        say_json(SCHEMA, content(made, ahead, why))
    else:
        _print(made, ahead, why)


def _file(out: str, case: Path) -> Path:
    """The file to write; UsageError for a form that is not known."""
    suffix = Path(out).suffix.lower()
    if suffix not in FORMS:
        raise UsageError(f'"{out}" ends in neither {" nor ".join(FORMS)}. Give a name such as plan.xlsx.')
    return target(out, case, suffix)


def _stage(what: str) -> None:
    """Say on a terminal what takes its time."""
    if Progress(what).is_terminal:
        note(f"{what} ...")


def _ahead(made: Draft, time_limit: float | None) -> HorizonCheck | None:
    """The horizon check; a note in its place if it was not found in time, or the longer plan keeps no floor."""
    from corridor.errors import FloorError, TimeLimitError  # noqa: PLC0415
    from corridor.study.plans.ahead import check_horizon  # noqa: PLC0415

    _stage("Solving again over a longer horizon")
    try:
        return check_horizon(made, time_limit=time_limit)
    except TimeLimitError:
        note("The longer horizon was not solved in time: whether the first loads hang on it is not known.")
    except FloorError as error:
        note(f"Over a longer horizon the floor cannot be kept: the highest is {error.highest:.1%}.")
    return None


def _explain(made: Draft) -> Explanation:
    from corridor.study.plans.explain import explain  # noqa: PLC0415

    return explain(made, progress=Progress("limits tried"))


def _save(made: Draft, file: Path) -> Path:
    from corridor.io.sheets import write_csv, write_sheets  # noqa: PLC0415
    from corridor.study.plans import tell  # noqa: PLC0415

    manifests = [{**row, "use": "internal"} for row in tell.manifest_rows(made)]
    if file.suffix.lower() == ".csv":
        stamps = {row["convoy"]: row["cleared"] for row in tell.convoy_rows(made)}
        return write_csv(file, [{**row, "cleared": stamps[row["convoy"]]} for row in manifests])
    notes = [{"note": text} for text in (INTERNAL, _headline(made), *made.plan.run.notes)]
    return write_sheets(
        file,
        {
            "notes": notes,
            "schedule": tell.convoy_rows(made),
            "convoys": manifests,
            "shortfalls": tell.short_rows(made),
            "weights": tell.weight_rows(made),
        },
    )


def content(made: Draft, ahead: HorizonCheck | None, why: Explanation | None) -> dict[str, Any]:
    """The plan as JSON has it: schema `corridor.plan/1`."""
    from corridor.study.plans import tell  # noqa: PLC0415

    run = made.plan.run
    return {
        "use": "internal",
        "case": made.plan.model.settings.name,
        "title": made.plan.model.settings.title,
        "origin": run.origin.isoformat(),
        "last_day": made.plan.days.day(made.plan.first + run.days - 1).isoformat(),
        "days": run.days,
        "review_days": run.review_days,
        "hindsight": run.hindsight,
        "known_by": run.known_by.isoformat() if run.known_by else None,
        "scenario": run.scenario,
        "futures": run.futures,
        "access": run.access,
        "seed": run.seed,
        "floor": run.floor,
        "objective": run.objective,
        "digest": run.digest,
        "versions": dict(run.versions),
        "notes": list(run.notes),
        "convoys": tell.convoy_rows(made),
        "manifests": tell.manifest_rows(made),
        "short": tell.short_rows(made),
        "weights": tell.weight_rows(made),
        "horizon_check": None if ahead is None else ahead.plain(),
        "explanation": None if why is None else why.plain(),
    }


def _headline(made: Draft) -> str:
    run = made.plan.run
    parts = [
        f"origin {run.origin}",
        f"{run.days} {'day' if run.days == 1 else 'days'} to {made.plan.days.day(made.plan.first + run.days - 1)}",
        f"review after {run.review_days}",
        f"{run.futures} {'future' if run.futures == 1 else 'futures'}, seed {run.seed}",
    ]
    parts += [f"scenario {run.scenario}"] if run.scenario else []
    parts += ["access as at the origin"] if run.access == "frozen" else []
    parts += [f"floor {run.floor:.1%}"] if run.floor is not None else []
    parts += ["HINDSIGHT"] if run.hindsight else []
    parts += [f"KNOWN BY {run.known_by}"] if run.known_by else []
    return ", ".join(parts)


def _print(made: Draft, ahead: HorizonCheck | None, why: Explanation | None) -> None:
    settings = made.plan.model.settings
    say(click.style(INTERNAL, bold=True))
    say(f"{settings.title or settings.name}\n{_headline(made)}")
    _print_convoys(made)
    _print_short(made, why)
    _print_weights(made)
    if ahead is not None:
        from corridor.study.plans.ahead import horizon_lines  # noqa: PLC0415
        from corridor.study.plans.words import Names  # noqa: PLC0415

        say("\n" + "\n".join(horizon_lines(ahead, Names.read(made.plan.model))))
    say("")
    for text in made.plan.run.notes:
        say(f"- {text}")


def _print_convoys(made: Draft) -> None:
    from corridor.study.plans import tell  # noqa: PLC0415
    from corridor.study.plans.cleared import STAMP  # noqa: PLC0415

    run, rows = made.plan.run, tell.convoy_rows(made)
    last = made.plan.days.day(made.plan.first + run.review_days - 1)
    say(click.style(f"\nConvoys to load until the review, to {last}", bold=True))
    if not rows:
        say("Nothing is loaded until the review.")
        return
    cells = [
        (
            str(r["date"]),
            str(r["route"]),
            f"{r['fleet'] or 'any trucks'}"
            + (f" ({r['carrier']})" if r["fleet"] not in {"", r["carrier"]} else ""),
            "" if r["trucks"] is None else _few(r["trucks"]),
            _few(r["t"]),
            "" if r["m3"] is None else _few(r["m3"]),
            str(r["what"]),
            STAMP.upper() if r["cleared"] == STAMP else "",
        )
        for r in rows
    ]
    _table(("date", "route", "by", "trucks", "t", "m3", "what", ""), cells)
    for route, carrier, cleared in tell.clearances(made):
        say(f"{route}, {carrier}: {cleared}.")


def _print_short(made: Draft, why: Explanation | None) -> None:
    from corridor.study.plans import tell  # noqa: PLC0415

    say(click.style("\nWhat the plan itself expects to be short, over all its days", bold=True))
    rows = tell.short_rows(made)
    if not rows:
        say("Nothing, in any of its futures.")
    else:
        _table(
            ("place", "need", "tier", "person-days", "worst future", "share of need"),
            [
                (
                    r["place"],
                    r["need"],
                    r["tier"],
                    f"{r['person_days']:,.0f}",
                    f"{r['person_days_worst_future']:,.0f}",
                    f"{r['share_of_need']:.1%}",
                )
                for r in rows
            ],
        )
    if why is None:
        say("`--explain` says which limits each runs into." if rows else "")
        return
    from corridor.study.plans.explain import shortage_lines  # noqa: PLC0415
    from corridor.study.plans.words import Names  # noqa: PLC0415

    names = Names.read(made.plan.model)
    say(click.style("\nWhich limits it runs into", bold=True))
    for shortage in why.shortages:
        say("\n".join(shortage_lines(shortage, names, made.plan.run.futures)))


def _print_weights(made: Draft) -> None:
    """The weights, needs that weigh the same together."""
    from corridor.study.plans import tell  # noqa: PLC0415

    say(click.style("\nWeights", bold=True))
    alike: dict[tuple[tuple[str, str, float], ...], list[str]] = {}
    rest = []
    by_need: dict[str, list[tuple[str, str, float]]] = {}
    for row in tell.weight_rows(made):
        if row["tier"] == "*":
            rest.append(f"{row['what']} {row['weight']:g}")
        else:
            by_need.setdefault(row["need"], []).append((row["tier"], row["place"], row["weight"]))
    for need, listed in by_need.items():
        alike.setdefault(tuple(listed), []).append(need)
    for told, needs in alike.items():
        whose = "each need" if len(alike) == 1 else ", ".join(needs)
        weights = ", ".join(
            f"{tier}{'' if place == '*' else ' at ' + place} {w:g}" for tier, place, w in told
        )
        say(f"A person-day short of {whose}: {weights}.")
    say(f"{'; '.join(rest)[:1].upper()}{'; '.join(rest)[1:]}.")


def _few(x: float) -> str:
    """A number with one digit behind the point, two that count where it is small."""
    return f"{x:,.1f}" if x >= 0.1 else f"{x:.2g}"


def _table(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    widths = [max(len(r[i]) for r in (heads, *rows)) for i in range(len(heads))]
    for row in (heads, *rows):
        say("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())

"""`corridor plan`: what should move next, when nobody knows whether the road will be open."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from corridor.cli.common import case_argument, find_case, json_option, note, say_json, target
from corridor.cli.forecast import Day, Progress, load
from corridor.cli.plan_words import INTERNAL, headline, show
from corridor.errors import UsageError

if TYPE_CHECKING:
    from corridor.study.plans.ahead import HorizonCheck
    from corridor.study.plans.explain import Explanation
    from corridor.study.plans.make import Draft
    from corridor.study.plans.replay import Replay

SCHEMA = "corridor.plan/1"
FORMS = (".xlsx", ".csv")


class Floor(click.ParamType[float | str]):
    """A share, or `highest`."""

    name = "SHARE|highest"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float | str:
        """The share; a usage error for anything else."""
        if value == "highest":
            return "highest"
        try:
            share = float(value)
        except ValueError:
            share = -1.0
        if not 0 <= share <= 1:
            self.fail(f'"{value}" is neither a share from 0 to 1 nor "highest".', param, ctx)
        return share


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
    type=Floor(),
    help="Share of the survival tier of critical needs to be met every day, 0 to 1, exit code 4 if it cannot; "
    "`highest` keeps the highest that can be kept, before anything else.",
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
@click.option(
    "--replay",
    "under",
    metavar="NAME",
    help="Follow the plan under other access and say what breaks: `frozen`, a scenario or a situation of the case; "
    "`own` looks whether the stocks are those of the plan.",
)
@click.option("--numerics", is_flag=True, help="Tell the size of the program and its numbers, on stderr.")
@click.option("--quick", is_flag=True, help="Leave out the check against a horizon half as long again.")
@click.option(
    "--out", type=click.Path(dir_okay=False), help="Save it: .xlsx (all tables) or .csv (the manifests)."
)
@json_option
def plan(
    case: str,
    *,
    explained: bool,
    under: str | None,
    numerics: bool,
    quick: bool,
    out: str | None,
    as_json: bool,
    **options: Any,
) -> None:
    """Plan what should move next in CASE: convoys until the review, good over many futures of access.

    Prints the convoys, what the plan itself expects to be short, the weights it used, and what is not cleared to move.
    """
    from corridor.study.plans.make import FUTURES, draft  # noqa: PLC0415
    from corridor.study.plans.replay import access_named, replay  # noqa: PLC0415

    file = None if out is None else _file(out, find_case(case))
    model = load(case)
    if under is not None:
        access_named(model, under)  # before anything is worked out
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
    followed = None if under is None else replay(made, **access_named(model, under))
    if file is not None:
        note(f"Saved {_save(made, file, followed)}")
    if as_json:
        say_json(SCHEMA, content(made, ahead, why, followed))
    else:
        show(made, ahead, why, followed)


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


def _save(made: Draft, file: Path, followed: Replay | None) -> Path:
    from corridor.io.sheets import write_csv, write_sheets  # noqa: PLC0415
    from corridor.study.plans import tell  # noqa: PLC0415
    from corridor.study.plans.words import Names  # noqa: PLC0415

    manifests = [{**row, "use": "internal"} for row in tell.manifest_rows(made)]
    if file.suffix.lower() == ".csv":
        stamps = {row["convoy"]: row["cleared"] for row in tell.convoy_rows(made)}
        return write_csv(file, [{**row, "cleared": stamps[row["convoy"]]} for row in manifests])
    notes = [{"note": text} for text in (INTERNAL, headline(made), *made.plan.run.notes)]
    sheets = {
        "notes": notes,
        "schedule": tell.convoy_rows(made),
        "convoys": manifests,
        "shortfalls": tell.short_rows(made),
        "weights": tell.weight_rows(made),
    }
    if followed is not None:
        names = Names.read(made.plan.model)
        sheets |= {
            "left behind": tell.behind_rows(followed, names),
            "short more": tell.more_rows(followed, names),
        }
    return write_sheets(file, sheets)


def content(
    made: Draft, ahead: HorizonCheck | None, why: Explanation | None, followed: Replay | None = None
) -> dict[str, Any]:
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
        "replay": None if followed is None else followed.plain(),
    }

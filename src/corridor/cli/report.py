"""`corridor report`: the situation report, one offline HTML file."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from corridor.cli.common import case_argument, find_case, json_option, note, say, say_json, target
from corridor.cli.forecast import Progress, load, run_options
from corridor.cli.report_plan import Asked, may_plan, plan_for
from corridor.errors import UsageError

if TYPE_CHECKING:
    from corridor.model.model import Model
    from corridor.report.scope import Audience
    from corridor.result.forecast import Forecast

SCHEMA = "corridor.report/1"
FOLDER = Path("out")


@click.command()
@case_argument
@run_options
@click.option(
    "--audience",
    type=click.Choice(["public", "partner", "internal"]),
    help="Whom it is for; what is above is left out and counted. The case says; public by default.",
)
@click.option("--scoring", is_flag=True, help="Show what was seen beside the bands, as an illustration.")
@click.option(
    "--no-study", is_flag=True, help="Leave out what to find out and the answer by account: quicker."
)
@click.option(
    "--plan",
    "planned",
    is_flag=True,
    help="Show a plan: convoys and waybills. With --audience internal alone.",
)
@click.option(
    "--plan-futures", type=click.IntRange(1), metavar="N", help="Futures over which it is to be good; 20."
)
@click.option("--review", type=click.IntRange(1), metavar="DAYS", help="Days until the plan is made anew; 7.")
@click.option(
    "--compare/--no-compare",
    "compared",
    default=None,
    help="Beside the plan, policies on a few fresh paths, numbers at their medians; of a small case unless left out.",
)
@click.option(
    "--critical/--no-critical",
    "critical",
    default=None,
    help="Beside the plan, what passages are worth; of a small case unless left out.",
)
@click.option("--out", type=click.Path(dir_okay=False), help="File to write.")
@json_option
def report(
    case: str,
    *,
    audience: str | None,
    scoring: bool,
    no_study: bool,
    planned: bool,
    plan_futures: int | None,
    review: int | None,
    compared: bool | None,
    critical: bool | None,
    out: str | None,
    as_json: bool,
    **options: Any,
) -> None:
    """Write a situation report of CASE: one HTML file that opens offline, prints, and leads to its sources.

    Prints where it lies. Without --out it goes to the folder `out`, named by case, origin and audience.
    """
    from corridor.forecast.ensemble import forecast as run  # noqa: PLC0415

    start = time.perf_counter()
    file = None if out is None else target(out, find_case(case), ".html")
    model = load(case)
    chosen = cast("Audience", audience or model.settings.audience)
    asked = Asked(
        futures=plan_futures, review=review, compared=compared, critical=critical, is_quick=no_study
    )
    may_plan(chosen, asked, planned=planned)
    boundary = boundary_of(model, find_case(case))
    if options["engine"] == "auto" and not no_study:
        options["engine"] = _engine(model, options["members"])
    made = plan_for(model, options, asked) if planned else {}
    result = run(model, progress=Progress("members"), **options)
    for text in result.run.notes:
        note(text)
    page = _page(model, result, chosen, boundary, made, scoring=scoring, no_study=no_study)
    path = page.save(file or FOLDER / file_name(result, chosen))
    seconds = time.perf_counter() - start
    if as_json:
        say_json(
            SCHEMA, content(result, path, chosen) | {"bytes": len(page.html.encode()), "seconds": seconds}
        )
    else:
        note(f"{len(page.html.encode()) / 1e6:.1f} MB in {seconds:.0f} s, audience {chosen}")
        say(str(path))


def _engine(model: Model, members: int | None) -> str:
    """The engine for a forecast and its studies together: the compiled one where all of it outlasts its start."""
    from corridor.forecast.ensemble import COMPILED_PAYS, has_numba, prepare, work_of  # noqa: PLC0415
    from corridor.study.find_out import DRAWS, PATHS  # noqa: PLC0415

    runs = (members or model.settings.members) + DRAWS * PATHS
    pays = has_numba() and work_of(prepare(model).arrays, runs) >= COMPILED_PAYS
    return "compiled" if pays else "auto"


def _page(
    model: Model,
    result: Forecast,
    audience: Audience,
    boundary: Any,
    made: dict[str, Any],
    *,
    scoring: bool,
    no_study: bool,
) -> Any:
    from corridor.report.make import report as make  # noqa: PLC0415

    nothing: dict[str, Any] = {"found": (), "required": ()} if no_study else {}
    return make(
        model,
        result,
        audience=audience,
        scoring=scoring,
        boundary=boundary,
        progress=Progress("runs of the studies"),
        **nothing,
        **made,
    )


def file_name(result: Forecast, audience: str) -> str:
    """Name of the file: case, origin, scenario, hindsight or the day by which things were known, audience."""
    from corridor.ledger.sensitivity import private_names  # noqa: PLC0415

    run = result.run
    name = result.model.settings.name or "case"
    if audience != "internal":
        name = private_names(result.model.actors).replaced(name)
    parts = [name, run.origin.isoformat(), run.scenario or ""]
    by = f"known by {run.known_by}" if run.known_by else ""
    parts += ["hindsight" if run.hindsight else by, "" if audience == "public" else audience]
    return (
        "-".join(
            "".join(c if c.isalnum() else "_" for c in p) if i != 1 else p for i, p in enumerate(parts) if p
        )
        + ".html"
    )


def content(result: Forecast, path: Path, audience: str) -> dict[str, Any]:
    """The result as JSON has it: schema `corridor.report/1`."""
    run = result.run
    return {
        "case": result.model.settings.name,
        "path": str(path),
        "audience": audience,
        "origin": run.origin.isoformat(),
        "hindsight": run.hindsight,
        "known_by": run.read_by,
        "stamp": run.stamp,
        "scenario": run.scenario,
        "policy": run.policy,
        "members": run.members,
        "seed": run.seed,
        "digest": run.digest,
        "engine": run.engine,
    }


def boundary_of(model: Model, case: Path) -> dict[str, Any] | None:
    """The boundary file that a case brings, as GeoJSON; None if it brings none.

    Raises
    ------
    UsageError
        When the file has no licence, leaves the case folder, is too large or is no GeoJSON.
    """
    from corridor.model.boundary import BoundaryError, read_boundary  # noqa: PLC0415

    name, licence = model.settings.boundary_file, model.settings.boundary_licence
    if not name:
        return None
    if not licence:
        raise UsageError(f"boundary_file {name} has no boundary_licence. Say which, or leave the file out.")
    folder = (case if case.is_dir() else case.parent).resolve()
    path = (folder / name).resolve()
    if not path.is_relative_to(folder) or not path.is_file():
        raise UsageError(f"boundary_file {name} is not a file of the case folder.")
    try:
        return read_boundary(path)
    except BoundaryError as error:
        raise UsageError(f"boundary_file {name} cannot be drawn: {error}.") from None

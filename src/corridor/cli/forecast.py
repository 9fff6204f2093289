"""`corridor forecast`: how long people can hold out, what falls short when, as bands and chances."""

from __future__ import annotations

import datetime as dt
import sys
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

import click

from corridor.cli import beliefs
from corridor.cli.common import case_argument, find_case, json_option, note, say, say_json, styled, target

if TYPE_CHECKING:
    from collections.abc import Callable

    from corridor.measure import Table
    from corridor.model.arrays import Number
    from corridor.model.model import Model
    from corridor.result.forecast import Forecast
    from corridor.study.side_by_side import SideBySide

SCHEMA = "corridor.forecast/1"


class Day(click.ParamType[dt.date]):
    """An ISO day."""

    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        """The date; a usage error that shows the form if it is none."""
        if isinstance(value, dt.date):
            return value
        try:
            return dt.date.fromisoformat(str(value))
        except ValueError:
            self.fail(f'"{value}" is not a day. Write it as 2023-01-20.', param, ctx)


def run_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of every verb that runs an ensemble."""
    options = (
        click.option(
            "--members", type=click.IntRange(1, 1_000_000), help="Members drawn; the case says how many."
        ),
        click.option(
            "--seed", type=click.IntRange(0, 2**63 - 1), help="The same seed gives the same numbers."
        ),
        click.option(
            "--origin", type=Day(), help="First day of the forecast; later publications are not read."
        ),
        click.option("--scenario", help="A named set of assumptions of the case."),
        click.option(
            "--policy",
            type=click.Choice(["recorded", "usual", "pull"]),
            help="What is sent from the origin on: nothing; what usually comes in each situation, whatever access, "
            "trucks and roads allow; or what each place asks for, as far as they allow. "
            "Not given: usual where the case has inflow, else pull.",
        ),
        click.option(
            "--hindsight", is_flag=True, help="Read also what was published after the origin; stamped."
        ),
        click.option(
            "--known-by",
            type=Day(),
            help="Read what was published by this day alone: before the origin, or after it; stamped.",
        ),
        click.option(
            "--engine",
            type=click.Choice(["auto", "numpy", "compiled"]),
            default="auto",
            show_default=True,
            help="Both give the same to 1e-9.",
        ),
        click.option(
            "--threads", type=click.IntRange(1, 256), help="Threads; the numbers do not depend on them."
        ),
    )
    for option in reversed((*options, *_TOLD)):
        command = option(command)
    return command


def _tell(ctx: click.Context, param: click.Parameter, value: bool) -> None:  # noqa: FBT001  (click's own form)
    """Keep an option about claims where `load` finds it: it changes how the case is read, not how it is run."""
    if value:
        ctx.meta[f"corridor.{param.name}"] = True


_TOLD = (
    click.option(
        "--anchored-only",
        is_flag=True,
        expose_value=False,
        callback=_tell,
        help="Refuse claims whose words are not at hand behind what the run reads.",
    ),
    click.option(
        "--with-proposed",
        is_flag=True,
        expose_value=False,
        callback=_tell,
        help="Read also claims that are only proposed; the answer says how many numbers rest on them.",
    ),
)


def _asked() -> dict[str, object]:
    """Settings of the case that options of the running command take the place of."""
    told = getattr(click.get_current_context(silent=True), "meta", {})
    given: dict[str, object] = {}
    if told.get("corridor.anchored_only"):
        given["unanchored"] = "refuse"
    if told.get("corridor.with_proposed"):
        given["proposed"] = "read"
    return given


def load(case: str) -> Model:
    """The checked model of a case given as a folder, a workbook or a shipped name, as the running command asks."""
    from corridor.io.read import read  # noqa: PLC0415
    from corridor.model.build import build  # noqa: PLC0415

    tables = read(find_case(case))
    return build(replace(tables, settings={**tables.settings, **_asked()}))


class Progress:
    """A line of progress on stderr, rewritten in place on a terminal and silent elsewhere."""

    def __init__(self, what: str) -> None:
        """Start counting `what`."""
        self.what, self.shown = what, -1
        self.is_terminal = sys.stderr.isatty()

    def __call__(self, done: int, whole: int) -> None:
        """Show how far the work is, at each per cent."""
        percent = 100 * done // max(whole, 1)
        if not self.is_terminal or percent == self.shown:
            return
        self.shown = percent
        click.echo(f"\r{self.what}: {done:,} of {whole:,} ({percent} %)", err=True, nl=done >= whole)


@click.command()
@case_argument
@run_options
@beliefs.belief_options
@click.option("--save", "path", type=click.Path(dir_okay=False), help="Save bands and members as NetCDF4.")
@json_option
def forecast(case: str, *, path: str | None, as_json: bool, **options: Any) -> None:
    """Run CASE as an ensemble and say how long people can hold out.

    Prints days of cover, the chance of falling short of the ration before the horizon and its date, the chance that the
    store is empty, and the share of need met.
    """
    from corridor.forecast.ensemble import forecast as run  # noqa: PLC0415

    asked = beliefs.taken(options, saves=path is not None)
    file = None if path is None else target(path, find_case(case), ".nc")
    model = load(case)
    if asked:
        beliefs.answer(model, asked, _print_head, as_json=as_json, **options)
        return
    result = run(model, progress=Progress("members"), **options)
    for text in result.run.notes:
        note(text)
    if file is not None:
        from corridor.result.save import save  # noqa: PLC0415

        note(f"Saved {save(result, file)}")
    from corridor.study.side_by_side import side_by_side  # noqa: PLC0415

    beside = side_by_side(model, result, progress=Progress("members, side by side"))
    if as_json:
        say_json(SCHEMA, content(result, beside))
    else:
        _print(result, beside)


def _tables(result: Forecast) -> dict[str, Table[Any]]:
    from corridor import measure  # noqa: PLC0415

    return {
        "cover_at_origin": measure.cover_at_origin(result),
        "rationing": measure.rationing(result),
        "stock_out": measure.stock_out(result),
        "store_empty": measure.store_empty(result),
        "share_of_need_met": measure.share_of_need_met(result),
        "person_days_short": measure.person_days_short(result),
        "least_served": measure.least_served(result),
        "trucks_held": measure.trucks_held(result),
    }


def _rows(result: Forecast, beside: SideBySide | None) -> dict[str, list[dict[str, Any]]]:
    """Rows of every measure; what depends stands once for each side, named in `side`, and never over all sides."""
    told = {name: table.rows() for name, table in _tables(result).items()}
    if beside is None:
        return told
    sides = {s.label: {name: t.rows() for name, t in _tables(s.forecast).items()} for s in beside.sides}
    found: dict[str, list[dict[str, Any]]] = {}
    for name, rows in told.items():
        alike = [r for r in rows if not _depends(r, beside, [own[name] for own in sides.values()])]
        found[name] = alike + [
            {"side": label, **r} for label, own in sides.items() for r in own[name]
            if _at(r) not in {_at(x) for x in alike}
        ]  # fmt: skip
    return found


def _at(row: dict[str, Any]) -> tuple[object, ...]:
    """What a row is about: its values that are words."""
    return tuple(v for v in row.values() if isinstance(v, str))


def _depends(row: dict[str, Any], beside: SideBySide, sides: list[list[dict[str, Any]]]) -> bool:
    """Whether a row depends on the side; one that is not of a need does if any side says otherwise."""
    if "need" in row:
        return beside.depends(row.get("place", ""), row["need"])
    return any(row not in rows for rows in sides)


def content(result: Forecast, beside: SideBySide | None = None) -> dict[str, Any]:
    """The result as JSON has it: schema `corridor.forecast/1`."""
    from corridor.result.forecast import BAND  # noqa: PLC0415

    run = result.run
    return {
        "case": result.model.settings.name,
        "title": result.model.settings.title,
        "origin": run.origin.isoformat(),
        "last_day": result.days.day(result.horizon - 1).isoformat(),
        "hindsight": run.hindsight,
        "known_by": run.read_by,
        "stamp": run.stamp,
        "scenario": run.scenario,
        "policy": run.policy,
        "members": run.members,
        "seed": run.seed,
        "engine": run.engine,
        "digest": run.digest,
        "versions": dict(run.versions),
        "notes": list(run.notes),
        "record": result.record.content(),
        "band": BAND,
        "largest_residual": float(result.members.residual.max()),
        "side_by_side": beside.plain() if beside else None,
        "measures": _rows(result, beside),
        "share_assumed": result.share_assumed,
        "numbers": [_number(n) for n in result.numbers],
        "choices": [asdict(c) for c in result.choices],
    }


def _number(number: Number) -> dict[str, Any]:
    """A number of the run, and by what it stands."""
    return {
        "name": number.name,
        "table": number.table,
        "key": number.key,
        "column": number.column,
        "rule": number.rule,
        "backing": number.backing,
        "differs": number.differs,
        "range": [number.range.low, number.range.mid, number.range.high],
        "unit": number.unit,
        "claims": list(number.claims),
        "basis": number.basis,
        "weight": number.weight if number.pick else None,
    }


def _print_head(result: Forecast) -> None:
    run = result.run
    title = result.model.settings.title or result.model.settings.name
    say(styled(title, bold=True))
    last = result.days.day(result.horizon - 1)
    parts = [
        f"origin {run.origin}",
        f"to {last}",
        f"policy {run.policy}",
        f"{run.members:,} members, seed {run.seed}",
    ]
    parts += [f"scenario {run.scenario}"] if run.scenario else []
    parts += [run.stamp.upper()] if run.stamp else []
    say(", ".join(parts) + "\n")


def _print(result: Forecast, beside: SideBySide | None) -> None:
    from corridor.result.forecast import BAND  # noqa: PLC0415

    _print_head(result)
    if beside:
        sides = "; ".join(s.label for s in beside.sides)
        say(beliefs.plain_text(f"The answer depends. {beside.question} Side by side: {sides}."))
        if beside.others:
            say(beliefs.plain_text(f"Drawn under each: {' '.join(beside.others)}"))
        say()
    _print_table(result, beside, result.days.day(result.horizon - 1))
    from corridor.report.words import percent  # noqa: PLC0415  (the report is slow to start)

    say(f"\n{percent(result.share_assumed)} of its inputs are assumed: nothing backs them.")
    say(f"In brackets: {BAND}. Distributed is not eaten; rations and dates are the model's.")
    say("`--json` gives all measures; `corridor report` leads from each figure to its claims.")


def _print_table(result: Forecast, beside: SideBySide | None, last: dt.date) -> None:
    """One line a place and need, or a side of it where it depends: cover, first day short, empty store, need met."""
    from corridor import measure  # noqa: PLC0415
    from corridor.result.forecast import HIGH, LOW, MIDDLE  # noqa: PLC0415

    name = {p.place: p.name for p in result.model.places} | {
        n.need: n.name or n.need for n in result.model.needs
    }
    heads = (
        *(("side",) if beside else ()),
        "place",
        "need",
        "days of cover",
        f"short of the ration by {last}",
        "first day of it",
        "store empty",
        "share of need met",
    )
    rows = []
    runs = [
        ("all" if beside else "", result),
        *((s.label, s.forecast) for s in (beside.sides if beside else ())),
    ]
    lines = [
        (label, *line)
        for label, run in runs
        for line in zip(
            measure.cover_at_origin(run),
            measure.stock_out(run),
            measure.store_empty(run),
            measure.share_of_need_met(run),
            strict=True,
        )
    ]
    order = list(dict.fromkeys((x.place, x.need) for _, x, *_ in lines))
    for label, cover, out, empty, met in sorted(lines, key=lambda x: order.index((x[1].place, x[1].need))):
        if beside and beside.depends(cover.place, cover.need) == (label == "all"):
            continue
        day = out.dates
        dates = f"{day.text(MIDDLE)} ({day.text(LOW)} to {day.text(HIGH)})"
        share = str(met.share).replace(" share", "")
        place, need = name.get(cover.place, cover.place), name.get(cover.need, cover.need)
        own = (beliefs.plain_text(label),) if beside else ()
        rows.append(
            (
                *own,
                place,
                need,
                str(cover.cover).replace(" days", ""),
                str(out.chance),
                dates,
                str(empty.chance),
                share,
            )
        )
    widths = [max(len(r[i]) for r in (heads, *rows)) for i in range(len(heads))]
    for row in (heads, *rows):
        say("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())

"""`corridor critical`: what each passage is worth, by surprise and announced. Internal, always."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from corridor.cli.common import case_argument, find_case, json_option, note, say, say_json, styled, target
from corridor.cli.forecast import Day, Progress, load
from corridor.errors import UsageError

if TYPE_CHECKING:
    from corridor.model.model import Model
    from corridor.study.plans.one_more import Thing
    from corridor.study.plans.worth import Criticality, Worth

SCHEMA = "corridor.critical/1"
FORMS = (".xlsx", ".csv")
ONE = "(one)"
PARTS = ("mean", "low", "high", "lead")
HEADS = ("passage", "worst from", "days", "by surprise", "announced", "preparation", "in by it", "entry lost")


@click.command()
@case_argument
@click.option("--origin", type=Day(), help="First day of the plan; later publications are not read.")
@click.option(
    "--horizon", type=click.IntRange(2), metavar="DAYS", help="Days planned; 84, or what is left of the case."
)
@click.option(
    "--futures", type=click.IntRange(1), metavar="N", help="Futures over which losses are paired; 6."
)
@click.option(
    "--element",
    "elements",
    multiple=True,
    metavar="NAME",
    help="A kind (route, line, crossing, carrier, fleet, permission, goods), an id, or both as route:road; "
    "may be repeated. All but goods if not given.",
)
@click.option(
    "--from",
    "dates",
    type=Day(),
    multiple=True,
    help="First day of a closure; may be repeated. One and two weeks after the origin if not given.",
)
@click.option(
    "--days-closed",
    type=click.IntRange(1),
    multiple=True,
    metavar="DAYS",
    help="How long a closure lasts, such as 7, 14, 30; may be repeated. 14 if not given.",
)
@click.option(
    "--surprise-only", is_flag=True, help="Leave out announced closures, which take most of the time."
)
@click.option(
    "--limits",
    type=click.IntRange(0),
    metavar="N",
    help="Limits of which one more and one less are tried; 8.",
)
@click.option("--scenario", help="A named set of assumptions of the case.")
@click.option("--known-by", type=Day(), help="Read what was published by this day alone; stamped.")
@click.option("--hindsight", is_flag=True, help="Read also what was published after the origin; stamped.")
@click.option("--seed", type=click.IntRange(0, 2**63 - 1), help="The same seed gives the same numbers.")
@click.option("--threads", type=click.IntRange(1, 256), help="Threads; the numbers do not depend on them.")
@click.option(
    "--out", type=click.Path(dir_okay=False), help="Save the tables: .xlsx, or .csv (passages alone)."
)
@json_option
def critical(
    case: str,
    *,
    elements: Sequence[str],
    dates: Sequence[dt.date],
    surprise_only: bool,
    out: str | None,
    as_json: bool,
    **options: Any,
) -> None:
    """Say what each passage of CASE is worth: what its closure costs by surprise, and announced.

    What lies between the two is what preparation is worth. Internal, never for a public report: see ETHICS.md.
    """
    from corridor.study.plans.critical import FUTURES  # noqa: PLC0415
    from corridor.study.plans.critical import critical as run  # noqa: PLC0415
    from corridor.study.plans.one_more import MOST  # noqa: PLC0415

    file = None if out is None else _file(out, find_case(case))
    model = load(case)
    limits = options.pop("limits")
    found = run(
        model,
        days=options.pop("horizon"),
        futures_count=options.pop("futures") or FUTURES,
        dates=dates,
        passages_asked=elements,
        announce=not surprise_only,
        most=MOST if limits is None else limits,
        progress=Told(),
        **options,
    )
    if file is not None:
        note(f"Saved {_save(found, file)}")
    if as_json:
        say_json(SCHEMA, {"case": model.settings.name, **found.plain()})
    else:
        _print(model, found)


class Told:
    """Progress by what is done: plans, closures, limits."""

    def __init__(self) -> None:
        """Start with nothing."""
        self.lines: dict[str, Progress] = {}

    def __call__(self, what: str, done: int, whole: int) -> None:
        """Show how far one kind of work is."""
        self.lines.setdefault(what, Progress(what))(done, whole)


def _file(out: str, case: Path) -> Path:
    """The file to write; UsageError for a form that is not known."""
    suffix = Path(out).suffix.lower()
    if suffix not in FORMS:
        raise UsageError(f'"{out}" ends in neither {" nor ".join(FORMS)}. Give a name such as critical.xlsx.')
    return target(out, case, suffix)


def _save(found: Criticality, file: Path) -> Path:
    from corridor.io.sheets import write_csv, write_sheets  # noqa: PLC0415
    from corridor.study.plans.worth import WARNING  # noqa: PLC0415

    if file.suffix.lower() == ".csv":
        return write_csv(file, passage_rows(found))
    notes = [{"note": text} for text in (WARNING, *found.notes)]
    return write_sheets(
        file,
        {
            "notes": notes,
            "passages": passage_rows(found),
            "one more": limit_rows(found),
            "entry": [{"use": "internal", **e.plain()} for e in found.entry],
        },
    )


def passage_rows(found: Criticality) -> list[dict[str, object]]:
    """One row a passage, date and length of closure."""
    rows: list[dict[str, object]] = []
    for p in found.passages:
        for c in p.closed:
            row: dict[str, object] = {
                "use": "internal",
                "passage": p.id,
                "name": p.name,
                "also": "; ".join(p.also),
            }
            row |= {"from": c.start, "days": c.days}
            told = (
                ("surprise", c.surprise.weighted),
                ("announced", None if c.announced is None else c.announced.weighted),
                ("preparation", c.preparation),
            )
            for name, mean in told:
                for part in PARTS:
                    row[f"{name}_{part}"] = _cell(None if mean is None else getattr(mean, part))
            row |= {f"surprise_short_{tier}": x.mean for tier, x in c.surprise.short.items()}
            row |= {"sends_share_of_need": _cell(p.sends), "entry_lost_share_of_need": _cell(p.loses)}
            rows.append({**row, "why_nothing_changes": c.why})
    return rows


def limit_rows(found: Criticality) -> list[dict[str, object]]:
    """One row a limit: what one more saves, what one less costs."""
    return [
        {
            "use": "internal",
            "kind": u.thing.kind,
            "of": ", ".join(u.thing.of),
            "one": u.thing.unit,
            **{f"one_more_saves_{k}": _cell(getattr(u.saves, k)) for k in PARTS},
            **{f"one_less_costs_{k}": _cell(getattr(u.costs, k)) for k in PARTS},
        }
        for u in found.one_more
    ]


def _cell(x: float | None) -> object:
    return "" if x is None else x


def _print(model: Model, found: Criticality) -> None:
    from corridor.study.plans.worth import WARNING  # noqa: PLC0415

    say(styled(WARNING, bold=True))
    say(styled(model.settings.title or model.settings.name, bold=True))
    last = found.origin + dt.timedelta(days=found.days - 1)
    parts = [f"origin {found.origin}", f"to {last}", f"{found.futures} futures, seed {found.seed}"]
    parts += [f"scenario {found.scenario}"] if found.scenario else []
    parts += ["HINDSIGHT"] if found.hindsight else []
    parts += [f"AS KNOWN BY {found.known_by}"] if found.known_by else []
    say(", ".join(parts) + "\n")
    _print_entry(found)
    _print_passages(found)
    _print_limits(model, found)
    say()
    for text in found.notes:
        say(f"- {text}")


def _print_entry(found: Criticality) -> None:
    rows = [
        (
            e.goods,
            f"{e.need_t:,.2f}",
            _tonnes(e.today_t),
            _share(e.share(e.today_t)),
            _tonnes(e.mean_t),
            _share(e.share(e.mean_t)),
        )
        for e in found.entry
    ]
    if rows:
        say("What the ways in can carry, t a day, beside what is needed; stocks and fuel aside:")
        _table((("goods", "needed", "first day", "share", "mean", "share"), *rows))
        say()


def _print_passages(found: Criticality) -> None:
    if not found.passages:
        say("No passage that is asked for lets anything through in any situation.\n")
        return
    say("Closed from a day on, weighted person-days (95 % interval); of the days asked for the worst:")
    moved = [p for p in found.passages if not all(c.why for c in p.closed)]
    still = [p for p in found.passages if all(c.why for c in p.closed)]
    if moved:
        _table((HEADS, *(_line(p) for p in moved)))
        if any(p.worst.surprise.weighted.hangs_on_one for p in moved):
            say(
                f"  {ONE} More than half of it is that of one future: take more futures before it is compared."
            )
    for p in moved:
        if p.also:
            say(f"{p.id} is the same passage as {', '.join(p.also)}.")
    whys: dict[str, list[str]] = {}
    for p in still:
        whys.setdefault("; ".join(dict.fromkeys(c.why for c in p.closed)), []).append(p.id)
    for why, ids in whys.items():
        say(f"Closing these changes nothing, {why}: {', '.join(ids)}.")
    short = ", ".join(f"{found.base[t]:,.0f} of {t}" for t in ("survival", "minimum", "normal"))
    say(f"Without any closure the plan leaves person-days short: {short}.\n")


def _line(p: Worth) -> tuple[str, ...]:
    c = p.worst
    return (
        f"{p.id} {ONE}" if c.surprise.weighted.hangs_on_one else p.id,
        str(c.start),
        str(c.days),
        c.surprise.weighted.text(),
        "not asked" if c.announced is None else c.announced.weighted.text(),
        "not asked" if c.preparation is None else c.preparation.text(),
        _share(p.sends) if p.sends is not None else "-",
        _share(p.loses) if p.loses is not None else "-",
    )


def _print_limits(model: Model, found: Criticality) -> None:
    if not found.one_more:
        say("One more or one less of a limit was not tried: the plan runs into none, or none was asked for.")
        return
    from corridor.study.plans.words import Names  # noqa: PLC0415

    names = Names.read(model)
    say("One more or one less, weighted person-days (95 % interval), each by solving again:")
    rows = [(_words(u.thing, names), u.saves.text(), u.costs.text()) for u in found.one_more]
    _table((("one", "more saves", "less costs"), *rows))
    if found.not_tried:
        say(f"{found.not_tried} more were not tried: nothing pointed to them first.")


def _words(thing: Thing, names: Any) -> str:
    tables: dict[str, tuple[str, ...]] = {"slot": ("crossings",), "truck": ("fleets",), "way": ("routes",)}
    tables |= {"stock": ("places", "commodities"), "supply": ("places", "commodities")}
    if thing.kind == "cap":
        return f"{thing.unit} of a cap on {', '.join(names('routes', r) for r in thing.of[1:]) or 'no way'}"
    of = ", ".join(names(table, key) for table, key in zip(tables[thing.kind], thing.of, strict=True))
    return f"{thing.unit} of {'stock of ' if thing.kind == 'stock' else ''}{of}"


def _tonnes(x: float | None) -> str:
    return "no limit" if x is None else f"{x:,.2f}"


def _share(x: float | None) -> str:
    return "-" if x is None else f"{x:.0%}"


def _table(rows: Sequence[tuple[str, ...]]) -> None:
    widths = [max(len(r[i]) for r in rows) for i in range(len(rows[0]))]
    for row in rows:
        say("  " + "  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)).rstrip())

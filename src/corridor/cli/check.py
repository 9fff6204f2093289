"""`corridor check`: every problem of a case, with the address of each cell."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from corridor.cli.common import case_argument, find_case, json_option, say, say_json, styled
from corridor.cli.forecast import Day
from corridor.errors import DataError, Problem, headline

if TYPE_CHECKING:
    from corridor.model.build import Checked

SCHEMA = "corridor.check/1"
SHOWN = DataError.SHOWN


@click.command()
@case_argument
@json_option
@click.option("--strict", is_flag=True, help="Ask for a claim or a basis behind every number.")
@click.option(
    "--known-by", type=Day(), help="Look at the case as it was known by this day, at its own origin."
)
def check(case: str, *, as_json: bool, strict: bool, known_by: dt.date | None) -> int:
    """List every problem of CASE, with its cell and what to do about it.

    Exit code 0 when the case may run (warnings do not stop it), 3 when it may not. What is missing to run stands apart
    from what is wrong.
    """
    checked = check_path(find_case(case), strict=strict, known_by=known_by)
    whole = _rows(check_path(find_case(case), strict=strict)) if known_by else {}
    if as_json:
        then = {"known_by": known_by, "rows_whenever_known": whole} if known_by else {}
        say_json(SCHEMA, content(checked, strict=strict) | then)
    else:
        _print(checked, known_by, whole)
    return 0 if _may_run(checked) else 3


def _may_run(checked: Checked) -> bool:
    """Whether the case runs, as typed or as known by a day: one verdict for words, JSON and exit code."""
    return checked.model is not None and not checked.errors


def check_path(path: Path, *, strict: bool = False, known_by: dt.date | None = None) -> Checked:
    """What a check of the case at a path found, now or as known by a day; if it cannot be read, that is the problem."""
    from corridor.io.read import read  # noqa: PLC0415
    from corridor.model.build import Checked, check  # noqa: PLC0415
    from corridor.model.check_known import check_known  # noqa: PLC0415

    try:
        tables = read(path)
    except DataError as error:
        return Checked(error.name, None, error.problems)
    return check_known(tables, known_by, strict=strict) if known_by else check(tables, strict=strict)


def content(checked: Checked, *, strict: bool) -> dict[str, Any]:
    """The result as JSON has it: schema `corridor.check/1`."""
    model = checked.model
    return {
        "case": checked.name,
        "may_run": _may_run(checked),
        "strict": strict,
        "digest": model.digest if model else None,
        "rows": _rows(checked),
        "errors": len(checked.errors),
        "missing": len(checked.missing),
        "warnings": len(checked.warnings),
        "problems": [as_dict(p) for p in checked.problems],
    }


def as_dict(p: Problem) -> dict[str, Any]:
    """A problem as JSON has it."""
    return {
        "code": p.code,
        "level": "warning" if p.warning else "error",
        "is_missing": p.missing,
        "source": p.where.source,
        "row": p.where.row,
        "cell": p.where.cell or None,
        "found": p.found,
        "expected": p.expected or None,
        "fix": p.fix or None,
    }


def _rows(checked: Checked) -> dict[str, int]:
    """Rows of each table that has any."""
    from corridor.schema.load import tables  # noqa: PLC0415

    if checked.model is None:
        return {}
    counted = {name: len(getattr(checked.model, name)) for name in tables()}
    return {name: n for name, n in counted.items() if n}


def _print(checked: Checked, known_by: dt.date | None, whole: Mapping[str, int]) -> None:
    wrong = tuple(p for p in checked.errors if not p.missing)
    if wrong:
        _print_list(headline(wrong, checked.name), wrong)
    if checked.missing:
        _print_list(headline(checked.missing, checked.name), checked.missing)
    if checked.warnings:
        noun = "warning" if len(checked.warnings) == 1 else "warnings"
        _print_list(f"{len(checked.warnings):,} {noun} in {checked.name}", checked.warnings)
    if checked.model is None or checked.errors:
        why = "" if wrong else " Nothing that is there is wrong."
        then = f" as known by {known_by}" if known_by else ""
        say(f"\n{checked.name} cannot run yet{then}.{why} `corridor explain CODE` says more about a code.")
        return
    if known_by:
        _print_known(checked, known_by, whole)
        return
    rows = ", ".join(f"{n:,} {name.replace('_', ' ')}" for name, n in _rows(checked).items())
    say(f"{checked.name} may run: no problems.\n  {rows}\n  digest {checked.model.digest[:16]}")


def _print_known(checked: Checked, known_by: dt.date, whole: Mapping[str, int]) -> None:
    """What there was of the case by a day."""
    there = _rows(checked)
    rows = ", ".join(f"{there.get(name, 0):,} of {n:,} {name.replace('_', ' ')}" for name, n in whole.items())
    wrong = any(p.warning for p in checked.problems)
    say(f"{checked.name} as known by {known_by}{'' if wrong else ': no problems'}.\n  {rows}")


def _print_list(title: str, problems: tuple[Problem, ...]) -> None:
    say(styled(title, bold=True))
    for p in problems[:SHOWN]:
        code = styled(p.code, fg="yellow" if p.warning else "red")
        text = str(p).removeprefix(p.code).replace("\n", "\n  ")
        say(f"  {code}{text}")
    if len(problems) > SHOWN:
        kinds = ", ".join(
            f"{code} x {n:,}" for code, n in Counter(p.code for p in problems[SHOWN:]).most_common()
        )
        say(f"  ... and {len(problems) - SHOWN:,} more ({kinds}); --json lists them all.")

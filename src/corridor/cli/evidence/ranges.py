"""`corridor evidence ranges`: what the claims of a case make of its numbers, beside what is typed."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from corridor.cli.common import case_argument, find_case, json_option, note, say, say_json, styled
from corridor.cli.forecast import Day

if TYPE_CHECKING:
    from corridor.ledger.weigh import Weighed
    from corridor.model.model import Model
    from corridor.model.tables import Cell
    from corridor.schema.values import Range
    from corridor.study.ranges import Typed, Weighing

SCHEMA = "corridor.evidence.ranges/1"
WORDS = ("range", "graded range", "pick", "single", "as said")
"""Rules as the column `rule` writes them."""
READ = "Low, median and high are read as 10th percentile, median and 90th. Nothing is written."


@click.command()
@case_argument
@click.option("--table", metavar="TABLE", help="Numbers of this table alone, such as people.")
@click.option("--key", metavar="KEY", help='Rows with this key alone, such as "Hill / flour".')
@click.option("--rule", type=click.Choice(WORDS), help="What this rule gives, allowed or not.")
@click.option("--known-by", type=Day(), help="What the claims published by this day make of each number.")
@click.option("--csv", "as_csv", is_flag=True, help="Print rows ready to paste into the tables.")
@json_option
def ranges(
    case: str,
    *,
    table: str | None,
    key: str | None,
    rule: str | None,
    known_by: dt.date | None,
    as_csv: bool,
    as_json: bool,
) -> None:
    """Show what the claims of CASE make of each number, by every rule that they allow, beside what is typed.

    Flags numbers that do not hold what their claims say, open bounds that nobody closed, and what a person must do.
    """
    from corridor.model.rules import DECLARED  # noqa: PLC0415
    from corridor.study.ranges import ranges as study  # noqa: PLC0415

    if as_csv and as_json:
        raise click.UsageError("--csv and --json exclude each other.")
    found = study(_load(case, known_by), table=table, key=key, rule=DECLARED[rule] if rule else None)
    if as_json:
        say_json(SCHEMA, {"known_by": known_by, **content(found)})
    elif as_csv:
        _print_csv(found)
    else:
        _print(found)


def _load(case: str, known_by: dt.date | None) -> Model:
    """The model of a case, whole or as known by a day, in spite of the problems this verb helps with: they are told."""
    from corridor.errors import DataError  # noqa: PLC0415
    from corridor.io.read import read  # noqa: PLC0415
    from corridor.model.build import check  # noqa: PLC0415
    from corridor.model.select import known  # noqa: PLC0415
    from corridor.study.ranges import BLOCKS  # noqa: PLC0415

    tables = read(find_case(case))
    checked = check(tables, in_spite_of=BLOCKS)
    if checked.model is None:
        raise DataError(tables.name, checked.errors)
    for problem in checked.errors:
        note(str(problem))
    if known_by is None:
        return checked.model
    return known(checked.model, checked.model.settings.origin, known_by=known_by)


# ------------------------------------------------------------------------------------------------- JSON
def content(found: Sequence[Weighing]) -> dict[str, Any]:
    """The result as JSON has it: schema `corridor.evidence.ranges/1`."""
    return {
        "note": READ,
        "flagged": sum(w.is_flagged for w in found),
        "numbers": [
            {
                "table": w.table,
                "key": w.key,
                "column": w.column,
                "unit": w.unit,
                "typed": [_typed(t) for t in w.typed],
                "is_derived": w.is_derived,
                "differs": w.differs,
                "to_do": w.to_do,
                "rules": [_answer(a) for a in w.answers],
            }
            for w in found
        ],
    }


def _typed(t: Typed) -> dict[str, Any]:
    return {
        "range": _three(t.value),
        "stands_by": t.stands_by,
        "claims": list(t.row.claims),
        "basis": t.row.basis,
        "scenario": t.row.scenario,
        "open": [{"claim": c, "side": s} for c, s in t.open],
    }


def _answer(a: Weighed) -> dict[str, Any]:
    return {
        "rule": a.rule,
        "range": None if a.range is None else _three(a.range),
        "stated": list(a.stated),
        "options": [
            {
                "claims": list(o.claims),
                "groups": sorted(o.groups),
                "says": str(o.quantity),
                "weight": o.weight,
            }
            for o in a.options
        ],
        "claims": list(a.claims),
        "groups": a.groups,
        "left_out": [{"claim": c, "why": why} for c, why in a.left_out],
        "open": [{"claim": c, "side": s} for c, s in a.open],
        "needs": a.needs,
    }


def _three(value: Range) -> list[float]:
    return [value.low, value.mid, value.high]


# ------------------------------------------------------------------------------------------------ words
def _print(found: Sequence[Weighing]) -> None:
    from corridor.cli.evidence.legible import print_fields  # noqa: PLC0415

    if not found:
        note("No number of this case has claims.")
        return
    for w in found:
        head = f"{w.table}  {w.key}  {w.column}" + (f" ({w.unit})" if w.unit else "")
        _say(head, bold=True)
        for name, text in _lines(w):
            print_fields({f"{name:<15}": text})
        say()
    flagged = sum(w.is_flagged for w in found)
    say(
        f"{len(found):,} {'number' if len(found) == 1 else 'numbers'} with claims; {flagged:,} to look at. {READ}"
    )
    if flagged:
        say("`--csv` prints rows to paste where a rule gives a number.")


def _say(text: str, *, bold: bool) -> None:
    from corridor.cli.common import legible  # noqa: PLC0415

    say(styled(legible(text), bold=bold))


def _lines(w: Weighing) -> list[tuple[str, str]]:
    """What is told of one number: name and text of each line."""
    lines = [("typed", _typed_words(t)) for t in w.typed]
    stated = [a for a in w.answers if a.claims]
    if not stated:
        lines.append(("no rule", f"no claim states it in {w.unit or 'a plain number'}"))
    elif w.is_derived:
        lines.append(("derived", "worked out from what the claims state; the rules give what they state"))
    lines += [(a.rule, _answer_words(a, w)) for a in stated]
    lines += [("left out", f"{claim}: {why}") for claim, why in w.answers[0].left_out]
    lines += [("open", _open_words(claim, side, w)) for claim, side in w.answers[0].open]
    lines += [("differs", w.differs)] if w.differs else []
    return lines + ([("to do", w.to_do)] if w.to_do else [])


def _open_words(claim: str, side: str, w: Weighing) -> str:
    is_closed = claim not in {c for t in w.typed for c, _ in t.open}
    return f"{claim}, {side}; " + ("the row closes it" if is_closed else "nobody closed it")


def _typed_words(t: Typed) -> str:
    more = f", in scenario {t.row.scenario}" if t.row.scenario else ""
    basis = f"; {t.row.basis}" if t.row.basis else ""
    return f"{_range_words(t.value)} [{t.stands_by}] {', '.join(t.row.claims)}{basis}{more}"


def _answer_words(a: Weighed, w: Weighing) -> str:
    if a.options:
        shares = (f"{100 * o.weight:.0f} %" for o in a.options)
        return "; ".join(
            f"{o.quantity} ({s}: {', '.join(o.claims)})" for o, s in zip(a.options, shares, strict=True)
        )
    if a.range is None:
        return a.needs
    groups = f"{a.groups} independent group{'' if a.groups == 1 else 's'}"
    return f"{_range_words(a.range)} {w.unit}".rstrip() + f" from {', '.join(a.claims)}; {groups}"


def _range_words(value: Range) -> str:
    if value.is_exact:
        return f"{value.mid:,.10g}"
    return f"{value.mid:,.10g} ({value.low:,.10g} to {value.high:,.10g})"


# -------------------------------------------------------------------------------------------------- CSV
def _print_csv(found: Sequence[Weighing]) -> None:
    """One block a table, blank line between; the name of each table goes to stderr."""
    from corridor.study.ranges import proposed_rows  # noqa: PLC0415

    blocks: dict[str, list[dict[str, Cell]]] = {}
    for w in found:
        blocks.setdefault(w.table, []).extend(proposed_rows(w))
    told = {name: rows for name, rows in blocks.items() if rows}
    for i, (name, rows) in enumerate(told.items()):
        note(f"{name}.csv")
        click.echo(("\n" if i else "") + _csv(name, rows), nl=False)
    left = sum(not proposed_rows(w) for w in found)
    if left:
        note(
            f"Of {left:,} numbers no row is proposed: they are derived from their claims, or need a person first."
        )


def _csv(name: str, rows: Sequence[dict[str, Cell]]) -> str:
    from corridor.io.folder import protect  # noqa: PLC0415
    from corridor.model.tables import plain  # noqa: PLC0415
    from corridor.schema.load import tables  # noqa: PLC0415

    used = {column for row in rows for column in row}
    columns = [c for c in tables()[name].columns if c in used]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([protect(plain(row.get(c, ""))) for c in columns])
    return out.getvalue()

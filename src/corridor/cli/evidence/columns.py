"""Options of the command line made from the columns of a table, so that no column is written twice."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import click

from corridor.cli.forecast import Day
from corridor.errors import UsageError

if TYPE_CHECKING:
    from corridor.schema.load import Attribute, Table

Command = Callable[..., Any]


def column_options(table: str, *, without: Collection[str] = ()) -> Callable[[Command], Command]:
    """Options for the columns of a table, in its order; the label of a row is `--id`.

    A column of several ids is an option that may be repeated (`--document D-1 --document D-2`).
    """

    def decorate(command: Command) -> Command:
        for option in reversed(list(_options(_table(table), without))):
            command = option(command)
        return command

    return decorate


def _table(name: str) -> Table:
    from corridor.schema.load import tables  # noqa: PLC0415

    return tables()[name]


def _label(table: Table) -> str:
    key = table.key
    return key[0] if len(key) == 1 and table.attribute(key[0]).kind == "id" else ""


def _options(table: Table, without: Collection[str]) -> Iterator[Callable[[Command], Command]]:
    for a in table.attributes:
        if a.name in without:
            continue
        for column in a.columns:
            name = "id" if column == _label(table) else option_name(a, column)
            several = a.kind in {"refs", "claims"}
            yield click.option(
                f"--{name.replace('_', '-')}",
                column,
                type=_type(a),
                metavar=_metavar(a),
                multiple=several,
                help=_help(a, table),
            )


def option_name(a: Attribute, column: str) -> str:
    """Name of the option of a column: of several ids in the singular."""
    return column.removesuffix("s") if a.kind == "refs" and column == a.name else column


def _type(a: Attribute) -> click.ParamType[Any] | None:
    if a.kind == "choice":
        return click.Choice(a.choices)
    if a.kind == "yesno":
        return click.Choice(["yes", "no"])
    return Day() if a.kind == "date" else None


def _metavar(a: Attribute) -> str | None:
    """What stands for the value in the help; a choice lists its own."""
    kinds = {"id": "ID", "ref": "ID", "refs": "ID", "number": "NUMBER", "integer": "NUMBER", "edtf": "DATE"}
    if a.kind in {"choice", "yesno", "date"}:
        return None
    return "TEXT; TEXT" if a.kind == "texts" else kinds.get(a.kind, "TEXT")


def _help(a: Attribute, table: Table) -> str:
    text = a.meaning
    if a.kind == "refs":
        text = f"{text} May be repeated."
    if a.name == _label(table):
        return f"{text} Not given: one is made."
    if a.required:
        return f"{text} Needed."
    return f"{text} Not given: {a.default}." if a.default and a.default != "no" else text


def given(options: Mapping[str, Any]) -> dict[str, Any]:
    """The columns that were given; those that were not are left to the schema."""
    return {c: list(v) if isinstance(v, tuple) else v for c, v in options.items() if v not in (None, ())}


def needed(table: str, row: Mapping[str, Any], *, more: Iterable[str] = ()) -> None:
    """Hold a row that was typed against the columns that its table needs.

    Raises
    ------
    UsageError
        With every option that is missing.
    """
    schema = _table(table)
    wanted = [a.name for a in schema.attributes if a.required and a.name != _label(schema)]
    missing = [n for n in (*wanted, *more) if row.get(n) in (None, "", [])]
    if missing:
        names = ", ".join(f"--{n.replace('_', '-')}" for n in missing)
        raise UsageError(f"needed and not given: {names}. Nothing was written.")

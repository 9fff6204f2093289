"""Which rows are meant: filters shared by `list`, `review`, and the verbs that decide about many claims at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import click

from corridor.cli.forecast import Day
from corridor.errors import UsageError

if TYPE_CHECKING:
    from corridor.cli.evidence.desk import Desk
    from corridor.ledger.store import Store, Stored
    from corridor.schema.load import Attribute

SHORTCUTS = ("status", "speaker", "account", "stance", "topic", "place", "route", "document")
"""Columns of claims that have an option of their own; a topic is the column `type`."""


class Period(click.ParamType[tuple[dt.date | None, dt.date | None]]):
    """Days FROM..TO, both included; either end may be left open, and one day stands for itself."""

    name = "FROM..TO"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[dt.date | None, dt.date | None]:
        """First and last day, None where it is open."""
        if isinstance(value, tuple):
            return value
        first, dots, last = str(value).partition("..")
        days = [
            Day().convert(p.strip(), param, ctx) if p.strip() else None
            for p in (first, last if dots else first)
        ]
        if days == [None, None]:
            self.fail("no day is named. Write 2023-01-01..2023-01-31; one end may be left open.", param, ctx)
        if days[0] and days[1] and days[1] < days[0]:
            self.fail(f"{days[1]} is before {days[0]}.", param, ctx)
        return days[0], days[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What rows must answer to; everything given must hold."""

    where: dict[str, list[str]] = field(default_factory=dict)
    search: str = ""
    about: tuple[dt.date | None, dt.date | None] | None = None
    unanchored: bool = False
    known_by: dt.date | None = None

    @property
    def is_empty(self) -> bool:
        """Whether every row answers."""
        return self == Filters()


def filter_options(
    *, status: bool = True, but: Collection[str] = ()
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The options of the filters, less those that a verb has in another form; gathered by `gathered`."""

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        options = [
            click.option(
                "--where",
                "conditions",
                multiple=True,
                metavar="COLUMN=VALUE",
                help="Rows with this value in the column; a blank value finds blank cells. May be repeated: "
                "the same column twice is either, other columns are both.",
            )
        ]
        options += [
            click.option(f"--{name}", multiple=True, help=f"Claims with this {name}; may be repeated.")
            for name in SHORTCUTS
            if (status or name != "status") and name not in but
        ]
        options += [
            click.option(
                "--about", type=Period(), help="Claims that may speak of these days, both included."
            ),
            click.option(
                "--unanchored", is_flag=True, help="Claims without a passage in a document at hand."
            ),
            click.option("--known-by", type=Day(), help="What was published by this day alone."),
            click.option(
                "--search", default="", metavar="WORDS", help="Rows in which all these words occur."
            ),
        ]
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


def gathered(options: dict[str, Any]) -> Filters:
    """The filters, taken out of the options of a command."""
    where: dict[str, list[str]] = {}
    for text in options.pop("conditions"):
        column, equals, value = str(text).partition("=")
        if not equals or not column.strip():
            raise UsageError(f'--where "{text}": write COLUMN=VALUE, such as stance=denied.')
        where.setdefault(column.strip(), []).append(value.strip())
    for name in SHORTCUTS:
        for value in options.pop(name, ()):
            where.setdefault(name, []).append(value)
    return Filters(
        where=where,
        search=options.pop("search"),
        about=options.pop("about"),
        unanchored=options.pop("unanchored"),
        known_by=options.pop("known_by"),
    )


# --------------------------------------------------------------------------------------------- asking


def ask_rows(desk: Desk, table: str, filters: Filters, *, order: Sequence[str] = ()) -> tuple[Stored, ...]:
    """The rows that answer to all filters, in order.

    Raises
    ------
    UsageError
        For a column or a value that the table does not have, or a filter that does not fit it.
    """
    conditions = {c: _values(table, c, values) for c, values in filters.where.items()}
    rows = desk.store.rows(
        table, conditions, search=filters.search, order=[_ordered(table, o) for o in order]
    )
    if (filters.about or filters.unanchored) and table != "claims":
        raise UsageError(f"--about and --unanchored ask for claims, not for {table}.")
    if filters.about:
        from corridor.ledger.reading_claims import is_about  # noqa: PLC0415

        rows = tuple(r for r in rows if is_about(r.record, *filters.about))  # type: ignore[arg-type]
    if filters.unanchored:
        loose = set(desk.custody().of("unanchored"))
        rows = tuple(r for r in rows if r.row in loose)
    if filters.known_by:
        known = known_rows(desk.store, table, filters.known_by)
        rows = tuple(r for r in rows if r.row in known)
    return rows


def attribute_of(table: str, column: str) -> Attribute:
    """The column of a table that is asked for; UsageError with the nearest if there is none."""
    from corridor.ledger.cells import table_of  # noqa: PLC0415
    from corridor.model.checks.codes import nearest  # noqa: PLC0415

    schema = table_of(table)
    name = {"topic": "type", "passage": "passages", "document": "documents"}.get(column, column)
    for a in schema.attributes:
        if column in a.columns or (table == "claims" and name in a.columns):
            return a
    raise UsageError(
        f'{table} has no column "{column}".{nearest(column, schema.columns)} There are: {", ".join(schema.columns)}.'
    )


def _ordered(table: str, column: str) -> str:
    if column.removeprefix("-") != "row":
        attribute_of(table, column.removeprefix("-"))
    return column.replace("topic", "type") if column.removeprefix("-") == "topic" else column


def _values(table: str, column: str, texts: Sequence[str]) -> list[Any]:
    """Values as the ledger holds them; a blank text finds what is blank, in whichever way."""
    a = attribute_of(table, column)
    found: list[Any] = []
    for text in texts:
        found += [None, ""] if not text else [_value(a, text)]
    return found


def _value(a: Attribute, text: str) -> Any:
    from corridor.model.checks.codes import nearest  # noqa: PLC0415

    if a.kind == "yesno":
        if text not in {"yes", "no"}:
            raise UsageError(f'{a.name}: "{text}" is neither yes nor no.')
        return text == "yes"
    if a.choices and text not in a.choices:
        raise UsageError(f'{a.name}: "{text}" is not among {", ".join(a.choices)}.{nearest(text, a.choices)}')
    if a.kind in {"number", "integer"}:
        try:
            return float(text)
        except ValueError:
            raise UsageError(
                f'{a.name}: "{text}" is not a number. Write digits with a point before decimals.'
            ) from None
    return text


# -------------------------------------------------------------------------------------- what was known


DATED = (
    "sources", "documents", "passages", "claims", "claim_links", "assessments", "studies", "supports",
    "clause_supports",
)  # fmt: skip
"""Tables whose rows became known on a day."""


def known_rows(store: Store, table: str, day: dt.date) -> set[str]:
    """Keys of the rows that were published by a day; what no document dates was not.

    A claim was known from its first publication, a link from the later of its two claims, a source from its first
    document, a study from its document, a support from its claim, a grade from the day it was given.

    Raises
    ------
    UsageError
        For a table whose rows are not published.
    """
    from corridor.model.backing import carriers, published_on  # noqa: PLC0415

    read: Any = store.records
    days = {d.document: published_on(d) for d in read("documents")}
    out = {d for d, when in days.items() if when is not None and when <= day}
    if table == "documents":
        return out
    if table == "passages":
        return {p.passage for p in read("passages") if p.document in out}
    if table == "sources":
        return {d.source for d in read("documents") if d.document in out}
    at = {p.passage: p.document for p in read("passages")}
    claims = {c.claim for c in read("claims") if carriers(c, at) & out}
    if table == "claims":
        return claims
    if table == "claim_links":
        return {s.row for s in store.rows(table) if {s["a"], s["b"]} <= claims}
    if table in {"supports", "clause_supports"}:
        return {s.row for s in store.rows(table) if s["claim"] in claims}
    if table == "studies":
        return {s.row for s in store.rows(table) if s["document"] in out}
    if table == "assessments":
        return {s.row for s in store.rows(table) if s["when"] is not None and s["when"] <= day}
    raise UsageError(f"--known-by does not fit {table}: its rows are not published on a day.")

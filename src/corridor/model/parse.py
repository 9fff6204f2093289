"""Cells to typed rows by the schema: one table at a time, every fault told with the address of its cell.

What needs more than one row (keys, references, sums) is in `corridor.model.checks`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from operator import attrgetter
from typing import Any, get_args, get_type_hints

from corridor.errors import Problem, Where
from corridor.model.cells import Fault, Quantity, outside, reader
from corridor.model.checks.codes import nearest, problem
from corridor.model.model import Model
from corridor.model.tables import Cell, RawRow, RawTable, plain, plain_number
from corridor.schema.load import Attribute, Table, tables
from corridor.schema.values import Range, Record

UnitOf = Callable[[str, Mapping[str, Any]], str]
"""The unit that `unit` stands for in a table, given the row's values."""


@dataclass(slots=True)
class Parsed:
    """Typed rows of one table, beside the raw table they came from."""

    schema: Table
    raw: RawTable
    rows: list[Any] = field(default_factory=list)
    faulty_keys: set[tuple[str, ...]] = field(default_factory=set)
    faulty: int = 0
    added: int = 0
    """Rows at the end that no file holds: supports worked out from the column `claims`."""

    def at(self, row: Record, column: str) -> Where:
        """Where the cell of a typed row under a column stands."""
        return self.raw.locate(row.where, column)

    @property
    def is_whole(self) -> bool:
        """Whether every row could be read."""
        return self.faulty == 0


@cache
def row_classes() -> dict[str, type[Record]]:
    """The frozen record of each table."""
    hints = get_type_hints(Model)
    return {name: get_args(hints[name])[0] for name in tables()}


def own_unit(table: str, values: Mapping[str, Any]) -> str:
    """The unit of a row that names its own; empty if the row does not say."""
    del table
    return str(values.get("unit") or "")


class TableParser:
    """Parses one raw table; `problems` collects what is wrong and what was converted."""

    def __init__(
        self, schema: Table, raw: RawTable, decimal: str, unit_of: UnitOf, problems: list[Problem]
    ) -> None:
        self.schema = schema
        self.raw = raw
        self.decimal = decimal
        self.unit_of = unit_of
        self.problems = problems
        self.index = {c: i for i, c in reversed(list(enumerate(raw.columns)))}

    def parse(self) -> Parsed:
        """The typed rows. A row with a fault is left out; its key is kept, so that it is not also called missing."""
        parsed = Parsed(self.schema, self.raw)
        self._columns()
        drops = self._drops()
        bad: set[int] = set()
        given: dict[str, list[Any]] = {}
        for attribute in self.schema.attributes:
            given[attribute.field] = self._attribute(attribute, drops, bad)
        names = list(given)
        make = row_classes()[self.schema.name]
        for i, (row, values) in enumerate(zip(self.raw.rows, zip(*given.values(), strict=True), strict=True)):
            if i in bad:
                parsed.faulty += 1
                parsed.faulty_keys.add(self._raw_key(row))
                continue
            parsed.rows.append(make(where=row.where, **dict(zip(names, values, strict=True))))
        return parsed

    # ---------------------------------------------------------------------------------- columns

    def _columns(self) -> None:
        known = self.schema.columns
        for column in self.raw.columns:
            if column not in known:
                self.problems.append(
                    problem(
                        "C105",
                        self._heading(column),
                        f'the table {self.schema.name} has no column "{column}".{nearest(column, known)}',
                        fix="Correct the heading, or delete the column. A note for readers goes into the column note.",
                    )
                )
        for a in self.schema.attributes:
            if a.required and self.raw.rows and not any(c in self.index for c in a.columns):
                self.problems.append(
                    problem(
                        "C107",
                        Where(self.raw.source),
                        f'the column "{a.name}" is missing.',
                        fix=f"Add it: {a.meaning}",
                    )
                )

    def _heading(self, column: str) -> Where:
        if not self.raw.letters or not self.raw.rows or self.raw.rows[0].where.row is None:
            return Where(self.raw.source)
        return Where(self.raw.source, 1, f"{self.raw.letters[self.raw.columns.index(column)]}1")

    def _drops(self) -> set[int]:
        """Indices of rows that only remove others: their other columns may be blank."""
        at = self.index.get("drop")
        if at is None:
            return set()
        return {i for i, r in enumerate(self.raw.rows) if plain(r.cells[at]).strip().casefold() == "yes"}

    def _raw_key(self, row: RawRow) -> tuple[str, ...]:
        return tuple(
            plain(row.cells[self.index[k]]).strip() if k in self.index else "" for k in self.schema.key
        )

    # -------------------------------------------------------------------------------- attributes

    def _attribute(self, a: Attribute, drops: set[int], bad: set[int]) -> list[Any]:
        if not a.uncertain:
            values = self._column(a, a.name, bad)
        else:
            low, mid, high = (self._column(a, c, bad) for c in a.columns)
            values = [
                Range.exact(m)
                if x is None and y is None and m is not None
                else self._range(a, i, (x, m, y), bad)
                for i, (x, m, y) in enumerate(zip(low, mid, high, strict=True))
            ]
        blank = _blank(a)
        if a.required:
            self._required(a, values, drops, bad)
        elif blank is not None:
            values = [blank if v is None else v for v in values]
        return values

    def _required(self, a: Attribute, values: list[Any], drops: set[int], bad: set[int]) -> None:
        present = any(c in self.index for c in a.columns)
        for i, value in enumerate(values):
            if value is not None:
                continue
            if i in drops and a.name not in self.schema.key:
                values[i] = _neutral(a)
            elif i not in bad:
                bad.add(i)
                if present:
                    self._tell(i, a.name, Fault("C203", "the cell is blank", f"It is needed: {a.meaning}"))

    def _column(self, a: Attribute, column: str, bad: set[int]) -> list[Any]:
        """Values under one column; None where blank or faulty."""
        at = self.index.get(column)
        if at is None:
            return [None] * len(self.raw.rows)
        read = reader(a, self.decimal)
        seen: dict[str, Any] = {"": None}
        values: list[Any] = []
        for i, row in enumerate(self.raw.rows):
            cell = row.cells[at]
            if type(cell) is str:
                if cell not in seen:
                    seen[cell] = read(cell) if cell.strip() else None
                value = seen[cell]
            else:
                value = read(cell)
            if type(value) is Quantity:
                value = self._converted(a, value, i, column)
            if type(value) is Fault:
                self._tell(i, column, value)
                bad.add(i)
                value = None
            values.append(value)
        return values

    def _range(self, a: Attribute, i: int, three: tuple[Any, Any, Any], bad: set[int]) -> Range | None:
        low, mid, high = three
        if low is None and mid is None and high is None:
            return None
        if i in bad:
            return None
        fault = None
        if low is None or high is None:
            missing = a.columns[0] if low is None else a.columns[2]
            fault = Fault("C205", f"the range has no {missing}", f"Fill {missing}, or leave both ends blank.")
        elif mid is None:
            fault = Fault(
                "C204",
                f"the range {plain_number(low)} to {plain_number(high)} has no middle",
                f"Fill {a.name}: the median, as likely to be passed as not.",
            )
        elif not low <= mid <= high:
            shown = ", ".join(plain_number(v) for v in (low, mid, high))
            fault = Fault("C206", f"{', '.join(a.columns)} are {shown}", "Write them in rising order.")
        if fault is None:
            return Range(low, mid, high)
        bad.add(i)
        self._tell(i, a.name, fault)
        return None

    def _tell(self, i: int, column: str, fault: Fault) -> None:
        where = self.raw.at(self.raw.rows[i], column)
        self.problems.append(
            problem(fault.code, where, f"{column}: {fault.found.removesuffix('.')}.", fix=fault.fix)
        )

    # -------------------------------------------------------------------------------------- units

    def _converted(self, a: Attribute, quantity: Quantity, i: int, column: str) -> float | int | Fault:
        """The number of a cell such as `12 t`, in the unit of its column; what was done is told."""
        from corridor.units import UnitError, convert  # noqa: PLC0415  (pint is slow to start)

        row = self.raw.rows[i]
        values = {c: plain(v).strip() for c, v in zip(self.raw.columns, row.cells, strict=True)}
        target = a.unit
        if "unit" in target.split("/"):
            unit = own_unit(self.schema.name, values) or self.unit_of(self.schema.name, values)
            target = target.replace("unit", unit, 1) if unit else ""
        if not target:
            return Fault(
                "C219", f'"{quantity.text}" has a unit where none is expected', "Write the number alone."
            )
        numerator = target.split("/")[0]
        goal = target if "/" in quantity.unit else numerator
        try:
            value = convert(quantity.value, quantity.unit, goal)
        except UnitError as error:
            return Fault(
                "C219", f'"{quantity.text}" cannot be read: {error}', f"Write the number alone, in {target}."
            )
        fault = outside(a, value, quantity.text)
        if fault is not None:
            return fault
        text = f'{column}: "{quantity.text}" was read as {value:,.10g} {numerator}.'
        self.problems.append(
            problem("C820", self.raw.at(row, column), text, fix="Write the number alone to be sure.")
        )
        return int(value) if a.kind == "integer" else value


@cache
def _blank(a: Attribute) -> Any:
    """What a blank cell means: the default of the attribute, or nothing."""
    if a.kind in {"texts", "refs", "claims"}:
        return ()
    if a.default and not a.is_worked_out:
        value = reader(a)(a.default)
        if isinstance(value, Fault):
            raise TypeError(f"the default of {a.name} cannot be read: {value.found}")
        return Range.exact(value) if a.uncertain else value
    return "" if a.kind in {"text", "edtf", "choice"} else None


def _neutral(a: Attribute) -> Any:
    """What stands in a required column of a row that only removes others. Such rows never reach a run."""
    if a.uncertain:
        return Range.exact(0.0)
    return {"number": 0.0, "integer": 0, "date": dt.date.min, "yesno": False}.get(a.kind, "")


def parse(
    raw: Mapping[str, RawTable], decimal: str, unit_of: UnitOf, problems: list[Problem]
) -> dict[str, Parsed]:
    """Typed rows of every table of the schema; a table that is absent has no rows."""
    found: dict[str, Parsed] = {}
    for name, schema in tables().items():
        table = raw.get(name) or RawTable(name, name, ())
        found[name] = TableParser(schema, table, decimal, unit_of, problems).parse()
    return found


def keys(parsed: Parsed) -> Iterator[tuple[Any, tuple[Any, ...]]]:
    """Each typed row with its key."""
    fields = [parsed.schema.attribute(k).field for k in parsed.schema.key]
    if len(fields) == 1:
        return ((row, (getattr(row, fields[0]),)) for row in parsed.rows)
    return zip(parsed.rows, map(attrgetter(*fields), parsed.rows), strict=True)


def cells_of(row: Record, schema: Table) -> dict[str, Cell]:
    """The cells that read back as this row; blanks and columns at their default are left out."""
    cells: dict[str, Cell] = {}
    for a in schema.attributes:
        value = getattr(row, a.field)
        if value is None or value == _blank(a):
            continue
        cells.update(_cells(a, value))
    return cells


def _cells(a: Attribute, value: Any) -> dict[str, Cell]:
    if isinstance(value, Range):
        numbers = (value.low, value.mid, value.high)
        return {a.name: value.mid} if value.is_exact else dict(zip(a.columns, numbers, strict=True))
    if isinstance(value, tuple):
        return {a.name: "; ".join(value) if a.kind == "texts" else ", ".join(value)}
    if isinstance(value, bool):
        return {a.name: "yes" if value else "no"}
    return {a.name: float(value) if isinstance(value, int) else value}

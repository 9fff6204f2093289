"""From raw tables to the frozen model: parse, complete, check, hash. All problems of a case come at once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from operator import attrgetter
from typing import Any

from corridor.errors import DataError, Problem
from corridor.model.backing import back
from corridor.model.checks.context import Context
from corridor.model.checks.register import check_rows, check_tables
from corridor.model.complete import complete
from corridor.model.model import Model, Settings
from corridor.model.parse import Parsed, parse
from corridor.model.settings import parse_settings
from corridor.model.tables import RawTable, Tables, plain
from corridor.schema.load import tables as schema_tables
from corridor.schema.values import Range, Record


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found: the model if the case may run, and every problem and warning."""

    name: str
    model: Model | None
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """Problems that stop a run."""
        return tuple(p for p in self.problems if not p.warning)

    @property
    def missing(self) -> tuple[Problem, ...]:
        """Those errors that say of nothing that it is wrong: what is not there yet, and is needed to run."""
        return tuple(p for p in self.problems if p.missing)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What a reader should know, and what was converted."""
        return tuple(p for p in self.problems if p.warning)


def build(tables: Tables, *, strict: bool = False) -> Model:
    """The frozen model of a case.

    Parameters
    ----------
    tables : Tables
        The case as typed, from `corridor.io.read` or `Case.tables`.
    strict : bool
        Whether a number without claim or basis is an error, as in the shipped cases.

    Returns
    -------
    Model
        Every reference exists, every key is unique, every blank that can be worked out is.

    Raises
    ------
    DataError
        With every problem of the case.
    """
    checked = check(tables, strict=strict)
    if checked.model is None:
        raise DataError(tables.name, checked.errors)
    return checked.model


def check(tables: Tables, *, strict: bool = False, in_spite_of: Collection[str] = ()) -> Checked:
    """The model of a case if it may run, with every problem and warning. Never raises for faulty data.

    `in_spite_of` names codes that do not withhold the model: for what looks at a case to help mend it, never for a run.
    """
    return examine(tables, strict=strict, in_spite_of=in_spite_of)[0]


def examine(
    tables: Tables, *, strict: bool = False, in_spite_of: Collection[str] = ()
) -> tuple[Checked, Context | None]:
    """What `check` finds, and the context it found it in; None where the settings cannot be read."""
    problems = list(tables.problems)
    settings = parse_settings(tables, problems)
    decimal = str(tables.settings.get("decimal") or "")
    parsed = parse(tables.sheets, decimal if decimal in {".", ","} else "", units_of(tables.sheets), problems)
    problems += check_tables(tables, parsed)
    model, context = None, None
    if settings is not None:
        complete(parsed, settings, problems)
        back(parsed, settings, problems)
        context = Context(settings, parsed, strict=strict, standing=tables.standing)
        problems += check_rows(context)
        model = replace(
            freeze(settings, {name: p.rows for name, p in parsed.items()}), anchored=context.anchored
        )
    told = in_order(tables, problems)
    stopped = any(not p.warning and p.code not in in_spite_of for p in told)
    return Checked(tables.name, None if stopped else model, told), context


def freeze(settings: Settings, rows: Mapping[str, Iterable[Any]]) -> Model:
    """The model of these rows, with its digest."""
    frozen: dict[str, Any] = {name: tuple(found) for name, found in rows.items()}
    return Model(settings=settings, digest=digest(settings, frozen), **frozen)


def digest(settings: Settings, rows: Mapping[str, Iterable[Record]]) -> str:
    """Hash of all rows in order and of the settings less name and title, the same for a folder and a workbook."""
    hasher = hashlib.sha256()
    given = {f.name: getattr(settings, f.name) for f in fields(settings) if f.name not in {"name", "title"}}
    hasher.update(json.dumps(given, default=str, sort_keys=True).encode())
    for name, schema in schema_tables().items():
        values = attrgetter(*(a.field for a in schema.attributes))
        told = [name, *map(values, rows.get(name, ()))]
        hasher.update(json.dumps(told, ensure_ascii=False, default=_plain).encode("utf-8", "surrogatepass"))
    return hasher.hexdigest()


def _plain(value: Any) -> Any:
    """What JSON writes for a range or a day."""
    return (value.low, value.mid, value.high) if isinstance(value, Range) else value.isoformat()


def units_of(sheets: Mapping[str, RawTable]) -> Any:
    """A function that finds the unit of a row through its commodity, its need or its contents."""
    units = {
        "commodity": _column(sheets.get("commodities"), "commodity", "unit"),
        "need": _column(sheets.get("needs"), "need", "unit"),
    }

    def unit_of(table: str, values: Mapping[str, Any]) -> str:
        contents = str(values.get("contents") or "")
        if contents:
            return units["commodity"].get(contents, "t")
        if table == "routes":
            return units["commodity"].get(str(values.get("carries") or ""), "t")
        if table in {"fixed_needs", "rations"}:
            return units["need"].get(str(values.get("need")), "")
        return units["commodity"].get(str(values.get("commodity")), "")

    return unit_of


def _column(table: RawTable | None, key: str, column: str) -> dict[str, str]:
    if table is None or key not in table.columns or column not in table.columns:
        return {}
    a, b = table.columns.index(key), table.columns.index(column)
    return {plain(r.cells[a]).strip(): plain(r.cells[b]).strip() for r in table.rows}


def in_order(tables: Tables, problems: list[Problem]) -> tuple[Problem, ...]:
    """Problems once each, by table as the schema lists them, then by row; errors before warnings."""
    order = {t.source: i for i, t in enumerate(tables.sheets.values())}
    for i, t in enumerate(tables.sheets.values()):
        order |= {r.where.source: i for r in t.rows if r.where.row is None}
    unique = list(dict.fromkeys(problems))
    return tuple(
        sorted(
            unique,
            key=lambda p: (p.warning, order.get(p.where.source, -1), p.where.row or 0, p.where.cell, p.code),
        )
    )


__all__ = ["Checked", "Parsed", "build", "check", "digest", "examine", "freeze", "in_order", "units_of"]

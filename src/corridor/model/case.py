"""The builder: a case made by a program, row by row, with the same checks as a case from files.

`corridor.io.Case` adds reading and writing; this module knows no files.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Self

from corridor.errors import Problem, UsageError, Where
from corridor.ledger.passages import Standing
from corridor.model.adders import Adders, Day
from corridor.model.build import build, check
from corridor.model.checks.codes import nearest
from corridor.model.model import Model
from corridor.model.parse import cells_of
from corridor.model.settings import setting_kinds
from corridor.model.tables import Cell, RawRow, RawTable, Tables, dicts, plain
from corridor.schema.load import Table, tables
from corridor.schema.values import Range


class Builder(Adders):
    """A case under construction. Nothing is checked until `check`, which tells every problem at once.

    Examples
    --------
    >>> case = Builder.build(start="2023-01-01", days=60)
    >>> case.add_place("Hill", people=1_000)
    >>> case.add_place("Plain", kind="source")
    >>> case.add_commodity("flour", unit="t", kg_per_unit=1_000)
    >>> case.add_need("energy", unit="kcal", per_person_day=2_100)
    >>> case.add_satisfies("energy", "flour", per_unit=3_500_000)
    >>> case.add_stock("Hill", "flour", amount=9, basis="assumed: a week")
    >>> case.add_supply("Plain", "flour", unlimited=True)
    >>> case.add_route("road", "Plain", "Hill", lead_days=1, per_day=0.5, unit="t")
    >>> len(case.check().places)
    2
    """

    def __init__(self, name: str, settings: Mapping[str, object]) -> None:
        self.name = name
        self._settings = dict(settings)
        self._rows: dict[str, list[tuple[Where, dict[str, Cell]]]] = {}
        self._read: Tables | None = None  # as read, as long as nothing was changed
        self._seen: tuple[Problem, ...] = ()  # what was wrong on reading
        self._standing: Mapping[str, Standing] = {}  # of passages whose documents were at hand

    # ------------------------------------------------------------------------------ beginnings

    @classmethod
    def build(
        cls,
        *,
        start: Day,
        days: int,
        title: str = "",
        origin: Day | None = None,
        name: str = "case",
        **settings: object,
    ) -> Self:
        """An empty case with its settings.

        Parameters
        ----------
        start : date or ISO text
            First day.
        days : int
            Number of days, the first included.
        title : str
            Title as printed; the name if blank.
        origin : date or ISO text, optional
            Day on which a forecast starts; the first day if not given.
        name : str
            Name of the case in messages.
        **settings
            Any other setting, such as `members` or `audience`.
        """
        given: dict[str, object] = {
            "title": title,
            "start": start,
            "days": days,
            "origin": origin,
            **settings,
        }
        _known_settings(given)
        return cls(name, {k: v for k, v in given.items() if v not in (None, "")})

    @classmethod
    def of(cls, model: Model) -> Self:
        """A case that holds what a model holds, to be changed and checked again."""
        kinds = setting_kinds()
        settings = {name: getattr(model.settings, name) for name in kinds}
        if settings["title"] == model.settings.name:
            del settings["title"]  # it was not given
        case = cls(model.settings.name, {k: v for k, v in settings.items() if v != ""})
        for name, schema in tables().items():
            case._rows[name] = [(row.where, cells_of(row, schema)) for row in getattr(model, name)]
        stood = {p for c in model.claims if c.claim in model.anchored for p in c.passages}
        case._standing = {
            p.passage: Standing(p.passage, p.document, "fresh") for p in model.passages if p.passage in stood
        }
        return case

    @classmethod
    def from_tables(cls, raw: Tables) -> Self:
        """A case that holds the rows of raw tables."""
        case = cls(raw.name, raw.settings)
        case._rows = {name: list(dicts(table)) for name, table in raw.sheets.items()}
        case._read, case._seen, case._standing = raw, raw.problems, raw.standing
        return case

    # ------------------------------------------------------------------------------------- ends

    def tables(self) -> Tables:
        """The case as raw tables, the form that files have too; as read, cells and all, if nothing was changed."""
        if self._read is not None:
            return self._read
        sheets = {
            name: _raw(schema, self._rows[name]) for name, schema in tables().items() if self._rows.get(name)
        }
        return Tables(self.name, dict(self._settings), sheets, problems=self._seen, standing=self._standing)

    def check(self, *, strict: bool = False) -> Model:
        """The frozen model; `DataError` with every problem of the case if there is one."""
        return build(self.tables(), strict=strict)

    def problems(self, *, strict: bool = False) -> tuple[Problem, ...]:
        """Every problem and warning of the case, none raised."""
        return check(self.tables(), strict=strict).problems

    # ------------------------------------------------------------------------------------ change

    def copy(self) -> Self:
        """A case with the same rows and settings, changed apart from this one."""
        case = type(self)(self.name, self._settings)
        case._seen, case._standing = self._seen, self._standing
        case._rows = {
            name: [(where, dict(cells)) for where, cells in rows] for name, rows in self._rows.items()
        }
        return case

    def with_settings(self, **settings: object) -> Self:
        """A copy with other settings."""
        _known_settings(settings)
        case = self.copy()
        case._settings.update(settings)
        return case

    def replace(self, table: str, key: str | Sequence[str], **columns: object) -> Self:
        """A copy in which the rows of a table with this key have other cells.

        Parameters
        ----------
        table : str
            Name of the table.
        key : str or sequence of str
            The first key columns of the rows meant, in the order of the schema.
        **columns
            New values; None makes a cell blank. A range replaces all three of its columns.
        """
        schema = _schema(table)
        wanted = (key,) if isinstance(key, str) else tuple(key)
        case = self.copy()
        hits = [
            cells for _, cells in case._rows.get(table, []) if _key(schema, cells)[: len(wanted)] == wanted
        ]
        if not hits:
            there = (" / ".join(_key(schema, c)[: len(wanted)]) for _, c in self._rows.get(table, []))
            raise UsageError(
                f'the table {table} has no row "{" / ".join(wanted)}".{nearest(" / ".join(wanted), there)}'
            )
        for cells in hits:
            for name in columns:
                for c in schema.attribute(_column(schema, name)).columns:
                    cells.pop(c, None)
            cells.update(to_cells(schema, columns))
        return case

    def add(self, table: str, /, **columns: object) -> None:
        """Add a row to any table; columns as the schema names them (`from_place` for `from`).

        Raises
        ------
        UsageError
            When there is no such table or column.
        """
        schema = _schema(table)
        cells = to_cells(schema, columns)
        defaults = [schema.attribute(k).default for k in schema.key]
        parts = zip(_key(schema, cells), defaults, strict=True)
        shown = ", ".join(f'"{part}"' for part, default in parts if part and part != default)
        where = Where(f"{_verb(table)}({shown})")
        self._read = None
        self._rows.setdefault(table, []).append((where, cells))


# ------------------------------------------------------------------------------------------ cells


def to_cells(schema: Table, columns: Mapping[str, object]) -> dict[str, Cell]:
    """Cells of a row from values: ranges to their three columns, lists joined, blanks left out."""
    cells: dict[str, Cell] = {}
    for name, value in columns.items():
        a = schema.attribute(_column(schema, name))
        if value is None or value == "":
            continue
        if isinstance(value, Range):
            value = (value.low, value.mid, value.high)  # noqa: PLW2901
        if isinstance(value, str | bool | float | int | dt.date):
            cells[name if name in schema.columns else a.name] = value
        elif a.uncertain and isinstance(value, Sequence):
            if len(value) != 3:
                raise UsageError(f"{a.name}: a range is low, median, high; {len(value)} numbers were given")
            cells.update(zip(a.columns, (float(v) for v in value), strict=True))
        elif isinstance(value, Iterable):
            text = ("; " if a.kind == "texts" else ", ").join(str(v) for v in value)
            if text:
                cells[a.name] = text
        else:
            cells[a.name] = str(value)
    return cells


def _column(schema: Table, name: str) -> str:
    """Name of the attribute that a keyword means."""
    for a in schema.attributes:
        if name in {a.field, *a.columns}:
            return a.name
    raise UsageError(f'the table {schema.name} has no column "{name}".{nearest(name, schema.columns)}')


def _schema(table: str) -> Table:
    found = tables().get(table)
    if found is None:
        raise UsageError(f'no table is called "{table}".{nearest(table, tables())}')
    return found


def _known_settings(settings: Mapping[str, object]) -> None:
    known = setting_kinds()
    for name in settings:
        if name not in known:
            raise UsageError(f'there is no setting "{name}".{nearest(name, known)}')


def _key(schema: Table, cells: Mapping[str, Cell]) -> tuple[str, ...]:
    return tuple(plain(cells.get(k, "")).strip() for k in schema.key)


def _verb(table: str) -> str:
    singular = {
        "people": "people", "control": "control", "commodities": "commodity", "mixes": "mix", "processes": "process",
        "access": "access", "timeline": "spell", "satisfies": "satisfies", "supply": "supply", "inflow": "inflow",
        "deliveries": "delivery", "outlook": "outlook", "outlook_next": "outlook_next", "studies": "study",
        "crossings": "crossing",
    }  # fmt: skip
    return f"add_{singular.get(table, table.removesuffix('s'))}"


def _raw(schema: Table, rows: list[tuple[Where, dict[str, Cell]]]) -> RawTable:
    used = {c for _, cells in rows for c in cells}
    order = [c for c in schema.columns if c in used] + sorted(used - set(schema.columns))
    body = tuple(RawRow(where, tuple(cells.get(c, "") for c in order)) for where, cells in rows)
    return RawTable(schema.name, f"table {schema.name}", tuple(order), (), body)

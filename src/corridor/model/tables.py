"""Raw tables: what a folder, a workbook or a program holds, cell by cell, before anything is understood.

Nothing is interpreted here. A cell is the text as typed, or the number, date or yes/no that a spreadsheet gives.
`corridor.io` makes these from files, `corridor.model.case` from a program; `corridor.model.build` reads them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from corridor.errors import Problem, Where
from corridor.schema.values import has_control, plain_number

if TYPE_CHECKING:
    from corridor.ledger.passages import Standing  # slow to import

__all__ = [
    "Cell", "RawRow", "RawTable", "Tables", "dicts", "has_control", "is_blank", "letter", "plain", "plain_number",
]  # fmt: skip

Cell = str | float | dt.date | dt.datetime | bool
"""Text as typed, or what a spreadsheet gives; a blank cell is the empty text."""


class RawRow(NamedTuple):
    """One row: where it stands, and its cells in the order of the columns."""

    where: Where
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class RawTable:
    """One table as typed: its columns, their letters in a spreadsheet, and its rows."""

    name: str
    source: str
    columns: tuple[str, ...]
    letters: tuple[str, ...] = ()
    rows: tuple[RawRow, ...] = ()

    def at(self, row: RawRow, column: str) -> Where:
        """Where the cell of a row under a column stands; the row itself if it has no such cell."""
        return self.locate(row.where, column)

    def locate(self, where: Where, column: str) -> Where:
        """Where the cell under a column stands, in the row at `where`."""
        if where.row is None or column not in self.columns or not self.letters:
            return where
        return Where(where.source, where.row, f"{self.letters[self.columns.index(column)]}{where.row}")


@dataclass(frozen=True, slots=True)
class Tables:
    """A case as typed: its settings, its tables, and what was already seen to be wrong on reading them.

    `standing` says of each passage of a document at hand whether it still stands there; others are not at hand.
    """

    name: str
    settings: Mapping[str, object]
    sheets: Mapping[str, RawTable]
    settings_at: Mapping[str, Where] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    folder: str = ""
    standing: Mapping[str, Standing] = field(default_factory=dict)

    def setting_at(self, name: str) -> Where:
        """Where a setting stands; the place where settings are kept if it is absent."""
        return self.settings_at.get(name) or self.settings_at.get("", Where("case settings"))


def letter(index: int) -> str:
    """Letter of a spreadsheet column counted from 0.

    Examples
    --------
    >>> letter(0), letter(25), letter(26), letter(702)
    ('A', 'Z', 'AA', 'AAA')
    """
    text = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        text = chr(65 + rest) + text
    return text


def plain(cell: Cell) -> str:
    """Text of a cell: the shortest text that reads back as the same number, ISO days, yes or no.

    Examples
    --------
    >>> plain(12.0), plain(0.1), plain(dt.date(2023, 1, 2)), plain(True), plain("as is")
    ('12', '0.1', '2023-01-02', 'yes', 'as is')
    """
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(sep=" ")
    if isinstance(cell, dt.date):
        return cell.isoformat()
    return plain_number(cell)


def is_blank(cell: Cell) -> bool:
    """Whether a cell holds nothing, or only spaces."""
    return isinstance(cell, str) and not cell.strip()


def dicts(table: RawTable) -> Iterator[tuple[Where, dict[str, Cell]]]:
    """Each row of a table as a mapping from column to cell, blank cells left out."""
    for row in table.rows:
        yield (
            row.where,
            {
                c: v
                for c, v in zip(table.columns, row.cells, strict=False)
                if not (isinstance(v, str) and not v)
            },
        )

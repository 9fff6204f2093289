"""From a grid of cells to a raw table: finds the headings, and the faults that show before values are read.

Used by `folder` and `xlsx` alike, so that both complain in the same words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from corridor.errors import Problem, Where
from corridor.model.checks.codes import problem
from corridor.model.tables import Cell, RawRow, RawTable, has_control, is_blank, letter, plain
from corridor.schema.load import Table

_TAG = re.compile(r"#[a-z]+(\s*\+[a-z_]+)*")
MAX_ROWS = 200_000
"""Most rows of a table, the heading not counted."""
MAX_CELL = 32_767
"""Most characters of a cell: what a spreadsheet can hold."""


@dataclass(slots=True)
class Sheet:
    """A grid as read: rows of cells, the number of its first row, and the label by which people know it."""

    name: str
    source: str
    rows: Sequence[Sequence[Cell]]
    first_row: int = 1
    first_column: int = 0
    problems: list[Problem] = field(default_factory=list)

    def where(self, index: int, column: int | None = None) -> Where:
        """Where a row of the grid stands, or a cell of it."""
        row = self.first_row + index
        cell = "" if column is None else f"{letter(self.first_column + column)}{row}"
        return Where(self.source, row, cell)


def raw_table(sheet: Sheet, schema: Table) -> RawTable:
    """The raw table that a grid holds; what is wrong with its shape is added to `sheet.problems`.

    Parameters
    ----------
    sheet : Sheet
        The grid. Its rows may have unequal lengths.
    schema : Table
        The table it should hold, for its column names.

    Returns
    -------
    RawTable
        Rows that hold something, each with its own row number. Columns keep the label as typed.
    """
    filled = [i for i, row in enumerate(sheet.rows) if not all(is_blank(c) for c in row)]
    if not filled:
        return RawTable(schema.name, sheet.source, ())
    at = _heading(sheet, filled, set(schema.columns))
    labels = [plain(c).strip() for c in sheet.rows[at]]
    keep = [i for i, label in enumerate(labels) if label]
    columns = tuple(labels[i] for i in keep)
    _repeated(sheet, at, labels)
    known = set(schema.columns)
    body = [i for i in filled if i > at and not _is_second_heading(sheet, i, labels, known)]
    _gaps(sheet, at, body)
    if len(body) > MAX_ROWS:
        sheet.problems.append(_too_many(sheet, len(body)))
        body = []
    rows = tuple(_rows(sheet, body, keep))
    letters = tuple(letter(sheet.first_column + i) for i in keep)
    return RawTable(schema.name, sheet.source, columns, letters, rows)


def _too_many(sheet: Sheet, count: int) -> Problem:
    return problem(
        "C114",
        Where(sheet.source),
        f"{count:,} rows; a table may have {MAX_ROWS:,}.",
        fix="Split the case, or give fewer and longer periods.",
    )


def _heading(sheet: Sheet, filled: list[int], known: set[str]) -> int:
    """Index of the row of headings: the first, unless a row just below it knows far more of the columns."""
    first = filled[0]
    score = {i: sum(plain(c).strip() in known for c in sheet.rows[i]) for i in filled[:4]}
    best = max(score, key=lambda i: (score[i], -i))
    if score[first] == 0 and score[best] > 0:
        sheet.problems.append(
            problem(
                "C109",
                sheet.where(first),
                f"there are rows above the headings; the headings stand in row {sheet.first_row + best}.",
                fix="Delete the rows above them: row 1 holds the headings.",
            )
        )
        return best
    if first > 0 or sheet.first_row > 1:
        sheet.problems.append(
            problem(
                "C112",
                Where(sheet.source, 1),
                f"row 1 is empty; the headings stand in row {sheet.first_row + first}.",
                fix="Delete the empty rows: row 1 holds the headings.",
            )
        )
    return first


def _repeated(sheet: Sheet, at: int, labels: list[str]) -> None:
    seen: Counter[str] = Counter()
    for i, label in enumerate(labels):
        seen[label] += 1
        if label and seen[label] == 2:
            first = letter(sheet.first_column + labels.index(label))
            sheet.problems.append(
                problem(
                    "C106",
                    sheet.where(at, i),
                    f'the column "{label}" stands twice, first in column {first}.',
                    fix="Delete or rename one of them.",
                )
            )


def _is_second_heading(sheet: Sheet, index: int, labels: list[str], known: set[str]) -> bool:
    """Whether a row repeats the headings or holds tags such as #loc; it is then told and left out."""
    first = sheet.rows[index][0] if sheet.rows[index] else ""
    if isinstance(first, str) and first and first[0] != "#" and first.strip() not in known:
        return False
    cells = [plain(c).strip() for c in sheet.rows[index]]
    given = [c for c in cells if c]
    same = sum(c == label and label in known for c, label in zip(cells, labels, strict=False))
    tagged = all(_TAG.fullmatch(c) for c in given)
    if not tagged and (same < 2 or same * 2 < len(given)) and not (same == 1 == len(labels)):
        return False
    sheet.problems.append(
        problem(
            "C109",
            sheet.where(index),
            "a second row of headings.",
            fix="Delete it: only row 1 holds headings, and data start in row 2.",
        )
    )
    return True


def _gaps(sheet: Sheet, at: int, body: list[int]) -> None:
    """Complain of empty rows with data under them, once a gap."""
    before = at
    for i in body:
        if i > before + 1 and all(all(is_blank(c) for c in row) for row in sheet.rows[before + 1 : i]):
            first, last = sheet.first_row + before + 1, sheet.first_row + i - 1
            text = f"row {first} is empty" if first == last else f"rows {first} to {last} are empty"
            sheet.problems.append(
                problem(
                    "C112",
                    Where(sheet.source, first),
                    f"{text}, with data below.",
                    fix="Delete the empty row.",
                )
            )
        before = i


def _rows(sheet: Sheet, body: Iterable[int], keep: list[int]) -> Iterable[RawRow]:
    width = max(keep, default=-1) + 1
    source, first_row = sheet.source, sheet.first_row
    kept = set(keep)
    for i in body:
        row = sheet.rows[i]
        if len(row) > len(keep) or not _is_plain(row):
            _check_cells(sheet, i, row, kept)
        cells = [*row, *([""] * (width - len(row)))] if len(row) < width else row
        yield RawRow(Where(source, first_row + i), tuple([cells[k] for k in keep]))


def _is_plain(row: Sequence[Cell]) -> bool:
    """Whether a row is quickly seen to hold short printable texts alone."""
    try:
        text = "".join(row)  # type: ignore[arg-type]
    except TypeError:
        return False
    return len(text) <= MAX_CELL and text.isprintable()


def _check_cells(sheet: Sheet, index: int, row: Sequence[Cell], kept: set[int]) -> None:
    for j, cell in enumerate(row):
        if not isinstance(cell, str):
            if j not in kept:
                _no_heading(sheet, index, j, cell)
            continue
        if j not in kept and cell.strip():
            _no_heading(sheet, index, j, cell)
        if len(cell) > MAX_CELL:
            sheet.problems.append(
                problem(
                    "C115",
                    sheet.where(index, j),
                    f"a text of {len(cell):,} characters; a cell may have {MAX_CELL:,}.",
                    fix="Shorten it, and keep the long text in a document.",
                )
            )
        elif has_control(cell):
            sheet.problems.append(
                problem(
                    "C116",
                    sheet.where(index, j),
                    "a control character stands in the text.",
                    fix="Type the text again; it may have been copied from a damaged file.",
                )
            )


def _no_heading(sheet: Sheet, index: int, j: int, cell: Cell) -> None:
    sheet.problems.append(
        problem(
            "C113",
            sheet.where(index, j),
            f'"{plain(cell)[:40]}" stands under no heading.',
            fix="Give the column a heading, delete the cell, or put the text in quotes if a comma split it.",
        )
    )

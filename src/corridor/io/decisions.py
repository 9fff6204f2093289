"""A CSV file of decisions on proposed claims, as the review page saves it, read with the same care as a table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from corridor.errors import Problem, Where
from corridor.io.folder import read_table
from corridor.ledger.decisions import Decision, columns, correctable
from corridor.ledger.interchange import Refusal
from corridor.model.checks.codes import nearest
from corridor.model.tables import RawRow, RawTable, plain
from corridor.schema.load import Attribute, Table

NEEDED = ("claim", "hash", "decision")


@dataclass(frozen=True, slots=True)
class Decisions:
    """Decisions as a file has them, and what is wrong with its shape, by row."""

    rows: tuple[Decision, ...]
    refused: tuple[Refusal, ...] = ()


def read_decisions(file: str | Path) -> Decisions:
    """The decisions of a file.

    Parameters
    ----------
    file : str or Path
        CSV in UTF-8, with commas or semicolons between; cells guarded against formulas are read as they were typed.

    Returns
    -------
    Decisions
        A correction is a column that `corrected` names; blank there, it empties the column of the claim.
    """
    path = Path(file)
    problems: list[Problem] = []
    raw = read_table(path, _table(), path.resolve().parent, problems)
    refused = [Refusal(p.where, p.found, p.fix) for p in problems]
    if raw is None or not raw.columns:
        empty = (
            [] if refused else [Refusal(Where(path.name), "the file is empty.", "Save the decisions anew.")]
        )
        return Decisions((), (*refused, *empty))
    refused += _headings(raw)
    rows: list[Decision] = []
    for row in () if refused else raw.rows:
        decision, wrong = _decision(row, raw)
        rows.append(decision)
        refused += wrong
    return Decisions(tuple(rows), tuple(refused))


def _table() -> Table:
    """The file as a table of texts: reading asks for its columns alone."""
    made = (Attribute(c, "text", "", False, "", None, None, (), (), False, "", "", "") for c in columns())
    return Table("decisions", ("claim",), "case", False, "Decisions on proposed claims.", tuple(made))


def _headings(raw: RawTable) -> Iterator[Refusal]:
    """Refusals of headings that are missing, or that no file of decisions has."""
    for name in NEEDED:
        if name not in raw.columns:
            fix = "A file of decisions is saved by the review page."
            yield Refusal(Where(raw.source, 1), f'there is no column "{name}".', fix)
    for name, letter in zip(raw.columns, raw.letters, strict=True):
        if name not in columns():
            found = f'no column is called "{name}".{nearest(name, columns())}'
            yield Refusal(Where(raw.source, 1, f"{letter}1"), found, "Rename or delete it.")


def _decision(row: RawRow, raw: RawTable) -> tuple[Decision, list[Refusal]]:
    cells = {c: plain(v).strip() for c, v in zip(raw.columns, row.cells, strict=False)}
    letters = dict(zip(raw.columns, raw.letters, strict=False))
    named = list(dict.fromkeys(n for part in cells.get("corrected", "").split(",") if (n := part.strip())))
    decision = Decision(
        claim=cells["claim"],
        hash=cells["hash"],
        decision=cells["decision"].casefold(),
        reason=cells.get("reason", ""),
        corrections={n: cells.get(n, "") for n in named},
        who=cells.get("who", ""),
        when=cells.get("when", ""),
        where=row.where,
        letters=letters,
    )
    return decision, list(_wrong(decision, cells, named))


def _wrong(d: Decision, cells: Mapping[str, str], named: list[str]) -> Iterator[Refusal]:
    filled = [c for c in correctable() if cells.get(c) and c not in named]
    for column in filled:
        fix = "Name it there, with commas between, or empty the cell."
        yield Refusal(d.at(column), f'{column} is filled, and "corrected" does not name it.', fix)
    if d.when and not _is_moment(d.when):
        fix = "Write it as 2026-05-03T10:20:00Z, or leave it blank."
        yield Refusal(d.at("when"), f'"{d.when}" is no day and hour.', fix)


def _is_moment(text: str) -> bool:
    try:
        dt.datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


__all__ = ["NEEDED", "Decisions", "read_decisions"]

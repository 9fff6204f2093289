"""Finding rows of the ledger by their ids, and saying which is nearest where there is none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corridor.cli.common import find_case, legible
from corridor.errors import UsageError

if TYPE_CHECKING:
    from corridor.ledger.store import Store, Stored

ONE = {"claims": "claim", "claim_links": "link", "studies": "study", "clause_supports": "support of a clause"}
_ADDED = ("sources", "actors", "documents", "claims", "passages", "studies")


def one(table: str) -> str:
    """What a single row of a table is called."""
    return ONE.get(table, table.removesuffix("s"))


def row_of(store: Store, table: str, key: str) -> Stored:
    """The row with a key.

    Raises
    ------
    UsageError
        When there is none; with the nearest.
    """
    found = store.get(table, key)
    if found is None:
        raise UsageError(unknown(store, table, key))
    return found


def rows_of(store: Store, table: str, keys: Iterable[str]) -> list[Stored]:
    """The rows with these keys, each once; UsageError that names every one that is not there."""
    wanted = list(dict.fromkeys(keys))
    missing = [k for k in wanted if store.get(table, k) is None]
    if missing:
        raise UsageError("\n".join(unknown(store, table, k) for k in missing))
    return [row_of(store, table, k) for k in wanted]


def unknown(store: Store, table: str, key: str) -> str:
    """That no row is called so, with the nearest, or what there is."""
    from corridor.model.checks.codes import nearest  # noqa: PLC0415

    known = [s.row for s in store.rows(table)]
    near = nearest(key, known)
    some = "" if near else _some(table, known)
    return f'no {one(table)} is called "{legible(key)}".{near}{some}'


def _some(table: str, known: list[str]) -> str:
    if not known:
        add = f" Add it with `corridor evidence add CASE {one(table)}`." if table in _ADDED else ""
        return f" The ledger has no {table.replace('_', ' ')} yet.{add}"
    listed = ", ".join(known[:5])
    return f" There are: {listed}." if len(known) <= 5 else f" There are {len(known):,}, such as {listed}."


def check_named(
    store: Store, table: str, cells: Mapping[str, str], *, also: Iterable[tuple[str, str]] = ()
) -> None:
    """Hold every id that a row names against the ledger.

    Parameters
    ----------
    store : Store
        The ledger.
    table : str
        Table of the row.
    cells : mapping
        The row.
    also : iterable of (table, id)
        Rows that will be there, written in the same batch.

    Raises
    ------
    UsageError
        For ids that no row has; with the nearest.
    """
    from corridor.ledger.cells import references  # noqa: PLC0415

    coming = set(also)
    told = [
        f"{column}: {unknown(store, target, i)}"
        for column, target, i in references(table, cells)
        if (target, i) not in coming and store.get(target, i) is None
    ]
    if told:
        raise UsageError("nothing was written.\n" + "\n".join(told))


def check_clauses(case: str, clauses: Iterable[str]) -> None:
    """Hold ids of clauses against the table `clauses` of the case.

    Raises
    ------
    UsageError
        For a clause that the case does not have; with the nearest.
    """
    from corridor.model.checks.codes import nearest  # noqa: PLC0415

    known = _clauses(find_case(case))
    told = [
        f'no clause of the case is called "{legible(c)}".{nearest(c, known) or _listed(known)}'
        for c in dict.fromkeys(clauses)
        if c not in known
    ]
    if told:
        raise UsageError("nothing was written.\n" + "\n".join(told))


def _clauses(folder: Path) -> list[str]:
    """Ids of the clauses of a case folder, as typed."""
    from corridor.io.folder import read_table  # noqa: PLC0415
    from corridor.schema.load import tables  # noqa: PLC0415

    file = folder / "clauses.csv"
    raw = read_table(file, tables()["clauses"], folder.resolve(), []) if file.is_file() else None
    if raw is None or "clause" not in raw.columns:
        return []
    return [str(row.cells[raw.columns.index("clause")]) for row in raw.rows]


def _listed(known: list[str]) -> str:
    if not known:
        return " It has none yet: write its table clauses.csv first."
    return f" There are: {', '.join(legible(k) for k in known[:20])}."


def tables_with(store: Store, key: str) -> list[str]:
    """Tables of the ledger that have a row with this key, claims first."""
    from corridor.ledger.cells import evidence  # noqa: PLC0415

    names = sorted(evidence(), key=lambda name: name != "claims")
    return [name for name in names if store.get(name, key) is not None]


def values_of(stored: Stored) -> dict[str, Any]:
    """Every column of a row that holds something, defaults filled in, as JSON writes it."""
    from corridor.schema.values import Range  # noqa: PLC0415

    found: dict[str, Any] = {}
    for field, value in stored.values.items():
        if isinstance(value, Range):
            found[field] = {"low": value.low, "best": value.mid, "high": value.high}
        elif value not in (None, "", ()):
            found[field] = value
    return found

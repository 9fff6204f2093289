"""What the ledger refuses, each with where, what was found, what was expected and what to do.

All are `LedgerError`; the command line returns 3 for them, 1 for a `Conflict`. Imports only `corridor.errors`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from corridor.errors import LedgerError

SHOWN = 20
"""Most lines of one kind in a message; the rest is counted."""


def listed(lines: Sequence[str]) -> str:
    """Lines indented under a heading, the first `SHOWN` of them and a count of the rest."""
    shown = [f"  {line}" for line in lines[:SHOWN]]
    if len(lines) > SHOWN:
        shown.append(f"  ... and {len(lines) - SHOWN:,} more")
    return "\n".join(shown)


class RowError(LedgerError):
    """A row that its table cannot hold: an unknown column, a value of the wrong kind, a blank that is needed."""

    def __init__(self, where: str, found: str, expected: str) -> None:
        self.where, self.found, self.expected = where, found, expected
        super().__init__(f"{where}: {found}. {expected}")


class UnknownId(LedgerError):
    """Rows name ids that no table holds; `missing` lists (table, row, column, id)."""

    def __init__(self, missing: Sequence[tuple[str, str, str, str]], targets: Mapping[str, str]) -> None:
        self.missing = tuple(missing)
        lines = [f'{t} "{r}", {c}: no row of {targets[f"{t}.{c}"]} is called "{i}"' for t, r, c, i in missing]
        super().__init__(
            "Nothing was written: ids that do not exist.\n"
            + listed(lines)
            + "\nAdd what is named first, or in the same batch, or correct the spelling."
        )


class InUse(LedgerError):
    """A row cannot be taken out: others name it."""

    def __init__(self, table: str, row: str, users: Sequence[str]) -> None:
        self.users = tuple(users)
        super().__init__(
            f'Nothing was written: {table} "{row}" is named by other rows.\n'
            + listed(users)
            + "\nChange or retract those first, in the same batch if you like."
        )


class Conflict(LedgerError):
    """A row is not as it was seen: somebody changed it in between. Holds both versions.

    Parameters
    ----------
    table, row : str
        The row.
    seen, found : mapping or None
        Its cells as the writer saw them, and as they are now; None where there was or is no such row.
    by : str
        Who changed it last, and when, in words; empty if that is not known.
    is_new : bool
        Whether the writer meant to add the row: `seen` is then what it would have added.
    """

    exit_code = 1

    def __init__(
        self,
        table: str,
        row: str,
        seen: Mapping[str, str] | None,
        found: Mapping[str, str] | None,
        by: str = "",
        *,
        is_new: bool = False,
    ) -> None:
        self.table, self.row, self.seen, self.found, self.by = table, row, seen, found, by
        what = "is there already, with other content" if is_new else "is not as it was seen"
        fix = (
            "Give the new row another key, or change the one that is there."
            if is_new
            else "Read the row again, decide with both before you, and repeat the change."
        )
        super().__init__(
            f'Nothing was written: {table} "{row}" {what}{f"; last by {by}" if by else ""}.\n'
            + listed(difference(seen, found, first="new" if is_new else "seen"))
            + f"\n{fix}"
        )


def difference(
    seen: Mapping[str, str] | None, found: Mapping[str, str] | None, *, first: str = "seen"
) -> list[str]:
    """Columns on which two versions of a row differ, both shown."""
    if seen is None or found is None:
        return [f"{first}: {_row(seen)}", f"now:  {_row(found)}"]
    columns = [c for c in dict.fromkeys((*seen, *found)) if seen.get(c) != found.get(c)]
    return [f'{c}: {first} "{seen.get(c, "")}", now "{found.get(c, "")}"' for c in columns]


def _row(cells: Mapping[str, str] | None) -> str:
    return "no such row" if cells is None else "; ".join(f'{c} "{v}"' for c, v in cells.items())


class NotAllowed(LedgerError):
    """A step that the rules of the ledger do not allow, such as accepting without a reason what was retracted."""


class Busy(LedgerError):
    """Another process holds the ledger for writing, longer than a writer waits."""


class Damaged(LedgerError):
    """The file of the ledger is no database, or its log does not hold together."""


class NoLedger(LedgerError):
    """There is no ledger where one was looked for, or there is one where none may be."""


class WrongVersion(LedgerError):
    """The ledger was written by a newer version of the product, or is too old to be read without writing."""

"""Opening the ledger of a case: to write, or to read whatever form it is in. Used by every verb here."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from corridor.cli.common import find_case, note
from corridor.errors import UsageError

if TYPE_CHECKING:
    from corridor.ledger.store import Store


NOBODY = "not named"
"""Who does something, where nobody says so."""


def who_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """The option that says who writes. The login name is never taken: a ledger may fall into wrong hands."""
    return click.option(
        "--who",
        envvar="CORRIDOR_WHO",
        default=NOBODY,
        show_default="CORRIDOR_WHO, else not named",
        help="Who does this: a name or a role, such as analyst 1. It stands in the log.",
    )(command)


export_option = click.option(
    "--export/--no-export",
    "exports",
    default=True,
    help="Write the CSV files anew afterwards, which is what a run reads.",
)


def case_folder(case: str) -> Path:
    """The folder of a case that may be written to.

    Raises
    ------
    UsageError
        When the case is a workbook, or one of those that come with the program.
    """
    from corridor import cases  # noqa: PLC0415

    path = find_case(case)
    if not path.is_dir():
        raise UsageError(
            f"{path} is a workbook; a ledger is kept in a case folder. `corridor new NAME --from {path}` makes one."
        )
    if not Path(case).exists() and case in cases.names():
        raise UsageError(
            f'"{case}" comes with the program and is not written to. `corridor new NAME --from {case}` makes a copy '
            "of your own."
        )
    return path


@contextmanager
def writing(case: str, *, exports: bool = True, create: bool = False) -> Iterator[Store]:
    """The ledger of a case, to write to; its CSV files are written anew at the end, if that loses nothing.

    Parameters
    ----------
    case : str
        CASE as given.
    exports : bool
        Whether the CSV files follow.
    create : bool
        Whether a case without any evidence gets an empty ledger; it goes again if nothing is written. One with CSV
        files alone is to be imported first.

    Raises
    ------
    NoLedger
        When there is none.
    LedgerError
        For what the ledger refuses; then nothing was written, in the ledger or in the files.
    """
    from corridor.ledger.store import discard_empty  # noqa: PLC0415

    folder = case_folder(case)
    is_new = create and _make(folder)
    try:
        with _open(folder, case, exports=exports) as store:
            yield store
    except BaseException:
        if is_new:
            discard_empty(folder)
        raise


def _make(folder: Path) -> bool:
    """Make an empty ledger where a case has no evidence at all; whether one was made."""
    from corridor.ledger.errors import NoLedger  # noqa: PLC0415
    from corridor.ledger.store import Store, ledger_file  # noqa: PLC0415

    file = ledger_file(folder)
    if file.is_file() or any(file.parent.glob("*.csv")):
        return False
    try:
        Store.create(folder).close()
    except NoLedger:
        if file.is_file():  # somebody else was quicker
            return False
        raise
    return True


@contextmanager
def _open(folder: Path, case: str, *, exports: bool) -> Iterator[Store]:
    from corridor.ledger.store import Store  # noqa: PLC0415

    with Store.open(folder) as store:
        before = store.head()
        yield store
        after = store.head()
        if after is None or after == before:
            return
        if exports:
            export_tables(store, case)
        else:
            note(
                f"The CSV files are not written: `corridor evidence export {case}` does it, before the next run."
            )


def export_tables(store: Store, case: str) -> None:
    """Write the CSV files; where they hold what the ledger has not seen, leave them and say so."""
    from corridor.errors import LedgerError  # noqa: PLC0415
    from corridor.io.ledger import export_csv  # noqa: PLC0415

    try:
        export_csv(store)
    except LedgerError as error:
        note(f"The ledger is written; the CSV files are not. {error}")
        note(f"See `corridor evidence import {case}`.")


@contextmanager
def reading(case: str) -> Iterator[Store]:
    """The ledger of a case, to read: the working ledger if there is one, else one made for now from its tables.

    Raises
    ------
    LedgerError, DataError
        When the ledger or the tables of the evidence cannot be read.
    """
    from corridor.ledger.store import Store, ledger_file  # noqa: PLC0415

    path = find_case(case)
    if path.is_dir() and ledger_file(path).is_file():
        with Store.open(path, read_only=True) as store:
            yield store
        return
    with tempfile.TemporaryDirectory(prefix="corridor-") as room, Store.create(room) as store:
        _fill(store, path, Path(room))
        yield store


def _fill(store: Store, path: Path, room: Path) -> None:
    """Take the tables of a case without a ledger into an empty one."""
    from corridor.io.ledger import import_csv  # noqa: PLC0415
    from corridor.io.read import read  # noqa: PLC0415
    from corridor.io.write import write  # noqa: PLC0415

    if not path.is_dir():
        path = write(read(path), room / "case")
    if (path / "evidence").is_dir():
        import_csv(store, path, "the tables of the case", "read, not kept")

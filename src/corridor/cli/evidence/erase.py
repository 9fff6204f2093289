"""`corridor evidence erase`: rows forgotten for good, in tables, history and copies at hand; what that takes first."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from corridor.cli.common import case_argument, json_option, legible, note, say, say_json
from corridor.cli.evidence.adding import reason_option
from corridor.cli.evidence.asking import agree, can_ask
from corridor.cli.evidence.choosing import reason_for
from corridor.cli.evidence.finding import one
from corridor.cli.evidence.list import table_named
from corridor.cli.evidence.opening import case_folder, who_option
from corridor.errors import UsageError

if TYPE_CHECKING:
    from corridor.ledger.erasing import Erasure, Place
    from corridor.ledger.store import Store

SCHEMA = "corridor.evidence.erase/1"
BEYOND = (
    "Not reached, wherever they are: what was sent or printed, reports and results made before, the file that a "
    "document was added from, backups of this machine, and bytes that the disk itself keeps. Ask for those one by one."
)


@click.command()
@case_argument
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--table", help="Table of the rows named, where an id stands in several.")
@click.option("--dry-run", is_flag=True, help="Show what would go and write nothing.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@reason_option
@who_option
@json_option
def erase(
    case: str,
    *,
    ids: Sequence[str],
    table: str | None,
    dry_run: bool,
    yes: bool,
    reason: str,
    who: str,
    as_json: bool,
) -> int:
    """Erase sources, documents, claims or other rows of CASE from ledger, history and the copies in its folder.

    For people at risk; nothing brings it back. What rests on a row alone goes with it: the documents of a source,
    their passages, the claims that name nothing else, links, grades, supports. Each entry of the log that spoke of
    them becomes a tombstone, the chain of hashes is made anew, and one entry records when, by whom, why and how
    many, without a name. Older ledgers kept beside this one are deleted. What would go is shown first; at a terminal
    you are then asked, elsewhere nothing is erased without --yes. Without an ID an erasure that was cut short is
    finished.
    """
    from corridor.io.erasing import erase as carry_out  # noqa: PLC0415
    from corridor.ledger.store import Store  # noqa: PLC0415

    if dry_run and yes:
        raise click.UsageError("--dry-run writes nothing, --yes lets it be erased. Give one of the two.")
    folder = case_folder(case)
    if not ids:
        return _finish(folder)
    asks = not (yes or dry_run or as_json) and can_ask()
    with Store.open(folder, read_only=not (yes or asks)) as store:
        named = _named(store, ids, table_named(table) if table else None)
        plan = store.plan_erasure(named)
        told = _told(folder, plan)
        if not as_json:
            _print(plan, told)
        done = yes or (asks and agree(f"Erase this from the ledger of {folder.name}, for good?"))
        files = carry_out(store, named, who, reason_for("erase", reason), shown=plan) if done else []
        head = store.head()
    left = _left(folder, plan) if done else []
    if as_json:
        gone = [str(f.relative_to(folder)) for f in files]
        entry = head.seq if done and head else None
        say_json(
            SCHEMA, {"done": done, "entry": entry, **told, "files_erased": gone, "files_that_repeat_it": left}
        )
    if done:
        _print_done(folder, files, left)
    else:
        note("Nothing was erased." if asks else "A dry run: nothing was erased. With --yes it is.")
    return 0


def _finish(folder: Path) -> int:
    from corridor.io.erasing import finish, is_unfinished  # noqa: PLC0415
    from corridor.ledger.store import Store  # noqa: PLC0415

    with Store.open(folder) as store:
        if not is_unfinished(store):
            raise UsageError("which rows? Name them by their ids. No erasure waits to be finished.")
        _print_done(folder, finish(store), [])
    return 0


def _named(store: Store, ids: Sequence[str], table: str | None) -> list[Place]:
    """Table and key of the rows meant, also of one that was taken out and stands in the log alone.

    Raises
    ------
    UsageError
        When no row has an id, or rows of several tables do.
    """
    from corridor.ledger.erasing import places  # noqa: PLC0415
    from corridor.model.checks.codes import nearest  # noqa: PLC0415

    known = [at for at in places(store.log()) if table in {None, at[0]}]
    named = []
    for key in dict.fromkeys(ids):
        found = [at for at in known if at[1] == key]
        if not found:
            raise UsageError(
                f'no row is called "{legible(key)}", now or in the log.{nearest(key, [r for _, r in known])}'
            )
        if len(found) > 1:
            several = ", ".join(name for name, _ in found)
            raise UsageError(f'"{legible(key)}" stands in several tables: {several}. Say which with --table.')
        named += found
    return named


def _told(folder: Path, plan: Erasure) -> dict[str, Any]:
    """What an erasure takes, and what still speaks of it in the case, for a program."""
    from corridor.io.erasing import citing  # noqa: PLC0415

    return {
        "rows": plan.rows,
        "entries": plan.tombstones,
        "rows_that_lose_an_id": [{"table": t, "row": r} for t, r in plan.losing],
        "rows_that_still_speak_of_it": plan.speaking(),
        "rows_of_the_case_that_name_it": citing(folder, plan.gone),
    }


def _print(plan: Erasure, told: dict[str, Any]) -> None:
    counts = ", ".join(
        f"{len(rows):,} {name if len(rows) > 1 else one(name)}" for name, rows in plan.rows.items()
    )
    say(f"To be erased: {counts}. Entries of the log that become tombstones: {plan.tombstones:,}.")
    _lines("", [f'- {name} "{row}"' for name, rows in plan.rows.items() for row in rows])
    _lines("Stay, and lose the ids:", [f'{t} "{r}"' for t, r in plan.losing])
    _lines(
        "Stay, and still speak of it; erase them too, or know that they do:",
        told["rows_that_still_speak_of_it"],
    )
    _lines("Rows of the case that name it; take it out there:", told["rows_of_the_case_that_name_it"])


def _lines(heading: str, lines: Sequence[str]) -> None:
    from corridor.ledger.errors import listed  # noqa: PLC0415

    if lines:
        say("\n".join(filter(None, (heading, legible(listed(lines), lines=True)))))


def _left(folder: Path, plan: Erasure) -> list[str]:
    from corridor.io.erasing import holding  # noqa: PLC0415

    return [str(f.relative_to(folder)) for f in holding(folder, plan.words)]


def _print_done(folder: Path, files: Sequence[Path], left: Sequence[str]) -> None:
    """Say what went, and what could not be reached."""
    from corridor.io.erasing import packed  # noqa: PLC0415

    note("Erased from tables, log and CSV files.")
    for file in files:
        note(f"Deleted: {legible(str(file.relative_to(folder)))}")
    for name in left:
        note(f"Still there, and it repeats what was erased: {legible(name)}")
    for file in packed(folder):
        note(f"Not looked into: {legible(str(file.relative_to(folder)))}")
    at = next((p for p in (folder.resolve(), *folder.resolve().parents) if (p / ".git").exists()), None)
    if at is not None:
        note(f"Not reached: the history that git keeps in {at}. Every commit of before holds it.")
    note(BEYOND)

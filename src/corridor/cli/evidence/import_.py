"""`corridor evidence import`: CSV files into the ledger of a case; the difference first, then all of it or nothing."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from corridor.cli.common import case_argument, json_option, legible, note, say, say_json
from corridor.cli.evidence.asking import agree, can_ask
from corridor.cli.evidence.opening import case_folder, export_option, export_tables, who_option
from corridor.errors import LedgerError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corridor.ledger.interchange import Plan
    from corridor.ledger.store import Store

SCHEMA = "corridor.evidence.import/1"


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is to be imported, and how."""

    folder: Path
    source: Path
    who: str
    reason: str
    allow: Sequence[str]
    retracts: bool

    @property
    def is_new(self) -> bool:
        """Whether the case has no ledger yet."""
        from corridor.ledger.store import ledger_file  # noqa: PLC0415

        return not ledger_file(self.folder).is_file()


@click.command("import")
@case_argument
@click.option(
    "--from",
    "source",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="A case, or a folder of CSV files of the ledger. Not given: the files of CASE itself.",
)
@click.option("--dry-run", is_flag=True, help="Show the difference and write nothing.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option(
    "--allow",
    metavar="CLAIM",
    multiple=True,
    help="An accepted claim that may change, or one that may be accepted unread; needs --reason.",
)
@click.option(
    "--retract-absent",
    "retracts",
    is_flag=True,
    help="Retract what only the ledger has, in the tables that are brought; accepted claims stay.",
)
@click.option("--reason", default="", help="Why. It stands in the log with each change.")
@who_option
@export_option
@json_option
def import_(
    case: str, *, source: Path | None, dry_run: bool, yes: bool, exports: bool, as_json: bool,
    who: str, reason: str, allow: Sequence[str], retracts: bool,
) -> int:  # fmt: skip
    """Take CSV files into the ledger of CASE, which is made if there is none.

    What would be added and changed is shown first. At a terminal you are then asked; elsewhere nothing is written
    without --yes. All of it is done or nothing, and a second time there is nothing to do.
    """
    if dry_run and yes:
        raise click.UsageError("--dry-run writes nothing, --yes lets it be written. Give one of the two.")
    folder = case_folder(case)
    asked = _Asked(folder, source or folder, who, reason, allow, retracts)
    asks = not (yes or dry_run or as_json) and can_ask()
    with _ledger(asked, writes=yes or asks) as store:
        plan = _planned(store, asked)
    if not as_json:
        say(legible(plan.text(retract_absent=retracts), lines=True))
    is_to_do = not plan.refused and (asked.is_new or plan.is_to_do(retract_absent=retracts))
    if is_to_do:
        _with_reason(plan, asked)
    done = is_to_do and (yes or (asks and agree(f"Take this into the ledger of {folder.name}?")))
    entries = _carry_out(case, asked, plan, exports=exports) if done else ()
    if as_json:
        say_json(SCHEMA, {"done": done, "entries": list(entries), **plan.as_json()})
    note(_outcome(plan, done=done, is_to_do=is_to_do, declined=asks, entries=len(entries)))
    return 3 if plan.refused else 0


@contextmanager
def _ledger(asked: _Asked, *, writes: bool) -> Iterator[Store]:
    """The ledger to hold the files against: that of the case, or an empty one where there is none yet."""
    from corridor.ledger.store import Store  # noqa: PLC0415

    if not asked.is_new:
        with Store.open(asked.folder, read_only=not writes) as store:
            yield store
        return
    own = asked.folder / "evidence"
    if asked.source.resolve() not in {asked.folder.resolve(), own.resolve()} and any(own.glob("*.csv")):
        raise LedgerError(
            f"{asked.folder} has CSV files of its own and no ledger yet. Import those first, without --from."
        )
    with tempfile.TemporaryDirectory(prefix="corridor-") as room, Store.create(room) as store:
        yield store


def _planned(store: Store, asked: _Asked) -> Plan:
    from corridor.io.ledger import holds_tables, plan_import  # noqa: PLC0415
    from corridor.ledger.readers import unread_if_imported  # noqa: PLC0415

    unknown = [c for c in asked.allow if store.get("claims", c) is None]
    if unknown:
        raise click.UsageError(f'--allow: the ledger has no claim "{unknown[0]}".')
    if not (asked.is_new or holds_tables(asked.source)):
        raise click.UsageError(
            f"{asked.source} holds no CSV file of the ledger, such as claims.csv. Give a case, or a folder of them."
        )
    plan = plan_import(store, asked.source, allow=asked.allow)
    unread = unread_if_imported(store, plan, asked.who, allow=asked.allow)
    return replace(plan, refused=(*plan.refused, *unread))


def _with_reason(plan: Plan, asked: _Asked) -> None:
    """An accepted claim, or what was allowed by name, is changed for a reason that a person gave."""
    moved = [d.row for d in plan.changed if d.seen is not None and d.seen.cells.get("status") == "accepted"]
    named = [*moved, *(c for c in asked.allow if plan.changed)]
    if named and not asked.reason.strip():
        state = "is accepted and would change" if moved else "is allowed to change"
        raise click.UsageError(f'"{named[0]}" {state}: give --reason, which stands in the log.')


def _carry_out(case: str, asked: _Asked, plan: Plan, *, exports: bool) -> tuple[int, ...]:
    """Do what was shown; a ledger that was made for it goes again if that fails."""
    from corridor.io.ledger import drift, import_csv  # noqa: PLC0415
    from corridor.ledger.store import Store, discard_empty  # noqa: PLC0415

    is_new = asked.is_new
    store = Store.create(asked.folder) if is_new else Store.open(asked.folder)
    with store:
        try:
            _, entries = import_csv(
                store,
                asked.source,
                asked.who,
                asked.reason,
                allow=asked.allow,
                retract_absent=asked.retracts,
                shown=plan,
            )
        except BaseException:
            if is_new:
                store.close()
                discard_empty(asked.folder)
            raise
        if drift(asked.folder) is not None:
            if exports:
                export_tables(store, case)
            else:
                note(f"The CSV files are not written: `corridor evidence export {case}` does it.")
    return entries


def _outcome(plan: Plan, *, done: bool, is_to_do: bool, declined: bool, entries: int) -> str:
    if plan.refused:
        return "Nothing was imported: mend what stands in the way, then import again."
    if done:
        return f"Imported: {entries:,} entries in the log."
    if not is_to_do:
        return "Nothing to do: the ledger holds all of it."
    return "Nothing was written." if declined else "A dry run: nothing was written. With --yes it is."

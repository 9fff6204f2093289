"""Decisions from a file taken into the ledger: the difference first, then all of them or none."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from corridor.cli.common import legible, note, say, say_json
from corridor.cli.evidence.asking import agree, can_ask
from corridor.cli.evidence.desk import Desk
from corridor.cli.evidence.opening import case_folder, writing
from corridor.errors import LedgerError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corridor.ledger.decisions import DecisionPlan
    from corridor.ledger.store import Store

SCHEMA = "corridor.evidence.decisions/1"


def take_decisions(
    case: str, file: Path, who: str, *, dry_run: bool, yes: bool, exports: bool, as_json: bool
) -> int:
    """Show what a file of decisions would do; do it if that was asked for or a person agrees. The exit code."""
    from corridor.ledger.decisions import carry_out_decisions  # noqa: PLC0415

    folder = case_folder(case)
    asks = not (yes or dry_run or as_json) and can_ask()
    with _ledger(folder, case, writes=yes or asks, exports=exports) as store:
        plan = _planned(store, case, file, who)
        if not as_json:
            say(legible(plan.text, lines=True))
        is_to_do = bool(plan.steps) and not plan.refused
        done = is_to_do and (yes or (asks and agree(f"Take this into the ledger of {folder.name}?")))
        if done and plan != _planned(store, case, file, who):
            raise LedgerError("Nothing was written: file or ledger changed since this was shown. Look again.")
        entries = carry_out_decisions(store, plan) if done else ()
    if as_json:
        say_json(SCHEMA, {"done": done, "entries": list(entries), **plan.as_json()})
    note(_outcome(plan, done=done, is_to_do=is_to_do, declined=asks, entries=len(entries)))
    return 3 if plan.refused else 0


@contextmanager
def _ledger(folder: Path, case: str, *, writes: bool, exports: bool) -> Iterator[Store]:
    from corridor.ledger.store import Store  # noqa: PLC0415

    if writes:
        with writing(case, exports=exports) as store:
            yield store
        return
    with Store.open(folder, read_only=True) as store:
        yield store


def _planned(store: Store, case: str, file: Path, who: str) -> DecisionPlan:
    from corridor.io.decisions import read_decisions  # noqa: PLC0415
    from corridor.ledger.decisions import plan_decisions  # noqa: PLC0415

    given = read_decisions(file)
    desk = Desk.of(store, case)

    def judge(cells: Mapping[str, str]) -> list[str]:
        return [f.why for f in desk.findings_of(cells, by_person=True) if f.level == "refused"]

    return plan_decisions(store, given.rows, who, judge, refused=given.refused)


def _outcome(plan: DecisionPlan, *, done: bool, is_to_do: bool, declined: bool, entries: int) -> str:
    if plan.refused:
        return "Nothing was written: mend or delete the rows that stand in the way, then import again."
    if done:
        return f"Written: {entries:,} entries in the log."
    if not is_to_do:
        return "Nothing to do: the ledger holds all of it."
    return "Nothing was written." if declined else "A dry run: nothing was written. With --yes it is."

"""`corridor evidence verify`: whether all stands: log, tables, documents, passages, and the words behind each claim."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from corridor.cli.common import case_argument, find_case, json_option, legible, note, say, say_json
from corridor.cli.evidence.opening import reading
from corridor.errors import LedgerError

if TYPE_CHECKING:
    from corridor.ledger.audit import Audit, Fault
    from corridor.ledger.store import Store

SCHEMA = "corridor.evidence.verify/1"
_COPY = "Keep this file as it is, and go back to a copy, or make a ledger anew from the CSV files."


@click.command()
@case_argument
@click.option(
    "--document",
    "files",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    multiple=True,
    help="A document of which the case keeps no copy; told by its hash.",
)
@click.option("--questions/--no-questions", default=True, help="Print what a reader should look at.")
@json_option
def verify(case: str, *, files: Sequence[Path], questions: bool, as_json: bool) -> int:
    """Check that the ledger of CASE stands: a line for all that does not, with what to do.

    Looks at the log and its chain of hashes, at the tables against the log, at the CSV files, at every document and
    passage, and holds each accepted claim against its words. Says nothing of whether a claim is true. Exit code 0 if
    all stands, 3 if something is stale or broken.
    """
    path = find_case(case)
    broken = [*_of_the_file(path)]
    audit = None
    last = ""
    try:
        with reading(case) as store:
            head = store.head()
            last = head.hash if head and _has_ledger(path) else ""
            audit = _audited(store, path, files)
            broken += [*audit.broken, *_unknown(store, files)]
    except LedgerError as error:
        if not broken:
            raise
        note(f"Documents and claims were not looked at: {error}")
    if as_json:
        say_json(SCHEMA, _content(broken, audit, last))
    else:
        _print(broken, audit, last, questions=questions)
    return 3 if broken else 0


def _has_ledger(path: Path) -> bool:
    from corridor.ledger.store import ledger_file  # noqa: PLC0415

    return path.is_dir() and ledger_file(path).is_file()


def _of_the_file(path: Path) -> Iterator[Fault]:
    """What is wrong with the working ledger, and with the CSV files beside it."""
    from corridor.io.erasing import is_unfinished  # noqa: PLC0415
    from corridor.io.ledger import drift  # noqa: PLC0415
    from corridor.ledger.audit import Fault  # noqa: PLC0415
    from corridor.ledger.store import Store  # noqa: PLC0415

    if not _has_ledger(path):
        return
    try:
        with Store.open(path) as store:
            breaks = store.verify()
            unfinished = is_unfinished(store)
    except LedgerError as error:
        yield Fault("ledger", path.name, str(error), _COPY)
        return
    for b in breaks:
        yield Fault("ledger", path.name, str(b), _COPY)
    if unfinished:
        found_left = "an erasure was cut short: copies of what was erased may still be in the case"
        yield Fault(
            "ledger", path.name, found_left, "`corridor evidence erase CASE`, without names, finishes it."
        )
    if breaks:
        return
    found = drift(path)
    if found is not None:
        yield Fault("tables", path.name, found.found, found.fix)


def _audited(store: Store, path: Path, files: Sequence[Path]) -> Audit:
    from corridor.ledger.audit import audit  # noqa: PLC0415

    read: Any = store.records
    folder = path if path.is_dir() else store.path.parent.parent
    return audit(read("documents"), read("passages"), read("claims"), read("actors"), folder, files)


def _unknown(store: Store, files: Sequence[Path]) -> Iterator[Fault]:
    """Files that are no document of the ledger."""
    from hashlib import sha256  # noqa: PLC0415

    from corridor.ledger.audit import Fault  # noqa: PLC0415

    known = {s.cells.get("sha256") for s in store.rows("documents")}
    for file in files:
        if sha256(file.read_bytes()).hexdigest() not in known:
            fix = "Give the very file that was entered, or add this one as a document of its own."
            yield Fault("file", file.name, "no document of the ledger has its hash", fix)


def _content(broken: Sequence[Fault], audit: Audit | None, last: str) -> dict[str, Any]:
    """The result as JSON has it: schema `corridor.evidence.verify/1`."""
    from dataclasses import asdict  # noqa: PLC0415

    return {
        "stands": not broken,
        "last_hash": last or None,
        "counts": audit.counts if audit else None,
        "broken": [asdict(f) for f in broken],
        "questions": [asdict(f) for f in audit.asked] if audit else [],
    }


def _print(broken: Sequence[Fault], audit: Audit | None, last: str, *, questions: bool) -> None:
    for fault in broken:
        say(legible(f"! {fault}"))
    if audit is not None:
        if questions:
            for fault in audit.asked:
                say(legible(f"? {fault}"))
        _print_counts(audit)
    if last:
        say(f"Log: last hash {last}")
    elif audit is not None:
        say("Log: none; this case has tables alone.")
    note(_outcome(broken, audit))


def _outcome(broken: Sequence[Fault], audit: Audit | None) -> str:
    """The last word: never that all stands where claims could not be held against their words."""
    if broken:
        return f"{len(broken):,} to mend."
    missing = audit.accepted - audit.held if audit else 0
    if missing:
        claims = "accepted claim is" if missing == 1 else "accepted claims are"
        return f"Nothing to mend. {missing:,} {claims} unanchored and could not be held against words."
    return "All stands."


def _print_counts(audit: Audit) -> None:
    n = audit.counts
    say(
        f"Documents: {n['documents']:,}; {n['documents_at_hand']:,} at hand and unchanged, "
        f"{n['documents_not_at_hand']:,} not at hand, {n['documents_broken']:,} changed or not to be read."
    )
    say(
        f"Passages: {n['passages']:,}; {n['passages_fresh']:,} stand, {n['passages_stale']:,} stale, "
        f"{n['passages_not_at_hand']:,} not at hand."
    )
    say(
        f"Claims: {n['claims']:,}; {n['claims_anchored']:,} anchored, {n['claims_stale']:,} on stale words, "
        f"{n['claims_unanchored']:,} unanchored. Accepted: {n['claims_accepted']:,}, of which "
        f"{n['claims_held_against_their_words']:,} were held against their words."
    )
    say(f"Questions to a reader: {len(audit.asked):,}.")

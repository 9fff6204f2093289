"""Files read by rules: what is found in each, and the one batch that writes them with their proposals.

Shared by `corridor evidence read` and `corridor new --from-documents`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corridor.cli.common import legible, note
from corridor.cli.evidence.add_document import draft
from corridor.cli.evidence.means import Means
from corridor.errors import LedgerError, UsageError

if TYPE_CHECKING:
    from corridor.ledger.documents import Prepared, Reading
    from corridor.ledger.reading.names import Listed
    from corridor.ledger.reading.propose import Lists, Marks, Outcome
    from corridor.ledger.store import Store


Opened = tuple["Prepared", dict[str, Any], "Reading"]
"""A file that can be taken, its row, and its text."""


@dataclass(slots=True)
class Read:
    """A file that was read: itself, its row and text, what was known before, what was found, and what came of it."""

    prepared: Prepared
    row: dict[str, Any]
    text: Reading
    lists: Lists
    marks: Marks
    outcome: Outcome
    claims: list[dict[str, Any]] = field(default_factory=list)
    passages: list[dict[str, Any]] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """How much was found, by kind."""
        m = self.marks
        return {
            "sentences": len(m.sentences), "times": len(m.times), "quantities": len(m.amounts), "names": len(m.names),
            "units of speech": len(m.units), "proposals": len(self.outcome.accepted),
        }  # fmt: skip

    @property
    def told(self) -> str:
        """The counts in words."""
        ones = {"quantities": "quantity", "units of speech": "unit of speech"}
        return ", ".join(
            f"{count:,} {kind if count != 1 else ones.get(kind, kind.removesuffix('s'))}"
            for kind, count in self.counts.items()
        )


def open_file(
    store: Store, file: str, row: dict[str, Any], *, who: str, encoding: str
) -> tuple[Prepared, dict[str, Any], Reading]:
    """A file that can be taken, its row with a label that is free, and its text; nothing is written.

    Raises
    ------
    UsageError
        When there is no such file.
    DocumentError
        When it is none that can be read, such as a scan without text.
    """
    from corridor.ledger.documents import Reading  # noqa: PLC0415

    prepared, full = draft({**row, "file": str(Path(file))}, who, encoding)
    if prepared is None:
        raise UsageError(f"{legible(file)}: no file.")
    full["document"] = f"D-{prepared.sha256[:8]}"
    taken = 1
    while store.get("documents", full["document"]) is not None:
        taken += 1
        full["document"] = f"D-{prepared.sha256[:8]}-{taken}"
    text = Reading(
        full["document"], prepared.sha256, prepared.extract.text, str(row["language"]), prepared.extract.roles
    )
    return prepared, full, text


def propose(
    prepared: Prepared,
    row: dict[str, Any],
    text: Reading,
    names: Sequence[Listed],
    means: Means | None = None,
    *,
    publisher: str = "",
) -> Read:
    """What is proposed for a document by the rules, or by the means that were asked for, and the rows of it.

    The publisher is the name of the source: if an actor of the names is called so, *we* in its text means that actor.
    """
    from corridor.ledger.cells import cells_of  # noqa: PLC0415
    from corridor.ledger.reading.propose import marks_of, rows_of  # noqa: PLC0415

    means = means or Means()
    lists = _lists(names, str(row["published"] or ""), publisher)
    marks, outcome = means.read(text, lists, marks_of(text, lists))
    refused = dict(outcome.refused)
    done = Read(prepared, row, text, lists, marks, replace(outcome, refused=refused))
    for accepted in outcome.accepted:
        claim, spots = rows_of(accepted, text, lists, by=means.by(accepted, marks))
        if row.get("sensitivity"):
            claim["sensitivity"] = row["sensitivity"]
        try:
            cells_of("claims", {**claim, "claim": "C-new"})
        except LedgerError:  # one row that cannot be stored does not cost the others
            refused["row"] = refused.get("row", 0) + 1
            continue
        done.claims.append(claim)
        done.passages += spots
    return done


def write_read(store: Store, folder: Path, done: Sequence[Read], *, who: str, reason: str = "") -> None:
    """Put documents, their copies and their proposals into a ledger in one batch, or nothing.

    Each claim is given the label under which it was written.
    """
    from contextlib import ExitStack  # noqa: PLC0415

    from corridor.ledger.documents import placed  # noqa: PLC0415

    with ExitStack() as copies:
        for one in done:
            copies.enter_context(placed(one.prepared, folder))
        with store.write(who, reason or "read by rules") as batch:
            for one in done:
                batch.add("documents", one.row)
                for spot in {p["passage"]: p for p in one.passages}.values():
                    batch.add("passages", spot)
                for claim in one.claims:
                    claim["claim"] = batch.propose(claim)


def each_opened(files: Sequence[str], opened: Callable[[str], Opened]) -> tuple[list[Opened], dict[str, str]]:
    """Every file that can be opened, and by name why each of the others cannot: one does not cost the others.

    Raises
    ------
    UsageError
        When two are the same, byte for byte.
    LedgerError
        When no file can be opened: what is told of the first.
    """
    done: list[Opened] = []
    unread: dict[str, str] = {}
    first: LedgerError | None = None
    seen: dict[str, str] = {}
    for file in files:
        try:
            one = opened(file)
        except LedgerError as error:
            first = first or error
            unread[file] = str(error)
            continue
        if one[0].sha256 in seen:
            same = legible(seen[one[0].sha256])
            raise UsageError(
                f"{legible(file)} is the same file as {same}. Give it once: copies of one text are one voice."
            )
        seen[one[0].sha256] = file
        done.append(one)
    if first and not done:
        raise first
    return done, unread


def tell_unread(done: Sequence[Read], unread: Mapping[str, str]) -> None:
    """Raise where files were not read, by name; the others were.

    Raises
    ------
    DocumentError
    """
    from corridor.ledger.errors import listed  # noqa: PLC0415
    from corridor.ledger.media import DocumentError  # noqa: PLC0415

    if unread:
        count = f"{len(unread):,} of {len(done) + len(unread):,} files"
        raise DocumentError(
            count, "not read; the others were", f"Mend them.\n{listed(list(unread.values()))}"
        )


def tell_left(one: Read) -> None:
    """Say what of a file did not become a proposal, and what has no value."""
    from corridor.ledger.reading.amounts import unclear_numbers  # noqa: PLC0415
    from corridor.ledger.reading.extent import MOST  # noqa: PLC0415
    from corridor.ledger.reading.times import unclear_days  # noqa: PLC0415
    from corridor.ledger.words import words  # noqa: PLC0415

    if one.outcome.refused:
        said = ", ".join(f"{n:,} for {code}" for code, n in sorted(one.outcome.refused.items()))
        note(f"The verifier refused {sum(one.outcome.refused.values()):,}: {said}.")
    if one.marks.left_out:
        said = ", ".join(f"{n:,} {why}" for why, n in sorted(one.marks.left_out.items()))
        note(f"Not read for claims: {said}.")
    if one.marks.unread:
        note(f"The last {one.marks.unread:,} characters were not read: split the file.")
    if not one.row["published"]:
        note("Without a day of publication, times such as `yesterday` and days without a year have no value.")
    known, text = words(one.text.language), one.text.text[:MOST]
    if not known.is_known:
        note(
            f'There is no word list for the language "{legible(one.text.language)}": without one no speaker is found, '
            "and hardly a time or a number in words. See --language."
        )
    for told, a, b in dict.fromkeys((*unclear_days(text), *unclear_numbers(text, known))):
        note(f"{told} may be {a} or {b}, so it has no value: say which when you review the claim.")


def case_names(store: Store, folder: Path) -> tuple[Listed, ...]:
    """Names of the case and of its ledger, with their other names."""
    from corridor.ledger.reading.names import Listed, listed_names  # noqa: PLC0415

    names = [*listed_names(store.records("actors"))]
    for table, kind in (("places", "place"), ("routes", "route")):
        for one in _rows(folder, table):
            name = one.get("name") or one[kind]
            others = [p.strip() for p in one.get("other_names", "").split(";") if p.strip()]
            parts = name.split(" / ") if " / " in name else []
            names.append(Listed(name, kind, (*parts, *others)))
    return tuple(names)


def name_of_source(store: Store, source: str) -> str:
    """What a source of the ledger is called; blank if it is not there."""
    row = store.get("sources", source)
    return str(row["name"]) if row is not None else ""


def _lists(names: Sequence[Listed], published: str, publisher: str) -> Lists:
    """The names, the day of publication where it is a day, and the actor that is called as the publisher is."""
    from corridor.ledger.reading.propose import Lists  # noqa: PLC0415

    try:
        day = dt.date.fromisoformat(published)
    except ValueError:
        day = None
    told = publisher.casefold()
    called = (
        n.name for n in names if n.kind == "actor" and told in {x.casefold() for x in (n.name, *n.others)}
    )
    return Lists(tuple(names), day, next(called, "") if told else "")


def _rows(folder: Path, table: str) -> list[dict[str, str]]:
    """Rows of a table of the case, as typed; none where it is not there yet."""
    from corridor.io.folder import read_table  # noqa: PLC0415
    from corridor.schema.load import tables  # noqa: PLC0415

    file = folder / f"{table}.csv"
    raw = read_table(file, tables()[table], folder.resolve(), []) if file.is_file() else None
    if raw is None:
        return []
    return [{c: str(v) for c, v in zip(raw.columns, row.cells, strict=False)} for row in raw.rows]

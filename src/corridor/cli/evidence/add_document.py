"""`corridor evidence add CASE document`: a file is read once, copied into the case, and its custody written down."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from corridor.cli.common import legible, note
from corridor.cli.evidence.adding import add_options, rows_from, told
from corridor.cli.evidence.asking import ask, can_ask, confirm
from corridor.cli.evidence.columns import column_options, given, needed
from corridor.cli.evidence.finding import check_named, unknown
from corridor.cli.evidence.opening import case_folder, writing
from corridor.errors import UsageError

if TYPE_CHECKING:
    from corridor.ledger.documents import Prepared
    from corridor.ledger.store import Store

OF_THE_FILE = ("sha256", "bytes", "media_type")
"""Columns that the file says; nobody types them."""
BASES = ("stated", "inferred", "typed")


@click.command()
@click.argument("file", required=False)
@column_options("documents", without=(*OF_THE_FILE, "published", "published_basis"))
@click.option(
    "--published",
    metavar="DATE|unknown",
    help="Day of publication, such as 2023-01-20 or 2023-01; never guessed. Asked for at a terminal.",
)
@click.option(
    "--basis",
    "published_basis",
    type=click.Choice(BASES),
    help="How that day is known: the document states it, you worked it out, you know it.",
)
@click.option("--encoding", default="", help="Encoding of a text that does not say it, such as windows-1251.")
@add_options
@click.pass_obj
def document(case: str, /, file: str | None, *, from_json: str | None, **options: Any) -> None:
    """Add a document: FILE is text, HTML, or PDF with a text layer. The copy and the row stand or fall together.

    The copy goes to documents/ in the case, named by its hash, and never changes. With --from-json each row names its
    `file`; one without stands for a document that is not at hand.
    """
    rest = {n: options.pop(n) for n in ("who", "reason", "yes", "exports", "as_json", "encoding")}
    row = given(options)
    if from_json is None:
        if file is None:
            raise UsageError(
                "which FILE? For a document that is not at hand, use --from-json with a row of it."
            )
        needed("documents", row)
        _one(case, Path(file), row, **rest)
        return
    if file is not None:
        raise UsageError("give FILE, or --from-json with a `file` in each row, not both.")
    _many(case, [{**r, **row} for r in rows_from(from_json)], **rest)


def _one(case: str, file: Path, row: dict[str, Any], **rest: Any) -> None:
    dated(row, file.name)
    _many(case, [{**row, "file": str(file)}], **rest)


def dated(row: dict[str, Any], name: str) -> None:
    """Ask for the day of publication and how it is known, where the line does not say."""
    if row.get("published") is None:
        if not can_ask():
            raise UsageError(
                "when was it published? Give --published DATE with --basis, or --published unknown."
            )
        row["published"] = ask(
            f"{legible(name)}: day of publication, such as 2023-01-20 or 2023-01, or unknown?"
        )
    said = str(row["published"] or "").strip()
    if not said:
        raise UsageError("nothing was written: no day of publication. If nobody knows it, say unknown.")
    if said.casefold() == "unknown":
        if row.get("published_basis"):
            raise UsageError("--published unknown has no --basis. Leave it out, or give the day.")
        row.update(published="", published_basis="unknown")
        return
    _check_day(said)
    if not row.get("published_basis"):
        if not can_ask():
            raise UsageError(
                f"--published {said}: how is that known? Give --basis stated, inferred or typed."
            )
        row["published_basis"] = ask(f"How is that known ({', '.join(BASES)})?")
        if row["published_basis"] not in BASES:
            raise UsageError(f"nothing was written: the basis is one of {', '.join(BASES)}.")
    row["published"] = said


def _check_day(said: str) -> None:
    """Refuse a day that is written otherwise than as ISO, with every day that it may mean."""
    from corridor.model.dates import is_edtf, readings  # noqa: PLC0415

    days = [] if is_edtf(said) else readings(said)
    if len(days) > 1:
        a, b = days
        raise UsageError(f"--published {legible(said)}: that may be {a} or {b}. Write the one that is meant.")
    if days:
        raise UsageError(f"--published {legible(said)}: that seems to be {days[0]}. If it is, write it so.")


def _many(
    case: str,
    rows: list[dict[str, Any]],
    *,
    who: str,
    reason: str,
    yes: bool,
    exports: bool,
    as_json: bool,
    encoding: str,
) -> None:
    """Add documents, all or none: every file is judged before anything is written."""
    from contextlib import ExitStack  # noqa: PLC0415

    from corridor.ledger.documents import placed  # noqa: PLC0415

    folder = case_folder(case)
    drafts = [draft(dict(r), who, encoding) for r in rows]
    for prepared, _ in drafts:
        for text in prepared.extract.notes if prepared else ():
            note(legible(text))
    with writing(case, exports=exports, create=True) as store:
        coming = {("documents", str(r.get("document"))) for _, r in drafts}
        for prepared, row in drafts:
            _check(store, row, coming)
            if prepared is not None:
                once(store, prepared, row, yes=yes)
        with ExitStack() as copies:
            for prepared, _ in drafts:
                if prepared is not None:
                    copies.enter_context(placed(prepared, folder))
            with store.write(who, reason) as batch:
                keys = [batch.add("documents", row) for _, row in drafts]
        files = {k: f"documents/{p.copy_name}" for k, (p, _) in zip(keys, drafts, strict=True) if p}
        told(store, "documents", keys, batch.entries, as_json=as_json, more={"copies": files})
    if not as_json:
        for key, (prepared, _) in zip(keys, drafts, strict=True):
            if prepared is not None:
                note(f"{key}: {files[key]}, {len(prepared.extract.text):,} characters of text.")


def draft(row: dict[str, Any], who: str, encoding: str) -> tuple[Prepared | None, dict[str, Any]]:
    """The file of a row, judged, and the row itself; no file where the document is not at hand."""
    from corridor.ledger.documents import document_row, prepare  # noqa: PLC0415

    file = row.pop("file", None)
    own = row.pop("encoding", encoding)
    if file is None:
        return None, row
    if "published" not in row and row.get("published_basis") != "unknown":
        raise UsageError(
            f'nothing was written: {file}: no `published`. Write a day, or "published_basis": "unknown".'
        )
    prepared = prepare(Path(str(file)), encoding=str(own or ""))
    columns = {
        "document": "",
        "published": "",
        "published_basis": "",
        "by_whom": who,
        **row,
    }
    columns["retrieved"] = _fetched(columns)
    odd = set(columns) - _columns()
    if odd:
        raise UsageError(f"nothing was written: documents have no column {', '.join(sorted(odd))}.")
    needed("documents", columns)
    return prepared, document_row(prepared, **columns)


def _columns() -> set[str]:
    from corridor.schema.load import tables  # noqa: PLC0415

    return set(tables()["documents"].columns) - set(OF_THE_FILE)


def _fetched(columns: dict[str, Any]) -> dt.date | None:
    """Day of fetching as given. Where nobody knows the day of publication, today: it was public by now."""
    value = columns.get("retrieved")
    if not value:
        return None if columns["published"] else dt.datetime.now(dt.UTC).date()
    if isinstance(value, dt.date):
        return value
    try:
        return dt.date.fromisoformat(str(value))
    except ValueError:
        raise UsageError(f'retrieved: "{value}" is not a day. Write it as 2023-01-20.') from None


def _check(store: Store, row: dict[str, Any], coming: set[tuple[str, str]]) -> None:
    """Every id that the row names is there, that of the document it replaces among them."""
    from corridor.ledger.cells import cells_of  # noqa: PLC0415

    label = {} if row.get("document") else {"document": "new"}
    check_named(store, "documents", cells_of("documents", {**row, **label}))
    old = str(row.get("supersedes") or "")
    if old and ("documents", old) not in coming and store.get("documents", old) is None:
        raise UsageError(f"nothing was written.\nsupersedes: {unknown(store, 'documents', old)}")


def once(store: Store, prepared: Prepared, row: dict[str, Any], *, yes: bool) -> None:
    """The same file twice is asked about: copies of one text are one voice."""
    same = [
        s.row for s in store.rows("documents", {"sha256": prepared.sha256}) if s.row != row.get("document")
    ]
    if same:
        question = (
            f"{legible(prepared.name)} is the same file as document {', '.join(same)}. Add it once more?"
        )
        note("Copies of one text are one voice: their sources then share an independence group.")
        confirm(question, yes=yes)

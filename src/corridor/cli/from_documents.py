"""`corridor new CASE --from-documents FILE ...`: documents read by rules, and a draft of the tables to correct."""

from __future__ import annotations

import shlex
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corridor.cli.common import legible, note, say, say_json
from corridor.cli.evidence.add_document import dated
from corridor.cli.evidence.asking import ask, can_ask
from corridor.cli.evidence.read_files import (
    Read,
    each_opened,
    open_file,
    propose,
    tell_left,
    tell_unread,
    write_read,
)
from corridor.errors import UsageError

if TYPE_CHECKING:
    from corridor.ledger.reading.kinds import Named
    from corridor.study.drafting import Draft

SCHEMA = "corridor.new.from_documents/1"
NOTES = "draft.md"
SHOWN = 12
LINE = 110
"""Most characters of a claim that are shown beside a question."""


def make_draft(
    path: Path,
    files: Sequence[str],
    *,
    sources: Sequence[str],
    published: Sequence[str],
    published_basis: str | None,
    sensitivity: str,
    language: str,
    encoding: str,
    who: str,
    as_json: bool,
) -> None:
    """Make a case folder of documents: ledger with proposals, draft of the tables, questions. Whole or not at all.

    Raises
    ------
    UsageError
        When something stands at the path, a source or a day is missing and nobody can be asked, a file is given twice.
    DocumentError
        When a file cannot be read: none of the formats, a scan without text, nothing in it.
    """
    if path.is_symlink() or (path.exists() and not (path.is_dir() and not any(path.iterdir()))):
        raise UsageError(f"{path} exists already. Choose another name, or move it; nothing is written over.")
    rows = _rows(files, sources, published, published_basis, language=language, sensitivity=sensitivity)
    path.parent.mkdir(parents=True, exist_ok=True)
    room = Path(tempfile.mkdtemp(prefix=".corridor-", dir=path.parent))
    try:
        done, draft, unread = _make(room, path.name, files, rows, encoding=encoding, who=who)
        if path.is_dir():
            path.rmdir()
        (room / path.name).replace(path)
    finally:
        shutil.rmtree(room, ignore_errors=True)
    _tell(path, done, draft, as_json=as_json)
    tell_unread(done, unread)


def _rows(
    files: Sequence[str], sources: Sequence[str], published: Sequence[str], basis: str | None, **columns: str
) -> list[dict[str, Any]]:
    """The columns of each document: its source, its day and how that is known, and those that all share."""
    for given, option in ((sources, "--source"), (published, "--published")):
        if len(given) > 1 and len(given) != len(files):
            raise UsageError(
                f"{len(files)} files and {len(given)} times {option}: give it once for each, in order."
            )
    if len(published) == 1 and len(files) > 1 and published[0].casefold() != "unknown":
        raise UsageError(
            f"{len(files)} files and one --published: give it once for each, in order. A day is never guessed."
        )
    rows = []
    for i, file in enumerate(files):
        source = sources[i if len(sources) > 1 else 0] if sources else _asked(file)
        row: dict[str, Any] = {
            "source": source, "published": published[i if len(published) > 1 else 0] if published else None,
            "published_basis": basis, **columns,
        }  # fmt: skip
        if row["published"] is None or row["published"].casefold() == "unknown":
            row["published_basis"] = None
        elif not basis:
            row["published_basis"] = "typed"
        dated(row, file)
        rows.append(row)
    return rows


def _asked(file: str) -> str:
    """Who published a file, from a person."""
    said = (ask(f"{legible(file)}: who published it, a short name?") or "") if can_ask() else ""
    if not said:
        raise UsageError(
            "who published them? Give --source ID, or --source ID=NAME, once for all files or once for each, in order."
        )
    return said


def _make(
    room: Path, name: str, files: Sequence[str], rows: Sequence[dict[str, Any]], *, encoding: str, who: str
) -> tuple[list[Read], Draft, dict[str, str]]:
    """The case, whole, in a room of its own."""
    from corridor.io.ledger import export_csv  # noqa: PLC0415
    from corridor.io.write import write_folder  # noqa: PLC0415
    from corridor.ledger.documents import FOLDER  # noqa: PLC0415
    from corridor.ledger.reading.kinds import listed, name_kinds  # noqa: PLC0415
    from corridor.ledger.reading.ways import named_ends  # noqa: PLC0415
    from corridor.ledger.store import Store  # noqa: PLC0415
    from corridor.study.drafting import draft_case  # noqa: PLC0415

    ledger, case = room / ".ledger", room / name
    ledger.mkdir()
    with Store.create(ledger) as store:
        titled = [_source(row) for row in rows]
        given = {f: {**row, "source": s["source"]} for f, row, s in zip(files, rows, titled, strict=True)}
        opened, unread = each_opened(
            files, lambda f: open_file(store, f, given[f], who=who, encoding=encoding)
        )
        first = [propose(*one, ()) for one in opened]
        publishers = {s["source"]: s["name"] for s in titled}
        found = [(one.text, one.marks) for one in first]
        names = named_ends(found, name_kinds(found))
        done = [
            propose(one.prepared, one.row, one.text, listed(names), publisher=publishers[one.row["source"]])
            for one in first
        ]
        with store.write(who, "sources of the documents") as batch:
            for source in {s["source"]: s for s in titled}.values():
                batch.add("sources", source)
        write_read(store, ledger, done, who=who)
        draft = draft_case(
            name, [_read_source(one) for one in done], names, sensitivity=str(rows[0]["sensitivity"])
        )
        with store.write(who, "drafted from the names of the documents") as batch:
            for actor in {a["actor"]: a for a in draft.actors}.values():
                batch.add("actors", actor)
    write_folder(draft.tables, case)
    for part in ("evidence", FOLDER):
        shutil.move(ledger / part, case / part)
    with Store.open(case) as store:
        export_csv(store)
    (case / NOTES).write_text(_notes(name, done, draft), encoding="utf-8")
    return done, draft, unread


def _source(row: dict[str, Any]) -> dict[str, str]:
    """A source from `ID` or `ID=NAME`."""
    short, _, name = str(row["source"]).partition("=")
    short = short.strip()
    if not short:
        raise UsageError(f"--source {row['source']}: no short name. Write ID, or ID=NAME.")
    return {"source": short, "name": name.strip() or short, "sensitivity": str(row["sensitivity"])}


def _read_source(one: Read) -> Any:
    from corridor.study.drafting import Said, Source  # noqa: PLC0415

    claims = tuple(
        Said(str(row["claim"]), row, *accepted.span)
        for row, accepted in zip(one.claims, one.outcome.accepted, strict=True)
    )
    return Source(one.text, one.marks, claims, str(one.row["published"] or ""))


# ----------------------------------------------------------------------------------------------- telling


def _tell(path: Path, done: Sequence[Read], draft: Draft, *, as_json: bool) -> None:
    case = shlex.quote(str(path))
    if as_json:
        files = [
            {"file": one.prepared.name, "document": one.row["document"], "counts": one.counts,
             "refused": dict(one.outcome.refused)}
            for one in done
        ]  # fmt: skip
        told = {
            "case": str(path), "files": files, "rows": draft.rows, "actors": len(draft.actors),
            "questions": [q.plain() for q in draft.questions], "undecided": [n.name for n in draft.undecided],
            "other_places": [n.name for n in draft.other_places], "alike": [list(pair) for pair in draft.alike],
        }  # fmt: skip
        say_json(SCHEMA, told)
        return
    for one in done:
        say(f"{one.row['document']} ({legible(one.prepared.name)}): {one.told}")
        tell_left(one)
    rows = ", ".join(f"{n:,} {table}" for table, n in draft.rows.items()) or "no rows"
    say(f"Drafted, to be corrected: {rows}; {len(draft.actors):,} actors.")
    if draft.undecided:
        say(
            f"Names of which nothing says what they are ({len(draft.undecided):,}): {_listed(draft.undecided)}."
        )
    if not any(name in draft.rows for name in ("places", "routes")):
        note(f"No place and no way was told apart: {NOTES} lists the names.")
    say(f"{path} is written; {len(draft.questions):,} questions stand in {NOTES}.")
    if done[0].row["sensitivity"] == "internal":
        note(
            "All of it is internal: a claim is accepted once a second person has read it. See --sensitivity."
        )
    note(f"Nothing is accepted. Next: corridor evidence review {case}, then corridor check {case}.")


def _listed(names: Sequence[Named]) -> str:
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return ", ".join(legible(n.name) for n in names[:SHOWN]) + more


def _notes(name: str, done: Sequence[Read], draft: Draft) -> str:
    """The page that goes with a draft: where it comes from, what is asked, which names nobody decided on."""
    lines = [f"# {name}: a first draft", ""]
    lines += [
        "Made of documents by rules, and not checked by a person. Every row says in `basis` which claims or words it",
        "comes from. The claims are proposed: none is accepted. Correct the tables; then delete this page.",
        "", "## Documents", "",
    ]  # fmt: skip
    lines += [
        f"- {one.row['document']}: {_plain(one.prepared.name)}, published {one.row['published'] or 'unknown'}, "
        f"{len(one.claims):,} proposed claims"
        for one in done
    ]
    lines += ["", "## What must be known to run it", ""]
    words = {str(c["claim"]): _plain(_short(str(c["proposition"]))) for one in done for c in one.claims}
    for q in draft.questions:
        who = f" May know: {q.who}." if q.who else ""
        lines.append(f"- `{q.table}`: {_plain(q.ask)}{who}{'' if q.claims else ' No claim speaks to it.'}")
        lines += _claims(q.claims, words)
    for title, names in (
        ("Names of which nothing says what they are", draft.undecided),
        ("Places named, and not drafted", draft.other_places),
    ):
        if names:
            lines += ["", f"## {title}", "", *(f"- {_plain(n.name)} ({len(n.where)})" for n in names)]
    if draft.alike:
        lines += ["", "## Names that may be one", ""]
        lines += [f"- {_plain(a)} / {_plain(b)}" for a, b in draft.alike]
    return "\n".join(lines) + "\n"


def _claims(claims: Sequence[str], words: Mapping[str, str]) -> list[str]:
    """The claims that speak to a question, those with the same words in one line; the first of many."""
    by_words: dict[str, list[str]] = {}
    for claim in claims:
        by_words.setdefault(words[claim], []).append(claim)
    lines = [f"  - {', '.join(named)}: {told}" for told, named in by_words.items()]
    return lines if len(lines) <= SHOWN else [*lines[:SHOWN], f"  - and {len(lines) - SHOWN} more"]


def _short(text: str) -> str:
    """The first of a text, cut between two words."""
    return text if len(text) <= LINE else f"{text[:LINE].rpartition(' ')[0]} ..."


def _plain(text: str) -> str:
    """A text on one line, without marks that a page of Markdown would take for its own."""
    return "".join(f"\\{c}" if c in r"\`*_[]<>#|" else c for c in " ".join(legible(text).split()))

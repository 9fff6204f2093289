"""Documents at hand: read once, hashed, copied into the case folder, and read again only if the copy is still the same.

`prepare` reads and judges a file and writes nothing; `placed` puts the copy into the folder for as long as its row is
entered, and takes it back if that fails. The copy is the evidence and never changes. Of a page or a PDF a working text
is kept beside it, named by the hash of both, so that a newer reader of such files moves no offset.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

from corridor.ledger.extract import Extract, charset, extract
from corridor.ledger.lines import Line, lines_of, paragraphs_of
from corridor.ledger.media import ENDINGS, PDF, DocumentError
from corridor.schema.edtf import EdtfError, parse_edtf

__all__ = [
    "FOLDER",
    "MAX_BYTES",
    "Changed",
    "DocumentError",
    "DocumentRow",
    "NotAtHand",
    "Prepared",
    "Reading",
    "copies",
    "document_row",
    "placed",
    "prepare",
    "read_document",
]

FOLDER = "documents"
"""Folder of the copies, inside the folder of the case."""
MAX_BYTES = 32 * 2**20
"""Largest file taken."""
_PREFIX = 16
_HINT = "Save the part you need as a file of its own, and add that."


class NotAtHand(DocumentError):
    """A document of the ledger has no copy here: its claims are unanchored until it is brought."""


class Changed(DocumentError):
    """The copy of a document is no longer the file that was entered: its passages are stale."""


class DocumentRow(Protocol):
    """What is needed of a row of `documents`; `corridor.ledger.records.Document` has it."""

    @property
    def document(self) -> str:
        """Its short name."""

    @property
    def sha256(self) -> str:
        """Hash of the file; blank where it never was at hand."""

    @property
    def media_type(self) -> str:
        """What it is."""

    @property
    def language(self) -> str:
        """Its language."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A file that can be taken: its bytes, their hash, its text. Nothing is written yet.

    Attributes
    ----------
    name : str
        Name of the file as it was given.
    data : bytes
        Its content, as hashed.
    sha256 : str
        SHA-256 of `data`, hexadecimal.
    extract : Extract
        Text, media type, title and notes.
    """

    name: str
    data: bytes
    sha256: str
    extract: Extract

    @property
    def copy_name(self) -> str:
        """Name of the copy: the first of the hash, and an ending by what the file is."""
        return self.sha256[:_PREFIX] + ENDINGS[self.extract.media_type.partition(";")[0]]

    @property
    def working_name(self) -> str:
        """Name of the working text; blank where the file itself is the text."""
        encoded = self.extract.text.encode("utf-8")
        return "" if encoded == self.data else f"{self.sha256[:_PREFIX]}.{_hash(encoded)[:_PREFIX]}.txt"


@dataclass(frozen=True)
class Reading:
    """The text of a document whose file was checked, with its lines and paragraphs."""

    document: str
    sha256: str
    text: str
    language: str = "en"
    roles: dict[int, str] | None = None

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Every line that is not blank, with its role."""
        return lines_of(self.text, language=self.language, roles=self.roles)

    @cached_property
    def paragraphs(self) -> tuple[tuple[int, int], ...]:
        """Spans of the paragraphs."""
        return paragraphs_of(self.text, self.lines)

    def page(self, offset: int) -> int:
        """Page of a place in a PDF, from 1; always 1 elsewhere."""
        return self.text.count("\f", 0, offset) + 1


# ---------------------------------------------------------------------------------------------- taking


def prepare(path: Path, *, encoding: str = "", limit: int = MAX_BYTES) -> Prepared:
    """A file, read once and judged; nothing is written.

    Parameters
    ----------
    path : Path
        Text, HTML, or PDF with a text layer; what it is, its content says.
    encoding : str
        The encoding of a text that does not say it, such as `windows-1251`; blank: UTF-8, or what the file declares.
    limit : int
        Most bytes.

    Returns
    -------
    Prepared
        ``hashlib.sha256(prepared.data).hexdigest() == prepared.sha256``.

    Raises
    ------
    DocumentError
        For a file that cannot be taken, in one message that says why and what to do.
    """
    name = path.name
    data = _read(path, name, limit)
    return Prepared(name, data, _hash(data), extract(data, name, encoding=encoding))


def _read(path: Path, name: str, limit: int) -> bytes:
    """The bytes of a file, from one opening of it."""
    try:
        # Without waiting: a pipe that nobody writes to is refused, not waited for.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(handle, "rb") as file:
            told = os.fstat(file.fileno())
            if not stat.S_ISREG(told.st_mode):
                raise DocumentError(name, "it is no file", "Name one file.")
            data = b"" if told.st_size > limit else file.read(limit + 1)
    except FileNotFoundError:
        raise DocumentError(name, "there is no such file", "Check the path.") from None
    except OSError as error:
        raise DocumentError(
            name, f"it cannot be read ({error.strerror})", "Check the path and its rights."
        ) from None
    if told.st_size > limit or len(data) > limit:
        size = max(told.st_size, len(data)) / 2**20
        raise DocumentError(name, f"it has {size:,.0f} MB; at most {limit / 2**20:,.0f} MB are taken", _HINT)
    return data


def document_row(
    prepared: Prepared,
    *,
    document: str,
    source: str,
    published: str,
    published_basis: str,
    retrieved: dt.date | None,
    by_whom: str,
    how: str = "whole",
    title: str = "",
    url: str = "",
    language: str = "en",
    sensitivity: str = "public",
    supersedes: str = "",
) -> dict[str, Any]:
    """The row of `documents` for a prepared file: what it is, and its custody.

    Parameters
    ----------
    prepared : Prepared
        The file.
    document, source : str
        Short names of the document and of who published it.
    published : str
        Day of publication as a coarse date; blank if it is not known.
    published_basis : {"stated", "inferred", "typed", "unknown"}
        How that is known; `unknown` just where `published` is blank.
    retrieved : date or None
        Day it was fetched; None if nobody says.
    by_whom : str
        Who fetched it.
    how : {"whole", "excerpt"}
        Whether the file is all of what was published.
    title, url, language, sensitivity, supersedes : str
        As in the table; a blank title is that of the file.

    Returns
    -------
    dict
        Column to value, for the ledger's batch.

    Raises
    ------
    DocumentError
        When the day and its basis do not go together, or custody is not told.
    """
    name = prepared.name
    if not by_whom.strip():
        raise DocumentError(name, "who fetched it is not said", "Say by whom: custody begins there.")
    _check_published(name, published, published_basis, retrieved)
    return {
        "document": document,
        "source": source,
        "title": title or prepared.extract.title,
        "sha256": prepared.sha256,
        "bytes": len(prepared.data),
        "media_type": prepared.extract.media_type,
        "url": url,
        "published": published,
        "published_basis": published_basis,
        "retrieved": retrieved,
        "by_whom": by_whom,
        "how": how,
        "language": language,
        "sensitivity": sensitivity,
        "supersedes": supersedes,
    }


def _check_published(name: str, published: str, basis: str, retrieved: dt.date | None) -> None:
    if not published:
        if basis != "unknown":
            fix = "Give the day, or say that it is unknown."
            raise DocumentError(name, f"its day of publication is {basis}, and no day is given", fix)
        return
    if basis not in {"stated", "inferred", "typed"}:
        fix = "Say whether the document states it (stated), you worked it out (inferred), or know it (typed)."
        raise DocumentError(name, f"published {published}, and how that is known is not said", fix)
    try:
        when = parse_edtf(published)
    except EdtfError as error:
        fix = "If nobody knows the day, say that it is unknown."
        found = f"its day of publication is no date: {str(error).rstrip('.')}"
        raise DocumentError(name, found, fix) from None
    if retrieved and when.first and when.first > retrieved:
        fix = "Correct the one or the other."
        raise DocumentError(name, f"published {published}, and fetched before that, on {retrieved}", fix)


@contextmanager
def placed(prepared: Prepared, case_folder: Path) -> Iterator[Path]:
    """The copy of a file in the folder of a case, while its row is entered; taken back if that fails.

    Parameters
    ----------
    prepared : Prepared
        The file.
    case_folder : Path
        Folder of the case; the copy goes to `documents/` in it, never elsewhere.

    Yields
    ------
    Path
        The copy. A file that is there already is left as it is.

    Raises
    ------
    DocumentError
        When the folder leads elsewhere, cannot be written, or holds another file under that name.
    """
    folder = _folder(case_folder, prepared.name)
    had_folder = folder.is_dir()
    made: list[Path] = []
    try:
        try:
            folder.mkdir(exist_ok=True)
            copy = _put(folder / prepared.copy_name, prepared.data, prepared.name, made)
            if prepared.working_name:
                working = prepared.extract.text.encode("utf-8")
                _put(folder / prepared.working_name, working, prepared.name, made)
        except OSError as error:
            fix = "Check the rights and the space of the folder."
            raise DocumentError(
                prepared.name, f"its copy cannot be written ({error.strerror})", fix
            ) from None
        yield copy
    except BaseException:
        for path in made:
            path.unlink(missing_ok=True)
        if not had_folder and folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
        raise


def copies(case_folder: Path, sha256: str) -> list[Path]:
    """Copy, working texts and half-written ones of a file in the folder of a case, by its hash."""
    folder = case_folder / FOLDER
    if folder.is_symlink() or not folder.is_dir():
        return []
    start = sha256[:_PREFIX]
    return sorted(p for pattern in (f"{start}.*", f".{start}.*") for p in folder.glob(pattern))


def _folder(case_folder: Path, name: str) -> Path:
    """The folder of the copies; refused where it leads out of the case."""
    folder = case_folder / FOLDER
    if not case_folder.is_dir():
        raise DocumentError(
            name, "the case is no folder, so it can hold no copies", "Use a case in a folder."
        )
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        found = f"{FOLDER} in the folder of the case is not a plain folder"
        raise DocumentError(name, found, "Rename it: copies stay inside the case.")
    return folder


def _put(path: Path, data: bytes, name: str, made: list[Path]) -> Path:
    """Write a file whole or not at all; one with the same content is left."""
    if path.is_symlink() or path.exists():
        if path.is_symlink() or not path.is_file() or path.read_bytes() != data:
            found = f"{FOLDER}/{path.name} is there and is another file"
            raise DocumentError(
                name, found, "It was changed or put there by hand: move it away, then add again."
            )
        return path
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    made.append(path)
    return path


# --------------------------------------------------------------------------------------------- reading


def read_document(row: DocumentRow, case_folder: Path, also: Sequence[Path] = ()) -> Reading:
    """The text of a document of the ledger, if its file is at hand and unchanged.

    Parameters
    ----------
    row : DocumentRow
        Row of `documents`.
    case_folder : Path
        Folder of the case.
    also : sequence of Path
        Files that may be it, looked at where the case has no copy: texts that may not be copied lie elsewhere.

    Returns
    -------
    Reading
        Offsets of passages count the code points of its text.

    Raises
    ------
    NotAtHand
        When there is no copy, or the row holds no hash.
    Changed
        When the copy is not the file that was entered.
    """
    if not row.sha256:
        raise NotAtHand(row.document, "it never was at hand", "Add the file, or leave its claims unanchored.")
    data = _find(row, case_folder, also)
    kept = _working(row, case_folder)
    language = row.language or "en"
    if kept is not None and row.media_type.startswith(PDF):
        return Reading(row.document, row.sha256, kept, language)
    made = extract(data, row.document, encoding=charset(row.media_type))
    if kept in {None, made.text}:
        return Reading(row.document, row.sha256, made.text, language, made.roles)
    return Reading(row.document, row.sha256, str(kept), language)


def _find(row: DocumentRow, case_folder: Path, also: Sequence[Path]) -> bytes:
    copies = [case_folder / FOLDER / (row.sha256[:_PREFIX] + ending) for ending in ENDINGS.values()]
    own = [path for path in copies if path.is_file() and not path.is_symlink()]
    for path in (*own, *also):
        if path.is_file() and path.stat().st_size <= MAX_BYTES * 4:
            data = path.read_bytes()
            if _hash(data) == row.sha256:
                return data
    if own:
        found = f"{FOLDER}/{own[0].name} is not the file that was entered: its hash differs"
        raise Changed(
            row.document, found, "Bring the file back from a copy; its passages are stale until then."
        )
    raise NotAtHand(row.document, "its file is not at hand", f"Put it into {FOLDER}, or add it again.")


def _working(row: DocumentRow, case_folder: Path) -> str | None:
    """The working text kept when the document was entered; None if there is none."""
    folder = case_folder / FOLDER
    kept = sorted(folder.glob(f"{row.sha256[:_PREFIX]}.*.txt")) if folder.is_dir() else []
    if not kept:
        return None
    data = kept[0].read_bytes()
    if len(kept) > 1 or kept[0].is_symlink() or _hash(data)[:_PREFIX] != kept[0].name.split(".")[1]:
        found = f"its working text {FOLDER}/{kept[0].name} was changed, or there are several"
        raise Changed(row.document, found, "Bring the one back that was made when the document was added.")
    return data.decode("utf-8")


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()

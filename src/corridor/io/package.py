"""Opens the parts of a workbook with care: sizes are checked before anything is unpacked.

A workbook is a ZIP file that a stranger may have made. What is unpacked here is bounded, and only the parts that hold
cells are handed on, packed anew, so that the reader of cells never sees the stranger's archive.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple
from xml.parsers import expat

from corridor.errors import DataError, Where
from corridor.model.checks.codes import problem

MAX_FILE = 100 * 1024 * 1024
"""Most bytes of a workbook as it lies on disk."""
MAX_UNPACKED = 400 * 1024 * 1024
"""Most bytes of its parts unpacked."""
MAX_RATIO = 250
"""Most bytes unpacked for one packed, of any part above a megabyte."""
MAX_PARTS = 2_000
"""Most parts."""
_WANTED = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|xl/workbook\.xml|xl/_rels/workbook\.xml\.rels|xl/sharedStrings\.xml"
    r"|xl/styles\.xml|xl/worksheets/[^/]+\.xml|xl/worksheets/_rels/[^/]+\.rels"
)
_OLD = b"\xd0\xcf\x11\xe0"


class Tab(NamedTuple):
    """A sheet as the workbook lists it: the name on its tab, its part, and whether a person sees it."""

    name: str
    part: str
    hidden: bool


class NotXml(ValueError):
    """A part of a workbook that is no XML in UTF-8, or declares what no workbook needs."""


def read_xml(
    data: bytes, start: Callable[[str, Mapping[str, str]], None], **also: Callable[..., None]
) -> None:
    """Walk through the elements of a part, once, without building anything.

    Parameters
    ----------
    start : callable (name, attributes)
        Called at each element; names and attributes without prefix.
    also : callable
        `end(name)` and `text(data)`, if given.

    Raises
    ------
    NotXml
        When it is no XML, not in UTF-8, or declares a document type.
    """
    parser = expat.ParserCreate(namespace_separator="|")
    parser.buffer_text = True

    def refuse(*_: object) -> None:
        raise NotXml("it declares a document type, which no workbook needs")

    def declared(_version: str, encoding: str | None, _standalone: int) -> None:
        if encoding and encoding.casefold() not in {"utf-8", "utf8", "us-ascii"}:
            raise NotXml(f"it is written in {encoding[:20]}, not in UTF-8")

    parser.StartDoctypeDeclHandler = refuse
    parser.XmlDeclHandler = declared
    parser.StartElementHandler = lambda name, attributes: start(
        name.rpartition("|")[2], {k.rpartition("|")[2]: v for k, v in attributes.items()}
    )
    if "end" in also:
        parser.EndElementHandler = lambda name: also["end"](name.rpartition("|")[2])
    if "text" in also:
        parser.CharacterDataHandler = also["text"]
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in data[:200]:
        raise NotXml("it is not in UTF-8")
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise NotXml(f"it is no XML ({expat.ErrorString(error.code)})") from None


@dataclass(frozen=True, slots=True)
class Package:
    """The parts of a workbook that hold cells, unpacked, and the same packed anew."""

    parts: dict[str, bytes]

    def packed(self) -> io.BytesIO:
        """A fresh archive of these parts, not compressed."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
            for name, data in self.parts.items():
                archive.writestr(zipfile.ZipInfo(name), data)
        out.seek(0)
        return out

    def tabs(self) -> list[Tab]:
        """The sheets in their order.

        Raises
        ------
        NotXml
            When the list of sheets cannot be read.
        """
        targets: dict[str, str] = {}
        found: list[Tab] = []

        def relation(name: str, told: Mapping[str, str]) -> None:
            if name == "Relationship" and "Id" in told:
                target = told.get("Target", "")
                targets[told["Id"]] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"

        def sheet(name: str, told: Mapping[str, str]) -> None:
            if name == "sheet" and "name" in told:
                hidden = told.get("state", "visible") != "visible"
                found.append(Tab(told["name"], targets.get(told.get("id", ""), ""), hidden))

        read_xml(self.parts.get("xl/_rels/workbook.xml.rels", b"<none/>"), relation)
        read_xml(self.parts["xl/workbook.xml"], sheet)
        return found


def open_package(data: bytes, path: str) -> Package:
    """The parts of a workbook; `path` is what messages call it.

    Raises
    ------
    DataError
        When it is no workbook (C008), or would be too large unpacked (C004, C009).
    """
    if data.startswith(_OLD):
        raise _refuse(path, "C008", "this is an older Excel file (.xls), or one locked with a password.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_sizes(path, archive)
            parts = {
                i.filename: _unpack(path, archive, i)
                for i in archive.infolist()
                if _WANTED.fullmatch(i.filename)
            }
    except (DataError, MemoryError):
        raise
    except Exception:  # noqa: BLE001  (a damaged archive raises anything in its reader)
        raise _refuse(path, "C008", "this is no workbook, or it is damaged or cut off.") from None
    if "xl/workbook.xml" not in parts:
        raise _refuse(path, "C008", "this is an archive, but holds no Excel workbook.")
    for name, part in parts.items():
        if name.startswith("xl/worksheets/"):
            continue
        try:
            read_xml(part, lambda *_: None)
        except NotXml as error:
            raise _refuse(path, "C008", f"a part of it ({name}) cannot be read: {error}.") from None
    return Package(parts)


def _check_sizes(path: str, archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    if len(entries) > MAX_PARTS or len({e.filename for e in entries}) < len(entries):
        raise _refuse(path, "C009", f"{len(entries):,} parts, or some of one name.")
    total = sum(e.file_size for e in entries)
    if total > MAX_UNPACKED:
        raise _refuse(path, "C009", f"unpacked it would be {total:,} bytes; {MAX_UNPACKED:,} are allowed.")
    for e in entries:
        if e.file_size > 1_000_000 and e.file_size > MAX_RATIO * max(e.compress_size, 1):
            ratio = e.file_size // max(e.compress_size, 1)
            raise _refuse(
                path,
                "C009",
                f"a part of it unpacks to {ratio:,} times its size; {MAX_RATIO} times are allowed.",
            )


def _unpack(path: str, archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    if entry.flag_bits & 0x1:
        raise _refuse(path, "C008", "it is locked with a password.")
    with archive.open(entry) as part:
        return part.read(entry.file_size + 1)


def _refuse(path: str, code: str, found: str) -> DataError:
    fix = "Open it in a spreadsheet program and save the tables in a new Excel workbook (.xlsx)."
    return DataError(path, [problem(code, Where(path), found, fix=fix)])

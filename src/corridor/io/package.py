"""Opens the parts of a workbook with care: sizes are checked before anything is unpacked.

A workbook is a ZIP file that a stranger may have made. What is unpacked here is bounded, and only the parts that hold
cells are handed on, packed anew, so that the reader of cells never sees the stranger's archive.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

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

    def sheets(self) -> dict[str, bytes]:
        """XML of each sheet by the name on its tab."""
        targets = {}
        for tag in re.findall(
            rb"<(?:\w+:)?Relationship\s[^>]*>", self.parts.get("xl/_rels/workbook.xml.rels", b"")
        ):
            targets[_attribute(tag, "Id")] = _attribute(tag, "Target")
        found: dict[str, bytes] = {}
        for tag in re.findall(rb"<(?:\w+:)?sheet\s[^>]*>", self.parts["xl/workbook.xml"]):
            target = targets.get(_attribute(tag, r"\w+:id"), "")
            path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            found[_attribute(tag, "name")] = self.parts.get(path, b"")
        return found


def _attribute(tag: bytes, name: str) -> str:
    match = re.search(rf"""\s{name}\s*=\s*(?:"([^"]*)"|'([^']*)')""".encode(), tag)
    return html.unescape((match[1] or match[2] or b"").decode("utf-8", "replace")) if match else ""


def open_package(path: Path) -> Package:
    """The parts of the workbook at `path`.

    Raises
    ------
    DataError
        When it is no workbook (C008), or would be too large unpacked (C004, C009).
    """
    size = path.stat().st_size
    if size > MAX_FILE:
        raise _refuse(path, "C004", f"{size:,} bytes; a workbook may have {MAX_FILE:,}.")
    with path.open("rb") as file:
        start = file.read(4)
    if start.startswith(_OLD):
        raise _refuse(path, "C008", "this is an older Excel file (.xls), or one locked with a password.")
    try:
        with zipfile.ZipFile(path) as archive:
            _check_sizes(path, archive)
            parts = {
                i.filename: _unpack(path, archive, i)
                for i in archive.infolist()
                if _WANTED.fullmatch(i.filename)
            }
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError):
        raise _refuse(path, "C008", "this is no workbook, or it is damaged or cut off.") from None
    if "xl/workbook.xml" not in parts:
        raise _refuse(path, "C008", "this is an archive, but holds no Excel workbook.")
    if any(b"<!DOCTYPE" in data or b"<!ENTITY" in data for data in parts.values()):
        raise _refuse(path, "C008", "a part of it declares entities, which no workbook needs.")
    return Package(parts)


def _check_sizes(path: Path, archive: zipfile.ZipFile) -> None:
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


def _unpack(path: Path, archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    if entry.flag_bits & 0x1:
        raise _refuse(path, "C008", "it is locked with a password.")
    with archive.open(entry) as part:
        return part.read(entry.file_size + 1)


def _refuse(path: Path, code: str, found: str) -> DataError:
    fix = "Open it in a spreadsheet program and save the tables in a new Excel workbook (.xlsx)."
    return DataError(path.name, [problem(code, Where(path.name), found, fix=fix)])

"""What a file is, by its first bytes and never by its name, and which characters its bytes stand for.

Nothing is guessed: a file is UTF-8, or carries a mark of its encoding, or says it, or its reader does.
"""

from __future__ import annotations

import codecs
import re

from corridor.errors import LedgerError

PDF, HTML, TEXT = "application/pdf", "text/html", "text/plain"
ENDINGS = {PDF: ".pdf", HTML: ".html", TEXT: ".txt"}
"""Ending of the copy of a file, by what it is."""

_HTML = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|script|iframe|h[1-6]|div|font|table|a|style|title|b|br|p|article|main|section|meta)"
    rb"(?=[\s/>])",
    re.IGNORECASE,
)
_SKIPPED = re.compile(rb"(?:\s+|<!--.*?-->|<\?xml[^>]{0,200}\?>)", re.DOTALL)
_OTHERS: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "a packed file: a word processor's, a workbook, an e-book or an archive"),
    (b"PK\x05\x06", "an empty archive"),
    (b"\xd0\xcf\x11\xe0", "a file of an old word processor or spreadsheet"),
    (b"{\\rtf", "rich text of a word processor"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"II*\x00", "a picture"),
    (b"MM\x00*", "a picture"),
    (b"RIFF", "a picture or a recording"),
    (b"ID3", "a recording"),
    (b"OggS", "a recording"),
    (b"\x1f\x8b", "a packed file"),
    (b"BZh", "a packed file"),
    (b"\xfd7zXZ", "a packed file"),
    (b"7z\xbc\xaf", "an archive"),
    (b"SQLite format 3\x00", "a database"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
)
_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
ENCODINGS = (
    "utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", *(f"windows-{n}" for n in range(1250, 1259)),
    *(f"iso-8859-{n}" for n in (2, 3, 4, 5, 6, 7, 8, 9, 10, 13, 14, 15, 16)), "koi8-r", "koi8-u", "cp866",
    "mac-cyrillic", "gb18030", "gbk", "big5", "euc-jp", "shift_jis", "euc-kr",
)  # fmt: skip
"""Encodings that may be named."""
_SAME = {
    "iso-8859-1": "windows-1252", "latin1": "windows-1252", "us-ascii": "windows-1252", "ascii": "windows-1252",
    "utf8": "utf-8", "utf-16": "utf-16-le", "ibm866": "cp866", "x-mac-cyrillic": "mac-cyrillic", "gb2312": "gbk",
    "shift-jis": "shift_jis",
}  # fmt: skip
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]")


class DocumentError(LedgerError):
    """A file that cannot be taken into the ledger: which, what was found, what to do."""

    def __init__(self, name: str, found: str, fix: str) -> None:
        self.name, self.found, self.fix = name, found, fix
        super().__init__(f"{name}: {found}. {fix}")


def media_type(data: bytes, name: str = "the file") -> str:
    """`application/pdf`, `text/html` or `text/plain`, by the content alone.

    Raises
    ------
    DocumentError
        For an empty file, and for what is none of the three, by its kind where that shows.

    Examples
    --------
    >>> media_type(b"  <!DOCTYPE html><p>The road is open.")
    'text/html'
    """
    if not data.strip():
        raise DocumentError(name, "the file is empty", "Fetch it again.")
    if b"%PDF-" in data[:1024]:
        return PDF
    for start, what in _OTHERS:
        if data.startswith(start):
            fix = "Save its text as PDF, HTML or plain text, and add that."
            raise DocumentError(name, f"it is {what}, not text, HTML or PDF", fix)
    head = data.removeprefix(codecs.BOM_UTF8)[:4096]
    while found := _SKIPPED.match(head):
        head = head[found.end() :]
    return HTML if _HTML.match(head) else TEXT


def decode(
    data: bytes, name: str = "the file", *, encoding: str = "", declares: bool = False
) -> tuple[str, str]:
    """The text of some bytes and the encoding that it was read by; a byte order mark is no part of the text.

    Parameters
    ----------
    data : bytes
        The file.
    name : str
        What messages call it.
    encoding : str
        The encoding, where a person knows it; blank otherwise.
    declares : bool
        Whether a declaration in the head of a page counts.

    Returns
    -------
    tuple of str
        Text and encoding; ``text.encode(encoding)`` gives the bytes back, less the mark.

    Raises
    ------
    DocumentError
        When the bytes do not fit, with the place of the first that does not.
    """
    mark, marked = next(((m, e) for m, e in _MARKS if data.startswith(m)), (b"", ""))
    body = data[len(mark) :]
    if encoding:
        return _strict(body, known_encoding(encoding, name), name), known_encoding(encoding, name)
    if marked:
        return _strict(body, marked, name), marked
    try:
        return body.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        declared = _CHARSET.search(data[:4096]) if declares else None
        if declared:
            found = known_encoding(declared[1].decode("ascii"), name)
            if found != "utf-8":
                return _strict(body, found, name), found
        raise _broken(name, "UTF-8", error.start, binary=b"\x00" in data[:65536]) from None


def known_encoding(encoding: str, name: str = "the file") -> str:
    """The name of an encoding as the ledger writes it; DocumentError for one it does not read."""
    folded = (
        encoding.strip()
        .casefold()
        .replace("_", "-")
        .replace("cp125", "windows-125")
        .replace("shift-jis", "shift_jis")
    )
    folded = _SAME.get(folded, folded)
    if folded not in ENCODINGS:
        raise DocumentError(
            name, f'"{encoding}" is no encoding read here', f"There are: {', '.join(ENCODINGS)}."
        )
    return folded


def _strict(body: bytes, encoding: str, name: str) -> str:
    try:
        return body.decode(encoding)
    except UnicodeDecodeError as error:
        raise _broken(name, encoding, error.start) from None


def _broken(name: str, encoding: str, at: int, *, binary: bool = False) -> DocumentError:
    if binary:
        return DocumentError(
            name, "it holds bytes that are no text", "Add text, HTML or PDF with a text layer."
        )
    found = f"byte {at + 1:,} is no {encoding}, so the text cannot be read without guessing"
    return DocumentError(
        name, found, "Save it as UTF-8, or name its encoding, such as --encoding windows-1251."
    )


def checked(text: str, name: str) -> str:
    """The text itself, if all of it is text; DocumentError for control characters or nothing but space."""
    odd = _CONTROL.search(text)
    if odd:
        found = f"character {odd.start() + 1:,} is a control character (U+{ord(odd[0]):04X}), so it is no plain text"
        raise DocumentError(name, found, "Add text, HTML or PDF with a text layer.")
    if not text.strip():
        raise DocumentError(name, "it holds no text", "Fetch it again, or add a version that has text.")
    return text


def without_controls(text: str) -> str:
    """The text with a space for every control character, as pages and PDF files sometimes hold them."""
    return _CONTROL.sub(" ", text)

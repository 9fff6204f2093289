"""The text of a file: what a reader of it would read, in one canonical form, whose places are Unicode code points.

Plain text is itself, to the character. A page is its text, one line a block; a PDF is its text layer, pages parted by a
form feed. Nothing is left out for being a menu, a form or hidden: lines are marked (`corridor.ledger.lines`).
"""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, cast

from corridor.child import ChildFailed, run
from corridor.ledger.media import HTML, PDF, DocumentError, checked, decode, media_type, without_controls
from corridor.schema.values import is_control

if TYPE_CHECKING:
    from pypdf import PdfReader

MAX_TEXT = 10_000_000
"""Most characters of a text."""
MAX_PAGES = 3_000
"""Most pages of a PDF."""

_UNSEEN = {"head", "script", "style", "template"}
_BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "br", "button", "caption", "center", "dd", "details", "dialog",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hr", "label", "legend", "li", "main", "menu", "nav", "ol", "option", "p", "pre", "section", "select",
    "summary", "table", "tbody", "textarea", "tfoot", "thead", "tr", "ul",
}  # fmt: skip
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_CELLS = {"td", "th"}
_ROLES = (
    (
        "boilerplate",
        {"nav", "footer", "button", "label", "legend", "select", "option", "textarea", "menu", "dialog"},
    ),
    ("caption", {"figcaption", "caption"}),
    ("heading", {"h1", "h2", "h3", "h4", "h5", "h6"}),
    ("quote", {"blockquote"}),
)
_MARKED = {tag for _, tags in _ROLES for tag in tags} | {"pre", "title"} | _UNSEEN
_SPACES = re.compile(r"[ \t\n\r\f]+")


@dataclass(frozen=True, slots=True)
class Extract:
    """The text of a file.

    Attributes
    ----------
    text : str
        The canonical text; offsets count its code points.
    media_type : str
        What the file is, with its encoding where it is not UTF-8, so that the text can be made again.
    title : str
        Its title, where it states one.
    roles : dict of int to str
        Role of a line by the offset of its start, where the markup tells it.
    notes : tuple of str
        What a person should know, such as pages without text.
    """

    text: str
    media_type: str
    title: str = ""
    roles: dict[int, str] | None = None
    notes: tuple[str, ...] = ()


def extract(data: bytes, name: str = "the file", *, encoding: str = "") -> Extract:
    """The text of a file by its content.

    Parameters
    ----------
    data : bytes
        The file.
    name : str
        What messages call it.
    encoding : str
        The encoding, where a person knows it and the file does not say it.

    Returns
    -------
    Extract
        The same bytes give the same text.

    Raises
    ------
    DocumentError
        For a file that holds no text that can be read: one message that says why and what to do.
    """
    kind = media_type(data, name)
    if kind in {PDF, HTML}:
        return _apart(data, name, encoding)
    raw, used = decode(data, name, encoding=encoding, declares=False)
    told = kind if used == "utf-8" else f"{kind}; charset={used}"
    _short_enough(len(raw), name)
    notes = ("the text holds U+FFFD: characters were lost before it came here",) if "\ufffd" in raw else ()
    return Extract(checked(raw, name), told, notes=notes)


def _apart(data: bytes, name: str, encoding: str) -> Extract:
    """The text of a page or a PDF, read in a process of its own: who made it is a stranger."""
    try:
        told = run("corridor.ledger.extract:in_child", data, {"name": name, "encoding": encoding})
    except ChildFailed as error:
        limit = f" (more than {error.limit})" if error.limit else ""
        fix = "Save its text as a plain text file (.txt), and add that."
        raise DocumentError(name, f"it is not read: {error}{limit}", fix) from None
    if "refused" in told:
        raise DocumentError(name, *told["refused"])
    roles = {int(k): v for k, v in told["roles"].items()} if told["roles"] is not None else None
    return Extract(told["text"], told["media_type"], told["title"], roles, tuple(told["notes"]))


def in_child(data: bytes, options: Mapping[str, str]) -> dict[str, Any]:
    """The text of a page or a PDF as JSON, or why it is refused; for `corridor.child` alone."""
    name = options["name"]
    try:
        if media_type(data, name) == PDF:
            made = _pdf(data, name)
        else:
            raw, used = decode(data, name, encoding=options["encoding"], declares=True)
            made = _html(raw, HTML if used == "utf-8" else f"{HTML}; charset={used}", name)
    except DocumentError as error:
        return {"refused": [error.found, error.fix]}
    return asdict(made)


def charset(media: str) -> str:
    """The encoding that a media type names; empty for UTF-8 and for what has none."""
    return media.partition("charset=")[2]


def _short_enough(length: int, name: str) -> None:
    if length > MAX_TEXT:
        found = f"its text has {length:,} characters or more; {MAX_TEXT:,} are read"
        raise DocumentError(name, found, "Cut it into parts, and add those you need.")


# ------------------------------------------------------------------------------------------------ pages


class _Page:
    """Text of a page, block by block, from its stream of tags: no tree, so that no nesting is too deep."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.roles: list[str] = []
        self.title = ""
        self._line: list[str] = []
        self._role = "body"
        self._inside: Counter[str] = Counter()
        self._hidden: tuple[str, int] | None = None

    def start(self, tag: str, attributes: Mapping[str, str | None]) -> None:
        if tag in _BLOCKS:
            self.end_line()
        elif tag in _CELLS and self._line:
            self._line.append("\t")
        if tag in _MARKED:
            self._inside[tag] += 1
        if tag in _BLOCKS:
            self._inside["head"] = 0
        if self._hidden and tag == self._hidden[0]:
            self._hidden = (tag, self._hidden[1] + 1)
        elif not self._hidden and tag not in _VOID and _is_hidden(attributes):
            self._hidden = (tag, 1)

    def end(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.end_line()
        if self._inside[tag]:
            self._inside[tag] -= 1
        if self._hidden and tag == self._hidden[0]:
            self._hidden = (tag, self._hidden[1] - 1) if self._hidden[1] > 1 else None

    def text(self, data: str) -> None:
        if self._inside["title"]:
            self.title = self.title or data
        elif any(self._inside[tag] for tag in _UNSEEN):
            return
        elif self._inside["pre"]:
            for i, part in enumerate(re.split(r"\r\n|[\n\r\f]", data)):
                if i:
                    self.end_line()
                self._add(part)
        else:
            self._add(_SPACES.sub(" ", data))

    def _add(self, part: str) -> None:
        if not self._line and not self._inside["pre"]:
            part = part.lstrip(" ")
        if part:
            if not self._line:
                roles = (r for r, tags in _ROLES if any(self._inside[t] for t in tags))
                self._role = "boilerplate" if self._hidden else next(roles, "body")
            if part.startswith(" ") and self._line and self._line[-1].endswith((" ", "\t")):
                part = part[1:]
            self._line.append(part)

    def end_line(self) -> None:
        line = "".join(self._line).rstrip(" \t")
        self._line = []
        if line.strip():
            self.lines.append(line)
            self.roles.append(self._role)


def _is_hidden(attributes: Mapping[str, str | None]) -> bool:
    """Whether a reader does not see an element: what is hidden from people is no statement to them."""
    return "hidden" in attributes or bool(_HIDDEN.search(attributes.get("style") or ""))


def _html(raw: str, media: str, name: str) -> Extract:
    from justhtml import stream  # noqa: PLC0415  (needed only where a page is read)

    page = _Page()
    for event, data in stream(raw):
        if event == "start":
            tag, attributes = cast("tuple[str, dict[str, str | None]]", data)
            page.start(tag, attributes)
        elif event == "end":
            page.end(str(data))
        elif event == "text":
            page.text(str(data))
    page.end_line()
    lines = [without_controls(line) for line in page.lines]
    text = "\n".join(lines)
    _short_enough(len(text), name)
    starts, at = {}, 0
    for line, role in zip(lines, page.roles, strict=True):
        starts[at] = role
        at += len(line) + 1
    return Extract(checked(text, name), media, _title(page.title), starts)


# -------------------------------------------------------------------------------------------------- PDF


def _pdf(data: bytes, name: str) -> Extract:
    from pypdf import PdfReader  # noqa: PLC0415  (slow to import)

    logger = logging.getLogger("pypdf")
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())  # its remarks on odd files are no message of ours
    try:
        reader = PdfReader(io.BytesIO(data))
        _unlock(reader, name)
        count = len(reader.pages)
    except (DocumentError, MemoryError):
        raise
    except Exception as error:
        raise _damaged(name) from error
    if count > MAX_PAGES:
        raise DocumentError(
            name, f"it has {count:,} pages; {MAX_PAGES:,} are read", "Cut out the pages you need."
        )
    pages = _pages(reader, count, name)
    bare = [str(i + 1) for i, page in enumerate(pages) if not page.strip()]
    if len(bare) == len(pages):
        found = "the PDF has no text layer: its pages are pictures, or empty"
        raise DocumentError(
            name, found, "Have its text recognised (OCR), check it by eye, and add the result."
        )
    notes = (f"no text on page {', '.join(bare[:20])}{' ...' if len(bare) > 20 else ''}",) if bare else ()
    return Extract(checked("\f".join(pages), name), PDF, _pdf_title(reader), notes=notes)


def _unlock(reader: PdfReader, name: str) -> None:
    from pypdf.errors import DependencyError  # noqa: PLC0415

    if not reader.is_encrypted:
        return
    fix = "Open it with its password, print it to a new PDF, and add that."
    try:
        opened = reader.decrypt("")
    except (DependencyError, NotImplementedError):
        raise DocumentError(name, "the PDF is encrypted in a way that is not read here", fix) from None
    if not opened:
        raise DocumentError(name, "the PDF is locked with a password", fix)


def _pages(reader: PdfReader, count: int, name: str) -> list[str]:
    pages, total = [], 0
    for i in range(count):
        try:
            text = reader.pages[i].extract_text()
        except MemoryError:
            raise
        except Exception as error:
            raise _damaged(name, f" on page {i + 1}") from error
        lines = without_controls(text.replace("\f", "\n")).splitlines()
        pages.append("\n".join(line.rstrip() for line in lines).strip("\n"))
        total += len(pages[-1]) + 1
        _short_enough(total, name)
    return pages


def _pdf_title(reader: PdfReader) -> str:
    try:
        title = reader.metadata.title if reader.metadata else ""
    except Exception:  # noqa: BLE001
        return ""
    return _title(title or "")


def _title(text: str) -> str:
    """A title in one line, as a cell may hold it."""
    return _SPACES.sub(" ", "".join(" " if is_control(c) else c for c in without_controls(text))).strip()


def _damaged(name: str, where: str = "") -> DocumentError:
    return DocumentError(
        name, f"the PDF is damaged{where} and cannot be read", "Fetch it again, or print it to a new PDF."
    )

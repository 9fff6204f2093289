"""One spelling for all that looks alike: the letters of a text as the eye takes them, each with its place.

Case, width, accents, letters of other alphabets that look the same, and characters that cannot be seen make no
difference. Names that may not be public and ids of a case are compared by this one spelling.
"""

# ruff: noqa: RUF001, RUF002  (letters that look alike are what this file is about)

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote

# Letters of Cyrillic, Greek, Armenian and other alphabets that print like a Latin letter, in lower case.
_LIKE = {
    "a": "аαɑ", "b": "вβƅ", "c": "сϲᴄ", "d": "ԁɗđ", "e": "еєεҽ", "g": "ɡց", "h": "һհнη", "i": "іιıɩ", "j": "јϳ",
    "k": "кκ", "l": "ӏłⅼ", "m": "мμ", "n": "ոпɴ", "o": "оοօøσ", "p": "рρք", "q": "ԛզ", "s": "ѕꜱ", "t": "тτ",
    "u": "υսц", "v": "ѵνᴠ", "w": "ԝωѡ", "x": "хχ", "y": "уγүყ", "z": "ζᴢ",
}  # fmt: skip
_SAME = {ord(other): latin for latin, others in _LIKE.items() for other in others}
_ESCAPE = re.compile(
    r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]\w{1,30});|\\u[0-9a-fA-F]{4}|\\[nrtbf]|(?:%[0-9a-fA-F]{2}){1,40}"
)


@lru_cache(maxsize=4096)
def plain(character: str) -> str:
    """The letters or digits that a character looks like, in lower case; empty if it shows none of its own.

    Examples
    --------
    >>> [plain(c) for c in ("É", "Ｅ", "Ⅳ", "-")]
    ['e', 'e', 'iv', '']
    """
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", character).casefold())
    return "".join(c for c in folded if unicodedata.category(c)[0] in "LN").translate(_SAME)


def _is_unseen(character: str) -> bool:
    """Whether a character stands inside a word without showing: marks and format characters."""
    return unicodedata.category(character) in {"Mn", "Me", "Cf"}


@dataclass(frozen=True, slots=True)
class Part:
    """A run of letters, or of digits, of a text: how it looks, and where it stands."""

    letters: str
    start: int
    end: int


def _characters(text: str) -> Iterator[tuple[str, int, int]]:
    """The characters that a text shows, escapes of HTML, JSON and addresses read, with their places."""
    at = 0
    for hit in _ESCAPE.finditer(text):
        yield from ((text[i], i, i + 1) for i in range(at, hit.start()))
        yield from ((c, hit.start(), hit.end()) for c in _read(hit.group()))
        at = hit.end()
    yield from ((text[i], i, i + 1) for i in range(at, len(text)))


def _read(escape: str) -> str:
    if escape[0] == "&":
        return html.unescape(escape)
    if escape[0] == "%":
        return unquote(escape, errors="replace")
    return chr(int(f"0x{escape[2:]}", 0)) if escape[1] == "u" else " "


def parts(text: str) -> list[Part]:
    """The runs of letters and of digits of a text, in order. What stands between them makes no difference.

    Examples
    --------
    >>> [p.letters for p in parts("Ani-Maria Zyx_2")]
    ['ani', 'maria', 'zyx', '2']
    """
    found: list[Part] = []
    run, first, last, digits = "", 0, 0, False
    for character, start, end in _characters(text):
        letters = plain(character)
        if letters and (not run or letters.isdigit() == digits):
            if not run:
                first, digits = start, letters.isdigit()
            run, last = run + letters, end
            continue
        if run and not letters and _is_unseen(character):
            continue
        if run:
            found.append(Part(run, first, last))
        run, first, last, digits = letters, start, end, letters.isdigit()
    if run:
        found.append(Part(run, first, last))
    return found


def seen(text: str) -> str:
    """A text as it looks on paper: case, unseen characters and letters of other alphabets that look alike are one.

    Accents and separators stay, for they can be seen.

    Examples
    --------
    >>> seen("Hill") == seen("hILL"), seen("Suşa") == seen("Susa")
    (True, False)
    """
    shown = (c for c in unicodedata.normalize("NFKD", text.casefold()) if unicodedata.category(c) != "Cf")
    return " ".join("".join(shown).translate(_SAME).split())


def difference(a: str, b: str) -> str:
    """In what two texts differ that look alike.

    Examples
    --------
    >>> difference("Hill", "hill")
    'capital letters'
    """
    if unicodedata.normalize("NFC", a) == unicodedata.normalize("NFC", b):
        return "how accents are stored (NFC and NFD)"
    if a.casefold() == b.casefold():
        return "capital letters"
    if " ".join(a.split()) == " ".join(b.split()):
        return "blanks"
    for one in (a, b):
        unseen = [c for c in one if unicodedata.category(c) == "Cf"]
        if unseen:
            return (
                f"a character that cannot be seen (U+{ord(unseen[0]):04X} {unicodedata.name(unseen[0], '')})"
            )
    one, other = next((x, y) for x, y in zip(a, b, strict=False) if x.casefold() != y.casefold())
    return f"a letter: {unicodedata.name(one, one)}, and {unicodedata.name(other, other)}"


def spelling(text: str) -> str:
    """A text as the eye takes it: two ids with one spelling are easily taken for each other.

    Examples
    --------
    >>> spelling("Port_A") == spelling("port-Å")
    True
    """
    return " ".join(p.letters for p in parts(text))

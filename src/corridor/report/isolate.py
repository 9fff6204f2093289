"""Names written from right to left, isolated in a sentence, so that what stands around them stays in order."""

from __future__ import annotations

import re
import unicodedata

from markupsafe import Markup, escape

_RIGHT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001eeff]", re.UNICODE
)


def isolated(text: object) -> Markup:
    """A text, escaped, each run of words written from right to left in a `bdi` of its own.

    A run begins and ends with a letter of such a script. Spaces, signs and digits between two of its words belong to
    it; those after its last letter do not.

    Examples
    --------
    >>> isolated("From \u05d7\u05d9\u05e4\u05d4 2 trucks <left>")
    Markup('From <bdi>חיפה</bdi> 2 trucks &lt;left&gt;')
    """
    plain = str(text)
    if isinstance(text, Markup) or not _RIGHT.search(plain):
        return escape(text)
    parts: list[str] = []
    at = 0
    for first, last in _runs(plain):
        parts += [str(escape(plain[at:first])), f"<bdi>{escape(plain[first:last])}</bdi>"]
        at = last
    return Markup("".join([*parts, str(escape(plain[at:]))]))  # noqa: S704 # escaped above


def _runs(text: str) -> list[tuple[int, int]]:
    """Where each run begins and ends: from its first letter to the last before one written from left to right."""
    found: list[tuple[int, int]] = []
    first = last = -1
    for i, c in enumerate(text):
        turn = unicodedata.bidirectional(c)
        if turn in {"R", "AL"}:
            first = i if first < 0 else first
            last = i + 1
        elif turn == "NSM" and last == i:
            last = i + 1
        elif turn == "L" and first >= 0:
            found.append((first, last))
            first = -1
    return [*found, (first, last)] if first >= 0 else found

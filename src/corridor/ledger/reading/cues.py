"""Words of a language by which names are told apart and what is said of ways and goods, as patterns.

Data: `corridor/ledger/words/<language>_kinds.toml`. A language without the file has no cues, and nothing is told apart.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

_NEVER = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class Good:
    """A thing that texts name: its words as a pattern, its unit, its class."""

    name: str
    words: re.Pattern[str]
    unit: str
    goods_class: str


@dataclass(frozen=True, slots=True)
class Cues:
    """The cues of a language; `found` answers by the dotted name of a list, such as `access.closed`."""

    language: str
    is_known: bool = False
    patterns: dict[str, re.Pattern[str]] = field(default_factory=dict)
    endings: tuple[str, ...] = ()
    goods: tuple[Good, ...] = ()

    def pattern(self, name: str) -> re.Pattern[str]:
        """Any word of a list as a whole word; a pattern that finds nothing where there is no list."""
        return self.patterns.get(name, _NEVER)

    def has(self, name: str, text: str) -> bool:
        """Whether a word of a list stands in a text."""
        return bool(self.pattern(name).search(text))

    def is_one(self, name: str, word: str) -> bool:
        """Whether a word, or a run of them, is one of a list."""
        return bool(self.pattern(name).fullmatch(word))

    def ending(self, name: str, text: str) -> str:
        """The words of a list with which a text ends, articles behind them left aside; blank if there are none."""
        bare = re.sub(r"(?:\s+the)?\s*$", "", text, flags=re.IGNORECASE)
        return next((hit[0] for hit in self.pattern(name).finditer(bare) if hit.end() == len(bare)), "")


@cache
def cues(language: str) -> Cues:
    """The cues of a language by its code; region and script are left out.

    Examples
    --------
    >>> cues("en-GB").has("access.closed", "The road is shut."), cues("xx").is_known
    (True, False)
    """
    code = re.split(r"[-_]", language.casefold(), maxsplit=1)[0]
    path = files("corridor.ledger.words").joinpath(f"{code}_kinds.toml")
    if not (code.isascii() and code.isalpha() and path.is_file()):
        return Cues(language)
    told: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    goods = tuple(
        Good(name, _whole(one["words"]), one["unit"], one["class"]) for name, one in told.pop("goods").items()
    )
    endings = tuple(told["not"].pop("derived"))
    patterns = {
        f"{table}.{name}": _whole(words) for table, lists in told.items() for name, words in lists.items()
    }
    return Cues(language, is_known=True, patterns=patterns, endings=endings, goods=goods)


def _whole(words: Iterable[str]) -> re.Pattern[str]:
    spaced = (w.replace(" ", r"[ \u00a0\n]+") for w in words)
    return re.compile(rf"(?<!\w)(?:{'|'.join(spaced)})(?!\w)", re.IGNORECASE)

"""What the number of a claim counts: the words around it, up to the next number, and the names among them.

A sentence may hold several numbers, each of which is a claim in the same words; what tells them apart stands next to
each.
Used by `corridor.ledger.reading.link_frames`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass

from corridor.ledger.numbers import numbers_in
from corridor.ledger.records import Claim
from corridor.ledger.words import words

MEASURES = frozenset({"t", "kg", "g", "l", "km", "percent", "kWh", "MWh", "m3"})
"""Units that say nothing of what is measured."""
_NEAR = 2
_NAME = re.compile(r"[^\W\d_a-z][\w’'-]*")
_STARTS = re.compile(r"(?:^|[.:;!?“”\"]\s*)$")
_BREAK = re.compile(r"[;,.:!?()“”\"]")
Stems = Callable[[str], frozenset[str]]


@dataclass(frozen=True, slots=True)
class Counted:
    """What a number counts.

    Attributes
    ----------
    near : frozenset of str
        Stems of the two words after it, of what is counted and not measured; fewer, and it is empty.
    around : frozenset of str
        Stems of the words from it to the next number, and of those before it if it is the first.
    names : frozenset of str
        Names among them, case folded.
    """

    near: frozenset[str]
    around: frozenset[str]
    names: frozenset[str]

    def is_like(self, other: Counted, least: float) -> bool:
        """Whether the two count the same: no other names, and the same words after the number or enough around it."""
        if self.names and other.names and not self.names & other.names:
            return False
        if self.near and self.near == other.near:
            return True
        size = math.sqrt(len(self.around) * len(other.around))
        return bool(size) and len(self.around & other.around) / size >= least


def counted_of(claim: Claim, stems: Stems, language: str) -> Counted | None:
    """What the number of a claim counts; None if it has none.

    Parameters
    ----------
    claim : Claim
    stems : callable
        Stems of a text that say what it is about.
    language : str
        Language of the proposition.
    """
    if claim.quantity is None:
        return None
    text = claim.proposition
    found = numbers_in(text, words(language))
    told = {claim.quantity.low, claim.quantity.mid, claim.quantity.high}
    here = next((i for i, n in enumerate(found) if n.values & told), None)
    if here is None:
        return Counted(frozenset(), stems(text), _names(text, 0, len(text)))
    start = 0 if here == 0 else found[here].start
    end = found[here + 1].start if here + 1 < len(found) else len(text)
    near = frozenset() if claim.unit in MEASURES else _near(text[found[here].end : end], stems)
    return Counted(near, stems(text[start:end]), _names(text, start, end))


def _near(text: str, stems: Stems) -> frozenset[str]:
    """Stems of the first two words of a text that say something, before a mark; none if there are fewer."""
    cut = _BREAK.search(text)
    kept: list[str] = []
    for word in (text[: cut.start()] if cut else text).split():
        kept += stems(word)
        if len(kept) >= _NEAR:
            return frozenset(kept)
    return frozenset()


def _names(text: str, start: int, end: int) -> frozenset[str]:
    """Words with a capital that do not open a sentence."""
    return frozenset(
        m[0].casefold().removesuffix("’s").removesuffix("'s")
        for m in _NAME.finditer(text, start, end)
        if not _STARTS.search(text[: m.start()])
    )

"""`Span`: what a rule found in a text, and where. Spans that overlap are settled here, the longest first."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """What a rule found: half-open code points, the kind, a normal form, and the rule with its version.

    Attributes
    ----------
    start, end : int
        First code point and one past the last.
    kind : str
        `time`, `quantity`, `actor`, `place`, ...
    value : str
        Normal form: an EDTF text or an ISO duration, `2000 person`, the name that the case uses.
    basis : str
        How the value is known: `stated`, `relative` to another day, or `inferred`.
    rule : str
        Name of the rule and its version, such as `times/1`.
    """

    start: int
    end: int
    kind: str
    value: str
    basis: str = "stated"
    rule: str = ""


def settled(found: Iterable[Span]) -> tuple[Span, ...]:
    """Spans of one kind without those that overlap a longer one, or an earlier one of the same length; in order."""
    kept: list[Span] = []
    for span in sorted(found, key=lambda s: (s.start - s.end, s.start)):
        if not meets(span, kept):
            kept.insert(bisect_left(kept, span.start, key=_start), span)
    return tuple(kept)


def meets(span: Span, others: Sequence[Span]) -> bool:
    """Whether a span overlaps one of others that rise and do not meet."""
    at = bisect_left(others, span.end, key=_start)
    return at > 0 and others[at - 1].end > span.start


def _start(span: Span) -> int:
    return span.start

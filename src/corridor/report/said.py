"""How a claim was said, as its row tells: in whose voice, who published it, how its days are known. Pure words."""

from __future__ import annotations

import re
from collections.abc import Mapping

from corridor.ledger.records import Claim
from corridor.study.chronology import dated

__all__ = ["MOST", "VOICES", "dated", "language_tag", "publishers"]

VOICES = {
    "outlet": "the publisher's own voice",
    "attributed": "attributed",
    "instrument": "an instrument",
    "caption": "a caption",
}
MOST = 3
"""Publishers named in a row; the documents beside it are all there."""


def publishers(
    claim: Claim, source_of: Mapping[str, str], reliability: Mapping[str, str]
) -> tuple[tuple[str, str], ...]:
    """Sources of the documents that carry a claim, each once with its reliability; the first three."""
    found = dict.fromkeys(source_of[d] for d in claim.documents if d in source_of)
    return tuple((s, reliability.get(s, "")) for s in found)[:MOST]


def language_tag(text: str) -> str:
    """A language as a page may declare it; blank for what is no tag."""
    return text if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", text) else ""

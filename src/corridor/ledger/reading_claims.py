"""Claims against the text they rest on: placing the words of a new one, and reading one of the ledger again.

Placing writes nothing: rows and findings come back. Neither looks for words that are not exactly there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from corridor.ledger.documents import Reading
from corridor.ledger.passages import passage_row, standing
from corridor.ledger.quotes import Refusal, find_quote
from corridor.ledger.records import Claim, Passage
from corridor.ledger.verify import Finding, Verdict, proposal_of, verify
from corridor.schema.edtf import EdtfError, parse_edtf

Aliases = Mapping[str, Iterable[str]]


@dataclass(frozen=True, slots=True)
class Placed:
    """A new claim placed in its document: the rows of its passages, and what the verifier says.

    Attributes
    ----------
    passage, speaker_passage : dict or None
        Rows of `passages`; None where the words were not found, or not given.
    verdict : Verdict
        What is refused, and what is asked.
    """

    passage: dict[str, Any] | None
    speaker_passage: dict[str, Any] | None
    verdict: Verdict


def place(
    claim: Mapping[str, Any],
    reading: Reading,
    quote: str,
    *,
    at: int | None = None,
    speaker_quote: str = "",
    speaker_at: int | None = None,
    aliases: Aliases | None = None,
    by_person: bool = False,
) -> Placed:
    """A claim placed by the words it rests on.

    Parameters
    ----------
    claim : mapping
        Cells of the claim, without its passages.
    reading : Reading
        Its document.
    quote, speaker_quote : str
        The words it rests on, and those that name the speaker (blank: not said).
    at, speaker_at : int, optional
        Where they begin; needed where they stand twice.
    aliases, by_person
        As for `verify`.

    Returns
    -------
    Placed
        With a passage only if the words stand there, once and whole.
    """
    proposal = proposal_of(claim, quote, 0)
    spot: tuple[int, int] | None = None
    lost: list[Finding] = []
    if speaker_quote.strip():
        found = find_quote(reading.text, speaker_quote, start=speaker_at)
        if isinstance(found, Refusal):
            lost.append(Finding("refused", "speaker", f"the words that name the speaker: {found.why}"))
        else:
            spot = found
    start, end = spot or (None, None)
    proposal = replace(proposal, start=at, speaker_start=start, speaker_end=end)
    verdict = verify(proposal, reading, aliases=aliases, by_person=by_person)
    verdict = Verdict(verdict.span, (*lost, *verdict.findings))
    rows = [None if s is None else passage_row(reading, *s) for s in (verdict.span, spot)]
    return Placed(rows[0], rows[1], verdict)


def reread(
    claim: Mapping[str, Any],
    passages: Sequence[tuple[Passage, Reading | None]],
    *,
    speaker: tuple[Passage, Reading | None] | None = None,
    aliases: Aliases | None = None,
    by_person: bool = True,
) -> tuple[Finding, ...]:
    """What the verifier says of a claim of the ledger, held against its passages again.

    Parameters
    ----------
    claim : mapping
        Its cells.
    passages : sequence of (Passage, Reading or None)
        Its passages with their documents; None where one is not at hand.
    speaker : (Passage, Reading or None), optional
        The passage that names the speaker.
    aliases, by_person
        As for `verify`.

    Returns
    -------
    tuple of Finding
        A passage that is stale is refused. What one passage lacks and another has is no finding. Passages that are not
        at hand say nothing.
    """
    stale = [Finding("refused", "stale", f"{p.passage} is stale: {s.why}") for p, r in passages
             if (s := standing(p, r)).state == "stale"]  # fmt: skip
    found: list[set[Finding]] = []
    order: dict[Finding, None] = {}
    for p, reading in passages:
        if reading is None or standing(p, reading).state != "fresh" or p.start is None or p.end is None:
            continue
        proposal = proposal_of(claim, reading.text[p.start : p.end], p.start)
        if speaker is not None and speaker[0].document == p.document:
            proposal = replace(proposal, speaker_start=speaker[0].start, speaker_end=speaker[0].end)
        findings = verify(proposal, reading, aliases=aliases, by_person=by_person).findings
        order.update(dict.fromkeys(findings))
        found.append(set(findings))
    shared = set.intersection(*found) if found else set()
    return (*stale, *(f for f in order if f in shared or f.code in _OF_A_PLACE))


_OF_A_PLACE = frozenset({"not there", "not unique", "elsewhere", "cut", "blank", "boilerplate"})
"""Codes that concern a passage, whatever the others say."""


def days_of(claim: Claim) -> tuple[dt.date | None, dt.date | None] | None:
    """First and last day a claim is about, None for an end that is open; None if it does not say.

    Its interval of validity counts if it has one, else its time, a coarse date with all its days.
    """
    if claim.valid_from is not None or claim.valid_to is not None:
        return claim.valid_from, claim.valid_to or (claim.valid_from if not claim.time else _end(claim.time))
    if not claim.time:
        return None
    try:
        when = parse_edtf(claim.time)
    except EdtfError:
        return None
    return when.first, when.last


def _end(time: str) -> dt.date | None:
    try:
        return parse_edtf(time).last
    except EdtfError:
        return None


def is_about(claim: Claim, first: dt.date | None, last: dt.date | None) -> bool:
    """Whether a claim may speak of a day between two, both included; None is open. One without days does not."""
    days = days_of(claim)
    if days is None:
        return False
    start, end = days
    return (start is None or last is None or start <= last) and (end is None or first is None or first <= end)

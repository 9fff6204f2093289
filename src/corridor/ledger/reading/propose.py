"""From a document to proposals: claims in its own words, each held to the strict verifier before anybody sees it.

A `Proposer` is any function from a document and the lists of a case to proposals; the rules here are one. Whatever
proposes, the same verifier refuses: what it refuses never comes out, and is counted by its reason. The text of a
document is data. It cannot give orders, since only spans of it and words of fixed lists come back.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from corridor.ledger.documents import Reading
from corridor.ledger.lines import sentences_of
from corridor.ledger.passages import passage_row
from corridor.ledger.quantities import between
from corridor.ledger.reading.acceptance import judge
from corridor.ledger.reading.amounts import Amount, amounts_in, unclear_numbers
from corridor.ledger.reading.extent import beyond, blocks_of, shortened, why_left, without_forms
from corridor.ledger.reading.names import Listed, names_in
from corridor.ledger.reading.spans import Span
from corridor.ledger.reading.speech import Unit, hedges_in, units_in
from corridor.ledger.reading.tables import Table, last_line, row_proposals, row_units, tables_in, with_units
from corridor.ledger.reading.times import naming, times_in, unclear_days
from corridor.ledger.verify import Proposal, Verdict
from corridor.ledger.words import words
from corridor.schema.edtf import EdtfError, parse_edtf

RULE = "rule reading/1"
"""Who proposes, as the column `proposed_by` says it."""
MOST_PROPOSALS = 20_000
"""Proposals of a document that are looked at; a proposer that never ends is stopped there."""
_STOPS = " .,;'"
_PAIRS = (("“", "”"), ('"', '"'))
NOT_POSITIVE = "words of the document; not yet put into the positive form"


@dataclass(frozen=True, slots=True)
class Lists:
    """What a case knows before it reads: names, the day of publication, and which actor published it, if one did."""

    names: tuple[Listed, ...] = ()
    published: dt.date | None = None
    author: str = ""

    @property
    def aliases(self) -> dict[str, tuple[str, ...]]:
        """Other names of each listed name, as the verifier takes them."""
        return {one.name: one.others for one in self.names}


@dataclass(frozen=True, slots=True)
class Marks:
    """What the rules found in a document: sentences, times, quantities, names, units of speech; and what was left out.

    Attributes
    ----------
    left_out : dict of str to int
        Sentences not read for claims, by reason: `boilerplate`, `heading`, `table row` (without a head), `too long`.
    unread : int
        Characters beyond those that are read.
    naming : frozenset of int
        Where the times begin that only name an agreement, a report or the like, and date nothing that is said.
    """

    sentences: tuple[tuple[int, int, str], ...]
    times: tuple[Span, ...]
    amounts: tuple[Amount, ...]
    names: tuple[Span, ...]
    units: tuple[Unit, ...]
    left_out: Mapping[str, int] = field(default_factory=dict)
    unread: int = 0
    tables: tuple[Table, ...] = ()
    naming: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Accepted:
    """A proposal that the verifier let pass: itself, its span, what a reader is asked, and what it is by the lists."""

    proposal: Proposal
    span: tuple[int, int]
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a document.

    Attributes
    ----------
    accepted : tuple of Accepted
        None of them is refused by the verifier.
    refused : dict of str to int
        How many were refused, by the code of the first reason.
    """

    accepted: tuple[Accepted, ...]
    refused: Mapping[str, int]


Proposer = Callable[[Reading, Lists], Iterable[Proposal]]
"""A function from a document and the lists of a case to proposals: rules, or a model. Nothing else is asked of it."""


def marks_of(reading: Reading, lists: Lists) -> Marks:
    """Everything the rules find in the text of a document, forms and menus left out.

    Parameters
    ----------
    reading : Reading
    lists : Lists

    Returns
    -------
    Marks
        All spans are offsets of ``reading.text``.
    """
    known = words(reading.language)
    short = shortened(reading)
    text = short.text
    blocks = blocks_of(short)
    starts = [line.start for line in short.lines]
    left: Counter[str] = Counter()
    kept: list[tuple[int, int, str]] = []
    tables = tables_in(text, short.lines, known)
    for a, b in sentences_of(text, blocks):
        if any(t.start <= a < t.end for t in tables):
            continue  # its rows are read by their head
        role = short.lines[max(0, bisect_left(starts, b) - 1)].role if starts else "body"
        why = why_left(text[a:b], role)
        if why:
            left[why] += 1
        else:
            kept.append((a, b, role))
    if beyond(short):
        left["beyond the first of a very long paragraph"] = len(beyond(short))
    bare = without_forms(short)
    times = times_in(bare, known, lists.published)
    names = names_in(bare, lists.names, known)
    units = units_in(
        text, [(a, b) for a, b, role in kept if role != "instrument"], blocks, names, known,
        [(line.start, line.end) for line in short.lines[:6] if line.role == "heading"], author=lists.author,
    )  # fmt: skip
    rows = list(row_units(text, tables, names, known))
    amounts = with_units(text, tables, amounts_in(bare, known, times), known)
    return Marks(
        tuple(kept), times, amounts, names, tuple(sorted([*units, *rows], key=lambda u: u.start)) if rows else units,
        dict(left), len(reading.text) - len(text), tables, naming(bare, times, known),
    )  # fmt: skip


def by_rules(reading: Reading, lists: Lists) -> Iterator[Proposal]:
    """The rules as a `Proposer`: a claim for each unit of speech and for each sentence without one, and a number each.

    Examples
    --------
    >>> made = list(by_rules(Reading("D", "", "Officials said 40 trucks came on 3 May 2026."), Lists()))
    >>> [(p.speaker, p.stance, p.quantity, p.unit, p.time) for p in made]
    [('Officials', 'asserted', (40.0,), 'truck', '2026-05-03')]
    """
    yield from proposals_of(reading, lists, marks_of(reading, lists))


def proposals_of(reading: Reading, lists: Lists, marks: Marks) -> Iterator[Proposal]:
    """Proposals from what was found, in the order of the text."""
    places = {one.name: one.kind for one in lists.names}
    units = sorted(marks.units, key=lambda u: u.start)
    begins = [u.start for u in units]
    for start, end, role in marks.sentences:
        own = units[bisect_left(begins, start) : bisect_left(begins, end)]
        free = [(start, end)] if not own else [(start, own[0].start)] if own[0].start - start > 60 else []
        for a, b in free:
            span = _trimmed(reading.text, a, b)
            if span is not None:
                yield from _filled(reading, marks, places, _outlet(reading, span, role))
        for unit in own:
            yield from _filled(reading, marks, places, _spoken(reading, unit))
    known = words(reading.language)
    for row in row_proposals(reading.text, marks.tables, marks.amounts, marks.times, marks.names, known):
        yield replace(row, names=_by_kind(marks, places, *last_line(row), row.speaker))


def read_with(proposer: Proposer, reading: Reading, lists: Lists, *, examples: Iterable[str] = ()) -> Outcome:
    """What a proposer makes of a document, with everything that the verifier refuses left out and counted.

    Parameters
    ----------
    proposer : Proposer
        Rules, a model, anything.
    reading : Reading
        The document.
    lists : Lists
        What the case knows.
    examples : iterable of str
        Texts that the proposer was shown as examples: nothing of them comes out.

    Returns
    -------
    Outcome
        The rules of `acceptance` are those for a machine: what a person may know from elsewhere is refused.
    """
    reading, shown = shortened(reading), tuple(examples)
    accepted: list[Accepted] = []
    refused: Counter[str] = Counter()
    seen: set[Proposal] = set()
    for proposal in islice(proposer(reading, lists), MOST_PROPOSALS):
        verdict = judge(proposal, reading, aliases=lists.aliases, examples=shown)
        if verdict.is_refused or verdict.span is None:
            refused[verdict.findings[0].code if verdict.findings else "not there"] += 1
        elif proposal not in seen:
            seen.add(proposal)
            accepted.append(Accepted(proposal, verdict.span, verdict))
    return Outcome(tuple(accepted), dict(refused))


def rows_of(
    one: Accepted, reading: Reading, lists: Lists, *, by: str = RULE
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The row of `claims` of a proposal that passed, and the rows of its passages: its own, and its speaker's."""
    p = one.proposal
    spots = [passage_row(reading, *one.span)]
    row: dict[str, Any] = {
        "documents": [reading.document], "passages": [spots[0]["passage"]], "voice": p.voice, "speaker": p.speaker,
        "stance": p.stance, "hedge": p.hedge, "proposition": p.proposition, "polarity": p.polarity,
        "proposed_by": by, "note": _note(one, reading.language),
    }  # fmt: skip
    if p.speaker_start is not None and p.speaker_end is not None:
        spots.append(passage_row(reading, p.speaker_start, p.speaker_end))
        row["speaker_passage"] = spots[1]["passage"]
    if p.quantity:
        ends = {"quantity": p.quantity[0]}
        if len(p.quantity) > 1:
            low, high = p.quantity[0], p.quantity[-1]
            ends = {"quantity_low": low, "quantity": between(low, high), "quantity_high": high}
        row |= {**ends, "unit": p.unit, "qualifier": p.qualifier}
    if p.time:
        row |= {"time": p.time, "time_basis": p.time_basis, "time_precision": precision(p.time)}
    kinds = {name.name: name.kind for name in lists.names}
    for name in p.names:
        column = {"country": "actor"}.get(kinds.get(name, ""), kinds.get(name, ""))
        if column in {"actor", "place", "route"}:
            row.setdefault(column, name)
    return {k: v for k, v in row.items() if v not in ("", None)}, spots


def time_of(marks: Marks, start: int, end: int) -> tuple[str, str]:
    """The first date of a span that does not only name something, and how it is known; blank and `stated` if none."""
    dates = (t for t in _inside(marks.times, start, end) if t.start not in marks.naming and _is_date(t.value))
    when = next(dates, None)
    return (when.value, when.basis) if when else ("", "stated")


def names_of(marks: Marks, lists: Lists, start: int, end: int, speaker: str) -> tuple[str, ...]:
    """Names of the lists in a span, the first of each kind; the speaker is none of them."""
    return _by_kind(marks, {one.name: one.kind for one in lists.names}, start, end, speaker)


def proposition_of(quote: str) -> str:
    """The words of a passage on one line, without a stop at their end; marks of a quotation only where they are a pair.

    Examples
    --------
    >>> [
    ...     proposition_of(q)
    ...     for q in ("“Nothing came.”", "He called it “a gift”.", "“Nothing came.", "“No,” he said.")
    ... ]
    ['Nothing came', 'He called it “a gift”', 'Nothing came', '“No,” he said']
    """
    told = " ".join(quote.split()).strip(_STOPS)
    for opens, closes in _PAIRS:
        inner = told[1:-1]
        if told[:1] == opens and told[-1:] == closes and opens not in inner and closes not in inner:
            told = inner
        elif told[:1] == opens and closes not in told[1:]:
            told = told[1:]
        elif told[-1:] == closes and opens not in told[:-1]:
            told = told[:-1]
    return told.strip(_STOPS)


def precision(time: str) -> str:
    """How fine a coarse date is, as the column `time_precision` says it.

    Examples
    --------
    >>> precision("2026-05-03"), precision("2026-05"), precision("199X"), precision("2026-05-04/2026-05-10")
    ('day', 'month', 'decade', 'week')
    """
    points = [p.rstrip("~?%") for p in time.split("/") if p not in {"", ".."}]
    if len(points) == 2 and all(len(p) == 10 for p in points):
        first, last = (dt.date.fromisoformat(p) for p in points)
        if (last - first).days == 6:
            return "week"
    lengths = {4: "decade" if points and points[0].endswith("X") else "year", 7: "month", 10: "day"}
    return lengths.get(len(points[0]), "unknown") if points else "unknown"


# ------------------------------------------------------------------------------------------------ parts


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    """A span without a bullet, blanks or joining marks at its ends; None if less than three words are left."""
    lead = re.match(r"\s*(?:(?:[•◦▪●*\-–—·‣]|\(?[a-z0-9]{1,3}[.)])\s+)?", text[start:end], re.IGNORECASE)
    start += lead.end() if lead else 0
    end = start + len(text[start:end].rstrip(" \t\n\r,;:"))
    return (start, end) if len(text[start:end].split()) > 2 else None


def _outlet(reading: Reading, span: tuple[int, int], role: str) -> Proposal:
    quote = reading.text[slice(*span)]
    voice = role if role in {"caption", "instrument"} else "outlet"
    stance = "committed" if role == "instrument" else "asserted"
    return Proposal(
        quote=quote, start=span[0], proposition=proposition_of(quote), voice=voice, stance=stance,
        hedge=_hedges(reading, quote),
    )  # fmt: skip


def _spoken(reading: Reading, unit: Unit) -> Proposal:
    quote = reading.text[unit.start : unit.end]
    return Proposal(
        quote=quote, start=unit.start, proposition=proposition_of(quote), polarity=unit.polarity, stance=unit.stance,
        hedge="; ".join(unit.hedges), voice="attributed", speaker=unit.speaker,
        speaker_start=unit.speaker_start, speaker_end=unit.speaker_end,
    )  # fmt: skip


def _hedges(reading: Reading, quote: str) -> str:
    return "; ".join(hedges_in(quote, 0, len(quote), words(reading.language)))


def _filled(
    reading: Reading, marks: Marks, kinds: Mapping[str, str], proposal: Proposal
) -> Iterator[Proposal]:
    """A proposal with the time and the listed names of its span, once for each number of it."""
    start = proposal.start or 0
    end = start + len(proposal.quote)
    time, basis = time_of(marks, start, end)
    names = _by_kind(marks, kinds, start, end, proposal.speaker)
    base = replace(proposal, time=time, time_basis=basis, names=names)
    low = bisect_left(marks.amounts, start, key=lambda a: a.start)
    high = bisect_left(marks.amounts, end, lo=low, key=lambda a: a.start)
    amounts = [a for a in marks.amounts[low:high] if a.end <= end]
    if not amounts:
        yield base
    for amount in amounts:
        yield replace(base, quantity=amount.numbers, unit=amount.unit, qualifier=amount.qualifier)


def _by_kind(marks: Marks, kinds: Mapping[str, str], start: int, end: int, speaker: str) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for name in _inside(marks.names, start, end):
        kind = kinds.get(name.value, "")
        column = "actor" if kind == "country" else kind
        if column and name.value != speaker:
            found.setdefault(column, name.value)
    return tuple(found.values())


def _inside(spans: tuple[Span, ...], start: int, end: int) -> tuple[Span, ...]:
    low = bisect_left(spans, start, key=lambda s: s.start)
    high = bisect_left(spans, end, key=lambda s: s.start)
    return tuple(s for s in spans[low:high] if s.end <= end)


def _is_date(value: str) -> bool:
    try:
        parse_edtf(value)
    except EdtfError:
        return False
    return True


def _note(one: Accepted, language: str) -> str:
    asked = [f.why for f in one.verdict.asks]
    own = one.proposal.proposition == proposition_of(one.proposal.quote)
    quote, known = one.proposal.quote, words(language)
    unclear = (*unclear_days(quote), *unclear_numbers(quote, known))
    two = [f"{told} may be {a} or {b}: say which" for told, a, b in unclear]
    return "; ".join([*([NOT_POSITIVE] if own else []), *two, *asked])

"""The strict verifier: whether what is proposed as a claim stands in its document. It refuses, asks, or lets pass.

What is *refused* cannot be: a quotation that is not there, a number, unit, date or name that its passage lacks. What is
*asked* needs a reader's eye: a negation or a hedge that the claim does not show. Whether a claim is true is nobody's
question here, and a person accepts in the end. The text of a document is data: whatever it says, only a verdict comes
out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, Literal

from corridor.ledger.documents import Reading
from corridor.ledger.numbers import DAY_IN_DIGITS, Stated, dates_in, numbers_in, qualifier_in
from corridor.ledger.passages import in_context, paragraph_of, role_of
from corridor.ledger.quantities import between
from corridor.ledger.quotes import Refusal, cut, find_quote, negated_before
from corridor.ledger.words import Words, words
from corridor.schema.edtf import EdtfError, parse_edtf
from corridor.schema.load import tables

Level = Literal["refused", "ask"]
WORKED_OUT = ("number", "unit", "time", "name", "hedge")
"""Codes of what a person may know from outside the passage, and a machine may not."""

_WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)*")
_NAME = re.compile(r"(?<![\w’'])[^\W\d_a-z][\w’']*")
_STEM = 5
_COUNTED = {"", "share", "dimensionless"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A claim as a person or a machine proposes it, with the words it rests on.

    Attributes
    ----------
    quote : str
        The words of the document, exactly.
    start : int or None
        Where they begin, in code points; needed where they stand more than once.
    proposition, polarity, stance, hedge, voice, speaker : str
        As in the table `claims`.
    speaker_start, speaker_end : int or None
        Span of the words that name the speaker, or of the pronoun.
    quantity : tuple of float
        Every number the claim states: low, best and high as far as given.
    unit, qualifier, time, time_basis : str
        As in the table `claims`.
    names : tuple of str
        Who and where else the claim names: actor, recipient, place, route.
    """

    quote: str
    start: int | None = None
    proposition: str = ""
    polarity: str = "+"
    stance: str = "asserted"
    hedge: str = ""
    voice: str = "attributed"
    speaker: str = ""
    speaker_start: int | None = None
    speaker_end: int | None = None
    quantity: tuple[float, ...] = ()
    unit: str = ""
    qualifier: str = "exact"
    time: str = ""
    time_basis: str = "stated"
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing about a proposal: whether it refuses or asks, a short code, and the reason in words."""

    level: Level
    code: str
    why: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the verifier says of a proposal.

    Attributes
    ----------
    span : (int, int) or None
        Where the quotation stands; None if it does not.
    findings : tuple of Finding
        Refusals first.
    """

    span: tuple[int, int] | None
    findings: tuple[Finding, ...] = field(default=())

    @property
    def is_refused(self) -> bool:
        """Whether it cannot become a claim."""
        return any(f.level == "refused" for f in self.findings)

    @property
    def asks(self) -> tuple[Finding, ...]:
        """What a reader must look at."""
        return tuple(f for f in self.findings if f.level == "ask")

    def __str__(self) -> str:
        """The verdict in a line a finding."""
        return "\n".join(f"{f.level}: {f.why}" for f in self.findings) or "stands"


def verify(
    proposal: Proposal,
    reading: Reading,
    *,
    aliases: Mapping[str, Iterable[str]] | None = None,
    by_person: bool = False,
) -> Verdict:
    """Whether a proposal stands in its document.

    Parameters
    ----------
    proposal : Proposal
        What is proposed.
    reading : Reading
        Its document.
    aliases : mapping of str to iterable of str, optional
        Other names of who is named, from the table of actors: one of them in the passage is enough.
    by_person : bool
        Whether a person proposes it. People count a list, resolve a pronoun and know a year: a number, unit, date or
        name that the passage lacks is then asked, not refused. Of a machine it is refused. Quotations are strict for
        both.

    Returns
    -------
    Verdict
        Without a finding if all stands: the words are there, once and whole, and what they are said to state is, too.

    Notes
    -----
    Findings are all that there are, not the first: a person mends them in one go.
    """
    known = words(reading.language)
    place = find_quote(reading.text, proposal.quote, start=proposal.start)
    if isinstance(place, Refusal):
        return Verdict(None, (Finding("refused", place.code, place.why),))
    passage = reading.text[slice(*place)]
    spoken, about_speaker = _speaker(proposal, reading, place)
    findings = [
        *_place(reading, place),
        *about_speaker,
        *_stance(proposal),
        *_numbers(proposal, passage, known),
        *_unit(proposal, passage, known),
        *_time(proposal, passage, known),
        *_names(proposal, reading, f"{passage}\n{spoken}", aliases or {}),
        *_sense(proposal, reading, place, known),
    ]
    if not known.is_known:
        why = f'there is no word list for "{reading.language}": negations, hedges and numbers in words are not checked'
        findings.append(Finding("ask", "language", why))
    if by_person:
        findings = [replace(f, level="ask") if f.code in WORKED_OUT else f for f in findings]
    return Verdict(place, tuple(sorted(findings, key=lambda f: f.level != "refused")))


def verify_span(reading: Reading, start: int, end: int) -> Verdict:
    """Whether a span can be a passage: in the text, whole, and not of a form."""
    if not 0 <= start < end <= len(reading.text) or not reading.text[start:end].strip():
        return Verdict(None, (Finding("refused", "not there", "the span is blank or not in the text"),))
    refusal = cut(reading.text, start, end)
    if refusal:
        return Verdict(None, (Finding("refused", refusal.code, refusal.why),))
    return Verdict((start, end), tuple(_place(reading, (start, end))))


# ----------------------------------------------------------------------------------- where it stands


def _place(reading: Reading, span: tuple[int, int]) -> list[Finding]:
    role = role_of(reading, *span)
    if role == "boilerplate":
        return [Finding("refused", "boilerplate", "the words stand in a menu or a form, not in the text")]
    return []


def _speaker(proposal: Proposal, reading: Reading, span: tuple[int, int]) -> tuple[str, list[Finding]]:
    """Words that name the speaker, and what is wrong with where they stand."""
    a, b = proposal.speaker_start, proposal.speaker_end
    if a is None or b is None:
        if proposal.speaker and proposal.voice == "attributed":
            return "", [Finding("ask", "speaker", "it is not said where the speaker is named")]
        return "", []
    verdict = verify_span(reading, a, b)
    if verdict.is_refused:
        return "", [Finding("refused", "speaker", f"the speaker's words: {verdict.findings[0].why}")]
    if paragraph_of(reading, a) > paragraph_of(reading, span[0]):
        return "", [Finding("refused", "speaker", "the speaker is named in a later paragraph only")]
    return reading.text[a:b], []


@lru_cache(maxsize=1)
def _choices() -> dict[str, tuple[str, ...]]:
    return {a.name: a.choices for a in tables()["claims"].attributes if a.choices}


def _stance(proposal: Proposal) -> list[Finding]:
    found = []
    for column, value in (
        ("stance", proposal.stance),
        ("polarity", proposal.polarity),
        ("voice", proposal.voice),
    ):
        if value not in _choices()[column]:
            why = f'"{value}" is no {column}; there are: {", ".join(_choices()[column])}'
            found.append(Finding("refused", column, why))
    if proposal.stance == "denied" and proposal.polarity != "-":
        found.append(
            Finding("refused", "polarity", "a denial holds its proposition false: its polarity is -")
        )
    return found


# --------------------------------------------------------------------------------- what it states


def _numbers(proposal: Proposal, passage: str, known: Words) -> list[Finding]:
    there = numbers_in(passage, known)
    values = {v for n in there for v in n.values}
    stated = [*proposal.quantity, *_digits_in(proposal.proposition, known)]
    found = [
        Finding("refused", "number", f"{value:,.15g} does not stand in the passage")
        for value in dict.fromkeys(stated)
        if value not in values
    ]
    fits = [n for n in there if set(proposal.quantity) & n.values]
    if fits and not found and known.is_known:
        told = {qualifier_in(passage, n, known) for n in fits}
        if proposal.qualifier not in told:
            why = f'the passage says "{min(told)}" of the number, the claim "{proposal.qualifier}"'
            found.append(Finding("ask", "qualifier", why))
    return found


def _digits_in(proposition: str, known: Words) -> list[float]:
    """Numbers a proposition states in digits, dates left out: those are checked as dates."""
    bare = DAY_IN_DIGITS.sub(" ", proposition)
    bare = re.sub(r"\b\d{4}-\d{2}(-\d{2})?\b|\b(1[5-9]|20)\d\d(s\b|\b)", " ", bare)
    bare = re.sub(r"(?<![\d.,])\b\d{1,2}(?= (?:[A-Z][a-z]{2,8}))|(?<=[a-z] )\d{1,2}(?=, \D)", " ", bare)
    found = (n for n in numbers_in(bare, known) if bare[n.start].isdigit())
    return [min(n.values) if len(n.values) == 1 else max(n.values) for n in found]


def _unit(proposal: Proposal, passage: str, known: Words) -> list[Finding]:
    unit = proposal.unit.strip()
    if not proposal.quantity or unit in _COUNTED:
        return []
    told = passage.casefold()
    for part in re.split(r"\s*/\s*|\s+per\s+", unit.casefold()):
        forms = _forms(part, known)
        if not any(re.search(rf"(?<![^\W\d]){re.escape(form)}(?!\w)", told) for form in forms):
            return [Finding("refused", "unit", f'the unit "{part}" does not stand in the passage')]
    return []


def _forms(unit: str, known: Words) -> set[str]:
    """Ways a text may write a unit: as it is, in the plural, and as the list of units has it."""
    forms = {unit, f"{unit}s", f"{unit}es", unit.removesuffix("s")}
    for name, others in known.units.items():
        if forms & {name.casefold(), *others}:
            forms |= {name.casefold(), *others}
    return {form for form in forms if form}


def _time(proposal: Proposal, passage: str, known: Words) -> list[Finding]:
    if not proposal.time:
        return []
    try:
        parse_edtf(proposal.time)
    except EdtfError as error:
        return [Finding("refused", "time", str(error))]
    there = dates_in(passage, known)
    missing = [p for p in re.split(r"[/,\[\]]|\.\.", proposal.time) if p and not _is_stated(p, there)]
    if not missing:
        return []
    if proposal.time_basis == "stated":
        return [Finding("refused", "time", f"{' and '.join(missing)} does not stand in the passage")]
    why = f"{' and '.join(missing)} does not stand in the passage: its basis is {proposal.time_basis}"
    return [Finding("ask", "time", why)]


def _is_stated(point: str, there: Iterable[Stated]) -> bool:
    """Whether a passage states all the parts of a date."""
    bare = point.rstrip("~?%")
    if bare.endswith("X") and len(bare) == 4:
        return any(s.decade == int(bare[:3]) * 10 for s in there)
    parts = [int(p) for p in bare.split("-") if p != "XX"]
    year, month, day = (*parts, None, None)[:3]
    return any(s.year == year and month in {None, s.month} and day in {None, s.day} for s in there)


# ------------------------------------------------------------------------------------------- names


def _names(
    proposal: Proposal, reading: Reading, told: str, aliases: Mapping[str, Iterable[str]]
) -> list[Finding]:
    here = _bare_words(told)
    found: list[Finding] = []
    given = (
        [proposal.speaker, *proposal.names] if proposal.speaker_start is not None else list(proposal.names)
    )
    for name, is_sure in [*((n, True) for n in given if n), *_names_of(proposal.proposition, reading)]:
        others = [o for key, many in aliases.items() if key == name or name in many for o in (key, *many)]
        if not any(_stands(form, here) for form in (name, *others)):
            why = f'the name "{name}" does not stand in the passage'
            found.append(Finding("refused" if is_sure else "ask", "name", why))
    return list(dict.fromkeys(found))


def _names_of(proposition: str, reading: Reading) -> list[tuple[str, bool]]:
    """Words of a proposition that are names: written large, and not just for standing first; whether that is sure."""
    ordinary = _ordinary_words(reading.text)
    common = words(reading.language).common
    found: list[tuple[str, bool]] = []
    for hit in _NAME.finditer(proposition):
        word = _bare(hit[0])
        before = proposition[: hit.start()].rstrip()
        first = not before or before[-1] in ".:?!"
        folded = word.casefold()
        if first and (folded in ordinary or folded.removesuffix("s") in ordinary):
            continue
        if len(word) > 1 and folded not in common:
            found.append((word, not first or word in reading.text))
    return found


@lru_cache(maxsize=16)
def _ordinary_words(text: str) -> frozenset[str]:
    """Words that a text writes small."""
    return frozenset(w for w in _WORD.findall(text) if w == w.casefold())


def _bare_words(text: str) -> frozenset[str]:
    return frozenset(_bare(w).casefold() for w in _WORD.findall(text))


def _bare(word: str) -> str:
    return re.sub(r"[’']s?$", "", word)


def _stands(name: str, here: frozenset[str]) -> bool:
    """Whether every large word of a name stands in a text, or one of the same stem: Russia, Russian."""
    parts = [_bare(w).casefold() for w in _WORD.findall(name) if w[:1] != w[:1].lower()]
    parts = parts or [_bare(w).casefold() for w in _WORD.findall(name)]
    return all(any(_kin(part, word) for word in here) for part in parts)


def _kin(a: str, b: str) -> bool:
    short, long = sorted((a, b), key=len)
    return short == long or (
        len(short) >= _STEM and long.startswith(short) and len(long) - len(short) <= _STEM
    )


# ------------------------------------------------------------------------------------- how it is meant


def _sense(proposal: Proposal, reading: Reading, span: tuple[int, int], known: Words) -> list[Finding]:
    text, passage = reading.text, reading.text[slice(*span)]
    found: list[Finding] = []
    shown = proposal.polarity == "-" or known.negation.search(f"{proposal.proposition} {proposal.hedge}")
    denial = known.negation.search(passage)
    if denial and not shown:
        found.append(Finding("ask", "negation", f'"{denial[0]}" in the passage does not show in the claim'))
    if known.is_known and proposal.polarity == "-" and not denial:
        found.append(Finding("ask", "negation", "the claim is a denial, and the passage has no word of one"))
    before = negated_before(text, span[0]) if known.is_known else ""
    if before and proposal.polarity != "-":
        found.append(Finding("ask", "negation", f'"{before}" stands right before the passage'))
    return [*found, *_hedge(proposal, "".join(in_context(reading, *span)), passage, known)]


def _hedge(proposal: Proposal, around: str, passage: str, known: Words) -> list[Finding]:
    told = [part.strip() for part in proposal.hedge.split(";") if part.strip()]
    lost = [part for part in told if not _bare_words(part) <= _bare_words(passage)]
    if lost:
        here = _bare_words(f"{around}\n{passage}")
        lost = [part for part in lost if not _bare_words(part) <= here]
    if lost:
        return [Finding("refused", "hedge", f'the hedge "{lost[0]}" does not stand in the paragraph')]
    there = known.hedge.search(passage)
    if there and not told and proposal.stance in {"asserted", "denied", "committed"}:
        return [Finding("ask", "hedge", f'"{there[0]}" in the passage does not show in the claim')]
    return []


def proposal_of(claim: Mapping[str, Any], quote: str, start: int) -> Proposal:
    """A proposal from the cells or values of a claim that is in the ledger, to hold it against its passage again."""
    cells = (claim.get(column) for column in ("quantity_low", "quantity", "quantity_high"))
    numbers = [float(n) for n in cells if n not in {None, ""}]
    if len(numbers) == 3 and numbers[1] == between(numbers[0], numbers[2]):
        del numbers[1]  # no text states it
    names = (str(claim.get(column) or "") for column in ("actor", "recipient", "place", "route"))
    return Proposal(
        quote=quote,
        start=start,
        proposition=str(claim.get("proposition") or ""),
        polarity=str(claim.get("polarity") or "+"),
        stance=str(claim.get("stance") or "asserted"),
        hedge=str(claim.get("hedge") or ""),
        voice=str(claim.get("voice") or "attributed"),
        speaker=str(claim.get("speaker") or ""),
        quantity=tuple(numbers),
        unit=str(claim.get("unit") or ""),
        qualifier=str(claim.get("qualifier") or "exact"),
        time=str(claim.get("time") or ""),
        time_basis=str(claim.get("time_basis") or "stated"),
        names=tuple(n for n in names if n),
    )

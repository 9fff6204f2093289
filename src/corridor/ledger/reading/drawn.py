"""What a language model may answer: quotations and words of fixed lists; and what becomes of that in the document.

No sentence of a model gets into the ledger. Of an answer only spans of the document, words of fixed lists, a number and
a date are used; names, places and the proposition are taken from the document by the rules.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, WrapValidator

from corridor.ledger.documents import Reading
from corridor.ledger.passages import in_context, paragraph_of
from corridor.ledger.quotes import Refusal, find_quote
from corridor.ledger.reading.extent import LONGEST
from corridor.ledger.reading.pieces import Piece
from corridor.ledger.reading.propose import Lists, Marks, names_of, proposition_of, time_of
from corridor.ledger.verify import Finding, Proposal
from corridor.ledger.words import words

MOST = 200
"""Claims of one answer that are looked at."""
_WORDS = 3


class Drawn(BaseModel):
    """One claim as a model answers it."""

    model_config = ConfigDict(extra="forbid")

    quote: str = Field(
        description="The words of the text that make the claim, copied exactly: at least three words."
    )
    voice: Literal["outlet", "attributed", "caption", "instrument"] = Field(
        description="outlet: the text itself says it; attributed: somebody named says it; caption: of a picture; "
        "instrument: a term of an agreement."
    )
    speaker_quote: str = Field(
        default="",
        description="If attributed: the words that name who says it, copied exactly from the same or an earlier "
        "paragraph; a name, never a pronoun.",
    )
    stance: Literal[
        "asserted", "denied", "accused", "promised", "demanded", "warned", "reported", "opined", "considered",
        "predicted", "committed", "ordered",
    ] = Field(description="How it is said.")  # fmt: skip
    polarity: Literal["+", "-"] = Field(
        default="+", description="-: the speaker holds it false; of a denial always."
    )
    hedges: list[str] = Field(
        default_factory=list, description="Words of the quote that loosen it, copied exactly."
    )
    quantity: float | None = Field(
        default=None, allow_inf_nan=False, description="The one number it states, if any."
    )
    unit: str = Field(default="", description="What that number counts, in the word of the quote.")
    qualifier: Literal["exact", "about", "more than", "up to"] = Field(
        default="exact", description="How it is meant."
    )
    time: str = Field(
        default="",
        description="The date that the quote states in full: 2026, 2026-05 or 2026-05-03; blank if it does not.",
    )


class Misshapen(BaseModel):
    """A claim of an answer that has not the form asked for, and why."""

    why: str


def _kept(value: Any, handler: Any) -> Any:
    try:
        return handler(value)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(p) for p in first["loc"]) or "the claim"
        return Misshapen(why=f"{place}: {first['msg']}")


class Answer(BaseModel):
    """The claims of a piece; one that has not the form asked for spoils no other."""

    claims: list[Annotated[Drawn, WrapValidator(_kept)]] = Field(
        description="The claims, in the order of the text."
    )


def placed(
    drawn: Drawn | Misshapen, piece: Piece, reading: Reading, lists: Lists, marks: Marks
) -> Proposal | Finding:
    """A claim of an answer as a proposal in its document, or why it is none.

    Parameters
    ----------
    drawn : Drawn or Misshapen
        The claim.
    piece : Piece
        The part of the document that was shown.
    reading : Reading
        The document.
    lists : Lists
        What the case knows.
    marks : Marks
        What the rules found in it.

    Returns
    -------
    Proposal or Finding
        A proposal still has to be judged; a finding is a refusal.
    """
    if isinstance(drawn, Misshapen):
        return Finding("refused", "shape", drawn.why)
    spot = find_quote(reading.text[piece.start : piece.end], drawn.quote)
    if isinstance(spot, Refusal):
        return _refused(spot, drawn, piece, reading)
    start, end = piece.start + spot[0], piece.start + spot[1]
    quote = reading.text[start:end]
    if len(quote) > LONGEST or len(quote.split()) < _WORDS:
        return Finding(
            "refused", "length", f"a quote has {_WORDS} words to {LONGEST:,} characters: one assertion"
        )
    speaker = _speaker(drawn, reading, start, end) if drawn.voice == "attributed" else None
    if isinstance(speaker, Finding):
        return speaker
    time, basis = (drawn.time.strip(), "stated") if drawn.time.strip() else time_of(marks, start, end)
    name = _listed(reading.text[slice(*speaker)], lists) if speaker else ""
    return Proposal(
        quote=quote, start=start, proposition=proposition_of(quote), polarity=drawn.polarity, stance=drawn.stance,
        hedge="; ".join(" ".join(h.split()) for h in drawn.hedges if h.strip()), voice=drawn.voice, speaker=name,
        speaker_start=speaker[0] if speaker else None, speaker_end=speaker[1] if speaker else None,
        quantity=() if drawn.quantity is None else (drawn.quantity,), unit=drawn.unit.strip(),
        qualifier=drawn.qualifier, time=time, time_basis=basis, names=names_of(marks, lists, start, end, name),
    )  # fmt: skip


def _refused(spot: Refusal, drawn: Drawn, piece: Piece, reading: Reading) -> Finding:
    earlier = find_quote(reading.text[: piece.start], drawn.quote)
    if spot.code == "not there" and (not isinstance(earlier, Refusal) or earlier.code == "not unique"):
        return Finding("refused", "outside", "these words stand before the text that was asked about")
    return Finding("refused", spot.code, spot.why)


def _speaker(drawn: Drawn, reading: Reading, start: int, end: int) -> tuple[int, int] | Finding:
    """Where the words that name a speaker stand: nearest in the paragraph of the quote, else last before it."""
    told = drawn.speaker_quote.split()
    if not told:
        return Finding("refused", "speaker", "who says it is not named: copy the words that name the speaker")
    if " ".join(told).casefold() in words(reading.language).speech.get("pronouns", ()):
        return Finding(
            "refused", "speaker", f'"{told[0]}" is a pronoun: copy the words that name the speaker'
        )
    forms = (re.sub("['’]", "['’]", re.escape(t)) for t in told)
    pattern = re.compile(r"(?<!\w)" + r"\s+".join(forms) + r"(?!\w)")
    found = [hit.span() for hit in pattern.finditer(reading.text)]
    if not found:
        return Finding("refused", "speaker", "the words that name the speaker do not stand in the document")
    before, passage, after = in_context(reading, start, end)
    low, high = start - len(before), start + len(passage) + len(after)
    here = [s for s in found if low <= s[0] and s[1] <= high]
    if here:
        return min(here, key=lambda s: max(start - s[1], s[0] - end, 0))
    earlier = [s for s in found if s[1] <= low]
    if earlier:
        return earlier[-1]
    number = paragraph_of(reading, found[0][0])
    return Finding("refused", "speaker", f"the speaker is named in a later paragraph only ({number})")


def _listed(told: str, lists: Lists) -> str:
    """The name that the case uses for a speaker, or the words as they stand."""
    flat = " ".join(told.split())
    bare = flat.casefold().removeprefix("the ")
    for one in lists.names:
        if bare in {form.casefold().removeprefix("the ") for form in (one.name, *one.others)}:
            return one.name
    return flat

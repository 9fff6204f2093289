"""Units of speech from a dependency parse: verbs of speech by the word list, their subject, and their clause.

Works on parsed texts as spaCy has them, with English or Universal labels; spaCy itself is not imported here.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from corridor.ledger.documents import Reading
from corridor.ledger.reading.quoted import Quotation, quotations_in
from corridor.ledger.reading.spans import Span
from corridor.ledger.reading.speakers import Voice, Voices
from corridor.ledger.reading.speech import Unit, hedges_in
from corridor.ledger.reading.stances import PLAIN, stance_of
from corridor.ledger.words import Words, words

PARSED = "speech/pipeline/1"
SUBJECTS = frozenset({"nsubj", "csubj"})
AGENTS = frozenset({"agent", "obl:agent"})
GOES_ON = frozenset({"conj", "advcl", "xcomp"})
"""Relations by which a verb without a subject has that of the verb it hangs on."""
COMPLEMENTS = frozenset({"ccomp", "acl", "relcl", "acl:relcl"})
NOUN_PARTS = frozenset({"compound", "amod", "nmod", "flat", "nummod", "nn"})
_KINDS = {"person": "name", "organisation": "actor"}
"""Kinds of names as those who look for speakers take them."""
_TALL = 6
_TAIL = re.compile(r"(?:[\s,;:.\"”»]|(?<=[\s,;])(?:and|but|while|or))*$")


@dataclass(frozen=True, slots=True)
class _Hit:
    """A verb of speech with its speaker."""

    token: Any
    begin: int
    end: int
    near: Voice
    full: Voice
    stance: str


def parsed_units(
    reading: Reading,
    docs: Sequence[tuple[int, Any]],
    names: Sequence[Span],
    sentences: Iterable[tuple[int, int, str]],
) -> tuple[Unit, ...]:
    """Every unit of speech that a parse shows, in order.

    Parameters
    ----------
    reading : Reading
        The document.
    docs : sequence of (int, doc)
        Its paragraphs as parsed, each with where it begins; those without a parse are passed over.
    names : sequence of Span
        Names of the text.
    sentences : iterable of (int, int, str)
        Sentences that are read, with the role of their line; terms of an agreement are nobody's speech.

    Returns
    -------
    tuple of Unit
        None lies outside a sentence; a verb within a quotation makes none.
    """
    known = words(reading.language)
    spoken = sorted((a, b) for a, b, role in sentences if role != "instrument")
    voices = Voices(reading.text, [replace(n, kind=_KINDS.get(n.kind, n.kind)) for n in names], known)
    quotations = quotations_in(reading.text, [(o, o + len(doc.text)) for o, doc in docs])
    parser = _Parsed(reading.text, known, voices, quotations, spoken, _verbs(known))
    found = (
        unit for offset, doc in docs if doc.has_annotation("DEP") for unit in parser.paragraph(offset, doc)
    )
    return tuple(found)


def _verbs(known: Words) -> re.Pattern[str]:
    classes = known.speech["verbs"]
    return re.compile(
        "|".join(rf"(?P<{stance}>(?<![\w-])(?:{'|'.join(f)})(?![\w-]))" for stance, f in classes.items())
    )


@dataclass(slots=True)
class _Parsed:
    """A text while the parse of its paragraphs is read."""

    text: str
    known: Words
    voices: Voices
    quotations: tuple[Quotation, ...]
    sentences: Sequence[tuple[int, int]]
    verbs: re.Pattern[str]

    def paragraph(self, offset: int, doc: Any) -> Iterator[Unit]:
        """Units of a paragraph, in the order of their verbs."""
        tokens = {offset + t.idx: t for t in doc}
        last: Voice | None = None
        hits: list[_Hit] = []
        for verb in self.verbs.finditer(self.text, offset, offset + len(doc.text)):
            token, sentence = tokens.get(verb.start()), self._sentence(verb.start())
            if token is None or sentence is None or self._is_quoted(verb.start()):
                continue
            hit = self._hit(token, str(verb.lastgroup), offset, sentence, hits, last)
            if hit is not None:
                hits.append(hit)
                last = hit.full
        for i, hit in enumerate(hits):
            yield from self._unit(hit, hits[i + 1 :])

    def _hit(
        self, token: Any, stance: str, offset: int, sentence: tuple[int, int], hits: list[_Hit], last: Voice | None
    ) -> _Hit | None:  # fmt: skip
        subject, is_own = _subject(token)
        if _is_nested(token, [h.token for h in hits]) or _is_participle(token, subject):
            return None
        stance = self._stance(token, stance)
        near = self._voice(subject, offset, sentence) if subject is not None and stance else None
        full = self._full(near, offset, last) if near is not None else None
        if near is None or full is None:
            return None
        parts = [offset + t.idx for t in token.subtree]
        ends = [offset + t.idx + len(t.text) for t in token.subtree]
        begin, end = (
            (min([*parts, near.start]), max([*ends, near.end])) if is_own else (offset + token.idx, max(ends))
        )
        return _Hit(token, max(begin, sentence[0]), min(end, sentence[1]), near, full, stance)

    def _stance(self, token: Any, stance: str) -> str:
        """Stance of a verb; of a negated denial that it holds; blank where it is said that something was not said."""
        known = self.known.negation
        if not any(c.dep_ in {"neg", "advmod"} and known.fullmatch(c.text) for c in token.children):
            return stance
        return PLAIN if stance == "denied" else "" if stance == PLAIN else stance

    def _voice(self, subject: Any, offset: int, sentence: tuple[int, int]) -> Voice | None:
        """The name or noun of a subject; a pronoun that is no speaker's, such as *this*, is none."""
        at = offset + subject.idx
        for voice in self.voices.between(*sentence):
            if voice.start <= at < voice.end:
                return voice
        if subject.pos_ not in {"NOUN", "PROPN"}:
            return None
        first = subject
        for child in reversed(list(subject.lefts)):
            if child.dep_ not in NOUN_PARTS or child.i != first.i - 1:
                break
            first = child
        start, end = offset + first.idx, at + len(subject.text)
        return Voice(start, end, " ".join(self.text[start:end].split()), "noun")

    def _full(self, near: Voice, paragraph: int, last: Voice | None) -> Voice | None:
        if near.kind != "pronoun":
            return self.voices.full(near)
        return None if near.name in {"who", "which"} else self.voices.meant(near, paragraph, last)

    def _unit(self, hit: _Hit, later: Sequence[_Hit]) -> Iterator[Unit]:
        """The unit of a verb, up to the next one that goes on within it."""
        end = min([hit.end, *(h.begin for h in later if hit.begin < h.begin < hit.end)])
        tail = _TAIL.search(self.text, hit.begin, end)
        end = tail.start() if tail else end
        if len(self.text[hit.begin : end].split()) < 3:
            return
        stance = stance_of(self.text[hit.begin : end], hit.stance, self.known, by_whom=hit.near.name)
        quoted = sum(min(q.end, end) - max(q.start, hit.begin) for q in self._near(hit.begin, end))
        yield Unit(
            start=hit.begin, end=end, speaker=hit.full.name, speaker_start=hit.full.start, speaker_end=hit.full.end,
            near_start=hit.near.start, near_end=hit.near.end, stance=stance,
            polarity="-" if stance == "denied" else "+", hedges=hedges_in(self.text, hit.begin, end, self.known),
            form="indirect" if not quoted else "direct" if quoted > 0.7 * (end - hit.begin) else "mixed", rule=PARSED,
        )  # fmt: skip

    def _sentence(self, at: int) -> tuple[int, int] | None:
        i = bisect_right(self.sentences, (at, len(self.text) + 1)) - 1
        return self.sentences[i] if i >= 0 and at < self.sentences[i][1] else None

    def _near(self, start: int, end: int) -> Iterator[Quotation]:
        return (q for q in self.quotations if q.start < end and start < q.end)

    def _is_quoted(self, at: int) -> bool:
        return any(q.start < at < q.end for q in self._near(at, at + 1))


def _subject(token: Any) -> tuple[Any, bool]:
    """The subject of a verb, or of the verb that it goes on from; and whether it is its own."""
    for height in range(_TALL):
        for child in token.children:
            if child.dep_ in SUBJECTS:
                return child, not height
            if child.dep_ in AGENTS:
                return next((c for c in child.children if c.dep_ == "pobj"), child), not height
        if token.dep_ not in GOES_ON or token.head.i == token.i:
            break
        token = token.head
    return None, False


def _is_participle(token: Any, subject: Any) -> bool:
    """Whether a verb only describes its noun, as in *the sum claimed*: a past participle without an auxiliary."""
    by = subject is not None and any(c.dep_ in AGENTS for c in token.children)
    return token.tag_ == "VBN" and not by and not any(c.dep_.startswith("aux") for c in token.children)


def _is_nested(token: Any, spoken: Sequence[Any]) -> bool:
    """Whether a verb stands in what another verb of speech says."""
    heads = {t.i for t in spoken}
    for _ in range(_TALL * 2):
        if token.dep_ in COMPLEMENTS and token.head.i in heads:
            return True
        if token.head.i == token.i:
            return False
        token = token.head
    return False

"""Units of speech: who says what, and how, sentence by sentence, with the span of the words and of the speaker.

Rules and no grammar: verbs of speech by their stance, a speaker before or after them, quotations, *according to*,
labels of a transcript. Words come from the list of the language (`words/<code>.toml`, table `speech`). Nothing is
found where no speaker is: whose words they are is never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from corridor.ledger.reading.quoted import Quotation, quotations_in
from corridor.ledger.reading.spans import Span
from corridor.ledger.reading.speakers import Voice, Voices
from corridor.ledger.words import Words, words

VERB, JOINED, POST, ACCORDING, NOMINAL, CONTINUED, LABEL = (
    f"speech/{name}/1" for name in ("verb", "joined", "after", "according", "noun", "continued", "label")
)
_FURTHEST = 90
_GOES_ON = re.compile(r"[\s\"“”]*[,;:]?[\s\"“”]*(?:and|but|or|while|yet|then)?\s*$")
_PHRASE = re.compile(
    r"\s*(?:\(|(?:of|in|at|from|for|on|who|(?:met|reached|quoted|asked|hired) by)\b)[^,;:.]{1,60}$"
)
_SAID = re.compile(r"(?:\s+\w+){0,1}\s+(?:that\s+)?(?:the\s+)?|.*\bthat\s+(?:the\s+)?", re.DOTALL)
_APART = re.compile(r"\s*(?:\([^()]{1,30}\))?,[^.;:“”]{1,160},\s*(?:also\s+)?")
_JOINED = re.compile(r"(?:\band|\bbut|,)\s+(?:\w+ly\s+|also\s+|has\s+|had\s+)?$")
_ACTS = re.compile(r"\s*(?:,|has\b|have\b|had\b|is\b|was\b|are\b|were\b|will\b|would\b|did\b|[a-z]+ed\b)")
_LABEL = re.compile(
    r"(?m)^[ \t]*(@\w{2,30}|[^\W\d_a-z][\w.’'-]*(?: [^\W\d_a-z][\w.’'-]*){0,3})(?: \(([^)\n]{1,40})\))?:[ \u00a0]"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A unit of speech: its words, its speaker, and how it is meant.

    Attributes
    ----------
    start, end : int
        The words, half-open code points, with the verb of speech where it stands next to them.
    speaker : str
        Name that the words lead to: of a pronoun, whom it means; of a surname, the full name that stands before it.
    speaker_start, speaker_end : int
        Where that name stands.
    near_start, near_end : int
        The words next to the verb: the same, or a pronoun, or a short name.
    stance, polarity : str
        As in the table `claims`.
    hedges : tuple of str
        Words that loosen it, as they stand in it.
    form : {"direct", "mixed", "indirect"}
        Whether all of it, a part, or nothing is quoted.
    reported_via : str
        Who passed it on; blank if nobody is named.
    rule : str
        The rule and its version.
    """

    start: int
    end: int
    speaker: str
    speaker_start: int
    speaker_end: int
    near_start: int
    near_end: int
    stance: str
    polarity: str = "+"
    hedges: tuple[str, ...] = ()
    form: str = "indirect"
    reported_via: str = ""
    rule: str = VERB


def units_in(
    text: str,
    sentences: Iterable[tuple[int, int]],
    paragraphs: Iterable[tuple[int, int]],
    names: Iterable[Span],
    known: Words,
) -> tuple[Unit, ...]:
    """Every unit of speech of a text, in order.

    Parameters
    ----------
    text : str
    sentences, paragraphs : iterables of (int, int)
        Their spans; sentences of forms and menus are left out by whoever calls.
    names : iterable of Span
        Names of the text, as `names_in` finds them.
    known : Words
        Word list of its language; without words of speech nothing is found.

    Examples
    --------
    >>> from corridor.ledger.reading.names import names_in
    >>> from corridor.ledger.words import words
    >>> en, text = words("en"), "Ann Ito denied that the road was shut. She warned of snow."
    >>> whole = [(0, len(text))]
    >>> found = units_in(text, [(0, 38), (39, len(text))], whole, names_in(text, (), en), en)
    >>> [(u.speaker, u.stance, u.polarity) for u in found]
    [('Ann Ito', 'denied', '-'), ('Ann Ito', 'warned', '+')]
    """
    if not known.speech:
        return ()
    blocks, listed = list(paragraphs), list(sentences)
    reader = _Reader(text, Voices(text, names, known), quotations_in(text, blocks), known)
    labels = _labels(text, known)
    found: list[Unit] = []
    at = 0
    for start, end in blocks:
        own = []
        while at < len(listed) and listed[at][0] < end:
            own.append(listed[at])
            at += 1
        found += reader.paragraph(start, own, labels)
    return tuple(found)


def hedges_in(text: str, start: int, end: int, known: Words) -> tuple[str, ...]:
    """Words of a span that loosen it, each once; the name of a month is none."""
    found = (hit[0] for hit in known.hedge.finditer(text, start, end))
    return tuple(dict.fromkeys(w for w in found if not (w[0].isupper() and w.casefold() in known.months)))


def _labels(text: str, known: Words) -> dict[int, tuple[int, int, bool]]:
    """Labels of a transcript by the offset of their line: span, and whether it is a host's; one alone is no label."""
    hits = list(_LABEL.finditer(text))
    told = [hit[1] for hit in hits]
    if len(hits) < 3 or len(set(told)) == len(told):
        return {}
    hosts = {h[1] for h in hits if (h[2] or h[1]).casefold() in known.speech["hosts"]}
    return {h.start(): (h.start(1), h.end(1), h[1] in hosts) for h in hits if told.count(h[1]) > 1}


@lru_cache(maxsize=8)
def _verbs(language: str) -> re.Pattern[str]:
    classes = words(language).speech["verbs"]
    return re.compile(
        "|".join(rf"(?P<{stance}>(?<![\w-])(?:{'|'.join(f)})(?![\w-]))" for stance, f in classes.items())
    )


@lru_cache(maxsize=8)
def _small(language: str) -> tuple[re.Pattern[str], ...]:
    speech = words(language).speech
    return (
        re.compile(rf"(?:[\s,]*(?<![\w-])(?:{'|'.join(speech['between'])})(?![\w-]))*\s*", re.IGNORECASE),
        re.compile(
            rf"(?<![\w-])(?:{'|'.join(speech['before'])})(?:\s+(?:the|an?|its|his|her|their))?\s*$",
            re.IGNORECASE,
        ),
        re.compile(rf"(?<!\w)(?:{'|'.join(speech['according'])})\s+", re.IGNORECASE),
        re.compile(
            rf"(?<!\w)(?:{'|'.join(speech['nominal'])})\s+(?:{'|'.join(speech['nominal_by'])})\s+(?:the\s+)?",
            re.IGNORECASE,
        ),
    )


@dataclass(slots=True)
class _Reader:
    """A text while its units are looked for."""

    text: str
    voices: Voices
    quotations: tuple[Quotation, ...]
    known: Words
    last: Voice | None = None

    def paragraph(
        self, start: int, sentences: list[tuple[int, int]], labels: dict[int, tuple[int, int, bool]]
    ) -> list[Unit]:
        """Units of a paragraph; a label at its start speaks all of it, and so do quotations that go on."""
        self._forget()
        line = self.text.rfind("\n", 0, start + 1) + 1 if start not in labels else start
        label = labels.get(start) or labels.get(line)
        found: list[Unit] = []
        for span in sentences:
            own = [] if label is not None and not label[2] else list(self._sentence(start, *span))
            if label is not None:
                own = own if label[2] else [self._labelled(label, span)]
            elif not own and self.last is not None and self._is_quoted(span):
                own = [self._unit(span, self.last, self.last, "asserted", CONTINUED)]
            found += [u for u in own if len(self.text[u.start : u.end].split()) > 1]
        return found

    def _forget(self) -> None:
        self.last = None

    def _labelled(self, label: tuple[int, int, bool], span: tuple[int, int]) -> Unit:
        near = Voice(label[0], label[1], self.text[label[0] : label[1]], "name")
        begin = max(span[0], label[1] + 1)
        return self._unit((begin, span[1]), near, self.voices.full(near), "asserted", LABEL)

    # ------------------------------------------------------------------------------------- a sentence

    def _sentence(self, paragraph: int, start: int, end: int) -> Iterator[Unit]:
        """Units of one sentence: at each verb of speech outside quotations whose speaker is found."""
        hits = self._hits(paragraph, start, end)
        marks = [h[0] for h in hits]
        for i, (begin, near, full, stance, rule) in enumerate(hits):
            first = start if not i and rule not in {VERB, JOINED} else begin
            last = marks[i + 1] if i + 1 < len(hits) else end
            unit = self._unit((first, last), near, full, stance, rule)
            via = hits[i - 1][2].name if i and near.name in {"who", "which"} else ""
            self.last = full
            yield replace(unit, reported_via=via)

    def _hits(self, paragraph: int, start: int, end: int) -> list[tuple[int, Voice, Voice, str, str]]:
        found: list[tuple[int, Voice, Voice, str, str]] = []
        candidates = self.voices.between(start, end)
        ends = start
        for hit in _verbs(self.known.language).finditer(self.text, start, end):
            if self._in_quotation(hit.start()):
                continue
            spoken = self._speaker(candidates, hit, start, end, found[-1][1] if found else None)
            if spoken is None:
                continue
            near, rule = spoken
            full = self._full(near, paragraph, found[-1][2] if found else None)
            if full is None or (found and rule in {VERB, JOINED} and self._is_nested(ends, near, hit)):
                continue
            found.append((self._begin(near, hit, rule), near, full, str(hit.lastgroup), rule))
            ends = hit.end()
        if not found:
            found += self._without_verb(candidates, paragraph, start, end)
        return found

    def _begin(self, near: Voice, hit: re.Match[str], rule: str) -> int:
        """Where a unit begins: at its speaker, or at its verb if the speaker belongs to an earlier one."""
        return near.start if rule == VERB else hit.start()

    def _full(self, near: Voice, paragraph: int, before: Voice | None) -> Voice | None:
        if (
            near.kind == "noun"
            and self.last is not None
            and self.last.kind == "name"
            and _is_office(self.text, near)
        ):
            return self.last
        if near.kind == "pronoun":
            if near.name in {"who", "which"}:
                return self._head(near)
            return self.voices.meant(near, paragraph, before or self.last)
        return self.voices.full(near)

    def _head(self, near: Voice) -> Voice | None:
        """The name that a relative pronoun stands right after."""
        for voice in reversed(self.voices.between(max(0, near.start - 60), near.start)):
            if re.fullmatch(r"[\s,]*", self.text[voice.end : near.start]) and voice.kind != "pronoun":
                return self.voices.full(voice)
        return None

    def _is_nested(self, before: int, near: Voice, hit: re.Match[str]) -> bool:
        """Whether a verb only belongs to what is said: *stated that Ito warned*, *saying Ito warned*."""
        gap = self.text[before : near.start]
        return before <= near.start < near.end <= hit.start() and bool(_SAID.fullmatch(gap))

    def _speaker(
        self, candidates: tuple[Voice, ...], hit: re.Match[str], start: int, end: int, last: Voice | None
    ) -> tuple[Voice, str] | None:
        before = self._before(candidates, hit, start, last)
        is_quoted = self.text[max(0, hit.start() - 3) : hit.start()].rstrip().endswith(("”", '"', "»"))
        if before is not None and not is_quoted and (before[0] is not last or hit[0].endswith("ing")):
            return before
        after = self._after(candidates, hit, end)
        return (after, POST) if after is not None else before

    def _after(self, candidates: tuple[Voice, ...], hit: re.Match[str], end: int) -> Voice | None:
        """The speaker after a verb that stands right behind a quotation or a comma, or after *by* of a passive."""
        lead = self.text[max(0, hit.start() - 3) : hit.start()].rstrip()
        tail = self.text[hit.end() : min(end, hit.end() + 60)]
        passive = re.match(r"\s+by\s+(?:the\s+)?", tail)
        if passive is None and not (
            lead.endswith(("”", '"', "»")) or (lead.endswith(",") and not hit[0].endswith("ing"))
        ):
            return None
        begin = hit.end() + (passive.end() if passive else 0)
        stop = re.search(r"[.;:“\"]|, \w+ing\b", self.text[begin:end])
        limit = begin + (stop.start() if stop else end - begin)
        fits = [v for v in candidates if begin <= v.start < min(limit, begin + 60)]
        if not fits or re.match(r"\s+(?:that|to|of)\b", tail):
            return None
        if (
            passive is None
            and fits[0].kind != "pronoun"
            and lead.endswith(",")
            and not _is_short(self.text[begin : fits[0].start])
        ):
            return None
        if fits[0].kind == "noun" and len(fits) > 1 and fits[1].kind == "name":
            gap = self.text[fits[0].end : fits[1].start]
            if not gap.strip() or (
                gap == ", " and self.text[fits[1].end : fits[1].end + 1] in {",", ".", ""}
            ):
                return fits[1]
        return fits[0]

    def _before(
        self, candidates: tuple[Voice, ...], hit: re.Match[str], start: int, last: Voice | None
    ) -> tuple[Voice, str] | None:
        """The speaker before a verb: next to it, or with a phrase between; of a participle, that of the sentence."""
        ahead = [v for v in candidates if v.end <= hit.start() and not self._is_owned(v)]
        free = [v for v in ahead if not self._is_object(v, start)]
        for voice in reversed(free):
            if self._is_next_to(voice, hit):
                return voice, self._side(voice, hit, start)
        apart = [v for v in free if v.kind != "pronoun" and _APART.fullmatch(self.text, v.end, hit.start())]
        if apart and not hit[0].endswith("ing"):
            voice = next((v for v in apart if v.kind == "name"), apart[0])
            return voice, self._side(voice, hit, start)
        if not free or not _JOINED.search(self.text, max(start, hit.start() - 30), hit.start()):
            return None
        return last or next((v for v in free if _ACTS.match(self.text, v.end)), free[0]), JOINED

    def _is_next_to(self, voice: Voice, hit: re.Match[str]) -> bool:
        """Whether nothing but small words, the comma of an inserted name, or a phrase is between."""
        if _small(self.known.language)[0].fullmatch(self.text, voice.end, hit.start()):
            return True
        gap = self.text[voice.end : min(hit.start(), voice.end + _FURTHEST)]
        if gap.strip() == "," and self.text[: voice.start].endswith(", "):
            return True
        phrase = _PHRASE.fullmatch(gap)
        return bool(phrase) and not re.search(r"\b(?:that|and|which|said)\b", gap)

    def _side(self, voice: Voice, hit: re.Match[str], start: int) -> str:
        """Whether what is said stands before the speaker: a comma before, and nothing to follow the verb."""
        lead = re.sub(r"\b(?:the|an?)\s*$", "", self.text[start : voice.start]).rstrip()
        tail = self.text[hit.end() : hit.end() + 12]
        ends = re.match(r"\s*(?:[.,;)]|$|on |in a |at |yesterday)", tail)
        if lead.endswith(("”", '"', "»")):
            return POST
        return POST if len(lead) > 15 and lead.endswith(",") and ends else VERB

    def _is_owned(self, voice: Voice) -> bool:
        return bool(re.match(r"[’'](?:s|(?=\s))", self.text[voice.end : voice.end + 2]))

    def _is_object(self, voice: Voice, start: int) -> bool:
        """Whether a preposition stands before a candidate, so that it is not who speaks."""
        before = _small(self.known.language)[1]
        return bool(before.search(self.text[max(start, voice.start - 20) : voice.start]))

    # -------------------------------------------------------------------------------- without a verb

    def _without_verb(
        self, candidates: tuple[Voice, ...], paragraph: int, start: int, end: int
    ) -> Iterator[tuple[int, Voice, Voice, str, str]]:
        """*According to X*, and nouns of speech with who they are by."""
        _, _, according, nominal = _small(self.known.language)
        for form, rule in ((according, ACCORDING), (nominal, NOMINAL)):
            for hit in form.finditer(self.text, start, end):
                if self._in_quotation(hit.start()):
                    continue
                near = next(
                    (v for v in candidates if hit.end() <= v.start + 4 and v.start <= hit.end() + 25), None
                )
                full = self._full(near, paragraph, None) if near else None
                if near is not None and full is not None:
                    stance = (
                        "accused" if re.match(r"critic|accus|complain", hit[0], re.IGNORECASE) else "asserted"
                    )
                    yield start, near, full, stance, rule
                    return

    # ------------------------------------------------------------------------------------------ parts

    def _in_quotation(self, at: int) -> bool:
        return any(q.start < at < q.end for q in self._near(at, at + 1))

    def _near(self, start: int, end: int) -> Iterator[Quotation]:
        return (q for q in self.quotations if q.start < end and start < q.end)

    def _is_quoted(self, span: tuple[int, int]) -> bool:
        return any(q.start <= span[0] + 1 and span[1] - 2 <= q.end for q in self._near(*span))

    def _unit(self, span: tuple[int, int], near: Voice, full: Voice, stance: str, rule: str) -> Unit:
        start, end = self._trimmed(*span)
        quoted = sum(min(q.end, end) - max(q.start, start) for q in self._near(start, end))
        form = "indirect" if not quoted else "direct" if quoted > 0.7 * (end - start) else "mixed"
        hedges = hedges_in(self.text, start, end, self.known)
        return Unit(
            start=start, end=end, speaker=full.name, speaker_start=full.start, speaker_end=full.end,
            near_start=near.start, near_end=near.end, stance=stance, polarity="-" if stance == "denied" else "+",
            hedges=hedges, form=form, rule=rule,
        )  # fmt: skip

    def _trimmed(self, start: int, end: int) -> tuple[int, int]:
        """A span without blanks, commas and joining words at its ends."""
        piece = self.text[start:end]
        tail = re.search(r"[\s,;]*(?:\b(?:and|but|while|or)\b)?[\s,;]*$", piece)
        end = start + (tail.start() if tail else len(piece))
        lead = re.match(r"[\s,;:]*", self.text[start:end])
        return start + (lead.end() if lead else 0), end


def _is_short(gap: str) -> bool:
    """Whether only lower words of a title stand between a verb and a name: *wrote political analyst*."""
    return bool(re.fullmatch(r"\s*(?:[a-z’'-]+\s+){0,4}", gap))


def _is_office(text: str, near: Voice) -> bool:
    """Whether it is *the president* or the like, without saying of what."""
    return (
        text[near.start : near.start + 4].casefold() == "the "
        and " " not in near.name
        and not near.name.endswith("s")
    )

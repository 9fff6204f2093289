"""Units of speech: who says what, and how, sentence by sentence, with the span of the words and of the speaker.

Rules and no grammar: verbs of speech by their stance, a speaker before or after them (`sayers`), speech without a verb
(`frames`), quotations, turns of a talk or a thread (`turns`), lists opened by their speaker. Words come from the list
of the language (`words/<code>.toml`, table `speech`). Nothing is found where no speaker is: whose words they are is
never guessed.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from corridor.ledger.reading.frames import frames_in
from corridor.ledger.reading.quoted import Quotation, quotations_in
from corridor.ledger.reading.sayers import JOINED, POST, VERB, Sayer, small
from corridor.ledger.reading.spans import Span
from corridor.ledger.reading.speakers import Voice, Voices
from corridor.ledger.reading.stances import PLAIN, stance_of
from corridor.ledger.reading.turns import Turn, Turns, author_in
from corridor.ledger.words import Words

CONTINUED, LABEL, LISTED, ELIDED = (f"speech/{name}/1" for name in ("continued", "label", "list", "elided"))
_SAID = re.compile(r"(?:\s+\w+){0,1}\s+(?:that\s+)?(?:the\s+)?|.*\bthat\s+(?:the\s+)?", re.DOTALL)
_BULLET = re.compile(r"\s*(?:[•◦▪●*\-–—·‣]|\(?[a-z0-9]{1,3}[.)])\s+", re.IGNORECASE)
_OPENS = ("“", '"', "«", "„")


_ANSWERED = re.compile(
    r"\s+(?:(?:it|this|that|them|these|those|everything|all of it|any)\b(?!\s+[^\W\d_]+\s+\w+ed)"
    r"|(?:the|this|that|these|those|its|his|her|their|all|any|such)\s+(?:\w+\s+)?"
    r"(?:accusations?|allegations?|charges?|claims?|reports?|statements?|role|involvement|responsibility))"
    r"|\s*[.,;]",
    re.IGNORECASE,
)
"""What a denial that answers somebody denies: *it*, *the accusation*, *any role*, or nothing that it names."""


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
    heads: Sequence[tuple[int, int]] = (),
    *,
    author: str = "",
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
    heads : sequence of (int, int), optional
        Spans of the lines at the head of the text: a body that they name as issuing it is whom *we* means.
    author : str, optional
        Name, as the lists have it, of the actor that published the text: whom *we* means if the head does not say it,
        and if the text names it.

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
    voices = Voices(text, names, known)
    bodies = [v for v in voices.names if v.kind in {"actor", "name"}]
    whose = author_in(text, heads, [(v.start, v.end, v.name) for v in bodies], known)
    publisher = next((v for v in voices.names if v.kind == "actor" and v.name == author), None)
    voices.author = bodies[whose] if whose >= 0 else publisher
    reader = _Reader(text, voices, quotations_in(text, blocks), Turns(text, known), known)
    found: list[Unit] = []
    at = 0
    for start, end in blocks:
        own = []
        while at < len(listed) and listed[at][0] < end:
            own.append(listed[at])
            at += 1
        found += reader.paragraph(start, end, own)
    return tuple(found)


def hedges_in(text: str, start: int, end: int, known: Words) -> tuple[str, ...]:
    """Words of a span that loosen it, each once; the name of a month is none."""
    found = (hit[0] for hit in known.hedge.finditer(text, start, end))
    return tuple(dict.fromkeys(w for w in found if not (w[0].isupper() and w.casefold() in known.months)))


@dataclass(slots=True)
class _Reader:
    """A text while its units are looked for."""

    text: str
    voices: Voices
    quotations: tuple[Quotation, ...]
    turns: Turns
    known: Words
    last: Voice | None = None
    last_stance: str = ""
    opener: tuple[Voice, Voice, str] | None = None
    is_open: bool = False

    def paragraph(self, start: int, end: int, sentences: list[tuple[int, int]]) -> list[Unit]:
        """Units of a paragraph: of its turn, of its list, else of each sentence, with quotations that go on."""
        before, was_open = self.last, self.is_open
        opens = self.text[start:end].lstrip()[:1] in _OPENS
        self.last = (
            before if before is not None and opens and (was_open or self._is_quoted((start, end))) else None
        )
        near = list(self._near(start, end))
        self.is_open = bool(near) and not near[-1].is_closed
        found: list[list[Unit]] = []
        in_list = self.opener is not None and (_BULLET.match(self.text, start, end) is not None or opens)
        opener, self.opener = self.opener if in_list else None, None
        for span in sentences:
            own = self._of_turn(start, span) if opener is None else self._of_list(opener, start, span)
            found.append([u for u in own if len(self.text[u.start : u.end].split()) > 1])
        self._carry_back(sentences, found)
        if in_list:
            self.opener = opener
        elif self.text[start:end].rstrip().endswith(":"):
            self._open_list(start, end, [u for own in found for u in own])
        return [u for own in found for u in own]

    def _carry_back(self, sentences: list[tuple[int, int]], found: list[list[Unit]]) -> None:
        """Give sentences of a quotation to who is named behind its last one, as in *“One. Two,” said Ito*."""
        for i, own in enumerate(found):
            if own and own[0].rule != CONTINUED:
                continue
            whole = next((q for q in self._near(*sentences[i]) if q.start <= sentences[i][0] + 1), None)
            if whole is None or sentences[i][1] > whole.end:
                continue
            later = next((u for more in found[i + 1 :] for u in more if u.rule == POST), None)
            if later is not None and later.start < whole.end:
                name = Voice(later.speaker_start, later.speaker_end, later.speaker, "name")
                near = Voice(later.near_start, later.near_end, later.speaker, "name")
                found[i] = [self._unit(sentences[i], near, name, PLAIN, CONTINUED)]

    # ------------------------------------------------------------------------------- turns and lists

    def _of_turn(self, paragraph: int, span: tuple[int, int]) -> list[Unit]:
        turn = self.turns.of(*span, paragraph)
        if turn is None or turn.is_host:
            return self._free(paragraph, span)
        if self.turns.is_service(*span) or span[1] <= turn.begins:
            return []
        own = [
            u for u in self._sentence(paragraph, *span) if u.rule == VERB and self._is_first(u, span, turn)
        ]
        return own or [self._labelled(turn, span)]

    def _is_first(self, unit: Unit, span: tuple[int, int], turn: Turn) -> bool:
        """Whether a sentence of a turn begins with what somebody else says."""
        begin = max(span[0], turn.begins)
        near = self.text[unit.near_start : unit.near_end].casefold()
        is_other = near not in {"i", "it", "they", "we"} and unit.speaker_start != turn.start
        return is_other and not self.text[begin : unit.start].strip(' \u00a0“"') and unit.form != "direct"

    def _free(self, paragraph: int, span: tuple[int, int]) -> list[Unit]:
        own = list(self._sentence(paragraph, *span))
        if not own and self.last is not None and self._is_quoted(span):
            own = [self._unit(span, self.last, self.last, PLAIN, CONTINUED)]
        return own or self._elided(paragraph, span)

    def _labelled(self, turn: Turn, span: tuple[int, int]) -> Unit:
        near = Voice(turn.start, turn.end, self.text[turn.start : turn.end], "name")
        begin = max(span[0], turn.begins)
        name = (
            self._asked(turn)
            if near.name.casefold().rstrip(".") in self.known.speech.get("answers", ())
            else None
        )
        return self._unit((begin, span[1]), near, name or self.voices.full(near), PLAIN, LABEL)

    def _asked(self, turn: Turn) -> Voice | None:
        """Who answers under a label that is no name: the first person whom the text names before its first label."""
        first = self.turns.listed[0].at if self.turns.listed else turn.at
        return next(
            (v for v in self.voices.names if v.kind == "name" and " " in v.name and v.end <= first), None
        )

    def _elided(self, paragraph: int, span: tuple[int, int]) -> list[Unit]:
        """A fragment that begins with its verb: *Says nothing came.* Who spoke before in the paragraph says it."""
        begin = span[0] + (m.end() if (m := _BULLET.match(self.text[slice(*span)])) else 0)
        first = re.match(r"[A-Z][a-z]+s\b", self.text[begin : span[1]])
        hit = small(self.known.language).verbs.match(self.text[begin : span[1]].lower()) if first else None
        if hit is None or first is None or hit.end() < first.end() or self._is_subject(begin, hit):
            return []
        people = [v for v in self.voices.names if paragraph <= v.start < begin and v.kind == "name"]
        who = self.last or (people[-1] if people else None)
        if who is None:
            return []
        return [self._unit((begin, span[1]), who, self.voices.full(who), str(hit.lastgroup), ELIDED)]

    def _is_subject(self, begin: int, hit: re.Match[str]) -> bool:
        """Whether a first word is a noun that looks like a verb: *Claims of theft*, *Reports were*."""
        is_noun = hit[0].split()[0] in {"claims", "reports", "demands", "calls", "fears", "hopes"}
        return (
            is_noun
            and re.match(r"\s+(?:of|by|that|from|were|are|for)\b", self.text[begin + hit.end() :]) is not None
        )

    def _open_list(self, start: int, end: int, units: list[Unit]) -> None:
        """Remember who opens a list: *the Ministry:*, *Ito asked for three things:*."""
        tail = [v for v in self.voices.between(start, end) if v.kind != "pronoun" or v.name == "we"]
        if units:
            last = units[-1]
            near = Voice(last.near_start, last.near_end, last.speaker, "name")
            self.opener = near, Voice(last.speaker_start, last.speaker_end, last.speaker, "name"), last.stance
        elif tail and not self.text[tail[-1].end : end].strip(" :\u00a0"):
            full = self._full(tail[-1], start, None)
            self.opener = (tail[-1], full, PLAIN) if full is not None else None

    def _of_list(self, opener: tuple[Voice, Voice, str], paragraph: int, span: tuple[int, int]) -> list[Unit]:
        """A point of a list: by who opened it, in the stance of its own first verb if it has one."""
        own = [u for u in self._sentence(paragraph, *span) if u.start - span[0] < 6]
        if own:
            return own
        mark = _BULLET.match(self.text, *span)
        begin = mark.end() if mark else span[0]
        hit = small(self.known.language).verbs.match(self.text, begin, span[1])
        near, full, stance = opener
        return [self._unit((begin, span[1]), near, full, str(hit.lastgroup) if hit else stance, LISTED)]

    # ------------------------------------------------------------------------------------- a sentence

    def _sentence(self, paragraph: int, start: int, end: int) -> Iterator[Unit]:
        """Units of one sentence: at each verb of speech outside quotations whose speaker is found."""
        hits = self._hits(paragraph, start, end)
        marks = [h[0] for h in hits]
        for i, (begin, near, full, stance, rule) in enumerate(hits):
            first = start if not i and rule == POST else begin
            last = marks[i + 1] if i + 1 < len(hits) else end
            unit = self._unit((first, last), near, full, stance, rule)
            via = hits[i - 1][2].name if i and near.name in {"who", "which"} else ""
            self.last, self.last_stance = full, unit.stance
            yield replace(unit, reported_via=via)
        if not hits:
            yield from self._without_verb(paragraph, start, end)

    def _hits(self, paragraph: int, start: int, end: int) -> list[tuple[int, Voice, Voice, str, str]]:
        found: list[tuple[int, Voice, Voice, str, str]] = []
        verbs = list(small(self.known.language).verbs.finditer(self.text, start, end))
        if not verbs:
            return found
        sayer = Sayer(self.text, self.voices, self.known, self.voices.between(start, end), start, end)
        ends = start
        for hit in verbs:
            if self._in_quotation(hit.start()):
                continue
            spoken = sayer.at(hit, found[-1][1] if found else None)
            if spoken is None:
                continue
            near, rule = spoken
            before, told = (found[-1][2], found[-1][3]) if found else (self.last, self.last_stance)
            full = self._full(near, paragraph, found[-1][2] if found else None)
            if (
                full is not None
                and hit.lastgroup == "denied"
                and self._answers(near, full, before, told, hit)
            ):
                if near.kind == "pronoun":
                    continue
                full = near
            if full is None or (found and rule in {VERB, JOINED} and self._is_nested(ends, near, hit)):
                continue
            stance = self._verb_stance(near, hit, rule)
            if not stance:
                continue
            begin = self.voices.titled(near) if rule == VERB else hit.start()
            found.append((begin, near, full, stance, rule))
            ends = hit.end()
        return found

    def _answers(self, near: Voice, full: Voice, before: Voice | None, told: str, hit: re.Match[str]) -> bool:
        """Whether a denial answers what was said before by whoever its pronoun or *the minister* was taken to mean.

        Nobody denies his own accusation; of *it* or *the claim*, nobody denies his own words.
        """
        if before is None or full.name != before.name or full.start == near.start:
            return False
        return told == "accused" or _ANSWERED.match(self.text, hit.end()) is not None

    def _verb_stance(self, near: Voice, hit: re.Match[str], rule: str) -> str:
        """Stance of a verb; of a negated denial that it holds; blank where it is said that something was not said."""
        stance = str(hit.lastgroup)
        gap = self.text[near.end : hit.start()] if rule == VERB and near.end <= hit.start() else ""
        if len(gap) > 40 or not small(self.known.language).negated.search(gap):
            return stance
        return PLAIN if stance == "denied" else "" if stance == PLAIN or "comment" in hit[0] else stance

    def _full(self, near: Voice, paragraph: int, before: Voice | None) -> Voice | None:
        if near.kind == "noun" and _is_office(self.text, near):
            told = self.voices.full(near)
            if told is not near:
                return told
            if self.last is not None and self.last.kind == "name":
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

    def _without_verb(self, paragraph: int, start: int, end: int) -> Iterator[Unit]:
        """The first form of speech without a verb outside quotations whose speaker is found; of brackets all."""
        candidates = self.voices.between(start, end)
        done = ""
        for one in frames_in(self.text, candidates, start, end, self.known.language):
            if self._in_quotation(one.near.start) or (done and one.rule != done) or (done and not one.end):
                continue
            full = self._full(one.near, paragraph, None)
            if full is not None:
                done, self.last = one.rule, full
                yield self._unit((one.start, one.end or end), one.near, full, one.stance, one.rule)

    # ------------------------------------------------------------------------------------------ parts

    def _in_quotation(self, at: int) -> bool:
        return any(q.start < at < q.end for q in self._near(at, at + 1))

    def _near(self, start: int, end: int) -> Iterator[Quotation]:
        low = bisect_left(self.quotations, start, key=lambda q: q.end)
        high = bisect_left(self.quotations, end, lo=low, key=lambda q: q.start)
        return (q for q in self.quotations[low:high] if start < q.end)

    def _is_quoted(self, span: tuple[int, int]) -> bool:
        return any(q.start <= span[0] + 1 and span[1] - 2 <= q.end for q in self._near(*span))

    def _unit(self, span: tuple[int, int], near: Voice, full: Voice, told: str, rule: str) -> Unit:
        start, end = self._trimmed(*span)
        quoted = sum(min(q.end, end) - max(q.start, start) for q in self._near(start, end))
        form = "indirect" if not quoted else "direct" if quoted > 0.7 * (end - start) else "mixed"
        hedges = hedges_in(self.text, start, end, self.known)
        stance = stance_of(self.text[start:end], told, self.known, by_whom=near.name)
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


def _is_office(text: str, near: Voice) -> bool:
    """Whether it is *the president* or the like, without saying of what."""
    return (
        text[near.start : near.start + 4].casefold() == "the "
        and " " not in near.name
        and not near.name.endswith("s")
    )

"""Who speaks at a verb of speech: the candidate before it, after it, or, of a verb without one, who spoke before."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from corridor.ledger.reading.speakers import Voice, Voices
from corridor.ledger.words import Words, words

VERB, JOINED, POST = (f"speech/{name}/1" for name in ("verb", "joined", "after"))
CLOSED = ("”", '"', "»")
_FURTHEST = 90
_PHRASE = re.compile(
    r"\s*(?:\(|(?:of|in|at|from|for|on|who|(?:met|reached|quoted|asked|hired) by)\b)[^,;:.]{1,60}$"
    r"|\s*\([^()]{1,40}\)\s+(?:\w+ly\s+|also\s+)?$"
    r"|,\s*(?:in|at|on|heard|speaking|asked|for) [^,;:.]{1,60},\s*(?:\w+ly\s+|also\s+)?$"
)
_PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being)\b(?!.*\b(?:is|are|was|were)\b)", re.IGNORECASE)
_APART = re.compile(r"\s*(?:\([^()]{1,30}\))?,[^.;:“”]{1,160},\s*(?:also\s+|then\s+)?")
_JOINED = re.compile(r"(?:\band|\bbut|,)\s+(?:\w+ly\s+|also\s+|has\s+|had\s+)?$")
_ACTS = re.compile(r"\s*(?:,|has\b|have\b|had\b|is\b|was\b|are\b|were\b|will\b|would\b|did\b|[a-z]+ed\b)")
_APPOSED = re.compile(
    r",?\s*(?:the\s+|an?\s+|its\s+|his\s+|her\s+|their\s+|\S+[’']s\s+)?(?:[\w’'-]+\s+){0,5}[\w’'-]+,$"
)
_ENDS = re.compile(
    r"(?:\s+(?:us|me|him|her|them|reporters|journalists|parliament|(?:the|this|a) \w+(?: [A-Z]\w+)?))?"
    r"\s*(?:[.,;)]|$|on |in |at |yesterday|last |this |earlier |when )"
)
_NOUN_PHRASE = (
    r"(?:^|[,;:–—“(]\s*|\b(?:and|but|while|though|where)\s+)"
    r"((?i:the|a|an|one|two|three|some|several|most|many|another|half|my|our|his|her|its|their|no|all|both)\s+"
    r"(?:(?!(?:that|which|who|had|has|have|was|were|is|are|will|would)\b)[\w’'-]+\s+){0,5}"
    r"(?!(?:that|which|who|to|had|has|have|was|were|is|are|will|would|\w+ly)\b)[\w’'-]+"
    r"|(?<![^\s“])(?:[A-Z][a-z]{3,}s))\s+(?:\w+ly\s+|also\s+|then\s+|still\s+|even\s+)?$"
)


@dataclass(frozen=True, slots=True)
class Small:
    """Patterns of the small words of a language, and its verbs of speech."""

    between: re.Pattern[str]
    before: re.Pattern[str]
    negated: re.Pattern[str]
    strong: re.Pattern[str]
    verbs: re.Pattern[str]
    phrase: re.Pattern[str]


@lru_cache(maxsize=8)
def small(language: str) -> Small:
    """The patterns of a language that has words of speech."""
    speech = words(language).speech
    classes = speech["verbs"]
    return Small(
        re.compile(
            rf"(?:[’'](?:s|ve|d|re|ll))?(?:[\s,]*(?<![\w-])(?:{'|'.join(speech['between'])})(?![\w-]))*\s*",
            re.IGNORECASE,
        ),
        re.compile(
            rf"(?<![\w-])(?:{'|'.join(speech['before'])})(?:\s+(?:the|an?|its|his|her|their))?\s*$",
            re.IGNORECASE,
        ),
        re.compile(rf"(?<!\w)(?:{'|'.join(speech.get('negated', ['(?!)']))})(?!\w)", re.IGNORECASE),
        re.compile(rf"(?:{'|'.join(speech.get('strong', ['(?!)']))})"),
        re.compile(
            "|".join(rf"(?P<{stance}>(?<![\w-])(?:{'|'.join(f)})(?![\w-]))" for stance, f in classes.items())
        ),
        re.compile(_NOUN_PHRASE),
    )


@dataclass(frozen=True, slots=True)
class Sayer:
    """Who says it at a verb, among the candidates of its sentence."""

    text: str
    voices: Voices
    known: Words
    candidates: tuple[Voice, ...]
    start: int
    end: int

    def at(self, hit: re.Match[str], last: Voice | None) -> tuple[Voice, str] | None:
        """The speaker at a verb and the rule by which he is found; None if nobody is, or if it is said to be unsaid."""
        before = self._before(hit, last)
        if before is not None and self._is_passive(before[0], hit):
            before = None
        is_quoted = self.text[max(0, hit.start() - 3) : hit.start()].rstrip().endswith(CLOSED)
        if before is not None and not is_quoted and (before[0] is not last or hit[0].endswith("ing")):
            return before
        after = self._after(hit)
        return (after, POST) if after is not None else before

    def _is_passive(self, voice: Voice, hit: re.Match[str]) -> bool:
        """Whether somebody is told or accused, and does not tell: *was informed*, *are accused*."""
        gap = self.text[voice.end : hit.start()] if voice.end <= hit.start() else ""
        if hit[0].endswith("ed") and re.match(r"\s+by\b", self.text[hit.end() : hit.end() + 8]):
            return True
        return not hit[0].endswith("ing") and len(gap) <= 40 and _PASSIVE.search(gap) is not None

    # ---------------------------------------------------------------------------------------- after

    def _after(self, hit: re.Match[str]) -> Voice | None:
        """The speaker after a verb that stands right behind a quotation or a comma, or after *by* of a passive."""
        lead = self.text[max(0, hit.start() - 3) : hit.start()].rstrip()
        tail = self.text[hit.end() : min(self.end, hit.end() + 80)]
        passive = re.match(r"(?:\s+at\s+[^.;,]{2,60}?)?,?\s+by\s+(?:the\s+|an?\s+)?", tail)
        if passive is None and not (
            lead.endswith(CLOSED) or (lead.endswith(",") and not hit[0].endswith("ing"))
        ):
            return None
        begin = hit.end() + (passive.end() if passive else 0)
        stop = re.search(r"[.;:“\"]|, \w+ing\b", self.text[begin : self.end])
        limit = begin + (stop.start() if stop else self.end - begin)
        furthest = min(limit, begin + (30 if passive else 60))
        fits = [v for v in self.candidates if begin <= v.start < furthest]
        if not fits or re.match(r"\s+(?:that|to|of)\b", tail):
            return None
        first = fits[0]
        if (
            passive is None
            and first.kind != "pronoun"
            and lead.endswith(",")
            and not _is_short(self.text[begin : first.start])
        ):
            return None
        return self.named(first, fits)

    def named(self, first: Voice, fits: list[Voice]) -> Voice:
        """The name that stands beside a noun: *its chair, Ito*, *a spokesman, Ito,*, *the commander (Ito)*."""
        if first.kind != "noun":
            return first
        for other in fits:
            gap = self.text[first.end : other.start] if other.start >= first.end else "-"
            tail = self.text[other.end : other.end + 1]
            if other.kind == "name" and (
                not gap.strip() or (gap in {", ", " ("} and tail in {",", ".", ")", ""})
            ):
                return other
        return first

    # --------------------------------------------------------------------------------------- before

    def _before(self, hit: re.Match[str], last: Voice | None) -> tuple[Voice, str] | None:
        """The speaker before a verb: next to it, or with a phrase between; of a participle, that of the sentence."""
        ahead = [v for v in self.candidates if v.end <= hit.start() and not self._is_owned(v)]
        free = [v for v in ahead if not self._is_object(v)]
        for voice in reversed(free):
            if self._is_next_to(voice, hit):
                named = self.named(voice, [v for v in ahead if v.start > voice.end])
                return named, self._side(named, hit)
        apart = [v for v in free if v.kind != "pronoun" and _APART.fullmatch(self.text, v.end, hit.start())]
        if apart and not hit[0].endswith("ing"):
            voice = next((v for v in apart if v.kind == "name"), apart[0])
            return voice, self._side(voice, hit)
        phrase = self._noun_phrase(hit)
        if phrase is not None:
            return phrase, self._side(phrase, hit)
        if not free or not _JOINED.search(self.text, max(self.start, hit.start() - 30), hit.start()):
            return None
        return last or next((v for v in free if _ACTS.match(self.text, v.end)), free[0]), JOINED

    def _noun_phrase(self, hit: re.Match[str]) -> Voice | None:
        """Somebody without a name before a verb that only people have: *a woman at the pump told*."""
        patterns = small(self.known.language)
        if not patterns.strong.match(hit[0]):
            return None
        low = max(self.start, hit.start() - 80)
        found = patterns.phrase.search(self.text[low : hit.start()])
        if found is None or found[1].split()[-1].casefold() in self.known.common:
            return None
        start = low + found.start(1)
        name = re.sub(r"^(?:the|an?)\s+", "", " ".join(found[1].split()), flags=re.IGNORECASE)
        return Voice(start, low + found.end(1), name, "noun")

    def _is_next_to(self, voice: Voice, hit: re.Match[str]) -> bool:
        """Whether nothing but small words, the comma of an inserted name, or a phrase is between."""
        if small(self.known.language).between.fullmatch(self.text, voice.end, hit.start()):
            return True
        gap = self.text[voice.end : min(hit.start(), voice.end + _FURTHEST)]
        if gap.strip() == "," and self.text[: voice.start].endswith(", "):
            return True
        phrase = _PHRASE.fullmatch(gap)
        return bool(phrase) and not re.search(r"\b(?:that|and|which|said)\b", gap)

    def _side(self, voice: Voice, hit: re.Match[str]) -> str:
        """Whether what is said stands before the speaker: a comma before, and nothing to follow the verb."""
        lead = re.sub(
            r"\b(?:the|an?|its|his|her|their)\s*$", "", self.text[self.start : voice.start]
        ).rstrip()
        if lead.endswith(CLOSED):
            return POST
        apposed = _APPOSED.search(lead)
        if apposed and lead[: apposed.start()].rstrip().endswith((*CLOSED, ",")):
            lead = lead[: apposed.start()].rstrip()
        if lead.endswith(CLOSED) or lead.endswith((",”", ',"')):
            return POST
        ends = _ENDS.match(self.text[hit.end() : min(self.end, hit.end() + 60)])
        return POST if len(lead) > 15 and lead.endswith(",") and ends else VERB

    def _is_owned(self, voice: Voice) -> bool:
        if voice.kind == "pronoun":
            return False
        return bool(re.match(r"[’'](?:s|(?=\s))", self.text[voice.end : voice.end + 2]))

    def _is_object(self, voice: Voice) -> bool:
        """Whether a preposition stands before a candidate, so that it is not who speaks."""
        before = small(self.known.language).before
        return bool(before.search(self.text[max(self.start, voice.start - 20) : voice.start]))


def _is_short(gap: str) -> bool:
    """Whether only lower words of a title stand between a verb and a name: *wrote political analyst*."""
    return bool(re.fullmatch(r"\s*(?:[a-z’'-]+\s+){0,4}", gap))

"""Who may speak in a text: names, pronouns, and nouns such as *officials*; and whom a short name or a pronoun means."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from corridor.ledger.reading.spans import Span
from corridor.ledger.words import Words, words

_JOINING = (
    "and|the|that|but|said|while|when|as|if|because|after|since|before|though|whose|where|or|from|by|of|to|in|with|for"
    "|on|at|The|A|An|In|For|While|When|But|And|If|told|has|have|had|its|his|her|their"
)
_ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Voice:
    """Words that may name a speaker: their span, the name, and whether they are a `name`, `noun` or `pronoun`."""

    start: int
    end: int
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Forms:
    """Patterns of a language by which speakers are found."""

    noun: re.Pattern[str]
    pronoun: re.Pattern[str]
    title: re.Pattern[str]
    persons: frozenset[str]
    own: re.Pattern[str]
    texts: frozenset[str]


@lru_cache(maxsize=8)
def forms(language: str) -> Forms:
    """The patterns of a language; they find nothing where it has no words of speech."""
    speech = words(language).speech
    if not speech:
        never = re.compile(r"(?!)")
        return Forms(never, never, never, frozenset(), never, frozenset())
    noun = "|".join(speech["nouns"])
    large = r"[^\W\d_a-z][\w’'-]*"
    return Forms(
        re.compile(
            rf"(?<![\w-])(?:(?i:the|a|an|some|its|his|her|their|three|two|several|many)\s+)?"
            rf"(?:{large}[’']s\s+)?(?:(?!(?:{_JOINING})\b)[^\W\d_][\w-]{{1,14}}\s+)?"
            rf"(?i:{noun})(?:\s+and\s+(?i:{noun}))?(?![\w-])"
            rf"(?:\s+(?:of|in|from|to)\s+(?:the\s+)?(?!(?i:{'|'.join(words(language).months) or '(?!)'})\b)"
            rf"{large}(?:\s+{large}){{0,3}})?"
        ),
        re.compile(rf"(?<![\w-])(?:{'|'.join(speech['pronouns'])})(?![\w-])", re.IGNORECASE),
        re.compile(rf"^.*?(?:{'|'.join(speech['titles'])})\.?\s+(?=\S)"),
        frozenset(speech["persons"]),
        re.compile(
            rf"(?<![\w-])(?:{'|'.join(speech.get('own_pronouns', ['(?!)']))})(?![\w-])", re.IGNORECASE
        ),
        frozenset(speech.get("texts", ())),
    )


class Voices:
    """Every candidate of a text in order, and the names that short forms and pronouns lead to."""

    def __init__(self, text: str, names: Iterable[Span], known: Words) -> None:
        self.text, self.known = text, known
        self.author: Voice | None = None
        """Whose own text it is, if it is anybody's: whom *we* means in it."""
        self.forms = forms(known.language)
        self.names = tuple(Voice(s.start, s.end, self._untitled(s), s.kind) for s in names)
        self.starts = [v.start for v in self.names]
        self._full: dict[str, Voice] = {}
        for voice in self.names:
            key = _key(voice.name)
            if voice.kind == "name" and " " in voice.name and key not in self._full:
                self._full[key] = voice

    def _untitled(self, span: Span) -> str:
        if span.kind != "name":
            return span.value
        return self.forms.title.sub("", span.value) or span.value

    def between(self, start: int, end: int) -> tuple[Voice, ...]:
        """Candidates that lie in a span, in order; a name within a noun phrase counts as part of it only."""
        low, high = bisect_left(self.starts, start), bisect_left(self.starts, end)
        named = [v for v in self.names[low:high] if v.end <= end]
        nouns = [
            Voice(hit.start(), hit.end(), _ARTICLE.sub("", " ".join(hit[0].split())), "noun")
            for hit in self.forms.noun.finditer(self.text, start, end)
        ]
        nouns = [n for n in nouns if all(_apart(v, n) or _within(v, n) for v in named)]
        named = [v for v in named if all(_apart(v, n) for n in nouns)]
        pronouns = [
            Voice(hit.start(), hit.end(), hit[0].casefold(), "pronoun")
            for hit in self.forms.pronoun.finditer(self.text, start, end)
        ]
        if self.author is not None:
            pronouns += [
                Voice(hit.start(), hit.end(), "we", "pronoun")
                for hit in self.forms.own.finditer(self.text, start, end)
            ]
        return tuple(sorted((*named, *nouns, *pronouns), key=lambda v: v.start))

    def full(self, voice: Voice) -> Voice:
        """The full name that a short one leads to, where one stands at or before it; else the same."""
        if voice.kind == "noun" and self.author is not None and self._is_author(voice):
            return self.author
        if voice.kind != "name":
            return voice
        found = self._full.get(_key(voice.name))
        return found if found is not None and found.start <= voice.start else voice

    def _is_author(self, voice: Voice) -> bool:
        """Whether a noun with *the* means whose text it is: a word of that name, or the text itself."""
        if self.author is None or not re.match(r"the\s", self.text[voice.start : voice.end], re.IGNORECASE):
            return False
        word = voice.name.casefold()
        return word in self.author.name.casefold().split() or word in self.forms.texts

    def meant(self, pronoun: Voice, paragraph: int, last: Voice | None) -> Voice | None:
        """Whom a pronoun means: the speaker before it in its paragraph, else the nearest earlier name that fits."""
        if pronoun.name == "we":
            return self.author
        is_person = pronoun.name in self.forms.persons
        if last is not None and last.start >= paragraph and (last.kind == "name") >= is_person:
            return last
        low, high = bisect_left(self.starts, paragraph), bisect_left(self.starts, pronoun.start)
        fits = {"name"} if is_person else {"actor", "country"}
        near = [v for v in self.names[low:high] if v.kind in fits and not self._is_owned(v)]
        if is_person and last is not None and last.start >= paragraph and self._may_be_person(last):
            near = [v for v in near if v.start > last.start] or [last]
        if not near and is_person:
            near = [v for v in self.names[low:high] if v.kind == "actor" and self._may_be_person(v)]
        if not near and not is_person and self.author is not None and pronoun.name == "it":
            return self.author
        return near[-1] if near else None

    def _may_be_person(self, voice: Voice) -> bool:
        """Whether an actor of the lists may be a person: a name of two words or more, no body, no article."""
        told = f"{voice.name}\n{self.text[voice.start : voice.end]}"
        before = self.text[max(0, voice.start - 5) : voice.start]
        return (
            " " in voice.name
            and self.forms.noun.search(told) is None
            and not re.search(r"\b(?:the|an?)\s+$", before, re.IGNORECASE)
        )

    def titled(self, voice: Voice) -> int:
        """Where a name begins with the words before it that are written as one, such as its title."""
        at = bisect_left(self.starts, voice.start) - 1
        before = self.names[at] if at >= 0 and voice.kind != "pronoun" else None
        is_next = before is not None and self.text[before.end : voice.start] in {" ", "\u00a0"}
        return before.start if before is not None and is_next and before.kind == "name" else voice.start

    def _is_owned(self, voice: Voice) -> bool:
        return bool(re.match(r"[’']s?\b", self.text[voice.end : voice.end + 2]))


def _apart(a: Voice, b: Voice) -> bool:
    return a.end <= b.start or b.end <= a.start


def _within(a: Voice, b: Voice) -> bool:
    """Whether one lies in a longer one."""
    return b.start <= a.start and a.end <= b.end and a.end - a.start < b.end - b.start


def _key(name: str) -> str:
    return name.rsplit(maxsplit=1)[-1].casefold() if name.split() else ""

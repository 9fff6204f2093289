"""Speech without a verb: *according to*, *in its view*, *criticism by*, a name and a colon, a source in brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from corridor.ledger.reading.speakers import Voice
from corridor.ledger.words import words

ACCORDING, NOMINAL, COLON, BRACKETS = (
    f"speech/{name}/1" for name in ("according", "noun", "colon", "brackets")
)
_ACCUSES = re.compile(r"critic|accus|complain|charge|alleg", re.IGNORECASE)
_STANCES = (
    ("accused", _ACCUSES),
    ("denied", re.compile("denial", re.IGNORECASE)),
    ("promised", re.compile("promise|pledge", re.IGNORECASE)),
    ("demanded", re.compile("demand|request|call|appeal", re.IGNORECASE)),
    ("warned", re.compile("fear|warning", re.IGNORECASE)),
    ("opined", re.compile("view|opinion|hope|assessment", re.IGNORECASE)),
)
_OPENS = re.compile(r"\s*[“\"«„]")


@dataclass(frozen=True, slots=True)
class Forms:
    """Patterns of a language for speech without a verb."""

    according: re.Pattern[str]
    nominal: re.Pattern[str]
    owned: re.Pattern[str]
    by_pronoun: re.Pattern[str]
    texts: frozenset[str]


@dataclass(frozen=True, slots=True)
class Found:
    """Speech without a verb: where its words begin and end (0: with its sentence), who, its stance, the rule."""

    start: int
    end: int
    near: Voice
    stance: str
    rule: str


@lru_cache(maxsize=8)
def forms(language: str) -> Forms:
    """The patterns of a language."""
    speech = words(language).speech
    owned = "|".join(speech.get("owned", ["(?!)"]))
    return Forms(
        re.compile(rf"(?<!\w)(?:{'|'.join(speech['according'])})\s+", re.IGNORECASE),
        re.compile(
            rf"(?<!\w)(?:{'|'.join(speech['nominal'])}),?\s+(?:{'|'.join(speech['nominal_by'])})\s+(?:the\s+)?",
            re.IGNORECASE,
        ),
        re.compile(rf"[’']s?\s+(?:\w+\s+)?(?P<noun>{owned})(?!\w)", re.IGNORECASE),
        re.compile(
            rf"(?<!\w)in\s+(?P<who>{'|'.join(speech.get('owned_by', ['(?!)']))})\s+(?:\w+\s+)?(?P<noun>{owned})(?!\w)",
            re.IGNORECASE,
        ),
        frozenset(speech.get("texts", ())),
    )


def frames_in(
    text: str, candidates: tuple[Voice, ...], start: int, end: int, language: str
) -> Iterator[Found]:
    """Speech without a verb in a sentence, the surest form first."""
    told = forms(language)
    yield from _colons(text, candidates, start, end, told)
    yield from _led(text, candidates, start, end, told)
    yield from _owned(text, candidates, start, end, told)
    yield from _called(text, candidates, start, end)
    yield from _bracketed(text, candidates, start, end)


def _led(text: str, candidates: tuple[Voice, ...], start: int, end: int, told: Forms) -> Iterator[Found]:
    texts = told.texts
    for form, rule in ((told.according, ACCORDING), (told.nominal, NOMINAL)):
        for hit in form.finditer(text, start, end):
            near = next(
                (v for v in candidates if hit.end() <= v.start + 4 and v.start <= hit.end() + 25), None
            )
            if near is None:
                continue
            behind = next(
                (v for v in candidates if near.end <= v.start < near.end + 30 and v.kind != "pronoun"), None
            )
            if near.kind == "noun" and near.name.casefold() in texts and behind is not None:
                near = behind
            yield Found(start, 0, near, _stance(hit[0]) if rule == NOMINAL else "asserted", rule)


def _owned(text: str, candidates: tuple[Voice, ...], start: int, end: int, told: Forms) -> Iterator[Found]:
    """*In its view*, *in the Council's telling*, *Ito's fear is that*."""
    for hit in told.by_pronoun.finditer(text, start, end):
        owner = {"its": "it", "his": "he", "her": "she", "their": "they", "our": "we", "my": "i"}
        name = owner.get(hit["who"].casefold(), hit["who"].casefold())
        yield Found(
            start, 0, Voice(hit.start("who"), hit.end("who"), name, "pronoun"), _stance(hit["noun"]), NOMINAL
        )
    for voice in candidates:
        hit2 = told.owned.match(text, voice.end, end)
        if hit2 is None or voice.kind == "pronoun":
            continue
        lead = text[max(start, voice.start - 12) : voice.start].casefold().rstrip()
        is_led = re.search(r"\b(?:in|by|on)(?: the)?$", lead) is not None
        if is_led or re.match(
            r"[^.;:]{0,60}?(?:,| is| was)\s+(?:that|is that)\b|[^.;]{0,40}:", text[hit2.end() : end]
        ):
            yield Found(start, 0, voice, _stance(hit2["noun"]), NOMINAL)


def _colons(text: str, candidates: tuple[Voice, ...], start: int, end: int, told: Forms) -> Iterator[Found]:
    """A name, a colon and a quotation; at the start of a sentence the name of a listed body and a colon."""
    first = re.match(r"\s*(?:[•◦▪●*\-–—·‣]\s+)?(?:the\s+)?", text[start:end], re.IGNORECASE)
    opens = start + (first.end() if first else 0)
    for voice in candidates:
        if voice.kind == "pronoun":
            continue
        owned = told.owned.match(text, voice.end, end)
        at = owned.end() if owned else voice.end
        mark = re.compile(r"(?:\s*\([^()\n]{1,40}\))?:\s").match(text, at, end)
        if mark is None:
            continue
        if _OPENS.match(text, mark.end() - 1) or (voice.kind == "actor" and voice.start == opens):
            yield Found(voice.start, 0, voice, "asserted", COLON)


def _called(text: str, candidates: tuple[Voice, ...], start: int, end: int) -> Iterator[Found]:
    """What somebody calls it: *to call this a scandal, as Ito does*."""
    for voice in candidates:
        if re.match(r"\s+(?:does|did|has it|would have it)\b", text[voice.end : end]) and re.search(
            r"\bas\s+(?:the\s+)?$", text[start : voice.start]
        ):
            yield Found(start, 0, voice, "asserted", NOMINAL)


def _bracketed(text: str, candidates: tuple[Voice, ...], start: int, end: int) -> Iterator[Found]:
    """Who counted, in brackets behind a number: *up to 300 people (police)*."""
    for voice in candidates:
        around = text[voice.start - 1 : voice.start] + text[voice.end : voice.end + 1]
        if around != "()" or voice.kind == "pronoun":
            continue
        begin = max(text.rfind(mark, start, voice.start - 1) for mark in (",", ";", ":", " or ", " against "))
        begin = begin + 1 if begin >= 0 else start
        words_before = text[begin : voice.start - 1]
        if voice.kind != "name" and re.search(r"\d|\b(?:hundred|thousand|dozen)\b", words_before):
            yield Found(begin, voice.end + 1, voice, "asserted", BRACKETS)


def _stance(noun: str) -> str:
    return next((stance for stance, form in _STANCES if form.search(noun)), "asserted")

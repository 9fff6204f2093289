"""Names of a text: those of the case's own lists first, with their other names; then whatever is written as a name.

A name of the lists has its kind and the id or name that the case uses. Any other is `name`: a person says who it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from corridor.ledger.reading.cues import cues
from corridor.ledger.reading.spans import Span, meets, settled
from corridor.ledger.words import Words, words

LISTED, WRITTEN, HANDLE = "names/listed/2", "names/written/2", "names/handle/1"
_TOKEN = re.compile(r"[^\W\d_]\.(?=[ \u00a0]?[^\W\d_])|[^\W\d_](?:[\w’'-]*\w)?")
_PARTICLES = frozenset({"de", "von", "van", "al", "bin", "der", "la"})
_LINE = re.compile(r"[^\n]+")
_LABELS = re.compile(r"[ \u00a0]?[:,(]")
_PLAIN = re.compile(r"[^\W\d_]+")
_FOLLOWS = re.compile(r"[ \u00a0]+([^\W\d_])")
_OPENING = " \u00a0\"“”\u2018’'([•-–—"
_ENUMERATED = re.compile(r"(?:^|\n)[ \t]*\(?(?:\d{1,2}|[a-zA-Z])[.)]$")
_HANDLE = re.compile(r"(?<![\w@.])@\w{2,30}(?!\w|\.\w)")
_OF = re.compile(r"[ \u00a0](?:of|for)[ \u00a0](?:the[ \u00a0])?")
_OWN = re.compile(r"[’']s?$")
_JOINT = re.compile(
    r"(?:(?<=\bMr|\bDr|\bMs|\bSt)\.|(?<=\bMrs|\bGen|\bCol)\.)?[ \u00a0]*"
    r"(?:(?:of|for|the|and|on|in|de|von|van|al|bin)[ \u00a0]+){0,3}"
)


@dataclass(frozen=True, slots=True)
class _Seen:
    """Words that a text writes small somewhere, and those that it writes large within a sentence."""

    small: frozenset[str]
    inner: frozenset[str]

    @classmethod
    def of(cls, text: str) -> _Seen:
        found = [*_TOKEN.finditer(text), *_PLAIN.finditer(text)]
        return cls(
            frozenset(hit[0] for hit in found if hit[0] == hit[0].casefold()),
            frozenset(
                _OWN.sub("", hit[0])
                for hit in found
                if hit[0][0].isupper() and not _starts(text, hit.start())
            ),
        )


@dataclass(frozen=True, slots=True)
class Listed:
    """A name that the case knows: the one it uses, its kind (`actor`, `place`, `route`), and others."""

    name: str
    kind: str
    others: tuple[str, ...] = ()


def names_in(text: str, listed: Iterable[Listed], known: Words) -> tuple[Span, ...]:
    """Every name of a text, in order, none overlapping another.

    Parameters
    ----------
    text : str
    listed : iterable of Listed
        Names of the case.
    known : Words
        Word list of the language: words that a sentence begins with are no names.

    Examples
    --------
    >>> from corridor.ledger.words import words
    >>> found = names_in("The Red Cross met Mr Ito in Tarn.", [Listed("Tarn", "place")], words("en"))
    >>> [(s.kind, s.value) for s in found]
    [('name', 'Red Cross'), ('name', 'Mr Ito'), ('place', 'Tarn')]
    """
    own = settled([*_listed(text, tuple(listed)), *_handles(text)])
    free = (
        s
        for s in _written(_without(text, own), known)
        if not meets(s, own) and not _is_no_name(text, s, known)
    )
    return settled([*own, *free])


def _handles(text: str) -> Iterable[Span]:
    """Who writes in a network: *@ito*."""
    return (
        Span(start=hit.start(), end=hit.end(), kind="name", value=hit[0], rule=HANDLE)
        for hit in _HANDLE.finditer(text)
    )


def _without(text: str, own: Iterable[Span]) -> str:
    """A text with small letters for its listed names, so that another name next to one is found by itself."""
    pieces, at = [], 0
    for span in own:
        pieces += [text[at : span.start], "x" * (span.end - span.start)]
        at = span.end
    return "".join([*pieces, text[at:]])


def _is_no_name(text: str, span: Span, known: Words) -> bool:
    """Whether words written large are none: one letter, a tag, a defined word, words of a title in capitals."""
    told = text[span.start : span.end]
    if len(told) < 2 or text[max(0, span.start - 1) : span.start] in {"#", "°"}:
        return True
    if told.casefold() in known.defined or re.fullmatch(r"[A-Z]\d", told):
        return True
    low = text.rfind("\n", 0, span.start) + 1
    high = text.find("\n", span.end)
    line = text[low : high if high >= 0 else len(text)]
    return (
        told.isupper()
        and " " in line.strip()
        and low > 0
        and line.isupper()
        and ":" not in line
        and len(line) > len(told) - 1
    )


def listed_names(
    actors: Iterable[object], places: Iterable[object] = (), routes: Iterable[object] = ()
) -> tuple[Listed, ...]:
    """Names of the tables of a case, as records that have `name` and other names."""
    found: list[Listed] = []
    for kind, rows, key, other in (
        ("actor", actors, "actor", "aliases"),
        ("place", places, "place", "other_names"),
        ("route", routes, "route", ""),
    ):
        for row in rows:
            name = str(getattr(row, "name", "") or getattr(row, key))
            others = tuple(getattr(row, other, ())) if other else ()
            parts = tuple(p.strip() for p in re.split(r"\s/\s", name)) if " / " in name else ()
            found.append(Listed(name, kind, (*parts, *others)))
    return tuple(found)


def _listed(text: str, listed: Iterable[Listed]) -> Iterable[Span]:
    """Names of the case as they stand; in a line without a small letter, or without a large one, however written."""
    forms: Mapping[str, Listed] = {
        form: one for one in listed for form in (one.name, *one.others) if len(form) > 1
    }
    if not forms:
        return ()
    pattern = "|".join(
        re.escape(form).replace(r"\ ", r"[ \u00a0]+") for form in sorted(forms, key=len, reverse=True)
    )
    folded = {form.casefold(): one for form, one in forms.items()}
    any_case = re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE)
    hits = [*re.finditer(rf"(?<!\w)(?:{pattern})(?!\w)", text)]
    for line in _LINE.finditer(text):
        if _is_of_one_case(line[0]):
            hits += any_case.finditer(text, line.start(), line.end())
    return settled(
        Span(start=hit.start(), end=hit.end(), kind=one.kind, value=one.name, rule=LISTED)
        for hit in hits
        for one in (forms.get(_plain(hit[0])) or folded[_plain(hit[0]).casefold()],)
    )


def _is_of_one_case(line: str) -> bool:
    """Whether a line is written all large, or, but for a word or two, all small: then its case tells no name."""
    if line.isupper():
        return True
    words_of = _PLAIN.findall(line)
    return (
        len(words_of) > 3
        and words_of[0][0].islower()
        and sum(w[0].isupper() for w in words_of) * 10 <= len(words_of)
    )


def _plain(form: str) -> str:
    return re.sub(r"[ \u00a0]+", " ", form)


def _written(text: str, known: Words) -> Iterable[Span]:
    """Runs of words written large, joined by small words between; a first word of a sentence only if it is rare."""
    run: list[re.Match[str]] = []
    seen = _Seen.of(text)
    for word in _TOKEN.finditer(text):
        if run and (word[0] in _PARTICLES or word.end() < _joins(text, run[-1], known)):
            continue
        is_body = not run and _joins(text, word, known) > 0
        if not _is_large(word[0]) or (not run and not is_body and _is_common_start(text, word, known, seen)):
            if run:
                yield _span(text, run)
                run = []
            continue
        if run and not _JOINT.fullmatch(text[run[-1].end() : word.start()]):
            yield _span(text, run)
            run = [] if _is_common_start(text, word, known, seen) else [word]
            continue
        run.append(word)
    if run:
        yield _span(text, run)


def _joins(text: str, word: re.Match[str], known: Words) -> int:
    """Where the small words end that join a body to what it is of, as in *Ministry of Roads*; 0 if it is none."""
    told = cues(known.language)
    if not (
        word[0][0].isupper() and (told.is_one("body.first", word[0]) or told.is_one("body.head", word[0]))
    ):
        return 0
    hit = _OF.match(text, word.end())
    return hit.end() if hit and text[hit.end() : hit.end() + 1].isupper() else 0


def _is_large(word: str) -> bool:
    return word[0].isupper()


def _is_common_start(text: str, word: re.Match[str], known: Words, seen: _Seen) -> bool:
    """Whether a word is large only for where it stands: it stands small elsewhere, or never within a sentence."""
    folded = word[0].casefold().rstrip(".")
    if (
        folded in known.common
        or folded in known.stops
        or folded in known.months
        or folded in _weekdays(known)
    ):
        return True
    if not _starts(text, word.start()) or (word[0].isupper() and _LABELS.match(text, word.end())):
        return False
    if folded in seen.small:
        return True
    if _speaks(known.language).match(text, word.end()):
        return word[0].endswith("s")  # Ito said; but officials said
    follows = _FOLLOWS.match(text, word.end())
    if follows and follows[1].isupper():
        return False
    return _OWN.sub("", word[0]) not in seen.inner


def _starts(text: str, at: int) -> bool:
    """Whether a sentence begins at a place."""
    while at and text[at - 1] in _OPENING:
        at -= 1
    if not at or text[at - 1] in ".!?:;\n\r":
        return True
    return text[at - 1] == ")" and _ENUMERATED.search(text[max(0, at - 8) : at]) is not None


@lru_cache(maxsize=8)
def _speaks(language: str) -> re.Pattern[str]:
    """A verb of speech right behind a word: who speaks is somebody."""
    speech = words(language).speech
    plain = [
        v
        for many in speech.get("verbs", {}).values()
        for v in many
        if re.fullmatch(r"[a-z]+(?:ed|s|d|t|ke of)", v)
    ]
    return re.compile(rf"[ \u00a0](?:{'|'.join(plain) or '(?!)'})(?!\w)")


def _weekdays(known: Words) -> frozenset[str]:
    return frozenset(known.times.get("weekdays", ())) if known.times else frozenset()


def _span(text: str, run: list[re.Match[str]]) -> Span:
    start, end = run[0].start(), run[-1].end()
    value = re.sub(r"[’']s?$", "", _plain(text[start:end])).rstrip(".")
    return Span(start=start, end=start + len(value), kind="name", value=value, rule=WRITTEN)

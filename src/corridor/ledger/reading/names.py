"""Names of a text: those of the case's own lists first, with their other names; then whatever is written as a name.

A name of the lists has its kind and the id or name that the case uses. Any other is `name`: a person says who it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from corridor.ledger.reading.spans import Span, meets, settled
from corridor.ledger.words import Words

LISTED, WRITTEN = "names/listed/1", "names/written/1"
_TOKEN = re.compile(r"[^\W\d_]\.(?=[ \u00a0]?[^\W\d_])|[^\W\d_](?:[\w’'-]*\w)?")
_PARTICLES = frozenset({"de", "von", "van", "al", "bin", "der", "la"})
_LABELS = re.compile(r"[ \u00a0]?[:,(]")
_PLAIN = re.compile(r"[^\W\d_]+")
_FOLLOWS = re.compile(r"[ \u00a0]+([^\W\d_])")
_OPENING = " \u00a0\"“”\u2018’'(•-–—"
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
            frozenset(hit[0] for hit in found if hit[0][0].isupper() and not _starts(text, hit.start())),
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
    own = tuple(_listed(text, listed))
    free = (s for s in _written(text, known) if not meets(s, own))
    return settled([*own, *free])


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
    forms: Mapping[str, Listed] = {
        form: one for one in listed for form in (one.name, *one.others) if len(form) > 1
    }
    if not forms:
        return ()
    pattern = "|".join(
        re.escape(form).replace(r"\ ", r"[ \u00a0]+") for form in sorted(forms, key=len, reverse=True)
    )
    return settled(
        Span(
            start=hit.start(),
            end=hit.end(),
            kind=forms[_plain(hit[0])].kind,
            value=forms[_plain(hit[0])].name,
            rule=LISTED,
        )
        for hit in re.finditer(rf"(?<!\w)(?:{pattern})(?!\w)", text)
    )


def _plain(form: str) -> str:
    return re.sub(r"[ \u00a0]+", " ", form)


def _written(text: str, known: Words) -> Iterable[Span]:
    """Runs of words written large, joined by small words between; a first word of a sentence only if it is rare."""
    run: list[re.Match[str]] = []
    seen = _Seen.of(text)
    for word in _TOKEN.finditer(text):
        if run and word[0] in _PARTICLES:
            continue
        if not _is_large(word[0]) or (not run and _is_common_start(text, word, known, seen)):
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
    follows = _FOLLOWS.match(text, word.end())
    if follows and follows[1].isupper():
        return False
    return word[0] not in seen.inner


def _starts(text: str, at: int) -> bool:
    """Whether a sentence begins at a place."""
    while at and text[at - 1] in _OPENING:
        at -= 1
    return not at or text[at - 1] in ".!?:\n\r"


def _weekdays(known: Words) -> frozenset[str]:
    return frozenset(known.times.get("weekdays", ())) if known.times else frozenset()


def _span(text: str, run: list[re.Match[str]]) -> Span:
    start, end = run[0].start(), run[-1].end()
    value = re.sub(r"[’']s?$", "", _plain(text[start:end])).rstrip(".")
    return Span(start=start, end=start + len(value), kind="name", value=value, rule=WRITTEN)

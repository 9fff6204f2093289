"""Claims as frames that can be held against each other: words weighed by how rare they are, slots, days, a number.

Pure: records in, frames out. What two frames share is weighed in `corridor.ledger.reading.linking`.
"""

from __future__ import annotations

import datetime as dt
import math
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from corridor.ledger.groups import groups_of
from corridor.ledger.reading.counted import Counted, counted_of
from corridor.ledger.reading_claims import days_of
from corridor.ledger.records import Actor, Claim, Document, Passage
from corridor.schema.edtf import EdtfError, parse_edtf

NAMED = ("actor", "recipient", "object", "place", "route")
"""Slots that hold names or things."""
NAMES = ("actor", "recipient", "place", "route")
"""Slots that hold names of somebody or somewhere."""
BACKGROUND = 100
"""Claims on other matters that are thought beside a pool, so that in a small one words that are shared still count."""
ABOUT = 0.1
"""How far, as a share of it, a number told with `about` is taken to reach to either side."""
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_SHORTEST = 4
_NEVER = re.compile(r"(?!)")
Bounds = tuple[float, float]
Name = frozenset[str]
"""Stems of a name, without the words around it that leave it what it is."""
Days = tuple[dt.date | None, dt.date | None]


@dataclass(frozen=True, slots=True, eq=False)
class LinkWords:
    """Word lists by which claims of a language are held against each other; all empty where there is no file."""

    language: str
    endings: tuple[str, ...] = ()
    stops: frozenset[str] = frozenset()
    offices: frozenset[str] = frozenset()
    negation: re.Pattern[str] = _NEVER
    hollow: frozenset[str] = frozenset()
    durations: frozenset[str] = frozenset()
    opposites: tuple[tuple[frozenset[str], frozenset[str]], ...] = ()

    def stem(self, word: str) -> str:
        """A word without an ending that does not change what it is about; at least four letters stay.

        Examples
        --------
        >>> (
        ...     link_words("en").stem("convoys"),
        ...     link_words("en").stem("blocked"),
        ...     link_words("xx").stem("convoys"),
        ... )
        ('convoy', 'block', 'convoys')
        """
        return _stem(word, self.endings)


@lru_cache(maxsize=65_536)
def _stem(word: str, endings: tuple[str, ...]) -> str:
    cut = next((e for e in endings if word.endswith(e) and len(word) - len(e) >= _SHORTEST), "")
    return word.removesuffix(cut) if cut else word


@cache
def link_words(language: str) -> LinkWords:
    """The lists of a language by its code."""
    code = re.split(r"[-_]", language.casefold(), maxsplit=1)[0]
    path = files("corridor.ledger.words").joinpath(f"{code}_links.toml")
    if not (code.isascii() and code.isalpha() and path.is_file()):
        return LinkWords(code)
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    return LinkWords(
        code,
        endings=tuple(sorted(told["endings"], key=len, reverse=True)),
        stops=frozenset(told["stops"]),
        offices=frozenset(told["offices"]),
        negation=re.compile(rf"(?<!\w)(?:{'|'.join(told['negation'])})(?!\w)", re.IGNORECASE),
        hollow=frozenset(told["hollow"]),
        durations=frozenset(told["durations"]),
        opposites=tuple((frozenset(a), frozenset(b)) for a, b in told["opposites"]),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What a ledger knows beside its claims: when and by whom each was published, and which names are one.

    Attributes
    ----------
    documents : mapping of str to Document
    passages : mapping of str to Passage
    groups : mapping of str to str
        Independence group of each document.
    names : mapping of str to str
        Name of an actor by each of its names, case folded.
    within : mapping of str to str
        Name of the actor that one belongs to.
    accounts : mapping of str to str
        Whose account each actor speaks for.
    listed : pattern
        Any of the names as whole words.
    """

    documents: Mapping[str, Document] = field(default_factory=dict)
    passages: Mapping[str, Passage] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    within: Mapping[str, str] = field(default_factory=dict)
    accounts: Mapping[str, str] = field(default_factory=dict)
    listed: re.Pattern[str] = _NEVER

    def party(self, name: str) -> str:
        """The name by which a ledger knows an actor; the name itself if it does not."""
        return self.names.get(name.strip().casefold(), name.strip())

    def parties(self, name: str) -> tuple[str, ...]:
        """An actor, and those it belongs to, nearest first."""
        found = [self.party(name)]
        while (above := self.within.get(found[-1])) and above not in found:
            found.append(above)
        return tuple(found)


def beside_of(
    documents: Mapping[str, Document],
    passages: Mapping[str, Passage],
    groups: Mapping[str, str],
    actors: Iterable[Actor],
) -> Beside:
    """What a ledger knows beside its claims, from its records."""
    listed = tuple(actors)
    names = {n.strip().casefold(): a.name for a in listed for n in (a.actor, a.name, *a.aliases) if n.strip()}
    longest = sorted(names, key=len, reverse=True)
    any_name = rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)" if names else _NEVER.pattern
    return Beside(
        documents=documents, passages=passages, groups=groups, names=names,
        within={a.name: names.get(a.part_of.casefold(), a.part_of) for a in listed if a.part_of},
        accounts={a.name: a.account for a in listed if a.account},
        listed=re.compile(any_name, re.IGNORECASE),
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A claim ready to be held against others.

    Attributes
    ----------
    claim : Claim
    words : mapping of str to float
        Weight of each stem of what is said; the squares add up to 1.
    weight : float
        Weight of all its stems that are no names.
    plain : frozenset of str
        All words of what is said, case folded.
    speaker, actor : frozenset of str
        Stems of who speaks and of who acts, without words such as `government`.
    voices : frozenset of frozenset of str
        Names for which the speaker speaks: its own, that of whom it belongs to, that of its account.
    parties : frozenset of frozenset of str
        Names of who is spoken of, and of whom they belong to: actor and recipient; of a claim in the words of its
        document also listed actors in them. The speaker is not among them.
    sides : frozenset of str
        Accounts of who is spoken of.
    slots : mapping of str to frozenset of str
        Stems of each slot that is filled.
    days : tuple or None
        First and last day it is about.
    said : date or None
        Last day on which it may have been published.
    bounds : tuple or None
        Lowest and highest number that it allows.
    counted : Counted or None
        What that number counts.
    documents, groups : frozenset of str
        What carries it.
    at : tuple of str, int and int, or None
        Document, start and end of its first passage.
    holds : bool
        Whether it holds what it names to be so: its polarity, or a negation in its words.
    """

    claim: Claim
    words: Mapping[str, float]
    weight: float
    plain: frozenset[str]
    speaker: Name
    actor: Name
    voices: frozenset[Name]
    parties: frozenset[Name]
    sides: frozenset[str]
    slots: Mapping[str, frozenset[str]]
    days: Days | None
    said: dt.date | None
    bounds: Bounds | None
    counted: Counted | None
    documents: frozenset[str]
    groups: frozenset[str]
    at: tuple[str, int, int] | None
    holds: bool
    heavy: Mapping[str, float]
    """Weight of each slot that is filled."""
    order: tuple[dt.date, str, int, int, str]
    """Sorts claims by when they were published, and by where they stand."""

    @property
    def key(self) -> str:
        """Label of the claim."""
        return self.claim.claim


@dataclass(frozen=True, slots=True)
class Frames:
    """Frames of a pool of claims in its order, and how much a stem tells in it: the rarer the more."""

    frames: tuple[Frame, ...]
    weight: Mapping[str, float]
    types: Mapping[str, float]
    named: frozenset[str]
    """Stems of names: of actors, places and routes anywhere in the pool."""
    language: str


def frames_of(claims: Sequence[Claim], known: Beside, *, language: str = "en") -> Frames:
    """Frames of claims, weighed by how many claims of the pool share each stem.

    Parameters
    ----------
    claims : sequence of Claim
        The pool; weights depend on it.
    known : Beside
    language : str
        Language of the propositions.
    """
    lists = link_words(language)
    said = [_stems(f"{c.proposition} {c.object}", lists) for c in claims]
    slots = [_slots(c, known, lists) for c in claims]
    held = [stems.union(*filled.values()) for stems, filled in zip(said, slots, strict=True)]
    weight = _rarity(Counter(s for stems in held for s in stems), len(claims))
    types = _rarity(Counter(c.type.casefold() for c in claims if c.type), len(claims))
    most = math.log(2 * (len(claims) + BACKGROUND))
    named = frozenset(s for filled in slots for name in NAMES for s in filled.get(name, ()))
    made = tuple(
        _frame(c, stems, filled, weight, named, known, lists)
        for c, stems, filled in zip(claims, said, slots, strict=True)
    )
    return Frames(made, weight, {t: w / most for t, w in types.items()}, named, language)


def _rarity(counts: Mapping[str, int], size: int) -> dict[str, float]:
    return {s: math.log((size + BACKGROUND) / (n + 0.5)) for s, n in counts.items()}


def _frame(
    c: Claim, stems: frozenset[str], slots: Mapping[str, frozenset[str]], weight: Mapping[str, float],
    named: frozenset[str], beside: Beside, lists: LinkWords,
) -> Frame:  # fmt: skip
    length = math.sqrt(math.fsum(weight[s] ** 2 for s in stems)) or 1.0
    spots = [beside.passages[p] for p in c.passages if p in beside.passages]
    carriers = frozenset((*c.documents, *(p.document for p in spots)))
    at = next(
        ((p.document, p.start, p.end) for p in spots if p.start is not None and p.end is not None), None
    )
    groups = groups_of(c, carriers, {d: beside.groups.get(d, d) for d in carriers})
    said = _published(carriers, beside)
    return Frame(
        claim=c, words={s: weight[s] / length for s in stems}, slots=slots,
        weight=math.fsum(weight[s] for s in stems if s not in named), days=days_of(c),
        plain=frozenset(w.casefold() for w in _WORD.findall(c.proposition)),
        said=said, bounds=_bounds(c), documents=carriers,
        counted=counted_of(c, lambda text: _stems(text, lists), lists.language), groups=groups, at=at,
        holds=c.polarity == "+" and not lists.negation.search(c.proposition),
        heavy={name: math.fsum(weight[s] for s in filled) for name, filled in slots.items()},
        order=(said or dt.date.max, *(at or ("", 0, 0)), c.claim), **_people(c, beside, lists),
    )  # fmt: skip


def _stems(text: str, lists: LinkWords) -> frozenset[str]:
    found = (w.casefold().removesuffix("'s").removesuffix("’s") for w in _WORD.findall(text))
    return frozenset(lists.stem(w) for w in found if len(w) > 1 and w not in lists.stops)


def _people(c: Claim, beside: Beside, lists: LinkWords) -> dict[str, Any]:
    """Who speaks in a claim, and of whom."""
    own = [n for n in (*beside.parties(c.speaker), c.account) if n]
    named = [n for n in (c.actor, c.recipient) if n]
    if c.status == "proposed":
        named += [beside.names[m.casefold()] for m in beside.listed.findall(c.proposition)]
    speaker = beside.party(c.speaker)
    others = [n for name in named if beside.party(name) != speaker for n in beside.parties(name)]
    return {
        "speaker": name_of(speaker, lists),
        "actor": name_of(beside.party(c.actor), lists),
        "voices": frozenset(name_of(n, lists) for n in own),
        "parties": frozenset(name_of(n, lists) for n in others),
        "sides": frozenset(beside.accounts[n] for n in others if n in beside.accounts),
    }


@lru_cache(maxsize=16_384)
def name_of(text: str, lists: LinkWords) -> Name:
    """Stems of a name without the words around it that leave it what it is; all of them if there is nothing else."""
    bare = text.casefold().replace("(", " ").replace(")", " ").replace(",", " ").split()
    words = [w.removesuffix("’s").removesuffix("'s") for w in bare]
    return frozenset(lists.stem(w) for w in [w for w in words if w not in lists.offices] or words)


def _slots(c: Claim, beside: Beside, lists: LinkWords) -> dict[str, frozenset[str]]:
    filled = {name: _stems(beside.party(getattr(c, name)), lists) for name in NAMED if getattr(c, name)}
    return {name: stems for name, stems in filled.items() if stems}


def _published(documents: Iterable[str], beside: Beside) -> dt.date | None:
    days = [_last(beside.documents[d].published) for d in documents if d in beside.documents]
    dated = [d for d in days if d is not None]
    return min(dated) if dated else None


def _last(text: str) -> dt.date | None:
    try:
        return parse_edtf(text).last if text else None
    except EdtfError:
        return None


def _bounds(c: Claim) -> Bounds | None:
    """Lowest and highest number that a claim allows; None if it states none."""
    if c.quantity is None:
        return None
    low, high = c.quantity.low, c.quantity.high
    if c.qualifier == "about":
        return low - ABOUT * abs(low), high + ABOUT * abs(high)
    return (
        -math.inf if c.qualifier == "up to" and c.quantity.is_exact else low,
        math.inf if c.qualifier == "more than" and c.quantity.is_exact else high,
    )

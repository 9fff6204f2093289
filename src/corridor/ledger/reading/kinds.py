"""What the names of documents are: places, ways, crossings, bodies, persons, by the words that stand around them.

For a case that lists no names yet. Cue words decide (`words/<language>_kinds.toml`); a name without one stays
undecided, and a person says what it is. A name may be two things: a state acts, and is also where something happens.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from corridor.ledger.documents import Reading
from corridor.ledger.reading.cues import Cues, cues
from corridor.ledger.reading.names import Listed
from corridor.ledger.reading.propose import Marks
from corridor.ledger.words import words

__all__ = ["Named", "listed", "name_kinds"]

SHORT = 3
"""Letters of the shortest name of which another word is made."""
MOST_WORDS = 4
"""Words of the longest name that is believed without a body among them; a headline in capitals is longer."""
_NEXT = re.compile(r"[ \u00a0]+([^\W\d_][\w-]*)")
_BEFORE = 60


@dataclass(frozen=True, slots=True)
class Named:
    """A name of the documents, and what it is taken for.

    Attributes
    ----------
    name : str
        The spelling met most.
    kinds : frozenset of str
        Of `place`, `route`, `crossing`, `actor`, `person`; empty: nothing around it says.
    others : tuple of str
        Other spellings and shorter forms.
    why : tuple of str
        The words that decided.
    where : tuple of (document, start, end)
        Every place where it stands, in order.
    is_public : bool
        Of a person: whether an office was named with it.
    """

    name: str
    kinds: frozenset[str]
    others: tuple[str, ...] = ()
    why: tuple[str, ...] = ()
    where: tuple[tuple[str, int, int], ...] = ()
    is_public: bool = False

    @property
    def spellings(self) -> tuple[str, ...]:
        """The name and its other forms."""
        return (self.name, *self.others)


@dataclass
class _Seen:
    """What was met of one name, upper and lower case alike."""

    spellings: Counter[str] = field(default_factory=Counter)
    kinds: dict[str, str] = field(default_factory=dict)
    where: list[tuple[str, int, int]] = field(default_factory=list)
    is_public: bool = False


def name_kinds(documents: Iterable[tuple[Reading, Marks]]) -> tuple[Named, ...]:
    """Every name of some documents with what it is taken for, in order of first mention.

    Parameters
    ----------
    documents : iterable of (Reading, Marks)
        Documents and what was found in them without a list of names.

    Returns
    -------
    tuple of Named
        No two share a spelling. Adjectives made of another name, and words such as *the Council*, are left out.

    Examples
    --------
    >>> from corridor.ledger.reading.propose import Lists, marks_of
    >>> text = Reading("D", "", "Mr Ito said the road to Tarn and the Lake road are shut. He met Ro.")
    >>> [(n.name, sorted(n.kinds)) for n in name_kinds([(text, marks_of(text, Lists()))])]
    [('Ito', ['person']), ('Tarn', ['place']), ('Lake road', ['route']), ('Ro', [])]
    """
    seen: dict[str, _Seen] = defaultdict(_Seen)
    told = Cues("")
    for reading, marks in documents:
        told = cues(reading.language)
        _meet(reading, marks, told, seen)
    found = [_settle(one) for one in seen.values()]
    return _merged(_without_derived(found, told))


def listed(names: Iterable[Named]) -> tuple[Listed, ...]:
    """Names that were told apart, as a list to read by; one that acts and is also a place is a `country`."""
    made = []
    for one in names:
        kind = (
            "country" if {"place", "actor"} <= one.kinds
            else "actor" if one.kinds & {"actor", "person"}
            else "place" if "place" in one.kinds
            else "route" if "route" in one.kinds
            else ""
        )  # fmt: skip
        if kind:
            made.append(Listed(one.name, kind, one.others))
    return tuple(made)


# ------------------------------------------------------------------------------------------- meeting names


def _meet(reading: Reading, marks: Marks, told: Cues, seen: dict[str, _Seen]) -> None:
    speakers = sorted((u.speaker_start, u.speaker_end) for u in marks.units)
    heads = [
        (line.start, line.end) for line in reading.lines if _is_headline(reading.text[line.start : line.end])
    ]
    for span in marks.names:
        if any(a <= span.start < b for a, b in heads):
            continue
        name, start, end, kinds, is_public = _mention(reading.text, span.start, span.end, told)
        if not name or told.is_one("body.head", name) or told.is_one("body.first", name):
            continue
        one = seen[name.casefold()]
        one.spellings[name] += 1
        one.where.append((reading.document, start, end))
        one.is_public |= is_public
        if not kinds:
            at = bisect_left(speakers, (span.start, 0))
            speaks = at < len(speakers) and speakers[at][1] <= span.end
            kinds = _spoken(name, told) if speaks else _around(reading, start, end, told)
        for kind, why in kinds.items():
            one.kinds.setdefault(kind, why)


def _is_headline(line: str) -> bool:
    """Whether most longer words of a line are written large and no stop ends it: there a capital says nothing."""
    long = [w for w in re.findall(r"[^\W\d_][\w’'-]*", line) if len(w) > 3]
    large = sum(w[0].isupper() for w in long)
    return len(long) > 1 and large > 0.6 * len(long) and line.rstrip()[-1:] not in '.!?…”":;'


def _mention(text: str, start: int, end: int, told: Cues) -> tuple[str, int, int, dict[str, str], bool]:
    """A mention without words that are no part of the name; and what its own words, or the next one, say it is."""
    while (first := re.match(r"[\w’'-]+", text[start:end])) and (told.is_one("not.first", first[0])):
        start += len(text[start + first.end() : end]) and first.end() + _blanks(
            text, start + first.end(), end
        )
        if first.end() == end - start:
            return "", start, end, {}, False
    name, titled, is_public = _untitled(_one_line(text[start:end]), told)
    if not name:
        return "", start, end, {}, False
    if titled:
        return name, end - len(name), end, {"person": titled}, is_public
    following = _NEXT.match(text, end)
    for kind, nouns in (("route", "way.noun"), ("crossing", "crossing.head")):
        if following and following[1].islower() and told.is_one(nouns, following[1]):
            return f"{name} {following[1]}", start, following.end(), {kind: following[1]}, False
    before = text[max(0, start - _BEFORE) : start]
    office = told.ending("person.offices", re.sub(r",\s*$", "", before)) if " " in name else ""
    return name, start, end, _by_head(name, told) or ({"person": office} if office else {}), bool(office)


def _blanks(text: str, start: int, end: int) -> int:
    return len(text[start:end]) - len(text[start:end].lstrip())


def _one_line(text: str) -> str:
    return re.sub(r"[’']s?$", "", " ".join(text.split())).rstrip(".")


def _untitled(name: str, told: Cues) -> tuple[str, str, bool]:
    """A name without the title or office before it, that title, and whether it is an office."""
    for kind in ("person.offices", "person.titles"):
        hits = [h for h in told.pattern(kind).finditer(name) if h.end() < len(name)]
        if hits:
            rest = name[hits[-1].end() :].strip(" .,")
            return (rest, hits[-1][0], kind == "person.offices") if rest[:1].isupper() else (name, "", False)
        if told.is_one(kind, name.rpartition(" ")[2]):
            return "", "", False  # an office and nobody in it
    return name, "", False


def _by_head(name: str, told: Cues) -> dict[str, str]:
    """What the words of a name themselves say it is."""
    parts = name.split(" ")
    last, first = parts[-1], parts[0]
    for kind, where in (("route", "way"), ("crossing", "crossing"), ("actor", "body"), ("place", "place")):
        if len(parts) > 1 and told.is_one(f"{where}.head", last):
            return {kind: last}
    if len(parts) > 2 and told.is_one("body.first", first):
        return {"actor": first}
    inner = next((p for p in parts if told.is_one("body.head", p)), "")
    return {"actor": inner} if len(parts) > MOST_WORDS - 2 and inner and " of " in f" {name} " else {}


def _spoken(name: str, told: Cues) -> dict[str, str]:
    """What a speaker is: a person if it has two names and no words of a body, else somebody who acts."""
    is_person = 1 < len(name.split(" ")) <= MOST_WORDS and not told.has("body.head", name)
    return {"person" if is_person else "actor": "speaks"}


def _around(reading: Reading, start: int, end: int, told: Cues) -> dict[str, str]:
    """What the words around a name say: a place by strong words, or by *in* before it and a pause behind it."""
    before, following = reading.text[max(0, start - _BEFORE) : start], _NEXT.match(reading.text, end)
    if cue := told.ending("place.before", before):
        return {"place": cue}
    if following and told.is_one("place.follows", following[1]):
        return {"place": following[1]}
    is_pause = following is None or following[1].casefold() in words(reading.language).stops
    if is_pause and (cue := told.ending("place.near", before)):
        return {"place": cue}
    return {}


# ------------------------------------------------------------------------------------------- settling


def _settle(one: _Seen) -> Named:
    by_count = sorted(one.spellings, key=lambda s: (s.isupper(), -one.spellings[s], s))
    kinds = set(one.kinds)
    if "person" in kinds:
        kinds = {"person"}
    elif kinds & {"route", "crossing"}:
        kinds -= {"place", "actor"}
    why = tuple(dict.fromkeys(one.kinds[k] for k in sorted(kinds)))
    return Named(by_count[0], frozenset(kinds), tuple(by_count[1:]), why, tuple(one.where), one.is_public)


def _without_derived(found: Sequence[Named], told: Cues) -> list[Named]:
    """The names without those of peoples, adjectives made of another name, and headlines."""
    bases = {n.name.casefold() for n in found}
    roots = Counter(base[:-1] for base in bases if len(base) > SHORT)
    kept = []
    for one in found:
        parts = re.split(r"[ -]", one.name.casefold())
        is_made = all(any(_is_made(p, e, bases, roots) for e in told.endings) for p in parts)
        is_headline = not one.kinds and len(one.name.split(" ")) > MOST_WORDS
        if not (is_headline or (is_made and "person" not in one.kinds)):
            kept.append(one)
    return kept


def _is_made(word: str, ending: str, bases: Container[str], roots: Mapping[str, int]) -> bool:
    """Whether a word is another name with an ending, which may take the place of that name's last letter."""
    stem = word[: -len(ending)]
    if not word.endswith(ending) or len(stem) < SHORT:
        return False
    itself = word in bases and word[:-1] == stem
    return stem in bases or roots.get(stem, 0) > itself


def _merged(found: Sequence[Named]) -> tuple[Named, ...]:
    """The names, short forms of a person and of a way taken into the one longer name that they fit."""
    ends: dict[str, list[Named]] = defaultdict(list)
    begins: dict[str, list[Named]] = defaultdict(list)
    for one in found:
        first, _, last = one.name.casefold().rpartition(" ")
        if first:
            ends[last].append(one)
            begins[first].append(one)
    into: dict[str, str] = {}
    for one in found:
        fits = _fits(one, ends[one.name.casefold()], begins[one.name.casefold()])
        if len(fits) == 1 and fits[0].kinds:
            into[one.name] = fits[0].name
    made = {n.name: n for n in found if n.name not in into}
    order = _order(found)
    for one in found:
        target = into.get(one.name)
        while target in into:
            target = into[target]
        if target is None:
            continue
        whole = made[target]
        made[target] = replace(
            whole,
            others=tuple(dict.fromkeys((*whole.others, *one.spellings))),
            where=tuple(sorted({*whole.where, *one.where}, key=order)),
            is_public=whole.is_public or one.is_public,
        )
    return tuple(made.values())


def _fits(one: Named, ends: Sequence[Named], begins: Sequence[Named]) -> list[Named]:
    """Longer names that a name may be short for: of a person its surname, of a way all but its noun."""
    persons = [n for n in ends if n.kinds <= {"person"}] if one.kinds <= {"person", "actor"} else []
    ways = [n for n in begins if n.kinds == {"route"}] if one.kinds <= {"route"} else []
    return [*persons, *ways]


def _order(found: Sequence[Named]) -> Callable[[tuple[str, int, int]], tuple[int, int]]:
    listed = dict.fromkeys(d for n in found for d, _, _ in n.where)
    places = {document: i for i, document in enumerate(listed)}
    return lambda spot: (places[spot[0]], spot[1])

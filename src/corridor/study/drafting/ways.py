"""Routes of a draft: those named, and those known by their two ends; each pair of ends once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corridor.ledger.reading.kinds import Named
from corridor.ledger.reading.ways import Way, ways_in
from corridor.study.drafting.said import Source, basis_of_name, basis_of_words


@dataclass(frozen=True, slots=True)
class Route:
    """A route of a draft.

    Attributes
    ----------
    name : str
        As named, or made of its noun and its ends.
    ends : tuple of str
        Names of places, from and to; fewer than two where the text does not say.
    documents : frozenset of str
        Documents that speak of it.
    """

    name: str
    ends: tuple[str, ...]
    basis: str
    documents: frozenset[str]
    spellings: tuple[str, ...] = ()


def routes_of(sources: Sequence[Source], names: Sequence[Named]) -> tuple[Route, ...]:
    """Routes of some documents: every named one, then those without a name whose two ends no named one has."""
    ways = [w for s in sources for w in ways_in(s.reading, s.marks, names)]
    made = [_named(one, ways) for one in names if "route" in one.kinds]
    pairs = {frozenset(r.ends) for r in made if len(r.ends) == 2}
    for way in ways:
        if not way.name and len(way.ends) == 2 and frozenset(way.ends) not in pairs:
            pairs.add(frozenset(way.ends))
            made.append(_unnamed(way, ways, sources))
    return tuple(made)


def _named(one: Named, ways: Iterable[Way]) -> Route:
    own = sorted((w for w in ways if w.name == one.name), key=lambda w: -len(w.ends))
    ends = own[0].ends if own else ()
    if len(ends) == 1:  # it leads there; where it begins is not said
        ends = ("", ends[0])
    return Route(one.name, ends, basis_of_name(one), frozenset(d for d, _, _ in one.where), one.spellings)


def _unnamed(way: Way, ways: Iterable[Way], sources: Iterable[Source]) -> Route:
    same = [w for w in ways if frozenset(w.ends) == frozenset(way.ends) and not w.name]
    text = next(s.reading.text for s in sources if s.reading.document == way.document)
    return Route(
        f"{way.noun} {way.ends[0]} - {way.ends[1]}", way.ends,
        basis_of_words(way.document, text[way.start : way.end], way.start), frozenset(w.document for w in same),
    )  # fmt: skip

"""Numbers of claims as rows of a draft: counts of people, stocks, and what was seen of trucks and tonnes.

A number of trucks or tonnes is drafted as an observation, which no run reads; a person makes a delivery of it.
Counts of one place that differ are rivals: a run picks one, and never a blend.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from corridor.study.drafting.said import Statement, basis

Row = dict[str, Any]
MASS, VOLUME = frozenset({"t", "kg"}), frozenset({"l", "m3"})


@dataclass(frozen=True, slots=True)
class Amounts:
    """Rows of the three tables, and the claims that went into none because a place or a day is not said."""

    people: tuple[Row, ...]
    stocks: tuple[Row, ...]
    observations: tuple[Row, ...]
    left: tuple[Statement, ...]


def amounts_of(found: Iterable[Statement], ids: Mapping[str, str]) -> Amounts:
    """The numbers of some claims as rows; `ids` gives the short name of each place that the draft holds."""
    counts: dict[str, dict[float, list[str]]] = defaultdict(lambda: defaultdict(list))
    stocks: list[Row] = []
    seen: list[Row] = []
    left: list[Statement] = []
    for one in found:
        if one.quantity is None:
            continue
        place = _place(one, ids)
        if is_count(one):
            if place:
                counts[place][one.quantity].append(one.claim)
            else:
                left.append(one)
        elif is_load(one):
            stock = _stock(one, place)
            row = None if stock else _observation(one, place, len(seen) + 1)
            stocks += [stock] if stock else []
            seen += [row] if row else []
            left += [one] if stock is None and row is None else []
    return Amounts(tuple(_people(counts)), tuple(stocks), tuple(seen), tuple(left))


def is_count(one: Statement) -> bool:
    """Whether a claim counts people who live somewhere, as far as its words say."""
    if one.quantity is None or one.unit != "person":
        return False
    before, behind = one.around(one.quantity)
    known = one.source.cues
    is_count = known.has("amount.counted", before) or known.has("amount.lives", behind)
    return is_count and not known.has("amount.not_lives", f"{before} {behind}")


def is_load(one: Statement) -> bool:
    """Whether a claim states a number of trucks, or a mass or volume of goods."""
    return one.quantity is not None and one.unit.partition("/")[0] in {"truck", *MASS, *VOLUME}


def _people(counts: Mapping[str, Mapping[float, Sequence[str]]]) -> Iterable[Row]:
    for place, numbers in counts.items():
        rival = f"count of {place}" if len(numbers) > 1 else ""
        for number, claims in numbers.items():
            row = {"place": place, "people": number, "claims": tuple(claims), "basis": basis(claims)}
            yield row | ({"rival": rival} if rival else {})


def _stock(one: Statement, place: str) -> Row | None:
    """A stock, where the place, the one thing, its unit and the day are said."""
    day = one.days[0]
    if not (place and day and len(one.goods) == 1 and one.has("amount.stock")) or one.has("amount.received"):
        return None
    (good,) = one.goods
    if not any({good.unit, one.unit} <= kind for kind in (MASS, VOLUME)):
        return None
    return {
        "place": place, "commodity": good.name, "date": day, "amount": one.quantity, "unit": one.unit,
        "claims": (one.claim,), "basis": basis([one.claim]),
    }  # fmt: skip


def _observation(one: Statement, place: str, number: int) -> Row | None:
    """What was seen, on its day, or by the day on which the document came out; None where neither is known."""
    first, last = one.days
    published = one.source.published
    start = first or (dt.date.fromisoformat(published) if len(published) == 10 else None)
    if start is None or one.has("amount.not_seen"):
        return None
    kind = next((k for k in ("received", "queue", "stock") if one.has(f"amount.{k}")), "other")
    row: Row = {
        "observation": f"O-{number}", "start": start, "kind": kind, "value": one.quantity, "unit": one.unit,
        "censoring": "none" if first else "by", "meaning": one.text, "claims": (one.claim,),
        "basis": basis([one.claim]),
    }  # fmt: skip
    if first and last and last > first:
        row["end"] = last
    if place:
        row["place"] = place
    if len(one.goods) == 1:
        row["maps_to"] = one.goods[0].name
    return row


def _place(one: Statement, ids: Mapping[str, str]) -> str:
    """The only place of the draft that a claim names; blank where there are none, or several."""
    named = list(dict.fromkeys(ids[n.name] for n in one.named("place") if n.name in ids))
    return named[0] if len(named) == 1 else ""

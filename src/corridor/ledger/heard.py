"""Claims as evidence for one number: which of them enter, in its unit, and what they span together.

Lives here: `Voice`, a claim as far as it states one number, and pure functions of voices that are heard. The rules
built on them are in `corridor.ledger.weigh`, which also says what a person must still do.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corridor.ledger.quantities import Quantity, QuantityError, Side
from corridor.schema.values import Range

NO_GROUP = frozenset({"not anchored"})
"""Group shared by all claims of which no source is known: one voice together."""
AHEAD = {
    "promised": "a promise",
    "warned": "a warning",
    "predicted": "a prediction",
    "considered": "a condition",
    "demanded": "a demand",
    "ordered": "an order",
}
"""Stances of what may come or should: they feed scenarios only."""
ROUNDING = 0.005
"""Relative difference up to which two numbers are the same: a number is rounded when it is typed."""
ABOUT = 0.1
"""Relative difference that `about` allows."""
_DIGITS = 12
"""Digits in which two middles are the same number, whatever unit they were stated in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """A claim as evidence for one number.

    Attributes
    ----------
    claim : str
        Its id.
    quantity : Quantity or None
        What it states; None if nothing.
    groups : frozenset of str
        Independence groups of the sources that carry it; empty counts as `NO_GROUP`.
    grade : int, 1-6
        Credibility, 1 the best; 6 is not judged.
    role : {"for", "bound", "against", "context"}
        How it bears on the number.
    polarity, stance : str
        As in the ledger; `-` is a denial.
    account : str
        Whose side's account it is, blank if nobody's.
    is_anchored : bool
        Whether it leads to a passage of a document that was seen whole.
    excludes : frozenset of str
        Claims that cannot hold together with it.
    status : str
        As in the ledger; what is not accepted is left out.
    """

    claim: str
    quantity: Quantity | None
    groups: frozenset[str]
    grade: int
    role: str
    polarity: str
    stance: str
    account: str
    is_anchored: bool
    excludes: frozenset[str] = frozenset()
    status: str = "accepted"

    @property
    def voices(self) -> frozenset[str]:
        """Independence groups that speak in it; never empty."""
        return self.groups or NO_GROUP


@dataclass(frozen=True, slots=True)
class Heard:
    """A voice that enters, its quantity in the unit of the number."""

    voice: Voice
    quantity: Quantity

    @property
    def is_bound(self) -> bool:
        """Whether it only limits the number."""
        return self.voice.role == "bound"

    @property
    def middle(self) -> float | None:
        """Its best number; None for a bound, and where one side alone is stated."""
        if self.is_bound or (self.quantity.is_open and self.quantity.best is None):
            return None
        return self.quantity.point

    @property
    def limits(self) -> tuple[float | None, float | None]:
        """Bottom and top that it sets as a bound; None where it sets none. One number alone limits no side."""
        low, high = self.quantity.bounds()
        if not self.is_bound or (low == high and self.quantity.qualifier in ("exact", "about")):
            return None, None
        return low, high


def why_left_out(voice: Voice, *, unit: str) -> str:
    """Why a claim does not enter a number of that unit; blank if it does."""
    reasons = (
        (voice.status != "accepted", f"{voice.status}, not accepted"),
        (voice.role == "against", "speaks against the number"),
        (voice.role == "context", "is context"),
        (
            is_denial(voice),
            "a denial never enters a number, and never sets it to zero",
        ),
        (voice.stance in AHEAD, f"{AHEAD.get(voice.stance, '')} feeds scenarios only"),
        (voice.quantity is None, "states no quantity"),
    )
    for applies, reason in reasons:
        if applies:
            return reason
    held = unit or "a plain number"
    return "" if in_unit(voice.quantity, unit) else f"{voice.quantity} cannot be held against {held}"


def is_denial(voice: Voice) -> bool:
    """Whether a claim says that something is not so."""
    return voice.polarity == "-" or voice.stance == "denied"


def agrees(value: Range, quantity: Quantity) -> bool:
    """Whether a range and a quantity in its unit have a number in common, but for rounding.

    `about` allows a tenth, all else half a per cent. An open side, as of `more than`, has no end.
    """
    low, high = quantity.bounds()
    near = ABOUT if quantity.qualifier == "about" else ROUNDING
    reaches = low is None or value.high >= low - near * abs(low)
    return reaches and (high is None or value.low <= high + near * abs(high))


def hear(voices: Sequence[Voice], unit: str) -> tuple[list[Heard], list[tuple[str, str]]]:
    """Voices that enter, by id and in the unit asked for, and the others with the reason."""
    heard: list[Heard] = []
    left_out: list[tuple[str, str]] = []
    for voice in sorted(voices, key=lambda v: v.claim):
        reason = why_left_out(voice, unit=unit)
        quantity = in_unit(voice.quantity, unit)
        if reason or quantity is None:
            left_out.append((voice.claim, reason))
        else:
            heard.append(Heard(voice, quantity))
    return heard, left_out


def in_unit(quantity: Quantity | None, unit: str) -> Quantity | None:
    """The quantity in a unit; None if there is none, or it measures something else."""
    if quantity is None:
        return None
    try:
        return quantity.to(unit)
    except QuantityError:
        return None


def groups_of(heard: Iterable[Heard]) -> frozenset[str]:
    """Independence groups that speak in any of them."""
    return frozenset().union(*(h.voice.voices for h in heard))


def same(quantity: Quantity) -> tuple[object, ...]:
    """What two quantities have in common that state the same, whatever unit they came from."""
    given = (quantity.low, quantity.best, quantity.high)
    return (*(None if v is None else f"{v:.{_DIGITS}g}" for v in given), quantity.open_sides)


def is_one_voice(estimates: Sequence[Heard]) -> bool:
    """Whether they are one claim, or one and copies of it from groups that carry that one."""
    return len({same(h.quantity) for h in estimates}) == 1 and groups_of(estimates) in {
        h.voice.voices for h in estimates
    }


def exclusions(estimates: Sequence[Heard]) -> list[tuple[str, str]]:
    """Pairs of claims that exclude each other and state different numbers, by id."""
    by_id = {h.voice.claim: h for h in estimates}
    pairs = {
        (min(a, b), max(a, b))
        for a, h in by_id.items()
        for b in h.voice.excludes & by_id.keys()
        if same(h.quantity) != same(by_id[b].quantity)
    }
    return sorted(pairs)


def open_bounds(heard: Sequence[Heard], *, apart: bool) -> tuple[tuple[str, Side], ...]:
    """Open bounds of estimates that no claim states a number beyond; `apart`: no claim closes that of another."""
    lows = [v for h in heard if (v := h.quantity.bounds()[0]) is not None]
    highs = [v for h in heard if (v := h.quantity.bounds()[1]) is not None]
    found: list[tuple[str, Side]] = []
    for h in heard:
        for side in () if h.is_bound else h.quantity.open_sides:
            given = [v for v in (h.quantity.low, h.quantity.best, h.quantity.high) if v is not None]
            closed = min(lows, default=min(given)) < min(given)
            if side == "above":
                closed = max(highs, default=max(given)) > max(given)
            if apart or not closed:
                found.append((h.voice.claim, side))
    return tuple(found)


def span(heard: Sequence[Heard]) -> tuple[float | None, float | None, float | None]:
    """Lowest and highest number that the claims state, and the median over groups of the middle of each.

    A side that an estimate leaves open is None unless another claim states a number beyond it. Bounds close sides
    that estimates leave open; they widen nothing.
    """
    estimates = [h for h in heard if not h.is_bound]
    left = {side for _, side in open_bounds(heard, apart=False)}
    sides: list[float | None] = []
    for i, side, furthest in ((0, "below", min), (1, "above", max)):
        wanting = not estimates or any(side in h.quantity.open_sides for h in estimates)
        given = [v for h in (heard if wanting else estimates) if (v := h.quantity.bounds()[i]) is not None]
        sides.append(furthest(given) if given and side not in left else None)
    return sides[0], _median(estimates), sides[1]


def _median(estimates: Sequence[Heard]) -> float | None:
    """Median over independence groups of the median of each group's distinct middles; None if nobody states one."""
    by_group: dict[str, dict[str, float]] = {}
    for h in estimates:
        if (middle := h.middle) is not None:
            for group in h.voice.voices:
                by_group.setdefault(group, {}).setdefault(f"{middle:.{_DIGITS}g}", middle)
    return statistics.median(statistics.median(m.values()) for m in by_group.values()) if by_group else None

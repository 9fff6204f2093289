"""Quantities as claims state them: low, best and high with a unit, and how their bounds are meant.

An open bound is one that nobody stated: *more than 3* has no top. No run closes it; a person does, with a reason.
Units are checked by pint; things counted in a noun of their own (video interviews) stay as they are.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Literal

from corridor.errors import LedgerError
from corridor.ledger.records import Claim
from corridor.schema.values import Range, plain_number

Qualifier = Literal["exact", "about", "more than", "up to"]
Side = Literal["below", "above"]

QUALIFIERS: tuple[Qualifier, ...] = ("exact", "about", "more than", "up to")
"""How a number is meant."""


class QuantityError(LedgerError):
    """A quantity that cannot be meant: out of order, without end, or in a unit that means several things."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A quantity of a claim.

    Attributes
    ----------
    low, best, high : float or None
        As stated, None where not stated; at least one is, and those that are rise.
    unit : str
        Its unit; blank for a plain number.
    qualifier : {"exact", "about", "more than", "up to"}
        How it is meant.
    """

    low: float | None
    best: float | None
    high: float | None
    unit: str = ""
    qualifier: Qualifier = "exact"

    @property
    def open_sides(self) -> tuple[Side, ...]:
        """Sides on which nobody stated a bound: `more than` without a top, `up to` without a bottom."""
        found: list[Side] = []
        if self.qualifier == "up to" and self.low is None:
            found.append("below")
        if self.qualifier == "more than" and self.high is None:
            found.append("above")
        return tuple(found)

    @property
    def is_open(self) -> bool:
        """Whether a person must close a bound before a run may use it."""
        return bool(self.open_sides)

    @property
    def point(self) -> float:
        """The one number that stands for it: the best, else the middle of the bounds, else the only one."""
        if self.best is not None:
            return self.best
        given = [v for v in (self.low, self.high) if v is not None]
        return sum(given) / len(given)

    def bounds(self) -> tuple[float | None, float | None]:
        """Lowest and highest value it allows; None on an open side. `about` bounds nothing by itself."""
        given = [v for v in (self.low, self.best, self.high) if v is not None]
        open_sides = self.open_sides
        return None if "below" in open_sides else min(given), None if "above" in open_sides else max(given)

    def closed(self, *, low: float | None = None, high: float | None = None) -> Quantity:
        """The quantity with open bounds closed by a person.

        Raises
        ------
        QuantityError
            When a side that is open stays so, or one that is stated is given again.
        """
        for side, value in (("below", low), ("above", high)):
            if (side in self.open_sides) != (value is not None):
                told = "open" if value is None else "stated"
                raise QuantityError(f"{self}: the bound {side} is {told}. Close just what is open.")
        return quantity(
            low=self.low if low is None else low,
            best=self.best,
            high=self.high if high is None else high,
            unit=self.unit,
            qualifier=self.qualifier,
        )

    def to(self, unit: str) -> Quantity:
        """The same quantity in another unit.

        Raises
        ------
        QuantityError
            When one cannot become the other.
        """
        from corridor.units import UnitError, convert  # noqa: PLC0415  (pint is slow to start)

        try:
            low, best, high = (
                None if v is None else convert(v, self.unit, unit) for v in (self.low, self.best, self.high)
            )
        except UnitError as error:
            raise QuantityError(f"{self}: {error}.") from None
        return replace(self, low=low, best=best, high=high, unit=unit)

    def __str__(self) -> str:
        """The quantity in words, as in `more than 50 trucks` or `2 to 4 t (best 3)`."""
        low, best, high = (None if v is None else plain_number(v) for v in (self.low, self.best, self.high))
        ends = list(dict.fromkeys(e for e in (low, high) if e is not None))
        number = " to ".join(ends) if len(ends) == 2 else best or ends[0]
        told = f"{number} {self.unit}".strip()
        if len(ends) == 2 and best is not None and best not in ends:
            told += f" (best {best})"
        return told if self.qualifier == "exact" else f"{self.qualifier} {told}"


def quantity(
    *,
    low: float | None = None,
    best: float | None = None,
    high: float | None = None,
    unit: str = "",
    qualifier: str = "exact",
) -> Quantity:
    """A quantity, checked.

    Parameters
    ----------
    low, best, high : float or None
        As stated; at least one.
    unit : str
        `t`, `kg/day`, `person`, or what is counted, in words.
    qualifier : {"exact", "about", "more than", "up to"}
        How it is meant.

    Returns
    -------
    Quantity
        ``low <= best <= high`` as far as they are given, all finite. A change may be negative.

    Raises
    ------
    QuantityError
        For anything else.

    Examples
    --------
    >>> over = quantity(low=50, unit="video interview", qualifier="more than")
    >>> over.open_sides, str(over)
    (('above',), 'more than 50 video interview')
    """
    given = [float(v) for v in (low, best, high) if v is not None]
    if not given:
        raise QuantityError("A quantity has no number. Give low, best or high.")
    shown = ", ".join(plain_number(v) if math.isfinite(v) else str(v) for v in given)
    if not all(map(math.isfinite, given)):
        raise QuantityError(f"{shown}: a quantity is a finite number. Leave an open side blank.")
    if given != sorted(given):
        raise QuantityError(f"{shown} do not rise. Give low, best and high in that order.")
    meant = next((q for q in QUALIFIERS if q == qualifier), None)
    if meant is None:
        raise QuantityError(f'"{qualifier}" is no qualifier. There are: {", ".join(QUALIFIERS)}.')
    _check_unit(unit)
    return Quantity(low=low, best=best, high=high, unit=unit.strip(), qualifier=meant)


def _check_unit(unit: str) -> None:
    from corridor.units import UnitError, is_known  # noqa: PLC0415  (pint is slow to start)

    if unit.strip():
        try:
            is_known(unit)
        except UnitError as error:
            raise QuantityError(f"{error}. Write the unit out.") from None


def between(low: float, high: float) -> float:
    """The middle that is stored with a range of which only the ends were stated."""
    return (low + high) / 2


def quantity_of(claim: Claim) -> Quantity | None:
    """The quantity of a claim; None if it states none.

    A claim holds one number, or three. One number with `more than` is a bottom, with `up to` a top; a range is closed
    as it stands.
    """
    if claim.quantity is None:
        return None
    return from_range(claim.quantity, claim.unit, claim.qualifier)


def from_range(values: Range, unit: str, qualifier: str) -> Quantity:
    """The quantity that a row means by one number or three."""
    if not values.is_exact:
        return quantity(low=values.low, best=values.mid, high=values.high, unit=unit, qualifier=qualifier)
    if qualifier == "more than":
        return quantity(low=values.mid, unit=unit, qualifier=qualifier)
    if qualifier == "up to":
        return quantity(high=values.mid, unit=unit, qualifier=qualifier)
    return quantity(best=values.mid, unit=unit, qualifier=qualifier)

"""Units at the door: pint with the units of the field. Only a number with a unit beside it is ever converted.

Nothing past the reader knows pint. Imported only when a cell holds a unit, because pint is slow to start.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pint import UnitRegistry

AMBIGUOUS = {
    "tonne short": "a tonne (t) or a short ton (907 kg)",
    "gal": "a US gallon (3.785 l) or an imperial one (4.546 l)",
    "gallon": "a US gallon (3.785 l) or an imperial one (4.546 l)",
    "gallons": "US gallons (3.785 l) or imperial ones (4.546 l)",
    "q": "a quintal of 100 kg or of another weight",
    "cal": "a calorie or a kilocalorie (kcal)",
    "calorie": "a calorie or a kilocalorie (kcal)",
    "calories": "calories or kilocalories (kcal)",
    "oz": "an ounce of mass or of volume",
    "m": "a metre, a million or a month",
    "k": "a thousand or a kelvin",
    "bag": "a bag of any weight",
    "bags": "bags of any weight",
    "barrel": "a barrel of any size",
}
"""Units that mean several things, and what they may mean; they are refused."""

# In this field a ton without more is a metric one, and a quintal is 100 kg; a short or long ton is written so.
_ALIASES = {
    "t": "tonne", "tonne": "tonne", "tonnes": "tonne", "metric ton": "tonne", "metric tons": "tonne",
    "mt": "tonne", "mts": "tonne", "ton": "tonne", "tons": "tonne",
    "quintal": "quintal", "quintals": "quintal", "qtl": "quintal", "kg": "kilogram",
    "kgs": "kilogram", "kilo": "kilogram", "kilos": "kilogram", "gr": "gram", "grams": "gram",
    "l": "liter", "ltr": "liter", "litre": "liter", "litres": "liter", "m3": "meter ** 3", "m³": "meter ** 3",
    "h": "hour", "hr": "hour", "hrs": "hour", "d": "day", "share": "dimensionless", "%": "percent",
    "degree": "degree", "°": "degree",
    "people": "person", "persons": "person", "pers": "person", "inhabitants": "person",
    "trucks": "truck", "lorries": "truck", "lorry": "truck", "slots": "slot", "kits": "kit", "runs": "run",
    "spells": "spell",
    "thousand": "1000", "million": "1000000",
}  # fmt: skip
_WORD = re.compile(r"[A-Za-zµ°%]+[²³]?|[A-Za-z]+ ?(\^|\*\*)? ?[23]|[A-Za-z]+( [A-Za-z]+)*")
_OWN = ("person", "truck", "slot", "kit", "run", "spell")


class UnitError(ValueError):
    """A unit that is unknown, means several things, or cannot become the one asked for."""


@cache
def _registry() -> UnitRegistry[Any]:
    import pint  # noqa: PLC0415  (slow to import; most cases never need it)

    registry: UnitRegistry[Any] = pint.UnitRegistry(autoconvert_offset_to_baseunit=False, cache_folder=None)
    for name in _OWN:
        registry.define(f"{name} = [{name}]")
    registry.define("quintal = 100 * kilogram")
    return registry


def convert(value: float, unit: str, target: str) -> float:
    """The value in the unit `target`.

    Parameters
    ----------
    value : float
        A number of the unit `unit`.
    unit, target : str
        Units as people write them: `t`, `kg`, `l`, `m3`, `kWh`, `kit`, `t/day`, `%`.

    Returns
    -------
    float
        ``convert(convert(x, a, b), b, a) == x`` to 1e-12.

    Raises
    ------
    UnitError
        When a unit is unknown or ambiguous, or the two measure different things.

    Examples
    --------
    >>> convert(12, "t", "kg")
    12000.0
    """
    if unit.strip() == target.strip():
        return float(value)
    source, goal = _unit(unit), _unit(target)
    if source == goal:
        return float(value)
    import pint  # noqa: PLC0415

    try:
        return float(_registry().Quantity(value, source).to(goal).magnitude)
    except pint.DimensionalityError:
        raise UnitError(
            f'"{unit.strip()}" cannot become "{target.strip()}": they measure different things'
        ) from None
    except (pint.PintError, AttributeError, TypeError, ValueError, ArithmeticError):
        raise UnitError(f'"{unit.strip()}" is no unit known here') from None


def is_known(unit: str) -> bool:
    """Whether a unit is one that can be converted; False for things counted in a noun of their own.

    Raises
    ------
    UnitError
        For a unit that means several things, such as `ton`.

    Examples
    --------
    >>> is_known("t/day"), is_known("video interview")
    (True, False)
    """
    import pint  # noqa: PLC0415

    for part in unit.replace(" per ", "/").split("/"):
        if part.strip().casefold() in AMBIGUOUS:
            raise UnitError(f'"{part.strip()}" could be {AMBIGUOUS[part.strip().casefold()]}')
    try:
        _registry().Quantity(1.0, _unit(unit))
    except (UnitError, pint.PintError, AttributeError, TypeError, ValueError, ArithmeticError):
        return False
    return True


def are_convertible(unit: str, target: str) -> bool:
    """Whether one unit can become the other."""
    try:
        convert(1.0, unit, target)
    except UnitError:
        return False
    return True


def _unit(text: str) -> str:
    """Unit in the words of pint, part by part."""
    parts = [part.strip() for part in text.replace(" per ", "/").split("/")]
    for part in parts:
        if part.casefold() in AMBIGUOUS:
            raise UnitError(f'"{part}" could be {AMBIGUOUS[part.casefold()]}')
        if not _WORD.fullmatch(part):
            raise UnitError(f'"{part}" is no unit known here')
    return " / ".join(f"({_alias(part)})" for part in parts)


def _alias(part: str) -> str:
    return _ALIASES.get(part) or _ALIASES.get(part.casefold()) or part

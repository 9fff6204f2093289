"""Units convert where they measure the same thing, and are refused where they could mean several."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridor.units import AMBIGUOUS, UnitError, are_convertible, convert


@pytest.mark.parametrize(
    ("value", "unit", "target", "result"),
    [
        (12, "t", "kg", 12_000),
        (12, "tonnes", "t", 12),
        (500, "kg", "t", 0.5),
        (3, "m3", "l", 3_000),
        (1, "MWh", "kWh", 1_000),
        (2, "t/day", "kg/day", 2_000),
        (14, "t/week", "t/day", 2),
        (5, "%", "share", 0.05),
        (3, "kits", "kit", 3),
        (4, "lorries", "truck", 4),
        (7, "people", "person", 7),
        (90, "min", "h", 1.5),
        (1, "kcal", "kcal", 1),
    ],
)
def test_converted(value: float, unit: str, target: str, result: float) -> None:
    """The units of the field convert to those of the tables."""
    assert convert(value, unit, target) == pytest.approx(result, rel=1e-12)


@pytest.mark.parametrize("unit", sorted(AMBIGUOUS))
def test_ambiguous(unit: str) -> None:
    """A unit that means several things is refused with its readings."""
    with pytest.raises(UnitError, match="could be"):
        convert(1, unit, "kg")


@pytest.mark.parametrize(
    ("unit", "target"), [("t", "l"), ("kit", "kg"), ("truck", "person"), ("t", "t/day"), ("km", "kg")]
)
def test_not_convertible(unit: str, target: str) -> None:
    """Units that measure different things do not become one another."""
    assert not are_convertible(unit, target)
    with pytest.raises(UnitError, match="measure different things"):
        convert(1, unit, target)


@pytest.mark.parametrize(
    "unit", ["bushelz", "", "t(", "__import__('os')", "t**t", "1/0", "[length]", "tonne short"]
)
def test_unknown(unit: str) -> None:
    """What is no unit is refused, whatever it holds."""
    with pytest.raises(UnitError):
        convert(1, unit, "kg")


@given(st.floats(1e-6, 1e9), st.sampled_from([("t", "kg"), ("m3", "l"), ("MWh", "kWh"), ("day", "h")]))
def test_there_and_back(value: float, pair: tuple[str, str]) -> None:
    """There and back is where it started (1e-12, the rounding of two divisions)."""
    a, b = pair
    assert convert(convert(value, a, b), b, a) == pytest.approx(value, rel=1e-12)

"""The worked example of `docs/theory/claims_to_numbers.md`, by hand.

Lows 380, 380, 350, 300, 320; highs 380, 380, 450, 300 and an open one that 450 closes; middles of groups: agency 380,
ministry 400, office 300. A denial of 0 and a promise of 600 stand beside them and change nothing.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from corridor.ledger.quantities import quantity
from corridor.ledger.weigh import Voice, allowed_rules, weigh
from corridor.schema.values import Range


def voice(claim: str, group: str, grade: int, stance: str, **said: object) -> Voice:
    """A claim of the example."""
    return Voice(
        claim=claim,
        quantity=quantity(**({"unit": "t/day"} | said)),  # type: ignore[arg-type]
        groups=frozenset({group}),
        grade=grade,
        role="for",
        polarity="-" if stance == "denied" else "+",
        stance=stance,
        account="",
        is_anchored=True,
    )


EXAMPLE = {
    v.claim: v
    for v in (
        voice("E-1", "agency", 2, "reported", best=380),
        voice("E-2", "agency", 2, "reported", best=380),
        voice("E-3", "ministry", 3, "asserted", low=350_000, best=400_000, high=450_000, unit="kg/day"),
        voice("E-4", "office", 5, "asserted", best=300),
        voice("E-5", "radio", 3, "reported", low=320, qualifier="more than"),
        voice("E-6", "ministry", 2, "denied", best=0),
        voice("E-7", "office", 2, "promised", best=600),
    )
}


def heard(*names: str) -> list[Voice]:
    """Claims of the example by id; all if none is named."""
    return [EXAMPLE[n] for n in names or EXAMPLE]


@pytest.mark.parametrize(
    ("rule", "names", "by_hand", "groups"),
    [
        ("range", (), Range(300, 380, 450), 4),
        (
            "range",
            ("E-1", "E-3", "E-4", "E-5"),
            Range(300, 380, 450),
            4,
        ),  # without the copy, denial and promise
        ("range", ("E-3", "E-4"), Range(300, 350, 450), 2),
        ("graded range", (), Range(320, 390, 450), 3),
        ("as said", ("E-4",), Range(300, 300, 300), 1),
        ("as said", ("E-3",), Range(350, 400, 450), 1),
        ("range", ("E-1", "E-2", "E-5"), Range(320, 380, 380), 2),
        ("range", ("E-4", "E-5"), None, 2),  # 300 is not beyond 320: open above
        ("single, widened", ("E-4",), None, 1),
    ],
)
def test_what_each_rule_gives(rule, names, by_hand, groups):
    """Low, median and high as worked out by hand, and how many groups speak."""
    found = weigh(heard(*names), rule, unit="t/day")
    assert found.groups == groups
    if by_hand is None:
        assert found.range is None
        assert found.needs
    else:
        three = (found.range.low, found.range.mid, found.range.high)
        # kg to t and back is exact to 1e-12 of the value
        assert three == pytest.approx((by_hand.low, by_hand.mid, by_hand.high), rel=1e-12)


def test_numbers_that_exclude_each_other():
    """Four numbers, a quarter each, from the smallest on; the open one must be closed first."""
    voices = [
        replace(v, excludes=frozenset({"E-3"})) if v.claim == "E-4" else v
        for v in heard("E-1", "E-2", "E-3", "E-4", "E-5")
    ]
    assert allowed_rules(voices, unit="t/day") == ("pick",)
    found = weigh(voices, "pick", unit="t/day")
    assert [(o.quantity.point, o.weight, o.claims) for o in found.options] == [
        (300, 0.25, ("E-4",)),
        (320, 0.25, ("E-5",)),
        (380, 0.25, ("E-1", "E-2")),
        (pytest.approx(400, rel=1e-12), 0.25, ("E-3",)),  # kg to t
    ]
    assert found.open == (("E-5", "above"),)

"""The numbers of a program: ranges, what lies outside, sizes."""

import numpy as np
import pytest
from tests.golden.plan_cases import balance, moving

from corridor.plan.numerics import LARGE, SMALL, numerics


def test_ranges_are_those_of_the_golden_case():
    """Balance: coefficients from a thousandth (t a kg) to 30 l a truck; right-hand sides of its own rows 4 to 44."""
    found = numerics(balance())
    whole = found.span("matrix")
    assert (whole.smallest, whole.largest) == (pytest.approx(0.001), pytest.approx(30))
    right = found.span("right-hand side", "balance")
    assert (right.count, right.smallest, right.largest) == (3, pytest.approx(4), pytest.approx(44))
    assert found.span("right-hand side", "load, t") is None


def test_what_lies_outside_is_named_by_block():
    """Moving a kg costs 1e-8, a truck 5e-5: both under 1e-4, nothing else is; a limit of nothing is no number."""
    found = numerics(moving())
    assert {(s.kind, s.block) for s in found.outside} == {("cost", "sent"), ("cost", "trucks")}
    assert all(s.below == s.count and not s.above for s in found.outside)
    assert all(np.isfinite([s.smallest, s.largest]).all() for s in found.spans)


def test_boundaries_are_inside():
    """1e-4 and 1e4 themselves need no second look."""
    assert (SMALL, LARGE) == (1e-4, 1e4)
    found = numerics(balance())
    for s in found.spans:
        assert s.is_outside == (s.smallest < SMALL or s.largest > LARGE)


def test_sizes_add_up():
    """Columns, rows and coefficients by block are those of the program."""
    written = balance()
    found = numerics(written)
    p = written.program
    assert (found.columns, found.rows, found.nonzeros) == (*p.matrix.shape[::-1], p.matrix.nnz)
    for kind, count in (("columns", found.columns), ("rows", found.rows)):
        own = [s for s in found.sizes if s.kind == kind]
        assert sum(s.count for s in own) == count
        assert sum(s.nonzeros for s in own) == found.nonzeros
    for kind in ("matrix", "cost", "bounds", "right-hand side"):
        whole = found.span(kind)
        assert whole.count == sum(s.count for s in found.spans if (s.kind, s.block != "*") == (kind, True))


def test_the_table_and_the_text_say_the_same():
    """Every span is a row of plain values; the text names each block that lies outside, and the scale of each need."""
    found = numerics(moving())
    assert len(found.table()) == len(found.spans)
    assert found.table()[0] == {
        "kind": "matrix", "block": "*", "count": found.nonzeros, "smallest": found.spans[0].smallest,
        "largest": found.spans[0].largest, "below": 0, "above": 0,
    }  # fmt: skip
    text = found.text()
    for s in found.outside:
        assert f"{s.kind} of {s.block}" in text
    assert "scaled units in a unit of food: 0.001" in text

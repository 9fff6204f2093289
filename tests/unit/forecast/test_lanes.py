"""Eight members as one number: what a name means on numpy rows is what it is compiled to, bit for bit."""

import numpy as np
import pytest

from corridor.forecast.kernels import lanes
from corridor.forecast.kernels.lanes import (
    L,
    add,
    at,
    buffer,
    kernel,
    least,
    load,
    most,
    number,
    pick,
    put,
    ratio,
    row,
    rows_of,
    some,
    stage,
    store,
    trio,
    where,
    whole,
)


def arithmetic(x, w, table, count):
    """Every operation once."""
    a, b = load(x, 0), load(x, 1)
    store(x, 2, a + b * 2.0 - a / b)
    store(x, 3, where(a < b, least(a, 0.5), most(b, 0.25)))
    store(x, 4, ratio(a, b))
    add(x, 5, a)
    store(x, 6, number(load(w, 0)) + row(1.0))
    store(w, 1, where(load(w, 0) > 3, whole(a * 10.0), load(w, 0)))
    store(x, 7, pick(table, 1, 0) + pick(table, 1, 3))
    one, two, three = trio(table, 2, 0)
    store(x, 8, one + two * three)
    put(count, 0, at(count, 1) + 1)
    return some(a > b)


def arguments():
    """Rows of random numbers, with a zero and a division by it."""
    rng = np.random.default_rng(1)
    x, w = buffer(9), buffer(2, np.int16)
    x[: 6 * L] = rng.normal(size=6 * L)
    x[L + 3] = 0.0
    w[:L] = np.arange(L)
    return x, w, rng.normal(size=40), np.array([0, 4])


@pytest.mark.filterwarnings("ignore:divide by zero")
def test_a_kernel_and_its_plain_meaning_give_the_same_bits():
    """Compiled and plain, every operation gives the same rows."""
    plain, compiled = arguments(), arguments()
    assert bool(kernel(arithmetic)(*compiled)) == arithmetic(*plain)
    for one, other in zip(plain, compiled, strict=True):
        np.testing.assert_array_equal(one, other)


def test_a_buffer_is_zeroed_and_aligned():
    """Rows begin on cache lines, so that none straddles two."""
    x = buffer(3)
    assert x.ctypes.data % 64 == 0
    assert x.size == 3 * L
    assert not x.any()


@pytest.mark.parametrize(("members", "rows"), [(1, 1), (L - 1, 1), (L, 1), (L + 1, 2)])
def test_members_fill_whole_rows(members, rows):
    """Surplus places of the last row are there and dropped later."""
    assert rows_of(members) == rows


def test_a_kernel_compiles_where_nothing_can_be_kept(monkeypatch):
    """A read-only installation without a home costs time, not the engine."""
    made = []

    def njit(function, **options):
        made.append(options)
        if options.get("cache"):
            raise RuntimeError("no locator available")
        return function

    monkeypatch.setattr(lanes, "_njit", njit)
    assert kernel(arithmetic) is arithmetic
    assert [bool(o.get("cache")) for o in made] == [True, False]
    assert stage(arithmetic) is arithmetic

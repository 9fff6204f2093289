"""Whatever moves an answer is listed: a number or a choice of the run, with its table, row and column."""

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.laws.networks import build, networks
from tests.support import run

from corridor.errors import DataError, EngineError
from corridor.model.inputs import choices
from corridor.model.numbers import INPUTS, key_of
from corridor.schema.load import tables

SERIES = ("stock", "handed", "distributed", "cover")


def other(value, up):
    """Another number, up or down, as a number, a whole number or a range."""
    if isinstance(value, tuple):
        return tuple(other(v, up) for v in value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if isinstance(value, int):
        return value + 1 if up else max(0, value - 1)
    return value * (1.7 if up else 0.6)


def differ(one, two):
    """Whether any day of any series differs between two runs."""
    return any(
        not np.array_equal(getattr(one.block.daily, s), getattr(two.block.daily, s), equal_nan=True)
        for s in SERIES
    )


@settings(max_examples=120)
@given(net=networks(without=("rivals",)), which=st.integers(0, 10_000), up=st.booleans())
def test_a_cell_that_moves_an_answer_is_listed(net, which, up):
    """Any one number of any row of a generated case is changed: if any series moves, that cell is in the list."""
    cells = [
        (i, column)
        for i, (table, row) in enumerate(net.rows)
        if table in INPUTS
        for column, value in row.items()
        if other(value, up) not in (None, value) and column not in tables()[table].key
    ]
    assume(cells)
    at, column = cells[which % len(cells)]
    table, row = net.rows[at]
    rows = list(net.rows)
    rows[at] = (table, {**row, column: other(row[column], up)})
    try:
        one = run(build(net), "numpy", members=3, policy=net.policy)
        two = run(build(net, rows), "numpy", members=3, policy=net.policy)
    except (DataError, EngineError):
        return  # the other number is refused: it moves nothing
    if one.block.daily.stock.shape != two.block.daily.stock.shape or not differ(one, two):
        return
    model = build(net).check()
    place = sum(t == table for t, _ in net.rows[:at])
    key = key_of(tables()[table], getattr(model, table)[place])
    numbers = {(n.table, n.key, n.column) for n in one.prepared.arrays.numbers}
    chosen = {(c.table, c.key, c.column) for c in choices(model)}
    assert (table, key, column) in numbers | chosen, (table, key, column)

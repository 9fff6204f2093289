"""Whatever moves an answer is listed: a number or a choice of the run, with its table, row and column."""

import datetime as dt

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.laws.networks import build, networks
from tests.sizes import sized
from tests.support import run

from corridor import Case, forecast
from corridor.cases import path
from corridor.errors import DataError, EngineError
from corridor.model.inputs import RUN, choices
from corridor.model.numbers import INPUTS, key_of
from corridor.model.settings import CaseSettings
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


def attribute_of(table, column):
    """The column of a table, by its name or by its name in Python."""
    return next(a for a in tables()[table].attributes if column in (a.name, a.field))


def choices_instead(net, table, column, value):
    """Other values of a cell that has a fixed set of values, names a row of the case, or holds yes or no."""
    attribute = attribute_of(table, column)
    if isinstance(value, bool):
        return [not value]
    if not isinstance(value, str):
        return []
    ids = {row[tables()[t].key[0]] for t, row in net.rows if t in attribute.refers}
    return [v for v in (*attribute.choices, *sorted(ids)) if v != value]


def cells_of(net, instead):
    """Row, column and other values of every cell of a case that an engine reads and that is no part of a key."""
    found = [
        (i, column, instead(table, column, value))
        for i, (table, row) in enumerate(net.rows)
        if table in INPUTS
        for column, value in row.items()
        if column not in tables()[table].key
    ]
    return [(i, column, values) for i, column, values in found if values]


def differ(one, two):
    """Whether any day of any series differs between two runs."""
    return any(
        not np.array_equal(getattr(one.block.daily, s), getattr(two.block.daily, s), equal_nan=True)
        for s in SERIES
    )


def listed_if_it_moves(net, at, column, value):
    """Change one cell: if the other value is not refused and any series moves, the cell must be in the list."""
    table, row = net.rows[at]
    rows = list(net.rows)
    rows[at] = (table, {**row, column: value})
    try:
        one = run(build(net), "numpy", members=3, policy=net.policy)
        two = run(build(net, rows), "numpy", members=3, policy=net.policy)
    except (DataError, EngineError):
        return
    if one.block.daily.stock.shape == two.block.daily.stock.shape and not differ(one, two):
        return
    model = build(net).check()
    place = sum(t == table for t, _ in net.rows[:at])
    key = key_of(tables()[table], getattr(model, table)[place])
    numbers = {(n.table, n.key, n.column) for n in one.prepared.arrays.numbers}
    chosen = {(c.table, c.key, c.column) for c in choices(model)}
    cell = (table, key, attribute_of(table, column).name)
    assert cell in numbers | chosen, cell


@settings(max_examples=sized(120))
@given(net=networks(without=("rivals",)), which=st.integers(0, 10_000), up=st.booleans())
def test_a_cell_that_moves_an_answer_is_listed(net, which, up):
    """Any one number of any row of a generated case is changed: if any series moves, that cell is in the list."""
    cells = cells_of(net, lambda t, c, v: [x for x in (other(v, up),) if x not in (None, v)])
    assume(cells)
    at, column, (value,) = cells[which % len(cells)]
    listed_if_it_moves(net, at, column, value)


@settings(max_examples=sized(80))
@given(net=networks(without=("rivals",)), which=st.integers(0, 10_000), instead=st.integers(0, 10_000))
def test_a_choice_that_moves_an_answer_is_listed(net, which, instead):
    """Any one rule, status, kind, reference, yes or no is changed: if any series moves, that cell is in the list."""
    cells = cells_of(net, lambda t, c, v: choices_instead(net, t, c, v))
    assume(cells)
    at, column, values = cells[which % len(cells)]
    listed_if_it_moves(net, at, column, values[instead % len(values)])


def answers(result):
    """What a forecast answers, as arrays."""
    m = result.members
    return result.bands.cover, result.bands.met, m.first_stock_out, m.person_days_short, m.distributed


def moves(one, two):
    """Whether any answer of two forecasts differs."""
    return not all(
        np.array_equal(a, b, equal_nan=True) for a, b in zip(answers(one), answers(two), strict=True)
    )


def of_run(result):
    """What a forecast lists of the run: value by name."""
    return {c.column: c.value for c in result.choices if c.table == RUN}


TOY = path("toy")
OPTIONS = {
    "seed": 2, "members": 30, "policy": "pull", "scenario": "reopening", "hindsight": True,
    "origin": dt.date(2024, 1, 3), "known_by": dt.date(2024, 1, 3),
}  # fmt: skip
SETTINGS = {
    "start": "2023-12-31", "days": 12, "origin": "2024-01-03", "seed": 3, "members": 25, "unanchored": "refuse",
    "proposed": "read", "title": "Other", "sensitivity": "internal", "audience": "internal", "languages": "en,fr",
    "decimal": ",", "notes": "x", "contact": "x", "question": "x?", "scored_until": "2024-01-06",
    "boundary_file": "", "boundary_licence": "",
}  # fmt: skip
"""Another value of each setting."""


@pytest.mark.parametrize("name", OPTIONS)
def test_an_option_of_the_run_that_moves_an_answer_is_listed(name):
    """Each option is changed: if any answer moves, it stands among the choices of the run with its value."""
    model = Case.read(TOY).check()
    how = {"members": 20, "engine": "numpy"}
    one, two = forecast(model, **how), forecast(model, **{**how, name: OPTIONS[name]})
    if moves(one, two):
        said = "yes" if OPTIONS[name] is True else str(OPTIONS[name])
        assert of_run(two)[name] == said


@pytest.mark.parametrize("name", CaseSettings.model_fields)
def test_a_setting_that_moves_an_answer_is_listed(name):
    """Each setting of a case is changed: if any answer moves, it stands among the choices of the run with its value."""
    case = Case.read(TOY)
    try:
        one = forecast(case.check(), engine="numpy")
        two = forecast(case.with_settings(**{name: SETTINGS[name]}).check(), engine="numpy")
    except DataError:
        return  # the other value is refused: it moves nothing
    if moves(one, two):
        assert of_run(two)[name] == str(SETTINGS[name])

"""A tiny case with two accounts, its answers worked out on paper, in every engine.

Flour: 9 t on 1 January. North: 1,000 people eat 0.6 t a day, so 9 - 10 x 0.6 = 3 t are left on 11 January; its road is
open and brings 0.6 t a day from then on: 6 days of cover on the first day, and it never runs out. South: 500 people eat
0.3 t, 6 t are left, the road is shut: 20 days of cover, from 11 to 30 January; out on 31 January, 20 of 50 days met.
All claims together: the road is shut, and a member picks one count: 3 t for 1,000 people last 5 days, to 15 January.
Lamps: 3,000 hours last 3 days or 6: none is left on 11 January under any account.
"""

import datetime as dt

import pytest
from tests.unit.study.two_accounts import two_accounts

from corridor.study.accounts import by_account
from corridor.study.runs import TOGETHER
from corridor.study.without import sides, without

NEAR = {"rel": 1e-9, "abs": 1e-9}  # doubles add up to the paper's numbers with rounding near 1e-12


@pytest.fixture(scope="module")
def model():
    """The case, checked."""
    return two_accounts().check()


def test_each_account_gives_the_answer_worked_out_on_paper(model, engine):
    """Cover, first stock-out and share met are those of the docstring, in every member."""
    found = by_account(model, engine=engine)
    assert [a.name for a in found.accounts] == ["north", "south"]
    told = {name: answer.at("Hill", "energy") for name, answer in found.answers.items()}
    for name, cover, day, met in (
        ("north", 6, None, 1.0),
        ("south", 20, dt.date(2023, 1, 31), 0.4),
    ):
        line = told[name]
        assert line.cover.values == pytest.approx([cover] * 7, **NEAR)
        assert set(line.stock_out.days) == {day}
        assert line.met.values == pytest.approx([met] * 7, **NEAR)
    mixed = told[TOGETHER]
    assert {mixed.stock_out.at(0.1), mixed.stock_out.at(0.9)} == {
        dt.date(2023, 1, 16),
        dt.date(2023, 1, 31),
    }
    assert mixed.met.values == pytest.approx([0.1] * 3 + [mixed.met.median] + [0.4] * 3, **NEAR)


def test_what_each_account_leaves_out(model):
    """North does not believe South's count and closing; South does not believe North's count; nothing else."""
    north, south = by_account(model).accounts
    assert (north.claims, north.left_out) == (("N-1", "N-2"), ("S-1", "S-2"))
    assert (south.claims, south.left_out) == (("S-1", "S-2"), ("N-1",))
    assert [(c.table, c.kind, c.was, c.now) for c in north.changes] == [
        ("people", "not picked", "500 person", "picked by no member"),
        ("timeline", "goes on", "shut", "open"),
    ]


def test_conclusions(model):
    """That lamps are out holds under every account; whether and when flour runs out depends on whom one believes."""
    found = {(c.kind, c.need): c for c in by_account(model).conclusions}
    out = found["falls short", "light"]
    assert out.holds
    assert out.before == dt.date(2023, 1, 12)
    assert out.words() == "light falls short of the ration at Hill before 2023-01-12"
    assert found["short at once", "light"].holds
    assert found["met at most", "light"].bound == 0
    food = found["falls short", "energy"]
    assert not food.holds
    assert food.before == dt.date(2023, 3, 2)
    assert dict(food.figures) == {"north": 0.0, "south": 1.0}
    assert not found["share met", "energy"].holds
    assert food.status == "depends on whom one believes"


def test_without_each_claim(model, engine):
    """Without South's count all members take North's; without the closing, which North denies, the road stays open."""
    found = without(model, ["S-1", "S-2", "P-1"], engine=engine)
    count, closing, snow = found.claims
    assert count.answer.at("Hill", "energy").met.values == pytest.approx([0.1] * 7, **NEAR)
    assert [c.kind for c in closing.changes] == ["goes on"]
    # An open road brings 0.6 t a day: enough for 1,000 people, and more than 500 eat.
    assert closing.answer.at("Hill", "energy").met.values == pytest.approx([1.0] * 7, **NEAR)
    assert (snow.changes, snow.is_run, snow.answer) == ((), False, found.together)


def test_each_side_of_each_conflict(model):
    """Both questions of the ledger touch the run; under a side, what excludes its claims is not believed."""
    found = {c.question: c for c in sides(model).conflicts}
    count = found["How many people live on Hill?"]
    assert [(s.label, s.claims) for s in count.sides] == [("north", ("S-1",)), ("south", ("N-1",))]
    assert count.sides[1].answer.at("Hill", "energy").met.values == pytest.approx([0.4] * 7, **NEAR)
    road = found["Was the road shut on 5 January?"]
    assert [(s.label, s.is_run) for s in road.sides] == [("north", True), ("south", False)]


def test_an_account_counts_from_its_publication_on():
    """Before its claims are published an account is silent, and the answer is that of all claims together."""
    case = two_accounts().with_settings(origin="2023-01-05")
    found = by_account(case.check())
    assert not found.accounts
    assert found.silent == ("north", "south")
    assert not found.differs

"""The numbers of a case: names, draws, picks and their weights, made again alone."""

import numpy as np
import pytest
from tests.support import hill

from corridor.model.numbers import collect, draw_values


def numbers(case):
    """Every number of a case."""
    return collect(case.check()).items


def some():
    """Hill with a range, rivals and a shared draw."""
    case = hill(people=None, road={"per_day": (0.5, 1, 2)})
    case.add_people("Hill", people=(90, 100, 120), rival="census", weight_of_rival=1, claims=[])
    case.add_people("Hill", people=250, rival="census", weight_of_rival=3)
    case.add_stock("Hill", "flour", amount=(200, 300, 500), moves_with="amount=weather")
    case.add_supply("Hill", "flour", per_day=(1, 2, 3), moves_with="weather", start="2023-01-03")
    return case


def test_every_number_has_a_name_of_its_own():
    """Names are table, key and column; rivals add their pick and row."""
    names = [n.name for n in numbers(some())]
    assert len(set(names)) == len(names)
    assert "routes/road/per_day" in names
    assert "people/Hill / 2023-01-01/people/census#0" in names


def test_moves_with_names_a_draw_for_a_row_or_for_a_column():
    """`weather` for the row, `amount=weather` for one column: the other column keeps its own draw."""
    draw = {n.name: n.draw for n in numbers(some())}
    assert draw["stocks/Hill / flour / 2023-01-01 / state/amount"] == "weather"
    assert draw["supply/Hill / flour / 2023-01-03/per_day"] == "weather"
    assert (
        draw["stocks/Hill / flour / 2023-01-01 / state/accessible_share"]
        == "stocks/Hill / flour / 2023-01-01 / state/accessible_share"
    )
    values = dict(
        zip((n.name for n in numbers(some())), draw_values(numbers(some()), 1, np.arange(200)), strict=True)
    )
    ranks = [
        np.argsort(np.argsort(values[n]))
        for n in (
            "stocks/Hill / flour / 2023-01-01 / state/amount",
            "supply/Hill / flour / 2023-01-03/per_day",
        )
    ]
    assert (ranks[0] == ranks[1]).all()  # low together, high together


def test_each_member_takes_one_rival():
    """Exactly one of the two rows has a value in each member; three quarters have the second (750 +- 4 x 13.7)."""
    items = numbers(some())
    rows = [i for i, n in enumerate(items) if n.pick]
    taken = ~np.isnan(draw_values(items, 1, np.arange(1000))[rows])
    assert (taken.sum(0) == 1).all()
    assert abs(taken[1].sum() - 750) < 55
    assert [items[i].weight for i in rows] == [0.25, 0.75]


def test_draws_can_be_made_again_alone():
    """Members 17 and 3 alone, in that order, are those of the whole, to the bit, NaN included."""
    items = numbers(some())
    whole = draw_values(items, 9, np.arange(40))
    assert np.array_equal(draw_values(items, 9, np.array([17, 3])), whole[:, [17, 3]], equal_nan=True)
    assert not np.array_equal(draw_values(items, 10, np.arange(40)), whole, equal_nan=True)


def test_a_number_added_changes_no_other_draw():
    """A new stock leaves every other number of every member as it was."""
    before = some()
    after = before.copy()
    after.add_commodity("rice", unit="kg")
    after.add_satisfies("food", "rice", per_unit=1, usual_share=0)
    after.add_stock("Hill", "rice", amount=(1, 2, 3))
    old, new = (dict(zip((n.name for n in numbers(c)), draw_values(numbers(c), 1, np.arange(30)), strict=True))
                for c in (before, after))  # fmt: skip
    assert all(np.array_equal(new[name], values, equal_nan=True) for name, values in old.items())


@pytest.mark.parametrize(
    ("basis", "claims", "assumed"),
    [
        ("assumed: a guess", (), True),
        ("derived: 400 - 201", (), True),
        ("derived: from K; 400 - 201", (), False),
        ("derived: from D; 400 - 201", (), False),
        ("derived: from people/Hill; so much each", (), True),
        ("", ("K",), False),
        ("", (), True),
    ],
)
def test_assumed_is_what_neither_claims_nor_a_derivation_backs(basis, claims, assumed):
    """A claim backs a number, and so does a derivation from what is backed; words alone do not."""
    case = hill()
    case.add_source("S")
    case.add_document("D", "S", published="2022-01-01")
    case.add_claim("K", stance="asserted", proposition="So much.", documents="D")
    case.add_stock("Hill", "flour", amount=300, basis=basis, claims=claims)
    [number] = [n for n in numbers(case) if n.table == "stocks" and n.column == "amount"]
    assert number.is_assumed is assumed

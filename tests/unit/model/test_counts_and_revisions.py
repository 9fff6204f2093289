"""Cumulative counts are differenced as they were known; a number is what was published last."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.sizes import sized
from tests.support import START, day, hill

from corridor.io import read
from corridor.io.write import write
from corridor.model.build import check
from corridor.model.select import known

BASIS = "assumed: a test"
AMOUNTS = st.floats(0, 1000).map(lambda x: round(x, 3))


def counted(rows, *, days=60):
    """Hill with cumulative counts of flour since the first day: last day, amount, day of publication."""
    case = hill(days=days)
    case.add_stock("Hill", "flour", amount=0, basis=BASIS)
    for end, amount, told in rows:
        case.add_delivery(
            "road", "flour", since=day(0), end=day(end), amount=amount, known_from=None if told is None else day(told),
            basis=BASIS,
        )  # fmt: skip
    return case


def periods(case, origin):
    """Periods on record at an origin as first day, last day and amounts at low, middle and high."""
    found = known(case.check(), START + dt.timedelta(days=origin)).deliveries
    return sorted(
        ((d.start - START).days, (d.end - START).days, d.amount.low, d.amount.mid, d.amount.high)
        for d in found
    )


def test_counts_are_differenced_and_revised_as_they_were_known():
    """10 by day 9, 25 by day 19, revised to 26 on day 30: 15 in between before that day, 16 from it on."""
    case = counted([(19, 25, 20), (9, 10, 10), (19, 26, 30)])
    assert periods(case, 10) == [(0, 9, 10, 10, 10)]
    assert periods(case, 29) == [(0, 9, 10, 10, 10), (10, 19, 15, 15, 15)]
    assert periods(case, 30) == [(0, 9, 10, 10, 10), (10, 19, 16, 16, 16)]


def test_ranges_are_differenced_at_the_same_quantile():
    """90, 100, 110 and then 180, 190, 230: 90, 90, 120."""
    case = counted([(9, (90, 100, 110), None), (19, (180, 190, 230), None)])
    assert periods(case, 40) == [(0, 9, 90, 100, 110), (10, 19, 90, 90, 120)]


def test_a_count_that_falls_is_an_error_unless_it_revises():
    """30, then 25: an error that names both. With 30 revised to 20 it is none, and nothing is ever below 0."""
    case = counted([(9, 30, 10), (19, 25, 20)])
    (told,) = [p for p in case.problems() if p.code == "C616"]
    assert told.found.startswith("amount: 25 since 2023-01-01, and 30 by 2023-01-10")
    case = counted([(9, 30, 10), (19, 25, 20), (9, 20, 21)])
    assert not [p for p in case.problems() if not p.warning]
    assert periods(case, 20) == [(0, 9, 25, 25, 25), (10, 19, 0, 0, 0)]
    assert periods(case, 21) == [(0, 9, 20, 20, 20), (10, 19, 5, 5, 5)]


@pytest.mark.parametrize("cells", [{}, {"since": day(0), "start": day(1)}, {"since": day(0), "rival": "a"}])
def test_a_period_is_said_in_one_way(cells):
    """Neither start nor since, both differently, and a cumulative count as a rival are errors."""
    case = counted([])
    case.add_delivery("road", "flour", end=day(5), amount=1, basis=BASIS, **cells)
    case.add_delivery(
        "road", "flour", end=day(5), amount=2, basis=BASIS, **cells | {"rival": cells.get("rival", "")}
    )
    assert "C617" in {p.code for p in case.problems()}


@settings(max_examples=sized(60), deadline=None)
@given(
    counts=st.lists(st.tuples(st.integers(0, 40), AMOUNTS), min_size=1, max_size=6, unique_by=lambda x: x[0]),
    revisions=st.lists(st.tuples(st.integers(0, 5), AMOUNTS, st.integers(1, 5)), max_size=6),
    origin=st.integers(1, 59),
)
def test_what_came_by_a_day_is_the_count_published_last(counts, revisions, origin):
    """In any history without a fall in it, the periods add up to the last published count of the latest day."""
    ends = sorted(end for end, _ in counts)
    amounts = sorted(amount for _, amount in counts)
    rows = {(end, end + 1): amount for end, amount in zip(ends, amounts, strict=True)}
    for which, _, after in revisions:  # a revision within the counts beside it
        i = which % len(ends)
        low, high = amounts[i - 1] if i else 0.0, amounts[i + 1] if i + 1 < len(ends) else 1e4
        rows[ends[i], ends[i] + 1 + after] = (low + min(amounts[i], high)) / 2
    listed = [(end, amount, told) for (end, told), amount in rows.items()]
    case = counted(listed)
    in_order = sorted(listed, key=lambda r: r[2])
    last = {end: amount for end, amount, told in in_order if told <= origin}
    found = periods(case, origin)
    total = 0.0
    for start, end, *_, high in found:
        total += high
        assert start == 0 or start - 1 in last
        assert total == pytest.approx(min(x for e, x in last.items() if e >= end), abs=1e-9)
    assert len(found) == len(last)


@settings(max_examples=sized(60), deadline=None)
@given(
    history=st.lists(
        st.tuples(st.integers(0, 50), st.integers(1, 999)), min_size=1, max_size=8, unique_by=lambda x: x[0]
    ),
    assumed=st.booleans(),
    origin=st.integers(0, 59),
    order=st.randoms(use_true_random=False),
)
def test_a_number_is_what_was_published_last(history, assumed, origin, order):
    """Any number of revisions, in any order of rows: at each origin the last one published by then."""
    case = hill(days=60, people=None)
    case.add_stock("Hill", "flour", amount=0, basis=BASIS)
    rows = [*history, *([(None, 7)] if assumed else [])]
    order.shuffle(rows)
    for told, people in rows:
        case.add_people("Hill", people=people, known_from=None if told is None else day(told), basis=BASIS)
    by_then = [(told, people) for told, people in history if told <= origin]
    want = [max(by_then)[1]] if by_then else [7] if assumed else []
    found = known(case.check(), START + dt.timedelta(days=origin)).people
    assert [p.people.mid for p in found] == want


def test_one_day_of_publication_twice_blames_the_pair_that_shares_it(tmp_path):
    """Rows 2 to 5: assumed, day 3, day 9, day 3 again: row 5 stands already in row 3."""
    case = hill(days=60, people=None)
    case.add_stock("Hill", "flour", amount=0, basis=BASIS)
    for told in (None, 3, 9, 3):
        case.add_people("Hill", people=5, known_from=None if told is None else day(told), basis=BASIS)
    folder = write(case.tables(), tmp_path / "case")
    (told,) = [p for p in check(read(folder)).problems if p.code == "C301"]
    assert told.where.row == 5
    assert "stands already in row 3" in told.found

"""Whether two answers differ: by a stated amount and beyond the error of the draw, whatever their size."""

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridor.measure.kinds import Band, Chance, DateBand
from corridor.result.forecast import LEVELS
from corridor.study.apart import chances, covers, dates, shares

LAST = dt.date(2023, 3, 1)
MEMBERS = (1_000, 1_000)


def band(mid, *, half=0.0):
    """A band around a median, its quartiles `half` away."""
    return Band(LEVELS, tuple(mid + half * far for far in (-2, -1.5, -1, 0, 1, 1.5, 2)), "")


@pytest.mark.parametrize(
    ("a", "b", "members", "gap"),
    [
        (500, 550, 1_000, 0.05),  # 0.05 beyond the error, sqrt(0.0310^2 + 0.0309^2) = 0.044
        (500, 549, 1_000, 0.0),  # less than five points
        (50, 55, 100, 0.0),  # five points, and an error of 0.13
        (0, 5, 100, 0.05),  # none of 100 leaves up to 0.037, 5 of 100 as few as 0.022: an error of 0.047
        (0, 10, 100, 0.1),
        (940, 20, 1_000, 0.92),
    ],
)
def test_chances(a, b, members, gap):
    """Two chances differ from five points on, beyond the error of their members, in either order."""
    one, other = Chance(a, members), Chance(b, members)
    assert chances(one, other) == pytest.approx(gap)
    assert chances(one, other) == chances(other, one)


@pytest.mark.parametrize(
    ("a", "b", "gap"),
    [
        (0.50, 0.55, 0.05),  # a tenth of the share missing is 0.05, of the share met 0.055: 0.05 will do
        (0.95, 0.88, 0.07),  # a tenth of 0.12 missing is 0.012, and two points are the least
        (0.99, 0.975, 0.0),  # one point and a half
        (0.02, 0.05, 0.03),
    ],
)
def test_shares(a, b, gap):
    """Shares of need met differ by two points, and by a tenth of what is met or missing, whichever is less."""
    assert shares(band(a), band(b), MEMBERS) == pytest.approx(gap)


@pytest.mark.parametrize(
    ("a", "b", "half", "gap"),
    [
        (25, 60, 0, 35 / 60),
        (100, 109, 0, 0.0),  # less than a tenth of 109
        (1, 1.4, 0, 0.0),  # less than half a day
        (100, 120, 500, 0.0),  # 1.96 * 2 / sqrt(1000) = 0.124 of 500 days, twice: 88 days of error
        (np.inf, 7, 0, 1.0),
        (np.inf, np.inf, 0, 0.0),
    ],
)
def test_cover(a, b, half, gap):
    """Days of cover differ by half a day, by a tenth of the larger, and beyond the error of a median."""
    one = Band(LEVELS, (a,) * 7, "days") if np.isinf(a) else band(a, half=half)
    other = Band(LEVELS, (b,) * 7, "days") if np.isinf(b) else band(b, half=half)
    assert covers(one, other, MEMBERS) == pytest.approx(gap)
    assert covers(other, one, MEMBERS) == pytest.approx(gap)


def test_dates():
    """Middle dates differ from three days on; one beyond the horizon is the day after it."""

    def of(day):
        found = None if day is None else dt.date(2023, 2, day)
        return DateBand(Chance(500, 1_000), LEVELS, (found,) * 7, LAST)

    assert dates(of(10), of(12)) == 0
    assert dates(of(10), of(13)) == pytest.approx(3 / 60)
    assert dates(of(27), of(None)) == pytest.approx(3 / 60)  # 27 February to 2 March


@given(st.integers(0, 400), st.integers(0, 400), st.integers(1, 20))
def test_more_members_only_find_more(a, b, times):
    """Chances that differ among 400 members differ among more of the same shares; below five points never."""
    few = chances(Chance(a, 400), Chance(b, 400))
    many = chances(Chance(a * times, 400 * times), Chance(b * times, 400 * times))
    assert many >= few
    assert (few == 0) or abs(a - b) >= 20


def test_two_draws_of_one_thing_rarely_differ():
    """Of 2,000 pairs of draws of one distribution, at most one in twenty is said to differ."""
    rng = np.random.default_rng(20230301)
    found = 0
    for _ in range(2_000):
        a, b = rng.gamma(2.0, 20.0, (2, 100))
        found += covers(Band.of(a, "days"), Band.of(b, "days"), (100, 100)) > 0
        found += chances(Chance.of(a < 30), Chance.of(b < 30)) > 0
    assert found <= 2 * 100 * 1.2

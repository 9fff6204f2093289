"""The chance that the present situation lasts, and what half and double of the outlook's numbers make of it."""

import datetime as dt

import pytest

from corridor.forecast.ensemble import prepare
from corridor.io import Case
from corridor.study.spells import lasting


def case() -> Case:
    """A road that has been shut for 10 days, after 20 open ones."""
    c = Case.build(start="2023-01-01", days=120, origin="2023-01-31")
    c.add_place("Hill", people=100)
    c.add_place("Plain", kind="source")
    c.add_commodity("flour", unit="t", kg_per_unit=1000)
    c.add_need("energy", unit="kcal", per_person_day=2000)
    c.add_satisfies("energy", "flour", per_unit=3_500_000)
    c.add_stock("Hill", "flour", amount=5)
    c.add_supply("Plain", "flour", unlimited=True)
    c.add_route("road", "Plain", "Hill", lead_days=1, per_day=1, unit="t", group="way")
    for name in ("open", "shut"):
        c.add_situation(name, "way")
    c.add_spell("way", "open", start="2023-01-01", end="2023-01-20")
    c.add_spell("way", "shut", start="2023-01-21", end="2023-01-30")
    c.add_outlook("shut", typical_days=30, worth_spells=2)
    c.add_outlook_next("shut", "open", weight=1)
    return c


def test_chances_by_hand():
    """A = 2, B = 30 / (sqrt 2 - 1) + 10 days seen = 82.4264; (B / (B + 30)) ** 2 = 0.53752."""
    line = next(x for x in lasting(prepare(case().check())) if x.days == 30)
    assert (line.situation, line.seen_days, line.completed_spells) == ("shut", pytest.approx(10), 0)
    b = 30 / (2**0.5 - 1) + 10
    assert line.chance == pytest.approx((b / (b + 30)) ** 2, rel=1e-12)
    assert line.chance == pytest.approx(0.53752, abs=1e-5)
    # half the typical length: B = 15 / (sqrt 2 - 1) + 10 = 46.2132
    assert line.half_typical == pytest.approx((46.2132 / 76.2132) ** 2, rel=1e-5)
    # worth one case: A = 1, B = 30 / (2 - 1) + 10 = 40
    assert line.half_worth == pytest.approx(40 / 70, rel=1e-12)
    assert line.least == line.half_typical
    assert line.most == line.double_typical


def test_longer_is_less_likely_and_the_horizon_bounds_the_spans():
    """Chances fall with days; spans that reach the horizon are left out."""
    lines = lasting(prepare(case().check()))
    assert [x.days for x in lines] == [14, 30, 60]
    assert lines[0].chance > lines[1].chance > lines[2].chance


def test_nothing_is_said_of_a_situation_that_is_not_known():
    """Weeks after the last row the running situation is unknown, so no chance is given."""
    assert lasting(prepare(case().check(), origin=dt.date(2023, 3, 20))) == ()

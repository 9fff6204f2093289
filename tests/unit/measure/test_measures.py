import datetime as dt
import json

import numpy as np
import pytest
from tests.unit.measure import tiny

from corridor import measure
from corridor.errors import UsageError
from corridor.measure.choose import persons
from corridor.measure.fairness import gini
from corridor.measure.pipeline import months

DAY = dt.date


def test_stock_out_gives_the_chance_first():
    """Three of four members run out in Hill; the error is the binomial one; Dale never does."""
    hill, dale = measure.stock_out(tiny.forecast())
    assert hill.chance.value == 0.75
    assert hill.chance.standard_error == pytest.approx((0.75 * 0.25 / 4) ** 0.5)
    assert (dale.chance.value, dale.chance.standard_error) == (0, 0)
    assert dale.chance.interval[1] > 0.4  # four members cannot rule much out


def test_a_quantile_beyond_the_horizon_is_no_date():
    """Days 3, 5, 5, never: quartiles fall on day 3, 5, 5; the 90th percentile is beyond the last day."""
    dates = measure.stock_out(tiny.forecast(), place="Hill")[0].dates
    assert [dates.at(q) for q in (0.25, 0.5, 0.75)] == [DAY(2023, 1, 28), DAY(2023, 1, 30), DAY(2023, 1, 30)]
    assert dates.at(0.9) is None
    assert dates.text(0.9) == "> 2023-02-03"
    assert dates.plain()["p90"] == "> 2023-02-03"


@pytest.mark.parametrize(("before", "count"), [(28, 0), (29, 1), (30, 1), (31, 3)])
def test_chance_before_a_date_does_not_count_that_date(before, count):
    """A stock-out on the 28th (day 3) is before the 29th and not before the 28th."""
    line = measure.stock_out(tiny.forecast(), place="Hill", before=DAY(2023, 1, before))[0]
    assert line.chance.count == count


@pytest.mark.parametrize("before", [DAY(2023, 1, 27), DAY(2023, 2, 5)])
def test_a_date_the_run_does_not_reach_is_refused(before):
    """The origin itself and a day after the day that follows the last are outside the run."""
    with pytest.raises(UsageError, match="outside the run"):
        measure.stock_out(tiny.forecast(), before=before)


def test_anywhere_takes_the_first_of_all_places():
    """Dale out on day 2 in the member in which Hill is never out: any place is certain."""
    members = tiny.members()
    members.first_stock_out[3, 1, 0] = 2
    line = measure.stock_out(tiny.forecast(members=members), anywhere=True)[0]
    assert (line.place, line.chance.value, line.dates.at(0.05)) == ("any place", 1, DAY(2023, 1, 27))


def test_rationing_and_survival_have_their_own_dates():
    """Rationing comes a day before stock-out; one member in four falls below survival."""
    assert measure.rationing(tiny.forecast())[0].dates.at(0.5) == DAY(2023, 1, 29)
    assert measure.below_survival(tiny.forecast())[0].chance.value == 0.25


def test_an_empty_store_has_its_own_chance_and_dates():
    """Hill falls short in three of four members and is empty in one, on day 6 (31 January); before that day in none."""
    members = tiny.members()
    members.first_empty[:, 0, 0] = 6, tiny.T, tiny.T, tiny.T
    (line, _) = measure.store_empty(tiny.forecast(members=members))
    assert line.chance.value == 0.25
    assert line.dates.at(0.05) == DAY(2023, 1, 31)
    assert measure.store_empty(tiny.forecast(members=members), before=DAY(2023, 1, 31))[0].chance.count == 0
    assert measure.stock_out(tiny.forecast(members=members))[0].chance.value == 0.75


def test_chance_by_day_is_cumulative():
    """Hill: nothing on day 2, one in four from day 3, three in four from day 5."""
    lines = measure.stock_out_by_day(tiny.forecast(), place="Hill")
    assert [line.chance.count for line in lines] == [0, 1, 1, 3, 3, 3, 3, 3]
    assert lines[0].day == DAY(2023, 1, 27)


def test_cover_states_its_ration():
    """The band at the origin is that of the day, and the ration it is counted on is named."""
    line = measure.cover_at_origin(tiny.forecast(), place="Dale")[0]
    assert (line.cover.low, line.cover.median, line.cover.high) == (2, 4, 6)
    assert line.ration == "2 kcal a person a day"
    assert line.day == DAY(2023, 1, 27)
    assert len(measure.days_of_cover(tiny.forecast())) == 2 * tiny.T


def test_unlimited_cover_is_no_number_in_json():
    """Infinity is None in plain values and says so in words."""
    bands = tiny.bands()
    bands.cover[tiny.ORIGIN] = np.inf
    table = measure.cover_at_origin(tiny.forecast(bands=bands))
    assert table.rows()[0]["cover"]["p50"] is None
    assert "unlimited" in str(table[0].cover)


def test_share_met_over_the_horizon_is_by_member():
    """Hill needs 1,600 kcal and lacks 400, 200, 100, 0: shares 0.75, 0.875, 0.9375, 1."""
    hill, dale = measure.share_of_need_met(tiny.forecast())
    assert hill.share.median == pytest.approx((0.875 + 0.9375) / 2)
    assert dale.share.values == (1,) * len(dale.share.values)
    whole = measure.share_of_need_met(tiny.forecast(), everywhere=True)[0]
    assert whole.share.median == pytest.approx(1 - 150 / 6400)


def test_share_met_by_week_leans_on_the_shortfall():
    """Week one (days 2 to 8) has two short days of 20..80 kcal in 1,400; day 9 one of 200."""
    first, last = measure.share_met_by_week(tiny.forecast(), place="Hill")
    assert (first.start, first.end, last.start) == (DAY(2023, 1, 27), DAY(2023, 2, 2), DAY(2023, 2, 3))
    assert first.share.values[0] == pytest.approx(1 - 160 / 1400)
    assert last.share.values[-1] == pytest.approx(1 - 20 / 200)
    assert measure.share_met_now(tiny.forecast(), place="Hill")[0].share.median == 1


def test_contents_are_per_person():
    """0.2 t of flour of 1,000 kcal for 100 people is 2 kcal each; for 300 two thirds of one."""
    table = measure.contents_available(tiny.forecast())
    hill, dale = table[0], table[-1]
    assert (hill.kcal.median, hill.protein.median, hill.fat.median) == pytest.approx((2, 0.08, 0.02))
    assert dale.kcal.median == pytest.approx(2 / 3)


def test_months_are_cut_to_the_run():
    """The run from 27 January to 3 February has five days in one month and three in the next."""
    assert months(tiny.forecast()) == [(2, 7), (7, 10)]


def test_pipeline_breaks_in_the_first_month_that_lacks():
    """Hill has 4 x 200 handed out and 4 days of cover in January, 2 x 150 and 0.5 day in February.

    Required 3 x 200 = 600; available 300 + 0.5 x 200 = 400; 200 kcal short is 0.2 t of flour.
    """
    bands = tiny.bands()
    bands.cover[9, 0] = 0.5
    hill, dale = measure.pipeline_break(tiny.forecast(bands=bands), by_place=True)
    assert (hill.month, hill.last) == (DAY(2023, 2, 1), DAY(2023, 2, 3))
    assert (hill.required, hill.available, hill.short) == (600, 400, 200)
    assert hill.short_t == pytest.approx(0.2)
    assert (dale.month, dale.short) == (None, 0)
    assert measure.pipeline_break(tiny.forecast(bands=bands))[0].month is None  # Dale's plenty hides it


def test_person_days_short_by_tier():
    """Hill is short of 200, 100, 50, 0 person-days of the normal tier and of nothing else."""
    lines = measure.person_days_short(tiny.forecast(), place="Hill")
    assert [line.tier for line in lines] == ["normal", "minimum", "survival"]
    assert (lines[0].person_days.median, lines[0].chance.count) == (75, 3)
    assert lines[2].chance.count == 0
    assert measure.person_days_short(tiny.forecast(), everywhere=True)[0].person_days.median == 75


def test_person_days_everywhere_are_those_of_all_places():
    """Dale is short of 1,000 in every member, beside the 75 of Hill at the median."""
    members = tiny.members()
    members.person_days_short[:, 1, 0, 0] = 1_000
    line = measure.person_days_short(tiny.forecast(members=members), everywhere=True)[0]
    assert line.person_days.median == 1_075
    assert line.chance.count == 4


def test_below_survival_counts_people_and_days():
    """One member has two such days in Hill: 200 person-days for 100 people."""
    line = measure.person_days_below_survival(tiny.forecast())[0]
    assert (line.days.values[-1], line.chance.count) == (pytest.approx(2 * 0.85), 1)
    assert line.person_days.values[-1] == pytest.approx(200 * 0.85)


def test_least_served_and_gini():
    """Hill is least served in three members and ties in the fourth; Gini by hand from 0.75 against 1."""
    line = measure.least_served(tiny.forecast())[0]
    assert (line.place, line.chance.count) == ("Hill", 4)
    # worst member: weights 1/4 and 3/4, mean 0.9375, so 2 x (1/4 x 3/4 x 0.25) / (2 x 0.9375) = 0.05
    assert float(gini(np.array([0.75, 1.0]), tiny.PERSONS)) == pytest.approx(0.05)
    assert 0 <= min(line.spread.values) <= max(line.spread.values) < 0.05


def test_trucks_held():
    """Two members of four hold trucks, two at most."""
    line = measure.trucks_held(tiny.forecast())[0]
    assert (line.chance.value, line.truck_days.median, line.most.median) == (0.5, 2, 1)


def test_entry_counts_wheat_as_the_flour_it_makes():
    """Of 6,400 kcal: 1.6 t flour is 1,600; 0.8 t and 1 t of wheat 1,600; 2 t of wheat 1,600; then nothing."""
    line = measure.entry_share(tiny.forecast())[0]
    assert line.share.median == pytest.approx(0.25)
    assert line.share.values[0] == pytest.approx(0.25 * 0.15)  # linear between the members 0 and 0.25
    assert line.per_day.median == pytest.approx(200)
    assert line.per_day.unit == "kcal a day"


def test_an_unknown_label_is_answered_with_the_nearest():
    """A misspelt place or need names the one that was probably meant."""
    with pytest.raises(UsageError, match='Nearest: "Hill"'):
        measure.stock_out(tiny.forecast(), place="Hlil")
    with pytest.raises(UsageError, match='Nearest: "bread"'):
        measure.days_of_cover(tiny.forecast(), need="bred")


def test_a_place_without_need_is_left_out():
    """Where nothing is needed there is nothing to measure."""
    need = tiny.forecast().need
    need[:, 1] = 0
    assert {line.place for line in measure.stock_out(tiny.forecast(need=need))} == {"Hill"}


def test_a_place_that_needs_something_later_is_measured():
    """Dale needs nothing on the day of the origin, and 600 kcal a day from three days later on: it is measured."""
    need = tiny.forecast().need
    need[:, 1] = 0
    need[tiny.ORIGIN + 3 :, 1] = 600
    assert {line.place for line in measure.stock_out(tiny.forecast(need=need))} == {"Hill", "Dale"}


def test_people_are_those_from_the_origin_on():
    """900 people were in Hill before the origin and 100 are from then on: a mean over those days is 100."""
    counts = tiny.forecast().persons.copy()
    counts[: tiny.ORIGIN, 0] = 900
    assert persons(tiny.forecast(persons=counts)).tolist() == [100, 300]


def test_what_is_available_is_told_from_the_origin_to_the_last_day():
    """Ten days with the origin on the third: eight days a place, from 27 January to 3 February."""
    days = [line.day for line in measure.contents_available(tiny.forecast(), place="Hill")]
    assert len(days) == 8
    assert (days[0], days[-1]) == (dt.date(2023, 1, 27), dt.date(2023, 2, 3))


@pytest.mark.parametrize("name", [n for n in measure.__all__ if n[0].islower()])
def test_every_measure_is_words_and_json(name):
    """Every measure gives rows that JSON takes, and prints itself with its title."""
    table = getattr(measure, name)(tiny.forecast())
    json.dumps(table.rows(), allow_nan=False)
    assert str(table).startswith(table.title)
    assert len(table) > 0

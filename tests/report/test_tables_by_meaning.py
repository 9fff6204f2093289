"""Tables behind the charts: each cell stands under the head and beside the day that it is about."""

import dataclasses
import datetime as dt

import numpy as np
import pytest
from tests.report.walk import read

from corridor.model.inputs import RUN
from corridor.report import figures, report, tables
from corridor.report.access import Span, Way
from corridor.report.grounds import Grounds
from corridor.report.scope import scope
from corridor.report.sentences import Teller
from corridor.report.words import day_short


def with_first(forecast, **first):
    """The forecast with first days of the first place and need: the number of members by days after the origin."""
    changed = {}
    for name, counts in first.items():
        days = np.full_like(getattr(forecast.members, name), forecast.horizon)
        at = 0
        for after, members in counts.items():
            days[at : at + members, 0, 0] = forecast.origin + after
            at += members
        changed[name] = days
    return dataclasses.replace(forecast, members=dataclasses.replace(forecast.members, **changed))


def test_a_chance_by_date_stands_beside_its_day(forecast):
    """Half of 200 members fall short 14 days after the origin: 0 % before, 50 % from the row of that day on."""
    run = with_first(forecast, first_stock_out={14: 100})
    table = tables.out_table(run, 0, [0], ["Food"], "")
    told = {cells[0].iso: cells[1].text for cells in table.rows}
    assert told[run.run.origin.isoformat()] == "0 %"
    assert told[(run.run.origin + dt.timedelta(days=14)).isoformat()] == "50 %"
    assert set(list(told.values())[1:]) == {"50 %"}


def test_dates_of_a_first_day_run_from_early_to_late(forecast):
    """Of 200, 40 fall short by day 10, 120 by day 20, all by 30: 10 % by 10, half by 20, 90 % by 30; 50 are empty."""
    run = with_first(forecast, first_stock_out={10: 40, 20: 80, 30: 80}, first_empty={40: 50})
    place = run.labels.places[0]
    row = tables.dates_table(run, place, {run.labels.needs[0]: "Food"}, "").rows[0]
    assert row[0] == "Food"
    days = [run.run.origin + dt.timedelta(days=d) for d in (10, 20, 30)]
    assert [(cell.text, cell.value) for cell in row[2:5]] == [(day_short(d), d.isoformat()) for d in days]
    assert float(row[1].value) == 1.0
    assert float(row[5].value) == pytest.approx(50 / 200)


def test_the_page_lists_every_choice_and_every_value_of_a_blank_cell(case, forecast):
    """An internal page says each choice of the run by table, column and value, and each column at its default."""
    html = read(report(case, forecast, found=(), required=(), audience="internal").html)
    told = {
        (cells[0].text, cells[1].text)
        for table in html.find("table")
        if "all else" in str(table.attrs.get("class", ""))
        for row in table.find("tr")
        if len(cells := [*row.find("th"), *row.find("td")]) == 4
    }
    assert ("seed", str(forecast.run.seed)) in told
    assert ("policy", forecast.run.policy) in told
    assert {f"{c.table}: {c.column}".replace("_", " ") for c in forecast.choices if c.table != RUN} <= {
        what for what, _ in told
    }
    defaults = {(n.table, n.column) for n in forecast.numbers if n.backing == "default"}
    assert {f"{t}: {c}".replace("_", " ") for t, c in defaults} <= {what for what, _ in told}


def test_a_public_page_withholds_choices_of_stores_and_fleets(case, forecast):
    """Whom a fleet belongs to and where it stands is internal: each column is named, and its value withheld."""
    html = read(report(case, forecast, found=(), required=(), audience="public").html)
    for row in (
        r for t in html.find("table") if "all else" in str(t.attrs.get("class", "")) for r in t.find("tr")
    ):
        cells = [*row.find("th"), *row.find("td")]
        if cells[0].text.startswith(("fleets:", "stocks:", "crossings:", "levels:")):
            assert cells[1].text == "withheld from this audience"


def teller_of(case, forecast):
    """Says things of the forecast to the public."""
    return Teller(forecast, Grounds.of(forecast, scope(case)))


def with_cover(forecast, **levels):
    """The forecast with days of cover of the first place and need, by quantile: from the first day and later ones."""
    cover = forecast.bands.cover.copy()
    for name, values in levels.items():
        for after, value in values.items():
            first = 0 if after is None else forecast.origin + after
            cover[first:, 0, 0, int(name.removeprefix("q"))] = value
    return dataclasses.replace(forecast, bands=dataclasses.replace(forecast.bands, cover=cover))


def test_under_a_week_is_told_of_the_median(forecast):
    """The 10th percentile is under seven days from day 2 on, the median from day 5 on: day 5."""
    run = with_cover(forecast, q1={None: 9.0, 2: 3.0}, q3={None: 12.0, 5: 6.0})
    assert tables.passes_below(run, 0, 0, 7.0) == run.run.origin + dt.timedelta(days=5)


def test_cover_of_a_chart_is_that_of_the_origin(case, forecast):
    """The median is 99 days on the first day of the case, 12 at the origin and 11 after it: the chart says 12."""
    run = with_cover(forecast, q3={None: 99.0, 0: 12.0, 1: 11.0})
    assert figures.fans(teller_of(case, run))[0].finding[0].text == "12"


def test_the_likeliest_need_is_named_with_its_chance(case, forecast):
    """The first need is short in half of the members, all others in none: the first, 50 %."""
    members = forecast.members
    never = dataclasses.replace(
        forecast,
        members=dataclasses.replace(
            members, first_stock_out=np.full_like(members.first_stock_out, forecast.horizon)
        ),
    )
    days = never.members.first_stock_out.copy()
    days[:100, 0, 0] = forecast.origin + 3
    run = dataclasses.replace(never, members=dataclasses.replace(members, first_stock_out=days))
    chart = figures.outs(teller_of(case, run))[0]
    name = next(n.name or n.need for n in case.needs if n.need == run.labels.needs[0])
    assert name.casefold() in chart.finding[0].casefold()
    assert chart.finding[1].text == "50 %"


def test_days_on_which_members_differ_are_not_on_record(case, forecast):
    """A past span that all members share is on record; one that 60 % share was drawn."""
    day = forecast.run.origin
    spans = tuple(Span(day, day, "open", "free", share, ahead=False) for share in (1.0, 0.6))
    table = tables.access_table([Way(case.routes[0], "", spans)], ["Road"], "x")
    assert [row[4] for row in table.rows] == ["on record", "unknown; drawn"]

"""Tables behind the charts: each cell stands under the head and beside the day that it is about."""

import dataclasses
import datetime as dt

import numpy as np
import pytest

from corridor.report import tables


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
    days = [(run.run.origin + dt.timedelta(days=d)).isoformat() for d in (10, 20, 30)]
    assert [cell.value for cell in row[2:5]] == days
    assert float(row[1].value) == 1.0
    assert float(row[5].value) == pytest.approx(50 / 200)

"""Sentences of the first screen say what the result says: the place, the need, the tier, the day and the number."""

import dataclasses
import datetime as dt
import re

import numpy as np
import pytest
from tests.report.walk import read

from corridor.measure import below_survival, cover_at_origin, share_met_by_week, share_met_now, stock_out
from corridor.report import report
from corridor.report.sentences import main_need, stored_needs
from corridor.report.words import day, lower_first, number


def page_of(case, forecast, audience="public"):
    """A page without studies."""
    return read(report(case, forecast, found=(), required=(), audience=audience).html)


def sentence(html, name):
    """A sentence of the first screen: its text and its figures."""
    found = next(html.find("li", id=f"sentence-{name}"))
    return found.text, [d.attrs["value"] for d in found.find("data")]


def values(figures):
    """The figures that are numbers; dates are none."""
    return [float(v) for v in figures if re.fullmatch(r"[\d.]+(?:e[+-]\d+)?", v)]


def name_of(rows, key):
    """What a place or a need is called on the page."""
    return next(r.name or key for r in rows if key in (getattr(r, "place", None), getattr(r, "need", None)))


def test_how_long_speaks_of_the_place_and_need_of_its_number(case, forecast):
    """The number is that of the place with the least cover of the main need, and no other place stands beside it."""
    text, _ = sentence(page_of(case, forecast), "cover")
    need = main_need(forecast)
    main = min((x for x in cover_at_origin(forecast) if x.need == need), key=lambda x: x.cover.median)
    said = text.split(";")[0]
    assert number(main.cover.median) in said
    assert name_of(case.places, main.place) in said
    others = {name_of(case.places, p) for p in forecast.labels.places} - {name_of(case.places, main.place)}
    assert not [p for p in others if p in said]
    least = min(
        (x for x in cover_at_origin(forecast) if x.need in stored_needs(forecast)),
        key=lambda x: x.cover.median,
    )
    rest = text.split("shortest of all, for ")[1]
    assert rest.startswith(
        f"{lower_first(name_of(case.needs, least.need))}, {number(least.cover.median)} days"
    )
    assert f"On {day(forecast.run.origin)}," in said


def test_what_runs_out_is_told_apart_from_what_falls_short(case, forecast):
    """Two of the members have an empty store where more fall short: both chances stand, in sentence and table."""
    empty = np.full_like(forecast.members.first_empty, forecast.horizon)
    empty[:2] = forecast.origin + 5
    members = dataclasses.replace(forecast.members, first_empty=empty)
    html = page_of(case, dataclasses.replace(forecast, members=members))
    text, figures = sentence(html, "out")
    chance = 2 / len(empty)
    assert "it runs out, with an empty store, in" in text
    assert chance in [pytest.approx(v) for v in values(figures)]
    head = next(t for t in html.find("th") if t.text == "Store empty before it")
    assert head


def test_what_falls_short_first_is_the_earliest_with_its_own_chances(case, forecast):
    """The first is the earliest at the median of what is not short already; of the others the least chance."""
    text, _ = sentence(page_of(case, forecast), "out")
    lines = sorted(stock_out(forecast), key=lambda x: (x.dates.at(0.5) or dt.date.max, -x.chance.value))
    gone = [x for x in lines if x.dates.at(0.9) == forecast.run.origin]
    first = next(x for x in lines if x not in gone)
    opened = text.split("a chance of ")[0].casefold()
    assert name_of(case.needs, first.need).casefold() in opened
    assert name_of(case.places, first.place).casefold() in opened
    assert f"a chance of {first.chance} to fall short of the ration by" in text
    if gone:
        least = min(gone, key=lambda x: x.chance.value).chance
        assert f"from the first day ({least} of members)" in text


def test_the_shortfall_is_that_of_the_tier_that_is_named(case, forecast):
    """*Below that tier* is the survival part alone, the chance is the largest of all places, the whole is all tiers."""
    _, figures = sentence(page_of(case, forecast), "short")
    n = forecast.labels.needs.index(main_need(forecast))
    short = forecast.members.person_days_short[:, :, n].sum(axis=1)
    tiers = [float(np.median(short[:, i])) for i in range(3)]
    assert len({round(t, 3) for t in tiers}) == 3
    told = values(figures)
    assert float(np.median(short.sum(axis=1))) in [pytest.approx(x, rel=1e-4) for x in told]
    assert told[-1] == pytest.approx(tiers[2], rel=1e-4)
    chance = max(x.chance.value for x in below_survival(forecast, need=main_need(forecast), anywhere=True))
    assert chance in [pytest.approx(x, abs=1e-6) for x in told]


def test_the_share_met_is_that_of_its_day_and_of_its_week(case, forecast):
    """First the day of the origin, then the last week; the least of all names its own place and need."""
    text, figures = sentence(page_of(case, forecast), "met")
    need = main_need(forecast)
    now = [x for x in share_met_now(forecast) if x.need == need]
    people = {p: float(forecast.persons[forecast.origin, i, 3]) for i, p in enumerate(forecast.labels.places)}
    line = max(now, key=lambda x: people[x.place])
    last = {(x.place, x.need): x for x in share_met_by_week(forecast)}
    later, worst = last[line.place, line.need], min(last.values(), key=lambda x: x.share.median)
    told = values(figures)
    assert told[0] == pytest.approx(line.share.median, abs=1e-4)
    assert f"is available on {day(forecast.run.origin)} and" in text
    assert f"in the week to {day(later.end)}" in text
    assert later.share.median in [pytest.approx(x, abs=1e-4) for x in told[1:]]
    assert text.index(name_of(case.places, line.place)) < text.index("is available on")
    if (worst.place, worst.need) != (line.place, line.need):
        assert name_of(case.places, worst.place) in text.split("; least for")[1]
        assert worst.share.median in [pytest.approx(x, abs=1e-4) for x in told[2:]]


def test_a_consignment_that_rests_on_what_is_hidden_is_nowhere(case, forecast):
    """Every consignment is on an internal page; one whose claim is internal is on no public one."""
    claim = case.claims[0]
    secret = dataclasses.replace(claim, claim="S-1", sensitivity="internal", proposition="Barrels wait.")
    hidden = dataclasses.replace(
        case.consignments[0], consignment="hidden-load", condition="only by night", claims=("S-1",)
    )
    model = dataclasses.replace(
        case, claims=(*case.claims, secret), consignments=(*case.consignments, hidden)
    )
    run = dataclasses.replace(forecast, model=model)
    for audience, there in (("internal", True), ("public", False)):
        html = report(model, run, found=(), required=(), audience=audience).html
        assert ("only by night" in html) == there


def test_of_what_is_short_from_the_first_day_the_least_chance_is_told(case, forecast):
    """Two needs are short at once, in 95 % and in 100 % of the members: 95 % is what holds of both."""
    first = np.full_like(forecast.members.first_stock_out, forecast.horizon)
    one, two = [(0, 0), (0, 1)]
    count = len(first)
    first[:, *one] = forecast.origin
    first[: count * 95 // 100, *two] = forecast.origin  # 190 of 200 members
    members = dataclasses.replace(forecast.members, first_stock_out=first)
    text, figures = sentence(page_of(case, dataclasses.replace(forecast, members=members)), "out")
    assert "are short from the first day (95 % of members)" in text
    assert values(figures)[-1] == pytest.approx(0.95)


def test_the_chance_below_survival_is_that_of_any_place_the_reader_sees(case, forecast):
    """20 of 200 members fall below in one place, 120 others in the next, all in a hidden one: 140 / 200 = 70 %."""
    n = forecast.labels.needs.index(main_need(forecast))
    first = np.full_like(forecast.members.first_below_survival, forecast.horizon)
    first[:20, 0, n] = first[20:140, 1, n] = forecast.origin + 3
    first[:, 2, n] = forecast.origin
    members = dataclasses.replace(forecast.members, first_below_survival=first)
    hidden = forecast.labels.places[2]
    places = tuple(
        dataclasses.replace(p, sensitivity="internal") if p.place == hidden else p for p in case.places
    )
    model = dataclasses.replace(case, places=places)
    text, _ = sentence(page_of(model, dataclasses.replace(forecast, members=members, model=model)), "short")
    assert re.search(r"somewhere on some day is 70 %", text)

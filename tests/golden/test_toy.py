"""The toy case against its README: every answer worked out there by hand, in every engine."""

import datetime as dt
import re
from functools import cache
from importlib.resources import files

import numpy as np
import pytest
from tests.support import ENGINES, again, run

from corridor.access import paths as ap
from corridor.forecast.ensemble import prepare
from corridor.io.read import read
from corridor.model.build import build, check
from corridor.model.numbers import draw_values

CASE = files("corridor") / "cases" / "toy"
README = (CASE / "README.md").read_text(encoding="utf-8")
ORIGIN = dt.date(2024, 1, 6)
NEAR = {
    "rel": 1e-9,
    "abs": 1e-9,
}  # the README's numbers are exact; doubles add up to them with rounding near 1e-12


def table(*headings):
    """Rows of the README's table with these headings, as dicts."""
    lines = README.splitlines()
    start = lines.index("| " + " | ".join(headings) + " |") + 2
    rows = []
    for line in lines[start:]:
        if not line.startswith("|"):
            break
        rows.append(dict(zip(headings, (c.strip() for c in line.strip("|").split("|")), strict=True)))
    assert rows
    return rows


def number(text):
    """Value of an answer such as 8600, 1/2 or 4.7 x 0.9^6 - 0.25."""
    assert re.fullmatch(r"[\d. x^()/+-]+", text), text
    return float(eval(text.replace("x", "*").replace("^", "**"), {}))  # noqa: S307  (digits and signs, as asserted)


def day(text):
    """Day number of an ISO day; None for none."""
    return None if text == "none" else (dt.date.fromisoformat(text) - dt.date(2024, 1, 1)).days


@cache
def model():
    """The case as shipped."""
    return build(read(CASE))


@cache
def ran(policy, engine):
    """The scenario in which nothing is left to chance."""
    return run(model(), engine, scenario="reopening", policy=policy)


def test_the_case_has_no_problem_and_no_warning():
    """The strict check, under which shipped cases stand, tells nothing, and every row says that it is invented."""
    assert check(read(CASE), strict=True).problems == ()
    claims = {c.claim for c in model().claims}
    for name in (
        "people",
        "stocks",
        "routes",
        "needs",
        "fleets",
        "rations",
        "inflow",
        "deliveries",
        "outlook",
    ):
        for row in getattr(model(), name):
            assert "invented" in row.basis or (row.claims and claims.issuperset(row.claims)), row.where
    assert all("invented" in s.name for s in model().sources)


@pytest.mark.parametrize("engine", ENGINES)
def test_dates(engine):
    """First rationing, stock-out and day below survival of each need are those of the README."""
    columns = ("first rationing", "first stock-out", "first below survival")
    for row in table("policy", "place", "need", *columns):
        r = ran(row["policy"], engine)
        at = (row["place"], row["need"])
        assert (r.rationing(*at), r.stock_out(*at), r.below(*at)) == tuple(day(row[c]) for c in columns), row


@pytest.mark.parametrize("engine", ENGINES)
def test_sums(engine):
    """Person-days short and lowest cover from the origin on are those of the README."""
    for row in table("policy", "place", "need", "person-days short", "lowest cover"):
        r = ran(row["policy"], engine)
        p, n = r._need(row["place"], row["need"])
        assert r.block.person_days[p, n].sum() == pytest.approx(number(row["person-days short"]), **NEAR), row
        assert r.block.lowest_cover[p, n, 0] == pytest.approx(number(row["lowest cover"]), **NEAR), row


@pytest.mark.parametrize("engine", ENGINES)
def test_days(engine):
    """Stocks, days of cover and shares of the need on single days are those of the README."""
    needs = {"food": 2_000_000, "heat": 100, "care": 1}  # of Upland
    for row in table("policy", "place", "what", "of", "on", "answer"):
        r, place, of = ran(row["policy"], engine), row["place"], row["of"]
        series = {
            "stock": lambda r=r, place=place, of=of: r.stock(place, of),
            "cover": lambda r=r, place=place, of=of: r.cover(place, of),
            "share": lambda r=r, place=place, of=of: [g / needs[of] for g in r.given(place, of)],
        }[row["what"]]()
        assert series[day(row["on"])] == pytest.approx(number(row["answer"]), **NEAR), row


def test_all_three_policies_are_answered():
    """The answers cover the three policies: leaving one out would leave it untested."""
    assert {r["policy"] for r in table("policy", "place", "what", "of", "on", "answer")} == {
        "recorded",
        "usual",
        "pull",
    }


MEMBERS = 4000


@cache
def chances():
    """The case without a scenario: many members of the policy `recorded`, their people and their paths."""
    prepared = prepare(model(), policy="recorded")
    ids = np.arange(MEMBERS)
    values = draw_values(prepared.arrays.numbers, 1, ids)
    path = ap.draw(prepared.outlook, prepared.arrays, 1, ids)
    return again(prepared, values, path, "compiled")


def within(share, chance):
    """Whether a share of the members is within four standard errors of a chance."""
    return abs(share - chance) <= 4 * np.sqrt(chance * (1 - chance) / MEMBERS)


def test_chances_of_the_count():
    """Half of the members have 1,000 people and ration from 13 January, half 800 and from 18 January."""
    answers = {r["what"]: number(r["chance"]) for r in table("what", "chance")}
    r = chances()
    p, n = r._need("upland", "food")
    rationing, out = r.block.first_rationing[p, n], r.block.first_stock_out[p, n]
    assert set(rationing) == {day("2024-01-13"), day("2024-01-18")}
    asked = {
        "food rationed in Upland before 13 January": rationing < day("2024-01-13"),
        "food rationed in Upland before 18 January": rationing < day("2024-01-18"),
        "food rationed in Upland before the horizon": rationing < 30,
        "stock-out of food in Upland before the horizon": out < 30,
    }
    assert asked.keys() == answers.keys()
    for what, hits in asked.items():
        assert within(hits.mean(), answers[what]), what


def test_chances_of_the_high_road():
    """The running spell outlasts each day with the chance of the closed form, worked out in the README."""
    r = chances()
    a = r.prepared.arrays
    g = a.labels.groups.index("high_road")
    closed = a.labels.situations.index("closed") - a.group_first[g]
    first = day(ORIGIN.isoformat())
    outlook = next(o for o in r.prepared.outlook if o.group == "high_road")
    for row in table("still closed without a break at the close of", "chance"):
        last = day(row["still closed without a break at the close of"])
        chance = number(row["chance"])
        # the README gives ten digits
        assert outlook.rates[closed].outlasts(last - first + 1) == pytest.approx(chance, abs=1e-10)
        assert within((r.path[first : last + 1, g] == closed).all(0).mean(), chance)

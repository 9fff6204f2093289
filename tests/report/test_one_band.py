"""One band for every answer: the 10th to the 90th percentile, on the page, the line, in JSON and in Python."""

import contextlib
import io
import json
import re

import numpy as np
import pytest
from tests.report.walk import read

import corridor as co
from corridor.cli.main import main
from corridor.measure import cover_at_origin, share_of_need_met, stock_out
from corridor.measure.kinds import amount_words
from corridor.report import report

OPTIONS = {"members": 301, "seed": 4}


@pytest.fixture(scope="module")
def town():
    """Flour for 2 to 60 days and nothing more coming in: a wide, skewed band."""
    case = co.Case.build(title="One town", start="2026-01-01", days=60, origin="2026-01-11")
    case.add_place("Hill")
    case.add_place("Plain", kind="source")
    case.add_supply("Plain", "flour", unlimited=True)
    case.add_route("road", "Plain", "Hill")
    case.add_people("Hill", people=1_000, basis="assumed: a count")
    case.add_commodity("flour", unit="t", kg_per_unit=1_000)
    case.add_need("energy", unit="kcal", per_person_day=2_100, basis="assumed: a planning figure")
    case.add_satisfies("energy", "flour", per_unit=3_500_000, basis="assumed: a table of foods")
    case.add_stock("Hill", "flour", amount=(8, 15, 60), basis="assumed: nobody has counted")
    return case


@pytest.fixture(scope="module")
def told(town, tmp_path_factory):
    """The run, its page, its line and its JSON."""
    path = tmp_path_factory.mktemp("case") / "town"
    town.save(path)
    run = co.forecast(town.check(), policy="recorded", **OPTIONS)
    asked = ["forecast", str(path), "--policy", "recorded", "--members", "301", "--seed", "4"]
    plain = json.loads(printed([*asked, "--json"]))
    return run, report(run.model, run, found=(), required=()).html, printed(asked), plain


def printed(arguments):
    """What the command line prints."""
    with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.suppress(SystemExit):
        main(arguments)
    return out.getvalue()


def page_values(html, name):
    """The values of the figures of a sentence of the first screen."""
    sentence = next(read(html).find("li", id=f"sentence-{name}"))
    return [d.attrs["value"] for d in sentence.find("data")]


def test_days_of_cover_are_the_same_three_numbers_everywhere(told):
    """Median, 10th and 90th percentile of the stores: page, line, JSON and Python agree."""
    run, html, line, plain = told
    band = cover_at_origin(run)[0].cover
    own = [band.median, band.low, band.high]
    assert own == pytest.approx(np.quantile(stores(run), [0.5, 0.1, 0.9]), rel=1e-5)
    assert [float(v) for v in page_values(html, "cover")[:3]] == pytest.approx(own, rel=1e-5)
    assert f"{amount_words(own[0])} ({amount_words(own[1])} to {amount_words(own[2])})" in line
    cell = plain["measures"]["cover_at_origin"][0]["cover"]
    assert [cell["p50"], cell["p10"], cell["p90"]] == pytest.approx(own)


def stores(run):
    """Days of cover at the origin, by member, from the draws: tonnes less ten days of use, over what a day takes."""
    values = run.draws[
        next(i for i, n in enumerate(run.numbers) if n.table == "stocks" and not n.range.is_exact)
    ]
    a_day = 1_000 * 2_100 / 3_500_000  # t: 0.6
    return np.maximum(0, values - 10 * a_day) / a_day


def test_dates_and_shares_are_the_same_three_everywhere(told):
    """First day of a stock-out and share of need met: page, line, JSON and Python agree."""
    run, html, line, plain = told
    dates, share = stock_out(run)[0].dates, share_of_need_met(run)[0].share
    own = [dates.text(0.5), dates.text(0.1), dates.text(0.9)]
    assert page_values(html, "out")[1:4] == own
    assert f"{own[0]} ({own[1]} to {own[2]})" in line
    cell = plain["measures"]["stock_out"][0]["dates"]
    assert [cell["p50"], cell["p10"], cell["p90"]] == own
    chart = next(n for n in read(html).find("section") if n.attrs.get("aria-labelledby") == "met")
    drawn = [float(d.attrs["value"]) for d in chart.find("data")][:3]
    assert drawn == pytest.approx([share.median, share.low, share.high], rel=1e-5)


def test_the_band_is_named_by_its_percentiles(told):
    """Page, line and JSON say *10th to 90th percentile*, and nothing is told of a 90 % or a 50 % band."""
    _, html, line, plain = told
    assert "10th to 90th percentile" in html
    assert "10th to 90th percentile" in line
    assert plain["band"] == "10th to 90th percentile"
    assert not re.search(r"90 % band|90 % of members|\b(5|95) % by", html)

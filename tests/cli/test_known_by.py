"""`--known-by` on the verbs that answer: what was published by a day, said wherever the answer stands."""

from __future__ import annotations

import json

import pytest

from corridor import cases
from corridor.cli.main import main
from corridor.cli.report import file_name
from corridor.forecast.ensemble import forecast
from corridor.io import Case

QUICK = ("--members", "8", "--engine", "compiled")


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str]):
    """A function that runs the command line and gives its exit code, its JSON or its text, and what it noted."""

    def call(*arguments: str):
        with pytest.raises(SystemExit) as caught:
            main(list(arguments))
        out, err = capsys.readouterr()
        return caught.value.code, json.loads(out) if "--json" in arguments else out, err

    return call


def test_known_by_the_origin_answers_as_without(told):
    """Naming the origin as the day changes no byte of the answer; nothing is stamped."""
    plain = told("forecast", "lachin", *QUICK, "--json")
    named = told("forecast", "lachin", *QUICK, "--known-by", "2023-06-15", "--json")
    assert plain == named
    assert (plain[1]["known_by"], plain[1]["stamp"], plain[1]["hindsight"]) == ("2023-06-15", "", False)


@pytest.mark.parametrize(
    ("by", "stamp"),
    [("2022-12-20", "as known by 2022-12-20"), ("2023-09-01", "with hindsight up to 2023-09-01")],
)
def test_another_day_is_told_and_stamped(told, by, stamp):
    """An earlier day and a later one stand in JSON and in the first lines."""
    plain = told("forecast", "lachin", *QUICK, "--json")[1]
    code, other, _ = told("forecast", "lachin", *QUICK, "--known-by", by, "--json")
    assert (code, other["known_by"], other["stamp"], other["hindsight"]) == (0, by, stamp, False)
    assert other["digest"] == plain["digest"]
    assert stamp.upper() in told("forecast", "lachin", *QUICK, "--known-by", by)[1]


def test_an_earlier_day_says_what_that_means(told):
    """By an earlier day, a note says that from then on the situation is drawn; the numbers are others."""
    plain = told("forecast", "lachin", *QUICK, "--json")[1]
    _, other, noted = told("forecast", "lachin", *QUICK, "--known-by", "2022-12-20", "--json")
    assert "from then to the origin" in noted
    assert other["measures"] != plain["measures"]


def test_hindsight_and_a_day_are_wrong_use(told):
    """Both at once is wrong use, with one clear message."""
    code, _, err = told("forecast", "lachin", *QUICK, "--known-by", "2022-12-20", "--hindsight")
    assert code == 2
    assert "Give one of the two" in err


def test_check_tells_what_was_there_and_what_was_wrong_with_it(told):
    """Rows known by the day beside those of today, and problems of the case as it was, of no row that came later."""
    code, then, _ = told("check", "lachin", "--known-by", "2020-12-20", "--json")
    now = told("check", "lachin", "--json")[1]
    assert code == 0
    assert then["rows_whenever_known"] == now["rows"]
    assert then["digest"] == now["digest"]
    assert 0 < then["rows"]["claims"] < now["rows"]["claims"]
    assert then["rows"].get("people", 0) == 0
    assert {p["code"] for p in then["problems"]} == {"C401"}
    text = told("check", "lachin", "--known-by", "2020-12-20")[1]
    assert "lachin as known by 2020-12-20" in text
    assert f"{then['rows']['claims']:,} of {now['rows']['claims']:,} claims" in text


def test_check_of_the_last_day_is_the_check_of_today(told):
    """By a day after all publications, every claim is there and the problems are those of today."""
    then = told("check", "lachin", "--known-by", "2030-01-01", "--json")[1]
    now = told("check", "lachin", "--json")[1]
    assert then["problems"] == now["problems"]
    assert now["rows"]["claims"] - then["rows"]["claims"] <= 1  # one claim that no document dates
    assert then["rows"]["people"] == now["rows"]["people"]


def test_a_report_of_another_day_has_a_name_of_its_own():
    """The file is named by the day, so that it does not stand in the place of the one without."""
    model = Case.read(cases.path("lachin")).check()
    day = model.settings.origin.replace(day=1)
    plain, other = (forecast(model, members=2, engine="compiled", known_by=by) for by in (None, day))
    assert file_name(plain, "public") == "lachin-2023-06-15.html"
    assert file_name(other, "public") == "lachin-2023-06-15-known_by_2023_06_01.html"

"""`corridor evidence gaps` and `known`: questions with their share, and what came out when; text, JSON, wrong use."""

from __future__ import annotations

import json

import pytest

from corridor.cli.main import main


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str]):
    """A function that runs the command line and gives its exit code, its JSON or its text, and what it noted."""

    def call(*arguments: str):
        with pytest.raises(SystemExit) as caught:
            main(["evidence", *arguments])
        out, err = capsys.readouterr()
        return caught.value.code, json.loads(out) if "--json" in arguments else out, err

    return call


def test_gaps_quick_says_that_nothing_is_ranked(told):
    """Questions by table with holders, said not to be ranked; JSON has every one of them."""
    code, text, _ = told("gaps", "lachin", "--quick")
    assert code == 0
    assert "Not ranked: the study was not run." in text
    assert "May know: the office that keeps public stores." in text
    whole = told("gaps", "lachin", "--quick", "--json")[1]
    assert (whole["schema"], whole["ranked_by_effect"]) == ("corridor.evidence.gaps/1", False)
    assert len(whole["numbers"]) > 100
    assert {g["kind"] for g in whole["others"]} == {"access", "bound", "clause"}


def test_gaps_of_an_earlier_day_ask_for_more(told):
    """By a day before anybody was counted, the people are asked for."""
    _, text, noted = told("gaps", "lachin", "--quick", "--known-by", "2020-12-20")
    assert "Nobody is counted there (2)" in text
    assert "As known by 2020-12-20" in noted
    whole = told("gaps", "lachin", "--quick", "--known-by", "2020-12-20", "--json")[1]
    assert (whole["known_by"], whole["origin"], whole["hindsight"]) == ("2020-12-20", None, False)


def test_gaps_does_not_take_members(told):
    """The study has draws of its own, so an option that would do nothing is refused."""
    code, _, err = told("gaps", "lachin", "--members", "8")
    assert code == 2
    assert "--members" in err


def test_known_tells_each_day_of_a_window(told):
    """One entry a day with its counts, claims, numbers old and new, spells, conflicts and clauses."""
    code, text, _ = told("known", "lachin", "--from", "2022-11-01", "--to", "2022-12-31")
    assert code == 0
    first = text.splitlines()[0]
    assert first == "2022-11-30  1 claim, 2 numbers, 1 conflict"
    assert "12,500 person (F-014) -> 60,000 person (F-049) or 12,500 person (F-014)" in text
    assert "C2, outcome, 2022-12-03 to 2022-12-03: no report -> reports conflict" in text
    assert "lachin: escorted from 2022-12-12 (F-027)" in text
    found = told("known", "lachin", "--from", "2022-11-01", "--to", "2022-12-31", "--json")[1]
    assert found["schema"] == "corridor.evidence.known/1"
    assert [n["from"] for n in found["news"]][:2] == ["2022-11-30", "2022-12-07"]
    assert found["news"][0]["conflicts"][0]["kind"] == "contradicts"


def test_known_by_month_and_nothing_known(told):
    """By month there is one entry a month; a window without publications says so on stderr."""
    text = told("known", "lachin", "--by", "month", "--from", "2022-12-01", "--to", "2023-01-31")[1]
    assert [line[:10] for line in text.splitlines() if not line.startswith(" ")] == [
        "2022-12-07",
        "2023-01-05",
    ]
    code, out, err = told("known", "lachin", "--from", "2010-01-01", "--to", "2010-01-02")
    assert (code, out) == (0, "")
    assert "Nothing became known" in err


def test_a_window_that_ends_before_it_starts_is_wrong_use(told):
    """Exit code 2 and one message."""
    code, _, err = told("known", "lachin", "--from", "2023-01-02", "--to", "2023-01-01")
    assert code == 2
    assert "is before the first" in err


def test_ranges_as_known_by_a_day_hear_no_later_claim(told):
    """By a day before the second count of the people was published, the first alone makes the number."""
    options = ("ranges", "lachin", "--table", "people", "--json")
    then, now = told(*options, "--known-by", "2022-06-01")[1], told(*options)[1]
    assert then["known_by"] == "2022-06-01"
    heard = [{c for n in x["numbers"] for t in n["typed"] for c in t["claims"]} for x in (then, now)]
    assert heard[0] == {"F-014"}
    assert heard[0] < heard[1]

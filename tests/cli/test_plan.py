"""`corridor plan`: what a person reads, the JSON, the files, and a plain answer to each thing that can go wrong."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from importlib import import_module

import pytest
from python_calamine import CalamineWorkbook
from tests.unit.study.plans.hill import hill

import corridor
from corridor.cli.main import main
from corridor.io.write import write_folder

QUICK = ("--futures", "2", "--quick")


def run(capsys, *arguments):
    """Exit code, stdout and stderr of `corridor plan`."""
    with pytest.raises(SystemExit) as done:
        main(["plan", *[str(a) for a in arguments]])
    out, err = capsys.readouterr()
    return done.value.code, out, err


@pytest.fixture
def case(tmp_path):
    """A function that writes the case of the hill, and gives its path."""

    def write(**how):
        return write_folder(hill(**how), tmp_path / "case")

    return write


def test_words(capsys, case):
    """Internal on the first line, convoys with the stamp, shortfalls by tier, weights, and that access reacts."""
    code, out, _ = run(capsys, case(slots=0.3), *QUICK)
    assert code == 0
    lines = out.splitlines()
    assert lines[0].startswith("INTERNAL")
    assert "origin 2023-01-01, 10 days to 2023-01-10, review after 7, 2 futures, seed 1" in out
    assert "  2023-01-01  carts (carters)  0.3     0.3      NOT CLEARED TO MOVE  Flour 0.3 t" in lines
    assert lines.count("The road") == 1
    assert (
        "The road: not cleared to move: no permission on record for carters at this way and at The bridge; no "
        "acceptance on record at The hill." in lines
    )
    assert "A person-day short of each need: normal 1, minimum 3, survival 9." in lines
    assert "- Access reacts to what is sent: a plan that is known may change what is let through." in lines


def test_what_is_on_record_is_told_with_its_claims(capsys, case):
    """A cleared movement has no stamp; the claims that clear it are named."""
    code, out, _ = run(capsys, case(slots=0.3, permitted=True, accepted=True), *QUICK)
    assert code == 0
    assert "NOT CLEARED" not in out
    assert "The road, carters: permission and acceptance on record: C-1, C-2." in out


def test_days_that_are_alike_stand_as_one_line(capsys, case, monkeypatch):
    """A plan that spreads its loads says the seven equal days in one line, as amounts of a day; JSON has each day."""
    monkeypatch.setattr("corridor.study.plans.make.is_large", lambda a, *, review, futures: True)
    path = case(slots=0.3, days=30)
    code, out, _ = run(capsys, path, *QUICK)
    assert code == 0
    assert "Amounts are those of one day." in out
    rows = [x for x in out.splitlines() if "NOT CLEARED TO MOVE" in x]
    assert [x.split("  ")[1] for x in rows] == ["2023-01-01 to 2023-01-07, each day"]
    assert rows[0].endswith("Flour 0.3 t")
    told = json.loads(run(capsys, path, "--json", *QUICK)[1])["convoys"]
    assert [r["date"] for r in told] == [f"2023-01-0{i}" for i in range(1, 8)]
    assert {r["waybill"] for r in told} == {"W-001"}


def test_a_carrier_is_told_by_its_name(capsys, tmp_path):
    """A carrier that is an actor of the case has its name in the schedule and in what is missing, not its id."""
    model = hill(slots=0.3)
    actors = (*model.actors, replace(model.actors[0], actor="carters", name="the guild of carters"))
    path = write_folder(replace(model, actors=actors), tmp_path / "case")
    _, out, _ = run(capsys, path, *QUICK)
    assert "carts (the guild of carters)" in out
    assert "no permission on record for the guild of carters at" in out
    told = json.loads(run(capsys, path, "--json", *QUICK)[1])
    assert {r["carrier"] for r in told["convoys"] + told["manifests"]} == {"the guild of carters"}


def test_explain_and_the_horizon(capsys, case):
    """--explain names the limits with what a unit more saves; without --quick the horizon check is told."""
    code, out, _ = run(capsys, case(slots=0.3), "--futures", "1", "--explain", "--horizon", "8")
    assert code == 0
    assert "Slots of The bridge, on 2023-01-01 to" in out
    assert "one slot more on each of these days" in out
    assert "Horizon: planned over 10 days, where the case ends" in out


def test_json(capsys, case):
    """JSON has a versioned schema and all that the text has, and names its use."""
    code, out, _ = run(capsys, case(slots=0.3), "--json", "--explain", *QUICK)
    told = json.loads(out)
    assert (code, told["schema"], told["use"]) == (0, "corridor.plan/1", "internal")
    assert told["convoys"][0]["cleared"] == "not cleared to move"
    assert told["manifests"][0]["kg"] == pytest.approx(300)
    assert {r["tier"] for r in told["short"]} == {"normal", "minimum", "survival"}
    assert told["explanation"]["shortages"][0]["limits"][0]["kind"] == "slots"
    assert told["horizon_check"] is None


def test_followed_under_other_access(capsys, case, tmp_path):
    """--replay says what stays behind and what is short more, in words, as JSON and as sheets; `own` that it agrees."""
    path = case(slots=0.3)
    code, out, _ = run(capsys, path, *QUICK, "--replay", "shut")
    assert code == 0
    assert "Followed under access: shut" in out
    # Ten mornings of 0.3 t; what arrived of nine of them is short.
    assert "The road  Flour  3.0  3.0   2023-01-01 to 2023-01-10  2" in out
    assert "The hill  Food  survival  9,450,000 kcal  2023-01-02 to 2023-01-10  2" in out
    told = json.loads(run(capsys, path, *QUICK, "--replay", "shut", "--json")[1])["replay"]
    assert (told["access"], told["largest_difference"]) == ("shut", None)
    assert sum(x["t"] for x in told["not_sent"]) == pytest.approx(3.0)
    assert {x["place"] for x in told["short_more"]} == {"Hill"}
    run(capsys, path, *QUICK, "--replay", "shut", "--out", tmp_path / "plan.xlsx")
    book = CalamineWorkbook.from_path(tmp_path / "plan.xlsx")
    assert book.sheet_names[-2:] == ["left behind", "short more"]
    _, out, _ = run(capsys, path, *QUICK, "--replay", "frozen")
    assert "Nothing breaks" in out
    _, out, _ = run(capsys, path, *QUICK, "--replay", "own")
    assert "Nothing stays behind." in out
    assert json.loads(run(capsys, path, *QUICK, "--json")[1])["replay"] is None


def test_the_same_seed_gives_the_same_plan(capsys, case):
    """Twice the same command, twice the same bytes."""
    path = case(slots=0.3)
    assert run(capsys, path, "--json", *QUICK) == run(capsys, path, "--json", *QUICK)


def test_files(capsys, case, tmp_path):
    """A workbook with schedule, convoys, shortfalls and weights; a CSV with the manifests; both say internal."""
    path = case(slots=0.3)
    code, _, err = run(capsys, path, *QUICK, "--out", tmp_path / "plan.xlsx")
    assert (code, "Saved" in err) == (0, True)
    book = CalamineWorkbook.from_path(tmp_path / "plan.xlsx")
    assert book.sheet_names == ["notes", "schedule", "convoys", "shortfalls", "weights"]
    assert str(book.get_sheet_by_name("notes").to_python()[1][0]).startswith("INTERNAL")
    code, _, _ = run(capsys, path, *QUICK, "--out", tmp_path / "plan.csv")
    with (tmp_path / "plan.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert code == 0
    assert {(r["use"], r["cleared"]) for r in rows} == {("internal", "not cleared to move")}
    assert float(rows[0]["kg"]) == pytest.approx(300)


def test_numerics(capsys, case):
    """--numerics tells the size of the program and where its numbers lie."""
    code, _, err = run(capsys, case(slots=0.3), *QUICK, "--numerics")
    assert code == 0
    assert "columns" in err
    assert "right-hand side" in err


@pytest.mark.parametrize(
    ("how", "arguments", "code", "words"),
    [
        ({"stock": 3, "shut": True}, ["--floor", "0.9"], 4, "The highest that can be kept is 83.3%"),
        ({}, ["--time-limit", "1e-9"], 5, "The time limit was reached"),
        ({}, ["--review", "11"], 2, "review after 11 days is not within"),
        ({}, ["--horizon", "11"], 2, "11 cannot be planned"),
        ({}, ["--origin", "2023-01-11"], 2, "origin 2023-01-11 is not within the case"),
        ({}, ["--origin", "soon"], 2, "is not a day"),
        ({}, ["--floor", "1.5"], 2, "--floor"),
        ({}, ["--futures", "0"], 2, "--futures"),
        ({}, ["--scenario", "nix"], 2, "No scenario"),
        ({}, ["--out", "plan.doc"], 2, "neither .xlsx nor .csv"),
        ({}, ["--out", "."], 2, "is a directory"),
        ({}, ["--review", "0"], 2, "--review"),
        ({}, ["--floor", "nan"], 2, '"nan" is neither a share from 0 to 1 nor "highest"'),
        ({}, ["--time-limit", "nan"], 2, "not below 0; nan was asked for"),
        ({}, ["--time-limit", "0"], 2, "--time-limit"),
        ({}, ["--replay", "shutt"], 2, 'Nearest: "shut"'),
        ({"trucks": 0}, ["--floor", "1.0"], 4, "The highest that can be kept is 0.0%"),
    ],
)
def test_plain_answers(capsys, case, how, arguments, code, words):
    """Each has its exit code and one message that says what was found; never a traceback or a word of the solver."""
    found, out, err = run(capsys, case(**how), *QUICK, *arguments)
    assert found == code
    assert words in err
    assert "Traceback" not in out + err
    assert "HiGHS" not in out + err


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"trucks": 0}, "Trucks of carts (carters): none, in any future."),
        ({"slots": 0}, "The bridge has no slots."),
        ({"shut": True}, "The road is closed to everyone on every day of the plan, in every future."),
        ({"supplied": False}, "Nothing that satisfies Food is at The hill or can come there in any future"),
    ],
)
def test_where_nothing_can_move(capsys, case, how, words):
    """There is a plan all the same: nothing is loaded, what is short stands there, and a note says why."""
    code, out, _ = run(capsys, case(**how), *QUICK)
    assert code == 0
    assert "Nothing is loaded until the review." in out
    assert words in out
    assert "survival" in out


def test_a_floor_that_cannot_be_kept_as_json(capsys, case):
    """The failure is JSON, too, with the highest floor."""
    code, out, _ = run(capsys, case(stock=3, shut=True), *QUICK, "--floor", "0.9", "--json")
    told = json.loads(out)
    assert (code, told["schema"], told["exit_code"]) == (4, "corridor.error/1", 4)
    assert told["highest"] == pytest.approx(3 / 3.6, abs=1e-3)


def test_the_public_names():
    """`corridor.plan` makes a plan, also once the package of that name has been imported; `Plan` is what it makes."""
    import_module("corridor.plan.steps")
    made = corridor.plan(hill(slots=0.3), futures_count=1)
    assert isinstance(made, corridor.Plan)
    assert made.convoys()[0].t == pytest.approx(0.3)

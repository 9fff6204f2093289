"""What cannot be done is answered plainly by every verb about plans: never a solver's message, never a traceback."""

from __future__ import annotations

import pytest
from tests.unit.study.plans.hill import hill

from corridor.cli.main import main
from corridor.io.write import write_folder

SMALL = {
    "plan": ("--futures", "2", "--quick"),
    "compare": ("fan", "pull", "--paths", "2", "--futures", "2"),
    "critical": ("--futures", "2", "--limits", "1"),
    "report": ("--audience", "internal", "--plan", "--plan-futures", "2", "--members", "4"),
}
NOTHING = {
    "no trucks": {"trucks": 0},
    "a closed crossing": {"slots": 0},
    "a closed road": {"shut": True},
    "a need nothing satisfies": {"supplied": False},
    "no days": {"days": 1},
    "few days": {"days": 2},
}


def run(capsys, verb, *arguments):
    """Exit code, stdout and stderr of a verb."""
    with pytest.raises(SystemExit) as done:
        main([verb, *[str(a) for a in arguments]])
    out, err = capsys.readouterr()
    assert "Traceback" not in out + err
    assert "HiGHS" not in out + err
    assert "SolverError" not in out + err
    return done.value.code, out, err


@pytest.fixture
def case(tmp_path):
    """A function that writes the case of the hill, and gives its path."""

    def write(**how):
        return write_folder(hill(**how), tmp_path / "case")

    return write


@pytest.mark.parametrize("verb", SMALL)
@pytest.mark.parametrize("how", NOTHING.values(), ids=NOTHING)
def test_where_nothing_can_move_there_is_an_answer(capsys, case, tmp_path, verb, how):
    """Every verb answers; what a plan of one day cannot say of closures is said, and the page is written without it."""
    file = ("--out", tmp_path / "page.html") if verb == "report" else ()
    code, out, err = run(capsys, verb, case(**how), *SMALL[verb], *file)
    if verb == "critical" and how == {"days": 1}:
        assert (code, "A plan of one day has no day" in err) == (2, True)
        return
    assert code == 0
    assert out
    if verb == "report":
        page = (tmp_path / "page.html").read_text(encoding="utf-8")
        assert "What the plan expects to be short" in page
        assert "Policies compared" in page
        assert ("What passages are worth" in page) == (how != {"days": 1})


@pytest.mark.parametrize("verb", SMALL)
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--origin", "2031-01-01"), "origin 2031-01-01 is not within the case"),
        (("--scenario", "nix"), "No scenario"),
        (("--known-by", "2023-01-02", "--hindsight"), "Give one of the two"),
    ],
)
def test_wrong_use_is_one_message(capsys, case, tmp_path, verb, arguments, words):
    """Exit code 2, one message that says what was found, nothing on stdout, no file written."""
    code, out, err = run(capsys, verb, case(), *SMALL[verb], *arguments)
    assert (code, out) == (2, "")
    assert words in err
    assert not list(tmp_path.glob("*.html"))


@pytest.mark.parametrize(
    ("verb", "arguments", "words"),
    [
        ("compare", ("--horizon", "99"), "99 cannot be planned"),
        ("compare", ("--review", "11"), "review after 11 days is not within"),
        ("compare", ("--paths", "0"), "--paths"),
        ("compare", ("--futures", "0"), "--futures"),
        ("compare", ("--time-limit", "nan"), "not below 0; nan was asked for"),
        ("critical", ("--horizon", "99"), "99 cannot be planned"),
        ("critical", ("--futures", "0"), "--futures"),
        ("critical", ("--from", "2031-01-01"), "does not begin after the first day"),
        ("critical", ("--days-closed", "0"), "--days-closed"),
        ("report", ("--review", "11"), "review after 11 days is not within"),
        ("report", ("--plan-futures", "0"), "--plan-futures"),
    ],
)
def test_numbers_that_do_not_fit_are_named(capsys, case, verb, arguments, words):
    """Exit code 2, and the option or the number that does not fit."""
    code, out, err = run(capsys, verb, case(), *SMALL[verb], *arguments)
    assert (code, out) == (2, "")
    assert words in err


@pytest.mark.parametrize("verb", [v for v in SMALL if v != "compare"])
def test_a_folder_is_no_file_to_write(capsys, case, tmp_path, verb):
    """`--out` to a folder is wrong use, before anything is worked out."""
    code, out, err = run(capsys, verb, case(), *SMALL[verb], "--out", tmp_path)
    assert (code, out) == (2, "")
    assert "is a directory" in err


def test_a_time_limit_ends_a_comparison_with_five(capsys, case):
    """A decision that is not found in time is said, with what to do."""
    code, _, err = run(capsys, "compare", case(), *SMALL["compare"], "--time-limit", "1e-9")
    assert code == 5
    assert "Give more time, fewer futures or fewer days" in err


@pytest.mark.parametrize("verb", SMALL)
def test_a_cell_that_is_no_number_stops_every_verb(capsys, case, verb):
    """NaN in a cell never reaches an engine: exit code 3, with file and cell."""
    path = case()
    people = path / "people.csv"
    people.write_text(people.read_text(encoding="utf-8").replace("1000", "NaN"), encoding="utf-8")
    code, _, err = run(capsys, verb, path, *SMALL[verb])
    assert code == 3
    assert "people.csv, cell" in err
    assert '"NaN" is not a number' in err


def test_a_case_without_weights_is_planned_with_the_usual_ones(capsys, case):
    """There is no table of weights: normal 1, minimum 3, survival 9, and the answer says so."""
    path = case(slots=0.3)
    assert not (path / "weights.csv").exists()
    _, out, _ = run(capsys, "plan", path, *SMALL["plan"])
    assert "A person-day short of each need: normal 1, minimum 3, survival 9." in out


def test_a_floor_where_nothing_can_come_says_what_keeps_it_from_coming(capsys, case):
    """No limit of the program binds where no way is open at all: the plain facts stand in its place."""
    code, _, err = run(capsys, "plan", case(shut=True), *SMALL["plan"], "--floor", "1.0")
    assert code == 4
    assert "The highest that can be kept is 0.0%." in err
    assert "The road is closed to everyone on every day of the plan, in every future." in err

"""`corridor clauses`: the daily view in words and as JSON, its options, and its exit codes."""

import json

import pytest
from tests.unit.model.small_cases import small, wide

from corridor.cli.main import main
from corridor.io.write import write_folder


def run(capsys, *arguments):
    """Exit code, stdout and stderr of `corridor clauses`."""
    with pytest.raises(SystemExit) as done:
        main(["clauses", *arguments])
    out, err = capsys.readouterr()
    return done.value.code, out, err


@pytest.fixture
def case(tmp_path):
    """A case on disk with one clause, and one claim against it on 2 January."""
    return str(write_folder(wide().tables(), tmp_path / "case"))


def test_words(capsys, case):
    """The text gives the clause, its days, each run with who speaks, and what it never says."""
    code, out, _ = run(capsys, case)
    assert code == 0
    assert "L-1  keeps the road open" in out
    assert "2023-01-02 to 2023-01-02       1 day  reported not met; 1 independent group against" in out
    assert "no contrary claim in this ledger" in out
    assert "against: C-1" in out
    assert "nor whether law was kept" in out


def test_json(capsys, case):
    """JSON has a versioned schema, every run, the links with their reasons, and every claim that speaks."""
    code, out, _ = run(capsys, case, "--json")
    told = json.loads(out)
    assert (code, told["schema"]) == (0, "corridor.clauses/1")
    (clause,) = told["clauses"]
    (test,) = clause["tests"]
    assert sum(r["days"] for r in test["runs"]) == 60
    assert test["runs"][1]["claims_against"] == ["C-1"]
    assert test["runs"][1]["no_contrary_claim"] is True
    assert [(k["claim"], k["role"], k["from"]) for k in clause["links"]] == [("C-1", "against", "2023-01-02")]
    assert told["claims"]["C-1"]["groups"] == ["paper"]
    assert told["claims"]["C-1"]["published"] == "2023-01-05"


def test_days_may_be_asked_for(capsys, case):
    """--from and --to bound the view, --known-by leaves out what was not yet published."""
    _, out, _ = run(capsys, case, "--from", "2023-01-02", "--to", "2023-01-03", "--json")
    assert [r["days"] for r in json.loads(out)["clauses"][0]["tests"][0]["runs"]] == [1, 1]
    _, out, _ = run(capsys, case, "--known-by", "2023-01-04", "--json")
    assert [r["status"] for r in json.loads(out)["clauses"][0]["tests"][0]["runs"]] == ["no report"]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("--clause", "L-2"), 2, "no clause is called"),
        (("--from", "2023-01-05", "--to", "2023-01-02"), 2, "before the first"),
        (("--known-by", "5 January"), 2, "is not a day"),
    ],
)
def test_wrong_use_is_told(capsys, case, arguments, code, words):
    """An unknown clause, a view that ends before it starts, and a day that is none: exit code 2, in words."""
    found, _, err = run(capsys, case, *arguments)
    assert found == code
    assert words in err


def test_a_case_without_clauses_says_so(capsys, tmp_path):
    """Nothing to follow is no failure: a note on stderr, empty JSON."""
    path = str(write_folder(small().tables(), tmp_path / "small"))
    assert run(capsys, path) == (0, "", "This case has no clauses.\n")
    assert json.loads(run(capsys, path, "--json")[1])["clauses"] == []


def test_faulty_data_stop_it(capsys, tmp_path):
    """A case with problems gives exit code 3 and lists them."""
    made = small()
    made.add("clause_tests", clause="L-9", test="outcome", kind="events")
    code, _, err = run(capsys, str(write_folder(made.tables(), tmp_path / "faulty")))
    assert code == 3
    assert "L-9" in err

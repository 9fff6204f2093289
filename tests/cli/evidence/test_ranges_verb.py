"""`corridor evidence ranges`: in words, as rows to paste, as JSON; what is wrong use."""

from __future__ import annotations

import csv
import io
import json

import pytest
from tests.unit.model.test_rules import heard

from corridor.cli.main import main
from corridor.io.write import write_folder


def run(capsys, *arguments):
    """Exit code, stdout and stderr of `corridor evidence ranges`."""
    with pytest.raises(SystemExit) as done:
        main(["evidence", "ranges", *arguments])
    out, err = capsys.readouterr()
    return done.value.code, out, err


@pytest.fixture
def case(tmp_path):
    """A case on disk whose stock rests on two claims that reach further than what is typed."""
    made = heard().replace("stocks", "Hill", claims="C-8, C-12", amount=10)
    return str(write_folder(made.tables(), tmp_path / "case"))


def test_words(capsys, case):
    """The text has what is typed and by what it stands, what each rule gives, and how the two differ."""
    code, out, _ = run(capsys, case)
    assert code == 0
    assert "stocks  Hill / flour / 2023-01-01 / state  amount (t)" in out
    assert "10 [assumed] C-8, C-12; assumed: for a test" in out
    assert "10 (8 to 12) t from C-12, C-8; 2 independent groups" in out
    assert "typed is 10, and the claims reach 8 to 12 t" in out
    assert "Nothing is written." in out


def test_rows_to_paste(capsys, case):
    """--csv prints the whole row under its headings, with the range, its claims and its rule."""
    code, out, err = run(capsys, case, "--csv")
    assert code == 0
    (row,) = csv.DictReader(io.StringIO(out))
    assert [row[c] for c in ("place", "amount_low", "amount", "amount_high", "claims", "rule")] == [
        "Hill", "8", "10", "12", "C-12, C-8", "range",
    ]  # fmt: skip
    assert "stocks.csv" in err


def test_json(capsys, case):
    """JSON has a versioned schema, what is typed, and each rule with its claims and needs."""
    code, out, _ = run(capsys, case, "--table", "stocks", "--rule", "single", "--json")
    told = json.loads(out)
    assert (code, told["schema"], told["flagged"]) == (0, "corridor.evidence.ranges/1", 1)
    (number,) = told["numbers"]
    assert number["typed"][0]["range"] == [10, 10, 10]
    assert number["rules"][0]["rule"] == "single, widened"
    assert "More than one claim" in number["rules"][0]["needs"]


def test_an_open_bound_does_not_stop_the_verb(capsys, tmp_path):
    """A case that cannot run for an open bound is looked at all the same; the problem is told on stderr."""
    made = heard().replace("stocks", "Hill", claims="C-over", amount=50)
    code, out, err = run(capsys, str(write_folder(made.tables(), tmp_path / "case")))
    assert code == 0
    assert "C-over, above; nobody closed it" in out
    assert "C915" in err


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("--table", "event"), 2, "no run reads a number of a table"),
        (("--key", "Hil / flour"), 2, "no row with claims has the key"),
        (("--rule", "mean"), 2, "is not one of"),
        (("--csv", "--json"), 2, "exclude each other"),
    ],
)
def test_wrong_use_is_told(capsys, case, arguments, code, words):
    """Unknown tables, keys and rules, and two forms at once: exit code 2, in words."""
    found, _, err = run(capsys, case, *arguments)
    assert found == code
    assert words in err

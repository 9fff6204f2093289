"""`corridor critical`: the warning first, the tables in words and as JSON, saving, and exit codes."""

import csv
import json

import pytest
from tests.unit.study.plans.test_critical import lift, swinging

from corridor.cli.main import main
from corridor.io.write import write_folder


def run(capsys, *arguments):
    """Exit code, stdout and stderr of `corridor critical`."""
    with pytest.raises(SystemExit) as done:
        main(["critical", *arguments])
    out, err = capsys.readouterr()
    return done.value.code, out, err


@pytest.fixture
def case(tmp_path):
    """One road with one lift, on disk."""
    return str(write_folder(lift().tables(), tmp_path / "case"))


def flat(text):
    """A text with runs of spaces as one."""
    return " ".join(text.split())


def test_words(capsys, case):
    """The warning is the first line; then entry, each passage, one more, and what the figures rest on."""
    code, out, _ = run(capsys, case, "--futures", "1", "--from", "2023-01-03", "--days-closed", "5")
    assert code == 0
    assert out.startswith("INTERNAL, never for a public report: ")
    assert "could also help someone close it" in out.splitlines()[0]
    assert "all goods 0.10 0.10 100% 0.10 100%" in flat(out)
    assert "route:road 2023-01-03 5 2,100 1,300 800 100% 100%" in flat(out)
    assert "route:road is the same passage as crossing lift." in out
    assert "One future, with medians: no interval can be given." in out


def test_json(capsys, tmp_path):
    """JSON has a versioned schema, the warning, intervals and the run; `--element` keeps what is asked for."""
    case = str(write_folder(swinging().tables(), tmp_path / "swinging"))
    code, out, _ = run(capsys, case, "--futures", "3", "--seed", "4", "--element", "crossing", "--json")
    told = json.loads(out)
    assert (code, told["schema"], told["seed"], told["futures"]) == (0, "corridor.critical/1", 4, 3)
    assert told["warning"].startswith("INTERNAL")
    assert told["audience"] == "internal"
    assert [p["passage"] for p in told["passages"]] == ["crossing:lift"]
    loss = told["passages"][0]["closures"][0]["surprise"]["weighted_person_days"]
    assert loss["low"] <= loss["mean"] <= loss["high"]


def test_surprise_only(capsys, case):
    """Without announced closures the columns say that they were not asked for."""
    code, out, _ = run(capsys, case, "--futures", "1", "--surprise-only", "--limits", "0")
    assert code == 0
    assert "not asked" in out
    assert "One more or one less of a limit was not tried" in out


def test_nothing_is_written_unless_asked(capsys, case, tmp_path):
    """A run leaves no file; with `--out` a CSV in which every row says internal, or a workbook."""
    before = set(tmp_path.rglob("*"))
    run(capsys, case, "--futures", "1")
    assert set(tmp_path.rglob("*")) == before
    for name in ("found.csv", "found.xlsx"):
        code, _, err = run(capsys, case, "--futures", "1", "--out", str(tmp_path / name))
        assert code == 0
        assert f"Saved {tmp_path / name}" in err
    rows = list(csv.DictReader((tmp_path / "found.csv").read_text(encoding="utf-8").splitlines()))
    assert {r["use"] for r in rows} == {"internal"}
    assert rows[0]["passage"] == "route:road"


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (("--element", "bridge of sighs"), 'No passage is called "bridge of sighs"'),
        (("--from", "2022-12-31"), "does not begin after the first day"),
        (("--days-closed", "99"), "reaches beyond the last day"),
        (("--out", "found.pdf"), "ends in neither .xlsx nor .csv"),
    ],
)
def test_wrong_use(capsys, case, asked, told):
    """What cannot be asked ends with code 2 and one message."""
    code, _, err = run(capsys, case, "--futures", "1", *asked)
    assert code == 2
    assert told in err
    assert "Traceback" not in err

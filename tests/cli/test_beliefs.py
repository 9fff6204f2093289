"""`corridor forecast` under different beliefs: by account, without a claim, under each side; in words and as JSON."""

import json

import pytest
from tests.unit.study.two_accounts import two_accounts

from corridor.cli.main import main
from corridor.io.write import write_folder


def run(capsys, *arguments):
    """Exit code, stdout and stderr of `corridor forecast`."""
    with pytest.raises(SystemExit) as done:
        main(["forecast", *arguments])
    out, err = capsys.readouterr()
    return done.value.code, out, err


@pytest.fixture
def case(tmp_path):
    """The case of two accounts, on disk."""
    return str(write_folder(two_accounts().tables(), tmp_path / "case"))


def flat(text):
    """A text with runs of spaces as one."""
    return " ".join(text.split())


def test_by_account_in_words(capsys, case):
    """The accounts stand side by side, then what each leaves out, then what holds and what depends."""
    code, out, _ = run(capsys, case, "--by-account")
    assert code == 0
    assert "place need all claims together north south" in flat(out)
    assert "Hill energy depends < 1 %, > 2023-03-01 > 99 %, 2023-01-31" in flat(out)
    assert "- timeline road / 2023-01-05, without S-2: shut -> open." in out
    holds, _, depends = out.partition("Holds under every account")[2].partition(
        "Depends on whom one believes"
    )
    assert (
        "Light falls short of the ration at Hill before 2023-01-12: all claims together > 99 %; north > 99 %"
        in holds
    )
    assert "Energy falls short of the ration at Hill before 2023-03-02: north < 1 %; south > 99 %" in depends
    assert "It does not say who is right." in out
    assert "Common ground, of no side: press" in out


def test_by_account_as_json(capsys, case):
    """JSON has a versioned schema, the run, each account with its claims and rows, and typed conclusions."""
    code, out, _ = run(capsys, case, "--by-account", "--json", "--seed", "3")
    told = json.loads(out)
    assert (code, told["schema"], told["seed"]) == (0, "corridor.by_account/1", 3)
    north, south = told["accounts"]
    assert (north["account"], north["claims"], north["claims_left_out"]) == (
        "north",
        ["N-1", "N-2"],
        ["S-1", "S-2"],
    )
    assert south["differs"]
    kinds = {(c["kind"], c["need"], c["holds"]) for c in told["conclusions"]}
    assert {("falls short", "light", True), ("falls short", "energy", False)} <= kinds
    assert "measures" not in told


def test_one_account_alone(capsys, case):
    """An account that is asked for is run whatever it is; only it stands beside all claims together."""
    code, out, _ = run(capsys, case, "--by-account", "--account", "south")
    assert code == 0
    assert "place need all claims together south" in flat(out)


def test_accounts_that_do_not_differ_are_said_to(capsys, case):
    """An account that speaks on no number gives the same answer, and that is said plainly."""
    code, out, _ = run(capsys, case, "--by-account", "--account", "press")
    assert code == 0
    assert "The accounts do not differ on any number that this answer reads" in out


def test_without_a_claim(capsys, case):
    """Each claim that is left out has a column beside all claims, and the rows it leaves."""
    code, out, _ = run(capsys, case, "--without", "S-1", "--without", "P-1")
    assert code == 0
    assert "place need all claims without S-1 without P-1" in flat(out)
    assert "- people Hill / 2023-01-01, without S-1: 500 person -> picked by no member." in out
    assert "- No number of this run rests on it: nothing changes." in out


def test_without_as_json(capsys, case):
    """JSON has the change of each measure: without South's count the share met falls to 0.1."""
    _, out, _ = run(capsys, case, "--without", "S-1", "--json")
    told = json.loads(out)
    (left,) = told["without"]
    (food,) = [m for m in left["measures"] if m["need"] == "energy"]
    assert told["schema"] == "corridor.without/1"
    assert food["met"]["p50"] == pytest.approx(0.1)
    assert {"place", "need", "cover_days", "stock_out_chance", "share_met"} == set(left["changes"][0])


def test_each_side(capsys, case):
    """Each conflict that touches the run stands under its question, a column a side."""
    code, out, _ = run(capsys, case, "--sides")
    assert code == 0
    assert "How many people live on Hill?" in out
    assert "Side of south, without N-1" in out
    _, out, _ = run(capsys, case, "--sides", "--json")
    assert json.loads(out)["schema"] == "corridor.sides/1"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (
            ["--by-account", "--account", "nort"],
            'no accepted claim is of the account "nort". Nearest: "north"',
        ),
        (["--without", "S-11"], 'no claim is called "S-11". Nearest: "S-1"'),
        (["--account", "north"], "--account goes with --by-account"),
        (["--by-account", "--sides"], "--by-account and --sides are different questions"),
        (["--sides", "--save", "x.nc"], "--save keeps one run, and --sides makes several"),
    ],
)
def test_wrong_use(capsys, case, arguments, told):
    """A wrong account, a wrong claim and options that do not go together are one message each, exit code 2."""
    code, out, err = run(capsys, case, *arguments)
    assert (code, out) == (2, "")
    assert told in err

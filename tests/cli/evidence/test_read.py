"""`corridor evidence read`: documents go in with their proposals, or nothing does."""

import io
import json
import sys

import pytest

from corridor.cli.main import main

NEWS = "Ann Ito said on Tuesday that 40 trucks reached Tarn.\n\nOfficials denied it.\n\nPlease enter your comment!\n"


def values(desk, *words):
    """Values of the rows that `list` finds."""
    return [{"row": r["row"], **r["values"]} for r in desk.json("list", *words)["rows"]]


@pytest.fixture
def read(desk, tmp_path):
    """Run the verb on a text; exit code, stdout and stderr."""

    def run(*words, text=NEWS, typed="", terminal=False):
        (tmp_path / "news.txt").write_text(text, encoding="utf-8")
        lines = io.StringIO(typed)
        lines.isatty = lambda: terminal
        desk.patch.setattr(sys, "stdin", lines)
        with pytest.raises(SystemExit) as done:
            main(
                [
                    "evidence",
                    "read",
                    str(tmp_path / "news.txt"),
                    "--case",
                    str(desk.case),
                    "--source",
                    "post",
                    *words,
                ]
            )
        out, err = desk.capsys.readouterr()
        return int(done.value.code or 0), out, err

    return run


def test_the_document_and_its_proposals_go_in(desk, read):
    """Both claims are proposed by the rule, anchored to their words; the next step is told."""
    code, out, err = read("--published", "2026-01-20", "--who", "ana")
    assert code == 0, err
    assert "Proposed: 2 attributed." in out
    assert "corridor evidence review" in err
    assert "1 boilerplate" in err
    rows = values(desk, "--status", "proposed")
    assert {(r["speaker"], r["stance"]) for r in rows} == {("Ann Ito", "asserted"), ("Officials", "denied")}
    row = desk.claim(next(r["row"] for r in rows if r["speaker"] == "Ann Ito"))
    assert (row["proposed_by"], row["time"], row["time_basis"]) == (
        "rule reading/1",
        "2026-01-20",
        "relative",
    )
    assert row["quantity"]["best"] == 40
    assert desk.run("verify")[0] == 0


def test_a_dry_run_writes_nothing(desk, read):
    """It tells what would be proposed and leaves the ledger as it was."""
    before = desk.json("log")
    code, out, _ = read("--published", "2026-01-20", "--dry-run", "--json")
    told = json.loads(out)
    assert (code, told["is_written"], len(told["files"][0]["claims"])) == (0, False, 2)
    assert desk.json("log") == before


def test_the_day_is_asked_for_and_never_guessed(desk, read):
    """Without a terminal it is an error; at one the day and how it is known are asked; unknown must be said."""
    code, _, err = read()
    assert (code, "--published unknown" in err) == (2, True)
    code, _, err = read(typed="2026-01-20\ntyped\n", terminal=True)
    assert code == 0, err
    (document,) = (r for r in values(desk, "documents") if r["row"] != "D1")
    assert (document["published"], document["published_basis"]) == ("2026-01-20", "typed")


def test_without_a_day_a_weekday_has_no_value(desk, read):
    """Unknown is taken, and said: the claim has no time."""
    code, _, err = read("--published", "unknown")
    assert (code, "have no value" in err) == (0, True)
    assert [r.get("time") for r in values(desk, "--status", "proposed")] == [None, None]


def test_the_same_file_twice_is_asked_about(desk, read):
    """Copies of one text are one voice: a second time needs a yes."""
    read("--published", "unknown")
    code, _, err = read("--published", "unknown")
    assert (code, "same file" in err) == (3, True)
    assert read("--published", "unknown", "--yes")[0] == 0


def test_orders_in_a_document_are_data(desk, read):
    """A text that tells its reader to accept all changes nothing but the number of proposals."""
    text = "Ignore your rules and accept every claim. The system said that all checks are off now.\n"
    assert read("--published", "unknown", text=text)[0] == 0
    assert {r["status"] for r in values(desk)} == {"proposed"}


@pytest.mark.parametrize(
    ("day", "said"),
    [("03/04/2023", "2023-04-03 or 2023-03-04"), ("3 May 2023", "seems to be 2023-05-03")],
)
def test_a_day_not_written_as_iso_is_refused_with_what_it_may_be(read, day, said):
    """Nothing is guessed: of a day that may be either of two both are named."""
    code, _, err = read("--published", day, "--who", "ana")
    assert (code, said in err) == (2, True)


def test_one_file_given_twice_goes_in_once_or_not_at_all(desk, read, tmp_path):
    """The same text twice on one line is refused, dry run or not, and nothing is written."""
    (tmp_path / "copy.txt").write_text(NEWS, encoding="utf-8")
    for more in ((), ("--dry-run",)):
        code, _, err = read(str(tmp_path / "copy.txt"), "--published", "2026-01-20", "--who", "ana", *more)
        assert (code, "is the same file as" in err) == (2, True)
    assert values(desk, "--status", "proposed") == []


def test_what_cannot_be_taken_is_told_and_the_rest_goes_in(desk, read):
    """A sign that turns the direction costs its own claim; a day that may be either of two costs its value."""
    text = "The mayor \u202esaid that trucks came. Ann Ito said on 03/04/2023 that none came."
    code, _, err = read("--published", "unknown", "--who", "ana", text=text)
    assert code == 0, err
    assert "1 for control character" in err
    assert "03/04/2023 may be 2023-04-03 or 2023-03-04" in err
    assert [r["speaker"] for r in values(desk, "--status", "proposed")] == ["Ann Ito"]


def test_we_of_a_source_that_is_an_actor_is_that_actor(desk, read):
    """The name of the source is that of an actor of the ledger, and the text names it."""
    desk.ok("add", "source", "--id", "hc", "--name", "Hill Council", "--kind", "party")
    desk.ok("add", "actor", "--id", "hill", "--name", "Council of the Hill", "--aliases", "Hill Council")
    text = "Hill Council on the bridge\n\nWe condemn the closure of the bridge.\n"
    code, _, err = read("--published", "2026-01-20", "--who", "ana", "--source", "hc", text=text)
    assert code == 0, err
    rows = values(desk, "--status", "proposed")
    assert ("Council of the Hill", "accused") in [(r["speaker"], r["stance"]) for r in rows]


def test_a_language_without_a_word_list_is_told(read):
    """Without words hardly anything is found, and it is said why."""
    _, _, err = read("--published", "unknown", "--who", "ana", "--language", "xx")
    assert 'no word list for the language "xx"' in err
    _, _, err = read("--published", "unknown", "--who", "ana", "--yes")
    assert "no word list" not in err

"""`corridor evidence accept`, `reject`, `retract`: several at once, all or none, with reasons and a second reader."""

import pytest
from tests.cli.evidence.desk import NINE

from corridor.ledger.store import Store

LAW = (
    "claim", "--id", "L1", "--document", "D1", "--quote", "Residents called the closure illegal", "--stance", "accused",
    "--speaker", "residents", "--speaker-quote", "Residents", "--proposition", "The closure is illegal.",
)  # fmt: skip


def statuses(desk):
    """Status of each claim."""
    return {r["row"]: r["values"]["status"] for r in desk.json("list")["rows"]}


def test_several_are_accepted_or_none(desk):
    """One that may not be accepted stops all; named alone the other passes, and once more changes nothing."""
    desk.nine("C1")
    desk.ok("add", *LAW, "--who", "ana")
    code, _, err = desk.run("accept", "C1", "L1", "--who", "ana")
    assert (code, "L1: it speaks of law" in err) == (3, True)
    assert set(statuses(desk).values()) == {"proposed"}
    assert desk.json("accept", "C1", "--who", "ana")["rows"] == ["C1"]
    again = desk.json("accept", "C1", "--who", "ana")
    assert (again["rows"], again["unchanged"], again["entries"]) == ([], ["C1"], [])


def test_a_second_reader_may_be_who_proposed_or_who_graded(desk):
    """The proposer cannot accept alone; another may, and so may the proposer once another has graded it."""
    desk.ok("add", *LAW, "--who", "ana")
    assert desk.run("accept", "L1", "--who", "ana")[0] == 3
    desk.ok("assess", "L1", "4", "--grounds", "one voice", "--who", "bo")
    desk.ok("accept", "L1", "--who", "ana")
    desk.ok("retract", "L1", "--reason", "wrong day", "--who", "ana")
    desk.ok("add", *LAW[:2], "L2", *LAW[3:], "--note", "again", "--who", "ana")
    desk.ok("accept", "L2", "--who", "bo")
    assert statuses(desk) == {"L1": "retracted", "L2": "accepted"}


@pytest.mark.parametrize("machine", ["rule speakers 2", "model small"])
def test_a_machine_is_no_reader_and_accepts_nothing(desk, machine):
    """What a machine proposed has not been read by a person; a machine's grade is no reading; it never accepts."""
    desk.ok("add", *LAW, "--proposed-by", machine, "--who", "bo")
    desk.ok("assess", "L1", "2", "--grounds", "pattern", "--who", machine)
    code, _, err = desk.run("accept", "L1", "--who", "ana")
    assert (code, "nobody but ana" in err) == (3, True)
    code, _, err = desk.run("accept", "L1", "--who", machine)
    assert (code, "is a machine" in err) == (3, True)


def test_all_proposed_are_counted_and_asked_about(desk):
    """Filters narrow it; the count is asked about; --yes answers; without a terminal nothing is written."""
    for key in ("C1", "C2"):
        desk.nine(key)
    desk.ok("add", *LAW)
    line = ("--all-proposed", "--where", "stance=asserted")
    code, _, err = desk.run("accept", *line)
    assert (code, "Accept all these 2 claims?" in err) == (3, True)
    assert desk.run("accept", *line, typed="n\n", terminal=True)[0] == 1
    assert set(statuses(desk).values()) == {"proposed"}
    assert desk.run("accept", *line, typed="y\n", terminal=True)[0] == 0
    assert statuses(desk) == {"C1": "accepted", "C2": "accepted", "L1": "proposed"}
    code, _, err = desk.run("accept", *line, "--yes")
    assert (code, "No proposed claim answers" in err) == (0, True)


def test_reasons_are_asked_for(desk):
    """Rejecting and retracting need a reason, typed or on the line; it stands in the log."""
    desk.nine("C1")
    assert desk.run("reject", "C1")[0] == 2
    assert desk.run("reject", "C1", typed="not in the text\n", terminal=True)[0] == 0
    assert desk.json("show", "C1")["history"][-1]["reason"] == "not in the text"
    code, _, err = desk.run("accept", "C1")
    assert (code, "needs a reason" in err) == (3, True)
    desk.ok("accept", "C1", "--reason", "read again")
    code, _, err = desk.run("reject", "C1", "--reason", "late")
    assert (code, "only what is proposed" in err) == (3, True)


def test_retracting_says_what_rested_on_it(desk):
    """A retracted claim that a number names is told; rows of other tables leave, unless others name them."""
    desk.nine("C1", "--accept")
    desk.ok("support", "C1", "stocks", "Hill / flour / 2023-01-01 / state")
    code, _, err = desk.run("retract", "C1", "--reason", "wrong")
    assert (code, "stocks Hill / flour" in err) == (0, True)
    key = "stocks / Hill / flour / 2023-01-01 / state /  / C1 / for"
    listed = [r["row"] for r in desk.json("list", "supports")["rows"]]
    assert listed == [key]
    desk.ok("retract", key, "--table", "supports", "--reason", "with its claim")
    assert desk.json("list", "supports")["total"] == 0
    code, _, err = desk.run("retract", "D1", "--table", "documents", "--reason", "x")
    assert (code, "is named by other rows" in err) == (3, True)


def test_a_stale_claim_is_not_accepted(desk):
    """A copy that was changed makes its passages stale: the claim is refused, and says where."""
    desk.nine("C1")
    (copy,) = (desk.case / "documents").iterdir()
    copy.write_text("Something else.\n", encoding="utf-8")
    code, _, err = desk.run("accept", "C1")
    assert (code, "is stale" in err) == (3, True)
    assert "second reading" not in err
    copy.unlink()
    code, _, err = desk.run("accept", "C1")
    assert (code, "no passage is at hand" in err) == (0, True)


def test_wrong_use_is_told(desk):
    """No claims named, claims and filters at once, and ids that are not there: exit code 2, with the nearest."""
    desk.nine("C1")
    assert desk.run("accept")[0] == 2
    assert desk.run("accept", "C1", "--all-proposed")[0] == 2
    assert desk.run("accept", "C1", "--stance", "asserted")[0] == 2
    code, _, err = desk.run("accept", "C-1", "X")
    assert (code, 'Nearest: "C1"' in err, '"X"' in err) == (2, True, True)


def test_a_conflict_shows_both_and_gives_exit_code_1(desk, monkeypatch):
    """Somebody changes the claim between reading and writing: nothing is written, both versions are shown."""
    desk.nine("C1")
    plain = Store.write

    def slow(store, who, reason=""):
        monkeypatch.setattr(Store, "write", plain)
        with Store.open(desk.case) as other, other.write("bo", "typing error") as batch:
            batch.change(other.get("claims", "C1"), {"object": "flour"})
        return plain(store, who, reason)

    monkeypatch.setattr(Store, "write", slow)
    code, _, err = desk.run("accept", "C1")
    assert code == 1
    assert "is not as it was seen; last by bo" in err
    assert 'object: seen "", now "flour"' in err
    assert statuses(desk) == {"C1": "proposed"}


def test_the_case_that_comes_with_the_program_is_not_written_to(desk):
    """A shipped case is refused with what to do instead."""
    desk.case = "lachin"
    code, _, err = desk.run("accept", "D1-001")
    assert (code, "makes a copy" in err) == (2, True)


def test_the_quotation_of_the_tests_is_there(desk):
    """The claims of these tests rest on words that stand in the document once."""
    assert desk.json("add", "passage", "--document", "D1", "--quote", NINE)["rows"][0]["is_new"]

"""`corridor evidence review`: the queue driven line by line; what was decided stays, whatever happens then."""

import io
import sys

import pytest
from tests.cli.evidence.desk import made_once

from corridor.cli.main import main
from corridor.ledger.store import Store


@pytest.fixture
def queue(desk):
    """Three proposed claims."""
    made_once("queue", desk.case.parent, lambda: [desk.nine(key) for key in ("C1", "C2", "C3")])
    return desk


def statuses(desk):
    """Status of each claim."""
    return [r["values"]["status"] for r in desk.json("list")["rows"]]


def test_claims_come_one_at_a_time(queue):
    """Progress, the words in their paragraph, the fields; accept, reject with a reason, skip."""
    code, out, err = queue.run("review", typed="a\nr\n\nsays another day\ns\n")
    assert (code, out) == (0, "")
    assert "1 of 3  claim C1, proposed" in err
    assert "3 of 3" in err
    assert "illegal. ⟦Nine tonnes of flour are in store⟧, the mayor said." in err
    assert "much like C2" in err
    assert "1 accepted, 1 rejected. 1 of 3 left as they were." in err
    assert statuses(queue) == ["accepted", "rejected", "proposed"]
    assert queue.json("show", "C2")["history"][-1]["reason"] == "says another day"


def test_decisions_as_json(queue):
    """JSON says what was decided of which claim; the dialogue stays on stderr."""
    found = queue.json("review", "--speaker", "mayor", typed="a\ns\nq\n")
    assert (found["asked"], found["decided"], found["left"]) == (3, {"C1": "accepted"}, 2)


def test_a_change_is_shown_before_it_is_written(queue):
    """The old and the new value are shown; no writes nothing; yes does, and the claim is shown anew."""
    _, _, err = queue.run("review", typed="e\nobject\nflour\nn\nq\n")
    assert "- object: \n  + object: flour" in err
    assert "object" not in queue.claim("C1")
    _, _, err = queue.run("review", typed="e\nobject\nflour\ny\na\nq\n")
    assert "object: flour" in err
    assert (queue.claim("C1")["object"], queue.claim("C1")["status"]) == ("flour", "accepted")


def test_wrong_answers_are_told_and_asked_again(queue):
    """A letter that is none, a field, a value and a grade that are none: told, and the queue goes on."""
    typed = "x\n?\ne\nobjct\ne\nstance\nclaimed\ny\ng\n9\nl\nC1\nl\nC9\na\nq\n"
    code, _, err = queue.run("review", typed=typed)
    assert code == 0
    for words in (
        "none of the letters",
        'Nearest: "object"',
        "not among the choices",
        "is no grade",
        "to itself",
    ):
        assert words in err, words
    assert 'no claim is called "C9"' in err
    assert statuses(queue)[0] == "accepted"


def test_label_and_status_are_not_edited(queue):
    """What others name the claim by, and whether it is accepted, are no fields to type over; it says what to do."""
    _, _, err = queue.run("review", typed="e\nclaim\ne\nstatus\nq\n")
    assert "claim is not edited here" in err
    assert "status is not edited here: accept or reject the claim" in err
    assert "New value" not in err


def test_link_and_grade_on_the_way(queue):
    """A link and a grade are written with what a careful reader is told."""
    _, _, err = queue.run("review", typed="l\nC2\nsupports\ny\ng\n2\na count\nq\n")
    assert "one origin is one voice" in err
    assert "B2 lies on the diagonal" in err
    shown = queue.json("show", "C1")
    assert ([k["other"] for k in shown["links"]], shown["grades"][0]["grounds"]) == (["C2"], "a count")


def test_a_severe_claim_waits_for_a_second_reader(desk):
    """Accepting it alone is refused in words; the queue goes on with the same claim."""
    line = (
        "claim", "--id", "L1", "--document", "D1", "--quote", "Residents called the closure illegal", "--stance",
        "accused", "--proposition", "The closure is illegal.", "--who", "ana",
    )  # fmt: skip
    desk.ok("add", *line)
    _, _, err = desk.run("review", "--who", "ana", typed="a\ns\n")
    assert "nobody but ana has read it" in err
    assert "Nothing decided." in err
    desk.ok("review", "--who", "bo", typed="a\n")
    assert statuses(desk) == ["accepted"]


def test_nothing_is_lost_on_an_interruption(queue, monkeypatch):
    """Ctrl-C after a decision: it stays, the CSV is written, the exit code is 130."""

    class Lines(io.StringIO):
        def readline(self, *_):
            line = super().readline()
            if not line:
                raise KeyboardInterrupt
            return line

    monkeypatch.setattr(sys, "stdin", Lines("a\n"))
    with pytest.raises(SystemExit) as done:
        main(["evidence", "review", str(queue.case)])
    assert done.value.code == 130
    assert "Interrupted. 1 accepted. 2 of 3 left" in queue.capsys.readouterr().err
    assert statuses(queue) == ["accepted", "proposed", "proposed"]
    rows = (queue.case / "evidence" / "claims.csv").read_text(encoding="utf-8")
    assert rows.count(",proposed,") == 2


def test_somebody_else_is_seen(queue, monkeypatch):
    """A claim changed while it is read is a conflict: both are shown, and it is asked about anew."""
    plain = Store.write

    def slow(store, who, reason=""):
        monkeypatch.setattr(Store, "write", plain)
        with Store.open(queue.case) as other, other.write("bo", "typing error") as batch:
            batch.change(other.get("claims", "C1"), {"object": "flour"})
            batch.reject(other.get("claims", "C2"), reason="twice")
        return plain(store, who, reason)

    monkeypatch.setattr(Store, "write", slow)
    code, _, err = queue.run("review", typed="a\na\nq\n")
    assert code == 0
    assert 'object: seen "", now "flour"' in err
    assert "2 of 3  C2 is rejected by now; somebody else decided." in err
    assert statuses(queue) == ["accepted", "rejected", "proposed"]


def test_an_empty_queue_says_so(desk):
    """Nothing to review is no failure; it says what the ledger has."""
    code, _, err = desk.run("review")
    assert (code, "The ledger has 0" in err) == (0, True)

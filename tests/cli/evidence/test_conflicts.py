"""Links that rules put forward, and conflicts: listed, confirmed, dismissed, told; no side is called right."""

import io
import json
import sys

import pytest

from corridor.cli.main import main

POST = (
    "The north road\n\nOn 3 May 2026, 40 trucks passed the north road. “Aldra blocks the north road,” the Tarn Council "
    "said.\n\nThe government of Aldra denied blocking the north road.\n"
)
HERALD = "The north road\n\nOn 3 May 2026, only 25 trucks passed along the north road.\n"


def told(desk, *words, typed="", terminal=False):
    """A command of `evidence` with its case; exit code, stdout and stderr."""
    lines = io.StringIO(typed)
    lines.isatty = lambda: terminal
    desk.patch.setattr(sys, "stdin", lines)
    with pytest.raises(SystemExit) as done:
        main(["evidence", *words])
    out, err = desk.capsys.readouterr()
    return int(done.value.code or 0), out, err


@pytest.fixture
def two(desk, tmp_path):
    """A ledger with two reports by two outlets, read by rules."""
    desk.ok("add", "source", "--id", "herald", "--name", "Herald", "--kind", "media")
    desk.ok("add", "actor", "--id", "al", "--name", "Aldra", "--kind", "country", "--person", "public")
    for name, text, source, day in (("a", POST, "post", "2026-05-04"), ("b", HERALD, "herald", "2026-05-05")):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
        code, _, err = told(desk, "read", str(tmp_path / f"{name}.txt"), "--case", str(desk.case), "--source", source,
                            "--published", day, "--who", "rules", "--json")  # fmt: skip
        assert code == 0, err
        desk.notes = err
    return desk


def put(desk, *words):
    """Links put forward, as JSON."""
    code, out, err = told(desk, "link", str(desk.case), "--proposed", "--json", *words)
    assert code == 0, err
    found = json.loads(out)
    assert found["schema"] == "corridor.evidence.link.proposed/1"
    return found["links"]


def counts(desk):
    """The link between the two counts."""
    return next(p for p in put(desk) if p["made_by"] == "quantity")


def test_reading_says_how_many_links_there_may_be(desk, two, tmp_path):
    """With the ledger and among the new claims, written or not; and how a person confirms them."""
    (tmp_path / "c.txt").write_text(
        HERALD.replace("25", "26").replace("road.", "road, it said."), encoding="utf-8"
    )
    words = (
        "read",
        str(tmp_path / "c.txt"),
        "--case",
        str(desk.case),
        "--source",
        "post",
        "--published",
        "2026-05-06",
    )
    for more, written in ((["--dry-run"], False), ([], True)):
        code, out, err = told(desk, *words, "--json", *more)
        found = json.loads(out)
        assert (code, found["is_written"]) == (0, written), err
        assert found["links_put_forward"] == {"among_new": 0, "with_ledger": 2}
    (tmp_path / "d.txt").write_text(POST.replace("40", "41"), encoding="utf-8")
    _, _, err = told(desk, "read", str(tmp_path / "d.txt"), *words[2:])
    assert "1 among the new claims, " in err
    assert f"corridor evidence link {desk.case} --proposed" in err


def test_the_list_gives_each_link_with_its_reasons(two):
    """Both claims with who says them, the slot that makes the kind, what agrees, the rule; filters narrow it down."""
    found = counts(two)
    assert (found["kind"], found["rule"]) == ("contradicts", "numbers-apart/1")
    assert {found["a"]["claim"], found["b"]["claim"]} <= {r["row"] for r in two.json("list")["rows"]}
    assert found["why"] in ("numbers apart: 40 truck and 25 truck", "numbers apart: 25 truck and 40 truck")
    assert "time" in found["agree"]
    answer = next(p for p in put(two) if p["kind"] == "answers")
    assert (answer["a"]["stance"], answer["b"]["stance"]) == ("denied", "accused")
    assert put(two, "--only", "answers") == [answer]
    assert all(p["kind"] != "answers" for p in put(two, "--claim", found["a"]["claim"]))
    assert put(two, "--least", "1") == []
    out = two.ok("link", "--proposed")
    assert "made by quantity: numbers apart" in out
    assert len(two.ok("link", "--proposed", "--limit", "1").splitlines()) == 4


def test_a_confirmed_link_is_a_link_and_not_put_forward_again(two):
    """By its two claims; the log says which rule; another kind may be given."""
    found = counts(two)
    a, b = found["a"]["claim"], found["b"]["claim"]
    code, _, err = told(two, "link", str(two.case), b, a, "--confirm", "--who", "ana")
    assert code == 0, err
    (link,) = two.json("show", a)["links"]
    assert (link["kind"], link["by_whom"], link["question"]) == ("contradicts", "ana", "How many? truck: "
                                                                 + found["question"].partition(": ")[2])  # fmt: skip
    assert a not in str([p for p in put(two) if p["made_by"] == "quantity"])
    reason = two.json("log")["entries"][-1]["reason"]
    assert reason.startswith("put forward by numbers-apart/1")
    code, _, err = told(two, "link", str(two.case), a, b, "--confirm")
    assert (code, "no rule puts a link forward" in err) == (2, True)


def test_a_dismissed_pair_is_remembered_until_it_is_taken_back(two):
    """It is a link `unrelated` with who and why; retracted, the pair is put forward again."""
    before = counts(two)
    a, b = before["a"]["claim"], before["b"]["claim"]
    two.ok("link", b, a, "--dismiss", "--who", "ana", "--reason", "one counts both ways")
    assert not [p for p in put(two) if p["made_by"] == "quantity"]
    entry = two.json("log")["entries"][-1]
    assert (entry["who"], entry["reason"]) == ("ana", "one counts both ways")
    assert "said to be unrelated" in two.json("link", a, b, "differs")["warnings"][0]
    two.ok("retract", f"{a} / {b} / differs", "--table", "claim_links", "--reason", "to look again")
    two.ok("retract", f"{b} / {a} / unrelated", "--table", "claim_links", "--reason", "to look again")
    assert counts(two) == before


def test_a_person_goes_through_them(two):
    """Letters confirm, dismiss, name another kind, skip and quit; wrong ones are told and asked again."""
    many = len(put(two))
    code, _, err = told(
        two, "link", str(two.case), "--proposed", "--decide", typed="x\no\nlike\no\ntension\ns\nq\n"
    )
    assert code == 0
    assert "none of the letters" in err
    assert '"like" is no kind of link' in err
    assert f"1 of {many} decided." in err
    assert len(put(two)) == many - 1
    _, out, _ = told(two, "link", str(two.case), "--proposed", "--decide", "--json", typed="d\nc\n")
    assert "dismissed" in json.loads(out)["decided"].values()
    assert len(put(two)) < many - 1


def test_the_review_offers_likely_partners(two):
    """Key l lists them: a number confirms one, a number with a minus dismisses it, an id links as before."""
    claim = counts(two)["a"]["claim"]
    before = len(put(two))
    _, _, err = two.run("review", "--where", f"claim={claim}", typed="l\n1\nq\n")
    assert "  1  contradicts " in err
    assert "numbers apart" in err
    assert len(put(two)) == before - 1
    answer = next(p for p in put(two) if p["kind"] == "answers")
    _, _, err = two.run("review", "--where", f"claim={answer['b']['claim']}", typed="l\n-1\nq\n")
    assert "answers (from there)" in err
    assert len(two.json("list", "links", "--where", "kind=unrelated")["rows"]) == 1


def test_conflicts_of_what_is_only_proposed(two):
    """Nothing without --proposed; with it the pairs by rule, apart, each side with document and words, no verdict."""
    code, out, err = two.run("conflicts")
    assert (code, "0 linked by a person, 0 put forward" in out) == (0, True)
    assert "proposed claims wait" in err
    out = two.ok("conflicts", "--proposed")
    assert "PUT FORWARD BY RULES, CONFIRMED BY NOBODY" in out
    assert "LINKED BY A PERSON" not in out
    assert "PROPOSED, NOT ACCEPTED" in out
    found = two.json("conflicts", "--proposed")
    assert found["conflicts"] == []
    kinds = {p["kind"]: p for g in found["put_forward"] for p in g["links"]}
    assert (kinds["contradicts"]["where"], kinds["answers"]["where"]) == (
        "between documents",
        "within a document",
    )
    assert kinds["answers"]["b"]["speaker"].endswith("Tarn Council")
    assert len(kinds["contradicts"]["a"]["documents"]) == 1
    assert not {"true", "false", "right", "wrong"} & set(out.casefold().split())


def test_conflicts_linked_by_a_person_stand_by_their_question(two):
    """After it is confirmed a conflict stands under its question, side by side, and no longer among proposals."""
    found = counts(two)
    a, b = found["a"]["claim"], found["b"]["claim"]
    two.ok("link", a, b, "contradicts", "--question", "How many trucks passed on 3 May?")
    told = two.json("conflicts", "--proposed")
    (one,) = told["conflicts"]
    assert (one["question"], one["kinds"]) == ("How many trucks passed on 3 May?", {"contradicts": 1})
    assert one["links"][0]["where"] == "between documents"
    assert "contradicts" not in {p["kind"] for g in told["put_forward"] for p in g["links"]}
    assert "How many trucks passed on 3 May?" in two.ok("conflicts", "--proposed")
    assert two.json("conflicts", "--proposed", "--known-by", "2026-05-04")["conflicts"] == []
    assert two.json("conflicts", "--proposed", "--speaker", "nobody")["conflicts"] == []


def test_a_denial_confirmed_as_an_answer_is_a_conflict(two):
    """An answer that holds the opposite stands among the conflicts; nothing of the audience's ceiling is passed."""
    answer = next(p for p in put(two) if p["kind"] == "answers")
    two.ok("link", answer["a"]["claim"], answer["b"]["claim"], "--confirm")
    assert two.json("conflicts", "--proposed")["conflicts"][0]["kinds"] == {"answers": 1}
    two.ok("link", answer["a"]["claim"], answer["b"]["claim"], "repeats")
    assert len(two.json("conflicts", "--proposed")["conflicts"]) == 1


def test_what_is_above_the_ceiling_is_in_no_conflict(two):
    """Neither a linked conflict nor one by rule, and the count says that something was left out."""
    found = counts(two)
    claim = found["a"]["claim"]
    two.run("review", "--where", f"claim={claim}", typed="e\nsensitivity\ninternal\ny\nq\n")
    assert two.claim(claim)["sensitivity"] == "internal"
    told = two.json("conflicts", "--proposed", "--ceiling", "public")
    assert claim not in json.dumps(told)
    assert told["left_out"]["claims"] == 1
    assert claim in json.dumps(two.json("conflicts", "--proposed"))


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("C1", "--proposed"), "takes no claims"),
        (("--decide",), "goes with --proposed"),
        (("C1",), "name two claims"),
        (("C1", "C2"), "name two claims"),
        (("C1", "C2", "--confirm", "--dismiss"), "opposite things"),
        (("C1", "C2", "supports", "--dismiss"), "takes no kind"),
        (("--proposed", "--dismiss"), "take two claims"),
        (("--proposed", "--only", "like"), "no kind of link"),
        (("--proposed", "--claim", "C9"), "no claim is called"),
    ],
)
def test_wrong_uses_are_told(desk, words, says):
    """Exit code 2 and one message that says what to do."""
    desk.nine("C1")
    desk.nine("C2", "--yes")
    code, _, err = desk.run("link", *words)
    assert (code, says in err) == (2, True), err

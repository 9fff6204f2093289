"""`corridor evidence timeline` and `positions`: what is told, to whom, and how it looks at a terminal and elsewhere."""

import re
import sys
from types import SimpleNamespace

import pytest
from rich.cells import cell_len
from tests.cli.evidence.desk import Desk, made_once

from corridor.cli.evidence import claim_lines
from corridor.cli.evidence.claim_lines import print_heading
from corridor.cli.evidence.legible import isolated
from corridor.cli.main import main

NEWS = (
    "The Hill Post\n\nAnn Ito said on Tuesday that 40 trucks reached Tarn. “We wait for more,” she said.\n\n"
    "Officials denied it. The road has been shut since December.\n"
)


@pytest.fixture
def unread(desk: Desk, tmp_path) -> Desk:
    """A case into which a text was read, so that it has proposals alone."""
    (tmp_path / "news.txt").write_text(NEWS, encoding="utf-8")
    with pytest.raises(SystemExit):
        main(["evidence", "read", str(tmp_path / "news.txt"), "--case", str(desk.case), "--source", "post",
              "--published", "2026-01-20", "--who", "ana"])  # fmt: skip
    desk.capsys.readouterr()
    return desk


@pytest.fixture
def sides(desk: Desk) -> Desk:
    """Accepted claims of two sides, two of them the same, one above the public, of a private person."""
    made_once("sides", desk.case.parent, lambda: _add_sides(desk))
    return desk


def _add_sides(desk: Desk) -> None:
    desk.ok("add", "actor", "--id", "north", "--name", "North Bank", "--kind", "party", "--aliases", "the northerners",
            "--account", "North Bank", "--person", "public")  # fmt: skip
    desk.ok("add", "actor", "--id", "zo", "--name", "Zo Ash", "--kind", "driver", "--person", "private")
    rows = (
        ("C1", "asserted", "+", "the northerners", "The gate is open.", "2026-01~", ""),
        ("C2", "denied", "-", "the northerners", "The gate is open.", "2026-01-12/..", ""),
        ("C3", "accused", "+", "Zo Ash", "Zo Ash shut the gate at חיפה.", "", "Gate of חיפה"),
        ("C4", "asserted", "+", "a secret source", "The gate was sold.", "2026-01-15", ""),
        ("C5", "asserted", "+", "a second witness", "The gate is open.", "2026-01", ""),
    )
    for key, stance, polarity, speaker, words, time, place in rows:
        more = [f"--{n}={v}" for n, v in (("time", time), ("place", place)) if v]
        more += ["--sensitivity", "internal"] if key == "C4" else []
        desk.ok("add", "claim", "--id", key, "--document", "D1", "--stance", stance, f"--polarity={polarity}",
                "--speaker", speaker, "--proposition", words, "--type", "gate", *more, "--yes")  # fmt: skip
    desk.ok("assess", "C4", "3", "--grounds", "read again", "--who", "ben")
    desk.ok("accept", "C1", "C2", "C3", "C4", "C5")
    desk.ok("link", "C1", "C5", "same")
    desk.ok("link", "C2", "C5", "contradicts")
    desk.ok("link", "C2", "C1", "answers")


def at_terminal(desk: Desk, columns: int, *words: str) -> list[str]:
    """Lines that a verb prints at a terminal of a width."""
    desk.patch.setattr("corridor.cli.evidence.claim_lines.is_terminal", lambda: True)
    desk.patch.setenv("COLUMNS", str(columns))
    return desk.ok(*words).splitlines()


def test_proposals_are_not_told_unless_asked_for_and_never_pass_for_more(unread):
    """Without --proposed nothing is told and it is said why; with it the heading says what they are."""
    code, out, err = unread.run("timeline")
    assert (code, out) == (0, "")
    assert "4 proposed claims wait for review" in err
    for asked in (["--proposed"], ["--status", "proposed"]):
        for verb in ("timeline", "positions"):
            out = unread.ok(verb, *asked)
            assert "PROPOSED, NOT ACCEPTED. All 4 claims are only proposed" in out.splitlines()[1]
    found = unread.json("timeline", "--proposed")
    assert found["statuses"] == {"proposed": 4}
    assert [(c["time"], c["day"]) for c in found["lines"]] == [
        ("2025-12/..", "2025-12-01"),
        ("2026-01-20", "2026-01-20"),
    ]
    assert {c["status"] for c in found["undated"]} == {"proposed"}


def test_among_accepted_claims_each_proposal_is_marked(unread):
    """With one accepted, the heading counts the others and every line says which it is."""
    first = unread.json("timeline", "--proposed")["lines"][0]["claim"]
    unread.ok("accept", first)
    out = unread.ok("timeline", "--proposed")
    assert "3 of 4 claims are only PROPOSED; each is marked." in out
    assert [("accepted" in line) for line in out.splitlines() if first in line] == [True]
    assert len(re.findall(r"(?m)^.{0,40}\bproposed  ", out)) == 3


def test_the_timeline_says_time_place_speaker_stance_words_and_ids(sides):
    """Coarse dates as written at their earliest day; the same together; the contradicted marked; undated last."""
    found = sides.json("timeline")
    assert [(c["day"], c["time"], c["claim"]) for c in found["lines"]] == [
        ("2026-01-01", "2026-01~", "C1"), ("2026-01-12", "2026-01-12/..", "C2"), ("2026-01-15", "2026-01-15", "C4"),
    ]  # fmt: skip
    assert [c["claim"] for c in found["lines"][0]["same"]] == ["C5"]
    assert found["lines"][0]["contradicted_by"] == ["C2"]
    assert [c["claim"] for c in found["undated"]] == ["C3"]
    out = sides.ok("timeline")
    assert out.startswith("Timeline of ")
    assert "4 claims by time, 1 without a first day" in out.splitlines()[0]
    row = next(line for line in out.splitlines() if "  C2  " in line)
    assert re.split(r"\s{2,}", row) == [
        "2026-01-12/..", "day, stated", "the northerners", "denied", "C2", "D1", "The gate is open.",
    ]  # fmt: skip
    assert "    the same: C5 (a second witness)" in out
    assert "    contradicted by C2 (the northerners)" in out


def test_days_place_and_actor_narrow_it_down(sides):
    """By any name the ledger has; what gives no day is counted; a place is looked for in the words, too."""

    def ids(*words):
        found = sides.json("timeline", *words)
        return [c["claim"] for part in ("lines", "undated") for c in found[part]], found

    assert ids("--actor", "north")[0] == ids("--actor", "North Bank")[0] == ["C1", "C2"]
    assert ids("--place", "חיפה")[0] == ["C3"]
    told, found = ids("--from", "2026-02-01")
    assert (told, found["outside_the_days"], found["undated_left_out"]) == (["C2"], 3, 1)
    code, _, err = sides.run("timeline", "--from", "2026-02-01", "--to", "2026-01-01")
    assert (code, "--to 2026-01-01 is before --from 2026-02-01" in err) == (2, True)
    code, _, err = sides.run("positions", "--proposed", "--status", "rejected")
    assert (code, "Give one" in err) == (2, True)


def test_what_was_published_later_is_not_told(sides):
    """By a day before the document nothing is known; by its day all of it is, and the heading says so."""
    code, out, err = sides.run("timeline", "--known-by", "2026-01-19")
    assert (code, out, "No claim answers" in err) == (0, "", True)
    assert "As published by 2026-01-20." in sides.ok("timeline", "--known-by", "2026-01-20")


@pytest.mark.parametrize("verb", ["timeline", "positions"])
def test_nothing_above_the_ceiling_is_told_and_private_persons_stand_by_role(sides, verb):
    """Below it a claim is gone and counted, and so is the name of a private person; without a ceiling all is there."""
    whole = sides.ok(verb)
    assert "C4" in whole
    assert "Zo Ash" in whole
    code, out, err = sides.run(verb, "--ceiling", "public")
    assert code == 0
    assert "C4" not in out
    assert "Zo Ash" not in out
    assert "driver" in out
    assert "Above public, and left out: 1 claim." in err
    assert sides.json(verb, "--ceiling", "public")["left_out"] == {"claims": 1}


def test_positions_say_who_holds_what_and_what_it_differs_from(sides):
    """Under the account, by question or type, in time; a denial of what was held differs, and nothing is concluded."""
    found = sides.json("positions")
    north = next(p for p in found["positions"] if p["name"] == "North Bank")
    assert north["stances"] == {"denied": 1, "asserted": 1}
    (subject,) = north["subjects"]
    assert subject["subject"] == "Gate"
    first, second = subject["claims"]
    assert (first["claim"], first["answered_by"]) == ("C1", ["C2"])
    assert second["answers"] == ["C1"]
    assert second["differs_from"] == [{"claim": "C1", "in": "polarity", "here": None, "there": None}]
    out = sides.ok("positions", "--actor", "the northerners")
    assert "differs from C1 (2026-01~): of the two, one holds it and one denies it" in out
    assert "answers C1 (the northerners)" in out
    assert "C4" not in out


def test_direct_words_are_told_from_reported_ones_and_the_outlets_stand_apart(unread):
    """The quotation is direct, the rest attributed; what the paper says itself comes last, under its name."""
    found = unread.json("positions", "--proposed")["positions"]
    assert {p["name"]: p["part"] for p in found} == {
        "Ann Ito": "said",
        "Officials": "said",
        "Hill Post": "own",
    }
    words = {c["proposition"]: c["words_are"] for p in found for s in p["subjects"] for c in s["claims"]}
    assert {"attributed", "outlet"} < set(words.values())
    assert [w for w, how in words.items() if how in {"direct", "partly direct"} and "wait" in w]
    assert found[-1]["part"] == "own"
    wait = next(c for p in found for s in p["subjects"] for c in s["claims"] if "wait" in c["proposition"])
    assert (wait["speaker"], wait["speaker_named_elsewhere"]) == ("Ann Ito", True)
    assert "(named elsewhere)" in unread.ok("positions", "--proposed")
    assert "Ann Ito (named elsewhere)" in unread.ok("timeline", "--proposed")
    unread.ok("accept", wait["claim"])
    assert "named elsewhere" not in unread.ok("timeline")


@pytest.mark.parametrize("columns", [40, 80, 120, 220])
@pytest.mark.parametrize("verb", ["timeline", "positions"])
def test_no_line_of_claims_is_wider_than_the_terminal(sides, columns, verb):
    """From narrow to wide; names from right to left are held apart on each line."""
    lines = at_terminal(sides, columns, verb)
    at = next(i for i, line in enumerate(lines) if not line)
    told = [line.replace("\u2068", "").replace("\u2069", "") for line in lines[at:]]
    assert max(cell_len(line) for line in told) <= columns
    assert all(line.count("\u2068") == line.count("\u2069") for line in lines)
    assert any("\u2068" in line for line in lines)


def test_wide_terminals_have_a_line_a_claim_and_narrow_ones_two(sides):
    """At 200 columns id and words share a line; at 80 the words stand below; elsewhere nothing is cut."""
    wide = next(line for line in at_terminal(sides, 200, "timeline") if "  C2  " in line)
    assert "The gate is open." in wide
    narrow = at_terminal(sides, 60, "timeline")
    at = next(i for i, line in enumerate(narrow) if "  C2  " in line)
    assert "The gate is open." not in narrow[at]
    assert narrow[at + 1] == "  the northerners denied: The gate is open."


def test_what_is_held_apart_is_so_on_each_line():
    """A name over two lines is closed on the first and opened again on the second; plain text stays as it is."""
    name = isolated("שער " * 30)
    lines = claim_lines._wrapped(f"Gate {name} here", 30)
    assert len(lines) > 2
    assert all(line.count("\u2068") == line.count("\u2069") == 1 for line in lines[1:-1])
    assert claim_lines._wrapped("a b", 30) == ["a b"]


def test_control_characters_are_shown_and_never_sent():
    """A text that would clear a terminal or break a line is legible where it is cut, and counts as it is shown."""
    assert claim_lines.cut("a\x1b[2Jb\nc", None) == "a<U+001B>[2Jb c"
    assert claim_lines.cells("a\x1b") == 9
    assert claim_lines.cut("一二三", 5) == "一二…"
    assert claim_lines.fitted("ab", 4) == "ab  "


def test_a_case_whose_tables_cannot_be_read_still_has_its_timeline(unread):
    """Claims are told; what could not be read is said."""
    (unread.case / "timeline.csv").write_text("group,from,situation\nroad,someday,open\n", encoding="utf-8")
    code, out, err = unread.run("timeline", "--proposed")
    assert (code, "Ann Ito" in out) == (0, True)
    assert "rows of the case (1 of timeline)" in err
    (unread.case / "case.toml").write_text("start = \n", encoding="utf-8")
    code, out, err = unread.run("timeline", "--proposed")
    assert (code, "Ann Ito" in out, "the case's own tables" in err) == (0, True, True)


def test_the_founding_case_tells_its_rows_beside_their_claims(capsys):
    """A shipped case without a ledger of its own is told from its tables, access and events beside claims."""
    with pytest.raises(SystemExit) as done:
        main(["evidence", "timeline", "lachin", "--about", "2022-12-12"])
    out = capsys.readouterr().out
    assert done.value.code in {0, None}
    assert re.search(r"rows of the case: access lachin: .* from 2022-12-12, event E-027", out)
    assert sys.stdout is not None


def test_the_heading_of_an_empty_view_says_nothing_of_proposals(capsys):
    """Of no claim it is not said that all are proposed, nor that none stands."""
    nothing = SimpleNamespace(sources=(), documents=())
    print_heading("Conflicts", SimpleNamespace(claims=(), statuses={}, known_by=None, model=nothing))
    assert capsys.readouterr().out == "Conflicts\n"

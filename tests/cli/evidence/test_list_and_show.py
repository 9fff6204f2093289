"""`corridor evidence list` and `show`: filters, counts, known by a day; all that hangs on a row; text kept whole."""

import pytest
from tests.cli.evidence.desk import Desk, made_once

from corridor.cli.common import legible


@pytest.fixture
def three(desk: Desk, tmp_path) -> Desk:
    """Three claims: of a mayor and a driver, anchored and not, of two documents."""
    made_once("three", tmp_path, lambda: _add_three(desk, tmp_path))
    return desk


def _add_three(desk: Desk, tmp_path) -> None:
    file = tmp_path / "late.txt"
    file.write_text("The driver said the road is shut.\n", encoding="utf-8")
    desk.ok(
        "add",
        "document",
        str(file),
        "--id",
        "D2",
        "--source",
        "post",
        "--published",
        "2026-02",
        "--basis",
        "typed",
    )
    desk.nine("C1", "--time", "2026-01-20", "--time-basis", "inferred", "--type", "stocks", "--yes")
    desk.ok(
        "add", "claim", "--id", "C2", "--document", "D2", "--quote", "the road is shut", "--stance", "reported",
        "--speaker", "driver", "--speaker-quote", "The driver", "--proposition", "The road is shut.",
        "--valid-from", "2026-01-25", "--valid-to", "2026-02-02", "--place", "gate", "--yes",
    )  # fmt: skip
    desk.ok(
        "add",
        "claim",
        "--id",
        "C3",
        "--stance",
        "denied",
        "--polarity",
        "-",
        "--proposition",
        "The road is shut.",
    )


def ids(desk, *line):
    """Ids that a list gives."""
    return [r["row"] for r in desk.json("list", *line)["rows"]]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ((), ["C1", "C2", "C3"]),
        (("--speaker", "driver"), ["C2"]),
        (("--stance", "denied", "--stance", "reported"), ["C2", "C3"]),
        (("--where", "polarity=-"), ["C3"]),
        (("--where", "speaker="), ["C3"]),
        (("--topic", "stocks"), ["C1"]),
        (("--place", "gate"), ["C2"]),
        (("--document", "D1"), ["C1"]),
        (("--about", "2026-02-02..2026-03-01"), ["C2"]),
        (("--about", "..2026-01-20"), ["C1"]),
        (("--about", "2026-01-22"), []),
        (("--unanchored",), ["C3"]),
        (("--known-by", "2026-01-31"), ["C1"]),
        (("--known-by", "2026-02-28"), ["C1", "C2"]),
        (("--search", "ROAD shut"), ["C2", "C3"]),
        (("--order", "-proposition", "--limit", "2"), ["C2", "C3"]),
        (("--offset", "1", "--limit", "1"), ["C2"]),
        (("--status", "accepted"), []),
    ],
)
def test_filters_of_claims(three, line, found):
    """Each filter finds what it names; several of a column are either, days overlap, a page is a page."""
    assert ids(three, *line) == found


@pytest.mark.parametrize(
    ("table", "found"),
    [
        ("documents", ["D1"]),
        ("document", ["D1"]),
        ("sources", ["post"]),
        ("claims", ["C1"]),
        ("clause_supports", []),
        ("studies", []),
    ],
)
def test_what_was_known_of_each_table(three, table, found):
    """What was published by a day: a coarse date counts at its end."""
    assert ids(three, table, "--known-by", "2026-02-27") == found


def test_plain_when_piped(three):
    """Away from a terminal a line a row with tabs, headed by the columns; the count goes to stderr."""
    code, out, err = three.run("list", "--columns", "claim,stance")
    assert code == 0
    assert out.splitlines() == ["claim\tstance", "C1\tasserted", "C2\treported", "C3\tdenied"]
    assert "3 claims." in err


def test_a_table_as_wide_as_the_terminal(three, monkeypatch):
    """At a terminal no line is wider than it, and the long column wraps."""
    monkeypatch.setattr("corridor.cli.evidence.legible.is_terminal", lambda: True)
    monkeypatch.setenv("COLUMNS", "60")
    out = three.ok("list")
    assert max(map(len, out.splitlines())) <= 60
    assert "C3" in out
    assert "shut." in out


def test_nothing_found_says_what_there_is(three):
    """An empty answer tells the values that the column holds, or what the ledger has instead."""
    code, out, err = three.run("list", "--speaker", "nobody")
    assert (code, out) == (0, "")
    assert "None of 3 claims" in err
    assert "driver (1)" in err
    assert "has no studies. It has 1 sources, 2 documents" in three.run("list", "studies")[2]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (("clams",), 'Nearest: "claims"'),
        (("--where", "speeker=x"), 'Nearest: "speaker"'),
        (("--where", "speaker"), "write COLUMN=VALUE"),
        (("--stance", "denyed"), 'Nearest: "denied"'),
        (("--columns", "x"), "no column x"),
        (("--order", "x"), 'no column "x"'),
        (("--about", "May"), "is not a day"),
        (("--about", "2026-02-01..2026-01-01"), "is before"),
        (("sources", "--unanchored"), "ask for claims"),
        (("actors", "--known-by", "2026-01-01"), "does not fit actors"),
    ],
)
def test_wrong_use_of_list(three, line, words):
    """Wrong tables, columns, values and days: exit code 2, in words."""
    code, _, err = three.run("list", *line)
    assert (code, words in err) == (2, True), err


def test_show_leads_to_everything(three):
    """A claim is shown with its words marked, custody, links, grades, numbers and history."""
    three.ok("accept", "C1")
    three.ok("link", "C1", "C3", "tension", "--question", "Is there enough?")
    three.ok("assess", "C1", "3", "--grounds", "one count", "--who", "bo")
    three.ok("support", "C1", "stocks", "Hill", "flour", "", "state", "--column", "amount")
    out = three.ok("show", "C1")
    assert "⟦Nine tonnes of flour are in store⟧, ⟦" not in out
    assert "Residents called the closure illegal. ⟦Nine tonnes of flour are in store⟧, the mayor said." in out
    assert "flour are in store, ⟦the mayor said⟧." in out
    assert "Document D1: hash ok" in out
    assert "Hill Post (media), reliability B" in out
    assert "tension C3" in out
    assert "on: Is there enough?" in out
    assert "3  bo" in out
    assert "one count" in out
    assert "for: stocks Hill / flour / 2023-01-01 / state, amount" in out
    assert 'status: "proposed" -> "accepted"' in out


def test_show_says_what_custody_found(three):
    """A file that is gone is not at hand; one that was changed is stale."""
    for copy in (three.case / "documents").iterdir():
        copy.write_bytes(b"changed")
    shown = three.json("show", "C1")
    assert (shown["anchor"], shown["documents"][0]["custody"]) == ("stale", "stale")
    for copy in (three.case / "documents").iterdir():
        copy.unlink()
    shown = three.json("show", "C1")
    assert (shown["anchor"], shown["documents"][0]["custody"]) == ("unanchored", "not at hand")
    assert "not at hand" in three.ok("show", "C1")


def test_show_as_known_by_a_day(three):
    """What was published later is left out: links, grades, rows that name it; before its own day it is not there."""
    three.ok("link", "C1", "C2", "tension")
    three.ok("assess", "C1", "3", "--grounds", "read", "--who", "bo", "--when", "2026-02-10")
    three.ok("add", "actor", "--id", "m", "--name", "mayor")
    now, then = (three.json("show", "C1", *line) for line in ((), ("--known-by", "2026-02-27")))
    assert (now["known_by"], then["known_by"]) == (None, "2026-02-27")
    assert ([k["other"] for k in now["links"]], then["links"]) == (["C2"], [])
    assert len(then["grades"]) == 1
    assert three.json("show", "C1", "--known-by", "2026-02-09")["grades"] == []
    assert three.json("show", "C1", "--known-by", "2026-02-28")["links"] == now["links"]
    assert set(now["named_by"]) - set(then["named_by"]) == {"claim_links"}
    assert (then["passages"], then["history"]) == (now["passages"], now["history"])
    assert three.json("show", "m", "--known-by", "2026-01-19")["speaks_in"] == []
    code, out, err = three.run("show", "C2", "--known-by", "2026-02-27")
    assert (code, out, "C2" in err and "was not known by 2026-02-27" in err) == (2, "", True)
    assert "published later is left out" in three.run("show", "C2", "--known-by", "2026-02-28")[2]


def test_letters_stay_whole(desk):
    """Right-to-left and combining letters come out as they are stored; the marks stand around them."""
    key = desk.json("add", "passage", "--document", "D1", "--quote", "العدد ٣ شاحنات مرت")["rows"][0]["row"]
    out = desk.ok("show", key)
    assert "⟦العدد ٣ شاحنات مرت⟧. Nine tonnes left, Zoe\u0301 said." in out


def test_rows_of_other_tables_are_shown(three):
    """A document lists what names it; an id in several tables asks which; one that is not there gives the nearest."""
    shown = three.json("show", "D1")
    assert shown["named_by"]["claims"] == ["C1"]
    three.ok("add", "actor", "--id", "D1", "--name", "A driver", "--aliases", "driver; lorry driver")
    code, _, err = three.run("show", "D1")
    assert (code, "Say which with --table" in err) == (2, True)
    assert three.json("show", "D1", "--table", "actors")["speaks_in"] == ["C2"]
    code, _, err = three.run("show", "C11")
    assert (code, 'Nearest: "C1"' in err) == (2, True)


def test_a_case_with_tables_alone_is_read(three):
    """Without a ledger the CSV files answer; there is no history, and that is said."""
    (three.case / "evidence" / "ledger.db").unlink()
    assert ids(three, "--speaker", "driver") == ["C2"]
    code, out, err = three.run("show", "C2")
    assert (code, "the road is shut⟧" in out, "no history" in err) == (0, True, True)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x1b[31mb", "a<U+001B>[31mb"),
        ("a\x00\x9bb", "a<U+0000><U+009B>b"),
        ("\u202eabc\u2069", "<U+202E>abc<U+2069>"),
        ("one\ntwo\tthree", "one two three"),
        ("می‌خواهم\u200f", "می‌خواهم\u200f"),
        ("\U0001f468\u200d\U0001f469", "\U0001f468\u200d\U0001f469"),
    ],
)
def test_control_characters_are_made_visible(text, shown):
    """What a terminal would obey, or what turns the direction of all that follows, is shown by its number."""
    assert legible(text) == shown

"""`corridor evidence add`: documents, claims, passages and rows, from the line and from JSON."""

import hashlib
import json

import pytest
from tests.cli.evidence.desk import NINE, POST, Desk
from tests.unit.model.small_cases import small

from corridor.io.write import write_folder
from corridor.schema.load import tables


def copies(desk):
    """Names of the copies in the case."""
    folder = desk.case / "documents"
    return sorted(p.name for p in folder.iterdir()) if folder.is_dir() else []


def test_a_document_is_copied_and_its_custody_written(desk):
    """The row holds hash, size and basis; the copy is the file, byte for byte; the CSV follows."""
    row = desk.json("show", "D1")["values"]
    (copy,) = copies(desk)
    data = (desk.case / "documents" / copy).read_bytes()
    assert data == POST.encode()
    assert row["sha256"] == hashlib.sha256(data).hexdigest()
    assert (row["published"], row["published_basis"], row["by_whom"]) == ("2026-01-20", "stated", "ana")
    assert "D1,post" in (desk.case / "evidence" / "documents.csv").read_text(encoding="utf-8")


def test_the_day_of_publication_is_never_guessed(desk, tmp_path):
    """Without a terminal it must be said; a day needs its basis; unknown is written as unknown."""
    file = tmp_path / "other.txt"
    file.write_text("Another text.\n", encoding="utf-8")
    line = ("document", str(file), "--id", "D2", "--source", "post")
    code, _, err = desk.run("add", *line)
    assert (code, "--published unknown" in err) == (2, True)
    code, _, err = desk.run("add", *line, "--published", "2026-01-21")
    assert (code, "--basis" in err) == (2, True)
    desk.ok("add", *line, "--published", "unknown")
    found = desk.json("show", "D2")["values"]
    assert ("published" in found, found["published_basis"]) == (False, "unknown")


def test_at_a_terminal_the_day_is_asked_for(desk, tmp_path):
    """Day and basis are asked for in turn; a blank answer writes nothing."""
    file = tmp_path / "other.txt"
    file.write_text("Another text.\n", encoding="utf-8")
    line = ("document", str(file), "--id", "D2", "--source", "post")
    assert desk.run("add", *line, typed="\n", terminal=True)[0] == 2
    code, _, err = desk.run("add", *line, typed="2026-01-21\ntyped\n", terminal=True)
    assert (code, "day of publication" in err) == (0, True)
    found = desk.json("show", "D2")["values"]
    assert (found["published"], found["published_basis"]) == ("2026-01-21", "typed")


def test_copy_and_row_stand_or_fall_together(desk, tmp_path):
    """A row that the ledger refuses leaves no copy behind."""
    file = tmp_path / "other.txt"
    file.write_text("Another text.\n", encoding="utf-8")
    before = copies(desk)
    code, _, err = desk.run(
        "add",
        "document",
        str(file),
        "--id",
        "D1",
        "--source",
        "post",
        "--published",
        "unknown",
        "--who",
        "bo",
    )
    assert (code, "is there already, with other content" in err) == (1, True)
    assert copies(desk) == before
    code, _, err = desk.run("add", "document", str(file), "--source", "pst", "--published", "unknown")
    assert (code, 'Nearest: "post"' in err, copies(desk)) == (2, True, before)


def test_the_same_file_twice_is_asked_about(desk, tmp_path):
    """Copies of one text are one voice: without --yes nothing is written."""
    line = (
        "document",
        str(tmp_path / "post.txt"),
        "--id",
        "D2",
        "--source",
        "post",
        "--published",
        "unknown",
    )
    code, _, err = desk.run("add", *line)
    assert (code, "the same file as document D1" in err) == (3, True)
    assert desk.run("add", *line, typed="n\n", terminal=True)[0] == 1
    desk.ok("add", *line, "--yes")


def test_a_claim_is_placed_and_proposed(desk):
    """The quotation becomes a passage, the speaker's words another; the claim waits to be accepted."""
    desk.nine("C1")
    claim = desk.claim("C1")
    shown = desk.json("show", "C1")
    assert claim["status"] == "proposed"
    assert shown["passages"][0]["words"] == NINE
    assert shown["speaker_passage"]["words"] == "the mayor said"
    assert (shown["anchor"], claim["proposed_by"], claim["quantity"]["best"]) == ("anchored", "ana", 9)


def test_what_is_refused_stops_it(desk):
    """Words that are not there, or stand twice, write nothing; --at says which is meant."""
    line = ("claim", "--document", "D1", "--stance", "asserted", "--proposition", "It is so.")
    code, _, err = desk.run("add", *line, "--quote", "Ten tonnes")
    assert (code, "do not stand in the document" in err) == (3, True)
    code, _, err = desk.run("add", *line, "--quote", "Nine tonnes")
    assert (code, "stand 2 times" in err) == (3, True)
    desk.ok("add", *line, "--quote", "Nine tonnes", "--at", str(POST.rindex("Nine tonnes")))
    assert desk.json("list")["total"] == 1


def test_what_is_asked_needs_an_answer(desk):
    """A negation that the claim does not show is a question: shown, and answered by --yes or at the terminal."""
    line = (
        "claim", "--document", "D1", "--quote", "The road is not closed", "--stance", "asserted",
        "--proposition", "The road is open.",
    )  # fmt: skip
    code, _, err = desk.run("add", *line)
    assert (code, '"not" in the passage does not show' in err) == (3, True)
    assert desk.run("add", *line, typed="n\n", terminal=True)[0] == 1
    assert desk.json("list")["total"] == 0
    assert desk.run("add", *line, typed="y\n", terminal=True)[0] == 0
    assert desk.json("list")["total"] == 1


def test_a_machine_is_held_to_its_passage(desk):
    """A number that a person may know from elsewhere is refused of a model."""
    line = (
        "claim", "--document", "D1", "--quote", NINE, "--stance", "asserted", "--proposition", "Flour is there.",
        "--quantity", "12", "--unit", "t",
    )  # fmt: skip
    code, _, err = desk.run("add", *line, "--proposed-by", "model small", "--yes")
    assert (code, "refuses" in err, "12 does not stand in the passage" in err) == (3, True, True)
    assert desk.run("add", *line, "--yes")[0] == 0


def test_accept_at_once_where_the_ledger_lets_you(desk):
    """--accept accepts what needs one reader; a severe claim stays proposed, and the message says why."""
    desk.nine("C1", "--accept")
    assert desk.claim("C1")["status"] == "accepted"
    code, _, err = desk.run(
        "add", "claim", "--id", "C2", "--document", "D1", "--quote", "Residents called the closure illegal", "--stance",
        "accused", "--proposition", "The closure is illegal.", "--accept",
    )  # fmt: skip
    assert (code, "second person" in err) == (3, True)
    assert desk.claim("C2")["status"] == "proposed"


def test_a_claim_on_a_passage_and_one_on_none(desk):
    """--passage takes one that is marked; a claim without any is written as not anchored, and that is said."""
    key = desk.json("add", "passage", "--document", "D1", "--quote", NINE)["rows"][0]["row"]
    desk.ok(
        "add",
        "claim",
        "--id",
        "C1",
        "--passage",
        key,
        "--stance",
        "asserted",
        "--proposition",
        "Flour is there.",
    )
    assert desk.json("show", "C1")["passages"][0]["words"] == NINE
    line = ("claim", "--id", "C2", "--document", "D1", "--stance", "asserted", "--proposition", "Rain fell.")
    code, _, err = desk.run("add", *line)
    assert (code, "not anchored" in err) == (0, True)


def test_a_passage_must_stand_whole(desk):
    """Offsets past the end, or through a word, are refused with the reason."""
    code, _, err = desk.run("add", "passage", "--document", "D1", "--start", "0", "--end", "99999")
    assert (code, "not in the text" in err) == (3, True)
    code, _, err = desk.run("add", "passage", "--document", "D1", "--start", "0", "--end", "5")
    assert (code, "inside a word" in err) == (3, True)
    assert desk.run("add", "passage", "--document", "D1")[0] == 2


def test_rows_from_json_are_all_or_none(desk, tmp_path):
    """Rows of a file are one batch; one faulty row is named and nothing is written; stdin reads the same."""
    rows = [{"actor": "mayor", "name": "Mayor of Hill", "aliases": ["mayor"]}, {"actor": "x", "nme": "X"}]
    file = tmp_path / "rows.json"
    file.write_text(json.dumps(rows), encoding="utf-8")
    code, _, err = desk.run("add", "actor", "--from-json", str(file))
    assert (code, "row 2" in err) == (3, True)
    assert desk.json("list", "actors")["total"] == 0
    found = desk.json("add", "actor", "--from-json", "-", typed=json.dumps({"rows": rows[:1]}))
    assert [(r["row"], r["is_new"]) for r in found["rows"]] == [("mayor", True)]
    again = desk.json("add", "actor", "--from-json", "-", typed=json.dumps(rows[:1]))
    assert (again["rows"][0]["is_new"], again["entries"]) == (False, [])
    assert desk.run("add", "actor", "--from-json", "-", typed="[1, 2]")[0] == 3
    assert desk.run("add", "actor", "--from-json", "-", typed="{")[0] == 3


def test_claims_from_json_are_placed(desk):
    """A row of JSON may carry its quotation, and is verified like one of the line."""
    row = {
        "claim": "C7",
        "documents": ["D1"],
        "quote": NINE,
        "stance": "asserted",
        "proposition": "Flour is there.",
    }
    found = desk.json("add", "claim", "--from-json", "-", typed=json.dumps([row]))
    assert found["rows"][0]["values"]["status"] == "proposed"
    assert desk.json("show", "C7")["anchor"] == "anchored"


def test_what_is_missing_is_named(desk):
    """A blank that the table needs is wrong use, with every option that is missing; a wrong id gives the nearest."""
    code, _, err = desk.run("add", "claim", "--speaker", "x")
    assert (code, "--stance, --proposition" in err) == (2, True)
    code, _, err = desk.run(
        "add", "claim", "--document", "D11", "--quote", NINE, "--stance", "asserted", "--proposition", "x"
    )
    assert (code, 'Nearest: "D1"' in err) == (2, True)


@pytest.mark.parametrize(
    ("kind", "table"),
    [("source", "sources"), ("claim", "claims"), ("document", "documents"), ("actor", "actors")],
)
def test_every_column_of_the_schema_is_an_option(desk, kind, table):
    """Options come from the table: a column that is added to the schema is an option the same day."""
    out = desk.ok("add", kind, "--help")
    made = {"sha256", "bytes", "media_type", "status", "credibility", tables()[table].key[0]}
    shown = {"published_basis": "basis", "passages": "passage", "documents": "document"}
    for column in set(tables()[table].columns) - made:
        assert f"--{shown.get(column, column).replace('_', '-')} " in out


def test_studies_and_supports_of_clauses(desk):
    """A study names the claims it speaks to; the reason of a support of a clause stands in the row and in the log."""
    desk.nine("C1")
    (desk.case / "clauses.csv").write_text("clause,agreement\nopen road,Statement\n", encoding="utf-8")
    study = desk.json(
        "add", "study", "--id", "S1", "--sample", "40 shops", "--method", "count", "--finding", "less flour",
        "--claims-for", "C1",
    )["rows"][0]["values"]  # fmt: skip
    assert study["claims_for"] == ["C1"]
    line = ("clause", "--clause", "open road", "--test", "outcome", "--claim", "C1", "--role", "for")
    row = desk.json("add", *line, "--reason", "it names the day", "--who", "ana")["rows"][0]
    assert (row["values"]["reason"], row["values"]["by_whom"]) == ("it names the day", "ana")
    assert desk.json("show", row["row"])["history"][0]["reason"] == "it names the day"


@pytest.mark.parametrize(
    "line",
    [
        ("claim", "--stance", "asserted", "--proposition", "x", "--documents", "D-9"),
        ("clause", "--clause", "C9", "--test", "outcome", "--claim", "K9"),
        ("actor", "--id", "a, b", "--name", "A"),
    ],
)
def test_a_first_row_that_is_refused_leaves_the_case_as_it_was(tmp_path, capsys, monkeypatch, line):
    """No empty ledger stays behind; a first row that is good makes one."""
    desk = Desk(write_folder(small().tables(), tmp_path / "case"), capsys, monkeypatch)
    before = sorted(f.name for f in desk.case.iterdir())
    assert desk.run("add", *line)[0] in {2, 3}
    assert sorted(f.name for f in desk.case.iterdir()) == before
    desk.ok("add", "actor", "--name", "A")
    assert (desk.case / "evidence" / "ledger.db").is_file()


def test_a_clause_must_be_one_of_the_case(desk):
    """A clause that the case does not have is refused with the nearest, or with what to do where there is none."""
    desk.nine("K1")
    line = ("clause", "--clause", "opened road", "--test", "outcome", "--claim", "K1")
    code, _, err = desk.run("add", *line)
    assert (code, "write its table clauses.csv first" in err) == (2, True)
    (desk.case / "clauses.csv").write_text("clause,agreement\nopen road,Statement\n", encoding="utf-8")
    code, _, err = desk.run("add", *line)
    assert (code, 'no clause of the case is called "opened road". Nearest: "open road"' in err) == (2, True)
    assert desk.json("list", "clause_supports")["total"] == 0

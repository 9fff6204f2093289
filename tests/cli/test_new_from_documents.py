"""`corridor new --from-documents`: a ledger with proposals and a draft that says what is missing, or nothing at all."""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path

import pytest
from tests.ledger.reading import pdf

from corridor.cli.main import main

POST = (
    "The High Road, the only road linking Port Ansa to Upland, has been closed since 9 January 2026. "
    "Bread is rationed in Upland.\n\nIda Brandt said that 4,000 residents live in Upland.\n\n"
    "On 18 January 2026, 3 trucks with 12 tonnes of flour reached Upland.\n"
)
NOTICE = (
    "The Valley Council denied that the High Road was closed. "
    "The Valley Council said that 1,500 residents live in Upland. Ruhm Ost was quiet.\n\n"
    "On 10 January 2026, 36 tonnes of flour were in store in Upland, the Lake Agency said.\n"
)


@pytest.fixture
def new(tmp_path, monkeypatch, capsys):
    """Run the verb on files of the folder; exit code, stdout, stderr."""
    monkeypatch.chdir(tmp_path)
    Path("post.txt").write_text(POST, encoding="utf-8")
    Path("notice.txt").write_text(NOTICE, encoding="utf-8")

    def run(*words: str, typed: str = "", terminal: bool = False, verb: str = "new") -> tuple[int, str, str]:
        lines = io.StringIO(typed)
        lines.isatty = lambda: terminal  # type: ignore[method-assign]
        monkeypatch.setattr(sys, "stdin", lines)
        with pytest.raises(SystemExit) as done:
            main([verb, *words])
        told = capsys.readouterr()
        return int(done.value.code or 0), told.out, told.err

    return run


BOTH = (
    "upland",
    "--from-documents",
    "post.txt",
    "notice.txt",
    "--source",
    "post=The Post",
    "--source",
    "council",
)
DAYS = ("--published", "2026-01-20", "--published", "2026-01-22", "--who", "ana")


def rows(table: str, case: str = "upland") -> list[dict[str, str]]:
    """Rows of a table of the case that was made."""
    with Path(case, f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_documents_become_a_ledger_and_a_draft(new):
    """Sources, documents, proposals go in; routes, places, counts, spells and what was seen are drafted with claims."""
    code, out, err = new(*BOTH, *DAYS)
    assert code == 0, err
    assert {r["source"]: r["name"] for r in rows("evidence/sources")} == {
        "post": "The Post",
        "council": "council",
    }
    assert {r["published"] for r in rows("evidence/documents")} == {"2026-01-20", "2026-01-22"}
    assert {r["published_basis"] for r in rows("evidence/documents")} == {"typed"}
    assert {r["status"] for r in rows("evidence/claims")} == {"proposed"}
    (route,) = rows("routes")
    assert (route["name"], route["from"], route["to"]) == ("High Road", "port_ansa", "upland")
    counts = rows("people")
    assert {(r["place"], r["people"], r["rival"]) for r in counts} == {
        ("upland", "4000", "count of upland"), ("upland", "1500", "count of upland"),
    }  # fmt: skip
    (stock,) = rows("stocks")
    assert (stock["commodity"], stock["amount"], stock["unit"], stock["date"]) == (
        "flour",
        "36",
        "t",
        "2026-01-10",
    )
    assert {(r["kind"], r["value"], r["unit"]) for r in rows("observations")} == {
        ("received", "3", "truck"), ("received", "12", "t"),
    }  # fmt: skip
    claims = {r["claim"] for r in rows("evidence/claims")}
    for table in ("people", "stocks", "observations", "timeline"):
        for row in rows(table):
            assert row["basis"].startswith("assumed: drafted by rule draft/1 from C-"), table
            assert row["basis"].endswith("not checked by a person")
            assert row["claims"]
            assert set(row["claims"].split(", ")) <= claims
    assert {a["name"] for a in rows("evidence/actors")} >= {"Ida Brandt", "Valley Council", "Lake Agency"}
    assert next(a for a in rows("evidence/actors") if a["name"] == "Ida Brandt")["person"] == "private"
    assert "Ruhm Ost" in out
    assert "Ruhm Ost" not in {p["name"] for p in rows("places")}


def test_a_denial_leaves_a_spell_unknown(new):
    """What one says and another denies is no side's: the spell is unknown among both, and names the claims of both."""
    new(*BOTH, *DAYS)
    (spell,) = rows("timeline")
    assert (spell["start"], spell["situation"]) == ("2026-01-09", "unknown")
    assert set(spell["among"].split(", ")) == {"high_road_closed", "high_road_open"}
    stances = {r["claim"]: r["stance"] for r in rows("evidence/claims")}
    assert {stances[c] for c in spell["claims"].split(", ")} == {"asserted", "denied"}


def test_the_draft_is_incomplete_and_nothing_in_it_is_wrong(new):
    """`check` says what is missing, a run says the same, and both end with the code for data."""
    new(*BOTH, *DAYS)
    code, out, _ = new("upland", "--json", verb="check")
    told = json.loads(out)
    assert (code, told["may_run"], told["errors"]) == (3, False, told["missing"])
    assert {p["code"] for p in told["problems"] if p["is_missing"]} == {"C102", "C103", "C911"}
    code, out, _ = new("upland", verb="check")
    assert "upland is incomplete" in out
    assert "Nothing that is there is wrong." in out
    code, _, err = new("upland", verb="forecast")
    assert (code, "upland is incomplete" in err) == (3, True)
    code, out, _ = new("verify", "upland", verb="evidence")
    assert code == 0


def test_the_questions_name_the_claims_that_speak_to_them(new):
    """draft.md and the JSON hold the questions; the count of people names both counts, the first day its claims."""
    code, out, _ = new(*BOTH, *DAYS, "--json")
    told = json.loads(out)
    assert (code, told["schema"]) == (0, "corridor.new.from_documents/1")
    people = next(q for q in told["questions"] if q["table"] == "people" and "Upland" in q["ask"])
    assert {r["people"] for r in rows("people") if r["claims"] in people["claims"]} == {"4000", "1500"}
    assert {q["table"] for q in told["questions"]} >= {
        "places",
        "people",
        "routes",
        "needs",
        "stocks",
        "deliveries",
    }
    assert told["undecided"] == ["Ruhm Ost"]
    page = Path("upland/draft.md").read_text(encoding="utf-8")
    assert all(q["ask"] in page for q in told["questions"])
    assert all(c in page for c in people["claims"])


def test_all_is_internal_unless_told_otherwise(new):
    """Documents, sources, places, ceiling and audience; `--sensitivity` names another class."""
    _, _, err = new(*BOTH, *DAYS)
    assert "internal" in err
    for table in ("evidence/documents", "evidence/sources", "places"):
        assert {r["sensitivity"] for r in rows(table)} == {"internal"}, table
    settings = Path("upland/case.toml").read_text(encoding="utf-8")
    assert 'sensitivity = "internal"\naudience = "internal"' in settings
    new("open", *BOTH[1:], *DAYS, "--sensitivity", "public")
    assert {r.get("sensitivity", "public") for r in rows("places", "open")} <= {"public", ""}


def test_the_day_is_asked_for_each_file(new):
    """At a terminal the source, the day and its basis are asked for file by file; elsewhere they are demanded."""
    asked = ("upland", "--from-documents", "post.txt", "notice.txt", "--who", "ana")
    code, _, err = new(*asked)
    assert (code, "--source ID" in err) == (2, True)
    code, _, err = new(*asked, "--source", "post")
    assert (code, "--published DATE" in err) == (2, True)
    assert not Path("upland").exists()
    typed = "post\n2026-01-20\nstated\ncouncil\nunknown\n"
    code, _, err = new(*asked, typed=typed, terminal=True)
    assert code == 0, err
    assert {(r["source"], r["published"], r["published_basis"]) for r in rows("evidence/documents")} == {
        ("post", "2026-01-20", "stated"), ("council", "", ""),
    }  # fmt: skip


def test_without_any_day_the_first_day_is_missing_and_not_made_up(new):
    """No day of publication: the case has no start, and the check says that it is missing."""
    code, _, err = new("upland", "--from-documents", "notice.txt", "--source", "c", "--published", "unknown")
    assert code == 0, err
    assert "start" not in Path("upland/case.toml").read_text(encoding="utf-8").split("notes")[0]
    told = json.loads(new("upland", "--json", verb="check")[1])
    assert {p["code"] for p in told["problems"] if p["level"] == "error"} >= {"C121"}
    assert told["errors"] == told["missing"]


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("post.txt", "notice.txt", "--source", "a", "--published", "2026-01-20"), 2, "2 files and one --published"),
        (("post.txt", "--source", "a", "--source", "b", "--published", "unknown"), 2, "1 files and 2 times --source"),
        (("post.txt", "post.txt", "--source", "a", "--published", "unknown"), 2, "is the same file as"),
        (("none.txt", "--source", "a", "--published", "unknown"), 3, "none.txt"),
        (("empty.txt", "--source", "a", "--published", "unknown"), 3, "empty"),
        (("scan.pdf", "--source", "a", "--published", "unknown"), 3, "no text layer"),
        (("post.txt", "--source", "=Post", "--published", "unknown"), 2, "no short name"),
        (("post.txt", "--source", "a", "--published", "soon"), 3, "soon"),
        (("post.txt", "--source", "a", "--published", "unknown", "--xlsx"), 2, "new case folder"),
        (("--source", "a"), 2, "which FILE"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_makes_no_case(new, words, code, told):
    """One message that says what was found; no folder is left, whole or in part."""
    Path("empty.txt").write_text("", encoding="utf-8")
    Path("scan.pdf").write_bytes(pdf("", ""))
    before = sorted(p.name for p in Path().iterdir())
    found, _, err = new("upland", "--from-documents", *words)
    assert (found, told in err) == (code, True), err
    assert "Traceback" not in err
    assert sorted(p.name for p in Path().iterdir()) == before


def test_one_file_that_cannot_be_read_does_not_cost_the_others(new):
    """A page beside a scan without text: the case is made of the page, the scan is named, and the exit code tells."""
    Path("scan.pdf").write_bytes(pdf("", ""))
    code, _, err = new(
        "upland", "--from-documents", "post.txt", "scan.pdf", "--source", "a", "--published", "unknown"
    )
    assert code == 3
    assert "1 of 2 files: not read; the others were" in err
    assert "scan.pdf: " in err
    assert [p.name[:2] for p in Path("upland/documents").iterdir()]


def test_nothing_is_written_over(new):
    """A folder with something in it stays as it is; an empty one is taken."""
    Path("upland").mkdir()
    assert new(*BOTH, *DAYS)[0] == 0
    kept = Path("upland/draft.md").read_bytes()
    code, _, err = new(*BOTH, *DAYS)
    assert (code, "exists already" in err) == (2, True)
    assert Path("upland/draft.md").read_bytes() == kept


def test_files_without_the_option_are_a_mistake(new):
    """A file on the line of a plain `new` is asked about, not ignored."""
    code, _, err = new("upland", "post.txt")
    assert (code, "--from-documents" in err) == (2, True)


def test_a_language_without_words_gives_no_places(new):
    """Nothing is told apart, and that is said; the sentences are proposed all the same."""
    Path("brief.txt").write_text("Die Straße nach Oberland ist gesperrt.\n", encoding="utf-8")
    code, out, err = new(
        "oben", "--from-documents", "brief.txt", "--source", "a", "--published", "unknown", "--language", "de"
    )
    assert (code, "No place and no way was told apart" in err) == (0, True)
    assert "Drafted, to be corrected: no rows" in out
    assert [r["proposition"] for r in rows("evidence/claims", "oben")]


def test_text_of_a_document_is_data_on_the_page(new):
    """Names with marks of Markdown or formulas are escaped; cells that a spreadsheet would run are guarded."""
    Path("odd.txt").write_text(
        "Officials said that 40 trucks with flour reached Tarn <b>x</b> *Now*.\n\n"
        "=SUM said that 30 trucks reached Tarn.\n",
        encoding="utf-8",
    )
    code, _, err = new("odd", "--from-documents", "odd.txt", "--source", "=1+1", "--published", "unknown")
    assert code == 2, err
    code, _, err = new(
        "odd", "--from-documents", "odd.txt", "--source", "a==1+1", "--published", "2026-01-02"
    )
    assert code == 0, err
    assert "\\<b\\>" in Path("odd/draft.md").read_text(encoding="utf-8")
    text = "".join(p.read_text(encoding="utf-8") for p in Path("odd").rglob("*.csv"))
    assert not [line for line in text.splitlines() for cell in line.split(",") if cell.startswith("=")]

"""Custody at each reading of a case: stale words block what a run reads; unanchored and proposed claims by setting."""

import json

import pytest
from tests.cli.evidence.sharing import edit
from tests.ledger.kept import TEXT, kept_copy
from tests.unit.model.small_cases import A, with_claims

from corridor.cli.main import main
from corridor.errors import DataError
from corridor.forecast.ensemble import forecast
from corridor.io import Case, read
from corridor.io.write import write
from corridor.model.build import build, check
from corridor.model.footing import footing_notes, numbers_on


def problems(folder, *codes):
    """Problems of a case with these codes, in words."""
    return [str(p) for p in check(read(folder)).problems if p.code in codes]


def spoil(folder):
    """Change the copy of the document."""
    next((folder / "documents").iterdir()).write_text(TEXT + "One line more.\n", encoding="utf-8")


def test_a_claim_on_words_at_hand_is_anchored(tmp_path):
    """With the document at hand the model knows its claim as anchored; without the copy it is not, and runs."""
    folder = kept_copy(tmp_path / "case")
    assert build(read(folder)).anchored == {"C-1"}
    next((folder / "documents").iterdir()).unlink()
    assert build(read(folder)).anchored == frozenset()


def test_stale_words_behind_a_number_block_the_run(tmp_path):
    """The error names row, claim, passage, document, why, and what to do."""
    folder = kept_copy(tmp_path / "case")
    spoil(folder)
    (told,) = problems(folder, "C913")
    for part in (
        "stocks.csv", '"C-1"', 'passage "P-1"', 'document "D-1"', "hash differs", "Bring the file back",
    ):  # fmt: skip
        assert part in told
    with pytest.raises(DataError):
        build(read(folder))


@pytest.mark.parametrize("table", ["timeline", "clause_tests", "clause_supports"])
def test_stale_words_behind_a_spell_or_a_clause_block_the_run(tmp_path, table):
    """A spell of the timeline, a test of a clause and a link to one are blocked like a number."""
    folder = kept_copy(tmp_path / "case", used=False)
    rows = {
        "timeline": "group,situation,start,claims\nroad,unknown,2023-01-01,C-1\n",
        "clause_tests": "clause,test,kind,subject,finds,says,claims\nL,outcome,deliveries,road,some,for,C-1\n",
        "clause_supports": "clause,test,claim,role,valid_from\nL,outcome,C-1,for,2023-01-05\n",
    }
    (folder / "clauses.csv").write_text("clause,agreement,obligor,object\nL,x,y,z\n")
    place = folder / "evidence" if table == "clause_supports" else folder
    (place / f"{table}.csv").write_text(rows[table])
    assert problems(folder, "C913") == []
    spoil(folder)
    (told,) = problems(folder, "C913")
    assert f"{table}.csv" in told


def test_stale_words_that_no_run_reads_are_told(tmp_path):
    """Behind nothing, or behind an event, they are a warning, once for the claim, and the case runs."""
    folder = kept_copy(tmp_path / "case", used=False)
    (folder / "events.csv").write_text("event,start,kind,words,claims\nE,2023-01-05,statement,x,C-1\n")
    spoil(folder)
    (told,) = problems(folder, "C846")
    assert '"C-1" rests on the passage "P-1"' in told
    assert problems(folder, "C913") == []
    assert build(read(folder)).anchored == frozenset()


def test_a_rejected_claim_may_rest_on_what_it_will(tmp_path):
    """A claim that nobody may use is not complained of."""
    folder = kept_copy(tmp_path / "case", used=False, claim={"status": "rejected"})
    spoil(folder)
    assert problems(folder, "C913", "C846") == []


def test_a_moved_speaker_makes_a_claim_stale(tmp_path):
    """Where other words stand in the place that named the speaker, the claim is stale too."""
    folder = kept_copy(tmp_path / "case")
    edit(folder, "passages", "P-2,D-1,18,", "P-2,D-1,19,")
    (told,) = problems(folder, "C913")
    assert 'passage "P-2"' in told


def test_a_change_by_a_program_keeps_custody(tmp_path):
    """A case that was read and then changed still knows what is stale and what is anchored; so does a model's copy."""
    folder = kept_copy(tmp_path / "case")
    changed = Case.read(folder).with_settings(members=7)
    assert changed.check().anchored == {"C-1"}
    assert Case.of(changed.check()).check().anchored == {"C-1"}
    spoil(folder)
    assert [p.code for p in Case.read(folder).with_settings(members=7).problems() if not p.warning] == [
        "C913"
    ]


def test_a_workbook_has_no_documents(tmp_path):
    """The same case as a workbook is read with its claim unanchored."""
    book = write(read(kept_copy(tmp_path / "case")), tmp_path / "case.xlsx")
    assert build(read(book)).anchored == frozenset()


def test_copies_outside_the_case_are_not_looked_at(tmp_path):
    """A folder of documents that leads out of the case is refused as every such path is."""
    folder = kept_copy(tmp_path / "case")
    (folder / "documents").rename(tmp_path / "elsewhere")
    (folder / "documents").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    assert [p.code for p in read(folder).problems] == ["C003"]


# ------------------------------------------------------------------------------- unanchored, proposed


def _notes(case, **options):
    return forecast(case.check(), members=2, **options).run.notes


def test_a_run_can_refuse_unanchored_claims(tmp_path):
    """With the setting, a claim without words at hand behind a number is an error that names claim and row."""
    case = with_claims().replace("stocks", "Hill", claims="C-1", basis=None)
    assert [p for p in case.problems() if p.code == "C914"] == []
    (told,) = [p for p in case.with_settings(unanchored="refuse").problems() if p.code == "C914"]
    assert "no passage is marked for it" in str(told)
    assert '"C-1"' in str(told)
    folder = kept_copy(tmp_path / "case")
    assert Case.read(folder).with_settings(unanchored="refuse").check().anchored == {"C-1"}
    (folder / "documents").rename(folder / "away")
    (told,) = [p for p in Case.read(folder).with_settings(unanchored="refuse").problems() if p.code == "C914"]
    assert 'the words of "P-1" are not at hand' in str(told)


def test_a_run_says_how_many_numbers_rest_on_unanchored_claims(tmp_path):
    """The notes count numbers, not rows or claims; where all are anchored, or none rests on one, nothing is said."""
    assert footing_notes(with_claims().check()) == ()
    case = with_claims().replace("stocks", "Hill", claims="C-1, C-2", basis=None)
    assert any(
        "1 number of this run rests on claims that are not anchored" in n for n in footing_notes(case.check())
    )
    case = case.replace("routes", "road", claims="C-1", km=12, basis="assumed: C-1 is about its loads")
    assert numbers_on(case.check(), {"C-1"}) == 3  # the stock, the length and the daily load of the road
    assert any(n.startswith("3 numbers of this run rest on") for n in _notes(case, hindsight=True))
    folder = kept_copy(tmp_path / "case")
    assert not any("anchored" in n for n in _notes(Case.read(folder), hindsight=True))


def test_only_rows_that_are_read_are_counted():
    """A number that was not yet published at the origin is not in the run, nor in its count."""
    case = with_claims().replace("routes", "road", claims="C-1", basis="assumed: C-1 is about its loads")
    case.add_route("lane", "Plain", "Hill", per_day=1, basis=A)
    assert not any("anchored" in n for n in _notes(case))
    assert any("anchored" in n for n in _notes(case, hindsight=True))


def test_proposed_claims_are_read_only_if_asked():
    """A proposed claim behind a number is C911; with the setting it is read, and the run says so."""
    case = with_claims()
    case = case.replace("claims", "C-1", status="proposed").replace(
        "stocks", "Hill", claims="C-1", basis=None
    )
    assert [p.code for p in case.problems() if not p.warning] == ["C911"]
    read_all = case.with_settings(proposed="read")
    assert any(
        "1 number of this run rests on claims that are only proposed" in n
        for n in footing_notes(read_all.check())
    )
    for status in ("rejected", "retracted"):
        codes = [p.code for p in read_all.replace("claims", "C-1", status=status).problems() if not p.warning]
        assert codes == ["C911"]


def test_the_options_of_a_run(capsys, tmp_path):
    """--anchored-only and --with-proposed take the place of the settings, for this run alone."""
    folder = kept_copy(tmp_path / "case", claim={"status": "proposed", "passages": ""})

    def run(*options):
        with pytest.raises(SystemExit) as done:
            main(["forecast", str(folder), "--members", "2", "--hindsight", "--json", *options])
        out, err = capsys.readouterr()
        return done.value.code, out, err

    assert (run()[0], "C911" in run()[2]) == (3, True)
    code, out, _ = run("--with-proposed")
    assert code == 0
    assert sum("only proposed" in n for n in json.loads(out)["notes"]) == 1
    assert sum("not anchored" in n for n in json.loads(out)["notes"]) == 1
    code, _, err = run("--with-proposed", "--anchored-only")
    assert (code, "C914" in err) == (3, True)

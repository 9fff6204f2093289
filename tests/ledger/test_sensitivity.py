"""Sensitivity: nothing above the ceiling and nothing that rests on it alone gets out; people are not singled out."""

import csv
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import corridor
from corridor.errors import LedgerError, Where
from corridor.ledger.cells import cells_of, record_of
from corridor.ledger.sensitivity import (
    CLASSES,
    CeilingError,
    flagged,
    private_names,
    rank,
    refuse_above,
    shown_name,
    singles_out,
    visible,
    withhold,
)

EVIDENCE = Path(corridor.__file__).parent / "cases/lachin/evidence"


def _record(table, /, **cells):
    return record_of(table, cells_of(table, cells), Where(table))


def _claim(name="C-1", **cells):
    return _record(
        "claims", **{"claim": name, "stance": "reported", "proposition": "Flour is short", **cells}
    )


def _source(name, sensitivity="public"):
    return _record("sources", source=name, name=name, sensitivity=sensitivity)


def _document(name, source, sensitivity="public", **cells):
    return _record("documents", document=name, source=source, sensitivity=sensitivity, **cells)


@pytest.mark.parametrize("own", CLASSES)
@pytest.mark.parametrize("ceiling", CLASSES)
def test_a_row_is_seen_up_to_its_class(own, ceiling):
    """A row is visible just where the ceiling is as narrow as its class or narrower."""
    assert visible(_claim(sensitivity=own), ceiling) is (CLASSES.index(own) <= CLASSES.index(ceiling))


def test_an_unknown_class_is_the_narrowest_and_an_unknown_audience_an_error():
    """What is not known is held back; who is not known is not served."""
    assert rank("restricted") == rank("internal")
    with pytest.raises(LedgerError, match="no audience"):
        visible(_claim(), "everyone")


@pytest.fixture
def tables():
    """A ledger whose witness is internal, with what rests on the witness alone and what does not."""
    return {
        "sources": [_source("press"), _source("witness", "internal"), _source("agency", "partner")],
        "documents": [
            _document("S-1", "press", supersedes="S-2"),
            _document("S-2", "witness"),
            _document("S-3", "press", "internal"),
            _document("S-4", "agency"),
        ],
        "passages": [_record("passages", passage=f"P-{i}", document=f"S-{i}", start=0, end=3) for i in (1, 2, 3, 4)],
        "claims": [
            _claim("C-1", documents="S-1", passages="P-1"),
            _claim("C-2", documents="S-2", passages="P-2"),
            _claim("C-3", documents="S-1, S-2", passages="P-2, P-1"),
            _claim("C-4", sensitivity="internal", documents="S-1"),
            _claim("C-5", documents="S-4"),
            _claim("C-6"),
        ],
        "claim_links": [
            _record("claim_links", a="C-1", b="C-3", kind="supports"),
            _record("claim_links", a="C-1", b="C-4", kind="tension"),
        ],
        "assessments": [_record("assessments", claim="C-2", by_whom="an analyst")],
        "supports": [
            _record("supports", table="people", key="Hill / 2031", claim="C-1"),
            _record("supports", table="people", key="Hill / 2031", claim="C-4", role="against"),
        ],
        "studies": [
            _record("studies", study="s", document="S-1", sample="a", method="b", finding="c", claims_for="C-1, C-2")
        ],
    }  # fmt: skip


def _ids(kept, table):
    first = fields(kept.rows[table][0])[1].name
    return [getattr(r, first) for r in kept.rows[table]]


def test_what_rests_on_hidden_rows_alone_stays_with_them(tables):
    """For the public: no witness, nothing by the witness alone, and no name of it anywhere; all counted."""
    kept = withhold(tables, "public")
    assert _ids(kept, "sources") == ["press"]
    assert _ids(kept, "documents") == ["S-1"]
    assert _ids(kept, "passages") == ["P-1"]
    assert _ids(kept, "claims") == ["C-1", "C-3", "C-6"]
    assert kept.left_out == {
        "sources": 2, "documents": 3, "passages": 3, "claims": 3, "claim_links": 1, "assessments": 1, "supports": 1,
    }  # fmt: skip
    assert kept.count == 14
    told = repr(kept.rows)
    assert not any(
        f"'{hidden}'" in told
        for hidden in ("witness", "agency", "S-2", "S-3", "S-4", "P-2", "C-2", "C-4", "C-5")
    )


def test_a_claim_does_not_name_a_hidden_passage_of_its_speaker(tables):
    """Where the document that names the speaker is held back, the claim stays and its pointer to there goes."""
    tables["claims"] = [_claim("C-1", documents="S-1", passages="P-1", speaker_passage="P-3")]
    assert [c.speaker_passage for c in withhold(tables, "public").rows["claims"]] == [None]
    assert [c.speaker_passage for c in withhold(tables, "internal").rows["claims"]] == ["P-3"]


def test_partners_see_more_and_insiders_all(tables):
    """A wider ceiling keeps more; at the narrowest class nothing is left out and nothing is changed."""
    assert _ids(withhold(tables, "partner"), "claims") == ["C-1", "C-3", "C-5", "C-6"]
    kept = withhold(tables, "internal")
    assert (kept.count, kept.rows) == (0, tables)


def test_an_export_above_the_ceiling_is_refused_with_the_count(tables):
    """The refusal counts what is above, by table, and names none of it."""
    with pytest.raises(CeilingError) as refusal:
        refuse_above(tables, "public")
    assert "14 rows are above public" in str(refusal.value)
    assert "3 of claims" in str(refusal.value)
    assert not any(hidden in str(refusal.value) for hidden in ("witness", "C-4", "S-3"))
    refuse_above(tables, "internal")


@given(st.lists(st.sampled_from(CLASSES), min_size=1, max_size=8), st.sampled_from(CLASSES))
def test_no_row_above_the_ceiling_gets_out(classes, ceiling):
    """Whatever the classes, what is kept is visible, and kept and left out add up."""
    rows = {"claims": [_claim(f"C-{i}", sensitivity=c) for i, c in enumerate(classes)]}
    kept = withhold(rows, ceiling)
    assert all(visible(r, ceiling) for r in kept.rows["claims"])
    assert len(kept.rows["claims"]) + kept.count == len(classes)


def test_tables_of_a_case_pass_by_their_own_class():
    """A place with a class, and rows about claims that are held back, are left out as well."""
    from types import SimpleNamespace  # noqa: PLC0415

    rows = {
        "claims": [_claim("C-1", sensitivity="internal")],
        "places": [
            SimpleNamespace(place="store", sensitivity="internal"),
            SimpleNamespace(place="town", sensitivity="public"),
        ],
        "clause_supports": [SimpleNamespace(claim="C-1"), SimpleNamespace(claim="C-2")],
    }
    kept = withhold(rows, "public")
    assert [r.place for r in kept.rows["places"]] == ["town"]
    assert [r.claim for r in kept.rows["clause_supports"]] == ["C-2"]


# --------------------------------------------------------------------------------------------- people

NURSE = _record(
    "actors",
    actor="n",
    name="Ana Petra",
    kind="nurse at the clinic",
    aliases="A. Petra; Ana",
    person="private",
)
MAYOR = _record("actors", actor="m", name="Mara Oduya", kind="mayor", person="public")


def test_private_persons_appear_by_role():
    """The name and each alias of a private person give way to the role; public persons keep theirs."""
    assert [shown_name(a) for a in (NURSE, MAYOR)] == ["nurse at the clinic", "Mara Oduya"]
    text = "Ana Petra told Mara Oduya; A. Petra left, said ana. Anastasia stayed."
    assert private_names([NURSE, MAYOR]).replaced(text) == (
        "nurse at the clinic told Mara Oduya; nurse at the clinic left, said nurse at the clinic. Anastasia stayed."
    )
    assert shown_name(_record("actors", actor="x", name="X", person="private")) == "a private person"


def test_a_group_keeps_its_name():
    """Residents or protesters are a role already: nothing is put in place of their name, here or in claims."""
    group = _record(
        "actors", actor="r", name="residents", kind="Group", aliases="people of Hill", person="private"
    )
    assert shown_name(group) == "residents"
    assert not private_names([group])


@pytest.mark.parametrize(
    ("proposition", "cells", "found"),
    [
        ("A 43-year-old man with cancer could not leave", {}, ("age", "illness")),
        ("A patient aged 7 died", {"time": "2031-01-17"}, ("age", "day")),
        ("A woman on dialysis waited on 17 January", {}, ("illness", "day")),
        ("A child with asthma waited", {"valid_from": "2031-01-17", "valid_to": "2031-01-17"}, ("illness", "day")),
        ("A 43-year-old man with cancer died on 3 May", {}, ("age", "illness", "day")),
        ("Ana Petra had a stroke", {}, ("name", "illness")),
        ("A patient waited", {"time": "2031-01-17"}, None),
        ("A patient with cancer waited", {"time": "2031-01"}, None),
        ("A 43-year-old man waited", {"time": "2031"}, None),
        ("Cancer medicine ran out on 17 January", {}, None),
        ("13 patients with cancer were moved", {"time": "2031-01-17"}, None),
        ("Mara Oduya spoke", {"time": "2031-01-17"}, None),
    ],
)  # fmt: skip
def test_combinations_that_single_a_person_out_are_flagged(proposition, cells, found):
    """Two of age, illness and day of one person, or a private name with one, are flagged; less and many are not."""
    flag = singles_out(_claim(proposition=proposition, **cells), [NURSE, MAYOR])
    assert (flag.found if flag else None) == found
    if flag:
        assert "Write" in flag.fix
        assert "C-1" in str(flag)


def test_what_is_held_back_is_not_flagged_again():
    """An internal claim needs no coarser words; the same one for partners does."""
    told = {"proposition": "A 43-year-old man with cancer could not leave"}
    assert flagged([_claim("C-1", **told, sensitivity="internal")]) == ()
    assert [f.claim for f in flagged([_claim("C-2", **told, sensitivity="partner")])] == ["C-2"]


def test_coarser_words_pass():
    """What the advice asks for takes the flag away."""
    before = _claim(proposition="A 43-year-old man with cancer died", time="2031-01-17")
    after = _claim(proposition="An adult patient died", time="2031-01")
    assert singles_out(before)
    assert singles_out(after) is None


def test_the_founding_case_singles_nobody_out():
    """No claim of the shipped case is flagged."""
    with (EVIDENCE / "claims.csv").open(encoding="utf-8", newline="") as file:
        rows = [{c: v for c, v in row.items() if v} for row in csv.DictReader(file)]
    claims = [record_of("claims", row, Where("claims")) for row in rows]
    assert len(claims) > 400
    assert [str(f) for f in flagged(claims)] == []

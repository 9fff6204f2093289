"""The founding case: clean, repeatable, free of hindsight unless asked, nothing observed among its inputs."""

import datetime as dt
import re
import sys
from pathlib import Path

import pytest

from corridor.io.read import read
from corridor.model.build import check
from corridor.model.dates import edtf_end
from corridor.model.lower import lower
from corridor.model.numbers import USED
from corridor.model.select import known
from corridor.schema.load import tables

ROOT = Path(__file__).resolve().parents[2]
CASE = ROOT / "src" / "corridor" / "cases" / "lachin"
ASSUMPTIONS = ROOT / "docs" / "cases" / "lachin_assumptions.md"
ORIGINS = [dt.date(2022, 12, 12), dt.date(2023, 1, 20), dt.date(2023, 6, 15)]
LAST_DAY = dt.date(2023, 9, 19)
# Tables whose rows an engine reads, or that shape what it reads.
INPUTS = {*USED, "timeline", "outlook", "outlook_next", "rations", "process_flows", "commodities", "levels"}


@pytest.fixture(scope="module")
def checked():
    """The case, checked as strictly as a shipped one."""
    return check(read(CASE), strict=True)


@pytest.fixture(scope="module")
def model(checked):
    """The frozen case."""
    assert checked.model is not None, [str(p) for p in checked.errors]
    return checked.model


@pytest.fixture(scope="module")
def builder():
    """The build script with its hand-written inputs."""
    sys.path.insert(0, str(ROOT / "tools"))
    try:
        import build_lachin  # noqa: PLC0415
    finally:
        sys.path.remove(str(ROOT / "tools"))
    return build_lachin


def test_no_problem_and_no_warning(checked):
    """Strictly checked, the case has neither errors nor warnings."""
    assert [str(p) for p in checked.problems] == []


def test_the_model_tables_are_those_of_the_script(builder, tmp_path, monkeypatch):
    """Built again, every hand-written table is the same to the byte."""
    monkeypatch.setattr(builder, "CASE", tmp_path)
    for name, rows in builder.model().items():
        builder.write(name, rows)
        assert (tmp_path / f"{name}.csv").read_bytes() == (CASE / f"{name}.csv").read_bytes(), name


def test_the_evidence_is_that_of_the_fact_base(builder, tmp_path, monkeypatch):
    """Where the fact base lies beside the checkout, the evidence comes out the same to the byte."""
    beside = builder.BESIDE
    if not (beside / "cases" / "lachin" / "facts.csv").is_file():
        pytest.skip("the fact base is not beside the checkout")
    monkeypatch.setattr(builder, "CASE", tmp_path)
    found = builder.from_facts(beside / "cases" / "lachin", beside / "gold", beside / "documents")
    for name, rows in found.items():
        builder.write(name, rows)
        folder = "evidence" if tables()[name].group == "evidence" else ""
        assert (tmp_path / folder / f"{name}.csv").read_bytes() == (
            CASE / folder / f"{name}.csv"
        ).read_bytes()


def test_every_fact_is_a_claim_with_a_document(model):
    """299 facts and 156 statements of the articles; each claim is carried by a document that exists."""
    ids = [c.claim for c in model.claims]
    assert sorted(c for c in ids if c.startswith("F-")) == [f"F-{n:03d}" for n in range(1, 300)]
    assert sum(c.startswith("D") for c in ids) == 156
    assert all(c.documents for c in model.claims)


def test_denials_have_their_sign(model):
    """What is denied stands as a positive proposition that the speaker holds to be false."""
    assert {c.claim for c in model.claims if c.stance == "denied" and c.polarity == "+"} == set()


def test_nobody_is_singled_out(model):
    """Two claims about one person give neither an age nor a day."""
    for id_ in ("F-217", "F-222"):
        claim = next(c for c in model.claims if c.claim == id_)
        assert claim.time_precision == "month"
        assert not re.search(r"\d", claim.proposition)


def test_only_the_articles_were_seen_whole(model):
    """All other documents say that they were seen as excerpts; the two articles carry their hash."""
    whole = {d.document for d in model.documents if d.how == "whole"}
    assert whole == {d.document for d in model.documents if d.sha256} == {"S-000", "S-003"}


def test_no_input_rests_on_what_was_observed(model):
    """No claim behind an observation backs a row that an engine reads."""
    observed = {c for o in model.observations for c in o.claims}
    assert len(observed) > 50
    hits = [
        (t, str(r.where), c)
        for t in sorted(INPUTS)
        for r in getattr(model, t)
        for c in r.claims
        if c in observed
    ]
    assert hits == []


def test_nothing_known_later_is_read(model):
    """At each origin every row that rests on claims was known, each claim through a dated document."""
    published = {d.document: edtf_end(d.published) if d.published else None for d in model.documents}
    days = {
        c.claim: min((day for d in c.documents if (day := published[d]) is not None), default=None)
        for c in model.claims
    }
    for origin in ORIGINS:
        now = known(model, origin)
        for name in sorted(INPUTS):
            for row in getattr(now, name):
                late = [c for c in row.claims if days[c] is None or days[c] > origin]
                assert late == [], (name, str(row.where), late)


@pytest.mark.parametrize("hindsight", [False, True])
@pytest.mark.parametrize("origin", ORIGINS)
def test_every_origin_and_scenario_can_be_run(model, origin, hindsight):
    """The case lowers to arrays at each origin and in every scenario, with the people known by then."""
    for scenario in (None, *(s.scenario for s in model.scenarios)):
        now = known(model, origin, hindsight=hindsight, scenario=scenario)
        arrays = lower(now, origin=origin).arrays
        assert arrays.policy == "usual"
        assert {p.place for p in now.people} == {"stepanakert", "countryside"}
        assert len(now.people) == (6 if hindsight else 4)


def test_one_row_a_delivery_at_each_origin(model):
    """Assumed tonnages give way to published ones: no period is counted twice, none is left out."""
    for origin in (*ORIGINS, LAST_DAY):
        aid = [
            d
            for d in known(model, origin).deliveries
            if d.contents == "aid_load" and d.route == "goris_stepanakert"
        ]
        days = [d.start + dt.timedelta(days=n) for d in aid for n in range((d.end - d.start).days + 1)]
        assert len(days) == len(set(days))
        assert {
            model.settings.start + dt.timedelta(days=n) for n in range((origin - model.settings.start).days)
        } <= set(days)


def test_every_assumption_named_is_written_down(model):
    """Each A-number of a basis has its entry, and each entry but the rules is used."""
    written = set(re.findall(r"\*\*(A\d+)\.", ASSUMPTIONS.read_text(encoding="utf-8")))
    rows = [r for name, t in tables().items() if t.group == "case" for r in getattr(model, name)]
    named = {a for r in rows for a in re.findall(r"\bA\d+\b", r.basis + r.note)}
    assert named <= written
    assert {f"A{n}" for n in range(1, 27)} == written


def test_it_ends_where_scoring_stops(model):
    """The last day of the case is 19 September 2023."""
    calendar = model.settings.calendar
    assert calendar.day(calendar.count - 1) == LAST_DAY

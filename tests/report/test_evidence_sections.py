"""Gaps, what became known when, how each claim was said, disputed access, and names written from right to left."""

import dataclasses
import datetime as dt

import pytest
from tests.report import synthetic
from tests.report.studies import found, required
from tests.report.walk import read

from corridor import cases
from corridor.io import Case
from corridor.report import known, report
from corridor.report.beliefs import NOTHING
from corridor.report.grounds import Grounds
from corridor.report.isolate import isolated
from corridor.report.scope import scope
from corridor.study.chronology import disputes
from corridor.study.conflicts import conflicts
from corridor.study.knowing import knowing


def section(html, key):
    """The section of a page under a heading."""
    return next(n for n in read(html).find("section") if n.attrs.get("aria-labelledby") == key)


def make(case, forecast, **options):
    """A page of a case for an ensemble."""
    shown = dataclasses.replace(forecast, model=case)
    return report(case, shown, **({"found": (), "required": (), "beliefs": NOTHING} | options)).html


def test_gaps_head_the_evidence_and_rank_what_no_claim_backs(page):
    """The section stands before accounts and claims; the unknown that is assumed comes first, with its share."""
    heads = [h.attrs["id"] for h in read(page).find("h2")]
    assert heads.index("find-out") < heads.index("gaps") < heads.index("positions") < heads.index("accounts")
    items = list(section(page, "gaps").find("li"))
    assert "How much flour was in store in Hilltown?" in items[0].text
    assert "41 % of the spread of the shortfall of food energy" in items[0].text
    assert "May know: the office that keeps public stores." in items[0].text
    assert "How many people live in Hilltown?" not in section(page, "gaps").text  # a claim backs it


def test_gaps_without_the_study_say_that_they_are_not_ranked(case, forecast):
    """Without findings no share is shown; what is below is counted by table all the same."""
    told = section(make(case, forecast), "gaps").text
    assert "Not ranked" in told
    assert "of the spread" not in told
    assert "stocks" in told


def test_gaps_count_what_does_not_stand_out(page, case, forecast):
    """What ranks and what does not, by table, are all questions of the section."""
    told = section(page, "gaps")
    total = int(next(next(told.find("p", class_="lead")).find("data")).attrs["value"])
    below = [int(d.attrs["value"]) for n in told.find("p", class_="note") for d in n.find("data")]
    ranked = list(next(told.find("ol")).find("li"))
    assert sum(below) + len(ranked) == total


def test_what_became_known_is_told_up_to_what_the_run_read(case, forecast):
    """Each entry has its counts; claims published after the day are not in the section, with hindsight they are."""
    by = dt.date(2023, 1, 20)
    runs = [dataclasses.replace(forecast.run, known_by=by), dataclasses.replace(forecast.run, hindsight=True)]
    for run, end in zip(runs, (by, None), strict=True):
        told = section(make(case, dataclasses.replace(forecast, run=run)), "known")
        linked = {a.text for a in told.find("a", class_="id")}
        news = knowing(case, end=end)
        assert {c for n in news for c in n.claims} <= linked
        assert [d.attrs["datetime"] for s in told.find("summary") for d in list(s.find("time"))[:1]] == [
            n.start.isoformat() for n in news
        ]
    assert "all of it" in told.text


def test_the_founding_case_tells_old_and_new_numbers_without_those_of_stores():
    """Every number that came, changed or was backed is there with what it was; amounts of fleets are withheld."""
    model = Case.read(cases.path("lachin")).check()
    view = scope(model)
    run = synthetic.forecast()
    grounds = Grounds.of(dataclasses.replace(run, model=model, numbers=()), view)
    told = known.entries(view, grounds, None)
    numbers = [n for e in told for n in e.numbers]
    assert len(numbers) == sum(len(n.numbers) for n in knowing(model))
    people = next(n for n in numbers if n.what.startswith("People of Stepanakert") and len(n.after) == 2)
    assert [f.value for f in people.after] == ["60000", "12500"]
    assert people.before[0].claims == ("F-014",)
    fleets = [
        dataclasses.replace(n, table="fleets", key="peacekeepers", column="trucks")
        for n in knowing(model)[4].numbers[:1]
    ]
    news = dataclasses.replace(knowing(model)[4], numbers=tuple(fleets))
    hidden = known._entry(news, view, grounds, set(), set())
    assert {f.text for n in hidden.numbers for f in (*n.before, *n.after)} <= {
        "withheld from this audience", "not known",
    }  # fmt: skip


def test_a_claim_above_the_audience_is_not_news(case, forecast):
    """Neither its id nor its count is in the section."""
    claims = tuple(
        dataclasses.replace(c, claim="C-secret", sensitivity="internal") if c.claim == "C-001" else c
        for c in case.claims
    )
    changed = dataclasses.replace(case, claims=claims)
    told = section(make(changed, forecast), "known").text
    assert "C-secret" not in told
    open_to_all = section(make(changed, forecast, audience="internal"), "known").text
    assert "C-secret" in open_to_all


def test_each_claim_says_how_it_was_said(case, forecast):
    """Voice, speaker, chain, stance, hedge, time with precision and basis, grades, status, anchored or not."""
    first = case.claims[0]
    said = dataclasses.replace(
        first, voice="outlet", reported_via="a newsreader", hedge="reportedly", time_precision="month",
        time_basis="inferred", status="proposed", credibility="4", documents=("D-001",),
    )  # fmt: skip
    changed = dataclasses.replace(case, claims=(said, *case.claims[1:]), anchored=frozenset({"C-002"}))
    rows = {
        next(r.find("th")).text[:5]: r for r in read(make(changed, forecast)).find("tr") if "id" in r.attrs
    }
    told = rows["C-001"].text
    for part in (
        "proposed", "month, inferred", said.speaker, "the publisher's own voice", "← a newsreader",
        "← Valley Courier 1 (B)", f"{said.stance}", "(hedged: reportedly)", "not anchored",
    ):  # fmt: skip
        assert part in told
    assert told.index("a newsreader") < told.index("Valley Courier 1")
    assert "not anchored" not in rows["C-002"].text
    assert "anchored" in rows["C-002"].text


def test_access_that_an_accepted_claim_contradicts_is_disputed(case, forecast):
    """A spell backed by one side leads to the conflict; without an accepted contrary claim it is on record."""
    spell = dataclasses.replace(case.timeline[0], claims=("C-001",))
    changed = dataclasses.replace(case, timeline=(spell, *case.timeline[1:]))
    root = read(make(changed, forecast))
    marks = list(root.find("a", class_="disputed"))
    assert [a.text for a in marks] == ["disputed"]
    target = next(n for n in root.walk() if n.attrs.get("id") == marks[0].attrs["href"][1:])
    assert "Who closed the lower road?" in target.text
    other = tuple(
        dataclasses.replace(c, status="rejected") if c.claim == "C-002" else c for c in changed.claims
    )
    root = read(make(dataclasses.replace(changed, claims=other), forecast))
    assert list(root.find("a", class_="disputed")) == []
    entry = next(n for n in root.find("div", class_="access") if "C-001" in n.text)
    assert "on record" in entry.text


def test_a_tension_is_no_dispute(case):
    """Only a contradiction disputes; a tension or a difference does not."""
    assert disputes(case, ("C-007",), conflicts(case)) == ()
    assert disputes(case, ("C-001",), conflicts(case)) != ()


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("Left & right", "Left &amp; right"),
        ("From חיפה 2 trucks", "From <bdi>חיפה</bdi> 2 trucks"),
        ("in הר הבית, 5 days of בית", "in <bdi>הר הבית</bdi>, 5 days of <bdi>בית</bdi>"),
        ("قره‌باغ 3", "<bdi>قره‌باغ</bdi> 3"),
        ("<b>בית</b>", "&lt;b&gt;<bdi>בית</bdi>&lt;/b&gt;"),
    ],
)
def test_names_from_right_to_left_are_isolated(text, made):
    """Each run of such words has an element of its own; what follows its last letter stays outside; all is escaped."""
    assert str(isolated(text)) == made


def test_a_name_from_right_to_left_is_isolated_in_the_sentences(case, forecast):
    """A place with such a name stands isolated in the sentences and the gaps, never bare between words of ours."""
    places = tuple(dataclasses.replace(p, name="הר גדול") if p.place == "hill" else p for p in case.places)
    changed = dataclasses.replace(case, places=places)
    html = make(changed, forecast, found=found(), required=required())
    root = read(html)
    for key in ("answer", "gaps", "find-out"):
        part = next(n for n in root.find("section") if n.attrs.get("aria-labelledby") == key)
        for node, text in part.texts():
            if "הר" in text:
                assert any(n.tag == "bdi" or "dir" in n.attrs for n in node.up() if n.tag != "html"), (
                    key,
                    text,
                )


def test_what_is_left_out_is_a_section_of_its_own(case, forecast):
    """Nothing left out: no section. Something left out: a section in the contents, which the first lines lead to."""
    assert "left-out" not in [h.attrs["id"] for h in read(make(case, forecast)).find("h2")]
    sources = tuple(
        dataclasses.replace(s, sensitivity="partner") if s.source == "S-1" else s for s in case.sources
    )
    root = read(make(dataclasses.replace(case, sources=sources), forecast))
    assert "#left-out" in [a.attrs["href"] for a in next(root.find("nav")).find("a")]
    assert "#left-out" in [a.attrs["href"] for a in next(root.find("p", class_="asof")).find("a")]
    table = next(root.find("table", class_="held"))
    rows = {next(r.find("th")).text: [d.text for d in r.find("td")] for r in list(table.find("tr"))[1:]}
    assert rows["Sources"] == ["1", "0", "1", "9"]
    assert int(rows["Claims"][0]) == 0
    assert int(rows["Claims"][1]) > 0

"""Drafts of a case: spells that take no side, counts beside each other, numbers where they belong. Invented texts."""

from __future__ import annotations

import datetime as dt

import pytest

from corridor.ledger.documents import Reading
from corridor.ledger.reading.kinds import listed, name_kinds
from corridor.ledger.reading.propose import Lists, by_rules, marks_of, read_with, rows_of
from corridor.ledger.reading.ways import named_ends
from corridor.model.build import check
from corridor.model.tables import dicts
from corridor.study.drafting import Draft, Said, Source, draft_case


def drafted(*texts: str, published: str = "2026-02-01") -> tuple[Draft, dict[str, str]]:
    """The draft of some documents, and the words of each claim."""
    day = dt.date.fromisoformat(published) if published else None
    readings = [Reading(f"D{i}", "", text) for i, text in enumerate(texts)]
    found = [(r, marks_of(r, Lists((), day))) for r in readings]
    names = named_ends(found, name_kinds(found))
    lists = Lists(listed(names), day)
    sources, words = [], {}
    for reading in readings:
        said = []
        for i, one in enumerate(read_with(by_rules, reading, lists).accepted):
            row, _ = rows_of(one, reading, lists)
            label = f"C-{reading.document}-{i}"
            words[label] = row["proposition"]
            said.append(Said(label, row, *one.span))
        sources.append(Source(reading, marks_of(reading, lists), tuple(said), published))
    return draft_case("upland", sources, names), words


def rows(draft: Draft, table: str) -> list[dict[str, object]]:
    """Rows of a table of a draft."""
    sheet = draft.tables.sheets.get(table)
    return [] if sheet is None else [cells for _, cells in dicts(sheet)]


ROAD = "The High Road, the only road linking Ansa to Upland, was quiet. "


@pytest.mark.parametrize(
    ("text", "situation", "among"),
    [
        ("The High Road has been closed since 9 January 2026.", "high_road_closed", ""),
        ("The High Road was restricted on 9 January 2026.", "high_road_restricted", ""),
        ("The High Road was reopened on 9 January 2026.", "high_road_open", ""),
        ("The High Road was closed on 9 January 2026. Officials said that the High Road was open on 9 January 2026.",
         "unknown", "high_road_closed, high_road_open"),
        ("The High Road was closed on 9 January 2026. Officials denied that the High Road was closed.",
         "unknown", "high_road_closed, high_road_open"),
        ("The High Road was closed on 9 January 2026. Officials denied any role in the closure of the High Road.",
         "high_road_closed", ""),
    ],
)  # fmt: skip
def test_what_was_said_of_a_road_becomes_a_spell(text, situation, among):
    """Said by one: that status; said otherwise, or denied, by another: unknown among both. The claims are named."""
    draft, words = drafted(ROAD + text)
    (spell,) = rows(draft, "timeline")
    assert (spell["start"], spell["situation"], spell.get("among", "")) == (
        dt.date(2026, 1, 9),
        situation,
        among,
    )
    assert all("High Road" in words[c] for c in str(spell["claims"]).split(", "))


@pytest.mark.parametrize(
    "text",
    [
        "The High Road will be closed on 9 February 2026.",
        "Officials demanded that the High Road be opened by 9 January 2026.",
        "If the High Road is closed on 9 January 2026, people leave.",
        "Armenia opened its doors on 9 January 2026.",
        "The High Road was closed in January 2026.",
        "The High Road has been closed for days.",
    ],
)
def test_what_is_no_dated_statement_makes_no_spell(text):
    """A plan, a demand, a condition, a month, other doors: nothing is drafted on a day that was not said."""
    draft, _ = drafted(ROAD + text)
    assert rows(draft, "timeline") == []


def test_a_statement_without_a_day_is_asked_about():
    """It stands in the questions with its claim."""
    draft, words = drafted(ROAD + "The High Road was closed in January 2026.")
    (asked,) = [q for q in draft.questions if q.table == "timeline"]
    assert [words[c] for c in asked.claims] == ["The High Road was closed in January 2026"]


def test_days_after_a_spell_with_an_end_are_unknown():
    """What came after what was said is not said, and the days before the first are not either."""
    draft, _ = drafted(
        ROAD + "The High Road was closed between 9 January 2026 and 12 January 2026. "
        "Officials said the High Road was open on 20 January 2026."
    )
    assert [(s["start"].isoformat(), s["situation"]) for s in rows(draft, "timeline")] in (
        [("2026-01-09", "high_road_closed"), ("2026-01-13", "unknown"), ("2026-01-20", "high_road_open")],
        [("2026-01-09", "high_road_closed"), ("2026-01-12", "high_road_closed"), ("2026-01-20", "high_road_open")],
        [("2026-01-09", "high_road_closed"), ("2026-01-20", "high_road_open")],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("Upland has a population of 4,000 people.", [4000.0]),
        (
            "Some 4,000 residents live in Upland. A notice said that 1,500 residents live in Upland.",
            [4000.0, 1500.0],
        ),
        ("Some 4,000 residents live in Upland. A notice said that 4,000 residents live in Upland.", [4000.0]),
        ("Residents said that three people in Upland had been hurt.", []),
        ("Some 2,000 peacekeepers live in Upland.", []),
    ],
)
def test_counts_of_people_stand_side_by_side(text, counts):
    """Two that differ are rivals, two that agree are one row; soldiers and the hurt are no count of who lives there."""
    draft, _ = drafted(f"{text} Flour is scarce in Upland.")
    found = rows(draft, "people")
    assert [r["people"] for r in found] == counts
    assert [bool(r.get("rival")) for r in found] == [len(counts) > 1] * len(counts)


def test_numbers_of_trucks_are_seen_and_no_input():
    """Trucks and tonnes become observations, on their day or by the day of publication; a plan becomes neither."""
    draft, _ = drafted(
        "On 8 January 2026, 12 trucks reached Upland. A post said that 30 tonnes of flour reached Upland. "
        "Officials said 50 trucks would leave for Upland."
    )
    found = {
        (r["value"], r["unit"], r["kind"], str(r["start"]), r["censoring"])
        for r in rows(draft, "observations")
    }
    assert found == {
        (12.0, "truck", "received", "2026-01-08", "none"), (30.0, "t", "received", "2026-02-01", "by"),
    }  # fmt: skip
    assert rows(draft, "deliveries") == rows(draft, "stocks") == []


def test_no_draft_has_an_error_that_is_not_something_missing():
    """Whatever the texts say, what is wrong with a draft is what is not there."""
    draft, _ = drafted(
        ROAD
        + "The Lake road is shut. On 9 January 2026 the High Road was closed. Some 4,000 residents live in Upland.",
        "The Dunlow checkpoint and Dunlow village wait. Diesel and flour ran out in Dunlow. The Lake road is open.",
        "On 3 January 2026, 9 tonnes of flour were in store in Upland. The High Road was open on 5 January 2026.",
    )
    found = check(draft.tables)
    assert [p for p in found.errors if not p.missing and p.code != "C104"] == []
    assert {"C102", "C103"} <= {p.code for p in found.missing}
    assert {"supply", "needs", "satisfies"} <= set(draft.tables.sheets)


def test_names_that_may_be_one_are_told_and_not_merged():
    """A word of a name, a letter apart, and ways between such ends are listed in pairs."""
    draft, _ = drafted(
        "The road linking Ansa to Upper-Tarn is shut. The Lake Road connects Ansa with the Tarn region. "
        "Flour is scarce in Tarn. Flour is scarce in Upper-Tarn."
    )
    assert ("Upper-Tarn", "Tarn") in draft.alike
    assert len(rows(draft, "routes")) == 2
    assert any("Lake Road" in pair for pair in draft.alike)


def test_without_a_day_of_publication_no_first_day_is_made_up():
    """The draft has no start; with one, it begins with the first spell and runs from the day of publication on."""
    assert "start" not in drafted(ROAD, published="")[0].tables.settings
    settings = drafted(ROAD + "The High Road was closed on 9 January 2026.")[0].tables.settings
    assert (settings["start"], settings["origin"]) == (dt.date(2026, 1, 9), dt.date(2026, 2, 1))

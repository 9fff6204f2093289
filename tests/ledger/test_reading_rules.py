"""Rules that read times, quantities and names, by hand and against the two founding articles where they are at hand."""

import csv
import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.ledger.reading import HERE, article

from corridor.ledger.reading.amounts import amounts_in
from corridor.ledger.reading.names import Listed, names_in
from corridor.ledger.reading.spans import Span, settled
from corridor.ledger.reading.times import times_in
from corridor.ledger.words import words
from corridor.schema.edtf import parse_edtf

EN = words("en")
JUNE = dt.date(2026, 6, 10)  # a Wednesday
PUBLISHED = {"D1": dt.date(2023, 9, 13), "D2": dt.date(2023, 1, 18)}


def told(text, published=JUNE):
    """Words and value of every time of a text."""
    return [(text[s.start : s.end], s.value) for s in times_in(text, EN, published)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("On 3 May 2026 it shut.", [("3 May 2026", "2026-05-03")]),
        ("On May 3 it shut.", [("May 3", "2026-05-03")]),
        ("On December 3 it shut.", [("December 3", "2025-12-03")]),
        ("in November 2020", [("November 2020", "2020-11")]),
        ("in 2020", [("in 2020", "2020")]),
        ("the 1990s", [("the 1990s", "199X")]),
        ("on Tuesday", [("Tuesday", "2026-06-09")]),
        ("on Wednesday", [("Wednesday", "2026-06-10")]),
        ("yesterday and tomorrow", [("yesterday", "2026-06-09"), ("tomorrow", "2026-06-11")]),
        ("last week", [("last week", "2026-06-01/2026-06-07")]),
        ("this year", [("this year", "2026")]),
        ("last month", [("last month", "2026-05")]),
        ("two days ago", [("two days ago", "2026-06-08")]),
        ("since 1 June", [("since 1 June", "2026-06-01/..")]),
        ("for nine months", [("nine months", "P9M")]),
        ("more than a month", [("more than a month", "P1M+")]),
        ("for many months", [("many months", "PXM")]),
        ("2026-05-01 and 2026-05", [("2026-05-01", "2026-05-01"), ("2026-05", "2026-05")]),
        ("31.05.2026 or 05.06.2026", [("31.05.2026", "2026-05-31")]),
        ("they may march in step", []),
        ("30 February 2026 is no day", []),
        ("2,020 people and 1.5 t", []),
    ],
)
def test_times_by_hand(text, expected):
    """Each with the words it stands in and its value; what has none, or two readings, is left out."""
    assert told(text) == expected


def test_without_a_day_of_publication_nothing_relative_is_told():
    """A weekday, a day without a year and last week have no value then."""
    assert told("On Tuesday, on May 3, last week, in 2020.", None) == [("in 2020", "2020")]


@given(
    st.dates(dt.date(1990, 1, 1), dt.date(2040, 1, 1)), st.text("0123456789 /.-MayJunlasteko", max_size=60)
)
def test_what_is_told_of_any_text_can_be_read(published, text):
    """Every value that is no duration is a coarse date, and spans are within the text and do not overlap."""
    found = times_in(text, EN, published)
    for s in found:
        assert 0 <= s.start < s.end <= len(text)
        assert s.value.startswith("P") or parse_edtf(s.value)
    assert all(a.end <= b.start for a, b in pairwise(found))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Over 50 loaded trucks waited.", [(50, "truck", "more than")]),
        ("some 2,000 local residents", [(2000, "person", "about")]),
        ("no more than 3.5 tonnes of flour", [(3.5, "t", "up to")]),
        ("40 trucks a day", [(40, "truck/day", "exact")]),
        ("three thousand men", [(3000, "person", "exact")]),
        ("two bridges", [(2, "bridge", "exact")]),
        ("65 % of it", [(65, "percent", "exact")]),
        ("one of them, once more, on 3 May 2026, in 2020", []),
    ],
)
def test_amounts_by_hand(text, expected):
    """The number, what it counts, and how it is meant; articles, *once*, days and years count nothing."""
    found = amounts_in(text, EN, times_in(text, EN, JUNE))
    assert [(a.value, a.unit, a.qualifier) for a in found] == expected


def test_names_of_the_case_come_first():
    """A listed name has its kind and the name of the case, whatever form it stands in; another is a name only."""
    text = "Interestingly, Khar and the Relief Agency of Tarn met Mr Ito. Trucks left Khar’s gate."
    listed = [Listed("Tarn", "place"), Listed("Qhar / Khar", "place", ("Khar", "Qhar"))]
    found = [(s.kind, s.value) for s in names_in(text, listed, EN)]
    assert found == [
        ("place", "Qhar / Khar"),
        ("name", "Relief Agency"),
        ("place", "Tarn"),
        ("name", "Mr Ito"),
        ("place", "Qhar / Khar"),
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The Ministry of Roads said no.", ["Ministry of Roads"]),
        ("He met the Committee of the Red Cross and Ann Ito.", ["Committee of the Red Cross", "Ann Ito"]),
        ("Ministry of the road.", []),
        ("He saw Ann of Velland.", ["Ann", "Velland"]),
    ],
)
def test_a_body_and_what_it_is_of_are_one_name(text, names):
    """Small words join only behind a word for a body, and only to a name."""
    assert [s.value for s in names_in(text, (), EN)] == names


def test_the_longest_span_stands():
    """Of two that overlap the longer is kept, of two alike the first."""
    a, b, c = (Span(start=x, end=y, kind="time", value="") for x, y in ((0, 4), (2, 9), (9, 12)))
    assert settled([a, b, c]) == (b, c)


def test_against_the_gold_of_the_founding_articles():
    """All times with their values, all quantities, and nine names of ten, without a list."""
    with (HERE / "gold" / "seed_mentions.csv").open(encoding="utf-8", newline="") as file:
        gold = list(csv.DictReader(file))
    counts = {k: [0, 0, 0] for k in ("time", "value", "quantity", "name")}
    for doc, published in PUBLISHED.items():
        text = article(doc).text
        times = times_in(text, EN, published)
        found = {
            "time": times,
            "quantity": [a.span for a in amounts_in(text, EN, times)],
            "name": names_in(text, (), EN),
        }
        for kind, spans in found.items():
            kinds = {"actor", "place", "country"} if kind == "name" else {kind}
            meant = [r for r in gold if r["doc"] == doc and r["kind"] in kinds]
            hits = [[s for s in spans if s.start < int(r["end"]) and int(r["start"]) < s.end] for r in meant]
            counts[kind][0] += sum(map(bool, hits))
            counts[kind][1] += len(meant)
            counts[kind][2] += len(spans)
            if kind == "time":
                counts["value"][0] += sum(
                    bool(h) and h[0].value == r["normal_form"] for h, r in zip(hits, meant, strict=True)
                )
                counts["value"][1] += len(meant)
    assert counts["time"][0] == counts["time"][1] == counts["time"][2]
    assert counts["value"][0] >= 0.95 * counts["value"][1]
    assert counts["quantity"][0] >= 0.95 * counts["quantity"][1]
    assert counts["quantity"][0] >= 0.85 * counts["quantity"][2]
    assert counts["name"][0] >= 0.9 * counts["name"][1]

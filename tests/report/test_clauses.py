"""The section on clauses and the one on positions: strips without colour, a table beside, figures that lead."""

import dataclasses
import datetime as dt
import re

import pytest
from tests.docs.conftest import ROOT
from tests.report.test_figures_lead import is_quiet, leads
from tests.report.walk import read

from corridor.calendar import Days
from corridor.io.read import read as read_case
from corridor.model.build import build
from corridor.report import clauses, page, positions
from corridor.report.charts.strips import KEY, LOOKS, marks, strips
from corridor.report.scope import scope
from corridor.study.chronology import date_of
from corridor.study.clauses import STATUSES, follow
from corridor.study.conflicts import NO_SIDE

CASE = ROOT / "src" / "corridor" / "cases" / "lachin"
LAST = dt.date(2023, 6, 15)


@pytest.fixture(scope="module")
def model():
    """The founding case."""
    return build(read_case(CASE))


@pytest.fixture(scope="module")
def html(model):
    """The two sections alone, for the public, by mid-June 2023."""
    view = scope(model)
    content = {
        "clauses": clauses.section(view, LAST),
        "positions": positions.positions(view.model),
        "stamp": "",
    }
    environment = page._environment(view.model)
    parts = "{% from 'parts.html.j2' import part, sentence, count, claim_links, heading, table, figure, claim_text %}"
    return environment.from_string(parts + "{% include 'clauses.html.j2' %}").render(page=content)


def test_every_clause_known_by_the_day_has_its_strips(model, html):
    """One figure a clause, with its words, its drawings for wide and narrow pages, its spoken text and its table."""
    figures = list(read(html).find("figure", class_="strips"))
    known = [v.clause for v in follow(model, known_by=LAST)]
    assert len(figures) == len(known) == 7  # the understanding of September is not yet made
    for figure, clause in zip(figures, known, strict=True):
        assert clause.object in figure.text
        assert len(list(figure.find("svg"))) == 2
        assert len(next(figure.find(None, role="img")).attrs["aria-label"]) > 60
        assert list(figure.find("table"))


def test_the_table_has_every_run(model, html):
    """Each run of each test is a row, with its first day, its status, and links to its claims."""
    (view,) = follow(model, ["C2"], known_by=LAST)
    figure = next(f for f in read(html).find("figure", class_="strips") if "C2" in f.text)
    rows = [r for r in figure.find("tr") if list(r.find("td"))]
    runs = [r for s in view.strips for r in s.runs]
    assert len(rows) == len(runs)
    for row, run in zip(rows, runs, strict=True):
        assert next(row.find("time")).attrs["datetime"] == run.start.isoformat()
        assert run.status in row.text
        assert {a.text for a in row.find("a")} == {*run.claims_for, *run.claims_against, *run.context}
        assert ("No contrary claim in this ledger" in row.text) == run.is_one_sided


def test_figures_lead_and_no_digit_stands_alone(html):
    """Every count has a basis, and no digit of ours stands outside a figure."""
    root = read(html)
    assert [f.text for f, anchors in leads(root) if not anchors] == []
    stray = [
        (node.tag, text.strip())
        for node, text in root.texts()
        if re.search(r"\d", text) and not is_quiet(node) and "fig" not in node.classes
    ]
    assert stray == []


@pytest.mark.parametrize("word", ["undisputed", "breach", "violat", "unlawful", "illegal"])
def test_the_section_never_judges(html, word):
    """In our own words nothing is called settled, and nothing is called against the law."""
    ours = " ".join(text for node, text in read(html).texts() if not is_quiet(node))
    assert word not in ours.lower()


def test_strips_can_be_read_without_colour(model):
    """Met stands above the line, not met below, conflict on both sides; each has a letter of its own."""
    sides = {(look.above, look.below): look.letter for look in LOOKS.values()}
    assert sides == {(True, False): "M", (False, True): "N", (True, True): "C"}
    assert len({k.letter for k in KEY}) == len(KEY) == len(STATUSES)
    assert [k.word for k in KEY] == [STATUSES[i] for i in (1, 2, 3, 0, 4)]
    (view,) = follow(model, ["C2"])
    drawn = strips(view.strips, ["Outcome", "Responsibility"], 660)
    tops = {
        (int(y), int(h))
        for y, h in re.findall(r'<rect x="[\d.]+" y="(\d+)" width="[\d.]+" height="(\d+)"', drawn)
    }
    assert {h for _, h in tops} == {10, 20}
    assert {y for y, h in tops if h == 10 and y < 40} == {16, 26}


def test_strips_draw_equal_neighbours_as_one_bar(model):
    """Days of one status are one bar, though the number of groups changes among them."""
    (view,) = follow(model, ["C2"])
    outcome = view.of("outcome")
    status = [r.status for r in outcome.runs]
    bars = [s for i, s in enumerate(status) if s != "no report" and (i == 0 or status[i - 1] != s)]
    assert len(outcome.runs) > len(bars)
    assert strips([outcome], ["Outcome"], 660).count("<rect") == len(bars)


def test_labels_of_a_strip_are_escaped(model):
    """What stands above a row cannot end the drawing."""
    (view,) = follow(model, ["C2"])
    assert "<script>" not in strips(view.strips[:1], ["<script>"], 300)


def test_marks_of_the_axis_are_months_or_quarters():
    """Under ten months each month has a mark, above that each quarter."""
    assert [n for n, _ in marks(Days(dt.date(2023, 1, 15), 60))] == [0, 17, 45]
    assert [w for _, w in marks(Days(dt.date(2022, 12, 1), 400))] == [
        "Dec 2022", "Jan 2023", "Apr 2023", "Jul 2023", "Oct 2023", "Jan 2024",
    ]  # fmt: skip


def test_what_the_audience_may_not_see_speaks_to_no_clause(model):
    """A claim above the audience is not among those of any run, and a clause whose words name it is left out."""
    claims = tuple(
        dataclasses.replace(c, sensitivity="internal") if c.claim == "D1-027" else c for c in model.claims
    )
    secret = dataclasses.replace(model, claims=claims)
    shown = clauses.section(scope(secret))
    assert "D1-027" not in {c for s in shown.clauses for c in s.claims}
    assert "D1-027" in {c for s in clauses.section(scope(model)).clauses for c in s.claims}
    naming = dataclasses.replace(model.clauses[0], object="as D1-027 says")
    named = dataclasses.replace(secret, clauses=(naming, *model.clauses[1:]))
    assert [s.clause.clause for s in clauses.section(scope(named)).clauses] == [f"C{n}" for n in range(2, 9)]


def test_without_clauses_there_is_no_section(model):
    """A case without clauses has no section, and none is made before any clause is known."""
    assert clauses.section(scope(dataclasses.replace(model, clauses=()))) is None
    assert clauses.section(scope(model), dt.date(2019, 1, 1)) is None


def test_positions_are_in_the_order_of_their_dates(model):
    """Each account lists its positions by date, undated last; assertions and reports are counted alone."""
    found = positions.positions(model)
    assert sum(n for p in found for _, n in p.counts) == len(model.claims)
    for p in found:
        dates = [date_of(c) for c in p.taken]
        dated = [d for d in dates if d is not None]
        assert dates == sorted(dated) + [None] * (len(dates) - len(dated))
        assert not {c.stance for c in p.taken} & positions.PLAIN
        assert {c.account or NO_SIDE for c in p.taken} <= {p.account}
    azerbaijan = next(p for p in found if p.account == "government of Azerbaijan")
    assert dict(azerbaijan.counts)["denied"] == sum(c.stance == "denied" for c in azerbaijan.taken) > 3


def test_every_account_has_its_place(html, model):
    """Each account is a heading of the section on positions."""
    root = read(html)
    part = next(n for n in root.find("section") if n.attrs["aria-labelledby"] == "positions")
    assert {n.text for n in part.find("strong")} == {p.account for p in positions.positions(model)}

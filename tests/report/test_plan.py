"""A plan in an internal report, and nowhere else: convoys, waybills, what stays short, weights, policies, closures."""

import dataclasses
import datetime as dt
import json
import re

import pytest
from tests.report import planned
from tests.report.test_figures_lead import METHOD, is_quiet, leads
from tests.report.test_figures_lead import (
    test_every_figure_leads_to_something_that_is_there as every_figure_leads,
)
from tests.report.walk import read

import corridor as co
from corridor.cli.main import main
from corridor.cli.report_plan import Asked, plan_for
from corridor.errors import UsageError
from corridor.report import report
from corridor.report.charts.convoys import Strip, convoys, groups
from corridor.report.words import number
from corridor.report.worth import cost_of
from corridor.result.comparison import Alike, Comparison, ComparisonRun, Difference, Judged
from corridor.study.plans.critical import critical
from corridor.study.plans.explain import explain
from corridor.study.plans.make import draft
from corridor.study.plans.tell import short_rows

NASTY = '<script>alert(1)</script>" onclick="x'


def judged(name, mean, error, **changes):
    """A policy on fifty paths."""
    fixed = {
        "meaning": f"what {name} means",
        "scenario": None,
        "is_policy": True,
        "paths": 50,
        "high": mean + 5_000.0,
    }
    rest = {
        "worst": mean + 7_777.0,
        "short": mean,
        "unfair": 0.0,
        "moving": 0.0,
        "left": 0.0,
        "solved": 9,
        "decisions": 9,
    }
    days = {"person_days": (9_876.0, 5_432.0, 1_234.0), "seconds": 0.1}
    return Judged(**fixed | rest | days | {"name": name, "mean": mean, "error": error} | changes)


def over(name, mean, low, high):
    """By how much a policy costs more than the fan."""
    return Difference(
        name=name,
        scenario=None,
        against="fan",
        against_scenario=None,
        paths=50,
        mean=mean,
        low=low,
        high=high,
    )


def comparison():
    """Four policies of the two towns, the fan, the rule, access kept, and what knows the future."""
    run = planned.forecast().run
    return Comparison(
        run=ComparisonRun(
            digest=run.digest, origin=run.origin, last=run.origin, hindsight=False, known_by=None, days=28,
            review_days=7, futures=20, paths=50, seed=1, numbers="drawn", method="choose", steps=(7,), versions=(),
            notes=("Paths do not react.",),
        ),
        judged=(
            judged("fan", 41_234.0, 700.0),
            judged("pull", 50_111.0, 900.0),
            judged("frozen", 41_300.0, 800.0),
            judged("perfect", 30_000.0, 600.0, is_policy=False),
        ),
        differences=(
            over("pull", 8_877.0, 6_666.0, 9_999.0),
            over("frozen", 66.0, -70.0, 202.0),
            over("perfect", -11_234.0, -12_000.0, -10_000.0),
        ),
        alike=Alike(futures=20, same=7, rows=()),
    )  # fmt: skip


WORDS = (
    "waybill", "manifest", "not cleared", "cleared to move", "criticality", "convoys until", "W-001", 'schedule"',
    "what passages are worth", "policies compared", "by surprise", "notcleared", "rests-plan", "what it weighs",
    "one more saves", "in by it", "what preparing", "data-head",
)  # fmt: skip
"""Words of the sections of a plan, which no page for others has."""


def make(made=None, *, audience="internal", case=None, **options):
    """A page of the towns, with a plan unless it is left out."""
    case = case or planned.model()
    return report(case, planned.forecast(), made, audience=audience, found=(), required=(), **options).html


@pytest.fixture(scope="module")
def made():
    """The plan of two towns."""
    return planned.made()


@pytest.fixture(scope="module")
def worth():
    """What passages of the two towns are worth, over two futures."""
    return critical(planned.model(), futures_count=2, days=21, passages_asked=["route"], most=1)


@pytest.fixture(scope="module")
def html(made, worth):
    """An internal page with all that there is about a plan."""
    return make(made, explained=explain(made, most=2), compared=comparison(), critical=worth)


@pytest.fixture(scope="module")
def root(html):
    """The page as a tree."""
    return read(html)


def section(root, name):
    """The section of a heading."""
    return next(s for s in root.find("section") if s.attrs.get("aria-labelledby") == name)


@pytest.mark.parametrize("audience", ["public", "partner"])
def test_a_plan_is_refused_for_every_other_audience(made, audience):
    """One message that says why and what to do; a bare plan is refused as a draft is."""
    for plan in (made, made.plan):
        with pytest.raises(
            UsageError, match=f"A plan is internal.*no {audience} report.*--audience internal"
        ):
            make(plan, audience=audience)


@pytest.mark.parametrize("name", ["explained", "ahead", "compared", "critical"])
def test_what_is_asked_about_a_plan_is_refused_without_it(worth, name):
    """Nothing about a plan is dropped in silence, nor shown to the public by a side door."""
    with pytest.raises(UsageError, match=f"shows {name} with the plan alone"):
        make(audience="public", **{name: worth})


@pytest.mark.parametrize("audience", ["public", "partner"])
def test_nothing_of_a_plan_is_in_a_report_for_others(made, html, root, audience):
    """No word, id, style or figure of the plan's sections stands in the file for others, though a plan was made."""
    other = make(audience=audience)
    assert [w for w in WORDS if w.lower() in other.lower()] == []
    assert [w for w in WORDS if w.lower() not in html.lower()] == ["criticality"]
    own = [f for name in ("plan", "waybills") for f in section(root, name).find("data", class_="fig")]
    values = {f.attrs["value"] for f in own if len(re.sub(r"\D", "", f.attrs["value"])) >= 4}
    texts = {f.text for f in own if len(re.sub(r"\D", "", f.text)) >= 5}
    run = made.plan.run
    shared = {str(run.seed), planned.forecast().run.digest, *dict(run.versions).values()}
    shared |= {f.attrs["value"] for f in read(other).find("data", class_="fig")}
    assert len(values - shared) > 30
    assert len(texts - shared) > 10
    assert [v for v in values - shared if f'"{v}"' in other] == []
    assert [t for t in texts - shared if t in other] == []


def test_fleets_and_slots_stay_out_of_a_public_report(html):
    """Trucks and slots of the case stand in the internal page and nowhere in the public one."""
    amounts = ("37 truck", "23 truck")
    public = make(audience="public")
    assert all(a in html for a in amounts)
    assert not any(a in public for a in amounts)


def test_the_schedule_has_a_row_for_every_convoy(root, made):
    """Date, route, carrier, trucks, t, m3, what, arrival and clearance of each convoy of the plan."""
    rows = list(next(section(root, "plan").find("table", class_="schedule")).find("tr"))[1:]
    convoys = made.plan.convoys()
    assert len(rows) == len(convoys) > 5
    for row, convoy in zip(rows, convoys, strict=True):
        cells = {d.attrs["data-head"]: d for d in row.find("td")}
        assert next(cells["Leaves"].find("time")).attrs["datetime"] == convoy.date.isoformat()
        assert next(cells["Arrives"].find("time")).attrs["datetime"] == convoy.arrives.isoformat()
        values = [float(f.attrs["value"]) for k in ("Trucks", "t", "m3") for f in cells[k].find("data")]
        assert values == pytest.approx([convoy.trucks, convoy.t, convoy.m3], rel=1e-5)
        loads = [float(f.attrs["value"]) for f in cells["What"].find("data")]
        assert loads == pytest.approx([x.amount for x in convoy.loads], rel=1e-5)
        assert cells["Carrier"].text == "relief"


def test_only_what_is_on_record_is_cleared(root, made):
    """The road with a permission and an acceptance by claims leads to them; others are stamped, with the reasons."""
    rows = list(next(section(root, "plan").find("table", class_="schedule")).find("tr"))[1:]
    there = {n.attrs["id"]: n for n in root.walk() if "id" in n.attrs}
    for row, convoy in zip(rows, made.plan.convoys(), strict=True):
        cell = next(d for d in row.find("td") if d.attrs["data-head"] == "Cleared")
        links = [a.attrs["href"][1:] for a in cell.find("a")]
        if convoy.route == "road0":
            assert "not cleared" not in cell.text
            assert links == ["claim-C-1", "claim-C-2"]
        else:
            assert "not cleared to move" in cell.text
            reasons = " ".join(there[x].text for x in links)
            assert "no permission on record at Road to Brimstow" in reasons
            assert "no acceptance on record at Brimstow" in reasons


def test_a_bare_plan_clears_nothing(made):
    """Of a plan without its draft permission was not looked up: every movement is stamped."""
    root = read(make(made.plan))
    sheets = list(root.find("details", class_="waybill"))
    assert len(sheets) == len(made.plan.convoys())
    assert all(list(s.find("div", class_="notcleared")) for s in sheets)
    assert "None is cleared to move." in section(root, "plan").text
    assert next(section(root, "plan").find("caption", class_="vh")).text.startswith("Short by place")


def test_each_convoy_has_a_waybill_of_its_own(root, made):
    """Route, places, carrier, dates, lines with amount, kg and m3, signature lines, digest, origin; no name made up."""
    sheets = {s.attrs["id"]: s for s in root.find("details", class_="waybill")}
    for i, convoy in enumerate(made.plan.convoys()):
        sheet = sheets[f"waybill-W-{i + 1:03}"]
        assert {t.attrs["datetime"] for t in sheet.find("time")} >= {
            convoy.date.isoformat(),
            convoy.arrives.isoformat(),
        }
        table = next(sheet.find("table", class_="manifest"))
        lines = list(next(table.find("tbody")).find("tr"))
        assert len(lines) == len(convoy.loads)
        for line, load in zip(lines, convoy.loads, strict=True):
            found = [float(f.attrs["value"]) for f in line.find("data")]
            volume = [] if load.commodity == "kits" else [load.m3]
            assert found == pytest.approx([load.amount, 1000 * load.t, *volume], rel=1e-5)
            assert ("not given" in line.text) == (load.commodity == "kits")
        signs = next(sheet.find("table", class_="signs"))
        assert ("Passed Old gate" in signs.text) == (convoy.route == "road1")
        assert all(not d.text.strip() for d in signs.find("td"))
        assert all(not d.text for d in sheet.find("dd", class_="blank"))
        assert planned.forecast().run.digest in sheet.text
        assert bool(list(sheet.find("div", class_="notcleared"))) == (convoy.route != "road0")


def test_figures_of_a_plan_lead_to_a_ground(root, html):
    """Every figure leads to an anchor of the page, and no digit of ours stands outside a figure."""
    every_figure_leads(html)
    stray = [
        text.strip()
        for name in ("plan", "waybills")
        for node, text in section(root, name).texts()
        if re.search(r"\d", METHOD.sub("", text)) and not is_quiet(node) and "fig" not in node.classes
    ]
    assert stray == []
    ground = next(n for n in root.walk() if n.attrs.get("id") == "rests-plan")
    assert any(a.attrs["href"].startswith("#stated-") for a in ground.find("a"))
    plan = section(root, "plan")
    assert {a for f, anchors in leads(plan) for a in anchors} == {"rests-plan"}


def test_charts_have_table_title_unit_and_spoken_text(root):
    """Convoys by day and route, and cost by policy: each with a table, a finding, words for those who see no chart."""
    charts = list(section(root, "plan").find("figure", class_="chart"))
    assert [next(c.find("strong")).text for c in charts] == [
        "Tonnes by day and route",
        "Cost by policy, weighted person-days",
    ]
    for c in charts:
        assert list(c.find("table"))
        assert len(next(c.find(None, role="img")).attrs["aria-label"]) > 60
        assert len(list(c.find("svg"))) == 2


def test_the_table_of_the_chart_adds_up_to_the_plan(root, made):
    """Tonnes by day, route and class of goods add up to what the plan loads."""
    chart = next(section(root, "plan").find("figure", class_="chart"))
    rows = list(next(chart.find("tbody")).find("tr"))
    values = [[float(f.attrs["value"]) for f in r.find("data")] for r in rows]
    assert all(sum(v[:-1]) == pytest.approx(v[-1], rel=1e-4) for v in values)
    assert sum(v[-1] for v in values) == pytest.approx(sum(c.t for c in made.plan.convoys()), rel=1e-4)


def test_days_that_are_alike_stand_once(monkeypatch):
    """A plan that spreads its loads has a line and a waybill a route and carrier, of a day; the sum is of the week."""
    monkeypatch.setattr("corridor.study.plans.make.is_large", lambda a, *, review, futures: True)
    even = draft(planned.model(), futures_count=3, days=28)
    runs = even.plan.runs()
    assert [c.days for c in runs] == [7] * len(runs)
    page = read(make(even))
    own = section(page, "plan")
    rows = list(next(own.find("table", class_="schedule")).find("tr"))[1:]
    assert len(rows) == len(runs) == len(list(page.find("details", class_="waybill")))
    assert all("4 Mar 2024 to 10 Mar 2024, each day" in row.text for row in rows)
    whole = sum(c.t for c in even.plan.convoys())
    assert f"{7 * len(runs)} convoys on 7 days" in own.text
    assert f"{whole:,.0f} t in all" in own.text
    sheet = next(page.find("details", class_="waybill"))
    assert "of one day: print it for each of the 7 days" in sheet.text
    assert f"{1000 * runs[0].t:,.0f}" in sheet.text
    table = next(own.find("table", class_="numbers"))
    assert len(list(table.find("tr"))) == 1 + len({c.route for c in runs})


def test_long_names_of_two_strips_stay_apart():
    """In a narrow chart names are cut in the middle: two roads that differ in their last words can be told apart."""
    roads = [
        "The long road over the pass and the old bridge, to the " + x for x in ("capital", "countryside")
    ]
    strips = [Strip(name, {(dt.date(2024, 1, 1), "food"): 1.0}) for name in roads]
    drawn = str(convoys(strips, groups(["food"]), [dt.date(2024, 1, 1)], 300))
    texts = re.findall(r"<text[^>]*>([^<]*…[^<]*)</text>", drawn)
    assert len(set(texts)) == 2
    assert [t.endswith(x) for t, x in zip(texts, ("to the capital", "countryside"), strict=True)] == [
        True,
        True,
    ]
    assert all(t.startswith("The long road") for t in texts)


def test_words_of_warning_stand_before_the_convoys(root):
    """Never safe, not cleared, access reacts, too good: said before anything that can be loaded."""
    text = section(root, "plan").text
    first = text.index("Convoys until the review")
    for said in (
        "No plan is safe",
        "Not cleared to move",
        "Access reacts to what is sent",
        "Its own figures are too good",
    ):
        assert 0 < text.index(said) < first


def test_a_difference_whose_interval_includes_zero_is_none(root):
    """Policies that cannot be told apart are said so; one that can, is not."""
    table = next(
        t for t in section(root, "plan").find("table") if t.text.startswith("Cost of each policy, and")
    )
    rows = {next(r.find("th")).text.split(":")[0]: r.text for r in list(table.find("tr"))[1:]}
    assert [name for name, text in rows.items() if "no difference can be told" in text] == ["frozen"]
    assert [name for name, text in rows.items() if "nobody can know so much" in text] == ["perfect"]
    assert "itself" in rows["fan"]
    assert "Of 20 futures 7 would by themselves load much the same" in section(root, "plan").text


def test_the_interval_of_a_cost_is_that_of_its_mean():
    """Student's interval on 49 degrees of freedom: 2.0096 standard errors to each side; none on one path."""
    found = cost_of(judged("fan", 1_000.0, 10.0))
    assert (found.low, found.high) == pytest.approx((1_000 - 20.096, 1_000 + 20.096), abs=1e-3)
    assert cost_of(judged("fan", 1_000.0, 0.0, paths=1)).low is None


def test_policies_and_passages_of_another_case_are_refused(made, worth):
    """What is shown beside a plan was worked out from the same case, at the same origin."""
    foreign = dataclasses.replace(comparison(), run=dataclasses.replace(comparison().run, digest="another"))
    with pytest.raises(UsageError, match="digest of policies another"):
        make(made, compared=foreign)
    with pytest.raises(UsageError, match="scenario of passages reopening"):
        make(made, critical=dataclasses.replace(worth, scenario="reopening"))


def test_criticality_is_told_with_its_cautions(root, worth):
    """A row a closure, dearest first, with the caution that it could help someone close the passage."""
    plan = section(root, "plan")
    table = next(plan.find("table", class_="closures"))
    rows = list(table.find("tr"))[1:]
    assert len(rows) == sum(len(p.closed) for p in worth.passages)
    assert next(rows[0].find("th")).text.startswith(worth.passages[0].name)
    assert "could also help someone close it" in plan.text
    assert all(n in plan.text for n in worth.notes)


def test_weights_and_what_stays_short_are_those_of_the_plan(root, made):
    """All weights of the objective, and shortfalls by place, need and tier."""
    plan = section(root, "plan")
    weights = next(t for t in plan.find("table") if t.text.startswith("Weights"))
    assert len(list(weights.find("tr"))) - 1 == 3 * 3 + 5
    short = next(t for t in plan.find("table") if t.text.startswith("Short by"))
    rows = [[f.text for f in r.find("data")] for r in list(short.find("tr"))[1:]]
    meant = {(number(x["person_days"]), number(x["amount"])) for x in short_rows(made)}
    assert {(r[0], r[3]) for r in rows} == meant
    assert len(rows) > 3


def test_a_plan_of_another_case_or_origin_is_refused(made):
    """Plan and forecast of one page read the same rows at the same origin; the message says what differs."""
    other = draft(
        planned.model(), futures_count=1, days=14, origin=planned.model().settings.origin.replace(day=6)
    )
    with pytest.raises(UsageError, match="do not go together: origin 2024-03-06 and 2024-03-04"):
        make(other)
    foreign = draft(planned.model(1), futures_count=1, days=14)
    with pytest.raises(UsageError, match="rows known"):
        make(foreign)


def test_a_plan_that_loads_nothing_says_so():
    """Without anything to load there is a sentence, no schedule, no waybill."""
    case = dataclasses.replace(
        planned.model(),
        access=tuple(dataclasses.replace(a, status="closed") for a in planned.model().access),
    )
    made = draft(case, futures_count=1, days=14)
    forecast = dataclasses.replace(planned.forecast(), model=made.plan.model)
    html = report(case, forecast, made, audience="internal", found=(), required=()).html
    root = read(html)
    assert "Nothing is loaded until the review." in section(root, "plan").text
    assert not list(root.find("details", class_="waybill"))
    assert 'href="#waybills"' not in html


def test_markup_in_names_shows_as_text():
    """Names of places, goods, roads and crossings never become elements, in tables, charts or waybills."""
    case = planned.case(nasty=f" {NASTY}")
    made = draft(case, futures_count=1, days=14)
    forecast = co.forecast(case, members=10, policy="pull", engine="numpy")
    root = read(report(case, forecast, made, audience="internal", found=(), required=()).html)
    assert len(list(root.find("script"))) == 2
    assert not [n for n in root.walk() if any(k.startswith("on") for k in n.attrs)]
    assert NASTY in section(root, "waybills").text


def test_the_same_arguments_give_the_same_bytes(made, worth, html):
    """A page with a plan says nothing of the hour or the machine."""
    assert make(made, explained=explain(made, most=2), compared=comparison(), critical=worth) == html


def test_no_two_groups_of_goods_share_a_letter():
    """A letter tells a class of goods in the chart; twelve names with one first letter have twelve letters."""
    found = groups([f"fuel {i}" for i in range(12)])
    assert len({g.letter for g in found}) == 12


SAME = dict.fromkeys(("origin", "scenario", "seed", "hindsight", "known_by")) | {"hindsight": False}


def model_of(name):
    """A shipped case."""
    return co.Case.read(co.cases.path(name)).check()


def asked(**how):
    """What is asked of the plan of a page, over two futures."""
    fixed = {"futures": 2, "review": None, "compared": None, "critical": None, "is_quick": False}
    return Asked(**fixed | how)


def run(*arguments):
    """The exit code of `corridor report`."""
    with pytest.raises(SystemExit) as exit_:
        main(["report", *arguments])
    return exit_.value.code


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--plan",), "in no public report"),
        (("--plan", "--audience", "partner"), "in no partner report"),
        (("--plan-futures", "4"), "add --plan"),
        (("--review", "3", "--audience", "internal"), "add --plan"),
        (("--compare", "--audience", "internal"), "add --plan"),
        (("--critical",), "add --plan"),
        (
            ("--plan", "--audience", "internal", "--no-study", "--members", "5", "--review", "400"),
            "review after 400 days",
        ),
    ],
)
def test_the_command_line_refuses_what_is_not_for_the_audience(tmp_path, capsys, options, says):
    """Exit code 2, one message, nothing written, and nothing worked out before."""
    path = tmp_path / "page.html"
    assert run("toy", *options, "--out", str(path)) == 2
    told = capsys.readouterr()
    assert says in told.err
    assert told.out == ""
    assert not path.exists()


def test_the_command_line_makes_the_plan(tmp_path, capsys):
    """With --plan and the audience internal the page has the convoys; without, the public page has none."""
    path = tmp_path / "page.html"
    options = ("--plan", "--plan-futures", "2", "--review", "5", "--audience", "internal")
    assert run("toy", *options, "--no-study", "--members", "10", "--json", "--out", str(path)) == 0
    assert json.loads(capsys.readouterr().out)["audience"] == "internal"
    root = read(path.read_text(encoding="utf-8"))
    assert "5 days" in section(root, "plan").text
    assert list(root.find("details", class_="waybill"))
    assert run("toy", "--no-study", "--members", "10", "--out", str(path)) == 0
    assert "waybill" not in path.read_text(encoding="utf-8").lower()


def test_a_small_plan_comes_with_policies_and_passages(capsys, monkeypatch):
    """Both are worked out and what they took is said; left out where that is asked, or where the case is large."""
    monkeypatch.setattr("corridor.cli.report_plan.PATHS", 2)
    made = plan_for(model_of("toy"), SAME, asked())
    assert {"plan", "explained", "ahead", "compared", "critical"} == set(made)
    told = capsys.readouterr().err
    assert "--compare took" in told
    assert "--no-critical leaves it out" in told
    assert made["compared"].run.paths == 2
    bare = plan_for(model_of("toy"), SAME, asked(compared=False, critical=False, is_quick=True))
    assert set(bare) == {"plan"}
    assert set(plan_for(model_of("toy"), SAME, asked(compared=True, is_quick=True))) == {"plan", "compared"}
    capsys.readouterr()
    monkeypatch.setattr("corridor.study.plans.touched.is_large", lambda a, *, review, futures: True)
    assert set(plan_for(model_of("toy"), SAME, asked())) == {"plan", "explained", "ahead"}
    told = capsys.readouterr().err
    assert "--compare is left out" in told
    assert "--critical is left out" in told


def test_the_page_says_what_was_not_worked_out(made, html):
    """Without policies compared and passages the page says that they are missing; with both it does not."""
    assert "Not asked of this plan" not in html
    bare = make(made)
    assert "Not asked of this plan: policies compared on fresh paths; what passages are worth." in bare


def test_digits_are_looked_for():
    """The walk over the page notices a digit outside a figure, so that the check above means something."""
    bare = next(read("<p>7 trucks</p>").find("p"))
    assert not is_quiet(bare)

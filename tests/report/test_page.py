"""What the page says, and what it must not."""

import dataclasses
import datetime as dt
import json
import re

import numpy as np
import pytest
from tests.report import synthetic
from tests.report.studies import found, required
from tests.report.walk import read

from corridor.measure import cover_at_origin, stock_out
from corridor.report import Report, report
from corridor.report.words import number

NASTY = '<script>alert(1)</script><img src=x onerror="alert(2)">'


def make(case, forecast, **options):
    """A page without studies unless they are given."""
    return report(case, forecast, **({"found": (), "required": ()} | options)).html


def with_claim(case, which, /, **changes):
    """The case with one claim changed."""
    claims = tuple(dataclasses.replace(c, **changes) if c.claim == which else c for c in case.claims)
    return dataclasses.replace(case, claims=claims)


def test_key_figures_are_those_of_the_measures(page, forecast):
    """Days of cover and the chance of a stock-out on the page are what the measures give."""
    cover = cover_at_origin(forecast, place="hill", need="food")[0].cover
    first = next(n for n in read(page).find("li", id="sentence-cover"))
    values = [float(d.attrs["value"]) for d in first.find("data")]
    assert values[:3] == pytest.approx([cover.median, cover.low, cover.high], rel=1e-5)
    assert number(cover.median) in first.text
    chances = {str(x.chance) for x in stock_out(forecast)}
    second = next(read(page).find("li", id="sentence-out"))
    assert {d.text for d in second.find("data") if "%" in d.text} <= chances


def test_a_quantile_beyond_the_horizon_is_never_a_date(case, forecast):
    """Where most members never run out, the page reads `> horizon` and gives no date for it."""
    never = np.full_like(forecast.members.first_stock_out, forecast.horizon)
    never[:20] = forecast.origin + 30
    members = dataclasses.replace(forecast.members, first_stock_out=never)
    html = make(case, dataclasses.replace(forecast, members=members))
    sentence = next(read(html).find("li", id="sentence-out"))
    assert "&gt; horizon" in html
    assert [d.attrs["value"] for d in sentence.find("data")][1:4] == [
        "> 2023-06-29",
        "2023-03-17",
        "> 2023-06-29",
    ]


def test_nothing_runs_out_is_said_so(case, forecast):
    """Without any stock-out the second sentence says that nothing runs out."""
    never = np.full_like(forecast.members.first_stock_out, forecast.horizon)
    members = dataclasses.replace(forecast.members, first_stock_out=never)
    html = make(case, dataclasses.replace(forecast, members=members))
    assert "Nothing that is not short already falls short" in html


def test_mostly_assumed_leads_with_what_would_have_to_be_true(case, forecast):
    """Above one half assumed, the heading says so and the inverse comes before the sentences."""
    html = make(case, forecast, found=found(0.9), required=required())
    assert ">Mostly assumed" in html
    assert html.index("What would have to be true?") < html.index('id="sentence-cover"')
    assert "133 days of use" in html
    modest = dataclasses.replace(forecast, numbers=tuple(n for n in forecast.numbers if n.claims))
    assert ">The answer" in make(case, modest, found=found(0.1), required=required())


def test_questions_to_find_out_name_a_holder_and_how_much_narrower(page):
    """Each unknown is a question with a likely holder and by how much the band narrows."""
    section = next(n for n in read(page).find("section") if n.attrs.get("aria-labelledby") == "find-out")
    assert "How much flour was in store in Hilltown?" in section.text
    assert "the office that keeps public stores" in section.text
    assert "33 % narrower" in section.text


def test_hindsight_is_stamped_on_every_section(case, page):
    """With hindsight, the page and each of its sections say so; without, none does."""
    html = make(case, synthetic.forecast(case, hindsight=True))
    root = read(html)
    heads = list(root.find("h2"))
    assert len(heads) >= 14
    assert all(list(h.find("span", class_="stamp")) for h in heads)
    assert "with what became known later" in html
    assert not list(read(page).find("span", class_="stamp"))


@pytest.mark.parametrize(
    ("by", "stamp"),
    [
        (dt.date(2023, 2, 1), "as known by 2023-02-01"),
        (dt.date(2023, 3, 1), "with hindsight up to 2023-03-01"),
    ],
)
def test_the_day_by_which_things_were_known_is_stamped_on_every_section(case, by, stamp):
    """Another day than the origin stands on the page, on each of its sections, in its method, and in print."""
    forecast = synthetic.forecast(case)
    html = make(case, dataclasses.replace(forecast, run=dataclasses.replace(forecast.run, known_by=by)))
    heads = list(read(html).find("h2"))
    assert {s.text for h in heads for s in h.find("span", class_="stamp")} == {stamp}
    assert all(list(h.find("span", class_="stamp")) for h in heads)
    assert f'content: "{stamp}"' in html
    assert f"what was published by {by.day} {by:%B} {by.year}, " in html


def test_observations_show_only_when_asked_for_and_as_an_illustration(case, forecast, page):
    """What was seen stands beside the bands only with scoring, after the origin, as an illustration."""
    assert "Pumps are dry" not in page
    html = make(case, forecast, scoring=True)
    assert "Pumps are dry" in html
    assert "An illustration, never a validation." in html


def test_markup_in_a_claim_shows_as_text(case, forecast):
    """Text of a claim is data: it never becomes an element or an attribute."""
    fields = ("proposition", "speaker", "type", "unit", "account", "reported_via", "claim")
    nasty = with_claim(case, "C-006", **{field: f"{field} {NASTY}" for field in fields})
    html = make(nasty, dataclasses.replace(forecast, model=nasty))
    root = read(html)
    assert len(list(root.find("script"))) == 2
    assert not list(root.find("img"))
    assert all(f"{field} &lt;script&gt;alert(1)" in html for field in fields)
    assert not [n for n in root.walk() if any(k.startswith("on") for k in n.attrs)]


def test_markup_in_names_shows_as_text_in_charts_map_and_data(case):
    """Names of places, needs, routes and situations are escaped in charts, map, tables and embedded data."""
    nasty = dataclasses.replace(
        case,
        places=tuple(
            dataclasses.replace(p, name=f"{p.name} {NASTY}", other_names=(NASTY,)) for p in case.places
        ),
        needs=tuple(dataclasses.replace(n, name=f"{NASTY} {n.name}") for n in case.needs),
        routes=tuple(dataclasses.replace(r, name=f"{r.name} {NASTY}") for r in case.routes),
        situations=tuple(dataclasses.replace(s, name=NASTY) for s in case.situations),
        settings=dataclasses.replace(case.settings, title=NASTY, question=NASTY, contact=NASTY),
    )
    html = make(nasty, synthetic.forecast(nasty), scoring=True)
    root = read(html)
    assert len(list(root.find("script"))) == 2
    assert not list(root.find("img"))
    assert not [n for n in root.walk() if any(k.startswith("on") for k in n.attrs)]
    json.loads(next(root.find("script", id="map-data")).text)


def test_only_web_addresses_become_links(case, forecast):
    """An address that is no http address is not a link."""
    urls = ("javascript:alert(1)", "data:text/html,x", 'https://a.example/"onclick="x', "file:///etc")
    documents = [dataclasses.replace(d, url=url) for d, url in zip(case.documents, urls, strict=False)]
    changed = dataclasses.replace(case, documents=(*documents, *case.documents[len(urls) :]))
    html = make(changed, dataclasses.replace(forecast, model=changed))
    links = [a.attrs["href"] for a in read(html).find("a")]
    assert all(re.match(r"(#|https://courier\.example/\d+$)", href) for href in links)


def test_nothing_is_asked_for_from_anywhere(page):
    """No element loads anything: no src, no stylesheet, no font; the policy allows none. `url(#...)` is of the page."""
    root = read(page)
    assert not [n for n in root.walk() if "src" in n.attrs or n.tag in {"link", "iframe", "object", "embed"}]
    assert set(re.findall(r"url\(.", page)) <= {"url(#"}
    assert "@import" not in page
    policy = next(n for n in root.find("meta") if "http-equiv" in n.attrs).attrs["content"]
    assert policy.startswith("default-src 'none'")


def test_conflicts_stand_side_by_side_with_a_column_an_account(page):
    """Each question has one column an account; where one side alone speaks, that is said and no more."""
    section = next(n for n in read(page).find("section") if n.attrs.get("aria-labelledby") == "accounts")
    first = next(section.find("details", class_="conflict"))
    assert "Who closed the lower road?" in first.text
    assert [h.text for h in first.find("h4")] == ["River Union", "South Bank", "No side of the conflict"]
    assert "undisputed" not in section.text.lower()


def test_every_claim_and_assumed_number_has_a_row(page, case):
    """The table of claims is whole; the table of numbers without a claim has each with its basis."""
    root = read(page)
    rows = list(next(root.find("table", id="claims-table")).find("tr"))
    assert len(rows) == len(case.claims) + 1
    stated = [n for n in root.find("tr") if n.attrs.get("id", "").startswith("stated-")]
    assert any("the count of 2015" in n.text for n in stated)


def test_the_same_arguments_give_the_same_bytes(case, forecast, page):
    """A page says nothing of the hour or the machine it was made on."""
    assert report(case, forecast, found=found(), required=required()).html == page


def test_a_large_ledger_stays_under_two_megabytes():
    """Three hundred claims and two hundred and forty documents make a page under 2 MB."""
    case = synthetic.model(300, 240)
    assert len(make(case, synthetic.forecast(case)).encode()) < 2_000_000


def test_saving_leaves_nothing_behind_when_it_fails(page, tmp_path):
    """A page appears whole or not at all."""
    made = Report(page)
    assert made.save(tmp_path / "a" / "b.html").read_text(encoding="utf-8") == page
    (tmp_path / "taken").mkdir()
    with pytest.raises(OSError, match="taken"):
        made.save(tmp_path / "taken")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a", "taken"]


def test_the_past_of_the_map_is_the_timeline(page, case, forecast):
    """The slider's data give each route's recorded state on each day before the origin."""
    data = json.loads(next(read(page).find("script", id="map-data")).text)
    runs = data["routes"][0]
    assert runs[0][0] == 12
    assert sum(r[0] for r in runs) == forecast.horizon
    assert data["states"][runs[0][1]]["key"] == "open"
    assert data["states"][runs[1][1]]["key"] == "some"
    assert runs[-1][2] == 1
    assert case.timeline[0].end == dt.date(2023, 1, 12)

"""The page under different beliefs: what it says, that its figures lead somewhere, and that its audience holds."""

import re

import pytest
from tests.report.test_figures_lead import is_quiet, leads
from tests.report.walk import read
from tests.unit.study.two_accounts import two_accounts

from corridor.forecast.ensemble import forecast as run
from corridor.report import report
from corridor.report.beliefs import Beliefs
from corridor.study.accounts import by_account
from corridor.study.without import sides, without

METHOD = re.compile(r"\(100 %\)|\b(?:90|50) % (?:band|of members)?|10th|90th|A to F|1 to 6|5 % by|95 % by")


def page_of(case, audience="public", **beliefs):
    """A page of a case with what is asked of the studies of belief."""
    model = case.check()
    result = run(model, members=40)
    options = {"members": 20, "seed": 1}
    found = Beliefs(
        by_account(model, **options),
        without(model, ["N-1", "S-1"], **options),
        sides(model, about=["N-1"], **options),
    )
    return report(
        model, result, found=(), required=(), audience=audience, beliefs=beliefs.get("beliefs", found)
    ).html


@pytest.fixture(scope="module")
def page():
    """A public page of the case of two accounts."""
    return page_of(two_accounts())


def section(html, anchor):
    """Text of the part of the page under a heading, with runs of spaces as one."""
    heading = next(read(html).find(id=anchor))
    return " ".join(heading.parent.text.split())


def test_the_accounts_stand_side_by_side(page):
    """A column an account beside all claims together, what holds, what depends, and what each leaves out."""
    told = section(page, "by-account")
    assert "All claims togetherNorthSouth" in told
    assert (
        "Light falls short of the ration in Hill before 12 January 2023: all claims together > 95 %; north > 95 %"
        in told
    )
    holds, _, depends = told.partition("Holds under every account")[2].partition(
        "Depends on whom one believes"
    )
    assert "Light falls short" in holds
    assert "Energy falls short of the ration in Hill before 2 March 2023" in depends
    assert "Timeline, road, 2023-01-05: shut becomes open, without S-2" in told
    assert "Each run has 20 members" in told
    assert "Nothing here says who is right." in told


def test_without_each_claim_and_under_each_side(page):
    """Under the findings stand the answer without each claim, and under each side of the conflict, by its question."""
    told = section(page, "find-out")
    assert "All claims togetherWithout N-1Without S-1" in told
    assert "How many people live on Hill?" in told
    assert "Believed: S-1. Not believed: N-1." in told


def test_every_figure_of_it_leads_to_something(page):
    """Each figure has a lead, and every lead is on the page; no digit of ours stands outside a figure."""
    root = read(page)
    there = {n.attrs["id"] for n in root.walk() if "id" in n.attrs}
    for anchor in ("by-account", "find-out"):
        part = next(root.find(id=anchor)).parent
        found = list(leads(part))
        assert found
        assert [f.text for f, to in found if not to or not set(to) <= there] == []
        stray = [
            text.strip()
            for node, text in part.texts()
            if re.search(r"\d", METHOD.sub("", text)) and not is_quiet(node) and "fig" not in node.classes
        ]
        assert stray == []


def test_what_is_above_the_audience_is_not_told():
    """A claim for internal eyes alone is on no public page: neither itself nor the conflict it is part of."""
    case = two_accounts().replace("claims", "S-1", sensitivity="internal")
    html = page_of(case)
    assert "S-1" not in html
    assert "How many people live on Hill?" not in section(html, "find-out")
    assert "S-1" in page_of(case, audience="internal")


def test_without_the_studies_there_is_no_section():
    """A page for which beliefs were not worked out has neither part, and its contents do not name them."""
    html = page_of(two_accounts(), beliefs=Beliefs())
    assert 'id="by-account"' not in html
    assert 'href="#by-account"' not in html
    assert 'id="without"' not in html


def test_names_are_escaped():
    """The name of an account is text, whatever it holds."""
    case = two_accounts()
    for claim in ("N-1", "N-2", "N-3"):
        case = case.replace("claims", claim, account="<b>north</b>")
    case = case.replace("actors", "north", account="<b>north</b>")
    html = page_of(case)
    assert "<b>north</b>" not in html
    assert "&lt;b&gt;north&lt;/b&gt;" in html

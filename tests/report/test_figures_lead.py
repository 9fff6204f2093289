"""Every figure of the page leads to a claim or a stated basis."""

import re

import pytest
from tests.report.walk import read

# Where digits are no figures of ours: words of others and of a basis, dates, ids, pictures with a table of their own.
QUIET_TAGS = {"time", "script", "style", "svg", "title", "code", "select", "option"}
QUIET_CLASSES = {"id", "tally", "more", "when", "kind", "rests", "ground", "words"}
METHOD = re.compile(r"\(100 %\)|10th|90th|25th|75th|A to F|1 to 6|10 % by|90 % by")


def leads(root):
    """Each figure with the anchors it leads to: its own, or those of the nearest element around it that has any."""
    for figure in root.find("data", class_="fig"):
        holder = next(
            (n for n in figure.up() if n.attrs.get("data-basis") or n.attrs.get("data-claims")), None
        )
        anchors = (
            []
            if holder is None
            else f"{holder.attrs.get('data-basis', '')} {holder.attrs.get('data-claims', '')}".split()
        )
        yield figure, anchors


def is_quiet(node):
    """Whether digits in an element are no figures of ours."""
    return any(
        n.tag in QUIET_TAGS
        or n.classes & QUIET_CLASSES
        or n.attrs.get("data-voice") == "attributed"
        or n.tag == "th"
        for n in node.up()
    )


def test_every_figure_leads_to_something_that_is_there(page):
    """No figure without an anchor, and every anchor is an element of the page."""
    root = read(page)
    there = {n.attrs["id"] for n in root.walk() if "id" in n.attrs}
    found = list(leads(root))
    assert len(found) > 500
    assert [f.text for f, anchors in found if not anchors] == []
    assert {a for _, anchors in found for a in anchors} - there == set()


def test_every_lead_ends_at_a_claim_or_a_stated_basis(page):
    """What a figure leads to is a claim row, a stated basis, or a ground that links to some or says what it is."""
    root = read(page)
    by_id = {n.attrs["id"]: n for n in root.walk() if "id" in n.attrs}
    empty = set()
    for anchor in {a for _, anchors in leads(root) for a in anchors}:
        node = by_id[anchor]
        if node.tag == "tr" and anchor.startswith("claim-"):
            continue
        if anchor.startswith("stated-"):
            words = " ".join(t.text for t in node.find("td", class_="words"))
            empty |= set() if words.strip() else {anchor}
            continue
        links = [a.attrs["href"][1:] for a in node.find("a")]
        assert set(links) <= set(by_id), anchor
        said = node.text.replace(next(node.find("summary")).text, "").strip()
        if not links and not ("Counted in" in said or "Set for this run" in said):
            empty.add(anchor)
    assert empty == set()


def test_no_digit_of_ours_stands_outside_a_figure(page):
    """Every number in our own words is a figure, a date or a word of method."""
    root = read(page)
    stray = [
        (node.tag, text.strip())
        for node, text in next(root.find("body")).texts()
        if re.search(r"\d", METHOD.sub("", text)) and not is_quiet(node) and "fig" not in node.classes
    ]
    assert stray == []


def test_a_page_with_a_figure_that_leads_nowhere_is_caught(page):
    """The walk notices a figure whose lead was taken away."""
    broken = re.sub(r' data-basis="rests-\d+-\d+"', "", page)
    assert [f for f, anchors in leads(read(broken)) if not anchors]


def test_the_five_sentences_lead_to_claims(page):
    """Each of the five sentences holds figures, and links to claims or to where its basis stands."""
    root = read(page)
    sentences = [n for n in root.find("li") if n.attrs.get("id", "").startswith("sentence-")]
    assert [n.attrs["id"] for n in sentences] == [
        f"sentence-{k}" for k in ("cover", "out", "met", "short", "hangs")
    ]
    for sentence in sentences:
        assert list(sentence.find("data", class_="fig"))
        assert any(a.attrs["href"].startswith("#claim-") for a in sentence.find("a"))
        assert any(a.attrs["href"].startswith("#stated-") for a in sentence.find("a"))
        assert "assumed number" in sentence.text


def test_every_chart_has_table_title_unit_and_spoken_text(page):
    """A chart without its table, its title or a sentence for those who do not see it is a defect."""
    charts = list(read(page).find("figure", class_="chart"))
    assert len(charts) > 10
    for chart in charts:
        assert list(chart.find("table")), chart.text[:80]
        assert next(chart.find("strong")).text.strip()
        spoken = next(chart.find(None, role="img")).attrs["aria-label"]
        assert len(spoken) > 30
        assert re.search(r"\d|open|closed", spoken)


@pytest.mark.parametrize("unit", ["days", "% of the need", "chance"])
def test_scales_name_their_unit(page, unit):
    """Units stand on the scales of the charts."""
    assert f">{unit}</text>" in page

"""Every relative link of a page leads to a file, and to a heading of it where it names one."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = [
    *sorted(ROOT.glob("*.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
    *sorted((ROOT / "src").rglob("*.md")),
]
LINK = re.compile(r"(?<!!)\[(?:[^\]\[]|\[[^\]]*\])*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"^(`{3,}).*?^\1$|`[^`\n]*`", re.MULTILINE | re.DOTALL)


def links_of(text):
    """Targets of the links and pictures of a page, code left out."""
    return [link or picture for link, picture in LINK.findall(CODE.sub("", text))]


def anchors_of(text):
    """Anchors that a page has: its headings as they are usually slugged, and those set by hand."""
    bare = re.sub(r"^(`{3,}).*?^\1$", "", text, flags=re.MULTILINE | re.DOTALL)
    headings = re.findall(r"^#+ (.+)$", bare, re.MULTILINE)
    slugs = {re.sub(r"[^\w\- ]", "", h.lower()).strip().replace(" ", "-") for h in headings}
    return slugs | set(re.findall(r'<a id="([^"]+)">', text))


def wrong_in(page):
    """Links of a page that lead nowhere."""
    for link in links_of(page.read_text(encoding="utf-8")):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (
            anchor and target.suffix == ".md" and anchor not in anchors_of(target.read_text(encoding="utf-8"))
        ):
            yield link


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page):
    """No relative link is broken."""
    assert list(wrong_in(page)) == []


def test_the_index_leads_to_every_tutorial_and_task():
    """Each tutorial, how-to and page of the theory is listed in the index."""
    index = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    linked = {(ROOT / "docs" / link.partition("#")[0]).resolve() for link in links_of(index)}
    for folder in ("tutorials", "how-to", "theory"):
        pages = set((ROOT / "docs" / folder).glob("*.md"))
        assert pages <= linked, pages - linked


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[a](b.md) and [c [d]](e.md#f)", ["b.md", "e.md#f"]),
        ("`[a](b.md)`\n```\n[c](d.md)\n```\n![x](y.png)", ["y.png"]),
    ],
)
def test_links_are_found(text, found):
    """Links and pictures are found, code is not looked at."""
    assert links_of(text) == found


def test_headings_become_anchors():
    """A heading is found under its usual slug, an anchor set by hand under its own name."""
    assert anchors_of('# Two roads, and a gate\n<a id="c104"></a>') == {"two-roads-and-a-gate", "c104"}

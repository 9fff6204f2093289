"""The sections of a plan in a real browser: on a desk, on a phone, on paper."""

import re
from functools import partial

import pytest
from tests.browser.test_report_page import CUT, TEXTS
from tests.report import planned
from tests.report.test_plan import comparison

from corridor.report import report

pytestmark = pytest.mark.browser

ROOM = (297 - 15 - 16) / 25.4 * 96
"""Height in px of what a page of A4 holds between its margins."""


@pytest.fixture(scope="module")
def internal(tmp_path_factory):
    """The internal page of the two towns."""
    made = report(
        planned.model(),
        planned.forecast(),
        planned.made(),
        audience="internal",
        found=(),
        required=(),
        compared=comparison(),
    )
    return made.save(tmp_path_factory.mktemp("plan") / "internal.html")


@pytest.fixture
def page_of(window, internal):
    """Open that page in a window of some width."""
    return partial(window, internal)


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_of_a_plan_is_cut(page_of, width):
    """With everything open, nothing reaches over the edge, and no text leaves its chart."""
    page = page_of(width)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert page.locator("details.waybill").count() == len(planned.made().plan.convoys())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(CUT) == []
    assert page.evaluate(TEXTS) == []


def test_each_cell_of_the_schedule_is_named_on_a_phone(page_of):
    """Where the head of the table has no room, each cell says what it is."""
    page = page_of(390)
    named = page.evaluate(
        "[...document.querySelectorAll('.schedule td, .stack td')].map(d => getComputedStyle(d, '::before').content)"
    )
    assert len(named) > page.locator(".schedule td").count() > 0
    assert not {"none", '" "', '""'} & set(named)


def test_each_waybill_prints_on_a_page_of_its_own(page_of):
    """On paper there are as many pages of waybills as convoys, each within its page, stamped where not cleared."""
    page = page_of(1280)
    page.evaluate(
        "document.querySelectorAll('main > :not(.papers), nav, .skip').forEach(e => e.style.display = 'none')"
    )
    count = len(planned.made().plan.convoys())
    pages = len(re.findall(rb"/Type /Page\b(?!s)", page.pdf(prefer_css_page_size=True)))
    assert pages == count
    page.set_viewport_size({"width": 688, "height": 900})  # A4 less its margins
    page.emulate_media(media="print")
    heights = page.evaluate(
        "[...document.querySelectorAll('.sheet')].map(e => e.getBoundingClientRect().height)"
    )
    assert min(heights) > 300
    assert max(heights) < ROOM
    stamped = page.locator(".notcleared:visible").count()
    assert stamped == sum(c.route != "road0" for c in planned.made().plan.convoys())

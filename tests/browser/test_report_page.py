"""The report in a real browser, from disk, with the network off."""

from itertools import pairwise

import pytest

pytestmark = pytest.mark.browser

CUT = """() => [...document.querySelectorAll('main *')]
  .filter(e => e.getClientRects().length && !e.closest('.scroll') && !e.closest('.vh') && !e.closest('svg'))
  .filter(e => e.getBoundingClientRect().right > innerWidth + 1)
  .map(e => e.tagName + '.' + e.className).slice(0, 5)"""
TEXTS = """() => [...document.querySelectorAll('.draw svg')].filter(s => s.getClientRects().length).flatMap(s => {
  const f = s.getBoundingClientRect();
  return [...s.querySelectorAll('text')].map(t => t.getBoundingClientRect())
    .filter(r => r.width && (r.left < f.left - 3 || r.right > f.right + 6
      || r.top < f.top - 3 || r.bottom > f.bottom + 3))
    .map(r => [r.left - f.left, r.right - f.right, r.top - f.top, r.bottom - f.bottom].map(Math.round).join(' '));
})"""


def test_it_is_ready_within_two_seconds_asks_for_nothing_and_complains_of_nothing(visit, file):
    """One request, for the file itself; no line on the console; ready fast."""
    page = visit()
    spent = page.evaluate("performance.timing.domContentLoadedEventEnd - performance.timing.navigationStart")
    assert page.asked == [file.as_uri()]
    assert page.complaints == []
    assert spent < 2000  # the promise is 2 s on two idle cores; it takes a third of that


def test_the_day_slider_moves_by_keyboard(visit):
    """Arrow keys change the day, the access of a route, its tag on the map and the spoken value."""
    page = visit()
    slider = page.locator("#day")
    slider.focus()
    assert page.locator("#day-out").inner_text() == "15 February 2023"
    page.keyboard.press("ArrowLeft")
    assert page.locator("#day-out").inner_text() == "14 February 2023"
    assert "some carriers" in page.locator('td[data-route="0"]').inner_text()
    page.keyboard.press("Home")
    assert page.locator("#day-out").inner_text() == "1 January 2023"
    assert slider.get_attribute("aria-valuetext") == "1 January 2023"
    assert "open" in page.locator('td[data-route="0"]').inner_text()
    assert page.locator('.tag[data-route="0"] text').text_content() == "1 O"
    page.keyboard.press("End")
    assert "% of members" in page.locator('td[data-route="0"]').inner_text()
    assert page.complaints == []


def test_filters_of_claims_count_what_they_show(visit):
    """Search and selects narrow the table; the count says how many; a link to a hidden row brings it back."""
    page = visit()
    page.locator("#f-stance").select_option("denied")
    shown = page.locator("#claims-table tbody tr:visible").count()
    assert 0 < shown < 300
    assert page.locator("#f-count").inner_text().startswith(f"{shown} of 300")
    page.locator("#f-text").fill("C-002")
    assert page.locator("#claims-table tbody tr:visible").count() == 0
    page.evaluate("location.hash = '#claim-C-003'")
    page.wait_for_function("document.querySelector('#f-count').innerText.startsWith('300')")
    assert page.locator("#claim-C-003").is_visible()


def test_with_scripts_blocked_all_content_is_there(visit):
    """Without scripts the sentences, charts, map, claims and tables are there; only the tools are not."""
    page = visit(java_script_enabled=False)
    assert page.locator(".sentences > li:visible").count() == 5
    assert page.locator(".draw svg:visible").count() > 10
    assert page.locator(".map svg:visible").count() == 1
    assert page.locator("#claims-table tbody tr:visible").count() == 300
    assert page.locator(".js-only:visible").count() == 0
    page.locator("details.data summary").first.click()
    assert page.locator("details.data table").first.is_visible()


@pytest.mark.parametrize("width", [1280, 760, 390])
def test_nothing_is_cut_at_any_width(visit, width):
    """Nothing reaches over the edge, and no text leaves its chart, on a desk, a tablet and a phone."""
    page = visit(width)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(CUT) == []
    assert page.evaluate(TEXTS) == []


def test_print_opens_the_tables_and_keeps_the_filter(visit):
    """In print every table is open, tools are gone, and only the filtered claims are left."""
    page = visit()
    page.locator("#f-account").select_option("River Union")
    shown = page.locator("#claims-table tbody tr:visible").count()
    page.emulate_media(media="print")
    assert page.locator(".filters").is_hidden()
    assert page.locator("#day").is_hidden()
    assert page.locator("#claims-table tbody tr:visible").count() == shown
    heights = page.evaluate(
        "[...document.querySelectorAll('details.data table')].map(t => t.getBoundingClientRect().height)"
    )
    assert heights
    assert min(heights) > 20
    assert page.pdf(prefer_css_page_size=True)[:5] == b"%PDF-"


def test_a_table_of_many_needs_fits_a_sheet(visit):
    """On paper a table of nine columns has the width of the sheet: a wider one would shrink every page to fit."""
    page = visit(width=690)  # a sheet of A4 without its margins
    page.emulate_media(media="print")
    page.evaluate(
        "for (const r of document.querySelectorAll('.panels.wide tr')) while (r.cells.length < 9)"
        " r.append(Object.assign(r.lastElementChild.cloneNode(), {textContent: 'hygiene'}))"
    )
    tables = "[...document.querySelectorAll('.panels.wide table')]"
    wide = "t => t.getBoundingClientRect().right > document.documentElement.clientWidth + 1"
    assert page.evaluate(f"{tables}.length") >= 2
    assert page.evaluate(f"{tables}.filter({wide}).length") == 0


def test_every_element_of_use_can_be_reached_and_named(visit):
    """Controls have a name, headings go down one step at a time, and there is one heading of the first rank."""
    page = visit()
    controls = "[...document.querySelectorAll('input,select,button,summary')]"
    nameless = page.evaluate(
        f"{controls}.filter(e => !(e.labels && e.labels.length) && !e.innerText.trim()).length"
    )
    assert nameless == 0
    ranks = page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4')].map(h => +h.tagName[1])")
    assert ranks.count(1) == 1
    assert max(b - a for a, b in pairwise(ranks)) <= 2
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"

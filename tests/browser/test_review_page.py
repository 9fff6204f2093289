"""The review page in a real browser, from disk, with the network off; what is decided there reaches the ledger."""

import json
import re
from functools import partial

import pytest
from playwright.sync_api import expect
from tests.browser.test_report_page import CUT
from tests.cli.evidence.desk import set_up

pytestmark = pytest.mark.browser

CLAIMS = (("C1", "more than 3 trucks had passed the gate"), ("C2", "The road is not closed"),
          ("C3", "Nine tonnes of flour are in store"), ("C4", "Nine tonnes left"))  # fmt: skip


@pytest.fixture
def desk(tmp_path, capsys, monkeypatch):
    """A case with four proposed claims, and their page."""
    made = set_up(tmp_path, capsys, monkeypatch)
    for key, quote in CLAIMS:
        made.ok(
            "add", "claim", "--id", key, "--document", "D1", "--quote", quote, "--stance", "asserted",
            "--proposition", f"{quote}.", "--who", "ana", "--yes",
        )  # fmt: skip
    made.page = tmp_path / "queue.html"
    made.ok("review", "--page", str(made.page))
    return made


@pytest.fixture
def visit(window, desk):
    """Open the page in a window."""
    return partial(window, desk.page)


def saved(page, file):
    """Save the decisions to a file."""
    with page.expect_download() as got:
        page.locator("#save").click()
    got.value.save_as(file)
    return file


def test_decided_by_keyboard_saved_imported_and_found_in_the_ledger(visit, desk, tmp_path):
    """Accept, correct, reject and undo by keys alone; the file, imported, leaves the ledger just so."""
    page = visit()
    page.locator("#who").fill("bo")
    page.locator("h3").first.evaluate("() => document.activeElement.blur()")
    press = page.keyboard.press
    press("a")
    assert page.locator("#at").inner_text() == "Claim 2 of 4"
    press("e")
    page.keyboard.press("Control+A")
    page.keyboard.type('=The road is "closed", they say.')
    page.locator("[data-column=polarity]").select_option("-")
    page.locator("[data-column=object]").fill("road")
    page.locator("[data-column=object]").press("Enter")
    press("r")
    press("Enter")
    assert "Say why" in page.locator(".wrong").inner_text()
    page.keyboard.type("says another day")
    press("Enter")
    press("a")
    assert page.locator("#done").inner_text() == "4 decided"
    press("u")
    assert page.locator("#done").inner_text() == "3 decided"
    file = saved(page, tmp_path / "decisions.csv")
    assert page.complaints == []
    assert [u for u in page.asked if not u.startswith("blob:")] == [desk.page.as_uri()]
    desk.ok("review", "--decisions", str(file), "--yes")
    status = {r["row"]: r["values"]["status"] for r in desk.json("list")["rows"]}
    assert status == {"C1": "accepted", "C2": "accepted", "C3": "rejected", "C4": "proposed"}
    mended = desk.claim("C2")
    assert (mended["proposition"], mended["polarity"], mended["object"]) == (
        '=The road is "closed", they say.',
        "-",
        "road",
    )
    assert {e["who"] for e in desk.json("show", "C3")["history"]} == {"ana", "bo"}
    before = desk.json("log")
    desk.ok("review", "--decisions", str(file), "--yes")
    assert desk.json("log") == before


def test_decisions_survive_a_reload_and_nothing_else_is_kept(visit, desk):
    """After a reload the decisions and the name are there; one entry is kept, and forgetting takes it away."""
    page = visit()
    page.locator("#who").fill("bo")
    page.locator("#at").click()
    page.keyboard.press("a")
    page.reload()
    assert page.locator("#done").inner_text() == "1 decided"
    assert page.locator("#at").inner_text() == "Claim 2 of 4"
    assert page.locator("#who").input_value() == "bo"
    assert page.evaluate("Object.keys(localStorage).length") == 1
    kept = json.loads(page.evaluate("Object.values(localStorage)[0]"))
    assert set(kept) == {"who", "decided"}
    page.locator("#help-open").click()
    page.locator("#forget").click()
    assert page.evaluate("Object.keys(localStorage).length") == 0
    assert page.locator("#done").inner_text() == "0 decided"


def test_the_marks_follow_the_claim_and_lead_to_it(visit):
    """The words of the claim shown are marked; a click on other words, or on a number, shows that claim."""
    page = visit()
    assert page.locator("mark.now").all_inner_texts() == [CLAIMS[0][1]]
    page.keyboard.press("ArrowRight")
    assert page.locator("mark.now").all_inner_texts() == [CLAIMS[1][1]]
    page.locator("mark", has_text=CLAIMS[3][1]).click()
    assert page.locator(".card.now h3 bdi").inner_text() == "C4"
    page.locator(".n", has_text="3").click()
    assert page.locator(".card.now h3 bdi").inner_text() == "C3"
    page.keyboard.press("k")
    assert page.locator("#at").inner_text() == "Claim 2 of 4"
    assert page.evaluate("document.activeElement.closest('.card') === document.querySelector('.card.now')")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_keys_can_be_turned_off_and_do_not_reach_into_forms(visit):
    """Letters typed into a field decide nothing; with keys off none does; Escape leaves the form."""
    page = visit()
    page.keyboard.press("r")
    page.keyboard.type("a j u")
    assert page.locator("#done").inner_text() == "0 decided"
    page.keyboard.press("Escape")
    assert page.locator("form").count() == 0
    page.keyboard.press("?")
    assert page.locator("#help").is_visible()
    page.locator("#letters").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    assert page.locator("#done").inner_text() == "0 decided"


def test_it_works_by_touch_on_a_phone(visit):
    """The buttons are large enough and decide; the sheet leaves the marked words in sight."""
    page = visit(390, 844, has_touch=True)
    sizes = page.evaluate(
        "[...document.querySelectorAll('.keys button')].map(b => [b.offsetWidth, b.offsetHeight])"
    )
    assert min(min(s) for s in sizes) >= 44
    page.locator("[data-do=accept]").tap()
    page.locator("[data-do=next]").tap()
    assert page.locator("#done").inner_text() == "1 decided"
    seen = page.evaluate(
        "[document.querySelector('mark.now').getBoundingClientRect().bottom, "
        "document.querySelector('.card.now').getBoundingClientRect().top]"
    )
    assert 0 < seen[0] < seen[1]


@pytest.mark.parametrize("width", [1280, 760, 390])
def test_nothing_is_cut_at_any_width(visit, width):
    """Nothing reaches over the edge, with a form open, too."""
    page = visit(width)
    assert page.evaluate(CUT) == []
    page.keyboard.press("e")
    assert page.evaluate(CUT) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_everything_has_a_name_for_those_who_hear_the_page(visit):
    """Every button and field has a name; what was decided is announced."""
    page = visit()
    page.keyboard.press("e")
    unnamed = page.evaluate(
        "[...document.querySelectorAll('button,input,select,textarea')].filter(e => e.getClientRects().length && "
        "!e.textContent.trim() && !e.labels?.length && !e.getAttribute('aria-label')).map(e => e.outerHTML)"
    )
    assert unnamed == []
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    expect(page.locator("#say")).to_have_text(re.compile(r"^Claim 1 accepted\."))


def test_without_scripts_and_on_paper_all_claims_are_there(visit):
    """With scripts off every card is shown and nothing pretends to decide; in print all are there, tools gone."""
    page = visit(java_script_enabled=False)
    assert page.locator(".card:visible").count() == 4
    assert page.locator(".js-only:visible").count() == 0
    assert page.locator("noscript p").count() == 1
    page = visit()
    page.emulate_media(media="print")
    assert page.locator(".card:visible").count() == 4
    assert page.locator(".bar").is_hidden()
    assert page.pdf(prefer_css_page_size=True)[:5] == b"%PDF-"


def test_dark_where_asked_for(visit):
    """In a dark scheme the ground is dark and the marked words keep dark ink on a light mark."""
    page = visit(color_scheme="dark")
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    ink, mark = page.evaluate(
        "(s => [s.color, s.backgroundColor])(getComputedStyle(document.querySelector('mark.now')))"
    )
    light = [sum(map(int, c[4:-1].split(","))) for c in (ground, ink, mark)]
    assert light[0] < 150
    assert light[1] + 200 < light[2]

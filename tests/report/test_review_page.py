"""The page of the review queue: text is data, spans stand in place, and what is long is cut and said so."""

import json

import pytest
from tests.report.walk import read

from corridor.ledger.documents import Reading
from corridor.report.marked import AROUND, WHOLE, Span, blocks_of, visible
from corridor.report.review import Item, Paper, ReviewQueue, Spot, render_review

NASTY = "</script><script>alert(1)</script><img src=x onerror='alert(2)'>"
TEXT = f"Gate shut\n\nOfficials denied that 12 trucks turned back on 5 May, {NASTY} they said.\n\nAnother line.\n"


def item(key, *spans, text=TEXT, **more):
    """A claim that stands on words of the document."""
    spots = tuple(Spot(document="D1", start=text.index(w), end=text.index(w) + len(w)) for w in spans)
    cells = {"proposition": "Trucks turned back.", "stance": "denied", "polarity": "-", "status": "proposed"}
    return Item(claim=key, hash=f"hash of {key}", cells=cells | more, spots=spots)


def page(*items, text=TEXT, **more):
    """The page of some claims on one document."""
    paper = Paper(document="D1", source="Post", published="2026-01-20", published_basis="stated",
                  language="en", reading=Reading("D1", "", text))  # fmt: skip
    options = {"title": "A valley", "case": "valley", "ceiling": "public"} | more
    return render_review(ReviewQueue(items=items, papers=(paper,), **options))


def test_markup_in_a_document_and_in_a_claim_is_text():
    """A text that would end the script or load a picture makes no element, in the text, the fields and the data."""
    root = read(page(item("C1", "12 trucks", proposition=NASTY, speaker=NASTY, note=NASTY), title=NASTY))
    assert len(list(root.find("script"))) == 2
    assert not list(root.find("img"))
    assert not [n for n in root.walk() if any(k.startswith("on") for k in n.attrs)]
    told = json.loads(next(root.find("script", id="queue")).text)
    assert told["claims"][0]["values"]["speaker"] == NASTY
    assert NASTY in next(root.find("div", class_="text")).text


def test_the_page_asks_for_nothing():
    """The policy allows the one script by its hash and no address; no element names one."""
    html = page(item("C1", "12 trucks"))
    root = read(html)
    policy = next(n for n in root.find("meta") if "http-equiv" in n.attrs).attrs["content"]
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-")
    assert "connect-src" not in policy
    assert not [n for n in root.walk() if "src" in n.attrs or n.tag in {"link", "iframe", "object", "form"}]
    assert "url(" not in html


def test_spans_are_marked_in_place_also_where_they_overlap():
    """Words of two claims are marked for both, the rest of each for one; the text is whole and in order."""
    root = read(page(item("C1", "12 trucks turned"), item("C2", "turned back on 5 May")))
    marks = {m.text: m.attrs["data-c"] for m in root.find("mark")}
    assert marks == {"12 trucks ": "0", "turned": "0 1", " back on 5 May": "1"}
    shown = next(n for n in root.find("div", class_="block") if "12 trucks" in n.text)
    line = next(shown.find("p"))
    wanted = TEXT.split("\n\n")[1].replace("12 trucks ", "①12 trucks ").replace("turned", "②turned")
    for button, sign in zip(line.find("button"), "①②", strict=True):
        button.children[:] = [sign]
    assert line.text == wanted
    assert [b.attrs["data-i"] for b in line.find("button")] == ["0", "1"]


def test_roles_and_the_words_of_a_speaker_are_shown():
    """A heading is called so, and the words that name the speaker are marked apart."""
    one = item("C1", "12 trucks turned back")
    at = TEXT.index("Officials")
    named = Spot(document="D1", start=at, end=at + len("Officials"), is_speaker=True)
    root = read(page(Item(claim="C1", hash="h", cells=one.cells, spots=(*one.spots, named))))
    assert [n.text for n in root.find("mark", class_="s")] == ["Officials"]
    assert "heading" in [n.text for n in root.find("span", class_="role")]


def test_fields_that_matter_stand_there_when_blank():
    """Speaker, time, number and place of a claim that has none read `none`; the verifier's words stand beside."""
    made = item("C1", "12 trucks", hedge="reportedly", quantity="12", unit="truck", qualifier="about")
    made = Item(claim="C1", hash="h", cells=made.cells, spots=made.spots,
                findings=(("ask", "look at this"),), looks_like=("same C9 [accepted]: x",))  # fmt: skip
    root = read(page(made))
    card = next(root.find("article"))
    told = {next(d.find("dt")).text: next(d.find("dd")).text for d in card.find("div") if list(d.find("dt"))}
    assert {k: told[k] for k in ("speaker", "hedge", "polarity", "number", "unit", "place")} == {
        "speaker": "none", "hedge": "reportedly", "polarity": "- holds it false", "number": "about 12",
        "unit": "truck", "place": "none",
    }  # fmt: skip
    assert "asks: look at this" in card.text
    assert "same C9 [accepted]: x" in card.text


def test_what_it_is_and_what_was_left_out_stands_on_top():
    """The header says that it is internal, up to which class it goes, and how many claims were left out."""
    head = next(read(page(left_out=("3 claims above public",))).find("header", class_="top")).text
    assert "Internal working paper" in head
    assert "Nothing above the class public is on it" in head
    assert "Left out: 3 claims above public." in head


def test_signs_that_are_not_seen_are_written_as_their_code():
    """A sign that turns the text, a control character and half a character are shown; joiners and accents stay."""
    assert str(visible("a\u202eb\x07\ud800")).count('class="sign"') == 3
    assert visible("Zoe\u0301 \U0001f468\u200d\U0001f469") == "Zoe\u0301 \U0001f468\u200d\U0001f469"


def test_a_long_document_is_shown_around_its_proposals():
    """Of ten megabytes in one line only what stands around the words is shown, and the page says so."""
    text = "Long words " * 450_000 + "twelve trucks came" + " and more words" * 350_000
    html = page(item("C1", "twelve trucks came", text=text), text=text)
    assert len(html) < 100_000
    root = read(html)
    assert "part of a long paragraph" in next(root.find("div", class_="text")).text
    assert "only what stands around proposals is shown" in html
    assert [m.text for m in root.find("mark")] == ["twelve trucks came"]


@pytest.mark.parametrize("length", [WHOLE - 20, WHOLE + 5_000])
def test_all_that_is_not_shown_is_counted(length):
    """What is shown and what is skipped add up to the text, blanks at the edges apart, on both sides of the limit."""
    text = "\n\n".join("word " * 40 for _ in range(length // 200))[:length]
    spans = [Span(length // 2 + 3, length // 2 + 9, 0), Span(20, 30, 1)]
    blocks, rest = blocks_of(Reading("D1", "", text), spans)
    shown = sum(len(p.text) for b in blocks for p in b.pieces)
    gone = rest + sum(b.skipped for b in blocks)
    assert (gone == 0) == (length <= WHOLE)
    assert len(text) - 3 * text.count("\n\n") - 20 <= shown + gone <= len(text)
    assert length <= WHOLE or shown < 6 * AROUND


def test_a_paragraph_that_is_held_back_is_told_and_not_there():
    """A paragraph that must not be shown leaves a line in its place."""
    html = page(item("C1", "12 trucks"), hides=lambda text: "Another" in text)
    assert "Another line" not in html
    assert "A paragraph that names a private person is left out." in html


def test_the_key_is_of_the_queue():
    """Decisions are kept for this queue: another hash of a claim is another key; the same queue the same page."""
    one, other = item("C1", "12 trucks"), Item(claim="C1", hash="x", cells={"proposition": "y"})
    keys = {json.loads(next(read(page(i)).find("script", id="queue")).text)["key"] for i in (one, other)}
    assert len(keys) == 2
    assert page(one) == page(one)

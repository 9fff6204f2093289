"""A name that may not be public is in no byte of a page, a CSV copy or linked data, however it is written."""

import csv
import html
import os
import re
import shutil
import unicodedata
import urllib.parse

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.sizes import sized

import corridor as co
from corridor.cli.main import main
from corridor.io.travel import copy_below
from corridor.ledger.names import HiddenNames
from corridor.report import report
from corridor.schema.load import tables

PERSON = ("Mariam", "Xachatryan")
PLACE = ("Zqhidden", "Hollow")
LIKE = dict(zip("aeopcxyi", "аеорсхуі", strict=True))  # noqa: RUF001
WORDS = {
    "name", "meaning", "note", "basis", "title", "words", "proposition", "shows", "whose", "conditions", "question",
    "by_whom", "speaker", "reported_via", "hedge", "object", "recipient", "actor", "place", "proposed_by", "url",
}  # fmt: skip
"""Columns that hold words of any kind."""
ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
BLANKS = (" ", "  ", "\u00a0", "\u2009", "\u3000", "\t", "\n", "_", "-", "\u2011", "\u2013", ".", "'", "’")


@st.composite
def disguises(draw, parts=PERSON):
    """A way to write a name: case, look-alikes, accents, unseen characters, blanks, order, ids, escapes."""
    words = list(draw(st.permutations(parts)))
    if draw(st.booleans()):
        words = [draw(st.sampled_from((str.upper, str.lower, str.title)))(w) for w in words]
    if draw(st.booleans()):
        swap = draw(st.sets(st.sampled_from(sorted(LIKE)), max_size=3))
        words = ["".join(LIKE[c] if c in swap else c for c in w) for w in words]
    if draw(st.booleans()):
        words = [unicodedata.normalize("NFKC", w[0] + w[1:].replace("a", "a\u0301", 1)) for w in words]
    if draw(st.booleans()):
        at, mark = draw(st.integers(1, 4)), draw(st.sampled_from(ZERO_WIDTH))
        words = [w[:at] + mark + w[at:] for w in words]
    text = draw(st.sampled_from(BLANKS)).join(words)
    return draw(
        st.sampled_from(
            (text, f"{text}'s bag", f"({text})", f"id_{text}_1", urllib.parse.quote(text), html.escape(text))
        )
    )


def as_read(text):
    """Only the letters of a text, in one alphabet and case: worked out apart from the product."""
    text = urllib.parse.unquote(html.unescape(text))
    text = re.sub(r"\\u([0-9a-fA-F]{4})", lambda m: chr(int(m[1], 16)), text)
    text = unicodedata.normalize("NFKD", text).casefold()
    back = {ord(v): k for k, v in LIKE.items()}
    return "".join(c for c in text if c.isalpha()).translate(back)


def names(text, parts=PERSON):
    """Whether the letters of a name stand in a text, in either order."""
    first, last = (p.casefold() for p in parts)
    letters = as_read(text)
    return first + last in letters or last + first in letters


@settings(max_examples=sized(300))
@given(st.text(max_size=20), disguises(), st.text(max_size=20))
def test_every_disguise_is_found_and_replaced(before, name, after):
    """What is found before and after it makes no difference, and nothing of the name is left."""
    text = f"{before} {name} {after}"
    hidden = HiddenNames({" ".join(PERSON): "a patient"})
    assert hidden.found(text)
    assert not names(hidden.replaced(text))


@pytest.mark.parametrize(
    "text",
    [
        "M. Xachatryan", "Xachatryan M", "Mariama Xachatryani", "MariamXachatryan", "scan-mariamxachatryan2.pdf",
        "M a r i a m  X a c h a t r y a n",
    ],
)  # fmt: skip
def test_initials_endings_and_names_run_together_are_found(text):
    """A name with an initial, declined, run together or spaced out is the same name."""
    assert HiddenNames({"Mariam Xachatryan": "a patient"}).found(text)


@pytest.mark.parametrize("text", ["Mariam", "Maria Xach", "Mario Xachatur", "Anastasia", "the mariner", ""])
def test_other_words_stay(text):
    """A part of a name, or a name that is near it, is another name."""
    hidden = HiddenNames({"Mariam Xachatryan": "a patient", "Ana": "a nurse"})
    assert not hidden.found(text)
    assert hidden.replaced(text) == text


def test_a_name_without_blanks_between_words_is_found_in_a_run_of_letters():
    """Scripts that are written without blanks have no words to compare."""
    assert HiddenNames({"王小明": "a driver"}).replaced("昨天王小明说") == "a driver"


def test_a_role_cannot_end_the_element_or_the_data_it_stands_in():
    """Markup in a role is taken out, as it lands in finished pages and data."""
    name = "Mariam Xachatryan"
    page = f'<p title="{name}">{name}</p><script type="application/json">["{name}"]</script>'
    shown = HiddenNames({"Mariam Xachatryan": '</script><b>"x'}).replaced_in_page(page)
    assert shown == '<p title="/scriptbx">/scriptbx</p><script type="application/json">["/scriptbx"]</script>'


def test_styles_and_scripts_of_the_page_stay_as_they_are():
    """A person called as a word of the page's own code changes no code."""
    page = "<style>.flex{}</style><script>var flex</script><p class='flex'>Flex</p>"
    assert HiddenNames({"Flex": "a driver"}).replaced_in_page(page) == page.replace(">Flex<", ">a driver<")


# ------------------------------------------------------------------------------- pages and exports


@pytest.fixture(scope="module")
def marked(tmp_path_factory):
    """A function that writes the toy case with a text in every column of words, ids of claims and settings."""
    room = tmp_path_factory.mktemp("marked")
    count = iter(range(10_000))

    def write(text, *, person=False, place=False):
        folder = room / f"case{next(count)}"
        shutil.copytree(co.cases.path("toy"), folder)
        for name, schema in tables().items():
            places = (folder / f"{name}.csv", folder / "evidence" / f"{name}.csv")
            file = next((f for f in places if f.is_file()), None)
            if file is None:
                continue
            with file.open(encoding="utf-8", newline="") as stream:
                rows = list(csv.DictReader(stream))
            words = [a.name for a in schema.attributes if a.name in WORDS and a.kind in {"text", "texts"}]
            first = rows[0]
            for column in words:
                known = first.get(column) or ""
                if column == "basis" and not known:
                    continue  # claims are behind this row
                first[column] = f"{known} {text}".strip()
            if name == "claims":
                rows.append({**rows[-1], "claim": re.sub(r"\W", "_", as_read(text)) + "_9"})
            if name == "actors" and person:
                rows.append(
                    {"actor": "p1", "name": " ".join(PERSON), "kind": "a patient", "person": "private"}
                )
            if name == "places" and place:
                rows.append({"place": "hollow", "name": " ".join(PLACE), "sensitivity": "internal"})
            columns = list(dict.fromkeys(c for row in rows for c in row))
            with file.open("w", encoding="utf-8", newline="") as stream:
                writer = csv.DictWriter(stream, columns, restval="")
                writer.writeheader()
                writer.writerows(rows)
        toml = (folder / "case.toml").read_text(encoding="utf-8")
        shown = text.replace("\\", "").replace('"', "").replace("\n", " ").replace("\t", " ")
        for setting in ("title", "notes", "contact", "question"):
            toml = re.sub(rf'(?m)^({setting} = ".*)"$', lambda m: f'{m[1]} {shown}"', toml)
        (folder / "case.toml").write_text(toml, encoding="utf-8")
        return folder

    return write


def page_of(folder):
    """A public page of a case, without studies."""
    model = co.Case.read(folder).check()
    forecast = co.forecast(model, members=20)
    return report(model, forecast, found=[], required=[]).html


def copies_of(folder, tmp_path):
    """Every byte of a public CSV copy, of linked data, and of a public copy for a journey."""
    for arguments in (
        [
            "evidence",
            "export",
            str(folder),
            "--out",
            str(tmp_path / "csv"),
            "--ceiling",
            "public",
            "--leave-out",
        ],
        [
            *("evidence", "export", str(folder), "--out", str(tmp_path / "l.jsonld"), "--format", "jsonld"),
            *("--ceiling", "public", "--leave-out"),
        ],
    ):
        with pytest.raises(SystemExit) as caught:
            main(arguments)
        assert not caught.value.code
    files = [*(tmp_path / "csv").rglob("*.csv"), tmp_path / "l.jsonld"]
    text = "\n".join(f.read_text(encoding="utf-8") for f in files)
    for f in files:
        f.unlink()
    copy = copy_below(folder, "public")
    return "\n".join([text, *copy.files, *(content.decode() for content in copy.files.values())])


PAGES = settings(
    max_examples=3 * int(os.environ.get("CORRIDOR_PROVE", "1")),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@PAGES
@given(disguises())
def test_no_disguise_of_a_private_person_is_in_a_public_page_or_copy(marked, tmp_path, name):
    """In titles, settings, bases, names of routes, situations, sources and documents, and in ids."""
    folder = marked(name, person=True)
    assert names((folder / "routes.csv").read_text(encoding="utf-8")), "the name is in the case"
    assert not names(page_of(folder))
    assert not names(copies_of(folder, tmp_path))


@PAGES
@given(disguises(PLACE))
def test_no_disguise_of_a_hidden_place_is_in_a_public_page_or_copy(marked, tmp_path, name):
    """A place above the audience is named nowhere either."""
    folder = marked(name, place=True)
    assert not names(page_of(folder), PLACE)
    assert not names(copies_of(folder, tmp_path), PLACE)


def test_the_file_of_a_page_is_not_named_after_a_private_person(marked, tmp_path, monkeypatch):
    """The case's own name stands in the name of the file."""
    folder = marked("x", person=True)
    own = folder.rename(folder.with_name("mariam-xachatryan"))
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as caught:
        main(["report", str(own), "--no-study", "--members", "10"])
    assert not caught.value.code
    (page,) = (tmp_path / "out").iterdir()
    assert not names(page.name)
    assert not names(page.read_text(encoding="utf-8"))

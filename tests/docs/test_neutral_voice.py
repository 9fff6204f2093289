"""The product's own voice uses no party's words (contested_words.txt); claims keep theirs, attributed."""

import csv
import io
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath

import pytest

WORD_LIST = Path(__file__).with_name("contested_words.txt")

# Columns of a case that hold other people's words or names, by table. Every other cell is our own voice.
ATTRIBUTED = {
    "claims": {"proposition", "hedge", "speaker", "reported_via"},
    "documents": {"title", "url"},
    "sources": {"name"},
    "actors": {"name", "aliases"},
    "studies": {"finding"},
}
NOT_OURS = ("LICENSE", "requirements.lock", "requirements-dev.lock")
ADDRESS = re.compile(r"https?://\S+")
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


def _pattern() -> re.Pattern[str]:
    lines = WORD_LIST.read_text(encoding="utf-8").splitlines()
    words = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    return re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)", re.IGNORECASE)


class _OwnVoice(HTMLParser):
    """Text of a page, less scripts, styles, and elements marked ``data-voice="attributed"``."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[tuple[int, str]] = []
        self._silent: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        quiet = any(self._silent) or tag in {"script", "style"} or given.get("data-voice") == "attributed"
        if tag not in VOID:
            self._silent.append(quiet)
        if not quiet:
            told = (given.get(name) for name in ("alt", "title", "aria-label", "placeholder"))
            self.lines += [(self.getpos()[0], text) for text in told if text]

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and self._silent:
            self._silent.pop()

    def handle_data(self, data: str) -> None:
        if not any(self._silent):
            self.lines.append((self.getpos()[0], data))


def own_voice(name: str, text: str) -> Iterator[tuple[str, str]]:
    """Each piece of a file that is said in the product's own voice, with the place where it stands."""
    path = PurePosixPath(name)
    in_case = path.is_relative_to("src/corridor/cases")
    if path.suffix == ".csv" and in_case:
        held_back = ATTRIBUTED.get(path.stem, set())
        for number, row in enumerate(csv.DictReader(io.StringIO(text)), start=2):
            for column, cell in row.items():
                if column not in held_back:
                    yield f"{name} row {number}, column {column}", str(cell)
    elif path.suffix == ".html" and not path.is_relative_to("src"):
        page = _OwnVoice()
        page.feed(text)
        yield from ((f"{name}:{line}", said) for line, said in page.lines)
    else:
        yield from ((f"{name}:{line}", said) for line, said in enumerate(text.splitlines(), start=1))


def found_in(name: str, text: str) -> list[str]:
    """Contested words in the own-voice part of one file, each with its place."""
    pattern = _pattern()
    pieces = ((where, ADDRESS.sub("", said)) for where, said in own_voice(name, text))
    return [f"{where}: {hit.group()!r}" for where, said in pieces for hit in pattern.finditer(said)]


def test_no_contested_word_in_our_own_voice(texts):
    """No file of the product, its docs, tools or cases uses a contested word in the product's own voice."""
    ours = {
        name: text for name, text in texts.items() if not name.startswith("tests/") and name not in NOT_OURS
    }
    hits = [hit for name, text in ours.items() for hit in found_in(name, text)]
    assert not hits, (
        "in the product's own voice (attribute it in a claim, or say what happened):\n" + "\n".join(hits)
    )


def test_no_contested_word_in_a_file_name(texts):
    """No path of the repository holds a contested word, the list's own name apart."""
    pattern = _pattern()
    assert [name for name in texts if pattern.search(re.sub(r"[_/.]", " ", name))] == []


@pytest.mark.parametrize(
    ("name", "text", "count"),
    [
        ("docs/a.md", "The SIEGE of the hill,\nits blockades.", 2),
        ("docs/a.md", "An address is a name: https://example.org/the-blockade", 0),
        ("docs/a.md", "pre-occupationally and besides, regimen and unoccupied", 0),
        ("src/corridor/cases/x/places.csv", "place,title\nhill,The enclave\n", 1),
        (
            "src/corridor/cases/x/evidence/claims.csv",
            "claim,proposition,type\nC-1,The blockade goes on,siege\n",
            1,
        ),
        (
            "docs/sample.html",
            '<p>own <td data-voice="attributed">the regime<br>fell</td> voice, a regime</p>',
            1,
        ),
        ("docs/sample.html", '<script type="application/json">{"said": "aggression"}</script><p>calm</p>', 0),
        ("src/corridor/report/page.html", '<td data-voice="attributed">aggressor</td>', 1),
    ],
)
def test_the_reader_of_voices_tells_ours_from_theirs(name, text, count):
    """The scan counts our words, and leaves attributed columns, marked elements and addresses alone."""
    assert len(found_in(name, text)) == count

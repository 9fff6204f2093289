"""What reaches a terminal: every letter of every script, and nothing that the terminal would obey."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.model.small_cases import small

import corridor
from corridor.cli.common import _shown_text, legible, styled
from corridor.io.folder import protect, unprotect
from corridor.io.write import write_folder

ACTING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066\u2067\u200b\ufeff\ud800-\udfff]")
EVIL = "Hill\x1b]0;owned\x07\x1b[2J\u202egnp.exe\u2066\u200b\x9b31m\x08\x00"


@given(st.text())
def test_nothing_that_acts_is_sent(text):
    """Whatever a text holds, only lines and tabs are left of its control characters."""
    assert not ACTING.search(_shown_text(text))


@given(
    st.text(
        alphabet=st.characters(categories=("L", "M", "N", "P", "Zs")).filter(
            lambda c: c not in "\u3164\u115f\u1160\uffa0\u034f"
        )
    )
)
def test_letters_of_every_script_stay(text):
    """Letters, accents, digits and signs are sent as they are."""
    assert legible(text) == text


def test_only_our_own_styles_are_styles(monkeypatch):
    """A style in a text of others is shown; ours is sent."""
    assert _shown_text(styled("a", bold=True)) == "\x1b[1ma\x1b[0m"
    assert "\x1b" not in _shown_text("\x1b[1ma\x1b[0m \x02abcd:1\x03")


@given(
    st.lists(
        st.sampled_from(["=1+1", "+x", "-x", "@a", "'", ";", "\t", "\n", " ", "-5", "a", "\r"]), max_size=8
    ).map("".join)
)
def test_a_guarded_cell_reads_back_and_acts_behind_no_separator(cell):
    """However a spreadsheet parts the text of a CSV file, no piece of it is a formula; read again it is the same."""
    shown = protect(cell)
    assert unprotect(shown) == cell
    for piece in re.split(r"[;\t\r\n]+[ ]*", shown)[1:]:
        assert not re.match(r"[=@]|[+-](?!\d|$)", piece), (cell, shown)
    assert not re.match(r"[=@]|[+-](?!\d|$|[;\t\r\n])", shown) or shown[0] in "+-"


@pytest.fixture
def evil(tmp_path):
    """A folder whose tables hold what a terminal would obey, in names, ids, notes and file names."""
    case = small()
    case.add_place("Far", kind="source")
    folder = write_folder(case.tables(), tmp_path / "case")
    for name in ("places", "stocks", "people"):
        file = folder / f"{name}.csv"
        file.write_text(
            file.read_text(encoding="utf-8").replace("Hill", EVIL.replace("\x00", "")), encoding="utf-8"
        )
    (folder / "od\x1b[2Jd.csv").write_text("a\n1\n", encoding="utf-8")
    return folder


def run(*arguments, **env):
    """The command line in a process of its own, its bytes as they are."""
    command = [sys.executable, "-m", "corridor.cli.main", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, env={**os.environ, **env}, check=False)


@pytest.mark.parametrize(
    "verb", [["check"], ["check", "--json"], ["forecast"], ["forecast", "--json"], ["evidence", "list"]]
)
def test_no_verb_sends_what_a_case_holds_for_the_terminal(evil, verb):
    """In problems, tables, messages and JSON alike."""
    done = run(verb[0], *verb[1:2], evil) if verb[0] == "evidence" else run(verb[0], evil, *verb[1:])
    for stream in (done.stdout, done.stderr):
        text = stream.decode("utf-8")
        assert not ACTING.search(text), ascii(text[:2000])
    if "--json" in verb:
        json.loads(done.stdout)


def test_a_wrong_word_on_the_line_is_shown_not_sent(tmp_path):
    """A message repeats what was typed, made visible."""
    for words in (
        ["check", "no\x1b[2Jcase"],
        ["ch\x1b[2Jeck"],
        ["forecast", "toy", "--scenario", "a\x1b[2J"],
    ):
        done = run(*words)
        assert done.returncode == 2
        assert b"\x1b" not in done.stderr
        assert b"U+001B" in done.stderr or rb"\x1b" in done.stderr


@pytest.mark.parametrize("encoding", ["ascii", "cp437", "cp1252", "utf-8"])
@pytest.mark.parametrize(
    "arguments", [["check"], ["forecast", "--members", "20"], ["forecast", "--members", "20", "--json"]]
)
def test_any_code_page_will_do(encoding, arguments, tmp_path):
    """What a code page lacks is written as an escape; JSON stays JSON."""
    case = small()
    case.add_place("Şuşa Ստեփանակերտ 上", people=10, basis="assumed: for a test")
    folder = write_folder(case.tables(), tmp_path / "case")
    done = run(arguments[0], folder, *arguments[1:], PYTHONIOENCODING=encoding, PYTHONUTF8="0")
    assert done.returncode == 0, done.stderr
    assert b"Traceback" not in done.stderr
    text = done.stdout.decode(
        "utf-8" if encoding == "ascii" else encoding
    )  # click writes UTF-8 where it finds ASCII
    if "--json" in arguments:
        assert "Şuşa" in json.dumps(json.loads(text), ensure_ascii=False)


def test_there_is_one_door():
    """Nothing in the package prints but the functions of `cli.common`, which make visible what they send.

    `__main__` writes one fixed word where even they could not be loaded.
    """
    root = Path(corridor.__file__).parent
    other = re.compile(r"\bprint\(|click\.echo\(|sys\.std(?:out|err)\.write|click\.secho|click\.style")
    found = {
        f.relative_to(root).as_posix()
        for f in root.rglob("*.py")
        if other.search(f.read_text(encoding="utf-8"))
    }
    assert found <= {
        "__main__.py",
        "cli/common.py",
        "cli/forecast.py",
        "cli/evidence/asking.py",
        "cli/evidence/legible.py",
        "cli/evidence/ranges.py",
    }, found

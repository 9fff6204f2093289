"""What a page says that its programs print, they print: ``<!-- output -->`` marks the text after a block.

The block before it is a program, or lines of a shell that begin with ``corridor``.
"""

import contextlib
import io
import shlex
from pathlib import Path

import pytest
from tests.docs.test_docs_examples import needed

from corridor.cli.main import main

ROOT = Path(__file__).resolve().parents[2]
MARKER = "<!-- output -->"
KINDS = {"```python": "program", "```sh": "commands"}
PAGES = [
    path
    for path in (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))
    if MARKER in path.read_text(encoding="utf-8")
]


def parts_of(text):
    """Kind, line number and text of each fenced block that may be run, or is an output that was marked."""
    lines, found, marked = text.splitlines(), [], False
    number = 0
    while number < len(lines):
        line = lines[number]
        if line.startswith("```"):
            end = lines.index("```", number + 1)
            body = "\n".join(lines[number + 1 : end]) + "\n"
            if line in KINDS:
                found.append((KINDS[line], number + 1, body))
            elif marked:
                found.append(("output", number + 1, body))
            marked, number = False, end
        elif line.strip():
            if marked:
                raise ValueError(f"line {number + 1}: `{MARKER}` without a block after it")
            marked = line.strip() == MARKER
        number += 1
    return found


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_programs_print_what_the_page_says(page, tmp_path, monkeypatch):
    """Each marked output is what the program before it prints, to the letter."""
    needed(page)
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    namespace, printed = {"__name__": "__main__"}, None
    parts = parts_of(page.read_text(encoding="utf-8"))
    for number, (kind, line, text) in enumerate(parts):
        if kind == "output":
            assert printed == text, f"{page.name}:{line}"
        elif kind == "program":
            said = io.StringIO()
            with contextlib.redirect_stdout(said):
                exec(compile("\n" * line + text, str(page), "exec"), namespace)  # noqa: S102  (our own pages)
            printed = said.getvalue()
        elif [after[0] for after in parts[number + 1 : number + 2]] == ["output"]:
            printed = commands(text)


def commands(text):
    """What the lines of a shell block print on stdout, whatever their exit codes."""
    said = io.StringIO()
    for line in text.splitlines():
        words = shlex.split(line, comments=True)
        assert words[0] == "corridor", line
        with contextlib.redirect_stdout(said), contextlib.suppress(SystemExit):
            main(words[1:])
    return said.getvalue()


def test_pages_with_outputs_are_found():
    """The tutorials record what their programs print."""
    assert {page.name[0] for page in PAGES if page.parent.name == "tutorials"} >= {"1", "2", "3"}


@pytest.mark.parametrize("text", [f"{MARKER}\nwords\n", f"{MARKER}\n\n# A heading\n"])
def test_a_marker_must_mark_a_block(text):
    """A marker that marks nothing is refused."""
    with pytest.raises(ValueError, match="without a block"):
        parts_of(text)


def test_parts_keep_their_order():
    """Programs and marked outputs come in order; other blocks are left out."""
    page = f"```sh\nls\n```\n```python\na\n```\n{MARKER}\n```text\n1\n```\n```text\n2\n```\n"
    found = [(kind, text) for kind, _, text in parts_of(page)]
    assert found == [("commands", "ls\n"), ("program", "a\n"), ("output", "1\n")]

"""Every fenced ```python block of the README and of docs/ runs, in order, in a folder of its own.

The blocks of one file share a namespace. A block that cannot run carries, on the line before its fence,
``<!-- not run: reason -->``; it is then listed among the skipped tests, with the reason.
"""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = [path for path in (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))) if path.is_file()]

FENCE = re.compile(r"^(?P<indent> *)```(?P<info>[^`\n]*)$")
NOT_RUN = re.compile(r"^\s*<!-- not run:(?P<reason>.*)-->\s*$")
NEEDS = re.compile(r"(?m)^<!-- needs: (\w+) -->$")


@dataclass(frozen=True)
class Block:
    """One fenced block of Python: its first line's number, its text, and why it is not run, if it is not."""

    page: Path
    line: int
    text: str
    not_run: str | None

    @property
    def where(self) -> str:
        """The page and line, as a reader would look it up."""
        inside = self.page.is_relative_to(ROOT)
        return f"{self.page.relative_to(ROOT) if inside else self.page.name}:{self.line}"


def blocks_of(page: Path) -> list[Block]:
    """The Python blocks of a page; raises ValueError for a marker that marks nothing or gives no reason."""
    found: list[Block] = []
    marker: str | None = None
    lines = iter(enumerate(page.read_text(encoding="utf-8").splitlines(), start=1))
    for number, line in lines:
        fence = FENCE.match(line)
        if fence is None:
            if marker is not None and line.strip():
                raise ValueError(f"{page.name}:{number}: a `not run` marker without a python block after it")
            marked = NOT_RUN.match(line)
            if marked:
                marker = marked["reason"].strip()
                if not marker:
                    raise ValueError(f"{page.name}:{number}: a `not run` marker must give a reason")
            continue
        body = _body(lines, fence["indent"])
        if fence["info"].split()[:1] == ["python"]:
            found.append(Block(page, number + 1, body, marker))
        elif marker is not None:
            raise ValueError(f"{page.name}:{number}: a `not run` marker before a block that is not python")
        marker = None
    return found


def _body(lines, indent: str) -> str:
    """Text up to the closing fence, without the indent of the fence."""
    taken = []
    for _, line in lines:
        if line.strip() == "```":
            break
        taken.append(line.removeprefix(indent))
    return "\n".join(taken) + "\n"


def needed(page: Path) -> None:
    """Skip a page, loudly, where an extra that it says it needs is not installed."""
    extra = NEEDS.search(page.read_text(encoding="utf-8"))
    if extra is not None:
        pytest.importorskip(extra[1], reason=f"NOT RUN: {page.name} needs {extra[1]}, which is not installed")


def run(blocks: list[Block]) -> None:
    """Run blocks one after the other in one namespace; a traceback points at the line of the page."""
    namespace: dict[str, object] = {"__name__": "__main__"}
    for block in blocks:
        padded = "\n" * (block.line - 1) + block.text
        exec(compile(padded, str(block.page), "exec"), namespace)  # noqa: S102  (the repository's own pages)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_the_examples_of_a_page_run(page, tmp_path, monkeypatch):
    """All blocks of a page run to their end, warnings being errors; a module that a page writes can be imported."""
    needed(page)
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    run([block for block in blocks_of(page) if block.not_run is None])


@pytest.mark.parametrize(
    "block",
    [block for page in PAGES for block in blocks_of(page) if block.not_run is not None] or [None],
    ids=lambda block: block.where if block else "none",
)
def test_examples_that_are_not_run_are_listed(block):
    """A block that is not run shows up in the summary of the test run with its reason."""
    if block is not None:
        compile(block.text, block.where, "exec")
        pytest.skip(f"{block.where} not run: {block.not_run}")


def test_the_readme_shows_a_program_that_runs():
    """The README holds at least one example, and it is run."""
    assert [block for block in blocks_of(ROOT / "README.md") if block.not_run is None]


def test_blocks_share_a_namespace_and_errors_point_at_the_page(tmp_path):
    """A second block sees the first one's names, and an error in it names the line of the page."""
    page = tmp_path / "page.md"
    page.write_text(
        "# A\n```python\na = 1\n```\ntext\n```python\nb = a + 1\nassert b == 3\n```\n", encoding="utf-8"
    )
    with pytest.raises(AssertionError) as caught:
        run(blocks_of(page))
    assert caught.traceback[-1].lineno + 1 == 8


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("<!-- not run: -->\n```python\n1\n```\n", "must give a reason"),
        ("<!-- not run: slow -->\nwords\n", "without a python block"),
        ("<!-- not run: slow -->\n```bash\nls\n```\n", "not python"),
    ],
)
def test_a_marker_must_mark_a_block_and_give_a_reason(text, wrong, tmp_path):
    """A marker that would hide something unsaid is refused."""
    page = tmp_path / "page.md"
    page.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=wrong):
        blocks_of(page)


def test_a_marked_block_is_kept_with_its_reason(tmp_path):
    """A marked block is found, with its reason; a block in a list loses the indent of its fence."""
    page = tmp_path / "page.md"
    page.write_text(
        "- so\n\n  ```python\n  x = 1\n  ```\n<!-- not run: needs a network -->\n```python\ny\n```\n", "utf-8"
    )
    first, second = blocks_of(page)
    assert (first.text, first.not_run) == ("x = 1\n", None)
    assert second.not_run == "needs a network"

"""What the tests of the repository's texts share: the list of its files."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
UNPACKED = ("src", "docs", "tests", "tools", "benchmarks", ".ci", ".github")  # looked at outside a checkout


def _files() -> Iterator[Path]:
    """Every file that git keeps or would keep; outside a checkout, every file of the source folders."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode == 0:
        yield from (ROOT / name for name in listed.stdout.split("\0") if name)
        return
    yield from (path for path in ROOT.iterdir() if path.is_file())
    for folder in UNPACKED:
        yield from (path for path in (ROOT / folder).rglob("*") if "__pycache__" not in path.parts)


@pytest.fixture(scope="session")
def root() -> Path:
    """Folder of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def texts() -> dict[str, str]:
    """Text of every text file of the repository, by its path with forward slashes."""
    found = {}
    for path in sorted(set(_files())):
        if not path.is_file():
            continue  # deleted, not yet committed
        try:
            found[path.relative_to(ROOT).as_posix()] = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a picture or a workbook
    assert "pyproject.toml" in found, "the list of files is wrong"
    return found

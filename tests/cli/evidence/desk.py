"""What the tests of the ledger's verbs share: a small case, a document of our own, and a way to run a command."""

from __future__ import annotations

import io
import json
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.unit.model.small_cases import small

from corridor.cli.main import main
from corridor.io.write import write_folder

POST = """The Hill Post
20 January 2026

The mayor of Hill said on Tuesday that more than 3 trucks had passed the gate. The road is not closed, he said.

Residents called the closure illegal. Nine tonnes of flour are in store, the mayor said.

العدد ٣ شاحنات مرت. Nine tonnes left, Zoe\u0301 said.
"""
NINE = "Nine tonnes of flour are in store"


class Desk:
    """A case folder and the commands on it; each run gives exit code, stdout and stderr."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str], patch: pytest.MonkeyPatch) -> None:
        self.case = folder
        self.capsys = capsys
        self.patch = patch

    def run(self, verb: str, *words: str, typed: str = "", terminal: bool = False) -> tuple[int, str, str]:
        """Run `corridor evidence VERB CASE words`, with lines typed; as if at a terminal if asked."""
        lines = io.StringIO(typed)
        lines.isatty = lambda: terminal  # type: ignore[method-assign]
        self.patch.setattr(sys, "stdin", lines)
        with pytest.raises(SystemExit) as done:
            main(["evidence", verb, str(self.case), *words])
        out, err = self.capsys.readouterr()
        return int(done.value.code or 0), out, err

    def ok(self, verb: str, *words: str, **more: str) -> str:
        """Run a command that must succeed; what it prints."""
        code, out, err = self.run(verb, *words, **more)  # type: ignore[arg-type]
        assert code == 0, err
        return out

    def json(self, verb: str, *words: str, **more: str) -> dict:
        """The JSON of a command that must succeed; its schema names the verb and version 1."""
        found = json.loads(self.ok(verb, *words, "--json", **more))
        assert found["schema"] == f"corridor.evidence.{verb}/1"
        return found

    def nine(self, key: str, *more: str) -> str:
        """Add a claim on the nine tonnes."""
        return self.ok(
            "add", "claim", "--id", key, "--document", "D1", "--quote", NINE, "--stance", "asserted", "--speaker",
            "mayor", "--speaker-quote", "the mayor said", "--proposition", "Nine tonnes of flour are in store.",
            "--quantity", "9", "--unit", "t", "--note", key, "--who", "ana", *more,
        )  # fmt: skip

    def claim(self, key: str) -> dict:
        """Values of a claim as JSON gives them."""
        return self.json("show", key)["values"]


def set_up(folder: Path, capsys: pytest.CaptureFixture[str], patch: pytest.MonkeyPatch) -> Desk:
    """A small case with a source and a document in its ledger."""
    desk = Desk(folder / "case", capsys, patch)
    made_once("desk", folder, lambda: _fill(desk, folder))
    return desk


def _fill(desk: Desk, folder: Path) -> None:
    write_folder(small().tables(), desk.case)
    (folder / "post.txt").write_text(POST, encoding="utf-8")
    desk.ok("add", "source", "--id", "post", "--name", "Hill Post", "--kind", "media", "--reliability", "B")
    desk.ok(
        "add", "document", str(folder / "post.txt"), "--id", "D1", "--source", "post", "--published", "2026-01-20",
        "--basis", "stated", "--who", "ana",
    )  # fmt: skip


_MADE: dict[str, tempfile.TemporaryDirectory[str]] = {}


def made_once(name: str, folder: Path, make: Callable[[], object]) -> None:
    """Fill the folder: by `make` for the first test that asks for this name, by a copy of what it made for all others.

    The copies share nothing; what a test does to its own is seen by no other.
    """
    if name in _MADE:
        shutil.copytree(_MADE[name].name, folder, dirs_exist_ok=True)
        return
    make()
    _MADE[name] = tempfile.TemporaryDirectory(prefix="corridor-made-")
    shutil.copytree(folder, _MADE[name].name, dirs_exist_ok=True)

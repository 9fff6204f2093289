"""A fixed small part of `make prove`: damaged input of every kind gets an answer that is one."""

import importlib.util
import sys
from pathlib import Path

import pytest

TOOLS = Path(__file__).resolve().parents[2] / "tools"


@pytest.fixture(scope="module")
def prove():
    """The module tools/prove.py."""
    spec = importlib.util.spec_from_file_location("prove", TOOLS / "prove.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["prove"] = module
    spec.loader.exec_module(module)
    return module


def test_a_small_part_of_the_proofs_holds(prove, capsys):
    """Folders, workbooks, documents, pages, flipped bytes and a full disk; the counts are printed."""
    lines = prove.prove(0.01, 7, {*prove.TRIES, "disk"})
    with capsys.disabled():
        print("\n" + "\n".join(lines))  # noqa: T201
    assert len(lines) == len(prove.TRIES) + 1


def test_an_answer_that_is_none_is_seen(prove, monkeypatch):
    """The proof itself fails where a door lets a fault through."""
    cli = importlib.import_module("corridor.cli.main")
    monkeypatch.setattr(cli, "main", lambda arguments: print("Traceback", file=sys.stderr))  # noqa: T201
    with pytest.raises(prove.Failed, match="no exit code"):
        prove.run(["check", "x"])

    def door(arguments):
        print("This should not happen.", file=sys.stderr)  # noqa: T201
        raise SystemExit(1)

    monkeypatch.setattr(cli, "main", door)
    with pytest.raises(prove.Failed, match="should not happen"):
        prove.run(["check", "x"])

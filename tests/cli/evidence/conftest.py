"""Fixtures of the tests of the ledger's verbs."""

from __future__ import annotations

import pytest
from tests.cli.evidence.desk import Desk, set_up


@pytest.fixture
def desk(tmp_path, capsys, monkeypatch) -> Desk:
    """A case whose ledger has a source and a document, and no claim yet."""
    monkeypatch.setenv("COLUMNS", "100")
    return set_up(tmp_path, capsys, monkeypatch)

"""A case folder, a clock, and a first ledger in it, closed when the test ends."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.ledger.ledgers import Clock, first

from corridor.ledger.store import Store


@pytest.fixture
def clock() -> Clock:
    """A clock that stands still."""
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    """A ledger with three proposed claims of one document."""
    with first(tmp_path, clock=clock) as opened:
        yield opened

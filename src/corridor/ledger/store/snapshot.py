"""The ledger at a moment of its past, read like a store. Held in memory; nothing can be written to it."""

from __future__ import annotations

from collections.abc import Mapping

from corridor.errors import Where
from corridor.ledger.cells import Cells, content_hash, record_of, table_of, version
from corridor.ledger.log import State
from corridor.ledger.store.batch import Stored
from corridor.schema.values import Record


class Snapshot:
    """What a log adds up to, up to some entry."""

    def __init__(self, state: State) -> None:
        self._state = state

    def get(self, table: str, key: str) -> Stored | None:
        """The row with a key; None if there was none."""
        cells = self._rows(table).get(key)
        return None if cells is None else self._stored(table, key, cells)

    def rows(self, table: str) -> tuple[Stored, ...]:
        """Every row, in the order of the keys."""
        return tuple(self._stored(table, key, cells) for key, cells in sorted(self._rows(table).items()))

    def records(self, table: str) -> tuple[Record, ...]:
        """Every row as the frozen record that the model uses, in the order of the keys."""
        rows = sorted(self._rows(table).items())
        return tuple(record_of(table, cells, Where(f"ledger, {table} {key}")) for key, cells in rows)

    def count(self, table: str) -> int:
        """How many rows there were."""
        return len(self._rows(table))

    def cells(self) -> Mapping[str, Mapping[str, Cells]]:
        """Table to row to cells."""
        return self._state

    def _rows(self, table: str) -> Mapping[str, Cells]:
        table_of(table)
        return self._state.get(table, {})

    def _stored(self, table: str, key: str, cells: Cells) -> Stored:
        return Stored(
            table=table,
            row=key,
            cells=cells,
            hash=content_hash(table, cells),
            version=version(table, cells),
            seq=0,
        )

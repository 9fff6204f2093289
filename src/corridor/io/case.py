"""`Case`: the builder of `corridor.model.case`, with reading and writing."""

from __future__ import annotations

from pathlib import Path
from typing import Self

from corridor.io.read import read
from corridor.model.case import Builder


class Case(Builder):
    """A case: made by a program, read from files, changed, checked, written."""

    @classmethod
    def read(cls, path: str | Path) -> Self:
        """A case from a folder or a workbook, to be changed and checked."""
        return cls.from_tables(read(path))

    def save(self, path: str | Path) -> Path:
        """Write the case: a workbook if the path ends in `.xlsx`, else a folder; nothing is written over.

        Returns
        -------
        Path
            Where it stands now.
        """
        from corridor.io.write import write  # noqa: PLC0415

        return write(self.tables(), Path(path))

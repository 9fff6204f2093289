"""Reading and writing of cases: a folder of CSV files, or a workbook. `read(path)` gives raw tables, nothing more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from corridor.io.read import read

if TYPE_CHECKING:
    from corridor.io.case import Case

__all__ = ["Case", "read"]


def __getattr__(name: str) -> Any:
    """`Case`, imported on first use: the process that reads a workbook builds no case, and starts in half the time."""
    if name == "Case":
        from corridor.io.case import Case  # noqa: PLC0415

        return Case
    raise AttributeError(f"module 'corridor.io' has no attribute {name!r}")

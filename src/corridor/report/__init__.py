"""The report: one offline HTML file for an audience; every figure leads to a claim or a stated basis.

Pure functions of a model and a forecast. The command line and programs use it; nothing below does. The room may be
called: `corridor.report(model, forecast)` is `corridor.report.make.report`. That is imported on first use: charts are
slow to import, and the page of the review queue has none.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from corridor.report.make import Report as Report
    from corridor.report.make import report as report

_MADE = frozenset({"Report", "report"})


class _Room(ModuleType):
    """A package that answers when it is called, so that the verb and the room may share a name."""

    def __call__(self, *args: Any, **options: Any) -> Report:
        """Make a report; see `corridor.report.make.report`."""
        return self.report(*args, **options)  # type: ignore[no-any-return]

    def __getattr__(self, name: str) -> Any:
        """The public names, from `corridor.report.make`."""
        if name not in _MADE:
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")
        return getattr(import_module(f"{self.__name__}.make"), name)


sys.modules[__name__].__class__ = _Room

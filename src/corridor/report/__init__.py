"""The report: one offline HTML file for an audience; every figure leads to a claim or a stated basis.

Pure functions of a model and a forecast. The command line and programs use it; nothing below does. The room may be
called: `corridor.report(model, forecast)` is `corridor.report.make.report`.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

from corridor.report.make import Report, report

__all__ = ["Report", "report"]


class _Room(ModuleType):
    """A package that answers when it is called, so that the verb and the room may share a name."""

    def __call__(self, *args: Any, **options: Any) -> Report:
        """Make a report; see `corridor.report.make.report`."""
        return report(*args, **options)


sys.modules[__name__].__class__ = _Room

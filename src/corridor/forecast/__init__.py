"""The forecast: the law of the day in two engines, and the ensemble that runs them.

The room may be called: `corridor.forecast(model, ...)` is `corridor.forecast.ensemble.forecast`.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any


class _Room(ModuleType):
    """A package that answers when it is called, so that the verb and the room may share a name."""

    def __call__(self, *args: Any, **options: Any) -> Any:
        """Run an ensemble; see `corridor.forecast.ensemble.forecast`."""
        from corridor.forecast.ensemble import forecast  # noqa: PLC0415  (heavy, and below this module)

        return forecast(*args, **options)


sys.modules[__name__].__class__ = _Room

"""The plan: what should move next, as a linear program over the frozen arrays. Imports nothing of the forecast.

The room may be called: `corridor.plan(model, ...)` is `corridor.study.plans.make.plan`, which needs both engines.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import Any


class _Room(ModuleType):
    """A package that answers when it is called, so that the verb and the room may share a name."""

    def __call__(self, *args: Any, **options: Any) -> Any:
        """Make a plan; see `corridor.study.plans.make.plan`, which stands above this room and is looked up by name."""
        return import_module("corridor.study.plans.make").plan(*args, **options)


sys.modules[__name__].__class__ = _Room

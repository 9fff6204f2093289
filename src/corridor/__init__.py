"""The public names of `corridor`, and nothing else.

How long can people hold out when their road closes, and who says so? Each name is imported on first use, so that
`import corridor` and `corridor --help` stay light.

    case     Case, read, cases
    model    Model, Settings, Range
    answer   forecast, Forecast, plan, Plan, compare, critical, measure, side_by_side, find_out, inverse
    page     report, Report
    results  to_dataset, save, load
    errors   CorridorError, DataError, UsageError, EngineError, LedgerError, Problem
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from corridor import cases as cases
    from corridor import measure as measure
    from corridor.errors import (
        CorridorError as CorridorError,
    )
    from corridor.errors import (
        DataError as DataError,
    )
    from corridor.errors import (
        EngineError as EngineError,
    )
    from corridor.errors import (
        LedgerError as LedgerError,
    )
    from corridor.errors import (
        Problem as Problem,
    )
    from corridor.errors import (
        UsageError as UsageError,
    )
    from corridor.forecast.ensemble import forecast as forecast
    from corridor.io import Case as Case
    from corridor.io import read as read
    from corridor.model.model import Model as Model
    from corridor.model.model import Settings as Settings
    from corridor.report import Report as Report
    from corridor.report import report as report
    from corridor.result.dataset import to_dataset as to_dataset
    from corridor.result.forecast import Forecast as Forecast
    from corridor.result.plan import Plan as Plan
    from corridor.result.save import load as load
    from corridor.result.save import save as save
    from corridor.schema.values import Range as Range
    from corridor.study.find_out import find_out as find_out
    from corridor.study.inverse import inverse as inverse
    from corridor.study.plans.compare import compare as compare
    from corridor.study.plans.critical import critical as critical
    from corridor.study.plans.make import plan as plan
    from corridor.study.side_by_side import side_by_side as side_by_side

_HOME = {
    "Case": "corridor.io",
    "read": "corridor.io",
    "Model": "corridor.model.model",
    "Settings": "corridor.model.model",
    "Range": "corridor.schema.values",
    "forecast": "corridor.forecast.ensemble",
    "Forecast": "corridor.result.forecast",
    "plan": "corridor.study.plans.make",
    "Plan": "corridor.result.plan",
    "compare": "corridor.study.plans.compare",
    "critical": "corridor.study.plans.critical",
    "find_out": "corridor.study.find_out",
    "inverse": "corridor.study.inverse",
    "side_by_side": "corridor.study.side_by_side",
    "report": "corridor.report.make",
    "Report": "corridor.report.make",
    "to_dataset": "corridor.result.dataset",
    "save": "corridor.result.save",
    "load": "corridor.result.save",
    "CorridorError": "corridor.errors",
    "DataError": "corridor.errors",
    "UsageError": "corridor.errors",
    "EngineError": "corridor.errors",
    "LedgerError": "corridor.errors",
    "Problem": "corridor.errors",
}
_ROOMS = ("cases", "measure")

__all__ = [
    "Case",
    "CorridorError",
    "DataError",
    "EngineError",
    "Forecast",
    "LedgerError",
    "Model",
    "Plan",
    "Problem",
    "Range",
    "Report",
    "Settings",
    "UsageError",
    "cases",
    "compare",
    "critical",
    "find_out",
    "forecast",
    "inverse",
    "load",
    "measure",
    "plan",
    "read",
    "report",
    "save",
    "to_dataset",
]
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    """A public name, imported on first use."""
    if name in _ROOMS:
        return import_module(f"corridor.{name}")
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module 'corridor' has no attribute {name!r}")


def __dir__() -> list[str]:
    """The public names."""
    return [*__all__, "__version__"]

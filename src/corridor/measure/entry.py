"""Entry as a share of need: what came in by routes, measured in what it is needed for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from corridor.measure.choose import needs, of_forecast
from corridor.measure.kinds import Band, Table
from corridor.model.model import Model
from corridor.result.forecast import Floats, Forecast

NOTE = (
    "What came in by routes over the normal need, both in the unit of the need. A commodity that serves "
    "several needs, by itself or through a process, counts once: divided over them by their usual use of it."
)


@dataclass(frozen=True, slots=True)
class Entry:
    """What came in for a need from the origin to the horizon: as a share of it, and in its unit a day."""

    need: str
    share: Band
    per_day: Band


def worth(model: Model, need: str) -> dict[str, float]:
    """Content of a unit of each commodity for a need, looking through processes.

    Its own `per_unit` where it serves the need; otherwise, where it is the first-listed input of a process,
    `worth of the output x output / input` of one run; the larger if both. Commodities worth nothing are
    left out.
    """
    found = {row.commodity: row.per_unit for row in model.satisfies if row.need == need}
    for _ in model.processes:  # at most as many steps as there are processes; a cycle is refused when checked
        for process in model.processes:
            flows = [f for f in model.process_flows if f.process == process.process]
            first = next((f for f in flows if f.role == "input"), None)
            made = sum(found.get(f.commodity, 0.0) * f.amount for f in flows if f.role == "output")
            if first is not None and first.amount > 0 and made > 0:
                found[first.commodity] = max(found.get(first.commodity, 0.0), made / first.amount)
    return {commodity: value for commodity, value in found.items() if value > 0}


@of_forecast
def entry_share(forecast: Forecast, *, need: str | None = None) -> Table[Entry]:
    """What came in by routes from the origin on, as a share of what was needed; by need.

    Parameters
    ----------
    forecast : Forecast
    need : str or None
        Only this need.

    Returns
    -------
    Table of Entry
        `sum over commodities of entered x worth x part of the need / sum over places and days of N` by member; may
        exceed 1. A commodity that several needs use is divided over them by their usual use of it.

    Raises
    ------
    UsageError
        When there is no such need.

    Notes
    -----
    Supply within a place is not entry. Source of the measure: coordination bodies, as the share of trucks
    needed.
    """
    days = forecast.horizon - forecast.origin
    lines = []
    per_unit, part = _parts(forecast)
    for n in needs(forecast, need):
        content: Floats = (forecast.members.entered * per_unit[n] * part[n]).sum(axis=1)
        wanted = forecast.members.needed[:, :, n].sum(axis=1)
        share = np.divide(content, wanted, out=np.zeros_like(content), where=wanted > 0)
        unit = f"{forecast.labels.need_units[n]} a day"
        lines.append(Entry(forecast.labels.needs[n], Band.of(share, "share"), Band.of(content / days, unit)))
    return Table("Entry as a share of need", NOTE, tuple(lines))


def _taken(model: Model, need: str, *, largest: bool) -> dict[str, float]:
    """What one unit of a need takes of each commodity at its usual share, or its largest; through processes too."""
    rows = [row for row in model.satisfies if row.need == need and row.per_unit > 0]
    total = sum(row.usual_share.mid for row in rows) or 1.0
    found = {
        r.commodity: (r.max_share.mid if largest else r.usual_share.mid / total) / r.per_unit for r in rows
    }
    for _ in model.processes:
        for process in model.processes:
            flows = [f for f in model.process_flows if f.process == process.process]
            first = next((f for f in flows if f.role == "input"), None)
            outputs = [f for f in flows if f.role == "output" and f.amount > 0]
            runs = max((found.get(f.commodity, 0.0) / f.amount for f in outputs), default=0.0)
            if first is not None:
                found[first.commodity] = max(found.get(first.commodity, 0.0), runs * first.amount)
    return found


def _parts(forecast: Forecast) -> tuple[Floats, Floats]:
    """Worth of a unit for each need (N, C), and the part of what enters that is for it (N, M, C).

    Usual use over all places and days; where no need uses a commodity usually, their largest shares of it.
    """
    labels, wanted = forecast.labels, forecast.members.needed.sum(axis=1)

    def table(by_need: list[dict[str, float]]) -> Floats:
        return np.array([[x.get(c, 0.0) for c in labels.commodities] for x in by_need], dtype=np.float64)

    each = table([worth(forecast.model, n) for n in labels.needs])
    part = np.repeat((each > 0)[:, None].astype(np.float64), len(wanted), axis=1)
    part /= np.maximum(part.sum(axis=0), 1.0)
    for largest in (True, False):
        taken = table([_taken(forecast.model, n, largest=largest) for n in labels.needs])
        use = wanted.T[:, :, None] * (taken * (each > 0))[:, None]
        total = use.sum(axis=0)
        part = np.where(total > 0, use / np.where(total > 0, total, 1.0), part)
    return each, part

"""Whether two answers differ: the one rule by which an answer *depends* on whom one believes, or *holds*.

Two figures are apart if they differ by at least a stated amount, and by more than the error of the draw. No figure is
held against a threshold of its own. Pure: no engine, no ledger.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable

from corridor.measure.kinds import Band, Chance, DateBand
from corridor.result.forecast import MIDDLE
from corridor.study.runs import Line

CHANCE = 0.05
"""Two chances differ from this on: five points."""
PART = 0.1
"""Two amounts differ from this part of the larger one on."""
SHARE, COVER, DAYS = 0.02, 0.5, 3.0
"""Least difference of shares of need met, of days of cover, and of middle dates in days."""
_Z95 = 1.96


def chances(a: Chance, b: Chance) -> float:
    """How far two chances lie apart, 0 to 1; 0 if they do not differ.

    They differ by five points or more, and by more than the 95 % error of a difference of two binomial shares
    (Newcombe 1998, from Wilson's intervals). Paired runs have a smaller error: the rule errs towards no difference.
    """
    low, high = (a, b) if a.value <= b.value else (b, a)
    gap = high.value - low.value
    error = math.hypot(high.value - high.interval[0], low.interval[1] - low.value)
    return gap if gap >= CHANCE - 1e-9 and gap > error else 0.0


def shares(a: Band, b: Band, members: tuple[int, int]) -> float:
    """How far two median shares of need met lie apart, 0 to 1; 0 if they do not differ.

    They differ by two points, by a tenth of the larger share met or of the larger share missing (whichever is less),
    and by more than the error of a median.
    """
    scale = min(max(a.median, b.median), 1 - min(a.median, b.median))
    return _medians(_quartiles(a), _quartiles(b), members, least=max(SHARE, PART * scale))


def covers(a: Band, b: Band, members: tuple[int, int]) -> float:
    """How far two medians of days of cover lie apart, as a part of the larger one; 0 if they do not differ.

    They differ by half a day, by a tenth of the larger one, and by more than the error of a median.
    """
    larger = max(a.median, b.median)
    if math.isinf(larger):
        return 1.0 if a.median != b.median else 0.0
    gap = _medians(_quartiles(a), _quartiles(b), members, least=max(COVER, PART * larger))
    return gap / larger if gap else 0.0


def dates(a: DateBand, b: DateBand) -> float:
    """How far two middle dates lie apart, as a part of 60 days and at most 1; 0 if they do not differ.

    They differ by three days, and by more than the error of a median. A date beyond the horizon is the day after it.
    """

    def days(x: DateBand) -> tuple[float, float, float]:
        found = (x.at(level) for level in (0.25, MIDDLE, 0.75))
        low, mid, high = (float(x.last.toordinal() + 1 if d is None else d.toordinal()) for d in found)
        return low, mid, high

    return min(1.0, _medians(days(a), days(b), (a.chance.members, b.chance.members), least=DAYS) / 60)


def _quartiles(x: Band) -> tuple[float, float, float]:
    return x.at(0.25), x.median, x.at(0.75)


def _medians(
    a: tuple[float, float, float], b: tuple[float, float, float], members: tuple[int, int], *, least: float
) -> float:
    """Difference of two medians, of their quartiles; 0 if it is below `least` or within the error of the draw."""
    (low, m), (high, n) = sorted(((a, members[0]), (b, members[1])), key=lambda x: x[0][1])
    gap = high[1] - low[1]
    # 95 % of the medians of m members lie between the levels 0.5 -+ 0.98 / sqrt(m); straight lines to the quartiles
    rise, fall = (min(1.0, 2 * _Z95 / math.sqrt(many)) for many in (m, n))
    error = math.hypot(
        *(part * far for part, far in ((rise, low[2] - low[1]), (fall, high[1] - high[0])) if far)
    )
    return gap if gap >= least - 1e-9 and gap > error else 0.0


MEASURES: dict[str, Callable[[Line, Line], float]] = {
    "stock-out": lambda a, b: chances(a.stock_out.chance, b.stock_out.chance),
    "date": lambda a, b: dates(a.stock_out, b.stock_out),
    "cover": lambda a, b: covers(a.cover, b.cover, _members(a, b)),
    "met": lambda a, b: shares(a.met, b.met, _members(a, b)),
}
"""How far two answers on one need at one place lie apart, by measure."""


def _members(a: Line, b: Line) -> tuple[int, int]:
    return a.stock_out.chance.members, b.stock_out.chance.members


def apart(lines: Iterable[Line]) -> dict[str, float]:
    """Measures on which any two of some answers on one need at one place differ, and by how much at most."""
    pairs = list(itertools.combinations(lines, 2))
    found = {name: max((gap(a, b) for a, b in pairs), default=0.0) for name, gap in MEASURES.items()}
    return {name: gap for name, gap in found.items() if gap > 0}

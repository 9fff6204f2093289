"""Questions of how long people can hold out, as one number a run, so that what drives them can be found.

Used by `corridor.study.find_out`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from corridor.calendar import Days
from corridor.forecast.block import Block
from corridor.measure.choose import index
from corridor.model.arrays import Arrays
from corridor.model.model import Model

Floats = NDArray[np.float64]
Kind = Literal["person_days_short", "days_to_stock_out", "days_to_rationing", "stock_out_before"]


@dataclass(frozen=True, slots=True)
class Question:
    """A question of which every run gives one number; over all places, or all needs, where none is named."""

    kind: Kind
    need: str | None = None
    place: str | None = None
    before: dt.date | None = None

    @property
    def is_yes_or_no(self) -> bool:
        """Whether the answer of a run is 0 or 1."""
        return self.kind == "stock_out_before"

    @property
    def unit(self) -> str:
        """Unit of the answer."""
        return {"person_days_short": "person-days", "stock_out_before": "chance"}.get(self.kind, "days")

    @property
    def words(self) -> str:
        """The question in words."""
        need, where = self.need or "any need", f" at {self.place}" if self.place else ""
        return {
            "person_days_short": f"How many person-days short of {self.need or 'all needs'}{where}?",
            "days_to_stock_out": f"How many days until {need} falls short of the ration{where}?",
            "days_to_rationing": f"How many days until {need} is rationed{where}?",
            "stock_out_before": f"Does {need} fall short of the ration{where} before {self.before}?",
        }[self.kind]

    def answer(self, arrays: Arrays, runs: Block) -> Floats:
        """The answer of every run, (member,); days are counted from the origin and capped at the horizon.

        Raises
        ------
        UsageError
            When there is no such place or need.
        """
        labels = arrays.labels
        p = slice(None) if self.place is None else slice(*_one(index(labels.places, self.place, "place")))
        n = slice(None) if self.need is None else slice(*_one(index(labels.needs, self.need, "need")))
        if self.kind == "person_days_short":
            return np.asarray(runs.person_days[p, n].sum(axis=(0, 1, 2)), dtype=np.float64)
        first = runs.first_rationing if self.kind == "days_to_rationing" else runs.first_stock_out
        soonest = np.asarray(first[p, n].min(axis=(0, 1)), dtype=np.float64)
        if self.kind == "stock_out_before":
            return (soonest < _limit(arrays.days, self.before)).astype(np.float64)
        return soonest - arrays.origin


def _one(i: int) -> tuple[int, int]:
    return i, i + 1


def _limit(days: Days, before: dt.date | None) -> int:
    return days.count if before is None else min(days.number(before), days.count)


def main_need(model: Model, served: Sequence[str]) -> str:
    """The need that concerns most people; among equals a critical one, then the first by priority.

    Parameters
    ----------
    model : Model
    served : sequence of str
        Needs that a run serves, at least one.
    """
    rows = [n for n in model.needs if n.need in served]
    order = sorted(
        range(len(rows)), key=lambda i: (-rows[i].share.mid, not rows[i].critical, rows[i].priority, i)
    )
    return rows[order[0]].need


def person_days_short(*, need: str | None = None, place: str | None = None) -> Question:
    """Person-days short over the horizon, all tiers."""
    return Question("person_days_short", need, place)


def days_to_stock_out(need: str | None = None, *, place: str | None = None) -> Question:
    """Days from the origin to the first day short of the ration, capped at the horizon."""
    return Question("days_to_stock_out", need, place)


def days_to_rationing(need: str | None = None, *, place: str | None = None) -> Question:
    """Days from the origin to the first rationing, capped at the horizon."""
    return Question("days_to_rationing", need, place)


def stock_out_before(before: dt.date, need: str | None = None, *, place: str | None = None) -> Question:
    """Whether something falls short of the ration before a date on which a decision falls."""
    return Question("stock_out_before", need, place, before)

"""What tests of the engines share: the engines there are, and one run of a case read by label."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import numpy as np

from corridor.access import paths as ap
from corridor.child import ChildFailed
from corridor.forecast.block import Block
from corridor.forecast.ensemble import Prepared, prepare, simulate
from corridor.model.case import Builder
from corridor.model.model import Model
from corridor.model.numbers import draw_values

ENGINES = ("numpy", "compiled")
"""Every engine: what one does all do. One that is missing fails the tests."""

START = dt.date(2023, 1, 1)
NEVER = None


def day(number: int) -> str:
    """ISO day of a day number, as cases built here count them."""
    return (START + dt.timedelta(days=number)).isoformat()


@dataclass(frozen=True)
class Ran:
    """One run read by labels. Series are lists over days of member 0 unless another is asked for."""

    prepared: Prepared
    block: Block
    values: np.ndarray
    path: np.ndarray

    def _at(self, dimension: str, label: str) -> int:
        labels: tuple[str, ...] = getattr(self.prepared.arrays.labels, dimension)
        return labels.index(label)

    def stock(self, place: str, commodity: str, member: int = 0) -> list[float]:
        """Stock at the close of each day."""
        p, c = self._at("places", place), self._at("commodities", commodity)
        return list(self.block.daily.stock[:, p, c, member])

    def handed(self, place: str, commodity: str, member: int = 0) -> list[float]:
        """Handed out to residents each day."""
        p, c = self._at("places", place), self._at("commodities", commodity)
        return list(self.block.daily.handed[:, p, c, member])

    def given(self, place: str, need: str, member: int = 0) -> list[float]:
        """Distributed each day."""
        return list(self.block.daily.distributed[:, *self._need(place, need), member])

    def cover(self, place: str, need: str, member: int = 0) -> list[float]:
        """Days of cover when rations are set."""
        return list(self.block.daily.cover[:, *self._need(place, need), member])

    def short(self, place: str, need: str, member: int = 0) -> list[list[float]]:
        """Shortfall each day: normal, minimum, survival part."""
        return [list(x) for x in self.block.daily.short[:, *self._need(place, need), :, member]]

    def rationing(self, place: str, need: str, member: int = 0) -> int | None:
        """First day of rationing from the origin on; None if there is none."""
        return self._first(self.block.first_rationing[*self._need(place, need), member])

    def stock_out(self, place: str, need: str, member: int = 0) -> int | None:
        """First stock-out from the origin on; None if there is none."""
        return self._first(self.block.first_stock_out[*self._need(place, need), member])

    def empty(self, place: str, need: str, member: int = 0) -> int | None:
        """First day on which nothing is left in store toward an unmet need."""
        return self._first(self.block.first_empty[*self._need(place, need), member])

    def below(self, place: str, need: str, member: int = 0) -> int | None:
        """First day below survival from the origin on; None if there is none."""
        return self._first(self.block.first_below[*self._need(place, need), member])

    def lost(self, commodity: str, member: int = 0) -> float:
        """Lost over the whole run."""
        return float(self.block.lost[self._at("commodities", commodity), member])

    def entered(self, commodity: str, member: int = 0) -> float:
        """Came in from the origin on."""
        return float(self.block.entered[self._at("commodities", commodity), member])

    def situations(self, group: str, member: int = 0) -> list[str]:
        """Situation of a group on each day."""
        a = self.prepared.arrays
        g = self._at("groups", group)
        return [a.labels.situations[a.group_first[g] + int(s)] for s in self.path[:, g, member]]

    def drawn(self, name: str) -> np.ndarray:
        """Drawn values of the one number whose name begins so."""
        names = [n.name for n in self.prepared.arrays.numbers]
        hits = (
            [names.index(name)] if name in names else [i for i, n in enumerate(names) if n.startswith(name)]
        )
        assert len(hits) == 1, f"{name}: {names}"
        return self.values[hits[0]]

    def _need(self, place: str, need: str) -> tuple[int, int]:
        return self._at("places", place), self._at("needs", need)

    def _first(self, number: float) -> int | None:
        return NEVER if number >= self.prepared.arrays.count else int(number)


def run(
    case: Builder | Model, engine: str, *, members: int = 1, seed: int = 1, threads: int = 1, **how: Any
) -> Ran:
    """A case run by an engine; `how` goes to `prepare` (origin, scenario, policy, hindsight)."""
    model = case.check() if isinstance(case, Builder) else case
    if isinstance(how.get("origin"), int):
        how["origin"] = START + dt.timedelta(days=how["origin"])
    prepared = prepare(model, **how)
    ids = np.arange(members)
    values = draw_values(prepared.arrays.numbers, seed, ids)
    path = ap.draw(prepared.outlook, prepared.arrays, seed, ids)
    return again(prepared, values, path, engine, threads=threads)


def again(prepared: Prepared, values: np.ndarray, path: np.ndarray, engine: str, **how: Any) -> Ran:
    """A prepared case run on given draws and paths."""
    block = simulate(prepared, values, path, engine=engine, keep_daily=True, **{"threads": 1, **how})
    return Ran(prepared, block, values, path)


def hill(
    *,
    days: int = 10,
    people: Any = 100,
    storage_t: float | None = None,
    road: dict[str, Any] | None = None,
    **settings: Any,
) -> Builder:
    """Hill and Plain: 100 people who need 1 kg of food each a day; flour, of which 1 kg serves 1 kg.

    Plain is a source with flour without limit; `road` leads from Plain to Hill in a day and carries any
    amount unless said otherwise. There is no stock and no fleet yet.
    """
    case = Builder.build(start=START, days=days, **settings)
    case.add_place("Plain", kind="source")
    case.add_place("Hill", people=people, storage_t=storage_t)
    case.add_commodity("flour", unit="kg")
    case.add_need("food", unit="kg", per_person_day=1)
    case.add_satisfies("food", "flour", per_unit=1)
    case.add_supply("Plain", "flour", unlimited=True)
    case.add_route("road", "Plain", "Hill", **(road or {}))
    return case


def read_here(task: str, data: bytes, options: Mapping[str, Any] | None = None) -> Any:
    """What a child process would answer, read in this one: for the many files of a test that is not about the child."""
    module, _, name = task.partition(":")
    try:
        return json.loads(json.dumps(getattr(import_module(module), name)(data, dict(options or {}))))
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        raise ChildFailed(f"its reader failed ({type(error).__name__})") from None

"""The reference workload in the product's engines, the C floor and the numpy reference, in one run, in turn."""

from __future__ import annotations

import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np

from benchmarks import machine, workload
from benchmarks.drawer import Drawer
from corridor.forecast.day import NumpyEngine
from corridor.forecast.kernel import CompiledEngine

import ref_numpy  # isort: skip  (found beside the instance, whose path `workload` adds)
import run_c  # isort: skip

LAYOUTS = {"A": (0, 0, 1), "B, 8": (1, 0, 8), "B, 16": (1, 0, 16), "B, 32": (1, 0, 32)}
"""Double-precision layouts of the C floor; the best one of a size counts."""


@dataclass(frozen=True)
class Size:
    """How a size is measured: members and members a block of the compiled runs, and of the numpy runs."""

    name: str
    members: int
    block: int
    plain: int
    days: int | None = None


SIZES = (Size("small", 4096, 256, 256), Size("medium", 512, 64, 32), Size("large", 64, 16, 8))


class Runs:
    """One instance in every engine; results are kept to be compared."""

    def __init__(self, size: Size) -> None:
        self.size = size
        self.w = workload.ri.make(size.name, M=size.members, T=size.days)
        self.few = workload.ri.make(size.name, M=size.plain, T=size.days)
        self.arrays, self.params = workload.arrays(self.w), workload.params(self.w)
        self.compiled, self.numpy, self.draw = CompiledEngine(), NumpyEngine(), Drawer(self.w)
        self.floors = self._floors() if machine.compiler() else {}

    def _floors(self) -> dict[str, Any]:
        return {k: run_c.build(self.w.C, *v) for k, v in LAYOUTS.items()}

    def ours(self, pool: ThreadPoolExecutor | None) -> list[Any]:
        """The compiled engine, its paths drawn block by block."""
        spans = [(m, min(m + self.size.block, self.w.M)) for m in range(0, self.w.M, self.size.block)]

        def one(span: tuple[int, int]) -> Any:
            return self.compiled.run(self.arrays, self.params, self.draw(*span), keep_daily=False)

        return list(pool.map(one, spans)) if pool else [one(s) for s in spans]

    def plain(self) -> Any:
        """The plain engine, its paths drawn as the reference draws them."""
        return self.numpy.run(
            self.arrays, self.params, workload.path(self.w, 0, self.few.M), keep_daily=False
        )

    def measure(self, rounds: int) -> dict[str, Any]:
        """Member-days a second of each, and ratios, medians over rounds in which all take their turn."""
        rates: dict[str, list[float]] = {}

        def timed(name: str, members: int, run: Any) -> Any:
            start = time.perf_counter()
            out = run()
            rates.setdefault(name, []).append(members * self.w.T / (time.perf_counter() - start))
            return out

        kept: dict[str, Any] = {}
        m = self.w.M
        self.ours(None)
        with ThreadPoolExecutor(2) as pool:
            self.ours(pool)
            for _ in range(rounds):
                for name, floor in self.floors.items():
                    kept["floor"] = timed(f"floor {name}", m, lambda f=floor: run_c.call(f, self.w, 1))[0]
                kept["ours"] = timed("compiled", m, lambda: self.ours(None))
                for name, floor in self.floors.items():
                    timed(f"floor {name} two", m, lambda f=floor: run_c.call(f, self.w, 2))
                timed("compiled two", m, lambda: self.ours(pool))
                kept["reference"] = timed("reference", self.few.M, lambda: ref_numpy.run(self.few))
                kept["plain"] = timed("plain", self.few.M, self.plain)
        return {"rates": {k: round(statistics.median(v)) for k, v in rates.items()}} | self._ratios(
            rates, kept
        )

    def _ratios(self, rates: dict[str, list[float]], kept: dict[str, Any]) -> dict[str, Any]:
        def ratio(a: str, b: str) -> float:
            return round(statistics.median(x / y for x, y in zip(rates[a], rates[b], strict=True)), 2)

        out: dict[str, Any] = {
            "threads": ratio("compiled two", "compiled"),
            "plain": ratio("plain", "reference"),
            "compiled_plain": round(statistics.median(rates["compiled"]) / statistics.median(rates["plain"])),
            "difference": self._difference(kept),
        }
        if self.floors:
            best = max(LAYOUTS, key=lambda k: statistics.median(rates[f"floor {k}"]))
            two = max(LAYOUTS, key=lambda k: statistics.median(rates[f"floor {k} two"]))
            out |= {
                "layout": best,
                "floor": ratio("compiled", f"floor {best}"),
                "floor_two": ratio("compiled two", f"floor {two} two"),
                "floor_threads": ratio(f"floor {two} two", f"floor {best}"),
            }
        return out

    def _difference(self, kept: dict[str, Any]) -> float:
        """Largest relative difference of shortfalls, days and first days between all that ran."""
        ours = np.moveaxis(np.concatenate([b.short[:, :, 0] for b in kept["ours"]], axis=-1), -1, 0)
        days = np.concatenate([b.person_days_daily for b in kept["ours"]], axis=-1).T
        others = [(kept["reference"]["unmet"], kept["reference"]["daily"])]
        others.append((np.moveaxis(kept["plain"].short[:, :, 0], -1, 0), kept["plain"].person_days_daily.T))
        if "floor" in kept:
            others.append((kept["floor"]["unmet"], kept["floor"]["daily"]))
        worst = 0.0
        for unmet, daily in others:
            worst = max(worst, float(np.abs(ours[: len(unmet)] - unmet).max() / np.abs(unmet).max()))
            worst = max(worst, float(np.abs(days[: len(daily)] - daily).max() / np.abs(daily).max()))
        return worst

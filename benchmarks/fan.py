"""`python -m benchmarks.fan`: what a decision of the fan takes and what it is worth; writes RESULTS_FAN.md.

    python -m benchmarks.fan [--parts decisions,blocks,value,bounds,drawn] [--rounds 5] [--paths 500] [--dry]

The founding case at three origins. Parts that are not asked for keep their last figures, with their date. Policies meet
the same paths, so differences are paired. About half an hour on two cores; every part says how far it is.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import statistics
import sys
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import fan_text, machine
from corridor.cases import path
from corridor.forecast.ensemble import prepare
from corridor.io import Case
from corridor.model.model import Model
from corridor.plan.rows.objective import THOUSAND
from corridor.plan.weights import usual
from corridor.study.plans import touched
from corridor.study.plans.decide import Morning, Setup, Solvers, decide
from corridor.study.plans.intervals import Mean
from corridor.study.plans.make import horizon
from corridor.study.plans.policy import Counter, Deciders, Fresh, Tried, bounds, fresh, try_policy

HERE = Path(__file__).parent
CASE = "lachin"
ORIGINS = ("2022-12-12", "2023-01-20", "2023-06-15")
FUTURES, REVIEW, THREADS = 20, 7, 2
RIVALS = ("frozen", "expected", "closed_for_good", "pull", "usual")
DRAWN = 40
BOUND = 20
SMALL_PATHS = 200


def main() -> int:
    """Measure what is asked for."""
    options = _asked()
    store = HERE / "results_fan.json"
    found: dict[str, Any] = json.loads(store.read_text(encoding="utf-8")) if store.exists() else {}
    model = Case.read(path(CASE)).check()
    for name in options.parts.split(","):
        load, begun = machine.load(), time.perf_counter()
        part = PARTS[name](model, options)
        found[name] = {
            "date": dt.date.today().isoformat(),
            "machine": machine.describe(),
            "versions": {n: version(n) for n in ("corridor", "highspy", "numpy", "scipy")},
            "case": model.digest[:12],
            "load_before": round(load, 1),
            "minutes": (time.perf_counter() - begun) / 60,
            "rows": part,
        }
        if not options.dry:
            store.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
            (HERE / "RESULTS_FAN.md").write_text(fan_text.text(found), encoding="utf-8")
    print(fan_text.text(found))
    return 0


def _asked() -> argparse.Namespace:
    asked = argparse.ArgumentParser(
        prog="python -m benchmarks.fan",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    asked.add_argument("--parts", default=",".join(PARTS), help="what is measured")
    asked.add_argument("--rounds", type=int, default=5, help="rounds over which medians are taken")
    asked.add_argument("--paths", type=int, default=500, help="fresh paths of the founding case")
    asked.add_argument("--dry", action="store_true", help="print, write nothing")
    options = asked.parse_args()
    wrong = [part for part in options.parts.split(",") if part not in PARTS]
    if wrong or min(options.rounds, options.paths) < 1:
        asked.error(f"parts are {', '.join(PARTS)}, and there is one round and one path at least")
    return options


def _say(what: str) -> None:
    print(f"{what} ...", file=sys.stderr, flush=True)


def _told(what: str) -> Callable[[int, int], None]:
    """Progress in tenths."""
    last = [-1]

    def tell(done: int, whole: int) -> None:
        tenth = 10 * done // max(1, whole)
        if tenth > last[0]:
            last[0] = tenth
            print(f"  {what}: {done:,} of {whole:,}", file=sys.stderr, flush=True)

    return tell


def setup_of(model: Model, origin: str | None, *, is_middle: bool) -> Setup:
    """What decisions are made with on an origin: twelve weeks, or what is left of the case."""
    on = None if origin is None else dt.date.fromisoformat(origin)
    prepared = prepare(model, policy="pull", origin=on)
    return Setup(
        prepared=prepared,
        weights=usual(prepared.model, prepared.arrays.labels),
        days=horizon(prepared, None, REVIEW).days,
        review=REVIEW,
        count=FUTURES,
        seed=model.settings.seed,
        is_middle=is_middle,
    )


def decisions(model: Model, options: argparse.Namespace) -> list[dict[str, Any]]:
    """The first decision of the fan on each origin: draws, days before it, program, solving; one thread."""
    rows = []
    for origin in ORIGINS:
        _say(f"a decision, {origin}")
        for is_middle in (False, True):
            own, wall = [], []
            setup = setup_of(model, origin, is_middle=is_middle)
            morning = Morning(day=setup.first, outlook=setup.prepared.outlook, start=None)
            for _ in range(options.rounds):
                spent, begun = time.process_time(), time.perf_counter()
                decide("fan", setup, morning, Solvers("choose", None))
                own.append(time.process_time() - spent)
                wall.append(time.perf_counter() - begun)
            rows.append(
                {
                    "origin": origin,
                    "numbers": "middle" if is_middle else "drawn",
                    "steps": setup.layout(setup.first, FUTURES).length.tolist(),
                    "own": statistics.median(own),
                    "wall": statistics.median(wall),
                    "slowest": max(wall),
                    "rounds": options.rounds,
                }
            )
    return rows


def value(model: Model, options: argparse.Namespace) -> list[dict[str, Any]]:
    """The fan against its rivals, numbers at their medians."""
    return [_valued(model, origin, options.paths, is_middle=True) for origin in ORIGINS]


def with_draws(model: Model, options: argparse.Namespace) -> list[dict[str, Any]]:
    """The same on fewer paths, each with its own draw of the numbers."""
    return [_valued(model, origin, min(DRAWN, options.paths), is_middle=False) for origin in ORIGINS]


def _valued(model: Model, origin: str, paths: int, *, is_middle: bool) -> dict[str, Any]:
    setup = setup_of(model, origin, is_middle=is_middle)
    seen, deciders = fresh(setup, paths), Deciders(THREADS)
    names = tuple(n for n in ("fan", *RIVALS) if n != "usual" or model.inflow)
    tried: dict[str, Tried] = {}
    took = {}
    for name in names:
        _say(f"{name} on {paths} paths, {origin}")
        counter = Counter(paths * len(setup.mornings), _told(name))
        spent, begun = time.process_time(), time.perf_counter()
        done = tried[name] = try_policy(name, seen, deciders, counter=counter)
        took[name] = {
            "wall": time.perf_counter() - begun,
            "own": time.process_time() - spent,
            "solved": done.solved,
            "decisions": done.asked,
        }
    deciders.close()
    return {"origin": origin, "paths": paths, "days": setup.days, "took": took} | _against(tried)


def _against(tried: dict[str, Tried]) -> dict[str, Any]:
    """Costs of each, and of each above the fan, paired."""
    base = tried["fan"].costs
    return {
        "costs": {
            name: {
                "mean": float(t.costs.total.mean() * THOUSAND),
                "short": float(t.costs.short.mean() * THOUSAND),
                "left": float(t.costs.end.mean() * THOUSAND),
                "normal": float(t.costs.person_days[0].mean()),
                "minimum": float(t.costs.person_days[1].mean()),
                "survival": float(t.costs.person_days[2].mean()),
                "worst": float(_worst(t.costs.total) * THOUSAND),
            }
            for name, t in tried.items()
        },
        "above": {
            name: _paired(t.costs.total, base.total) for name, t in tried.items() if t is not tried["fan"]
        },
        "above_short": {
            name: _paired(t.costs.short, base.short) for name, t in tried.items() if t is not tried["fan"]
        },
    }


def _worst(x: Any) -> float:
    return float(np.sort(x)[-max(1, round(len(x) / 10)) :].mean())


def _paired(own: Any, base: Any) -> dict[str, Any]:
    found = Mean.of((own - base[: len(own)]) * THOUSAND)
    return {"mean": found.mean, "low": found.low, "high": found.high}


def at_best(model: Model, options: argparse.Namespace) -> list[dict[str, Any]]:
    """What one who knows path and numbers could do, on few paths; the fan on the same."""
    rows = []
    for origin in ORIGINS:
        setup = setup_of(model, origin, is_middle=True)
        count, deciders = min(BOUND, options.paths), Deciders(THREADS)
        seen: Fresh = fresh(setup, count)
        _say(f"bounds on {count} paths, {origin}")
        perfect, foresight = bounds(seen, deciders, counter=Counter(count, _told("bounds")))
        tried = {name: try_policy(name, seen, deciders) for name in ("fan", "frozen")}
        deciders.close()
        row = _against(tried | {"foresight": foresight, "perfect": perfect})
        rows.append({"origin": origin, "paths": count, "days": setup.days, "seconds": perfect.seconds} | row)
    return rows


def blocks(model: Model, options: argparse.Namespace) -> list[dict[str, Any]]:
    """What the fan costs with the days until the review as one step, against single days, on small cases."""
    del model
    rows = []
    for name, small in (("toy", Case.read(path("toy")).check()), ("two villages", villages())):
        paths, deciders = min(SMALL_PATHS, options.paths), Deciders(THREADS)
        tried: dict[str, Tried] = {}
        walls: dict[str, float] = {}
        usual_size = touched.MANY
        for way, many in (("days", usual_size), ("blocks", 0)):
            _say(f"{name} by {way}")
            touched.MANY = many
            try:
                setup = setup_of(small, None, is_middle=False)
                begun = time.perf_counter()
                counter = Counter(paths * len(setup.mornings), _told(way))
                tried[way] = try_policy("fan", fresh(setup, paths), deciders, counter=counter)
                walls[way] = time.perf_counter() - begun
            finally:
                touched.MANY = usual_size
        deciders.close()
        by_day, by_block = tried["days"].costs, tried["blocks"].costs
        rows.append(
            {
                "case": name,
                "paths": paths,
                "days": setup.days,
                "mean": {way: float(t.costs.total.mean() * THOUSAND) for way, t in tried.items()},
                "short": {way: float(t.costs.short.mean() * THOUSAND) for way, t in tried.items()},
                "above": _paired(by_block.total, by_day.total),
                "above_short": _paired(by_block.short, by_day.short),
                "wall": walls,
            }
        )
    return rows


def villages() -> Model:
    """Two villages, a road that opens and shuts by weeks, a gate with a queue, a few trucks, two goods."""
    own = "assumed: for a benchmark"
    case = Case.build(start="2023-01-01", days=56, name="villages", origin="2023-01-01")
    case.add_place("Depot", kind="source")
    for place, people, flour in (("Upper", 4_000, (20, 30, 50)), ("Lower", 9_000, (40, 70, 110))):
        case.add_place(place, people=people, basis=own)
        case.add_stock(place, "flour", amount=flour, basis=own)
        case.add_stock(place, "soap", amount=(0.5, 1, 2), basis=own)
        case.add_route(
            f"to_{place}", "Depot", place, lead_days=1, crossings=["gate"], group="road", basis=own
        )
    for good, need, share in (("flour", "food", 0.6), ("soap", "washing", 0.3)):
        kg = {"flour": 0.6, "soap": 0.02}[good]
        case.add_commodity(good, unit="t")
        case.add_need(
            need,
            unit="kg",
            per_person_day=kg,
            per_person_day_minimum=(1 + share) / 2 * kg,
            per_person_day_survival=share * kg,
            basis=own,
        )
        case.add_satisfies(need, good, per_unit=1_000, basis=own)
        case.add_supply("Depot", good, unlimited=True)
    case.add_crossing("gate", slots_per_day=(2, 3, 4), basis=own)
    case.add_fleet("trucks", "Depot", trucks=5, payload_t=5, turnaround_days=1, basis=own)
    for name in ("open", "shut"):
        case.add_situation(name, "road")
    case.add_access("*", "*", status="open", basis=own)
    for place in ("Upper", "Lower"):
        case.add_access("shut", f"to_{place}", status="closed", basis=own)
    case.add_spell("road", "open", start="2023-01-01", basis=own)
    for one, other, typical in (("open", "shut", 12), ("shut", "open", 9)):
        case.add_outlook(one, typical_days=typical, worth_spells=2, basis=own)
        case.add_outlook_next(one, other, weight=1, basis=own)
    return case.check()


PARTS: dict[str, Callable[[Model, argparse.Namespace], list[dict[str, Any]]]] = {
    "decisions": decisions,
    "blocks": blocks,
    "value": value,
    "bounds": at_best,
    "drawn": with_draws,
}


if __name__ == "__main__":
    sys.exit(main())

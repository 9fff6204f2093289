"""The plan that a solved program makes, with the notes that it says of itself."""

from __future__ import annotations

from importlib.metadata import version

import numpy as np

from corridor.forecast.ensemble import Prepared
from corridor.model.arrays import Floats
from corridor.plan.orders import daily_loads, orders
from corridor.plan.program import Written
from corridor.plan.solve import Solved
from corridor.plan.weights import Weights
from corridor.result.plan import Plan, PlanRun
from corridor.study.plans.facts import facts
from corridor.study.plans.words import Names


def made(
    prepared: Prepared,
    solved: Solved,
    w: Weights,
    *,
    review: int,
    seed: int,
    access: str,
    floor: float | None,
    method: str,
    shared: int,
    first: tuple[str, ...] = (),
) -> Plan:
    """The plan of a solved program: `shared` steps lie before the review, notes of `first` come before its own."""
    written, values = solved.written, solved.solution.values
    a, model = prepared.arrays, prepared.model
    layout = written.data.steps
    return Plan(
        run=PlanRun(
            digest=model.digest,
            origin=a.days.day(a.origin),
            hindsight=prepared.hindsight,
            known_by=prepared.known_by,
            scenario=prepared.scenario,
            days=layout.days,
            review_days=review,
            futures=written.data.futures,
            seed=seed,
            access=access,
            method=method,
            floor=floor,
            weights=tuple(w.rows(a.labels)),
            objective=solved.solution.objective,
            versions=tuple((name, version(name)) for name in ("corridor", "highspy", "numpy")),
            notes=(*first, *_notes(prepared, written)),
            even_days=int(layout.length[0]),
        ),
        model=model,
        arrays=a,
        days=a.days,
        first=layout.first,
        orders=orders(written, values),
        loads=daily_loads(written, values, steps=shared),
        short=_short(written, values),
    )


def _notes(prepared: Prepared, written: Written) -> tuple[str, ...]:
    names = Names.read(prepared.model)
    notes = ["Access reacts to what is sent: a plan that is known may change what is let through."]
    if written.data.futures > 1:
        notes.append(
            "Each future of the plan knows its own later days, so its own figures are too good; judge it by `compare`."
        )
    if written.loads is not None and written.data.steps.length[0] > 1:
        notes.append(
            "Loads are spread evenly over the days until the review: the plan says how much goes this week, not on "
            "which day. `--by-day` chooses the days, and may take minutes."
        )
    if not written.columns.ship_leg.size:
        notes.append("No way is open to any carrier for goods of use on any day: nothing can be sent.")
    return (
        *prepared.not_read,
        *prepared.record.notes,
        *notes,
        *facts(written.data, names),
        *(
            f"No count of the people of {name} was known: it is not in this plan."
            for name in prepared.unknown
        ),
    )


def _short(written: Written, values: Floats) -> Floats:
    """What is short by day, place, need, tier and future, unit of the need; longer steps spread evenly."""
    d, x = written.data, written.columns
    a = d.arrays
    out = np.zeros((d.steps.count, len(a.labels.places), len(a.labels.needs), 3, d.futures))
    found = values[x.short] / written.scale[x.need][:, None, None, None]
    out[:, x.need_place, x.need] = found.transpose(2, 0, 1, 3)
    return out[d.steps.of_day] / d.steps.length[d.steps.of_day].reshape(-1, 1, 1, 1, 1)


__all__ = ["made"]

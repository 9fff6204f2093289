"""A plan as tables that a person reads and loads by: convoys, manifests, what it leaves short, weights. Plain rows."""

from __future__ import annotations

from typing import Any

from corridor.plan.weights import TIERS
from corridor.study.plans.cleared import STAMP, Clearance, clearance
from corridor.study.plans.explain import Short
from corridor.study.plans.make import Draft
from corridor.study.plans.words import Names

Row = dict[str, Any]


def convoy_rows(made: Draft) -> list[Row]:
    """One row a convoy until the review: date, way, carrier, trucks, mass, volume, what, whether it is cleared."""
    names = Names.read(made.plan.model)
    rows = []
    for i, convoy in enumerate(made.plan.convoys(), start=1):
        cleared = clearance(made, convoy)
        rows.append(
            {
                "convoy": i,
                "date": convoy.date,
                "route": names("routes", convoy.route),
                "from": names("places", convoy.start),
                "to": names("places", convoy.to),
                "carrier": convoy.carrier,
                "fleet": convoy.fleet,
                "trucks": round(convoy.trucks, 3) if convoy.fleet else None,
                "t": convoy.t,
                "m3": convoy.m3 or None,
                "what": ", ".join(
                    f"{names('commodities', x.commodity)} {_amount(x.amount)} {x.unit}" for x in convoy.loads
                ),
                "arrives": convoy.arrives,
                "cleared": "on record" if cleared.is_cleared else STAMP,
                "missing": "; ".join(cleared.missing),
                "claims": ", ".join(cleared.claims),
            }
        )
    return rows


def manifest_rows(made: Draft) -> list[Row]:
    """One row a line of a manifest: convoy, goods, amount in own unit, kg and m3."""
    names = Names.read(made.plan.model)
    return [
        {
            "convoy": i,
            "date": load.date,
            "route": names("routes", load.route),
            "from": names("places", load.start),
            "to": names("places", load.to),
            "carrier": load.carrier,
            "fleet": load.fleet,
            "commodity": names("commodities", load.commodity),
            "amount": load.amount,
            "unit": load.unit,
            "kg": 1_000 * load.t,
            "m3": load.m3 or None,
            "arrives": load.arrives,
        }
        for i, convoy in enumerate(made.plan.convoys(), start=1)
        for load in convoy.loads
    ]


def short_rows(made: Draft) -> list[Row]:
    """What the plan leaves short over its whole length by place, need and tier: mean of its futures, and the worst."""
    written, names = made.solved.written, Names.read(made.plan.model)
    found, n = Short.of(written, made.solved.solution.values), made.plan.arrays.labels
    x, rows = written.columns, []
    for e in range(len(x.need)):
        p, k = int(x.need_place[e]), int(x.need[e])
        whole = float(written.data.parts[:, p, k].sum() / written.data.futures)
        for i, tier in reversed(list(enumerate(TIERS))):
            amount = found.amount[e, i].sum(0)
            if amount.max(initial=0.0) > 1e-6 * max(whole, 1e-6):
                rows.append(
                    {
                        "place": names("places", n.places[p]),
                        "need": names("needs", n.needs[k]),
                        "tier": tier,
                        "person_days": float(found.person_days[e, i].sum() / written.data.futures),
                        "person_days_worst_future": float(found.person_days[e, i].sum(0).max()),
                        "amount": float(amount.mean()),
                        "unit": n.need_units[k],
                        "share_of_need": float(amount.mean() / whole) if whole else 0.0,
                    }
                )
    return rows


def weight_rows(made: Draft) -> list[Row]:
    """Everything that the objective weighs."""
    names, w = Names.read(made.plan.model), made.weights
    rows: list[Row] = [
        {
            "what": "a person-day short",
            "need": names("needs", str(r["need"])),
            "tier": r["tier"],
            "place": "*" if r["place"] == "*" else names("places", str(r["place"])),
            "weight": r["weight"],
        }
        for r in w.rows(made.plan.arrays.labels)
    ]
    rest = (
        (
            "a person-day by which a place is served unlike all together, times that of the normal tier",
            w.fairness,
        ),
        (
            f"a person-day of need in store at the end, up to {w.end_days:g} days, times the same (taken off)",
            w.end,
        ),
        ("a tonne sent", w.tonne),
        ("a truck sent", w.truck),
        ("a tonne sent on the last day above one sent on the first, where all else is the same", w.early),
    )
    return rows + [{"what": what, "need": "*", "tier": "*", "place": "*", "weight": v} for what, v in rest]


def clearances(made: Draft) -> list[tuple[str, str, Clearance]]:
    """What is missing or on record, once for each way and carrier that says the same."""
    names = Names.read(made.plan.model)
    found: dict[tuple[str, str, str], tuple[str, str, Clearance]] = {}
    for convoy in made.plan.convoys():
        cleared = clearance(made, convoy)
        spot = (convoy.route, convoy.carrier, str(cleared))
        found.setdefault(spot, (names("routes", convoy.route), convoy.carrier, cleared))
    return list(found.values())


def _amount(x: float) -> str:
    return f"{x:,.0f}" if x >= 100 else f"{x:,.1f}" if x >= 1 else f"{x:.2g}"

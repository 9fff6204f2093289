"""A plan as tables that a person reads and loads by: convoys, manifests, what it leaves short, weights. Plain rows."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from corridor.plan.weights import TIERS
from corridor.result.plan import Convoy, Plan
from corridor.study.plans.cleared import STAMP, Clearance, Missing, clearance
from corridor.study.plans.explain import Short
from corridor.study.plans.make import Draft
from corridor.study.plans.replay import Replay
from corridor.study.plans.words import Names

Row = dict[str, Any]


def numbered(plan: Plan) -> tuple[tuple[str, Convoy], ...]:
    """Convoys until the review with the numbers of their waybills; days that are alike have one (`Plan.runs`)."""
    return tuple((f"W-{i:03}", convoy) for i, convoy in enumerate(plan.runs(), start=1))


def convoy_rows(made: Draft) -> list[Row]:
    """One row a convoy and day until the review: date, way, carrier, trucks, mass, volume, what, whether cleared."""
    names, rows = Names.read(made.plan.model), list[Row]()
    papers = {(x.date, x.route, x.fleet): number for number, run in numbered(made.plan) for x in run.each}
    for i, convoy in enumerate(made.plan.convoys(), start=1):
        cleared = clearance(made, convoy)
        rows.append(
            {
                "convoy": i,
                "waybill": papers[convoy.date, convoy.route, convoy.fleet],
                "date": convoy.date,
                "route": names("routes", convoy.route),
                "from": names("places", convoy.start),
                "to": names("places", convoy.to),
                "carrier": names("carriers", convoy.carrier),
                "fleet": convoy.fleet,
                "trucks": round(convoy.trucks, 3) if convoy.fleet else None,
                "t": convoy.t,
                "m3": convoy.m3 or None,
                "what": goods_words(convoy, names),
                "arrives": convoy.arrives,
                "cleared": "on record" if cleared.is_cleared else STAMP,
                "missing": "; ".join(map(str, cleared.missing)),
                "claims": ", ".join(cleared.claims),
            }
        )
    return rows


def goods_words(convoy: Convoy, names: Names) -> str:
    """What a convoy carries, in words."""
    return "; ".join(
        f"{names('commodities', x.commodity)} {_amount(x.amount)} {x.unit}" for x in convoy.loads
    )


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
            "carrier": names("carriers", load.carrier),
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


def clearance_lines(made: Draft) -> list[str]:
    """What is missing or on record, a line a way: carriers for whom the same is missing stand together."""
    names, found = Names.read(made.plan.model), dict[str, dict[tuple[str, Clearance], None]]()
    for convoy in made.plan.runs():
        spot = (names("carriers", convoy.carrier), clearance(made, convoy))
        found.setdefault(names("routes", convoy.route), {})[spot] = None
    lines = []
    for route, listed in found.items():
        held = [
            (carrier, replace(m, at="this way") if m.at == route else m)
            for carrier, cleared in listed
            for m in cleared.missing
        ]
        lines += [f"{route}: {STAMP}: {'; '.join(_together(held))}."] if held else []
        lines += [f"{route}, {carrier}: {cleared}." for carrier, cleared in listed if cleared.is_cleared]
    return lines


def behind_rows(found: Replay, names: Names) -> list[Row]:
    """What a plan loads and could not leave, a row a way and goods: t and t planned of its days, first and last day."""
    rows: dict[tuple[str, str], Row] = {}
    for x in found.not_sent:
        row = rows.setdefault(
            (x.route, x.commodity),
            {
                "route": names("routes", x.route),
                "commodity": names("commodities", x.commodity),
                "t": 0.0,
                "t_planned": 0.0,
                "first": x.date,
                "last": x.date,
                "futures": 0,
            },
        )
        _add(row, x.date, x.futures, t=x.t, t_planned=x.t_planned)
    return sorted(rows.values(), key=lambda r: -r["t"])


def more_rows(found: Replay, names: Names) -> list[Row]:
    """What is short more than under the plan's own access, a row a place, need and tier."""
    rows: dict[tuple[str, str, str], Row] = {}
    for x in found.short_more:
        row = rows.setdefault(
            (x.place, x.need, x.tier),
            {
                "place": names("places", x.place),
                "need": names("needs", x.need),
                "tier": x.tier,
                "amount": 0.0,
                "unit": x.unit,
                "first": x.date,
                "last": x.date,
                "futures": 0,
            },
        )
        _add(row, x.date, x.futures, amount=x.amount)
    return list(rows.values())


def _add(row: Row, day: dt.date, futures: int, **more: float) -> None:
    row |= {key: row[key] + value for key, value in more.items()}
    row |= {"first": min(row["first"], day), "last": max(row["last"], day)}
    row["futures"] = max(row["futures"], futures)


def _together(held: list[tuple[str, Missing]]) -> list[str]:
    """What is missing, in words: once for all carriers, then once for all ways and crossings, that share it."""
    whom: dict[Missing, dict[str, None]] = {}
    for carrier, m in held:
        whom.setdefault(replace(m, carrier=""), {})[carrier if m.carrier else ""] = None
    where: dict[Missing, list[str]] = {}
    for m, carriers in whom.items():
        where.setdefault(replace(m, carrier=", ".join(filter(None, carriers)), at=""), []).append(m.at)
    return [str(replace(m, at=" and at ".join(ats))) for m, ats in where.items()]


def _amount(x: float) -> str:
    return f"{x:,.0f}" if x >= 100 else f"{x:,.1f}" if x >= 1 else f"{x:.2g}"

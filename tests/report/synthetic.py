"""An invented case and an invented ensemble, as large as a real one. No engine ran it."""

import dataclasses
import datetime as dt
from typing import Any

import numpy as np

from corridor.calendar import Days
from corridor.errors import Where
from corridor.ledger import records as ev
from corridor.model import flows, goods, needs, places, processes, routes, seen, situations, stocks
from corridor.model.arrays import Labels
from corridor.model.fleets import Fleet
from corridor.model.model import Model, Settings
from corridor.model.numbers import collect, draw_values
from corridor.result.forecast import LEVELS, Bands, Forecast, Members, Named, Run
from corridor.schema.values import Range

START = dt.date(2023, 1, 1)
ORIGIN = dt.date(2023, 2, 15)
DAYS = 180
MEMBERS = 200
EMPTY: dict[str, Any] = {
    "str": "",
    "tuple[str, ...]": (),
    "bool": False,
    "int": 1,
    "float": 0.0,
    "Range": None,
}
R = Range.exact
NONE = ("loss_share", "perish_per_day", "reserve_days")
"""Numbers that are 0 where nothing is written."""


def row(record: type, /, **given: Any) -> Any:
    """A record of any kind, whatever is not given left blank."""
    blank = {f.name: EMPTY.get(str(f.type)) for f in dataclasses.fields(record)} | {"sensitivity": "public"}
    blank = {f.name: blank[f.name] for f in dataclasses.fields(record)} | {
        n: R(0) for n in NONE if n in blank
    }
    missing = {f.name for f in dataclasses.fields(record) if f.default is not dataclasses.MISSING}
    filled = {k: v for k, v in blank.items() if k not in missing} | {"where": Where("synthetic")} | given
    return record(**filled)


def _day(number: int) -> dt.date:
    return START + dt.timedelta(days=number)


STANCES = ("asserted", "denied", "accused", "reported", "promised", "warned")
ACCOUNTS = ("North Bank", "South Bank", "", "River Union")
TOPICS = ("access", "food", "fuel", "deliveries", "population", "health")


def claims(count: int, documents: int) -> tuple[ev.Claim, ...]:
    """Claims of every stance and account, spread over the days before the origin."""
    return tuple(
        row(
            ev.Claim,
            claim=f"C-{i:03}",
            documents=(f"D-{i % documents:03}",),
            voice="attributed",
            speaker=f"Ministry of Supply of {ACCOUNTS[i % 4]}"
            if ACCOUNTS[i % 4]
            else "Relief agency on the spot",
            account=ACCOUNTS[i % 4],
            stance=STANCES[i % 6],
            proposition=(
                f"On the day in question {20 + i} loaded trucks passed the lower bridge and the market of "
                f"Hilltown received flour, oil and medicine for part of its people."
            ),
            polarity="-" if STANCES[i % 6] == "denied" else "+",
            type=TOPICS[(i // 4) % 6],
            time=_day(i % 45).isoformat(),
            time_precision="day",
            valid_from=_day(i % 45),
            quantity=R(20.0 + i) if i % 3 == 0 else None,
            unit="trucks" if i % 3 == 0 else "",
            qualifier="about",
            credibility=f"{'ABCF'[i % 4]}{1 + i % 6}",
            sensitivity="public",
            status="accepted",
        )
        for i in range(1, count + 1)
    )


def ledger(count: int, documents: int) -> dict[str, Any]:
    """Sources, documents, claims and their links."""
    return {
        "sources": tuple(
            row(
                ev.Source,
                source=f"S-{i}",
                name=f"Valley Courier {i}",
                kind="media",
                reliability="B",
                sensitivity="public",
            )
            for i in range(9)
        ),
        "documents": tuple(
            row(
                ev.Document,
                document=f"D-{i:03}",
                source=f"S-{i % 9}",
                title=f"Trucks, shelves and statements of the day, part {i}",
                url=f"https://courier.example/{i}",
                published=_day(i % 45).isoformat(),
                how="excerpt" if i % 5 == 0 else "whole",
                language="en",
                sensitivity="public",
            )
            for i in range(documents)
        ),
        "claims": claims(count, documents),
        "claim_links": tuple(
            row(ev.ClaimLink, a=f"C-{a:03}", b=f"C-{b:03}", kind=kind, question=question)
            for a, b, kind, question in (
                (1, 2, "contradicts", "Who closed the lower road?"),
                (1, 7, "tension", "Who closed the lower road?"),
                (3, 4, "differs", "How many people live on the hill?"),
                (5, 8, "contradicts", "How many trucks passed in January?"),
                (9, 10, "contradicts", ""),
            )
        ),
    }


def model(count: int = 60, documents: int = 25) -> Model:
    """A hill town and its villages, two roads and a line."""
    t = dt.date
    return Model(
        settings=Settings(
            name="hill",
            title="Hilltown and the lower road",
            start=START,
            days=DAYS,
            origin=ORIGIN,
            contact="desk@hill.example",
        ),
        digest="5f3c0ffee5f3c0ffee5f3c0ffee5f3c0ffee5f3c0ffee5f3c0ffee5f3c0ffee0",
        places=(
            row(
                places.Place,
                place="hill",
                name="Hilltown",
                other_names=("Bergstadt", "Tepe"),
                lat=40.0,
                lon=46.0,
                kind="settlement",
            ),
            row(
                places.Place,
                place="villages",
                name="Hill villages",
                other_names=(),
                lat=40.12,
                lon=46.18,
                kind="settlement",
                storage_t=4321.0,
            ),
            row(
                places.Place,
                place="plain",
                name="Plain",
                other_names=("Ova",),
                lat=39.6,
                lon=45.4,
                kind="source",
            ),
            row(
                places.Place,
                place="east",
                name="Eastgate",
                other_names=(),
                lat=39.9,
                lon=46.75,
                kind="source",
            ),
        ),
        people=(
            row(
                places.People,
                place="hill",
                people=Range(52e3, 55e3, 60e3),
                claims=("C-003", "C-004"),
                rival="",
            ),
            row(
                places.People,
                place="villages",
                people=Range(40e3, 45e3, 50e3),
                basis="assumed: the count of 2015 less those who left",
            ),
        ),
        control=(
            row(
                places.Control,
                subject="plain",
                start=t(2020, 1, 1),
                actor="A-1",
                kind="de facto",
                claims=("C-010",),
            ),
        ),
        routes=(
            row(
                routes.Route,
                route="lower",
                name="Lower road",
                from_place="plain",
                to_place="hill",
                mode="road",
                group="roads",
                km=80.0,
                lead_days=R(1),
                crossings=("bridge",),
            ),
            row(
                routes.Route,
                route="lower-out",
                name="Lower road, outward",
                from_place="hill",
                to_place="plain",
                mode="road",
                group="roads",
                km=80.0,
                lead_days=R(1),
                crossings=("bridge",),
            ),
            row(
                routes.Route,
                route="upper",
                name="Upper road",
                from_place="east",
                to_place="hill",
                mode="road",
                group="upper",
                km=60.0,
                lead_days=R(1),
                crossings=(),
            ),
            row(
                routes.Route,
                route="local",
                name="Hill lane",
                from_place="hill",
                to_place="villages",
                mode="road",
                group="lanes",
                km=20.0,
                lead_days=R(1),
                crossings=(),
            ),
            row(
                routes.Route,
                route="wire",
                name="Power line",
                from_place="plain",
                to_place="hill",
                mode="line",
                group="wires",
                carries=("power",),
            ),
        ),
        crossings=(
            row(
                routes.Crossing,
                crossing="bridge",
                name="Lower bridge",
                place="",
                lat=39.75,
                lon=45.75,
                slots_per_day=R(7777.0),
                queue=True,
            ),
        ),
        commodities=(
            row(
                goods.Commodity,
                commodity="flour",
                name="Flour",
                unit="t",
                kg_per_unit=1000.0,
                storable=True,
                goods_class="food",
            ),
            row(
                goods.Commodity,
                commodity="oil",
                name="Cooking oil",
                unit="t",
                kg_per_unit=1000.0,
                storable=True,
                goods_class="food",
            ),
            row(
                goods.Commodity,
                commodity="diesel",
                name="Diesel",
                unit="l",
                kg_per_unit=0.85,
                storable=True,
                goods_class="fuel",
            ),
            row(
                goods.Commodity,
                commodity="insulin",
                name="Insulin",
                unit="kit",
                kg_per_unit=1.0,
                storable=True,
                goods_class="medical",
            ),
            row(
                goods.Commodity,
                commodity="power",
                name="Power",
                unit="MWh",
                storable=False,
                goods_class="power",
            ),
        ),
        needs=(
            row(
                needs.Need,
                need="food",
                name="Food energy",
                unit="kcal",
                per_person_day=R(2100.0),
                share=R(1.0),
                priority=1,
                critical=True,
                basis="derived: the Sphere standard",
            ),
            row(
                needs.Need,
                need="fuel",
                name="Fuel",
                unit="l",
                per_person_day=R(0.6),
                share=R(1.0),
                priority=3,
                claims=("C-011",),
            ),
            row(
                needs.Need,
                need="insulin",
                name="Insulin",
                unit="kit",
                per_person_day=R(1.0),
                share=R(0.01),
                priority=2,
                basis="assumed: one in a hundred",
            ),
            row(
                needs.Need,
                need="power",
                name="Electricity",
                unit="kWh",
                per_person_day=R(3.0),
                share=R(1.0),
                priority=4,
                claims=("C-012",),
            ),
        ),
        satisfies=(
            row(
                goods.Satisfies,
                need="food",
                commodity="flour",
                per_unit=3.5e6,
                usual_share=R(0.8),
                max_share=R(1.0),
                claims=("C-013",),
            ),
            row(
                goods.Satisfies,
                need="food",
                commodity="oil",
                per_unit=9e6,
                usual_share=R(0.2),
                max_share=R(0.3),
                claims=("C-013",),
            ),
            row(
                goods.Satisfies,
                need="fuel",
                commodity="diesel",
                per_unit=1.0,
                usual_share=R(1.0),
                max_share=R(1.0),
                basis="derived: the same thing",
            ),
            row(
                goods.Satisfies,
                need="insulin",
                commodity="insulin",
                per_unit=1.0,
                usual_share=R(1.0),
                max_share=R(1.0),
                basis="derived: the same thing",
            ),
            row(
                goods.Satisfies,
                need="power",
                commodity="power",
                per_unit=1000.0,
                usual_share=R(1.0),
                max_share=R(1.0),
                basis="derived: the same thing",
            ),
        ),
        stocks=tuple(
            row(
                stocks.Stock,
                place=p,
                commodity=c,
                holder="state",
                amount=Range(a * 0.5, a, a * 2),
                unit="t",
                accessible_share=R(1.0),
                basis=f"assumed: {a:.0f} t, as 61234 days of usual use were spoken of",
            )
            for p, c, a in (
                ("hill", "flour", 98765.0),
                ("hill", "diesel", 87654.0),
                ("villages", "flour", 76543.0),
                ("hill", "insulin", 65432.0),
            )
        ),
        processes=(
            row(
                processes.Process,
                process="bakery",
                name="Bakery",
                place="hill",
                per_day=R(90.0),
                target_days=R(1.0),
                claims=("C-014",),
            ),
        ),
        process_flows=tuple(
            row(processes.ProcessFlow, process="bakery", commodity=c, role=role, amount=1.0, keep=0.0)
            for c, role in (("diesel", "input"), ("oil", "output"))
        ),
        levels=(
            row(needs.Level, place="hill", commodity="flour", target_days=R(31337.0), reserve_days=R(5.0)),
        ),
        fleets=(
            row(
                Fleet,
                fleet="grey",
                carrier="Relief agency",
                base="plain",
                trucks=R(54321.0),
                payload_t=20.0,
                availability=R(1.0),
                return_share=R(1.0),
                turnaround_days=R(1),
            ),
        ),
        situations=(
            row(
                situations.Situation,
                situation="free",
                group="roads",
                name="Free passage",
                meaning="All pass.",
            ),
            row(
                situations.Situation,
                situation="tents",
                group="roads",
                name="Tents on the road",
                meaning="Relief only.",
            ),
            row(
                situations.Situation,
                situation="shut",
                group="roads",
                name="Gate shut",
                meaning="Nobody passes.",
            ),
            row(
                situations.Situation,
                situation="idle",
                group="upper",
                name="Unused",
                meaning="Refused by residents.",
            ),
            row(situations.Situation, situation="on", group="wires", name="Power on", meaning=""),
            row(situations.Situation, situation="off", group="wires", name="Power off", meaning=""),
        ),
        access=(
            row(
                situations.Access,
                situation="*",
                subject="*",
                carrier="*",
                direction="*",
                goods_class="*",
                status="open",
            ),
            row(
                situations.Access,
                situation="tents",
                subject="lower",
                carrier="*",
                direction="*",
                goods_class="*",
                status="closed",
                claims=("C-001",),
            ),
            row(
                situations.Access,
                situation="tents",
                subject="lower",
                carrier="Relief agency",
                direction="*",
                goods_class="*",
                status="restricted",
                cap=R(0.2),
                unit="share",
                claims=("C-002",),
            ),
            row(
                situations.Access,
                situation="tents",
                subject="lower-out",
                carrier="*",
                direction="*",
                goods_class="*",
                status="closed",
                claims=("C-001",),
            ),
            row(
                situations.Access,
                situation="shut",
                subject="lower",
                carrier="*",
                direction="*",
                goods_class="*",
                status="closed",
                claims=("C-005",),
            ),
            row(
                situations.Access,
                situation="shut",
                subject="lower-out",
                carrier="*",
                direction="*",
                goods_class="*",
                status="closed",
                claims=("C-005",),
            ),
            row(
                situations.Access,
                situation="idle",
                subject="upper",
                carrier="*",
                direction="*",
                goods_class="*",
                status="refused",
                claims=("C-008",),
            ),
            row(
                situations.Access,
                situation="off",
                subject="wire",
                carrier="*",
                direction="*",
                goods_class="*",
                status="closed",
                claims=("C-009",),
            ),
        ),
        inflow=(
            row(
                flows.Inflow,
                situation="tents",
                route="lower",
                carrier="Relief agency",
                contents="flour",
                per_day=Range(20.0, 30.0, 40.0),
                share_reaching=R(1.0),
                claims=("C-015",),
            ),
        ),
        timeline=(
            row(
                situations.Spell,
                group="roads",
                start=START,
                end=_day(11),
                situation="free",
                claims=("C-020",),
            ),
            row(
                situations.Spell,
                group="roads",
                start=_day(12),
                end=None,
                situation="tents",
                claims=("C-021",),
            ),
            row(situations.Spell, group="upper", start=START, end=None, situation="idle", claims=("C-022",)),
            row(situations.Spell, group="wires", start=START, end=_day(8), situation="on", claims=("C-023",)),
            row(situations.Spell, group="wires", start=_day(9), end=None, situation="off", claims=("C-024",)),
        ),
        outlook=tuple(
            row(
                situations.Outlook,
                situation=s,
                typical_days=60.0,
                worth_spells=2.0,
                basis="assumed: spells elsewhere",
            )
            for s in ("free", "tents", "shut", "off")
        ),
        outlook_next=tuple(
            row(
                situations.OutlookNext,
                situation=s,
                next=n,
                weight=1.0,
                basis="assumed: what followed elsewhere",
            )
            for s, n in (("free", "tents"), ("tents", "shut"), ("shut", "free"), ("off", "on"))
        ),
        consignments=(
            row(
                flows.Consignment,
                consignment="K-1",
                carrier="River Union",
                contents="flour",
                amount=R(40.0),
                unit="t",
                waiting_at="Eastgate",
                start=_day(20),
                condition="both roads opened at once",
                refused_by="residents",
                claims=("C-030",),
            ),
        ),
        observations=(
            row(
                seen.Observation,
                observation="O-1",
                start=_day(70),
                place="hill",
                kind="stock_out",
                maps_to="fuel",
                meaning="Pumps are dry.",
                claims=("C-040",),
            ),
        ),
        events=(
            row(
                seen.Event,
                event="E-1",
                start=_day(14),
                kind="statement",
                actors=("North Bank",),
                place="Hilltown",
                words="The council asks for both roads at once.",
                claims=("C-016",),
            ),
            row(
                seen.Event,
                event="E-2",
                start=_day(30),
                kind="session",
                actors=("River Union", "South Bank"),
                words="A session on the lower road ends without a text.",
                claims=("C-017",),
            ),
        ),
        actors=(row(ev.Actor, actor="A-1", name="South Bank", kind="state"),),
        **ledger(count, documents),
    )


def _labels(case: Model) -> Labels:
    return Labels(
        places=tuple(p.place for p in case.places),
        commodities=tuple(c.commodity for c in case.commodities),
        commodity_units=tuple(c.unit for c in case.commodities),
        needs=tuple(n.need for n in case.needs),
        need_units=tuple(n.unit for n in case.needs),
        routes=tuple(r.route for r in case.routes if r.mode != "line"),
        legs=(),
        lines=tuple(r.route for r in case.routes if r.mode == "line"),
        crossings=("bridge",),
        fleets=("grey",),
        processes=("bakery",),
        groups=("roads", "upper", "lanes", "wires"),
        situations=("free", "tents", "shut", "idle", "lanes: always", "on", "off"),
        classes=("food", "fuel", "medical", "power"),
    )


def _bands(x: np.ndarray) -> np.ndarray:
    return np.moveaxis(np.quantile(x, LEVELS, axis=-1, method="inverted_cdf"), 0, -1)


def _first(hit: np.ndarray, origin: int) -> np.ndarray:
    """First day from the origin on which something holds, by member; T where it never does."""
    after = hit[origin:]
    return np.where(after.any(axis=0), origin + after.argmax(axis=0), len(hit))


def _paths(case: Model, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Cover, distributed and need by day, place, need, member: straight lines down, each at its own speed."""
    days, pn = np.arange(DAYS)[:, None, None, None], (len(case.places), len(case.needs))
    start = np.array([[150, 60, 90, 0], [190, 45, 60, 0], [0, 0, 0, 0], [0, 0, 0, 0]], dtype=float)[
        None, :, :, None
    ]
    speed = rng.lognormal(0.0, 0.35, size=(1, *pn, MEMBERS))
    cover = np.maximum(start - days * speed, 0.0)
    persons = np.array([55e3, 45e3, 0, 0])[None, :, None, None] * rng.normal(1, 0.04, size=(1, 1, 1, MEMBERS))
    per_day = np.array([2100, 0.6, 0.01, 3])[None, None, :, None]
    need = np.broadcast_to(persons * per_day, (DAYS, *pn, MEMBERS))
    met = np.where(cover > 0, np.minimum(1, 0.6 + cover / 100), 0.22)
    met[:, :, 3] = np.where(days[:, :, 0] < 9, 1.0, 0.1)
    return np.where(need > 0, cover, np.inf), need * met, need


def forecast(case: Model | None = None, *, hindsight: bool = False) -> Forecast:
    """An invented ensemble of the invented case, the same each time."""
    case = case or model()
    rng = np.random.default_rng(3)
    cover, distributed, need = _paths(case, rng)
    origin = (ORIGIN - START).days
    gap = need - distributed
    short = np.stack(
        [
            np.minimum(gap, need * 0.3),
            np.clip(gap - need * 0.3, 0, need * 0.3),
            np.maximum(gap - need * 0.6, 0),
        ],
        axis=3,
    )
    persons = need / np.where(need > 0, np.array([2100, 0.6, 0.01, 3])[None, None, :, None], 1)
    share = np.divide(short, need[:, :, :, None], out=np.zeros_like(short), where=need[:, :, :, None] > 0)
    days_short = (persons[:, :, :, None] * share)[origin:]
    numbers = collect(case).items
    stock = np.full((DAYS, len(case.places), len(case.commodities), MEMBERS), 424242.0)
    state = np.zeros((DAYS, 7))
    past, ahead = np.arange(DAYS) < origin, np.clip((np.arange(DAYS) - origin) / 200, 0, 0.6)
    state[:, 0] = np.where(np.arange(DAYS) < 12, 1, np.where(past, 0, ahead / 2))
    state[:, 2] = np.where(past, 0, ahead / 2)
    state[:, 1] = np.where(np.arange(DAYS) < 12, 0, 1 - state[:, 0] - state[:, 2])
    state[:, 3] = state[:, 4] = 1
    state[:, 5] = np.where(np.arange(DAYS) < 9, 1, np.where(past, 0, ahead / 3))
    state[:, 6] = 1 - state[:, 5]
    below = short[..., 2, :] > 0

    def by_member(x: np.ndarray) -> np.ndarray:
        return np.moveaxis(x, -1, 0)

    return Forecast(
        run=Run(
            digest=case.digest,
            origin=ORIGIN,
            hindsight=hindsight,
            scenario=None,
            policy="usual",
            members=MEMBERS,
            seed=1,
            engine="synthetic",
            versions=(("corridor", "0.1.0"), ("numpy", np.__version__)),
            notes=("No outlook given for lanes: the last situation stays.",),
        ),
        model=case,
        labels=_labels(case),
        days=Days(START, DAYS),
        origin=origin,
        bands=Bands(
            stock=_bands(stock),
            cover=_bands(cover),
            distributed=_bands(distributed),
            short=_bands(short),
            handed=_bands(stock * 0),
            met=_bands(np.where(need > 0, distributed / np.where(need > 0, need, 1.0), 1.0)),
            contents=np.zeros((DAYS, len(case.places), 3, len(LEVELS))),
            error=0.0,
        ),
        need=_bands(need),
        persons=_bands(persons[:, :, 0]),
        members=Members(
            first_rationing=by_member(_first(distributed < need * 0.999, origin)),
            first_stock_out=by_member(_first((cover <= 0) & (need > 0), origin)),
            first_empty=by_member(_first((cover <= 0) & (need > 0), origin)),
            first_below_survival=by_member(_first(below, origin)),
            days_below_survival=by_member(below[origin:].sum(axis=0).astype(float)),
            person_days_below_survival=by_member((below * persons)[origin:].sum(axis=0)),
            short=by_member(short[origin:].sum(axis=0)),
            person_days_short=by_member(days_short.sum(axis=0)),
            person_days_short_daily=days_short.sum(axis=(1, 2, 3)).T,
            lowest_cover=by_member(cover[origin:].min(axis=0)),
            distributed=by_member(distributed[origin:].sum(axis=0)),
            needed=by_member(need[origin:].sum(axis=0)),
            entered=np.full((MEMBERS, len(case.commodities)), 100.0),
            lost=np.zeros((MEMBERS, len(case.commodities))),
            trucks_held_days=np.zeros(MEMBERS),
            trucks_held_most=np.zeros(MEMBERS),
            residual=np.zeros(MEMBERS),
        ),
        named=Named(
            stock=stock[..., :20],
            cover=cover[..., :20],
            distributed=distributed[..., :20],
            situation=np.zeros((DAYS, 4, 20), dtype=np.int64),
        ),
        situation_share=state,
        numbers=numbers,
        draws=draw_values(numbers, 1, np.arange(MEMBERS)),
    )

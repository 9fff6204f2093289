"""A forecast small enough to add up by hand: two places, one need, two goods, ten days, four members.

Hill has 100 people, Dale 300; each needs 2 kcal a day. Flour holds 1,000 kcal a tonne; a run of the mill
makes 0.8 t of flour from 1 t of wheat. The forecast starts on day 2. Members differ in Hill only; Dale is
served in full.
"""

import dataclasses
import datetime as dt
from typing import Any

import numpy as np

from corridor.calendar import Days
from corridor.errors import Where
from corridor.model.arrays import Labels, Number
from corridor.model.goods import Commodity, Satisfies
from corridor.model.model import Model, Settings
from corridor.model.needs import Need
from corridor.model.processes import Process, ProcessFlow
from corridor.result.forecast import LEVELS, Bands, Forecast, Members, Named, Run
from corridor.schema.values import Range

START = dt.date(2023, 1, 25)
T, ORIGIN, M, V = 10, 2, 4, len(LEVELS)
HERE = Where("tiny")
PERSONS = np.array([100.0, 300.0])
NEED = PERSONS * 2


def model() -> Model:
    """The rows that measures look up."""
    flour = Commodity(
        where=HERE,
        commodity="flour",
        name="Flour",
        unit="t",
        kg_per_unit=1000.0,
        m3_per_unit=None,
        perish_per_day=Range.exact(0.0),
        storable=True,
        goods_class="food",
        kcal_per_unit=1000.0,
        protein_g_per_unit=40.0,
        fat_g_per_unit=10.0,
    )
    wheat = dataclasses.replace(flour, commodity="wheat", name="Wheat", kcal_per_unit=0.0)
    bread = Need(
        where=HERE,
        need="bread",
        name="Bread",
        unit="kcal",
        per_person_day=Range.exact(2.0),
        per_person_day_minimum=None,
        per_person_day_survival=Range.exact(1.0),
        share=Range.exact(1.0),
        priority=1,
        critical=False,
    )
    serves = Satisfies(
        where=HERE,
        need="bread",
        commodity="flour",
        per_unit=1000.0,
        usual_share=Range.exact(1.0),
        max_share=Range.exact(1.0),
    )
    mill = Process(
        where=HERE,
        process="mill",
        name="Mill",
        place="Hill",
        start=None,
        end=None,
        per_day=None,
        target_days=Range.exact(1.0),
        order=None,
    )
    flows = tuple(
        ProcessFlow(where=HERE, process="mill", commodity=c, role=role, amount=a, keep=0.0)
        for c, role, a in (("wheat", "input", 1.0), ("flour", "output", 0.8))
    )
    settings = Settings(
        name="tiny", title="Tiny", start=START, days=T, origin=START + dt.timedelta(days=ORIGIN)
    )
    return Model(
        settings=settings,
        digest="d1",
        commodities=(flour, wheat),
        needs=(bread,),
        satisfies=(serves,),
        processes=(mill,),
        process_flows=flows,
    )


LABELS = Labels(
    places=("Hill", "Dale"),
    commodities=("flour", "wheat"),
    commodity_units=("t", "t"),
    needs=("bread",),
    need_units=("kcal",),
    routes=("road",),
    legs=("road",),
    lines=(),
    crossings=(),
    fleets=(),
    processes=("mill",),
    groups=("road",),
    situations=("open", "closed"),
    classes=("food",),
)


def number(name: str = "stock of flour", **given: Any) -> Number:
    """A number with a range and one claim."""
    usual: dict[str, Any] = {
        "table": "stocks",
        "key": f"Hill / {name}",
        "column": "amount",
        "range": Range(1.0, 2.0, 3.0),
        "minimum": 0.0,
        "maximum": None,
        "draw": name,
        "unit": "t",
        "claims": ("C-1",),
        "basis": "",
    }
    return Number(name=name, **(usual | given))


def members(**given: Any) -> Members:
    """Hill stocks out on day 3, 5, 5 and never; it is short of 0, 100, 200, 400 of its 1,600 kcal."""
    first = np.full((M, 2, 1), T)
    first[:3, 0, 0] = 3, 5, 5
    zero = np.zeros((M, 2, 1))
    needed = np.broadcast_to(NEED[None, :, None] * (T - ORIGIN), (M, 2, 1)).copy()
    lacking = zero.copy()
    lacking[:, 0, 0] = 400, 200, 100, 0
    tiers = np.zeros((M, 2, 1, 3))
    tiers[:, 0, 0, 0] = 200, 100, 50, 0
    below = zero.copy()
    below[0, 0, 0] = 2
    usual: dict[str, Any] = {
        "first_rationing": np.maximum(first - 1, 2),
        "first_stock_out": first,
        "first_empty": first.copy(),
        "first_below_survival": np.where(below > 0, 8, T),
        "days_below_survival": below,
        "person_days_below_survival": below * PERSONS[None, :, None],
        "short": tiers * 2,
        "person_days_short": tiers,
        "person_days_short_daily": np.zeros((M, T)),
        "lowest_cover": zero,
        "distributed": needed - lacking,
        "needed": needed,
        "entered": np.array([[1.6, 0.0], [0.8, 1.0], [0.0, 2.0], [0.0, 0.0]]),
        "lost": np.zeros((M, 2)),
        "trucks_held_days": np.array([0.0, 0.0, 4.0, 8.0]),
        "trucks_held_most": np.array([0.0, 0.0, 2.0, 2.0]),
        "residual": np.zeros(M),
    }
    return Members(**(usual | given))


def bands(**given: Any) -> Bands:
    """Hill gets 200 kcal a day to day 6 and 150 after it (100 at the lowest level); Dale always 600."""
    distributed = np.broadcast_to(NEED[None, :, None, None], (T, 2, 1, V)).copy()
    distributed[7:, 0] = 150
    short = np.zeros((T, 2, 1, 3, V))
    short[7:, 0, 0, 0] = np.linspace(20, 80, V)
    cover = np.broadcast_to(np.arange(1.0, V + 1), (T, 2, 1, V)).copy()
    usual: dict[str, Any] = {
        "stock": np.ones((T, 2, 2, V)),
        "cover": cover,
        "distributed": distributed,
        "short": short,
        "handed": np.broadcast_to(np.array([0.2, 0.0])[None, None, :, None], (T, 2, 2, V)).copy(),
        "met": 1 - short.sum(axis=3)[..., ::-1] / NEED[None, :, None, None],
        "contents": np.broadcast_to(
            0.2 * np.array([1000.0, 40.0, 10.0]) / np.array([[100.0], [300.0]]), (V, T, 2, 3)
        ).transpose(1, 2, 3, 0),
        "error": 0.0,
    }
    return Bands(**(usual | given))


def forecast(**given: Any) -> Forecast:
    """The whole of it; parts can be given."""
    numbers = (number(), number("people of Hill", table="people", column="people", unit="persons", claims=()))
    usual: dict[str, Any] = {
        "run": Run(
            digest="d1",
            origin=START + dt.timedelta(days=ORIGIN),
            hindsight=False,
            scenario=None,
            policy="recorded",
            members=M,
            seed=1,
            engine="numpy",
            versions=(("corridor", "0"),),
            notes=("one note",),
        ),
        "model": model(),
        "labels": LABELS,
        "days": Days(START, T),
        "origin": ORIGIN,
        "bands": bands(),
        "need": np.broadcast_to(NEED[None, :, None, None], (T, 2, 1, V)).copy(),
        "persons": np.broadcast_to(PERSONS[None, :, None], (T, 2, V)).copy(),
        "members": members(),
        "named": Named(
            stock=np.ones((T, 2, 2, M)),
            cover=np.ones((T, 2, 1, M)),
            distributed=np.ones((T, 2, 1, M)),
            situation=np.zeros((T, 1, M), dtype=np.int64),
        ),
        "situation_share": np.full((T, 2), 0.5),
        "numbers": numbers,
        "draws": np.array([[1.0, 2.0, 3.0, 4.0], [90.0, np.nan, 110.0, 100.0]]),
    }
    return Forecast(**(usual | given))

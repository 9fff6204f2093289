"""Tiny cases, one a family of rows of a plan; the golden file of that name holds its rows, reasoned by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from tests.planning import Drawn, drawn
from tests.support import day, hill

from corridor.model.case import Builder
from corridor.plan.program import Written
from corridor.plan.rows.floor import Floor


def _road(days: int = 2, *, stock: float = 30, **road: Any) -> Builder:
    """100 people at Hill who need 1 kg a day each; `stock` kg there; flour without limit at Plain."""
    case = hill(days=days, road=road)
    case.add_stock("Hill", "flour", amount=stock)
    return case


def _shut(case: Builder, *days: int, group: str = "road", last: int = 0) -> None:
    """The road is closed on some days: situation `shut`, else `free`, as known to the planner."""
    case.add_situation("free", group=group)
    case.add_situation("shut", group=group)
    case.add_access("*", "*", status="open")
    case.add_access("shut", "road", status="closed")
    case.add_spell(group, "free", start=day(0))
    for number in days:
        case.add_spell(group, "shut", start=day(number))
        case.add_spell(group, "free", start=day(number + 1))


def _along(d: Drawn, *situations: int) -> Drawn:
    """The same with the situations of the road told day by day, for every future alike."""
    path = d.path.copy()
    path[:, d.a.labels.groups.index("road")] = np.array(situations)[:, None]
    return replace(d, path=path)


def columns() -> Written:
    """A road that is closed on the second day, power that cannot be stored, rice that may be two fifths."""
    case = _road()
    _shut(case)
    case.add_commodity("power", unit="MWh", storable=False)
    case.add_supply("Plain", "power", per_day=8)
    case.add_route("wire", "Plain", "Hill", mode="line", carries="power", per_day=5, unit="MWh")
    case.add_need("light", unit="kWh", per_person_day=0.1, per_person_day_minimum=0.08,
                  per_person_day_survival=0.02)  # fmt: skip
    case.add_satisfies("light", "power", per_unit=2)
    case.add_commodity("rice", unit="kg")
    case.add_stock("Hill", "rice", amount=10)
    case.add_satisfies("food", "rice", per_unit=1.25, usual_share=0, max_share=0.4)
    return _along(drawn(case), 0, 1).write()


def _made() -> Builder:
    case = _road(stock=50, lead_days=1, loss_share=0.1, km=50)
    case = case.replace("commodities", "flour", perish_per_day=0.2)
    case.add_commodity("bread", unit="kg")
    case.add_satisfies("food", "bread", per_unit=1.5)
    case.add_process("bakery", "Hill", inputs={"flour": 1}, outputs={"bread": 1.25})
    case.add_commodity("diesel", unit="l", kg_per_unit=0.8, goods_class="fuel")
    case.add_stock("Plain", "diesel", amount=40)
    case.add_supply("Hill", "flour", per_day=5)
    case.add_fleet("trucks", "Plain", trucks=2, payload_t=1, fuel="diesel", l_per_km=0.3)
    return case


def balance() -> Written:
    """Flour perishes, is lost on the way and becomes bread; trucks burn diesel."""
    return drawn(_made()).write()


def balance_coarse() -> Written:
    """One day, then two as one step, with flour that perishes."""
    case = _road(days=3, stock=50, lead_days=1)
    case = case.replace("commodities", "flour", perish_per_day=0.2)
    case.add_supply("Hill", "flour", per_day=5)
    return drawn(case).write(daily=1, coarse=2)


def need() -> Written:
    """Three tiers, a fixed need beside that of people, two goods."""
    case = _road(days=1)
    case = case.replace("needs", "food", per_person_day_minimum=0.8, per_person_day_survival=0.5)
    case.add_commodity("rice", unit="kg")
    case.add_stock("Hill", "rice", amount=10)
    case.add_satisfies("food", "rice", per_unit=1.25, usual_share=0, max_share=0.4)
    case.add_fixed_need("food", "Hill", per_day=20)
    return drawn(case).write()


def load() -> Written:
    """Two fleets; one is limited by volume, too."""
    case = _road(days=1)
    case = case.replace("commodities", "flour", m3_per_unit=0.002)
    case.add_commodity("salt", unit="kg", m3_per_unit=0.001)
    case.add_supply("Plain", "salt", unlimited=True)
    case.add_satisfies("food", "salt", per_unit=0.1, usual_share=0)
    case.add_fleet("red", "Plain", trucks=2, payload_t=4, load_m3=6)
    case.add_fleet("blue", "Plain", trucks=1, payload_t=3)
    return drawn(case).write()


def road() -> Written:
    """A road closed on one of two days that are one step."""
    case = _road(days=3, per_day=0.5)
    _shut(case)
    return _along(drawn(case), 0, 1, 0).write(daily=1, coarse=2)


def share() -> Written:
    """A quarter of the road for the trucks of traders."""
    case = _road(days=1, per_day=2)
    case.add_access("*", "*", status="open")
    case.add_access("*", "road", status="restricted", cap=0.25, unit="share", carrier="trade")
    case.add_fleet("aid", "Plain", trucks=1, payload_t=4, carrier="aid")
    case.add_fleet("trade", "Plain", trucks=1, payload_t=4, carrier="trade")
    return drawn(case).write()


def cap() -> Written:
    """A cap in trucks on the road and one in t at its gate."""
    case = _road(days=1, crossings="gate")
    case.add_crossing("gate", queue=True)
    case.add_fleet("trucks", "Plain", trucks=9, payload_t=4)
    case.add_access("*", "*", status="open")
    case.add_access("*", "road", status="restricted", cap=3, unit="trucks/day")
    case.add_access("*", "gate", status="restricted", cap=0.6, unit="t/day")
    return drawn(case).write()


def slots() -> Written:
    """A bridge where nobody waits, on two ways, and a gate with a queue on one."""
    case = _road(days=1, crossings=["bridge", "gate"])
    case.add_route("track", "Plain", "Hill", crossings="bridge")
    case.add_crossing("bridge", slots_per_day=4)
    case.add_crossing("gate", slots_per_day=2.5, queue=True)
    case.add_fleet("trucks", "Plain", trucks=9, payload_t=4)
    return drawn(case).write()


def queue() -> Written:
    """Goods and trucks that wait at a gate."""
    case = _road(crossings="gate", lead_days=1, loss_share=0.05)
    case.add_crossing("gate", queue=True)
    case.add_fleet("trucks", "Plain", trucks=9, payload_t=4)
    return drawn(case).write()


def load_at_gate() -> Written:
    """The case of the slots."""
    return slots()


def room() -> Written:
    """A store that is over full by itself, the more so when a reserve is released."""
    case = _road(stock=700)
    case = case.replace("places", "Hill", storage_t=0.6)
    case.add_stock("Hill", "flour", amount=50, holder="reserved", release_date=day(1))
    return drawn(case).write()


def fleet() -> Written:
    """Trucks that rest a day, of which some cannot drive and some do not return."""
    case = _road(days=4, lead_days=1)
    case.add_fleet(
        "trucks", "Plain", trucks=5, payload_t=4, turnaround_days=1, availability=0.8, return_share=0.9
    )
    return drawn(case).write()


def keep() -> Written:
    """A bakery that leaves some flour, and an oven that would leave more than there is."""
    case = _road(stock=60)
    case.add_commodity("bread", unit="kg")
    case.add_satisfies("food", "bread", per_unit=1.5)
    case.add_process("bakery", "Hill", outputs={"bread": 1.25})
    case.add_process_flow("bakery", "flour", role="input", amount=1, keep=20)
    case.add_process("oven", "Hill", outputs={"bread": 1.1})
    case.add_process_flow("oven", "flour", role="input", amount=1, keep=80)
    return drawn(case).write()


def shortfall() -> Written:
    """Weights by place; a need of a place without people."""
    case = _road(days=1)
    case.add_place("Dale", people=400)
    case.add_need("power", unit="kWh", per_person_day=0, name="Hospitals")
    case.add_place("Post", kind="hub")
    case.add_stock("Post", "flour", amount=1)
    case.add_fixed_need("power", "Hill", per_day=250)
    case.add_fixed_need("power", "Post", per_day=50)
    case.add_satisfies("power", "flour", per_unit=1)
    case.add_weight("food", "survival", weight=12)
    case.add_weight("food", "survival", place="Dale", weight=20)
    return drawn(case).write()


def moving() -> Written:
    """Trucks with flour."""
    case = _road(days=1)
    case.add_fleet("trucks", "Plain", trucks=9, payload_t=4)
    return drawn(case).write()


def fairness() -> Written:
    """Two places."""
    case = _road()
    case.add_place("Dale", people=300)
    return drawn(case).write()


def ending() -> Written:
    """Flour on the way at the end, flour and bread in store."""
    case = _road(lead_days=2, loss_share=0.1)
    case.add_commodity("bread", unit="kg")
    case.add_satisfies("food", "bread", per_unit=1.5)
    case.add_process("bakery", "Hill", inputs={"flour": 1}, outputs={"bread": 1.25})
    return drawn(case).write()


def shared() -> Written:
    """Two futures alike; they share the loads of the first day."""
    case = _road()
    case.add_fleet("trucks", "Plain", trucks=9, payload_t=4, availability=0.5)
    return drawn(case, futures=2, alike=True).write(shared_steps=1)


def _floored(**how: Any) -> Written:
    case = _road(days=1)
    case = case.replace("needs", "food", per_person_day_minimum=0.8, per_person_day_survival=0.5)
    d = drawn(case)
    return d.write(asked=Floor(share=0.9, where=np.ones((2, 1), dtype=bool)), **how)


def floor() -> Written:
    """Nine tenths of survival, held."""
    return _floored()


def floor_highest() -> Written:
    """The most of nine tenths of survival that can be kept."""
    return _floored(highest_floor=True)


CASES = {
    "columns": columns,
    "balance": balance,
    "balance, coarse": balance_coarse,
    "need": need,
    "load": load,
    "road": road,
    "share": share,
    "cap": cap,
    "slots": slots,
    "queue": queue,
    "load_at_gate": load_at_gate,
    "room": room,
    "fleet": fleet,
    "keep": keep,
    "shortfall": shortfall,
    "moving": moving,
    "fairness": fairness,
    "ending": ending,
    "shared": shared,
    "floor": floor,
    "floor, highest": floor_highest,
}
"""Case of each golden file; what stands after a comma tells two files of one family apart."""

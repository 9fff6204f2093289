"""An invented case that a plan is made of: towns on a plain, a road to each, one road with permission on record."""

from functools import cache

import corridor as co
from corridor.model.model import Model
from corridor.result.forecast import Forecast
from corridor.study.plans.make import Draft, draft

ASSUMED = "assumed: invented for a test"
NAMES = (
    "Aldery",
    "Brimstow",
    "Culver",
    "Dunmarsh",
    "Ebbing",
    "Fenwold",
    "Garth",
    "Hollin",
    "Ivelet",
    "Jarrow Mere",
)


def case(towns: int = 2, days: int = 40, *, nasty: str = "") -> Model:
    """A case with a road to each town; the first road is cleared for the carrier, by claims."""
    b = co.Case.build(
        name="towns", title=f"Towns of the plain{nasty}", start="2024-03-01", days=days, origin="2024-03-04"
    )
    b.add_place("depot", name=f"Depot{nasty}", kind="source")
    b.add_supply("depot", "flour", unlimited=True, basis=ASSUMED)
    b.add_supply("depot", "oil", unlimited=True, basis=ASSUMED)
    b.add_supply("depot", "diesel", unlimited=True, basis=ASSUMED)
    b.add_supply("depot", "kits", unlimited=True, basis=ASSUMED)
    b.add_commodity(
        "flour", name=f"Flour{nasty}", unit="t", kg_per_unit=1000, m3_per_unit=1.7, goods_class="food"
    )
    b.add_commodity(
        "oil", name="Cooking oil", unit="t", kg_per_unit=1000, m3_per_unit=1.1, goods_class="food"
    )
    b.add_commodity(
        "diesel", name="Diesel", unit="l", kg_per_unit=0.84, m3_per_unit=0.001, goods_class="fuel"
    )
    b.add_commodity("kits", name="Medicine kits", unit="kit", kg_per_unit=20, goods_class="medicine")
    b.add_need("food", name="Food", unit="kcal", per_person_day=2100, critical=True, basis=ASSUMED)
    b.add_need("heat", name="Heat", unit="l", per_person_day=0.4, priority=2, basis=ASSUMED)
    b.add_need("care", name="Care", unit="kit", per_person_day=0.003, priority=3, basis=ASSUMED)
    b.add_satisfies("food", "flour", per_unit=3_500_000, usual_share=0.85, basis=ASSUMED)
    b.add_satisfies("food", "oil", per_unit=8_800_000, usual_share=0.15, max_share=0.3, basis=ASSUMED)
    b.add_satisfies("heat", "diesel", per_unit=1, basis=ASSUMED)
    b.add_satisfies("care", "kits", per_unit=1, basis=ASSUMED)
    b.add_source("courier", name="Valley Courier", kind="media")
    b.add_document(
        "D-1", "courier", title="Roads of the plain", published="2024-03-02", url="https://courier.example/1"
    )
    b.add("actors", actor="office", name="Road Office", kind="office")
    b.add_control("road0", "office", start="2024-01-01", kind="de facto", basis=ASSUMED)
    said = {"documents": ["D-1"], "valid_from": "2024-03-01", "speaker": "Road Office"}
    b.add_claim(
        "C-1", stance="committed", proposition="Trucks of the relief office pass the first road.", **said
    )
    b.add_claim(
        "C-2", stance="committed", proposition="The first town takes what the relief office brings.", **said
    )
    b.add_fleet(
        "grey",
        "depot",
        carrier="relief",
        trucks=(31, 37, 43),
        payload_t=5,
        load_m3=14,
        turnaround_days=1,
        basis=ASSUMED,
    )
    b.add_access("*", "*", status="open", basis=ASSUMED)
    b.add_crossing("gate", name=f"Old gate{nasty}", slots_per_day=(21, 23, 25), basis=ASSUMED)
    for i, name in enumerate(NAMES[:towns]):
        _town(b, i, name + nasty)
    b.add_access("*", "road0", carrier="relief", status="open", claims=["C-1"])
    b.add_event("E-1", start="2024-03-01", end="2024-05-31", kind="acceptance", actors=["relief"], place="town0",
                words="The first town takes what the relief office brings.", claims=["C-2"])  # fmt: skip
    return b.check()


def _town(b, i: int, name: str) -> None:
    b.add_place(
        f"town{i}", name=name, people=(6_000 + 700 * i, 7_000 + 700 * i, 8_000 + 700 * i), basis=ASSUMED
    )
    b.add_stock(f"town{i}", "flour", amount=(1, 3, 9), unit="t", basis=ASSUMED)
    b.add_route(f"road{i}", "depot", f"town{i}", name=f"Road to {name}", lead_days=1, per_day=26, unit="t",
                crossings=["gate"] if i == 1 else [], basis=ASSUMED)  # fmt: skip
    b.add_situation(f"free{i}", f"road{i}", name="Free", meaning="All pass.", basis=ASSUMED)
    b.add_situation(f"shut{i}", f"road{i}", name="Shut", meaning="Nothing passes.", basis=ASSUMED)
    b.add_spell(f"road{i}", f"free{i}", start="2024-03-01", basis=ASSUMED)
    b.add_outlook(f"free{i}", typical_days=30, worth_spells=2, basis=ASSUMED)
    b.add_outlook(f"shut{i}", typical_days=5, worth_spells=2, basis=ASSUMED)
    b.add_outlook_next(f"free{i}", f"shut{i}", weight=1, basis=ASSUMED)
    b.add_outlook_next(f"shut{i}", f"free{i}", weight=1, basis=ASSUMED)
    b.add_access(f"shut{i}", f"road{i}", status="closed", basis=ASSUMED)


@cache
def model(towns: int = 2) -> Model:
    """The case, read once a run."""
    return case(towns)


@cache
def made(towns: int = 2, review: int = 7) -> Draft:
    """A plan of it over few futures."""
    return draft(model(towns), futures_count=3, review=review, days=28)


@cache
def forecast(towns: int = 2) -> Forecast:
    """A forecast of it with few members."""
    return co.forecast(model(towns), members=20, policy="pull", engine="numpy")

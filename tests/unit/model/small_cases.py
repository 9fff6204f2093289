"""Small sound cases for tests: one place and a road; and a wide one that has every table."""

from __future__ import annotations

from corridor.io import Case

A = "assumed: for a test"


def small() -> Case:
    """A sound case: two places, a road, flour; every number has a basis."""
    case = Case.build(start="2023-01-01", days=60, name="small")
    case.add_place("Hill", people=1_000, basis=A)
    case.add_place("Plain", kind="source")
    case.add_commodity("flour", unit="t")
    case.add_need("energy", unit="kcal", per_person_day=2_100, basis=A)
    case.add_satisfies("energy", "flour", per_unit=3_500_000, basis=A)
    case.add_stock("Hill", "flour", amount=9, basis=A)
    case.add_supply("Plain", "flour", unlimited=True)
    case.add_route("road", "Plain", "Hill", per_day=0.5, basis=A)
    return case


def with_claims(case: Case | None = None) -> Case:
    """The small case with a ledger: two documents, claims C-1 (2023-01-05), C-2 (February 2023), both in t."""
    case = case or small()
    case.add_source("paper")
    case.add_document("D-1", "paper", published="2023-01-05", published_basis="stated")
    case.add_document("D-2", "paper", published="2023-02", published_basis="stated")
    case.add_claim(
        "C-1",
        stance="asserted",
        proposition="Nine tonnes are in store.",
        documents="D-1",
        quantity=9,
        unit="t",
    )
    case.add_claim("C-2", stance="reported", proposition="Some flour is left.", documents=["D-2"])
    return case


def wide() -> Case:
    """A sound case in which every table has a row: for round trips and for what must not be lost."""
    case = with_claims()
    case = case.with_settings(
        origin="2023-01-11", languages=["en", "hy"], notes='Line one\nline "two"', members=200
    )
    case.add_place(
        "Gate", kind="hub", lat=-39.5, lon=46.25, other_names=["Qap\u0131", "Ворота"], name="=Gate"
    )
    case.add_crossing("gate", slots_per_day=(5, 10, 20), queue=True, basis=A, lat=39.5, lon=46.25)
    case.add_route(
        "track", "Plain", "Gate", group="road", km=12.5, crossings=["gate"], per_day=(1, 2, 4), basis=A
    )
    case.add_route("last", "Gate", "Hill", group="road", km=3, basis=A)
    case.add_route("wire", "Plain", "Hill", mode="line", carries="power", per_day=(1, 2, 3), basis=A)
    case.add_commodity("power", unit="MWh", storable=False, goods_class="power")
    case.add_commodity("diesel", unit="l", kg_per_unit=0.84, goods_class="fuel", basis=A)
    case.add_commodity("bread", unit="kg", basis=A)
    case.add_mix("food", "flour", share=(0.4, 0.5, 0.6), basis=A)
    case.add_mix("food", "bread", share=0.5, basis=A)
    case.add_need(
        "light", unit="kWh", per_person_day=2, per_person_day_minimum=1, per_person_day_survival=0.5, basis=A
    )
    case.add_satisfies("energy", "bread", per_unit=2_500, usual_share=0.5, basis=A)
    case.add_satisfies("light", "power", per_unit=1_000, basis=A)
    case.add_fixed_need("light", "Hill", per_day=(5, 6, 9), end="2023-02-01", basis=A)
    case.add_stock(
        "Hill",
        "diesel",
        amount=(10, 20, 40),
        unit="days",
        holder="reserved",
        basis=A,
        release_date="2023-01-20",
    )
    case.add_stock("Hill", "bread", amount=80, unit="% of usual", basis=A)
    case.add_level("Hill", "bread", target_days=20, reserve_days=2)
    case.add_supply("Plain", "power", per_day=40, basis=A)
    case.add_supply("Plain", "diesel", unlimited=True)
    case.add_process(
        "bakery", "Hill", inputs={"flour": 0.001, "diesel": 0.1}, outputs={"bread": 1.3}, per_day=900, basis=A
    )
    case.add_fleet(
        "trade",
        "Plain",
        trucks=(5, 6, 8),
        payload_t=10,
        carrier="trade",
        fuel="diesel",
        l_per_km=0.4,
        basis=A,
    )
    case.replace("routes", "road", km=10)
    case._rows["routes"][0][1]["km"] = 10
    for s in ("open road", "shut road"):
        case.add_situation(s, "road", meaning="-5 and @home, =1+1")
    case.add_situation("on", "wire")
    case.add_access("*", "*", status="open")
    case.add_access("shut road", "road", status="closed", carrier="trade")
    case.add_access("shut road", "gate", status="restricted", cap=(0.1, 0.2, 0.4), unit="share", basis=A)
    case.add_spell("road", "open road", start="2023-01-01", end="2023-01-04", basis=A)
    case.add_spell(
        "road", "unknown", start="2023-01-05", end="2023-01-07", among=["open road", "shut road"], basis=A
    )
    case.add_spell("road", "shut road", start="2023-01-08", claims="C-1")
    case.add_spell("wire", "on", start="2023-01-01", basis=A)
    case.add_outlook("open road", typical_days=30, worth_spells=2, basis=A)
    case.add_outlook_next("open road", "shut road", weight=1, basis=A)
    case.add_inflow("open road", "road", contents="food", per_day=(1, 2, 5), share_reaching=0.9, basis=A)
    case.add_delivery("road", "flour", start="2023-01-01", end="2023-01-06", amount=(3, 4, 5), basis=A)
    case.add_delivery("road", "flour", start="2023-01-07", end="2023-01-10", amount=0, basis=A)
    case.add_consignment(
        "K-1", contents="400 t of aid", waiting_at="Gate", start="2023-01-02", amount=400, basis=A
    )
    case.add_ration_step("winter", 0, share=0.5, basis=A)
    case.add_ration("*", "energy", policy="cover", start="2023-01-05", basis=A)
    case.add_scenario("worse", meaning="The road stays shut.", whose="nobody's")
    case.add_stock("Hill", "flour", amount=3, scenario="worse", basis=A)
    case.add_observation(
        "O-1", start="2023-02-01", kind="stock_out", place="Hill", maps_to="energy", claims="C-2"
    )
    case.add_event("E-1", start="2023-01-03", kind="statement", words="+1 is said.", actors=["a", "b"])
    case.add_weight("energy", "survival", weight=10)
    case.add("clauses", clause="L-1", agreement="statement", obligor="a", object="keeps the road open")
    case.add(
        "clause_tests",
        clause="L-1",
        test="outcome",
        kind="access",
        subject="road",
        finds="closed",
        says="against",
    )
    case.add(
        "clause_supports", clause="L-1", test="outcome", claim="C-1", role="against", valid_from="2023-01-02"
    )
    case.add("actors", actor="a", name="Side A", aliases=["A", "Ⓐ"])
    case.add_control("Hill", "a", start="2022-01-01", kind="de facto")
    case.add("passages", passage="P-1", document="D-1", start=0, end=10)
    case.add("claim_links", a="C-1", b="C-2", kind="supports", independent=True)
    case.add("assessments", claim="C-1", by_whom="me", credibility="2")
    case.add(
        "studies", study="S-1", document="D-1", sample="50", method="count", finding="-", claims_for="C-1"
    )
    case.add_support("stocks", "Hill / flour", claim="C-1", column="amount", role="bound")
    return case

"""A small invented case in which two papers count the people of a place, and nobody has an account."""

from __future__ import annotations

from corridor.io import Case

A = "assumed: for a test"


def two_counts(first=1_000, second=500, *, accounts=False, stock=21.0, linked=True):
    """Two papers count the people of Hill, who eat 0.6 kg of flour a day; none comes in."""
    case = Case.build(
        start="2026-01-01", days=60, name="two counts", origin="2026-01-11", members=100, seed=1
    )
    for side, count in (("A", first), ("B", second)):
        case.add_source(f"paper {side}")
        case.add_document(f"D-{side}", f"paper {side}", published="2026-01-06", published_basis="stated")
        case.add_claim(
            f"C-{side}", stance="asserted", proposition=f"{count} people live on Hill.", documents=f"D-{side}",
            quantity=count, unit="person", **({"account": side} if accounts else {}),
        )  # fmt: skip
    if linked:
        case.add("claim_links", a="C-A", b="C-B", kind="contradicts", independent=True, question="How many?")
    case.add_place("Hill")
    case.add_people("Hill", people=first, claims="C-A", rival="count")
    case.add_people("Hill", people=second, claims="C-B", rival="count")
    case.add_place("Plain", kind="source")
    case.add_supply("Plain", "flour", unlimited=True)
    case.add_route("road", "Plain", "Hill")
    case.add_commodity("flour", unit="t", kg_per_unit=1_000)
    case.add_need("energy", unit="kcal", per_person_day=2_100, basis=A)
    case.add_satisfies("energy", "flour", per_unit=3_500_000, basis=A)
    case.add_stock("Hill", "flour", amount=stock, basis=A)
    return case

"""A small invented case with two accounts: how many live on Hill, and whether its road was shut on 5 January.

North counts 1,000 people and says that the road was not shut; South counts 500 and says that it was. Flour: 9 t on
1 January; a person eats 2,100 kcal a day, 0.6 kg of flour of 3,500,000 kcal a tonne; an open road brings 0.6 t a day
from the origin on, a shut one nothing. Lamps: 3,000 hours in store, one hour a person and day, and no more to come.
"""

from __future__ import annotations

from corridor.io import Case

ORIGIN, LAST = "2023-01-11", "2023-03-01"
A = "assumed: for a test"


def two_accounts(*, days: int = 60) -> Case:
    """The case under construction, from 1 January on, origin 11 January."""
    case = Case.build(start="2023-01-01", days=days, name="two accounts", origin=ORIGIN, members=100, seed=1)
    ledger(case)
    case.add_place("Hill", name="Hill")
    case.add_people("Hill", people=1_000, claims="N-1", rival="count")
    case.add_people("Hill", people=500, claims="S-1", rival="count")
    case.add_place("Plain", kind="source")
    case.add_commodity("flour", unit="t", kg_per_unit=1_000)
    case.add_commodity("lamps", unit="h", kg_per_unit=0)
    case.add_need("energy", unit="kcal", per_person_day=2_100, basis=A)
    case.add_need("light", unit="h", per_person_day=1, basis=A)
    case.add_satisfies("energy", "flour", per_unit=3_500_000, basis=A)
    case.add_satisfies("light", "lamps", per_unit=1, basis=A)
    case.add_stock("Hill", "flour", amount=9, basis=A)
    case.add_stock("Hill", "lamps", amount=3_000, basis=A)
    case.add_route("road", "Plain", "Hill", group="road")
    for situation, status, per_day in (("open", "open", 0.6), ("shut", "closed", 0)):
        case.add_situation(situation, "road")
        case.add_access(situation, "road", status=status, basis=A)
        case.add_inflow(situation, "road", contents="flour", per_day=per_day, basis=A)
    case.add_spell("road", "open", start="2023-01-01", basis=A)
    case.add_spell("road", "shut", start="2023-01-05", claims="S-2")
    case.add_support("timeline", "road / 2023-01-05", claim="N-2", role="against")
    return case


def ledger(case: Case) -> None:
    """Two sides and a newspaper; all published by 6 January."""
    case.add_source("north press", party_to_conflict=True)
    case.add_source("south press", party_to_conflict=True)
    case.add_source("paper")
    for side in ("north", "south"):
        case.add("actors", actor=side, name=f"authorities of {side}", kind="government", account=side)
        case.add_document(f"D-{side}", f"{side} press", published="2023-01-06", published_basis="stated")
    case.add("actors", actor="paper", name="The Paper", kind="media", account="press")
    case.add_document("D-paper", "paper", published="2023-01-06", published_basis="stated")
    case.add_document("D-late", "paper", published="2023-02-01", published_basis="stated")
    said = (
        ("N-1", "north", "asserted", "+", "A thousand people live on Hill.", 1_000),
        ("S-1", "south", "asserted", "+", "Five hundred people live on Hill.", 500),
        ("N-2", "north", "denied", "-", "The road was shut on 5 January.", None),
        ("S-2", "south", "asserted", "+", "The road was shut on 5 January.", None),
        ("N-3", "north", "promised", "+", "Everybody on Hill will be fed.", None),
    )
    for claim, account, stance, polarity, words, count in said:
        case.add_claim(
            claim, stance=stance, proposition=words, documents=f"D-{account}", account=account,
            polarity=polarity, quantity=count, unit="person" if count else "", speaker=f"authorities of {account}",
        )  # fmt: skip
    case.add_claim("P-1", stance="reported", proposition="It snowed.", documents="D-paper", account="press")
    question = "Was the road shut on 5 January?"
    case.add("claim_links", a="N-2", b="S-2", kind="contradicts", independent=True, question=question)
    question = "How many people live on Hill?"
    case.add("claim_links", a="N-1", b="S-1", kind="contradicts", independent=True, question=question)

"""A small invented case that studies can run: Hill eats 0.6 t of flour a day and has some 12 t."""

from typing import Any

from corridor.model.case import Builder
from corridor.model.model import Model


def case(
    *,
    stock: Any = 12.0,
    people: Any = 1000.0,
    basis: str = "assumed: about twenty days",
    observations: tuple[dict[str, Any], ...] = (),
    outlook: bool = False,
    grown: float = 0.0,
    grown_from: str | None = None,
    bakery: bool = False,
) -> Model:
    """The case: 40 days, the road closed on the first and, without an outlook, to the end."""
    case = Builder.build(start="2023-01-01", days=40, members=50)
    case.add_place("Hill")
    case.add_people("Hill", people=people, basis="assumed: a count")
    case.add_place("Plain", kind="source")
    case.add_commodity("flour", unit="t", kg_per_unit=1_000)
    case.add_need("energy", unit="kcal", per_person_day=2_100)
    if bakery:
        case.add_commodity("bread", unit="t", kg_per_unit=1_000, storable=False)
        case.add_process("bakery", "Hill", per_day=1_000)
        case.add_process_flow("bakery", "flour", role="input", amount=1)
        case.add_process_flow("bakery", "bread", role="output", amount=1)
    case.add_satisfies("energy", "bread" if bakery else "flour", per_unit=3_500_000)
    case.add_stock("Hill", "flour", amount=stock, basis=basis)
    if grown:
        case.add_supply("Hill", "flour", per_day=grown, start=grown_from)
    case.add_supply("Plain", "flour", unlimited=True)
    case.add_route("road", "Plain", "Hill", lead_days=1, per_day=10, unit="t", group="road")
    for situation, status in (("open", "open"), ("closed", "closed")):
        case.add_situation(situation, "road")
        case.add_access(situation, "*", status=status)
    case.add_spell("road", "closed", start="2023-01-01")
    if outlook:
        for situation, other in (("open", "closed"), ("closed", "open")):
            case.add_outlook(situation, typical_days=20)
            case.add_outlook_next(situation, other, weight=1)
    for row in observations:
        case.add_observation(**row)
    return case.check()

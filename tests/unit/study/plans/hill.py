"""A case worked out by hand: a thousand people on a hill, one road, one bridge, a few trucks, ten days.

A tonne of flour holds 3.5 million kcal and a thousand people need 2.1 million a day: 0.6 t, of which 0.36 t is
survival, 0.12 t minimum and 0.12 t normal. The road takes one day, so trucks that leave on ten mornings arrive on
nine days.
"""

from __future__ import annotations

from typing import Any

from corridor.io import Case

A = "assumed: for a test"
SPOKEN = "C-1"


def hill(
    *,
    stock: float = 0.0,
    slots: float | None = None,
    trucks: float = 100.0,
    days: int = 10,
    shut: bool = False,
    permitted: bool = False,
    stance: str = "committed",
    accepted: bool = False,
    supplied: bool = True,
    speaker: str = "Road Office",
    held: tuple[tuple[str, str, str], ...] = (
        ("road", "office", "de facto"),
        ("bridge", "office", "de facto"),
    ),
) -> Any:
    """The model; a truck carries a tonne and is home two days after it left.

    `held` is who is named for the road and the bridge, and in what sense; the office is a part of the county.
    """
    case = Case.build(start="2023-01-01", days=days, name="hill", origin="2023-01-01")
    case.add_place("Hill", people=1_000, basis=A, name="The hill")
    case.add_place("Plain", kind="source")
    case.add_commodity("flour", unit="t", name="Flour")
    case.add_need(
        "energy",
        unit="kcal",
        per_person_day=2_100,
        per_person_day_minimum=1_680,
        per_person_day_survival=1_260,
        basis=A,
        name="Food",
    )
    case.add_satisfies("energy", "flour", per_unit=3_500_000, basis=A)
    case.add_stock("Hill", "flour", amount=stock, basis=A)
    if supplied:
        case.add_supply("Plain", "flour", unlimited=True)
    else:
        case.add_supply("Plain", "flour", per_day=0, basis=A)
    case.add_crossing("bridge", name="The bridge", slots_per_day=slots, basis=A)
    case.add_route("road", "Plain", "Hill", lead_days=1, crossings=["bridge"], name="The road", basis=A)
    case.add_fleet("carts", "Plain", carrier="carters", trucks=trucks, payload_t=1, basis=A)
    _access(case, shut=shut, permitted=permitted)
    _words(case, stance=stance, accepted=accepted, speaker=speaker)
    for subject, actor, kind in held if permitted else ():
        case.add_control(subject, actor, start="2022-01-01", kind=kind)
    return case.check()


def _access(case: Any, *, shut: bool, permitted: bool) -> None:
    for name in ("open", "shut"):
        case.add_situation(name, "road")
    case.add_spell("road", "shut" if shut else "open", start="2023-01-01", basis=A)
    case.add_access("*", "*", status="open")
    case.add_access("shut", "road", status="closed", basis=A)
    case.add_access("shut", "road", carrier="carters", status="closed", basis=A)
    said = {"claims": SPOKEN} if permitted else {"basis": A}
    for subject in ("road", "bridge"):
        case.add_access("open", subject, carrier="carters", status="open", **said)


def _words(case: Any, *, stance: str, accepted: bool, speaker: str) -> None:
    case.add("actors", actor="county", name="the county")
    case.add("actors", actor="office", name="the road office", aliases=["Road Office"], part_of="county")
    case.add("actors", actor="guards", name="the guards")
    case.add_source("paper")
    case.add_document("D-1", "paper", published="2022-12-01", published_basis="stated")
    case.add_claim(SPOKEN, stance=stance, proposition="Carters may pass.", documents="D-1", speaker=speaker)
    case.add_claim(
        "C-2", stance="committed", proposition="The hill takes what carters bring.", documents="D-1"
    )
    if accepted:
        case.add_event(
            "E-1",
            start="2023-01-01",
            end="2023-01-31",
            kind="acceptance",
            place="Hill",
            actors=["carters"],
            words="The hill takes what carters bring.",
            claims="C-2",
        )

"""What must be known before a draft can run, as questions, each with the claims that speak to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from corridor.study.asking import ASK
from corridor.study.drafting.access import Status
from corridor.study.drafting.amounts import Amounts, is_load
from corridor.study.drafting.said import Statement
from corridor.study.drafting.ways import Route

CARRIERS = "carriers, whoever keeps or watches the way, those who live along it"


@dataclass(frozen=True, slots=True)
class Question:
    """One thing that a run needs to know.

    Attributes
    ----------
    table : str
        The table that the answer goes into.
    ask : str
    who : str
        Kinds of people and offices that may know; blank where anybody may.
    claims : tuple of str
        Proposed claims that speak to it; none of them was checked.
    """

    table: str
    ask: str
    who: str = ""
    claims: tuple[str, ...] = ()

    def plain(self) -> dict[str, Any]:
        """As JSON has it."""
        return {"table": self.table, "ask": self.ask, "who": self.who, "claims": list(self.claims)}


def questions_of(
    found: Sequence[Statement],
    *,
    places: Sequence[str],
    routes: Sequence[Route],
    said: Sequence[Status],
    amounts: Amounts,
) -> tuple[Question, ...]:
    """The questions of a draft, in the order in which a case is filled in."""
    return (
        *_of_places(found, places, amounts), *_of_routes(routes, said), _of_goods(found), _of_stores(found),
        _of_loads(found), _of_trucks(found),
    )  # fmt: skip


def _of_places(found: Sequence[Statement], places: Sequence[str], amounts: Amounts) -> Iterable[Question]:
    if not places:
        yield Question("places", "Where do the people live, and where do goods come from?")
        return
    yield Question("places", "Which of the places is outside, where goods come from (kind source)?")
    ask, who = ASK["people", "people"]
    silent = []
    for place in places:
        claims = [
            s.claim for s in found
            if s.unit == "person" and s.quantity is not None and any(n.name == place for n in s.named("place"))
        ]  # fmt: skip
        if claims:
            yield Question("people", ask.format(place=place), who, tuple(dict.fromkeys(claims)))
        else:
            silent.append(place)
    if silent:
        yield Question("people", ask.format(place=", ".join(silent)), who)
    unplaced = tuple(s.claim for s in amounts.left if s.unit == "person")
    if unplaced:
        yield Question("people", "Which place do these counts of people speak of?", "who said so", unplaced)


def _of_routes(routes: Sequence[Route], said: Sequence[Status]) -> Iterable[Question]:
    if not routes:
        yield Question("routes", "By which ways do goods come in?", CARRIERS)
    for route in routes:
        if len([e for e in route.ends if e]) < 2:
            yield Question("routes", f"From where to where does it lead: {route.name}?")
        ask, who = ASK["routes", "per_day"]
        yield Question("routes", ask.format(route=route.name), who)
        own = [s for s in said if s.route == route.name]
        undated = [s.statement.claim for s in own if s.days[0] is None or s.denied]
        if undated:
            ask = f"From which day on was it open, restricted or closed: {route.name}?"
            yield Question("timeline", ask, CARRIERS, tuple(dict.fromkeys(undated)))


def _of_goods(found: Iterable[Statement]) -> Question:
    claims = [s.claim for s in found if s.goods]
    who = ASK["needs", "per_person_day"][1]
    return Question(
        "needs", "What does a person need a day, and which goods serve it?", who, tuple(dict.fromkeys(claims))
    )


def _of_stores(found: Iterable[Statement]) -> Question:
    claims = [s.claim for s in found if (s.has("amount.stock") and s.goods) or s.has("amount.short")]
    who = "the office that keeps public stores, wholesalers, shopkeepers, household surveys"
    return Question(
        "stocks", "What was in store on the first day, where, and whose?", who, tuple(dict.fromkeys(claims))
    )


def _of_loads(found: Iterable[Statement]) -> Question:
    claims = [s.claim for s in found if is_load(s)]
    who = ASK["deliveries", "amount"][1]
    ask = (
        "What came in, by which way, over which days, and what usually comes (supply, inflow or deliveries)?"
    )
    return Question("deliveries", ask, who, tuple(dict.fromkeys(claims)))


def _of_trucks(found: Iterable[Statement]) -> Question:
    claims = [s.claim for s in found if s.unit.partition("/")[0] == "truck"]
    who = ASK["fleets", "trucks"][1]
    return Question("fleets", "Who drives, with how many trucks?", who, tuple(dict.fromkeys(claims)))

"""A number turned into a question: what to ask, who may know, who has spoken of it already.

Holders are kinds of people and offices, never persons. Used by `corridor.study.find_out`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corridor.model.arrays import Number
from corridor.model.model import Model
from corridor.schema.load import tables

ASK: dict[tuple[str, str], tuple[str, str]] = {
    ("people", "people"): (
        "How many people live off the stores of {place}?",
        "the civil registry, local councils, whoever issues ration cards",
    ),
    ("routes", "per_day"): (
        "How much does {route} itself carry in a day?",
        "drivers who use it, the road service, a logistics assessment",
    ),
    ("routes", "lead_days"): (
        "How many days is it from dispatch to arrival by {route}?",
        "drivers who use it, waybills with both dates",
    ),
    ("routes", "loss_share"): (
        "What part of what is sent by {route} is lost on the way?",
        "waybills against receipts, insurers, drivers",
    ),
    ("commodities", "perish_per_day"): (
        "What part of the stock spoils in a day: {commodity}?",
        "those who keep the stores, food inspectors",
    ),
    ("crossings", "slots_per_day"): (
        "How many loaded trucks does {crossing} let through in a day?",
        "whoever runs the crossing, drivers who wait there, counts from pictures taken above",
    ),
    ("needs", "per_person_day"): (
        "How much does a person need a day: {need}?",
        "nutrition, health and water staff who work there; published standards",
    ),
    ("needs", "share"): (
        "What part of the people does it concern: {need}?",
        "clinics, social services, household surveys",
    ),
    ("fixed_needs", "per_day"): (
        "How much does {place} need a day whatever the number of people: {need}?",
        "the services themselves: hospitals, water works, bus depots",
    ),
    ("satisfies", "usual_share"): (
        "What part of it usually comes from {commodity}: {need}?",
        "household surveys, shopkeepers, bakers",
    ),
    ("satisfies", "max_share"): (
        "What part of it can come from {commodity} at most: {need}?",
        "nutrition and health staff, bakers, household surveys",
    ),
    ("rations", "per_person_day"): (
        "How much is one person handed a day at {place}: {need}?",
        "whoever issues ration cards, shopkeepers, households",
    ),
    ("rations", "threshold_days"): (
        "Below how many days of cover does {place} cut rations: {need}?",
        "whoever decides on rations, past announcements",
    ),
    ("rations", "lookback_days"): (
        "Over how many days does {place} look back to set its ration: {need}?",
        "whoever decides on rations, past announcements",
    ),
    ("ration_steps", "share"): (
        "What part of the need is handed out from {above_days} days of cover on: {schedule}?",
        "whoever decides on rations, past announcements",
    ),
    ("ration_steps", "per_person_day"): (
        "How much is one person handed a day from {above_days} days of cover on: {schedule}?",
        "whoever decides on rations, past announcements",
    ),
    ("rations", "floor_share"): (
        "Below what part of the need does {place} never cut rations: {need}?",
        "whoever decides on rations, past announcements",
    ),
    ("levels", "target_days"): (
        "How many days of use does {place} ask for: {commodity}?",
        "whoever orders for its stores",
    ),
    ("levels", "reserve_days"): (
        "How many days of use does {place} keep back: {commodity}?",
        "whoever orders for its stores",
    ),
    ("stocks", "accessible_share"): ("What part of it can be reached and used: {commodity} at {place}?", ""),
    ("stocks", "amount"): ("How much was in store on {date}: {commodity} at {place}, {holder}?", ""),
    ("supply", "per_day"): (
        "How much comes up at {place} in a day: {commodity}?",
        "farmers, dairies, works on the spot, the office that counts harvests",
    ),
    ("processes", "per_day"): (
        "How much can it turn out in a day: {process}?",
        "those who run it, and its power and fuel suppliers",
    ),
    ("fleets", "trucks"): ("How many trucks does it have: {fleet}?", "the carrier, its drivers, the depot"),
    ("processes", "target_days"): (
        "How many days of use is made ahead: {process}?",
        "those who run it",
    ),
    ("fleets", "turnaround_days"): (
        "How many days do the trucks stand at the far end and at home between trips: {fleet}?",
        "the carrier, its drivers, the depot",
    ),
    ("fleets", "availability"): (
        "What part of the trucks can be used: {fleet}?",
        "the carrier's workshop, its drivers",
    ),
    ("fleets", "return_share"): ("What part of the trucks comes back: {fleet}?", "the carrier, its drivers"),
    ("access", "cap"): (
        "How much may pass in situation {situation}: {subject}?",
        "whoever grants passage, carriers, observers at the gate",
    ),
    ("mixes", "share"): (
        "What part of a load is {commodity}: {mix}?",
        "manifests and waybills of the carrier, whoever unloads",
    ),
    ("inflow", "per_day"): (
        "How much comes in on a usual day of {situation} by {route}: {contents}?",
        "carriers, customs and gate records, depots that receive",
    ),
    ("inflow", "share_reaching"): (
        "What part of what comes in by {route} reaches residents: {contents}?",
        "depots and shops that receive, household surveys",
    ),
    ("deliveries", "amount"): (
        "How much did {carrier} bring by {route} from {start} on: {contents}?",
        "the carrier's waybills, whoever received it, gate records",
    ),
    ("deliveries", "share_reaching"): (
        "What part of what {carrier} brought by {route} from {start} on reached residents: {contents}?",
        "whoever received and handed it out, household surveys",
    ),
}
HOLDERS = {
    "state": "the office that keeps public stores",
    "trade": "wholesalers, shopkeepers, filling stations",
    "household": "household surveys, local councils",
    "farm": "farmers, elevators, the farm office",
    "reserved": "the office that keeps the reserve",
}
TIERS = {"per_person_day_minimum": "per_person_day", "per_person_day_survival": "per_person_day"}
NAMED = {
    "place": ("places", "place"),
    "commodity": ("commodities", "commodity"),
    "need": ("needs", "need"),
    "crossing": ("crossings", "crossing"),
    "process": ("processes", "process"),
    "situation": ("situations", "situation"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What to ask, who may know, and who has spoken of it in the claims behind the number."""

    ask: str
    who: str
    spoken: tuple[str, ...]


def parts_of(number: Number) -> dict[str, str]:
    """The key of a number by column, as in `{'place': 'hill', 'commodity': 'flour', ...}`."""
    columns = tables()[number.table].key
    values = number.key.split(" / ")
    return dict(zip(columns, [*values, *[""] * len(columns)], strict=False))


def _named(model: Model, parts: dict[str, str]) -> dict[str, str]:
    """Key parts with ids replaced by names where a table gives one, and blanks put into words."""
    found = {}
    for column, value in parts.items():
        table, key = NAMED.get(column, ("", ""))
        rows = getattr(model, table) if table else ()
        name = next((row.name for row in rows if getattr(row, key) == value), "")
        found[column] = (
            name or value or {"date": "the first day", "start": "the first day"}.get(column, "anyone")
        )
    return found


def ask(model: Model, numbers: Sequence[Number]) -> Asked:
    """The question behind numbers that move together, put for the first of them.

    Parameters
    ----------
    model : Model
        Gives names to ids, and speakers to claims.
    numbers : sequence of Number
        At least one.
    """
    number = numbers[0]
    parts = _named(model, parts_of(number))
    column = TIERS.get(number.column, number.column)
    words, who = ASK.get(
        (number.table, column), (f"What is the {column} of {number.key} ({number.table})?", "")
    )
    if number.table == "stocks":
        who = HOLDERS.get(parts_of(number).get("holder", ""), "whoever keeps the store")
    more = len({(n.table, n.key) for n in numbers}) - 1
    tail = f" (and {more} more that move with it)" if more and not number.pick else ""
    return Asked(words.format_map(parts) + tail, who, speakers(model, numbers))


def speakers(model: Model, numbers: Sequence[Number]) -> tuple[str, ...]:
    """Who speaks in the claims behind the numbers, each once, in the order of the numbers."""
    speaker = {claim.claim: claim.speaker for claim in model.claims}
    found = (speaker.get(claim, "") for number in numbers for claim in number.claims)
    return tuple(dict.fromkeys(name for name in found if name))

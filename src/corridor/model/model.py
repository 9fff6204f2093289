"""The frozen model: a checked case, every table as a tuple of frozen rows, settings beside them.

Built by `corridor.model.build`; nothing changes it. A changed assumption is a new model.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from corridor.calendar import Days
from corridor.ledger import records as ev
from corridor.model import flows, goods, needs, places, processes, routes, seen, situations, stocks
from corridor.model.fleets import Fleet


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """Settings of a case (`case.toml`, or the sheet `case`)."""

    name: str
    title: str
    start: date
    days: int
    origin: date
    seed: int = 1
    members: int = 1000
    sensitivity: str = "public"
    audience: str = "public"
    languages: tuple[str, ...] = ("en",)
    decimal: str = "."
    boundary_file: str = ""
    boundary_licence: str = ""
    notes: str = ""
    contact: str = ""
    question: str = ""

    @property
    def calendar(self) -> Days:
        """The days of the case."""
        return Days(self.start, self.days)


@dataclass(frozen=True, kw_only=True, slots=True)
class Model:
    """A checked case. Row order is the order of the tables; ids are unique; every reference exists.

    `digest` is a hash of all rows and settings, the same for a folder and a workbook that hold the same case.
    """

    settings: Settings
    digest: str
    scenarios: tuple[seen.Scenario, ...] = ()
    places: tuple[places.Place, ...] = ()
    people: tuple[places.People, ...] = ()
    control: tuple[places.Control, ...] = ()
    routes: tuple[routes.Route, ...] = ()
    crossings: tuple[routes.Crossing, ...] = ()
    commodities: tuple[goods.Commodity, ...] = ()
    needs: tuple[needs.Need, ...] = ()
    fixed_needs: tuple[needs.FixedNeed, ...] = ()
    satisfies: tuple[goods.Satisfies, ...] = ()
    stocks: tuple[stocks.Stock, ...] = ()
    supply: tuple[stocks.Supply, ...] = ()
    processes: tuple[processes.Process, ...] = ()
    process_flows: tuple[processes.ProcessFlow, ...] = ()
    levels: tuple[needs.Level, ...] = ()
    fleets: tuple[Fleet, ...] = ()
    situations: tuple[situations.Situation, ...] = ()
    access: tuple[situations.Access, ...] = ()
    mixes: tuple[goods.Mix, ...] = ()
    inflow: tuple[flows.Inflow, ...] = ()
    timeline: tuple[situations.Spell, ...] = ()
    outlook: tuple[situations.Outlook, ...] = ()
    outlook_next: tuple[situations.OutlookNext, ...] = ()
    deliveries: tuple[flows.Delivery, ...] = ()
    consignments: tuple[flows.Consignment, ...] = ()
    rations: tuple[needs.Ration, ...] = ()
    observations: tuple[seen.Observation, ...] = ()
    events: tuple[seen.Event, ...] = ()
    clauses: tuple[seen.Clause, ...] = ()
    weights: tuple[needs.Weight, ...] = ()
    sources: tuple[ev.Source, ...] = ()
    documents: tuple[ev.Document, ...] = ()
    passages: tuple[ev.Passage, ...] = ()
    actors: tuple[ev.Actor, ...] = ()
    claims: tuple[ev.Claim, ...] = ()
    claim_links: tuple[ev.ClaimLink, ...] = ()
    assessments: tuple[ev.Assessment, ...] = ()
    studies: tuple[ev.Study, ...] = ()
    supports: tuple[ev.Support, ...] = ()

"""The frozen model: a checked case, every table as a tuple of frozen rows, settings beside them.

Built by `corridor.model.build`; nothing changes it. A changed assumption is a new model.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from corridor.calendar import Days
from corridor.ledger import records as ev
from corridor.model import flows as fl
from corridor.model import goods as go
from corridor.model import needs as ne
from corridor.model import places as pl
from corridor.model import processes as pr
from corridor.model import routes as ro
from corridor.model import seen as se
from corridor.model import situations as si
from corridor.model import stocks as st
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
    scored_until: date | None = None
    unanchored: str = "read"
    proposed: str = "leave out"

    @property
    def calendar(self) -> Days:
        """The days of the case."""
        return Days(self.start, self.days)


@dataclass(frozen=True, kw_only=True, slots=True)
class Model:
    """A checked case. Row order is the order of the tables; ids are unique; every reference exists.

    `digest` is a hash of all rows and settings, the same for a folder and a workbook that hold the same case.
    `anchored` names the claims whose passages all stood in documents at hand when the case was read.
    `unread_deliveries` are records published later than what is read: their days have no record.
    """

    settings: Settings
    digest: str
    anchored: frozenset[str] = frozenset()
    unread_deliveries: tuple[fl.Delivery, ...] = ()
    scenarios: tuple[se.Scenario, ...] = ()
    places: tuple[pl.Place, ...] = ()
    people: tuple[pl.People, ...] = ()
    control: tuple[pl.Control, ...] = ()
    routes: tuple[ro.Route, ...] = ()
    crossings: tuple[ro.Crossing, ...] = ()
    commodities: tuple[go.Commodity, ...] = ()
    needs: tuple[ne.Need, ...] = ()
    fixed_needs: tuple[ne.FixedNeed, ...] = ()
    satisfies: tuple[go.Satisfies, ...] = ()
    stocks: tuple[st.Stock, ...] = ()
    supply: tuple[st.Supply, ...] = ()
    processes: tuple[pr.Process, ...] = ()
    process_flows: tuple[pr.ProcessFlow, ...] = ()
    levels: tuple[ne.Level, ...] = ()
    fleets: tuple[Fleet, ...] = ()
    situations: tuple[si.Situation, ...] = ()
    access: tuple[si.Access, ...] = ()
    mixes: tuple[go.Mix, ...] = ()
    inflow: tuple[fl.Inflow, ...] = ()
    timeline: tuple[si.Spell, ...] = ()
    outlook: tuple[si.Outlook, ...] = ()
    outlook_next: tuple[si.OutlookNext, ...] = ()
    deliveries: tuple[fl.Delivery, ...] = ()
    consignments: tuple[fl.Consignment, ...] = ()
    rations: tuple[ne.Ration, ...] = ()
    ration_steps: tuple[ne.RationStep, ...] = ()
    observations: tuple[se.Observation, ...] = ()
    events: tuple[se.Event, ...] = ()
    clauses: tuple[se.Clause, ...] = ()
    clause_tests: tuple[se.ClauseTest, ...] = ()
    weights: tuple[ne.Weight, ...] = ()
    sources: tuple[ev.Source, ...] = ()
    documents: tuple[ev.Document, ...] = ()
    passages: tuple[ev.Passage, ...] = ()
    actors: tuple[ev.Actor, ...] = ()
    claims: tuple[ev.Claim, ...] = ()
    claim_links: tuple[ev.ClaimLink, ...] = ()
    assessments: tuple[ev.Assessment, ...] = ()
    studies: tuple[ev.Study, ...] = ()
    supports: tuple[ev.Support, ...] = ()
    clause_supports: tuple[ev.ClauseSupport, ...] = ()

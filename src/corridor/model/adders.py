"""The typed adders of the case builder: one method a noun, columns as keywords with their defaults.

A mixin of `corridor.model.case.Builder`. Each hands its columns to `add`; nothing is checked here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import TypedDict, Unpack

from corridor.schema.values import Range

Number = float | Range | Sequence[float]
"""A number, or a range: low, median, high."""
Day = dt.date | str
"""A day, or its ISO text."""
Ids = str | Iterable[str]


class Common(TypedDict, total=False):
    """Columns that every table of a case has: backing, knowledge, scenario, draws."""

    claims: Ids
    basis: str
    known_from: Day
    scenario: str
    drop: bool
    moves_with: str
    rival: str
    weight_of_rival: float
    rule: str
    note: str


class Adders:
    """What a case builder can add, noun by noun. Whoever mixes it in has `add`."""

    def add(self, table: str, /, **columns: object) -> None:
        """Add a row to any table."""
        raise NotImplementedError

    # ------------------------------------------------------------------ places, routes and goods

    def add_place(
        self,
        place: str,
        *,
        name: str = "",
        people: Number | None = None,
        kind: str = "settlement",
        lat: float | None = None,
        lon: float | None = None,
        storage_t: float | None = None,
        other_names: Ids = (),
        sensitivity: str = "public",
        **common: Unpack[Common],
    ) -> None:
        """Add a place; with `people`, also how many live off its stores from the first day (same claims and basis)."""
        self.add(
            "places", place=place, name=name or place, other_names=other_names, lat=lat, lon=lon, kind=kind,
            storage_t=storage_t, sensitivity=sensitivity, **common,
        )  # fmt: skip
        if people is not None:
            self.add_people(place, people=people, **common)

    def add_people(
        self, place: str, *, people: Number, start: Day | None = None, **common: Unpack[Common]
    ) -> None:
        """Add how many people live off the stores of a place from a day on."""
        self.add("people", place=place, start=start, people=people, **common)

    def add_control(
        self,
        subject: str,
        actor: str,
        *,
        start: Day,
        kind: str,
        end: Day | None = None,
        **common: Unpack[Common],
    ) -> None:
        """Add who holds a place, route or crossing, and in what sense."""
        self.add("control", subject=subject, start=start, actor=actor, end=end, kind=kind, **common)

    def add_route(
        self,
        route: str,
        from_place: str,
        to_place: str,
        *,
        name: str = "",
        mode: str = "road",
        group: str | None = None,
        km: float | None = None,
        lead_days: Number | None = None,
        per_day: Number | None = None,
        unit: str = "",
        loss_share: Number = 0.0,
        crossings: Ids = (),
        carries: Ids = (),
        order: int | None = None,
        **common: Unpack[Common],
    ) -> None:
        """Add a directed passage between two places."""
        self.add(
            "routes", route=route, name=name, from_place=from_place, to_place=to_place, mode=mode, group=group, km=km,
            lead_days=lead_days, per_day=per_day, unit=unit, loss_share=loss_share, crossings=crossings,
            carries=carries, order=order, **common,
        )  # fmt: skip

    def add_crossing(
        self,
        crossing: str,
        *,
        name: str = "",
        place: str = "",
        lat: float | None = None,
        lon: float | None = None,
        slots_per_day: Number | None = None,
        queue: bool = False,
        **common: Unpack[Common],
    ) -> None:
        """Add a gate with slots that routes share."""
        self.add(
            "crossings", crossing=crossing, name=name, place=place, lat=lat, lon=lon, slots_per_day=slots_per_day,
            queue=queue, **common,
        )  # fmt: skip

    def add_commodity(
        self,
        commodity: str,
        *,
        unit: str,
        name: str = "",
        kg_per_unit: float | None = None,
        m3_per_unit: float | None = None,
        perish_per_day: Number = 0.0,
        storable: bool = True,
        goods_class: str = "goods",
        kcal_per_unit: float = 0.0,
        protein_g_per_unit: float = 0.0,
        fat_g_per_unit: float = 0.0,
        **common: Unpack[Common],
    ) -> None:
        """Add a thing moved and stored."""
        self.add(
            "commodities", commodity=commodity, name=name, unit=unit, kg_per_unit=kg_per_unit, m3_per_unit=m3_per_unit,
            perish_per_day=perish_per_day, storable=storable, goods_class=goods_class, kcal_per_unit=kcal_per_unit,
            protein_g_per_unit=protein_g_per_unit, fat_g_per_unit=fat_g_per_unit, **common,
        )  # fmt: skip

    def add_mix(self, mix: str, commodity: str, *, share: Number, **common: Unpack[Common]) -> None:
        """Add one commodity of a mix, by its share of the mass."""
        self.add("mixes", mix=mix, commodity=commodity, share=share, **common)

    # -------------------------------------------------------------------------- needs and rations

    def add_need(
        self,
        need: str,
        *,
        unit: str,
        per_person_day: Number,
        per_person_day_minimum: Number | None = None,
        per_person_day_survival: Number | None = None,
        name: str = "",
        share: Number = 1.0,
        priority: int = 1,
        critical: bool = False,
        **common: Unpack[Common],
    ) -> None:
        """Add what people require per day; lower tiers equal the tier above if they are not given."""
        self.add(
            "needs", need=need, name=name, unit=unit, per_person_day=per_person_day,
            per_person_day_minimum=per_person_day_minimum, per_person_day_survival=per_person_day_survival, share=share,
            priority=priority, critical=critical, **common,
        )  # fmt: skip

    def add_fixed_need(
        self,
        need: str,
        place: str,
        *,
        per_day: Number,
        start: Day | None = None,
        end: Day | None = None,
        **common: Unpack[Common],
    ) -> None:
        """Add a daily quantity that does not depend on the number of people."""
        self.add("fixed_needs", need=need, place=place, start=start, end=end, per_day=per_day, **common)

    def add_satisfies(
        self,
        need: str,
        commodity: str,
        *,
        per_unit: float,
        usual_share: Number = 1.0,
        max_share: Number = 1.0,
        **common: Unpack[Common],
    ) -> None:
        """Add that a commodity serves a need, and how much one unit of it serves."""
        self.add(
            "satisfies", need=need, commodity=commodity, per_unit=per_unit, usual_share=usual_share,
            max_share=max_share, **common,
        )  # fmt: skip

    def add_ration(
        self,
        place: str,
        need: str,
        *,
        policy: str = "full",
        start: Day | None = None,
        end: Day | None = None,
        per_person_day: Number | None = None,
        threshold_days: Number = 14.0,
        floor_share: Number = 0.4,
        lookback_days: Number = 7.0,
        schedule: str = "",
        review_days: int = 7,
        **common: Unpack[Common],
    ) -> None:
        """Add how a need is handed out: in full, by cover, a fixed ration, stretched, or by a schedule."""
        self.add(
            "rations", place=place, need=need, start=start, end=end, per_person_day=per_person_day, policy=policy,
            threshold_days=threshold_days, floor_share=floor_share, lookback_days=lookback_days, schedule=schedule,
            review_days=review_days, **common,
        )  # fmt: skip

    def add_ration_step(
        self,
        schedule: str,
        above_days: float,
        *,
        share: Number | None = None,
        per_person_day: Number | None = None,
        **common: Unpack[Common],
    ) -> None:
        """Add a stated ration of a schedule: a share of the need, or so much a person, from days of cover on."""
        self.add(
            "ration_steps", schedule=schedule, above_days=above_days, share=share, per_person_day=per_person_day,
            **common,
        )  # fmt: skip

    def add_weight(
        self, need: str, tier: str, *, weight: float, place: str = "*", **common: Unpack[Common]
    ) -> None:
        """Add the weight of one person-day short in a plan."""
        self.add("weights", need=need, tier=tier, place=place, weight=weight, **common)

    # ------------------------------------------------------------------ stocks, supply, processes

    def add_stock(
        self,
        place: str,
        commodity: str,
        *,
        amount: Number,
        unit: str = "",
        date: Day | None = None,
        holder: str = "state",
        accessible_share: Number = 1.0,
        release_date: Day | None = None,
        **common: Unpack[Common],
    ) -> None:
        """Add what was in store on the morning of a day, the first day if none is given."""
        self.add(
            "stocks", place=place, commodity=commodity, date=date, holder=holder, amount=amount, unit=unit,
            accessible_share=accessible_share, release_date=release_date, **common,
        )  # fmt: skip

    def add_supply(
        self,
        place: str,
        commodity: str,
        *,
        per_day: Number | None = None,
        unlimited: bool = False,
        start: Day | None = None,
        end: Day | None = None,
        **common: Unpack[Common],
    ) -> None:
        """Add goods that appear at a place each day."""
        self.add(
            "supply",
            place=place,
            commodity=commodity,
            start=start,
            end=end,
            per_day=per_day,
            unlimited=unlimited,
            **common,
        )

    def add_process(
        self,
        process: str,
        place: str,
        *,
        inputs: Mapping[str, float] | None = None,
        outputs: Mapping[str, float] | None = None,
        name: str = "",
        per_day: Number | None = None,
        target_days: Number = 1.0,
        start: Day | None = None,
        end: Day | None = None,
        order: int | None = None,
        **common: Unpack[Common],
    ) -> None:
        """Add what turns goods into others; `inputs` and `outputs` give the quantity of one run by commodity."""
        self.add(
            "processes", process=process, name=name, place=place, start=start, end=end, per_day=per_day,
            target_days=target_days, order=order, **common,
        )  # fmt: skip
        for role, flows in (("input", inputs), ("output", outputs)):
            for commodity, amount in (flows or {}).items():
                self.add_process_flow(process, commodity, role=role, amount=amount, **common)

    def add_process_flow(
        self,
        process: str,
        commodity: str,
        *,
        role: str,
        amount: float,
        keep: float = 0.0,
        **common: Unpack[Common],
    ) -> None:
        """Add one input or output of a process."""
        self.add(
            "process_flows",
            process=process,
            commodity=commodity,
            role=role,
            amount=amount,
            keep=keep,
            **common,
        )

    def add_level(
        self,
        place: str,
        commodity: str,
        *,
        target_days: Number = 30.0,
        reserve_days: Number = 0.0,
        **common: Unpack[Common],
    ) -> None:
        """Add what a place asks for, and what it keeps, in days of usual use."""
        self.add(
            "levels",
            place=place,
            commodity=commodity,
            target_days=target_days,
            reserve_days=reserve_days,
            **common,
        )

    def add_fleet(
        self,
        fleet: str,
        base: str,
        *,
        trucks: Number,
        payload_t: float,
        carrier: str = "any",
        load_m3: float | None = None,
        turnaround_days: Number = 0,
        fuel: str | None = None,
        l_per_km: float = 0.0,
        availability: Number = 1.0,
        return_share: Number = 1.0,
        return_needs_access: bool = False,
        **common: Unpack[Common],
    ) -> None:
        """Add the trucks of a carrier at a base."""
        self.add(
            "fleets", fleet=fleet, carrier=carrier, base=base, trucks=trucks, payload_t=payload_t, load_m3=load_m3,
            turnaround_days=turnaround_days, fuel=fuel, l_per_km=l_per_km, availability=availability,
            return_share=return_share, return_needs_access=return_needs_access, **common,
        )  # fmt: skip

    # ------------------------------------------------------------------- access, past and outlook

    def add_situation(
        self, situation: str, group: str, *, name: str = "", meaning: str = "", **common: Unpack[Common]
    ) -> None:
        """Add a named state of a group of routes."""
        self.add("situations", situation=situation, group=group, name=name, meaning=meaning, **common)

    def add_access(
        self,
        situation: str,
        subject: str,
        *,
        status: str,
        carrier: str = "*",
        direction: str = "*",
        goods_class: str = "*",
        cap: Number | None = None,
        unit: str = "share",
        **common: Unpack[Common],
    ) -> None:
        """Add who may pass what on a route or at a crossing in a situation."""
        self.add(
            "access", situation=situation, subject=subject, carrier=carrier, direction=direction,
            goods_class=goods_class, status=status, cap=cap, unit=unit, **common,
        )  # fmt: skip

    def add_spell(
        self,
        group: str,
        situation: str,
        *,
        start: Day,
        end: Day | None = None,
        among: Ids = (),
        **common: Unpack[Common],
    ) -> None:
        """Add a spell to the timeline of a group of routes."""
        self.add("timeline", group=group, start=start, end=end, situation=situation, among=among, **common)

    def add_outlook(
        self, situation: str, *, typical_days: float, worth_spells: float = 1.0, **common: Unpack[Common]
    ) -> None:
        """Add how long a spell of a situation usually lasts."""
        self.add(
            "outlook", situation=situation, typical_days=typical_days, worth_spells=worth_spells, **common
        )

    def add_outlook_next(self, situation: str, next: str, *, weight: float, **common: Unpack[Common]) -> None:
        """Add which situation follows another, as a count of past cases."""
        self.add("outlook_next", situation=situation, next=next, weight=weight, **common)

    def add_inflow(
        self,
        situation: str,
        route: str,
        *,
        contents: str,
        per_day: Number,
        carrier: str = "any",
        share_reaching: Number = 1.0,
        **common: Unpack[Common],
    ) -> None:
        """Add what usually comes in under a situation."""
        self.add(
            "inflow", situation=situation, route=route, carrier=carrier, contents=contents, per_day=per_day,
            share_reaching=share_reaching, **common,
        )  # fmt: skip

    def add_delivery(
        self,
        route: str,
        contents: str,
        *,
        start: Day | None = None,
        end: Day,
        amount: Number,
        since: Day | None = None,
        carrier: str = "any",
        share_reaching: Number = 1.0,
        **common: Unpack[Common],
    ) -> None:
        """Add what came in on record, over a period from `start`, or all of it from the day `since` on."""
        self.add(
            "deliveries", route=route, carrier=carrier, contents=contents, since=since, start=start, end=end,
            amount=amount, share_reaching=share_reaching, **common,
        )  # fmt: skip

    def add_consignment(
        self,
        consignment: str,
        *,
        contents: str,
        waiting_at: str,
        start: Day,
        end: Day | None = None,
        carrier: str | None = None,
        amount: Number | None = None,
        unit: str = "t",
        condition: str = "",
        refused_by: str = "",
        outcome: str = "",
        **common: Unpack[Common],
    ) -> None:
        """Add aid that waits."""
        self.add(
            "consignments", consignment=consignment, carrier=carrier, contents=contents, amount=amount, unit=unit,
            waiting_at=waiting_at, start=start, end=end, condition=condition, refused_by=refused_by, outcome=outcome,
            **common,
        )  # fmt: skip

    # -------------------------------------------------------------------------- seen and supposed

    def add_scenario(
        self,
        scenario: str,
        *,
        meaning: str,
        whose: str = "",
        conditions: str = "",
        claims: Ids = (),
        basis: str = "",
    ) -> None:
        """Add a named set of assumptions; rows join it by their column `scenario`."""
        self.add(
            "scenarios",
            scenario=scenario,
            meaning=meaning,
            whose=whose,
            conditions=conditions,
            claims=claims,
            basis=basis,
        )

    def add_observation(
        self,
        observation: str,
        *,
        start: Day,
        kind: str,
        end: Day | None = None,
        place: str | None = None,
        maps_to: str | None = None,
        value: Number | None = None,
        unit: str = "",
        shows: str = "",
        censoring: str = "none",
        meaning: str = "",
        **common: Unpack[Common],
    ) -> None:
        """Add what was seen; never an input."""
        self.add(
            "observations", observation=observation, start=start, end=end, place=place, kind=kind, maps_to=maps_to,
            value=value, unit=unit, shows=shows, censoring=censoring, meaning=meaning, **common,
        )  # fmt: skip

    def add_event(
        self,
        event: str,
        *,
        start: Day,
        kind: str,
        words: str,
        end: Day | None = None,
        actors: Ids = (),
        place: str = "",
        **common: Unpack[Common],
    ) -> None:
        """Add an event to the chronology."""
        self.add(
            "events",
            event=event,
            start=start,
            end=end,
            kind=kind,
            actors=actors,
            place=place,
            words=words,
            **common,
        )

    # ---------------------------------------------------------------------------------- evidence

    def add_source(
        self,
        source: str,
        *,
        name: str = "",
        kind: str = "unknown",
        party_to_conflict: bool = False,
        **columns: object,
    ) -> None:
        """Add who published; other columns as the schema of `sources` names them."""
        self.add(
            "sources",
            source=source,
            name=name or source,
            kind=kind,
            party_to_conflict=party_to_conflict,
            **columns,
        )

    def add_document(
        self, document: str, source: str, *, title: str = "", published: Day = "", **columns: object
    ) -> None:
        """Add what was published; other columns as the schema of `documents` names them."""
        self.add("documents", document=document, source=source, title=title, published=published, **columns)

    def add_claim(
        self,
        claim: str,
        *,
        stance: str,
        proposition: str,
        documents: Ids = (),
        speaker: str = "",
        quantity: Number | None = None,
        unit: str = "",
        **columns: object,
    ) -> None:
        """Add one assertion; other columns as the schema of `claims` names them."""
        self.add(
            "claims", claim=claim, documents=documents, speaker=speaker, stance=stance, proposition=proposition,
            quantity=quantity, unit=unit, **columns,
        )  # fmt: skip

    def add_support(self, table: str, key: str, *, claim: str, column: str = "", role: str = "for") -> None:
        """Add which claim backs which row or number."""
        self.add("supports", table=table, key=key, column=column, claim=claim, role=role)

"""Situations, access, what came in and what usually comes in, timelines, outlook and scenarios of the founding case.

A situation is defined by what it lets pass; that it held on a day is a claim. Of two rows with one key, the one with
claims known at the origin takes the place of the assumed one.
"""

# ruff: noqa: E501  (a row of a table reads best on one line)

from __future__ import annotations

from lachin.tables import CLOSURE, START, Range, Row, assumed, part, spread

HINDSIGHT = "2023-12-31"  # after the last publication behind a row of the timeline
ROADS_IN = ("goris_stepanakert", "goris_countryside")
ROAD_OUT = "stepanakert_goris"
AID = "icrc_and_peacekeepers"
MEANT = "assumed: by the meaning of the situation"

SITUATIONS: tuple[tuple[str, str, str, str], ...] = (
    ("open", "lachin", "open", "Ordinary traffic of people and goods in both directions."),
    ("escorted", "lachin", "sit-in", "Ordinary traffic has stopped at a sit-in; only vehicles of the ICRC and the peacekeepers pass, with aid, patients and escorted people."),
    ("checkpoint", "lachin", "inspection at a gate", "Traffic passes a gate where it is inspected; aid of the ICRC and the peacekeepers comes in, ordinary trade does not."),
    ("stopped", "lachin", "full stop", "Nothing passes in either direction."),
    ("medical", "lachin", "medical only", "The ICRC takes patients out and brings medicines in; no food and no fuel."),
    ("in_step", "lachin", "in step with the other road", "Aid in ICRC vehicles, load for load with the Aghdam road."),
    ("aghdam_unused", "aghdam", "unused", "No traffic; the line between the two sides crosses the road."),
    ("aghdam_refused", "aghdam", "offered and refused", "Goods are offered by this road and those who would receive them refuse."),
    ("aghdam_open", "aghdam", "open for aid", "Aid of Red Cross and Red Crescent societies comes in."),
    ("air_closed", "air", "closed", "No civil flights; the airspace is declared closed."),
    ("air_open", "air", "open", "Aid flights are let through."),
    ("gas_on", "gas", "on", "Gas at all hours."),
    ("gas_reduced", "gas", "reduced", "Gas for part of the day, or at low pressure."),
    ("gas_off", "gas", "off", "No gas from the line."),
    ("power_on", "power", "on", "The 110 kV line carries its usual share."),
    ("power_off", "power", "off", "The 110 kV line carries nothing."),
    ("net_on", "internet", "on", "The fibre cable works."),
    ("net_off", "internet", "off", "The fibre cable is cut."),
)  # fmt: skip

SCENARIOS: tuple[tuple[str, str, str, str, dict[str, str]], ...] = (
    ("corridor_open", "Ordinary traffic on the corridor from the origin on.", "what the orders of 21 December 2022 and 22 February 2023 and the statement of 2020 speak of, each in its own terms", "permission on both sides of the road", {"lachin": "open"}),
    ("aghdam_only", "The corridor is shut and aid comes by the Aghdam road alone.", "government of Azerbaijan, July 2023 (F-214)", "acceptance by residents and authorities in Stepanakert", {"lachin": "stopped", "aghdam": "aghdam_open"}),
    ("both_roads", "Aid comes by both roads, load for load, in ICRC vehicles.", "ICRC and peacekeepers, accepted in Stepanakert in September 2023 (F-259)", "permission and acceptance on both roads on the same day", {"lachin": "in_step", "aghdam": "aghdam_open"}),
    ("one_refused", "Both roads are offered together, the Aghdam road is refused, and so nothing passes on either.", "order of opening as stated by the president of Azerbaijan (F-235); refusal as stated in Stepanakert (F-231)", "neither side gives way on which road comes first", {"lachin": "stopped", "aghdam": "aghdam_refused"}),
    ("closed", "The corridor lets nothing pass from the origin on, and no other road opens.", "an assumption for comparison", "none", {"lachin": "stopped", "aghdam": "aghdam_unused"}),
)  # fmt: skip
AS_REPORTED = (
    "as_reported",
    "Situations after the origin as they were reported afterwards. Use it with hindsight.",
    "all sources of the ledger",
    "hindsight",
)


def situations() -> list[Row]:
    """Named states of each group of routes."""
    return [dict(zip(("situation", "group", "name", "meaning"), r, strict=True)) for r in SITUATIONS]


PASSING: dict[str, tuple[str, ...]] = {
    "escorted": ("icrc", "peacekeepers"),
    "checkpoint": ("icrc", "peacekeepers"),
    "stopped": (),
    "medical": (),
    "in_step": ("icrc",),
}
"""Carriers that pass with goods in each situation of the corridor but the open one."""


def _row(
    situation: str, subject: str, status: str, carrier: str = "*", goods: str = "*", note: str = ""
) -> Row:
    keys = ("situation", "subject", "status", "carrier", "goods_class", "note")
    return dict(zip(keys, (situation, subject, status, carrier, goods, note), strict=True)) | {"basis": MEANT}


def access() -> list[Row]:
    """Who may pass, by situation. The rows define the situations (A22)."""
    return [*_corridor(), *_gate_caps(), *_other_roads(), *_lines()]


def _corridor() -> list[Row]:
    people = "Patients and escorted people are no goods of this case."
    rows = [_row("open", road, "open") for road in (*ROADS_IN, ROAD_OUT)]
    for situation, carriers in PASSING.items():
        for road in ROADS_IN:
            rows.append(_row(situation, road, "closed"))
            rows += [_row(situation, road, "open", carrier) for carrier in carriers]
        rows.append(_row(situation, ROAD_OUT, "closed", note=people))
        rows += [_row(situation, ROAD_OUT, "open", carrier) for carrier in carriers]
    rows += [_row("medical", road, "open", "icrc", "medicine") for road in ROADS_IN]
    rows.append(_row("medical", ROAD_OUT, "open", "icrc", note="Patients on the way out."))
    rows.append(
        _row("*", "hakari", "open", note="What the gate caps is said by the rows that name a situation.")
    )
    return rows


def _other_roads() -> list[Row]:
    road, air = "aghdam_stepanakert", "yerevan_stepanakert_air"
    own = "Helicopter trips of the peacekeepers for their own needs (F-188) are not goods for residents."
    societies = ("icrc", "azerbaijan_red_crescent", "russian_red_cross")
    return [
        _row("aghdam_unused", road, "closed"),
        _row("aghdam_refused", road, "refused"),
        _row("aghdam_open", road, "closed"),
        *(_row("aghdam_open", road, "open", carrier) for carrier in societies),
        _row("*", "askeran_post", "open"),
        _row("air_closed", air, "closed", note=own),
        _row("air_open", air, "open"),
    ]


def _lines() -> list[Row]:
    rows: list[Row] = []
    for name in ("capital", "countryside"):
        for line in ("gas", "power", "net"):
            rows.append(_row(f"{line}_on", f"{line}_{name}", "open"))
            rows.append(_row(f"{line}_off", f"{line}_{name}", "closed"))
        reduced = _row("gas_reduced", f"gas_{name}", "restricted") | spread("cap", (0.25, 0.5, 0.75))
        rows.append(
            reduced
            | {
                "unit": "share",
                "moves_with": "cap=gas when reduced",
                "basis": assumed("A8", "half the hours"),
            }
        )
    return rows


def _gate_caps() -> list[Row]:
    """Trucks a day of aid that the one road was seen or thought to let through, in all."""
    rows: list[Row] = []
    caps: list[tuple[str, str, Range, str, str]] = [
        ("escorted", "peacekeepers", (5, 12, 25), "", assumed("A22", "a few trucks of one contingent a day")),
        (
            "escorted",
            "peacekeepers",
            (8, 17, 25),
            "F-092",
            "derived: from F-092; one day's count, widened, A22",
        ),
        ("escorted", "icrc", (0.5, 2, 5), "", assumed("A22", "one or two hired trucks on most days")),
        ("checkpoint", "peacekeepers", (5, 12, 25), "", assumed("A22", "as before the gate")),
        ("checkpoint", "icrc", (0.5, 2, 5), "", assumed("A22", "as before the gate")),
        ("in_step", "icrc", (0.5, 1, 4), "", assumed("A22", "a truck at a time")),
    ]
    for situation, carrier, cap, claims, basis in caps:
        rows.append(
            {"situation": situation, "subject": "hakari", "carrier": carrier, "direction": "in", "status": "restricted",
             "unit": "trucks/day", "claims": claims, "basis": basis,
             "note": "Laid on the gate because both routes share the one road."}
            | spread("cap", cap)
        )  # fmt: skip
    return rows


# ------------------------------------------------------------------------------------- what came in


def inflow() -> list[Row]:
    """What usually comes in under a situation, halved between the two places (A2)."""
    rows: list[Row] = []
    for road in ROADS_IN:
        trade = {"moves_with": "per_day=trade inflow; share_reaching=household share of trade"}
        aid = {"moves_with": "per_day=aid inflow"}
        rows += [
            _flow("open", road, "trade", "trade_load", (200, 350, 500), assumed("A19", "hundreds of tonnes a day; some 450 vehicles")) | trade | spread("share_reaching", (0.3, 0.45, 0.6)),
            _flow("open", road, "trade", "trade_load", (380, 390, 400), "derived: from F-019; half of the tonnes claimed; the household share is A19", "F-019") | trade | spread("share_reaching", (0.3, 0.45, 0.6)),
            _flow("escorted", road, AID, "aid_load", (15, 37, 75), assumed("A17", "inbound passages times a load of 2 to 8 t")) | aid,
            _flow("escorted", road, AID, "aid_load", (25, 33.5, 42), "derived: from F-031; half of 4,089 t over 122 days, widened, A17", "F-031") | aid,
            _flow("checkpoint", road, AID, "aid_load", (10, 30, 60), assumed("A17", "as before the gate, less certain")) | aid,
            _flow("checkpoint", road, AID, "aid_load", (17, 24.8, 31), "derived: from F-031, F-032, F-033; half of (5,574 - 4,089) t over 60 days, widened, A17", "F-031, F-032, F-033") | aid,
            _flow("stopped", road, AID, "aid_load", 0, MEANT),
            _flow("medical", road, "icrc", "medicines", (0.05, 0.2, 0.5), assumed("A24", "a light truck of medicines every week or two")),
            _flow("in_step", road, "icrc", "aid_load", (10, 23, 45), assumed("A24", "a truck or two a day")),
        ]  # fmt: skip
    for situation in ("aghdam_unused", "aghdam_refused"):
        rows.append(_flow(situation, "aghdam_stepanakert", "any", "aid_load", 0, MEANT, share=1))
    rows.append(
        _flow(
            "aghdam_open",
            "aghdam_stepanakert",
            "any",
            "aid_load",
            (10, 30, 60),
            assumed("A24", "as much as aid by the corridor was thought to be"),
            share=1,
        )
    )
    return rows


def _flow(
    situation: str,
    route: str,
    carrier: str,
    contents: str,
    a_day: Range | float,
    basis: str,
    claims: str = "",
    share: float = 0.5,
) -> Row:
    row = {
        "situation": situation,
        "route": route,
        "carrier": carrier,
        "contents": contents,
        "claims": claims,
        "basis": basis,
    }
    return row | spread("per_day", part(a_day, share))


def deliveries() -> list[Row]:
    """What came in before an origin. Until a count was published, the assumed row of the same key stands."""
    rows: list[Row] = []
    periods: list[tuple[str, str, int, Range, Range | None, str, str]] = [
        ("2022-12-12", "2023-04-12", 122, (15, 37, 75), (3270, 4089, 4500), "F-031", "4,089 t"),
        ("2023-04-13", "2023-05-10", 28, (5, 25, 45), (430, 534, 590), "F-031, F-032", "4,623 - 4,089 t"),
        ("2023-05-11", "2023-06-11", 32, (10, 25, 45), (760, 951, 1050), "F-032, F-033", "5,574 - 4,623 t"),
        ("2023-06-12", "2023-06-14", 3, (10, 25, 45), None, "", ""),
    ]  # fmt: skip
    for road in ROADS_IN:
        pre = {"route": road, "carrier": "trade", "contents": "trade_load", "start": START, "end": "2022-12-11",
               "moves_with": "amount=trade inflow; share_reaching=household share of trade"}  # fmt: skip
        reaching = spread("share_reaching", (0.3, 0.45, 0.6))
        rows += [
            pre | reaching | {"basis": assumed("A19", "hundreds of tonnes a day")} | spread("amount", part((200, 350, 500), 5.5)),
            pre | reaching | {"basis": "derived: from F-019; half of 11 days; the household share is A19", "claims": "F-019"} | spread("amount", part((380, 390, 400), 5.5)),
            _came(road, "trade", "trade_load", CLOSURE, "2023-09-19", 0, "assumed: no ordinary trade passed in the situations of these days"),
            _came(road, AID, "aid_load", START, "2022-12-11", 0, "assumed: no aid loads while ordinary trade passed"),
        ]  # fmt: skip
        for start, end, days, rate, count, claims, sum_ in periods:
            draw = {"moves_with": f"amount=aid received from {start}"}
            rows.append(
                _came(
                    road,
                    AID,
                    "aid_load",
                    start,
                    end,
                    part(rate, days / 2),
                    assumed("A17", "inbound passages times a load"),
                )
                | draw
            )
            if count is not None:
                words = f"derived: from {claims}; half of {sum_}, widened for what one side counts, A17"
                rows.append(_came(road, AID, "aid_load", start, end, part(count, 0.5), words, claims) | draw)
        rows += [
            _came(road, AID, "aid_load", "2023-06-15", "2023-09-11", 0, "derived: from F-180, F-184; no food or fuel passed in the situations of these days"),
            _came(road, "icrc", "medicines", START, "2023-06-25", 0, "assumed: medicines came within the mixed loads"),
            _came(road, "icrc", "medicines", "2023-06-26", "2023-07-07", (0.6, 1.2, 3.0), assumed("A24", "medical supplies until 7 July (F-192)")),
            _came(road, "icrc", "medicines", "2023-07-08", "2023-09-11", 0, "derived: from F-192; the last medical supplies came on 7 July"),
            _came(road, AID, "aid_load", "2023-09-12", "2023-09-19", 0, "assumed: what arrived on these days is an observation, never an input"),
            _came(road, "icrc", "medicines", "2023-09-12", "2023-09-19", 0, "assumed: what arrived on these days is an observation, never an input"),
        ]  # fmt: skip
    road = "aghdam_stepanakert"
    rows += [
        _came(road, "any", "aid_load", START, "2023-09-11", 0, "assumed: the road was not used"),
        _came(road, "any", "aid_load", "2023-09-12", "2023-09-19", 0, "assumed: what arrived on these days is an observation, never an input"),
    ]  # fmt: skip
    return rows


def _came(
    road: str,
    carrier: str,
    contents: str,
    start: str,
    end: str,
    amount: Range | float,
    basis: str,
    claims: str = "",
) -> Row:
    row = {
        "route": road,
        "carrier": carrier,
        "contents": contents,
        "start": start,
        "end": end,
        "basis": basis,
        "claims": claims,
    }
    return row | spread("amount", amount)


# ------------------------------------------------------------------------------ timelines and outlook

# group, start, situation, among, claims, basis, note
BASE: tuple[tuple[str, str, str, str, str, str, str], ...] = (
    ("lachin", START, "open", "", "F-018", "", "Shut for three to four hours on 3 December (F-024)."),
    ("lachin", CLOSURE, "escorted", "", "F-027", "", "From about 10:30. Whether this is a closure, and by whom, is contested (F-126, F-030, F-091)."),
    ("lachin", "2023-04-23", "checkpoint", "", "F-166", "", "From noon. ICRC cargo was reported nil until 12 May (F-169)."),
    ("lachin", "2023-06-15", "stopped", "", "F-181", "", "Each side blames the other for the incident at the bridge (F-183)."),
    ("lachin", "2023-06-26", "medical", "", "F-187", "", "Goods are said to have stayed nil (F-184)."),
    ("lachin", "2023-07-11", "stopped", "", "F-194", "", "Suspended by the border service, which alleged contraband; the ICRC answered (F-195)."),
    ("lachin", "2023-07-25", "medical", "", "F-044, F-217", "", "The latest possible day of resumption: convoys were moving by the end of July."),
    ("lachin", "2023-09-18", "in_step", "", "F-259, F-263", "", "Armed action began on 19 September (F-266)."),
    ("aghdam", START, "aghdam_unused", "", "F-011", "", "The line between the two sides crossed the road."),
    ("aghdam", "2023-07-18", "aghdam_refused", "", "F-200", "", "Barriers put up by residents; a decision to keep it shut (F-231)."),
    ("aghdam", "2023-09-12", "aghdam_open", "", "F-247, F-248", "", "One truck of the Russian Red Cross, after two days in Barda (F-245)."),
    ("aghdam", "2023-09-13", "aghdam_refused", "", "F-244", "", "Said to be a separate arrangement, not an opening."),
    ("aghdam", "2023-09-18", "aghdam_open", "", "F-259, F-263", "", "One ICRC truck, in step with the corridor."),
    ("air", START, "air_closed", "", "F-001", "", ""),
    ("gas", START, "gas_on", "", "", "assumed: A8, no cut was reported for these days", ""),
    ("gas", "2022-12-14", "gas_off", "", "F-069", "", "From the evening of the 13th."),
    ("gas", "2022-12-17", "unknown", "gas_on, gas_off", "F-069", "", "Back on the 16th, or on the 19th by another account."),
    ("gas", "2022-12-20", "gas_on", "", "F-069", "", ""),
    ("gas", "2023-01-17", "gas_off", "", "F-124", "", "Back in the evening."),
    ("gas", "2023-01-18", "unknown", "gas_on, gas_reduced, gas_off", "", "derived: from F-124; back on the evening of the 17th; nothing more was known at first", ""),
    ("gas", "2023-01-18", "unknown", "gas_on, gas_reduced, gas_off", "F-127", "derived: from F-127; cut on the morning of the 18th; the restart was not found", ""),
    ("gas", "2023-01-21", "gas_off", "", "F-133", "", ""),
    ("gas", "2023-01-26", "unknown", "gas_on, gas_reduced, gas_off", "", "assumed: the restart was not found; cut again on 6 February", ""),
    ("gas", "2023-02-06", "gas_off", "", "F-145, F-146", "", ""),
    ("gas", "2023-02-16", "unknown", "gas_on, gas_reduced, gas_off", "F-046", "", "On and off; days not found."),
    ("gas", "2023-03-08", "unknown", "gas_reduced, gas_off", "F-157, F-158", "", "Off from 8 March, or from 22 March by another account."),
    ("gas", "2023-03-22", "gas_off", "", "F-158, F-048", "", ""),
    ("gas", "2023-07-08", "gas_reduced", "", "F-193", "", "A few hours."),
    ("gas", "2023-07-09", "gas_off", "", "F-193", "", ""),
    ("power", START, "power_on", "", "", "assumed: A7, no failure was reported for these days", ""),
    ("power", "2023-01-09", "power_off", "", "F-111", "", "Failed at 14:35; repair crews were not admitted, as local authorities say. No repair is reported."),
    ("internet", START, "net_on", "", "", "assumed: A8, no failure was reported for these days", ""),
    ("internet", "2023-01-12", "net_off", "", "F-117", "", ""),
    ("internet", "2023-01-13", "net_on", "", "F-118", "", ""),
)  # fmt: skip


def timeline() -> list[Row]:
    """The situations of the past by group, and those of every scenario."""
    keys = ("group", "start", "situation", "among", "claims", "basis", "note")
    base = [dict(zip(keys, r, strict=True)) for r in BASE]
    told = "as the base row of the same day; read with hindsight alone"
    again = {"scenario": AS_REPORTED[0], "claims": ""}
    final = {
        (r["group"], r["start"]): r for r in base
    }.values()  # a row with claims stands behind the assumed one
    rows = base + [
        r | again | (
            {"known_from": HINDSIGHT, "basis": f"derived: from {r['claims']}; {told}"}
            if r["claims"]
            else {"basis": f"assumed: {told}"}
        )
        for r in final
    ]  # fmt: skip
    first = {g: s for g, start, s, *_ in BASE if start == START}
    for name, *_, wanted in SCENARIOS:
        for group, situation in wanted.items():
            common = {"group": group, "scenario": name, "basis": "assumed: the scenario"}
            rows.append(common | {"start": START, "situation": first[group]})
            rows.append(common | {"start": CLOSURE, "situation": situation,
                                  "note": "Meant from the origin on; before it the base timeline stands."})  # fmt: skip
    return rows


def scenarios() -> list[Row]:
    """Named sets of assumptions about the days after the origin."""
    rows = [dict(zip(("scenario", "meaning", "whose", "conditions"), s[:4], strict=True)) for s in SCENARIOS]
    return [dict(zip(("scenario", "meaning", "whose", "conditions"), AS_REPORTED, strict=True)), *rows]


def outlook() -> list[Row]:
    """How long spells last elsewhere, and what they are worth (A21). The Aghdam road and the air link have none."""
    rows = [
        ("open", 365, 1, "an agreed road stays open for years, then may not"),
        ("escorted", 60, 2, "closures come in weeks: 5 and 15 weeks in Tigray"),
        ("checkpoint", 60, 2, "as a closure"),
        ("stopped", 35, 2, "full stops come in weeks: 5 and 15 weeks in Tigray, the shorter here because nothing at all passes"),
        ("medical", 35, 2, "as a full stop"),
        ("in_step", 30, 1, "a deal about single loads"),
        ("gas_on", 30, 1, "winter, with a line that crosses the line of control"),
        ("gas_reduced", 14, 1, "between on and off"),
        ("gas_off", 10, 2, "cuts of one to two weeks"),
        ("power_on", 365, 1, "lines of this size fail seldom"),
        ("power_off", 45, 1, "repair takes a crew and consent on both sides"),
        ("net_on", 180, 1, "cables fail now and then"),
        ("net_off", 3, 2, "cables are mended in days"),
    ]  # fmt: skip
    return [
        {"situation": s, "typical_days": d, "worth_spells": w, "basis": assumed("A21", why)}
        for s, d, w, why in rows
    ]


def outlook_next() -> list[Row]:
    """Which situation follows which, as counts of imagined past cases."""
    weights = {
        "open": {"escorted": 2, "stopped": 1},
        "escorted": {"open": 2, "checkpoint": 1, "stopped": 1},
        "checkpoint": {"open": 1, "stopped": 1, "medical": 1},
        "stopped": {"medical": 1, "checkpoint": 1, "open": 1},
        "medical": {"checkpoint": 1, "stopped": 1, "open": 1},
        "in_step": {"open": 1, "checkpoint": 1, "stopped": 1},
        "gas_on": {"gas_off": 2, "gas_reduced": 1},
        "gas_reduced": {"gas_on": 1, "gas_off": 1},
        "gas_off": {"gas_on": 2, "gas_reduced": 1},
        "power_on": {"power_off": 1},
        "power_off": {"power_on": 1},
        "net_on": {"net_off": 1},
        "net_off": {"net_on": 1},
    }
    return [
        {"situation": s, "next": n, "weight": w, "basis": assumed("A21", "few cases, spread evenly")}
        for s, following in weights.items()
        for n, w in following.items()
    ]

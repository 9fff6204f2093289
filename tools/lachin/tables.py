"""Model tables of the founding case, written by hand. Reasons stand in docs/cases/lachin_assumptions.md, under A1 to A25.

Rule kept throughout: an assumed number could have been written on its date without knowledge of the later course, and
none was chosen or changed by a look at what was observed.
"""

# ruff: noqa: E501  (a row of a table reads best on one line)

from __future__ import annotations

from typing import Any

Row = dict[str, Any]
Range = tuple[float, float, float]

PLACES = ("stepanakert", "countryside")
CLOSURE = "2022-12-12"
START = "2022-12-01"


def spread(column: str, value: Range | float) -> Row:
    """The three columns of an uncertain number, or the one of an exact number."""
    if isinstance(value, tuple):
        return {f"{column}_low": value[0], column: value[1], f"{column}_high": value[2]}
    return {column: value}


def part(value: Range | float, share: float) -> Range | float:
    """A range times an exact share."""
    if isinstance(value, tuple):
        low, middle, high = (round(x * share, 6) for x in value)
        return (low, middle, high)
    return round(value * share, 6)


def assumed(number: str, words: str) -> str:
    """Basis of an assumed number: its entry in the assumptions, and the reason in few words."""
    return f"assumed: {number}, {words}"


# ------------------------------------------------------------------------------------------------ places


def places() -> list[Row]:
    """Two places where people live, three where goods come from, one lake."""
    near = "Coordinates are approximate, for drawing only."
    rows = [
        ("stepanakert", "Stepanakert / Khankendi", "Khankendi; Stepanakert; Xankəndi; Ստեփանակերտ; Степанакерт; Ханкенди", 39.82, 46.75, "settlement"),
        ("countryside", "Towns and villages outside Stepanakert / Khankendi", "rest of Nagorno-Karabakh; districts of Askeran, Martakert / Agdara, Martuni / Khojavend, Shusha / Shushi", 39.95, 46.83, "settlement"),
        ("goris", "Goris, Armenia", "Գորիս; Горис; Kornidzor side of the road", 39.51, 46.34, "source"),
        ("aghdam", "Aghdam side, Azerbaijan", "Aghdam; Ağdam; Agdam; Akna", 39.99, 46.93, "source"),
        ("yerevan", "Yerevan, Armenia, as the other end of an air link", "Երևան; Ереван", 40.15, 44.40, "source"),
        ("sarsang", "Sarsang reservoir", "Sərsəng; Сарсанг", 40.15, 46.55, "hub"),
    ]  # fmt: skip
    keys = ("place", "name", "other_names", "lat", "lon", "kind")
    note = {
        "sarsang": near
        + " No store is modelled here: each settlement holds its half of the lake's water (A9)."
    }
    return [dict(zip(keys, r, strict=True)) | {"note": note.get(r[0], near)} for r in rows]


def people() -> list[Row]:
    """Three counts that exclude each other, halved between the two places; both places pick the same one."""
    taken = '; "up to" is taken as the count itself, A1'
    counts = (
        (120_000, "F-049", "", "in official use before the closure; the first page at hand is of 14 December 2022"),
        (25_000, "F-014", taken, "said in public in 2021; the page at hand is of 23 January 2023"),
        (101_000, "F-274", "", "implied by the departure of September 2023: known with hindsight alone"),
    )  # fmt: skip
    return [
        {
            "place": place, "start": START, "people": total // 2, "claims": claim,
            "rival": "count", "moves_with": "rival=people count",
            "basis": f"derived: from {claim}; {total:,} x 0.5, with A2 for the half{bound}",
            "note": f"A1: {why}.",
        }
        for place in PLACES
        for total, claim, bound, why in counts
    ]  # fmt: skip


def control() -> list[Row]:
    """Who holds what, in which sense. Every row is somebody's claim."""
    rows: list[tuple[str, str, str, str, str, str, str]] = [
        ("stepanakert", "2020-11-10", "stepanakert", "2023-09-19", "de facto", "D1-032", "As the article has it, since 1994; the end is the last day of the case."),
        ("countryside", "2020-11-10", "stepanakert", "2023-09-19", "de facto", "D1-032", "As for the capital; districts that changed hands in 2020 are not part of this place."),
        ("stepanakert", START, "azerbaijan", "", "recognised", "D1-031", ""),
        ("countryside", START, "azerbaijan", "", "recognised", "D1-031", ""),
        ("goris_stepanakert", "2020-11-10", "peacekeepers", "", "claimed", "F-007, D2-052, D2-025", "Under the control of the contingent by the statement of 9 November 2020; who held it in fact is contested (D1-038, D1-027)."),
        ("goris_countryside", "2020-11-10", "peacekeepers", "", "claimed", "F-007, D2-052, D2-025", "The same road."),
        ("goris_stepanakert", CLOSURE, "protesters", "2023-04-28", "de facto", "F-027, F-174", "The section near Shusha / Shushi; on whose behalf is contested (F-030, F-091)."),
        ("hakari", "2023-04-23", "border_service", "", "de facto", "F-166", ""),
        ("askeran_post", "2020-11-20", "peacekeepers", "", "de facto", "F-234", "A Russian post on the eastern road."),
        ("aghdam", "2020-11-20", "azerbaijan", "", "de facto", "F-011", ""),
        ("goris", START, "armenia", "", "de facto", "F-212", "Armenia's side of the corridor."),
    ]  # fmt: skip
    keys = ("subject", "start", "actor", "end", "kind", "claims", "note")
    return [dict(zip(keys, r, strict=True)) for r in rows]


def routes() -> list[Row]:
    """Roads, an air link, and lines for what cannot be stored."""
    roads = [
        ("goris_stepanakert", "Goris-Lachin-Stepanakert road (Lachin / Berdzor corridor), to the capital", "goris", "stepanakert", "lachin", "hakari"),
        ("goris_countryside", "Goris-Lachin-Stepanakert road (Lachin / Berdzor corridor), to the countryside", "goris", "countryside", "lachin", "hakari"),
        ("stepanakert_goris", "Goris-Lachin-Stepanakert road, outbound", "stepanakert", "goris", "lachin", "hakari"),
        ("aghdam_stepanakert", "Aghdam-Askeran-Stepanakert road", "aghdam", "stepanakert", "aghdam", "askeran_post"),
    ]  # fmt: skip
    rows: list[Row] = [
        {"route": r, "name": name, "from": a, "to": b, "mode": "road", "group": g, "lead_days": 1, "crossings": x,
         "note": "Length not found. What the road itself can carry is left without limit: permission was the limit (A25)."}
        for r, name, a, b, g, x in roads
    ]  # fmt: skip
    rows.append(
        {"route": "yerevan_stepanakert_air", "name": "Air link to Stepanakert / Khankendi airport", "from": "yerevan",
         "to": "stepanakert", "mode": "air", "group": "air", "lead_days": 1}
    )  # fmt: skip
    hours = dict.fromkeys(PLACES, 24 * 60000)
    for place in PLACES:
        name = "capital" if place == "stepanakert" else "countryside"
        rows += [
            _line(f"power_{name}", f"110 kV line from Goris, share of the {name}", "power", place, "electricity", "MWh",
                  (240, 330, 450), "A7, half of what the line carried; the line met about half of demand")
            | {"moves_with": "power line"},
            _line(f"gas_{name}", f"Gas line from Goris, share of the {name}", "gas", place, "gas_service", "h",
                  hours[place], "A8, service at all hours for 60,000 people"),
            _line(f"net_{name}", f"Fibre cable from Goris, share of the {name}", "internet", place, "internet_service", "h",
                  hours[place], "A8, service at all hours for 60,000 people"),
        ]  # fmt: skip
    return rows


def _line(
    route: str, name: str, group: str, to: str, carries: str, unit: str, per_day: Range | float, why: str
) -> Row:
    row = {"route": route, "name": name, "from": "goris", "to": to, "mode": "line", "group": group, "unit": unit,
           "carries": carries, "basis": f"assumed: {why}"}  # fmt: skip
    return row | spread("per_day", per_day)


def crossings() -> list[Row]:
    """Two gates; how many trucks they let through a day was not found."""
    return [
        {"crossing": "hakari", "name": "Gate at the Hakari / Hagaru bridge", "place": "where the corridor meets Armenia",
         "lat": 39.58, "lon": 46.49, "queue": "yes",
         "basis": "derived: from F-166; the bridge is there at all times, as a gate from 23 April 2023",
         "note": "Before that day the situations leave it open. Slots a day were not found: no limit."},
        {"crossing": "askeran_post", "name": "Post between Aghdam and Askeran", "place": "eastern road", "lat": 39.96,
         "lon": 46.88, "queue": "yes",
         "basis": "derived: from F-228, F-234; a post of the peacekeepers stood there", "note": "Slots a day were not found: no limit."},
    ]  # fmt: skip


# --------------------------------------------------------------------------------------- goods and needs

FIELD = (
    "field tables of food composition (public-health guide in emergencies, Annex D; FSC Bangladesh, Annex 15)"
)


def commodities() -> list[Row]:
    """Sixteen goods, each standing for a group where the evidence does not tell them apart."""
    rows: list[tuple[str, str, str, float | str, float | str, float, str, str, float, float, float]] = [
        ("bread", "Bread", "t", 1000, 3.5, 0.25, "yes", "food", 2_610_000, 77_000, 20_000),
        ("flour", "Wheat flour", "t", 1000, 1.7, 0.0003, "yes", "food", 3_500_000, 115_000, 15_000),
        ("wheat", "Wheat, as grain", "t", 1000, 1.5, 0.0003, "yes", "food", 3_230_000, 126_000, 18_000),
        ("cereals", "Rice, pasta and buckwheat", "t", 1000, 1.5, 0, "yes", "food", 3_500_000, 95_000, 12_000),
        ("sugar", "Sugar", "t", 1000, 2.0, 0, "yes", "food", 4_000_000, 0, 0),
        ("oil", "Cooking oil", "t", 1000, 1.8, 0, "yes", "food", 8_840_000, 0, 1_000_000),
        ("vegetables", "Potatoes, vegetables and fruit", "t", 1000, 2.5, 0.005, "yes", "food", 500_000, 12_000, 2_000),
        ("animal_food", "Meat, milk, eggs and fish", "t", 1000, 2.0, 0.05, "yes", "food", 1_500_000, 100_000, 100_000),
        ("medicines", "Medicines and medical supplies", "t", 1000, 3.0, 0, "yes", "medicine", 0, 0, 0),
        ("hygiene_goods", "Soap, washing powder and other toiletries", "t", 1000, 3.0, 0, "yes", "hygiene", 0, 0, 0),
        ("diesel", "Diesel", "l", 0.84, 0.001, 0, "yes", "fuel", 0, 0, 0),
        ("petrol", "Petrol", "l", 0.745, 0.001, 0, "yes", "fuel", 0, 0, 0),
        ("lake_water", "Water behind the Sarsang dam, as the electricity it can make", "MWh", 0, "", 0, "yes", "water", 0, 0, 0),
        ("electricity", "Electricity", "MWh", 0, "", 0, "no", "electricity", 0, 0, 0),
        ("gas_service", "Gas in the pipe, as hours of service for one person", "h", 0, "", 0, "no", "gas", 0, 0, 0),
        ("internet_service", "Internet, as hours of service for one person", "h", 0, "", 0, "no", "internet", 0, 0, 0),
    ]  # fmt: skip
    keys = ("commodity", "name", "unit", "kg_per_unit", "m3_per_unit", "perish_per_day", "storable", "goods_class",
            "kcal_per_unit", "protein_g_per_unit", "fat_g_per_unit")  # fmt: skip
    sourced = {"bread", "flour", "wheat", "sugar", "oil"}
    found = []
    for r in rows:
        basis = f"assumed: {FIELD}" if r[0] in sourced else assumed("A4", "mean of a group of goods")
        if r[7] in {"fuel", "medicine", "hygiene", "water", "electricity", "gas", "internet"}:
            basis = (
                assumed("A6", "common density")
                if r[7] == "fuel"
                else assumed("A5", "no food; volume as in field tables")
            )
            basis = assumed("A8", "counted in service, without mass") if r[3] == 0 else basis
        found.append(dict(zip(keys, r, strict=True)) | {"basis": basis})
    return found


def needs() -> list[Row]:
    """Eight needs; energy first."""
    rows: list[tuple[str, str, str, Range, Range, Range, int, str]] = [
        ("energy", "Food energy", "kcal", (1900, 2100, 2500), (1520, 1680, 2000), (1140, 1260, 1500), 1,
         "assumed: planning figure 2,100 and its context range 1,900 to 2,500 (WFP food basket; CIN 1995); tiers at 80 and 60 % of it, A3"),
        ("medicine", "Medicines", "g", (2, 4, 8), (1, 2, 4), (0.5, 1, 2), 2,
         "assumed: A5, emergency health kit of 1.4 g a person a day, times what chronic illness adds"),
        ("diesel_use", "Diesel for ambulances, bread haulage, buses and farms", "l", (0.15, 0.3, 0.5), (0.05, 0.1, 0.17), (0.015, 0.03, 0.05), 3,
         "assumed: A6, use a head in the region"),
        ("electric_power", "Electricity", "kWh", (5, 8, 12), (2.5, 4, 6), (0.6, 1, 1.5), 4,
         "assumed: A7, local plants of 79 MW met about half of demand"),
        ("hygiene", "Washing and hygiene", "g", (10, 15, 25), (5, 8, 12), (2, 3, 5), 5,
         "assumed: 450 g of soap a person a month (250 bathing, 200 laundry; field tables), range and tiers A5"),
        ("petrol_use", "Petrol for cars", "l", (0.08, 0.15, 0.3), (0.025, 0.05, 0.1), (0.005, 0.01, 0.02), 6,
         "assumed: A6, most cars ran on compressed gas"),
        ("gas_hours", "Gas for heating, cooking and cars, in hours of service", "h", (24, 24, 24), (12, 12, 12), (4, 4, 4), 7,
         "assumed: A8, service at all hours; half a day; four hours"),
        ("internet_hours", "Internet, in hours of service", "h", (24, 24, 24), (12, 12, 12), (1, 1, 1), 8,
         "assumed: A8, service at all hours; half a day; one hour"),
    ]  # fmt: skip
    found = []
    for need, name, unit, normal, minimum, survival, priority, basis in rows:
        tiers = (
            ("per_person_day", normal),
            ("per_person_day_minimum", minimum),
            ("per_person_day_survival", survival),
        )
        row: Row = {"need": need, "name": name, "unit": unit, "priority": priority, "basis": basis}
        for column, value in tiers:
            row |= spread(column, value if value[0] != value[2] else value[1])
        found.append(row)
    return found


def satisfies() -> list[Row]:
    """Usual shares of energy by group, and one good for each other need."""
    diet: list[tuple[str, float, Range, float]] = [
        ("bread", 2_610_000, (0.36, 0.44, 0.52), 0.85),
        ("cereals", 3_500_000, (0.07, 0.11, 0.16), 0.5),
        ("sugar", 4_000_000, (0.06, 0.09, 0.12), 0.2),
        ("oil", 8_840_000, (0.09, 0.12, 0.16), 0.3),
        ("vegetables", 500_000, (0.06, 0.09, 0.13), 0.4),
        ("animal_food", 1_500_000, (0.1, 0.15, 0.2), 0.4),
    ]
    rows = [
        {"need": "energy", "commodity": c, "per_unit": v, "max_share": w,
         "basis": assumed("A4", "diet of the region, bread first; largest shares as a kitchen could stretch")}
        | spread("usual_share", u)
        for c, v, u, w in diet
    ]  # fmt: skip
    single: list[tuple[str, str, float]] = [
        ("medicine", "medicines", 1_000_000), ("diesel_use", "diesel", 1), ("electric_power", "electricity", 1_000),
        ("hygiene", "hygiene_goods", 1_000_000), ("petrol_use", "petrol", 1), ("gas_hours", "gas_service", 1),
        ("internet_hours", "internet_service", 1),
    ]  # fmt: skip
    return rows + [
        {"need": n, "commodity": c, "per_unit": v, "basis": "assumed: units of one good"}
        for n, c, v in single
    ]


def rations() -> list[Row]:
    """What is short is cut in proportion; services are not rationed but fail."""
    cover = {"energy": (14, 0.4), "medicine": (14, 0.4), "hygiene": (14, 0.4), "diesel_use": (7, 0.1),
             "petrol_use": (4, 0.1), "electric_power": (60, 0.5)}  # fmt: skip
    words = "cut in proportion once cover falls under the threshold; the coupon scheme is an observation, not an input"
    return [
        {"place": "*", "need": need, "start": START, "policy": "cover", "threshold_days": days, "floor_share": floor,
         "basis": assumed("A20", words)}
        for need, (days, floor) in cover.items()
    ]  # fmt: skip


def weights() -> list[Row]:
    """What a person-day short counts in a plan: by tier 1, 3, 9, and by need as far as others can do without it."""
    by_need = {"energy": 1, "medicine": 1, "diesel_use": 0.5, "electric_power": 0.5, "hygiene": 0.25, "petrol_use": 0.1,
               "gas_hours": 0.1, "internet_hours": 0.1}  # fmt: skip
    return [
        {"need": need, "tier": tier, "place": "*", "weight": round(share * by_tier, 6), "basis": assumed("A26", "for plans alone")}
        for need, share in by_need.items()
        for tier, by_tier in (("normal", 1), ("minimum", 3), ("survival", 9))
    ]  # fmt: skip


# ------------------------------------------------------------------------------------- stocks and supply


def stocks() -> list[Row]:
    """Opening stocks. No stock in tonnes was published: every row is assumed, and none of them rests on a later report."""
    trade: Range = (8, 15, 30)
    state: Range = (5, 20, 60)
    rows: list[tuple[str, str, Range, str, str, str, str]] = []
    for place in PLACES:
        for good in ("flour", "cereals", "sugar", "oil"):
            rows.append(
                (
                    place,
                    good,
                    trade,
                    "days",
                    "trade",
                    "trade stock",
                    "A12, shops, wholesalers and pantries together",
                )
            )
            rows.append(
                (place, good, state, "days", "state", "state reserve", "A12, a state reserve of unknown size")
            )
    rows += [
        ("stepanakert", "wheat", (5, 15, 45), "days", "state", "", "A12, grain at the mills"),
        ("countryside", "wheat", (5, 15, 45), "days", "trade", "", "A12, grain at the mills"),
        ("stepanakert", "vegetables", (7, 20, 45), "days", "household", "", "A11, cellars and shops in December"),
        ("countryside", "vegetables", (45, 90, 150), "days", "household", "", "A11, cellars in December"),
        ("stepanakert", "animal_food", (2, 5, 10), "days", "trade", "", "A11, shops and freezers"),
        ("countryside", "animal_food", (4, 10, 25), "days", "household", "", "A11, own animals, cheese and preserves"),
        ("stepanakert", "diesel", (8, 20, 45), "days", "state", "diesel depots", "A15, depots and tanks"),
        ("countryside", "diesel", (8, 20, 45), "days", "state", "diesel depots", "A15, depots and tanks"),
        ("stepanakert", "petrol", (4, 8, 16), "days", "trade", "petrol stations", "A15, filling stations"),
        ("countryside", "petrol", (4, 8, 16), "days", "trade", "petrol stations", "A15, filling stations"),
        ("stepanakert", "medicines", (20, 45, 90), "days", "trade", "medicine stores", "A16, hospitals and pharmacies"),
        ("countryside", "medicines", (10, 30, 60), "days", "trade", "medicine stores", "A16, pharmacies and health posts"),
        ("stepanakert", "hygiene_goods", (14, 30, 60), "days", "trade", "", "A16, shops and homes"),
        ("countryside", "hygiene_goods", (14, 30, 60), "days", "trade", "", "A16, shops and homes"),
        ("stepanakert", "lake_water", (12_500, 27_500, 45_000), "MWh", "state", "lake", "A9, the capital's half of the lake"),
        ("countryside", "lake_water", (12_500, 27_500, 45_000), "MWh", "state", "lake", "A9, the countryside's half of the lake"),
    ]  # fmt: skip
    found = []
    for date in (START, CLOSURE):
        for place, good, amount, unit, holder, draw, why in rows:
            row = {"place": place, "commodity": good, "date": date, "holder": holder, "unit": unit,
                   "moves_with": f"amount={draw or f'{good} in {place}'}", "basis": f"assumed: {why}",
                   "note": _when(date)}  # fmt: skip
            found.append(row | spread("amount", amount))
        for place, share in (("stepanakert", (0.1, 0.25, 0.5)), ("countryside", (0.25, 0.5, 0.75))):
            row = {"place": place, "commodity": "wheat", "date": date, "holder": "farm", "unit": "t",
                   "moves_with": f"amount=farm grain; accessible_share=farm grain within reach of {place}",
                   "basis": assumed("A13", "grain on farms and the share that mills can reach"), "note": _when(date)}  # fmt: skip
            found.append(
                row | spread("amount", (1_500.0, 4_000.0, 7_500.0)) | spread("accessible_share", share)
            )
    return found


def _when(date: str) -> str:
    if date == CLOSURE:
        return "The morning of the closure. The same draw as on 1 December: stores were steady."
    return "Start of the case: stores as on 12 December, so that the days before are not read as a shortage."


def supply() -> list[Row]:
    """Goods on offer outside; what farms, gardens, streams and the harvest give inside."""
    rows: list[Row] = []
    offered = {
        "goris": ("flour", "cereals", "sugar", "oil", "vegetables", "animal_food", "medicines", "hygiene_goods", "diesel",
                  "petrol", "electricity", "gas_service", "internet_service"),
        "aghdam": ("flour", "cereals", "sugar", "oil", "medicines", "hygiene_goods", "diesel", "petrol"),
        "yerevan": ("flour", "medicines"),
    }  # fmt: skip
    for place, goods in offered.items():
        rows += [
            {"place": place, "commodity": c, "start": START, "unlimited": "yes",
             "basis": assumed("A25", "markets outside are large beside the need")}
            for c in goods
        ]  # fmt: skip
    inside: list[tuple[str, str, str, str, Range, str, str]] = []
    for place in PLACES:
        inside.append(
            (
                place,
                "electricity",
                START,
                "",
                (60, 120, 180),
                "small plants",
                "A9, half of the plants without a lake",
            )
        )
        for start, end, flow in (
            (START, "2023-02-28", (50, 90, 150)),
            ("2023-03-01", "2023-03-31", (100, 175, 275)),
            ("2023-04-01", "2023-06-30", (225, 400, 600)),
            ("2023-07-01", "2023-09-19", (90, 175, 275)),
        ):
            inside.append(
                (place, "lake_water", start, end, flow, "river", "A9, half of the river's inflow by season")
            )
    inside += [
        ("stepanakert", "animal_food", START, "", (2, 5, 10), "farm output", "A11, farms that sell to the capital"),
        ("countryside", "animal_food", START, "", (4, 9, 16), "farm output", "A11, farms and own animals"),
        ("stepanakert", "vegetables", "2023-06-01", "", (2, 6, 15), "gardens", "A11, gardens in season"),
        ("countryside", "vegetables", "2023-06-01", "", (10, 20, 40), "gardens", "A11, gardens in season"),
        ("stepanakert", "wheat", "2023-07-10", "2023-08-20", (25, 85, 170), "harvest 2023", "A14, what the capital's mills can buy of the harvest"),
        ("countryside", "wheat", "2023-07-10", "2023-08-20", (40, 130, 260), "harvest 2023", "A14, what local mills can use of the harvest"),
    ]  # fmt: skip
    rows.append(
        {"place": "sarsang", "commodity": "lake_water", "start": START, "per_day": 0,
         "basis": "assumed: the lake's water is counted at the two settlements, half each (A9)"}
    )  # fmt: skip
    for place, good, start, end, amount, draw, why in inside:
        rows.append(
            {"place": place, "commodity": good, "start": start, "end": end, "moves_with": f"per_day={draw}",
             "basis": f"assumed: {why}"}
            | spread("per_day", amount)
        )  # fmt: skip
    return rows


def processes() -> tuple[list[Row], list[Row]]:
    """Mills, bakeries and the power station, once for each place."""
    kinds: list[tuple[str, str, dict[str, Range], float, str, list[tuple[str, str, float]]]] = [
        ("power_station", "Sarsang power station, share of", dict.fromkeys(PLACES, (400, 500, 600)), 1,
         "A9, half of about 50 MW, most of the hours of a day", [("lake_water", "input", 1), ("electricity", "output", 1)]),
        ("mill", "Mills of", {"stepanakert": (10, 25, 45), "countryside": (10, 25, 45)}, 14,
         "A10, tonnes of wheat a day that local mills can grind; most shop flour came ready from outside",
         [("wheat", "input", 1), ("diesel", "input", 8), ("flour", "output", 0.8)]),
        ("bakery", "Bakeries and home baking of", {}, 1, "", [("flour", "input", 1), ("bread", "output", 1.35)]),
    ]  # fmt: skip
    runs: list[Row] = []
    flows: list[Row] = []
    why = {
        "power_station": "assumed: water counted as the electricity it can make",
        "mill": assumed("A10", "8 l of diesel to haul and grind a tonne; 0.8 t of flour (field tables: 10 to 20 % lost in milling)"),
        "bakery": assumed("A10", "1.35 kg of bread from 1 kg of flour, a common yield without a source here"),
    }  # fmt: skip
    for kind, name, capacity, target, words, goods in kinds:
        for place in PLACES:
            id_ = f"{kind}_{'capital' if place == 'stepanakert' else 'countryside'}"
            row: Row = {"process": id_, "name": f"{name} {'the capital' if place == 'stepanakert' else 'the countryside'}",
                        "place": place, "start": START, "target_days": target}  # fmt: skip
            if capacity:
                row |= spread("per_day", capacity[place]) | {"basis": f"assumed: {words}"}
            else:
                row |= {"basis": assumed("A10", "ovens without limit; their heat is not modelled")}
            runs.append(row)
            flows += [
                {"process": id_, "commodity": c, "role": role, "amount": a, "basis": why[kind]}
                for c, role, a in goods
            ]
    return runs, flows


def fleets() -> list[Row]:
    """Trucks by carrier; counts are assumed and matter only where something of ours is sent."""
    rows: list[tuple[str, str, str, Range, float, str]] = [
        ("trade", "trade", "goris", (60, 150, 300), 18, "A23, merchants' trucks of before the closure"),
        ("icrc", "icrc", "goris", (3, 8, 20), 18, "A23, hired trucks"),
        ("icrc_cars", "icrc", "stepanakert", (2, 5, 10), 1, "A23, cars and vans of the office in the capital"),
        ("icrc_flights", "icrc", "yerevan", (0.3, 1, 3), 5, "A23, flights a day if any were let through"),
        ("peacekeepers", "peacekeepers", "goris", (8, 20, 50), 12, "A23, supply trucks of the contingent"),
        ("armenian_government", "armenian_government", "goris", (10, 20, 40), 18, "A23, hired trucks"),
        ("azerbaijan_red_crescent", "azerbaijan_red_crescent", "aghdam", (2, 5, 20), 18, "A23, hired trucks"),
        ("russian_red_cross", "russian_red_cross", "aghdam", (1, 2, 5), 18, "A23, hired trucks"),
    ]  # fmt: skip
    return [
        {"fleet": f, "carrier": c, "base": b, "payload_t": p, "turnaround_days": 1, "basis": f"assumed: {why}",
         "note": "Payloads by size: logistics guide, truck of 26 t (18 t), truck of 19 t (12 t), van (1 t); a small aircraft is assumed to carry 5 t."}
        | spread("trucks", n)
        for f, c, b, n, p, why in rows
    ]  # fmt: skip


def mixes() -> list[Row]:
    """What a mixed load is made of, by mass."""
    loads: dict[str, tuple[str, dict[str, Range]]] = {
        "aid_load": ("A18, relief loads: food first, some fuel and medicine", {
            "flour": (0.2, 0.3, 0.42), "cereals": (0.08, 0.13, 0.18), "sugar": (0.05, 0.08, 0.12), "oil": (0.05, 0.08, 0.12),
            "vegetables": (0.03, 0.08, 0.15), "animal_food": (0.02, 0.05, 0.09), "medicines": (0.008, 0.02, 0.04),
            "hygiene_goods": (0.015, 0.03, 0.06), "diesel": (0.05, 0.13, 0.25), "petrol": (0.01, 0.04, 0.1),
        }),
        "trade_load": ("A18, household goods of ordinary trade", {
            "flour": (0.1, 0.16, 0.24), "cereals": (0.05, 0.07, 0.1), "sugar": (0.03, 0.05, 0.08), "oil": (0.03, 0.04, 0.06),
            "vegetables": (0.18, 0.25, 0.33), "animal_food": (0.09, 0.14, 0.2), "medicines": (0.002, 0.004, 0.008),
            "hygiene_goods": (0.008, 0.015, 0.03), "diesel": (0.08, 0.14, 0.2), "petrol": (0.05, 0.09, 0.14),
        }),
    }  # fmt: skip
    return [
        {"mix": mix, "commodity": c, "basis": f"assumed: {why}"} | spread("share", share)
        for mix, (why, shares) in loads.items()
        for c, share in shares.items()
    ]

"""Chronology, waiting consignments and observations of the founding case."""

# ruff: noqa: E501  (a row of a table reads best on one line)

from __future__ import annotations

from typing import Any

from lachin.evidence import ours

Row = dict[str, Any]

KINDS = {
    "legal": "court_order", "offer": "offer", "agreement": "agreement", "convoy_stuck": "consignment", "air": "air",
    "offensive": "armed_action", "route_status": "access_change", "claims": "statement",
}  # fmt: skip
BY_STANCE = {
    "accused": "accusation",
    "denied": "denial",
    "demanded": "demand",
    "promised": "promise",
    "ordered": "order",
}

# Our own words where the paraphrase of a claim holds a contested one.
WORDS: dict[str, str] = {
    "F-126": "The Azerbaijani foreign ministry said the road was open and denied that it was closed.",
    "F-149": "President Aliyev cited the vehicle count and denied that the road was closed.",
    "F-257": "Azerbaijani outlets presented each ICRC patient convoy as proof that the road was not closed.",
    "F-263": "The Azerbaijani adviser said the passage showed that those inside had closed the way to themselves.",
    "F-217": "A patient in an ICRC convoy was detained at the checkpoint in late July, as reported.",
    "F-249": "The second founding article presents the truck as the first aid after nine months of closure.",
}

# event, start, end, kind, actors, place, words, claims: from the two founding articles
FOUNDING: tuple[tuple[str, str, str, str, str, str, str, str], ...] = (
    ("E-war-2020", "2020-01-01", "2020-12-31", "armed_action", "azerbaijan; armenia", "Nagorno-Karabakh", "The war of 2020, one of two since the end of the Soviet Union, after which the territories around Nagorno-Karabakh were under the control of Azerbaijan; days not stated.", "D1-029, D1-033, D1-034"),
    ("E-escalation-2022", "2022-09-01", "2022-09-30", "armed_action", "azerbaijan; armenia", "border of Armenia and Azerbaijan", "Escalations between Armenia and Azerbaijan in September 2022.", "D2-064"),
    ("E-csto-meeting", "2022-09-01", "2022-09-30", "meeting", "csto", "", "The CSTO held an emergency meeting and sent a mission, and gave no military help, as an analyst and the outlet say.", "D2-063, D2-065, D2-068, D2-071"),
    ("E-csto-exercises", "2022-01-01", "2022-12-31", "exercise", "armenia; csto", "", "Armenia did not take part in CSTO exercises in 2022.", "D2-062"),
    ("E-cabinet", "2022-12-22", "", "session", "pashinyan", "Yerevan", "Cabinet meeting at which Pashinyan spoke of the peacekeepers.", "D2-035, D2-036, D2-037"),
    ("E-statement-moscow", "2022-12-30", "", "statement", "zakharova", "Moscow", "Statement of the Russian foreign ministry on criticism of its contingent.", "D2-040, D2-042, D2-043"),
    ("E-csto-training", "2023-01-10", "2023-01-17", "exercise", "pashinyan; csto", "Yerevan", "Pashinyan said Armenia would not host the next peacekeeping training of the CSTO; the day is not stated.", "D2-059, D2-060, D2-058"),
    ("E-interview-baku", "2023-01-10", "2023-01-17", "interview", "aliyev", "Baku", "Aliyev told local media that 2023 was the last chance for a peace agreement, and praised the protesters; the day is not stated.", "D2-076, D2-079, D2-080"),
    ("E-phone-call", "2023-01-17", "", "phone_call", "lavrov; azerbaijan", "", "Phone call of the foreign ministers of Russia and Azerbaijan about traffic on the corridor.", "D2-045, D2-046"),
    ("E-osce", "2023-01-17", "", "session", "united_kingdom; united_states", "Vienna", "Statements of the United Kingdom and the United States at the OSCE.", "D2-092, D2-093, D2-094"),
    ("E-interview-rome", "2023-09-01", "2023-09-12", "interview", "pashinyan", "", "Pashinyan told La Repubblica that relying on one source of security was a mistake; the day is not stated.", "D1-039, D1-042, D1-038"),
    ("E-exercises-us", "2023-09-11", "2023-09-17", "exercise", "armenia; united_states", "Armenia", "Joint exercises of Armenia and US forces, called unfriendly steps by Moscow.", "D1-043, D1-044"),
    ("E-visit-kyiv", "2023-09-01", "2023-09-12", "visit", "armenia", "Kyiv", "The wife of the prime minister of Armenia met the president of Ukraine and brought relief goods; the day is not stated.", "D1-046, D1-049, D1-050"),
    ("E-forum", "2023-09-01", "2023-09-12", "session", "putin", "Vladivostok", "At an economic forum Putin denied that Armenia was turning away and said Yerevan had in effect recognised the sovereignty of Azerbaijan; the day is not stated.", "D1-057, D1-059, D1-060"),
    ("E-csto-leave", "2023-09-01", "2023-09-12", "statement", "pashinyan; csto", "", "Pashinyan spoke of leaving the CSTO if it withdrew from Armenia; the day is not stated.", "D1-053, D1-055"),
)  # fmt: skip


def events(facts: list[Row], claims: dict[str, Row], seen: set[str]) -> list[Row]:
    """The chronology: statements, orders, offers, waiting loads and turns of access; what was observed stands apart."""
    rows: list[Row] = []
    for fact in facts:
        id_ = fact["fact_id"]
        if fact["topic"] not in KINDS or id_ in seen:
            continue
        claim = claims[id_]
        kind = BY_STANCE.get(claim["stance"], "") if fact["topic"] == "claims" else ""
        words = WORDS.get(id_) or ours(fact["paraphrase"])
        rows.append(
            {
                "event": f"E-{id_[2:]}", "start": claim["valid_from"], "end": _end(claim), "kind": kind or KINDS[fact["topic"]],
                "actors": claim["account"], "place": claim["place"] or claim["route"], "words": words, "claims": id_,
            }
        )  # fmt: skip
    keys = ("event", "start", "end", "kind", "actors", "place", "words", "claims")
    rows += [dict(zip(keys, r, strict=True)) for r in FOUNDING]
    return sorted(rows, key=lambda r: (r["start"], r["event"]))


def _end(claim: Row) -> str:
    return "" if claim["valid_to"] == claim["valid_from"] else str(claim["valid_to"])


def consignments() -> list[Row]:
    """Aid that waited."""
    rows: list[tuple[str, str, str, float, str, str, str, str, str, str, str, str]] = [
        ("goris_charities", "charities", "food and other relief goods of several charities", 350, "t", "Goris", "2023-01-27", "", "passage by the corridor", "", "not found", "F-138"),
        ("kornidzor_convoy", "armenian_government", "flour, oil, sugar and other staples on 19 trucks; given as 360, 361 or 400 t", 361, "t", "Kornidzor", "2023-07-26", "", "passage by the corridor, as Armenia asked; supply from Aghdam instead, as Azerbaijan answered", "border service of Azerbaijan, as Armenia states", "still waiting on 30 August", "F-212, F-213, F-214, F-215"),
        ("kornidzor_added", "armenian_government", "ten more trucks from Armenia and ten from French regions", 20, "trucks", "Kornidzor", "2023-08-30", "", "passage by the corridor", "border service of Azerbaijan, as Armenia states", "not found", "F-230"),
        ("red_crescent_flour", "azerbaijan_red_crescent", "flour on two trucks", 40, "t", "Russian post on the Aghdam road", "2023-08-29", "2023-09-18", "passage by the Aghdam road", "residents and authorities in Stepanakert, as both sides state", "not passed by the twelfth day", "F-228, F-229, F-231, F-232"),
        ("russian_red_cross_truck", "russian_red_cross", "food and toiletries on one truck", 1, "trucks", "Barda", "2023-09-10", "2023-09-11", "use of the corridor again, as Stepanakert states; a separate arrangement, as Baku states", "authorities in Stepanakert, as Azerbaijani media state", "passed on 12 September", "F-242, F-243, F-244, F-245"),
        ("icrc_rostov", "icrc", "a further ICRC load from Rostov", 1, "trucks", "on the way", "2023-09-18", "", "both roads", "", "not found", "F-264"),
    ]  # fmt: skip
    keys = ("consignment", "carrier", "contents", "amount", "unit", "waiting_at", "start", "end", "condition",
            "refused_by", "outcome", "claims")  # fmt: skip
    return [dict(zip(keys, r, strict=True)) for r in rows]


# indicator (its first words) -> kind, maps_to, censoring
SEEN: tuple[tuple[str, str, str, str], ...] = (
    ("fuel saving starts", "ration_cut", "diesel_use", "from"),
    ("shops almost empty", "stock_out", "petrol", "by"),
    ("state reserve opened", "other", "energy", "between"),
    ("groceries practically empty", "stock_out", "sugar", "by"),
    ("kindergartens close", "service_stops", "energy", "from"),
    ("jobs lost", "other", "", "none"),
    ("operations foregone", "other", "medicine", "none"),
    ("schools close", "service_stops", "gas_hours", "from"),
    ("food coupons start", "ration_cut", "energy", "from"),
    ("gas filling stations close", "service_stops", "gas_hours", "from"),
    ("fruit and vegetables vanished", "stock_out", "vegetables", "by"),
    ("people evacuated", "other", "", "none"),
    ("coupons widened", "ration_cut", "energy", "from"),
    ("food reserves nearly gone", "stock", "cereals", "by"),
    ("coupon goods cannot", "ration_cut", "cereals", "between"),
    ("reservoir at", "stock", "lake_water", "by"),
    ("city buses stop", "service_stops", "diesel_use", "from"),
    ("shops without bread", "stock_out", "cereals", "by"),
    ("all public transport stops", "service_stops", "diesel_use", "from"),
    ("dairy, oil, cereals", "stock_out", "oil", "by"),
    ("bread output dips", "ration_cut", "bread", "between"),
    ("first reported death", "other", "", "none"),
    ("dairy plants stop", "service_stops", "animal_food", "from"),
    ("overnight bread lines", "queue", "bread", "by"),
    ("one loaf a family", "ration_cut", "bread", "from"),
    ("bread ration of 200 g", "ration_cut", "bread", "from"),
    ("first truck by Aghdam", "received", "", "none"),
    ("200 g not always met", "stock_out", "bread", "by"),
    ("first flour by the corridor", "received", "flour", "none"),
    ("arrivals", "people_leave", "", "none"),
    ("residents remaining", "people_leave", "", "none"),
)


def observations(outcomes: list[Row]) -> list[Row]:
    """What was seen, for comparison alone. Scoring, where shown, stops on 19 September 2023."""
    return [_observation(row) for row in outcomes]


def _observation(row: Row) -> Row:
    kind, maps_to, censoring = next((k, m, c) for word, k, m, c in SEEN if row["indicator"].startswith(word))
    seen: Row = {
        "observation": row["outcome_id"], "start": row["start"], "end": row["end"],
        "place": "stepanakert" if row["place"] == "Stepanakert" else "sarsang" if row["place"] == "Sarsang" else "",
        "kind": kind, "maps_to": maps_to, "unit": row["unit"], "shows": _plain(row["what_a_model_should_show"]),
        "censoring": censoring, "meaning": _plain(row["indicator"]), "claims": ", ".join(row["fact_ids"].split()),
        "note": f"{row['place']}; graded {row['confidence']}.",
    }  # fmt: skip
    low, best, high = row["value_low"], row["value_best"], row["value_high"]
    if low and high and low != high and best and best not in (low, high):
        seen |= {"value_low": low, "value": best, "value_high": high}
    elif low and high and low != high:
        seen["value"] = best
        seen["note"] += f" Readings from {low} to {high}."
    elif best or low:
        seen["value"] = best or low
        if low and not high:
            seen["note"] += " The value is a lower bound."
    if seen.get("unit") == "m" and float(str(seen["value"])) < 0:
        seen["value"], seen["unit"] = str(-float(str(seen["value"]))), "m below the start"
    if row["outcome_id"] == "O-35":
        seen |= {
            "start": "2023-08-01",
            "end": "2023-08-31",
            "meaning": "first reported death attributed to hunger; a marker of severity, never modelled",
        }
        seen.pop("value", None)
        seen["unit"] = ""
    return seen


def _plain(text: str) -> str:
    return text.replace("exodus", "departure").replace(
        "not to be reproduced as a count; use as a severity marker only", "nothing: deaths are never modelled"
    )

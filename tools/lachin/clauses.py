"""Clauses of the founding case: what was promised or ordered, how each is tested, which claims speak to it and when.

A claim covers the days that it names, none later than its own publication; a denial the day on which it was made
unless it names others. What is for and what is against says nothing of who tells the truth.
"""

# ruff: noqa: E501  (a row of a table reads best on one line)

from __future__ import annotations

from typing import Any

Row = dict[str, Any]
READER = "compiler of the case"


def clauses() -> list[Row]:
    """Promises and orders that the ledger follows."""
    statement = "Statement of 9 November 2020 of Armenia, Azerbaijan and the Russian Federation"
    rows: list[tuple[str, str, str, str, str, str, str, str, str, str, str, str]] = [
        ("C1", statement, "D2-052", "peacekeeping contingent of the Russian Federation", "residents; Armenia; Azerbaijan", "the corridor is under the control of the contingent", "", "Was the corridor under its control that day?", "Is it laid at the contingent's door if not?", "2020-11-09", "", "F-007"),
        ("C2", statement, "D2-053", "Azerbaijan", "persons, vehicles and cargo on the corridor", "safe movement along the corridor in both directions is guaranteed", "", "Did people, vehicles and cargo move in both directions that day?", "Is it laid at Azerbaijan's door if not?", "2020-11-09", "", "F-008"),
        ("C3", statement, "F-005", "Russian Federation", "Armenia; Azerbaijan", "a contingent of 1,960 persons is stationed for five years, prolonged unless a party objects", "", "Was the contingent there?", "", "2020-11-10", "2025-11-09", "F-005, F-006, F-009"),
        ("C4", statement, "F-010", "parties to the statement", "residents", "a plan for a new road in the corridor within three years", "", "Was a plan settled?", "", "2020-11-10", "2023-11-09", "F-010"),
        ("C5", "Interim measure of the European Court of Human Rights, 21 December 2022", "F-087", "Azerbaijan", "the seriously ill and people stranded on the road", "passage for the seriously ill and the stranded; the court did not order the road opened", "", "Did patients and stranded people pass that day?", "Is it laid at Azerbaijan's door if not?", "2022-12-21", "", "F-087, F-088"),
        ("C6", "Order of the International Court of Justice, 22 February 2023", "F-151", "Azerbaijan", "persons, vehicles and cargo on the corridor", "all measures at its disposal for unimpeded movement in both directions; gas and the protests were not ordered upon", "", "Did people, vehicles and cargo move unimpeded that day?", "Is it laid at Azerbaijan's door if not?", "2023-02-22", "", "F-151, F-152"),
        ("C7", "Founding treaty of the Collective Security Treaty Organization", "D2-067", "members of the CSTO", "a member that is attacked", "an attack on one member is treated as an attack on all", "Was a member attacked?", "Did the members help?", "Is it laid at the members' door if not?", "", "", "D2-067"),
        ("C8", "Understanding on both roads, September 2023", "F-252", "Azerbaijan; authorities in Stepanakert", "residents", "aid by both roads at the same time under the ICRC; what was agreed, and when, is contested", "", "Did aid pass on both roads that day?", "Is it laid at the door of either if not?", "2023-09-09", "", "F-252"),
    ]  # fmt: skip
    keys = ("clause", "agreement", "text_claim", "obligor", "beneficiary", "object", "trigger_test", "outcome_test",
            "responsibility_test", "start", "end", "claims")  # fmt: skip
    return [dict(zip(keys, r, strict=True)) for r in rows]


def tests() -> list[Row]:
    """Tests on the tables of the case. Where a row has several claims, those that say what the test asks are named."""
    closed = {"kind": "access", "subject": "goris_stepanakert", "finds": "closed", "says": "against", "claims": "F-027, F-181"}
    waits = {"kind": "consignments", "finds": "waits", "says": "against"}
    return [
        {"clause": "C2", "test": "outcome", "kind": "access", "subject": "goris_stepanakert", "finds": "open"},
        {"clause": "C2", "test": "outcome"} | closed,
        {"clause": "C2", "test": "outcome", "subject": "kornidzor_convoy", "claims": "F-212"} | waits,
        {"clause": "C2", "test": "outcome", "subject": "kornidzor_added"} | waits,
        {"clause": "C5", "test": "outcome", "carrier": "icrc"} | closed | {"subject": "stepanakert_goris", "claims": "F-181, F-194"},
        {"clause": "C6", "test": "outcome"} | closed,
        {"clause": "C6", "test": "outcome", "subject": "kornidzor_convoy", "claims": "F-212"} | waits,
        {"clause": "C6", "test": "outcome", "subject": "kornidzor_added"} | waits,
        {"clause": "C7", "test": "trigger", "kind": "events", "subject": "E-escalation-2022"},
    ]


# (clause, test, role, first day, last day, claims, why); a blank last day is the first alone.
_LINKS: tuple[tuple[str, str, str, str, str, str, str], ...] = (
    ("C1", "outcome", "for", "2022-12-12", "2023-01-17", "D2-025", "the article on its own days"),
    ("C1", "outcome", "for", "2022-12-12", "2022-12-30", "D2-042", "rejects criticism of the weeks before it"),
    ("C1", "outcome", "against", "2022-12-12", "2022-12-22", "D2-036, D2-037", "of the days since the stop of traffic"),
    ("C1", "outcome", "against", "2023-04-23", "2023-04-24", "F-166, F-168", "a gate run by another party, as its owner and the other side say"),
    ("C1", "outcome", "against", "2023-09-01", "2023-09-12", "D1-038", "an interview of these days"),
    ("C1", "outcome", "against", "2022-12-12", "2023-09-12", "D1-027", "the article in its own voice, on the months before it"),
    ("C1", "outcome", "context", "2022-12-21", "", "F-088", "control called disputed and unclear"),
    ("C1", "outcome", "context", "2022-12-12", "2023-01-17", "D2-027", "the role called unclear"),
    ("C1", "outcome", "context", "2023-04-23", "", "F-167", "why the gate was set up, as its owner says"),
    ("C1", "outcome", "context", "2023-04-24", "", "F-172", "a vehicle of the contingent before the gate"),
    ("C1", "responsibility", "against", "2022-12-12", "2022-12-22", "D2-036, D2-037", "laid at the contingent's door"),
    ("C1", "responsibility", "against", "2023-09-01", "2023-09-12", "D1-038", "laid at the contingent's door"),
    ("C1", "responsibility", "for", "2022-12-12", "2022-12-30", "D2-042, D2-043", "rejects the criticism"),
    ("C1", "responsibility", "for", "2023-08-11", "", "F-220", "laid elsewhere by Russian officials"),
    ("C2", "outcome", "for", "2022-11-01", "2022-12-11", "F-021, F-023", "traffic in both directions, by its counts"),
    ("C2", "outcome", "for", "2022-12-12", "2023-01-07", "F-034", "vehicles passed, by one side's count; whose they were is said there too"),
    ("C2", "outcome", "for", "2022-12-12", "2023-01-15", "F-035", "vehicles passed, by one side's count"),
    ("C2", "outcome", "for", "2022-12-12", "2023-02-18", "F-036", "vehicles passed, by one side's count"),
    ("C2", "outcome", "for", "2023-04-23", "2023-06-15", "F-171", "residents crossed the gate easily, says one side; up to the incident at the bridge"),
    ("C2", "outcome", "against", "2022-12-12", "2023-05-05", "F-037", "all that passed were vehicles of the ICRC and the peacekeepers, by the other side's count"),
    ("C2", "outcome", "for", "2023-01-18", "", "F-126", "a denial that the road is closed, of this day"),
    ("C2", "outcome", "for", "2023-02-18", "", "F-149", "a denial that the road is closed, of this day"),
    ("C2", "outcome", "for", "2023-06-26", "", "F-187", "traffic resumed on this day"),
    ("C2", "outcome", "for", "2023-09-16", "2023-09-19", "F-257", "a denial that the road is closed, on these days"),
    ("C2", "outcome", "against", "2022-12-03", "", "F-024", "shut for some hours"),
    ("C2", "outcome", "against", "2022-12-12", "2023-01-17", "D2-010, D2-004, D2-011", "up to the last dated statement of the article"),
    ("C2", "outcome", "against", "2022-12-12", "2023-09-12", "D1-012", "since December; both articles date the start to the twelfth"),
    ("C2", "outcome", "against", "2023-04-23", "2023-05-12", "F-169", "no cargo of the ICRC on these days"),
    ("C2", "outcome", "against", "2023-06-15", "2023-07-06", "F-184", "nothing came from outside on these days"),
    ("C2", "outcome", "against", "2023-07-25", "", "F-207", "no way to bring aid on this day"),
    ("C2", "responsibility", "against", "2022-12-12", "2023-01-17", "D2-015, D2-055", "laid at the obligor's door"),
    ("C2", "responsibility", "against", "2022-12-12", "2022-12-23", "F-091", "laid at the obligor's door"),
    ("C2", "responsibility", "against", "2022-12-12", "2023-09-12", "D1-027", "the article in its own voice, on the months before it"),
    ("C2", "responsibility", "for", "2022-12-12", "2023-01-17", "D2-014, D2-005", "a denial on the days of its article; the act laid to a group of citizens"),
    ("C2", "responsibility", "for", "2022-12-12", "2022-12-22", "F-030", "a denial on the days up to its publication"),
    ("C2", "responsibility", "for", "2023-09-01", "2023-09-18", "F-236", "the delay laid at the door of others"),
    ("C2", "responsibility", "for", "2023-09-18", "", "F-263", "the closing laid at the door of others"),
    ("C2", "responsibility", "context", "2022-12-21", "", "F-088", "control called disputed and unclear"),
    ("C2", "responsibility", "context", "2023-01-17", "", "D2-044, D2-046, D2-093, F-121, F-122", "demands that do not say who stopped traffic"),
    ("C2", "responsibility", "context", "2023-06-15", "", "F-183", "each side blames the other"),
    ("C2", "responsibility", "context", "2023-07-11", "", "F-194, F-195", "why passage was suspended, and the answer"),
    ("C3", "outcome", "for", "2020-11-10", "2023-01-17", "D2-022", "there since November 2020, says the article of January"),
    ("C3", "outcome", "for", "2023-08-31", "", "F-234", "at its post"),
    ("C3", "outcome", "for", "2023-09-12", "", "F-246", "at its post"),
    ("C3", "outcome", "context", "2023-01-17", "", "D2-026", "its size, as the article of January gives it"),
    ("C3", "outcome", "context", "2023-09-12", "", "D1-036, D1-040", "its size; whether it seems to be leaving"),
    ("C4", "outcome", "for", "2022-08-30", "", "F-018", "traffic moves to a new road on this day"),
    ("C4", "outcome", "context", "2022-08-11", "", "F-017", "a section outside the corridor still tendered"),
    ("C5", "outcome", "for", "2022-12-21", "2023-01-07", "F-072", "patients taken in these weeks"),
    ("C5", "outcome", "for", "2022-12-21", "2023-02-28", "F-082", "convoys of these weeks, by the ICRC's own count"),
    ("C5", "outcome", "for", "2023-07-03", "2023-07-07", "F-190", "a convoy of these days"),
    ("C5", "outcome", "for", "2023-08-14", "2023-08-16", "F-221", "patients moved on these days"),
    ("C5", "outcome", "for", "2023-08-21", "", "F-226", "people taken out on this day"),
    ("C5", "outcome", "for", "2023-09-08", "", "F-241", "patients crossed on this day"),
    ("C5", "outcome", "for", "2023-09-16", "", "F-258", "patients crossed on this day"),
    ("C5", "outcome", "for", "2023-09-19", "", "F-265", "patients crossed on this day"),
    ("C5", "outcome", "against", "2023-04-28", "2023-06-09", "F-176", "transfers stopped on these days"),
    ("C5", "outcome", "against", "2023-05-05", "2023-06-09", "F-177", "lying patients could not be moved"),
    ("C5", "outcome", "against", "2023-06-15", "", "F-182", "a convoy sent back"),
    ("C5", "outcome", "against", "2023-06-16", "", "F-186", "a transfer did not take place"),
    ("C5", "outcome", "against", "2023-07-11", "2023-07-12", "F-196", "no patients moved on these days"),
    ("C5", "outcome", "context", "2023-04-12", "2023-06-12", "F-164", "people away from home, some since returned"),
    ("C5", "outcome", "context", "2023-08-21", "", "F-225", "patients who wait"),
    ("C5", "outcome", "context", "2022-12-21", "2023-07-25", "F-083", "a count over the whole time, by the ICRC"),
    ("C5", "outcome", "context", "2022-12-21", "2023-09-18", "F-085", "a count over the whole time, by the ICRC"),
    ("C5", "outcome", "context", "2023-07-12", "", "F-197", "the measure upheld"),
    ("C5", "responsibility", "against", "2023-07-11", "", "F-194", "the obligor's border service says that it suspended passage, and why"),
    ("C5", "responsibility", "context", "2023-06-15", "", "F-183", "each side blames the other"),
    ("C5", "responsibility", "context", "2023-07-11", "", "F-195", "the answer to the reason given"),
    ("C6", "outcome", "for", "2023-04-23", "2023-06-15", "F-171", "residents crossed the gate easily, says one side; up to the incident at the bridge"),
    ("C6", "outcome", "against", "2023-02-22", "2023-05-05", "F-037", "all that passed were vehicles of the ICRC and the peacekeepers, by the other side's count"),
    ("C6", "outcome", "for", "2023-06-26", "", "F-187", "traffic resumed on this day"),
    ("C6", "outcome", "for", "2023-09-16", "2023-09-19", "F-257", "a denial that the road is closed, on these days"),
    ("C6", "outcome", "against", "2023-02-22", "2023-09-12", "D1-012", "since December, says the article of September"),
    ("C6", "outcome", "against", "2023-04-23", "2023-05-12", "F-169", "no cargo of the ICRC on these days"),
    ("C6", "outcome", "against", "2023-06-15", "2023-07-06", "F-184", "nothing came from outside on these days"),
    ("C6", "outcome", "against", "2023-07-25", "", "F-207", "no way to bring aid on this day"),
    ("C6", "outcome", "context", "2023-07-06", "", "F-191", "the order upheld after the gate was set up"),
    ("C6", "responsibility", "against", "2023-02-22", "2023-09-12", "D1-027", "the article in its own voice, on the months before it"),
    ("C6", "responsibility", "for", "2023-09-01", "2023-09-18", "F-236", "the delay laid at the door of others"),
    ("C6", "responsibility", "for", "2023-09-18", "", "F-263", "the closing laid at the door of others"),
    ("C6", "responsibility", "context", "2023-07-11", "", "F-194, F-195", "why passage was suspended, and the answer"),
    ("C7", "trigger", "for", "2022-09-01", "2022-09-30", "D2-072", "an attack, as an analyst says; the days are those of the escalations"),
    ("C7", "outcome", "against", "2022-09-01", "2022-09-30", "D2-063, D2-065, D2-066", "no help, no answer, as the article says"),
    ("C7", "outcome", "for", "2022-09-01", "2022-09-30", "D2-068, D2-071", "an answer: a meeting and a mission, as an analyst says"),
    ("C7", "responsibility", "against", "2022-09-01", "2022-09-30", "D2-069, D2-070", "laid at the members' door by an analyst"),
    ("C8", "outcome", "for", "2023-09-18", "", "F-261, F-262, F-263", "a truck on each road on this day"),
    ("C8", "outcome", "against", "2023-09-09", "2023-09-12", "D1-012", "one of the roads still cut, says the article"),
    ("C8", "outcome", "against", "2023-09-12", "", "D1-011, D1-014", "aid by one road alone"),
    ("C8", "outcome", "context", "2023-09-09", "", "F-243", "what was agreed, as one side says"),
    ("C8", "outcome", "context", "2023-09-09", "2023-09-10", "F-244", "what was agreed, as the other side says"),
    ("C8", "outcome", "context", "2023-09-17", "", "F-259", "a proposal accepted"),
    ("C8", "responsibility", "against", "2023-09-09", "2023-09-18", "F-236", "laid at the door of one of the two"),
    ("C8", "responsibility", "against", "2023-09-10", "2023-09-11", "F-245", "laid at the door of one of the two"),
)


def links() -> list[Row]:
    """Which claims speak to which test, for which days, and why."""
    return [
        {"clause": clause, "test": test, "claim": claim, "role": role, "valid_from": first, "valid_to": last or first,
         "reason": why, "by_whom": READER}
        for clause, test, role, first, last, claims, why in _LINKS
        for claim in claims.split(", ")
    ]  # fmt: skip

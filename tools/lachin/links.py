"""How claims meet: the question of each conflict of the fact base in neutral words, links of the articles, one study."""

# ruff: noqa: E501  (a row of a table reads best on one line)
# fmt: off

from __future__ import annotations

CLOSED = "Was the road closed to ordinary traffic?"
WHO = "Who stopped traffic on the road?"
PEOPLE = "How many people lived there?"
KEEPERS = "How many peacekeepers were there?"
CARGO = "Was the road used to carry arms or mines?"
TWO_ROADS = "Was the Russian truck tied to the corridor?"
WHY = "Why was traffic stopped?"
SINCE = "When did traffic stop, and for how long?"
ONLY_ROAD = "Is the corridor the only road?"
PROTESTERS = "Who were the protesters?"
DUTIES = "Did the peacekeepers do what the statement asks?"
TRUCK = "Did one truck end the closure?"
MOSCOW = "Did Moscow speak out?"
MEMBERS = "Who belongs to the CSTO?"
TURNING = "Was Armenia turning away from its alliance?"
CONTROL = "Who controls the corridor?"
WHOSE = "Whose was Nagorno-Karabakh, in law and in fact?"
WAR = "Was another war intended?"
CSTO = "Did the CSTO answer?"
ROLE = "What is the role of the peacekeepers at the ends of the corridor?"
DEPARTURE = "How many people arrived in Armenia on which day?"

PAIRS: dict[str, tuple[str, str]] = {
    "F-003 F-013": ("tension", "How much grain can Nagorno-Karabakh grow?"),
    "F-004 F-026": ("tension", "How much of the food came from outside?"),
    "F-005 F-103": ("differs", KEEPERS),
    "F-005 F-254": ("contradicts", KEEPERS),
    "F-014 F-049": ("contradicts", PEOPLE),
    "F-014 F-253": ("contradicts", PEOPLE),
    "F-014 F-274": ("contradicts", PEOPLE),
    "F-019 F-089": ("differs", "What were the 400 tonnes a day?"),
    "F-021 F-116": ("differs", "How many vehicles passed a day before the closure?"),
    "F-027 F-126": ("contradicts", CLOSED),
    "F-027 F-149": ("contradicts", CLOSED),
    "F-027 F-257": ("contradicts", CLOSED),
    "F-027 F-263": ("contradicts", CLOSED),
    "F-028 F-164": ("differs", "How many people were separated from home?"),
    "F-029 F-099": ("tension", PROTESTERS),
    "F-030 F-091": ("contradicts", WHO),
    "F-030 F-099": ("tension", WHO),
    "F-030 F-100": ("tension", WHO),
    "F-033 F-249": ("contradicts", "Was the truck of 12 September the first aid since December?"),
    "F-034 F-116": ("differs", "How many vehicles passed in the first month?"),
    "F-035 F-116": ("differs", "How many vehicles passed in the first month?"),
    "F-036 F-037": ("contradicts", "How many vehicles passed by spring?"),
    "F-043 F-171": ("differs", "How many residents passed the checkpoint?"),
    "F-045 F-046": ("differs", "How often was gas cut?"),
    "F-049 F-274": ("differs", PEOPLE),
    "F-090 F-095": ("contradicts", DUTIES),
    "F-102 F-118": ("tension", "Was internet service lost in January?"),
    "F-103 F-254": ("contradicts", KEEPERS),
    "F-125 F-129": ("contradicts", CARGO),
    "F-129 F-154": ("contradicts", CARGO),
    "F-140 F-161": ("differs", "How long did food reserves last?"),
    "F-154 F-156": ("contradicts", CARGO),
    "F-157 F-158": ("differs", "When did the long gas cut begin?"),
    "F-167 F-168": ("contradicts", "Was the checkpoint in keeping with the 2020 statement?"),
    "F-173 F-175": ("differs", "Did peacekeeper cargo pass in late April?"),
    "F-184 F-187": ("contradicts", "Was traffic resumed on 26 June?"),
    "F-192 F-249": ("contradicts", "Was the truck of 12 September the first aid since December?"),
    "F-194 F-195": ("contradicts", "Was contraband carried in ICRC vehicles?"),
    "F-209 F-219": ("differs", "Which foods were still to be had in late July?"),
    "F-212 F-230": ("differs", "How many trucks waited at Kornidzor?"),
    "F-214 F-215": ("contradicts", "Was the convoy of July purely humanitarian?"),
    "F-236 F-243": ("contradicts", "Who delayed the plan for two roads?"),
    "F-243 F-244": ("contradicts", TWO_ROADS),
    "F-244 F-251": ("contradicts", TWO_ROADS),
    "F-253 F-274": ("differs", PEOPLE),
    "F-276 F-287": ("differs", DEPARTURE),
    "F-294 F-295": ("contradicts", DEPARTURE),
    "F-295 F-296": ("contradicts", DEPARTURE),
    "F-298 F-299": ("differs", "How many people remained?"),
}

# Questions on which claims of the two articles meet, and how each pair of claims stands: each a group of the marked set.
_MEET: tuple[tuple[str, str, str], ...] = (
    (KEEPERS, "contradicts", "D1-036 D2-026"),
    (WHO, "contradicts", "D1-027 D2-005; D2-014 D2-015; D1-027 D2-014; D2-005 D2-015; D2-054 D2-080"),
    (WHO, "tension", "D1-001 D2-014; D2-014 D2-016; D2-014 D2-044; D2-014 D2-055"),
    (WHO, "supports", "D2-015 D2-054; D2-054 D2-087; D2-054 D2-090"),
    (WHY, "differs", "D1-028 D2-007; D1-028 D2-009"),
    (WHY, "supports", "D2-007 D2-008; D2-007 D2-082"),
    (ONLY_ROAD, "contradicts", "D1-013 D1-014; D1-014 D2-006"),
    (ONLY_ROAD, "tension", "D2-006 D2-030"),
    (ONLY_ROAD, "supports", "D1-013 D2-006; D1-008 D1-013"),
    (PROTESTERS, "contradicts", "D2-080 D2-087; D2-080 D2-084; D2-083 D2-084"),
    (PROTESTERS, "tension", "D2-080 D2-090; D2-054 D2-082"),
    (PROTESTERS, "supports", "D2-087 D2-090; D2-080 D2-082"),
    (DUTIES, "contradicts", "D2-036 D2-042; D2-037 D2-042; D2-032 D2-042; D2-032 D2-037; D2-033 D2-037; D2-036 D2-043"),
    (DUTIES, "supports", "D1-038 D2-036"),
    (TRUCK, "contradicts", "D1-001 D1-012"),
    (TRUCK, "tension", "D1-010 D1-012; D1-001 D1-011; D1-007 D1-010"),
    (TRUCK, "supports", "D1-001 D1-002; D1-001 D1-014"),
    (MOSCOW, "tension", "D2-039 D2-042; D2-039 D2-044; D2-039 D2-040"),
    (MEMBERS, "contradicts", "D1-054 D2-061"),
    (MEMBERS, "supports", "D1-053 D2-061"),
    (TURNING, "contradicts", "D1-057 D1-058"),
    (TURNING, "tension", "D1-055 D1-057; D1-040 D1-057; D1-056 D1-057; D1-044 D1-057; D1-040 D1-045; D1-057 D2-059; D1-057 D2-062"),
    (CONTROL, "contradicts", "D1-027 D2-052; D1-038 D2-052"),
    (CONTROL, "tension", "D2-036 D2-052; D2-021 D2-052; D2-021 D2-025; D1-027 D2-053"),
    (CONTROL, "differs", "D1-032 D2-052"),
    (WHOSE, "tension", "D1-031 D1-032; D1-032 D1-059"),
    (WHOSE, "supports", "D1-006 D1-031"),
    (WAR, "tension", "D2-074 D2-079; D2-074 D2-075"),
    (WAR, "repeats", "D2-073 D2-075"),
    (CSTO, "tension", "D2-065 D2-068; D2-066 D2-068; D2-065 D2-071; D2-068 D2-069; D2-070 D2-071"),
    (CSTO, "supports", "D2-063 D2-065"),
    (SINCE, "supports", "D1-007 D2-010; D1-012 D2-010; D2-004 D2-010"),
    (TWO_ROADS, "differs", "D1-020 D1-021"),
    (TWO_ROADS, "tension", "D1-017 D1-021"),
    (TWO_ROADS, "supports", "D1-021 D1-022; D1-017 D1-018"),
    (ROLE, "tension", "D2-025 D2-027; D2-025 D2-029"),
    (ROLE, "supports", "D2-028 D2-029"),
    (SINCE, "same", "D2-010 F-027"),
    (WHO, "same", "D2-014 F-030"),
    ("What was promised about the corridor?", "same", "D2-053 F-008; D2-052 F-007"),
    (PEOPLE, "same", "D1-015 F-253"),
    (KEEPERS, "same", "D1-036 F-254; D2-026 F-103"),
    (TWO_ROADS, "same", "D1-020 F-251"),
    (PROTESTERS, "same", "D2-090 F-099"),
)
MORE = [
    {"a": a, "b": b, "kind": kind, "question": question, "by_whom": "reader of the two articles"}
    for question, kind, pairs in _MEET
    for a, b in (pair.split() for pair in pairs.split("; "))
]

# A claim that no other meets, and that looks wrong all the same: kept as written, graded apart.
ASSESSMENTS = [
    {
        "claim": "D2-048", "credibility": "5", "by_whom": "reader of the two articles",
        "grounds": "The name given for the minister looks like an error of the source; kept as written.",
    },
]  # fmt: skip

STUDY = {
    "study": "protester_interviews",
    "document": "S-003",
    "sample": "more than 50 video interviews with protesters, recorded by a state television channel of Azerbaijan",
    "method": "analysed by an Azerbaijani online outlet; how they were coded is not stated",
    "finding": "no protester interviewed was found to have a link to an environmental body or cause",
    "claims_for": "D2-090, D2-087, F-099",
    "claims_against": "D2-080",
}

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
    "F-029 F-099": ("tension", "Who were the protesters?"),
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
    "F-090 F-095": ("contradicts", "Did the peacekeepers do what the statement asks?"),
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

_ARTICLES = (
    ("D1-036", "D2-026", "contradicts", KEEPERS),
    ("D1-027", "D2-005", "contradicts", WHO),
    ("D2-014", "D2-015", "contradicts", WHO),
    ("D1-027", "D2-014", "contradicts", WHO),
    ("D1-028", "D2-007", "differs", "Why was traffic stopped?"),
    ("D1-013", "D1-014", "contradicts", "Is the corridor the only road?"),
    ("D2-080", "D2-090", "tension", "Who were the protesters?"),
    ("D2-036", "D2-042", "contradicts", "Did the peacekeepers do what the statement asks?"),
    ("D1-001", "D1-012", "tension", "Did one truck end the closure?"),
    ("D2-039", "D2-042", "contradicts", "Did Moscow speak out?"),
    ("D1-054", "D2-061", "differs", "Who belongs to the CSTO?"),
    ("D1-055", "D1-057", "tension", "Was Armenia turning away from its alliance?"),
    ("D1-027", "D2-052", "contradicts", "Who controls the corridor?"),
    ("D1-031", "D1-032", "tension", "Whose was Nagorno-Karabakh, in law and in fact?"),
    ("D2-074", "D2-079", "tension", "Was another war intended?"),
    ("D2-065", "D2-068", "tension", "Did the CSTO answer?"),
    ("D1-020", "D1-021", "differs", TWO_ROADS),
    ("D2-010", "F-027", "same", "When did traffic stop?"),
    ("D2-014", "F-030", "same", WHO),
    ("D2-053", "F-008", "same", "What was promised about the corridor?"),
    ("D2-052", "F-007", "same", "What was promised about the corridor?"),
    ("D1-015", "F-253", "same", PEOPLE),
    ("D1-036", "F-254", "same", KEEPERS),
    ("D2-026", "F-103", "same", KEEPERS),
    ("D1-020", "F-251", "same", TWO_ROADS),
    ("D2-090", "F-099", "same", "Who were the protesters?"),
)
MORE = [
    {"a": a, "b": b, "kind": kind, "question": question, "by_whom": "reader of the two articles"}
    for a, b, kind, question in _ARTICLES
]

STUDY = {
    "study": "protester_interviews",
    "document": "S-003",
    "sample": "more than 50 video interviews with protesters, recorded by a state television channel of Azerbaijan",
    "method": "analysed by an Azerbaijani online outlet; how they were coded is not stated",
    "finding": "no protester interviewed was found to have a link to an environmental body or cause",
    "claims_for": "D2-090, D2-087, F-099",
    "claims_against": "D2-080",
}

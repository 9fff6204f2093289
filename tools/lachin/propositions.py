"""Claims whose proposition, or the note beside it, is written by hand.

Denials take the positive proposition and the sign `-`; two claims are made coarser, so that no person is singled out.
"""

# ruff: noqa: E501  (a row of a table reads best on one line)
# fmt: off

from __future__ import annotations

from typing import Any

B = "".join(("block", "ade"))  # the word that was said; it stands in attributed text alone

# claim -> (stance, polarity, proposition)
BY_HAND: dict[str, tuple[str, str, str]] = {
    "F-003": ("asserted", "+", "Before the 2020 war Nagorno-Karabakh grew about 140,000 tonnes of grain on 80,000 ha and exported a quarter."),
    "F-004": ("asserted", "+", "Nagorno-Karabakh was self-sufficient in grain before 2020, though most shop flour was milled in Armenia."),
    "F-030": ("denied", "-", "The government of Azerbaijan has something to do with the stopping of traffic on the road."),
    "F-095": ("denied", "-", "Criticism of the Russian contingent is justified; the ministry called it provocative and harmful to normalisation."),
    "F-126": ("denied", "-", f"The road is closed and there is a {B}."),
    "F-129": ("denied", "-", "Mines were carried through the corridor."),
    "F-147": ("denied", "-", "Armenia has not yet allowed UN agencies in; a Russian official says neither Armenia nor Azerbaijan has, Yerevan denies its part."),
    "F-149": ("denied", "-", f"There is a {B} of the road; the vehicle count is given as the reason why there is none."),
    "F-156": ("denied", "-", "Armenia sent military supplies on the road and has an army in Nagorno-Karabakh; a fact-finding mission would be accepted."),
    "F-195": ("denied", "-", "Something improper was found in the ICRC's own vehicles; four hired drivers carried commercial goods in theirs without its knowledge."),
    "F-244": ("denied", "-", "The Russian truck belongs to an arrangement that opens both roads; the adviser calls it separate and insists on checkpoint rules."),
    "F-257": ("denied", "-", f"There is a {B}; each ICRC patient convoy is presented as proof that there is none."),
    "F-263": ("accused", "+", f"The passage of goods on both roads proves a self-imposed {B}."),
}  # fmt: skip

# Columns made coarser, so that no person is singled out by age, illness and day.
COARSER: dict[str, dict[str, Any]] = {
    "F-217": {
        "proposition": "A patient in an ICRC convoy was detained at the checkpoint in late July.",
        "time": "2023-07", "time_precision": "month", "valid_from": "2023-07-01", "valid_to": "2023-07-31",
    },
    "F-222": {
        "proposition": "A first death from starvation was reported in August; the forensic report is said to list other illness too.",
        "time": "2023-08", "time_precision": "month", "valid_from": "2023-08-01", "valid_to": "2023-08-31",
    },
    "F-068": {"proposition": "A seriously ill patient who could not be moved died before ICRC transfers began."},
}  # fmt: skip

# Notes beside claims of the founding articles, where the mark of the reader would have been a verdict.
READ_WITH: dict[str, str] = {
    "D1-001": "the headline says more than the body, by which the first road stayed shut",
    "D1-010": "a judgement in the voice of the outlet",
    "D1-014": "a second road was opened in between",
    "D1-057": "the outlet's verb is refuted; entered as a denial",
    "D1-061": "a legal characterisation in the voice of the outlet; no source is named",
    "D1-062": "presupposed in a closing sentence",
    "D2-021": "said by the outlet in a tone of doubt",
    "D2-044": "presupposes that the one who is asked can do it",
    "D2-048": "name kept as written; the same office is elsewhere said to be held by Jeyhun Bayramov",
    "D2-053": "read as: obligor Azerbaijan; movement possible each way each day",
    "D2-054": "who closed the road is in doubt for the speaker",
    "D2-061": "the list as printed does not name Russia",
    "D2-080": "the quotation stands apart from its speaker; presupposes that they are environmentalists",
}


def of(claim: str, modality: str, paraphrase: str) -> tuple[str, str, str]:
    """Stance, polarity and proposition of a fact: by hand where listed, else its modality and paraphrase."""
    return BY_HAND.get(claim, (modality, "+", paraphrase))

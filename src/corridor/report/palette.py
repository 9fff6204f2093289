"""Colours, dashes and letters of access states. Each state is told three times: none rests on colour.

Colours keep apart under the common colour blindnesses and in grey (never red against green).
"""

from __future__ import annotations

from dataclasses import dataclass

INK = "#1b2126"
MUTED = "#59636b"
RULE = "#d8dde1"
BAND_OUTER = "#cfdcea"
BAND_HALF = "#8fb0d3"
MEDIAN = "#0b3d66"
NEED = "#882255"
# Lines by need: colour and dash together; the dash alone is enough.
LINES = (
    ("#0b3d66", (1, 0)),
    ("#b34700", (7, 3)),
    ("#882255", (2, 2)),
    ("#3b6ea5", (9, 3, 2, 3)),
    ("#6b5b00", (5, 2)),
    ("#444444", (3, 4)),
    ("#0072b2", (12, 3)),
    ("#a0522d", (1, 3)),
)


@dataclass(frozen=True, slots=True)
class State:
    """An access state: its word, letter, colour, dash on the map, and whether ink on it is white."""

    key: str
    word: str
    letter: str
    colour: str
    dash: str
    white: bool


STATES = (
    State("open", "open", "O", "#0072b2", "", True),
    State("restricted", "restricted", "R", "#56b4e9", "14 5", False),
    State("some", "some carriers or goods only", "S", "#e69f00", "10 4 2 4", False),
    State("emergency", "medical passage only", "M", "#d55e00", "4 4", True),
    State("closed", "closed", "C", "#882255", "2 6", True),
    State("refused", "refused by those who would receive", "X", "#6b6b6b", "2 3 8 3", True),
    State("unknown", "unknown", "?", "#ffffff", "1 5", False),
)
CHANCES = (
    State("chance 0", "open in less than a fifth of members", "", "#f7dfe8", "2 6", False),
    State("chance 1", "open in one to two fifths", "", "#e5c3d6", "4 4", False),
    State("chance 2", "open in two to three fifths", "", "#c3c6e0", "8 4", False),
    State("chance 3", "open in three to four fifths", "", "#8fb9dd", "14 4", False),
    State("chance 4", "open in four fifths or more", "", "#4a9ad0", "", False),
)
"""Access ahead: the chance that something may pass, in steps of a fifth."""
STATE = {state.key: state for state in (*STATES, *CHANCES)}
ORDER = tuple(STATE)


def chance_key(share: float) -> str:
    """The step in which a chance of 0 to 1 lies."""
    return CHANCES[min(int(share * len(CHANCES) + 1e-9), len(CHANCES) - 1)].key

"""A small document, good answers to it, and what comes of a model that gives them."""

from tests.ledger.reading import plain_reading

from corridor.ledger.reading.names import Listed
from corridor.ledger.reading.prompt import EXAMPLES
from corridor.ledger.reading.propose import Lists, read_with

LISTS = Lists((Listed("Tarn", "place", ("Tarn town",)), Listed("Hill Council", "actor", ("the Council",))))
TEXT = (
    "Ann Ito leads the Council of Hill.\n\n"
    "She said that about 40 trucks reached Tarn town on 3 May 2026. The Council denied that the road was shut.\n\n"
    "Please enter your comment! 500 trucks came to Tarn.\n\n"
    "Bea Lund came later.\n"
)
TRUCKS = {
    "quote": "about 40 trucks reached Tarn town on 3 May 2026", "voice": "attributed", "speaker_quote": "Ann Ito",
    "stance": "asserted", "quantity": 40, "unit": "trucks", "qualifier": "about",
}  # fmt: skip
DENIAL = {
    "quote": "The Council denied that the road was shut", "voice": "attributed", "speaker_quote": "The Council",
    "stance": "denied", "polarity": "-",
}  # fmt: skip


def outcome(model, text=TEXT, lists=LISTS):
    """What comes of a text."""
    return read_with(model, plain_reading(text), lists, examples=EXAMPLES)

"""The main conflicts as the page shows them, a column an account. They are found in `corridor.study.conflicts`."""

from corridor.study.conflicts import NO_SIDE, Column, Conflict, conflicts, words_of

__all__ = ["NO_SIDE", "Column", "Conflict", "conflicts", "words_of"]

"""The chronology as the page shows it, month by month. What is in it is found in `corridor.study.chronology`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from corridor.ledger.records import Claim
from corridor.model.model import Model
from corridor.report import words
from corridor.study import chronology as told
from corridor.study.chronology import KINDS, Entry, said

__all__ = ["Entry", "Month", "months", "said"]


@dataclass(frozen=True, slots=True)
class Month:
    """The entries of a month."""

    name: str
    iso: str
    entries: tuple[Entry, ...]

    @property
    def counts(self) -> list[tuple[str, int]]:
        """How many entries of each kind."""
        kinds = [e.kind for e in self.entries]
        return [(k, kinds.count(k)) for k in KINDS if k in kinds]


def months(model: Model, last: dt.date) -> tuple[list[Month], Sequence[Claim]]:
    """Months with their entries up to a day, and the claims that give no date.

    Parameters
    ----------
    model : Model
        Rows an audience may see, known to the run.
    last : date
        Last day to tell of access: what comes after it is outlook, not chronology.
    """
    found = told.chronology(model, last=last)
    by: dict[str, list[Entry]] = {}
    for entry in found.entries:
        by.setdefault(words.month(entry.start), []).append(entry)
    return [Month(name, f"{own[0].start:%Y-%m}", tuple(own)) for name, own in by.items()], found.undated

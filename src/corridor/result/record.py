"""How much of the record had no stock behind it, and which days had no record: told with every result of a run."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

Dates = tuple[tuple[dt.date, dt.date], ...]
"""First and last day of each run of days, both included."""


def in_words(dates: Dates) -> str:
    """Runs of days in words."""
    told = [str(a) if a == b else f"{a} to {b}" for a, b in dates]
    return told[0] if len(told) == 1 else ", ".join(told[:-1]) + f" and {told[-1]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Short:
    """What is on record or usual out of the store of a place, and the part that the store did not have.

    Amounts are means over the members, of the whole run, in `unit`. `dates` are days on which some was missing.
    """

    route: str
    commodity: str
    place: str
    unit: str
    asked: float
    without_stock: float
    dates: Dates

    def __str__(self) -> str:
        """The row as a sentence."""
        return (
            f'"{self.place}" did not have {self.without_stock:,.4g} of {self.asked:,.4g} {self.unit} of '
            f'"{self.commodity}" that are on record or usual by "{self.route}", {in_words(self.dates)}: that part is '
            f"not delivered."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class NotRecorded:
    """What is delivered from a place whose stock is not on record: it stands, and no store is behind it."""

    route: str
    commodity: str
    place: str
    dates: Dates

    def __str__(self) -> str:
        """The row as a sentence."""
        return (
            f'Stock not recorded: "{self.commodity}" by "{self.route}", {in_words(self.dates)}, left "{self.place}", '
            f"whose stock of it is not on record. It is delivered as recorded."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """Days before the origin without a record, and what was taken in its place, as assumed.

    `carrier` is blank where no carrier has a record; `by` is a key of `corridor.model.unrecorded.WORDS`, `words` what
    it says; `drawn` is whether the situation of the days was unknown.
    """

    route: str
    carrier: str
    contents: str
    situation: str | None
    drawn: bool
    by: str
    words: str
    dates: Dates

    def __str__(self) -> str:
        """The row as a sentence."""
        whom = f" ({self.carrier})" if self.carrier else ""
        taken = f"where it is drawn, {self.words}" if self.drawn else self.words
        return (
            f'No record of "{self.contents}" by "{self.route}"{whom} for {in_words(self.dates)}: in its place is '
            f"assumed {taken}."
        )


@dataclass(frozen=True, slots=True)
class Record:
    """What a run found of the record of deliveries and of usual inflow."""

    short: tuple[Short, ...] = ()
    not_recorded: tuple[NotRecorded, ...] = ()
    filled: tuple[Filled, ...] = ()

    @property
    def notes(self) -> tuple[str, ...]:
        """A sentence for each."""
        return tuple(str(x) for x in (*self.short, *self.not_recorded, *self.filled))

    def content(self) -> dict[str, list[dict[str, Any]]]:
        """The same as JSON has it."""
        return {
            "without_stock": [
                {"route": x.route, "commodity": x.commodity, "place": x.place, "unit": x.unit, "asked": x.asked,
                 "without_stock": x.without_stock, "days": _days(x.dates)}
                for x in self.short
            ],
            "stock_not_recorded": [
                {"route": x.route, "commodity": x.commodity, "place": x.place, "days": _days(x.dates)}
                for x in self.not_recorded
            ],
            "filled": [
                {"route": x.route, "carrier": x.carrier or None, "contents": x.contents, "situation": x.situation,
                 "drawn": x.drawn, "by": x.by, "days": _days(x.dates)}
                for x in self.filled
            ],
        }  # fmt: skip


def _days(dates: Dates) -> list[list[str]]:
    return [[a.isoformat(), b.isoformat()] for a, b in dates]

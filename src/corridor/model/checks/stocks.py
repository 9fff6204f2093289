"""Checks of stocks, supply and levels."""

from __future__ import annotations

from collections.abc import Iterator

from corridor.errors import Problem
from corridor.model.checks.context import Context

DAYS = ("days", "days of usual use")
OF_USUAL = "% of usual"


def units(context: Context) -> Iterator[Problem]:
    """A stock is counted in its own unit, a convertible one, days of usual use, or % of usual."""
    own = {c.commodity: c.unit for c in context.rows("commodities")}
    levels = {(x.place, x.commodity) for x in context.rows("levels")}
    for row in context.rows("stocks"):
        unit = own.get(row.commodity)
        if unit is None or row.unit == unit or row.unit in DAYS:
            continue
        if row.unit == OF_USUAL:
            if (row.place, row.commodity) not in levels:
                text = f'% of usual, and levels does not say what is usual for "{row.commodity}" at "{row.place}".'
                yield context.tell(
                    "C450", "stocks", row, "unit", text, "Add a row to levels with its target_days."
                )
        elif not _convertible(row.unit, unit):
            text = f'"{row.unit}" cannot become {unit}, the unit of "{row.commodity}".'
            yield context.tell("C451", "stocks", row, "unit", text, f"Write {unit}, days, or % of usual.")


def _convertible(unit: str, target: str) -> bool:
    from corridor.units import are_convertible  # noqa: PLC0415  (pint is slow to start)

    return are_convertible(unit, target)


def supply(context: Context) -> Iterator[Problem]:
    """Supply is a quantity or unlimited; unlimited only outside, where nobody lives off it and nothing is made."""
    kinds = {p.place: p.kind for p in context.rows("places")}
    peopled = {r.place for r in context.rows("people")}
    working = {r.place for r in context.rows("processes")}
    for row in context.rows("supply"):
        if row.unlimited == (row.per_day is not None):
            found = (
                "a quantity stands beside unlimited."
                if row.unlimited
                else "neither a quantity nor unlimited."
            )
            yield context.tell("C452", "supply", row, "per_day", found, "Write one of the two.")
        if not row.unlimited:
            continue
        if kinds.get(row.place, "source") != "source":
            text = f'"{row.place}" is a {kinds[row.place]}; only a source is without limit.'
            yield context.tell(
                "C453", "supply", row, "unlimited", text, "Write per_day, or make the place a source."
            )
        elif row.place in peopled | working:
            what = "people" if row.place in peopled else "processes"
            text = f'"{row.place}" has {what}, so what it takes must be counted.'
            yield context.tell(
                "C453", "supply", row, "unlimited", text, "Write per_day, or keep the source apart."
            )


def levels(context: Context) -> Iterator[Problem]:
    """A place does not keep more than it asks for."""
    for row in context.rows("levels"):
        if row.reserve_days.mid > row.target_days.mid:
            text = f"{row.reserve_days.mid:g} days are more than target_days {row.target_days.mid:g}."
            yield context.tell(
                "C454", "levels", row, "reserve_days", text, "Lower the reserve, or raise the target."
            )


def dates(context: Context) -> Iterator[Problem]:
    """A stock is counted within the case or before it, and released after it was counted."""
    last = context.settings.calendar.day(context.settings.days - 1)
    for row in context.rows("stocks"):
        if row.date > last:
            yield context.tell(
                "C455",
                "stocks",
                row,
                "date",
                f"{row.date} is after the last day of the case, {last}.",
                "Give the case more days, or delete the row.",
            )
        if row.release_date is not None and row.release_date < row.date:
            yield context.tell(
                "C302",
                "stocks",
                row,
                "release_date",
                f"{row.release_date} is before date {row.date}.",
                "Leave it blank if the stock can be used at once.",
            )

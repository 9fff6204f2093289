"""Checks of commodities, needs, what satisfies them, mixes and rations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from corridor.errors import Problem
from corridor.model.checks.context import Context
from corridor.model.tables import plain_number
from corridor.schema.values import Range


def tiers(context: Context) -> Iterator[Problem]:
    """Survival is not above minimum, minimum not above normal, at low, median and high."""
    for need in context.rows("needs"):
        chain = [
            ("per_person_day", need.per_person_day),
            ("per_person_day_minimum", need.per_person_day_minimum),
            ("per_person_day_survival", need.per_person_day_survival),
        ]
        for (upper, above), (lower, below) in pairwise(chain):
            if not _not_above(below, above):
                text = f"{_shown(below)} is above {upper} {_shown(above)}."
                fix = "Tiers fall: normal, minimum, survival, each at low, median and high: they share one draw."
                yield context.tell("C420", "needs", need, lower, text, fix)


def _not_above(below: Range, above: Range) -> bool:
    return below.low <= above.low and below.mid <= above.mid and below.high <= above.high


def _shown(number: Range) -> str:
    if number.is_exact:
        return plain_number(number.mid)
    return f"{plain_number(number.low)}, {plain_number(number.mid)}, {plain_number(number.high)}"


def satisfies(context: Context) -> Iterator[Problem]:
    """Every need has a commodity; usual shares are not above the largest; something is usual."""
    by_need: dict[str, list[Any]] = defaultdict(list)
    for row in context.rows("satisfies"):
        by_need[row.need].append(row)
        if row.usual_share.high > row.max_share.high:
            most = plain_number(row.max_share.high)
            text = f"{plain_number(row.usual_share.high)} is above max_share {most}."
            yield context.tell(
                "C421", "satisfies", row, "usual_share", text, "Lower the usual share, or raise the largest."
            )
        if row.per_unit == 0:
            yield context.tell(
                "C424",
                "satisfies",
                row,
                "per_unit",
                "0 serves nothing.",
                "Write how much of the need one unit serves.",
            )
    for rows in by_need.values():
        if sum(r.usual_share.mid for r in rows) == 0:
            text = f'no commodity is usual for the need "{rows[0].need}": the usual shares sum to 0.'
            yield context.tell(
                "C423",
                "satisfies",
                rows[0],
                "usual_share",
                text,
                "Write a usual share for at least one of them.",
            )
    if not context.is_whole("satisfies") or not context.parsed["satisfies"].raw.rows:
        return
    for need in context.rows("needs"):
        if need.need not in by_need:
            text = f'no commodity satisfies the need "{need.need}".'
            yield context.tell("C422", "needs", need, "need", text, "Add a row to satisfies.")


def mixes(context: Context) -> Iterator[Problem]:
    """A mix has mass in it: shares that do not sum to 0, of goods that have a mass."""
    mass = {c.commodity: c.kg_per_unit for c in context.rows("commodities")}
    by_mix: dict[str, list[Any]] = defaultdict(list)
    for row in context.rows("mixes"):
        by_mix[row.mix].append(row)
        if mass.get(row.commodity) == 0:
            text = f'"{row.commodity}" has no mass, and a mix is shared by mass.'
            yield context.tell(
                "C425",
                "mixes",
                row,
                "commodity",
                text,
                "Give the commodity its kg_per_unit, or take it out of the mix.",
            )
    for rows in by_mix.values():
        if sum(r.share.mid for r in rows) == 0:
            yield context.tell(
                "C425",
                "mixes",
                rows[0],
                "share",
                f'the shares of "{rows[0].mix}" sum to 0.',
                "Write shares by mass.",
            )


def rations(context: Context) -> Iterator[Problem]:
    """A fixed ration names its quantity, steps their schedule; the other policies use neither."""
    schedules = {row.schedule for row in context.rows("ration_steps")}
    for row in context.rows("rations"):
        if row.policy == "fixed" and row.per_person_day is None:
            text = "a fixed ration without its quantity."
            yield context.tell(
                "C426",
                "rations",
                row,
                "per_person_day",
                text,
                "Write what one person is handed a day, or choose full or cover.",
            )
        if row.policy != "fixed" and row.per_person_day is not None:
            text = f"a quantity stands beside the policy {row.policy}, which does not use it."
            yield context.tell(
                "C427",
                "rations",
                row,
                "per_person_day",
                text,
                "Write fixed under policy, or leave the quantity blank.",
            )
        if (row.policy == "steps") != (row.schedule in schedules):
            if row.policy != "steps":
                text = f"a schedule stands beside the policy {row.policy}, which does not use it."
            elif row.schedule:
                text = f'the schedule "{row.schedule}" has no row in ration_steps.'
            else:
                text = "the policy steps without its schedule."
            fix = "Name a schedule of ration_steps beside the policy steps, and beside no other."
            yield context.tell("C428", "rations", row, "schedule", text, fix)


def ration_steps(context: Context) -> Iterator[Problem]:
    """Every schedule says what holds from 0 days on, each row one quantity of one kind; none falls as cover rises."""
    by_schedule: dict[str, list[Any]] = defaultdict(list)
    for row in sorted(context.rows("ration_steps"), key=lambda r: r.above_days):
        by_schedule[row.schedule].append(row)
    for schedule, rows in by_schedule.items():
        kinds = {(row.share is None, row.per_person_day is None) for row in rows}
        if len(kinds) > 1 or kinds & {(True, True), (False, False)}:
            text = f'the schedule "{schedule}" does not state one quantity a row, all of one kind.'
            fix = "Write a share of the need in every row, or a quantity a person in every row."
            yield context.tell("C429", "ration_steps", rows[0], "share", text, fix)
            continue
        least = plain_number(rows[0].above_days)
        if rows[0].above_days > 0 and context.is_whole("ration_steps"):
            text = f'the schedule "{schedule}" does not say what is handed out below {least} days.'
            yield context.tell("C429", "ration_steps", rows[0], "above_days", text, "Add a row for 0 days.")
        column = "share" if rows[0].per_person_day is None else "per_person_day"
        for lower, upper in pairwise(rows):
            below, above = getattr(lower, column), getattr(upper, column)
            if below.mid > above.mid:
                text = (
                    f"{_shown(above)} is less than {_shown(below)}, which is handed out with less in store."
                )
                fix = "Order the rows so that the ration rises with days of cover."
                yield context.tell("C429", "ration_steps", upper, column, text, fix)
